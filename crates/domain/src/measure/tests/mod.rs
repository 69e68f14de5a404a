//! Measures: the vectors of the catalogue, and what holds for every measure on generated people.

use super::facts::*;
use super::*;
use crate::program::Setting;
use crate::rulebook;
use crate::stay::StayClass;
use chrono::TimeZone;
use chrono_tz::America::New_York;

use crate as domain_under_test;

mod follow_up;
mod generated;
mod kept;
mod properties;
mod second;
mod stays;
mod timeliness;
mod work;

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon of a day in New York.
fn noon(text: &str) -> DateTime<Utc> {
    ny(&format!("{text} 12:00"))
}

fn march() -> Period {
    Period::of_days(day("2026-03-01"), day("2026-03-31"), New_York)
}

fn year() -> Period {
    Period::of_days(day("2026-01-01"), day("2026-12-31"), New_York)
}

fn numbers(result: &MeasureResult) -> (f64, u32, u32, u32) {
    (result.numerator, result.denominator, result.excluded, result.pending)
}

fn someone(id: u128) -> Facts {
    let case = CaseFact {
        id: Uuid::from_u128(id + 500),
        setting: Setting::BehavioralHealth,
        enrolled_at: noon("2025-06-01"),
        closed_at: None,
        outcome: None,
    };
    Facts { born_on: Some(day("1970-05-05")), cases: vec![case], ..Facts::of(Uuid::from_u128(id), New_York) }
}

fn stay(id: u128, from: &str, to: &str) -> StayFact {
    StayFact {
        id: Uuid::from_u128(id),
        class: StayClass::Inpatient,
        admitted_at: noon(from),
        discharged_at: Some(noon(to)),
        destination: None,
        psychiatric: false,
        planned: false,
        perinatal: false,
        cause: None,
        expected_days: None,
        targets: Vec::new(),
        avoidable: Vec::new(),
        notice_at: None,
        information_at: None,
        reconciled_at: None,
    }
}

fn with_stays(id: u128, stays: Vec<StayFact>) -> Facts {
    Facts { stays, ..someone(id) }
}

fn visit(on: &str) -> VisitFact {
    VisitFact {
        id: Uuid::from_u128(9),
        kind: FactKind::Contact,
        at: noon(on),
        with_person: true,
        provider: Provider::MentalHealth,
        mental_illness: true,
    }
}

/// The measure over these people for all of 2026, as it stands a year later.
fn in_2026(code: &str, people: &[Facts]) -> MeasureResult {
    evaluate(find(code).unwrap(), people, year(), noon("2027-12-31"))
}

fn places(result: &MeasureResult) -> Vec<Place> {
    result.members.iter().map(|member| member.place).collect()
}

fn figure(result: &MeasureResult, code: FigureCode) -> Option<f64> {
    result.figures.iter().find(|figure| figure.code == code).unwrap().value
}

fn near(value: Option<f64>, wanted: f64) -> bool {
    value.is_some_and(|value| (value - wanted).abs() < 0.000_5 * wanted.max(1.0))
}

#[test]
fn every_definition_is_complete_and_has_its_own_code() {
    let codes: std::collections::BTreeSet<_> = DEFINITIONS.iter().map(|definition| definition.code).collect();
    assert_eq!(codes.len(), DEFINITIONS.len());
    for definition in DEFINITIONS {
        let texts = [definition.title, definition.numerator, definition.denominator, definition.published];
        assert!(texts.iter().all(|text| !text.is_empty()) && !definition.needs.is_empty(), "{}", definition.code);
        assert!(definition.target.is_none_or(|target| (0.0..=1.0).contains(&target)), "{}", definition.code);
        if let Counts::Deadlines(rule) = definition.counts {
            let known = |setting| rulebook::standard(setting).iter().any(|found| found.code == rule);
            assert!(known(Setting::Hospital) || known(Setting::Clinic), "{rule}");
        }
    }
    assert_eq!(find("no-such-measure"), None);
}

#[test]
fn every_number_of_the_catalogue_from_k_1_to_k_28_has_a_measure() {
    let missing: Vec<String> = (1..=28)
        .map(|number| format!("K-{number}"))
        .filter(|number| !DEFINITIONS.iter().any(|definition| definition.source == *number))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_looks_like_a_licensed_measure_says_that_it_is_not_certified() {
    for definition in DEFINITIONS
        .iter()
        .filter(|one| one.aligns_with.is_some_and(|name| name.contains("HEDIS") || name.contains("CAHPS")))
    {
        assert!(definition.uncertified, "{}", definition.code);
    }
}

#[test]
fn a_measure_of_nobody_is_zero_of_zero_without_a_sign() {
    let result = in_2026("gap-closure", &[]);
    assert_eq!((numbers(&result), result.rate()), ((0.0, 0, 0, 0), None));
    assert!(result.numerator.is_sign_positive() && result.base.is_sign_positive());
}

#[test]
fn a_version_is_in_force_from_its_first_day() {
    let fuh = find("fuh-7").unwrap();
    assert_eq!(fuh.version_on(day("2024-12-31")).unwrap().valid_from, (2000, 1, 1));
    assert_eq!(fuh.version_on(day("2025-01-01")).unwrap().valid_from, (2025, 1, 1));
    assert!(fuh.versions.iter().all(|version| version.first_day().is_some()));
}
