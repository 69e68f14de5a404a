//! What programs take for a full caseload, and what their workers can carry: uneven, as teams are.

use chrono::{Days, NaiveDate};
use domain::access::{Role, authorize, cap};
use domain::caseload::{
    Adjustment, AdjustmentKind, Capacity, CaseloadPolicy, LoadModel, PerTier, Policy, Reduction, ReductionKind,
    StaffCapacity, TIER_POINTS, standard,
};
use domain::program::Setting;
use persistence::{Error, Result, Store};

use super::random::Random;
use super::world::World;
use super::{Told, request};

/// Random stream of this part.
const STREAM: u64 = 41;
/// Days since hours and policies count.
const SINCE: u64 = 200;

/// Programs that chose another model than hours, each for its reason.
fn policies() -> [(Setting, Policy, &'static str); 3] {
    let behavioral = standard(Setting::BehavioralHealth);
    let full = Some(f64::from(behavioral.high) * TIER_POINTS.rising);
    let crisis = Adjustment {
        kind: AdjustmentKind::NonCaseTime,
        percent: -10,
        reason: "The crisis line takes half a day each week.".into(),
    };
    let points = Policy { model: LoadModel::Points, tiers: TIER_POINTS, full, adjustments: vec![crisis], ..behavioral };
    let tiers = PerTier { low: 12.0, rising: 24.0, high: 47.0, complex: 72.0 };
    let workload = Policy {
        model: LoadModel::Workload,
        tiers,
        full: Some(2176.0),
        full_time_hours: 37.0,
        per_report: 24.0,
        ..standard(Setting::Corrections)
    };
    let tiers = PerTier { low: 200.0, rising: 150.0, high: 100.0, complex: 25.0 };
    let mixed = Policy { model: LoadModel::Mixed, tiers, ..standard(Setting::Legal) };
    [
        (Setting::BehavioralHealth, points, "Acuity and crisis work count for more than heads."),
        (Setting::Corrections, workload, "The county weighs supervision this way."),
        (Setting::Legal, mixed, "The court counts shares of yearly limits."),
    ]
}

/// Sets policies and hours. One worker in nine has no hours on record yet, so that a visitor sees what is provisional.
pub async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano");
    let access = authorize::<cap::CapacityWrite>(director.actor(), request(world.now))
        .map_err(|denied| Error::Internal(denied.to_string()))?;
    let mut random = Random::of(world.seed, STREAM);
    let since = world.now.date_naive() - Days::new(SINCE);
    let set_by = director.staff.id;
    let policies: Vec<CaseloadPolicy> = policies()
        .into_iter()
        .map(|(setting, content, reason)| CaseloadPolicy {
            id: random.id(world.now),
            version: 1,
            program_id: world.network.place(setting).program.id,
            valid_from: since,
            content,
            reason: reason.into(),
            set_by,
            set_at: world.now,
        })
        .collect();
    let owners = world
        .workforce
        .workers
        .iter()
        .filter(|worker| matches!(worker.staff.role, Role::CareManager | Role::SeniorCareManager | Role::Lead));
    let capacities: Vec<StaffCapacity> = owners
        .enumerate()
        .filter(|(place, _)| place % 9 != 7)
        .map(|(place, worker)| StaffCapacity {
            id: random.id(world.now),
            version: 1,
            staff_id: worker.staff.id,
            valid_from: since,
            content: capacity(place, worker.staff.role, since),
            set_by,
            set_at: world.now,
        })
        .collect();
    store
        .write(&access, async |tx| {
            for policy in policies {
                tx.apply(policy.set(&[], since)?)?;
            }
            for capacity in capacities {
                tx.apply(capacity.set(&[])?)?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// Full weeks and part weeks, some on the road, some with a project beside.
fn capacity(place: usize, role: Role, since: NaiveDate) -> Capacity {
    let weekly_hours = [40.0, 36.0, 40.0, 24.0, 40.0, 32.0][place % 6];
    let project = Reduction { kind: ReductionKind::Project, hours: 4.0, starts_on: since, ends_on: None };
    Capacity {
        weekly_hours,
        exempt: Some(role == Role::Lead || place.is_multiple_of(3)),
        travel_percent: [0, 15, 0, 5, 25][place % 5],
        duty_hours: if role == Role::Lead { 40.0 } else { [0.0, 6.0, 0.0][place % 3] },
        direct_percent: if role == Role::Lead { 35 } else { 60 },
        reductions: if place % 7 == 3 { vec![project] } else { Vec::new() },
        ..Capacity::assumed(weekly_hours)
    }
}
