//! Who is close to a person, and by which numbers a person is known.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn daughter() -> Value {
    json!({ "name": "Lena", "relationship": "daughter", "phone": "555-0101", "is_caregiver": true, "may_discuss": true })
}

/// Somebody close to the person of the world.
pub async fn related(app: &TestApp) -> Answered {
    app.post(CM, &format!("/api/v1/people/{}/related", app.world.person_id), daughter()).await
}

async fn overview(app: &TestApp) -> Value {
    app.get(CM, &format!("/api/v1/people/{}/overview", app.world.person_id)).await.json
}

#[actix_web::test]
async fn who_is_close_to_a_person_is_corrected_and_ended_and_nothing_is_told_to_them_any_more() {
    let app = TestApp::new().await;
    let made = related(&app).await;
    assert_eq!(made.json["can"], json!(["related_person_update", "related_person_end"]), "{}", made.text);
    let path = format!("/api/v1/related-people/{}", made.json["id"].as_str().expect("an id"));
    let mut changed = daughter();
    changed["phone"] = json!("555-0102");
    changed["may_discuss"] = json!(false);
    let stranger = app.change("stranger", Method::PUT, &path, "\"1\"", changed.clone()).await;
    assert_eq!(stranger.status, 404, "{}", stranger.text);
    let updated = app.change(CM, Method::PUT, &path, "\"1\"", changed.clone()).await;
    assert_eq!(updated.status, 200, "{}", updated.text);
    let known = overview(&app).await["related"].clone();
    assert_eq!((&known[0]["phone"], &known[0]["may_discuss"]), (&json!("555-0102"), &json!(false)));
    let stale = app.change(CM, Method::POST, &format!("{path}/end"), "\"1\"", json!({})).await;
    assert_eq!(stale.status, 412, "{}", stale.text);
    let ended = app.change(CM, Method::POST, &format!("{path}/end"), "\"2\"", json!({})).await;
    assert_eq!((ended.status.as_u16(), &ended.json["can"]), (200, &json!([])), "{}", ended.text);
    assert_eq!(overview(&app).await["related"], json!([]));
    let again = app.change(CM, Method::PUT, &path, "\"3\"", changed).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "related_person_ended"), "{}", again.text);
    let kept = app.db.owner_sql("SELECT count(*) FROM related_person_history WHERE phone = '555-0101'");
    assert_ne!(kept, "0", "what was known before stays in the history");
}

#[actix_web::test]
async fn a_number_that_was_written_down_wrongly_is_corrected_and_finds_the_person() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/people/{}", app.world.person_id);
    let identifiers = |value: &str| json!({ "identifiers": [{ "system": "MRN", "value": value }] });
    for (version, value) in [("\"1\"", "4711"), ("\"2\"", "4117")] {
        let changed = app.change(CM, Method::PATCH, &path, version, identifiers(value)).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
    }
    let found = async |value: &str| {
        let found = app.post(CM, "/api/v1/people/search", json!({ "identifier": value })).await;
        found.json["items"].as_array().unwrap_or_else(|| panic!("{}", found.text)).len()
    };
    assert_eq!((found("4711").await, found("4117").await), (0, 1));
    let renamed = app.change(CM, Method::PATCH, &path, "\"3\"", json!({ "phone": "555-0103" })).await;
    assert_eq!(renamed.json["identifiers"][0]["value"], "4117", "what is not sent stays");
}
