//! The visit plan: proposed visits from how many a week the person needs (R243).

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::repeat::at_wall;
use crate::calendar::Calendar;

/// How often the person is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intensity {
    /// Visits in a week, 1 to 7.
    pub per_week: u32,
    /// Weeks.
    pub weeks: u32,
}

/// When the visits begin: spread over the business days of each week from Monday to Sunday, over all days where there are more
/// visits than business days. No visit lies before `first_on`: a week that has begun gets its share of what is left.
pub fn visits(
    intensity: Intensity,
    first_on: NaiveDate,
    time: NaiveTime,
    zone: Tz,
    calendar: &Calendar,
) -> Vec<DateTime<Utc>> {
    let monday = first_on - Days::new(u64::from(first_on.weekday().num_days_from_monday()));
    let weeks = (0..intensity.weeks).map(|week| monday + Days::new(u64::from(week) * 7));
    weeks
        .flat_map(|monday| week_days(monday, first_on, intensity.per_week, calendar))
        .filter_map(|day| at_wall(day.and_time(time), zone))
        .collect()
}

fn week_days(monday: NaiveDate, first_on: NaiveDate, per_week: u32, calendar: &Calendar) -> Vec<NaiveDate> {
    let all: Vec<NaiveDate> = monday.iter_days().take(7).collect();
    let open: Vec<NaiveDate> = all.iter().copied().filter(|day| calendar.is_business_day(*day)).collect();
    let wanted = per_week as usize;
    let days = if wanted > open.len() { all } else { open };
    let wanted = wanted.min(days.len());
    (0..wanted).map(|index| days[index * days.len() / wanted]).filter(|day| *day >= first_on).collect()
}
