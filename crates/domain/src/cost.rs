//! What the care of a person was expected to cost over some months, what it did cost, and what the program spent on them, as a payer
//! settles it (K-28).
//!
//! | from     | action            | to               |
//! |----------|-------------------|------------------|
//! | -        | record            | recorded         |
//! | recorded | withdraw (reason) | entered_in_error |

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

crate::codes! {
    /// State of a cost.
    pub enum CostStatus {
        /// It counts.
        Recorded = "recorded",
        /// It was none, or not this person's: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// The columns of a file of costs.
pub const COLUMNS: &[&str] = &[
    "person",
    "program",
    "starts_on",
    "ends_on",
    "expected_low",
    "expected",
    "expected_high",
    "observed",
    "program_cost",
];

/// The most days that one cost is settled for: two years.
pub const MOST_DAYS: i64 = 731;

/// The highest amount, in cents.
pub const MOST_CENTS: i64 = 100_000_000_000;

/// The cost of one person in one program over some days. Amounts are in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day. In its period it counts.
    pub ends_on: NaiveDate,
    /// Expected cost: the lowest estimate.
    pub expected_low: i64,
    /// The estimate that counts.
    pub expected: i64,
    /// The highest estimate.
    pub expected_high: i64,
    /// What the care did cost.
    pub observed: i64,
    /// What the program spent on the person.
    pub program_cost: i64,
    /// State.
    pub status: CostStatus,
    /// Why it is an error.
    pub error_reason: Option<String>,
    /// Who brought it in.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl Cost {
    /// True when it settles the same days in the same way.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |one: &Self| {
            let expected = (one.expected_low, one.expected, one.expected_high);
            (one.case_id, one.starts_on, one.ends_on, expected, one.observed, one.program_cost)
        };
        other.status == CostStatus::Recorded && said(self) == said(other)
    }

    /// Records a cost. `others` are those of the person; `today` is the local date of the program.
    ///
    /// # Errors
    /// `cost_day` at the day, `cost_period`, `cost_in_future` and `cost_too_long` at `/ends_on`, `cost_range` at `/expected`,
    /// `cost_amount` at the amount, `cost_overlaps` at `/starts_on`.
    pub fn record(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        let days = [("/starts_on", self.starts_on), ("/ends_on", self.ends_on)];
        if let Some((pointer, _)) = days.iter().find(|(_, day)| !(1900..2200).contains(&day.year())) {
            return Err(Rule::at("cost_day", *pointer, "Give a day from 1900 to 2199."));
        }
        if self.ends_on < self.starts_on {
            return Err(Rule::at("cost_period", "/ends_on", "The last day lies before the first."));
        }
        if self.ends_on > today {
            return Err(Rule::at("cost_in_future", "/ends_on", "Costs are settled for days that are over."));
        }
        if (self.ends_on - self.starts_on).num_days() >= MOST_DAYS {
            return Err(Rule::at("cost_too_long", "/ends_on", "Costs are settled for at most 731 days at once."));
        }
        let amounts = [
            ("/expected_low", 0, self.expected_low),
            ("/expected", 0, self.expected),
            ("/expected_high", 0, self.expected_high),
            ("/observed", 0, self.observed),
            ("/program_cost", 1, self.program_cost),
        ];
        if let Some((pointer, ..)) = amounts.iter().find(|(_, least, cents)| !(*least..=MOST_CENTS).contains(cents)) {
            let detail = "Amounts are from 0 to 1,000,000,000; what the program spent is more than 0.";
            return Err(Rule::at("cost_amount", *pointer, detail));
        }
        if !(self.expected_low..=self.expected_high).contains(&self.expected) {
            let detail = "The expected cost lies between its lowest and its highest estimate.";
            return Err(Rule::at("cost_range", "/expected", detail));
        }
        let meets = |other: &Self| {
            other.status == CostStatus::Recorded
                && other.case_id == self.case_id
                && other.starts_on <= self.ends_on
                && self.starts_on <= other.ends_on
        };
        if others.iter().any(meets) {
            let detail = "Some of these days are settled already. Take that back first.";
            return Err(Rule::at("cost_overlaps", "/starts_on", detail));
        }
        Ok(Change::created(self))
    }

    /// Takes back what was none, or not this person's.
    ///
    /// # Errors
    /// `cost_withdrawn`.
    pub fn withdraw(mut self, reason: String) -> Result<Change<Self>, Rule> {
        if self.status == CostStatus::EnteredInError {
            return Err(Rule::new("cost_withdrawn", "This is already marked as entered in error."));
        }
        (self.status, self.error_reason) = (CostStatus::EnteredInError, Some(reason));
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cost(from: &str, to: &str) -> Cost {
        Cost {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Uuid::from_u128(2),
            person_id: Uuid::from_u128(3),
            starts_on: day(from),
            ends_on: day(to),
            expected_low: 90_000,
            expected: 120_000,
            expected_high: 150_000,
            observed: 105_000,
            program_cost: 6_000,
            status: CostStatus::Recorded,
            error_reason: None,
            author_id: Uuid::from_u128(4),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn days_are_settled_once_when_they_are_over_until_that_is_taken_back() {
        let today = day("2026-04-10");
        let refused = |cost: Cost, others: &[Cost]| {
            let rule = cost.record(others, today).unwrap_err();
            (rule.code, rule.pointer.unwrap())
        };
        let quarter = || cost("2026-01-01", "2026-03-31");
        let known = [quarter().record(&[], today).unwrap().record];
        assert_eq!(refused(cost("2026-03-31", "2026-03-30"), &[]).0, "cost_period");
        assert_eq!(refused(cost("2026-03-31", "2026-04-11"), &[]).0, "cost_in_future");
        assert_eq!(refused(cost("1899-12-31", "2026-03-31"), &[]), ("cost_day", "/starts_on".to_owned()));
        assert_eq!(refused(cost("2026-01-01", "2200-01-01"), &[]), ("cost_day", "/ends_on".to_owned()));
        assert_eq!(refused(cost("2024-03-31", "2026-04-01"), &[]), ("cost_too_long", "/ends_on".to_owned()));
        assert!(cost("2024-03-31", "2026-03-31").record(&[], today).is_ok());
        assert_eq!(refused(cost("2026-03-31", "2026-04-05"), &known).0, "cost_overlaps");
        assert!(cost("2026-04-01", "2026-04-05").record(&known, today).is_ok());
        let elsewhere = Cost { case_id: Uuid::from_u128(9), ..quarter() };
        assert!(elsewhere.record(&known, today).is_ok());
        assert!(quarter().says_the_same(&known[0]));
        assert!(!Cost { observed: 1, ..quarter() }.says_the_same(&known[0]));
        let [known] = known;
        let wrong = [known.withdraw("Another person".into()).unwrap().record];
        assert_eq!(wrong[0].clone().withdraw("Again".into()).unwrap_err().code, "cost_withdrawn");
        assert!(quarter().record(&wrong, today).is_ok());
    }

    #[test]
    fn amounts_are_no_debts_and_the_estimate_lies_within_its_range() {
        let refused = |cost: Cost| {
            let rule = cost.record(&[], day("2026-04-10")).unwrap_err();
            (rule.code, rule.pointer.unwrap())
        };
        let quarter = || cost("2026-01-01", "2026-03-31");
        let amount = |pointer: &str| ("cost_amount", pointer.to_owned());
        assert_eq!(refused(Cost { observed: -1, ..quarter() }), amount("/observed"));
        assert_eq!(refused(Cost { program_cost: 0, ..quarter() }), amount("/program_cost"));
        assert_eq!(refused(Cost { expected_high: MOST_CENTS + 1, ..quarter() }), amount("/expected_high"));
        assert_eq!(refused(Cost { expected_low: 120_001, ..quarter() }).0, "cost_range");
        assert_eq!(refused(Cost { expected: 150_001, ..quarter() }).0, "cost_range");
    }
}
