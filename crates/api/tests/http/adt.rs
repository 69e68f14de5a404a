//! The hospital's feed over HTTP: from HL7 text to stays and deadlines, and back.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const DIRECTOR: &str = "director";
const OUTREACH: &str = "T-4.outreach_7";

/// Days and hours ago, to the second, as the hospital writes it.
pub fn ago(days: i64, hours: i64) -> DateTime<Utc> {
    let now = Utc::now() - TimeDelta::days(days) - TimeDelta::hours(hours);
    DateTime::from_timestamp(now.timestamp(), 0).unwrap()
}

fn hl7(at: DateTime<Utc>) -> String {
    at.format("%Y%m%d%H%M%S+0000").to_string()
}

/// An ADT message about a patient number and a visit.
pub fn message(event: &str, id: &str, at: DateTime<Utc>, number: &str, visit: (&str, &str)) -> String {
    let (visit, class) = visit;
    let at = hl7(at);
    format!(
        "MSH|^~\\&|EPIC|HARBOR|TEND||{at}||ADT^{event}|{id}|P|2.5.1\rEVN|{event}|{at}\r\
         PID|1||{number}^^^HARBOR^MR||Okonkwo^Ama||19580412|F|||12 Pier Rd^^Albany^NY^12207||518 555 0142\r\
         PV1|1|{class}|4W^401^2||||||||||||||||{visit}\r"
    )
}

/// A merge of `retired` into `number`.
pub fn merge(id: &str, at: DateTime<Utc>, number: &str, retired: &str) -> String {
    let text = message("A40", id, at, number, ("V0", "I"));
    format!("{}MRG|{retired}^^^HARBOR^MR\r", text.split("PV1").next().unwrap())
}

/// Sends a message and gives the acknowledgement code.
pub async fn send(app: &TestApp, text: &str) -> String {
    let answer = app.post_as("integrator", "/api/v1/adt", "application/hl7-v2", text.as_bytes().to_vec()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers.get("content-type").unwrap(), "application/hl7-v2");
    let code = answer.text.split("\rMSA|").nth(1).expect("an MSA segment");
    code[..2].to_owned()
}

/// Lets the hospital's number of a person of the world be known, as the inbox does it.
pub async fn number(app: &TestApp, person_id: uuid::Uuid, value: &str) {
    let text = message("A28", &format!("number-{value}"), ago(20, 0), value, ("V0", "O"));
    assert_eq!(send(app, &text).await, "AA");
    let entry = matches(app).await.into_iter().find(|entry| entry["value"] == value).expect("an entry");
    let linked = confirm(app, &entry, json!({ "decision": "link", "person_id": person_id })).await;
    assert_eq!(linked.status, 200, "{}", linked.text);
}

async fn stays(app: &TestApp, person_id: uuid::Uuid) -> Vec<Value> {
    let list = app.get(DIRECTOR, &format!("/api/v1/people/{person_id}/stays")).await;
    list.json["items"].as_array().unwrap().clone()
}

async fn deadlines(app: &TestApp, rule: &str) -> Vec<Value> {
    let list = app.get(CM, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await;
    let all = list.json["items"].as_array().unwrap().iter();
    all.filter(|deadline| deadline["rule"]["code"] == rule).cloned().collect()
}

/// The inbox of unknown people.
pub async fn matches(app: &TestApp) -> Vec<Value> {
    app.get(DIRECTOR, "/api/v1/adt-matches").await.json["items"].as_array().unwrap().clone()
}

/// Says who an entry of the inbox is.
pub async fn confirm(app: &TestApp, entry: &Value, body: Value) -> Answered {
    let path = format!("/api/v1/adt-matches/{}/confirm", entry["id"].as_str().unwrap());
    app.change(DIRECTOR, Method::POST, &path, &format!("\"{}\"", entry["version"]), body).await
}

/// Messages in a state, newest first.
pub async fn messages(app: &TestApp, state: &str) -> Vec<Value> {
    let list = app.get(DIRECTOR, &format!("/api/v1/adt-messages?state={state}")).await;
    list.json["items"].as_array().unwrap().clone()
}

/// Ids of a dead letter and of an unknown patient, for the matrix.
pub async fn letters(app: &TestApp) -> (String, String) {
    assert_eq!(send(app, "MSH|^~\\&|EPIC").await, "AR");
    assert_eq!(send(app, &message("A01", "matrix-1", ago(1, 0), "900", ("V900", "I"))).await, "AA");
    let id = |list: Vec<Value>| list[0]["id"].as_str().unwrap().to_owned();
    (id(messages(app, "dead").await), id(matches(app).await))
}

/// The id of a link, for the matrix.
pub async fn link(app: &TestApp) -> String {
    number(app, app.world.intake_person_id, "801").await;
    number(app, app.world.hidden_person_id, "802").await;
    assert_eq!(send(app, &merge("matrix-2", ago(0, 1), "801", "802")).await, "AA");
    let path = format!("/api/v1/people/{}/links", app.world.intake_person_id);
    app.get(DIRECTOR, &path).await.json["items"][0]["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn tv_adt_one_stay_whose_outreach_is_anchored_on_the_last_discharge() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let visit = |class| ("V88", class);
    for (event, at, class) in [("A04", ago(10, 8), "E"), ("A06", ago(10, 0), "I"), ("A03", ago(7, 0), "I")] {
        assert_eq!(send(&app, &message(event, &format!("m-{event}"), at, "4711", visit(class))).await, "AA");
    }
    let first = deadlines(&app, OUTREACH).await;
    assert_eq!((first.len(), first[0]["status"].as_str()), (1, Some("open")));
    assert_eq!(send(&app, &message("A13", "m-13", ago(6, 23), "4711", visit("I"))).await, "AA");
    let taken_back = &deadlines(&app, OUTREACH).await[0];
    assert_eq!(taken_back["status"], "cancelled");
    assert_eq!(taken_back["closed_reason"], "anchor_retracted", "{taken_back}");
    let last = ago(6, 0);
    assert_eq!(send(&app, &message("A03", "m-14", last, "4711", visit("I"))).await, "AA");
    let again = &deadlines(&app, OUTREACH).await[0];
    assert_eq!(again["status"], "open");
    assert_eq!(again["anchor_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap(), last);
    let stays = stays(&app, app.world.person_id).await;
    assert_eq!(stays.len(), 1);
    assert_eq!((stays[0]["class"].as_str(), stays[0]["status"].as_str()), (Some("inpatient"), Some("finished")));
    assert_eq!((&stays[0]["los_days"], &stays[0]["from_feed"]), (&json!(4), &json!(true)));
}

#[actix_web::test]
async fn a_repeated_message_is_taken_once_and_a_reused_control_id_is_a_dead_letter() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let at = ago(2, 0);
    let admitted = message("A01", "m-1", at, "4711", ("V88", "I"));
    assert_eq!(send(&app, &admitted).await, "AA");
    assert_eq!(send(&app, &admitted).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await[0]["version"], 1);
    assert_eq!(send(&app, &message("A03", "m-1", at, "4711", ("V88", "I"))).await, "AE");
    let dead = messages(&app, "dead").await;
    assert_eq!(dead[0]["refusal"], "control_id_reused");
    assert_eq!(messages(&app, "applied").await.len(), 2, "the person's number and the admission");
}

#[actix_web::test]
async fn a_discharge_that_comes_before_its_admission_ends_in_the_same_stay() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    assert_eq!(send(&app, &message("A03", "m-2", ago(1, 0), "4711", ("V88", "I"))).await, "AA");
    assert!(stays(&app, app.world.person_id).await.is_empty());
    assert_eq!(send(&app, &message("A01", "m-1", ago(3, 0), "4711", ("V88", "I"))).await, "AA");
    let stay = &stays(&app, app.world.person_id).await[0];
    assert_eq!((stay["status"].as_str(), stay["los_days"].as_i64()), (Some("finished"), Some(2)));
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "open");
}

#[actix_web::test]
async fn what_an_emergency_was_for_comes_with_its_diagnosis_and_is_told_by_hand_where_none_came() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let visit = ("V91", "E");
    assert_eq!(send(&app, &message("A04", "cause-1", ago(2, 3), "4711", visit)).await, "AA");
    let stay = stays(&app, app.world.person_id).await.remove(0);
    let path = format!("/api/v1/stays/{}/cause", stay["id"].as_str().unwrap());
    let etag = format!("\"{}\"", stay["version"]);
    let said = app.change(CM, Method::POST, &path, &etag, json!({ "cause": "chronic_conditions" })).await;
    assert_eq!(said.status, 200, "{}", said.text);
    assert_eq!(send(&app, &message("A08", "cause-2", ago(2, 2), "4711", visit)).await, "AA");
    assert_eq!(
        stays(&app, app.world.person_id).await[0]["cause"],
        "chronic_conditions",
        "what nobody contradicts stays"
    );
    let diagnosed =
        format!("{}DG1|1||F10.129^Alcohol intoxication^I10\r", message("A03", "cause-3", ago(2, 1), "4711", visit));
    assert_eq!(send(&app, &diagnosed).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await[0]["cause"], "substance_use");
}

#[actix_web::test]
async fn a_message_of_the_feed_is_itself_the_notice_of_the_admission() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    // The days of a notice are the program's: three hours may lie on either side of its midnight, two days do not.
    assert_eq!(send(&app, &message("A01", "notice-1", ago(0, 3), "4711", ("V92", "I"))).await, "AA");
    assert_eq!(send(&app, &message("A03", "notice-2", ago(0, 1), "4711", ("V92", "I"))).await, "AA");
    let stay = stays(&app, app.world.person_id).await.remove(0);
    let way = app.get(CM, &format!("/api/v1/stays/{}/transition", stay["id"].as_str().unwrap())).await;
    let receipts = way.json["receipts"].as_array().unwrap();
    assert_eq!(receipts.len(), 1, "{}", way.text);
    assert_eq!((&receipts[0]["what"], &receipts[0]["id"]), (&json!("admission_notice"), &Value::Null));
    let measure = app.get(CM, "/api/v1/measures/trc-notice").await;
    assert_eq!((measure.json["numerator"].as_f64(), measure.json["denominator"].as_u64()), (Some(1.0), Some(1)));
    let told = app.get(CM, "/api/v1/measures/trc-information").await;
    assert_eq!(told.json["pending"], 1, "that somebody left is not what was found and done: {}", told.text);
}

#[actix_web::test]
async fn a_cancelled_admission_leaves_a_cancelled_stay_and_gives_the_outreach_back() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    send(&app, &message("A01", "m-1", ago(9, 0), "4711", ("V1", "I"))).await;
    send(&app, &message("A03", "m-2", ago(6, 0), "4711", ("V1", "I"))).await;
    send(&app, &message("A01", "m-3", ago(2, 0), "4711", ("V2", "I"))).await;
    let readmitted = stays(&app, app.world.person_id).await;
    assert_eq!(readmitted[0]["readmission"]["days"], 4);
    assert_eq!(readmitted[0]["readmission"]["stay_id"], readmitted[1]["id"]);
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "cancelled");
    assert_eq!(send(&app, &message("A11", "m-4", ago(1, 0), "4711", ("V2", "I"))).await, "AA");
    let stays = stays(&app, app.world.person_id).await;
    assert_eq!(stays[0]["status"], "cancelled");
    assert_eq!(stays[0]["cancel_reason"], "Cancelled by the hospital.");
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "open");
}

#[actix_web::test]
async fn an_unknown_person_waits_for_a_decision_and_is_proposed_never_created_in_silence() {
    let app = TestApp::new().await;
    assert_eq!(send(&app, &message("A01", "m-1", ago(3, 0), "5000", ("V5", "I"))).await, "AA");
    assert_eq!(send(&app, &message("A03", "m-2", ago(1, 0), "5000", ("V5", "I"))).await, "AA");
    assert_eq!(messages(&app, "waiting").await.len(), 2);
    let entries = matches(&app).await;
    assert_eq!((entries.len(), entries[0]["waiting"].as_i64()), (1, Some(2)));
    let path = format!("/api/v1/adt-matches/{}", entries[0]["id"].as_str().unwrap());
    let entry = app.get(DIRECTOR, &path).await.json;
    let candidates = entry["candidates"].as_array().unwrap();
    assert_eq!(candidates[0]["person_id"], json!(app.world.person_id));
    assert_eq!(candidates[0]["agreed"], json!(["birth_date", "family_name", "given_name", "sex"]));
    assert!(stays(&app, app.world.person_id).await.is_empty(), "likeness links nobody");
    let linked = confirm(&app, &entry, json!({ "decision": "link", "person_id": app.world.person_id })).await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    assert_eq!(linked.json["status"], "linked");
    assert_eq!(stays(&app, app.world.person_id).await[0]["los_days"], 2);
    assert_eq!(deadlines(&app, OUTREACH).await.len(), 1);
    assert!(messages(&app, "waiting").await.is_empty());
    let again = confirm(&app, &linked.json, json!({ "decision": "dismiss", "reason": "Late" })).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "match_settled"));
    assert_eq!(send(&app, &message("A13", "m-3", ago(0, 5), "5000", ("V5", "I"))).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await[0]["status"], "in_progress");
}

#[actix_web::test]
async fn somebody_new_is_created_with_the_stay_and_somebody_else_dismissed_with_a_reason() {
    let app = TestApp::new().await;
    send(&app, &message("A01", "m-1", ago(3, 0), "6000", ("V6", "I"))).await;
    send(&app, &message("A01", "m-2", ago(3, 0), "7000", ("V7", "I"))).await;
    let entries = matches(&app).await;
    let created = confirm(&app, &entries[0], json!({ "decision": "create" })).await;
    assert_eq!(created.json["status"], "created", "{}", created.text);
    let person_id: uuid::Uuid = created.json["person_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(stays(&app, person_id).await.len(), 1);
    let without = confirm(&app, &entries[1], json!({ "decision": "dismiss" })).await;
    assert_eq!((without.status.as_u16(), without.code()), (409, "reason_required"));
    let dismissed = confirm(&app, &entries[1], json!({ "decision": "dismiss", "reason": "Not in a program" })).await;
    assert_eq!(dismissed.json["status"], "dismissed");
    assert_eq!(send(&app, &message("A03", "m-3", ago(1, 0), "7000", ("V7", "I"))).await, "AA");
    assert_eq!(messages(&app, "ignored").await.len(), 2);
    let after_all =
        confirm(&app, &dismissed.json, json!({ "decision": "link", "person_id": app.world.person_id })).await;
    assert_eq!(after_all.status, 200, "{}", after_all.text);
    assert_eq!(stays(&app, app.world.person_id).await[0]["status"], "finished");
}

#[actix_web::test]
async fn a_merge_links_two_records_moves_the_stays_and_can_be_undone() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    number(&app, app.world.hidden_person_id, "4700").await;
    send(&app, &message("A01", "m-1", ago(5, 0), "4700", ("V7", "I"))).await;
    send(&app, &message("A03", "m-2", ago(3, 0), "4700", ("V7", "I"))).await;
    assert!(deadlines(&app, OUTREACH).await.is_empty());
    assert_eq!(send(&app, &merge("m-3", ago(1, 0), "4711", "4700")).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await.len(), 1);
    assert!(stays(&app, app.world.hidden_person_id).await.is_empty());
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "open");
    // What comes for the old number goes to the record that stands for it.
    send(&app, &message("A01", "m-4", ago(0, 9), "4700", ("V8", "E"))).await;
    assert_eq!(stays(&app, app.world.person_id).await.len(), 2);

    let links = app.get(DIRECTOR, &format!("/api/v1/people/{}/links", app.world.person_id)).await;
    let link = &links.json["items"][0];
    assert_eq!((&link["survivor"]["id"], &link["can"]), (&json!(app.world.person_id), &json!(["person_link_undo"])));
    let seen = app.get(CM, &format!("/api/v1/people/{}/links", app.world.person_id)).await;
    assert_eq!(seen.json["items"][0]["retired"]["name"], "", "the other record is out of reach");
    let path = format!("/api/v1/person-links/{}/undo", link["id"].as_str().unwrap());
    let undone = app.change(DIRECTOR, Method::POST, &path, "\"1\"", json!({ "reason": "Two sisters" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert!(stays(&app, app.world.person_id).await.is_empty());
    assert_eq!(stays(&app, app.world.hidden_person_id).await.len(), 2);
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "cancelled");
    let twice = app.change(DIRECTOR, Method::POST, &path, "\"2\"", json!({ "reason": "Again" })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "link_undone"));
}

/// Changes the details of a person by hand.
async fn rewritten(app: &TestApp, person_id: uuid::Uuid, body: Value) {
    let path = format!("/api/v1/people/{person_id}");
    let known = app.get(DIRECTOR, &path).await;
    let changed = app.change(DIRECTOR, Method::PATCH, &path, &known.etag(), body).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
}

#[actix_web::test]
async fn an_undone_merge_gives_each_record_its_own_details_again_and_keeps_what_staff_wrote() {
    let app = TestApp::new().await;
    let (person, other) = (app.world.person_id, app.world.hidden_person_id);
    number(&app, person, "4711").await;
    number(&app, other, "4700").await;
    for id in [person, other] {
        rewritten(&app, id, json!({ "phone": null, "address": {} })).await;
    }
    let details = "12 Pier Rd^^Albany^NY^12207||518 555 0142";
    assert_eq!(send(&app, &merge("m-1", ago(1, 0), "4711", "4700").replace(details, "")).await, "AA");
    let died = format!("9 Elm St^^Troy^NY^12180||518 555 0199{}Y", "|".repeat(17));
    let told = message("A31", "m-2", ago(0, 9), "4700", ("V0", "O")).replace(details, &died);
    assert_eq!(send(&app, &told).await, "AA");
    let seen = async |id: uuid::Uuid| app.get(DIRECTOR, &format!("/api/v1/people/{id}")).await.json;
    let numbered = |person: &Value, value: &str| {
        person["identifiers"].as_array().unwrap().iter().any(|number| number["value"] == value)
    };
    let merged = seen(person).await;
    assert_eq!((&merged["phone"], merged["deceased_on"].is_null()), (&json!("518 555 0199"), false), "{merged}");
    assert!(numbered(&merged, "4700") && seen(other).await["phone"].is_null());
    rewritten(&app, person, json!({ "address": { "line": "1 Oak Rd" } })).await;

    let links = app.get(DIRECTOR, &format!("/api/v1/people/{person}/links")).await;
    let undo = format!("/api/v1/person-links/{}/undo", links.json["items"][0]["id"].as_str().unwrap());
    let undone = app.change(DIRECTOR, Method::POST, &undo, "\"1\"", json!({ "reason": "Two sisters" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    let (parted, back) = (seen(person).await, seen(other).await);
    assert_eq!((&parted["phone"], &parted["deceased_on"]), (&Value::Null, &Value::Null), "{parted}");
    assert_eq!(parted["address"]["line"], "1 Oak Rd", "what staff wrote stays");
    assert!(numbered(&parted, "4711") && !numbered(&parted, "4700"));
    assert_eq!((&back["phone"], &back["address"]["line"]), (&json!("518 555 0199"), &json!("9 Elm St")), "{back}");
    assert!(!back["deceased_on"].is_null() && numbered(&back, "4700"));
}

#[actix_web::test]
async fn what_somebody_refused_on_a_linked_record_counts_and_is_not_shown() {
    let app = TestApp::new().await;
    let (person, other) = (app.world.person_id, app.world.hidden_person_id);
    number(&app, person, "4711").await;
    number(&app, other, "4700").await;
    let refusal = json!({
        "kind": "share", "decision": "refuse", "purposes": ["treatment"], "recipient_class": "provider", "recipient_name": "Riverbend",
        "labels": [], "actions": ["share"], "form": "written", "signed_by": "Ama Okonkwo", "signer_role": "person",
    });
    let refused = app.post(DIRECTOR, &format!("/api/v1/people/{other}/consents"), refusal).await;
    assert_eq!(refused.status, 201, "{}", refused.text);
    let check = json!({ "purpose": "treatment", "recipient_class": "provider", "recipient_name": "Riverbend" });
    let path = format!("/api/v1/people/{person}/consents");
    let permitted =
        async || app.post(CM, &format!("{path}/check"), check.clone()).await.json["permitted"].as_bool().unwrap();
    assert!(permitted().await, "two people");
    assert_eq!(send(&app, &merge("m-1", ago(1, 0), "4711", "4700")).await, "AA");
    assert!(!permitted().await, "one and the same");
    assert_eq!(app.get(CM, &path).await.json["items"], json!([]), "the other record is out of reach");
    let links = app.get(DIRECTOR, &format!("/api/v1/people/{person}/links")).await;
    let undo = format!("/api/v1/person-links/{}/undo", links.json["items"][0]["id"].as_str().unwrap());
    app.change(DIRECTOR, Method::POST, &undo, "\"1\"", json!({ "reason": "Two sisters" })).await;
    assert!(permitted().await);
}

#[actix_web::test]
async fn what_somebody_refused_on_a_linked_record_ends_the_links_of_the_other_one() {
    let app = TestApp::new().await;
    let (person, other) = (app.world.person_id, app.world.hidden_person_id);
    let referral = crate::referral::sent(&app, "transport").await;
    let (link, _) = crate::referral::link(&app, &referral, false).await;
    let path = format!("/api/v1/referral-links/{}", link["id"].as_str().unwrap());
    number(&app, person, "4711").await;
    number(&app, other, "4700").await;
    assert_eq!(send(&app, &merge("m-1", ago(1, 0), "4711", "4700")).await, "AA");
    assert_eq!(app.get(CM, &path).await.json["is_open"], true);
    let refusal = json!({
        "kind": "share", "decision": "refuse", "purposes": ["treatment", "payment", "operations", "care_coordination", "housing"],
        "recipient_class": "community", "recipient_name": "County desk", "labels": [], "actions": ["share"], "form": "written",
        "signed_by": "Ama Okonkwo", "signer_role": "person",
    });
    let refused = app.post(DIRECTOR, &format!("/api/v1/people/{other}/consents"), refusal).await;
    assert_eq!(refused.status, 201, "{}", refused.text);
    assert_eq!(app.get(CM, &path).await.json["is_open"], false);
}

#[actix_web::test]
async fn a_merge_of_a_number_that_waits_answers_the_inbox() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    send(&app, &message("A01", "m-1", ago(5, 0), "4700", ("V7", "I"))).await;
    assert_eq!(matches(&app).await.len(), 1);
    assert_eq!(send(&app, &merge("m-2", ago(1, 0), "4711", "4700")).await, "AA");
    assert!(matches(&app).await.is_empty());
    assert_eq!(stays(&app, app.world.person_id).await.len(), 1);
}

#[actix_web::test]
async fn a_visit_number_that_is_used_for_another_patient_moves_no_stay_until_a_merge_makes_them_one() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    number(&app, app.world.hidden_person_id, "4700").await;
    send(&app, &message("A01", "m-1", ago(5, 0), "4711", ("V7", "I"))).await;
    send(&app, &message("A03", "m-2", ago(3, 0), "4711", ("V7", "I"))).await;
    let before = (stays(&app, app.world.person_id).await, deadlines(&app, OUTREACH).await);
    let other = message("A01", "m-3", ago(2, 0), "4700", ("V7", "I"));
    assert_eq!(send(&app, &other).await, "AE");
    assert_eq!((stays(&app, app.world.person_id).await, deadlines(&app, OUTREACH).await), before);
    assert!(stays(&app, app.world.hidden_person_id).await.is_empty());
    let dead = messages(&app, "dead").await;
    assert_eq!((dead[0]["refusal"].as_str(), dead[0]["place"].as_str()), (Some("two_people"), Some("PV1-19")));
    let replay = format!("/api/v1/adt-messages/{}/replay", dead[0]["id"].as_str().unwrap());
    let in_vain =
        app.change(DIRECTOR, Method::POST, &replay, &format!("\"{}\"", dead[0]["version"]), Value::Null).await;
    assert_eq!((&in_vain.json["state"], &in_vain.json["attempts"]), (&json!("dead"), &json!(2)), "{}", in_vain.text);
    // What the owner of the visit is told goes on.
    assert_eq!(send(&app, &message("A13", "m-4", ago(1, 20), "4711", ("V7", "I"))).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await[0]["status"], "in_progress");
    assert_eq!(send(&app, &merge("m-5", ago(1, 0), "4711", "4700")).await, "AA");
    assert!(messages(&app, "dead").await.is_empty(), "the merge says that it was one person all the time");
    let stays = stays(&app, app.world.person_id).await;
    assert_eq!((stays.len(), &stays[0]["status"]), (1, &json!("in_progress")));
}

#[actix_web::test]
async fn what_waited_for_somebody_and_names_a_visit_of_somebody_else_is_put_aside_and_moves_no_stay() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    send(&app, &message("A04", "m-1", ago(5, 0), "4711", ("V7", "E"))).await;
    send(&app, &message("A01", "m-2", ago(4, 0), "5000", ("V7", "I"))).await;
    send(&app, &message("A01", "m-3", ago(3, 0), "5000", ("V8", "I"))).await;
    let entry = &matches(&app).await[0];
    let linked = confirm(&app, entry, json!({ "decision": "link", "person_id": app.world.hidden_person_id })).await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    let classes = |stays: Vec<Value>| stays.iter().map(|stay| stay["class"].clone()).collect::<Vec<_>>();
    assert_eq!(classes(stays(&app, app.world.person_id).await), ["emergency"]);
    assert_eq!(classes(stays(&app, app.world.hidden_person_id).await), ["inpatient"]);
    let dead = messages(&app, "dead").await;
    assert_eq!((dead.len(), &dead[0]["control_id"], &dead[0]["place"]), (1, &json!("m-2"), &json!("PV1-19")));
    assert!(messages(&app, "waiting").await.is_empty());
}

#[actix_web::test]
async fn a_message_under_the_number_that_goes_on_may_come_before_its_merge_and_the_merge_may_be_undone() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    number(&app, app.world.hidden_person_id, "4700").await;
    send(&app, &message("A01", "m-1", ago(5, 0), "4700", ("V7", "I"))).await;
    send(&app, &message("A01", "m-2", ago(4, 0), "4700", ("V8", "E"))).await;
    assert_eq!(send(&app, &message("A03", "m-3", ago(2, 0), "4711", ("V7", "I"))).await, "AE");
    assert_eq!(send(&app, &merge("m-4", ago(3, 0), "4711", "4700")).await, "AA");
    assert_eq!(messages(&app, "dead").await, [] as [Value; 0]);
    let merged = stays(&app, app.world.person_id).await;
    assert_eq!((merged.len(), &merged[1]["status"]), (2, &json!("finished")), "{merged:?}");
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "open");
    let links = app.get(DIRECTOR, &format!("/api/v1/people/{}/links", app.world.person_id)).await;
    let path = format!("/api/v1/person-links/{}/undo", links.json["items"][0]["id"].as_str().unwrap());
    let undone = app.change(DIRECTOR, Method::POST, &path, "\"1\"", json!({ "reason": "Two sisters" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    let own = |stays: Vec<Value>| stays.iter().map(|stay| stay["status"].clone()).collect::<Vec<_>>();
    assert_eq!(own(stays(&app, app.world.person_id).await), [] as [Value; 0]);
    let back = own(stays(&app, app.world.hidden_person_id).await);
    assert_eq!(back, ["in_progress", "in_progress"], "each visit goes back to the number under which it began");
    assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "cancelled");
    // What came of it under the other number is put aside, as it was before the merge.
    let dead = messages(&app, "dead").await;
    assert_eq!((dead.len(), &dead[0]["control_id"], &dead[0]["place"]), (1, &json!("m-3"), &json!("PV1-19")));
    assert_eq!(dead[0]["refusal"], "two_people");
    // A visit that began under the number that goes on stays there, without what came under the other one.
    assert_eq!(send(&app, &merge("m-5", ago(1, 0), "4711", "4700")).await, "AA");
    assert!(messages(&app, "dead").await.is_empty(), "the merge says that it was one person after all");
    send(&app, &message("A01", "m-6", ago(0, 9), "4711", ("V9", "I"))).await;
    send(&app, &message("A03", "m-7", ago(0, 5), "4700", ("V9", "I"))).await;
    let links = app.get(DIRECTOR, &format!("/api/v1/people/{}/links", app.world.person_id)).await;
    let link = links.json["items"].as_array().unwrap().iter().find(|link| link["undone_at"].is_null()).unwrap();
    let path = format!("/api/v1/person-links/{}/undo", link["id"].as_str().unwrap());
    let again = app.change(DIRECTOR, Method::POST, &path, "\"1\"", json!({ "reason": "Sisters, still" })).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(own(stays(&app, app.world.person_id).await), ["in_progress"]);
    assert_eq!(stays(&app, app.world.hidden_person_id).await.len(), 2);
    assert_eq!(messages(&app, "dead").await.len(), 2);
}

#[actix_web::test]
async fn a_merge_that_waits_for_both_its_numbers_is_taken_with_what_waited_for_either() {
    for first in ["4711", "4700"] {
        let app = TestApp::new().await;
        send(&app, &message("A01", "m-1", ago(5, 0), "4700", ("V7", "I"))).await;
        send(&app, &merge("m-2", ago(3, 0), "4711", "4700")).await;
        send(&app, &message("A03", "m-3", ago(2, 0), "4711", ("V7", "I"))).await;
        let entries = matches(&app).await;
        let entry = entries.iter().find(|entry| entry["value"] == first).expect("an entry");
        let linked = confirm(&app, entry, json!({ "decision": "link", "person_id": app.world.person_id })).await;
        assert_eq!(linked.status, 200, "{}", linked.text);
        assert!(matches(&app).await.is_empty() && messages(&app, "waiting").await.is_empty(), "{first} first");
        let stays = stays(&app, app.world.person_id).await;
        assert_eq!((stays.len(), &stays[0]["status"]), (1, &json!("finished")), "{first} first");
        assert_eq!(deadlines(&app, OUTREACH).await[0]["status"], "open", "{first} first");
    }
}

#[actix_web::test]
async fn a_dead_letter_under_a_number_that_only_the_record_has_is_taken_by_the_merge() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let body = json!({ "family_name": "Okonkwo", "given_name": "A.", "birth_date": "1958-04-12", "sex": "female", "language": "en",
        "identifiers": [{ "system": "HARBOR", "value": "8100" }] });
    let twin = app.post(DIRECTOR, "/api/v1/people", body).await;
    assert_eq!(twin.status, 201, "{}", twin.text);
    send(&app, &message("A01", "m-1", ago(5, 0), "4711", ("V7", "I"))).await;
    assert_eq!(send(&app, &message("A03", "m-2", ago(2, 0), "8100", ("V7", "I"))).await, "AE");
    assert_eq!(messages(&app, "dead").await.len(), 1);
    assert_eq!(send(&app, &merge("m-3", ago(1, 0), "4711", "8100")).await, "AA");
    assert!(messages(&app, "dead").await.is_empty(), "the merge says that it was one person all the time");
    assert_eq!(stays(&app, app.world.person_id).await[0]["status"], "finished");
    // From now on the number is known to the feed as that of the record that it came from.
    assert_eq!(send(&app, &message("A13", "m-4", ago(0, 20), "8100", ("V7", "I"))).await, "AA");
    assert_eq!(stays(&app, app.world.person_id).await[0]["status"], "in_progress");
}

#[actix_web::test]
async fn a_dead_letter_is_kept_with_its_reason_and_replayed_when_that_is_gone() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    number(&app, app.world.hidden_person_id, "4700").await;
    let both = message("A01", "m-1", ago(2, 0), "4711", ("V1", "I"))
        .replace("4711^^^HARBOR^MR", "4711^^^HARBOR^MR~4700^^^HARBOR^MR");
    assert_eq!(send(&app, &both).await, "AE");
    assert_eq!(send(&app, &both).await, "AE");
    let dead = messages(&app, "dead").await;
    assert_eq!((dead.len(), dead[0]["attempts"].as_i64()), (1, Some(2)));
    assert_eq!((dead[0]["refusal"].as_str(), dead[0]["place"].as_str()), (Some("two_people"), Some("PID-3")));
    assert_eq!(dead[0]["text"], Value::Null, "a list shows no text");
    let path = format!("/api/v1/adt-messages/{}", dead[0]["id"].as_str().unwrap());
    let shown = app.get(DIRECTOR, &path).await;
    assert!(shown.json["text"].as_str().unwrap().contains("Okonkwo"));
    let lead = app.get("lead", &path).await;
    assert_eq!((lead.status.as_u16(), &lead.json["text"]), (200, &Value::Null), "a lead sees codes, not people");
    let replay = format!("{path}/replay");
    let in_vain = app.change(DIRECTOR, Method::POST, &replay, &shown.etag(), Value::Null).await;
    assert_eq!((in_vain.status.as_u16(), in_vain.json["attempts"].as_i64()), (200, Some(3)), "{}", in_vain.text);
    assert_eq!(send(&app, &merge("m-2", ago(1, 0), "4711", "4700")).await, "AA");
    let replayed = app.change(DIRECTOR, Method::POST, &replay, &in_vain.etag(), Value::Null).await;
    assert_eq!(replayed.json["state"], "applied", "{}", replayed.text);
    assert_eq!(stays(&app, app.world.person_id).await.len(), 1);
    assert!(messages(&app, "dead").await.is_empty());
    let again = app.change(DIRECTOR, Method::POST, &replay, &replayed.etag(), Value::Null).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "adt_message_not_dead"));
}

#[actix_web::test]
async fn what_is_no_message_is_refused_and_what_is_no_hl7_is_not_read() {
    let app = TestApp::new().await;
    assert_eq!(send(&app, "hello").await, "AR");
    assert_eq!(send(&app, &message("A09", "m-1", ago(1, 0), "1", ("V1", "I"))).await, "AR");
    let json = app.post("integrator", "/api/v1/adt", json!({})).await;
    assert_eq!((json.status.as_u16(), json.code()), (415, "hl7_required"));
    let empty = app.post_as("integrator", "/api/v1/adt", "application/hl7-v2", Vec::new()).await;
    assert_eq!(empty.status, 400);
    let summary = app.get("organization_admin", "/api/v1/adt-summary").await.json;
    assert_eq!((summary["dead"].as_i64(), summary["applied_today"].as_i64()), (Some(2), Some(0)));
}

#[actix_web::test]
async fn an_exact_number_of_a_record_is_known_without_asking() {
    let app = TestApp::new().await;
    let body = json!({ "family_name": "Ruiz", "given_name": "Iñaki", "birth_date": "1960-01-02", "sex": "male", "language": "es",
        "identifiers": [{ "system": "HARBOR", "value": "8100" }] });
    let person = app.post(DIRECTOR, "/api/v1/people", body).await;
    assert_eq!(person.status, 201, "{}", person.text);
    assert_eq!(send(&app, &message("A01", "m-1", ago(1, 0), "8100", ("V1", "I"))).await, "AA");
    assert!(matches(&app).await.is_empty());
    assert_eq!(stays(&app, person.json["id"].as_str().unwrap().parse().unwrap()).await.len(), 1);
    let other = message("A01", "m-2", ago(1, 0), "8100", ("V2", "I")).replace("8100^^^HARBOR", "8100^^^OTHER");
    assert_eq!(send(&app, &other).await, "AA");
    assert_eq!(matches(&app).await.len(), 1, "the same number from somebody else is another number");
}

#[actix_web::test]
async fn a_death_that_the_hospital_reports_is_recorded_and_what_people_wrote_stays() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let text = message("A31", "m-1", ago(1, 0), "4711", ("V1", "I")).replace("Okonkwo^Ama", "Other^Name");
    let text = text.split("PV1").next().unwrap().trim_end().to_owned() + &"|".repeat(16) + "20260301|Y\r";
    assert_eq!(send(&app, &text).await, "AA");
    let person = app.get(DIRECTOR, &format!("/api/v1/people/{}", app.world.person_id)).await.json;
    assert_eq!(person["deceased_on"], "2026-03-01");
    assert_eq!((&person["family_name"], &person["phone"]), (&json!("Okonkwo"), &json!("518 555 0142")));
}
