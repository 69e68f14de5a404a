//! Tests of the whole reading, on small resources written here.

mod laws;
mod reading;
mod refusals;

use chrono_tz::America::New_York;
use serde_json::{Value, json};

use super::{BundleReading, Entry, Refusal, plan};

/// The entry of a resource under the `urn:uuid:` of its id.
fn entry(resource: &Value) -> Entry {
    let url = resource["id"].as_str().map(|id| format!("urn:uuid:{id}"));
    match serde_json::from_str(&resource.to_string()) {
        Ok(node) => Entry::new(url, node),
        Err(_) => Entry::unreadable(url),
    }
}

fn read(resources: &[Value]) -> BundleReading {
    let entries: Vec<Entry> = resources.iter().map(entry).collect();
    plan(&entries, New_York)
}

/// Reads the resource next to a good patient, and gives back its refusal.
fn refusal(resource: Value) -> Refusal {
    let reading = read(&[patient(), resource]);
    assert_eq!(reading.people.len(), 1, "the patient next to it must be read");
    assert_eq!(reading.refused.len(), 1, "{:?}", reading.refused);
    reading.refused.into_iter().next().unwrap()
}

/// The resource with some members replaced.
fn with(mut resource: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        resource[name] = value.clone();
    }
    resource
}

fn without(mut resource: Value, member: &str) -> Value {
    resource.as_object_mut().unwrap().remove(member);
    resource
}

fn all() -> Vec<Value> {
    vec![
        patient(),
        organization(),
        practitioner(),
        stay(),
        contact(),
        condition(),
        observation(),
        pressure(),
        medication(),
        care_plan(),
        goal(),
        coverage(),
        json!({"resourceType": "Claim", "id": "claim", "patient": {"reference": "urn:uuid:p"}}),
    ]
}

fn patient() -> Value {
    json!({
        "resourceType": "Patient", "id": "p",
        "extension": [
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
                {"url": "ombCategory", "valueCoding": {"code": "2106-3"}}, {"url": "text", "valueString": "White"}]},
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": true}
        ],
        "identifier": [{"system": "urn:mrn", "value": "A-17"}, {"value": "no system"}],
        "name": [
            {"use": "maiden", "family": "Kerluke", "given": ["Ana"]},
            {"use": "official", "family": "Bode78", "given": ["Ana María", "Luz"], "prefix": ["Mrs."]},
            {"use": "nickname", "given": ["Lucha"]}
        ],
        "telecom": [{"system": "phone", "value": "555-1"}, {"system": "phone", "value": "555-2", "use": "mobile"}, {"system": "email", "value": "a@example.org"}],
        "gender": "female", "birthDate": "1950-03-04", "deceasedDateTime": "2021-02-03T04:00:00Z",
        "address": [{"line": ["1 Elm St", "Apt 2"], "city": "Lynn", "state": "MA", "postalCode": "01901", "country": "US"}],
        "maritalStatus": {"coding": [{"code": "M"}]},
        "communication": [{"language": {"coding": [{"code": "en-US"}]}}, {"language": {"coding": [{"code": "es"}]}, "preferred": true}]
    })
}

fn organization() -> Value {
    json!({"resourceType": "Organization", "id": "o", "name": "North Shore Hospital"})
}

fn practitioner() -> Value {
    json!({"resourceType": "Practitioner", "id": "d", "name": [{"family": "Okoye", "given": ["Ifeoma"]}]})
}

fn stay() -> Value {
    json!({
        "resourceType": "Encounter", "id": "stay", "status": "finished", "class": {"code": "IMP"}, "subject": {"reference": "urn:uuid:p"},
        "type": [{"text": "Hospital admission"}], "reasonCode": [{"coding": [{"code": "42343007", "display": "Heart failure"}]}],
        "period": {"start": "2021-01-10T15:00:00Z", "end": "2021-01-14T16:30:00Z"}, "serviceProvider": {"reference": "urn:uuid:o"},
        "hospitalization": {"dischargeDisposition": {"text": "Home"}}
    })
}

fn contact() -> Value {
    json!({
        "resourceType": "Encounter", "id": "contact", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p"},
        "type": [{"text": "Telephone follow-up"}], "period": {"start": "2021-01-20T15:00:00Z", "end": "2021-01-20T15:20:30Z"},
        "participant": [{"individual": {"reference": "urn:uuid:d"}}]
    })
}

fn condition() -> Value {
    json!({
        "resourceType": "Condition", "id": "c", "subject": {"reference": "urn:uuid:p"}, "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006", "display": "Diabetes"}]}, "onsetDateTime": "2019-05"
    })
}

fn observation() -> Value {
    json!({
        "resourceType": "Observation", "id": "a1c", "status": "final", "subject": {"reference": "urn:uuid:p"}, "effectiveDateTime": "2020-06-01",
        "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4", "display": "HbA1c"}]}, "valueQuantity": {"value": 7.25, "unit": "%"}
    })
}

fn pressure() -> Value {
    json!({
        "resourceType": "Observation", "id": "bp", "status": "final", "subject": {"reference": "urn:uuid:p"}, "effectiveDateTime": "2020-06-01T12:00:00Z",
        "code": {"text": "Blood pressure"},
        "component": [
            {"code": {"text": "Diastolic"}, "valueQuantity": {"value": 80, "code": "mm[Hg]"}},
            {"code": {"text": "Systolic"}, "valueQuantity": {"value": 120, "code": "mm[Hg]"}}
        ]
    })
}

fn medication() -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order", "subject": {"reference": "urn:uuid:p"},
        "medicationCodeableConcept": {"coding": [{"code": "860975", "display": "Metformin 500 MG"}]}, "authoredOn": "2020-06-01T12:00:00Z",
        "dosageInstruction": [{"text": "One with dinner"}]
    })
}

fn care_plan() -> Value {
    json!({
        "resourceType": "CarePlan", "id": "plan", "status": "active", "intent": "plan", "subject": {"reference": "urn:uuid:p"},
        "category": [{"coding": [{"code": "assess-plan"}]}, {"text": "Diabetes self management plan"}], "period": {"start": "2020-06-01T12:00:00Z"},
        "addresses": [{"reference": "urn:uuid:c"}], "goal": [{"reference": "urn:uuid:g"}, {"reference": "urn:uuid:lost"}],
        "activity": [{"detail": {"status": "in-progress", "code": {"text": "Diabetic diet"}}}, {"detail": {"status": "completed", "description": "Foot check"}}]
    })
}

fn goal() -> Value {
    json!({
        "resourceType": "Goal", "id": "g", "lifecycleStatus": "accepted", "description": {"text": "HbA1c below 7%"}, "subject": {"reference": "urn:uuid:p"},
        "addresses": [{"reference": "Condition/c"}],
        "target": [{"measure": {"text": "HbA1c"}, "detailQuantity": {"value": 7, "unit": "%"}, "dueDate": "2020-12-31"}]
    })
}

fn coverage() -> Value {
    json!({
        "resourceType": "Coverage", "id": "cov", "status": "active", "type": {"text": "Medicare"}, "subscriberId": "1EG4", "beneficiary": {"reference": "urn:uuid:p"},
        "payor": [{"display": "Medicare"}], "period": {"start": "2015-01-01"}
    })
}
