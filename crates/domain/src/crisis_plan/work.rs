//! The work that a crisis plan puts on somebody's worklist: one task at a time, to sign a draft off or to review what is in force.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::plan::{CrisisPlan, CrisisPlanStatus};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// What a plan waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrisisWork {
    /// A licensed colleague signs the draft off, on the day on which `by` asked for it `at`. The day is ours.
    SignOff {
        /// Who asked.
        by: Uuid,
        /// When.
        at: DateTime<Utc>,
    },
    /// Somebody goes through the plan with the person.
    Review {
        /// The day on which it is due.
        on: NaiveDate,
    },
}

impl CrisisPlan {
    /// What the plan waits for. A draft that waits comes first: signing it off is a review as well.
    pub fn work(&self) -> Option<CrisisWork> {
        let submitted = self.draft.as_ref().and_then(|draft| draft.submitted);
        let review = self.review_on.filter(|_| self.status == CrisisPlanStatus::InForce);
        submitted.map(|(by, at)| CrisisWork::SignOff { by, at }).or_else(|| review.map(|on| CrisisWork::Review { on }))
    }
}

/// Where a task of a crisis plan goes.
#[derive(Debug, Clone, Copy)]
pub struct WorkPlace<'a> {
    /// The case of the person in which it is followed.
    pub case: &'a Case,
    /// Who does it.
    pub owner_id: Uuid,
    /// The zone of the case's program.
    pub zone: Tz,
    /// Who opens it.
    pub author_id: Uuid,
    /// When.
    pub now: DateTime<Utc>,
}

impl CrisisWork {
    /// The task that does it, due at the end of the day on which it is due.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn task(self, id: Uuid, place: &WorkPlace<'_>) -> Result<Change<Task>, Rule> {
        let (title, kind, day) = match self {
            Self::SignOff { at, .. } => {
                ("Sign off the crisis plan", TaskKind::Paperwork, clock::local_date(at, place.zone))
            }
            Self::Review { on } => ("Review the crisis plan with the person", TaskKind::FollowUp, on),
        };
        let due_at = clock::end_of_day(day, place.zone);
        let task = Task {
            id,
            version: 1,
            case_id: place.case.id,
            person_id: place.case.person_id,
            owner_id: place.owner_id,
            team_id: place.case.team_id,
            title: title.into(),
            detail: None,
            kind,
            status: TaskStatus::Open,
            priority: TaskPriority::Urgent,
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: place.author_id,
            created_at: place.now,
        };
        Task::create(task, place.case)
    }
}
