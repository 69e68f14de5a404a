//! What an organization may change about its rules, and what it sees before it does.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use domain::clock::local_date;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

use crate::milestone::{day, record};

const DIRECTOR: &str = "director";

fn in_days(days: u64) -> NaiveDate {
    Utc::now().date_naive() + Days::new(days)
}

fn plan_within(days: u32) -> Value {
    json!({ "clock": { "type": "calendar_days", "amount": days }, "valid_from": in_days(10) })
}

async fn versions_of(app: &TestApp, role: &str, code: &str) -> Vec<Value> {
    let path = format!("/api/v1/programs/{}/rules", app.world.program_id);
    let list = app.get(role, &path).await.json["items"].as_array().expect("rules").clone();
    list.into_iter().filter(|rule| rule["code"] == code).collect()
}

async fn versions(app: &TestApp, role: &str) -> Vec<Value> {
    versions_of(app, role, "T-2.plan").await
}

async fn revise(app: &TestApp, role: &str, rule: &Value, body: Value) -> Answered {
    let path = format!("/api/v1/rules/{}/revise", rule["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &format!("\"{}\"", rule["version"]), body).await
}

async fn preview_of(app: &TestApp, role: &str, rule: &Value, body: Value) -> Answered {
    app.post(role, &format!("/api/v1/rules/{}/preview", rule["id"].as_str().unwrap()), body).await
}

async fn preview(app: &TestApp, role: &str, body: Value) -> Answered {
    let rule = versions(app, role).await.remove(0);
    preview_of(app, role, &rule, body).await
}

#[actix_web::test]
async fn a_preview_says_whose_due_times_would_move_and_stores_nothing() {
    let app = TestApp::new().await;
    let seen = preview(&app, DIRECTOR, plan_within(20)).await;
    assert_eq!((seen.status.as_u16(), &seen.json["loosened"]), (200, &json!(false)), "{}", seen.text);
    let moves = seen.json["moves"].as_array().unwrap();
    assert_eq!(seen.json["moved"].as_u64(), Some(moves.len() as u64));
    let ours = moves.iter().find(|found| found["case_id"] == app.world.case_id.to_string()).expect("our case");
    assert!(ours["would_be_due_at"].as_str() < ours["due_at"].as_str() && ours["person"]["name"].is_string(), "{ours}");
    let blind = preview(&app, "organization_admin", plan_within(20)).await;
    assert_eq!(blind.json["moved"], seen.json["moved"]);
    assert!(blind.json["moves"].as_array().unwrap().iter().all(|found| found["person"].is_null()), "{}", blind.text);
    assert_eq!(versions(&app, DIRECTOR).await.len(), 1);
}

#[actix_web::test]
async fn tightening_is_free_and_what_has_begun_keeps_its_version() {
    let app = TestApp::new().await;
    let before = versions(&app, DIRECTOR).await.remove(0);
    let made = revise(&app, DIRECTOR, &before, plan_within(20)).await;
    assert_eq!((made.status.as_u16(), &made.json["in_force"]), (200, &json!(false)), "{}", made.text);
    let all = versions(&app, "care_manager").await;
    let days: Vec<_> = all.iter().map(|rule| rule["clock"]["amount"].as_u64().unwrap()).collect();
    assert_eq!(days, [20, 30]);
    assert_eq!((&all[0]["in_force"], &all[1]["in_force"]), (&json!(false), &json!(true)));
    assert_eq!(all[1]["valid_to"], json!(in_days(9)));
    assert!(all.iter().all(|rule| rule["can"] == json!([])));
    let enrol = json!({ "person_id": app.world.intake_person_id, "program_id": app.world.program_id, "tier": "low" });
    let case = app.post("care_manager", "/api/v1/cases", enrol).await;
    assert_eq!(case.status, 201, "{}", case.text);
    let path = format!("/api/v1/cases/{}/deadlines", case.json["id"].as_str().unwrap());
    let opened = app.get("care_manager", &path).await.json["items"][0].clone();
    assert_eq!(opened["rule"]["version"], before["valid_from"]);
    let superseded = revise(&app, DIRECTOR, &all[1], plan_within(10)).await;
    assert_eq!((superseded.status.as_u16(), superseded.code()), (409, "rule_superseded"), "{}", superseded.text);
}

#[actix_web::test]
async fn loosening_needs_a_reason_and_a_rule_changes_ahead_only() {
    let app = TestApp::new().await;
    let rule = versions(&app, DIRECTOR).await.remove(0);
    let bare = revise(&app, DIRECTOR, &rule, plan_within(45)).await;
    assert_eq!((bare.status.as_u16(), bare.code()), (409, "reason_required"), "{}", bare.text);
    let mut back = plan_within(20);
    back["valid_from"] = json!(Utc::now().date_naive() - Days::new(1));
    assert_eq!(revise(&app, DIRECTOR, &rule, back).await.code(), "rule_version_not_ahead");
    let stale = revise(&app, DIRECTOR, &json!({ "id": rule["id"], "version": 7 }), plan_within(20)).await;
    assert_eq!(stale.status, 412);
    assert_eq!(revise(&app, "supervisor", &rule, plan_within(20)).await.status, 403);
    let mut reasoned = plan_within(45);
    reasoned["reason"] = json!("The county allows it");
    let made = revise(&app, DIRECTOR, &rule, reasoned).await;
    assert!(made.json["source"].as_str().unwrap().contains("The county allows it"), "{}", made.text);
}

#[actix_web::test]
async fn a_window_and_months_are_read_as_data_previewed_and_revised() {
    let app = TestApp::new().await;
    let yearly = versions_of(&app, DIRECTOR, "T-3.annual").await.remove(0);
    assert_eq!((&yearly["clock"]["type"], &yearly["clock"]["amount"]), (&json!("calendar_months"), &json!(14)));
    let moved = json!({ "type": "calendar_months", "amount": 12, "roll": "back" });
    let made = revise(&app, DIRECTOR, &yearly, json!({ "clock": moved, "valid_from": in_days(10) })).await;
    let clock = &made.json["clock"];
    assert_eq!((&clock["amount"], &clock["roll"]), (&json!(12), &json!("back")), "{}", made.text);

    record(&app, "care_manager", "snp_enrolled", day(-1)).await;
    let window = versions_of(&app, DIRECTOR, "T-14.snp_hra").await.remove(0);
    let clock = &window["clock"];
    assert_eq!((&clock["from"], &clock["to"], &clock["amount"]), (&json!(-90), &json!(90), &Value::Null));
    let until = |from: i64, to: Value| json!({ "clock": { "type": "window", "from": from, "to": to }, "valid_from": in_days(10) });
    let seen = preview_of(&app, DIRECTOR, &window, until(-90, json!(60))).await;
    assert_eq!((&seen.json["moved"], &seen.json["loosened"]), (&json!(1), &json!(false)), "{}", seen.text);
    assert_eq!(revise(&app, DIRECTOR, &window, until(-120, json!(60))).await.code(), "reason_required");
    assert_eq!(revise(&app, DIRECTOR, &window, until(-90, json!(91))).await.code(), "reason_required");
    assert_eq!(revise(&app, DIRECTOR, &window, until(-90, Value::Null)).await.code(), "clock_window_days");
    let made = revise(&app, DIRECTOR, &window, until(-60, json!(60))).await;
    assert_eq!((made.status.as_u16(), &made.json["clock"]["to"]), (200, &json!(60)), "{}", made.text);
    assert!(made.json["title"].as_str().unwrap().contains("within days -60 to 60"), "{}", made.text);
}

#[actix_web::test]
async fn the_clock_of_a_plan_may_start_with_the_assessment_and_the_preview_says_what_waits_for_it() {
    let app = TestApp::new().await;
    let rule = versions(&app, DIRECTOR).await.remove(0);
    assert_eq!(
        (&rule["anchor"], &rule["anchors"]),
        (&json!("enrolled"), &json!(["enrolled", "comprehensive_begun", "comprehensive_completed"]))
    );
    let starting = |anchor: &str| {
        let mut body = plan_within(30);
        body["anchor"] = json!(anchor);
        body
    };
    let seen = preview(&app, DIRECTOR, starting("comprehensive_begun")).await;
    assert_eq!((&seen.json["loosened"], &seen.json["overdue"]), (&json!(true), &json!(0)), "{}", seen.text);
    let moves = seen.json["moves"].as_array().unwrap();
    let ours = moves.iter().find(|found| found["case_id"] == app.world.case_id.to_string()).expect("our case");
    assert_eq!(ours["would_be_due_at"], Value::Null, "nothing was begun");
    assert_eq!(revise(&app, DIRECTOR, &rule, starting("comprehensive_begun")).await.code(), "reason_required");
    assert_eq!(revise(&app, DIRECTOR, &rule, starting("admitted")).await.code(), "anchor_not_offered");
    let mut reasoned = starting("comprehensive_begun");
    reasoned["reason"] = json!("The plan follows the assessment");
    let made = revise(&app, DIRECTOR, &rule, reasoned).await;
    assert_eq!((made.status.as_u16(), &made.json["anchor"]), (200, &json!("comprehensive_begun")), "{}", made.text);

    // As if the first day had come.
    app.db.owner_sql(
        "DELETE FROM rule WHERE code = 'T-2.plan' AND valid_to IS NOT NULL;
         UPDATE rule SET valid_from = '2000-01-01', definition = jsonb_set(definition, '{valid_from}', '\"2000-01-01\"')
         WHERE code = 'T-2.plan' AND definition->>'trigger' = 'comprehensive_begun'",
    );
    app.state.store.directory_changed(app.world.org_id);
    let enrol = json!({ "person_id": app.world.intake_person_id, "program_id": app.world.program_id, "tier": "low" });
    let case = app.post("care_manager", "/api/v1/cases", enrol).await.json["id"].as_str().unwrap().to_owned();
    let plans = async || {
        let list = app.get("care_manager", &format!("/api/v1/cases/{case}/deadlines")).await;
        let all = list.json["items"].as_array().unwrap().clone();
        all.into_iter().filter(|one| one["rule"]["code"] == "T-2.plan").collect::<Vec<_>>()
    };
    assert!(plans().await.is_empty());
    let begun = app.post("care_manager", &format!("/api/v1/cases/{case}/comprehensive-assessments"), json!({})).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let open = plans().await;
    assert_eq!((open.len(), &open[0]["anchor_kind"]), (1, &json!("comprehensive_begun")), "{open:?}");
}

#[actix_web::test]
async fn a_rulebook_made_earlier_gets_the_standard_rules_it_lacks_once_and_from_that_day_on() {
    let app = TestApp::new().await;
    app.db.owner_sql("DELETE FROM rule WHERE code = 'T-3.begin'");
    let tomorrow = Utc::now() + TimeDelta::days(1);
    for at in [tomorrow, tomorrow + TimeDelta::days(1)] {
        while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {}
    }
    let since = "SELECT valid_from, definition->>'valid_from' FROM rule WHERE code = 'T-3.begin'";
    let day = local_date(tomorrow, New_York);
    assert_eq!(app.db.owner_sql(since), format!("{day}|{day}"), "where the programs are");
    let audited = "SELECT count(*) FROM audit_event WHERE operation = 'rulebooks_renew' AND role = 'system'";
    assert_eq!(app.db.owner_sql(audited), "1");
}

#[actix_web::test]
async fn a_version_published_since_follows_the_stored_one_from_that_day_on() {
    let app = TestApp::new().await;
    // As a rulebook of before the clock of 30 days was published.
    app.db.owner_sql(
        "UPDATE rule SET definition = jsonb_set(definition, '{clock,amount}', '45') WHERE code IN ('T-3.begin', 'T-2.plan')",
    );
    app.db.owner_sql(
        "UPDATE rule SET definition = jsonb_set(definition, '{source}', '\"Ours. Set by the organization from 2026-01-01\"')
         WHERE code = 'T-2.plan'",
    );
    let tomorrow = Utc::now() + TimeDelta::days(1);
    for at in [tomorrow, tomorrow + TimeDelta::days(1)] {
        while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {}
    }
    let day = local_date(tomorrow, New_York);
    let versions = "SELECT definition->'clock'->>'amount', valid_from, valid_to, definition->>'valid_to' FROM rule
        WHERE code = 'T-3.begin' ORDER BY valid_from";
    let before = day.pred_opt().unwrap();
    assert_eq!(app.db.owner_sql(versions), format!("45|2000-01-01|{before}|{before}\n30|{day}||"));
    let own = "SELECT definition->'clock'->>'amount' FROM rule WHERE code = 'T-2.plan'";
    assert_eq!(app.db.owner_sql(own), "45", "what the organization made its own stays");
}

#[actix_web::test]
async fn a_stored_rule_is_met_by_what_meets_it_in_the_standard_today() {
    let app = TestApp::new().await;
    let older = r#"UPDATE rule SET definition = jsonb_set(definition, '{met_by}', '["seen_in_person"]') WHERE code = 'T-3.begin'"#;
    app.db.owner_sql(older);
    let tomorrow = Utc::now() + TimeDelta::days(1);
    while app.state.store.job_run_next(app.world.org_id, tomorrow).await.unwrap() {}
    let now = "SELECT version, definition->'met_by' FROM rule WHERE code = 'T-3.begin'";
    assert_eq!(app.db.owner_sql(now), r#"2|["comprehensive_begun"]"#);
}
