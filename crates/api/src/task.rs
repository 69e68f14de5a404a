//! Tasks.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::Change;
use domain::access::{Capability, CapabilityMarker, cap};
use domain::care_plan::occurrence::OccurrenceOutcome;
use domain::case::Case;
use domain::task::{Task, TaskKind, TaskStatus};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::care_plan::occurrence;
use crate::concern;
use crate::http::ServiceConfig;
use crate::http::code::{TaskKindCode, TaskPriorityCode, TaskStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::scope::require_visitor;

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    title: String,
    detail: Option<String>,
    kind: TaskKindCode,
    status: TaskStatusCode,
    priority: TaskPriorityCode,
    owner: Ref,
    author: Ref,
    due_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    snoozed_until: Option<DateTime<Utc>>,
    /// Why it is hidden until then, where somebody said so.
    snooze_reason: Option<String>,
    /// What came of it, or why it was cancelled.
    result: Option<String>,
    care_plan_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this task now.
    can: Vec<&'static str>,
}

/// A new task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case_id": "0198d3a1-0000-7000-8000-000000000004", "title": "Call the pharmacy about the refill", "detail": "Ask for large print.", "kind": "call",
    "priority": "routine", "due_at": "2026-03-09T17:00:00-04:00"
}))]
pub struct TaskCreate {
    /// The case.
    case_id: Uuid,
    /// What to do.
    #[schema(min_length = 1, max_length = 200, example = "Call the pharmacy about the refill")]
    title: String,
    /// More about it.
    #[schema(max_length = 4000)]
    detail: Option<String>,
    /// Kind.
    kind: TaskKindCode,
    /// Priority.
    priority: TaskPriorityCode,
    /// When it is due.
    due_at: DateTime<Utc>,
    /// Who does it; the author when absent.
    owner_id: Option<Uuid>,
}

/// Changes of a task; absent members stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "priority": "urgent", "due_at": "2026-03-07T12:00:00-05:00" }))]
pub struct TaskUpdate {
    /// What to do.
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// More about it.
    #[schema(max_length = 4000)]
    detail: Option<String>,
    /// Priority.
    priority: Option<TaskPriorityCode>,
    /// When it is due.
    due_at: Option<DateTime<Utc>>,
}

/// How a task was completed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "note": "The refill is ready on Monday." }))]
pub struct TaskComplete {
    /// What came of it.
    #[schema(max_length = 4000)]
    note: Option<String>,
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Entered for the wrong person." }))]
pub struct Reason {
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    pub reason: String,
}

/// Until when an item is hidden.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "until": "2026-03-07T09:00:00-05:00", "reason": "The records come then." }))]
pub struct Snooze {
    /// When it comes back.
    pub until: DateTime<Utc>,
    /// Why; colleagues read this. A deadline needs one.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

/// Who shall do it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskAssign {
    /// The colleague.
    owner_id: Uuid,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(task_create)
        .service(task_get)
        .service(task_list)
        .service(task_update)
        .service(task_complete)
        .service(task_reopen)
        .service(task_cancel)
        .service(task_snooze)
        .service(task_assign);
}

/// What the reader may do on a task.
pub fn operations(tx: &Tx, kind: TaskKind, status: TaskStatus, owner_id: Uuid) -> &'static [&'static str] {
    let actor = tx.actor();
    if actor.may(Capability::TaskWrite) {
        return kind.operations(status);
    }
    let own = owner_id == actor.id && actor.may(Capability::TaskComplete);
    if own { kind.operations_of_owner(status) } else { &[] }
}

/// The view of a task.
pub fn view(tx: &Tx, task: Task) -> TaskView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let can = operations(tx, task.kind, task.status, task.owner_id);
    TaskView {
        id: task.id,
        version: task.version,
        case_id: task.case_id,
        person_id: task.person_id,
        owner: name(task.owner_id),
        author: name(task.author_id),
        title: task.title,
        detail: task.detail,
        kind: task.kind.into(),
        status: task.status.into(),
        priority: task.priority.into(),
        due_at: task.due_at,
        completed_at: task.completed_at,
        snoozed_until: task.snoozed_until,
        snooze_reason: task.snooze_reason,
        result: task.result,
        care_plan_id: task.care_plan_id,
        created_at: task.created_at,
        can: can.to_vec(),
    }
}

/// Gives a task to oneself or a colleague.
#[utoipa::path(tag = "task", operation_id = "task_create", request_body = TaskCreate, responses((status = 201, body = TaskView)))]
#[post("/tasks")]
pub async fn task_create(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    body: Valid<TaskCreate>,
) -> Result<Answer<TaskView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        if body.kind.0.is_settled_elsewhere() {
            let detail = "Tasks of this kind come of a message, a consultation, a safety check, a night on call, a referral, a tier, a concern or an authorization. Begin with that.";
            return Err(domain::Rule::at("task_kind_reserved", "/kind", detail).into());
        }
        let case = tx.case(body.case_id).await?;
        let owner_id = body.owner_id.unwrap_or(tx.actor().id);
        tx.let_in(&case, owner_id).await?;
        if body.kind.0 == TaskKind::Visit {
            require_visitor(tx, owner_id, &case).await?;
        }
        let task = Task {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id,
            team_id: case.team_id,
            title: body.title,
            detail: body.detail,
            kind: body.kind.0,
            status: TaskStatus::Open,
            priority: body.priority.0,
            due_at: body.due_at,
            rank_at: body.due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let task = tx.apply(Task::create(task, &case)?)?;
        Ok(Answer::created(task.version, view(tx, task)))
    });
    Ok(answer.await?)
}

/// One task.
#[utoipa::path(tag = "task", operation_id = "task_get", params(("id" = Uuid, Path)), responses((status = 200, body = TaskView)))]
#[get("/tasks/{id}")]
pub async fn task_get(
    access: Allowed<cap::TaskRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<TaskView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (task, _) = tx.task(*id).await?;
        Ok(Answer::resource(task.version, view(tx, task)))
    });
    Ok(answer.await?)
}

/// Tasks of a case, open ones first.
#[utoipa::path(tag = "task", operation_id = "task_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<TaskView>)))]
#[get("/cases/{id}/tasks")]
pub async fn task_list(
    access: Allowed<cap::TaskRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<TaskView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        tx.case(*id).await?;
        let tasks = tx.tasks_of(*id).await?;
        Ok(Answer::ok(Page::whole(tasks.into_iter().map(|task| view(tx, task)).collect())))
    });
    Ok(answer.await?)
}

/// Runs one state change of a task at a version.
async fn change<C: CapabilityMarker>(
    access: &Allowed<C>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl AsyncFnOnce(&mut Tx, Task, &Case) -> persistence::Result<Change<Task>>,
) -> Result<Answer<TaskView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let (task, case) = tx.task(id).await?;
        tx.require_version(task.version, version.0)?;
        let change = act(tx, task, &case).await?;
        let task = tx.apply(change)?;
        Ok(Answer::resource(task.version, view(tx, task)))
    });
    Ok(answer.await?)
}

/// Changes an open task.
#[utoipa::path(tag = "task", operation_id = "task_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TaskUpdate, responses((status = 200, body = TaskView)))]
#[patch("/tasks/{id}")]
pub async fn task_update(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TaskUpdate>,
) -> Result<Answer<TaskView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, async |_, mut task, case| {
        task.title = body.title.unwrap_or(task.title);
        task.detail = body.detail.or(task.detail);
        task.priority = body.priority.map_or(task.priority, |code| code.0);
        task.due_at = body.due_at.unwrap_or(task.due_at);
        Ok(task.update(case)?)
    })
    .await
}

/// Marks a task done: one's own, or that of a colleague where the reader may change tasks. That of an intervention settles its occurrence, and the next one opens.
#[utoipa::path(tag = "task", operation_id = "task_complete", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TaskComplete, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/complete")]
pub async fn task_complete(
    access: Allowed<cap::TaskComplete>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TaskComplete>,
) -> Result<Answer<TaskView>, Problem> {
    let note = body.0.note;
    change(&access, &state, *id, version, async |tx, task, case| {
        task.require_completed_by(tx.actor().id, tx.actor().may(Capability::TaskWrite))?;
        task.require_settled_by_hand()?;
        let change = task.complete(note, tx.now())?;
        occurrence::follow_task(tx, &change.record, case, OccurrenceOutcome::Done, None).await?;
        concern::follow_task(tx, &change.record).await?;
        Ok(change)
    })
    .await
}

/// Undoes a completion. The occurrence of an intervention is planned again.
#[utoipa::path(tag = "task", operation_id = "task_reopen", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/reopen")]
pub async fn task_reopen(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<TaskView>, Problem> {
    change(&access, &state, *id, version, async |tx, task, case| {
        task.require_settled_by_hand()?;
        let change = task.reopen()?;
        occurrence::reopen_of_task(tx, &change.record, case).await?;
        Ok(change)
    })
    .await
}

/// Cancels a task with a reason. That of an intervention is excused this time; the next one opens.
#[utoipa::path(tag = "task", operation_id = "task_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/cancel")]
pub async fn task_cancel(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<TaskView>, Problem> {
    let reason = body.0.reason;
    change(&access, &state, *id, version, async |tx, task, case| {
        task.require_settled_by_hand()?;
        let change = task.cancel(reason.clone())?;
        occurrence::follow_task(tx, &change.record, case, OccurrenceOutcome::Excused, Some(reason)).await?;
        concern::follow_task(tx, &change.record).await?;
        Ok(change)
    })
    .await
}

/// Hides a task from the worklist for a while.
#[utoipa::path(tag = "task", operation_id = "task_snooze", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Snooze, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/snooze")]
pub async fn task_snooze(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Snooze>,
) -> Result<Answer<TaskView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, async |tx, task, _| {
        Ok(task.snooze(body.until, body.reason.as_deref(), tx.now())?)
    })
    .await
}

/// Gives a task to a colleague, who joins the care team if they are not on it.
#[utoipa::path(tag = "task", operation_id = "task_assign", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TaskAssign, responses((status = 200, body = TaskView)))]
#[post("/tasks/{id}/assign")]
pub async fn task_assign(
    access: Allowed<cap::TaskWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TaskAssign>,
) -> Result<Answer<TaskView>, Problem> {
    let owner_id = body.owner_id;
    change(&access, &state, *id, version, async |tx, task, case| {
        let change = task.assign(owner_id)?;
        tx.let_in(case, owner_id).await?;
        if change.record.kind == TaskKind::Visit {
            require_visitor(tx, owner_id, case).await?;
        }
        Ok(change)
    })
    .await
}
