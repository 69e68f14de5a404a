//! Scope of practice: the published matrix, where the organization is stricter, and where the reader stands.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::scope::{Activity, Level, ScopeLimit, Verdict, condition};
use domain::{Code, Rule};
use persistence::Tx;
use persistence::directory::Directory;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{ActivityCode, ConditionCode, LevelCode, VerdictCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
use crate::staff::credential::today_of;
use crate::task::Reason;

domain::codes! {
    /// How somebody stands to an activity.
    pub enum Stand {
        /// Alone.
        Allowed = "allowed",
        /// With a licensed colleague.
        WithCosignature = "with_cosignature",
        /// Not.
        Refused = "refused",
    }
}

/// Who may do what.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopeOfPractice {
    /// One row for each activity.
    rows: Vec<ScopeRow>,
    /// Where the organization is or was stricter, the newest first.
    limits: Vec<ScopeLimitView>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// An activity and who may do it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopeRow {
    activity: ActivityCode,
    /// The requirements it comes from.
    source: &'static str,
    /// Operations that ask for it.
    operations: Vec<&'static str>,
    cells: Vec<ScopeCell>,
}

/// The condition of a level.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopeCell {
    level: LevelCode,
    /// As published.
    published: ConditionCode,
    /// As it counts today.
    condition: ConditionCode,
    /// The limit that makes it stricter than published.
    limit_id: Option<Uuid>,
}

/// Where the organization is stricter.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopeLimitView {
    id: Uuid,
    version: i32,
    activity: ActivityCode,
    level: LevelCode,
    condition: ConditionCode,
    starts_on: NaiveDate,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
    /// First day on which it does not count any more.
    withdrawn_on: Option<NaiveDate>,
    withdrawn_by: Option<Ref>,
    withdrawn_reason: Option<String>,
    /// Operations the reader may do on this limit now.
    can: Vec<&'static str>,
}

/// Where the reader stands, whoever the person is; a licence of another state is judged with the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScopeStanding {
    activity: ActivityCode,
    /// Operations that ask for it.
    operations: Vec<&'static str>,
    verdict: VerdictCode,
    /// Why it is not allowed alone, and what to do.
    reason: Option<String>,
}

/// A stricter condition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeLimitCreate {
    /// Activity.
    activity: ActivityCode,
    /// Level.
    level: LevelCode,
    /// The condition from then on; stricter than the one that counts.
    condition: ConditionCode,
    /// First day in force, today or later.
    starts_on: NaiveDate,
    /// Why; colleagues whom it stops read this.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(scope_get).service(scope_limit_create).service(scope_limit_withdraw);
}

/// The operations that ask for an activity. Counseling is published for the table's sake: no operation records that it was given.
fn operations(activity: Activity) -> Vec<&'static str> {
    let operations: &[&'static str] = match activity {
        Activity::SignNote => &["note_sign"],
        Activity::CountersignNote => &["note_countersign"],
        Activity::AssessMedical | Activity::AssessSocial => &["assessment_complete"],
        Activity::AssessPsychosocial => &["assessment_complete", "comprehensive_assessment_complete"],
        Activity::ReviewMedical => &["assessment_review"],
        Activity::ReviewAssessment => &["assessment_review", "comprehensive_assessment_review"],
        Activity::ApprovePlan => &["care_plan_approve"],
        Activity::CloseAlert => &["alert_close"],
        Activity::SignCrisisPlan => &["crisis_plan_approve", "crisis_plan_review", "crisis_plan_end"],
        Activity::OwnMedicalCase
        | Activity::OwnBehavioralCase
        | Activity::OwnGeneralCase
        | Activity::OwnSocialCase
        | Activity::OwnComplexSocialCase => &["case_create", "hand_off_create", "hand_off_accept"],
        Activity::FieldVisit => &["task_create", "task_assign"],
        Activity::UtilizationReview => &[
            "authorization_review",
            "authorization_pend",
            "authorization_criteria",
            "authorization_refer",
            "authorization_peer_to_peer",
            "authorization_extend",
            "authorization_decide",
            "authorization_schedule",
            "appeal_review",
            "appeal_extend",
            "appeal_decide",
        ],
        Activity::Counseling => &[],
    };
    operations.to_vec()
}

/// Where somebody stands to every activity.
pub fn standings(directory: &Directory, staff_id: Uuid, now: DateTime<Utc>) -> Vec<ScopeStanding> {
    let standing = |activity: &Activity| {
        let verdict = directory.verdict_anywhere(*activity, staff_id, now);
        ScopeStanding {
            activity: (*activity).into(),
            operations: operations(*activity),
            reason: verdict.reason().map(|rule| rule.detail.clone()),
            verdict: match verdict {
                Verdict::Allowed => Stand::Allowed,
                Verdict::WithCosignature(_) => Stand::WithCosignature,
                Verdict::Refused(_) => Stand::Refused,
            }
            .into(),
        }
    };
    Activity::ALL.iter().map(standing).collect()
}

/// True when the reader may do it alone, as far as that can be said before the person's state is known.
pub fn allows(tx: &Tx, activity: Activity) -> bool {
    tx.directory().verdict_anywhere(activity, tx.actor().id, tx.now()).is_allowed()
}

/// Refuses an owner whose scope of practice does not cover the case; `pointer` is the member of the request that names them.
///
/// # Errors
/// The reasons of [`domain::scope::judge`].
pub async fn require_owner(tx: &mut Tx, owner_id: Uuid, case: &Case, pointer: Option<&str>) -> persistence::Result<()> {
    let setting = tx.directory().program(case.program_id)?.setting;
    let activity = Activity::owning(setting, case.tier);
    // Oversight is the supervisor's, who is on record: nobody signs for owning a case.
    let overseen = tx.verdict(activity, owner_id, case).await?.alone();
    Ok(overseen.map(|_| ()).map_err(|rule| pointed(rule, pointer))?)
}

/// Refuses a visit by somebody who can't do it.
///
/// # Errors
/// The reasons of [`domain::scope::judge`], at `/owner_id`.
pub async fn require_visitor(tx: &mut Tx, owner_id: Uuid, case: &Case) -> persistence::Result<()> {
    let verdict = tx.verdict(Activity::FieldVisit, owner_id, case).await?;
    Ok(verdict.require().map_err(|rule| pointed(rule, Some("/owner_id")))?)
}

/// A refusal that points at a member of the request.
pub fn pointed(rule: Rule, pointer: Option<&str>) -> Rule {
    Rule { pointer: pointer.map(str::to_owned), ..rule }
}

fn limit_view(tx: &Tx, limit: ScopeLimit) -> ScopeLimitView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let may = limit.withdrawn_on.is_none() && tx.actor().may(Capability::ScopeWrite);
    ScopeLimitView {
        id: limit.id,
        version: limit.version,
        activity: limit.activity.into(),
        level: limit.level.into(),
        condition: limit.condition.into(),
        starts_on: limit.starts_on,
        reason: limit.reason,
        set_by: name(limit.set_by),
        set_at: limit.set_at,
        withdrawn_on: limit.withdrawn_on,
        withdrawn_by: limit.withdrawn_by.map(name),
        withdrawn_reason: limit.withdrawn_reason,
        can: if may { vec!["scope_limit_withdraw"] } else { Vec::new() },
    }
}

fn row(activity: Activity, limits: &[ScopeLimit], today: NaiveDate) -> ScopeRow {
    let cell = |level: &Level| {
        let (counts, limit) = condition(activity, *level, limits, today);
        ScopeCell {
            level: (*level).into(),
            published: activity.published(*level).into(),
            condition: counts.into(),
            limit_id: limit.map(|limit| limit.id),
        }
    };
    ScopeRow {
        activity: activity.into(),
        source: activity.source(),
        operations: operations(activity),
        cells: Level::ALL.iter().map(cell).collect(),
    }
}

/// Who may do what, and on which condition: as published, and where the organization is stricter.
#[utoipa::path(tag = "scope", operation_id = "scope_get", responses((status = 200, body = ScopeOfPractice)))]
#[get("/scope-of-practice")]
pub async fn scope_get(
    access: Allowed<cap::ScopeRead>,
    state: web::Data<State>,
) -> Result<Answer<ScopeOfPractice>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let limits = tx.scope_limits().await?;
        let today = today_of(tx, tx.actor().id);
        let may = tx.actor().may(Capability::ScopeWrite);
        Ok(Answer::ok(ScopeOfPractice {
            rows: Activity::ALL.iter().map(|activity| row(*activity, &limits, today)).collect(),
            limits: limits.into_iter().map(|limit| limit_view(tx, limit)).collect(),
            can: if may { vec!["scope_limit_create"] } else { Vec::new() },
        }))
    });
    Ok(answer.await?)
}

/// Makes the scope of practice stricter from a day on. It is never made looser than published.
#[utoipa::path(tag = "scope", operation_id = "scope_limit_create", request_body = ScopeLimitCreate, responses((status = 201, body = ScopeLimitView)))]
#[post("/scope-limits")]
pub async fn scope_limit_create(
    access: Allowed<cap::ScopeWrite>,
    state: web::Data<State>,
    body: Valid<ScopeLimitCreate>,
) -> Result<Answer<ScopeLimitView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let others = tx.scope_limits().await?;
        let limit = ScopeLimit {
            id: Uuid::now_v7(),
            version: 1,
            activity: body.activity.0,
            level: body.level.0,
            condition: body.condition.0,
            starts_on: body.starts_on,
            reason: body.reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
            withdrawn_on: None,
            withdrawn_by: None,
            withdrawn_reason: None,
        };
        let limit = tx.apply(ScopeLimit::tighten(limit, &others, tx.program_days().0)?)?;
        Ok(Answer::created(limit.version, limit_view(tx, limit)))
    });
    Ok(answer.await?)
}

/// Takes back what the organization made stricter, with the reason. What is published counts again at once.
#[utoipa::path(tag = "scope", operation_id = "scope_limit_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ScopeLimitView)))]
#[post("/scope-limits/{id}/withdraw")]
pub async fn scope_limit_withdraw(
    access: Allowed<cap::ScopeWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ScopeLimitView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let limit = tx.scope_limit(*id).await?;
        tx.require_version(limit.version, version.0)?;
        let change = limit.withdraw(tx.actor().id, reason, today_of(tx, tx.actor().id))?;
        let limit = tx.apply(change)?;
        Ok(Answer::resource(limit.version, limit_view(tx, limit)))
    });
    Ok(answer.await?)
}
