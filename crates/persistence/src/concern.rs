//! Concerns: disputes about the care of a person, and questions of values in it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::Reach;
use domain::appointment::AppointmentStatus;
use domain::case::{Case, CaseMember, MemberRole};
use domain::concern::{Concern, ConcernKind, ConcernStatus, Position};
use domain::task::TaskStatus;
use uuid::Uuid;

use crate::appointment::{appointment, appointment_attendee};
use crate::authorization::authorization;
use crate::case::{CaseMemberRow, CaseRow, case, case_member};
use crate::error::{Error, Result};
use crate::record::{Coded, Json};
use crate::task::task;
use crate::tx::{Tx, person_reach};

crate::record! {
    concern: Concern, ConcernRow, person: |concern| Some(concern.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<ConcernKind>,
        status: Text => Coded<ConcernStatus>,
        summary: Text => String,
        restricted: Bool => bool,
        positions: Jsonb => Json<Vec<Position>>,
        tried: Nullable<Text> => Option<String>,
        raised_by: Uuid => Uuid,
        reviewer_id: Uuid => Uuid,
        member_id: Nullable<Uuid> => Option<Uuid>,
        due_at: Timestamptz => DateTime<Utc>,
        task_id: Uuid => Uuid,
        resolution: Nullable<Text> => Option<String>,
        weighed: Nullable<Text> => Option<String>,
        follow_up_on: Nullable<Date> => Option<NaiveDate>,
        reason: Nullable<Text> => Option<String>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Concerns shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// True for a reader who sees the whole organization.
    pub(crate) fn oversees(&self) -> bool {
        self.actor().role.reach() == Reach::Organization
    }

    fn reads(&self, concern: &Concern) -> bool {
        concern.is_read_by(self.actor().id, self.oversees())
    }

    /// A concern about a person within reach that the actor reads, with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn concern(&mut self, id: Uuid) -> Result<(Concern, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(concern::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (ConcernRow, CaseRow) = case::table
            .inner_join(concern::table.on(concern::case_id.eq(case::id)))
            .select((ConcernRow::as_select(), CaseRow::as_select()))
            .filter(concern::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        let found: Concern = row.into();
        if self.reads(&found) { Ok((found, case_row.into())) } else { Err(Error::NotFound) }
    }

    /// The concerns about a person within reach that the actor reads, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn concerns_of(&mut self, person_id: Uuid) -> Result<Vec<Concern>> {
        self.require_person(person_id).await?;
        let rows: Vec<ConcernRow> = concern::table
            .select(ConcernRow::as_select())
            .filter(concern::person_id.eq(person_id))
            .order((concern::created_at.desc(), concern::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        let all = rows.into_iter().map(Concern::from);
        Ok(all.filter(|concern| self.reads(concern)).collect())
    }

    /// The place on the care team that a review of a concern of the case gave a colleague, while they have it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn place_of_review(&mut self, case_id: Uuid, staff_id: Uuid) -> Result<Option<Uuid>> {
        let given = concern::table.filter(concern::member_id.eq(case_member::id.nullable()));
        let found: Option<Uuid> = case_member::table
            .select(case_member::id)
            .filter(case_member::case_id.eq(case_id))
            .filter(case_member::staff_id.eq(staff_id))
            .filter(case_member::ends_at.is_null())
            .filter(diesel::dsl::exists(given))
            .first(self.conn())
            .await
            .optional()?;
        Ok(found)
    }

    /// The place on the care team that the review of a concern gave who reviewed it, locked; none when they have it no more or in
    /// another role, or need it for other work in the case: a task, another concern, a request that waits for their decision, an
    /// appointment without an outcome.
    ///
    /// # Errors
    /// Database errors.
    pub async fn place_without_work(&mut self, settled: &Concern) -> Result<Option<CaseMember>> {
        let Some(member_id) = settled.member_id else { return Ok(None) };
        let (case_id, staff_id) = (settled.case_id, settled.reviewer_id);
        if self.attends_in(case_id, staff_id).await? {
            return Ok(None);
        }
        let work = task::table
            .filter(task::case_id.eq(case_id))
            .filter(task::owner_id.eq(staff_id))
            .filter(task::status.eq(Coded(TaskStatus::Open)))
            .filter(task::id.ne(settled.task_id));
        let others = concern::table
            .filter(concern::case_id.eq(case_id))
            .filter(concern::reviewer_id.eq(staff_id))
            .filter(concern::settled_at.is_null())
            .filter(concern::id.ne(settled.id));
        let requests = authorization::table
            .filter(authorization::case_id.eq(case_id))
            .filter(authorization::advisor_id.eq(staff_id))
            .filter(authorization::decided_at.is_null());
        let row: Option<CaseMemberRow> = case_member::table
            .select(CaseMemberRow::as_select())
            .filter(case_member::id.eq(member_id))
            .filter(case_member::role.eq(Coded(MemberRole::Reviewer)))
            .filter(case_member::ends_at.is_null())
            .filter(diesel::dsl::not(diesel::dsl::exists(work)))
            .filter(diesel::dsl::not(diesel::dsl::exists(others)))
            .filter(diesel::dsl::not(diesel::dsl::exists(requests)))
            .for_no_key_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// True when a colleague takes part in an appointment of the case that has no outcome yet.
    async fn attends_in(&mut self, case_id: Uuid, staff_id: Uuid) -> Result<bool> {
        let attended = appointment_attendee::table
            .select(appointment_attendee::appointment_id)
            .filter(appointment_attendee::staff_id.eq(staff_id));
        let open = [AppointmentStatus::Proposed, AppointmentStatus::Booked, AppointmentStatus::Arrived];
        let found: Option<Uuid> = appointment::table
            .select(appointment::id)
            .filter(appointment::case_id.eq(case_id))
            .filter(appointment::status.eq_any(open.map(Coded)))
            .filter(appointment::id.eq_any(attended))
            .first(self.conn())
            .await
            .optional()?;
        Ok(found.is_some())
    }

    /// The settled concern whose look at it again is a task.
    ///
    /// # Errors
    /// Database errors.
    pub async fn concern_looked_at(&mut self, task_id: Uuid) -> Result<Option<Concern>> {
        let row: Option<ConcernRow> = concern::table
            .select(ConcernRow::as_select())
            .filter(concern::task_id.eq(task_id))
            .filter(concern::status.eq(Coded(ConcernStatus::Resolved)))
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }
}
