use super::kind::{Limits, ReadingUnit};
use super::threshold::{ReadingThreshold, finding};
use super::*;
use crate::case::{Stage, Tier};
use chrono_tz::America::New_York;
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    "2026-03-10T15:00:00Z".parse().unwrap()
}

fn reading(kind: ReadingKind, value: f64, second: Option<f64>, hours_ago: i64) -> Reading {
    Reading {
        id: Uuid::from_u128(u128::from(hours_ago.unsigned_abs()) + 1),
        version: 1,
        person_id: Uuid::from_u128(7),
        kind,
        value,
        second,
        taken_at: now() - TimeDelta::hours(hours_ago),
        source: ReadingSource::Device,
        device: Some("scale-1".into()),
        author_id: None,
        received_at: now(),
        status: ReadingStatus::Valid,
        finding: None,
        task_id: None,
        corrections: Vec::new(),
        error_reason: None,
    }
}

fn refused(kind: ReadingKind, value: f64, second: Option<f64>) -> (&'static str, Option<String>) {
    let rule = reading(kind, value, second, 1).take(now()).unwrap_err();
    (rule.code, rule.pointer)
}

fn found(kind: ReadingKind, value: f64, second: Option<f64>) -> Option<ReadingFinding> {
    finding(&reading(kind, value, second, 1), &[], &[], New_York)
}

use ReadingFinding::{Above, Below, GainInDay, GainInWeek};
use ReadingKind::{BloodPressure, Glucose, HeartRate, OxygenSaturation, Pain, Temperature, Weight};

#[test]
fn values_that_nobody_has_are_refused_where_they_stand() {
    assert_eq!(refused(Weight, 824.0, None), ("reading_implausible", Some("/value".into())));
    assert_eq!(refused(BloodPressure, 120.0, None), ("reading_second_missing", Some("/second".into())));
    assert_eq!(refused(BloodPressure, 80.0, Some(120.0)), ("reading_pressure_reversed", Some("/second".into())));
    assert_eq!(refused(BloodPressure, 120.0, Some(10.0)), ("reading_implausible", Some("/second".into())));
    assert_eq!(refused(Pain, 4.0, Some(3.0)), ("reading_second_unfit", Some("/second".into())));
    assert_eq!(refused(Temperature, 98.6, None).0, "reading_implausible");
    let ahead = reading(Pain, 4.0, None, -1).take(now()).unwrap_err();
    assert_eq!((ahead.code, ahead.pointer.as_deref()), ("reading_in_future", Some("/taken_at")));
}

#[test]
fn units_of_the_country_are_turned_into_those_that_are_kept() {
    assert_eq!(Weight.canonical(180.0, ReadingUnit::Pound), Ok(81.65));
    assert_eq!(Temperature.canonical(100.4, ReadingUnit::Fahrenheit), Ok(38.0));
    assert_eq!(Glucose.canonical(5.5, ReadingUnit::MillimolePerLitre), Ok(99.09));
    assert_eq!(HeartRate.canonical(72.0, ReadingUnit::Percent).unwrap_err().code, "reading_unit");
}

#[test]
fn the_bounds_of_a_range_belong_to_it() {
    assert_eq!([found(BloodPressure, 180.0, Some(120.0)), found(BloodPressure, 90.0, Some(60.0))], [None; 2]);
    assert_eq!(found(BloodPressure, 181.0, Some(80.0)), Some(Above));
    assert_eq!(found(BloodPressure, 150.0, Some(121.0)), Some(Above));
    assert_eq!(found(BloodPressure, 100.0, Some(59.0)), Some(Below));
    assert_eq!([found(HeartRate, 49.0, None), found(HeartRate, 101.0, None)], [Some(Below), Some(Above)]);
    assert_eq!([found(OxygenSaturation, 90.0, None), found(OxygenSaturation, 89.0, None)], [None, Some(Below)]);
    assert_eq!([found(Glucose, 69.0, None), found(Glucose, 251.0, None)], [Some(Below), Some(Above)]);
    assert_eq!([found(Temperature, 37.9, None), found(Temperature, 38.0, None)], [None, Some(Above)]);
    assert_eq!([found(Pain, 6.0, None), found(Pain, 7.0, None)], [None, Some(Above)]);
}

#[test]
fn three_pounds_in_a_day_and_five_in_a_week_call_for_a_look() {
    let today = |value| reading(Weight, value, None, 0);
    let gained = |value, earlier: &[Reading]| finding(&today(value), &[], earlier, New_York);
    let yesterday = reading(Weight, 80.0, None, 26);
    assert_eq!(gained(81.36, std::slice::from_ref(&yesterday)), Some(GainInDay));
    assert_eq!(gained(81.35, &[yesterday]), None);
    let last_week = reading(Weight, 80.0, None, 7 * 24);
    assert_eq!(gained(82.27, std::slice::from_ref(&last_week)), Some(GainInWeek));
    assert_eq!(gained(82.26, &[last_week]), None);
    assert_eq!(gained(90.0, &[reading(Weight, 80.0, None, 9 * 24)]), None, "longer ago than a week");
    let wrong = Reading { status: ReadingStatus::EnteredInError, ..reading(Weight, 70.0, None, 26) };
    assert_eq!(gained(80.0, &[wrong]), None, "what was taken back counts for nothing");
    assert_eq!(gained(90.0, &[reading(HeartRate, 60.0, None, 26)]), None);
}

fn threshold(kind: ReadingKind, limits: Limits, watch_gain: bool) -> ReadingThreshold {
    ReadingThreshold {
        id: Uuid::from_u128(1),
        version: 1,
        person_id: Uuid::from_u128(7),
        kind,
        limits,
        watch_gain,
        reason: "COPD".into(),
        set_by: Uuid::from_u128(3),
        set_at: now(),
    }
}

#[test]
fn the_newest_range_of_the_person_counts_instead_of_the_default() {
    let low = |low, hours| ReadingThreshold {
        set_at: now() - TimeDelta::hours(hours),
        ..threshold(OxygenSaturation, Limits { low: Some(low), ..Limits::default() }, false)
    };
    let judge = |own: &[ReadingThreshold]| finding(&reading(OxygenSaturation, 89.0, None, 1), own, &[], New_York);
    assert_eq!(judge(&[low(88.0, 1), low(92.0, 5)]), None);
    assert_eq!(judge(&[low(88.0, 5), low(92.0, 1)]), Some(Below));
    let quiet = threshold(Weight, Limits::default(), false);
    let gained = finding(&reading(Weight, 90.0, None, 0), &[quiet], &[reading(Weight, 80.0, None, 26)], New_York);
    assert_eq!(gained, None, "nobody watches the gain of this person");
}

#[test]
fn a_range_that_makes_no_sense_is_refused() {
    let code = |kind, limits, gain| threshold(kind, limits, gain).set().map(|_| ()).unwrap_err();
    let range = |low, high| Limits { low: Some(low), high: Some(high), ..Limits::default() };
    let reversed = code(HeartRate, range(100.0, 50.0), false);
    assert_eq!((reversed.code, reversed.pointer.as_deref()), ("reading_limits_reversed", Some("/high")));
    assert_eq!(code(HeartRate, range(1.0, 50.0), false).code, "reading_limit_implausible");
    assert_eq!(
        code(HeartRate, Limits { second_low: Some(50.0), ..range(50.0, 90.0) }, false).code,
        "reading_second_unfit"
    );
    assert_eq!(code(HeartRate, range(50.0, 90.0), true).code, "reading_gain_unfit");
    assert!(threshold(BloodPressure, BloodPressure.default_limits(), false).set().is_ok());
}

#[test]
fn a_correction_keeps_what_was_said_and_a_device_that_repeats_itself_is_known() {
    let first = reading(Weight, 80.0, None, 1);
    let fixed = first.clone().correct(81.0, None, "Read wrongly".into(), Uuid::from_u128(3), now()).unwrap().record;
    assert_eq!((fixed.value, fixed.version, fixed.corrections[0].value), (81.0, 2, 80.0));
    assert!(fixed.repeats(first.person_id, 80.0, None) && !fixed.repeats(first.person_id, 81.0, None));
    assert!(!fixed.repeats(Uuid::from_u128(8), 80.0, None));
    let gone = fixed.withdraw("Another person stood on it".into()).unwrap().record;
    assert_eq!(gone.status, ReadingStatus::EnteredInError);
    assert_eq!(gone.clone().withdraw("Again".into()).unwrap_err().code, "reading_entered_in_error");
    assert_eq!(gone.correct(80.0, None, "x".into(), Uuid::nil(), now()).unwrap_err().code, "reading_entered_in_error");
}

#[test]
fn only_what_is_fresh_and_out_of_range_asks_somebody() {
    let out = |hours| Reading { finding: Some(Above), ..reading(Pain, 9.0, None, hours) };
    assert!(out(48).calls(now()) && !out(49).calls(now()));
    assert!(!reading(Pain, 3.0, None, 1).calls(now()));
    assert!(!Reading { status: ReadingStatus::EnteredInError, ..out(1) }.calls(now()));
}

#[test]
fn the_owner_of_the_active_case_of_highest_tier_is_asked() {
    let case = |id: u128, tier, status| Case {
        id: Uuid::from_u128(id),
        version: 1,
        person_id: Uuid::from_u128(7),
        program_id: Uuid::from_u128(2),
        status,
        stage: Stage::Monitor,
        tier,
        owner_id: Uuid::from_u128(id + 100),
        team_id: Uuid::from_u128(5),
        enrolled_at: now() - TimeDelta::days(30),
        closed_at: None,
        outcome: None,
        close_reason: None,
    };
    let cases = [
        case(1, Tier::Low, CaseStatus::Active),
        case(2, Tier::Complex, CaseStatus::Closed),
        case(3, Tier::High, CaseStatus::Active),
    ];
    let asked = case_to_ask(&cases).unwrap();
    assert_eq!(asked.id, Uuid::from_u128(3));
    assert_eq!(case_to_ask(&cases[1..2]), None);
    let task = Reading { finding: Some(Below), ..reading(OxygenSaturation, 84.0, None, 0) }.task(
        Uuid::nil(),
        asked,
        Uuid::nil(),
        now(),
    );
    assert_eq!((task.owner_id, task.kind), (asked.owner_id, TaskKind::Reading));
    assert_eq!(task.title, "Look at a reading: oxygen saturation is below the range");
}

#[test]
fn days_with_readings_are_those_of_the_device_on_the_wall() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let at = |text: &str| Reading { taken_at: text.parse().unwrap(), ..reading(Weight, 80.0, None, 0) };
    // The second is still 28 February in New York.
    let sent = [
        at("2026-03-01T15:00:00Z"),
        at("2026-03-01T03:00:00Z"),
        at("2026-03-01T22:00:00Z"),
        at("2026-03-31T22:00:00Z"),
    ];
    assert_eq!(device_days(&sent, day("2026-03-01"), day("2026-03-31"), New_York), 2);
    let by_hand = sent.clone().map(|own| Reading { source: ReadingSource::Hand, ..own });
    assert_eq!(device_days(&by_hand, day("2026-03-01"), day("2026-03-31"), New_York), 0);
}

proptest! {
    #[test]
    fn what_can_be_recorded_can_be_judged_and_is_in_range_or_not(kind in prop::sample::select(vec![Weight, HeartRate, OxygenSaturation, Glucose, Temperature, Pain]), share in 0.0f64..=1.0) {
        let (least, most) = kind.plausible()[0];
        let value = least + (most - least) * share;
        let own = reading(kind, value, None, 1).take(now()).unwrap().record;
        let limits = kind.default_limits();
        let expected = if limits.high.is_some_and(|high| value > high) { Some(Above) }
            else if limits.low.is_some_and(|low| value < low) { Some(Below) } else { None };
        prop_assert_eq!(finding(&own, &[], &[], New_York), expected);
    }
}
