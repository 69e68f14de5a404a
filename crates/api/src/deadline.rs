//! Deadlines: work that a rule gave, with the explanation of its date.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::clock::Step;
use domain::deadline::{Deadline, DeadlineStatus};
use domain::rulebook;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{DeadlineStatusCode, EventKindCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::{Reason, Snooze};

/// A deadline.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadlineView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    rule: RuleView,
    status: DeadlineStatusCode,
    /// True for an open deadline that is past due.
    overdue: bool,
    /// What started the clock.
    anchor_kind: EventKindCode,
    anchor_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    /// Local date in the program's zone.
    due_on: NaiveDate,
    met_at: Option<DateTime<Utc>>,
    /// Why it ended without being met.
    closed_reason: Option<String>,
    /// How the date was found, step by step.
    explanation: Vec<StepView>,
    owner: Option<Ref>,
    snoozed_until: Option<DateTime<Utc>>,
    /// Why it is hidden until then.
    snooze_reason: Option<String>,
    /// Days by which it may be extended, once, while it runs; null where the law or the rule allows none, or it was extended.
    extension_days: Option<u32>,
    /// Operations the reader may do on this deadline now.
    can: Vec<&'static str>,
}

/// The rule of a deadline.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleView {
    code: String,
    title: String,
    /// First day in force of the version that was applied.
    version: String,
    source: String,
}

/// One step of an explanation.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    step: String,
    detail: String,
}

/// More time for a deadline.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeadlineExtend {
    /// Days of the calendar, as many as the rule allows.
    #[schema(minimum = 1, maximum = 90)]
    days: u32,
    /// Why: the paper came by mail, the other side agreed in writing.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(deadline_list)
        .service(deadline_get)
        .service(deadline_waive)
        .service(deadline_snooze)
        .service(deadline_extend);
}

/// The view of a step.
pub fn step_view(step: Step) -> StepView {
    StepView { step: step.step.to_string(), detail: step.detail }
}

/// The view of a deadline; of one of a case in a program, with what its rule allows.
pub fn view(tx: &Tx, deadline: Deadline, program_id: Option<Uuid>) -> DeadlineView {
    let rules = program_id.map(|id| tx.directory().rules(id)).unwrap_or_default();
    let judging = |rule: &&rulebook::Rule| rule.code == deadline.rule_code && rule.version() == deadline.rule_version;
    let extension_days = rules.iter().find(judging).and_then(|rule| deadline.extensible_by(rule, tx.now()));
    let open = deadline.status == DeadlineStatus::Open;
    let team = deadline.team_id.and_then(|id| tx.directory().teams.get(&id));
    let zone = team.map_or(chrono_tz::UTC, |team| tx.directory().zone(team.program_id));
    let explanation = deadline.told(zone).into_iter().map(step_view).collect();
    let mut can = Vec::new();
    if open && tx.actor().may(Capability::DeadlineSnooze) {
        can.push("deadline_snooze");
    }
    if open && tx.actor().may(Capability::DeadlineWaive) {
        can.push("deadline_waive");
    }
    if extension_days.is_some() && tx.actor().may(Capability::DeadlineExtend) {
        can.push("deadline_extend");
    }
    DeadlineView {
        overdue: deadline.is_overdue(tx.now()),
        owner: deadline.owner_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        id: deadline.id,
        version: deadline.version,
        case_id: deadline.case_id,
        person_id: deadline.person_id,
        rule: RuleView {
            code: deadline.rule_code,
            title: deadline.rule_title,
            version: deadline.rule_version,
            source: deadline.rule_source,
        },
        status: deadline.status.into(),
        anchor_kind: deadline.anchor_kind.into(),
        anchor_at: deadline.anchor_at,
        due_at: deadline.due_at,
        due_on: deadline.due_on,
        met_at: deadline.met_at,
        closed_reason: deadline.closed_reason,
        explanation,
        snoozed_until: deadline.snoozed_until,
        snooze_reason: deadline.snooze_reason,
        extension_days,
        can,
    }
}

/// Deadlines of a case, the next due first.
#[utoipa::path(tag = "deadline", operation_id = "deadline_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<DeadlineView>)))]
#[get("/cases/{id}/deadlines")]
pub async fn deadline_list(
    access: Allowed<cap::DeadlineRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<DeadlineView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let program_id = tx.case(*id).await?.program_id;
        let deadlines = tx.deadlines_of(*id).await?;
        let one = |deadline| view(tx, deadline, Some(program_id));
        Ok(Answer::ok(Page::whole(deadlines.into_iter().map(one).collect())))
    });
    Ok(answer.await?)
}

/// One deadline with the explanation of its date.
#[utoipa::path(tag = "deadline", operation_id = "deadline_get", params(("id" = Uuid, Path)), responses((status = 200, body = DeadlineView)))]
#[get("/deadlines/{id}")]
pub async fn deadline_get(
    access: Allowed<cap::DeadlineRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<DeadlineView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (deadline, case) = tx.deadline(*id).await?;
        Ok(Answer::resource(deadline.version, view(tx, deadline, Some(case.program_id))))
    });
    Ok(answer.await?)
}

/// Waives a deadline with a reason. It stays in the record and in the measures.
#[utoipa::path(tag = "deadline", operation_id = "deadline_waive", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = DeadlineView)))]
#[post("/deadlines/{id}/waive")]
pub async fn deadline_waive(
    access: Allowed<cap::DeadlineWaive>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<DeadlineView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (deadline, case) = tx.deadline(*id).await?;
        tx.require_version(deadline.version, version.0)?;
        let change = deadline.waive(&body.reason, tx.now())?;
        let deadline = tx.apply(change)?;
        Ok(Answer::resource(deadline.version, view(tx, deadline, Some(case.program_id))))
    });
    Ok(answer.await?)
}

/// Hides a deadline from the worklist for a while, with a reason; its due date does not change.
#[utoipa::path(tag = "deadline", operation_id = "deadline_snooze", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Snooze, responses((status = 200, body = DeadlineView)))]
#[post("/deadlines/{id}/snooze")]
pub async fn deadline_snooze(
    access: Allowed<cap::DeadlineSnooze>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Snooze>,
) -> Result<Answer<DeadlineView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (deadline, case) = tx.deadline(*id).await?;
        tx.require_version(deadline.version, version.0)?;
        let change = deadline.snooze(body.until, body.reason.as_deref().unwrap_or_default(), tx.now())?;
        let deadline = tx.apply(change)?;
        Ok(Answer::resource(deadline.version, view(tx, deadline, Some(case.program_id))))
    });
    Ok(answer.await?)
}

/// Gives a running deadline the time that the law or its rule allows, once: of an answer to a paper that came by mail, for example.
#[utoipa::path(tag = "deadline", operation_id = "deadline_extend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = DeadlineExtend, responses((status = 200, body = DeadlineView)))]
#[post("/deadlines/{id}/extend")]
pub async fn deadline_extend(
    access: Allowed<cap::DeadlineExtend>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<DeadlineExtend>,
) -> Result<Answer<DeadlineView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (deadline, case) = tx.deadline(*id).await?;
        tx.require_version(deadline.version, version.0)?;
        deadline.require_open()?;
        if rulebook::opening(&deadline.rule_code).is_some() {
            let detail = "Extend the request, the appeal or the grievance itself: its deadline follows.";
            return Err(domain::Rule::new("extension_with_request", detail).into());
        }
        let mut work = [tx.case_work_whole(case.id).await?];
        let about = (deadline.anchor_subject_id, Some(deadline.rule_code.as_str()));
        tx.extend_deadline(&mut work, about, body.days, &body.reason)?;
        let longer = work[0].deadlines.iter().find(|one| one.id == *id).cloned().unwrap_or(deadline);
        Ok(Answer::resource(longer.version, view(tx, longer, Some(case.program_id))))
    });
    Ok(answer.await?)
}
