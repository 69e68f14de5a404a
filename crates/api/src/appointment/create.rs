//! New appointments: one, a series, or the proposed visits of a plan.

use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::Rule;
use domain::access::cap;
use domain::appointment::plan::{Intensity, visits};
use domain::appointment::repeat::{Repeat, starts};
use domain::appointment::{Appointment, AppointmentKind, AppointmentStatus};
use domain::case::Case;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{AppointmentView, in_hospital, named, view};
use super::{admit, hearing};
use crate::app::State;
use crate::http::code::{AppointmentKindCode, MilestoneKindCode, RepeatEveryCode};
use crate::http::{Allowed, Answer, Page, Problem, Valid};

/// A new appointment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "home_visit", "title": "First visit", "starts_at": "2026-03-10T10:00:00-04:00", "minutes": 60,
    "place": "12 Mill Street, Troy", "repeat": { "every": "two_weeks", "count": 6 }
}))]
pub struct AppointmentCreate {
    /// Kind.
    kind: AppointmentKindCode,
    /// Start.
    starts_at: DateTime<Utc>,
    /// How long.
    #[schema(minimum = 5, maximum = 480)]
    minutes: i64,
    /// What for.
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Where.
    #[schema(max_length = 300)]
    place: Option<String>,
    /// Link of a video call.
    #[schema(max_length = 500, pattern = "^https://[^\\s\\x00]+$")]
    link: Option<String>,
    /// Number to call.
    #[schema(max_length = 40)]
    phone: Option<String>,
    /// Who takes part for us, the one who leads it first; the author when absent.
    #[schema(min_items = 1, max_items = 10)]
    attendee_ids: Option<Vec<Uuid>>,
    /// True when it is not agreed yet: it holds nobody's time.
    #[serde(default)]
    proposed: bool,
    /// How it comes again.
    repeat: Option<RepeatInput>,
    /// Of a hearing: what is heard, as a milestone of its day. It starts the clocks that hang on the hearing, and follows the calendar.
    hears: Option<MilestoneKindCode>,
}

/// How an appointment comes again, at the same time on the wall. At least one of the two ends is needed; the earlier one counts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepeatInput {
    /// How often.
    every: RepeatEveryCode,
    /// Last day.
    until: Option<NaiveDate>,
    /// How many appointments, the first one included.
    #[schema(minimum = 1, maximum = 53)]
    count: Option<u32>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentCreated {
    /// The appointment, the first one of a series.
    appointment: AppointmentView,
    /// When the appointments of the series begin; empty without one.
    series: Vec<DateTime<Utc>>,
}

/// How often the person is visited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitPlanCreate {
    /// Visits in a week.
    #[schema(minimum = 1, maximum = 7)]
    per_week: u32,
    /// Weeks.
    #[schema(minimum = 1, maximum = 12)]
    weeks: u32,
    /// First day.
    first_on: NaiveDate,
    /// Time of day in the program's zone.
    #[schema(max_length = 5, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    time: String,
    /// How long.
    #[schema(minimum = 5, maximum = 480)]
    minutes: i64,
    /// What for.
    #[schema(max_length = 200)]
    title: Option<String>,
    /// Where.
    #[schema(max_length = 300)]
    place: Option<String>,
    /// Who visits; the author when absent.
    #[schema(min_items = 1, max_items = 10)]
    attendee_ids: Option<Vec<Uuid>>,
}

/// An appointment of a case without a time, made by the reader.
fn blank(tx: &Tx, case: &Case, kind: AppointmentKind, attendee_ids: Option<Vec<Uuid>>) -> Appointment {
    let (me, now) = (tx.actor().id, tx.now());
    Appointment {
        id: Uuid::now_v7(),
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        series_id: None,
        kind,
        title: None,
        status: AppointmentStatus::Booked,
        starts_at: now,
        ends_at: now,
        time_zone: tx.directory().zone(case.program_id).to_string(),
        place: None,
        link: None,
        phone: None,
        attendee_ids: attendee_ids.unwrap_or_else(|| vec![me]),
        reminded_at: None,
        arrived_at: None,
        cancellation: None,
        reason: None,
        notified_at: None,
        settled_at: None,
        settled_by: None,
        contact_id: None,
        author_id: me,
        created_at: now,
    }
}

/// The same appointment at each of some times.
fn at_each(appointment: &Appointment, starts: &[DateTime<Utc>], minutes: i64) -> Vec<Appointment> {
    let series_id = (starts.len() > 1).then(Uuid::now_v7);
    let one = |starts_at: &DateTime<Utc>| Appointment {
        id: Uuid::now_v7(),
        series_id,
        starts_at: *starts_at,
        ends_at: *starts_at + TimeDelta::minutes(minutes),
        ..appointment.clone()
    };
    starts.iter().map(one).collect()
}

/// Stores appointments whose times are free.
async fn store(tx: &mut Tx, case: &Case, wanted: Vec<Appointment>) -> persistence::Result<Vec<Appointment>> {
    let now = tx.now();
    let changes =
        wanted.into_iter().map(|one| Appointment::create(one, case, now)).collect::<Result<Vec<_>, Rule>>()?;
    let records: Vec<Appointment> = changes.iter().map(|change| change.record.clone()).collect();
    admit(tx, case, &records).await?;
    changes.into_iter().map(|change| tx.apply(change)).collect()
}

/// Makes an appointment, or a series at the same time on the wall: all of it, or nothing when one time is held already.
#[utoipa::path(tag = "appointment", operation_id = "appointment_create", params(("id" = Uuid, Path)), request_body = AppointmentCreate, responses((status = 201, body = AppointmentCreated)))]
#[post("/cases/{id}/appointments")]
pub async fn appointment_create(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<AppointmentCreate>,
) -> Result<Answer<AppointmentCreated>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let zone = tx.directory().zone(case.program_id);
        let times = match body.repeat {
            Some(repeat) => {
                let repeat = Repeat { every: repeat.every.0, until: repeat.until, count: repeat.count };
                starts(body.starts_at, zone, repeat)?
            }
            None => vec![body.starts_at],
        };
        let first = Appointment {
            status: if body.proposed { AppointmentStatus::Proposed } else { AppointmentStatus::Booked },
            title: body.title,
            place: body.place,
            link: body.link,
            phone: body.phone,
            ..blank(tx, &case, body.kind.0, body.attendee_ids)
        };
        let made = store(tx, &case, at_each(&first, &times, body.minutes)).await?;
        if let Some(kind) = body.hears {
            hearing::record(tx, &case, kind.0, &made).await?;
        }
        let series = if made.len() > 1 { made.iter().map(|one| one.starts_at).collect() } else { Vec::new() };
        let first = made.into_iter().next().ok_or_else(|| persistence::Error::Internal("no appointment".into()))?;
        Ok(Answer::created(1, AppointmentCreated { appointment: named(tx, first).await?, series }))
    });
    Ok(answer.await?)
}

/// Proposes the visits of some weeks from how many a week the person needs, spread over the business days. Each is then booked,
/// moved or cancelled.
#[utoipa::path(tag = "appointment", operation_id = "visit_plan_create", params(("id" = Uuid, Path)), request_body = VisitPlanCreate, responses((status = 201, body = Page<AppointmentView>)))]
#[post("/cases/{id}/visit-plan")]
pub async fn visit_plan_create(
    access: Allowed<cap::AppointmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<VisitPlanCreate>,
) -> Result<Answer<Page<AppointmentView>>, Problem> {
    let body = body.0;
    let time = NaiveTime::parse_from_str(&body.time, "%H:%M").unwrap_or(NaiveTime::MIN);
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let zone = tx.directory().zone(case.program_id);
        let intensity = Intensity { per_week: body.per_week, weeks: body.weeks };
        let calendar = tx.directory().calendar_of(case.program_id);
        let mut times = visits(intensity, body.first_on, time, zone, calendar);
        times.retain(|at| *at > tx.now());
        if times.is_empty() {
            let detail = "No visit of this plan lies ahead. Choose a later first day.";
            return Err(Rule::at("visit_plan_in_past", "/first_on", detail).into());
        }
        let visit = Appointment {
            status: AppointmentStatus::Proposed,
            title: body.title,
            place: body.place,
            ..blank(tx, &case, AppointmentKind::HomeVisit, body.attendee_ids)
        };
        let made = store(tx, &case, at_each(&visit, &times, body.minutes)).await?;
        let name = tx.person_name(case.person_id).await?;
        let away = in_hospital(tx, vec![case.person_id]).await?;
        let views = made.into_iter().map(|one| view(tx, one, name.clone(), &away));
        Ok(Answer::created(1, Page::whole(views.collect())))
    });
    Ok(answer.await?)
}
