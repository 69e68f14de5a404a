//! The work that the review of a plan puts on its owner's worklist: one task, due on the day of the next review.
//!
//! | from | what happened                                   | to                                        |
//! |------|-------------------------------------------------|-------------------------------------------|
//! | -    | a review lies ahead                             | open                                      |
//! | open | the day of the review moved                     | open, due on the new day                  |
//! | open | a review was written down                       | completed; the next one is opened         |
//! | open | no review lies ahead any more                   | cancelled                                 |
//!
//! The end of the case cancels it with the other tasks of the case.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::occurrence::TaskOrigin;
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// Why the task of the review is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Nobody did anything since `since`, the last act on the plan: only a task that was never there is opened.
    Nothing {
        /// When the plan was last approved or something was last said about it.
        since: DateTime<Utc>,
    },
    /// The plan was approved, or something said about it moves the review.
    Changed,
    /// A review was written down.
    Reviewed,
}

/// True when the task is that of the review of the plan, and none of its interventions.
pub fn is_review(task: &Task, plan_id: Uuid) -> bool {
    task.care_plan_id == Some(plan_id) && task.intervention_id.is_none()
}

/// What follows for the task of the review that is wanted on a day; `tasks` are those of reviews of the plan, settled ones
/// included.
///
/// # Errors
/// `case_closed`.
pub fn review_work(
    origin: &TaskOrigin<'_>,
    wanted: Option<NaiveDate>,
    tasks: Vec<Task>,
    cause: Cause,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Vec<Change<Task>>, Rule> {
    let mut waiting = wanted.map(|day| clock::end_of_day(day, origin.zone));
    if let Cause::Nothing { since } = cause {
        // Whoever put the day off or closed the task by hand decided so: it does not come back by itself.
        let known = tasks.iter().any(|task| task.status == TaskStatus::Open || task.created_at >= since);
        waiting = waiting.filter(|_| !known);
        return Ok(waiting.map(|due_at| open(origin, due_at, new_id())).transpose()?.into_iter().collect());
    }
    let mut changes = Vec::new();
    for task in tasks.into_iter().filter(|task| task.status == TaskStatus::Open) {
        match waiting {
            Some(due_at) if task.due_at == due_at => waiting = None,
            _ if cause == Cause::Reviewed => changes.push(task.complete(Some("Reviewed.".into()), origin.now)?),
            Some(due_at) => {
                waiting = None;
                changes.push(Task { due_at, snoozed_until: None, snooze_reason: None, ..task }.update(origin.case)?);
            }
            None => changes.push(task.cancel("No review of the plan lies ahead.".into())?),
        }
    }
    if let Some(due_at) = waiting {
        changes.push(open(origin, due_at, new_id())?);
    }
    Ok(changes)
}

fn open(origin: &TaskOrigin<'_>, due_at: DateTime<Utc>, id: Uuid) -> Result<Change<Task>, Rule> {
    let case = origin.case;
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: "Review the care plan with the person".into(),
        detail: None,
        kind: TaskKind::FollowUp,
        status: TaskStatus::Open,
        priority: TaskPriority::Routine,
        due_at,
        rank_at: due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: Some(origin.plan.id),
        intervention_id: None,
        author_id: origin.author_id,
        created_at: origin.now,
    };
    Task::create(task, case)
}

#[cfg(test)]
#[path = "review_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
