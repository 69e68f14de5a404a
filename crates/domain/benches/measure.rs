//! How many people a second one core counts. The bars: 150,000 a second over eight measures; all measures of 100,000 people over
//! a year within 10 seconds; one changed person within 300 microseconds for every measure.
//!
//! `cargo bench -p domain --bench measure`

use chrono::{DateTime, NaiveDate, Utc};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use domain as domain_under_test;
use domain::measure::facts::*;
use domain::measure::{self, DEFINITIONS, Definition, EmergencyCause, FactKind, Facts, Period};
use uuid::Uuid;

#[path = "../src/measure/tests/generated.rs"]
mod generated;

const PEOPLE: u64 = 10_000;

const EIGHT: &[&str] =
    &["readmission-30d", "los-index", "ed-visits", "fuh-7", "outreach-7", "no-show", "loop-closure", "phq-improvement"];

fn main() {
    divan::main();
}

fn people() -> Vec<Facts> {
    (0..PEOPLE).map(generated::person).collect()
}

fn year() -> Period {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
    Period::of_days(day(1, 1), day(12, 31), chrono_tz::America::New_York)
}

fn eight() -> Vec<&'static Definition> {
    EIGHT.iter().filter_map(|code| measure::find(code)).collect()
}

fn now() -> DateTime<Utc> {
    year().to
}

#[divan::bench]
fn eight_measures(bencher: Bencher) {
    let (people, definitions) = (people(), eight());
    bencher.counter(ItemsCount::new(PEOPLE)).bench_local(|| {
        for definition in &definitions {
            black_box(measure::count(definition, black_box(&people), year(), now()));
        }
    });
}

#[divan::bench]
fn every_measure(bencher: Bencher) {
    let people = people();
    bencher.counter(ItemsCount::new(PEOPLE)).bench_local(|| {
        for definition in DEFINITIONS {
            black_box(measure::count(definition, black_box(&people), year(), now()));
        }
    });
}

#[divan::bench]
fn every_measure_of_one_person_with_proofs(bencher: Bencher) {
    let one = generated::person(7);
    bencher.bench_local(|| {
        for definition in DEFINITIONS {
            black_box(measure::members(definition, black_box(&one), year(), now(), true));
        }
    });
}
