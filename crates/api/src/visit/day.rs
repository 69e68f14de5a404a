//! A worker's day outside the office, who is out, and the ways of a month.

use actix_web::{get, post, web};
use chrono::{Datelike, Months, NaiveDate};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::clock::start_of_day;
use domain::visit::day::{VisitDay, in_order};
use persistence::visit::Stop;
use persistence::{Error, Tx};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{self, MileageMonth, StopView, VisitDayView};
use crate::absence::may_plan_for;
use crate::app::State;
use crate::appointment::span;
use crate::appointment::view::in_hospital;
use crate::http::{Allowed, Answer, Page, Problem, Query, Valid};

/// Which day of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct VisitDayQuery {
    /// The day, in the worker's own time zone.
    on: NaiveDate,
    /// Whose; the reader's own when absent.
    staff_id: Option<Uuid>,
}

/// Which month of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MileageQuery {
    /// Any day of the month, in the worker's own time zone.
    on: NaiveDate,
    /// Whose; the reader's own when absent. Those of others are for who leads them.
    staff_id: Option<Uuid>,
}

/// An order of one's visits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitDayOrder {
    /// The day, in one's own time zone.
    on: NaiveDate,
    /// The appointments in order; what is left out comes by its time.
    #[schema(max_items = 50)]
    appointment_ids: Vec<Uuid>,
}

/// A worker with the zone in which their days begin and end.
fn worker(tx: &Tx, id: Option<Uuid>) -> persistence::Result<(Uuid, chrono_tz::Tz)> {
    let id = id.unwrap_or(tx.actor().id);
    let unknown = || Rule::at("unknown_staff", "/staff_id", "There is no such colleague.");
    let card = tx.directory().staff.get(&id).ok_or_else(unknown)?;
    Ok((id, card.zone))
}

/// The stops of a day in their order.
async fn stops(tx: &mut Tx, on: NaiveDate, (staff_id, zone): (Uuid, chrono_tz::Tz)) -> persistence::Result<Vec<Stop>> {
    let (from, to) = span(on, 1, zone);
    let stops = tx.stops_of(staff_id, from, to).await?;
    let order = tx.visit_day(staff_id, on).await?.map(|day| day.appointment_ids).unwrap_or_default();
    Ok(in_order(stops, &order, |stop| (stop.appointment.starts_at, stop.appointment.id)))
}

async fn shown(
    tx: &mut Tx,
    on: NaiveDate,
    who: (Uuid, chrono_tz::Tz),
    stops: Vec<Stop>,
) -> persistence::Result<VisitDayView> {
    let people: Vec<Uuid> = stops.iter().map(|stop| stop.person.id).collect();
    let checks = tx.last_checks(&people).await?;
    let away = in_hospital(tx, people).await?;
    Ok(view::day(tx, on, who, stops, &checks, &away))
}

/// The visits of a worker's day outside the office, in their order, with what to know before one goes there. Of people out of the
/// reader's reach nothing is shown.
#[utoipa::path(tag = "visit", operation_id = "visit_day_get", params(VisitDayQuery), responses((status = 200, body = VisitDayView)))]
#[get("/visit-days")]
pub async fn visit_day_get(
    access: Allowed<cap::VisitRead>,
    state: web::Data<State>,
    query: Query<VisitDayQuery>,
) -> Result<Answer<VisitDayView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let who = worker(tx, query.staff_id)?;
        let found = stops(tx, query.on, who).await?;
        Ok(Answer::ok(shown(tx, query.on, who, found).await?))
    });
    Ok(answer.await?)
}

/// Sets the order of one's own visits of a day.
#[utoipa::path(tag = "visit", operation_id = "visit_day_order", request_body = VisitDayOrder, responses((status = 200, body = VisitDayView)))]
#[post("/visit-days/order")]
pub async fn visit_day_order(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    body: Valid<VisitDayOrder>,
) -> Result<Answer<VisitDayView>, Problem> {
    let VisitDayOrder { on, appointment_ids } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let who = worker(tx, None)?;
        let found = stops(tx, on, who).await?;
        let ids: Vec<Uuid> = found.iter().map(|stop| stop.appointment.id).collect();
        let known = tx.visit_day(who.0, on).await?;
        let is_known = known.is_some();
        let new = || VisitDay { id: Uuid::now_v7(), version: 1, staff_id: who.0, day: on, appointment_ids: Vec::new() };
        let day = tx.apply(known.unwrap_or_else(new).ordered(is_known, appointment_ids, &ids)?)?;
        let ordered = in_order(found, &day.appointment_ids, |stop| (stop.appointment.starts_at, stop.appointment.id));
        Ok(Answer::ok(shown(tx, on, who, ordered).await?))
    });
    Ok(answer.await?)
}

/// Who is out, since when and until when, and who waits to hear whether they may go: of people within reach.
#[utoipa::path(tag = "visit", operation_id = "visit_out_list", responses((status = 200, body = Page<StopView>)))]
#[get("/visits")]
pub async fn visit_out_list(
    access: Allowed<cap::VisitRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<StopView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let since = tx.now() - domain::visit::CHECK_HOLDS;
        let out = tx.visits_out(since).await?;
        let away = in_hospital(tx, out.iter().map(|stop| stop.person.id).collect()).await?;
        let staff = |stop: &Stop| stop.visit.as_ref().map_or(Uuid::nil(), |visit| visit.staff_id);
        let views = out.into_iter().map(|stop| {
            let staff_id = staff(&stop);
            view::stop(tx, stop, staff_id, &[], &away)
        });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// How far a worker drove in a month: one's own, and of colleagues whom one leads.
#[utoipa::path(tag = "visit", operation_id = "mileage_list", params(MileageQuery), responses((status = 200, body = MileageMonth)))]
#[get("/mileage")]
pub async fn mileage_list(
    access: Allowed<cap::VisitRead>,
    state: web::Data<State>,
    query: Query<MileageQuery>,
) -> Result<Answer<MileageMonth>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let who = worker(tx, query.staff_id)?;
        let leads = tx.actor().may(Capability::CaseAssign) && may_plan_for(tx, who.0);
        if who.0 != tx.actor().id && !leads {
            return Err(Error::Forbidden("mileage_of_colleague"));
        }
        let first = query.on.with_day(1).unwrap_or(query.on);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        let (from, to) = (start_of_day(first, who.1), start_of_day(next, who.1));
        let found = tx.stops_of(who.0, from, to).await?;
        Ok(Answer::ok(view::month(tx, first, who, found)))
    });
    Ok(answer.await?)
}
