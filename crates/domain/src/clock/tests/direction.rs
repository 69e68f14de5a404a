//! Counting back, rolling, months, windows, schools and courts.

use super::*;
use crate::calendar::{SchoolCalendar, SchoolYear};

fn last(clock: Clock, start: &str) -> NaiveDate {
    last_day(&clock, day(start), &Calendar::default()).unwrap()
}

#[test]
fn counting_back_ends_with_the_last_second_of_the_day() {
    let due = due(&Clock::calendar_days(2).back(), ny("2026-03-10 11:00"), New_York, &Calendar::default());
    assert_eq!(due.due_at, ny("2026-03-08 23:59") + Duration::seconds(59));
    assert_eq!(due.opens_at, None);
    assert_eq!(due.steps().last().unwrap().detail, "2 calendar days before then: due by 2026-03-08 23:59 EDT.");
}

#[test]
fn counting_hours_back_over_the_spring_change_counts_real_hours() {
    let due = due(&Clock::elapsed_hours(24).back(), ny("2026-03-08 13:00"), New_York, &Calendar::default());
    assert_eq!(due.due_at, ny("2026-03-07 12:00"));
    assert!(due.steps().iter().any(|step| step.detail.contains("forward by 60 minutes")));
}

#[test]
fn business_days_are_counted_back_over_weekend_and_holiday() {
    assert_eq!(last(Clock::business_days(2).back(), "2026-11-30"), day("2026-11-25"));
    assert_eq!(last(Clock::business_days(0).back(), "2026-03-07"), day("2026-03-06"));
}

#[test]
fn a_last_day_rolls_only_where_the_clock_says_so() {
    let rolling = |roll| Clock { span: Span::CalendarDays(5, roll), ..Clock::calendar_days(5) };
    assert_eq!(last(rolling(Roll::Off), "2026-03-02"), day("2026-03-07"));
    assert_eq!(last(rolling(Roll::Forward), "2026-03-02"), day("2026-03-09"));
    assert_eq!(last(rolling(Roll::Back), "2026-03-02"), day("2026-03-06"));
}

#[test]
fn months_end_on_the_same_day_or_on_the_last_of_a_shorter_month() {
    assert_eq!(last(Clock::calendar_months(12), "2026-03-02"), day("2027-03-02"));
    assert_eq!(last(Clock::calendar_months(1), "2026-01-31"), day("2026-02-28"));
    assert_eq!(last(Clock::calendar_months(12), "2028-02-29"), day("2029-02-28"));
    assert_eq!(last(Clock::calendar_months(48), "2028-02-29"), day("2032-02-29"));
    assert_eq!(last(Clock::calendar_months(72).back(), "2026-03-02"), day("2020-03-02"));
}

#[test]
fn a_window_opens_at_the_start_of_its_first_day_and_closes_at_the_end_of_its_last() {
    let due = due(&Clock::window(-30, 30), ny("2026-06-30 09:00"), New_York, &Calendar::default());
    assert_eq!(due.opens_at, Some(ny("2026-05-31 00:00")));
    assert_eq!(due.due_at, ny("2026-07-30 23:59") + Duration::seconds(59));
    let steps = due.steps();
    let told: Vec<_> = steps.iter().map(|step| step.detail.as_str()).collect();
    assert_eq!(
        told,
        [
            "Starts 2026-06-30 09:00 EDT.",
            "2026-06-30 is day 0; the window opens 2026-05-31 00:00 EDT, 30 days before it.",
            "The window closes 30 days after it: due by 2026-07-30 23:59 EDT."
        ]
    );
}

#[test]
fn school_days_pass_over_days_off_and_the_summer() {
    let school = SchoolCalendar {
        years: vec![
            SchoolYear { first: day("2025-09-02"), last: day("2026-06-12") },
            SchoolYear { first: day("2026-09-01"), last: day("2027-06-11") },
        ],
        days_off: [day("2026-06-08")].into(),
    };
    let calendar = Calendar { school, ..Calendar::default() };
    // Friday 5 June; 9, 10, 11, 12 June are days 1 to 4; from 1 September on days 5 to 10, without Labor Day, which is in
    // session here because the school did not declare it off.
    assert_eq!(last_day(&Clock::school_days(4), day("2026-06-05"), &calendar), Some(day("2026-06-12")));
    assert_eq!(last_day(&Clock::school_days(10), day("2026-06-05"), &calendar), Some(day("2026-09-08")));
    let due = due(&Clock::school_days(10), ny("2026-06-05 10:00"), New_York, &calendar);
    assert!(due.steps().iter().any(|step| step.detail == "2026-06-08 is skipped: no school."));
    assert!(due.steps().iter().any(|step| step.detail == "2026-07-01 is skipped: between school years."));
}

#[test]
fn a_court_rolls_a_closed_last_day_away_from_the_anchor() {
    assert_eq!(last(Clock::court_days(21), "2026-05-04"), day("2026-05-26"));
    assert_eq!(last(Clock::court_days(14).back(), "2026-09-21"), day("2026-09-04"), "7 September is Labor Day");
    let due = due(&Clock::court_days(21), ny("2026-05-04 10:00"), New_York, &Calendar::default());
    assert!(due.steps().iter().any(|step| step.detail == "2026-05-25 cannot be the last day: Memorial Day."));
}

#[test]
fn service_by_mail_adds_three_days_after_the_period_and_rolls_again() {
    // 21 days end on Tuesday 26 May; three more end on Friday 29 May. From 1 May the 22nd is a Friday and 25 May a holiday.
    let (clock, calendar) = (Clock::court_days(21), Calendar::default());
    let mailed = |start| {
        let base = due(&clock, ny(start), New_York, &calendar);
        extended(base, &clock, 3, "service by mail", New_York, &calendar)
    };
    assert_eq!(mailed("2026-05-04 10:00").due_on, day("2026-05-29"));
    assert_eq!(mailed("2026-05-01 10:00").due_on, day("2026-05-26"));
    let told = mailed("2026-05-01 10:00").steps().pop().unwrap();
    assert_eq!(told.detail, "Extended by 3 days (service by mail): due by 2026-05-26 23:59 EDT.");
}

#[test]
fn an_extension_of_hours_is_counted_in_hours() {
    let (clock, calendar) = (Clock::elapsed_hours(72), Calendar::default());
    let base = due(&clock, ny("2026-03-02 09:00"), New_York, &calendar);
    let later = extended(base, &clock, 14, "the member asked for it", New_York, &calendar);
    assert_eq!(later.due_at, ny("2026-03-05 09:00") + Duration::hours(14 * 24));
}
