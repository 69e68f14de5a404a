//! How long a proposal takes for whole organizations, and how far it is above the linear bound. The bars: 5,000 cases and 50 workers
//! to 0.5% in 2 s, 10,000 to 1% in 5 s, and after a change of 1% of the cases in 0.2 s, on one core.
//!
//! `cargo bench -p domain --bench rebalance`
//!
//! People and workers are spread over a square; a case costs the way, 60 more without a common language and 20 less with its owner;
//! weights are 1 to 5 points, and everybody carries the mean within a tenth.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use divan::{Bencher, black_box};
use domain::rebalance::{Case, Cost, Limits, Pair, Problem, Solution, Weights, Worker, solve};
use uuid::Uuid;

const WORKERS: usize = 50;
const SIZES: [(usize, u32); 2] = [(5_000, 50), (10_000, 100)];

fn main() {
    for (cases, enough) in SIZES {
        let (before, limits) = (instance(cases), Limits { enough, ..Limits::default() });
        let found = run(&before, &limits, None);
        tell(cases, "from nothing", &found);
        let after = changed(before);
        tell(cases, "after a change of 1% of the cases", &run(&after, &limits, Some(&found)));
    }
    divan::main();
}

fn tell(cases: usize, what: &str, found: &Solution) {
    let gap = (found.objective - found.bound) as f64 / found.bound as f64 * 100.0;
    println!(
        "{cases} cases, {what}: objective {}, bound {}, gap {gap:.3}%, {} without a worker",
        found.objective,
        found.bound,
        found.unplaced.len()
    );
}

fn run(problem: &Problem, limits: &Limits, earlier: Option<&Solution>) -> Solution {
    solve(problem, limits, earlier.map(|earlier| &earlier.start), &mut || false)
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn from_nothing(bencher: Bencher, (cases, enough): (usize, u32)) {
    let (problem, limits) = (instance(cases), Limits { enough, ..Limits::default() });
    bencher.bench_local(|| black_box(run(black_box(&problem), &limits, None)));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn after_a_change_of_one_percent(bencher: Bencher, (cases, enough): (usize, u32)) {
    let (before, limits) = (instance(cases), Limits { enough, ..Limits::default() });
    let earlier = run(&before, &limits, None);
    let after = changed(before);
    bencher.bench_local(|| black_box(run(black_box(&after), &limits, Some(&earlier))));
}

/// Numbers that are the same each time (xorshift64*, Vigna 2016).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 33) % end
    }

    fn place(&mut self) -> (f64, f64) {
        let mut one = || (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (one(), one())
    }
}

struct Spread {
    places: Vec<(f64, f64)>,
    languages: Vec<[bool; 4]>,
}

fn instance(cases: usize) -> Problem {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let spread = Spread {
        places: (0..WORKERS).map(|_| numbers.place()).collect(),
        languages: (0..WORKERS)
            .map(|_| [true, numbers.below(2) == 0, numbers.below(2) == 0, numbers.below(2) == 0])
            .collect(),
    };
    let cases: Vec<Case> = (0..cases).map(|place| case(&mut numbers, &spread, place as u128)).collect();
    let weight: u32 = cases.iter().map(|case| case.weight).sum();
    let (limit, floor) = (weight / WORKERS as u32 * 11 / 10 + 500, weight / WORKERS as u32 * 9 / 10 - 500);
    let worker = |place| Worker { id: Uuid::from_u128(place), capacity: limit, limit, floor, outside: 0 };
    Problem {
        workers: (0..WORKERS as u128).map(worker).collect(),
        cases,
        weights: Weights { utilisation: 0, shortfall: 100, ..Weights::default() },
    }
}

fn case(numbers: &mut Numbers, spread: &Spread, place: u128) -> Case {
    let weight = 100 * (1 + numbers.below(5) as u32);
    let (x, y) = numbers.place();
    let language = numbers.below(4) as usize;
    let owner = numbers.below(WORKERS as u64) as usize;
    let pair = |worker: usize| {
        let (east, north) = spread.places[worker];
        Pair::Allowed(Cost {
            travel: ((x - east).hypot(y - north) * 100.0) as u32,
            language: if spread.languages[worker][language] { 0 } else { 60 },
            mismatch: 0,
            continuity: if worker == owner { 0 } else { 20 },
        })
    };
    Case {
        id: Uuid::from_u128(place),
        program_id: Uuid::nil(),
        weight,
        owner: Some(Uuid::from_u128(owner as u128)),
        locked: false,
        pairs: (0..WORKERS).map(pair).collect(),
    }
}

/// Every hundredth case ends and another person's comes.
fn changed(mut problem: Problem) -> Problem {
    let other = instance(problem.cases.len() + 1);
    let count = problem.cases.len();
    for (place, case) in problem.cases.iter_mut().enumerate().filter(|(place, _)| place % 100 == 0) {
        *case = Case { id: Uuid::from_u128((count + place) as u128), ..other.cases[(place * 7 + 1) % count].clone() };
    }
    problem
}
