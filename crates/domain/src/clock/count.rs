//! Counting: from one day or hour to another, telling what was passed over on the way.

use super::{Clock, Direction, Span, StepKind};
use crate::calendar::{Calendar, Closed, OpenDays};
use chrono::{DateTime, Days, Duration, Months, NaiveDate, Utc};

const CENTURY_DAYS: u32 = 36_525;
const CENTURY_MONTHS: u32 = 1_200;

/// Hears of each day that was not counted or could not be the last one, and why.
pub(super) trait Note: FnMut(StepKind, NaiveDate, Closed) {}
impl<F: FnMut(StepKind, NaiveDate, Closed)> Note for F {}

/// The last day in time of a clock anchored on the day `start`; `None` for a clock of hours, which needs the time of day.
pub fn last_day(clock: &Clock, start: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let counts_days = !matches!(clock.span, Span::ElapsedHours(_));
    counts_days.then(|| last(clock, start, calendar, &mut |_, _, _| {}))
}

pub(super) fn last(clock: &Clock, start: NaiveDate, calendar: &Calendar, note: &mut impl Note) -> NaiveDate {
    let mut open_days = |days, amount| count_open(calendar, days, start, amount, clock.direction, note);
    match clock.span {
        Span::ElapsedHours(_) => start,
        Span::CalendarDays(days, _) | Span::CourtDays(days) => {
            rolled(clock, days_from(start, days, clock.direction), calendar, note)
        }
        Span::CalendarMonths(months, _) => rolled(clock, months_from(start, months, clock.direction), calendar, note),
        Span::BusinessDays(days) => open_days(OpenDays::Business, days),
        Span::SchoolDays(days) => open_days(OpenDays::School, days),
        Span::Window { to, .. } => day_of(start, to),
    }
}

/// The first open day at or beyond `day`, where the clock moves its last day off a closed one.
pub(super) fn rolled(clock: &Clock, day: NaiveDate, calendar: &Calendar, note: &mut impl Note) -> NaiveDate {
    let Some((open, direction)) = clock.rolls() else {
        return day;
    };
    let mut day = day;
    while let Some(why) = calendar.closed(open, day) {
        note(StepKind::Rolled, day, why);
        match next(day, direction) {
            Some(other) => day = other,
            None => return day,
        }
    }
    day
}

/// The `amount`th open day from `start`. None of them is `start` itself, or the next open day where `start` is closed.
fn count_open(
    calendar: &Calendar,
    open: OpenDays,
    start: NaiveDate,
    amount: u32,
    direction: Direction,
    note: &mut impl Note,
) -> NaiveDate {
    let mut left = amount.min(CENTURY_DAYS);
    let mut day = start;
    while left > 0 || calendar.closed(open, day).is_some() {
        let Some(other) = next(day, direction) else {
            return day;
        };
        day = other;
        match calendar.closed(open, day) {
            Some(why) => note(StepKind::Skipped, day, why),
            None => left = left.saturating_sub(1),
        }
    }
    day
}

fn next(day: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    match direction {
        Direction::Forward => day.succ_opt(),
        Direction::Back => day.pred_opt(),
    }
}

/// The day that is `offset` days after `start`, or before it when negative.
pub(super) fn day_of(start: NaiveDate, offset: i32) -> NaiveDate {
    let direction = if offset < 0 { Direction::Back } else { Direction::Forward };
    days_from(start, offset.unsigned_abs(), direction)
}

pub(super) fn days_from(start: NaiveDate, days: u32, direction: Direction) -> NaiveDate {
    let days = Days::new(days.min(CENTURY_DAYS).into());
    match direction {
        Direction::Forward => start.checked_add_days(days).unwrap_or(NaiveDate::MAX),
        Direction::Back => start.checked_sub_days(days).unwrap_or(NaiveDate::MIN),
    }
}

fn months_from(start: NaiveDate, months: u32, direction: Direction) -> NaiveDate {
    let months = Months::new(months.min(CENTURY_MONTHS));
    match direction {
        Direction::Forward => start.checked_add_months(months).unwrap_or(NaiveDate::MAX),
        Direction::Back => start.checked_sub_months(months).unwrap_or(NaiveDate::MIN),
    }
}

pub(super) fn hours_from(start: DateTime<Utc>, hours: u32, direction: Direction) -> DateTime<Utc> {
    let span = Duration::hours(hours.min(CENTURY_DAYS * 24).into());
    match direction {
        Direction::Forward => start.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC),
        Direction::Back => start.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC),
    }
}
