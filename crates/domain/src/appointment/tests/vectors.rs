use super::*;
use crate::appointment::plan::{Intensity, visits};
use crate::appointment::rate::{OrderWeek, visit_adherence};
use crate::appointment::repeat::{Repeat, RepeatEvery, starts};
use chrono::{NaiveDate, NaiveTime};

fn percent(rate: Option<f64>) -> f64 {
    (rate.unwrap() * 1000.0).round() / 10.0
}

#[test]
fn tv_k16_5_of_6_visits_are_83_3_percent_when_a_week_in_hospital_is_left_out() {
    let week = |ordered, done, on_hold| OrderWeek { ordered, done, on_hold };
    let (done, ordered) = visit_adherence(&[week(3, 3, false), week(3, 2, false), week(2, 0, true)]);
    assert_eq!((done, ordered), (5, 6));
    assert_eq!(percent(Some(f64::from(done) / f64::from(ordered))), 83.3);
    assert_eq!(visit_adherence(&[week(1, 4, false), week(3, 0, false)]), (1, 4), "a week makes up for no other");
}

#[test]
fn a_series_keeps_its_time_on_the_wall_when_the_clocks_change() {
    // 10:00 in New York is 15:00 UTC before 8 March 2026 and 14:00 UTC from then on.
    let repeat = Repeat { every: RepeatEvery::Week, until: None, count: Some(3) };
    let found = starts(at("2026-03-03T15:00"), New_York, repeat).unwrap();
    assert_eq!(found, [at("2026-03-03T15:00"), at("2026-03-10T14:00"), at("2026-03-17T14:00")]);
    // 02:30 does not exist on 8 March: the first minute that does is 03:00.
    let found = starts(at("2026-03-01T07:30"), New_York, Repeat { count: Some(2), ..repeat }).unwrap();
    assert_eq!(found[1], at("2026-03-08T07:00"));
}

#[test]
fn a_month_repeats_on_its_weekday_and_the_fifth_one_on_the_last() {
    let repeat = Repeat { every: RepeatEvery::Month, until: "2026-05-31".parse().ok(), count: None };
    let found = starts(at("2026-03-30T14:00"), New_York, repeat).unwrap();
    assert_eq!(found, [at("2026-03-30T14:00"), at("2026-04-27T14:00"), at("2026-05-25T14:00")]);
    let second_tuesday = starts(at("2026-04-14T14:00"), New_York, repeat).unwrap();
    assert_eq!(second_tuesday, [at("2026-04-14T14:00"), at("2026-05-12T14:00")]);
}

#[test]
fn a_series_has_an_end_that_lies_ahead_and_is_not_too_far() {
    let refused = |until: Option<&str>, count| {
        let repeat = Repeat { every: RepeatEvery::TwoWeeks, until: until.and_then(|day| day.parse().ok()), count };
        let rule = starts(at("2026-03-03T15:00"), New_York, repeat).unwrap_err();
        assert_eq!(rule.pointer.as_deref(), Some("/repeat"));
        rule.code
    };
    assert_eq!(refused(None, None), "series_needs_end");
    assert_eq!(refused(Some("2026-03-02"), Some(9)), "series_ends_before_it_begins");
    assert_eq!(refused(Some("2030-03-02"), None), "series_too_long");
    assert_eq!(refused(None, Some(54)), "series_too_long");
}

#[test]
fn visits_are_spread_over_the_business_days_and_none_lies_before_the_first_day() {
    let plan = |per_week, first_on: &str| -> Vec<String> {
        let (first_on, time) = (first_on.parse::<NaiveDate>().unwrap(), NaiveTime::from_hms_opt(10, 0, 0).unwrap());
        let found = visits(Intensity { per_week, weeks: 2 }, first_on, time, New_York, &Default::default());
        found.iter().map(|at| at.format("%m-%d").to_string()).collect()
    };
    assert_eq!(plan(2, "2026-07-13"), ["07-13", "07-15", "07-20", "07-22"]);
    assert_eq!(plan(3, "2026-07-15"), ["07-16", "07-20", "07-21", "07-23"]);
    assert_eq!(plan(7, "2026-07-13").len(), 14);
    // Labor Day, 7 September 2026, is a federal holiday.
    assert_eq!(plan(2, "2026-09-07")[..2], ["09-08", "09-10"]);
}
