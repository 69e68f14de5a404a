//! Time and billing: the calculator, a case's month from its record, the list and its file.

use actix_web::http::Method;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";

fn span(staff: Uuid, person: Uuid, from: &str, until: &str) -> Value {
    json!({ "staff_id": staff, "role": "clinical_staff", "person_id": person, "activity": "care_management", "live": true,
        "starts_at": format!("2026-03-{from}:00Z"), "ends_at": format!("2026-03-{until}:00Z") })
}

fn facts() -> Value {
    json!({ "consent_at": "2026-02-01T12:00:00Z", "chronic_conditions": 2, "plan": true })
}

fn question(spans: &[Value]) -> Value {
    json!({ "month": "2026-03", "time_zone": "UTC", "person_id": Uuid::from_u128(1), "families": ["chronic_staff"],
        "spans": spans, "facts": facts() })
}

async fn calculated(app: &TestApp, body: Value) -> Answered {
    app.post("integrator", "/api/v1/billing/month", body).await
}

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    answer.json
}

#[actix_web::test]
async fn anybody_counts_a_month_and_each_second_counts_once() {
    let app = TestApp::new().await;
    let (ana, ben, person) = (Uuid::from_u128(10), Uuid::from_u128(11), Uuid::from_u128(1));
    let spans = [span(ana, person, "02T10:00", "02T10:15"), span(ben, person, "02T10:05", "02T10:20")];
    let month = ok(calculated(&app, question(&spans)).await);
    assert_eq!(month["lines"], json!([{ "code": "99490", "units": 1, "seconds": 1200, "points": 20 }]));
    assert_eq!((&month["seconds"]["counted"], &month["seconds"]["repeated"]), (&json!(1200), &json!(600)));
    assert_eq!(month["findings"][0]["kind"], "together");
    assert_eq!(month["next"], json!({ "code": "99439", "seconds": 1200 }));
    for role in [CM, "analyst", "coordinator"] {
        assert_eq!(app.post(role, "/api/v1/billing/month", question(&spans)).await.status, 200);
    }
}

#[actix_web::test]
async fn an_assessment_of_social_risks_ends_with_2025_and_quarters_are_rounded_as_the_state_says() {
    let app = TestApp::new().await;
    let (ana, person) = (Uuid::from_u128(10), Uuid::from_u128(1));
    let mut asked = question(&[span(ana, person, "02T10:00", "02T10:28")]);
    asked["families"] = json!(["risk_assessment", "targeted"]);
    asked["facts"]["targeted_group"] = json!(true);
    asked["facts"]["unit_rounding"] = json!("midpoint");
    asked["facts"]["risk_assessed_on"] = json!("2026-03-02");
    let month = ok(calculated(&app, asked.clone()).await);
    assert_eq!(month["lines"], json!([{ "code": "T1017", "units": 2, "seconds": 1380, "points": 30 }]));
    let ended = json!([{ "code": "G0136", "reason": "not_in_force", "missing_seconds": null, "by": null }]);
    assert_eq!(month["rejected"], ended);
    asked["month"] = json!("2025-12");
    asked["facts"]["consent_at"] = json!("2025-11-01T12:00:00Z");
    asked["facts"]["risk_assessed_on"] = json!("2025-12-02");
    for (end, place) in [("starts_at", "10:00"), ("ends_at", "10:28")] {
        asked["spans"][0][end] = json!(format!("2025-12-02T{place}:00Z"));
    }
    let month = ok(calculated(&app, asked.clone()).await);
    let codes = |month: &Value| {
        month["lines"].as_array().expect("a list").iter().map(|line| line["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&month), ["G0136", "T1017"]);
    asked["facts"]["risk_assessed_before_on"] = json!("2025-06-03");
    let month = ok(calculated(&app, asked).await);
    assert_eq!((codes(&month), &month["rejected"][0]["reason"]), (vec![json!("T1017")], &json!("assessed_too_soon")));
}

#[actix_web::test]
async fn a_span_that_ends_before_it_starts_and_an_unknown_zone_are_refused_with_pointers() {
    let app = TestApp::new().await;
    let person = Uuid::from_u128(1);
    let backwards = question(&[span(person, person, "02T10:00", "02T09:00")]);
    let answer = calculated(&app, backwards).await;
    let pointer = json!("/spans/0/ends_at");
    assert_eq!((answer.code(), &answer.json["errors"][0]["pointer"]), ("billing_span_backwards", &pointer));
    let mut nowhere = question(&[]);
    nowhere["time_zone"] = json!("Mars/Olympus");
    assert_eq!(calculated(&app, nowhere).await.code(), "unknown_time_zone");
}

/// Noon in New York two days ago, and its month.
fn lately() -> (DateTime<Utc>, String) {
    let zone = chrono_tz::America::New_York;
    let day = Utc::now().with_timezone(&zone).date_naive() - TimeDelta::days(2);
    let noon =
        day.and_hms_opt(12, 0, 0).and_then(|at| at.and_local_timezone(zone).single()).expect("noon is never skipped");
    (noon.with_timezone(&Utc), format!("{}-{:02}", day.year(), day.month()))
}

async fn contact(app: &TestApp, case_id: Uuid, at: DateTime<Utc>, minutes: i64, outcome: &str) -> Value {
    let body = json!({ "mode": "phone", "direction": "outbound", "outcome": outcome, "with": "person", "minutes": minutes,
        "purpose": "coordination", "occurred_at": at });
    ok(app.post(CM, &format!("/api/v1/cases/{case_id}/contacts"), body).await)
}

#[actix_web::test]
async fn a_month_comes_from_the_record_and_its_facts_are_written_once() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    let case = app.world.case_id;
    contact(&app, case, at, 16, "reached").await;
    contact(&app, case, at + TimeDelta::hours(1), 9, "no_answer").await;
    let path = format!("/api/v1/cases/{case}/billing-month?month={month}");
    let before = ok(app.get(CM, &path).await);
    assert_eq!((&before["version"], &before["result"]["seconds"]["recorded"]), (&json!(0), &json!(960)));
    assert_eq!(before["spans"].as_array().map(Vec::len), Some(1), "an attempt is no time");
    let reason = |month: &Value, code: &str| {
        let rejected = month["result"]["rejected"].as_array().expect("a list").iter();
        rejected.clone().find(|one| one["code"] == code).map(|one| one["reason"].clone())
    };
    assert_eq!(reason(&before, "99490"), Some(json!("no_consent")));

    let consent = at - TimeDelta::hours(1);
    let body = json!({ "families": ["chronic_staff"],
        "facts": { "consent_at": consent, "chronic_conditions": 3, "plan": true } });
    let written = ok(app.change(CM, Method::PUT, &path, "\"0\"", body.clone()).await);
    assert_eq!(
        (&written["version"], &written["result"]["next"]),
        (&json!(1), &json!({ "code": "99490", "seconds": 240 }))
    );
    assert_eq!(app.change(CM, Method::PUT, &path, "\"0\"", body.clone()).await.status, 412);
    contact(&app, case, at + TimeDelta::hours(2), 4, "reached").await;
    let after = ok(app.get(CM, &path).await);
    assert_eq!(after["result"]["lines"][0]["code"], "99490");
    let again = ok(app.change(CM, Method::PUT, &path, "\"1\"", body).await);
    assert_eq!(again["version"], 2);
}

#[actix_web::test]
async fn each_code_says_which_documentation_is_there_and_what_is_missing() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    let case = app.world.case_id;
    let spoken = contact(&app, case, at, 20, "reached").await["contact"]["id"].clone();
    let path = format!("/api/v1/cases/{case}/billing-month?month={month}");
    let facts = json!({ "consent_at": at - TimeDelta::hours(1), "chronic_conditions": 2, "plan": true,
        "initiating_visit_on": (at - TimeDelta::days(30)).date_naive() });
    let body = json!({ "families": ["chronic_staff"], "facts": facts });
    let written = ok(app.change(CM, Method::PUT, &path, "\"0\"", body).await);
    let of = |month: &Value, document: &str| {
        let all = month["support"][0]["documents"].as_array().expect("a checklist").clone();
        all.into_iter().find(|one| one["document"] == document).expect("it is asked for")
    };
    assert_eq!((&written["support"][0]["code"], &written["support"][0]["complete"]), (&json!("99490"), &json!(false)));
    let states = ["consent", "initiating_visit", "care_plan", "round_the_clock", "time"]
        .map(|document| of(&written, document)["standing"].clone());
    assert_eq!(states, ["stated", "stated", "stated", "missing", "missing"].map(Value::from));
    assert_eq!(of(&written, "time")["records"], json!([{ "kind": "contact", "id": spoken }]));
    let listed = ok(app.get(CM, &format!("/api/v1/billing-months?month={month}&scope=mine")).await);
    assert_eq!(listed["items"][0]["undocumented"], json!(["99490"]));
    let file = ok(app.get("lead", &format!("/api/v1/billing-months/export?month={month}")).await);
    let lines: Vec<&str> = file["csv"].as_str().expect("a text").lines().collect();
    assert!(lines[0].ends_with(",missing_documentation"), "{}", lines[0]);
    assert!(lines[1].ends_with(",round_the_clock time"), "{}", lines[1]);

    let note = json!({ "kind": "contact", "title": "Call", "body": "Reviewed her medicines.", "contact_id": spoken });
    let note = ok(app.post(CM, &format!("/api/v1/cases/{case}/notes"), note).await);
    let of_note = format!("/api/v1/notes/{}", note["id"].as_str().expect("an id"));
    let late = json!({ "title": "Call", "body": "Reviewed her medicines.", "late_reason": "No network at the farm." });
    let draft = app.change(CM, Method::PATCH, &of_note, "\"1\"", late).await;
    ok(app.change(CM, Method::POST, &format!("{of_note}/sign"), &draft.etag(), json!({})).await);
    let signed = ok(app.get(CM, &path).await);
    let time = of(&signed, "time");
    assert_eq!(
        (&time["standing"], &time["records"]),
        (&json!("there"), &json!([{ "kind": "note", "id": note["id"] }]))
    );
    let mut facts = signed["facts"].clone();
    facts["round_the_clock"] = json!(true);
    let body = json!({ "families": ["chronic_staff"], "facts": facts });
    let whole = ok(app.change(CM, Method::PUT, &path, "\"1\"", body).await);
    assert_eq!(whole["support"][0]["complete"], true, "{whole}");
}

#[actix_web::test]
async fn a_discharge_in_the_thirty_days_of_a_claimed_one_is_not_claimed_again() {
    let app = TestApp::new().await;
    let written = async |month: &str, discharged_on: &str| {
        let path = format!("/api/v1/cases/{}/billing-month?month={month}", app.world.case_id);
        let discharge = json!({ "contact_in_time": true, "visit_after_days": 6, "reconciled": true, "discharged_on": discharged_on });
        let facts = json!({ "chronic_conditions": 0, "decision_making": "high", "discharge": discharge });
        ok(app.change(CM, Method::PUT, &path, "\"0\"", json!({ "families": ["transitional"], "facts": facts })).await)
    };
    let first = written("2026-04", "2026-03-06").await;
    assert_eq!(first["result"]["lines"][0]["code"], "99496", "{first}");
    let second = written("2026-05", "2026-04-04").await;
    assert_eq!(second["result"]["lines"], json!([]));
    let reasons = second["result"]["rejected"].as_array().expect("a list").iter().map(|one| one["reason"].clone());
    assert!(reasons.clone().count() == 2 && reasons.clone().all(|reason| reason == "another_claim"), "{second}");
    let third = written("2026-06", "2026-05-03").await;
    assert_eq!(third["result"]["lines"][0]["code"], "99496", "what was not claimed stands in nobody's way: {third}");
}

#[actix_web::test]
async fn consent_is_not_given_in_the_future() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/billing-month", app.world.case_id);
    let body =
        json!({ "families": [], "facts": { "consent_at": Utc::now() + TimeDelta::days(1), "chronic_conditions": 2 } });
    let refused = app.change(CM, Method::PUT, &path, "\"0\"", body).await;
    let pointer = json!("/facts/consent_at");
    assert_eq!((refused.code(), &refused.json["errors"][0]["pointer"]), ("billing_consent_in_future", &pointer));
}

#[actix_web::test]
async fn the_list_shows_who_is_in_reach_and_the_file_is_for_leads() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    contact(&app, app.world.case_id, at, 25, "reached").await;
    let listed = ok(app.get(CM, &format!("/api/v1/billing-months?month={month}&scope=mine")).await);
    let item = &listed["items"][0];
    assert_eq!((&item["id"], &item["counted_seconds"]), (&json!(app.world.case_id), &json!(0)), "no consent, no time");
    let path = format!("/api/v1/billing-months/export?month={month}");
    assert_eq!(app.get(CM, &path).await.status, 403);
    let file = ok(app.get("lead", &path).await);
    assert_eq!((&file["cases"], &file["file_name"]), (&json!(1), &json!(format!("billing-{month}.csv"))));
    let lines: Vec<&str> = file["csv"].as_str().expect("a text").lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with(&app.world.case_id.to_string()), "{}", lines[1]);
    let trail = ok(app.get("privacy_officer", "/api/v1/audit?limit=50").await);
    let entries = trail["items"].as_array().expect("a list");
    assert!(entries.iter().any(|entry| entry["operation"] == "billing_month_export"), "a file leaves an entry");
}

#[actix_web::test]
async fn time_that_began_before_the_month_and_reaches_into_it_lists_its_case() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    contact(&app, app.world.case_id, at, 25, "reached").await;
    let day = format!("{month}-01").parse().expect("a day");
    let (first, _) = domain::billing::bounds(day, chrono_tz::America::New_York);
    let list = format!("/api/v1/billing-months?month={month}");
    for (minutes, listed) in [(5, 1), (25, 0)] {
        let begun = first - TimeDelta::minutes(minutes);
        assert_eq!(app.db.owner_sql(&format!("UPDATE contact SET occurred_at = '{}'", begun.to_rfc3339())), "");
        let found = ok(app.get(CM, &list).await);
        assert_eq!(found["items"].as_array().map(Vec::len), Some(listed), "{minutes} minutes before: {found}");
    }
}

#[actix_web::test]
async fn a_person_with_two_cases_is_billed_once_with_the_time_of_both() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    let open = json!({ "person_id": app.world.person_id, "program_id": app.world.hospital_id, "team_id": app.world.hospital_team_id,
        "tier": "low", "enrolled_at": at - TimeDelta::days(1) });
    let other = app.post("director", "/api/v1/cases", open).await;
    assert_eq!(other.status, 201, "{}", other.text);
    let other: Uuid = other.json["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    contact(&app, app.world.case_id, at, 15, "reached").await;
    contact(&app, other, at + TimeDelta::hours(1), 10, "reached").await;
    let path = |case: Uuid| format!("/api/v1/cases/{case}/billing-month?month={month}");
    for (case, family) in [(other, "chronic_staff"), (app.world.case_id, "chronic_complex")] {
        let facts = json!({ "consent_at": at - TimeDelta::days(20), "chronic_conditions": 2, "plan": true });
        let body = json!({ "families": [family], "facts": facts });
        let written = ok(app.change("director", Method::PUT, &path(case), "\"0\"", body).await);
        assert_eq!(written, ok(app.get("director", &path(case)).await), "what is answered is what is read afterwards");
    }
    let (first, second) =
        (ok(app.get("director", &path(app.world.case_id)).await), ok(app.get("director", &path(other)).await));
    let codes = |month: &Value| month["result"]["lines"].as_array().expect("lines").len();
    assert_eq!((codes(&first), codes(&second)), (1, 0), "{first}");
    assert_eq!(
        (&first["result"]["lines"][0]["code"], first["spans"].as_array().map(Vec::len)),
        (&json!("99490"), Some(2))
    );
    let rejected = second["result"]["rejected"].as_array().expect("rejected");
    let reason = rejected.iter().find(|one| one["code"] == "99490").map(|one| one["reason"].clone());
    assert_eq!((reason, &second["spans"]), (Some(json!("billed_elsewhere")), &json!([])));
    let listed = ok(app.get("director", &format!("/api/v1/billing-months?month={month}")).await);
    let billed = listed["items"].as_array().expect("items").iter().filter(|item| item["lines"] != json!([]));
    assert_eq!(billed.count(), 1, "{listed}");
}

#[actix_web::test]
async fn a_worker_who_was_with_somebody_else_at_the_same_time_is_found() {
    let app = TestApp::new().await;
    let (at, month) = lately();
    contact(&app, app.world.case_id, at, 30, "reached").await;
    let other = json!({ "given_name": "Otto", "family_name": "Other", "birth_date": "1950-05-05", "sex": "male", "language": "en" });
    let person = ok(app.post(CM, "/api/v1/people", other).await);
    let open = json!({ "person_id": person["id"], "program_id": app.world.program_id, "team_id": app.world.team_id, "tier": "low",
        "enrolled_at": at - TimeDelta::days(1) });
    let case = ok(app.post(CM, "/api/v1/cases", open).await);
    let case: Uuid = case["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    contact(&app, case, at + TimeDelta::minutes(20), 30, "reached").await;
    let month = ok(app.get(CM, &format!("/api/v1/cases/{}/billing-month?month={month}", app.world.case_id)).await);
    let found = &month["result"]["findings"];
    assert_eq!((&found[0]["kind"], &found[0]["seconds"]), (&json!("overlap"), &json!(600)));
}
