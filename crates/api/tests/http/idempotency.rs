//! A repeated request has one effect and one answer.

use actix_web::http::Method;
use chrono::Utc;
use serde_json::json;
use testkit::TestApp;

const CM: &str = "care_manager";
const KEY: (&str, &str) = ("Idempotency-Key", "a2f1c0de-0001");

#[actix_web::test]
async fn the_same_key_gives_the_stored_answer_and_no_second_record() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let first = app.send(CM, Method::POST, "/api/v1/tasks", Some(body.clone()), &[KEY]).await;
    let second = app.send(CM, Method::POST, "/api/v1/tasks", Some(body), &[KEY]).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201), "{}", second.text);
    assert_eq!(first.json, second.json);
    assert_eq!(second.headers.get("idempotent-replayed").unwrap(), "true");
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM task"), "1");
}

#[actix_web::test]
async fn a_repeated_state_change_is_replayed_not_stale() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let task = app.post(CM, "/api/v1/tasks", body).await;
    let path = format!("/api/v1/tasks/{}/complete", task.json["id"].as_str().unwrap());
    let headers = [KEY, ("If-Match", "\"1\"")];
    let first = app.send(CM, Method::POST, &path, Some(json!({})), &headers).await;
    let second = app.send(CM, Method::POST, &path, Some(json!({})), &headers).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (200, 200), "{}", second.text);
    assert_eq!(second.etag(), "\"2\"");
}

#[actix_web::test]
async fn the_same_key_for_another_request_is_refused() {
    let app = TestApp::new().await;
    let body = |title: &str| json!({ "case_id": app.world.case_id, "title": title, "kind": "call", "priority": "routine", "due_at": Utc::now() });
    app.send(CM, Method::POST, "/api/v1/tasks", Some(body("One")), &[KEY]).await;
    let other = app.send(CM, Method::POST, "/api/v1/tasks", Some(body("Two")), &[KEY]).await;
    assert_eq!((other.status.as_u16(), other.code()), (409, "idempotency_key_reused"));
}

#[actix_web::test]
async fn a_secret_that_is_shown_once_is_stored_nowhere() {
    let app = TestApp::new().await;
    let body = json!({ "name": "Nightly export", "scopes": ["self_read"] });
    let create =
        async || app.send("organization_admin", Method::POST, "/api/v1/clients", Some(body.clone()), &[KEY]).await;
    let (first, second) = (create().await, create().await);
    let secret = first.json["client_secret"].as_str().expect("a secret");
    assert_eq!((second.status.as_u16(), &second.json["id"]), (201, &first.json["id"]), "{}", second.text);
    assert!(second.json.get("client_secret").is_none(), "{}", second.text);
    let kept = format!("SELECT count(*), count(*) FILTER (WHERE body LIKE '%{secret}%') FROM idempotency");
    assert_eq!(app.db.owner_sql(&kept), "1|0");
}
