//! What devices at home sent about some of Maria's people in the last weeks: one who gains weight, one with a range of their own.

use chrono::{DateTime, Duration, Utc};
use domain::Change;
use domain::access::{authorize, cap};
use domain::case::{Case, CaseStatus};
use domain::contact_cadence::{CadenceDays, ContactCadence};
use domain::program::Setting;
use domain::reading::kind::{Limits, ReadingKind};
use domain::reading::threshold::{ReadingThreshold, finding};
use domain::reading::{Reading, ReadingSource, ReadingStatus};
use domain::task::Task;
use persistence::case::CaseScope;
use persistence::{Error, Result, Store, Tx};
use uuid::Uuid;

use super::random::Random;
use super::world::World;
use super::{Told, request, roster};

/// Random stream of this part.
const STREAM: u64 = 47;
/// Days over which devices reported.
const DAYS: i64 = 24;

/// A device at somebody's home.
struct Home {
    kind: ReadingKind,
    device: &'static str,
    /// The value around which readings lie, and the second one of a blood pressure.
    around: (f64, Option<f64>),
    /// How far they scatter.
    scatter: f64,
    /// By how much the last reading lies above.
    rise: f64,
    /// One day in so many is missed.
    missed: i64,
}

const HOMES: &[&[Home]] = &[
    &[
        Home {
            kind: ReadingKind::Weight,
            device: "scale-0417",
            around: (84.2, None),
            scatter: 0.3,
            rise: 2.1,
            missed: 9,
        },
        Home {
            kind: ReadingKind::BloodPressure,
            device: "cuff-1180",
            around: (138.0, Some(82.0)),
            scatter: 9.0,
            rise: 0.0,
            missed: 5,
        },
    ],
    &[Home {
        kind: ReadingKind::OxygenSaturation,
        device: "oximeter-0233",
        around: (89.0, None),
        scatter: 1.0,
        rise: 0.0,
        missed: 7,
    }],
    &[Home {
        kind: ReadingKind::Glucose,
        device: "glucometer-2291",
        around: (148.0, None),
        scatter: 34.0,
        rise: 0.0,
        missed: 4,
    }],
    &[Home {
        kind: ReadingKind::HeartRate,
        device: "watch-5106",
        around: (74.0, None),
        scatter: 7.0,
        rise: 0.0,
        missed: 3,
    }],
];

/// Sends readings of some of Maria's people, and sets how often the health plan wants its members reached.
pub async fn add(store: &Store, world: &World) -> Result<()> {
    let maria = world.workforce.named(roster::MARIA).actor();
    let access = authorize::<cap::ReadingWrite>(maria, request(world.now))
        .map_err(|denied| Error::Internal(denied.to_string()))?;
    let mut random = Random::of(world.seed, STREAM);
    store
        .write(&access, async |tx| {
            let active = Some(CaseStatus::Active);
            let cases = tx.case_list(CaseScope::Mine, active, None, HOMES.len() as i64).await?;
            for ((case, _), homes) in cases.into_iter().zip(HOMES) {
                let thresholds = own_range(tx, &mut random, world.now, &case, homes)?;
                for home in *homes {
                    report(tx, &mut random, world.now, &case, home, &thresholds)?;
                }
            }
            tx.apply(Change::created(cadence(world, &mut random)))?;
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// Who lives with little oxygen has a range of their own.
fn own_range(
    tx: &mut Tx,
    random: &mut Random,
    now: DateTime<Utc>,
    case: &Case,
    homes: &[Home],
) -> Result<Vec<ReadingThreshold>> {
    if homes[0].kind != ReadingKind::OxygenSaturation {
        return Ok(Vec::new());
    }
    let own = ReadingThreshold {
        id: random.id(now),
        version: 1,
        person_id: case.person_id,
        kind: ReadingKind::OxygenSaturation,
        limits: Limits { low: Some(86.0), ..Limits::default() },
        watch_gain: false,
        reason: "COPD: 86 to 92 percent is usual for them, agreed with pulmonology.".into(),
        set_by: case.owner_id,
        set_at: now - Duration::days(DAYS),
    };
    Ok(vec![tx.apply(own.set()?)?])
}

/// What a device sent, day by day, judged as it is when it comes in. Only the newest finding is fresh enough to ask somebody.
fn report(
    tx: &mut Tx,
    random: &mut Random,
    now: DateTime<Utc>,
    case: &Case,
    home: &Home,
    thresholds: &[ReadingThreshold],
) -> Result<()> {
    let zone = tx.directory().zone(case.program_id);
    let mut sent: Vec<Reading> = Vec::new();
    for day in (0..DAYS).rev().filter(|day| *day == 0 || day % home.missed != 1) {
        let taken_at = now - Duration::days(day) - Duration::minutes(random.between(30, 150));
        let rise = if day == 0 { home.rise } else { 0.0 };
        let mut own = reading(random, case.person_id, home, rise, taken_at);
        own.finding = finding(&own, thresholds, &sent, zone);
        if own.calls(now) {
            let task = own.task(random.id(now), case, case.owner_id, now - Duration::minutes(20));
            own.task_id = Some(tx.apply(Task::create(task, case)?)?.id);
        }
        sent.push(tx.apply(own.take(now)?)?);
    }
    Ok(())
}

fn reading(random: &mut Random, person_id: Uuid, home: &Home, rise: f64, taken_at: DateTime<Utc>) -> Reading {
    // To a tenth of a kilogram, to whole numbers of everything else.
    let digits = if home.kind == ReadingKind::Weight { 10.0 } else { 1.0 };
    let mut near = |value: f64, rise: f64| {
        let off = random.between(-100, 100) as f64 / 100.0 * home.scatter;
        ((value + rise + if rise > 0.0 { 0.0 } else { off }) * digits).round() / digits
    };
    let (value, second) = home.around;
    Reading {
        value: near(value, rise),
        second: second.map(|second| near(second, 0.0)),
        id: random.id(taken_at),
        version: 1,
        person_id,
        kind: home.kind,
        taken_at,
        source: ReadingSource::Device,
        device: Some(home.device.into()),
        author_id: None,
        received_at: taken_at,
        status: ReadingStatus::Valid,
        finding: None,
        task_id: None,
        corrections: Vec::new(),
        error_reason: None,
    }
}

/// The health plan reaches its members more often than the platform's own numbers ask for.
fn cadence(world: &World, random: &mut Random) -> ContactCadence {
    ContactCadence {
        id: random.id(world.now),
        version: 1,
        program_id: world.network.place(Setting::ManagedCare).program.id,
        valid_from: world.now.date_naive() - Duration::days(60),
        days: CadenceDays { low: 60, rising: 30, high: 14, complex: 7 },
        reason: "The contract with the plan asks for a contact every two months.".into(),
        set_by: world.workforce.named("Vivian Castellano").staff.id,
        set_at: world.now - Duration::days(60),
    }
}
