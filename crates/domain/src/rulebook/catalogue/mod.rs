//! The catalogue: every published clock (T-1 to T-22) as data, with the days it is in force, where it applies and where its
//! numbers come from. A rule that is bound to the events of a case is made from its entry here, see [`super::standard`].

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::change;
use crate::clock::{self, Clock};

pub(crate) mod care;
pub(super) mod community;
mod payer;
pub(crate) mod post_acute;
pub(super) mod records;

/// One version of a published clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Code; the same through all versions.
    pub code: &'static str,
    /// Title shown to people.
    pub title: &'static str,
    /// When it is due.
    pub clock: Clock,
    /// Days of the calendar by which it may be extended once, where the law allows that; the source says on what ground.
    pub extension_days: Option<u32>,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; open when empty.
    pub valid_to: Option<NaiveDate>,
    /// Where it applies: `US`, or the postal code of a state, whose version comes before that of the country.
    pub jurisdiction: &'static str,
    /// Where the numbers come from.
    pub source: &'static str,
}

/// Where a rule applies that is not a state's own.
pub const COUNTRY: &str = "US";

/// Hospice: a visit after a symptom with moderate or severe impact.
pub const SYMPTOM_FOLLOW_UP: &str = "T-13.symptom_follow_up";

/// Postal codes of the states, the District of Columbia and the territories.
const STATES: &[&str] = &[
    "AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY",
    "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
];

impl Published {
    /// True when this version is in force on `day`; both ends count.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The version: the first day in force.
    pub fn version(&self) -> String {
        self.valid_from.to_string()
    }

    /// The last day in time for an anchor on `day`, with no closures but weekends and federal holidays; `None` for a clock of
    /// hours.
    pub fn last_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        clock::last_day(&self.clock, day, &Calendar::default())
    }

    const fn new(code: &'static str, title: &'static str, clock: Clock, source: &'static str) -> Self {
        let valid_from = date(2000, 1, 1);
        Self { code, title, clock, extension_days: None, valid_from, valid_to: None, jurisdiction: COUNTRY, source }
    }

    const fn since(self, year: i32, month: u32, day: u32) -> Self {
        Self { valid_from: date(year, month, day), ..self }
    }

    const fn until(self, year: i32, month: u32, day: u32) -> Self {
        Self { valid_to: Some(date(year, month, day)), ..self }
    }

    const fn extensible(self, days: u32) -> Self {
        Self { extension_days: Some(days), ..self }
    }

    const fn in_state(self, state: &'static str) -> Self {
        Self { jurisdiction: state, ..self }
    }
}

/// A date of the catalogue; it is made when the program is built, so a wrong one does not build.
const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("a date of the catalogue does not exist"),
    }
}

/// Every version of every published clock.
pub fn published() -> impl Iterator<Item = &'static Published> {
    [care::RULES, payer::RULES, post_acute::RULES, community::RULES, records::RULES].into_iter().flatten()
}

/// The version of `code` that judges an anchor on `day` in `jurisdiction` (`US`, `TX` or `US-TX`): that of the state before that
/// of the country, the newest one first.
///
/// # Errors
/// `rule_unknown` at `/rule`, `jurisdiction_unknown` at `/jurisdiction`, `rule_not_in_force` at `/anchor`.
pub fn find(code: &str, day: NaiveDate, jurisdiction: &str) -> Result<&'static Published, change::Rule> {
    let place = place(jurisdiction)?;
    let mut versions = published().filter(|rule| rule.code == code).peekable();
    if versions.peek().is_none() {
        return Err(change::Rule::at("rule_unknown", "/rule", "The catalogue has no rule with this code."));
    }
    judging(versions, day, place).ok_or_else(|| {
        change::Rule::at("rule_not_in_force", "/anchor", format!("No version of this rule is in force on {day}."))
    })
}

fn judging<'a>(versions: impl Iterator<Item = &'a Published>, day: NaiveDate, place: &str) -> Option<&'a Published> {
    versions
        .filter(|rule| rule.in_force(day) && (rule.jurisdiction == place || rule.jurisdiction == COUNTRY))
        .max_by_key(|rule| (rule.jurisdiction == place, rule.valid_from))
}

fn place(jurisdiction: &str) -> Result<&str, change::Rule> {
    let place = jurisdiction.strip_prefix("US-").unwrap_or(jurisdiction);
    if place == COUNTRY || STATES.contains(&place) {
        Ok(place)
    } else {
        let detail = "Say US, or the postal code of a state such as TX or US-TX.";
        Err(change::Rule::at("jurisdiction_unknown", "/jurisdiction", detail))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
