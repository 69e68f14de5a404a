//! Business days: weekends, United States federal holidays (5 U.S.C. 6103) and an organization's own closures.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The days on which an organization is closed beyond weekends and federal holidays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Days the organization declared closed.
    pub closures: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// True when `day` counts as a business day.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        self.closed_because(day).is_none()
    }

    /// Why `day` does not count as a business day, in plain words; `None` when it counts.
    pub fn closed_because(&self, day: NaiveDate) -> Option<String> {
        match day.weekday() {
            Weekday::Sat => return Some("Saturday".into()),
            Weekday::Sun => return Some("Sunday".into()),
            _ => {}
        }
        federal_holiday(day).or_else(|| self.closures.contains(&day).then(|| "closed by the organization".into()))
    }
}

/// The federal holiday kept on `day`, if any. A holiday on a Saturday is also kept on the Friday before and one on a
/// Sunday on the Monday after ("observed"), which can put New Year's Day into the year before.
pub fn federal_holiday(day: NaiveDate) -> Option<String> {
    let observed = match day.weekday() {
        Weekday::Fri => day.checked_add_days(Days::new(1)),
        Weekday::Mon => day.checked_sub_days(Days::new(1)),
        _ => None,
    };
    holiday_itself(day).map(str::to_owned).or_else(|| {
        let name = fixed_holiday(observed?)?;
        Some(format!("{name} (observed)"))
    })
}

fn holiday_itself(day: NaiveDate) -> Option<&'static str> {
    fixed_holiday(day).or_else(|| floating_holiday(day))
}

fn fixed_holiday(day: NaiveDate) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => Some("New Year's Day"),
        (6, 19) if day.year() >= 2021 => Some("Juneteenth"),
        (7, 4) => Some("Independence Day"),
        (11, 11) => Some("Veterans Day"),
        (12, 25) => Some("Christmas Day"),
        _ => None,
    }
}

fn floating_holiday(day: NaiveDate) -> Option<&'static str> {
    let nth = (day.day() - 1) / 7 + 1;
    match (day.month(), day.weekday(), nth) {
        (1, Weekday::Mon, 3) if day.year() >= 1986 => Some("Martin Luther King Jr. Day"),
        (2, Weekday::Mon, 3) => Some("Washington's Birthday"),
        (5, Weekday::Mon, _) if day.day() > 24 => Some("Memorial Day"),
        (9, Weekday::Mon, 1) => Some("Labor Day"),
        (10, Weekday::Mon, 2) => Some("Columbus Day"),
        (11, Weekday::Thu, 4) => Some("Thanksgiving Day"),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holidays(year: i32) -> Vec<String> {
        let mut found = Vec::new();
        let mut day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        while day.year() == year {
            if federal_holiday(day).is_some() && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                found.push(day.to_string());
            }
            day = day.succ_opt().unwrap();
        }
        found
    }

    #[test]
    fn the_federal_holidays_of_2026_are_the_published_ones() {
        let published = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        assert_eq!(holidays(2026), published);
    }

    #[test]
    fn the_federal_holidays_of_2027_include_observed_mondays_and_the_next_new_year() {
        let published = [
            "2027-01-01",
            "2027-01-18",
            "2027-02-15",
            "2027-05-31",
            "2027-06-18",
            "2027-07-05",
            "2027-09-06",
            "2027-10-11",
            "2027-11-11",
            "2027-11-25",
            "2027-12-24",
            "2027-12-31",
        ];
        assert_eq!(holidays(2027), published);
    }

    #[test]
    fn juneteenth_is_a_holiday_since_2021_only() {
        assert_eq!(federal_holiday(day("2020-06-19")), None);
        assert_eq!(federal_holiday(day("2021-06-18")).as_deref(), Some("Juneteenth (observed)"));
    }

    #[test]
    fn a_weekend_a_holiday_and_a_closure_say_why_they_are_skipped() {
        let calendar = Calendar { closures: [day("2026-11-27")].into() };
        assert_eq!(calendar.closed_because(day("2026-11-28")).as_deref(), Some("Saturday"));
        assert_eq!(calendar.closed_because(day("2026-11-26")).as_deref(), Some("Thanksgiving Day"));
        assert_eq!(calendar.closed_because(day("2026-11-27")).as_deref(), Some("closed by the organization"));
        assert!(calendar.is_business_day(day("2026-11-30")));
    }
}
