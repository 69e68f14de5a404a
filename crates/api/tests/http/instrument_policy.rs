//! The version of an instrument is the organization's choice: what it sets is what is asked, another one only with a reason.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const DIRECTOR: &str = "director";
const PATH: &str = "/api/v1/instrument-policies/hospital";

async fn set(app: &TestApp, role: &str, path: &str, version: i32, wanted: &str) -> Answered {
    let body = json!({ "instrument_version": wanted });
    app.change(role, Method::PUT, path, &format!("\"{version}\""), body).await
}

async fn begin(app: &TestApp, more: Value) -> Answered {
    let mut body = json!({ "instrument": "hospital", "mode": "phone" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post(CM, &format!("/api/v1/cases/{}/assessments", app.world.case_id), body).await
}

fn usual(view: &Value) -> Value {
    let editions = view["editions"].as_array().unwrap();
    editions.iter().find(|one| one["usual"] == true).unwrap()["version"].clone()
}

#[actix_web::test]
async fn what_the_organization_sets_is_what_is_asked_and_another_version_needs_a_reason_that_is_kept() {
    let app = TestApp::new().await;
    let list = app.get(CM, "/api/v1/instrument-policies").await;
    let items = list.json["items"].as_array().unwrap().clone();
    assert!(items.iter().all(|one| one["editions"].as_array().unwrap().len() > 1), "{}", list.text);
    let codes: Vec<&str> = items.iter().map(|one| one["instrument"].as_str().unwrap()).collect();
    assert_eq!(codes, ["gad-7", "c-ssrs", "prapare", "hospital", "charlson", "morse", "audit"]);
    let hospital = items.iter().find(|one| one["instrument"] == "hospital").unwrap();
    assert_eq!((&hospital["version"], usual(hospital), &hospital["can"]), (&json!(0), json!("2016"), &json!([])));

    assert_eq!(set(&app, CM, PATH, 0, "2013").await.status, 403);
    let unknown = set(&app, DIRECTOR, PATH, 0, "1999").await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (409, "unknown_instrument_version"));
    assert_eq!(set(&app, DIRECTOR, "/api/v1/instrument-policies/phq-9", 0, "1").await.status, 404);
    let made = set(&app, DIRECTOR, PATH, 0, "2013").await;
    assert_eq!((made.status.as_u16(), usual(&made.json)), (200, json!("2013")), "{}", made.text);
    assert_eq!(set(&app, DIRECTOR, PATH, 0, "2016").await.status, 412);

    let begun = begin(&app, json!({})).await;
    let told = |one: &Answered| (one.json["instrument_version"].clone(), one.json["version_reason"].clone());
    assert_eq!(told(&begun), (json!("2013"), Value::Null), "{}", begun.text);
    let silent = begin(&app, json!({ "version": "2016" })).await;
    assert_eq!((silent.status.as_u16(), silent.code()), (409, "version_reason_required"));
    assert_eq!(silent.json["errors"][0]["pointer"], "/version_reason");
    let other = begin(&app, json!({ "version": "2016", "version_reason": "The payer asks for it" })).await;
    let kept = app.get(CM, &format!("/api/v1/assessments/{}", other.json["id"].as_str().unwrap())).await;
    assert_eq!(told(&kept), (json!("2016"), json!("The payer asks for it")));

    let shown = app.get(CM, "/api/v1/instruments/hospital").await;
    assert_eq!((&shown.json["version"], usual(&shown.json)), (&json!("2016"), json!("2013")));
    let scored = app.post(CM, "/api/v1/instruments/hospital/score", json!({ "answers": {} })).await;
    assert_eq!(scored.json["version"], "2016", "what names no version is scored by the published one");
    let scores = app.get(CM, &format!("/api/v1/cases/{}/risk-scores", app.world.case_id)).await;
    let ours = scores.json["items"].as_array().unwrap().iter().find(|one| one["instrument"] == "hospital").unwrap();
    assert_eq!(ours["version"], "2013");
}
