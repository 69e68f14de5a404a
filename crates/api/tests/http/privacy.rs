//! No PHI in logs: canaries in every string that clients send.

use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use testkit::TestApp;

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

#[actix_web::test]
async fn logs_at_every_level_carry_no_canary() {
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let app = TestApp::new().await;
    tracing::info!("the capture works");
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
    let text = String::from_utf8_lossy(&captured.0.lock().expect("log")).into_owned();
    assert!(text.contains("the capture works"));
    // The statement log of the database driver is the driver's own debug output; the server never enables it.
    let ours = text.lines().filter(|line| !line.contains("tokio_postgres"));
    let leaked: Vec<&str> = ours.filter(|line| line.to_lowercase().contains(&CANARY.to_lowercase())).take(3).collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}
