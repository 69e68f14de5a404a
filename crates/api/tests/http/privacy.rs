//! No PHI in logs: canaries in every string that clients send.

use actix_web::http::Method;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex};
use testkit::TestApp;
use uuid::Uuid;

const CANARY: &str = "Zqxcanaryzq";

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("log").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that is logged on this thread from now on, at every level.
fn capture() -> (Captured, tracing::subscriber::DefaultGuard) {
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("the capture works");
    (captured, guard)
}

/// The first lines that hold what a client sent.
fn leaked(captured: &Captured) -> Vec<String> {
    let text = String::from_utf8_lossy(&captured.0.lock().expect("log")).into_owned();
    assert!(text.contains("the capture works"));
    // The statement log of the database driver is the driver's own debug output; the server never enables it.
    let ours = text.lines().filter(|line| !line.contains("tokio_postgres"));
    ours.filter(|line| line.to_lowercase().contains(&CANARY.to_lowercase())).take(3).map(str::to_owned).collect()
}

#[actix_web::test]
async fn logs_at_every_level_carry_no_canary() {
    let (captured, guard) = capture();
    let app = TestApp::new().await;
    let person = json!({ "family_name": CANARY, "given_name": CANARY, "birth_date": "1950-01-01", "sex": "female", "language": "en", "phone": CANARY, "email": CANARY });
    let created = app.post("care_manager", "/api/v1/people", person).await;
    assert_eq!(created.status, 201, "{}", created.text);
    app.post("care_manager", "/api/v1/people/search", json!({ "text": CANARY })).await;
    app.post("care_manager", "/api/v1/people", json!({ "family_name": CANARY, "sex": CANARY })).await;
    app.get("care_manager", &format!("/api/v1/people/{CANARY}")).await;
    app.get("care_manager", &format!("/api/v1/today?text={CANARY}")).await;
    app.post(
        "care_manager",
        &format!("/api/v1/cases/{}/notes", app.world.case_id),
        json!({ "kind": "progress", "title": CANARY, "body": CANARY }),
    )
    .await;
    app.post("", "/api/v1/sessions", json!({ "email": format!("{CANARY}@example.org"), "password": CANARY })).await;
    drop(guard);
    assert_eq!(leaked(&captured), Vec::<String>::new());
}

/// A body with every member that the schema knows, and a canary in each text that may be one.
fn filled(schema: &Value, depth: u8) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let known = api::document::json().pointer(reference.trim_start_matches('#')).expect("a schema");
        return filled(known, depth);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let mut parts = schema[several].as_array().into_iter().flatten();
        if let Some(part) = parts.find(|part| part["type"] != "null") {
            return filled(part, depth);
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    let types = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let kind = schema["type"].as_str().or_else(|| types.into_iter().find(|kind| *kind != "null"));
    match (kind, schema["format"].as_str()) {
        (Some("string"), Some("date-time")) => json!(chrono::Utc::now()),
        (Some("string"), Some("date")) => json!("2026-03-02"),
        (Some("string"), Some("uuid")) => json!(Uuid::now_v7()),
        (Some("string"), _) => json!(CANARY),
        (Some("integer" | "number"), _) => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        (Some("boolean"), _) => json!(false),
        (Some("array"), _) if depth == 0 => json!([]),
        (Some("array"), _) => json!([filled(&schema["items"], depth - 1)]),
        _ if depth == 0 => json!({}),
        _ => {
            let members = schema["properties"].as_object().into_iter().flatten();
            Value::Object(members.map(|(name, member)| (name.clone(), filled(member, depth - 1))).collect())
        }
    }
}

/// Deeper than any body of the contract is nested.
const DEEP: u8 = 8;

#[actix_web::test]
async fn no_operation_logs_what_it_was_sent() {
    let app = TestApp::new().await;
    let ids = crate::matrix::records(&app).await;
    let (captured, guard) = capture();
    let mut taken = 0;
    for (method, path, id) in api::document::operations().all() {
        if id == "session_sign_out" || id == "session_lock" {
            // They end or lock the sessions that the others need, and are sent nothing.
            continue;
        }
        let noun = path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
        let known = ids.get(noun).map_or(CANARY, String::as_str);
        let addresses = [
            path.replace("{id}", known).replace("{code}", known),
            path.replace("{id}", CANARY).replace("{code}", CANARY) + &format!("?text={CANARY}&cursor={CANARY}"),
        ];
        let content = &api::document::json()["paths"][path][method.to_lowercase()]["requestBody"]["content"];
        let json = content.get("application/json").map(|media| filled(&media["schema"], DEEP));
        let verb: Method = method.parse().expect("a method");
        for address in &addresses {
            for (role, version) in [("director", "\"1\""), ("organization_admin", "\"999999\""), ("", "\"1\"")] {
                let answer = app.send(role, verb.clone(), address, json.clone(), &[("If-Match", version)]).await;
                taken += usize::from(json.is_some() && answer.status.is_success());
            }
        }
        for media in content.as_object().into_iter().flat_map(|media| media.keys()) {
            if media != "application/json" {
                app.post_as("director", &addresses[0], media, CANARY.as_bytes().to_vec()).await;
            }
        }
    }
    drop(guard);
    assert!(taken >= 5, "some of it is taken as it is, {taken}");
    assert_eq!(leaked(&captured), Vec::<String>::new());
}
