//! Extensions and decisions of requests.

use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::cap;
use domain::authorization::appeal::Appeal;
use domain::authorization::{GrantedExtension, Ruling};
use domain::clock::local_date;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::home::{self, Home, in_case};
use super::view::{self, AuthorizationView};
use super::{appeal, next_review};
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{DenialReasonCode, ExtensionGroundCode, VerdictOfRequestCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionGrant {
    /// Days; the law allows up to 14 or 15.
    #[schema(minimum = 1, maximum = 30)]
    pub days: u32,
    /// On what ground.
    pub ground: ExtensionGroundCode,
    /// Why, in words the person understands.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    pub reason: String,
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationDecide {
    /// What.
    verdict: VerdictOfRequestCode,
    /// Approved units; all that were asked for when absent.
    #[schema(minimum = 1, maximum = 100000)]
    units: Option<u32>,
    /// First approved day; as asked when absent.
    from: Option<NaiveDate>,
    /// Last approved day; as asked when absent.
    to: Option<NaiveDate>,
    /// The specific reason why not, or not all.
    reason: Option<DenialReasonCode>,
    /// The reason in words the person understands.
    #[schema(max_length = 4000)]
    words: Option<String>,
    /// Day of the next concurrent review.
    next_review_on: Option<NaiveDate>,
    /// When another payer decided; never for what we decide.
    decided_at: Option<DateTime<Utc>>,
}

/// Another day for the next review.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizationSchedule {
    /// From today on and within the approved days; none when no review is needed any more.
    next_review_on: Option<NaiveDate>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Registers these operations.
pub fn routes(config: &mut ServiceConfig) {
    config.service(authorization_extend).service(authorization_decide).service(authorization_schedule);
}

impl ExtensionGrant {
    /// The extension as it is taken.
    pub fn granted(self, by: Uuid, at: DateTime<Utc>) -> GrantedExtension {
        GrantedExtension { days: self.days, ground: self.ground.0, words: self.reason, by, at }
    }
}

/// Takes the time that the law allows, once, before the clock has run out.
#[utoipa::path(tag = "authorization", operation_id = "authorization_extend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ExtensionGrant, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/extend")]
pub async fn authorization_extend(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ExtensionGrant>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let body = body.0;
    let done = state.store.write(&access, async |tx| {
        let (case_id, person_id) = tx.authorization_place(*id).await?;
        let mut cases = tx.active_cases(person_id, tx.now()).await?;
        let request = home::locked(tx, *id, &version).await?;
        home::require_reviewer(tx, &request).await?;
        let home = home::of_case(tx, case_id, person_id).await?;
        let more = body.granted(tx.actor().id, tx.now());
        let change = request.extend(more.clone(), home.place())?;
        tx.extend_deadline(&mut cases, (*id, None), more.days, &more.words)?;
        let request = tx.apply(change)?;
        view::answer(tx, request).await
    });
    Ok(done.await?)
}

/// Decides the request, or notes what another payer decided.
#[utoipa::path(tag = "authorization", operation_id = "authorization_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationDecide, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/decide")]
pub async fn authorization_decide(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationDecide>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let body = body.0;
    let ruling = Ruling {
        verdict: body.verdict.0,
        units: body.units,
        from: body.from,
        to: body.to,
        reason: body.reason.map(|code| code.0),
        words: body.words,
        next_review_on: body.next_review_on,
        decided_at: body.decided_at,
    };
    let done = state.store.write(&access, async |tx| {
        let (request, mut work) = in_case(tx, *id, &version).await?;
        home::require_reviewer(tx, &request).await?;
        if tx.appeals_about(&[request.id]).await?.iter().any(Appeal::is_open) {
            let detail = "An appeal against the decision is open. Say there what came of it.";
            return Err(domain::Rule::new("appeal_open", detail).into());
        }
        let mut change = request.decide(ruling, home::decider(tx))?;
        let home = Home::of(tx, work[0].case.program_id);
        appeal::ask(tx, &work[0].case, &mut change.record, &home).await?;
        next_review::follow(tx, &work[0].case, &mut change.record).await?;
        let request = tx.apply_in(&mut work, change)?;
        next_review::settle(tx, &request).await?;
        Ok(Answer::resource(request.version, view::whole(tx, request, &home).await?))
    });
    Ok(done.await?)
}

/// Sets another day for the next review of what was approved, or says that none is needed: the task of it moves along or ends.
#[utoipa::path(tag = "authorization", operation_id = "authorization_schedule", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AuthorizationSchedule, responses((status = 200, body = AuthorizationView)))]
#[post("/authorizations/{id}/schedule")]
pub async fn authorization_schedule(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AuthorizationSchedule>,
) -> Result<Answer<AuthorizationView>, Problem> {
    let AuthorizationSchedule { next_review_on, reason } = body.0;
    let done = state.store.write(&access, async |tx| {
        let (request, [work]) = in_case(tx, *id, &version).await?;
        home::require_reviewer(tx, &request).await?;
        request.require_own_review(next_review_on, &tx.authorizations_continuing(*id).await?)?;
        let home = Home::of(tx, work.case.program_id);
        let (by, now) = (tx.actor().id, tx.now());
        let mut change = request.schedule(next_review_on, reason, by, local_date(now, home.zone), now)?;
        next_review::follow(tx, &work.case, &mut change.record).await?;
        let request = tx.apply(change)?;
        Ok(Answer::resource(request.version, view::whole(tx, request, &home).await?))
    });
    Ok(done.await?)
}
