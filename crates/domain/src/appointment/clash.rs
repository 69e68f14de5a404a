//! No double booking: what already holds the time of the person or of a worker.

use chrono_tz::Tz;

use super::Appointment;
use crate::change::Rule;
use crate::clock::{local_date, local_time};

/// Refuses `wanted` when its time is held already. `others` are appointments of the person and of the workers about that time, in
/// any order; the earliest clash is named, by kind and time and never by whom it is with.
///
/// # Errors
/// `appointment_person_busy` at `/starts_at`, `appointment_staff_busy` at `/attendee_ids`.
pub fn require_free(wanted: &Appointment, others: &[Appointment], zone: Tz) -> Result<(), Rule> {
    if !wanted.status.holds_time() {
        return Ok(());
    }
    let mut clashes: Vec<&Appointment> = others.iter().filter(|other| clashes(wanted, other)).collect();
    clashes.sort_by_key(|other| (other.starts_at, other.id));
    let Some(first) = clashes.first() else { return Ok(()) };
    let what = format!("{}, {}", first.kind.words(), span(first, zone));
    Err(if first.person_id == wanted.person_id {
        let detail = format!("The person has another appointment then: {what}. Choose another time.");
        Rule::at("appointment_person_busy", "/starts_at", detail)
    } else {
        let detail = format!("Who takes part is booked then: {what}. Choose another time or colleague.");
        Rule::at("appointment_staff_busy", "/attendee_ids", detail)
    })
}

/// True when both hold the time of the same person or worker. One that begins when the other ends is no clash.
pub fn clashes(one: &Appointment, other: &Appointment) -> bool {
    let same = one.person_id == other.person_id || one.attendee_ids.iter().any(|id| other.attendee_ids.contains(id));
    one.id != other.id
        && same
        && one.status.holds_time()
        && other.status.holds_time()
        && one.starts_at < other.ends_at
        && other.starts_at < one.ends_at
}

fn span(appointment: &Appointment, zone: Tz) -> String {
    let end = local_time(appointment.ends_at, zone);
    let same_day = local_date(appointment.starts_at, zone) == local_date(appointment.ends_at, zone);
    let end = if same_day { end.split_once(' ').map_or(end.as_str(), |(_, time)| time).to_owned() } else { end };
    format!("{} to {end}", local_time(appointment.starts_at, zone))
}
