//! What an answer means for people: moves with their reasons, what found no worker, and what changes for whom.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::grid::Grid;
use super::search::Answer;
use super::{
    Barrier, Case, Cost, Effect, Move, MoveReason, Pair, Problem, Solution, Start, Unplaced, UnplacedReason, Worker,
};

/// Load over capacity in thousandths, rounded up; none without capacity.
pub fn utilisation(load: u32, capacity: u32) -> Option<u32> {
    let thousandths = (u64::from(load) * 1000).div_ceil(u64::from(capacity).max(1));
    (capacity > 0).then(|| u32::try_from(thousandths).unwrap_or(u32::MAX))
}

/// The answer in words of the problem.
pub(super) fn answer(
    problem: &Problem,
    grid: &Grid,
    best: &Answer,
    bound: u64,
    proven: bool,
    prices: &[i64],
) -> Solution {
    let mut to: Vec<Option<usize>> = problem.cases.iter().map(|case| index(problem, case.owner)).collect();
    for (place, worker) in grid.places.iter().zip(&best.workers) {
        to[*place] = (*worker < grid.workers()).then_some(*worker);
    }
    let effects: Vec<Effect> =
        problem.workers.iter().enumerate().map(|(worker, one)| effect(problem, &to, worker, one)).collect();
    let (mut moves, mut unplaced) = (Vec::new(), Vec::new());
    for (case, to) in problem.cases.iter().zip(&to) {
        match to {
            Some(to) if case.owner != Some(problem.workers[*to].id) => moves.push(tell(problem, &effects, case, *to)),
            Some(_) => {}
            None => unplaced.push(nobody(case)),
        }
    }
    let owners = problem.cases.iter().zip(&to);
    let start = Start {
        prices: problem.workers.iter().map(|worker| worker.id).zip(prices.iter().copied()).collect(),
        owners: owners.filter_map(|(case, to)| to.map(|to| (case.id, problem.workers[to].id))).collect(),
    };
    Solution { moves, unplaced, effects, objective: best.value, bound, proven, start }
}

fn index(problem: &Problem, id: Option<Uuid>) -> Option<usize> {
    problem.workers.iter().position(|worker| Some(worker.id) == id)
}

fn effect(problem: &Problem, to: &[Option<usize>], place: usize, worker: &Worker) -> Effect {
    let sum = |has: &dyn Fn(&Case, Option<usize>) -> bool| {
        let cases = problem.cases.iter().zip(to).filter(|(case, to)| has(case, **to));
        cases.fold((0, worker.outside), |(count, load), (case, _)| (count + 1, load + case.weight))
    };
    let (cases_before, load_before) = sum(&|case, _| case.owner == Some(worker.id));
    let (cases_after, load_after) = sum(&|_, to| to == Some(place));
    Effect {
        worker_id: worker.id,
        cases_before,
        cases_after,
        load_before,
        load_after,
        utilisation_before: utilisation(load_before, worker.capacity),
        utilisation_after: utilisation(load_after, worker.capacity),
    }
}

fn nobody(case: &Case) -> Unplaced {
    let barriers: BTreeSet<Barrier> = case.pairs.iter().filter_map(barrier).collect();
    let nobody = case.pairs.iter().all(|pair| barrier(pair).is_some());
    let reason = if nobody { UnplacedReason::NobodyMay } else { UnplacedReason::NoRoom };
    Unplaced { case_id: case.id, reason, barriers: barriers.into_iter().collect() }
}

fn barrier(pair: &Pair) -> Option<Barrier> {
    match pair {
        Pair::Refused(barrier) => Some(*barrier),
        Pair::Allowed(_) => None,
    }
}

fn tell(problem: &Problem, effects: &[Effect], case: &Case, to: usize) -> Move {
    let from = index(problem, case.owner);
    let kept_out = from.and_then(|from| case.pairs.get(from)).and_then(barrier);
    let mut reasons = Vec::new();
    if case.owner.is_none() {
        reasons.push(MoveReason::NoOwner);
    }
    if case.owner.is_some() && (from.is_none() || kept_out.is_some()) {
        reasons.push(MoveReason::OwnerMayNot);
    }
    if from.is_some_and(|from| overloaded(problem, effects, from)) {
        reasons.push(MoveReason::RelievesOverload);
    }
    if let Pair::Allowed(new) = case.pairs[to] {
        if let Some(Pair::Allowed(old)) = from.map(|from| case.pairs[from]) {
            reasons.extend(better(old, new));
        }
        reasons.extend(knows(case, new).then_some(MoveReason::KnownFace));
    }
    if let Some(from) = from {
        let carries_less = effects[to].utilisation_before < effects[from].utilisation_before;
        reasons.extend(carries_less.then_some(MoveReason::EvensLoad));
    }
    if reasons.is_empty() {
        reasons.push(MoveReason::MakesRoom);
    }
    Move { case_id: case.id, from: case.owner, to: problem.workers[to].id, reasons, barrier: kept_out }
}

/// True of who is above their limit, or above what anybody will carry.
fn overloaded(problem: &Problem, effects: &[Effect], worker: usize) -> bool {
    let highest = effects.iter().filter_map(|effect| effect.utilisation_after).max();
    effects[worker].load_before > problem.workers[worker].limit || effects[worker].utilisation_before > highest
}

fn better(old: Cost, new: Cost) -> impl Iterator<Item = MoveReason> {
    let parts = [
        (old.language > new.language, MoveReason::Language),
        (old.travel > new.travel, MoveReason::Nearer),
        (old.mismatch > new.mismatch, MoveReason::BetterMatch),
    ];
    parts.into_iter().filter_map(|(holds, reason)| holds.then_some(reason))
}

/// True when the new owner knows the person, better than somebody else who could take the case and worse than nobody but the owner.
fn knows(case: &Case, new: Cost) -> bool {
    let costs = || {
        case.pairs.iter().filter_map(|pair| match pair {
            Pair::Allowed(cost) => Some(cost.continuity),
            Pair::Refused(_) => None,
        })
    };
    let owner = u32::from(case.owner.is_some());
    costs().filter(|cost| *cost >= owner).min() == Some(new.continuity) && costs().any(|cost| cost > new.continuity)
}
