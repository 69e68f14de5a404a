//! The rules of the directory: fit, distance, hours, room, order, and what an import makes of a file.

mod partner;
mod reading;

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::capacity::{Capacity, CapacityStatus, FRESH_DAYS};
use super::distance::{Point, miles, to_service};
use super::eligibility::{Eligibility, Facts, FitCriterion, FitStanding, FitVerdict, fit};
use super::offer::{Offer, Wish, distance_points, ranked};
use super::schedule::{Hours, Opening, Weekday, hours, minutes_of, text_of, week};
use super::{CommunityService, Location, ServiceContent, ServiceStatus};
use crate::Code;
use crate::need::NeedKind;
use crate::person::{CoverageKind, Sex};

const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2026-03-04T15:00:00Z")
}

fn service(number: u128, name: &str) -> CommunityService {
    CommunityService {
        id: Uuid::from_u128(number),
        version: 1,
        community_organization_id: Uuid::nil(),
        content: ServiceContent {
            name: name.into(),
            needs: vec![NeedKind::Social],
            time_zone: "America/New_York".into(),
            ..ServiceContent::default()
        },
        capacity: Capacity::default(),
        status: ServiceStatus::Active,
        source: None,
        created_at: now(),
        updated_at: now(),
        changed_by: None,
    }
}

fn said(status: CapacityStatus, as_of: DateTime<Utc>) -> Capacity {
    Capacity { status, as_of: Some(as_of), reported_by: None, said_by: None }
}

#[test]
fn a_condition_is_met_failed_or_asked_for_and_the_worst_decides() {
    let eligibility = Eligibility { min_age: Some(60), income_percent: Some(200), ..Eligibility::default() };
    let facts = |age, income_percent| Facts { age, income_percent, ..Facts::default() };
    let verdict = |age, income| fit(&eligibility, &facts(age, income)).verdict;
    assert_eq!(verdict(Some(60), Some(200)), FitVerdict::Fits);
    assert_eq!(verdict(Some(60), None), FitVerdict::Ask);
    assert_eq!(verdict(Some(59), None), FitVerdict::DoesNotFit);
    assert_eq!(verdict(Some(60), Some(201)), FitVerdict::DoesNotFit);
    let asked = fit(&eligibility, &facts(Some(70), None));
    let open: Vec<_> = asked.reasons.iter().filter(|reason| reason.standing == FitStanding::Unknown).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].criterion, FitCriterion::Income);
    assert!(open[0].tell().ends_with('?'), "what is unknown is a question");
    assert_eq!(fit(&Eligibility::default(), &Facts::default()).verdict, FitVerdict::Fits, "no condition, no question");
}

#[test]
fn ages_are_bounds_that_belong_to_the_group() {
    let eligibility = Eligibility { min_age: Some(13), max_age: Some(17), ..Eligibility::default() };
    let verdicts = [12, 13, 17, 18].map(|age| fit(&eligibility, &Facts { age: Some(age), ..Facts::default() }).verdict);
    let [out, within] = [FitVerdict::DoesNotFit, FitVerdict::Fits];
    assert_eq!(verdicts, [out, within, within, out]);
}

#[test]
fn an_area_is_a_postal_code_or_a_county_and_what_is_not_known_is_asked_for() {
    let eligibility = Eligibility {
        postal_codes: vec!["13601".into()],
        counties: vec!["Ellery County".into()],
        ..Eligibility::default()
    };
    let stands = |code: Option<&str>, county: Option<&str>| {
        let facts = Facts { postal_code: code.map(Into::into), county: county.map(Into::into), ..Facts::default() };
        fit(&eligibility, &facts).verdict
    };
    assert_eq!(stands(Some("13601-2210"), None), FitVerdict::Fits, "the first five digits count");
    assert_eq!(stands(Some("13698"), None), FitVerdict::Ask, "another postal code may lie in the county");
    assert_eq!(stands(Some("13698"), Some("ellery")), FitVerdict::Fits);
    assert_eq!(stands(Some("13698"), Some("Marsh")), FitVerdict::DoesNotFit);
    assert_eq!(stands(None, None), FitVerdict::Ask);
}

#[test]
fn sex_language_and_coverage_are_never_guessed() {
    let eligibility = Eligibility {
        sex: Some(Sex::Female),
        speakers: vec!["es".into()],
        coverages: vec![CoverageKind::Medicaid],
        ..Eligibility::default()
    };
    let known = Facts {
        sex: Some(Sex::Female),
        language: Some("es-MX".into()),
        coverages: vec![CoverageKind::Medicare, CoverageKind::Medicaid],
        ..Facts::default()
    };
    assert_eq!(fit(&eligibility, &known).verdict, FitVerdict::Fits);
    let verdict = |facts: Facts| fit(&eligibility, &facts).verdict;
    assert_eq!(verdict(Facts { sex: Some(Sex::Unknown), ..known.clone() }), FitVerdict::Ask);
    assert_eq!(verdict(Facts { coverages: Vec::new(), ..known.clone() }), FitVerdict::Ask);
    assert_eq!(verdict(Facts { coverages: vec![CoverageKind::Hmo], ..known.clone() }), FitVerdict::DoesNotFit);
    assert_eq!(verdict(Facts { language: Some("so".into()), ..known }), FitVerdict::DoesNotFit);
}

#[test]
fn a_distance_is_the_great_circle_in_miles_to_the_nearest_known_place() {
    let albany = Point { latitude: 42.6526, longitude: -73.7562 };
    let new_york = Point { latitude: 40.7128, longitude: -74.0060 };
    assert!((miles(albany, new_york) - 134.6).abs() < 0.5, "{}", miles(albany, new_york));
    let pole = Point { latitude: 90.0, longitude: 0.0 };
    let other_pole = Point { latitude: -90.0, longitude: 0.0 };
    assert!((miles(pole, other_pole) - std::f64::consts::PI * 3_958.761_33).abs() < 0.001);
    let mut content = service(1, "x").content;
    assert_eq!(to_service(Some(albany), &content), None, "no place, no distance");
    content.locations.push(Location { city: Some("Nowhere".into()), ..Location::default() });
    assert_eq!(to_service(Some(albany), &content), None, "a place without coordinates is of unknown distance");
    let place = |point: Point| Location {
        latitude: Some(point.latitude),
        longitude: Some(point.longitude),
        ..Location::default()
    };
    content.locations.extend([place(new_york), place(albany)]);
    assert_eq!(to_service(Some(albany), &content), Some(0.0));
    assert_eq!(to_service(None, &content), None);
}

#[test]
fn hours_are_read_as_people_write_them_and_night_hours_become_two_openings() {
    let opening = |day, opens, closes| Opening { day, opens, closes };
    assert_eq!(
        week("MO,WE 09:00-12:30; SA 10:00-14:00").unwrap(),
        vec![
            opening(Weekday::Monday, 540, 750),
            opening(Weekday::Wednesday, 540, 750),
            opening(Weekday::Saturday, 600, 840)
        ]
    );
    assert_eq!(
        week("SU 20:00-08:00").unwrap(),
        vec![opening(Weekday::Sunday, 1_200, 1_440), opening(Weekday::Monday, 0, 480)]
    );
    assert_eq!(week("FR-MO 00:00-24:00").unwrap().len(), 4);
    for wrong in ["MO", "MO 9-5", "XX 09:00-10:00", "MO 09:00-09:00", "MO 25:00-26:00", "MO 09:00"] {
        assert_eq!(week(wrong), None, "{wrong}");
    }
}

#[test]
fn a_service_is_open_from_its_first_minute_until_its_last_and_says_what_comes_next() {
    let schedule = week("MO-FR 09:00-17:00").unwrap();
    let state = |text| hours(&schedule, ZONE, at(text));
    // 4 March 2026 is a Wednesday; New York is five hours behind.
    let until = Some(at("2026-03-04T22:00:00Z"));
    assert_eq!(state("2026-03-04T14:00:00Z"), Hours::Open { until });
    assert_eq!(state("2026-03-04T21:59:59Z"), Hours::Open { until });
    assert_eq!(state("2026-03-04T22:00:00Z"), Hours::Closed { opens: at("2026-03-05T14:00:00Z") });
    // The clocks change on Sunday: Monday begins an hour earlier by UTC.
    assert_eq!(state("2026-03-06T23:00:00Z"), Hours::Closed { opens: at("2026-03-09T13:00:00Z") });
    assert_eq!(hours(&[], ZONE, now()), Hours::Unknown);
}

#[test]
fn openings_without_a_gap_are_one_and_what_is_always_open_has_no_end() {
    let night = week("MO-SU 20:00-08:00").unwrap();
    // Midnight is no end: until eight the next morning.
    let late = at("2026-03-05T03:00:00Z");
    assert_eq!(hours(&night, ZONE, late), Hours::Open { until: Some(at("2026-03-05T13:00:00Z")) });
    assert_eq!(hours(&night, ZONE, at("2026-03-05T05:30:00Z")), hours(&night, ZONE, late));
    assert_eq!(hours(&week("MO-SU 00:00-24:00").unwrap(), ZONE, now()), Hours::Open { until: None });
}

#[test]
fn a_report_of_capacity_is_believed_for_the_published_days_and_not_a_second_longer() {
    let report = said(CapacityStatus::Open, now());
    let last = now() + Duration::days(FRESH_DAYS);
    assert_eq!(report.believed(last), CapacityStatus::Open);
    assert_eq!(report.believed(last + Duration::seconds(1)), CapacityStatus::Unknown);
    assert!(report.is_stale(last + Duration::seconds(1)) && !Capacity::default().is_stale(last));
    assert_eq!(report.status, CapacityStatus::Open, "what was said stays readable");
}

#[test]
fn of_two_reports_the_later_one_stays() {
    let (older, newer) = (said(CapacityStatus::Full, now()), said(CapacityStatus::Open, now() + Duration::hours(1)));
    assert_eq!(older.clone().or_later(newer.clone()), newer);
    assert_eq!(newer.clone().or_later(older.clone()), newer);
    assert_eq!(older.clone().or_later(Capacity::default()), older);
}

#[test]
fn capacity_is_reported_for_what_is_offered_only() {
    let colleague = Uuid::from_u128(7);
    let report = |service: CommunityService| {
        service.report_capacity(CapacityStatus::Waitlist, Some("Front desk".into()), colleague, now())
    };
    let change = report(service(1, "Shelter")).unwrap();
    assert_eq!(change.record.version, 2);
    assert_eq!(change.record.capacity.reported_by, Some(colleague));
    assert_eq!(change.record.updated_at, now());
    let mut closed = service(1, "Shelter");
    closed.status = ServiceStatus::Inactive;
    assert_eq!(report(closed).unwrap_err().code, "community_service_inactive");
}

#[test]
fn content_that_contradicts_itself_is_refused_where_it_stands() {
    let content = || service(1, "x").content;
    let refused = |content: ServiceContent| {
        let rule = content.checked().unwrap_err();
        (rule.code, rule.pointer.unwrap())
    };
    let zone = ServiceContent { time_zone: "Mars/Olympus".into(), ..content() };
    assert_eq!(refused(zone), ("community_service_time_zone", "/time_zone".into()));
    let ages = Eligibility { min_age: Some(18), max_age: Some(17), ..Eligibility::default() };
    let ages = ServiceContent { eligibility: ages, ..content() };
    assert_eq!(refused(ages), ("community_service_ages", "/eligibility/max_age".into()));
    let backwards = Opening { day: Weekday::Monday, opens: 600, closes: 600 };
    let backwards = ServiceContent { schedule: vec![backwards], ..content() };
    assert_eq!(refused(backwards), ("community_service_hours", "/schedule/0/closes".into()));
    let half = Location { latitude: Some(1.0), ..Location::default() };
    let half = ServiceContent { locations: vec![half], ..content() };
    assert_eq!(refused(half), ("community_service_coordinates", "/locations/0/longitude".into()));
    let twice = ServiceContent { needs: vec![NeedKind::Social, NeedKind::Social], ..content() };
    assert_eq!(twice.checked().unwrap().needs, vec![NeedKind::Social]);
}

#[test]
fn what_fits_and_has_room_stands_first_and_nothing_is_hidden() {
    let wish = Wish { facts: Some(Facts { age: Some(30), ..Facts::default() }), ..Wish::default() };
    let elders = Eligibility { min_age: Some(60), ..Eligibility::default() };
    let mut full = service(1, "A full one");
    full.capacity = said(CapacityStatus::Full, now());
    let mut others = service(2, "B for elders with room");
    others.content.eligibility = elders;
    others.capacity = said(CapacityStatus::Open, now());
    let mut open = service(3, "C with room");
    open.capacity = said(CapacityStatus::Open, now());
    let offers = ranked(vec![full, others, open], &wish, now());
    let names: Vec<_> = offers.iter().map(|offer| offer.service.content.name.as_str()).collect();
    assert_eq!(names, ["C with room", "A full one", "B for elders with room"]);
}

fn any_capacity() -> impl Strategy<Value = CapacityStatus> {
    prop::sample::select(CapacityStatus::ALL)
}

prop_compose! {
    fn any_facts()(age in prop::option::of(0u32..110), income in prop::option::of(0i32..500), coded in prop::option::of(0usize..3)) -> Facts {
        Facts {
            age,
            income_percent: income,
            postal_code: coded.map(|place| format!("1360{place}")),
            language: Some("es".into()),
            ..Facts::default()
        }
    }
}

prop_compose! {
    fn any_service()(number in 1u128..1_000, min in prop::option::of(0i32..80), income in prop::option::of(0i32..400), limited in any::<bool>(),
        capacity in any_capacity(), days in 0i64..30, speaks in any::<bool>(), place in prop::option::of((40.0f64..45.0, -78.0f64..-72.0))) -> CommunityService {
        let mut one = service(number, "Service");
        one.content.eligibility = Eligibility {
            min_age: min,
            income_percent: income,
            postal_codes: if limited { vec!["13601".into()] } else { Vec::new() },
            ..Eligibility::default()
        };
        one.content.languages = if speaks { vec!["es".into()] } else { Vec::new() };
        one.content.locations = place
            .map(|(latitude, longitude)| Location { latitude: Some(latitude), longitude: Some(longitude), ..Location::default() })
            .into_iter()
            .collect();
        one.capacity = said(capacity, now() - Duration::days(days));
        one
    }
}

fn wish_of(facts: Facts) -> Wish {
    let language = facts.language.clone();
    Wish { facts: Some(facts), language, from: Some(Point { latitude: 43.0, longitude: -75.0 }) }
}

proptest! {
    #[test]
    fn the_parts_of_an_offer_sum_to_its_score_between_0_and_100(one in any_service(), facts in any_facts()) {
        let offer = Offer::new(one, &wish_of(facts), now());
        prop_assert_eq!(offer.score(), offer.parts.iter().map(|part| part.points).sum::<i32>());
        prop_assert!((0..=100).contains(&offer.score()));
        prop_assert_eq!(offer.parts.len(), 4);
    }

    #[test]
    fn more_room_a_language_more_or_a_shorter_way_never_lowers_the_score(one in any_service(), facts in any_facts(), nearer in 0.0f64..1.0) {
        let wish = wish_of(facts);
        let score = Offer::new(one.clone(), &wish, now()).score();
        let mut better = one.clone();
        better.capacity = said(CapacityStatus::Open, now());
        better.content.languages = vec!["es".into()];
        if let (Some(place), Some(from)) = (better.content.locations.first_mut(), wish.from) {
            place.latitude = place.latitude.map(|latitude| from.latitude + (latitude - from.latitude) * nearer);
            place.longitude = place.longitude.map(|longitude| from.longitude + (longitude - from.longitude) * nearer);
        }
        prop_assert!(Offer::new(better, &wish, now()).score() >= score);
    }

    #[test]
    fn an_answer_to_a_question_leaves_everything_else_as_it_was(one in any_service(), facts in any_facts(), income in 0i32..500) {
        let before = fit(&one.content.eligibility, &Facts { income_percent: None, ..facts.clone() });
        let after = fit(&one.content.eligibility, &Facts { income_percent: Some(income), ..facts });
        prop_assert_eq!(before.reasons.len(), after.reasons.len());
        for (one, other) in before.reasons.iter().zip(&after.reasons) {
            prop_assert!(one == other || one.criterion == FitCriterion::Income);
        }
        prop_assert!(after.reasons.iter().all(|one| one.criterion != FitCriterion::Income || one.standing != FitStanding::Unknown));
    }

    #[test]
    fn the_order_is_the_same_however_the_services_come(mut all in prop::collection::vec(any_service(), 0..12), facts in any_facts()) {
        all.sort_by_key(|one| one.id);
        all.dedup_by_key(|one| one.id);
        let wish = wish_of(facts);
        let once = ranked(all.clone(), &wish, now());
        all.reverse();
        prop_assert!(once.windows(2).all(|pair| pair[0].score() >= pair[1].score()));
        prop_assert_eq!(once, ranked(all, &wish, now()));
    }

    #[test]
    fn distance_is_symmetric_and_the_points_fall_with_it(a in -90.0f64..90.0, b in -180.0f64..180.0, c in -90.0f64..90.0, d in -180.0f64..180.0, more in 0.0f64..40.0, less in 0.0f64..1.0) {
        let (one, other) = (Point { latitude: a, longitude: b }, Point { latitude: c, longitude: d });
        prop_assert!((miles(one, other) - miles(other, one)).abs() < 1e-6);
        prop_assert!(miles(one, one).abs() < 1e-6);
        prop_assert!(distance_points(more * less) >= distance_points(more));
    }

    #[test]
    fn whatever_the_week_open_ends_later_and_closed_opens_later(openings in prop::collection::vec((0usize..7, 0i32..1_440, 1i32..600), 1..6), minutes in 0i64..600_000) {
        let schedule: Vec<Opening> = openings
            .into_iter()
            .map(|(day, opens, long)| Opening { day: Weekday::ALL[day], opens, closes: (opens + long).min(1_440) })
            .collect();
        let moment = now() + Duration::minutes(minutes);
        match hours(&schedule, ZONE, moment) {
            Hours::Open { until } => prop_assert!(until.is_none_or(|until| until > moment)),
            Hours::Closed { opens } => {
                prop_assert!(opens > moment && opens - moment <= Duration::days(15));
                prop_assert!(matches!(hours(&schedule, ZONE, opens), Hours::Open { .. }), "it is open when it says it opens");
            }
            Hours::Unknown => prop_assert!(false, "a week with an opening is never unknown"),
        }
    }

    #[test]
    fn a_time_of_day_is_read_as_it_is_written(minute in 0i32..=1_440) {
        prop_assert_eq!(minutes_of(&text_of(minute)), Some(minute));
    }
}
