//! When the next comprehensive assessment is due, and the task that asks for it (R069).

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::case::{Case, Tier};
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// What the task is called.
pub const TITLE: &str = "Repeat the comprehensive assessment";

/// The day on which the next one is due: 90 days after the last one for the tier complex, 180 for high, else 12 months, which is
/// NCQA's "annual" without its two months of grace (T-3). The two shorter spans are ours.
pub fn next_on(tier: Tier, completed_on: NaiveDate) -> NaiveDate {
    match tier {
        Tier::Complex => completed_on + Days::new(90),
        Tier::High => completed_on + Days::new(180),
        Tier::Rising | Tier::Low => completed_on + Months::new(12),
    }
}

/// Days to make an assessment anew after one that was entered in error (ours).
const ANEW: Days = Days::new(7);

/// The task for the case's owner, due at the end of that day in the zone of the program.
///
/// # Errors
/// `case_closed`.
pub fn task(id: Uuid, case: &Case, zone: Tz, author_id: Uuid, now: DateTime<Utc>) -> Result<Change<Task>, Rule> {
    due_on(next_on(case.tier, clock::local_date(now, zone)), id, case, zone, author_id, now)
}

/// The task after an assessment that was entered in error: it is to be made within [`ANEW`].
///
/// # Errors
/// `case_closed`.
pub fn anew(id: Uuid, case: &Case, zone: Tz, author_id: Uuid, now: DateTime<Utc>) -> Result<Change<Task>, Rule> {
    due_on(clock::local_date(now, zone) + ANEW, id, case, zone, author_id, now)
}

fn due_on(
    day: NaiveDate,
    id: Uuid,
    case: &Case,
    zone: Tz,
    author_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Change<Task>, Rule> {
    let due_at = clock::end_of_day(day, zone);
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: TITLE.into(),
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
        care_plan_id: None,
        intervention_id: None,
        author_id,
        created_at: now,
    };
    Task::create(task, case)
}
