//! What deserves a second look before a plan is approved.

use actix_web::{get, web};
use domain::access::cap;
use domain::care_plan::check::check;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::FindingCode;
use crate::http::{Allowed, Answer, Page, Problem};

/// Something that deserves a second look. Nobody is stopped by it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanWarningView {
    /// What was found.
    finding: FindingCode,
    /// What it is about: one need, or both that don't go together.
    items: Vec<String>,
}

/// Registers the operation.
pub fn routes(config: &mut ServiceConfig) {
    config.service(care_plan_check);
}

/// Needs that no plan addresses, services planned twice, contradictions, and what goes against wishes, over all of the person's plans in force.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_check", params(("id" = Uuid, Path)), responses((status = 200, body = Page<PlanWarningView>)))]
#[get("/care-plans/{id}/check")]
pub async fn care_plan_check(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<PlanWarningView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, _) = tx.care_plan(*id).await?;
        let mut others = Vec::new();
        for other in tx.care_plans_of_person(plan.person_id).await? {
            if other.id != plan.id {
                others.extend(tx.plan_in_force(&other).await?);
            }
        }
        let needs = tx.needs_of(plan.person_id).await?;
        let warnings = check(&plan.content, &others, &needs).into_iter();
        let views = warnings.map(|warning| PlanWarningView { finding: warning.finding.into(), items: warning.items });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}
