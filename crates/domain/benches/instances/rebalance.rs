//! Organizations made up for benchmarks: the same numbers give the same ones.
//!
//! People and workers are spread over a square; a case costs the way, 60 more without a common language and 20 less with its owner;
//! weights are 1 to 5 points, and everybody carries the mean within a tenth.

use domain::rebalance::{Case, Cost, Pair, Problem, Weights, Worker};
use uuid::Uuid;

/// Workers of each organization.
const WORKERS: usize = 50;

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

/// An organization with so many cases.
pub fn instance(cases: usize) -> Problem {
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

/// The same later: every hundredth case ended and another person's came.
pub fn changed(mut problem: Problem) -> Problem {
    let other = instance(problem.cases.len() + 1);
    let count = problem.cases.len();
    for (place, case) in problem.cases.iter_mut().enumerate().filter(|(place, _)| place % 100 == 0) {
        *case = Case { id: Uuid::from_u128((count + place) as u128), ..other.cases[(place * 7 + 1) % count].clone() };
    }
    problem
}
