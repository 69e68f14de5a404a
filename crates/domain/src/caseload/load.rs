//! What somebody carries, in parts, against what they can carry.

use chrono::NaiveDate;
use uuid::Uuid;

use super::capacity::{Capacity, LEAVE_WINDOW, Reduction, ReductionKind, WEEKS};
use super::policy::{LoadModel, Policy, factor};
use super::weight::Counts;
use crate::case::Tier;
use crate::code::Code;

crate::codes! {
    /// Where somebody stands toward the range of their programs. A word, never a stop.
    pub enum LoadStanding {
        /// Fewer cases than the range begins with.
        Below = "below",
        /// Within the range.
        Within = "within",
        /// More cases than the range ends with.
        Above = "above",
    }
}

crate::codes! {
    /// What is missing, so that the numbers are provisional.
    pub enum LoadMissing {
        /// Nobody recorded hours: a full week is assumed.
        Capacity = "capacity",
        /// Cases that are not assessed yet: their tier is a first guess.
        Assessment = "assessment",
    }
}

crate::codes! {
    /// What a part of a load is.
    pub enum LoadPartKind {
        /// Cases of a tier.
        Cases = "cases",
        /// Cases of a tier of colleagues who are off, whom the worker covers.
        Cover = "cover",
        /// Booked visits.
        Visits = "visits",
        /// Reports to courts, and hearings.
        Reports = "reports",
        /// Travel.
        Travel = "travel",
        /// Other duties, such as supervision.
        Duties = "duties",
    }
}

/// What somebody does in a program.
#[derive(Debug, Clone)]
pub struct ProgramFacts<'a> {
    /// The program.
    pub program_id: Uuid,
    /// The policy in force.
    pub policy: &'a Policy,
    /// Cases they own that the policy counts.
    pub own: Counts,
    /// Cases of colleagues whom they cover today.
    pub cover: Counts,
    /// Visits booked in the next 30 days.
    pub visits: u32,
    /// Reports and hearings booked in the next 30 days.
    pub reports: u32,
    /// Own cases that are not assessed yet.
    pub unassessed: u32,
}

/// What is known of a worker.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// By program.
    pub programs: Vec<ProgramFacts<'a>>,
    /// What they can carry, when somebody recorded it.
    pub capacity: Option<&'a Capacity>,
    /// The four weeks ahead.
    pub ahead: Ahead,
}

/// Weeks of the look ahead, in which leave and hours on call count. The number is ours.
const WEEKS_AHEAD: f64 = 4.0;

/// What is known of the four weeks ahead of a worker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead {
    /// Working days on which they are off.
    pub days_off: u32,
    /// Hours on call beside the hours of the office.
    pub on_call_hours: f64,
    /// Their local date.
    pub today: NaiveDate,
}

impl Ahead {
    /// Hours a week that being on call takes off by a policy; none where hours are recorded as taken off for it already.
    fn on_call(self, policy: &Policy, capacity: &Capacity) -> f64 {
        if capacity.is_reduced_for(ReductionKind::OnCall, self.today) {
            return 0.0;
        }
        self.on_call_hours / WEEKS_AHEAD * f64::from(policy.on_call_percent) / 100.0
    }

    /// The capacity with what being on call takes off it.
    fn beside_on_call(self, policy: &Policy, capacity: &Capacity) -> Capacity {
        let hours = self.on_call(policy, capacity);
        let mut own = capacity.clone();
        if hours > 0.0 {
            let (kind, starts_on, ends_on) = (ReductionKind::OnCall, self.today, Some(self.today));
            own.reductions.push(Reduction { kind, hours, starts_on, ends_on });
        }
        own
    }
}

/// A part of a load, in the unit of the program's model.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadPart {
    /// What.
    pub kind: LoadPartKind,
    /// The tier, for cases.
    pub tier: Option<Tier>,
    /// How many; hours for travel and duties.
    pub count: f64,
    /// What they weigh; all parts sum to the load.
    pub amount: f64,
}

/// What somebody carries in a program.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramLoad {
    /// The program.
    pub program_id: Uuid,
    /// Cases they own.
    pub cases: u32,
    /// Cases they cover.
    pub covered: u32,
    /// The range for this worker: that of a full-time worker, by their share.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Parts of the load.
    pub parts: Vec<LoadPart>,
    /// The load: hours a month, points, or shares of limits.
    pub load: f64,
    /// What fits, in the same unit.
    pub full: f64,
    /// Hours a week that being on call takes off what fits.
    pub on_call: f64,
}

/// What somebody carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Caseload {
    /// Cases they own.
    pub cases: u32,
    /// Cases they cover today.
    pub covered: u32,
    /// High and complex ones of their own.
    pub hard: u32,
    /// Their own cases in weighted points, whatever the model: what fairness is told by.
    pub points: f64,
    /// By program.
    pub programs: Vec<ProgramLoad>,
    /// Load of what fits, in percent with one decimal; none when nothing fits, as for who is off for weeks.
    pub utilisation: Option<f64>,
    /// Where they stand toward the range; none without a case and without hours.
    pub standing: LoadStanding,
    /// What makes it provisional.
    pub missing: Vec<LoadMissing>,
}

/// Weighs what a worker carries. Travel and other duties are hours of the load in the model `hours` and take from what fits in
/// `points` and `mixed`; `workload` knows reductions only, as published.
pub fn carry(facts: &Facts<'_>) -> Caseload {
    let hours_model = facts.programs.iter().position(|own| own.policy.model == LoadModel::Hours);
    // Travel and duties are the worker's, not a program's: they count once, in the first program that counts hours.
    let programs: Vec<ProgramLoad> = facts
        .programs
        .iter()
        .enumerate()
        .map(|(place, own)| in_program(facts, own, hours_model == Some(place)))
        .collect();
    let own = facts.programs.iter().fold(Counts::default(), |sum, program| sum.and(program.own));
    let missing = [
        facts.capacity.is_none().then_some(LoadMissing::Capacity),
        facts.programs.iter().any(|program| program.unassessed > 0).then_some(LoadMissing::Assessment),
    ];
    Caseload {
        cases: own.total(),
        covered: programs.iter().map(|program| program.covered).sum(),
        hard: own.hard(),
        points: own.points(),
        utilisation: utilisation(&programs),
        standing: standing(&programs),
        missing: missing.into_iter().flatten().collect(),
        programs,
    }
}

/// How much of the working days ahead somebody is there who is off on `days_off` of them: 1 is all of it.
pub fn there(days_off: u32) -> f64 {
    f64::from(LEAVE_WINDOW.saturating_sub(days_off)) / f64::from(LEAVE_WINDOW)
}

/// All that fits in a program, in the unit of its model; of a full week when `capacity` says nothing.
pub fn fits(policy: &Policy, capacity: Option<&Capacity>, ahead: Ahead) -> f64 {
    let assumed = Capacity::assumed(policy.full_time_hours);
    let capacity = ahead.beside_on_call(policy, capacity.unwrap_or(&assumed));
    let adjusted = there(ahead.days_off) * factor(&policy.adjustments) * factor(&capacity.adjustments);
    full(policy, &capacity, ahead.today) * adjusted
}

/// Travel and other duties as far as they are a part of the load in a program, in the unit of its model: of hours, else nothing.
pub fn overhead(policy: &Policy, capacity: Option<&Capacity>, ahead: Ahead) -> f64 {
    let hours = |capacity: &Capacity| -> f64 {
        let own = ahead.beside_on_call(policy, capacity);
        hour_parts(&own, ahead.today, there(ahead.days_off)).map(|part| part.amount).sum()
    };
    if policy.model == LoadModel::Hours { capacity.map_or(0.0, hours) } else { 0.0 }
}

/// What a case of a tier weighs, in the unit of the policy's model.
pub fn weight(policy: &Policy, tier: Tier) -> f64 {
    match policy.model {
        LoadModel::Hours => policy.tiers.of(tier) / 60.0,
        LoadModel::Points | LoadModel::Workload => policy.tiers.of(tier),
        LoadModel::Mixed => 1.0 / policy.tiers.of(tier),
    }
}

fn in_program(facts: &Facts<'_>, own: &ProgramFacts<'_>, counts_hours: bool) -> ProgramLoad {
    let (policy, ahead) = (own.policy, facts.ahead);
    let assumed = Capacity::assumed(policy.full_time_hours);
    let recorded = facts.capacity.unwrap_or(&assumed);
    let capacity = ahead.beside_on_call(policy, recorded);
    let there = there(ahead.days_off);
    let adjusted = there * factor(&policy.adjustments) * factor(&capacity.adjustments);
    let share = capacity.share(policy.full_time_hours, ahead.today) * adjusted;
    let full = fits(policy, facts.capacity, ahead);
    let mut parts = case_parts(policy, own);
    if counts_hours {
        parts.extend(hour_parts(&capacity, ahead.today, there));
    }
    ProgramLoad {
        program_id: own.program_id,
        cases: own.own.total(),
        covered: own.cover.total(),
        low: f64::from(policy.low) * share,
        high: f64::from(policy.high) * share,
        load: parts.iter().map(|part| part.amount).sum(),
        full,
        on_call: ahead.on_call(policy, recorded),
        parts,
    }
}

/// What fits before leave and adjustments.
fn full(policy: &Policy, capacity: &Capacity, today: NaiveDate) -> f64 {
    match policy.model {
        LoadModel::Hours => capacity.hours_left(today) * WEEKS * f64::from(capacity.direct_percent) / 100.0,
        LoadModel::Points => policy.full.unwrap_or(0.0) * capacity.share(policy.full_time_hours, today),
        LoadModel::Workload => {
            let nominal = capacity.grade_points.or(policy.full).unwrap_or(0.0);
            (nominal * capacity.hours_left(today) / policy.full_time_hours).floor()
        }
        LoadModel::Mixed => capacity.share(policy.full_time_hours, today),
    }
}

fn case_parts(policy: &Policy, own: &ProgramFacts<'_>) -> Vec<LoadPart> {
    let unit = if policy.model == LoadModel::Hours { 1.0 / 60.0 } else { 1.0 };
    let cases = |kind, counts: Counts| {
        let part = move |tier: &Tier| {
            let count = f64::from(counts.of(*tier));
            LoadPart { kind, tier: Some(*tier), count, amount: count * weight(policy, *tier) }
        };
        Tier::ALL.iter().map(part).filter(|part| part.count > 0.0)
    };
    let extra = |kind, count: u32, each: f64| {
        let count = f64::from(count);
        (count * each > 0.0).then_some(LoadPart { kind, tier: None, count, amount: count * each * unit })
    };
    cases(LoadPartKind::Cases, own.own)
        .chain(cases(LoadPartKind::Cover, own.cover))
        .chain(extra(LoadPartKind::Visits, own.visits, policy.per_visit))
        .chain(extra(LoadPartKind::Reports, own.reports, policy.per_report))
        .collect()
}

/// Travel and other duties in hours of the month, as far as the worker is there.
fn hour_parts(capacity: &Capacity, today: NaiveDate, there: f64) -> impl Iterator<Item = LoadPart> {
    let part = move |kind, hours: f64| {
        let hours = hours * there;
        (hours > 0.0).then_some(LoadPart { kind, tier: None, count: hours, amount: hours })
    };
    let parts =
        [part(LoadPartKind::Travel, capacity.travel_hours(today)), part(LoadPartKind::Duties, capacity.duty_hours)];
    parts.into_iter().flatten()
}

/// The shares of every program added up, half-up to three decimals, in percent. Source: rules.md section 5, 3 and 4.
fn utilisation(programs: &[ProgramLoad]) -> Option<f64> {
    let carried = programs.iter().filter(|program| program.load > 0.0);
    let shares: Option<Vec<f64>> =
        carried.map(|program| (program.full > 0.0).then(|| program.load / program.full)).collect();
    shares.map(|shares| (shares.iter().sum::<f64>() * 1000.0 + 0.5).floor() / 10.0)
}

/// Cases against the range, several programs together: above when the shares of the most add up to more than one.
fn standing(programs: &[ProgramLoad]) -> LoadStanding {
    let share = |limit: fn(&ProgramLoad) -> f64| -> f64 {
        let carried = programs.iter().filter(|program| program.cases + program.covered > 0);
        carried.map(|program| f64::from(program.cases + program.covered) / limit(program)).sum()
    };
    // Rounding of a share must not make the last case of a range one too many.
    if share(|program| program.high) > 1.0 + 1e-9 {
        LoadStanding::Above
    } else if share(|program| program.low) < 1.0 - 1e-9 {
        LoadStanding::Below
    } else {
        LoadStanding::Within
    }
}
