//! Scope of practice: what credentials allow, what an organization makes stricter, and what runs out.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, Utc};
use domain::staff::CredentialKind;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const ADMIN: &str = "organization_admin";
const DIRECTOR: &str = "director";

fn in_days(days: i64) -> NaiveDate {
    // Every colleague of the world works in New York.
    let today = Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive();
    if days < 0 { today - Days::new(days.unsigned_abs()) } else { today + Days::new(days.unsigned_abs()) }
}

async fn own(app: &TestApp, role: &str, kind: CredentialKind) -> Value {
    let staff = app.get(ADMIN, &format!("/api/v1/staff/{}", app.world.staff[role])).await;
    let held = staff.json["credentials"].as_array().expect("credentials");
    held.iter().find(|own| own["kind"] == kind.to_string()).expect("the credential").clone()
}

/// Corrects a credential of the worker of a role.
pub async fn correct(app: &TestApp, role: &str, kind: CredentialKind, body: Value) -> Answered {
    let licence = own(app, role, kind).await;
    let path = format!("/api/v1/credentials/{}", licence["id"].as_str().unwrap());
    let answer = app.change(ADMIN, Method::PATCH, &path, &format!("\"{}\"", licence["version"]), body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

async fn alert(app: &TestApp) -> Value {
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let body = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 1 } });
    let begun = app.post(CM, &path, body).await;
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    let alerts = app.get(CM, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    alerts.json["items"][0].clone()
}

async fn close(app: &TestApp, role: &str, alert: &Value) -> Answered {
    let path = format!("/api/v1/alerts/{}/close", alert["id"].as_str().unwrap());
    let body = json!({ "outcome": "evaluated_no_imminent_risk", "detail": "Evaluated with the clinician on call." });
    app.change(role, Method::POST, &path, &format!("\"{}\"", alert["version"]), body).await
}

async fn sign_note(app: &TestApp, role: &str) -> Answered {
    let path = format!("/api/v1/cases/{}/notes", app.world.case_id);
    let note = app.post(role, &path, json!({ "kind": "progress", "title": "Note", "body": "Text" })).await;
    let path = format!("/api/v1/notes/{}/sign", note.json["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &note.etag(), json!({})).await
}

async fn detail(answer: &Answered) -> String {
    answer.json["detail"].as_str().unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn a_licence_counts_on_its_last_day_and_blocks_from_the_day_after_with_the_reason() {
    let app = TestApp::new().await;
    let open = alert(&app).await;
    correct(&app, CM, CredentialKind::Rn, json!({ "expires_on": in_days(0) })).await;
    let seen = app.get(CM, &format!("/api/v1/alerts/{}", open["id"].as_str().unwrap())).await;
    assert!(seen.json["can"].as_array().unwrap().contains(&json!("alert_close")), "{}", seen.text);
    assert_eq!(sign_note(&app, CM).await.json["status"], "signed");

    let expired = correct(&app, CM, CredentialKind::Rn, json!({ "expires_on": in_days(-1) })).await;
    assert_eq!((&expired.json["standing"], &expired.json["valid"]), (&json!("expired"), &json!(false)));
    let seen = app.get(CM, &format!("/api/v1/alerts/{}", open["id"].as_str().unwrap())).await;
    assert!(!seen.json["can"].as_array().unwrap().contains(&json!("alert_close")), "{}", seen.text);
    let refused = close(&app, CM, &open).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "licence_expired"));
    let why = detail(&refused).await;
    assert!(why.contains(&format!("RN license of NY ran out on {}", in_days(-1))), "{why}");
    assert_eq!(sign_note(&app, CM).await.json["status"], "awaiting_countersignature");
    let me = app.get(CM, "/api/v1/me").await;
    let mine = me.json["scope"].as_array().unwrap().iter().find(|row| row["activity"] == "close_alert").unwrap();
    assert_eq!((&mine["verdict"], mine["reason"].as_str()), (&json!("refused"), Some(why.as_str())));
    assert_eq!(close(&app, "senior_care_manager", &open).await.status, 404, "not on the care team");
    assert_eq!(close(&app, "lead", &open).await.status, 200);
}

#[actix_web::test]
async fn a_licence_counts_in_the_state_of_the_person_only() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/people/{}", app.world.person_id);
    let person = app.get(CM, &path).await;
    let moved = json!({ "address": { "line": null, "city": "Newark", "state": "New Jersey", "postal_code": null } });
    let moved = app.change(CM, Method::PATCH, &path, &person.etag(), moved).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    assert_eq!(sign_note(&app, CM).await.json["status"], "awaiting_countersignature");
    let person = app.world.intake_person_id;
    let path = format!("/api/v1/people/{person}");
    let seen = app.get(CM, &path).await;
    app.change(CM, Method::PATCH, &path, &seen.etag(), json!({ "address": { "state": "NJ" } })).await;
    let enrol = json!({ "person_id": person, "program_id": app.world.program_id, "tier": "high" });
    let refused = app.post(CM, "/api/v1/cases", enrol.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "licence_other_state"), "{}", refused.text);
    assert_eq!(refused.json["errors"][0]["pointer"], "/owner_id");
    let licence =
        json!({ "kind": "rn", "state": "NJ", "number": "NJ-77", "status": "active", "expires_on": in_days(90) });
    let added = app.post(ADMIN, &format!("/api/v1/staff/{}/credentials", app.world.staff[CM]), licence).await;
    assert_eq!(added.status, 201, "{}", added.text);
    assert_eq!(app.post(CM, "/api/v1/cases", enrol).await.status, 201, "one more licence is enough");
}

#[actix_web::test]
async fn a_case_is_offered_and_given_only_to_those_whose_scope_covers_it() {
    let app = TestApp::new().await;
    let senior = app.world.staff["senior_care_manager"];
    let path = format!("/api/v1/cases/{}/hand-offs", app.world.case_id);
    let offer = json!({ "to_id": senior, "summary": "Stable" });
    let offered = app.post(CM, &path, offer.clone()).await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    correct(&app, "senior_care_manager", CredentialKind::Rn, json!({ "status": "suspended" })).await;
    let accept = format!("/api/v1/hand-offs/{}/accept", offered.json["id"].as_str().unwrap());
    let refused = app.change("senior_care_manager", Method::POST, &accept, &offered.etag(), json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "licence_restricted"), "{}", refused.text);
    let withdraw = format!("/api/v1/hand-offs/{}/withdraw", offered.json["id"].as_str().unwrap());
    app.change(CM, Method::POST, &withdraw, &offered.etag(), json!({ "reason": "Wrong colleague" })).await;
    let refused = app.post(CM, &path, offer).await;
    assert_eq!((refused.code(), &refused.json["errors"][0]["pointer"]), ("licence_restricted", &json!("/to_id")));
}

#[actix_web::test]
async fn a_visit_goes_to_somebody_who_can_get_there() {
    let app = TestApp::new().await;
    let visit = json!({ "case_id": app.world.case_id, "title": "See the kitchen", "kind": "visit", "priority": "routine", "due_at": Utc::now() });
    assert_eq!(app.post(CM, "/api/v1/tasks", visit.clone()).await.status, 201);
    let license = own(&app, CM, CredentialKind::DriverLicense).await;
    let path = format!("/api/v1/credentials/{}/end", license["id"].as_str().unwrap());
    let ended = app.change(ADMIN, Method::POST, &path, "\"1\"", json!({ "reason": "Gave up driving" })).await;
    assert_eq!((&ended.json["status"], &ended.json["standing"]), (&json!("ended"), &json!("ended")), "{}", ended.text);
    let refused = app.post(CM, "/api/v1/tasks", visit.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "transport_required"), "{}", refused.text);
    let mut call = visit;
    call["kind"] = "call".into();
    assert_eq!(app.post(CM, "/api/v1/tasks", call).await.status, 201);
    let again = app.change(ADMIN, Method::POST, &path, "\"2\"", json!({ "reason": "Again" })).await;
    assert_eq!(again.code(), "credential_ended");
}

#[actix_web::test]
async fn an_organization_is_stricter_and_never_looser_than_published_and_takes_back_with_a_reason() {
    let app = TestApp::new().await;
    let open = alert(&app).await;
    let limit = |condition: &str| {
        json!({
            "activity": "close_alert", "level": "registered_nurse", "condition": condition,
            "starts_on": in_days(0), "reason": "The accreditor asks for clinicians"
        })
    };
    let mut loose = limit("alone");
    loose["level"] = "bachelor".into();
    let refused = app.post(DIRECTOR, "/api/v1/scope-limits", loose).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "scope_not_tighter"), "{}", refused.text);
    assert_eq!(app.post(CM, "/api/v1/scope-limits", limit("not")).await.status, 403);
    let set = app.post(DIRECTOR, "/api/v1/scope-limits", limit("not")).await;
    assert_eq!(set.status, 201, "{}", set.text);

    let refused = close(&app, CM, &open).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "scope_tightened"), "{}", refused.text);
    assert!(detail(&refused).await.contains("The accreditor asks for clinicians."), "{}", refused.text);
    let table = app.get(CM, "/api/v1/scope-of-practice").await.json;
    let row = table["rows"].as_array().unwrap().iter().find(|row| row["activity"] == "close_alert").unwrap().clone();
    assert_eq!(
        row["cells"][0],
        json!({ "level": "registered_nurse", "published": "alone", "condition": "not", "limit_id": set.json["id"] })
    );
    assert_eq!((&table["can"], &table["limits"][0]["can"]), (&json!([]), &json!([])));

    let path = format!("/api/v1/scope-limits/{}/withdraw", set.json["id"].as_str().unwrap());
    assert_eq!(app.change(DIRECTOR, Method::POST, &path, &set.etag(), json!({})).await.status, 422);
    let back = app.change(DIRECTOR, Method::POST, &path, &set.etag(), json!({ "reason": "The survey is over" })).await;
    assert_eq!((back.status.as_u16(), &back.json["withdrawn_reason"]), (200, &json!("The survey is over")));
    assert_eq!(close(&app, CM, &open).await.status, 200);
    let table = app.get(ADMIN, "/api/v1/scope-of-practice").await.json;
    assert_eq!(table["limits"].as_array().unwrap().len(), 1, "what was taken back stays on record");
    assert_eq!(table["can"], json!(["scope_limit_create"]));
}

#[actix_web::test]
async fn what_runs_out_is_seen_by_the_holder_their_supervisor_and_the_staff_office() {
    let app = TestApp::new().await;
    correct(&app, CM, CredentialKind::Rn, json!({ "expires_on": in_days(25) })).await;
    correct(&app, "lead", CredentialKind::DriverLicense, json!({ "expires_on": in_days(-3) })).await;
    let seen = async |role: &str, query: &str| {
        let list = app.get(role, &format!("/api/v1/expiring-credentials{query}")).await;
        assert_eq!(list.status, 200, "{}", list.text);
        let items = list.json["items"].as_array().unwrap().clone();
        items.iter().map(|item| (item["days_left"].as_i64().unwrap(), item["mine"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(seen(CM, "").await, [(25, json!(true))]);
    assert_eq!(seen(CM, "?within=20").await, []);
    assert_eq!(seen("lead", "").await, [(-3, json!(true))]);
    assert_eq!(seen("supervisor", "").await, [(-3, json!(false)), (25, json!(false))]);
    assert_eq!(seen(ADMIN, "?within=25").await.len(), 2);
    assert_eq!(seen("senior_care_manager", "").await, []);
    let item = app.get(CM, "/api/v1/expiring-credentials").await.json["items"][0].clone();
    assert_eq!((&item["credential"]["warning"], &item["credential"]["standing"]), (&json!(30), &json!("expiring")));
}

#[actix_web::test]
async fn a_new_colleague_takes_no_case_before_every_check_is_passed() {
    let app = TestApp::new().await;
    let body = json!({
        "name": "Noor Haddad", "email": "noor@example.org", "role": "care_manager", "supervisor_id": app.world.staff["lead"],
        "profile": { "years_experience": 4, "fluency": [{ "language": "ar", "level": "native" }], "specialisations": ["geriatric"], "remote_states": ["NY"],
            "track": "individual", "reports_to": "population_health" }
    });
    let worker = app.post(ADMIN, "/api/v1/staff", body).await;
    assert_eq!(worker.status, 201, "{}", worker.text);
    assert_eq!(worker.json["profile"]["fluency"][0], json!({ "language": "ar", "level": "native" }));
    assert_eq!((&worker.json["minimum_years"], &worker.json["below_minimum"]), (&json!(1), &json!(false)));
    let profile = &worker.json["profile"];
    assert_eq!((&profile["track"], &profile["reports_to"]), (&json!("individual"), &json!("population_health")));
    assert_eq!(worker.json["ladder_band"], "mid_senior", "four years");
    let path = format!("/api/v1/staff/{}/credentials", worker.json["id"].as_str().unwrap());
    let licence =
        json!({ "kind": "rn", "state": "NY", "number": "12", "status": "active", "expires_on": in_days(300) });
    assert_eq!(app.post(ADMIN, &path, licence).await.status, 201);
    let nameless = json!({ "kind": "rn", "number": "13", "status": "active", "expires_on": in_days(300) });
    assert_eq!(app.post(ADMIN, &path, nameless).await.code(), "credential_state_required");
    let offer = json!({ "to_id": worker.json["id"], "summary": "Stable" });
    let offers = format!("/api/v1/cases/{}/hand-offs", app.world.case_id);
    let refused = app.post(CM, &offers, offer.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "onboarding_open"), "{}", refused.text);
    let checks: Vec<Value> = worker.json["credentials"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|own| own["category"] == "check")
        .cloned()
        .collect();
    assert_eq!(checks.len(), 3);
    for check in checks {
        let path = format!("/api/v1/credentials/{}", check["id"].as_str().unwrap());
        let passed = json!({ "status": "active", "issued_on": in_days(0) });
        assert_eq!(app.change(ADMIN, Method::PATCH, &path, "\"1\"", passed).await.status, 200);
    }
    assert_eq!(app.post(CM, &offers, offer).await.status, 201);
}

#[actix_web::test]
async fn an_author_whose_licence_ran_out_gets_a_reviewer_and_the_alert_opens_all_the_same() {
    let app = TestApp::new().await;
    correct(&app, CM, CredentialKind::Rn, json!({ "expires_on": in_days(-1) })).await;
    let opened = alert(&app).await;
    assert_eq!((&opened["kind"], &opened["status"]), (&json!("suicide_risk"), &json!("open")), "{opened}");
    let made = app.get(CM, &format!("/api/v1/assessments/{}", opened["assessment_id"].as_str().unwrap())).await;
    assert_eq!(made.json["status"], "awaiting_review", "{}", made.text);
}

#[actix_web::test]
async fn who_could_own_a_case_is_ranked_with_reasons_and_who_may_not_is_told_why() {
    let app = TestApp::new().await;
    let case = app.get("lead", &format!("/api/v1/cases/{}", app.world.case_id)).await.json;
    let id = |name: &str| case[name]["id"].as_str().unwrap().to_owned();
    let path = format!(
        "/api/v1/people/{}/candidates?program_id={}&tier=low&team_id={}",
        id("person"),
        id("program"),
        id("team")
    );
    let answer = app.get("lead", &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let items = answer.json["items"].as_array().unwrap();
    let owner = items.iter().find(|item| item["staff"]["id"] == case["owner"]["id"]).unwrap();
    let parts: Vec<_> =
        owner["parts"].as_array().unwrap().iter().map(|part| part["reason"].as_str().unwrap()).collect();
    assert!(parts.contains(&"knows") && parts.contains(&"same_team") && parts.contains(&"load"), "{parts:?}");
    assert_eq!(owner["cases"], 1);
    for item in items {
        let sum: i64 = item["parts"].as_array().unwrap().iter().map(|part| part["points"].as_i64().unwrap()).sum();
        assert_eq!(Some(sum), item["score"].as_i64());
    }
    let able = items.iter().take_while(|item| item["refusal"].is_null()).count();
    assert!(items[able..].iter().all(|item| item["refusal"].is_string()), "who may not comes last");
    let scores: Vec<_> = items[..able].iter().map(|item| item["score"].as_i64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let unknown = app.get("lead", &path.replace(&id("program"), &id("person"))).await;
    assert_eq!(unknown.status, 404);
}
