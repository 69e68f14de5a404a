//! What happened on call goes back to the owner of the case in the morning, all of it about one person at once, and must be
//! acknowledged (R236). Until it is, a notice stands above the owner's list, and a task on it.
//!
//! | from    | action                       | who                                                  | to           |
//! |---------|------------------------------|------------------------------------------------------|--------------|
//! | -       | the office is open           | the platform                                         | waiting      |
//! | -       | the same, the case is closed | the platform                                         | lapsed       |
//! | waiting | acknowledge                  | who got it, the owner of the case, or who leads them | acknowledged |

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::event::{OnCallEvent, OnCallTriage};
use crate::alert::escalation::Staffing;
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// How long an owner has for what happened at night. Ours: the first thing in the morning.
pub const TERM: TimeDelta = TimeDelta::hours(2);

crate::codes! {
    /// State of what was handed back.
    pub enum HandBackStatus {
        /// Nobody has said that they know.
        Waiting = "waiting",
        /// Somebody says that they know.
        Acknowledged = "acknowledged",
        /// The case was closed before.
        Lapsed = "lapsed",
    }
}

/// What happened on call about one person, as it goes back to the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandBack {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Who gets it: the owner, or who answers for them, or the first above them.
    pub to_id: Uuid,
    /// Their task; none when it lapsed.
    pub task_id: Option<Uuid>,
    /// State.
    pub status: HandBackStatus,
    /// When it went back.
    pub created_at: DateTime<Utc>,
    /// Who acknowledged it.
    pub acknowledged_by: Option<Uuid>,
    /// When.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

/// What goes back: the record, the task, and the entries as they are now.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedBack {
    /// The record.
    pub hand_back: Change<HandBack>,
    /// The task; none when the case is closed.
    pub task: Option<Change<Task>>,
    /// The entries.
    pub events: Vec<Change<OnCallEvent>>,
}

impl HandBack {
    /// Hands the `events` about a case back to its owner, or to who answers for them while they are off. With nobody who does, the first
    /// above them gets it: nobody would read it otherwise.
    pub fn send(
        id: Uuid,
        task_id: Uuid,
        case: &Case,
        events: Vec<OnCallEvent>,
        staffing: &Staffing,
        now: DateTime<Utc>,
    ) -> HandedBack {
        let answers = staffing.answers_for(case.owner_id, now).or_else(|| staffing.next_above(case.owner_id, now));
        let to_id = answers.unwrap_or(case.owner_id);
        let task = Task::create(task(task_id, case, to_id, &events, now), case).ok();
        let status = if task.is_some() { HandBackStatus::Waiting } else { HandBackStatus::Lapsed };
        let hand_back = Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            to_id,
            task_id: task.as_ref().map(|task| task.record.id),
            status,
            created_at: now,
            acknowledged_by: None,
            acknowledged_at: None,
        };
        let events = events.into_iter().map(|event| event.handed_back(id)).collect();
        HandedBack { hand_back: Change::created(hand_back), task, events }
    }

    /// True when somebody may say that they know: who got it, the owner of the case, or who leads their team (`leads`) and took none of
    /// the `events` themselves.
    pub fn may_acknowledge(&self, by: Uuid, owner_id: Uuid, leads: bool, events: &[OnCallEvent]) -> bool {
        let above = leads && events.iter().all(|event| event.author_id != by);
        self.status == HandBackStatus::Waiting && (above || by == self.to_id || by == owner_id)
    }

    /// Somebody says that they know. The task is done then.
    ///
    /// # Errors
    /// `hand_back_settled`, `hand_back_of_another`.
    pub fn acknowledge(
        mut self,
        by: Uuid,
        owner_id: Uuid,
        leads: bool,
        events: &[OnCallEvent],
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != HandBackStatus::Waiting {
            return Err(Rule::new("hand_back_settled", format!("This is {} already.", self.status)));
        }
        if !self.may_acknowledge(by, owner_id, leads, events) {
            let detail =
                "Only the owner of the case, who stands in for them, or who leads them acknowledges what happened.";
            return Err(Rule::new("hand_back_of_another", detail));
        }
        self.status = HandBackStatus::Acknowledged;
        self.acknowledged_by = Some(by);
        self.acknowledged_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// The owner's task. It says nothing of what happened.
fn task(id: Uuid, case: &Case, owner_id: Uuid, events: &[OnCallEvent], now: DateTime<Utc>) -> Task {
    let has = |triage| events.iter().any(|event| event.triage == triage);
    let priority = if has(OnCallTriage::Emergency) {
        TaskPriority::Asap
    } else if has(OnCallTriage::Urgent) {
        TaskPriority::Urgent
    } else {
        TaskPriority::Routine
    };
    let due_at = now + TERM;
    Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id,
        team_id: case.team_id,
        title: "Read what happened on call".into(),
        detail: None,
        kind: TaskKind::HandBack,
        status: TaskStatus::Open,
        priority,
        due_at,
        rank_at: due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id: events.first().map_or(owner_id, |event| event.author_id),
        created_at: now,
    }
}
