use super::*;
use crate::appointment::clash::{clashes, require_free};
use crate::appointment::plan::{Intensity, visits};
use crate::appointment::repeat::{Repeat, RepeatEvery, starts};
use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::{Europe::London, Tz};
use proptest::prelude::*;

fn zone() -> impl Strategy<Value = Tz> {
    prop_oneof![Just(New_York), Just(London), Just(chrono_tz::Australia::Lord_Howe), Just(chrono_tz::America::Phoenix)]
}

proptest! {
    /// Whatever the zone and the season: the wall shows the same time each time, unless the clocks skip it.
    #[test]
    fn a_series_shows_the_same_time_on_the_wall_each_time(
        zone in zone(), minute in 0..2_628_000_i64, every in proptest::sample::select(RepeatEvery::ALL), count in 1..=53_u32,
    ) {
        let first = at("2024-01-01T00:00") + TimeDelta::minutes(minute);
        let all = starts(first, zone, Repeat { every, until: None, count: Some(count) }).unwrap();
        let wall = |at: &DateTime<Utc>| at.with_timezone(&zone).naive_local();
        prop_assert_eq!((all.len(), all[0]), (count as usize, first));
        let skipped = all.iter().filter(|at| wall(at).time() != wall(&first).time()).count();
        // A time is skipped on one day of the year at most; a series lasts four and a half years at most.
        prop_assert!(skipped <= 5, "{skipped} of {count}");
        for pair in all.windows(2) {
            let days = (wall(&pair[1]).date() - wall(&pair[0]).date()).num_days();
            let expected = match every { RepeatEvery::Week => 7..=7, RepeatEvery::TwoWeeks => 14..=14, RepeatEvery::Month => 28..=35 };
            prop_assert!(expected.contains(&days), "{days} days");
            prop_assert_eq!(wall(&pair[1]).weekday(), wall(&first).weekday());
        }
    }

    /// Whoever books what, in any order: what was let through never overlaps, and it does not matter in which order one looks.
    #[test]
    fn what_is_let_through_never_overlaps(wanted in proptest::collection::vec((0..600_i64, 5..90_i64, 0..3_u128, 0..3_u128), 0..25)) {
        let mut booked: Vec<Appointment> = Vec::new();
        for (index, (start, minutes, person, worker)) in wanted.into_iter().enumerate() {
            let appointment = Appointment {
                person_id: Uuid::from_u128(100 + person),
                attendee_ids: vec![Uuid::from_u128(200 + worker)],
                ..visit(index as u128, noon() + TimeDelta::minutes(start), minutes)
            };
            let mut turned = booked.clone();
            turned.reverse();
            let result = require_free(&appointment, &booked, New_York);
            prop_assert_eq!(&result, &require_free(&appointment, &turned, New_York));
            prop_assert_eq!(result.is_ok(), !booked.iter().any(|other| clashes(other, &appointment)));
            if result.is_ok() {
                booked.push(appointment);
            }
        }
        for (index, one) in booked.iter().enumerate() {
            for other in &booked[index + 1..] {
                let shares = one.person_id == other.person_id || one.attendee_ids == other.attendee_ids;
                prop_assert!(!shares || one.ends_at <= other.starts_at || other.ends_at <= one.starts_at);
            }
        }
    }

    /// As many visits as ordered in each whole week, one a day at most.
    #[test]
    fn a_visit_plan_has_the_ordered_number_in_each_whole_week(per_week in 1..=7_u32, weeks in 1..=12_u32, monday in 0..300_i64) {
        let first_on = "2026-01-05".parse::<NaiveDate>().unwrap() + TimeDelta::weeks(monday);
        let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let found = visits(Intensity { per_week, weeks }, first_on, time, New_York, &Default::default());
        prop_assert_eq!(found.len(), (per_week * weeks) as usize);
        let days: Vec<NaiveDate> = found.iter().map(|at| at.with_timezone(&New_York).date_naive()).collect();
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
