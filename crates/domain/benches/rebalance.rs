//! How long a proposal takes for whole organizations, and how far it is above the linear bound. The bars: 5,000 cases and 50 workers
//! to 0.5% in 2 s, 10,000 to 1% in 5 s, and after a change of 1% of the cases in 0.2 s, on one core.
//!
//! `cargo bench -p domain --bench rebalance`
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use divan::{Bencher, black_box};
use domain::rebalance::{Limits, Problem, Solution, solve};

#[path = "instances/rebalance.rs"]
mod instances;

use instances::{changed, instance};

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
