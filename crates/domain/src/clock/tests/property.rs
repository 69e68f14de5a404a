//! What holds for every anchor, zone and amount.

use super::*;
use proptest::prelude::*;

fn zone() -> impl Strategy<Value = Tz> {
    let zones = [
        "America/New_York",
        "America/Los_Angeles",
        "America/Phoenix",
        "Pacific/Honolulu",
        "America/Havana",
        "America/Anchorage",
        "America/Puerto_Rico",
        "Pacific/Guam",
        "America/Asuncion",
        "Asia/Beirut",
    ];
    prop::sample::select(zones.map(|zone| zone.parse::<Tz>().unwrap()).to_vec())
}

fn anchor() -> impl Strategy<Value = DateTime<Utc>> {
    (1_000_000_000i64..2_500_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

/// The kinds of clock that count from the anchor.
fn counting() -> Vec<ClockKind> {
    ClockKind::ALL.iter().copied().filter(|kind| *kind != ClockKind::Window).collect()
}

/// Any clock at all, windows and amounts beyond reason included.
fn any_clock() -> impl Strategy<Value = Clock> {
    let kind = prop::sample::select(ClockKind::ALL);
    let amount = prop_oneof![0u32..500, Just(u32::MAX), Just(i32::MAX.unsigned_abs())];
    let roll = prop::sample::select(Roll::ALL);
    (kind, amount, roll, any::<[bool; 2]>()).prop_map(|(kind, amount, roll, [back, include_day0])| {
        let span = match clock(kind, amount).span {
            Span::CalendarDays(amount, _) => Span::CalendarDays(amount, roll),
            Span::CalendarMonths(amount, _) => Span::CalendarMonths(amount, roll),
            other => other,
        };
        let back = back && kind != ClockKind::Window;
        Clock { span, direction: if back { Direction::Back } else { Direction::Forward }, include_day0 }
    })
}

/// The instants that make a careless computation overflow, and all others.
fn extreme() -> impl Strategy<Value = DateTime<Utc>> {
    let (first, last) = (DateTime::<Utc>::MIN_UTC.timestamp(), DateTime::<Utc>::MAX_UTC.timestamp());
    let ends = prop_oneof![Just(0i64), Just(1), 0i64..300_000];
    prop_oneof![
        (first..=last).boxed(),
        ends.clone().prop_map(move |from| first + from).boxed(),
        ends.prop_map(move |from| last - from).boxed(),
    ]
    .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

proptest! {
    #[test]
    fn a_time_on_the_wall_reads_as_its_pattern_says(any in extreme(), near in anchor(), zone in zone()) {
        for at in [any, near] {
            let pattern = crate::clock::wall::inner(at).with_timezone(&zone).format("%Y-%m-%d %H:%M %Z").to_string();
            prop_assert_eq!(local_time(at, zone), pattern);
        }
    }

    #[test]
    fn a_day_deadline_is_the_last_second_of_its_date_in_any_zone(anchor in anchor(), zone in zone(), days in 0u32..400) {
        let due = due(&clock(ClockKind::CalendarDays, days), anchor, zone, &Calendar::default());
        prop_assert_eq!(due.due_on, local_date(anchor, zone) + Days::new(days.into()));
        prop_assert!(local_date(due.due_at + Duration::seconds(1), zone) > due.due_on);
    }

    #[test]
    fn a_later_anchor_or_a_longer_clock_is_never_due_earlier(
        anchor in anchor(), zone in zone(), kind in prop::sample::select(ClockKind::ALL), amount in 1u32..60, later in 0i64..1_000_000,
    ) {
        let calendar = Calendar::default();
        let base = due(&clock(kind, amount), anchor, zone, &calendar).due_at;
        let longer = due(&clock(kind, amount + 1), anchor, zone, &calendar).due_at;
        prop_assert!(longer > base || kind == ClockKind::CourtDays && longer == base);
        prop_assert!(due(&clock(kind, amount), anchor + Duration::seconds(later), zone, &calendar).due_at >= base);
    }

    #[test]
    fn a_business_deadline_is_on_a_business_day_with_the_right_number_of_them_passed(anchor in anchor(), zone in zone(), days in 1u32..40) {
        let calendar = Calendar::default();
        let start = local_date(anchor, zone);
        let end = due(&clock(ClockKind::BusinessDays, days), anchor, zone, &calendar).due_on;
        prop_assert!(calendar.is_business_day(end));
        let passed = start.iter_days().skip(1).take_while(|date| *date <= end).filter(|date| calendar.is_business_day(*date)).count();
        prop_assert_eq!(passed, days as usize);
    }

    #[test]
    fn a_longer_count_back_is_never_due_later(
        anchor in anchor(), zone in zone(), kind in prop::sample::select(counting()), amount in 0u32..60,
    ) {
        let calendar = Calendar::default();
        let at = |amount| due_at(&clock(kind, amount).back(), anchor, zone, &calendar);
        prop_assert!(at(amount + 1) <= at(amount));
    }

    #[test]
    fn counting_back_undoes_counting_forward_from_an_open_day(start in 0u64..20_000, amount in 0u32..300) {
        let calendar = Calendar::default();
        let start = day("1990-01-01") + Days::new(start);
        let there_and_back = |kind| {
            let there = last_day(&clock(kind, amount), start, &calendar).unwrap();
            last_day(&clock(kind, amount).back(), there, &calendar).unwrap()
        };
        prop_assert_eq!(there_and_back(ClockKind::CalendarDays), start);
        for kind in [ClockKind::BusinessDays, ClockKind::SchoolDays] {
            prop_assert!(!calendar.is_business_day(start) || there_and_back(kind) == start);
        }
    }

    #[test]
    fn counting_hours_back_undoes_counting_them_forward(anchor in anchor(), zone in zone(), hours in 0u32..5_000) {
        let (clock, calendar) = (Clock::elapsed_hours(hours), Calendar::default());
        let there = due_at(&clock, anchor, zone, &calendar);
        prop_assert_eq!(due_at(&clock.back(), there, zone, &calendar), anchor);
    }

    #[test]
    fn a_last_day_is_never_closed_where_the_clock_says_so(
        start in 0u64..20_000, amount in 0u32..100, back in any::<bool>(), roll in prop::sample::select(&[Roll::Forward, Roll::Back][..]),
    ) {
        let start = day("1990-01-01") + Days::new(start);
        let calendar = Calendar { closures: (0..9).map(|n| start + Days::new(n * 2)).collect(), ..Calendar::default() };
        let rolled = Clock { span: Span::CalendarDays(amount, roll), ..Clock::calendar_days(amount) };
        for (clock, open) in [
            (Clock::business_days(amount), OpenDays::Business),
            (rolled, OpenDays::Business),
            (Clock::court_days(amount), OpenDays::Court),
            (Clock::school_days(amount), OpenDays::School),
        ] {
            let clock = if back { clock.back() } else { clock };
            let last = last_day(&clock, start, &calendar).unwrap();
            prop_assert_eq!(calendar.closed(open, last), None);
        }
    }

    #[test]
    fn the_quick_way_finds_what_the_explained_way_finds(clock in any_clock(), anchor in anchor(), zone in zone()) {
        let calendar = Calendar::default();
        let explained = due(&clock, anchor, zone, &calendar);
        prop_assert_eq!(due_at(&clock, anchor, zone, &calendar), explained.due_at);
        prop_assert_eq!(explained.steps().last().unwrap().step, StepKind::Due);
        prop_assert!(explained.steps().len() < 110);
    }

    #[test]
    fn no_anchor_and_no_amount_make_a_clock_fail(clock in any_clock(), anchor in extreme(), zone in zone(), days in any::<u32>()) {
        let calendar = Calendar::default();
        let due = due(&clock, anchor, zone, &calendar);
        prop_assert_eq!(due.due_on, local_date(due.due_at, zone));
        extended(due, &clock, days, "permitted", zone, &calendar);
    }

    #[test]
    fn an_extension_never_brings_a_due_time_nearer(clock in any_clock(), anchor in anchor(), zone in zone(), days in 0u32..60) {
        let clock = Clock { direction: Direction::Forward, ..clock };
        let calendar = Calendar::default();
        let base = due(&clock, anchor, zone, &calendar);
        let later = extended(base.clone(), &clock, days, "permitted", zone, &calendar);
        // A last day that rolled back stays where it is until the extension passes the closed days.
        prop_assert!(later.due_at >= base.due_at);
    }

    #[test]
    fn every_clock_survives_json(clock in any_clock()) {
        let json = serde_json::to_string(&clock).unwrap();
        prop_assert_eq!(serde_json::from_str::<Clock>(&json).unwrap(), clock);
    }
}
