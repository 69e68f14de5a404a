//! Templates of care plans: what a first plan in a program's setting proposes, what ships, and the editions that an organization makes.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::care_plan::PlanContent;
use domain::care_plan::template::{
    CarePlanTemplate, GoalProposal, StepProposal, TemplateContent, offered, propose, shipped,
};
use domain::case::Case;
use domain::edition::{editions, listed};
use domain::{Rule, clock};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{
    CarePlanKindCode, FrequencyCode, GoalDirectionCode, GoalMeasureCode, NeedKindCode, SettingCode,
};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlanTemplateView {
    code: String,
    title: String,
    /// Kind of the plan it begins.
    kind: CarePlanKindCode,
    /// Days until the first review.
    review_days: u64,
    /// The goals it proposes.
    goals: Vec<String>,
    /// The interventions it proposes.
    interventions: Vec<String>,
}

/// An intervention that a template proposes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateStepContent {
    /// What is done.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    text: String,
    /// How often.
    frequency: FrequencyCode,
    /// Days until it is first due.
    #[schema(maximum = 365)]
    days: u32,
}

/// A goal that a template proposes. It must be SMART as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateGoalContent {
    /// Domain of the need that it serves.
    need_kind: NeedKindCode,
    /// Title of that need; a need of this title becomes a candidate where nobody recorded it.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    need_title: String,
    /// What shall be reached.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    text: String,
    /// What is measured, as a code; where this is null, the one that the words name.
    measure_code: Option<GoalMeasureCode>,
    /// What is measured, in words.
    #[schema(max_length = 200)]
    measure: Option<String>,
    /// Unit.
    #[schema(min_length = 1, max_length = 60, pattern = "\\S")]
    unit: String,
    /// Which way.
    direction: GoalDirectionCode,
    /// A usual start.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    baseline: f64,
    /// A usual target.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    target: f64,
    /// Why a change that is larger than usual can be reached; needed then.
    #[schema(max_length = 1000)]
    achievable_reason: Option<String>,
    /// Days until it should be reached.
    #[schema(minimum = 1, maximum = 365)]
    days: u32,
    /// What is done for it.
    #[schema(max_items = 20)]
    #[serde(default)]
    steps: Vec<TemplateStepContent>,
}

/// What a template proposes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarePlanTemplateContent {
    /// Title.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// Kind of the plan it begins.
    kind: CarePlanKindCode,
    /// Settings that offer it; every setting when empty.
    #[schema(max_items = 20)]
    #[serde(default)]
    settings: Vec<SettingCode>,
    /// Days until the first review.
    #[schema(minimum = 1, maximum = 365)]
    review_days: u32,
    /// Goals in order.
    #[schema(min_items = 1, max_items = 20)]
    goals: Vec<TemplateGoalContent>,
}

/// An edition of a template.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlanTemplateEdition {
    /// Null for what ships.
    id: Option<Uuid>,
    version: i32,
    code: String,
    edition: i32,
    content: CarePlanTemplateContent,
    /// Who made it; null for what ships.
    author: Option<Ref>,
    created_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    /// True for the edition with which plans are begun.
    is_current: bool,
    /// Operations the reader may do on this edition now.
    can: Vec<&'static str>,
}

/// Templates of care plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlanTemplates {
    /// Editions by code, the newest first.
    items: Vec<CarePlanTemplateEdition>,
    /// Operations the reader may do now.
    can: Vec<&'static str>,
}

/// A new edition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarePlanTemplatePublish {
    /// Code: of a template that there is, or a new one.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z][a-z0-9_-]*$", example = "managed-care")]
    code: String,
    /// The edition that was in use when it was begun, 0 where there was none: nobody's edition is replaced unseen. Not looked at
    /// when absent.
    #[schema(minimum = 0)]
    from_edition: Option<i32>,
    /// What it proposes.
    content: CarePlanTemplateContent,
}

impl From<CarePlanTemplateContent> for TemplateContent {
    fn from(content: CarePlanTemplateContent) -> Self {
        let step =
            |own: TemplateStepContent| StepProposal { text: own.text, frequency: own.frequency.0, days: own.days };
        let goal = |own: TemplateGoalContent| GoalProposal {
            need_kind: own.need_kind.0,
            need_title: own.need_title,
            text: own.text,
            measure_code: own.measure_code.map(|code| code.0),
            measure: own.measure,
            unit: own.unit,
            direction: own.direction.0,
            baseline: own.baseline,
            target: own.target,
            achievable_reason: own.achievable_reason,
            days: own.days,
            steps: own.steps.into_iter().map(step).collect(),
        };
        Self {
            title: content.title,
            kind: content.kind.0,
            settings: content.settings.into_iter().map(|code| code.0).collect(),
            review_days: content.review_days,
            goals: content.goals.into_iter().map(goal).collect(),
        }
    }
}

impl From<TemplateContent> for CarePlanTemplateContent {
    fn from(content: TemplateContent) -> Self {
        let step =
            |own: StepProposal| TemplateStepContent { text: own.text, frequency: own.frequency.into(), days: own.days };
        let goal = |own: GoalProposal| TemplateGoalContent {
            need_kind: own.need_kind.into(),
            need_title: own.need_title,
            text: own.text,
            measure_code: own.measure_code.map(Into::into),
            measure: own.measure,
            unit: own.unit,
            direction: own.direction.into(),
            baseline: own.baseline,
            target: own.target,
            achievable_reason: own.achievable_reason,
            days: own.days,
            steps: own.steps.into_iter().map(step).collect(),
        };
        Self {
            title: content.title,
            kind: content.kind.into(),
            settings: content.settings.into_iter().map(Into::into).collect(),
            review_days: content.review_days,
            goals: content.goals.into_iter().map(goal).collect(),
        }
    }
}

/// Registers the operations.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(care_plan_template_list)
        .service(care_plan_template_editions)
        .service(care_plan_template_publish)
        .service(care_plan_template_withdraw);
}

fn view(tx: &Tx, own: CarePlanTemplate, is_current: bool) -> CarePlanTemplateEdition {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mine = own.author_id.is_some();
    let may = mine && own.withdrawn_at.is_none() && tx.actor().may(Capability::CarePlanTemplateWrite);
    CarePlanTemplateEdition {
        id: mine.then_some(own.id),
        version: own.version,
        code: own.code,
        edition: own.edition,
        content: own.content.into(),
        author: own.author_id.map(name),
        created_at: own.created_at,
        withdrawn_at: own.withdrawn_at,
        is_current,
        can: if may { vec!["care_plan_template_withdraw"] } else { Vec::new() },
    }
}

fn short_view(CarePlanTemplate { code, content, .. }: CarePlanTemplate) -> CarePlanTemplateView {
    CarePlanTemplateView {
        code,
        interventions: content.goals.iter().flat_map(|goal| &goal.steps).map(|step| step.text.clone()).collect(),
        goals: content.goals.into_iter().map(|goal| goal.text).collect(),
        title: content.title,
        kind: content.kind.into(),
        review_days: content.review_days.into(),
    }
}

/// The templates in use that fit the setting of a program.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_template_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CarePlanTemplateView>)))]
#[get("/programs/{id}/care-plan-templates")]
pub async fn care_plan_template_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CarePlanTemplateView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let setting = tx.directory().programs.get(&*id).ok_or(persistence::Error::NotFound)?.setting;
        let all = editions(tx.care_plan_templates(None).await?, shipped(), None);
        Ok(Answer::ok(Page::whole(offered(all, setting).map(short_view).collect())))
    });
    Ok(answer.await?)
}

/// Every edition of every template: what ships, and what the organization made of it or beside it.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_template_editions", responses((status = 200, body = CarePlanTemplates)))]
#[get("/care-plan-templates")]
pub async fn care_plan_template_editions(
    access: Allowed<cap::CarePlanTemplateRead>,
    state: web::Data<State>,
) -> Result<Answer<CarePlanTemplates>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = listed(editions(tx.care_plan_templates(None).await?, shipped(), None));
        let items = all.into_iter().map(|(own, is_current)| view(tx, own, is_current)).collect();
        let may = tx.actor().may(Capability::CarePlanTemplateWrite);
        let can = if may { vec!["care_plan_template_publish"] } else { Vec::new() };
        Ok(Answer::ok(CarePlanTemplates { items, can }))
    });
    Ok(answer.await?)
}

/// Publishes the next edition of a template, or a new one. Plans that were begun keep what they say.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_template_publish", request_body = CarePlanTemplatePublish, responses((status = 201, body = CarePlanTemplateEdition)))]
#[post("/care-plan-templates")]
pub async fn care_plan_template_publish(
    access: Allowed<cap::CarePlanTemplateWrite>,
    state: web::Data<State>,
    body: Valid<CarePlanTemplatePublish>,
) -> Result<Answer<CarePlanTemplateEdition>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let known = editions(tx.care_plan_templates(Some(&body.code)).await?, shipped(), Some(&body.code));
        let template = CarePlanTemplate {
            id: Uuid::now_v7(),
            version: 1,
            code: body.code,
            edition: 0,
            content: body.content.into(),
            author_id: Some(tx.actor().id),
            created_at: Some(tx.now()),
            withdrawn_at: None,
        };
        let template = tx.apply(template.publish(body.from_edition, &known)?)?;
        Ok(Answer::created(template.version, view(tx, template, true)))
    });
    Ok(answer.await?)
}

/// Takes an edition back: plans are begun with the one before it again.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_template_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CarePlanTemplateEdition)))]
#[post("/care-plan-templates/{id}/withdraw")]
pub async fn care_plan_template_withdraw(
    access: Allowed<cap::CarePlanTemplateWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CarePlanTemplateEdition>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let template = tx.care_plan_template(*id).await?;
        tx.require_version(template.version, version.0)?;
        let template = tx.apply(template.withdraw(tx.now())?)?;
        Ok(Answer::resource(template.version, view(tx, template, false)))
    });
    Ok(answer.await?)
}

/// What a template proposes in a case. Needs that nobody recorded yet become candidates.
pub(super) async fn begin(tx: &mut Tx, case: &Case, code: &str) -> persistence::Result<PlanContent> {
    case.require_active()?;
    let (setting, zone) = {
        let program = tx.directory().program(case.program_id)?;
        (program.setting, program.zone())
    };
    let missing = || Rule::at("unknown_template", "/template", "This program has no such template.");
    let all = editions(tx.care_plan_templates(Some(code)).await?, shipped(), Some(code));
    let template = offered(all, setting).next().ok_or_else(missing)?;
    let needs = tx.needs_of(case.person_id).await?;
    let now = tx.now();
    let today = clock::local_date(now, zone);
    let proposed = propose(&template.content, case.person_id, &needs, today, &mut Uuid::now_v7, now);
    for need in proposed.needs {
        tx.apply(Change::created(need))?;
    }
    Ok(proposed.content)
}
