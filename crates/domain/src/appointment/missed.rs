//! What follows when the person was not there: somebody reaches them, and says why (K-16).

use chrono_tz::Tz;
use uuid::Uuid;

use super::{Appointment, AppointmentStatus};
use crate::calendar::Calendar;
use crate::case::{Case, Tier};
use crate::change::Change;
use crate::clock::{self, Clock};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// By when the person is reached after a missed appointment: by the end of the next business day. Source: ours.
pub const REACH_WITHIN: Clock = Clock::business_days(1);

/// The task to reach the person after a missed appointment, for who led it; none when the case is closed by then, or when the
/// appointment was not missed.
pub fn reach_task(missed: &Appointment, case: &Case, zone: Tz, calendar: &Calendar, id: Uuid) -> Option<Change<Task>> {
    let at = missed.settled_at.filter(|_| missed.status == AppointmentStatus::Noshow)?;
    let due_at = clock::due_at(&REACH_WITHIN, at, zone, calendar);
    let reason = missed.reason.as_deref().unwrap_or_default();
    let notice = if missed.needs_notice() { "\nTell the physician who ordered the visit, and note it." } else { "" };
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: missed.attendee_ids.first().copied().unwrap_or(case.owner_id),
        team_id: case.team_id,
        title: format!("Reach the person after the missed {}", missed.kind.words()),
        detail: Some(format!("{reason}{notice}")),
        kind: TaskKind::Call,
        status: TaskStatus::Open,
        priority: if case.tier >= Tier::High { TaskPriority::Urgent } else { TaskPriority::Routine },
        due_at,
        rank_at: due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id: missed.settled_by.unwrap_or(missed.author_id),
        created_at: at,
    };
    Task::create(task, case).ok()
}
