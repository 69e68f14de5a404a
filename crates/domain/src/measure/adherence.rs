//! Plan adherence: interventions done on time, late, or not.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{Member, Period, Place, Proof};
use crate::clock::in_time;

/// An intervention done this many days late, at most, counts one half.
pub const GRACE_DAYS: i64 = 7;

const RULE: &str = "K-25";

/// What plan adherence needs to know of an intervention's task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFact {
    /// The task.
    pub id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// When it was planned.
    pub created_at: DateTime<Utc>,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why it was cancelled. Without a reason it still counts.
    pub cancelled_reason: Option<String>,
}

/// The interventions that fell due in the period.
pub(super) fn members(tasks: &[TaskFact], period: Period, now: DateTime<Utc>) -> Vec<Member> {
    tasks.iter().filter(|task| period.contains(task.due_at)).map(|task| member(task, now)).collect()
}

fn member(task: &TaskFact, now: DateTime<Utc>) -> Member {
    let met_at = task.completed_at.filter(|at| *at <= now);
    let (place, outcome) = place(task, met_at, now);
    Member {
        id: task.id,
        person_id: task.person_id,
        case_id: task.case_id,
        place,
        anchor_at: task.created_at,
        due_at: task.due_at,
        met_at,
        proof: vec![Proof::new("Planned.", RULE, task.created_at), Proof::new("Due.", RULE, task.due_at), outcome],
    }
}

fn place(task: &TaskFact, met_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> (Place, Proof) {
    let proof = |place, statement: &str, at: Option<DateTime<Utc>>| (place, Proof::new(statement, RULE, at));
    let grace_ends = task.due_at + Duration::days(GRACE_DAYS);
    if let Some(at) = met_at {
        return match (in_time(at, task.due_at), in_time(at, grace_ends)) {
            (true, _) => proof(Place::Numerator, "Done on time.", met_at),
            (false, true) => proof(Place::Partial, "Done late, within 7 days: counts one half.", met_at),
            (false, false) => proof(Place::Denominator, "Done more than 7 days late.", met_at),
        };
    }
    let cancelled_at = task.cancelled_at.filter(|at| *at <= now);
    let reason = task.cancelled_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    match (cancelled_at, reason) {
        (Some(_), Some(reason)) => proof(Place::Excluded, &format!("Cancelled: {reason}."), cancelled_at),
        (Some(_), None) => proof(Place::Denominator, "Cancelled without a reason.", cancelled_at),
        (None, _) if in_time(now, task.due_at) => proof(Place::Pending, "Not yet due: not counted yet.", None),
        (None, _) if in_time(now, grace_ends) => {
            proof(Place::Denominator, "Not done yet; done within 7 days it counts one half.", None)
        }
        (None, _) => proof(Place::Denominator, "Not done.", None),
    }
}
