//! What was asked for a person, of whom, and what came of it; and what they chose from.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

async fn need(app: &TestApp) -> Answered {
    let path = format!("/api/v1/people/{}/needs", app.world.person_id);
    app.post(CM, &path, json!({ "kind": "social", "title": "No way to get to dialysis" })).await
}

async fn logged(app: &TestApp, role: &str, body: Value) -> Answered {
    app.post(role, &format!("/api/v1/cases/{}/advocacy", app.world.case_id), body).await
}

/// A choice that the care manager wrote down.
pub async fn choice(app: &TestApp) -> Answered {
    let body = json!({ "kind": "choice", "asked": "Where to go", "alternatives": ["Home", "Rehab"], "chosen": "Home" });
    logged(app, CM, body).await
}

async fn act(app: &TestApp, role: &str, entry: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/advocacy/{}/{verb}", entry.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &entry.etag(), body).await
}

fn request(need: &Answered) -> Value {
    json!({ "kind": "request", "need_id": need.json["id"], "counterpart": "County desk", "asked": "A ride three times a week" })
}

#[actix_web::test]
async fn what_was_asked_names_the_barrier_and_shows_what_became_of_both() {
    let app = TestApp::new().await;
    let need = need(&app).await;
    let asked = logged(&app, "assistant", request(&need)).await;
    assert_eq!((asked.status.as_u16(), &asked.json["status"]), (201, &json!("open")), "{}", asked.text);
    let settled = act(&app, CM, &asked, "settle", json!({ "result": "granted", "note": "From Monday on." })).await;
    assert_eq!((settled.status.as_u16(), &settled.json["result"]), (200, &json!("granted")), "{}", settled.text);
    let path = format!("/api/v1/needs/{}", need.json["id"].as_str().unwrap());
    let gone = json!({ "status": "resolved", "reason": "Rides are booked." });
    app.change(CM, Method::PATCH, &path, &need.etag(), gone).await;
    let list = app.get(CM, &format!("/api/v1/people/{}/advocacy", app.world.person_id)).await;
    assert_eq!(list.json["items"][0]["need"]["status"], "resolved", "{}", list.text);
    let again = act(&app, CM, &settled, "settle", json!({ "result": "refused" })).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "advocacy_not_open"));
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    assert!(timeline.text.contains("Asked for: A ride three times a week"), "{}", timeline.text);
    assert_eq!(app.get("stranger", &format!("/api/v1/people/{}/advocacy", app.world.person_id)).await.status, 404);
}

#[actix_web::test]
async fn a_request_without_a_barrier_and_a_need_of_somebody_else_are_refused_where_they_stand() {
    let app = TestApp::new().await;
    let need = need(&app).await;
    let mut body = request(&need);
    body["need_id"] = Value::Null;
    let refused = logged(&app, CM, body).await;
    assert_eq!((refused.code(), &refused.json["errors"][0]["pointer"]), ("advocacy_without_need", &json!("/need_id")));
    let mut body = request(&need);
    body["need_id"] = json!(app.world.person_id);
    let refused = logged(&app, CM, body).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "unknown_need"));
}

#[actix_web::test]
async fn a_choice_is_kept_with_what_else_was_offered() {
    let app = TestApp::new().await;
    let body = json!({ "kind": "choice", "asked": "Where to go after the hospital",
        "alternatives": ["Home with nurses", "A stay in rehab"], "chosen": "Home. My dog is there." });
    let kept = logged(&app, CM, body.clone()).await;
    assert_eq!((kept.status.as_u16(), &kept.json["status"]), (201, &json!("settled")), "{}", kept.text);
    let mut one = body;
    one["alternatives"] = json!(["Home with nurses"]);
    let refused = logged(&app, CM, one).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("choice_alternatives", &json!("/alternatives"))
    );
    let reason = json!({ "reason": "Of another person." });
    let by_colleague = act(&app, "assistant", &kept, "withdraw", reason.clone()).await;
    assert_eq!((by_colleague.status.as_u16(), by_colleague.code()), (409, "advocacy_of_colleague"));
    let gone = act(&app, CM, &kept, "withdraw", reason).await;
    assert_eq!((&gone.json["status"], &gone.json["can"]), (&json!("entered_in_error"), &json!([])), "{}", gone.text);
}
