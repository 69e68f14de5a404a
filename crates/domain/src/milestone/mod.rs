//! A milestone: a dated fact of a case that staff record and that no other record holds, such as a parent's consent, a release
//! date or an assessment transmitted (T-10 to T-19). Which clocks it starts and meets is said in [`crate::rulebook`]. No clock runs on
//! days that a court set and on jobs: K-23 and K-24 count them. Periods of home health and hospice are of no record: they begin by themselves.
//!
//! | from     | action            | who                                 | to               |
//! |----------|-------------------|-------------------------------------|------------------|
//! | -        | record            | anyone who documents or coordinates | recorded         |
//! | recorded | withdraw (reason) | who recorded it, or who assigns work | entered_in_error |
//!
//! A date that moved is taken back and recorded anew: deadlines follow what is true then. That of a hearing in the calendar has one
//! source, its appointment, and follows it by itself.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::appointment::{Appointment, AppointmentKind, AppointmentStatus};
use crate::case::Case;
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock;
use crate::program::Setting;

mod kind;
mod period;

use kind::{Counts, Entry};
pub use kind::{EVENTS, MilestoneKind};
pub use period::periods_begun;

crate::codes! {
    /// State of a milestone.
    pub enum MilestoneStatus {
        /// It happened, or is to happen, on its day.
        Recorded = "recorded",
        /// It did not, or not on that day: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// What happened.
    pub kind: MilestoneKind,
    /// On which day, in the zone of the program.
    pub occurred_on: NaiveDate,
    /// The milestone that it answers, where several wait for the like: it meets nothing about another one.
    pub answers_id: Option<Uuid>,
    /// The appointment whose day it is.
    pub appointment_id: Option<Uuid>,
    /// More about it.
    pub note: Option<String>,
    /// State.
    pub status: MilestoneStatus,
    /// Why it is an error.
    pub error_reason: Option<String>,
    /// Who recorded it.
    pub author_id: Uuid,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

/// How far from the day of recording a milestone may lie, both ways: a date beyond it is a slip of the pen.
const FURTHEST: TimeDelta = TimeDelta::days(3_660);

impl Milestone {
    /// Records it in its case, also in a closed one: what is owed after the end is recorded then.
    ///
    /// # Errors
    /// `milestone_of_other_setting` at `/kind`; `milestone_in_future`, `milestone_too_far` at `/occurred_on`.
    pub fn record(self, case: &Case, setting: Setting, zone: Tz, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        let entry = self.kind.entry();
        if !entry.settings.contains(&setting) {
            let detail = "Programs of this kind do not record this. Choose one of the kinds offered.";
            return Err(Rule::at("milestone_of_other_setting", "/kind", detail));
        }
        let today = clock::local_date(now, zone);
        if self.occurred_on > today && entry.counts != Counts::Ahead {
            let detail = "This is recorded once it has happened. Choose a day that has come.";
            return Err(Rule::at("milestone_in_future", "/occurred_on", detail));
        }
        if (self.occurred_on - today).abs() > FURTHEST {
            let detail = "This is more than ten years away. Check the year.";
            return Err(Rule::at("milestone_too_far", "/occurred_on", detail));
        }
        let events = self.events(entry, case, zone, now);
        Ok(events.into_iter().fold(Change::created(self), Change::with))
    }

    /// Puts it on the day of an appointment of its case, which it follows from then on.
    ///
    /// # Errors
    /// `milestone_appointment_unfit` at `/appointment_id` for what does not stand in the calendar, and for anything but a hearing of
    /// the case that was not cancelled.
    pub fn placed(mut self, appointment: &Appointment, zone: Tz) -> Result<Self, Rule> {
        let fits = self.kind.is_hearing()
            && appointment.kind == AppointmentKind::Hearing
            && appointment.case_id == self.case_id
            && appointment.status != AppointmentStatus::Cancelled;
        if !fits {
            let detail =
                "Only a hearing takes its day from the calendar, from a hearing of this case that was not cancelled.";
            return Err(Rule::at("milestone_appointment_unfit", "/appointment_id", detail));
        }
        self.appointment_id = Some(appointment.id);
        self.occurred_on = clock::local_date(appointment.starts_at, zone);
        Ok(self)
    }

    /// One that was recorded without the calendar follows an appointment from now on, on the same day.
    pub fn tied_to(mut self, appointment_id: Uuid) -> Change<Self> {
        self.appointment_id = Some(appointment_id);
        self.version += 1;
        Change::updated(self)
    }

    /// What becomes of it when its appointment, which was on the day `was`, moved or was cancelled: it moves along, or it is taken
    /// back. A day that has passed stays what it was, and the new one is recorded as `again`: a continuance moves a date only when it
    /// is ordered before the date has passed. Source: rules.md K-23.
    pub fn follow(
        mut self,
        appointment: &Appointment,
        was: NaiveDate,
        again: Uuid,
        case: &Case,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Option<Change<Self>> {
        let is_on = self.appointment_id == Some(appointment.id) && self.occurred_on == was;
        if self.status != MilestoneStatus::Recorded || !is_on {
            return None;
        }
        let has_passed = was < clock::local_date(now, zone);
        if appointment.status == AppointmentStatus::Cancelled {
            let why = appointment.reason.as_deref().unwrap_or_default();
            return (!has_passed).then(|| self.taken_back(format!("The hearing was cancelled: {why}"), now));
        }
        self.occurred_on = clock::local_date(appointment.starts_at, zone);
        if self.occurred_on == was {
            return None;
        }
        if has_passed {
            (self.id, self.version, self.created_at) = (again, 1, now);
        } else {
            self.version += 1;
        }
        let events = self.events(self.kind.entry(), case, zone, now);
        let change = if has_passed { Change::created(self) } else { Change::updated(self) };
        Some(events.into_iter().fold(change, Change::with))
    }

    /// Refuses an answer to what nothing of its kind answers; `answered` is the milestone that it names, if the case has it.
    ///
    /// # Errors
    /// `milestone_answers_nothing` at `/answers_id`.
    pub fn require_answered(&self, answered: Option<&Self>) -> Result<(), Rule> {
        let fits = |one: &Self| one.status == MilestoneStatus::Recorded && self.kind.answers().contains(&one.kind);
        if self.answers_id.is_none() || answered.is_some_and(fits) {
            return Ok(());
        }
        let detail = "This answers something that waits for the like of it in this case. Choose one of those offered.";
        Err(Rule::at("milestone_answers_nothing", "/answers_id", detail))
    }

    /// True while nothing ended it, for kinds that no clock runs on: a day that a court set, a job.
    pub fn goes_on(&self, all: &[Self]) -> bool {
        let ends = |other: &Self| {
            other.status == MilestoneStatus::Recorded
                && other.kind.ends() == Some(self.kind)
                && is_about(other.answers_id, other.created_at, (self.id, self.created_at))
        };
        self.kind.events().is_empty() && !all.iter().any(ends)
    }

    /// Takes back what was entered in error: what it met is open again, and what it opened is cancelled.
    ///
    /// # Errors
    /// Those of [`Self::may_withdraw`].
    pub fn withdraw(self, by: Uuid, assigns: bool, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.may_withdraw(by, assigns)?;
        Ok(self.taken_back(reason, now))
    }

    fn taken_back(mut self, reason: String, now: DateTime<Utc>) -> Change<Self> {
        self.status = MilestoneStatus::EnteredInError;
        self.error_reason = Some(reason);
        self.version += 1;
        let event = Event::new(EventKind::MilestoneWithdrawn, self.id, now);
        Change::updated(self).with(event)
    }

    /// Refuses to let `by` take it back: that is for whoever recorded it and for those who `assigns` work to others.
    ///
    /// # Errors
    /// `milestone_entered_in_error`, `milestone_of_colleague`.
    pub fn may_withdraw(&self, by: Uuid, assigns: bool) -> Result<(), Rule> {
        if self.status == MilestoneStatus::EnteredInError {
            return Err(Rule::new("milestone_entered_in_error", "This is already marked as entered in error."));
        }
        if self.author_id != by && !assigns {
            let detail = "A colleague recorded this. Ask them or your lead to take it back.";
            return Err(Rule::new("milestone_of_colleague", detail));
        }
        Ok(())
    }

    /// What the clocks hear of it. A day starts clocks from its first instant and meets them until its last, so that what else
    /// happens on the same day counts on the right side, whichever is recorded first. A record that was completed only starts one.
    fn events(&self, entry: &Entry, case: &Case, zone: Tz, now: DateTime<Utc>) -> Vec<Event> {
        let at = match entry.counts {
            Counts::Starts | Counts::Ahead => clock::start_of_day(self.occurred_on, zone),
            Counts::Meets => {
                let closed = case.closed_at.filter(|at| clock::local_date(*at, zone) == self.occurred_on);
                clock::end_of_day(self.occurred_on, zone).min(now).min(closed.unwrap_or(now))
            }
        };
        let first = clock::start_of_day(self.occurred_on, zone);
        let only_starts = |kind| matches!(kind, EventKind::OasisCompleted | EventKind::HopeCompleted);
        let tell = |kind: &EventKind| {
            let at = if only_starts(*kind) { first } else { at };
            Event::new(*kind, self.id, at).about(self.answers_id)
        };
        entry.events.iter().map(tell).collect()
    }
}

/// True when what names a milestone names this one, given by its id and when it was recorded; what names none is about all that were
/// known when it was recorded.
pub fn is_about(answers_id: Option<Uuid>, recorded_at: DateTime<Utc>, (id, known_at): (Uuid, DateTime<Utc>)) -> bool {
    answers_id.map_or(known_at <= recorded_at, |named| named == id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
