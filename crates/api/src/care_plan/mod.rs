//! Care plans: draft, SMART check, approval, revision, comparison.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::care_plan::goal::Goal;
use domain::care_plan::plan::CarePlanStatus;
use domain::care_plan::review::Cause;
use domain::care_plan::smart::{self, SmartFailure};
use domain::care_plan::{CarePlan, compare};
use domain::case::{Case, CaseStatus};
use domain::scope::Activity;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{
    CarePlanKindCode, CarePlanStatusCode, PlanChangeKindCode, PlanDetailCode, PlanSectionCode, SmartGapCode,
};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

pub mod check;
pub mod content;
pub mod entry;
pub mod occurrence;
pub mod progress;
pub mod template;

pub use content::CarePlanContent;

/// A care plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlanView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: CarePlanKindCode,
    status: CarePlanStatusCode,
    /// Number of the revision in `content`.
    revision: i32,
    /// The draft while a revision is written, else what is in force.
    content: CarePlanContent,
    /// SMART check of each goal.
    smart: Vec<SmartView>,
    /// Why this revision was begun.
    reason: Option<String>,
    /// What stays in force while `content` is a draft; none for a first draft, and none when `content` is in force itself.
    in_force: Option<PlanInForceView>,
    /// Who began the revision in `content`.
    drafted_by: Option<Ref>,
    drafted_at: Option<DateTime<Utc>>,
    /// Who approved what is in force.
    approved_by: Option<Ref>,
    approved_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this plan now.
    can: Vec<&'static str>,
}

/// What is in force while the next revision is written.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanInForceView {
    revision: i32,
    content: CarePlanContent,
    reason: Option<String>,
}

/// SMART check of one goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct SmartView {
    goal_id: Uuid,
    passes: bool,
    failures: Vec<SmartFailureView>,
}

/// A letter of SMART that a goal fails.
#[derive(Debug, Serialize, ToSchema)]
pub struct SmartFailureView {
    /// S, M, A, R or T.
    letter: String,
    /// What is missing or wrong.
    gap: SmartGapCode,
    /// The same in plain words.
    detail: String,
}

/// An approved revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionView {
    revision: i32,
    content: CarePlanContent,
    reason: Option<String>,
    approved_by: Ref,
    approved_at: DateTime<Utc>,
}

/// One difference between two revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanChangeView {
    section: PlanSectionCode,
    /// The item; empty for the plan as a whole.
    item: String,
    /// What happened to it, or to one of its details.
    kind: PlanChangeKindCode,
    /// The detail to which it happened; none when it happened to the item itself.
    detail: Option<PlanDetailCode>,
    /// The detail before: a code, a number, a day or text. None where there was none, and for what the item points at.
    was: Option<String>,
    /// The detail after.
    is: Option<String>,
    /// The same in plain words.
    sentence: String,
}

/// A new plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarePlanCreate {
    /// Kind.
    kind: CarePlanKindCode,
    /// What it says so far.
    #[serde(default)]
    content: CarePlanContent,
    /// Code of a template of the program: it proposes what the plan says instead of `content`.
    #[schema(max_length = 60, example = "managed-care")]
    template: Option<String>,
}

/// The draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "content": {
    "goals": [{
        "id": "0198d3a1-0000-7000-8000-000000000005", "text": "Walk to the corner and back", "own_words": "I want to dance at my granddaughter's wedding",
        "measure": "distance", "unit": "m", "direction": "increase", "baseline": 40, "target": 200,
        "start_on": "2026-03-02", "due_on": "2026-05-01", "status": "active"
    }],
    "interventions": [{
        "id": "0198d3a1-0000-7000-8000-000000000006", "goal_id": "0198d3a1-0000-7000-8000-000000000005", "text": "Walk together", "frequency": "weekly", "due_on": "2026-03-09", "status": "active"
    }],
    "barriers": [{
        "id": "0198d3a1-0000-7000-8000-000000000007", "kind": "transportation", "severity": "low", "text": "No car", "status": "open"
    }]
} }))]
pub struct CarePlanUpdate {
    /// What it says.
    content: CarePlanContent,
}

/// Which revisions to compare. The number of the draft stands for the draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CompareQuery {
    /// The earlier revision.
    #[param(minimum = 1, maximum = 100000)]
    pub from: i32,
    /// The later revision.
    #[param(minimum = 1, maximum = 100000)]
    pub to: i32,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(care_plan_create)
        .service(care_plan_get)
        .service(care_plan_list)
        .service(care_plan_update)
        .service(care_plan_approve)
        .service(care_plan_revise)
        .service(care_plan_revisions)
        .service(care_plan_compare)
        .configure(progress::routes)
        .configure(occurrence::routes)
        .configure(entry::routes)
        .configure(check::routes)
        .configure(template::routes);
}

fn smart_view(goal: &Goal) -> SmartView {
    let view = |failure: SmartFailure| SmartFailureView {
        letter: failure.letter.to_string(),
        gap: failure.gap.into(),
        detail: failure.gap.sentence().to_owned(),
    };
    let failures: Vec<SmartFailureView> = smart::check(goal).into_iter().map(view).collect();
    SmartView { goal_id: goal.id, passes: failures.is_empty(), failures }
}

/// True while the reader may write on a plan of the case: its end ends the work on the plan.
pub(crate) fn is_written_on(tx: &Tx, case: &Case) -> bool {
    case.status == CaseStatus::Active && tx.actor().may(Capability::CarePlanWrite)
}

/// What the reader may do on a plan now. `approves` is whether their scope of practice covers this person.
fn operations(tx: &Tx, plan: &CarePlan, case: &Case, approves: bool) -> Vec<&'static str> {
    let writes = is_written_on(tx, case);
    let active = case.status == CaseStatus::Active;
    let (draft, in_force) = (plan.status == CarePlanStatus::Draft, plan.approved_at.is_some());
    let possible = [
        ("care_plan_update", writes && draft),
        ("care_plan_approve", active && approves && draft),
        ("care_plan_revise", writes && plan.status == CarePlanStatus::Active),
        ("goal_progress_create", writes && in_force),
    ];
    possible.into_iter().filter_map(|(operation, may)| may.then_some(operation)).collect()
}

/// The view of a plan of a case.
pub async fn view(tx: &mut Tx, plan: CarePlan, case: &Case) -> persistence::Result<CarePlanView> {
    let draft = plan.status == CarePlanStatus::Draft;
    let approves = draft
        && tx.actor().may(Capability::CarePlanApprove)
        && tx.verdict(Activity::ApprovePlan, tx.actor().id, case).await?.is_allowed();
    let in_force = if draft { tx.revision_in_force(&plan).await? } else { None };
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    Ok(CarePlanView {
        can: operations(tx, &plan, case, approves),
        smart: plan.content.goals.iter().map(smart_view).collect(),
        in_force: in_force.map(|revision| PlanInForceView {
            revision: revision.revision,
            content: revision.content.into(),
            reason: revision.reason,
        }),
        drafted_by: plan.drafted_by.map(name),
        drafted_at: plan.drafted_at,
        approved_by: plan.approved_by.map(name),
        id: plan.id,
        version: plan.version,
        case_id: plan.case_id,
        person_id: plan.person_id,
        kind: plan.kind.into(),
        status: plan.status.into(),
        revision: plan.revision,
        content: plan.content.into(),
        reason: plan.reason,
        approved_at: plan.approved_at,
        created_at: plan.created_at,
    })
}

/// The views of plans of these cases.
pub async fn views(tx: &mut Tx, plans: Vec<CarePlan>, cases: &[Case]) -> persistence::Result<Vec<CarePlanView>> {
    let mut views = Vec::new();
    for plan in plans {
        if let Some(case) = cases.iter().find(|case| case.id == plan.case_id) {
            views.push(view(tx, plan, case).await?);
        }
    }
    Ok(views)
}

/// Begins a plan. A case has at most one open plan of a kind.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_create", params(("id" = Uuid, Path)), request_body = CarePlanCreate, responses((status = 201, body = CarePlanView)))]
#[post("/cases/{id}/care-plans")]
pub async fn care_plan_create(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CarePlanCreate>,
) -> Result<Answer<CarePlanView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let content = match body.template {
            Some(code) => template::begin(tx, &case, &code).await?,
            None => body.content.into(),
        };
        let plan = CarePlan {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            status: CarePlanStatus::Draft,
            revision: 1,
            content,
            reason: None,
            approved_by: None,
            approved_at: None,
            drafted_by: Some(tx.actor().id),
            drafted_at: Some(tx.now()),
            created_at: tx.now(),
        };
        let plan = tx.apply(CarePlan::draft(plan, &case)?)?;
        Ok(Answer::created(plan.version, view(tx, plan, &case).await?))
    });
    Ok(answer.await?)
}

/// One plan with the SMART check of its goals.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_get", params(("id" = Uuid, Path)), responses((status = 200, body = CarePlanView)))]
#[get("/care-plans/{id}")]
pub async fn care_plan_get(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CarePlanView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        Ok(Answer::resource(plan.version, view(tx, plan, &case).await?))
    });
    Ok(answer.await?)
}

/// Plans of a case.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CarePlanView>)))]
#[get("/cases/{id}/care-plans")]
pub async fn care_plan_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CarePlanView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let plans = tx.care_plans_of(*id).await?;
        Ok(Answer::ok(Page::whole(views(tx, plans, &[case]).await?)))
    });
    Ok(answer.await?)
}

/// Saves the draft as it stands.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CarePlanUpdate, responses((status = 200, body = CarePlanView)))]
#[patch("/care-plans/{id}")]
pub async fn care_plan_update(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CarePlanUpdate>,
) -> Result<Answer<CarePlanView>, Problem> {
    let content = body.0.content;
    let answer = state.store.write(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let plan = tx.apply(plan.write(content.into(), &case)?)?;
        Ok(Answer::resource(plan.version, view(tx, plan, &case).await?))
    });
    Ok(answer.await?)
}

/// Approves the draft: it is in force, the revision is kept, its interventions are planned, and the next ones become tasks.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_approve", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CarePlanView)))]
#[post("/care-plans/{id}/approve")]
pub async fn care_plan_approve(
    access: Allowed<cap::CarePlanApprove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CarePlanView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        case.require_active()?;
        let mut work = [tx.case_work(plan.case_id).await?];
        tx.verdict(Activity::ApprovePlan, tx.actor().id, &case).await?.require()?;
        let before = tx.plan_in_force(&plan).await?.unwrap_or_default();
        let (change, revision) = plan.approve(Uuid::now_v7(), &case, tx.actor().id, tx.now())?;
        tx.apply(revision)?;
        let plan = tx.apply_in(&mut work, change)?;
        occurrence::follow_approval(tx, &plan, &case, &before).await?;
        let said = tx.plan_entries_of(plan.id).await?;
        tx.follow_review(&plan, &case, Some(&plan.content), &said, Cause::Changed).await?;
        Ok(Answer::resource(plan.version, view(tx, plan, &case).await?))
    });
    Ok(answer.await?)
}

/// Ends the plans of a case that closes, as they were in force.
pub(crate) async fn complete_all(tx: &mut Tx, case_id: Uuid) -> persistence::Result<()> {
    for plan in tx.care_plans_of(case_id).await? {
        let in_force = tx.revision_in_force(&plan).await?;
        if let Some(completed) = plan.complete(in_force) {
            tx.apply(completed)?;
        }
    }
    Ok(())
}

/// Begins the next revision with a reason. The approved one stays in force and readable.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_revise", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CarePlanView)))]
#[post("/care-plans/{id}/revise")]
pub async fn care_plan_revise(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CarePlanView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let plan = tx.apply(plan.revise(reason, &case, tx.actor().id, tx.now())?)?;
        if let Some(adjusted) = case.adjusted() {
            tx.apply(adjusted)?;
        }
        Ok(Answer::resource(plan.version, view(tx, plan, &case).await?))
    });
    Ok(answer.await?)
}

/// Approved revisions of a plan, the first one first.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_revisions", params(("id" = Uuid, Path)), responses((status = 200, body = Page<RevisionView>)))]
#[get("/care-plans/{id}/revisions")]
pub async fn care_plan_revisions(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<RevisionView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        tx.care_plan(*id).await?;
        let revisions = tx.care_plan_revisions(*id).await?;
        let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
        let views = revisions.into_iter().map(|revision| RevisionView {
            revision: revision.revision,
            content: revision.content.into(),
            reason: revision.reason,
            approved_by: name(revision.approved_by),
            approved_at: revision.approved_at,
        });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// What changed between two revisions, in plain words.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_compare", params(("id" = Uuid, Path), CompareQuery), responses((status = 200, body = Page<PlanChangeView>)))]
#[get("/care-plans/{id}/compare")]
pub async fn care_plan_compare(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<CompareQuery>,
) -> Result<Answer<Page<PlanChangeView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, _) = tx.care_plan(*id).await?;
        let revisions = tx.care_plan_revisions(*id).await?;
        let content = |number: i32| {
            let approved =
                revisions.iter().find(|revision| revision.revision == number).map(|revision| &revision.content);
            approved.or((plan.revision == number).then_some(&plan.content)).ok_or(persistence::Error::NotFound)
        };
        let changes = compare(content(query.from)?, content(query.to)?);
        let views = changes.into_iter().map(|change| PlanChangeView {
            sentence: change.sentence(),
            section: change.section.into(),
            item: change.item,
            kind: change.kind.into(),
            detail: change.detail.map(Into::into),
            was: change.was,
            is: change.is,
        });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}
