//! Appointments: calendars, one appointment, and what happens to it.

mod create;
pub mod hearing;
pub mod outcome;
mod outreach;
pub mod view;

use actix_web::{get, post, web};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::Change;
use domain::access::cap;
use domain::appointment::{Appointment, CancelledBy, clash};
use domain::case::Case;
use domain::clock::start_of_day;
use domain::referral::{Days as Calendar, ride};
use domain::scope::Activity;
use persistence::Tx;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::CancelledByCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::scope::pointed;
pub use outreach::OutreachKind;
use view::{AppointmentView, CalendarEntry, entry, in_hospital, named};

/// Which days of whose calendar.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CalendarQuery {
    /// First day, in the reader's own time zone.
    from: NaiveDate,
    /// How many days; 7 when absent.
    #[serde(default = "week")]
    #[param(minimum = 1, maximum = 42)]
    days: u64,
    /// Whose; the reader's own when absent.
    staff_id: Option<Uuid>,
}

fn week() -> u64 {
    7
}

/// Which days of a person's appointments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PersonDays {
    /// First day, in the reader's own time zone.
    from: NaiveDate,
    /// How many days; 90 when absent.
    #[serde(default = "quarter")]
    #[param(minimum = 1, maximum = 400)]
    days: u64,
}

fn quarter() -> u64 {
    90
}

/// Another time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentMove {
    /// Start.
    starts_at: DateTime<Utc>,
    /// Minutes; as long as before when absent.
    #[schema(minimum = 5, maximum = 480)]
    minutes: Option<i64>,
    /// Who takes part for us; as before when absent.
    #[schema(min_items = 1, max_items = 10)]
    attendee_ids: Option<Vec<Uuid>>,
}

/// A cancellation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentCancel {
    /// Who cancelled. By the person it counts as late with less than a day's notice; by the provider it never counts.
    by: CancelledByCode,
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
    /// Cancels the later appointments of the series as well.
    #[serde(default)]
    following: bool,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(appointment_calendar)
        .service(create::appointment_create)
        .service(create::visit_plan_create)
        .service(appointment_list)
        .service(outreach::outreach_list)
        .service(appointment_get)
        .service(appointment_book)
        .service(appointment_move)
        .service(appointment_remind)
        .service(appointment_arrive)
        .service(outcome::appointment_keep)
        .service(outcome::appointment_miss)
        .service(appointment_notify)
        .service(appointment_cancel);
}

/// The zone in which the reader's days begin and end.
pub fn own_zone(tx: &Tx) -> Tz {
    tx.directory().staff.get(&tx.actor().id).map_or(chrono_tz::UTC, |card| card.zone)
}

/// The first instant of some local days, and the first one after them.
pub fn span(from: NaiveDate, days: u64, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    let after = from.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    (start_of_day(from, zone), start_of_day(after, zone))
}

/// Refuses times that are held already, and who may not do field visits. Whoever takes part gets to see the person.
async fn admit(tx: &mut Tx, case: &Case, appointments: &[Appointment]) -> persistence::Result<()> {
    let Some(first) = appointments.first() else { return Ok(()) };
    for staff_id in &first.attendee_ids {
        tx.let_in(case, *staff_id).await.map_err(at_attendees)?;
    }
    if first.kind.is_field_visit() {
        let verdict = tx.verdict(Activity::FieldVisit, first.attendee_ids[0], case).await?;
        verdict.require().map_err(|rule| pointed(rule, Some("/attendee_ids")))?;
    }
    let from = appointments.iter().map(|one| one.starts_at).min().unwrap_or(first.starts_at);
    let to = appointments.iter().map(|one| one.ends_at).max().unwrap_or(first.ends_at);
    let others = tx.appointments_beside(first.person_id, &first.attendee_ids, from, to).await?;
    let zone = tx.directory().zone(case.program_id);
    for appointment in appointments {
        clash::require_free(appointment, &others, zone)?;
    }
    Ok(())
}

/// Opens the tasks to change the rides that lead to an appointment which was moved from `was`, or cancelled.
async fn change_rides(tx: &mut Tx, appointment: &Appointment, was: DateTime<Utc>) -> persistence::Result<()> {
    let directory = tx.directory().clone();
    for (referral, case) in tx.rides_to(appointment.id).await? {
        let days = Calendar { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
        let opener = (Uuid::now_v7(), tx.actor().id);
        if let Some(task) = ride::task(&referral, &case, appointment, was, opener, days, tx.now()) {
            tx.apply(task)?;
        }
    }
    Ok(())
}

fn at_attendees(error: persistence::Error) -> persistence::Error {
    match error {
        persistence::Error::Rule(rule) => pointed(rule, Some("/attendee_ids")).into(),
        other => other,
    }
}

/// A calendar: what a worker takes part in, in order of time. Of people out of the reader's reach only the time is shown.
#[utoipa::path(tag = "appointment", operation_id = "appointment_calendar", params(CalendarQuery), responses((status = 200, body = Page<CalendarEntry>)))]
#[get("/appointments")]
pub async fn appointment_calendar(
    access: Allowed<cap::AppointmentRead>,
    state: web::Data<State>,
    query: Query<CalendarQuery>,
) -> Result<Answer<Page<CalendarEntry>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (from, to) = span(query.from, query.days, own_zone(tx));
        let entries = tx.calendar_of(query.staff_id.unwrap_or(tx.actor().id), from, to).await?;
        let seen = entries.iter().filter(|found| found.person_name.is_some());
        let away = in_hospital(tx, seen.map(|found| found.appointment.person_id).collect()).await?;
        Ok(Answer::ok(Page::whole(entries.into_iter().filter_map(|found| entry(tx, found, &away)).collect())))
    });
    Ok(answer.await?)
}

/// Appointments of a person, in order of time.
#[utoipa::path(tag = "appointment", operation_id = "appointment_list", params(("id" = Uuid, Path), PersonDays), responses((status = 200, body = Page<AppointmentView>)))]
#[get("/people/{id}/appointments")]
pub async fn appointment_list(
    access: Allowed<cap::AppointmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PersonDays>,
) -> Result<Answer<Page<AppointmentView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (from, to) = span(query.from, query.days, own_zone(tx));
        let appointments = tx.appointments_of(*id, from, to).await?;
        let name = tx.person_name(*id).await?;
        let away = in_hospital(tx, vec![*id]).await?;
        let views = appointments.into_iter().map(|one| view::view(tx, one, name.clone(), &away));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// One appointment.
#[utoipa::path(tag = "appointment", operation_id = "appointment_get", params(("id" = Uuid, Path)), responses((status = 200, body = AppointmentView)))]
#[get("/appointments/{id}")]
pub async fn appointment_get(
    access: Allowed<cap::AppointmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AppointmentView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (appointment, _) = tx.appointment(*id).await?;
        Ok(Answer::resource(appointment.version, named(tx, appointment).await?))
    });
    Ok(answer.await?)
}

/// Runs one state change of an appointment at a version.
async fn change(
    access: &Allowed<cap::AppointmentWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl AsyncFnOnce(&mut Tx, Appointment, &Case) -> persistence::Result<Change<Appointment>>,
) -> Result<Answer<AppointmentView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let (appointment, case) = tx.appointment(id).await?;
        tx.require_version(appointment.version, version.0)?;
        let change = act(tx, appointment, &case).await?;
        let appointment = tx.apply(change)?;
        Ok(Answer::resource(appointment.version, named(tx, appointment).await?))
    });
    Ok(answer.await?)
}

/// Books what was proposed, when its time is free.
#[utoipa::path(tag = "appointment", operation_id = "appointment_book", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/book")]
pub async fn appointment_book(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AppointmentView>, Problem> {
    change(&access, &state, *id, version, async |tx, appointment, case| {
        let change = appointment.book(tx.now())?;
        admit(tx, case, std::slice::from_ref(&change.record)).await?;
        Ok(change)
    })
    .await
}

/// Moves an appointment to another time, or to other colleagues; the other appointments of a series stay. What is heard in a hearing
/// moves along, with the deadlines that hang on its day.
#[utoipa::path(tag = "appointment", operation_id = "appointment_move", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppointmentMove, responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/move")]
pub async fn appointment_move(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AppointmentMove>,
) -> Result<Answer<AppointmentView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, async |tx, appointment, case| {
        let length = body.minutes.map_or(appointment.length(), TimeDelta::minutes);
        let was = appointment.starts_at;
        let change = appointment.move_to(body.starts_at, length, body.attendee_ids, tx.now())?;
        admit(tx, case, std::slice::from_ref(&change.record)).await?;
        if change.record.starts_at != was {
            change_rides(tx, &change.record, was).await?;
            hearing::follow(tx, case, &[(change.record.clone(), was)]).await?;
        }
        Ok(change)
    })
    .await
}

/// Notes that the person was reminded.
#[utoipa::path(tag = "appointment", operation_id = "appointment_remind", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/remind")]
pub async fn appointment_remind(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AppointmentView>, Problem> {
    change(&access, &state, *id, version, async |tx, appointment, _| Ok(appointment.remind(tx.now())?)).await
}

/// Notes that the worker, or the person, is there.
#[utoipa::path(tag = "appointment", operation_id = "appointment_arrive", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/arrive")]
pub async fn appointment_arrive(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AppointmentView>, Problem> {
    change(&access, &state, *id, version, async |tx, appointment, _| Ok(appointment.arrive(tx.now())?)).await
}

/// Notes that the physician who ordered a missed visit was told.
#[utoipa::path(tag = "appointment", operation_id = "appointment_notify", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/notify")]
pub async fn appointment_notify(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AppointmentView>, Problem> {
    change(&access, &state, *id, version, async |tx, appointment, _| Ok(appointment.notify(tx.now())?)).await
}

/// Cancels an appointment with a reason, and the later ones of its series when asked to.
#[utoipa::path(tag = "appointment", operation_id = "appointment_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppointmentCancel, responses((status = 200, body = AppointmentView)))]
#[post("/appointments/{id}/cancel")]
pub async fn appointment_cancel(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AppointmentCancel>,
) -> Result<Answer<AppointmentView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, async |tx, appointment, case| {
        let (me, now): (Uuid, DateTime<Utc>) = (tx.actor().id, tx.now());
        let by: CancelledBy = body.by.0;
        let open = if body.following { tx.open_appointments_of(appointment.case_id).await? } else { Vec::new() };
        let mut ended = Vec::new();
        for one in open.into_iter().filter(|one| one.follows(&appointment)) {
            let cancelled = tx.apply(one.cancel(by, body.reason.clone(), me, now)?)?;
            change_rides(tx, &cancelled, cancelled.starts_at).await?;
            ended.push((cancelled.clone(), cancelled.starts_at));
        }
        let change = appointment.cancel(by, body.reason, me, now)?;
        change_rides(tx, &change.record, change.record.starts_at).await?;
        ended.push((change.record.clone(), change.record.starts_at));
        hearing::follow(tx, case, &ended).await?;
        Ok(change)
    })
    .await
}
