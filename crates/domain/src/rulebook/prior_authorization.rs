//! The prior authorization metrics that a payer publishes each year (T-7, CMS-0057-F).

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

use super::catalogue;

/// Where the definitions come from.
pub const SOURCE: &str = "CMS-0057-F; 42 CFR 422.122(c), 438.210(f), 440.230(e)(3), 457.732(c)";

/// The day by which the metrics of `year` are public (T-7.publish).
pub fn publish_by(year: i32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    let rule = catalogue::published().find(|rule| rule.code == "T-7.publish");
    rule.and_then(|rule| rule.last_day(last)).unwrap_or(last)
}

/// A decided request. What is undecided is not in the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Code of the item or service.
    pub item: String,
    /// True for an expedited request.
    pub expedited: bool,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// When it was first decided.
    pub decided_at: DateTime<Utc>,
    /// True when that decision was an approval.
    pub approved: bool,
    /// True when the time to decide had been extended.
    pub extended: bool,
    /// True when a denial was approved after appeal.
    pub approved_on_appeal: bool,
}

/// Some of a number of requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// Percent; `None` of nothing.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.count) * 100.0 / f64::from(self.of))
    }
}

/// The metrics of the standard or of the expedited requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Group {
    /// Approved, of all decided.
    pub approved: Share,
    /// Denied, of all decided.
    pub denied: Share,
    /// Approved after appeal, of all denied.
    pub approved_on_appeal: Share,
    /// Approved after the time to decide was extended, of all decided.
    pub approved_after_extension: Share,
    /// Mean time to decide in seconds, rounded down once; `None` of nothing.
    pub mean_seconds: Option<i64>,
    /// Median time to decide in seconds; of an even number the mean of the two in the middle, rounded down.
    pub median_seconds: Option<i64>,
}

/// The metrics of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metrics {
    /// The items and services that were decided on.
    pub items: BTreeSet<String>,
    /// Standard requests.
    pub standard: Group,
    /// Expedited requests.
    pub expedited: Group,
}

/// The metrics of the requests decided in a period.
pub fn metrics(decisions: &[Decision]) -> Metrics {
    let (expedited, standard): (Vec<_>, Vec<_>) = decisions.iter().partition(|decision| decision.expedited);
    Metrics {
        items: decisions.iter().map(|decision| decision.item.clone()).collect(),
        standard: group(&standard),
        expedited: group(&expedited),
    }
}

fn group(decisions: &[&Decision]) -> Group {
    let count = |wanted: &dyn Fn(&Decision) -> bool| {
        u32::try_from(decisions.iter().filter(|decision| wanted(decision)).count()).unwrap_or(u32::MAX)
    };
    let all = count(&|_| true);
    let denied = count(&|decision| !decision.approved);
    let mut seconds: Vec<i64> =
        decisions.iter().map(|decision| (decision.decided_at - decision.received_at).num_seconds()).collect();
    seconds.sort_unstable();
    Group {
        approved: Share { count: all - denied, of: all },
        denied: Share { count: denied, of: all },
        approved_on_appeal: Share {
            count: count(&|decision| !decision.approved && decision.approved_on_appeal),
            of: denied,
        },
        approved_after_extension: Share { count: count(&|decision| decision.approved && decision.extended), of: all },
        mean_seconds: mean(&seconds),
        median_seconds: median(&seconds),
    }
}

fn mean(seconds: &[i64]) -> Option<i64> {
    let count = i64::try_from(seconds.len()).ok()?;
    seconds.iter().sum::<i64>().checked_div_euclid(count)
}

fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((lower + upper).div_euclid(2))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    fn decided(hours: i64) -> Decision {
        let received_at = DateTime::from_timestamp(1_772_460_000, 0).unwrap();
        Decision {
            item: "E0601".into(),
            expedited: false,
            received_at,
            decided_at: received_at + Duration::hours(hours),
            approved: true,
            extended: false,
            approved_on_appeal: false,
        }
    }

    #[test]
    fn tv_t_7_days_1_5_2_3_6_5_8_have_mean_4_2_and_median_3() {
        let decisions = [36, 48, 72, 156, 192].map(decided);
        let standard = metrics(&decisions).standard;
        assert_eq!(standard.mean_seconds, Some(42 * 8_640));
        assert_eq!(standard.median_seconds, Some(3 * 86_400));
    }

    #[test]
    fn tv_t_7_the_metrics_of_2026_are_public_by_2027_03_31() {
        assert_eq!(publish_by(2026), "2027-03-31".parse().unwrap());
    }

    #[test]
    fn an_even_number_has_its_median_between_the_two_in_the_middle() {
        assert_eq!(metrics(&[10, 20, 40, 90].map(decided)).standard.median_seconds, Some(30 * 3_600));
    }

    #[test]
    fn standard_and_expedited_requests_are_counted_apart() {
        let denied = Decision { approved: false, ..decided(24) };
        let decisions = [
            decided(24),
            Decision { extended: true, ..decided(400) },
            denied.clone(),
            Decision { approved_on_appeal: true, item: "K0001".into(), ..denied },
            Decision { expedited: true, ..decided(5) },
        ];
        let metrics = metrics(&decisions);
        assert_eq!(metrics.items.len(), 2);
        assert_eq!(metrics.standard.approved, Share { count: 2, of: 4 });
        assert_eq!(metrics.standard.denied.percent(), Some(50.0));
        assert_eq!(metrics.standard.approved_on_appeal, Share { count: 1, of: 2 });
        assert_eq!(metrics.standard.approved_after_extension, Share { count: 1, of: 4 });
        assert_eq!(metrics.expedited.approved, Share { count: 1, of: 1 });
        assert_eq!(metrics.expedited.mean_seconds, Some(5 * 3_600));
    }

    #[test]
    fn nothing_decided_has_no_percent_and_no_time() {
        let nothing = metrics(&[]).standard;
        assert_eq!((nothing.approved.percent(), nothing.mean_seconds, nothing.median_seconds), (None, None, None));
    }

    proptest! {
        #[test]
        fn every_decision_is_counted_once_whatever_the_order(
            drawn in prop::collection::vec((0i64..400, any::<[bool; 4]>()), 1..30), turn in any::<prop::sample::Index>(),
        ) {
            let mut decisions: Vec<Decision> = drawn.into_iter().map(|(hours, [expedited, approved, extended, approved_on_appeal])| {
                Decision { expedited, approved, extended, approved_on_appeal, ..decided(hours) }
            }).collect();
            let all = metrics(&decisions);
            for group in [all.standard, all.expedited] {
                prop_assert_eq!(group.approved.count + group.denied.count, group.approved.of);
                prop_assert!(group.approved_on_appeal.count <= group.denied.count && group.approved_on_appeal.of == group.denied.count);
                prop_assert!(group.approved_after_extension.count <= group.approved.count);
                prop_assert!(group.median_seconds.is_none_or(|median| (0..400 * 3_600).contains(&median)));
                prop_assert_eq!(group.mean_seconds.is_some(), group.approved.of > 0);
            }
            prop_assert_eq!(all.standard.approved.of + all.expedited.approved.of, decisions.len() as u32);
            let middle = turn.index(decisions.len());
            decisions.rotate_left(middle);
            prop_assert_eq!(metrics(&decisions), all);
        }
    }
}
