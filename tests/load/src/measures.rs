//! What the engine of measures does, without a server and a database: the rules alone, on one core.

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use domain as domain_under_test;
use domain::measure::facts::*;
use domain::measure::{self, DEFINITIONS, Definition, EmergencyCause, FactKind, Facts, Period};
use uuid::Uuid;

use crate::report::Bar;
use crate::say;

#[path = "../../../crates/domain/src/measure/tests/generated.rs"]
mod generated;

/// People who are made up and judged.
const PEOPLE: u64 = 10_000;
/// How often each figure is measured; the best counts, as others only make it worse.
const TIMES: usize = 3;

const EIGHT: &[&str] =
    &["readmission-30d", "los-index", "ed-visits", "fuh-7", "outreach-7", "no-show", "loop-closure", "phq-improvement"];

fn year() -> Period {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
    Period::of_days(day(1, 1), day(12, 31), chrono_tz::America::New_York)
}

/// Seconds that something takes at best.
fn best(work: impl Fn()) -> f64 {
    let once = |_| {
        let since = Instant::now();
        work();
        since.elapsed().as_secs_f64()
    };
    (0..TIMES).map(once).fold(f64::INFINITY, f64::min)
}

/// The bars of the engine: a full recompute of eight measures, and all measures of 100,000 people over a year.
pub fn bars() -> Vec<Bar> {
    let people: Vec<Facts> = (0..PEOPLE).map(generated::person).collect();
    let now = year().to;
    let count = |definitions: &[&'static Definition]| {
        for definition in definitions {
            black_box(measure::count(definition, black_box(&people), year(), now));
        }
    };
    let eight: Vec<&'static Definition> = EIGHT.iter().filter_map(|code| measure::find(code)).collect();
    let all: Vec<&'static Definition> = DEFINITIONS.iter().collect();
    let each = PEOPLE as f64;
    let rate = each / best(|| count(&eight));
    let seconds = best(|| count(&all)) * 100_000.0 / each;
    say(&format!("measures: eight of them {rate:.0} people/s; all of them 100,000 people in {seconds:.2} s"));
    vec![
        Bar::new("eight measures: us for a person (150,000 people a second)".into(), 1e6 / rate, 1e6 / 150_000.0),
        Bar::new("all measures of 100,000 people over a year: s".into(), seconds, 10.0),
    ]
}
