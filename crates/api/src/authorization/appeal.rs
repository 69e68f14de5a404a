//! Appeals and grievances.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::cap;
use domain::authorization::appeal::{Appeal, AppealKind, AppealLevel, AppealStatus, AppealSubject};
use domain::authorization::{Authorization, LineOfBusiness, RequestVerdict, Ruling, follow};
use domain::case::Case;
use domain::task::{Task, TaskStatus};
use persistence::Tx;
use persistence::case::CaseWork;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::decide::ExtensionGrant;
use super::home::{self, Home, appeal_in_case};
use super::next_review;
use super::view::{self, AppealView};
use crate::app::State;
use crate::consent::outward;
use crate::http::ServiceConfig;
use crate::http::code::{
    AppealDeskCode, AppealKindCode, AppealLevelCode, AppealStatusCode, AppealSubjectCode, DenialReasonCode,
    LineOfBusinessCode, RequestUrgencyCode,
};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::task::Reason;

/// An appeal or a grievance as it was received.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealCreate {
    /// Appeal or grievance.
    kind: AppealKindCode,
    /// The request whose decision is appealed; a grievance may have none.
    authorization_id: Option<Uuid>,
    /// Who decides it; the plan when absent.
    level: Option<AppealLevelCode>,
    /// What it is about; a service that was not given yet when absent.
    subject: Option<AppealSubjectCode>,
    /// Which law judges a grievance without a request; that of the request otherwise.
    line: Option<LineOfBusinessCode>,
    /// How soon an answer is needed.
    urgency: RequestUrgencyCode,
    /// What is wanted, and why.
    #[schema(min_length = 1, max_length = 5000, pattern = "\\S")]
    words: String,
    /// When the payer received it; now when absent.
    received_at: Option<DateTime<Utc>>,
    /// Why it came late.
    #[schema(max_length = 2000)]
    late_reason: Option<String>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealDecide {
    /// What it came to: `upheld`, `partly_overturned` or `overturned`; a grievance is `answered`.
    outcome: AppealStatusCode,
    /// The answer in words the person understands.
    #[schema(min_length = 1, max_length = 5000, pattern = "\\S")]
    answer: String,
    /// Approved units, when it is overturned in part.
    #[schema(minimum = 1, maximum = 100000)]
    units: Option<u32>,
    /// First approved day; as asked when absent.
    from: Option<NaiveDate>,
    /// Last approved day; as asked when absent.
    to: Option<NaiveDate>,
    /// The specific reason for what stays denied.
    reason: Option<DenialReasonCode>,
    /// Day of the next concurrent review.
    next_review_on: Option<NaiveDate>,
}

/// Which appeals and grievances.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AppealQuery {
    /// Which desk.
    #[param(inline)]
    desk: AppealDeskCode,
    /// Only this kind.
    #[param(inline)]
    kind: Option<AppealKindCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers these operations.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(appeal_create)
        .service(appeal_list)
        .service(appeal_review)
        .service(appeal_extend)
        .service(appeal_decide)
        .service(appeal_withdraw);
}

async fn answer(tx: &mut Tx, appeal: Appeal) -> persistence::Result<Answer<AppealView>> {
    let home = home::of_case(tx, appeal.case_id, appeal.person_id).await?;
    let name = tx.person_name(appeal.person_id).await?;
    Ok(Answer::resource(appeal.version, view::appeal(tx, appeal, name, Some(&home))))
}

/// The request that an appeal or grievance is about: of the same person, perhaps in another case of theirs.
async fn about(tx: &mut Tx, id: Option<Uuid>, person_id: Uuid) -> persistence::Result<Option<Authorization>> {
    let Some(id) = id else { return Ok(None) };
    let unknown = || domain::Rule::at("unknown_authorization", "/authorization_id", "There is no such request.");
    match tx.authorization(id).await {
        Ok(found) if found.person_id == person_id => Ok(Some(found)),
        Ok(_) | Err(persistence::Error::NotFound) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

/// Asks the owner of the case to ask the person whether to appeal, where the payer refused something. What was asked about a decision
/// before it is asked no more.
pub(super) async fn ask(tx: &mut Tx, case: &Case, request: &mut Authorization, home: &Home) -> persistence::Result<()> {
    if let Some(task) = open_question(tx, request).await? {
        tx.apply(task.cancel("The payer decided anew.".into())?)?;
    }
    let (id, me) = (Uuid::now_v7(), tx.actor().id);
    let question = follow::ask(id, request, case, home.place(), me, tx.now());
    request.course.appeal_task_id = match question {
        Some(change) => Some(tx.apply(change)?.id),
        None => None,
    };
    Ok(())
}

/// The question whether to appeal is settled.
async fn settle_question(tx: &mut Tx, about: Option<&Authorization>, result: &str) -> persistence::Result<()> {
    let Some(request) = about else { return Ok(()) };
    if let Some(task) = open_question(tx, request).await? {
        tx.apply(task.complete(Some(result.to_owned()), tx.now())?)?;
    }
    Ok(())
}

async fn open_question(tx: &mut Tx, request: &Authorization) -> persistence::Result<Option<Task>> {
    let Some(id) = request.course.appeal_task_id else { return Ok(None) };
    Ok(Some(tx.task_waited_for(id).await?).filter(|task| task.status == TaskStatus::Open))
}

/// Files an appeal against a decision, or a grievance about anything else.
#[utoipa::path(tag = "authorization", operation_id = "appeal_create", params(("id" = Uuid, Path)), request_body = AppealCreate, responses((status = 201, body = AppealView)))]
#[post("/cases/{id}/appeals")]
pub async fn appeal_create(
    access: Allowed<cap::AuthorizationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<AppealCreate>,
) -> Result<Answer<AppealView>, Problem> {
    let body = body.0;
    let created = state.store.write(&access, async |tx| {
        let mut work = [tx.case_work(*id).await?];
        let case = work[0].case.clone();
        let about = about(tx, body.authorization_id, case.person_id).await?;
        if about.is_none() {
            // A denial may be appealed for months (T-8), also after the case was closed.
            case.require_active()?;
        }
        let earlier = match &about {
            Some(request) => tx.appeals_about(&[request.id]).await?,
            None => Vec::new(),
        };
        let given = body.line.map_or(LineOfBusiness::Other, |code| code.0);
        let noted = Appeal {
            id: Uuid::now_v7(),
            version: 1,
            person_id: case.person_id,
            case_id: case.id,
            authorization_id: body.authorization_id,
            answered_here: about.as_ref().is_none_or(Authorization::is_reviewed_here),
            kind: body.kind.0,
            level: body.level.map_or(AppealLevel::Plan, |code| code.0),
            subject: body.subject.map_or(AppealSubject::PreService, |code| code.0),
            line: about.as_ref().map_or(given, |request| request.line),
            urgency: body.urgency.0,
            status: AppealStatus::Received,
            words: body.words,
            noted_by: tx.actor().id,
            received_at: body.received_at.unwrap_or(tx.now()),
            late_reason: body.late_reason.filter(|words| !words.trim().is_empty()),
            rule_code: None,
            due_at: None,
            reviewer_id: None,
            decided_at: None,
            answer: None,
            extension: None,
            trail: Vec::new(),
        };
        let home = Home::of(tx, case.program_id);
        let change = noted.file(about.as_ref(), &earlier, home.place(), tx.now())?;
        if let Some(outgoing) = outward::of_appeal(tx, &change.record, about.as_ref(), &case).await? {
            outward::disclose(tx, "appeal_create", outgoing).await?;
        }
        let appeal = tx.apply_in(&mut work, change)?;
        if appeal.kind == AppealKind::Appeal {
            settle_question(tx, about.as_ref(), "An appeal was filed.").await?;
        }
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::created(appeal.version, view::appeal(tx, appeal, name, Some(&home))))
    });
    Ok(created.await?)
}

/// The desk of appeals and grievances within reach.
#[utoipa::path(tag = "authorization", operation_id = "appeal_list", params(AppealQuery), responses((status = 200, body = Page<AppealView>)))]
#[get("/appeals")]
pub async fn appeal_list(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    query: Query<AppealQuery>,
) -> Result<Answer<Page<AppealView>>, Problem> {
    let after = Cursor::key(query.cursor.as_ref())?;
    let read = state.store.read(&access, async |tx| {
        let kind: Option<AppealKind> = query.kind.map(|code| code.0);
        let rows = tx.appeal_queue(query.desk.0, kind, after, query.limit.probe()).await?;
        let homes = home::all(tx, rows.iter().map(|row| row.record.person_id)).await?;
        let view = |row: persistence::authorization::Queued<Appeal>| {
            let home = homes.get(&row.record.case_id);
            view::appeal(tx, row.record, row.person, home)
        };
        Ok(Answer::ok(Page::new(rows, query.limit, |row| (row.key, row.record.id), view)))
    });
    Ok(read.await?)
}

/// Takes an appeal or a grievance up.
#[utoipa::path(tag = "authorization", operation_id = "appeal_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AppealView)))]
#[post("/appeals/{id}/review")]
pub async fn appeal_review(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AppealView>, Problem> {
    let done = state.store.write(&access, async |tx| {
        let (appeal, _, _) = appeal_in_case(tx, *id, &version).await?;
        home::require_reviewer_of_appeal(tx, &appeal).await?;
        let appeal = tx.apply(appeal.review(tx.actor().id, tx.now())?)?;
        answer(tx, appeal).await
    });
    Ok(done.await?)
}

/// Takes the time that the law allows, once, before the clock has run out.
#[utoipa::path(tag = "authorization", operation_id = "appeal_extend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ExtensionGrant, responses((status = 200, body = AppealView)))]
#[post("/appeals/{id}/extend")]
pub async fn appeal_extend(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ExtensionGrant>,
) -> Result<Answer<AppealView>, Problem> {
    let body = body.0;
    let done = state.store.write(&access, async |tx| {
        let (case_id, person_id) = tx.appeal_place(*id).await?;
        let mut cases = tx.active_cases(person_id, tx.now()).await?;
        let appeal = tx.appeal(*id).await?;
        tx.require_version(appeal.version, version.0)?;
        home::require_reviewer_of_appeal(tx, &appeal).await?;
        let home = home::of_case(tx, case_id, person_id).await?;
        let more = body.granted(tx.actor().id, tx.now());
        let change = appeal.extend(more.clone(), home.place())?;
        tx.extend_deadline(&mut cases, (*id, None), more.days, &more.words)?;
        let appeal = tx.apply(change)?;
        answer(tx, appeal).await
    });
    Ok(done.await?)
}

/// Decides an appeal or answers a grievance. What is overturned is approved at once.
#[utoipa::path(tag = "authorization", operation_id = "appeal_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppealDecide, responses((status = 200, body = AppealView)))]
#[post("/appeals/{id}/decide")]
pub async fn appeal_decide(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AppealDecide>,
) -> Result<Answer<AppealView>, Problem> {
    let body = body.0;
    let done = state.store.write(&access, async |tx| {
        let (appeal, about, mut work) = appeal_in_case(tx, *id, &version).await?;
        home::require_reviewer_of_appeal(tx, &appeal).await?;
        let change = appeal.decide(body.outcome.0, body.answer.clone(), about.as_ref(), home::decider(tx))?;
        let appeal = tx.apply_in(&mut work, change)?;
        if let Some(request) = about {
            give_way(tx, &mut work, request, &body).await?;
        }
        answer(tx, appeal).await
    });
    Ok(done.await?)
}

/// The request follows an appeal that was overturned, as a whole or in part.
async fn give_way(
    tx: &mut Tx,
    work: &mut [CaseWork],
    request: Authorization,
    body: &AppealDecide,
) -> persistence::Result<()> {
    let verdict = match body.outcome.0 {
        AppealStatus::Overturned => RequestVerdict::Approve,
        AppealStatus::PartlyOverturned => RequestVerdict::ApprovePart,
        _ => return Ok(()),
    };
    let standing = request.course.in_force().and_then(|found| found.reason);
    let ruling = Ruling {
        verdict,
        units: body.units,
        from: body.from,
        to: body.to,
        reason: body.reason.map(|code| code.0).or(standing),
        words: Some(body.answer.clone()),
        next_review_on: body.next_review_on,
        decided_at: None,
    };
    let mut change = request.overturn(ruling, tx.actor().id, tx.now())?;
    let case = tx.case(change.record.case_id).await?;
    next_review::follow(tx, &case, &mut change.record).await?;
    tx.apply_in(work, change)?;
    Ok(())
}

/// Takes an appeal or a grievance back.
#[utoipa::path(tag = "authorization", operation_id = "appeal_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = AppealView)))]
#[post("/appeals/{id}/withdraw")]
pub async fn appeal_withdraw(
    access: Allowed<cap::AuthorizationReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<AppealView>, Problem> {
    let reason = body.0.reason;
    let done = state.store.write(&access, async |tx| {
        let (appeal, about, mut work) = appeal_in_case(tx, *id, &version).await?;
        let change = appeal.withdraw(reason, tx.actor().id, tx.now())?;
        let appeal = tx.apply_in(&mut work, change)?;
        if appeal.kind == AppealKind::Appeal {
            settle_question(tx, about.as_ref(), "The appeal was withdrawn.").await?;
        }
        answer(tx, appeal).await
    });
    Ok(done.await?)
}
