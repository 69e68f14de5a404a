//! Who saw this record? Reads and refusals included; tampering is found.

use chrono::Utc;
use persistence::seal::Verdict;
use serde_json::json;
use testkit::TestApp;
use uuid::Uuid;

#[actix_web::test]
async fn reads_lists_and_refusals_leave_an_entry() {
    let app = TestApp::new().await;
    let person = app.world.person_id;
    app.get("care_manager", &format!("/api/v1/people/{person}/overview")).await;
    app.post("care_manager", "/api/v1/people/search", json!({ "text": "okon" })).await;
    app.get("stranger", &format!("/api/v1/people/{person}")).await;
    app.get("analyst", "/api/v1/today").await;
    let entry = |operation: &str| {
        app.db.owner_sql(&format!("SELECT outcome || ' ' || coalesce(reason, '') || ' ' || cardinality(person_ids) FROM audit_event WHERE operation = '{operation}' ORDER BY at DESC LIMIT 1"))
    };
    assert_eq!(entry("person_overview"), "ok  0");
    assert_eq!(entry("person_search"), "ok  1");
    assert_eq!(entry("person_get"), "not_found  0");
    assert_eq!(entry("today_list"), "denied today_read 0");
    let log = app.get("care_manager", &format!("/api/v1/people/{person}/access-log")).await;
    let newest = |place: usize| (&log.json["items"][place]["operation"], &log.json["items"][place]["outcome"]);
    assert_eq!(newest(0), (&json!("person_get"), &json!("not_found")), "{}", log.text);
    assert_eq!(newest(1), (&json!("person_overview"), &json!("ok")), "{}", log.text);
}

#[actix_web::test]
async fn a_refusal_names_the_record_and_the_person_that_somebody_tried_to_open() {
    let app = TestApp::new().await;
    let (person, case, nowhere) = (app.world.person_id, app.world.case_id, Uuid::now_v7());
    let (hidden, hidden_case) = (app.world.hidden_person_id, app.world.hidden_case_id);
    let entry = async |role: &str, path: String| {
        let answer = app.get(role, &path).await;
        let sql = "SELECT outcome, record_id, person_id, cardinality(person_ids) FROM audit_event ORDER BY at DESC, id DESC LIMIT 1";
        (answer.status.as_u16(), app.db.owner_sql(sql))
    };
    for (role, path, status, audited) in [
        ("stranger", format!("people/{person}"), 404, format!("not_found|{person}|{person}|0")),
        ("stranger", format!("people/{person}/alerts"), 404, format!("not_found|{person}|{person}|0")),
        ("stranger", format!("cases/{case}"), 404, format!("not_found|{case}|{person}|0")),
        ("care_manager", format!("cases/{hidden_case}/deadlines"), 404, format!("not_found|{hidden_case}|{hidden}|0")),
        ("analyst", format!("people/{person}/overview"), 403, format!("denied|{person}|{person}|0")),
        ("analyst", format!("cases/{case}"), 403, format!("denied|{case}|{person}|0")),
        ("care_manager", format!("cases/{nowhere}"), 404, format!("not_found|{nowhere}||0")),
    ] {
        assert_eq!(entry(role, format!("/api/v1/{path}")).await, (status, audited), "{path}");
    }
    let log = app.get("privacy_officer", &format!("/api/v1/people/{hidden}/access-log")).await;
    let tried = log.json["items"].as_array().expect("entries").iter().find(|entry| entry["outcome"] == "not_found");
    assert_eq!(tried.expect("who tried")["operation"], "deadline_list", "{}", log.text);
    let to_owner = json!({ "to_id": app.world.staff["care_manager"], "summary": "Stable" });
    app.post("care_manager", &format!("/api/v1/cases/{case}/hand-offs"), to_owner).await;
    let refused = "SELECT reason, record_id, person_id FROM audit_event WHERE operation = 'hand_off_create'";
    assert_eq!(app.db.owner_sql(refused), format!("hand_off_to_owner|{case}|{person}"));
}

#[actix_web::test]
async fn lists_in_which_somebody_was_shown_are_told_apart_from_looks_at_the_record() {
    let app = TestApp::new().await;
    let person = app.world.person_id;
    app.get("care_manager", &format!("/api/v1/people/{person}")).await;
    app.post("care_manager", "/api/v1/people/search", json!({ "text": "okon" })).await;
    app.post("care_manager", "/api/v1/people/search", json!({ "text": "nobody of this name" })).await;
    let operations = async |part: &str| {
        let log = app.get("privacy_officer", &format!("/api/v1/people/{person}/access-log?part={part}")).await;
        let items = log.json["items"].as_array().unwrap_or_else(|| panic!("{}", log.text));
        items.iter().map(|entry| entry["operation"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(operations("lists").await, ["person_search"]);
    let record = operations("record").await;
    assert_eq!(record[..2], ["person_access_log", "person_get"]);
    assert!(!record.iter().any(|operation| operation == "person_search"), "{record:?}");
    let person_ids = format!("ARRAY['{person}'::uuid]");
    app.db.owner_sql(&format!(
        "INSERT INTO audit_event (org_id, id, at, operation, outcome, person_ids, request_id)
         SELECT '{}', overlay(gen_random_uuid()::text placing '00000000-0000' from 1 for 13)::uuid, now() - interval '8 days', 'today_list', 'ok', {person_ids}, gen_random_uuid()",
        app.world.org_id
    ));
    assert_eq!(operations("lists").await, ["person_search"], "what is older than a week is not looked through");
}

/// Seals until every entry is sealed. Transactions of other tests on the same cluster hold a seal back for a moment.
async fn seal_everything(app: &TestApp) -> (i64, Vec<u8>) {
    let open = "SELECT EXISTS (SELECT 1 FROM audit_event WHERE tx >= coalesce((SELECT to_tx FROM audit_seal ORDER BY no DESC LIMIT 1), '0'::xid8))";
    let mut last = None;
    for _ in 0..600 {
        let sealer = &app.state.sealer;
        let seal = app.state.store.audit_seal(app.world.org_id, |hash| sealer.sign(hash), Utc::now()).await.unwrap();
        last = seal.or(last);
        if app.db.owner_sql(open) == "f" {
            return last.expect("a seal");
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the trail is never whole");
}

#[actix_web::test]
async fn tampering_with_a_sealed_entry_is_found_and_named() {
    let app = TestApp::new().await;
    app.get("care_manager", "/api/v1/today").await;
    let (store, org, sealer) = (&app.state.store, app.world.org_id, &app.state.sealer);
    let seal = seal_everything(&app).await;
    let verify = async || {
        store.audit_verify(org, |hash, signature| sealer.is_signed(hash, signature), Some(seal.clone())).await.unwrap()
    };
    assert!(matches!(verify().await, Verdict::Whole { entries, .. } if entries > 0));
    assert!(app.db.app_sql("UPDATE audit_event SET outcome = 'ok'").contains("ERROR"), "the application may not");
    let victim = app.db.owner_sql("SELECT id FROM audit_event WHERE operation = 'today_list'");
    app.db.owner_sql("ALTER TABLE audit_event DISABLE TRIGGER append_only; UPDATE audit_event SET role = 'director' WHERE operation = 'today_list'");
    assert!(matches!(verify().await, Verdict::Broken(what) if what.contains(&victim)));
}

#[actix_web::test]
async fn a_cut_tail_is_found_through_the_checkpoint() {
    let app = TestApp::new().await;
    let (store, org, sealer) = (&app.state.store, app.world.org_id, &app.state.sealer);
    seal_everything(&app).await;
    app.get("care_manager", "/api/v1/today").await;
    let (no, hash) = seal_everything(&app).await;
    app.db.owner_sql(&format!(
        "ALTER TABLE audit_seal DISABLE TRIGGER append_only; DELETE FROM audit_seal WHERE no = {no}"
    ));
    let verdict =
        store.audit_verify(org, |hash, signature| sealer.is_signed(hash, signature), Some((no, hash))).await.unwrap();
    assert!(matches!(verdict, Verdict::Broken(what) if what.contains("checkpoint")));
}
