//! What billing knows of the months of the health plan's and the behavioral program's members.

use chrono::{Datelike, Days, NaiveDate};
use domain::Change;
use domain::access::{authorize, cap};
use domain::billing::{BillingFamily, BillingMonth, CollaborativeMonth, DecisionMaking, Facts};
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::program::Setting;
use persistence::case::CaseScope;
use persistence::{Error, Result, Store};

use super::random::Random;
use super::world::World;
use super::{Told, request};

/// Months written in one transaction.
const AT_ONCE: usize = 100;
/// How many members have not been asked for their consent.
const NOT_ASKED: f64 = 0.15;

pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let access = authorize::<cap::BillingWrite>(director, request(world.now))
        .map_err(|denied| Error::Internal(denied.to_string()))?;
    let mut random = Random::of(world.seed, 41);
    let mut after = None;
    loop {
        let active = Some(CaseStatus::Active);
        let page = store.read(&access, async |tx| tx.case_list(CaseScope::Team, active, after, 200).await).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.id);
        let told = page.iter().filter_map(|(case, _)| month(world, &mut random, case));
        for months in told.collect::<Vec<_>>().chunks(AT_ONCE) {
            store
                .write(&access, async |tx| {
                    for month in months {
                        tx.apply(Change::created(month.clone()))?;
                    }
                    Ok(Told::default())
                })
                .await?;
        }
    }
}

/// The first month that is told: the one before the running one, so that the running one goes on from it.
fn month(world: &World, random: &mut Random, case: &Case) -> Option<BillingMonth> {
    let setting = [Setting::ManagedCare, Setting::BehavioralHealth]
        .into_iter()
        .find(|setting| world.network.place(*setting).program.id == case.program_id)?;
    let zone = world.network.place(setting).program.zone();
    let first = first_of(local_date(world.now, zone));
    let (families, facts) = match setting {
        Setting::BehavioralHealth => behavioral(random),
        _ => chronic(random),
    };
    let consent_at = (!random.chance(NOT_ASKED)).then_some(case.enrolled_at);
    Some(BillingMonth {
        id: random.id(world.now),
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        month: first_of(first - Days::new(1)),
        families: families.iter().copied().collect(),
        facts: Facts {
            consent_at,
            initiating_visit_on: consent_at.map(|at| at.date_naive()),
            round_the_clock: true,
            ..facts
        },
        author_id: case.owner_id,
        updated_at: world.now,
    })
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn chronic(random: &mut Random) -> (&'static [BillingFamily], Facts) {
    let levels = [(None, 5), (Some(DecisionMaking::Moderate), 3), (Some(DecisionMaking::High), 2)];
    let facts = Facts {
        chronic_conditions: u32::try_from(random.between(1, 5)).unwrap_or(2),
        decision_making: random.weighted(&levels),
        plan: random.chance(0.6),
        ..Facts::default()
    };
    (&[BillingFamily::ChronicStaff, BillingFamily::ChronicComplex], facts)
}

fn behavioral(random: &mut Random) -> (&'static [BillingFamily], Facts) {
    let facts = Facts {
        behavioral_condition: true,
        collaborative_month: random.chance(0.4).then_some(CollaborativeMonth::Later),
        ..Facts::default()
    };
    (&[BillingFamily::BehavioralIntegration, BillingFamily::Collaborative], facts)
}
