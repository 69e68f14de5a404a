//! Advocacy: what was asked for a person, of whom, and what came of it; and what they chose from.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::advocacy::{Advocacy, AdvocacyStatus};
use domain::need::Need;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{AdvocacyKindCode, AdvocacyResultCode, AdvocacyStatusCode, NeedStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// The need in whose way something stands, as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdvocacyNeed {
    id: Uuid,
    title: String,
    status: NeedStatusCode,
}

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdvocacyView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    /// Null where none was named.
    need: Option<AdvocacyNeed>,
    kind: AdvocacyKindCode,
    /// Of whom it was asked, or with whom it was talked about.
    counterpart: Option<String>,
    /// What was asked, or what was to be chosen.
    asked: String,
    /// What was offered to choose from.
    alternatives: Vec<String>,
    /// What the person chose, in their words.
    chosen: Option<String>,
    happened_at: DateTime<Utc>,
    status: AdvocacyStatusCode,
    result: Option<AdvocacyResultCode>,
    result_note: Option<String>,
    settled_at: Option<DateTime<Utc>>,
    settled_by: Option<Ref>,
    error_reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What was offered.
fn alternatives_schema() -> Array {
    let text =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(500)).pattern(Some("\\S"));
    ArrayBuilder::new().items(text).max_items(Some(20)).description(Some("What was offered to choose from.")).build()
}

/// What was asked, talked about or chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvocacyCreate {
    /// What is logged.
    kind: AdvocacyKindCode,
    /// The need that is held up; a request names one.
    need_id: Option<Uuid>,
    /// Of whom it was asked, or with whom it was talked about.
    #[schema(max_length = 200)]
    counterpart: Option<String>,
    /// What was asked, or what was to be chosen.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S", example = "A ride to dialysis three times a week")]
    asked: String,
    /// What was offered to choose from; a choice has two or more.
    #[schema(schema_with = alternatives_schema)]
    #[serde(default)]
    alternatives: Vec<String>,
    /// What the person chose, in their words.
    #[schema(max_length = 2000)]
    chosen: Option<String>,
    /// When; now when absent.
    happened_at: Option<DateTime<Utc>>,
}

/// What came of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvocacySettle {
    /// The result.
    result: AdvocacyResultCode,
    /// More about it.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(advocacy_list).service(advocacy_create).service(advocacy_settle).service(advocacy_withdraw);
}

fn view(tx: &Tx, own: Advocacy, needs: &[Need]) -> AdvocacyView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let need = own.need_id.and_then(|id| needs.iter().find(|need| need.id == id));
    let mut can = Vec::new();
    if tx.actor().may(Capability::AdvocacyWrite) {
        if own.status == AdvocacyStatus::Open {
            can.push("advocacy_settle");
        }
        let mine = own.author_id == tx.actor().id || tx.actor().may(Capability::CaseAssign);
        if mine && own.status != AdvocacyStatus::EnteredInError {
            can.push("advocacy_withdraw");
        }
    }
    AdvocacyView {
        id: own.id,
        version: own.version,
        case_id: own.case_id,
        person_id: own.person_id,
        need: need.map(|need| AdvocacyNeed { id: need.id, title: need.title.clone(), status: need.status.into() }),
        kind: own.kind.into(),
        counterpart: own.counterpart,
        asked: own.asked,
        alternatives: own.alternatives,
        chosen: own.chosen,
        happened_at: own.happened_at,
        status: own.status.into(),
        result: own.result.map(Into::into),
        result_note: own.result_note,
        settled_at: own.settled_at,
        settled_by: own.settled_by.map(name),
        error_reason: own.error_reason,
        author: name(own.author_id),
        created_at: own.created_at,
        can,
    }
}

/// What was asked for a person, of whom, and what came of it, the latest first.
#[utoipa::path(tag = "advocacy", operation_id = "advocacy_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<AdvocacyView>)))]
#[get("/people/{id}/advocacy")]
pub async fn advocacy_list(
    access: Allowed<cap::AdvocacyRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<AdvocacyView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.advocacy_of(*id).await?;
        let needs = tx.needs_of(*id).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|own| view(tx, own, &needs)).collect())))
    });
    Ok(answer.await?)
}

/// Logs what was asked, talked about or chosen.
#[utoipa::path(tag = "advocacy", operation_id = "advocacy_create", params(("id" = Uuid, Path)), request_body = AdvocacyCreate, responses((status = 201, body = AdvocacyView)))]
#[post("/cases/{id}/advocacy")]
pub async fn advocacy_create(
    access: Allowed<cap::AdvocacyWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<AdvocacyCreate>,
) -> Result<Answer<AdvocacyView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let needs = tx.needs_of(case.person_id).await?;
        if body.need_id.is_some_and(|id| !needs.iter().any(|need| need.id == id)) {
            return Err(Rule::at("unknown_need", "/need_id", "There is no such need.").into());
        }
        let entry = Advocacy {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            need_id: body.need_id,
            kind: body.kind.0,
            counterpart: body.counterpart,
            asked: body.asked,
            alternatives: body.alternatives,
            chosen: body.chosen,
            happened_at: body.happened_at.unwrap_or(tx.now()),
            status: AdvocacyStatus::Open,
            result: None,
            result_note: None,
            settled_at: None,
            settled_by: None,
            error_reason: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let entry = tx.apply(entry.log(tx.now())?)?;
        Ok(Answer::created(entry.version, view(tx, entry, &needs)))
    });
    Ok(answer.await?)
}

/// Writes down what came of it.
#[utoipa::path(tag = "advocacy", operation_id = "advocacy_settle", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AdvocacySettle, responses((status = 200, body = AdvocacyView)))]
#[post("/advocacy/{id}/settle")]
pub async fn advocacy_settle(
    access: Allowed<cap::AdvocacyWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AdvocacySettle>,
) -> Result<Answer<AdvocacyView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let entry = tx.advocacy(*id).await?;
        tx.require_version(entry.version, version.0)?;
        let needs = tx.needs_of(entry.person_id).await?;
        let entry = tx.apply(entry.settle(body.result.0, body.note, tx.actor().id, tx.now())?)?;
        Ok(Answer::resource(entry.version, view(tx, entry, &needs)))
    });
    Ok(answer.await?)
}

/// Marks an entry as entered in error: it is kept with the reason, and counts for nothing.
#[utoipa::path(tag = "advocacy", operation_id = "advocacy_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = AdvocacyView)))]
#[post("/advocacy/{id}/withdraw")]
pub async fn advocacy_withdraw(
    access: Allowed<cap::AdvocacyWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<AdvocacyView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let entry = tx.advocacy(*id).await?;
        tx.require_version(entry.version, version.0)?;
        let needs = tx.needs_of(entry.person_id).await?;
        let assigns = tx.actor().may(Capability::CaseAssign);
        let entry = tx.apply(entry.withdraw(tx.actor().id, assigns, reason)?)?;
        Ok(Answer::resource(entry.version, view(tx, entry, &needs)))
    });
    Ok(answer.await?)
}
