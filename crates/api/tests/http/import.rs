//! Imports: what comes in, what it changes, and what it must not change.

use actix_web::body::to_bytes;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{self, TestRequest};
use chrono::{TimeDelta, Utc};
use domain::access::Role;
use domain::import::{Import, ImportOptions, ImportStatus, Report};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use testkit::TestApp;
use uuid::Uuid;

const JSON: &str = "application/fhir+json";
const LINES: &str = "application/fhir+ndjson";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/fhir")
}

fn ana() -> Value {
    serde_json::from_str(&std::fs::read_to_string(fixtures().join("ana.json")).unwrap()).unwrap()
}

fn resource<'a>(bundle: &'a mut Value, id: &str) -> &'a mut Value {
    let entries = bundle["entry"].as_array_mut().unwrap();
    &mut entries.iter_mut().find(|entry| entry["resource"]["id"] == id).expect("the resource")["resource"]
}

/// Sends a body to the import as a role; status and JSON.
async fn send(app: &TestApp, role: &str, query: &str, media: &str, body: impl Into<Vec<u8>>) -> (u16, Value) {
    send_with_key(app, role, query, media, body, &Uuid::now_v7().to_string()).await
}

async fn send_with_key(
    app: &TestApp,
    role: &str,
    query: &str,
    media: &str,
    body: impl Into<Vec<u8>>,
    key: &str,
) -> (u16, Value) {
    let service = test::init_service(api::tend_app!(app.state)).await;
    let request = TestRequest::post()
        .uri(&format!("/api/v1/imports/fhir{query}"))
        .insert_header(("Authorization", format!("Bearer {}", app.token(role))))
        .insert_header((CONTENT_TYPE, media))
        .insert_header(("Idempotency-Key", key))
        .set_payload(body.into());
    let response = test::call_service(&service, request.to_request()).await;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body()).await.unwrap_or_default();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn import(app: &TestApp, bundle: &Value) -> Value {
    let (status, view) = send(app, "director", "", JSON, bundle.to_string()).await;
    assert_eq!((status, view["status"].as_str()), (201, Some("completed")), "{view}");
    view["report"].clone()
}

async fn import_files(app: &TestApp, path: &Path, options: ImportOptions) -> Import {
    let actor = app.world.actor(Role::Director);
    api::import::import_path(&app.state.store, actor, path, options, |_| ()).await.expect("an import")
}

/// Everything that an import could have changed.
fn everything(app: &TestApp) -> String {
    ["person", "stay", "contact", "need", "observation", "medication", "coverage", "import_resource", "deadline"]
        .map(|table| {
            app.db.owner_sql(&format!(
                "SELECT '{table}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            ))
        })
        .join("\n")
}

fn sum(report: &Report, count: fn(&domain::import::TypeCount) -> usize) -> usize {
    report.by_type.values().map(count).sum()
}

/// Ana lives in Massachusetts: whoever owns her case holds a licence there.
async fn license_in_massachusetts(app: &TestApp) {
    let path = format!("/api/v1/staff/{}/credentials", app.world.staff["care_manager"]);
    let expires_on = Utc::now().date_naive() + TimeDelta::days(300);
    let licence =
        json!({ "kind": "rn", "state": "MA", "number": "MA-1", "status": "active", "expires_on": expires_on });
    let recorded = app.post("organization_admin", &path, licence).await;
    assert_eq!(recorded.status, 201, "{}", recorded.text);
}

async fn ana_id(app: &TestApp) -> String {
    let found = app.post("director", "/api/v1/people/search", json!({ "text": "marchetti" })).await;
    assert_eq!(found.json["items"].as_array().map(Vec::len), Some(1), "{}", found.text);
    found.json["items"][0]["id"].as_str().expect("an id").to_owned()
}

#[actix_web::test]
async fn a_bundle_becomes_a_person_with_everything_the_records_hold() {
    let app = TestApp::new().await;
    let report = import(&app, &ana()).await;
    assert_eq!(
        report["by_type"]["Encounter"],
        json!({ "read": 2, "stored": 2, "kept_raw": 0, "refused": 0, "unchanged": 0 })
    );
    for kept in ["CarePlan", "Goal", "Immunization", "Organization", "Practitioner"] {
        assert_eq!(report["by_type"][kept]["kept_raw"], 1, "{kept}: {report}");
    }
    assert_eq!(report["problems"], json!([]));
    let overview = app.get("care_manager", &format!("/api/v1/people/{}/overview", ana_id(&app).await)).await.json;
    let person = &overview["person"];
    assert_eq!((person["given_name"].as_str(), person["language"].as_str()), (Some("Ana Lucía"), Some("es")));
    assert_eq!((person["phone"].as_str(), person["address"]["city"].as_str()), (Some("555-0142"), Some("Gloucester")));
    assert_eq!(
        (overview["stays"][0]["facility"].as_str(), overview["stays"][0]["status"].as_str()),
        (Some("North Shore Hospital"), Some("finished"))
    );
    assert_eq!(overview["contacts"][0]["summary"], "Cardiology clinic; Ifeoma Okoye");
    let mut needs: Vec<_> = overview["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|need| format!("{} {}", need["kind"], need["status"]))
        .collect();
    needs.sort();
    assert_eq!(needs, ["\"clinical\" \"candidate\"", "\"social\" \"resolved\""]);
    assert_eq!(overview["observations"].as_array().map(Vec::len), Some(3), "the weight and both parts of the pressure");
    assert_eq!(
        (overview["coverages"][0]["kind"].as_str(), overview["medications"].as_array().map(Vec::len)),
        (Some("medicare"), Some(1))
    );
}

#[actix_web::test]
async fn what_no_record_was_made_of_can_be_read_with_the_person_as_it_came() {
    let app = TestApp::new().await;
    import(&app, &ana()).await;
    let path = format!("/api/v1/people/{}/received", ana_id(&app).await);
    let all = app.get("care_manager", &path).await;
    let named: Vec<_> = all.json["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", all.text))
        .iter()
        .map(|one| format!("{} {} {}", one["resource_type"], one["title"], one["on"]))
        .collect();
    assert_eq!(
        named,
        [
            r#""CarePlan" "Heart failure plan" null"#,
            r#""Goal" "Weight below 80 kg" null"#,
            r#""Immunization" "Influenza" "2023-10-02""#,
        ]
    );
    let goal: Value = serde_json::from_str(all.json["items"][1]["content"].as_str().unwrap()).unwrap();
    assert_eq!((&goal["lifecycleStatus"], &all.json["items"][1]["is_whole"]), (&json!("active"), &json!(true)));
    let first = app.get("care_manager", &format!("{path}?limit=1")).await.json;
    let next = format!("{path}?limit=2&cursor={}", first["next"].as_str().expect("a next page"));
    assert_eq!(app.get("care_manager", &next).await.json["items"][0]["resource_type"], "Goal");
    let nobody = format!("/api/v1/people/{}/received", uuid::Uuid::now_v7());
    assert_eq!(app.get("care_manager", &nobody).await.status, 404);
    assert_eq!(app.get("coordinator", &path).await.status, 403, "no clinical narrative");
}

#[actix_web::test]
async fn the_same_bundle_again_changes_nothing() {
    let app = TestApp::new().await;
    let text = std::fs::read_to_string(fixtures().join("ana.json")).unwrap();
    assert_eq!(send(&app, "director", "", JSON, text.clone()).await.0, 201);
    let before = everything(&app);
    let (_, again) = send(&app, "director", "", JSON, text.replace('\n', "\r\n\t")).await;
    let counts = again["report"]["by_type"].as_object().unwrap();
    assert!(counts.values().all(|count| count["read"] == count["unchanged"]), "{again}");
    assert_eq!(everything(&app), before);
}

#[actix_web::test]
async fn a_changed_resource_changes_its_record_and_leaves_the_work_of_staff() {
    let app = TestApp::new().await;
    import(&app, &ana()).await;
    let id = ana_id(&app).await;
    let need = app.get("director", &format!("/api/v1/people/{id}/needs")).await.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|need| need["status"] == "candidate")
        .unwrap()
        .clone();
    let path = format!("/api/v1/needs/{}", need["id"].as_str().unwrap());
    let confirmed =
        app.change("care_manager", actix_web::http::Method::PATCH, &path, "\"1\"", json!({ "status": "active" })).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    let mut bundle = ana();
    resource(&mut bundle, "ana")["telecom"][0]["value"] = json!("555-0177");
    resource(&mut bundle, "failure")["code"]["coding"][0]["display"] = json!("Chronic heart failure");
    resource(&mut bundle, "weight")["status"] = json!("entered-in-error");
    resource(&mut bundle, "pressure")["component"][0]["valueQuantity"]["value"] = json!(128);
    let report = import(&app, &bundle).await;
    assert_eq!(
        report["by_type"]["Observation"],
        json!({ "read": 2, "stored": 1, "kept_raw": 1, "refused": 0, "unchanged": 0 })
    );
    assert_eq!(report["by_type"]["Encounter"]["unchanged"], 2);
    let overview = app.get("director", &format!("/api/v1/people/{id}/overview")).await.json;
    assert_eq!(
        (overview["person"]["phone"].as_str(), overview["person"]["version"].as_i64()),
        (Some("555-0177"), Some(2))
    );
    let need = overview["needs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|need| need["title"] == "Chronic heart failure")
        .expect("the renamed need");
    assert_eq!((need["status"].as_str(), need["version"].as_i64()), (Some("active"), Some(3)));
    let values = app.db.owner_sql("SELECT code, value, value_text, version FROM observation ORDER BY code");
    assert_eq!(values, "29463-7||Taken back by the source.|2\n8462-4|84||1\n8480-6|128||2");
}

#[actix_web::test]
async fn a_trial_reports_everything_and_stores_nothing() {
    let app = TestApp::new().await;
    let before = everything(&app);
    let (status, view) = send(&app, "director", "?dry_run=true", JSON, ana().to_string()).await;
    assert_eq!(
        (status, view["dry_run"].as_bool(), view["report"]["by_type"]["Patient"]["stored"].as_i64()),
        (201, Some(true), Some(1)),
        "{view}"
    );
    assert_eq!(everything(&app), before);
}

#[actix_web::test]
async fn bad_files_are_named_and_change_nothing_but_the_report() {
    let app = TestApp::new().await;
    import_files(&app, &fixtures().join("ana.json"), ImportOptions::default()).await;
    let before = everything(&app);
    let folder = std::env::temp_dir().join(format!("tend-import-{}", Uuid::now_v7().simple()));
    std::fs::create_dir(&folder).unwrap();
    for file in std::fs::read_dir(fixtures().join("bad")).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    let long = json!({ "resourceType": "Patient", "id": "long", "name": [{ "family": "x".repeat(5 << 20), "given": ["A"] }], "birthDate": "1970-01-01" });
    std::fs::write(folder.join("long.json"), long.to_string()).unwrap();
    std::fs::write(folder.join("ignored.txt"), "not an import").unwrap();
    let done = import_files(&app, &folder, ImportOptions::default()).await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(everything(&app), before);
    assert_eq!((done.status, done.bundles), (ImportStatus::Failed, 6), "nothing of it could be taken");
    let lines: Vec<String> = done
        .report
        .problems
        .iter()
        .map(|problem| format!("{}: {} {}", problem.file, problem.path, problem.reason))
        .collect();
    assert_eq!(
        lines,
        [
            "broken.json:  is not JSON: line 1, column 95",
            "long.json: Patient.name[0].family is longer than 1000000 bytes",
            "not-fhir.json:  is not a JSON object, so it can't be a FHIR resource",
            "truncated.json:  ends too early: line 144, column 5",
            "twin.json: Bundle.entry[0].resource.identifier and the date of birth are those of a person who is already here under another id",
            "twin.json: Bundle.entry[1].resource.subject is about a patient that is not known",
            "wrong-types.json: Bundle.entry[0].resource.name must be a list",
            "wrong-types.json: Bundle.entry[1].resource.birthDate is not a FHIR date",
            "wrong-types.json: Bundle.entry[2].resource.subject is about a patient that is not known",
            "wrong-types.json: Bundle.entry[3].resource.resourceType is missing or is not the name of a resource type",
        ]
    );
    assert_eq!(sum(&done.report, |count| count.read), sum(&done.report, |count| count.refused));
}

#[actix_web::test]
async fn a_bad_file_does_not_stop_the_good_ones() {
    let app = TestApp::new().await;
    let folder = std::env::temp_dir().join(format!("tend-import-{}", Uuid::now_v7().simple()));
    std::fs::create_dir(&folder).unwrap();
    for (from, to) in [("bad/truncated.json", "1.json"), ("ana.json", "2.json"), ("bad/twin.json", "3.json")] {
        std::fs::copy(fixtures().join(from), folder.join(to)).unwrap();
    }
    let done = import_files(&app, &folder, ImportOptions::default()).await;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((done.status, done.bundles, done.report.problems.len()), (ImportStatus::Completed, 3, 3));
    ana_id(&app).await;
}

#[actix_web::test]
async fn lines_hold_bundles_or_single_resources() {
    let app = TestApp::new().await;
    let mut lines = vec![ana().to_string(), "broken".to_owned(), String::new()];
    let patient = |id: u32| json!({ "resourceType": "Patient", "id": format!("p{id}"), "name": [{ "family": "Duarte", "given": ["Rui"] }], "birthDate": "1960-01-01" });
    lines.extend((0..450).map(|id| patient(id).to_string()));
    lines.push(json!({ "resourceType": "Condition", "id": "c", "subject": { "reference": "Patient/p7" }, "code": { "text": "Cough" } }).to_string());
    lines.push(json!({ "resourceType": "Condition", "id": "d", "subject": { "reference": "Patient/elsewhere" }, "code": { "text": "Cough" } }).to_string());
    let (status, view) = send(&app, "director", "", LINES, lines.join("\n")).await;
    assert_eq!(
        (status, view["files"].as_i64(), view["status"].as_str()),
        (201, Some(454), Some("completed")),
        "{view}"
    );
    assert_eq!(view["report"]["by_type"]["Patient"]["stored"], 451);
    assert_eq!(view["report"]["by_type"]["Condition"]["stored"], 3);
    assert_eq!(
        view["report"]["problems"],
        json!([
            { "file": "line 2", "path": "", "reason": "is not JSON: line 1, column 1" },
            { "file": "line 455", "path": "Condition.subject", "reason": "is about a patient that is not known" },
        ])
    );
    let list = app.get("director", "/api/v1/imports?limit=1").await;
    assert_eq!(list.json["items"][0]["id"], view["id"], "{}", list.text);
    let one = app.get("director", &format!("/api/v1/imports/{}", view["id"].as_str().unwrap())).await;
    assert_eq!(one.json["report"], view["report"]);
}

#[actix_web::test]
async fn a_body_that_is_no_resource_is_refused_before_anything_begins() {
    let app = TestApp::new().await;
    for (media, body, expected) in [
        ("application/json", ana().to_string(), (415, "fhir_required")),
        (JSON, "{\"resourceType\": \"Bundle\", \"entry\": [".to_owned(), (400, "malformed")),
        (JSON, String::new(), (400, "malformed")),
        (JSON, "[]".to_owned(), (400, "malformed")),
        (JSON, json!({ "resourceType": "Bundle", "entry": "none" }).to_string(), (400, "malformed")),
    ] {
        let (status, problem) = send(&app, "director", "", media, body).await;
        assert_eq!((status, problem["code"].as_str()), (expected.0, Some(expected.1)), "{problem}");
    }
    assert_eq!(send(&app, "director", "?dry_run=perhaps", JSON, ana().to_string()).await.0, 422);
    assert_eq!(send(&app, "care_manager", "", JSON, ana().to_string()).await.0, 403);
    let large = vec![b' '; (50 << 20) + 1];
    assert_eq!(send(&app, "director", "", JSON, large).await.0, 413);
    assert_eq!(app.get("director", "/api/v1/imports").await.json["items"], json!([]));
}

#[actix_web::test]
async fn a_repeated_request_is_told_about_its_import() {
    let app = TestApp::new().await;
    let key = Uuid::now_v7().to_string();
    let (first, view) = send_with_key(&app, "director", "", JSON, ana().to_string(), &key).await;
    let (second, again) = send_with_key(&app, "director", "", JSON, ana().to_string(), &key).await;
    assert_eq!((first, second), (201, 202));
    assert_eq!(view["id"], again["id"]);
    assert_eq!(app.get("director", "/api/v1/imports").await.json["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_recent_discharge_opens_outreach_when_the_imported_person_is_enrolled() {
    let app = TestApp::new().await;
    license_in_massachusetts(&app).await;
    let today = Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive();
    let options = ImportOptions { shift_to: Some(today - TimeDelta::days(1)), ..ImportOptions::default() };
    import_files(&app, &fixtures().join("ana.json"), options).await;
    let enrolment = json!({ "person_id": ana_id(&app).await, "program_id": app.world.program_id, "tier": "high" });
    let case = app.post("care_manager", "/api/v1/cases", enrolment).await;
    assert_eq!(case.status, 201, "{}", case.text);
    let deadlines =
        app.get("care_manager", &format!("/api/v1/cases/{}/deadlines", case.json["id"].as_str().unwrap())).await;
    let anchored =
        deadlines.json["items"].as_array().unwrap().iter().filter(|item| item["anchor_kind"] == "discharged").count();
    assert_eq!(anchored, 3, "outreach within 7 and 30 days, and medicines: {}", deadlines.text);
}

#[actix_web::test]
async fn a_discharge_of_somebody_enrolled_opens_outreach_at_once() {
    let app = TestApp::new().await;
    license_in_massachusetts(&app).await;
    let mut bundle = ana();
    let now = Utc::now();
    let stay = resource(&mut bundle, "stay-1");
    stay["status"] = json!("in-progress");
    stay["period"] = json!({ "start": (now - TimeDelta::days(3)).to_rfc3339() });
    import(&app, &bundle).await;
    let enrolment = json!({ "person_id": ana_id(&app).await, "program_id": app.world.program_id, "tier": "high" });
    let case = app.post("care_manager", "/api/v1/cases", enrolment).await;
    let path = format!("/api/v1/cases/{}/deadlines", case.json["id"].as_str().unwrap());
    let discharged = async || {
        let deadlines = app.get("care_manager", &path).await;
        deadlines.json["items"].as_array().unwrap().iter().filter(|item| item["anchor_kind"] == "discharged").count()
    };
    assert_eq!(discharged().await, 0);
    let stay = resource(&mut bundle, "stay-1");
    stay["status"] = json!("finished");
    stay["period"]["end"] = json!((now - TimeDelta::hours(2)).to_rfc3339());
    // A stay of long ago that is new here starts nothing.
    let mut old = resource(&mut bundle, "stay-1").clone();
    old["id"] = json!("stay-0");
    old["period"] = json!({ "start": "2019-01-01T00:00:00Z", "end": "2019-01-05T00:00:00Z" });
    bundle["entry"].as_array_mut().unwrap().push(json!({ "resource": old }));
    let report = import(&app, &bundle).await;
    assert_eq!(report["by_type"]["Encounter"]["stored"], 2, "{report}");
    assert_eq!(discharged().await, 3);

    let weeks = async || {
        let deadlines = app.get("care_manager", &path).await;
        let items = deadlines.json["items"].as_array().unwrap().clone();
        let week = items.iter().find(|item| item["rule"]["code"] == "T-4.outreach_7").unwrap();
        (week["status"].as_str().unwrap().to_owned(), week["anchor_at"].as_str().unwrap().to_owned())
    };
    let (status, anchored) = weeks().await;
    assert_eq!(status, "open");
    resource(&mut bundle, "stay-1")["period"]["end"] = json!((now - TimeDelta::hours(30)).to_rfc3339());
    import(&app, &bundle).await;
    let (status, earlier) = weeks().await;
    assert!(status == "open" && earlier < anchored, "a corrected discharge moves what it started");
    let stay = resource(&mut bundle, "stay-1");
    stay["status"] = json!("in-progress");
    stay["period"].as_object_mut().unwrap().remove("end");
    import(&app, &bundle).await;
    assert_eq!(weeks().await.0, "cancelled", "the source took the discharge back");
}

#[actix_web::test]
async fn an_import_never_moves_a_resource_to_another_person() {
    let app = TestApp::new().await;
    import(&app, &ana()).await;
    let other = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        { "resource": { "resourceType": "Patient", "id": "rui", "name": [{ "family": "Duarte", "given": ["Rui"] }], "birthDate": "1960-01-01" } },
        { "resource": { "resourceType": "Condition", "id": "failure", "subject": { "reference": "Patient/rui" }, "code": { "text": "Cough" } } },
        { "resource": { "resourceType": "Patient", "id": "ana", "name": [{ "family": "Somebody", "given": ["Else"] }], "birthDate": "1990-01-01" } },
    ] });
    let report = import(&app, &other).await;
    assert_eq!(
        report["by_type"]["Patient"],
        json!({ "read": 2, "stored": 1, "kept_raw": 0, "refused": 1, "unchanged": 0 })
    );
    let reasons: Vec<_> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| format!("{} {}", problem["path"], problem["reason"]))
        .collect();
    assert_eq!(
        reasons,
        [
            "\"Bundle.entry[1].resource\" \"was about another patient before\"",
            "\"Bundle.entry[2].resource.id\" \"is that of another person who is already here\"",
        ]
    );
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM need WHERE title = 'Heart failure'"), "1");
}

#[actix_web::test]
async fn an_import_is_in_the_access_log_of_its_person() {
    let app = TestApp::new().await;
    import(&app, &ana()).await;
    let log = app.get("privacy_officer", &format!("/api/v1/people/{}/access-log", ana_id(&app).await)).await;
    let operations: Vec<_> =
        log.json["items"].as_array().unwrap().iter().filter_map(|entry| entry["operation"].as_str()).collect();
    assert!(operations.contains(&"import_create"), "{}", log.text);
}
