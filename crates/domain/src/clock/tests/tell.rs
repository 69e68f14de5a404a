//! The sentences.

use super::*;

fn told(due: &Due) -> Vec<String> {
    due.steps().into_iter().map(|step| step.detail).collect()
}

/// The calendar that is closed on all of the `days` days after `start`.
fn shut_for(start: NaiveDate, days: u64) -> Calendar {
    Calendar { closures: (1..=days).map(|n| start + Days::new(n)).collect(), ..Calendar::default() }
}

#[test]
fn a_hundred_days_are_passed_over_one_by_one_and_the_rest_as_a_number() {
    // 2026-03-02 + 101 days is Thursday 11 June, + 102 days Friday 12 June, + 121 days Wednesday 1 July.
    let (start, one) = (ny("2026-03-02 10:00"), Clock::business_days(1));
    let after = |days| told(&due(&one, start, New_York, &shut_for(day("2026-03-02"), days)));
    assert_eq!(after(100).len(), 1 + 100 + 1);
    let one_more = after(101);
    assert_eq!(one_more.len(), 1 + 100 + 1 + 1);
    assert_eq!(one_more[101], "And 1 day more.");
    assert_eq!(after(120)[101], "And 20 days more.");
    assert_eq!(after(120)[102], "1 business day from then: due by 2026-07-01 23:59 EDT.");
}

#[test]
fn an_extension_tells_the_days_it_passes_over_and_leaves_the_first_calculation_as_it_was() {
    let (clock, calendar) = (Clock::court_days(21), Calendar::default());
    let base = due(&clock, ny("2026-05-01 10:00"), New_York, &calendar);
    let before = told(&base);
    let after = told(&extended(base, &clock, 1, "asked for", New_York, &calendar));
    assert_eq!(after[..before.len()], before);
    assert_eq!(
        after[before.len()..],
        [
            "2026-05-23 cannot be the last day: Saturday.",
            "2026-05-24 cannot be the last day: Sunday.",
            "2026-05-25 cannot be the last day: Memorial Day.",
            "Extended by 1 day (asked for): due by 2026-05-26 23:59 EDT."
        ]
    );
}

#[test]
fn every_kind_of_clock_names_what_it_counts_once_or_many_times() {
    let last = |clock: Clock| told(&due(&clock, ny("2026-03-03 10:00"), New_York, &Calendar::default())).pop().unwrap();
    for (clock, sentence) in [
        (Clock::elapsed_hours(1), "1 hour from then: due by 2026-03-03 11:00 EST."),
        (Clock::elapsed_hours(2).back(), "2 hours before then: due by 2026-03-03 08:00 EST."),
        (Clock::calendar_days(1), "1 calendar day from then: due by 2026-03-04 23:59 EST."),
        (Clock::calendar_months(2), "2 months from then: due by 2026-05-03 23:59 EDT."),
        (Clock::business_days(2), "2 business days from then: due by 2026-03-05 23:59 EST."),
        (Clock::school_days(1), "1 school day from then: due by 2026-03-04 23:59 EST."),
        (Clock::court_days(1), "1 day by the rule of the court from then: due by 2026-03-04 23:59 EST."),
        (Clock::court_days(2), "2 days by the rule of the court from then: due by 2026-03-05 23:59 EST."),
        (Clock::window(-2, 0), "The window closes on day 0: due by 2026-03-03 23:59 EST."),
        (Clock::window(-2, -1), "The window closes 1 day before it: due by 2026-03-02 23:59 EST."),
        (Clock::window(0, 1), "The window closes 1 day after it: due by 2026-03-04 23:59 EST."),
    ] {
        assert_eq!(last(clock), sentence);
    }
}

#[test]
fn hours_say_when_the_wall_clock_changes_on_the_way_and_days_do_not() {
    let over = |clock: Clock| told(&due(&clock, ny("2026-10-31 12:00"), New_York, &Calendar::default()));
    let change =
        "The clocks go back by 60 minutes on the way; hours are counted as they pass, not as the wall shows them.";
    assert_eq!(over(Clock::elapsed_hours(24))[1], change);
    assert_eq!(over(Clock::calendar_days(1)).len(), 2);
    assert_eq!(over(Clock::elapsed_hours(1)).len(), 2);
}
