//! Templates of care plans: what a first plan in a program's setting proposes.

use actix_web::{get, web};
use domain::Change;
use domain::access::cap;
use domain::care_plan::PlanContent;
use domain::care_plan::template::{find, offered, propose};
use domain::case::Case;
use domain::{Rule, clock};
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::CarePlanKindCode;
use crate::http::{Allowed, Answer, Page, Problem};

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

/// Registers the operation.
pub fn routes(config: &mut ServiceConfig) {
    config.service(care_plan_template_list);
}

/// The templates that fit the setting of a program.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_template_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CarePlanTemplateView>)))]
#[get("/programs/{id}/care-plan-templates")]
pub async fn care_plan_template_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CarePlanTemplateView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let setting = tx.directory().programs.get(&*id).ok_or(persistence::Error::NotFound)?.setting;
        let views = offered(setting).map(|template| CarePlanTemplateView {
            code: template.code.into(),
            title: template.title.into(),
            kind: template.kind.into(),
            review_days: template.review_days,
            goals: template.goals.iter().map(|goal| goal.text.into()).collect(),
            interventions: template.goals.iter().flat_map(|goal| goal.steps).map(|step| step.text.into()).collect(),
        });
        Ok(Answer::ok(Page::whole(views.collect())))
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
    let template = find(code, setting).ok_or_else(missing)?;
    let needs = tx.needs_of(case.person_id).await?;
    let now = tx.now();
    let today = clock::local_date(now, zone);
    let proposed = propose(template, case.person_id, &needs, today, &mut Uuid::now_v7, now);
    for need in proposed.needs {
        tx.apply(Change::created(need))?;
    }
    Ok(proposed.content)
}
