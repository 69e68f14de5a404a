//! Results that call for action: an alert of the right kind, or a visit with its own due time.

use actix_web::http::Method;
use chrono::{Days, Utc};
use chrono_tz::America::New_York;
use domain::clock::end_of_day;
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";

pub async fn complete(app: &TestApp, instrument: &str, answers: Value) {
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let begun = app.post(CM, &path, json!({ "instrument": instrument, "mode": "phone", "answers": answers })).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let done = app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
}

/// Kind and severity of every alert.
async fn alerts(app: &TestApp) -> Vec<(String, String)> {
    let list = app.get(CM, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    let text = |alert: &Value, member: &str| alert[member].as_str().unwrap().to_owned();
    let items = list.json["items"].as_array().unwrap();
    items.iter().map(|alert| (text(alert, "kind"), text(alert, "severity"))).collect()
}

#[actix_web::test]
async fn a_high_risk_in_the_c_ssrs_opens_one_alert_though_two_triggers_fire() {
    let app = TestApp::new().await;
    complete(&app, "c-ssrs", json!({ "1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0 })).await;
    assert_eq!(alerts(&app).await, [("suicide_risk".into(), "critical".into())]);
}

#[actix_web::test]
async fn thoughts_of_death_in_the_phq_9_lead_to_the_c_ssrs() {
    let app = TestApp::new().await;
    complete(&app, "phq-9", json!({ "9": 1 })).await;
    complete(&app, "c-ssrs", json!({ "1": 1, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0 })).await;
    let list = app.get(CM, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    let [screened, found] = &list.json["items"].as_array().unwrap()[..] else { panic!("{}", list.text) };
    let asks = |alert: &Value| alert["can"].as_array().unwrap().contains(&json!("assessment_create"));
    assert_eq!((&found["evaluated_by"], asks(found)), (&json!("c-ssrs"), true), "{}", list.text);
    assert_eq!((&screened["evaluated_by"], asks(screened)), (&Value::Null, false), "{}", list.text);
}

#[actix_web::test]
async fn a_person_who_is_not_safe_opens_an_alert_while_other_questions_are_open() {
    let app = TestApp::new().await;
    complete(&app, "ahc-hrsn", json!({ "7": 3, "8": 3, "9": 2, "10": 2 })).await;
    assert_eq!(alerts(&app).await, []);
    complete(&app, "ahc-hrsn", json!({ "7": 3, "8": 3, "9": 2, "10": 3 })).await;
    assert_eq!(alerts(&app).await, [("unsafe_relationship".into(), "high".into())]);
}

#[actix_web::test]
async fn a_symptom_with_impact_opens_a_visit_within_two_days_and_no_alert() {
    let app = TestApp::new().await;
    let today = Utc::now().with_timezone(&New_York).date_naive();
    complete(&app, "hope", json!({ "1": 2 })).await;
    assert_eq!(alerts(&app).await, []);
    let items = app.get(CM, "/api/v1/today?kind=task").await.json["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 1, "{items:?}");
    let due_at = items[0]["due_at"].as_str().unwrap().parse::<chrono::DateTime<Utc>>().unwrap();
    assert_eq!(due_at, end_of_day(today + Days::new(2), New_York), "{}", items[0]);
}
