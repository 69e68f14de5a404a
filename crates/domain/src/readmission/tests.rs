use super::*;
use crate::need::{NeedKind, NeedStatus};
use chrono_tz::America::New_York;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn stay(class: StayClass, from: &str, to: Option<&str>) -> Stay {
    Stay {
        id: Uuid::from_u128(at(from).timestamp().unsigned_abs().into()),
        version: 1,
        person_id: Uuid::nil(),
        class,
        status: if to.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
        facility: "Harbor General".into(),
        reason: None,
        admitted_at: at(from),
        discharged_at: to.map(at),
        destination: None,
        cancel_reason: None,
        source: None,
        cause: None,
    }
}

fn need(code: &str, system: &str, status: NeedStatus) -> Need {
    Need {
        id: Uuid::nil(),
        version: 1,
        person_id: Uuid::nil(),
        kind: NeedKind::Clinical,
        title: "Condition".into(),
        code: Some(code.into()),
        code_system: Some(system.into()),
        status,
        reason: None,
        onset_on: None,
        created_at: at("2026-03-01T00:00:00Z"),
        source: None,
    }
}

fn observation(code: &str, value: f64, unit: &str, observed_at: &str) -> Observation {
    Observation {
        id: Uuid::nil(),
        version: 1,
        person_id: Uuid::nil(),
        code: code.into(),
        title: "Laboratory".into(),
        value: Some(value),
        value_text: None,
        unit: Some(unit.into()),
        observed_at: at(observed_at),
        source: None,
    }
}

const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const SNOMED: &str = "http://snomed.info/sct";

fn filled(code: &str, stays: &[Stay], needs: &[Need], observations: &[Observation]) -> Prefill {
    prefill(instrument::find(code).unwrap(), Sources { stays, needs, observations }, New_York).unwrap()
}

fn answer(prefill: &Prefill, name: &str) -> Option<i64> {
    let number = prefill.instrument.item(name).unwrap().number;
    prefill.filled.get(&number).map(|filled| filled.value)
}

/// Admitted through the emergency department, with two other visits within 6 months and one before.
fn stays() -> Vec<Stay> {
    vec![
        stay(StayClass::Emergency, "2025-08-20T12:00:00Z", Some("2025-08-20T18:00:00Z")),
        stay(StayClass::Emergency, "2025-12-01T12:00:00Z", Some("2025-12-01T18:00:00Z")),
        stay(StayClass::Emergency, "2026-02-01T12:00:00Z", Some("2026-02-01T18:00:00Z")),
        stay(StayClass::Emergency, "2026-03-02T09:00:00Z", Some("2026-03-02T15:00:00Z")),
        stay(StayClass::Inpatient, "2026-03-02T15:30:00Z", Some("2026-03-07T16:00:00Z")),
    ]
}

#[test]
fn tv_i_9_stays_and_coded_conditions_fill_lace() {
    let needs = [need("I50.22", ICD, NeedStatus::Active), need("J44.1", ICD, NeedStatus::Candidate)];
    let lace = filled("lace", &stays(), &needs, &[]);
    assert_eq!(answer(&lace, "length-of-stay"), Some(5));
    assert_eq!(answer(&lace, "acute"), Some(1));
    assert_eq!(answer(&lace, "ed-visits"), Some(2), "the index visit and the one before 6 months do not count");
    assert_eq!((answer(&lace, "chf"), answer(&lace, "chronic-lung")), (Some(1), Some(1)));
    // Two and two comorbidity points are four already, which count 5 whatever else is answered: 4 + 3 + 5 + 2.
    assert_eq!((lace.score.bounds.min, lace.score.bounds.max), (14, 14));
    assert_eq!(lace.score.total, None, "the other conditions are still to be asked");
}

#[test]
fn a_condition_that_is_not_coded_is_asked_for_and_never_answered_with_no() {
    let lace = filled("lace", &stays(), &[], &[]);
    let asked = (3..=16).all(|number| !lace.filled.contains_key(&number));
    assert!(asked);
    assert_eq!((lace.score.bounds.min, lace.score.bounds.max), (9, 14));
}

#[test]
fn an_admission_that_did_not_come_through_the_emergency_department_may_still_have_been_urgent() {
    let direct = [stay(StayClass::Inpatient, "2026-03-02T15:30:00Z", Some("2026-03-04T16:00:00Z"))];
    assert_eq!(answer(&filled("lace", &direct, &[], &[]), "acute"), None);
    assert_eq!(answer(&filled("hospital", &direct, &[], &[]), "urgent"), None);
}

#[test]
fn diabetes_with_damage_is_not_diabetes_without() {
    let both = [need("E11.9", ICD, NeedStatus::Active), need("E11.22", ICD, NeedStatus::Active)];
    let lace = filled("lace", &stays(), &both, &[]);
    assert_eq!((answer(&lace, "diabetes"), answer(&lace, "diabetes-damage")), (Some(0), Some(1)));
    let plain = filled("lace", &stays(), &both[..1], &[]);
    assert_eq!((answer(&plain, "diabetes"), answer(&plain, "diabetes-damage")), (Some(1), None));
}

#[test]
fn kidney_disease_is_mild_or_moderate_by_its_stage_and_asked_for_without_one() {
    for (code, mild, severe) in [("N18.2", Some(1), None), ("N18.32", None, Some(1)), ("N18.9", None, None)] {
        let lace = filled("lace", &stays(), &[need(code, ICD, NeedStatus::Active)], &[]);
        assert_eq!((answer(&lace, "mild-liver-renal"), answer(&lace, "severe-liver-renal")), (mild, severe), "{code}");
    }
}

#[test]
fn what_is_over_counts_only_where_the_past_counts_and_what_was_declined_never() {
    let codes = |status| [need("22298006", SNOMED, status), need("84114007", SNOMED, status)];
    let resolved = filled("lace", &stays(), &codes(NeedStatus::Resolved), &[]);
    assert_eq!((answer(&resolved, "previous-mi"), answer(&resolved, "chf")), (Some(1), None));
    let declined = filled("lace", &stays(), &codes(NeedStatus::Declined), &[]);
    assert_eq!(answer(&declined, "previous-mi"), None);
    let other_system = filled("lace", &stays(), &[need("84114007", "urn:other", NeedStatus::Active)], &[]);
    assert_eq!(answer(&other_system, "chf"), None);
}

#[test]
fn tv_i_10_stays_and_laboratory_values_fill_hospital() {
    let mut all = stays();
    all.extend([
        stay(StayClass::Inpatient, "2025-02-01T12:00:00Z", Some("2025-02-03T12:00:00Z")),
        stay(StayClass::Inpatient, "2025-06-01T12:00:00Z", Some("2025-06-03T12:00:00Z")),
        stay(StayClass::Inpatient, "2025-10-01T12:00:00Z", Some("2025-10-03T12:00:00Z")),
    ]);
    let laboratory = [
        observation("718-7", 12.4, "g/dL", "2026-03-03T12:00:00Z"),
        observation("718-7", 11.2, "g/dL", "2026-03-06T12:00:00Z"),
        observation("2947-0", 138.0, "mmol/L", "2026-03-06T12:00:00Z"),
        observation("2951-2", 120.0, "mmol/L", "2026-03-08T12:00:00Z"),
    ];
    let hospital = filled("hospital", &all, &[], &laboratory);
    assert_eq!((answer(&hospital, "hemoglobin"), answer(&hospital, "sodium")), (Some(112), Some(138)));
    assert_eq!((answer(&hospital, "admissions"), answer(&hospital, "length-of-stay")), (Some(2), Some(5)));
    assert_eq!((answer(&hospital, "oncology"), answer(&hospital, "procedure")), (None, None));
    // Hemoglobin 1, urgent 1, two admissions 2, five days 2: 6, and up to 3 more for what is asked.
    assert_eq!((hospital.score.bounds.min, hospital.score.bounds.max), (6, 9));
}

#[test]
fn a_value_just_below_the_threshold_stays_below_and_one_in_an_unknown_unit_is_asked_for() {
    let low = [observation("718-7", 11.96, "g/dL", "2026-03-06T12:00:00Z")];
    assert_eq!(answer(&filled("hospital", &stays(), &[], &low), "hemoglobin"), Some(119));
    let twelve = [observation("718-7", 12.0, "g/dL", "2026-03-06T12:00:00Z")];
    assert_eq!(answer(&filled("hospital", &stays(), &[], &twelve), "hemoglobin"), Some(120));
    let unknown = [observation("718-7", 7.1, "mmol/L", "2026-03-06T12:00:00Z")];
    assert_eq!(answer(&filled("hospital", &stays(), &[], &unknown), "hemoglobin"), None);
    let impossible = [observation("718-7", 1.1, "g/dL", "2026-03-06T12:00:00Z")];
    assert_eq!(answer(&filled("hospital", &stays(), &[], &impossible), "hemoglobin"), None);
}

#[test]
fn a_stay_that_goes_on_has_no_length_and_no_value_at_discharge_yet() {
    let going = [stay(StayClass::Inpatient, "2026-03-02T15:30:00Z", None)];
    let laboratory = [observation("718-7", 11.2, "g/dL", "2026-03-03T12:00:00Z")];
    let hospital = filled("hospital", &going, &[], &laboratory);
    assert_eq!((answer(&hospital, "length-of-stay"), answer(&hospital, "hemoglobin")), (None, None));
}

#[test]
fn without_an_acute_stay_there_is_nothing_to_score() {
    let visits = &stays()[..3];
    let cancelled = [Stay { status: StayStatus::Cancelled, ..stays().remove(4) }];
    for stays in [visits, &cancelled, &[]] {
        assert!(
            prefill(instrument::find("lace").unwrap(), Sources { stays, needs: &[], observations: &[] }, New_York)
                .is_none()
        );
    }
    let all = stays();
    assert!(
        prefill(instrument::find("phq-9").unwrap(), Sources { stays: &all, needs: &[], observations: &[] }, New_York)
            .is_none()
    );
}

/// Visits of up to four days, each in a hospital of its own.
fn visits() -> impl Strategy<Value = Vec<Stay>> {
    let classes = prop::sample::select(vec![StayClass::Inpatient, StayClass::Emergency]);
    prop::collection::vec((0i64..40, 0i64..4, classes), 1..8).prop_map(|visits| {
        let visit = |((from, length, class), number): ((i64, i64, StayClass), u128)| {
            let admitted_at = at("2026-01-05T12:00:00Z") + TimeDelta::days(from);
            Stay {
                id: Uuid::from_u128(number),
                facility: format!("Hospital {number}"),
                admitted_at,
                discharged_at: Some(admitted_at + TimeDelta::days(length)),
                ..stay(class, "2026-01-05T12:00:00Z", Some("2026-01-05T12:00:00Z"))
            }
        };
        visits.into_iter().zip(1u128..).map(visit).collect()
    })
}

fn conditions() -> impl Strategy<Value = Vec<Need>> {
    let code = prop::sample::select(vec!["E11.9", "E11.21", "N18.3", "N18.4", "I50.9"]);
    prop::collection::vec(code, 0..6).prop_map(|codes| {
        let condition = |(code, number): (&str, u128)| Need {
            id: Uuid::from_u128(number),
            title: format!("Condition {number}"),
            ..need(code, ICD, NeedStatus::Active)
        };
        codes.into_iter().zip(1u128..).map(condition).collect()
    })
}

proptest! {
    #[test]
    fn the_order_in_which_the_record_is_listed_changes_neither_answers_nor_reasons(
        (stays, stays_again) in visits().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (needs, needs_again) in conditions().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        for code in SCORES {
            let fill = |stays: &[Stay], needs: &[Need]| {
                prefill(instrument::find(code).unwrap(), Sources { stays, needs, observations: &[] }, New_York)
            };
            prop_assert_eq!(fill(&stays, &needs), fill(&stays_again, &needs_again));
        }
    }

    #[test]
    fn every_filled_answer_belongs_to_the_instrument_and_says_where_it_comes_from(
        starts in prop::collection::vec((0i64..700, 0i64..40, 0usize..4), 1..8),
        codes in prop::collection::vec(prop::sample::select(vec!["I50.9", "E11.9", "E11.21", "N18.4", "C78.0", "F03.90"]), 0..4),
        hemoglobin in 1.0f64..30.0,
    ) {
        let base = at("2024-04-01T12:00:00Z");
        let classes = [StayClass::Inpatient, StayClass::Emergency, StayClass::Observation, StayClass::Facility];
        let stays: Vec<Stay> = starts.iter().map(|(from, length, class)| {
            let admitted_at = base + TimeDelta::days(*from);
            Stay { admitted_at, discharged_at: Some(admitted_at + TimeDelta::days(*length)), ..stay(classes[*class], "2026-03-02T15:30:00Z", Some("2026-03-02T16:30:00Z")) }
        }).collect();
        let needs: Vec<Need> = codes.iter().map(|code| need(code, ICD, NeedStatus::Active)).collect();
        let laboratory = [Observation { observed_at: stays[0].admitted_at, ..observation("718-7", hemoglobin, "g/dL", "2026-03-06T12:00:00Z") }];
        for code in SCORES {
            let Some(prefill) = prefill(instrument::find(code).unwrap(), Sources { stays: &stays, needs: &needs, observations: &laboratory }, New_York) else { continue };
            prop_assert!(instrument::score(prefill.instrument, &prefill.answers()).is_ok());
            prop_assert!(prefill.filled.values().all(|filled| filled.because.ends_with('.')));
        }
    }
}
