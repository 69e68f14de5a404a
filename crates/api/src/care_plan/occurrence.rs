//! Each time an intervention falls due: what came of it, and how well the plan is kept (K-25).

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Change;
use domain::access::cap;
use domain::care_plan::agenda::{Standing, agenda};
use domain::care_plan::occurrence::{OccurrenceOutcome, OccurrenceStatus, Settling};
use domain::care_plan::{CarePlan, Goal, Occurrence, PlanContent};
use domain::case::{Case, CaseStatus};
use domain::measure::{Tally, adherence};
use domain::task::{Task, TaskKind};
use persistence::Tx;
use persistence::care_plan::follow::Newcomer;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{EndReasonCode, OccurrenceOutcomeCode, OccurrenceStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;

/// The most occurrences shown of one intervention: what lies ahead, and about half a year of weeks.
const SHOWN: usize = 32;

/// How well a plan is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanAdherenceView {
    /// Over the whole plan.
    adherence: AdherenceView,
    /// One for each goal of the plan in force, in its order, over the interventions that serve it or served it last.
    goals: Vec<GoalAdherenceView>,
    /// One for each intervention of the plan in force, in its order.
    interventions: Vec<InterventionAdherenceView>,
}

/// Adherence by K-25: done on time counts 1, done late within 7 days one half, of all that was due; what was excused does not count.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdherenceView {
    /// Not settled and not yet due.
    planned: u32,
    /// What was due or is settled, without what was excused: on time, late and missed together.
    due: u32,
    /// Done on time.
    on_time: u32,
    /// Done late, within 7 days.
    late: u32,
    /// Not done, refused, or done later than that.
    missed: u32,
    /// Excused: cancelled with a reason.
    excused: u32,
    /// From 0 to 1; none while nothing was due.
    rate: Option<f64>,
}

/// How well the interventions of a goal are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalAdherenceView {
    goal_id: Uuid,
    adherence: AdherenceView,
}

/// How well an intervention is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterventionAdherenceView {
    intervention_id: Uuid,
    adherence: AdherenceView,
    /// The day of the next planned occurrence.
    next_due_on: Option<NaiveDate>,
    /// The last day first.
    occurrences: Vec<OccurrenceView>,
}

/// One time that an intervention falls due.
#[derive(Debug, Serialize, ToSchema)]
pub struct OccurrenceView {
    id: Uuid,
    version: i32,
    care_plan_id: Uuid,
    intervention_id: Uuid,
    /// The task that has it on somebody's list.
    task_id: Option<Uuid>,
    due_on: NaiveDate,
    due_at: DateTime<Utc>,
    status: OccurrenceStatusCode,
    done_at: Option<DateTime<Utc>>,
    /// Why it was not done, as somebody said or as the platform says in English.
    reason: Option<String>,
    /// Why the platform ended it; none when a person said what came of it.
    end_reason: Option<EndReasonCode>,
    settled_by: Option<Ref>,
    settled_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this occurrence now.
    can: Vec<&'static str>,
}

/// What came of an occurrence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceSettle {
    /// What came of it.
    outcome: OccurrenceOutcomeCode,
    /// When it was done; now when absent.
    done_at: Option<DateTime<Utc>>,
    /// Why it was not done; needed unless it was.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Registers the operations.
pub fn routes(config: &mut ServiceConfig) {
    config.service(occurrence_list).service(occurrence_settle).service(occurrence_reopen);
}

fn view(tx: &Tx, occurrence: &Occurrence, case: &Case) -> OccurrenceView {
    let can: &[&'static str] = match occurrence.status {
        _ if !super::is_written_on(tx, case) => &[],
        OccurrenceStatus::Planned => &["occurrence_settle"],
        OccurrenceStatus::Missed => &["occurrence_settle", "occurrence_reopen"],
        OccurrenceStatus::Withdrawn => &[],
        _ => &["occurrence_reopen"],
    };
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    OccurrenceView {
        id: occurrence.id,
        version: occurrence.version,
        care_plan_id: occurrence.care_plan_id,
        intervention_id: occurrence.intervention_id,
        task_id: occurrence.task_id,
        due_on: occurrence.due_on,
        due_at: occurrence.due_at,
        status: occurrence.status.into(),
        done_at: occurrence.done_at,
        reason: occurrence.reason.clone(),
        end_reason: occurrence.end_reason().map(Into::into),
        settled_by: occurrence.settled_by.map(name),
        settled_at: occurrence.settled_at,
        can: can.to_vec(),
    }
}

fn adherence_view<'a>(occurrences: impl Iterator<Item = &'a Occurrence>, now: DateTime<Utc>) -> AdherenceView {
    let occurrences: Vec<Occurrence> = occurrences.cloned().collect();
    let Tally { planned, due, on_time, late, missed, excused, rate } = adherence(&occurrences, now).tally();
    AdherenceView { planned, due, on_time, late, missed, excused, rate }
}

/// The goal that each intervention serves, as the latest revision that has the intervention says: what a revision dropped still
/// counts for its goal.
fn goals_served<'a>(contents: impl Iterator<Item = &'a PlanContent>) -> HashMap<Uuid, Uuid> {
    contents.flat_map(|content| &content.interventions).filter_map(|item| Some((item.id, item.goal_id?))).collect()
}

/// After an approval: occurrences and tasks are those of the plan that is now in force.
pub(super) async fn follow_approval(
    tx: &mut Tx,
    plan: &CarePlan,
    case: &Case,
    before: &PlanContent,
) -> persistence::Result<()> {
    let standing = Standing {
        occurrences: tx.occurrences_of(plan.id).await?,
        changed: None,
        tasks: tx.open_intervention_tasks(plan).await?,
    };
    let origin = tx.task_origin(plan, case)?;
    let agenda = agenda(&origin, &plan.content.interventions, before, standing, &mut Uuid::now_v7)?;
    tx.keep_agenda(case, agenda, Newcomer::Joins).await
}

/// After an occurrence was settled or reopened: the next one of its intervention opens. `task` is being settled with it. Gives
/// the occurrence as it is stored.
async fn follow_change(
    tx: &mut Tx,
    plan: &CarePlan,
    case: &Case,
    changed: Change<Occurrence>,
    task: Option<Uuid>,
) -> persistence::Result<Option<Occurrence>> {
    let (id, intervention_id) = (changed.record.id, changed.record.intervention_id);
    let content = tx.plan_in_force(plan).await?.unwrap_or_default();
    let own = tx.occurrences_of(plan.id).await?;
    let standing = Standing {
        occurrences: own.into_iter().filter(|one| one.intervention_id == intervention_id && one.id != id).collect(),
        changed: Some(changed),
        tasks: tx
            .open_intervention_tasks(plan)
            .await?
            .into_iter()
            .filter(|open| open.intervention_id == Some(intervention_id) && Some(open.id) != task)
            .collect(),
    };
    let items: Vec<_> = content.interventions.iter().filter(|item| item.id == intervention_id).cloned().collect();
    let origin = tx.task_origin(plan, case)?;
    let agenda = agenda(&origin, &items, &content, standing, &mut Uuid::now_v7)?;
    let now = agenda.occurrences.iter().find(|change| change.record.id == id).map(|change| change.record.clone());
    tx.keep_agenda(case, agenda, Newcomer::StaysOut).await?;
    Ok(now)
}

/// The occurrence of an intervention's task, with its plan.
async fn of_task(tx: &mut Tx, task: &Task) -> persistence::Result<Option<(CarePlan, Occurrence)>> {
    let Some(plan_id) = task.care_plan_id.filter(|_| task.kind == TaskKind::Intervention) else { return Ok(None) };
    let (plan, _) = tx.care_plan(plan_id).await?;
    let occurrences = tx.occurrences_of(plan_id).await?;
    let own = occurrences.into_iter().find(|one| one.task_id == Some(task.id));
    Ok(own.map(|occurrence| (plan, occurrence)))
}

/// A task of an intervention was completed or cancelled: its occurrence says so too.
pub(crate) async fn follow_task(
    tx: &mut Tx,
    task: &Task,
    case: &Case,
    outcome: OccurrenceOutcome,
    reason: Option<String>,
) -> persistence::Result<()> {
    let Some((plan, occurrence)) = of_task(tx, task).await? else { return Ok(()) };
    if !matches!(occurrence.status, OccurrenceStatus::Planned | OccurrenceStatus::Missed)
        || case.status != CaseStatus::Active
    {
        return Ok(());
    }
    // A task may be cancelled for a reason without letters; what is missing then is the excuse.
    let blank = reason.as_deref().is_some_and(|reason| reason.trim().is_empty());
    let settling = Settling {
        outcome: if blank { OccurrenceOutcome::Missed } else { outcome },
        done_at: None,
        reason: reason.map(|reason| if blank { "No reason given.".to_owned() } else { reason }),
        by: tx.actor().id,
    };
    let changed = occurrence.settle(settling, tx.now())?;
    follow_change(tx, &plan, case, changed, Some(task.id)).await?;
    Ok(())
}

/// A task of an intervention was reopened: its occurrence is planned again. That of a closed case stays as it is: nobody could
/// settle it any more.
pub(crate) async fn reopen_of_task(tx: &mut Tx, task: &Task, case: &Case) -> persistence::Result<()> {
    if case.status == CaseStatus::Active
        && let Some((_, occurrence)) = of_task(tx, task).await?
        && occurrence.status == OccurrenceStatus::Done
    {
        tx.apply(occurrence.reopen()?)?;
    }
    Ok(())
}

/// Each time the interventions of a plan are due, and how well the plan is kept.
#[utoipa::path(tag = "care_plan", operation_id = "occurrence_list", params(("id" = Uuid, Path)), responses((status = 200, body = PlanAdherenceView)))]
#[get("/care-plans/{id}/occurrences")]
pub async fn occurrence_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PlanAdherenceView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        let content = tx.plan_in_force(&plan).await?.unwrap_or_default();
        let revisions = tx.care_plan_revisions(plan.id).await?;
        let served = &goals_served(revisions.iter().map(|revision| &revision.content).chain([&content]));
        let all = tx.occurrences_of(plan.id).await?;
        let now = tx.now();
        let of_goal = |goal_id: Uuid| all.iter().filter(move |one| served.get(&one.intervention_id) == Some(&goal_id));
        let interventions = content.interventions.iter().map(|item| {
            let own = || all.iter().filter(|one| one.intervention_id == item.id);
            InterventionAdherenceView {
                intervention_id: item.id,
                adherence: adherence_view(own(), now),
                next_due_on: own().find(|one| one.status == OccurrenceStatus::Planned).map(|one| one.due_on),
                occurrences: own().rev().take(SHOWN).map(|one| view(tx, one, &case)).collect(),
            }
        });
        let goal =
            |goal: &Goal| GoalAdherenceView { goal_id: goal.id, adherence: adherence_view(of_goal(goal.id), now) };
        Ok(Answer::ok(PlanAdherenceView {
            adherence: adherence_view(all.iter(), now),
            goals: content.goals.iter().map(goal).collect(),
            interventions: interventions.collect(),
        }))
    });
    Ok(answer.await?)
}

/// Says what came of an occurrence. Its task is completed or cancelled with it, and the next one opens.
#[utoipa::path(tag = "care_plan", operation_id = "occurrence_settle", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = OccurrenceSettle, responses((status = 200, body = OccurrenceView)))]
#[post("/occurrences/{id}/settle")]
pub async fn occurrence_settle(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<OccurrenceSettle>,
) -> Result<Answer<OccurrenceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (occurrence, plan, case) = tx.occurrence(*id).await?;
        tx.require_version(occurrence.version, version.0)?;
        case.require_active()?;
        let (outcome, now) = (body.outcome.0, tx.now());
        let settling = Settling { outcome, done_at: body.done_at, reason: body.reason.clone(), by: tx.actor().id };
        let changed = occurrence.settle(settling, now)?;
        let open =
            tx.open_intervention_tasks(&plan).await?.into_iter().find(|task| changed.record.task_id == Some(task.id));
        let task_id = open.as_ref().map(|task| task.id);
        if let Some(task) = open {
            let reason = body.reason.unwrap_or_default();
            tx.apply(match outcome {
                OccurrenceOutcome::Done => task.complete(Some(reason).filter(|text| !text.is_empty()), now)?,
                _ => task.cancel(reason)?,
            })?;
        }
        let settled = changed.record.clone();
        let settled = follow_change(tx, &plan, &case, changed, task_id).await?.unwrap_or(settled);
        Ok(Answer::resource(settled.version, view(tx, &settled, &case)))
    });
    Ok(answer.await?)
}

/// Undoes what was said about an occurrence.
#[utoipa::path(tag = "care_plan", operation_id = "occurrence_reopen", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = OccurrenceView)))]
#[post("/occurrences/{id}/reopen")]
pub async fn occurrence_reopen(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<OccurrenceView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (occurrence, plan, case) = tx.occurrence(*id).await?;
        tx.require_version(occurrence.version, version.0)?;
        case.require_active()?;
        let mut changed = occurrence.reopen()?;
        // The task that it had is settled; when it is the next one, it gets another.
        changed.record.task_id = None;
        let reopened = changed.record.clone();
        let reopened = follow_change(tx, &plan, &case, changed, None).await?.unwrap_or(reopened);
        Ok(Answer::resource(reopened.version, view(tx, &reopened, &case)))
    });
    Ok(answer.await?)
}
