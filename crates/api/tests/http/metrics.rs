//! What the page of metrics tells whoever runs the installation.

use serde_json::json;
use testkit::TestApp;

const CM: &str = "care_manager";

fn value(page: &str, name: &str) -> f64 {
    let found = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    found.unwrap_or_else(|| panic!("no {name} in {page}"))
}

#[actix_web::test]
async fn the_page_tells_what_waits_and_how_requests_go_and_nothing_about_anybody() {
    let app = TestApp::new().await;
    assert_eq!(app.get(CM, "/api/v1/events").await.status, 200);
    assert_eq!(app.get(CM, "/api/v1/nothing").await.status, 404);
    let person = format!("/api/v1/people/{}/related", app.world.person_id);
    let body = json!({ "name": "Lou Alder", "relationship": "friend", "is_caregiver": false, "may_discuss": true });
    assert_eq!(app.post(CM, &person, body).await.status, 201);
    let waits = format!(
        "UPDATE job SET run_at = now() - interval '90 seconds', status = CASE kind WHEN 'purge' THEN 'parked' ELSE 'ready' END;
         INSERT INTO audit_seal (org_id, no, from_tx, to_tx, entries, leaves, root, hash, signature, sealed_at)
         VALUES ('{0}', 1, '0', '1', 0, '', '', '', '', now() - interval '2 minutes');
         UPDATE outbox SET at = now() - interval '30 seconds';
         INSERT INTO import (org_id, id, version, status, dry_run, bundles, report, author_id, created_at, updated_at)
         VALUES ('{0}', gen_random_uuid(), 1, 'running', false, 0, '{{}}', '{0}', now(), now()),
           ('{0}', gen_random_uuid(), 1, 'running', false, 0, '{{}}', '{0}', now(), now() - interval '1 hour')",
        app.world.org_id
    );
    assert_eq!(app.db.owner_sql(&waits), "");

    let page = app.get("", "/metrics").await.text;
    assert_eq!(value(&page, "tend_jobs_parked"), 1.0);
    assert!(value(&page, "tend_job_due_seconds") >= 90.0);
    assert!(value(&page, "tend_audit_seal_age_seconds") >= 120.0);
    assert!(value(&page, "tend_audit_unsealed_seconds") > 0.0);
    assert!(value(&page, "tend_outbox_lag_seconds") >= 30.0);
    assert_eq!(value(&page, "tend_imports_running"), 1.0, "the other one has been silent for too long");
    assert_eq!(value(&page, "tend_database_up"), 1.0);
    assert_eq!(value(&page, "tend_database_connections_max"), 4.0);
    assert_eq!(value(&page, "tend_database_waiting"), 0.0);
    assert!(value(&page, "tend_http_requests_total{operation=\"related_person_create\",status=\"2xx\"}") >= 1.0);
    assert!(value(&page, "tend_http_requests_total{operation=\"none\",status=\"4xx\"}") >= 1.0);
    let all = value(&page, "tend_http_request_seconds_count{operation=\"related_person_create\"}");
    assert_eq!(value(&page, "tend_http_request_seconds_bucket{operation=\"related_person_create\",le=\"+Inf\"}"), all);
    for secret in [app.world.org_id.to_string(), app.world.person_id.to_string(), "Alder".to_owned()] {
        assert!(!page.contains(&secret), "{secret}");
    }
}
