//! Rebalancing: who should own which case (N2, R226, R231, R233; rules.md section 5, model 9).
//!
//! `objective = sum of the costs of the pairs + utilisation x highest utilisation + shortfall x points below a floor + unplaced x
//! cases without a worker`, all whole numbers. Who may own a case is the caller's verdict for each pair and is never
//! broken, nor is a worker's limit; a locked case stays with its owner.
//!
//! Prices for the workers' capacity give a lower bound and a first answer ([`dual`]), shifts, swaps and chains make the answer better
//! ([`search`]), and branch and bound proves small instances ([`exact`]). Effort is counted in rounds, steps and nodes, never in
//! time, so that the same input has the same answer everywhere; a caller in a hurry passes a function that says stop.

mod dual;
mod exact;
mod explain;
pub mod fit;
mod grid;
mod search;
#[cfg(test)]
mod tests;
mod what_if;

use std::collections::BTreeMap;

use search::Effort;
use serde::Serialize;
use uuid::Uuid;

pub use explain::utilisation;

/// The largest cost of a pair and of an unplaced case that is told apart from larger ones.
pub const LARGEST_COST: u32 = 1_000_000;
/// Cases above which branch and bound isn't tried.
const EXACT_CASES: usize = 64;

crate::codes! {
    /// Why somebody may not own a case. A person's wish for a gender is on no record: a lead locks such a case.
    pub enum Barrier {
        /// The scope of practice of their role or licence doesn't cover it.
        Scope = "scope",
        /// No licence in the person's state.
        State = "state",
        /// They work remotely, and not from the person's state (R048).
        Remote = "remote",
        /// They don't speak a language that the person needs.
        Language = "language",
        /// They don't work in the program.
        Program = "program",
        /// They are away or have left.
        Away = "away",
        /// Something is between them and the person.
        Conflict = "conflict",
    }
}

crate::codes! {
    /// Why a move is proposed.
    pub enum MoveReason {
        /// Nobody owns the case.
        NoOwner = "no_owner",
        /// The owner may not own it any more.
        OwnerMayNot = "owner_may_not",
        /// The owner carries more than their limit, or more than anybody will.
        RelievesOverload = "relieves_overload",
        /// The new owner speaks the person's language better.
        Language = "language",
        /// The new owner is nearer.
        Nearer = "nearer",
        /// The new owner fits better otherwise.
        BetterMatch = "better_match",
        /// Of those who could take it, nobody knows the person better than the new owner.
        KnownFace = "known_face",
        /// The new owner carries less for their capacity.
        EvensLoad = "evens_load",
        /// It makes room for another case that fits better.
        MakesRoom = "makes_room",
    }
}

crate::codes! {
    /// Why a case has no worker in the proposal.
    pub enum UnplacedReason {
        /// Nobody may own it.
        NobodyMay = "nobody_may",
        /// Those who may have no room.
        NoRoom = "no_room",
    }
}

/// What a pair costs; each part at most [`LARGEST_COST`] together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Travel to the person.
    pub travel: u32,
    /// Speaking through an interpreter.
    pub language: u32,
    /// Any other mismatch.
    pub mismatch: u32,
    /// Getting to know the person: 0 for the owner, little for who works with them already.
    pub continuity: u32,
}

impl Cost {
    /// The sum of the parts.
    pub fn total(self) -> u32 {
        self.travel.saturating_add(self.language).saturating_add(self.mismatch).saturating_add(self.continuity)
    }
}

/// A worker and a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// They may own it, at this cost.
    Allowed(Cost),
    /// They may not, and why.
    Refused(Barrier),
}

/// Somebody who owns cases. Loads are in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Id.
    pub id: Uuid,
    /// What counts as full.
    pub capacity: u32,
    /// The most that a proposal may give them, with what they have outside of it.
    pub limit: u32,
    /// What they should carry at least.
    pub floor: u32,
    /// What they carry outside of the proposal.
    pub outside: u32,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Id.
    pub id: Uuid,
    /// The program it belongs to.
    pub program_id: Uuid,
    /// Weight, in hundredths of a point.
    pub weight: u32,
    /// Who owns it.
    pub owner: Option<Uuid>,
    /// True when it must stay with its owner.
    pub locked: bool,
    /// The verdict for each worker, in the order of the workers.
    pub pairs: Vec<Pair>,
}

/// How much the parts of the objective weigh against a pair's cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// Cost of each thousandth of the highest utilisation.
    pub utilisation: u32,
    /// Cost of each hundredth of a point that a worker is below their floor.
    pub shortfall: u32,
    /// Cost of a case without a worker.
    pub unplaced: u32,
}

/// Ours: a tenth of the highest utilisation is worth ten pairs' language cost, and any worker is better than none.
impl Default for Weights {
    fn default() -> Self {
        Self { utilisation: 5, shortfall: 0, unplaced: 100_000 }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The workers.
    pub workers: Vec<Worker>,
    /// The cases.
    pub cases: Vec<Case>,
    /// What weighs how much.
    pub weights: Weights,
}

/// How much effort may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rounds of prices.
    pub rounds: u32,
    /// Moves looked at for a better answer.
    pub steps: u64,
    /// Nodes of branch and bound.
    pub nodes: u64,
    /// The gap that is good enough, in hundredths of a percent of the bound.
    pub enough: u32,
}

/// Enough to prove every instance of 8 cases and 4 workers: their whole tree has 488,281 nodes.
impl Default for Limits {
    fn default() -> Self {
        Self { rounds: 600, steps: 40_000_000, nodes: 500_000, enough: 0 }
    }
}

/// Where an earlier answer ended; a later question that differs a little starts there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// The price of each worker's capacity.
    prices: BTreeMap<Uuid, i64>,
    /// Who had which case.
    owners: BTreeMap<Uuid, Uuid>,
}

impl Start {
    /// The workers that the movable cases had, by position.
    fn workers(&self, problem: &Problem, places: &[usize], ids: &[Uuid]) -> Vec<Option<usize>> {
        let positions: BTreeMap<Uuid, usize> = ids.iter().copied().zip(0..).collect();
        let owner = |place: &usize| self.owners.get(&problem.cases[*place].id).and_then(|id| positions.get(id));
        places.iter().map(|place| owner(place).copied()).collect()
    }
}

/// A proposed move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The case.
    pub case_id: Uuid,
    /// Who owns it.
    pub from: Option<Uuid>,
    /// Who should.
    pub to: Uuid,
    /// Why; at least one.
    pub reasons: Vec<MoveReason>,
    /// What keeps the present owner from it.
    pub barrier: Option<Barrier>,
}

/// A case that found no worker. It stays where it is until somebody decides, and counts for nobody in the effects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// The case.
    pub case_id: Uuid,
    /// Why.
    pub reason: UnplacedReason,
    /// What keeps whom from it, each barrier once.
    pub barriers: Vec<Barrier>,
}

/// What changes for a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The worker.
    pub worker_id: Uuid,
    /// Cases now.
    pub cases_before: u32,
    /// Cases proposed.
    pub cases_after: u32,
    /// Load now, in hundredths of a point.
    pub load_before: u32,
    /// Load proposed.
    pub load_after: u32,
    /// Load over capacity now, in thousandths, rounded up; none without capacity.
    pub utilisation_before: Option<u32>,
    /// Load over capacity as proposed.
    pub utilisation_after: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// What to move, in the order of the cases.
    pub moves: Vec<Move>,
    /// What found no worker.
    pub unplaced: Vec<Unplaced>,
    /// What changes for each worker, in their order.
    pub effects: Vec<Effect>,
    /// Value of the answer, without the pairs of locked cases.
    pub objective: u64,
    /// No answer is below it.
    pub bound: u64,
    /// True when no answer is better.
    pub proven: bool,
    /// Where a later question starts.
    pub start: Start,
}

impl Solution {
    /// How far above the bound the answer is, in hundredths of a percent of the bound, rounded up.
    pub fn gap(&self) -> u64 {
        gap(self.objective, self.bound)
    }
}

fn gap(objective: u64, bound: u64) -> u64 {
    (objective.saturating_sub(bound) * 10_000).div_ceil(bound.max(1))
}

/// Solves a problem. `start` is where an earlier answer ended; `stop` is asked now and then, and ends the effort when it
/// says true: the answer is then the best so far. It leaves every case with its owner unless something else has a lower value.
pub fn solve(problem: &Problem, limits: &Limits, start: Option<&Start>, stop: &mut dyn FnMut() -> bool) -> Solution {
    let grid = grid::Grid::new(problem);
    let ids: Vec<Uuid> = problem.workers.iter().map(|worker| worker.id).collect();
    let mut dual = dual::Dual::new(&grid, &ids, start.map(|start| &start.prices));
    let earlier = start.map(|start| start.workers(problem, &grid.places, &ids));
    let mut best = search::first(&grid, &dual.prices, earlier.as_deref());
    let enough = |bound: u64| bound + bound * u64::from(limits.enough) / 10_000;
    let today = search::today(&grid, problem, &ids);
    let mut steps = limits.steps;
    if start.is_some() {
        best = search::improve(&grid, best, &mut Effort { target: enough(dual.bound), steps: &mut steps, stop });
    }
    let mut rounds = 0;
    while rounds < limits.rounds && best.value > enough(dual.bound) && !stop() {
        let some = dual::BETWEEN_ANSWERS.min(limits.rounds - rounds);
        dual.ascend(best.value, some);
        rounds += some;
        best = search::at_prices(&grid, &dual, best);
    }
    best = search::improve(&grid, best, &mut Effort { target: enough(dual.bound), steps: &mut steps, stop });
    if let Some(today) = today
        && today.value <= best.value
    {
        best = today;
    }
    let mut proven = best.value <= dual.bound;
    if best.value > enough(dual.bound) && grid.cases() <= EXACT_CASES {
        proven = exact::prove(&grid, &dual, &mut best, limits.nodes, stop);
    }
    let bound = if proven { best.value } else { dual.bound };
    explain::answer(problem, &grid, &best, bound, proven, &dual.prices)
}
