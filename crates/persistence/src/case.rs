//! Cases, their care teams and hand-offs.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Event;
use domain::case::{Case, CaseMember, CaseOutcome, CaseStatus, MemberRole, Stage, Tier};
use domain::deadline::{CaseContext, Deadline, DeadlineStatus};
use domain::hand_off::{HandOff, HandOffStatus};
use uuid::Uuid;

use crate::deadline::{DeadlineRow, deadline};
use crate::directory::Directory;
use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

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

/// A case being worked on, with the deadlines that its events may meet. Locked until the transaction ends.
#[derive(Debug, Clone)]
pub struct CaseWork {
    /// The case.
    pub case: Case,
    /// Deadlines that may still change.
    pub deadlines: Vec<Deadline>,
    /// Earlier events that a new deadline must take into account.
    pub history: Vec<Event>,
}

impl CaseWork {
    /// What the deadline rules must know of the case.
    pub fn context(&self, directory: &Directory) -> CaseContext {
        let zone = directory.programs.get(&self.case.program_id).map_or(chrono_tz::UTC, |program| program.zone());
        CaseContext {
            case_id: self.case.id,
            person_id: self.case.person_id,
            zone,
            calendar: directory.calendar.clone(),
            tier: self.case.tier,
            owner_id: Some(self.case.owner_id),
            team_id: Some(self.case.team_id),
            history: self.history.clone(),
        }
    }
}

/// Which cases a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseScope {
    /// Cases the actor owns.
    Mine,
    /// Cases of the actor's teams, or all within reach for a role that reaches everybody.
    Team,
}

impl Tx {
    /// A case within reach, locked, with its unsettled deadlines.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_work(&mut self, id: Uuid) -> Result<CaseWork> {
        let case = self.case(id).await?;
        let deadlines = self.unsettled_deadlines(&[case.id]).await?;
        Ok(CaseWork { case, deadlines, history: Vec::new() })
    }

    /// A case within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case(&mut self, id: Uuid) -> Result<Case> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: CaseRow = case::table
            .select(CaseRow::as_select())
            .filter(case::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The active cases of a person, locked, with their unsettled deadlines. The person must be within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn active_cases(&mut self, person_id: Uuid) -> Result<Vec<CaseWork>> {
        self.require_person(person_id).await?;
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::person_id.eq(person_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(case::id)
            .for_update()
            .load(self.conn())
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut deadlines = self.unsettled_deadlines(&ids).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let own = deadlines.extract_if(.., |deadline| deadline.case_id == row.id).collect();
                CaseWork { case: row.into(), deadlines: own, history: Vec::new() }
            })
            .collect())
    }

    async fn unsettled_deadlines(&mut self, cases: &[Uuid]) -> Result<Vec<Deadline>> {
        let rows: Vec<DeadlineRow> = deadline::table
            .select(DeadlineRow::as_select())
            .filter(deadline::case_id.eq_any(cases.to_vec()))
            .filter(deadline::status.eq(Coded(DeadlineStatus::Open)))
            .order(deadline::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
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
        self.list_people(rows.iter().map(|(row, _, _)| row.person_id));
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
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
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
