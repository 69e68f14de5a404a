//! Mapping, vetting and renewal, on small resources written here.

use super::*;
use crate::EventKind;
use crate::contact::{ContactOutcome, ContactStatus};
use crate::fhir::{BundleReading, Entry, Shift, plan};
use crate::need::NeedStatus;
use crate::person::{CoverageKind, Person};
use crate::stay::{EmergencyCause, Stay, StayClass, StayStatus};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn moment() -> Moment {
    Moment { now: at("2021-06-01T12:00:00Z"), zone: New_York }
}

fn read(resources: &[Value]) -> BundleReading {
    let entry = |resource: &Value| Entry::new(None, serde_json::from_str(&resource.to_string()).unwrap());
    plan(&resources.iter().map(entry).collect::<Vec<_>>(), New_York)
}

fn with(mut resource: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        resource[name] = value.clone();
    }
    resource
}

fn patient() -> Value {
    json!({
        "resourceType": "Patient", "id": "p", "name": [{"family": "Bode", "given": ["Ana"]}], "birthDate": "1950-03-04",
        "identifier": [{"system": "urn:mrn", "value": "A-17"}], "telecom": [{"system": "phone", "value": "555-0100"}]
    })
}

fn stay() -> Value {
    json!({
        "resourceType": "Encounter", "id": "s", "status": "finished", "class": {"code": "IMP"}, "subject": {"reference": "Patient/p"},
        "period": {"start": "2021-05-10T15:00:00Z", "end": "2021-05-14T16:30:00Z"}
    })
}

fn visit() -> Value {
    json!({
        "resourceType": "Encounter", "id": "v", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p"},
        "type": [{"text": "Follow-up"}], "period": {"start": "2021-05-20T15:00:00Z", "end": "2021-05-20T15:20:30Z"}
    })
}

fn condition(status: &str) -> Value {
    json!({
        "resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "clinicalStatus": {"coding": [{"code": status}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F32.1", "display": "Depression"}]}
    })
}

fn pressure() -> Value {
    json!({
        "resourceType": "Observation", "id": "bp", "status": "final", "subject": {"reference": "Patient/p"}, "effectiveDateTime": "2021-05-01T12:00:00Z",
        "code": {"text": "Blood pressure"},
        "component": [
            {"code": {"coding": [{"code": "8462-4", "display": "Diastolic"}]}, "valueQuantity": {"value": 80, "unit": "mm[Hg]"}},
            {"code": {"coding": [{"code": "8480-6", "display": "Systolic"}]}, "valueQuantity": {"value": 120, "unit": "mm[Hg]"}}
        ]
    })
}

fn coverage(kind: &str, payer: &str) -> Value {
    json!({
        "resourceType": "Coverage", "id": "k", "status": "active", "type": {"text": kind}, "beneficiary": {"reference": "Patient/p"},
        "payor": [{"display": payer}]
    })
}

fn drafts(resources: &[Value]) -> Drafts {
    let mut reading = read(resources);
    vet(&mut reading, moment());
    let mut next = 1;
    let people = HashMap::from([("fhir:Patient/p".to_owned(), Uuid::from_u128(1))]);
    draft(&reading, &people, moment(), &mut || {
        next += 1;
        Uuid::from_u128(next)
    })
}

fn person() -> Person {
    drafts(&[patient()]).people.remove(0)
}

fn refused(resource: Value) -> (String, String) {
    let mut reading = read(&[resource, visit()]);
    vet(&mut reading, moment());
    let refusal = reading.refused.first().expect("a refusal");
    (refusal.path.clone(), refusal.reason.clone())
}

#[test]
fn each_resource_becomes_the_record_that_holds_it() {
    let drafts =
        drafts(&[patient(), stay(), visit(), condition("active"), pressure(), coverage("Medicare HMO", "Acme")]);
    assert_eq!((drafts.people[0].given_name.as_str(), drafts.people[0].language.as_str()), ("Ana", "und"));
    assert_eq!((drafts.stays[0].status, drafts.stays[0].facility.as_str()), (StayStatus::Finished, "Unknown"));
    assert_eq!((drafts.contacts[0].minutes, drafts.contacts[0].case_id), (20, None));
    assert_eq!(drafts.contacts[0].outcome, ContactOutcome::Reached);
    assert_eq!(
        (drafts.needs[0].status, drafts.needs[0].kind),
        (NeedStatus::Candidate, crate::need::NeedKind::Behavioral)
    );
    assert_eq!(drafts.coverages[0].kind, CoverageKind::MedicareAdvantage);
    let parts: Vec<_> = drafts
        .observations
        .iter()
        .map(|part| (part.source.as_deref().unwrap(), part.code.as_str(), part.value))
        .collect();
    assert_eq!(
        parts,
        [("fhir:Observation/bp#1", "8462-4", Some(80.0)), ("fhir:Observation/bp#2", "8480-6", Some(120.0))]
    );
    assert!(drafts.stays.iter().all(|stay| stay.person_id == Uuid::from_u128(1)));
}

#[test]
fn past_conditions_are_resolved_needs_with_a_reason() {
    for status in ["resolved", "inactive", "remission"] {
        let need = drafts(&[patient(), condition(status)]).needs.remove(0);
        assert_eq!(need.status, NeedStatus::Resolved, "{status}");
        assert!(need.reason.is_some(), "{status}");
    }
}

#[test]
fn the_kind_of_a_coverage_follows_its_words() {
    for (kind, payer, expected) in [
        ("", "Medicare", CoverageKind::Medicare),
        ("", "Medicaid of Ohio", CoverageKind::Medicaid),
        ("Preferred provider (PPO)", "Acme", CoverageKind::Ppo),
        ("health maintenance organization policy (HMO)", "Acme", CoverageKind::Hmo),
        ("", "NO_INSURANCE", CoverageKind::None),
        ("", "Chopper Mutual", CoverageKind::Other),
    ] {
        assert_eq!(drafts(&[patient(), coverage(kind, payer)]).coverages[0].kind, expected, "{kind} {payer}");
    }
}

#[test]
fn a_patient_without_what_a_person_needs_is_refused_with_all_that_is_about_them() {
    assert_eq!(refused(with(patient(), json!({"birthDate": null}))), ("Patient.birthDate".into(), "is missing".into()));
    assert_eq!(
        refused(with(patient(), json!({"name": [{"family": "Bode"}]}))),
        ("Patient.name.given".into(), "is missing".into())
    );
    assert_eq!(refused(with(patient(), json!({"birthDate": "2022-01-01"}))).1, "lies in the future");
    let mut reading = read(&[with(patient(), json!({"birthDate": null})), stay(), visit(), condition("active")]);
    vet(&mut reading, moment());
    assert_eq!(reading.refused.len(), 4);
    assert!(received(&reading).is_empty());
    assert!(
        reading.counts.values().all(|count| count.read == count.refused && count.stored == 0),
        "{:?}",
        reading.counts
    );
}

#[test]
fn what_lies_in_the_future_is_refused() {
    let late =
        |resource: Value, start: &str, end: &str| with(resource, json!({"period": {"start": start, "end": end}}));
    let mut reading = read(&[
        patient(),
        late(stay(), "2021-05-30T00:00:00Z", "2021-06-02T00:00:00Z"),
        late(visit(), "2021-06-02T00:00:00Z", "2021-06-02T01:00:00Z"),
    ]);
    vet(&mut reading, moment());
    let paths: Vec<_> = reading.refused.iter().map(|refusal| refusal.path.as_str()).collect();
    assert_eq!(paths, ["Encounter.period.end", "Encounter.period.start"]);
}

#[test]
fn somebody_who_died_on_an_unknown_day_is_never_taken_for_alive() {
    let mut reading = read(&[with(patient(), json!({"deceasedBoolean": true}))]);
    assert_eq!(vet(&mut reading, moment())[0].path, "Patient.deceasedBoolean");
    let died = drafts(&[with(patient(), json!({"deceasedBoolean": true}))]).people.remove(0);
    assert_eq!(died.deceased_on, Some(moment().day_of(moment().now)));
}

#[test]
fn a_plan_and_its_goals_are_kept_as_received() {
    let plan = json!({"resourceType": "CarePlan", "id": "plan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/p"}});
    let goal = json!({"resourceType": "Goal", "id": "g", "lifecycleStatus": "active", "description": {"text": "Walk"}, "subject": {"reference": "Patient/p"}});
    let reading = read(&[patient(), plan, goal]);
    let records: Vec<_> =
        received(&reading).into_iter().map(|resource| (resource.resource_type, resource.becomes_record)).collect();
    assert_eq!(records, [("Patient".to_owned(), true), ("CarePlan".to_owned(), false), ("Goal".to_owned(), false)]);
    let report = Report::tally(&[], received(&reading).iter().map(|resource| (resource, false)));
    assert_eq!(report.by_type["Goal"], TypeCount { read: 1, kept_raw: 1, ..TypeCount::default() });
}

#[test]
fn a_person_known_under_another_id_is_a_twin() {
    let reading = read(&[patient()]);
    let known = |source: &str, born: &str| (Some(source.to_owned()), born.parse().unwrap(), person().identifiers);
    assert_eq!(twins(&reading, &[known("fhir:Patient/other", "1950-03-04")])[0].path, "Patient.identifier");
    assert!(twins(&reading, &[known("fhir:Patient/p", "1950-03-04")]).is_empty(), "itself");
    assert!(twins(&reading, &[known("fhir:Patient/other", "1951-03-04")]).is_empty(), "born on another day");
}

#[test]
fn an_id_that_belongs_to_somebody_else_is_not_taken_over() {
    let known = |person: Person| BTreeMap::from([("fhir:Patient/p".to_owned(), person)]);
    let stranger = Person {
        family_name: "Okoye".into(),
        birth_date: "1980-01-01".parse().unwrap(),
        identifiers: Vec::new(),
        ..person()
    };
    let reading = read(&[patient()]);
    assert_eq!(usurpers(&reading, &known(stranger.clone())).len(), 1);
    assert!(usurpers(&reading, &known(Person { family_name: "BODE".into(), ..stranger })).is_empty());
}

#[test]
fn what_staff_added_stays_when_the_source_changes() {
    let staff = Person {
        phone: Some("555-0199".into()),
        pronouns: Some("she/her".into()),
        contact_point_id: Some(Uuid::from_u128(9)),
        version: 4,
        ..person()
    };
    let silent = drafts(&[with(patient(), json!({"telecom": null, "name": [{"family": "Bode", "given": ["Anna"]}]}))])
        .people
        .remove(0);
    let change = staff.renew(silent, moment()).unwrap();
    assert_eq!(
        (change.record.given_name.as_str(), change.record.phone.as_deref(), change.record.version),
        ("Anna", Some("555-0199"), 5)
    );
    assert_eq!(
        (change.record.pronouns.as_deref(), change.record.contact_point_id),
        (Some("she/her"), Some(Uuid::from_u128(9)))
    );
}

#[test]
fn a_death_is_noted_once_and_silence_does_not_take_it_back() {
    let died = drafts(&[with(patient(), json!({"deceasedDateTime": "2021-05-30"}))]).people.remove(0);
    let change = person().renew(died.clone(), moment()).unwrap();
    assert_eq!(change.record.deceased_on, Some("2021-05-30".parse().unwrap()));
    assert!(change.record.clone().renew(died, moment()).is_none());
    assert!(change.record.renew(drafts(&[patient()]).people.remove(0), moment()).is_none());
}

#[test]
fn a_stay_that_ended_since_is_discharged() {
    let open = with(stay(), json!({"status": "in-progress", "period": {"start": "2021-05-10T15:00:00Z"}}));
    let open: Stay = drafts(&[patient(), open]).stays.remove(0);
    let ended = drafts(&[patient(), stay()]).stays.remove(0);
    let change = open.renew(ended, moment()).unwrap();
    assert_eq!((change.record.status, change.record.version), (StayStatus::Finished, 2));
    assert_eq!(change.events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::Discharged]);
}

#[test]
fn a_stay_keeps_the_name_of_its_place_when_the_source_leaves_it_out() {
    let named = Stay { facility: "General".into(), ..drafts(&[patient(), stay()]).stays.remove(0) };
    assert!(named.renew(drafts(&[patient(), stay()]).stays.remove(0), moment()).is_none());
}

#[test]
fn what_an_emergency_visit_was_for_comes_with_its_reason_and_stays_when_the_source_leaves_it_out() {
    let emergency = |reason: Value| with(stay(), json!({"class": {"code": "EMER"}, "reasonCode": reason}));
    let coded = json!([{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F11.20", "display": "Opioid dependence"}]}]);
    let told = drafts(&[patient(), emergency(coded)]).stays.remove(0);
    assert_eq!((told.class, told.cause), (StayClass::Emergency, Some(EmergencyCause::SubstanceUse)));
    let silent = drafts(&[patient(), emergency(json!([{"text": "Opioid dependence"}]))]).stays.remove(0);
    assert_eq!(silent.cause, None);
    assert_eq!(told.clone().renew(silent, moment()), None);
    let admitted =
        drafts(&[patient(), with(stay(), json!({"reasonCode": [{"text": "Opioid dependence"}]}))]).stays.remove(0);
    assert_eq!(told.renew(admitted, moment()).unwrap().record.cause, None, "an inpatient stay has no such cause");
}

#[test]
fn a_diagnosis_that_says_nothing_of_a_cause_takes_away_what_an_earlier_one_said_and_not_what_people_say() {
    let reason = json!([{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I50.22", "display": "Heart failure"}]}]);
    let emergency = with(stay(), json!({"class": {"code": "EMER"}, "reasonCode": reason}));
    let found = drafts(&[patient(), emergency]);
    let known = |cause| Stay { cause: Some(cause), ..found.stays[0].clone() };
    let unsaid = |known: Stay| {
        let mut changes: Vec<Change<Stay>> =
            known.clone().renew(found.stays[0].clone(), moment()).into_iter().collect();
        unsay(&mut changes, vec![known], &found.causeless);
        changes.into_iter().map(|change| (change.record.cause, change.record.version)).collect::<Vec<_>>()
    };
    assert_eq!(unsaid(known(EmergencyCause::SubstanceUse)), [(None, 2)]);
    let named = Stay { destination: None, reason: Some("Pain".into()), ..known(EmergencyCause::SubstanceUse) };
    assert_eq!(unsaid(named), [(None, 2)]);
    assert!(unsaid(known(EmergencyCause::ChronicConditions)).is_empty());
}

#[test]
fn a_cancelled_stay_and_a_confirmed_need_are_left_to_people() {
    let cancelled = Stay { status: StayStatus::Cancelled, ..drafts(&[patient(), stay()]).stays.remove(0) };
    assert!(cancelled.renew(drafts(&[patient(), stay()]).stays.remove(0), moment()).is_none());
    let mut confirmed = drafts(&[patient(), condition("active")]).needs.remove(0);
    confirmed.status = NeedStatus::Active;
    assert!(confirmed.renew(drafts(&[patient(), condition("resolved")]).needs.remove(0), moment()).is_none());
}

#[test]
fn renewal_enters_renews_and_withdraws() {
    let old = drafts(&[patient(), pressure()]).observations;
    let mut new = old.clone();
    new.remove(1);
    new[0].value = Some(85.0);
    let same = renewal(old.clone(), old.clone(), moment());
    assert!(same.changes.is_empty() && same.orphans.is_empty());
    let renewed = renewal(new, old, moment());
    let values: Vec<_> =
        renewed.changes.iter().map(|change| (change.created, change.record.version, change.record.value)).collect();
    assert_eq!(values, [(false, 2, Some(85.0)), (false, 2, None)]);
    let taken_back = renewal(Vec::new(), drafts(&[patient(), visit()]).contacts, moment());
    assert_eq!(taken_back.changes[0].record.status, ContactStatus::EnteredInError);
    let again = renewal(Vec::new(), vec![taken_back.changes[0].record.clone()], moment());
    assert!(again.changes.is_empty(), "it is taken back once");
    let coverages = drafts(&[patient(), coverage("managed care policy", "Humana")]).coverages;
    assert_eq!(renewal(Vec::new(), coverages, moment()).orphans.len(), 1, "people look at a coverage");
}

#[test]
fn a_shift_brings_the_last_thing_that_happened_to_the_day() {
    let mut reading = read(&[with(patient(), json!({"deceasedDateTime": "2021-05-25T12:00:00Z"})), stay(), visit()]);
    let days = days_to(&reading, "2021-06-01".parse().unwrap(), moment()).unwrap();
    assert_eq!(days, 7);
    reading.shift(i16::try_from(days).unwrap(), New_York);
    assert_eq!(reading.people[0].deceased_at, Some(at("2021-06-01T12:00:00Z")));
    assert_eq!(days_to(&read(&[patient()]), "2021-06-01".parse().unwrap(), moment()), None);
}

#[test]
fn a_shift_to_today_brings_nothing_into_the_future() {
    let reading = read(&[patient(), visit()]);
    let days_to = |now: &str| days_to(&reading, "2021-06-01".parse().unwrap(), Moment { now: at(now), zone: New_York });
    assert_eq!(days_to("2021-06-01T15:00:00Z"), Some(12));
    assert_eq!(days_to("2021-06-01T14:59:59Z"), Some(11));
    assert_eq!(days_to("2021-05-29T15:00:00Z"), Some(8), "the day to shift to is still to come");
}

#[test]
fn a_report_adds_up_and_stays_small() {
    let mut report = Report::default();
    for line in 0..1_000 {
        report.add(Report::unreadable(format!("line {line}"), "is not JSON".into()));
        report.of(&format!("Type{line}")).read += 1;
    }
    assert_eq!((report.problems.len(), report.more_problems), (MOST_PROBLEMS, 1_000 - MOST_PROBLEMS));
    assert!(report.by_type.len() <= 201);
    assert_eq!(report.by_type.values().map(|count| count.read).sum::<usize>(), 2_000);
}

#[test]
fn an_import_ends_once_and_dies_of_silence() {
    let now = moment().now;
    let import = Import::begin(Uuid::nil(), Uuid::nil(), ImportOptions::default(), now).record;
    assert_eq!(import.status_at(now + SILENCE), ImportStatus::Running);
    assert_eq!(import.status_at(now + SILENCE * 2), ImportStatus::Failed);
    let unread = import.clone().advance(1, Report::unreadable("a".into(), "is not JSON".into()), now).unwrap().record;
    assert_eq!(unread.finish(None, now).unwrap().record.status, ImportStatus::Failed);
    let done = import.finish(None, now).unwrap().record;
    assert_eq!(done.status, ImportStatus::Completed);
    assert_eq!(done.advance(1, Report::default(), now).unwrap_err().code, "import_not_running");
}
