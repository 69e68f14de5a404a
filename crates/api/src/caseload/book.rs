//! What is known of the caseloads of some workers, in one look: what the board, a worker's own screen and a preview are told from.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate, TimeDelta};
use domain::absence::{Absence, working_days_off};
use domain::appointment::AppointmentKind;
use domain::candidate::speaks;
use domain::case::{Case, Stage, Tier};
use domain::caseload::{
    Ahead, Capacity, Caseload, CaseloadPolicy, Counts, Facts, Policy, ProgramFacts, StaffCapacity, carry, fits,
    overhead, standard, there,
};
use domain::clock::local_date;
use domain::scope::{Activity, Verdict, judge, state_code};
use domain::staff::Staff;
use persistence::Tx;
use persistence::caseload::{Booked, CaseGroup};
use persistence::directory::Directory;
use uuid::Uuid;

/// Days ahead over which leave counts.
pub const AHEAD: u64 = 28;
/// Hours a week of a worker of whom nobody recorded any.
const FULL_WEEK: f64 = 40.0;

/// What somebody owns in a program, as far as its policy counts it.
#[derive(Debug, Clone, Copy, Default)]
struct Holding {
    counts: Counts,
    unassessed: u32,
}

/// Cases that a worker owns and that ask for more than they have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gaps {
    /// The person speaks a language that the worker does not speak well enough.
    pub language: u32,
    /// The scope of practice does not cover the case any more.
    pub credential: u32,
}

/// The caseloads of some workers.
pub struct Book {
    policies: HashMap<Uuid, Policy>,
    capacities: HashMap<Uuid, Capacity>,
    absences: Vec<Absence>,
    on_call: HashMap<Uuid, TimeDelta>,
    booked: Vec<Booked>,
    groups: Vec<CaseGroup>,
    holdings: BTreeMap<Uuid, BTreeMap<Uuid, Holding>>,
    today: HashMap<Uuid, NaiveDate>,
}

/// The policy in force in each program: the newest that has begun, or the standard of the setting.
pub fn in_force(tx: &Tx, policies: &[CaseloadPolicy]) -> HashMap<Uuid, Policy> {
    let directory = tx.directory();
    let of = |id: &Uuid| {
        let today = local_date(tx.now(), directory.zone(*id));
        domain::caseload::in_force(policies, *id, today).cloned()
    };
    let programs = directory.programs.values();
    programs.map(|program| (program.id, of(&program.id).unwrap_or_else(|| standard(program.setting)))).collect()
}

impl Book {
    /// Looks up everything about workers, and about those whom they cover.
    pub async fn open(tx: &mut Tx, ids: &HashSet<Uuid>) -> persistence::Result<Self> {
        let directory = tx.directory().clone();
        let today: HashMap<Uuid, NaiveDate> =
            directory.staff.values().map(|card| (card.id, local_date(tx.now(), card.zone))).collect();
        let first = today.values().min().copied().unwrap_or_else(|| tx.now().date_naive());
        let everybody = directory.staff.keys().copied().collect();
        let absences = tx.absences_beside(everybody, first, first + Days::new(AHEAD + 1)).await?;
        let covered = absences.iter().filter(|own| {
            own.cover_id.is_some_and(|id| ids.contains(&id)) && own.holds_on(day_of(&today, own.staff_id))
        });
        let all: Vec<Uuid> = ids.iter().copied().chain(covered.map(|own| own.staff_id)).collect();
        let set = tx.caseload_policies().await?;
        let policies = in_force(tx, &set);
        let capacities = tx.staff_capacities(all.clone()).await?;
        let groups = tx.caseload_groups(all.clone()).await?;
        let booked = tx.caseload_booked(all).await?;
        let mut book = Self {
            capacities: counting(&capacities, &today),
            policies,
            absences,
            on_call: on_call(tx),
            booked,
            groups,
            holdings: BTreeMap::new(),
            today,
        };
        book.fill();
        Ok(book)
    }

    fn fill(&mut self) {
        for group in &self.groups {
            let counted = self.policies.get(&group.program_id).is_some_and(|policy| policy.counts(group.in_house));
            if counted {
                let count = u32::try_from(group.count).unwrap_or(u32::MAX);
                let own = self.holdings.entry(group.owner_id).or_default().entry(group.program_id).or_default();
                own.counts = own.counts.with(group.tier.0, count);
                own.unassessed += if group.unassessed { count } else { 0 };
            }
        }
    }

    /// Moves a case, to see what would come of it.
    pub fn shift(&mut self, case: &Case, to_id: Uuid, in_house: bool) {
        self.release(case, in_house);
        if self.counts(case.program_id, in_house) {
            self.receive(to_id, case.program_id, case.tier, case.stage == Stage::Assess);
        }
    }

    /// Takes a case from its owner, to see what they carry without it.
    pub fn release(&mut self, case: &Case, in_house: bool) {
        if self.counts(case.program_id, in_house) {
            let own = self.holdings.entry(case.owner_id).or_default().entry(case.program_id).or_default();
            own.counts = own.counts.without(case.tier);
            own.unassessed = own.unassessed.saturating_sub(u32::from(case.stage == Stage::Assess));
        }
    }

    /// Gives a case of a tier to somebody, to see what they would carry.
    pub fn receive(&mut self, to_id: Uuid, program_id: Uuid, tier: Tier, unassessed: bool) {
        let own = self.holdings.entry(to_id).or_default().entry(program_id).or_default();
        own.counts = own.counts.with(tier, 1);
        own.unassessed += u32::from(unassessed);
    }

    /// Somebody who is not there yet, with what they could carry.
    pub fn hire(&mut self, id: Uuid, capacity: Capacity, today: NaiveDate) {
        self.capacities.insert(id, capacity);
        self.today.insert(id, today);
    }

    /// An absence that nobody planned yet.
    pub fn absent(&mut self, absence: Absence) {
        self.absences.push(absence);
    }

    /// Whether a program's policy counts a case.
    pub fn counts(&self, program_id: Uuid, in_house: bool) -> bool {
        self.policies.get(&program_id).is_some_and(|policy| policy.counts(in_house))
    }

    /// What a worker carries.
    pub fn carry(&self, staff_id: Uuid) -> Caseload {
        let mut programs: BTreeMap<Uuid, (Holding, Counts)> = BTreeMap::new();
        for (program_id, holding) in self.holdings.get(&staff_id).into_iter().flatten() {
            programs.entry(*program_id).or_default().0 = *holding;
        }
        let covers = |own: &&Absence| own.cover_id == Some(staff_id) && own.holds_on(day_of(&self.today, own.staff_id));
        for absence in self.absences.iter().filter(covers) {
            for (program_id, holding) in self.holdings.get(&absence.staff_id).into_iter().flatten() {
                let cover = &mut programs.entry(*program_id).or_default().1;
                *cover = cover.and(holding.counts);
            }
        }
        let booked = |program_id: Uuid, kinds: &[AppointmentKind]| -> u32 {
            let own = self.booked.iter().filter(|own| own.staff_id == staff_id && own.program_id == program_id);
            own.filter(|own| kinds.contains(&own.kind.0)).map(|own| u32::try_from(own.count).unwrap_or(u32::MAX)).sum()
        };
        let facts = |(program_id, (own, cover)): (&Uuid, &(Holding, Counts))| {
            Some(ProgramFacts {
                program_id: *program_id,
                policy: self.policies.get(program_id)?,
                own: own.counts,
                cover: *cover,
                visits: booked(*program_id, &[AppointmentKind::HomeVisit, AppointmentKind::CommunityVisit]),
                reports: booked(*program_id, &[AppointmentKind::Hearing]),
                unassessed: own.unassessed,
            })
        };
        carry(&Facts {
            programs: programs.iter().filter_map(facts).collect(),
            capacity: self.capacities.get(&staff_id),
            ahead: self.ahead(staff_id),
        })
    }

    /// Hours on call of a worker in the four weeks ahead, beside the hours of the office.
    pub fn on_call_hours(&self, staff_id: Uuid) -> f64 {
        let time = self.on_call.get(&staff_id).copied().unwrap_or_default();
        time.as_seconds_f64() / 3600.0
    }

    fn ahead(&self, staff_id: Uuid) -> Ahead {
        Ahead {
            days_off: self.days_off(staff_id),
            on_call_hours: self.on_call_hours(staff_id),
            today: day_of(&self.today, staff_id),
        }
    }

    /// Every active case that a worker owns, those that no range counts included.
    pub fn owned(&self, staff_id: Uuid) -> u32 {
        let own = self.groups.iter().filter(|group| group.owner_id == staff_id);
        own.map(|group| u32::try_from(group.count).unwrap_or(u32::MAX)).sum()
    }

    /// What the cases of a worker ask for and the worker does not have.
    pub fn gaps(&self, directory: &Directory, staff: &Staff) -> Gaps {
        let mut gaps = Gaps::default();
        for group in self.groups.iter().filter(|group| group.owner_id == staff.id) {
            let count = u32::try_from(group.count).unwrap_or(u32::MAX);
            if !speaks(&group.language, &staff.languages, &staff.profile) {
                gaps.language += count;
            }
            let Some(program) = directory.programs.get(&group.program_id) else { continue };
            let state = group.state.as_deref().and_then(state_code).or_else(|| directory.state_of(program.id));
            let activity = Activity::owning(program.setting, group.tier.0);
            let today = day_of(&self.today, staff.id);
            let verdict = judge(activity, &directory.practice(staff.id), state, &directory.limits, today);
            if matches!(verdict, Verdict::Refused(_)) {
                gaps.credential += count;
            }
        }
        gaps
    }

    /// Hours a week that a worker has left by contract; none when nobody recorded them.
    pub fn hours(&self, staff_id: Uuid) -> Option<f64> {
        self.capacities.get(&staff_id).map(|own| own.hours_left(day_of(&self.today, staff_id)))
    }

    /// Hours a week that a worker has, of a full week when nobody recorded any, as far as they are there in the weeks ahead.
    pub fn hours_there(&self, staff_id: Uuid) -> f64 {
        self.hours(staff_id).unwrap_or(FULL_WEEK) * there(self.days_off(staff_id))
    }

    /// What fits a worker in a program, as a share of what fits a full week; none where the policy leaves nothing to fit.
    pub fn share(&self, staff_id: Uuid, program_id: Uuid) -> Option<f64> {
        let own = fits(self.policies.get(&program_id)?, self.capacities.get(&staff_id), self.ahead(staff_id));
        self.full_week(program_id).map(|full| own / full)
    }

    /// Travel and other duties that are a part of a worker's load in a program, as a share of what fits a full week.
    pub fn overhead(&self, staff_id: Uuid, program_id: Uuid) -> f64 {
        let (Some(policy), Some(full)) = (self.policies.get(&program_id), self.full_week(program_id)) else {
            return 0.0;
        };
        overhead(policy, self.capacities.get(&staff_id), self.ahead(staff_id)) / full
    }

    /// What fits a full week in a program, in the unit of its policy.
    pub fn full_week(&self, program_id: Uuid) -> Option<f64> {
        let week = Ahead { days_off: 0, on_call_hours: 0.0, today: NaiveDate::MIN };
        let full = fits(self.policies.get(&program_id)?, None, week);
        (full > 0.0).then_some(full)
    }

    /// The local date of a worker.
    pub fn today(&self, staff_id: Uuid) -> NaiveDate {
        day_of(&self.today, staff_id)
    }

    /// The policy in force in a program.
    pub fn policy(&self, program_id: Uuid) -> Option<&Policy> {
        self.policies.get(&program_id)
    }

    /// The last day of the absence that holds today, and who covers.
    pub fn away(&self, staff_id: Uuid) -> Option<&Absence> {
        let today = day_of(&self.today, staff_id);
        self.absences.iter().find(|own| own.staff_id == staff_id && own.holds_on(today))
    }

    /// Whether a worker is off today or on a working day of the four weeks ahead.
    pub fn off_ahead(&self, staff_id: Uuid) -> bool {
        self.away(staff_id).is_some() || self.days_off(staff_id) > 0
    }

    /// Working days of the four weeks ahead on which a worker is off.
    fn days_off(&self, staff_id: Uuid) -> u32 {
        let today = day_of(&self.today, staff_id);
        working_days_off(&self.absences, staff_id, today, today + Days::new(AHEAD - 1))
    }
}

/// For how long each worker is on call in the four weeks ahead, for any team.
fn on_call(tx: &Tx) -> HashMap<Uuid, TimeDelta> {
    let (directory, now) = (tx.directory(), tx.now());
    let teams: HashSet<Uuid> = directory.shifts.iter().map(|shift| shift.team_id).collect();
    let mut times = HashMap::new();
    for team_id in teams {
        for (staff_id, time) in directory.roster(team_id).beside_office(now, now + Days::new(AHEAD)) {
            *times.entry(staff_id).or_insert_with(TimeDelta::zero) += time;
        }
    }
    times
}

fn day_of(today: &HashMap<Uuid, NaiveDate>, staff_id: Uuid) -> NaiveDate {
    today.get(&staff_id).copied().unwrap_or_default()
}

/// The capacity that counts today: the newest that has begun.
fn counting(all: &[StaffCapacity], today: &HashMap<Uuid, NaiveDate>) -> HashMap<Uuid, Capacity> {
    let ids: HashSet<Uuid> = all.iter().map(|own| own.staff_id).collect();
    let of = |id: Uuid| Some((id, StaffCapacity::in_force(all, id, day_of(today, id))?.clone()));
    ids.into_iter().filter_map(of).collect()
}
