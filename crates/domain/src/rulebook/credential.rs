//! When a credential's expiry is warned of and what it blocks (T-22).

use chrono::NaiveDate;

use super::catalogue::records;

/// How many days before the last valid day each warning is given (T-22).
pub const WARNINGS: [i32; 4] = [90, 60, 30, 7];

/// What an expiry date means for its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    /// The days of the warnings: 90, 60, 30 and 7 days before.
    pub warn_on: [NaiveDate; 4],
    /// The first day on which restricted acts are blocked: the day after.
    pub blocked_from: NaiveDate,
}

impl Expiry {
    /// What a credential that is valid up to and including `last` brings.
    pub fn of(last: NaiveDate) -> Self {
        let warnings = [&records::WARN_90, &records::WARN_60, &records::WARN_30, &records::WARN_7];
        let warn_on = warnings.map(|warning| warning.last_day(last).unwrap_or(last));
        Self { warn_on, blocked_from: last.succ_opt().unwrap_or(last) }
    }

    /// The warning in force on `day`, by its days before the last one: the last that was given. None before the first of them.
    pub fn warning(&self, day: NaiveDate) -> Option<i32> {
        self.warn_on.iter().zip(WARNINGS).rev().find(|(from, _)| day >= **from).map(|(_, days)| days)
    }

    /// True when restricted acts are blocked on `day`.
    pub fn blocks(&self, day: NaiveDate) -> bool {
        day >= self.blocked_from
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tv_t_22_a_credential_that_expires_on_2026_06_30_warns_four_times_and_blocks_from_07_01() {
        let expiry = Expiry::of("2026-06-30".parse().unwrap());
        let warned = expiry.warn_on.map(|day| day.to_string());
        assert_eq!(warned, ["2026-04-01", "2026-05-01", "2026-05-31", "2026-06-23"]);
        assert_eq!(expiry.blocked_from.to_string(), "2026-07-01");
        assert!(!expiry.blocks("2026-06-30".parse().unwrap()) && expiry.blocks("2026-07-01".parse().unwrap()));
    }

    #[test]
    fn the_last_day_that_can_be_written_does_not_fail() {
        assert!(Expiry::of(NaiveDate::MAX).blocks(NaiveDate::MAX));
        assert_eq!(Expiry::of(NaiveDate::MIN).warn_on, [NaiveDate::MIN; 4]);
    }

    proptest! {
        #[test]
        fn warnings_come_nearer_day_by_day_and_only_the_days_after_the_last_are_blocked(last in 0i32..60_000, offset in -120i64..60) {
            let last = NaiveDate::from_num_days_from_ce_opt(700_000 + last).unwrap();
            let (expiry, day) = (Expiry::of(last), last + chrono::Duration::days(offset));
            prop_assert_eq!(expiry.blocks(day), day > last);
            let left = i32::try_from(-offset).unwrap();
            let given = WARNINGS.into_iter().filter(|days| left <= *days).min();
            prop_assert_eq!(expiry.warning(day), given);
        }
    }
}
