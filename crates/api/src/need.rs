//! Needs: what the plan must address.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::need::{Need, NeedStatus};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{NeedKindCode, NeedStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    kind: NeedKindCode,
    title: String,
    code: Option<String>,
    code_system: Option<String>,
    status: NeedStatusCode,
    reason: Option<String>,
    onset_on: Option<NaiveDate>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this need now.
    can: Vec<&'static str>,
}

/// A new need.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "social", "title": "No safe way to get to dialysis", "onset_on": "2026-02-20",
    "code_system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "Z75.3"
}))]
pub struct NeedCreate {
    /// Domain.
    kind: NeedKindCode,
    /// What it is.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S", example = "No safe way to get to dialysis")]
    title: String,
    /// Code.
    #[schema(max_length = 60)]
    code: Option<String>,
    /// Code system URI.
    #[schema(max_length = 200)]
    code_system: Option<String>,
    /// Since when.
    onset_on: Option<NaiveDate>,
}

/// A change of a need.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedUpdate {
    /// New state.
    status: NeedStatusCode,
    /// Why; needed when deferring, declining or resolving.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(need_create).service(need_list).service(need_update);
}

/// The view of a need.
pub fn view(tx: &Tx, need: Need) -> NeedView {
    NeedView {
        id: need.id,
        version: need.version,
        person_id: need.person_id,
        kind: need.kind.into(),
        title: need.title,
        code: need.code,
        code_system: need.code_system,
        status: need.status.into(),
        reason: need.reason,
        onset_on: need.onset_on,
        created_at: need.created_at,
        can: if tx.actor().may(Capability::NeedWrite) { vec!["need_update"] } else { Vec::new() },
    }
}

/// Records a need.
#[utoipa::path(tag = "need", operation_id = "need_create", params(("id" = Uuid, Path)), request_body = NeedCreate, responses((status = 201, body = NeedView)))]
#[post("/people/{id}/needs")]
pub async fn need_create(
    access: Allowed<cap::NeedWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<NeedCreate>,
) -> Result<Answer<NeedView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let need = Need {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            kind: body.kind.0,
            title: body.title,
            code: body.code,
            code_system: body.code_system,
            status: NeedStatus::Active,
            reason: None,
            onset_on: body.onset_on,
            created_at: tx.now(),
            source: None,
        };
        let need = tx.apply(Change::created(need))?;
        Ok(Answer::created(need.version, view(tx, need)))
    });
    Ok(answer.await?)
}

/// Needs of a person.
#[utoipa::path(tag = "need", operation_id = "need_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<NeedView>)))]
#[get("/people/{id}/needs")]
pub async fn need_list(
    access: Allowed<cap::NeedRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<NeedView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let needs = tx.needs_of(*id).await?;
        Ok(Answer::ok(Page::whole(needs.into_iter().map(|need| view(tx, need)).collect())))
    });
    Ok(answer.await?)
}

/// Confirms, defers, declines or resolves a need.
#[utoipa::path(tag = "need", operation_id = "need_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NeedUpdate, responses((status = 200, body = NeedView)))]
#[patch("/needs/{id}")]
pub async fn need_update(
    access: Allowed<cap::NeedWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<NeedUpdate>,
) -> Result<Answer<NeedView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let need = tx.need(*id).await?;
        tx.require_version(need.version, version.0)?;
        let change = need.change_to(body.status.0, body.reason)?;
        let need = tx.apply(change)?;
        Ok(Answer::resource(need.version, view(tx, need)))
    });
    Ok(answer.await?)
}
