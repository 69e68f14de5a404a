//! How many due times a second one core finds. The bar is 1,000,000 a second: a microsecond each.
//!
//! `cargo bench -p domain --bench clock`

use chrono::{DateTime, Duration, Utc};
use chrono_tz::America::New_York;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use domain::calendar::Calendar;
use domain::clock::{self, Clock};

const ANCHORS: usize = 10_000;

const CLOCKS: &[(&str, Clock)] = &[
    ("72 elapsed hours", Clock::elapsed_hours(72)),
    ("30 calendar days", Clock::calendar_days(30)),
    ("12 calendar months", Clock::calendar_months(12)),
    ("2 business days", Clock::business_days(2)),
    ("10 business days", Clock::business_days(10)),
    ("10 school days", Clock::school_days(10)),
    ("21 court days", Clock::court_days(21)),
    ("2 business days back", Clock::business_days(2).back()),
    ("window of days 55 to 59", Clock::window(55, 59)),
];

fn main() {
    divan::main();
}

/// Anchors over ten years, at every time of day.
fn anchors() -> Vec<DateTime<Utc>> {
    let start = DateTime::<Utc>::UNIX_EPOCH + Duration::days(365 * 50);
    (0..ANCHORS).map(|n| start + Duration::minutes(n as i64 * 525)).collect()
}

fn names() -> impl Iterator<Item = &'static str> {
    CLOCKS.iter().map(|(name, _)| *name)
}

fn named(wanted: &str) -> Clock {
    CLOCKS.iter().find(|(name, _)| *name == wanted).map_or(Clock::calendar_days(0), |(_, clock)| *clock)
}

#[divan::bench(args = names())]
fn due_at(bencher: Bencher, name: &str) {
    let (clock, anchors, calendar) = (named(name), anchors(), Calendar::default());
    bencher.counter(ItemsCount::new(ANCHORS)).bench_local(|| {
        for anchor in &anchors {
            black_box(clock::due_at(black_box(&clock), *anchor, New_York, &calendar));
        }
    });
}

#[divan::bench(args = names())]
fn due_with_explanation(bencher: Bencher, name: &str) {
    let (clock, anchors, calendar) = (named(name), anchors(), Calendar::default());
    bencher.counter(ItemsCount::new(ANCHORS)).bench_local(|| {
        for anchor in &anchors {
            black_box(clock::due(black_box(&clock), *anchor, New_York, &calendar));
        }
    });
}

#[divan::bench(args = names())]
fn due_in_sentences(bencher: Bencher, name: &str) {
    let (clock, anchors, calendar) = (named(name), anchors(), Calendar::default());
    bencher.counter(ItemsCount::new(ANCHORS)).bench_local(|| {
        for anchor in &anchors {
            black_box(clock::due(black_box(&clock), *anchor, New_York, &calendar).steps());
        }
    });
}
