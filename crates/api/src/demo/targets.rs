//! What the network wants to reach, who answers for it, a report that a lead shares with the team and has sent every week, and what
//! they ask for on a day.

use chrono::{DateTime, Duration, Utc};
use domain::access::{Access, CapabilityMarker, authorize, cap};
use domain::clock::local_date;
use domain::digest::{DigestCadence, DigestSubscription};
use domain::measure;
use domain::measure_board::reading;
use domain::measure_board::target::MeasureTarget;
use domain::program::Setting;
use domain::saved_report::{SavedReport, SavedReportKind, SavedReportScope};
use domain::throughput::{ThroughputKind, ThroughputTarget};
use persistence::{Error, Result, Store};

use super::random::Random;
use super::staff::Worker;
use super::world::World;
use super::{Told, request};

/// Who sets the targets of the network.
const DIRECTOR: &str = "Vivian Castellano";
/// Who shares a report with the team.
const LEAD: &str = "Marcus Tillery";

/// A target: measure, program by its setting or the whole network, value, who answers for it, weeks since it was set, and why.
type Plan = (&'static str, Option<Setting>, f64, &'static str, i64, &'static str);

const PLANS: &[Plan] = &[
    ("note-48h", None, 0.9, "Desmond Achebe", 25, "What the accreditor expects of every program."),
    ("plan-adherence", None, 0.75, "Patricia Nowicki", 25, "Last year's result, plus five points."),
    ("outreach-7", Some(Setting::ManagedCare), 0.8, LEAD, 25, "The plan's contract asks for 80%."),
    ("outreach-30", Some(Setting::ManagedCare), 0.92, "Gloria Whitehorse", 25, "Agreed with the team in spring."),
    ("outreach-7", Some(Setting::ManagedCare), 0.85, LEAD, 9, "Reached for two months: one step further."),
    (
        "initial-assessment-24h",
        Some(Setting::Hospital),
        0.97,
        "Joanna Petrakis",
        20,
        "Two stays without one in autumn.",
    ),
    (
        "note-48h",
        Some(Setting::BehavioralHealth),
        0.93,
        "Samuel Adler",
        14,
        "The audit asked for better than the network.",
    ),
    ("plan-adherence", Some(Setting::SocialServices), 0.7, "Aisha Rahman", 14, "Two colleagues are new this year."),
];

fn access<C: CapabilityMarker>(worker: &Worker, at: DateTime<Utc>) -> Result<Access<C>> {
    authorize(worker.actor(), request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// Sets the targets, each on the day on which it was agreed, and keeps the report.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named(DIRECTOR);
    let mut random = Random::of(world.seed, 6);
    for plan in PLANS {
        let at = world.now - Duration::weeks(plan.4);
        let target = target(world, plan, director, random.id(at), at)?;
        store
            .write(&access::<cap::MeasureTargetWrite>(director, at)?, async |tx| {
                tx.apply(target.clone()).map(|_| Told::default())
            })
            .await?;
    }
    let lead = world.workforce.named(LEAD);
    let report = report(world, lead, random.id(world.now));
    let weekly = weekly(&report, random.id(world.now));
    store
        .write(&access::<cap::SavedReportWrite>(lead, world.now)?, async |tx| {
            tx.apply(report.clone().save(&[])?)?;
            tx.apply(weekly.clone().subscribe(&[])?).map(|_| Told::default())
        })
        .await?;
    ask_for_a_day(store, world, lead, &mut random).await
}

/// What the lead asks every colleague of the health plan for on a day.
async fn ask_for_a_day(store: &Store, world: &World, lead: &Worker, random: &mut Random) -> Result<()> {
    let program = &world.network.place(Setting::ManagedCare).program;
    let at = world.now - Duration::weeks(2);
    let today = local_date(at, program.zone());
    for (kind, per_day) in [(ThroughputKind::Contacts, 8), (ThroughputKind::Notes, 6)] {
        let target = ThroughputTarget {
            id: random.id(at),
            version: 1,
            program_id: program.id,
            team_id: None,
            kind,
            per_day,
            valid_from: today,
            reason: "What a full day looked like in spring.".into(),
            set_by: lead.staff.id,
            set_at: at,
        };
        let change = target.set(today)?;
        store
            .write(&access::<cap::HuddleRun>(lead, at)?, async |tx| tx.apply(change.clone()).map(|_| Told::default()))
            .await?;
    }
    Ok(())
}

fn target(
    world: &World,
    plan: &Plan,
    director: &Worker,
    id: uuid::Uuid,
    at: DateTime<Utc>,
) -> Result<domain::Change<MeasureTarget>> {
    let (measure, setting, value, owner, _, reason) = plan;
    let owner = &world.workforce.named(owner).staff;
    let program = setting.map(|setting| &world.network.place(setting).program);
    let zone = program.map_or(chrono_tz::UTC, |program| program.zone());
    let definition = measure::find(measure).ok_or_else(|| Error::Internal(format!("no measure {measure}")))?;
    let target = MeasureTarget {
        id,
        version: 1,
        measure: (*measure).into(),
        program_id: program.map(|program| program.id),
        value: *value,
        owner_id: owner.id,
        valid_from: local_date(at, zone),
        reason: (*reason).into(),
        set_by: director.staff.id,
        set_at: at,
    };
    Ok(target.set(reading(definition), Some(owner.role), local_date(at, zone))?)
}

fn report(world: &World, lead: &Worker, id: uuid::Uuid) -> SavedReport {
    let place = world.network.place(Setting::ManagedCare);
    SavedReport {
        id,
        version: 1,
        owner_id: lead.staff.id,
        team_id: place.teams.first().map(|team| team.id),
        name: "Monday round".into(),
        kind: SavedReportKind::Board,
        subject: Some("managed_care".into()),
        scope: Some(SavedReportScope::Team),
        program_id: Some(place.program.id),
        first_on: None,
        last_on: None,
        created_at: world.now,
        removed_at: None,
    }
}

fn weekly(report: &SavedReport, id: uuid::Uuid) -> DigestSubscription {
    DigestSubscription {
        id,
        version: 1,
        reader_id: report.owner_id,
        name: report.name.clone(),
        kind: report.kind,
        subject: report.subject.clone(),
        scope: report.scope,
        program_id: report.program_id,
        first_on: report.first_on,
        last_on: report.last_on,
        cadence: DigestCadence::Weekly,
        next_at: report.created_at,
        created_at: report.created_at,
        ended_at: None,
    }
}
