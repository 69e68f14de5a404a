//! Age in completed years by the calendar birthday.

use chrono::{Datelike, NaiveDate};

crate::codes! {
    /// When a person born on 29 February has their birthday in a year without that day.
    pub enum LeapBirthday {
        /// 1 March (the default).
        FirstOfMarch = "first_of_march",
        /// 28 February.
        LastOfFebruary = "last_of_february",
    }
}

/// Completed years on `day` of a person born on `birth`; a birthday on 29 February falls on 1 March in other years.
/// `None` when the person is not born yet.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    age_with(birth, day, LeapBirthday::FirstOfMarch)
}

/// As [`age_on`], with the jurisdiction's choice for people born on 29 February.
pub fn age_with(birth: NaiveDate, day: NaiveDate, leap: LeapBirthday) -> Option<u32> {
    let mut birthday = (birth.month(), birth.day());
    if birthday == (2, 29) && !day.leap_year() && leap == LeapBirthday::LastOfFebruary {
        birthday = (2, 28);
    }
    let before_birthday = (day.month(), day.day()) < birthday;
    let years = day.year() - birth.year() - i32::from(before_birthday);
    if day < birth { None } else { u32::try_from(years).ok() }
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
    fn tv_0_age_is_counted_by_birthday_not_by_days() {
        assert_eq!(age_on(day("2008-03-01"), day("2026-02-25")), Some(17));
        assert_eq!(age_on(day("2008-03-01"), day("2026-02-28")), Some(17));
        assert_eq!(age_on(day("2008-03-01"), day("2026-03-01")), Some(18));
    }

    #[test]
    fn tv_0_a_leap_day_birthday_falls_on_1_march_unless_the_setting_says_28_february() {
        let born = day("2008-02-29");
        assert_eq!(age_on(born, day("2026-02-28")), Some(17));
        assert_eq!(age_on(born, day("2026-03-01")), Some(18));
        assert_eq!(age_on(born, day("2028-02-28")), Some(19));
        assert_eq!(age_on(born, day("2028-02-29")), Some(20));
        let last = LeapBirthday::LastOfFebruary;
        assert_eq!(age_with(born, day("2026-02-27"), last), Some(17));
        assert_eq!(age_with(born, day("2026-02-28"), last), Some(18));
        assert_eq!(age_with(born, day("2028-02-28"), last), Some(19));
    }

    #[test]
    fn a_person_has_no_age_before_birth_and_is_zero_on_the_first_day() {
        assert_eq!(age_on(day("2026-03-02"), day("2026-03-01")), None);
        assert_eq!(age_on(day("2026-03-02"), day("2025-12-31")), None);
        assert_eq!(age_on(day("2026-03-02"), day("2026-03-02")), Some(0));
        assert_eq!(age_on(day("2024-02-29"), day("2024-02-29")), Some(0));
    }

    proptest! {
        #[test]
        fn age_never_falls_and_rises_by_at_most_one_overnight(start in 0i64..30_000, later in 0i64..40_000) {
            let birth = day("1930-01-01") + chrono::Duration::days(start);
            let today = birth + chrono::Duration::days(later);
            let now = age_on(birth, today).unwrap();
            let tomorrow = age_on(birth, today + chrono::Duration::days(1)).unwrap();
            prop_assert!(tomorrow == now || tomorrow == now + 1);
        }
    }
}
