use super::*;
use crate::code::Code;
use chrono::{Days, Duration, TimeZone};
use chrono_tz::America::{Havana, New_York};

mod direction;
mod property;
mod stored;
mod tell;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn wall(text: &str, zone: Tz) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    zone.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn clock(kind: ClockKind, amount: u32) -> Clock {
    match kind {
        ClockKind::ElapsedHours => Clock::elapsed_hours(amount),
        ClockKind::CalendarDays => Clock::calendar_days(amount),
        ClockKind::CalendarMonths => Clock::calendar_months(amount),
        ClockKind::BusinessDays => Clock::business_days(amount),
        ClockKind::SchoolDays => Clock::school_days(amount),
        ClockKind::CourtDays => Clock::court_days(amount),
        ClockKind::Window => Clock::window(-3, i32::try_from(amount).unwrap_or(i32::MAX)),
    }
}

fn ny(text: &str) -> DateTime<Utc> {
    wall(text, New_York)
}

fn run(kind: ClockKind, amount: u32, anchor: &str) -> Due {
    due(&clock(kind, amount), ny(anchor), New_York, &Calendar::default())
}

#[test]
fn tv_0_24_elapsed_hours_over_the_spring_change_end_at_13_on_the_wall() {
    let due = run(ClockKind::ElapsedHours, 24, "2026-03-07 12:00");
    assert_eq!(due.due_at, ny("2026-03-08 13:00"));
    assert_eq!(due.due_on, day("2026-03-08"));
    assert!(
        due.steps().iter().any(|step| step.step == StepKind::DaylightSaving && step.detail.contains("forward by 60"))
    );
    assert!(due.steps().last().unwrap().detail.contains("2026-03-08 13:00 EDT"));
}

#[test]
fn tv_0_24_elapsed_hours_over_the_autumn_change_end_at_11_on_the_wall() {
    let due = run(ClockKind::ElapsedHours, 24, "2026-10-31 12:00");
    assert_eq!(due.due_at, ny("2026-11-01 11:00"));
    assert!(due.steps().iter().any(|step| step.step == StepKind::DaylightSaving && step.detail.contains("back by 60")));
}

#[test]
fn tv_0_30_days_from_2_march_are_due_at_the_end_of_1_april() {
    let due = run(ClockKind::CalendarDays, 30, "2026-03-02 09:15");
    assert_eq!(due.due_on, day("2026-04-01"));
    assert_eq!(due.due_at, ny("2026-04-01 23:59") + Duration::seconds(59));
    assert_eq!(due.opens_at, None);
}

#[test]
fn tv_0_the_due_second_is_in_time_and_one_unit_later_is_not() {
    let due = run(ClockKind::ElapsedHours, 24, "2026-03-02 22:10");
    assert!(in_time(ny("2026-03-03 22:10"), due.due_at));
    assert!(in_time(ny("2026-03-03 22:10") + Duration::milliseconds(999), due.due_at));
    assert!(!in_time(ny("2026-03-03 22:10") + Duration::seconds(1), due.due_at));
    assert!(!in_time(ny("2026-03-03 22:11"), due.due_at));
}

#[test]
fn tv_0_an_excluded_day_zero_opens_at_the_next_local_midnight_and_leaves_the_due_date() {
    let clock = clock(ClockKind::CalendarDays, 7).without_day0();
    let due = due(&clock, ny("2026-03-10 15:30"), New_York, &Calendar::default());
    assert_eq!(due.opens_at, Some(ny("2026-03-11 00:00")));
    assert_eq!(due.due_on, day("2026-03-17"));
    assert!(due.steps().iter().any(|step| step.step == StepKind::DayZero));
}

#[test]
fn tv_0_days_are_counted_on_the_local_wall_not_in_utc() {
    let late = ny("2026-03-02 23:30");
    assert_eq!(late.date_naive(), day("2026-03-03"));
    let due = due(&clock(ClockKind::CalendarDays, 30), late, New_York, &Calendar::default());
    assert_eq!(due.due_on, day("2026-04-01"));
}

#[test]
fn tv_t_5_two_business_days_after_friday_end_on_tuesday() {
    let due = run(ClockKind::BusinessDays, 2, "2026-03-06 14:00");
    assert_eq!(due.due_on, day("2026-03-10"));
    let steps = due.steps();
    let skipped: Vec<_> =
        steps.iter().filter(|step| step.step == StepKind::Skipped).map(|step| step.detail.as_str()).collect();
    assert_eq!(skipped, ["2026-03-07 is skipped: Saturday.", "2026-03-08 is skipped: Sunday."]);
}

#[test]
fn tv_t_5_two_business_days_over_thanksgiving_end_on_monday() {
    let due = run(ClockKind::BusinessDays, 2, "2026-11-25 10:00");
    assert_eq!(due.due_on, day("2026-11-30"));
    assert!(due.steps().iter().any(|step| step.detail.contains("Thanksgiving Day")));
}

#[test]
fn a_closure_of_the_organization_is_skipped_like_a_holiday() {
    let calendar = Calendar { closures: [day("2026-03-09"), day("2026-03-10")].into(), ..Calendar::default() };
    let due = due(&clock(ClockKind::BusinessDays, 1), ny("2026-03-06 14:00"), New_York, &calendar);
    assert_eq!(due.due_on, day("2026-03-11"));
}

#[test]
fn no_business_days_end_on_the_same_day_or_the_next_business_day() {
    assert_eq!(run(ClockKind::BusinessDays, 0, "2026-03-06 14:00").due_on, day("2026-03-06"));
    assert_eq!(run(ClockKind::BusinessDays, 0, "2026-03-07 14:00").due_on, day("2026-03-09"));
}

#[test]
fn a_day_clock_crosses_both_changes_and_the_leap_day_on_the_wall() {
    assert_eq!(
        run(ClockKind::CalendarDays, 1, "2026-03-07 12:00").due_at,
        ny("2026-03-08 23:59") + Duration::seconds(59)
    );
    assert_eq!(
        run(ClockKind::CalendarDays, 1, "2026-10-31 12:00").due_at,
        ny("2026-11-01 23:59") + Duration::seconds(59)
    );
    assert_eq!(run(ClockKind::CalendarDays, 1, "2028-02-28 12:00").due_on, day("2028-02-29"));
    assert_eq!(run(ClockKind::CalendarDays, 1, "2026-02-28 12:00").due_on, day("2026-03-01"));
}

#[test]
fn a_skipped_midnight_starts_the_day_at_the_change() {
    // Havana skips 00:00-01:00 on 2026-03-08.
    assert_eq!(start_of_day(day("2026-03-08"), Havana), wall("2026-03-08 01:00", Havana));
    assert_eq!(end_of_day(day("2026-03-07"), Havana), wall("2026-03-08 01:00", Havana) - Duration::seconds(1));
    assert_eq!(local_date(end_of_day(day("2026-03-07"), Havana), Havana), day("2026-03-07"));
}

#[test]
fn a_repeated_midnight_starts_the_day_at_its_first_occurrence() {
    // Havana repeats 00:00-01:00 on 2026-11-01.
    let start = start_of_day(day("2026-11-01"), Havana);
    assert_eq!(local_date(start, Havana), day("2026-11-01"));
    assert_eq!(local_date(start - Duration::seconds(1), Havana), day("2026-10-31"));
    assert_eq!(end_of_day(day("2026-11-01"), Havana) - start, Duration::hours(25) - Duration::seconds(1));
}

#[test]
fn a_day_that_a_zone_left_out_ends_where_the_next_begins() {
    // Apia had no 2011-12-30.
    let apia = chrono_tz::Pacific::Apia;
    assert_eq!(start_of_day(day("2011-12-30"), apia), start_of_day(day("2011-12-31"), apia));
    assert_eq!(local_date(end_of_day(day("2011-12-30"), apia), apia), day("2011-12-29"));
}

#[test]
fn amounts_beyond_reason_end_after_a_century_instead_of_failing() {
    for kind in ClockKind::ALL {
        let due = run(*kind, u32::MAX, "2026-03-02 12:00");
        assert!(due.due_on >= day("2126-01-01"), "{kind}: {}", due.due_on);
        assert!(due.due_on <= day("2200-01-01"), "{kind}: {}", due.due_on);
    }
    let end = due(&clock(ClockKind::CalendarDays, 9), DateTime::<Utc>::MAX_UTC, Tz::UTC, &Calendar::default());
    assert_eq!(end.due_at, DateTime::<Utc>::MAX_UTC);
}
