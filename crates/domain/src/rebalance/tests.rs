//! The best answer against brute force, and what holds at every size.

use proptest::prelude::*;

use super::*;

const WEIGHTS: Weights = Weights { utilisation: 3, shortfall: 0, unplaced: 20_000 };

fn worker(id: u128, capacity: u32) -> Worker {
    Worker { id: Uuid::from_u128(id), capacity, limit: capacity, floor: 0, outside: 0 }
}

/// A case of one point at these costs of travel.
fn case(id: u128, owner: Option<u128>, travel: &[u32]) -> Case {
    let pair = |travel: &u32| Pair::Allowed(Cost { travel: *travel, ..Cost::default() });
    Case {
        id: Uuid::from_u128(id),
        program_id: Uuid::nil(),
        weight: 100,
        owner: owner.map(Uuid::from_u128),
        locked: false,
        pairs: travel.iter().map(pair).collect(),
    }
}

fn asked(problem: &Problem) -> Solution {
    solve(problem, &Limits::default(), None, &mut || false)
}

fn moves(solution: &Solution) -> Vec<(u128, u128)> {
    solution.moves.iter().map(|one| (one.case_id.as_u128(), one.to.as_u128())).collect()
}

/// The least value of all answers, counted without prices, grids or bounds.
fn brute(problem: &Problem) -> u64 {
    let mut loads: Vec<u64> = problem.workers.iter().map(|worker| worker.outside.into()).collect();
    let locked = |case: &Case| case.owner.filter(|_| case.locked);
    for case in &problem.cases {
        if let Some(owner) = problem.workers.iter().position(|worker| Some(worker.id) == locked(case)) {
            loads[owner] += u64::from(case.weight);
        }
    }
    let free: Vec<&Case> = problem.cases.iter().filter(|case| locked(case).is_none()).collect();
    visit(problem, &free, &mut loads, 0)
}

fn visit(problem: &Problem, left: &[&Case], loads: &mut [u64], cost: u64) -> u64 {
    let Some((case, left)) = left.split_first() else {
        let levels = problem.workers.iter().zip(&*loads).filter(|(worker, _)| worker.capacity > 0);
        let highest = levels.map(|(worker, load)| (load * 1000).div_ceil(worker.capacity.into())).max().unwrap_or(0);
        let short: u64 = problem
            .workers
            .iter()
            .zip(&*loads)
            .map(|(worker, load)| u64::from(worker.floor).saturating_sub(*load))
            .sum();
        return cost + u64::from(problem.weights.utilisation) * highest + u64::from(problem.weights.shortfall) * short;
    };
    let mut best = visit(problem, left, loads, cost + u64::from(problem.weights.unplaced));
    for (place, worker) in problem.workers.iter().enumerate() {
        let weight = u64::from(case.weight);
        if let Pair::Allowed(pair) = case.pairs[place]
            && worker.capacity > 0
            && loads[place] + weight <= u64::from(worker.limit)
        {
            loads[place] += weight;
            best = best.min(visit(problem, left, loads, cost + u64::from(pair.total())));
            loads[place] -= weight;
        }
    }
    best
}

/// Everything that must hold of an answer, whatever the problem is.
fn holds(problem: &Problem, solution: &Solution) -> Result<(), TestCaseError> {
    prop_assert!(solution.bound <= solution.objective);
    prop_assert!(!solution.proven || solution.bound == solution.objective);
    for one in &solution.moves {
        let case = problem.cases.iter().find(|case| case.id == one.case_id);
        let case = case.ok_or_else(|| TestCaseError::fail("a case of its own"))?;
        let to = problem.workers.iter().position(|worker| worker.id == one.to);
        let to = to.ok_or_else(|| TestCaseError::fail("a worker of its own"))?;
        prop_assert!(matches!(case.pairs[to], Pair::Allowed(_)), "moved to somebody who may not");
        prop_assert!(!(case.locked && case.owner.is_some()), "moved a locked case");
        prop_assert!(!one.reasons.is_empty());
        prop_assert_ne!(one.from, Some(one.to));
    }
    for (worker, effect) in problem.workers.iter().zip(&solution.effects) {
        let locked = problem.cases.iter().filter(|case| case.locked && case.owner == Some(worker.id));
        let fixed = worker.outside + locked.map(|case| case.weight).sum::<u32>();
        prop_assert!(effect.load_after <= worker.limit.max(fixed), "more than the limit");
    }
    let after: u32 = solution.effects.iter().map(|effect| effect.cases_after).sum();
    prop_assert_eq!(after as usize + solution.unplaced.len(), problem.cases.len());
    Ok(())
}

fn a_pair() -> impl Strategy<Value = Pair> {
    let cost = (0..40u32, 0..40u32, 0..40u32)
        .prop_map(|(travel, language, continuity)| Pair::Allowed(Cost { travel, language, mismatch: 0, continuity }));
    prop_oneof![4 => cost, 1 => Just(Pair::Refused(Barrier::State))]
}

fn a_problem(cases: std::ops::Range<usize>, workers: std::ops::Range<usize>) -> impl Strategy<Value = Problem> {
    (cases, workers).prop_flat_map(|(cases, workers)| {
        let worker = (0..1200u32, 0..1200u32, 0..300u32, 0..200u32);
        let row = (
            prop_oneof![Just(100), Just(175), Just(300), Just(500)],
            prop::option::of(0..workers as u128),
            prop::bool::weighted(0.1),
            prop::collection::vec(a_pair(), workers),
        );
        let weights = (0..6u32, 0..3u32, 500..3_000u32);
        (prop::collection::vec(worker, workers), prop::collection::vec(row, cases), weights).prop_map(
            |(workers, cases, (utilisation, shortfall, unplaced))| Problem {
                workers: (0..)
                    .zip(workers)
                    .map(|(id, (capacity, limit, floor, outside))| Worker {
                        limit,
                        floor,
                        outside,
                        ..worker_of(id, capacity)
                    })
                    .collect(),
                cases: (0..)
                    .zip(cases)
                    .map(|(id, (weight, owner, locked, pairs))| Case { weight, locked, pairs, ..case(id, owner, &[]) })
                    .collect(),
                weights: Weights { utilisation, shortfall, unplaced },
            },
        )
    })
}

fn worker_of(id: u128, capacity: u32) -> Worker {
    // One in six has no capacity: on leave.
    worker(id, if capacity < 200 { 0 } else { capacity })
}

proptest! {
    #[test]
    fn the_optimum_equals_brute_force(problem in a_problem(0..7, 1..5)) {
        let solution = asked(&problem);
        holds(&problem, &solution)?;
        prop_assert!(solution.proven);
        prop_assert_eq!(solution.objective, brute(&problem));
    }

    #[test]
    fn no_hard_constraint_is_broken_and_the_bound_holds_at_any_size(problem in a_problem(20..120, 2..12)) {
        let limits = Limits { rounds: 100, steps: 50_000, nodes: 500, enough: 0 };
        let solution = solve(&problem, &limits, None, &mut || false);
        holds(&problem, &solution)?;
        let later = solve(&problem, &limits, Some(&solution.start), &mut || false);
        holds(&problem, &later)?;
        prop_assert!(later.bound <= solution.objective);
    }

    #[test]
    fn the_same_question_has_the_same_answer(problem in a_problem(0..40, 1..6)) {
        let limits = Limits { nodes: 2_000, ..Limits::default() };
        let answer = || solve(&problem, &limits, None, &mut || false);
        prop_assert_eq!(answer(), answer());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_optimum_of_eight_cases_and_four_workers_equals_brute_force(problem in a_problem(8..9, 4..5)) {
        let solution = asked(&problem);
        prop_assert!(solution.proven);
        prop_assert_eq!(solution.objective, brute(&problem));
    }
}

#[test]
fn a_caller_in_a_hurry_gets_an_answer_with_its_gap() {
    let problem = Problem {
        workers: vec![worker(0, 1000), worker(1, 1000)],
        cases: (0..12).map(|id| case(id, Some(0), &[0, 10 + id as u32])).collect(),
        weights: WEIGHTS,
    };
    let hurried = solve(&problem, &Limits::default(), None, &mut || true);
    assert!(!hurried.proven && hurried.gap() > 0);
    let whole = asked(&problem);
    assert!(whole.proven && whole.gap() == 0 && whole.objective <= hurried.objective);
}

#[test]
fn a_caller_in_a_hurry_is_told_nothing_that_is_worse_than_leaving_everything_as_it_is() {
    let problem = Problem {
        workers: vec![worker(0, 1000), worker(1, 1000)],
        cases: (0..6).map(|id| case(id, Some(id % 2), &[10, 0])).collect(),
        weights: WEIGHTS,
    };
    let hurried = solve(&problem, &Limits::default(), None, &mut || true);
    assert_eq!((moves(&hurried), hurried.objective), (vec![], 3 * 10 + 3 * 300));
}

#[test]
fn an_overload_is_relieved_by_moving_what_costs_least() {
    let cases = (0..4).map(|id| case(id, Some(0), &[0, 10 * (1 + id as u32)]));
    let problem = Problem { workers: vec![worker(0, 400), worker(1, 400)], cases: cases.collect(), weights: WEIGHTS };
    let solution = asked(&problem);
    assert_eq!(moves(&solution), [(0, 1), (1, 1)]);
    assert_eq!(solution.moves[0].reasons, [MoveReason::RelievesOverload, MoveReason::EvensLoad]);
    let levels: Vec<_> =
        solution.effects.iter().map(|effect| (effect.utilisation_before, effect.utilisation_after)).collect();
    assert_eq!(levels, [(Some(1000), Some(500)), (Some(0), Some(500))]);
}

#[test]
fn a_case_stays_when_moving_gains_nothing() {
    let problem = Problem {
        workers: vec![worker(0, 1000), worker(1, 1000)],
        cases: vec![case(0, Some(0), &[0, 20]), case(1, Some(1), &[20, 0])],
        weights: WEIGHTS,
    };
    assert_eq!(moves(&asked(&problem)), []);
}

#[test]
fn a_move_says_that_the_language_fits_the_way_is_shorter_and_the_face_is_known() {
    let cost = |travel, language, continuity| Pair::Allowed(Cost { travel, language, mismatch: 0, continuity });
    let pairs = vec![cost(40, 60, 0), cost(10, 0, 5), cost(90, 60, 30)];
    let problem = Problem {
        workers: vec![worker(0, 400), worker(1, 400), worker(2, 400)],
        cases: vec![Case { pairs, ..case(0, Some(0), &[]) }],
        weights: WEIGHTS,
    };
    let reasons = [MoveReason::Language, MoveReason::Nearer, MoveReason::KnownFace, MoveReason::EvensLoad];
    assert_eq!(asked(&problem).moves[0].reasons, reasons);
}

#[test]
fn a_case_that_nobody_may_own_is_told_from_one_without_room() {
    let refused = Case { pairs: vec![Pair::Refused(Barrier::Scope)], ..case(0, None, &[]) };
    let problem = Problem {
        workers: vec![worker(0, 100)],
        cases: vec![refused, case(1, None, &[0]), case(2, None, &[5])],
        weights: WEIGHTS,
    };
    let solution = asked(&problem);
    assert_eq!(moves(&solution), [(1, 0)]);
    assert_eq!(solution.moves[0].reasons, [MoveReason::NoOwner]);
    let told: Vec<_> = solution.unplaced.iter().map(|one| (one.reason, one.barriers.as_slice())).collect();
    assert_eq!(told, [(UnplacedReason::NobodyMay, &[Barrier::Scope][..]), (UnplacedReason::NoRoom, &[])]);
}

/// Two workers with two cases each, one of them locked.
fn team() -> Problem {
    let mut cases: Vec<Case> =
        (0..4).map(|id| case(id, Some(id / 2), if id < 2 { &[0, 5] } else { &[5, 0] })).collect();
    cases[0].locked = true;
    Problem { workers: vec![worker(0, 400), worker(1, 400)], cases, weights: WEIGHTS }
}

#[test]
fn who_leaves_hands_over_everything_and_the_moves_say_so() {
    let solution = asked(&team().leave(Uuid::from_u128(0)));
    assert_eq!(moves(&solution), [(0, 1), (1, 1)]);
    assert!(solution.moves.iter().all(|one| one.barrier == Some(Barrier::Away)));
    assert!(solution.moves.iter().all(|one| one.reasons.contains(&MoveReason::OwnerMayNot)));
    assert_eq!(solution.effects[0].load_after, 0);
}

#[test]
fn who_is_hired_takes_from_everybody() {
    let more = [case(4, Some(0), &[0, 5]), case(5, Some(1), &[5, 0])];
    let hired = team().surge(more).hire(worker(2, 400), |_| Pair::Allowed(Cost::default()));
    let solution = asked(&hired);
    assert_eq!(solution.effects[2].cases_after, 2);
    assert!(solution.moves.iter().all(|one| one.to == Uuid::from_u128(2)));
}

#[test]
fn a_surge_fills_the_room_and_a_closed_program_empties_it() {
    let new = Uuid::from_u128(9);
    let more = (10..16).map(|id| Case { program_id: new, ..case(id, None, &[5, 5]) });
    let surged = team().surge(more);
    let solution = asked(&surged);
    assert_eq!((solution.moves.len(), solution.unplaced.len()), (4, 2));
    let closed = asked(&surged.close_program(new));
    assert_eq!((closed.moves.len(), closed.unplaced.len()), (0, 0));
}
