//! Clocks: when something falls due. Every deadline declares one kind of clock and the kinds are never mixed.
//!
//! Conventions: the anchor's local date is day 0; "within N days" runs to the last second of day N in the program's time
//! zone; an hour is a real hour, whatever the wall clock does; what happens at the due second is in time.

use crate::calendar::Calendar;
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Offset, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

crate::codes! {
    /// How a deadline counts.
    pub enum ClockKind {
        /// Real hours since the anchor, across changes of daylight saving time.
        ElapsedHours = "elapsed_hours",
        /// Every day of the calendar, to the end of the last one.
        CalendarDays = "calendar_days",
        /// Days that are no weekend, federal holiday or closure, to the end of the last one.
        BusinessDays = "business_days",
    }
}

crate::codes! {
    /// What a step of an explanation is about.
    pub enum StepKind {
        /// The event the clock started with.
        Anchor = "anchor",
        /// How the anchor's own day counts.
        DayZero = "day_zero",
        /// A day that was not counted.
        Skipped = "skipped",
        /// A change of daylight saving time on the way.
        DaylightSaving = "daylight_saving",
        /// The result.
        Due = "due",
        /// What became of the deadline.
        Outcome = "outcome",
    }
}

/// One sentence of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is about.
    pub step: StepKind,
    /// The sentence, with local times.
    pub detail: String,
}

impl Step {
    /// A step with its sentence.
    pub fn new(step: StepKind, detail: impl Into<String>) -> Self {
        Self { step, detail: detail.into() }
    }
}

/// A kind of clock and how long it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// What is counted.
    pub kind: ClockKind,
    /// How many of them. More than a century is treated as a century.
    pub amount: u32,
    /// True when an event on the anchor's own day counts (it is day 0 either way and never moves the due date).
    pub include_day0: bool,
}

/// When something falls due, and how that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last instant that is in time.
    pub due_at: DateTime<Utc>,
    /// The local date of that instant.
    pub due_on: NaiveDate,
    /// The first instant that counts, when the anchor's own day does not.
    pub opens_at: Option<DateTime<Utc>>,
    /// The calculation in sentences.
    pub steps: Vec<Step>,
}

const CENTURY_DAYS: u32 = 36_525;

/// When a clock that started at `anchor` runs out, in the time zone and by the calendar of the program.
pub fn due(clock: &Clock, anchor: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> Due {
    let start = local_date(anchor, zone);
    let mut steps = vec![Step::new(StepKind::Anchor, format!("Starts {}.", local_time(anchor, zone)))];
    let opens_at = (!clock.include_day0).then(|| start_of_day(days_after(start, 1), zone));
    if opens_at.is_some() {
        let detail = format!("{start} is day 0 and does not count: what happens from the next day on does.");
        steps.push(Step::new(StepKind::DayZero, detail));
    }
    let days = clock.amount.min(CENTURY_DAYS);
    let due_at = match clock.kind {
        ClockKind::ElapsedHours => after_hours(clock.amount, anchor, zone, &mut steps),
        ClockKind::CalendarDays => end_of_day(days_after(start, days), zone),
        ClockKind::BusinessDays => end_of_day(after_business_days(days, start, calendar, &mut steps), zone),
    };
    let detail = format!("{} from then: due by {}.", amount_text(clock), local_time(due_at, zone));
    steps.push(Step::new(StepKind::Due, detail));
    Due { due_at, due_on: local_date(due_at, zone), opens_at, steps }
}

/// True when something at `at` is in time for `due_at`. The due second itself is in time; fractions of a second do not matter.
pub fn in_time(at: DateTime<Utc>, due_at: DateTime<Utc>) -> bool {
    at.trunc_subsecs(0) <= due_at.trunc_subsecs(0)
}

/// The date on the wall at `at`.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The time on the wall at `at`, to the minute and with the zone's abbreviation, as people read it.
pub fn local_time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M %Z").to_string()
}

/// The first instant of a local date, also where the clocks skip or repeat midnight.
pub fn start_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // A skipped midnight, or a whole skipped day, ends within 25 hours: the first minute that exists is the change itself.
    (0..=25 * 60)
        .filter_map(|minute| midnight.checked_add_signed(Duration::minutes(minute)))
        .find_map(|wall| zone.from_local_datetime(&wall).earliest())
        .map_or(DateTime::<Utc>::MAX_UTC, |first| first.with_timezone(&Utc))
}

/// The last second of a local date.
pub fn end_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    match date.succ_opt() {
        Some(next) => start_of_day(next, zone) - Duration::seconds(1),
        None => DateTime::<Utc>::MAX_UTC,
    }
}

fn days_after(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

fn after_hours(hours: u32, anchor: DateTime<Utc>, zone: Tz, steps: &mut Vec<Step>) -> DateTime<Utc> {
    let hours = hours.min(CENTURY_DAYS * 24);
    let due_at = anchor.checked_add_signed(Duration::hours(hours.into())).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let offset = |at: DateTime<Utc>| at.with_timezone(&zone).offset().fix().local_minus_utc();
    let shift = offset(due_at) - offset(anchor);
    if shift != 0 {
        let direction = if shift > 0 { "forward" } else { "back" };
        let detail = format!(
            "The clocks go {direction} by {} minutes on the way; hours are counted as they pass, not as the wall shows them.",
            shift.abs() / 60
        );
        steps.push(Step::new(StepKind::DaylightSaving, detail));
    }
    due_at
}

fn after_business_days(days: u32, start: NaiveDate, calendar: &Calendar, steps: &mut Vec<Step>) -> NaiveDate {
    let mut date = start;
    let mut left = days;
    loop {
        if left == 0 && calendar.is_business_day(date) {
            return date;
        }
        let Some(next) = date.succ_opt() else {
            return date;
        };
        date = next;
        match calendar.closed_because(date) {
            Some(reason) => steps.push(Step::new(StepKind::Skipped, format!("{date} is skipped: {reason}."))),
            None => left = left.saturating_sub(1),
        }
    }
}

fn amount_text(clock: &Clock) -> String {
    let (one, many) = match clock.kind {
        ClockKind::ElapsedHours => ("hour", "hours"),
        ClockKind::CalendarDays => ("calendar day", "calendar days"),
        ClockKind::BusinessDays => ("business day", "business days"),
    };
    format!("{} {}", clock.amount, if clock.amount == 1 { one } else { many })
}

#[cfg(test)]
#[path = "clock_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
