//! Scope of practice: the organization's limits, and who may do what for whom.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::Case;
use domain::clock::local_date;
use domain::conflict_of_interest;
use domain::person::Address;
use domain::scope::{Activity, Condition, Level, Practice, ScopeLimit, Verdict, judge, state_code};
use uuid::Uuid;

use crate::directory::Directory;
use crate::error::Result;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::tx::Tx;

crate::record! {
    scope_limit: ScopeLimit, ScopeLimitRow, person: |_| None, {
        activity: Text => Coded<Activity>,
        level: Text => Coded<Level>,
        condition: Text => Coded<Condition>,
        starts_on: Date => NaiveDate,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
        withdrawn_on: Nullable<Date> => Option<NaiveDate>,
        withdrawn_by: Nullable<Uuid> => Option<Uuid>,
        withdrawn_reason: Nullable<Text> => Option<String>,
    }
}

impl Directory {
    /// What is known of somebody's practice; of an API client, its role alone.
    pub fn practice(&self, staff_id: Uuid) -> Practice<'_> {
        let card = self.staff.get(&staff_id);
        let supervisor = card
            .and_then(|card| card.supervisor_id)
            .filter(|id| self.staff.get(id).is_some_and(|card| card.active))
            .map(|id| self.credentials_of(id));
        Practice {
            role: card.map_or(domain::access::Role::Integrator, |card| card.role),
            credentials: self.credentials_of(staff_id),
            supervisor,
        }
    }

    /// Whether somebody may do something at all today, wherever the person is: for what is shown before a person is known.
    pub fn verdict_anywhere(&self, activity: Activity, staff_id: Uuid, now: DateTime<Utc>) -> Verdict {
        let zone = self.staff.get(&staff_id).map_or(chrono_tz::UTC, |card| card.zone);
        judge(activity, &self.practice(staff_id), None, &self.limits, local_date(now, zone))
    }
}

impl Tx {
    /// Whether a colleague may do something in a case: by the day in the program's zone and the state the person is in, or, where
    /// their address names none, the state of the program's site. Nobody owns the case of somebody with whom they have a conflict
    /// of interest.
    ///
    /// # Errors
    /// Database errors.
    pub async fn verdict(&mut self, activity: Activity, staff_id: Uuid, case: &Case) -> Result<Verdict> {
        self.verdict_in(activity, staff_id, case.person_id, case.program_id).await
    }

    /// As [`Self::verdict`], for a case that there may not be yet.
    ///
    /// # Errors
    /// Database errors.
    pub async fn verdict_in(
        &mut self,
        activity: Activity,
        staff_id: Uuid,
        person_id: Uuid,
        program_id: Uuid,
    ) -> Result<Verdict> {
        if activity.is_owning() && self.is_conflicted(staff_id, person_id).await? {
            return Ok(Verdict::Refused(conflict_of_interest::refusal()));
        }
        let own = self.person_state(person_id).await?;
        let directory = self.directory();
        let state = own.or_else(|| directory.state_of(program_id));
        let day = local_date(self.now(), directory.zone(program_id));
        Ok(judge(activity, &directory.practice(staff_id), state, &directory.limits, day))
    }

    /// Where a worker stands toward a person, whatever the program, on a local day.
    ///
    /// # Errors
    /// Database errors.
    pub async fn verdict_of_person(
        &mut self,
        activity: Activity,
        staff_id: Uuid,
        person_id: Uuid,
        day: NaiveDate,
    ) -> Result<Verdict> {
        let state = self.person_state(person_id).await?;
        let directory = self.directory();
        Ok(judge(activity, &directory.practice(staff_id), state, &directory.limits, day))
    }

    /// The state in which a case is: that of the person, as far as their case was read in this transaction, or that of the program.
    pub fn state_known(&self, person_id: Uuid, program_id: Uuid) -> Option<&'static str> {
        self.states.get(&person_id).copied().flatten().or_else(|| self.directory().state_of(program_id))
    }

    /// The state a person is in; known already when their case was read in this transaction.
    async fn person_state(&mut self, person_id: Uuid) -> Result<Option<&'static str>> {
        if let Some(known) = self.states.get(&person_id) {
            return Ok(*known);
        }
        let address: Option<Json<Address>> = person::table
            .select(person::address)
            .filter(person::id.eq(person_id))
            .first(self.conn())
            .await
            .optional()?;
        self.note_address(person_id, address);
        Ok(self.states.get(&person_id).copied().flatten())
    }

    /// Remembers the state that an address names.
    pub(crate) fn note_address(&mut self, person_id: Uuid, address: Option<Json<Address>>) {
        let state = address.and_then(|Json(address)| address.state).as_deref().and_then(state_code);
        self.states.insert(person_id, state);
    }

    /// Every limit of the organization, withdrawn ones included, the newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn scope_limits(&mut self) -> Result<Vec<ScopeLimit>> {
        let rows: Vec<ScopeLimitRow> = scope_limit::table
            .select(ScopeLimitRow::as_select())
            .order(scope_limit::id.desc())
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One limit, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn scope_limit(&mut self, id: Uuid) -> Result<ScopeLimit> {
        let row: ScopeLimitRow = scope_limit::table
            .select(ScopeLimitRow::as_select())
            .filter(scope_limit::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }
}
