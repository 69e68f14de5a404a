//! A visit: one worker on the way to one appointment outside the office, and back in safety (R234, R235).
//!
//! | from                | action                                   | to         |
//! |---------------------|------------------------------------------|------------|
//! | -                   | check                                    | planned    |
//! | planned, on_the_way | check again                              | the same   |
//! | planned, on_the_way | decide (who was asked)                   | the same   |
//! | planned             | set out                                  | on_the_way |
//! | planned, on_the_way | arrive, with the end that is expected    | arrived    |
//! | on_the_way, arrived | extend                                   | the same   |
//! | on_the_way, arrived | depart: turn back, or leave              | departed   |
//! | once set out        | mileage                                  | the same   |
//!
//! A visit begins with its safety check, see [`safety`]. Once the expected end and [`GRACE`] have passed, whoever is there, or set out
//! and was not heard of since, counts as overdue and an alert opens, see [`crate::alert::field`]: departing, extending or settling
//! the appointment closes it as little as silence does. A way ends with its appointment, see [`day::StopStatus`]: who is called off
//! before they arrived isn't waited for.

pub mod day;
pub mod mileage;
pub mod safety;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::mileage::Mileage;
use self::safety::{CompanionAnswer, CompanionDecision, SafetyAnswers, SafetyCheck, SafetyResult};
use crate::appointment::{Appointment, AppointmentStatus};
use crate::change::{Change, Rule};

crate::codes! {
    /// How far a visit has got.
    pub enum VisitStatus {
        /// Checked, not begun.
        Planned = "planned",
        /// On the way.
        OnTheWay = "on_the_way",
        /// There: checked in.
        Arrived = "arrived",
        /// Left: checked out.
        Departed = "departed",
    }
}

crate::codes! {
    /// What can be done with a visit: the operations of the contract.
    pub enum VisitAction {
        /// Answer the safety check, first or again.
        Check = "visit_check",
        /// Say whether the worker may go, as somebody who was asked.
        Decide = "visit_decide",
        /// Set out.
        SetOut = "visit_set_out",
        /// Arrive: check in, with the end that is expected.
        Arrive = "visit_arrive",
        /// Stay longer.
        Extend = "visit_extend",
        /// Leave: check out.
        Depart = "visit_depart",
        /// Say how far it was.
        Mileage = "visit_mileage",
    }
}

impl VisitStatus {
    /// The state after an action; none when the action is not allowed. The one table of all moves.
    pub fn after(self, action: VisitAction) -> Option<Self> {
        use VisitAction as A;
        match (self, action) {
            (Self::Planned | Self::OnTheWay, A::Check | A::Decide) => Some(self),
            (Self::Planned, A::SetOut) => Some(Self::OnTheWay),
            (Self::Planned | Self::OnTheWay, A::Arrive) => Some(Self::Arrived),
            (Self::OnTheWay | Self::Arrived, A::Extend) => Some(self),
            (Self::OnTheWay | Self::Arrived, A::Depart) => Some(Self::Departed),
            (Self::OnTheWay | Self::Arrived | Self::Departed, A::Mileage) => Some(self),
            _ => None,
        }
    }
}

/// How long after the expected end a worker counts as overdue. Source: ours.
pub const GRACE: TimeDelta = TimeDelta::minutes(15);
/// How long a safety check holds. Source: ours: the day of the visit, and the evening before.
pub const CHECK_HOLDS: TimeDelta = TimeDelta::hours(24);
/// How long before its appointment something of a visit may have happened at the earliest. Source: ours.
pub const EARLIEST: TimeDelta = TimeDelta::hours(12);
/// When a worker who was found safe and stays on is asked about again. Source: ours.
pub const WATCH_AGAIN: TimeDelta = TimeDelta::hours(1);

/// That a time was entered afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateEntry {
    /// What of the visit.
    pub of: VisitAction,
    /// Why it was not entered when it happened.
    pub reason: String,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// When something happened: now, or earlier with the reason why it is entered only now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// When; now without it.
    pub at: Option<DateTime<Utc>>,
    /// Why it is entered late.
    pub reason: Option<String>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The appointment.
    pub appointment_id: Uuid,
    /// Its case.
    pub case_id: Uuid,
    /// Who is visited.
    pub person_id: Uuid,
    /// The worker. Who goes along has a visit of their own.
    pub staff_id: Uuid,
    /// State.
    pub status: VisitStatus,
    /// The safety check that holds.
    pub safety: SafetyCheck,
    /// When it was answered.
    pub checked_at: DateTime<Utc>,
    /// Who is asked whether the worker may go; only when the check says not alone.
    pub asked_id: Option<Uuid>,
    /// The task by which they are asked.
    pub task_id: Option<Uuid>,
    /// What they said.
    pub decision: Option<CompanionDecision>,
    /// When the worker set out.
    pub set_out_at: Option<DateTime<Utc>>,
    /// When they arrived.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When they expect to leave.
    pub expected_end_at: Option<DateTime<Utc>>,
    /// When they left.
    pub departed_at: Option<DateTime<Utc>>,
    /// What of it was entered afterwards.
    pub late: Vec<LateEntry>,
    /// How far it was.
    pub mileage: Option<Mileage>,
    /// The alert that says that they are overdue.
    pub alarm_id: Option<Uuid>,
    /// When it was first checked.
    pub created_at: DateTime<Utc>,
}

impl Visit {
    /// Begins the visit of `staff_id` to an appointment with its safety check. `lead_id` is who is asked when the check says not
    /// alone.
    ///
    /// # Errors
    /// `visit_not_outside`, `visit_not_booked`, `visit_of_colleague`, and those of [`safety::check`].
    pub fn begin(
        (id, staff_id): (Uuid, Uuid),
        appointment: &Appointment,
        answers: SafetyAnswers,
        result: SafetyResult,
        lead_id: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        require_visit(appointment, staff_id)?;
        let safety = safety::check(answers, result)?;
        Ok(Change::created(Self {
            id,
            version: 1,
            appointment_id: appointment.id,
            case_id: appointment.case_id,
            person_id: appointment.person_id,
            staff_id,
            status: VisitStatus::Planned,
            asked_id: lead_id.filter(|_| safety.result == SafetyResult::NotAlone),
            safety,
            checked_at: now,
            task_id: None,
            decision: None,
            set_out_at: None,
            arrived_at: None,
            expected_end_at: None,
            departed_at: None,
            late: Vec::new(),
            mileage: None,
            alarm_id: None,
            created_at: now,
        }))
    }

    /// Answers the safety check again. What was decided about the last one does not hold any more.
    ///
    /// # Errors
    /// `visit_transition`, and those of [`Visit::begin`].
    pub fn check(
        mut self,
        appointment: &Appointment,
        answers: SafetyAnswers,
        result: SafetyResult,
        lead_id: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Check)?;
        require_visit(appointment, self.staff_id)?;
        self.safety = safety::check(answers, result)?;
        (self.checked_at, self.decision, self.task_id) = (now, None, None);
        self.asked_id = lead_id.filter(|_| self.safety.result == SafetyResult::NotAlone);
        Ok(self.next())
    }

    /// Says whether the worker may go, as somebody else.
    ///
    /// # Errors
    /// `visit_transition`, `visit_decision_not_asked`, `visit_decision_own`, and those of [`CompanionDecision::check`].
    pub fn decide(mut self, decision: CompanionDecision) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Decide)?;
        if self.safety.result != SafetyResult::NotAlone {
            return Err(Rule::new("visit_decision_not_asked", "The safety check of this visit asks nobody."));
        }
        if decision.by == self.staff_id {
            return Err(Rule::new("visit_decision_own", "Nobody decides this about their own visit. Ask your lead."));
        }
        self.decision = Some(decision.check(self.staff_id)?);
        Ok(self.next())
    }

    /// Sets out. From then on somebody waits: until the planned end, and at least for as long as the visit takes.
    ///
    /// # Errors
    /// `visit_transition`, `visit_check_old`, those of [`Visit::require_cleared`], and those of a time, see [`Said`].
    pub fn set_out(mut self, appointment: &Appointment, said: Said, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::SetOut)?;
        require_visit(appointment, self.staff_id)?;
        let at = self.time(VisitAction::SetOut, said, appointment.starts_at - EARLIEST, now)?;
        self.require_safe(at, now)?;
        self.set_out_at = Some(at);
        self.expected_end_at = Some(appointment.ends_at.max(now + appointment.length()));
        Ok(self.next())
    }

    /// Arrives, and says how long it will take; as long as planned without it. A stay that should be over already when it is entered
    /// is watched from now on.
    ///
    /// # Errors
    /// `visit_transition`, `visit_check_old`, those of [`Visit::require_cleared`], and those of a time, see [`Said`].
    pub fn arrive(
        mut self,
        appointment: &Appointment,
        said: Said,
        minutes: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Arrive)?;
        require_visit(appointment, self.staff_id)?;
        let earliest = self.set_out_at.unwrap_or(appointment.starts_at - EARLIEST);
        let at = self.time(VisitAction::Arrive, said, earliest, now)?;
        self.require_safe(at, now)?;
        let stay = minutes.map_or(appointment.length(), TimeDelta::minutes);
        (self.arrived_at, self.expected_end_at) = (Some(at), Some((at + stay).max(now)));
        Ok(self.next())
    }

    /// Stays, or takes, `minutes` longer, from now on. An alert that is open already stays open; the new end is watched as the first one was.
    ///
    /// # Errors
    /// `visit_transition`.
    pub fn extend(mut self, minutes: i64, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Extend)?;
        (self.expected_end_at, self.alarm_id) = (Some(now + TimeDelta::minutes(minutes)), None);
        Ok(self.next())
    }

    /// Leaves, or turns back before arriving.
    ///
    /// # Errors
    /// `visit_transition`, and those of a time, see [`Said`].
    pub fn depart(mut self, said: Said, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Depart)?;
        let earliest = self.arrived_at.or(self.set_out_at).unwrap_or(self.created_at);
        self.departed_at = Some(self.time(VisitAction::Depart, said, earliest, now)?);
        Ok(self.next())
    }

    /// Refuses to say of a visit that it took place before the worker said that they were there.
    ///
    /// # Errors
    /// `visit_kept_not_there`.
    pub fn require_been_there(&self) -> Result<(), Rule> {
        if self.arrived_at.is_some() {
            return Ok(());
        }
        let detail =
            "Nobody can have been visited on the way. Enter your arrival first, also afterwards, or leave this out.";
        Err(Rule::at("visit_kept_not_there", "/kept", detail))
    }

    /// Says how far it was.
    ///
    /// # Errors
    /// `visit_transition` before the worker set out.
    pub fn drive(mut self, mileage: Mileage) -> Result<Change<Self>, Rule> {
        self.act(VisitAction::Mileage)?;
        self.mileage = Some(mileage);
        Ok(self.next())
    }

    /// When the worker counts as overdue; none while nobody waits for them.
    pub fn overdue_at(&self) -> Option<DateTime<Utc>> {
        let is_out = matches!(self.status, VisitStatus::OnTheWay | VisitStatus::Arrived);
        let end = self.expected_end_at.filter(|_| is_out)?;
        Some(end + GRACE)
    }

    /// True when the worker should have been heard of by `now`.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.overdue_at().is_some_and(|at| at <= now)
    }

    /// Notes the alert about an overdue worker; none when they are not overdue, or when it is open already.
    pub fn alarm(mut self, alert_id: Uuid, now: DateTime<Utc>) -> Option<Change<Self>> {
        if self.alarm_id.is_some() || !self.is_overdue(now) {
            return None;
        }
        self.alarm_id = Some(alert_id);
        Some(self.next())
    }

    /// Somebody said how the worker is: whoever is still out is asked about again after [`WATCH_AGAIN`]. None when they left.
    pub fn watch_again(self, now: DateTime<Utc>) -> Option<Change<Self>> {
        self.extend(WATCH_AGAIN.num_minutes(), now).ok()
    }

    /// Refuses a visit that the check rules out, or that waits for an answer.
    ///
    /// # Errors
    /// `visit_by_phone`, `visit_awaits_answer`.
    pub fn require_cleared(&self) -> Result<(), Rule> {
        let answer = self.decision.as_ref().map(|decision| decision.answer);
        match (self.safety.result, answer) {
            (SafetyResult::Go, _)
            | (SafetyResult::NotAlone, Some(CompanionAnswer::Accompanied | CompanionAnswer::Alone)) => Ok(()),
            (SafetyResult::ByPhone, _) | (_, Some(CompanionAnswer::ByPhone)) => Err(Rule::new(
                "visit_by_phone",
                "This visit does not take place at the door. Call the person instead, or check again when things have changed.",
            )),
            (SafetyResult::NotAlone, None) => Err(Rule::new(
                "visit_awaits_answer",
                "The safety check says not alone. Wait until your lead has answered, or take a colleague and check again.",
            )),
        }
    }

    /// What `actor_id` may do with the visit. Its worker acts, anybody else decides when somebody is asked.
    pub fn actions(&self, actor_id: Uuid) -> impl Iterator<Item = VisitAction> {
        use crate::code::Code;
        let own = actor_id == self.staff_id;
        let asks = self.safety.result == SafetyResult::NotAlone;
        let cleared = self.require_cleared().is_ok();
        let fits = move |action: VisitAction| match action {
            VisitAction::Decide => !own && asks,
            VisitAction::SetOut | VisitAction::Arrive => own && cleared,
            _ => own,
        };
        VisitAction::ALL.iter().copied().filter(move |action| self.status.after(*action).is_some() && fits(*action))
    }

    /// What happened is recorded also when it should not have: only who enters it at the time is held back.
    fn require_safe(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Rule> {
        if at < now {
            return Ok(());
        }
        if self.checked_at + CHECK_HOLDS < now {
            return Err(Rule::new(
                "visit_check_old",
                "The safety check is more than a day old. Answer it again first.",
            ));
        }
        self.require_cleared()
    }

    fn time(
        &mut self,
        of: VisitAction,
        said: Said,
        earliest: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Rule> {
        let Some(at) = said.at else { return Ok(now) };
        if at > now {
            return Err(Rule::at("visit_time_in_future", "/at", "This time lies ahead. Leave it out to enter it now."));
        }
        if at < earliest {
            return Err(Rule::at("visit_time_order", "/at", "This lies before what came first. Check the time."));
        }
        let Some(reason) = said.reason.filter(|text| !text.trim().is_empty()) else {
            let detail = "Say why this was not entered when it happened.";
            return Err(Rule::at("visit_late_reason_required", "/late_reason", detail));
        };
        self.late.push(LateEntry { of, reason, entered_at: now });
        Ok(at)
    }

    fn act(&mut self, action: VisitAction) -> Result<(), Rule> {
        let detail = || {
            let state = self.status.to_string().replace('_', " ");
            format!("This visit is {state}: that can't be done with it now.")
        };
        self.status = self.status.after(action).ok_or_else(|| Rule::new("visit_transition", detail()))?;
        Ok(())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// Refuses what is no visit of this worker.
fn require_visit(appointment: &Appointment, staff_id: Uuid) -> Result<(), Rule> {
    if !appointment.kind.is_field_visit() {
        return Err(Rule::new("visit_not_outside", "This appointment is no visit at home or in the community."));
    }
    if !matches!(appointment.status, AppointmentStatus::Booked | AppointmentStatus::Arrived) {
        return Err(Rule::new("visit_not_booked", format!("This appointment is {}.", appointment.status)));
    }
    if !appointment.attendee_ids.contains(&staff_id) {
        return Err(Rule::new("visit_of_colleague", "A colleague makes this visit. Ask them to let you take part."));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
