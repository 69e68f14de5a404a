//! The course of a request up to its decision, and what is used of it.

use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Role, cap};
use domain::authorization::appeal::AppealLevel;
use domain::authorization::{Authorization, CriteriaReference, DocumentState, PeerToPeer, Portal, Use};
use domain::case::{Case, CaseMember, MemberRole};
use domain::clock::local_date;
use domain::{Change, Rule};
use persistence::Tx;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::home::{Home, in_case, locked, of_case, require_reviewer};
use super::view::{self, AuthorizationView};
use crate::app::State;
use crate::consent::outward::{self, Outgoing};
use crate::http::ServiceConfig;
use crate::http::code::{CriteriaOutcomeCode, DocumentKindCode, DocumentStateCode, PeerOutcomeCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::task::Reason;

/// When it was handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationSubmit {
    /// When the payer received it; now when absent.
    received_at: Option<DateTime<Utc>>,
}

/// A line of the checklist.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationDocument {
    /// What.
    kind: DocumentKindCode,
    /// Where it stands.
    state: DocumentStateCode,
}

/// Which criteria were looked at and what they came to. Their text stays with whoever licenses it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationCriteria {
    /// Product.
    #[schema(min_length = 1, max_length = 80, pattern = "\\S", example = "InterQual")]
    product: String,
    /// Version or edition.
    #[schema(min_length = 1, max_length = 40, pattern = "\\S", example = "2026")]
    version: String,
    /// Name of the subset or guideline.
    #[schema(min_length = 1, max_length = 160, pattern = "\\S", example = "Home Care: Skilled Nursing")]
    subset: String,
    /// Outcome.
    outcome: CriteriaOutcomeCode,
}

/// To whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationRefer {
    /// The physician advisor.
    advisor_id: Uuid,
    /// What to look at.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// A talk between physicians.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationPeerToPeer {
    /// When; now when absent.
    held_at: Option<DateTime<Utc>>,
    /// The treating physician.
    #[schema(min_length = 1, max_length = 160, pattern = "\\S")]
    physician: String,
    /// What it came to.
    outcome: PeerOutcomeCode,
    /// What was said.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    words: String,
}

/// Used units.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationUse {
    /// On which day.
    on: NaiveDate,
    /// How many.
    #[schema(minimum = 1, maximum = 100000)]
    units: u32,
}

/// Where it stands in the payer's portal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationTrack {
    /// Which portal.
    #[schema(min_length = 1, max_length = 80, pattern = "\\S", example = "Availity")]
    name: String,
    /// The payer's number of the request.
    #[schema(max_length = 60)]
    reference: Option<String>,
    /// What the portal says.
    #[schema(max_length = 200)]
    says: Option<String>,
}

/// Registers these operations.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(authorization_submit)
        .service(authorization_review)
        .service(authorization_pend)
        .service(authorization_document)
        .service(authorization_criteria)
        .service(authorization_refer)
        .service(authorization_peer_to_peer)
        .service(authorization_use)
        .service(authorization_track)
        .service(authorization_withdraw);
}

/// Hands the request in: its clock starts when the payer received it.
#[utoipa::path(tag = "authorization", operation_id = "authorization_submit", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationSubmit, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/submit")]
pub async fn authorization_submit(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationSubmit>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let done = state.store.write(&access, async |tx| {
        let (request, mut work) = in_case(tx, *id, &version).await?;
        let home = Home::of(tx, work[0].case.program_id);
        let (now, by) = (tx.now(), tx.actor().id);
        let at = body.received_at.unwrap_or(now);
        let change = request.submit(at, home.place(), by, now)?;
        if let Some(outgoing) = outward::of_authorization(tx, &change.record, &work[0].case, AppealLevel::Plan).await? {
            outward::disclose(tx, "authorization_submit", Outgoing { at, ..outgoing }).await?;
        }
        let request = tx.apply_in(&mut work, change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Takes the request up, or goes on with it.
#[utoipa::path(tag = "authorization", operation_id = "authorization_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/review")]
pub async fn authorization_review(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AuthorizationView>, Problem> {
    let done = state.store.write(&access, async |tx| {
        let request = locked(tx, *id, &version).await?;
        require_reviewer(tx, &request).await?;
        let request = tx.apply(request.review(tx.actor().id, tx.now())?)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Waits for documents. The clock goes on.
#[utoipa::path(tag = "authorization", operation_id = "authorization_pend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/pend")]
pub async fn authorization_pend(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let reason = body.0.reason;
    let done = state.store.write(&access, async |tx| {
        let request = locked(tx, *id, &version).await?;
        require_reviewer(tx, &request).await?;
        let request = tx.apply(request.pend(reason, tx.actor().id, tx.now())?)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Says where a document of the checklist stands.
#[utoipa::path(tag = "authorization", operation_id = "authorization_document", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationDocument, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/document")]
pub async fn authorization_document(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationDocument>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let done = state.store.write(&access, async |tx| {
        let (request, [work]) = in_case(tx, *id, &version).await?;
        let is_there = |one: &Authorization| {
            one.course.documents.iter().any(|line| line.kind == body.kind.0 && line.state == DocumentState::Received)
        };
        let was_there = is_there(&request);
        let change = request.document(body.kind.0, body.state.0, tx.actor().id, tx.now())?;
        if is_there(&change.record) && !was_there {
            let now = tx.now();
            outward::disclose_more(tx, "authorization_document", &change.record, &work.case, now).await?;
        }
        let request = tx.apply(change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Notes what criteria came to.
#[utoipa::path(tag = "authorization", operation_id = "authorization_criteria", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationCriteria, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/criteria")]
pub async fn authorization_criteria(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationCriteria>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationCriteria { product, version: edition, subset, outcome } = body.0;
    let done = state.store.write(&access, async |tx| {
        let request = locked(tx, *id, &version).await?;
        require_reviewer(tx, &request).await?;
        let (reviewer_id, at) = (tx.actor().id, tx.now());
        let found = CriteriaReference { product, version: edition, subset, outcome: outcome.0, reviewer_id, at };
        let request = tx.apply(request.criteria(found)?)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Gives the request to a physician advisor, who joins the care team as a reviewer.
#[utoipa::path(tag = "authorization", operation_id = "authorization_refer", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationRefer, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/refer")]
pub async fn authorization_refer(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationRefer>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationRefer { advisor_id, reason } = body.0;
    let done = state.store.write(&access, async |tx| {
        let (request, [work]) = in_case(tx, *id, &version).await?;
        require_reviewer(tx, &request).await?;
        require_advisor(tx, advisor_id)?;
        let change = request.refer(advisor_id, reason, tx.actor().id, tx.now())?;
        join(tx, &work.case, advisor_id).await?;
        let request = tx.apply(change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

fn require_advisor(tx: &Tx, id: Uuid) -> Result<(), Rule> {
    let is_advisor = |card: &persistence::directory::StaffCard| card.active && card.role == Role::PhysicianAdvisor;
    if tx.directory().staff.get(&id).is_some_and(is_advisor) {
        return Ok(());
    }
    Err(Rule::at("advisor_role", "/advisor_id", "Choose a physician advisor."))
}

/// Whoever reviews must see the person.
pub(super) async fn join(tx: &mut Tx, case: &Case, advisor_id: Uuid) -> persistence::Result<()> {
    let members = tx.case_members(case.id).await?;
    if members.iter().any(|member| member.staff_id == advisor_id) {
        return Ok(());
    }
    let joined = case.joined_by(Uuid::now_v7(), advisor_id, tx.now());
    tx.apply(Change::created(CaseMember { role: MemberRole::Reviewer, ..joined.record }))?;
    Ok(())
}

/// Notes a talk between the treating physician and a physician of the payer.
#[utoipa::path(tag = "authorization", operation_id = "authorization_peer_to_peer", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationPeerToPeer, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/peer-to-peer")]
pub async fn authorization_peer_to_peer(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationPeerToPeer>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationPeerToPeer { held_at, physician, outcome, words } = body.0;
    let done = state.store.write(&access, async |tx| {
        let (request, [work]) = in_case(tx, *id, &version).await?;
        require_reviewer(tx, &request).await?;
        let (now, by) = (tx.now(), tx.actor().id);
        let held_at = held_at.unwrap_or(now);
        let talk = PeerToPeer { held_at, physician, outcome: outcome.0, words, by };
        let change = request.peer_to_peer(talk, now)?;
        outward::disclose_more(tx, "authorization_peer_to_peer", &change.record, &work.case, held_at).await?;
        let request = tx.apply(change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Notes used units.
#[utoipa::path(tag = "authorization", operation_id = "authorization_use", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationUse, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/use")]
pub async fn authorization_use(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationUse>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let done = state.store.write(&access, async |tx| {
        let request = locked(tx, *id, &version).await?;
        let home = of_case(tx, request.case_id, request.person_id).await?;
        let used = Use { on: body.on, units: body.units, by: tx.actor().id, at: tx.now() };
        let request = tx.apply(request.use_units(used, local_date(tx.now(), home.zone))?)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Notes where the request stands in the payer's portal.
#[utoipa::path(tag = "authorization", operation_id = "authorization_track", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationTrack, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/track")]
pub async fn authorization_track(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationTrack>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationTrack { name, reference, says } = body.0;
    let done = state.store.write(&access, async |tx| {
        let request = locked(tx, *id, &version).await?;
        let portal = Portal { name, reference, says, by: tx.actor().id, at: tx.now() };
        let request = tx.apply(request.track(portal)?)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Takes the request back.
#[utoipa::path(tag = "authorization", operation_id = "authorization_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/withdraw")]
pub async fn authorization_withdraw(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let reason = body.0.reason;
    let done = state.store.write(&access, async |tx| {
        let (request, mut work) = in_case(tx, *id, &version).await?;
        let change = request.withdraw(reason, tx.actor().id, tx.now())?;
        let request = tx.apply_in(&mut work, change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}
