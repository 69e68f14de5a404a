//! Things become known late and in any order; the deadlines end as if they had been known at once.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const WEEK: &str = "T-4.outreach_7";

fn days_ago(days: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::days(days)
}

async fn reached(app: &TestApp, days: i64) -> Value {
    let body = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 10,
        "purpose": "outreach", "occurred_at": days_ago(days) });
    let answer = app.post(CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["contact"].clone()
}

async fn withdraw(app: &TestApp, role: &str, contact: &Value) -> Answered {
    let path = format!("/api/v1/contacts/{}/withdraw", contact["id"].as_str().unwrap());
    let etag = format!("\"{}\"", contact["version"]);
    app.change(role, Method::POST, &path, &etag, json!({ "reason": "Another person" })).await
}

/// The states of the deadlines of a rule.
async fn states(app: &TestApp, rule: &str) -> Vec<String> {
    let path = format!("/api/v1/cases/{}/deadlines", app.world.case_id);
    let list: Value = app.get(CM, &path).await.json;
    let of_rule = list["items"].as_array().unwrap().iter().filter(|deadline| deadline["rule"]["code"] == rule);
    of_rule.map(|deadline| deadline["status"].as_str().unwrap().to_owned()).collect()
}

async fn stay(app: &TestApp, admitted: i64, discharged: Option<i64>) -> Answered {
    let body = json!({ "class": "inpatient", "facility": "General", "admitted_at": days_ago(admitted),
        "discharged_at": discharged.map(days_ago) });
    let answer = app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer
}

async fn cancel(app: &TestApp, stay: &Answered) {
    let path = format!("/api/v1/stays/{}/cancel", stay.json["id"].as_str().unwrap());
    let answer = app.change(CM, Method::POST, &path, &stay.etag(), json!({ "reason": "Another person" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// The states of the 7-day outreach deadlines, the earliest due first.
async fn outreach(app: &TestApp) -> Vec<String> {
    states(app, WEEK).await
}

#[actix_web::test]
async fn a_contact_entered_late_makes_a_late_deadline_one_met_in_time() {
    let app = TestApp::new().await;
    stay(&app, 14, Some(12)).await;
    assert_eq!(outreach(&app).await, ["open"]);
    reached(&app, 1).await;
    assert_eq!(outreach(&app).await, ["met_late"]);
    reached(&app, 9).await;
    assert_eq!(outreach(&app).await, ["met"]);
}

#[actix_web::test]
async fn a_discharge_entered_after_the_contact_that_followed_it_is_met_by_it() {
    let app = TestApp::new().await;
    reached(&app, 5).await;
    let begun = stay(&app, 8, None).await;
    let path = format!("/api/v1/stays/{}/discharge", begun.json["id"].as_str().unwrap());
    let body = json!({ "discharged_at": days_ago(6), "destination": "Home" });
    let ended = app.change(CM, Method::POST, &path, &begun.etag(), body).await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    assert_eq!(outreach(&app).await, ["met"]);
}

#[actix_web::test]
async fn an_admission_entered_in_error_gives_the_outreach_back_with_what_happened_since() {
    let app = TestApp::new().await;
    stay(&app, 8, Some(6)).await;
    let again = stay(&app, 3, None).await;
    assert_eq!(outreach(&app).await, ["cancelled"]);
    reached(&app, 2).await;
    assert_eq!(outreach(&app).await, ["cancelled"]);
    cancel(&app, &again).await;
    assert_eq!(outreach(&app).await, ["met"]);
}

#[actix_web::test]
async fn an_admission_entered_late_takes_an_outreach_that_was_met_after_it_out_of_the_count() {
    let app = TestApp::new().await;
    stay(&app, 8, Some(6)).await;
    reached(&app, 1).await;
    assert_eq!(outreach(&app).await, ["met"]);
    let between = stay(&app, 4, Some(3)).await;
    assert_eq!(outreach(&app).await, ["cancelled", "met"]);
    cancel(&app, &between).await;
    assert_eq!(outreach(&app).await, ["met", "cancelled"]);
}

async fn close(app: &TestApp) {
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let etag = app.get(CM, &path).await.etag();
    let body = json!({ "outcome": "goals_met", "reason": "All goals are met." });
    let answer = app.change(CM, Method::POST, &format!("{path}/close"), &etag, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[actix_web::test]
async fn a_stay_corrected_after_the_case_was_closed_corrects_what_the_closed_case_counts() {
    let app = TestApp::new().await;
    let first = stay(&app, 20, Some(18)).await;
    close(&app).await;
    assert_eq!(outreach(&app).await, ["missed"]);
    cancel(&app, &first).await;
    assert_eq!(outreach(&app).await, ["cancelled"]);
    stay(&app, 16, Some(12)).await;
    assert_eq!(outreach(&app).await, ["cancelled", "missed"], "a discharge of its time that became known afterwards");
}

#[actix_web::test]
async fn a_discharge_of_long_before_the_enrolment_starts_nothing_whenever_it_becomes_known() {
    let app = TestApp::new().await;
    stay(&app, 50, Some(40)).await;
    assert_eq!(outreach(&app).await, Vec::<String>::new());
    stay(&app, 50, Some(20)).await;
    assert_eq!(outreach(&app).await, ["open"]);
}

#[actix_web::test]
async fn a_contact_entered_in_error_counts_for_nothing_and_is_kept() {
    let app = TestApp::new().await;
    stay(&app, 8, Some(6)).await;
    let wrong = reached(&app, 4).await;
    assert_eq!(outreach(&app).await, ["met"]);
    let notes = states(&app, "K-27.signed").await.len();
    let taken_back = withdraw(&app, CM, &wrong).await;
    assert_eq!(taken_back.status, 200, "{}", taken_back.text);
    assert_eq!(
        (&taken_back.json["status"], &taken_back.json["error_reason"], &taken_back.json["can"]),
        (&json!("entered_in_error"), &json!("Another person"), &json!([]))
    );
    assert_eq!(outreach(&app).await, ["open"]);
    assert!(states(&app, "K-27.signed").await.len() <= notes);
    reached(&app, 3).await;
    assert_eq!(outreach(&app).await, ["met"], "another contact meets it");
    let again = withdraw(&app, CM, &taken_back.json).await;
    assert_eq!((again.status.as_u16(), &again.json["code"]), (409, &json!("contact_entered_in_error")));
}

#[actix_web::test]
async fn a_colleague_does_not_take_a_contact_back_and_a_lead_does() {
    let app = TestApp::new().await;
    let wrong = reached(&app, 1).await;
    let refused = withdraw(&app, "coordinator", &wrong).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json["code"]),
        (409, &json!("contact_of_colleague")),
        "{}",
        refused.text
    );
    assert_eq!(withdraw(&app, "lead", &wrong).await.status, 200);
}

#[actix_web::test]
async fn a_discharge_taken_back_cancels_what_it_started_and_only_a_finished_stay_has_one() {
    let app = TestApp::new().await;
    let ended = stay(&app, 8, Some(6)).await;
    assert_eq!(outreach(&app).await, ["open"]);
    let path = format!("/api/v1/stays/{}/resume", ended.json["id"].as_str().unwrap());
    let resumed = app.change(CM, Method::POST, &path, &ended.etag(), json!(null)).await;
    assert_eq!((resumed.status.as_u16(), &resumed.json["status"]), (200, &json!("in_progress")), "{}", resumed.text);
    assert_eq!(outreach(&app).await, ["cancelled"]);
    let again = app.change(CM, Method::POST, &path, &resumed.etag(), json!(null)).await;
    assert_eq!((again.status.as_u16(), &again.json["code"]), (409, &json!("stay_not_finished")));
    let path = format!("/api/v1/stays/{}/discharge", ended.json["id"].as_str().unwrap());
    let body = json!({ "discharged_at": days_ago(2), "destination": "Home" });
    let ended = app.change(CM, Method::POST, &path, &resumed.etag(), body).await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    assert_eq!(outreach(&app).await, ["open"], "the same deadline, from the discharge that was");
}

#[actix_web::test]
async fn an_assessment_entered_in_error_is_kept_and_the_alert_it_raised_waits_for_an_outcome() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let answers: Value = (1..=9).map(|item| (item.to_string(), json!(1))).collect::<serde_json::Map<_, _>>().into();
    let begun = app.post(CM, &path, json!({ "instrument": "phq-9", "mode": "phone", "answers": answers })).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let act = async |verb: &str, from: &Answered, body: Value| {
        let path = format!("/api/v1/assessments/{}/{verb}", from.json["id"].as_str().unwrap());
        app.change(CM, Method::POST, &path, &from.etag(), body).await
    };
    let done = act("complete", &begun, json!({})).await;
    assert_eq!(done.json["status"], "completed", "{}", done.text);
    let wrong = act("withdraw", &done, json!({ "reason": "Another person" })).await;
    assert_eq!(
        (&wrong.json["status"], &wrong.json["error_reason"], &wrong.json["can"]),
        (&json!("entered_in_error"), &json!("Another person"), &json!([])),
        "{}",
        wrong.text
    );
    let again = act("withdraw", &wrong, json!({ "reason": "Another person" })).await;
    assert_eq!((again.status.as_u16(), &again.json["code"]), (409, &json!("assessment_entered_in_error")));
    let overview = app.get(CM, &format!("/api/v1/people/{}/overview", app.world.person_id)).await;
    assert_eq!(overview.json["alerts"].as_array().unwrap().len(), 1, "{}", overview.text);
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    let told = timeline.json["items"].as_array().unwrap();
    assert!(told.iter().all(|entry| entry["kind"] != "assessment"), "{}", timeline.text);
}
