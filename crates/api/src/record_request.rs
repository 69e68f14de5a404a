//! What people ask of their own records: who sees a person writes it down, the privacy officer answers in time.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::record_request::{
    Counting, Denial, RecordDenialGround, RecordRequest, RecordRequestKind, RecordRequestStatus, RecordRequestStep,
};
use domain::{Change, Code, Rule};
use persistence::Tx;
use persistence::record_request::RecordRequestFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::authorization::RunningClockView;
use crate::http::ServiceConfig;
use crate::http::code::{
    RecordDenialGroundCode, RecordRequestKindCode, RecordRequestStandingCode, RecordRequestStatusCode,
    RecordRequestWayCode,
};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A request about a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordRequestView {
    id: Uuid,
    version: i32,
    person: Ref,
    /// The case that it is about, when it is about one.
    case_id: Option<Uuid>,
    kind: RecordRequestKindCode,
    status: RecordRequestStatusCode,
    asked_on: NaiveDate,
    way: RecordRequestWayCode,
    /// What is asked for.
    asked_for: String,
    /// The personal representative who asks; null when the person does.
    representative: Option<String>,
    /// The last day for the answer.
    due_on: NaiveDate,
    /// How near it is; null once it is settled.
    standing: Option<RecordRequestStandingCode>,
    /// The clock, and how its end was found.
    clock: Option<RunningClockView>,
    /// The day on which the person was told that it takes longer.
    extended_on: Option<NaiveDate>,
    /// What they were told.
    extension_reason: Option<String>,
    denial: Option<RecordDenialView>,
    /// What the person was answered, or why they took it back.
    answer: Option<String>,
    /// What the person says to the denial of an amendment.
    disagreement: Option<String>,
    /// The day of the answer, or on which it was taken back.
    settled_on: Option<NaiveDate>,
    settled_by: Option<Ref>,
    /// True when it was answered in time; null when it was not answered.
    in_time: Option<bool>,
    /// Who wrote it down.
    author: Ref,
    created_at: DateTime<Utc>,
    /// For a request for an accounting: where the disclosures of the last six years are read.
    disclosures: Option<String>,
    /// The grounds on which it may be denied now.
    grounds: Vec<RecordDenialGroundCode>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// On which ground a request was denied.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordDenialView {
    ground: RecordDenialGroundCode,
    /// Where the law says so.
    source: String,
    /// True when the person may have it reviewed.
    reviewable: bool,
}

/// A request to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "access", "asked_on": "2026-03-02", "way": "letter", "asked_for": "A copy of all notes of last year" }))]
pub struct RecordRequestCreate {
    /// What is asked.
    kind: RecordRequestKindCode,
    /// On which day; not ahead.
    asked_on: NaiveDate,
    /// How it came.
    way: RecordRequestWayCode,
    /// What is asked for.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    asked_for: String,
    /// The personal representative who asks, and as what; absent when the person does.
    #[schema(max_length = 200)]
    representative: Option<String>,
    /// The case of the person that it is about.
    case_id: Option<Uuid>,
}

/// More time for the answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRequestExtend {
    /// The day on which the person was told in writing; within the first period.
    told_on: NaiveDate,
    /// Why it takes longer, as they were told.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// That what was asked was done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRequestFulfil {
    /// The day on which the person got it.
    answered_on: NaiveDate,
    /// What they got, and how.
    #[schema(max_length = 4000)]
    answer: Option<String>,
}

/// A denial.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRequestDeny {
    /// On which ground of the law.
    ground: RecordDenialGroundCode,
    /// The day on which the person was told.
    answered_on: NaiveDate,
    /// What they were told, in plain language.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    answer: String,
}

/// What the person says to a denial.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRequestDisagree {
    /// Their statement of disagreement.
    #[schema(min_length = 1, max_length = 8000, pattern = "\\S")]
    statement: String,
}

/// Filter of requests about records.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RecordRequestQuery {
    /// About the record of this person; of everybody within reach when absent.
    person_id: Option<Uuid>,
    /// In this state.
    #[param(inline)]
    status: Option<RecordRequestStatusCode>,
    /// Only those that wait for their answer, the one that is due first at the top.
    #[serde(default)]
    open: bool,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(record_request_list)
        .service(record_request_create)
        .service(record_request_get)
        .service(record_request_extend)
        .service(record_request_fulfil)
        .service(record_request_deny)
        .service(record_request_withdraw)
        .service(record_request_disagree);
}

fn counting(tx: &Tx) -> Counting<'_> {
    let directory = tx.directory();
    Counting { zone: directory.main_zone(), calendar: directory.organization_calendar(), today: tx.main_day() }
}

fn clock(tx: &Tx, request: &RecordRequest) -> Option<RunningClockView> {
    let found = request.deadline(counting(tx)).ok()?;
    let waits = request.status == RecordRequestStatus::Received;
    Some(RunningClockView {
        rule: found.rule.code.to_owned(),
        title: found.rule.title.to_owned(),
        source: found.rule.source.to_owned(),
        due_at: found.due.due_at,
        explanation: found.steps.into_iter().map(|step| step.detail).collect(),
        extension_days: found.rule.extension_days.filter(|_| waits),
    })
}

fn denial(ground: RecordDenialGround) -> RecordDenialView {
    RecordDenialView { ground: ground.into(), source: ground.source().to_owned(), reviewable: ground.is_reviewable() }
}

fn view(tx: &Tx, request: RecordRequest, person_name: String) -> RecordRequestView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let actor = tx.actor();
    let steps: Vec<RecordRequestStep> =
        if actor.may(Capability::RecordRequestDecide) { request.steps().collect() } else { Vec::new() };
    let denies = steps.contains(&RecordRequestStep::Deny);
    let accounts = request.kind == RecordRequestKind::Accounting && actor.may(Capability::DisclosureRead);
    RecordRequestView {
        clock: clock(tx, &request),
        standing: request.standing(tx.main_day()).map(Into::into),
        in_time: request.in_time(),
        disclosures: accounts.then(|| format!("/api/v1/people/{}/disclosures", request.person_id)),
        grounds: request.kind.grounds().filter(|_| denies).map(Into::into).collect(),
        can: steps.into_iter().map(Code::as_str).collect(),
        id: request.id,
        version: request.version,
        person: Ref { id: request.person_id, name: person_name },
        case_id: request.case_id,
        kind: request.kind.into(),
        status: request.status.into(),
        asked_on: request.asked_on,
        way: request.way.into(),
        asked_for: request.asked_for,
        representative: request.representative,
        due_on: request.due_on,
        extended_on: request.extended_on,
        extension_reason: request.extension_reason,
        denial: request.ground.map(denial),
        answer: request.answer,
        disagreement: request.disagreement,
        settled_on: request.settled_on,
        settled_by: request.settled_by.map(name),
        author: name(request.author_id),
        created_at: request.created_at,
    }
}

/// Requests about the records of people within the reader's reach.
#[utoipa::path(tag = "record_request", operation_id = "record_request_list", params(RecordRequestQuery), responses((status = 200, body = Page<RecordRequestView>)))]
#[get("/record-requests")]
pub async fn record_request_list(
    access: Allowed<cap::RecordRequestRead>,
    state: web::Data<State>,
    query: Query<RecordRequestQuery>,
) -> Result<Answer<Page<RecordRequestView>>, Problem> {
    let after: Option<(NaiveDate, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let status = query.status.map(|status| status.0);
            let filter = RecordRequestFilter { person_id: query.person_id, status, open: query.open };
            let rows = tx.record_request_list(filter, after, query.limit.probe()).await?;
            let key = |(request, _): &(RecordRequest, String)| (request.due_on, request.id);
            Ok(Page::new(rows, query.limit, key, |(request, name)| view(tx, request, name)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// A case that a request names is one of the person.
async fn require_case(tx: &mut Tx, person_id: Uuid, case_id: Option<Uuid>) -> persistence::Result<()> {
    let Some(case_id) = case_id else { return Ok(()) };
    let all = tx.cases_of(&[person_id]).await?;
    if all.iter().any(|case| case.id == case_id) {
        return Ok(());
    }
    Err(Rule::at("unknown_case", "/case_id", "There is no such case.").into())
}

/// Writes down what a person, or who represents them, asks of the record. The clock of the law runs from the day on which they asked.
#[utoipa::path(tag = "record_request", operation_id = "record_request_create", params(("id" = Uuid, Path)), request_body = RecordRequestCreate, responses((status = 201, body = RecordRequestView)))]
#[post("/people/{id}/record-requests")]
pub async fn record_request_create(
    access: Allowed<cap::RecordRequestWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<RecordRequestCreate>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        require_case(tx, *id, body.case_id).await?;
        let request = RecordRequest {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            case_id: body.case_id,
            kind: body.kind.0,
            status: RecordRequestStatus::Received,
            asked_on: body.asked_on,
            way: body.way.0,
            asked_for: body.asked_for,
            representative: body.representative.filter(|text| !text.trim().is_empty()),
            due_on: body.asked_on,
            extended_on: None,
            extension_reason: None,
            ground: None,
            answer: None,
            disagreement: None,
            settled_on: None,
            settled_by: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let change = request.receive(counting(tx))?;
        let request = tx.apply(change)?;
        let name = tx.person_name(*id).await?;
        Ok(Answer::created(request.version, view(tx, request, name)))
    });
    Ok(answer.await?)
}

/// One request about a record.
#[utoipa::path(tag = "record_request", operation_id = "record_request_get", params(("id" = Uuid, Path)), responses((status = 200, body = RecordRequestView)))]
#[get("/record-requests/{id}")]
pub async fn record_request_get(
    access: Allowed<cap::RecordRequestRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let request = tx.record_request(*id).await?;
        let name = tx.person_name(request.person_id).await?;
        Ok(Answer::resource(request.version, view(tx, request, name)))
    });
    Ok(answer.await?)
}

/// One step of a request.
async fn take(
    access: &Allowed<cap::RecordRequestDecide>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl FnOnce(&Tx, RecordRequest) -> Result<Change<RecordRequest>, Rule>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let request = tx.record_request(id).await?;
        tx.require_version(request.version, version.0)?;
        let change = act(tx, request)?;
        let request = tx.apply(change)?;
        let name = tx.person_name(request.person_id).await?;
        Ok(Answer::resource(request.version, view(tx, request, name)))
    });
    Ok(answer.await?)
}

/// Takes the time that the law allows, once, when the person was told within the first period why it takes longer.
#[utoipa::path(tag = "record_request", operation_id = "record_request_extend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RecordRequestExtend, responses((status = 200, body = RecordRequestView)))]
#[post("/record-requests/{id}/extend")]
pub async fn record_request_extend(
    access: Allowed<cap::RecordRequestDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RecordRequestExtend>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let RecordRequestExtend { told_on, reason } = body.0;
    let act = |tx: &Tx, request: RecordRequest| request.extend(told_on, reason, counting(tx));
    take(&access, &state, *id, version, act).await
}

/// Notes that what was asked was done.
#[utoipa::path(tag = "record_request", operation_id = "record_request_fulfil", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RecordRequestFulfil, responses((status = 200, body = RecordRequestView)))]
#[post("/record-requests/{id}/fulfil")]
pub async fn record_request_fulfil(
    access: Allowed<cap::RecordRequestDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RecordRequestFulfil>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let RecordRequestFulfil { answered_on, answer } = body.0;
    let act = |tx: &Tx, request: RecordRequest| request.fulfil(tx.actor().id, answered_on, answer, tx.main_day());
    take(&access, &state, *id, version, act).await
}

/// Notes that a request for access or for an amendment was denied, and on which ground of the law.
#[utoipa::path(tag = "record_request", operation_id = "record_request_deny", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RecordRequestDeny, responses((status = 200, body = RecordRequestView)))]
#[post("/record-requests/{id}/deny")]
pub async fn record_request_deny(
    access: Allowed<cap::RecordRequestDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RecordRequestDeny>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let RecordRequestDeny { ground, answered_on, answer } = body.0;
    let denial = Denial { ground: ground.0, answer, answered_on };
    let act = |tx: &Tx, request: RecordRequest| request.deny(tx.actor().id, denial, tx.main_day());
    take(&access, &state, *id, version, act).await
}

/// Notes that the person took a request back.
#[utoipa::path(tag = "record_request", operation_id = "record_request_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = RecordRequestView)))]
#[post("/record-requests/{id}/withdraw")]
pub async fn record_request_withdraw(
    access: Allowed<cap::RecordRequestDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let reason = body.0.reason;
    let act = |tx: &Tx, request: RecordRequest| request.withdraw(tx.actor().id, reason, tx.main_day());
    take(&access, &state, *id, version, act).await
}

/// Keeps what a person says to the denial of an amendment.
#[utoipa::path(tag = "record_request", operation_id = "record_request_disagree", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RecordRequestDisagree, responses((status = 200, body = RecordRequestView)))]
#[post("/record-requests/{id}/disagree")]
pub async fn record_request_disagree(
    access: Allowed<cap::RecordRequestDecide>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RecordRequestDisagree>,
) -> Result<Answer<RecordRequestView>, Problem> {
    let statement = body.0.statement;
    let act = |_: &Tx, request: RecordRequest| request.disagree(statement);
    take(&access, &state, *id, version, act).await
}
