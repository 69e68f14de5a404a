//! Who is on call, what they heard and did, and how it goes back to the owners.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Capability, Principal, Reach};
use domain::case::Case;
use domain::on_call::event::{OnCallEvent, OnCallOutcome, OnCallTriage};
use domain::on_call::hand_back::{self, HandBack, HandBackStatus};
use domain::on_call::{OnCallHours, OnCallShift, OnCallShiftStatus, Roster};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::directory::Directory;
use crate::error::Result;
use crate::job::Round;
use crate::record::Coded;
use crate::store::Store;
use crate::tx::{Tx, person_reach};

crate::record! {
    on_call_shift: OnCallShift, OnCallShiftRow, person: |_| None, {
        team_id: Uuid => Uuid,
        staff_id: Uuid => Uuid,
        backup_id: Nullable<Uuid> => Option<Uuid>,
        starts_at: Timestamptz => DateTime<Utc>,
        ends_at: Timestamptz => DateTime<Utc>,
        hours: Text => Coded<OnCallHours>,
        status: Text => Coded<OnCallShiftStatus>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    on_call_event: OnCallEvent, OnCallEventRow, person: |event| event.person_id, {
        shift_id: Uuid => Uuid,
        team_id: Uuid => Uuid,
        author_id: Uuid => Uuid,
        case_id: Nullable<Uuid> => Option<Uuid>,
        person_id: Nullable<Uuid> => Option<Uuid>,
        contact_id: Nullable<Uuid> => Option<Uuid>,
        caller: Nullable<Text> => Option<String>,
        triage: Text => Coded<OnCallTriage>,
        outcome: Text => Coded<OnCallOutcome>,
        summary: Text => String,
        minutes: Int4 => i32,
        happened_at: Timestamptz => DateTime<Utc>,
        hand_back_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        hand_back_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    on_call_hand_back: HandBack, HandBackRow, person: |own| Some(own.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        to_id: Uuid => Uuid,
        task_id: Nullable<Uuid> => Option<Uuid>,
        status: Text => Coded<HandBackStatus>,
        created_at: Timestamptz => DateTime<Utc>,
        acknowledged_by: Nullable<Uuid> => Option<Uuid>,
        acknowledged_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Operation under which the audit trail lists what goes back to owners.
const OPERATION: &str = "hand_back_send";

/// Most cases about which something goes back in one round.
const ROUND_LIMIT: i64 = 200;

/// Most entries of a shift, and most things handed back, that are shown: the newest.
const SHOWN: i64 = 500;

impl Directory {
    /// Who is on call for a team, in the zone and by the calendar of its program.
    pub fn roster(&self, team_id: Uuid) -> Roster {
        let program = self.teams.get(&team_id).map(|team| team.program_id).unwrap_or_default();
        let shifts = self.shifts.iter().filter(|shift| shift.team_id == team_id).cloned().collect();
        Roster { shifts, zone: self.zone(program), calendar: self.calendar_of(program).clone() }
    }

    /// The scopes through which somebody reaches people at an instant: their own, and the teams that they are on call for.
    pub fn scopes_of(&self, actor: &Actor, now: DateTime<Utc>) -> Vec<Uuid> {
        let mut scopes = actor.scopes();
        let by_shift = matches!(actor.role.reach(), Reach::Own | Reach::Teams)
            && actor.principal == Principal::Staff
            && actor.may(Capability::OnCallLog);
        if by_shift {
            let open = self.shifts.iter().filter(|shift| shift.opens_team_to(actor.id, now));
            scopes.extend(open.map(|shift| shift.team_id));
        }
        scopes
    }

    /// The teams whose people somebody on call answers for at an instant.
    pub fn teams_on_duty(&self, now: DateTime<Utc>) -> Vec<Uuid> {
        let on_duty = |team_id: &Uuid| self.roster(*team_id).on_duty(now).is_some();
        let teams: HashSet<Uuid> = self.shifts.iter().map(|shift| shift.team_id).collect();
        teams.into_iter().filter(on_duty).collect()
    }
}

impl Tx {
    /// True when the actor reaches a person only as long as they are on call.
    ///
    /// # Errors
    /// Database errors.
    pub async fn reaches_by_shift_only(&mut self, person_id: Uuid) -> Result<bool> {
        let own = self.actor().scopes();
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(person_id))
            .filter(person_reach::scope_id.eq_any(own));
        let for_good: bool = diesel::select(diesel::dsl::exists(seen)).get_result(self.conn()).await?;
        Ok(!for_good)
    }

    /// A shift, locked by what writes.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn on_call_shift(&mut self, id: Uuid) -> Result<OnCallShift> {
        let found = on_call_shift::table.select(OnCallShiftRow::as_select()).filter(on_call_shift::id.eq(id));
        let row: OnCallShiftRow = if self.only_reads {
            found.first(self.conn()).await?
        } else {
            found.for_no_key_update().first(self.conn()).await?
        };
        self.touch(id, None);
        Ok(row.into())
    }

    /// The planned shifts of a team that share a time with the span, in order.
    ///
    /// # Errors
    /// Database errors.
    pub async fn on_call_shifts(
        &mut self,
        team_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<OnCallShift>> {
        let rows: Vec<OnCallShiftRow> = on_call_shift::table
            .select(OnCallShiftRow::as_select())
            .filter(on_call_shift::team_id.eq(team_id))
            .filter(on_call_shift::status.eq(Coded(OnCallShiftStatus::Planned)))
            .filter(on_call_shift::starts_at.lt(to))
            .filter(on_call_shift::ends_at.gt(from))
            .order((on_call_shift::starts_at, on_call_shift::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What happened in a shift, the latest first: about people within reach, and about nobody in care.
    ///
    /// # Errors
    /// Database errors.
    pub async fn on_call_events_of(&mut self, shift_id: Uuid) -> Result<Vec<OnCallEvent>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.nullable().eq(on_call_event::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let rows: Vec<OnCallEventRow> = on_call_event::table
            .select(OnCallEventRow::as_select())
            .filter(on_call_event::shift_id.eq(shift_id))
            .filter(on_call_event::person_id.is_null().or(diesel::dsl::exists(seen)))
            .order((on_call_event::happened_at.desc(), on_call_event::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        self.list_people(rows.iter().filter_map(|row| row.person_id));
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What was handed back about a case of a person within reach, with the case, both locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn hand_back(&mut self, id: Uuid) -> Result<(HandBack, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(on_call_hand_back::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (HandBackRow, CaseRow) = case::table
            .inner_join(on_call_hand_back::table.on(on_call_hand_back::case_id.eq(case::id)))
            .select((HandBackRow::as_select(), CaseRow::as_select()))
            .filter(on_call_hand_back::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// What was handed back about people within reach with the cases, the latest first, after `after`: to the actor or about a case of
    /// theirs, and what nobody read in time in a team that they lead; or about one person.
    ///
    /// # Errors
    /// Database errors.
    pub async fn hand_backs(
        &mut self,
        person_id: Option<Uuid>,
        status: Option<HandBackStatus>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(HandBack, Case)>> {
        let (me, led) = (self.actor().id, self.actor().led_team_ids.clone());
        let overdue = on_call_hand_back::status
            .eq(Coded(HandBackStatus::Waiting))
            .and(on_call_hand_back::created_at.le(self.now() - hand_back::TERM))
            .and(case::team_id.eq_any(led));
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(on_call_hand_back::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = case::table
            .inner_join(on_call_hand_back::table.on(on_call_hand_back::case_id.eq(case::id)))
            .select((HandBackRow::as_select(), CaseRow::as_select()))
            .filter(diesel::dsl::exists(seen))
            .order(on_call_hand_back::id.desc())
            .limit(limit)
            .into_boxed();
        query = match person_id {
            Some(id) => query.filter(on_call_hand_back::person_id.eq(id)),
            None => query.filter(on_call_hand_back::to_id.eq(me).or(case::owner_id.eq(me)).or(overdue)),
        };
        if let Some(status) = status {
            query = query.filter(on_call_hand_back::status.eq(Coded(status)));
        }
        if let Some(id) = after {
            query = query.filter(on_call_hand_back::id.lt(id));
        }
        let rows: Vec<(HandBackRow, CaseRow)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _)| row.person_id));
        Ok(rows.into_iter().map(|(row, case_row)| (row.into(), case_row.into())).collect())
    }

    /// The entries that were handed back, the earliest first. They must have been found within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn on_call_events_handed(&mut self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<OnCallEvent>>> {
        let rows: Vec<OnCallEventRow> = on_call_event::table
            .select(OnCallEventRow::as_select())
            .filter(on_call_event::hand_back_id.eq_any(ids))
            .order((on_call_event::happened_at, on_call_event::id))
            .load(self.conn())
            .await?;
        let mut all: HashMap<Uuid, Vec<OnCallEvent>> = HashMap::new();
        for row in rows {
            if let Some(id) = row.hand_back_id {
                all.entry(id).or_default().push(row.into());
            }
        }
        Ok(all)
    }

    /// Hands back what waits about a case; false when somebody else does, or nothing waits any more.
    async fn hand_back_send(&mut self, case_id: Uuid) -> Result<bool> {
        let now = self.now();
        let found: Option<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::id.eq(case_id))
            .for_no_key_update()
            .skip_locked()
            .first(self.conn())
            .await
            .optional()?;
        let Some(case) = found.map(Case::from) else { return Ok(false) };
        let rows: Vec<OnCallEventRow> = on_call_event::table
            .select(OnCallEventRow::as_select())
            .filter(on_call_event::case_id.eq(case_id))
            .filter(on_call_event::hand_back_at.le(now))
            .order((on_call_event::happened_at, on_call_event::id))
            .for_no_key_update()
            .load(self.conn())
            .await?;
        if rows.is_empty() {
            return Ok(false);
        }
        let events = rows.into_iter().map(Into::into).collect();
        let staffing = self.staffing(case.team_id).await?;
        let back = HandBack::send(Uuid::now_v7(), Uuid::now_v7(), &case, events, &staffing, now);
        let to_id = self.apply(back.hand_back)?.to_id;
        for event in back.events {
            self.apply(event)?;
        }
        if let Some(task) = back.task {
            self.let_in(&case, to_id).await?;
            self.apply(task)?;
        }
        Ok(true)
    }
}

impl Store {
    /// Hands back what happened on call as soon as the office opens; about how many cases. Safe with several servers: each case is
    /// locked, looked at again, and skipped while another one has it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn hand_backs_send(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<usize> {
        let mut conn = self.begin(org_id).await?;
        let waiting: Vec<Option<Uuid>> = on_call_event::table
            .select(on_call_event::case_id)
            .distinct()
            .filter(on_call_event::hand_back_at.le(now))
            .limit(ROUND_LIMIT)
            .load(&mut conn)
            .await?;
        conn.rollback().await?;
        drop(conn);
        let mut round = Round::default();
        for id in waiting.into_iter().flatten() {
            round.note(self.run_system(org_id, OPERATION, now, async |tx| tx.hand_back_send(id).await).await);
        }
        round.end()
    }
}
