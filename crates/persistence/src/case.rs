//! Cases, their care teams and hand-offs.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseMember, CaseOutcome, CaseStatus, MemberRole, Stage, Tier};
use domain::clock::start_of_day;
use domain::code::Code;
use domain::deadline::{History, Report};
use domain::hand_off::{HandOff, HandOffStatus};
use domain::person::Address;
use domain::{Event, EventKind};
use std::collections::HashMap;
use uuid::Uuid;

use crate::case_work::recorded;
use crate::deadline::{DeadlineRow, deadline};
use crate::error::Result;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::{Tx, person_reach};

pub use crate::case_work::CaseWork;

crate::record! {
    case: Case, CaseRow, person: |case| Some(case.person_id), {
        person_id: Uuid => Uuid,
        program_id: Uuid => Uuid,
        status: Text => Coded<CaseStatus>,
        stage: Text => Coded<Stage>,
        tier: Text => Coded<Tier>,
        owner_id: Uuid => Uuid,
        team_id: Uuid => Uuid,
        enrolled_at: Timestamptz => DateTime<Utc>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        outcome: Nullable<Text> => Option<Coded<CaseOutcome>>,
        close_reason: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    case_member: CaseMember, CaseMemberRow, person: |member| Some(member.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        staff_id: Uuid => Uuid,
        role: Text => Coded<MemberRole>,
        starts_at: Timestamptz => DateTime<Utc>,
        ends_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

crate::record! {
    hand_off: HandOff, HandOffRow, person: |hand_off| Some(hand_off.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        from_id: Uuid => Uuid,
        to_id: Uuid => Uuid,
        status: Text => Coded<HandOffStatus>,
        summary: Text => String,
        risks: Text => String,
        promises: Text => String,
        offered_at: Timestamptz => DateTime<Utc>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reason: Nullable<Text> => Option<String>,
    }
}

diesel::table! {
    case_event (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        case_id -> Uuid,
        kind -> Text,
        subject_id -> Uuid,
        at -> Timestamptz,
        about -> Nullable<Uuid>,
    }
}

/// An event to keep with its case.
#[derive(Debug, Insertable)]
#[diesel(table_name = case_event)]
pub(crate) struct Heard {
    org_id: Uuid,
    id: Uuid,
    case_id: Uuid,
    kind: Coded<EventKind>,
    subject_id: Uuid,
    at: DateTime<Utc>,
    about: Option<Uuid>,
}

impl Heard {
    pub(crate) fn new(org_id: Uuid, case_id: Uuid, id: Uuid, event: &Event) -> Self {
        Self {
            org_id,
            id,
            case_id,
            kind: Coded(event.kind),
            subject_id: event.subject_id,
            at: event.at,
            about: event.about,
        }
    }
}

/// Of an event: its case, the recording, what happened, the record it is about, and when.
type Told = (Uuid, Uuid, Coded<EventKind>, Uuid, DateTime<Utc>);

/// Deadlines, in the order of their row.
const DEADLINES: &str = "SELECT d.org_id, d.id, d.version, d.case_id, d.person_id, d.rule_code, d.rule_title, d.rule_version, d.rule_source,
   d.status, d.anchor_kind, d.anchor_subject_id, d.anchor_at, d.due_at, d.due_on, d.window_opens_at, d.met_at, d.met_by_id, d.closed_at,
   d.closed_by_id, d.closed_reason, d.explanation, d.weight, d.owner_id, d.team_id, d.rank_at, d.snoozed_until, d.snooze_reason, d.next_action
 FROM deadline d WHERE d.case_id = ANY(";

/// Events in the columns of deadlines, so that one statement reads both without making JSON of either: what happened stands as the
/// anchor, the record it is about as what met it, and no rule has an empty code.
const EVENTS: &str = " UNION ALL SELECT e.org_id, e.id, 0, e.case_id, e.case_id, '', '', '', '',
   'open', e.kind, e.subject_id, e.at, e.at, '2000-01-01', NULL, NULL, e.about, NULL,
   NULL, NULL, '[]', 0, NULL, NULL, e.at, NULL, NULL, ''
 FROM case_event e WHERE e.case_id = ANY(";

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseScope {
    /// Cases the actor owns.
    Mine,
    /// Cases of the actor's teams, or all within reach for a role that reaches everybody.
    Team,
}

impl Tx {
    /// A case within reach, locked, to let it know of something that happens now.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_work(&mut self, id: Uuid) -> Result<CaseWork> {
        let mut work = CaseWork::new(self.case(id).await?);
        let now = self.now();
        self.remember(std::slice::from_mut(&mut work), Some(now), &[]).await?;
        Ok(work)
    }

    /// A case within reach, locked, with all that is known of it, to let it know that something it heard of is taken back.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_work_whole(&mut self, id: Uuid) -> Result<CaseWork> {
        let mut work = CaseWork::new(self.case(id).await?);
        self.remember(std::slice::from_mut(&mut work), None, &[]).await?;
        Ok(work)
    }

    /// A case within reach, locked, to let it know of a new record that came about at `since`: without the deadlines that only an
    /// event about their own record meets, such as those of notes that wait to be signed.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_work_for_new(&mut self, id: Uuid, since: DateTime<Utc>) -> Result<CaseWork> {
        let case = self.case(id).await?;
        self.work_for_new(case, since).await
    }

    /// The same of a case that [`Self::case`] gave.
    ///
    /// # Errors
    /// Database errors.
    pub async fn work_for_new(&mut self, case: Case, since: DateTime<Utc>) -> Result<CaseWork> {
        let mut work = CaseWork::new(case);
        let rules = self.directory().rules(work.case.program_id);
        let own: Vec<String> = rules.iter().filter(|rule| rule.match_subject).map(|rule| rule.code.clone()).collect();
        self.remember(std::slice::from_mut(&mut work), Some(since), &own).await?;
        Ok(work)
    }

    /// A case within reach, locked; a read waits for nobody and nobody for it.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case(&mut self, id: Uuid) -> Result<Case> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let address = person::table.select(person::address).filter(person::id.eq(case::person_id)).single_value();
        let found = case::table
            .select((CaseRow::as_select(), address))
            .filter(case::id.eq(id))
            .filter(diesel::dsl::exists(seen));
        let (row, address): (CaseRow, Option<Json<Address>>) = if self.only_reads {
            found.first(self.conn()).await?
        } else {
            found.for_no_key_update().first(self.conn()).await?
        };
        self.touch(id, Some(row.person_id));
        self.note_address(row.person_id, address);
        Ok(row.into())
    }

    /// The cases of a person that were active at `since` or later, locked, with all that is known of them: what happens to a
    /// person may be corrected and taken back. The person must be within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn active_cases(&mut self, person_id: Uuid, since: DateTime<Utc>) -> Result<Vec<CaseWork>> {
        self.require_person(person_id).await?;
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::person_id.eq(person_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)).or(case::closed_at.ge(since)))
            .order(case::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        let mut cases: Vec<CaseWork> = rows.into_iter().map(|row| CaseWork::new(row.into())).collect();
        self.remember(&mut cases, None, &[]).await?;
        Ok(cases)
    }

    /// Lets cases of a person know of a death: it counts from the begin of its day by the clocks of each program.
    ///
    /// # Errors
    /// Those of [`CaseWork::hear`].
    pub fn announce_death(&mut self, cases: &mut [CaseWork], person_id: Uuid, day: NaiveDate) -> Result<()> {
        for work in cases {
            let zone = self.directory().zone(work.case.program_id);
            let event = Event::new(EventKind::Died, person_id, start_of_day(day, zone));
            self.announce(std::slice::from_mut(work), &event)?;
        }
        Ok(())
    }

    /// Reads what something that happened at `since` or later can change or must be judged with, or all there is. What happened
    /// to the person is read whole, so that a later correction of it is seen with what it corrects. Cases must be locked: another
    /// statement would wait for the lock and then read what was true before it. Rules in `without` are left out.
    pub(crate) async fn remember(
        &mut self,
        cases: &mut [CaseWork],
        since: Option<DateTime<Utc>>,
        without: &[String],
    ) -> Result<()> {
        let ids: Vec<Uuid> = cases.iter().map(|work| work.case.id).collect();
        let of_person: Vec<String> =
            EventKind::ALL.iter().filter(|kind| kind.is_of_person()).map(ToString::to_string).collect();
        let sql = Sql::<deadline::SqlType>::new(DEADLINES)
            .bind::<st::Array<st::Uuid>, _>(ids.clone())
            .sql(") AND d.rule_code <> ALL(")
            .bind::<st::Array<st::Text>, _>(without.to_vec())
            .sql(") AND (d.status = 'open' OR COALESCE(d.met_at, d.closed_at) >= COALESCE(")
            .bind::<st::Nullable<st::Timestamptz>, _>(since)
            .sql("::timestamptz, '-infinity'))")
            .sql(EVENTS)
            .bind::<st::Array<st::Uuid>, _>(ids.clone())
            .sql(") AND (e.kind = ANY(")
            .bind::<st::Array<st::Text>, _>(of_person)
            .sql(") OR e.at >= COALESCE(")
            .bind::<st::Nullable<st::Timestamptz>, _>(since)
            .sql("::timestamptz, '-infinity'))");
        let rows: Vec<DeadlineRow> = sql.load(self.conn()).await?;
        for row in rows {
            let Some(work) = cases.iter_mut().find(|work| work.case.id == row.case_id) else { continue };
            if row.rule_code.is_empty() {
                let event = Event::new(row.anchor_kind.0, row.anchor_subject_id, row.anchor_at).about(row.met_by_id);
                work.history.push(recorded(row.id, event));
            } else {
                work.deadlines.push(row.into());
            }
        }
        if since.is_none() {
            // What happens now alone moves no due time, so only the whole history needs them.
            for (case_id, extension) in self.extensions_of(&ids).await? {
                if let Some(work) = cases.iter_mut().find(|work| work.case.id == case_id) {
                    work.extensions.push(extension);
                }
            }
        }
        for work in cases {
            work.is_whole = since.is_none();
            work.deadlines.sort_by_key(|deadline| deadline.id);
        }
        Ok(())
    }

    /// When something of a kind happened for the first time in some cases; it is among the events of a case itself, and none of its
    /// person.
    ///
    /// # Errors
    /// Database errors.
    pub async fn first_events(&mut self, kind: EventKind, cases: &[Uuid]) -> Result<HashMap<Uuid, DateTime<Utc>>> {
        let told = EventKind::ALL.iter().filter(|other| **other == kind || other.takes_back().contains(&kind));
        let told: Vec<Coded<EventKind>> = told.map(|other| Coded(*other)).collect();
        let rows: Vec<Told> = case_event::table
            .select((case_event::case_id, case_event::id, case_event::kind, case_event::subject_id, case_event::at))
            .filter(case_event::case_id.eq_any(cases.to_vec()))
            .filter(case_event::kind.eq_any(told))
            .load(self.conn())
            .await?;
        let mut logs: HashMap<Uuid, Vec<Report>> = HashMap::new();
        for (case_id, id, kind, subject_id, at) in rows {
            logs.entry(case_id).or_default().push(recorded(id, Event::new(kind.0, subject_id, at)));
        }
        let first = |(case_id, log)| Some((case_id, History::of(log, |_| true).earliest(kind)?));
        Ok(logs.into_iter().filter_map(first).collect())
    }

    /// Every case of a person, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn cases_of(&mut self, people: &[Uuid]) -> Result<Vec<Case>> {
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::person_id.eq_any(people.to_vec()))
            .order((case::enrolled_at.desc(), case::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The care team of a case.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_members(&mut self, case_id: Uuid) -> Result<Vec<CaseMember>> {
        let rows: Vec<CaseMemberRow> = case_member::table
            .select(CaseMemberRow::as_select())
            .filter(case_member::case_id.eq(case_id))
            .filter(case_member::ends_at.is_null())
            .order(case_member::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A member of the care team of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_member(&mut self, id: Uuid) -> Result<CaseMember> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case_member::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: CaseMemberRow = case_member::table
            .select(CaseMemberRow::as_select())
            .filter(case_member::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Cases with the names of their people, by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_list(
        &mut self,
        scope: CaseScope,
        status: Option<CaseStatus>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(Case, String)>> {
        let rows = self.listed_cases(scope, status, after, limit).await?;
        self.list_people(rows.iter().map(|(case, _)| case.person_id));
        Ok(rows)
    }

    /// The same, before it is known which of them are shown.
    pub(crate) async fn listed_cases(
        &mut self,
        scope: CaseScope,
        status: Option<CaseStatus>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(Case, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = case::table
            .inner_join(person::table.on(person::id.eq(case::person_id)))
            .select((CaseRow::as_select(), person::given_name, person::family_name))
            .filter(diesel::dsl::exists(seen))
            .order(case::id)
            .limit(limit)
            .into_boxed();
        if scope == CaseScope::Mine {
            query = query.filter(case::owner_id.eq(self.actor().id));
        }
        if let Some(status) = status {
            query = query.filter(case::status.eq(Coded(status)));
        }
        if let Some(id) = after {
            query = query.filter(case::id.gt(id));
        }
        let rows: Vec<(CaseRow, String, String)> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// A hand-off of a case within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn hand_off(&mut self, id: Uuid) -> Result<HandOff> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(hand_off::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: HandOffRow = hand_off::table
            .select(HandOffRow::as_select())
            .filter(hand_off::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Offers of a case that wait for an answer, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_hand_offs_of(&mut self, case_id: Uuid) -> Result<Vec<HandOff>> {
        let rows: Vec<HandOffRow> = hand_off::table
            .select(HandOffRow::as_select())
            .filter(hand_off::case_id.eq(case_id))
            .filter(hand_off::status.eq(Coded(HandOffStatus::Offered)))
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Hand-offs that the actor gave or is offered, newest first, with the names of the people.
    ///
    /// # Errors
    /// Database errors.
    pub async fn hand_off_list(
        &mut self,
        status: Option<HandOffStatus>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(HandOff, String)>> {
        let me = self.actor().id;
        let mut query = hand_off::table
            .inner_join(person::table.on(person::id.eq(hand_off::person_id)))
            .select((HandOffRow::as_select(), person::given_name, person::family_name))
            .filter(hand_off::to_id.eq(me).or(hand_off::from_id.eq(me)))
            .order(hand_off::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(status) = status {
            query = query.filter(hand_off::status.eq(Coded(status)));
        }
        if let Some(id) = after {
            query = query.filter(hand_off::id.lt(id));
        }
        let rows: Vec<(HandOffRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _, _)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// When a person was born.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn birth_date(&mut self, id: Uuid) -> Result<chrono::NaiveDate> {
        Ok(person::table.select(person::birth_date).filter(person::id.eq(id)).first(self.conn()).await?)
    }

    /// The display name of a person; empty when unknown.
    ///
    /// # Errors
    /// Database errors.
    pub async fn person_name(&mut self, id: Uuid) -> Result<String> {
        let name: Option<(String, String)> = person::table
            .select((person::given_name, person::family_name))
            .filter(person::id.eq(id))
            .first(self.conn())
            .await
            .optional()?;
        Ok(name.map_or_else(String::new, |(given, family)| format!("{given} {family}")))
    }
}
