//! What is written down of a plan, and what it looks like from outside.

use chrono::NaiveDate;
use domain::insurance_plan::{BenefitLimit, NetworkMember, PlanBenefit, PlanContent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{
    BenefitPeriodCode, InsurancePlanStatusCode, NetworkStatusCode, ServiceCategoryCode, UnitKindCode,
};
use crate::program::Ref;

/// A plan: who pays, what it pays for, and who is in its network.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InsurancePlanContent {
    /// Who pays.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Valley Shield")]
    payer: String,
    /// Name of the plan.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Advantage Gold HMO")]
    name: String,
    /// Whether it is offered.
    status: InsurancePlanStatusCode,
    /// What it pays for, and what not. What no row is about is unknown.
    #[schema(max_items = 300)]
    benefits: Vec<PlanBenefitContent>,
    /// Who is in its network, and who not. What no row is about is unknown.
    #[schema(max_items = 1000)]
    network: Vec<NetworkMemberContent>,
}

/// Whether a plan pays for a service, and on which terms.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBenefitContent {
    /// Kind of service.
    category: ServiceCategoryCode,
    /// HCPCS, CPT or revenue code of the one service that it is about; absent for all of the kind that have no row of their own.
    #[schema(max_length = 20)]
    code: Option<String>,
    /// True when the plan pays for it.
    covered: bool,
    /// True when the plan wants to be asked before.
    needs_authorization: bool,
    /// How much of it.
    limit: Option<BenefitLimitContent>,
    /// What the person pays each time, in cents.
    #[schema(minimum = 0, maximum = 100000000)]
    copay_cents: Option<u32>,
    /// What else there is to know.
    #[schema(max_length = 1000)]
    notes: Option<String>,
    /// First day.
    from: NaiveDate,
    /// Last day.
    to: Option<NaiveDate>,
}

/// How much of a service a plan pays for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitLimitContent {
    /// How many.
    #[schema(minimum = 1, maximum = 100000)]
    units: u32,
    /// Of what.
    unit: UnitKindCode,
    /// In which time.
    period: BenefitPeriodCode,
}

/// Whether an organization of the directory, or one of its services, is in the network.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkMemberContent {
    /// The organization.
    community_organization_id: Uuid,
    /// The one service of it that this is about; absent for all that have no row of their own.
    community_service_id: Option<Uuid>,
    /// In or out.
    status: NetworkStatusCode,
    /// The tier, in the words of the plan.
    #[schema(max_length = 60)]
    tier: Option<String>,
    /// First day.
    from: NaiveDate,
    /// Last day.
    to: Option<NaiveDate>,
    /// On which day it was looked up.
    as_of: NaiveDate,
}

/// Whether a provider is in the network of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkMemberView {
    pub(super) organization: Ref,
    /// The one service of it that this is about.
    pub(super) service: Option<Ref>,
    pub(super) status: NetworkStatusCode,
    pub(super) tier: Option<String>,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    /// On which day it was looked up.
    pub(super) as_of: NaiveDate,
}

fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

impl InsurancePlanContent {
    /// The content of the record.
    pub(super) fn content(self) -> PlanContent {
        PlanContent {
            payer: self.payer,
            name: self.name,
            status: self.status.0,
            benefits: self.benefits.into_iter().map(Into::into).collect(),
            network: self.network.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<PlanBenefitContent> for PlanBenefit {
    fn from(row: PlanBenefitContent) -> Self {
        let limit = |limit: BenefitLimitContent| BenefitLimit {
            units: limit.units,
            unit: limit.unit.0,
            period: limit.period.0,
        };
        Self {
            category: row.category.0,
            code: said(row.code),
            covered: row.covered,
            needs_authorization: row.needs_authorization,
            limit: row.limit.map(limit),
            copay_cents: row.copay_cents,
            notes: said(row.notes),
            from: row.from,
            to: row.to,
        }
    }
}

impl From<PlanBenefit> for PlanBenefitContent {
    fn from(row: PlanBenefit) -> Self {
        let limit = |limit: BenefitLimit| BenefitLimitContent {
            units: limit.units,
            unit: limit.unit.into(),
            period: limit.period.into(),
        };
        Self {
            category: row.category.into(),
            code: row.code,
            covered: row.covered,
            needs_authorization: row.needs_authorization,
            limit: row.limit.map(limit),
            copay_cents: row.copay_cents,
            notes: row.notes,
            from: row.from,
            to: row.to,
        }
    }
}

impl From<NetworkMemberContent> for NetworkMember {
    fn from(row: NetworkMemberContent) -> Self {
        Self {
            community_organization_id: row.community_organization_id,
            community_service_id: row.community_service_id,
            status: row.status.0,
            tier: said(row.tier),
            from: row.from,
            to: row.to,
            as_of: row.as_of,
        }
    }
}
