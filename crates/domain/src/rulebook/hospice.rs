//! Hospice benefit periods (T-12): 90 days, 90 days, then 60 days each (42 CFR 418.21).

use chrono::{Days, NaiveDate};

/// A benefit period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenefitPeriod {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

/// The benefit period with this number (from 1) of an election that was never revoked; `None` for number 0 or beyond what can be
/// written as a date. The clock `T-12.face_to_face` of the third and later ones is anchored on their first day.
pub fn benefit_period(election: NaiveDate, number: u32) -> Option<BenefitPeriod> {
    let before = u64::from(number.checked_sub(1)?);
    let first = election.checked_add_days(Days::new(before.min(2) * 90 + before.saturating_sub(2) * 60))?;
    let length = if before < 2 { 90 } else { 60 };
    Some(BenefitPeriod { first, last: first.checked_add_days(Days::new(length - 1))? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn tv_t_12_election_2026_03_02_starts_period_2_on_05_31_and_period_3_on_08_29() {
        let first = |number| benefit_period(day("2026-03-02"), number).unwrap().first;
        assert_eq!((first(1), first(2), first(3)), (day("2026-03-02"), day("2026-05-31"), day("2026-08-29")));
    }

    #[test]
    fn periods_follow_each_other_without_a_gap_and_from_the_third_on_last_60_days() {
        let election = day("2026-03-02");
        for number in 1..40 {
            let [this, next] = [number, number + 1].map(|number| benefit_period(election, number).unwrap());
            assert_eq!(this.last.succ_opt(), Some(next.first));
            let length = (this.last - this.first).num_days() + 1;
            assert_eq!(length, if number < 3 { 90 } else { 60 });
        }
        assert_eq!(benefit_period(election, 0), None);
        assert_eq!(benefit_period(election, u32::MAX), None);
    }

    proptest! {
        #[test]
        fn every_day_since_the_election_is_in_one_period(start in 0u64..40_000, later in 0u64..3_000) {
            let election = day("1990-01-01") + Days::new(start);
            let today = election + Days::new(later);
            let periods = (1..60).filter_map(|number| benefit_period(election, number));
            prop_assert_eq!(periods.filter(|period| period.first <= today && today <= period.last).count(), 1);
        }
    }
}
