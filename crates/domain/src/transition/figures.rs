//! The numbers of a hospital desk: length of stay against the expected (K-2), avoidable days (K-3), discharge by the target date (K-4).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

use super::parts::{AvoidableCause, AvoidableDay, Target};
use crate::clock::{end_of_day, local_date};

/// Hours before the end of the target day up to which a new date counts. Source: rules.md, K-4 (policy).
pub const REDATE_HOURS: i64 = 24;

/// The target day that counts: a new date takes the place of the one that counted before only when it was set at least 24 hours
/// before that one ended. `None` while no day was ever set. Source: rules.md, K-4.
pub fn counting_target(targets: &[Target], zone: Tz) -> Option<NaiveDate> {
    let mut set = targets.iter();
    let first = set.next()?.on;
    let in_time = |old: NaiveDate, at| at <= end_of_day(old, zone) - TimeDelta::hours(REDATE_HOURS);
    Some(set.fold(first, |old, target| if in_time(old, target.set_at) { target.on } else { old }))
}

/// Whether somebody left on or before the target day that counts; `None` where none was set. Source: rules.md, K-4.
pub fn left_by_target(targets: &[Target], discharged_at: DateTime<Utc>, zone: Tz) -> Option<bool> {
    counting_target(targets, zone).map(|target| local_date(discharged_at, zone) <= target)
}

/// Length of stay against what was expected. Source: rules.md, K-2 (CMS Table 5, geometric mean by MS-DRG).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StayIndex {
    /// Discharges with an expected length.
    pub stays: u32,
    /// Discharges without one: they do not count.
    pub excluded: u32,
    /// Days observed.
    pub observed_days: u32,
    /// Days expected.
    pub expected_days: f64,
}

impl StayIndex {
    /// Over discharges, each with its days and the days expected of it.
    pub fn of(stays: impl IntoIterator<Item = (u32, Option<f64>)>) -> Self {
        stays.into_iter().fold(Self::default(), |sum, (days, expected)| match expected.filter(|days| *days > 0.0) {
            Some(expected) => Self {
                stays: sum.stays + 1,
                observed_days: sum.observed_days + days,
                expected_days: sum.expected_days + expected,
                ..sum
            },
            None => Self { excluded: sum.excluded + 1, ..sum },
        })
    }

    /// Observed by expected; none where nothing counts.
    pub fn ratio(&self) -> Option<f64> {
        (self.stays > 0).then(|| f64::from(self.observed_days) / self.expected_days)
    }

    /// Days beyond the expected ones for each stay; below zero where stays were shorter.
    pub fn mean_excess_days(&self) -> Option<f64> {
        (self.stays > 0).then(|| (f64::from(self.observed_days) - self.expected_days) / f64::from(self.stays))
    }
}

/// Avoidable days among patient days. Source: rules.md, K-3; whole days only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AvoidableDays {
    /// Patient days.
    pub patient_days: u32,
    /// Avoidable ones by their primary cause.
    pub by_cause: BTreeMap<AvoidableCause, u32>,
}

impl AvoidableDays {
    /// Over stays, each with its patient days and its avoidable ones.
    pub fn of<'a>(stays: impl IntoIterator<Item = (u32, &'a [AvoidableDay])>) -> Self {
        let mut sum = Self::default();
        for (patient_days, avoidable) in stays {
            sum.patient_days += patient_days;
            for day in avoidable {
                *sum.by_cause.entry(day.cause).or_default() += 1;
            }
        }
        sum
    }

    /// All avoidable days.
    pub fn total(&self) -> u32 {
        self.by_cause.values().sum()
    }

    /// For 100 patient days; none where nobody was there.
    pub fn rate(&self) -> Option<f64> {
        (self.patient_days > 0).then(|| f64::from(self.total()) * 100.0 / f64::from(self.patient_days))
    }
}

/// Discharges by their target date. Source: rules.md, K-4.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByTarget {
    /// On or before the day that counts.
    pub met: u32,
    /// After it.
    pub missed: u32,
    /// Without a day: they do not count.
    pub excluded: u32,
}

impl ByTarget {
    /// Over discharges, each with whether it met its date.
    pub fn of(discharges: impl IntoIterator<Item = Option<bool>>) -> Self {
        discharges.into_iter().fold(Self::default(), |sum, met| match met {
            Some(true) => Self { met: sum.met + 1, ..sum },
            Some(false) => Self { missed: sum.missed + 1, ..sum },
            None => Self { excluded: sum.excluded + 1, ..sum },
        })
    }

    /// Met by those that count, from 0 to 1.
    pub fn rate(&self) -> Option<f64> {
        let due = self.met + self.missed;
        (due > 0).then(|| f64::from(self.met) / f64::from(due))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use chrono_tz::America::New_York;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn ny(text: &str) -> DateTime<Utc> {
        let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
    }

    fn target(on: &str, set_at: &str) -> Target {
        Target { on: on.parse().unwrap(), set_at: ny(set_at), set_by: Uuid::nil(), reason: None }
    }

    #[test]
    fn tv_k_2_three_stays_of_17_days_against_13_5_expected_are_1_259() {
        let index = StayIndex::of([(3, Some(3.4)), (5, Some(4.1)), (9, Some(6.0))]);
        assert_eq!((index.stays, index.observed_days, index.excluded), (3, 17, 0));
        assert!((index.expected_days - 13.5).abs() < 1e-9);
        assert_eq!(format!("{:.3}", index.ratio().unwrap()), "1.259");
        assert_eq!(format!("{:.2}", index.mean_excess_days().unwrap()), "1.17");
    }

    #[test]
    fn a_stay_without_an_expected_length_is_left_out_and_counted() {
        let index = StayIndex::of([(3, None), (5, Some(5.0))]);
        assert_eq!((index.stays, index.excluded, index.ratio()), (1, 1, Some(1.0)));
        assert_eq!(StayIndex::of([(3, None)]).ratio(), None);
    }

    #[test]
    fn tv_k_3_two_payer_days_and_one_of_transport_in_seven_are_42_9_per_100() {
        let day = |on: &str, cause| AvoidableDay { on: on.parse().unwrap(), cause };
        let days = [
            day("2026-03-04", AvoidableCause::Payer),
            day("2026-03-05", AvoidableCause::Payer),
            day("2026-03-06", AvoidableCause::Transport),
        ];
        let sum = AvoidableDays::of([(7, days.as_slice())]);
        assert_eq!(sum.total(), 3);
        assert_eq!(sum.by_cause[&AvoidableCause::Payer], 2);
        assert_eq!(format!("{:.1}", sum.rate().unwrap()), "42.9");
        assert_eq!(AvoidableDays::default().rate(), None);
    }

    #[test]
    fn tv_k_4_a_new_date_counts_only_a_day_before_the_old_one_ends() {
        let left = ny("2026-03-07 11:00");
        let first = target("2026-03-06", "2026-03-03 10:00");
        let late = [first.clone(), target("2026-03-08", "2026-03-06 09:00")];
        assert_eq!(left_by_target(&late, left, New_York), Some(false));
        let early = [first.clone(), target("2026-03-08", "2026-03-05 09:00")];
        assert_eq!(left_by_target(&early, left, New_York), Some(true));
        assert_eq!(left_by_target(&[first], ny("2026-03-06 23:59"), New_York), Some(true));
        assert_eq!(left_by_target(&[], left, New_York), None);
    }

    #[test]
    fn a_date_that_did_not_count_is_no_step_to_the_next() {
        let targets = [
            target("2026-03-06", "2026-03-03 10:00"),
            target("2026-03-09", "2026-03-06 09:00"),
            target("2026-03-12", "2026-03-07 09:00"),
        ];
        assert_eq!(counting_target(&targets, New_York), Some("2026-03-06".parse().unwrap()));
    }

    #[test]
    fn the_rate_of_discharges_by_target_leaves_those_without_one_out() {
        let sum = ByTarget::of([Some(true), Some(true), Some(false), None]);
        assert_eq!((sum.met, sum.missed, sum.excluded), (2, 1, 1));
        assert_eq!(ByTarget::of([None]).rate(), None);
    }

    proptest! {
        #[test]
        fn a_new_date_never_turns_a_missed_day_into_a_met_one_once_it_is_past(days in 0i64..20, later in 0i64..400, hours in -23i64..400) {
            let first = target("2026-03-06", "2026-03-01 10:00");
            let end = end_of_day(first.on, New_York);
            let again = Target { on: first.on + TimeDelta::days(later), set_at: end + TimeDelta::hours(hours), set_by: Uuid::nil(), reason: None };
            let left = ny("2026-03-06 12:00") + TimeDelta::days(days);
            prop_assert_eq!(left_by_target(&[first.clone(), again], left, New_York), left_by_target(&[first], left, New_York));
        }
    }
}
