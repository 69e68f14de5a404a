//! What a lead asks a colleague for on a day (R232). It stands beside the colleague's own count of today and nowhere else: how much
//! somebody does in a day says nothing of how hard it was, so nobody is ranked by it.
//!
//! Targets are added, never changed. Of those that have begun, a team's comes before its program's, then the one that began last holds,
//! then the one set last. A target of nothing takes back what held before.
//!
//! | kind       | what counts on the worker's own day, in cases of the team |
//! |------------|-----------------------------------------------------------|
//! | `contacts` | contacts and attempts that they logged, by when they were |
//! | `reached`  | those of them in which somebody was reached               |
//! | `notes`    | notes that they signed                                    |
//! | `visits`   | visits outside the office at which they arrived           |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

/// How many days ahead a target may begin. The number is ours, as for targets of measures.
pub const DAYS_AHEAD: i64 = crate::measure_board::target::DAYS_AHEAD;

crate::codes! {
    /// What is counted on a day.
    pub enum ThroughputKind {
        /// Contacts and attempts.
        Contacts = "contacts",
        /// Contacts in which somebody was reached.
        Reached = "reached",
        /// Notes signed.
        Notes = "notes",
        /// Visits outside the office.
        Visits = "visits",
    }
}

/// A target of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThroughputTarget {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The program it is for.
    pub program_id: Uuid,
    /// The team of the program; none for all of them.
    pub team_id: Option<Uuid>,
    /// What is counted.
    pub kind: ThroughputKind,
    /// How many on a day; 0 takes back what held before.
    pub per_day: i32,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Why; colleagues read this.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl ThroughputTarget {
    /// Sets a target; `today` is the program's local date.
    ///
    /// # Errors
    /// `throughput_target_past` and `throughput_target_too_far` at `/valid_from`.
    pub fn set(self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.valid_from < today {
            let detail = "A target of a day begins today at the earliest: past days keep what was asked for then.";
            return Err(Rule::at("throughput_target_past", "/valid_from", detail));
        }
        if (self.valid_from - today).num_days() > DAYS_AHEAD {
            return Err(Rule::at("throughput_target_too_far", "/valid_from", "A target begins within a year."));
        }
        Ok(Change::created(self))
    }
}

/// The target of a team of a program that holds on `day`; none when nothing is asked for.
pub fn in_force(
    targets: &[ThroughputTarget],
    kind: ThroughputKind,
    program_id: Uuid,
    team_id: Uuid,
    day: NaiveDate,
) -> Option<&ThroughputTarget> {
    let holds = targets.iter().filter(|target| {
        let theirs = target.program_id == program_id && target.team_id.is_none_or(|id| id == team_id);
        theirs && target.kind == kind && target.valid_from <= day
    });
    let last = holds.max_by_key(|target| (target.team_id.is_some(), target.valid_from, target.set_at, target.id));
    last.filter(|target| target.per_day > 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const PROGRAM: Uuid = Uuid::from_u128(1);
    const NORTH: Uuid = Uuid::from_u128(2);
    const SOUTH: Uuid = Uuid::from_u128(3);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, number).unwrap()
    }

    fn target(id: u128, team_id: Option<Uuid>, from: u32, per_day: i32) -> ThroughputTarget {
        ThroughputTarget {
            id: Uuid::from_u128(id),
            version: 1,
            program_id: PROGRAM,
            team_id,
            kind: ThroughputKind::Contacts,
            per_day,
            valid_from: day(from),
            reason: "Agreed with the team.".into(),
            set_by: Uuid::from_u128(9),
            set_at: DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(id).unwrap()),
        }
    }

    #[test]
    fn a_team_s_target_comes_first_then_the_newest_and_nothing_takes_it_back() {
        let all = [
            target(1, None, 1, 8),
            target(2, None, 10, 9),
            target(3, None, 10, 10),
            target(4, Some(NORTH), 5, 6),
            target(5, Some(NORTH), 20, 0),
        ];
        let of =
            |team, number| in_force(&all, ThroughputKind::Contacts, PROGRAM, team, day(number)).map(|own| own.per_day);
        assert_eq!([of(SOUTH, 1), of(SOUTH, 9), of(SOUTH, 10)], [Some(8), Some(8), Some(10)]);
        assert_eq!([of(NORTH, 4), of(NORTH, 5), of(NORTH, 19), of(NORTH, 20)], [Some(8), Some(6), Some(6), None]);
        let other = |kind, program| in_force(&all, kind, program, SOUTH, day(12));
        assert_eq!(other(ThroughputKind::Visits, PROGRAM), None);
        assert_eq!(other(ThroughputKind::Contacts, NORTH), None, "of another program");
    }

    #[test]
    fn a_target_begins_today_at_the_earliest_and_within_a_year() {
        let refusal = |from: NaiveDate| {
            let own = ThroughputTarget { valid_from: from, ..target(1, None, 1, 8) };
            own.set(day(5)).map(|change| change.record.per_day).map_err(|rule| rule.code)
        };
        assert_eq!(refusal(day(4)), Err("throughput_target_past"));
        assert_eq!(refusal(day(5)), Ok(8));
        assert_eq!(refusal(day(5) + TimeDelta::days(366)), Ok(8));
        assert_eq!(refusal(day(5) + TimeDelta::days(367)), Err("throughput_target_too_far"));
    }
}
