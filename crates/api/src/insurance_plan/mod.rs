//! Plans of payers: what they pay for, and who is in their networks. What that means for a person is asked of a coverage.

mod content;
mod import;
mod lookup;

use actix_web::{get, post, put, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::community_service::{CommunityOrganization, CommunityService};
use domain::insurance_plan::{InsurancePlan, NetworkMember};
use persistence::Tx;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::InsurancePlanStatusCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use content::{InsurancePlanContent, NetworkMemberView, PlanBenefitContent};

/// A plan in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsurancePlanSummary {
    id: Uuid,
    version: i32,
    payer: String,
    name: String,
    status: InsurancePlanStatusCode,
    /// How many rows say what it pays for.
    #[schema(minimum = 0)]
    benefits: usize,
    /// How many rows say who is in its network.
    #[schema(minimum = 0)]
    network: usize,
    changed_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// A plan of a payer with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsurancePlanView {
    id: Uuid,
    version: i32,
    payer: String,
    name: String,
    status: InsurancePlanStatusCode,
    benefits: Vec<PlanBenefitContent>,
    network: Vec<NetworkMemberView>,
    changed_by: Ref,
    changed_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(insurance_plan_list)
        .service(insurance_plan_create)
        .service(insurance_plan_get)
        .service(insurance_plan_update)
        .service(import::insurance_plan_import)
        .service(lookup::coverage_lookup);
}

/// The organizations and services that a network names.
#[derive(Debug, Default)]
struct Named {
    organizations: HashMap<Uuid, CommunityOrganization>,
    services: HashMap<Uuid, CommunityService>,
}

impl Named {
    async fn of(tx: &mut Tx, network: &[NetworkMember]) -> persistence::Result<Self> {
        let organizations: Vec<Uuid> = network.iter().map(|row| row.community_organization_id).collect();
        let services: Vec<Uuid> = network.iter().filter_map(|row| row.community_service_id).collect();
        Ok(Self {
            organizations: tx.community_organizations_of(&organizations).await?,
            services: tx.community_services_of(&services).await?,
        })
    }

    /// Refuses what the directory does not have.
    fn require(&self, network: &[NetworkMember]) -> Result<(), Rule> {
        for (index, row) in network.iter().enumerate() {
            if !self.organizations.contains_key(&row.community_organization_id) {
                let (pointer, detail) = ("community_organization_id", "There is no such community organization.");
                return Err(Rule::at("unknown_community_organization", format!("/network/{index}/{pointer}"), detail));
            }
            let is_theirs = |id: Uuid| {
                let service = self.services.get(&id);
                service.is_some_and(|service| service.community_organization_id == row.community_organization_id)
            };
            if row.community_service_id.is_some_and(|id| !is_theirs(id)) {
                let (pointer, detail) = ("community_service_id", "There is no such community service.");
                return Err(Rule::at("unknown_community_service", format!("/network/{index}/{pointer}"), detail));
            }
        }
        Ok(())
    }

    fn view(&self, row: NetworkMember) -> NetworkMemberView {
        let name = |id: &Uuid| self.organizations.get(id).map(|one| one.content.name.clone()).unwrap_or_default();
        let service = |id: Uuid| {
            let name = self.services.get(&id).map(|one| one.content.name.clone()).unwrap_or_default();
            Ref { id, name }
        };
        NetworkMemberView {
            organization: Ref { id: row.community_organization_id, name: name(&row.community_organization_id) },
            service: row.community_service_id.map(service),
            status: row.status.into(),
            tier: row.tier,
            from: row.from,
            to: row.to,
            as_of: row.as_of,
        }
    }
}

fn can(tx: &Tx) -> Vec<&'static str> {
    if tx.actor().may(Capability::InsurancePlanWrite) { vec!["insurance_plan_update"] } else { Vec::new() }
}

fn view(tx: &Tx, plan: InsurancePlan, named: &Named) -> InsurancePlanView {
    InsurancePlanView {
        id: plan.id,
        version: plan.version,
        payer: plan.payer,
        name: plan.name,
        status: plan.status.into(),
        benefits: plan.benefits.into_iter().map(Into::into).collect(),
        network: plan.network.into_iter().map(|row| named.view(row)).collect(),
        changed_by: Ref { id: plan.changed_by, name: tx.directory().name(plan.changed_by).to_owned() },
        changed_at: plan.changed_at,
        can: can(tx),
    }
}

/// The plans of the organization by payer and name.
#[utoipa::path(tag = "authorization", operation_id = "insurance_plan_list", responses((status = 200, body = Page<InsurancePlanSummary>)))]
#[get("/insurance-plans")]
pub async fn insurance_plan_list(
    access: Allowed<cap::InsurancePlanRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<InsurancePlanSummary>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let plans = tx.insurance_plans().await?;
        let summary = |plan: InsurancePlan| InsurancePlanSummary {
            id: plan.id,
            version: plan.version,
            payer: plan.payer,
            name: plan.name,
            status: plan.status.into(),
            benefits: plan.benefits.len(),
            network: plan.network.len(),
            changed_at: plan.changed_at,
            can: can(tx),
        };
        Ok(Answer::ok(Page::whole(plans.into_iter().map(summary).collect())))
    });
    Ok(read.await?)
}

/// Writes a plan down: what it pays for, and who is in its network.
#[utoipa::path(tag = "authorization", operation_id = "insurance_plan_create", request_body = InsurancePlanContent, responses((status = 201, body = InsurancePlanView)))]
#[post("/insurance-plans")]
pub async fn insurance_plan_create(
    access: Allowed<cap::InsurancePlanWrite>,
    state: web::Data<State>,
    body: Valid<InsurancePlanContent>,
) -> Result<Answer<InsurancePlanView>, Problem> {
    let content = body.0.content();
    let created = state.store.write(&access, async |tx| {
        let named = Named::of(tx, &content.network).await?;
        named.require(&content.network)?;
        let (today, by, now) = (tx.program_days().1, tx.actor().id, tx.now());
        let plan = tx.apply(InsurancePlan::create(Uuid::now_v7(), content, today, by, now)?)?;
        Ok(Answer::created(plan.version, view(tx, plan, &named)))
    });
    Ok(created.await?)
}

/// One plan with all that is known of it.
#[utoipa::path(tag = "authorization", operation_id = "insurance_plan_get", params(("id" = Uuid, Path)), responses((status = 200, body = InsurancePlanView)))]
#[get("/insurance-plans/{id}")]
pub async fn insurance_plan_get(
    access: Allowed<cap::InsurancePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<InsurancePlanView>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let plan = tx.insurance_plan(*id).await?;
        let named = Named::of(tx, &plan.network).await?;
        Ok(Answer::resource(plan.version, view(tx, plan, &named)))
    });
    Ok(read.await?)
}

/// Writes a plan anew: all of its rows.
#[utoipa::path(tag = "authorization", operation_id = "insurance_plan_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = InsurancePlanContent, responses((status = 200, body = InsurancePlanView)))]
#[put("/insurance-plans/{id}")]
pub async fn insurance_plan_update(
    access: Allowed<cap::InsurancePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<InsurancePlanContent>,
) -> Result<Answer<InsurancePlanView>, Problem> {
    let content = body.0.content();
    let written = state.store.write(&access, async |tx| {
        let plan = tx.insurance_plan(*id).await?;
        tx.require_version(plan.version, version.0)?;
        let named = Named::of(tx, &content.network).await?;
        named.require(&content.network)?;
        let (today, by, now) = (tx.program_days().1, tx.actor().id, tx.now());
        let plan = tx.apply(plan.rewrite(content, today, by, now)?)?;
        Ok(Answer::resource(plan.version, view(tx, plan, &named)))
    });
    Ok(written.await?)
}
