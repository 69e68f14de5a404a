//! Referrals, their history, and the links by which partners answer them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Change;
use domain::access::Principal;
use domain::case::{Case, CaseStatus};
use domain::code::Code;
use domain::referral::{
    Confirmation, Course, Ending, Referral, ReferralAction, ReferralChannel, ReferralEvent, ReferralKind, ReferralLink,
    ReferralParty, ReferralStatus, ReferralWait,
};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::community_service::community_service;
use crate::error::{Error, Result};
use crate::job::{ROUND_LIMIT, Round};
use crate::person::person;
use crate::record::{Coded, Json};
use crate::store::Store;
use crate::tx::{Tx, person_reach};

crate::record! {
    referral: Referral, ReferralRow, person: |referral| Some(referral.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<ReferralKind>,
        status: Text => Coded<ReferralStatus>,
        need_id: Nullable<Uuid> => Option<Uuid>,
        community_service_id: Nullable<Uuid> => Option<Uuid>,
        recipient: Text => String,
        request: Text => String,
        note: Nullable<Text> => Option<String>,
        duplicate_reason: Nullable<Text> => Option<String>,
        appointment_id: Nullable<Uuid> => Option<Uuid>,
        channel: Nullable<Text> => Option<Coded<ReferralChannel>>,
        spoke_with: Nullable<Text> => Option<String>,
        sent_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        accepted_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        scheduled_on: Nullable<Date> => Option<NaiveDate>,
        served_on: Nullable<Date> => Option<NaiveDate>,
        served_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        ending: Jsonb => Json<Option<Ending>>,
        confirmation: Jsonb => Json<Option<Confirmation>>,
        course: Jsonb => Json<Option<Course>>,
        wait: Nullable<Text> => Option<Coded<ReferralWait>>,
        due_at: Timestamptz => DateTime<Utc>,
        escalates_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        escalated_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    referral_event: ReferralEvent, ReferralEventRow, person: |event| Some(event.person_id), {
        referral_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        at: Timestamptz => DateTime<Utc>,
        party: Text => Coded<ReferralParty>,
        actor_id: Nullable<Uuid> => Option<Uuid>,
        action: Text => Coded<ReferralAction>,
        status: Text => Coded<ReferralStatus>,
        day: Nullable<Date> => Option<NaiveDate>,
        note: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    referral_link: ReferralLink, ReferralLinkRow, person: |link| Some(link.person_id), {
        referral_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        given_to: Text => String,
        shares_contact: Bool => bool,
        expires_at: Timestamptz => DateTime<Utc>,
        revoked_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// What is done when silence moves a referral up, in the audit trail.
const ESCALATE: &str = "referral_escalate";

/// Which referrals a worklist shows. All given parts must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReferralFilter {
    /// In this state; all open ones without it.
    pub status: Option<ReferralStatus>,
    /// Of this kind.
    pub kind: Option<ReferralKind>,
    /// Something should have happened before this instant, and it is open.
    pub due_before: Option<DateTime<Utc>>,
    /// Those that silence moved up.
    pub escalated: bool,
    /// Of cases that the actor owns.
    pub mine: bool,
}

/// A referral in a list.
#[derive(Debug, Clone)]
pub struct ListedReferral {
    /// The referral.
    pub referral: Referral,
    /// The name of the person.
    pub person: String,
    /// The owner of the case.
    pub owner_id: Uuid,
}

fn open_states() -> Vec<Coded<ReferralStatus>> {
    ReferralStatus::ALL.iter().filter(|status| status.is_open()).map(|status| Coded(*status)).collect()
}

impl Tx {
    /// Open rides that lead to an appointment, with their cases.
    ///
    /// # Errors
    /// Database errors.
    pub async fn rides_to(&mut self, appointment_id: Uuid) -> Result<Vec<(Referral, Case)>> {
        let rows: Vec<(ReferralRow, CaseRow)> = case::table
            .inner_join(referral::table.on(referral::case_id.eq(case::id)))
            .select((ReferralRow::as_select(), CaseRow::as_select()))
            .filter(referral::appointment_id.eq(appointment_id))
            .filter(referral::status.eq_any(open_states()))
            .order(referral::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|(row, case_row)| (row.into(), case_row.into())).collect())
    }

    /// A referral of a person within reach with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn referral(&mut self, id: Uuid) -> Result<(Referral, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(referral::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (ReferralRow, CaseRow) = case::table
            .inner_join(referral::table.on(referral::case_id.eq(case::id)))
            .select((ReferralRow::as_select(), CaseRow::as_select()))
            .filter(referral::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// What the actor's own link opens, with its case, locked. Reach does not matter: the link is the permission.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever is no link, and for a link that opens nothing any more.
    pub async fn linked_referral(&mut self) -> Result<(ReferralLink, Referral, Case)> {
        if self.actor().principal != Principal::Link {
            return Err(Error::NotFound);
        }
        let (link_id, now) = (self.actor().id, self.now());
        let link: ReferralLinkRow = referral_link::table
            .select(ReferralLinkRow::as_select())
            .filter(referral_link::id.eq(link_id))
            .filter(referral_link::revoked_at.is_null())
            .filter(referral_link::expires_at.gt(now))
            .first(self.conn())
            .await?;
        let (row, case_row): (ReferralRow, CaseRow) = case::table
            .inner_join(referral::table.on(referral::case_id.eq(case::id)))
            .select((ReferralRow::as_select(), CaseRow::as_select()))
            .filter(referral::id.eq(link.referral_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(row.id, Some(row.person_id));
        Ok((link.into(), row.into(), case_row.into()))
    }

    /// How a partner reaches the person: name, preferred name and phone. The caller has checked that they may know.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn partner_contact(&mut self, person_id: Uuid) -> Result<PartnerContact> {
        let found: (String, String, Option<String>, Option<String>, String, bool) = person::table
            .select((
                person::given_name,
                person::family_name,
                person::preferred_name,
                person::phone,
                person::language,
                person::interpreter_needed,
            ))
            .filter(person::id.eq(person_id))
            .first(self.conn())
            .await?;
        let (given_name, family_name, preferred_name, phone, language, interpreter_needed) = found;
        Ok(PartnerContact { given_name, family_name, preferred_name, phone, language, interpreter_needed })
    }

    /// A link to a referral of a person within reach, locked.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn referral_link(&mut self, id: Uuid) -> Result<ReferralLink> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(referral_link::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ReferralLinkRow = referral_link::table
            .select(ReferralLinkRow::as_select())
            .filter(referral_link::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The links of a referral, newest first. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referral_links_of(&mut self, referral_id: Uuid) -> Result<Vec<ReferralLink>> {
        let rows: Vec<ReferralLinkRow> = referral_link::table
            .select(ReferralLinkRow::as_select())
            .filter(referral_link::referral_id.eq(referral_id))
            .order((referral_link::created_at.desc(), referral_link::id))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The history of a referral, the first entry first. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referral_events_of(&mut self, referral_id: Uuid) -> Result<Vec<ReferralEvent>> {
        let rows: Vec<ReferralEventRow> = referral_event::table
            .select(ReferralEventRow::as_select())
            .filter(referral_event::referral_id.eq(referral_id))
            .order((referral_event::at, referral_event::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every referral of a person within reach, newest first, each with the owner of its case.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn referrals_of(&mut self, person_id: Uuid) -> Result<Vec<(Referral, Uuid)>> {
        self.require_person(person_id).await?;
        let rows: Vec<(ReferralRow, Uuid)> = referral::table
            .inner_join(case::table.on(case::id.eq(referral::case_id)))
            .select((ReferralRow::as_select(), case::owner_id))
            .filter(referral::person_id.eq(person_id))
            .order((referral::created_at.desc(), referral::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|(row, owner)| (row.into(), owner)).collect())
    }

    /// Referrals of a case that are under way, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_referrals_of(&mut self, case_id: Uuid) -> Result<Vec<Referral>> {
        let open = ReferralStatus::ALL.iter().copied().filter(|status| status.is_open()).map(Coded);
        let rows: Vec<ReferralRow> = referral::table
            .select(ReferralRow::as_select())
            .filter(referral::case_id.eq(case_id))
            .filter(referral::status.eq_any(open.collect::<Vec<_>>()))
            .order(referral::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Referrals of people within reach, what should have happened first on top, after the due time and id `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referral_worklist(
        &mut self,
        filter: ReferralFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<ListedReferral>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(referral::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = referral::table
            .inner_join(case::table.on(case::id.eq(referral::case_id)))
            .inner_join(person::table.on(person::id.eq(referral::person_id)))
            .select((ReferralRow::as_select(), person::given_name, person::family_name, case::owner_id))
            .filter(diesel::dsl::exists(seen))
            .order((referral::due_at, referral::id))
            .limit(limit)
            .into_boxed();
        query = match filter.status {
            Some(status) => query.filter(referral::status.eq(Coded(status))),
            None => query.filter(referral::status.eq_any(open_states())),
        };
        if let Some(kind) = filter.kind {
            query = query.filter(referral::kind.eq(Coded(kind)));
        }
        if let Some(instant) = filter.due_before {
            query = query.filter(referral::due_at.lt(instant)).filter(referral::wait.is_not_null());
        }
        if filter.escalated {
            query = query.filter(referral::escalated_at.is_not_null());
        }
        if filter.mine {
            query = query.filter(case::owner_id.eq(self.actor().id));
        }
        if let Some((due_at, id)) = after {
            query =
                query.filter(referral::due_at.ge(due_at)).filter(referral::due_at.gt(due_at).or(referral::id.gt(id)));
        }
        let rows: Vec<(ReferralRow, String, String, Uuid)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let listed = |(row, given, family, owner_id): (ReferralRow, String, String, Uuid)| ListedReferral {
            referral: row.into(),
            person: format!("{given} {family}"),
            owner_id,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// The referrals of people within reach that were sent from `from` until before `to`, to count what came of them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referrals_sent(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Referral>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(referral::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<ReferralRow> = referral::table
            .select(ReferralRow::as_select())
            .filter(referral::sent_at.ge(from))
            .filter(referral::sent_at.lt(to))
            .filter(diesel::dsl::exists(seen))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every referral that was sent to the services of an organization since `from`, whosever it is: to count what came of them, not
    /// to show them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referrals_to(&mut self, organization_id: Uuid, from: DateTime<Utc>) -> Result<Vec<Referral>> {
        let offered: Vec<Uuid> = community_service::table
            .select(community_service::id)
            .filter(community_service::community_organization_id.eq(organization_id))
            .load(self.conn())
            .await?;
        let rows: Vec<ReferralRow> = referral::table
            .select(ReferralRow::as_select())
            .filter(referral::community_service_id.eq_any(offered))
            .filter(referral::sent_at.ge(from))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Stores a change of a referral with its entry in the history, and makes its task say what it waits for. The task is locked
    /// after the case and the referral.
    ///
    /// # Errors
    /// Database errors.
    pub async fn referral_apply(
        &mut self,
        mut change: Change<Referral>,
        event: Option<ReferralEvent>,
        case: &Case,
    ) -> Result<Referral> {
        let task = match change.record.task_id {
            Some(id) => Some(self.task_waited_for(id).await?),
            None => None,
        };
        // Whoever is no colleague has no worklist from which a task could come.
        let opener = match self.actor().principal {
            Principal::Staff | Principal::Client => self.actor().id,
            Principal::Link | Principal::System => change.record.author_id,
        };
        let now = self.now();
        if let Some(task) = change.record.task(task, case, (Uuid::now_v7(), opener), now)? {
            change.record.task_id = Some(self.apply(task)?.id);
        }
        if let Some(event) = event {
            self.apply(Change::created(event))?;
        }
        self.apply(change)
    }
}

/// What a partner may learn of a person at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerContact {
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Name to use.
    pub preferred_name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Preferred language.
    pub language: String,
    /// True when an interpreter is needed.
    pub interpreter_needed: bool,
}

impl Store {
    /// Moves up the referrals of active cases about which nobody was heard for too long; how many moved.
    ///
    /// # Errors
    /// Database errors; what did not move is due again the next time.
    pub async fn referrals_escalate(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<usize> {
        let mut conn = self.begin(org_id).await?;
        let silent: Vec<Uuid> = referral::table
            .inner_join(case::table.on(case::id.eq(referral::case_id)))
            .select(referral::id)
            .filter(referral::escalates_at.le(now))
            .filter(referral::escalated_at.is_null())
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(referral::escalates_at)
            .limit(ROUND_LIMIT)
            .load(&mut conn)
            .await?;
        conn.rollback().await?;
        drop(conn);
        let mut round = Round::default();
        for id in silent {
            round.note(self.referral_escalate(org_id, id, now).await);
        }
        round.end()
    }

    async fn referral_escalate(&self, org_id: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
        self.run_system(org_id, ESCALATE, now, async |tx| {
            let found: Option<(ReferralRow, CaseRow)> = case::table
                .inner_join(referral::table.on(referral::case_id.eq(case::id)))
                .select((ReferralRow::as_select(), CaseRow::as_select()))
                .filter(referral::id.eq(id))
                .for_no_key_update()
                .skip_locked()
                .first(tx.conn())
                .await
                .optional()?;
            let Some((row, case_row)) = found else { return Ok(false) };
            let Some((change, event)) = Referral::from(row).escalate(Uuid::now_v7(), now) else { return Ok(false) };
            tx.referral_apply(change, Some(event), &case_row.into()).await?;
            Ok(true)
        })
        .await
    }
}
