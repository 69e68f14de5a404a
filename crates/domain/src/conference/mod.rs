//! A conference about a case (R096): its agenda is what the record says, and its actions become tasks. The interdisciplinary group
//! of a hospice meets at least every 15 days (R097, T-12).
//!
//! | from    | action | to                                                        |
//! |---------|--------|-----------------------------------------------------------|
//! | -       | plan   | planned                                                   |
//! | planned | hold   | held; actions become tasks, a next date a planned conference |
//! | planned | cancel | cancelled, with a reason                                  |

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub mod agenda;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock;
use crate::rulebook;
use crate::rulebook::catalogue::{self, COUNTRY};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};
pub use agenda::{AgendaItem, AgendaKind};

/// The clock of the interdisciplinary group. Source: 42 CFR 418.56(d).
const CADENCE: &str = "T-12.idg";

crate::codes! {
    /// Which conference it is.
    pub enum ConferenceKind {
        /// Those who care for the person, when the case needs it.
        CaseConference = "case_conference",
        /// The interdisciplinary group of a hospice, at least every 15 days.
        InterdisciplinaryGroup = "interdisciplinary_group",
    }
}

crate::codes! {
    /// State of a conference.
    pub enum ConferenceStatus {
        /// To come.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

/// Somebody who is invited or was there: a colleague, or somebody else by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The colleague.
    pub staff_id: Option<Uuid>,
    /// The name of somebody who is no colleague.
    pub name: Option<String>,
    /// As what they take part, where that is not plain.
    pub role: Option<String>,
    /// True when they were there.
    pub present: bool,
}

/// Something that was agreed on to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConferenceAction {
    /// What.
    pub title: String,
    /// Who does it.
    pub owner_id: Uuid,
    /// By when.
    pub due_at: DateTime<Utc>,
    /// The task that came of it.
    pub task_id: Uuid,
}

/// A conference.
#[derive(Debug, Clone, PartialEq)]
pub struct Conference {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Which one.
    pub kind: ConferenceKind,
    /// State.
    pub status: ConferenceStatus,
    /// When it is to be.
    pub scheduled_at: DateTime<Utc>,
    /// Who is invited, and, once it is held, who was there.
    pub attendees: Vec<Attendee>,
    /// What the record said when it was held; empty before, when it is read from the record.
    pub agenda: Vec<AgendaItem>,
    /// What was decided.
    pub decisions: Vec<String>,
    /// What is to be done.
    pub actions: Vec<ConferenceAction>,
    /// When it took place.
    pub held_at: Option<DateTime<Utc>>,
    /// By when the next one must be, where the law says so.
    pub next_by: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// Who planned it.
    pub author_id: Uuid,
    /// When it was planned.
    pub created_at: DateTime<Utc>,
}

/// What came of a conference.
#[derive(Debug, Clone, PartialEq)]
pub struct Minutes {
    /// When it took place.
    pub held_at: DateTime<Utc>,
    /// Who was there, and who was not.
    pub attendees: Vec<Attendee>,
    /// What the record said.
    pub agenda: Vec<AgendaItem>,
    /// What was decided.
    pub decisions: Vec<String>,
    /// What is to be done.
    pub actions: Vec<ConferenceAction>,
    /// When the next one is.
    pub next_at: Option<DateTime<Utc>>,
}

/// A conference that was held, with what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldConference {
    /// The conference.
    pub conference: Change<Conference>,
    /// A task for each action.
    pub tasks: Vec<Change<Task>>,
    /// The next one.
    pub next: Option<Change<Conference>>,
}

/// Where a case is, as far as the clock of its conferences must know.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Zone of the program.
    pub zone: Tz,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// Its rules: an organization may ask for more than the law does.
    pub rules: &'a [rulebook::Rule],
}

/// By when the interdisciplinary group must meet again after `held_at`, as the deadline of its case says: by law the end of the 15th
/// day (T-12).
pub fn next_by(kind: ConferenceKind, held_at: DateTime<Utc>, place: Place<'_>) -> Option<DateTime<Utc>> {
    if kind != ConferenceKind::InterdisciplinaryGroup {
        return None;
    }
    let day = clock::local_date(held_at, place.zone);
    let own = place.rules.iter().filter(|rule| rule.code == CADENCE && rule.in_force(day));
    let cadence = match own.max_by_key(|rule| rule.valid_from) {
        Some(rule) => rule.clock,
        None => catalogue::find(CADENCE, day, COUNTRY).ok()?.clock,
    };
    Some(clock::due_at(&cadence, held_at, place.zone, place.calendar))
}

impl Conference {
    /// Plans a conference of an active case.
    ///
    /// # Errors
    /// `case_closed`, `conference_in_past`.
    pub fn plan(self, case: &Case) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        if self.scheduled_at <= self.created_at {
            return Err(Rule::at("conference_in_past", "/scheduled_at", "Choose a time that lies ahead."));
        }
        Ok(Change::created(self))
    }

    /// Writes down what came of it. Each action becomes a task, and the next date a planned conference with the same people.
    ///
    /// # Errors
    /// `case_closed`, `conference_settled`, `conference_in_future`, `conference_nobody_present`, `conference_next_required`,
    /// `conference_next_too_late`, `conference_in_past`.
    pub fn hold(
        mut self,
        case: &Case,
        minutes: Minutes,
        place: Place<'_>,
        next_id: Uuid,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<HeldConference, Rule> {
        self.require_planned()?;
        if minutes.held_at > now {
            return Err(Rule::at(
                "conference_in_future",
                "/held_at",
                "What has not taken place can't be written down.",
            ));
        }
        if !minutes.attendees.iter().any(|attendee| attendee.present) {
            return Err(Rule::at("conference_nobody_present", "/attendees", "Say who was there."));
        }
        let next_by = next_by(self.kind, minutes.held_at, place);
        let owed_by = next_by.filter(|_| case.require_active().is_ok());
        require_next(minutes.next_at, owed_by, place.zone, now)?;
        let tasks = minutes.actions.iter().map(|action| Task::create(self.task(case, action, by, now), case));
        let tasks = tasks.collect::<Result<Vec<_>, _>>()?;
        let next = minutes.next_at.map(|at| self.following(next_id, at, &minutes.attendees, by, now).plan(case));
        let next = next.transpose()?;
        self.status = ConferenceStatus::Held;
        let met = Event::new(EventKind::GroupMet, self.id, minutes.held_at);
        self.held_at = Some(minutes.held_at);
        self.attendees = minutes.attendees;
        self.agenda = minutes.agenda;
        self.decisions = minutes.decisions;
        self.actions = minutes.actions;
        self.next_by = next_by;
        let mut conference = self.next();
        conference.events.extend(owed_by.map(|_| met));
        Ok(HeldConference { conference, tasks, next })
    }

    /// Says that it does not take place.
    ///
    /// # Errors
    /// `conference_settled`.
    pub fn cancel(mut self, reason: String) -> Result<Change<Self>, Rule> {
        self.require_planned()?;
        self.status = ConferenceStatus::Cancelled;
        self.reason = Some(reason);
        Ok(self.next())
    }

    fn require_planned(&self) -> Result<(), Rule> {
        if self.status == ConferenceStatus::Planned {
            return Ok(());
        }
        Err(Rule::new("conference_settled", format!("This conference is {} already.", self.status)))
    }

    /// The next conference with the same people, none of whom was there yet.
    fn following(&self, id: Uuid, at: DateTime<Utc>, people: &[Attendee], by: Uuid, now: DateTime<Utc>) -> Self {
        let invited = people.iter().map(|attendee| Attendee { present: false, ..attendee.clone() });
        Self {
            id,
            version: 1,
            scheduled_at: at,
            attendees: invited.collect(),
            author_id: by,
            created_at: now,
            ..self.clone()
        }
    }

    fn task(&self, case: &Case, action: &ConferenceAction, by: Uuid, now: DateTime<Utc>) -> Task {
        Task {
            id: action.task_id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: action.owner_id,
            team_id: case.team_id,
            title: action.title.clone(),
            detail: None,
            kind: TaskKind::FollowUp,
            status: TaskStatus::Open,
            priority: TaskPriority::Routine,
            due_at: action.due_at,
            rank_at: action.due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: by,
            created_at: now,
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// The next date lies ahead, and where the law sets a cadence it is named and lies within it; when that is past already, as soon as
/// people can.
fn require_next(
    next_at: Option<DateTime<Utc>>,
    next_by: Option<DateTime<Utc>>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), Rule> {
    let refused = |code, detail: String| Err(Rule::at(code, "/next_at", detail));
    let until = |by| format!("The interdisciplinary group must meet again in time: name a date up to {by}.");
    let by = next_by.map(|by| (by, until(clock::local_date(by, zone))));
    match (next_at, by) {
        (None, Some((_, detail))) => refused("conference_next_required", detail),
        (Some(at), _) if at <= now => refused("conference_in_past", "Choose a time that lies ahead.".into()),
        (Some(at), Some((by, detail))) if at > by && by > now => refused("conference_next_too_late", detail),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
