//! Answers: a first one at given prices, and better ones by shifts, swaps and chains of two.

use std::cmp::Reverse;
use std::collections::HashMap;

use uuid::Uuid;

use super::Problem;
use super::dual::Dual;
use super::grid::{FINE, Grid};

/// Shares of the utilisation that the prices lead to, in thousandths, that answers are tried below.
const LEVELS: [i64; 5] = [985, 1000, 1010, 1030, 1080];
/// Cases between two looks at whether the effort is over.
const BETWEEN_LOOKS: usize = 64;
/// How often all cases are looked at in one improvement.
const SWEEPS: u32 = 6;

/// Who has which case.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The worker of each case; the number of workers where there is none.
    pub workers: Vec<usize>,
    /// Load of each worker, and of no worker.
    pub loads: Vec<i64>,
    /// Value of the objective.
    pub value: u64,
}

impl Answer {
    /// The answer with these workers.
    pub fn new(grid: &Grid, workers: Vec<usize>) -> Self {
        let mut loads = vec![0; grid.workers() + 1];
        let mut pairs = 0;
        for (case, worker) in workers.iter().enumerate() {
            loads[*worker] += grid.weights[case];
            pairs += grid.cost(case, *worker);
        }
        let value = grid.value(pairs, &loads);
        Self { workers, loads, value }
    }
}

/// A first answer: as an earlier one was, or from the prices.
pub(super) fn first(grid: &Grid, prices: &[i64], earlier: Option<&[Option<usize>]>) -> Answer {
    let (_, highest) = grid.levels();
    fill(grid, prices, highest, earlier)
}

/// Everything as it is: who may not own a case any more has it no longer. None when somebody is above their limit.
pub(super) fn today(grid: &Grid, problem: &Problem, ids: &[Uuid]) -> Option<Answer> {
    let positions: HashMap<Uuid, usize> = ids.iter().copied().zip(0..).collect();
    let owner = |(case, place): (usize, &usize)| {
        let owner = problem.cases[*place].owner.and_then(|id| positions.get(&id)).copied();
        owner.filter(|owner| grid.may(case, *owner)).unwrap_or(grid.workers())
    };
    let answer = Answer::new(grid, grid.places.iter().enumerate().map(owner).collect());
    let fits =
        |worker: usize| answer.loads[worker] == 0 || grid.fixed[worker] + answer.loads[worker] <= grid.limit[worker];
    (0..grid.workers()).all(fits).then_some(answer)
}

/// The better of an answer and those that the prices lead to.
pub(super) fn at_prices(grid: &Grid, dual: &Dual<'_>, best: Answer) -> Answer {
    let (lowest, highest) = grid.levels();
    let around = |share: &i64| (dual.level as i64 * share / 1000).clamp(lowest, highest);
    let mut levels: Vec<i64> = if grid.utilisation == 0 { vec![highest] } else { LEVELS.iter().map(around).collect() };
    levels.dedup();
    let answers = levels.into_iter().map(|level| fill(grid, &dual.prices, level, None));
    answers.fold(best, |best, next| if next.value < best.value { next } else { best })
}

/// Cases one by one to their cheapest worker with room, those first for whom it matters most.
fn fill(grid: &Grid, prices: &[i64], level: i64, earlier: Option<&[Option<usize>]>) -> Answer {
    let mut room: Vec<i64> = (0..grid.workers()).map(|worker| grid.room(worker, level)).collect();
    let mut order: Vec<(bool, i64, usize)> = (0..grid.cases())
        .map(|case| (earlier.is_some_and(|earlier| earlier[case].is_some()), regret(grid, prices, case), case))
        .collect();
    order.sort_by_key(|(kept, regret, case)| (Reverse(*kept), Reverse(*regret), Reverse(grid.weights[*case]), *case));
    let mut workers = vec![grid.workers(); grid.cases()];
    for (_, _, case) in order {
        let weight = grid.weights[case];
        let fits = |worker: &usize| grid.may(case, *worker) && room[*worker] >= weight;
        let kept = earlier.and_then(|earlier| earlier[case]).filter(fits);
        let price = |worker: &usize| grid.row(case)[*worker] + weight * prices[*worker];
        let cheapest = || (0..grid.workers()).filter(fits).min_by_key(price);
        if let Some(worker) = kept.or_else(cheapest).filter(|worker| grid.cost(case, *worker) < grid.unplaced) {
            room[worker] -= weight;
            workers[case] = worker;
        }
    }
    Answer::new(grid, workers)
}

/// How much dearer the second cheapest worker is.
fn regret(grid: &Grid, prices: &[i64], case: usize) -> i64 {
    let none = grid.unplaced << FINE;
    let weight = grid.weights[case];
    let (mut first, mut second) = (none, none);
    for (cost, price) in grid.row(case).iter().zip(prices) {
        let cost = cost + weight * price;
        if cost < first {
            (first, second) = (cost, first);
        } else if cost < second {
            second = cost;
        }
    }
    second - first
}

/// How far a search goes.
pub(super) struct Effort<'a> {
    /// The value that is good enough.
    pub target: u64,
    /// Changes that may still be looked at.
    pub steps: &'a mut u64,
    /// Says true when the caller is in a hurry.
    pub stop: &'a mut dyn FnMut() -> bool,
}

impl Effort<'_> {
    fn is_over(&mut self, value: u64) -> bool {
        *self.steps == 0 || value <= self.target || (self.stop)()
    }

    fn spend(&mut self) {
        *self.steps = self.steps.saturating_sub(1);
    }
}

/// Makes an answer better until it is good enough, nothing is found or the effort is over: below the limits, and then below
/// lower and lower utilisations as long as that pays.
pub(super) fn improve(grid: &Grid, best: Answer, effort: &mut Effort<'_>) -> Answer {
    let mut best = local(grid, best, grid.levels().1, effort);
    while grid.utilisation > 0 && !effort.is_over(best.value) {
        let level = grid.level(&best.loads);
        let next = local(grid, best.clone(), level - 1, effort);
        if next.value >= best.value {
            break;
        }
        best = next;
    }
    best
}

/// A search around an answer, with the room that everybody has below a level.
struct Local<'a> {
    grid: &'a Grid,
    answer: Answer,
    room: Vec<i64>,
    members: Vec<Vec<usize>>,
    cheapest: Vec<i64>,
    /// What the steps have saved so far.
    saved: i64,
}

/// A change of one case or two: each goes to a worker.
#[derive(Clone, Copy)]
struct Step {
    gain: i64,
    first: (usize, usize),
    second: Option<(usize, usize)>,
}

fn local(grid: &Grid, answer: Answer, level: i64, effort: &mut Effort<'_>) -> Answer {
    let mut local = Local::new(grid, answer, level);
    if !local.unload(effort) {
        return local.answer;
    }
    for _ in 0..SWEEPS {
        let before = local.saved;
        for case in 0..grid.cases() {
            if case.is_multiple_of(BETWEEN_LOOKS) && effort.is_over(local.value()) {
                return Answer::new(grid, local.answer.workers);
            }
            if let Some(step) = local.best_step(case, effort) {
                local.take(step);
            }
        }
        if local.saved == before {
            break;
        }
    }
    Answer::new(grid, local.answer.workers)
}

impl<'a> Local<'a> {
    fn new(grid: &'a Grid, answer: Answer, level: i64) -> Self {
        let mut members = vec![Vec::new(); grid.workers() + 1];
        for (case, worker) in answer.workers.iter().enumerate() {
            members[*worker].push(case);
        }
        let mut room: Vec<i64> =
            (0..grid.workers()).map(|worker| grid.room(worker, level) - answer.loads[worker]).collect();
        room.push(i64::MAX / 2);
        let cheapest =
            (0..grid.cases()).map(|case| (0..=grid.workers()).map(|worker| grid.cost(case, worker)).min().unwrap_or(0));
        Self { grid, cheapest: cheapest.collect(), answer, room, members, saved: 0 }
    }

    /// The value so far at most: the highest utilisation may have fallen since.
    fn value(&self) -> u64 {
        self.answer.value.saturating_add_signed(-self.saved)
    }

    /// Takes from those above their room what costs least to move; false when there is nowhere to move it.
    fn unload(&mut self, effort: &mut Effort<'_>) -> bool {
        while let Some(worker) = (0..self.grid.workers()).find(|worker| self.room[*worker] < 0) {
            let mut best: Option<Step> = None;
            for case in &self.members[worker] {
                for to in (0..self.grid.workers()).filter(|to| *to != worker) {
                    effort.spend();
                    if self.grid.may(*case, to) && self.room[to] >= self.grid.weights[*case] {
                        let gain = self.grid.cost(*case, worker) - self.grid.cost(*case, to);
                        if best.is_none_or(|best| gain > best.gain) {
                            best = Some(Step { gain, first: (*case, to), second: None });
                        }
                    }
                }
            }
            match best {
                Some(step) => self.take(step),
                None => return false,
            }
        }
        true
    }

    /// The best change that begins with moving this case to a worker that is cheaper, or below their floor.
    fn best_step(&self, case: usize, effort: &mut Effort<'_>) -> Option<Step> {
        let (grid, from) = (self.grid, self.answer.workers[case]);
        let here = grid.cost(case, from);
        let mut best: Option<Step> = None;
        let mut better = |step: Step| {
            if step.gain > best.map_or(0, |best| best.gain) {
                best = Some(step);
            }
        };
        for to in (0..grid.workers()).filter(|to| *to != from && grid.may(case, *to)) {
            let gain = here - grid.cost(case, to);
            let filled = grid.short(to, self.answer.loads[to]);
            if gain + filled <= 0 {
                continue;
            }
            effort.spend();
            if self.room[to] >= grid.weights[case] {
                better(Step {
                    gain: gain + self.floors(&[(from, -1, case), (to, 1, case)]),
                    first: (case, to),
                    second: None,
                });
                continue;
            }
            for other in &self.members[to] {
                effort.spend();
                let (weight, freed) = (grid.weights[case], grid.weights[*other]);
                if self.room[to] + freed < weight {
                    continue;
                }
                let there = grid.cost(*other, to);
                if gain + filled + there <= self.cheapest[*other] {
                    continue;
                }
                for next in (0..=grid.workers()).filter(|next| *next != to && grid.may(*other, *next)) {
                    let back = if next == from { weight } else { 0 };
                    if self.room[next] + back < freed {
                        continue;
                    }
                    let floors = [(from, -1, case), (to, 1, case), (to, -1, *other), (next, 1, *other)];
                    let total = gain + there - grid.cost(*other, next) + self.floors(&floors);
                    better(Step { gain: total, first: (case, to), second: Some((*other, next)) });
                }
            }
        }
        best
    }

    /// What is saved at the floors by changes of load.
    fn floors(&self, changes: &[(usize, i64, usize)]) -> i64 {
        if self.grid.shortfall == 0 {
            return 0;
        }
        let mut saved = 0;
        for (place, (worker, _, _)) in changes.iter().enumerate() {
            let seen = changes[..place].iter().any(|(earlier, _, _)| earlier == worker);
            if *worker == self.grid.workers() || seen {
                continue;
            }
            let same = changes.iter().filter(|(other, _, _)| other == worker);
            let change: i64 = same.map(|(_, sign, case)| sign * self.grid.weights[*case]).sum();
            let load = self.answer.loads[*worker];
            saved += self.grid.short(*worker, load) - self.grid.short(*worker, load + change);
        }
        saved
    }

    fn take(&mut self, step: Step) {
        for (case, to) in [Some(step.first), step.second].into_iter().flatten() {
            let from = std::mem::replace(&mut self.answer.workers[case], to);
            let weight = self.grid.weights[case];
            self.answer.loads[from] -= weight;
            self.answer.loads[to] += weight;
            self.room[from] += weight;
            self.room[to] -= weight;
            self.members[from].retain(|member| *member != case);
            self.members[to].push(case);
        }
        self.saved += step.gain;
    }
}
