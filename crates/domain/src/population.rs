//! The people of a population: how their tiers change over time, and who at high risk was not reached lately (R179, R183).

use chrono::{DateTime, TimeDelta, Utc};

use crate::case::Tier;
use crate::code::Code;

/// Somebody at high risk whom nobody reached for longer than this many days is listed. The number is ours: a month is the
/// longest interval at which high risk is followed.
pub const QUIET_DAYS: i64 = 30;

/// Counts below this are not shown to those who may not see the people. Source: CMS cell size suppression policy.
pub const SMALL_CELL: u32 = 11;

/// Counts are told to them in steps of this size, so that the difference of two answers does not tell of few. The number is ours.
pub const STEP: u32 = 5;

/// The course of a case, as far as its tier goes.
#[derive(Debug, Clone, PartialEq)]
pub struct TierCourse {
    /// When the person was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When the case was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The tier that holds now.
    pub tier: Tier,
    /// Changes of the tier, the earliest first: when, and what held before.
    pub changes: Vec<(DateTime<Utc>, Tier)>,
}

impl TierCourse {
    /// The tier that held at `at`; none when the case was not open then.
    pub fn tier_at(&self, at: DateTime<Utc>) -> Option<Tier> {
        let open = self.enrolled_at <= at && self.closed_at.is_none_or(|closed| at < closed);
        let next = self.changes.iter().find(|(changed, _)| *changed > at);
        open.then(|| next.map_or(self.tier, |(_, before)| *before))
    }
}

/// How many cases stand in each tier, in the order of [`Tier::ALL`].
pub type TierCounts = [u32; 4];

/// How many cases stood in each tier at `at`.
pub fn tiers_at(courses: &[TierCourse], at: DateTime<Utc>) -> TierCounts {
    let mut counts = TierCounts::default();
    for tier in courses.iter().filter_map(|course| course.tier_at(at)) {
        let place = Tier::ALL.iter().position(|one| *one == tier).unwrap_or_default();
        counts[place] += 1;
    }
    counts
}

/// True for a case of high risk whose person nobody reached for more than [`QUIET_DAYS`]: neither since the enrolment, when that
/// is as long ago, nor by a later two-way contact.
pub fn is_quiet(
    tier: Tier,
    enrolled_at: DateTime<Utc>,
    last_reached_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    let since = last_reached_at.map_or(enrolled_at, |at| at.max(enrolled_at));
    tier >= Tier::High && now - since > TimeDelta::days(QUIET_DAYS)
}

/// A count in steps of [`STEP`].
pub fn rounded(count: u32) -> u32 {
    count.saturating_add(STEP / 2) / STEP * STEP
}

/// A count as it is seen; by those who may not see the people without small ones, and rounded. None is shown as none.
pub fn shown(count: u32, sees_people: bool) -> Option<u32> {
    let told = count == 0 || count >= SMALL_CELL;
    if sees_people { Some(count) } else { told.then(|| rounded(count)) }
}

/// Counts and their sum as they are seen: the sum is one of what is shown, and would tell what is left out.
pub fn shown_together(counts: &[u32], sees_people: bool) -> (Vec<Option<u32>>, Option<u32>) {
    let parts: Vec<Option<u32>> = counts.iter().map(|count| shown(*count, sees_people)).collect();
    let whole = parts.iter().copied().sum();
    (parts, whole)
}

/// A part of a whole that is told too, as it is seen: a small rest would tell as much.
pub fn shown_part(part: u32, rest: u32, sees_people: bool) -> Option<u32> {
    let (parts, whole) = shown_together(&[part, rest], sees_people);
    whole.and(parts[0])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn course() -> TierCourse {
        TierCourse {
            enrolled_at: at(10),
            closed_at: Some(at(90)),
            tier: Tier::Complex,
            changes: vec![(at(30), Tier::Low), (at(60), Tier::High)],
        }
    }

    #[test]
    fn the_tier_of_a_past_day_is_what_the_next_change_found() {
        let tiers: Vec<Option<Tier>> = [9, 10, 29, 30, 59, 60, 89, 90].map(|day| course().tier_at(at(day))).into();
        use Tier::{Complex, High, Low};
        assert_eq!(tiers, [None, Some(Low), Some(Low), Some(High), Some(High), Some(Complex), Some(Complex), None]);
    }

    #[test]
    fn high_risk_is_quiet_after_thirty_days_without_being_reached_and_not_before() {
        let quiet = |tier, last: Option<i64>, now| is_quiet(tier, at(0), last.map(at), at(now));
        assert!(!quiet(Tier::High, None, 30) && quiet(Tier::High, None, 31));
        assert!(!quiet(Tier::Complex, Some(5), 35) && quiet(Tier::Complex, Some(5), 36));
        assert!(!quiet(Tier::High, Some(-20), 30), "reached before the enrolment");
        assert!(!quiet(Tier::Rising, None, 300));
    }

    #[test]
    fn small_counts_and_the_sums_that_would_tell_them_are_left_out_and_the_others_rounded() {
        assert_eq!(shown_together(&[0, 10, 13, 40], false), (vec![Some(0), None, Some(15), Some(40)], None));
        assert_eq!(shown_together(&[0, 12, 11, 41], false).1, Some(60), "the sum of what is shown");
        assert_eq!(shown_together(&[0, 1, 2, 3], true).1, Some(6));
        assert_eq!(
            [shown_part(20, 40, false), shown_part(20, 3, false), shown_part(3, 40, false)],
            [Some(20), None, None]
        );
        assert_eq!([shown_part(0, 40, false), shown_part(3, 2, true)], [Some(0), Some(3)]);
    }

    proptest! {
        #[test]
        fn everybody_who_is_open_stands_in_one_tier(days in proptest::collection::vec((0i64..50, 1i64..50), 0..20), when in 0i64..120) {
            let courses: Vec<TierCourse> = days
                .iter()
                .map(|(start, length)| TierCourse { enrolled_at: at(*start), closed_at: Some(at(start + length)), ..course() })
                .collect();
            let open = days.iter().filter(|(start, length)| (*start..start + length).contains(&when)).count();
            prop_assert_eq!(tiers_at(&courses, at(when)).iter().sum::<u32>() as usize, open);
        }
    }
}
