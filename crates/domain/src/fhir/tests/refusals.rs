use super::*;

fn path_and_reason(resource: Value) -> (String, String) {
    let refusal = refusal(resource);
    (refusal.path, refusal.reason)
}

#[track_caller]
fn refused(resource: Value, path: &str, reason: &str) {
    assert_eq!(path_and_reason(resource), (path.to_owned(), reason.to_owned()));
}

#[test]
fn over_long_strings_are_refused_where_they_stand() {
    let long = "x".repeat(201);
    refused(
        with(patient(), json!({"id": "q", "name": [{"family": long}]})),
        "Patient.name[0].family",
        "is longer than 200 characters",
    );
    refused(
        with(goal(), json!({"description": {"text": "x".repeat(2_001)}})),
        "Goal.description.text",
        "is longer than 2000 characters",
    );
    refused(
        with(goal(), json!({"text": {"div": "x".repeat(5_000_000)}})),
        "Goal.text.div",
        "is longer than 1000000 bytes",
    );
    let claim = json!({"resourceType": "Claim", "id": "k", "item": [{"note": "x".repeat(5_000_000)}]});
    refused(claim, "Claim.item[0].note", "is longer than 1000000 bytes");
}

#[test]
fn limits_count_characters_not_bytes() {
    let name = json!({"name": [{"family": "é".repeat(200)}]});
    assert_eq!(read(&[with(patient(), name)]).people.len(), 1);
}

#[test]
fn nul_characters_are_refused_even_where_nothing_is_read() {
    let nul = "has a NUL character";
    refused(with(patient(), json!({"id": "q", "name": [{"family": "Bo\u{0}de"}]})), "Patient.name[0].family", nul);
    refused(json!({"resourceType": "Claim", "id": "k", "note": [{"text": "a\u{0}"}]}), "Claim.note[0].text", nul);
    let reason = "has a member whose name is too long or has a NUL character";
    refused(json!({"resourceType": "Claim", "id": "k", "a\u{0}": 1}), "Claim", reason);
}

#[test]
fn wrong_json_types_are_refused_with_their_path() {
    refused(with(condition(), json!({"onsetDateTime": 2019})), "Condition.onsetDateTime", "must be a string");
    refused(with(condition(), json!({"code": "diabetes"})), "Condition.code", "must be an object");
    refused(with(stay(), json!({"type": {"text": "x"}})), "Encounter.type", "must be a list");
    refused(
        with(observation(), json!({"valueQuantity": {"value": "7"}})),
        "Observation.valueQuantity.value",
        "must be a number",
    );
    refused(
        with(patient(), json!({"id": "q", "deceasedDateTime": null, "deceasedBoolean": "no"})),
        "Patient.deceasedBoolean",
        "must be true or false",
    );
    let many = json!({"activity": vec![json!({}); 501]});
    refused(with(care_plan(), many), "CarePlan.activity", "has more than 500 items");
}

#[test]
fn bad_dates_are_refused() {
    refused(with(patient(), json!({"id": "q", "birthDate": "1950-02-30"})), "Patient.birthDate", "is not a FHIR date");
    refused(
        with(patient(), json!({"id": "q", "birthDate": "1950-03-04T00:00:00Z"})),
        "Patient.birthDate",
        "must be a date without a time",
    );
    refused(
        with(patient(), json!({"id": "q", "birthDate": "0195"})),
        "Patient.birthDate",
        "must lie between 1850 and 2199",
    );
    refused(with(stay(), json!({"period": {"start": "2021"}})), "Encounter.period.start", "must name the day");
}

#[test]
fn dates_out_of_order_are_refused() {
    let backwards = json!({"period": {"start": "2021-01-10T15:00:00Z", "end": "2021-01-10T14:59:59Z"}});
    refused(with(stay(), backwards.clone()), "Encounter.period.end", "lies before the start");
    refused(with(contact(), backwards.clone()), "Encounter.period.end", "lies before the start");
    let backwards = json!({"period": {"start": "2021-01-10", "end": "2021-01-09"}});
    refused(with(care_plan(), backwards), "CarePlan.period.end", "lies before the start");
    refused(
        with(condition(), json!({"abatementDateTime": "2018"})),
        "Condition.abatementDateTime",
        "lies before the start",
    );
    refused(
        with(patient(), json!({"id": "q", "deceasedDateTime": "1949"})),
        "Patient.deceasedDateTime",
        "must name the day",
    );
    refused(
        with(patient(), json!({"id": "q", "deceasedDateTime": "1949-01-01"})),
        "Patient.deceasedDateTime",
        "lies before the date of birth",
    );
}

#[test]
fn missing_members_are_refused() {
    refused(without(goal(), "id"), "Goal.id", "is missing");
    refused(with(goal(), json!({"id": "a b"})), "Goal.id", "must be 1 to 64 letters, digits, hyphens and dots");
    refused(json!({"resourceType": "Claim"}), "Claim.id", "is missing");
    refused(with(without(patient(), "name"), json!({"id": "q"})), "Patient.name", "is missing");
    refused(
        with(patient(), json!({"id": "q", "name": [{"use": "official", "family": " "}]})),
        "Patient.name",
        "has neither family name, given name nor text",
    );
    refused(without(stay(), "class"), "Encounter.class", "is missing");
    refused(without(stay(), "period"), "Encounter.period", "is missing");
    refused(
        with(stay(), json!({"period": {"start": "2021-01-01"}})),
        "Encounter.period.end",
        "is missing from a finished stay",
    );
    refused(without(goal(), "subject"), "Goal.subject", "is missing");
}

#[test]
fn values_outside_their_set_are_refused() {
    refused(
        with(patient(), json!({"id": "q", "gender": "F"})),
        "Patient.gender",
        "must be one of female, male, other, unknown",
    );
    let (path, _) = path_and_reason(with(stay(), json!({"status": "done"})));
    assert_eq!(path, "Encounter.status");
    let (path, _) = path_and_reason(with(condition(), json!({"clinicalStatus": {"coding": [{"code": "bad"}]}})));
    assert_eq!(path, "Condition.clinicalStatus.coding[0].code");
}

#[test]
fn what_is_no_resource_is_refused() {
    let reason = "is missing or is not the name of a resource type";
    for resource in [
        json!({"id": "q"}),
        json!({"id": "q", "resourceType": "x y"}),
        json!([]),
        json!("Patient"),
        json!(null),
        json!({"resourceType": 1}),
    ] {
        refused(resource, "Resource.resourceType", reason);
    }
    let reading = plan(&[Entry::unreadable(None)], New_York);
    assert_eq!((reading.refused[0].path.as_str(), reading.counts["Resource"].refused), ("Resource", 1));
}

#[test]
fn a_member_given_twice_is_refused() {
    let text = r#"{"resourceType":"Claim","id":"k","a":{"b":1,"b":2}}"#;
    let reading = plan(&[Entry::new(None, serde_json::from_str(text).unwrap())], New_York);
    assert_eq!(
        (reading.refused[0].path.as_str(), reading.refused[0].reason.as_str()),
        ("Claim.a.b", "is given more than once")
    );
}

#[test]
fn the_second_of_two_resources_with_one_id_is_refused() {
    let again = with(patient(), json!({"birthDate": "1951-01-01"}));
    refused(again, "Patient.id", "is that of another resource of this type in this bundle");
    let reading = read(&[patient(), goal(), goal()]);
    assert_eq!((reading.goals.len(), reading.refused[0].entry), (1, 2));
}

#[test]
fn the_same_patient_under_another_id_is_refused_with_what_is_about_them() {
    let twin = with(patient(), json!({"id": "q"}));
    let about = with(goal(), json!({"subject": {"reference": "Patient/q"}}));
    let reading = read(&[about, patient(), twin, goal_named("g2")]);
    let refused: Vec<_> = reading.refused.iter().map(|refusal| (refusal.path.as_str(), refusal.entry)).collect();
    assert_eq!(refused, [("Goal.subject", 0), ("Patient.identifier", 2)]);
    assert_eq!(reading.goals.len(), 1);
}

fn goal_named(id: &str) -> Value {
    with(goal(), json!({"id": id}))
}

#[test]
fn what_is_about_nobody_in_the_bundle_is_refused() {
    let lost = with(goal(), json!({"subject": {"reference": "urn:uuid:lost"}}));
    refused(lost, "Goal.subject", "names a resource that is not in the bundle");
}
