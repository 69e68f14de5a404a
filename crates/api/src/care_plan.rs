//! Care plans: draft, SMART check, approval, revision, comparison.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::care_plan::goal::Goal;
use domain::care_plan::plan::{
    Barrier, CarePlanStatus, Intervention, InterventionStatus, TaskOrigin, intervention_task,
};
use domain::care_plan::{CarePlan, PlanContent, compare, smart};
use domain::case::Case;
use domain::task::TaskKind;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{
    BarrierKindCode, BarrierSeverityCode, BarrierStatusCode, CarePlanKindCode, CarePlanStatusCode, FrequencyCode,
    GoalDirectionCode, GoalStatusCode, InterventionStatusCode,
};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// A goal. To be approved it must be SMART: focus and text, measure with unit, direction and target, baseline, need, due date.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// The need it addresses.
    need_id: Option<Uuid>,
    /// In the person's words.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    text: String,
    /// What is measured.
    #[schema(max_length = 200)]
    measure: Option<String>,
    /// Unit.
    #[schema(max_length = 60)]
    unit: Option<String>,
    /// Which way.
    direction: GoalDirectionCode,
    /// Where it stands now.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    baseline: Option<f64>,
    /// Where it shall be.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    target: Option<f64>,
    /// From when.
    start_on: Option<NaiveDate>,
    /// Until when.
    due_on: Option<NaiveDate>,
    /// State.
    status: GoalStatusCode,
}

/// An intervention.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterventionContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// The goal it serves.
    goal_id: Option<Uuid>,
    /// What is done.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    text: String,
    /// Who does it; the case's owner when empty.
    owner_id: Option<Uuid>,
    /// How often.
    frequency: FrequencyCode,
    /// When it is (first) due; on approval it becomes a task.
    due_on: Option<NaiveDate>,
    /// State.
    status: InterventionStatusCode,
}

/// A barrier.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// Kind.
    kind: BarrierKindCode,
    /// Severity.
    severity: BarrierSeverityCode,
    /// What it is.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    text: String,
    /// State.
    status: BarrierStatusCode,
    /// How it was removed.
    #[schema(max_length = 1000)]
    resolution: Option<String>,
}

/// What a plan says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CarePlanContent {
    /// Goals.
    #[schema(max_items = 50)]
    goals: Vec<GoalContent>,
    /// Interventions.
    #[schema(max_items = 100)]
    interventions: Vec<InterventionContent>,
    /// Barriers.
    #[schema(max_items = 50)]
    barriers: Vec<BarrierContent>,
}

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
    content: CarePlanContent,
    /// SMART check of each goal.
    smart: Vec<SmartView>,
    /// Why this revision was begun.
    reason: Option<String>,
    approved_by: Option<Ref>,
    approved_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this plan now.
    can: Vec<&'static str>,
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
    /// `goals`, `interventions` or `barriers`.
    section: String,
    /// The item.
    item: String,
    /// What happened to it.
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
}

/// The draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
        .service(care_plan_compare);
}

impl From<CarePlanContent> for PlanContent {
    fn from(content: CarePlanContent) -> Self {
        let goal = |goal: GoalContent| Goal {
            id: goal.id,
            need_id: goal.need_id,
            text: goal.text,
            measure: goal.measure,
            unit: goal.unit,
            direction: goal.direction.0,
            baseline: goal.baseline,
            target: goal.target,
            start_on: goal.start_on,
            due_on: goal.due_on,
            status: goal.status.0,
        };
        let intervention = |item: InterventionContent| Intervention {
            id: item.id,
            goal_id: item.goal_id,
            text: item.text,
            owner_id: item.owner_id,
            frequency: item.frequency.0,
            due_on: item.due_on,
            status: item.status.0,
        };
        let barrier = |item: BarrierContent| Barrier {
            id: item.id,
            kind: item.kind.0,
            severity: item.severity.0,
            text: item.text,
            status: item.status.0,
            resolution: item.resolution,
        };
        Self {
            goals: content.goals.into_iter().map(goal).collect(),
            interventions: content.interventions.into_iter().map(intervention).collect(),
            barriers: content.barriers.into_iter().map(barrier).collect(),
        }
    }
}

impl From<PlanContent> for CarePlanContent {
    fn from(content: PlanContent) -> Self {
        let goal = |goal: Goal| GoalContent {
            id: goal.id,
            need_id: goal.need_id,
            text: goal.text,
            measure: goal.measure,
            unit: goal.unit,
            direction: goal.direction.into(),
            baseline: goal.baseline,
            target: goal.target,
            start_on: goal.start_on,
            due_on: goal.due_on,
            status: goal.status.into(),
        };
        let intervention = |item: Intervention| InterventionContent {
            id: item.id,
            goal_id: item.goal_id,
            text: item.text,
            owner_id: item.owner_id,
            frequency: item.frequency.into(),
            due_on: item.due_on,
            status: item.status.into(),
        };
        let barrier = |item: Barrier| BarrierContent {
            id: item.id,
            kind: item.kind.into(),
            severity: item.severity.into(),
            text: item.text,
            status: item.status.into(),
            resolution: item.resolution,
        };
        Self {
            goals: content.goals.into_iter().map(goal).collect(),
            interventions: content.interventions.into_iter().map(intervention).collect(),
            barriers: content.barriers.into_iter().map(barrier).collect(),
        }
    }
}

fn smart_view(goal: &Goal) -> SmartView {
    let failures: Vec<SmartFailureView> = smart::check(goal)
        .into_iter()
        .map(|failure| SmartFailureView { letter: failure.letter.to_string(), detail: failure.detail })
        .collect();
    SmartView { goal_id: goal.id, passes: failures.is_empty(), failures }
}

/// The view of a plan.
pub fn view(tx: &Tx, plan: CarePlan) -> CarePlanView {
    let writes = tx.actor().may(Capability::CarePlanWrite);
    let mut can = Vec::new();
    match plan.status {
        CarePlanStatus::Draft => {
            if writes {
                can.push("care_plan_update");
            }
            if tx.actor().may(Capability::CarePlanApprove) {
                can.push("care_plan_approve");
            }
        }
        CarePlanStatus::Active if writes => can.push("care_plan_revise"),
        _ => {}
    }
    CarePlanView {
        smart: plan.content.goals.iter().map(smart_view).collect(),
        approved_by: plan.approved_by.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
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
        can,
    }
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
        let plan = CarePlan {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            status: CarePlanStatus::Draft,
            revision: 1,
            content: body.content.into(),
            reason: None,
            approved_by: None,
            approved_at: None,
            created_at: tx.now(),
        };
        let plan = tx.apply(CarePlan::draft(plan, &case)?)?;
        Ok(Answer::created(plan.version, view(tx, plan)))
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
        let plan = tx.care_plan(*id).await?;
        Ok(Answer::resource(plan.version, view(tx, plan)))
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
        tx.case(*id).await?;
        let plans = tx.care_plans_of(*id).await?;
        Ok(Answer::ok(Page::whole(plans.into_iter().map(|plan| view(tx, plan)).collect())))
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
        let plan = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let plan = tx.apply(plan.write(content.into())?)?;
        Ok(Answer::resource(plan.version, view(tx, plan)))
    });
    Ok(answer.await?)
}

/// Approves the draft: it is in force, the revision is kept, and its due interventions become tasks.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_approve", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CarePlanView)))]
#[post("/care-plans/{id}/approve")]
pub async fn care_plan_approve(
    access: Allowed<cap::CarePlanApprove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CarePlanView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let plan = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let mut work = [tx.case_work(plan.case_id).await?];
        work[0].case.require_active()?;
        let (change, revision) = plan.approve(Uuid::now_v7(), tx.actor().id, tx.now())?;
        tx.apply(revision)?;
        let plan = tx.apply_in(&mut work, change)?;
        open_interventions(tx, &plan, &work[0].case).await?;
        Ok(Answer::resource(plan.version, view(tx, plan)))
    });
    Ok(answer.await?)
}

/// Interventions that are due and not yet on a list become tasks; tasks of interventions that are gone are cancelled.
async fn open_interventions(tx: &mut Tx, plan: &CarePlan, case: &Case) -> persistence::Result<()> {
    let zone = tx.directory().program(case.program_id)?.zone();
    let open = tx.open_tasks_of(case.id).await?;
    let open =
        open.into_iter().filter(|task| task.kind == TaskKind::Intervention && task.care_plan_id == Some(plan.id));
    let mut known = Vec::new();
    for task in open {
        let still = plan
            .content
            .interventions
            .iter()
            .any(|item| Some(item.id) == task.intervention_id && item.status == InterventionStatus::Active);
        if still {
            known.extend(task.intervention_id);
        } else {
            tx.apply(task.cancel("The intervention is no longer part of the plan.".into())?)?;
        }
    }
    let origin = TaskOrigin { plan, case, zone, author_id: tx.actor().id, now: tx.now() };
    for intervention in plan
        .content
        .interventions
        .iter()
        .filter(|item| item.status == InterventionStatus::Active && !known.contains(&item.id))
    {
        if let Some(due_on) = intervention.due_on {
            if let Some(owner_id) = intervention.owner_id {
                crate::task::let_in(tx, case, owner_id).await?;
            }
            tx.apply(intervention_task(Uuid::now_v7(), &origin, intervention, due_on)?)?;
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
        let plan = tx.care_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let plan = tx.apply(plan.revise(reason)?)?;
        Ok(Answer::resource(plan.version, view(tx, plan)))
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
        let plan = tx.care_plan(*id).await?;
        let revisions = tx.care_plan_revisions(*id).await?;
        let content = |number: i32| {
            let approved =
                revisions.iter().find(|revision| revision.revision == number).map(|revision| &revision.content);
            approved.or((plan.revision == number).then_some(&plan.content)).ok_or(persistence::Error::NotFound)
        };
        let changes = compare(content(query.from)?, content(query.to)?);
        let views = changes.into_iter().map(|change| PlanChangeView {
            section: change.section.into(),
            item: change.item,
            sentence: change.sentence,
        });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}
