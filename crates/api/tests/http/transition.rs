//! The hospital desk and the way home.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";
/// Owns the case of the hospital program.
const HOSPITAL: &str = "stranger";

fn days_ago(days: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::days(days)
}

fn today(days: i64) -> String {
    let zone = chrono_tz::America::New_York;
    domain::clock::local_date(Utc::now() + TimeDelta::days(days), zone).to_string()
}

async fn stay(app: &TestApp, role: &str, person: Uuid, admitted: i64, discharged: Option<i64>) -> String {
    let body = json!({ "class": "inpatient", "facility": "General", "reason": "Heart failure",
        "admitted_at": days_ago(admitted), "discharged_at": discharged.map(days_ago) });
    let answer = app.post(role, &format!("/api/v1/people/{person}/stays"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["id"].as_str().unwrap().to_owned()
}

async fn get(app: &TestApp, role: &str, stay: &str) -> Answered {
    let answer = app.get(role, &format!("/api/v1/stays/{stay}/transition")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

/// One step in the version last seen.
async fn step(app: &TestApp, role: &str, stay: &str, body: Value) -> Answered {
    let etag = get(app, role, stay).await.etag();
    app.change(role, Method::POST, &format!("/api/v1/stays/{stay}/transition/act"), &etag, body).await
}

/// What a step that is taken gives.
pub async fn done(app: &TestApp, role: &str, stay: &str, body: Value) -> Value {
    let answer = step(app, role, stay, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn update(app: &TestApp, role: &str, stay: &str, body: Value) -> Value {
    let etag = get(app, role, stay).await.etag();
    let path = format!("/api/v1/stays/{stay}/transition");
    let answer = app.change(role, Method::PATCH, &path, &etag, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

fn status(view: &Value, rule: &str) -> Option<String> {
    let mut found = view["deadlines"].as_array().unwrap().iter().filter(|deadline| deadline["rule"]["code"] == rule);
    let one = found.next().map(|deadline| deadline["status"].as_str().unwrap().to_owned());
    assert!(found.next().is_none(), "two deadlines of {rule}");
    one
}

async fn medicare(app: &TestApp, role: &str, person: Uuid) {
    let body = json!({ "payer": "Medicare", "kind": "medicare", "starts_on": "2020-01-01" });
    let answer = app.post(role, &format!("/api/v1/people/{person}/coverages"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[actix_web::test]
async fn a_discharge_makes_medicines_due_and_comparing_them_meets_it() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 6, Some(2)).await;
    let before = get(&app, CM, &stay).await.json;
    assert_eq!((before["phase"].as_str(), before["version"].as_i64()), (Some("following"), Some(1)));
    assert_eq!(status(&before, "K-8.reconciliation").as_deref(), Some("open"));
    assert_eq!(status(&before, "T-4.outreach_7").as_deref(), Some("open"));
    let bare = json!({ "reconcile": { "outcome": "corrected" } });
    assert_eq!(step(&app, CM, &stay, bare).await.code(), "findings_required");
    let told = json!({ "reconcile": { "outcome": "corrected", "findings": "Two water pills" } });
    let after = done(&app, CM, &stay, told).await;
    assert_eq!(status(&after, "K-8.reconciliation").as_deref(), Some("met"));
    let stored = get(&app, CM, &stay).await.json;
    assert_eq!(status(&stored, "K-8.reconciliation").as_deref(), Some("met"), "told as it is stored");
    let wrong = json!({ "reconciliation": stored["reconciliations"][0]["at"], "reason": "Another person" });
    let taken_back = done(&app, CM, &stay, json!({ "take_back": wrong.clone() })).await;
    assert_eq!(status(&taken_back, "K-8.reconciliation").as_deref(), Some("open"), "what it met is open again");
    assert_eq!(
        (&taken_back["reconciliations"], &taken_back["taken_back"][0]["reason"]),
        (&json!([]), &json!("Another person"))
    );
    assert_eq!(step(&app, CM, &stay, json!({ "take_back": wrong })).await.code(), "part_unknown");
}

#[actix_web::test]
async fn word_of_the_hospital_is_noted_counts_in_its_days_and_is_taken_back() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 12, Some(8)).await;
    let counted = async |code: &str| {
        let answer = app.get(CM, &format!("/api/v1/measures/{code}")).await;
        assert_eq!(answer.json["lacking"], json!([]), "{}", answer.text);
        (answer.json["numerator"].as_f64().unwrap(), answer.json["denominator"].as_u64().unwrap())
    };
    assert_eq!((counted("trc-notice").await, counted("trc-information").await), ((0.0, 1), (0.0, 1)));
    let came = |what: &str, days: i64| json!({ "note_receipt": { "what": what, "at": days_ago(days), "sender": "Discharge desk", "way": "fax" } });
    let early = step(&app, CM, &stay, came("admission_notice", 14)).await;
    assert_eq!((early.code(), &early.json["errors"][0]["pointer"]), ("time_outside", &json!("/note_receipt/at")));
    done(&app, CM, &stay, came("admission_notice", 11)).await;
    let late = done(&app, CM, &stay, came("discharge_information", 4)).await;
    assert_eq!((counted("trc-notice").await, counted("trc-information").await), ((1.0, 1), (0.0, 1)));
    let receipt = &late["receipts"][1];
    assert_eq!((&receipt["what"], &receipt["way"]), (&json!("discharge_information"), &json!("fax")));
    let wrong = json!({ "take_back": { "receipt": receipt["id"], "reason": "The day was wrong" } });
    assert_eq!(done(&app, CM, &stay, wrong).await["receipts"].as_array().unwrap().len(), 1);
    done(&app, CM, &stay, came("discharge_information", 7)).await;
    assert_eq!(counted("trc-information").await, (1.0, 1));
}

#[actix_web::test]
async fn comparing_medicines_needs_a_licence_and_asking_a_facility_does_not() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 3, None).await;
    let refused = step(&app, "assistant", &stay, json!({ "reconcile": { "outcome": "agrees" } })).await;
    assert_eq!((refused.status.as_u16(), refused.json["errors"][0]["pointer"].as_str()), (409, Some("/reconcile")));
    let asked = done(&app, "coordinator", &stay, json!({ "ask_facility": { "facility": "Cedar Point" } })).await;
    assert_eq!(asked["placements"][0]["status"], "asked");
    assert_eq!((&asked["clinical"], &asked["summary"]), (&json!(false), &json!(null)));
    let owner = json!({ "add_barrier": { "kind": "family", "text": "Nobody home", "owner_id": Uuid::now_v7() } });
    assert_eq!(step(&app, CM, &stay, owner).await.code(), "unknown_staff");
    assert_eq!(step(&app, CM, &stay, json!({})).await.code(), "one_step");
}

#[actix_web::test]
async fn who_refused_an_old_practice_is_asked_who_cares_next_before_a_summary_goes_out() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 3, None).await;
    update(&app, CM, &stay, json!({ "destination": "home" })).await;
    let mut refusal = crate::consent::part2("Lakeside Clinic");
    let no = json!({ "decision": "refuse", "labels": [], "form_version": null });
    refusal.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    assert_eq!(crate::consent::given(&app, refusal).await.status, 201);
    let sent = json!({ "set_check": { "code": "summary_sent", "state": "done" } });
    assert_eq!(step(&app, CM, &stay, sent.clone()).await.code(), "disclosure_recipient_unknown");
    assert_eq!(crate::consent::member(&app).await.status, 201);
    for _ in 0..2 {
        done(&app, CM, &stay, sent.clone()).await;
        let told = app.get(CM, &format!("/api/v1/people/{}/disclosures", app.world.person_id)).await;
        assert_eq!(told.json["items"].as_array().unwrap().len(), 1, "{}", told.text);
    }
}

#[actix_web::test]
async fn the_hospital_sees_who_is_there_what_is_in_the_way_and_which_notice_is_due() {
    let app = TestApp::new().await;
    let person = app.world.hidden_person_id;
    medicare(&app, HOSPITAL, person).await;
    stay(&app, HOSPITAL, person, 20, Some(12)).await;
    let stay = stay(&app, HOSPITAL, person, 1, None).await;
    let view = update(&app, HOSPITAL, &stay, json!({ "destination": "snf", "expected_days": 4.1 })).await;
    assert_eq!(status(&view, "T-10.im_admission").as_deref(), Some("open"));
    done(&app, HOSPITAL, &stay, json!({ "set_target": { "on": today(2) } })).await;
    let me = app.world.stranger_id;
    let barrier = json!({ "add_barrier": { "kind": "placement", "text": "No bed", "owner_id": me } });
    done(&app, HOSPITAL, &stay, barrier).await;
    let given = done(&app, HOSPITAL, &stay, json!({ "give_notice": { "notice": "important_message" } })).await;
    assert_eq!(status(&given, "T-10.im_admission").as_deref(), Some("met"));
    assert_eq!(given["notice_again_from"].as_str(), Some(today(0).as_str()));
    let rounds = app.get(HOSPITAL, "/api/v1/transitions?way=rounds").await.json;
    let items = rounds["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{rounds}");
    let item = &items[0];
    assert_eq!((item["stay_id"].as_str(), item["day"].as_i64()), (Some(stay.as_str()), Some(2)));
    assert_eq!((item["readmission_days"].as_i64(), item["next_step"].as_str()), (Some(11), Some("remove_barrier")));
    assert_eq!((item["barriers"][0]["kind"].as_str(), item["target_past"].as_bool()), (Some("placement"), Some(false)));
    assert_eq!(app.get(CM, "/api/v1/transitions?way=rounds").await.json["items"], json!([]), "out of reach");
}

#[actix_web::test]
async fn the_person_chooses_among_facilities_that_accepted() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 3, None).await;
    let asked = done(&app, CM, &stay, json!({ "ask_facility": { "facility": "Cedar Point" } })).await;
    let id = asked["placements"][0]["id"].clone();
    let choice = json!({ "note_choice": { "id": id, "chosen_by": "person" } });
    assert_eq!(step(&app, CM, &stay, choice.clone()).await.code(), "placement_not_accepted");
    done(&app, CM, &stay, json!({ "note_answer": { "id": id, "accepted": true } })).await;
    let chosen = done(&app, CM, &stay, choice).await;
    assert_eq!(chosen["placements"][0]["chosen_by"], "person");
}

#[actix_web::test]
async fn the_program_that_goes_on_sees_who_came_home_and_closes_when_every_promise_is_settled() {
    let app = TestApp::new().await;
    let stay = stay(&app, CM, app.world.person_id, 6, Some(2)).await;
    let promise = json!({ "add_promise": { "kind": "follow_up_visit", "text": "Dr. Ito", "due_on": today(-1) } });
    let promised = done(&app, CM, &stay, promise).await;
    let list = app.get(CM, "/api/v1/transitions?way=receiving").await.json;
    assert_eq!((list["items"][0]["promises_overdue"].as_i64(), list["items"][0]["day"].as_i64()), (Some(1), Some(5)));
    let close = json!({ "close": {} });
    assert_eq!(step(&app, CM, &stay, close.clone()).await.code(), "transition_open_work");
    let id = promised["promises"][0]["id"].clone();
    done(&app, CM, &stay, json!({ "settle_promise": { "id": id, "outcome": "kept" } })).await;
    let closed = done(&app, CM, &stay, close).await;
    assert_eq!((closed["phase"].as_str(), closed["can"].as_array().map(Vec::len)), (Some("closed"), Some(0)));
    assert_eq!(app.get(CM, "/api/v1/transitions?way=receiving").await.json["items"], json!([]));
}

#[actix_web::test]
async fn a_transition_of_somebody_without_a_case_begins_with_the_first_word_and_only_once() {
    let app = TestApp::new().await;
    let stay = stay(&app, "director", app.world.intake_person_id, 3, None).await;
    let unwritten = get(&app, "director", &stay).await;
    assert_eq!((unwritten.json["version"].as_i64(), unwritten.etag().as_str()), (Some(0), "\"0\""));
    let path = format!("/api/v1/stays/{stay}/transition");
    let body = json!({ "complexity": "high" });
    let first = app.change("director", Method::PATCH, &path, "\"0\"", body.clone()).await;
    assert_eq!((first.status.as_u16(), first.etag().as_str()), (200, "\"1\""));
    assert_eq!(app.change("director", Method::PATCH, &path, "\"0\"", body).await.status, 412);
}

#[actix_web::test]
async fn the_figures_of_the_desk_are_those_of_its_discharges() {
    let app = TestApp::new().await;
    let person = app.world.hidden_person_id;
    let stay = stay(&app, HOSPITAL, person, 7, None).await;
    update(&app, HOSPITAL, &stay, json!({ "expected_days": 3.5 })).await;
    done(&app, HOSPITAL, &stay, json!({ "set_target": { "on": today(0) } })).await;
    done(&app, HOSPITAL, &stay, json!({ "mark_day": { "on": today(-2), "cause": "payer" } })).await;
    let etag = app.get(HOSPITAL, &format!("/api/v1/people/{person}/stays")).await.json["items"][0]["version"].clone();
    let body = json!({ "discharged_at": Utc::now(), "destination": "Home" });
    let left = app
        .change(HOSPITAL, Method::POST, &format!("/api/v1/stays/{stay}/discharge"), &format!("\"{etag}\""), body)
        .await;
    assert_eq!(left.status, 200, "{}", left.text);
    let figures = app.get(HOSPITAL, "/api/v1/transitions/figures").await.json;
    assert_eq!(figures["length"]["ratio"].as_f64(), Some(2.0), "{figures}");
    assert_eq!((figures["avoidable"]["days"].as_i64(), figures["by_target"]["met"].as_i64()), (Some(1), Some(1)));
    let nothing = app.get(HOSPITAL, "/api/v1/transitions/figures?from=2020-01-01&to=2020-01-31").await.json;
    assert_eq!((nothing["discharges"].as_i64(), nothing["by_target"]["rate"].as_f64()), (Some(0), None));
}

#[actix_web::test]
async fn a_stay_of_somebody_out_of_reach_looks_like_none() {
    let app = TestApp::new().await;
    let stay = stay(&app, HOSPITAL, app.world.hidden_person_id, 3, None).await;
    let hidden = app.get(CM, &format!("/api/v1/stays/{stay}/transition")).await;
    let absent = app.get(CM, &format!("/api/v1/stays/{}/transition", Uuid::now_v7())).await;
    assert_eq!((hidden.status.as_u16(), absent.status.as_u16()), (404, 404));
}
