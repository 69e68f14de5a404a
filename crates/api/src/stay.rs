//! Stays: inpatient, observation, emergency and facility episodes.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::clock::local_date;
use domain::stay::{Stay, StayClass, StayStatus, los_days, readmission};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{EmergencyCauseCode, StayClassCode, StayStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::task::Reason;

/// A stay.
#[derive(Debug, Serialize, ToSchema)]
pub struct StayView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    class: StayClassCode,
    status: StayStatusCode,
    facility: String,
    reason: Option<String>,
    /// What a visit to the emergency department was for; null where nobody said and no diagnosis tells.
    cause: Option<EmergencyCauseCode>,
    admitted_at: DateTime<Utc>,
    discharged_at: Option<DateTime<Utc>>,
    destination: Option<String>,
    /// Length in days: that of discharge minus that of admission, and 1 within a day; null while it lasts.
    #[schema(minimum = 1)]
    los_days: Option<u32>,
    /// The earlier stay that this one is a readmission to, within 30 days.
    readmission: Option<ReadmissionView>,
    /// Why it was cancelled.
    #[schema(max_length = 2000)]
    cancel_reason: Option<String>,
    /// True when the hospital's feed keeps it.
    from_feed: bool,
    /// Operations the reader may do on this stay now.
    can: Vec<&'static str>,
}

/// That a stay began within 30 days of the end of an earlier one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadmissionView {
    /// The earlier stay.
    stay_id: Uuid,
    /// Days between.
    #[schema(minimum = 2, maximum = 30)]
    days: i64,
}

/// A new stay, running or already over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "class": "inpatient", "facility": "Harbor General Hospital", "admitted_at": "2026-03-03T22:15:00-05:00",
    "reason": "Heart failure", "destination": "Home with home health"
}))]
pub struct StayCreate {
    /// Class.
    class: StayClassCode,
    /// Name of the place.
    #[schema(min_length = 1, max_length = 200, example = "Harbor General Hospital")]
    facility: String,
    /// Reason.
    #[schema(max_length = 500)]
    reason: Option<String>,
    /// What a visit to the emergency department was for.
    cause: Option<EmergencyCauseCode>,
    /// Begin.
    admitted_at: DateTime<Utc>,
    /// End, when it is over.
    discharged_at: Option<DateTime<Utc>>,
    /// Where the person went.
    #[schema(max_length = 200)]
    destination: Option<String>,
}

/// The end of a stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "discharged_at": "2026-03-06T11:00:00-05:00", "destination": "Home with home health" }))]
pub struct StayDischarge {
    /// When.
    discharged_at: DateTime<Utc>,
    /// Where to.
    #[schema(max_length = 200)]
    destination: Option<String>,
}

/// What a visit to the emergency department was for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StayCause {
    /// Its cause; what was said before is taken away when absent.
    cause: Option<EmergencyCauseCode>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(stay_create)
        .service(stay_list)
        .service(stay_discharge)
        .service(stay_resume)
        .service(stay_cause)
        .service(stay_cancel);
}

/// The view of a stay, among all stays of the person.
pub fn view(tx: &Tx, stay: Stay, all: &[Stay]) -> StayView {
    let zone = tx.directory().main_zone();
    let day = |at| local_date(at, zone);
    let los_days = stay.discharged_at.and_then(|end| los_days(day(stay.admitted_at), day(end)));
    let readmission =
        readmission(&stay, all, zone).map(|(earlier, days)| ReadmissionView { stay_id: earlier.id, days });
    let mut can: Vec<&'static str> = match stay.status {
        _ if !tx.actor().may(Capability::StayWrite) => Vec::new(),
        StayStatus::InProgress => vec!["stay_discharge", "stay_cancel"],
        StayStatus::Finished => vec!["stay_resume", "stay_cancel"],
        StayStatus::Cancelled => Vec::new(),
    };
    if stay.class == StayClass::Emergency && !can.is_empty() {
        can.push("stay_cause");
    }
    StayView {
        id: stay.id,
        version: stay.version,
        person_id: stay.person_id,
        class: stay.class.into(),
        status: stay.status.into(),
        facility: stay.facility,
        reason: stay.reason,
        cause: stay.cause.map(Into::into),
        admitted_at: stay.admitted_at,
        discharged_at: stay.discharged_at,
        destination: stay.destination,
        los_days,
        readmission,
        cancel_reason: stay.cancel_reason,
        from_feed: stay.source.is_some_and(|source| source.starts_with("adt:")),
        can,
    }
}

/// Records a stay. A discharge opens the outreach deadlines of the person's programs.
#[utoipa::path(tag = "stay", operation_id = "stay_create", params(("id" = Uuid, Path)), request_body = StayCreate, responses((status = 201, body = StayView)))]
#[post("/people/{id}/stays")]
pub async fn stay_create(
    access: Allowed<cap::StayWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<StayCreate>,
) -> Result<Answer<StayView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let mut cases = tx.active_cases(*id, body.admitted_at).await?;
        let stay = Stay {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            class: body.class.0,
            status: StayStatus::InProgress,
            facility: body.facility,
            reason: body.reason,
            admitted_at: body.admitted_at,
            discharged_at: body.discharged_at,
            destination: body.destination,
            cancel_reason: None,
            source: None,
            cause: body.cause.map(|code| code.0),
        };
        let change = Stay::admit(stay, tx.now())?;
        let stay = tx.apply_in(&mut cases, change)?;
        tx.transition_follows(&mut cases, &stay).await?;
        let all = tx.stays_of(*id).await?;
        Ok(Answer::created(stay.version, view(tx, stay, &all)))
    });
    Ok(answer.await?)
}

/// Stays of a person, newest first.
#[utoipa::path(tag = "stay", operation_id = "stay_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<StayView>)))]
#[get("/people/{id}/stays")]
pub async fn stay_list(
    access: Allowed<cap::StayRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<StayView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let stays = tx.stays_of(*id).await?;
        let views = stays.iter().map(|stay| view(tx, stay.clone(), &stays)).collect();
        Ok(Answer::ok(Page::whole(views)))
    });
    Ok(answer.await?)
}

/// Ends a stay and opens the outreach deadlines of the person's programs.
#[utoipa::path(tag = "stay", operation_id = "stay_discharge", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = StayDischarge, responses((status = 200, body = StayView)))]
#[post("/stays/{id}/discharge")]
pub async fn stay_discharge(
    access: Allowed<cap::StayWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<StayDischarge>,
) -> Result<Answer<StayView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let stay = tx.stay(*id).await?;
        tx.require_version(stay.version, version.0)?;
        let mut cases = tx.active_cases(stay.person_id, body.discharged_at).await?;
        let change = stay.discharge(body.discharged_at, body.destination, tx.now())?;
        let stay = tx.apply_in(&mut cases, change)?;
        let all = tx.stays_of(stay.person_id).await?;
        Ok(Answer::resource(stay.version, view(tx, stay, &all)))
    });
    Ok(answer.await?)
}

/// Takes back a discharge that did not happen: the stay goes on, and the deadlines that the discharge anchored are cancelled.
#[utoipa::path(tag = "stay", operation_id = "stay_resume", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = StayView)))]
#[post("/stays/{id}/resume")]
pub async fn stay_resume(
    access: Allowed<cap::StayWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<StayView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let stay = tx.stay(*id).await?;
        tx.require_version(stay.version, version.0)?;
        let mut cases = tx.active_cases(stay.person_id, stay.admitted_at).await?;
        let change = stay.resume(tx.now())?;
        let stay = tx.apply_in(&mut cases, change)?;
        let all = tx.stays_of(stay.person_id).await?;
        Ok(Answer::resource(stay.version, view(tx, stay, &all)))
    });
    Ok(answer.await?)
}

/// Says what a visit to the emergency department was for, where no diagnosis tells: the follow-up after it is counted by that.
#[utoipa::path(tag = "stay", operation_id = "stay_cause", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = StayCause, responses((status = 200, body = StayView)))]
#[post("/stays/{id}/cause")]
pub async fn stay_cause(
    access: Allowed<cap::StayWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<StayCause>,
) -> Result<Answer<StayView>, Problem> {
    let cause = body.0.cause.map(|code| code.0);
    let answer = state.store.write(&access, async |tx| {
        let stay = tx.stay(*id).await?;
        tx.require_version(stay.version, version.0)?;
        let stay = tx.apply(stay.say_cause(cause)?)?;
        let all = tx.stays_of(stay.person_id).await?;
        Ok(Answer::resource(stay.version, view(tx, stay, &all)))
    });
    Ok(answer.await?)
}

/// Cancels a stay that was entered in error; the deadlines it anchored are cancelled with it.
#[utoipa::path(tag = "stay", operation_id = "stay_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = StayView)))]
#[post("/stays/{id}/cancel")]
pub async fn stay_cancel(
    access: Allowed<cap::StayWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<StayView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let stay = tx.stay(*id).await?;
        tx.require_version(stay.version, version.0)?;
        let mut cases = tx.active_cases(stay.person_id, stay.admitted_at).await?;
        let change = stay.cancel(reason, tx.now())?;
        let stay = tx.apply_in(&mut cases, change)?;
        let all = tx.stays_of(stay.person_id).await?;
        Ok(Answer::resource(stay.version, view(tx, stay, &all)))
    });
    Ok(answer.await?)
}
