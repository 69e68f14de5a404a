//! Recurring appointments: the same time on the wall, also across changes of daylight saving time.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::change::Rule;

crate::codes! {
    /// How often an appointment comes again.
    pub enum RepeatEvery {
        /// Every week.
        Week = "week",
        /// Every second week.
        TwoWeeks = "two_weeks",
        /// Every month, on the same weekday of it: the second Tuesday. Where a month has no fifth one, on the last.
        Month = "month",
    }
}

/// Most appointments of one series: a year of weeks. The number is ours.
pub const MOST: usize = 53;

/// How an appointment comes again. At least one of the two ends is given; the earlier one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// How often.
    pub every: RepeatEvery,
    /// Last local day.
    pub until: Option<NaiveDate>,
    /// How many appointments, the first one included.
    pub count: Option<u32>,
}

/// When the appointments of a series begin; the first one is `first`.
///
/// # Errors
/// `series_needs_end`, `series_ends_before_it_begins`, `series_too_long`, all at `/repeat`.
pub fn starts(first: DateTime<Utc>, zone: Tz, repeat: Repeat) -> Result<Vec<DateTime<Utc>>, Rule> {
    let refuse = |code, detail: &str| Err(Rule::at(code, "/repeat", detail));
    if repeat.until.is_none() && repeat.count.is_none() {
        return refuse("series_needs_end", "Say until when it repeats, or how often.");
    }
    let wall = first.with_timezone(&zone).naive_local();
    let wanted = repeat.count.map_or(usize::MAX, |count| count as usize);
    let goes_on = |day: &NaiveDate| repeat.until.is_none_or(|until| *day <= until);
    let days: Vec<NaiveDate> = days(wall.date(), repeat.every).take_while(goes_on).take(wanted.min(MOST + 1)).collect();
    if days.is_empty() {
        return refuse("series_ends_before_it_begins", "It ends before it begins. Choose a later day.");
    }
    if days.len() > MOST {
        return refuse("series_too_long", "A series has 53 appointments at most. Let it end earlier.");
    }
    let rest = days[1..].iter().filter_map(|day| at_wall(day.and_time(wall.time()), zone));
    Ok(std::iter::once(first).chain(rest).collect())
}

fn days(first: NaiveDate, every: RepeatEvery) -> impl Iterator<Item = NaiveDate> {
    (0_u32..).map_while(move |index| match every {
        RepeatEvery::Week => first.checked_add_days(Days::new(u64::from(index) * 7)),
        RepeatEvery::TwoWeeks => first.checked_add_days(Days::new(u64::from(index) * 14)),
        RepeatEvery::Month => same_weekday(first, index),
    })
}

/// The day of a later month that is the same one of its weekday.
fn same_weekday(first: NaiveDate, months: u32) -> Option<NaiveDate> {
    let month = first.with_day(1)?.checked_add_months(Months::new(months))?;
    let nth = u8::try_from(first.day0() / 7 + 1).ok()?;
    let of_month = |nth| NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), nth);
    of_month(nth).or_else(|| of_month(nth - 1))
}

/// The instant of a time on the wall. One that the clocks skip is the first that exists after it; of two the first.
pub(crate) fn at_wall(wall: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    // No zone skips more than a day.
    (0..=25 * 60)
        .filter_map(|minute| wall.checked_add_signed(TimeDelta::minutes(minute)))
        .find_map(|wall| zone.from_local_datetime(&wall).earliest())
        .map(|at| at.with_timezone(&Utc))
}
