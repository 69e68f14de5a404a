//! Bad input gets a problem document with pointers, and nothing is stored.

use actix_web::http::Method;
use chrono::Utc;
use serde_json::json;
use testkit::TestApp;

const CM: &str = "care_manager";

fn pointers(answer: &testkit::Answered) -> Vec<String> {
    let mut pointers: Vec<String> = answer.json["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error["pointer"].as_str().map(str::to_owned))
        .collect();
    pointers.sort();
    pointers
}

#[actix_web::test]
async fn an_invalid_body_is_refused_with_pointers_and_stores_nothing() {
    let app = TestApp::new().await;
    let before = app.db.owner_sql("SELECT count(*) FROM task");
    let body =
        json!({ "case_id": "x", "title": "", "kind": "walk", "priority": "routine", "due_at": "tomorrow", "extra": 1 });
    let answer = app.post(CM, "/api/v1/tasks", body).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (422, "invalid"), "{}", answer.text);
    let pointers = pointers(&answer);
    for pointer in ["/case_id", "/title", "/kind", "/due_at"] {
        assert!(pointers.contains(&pointer.to_owned()), "{pointer} in {pointers:?}");
    }
    assert!(!answer.text.contains("tomorrow"), "a refusal never repeats what was sent");
    assert_eq!(answer.headers.get("content-type").unwrap(), "application/problem+json");
    assert!(answer.json["instance"].as_str().unwrap().starts_with("urn:uuid:"));
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM task"), before);
}

#[actix_web::test]
async fn of_a_member_that_may_be_absent_or_take_shapes_the_one_that_is_wrong_is_named() {
    let app = TestApp::new().await;
    let asked = |member: &str, value: serde_json::Value| {
        let mut body = json!({ "anchor": "2026-03-02", "time_zone": "UTC" });
        body[member] = value;
        body
    };
    for (member, value, named) in [
        ("clock", json!({ "type": "calendar_days", "amount": -1 }), "/clock/amount"),
        ("clock", json!({ "type": "fortnights", "amount": 1 }), "/clock/type"),
        ("clock", json!({ "type": "calendar_days" }), "/clock"),
        ("calendar", json!("lunar"), "/calendar"),
        ("calendar", json!({ "closures": ["2026-13-01"] }), "/calendar/closures/0"),
    ] {
        let answer = app.post(CM, "/api/v1/deadlines/preview", asked(member, value)).await;
        assert_eq!((answer.status.as_u16(), pointers(&answer)), (422, vec![named.to_owned()]), "{}", answer.text);
        assert!(!answer.text.contains("oneOf"), "{}", answer.text);
    }
}

#[actix_web::test]
async fn a_nul_character_is_refused_not_an_error_of_ours() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "a\u{0}b", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let answer = app.post(CM, "/api/v1/tasks", body).await;
    assert_eq!((answer.status.as_u16(), pointers(&answer)), (422, vec!["/title".to_owned()]));
}

#[actix_web::test]
async fn every_kind_of_refusal_has_its_status() {
    let app = TestApp::new().await;
    let status = async |role: &str, method: Method, path: &str, headers: &[(&str, &str)]| {
        app.send(role, method, path, None, headers).await.status.as_u16()
    };
    assert_eq!(status("", Method::GET, "/api/v1/today", &[]).await, 401);
    assert_eq!(status("analyst", Method::GET, "/api/v1/today", &[]).await, 403);
    assert_eq!(status(CM, Method::GET, "/api/v1/nothing", &[]).await, 404);
    assert_eq!(status(CM, Method::GET, "/api/v1/tasks/not-an-id", &[]).await, 404);
    assert_eq!(status(CM, Method::GET, "/api/v1/today?limit=1000", &[]).await, 422);
    assert_eq!(status(CM, Method::GET, "/api/v1/today?colour=red", &[]).await, 422);
    assert_eq!(status(CM, Method::POST, "/api/v1/tasks", &[]).await, 415);
    assert_eq!(status(CM, Method::POST, "/api/v1/tasks", &[("Content-Type", "application/json")]).await, 400);
    let wrong = app.send(CM, Method::DELETE, "/api/v1/today", None, &[]).await;
    assert_eq!((wrong.status.as_u16(), wrong.headers.get("allow").unwrap().to_str().unwrap()), (405, "GET"));
}

#[actix_web::test]
async fn a_change_without_if_match_is_asked_for_it() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let task = app.post(CM, "/api/v1/tasks", body).await;
    let path = format!("/api/v1/tasks/{}/complete", task.json["id"].as_str().unwrap());
    assert_eq!(app.post(CM, &path, json!({})).await.status, 428);
}

#[actix_web::test]
async fn a_constraint_of_the_database_speaks_with_its_own_code() {
    let app = TestApp::new().await;
    let body = json!({ "person_id": app.world.person_id, "program_id": app.world.program_id, "tier": "low" });
    let twice = app.post(CM, "/api/v1/cases", body).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "case_one_active_per_program"));
}

#[actix_web::test]
async fn every_answer_carries_the_protective_headers() {
    let app = TestApp::new().await;
    for (role, path) in [(CM, "/api/v1/today"), ("", "/api/v1/today"), (CM, "/api/v1/nothing")] {
        assert!(app.get(role, path).await.headers.contains_key("x-request-id"), "{path}");
    }
    for (role, path) in [
        (CM, "/api/v1/today"),
        ("", "/api/v1/today"),
        (CM, "/api/v1/nothing"),
        ("", "/api/openapi.json"),
        ("", "/api/docs"),
        ("", "/api/docs/"),
        ("", "/api/docs/swagger-ui-bundle.js"),
        ("", "/api/nothing"),
        ("", "/health"),
        ("", "/ready"),
        ("", "/metrics"),
        ("", "/"),
        ("", "/people/of-the-app"),
        ("", "/assets/nothing.js"),
    ] {
        let answer = app.get(role, path).await;
        let policy = answer.headers.get("content-security-policy").map(|value| value.to_str().unwrap());
        assert!(policy.is_some_and(|policy| policy.contains("default-src 'none'")), "{path}: {policy:?}");
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "cache-control",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "strict-transport-security",
        ] {
            assert!(answer.headers.contains_key(name), "{name} on {path}, {}", answer.status);
        }
    }
}
