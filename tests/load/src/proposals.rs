//! How long proposals of moves take for whole organizations, and how far above the bound they are: the rules alone, on one core.

use std::time::Instant;

use domain::rebalance::{Limits, Solution, solve};

use crate::report::Bar;
use crate::say;

#[path = "../../../crates/domain/benches/instances/rebalance.rs"]
mod instances;

/// Cases of 50 workers, the gap that is good enough in hundredths of a percent, and the most seconds.
const SIZES: [(usize, u32, f64); 2] = [(5_000, 50, 2.0), (10_000, 100, 5.0)];
/// Most seconds after a change of 1% of the cases.
const AFTER_A_CHANGE: f64 = 0.2;

/// The bars of proposals: their time and gap from nothing, and after a change of 1% of the cases.
pub fn bars() -> Vec<Bar> {
    SIZES.into_iter().flat_map(|(cases, enough, most)| of(cases, enough, most)).collect()
}

fn of(cases: usize, enough: u32, most: f64) -> [Bar; 4] {
    let limits = Limits { enough, ..Limits::default() };
    let before = instances::instance(cases);
    let (found, seconds) = timed(|| solve(&before, &limits, None, &mut || false));
    let after = instances::changed(before);
    let (again, later) = timed(|| solve(&after, &limits, Some(&found.start), &mut || false));
    say(&format!(
        "proposals: {cases} cases in {seconds:.2} s to {:.2}%, after a change in {later:.2} s to {:.2}%",
        percent(found.gap()),
        percent(again.gap())
    ));
    let gap = percent(enough.into());
    [
        Bar::new(format!("proposal for {cases} cases and 50 workers: s"), seconds, most),
        Bar::new(format!("proposal for {cases} cases and 50 workers: % above the bound"), percent(found.gap()), gap),
        Bar::new(format!("proposal for {cases} cases after a change of 1%: s"), later, AFTER_A_CHANGE),
        Bar::new(
            format!("proposal for {cases} cases after a change of 1%: % above the bound"),
            percent(again.gap()),
            gap,
        ),
    ]
}

fn percent(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}

fn timed(work: impl FnOnce() -> Solution) -> (Solution, f64) {
    let since = Instant::now();
    let found = work();
    (found, since.elapsed().as_secs_f64())
}
