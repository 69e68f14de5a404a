//! What the plan of a person's coverage says about a service and a provider.

use actix_web::{post, web};
use chrono::NaiveDate;
use domain::Rule;
use domain::access::cap;
use domain::insurance_plan::lookup::{self, AskedService, BenefitAnswer, NetworkAnswer};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Named;
use super::content::{NetworkMemberView, PlanBenefitContent};
use crate::app::State;
use crate::community_service::organization_of;
use crate::http::code::{BenefitFindingCode, LookupGroundCode, NetworkFindingCode, ServiceCategoryCode};
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::program::Ref;

/// What is asked of the plan of a coverage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageLookup {
    /// The kind of service that is needed; absent when only the provider is asked about.
    category: Option<ServiceCategoryCode>,
    /// Its HCPCS, CPT or revenue code.
    #[schema(max_length = 20)]
    code: Option<String>,
    /// The service of the directory that would give it.
    community_service_id: Option<Uuid>,
    /// The organization of the directory that would give it, when no service is named.
    community_organization_id: Option<Uuid>,
    /// On which day; today when absent.
    on: Option<NaiveDate>,
}

/// What the plan of a coverage says.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageLookupView {
    /// The plan; none while the coverage names none.
    plan: Option<Ref>,
    /// The day that was asked about.
    on: NaiveDate,
    /// About the service; none when it was not asked about.
    benefit: Option<BenefitAnswerView>,
    /// About the provider; none when it was not asked about.
    network: Option<NetworkAnswerView>,
}

/// What a plan says about a service.
#[derive(Debug, Serialize, ToSchema)]
pub struct BenefitAnswerView {
    finding: BenefitFindingCode,
    /// What it rests on, or why it is unknown.
    ground: LookupGroundCode,
    /// The row that it rests on.
    row: Option<PlanBenefitContent>,
    /// Units of its limit that were noted as used with requests for authorization; none where there is no limit.
    used: Option<u32>,
    /// Units of its limit that are left.
    left: Option<u32>,
}

/// What a plan says about a provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkAnswerView {
    finding: NetworkFindingCode,
    /// What it rests on, or why it is unknown.
    ground: LookupGroundCode,
    /// The row that it rests on.
    row: Option<NetworkMemberView>,
}

fn benefit_view(answer: BenefitAnswer<'_>) -> BenefitAnswerView {
    let limit = answer.row.and_then(|row| row.limit);
    BenefitAnswerView {
        finding: answer.finding.into(),
        ground: answer.ground.into(),
        row: answer.row.cloned().map(Into::into),
        used: answer.used,
        left: limit.zip(answer.used).map(|(limit, used)| limit.units.saturating_sub(used)),
    }
}

async fn network_view(tx: &mut Tx, answer: NetworkAnswer<'_>) -> persistence::Result<NetworkAnswerView> {
    let rows: Vec<_> = answer.row.cloned().into_iter().collect();
    let named = Named::of(tx, &rows).await?;
    Ok(NetworkAnswerView {
        finding: answer.finding.into(),
        ground: answer.ground.into(),
        row: rows.into_iter().next().map(|row| named.view(row)),
    })
}

/// The provider that is asked about: an organization of the directory, and the one service of it when that is named.
async fn provider(
    tx: &mut Tx,
    service_id: Option<Uuid>,
    organization_id: Option<Uuid>,
) -> persistence::Result<Option<(Uuid, Option<Uuid>)>> {
    if let Some(service_id) = service_id {
        let offers = offered_by(tx, service_id).await?;
        if organization_id.is_some_and(|id| id != offers) {
            return Err(unknown_service().into());
        }
        return Ok(Some((offers, Some(service_id))));
    }
    match organization_id {
        Some(id) => Ok(Some((organization_of(tx, id).await?.id, None))),
        None => Ok(None),
    }
}

fn unknown_service() -> Rule {
    Rule::at("unknown_community_service", "/community_service_id", "There is no such community service.")
}

/// The organization that offers a service of the directory.
async fn offered_by(tx: &mut Tx, service_id: Uuid) -> persistence::Result<Uuid> {
    let known = tx.community_services_of(&[service_id]).await?.remove(&service_id);
    known.map(|service| service.community_organization_id).ok_or_else(|| unknown_service().into())
}

/// Says whether the plan of a coverage pays for a service, on which terms, what is used of it, and whether a provider is in its network.
/// What nobody wrote down is unknown.
#[utoipa::path(tag = "authorization", operation_id = "coverage_lookup", params(("id" = Uuid, Path)), request_body = CoverageLookup, responses((status = 200, body = CoverageLookupView)))]
#[post("/coverages/{id}/lookup")]
pub async fn coverage_lookup(
    access: Allowed<cap::AuthorizationRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CoverageLookup>,
) -> Result<Answer<CoverageLookupView>, Problem> {
    let CoverageLookup { category, code, community_service_id, community_organization_id, on } = body.0;
    let read = state.store.read(&access, async |tx| {
        let coverage = tx.coverage(*id).await?;
        let plan = tx.insurance_plan_named(coverage.plan_id).await?;
        let on = on.unwrap_or_else(|| tx.main_day());
        let benefit = match &category {
            Some(category) => {
                let requests = tx.authorizations_of(coverage.person_id).await?;
                let asked = AskedService { category: category.0, code: code.as_deref() };
                Some(benefit_view(lookup::benefit(&coverage, plan.as_ref(), asked, &requests, on)))
            }
            None => None,
        };
        let network = match provider(tx, community_service_id, community_organization_id).await? {
            Some((organization_id, service_id)) => {
                let answer = lookup::network(&coverage, plan.as_ref(), organization_id, service_id, on);
                Some(network_view(tx, answer).await?)
            }
            None => None,
        };
        let plan = plan.as_ref().map(|plan| Ref { id: plan.id, name: format!("{}, {}", plan.payer, plan.name) });
        Ok(Answer::ok(CoverageLookupView { plan, on, benefit, network }))
    });
    Ok(read.await?)
}
