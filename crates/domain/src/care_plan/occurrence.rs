//! Occurrences of an intervention: each time it falls due is a record of its own, so that adherence (K-25) is counted
//! and not guessed. The plan in force says which days those are; a task puts the next one on somebody's list.
//!
//! | from                            | action                                   | to                             |
//! |---------------------------------|------------------------------------------|--------------------------------|
//! | -                               | the plan asks for it                     | planned                        |
//! | planned, missed                 | settle (reason, unless done)             | done, missed, refused, excused |
//! | planned                         | its grace is over and the next one is up | missed                         |
//! | planned                         | the plan asks no more, or the case ends  | withdrawn; missed if past due  |
//! | done, missed, refused, excused  | reopen                                   | planned                        |

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::plan::{CarePlan, Frequency, Intervention};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock;
use crate::code::Code;
use crate::measure::GRACE_DAYS;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

crate::codes! {
    /// State of an occurrence.
    pub enum OccurrenceStatus {
        /// Due, or not yet due.
        Planned = "planned",
        /// Done.
        Done = "done",
        /// Not done.
        Missed = "missed",
        /// The person did not want it.
        Refused = "refused",
        /// Cancelled with a reason that speaks against doing it.
        Excused = "excused",
        /// The plan asked for it no more before it was due.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// What came of an occurrence.
    pub enum OccurrenceOutcome {
        /// Done.
        Done = "done",
        /// Not done.
        Missed = "missed",
        /// The person did not want it.
        Refused = "refused",
        /// Cancelled with a reason that speaks against doing it.
        Excused = "excused",
    }
}

crate::codes! {
    /// Why the platform itself ended an occurrence.
    pub enum EndReason {
        /// The plan in force asks for it no more.
        NotAsked = "not_asked",
        /// Nobody did it within the grace of K-25.
        PassedOver = "passed_over",
        /// The case was closed.
        CaseClosed = "case_closed",
    }
}

impl EndReason {
    /// The reason as it is kept with the occurrence, in plain words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotAsked => "The plan no longer asks for it.",
            Self::PassedOver => "Not done within 7 days after it was due.",
            Self::CaseClosed => "The case was closed.",
        }
    }
}

/// One time that an intervention falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The plan.
    pub care_plan_id: Uuid,
    /// The intervention of the plan.
    pub intervention_id: Uuid,
    /// The task that puts it on somebody's list.
    pub task_id: Option<Uuid>,
    /// The day it is due, in the program's zone.
    pub due_on: NaiveDate,
    /// The end of that day.
    pub due_at: DateTime<Utc>,
    /// State.
    pub status: OccurrenceStatus,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Why it was missed, refused, excused or withdrawn.
    pub reason: Option<String>,
    /// Who settled it; nobody when the plan or the clock did.
    pub settled_by: Option<Uuid>,
    /// When that was recorded.
    pub settled_at: Option<DateTime<Utc>>,
    /// When it was planned.
    pub created_at: DateTime<Utc>,
}

/// What came of an occurrence, as somebody says.
#[derive(Debug, Clone)]
pub struct Settling {
    /// What came of it.
    pub outcome: OccurrenceOutcome,
    /// When it was done; now when absent.
    pub done_at: Option<DateTime<Utc>>,
    /// Why it was not done.
    pub reason: Option<String>,
    /// Who says so.
    pub by: Uuid,
}

impl Occurrence {
    /// An occurrence that the plan asks for on `due_on`.
    pub fn planned(id: Uuid, origin: &TaskOrigin<'_>, intervention_id: Uuid, due_on: NaiveDate) -> Self {
        Self {
            id,
            version: 1,
            case_id: origin.case.id,
            person_id: origin.case.person_id,
            care_plan_id: origin.plan.id,
            intervention_id,
            task_id: None,
            due_on,
            due_at: clock::end_of_day(due_on, origin.zone),
            status: OccurrenceStatus::Planned,
            done_at: None,
            reason: None,
            settled_by: None,
            settled_at: None,
            created_at: origin.now,
        }
    }

    /// Says what came of it. What is only missed may be corrected this way.
    ///
    /// # Errors
    /// `occurrence_settled`, `occurrence_reason_required`, `occurrence_in_future`.
    pub fn settle(mut self, settling: Settling, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if !matches!(self.status, OccurrenceStatus::Planned | OccurrenceStatus::Missed) {
            return Err(Rule::new(
                "occurrence_settled",
                format!("This occurrence is {}. Reopen it first.", self.status),
            ));
        }
        let done = settling.outcome == OccurrenceOutcome::Done;
        if !done && settling.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Rule::at("occurrence_reason_required", "/reason", "Say why it was not done."));
        }
        let done_at = settling.done_at.unwrap_or(now);
        if done && done_at > now {
            return Err(Rule::at("occurrence_in_future", "/done_at", "Give the time it was done, not one ahead."));
        }
        self.status = match settling.outcome {
            OccurrenceOutcome::Done => OccurrenceStatus::Done,
            OccurrenceOutcome::Missed => OccurrenceStatus::Missed,
            OccurrenceOutcome::Refused => OccurrenceStatus::Refused,
            OccurrenceOutcome::Excused => OccurrenceStatus::Excused,
        };
        self.done_at = done.then_some(done_at);
        self.reason = settling.reason;
        self.settled_by = Some(settling.by);
        self.settled_at = Some(now);
        Ok(self.next())
    }

    /// Undoes what was said about it.
    ///
    /// # Errors
    /// `occurrence_not_settled`.
    pub fn reopen(mut self) -> Result<Change<Self>, Rule> {
        if matches!(self.status, OccurrenceStatus::Planned | OccurrenceStatus::Withdrawn) {
            return Err(Rule::new("occurrence_not_settled", "Only what was settled can be reopened."));
        }
        self.status = OccurrenceStatus::Planned;
        self.done_at = None;
        self.reason = None;
        self.settled_by = None;
        self.settled_at = None;
        Ok(self.next())
    }

    /// Ends a planned occurrence that nobody settled: missed when its time has passed, else withdrawn.
    pub fn end(mut self, reason: EndReason, now: DateTime<Utc>) -> Change<Self> {
        let past = !clock::in_time(now, self.due_at);
        self.status = if past { OccurrenceStatus::Missed } else { OccurrenceStatus::Withdrawn };
        self.reason = Some(reason.sentence().to_owned());
        self.settled_at = Some(now);
        self.next()
    }

    /// Why the platform ended it; none when a person said what came of it.
    pub fn end_reason(&self) -> Option<EndReason> {
        let reason = self.reason.as_deref().filter(|_| self.settled_by.is_none())?;
        EndReason::ALL.iter().copied().find(|known| known.sentence() == reason)
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// The day of occurrence `number` (0 is the first) of something that is first due on `first`. Counted from the first day, so
/// that the 31st comes back after a short month. None when it is done once, or beyond the calendar.
pub fn due_on(frequency: Frequency, first: NaiveDate, number: u32) -> Option<NaiveDate> {
    match (frequency, number) {
        (_, 0) => Some(first),
        (Frequency::Once, _) => None,
        (Frequency::Daily, number) => first.checked_add_days(Days::new(u64::from(number))),
        (Frequency::TwiceWeekly, number) => {
            first.checked_add_days(Days::new(7 * u64::from(number / 2) + 3 * u64::from(number % 2)))
        }
        (Frequency::Weekly, number) => first.checked_add_days(Days::new(7 * u64::from(number))),
        (Frequency::Biweekly, number) => first.checked_add_days(Days::new(14 * u64::from(number))),
        (Frequency::Monthly, number) => first.checked_add_months(Months::new(number)),
    }
}

/// The first number whose day may lie on or after `from`.
fn first_number(frequency: Frequency, first: NaiveDate, from: NaiveDate) -> u32 {
    let days = (from - first).num_days().max(0);
    let months = i64::from(from.year() - first.year()) * 12 + i64::from(from.month()) - i64::from(first.month());
    let number = match frequency {
        Frequency::Once => 0,
        Frequency::Daily => days,
        Frequency::TwiceWeekly => days / 7 * 2,
        Frequency::Weekly => days / 7,
        Frequency::Biweekly => days / 14,
        Frequency::Monthly => months.max(0),
    };
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The days from `from` to `until`, and the next one when none lies between. What is done once has its one day, whenever.
pub fn schedule(frequency: Frequency, first: NaiveDate, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    if frequency == Frequency::Once {
        return vec![first];
    }
    let start = first_number(frequency, first, from);
    let mut days = Vec::new();
    for number in start.. {
        let Some(day) = due_on(frequency, first, number) else { break };
        if day < from {
            continue;
        }
        if day > until && !days.is_empty() {
            break;
        }
        days.push(day);
        if day > until {
            break;
        }
    }
    days
}

/// Where a task of a plan comes from.
#[derive(Debug, Clone, Copy)]
pub struct TaskOrigin<'a> {
    /// The plan.
    pub plan: &'a CarePlan,
    /// Its case.
    pub case: &'a Case,
    /// The program's zone.
    pub zone: Tz,
    /// Who opens the task.
    pub author_id: Uuid,
    /// When.
    pub now: DateTime<Utc>,
}

/// The task that an intervention puts on somebody's list, due at the end of `due_on` in the program's zone.
///
/// # Errors
/// `case_closed`.
pub fn intervention_task(
    id: Uuid,
    origin: &TaskOrigin<'_>,
    intervention: &Intervention,
    due_on: NaiveDate,
) -> Result<Change<Task>, Rule> {
    let due_at = clock::end_of_day(due_on, origin.zone);
    let task = Task {
        id,
        version: 1,
        case_id: origin.case.id,
        person_id: origin.case.person_id,
        owner_id: intervention.owner_id.unwrap_or(origin.case.owner_id),
        team_id: origin.case.team_id,
        title: intervention.text.clone(),
        detail: None,
        kind: TaskKind::Intervention,
        status: TaskStatus::Open,
        priority: TaskPriority::Routine,
        due_at,
        rank_at: due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: Some(origin.plan.id),
        intervention_id: Some(intervention.id),
        author_id: origin.author_id,
        created_at: origin.now,
    };
    Task::create(task, origin.case)
}

/// True when nobody may expect any more that it is done: an occurrence late by more than the grace of K-25 counts nothing.
pub(super) fn is_past_grace(occurrence: &Occurrence, now: DateTime<Utc>) -> bool {
    !clock::in_time(now, occurrence.due_at + Duration::days(GRACE_DAYS))
}
