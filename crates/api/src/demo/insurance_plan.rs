//! What one plan of the demo pays for, and who is in its network.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::access::{Access, authorize, cap};
use domain::authorization::{ServiceCategory, UnitKind};
use domain::insurance_plan::{
    BenefitLimit, BenefitPeriod, InsurancePlan, InsurancePlanStatus, NetworkMember, NetworkStatus, PlanBenefit,
    PlanContent,
};
use persistence::{Error, Result, Store};
use uuid::Uuid;

use super::world::World;
use super::{Told, request};

/// Who writes it down.
const DIRECTOR: &str = "Vivian Castellano";
/// The payer of the plan.
const PAYER: &str = "Valley Shield Advantage";
/// Id of the plan: coverages name it before it is told of anything else.
const PLAN_ID: Uuid = Uuid::from_u128(0x0198_d3a1_6090_7d21_9c44_2b1e_08f5_63a7);

/// The plan of a payer, as far as the demo has one.
pub(super) fn of_payer(payer: &str) -> Option<Uuid> {
    (payer == PAYER).then_some(PLAN_ID)
}

/// Writes the plan down before anybody's life is told, so that coverages can name it.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let by = world.workforce.named(DIRECTOR).staff.id;
    let (at, today) = (world.start, world.start.date_naive());
    let change = InsurancePlan::create(PLAN_ID, content(today, Vec::new()), today, by, at)?;
    let access = access(world, at)?;
    store.write(&access, async |tx| tx.apply(change.clone()).map(|_| Told::default())).await?;
    Ok(())
}

/// Writes its network down once the directory is there.
pub(super) async fn add_network(store: &Store, world: &World) -> Result<()> {
    let by = world.workforce.named(DIRECTOR).staff.id;
    let today = world.now.date_naive();
    let access = access(world, world.now)?;
    let written = store.write(&access, async |tx| {
        let offered = tx.community_organizations_there().await?;
        let statuses = [NetworkStatus::In, NetworkStatus::In, NetworkStatus::Out];
        let network = offered.iter().zip(statuses).map(|(one, status)| member(one.id, status, today)).collect();
        let plan = tx.insurance_plan(PLAN_ID).await?;
        let content = content(world.start.date_naive(), network);
        tx.apply(plan.rewrite(content, today, by, world.now)?).map(|_| Told::default())
    });
    written.await?;
    Ok(())
}

fn access(world: &World, at: DateTime<Utc>) -> Result<Access<cap::InsurancePlanWrite>> {
    let director = world.workforce.named(DIRECTOR).actor();
    authorize(director, request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

fn content(since: NaiveDate, network: Vec<NetworkMember>) -> PlanContent {
    let visits = |units| Some(BenefitLimit { units, unit: UnitKind::Visit, period: BenefitPeriod::Year });
    let asked = |category, limit| PlanBenefit { needs_authorization: true, limit, ..covered(category, since) };
    PlanContent {
        payer: PAYER.into(),
        name: "Gold HMO".into(),
        status: InsurancePlanStatus::Active,
        benefits: vec![
            asked(ServiceCategory::HomeHealth, visits(60)),
            asked(ServiceCategory::Therapy, visits(30)),
            asked(ServiceCategory::Dme, None),
            asked(ServiceCategory::SkilledNursing, None),
            PlanBenefit { copay_cents: Some(3_500), ..covered(ServiceCategory::Specialist, since) },
            PlanBenefit {
                limit: Some(BenefitLimit { units: 24, unit: UnitKind::Trip, period: BenefitPeriod::Year }),
                notes: Some("To appointments that the plan pays for; book two days ahead.".into()),
                ..covered(ServiceCategory::Transport, since)
            },
            PlanBenefit { covered: false, ..covered(ServiceCategory::PersonalCare, since) },
        ],
        network,
    }
}

fn covered(category: ServiceCategory, since: NaiveDate) -> PlanBenefit {
    PlanBenefit {
        category,
        code: None,
        covered: true,
        needs_authorization: false,
        limit: None,
        copay_cents: None,
        notes: None,
        from: NaiveDate::from_ymd_opt(since.year(), 1, 1).unwrap_or(since),
        to: None,
    }
}

fn member(id: Uuid, status: NetworkStatus, today: NaiveDate) -> NetworkMember {
    NetworkMember {
        community_organization_id: id,
        community_service_id: None,
        status,
        tier: None,
        from: NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today),
        to: None,
        as_of: today,
    }
}
