//! Days that are open and days that are not: weekends, United States federal holidays (5 U.S.C. 6103), an organization's own
//! closures, the days a court is closed, and the days a school is in session.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What an organization's days are, beyond weekends and federal holidays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Days the organization declared closed.
    pub closures: BTreeSet<NaiveDate>,
    /// Days on which the court is closed: holidays of its state, storms.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub court_closures: BTreeSet<NaiveDate>,
    /// When the school is in session.
    #[serde(default, skip_serializing_if = "SchoolCalendar::is_empty")]
    pub school: SchoolCalendar,
}

/// When a school is in session: on the weekdays of its years that it did not declare off. Between two years there is no school.
/// Beyond the years that are known, every weekday that is no federal holiday counts, which errs on the early side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolCalendar {
    /// The school years.
    pub years: Vec<SchoolYear>,
    /// Days without school within them, federal holidays included.
    pub days_off: BTreeSet<NaiveDate>,
}

/// A school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolYear {
    /// First day of school.
    pub first: NaiveDate,
    /// Last day of school.
    pub last: NaiveDate,
}

crate::codes! {
    /// Whose open days are meant.
    pub enum OpenDays {
        /// The organization's.
        Business = "business",
        /// The court's.
        Court = "court",
        /// The school's.
        School = "school",
    }
}

/// Why a day does not count. Its text follows a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
    /// A federal holiday.
    Holiday(Holiday),
    /// Declared by the organization.
    Organization,
    /// Declared by the court.
    Court,
    /// Declared by the school.
    DayOff,
    /// Between two school years.
    Vacation,
}

/// A federal holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// Its name.
    pub name: &'static str,
    /// True when it is kept on this day because it falls on a weekend.
    pub observed: bool,
}

impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.observed { " (observed)" } else { "" })
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
            Self::Holiday(holiday) => return holiday.fmt(f),
            Self::Organization => "closed by the organization",
            Self::Court => "the court is closed",
            Self::DayOff => "no school",
            Self::Vacation => "between school years",
        })
    }
}

impl Calendar {
    /// True when `day` counts as a business day.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        self.closed(OpenDays::Business, day).is_none()
    }

    /// Why `day` is not one of the `open` days; `None` when it is.
    pub fn closed(&self, open: OpenDays, day: NaiveDate) -> Option<Closed> {
        let declared = |days: &BTreeSet<NaiveDate>, why| days.contains(&day).then_some(why);
        let holiday = || federal_holiday(day).map(Closed::Holiday);
        weekend(day).or_else(|| match open {
            OpenDays::Business => holiday().or_else(|| declared(&self.closures, Closed::Organization)),
            OpenDays::Court => holiday().or_else(|| declared(&self.court_closures, Closed::Court)),
            OpenDays::School => {
                declared(&self.school.days_off, Closed::DayOff).or_else(|| match self.school.season(day) {
                    Season::Year => None,
                    Season::Vacation => Some(Closed::Vacation),
                    Season::Unknown => holiday(),
                })
            }
        })
    }
}

/// What a school calendar knows about a day.
enum Season {
    Year,
    Vacation,
    Unknown,
}

impl SchoolCalendar {
    fn is_empty(&self) -> bool {
        self.years.is_empty() && self.days_off.is_empty()
    }

    fn season(&self, day: NaiveDate) -> Season {
        if self.years.iter().any(|year| year.first <= day && day <= year.last) {
            return Season::Year;
        }
        let before = self.years.iter().any(|year| year.last < day);
        let after = self.years.iter().any(|year| day < year.first);
        if before && after { Season::Vacation } else { Season::Unknown }
    }
}

fn weekend(day: NaiveDate) -> Option<Closed> {
    match day.weekday() {
        Weekday::Sat => Some(Closed::Saturday),
        Weekday::Sun => Some(Closed::Sunday),
        _ => None,
    }
}

/// The federal holiday kept on `day`, if any. A holiday on a Saturday is also kept on the Friday before and one on a
/// Sunday on the Monday after ("observed"), which can put New Year's Day into the year before.
pub fn federal_holiday(day: NaiveDate) -> Option<Holiday> {
    if let Some(name) = fixed_holiday(day).or_else(|| floating_holiday(day)) {
        return Some(Holiday { name, observed: false });
    }
    let weekend = match day.weekday() {
        Weekday::Fri => day.checked_add_days(Days::new(1)),
        Weekday::Mon => day.checked_sub_days(Days::new(1)),
        _ => None,
    };
    Some(Holiday { name: fixed_holiday(weekend?)?, observed: true })
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
        assert_eq!(
            federal_holiday(day("2021-06-18")).map(|holiday| holiday.to_string()).as_deref(),
            Some("Juneteenth (observed)")
        );
    }

    #[test]
    fn the_birthday_of_martin_luther_king_is_a_holiday_since_1986_only() {
        assert_eq!(federal_holiday(day("1985-01-21")), None);
        assert_eq!(federal_holiday(day("1986-01-20")).map(|holiday| holiday.name), Some("Martin Luther King Jr. Day"));
    }

    #[test]
    fn a_weekend_a_holiday_and_a_closure_say_why_they_are_skipped() {
        let calendar = Calendar { closures: [day("2026-11-27")].into(), ..Calendar::default() };
        let why = |text| calendar.closed(OpenDays::Business, day(text)).map(|why| why.to_string());
        assert_eq!(why("2026-11-28").as_deref(), Some("Saturday"));
        assert_eq!(why("2026-11-26").as_deref(), Some("Thanksgiving Day"));
        assert_eq!(why("2026-11-27").as_deref(), Some("closed by the organization"));
        assert!(calendar.is_business_day(day("2026-11-30")));
    }

    #[test]
    fn a_court_and_an_organization_close_on_their_own_days() {
        let (shut, storm) = (day("2026-03-30"), day("2026-03-31"));
        let calendar = Calendar { closures: [shut].into(), court_closures: [storm].into(), ..Calendar::default() };
        assert_eq!(calendar.closed(OpenDays::Business, shut), Some(Closed::Organization));
        assert_eq!(calendar.closed(OpenDays::Court, shut), None);
        assert_eq!(calendar.closed(OpenDays::Court, storm), Some(Closed::Court));
        assert_eq!(calendar.closed(OpenDays::Business, storm), None);
    }

    #[test]
    fn a_school_is_in_session_on_the_weekdays_of_its_years_that_are_not_off() {
        let year = |first, last| SchoolYear { first: day(first), last: day(last) };
        let school = SchoolCalendar {
            years: vec![year("2025-09-02", "2026-06-12"), year("2026-09-01", "2027-06-11")],
            days_off: [day("2026-04-06")].into(),
        };
        let calendar = Calendar { school, ..Calendar::default() };
        let closed = |text| calendar.closed(OpenDays::School, day(text));
        assert_eq!(closed("2026-04-06"), Some(Closed::DayOff));
        assert_eq!(closed("2026-10-12"), None, "in session on Columbus Day");
        assert_eq!(closed("2026-07-15"), Some(Closed::Vacation));
        assert_eq!(closed("2027-07-14"), None, "nothing is known of that year");
        assert!(matches!(closed("2027-07-05"), Some(Closed::Holiday(_))));
        assert_eq!(closed("2026-09-05"), Some(Closed::Saturday));
        assert_eq!(closed("2025-07-15"), None, "nothing is known of that year either");
        assert_eq!([closed("2026-06-12"), closed("2026-09-01")], [None, None], "the last and the first day of a year");
    }

    #[test]
    fn a_calendar_stored_before_courts_and_schools_still_reads() {
        let old: Calendar = serde_json::from_str(r#"{"closures":["2026-11-27"]}"#).unwrap();
        assert_eq!(old, Calendar { closures: [day("2026-11-27")].into(), ..Calendar::default() });
        assert_eq!(serde_json::to_string(&old).unwrap(), r#"{"closures":["2026-11-27"]}"#);
    }

    #[test]
    fn a_school_calendar_survives_json_with_years_alone_and_with_days_off_alone() {
        let year = SchoolYear { first: day("2025-09-02"), last: day("2026-06-12") };
        for school in [
            SchoolCalendar { years: vec![year], days_off: BTreeSet::new() },
            SchoolCalendar { years: Vec::new(), days_off: [day("2026-04-06")].into() },
        ] {
            let calendar = Calendar { school, ..Calendar::default() };
            let json = serde_json::to_string(&calendar).unwrap();
            assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
        }
    }
}
