//! What fits a person and why, what was taught, and what an organization adds.

use actix_web::http::Method;
use chrono::{SubsecRound, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn taught() -> Value {
    json!({ "item": "falls_at_home", "language": "en", "learner": "person", "way": "read_together", "minutes": 15, "teach_back": "understood", "readiness": 7 })
}

/// An item that the organization added.
pub async fn published(app: &TestApp) -> String {
    let text = json!({ "title": "Ramp", "body": "Walk slowly." });
    let body = json!({ "code": "ramp", "topic": "self_care", "format": "handout", "en": text });
    let own = app.post("organization_admin", "/api/v1/education-items", body).await;
    own.json["id"].as_str().expect("an id").to_owned()
}

/// What the care manager taught, with what a test changes about it.
pub async fn teach(app: &TestApp, role: &str, change: Value) -> Answered {
    let mut body = taught();
    for (member, value) in change.as_object().expect("members") {
        body[member] = value.clone();
    }
    app.post(role, &format!("/api/v1/cases/{}/teachings", app.world.case_id), body).await
}

#[actix_web::test]
async fn what_a_need_asks_for_is_offered_first_with_the_reason_and_the_grade() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    app.post(CM, &format!("{person}/needs"), json!({ "kind": "functional", "title": "Fell twice at home" })).await;
    let offered = app.get(CM, &format!("{person}/education-suggestions")).await;
    assert_eq!(offered.status, 200, "{}", offered.text);
    let first = &offered.json["items"][0];
    assert_eq!(first["code"], "falls_at_home", "{}", offered.text);
    assert!(first["reasons"].as_array().unwrap().contains(&json!("matches_need")));
    assert!(first["grade"].as_f64().unwrap() <= 6.0);
    assert_eq!(offered.json["reading_help"], Value::Null, "nobody asked");
    assert_eq!(app.get("stranger", &format!("{person}/education-suggestions")).await.status, 404);
}

#[actix_web::test]
async fn what_was_taught_is_kept_with_the_teach_back_and_what_was_not_understood_goes_on() {
    let app = TestApp::new().await;
    let kept = teach(&app, CM, json!({})).await;
    assert_eq!(
        (kept.status.as_u16(), &kept.json["title"]),
        (201, &json!("Stay safe from falls at home")),
        "{}",
        kept.text
    );
    let open = teach(&app, CM, json!({ "teach_back": "could_not" })).await;
    assert_eq!((open.status.as_u16(), open.code()), (409, "teaching_goes_on"));
    assert_eq!(open.json["errors"][0]["pointer"], "/follow_up");
    let due_at = Utc::now().trunc_subsecs(0) + TimeDelta::days(2);
    let follow_up = json!({ "title": "Go through the list again", "due_at": due_at });
    let goes_on = teach(&app, "assistant", json!({ "teach_back": "could_not", "follow_up": follow_up })).await;
    assert_eq!(goes_on.status, 201, "{}", goes_on.text);
    let tasks = app.get("assistant", "/api/v1/today?kind=task").await;
    let titles: Vec<&str> =
        tasks.json["items"].as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    assert!(titles.contains(&"Go through the list again"), "{titles:?}");
    let caregiver = teach(&app, CM, json!({ "learner": "caregiver" })).await;
    assert_eq!((caregiver.status.as_u16(), caregiver.code()), (409, "teaching_learner_name"));
    let language = teach(&app, CM, json!({ "item": "nothing" })).await;
    assert_eq!((language.status.as_u16(), language.code()), (409, "unknown_education_item"));
    let list = app.get(CM, &format!("/api/v1/people/{}/teachings", app.world.person_id)).await;
    assert_eq!(list.json["items"].as_array().unwrap().len(), 2, "{}", list.text);
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    assert!(timeline.text.contains("Taught: Stay safe from falls at home"), "{}", timeline.text);
}

#[actix_web::test]
async fn what_was_entered_in_error_stays_with_its_reason_and_leaves_the_timeline() {
    let app = TestApp::new().await;
    let kept = teach(&app, CM, json!({})).await;
    let path = format!("/api/v1/teachings/{}/withdraw", kept.json["id"].as_str().unwrap());
    let reason = json!({ "reason": "It was another person." });
    let colleague = app.change("assistant", Method::POST, &path, &kept.etag(), reason.clone()).await;
    assert_eq!((colleague.status.as_u16(), colleague.code()), (409, "teaching_of_colleague"));
    let gone = app.change(CM, Method::POST, &path, &kept.etag(), reason).await;
    assert_eq!((&gone.json["status"], &gone.json["can"]), (&json!("entered_in_error"), &json!([])), "{}", gone.text);
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    assert!(!timeline.text.contains("Taught:"), "{}", timeline.text);
}

#[actix_web::test]
async fn an_organization_adds_its_own_items_with_their_grade_and_takes_them_back() {
    let app = TestApp::new().await;
    let body = json!({ "code": "falls_at_home", "topic": "prevention", "format": "handout", "conditions": ["Fall"],
        "en": { "title": "Our falls page", "body": "Call us. We come and look." } });
    assert_eq!(app.post(CM, "/api/v1/education-items", body.clone()).await.status, 403);
    let mut taken = body.clone();
    taken["from_edition"] = json!(0);
    let refused = app.post("organization_admin", "/api/v1/education-items", taken).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "education_published"), "it is no new page");
    let own = app.post("organization_admin", "/api/v1/education-items", body).await;
    assert_eq!((own.status.as_u16(), &own.json["edition"]), (201, &json!(101)), "{}", own.text);
    assert!(own.json["texts"][0]["grade"].as_f64().unwrap() < 6.0);
    let kept = teach(&app, CM, json!({})).await;
    assert_eq!((&kept.json["title"], &kept.json["item_edition"]), (&json!("Our falls page"), &json!(101)));
    let begun_before = teach(&app, CM, json!({ "edition": 1 })).await;
    assert_eq!(
        (&begun_before.json["title"], &begun_before.json["item_edition"]),
        (&json!("Stay safe from falls at home"), &json!(1)),
        "{}",
        begun_before.text
    );
    let spanish = teach(&app, CM, json!({ "language": "es" })).await;
    assert_eq!((spanish.status.as_u16(), spanish.code()), (409, "education_language"));
    let path = format!("/api/v1/education-items/{}/withdraw", own.json["id"].as_str().unwrap());
    let gone = app.change("organization_admin", Method::POST, &path, &own.etag(), json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(teach(&app, CM, json!({})).await.json["item_edition"], 1);
    let empty = json!({ "code": "empty", "topic": "benefits", "format": "handout" });
    let refused = app.post("organization_admin", "/api/v1/education-items", empty).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "education_without_text"));
    assert_eq!(refused.json["errors"][0]["pointer"], "/en");
}
