//! What the contract shows of an appointment.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::Code;
use domain::access::Capability;
use domain::appointment::{Appointment, LATE_CANCEL};
use persistence::Tx;
use persistence::appointment::Entry;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{AppointmentKindCode, AppointmentStatusCode, CancellationCode};
use crate::program::Ref;

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    /// The series it belongs to.
    series_id: Option<Uuid>,
    kind: AppointmentKindCode,
    /// What for.
    title: Option<String>,
    status: AppointmentStatusCode,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    /// IANA zone in which it was agreed.
    time_zone: String,
    place: Option<String>,
    link: Option<String>,
    phone: Option<String>,
    /// Who takes part for us; the first one leads it.
    attendees: Vec<Ref>,
    reminded_at: Option<DateTime<Utc>>,
    /// True while the person is to be reminded: it begins within three days.
    to_remind: bool,
    arrived_at: Option<DateTime<Utc>>,
    /// How a cancellation counts.
    cancellation: Option<CancellationCode>,
    /// Less notice than this many hours makes a cancellation by the person late.
    late_hours: i64,
    /// Why it was missed or cancelled.
    reason: Option<String>,
    /// True while the physician who ordered the missed visit was not told.
    needs_notice: bool,
    /// True when it can't take place as planned because the person is in a hospital; false for who reads no stays.
    on_hold: bool,
    settled_at: Option<DateTime<Utc>>,
    /// The contact that came of it.
    contact_id: Option<Uuid>,
    /// True when a contact can be logged with its outcome.
    logs_contact: bool,
    /// Operations the reader may do on this appointment now.
    can: Vec<&'static str>,
}

/// Time in a calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarEntry {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    /// What it is; null when it is about somebody whom the reader may not see, and only the time is shown.
    appointment: Option<AppointmentView>,
}

/// Which of some people are in a hospital now, as far as the reader may know.
///
/// # Errors
/// Database errors.
pub async fn in_hospital(tx: &mut Tx, people: Vec<Uuid>) -> persistence::Result<HashSet<Uuid>> {
    if people.is_empty() || !tx.actor().may(Capability::StayRead) {
        return Ok(HashSet::new());
    }
    tx.people_in_house(people).await
}

/// The view of an appointment with a person; `away` are those who are in a hospital.
pub fn view(tx: &Tx, appointment: Appointment, person_name: String, away: &HashSet<Uuid>) -> AppointmentView {
    let name = |id: &Uuid| Ref { id: *id, name: tx.directory().name(*id).to_owned() };
    let may = tx.actor().may(Capability::AppointmentWrite);
    AppointmentView {
        id: appointment.id,
        version: appointment.version,
        case_id: appointment.case_id,
        series_id: appointment.series_id,
        kind: appointment.kind.into(),
        status: appointment.status.into(),
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at,
        attendees: appointment.attendee_ids.iter().map(name).collect(),
        reminded_at: appointment.reminded_at,
        to_remind: appointment.is_to_remind(tx.now()),
        arrived_at: appointment.arrived_at,
        cancellation: appointment.cancellation.map(Into::into),
        late_hours: LATE_CANCEL.hours,
        needs_notice: appointment.needs_notice(),
        on_hold: appointment.is_held(away.contains(&appointment.person_id), tx.now()),
        settled_at: appointment.settled_at,
        contact_id: appointment.contact_id,
        logs_contact: appointment.kind.contact_mode().is_some(),
        can: if may { appointment.actions(tx.now()).map(Code::as_str).collect() } else { Vec::new() },
        person: Ref { id: appointment.person_id, name: person_name },
        title: appointment.title,
        time_zone: appointment.time_zone,
        place: appointment.place,
        link: appointment.link,
        phone: appointment.phone,
        reason: appointment.reason,
    }
}

/// The view of an appointment whose person the reader may see.
///
/// # Errors
/// Database errors.
pub async fn named(tx: &mut Tx, appointment: Appointment) -> persistence::Result<AppointmentView> {
    let name = tx.person_name(appointment.person_id).await?;
    let away = in_hospital(tx, vec![appointment.person_id]).await?;
    Ok(view(tx, appointment, name, &away))
}

/// The view of time in a calendar; none for what holds no time and may not be seen.
pub fn entry(tx: &Tx, entry: Entry, away: &HashSet<Uuid>) -> Option<CalendarEntry> {
    let Entry { appointment, person_name } = entry;
    let (starts_at, ends_at) = (appointment.starts_at, appointment.ends_at);
    let shown = person_name.is_some() || appointment.status.holds_time();
    let appointment = person_name.map(|name| view(tx, appointment, name, away));
    shown.then_some(CalendarEntry { starts_at, ends_at, appointment })
}
