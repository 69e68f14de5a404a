use chrono::{DateTime, NaiveDate, Utc};

use super::super::{ConditionStatus, ObservationValue, Shift};
use super::*;
use crate::contact::ContactMode;
use crate::person::Sex;
use crate::stay::StayClass;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_patient_becomes_a_person_with_names_as_received() {
    let person = read(&[patient()]).people.remove(0);
    assert_eq!((person.family_name.as_str(), person.given_name.as_deref()), ("Bode78", Some("Ana María Luz")));
    assert_eq!(person.preferred_name.as_deref(), Some("Lucha"));
    assert_eq!((person.birth_date, person.birth_date_estimated), (Some(on("1950-03-04")), false));
    assert_eq!((person.deceased, person.deceased_at), (true, Some(at("2021-02-03T04:00:00Z"))));
    assert_eq!((person.sex, person.language.as_deref(), person.interpreter_needed), (Sex::Female, Some("es"), true));
    assert_eq!((person.phone.as_deref(), person.email.as_deref()), (Some("555-2"), Some("a@example.org")));
    assert_eq!((person.address.line.as_deref(), person.country.as_deref()), (Some("1 Elm St, Apt 2"), Some("US")));
    assert_eq!((person.race.as_deref(), person.marital_status.as_deref()), (Some("White"), Some("M")));
    assert_eq!(person.identifiers.len(), 1);
}

#[test]
fn a_birth_year_is_read_as_an_estimate() {
    let person = read(&[with(patient(), json!({"birthDate": "1950"}))]).people.remove(0);
    assert_eq!((person.birth_date, person.birth_date_estimated), (Some(on("1950-01-01")), true));
}

#[test]
fn a_name_without_parts_is_read_whole() {
    let person = read(&[with(patient(), json!({"name": [{"text": "Sukarno"}]}))]).people.remove(0);
    assert_eq!((person.family_name.as_str(), person.given_name), ("Sukarno", None));
}

#[test]
fn an_inpatient_encounter_becomes_a_stay_with_the_name_of_the_place() {
    let stay = read(&all()).stays.remove(0);
    assert_eq!((stay.class, stay.origin.person.as_str(), stay.origin.entry), (StayClass::Inpatient, "p", 3));
    assert_eq!(
        (stay.facility.as_deref(), stay.reason.as_deref()),
        (Some("North Shore Hospital"), Some("Heart failure"))
    );
    assert_eq!((stay.discharged_at, stay.destination.as_deref()), (Some(at("2021-01-14T16:30:00Z")), Some("Home")));
}

#[test]
fn the_class_of_an_encounter_decides_what_it_becomes() {
    let class = |code: &str| read(&[patient(), with(stay(), json!({"class": {"code": code}}))]);
    assert_eq!(class("EMER").stays[0].class, StayClass::Emergency);
    assert_eq!(class("OBSENC").stays[0].class, StayClass::Observation);
    assert_eq!(class("VR").contacts[0].mode, ContactMode::Video);
    assert_eq!(class("HH").contacts[0].mode, ContactMode::InPerson);
    assert_eq!(class("PRENC").kept_raw.len(), 1);
}

#[test]
fn a_stay_that_goes_on_has_no_end() {
    let stay = with(stay(), json!({"status": "in-progress", "period": {"start": "2021-01-10"}}));
    let stay = read(&[patient(), stay]).stays.remove(0);
    assert_eq!((stay.admitted_at, stay.discharged_at), (at("2021-01-10T05:00:00Z"), None));
}

#[test]
fn an_ambulatory_encounter_becomes_a_contact_with_mode_minutes_and_provider() {
    let contact = read(&all()).contacts.remove(0);
    assert_eq!((contact.mode, contact.minutes), (ContactMode::Phone, Some(20)));
    assert_eq!(
        (contact.purpose.as_deref(), contact.provider.as_deref()),
        (Some("Telephone follow-up"), Some("Ifeoma Okoye"))
    );
}

#[test]
fn a_condition_becomes_a_candidate_for_the_needs_list() {
    let need = read(&all()).needs.remove(0);
    assert_eq!((need.concept.title.as_str(), need.concept.code.as_deref()), ("Diabetes", Some("44054006")));
    assert_eq!((need.status, need.onset_on), (ConditionStatus::Active, Some(on("2019-05-01"))));
    let ended = with(without(condition(), "clinicalStatus"), json!({"abatementDateTime": "2020"}));
    assert_eq!(read(&[patient(), ended]).needs[0].status, ConditionStatus::Resolved);
}

#[test]
fn observations_hold_numbers_words_codes_or_components() {
    let reading = read(&all());
    assert_eq!(
        reading.observations[0].value,
        Some(ObservationValue::Number { value: 7.25, unit: Some("%".to_owned()) })
    );
    assert_eq!(reading.observations[1].value, None);
    assert_eq!(
        reading.observations[1].components[1].value,
        ObservationValue::Number { value: 120.0, unit: Some("mm[Hg]".to_owned()) }
    );
    let value = |members: Value| {
        read(&[patient(), with(without(observation(), "valueQuantity"), members)]).observations.remove(0).value
    };
    assert!(
        matches!(value(json!({"valueCodeableConcept": {"text": "Never smoked"}})), Some(ObservationValue::Coded(answer)) if answer.title == "Never smoked")
    );
    assert_eq!(value(json!({"valueString": "clear"})), Some(ObservationValue::Text("clear".to_owned())));
    assert_eq!(
        value(json!({"valueQuantity": {"value": 5, "comparator": "<", "unit": "mg"}})),
        Some(ObservationValue::Text("< 5 mg".to_owned()))
    );
}

#[test]
fn a_medication_may_be_named_by_another_resource() {
    let order = with(
        without(medication(), "medicationCodeableConcept"),
        json!({"medicationReference": {"reference": "urn:uuid:drug"}}),
    );
    let drug = json!({"resourceType": "Medication", "id": "drug", "code": {"text": "Insulin glargine"}});
    let reading = read(&[patient(), order, drug]);
    assert_eq!(reading.medications[0].concept.title, "Insulin glargine");
    assert_eq!(read(&all()).medications[0].dosage.as_deref(), Some("One with dinner"));
}

#[test]
fn a_care_plan_names_its_activities_goals_and_conditions() {
    let reading = read(&all());
    let plan = &reading.care_plans[0];
    assert_eq!(plan.title.as_deref(), Some("Diabetes self management plan"));
    assert_eq!(
        plan.activities.iter().map(|activity| (activity.text.as_str(), activity.over)).collect::<Vec<_>>(),
        [("Diabetic diet", false), ("Foot check", true)]
    );
    assert_eq!((plan.goals.as_slice(), plan.needs.as_slice()), (&["g".to_owned()][..], &["c".to_owned()][..]));
    let target = reading.goals[0].target.as_ref().unwrap();
    assert_eq!((target.value, target.unit.as_deref(), target.due_on), (Some(7.0), Some("%"), Some(on("2020-12-31"))));
    assert_eq!(reading.goals[0].needs, ["c"]);
    assert_eq!(
        (reading.coverages[0].payer.as_str(), reading.coverages[0].member_id.as_deref()),
        ("Medicare", Some("1EG4"))
    );
}

#[test]
fn resources_of_other_types_are_kept_with_the_patient_they_are_about() {
    let kept = read(&all()).kept_raw;
    let kept: Vec<_> = kept.iter().map(|raw| (raw.resource_type.as_str(), raw.person.as_deref())).collect();
    assert_eq!(kept, [("Organization", None), ("Practitioner", None), ("Claim", Some("p"))]);
}

#[test]
fn what_was_entered_in_error_or_never_happened_is_kept_as_received() {
    let resources = [
        patient(),
        with(stay(), json!({"status": "cancelled"})),
        with(condition(), json!({"verificationStatus": {"coding": [{"code": "entered-in-error"}]}})),
        with(observation(), json!({"status": "entered-in-error"})),
        with(medication(), json!({"status": "draft"})),
        with(care_plan(), json!({"status": "entered-in-error"})),
        with(goal(), json!({"lifecycleStatus": "rejected"})),
        with(coverage(), json!({"status": "cancelled"})),
        with(pressure(), json!({"subject": {"reference": "Group/all"}})),
    ];
    assert_eq!(read(&resources).kept_raw.len(), resources.len() - 1);
}

#[test]
fn a_patient_of_another_bundle_is_asked_for_and_refused_when_unknown() {
    let mut reading = read(&[
        with(stay(), json!({"subject": {"reference": "https://ehr.example.org/fhir/Patient/far/_history/2"}})),
        coverage_of("far"),
        claim_of("far"),
    ]);
    let unknown = reading.people_elsewhere();
    assert_eq!(unknown.iter().collect::<Vec<_>>(), ["far"]);
    assert_eq!(reading.counts["Encounter"].stored, 1);
    reading.refuse_about(&unknown);
    assert!(reading.stays.is_empty() && reading.kept_raw.is_empty());
    let paths: Vec<_> = reading.refused.iter().map(|refusal| refusal.path.as_str()).collect();
    assert_eq!(paths, ["Encounter.subject", "Coverage.beneficiary", "Claim"]);
    assert!(reading.counts.values().all(|count| (count.read, count.refused) == (1, 1)));
}

fn coverage_of(person: &str) -> Value {
    with(coverage(), json!({"beneficiary": {"reference": format!("Patient/{person}")}}))
}

fn claim_of(person: &str) -> Value {
    json!({"resourceType": "Claim", "id": "x", "patient": {"reference": format!("Patient/{person}")}})
}

#[test]
fn a_shift_moves_every_date_and_keeps_local_times() {
    let mut reading = read(&all());
    assert_eq!(reading.latest_at(), Some(at("2021-01-20T15:00:00Z")));
    reading.shift(180, New_York);
    assert_eq!(reading.stays[0].admitted_at, at("2021-07-09T14:00:00Z"));
    assert_eq!(reading.latest_at(), Some(at("2021-07-19T14:00:00Z")));
    assert_eq!(reading.goals[0].target.as_ref().unwrap().due_on, Some(on("2021-06-29")));
    assert_eq!(reading.coverages[0].starts_on, Some(on("2015-06-30")));
    assert_eq!(reading.people[0].birth_date, Some(on("1950-08-31")));
}

#[test]
fn a_shifted_stay_never_ends_before_it_begins() {
    let short = json!({"period": {"start": "2020-11-01T05:50:00Z", "end": "2020-11-01T06:10:00Z"}});
    let mut reading = read(&[patient(), with(stay(), short)]);
    reading.shift(30, New_York);
    assert!(reading.stays[0].discharged_at.unwrap() >= reading.stays[0].admitted_at);
}
