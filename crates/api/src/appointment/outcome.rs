//! What became of an appointment: kept, with the contact that came of it, or missed, with the task that follows.

use actix_web::{post, web};
use domain::access::cap;
use domain::appointment::{Appointment, missed};
use domain::case::Case;
use domain::contact::{Contact, ContactOutcome, ContactStatus, Direction};
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::change;
use super::view::{AppointmentView, named};
use crate::app::State;
use crate::contact::{Settled, settled};
use crate::http::code::{ContactPurposeCode, ContactWithCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// How it was kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentKeep {
    /// The contact that came of it: logged with it, and it meets the deadlines it should.
    contact: Option<KeptContact>,
    /// True when the person saw a physician or practitioner in it: then it is the visit that is due after a stay, where the program is
    /// a clinic.
    #[serde(default)]
    practitioner: bool,
}

/// A contact in an appointment. How it took place, when and with which outcome the appointment says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptContact {
    /// With whom.
    with: ContactWithCode,
    /// What for.
    purpose: ContactPurposeCode,
    /// Minutes spent; as long as planned when absent.
    #[schema(minimum = 0, maximum = 1440)]
    minutes: Option<i32>,
    /// Summary in a line.
    #[schema(max_length = 2000)]
    summary: Option<String>,
}

/// A kept appointment and what it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentKept {
    appointment: AppointmentView,
    /// Deadlines that the contact met.
    met: Vec<Settled>,
}

/// That the person was not there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentMiss {
    /// Why, as far as known.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
    /// True when the physician who ordered the visit was told.
    #[serde(default)]
    physician_notified: bool,
}

/// Notes that an appointment took place, and logs the contact that came of it in the same step.
#[utoipa::path(tag = "appointment", operation_id = "appointment_keep", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppointmentKeep, responses((status = 200, body = AppointmentKept)))]
#[post("/appointments/{id}/keep")]
pub async fn appointment_keep(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AppointmentKeep>,
) -> Result<Answer<AppointmentKept>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (appointment, case) = tx.appointment(*id).await?;
        tx.require_version(appointment.version, version.0)?;
        let led_by = appointment.attendee_ids.first().copied();
        let (appointment, met) = keep(tx, appointment, &case, body, led_by).await?;
        let version = appointment.version;
        Ok(Answer::resource(version, AppointmentKept { appointment: named(tx, appointment).await?, met }))
    });
    Ok(answer.await?)
}

/// Keeps an appointment, logs the contact that came of it, and tells the clocks who made it and what it is after a stay; the deadlines
/// that it met.
///
/// # Errors
/// Those of [`Appointment::keep`] and [`Contact::log`], `appointment_without_contact`, database errors.
pub async fn keep(
    tx: &mut Tx,
    appointment: Appointment,
    case: &Case,
    input: AppointmentKeep,
    made_by: Option<Uuid>,
) -> persistence::Result<(Appointment, Vec<Settled>)> {
    let contact_id = input.contact.is_some().then(Uuid::now_v7);
    let kept = appointment.clone().keep(contact_id, tx.actor().id, tx.now())?;
    let setting = tx.directory().program(case.program_id)?.setting;
    let follow_up = kept.record.follow_up(setting, input.practitioner).filter(|_| case.closed_at.is_none());
    let contact = match (input.contact, contact_id) {
        (Some(input), Some(id)) => Some(contact(tx, id, &appointment, case, input)?),
        _ => None,
    };
    let mut met = Vec::new();
    if contact.is_some() || follow_up.is_some() {
        let occurred_at = appointment.arrived_at.unwrap_or(appointment.starts_at);
        let mut work = [tx.case_work_for_new(appointment.case_id, occurred_at).await?];
        let before = work[0].deadlines.clone();
        if let Some(change) = contact {
            crate::contact::keep(tx, &mut work, change, made_by)?;
        }
        if let Some(event) = follow_up {
            tx.announce(&mut work, &event)?;
        }
        met = settled(&before, &work[0].deadlines);
    }
    Ok((tx.apply(kept)?, met))
}

/// The contact that came of an appointment.
fn contact(
    tx: &Tx,
    id: Uuid,
    appointment: &Appointment,
    case: &Case,
    input: KeptContact,
) -> persistence::Result<Change<Contact>> {
    let no_mode =
        || Rule::at("appointment_without_contact", "/contact", "No contact comes of this kind of appointment.");
    let mode = appointment.kind.contact_mode().ok_or_else(no_mode)?;
    case.require_active()?;
    let occurred_at = appointment.arrived_at.unwrap_or(appointment.starts_at);
    let planned = i32::try_from(appointment.length().num_minutes()).unwrap_or_default();
    let contact = Contact {
        id,
        version: 1,
        case_id: Some(appointment.case_id),
        person_id: appointment.person_id,
        mode,
        direction: Direction::Outbound,
        outcome: ContactOutcome::Reached,
        with: input.with.0,
        minutes: input.minutes.unwrap_or(planned),
        purpose: input.purpose.0,
        occurred_at,
        summary: input.summary,
        author_id: Some(tx.actor().id),
        created_at: tx.now(),
        source: None,
        status: ContactStatus::Finished,
        error_reason: None,
    };
    Ok(Contact::log(contact, tx.now())?)
}

/// Notes that the person was not there. A task to reach them opens for who led it.
#[utoipa::path(tag = "appointment", operation_id = "appointment_miss", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppointmentMiss, responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/miss")]
pub async fn appointment_miss(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AppointmentMiss>,
) -> Result<Answer<AppointmentView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, async |tx, appointment, case| miss(tx, appointment, case, body)).await
}

/// What changes when the person was not there; the task to reach them is written.
///
/// # Errors
/// Those of [`Appointment::miss`].
pub fn miss(
    tx: &mut Tx,
    appointment: Appointment,
    case: &Case,
    input: AppointmentMiss,
) -> persistence::Result<Change<Appointment>> {
    let change = appointment.miss(input.reason, input.physician_notified, tx.actor().id, tx.now())?;
    let directory = tx.directory().clone();
    let (zone, calendar) = (directory.zone(case.program_id), directory.calendar_of(case.program_id));
    if let Some(task) = missed::reach_task(&change.record, case, zone, calendar, Uuid::now_v7()) {
        tx.apply(task)?;
    }
    Ok(change)
}
