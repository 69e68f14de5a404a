//! Days that are open and days that are not: weekends, United States federal holidays (5 U.S.C. 6103), an organization's own
//! closures, the days a court is closed, and the days a school is in session.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

use crate::change::Rule;

/// Most days of a kind that one calendar names.
pub const MOST_DAYS: usize = 1000;

/// Longest school year, in days from its first to its last.
const LONGEST_YEAR: i64 = 366;

/// Longest time without school between two school years, in days. Ours: a longer one is a year that nobody entered, in which the
/// clocks of schools would stand still.
const LONGEST_VACATION: i64 = 184;

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
    /// What counts in a program whose own calendar is `program`, within an organization whose calendar this is: the closures of
    /// both. Who has school years of their own has days off of their own as well; everybody else goes by the organization's.
    #[must_use]
    pub fn merged(&self, program: &Self) -> Self {
        let school = if program.school.years.is_empty() {
            SchoolCalendar {
                years: self.school.years.clone(),
                days_off: &self.school.days_off | &program.school.days_off,
            }
        } else {
            program.school.clone()
        };
        Self {
            closures: &self.closures | &program.closures,
            court_closures: &self.court_closures | &program.court_closures,
            school,
        }
    }

    /// Refuses what nobody means: more days than a calendar holds, school years that end before they begin, overlap, come in no
    /// order, last for longer than a year, or leave out a year between them.
    ///
    /// # Errors
    /// `calendar_too_long` at the list; `school_year_backwards` and `school_year_too_long` at the last day of a year,
    /// `school_years_overlap` and `school_year_missing` at the first day of the later one.
    pub fn check(&self) -> Result<(), Rule> {
        let lists = [
            ("closures", &self.closures),
            ("court_closures", &self.court_closures),
            ("school_days_off", &self.school.days_off),
        ];
        if let Some((list, _)) = lists.iter().find(|(_, days)| days.len() > MOST_DAYS) {
            let detail =
                format!("A calendar names {MOST_DAYS} days of a kind at most. Take out days of years long past.");
            return Err(Rule::at("calendar_too_long", format!("/{list}"), detail));
        }
        let mut before: Option<NaiveDate> = None;
        for (index, year) in self.school.years.iter().enumerate() {
            let at = |day: &str| format!("/school_years/{index}/{day}");
            if year.last < year.first {
                return Err(Rule::at("school_year_backwards", at("last"), "A school year ends after it begins."));
            }
            if (year.last - year.first).num_days() >= LONGEST_YEAR {
                return Err(Rule::at("school_year_too_long", at("last"), "A school year lasts for a year at most."));
            }
            if before.is_some_and(|last| year.first <= last) {
                let detail = "Name school years in order; two never overlap.";
                return Err(Rule::at("school_years_overlap", at("first"), detail));
            }
            if before.is_some_and(|last| (year.first - last).num_days() > LONGEST_VACATION) {
                let detail = "More than half a year lies between these two. Add the school year that is missing.";
                return Err(Rule::at("school_year_missing", at("first"), detail));
            }
            before = Some(year.last);
        }
        Ok(())
    }

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

    fn year(first: &str, last: &str) -> SchoolYear {
        SchoolYear { first: day(first), last: day(last) }
    }

    #[test]
    fn a_program_is_closed_when_its_organization_is_and_on_days_of_its_own() {
        let storm = Calendar { closures: [day("2026-01-26")].into(), ..Calendar::default() };
        let county = Calendar {
            closures: [day("2026-03-31")].into(),
            court_closures: [day("2026-03-31")].into(),
            ..Calendar::default()
        };
        let merged = storm.merged(&county);
        assert_eq!(merged.closures, BTreeSet::from([day("2026-01-26"), day("2026-03-31")]));
        assert_eq!(merged.closed(OpenDays::Court, day("2026-03-31")), Some(Closed::Court));
        assert!(merged.closed(OpenDays::Court, day("2026-01-26")).is_none(), "the court of the county did not close");
        assert_eq!(Calendar::default().merged(&county), county);
        assert_eq!(storm.merged(&Calendar::default()), storm);
    }

    #[test]
    fn a_program_with_school_years_of_its_own_has_days_off_of_its_own() {
        let district =
            SchoolCalendar { years: vec![year("2025-08-25", "2026-06-12")], days_off: [day("2026-04-06")].into() };
        let organization = Calendar { school: district.clone(), ..Calendar::default() };
        let snow = SchoolCalendar { years: Vec::new(), days_off: [day("2026-02-03")].into() };
        let merged = organization.merged(&Calendar { school: snow, ..Calendar::default() });
        assert_eq!(merged.school.years, district.years);
        assert_eq!(merged.school.days_off, BTreeSet::from([day("2026-02-03"), day("2026-04-06")]));
        let academy = SchoolCalendar { years: vec![year("2025-09-08", "2026-06-26")], days_off: BTreeSet::new() };
        let own = Calendar { school: academy.clone(), ..Calendar::default() };
        assert_eq!(organization.merged(&own).school, academy);
    }

    #[test]
    fn school_years_are_in_order_apart_and_none_is_left_out() {
        let refusal = |years: &[SchoolYear]| {
            let school = SchoolCalendar { years: years.to_vec(), days_off: BTreeSet::new() };
            let refused = Calendar { school, ..Calendar::default() }.check().err();
            refused.map(|rule| (rule.code, rule.pointer.unwrap_or_default()))
        };
        let (this, next) = (year("2025-08-25", "2026-06-12"), year("2026-08-24", "2027-06-11"));
        let later = year("2027-08-23", "2028-06-09");
        assert_eq!(refusal(&[this, next, later]), None);
        assert_eq!(
            refusal(&[year("2026-06-12", "2025-08-25")]),
            Some(("school_year_backwards", "/school_years/0/last".into()))
        );
        assert_eq!(
            refusal(&[year("2025-08-25", "2026-08-26")]),
            Some(("school_year_too_long", "/school_years/0/last".into()))
        );
        assert_eq!(refusal(&[year("2025-08-25", "2026-08-25")]), None, "366 days from the first to the last");
        assert_eq!(refusal(&[next, this]), Some(("school_years_overlap", "/school_years/1/first".into())));
        let same_day = year("2026-06-12", "2027-06-11");
        assert_eq!(refusal(&[this, same_day]), Some(("school_years_overlap", "/school_years/1/first".into())));
        assert_eq!(refusal(&[this, later]), Some(("school_year_missing", "/school_years/1/first".into())));
    }

    #[test]
    fn a_calendar_names_a_thousand_days_of_a_kind_at_most() {
        let closed = |count: u64| {
            let court_closures = (0..count).map(|ahead| day("2026-01-01") + Days::new(ahead)).collect();
            Calendar { court_closures, ..Calendar::default() }.check()
        };
        assert!(closed(1000).is_ok());
        let refused = closed(1001).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("calendar_too_long", Some("/court_closures")));
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
