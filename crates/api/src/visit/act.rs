//! What happens on a visit, from the safety check to the mileage.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{CapabilityMarker, cap};
use domain::appointment::{Appointment, AppointmentAction, AppointmentStatus};
use domain::case::Case;
use domain::task::TaskStatus;
use domain::visit::mileage::Mileage;
use domain::visit::safety::{CompanionDecision, ask_task};
use domain::visit::{Said, Visit};
use domain::{Change, Rule};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{SafetyAnswersContent, VisitView, may_decide, view};
use crate::app::State;
use crate::appointment::outcome::{AppointmentKeep, AppointmentMiss, keep, miss};
use crate::contact::Settled;
use crate::http::code::{CompanionAnswerCode, DistanceUnitCode, SafetyResultCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// A safety check before a visit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitCheck {
    answers: SafetyAnswersContent,
    /// What follows. One may be more careful than the answers, never less.
    result: SafetyResultCode,
}

/// Whether a worker may go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitDecide {
    answer: CompanionAnswerCode,
    /// Who goes along; needed when somebody does.
    companion_id: Option<Uuid>,
    /// Why it is safe to go alone, or what else to mind.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// A moment of a visit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitMoment {
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
    /// Why it is entered late; needed with a time.
    #[schema(max_length = 1000)]
    late_reason: Option<String>,
}

/// Arriving at a visit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitArrive {
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
    /// Why it is entered late; needed with a time.
    #[schema(max_length = 1000)]
    late_reason: Option<String>,
    /// How long it will take; as long as the appointment is planned when absent.
    #[schema(minimum = 5, maximum = 480)]
    minutes: Option<i64>,
}

/// Staying longer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitExtend {
    /// How much longer, from now on.
    #[schema(minimum = 5, maximum = 480)]
    minutes: i64,
}

/// Leaving a visit, with what became of its appointment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitDepart {
    /// When; now when absent.
    at: Option<DateTime<Utc>>,
    /// Why it is entered late; needed with a time.
    #[schema(max_length = 1000)]
    late_reason: Option<String>,
    /// That the appointment took place, and the contact that came of it.
    kept: Option<AppointmentKeep>,
    /// That the person was not there.
    missed: Option<AppointmentMiss>,
    /// How far it was.
    mileage: Option<VisitMileage>,
}

/// How far a visit was: by the odometer, or by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitMileage {
    unit: DistanceUnitCode,
    /// In tenths of the unit; not needed with the odometer.
    #[schema(minimum = 0, maximum = 99_999)]
    tenths: Option<i32>,
    /// The odometer at the start, in tenths of the unit.
    #[schema(minimum = 0, maximum = 99_999_999)]
    odometer_start: Option<i32>,
    /// The odometer at the end.
    #[schema(minimum = 0, maximum = 99_999_999)]
    odometer_end: Option<i32>,
}

impl VisitMileage {
    fn way(self) -> Result<Mileage, Rule> {
        Mileage::new(self.unit.0, self.tenths, self.odometer_start, self.odometer_end)
    }
}

/// A refusal of a way that is part of another request.
fn in_mileage(rule: Rule) -> Rule {
    let pointer = rule.pointer.as_deref().map(|pointer| format!("/mileage{pointer}"));
    Rule { pointer, ..rule }
}

/// A visit that is over, and the deadlines that its contact met.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitDeparted {
    visit: VisitView,
    met: Vec<Settled>,
}

async fn named(tx: &mut Tx, visit: Visit) -> persistence::Result<VisitView> {
    let name = tx.person_name(visit.person_id).await?;
    Ok(view(tx, visit, name))
}

/// One's own visit at a version, with its appointment and its case.
async fn own(tx: &mut Tx, id: Uuid, version: IfMatch) -> persistence::Result<(Visit, Appointment, Case)> {
    let found = tx.visit(id).await?;
    if found.0.staff_id != tx.actor().id {
        return Err(Error::Forbidden("visit_of_colleague"));
    }
    tx.require_version(found.0.version, version.0)?;
    Ok(found)
}

/// Runs one state change of one's own visit.
async fn change<C: CapabilityMarker>(
    access: &Allowed<C>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl AsyncFnOnce(&mut Tx, Visit, Appointment) -> persistence::Result<Change<Visit>>,
) -> Result<Answer<VisitView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let (visit, appointment, _) = own(tx, id, version).await?;
        let change = act(tx, visit, appointment).await?;
        let visit = tx.apply(change)?;
        Ok(Answer::resource(visit.version, named(tx, visit).await?))
    });
    Ok(answer.await?)
}

/// One visit.
#[utoipa::path(tag = "visit", operation_id = "visit_get", params(("id" = Uuid, Path)), responses((status = 200, body = VisitView)))]
#[get("/visits/{id}")]
pub async fn visit_get(
    access: Allowed<cap::VisitRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<VisitView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (visit, ..) = tx.visit(*id).await?;
        Ok(Answer::resource(visit.version, named(tx, visit).await?))
    });
    Ok(answer.await?)
}

/// Answers the safety check before one's own visit to an appointment, first or again. When it says not alone, the first above the
/// worker is asked.
#[utoipa::path(tag = "visit", operation_id = "visit_check", params(("id" = Uuid, Path)), request_body = VisitCheck, responses((status = 200, body = VisitView)))]
#[post("/appointments/{id}/visit")]
pub async fn visit_check(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<VisitCheck>,
) -> Result<Answer<VisitView>, Problem> {
    let VisitCheck { answers, result } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (appointment, case) = tx.appointment(*id).await?;
        let (me, now) = (tx.actor().id, tx.now());
        let lead = tx.staffing(case.team_id).await?.next_above(me, now);
        let known = tx.visit_to(*id, me).await?;
        if let Some(known) = &known {
            settle_task(tx, known, "The check was answered again.").await?;
        }
        let mut change = match known {
            Some(visit) => visit.check(&appointment, answers.into(), result.0, lead, now)?,
            None => Visit::begin((Uuid::now_v7(), me), &appointment, answers.into(), result.0, lead, now)?,
        };
        if let Some(task) = ask_task(&change.record, &case, Uuid::now_v7()) {
            tx.let_in_asked(&case, task.record.owner_id).await?;
            change.record.task_id = Some(tx.apply(task)?.id);
        }
        let visit = tx.apply(change)?;
        Ok(Answer::resource(visit.version, named(tx, visit).await?))
    });
    Ok(answer.await?)
}

/// Ends the task by which somebody was asked about a visit.
async fn settle_task(tx: &mut Tx, visit: &Visit, result: &str) -> persistence::Result<()> {
    let Some(id) = visit.task_id else { return Ok(()) };
    let task = tx.task_waited_for(id).await?;
    if task.status == TaskStatus::Open {
        let done = task.complete(Some(result.into()), tx.now())?;
        tx.apply(done)?;
    }
    Ok(())
}

/// Says whether a colleague whose safety check says not alone may go, and with whom.
#[utoipa::path(tag = "visit", operation_id = "visit_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitDecide, responses((status = 200, body = VisitView)))]
#[post("/visits/{id}/decide")]
pub async fn visit_decide(
    access: Allowed<cap::VisitDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitDecide>,
) -> Result<Answer<VisitView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (visit, ..) = tx.visit(*id).await?;
        if visit.staff_id != tx.actor().id && !may_decide(tx, &visit) {
            return Err(Error::Forbidden("visit_not_asked"));
        }
        tx.require_version(visit.version, version.0)?;
        let known = |id: &Uuid| tx.directory().staff.get(id).is_some_and(|card| card.active);
        if body.companion_id.as_ref().is_some_and(|id| !known(id)) {
            return Err(Rule::at("unknown_staff", "/companion_id", "There is no such colleague.").into());
        }
        let decision = CompanionDecision {
            answer: body.answer.0,
            companion_id: body.companion_id,
            reason: body.reason,
            by: tx.actor().id,
            at: tx.now(),
        };
        let change = visit.decide(decision)?;
        settle_task(tx, &change.record, "Answered.").await?;
        let visit = tx.apply(change)?;
        Ok(Answer::resource(visit.version, named(tx, visit).await?))
    });
    Ok(answer.await?)
}

/// Sets out for one's own visit.
#[utoipa::path(tag = "visit", operation_id = "visit_set_out", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitMoment, responses((status = 200, body = VisitView)))]
#[post("/visits/{id}/set-out")]
pub async fn visit_set_out(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitMoment>,
) -> Result<Answer<VisitView>, Problem> {
    let said = Said { at: body.0.at, reason: body.0.late_reason };
    change(&access, &state, *id, version, async |tx, visit, appointment| {
        Ok(visit.set_out(&appointment, said, tx.now())?)
    })
    .await
}

/// Arrives at one's own visit: checks in, with the end that is expected. The appointment notes the arrival too.
#[utoipa::path(tag = "visit", operation_id = "visit_arrive", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitArrive, responses((status = 200, body = VisitView)))]
#[post("/visits/{id}/arrive")]
pub async fn visit_arrive(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitArrive>,
) -> Result<Answer<VisitView>, Problem> {
    let VisitArrive { at, late_reason, minutes } = body.0;
    let said = Said { at, reason: late_reason };
    change(&access, &state, *id, version, async |tx, visit, appointment| {
        let change = visit.arrive(&appointment, said, minutes, tx.now())?;
        if appointment.status.after(AppointmentAction::Arrive) == Some(AppointmentStatus::Arrived) {
            tx.apply(appointment.arrive(change.record.arrived_at.unwrap_or(tx.now()))?)?;
        }
        Ok(change)
    })
    .await
}

/// Stays longer at one's own visit.
#[utoipa::path(tag = "visit", operation_id = "visit_extend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitExtend, responses((status = 200, body = VisitView)))]
#[post("/visits/{id}/extend")]
pub async fn visit_extend(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitExtend>,
) -> Result<Answer<VisitView>, Problem> {
    let minutes = body.0.minutes;
    change(&access, &state, *id, version, async |tx, visit, _| Ok(visit.extend(minutes, tx.now())?)).await
}

/// Leaves one's own visit: checks out, and says in the same step what became of the appointment and how far it was. An alert that is
/// open about the worker stays open until somebody says how they are.
#[utoipa::path(tag = "visit", operation_id = "visit_depart", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitDepart, responses((status = 200, body = VisitDeparted)))]
#[post("/visits/{id}/depart")]
pub async fn visit_depart(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitDepart>,
) -> Result<Answer<VisitDeparted>, Problem> {
    let VisitDepart { at, late_reason, kept, missed, mileage } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (visit, appointment, case) = own(tx, *id, version).await?;
        let left = visit.depart(Said { at, reason: late_reason }, tx.now())?.record;
        let met = match (kept, missed) {
            (Some(_), Some(_)) => {
                let detail = "It took place, or the person was not there: say one of both.";
                return Err(Rule::at("visit_one_outcome", "/missed", detail).into());
            }
            (Some(kept), None) => {
                left.require_been_there()?;
                keep(tx, appointment, &case, kept, Some(left.staff_id)).await?.1
            }
            (None, Some(missed)) => {
                let change = miss(tx, appointment, &case, missed)?;
                tx.apply(change)?;
                Vec::new()
            }
            (None, None) => Vec::new(),
        };
        let left = match mileage {
            // The way and the departure are one step, and one version.
            Some(said) => Visit { version: left.version, ..left.drive(said.way().map_err(in_mileage)?)?.record },
            None => left,
        };
        let visit = tx.apply(Change::updated(left))?;
        Ok(Answer::resource(visit.version, VisitDeparted { visit: named(tx, visit).await?, met }))
    });
    Ok(answer.await?)
}

/// Says how far one's own visit was, first or again.
#[utoipa::path(tag = "visit", operation_id = "visit_mileage", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = VisitMileage, responses((status = 200, body = VisitView)))]
#[post("/visits/{id}/mileage")]
pub async fn visit_mileage(
    access: Allowed<cap::VisitWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<VisitMileage>,
) -> Result<Answer<VisitView>, Problem> {
    let said = body.0;
    change(&access, &state, *id, version, async |_, visit, _| Ok(visit.drive(said.way()?)?)).await
}
