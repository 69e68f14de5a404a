//! The course of the goals of a plan: recorded values, levels and achievements.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::care_plan::goal::Goal;
use domain::care_plan::progress::{attainment_score, course};
use domain::care_plan::{CarePlan, GoalProgress, PlanContent};
use domain::case::Case;
use domain::{Rule, clock};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{GoalAchievementCode, ProposalReasonCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// The course of every goal of the plan in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanProgressView {
    /// One for each goal, in the order of the plan.
    goals: Vec<GoalCourseView>,
    /// Goal attainment scaling T-score over the goals with a scale and a recorded level; 50 is what was expected.
    attainment_score: Option<f64>,
    /// How many goals it is counted from.
    attainment_goals: u32,
    /// Operations the reader may do on this plan's progress now.
    can: Vec<&'static str>,
}

/// The course of one goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalCourseView {
    goal_id: Uuid,
    /// The last value, in the goal's unit.
    current: Option<f64>,
    /// The day of the last value.
    current_on: Option<NaiveDate>,
    /// Percent of the way from baseline to target, 0 to 100.
    percent: Option<f64>,
    /// Why there is no percent although everything is recorded.
    percent_refused: Option<String>,
    /// The achievement that a person set last.
    achievement: Option<GoalAchievementCode>,
    /// The achievement that the values suggest.
    proposed: Option<GoalAchievementCode>,
    /// Why it is suggested.
    proposed_because: Option<String>,
    /// The same as a code.
    proposed_because_code: Option<ProposalReasonCode>,
    /// The level of the scale that was recorded last, -2 to 2.
    attainment: Option<i32>,
    /// Everything recorded, the last day first. What was taken back is listed and does not count.
    entries: Vec<GoalProgressView>,
}

/// One look at a goal.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalProgressView {
    id: Uuid,
    version: i32,
    care_plan_id: Uuid,
    goal_id: Uuid,
    observed_on: NaiveDate,
    value: Option<f64>,
    attainment: Option<i32>,
    achievement: Option<GoalAchievementCode>,
    note: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// When it was taken back as recorded in error.
    retracted_at: Option<DateTime<Utc>>,
    retract_reason: Option<String>,
    /// Operations the reader may do on this entry now.
    can: Vec<&'static str>,
}

/// A look at a goal. At least one of value, level, achievement and note is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalProgressCreate {
    /// The goal of the plan in force.
    goal_id: Uuid,
    /// The day it was seen; today in the program's zone when absent.
    observed_on: Option<NaiveDate>,
    /// What was measured, in the goal's unit.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    value: Option<f64>,
    /// The level of the goal's scale, from -2 to 2.
    #[schema(minimum = -2, maximum = 2)]
    attainment: Option<i32>,
    /// How far the goal has come, as you judge it.
    achievement: Option<GoalAchievementCode>,
    /// What there is to say about it.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// Registers the operations.
pub fn routes(config: &mut ServiceConfig) {
    config.service(goal_progress_list).service(goal_progress_create).service(goal_progress_retract);
}

/// What may be recorded about a plan now.
fn operations(tx: &Tx, plan: &CarePlan, case: &Case) -> Vec<&'static str> {
    let may = plan.approved_at.is_some() && super::is_written_on(tx, case);
    if may { vec!["goal_progress_create"] } else { Vec::new() }
}

fn view(tx: &Tx, entry: GoalProgress) -> GoalProgressView {
    let counts = entry.retracted_at.is_none();
    GoalProgressView {
        author: Ref { id: entry.author_id, name: tx.directory().name(entry.author_id).to_owned() },
        id: entry.id,
        version: entry.version,
        care_plan_id: entry.care_plan_id,
        goal_id: entry.goal_id,
        observed_on: entry.observed_on,
        value: entry.value,
        attainment: entry.attainment,
        achievement: entry.achievement.map(Into::into),
        note: entry.note,
        created_at: entry.created_at,
        retracted_at: entry.retracted_at,
        retract_reason: entry.retract_reason,
        can: if counts && tx.actor().may(Capability::CarePlanWrite) {
            vec!["goal_progress_retract"]
        } else {
            Vec::new()
        },
    }
}

fn course_view(tx: &Tx, goal: &Goal, entries: &[GoalProgress], today: NaiveDate) -> GoalCourseView {
    let found = course(goal, entries, today);
    let (percent, refused) = match found.percent {
        Some(Ok(percent)) => (Some(percent), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let own = entries.iter().rev().filter(|entry| entry.goal_id == goal.id);
    GoalCourseView {
        goal_id: goal.id,
        current: found.current.map(|(value, _)| value),
        current_on: found.current.map(|(_, day)| day),
        percent,
        percent_refused: refused.map(|error| format!("No percent: {error}.")),
        achievement: found.achievement.map(Into::into),
        proposed: found.proposed.map(|proposal| proposal.achievement.into()),
        proposed_because: found.proposed.map(|proposal| proposal.because.sentence().to_owned()),
        proposed_because_code: found.proposed.map(|proposal| proposal.because.into()),
        attainment: found.attainment,
        entries: own.map(|entry| view(tx, entry.clone())).collect(),
    }
}

/// Today in the zone of the program that the plan belongs to.
pub(crate) fn today(tx: &Tx, case: &Case) -> persistence::Result<NaiveDate> {
    let zone = tx.directory().program(case.program_id)?.zone();
    Ok(clock::local_date(tx.now(), zone))
}

/// What the plan in force says.
pub(super) async fn in_force(tx: &mut Tx, plan: &CarePlan) -> persistence::Result<PlanContent> {
    let content = tx.plan_in_force(plan).await?;
    let missing = Rule::new("plan_not_approved", "The plan was never approved. Approve it first.");
    Ok(content.ok_or(missing)?)
}

/// How far the goals of a plan have come.
#[utoipa::path(tag = "care_plan", operation_id = "goal_progress_list", params(("id" = Uuid, Path)), responses((status = 200, body = PlanProgressView)))]
#[get("/care-plans/{id}/progress")]
pub async fn goal_progress_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PlanProgressView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        let content = tx.plan_in_force(&plan).await?.unwrap_or_default();
        let today = today(tx, &case)?;
        let entries = tx.goal_progress_of(plan.id).await?;
        let goals: Vec<GoalCourseView> =
            content.goals.iter().map(|goal| course_view(tx, goal, &entries, today)).collect();
        let scored = content
            .goals
            .iter()
            .zip(&goals)
            .filter(|(goal, course)| goal.scale.is_some() && course.attainment.is_some());
        Ok(Answer::ok(PlanProgressView {
            attainment_score: attainment_score(&content.goals, &entries),
            attainment_goals: u32::try_from(scored.count()).unwrap_or(u32::MAX),
            can: operations(tx, &plan, &case),
            goals,
        }))
    });
    Ok(answer.await?)
}

/// Records how a goal of the plan in force stands.
#[utoipa::path(tag = "care_plan", operation_id = "goal_progress_create", params(("id" = Uuid, Path)), request_body = GoalProgressCreate, responses((status = 201, body = GoalProgressView)))]
#[post("/care-plans/{id}/progress")]
pub async fn goal_progress_create(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<GoalProgressCreate>,
) -> Result<Answer<GoalProgressView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        case.require_active()?;
        let content = in_force(tx, &plan).await?;
        let today = today(tx, &case)?;
        let entry = GoalProgress {
            id: Uuid::now_v7(),
            version: 1,
            care_plan_id: plan.id,
            person_id: plan.person_id,
            goal_id: body.goal_id,
            observed_on: body.observed_on.unwrap_or(today),
            value: body.value,
            attainment: body.attainment,
            achievement: body.achievement.map(|code| code.0),
            note: body.note,
            author_id: tx.actor().id,
            created_at: tx.now(),
            retracted_at: None,
            retract_reason: None,
        };
        let entry = tx.apply(GoalProgress::record(entry, &content, today)?)?;
        Ok(Answer::created(entry.version, view(tx, entry)))
    });
    Ok(answer.await?)
}

/// Takes an entry back that was recorded in error. It stays readable and counts no more.
#[utoipa::path(tag = "care_plan", operation_id = "goal_progress_retract", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = GoalProgressView)))]
#[post("/goal-progress/{id}/retract")]
pub async fn goal_progress_retract(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<GoalProgressView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let (entry, ..) = tx.goal_progress(*id).await?;
        tx.require_version(entry.version, version.0)?;
        let entry = tx.apply(entry.retract(reason, tx.now())?)?;
        Ok(Answer::resource(entry.version, view(tx, entry)))
    });
    Ok(answer.await?)
}
