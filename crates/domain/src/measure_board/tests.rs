use super::*;
use crate::code::Code;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn judged(pattern: &str) -> u32 {
    let month = |sign| match sign {
        '+' => Judged { reached: Some(true), settled: true },
        '-' => Judged { reached: Some(false), settled: true },
        '?' => Judged { reached: Some(false), settled: false },
        _ => Judged { reached: None, settled: true },
    };
    months_off_target(&pattern.chars().map(month).collect::<Vec<_>>())
}

pub(super) fn of(source: &str) -> Reading {
    reading(DEFINITIONS.iter().find(|one| one.source == source).unwrap())
}

#[test]
fn every_setting_has_one_board() {
    for setting in Setting::ALL {
        let boards = MeasureBoard::ALL.iter().filter(|board| board.covers(*setting)).count();
        assert_eq!(boards, 1, "{setting}");
    }
}

#[test]
fn a_board_shows_each_measure_that_is_counted_once() {
    for board in MeasureBoard::ALL {
        let codes: Vec<&str> = board.definitions().iter().map(|definition| definition.code).collect();
        let mut once = codes.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), codes.len(), "{board}");
        assert!(codes.contains(&"plan-adherence") && codes.contains(&"note-48h"), "{board}");
    }
    let codes: Vec<&str> = MeasureBoard::ManagedCare.definitions().iter().map(|definition| definition.code).collect();
    let place = |code| codes.iter().position(|one| *one == code);
    assert!(place("outreach-7").is_some() && place("outreach-7") < place("note-48h"), "its own come first: {codes:?}");
}

#[test]
fn somebody_of_two_settings_is_watched_by_both_boards_and_by_each_measure_once() {
    let codes = |settings: &[Setting]| watched(settings).iter().map(|one| one.code).collect::<Vec<_>>();
    let both = codes(&[Setting::BehavioralHealth, Setting::SocialServices, Setting::School]);
    let of = |board: MeasureBoard| board.definitions().iter().map(|one| one.code).collect::<Vec<_>>();
    for code in of(MeasureBoard::BehavioralHealth).iter().chain(&of(MeasureBoard::SocialServices)) {
        assert_eq!(both.iter().filter(|one| one == &code).count(), 1, "{code}");
    }
    assert_eq!(codes(&[Setting::Clinic]), of(MeasureBoard::ManagedCare));
    assert_eq!(codes(&[]), of(MeasureBoard::CrossSetting));
}

#[test]
fn the_middle_of_colleagues_is_told_of_five_or_more_and_without_the_worker() {
    let share = |owner: u128, counted: u32, worth: f64| (Uuid::from_u128(owner), Share { counted, worth });
    let five = [share(1, 4, 4.0), share(2, 4, 1.0), share(3, 4, 2.0), share(4, 4, 3.0), share(5, 8, 4.0)];
    let of = |more: &[(Uuid, Share)]| middle(&[five.as_slice(), more].concat(), Uuid::from_u128(1));
    assert_eq!(of(&[]), None, "the worker is none of the five");
    assert_eq!(of(&[share(6, 0, 0.0)]), None, "of whom nothing is counted is none either");
    assert_eq!(of(&[share(6, 2, 2.0)]), Some(Middle { value: 0.5, colleagues: 5 }));
    let even = of(&[share(6, 2, 2.0), share(7, 1, 1.0)]).unwrap();
    assert_eq!((even.value, even.colleagues), (0.625, 6), "the mean of 0.5 and 0.75");
}

#[test]
fn two_months_off_the_target_are_counted_up_to_the_latest_settled_one() {
    assert_eq!(judged("+--"), 2);
    assert_eq!(judged("+--?"), 2, "what may still change is not judged");
    assert_eq!(judged("--+"), 0);
    assert_eq!(judged("-- -"), 1, "a month without anything to count ends the row");
    assert_eq!(judged("??"), 0);
    assert_eq!(judged(""), 0);
}

#[test]
fn a_smaller_number_is_better_for_readmissions_and_a_larger_one_for_outreach() {
    let (readmissions, outreach) = (of("K-1"), of("K-10"));
    assert_eq!(readmissions.standing(Some(0.14), Some(0.15)), TargetStanding::OnTarget);
    assert_eq!(outreach.standing(Some(0.14), Some(0.15)), TargetStanding::OffTarget);
    assert_eq!(outreach.standing(Some(0.1 + 0.2), Some(0.3)), TargetStanding::OnTarget);
    assert_eq!(outreach.standing(None, Some(0.3)), TargetStanding::NothingCounted);
    assert_eq!(outreach.standing(Some(0.3), None), TargetStanding::NoTarget);
    assert!(readmissions.share && !of("K-5").share);
}

#[test]
fn a_trend_has_twelve_months_that_follow_each_other() {
    let trend = months(day("2026-03-31"));
    assert_eq!(trend.len(), 12);
    assert_eq!((trend[0].first, trend[11].last), (day("2025-04-01"), day("2026-03-31")));
    assert_eq!(trend[10].last, day("2026-02-28"));
    assert!(trend.windows(2).all(|pair| pair[0].last.succ_opt() == Some(pair[1].first)));
}

#[test]
fn a_month_is_over_when_its_last_day_is_over_in_the_zone() {
    let month = Month::of(day("2026-02-10"));
    let zone = chrono_tz::America::New_York;
    assert!(!month.is_over(zone, "2026-03-01T04:59:59Z".parse().unwrap()));
    assert!(month.is_over(zone, "2026-03-01T05:00:00Z".parse().unwrap()));
}

#[test]
fn what_colleagues_reach_together_is_told_of_five_or_more_and_without_the_reader() {
    let of = |owners: &[(u128, u32)]| {
        let share =
            |owner: u128, counted: u32| Share { counted, worth: if owner > 2 { f64::from(counted) } else { 0.0 } };
        let shares = owners.iter().map(|(owner, counted)| (Uuid::from_u128(*owner), share(*owner, *counted)));
        together(&shares.collect::<Vec<_>>(), Uuid::from_u128(1))
    };
    assert_eq!(of(&[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]), None, "the reader is none of the five");
    assert_eq!(of(&[(2, 2), (3, 1), (4, 1), (5, 1), (6, 0)]), None, "of whom nothing is counted is none either");
    let told = of(&[(1, 3), (2, 2), (3, 1), (4, 1), (5, 1), (6, 1)]).unwrap();
    assert_eq!((told.denominator, told.colleagues), (6, 5));
    assert!((told.value - 4.0 / 6.0).abs() < 1e-12, "{}", told.value);
}
