//! A ride that was arranged for an appointment: when the appointment is moved or cancelled, somebody must tell the driver (R101).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Days, Referral, ReferralKind};
use crate::appointment::{Appointment, AppointmentStatus};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock::{self, Clock};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// By when a ride is changed: by the end of the next business day, and before either time of the appointment. Source: ours.
const CHANGE_WITHIN: Clock = Clock::business_days(1);

/// Refuses an appointment to which no ride of the person leads.
///
/// # Errors
/// `referral_appointment_unfit` at `/appointment_id` for another kind than transport, an appointment of somebody else, or a
/// cancelled one.
pub fn require_fit(kind: ReferralKind, person_id: Uuid, appointment: &Appointment) -> Result<(), Rule> {
    let fits = kind == ReferralKind::Transport
        && appointment.person_id == person_id
        && appointment.status != AppointmentStatus::Cancelled;
    if fits {
        return Ok(());
    }
    let detail = "Only a ride names an appointment, and one that the same person has.";
    Err(Rule::at("referral_appointment_unfit", "/appointment_id", detail))
}

/// The task to change a ride after its appointment was moved from `was` or cancelled, for the owner of the referral; none when the
/// case is closed.
pub fn task(
    referral: &Referral,
    case: &Case,
    appointment: &Appointment,
    was: DateTime<Utc>,
    (id, author_id): (Uuid, Uuid),
    days: Days<'_>,
    now: DateTime<Utc>,
) -> Option<Change<Task>> {
    let at = |at: DateTime<Utc>| clock::local_time(at, days.zone);
    let cancelled = appointment.status == AppointmentStatus::Cancelled;
    let (title, detail) = if cancelled {
        ("Cancel the ride", format!("The appointment on {} is cancelled.", at(was)))
    } else {
        ("Change the ride", format!("The appointment on {} is now on {}.", at(was), at(appointment.starts_at)))
    };
    let by = clock::due_at(&CHANGE_WITHIN, now, days.zone, days.calendar);
    let due_at = by.min(was.min(appointment.starts_at)).max(now);
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: title.into(),
        detail: Some(format!("{detail} The ride is with {}.", referral.recipient.trim_end_matches('.'))),
        kind: TaskKind::General,
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
        author_id,
        created_at: now,
    };
    Task::create(task, case).ok()
}
