//! What a lead asks for on a day, and one's own count of today beside it.

use chrono::{Days, NaiveDate, Timelike, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";
const LEAD: &str = "lead";

/// Every program of the world counts its days in New York.
fn today() -> NaiveDate {
    Utc::now().with_timezone(&New_York).date_naive()
}

fn target(app: &TestApp, team: bool, per_day: i32) -> Value {
    json!({ "program_id": app.world.program_id, "team_id": team.then_some(app.world.team_id), "kind": "contacts", "per_day": per_day,
        "valid_from": today(), "reason": "Agreed on Monday." })
}

async fn set(app: &TestApp, role: &str, body: Value) -> testkit::Answered {
    app.post(role, "/api/v1/throughput-targets", body).await
}

#[actix_web::test]
async fn what_a_lead_asks_for_stands_beside_ones_own_count_of_today_and_beside_nobody_elses() {
    let app = TestApp::new().await;
    let today = async |role: &str| app.get(role, "/api/v1/throughput").await.json["counts"].clone();
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "no_answer", "with": "person", "minutes": 1, "purpose": "follow_up" });
    assert_eq!(app.post(CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id), contact).await.status, 201);
    assert_eq!(today(CM).await, json!([]), "nothing is asked for");
    assert_eq!(set(&app, CM, target(&app, true, 8)).await.status, 403);
    let everywhere = set(&app, LEAD, target(&app, false, 9)).await;
    assert_eq!((everywhere.status.as_u16(), &everywhere.json["team"]), (201, &Value::Null), "{}", everywhere.text);
    assert_eq!(today(CM).await[0]["target"], 9);
    let own = set(&app, LEAD, target(&app, true, 8)).await;
    assert_eq!(own.json["team"]["id"], json!(app.world.team_id), "{}", own.text);
    let mine = today(CM).await;
    assert_eq!((&mine[0]["kind"], &mine[0]["done"], &mine[0]["target"]), (&json!("contacts"), &json!(1), &json!(8)));
    assert_eq!(today("senior_care_manager").await[0]["done"], 0, "everybody's own count");
    assert_eq!(today("stranger").await, json!([]), "of another program");

    let path = format!("/api/v1/throughput-targets?team_id={}", app.world.team_id);
    let seen = app.get(CM, &path).await.json;
    assert_eq!((seen["in_force"][0]["per_day"].as_i64(), &seen["can"]), (Some(8), &json!([])), "{seen}");
    let led = app.get(LEAD, &path).await.json;
    assert_eq!((&led["can"], &led["time_zone"]), (&json!(["throughput_target_create"]), &json!("America/New_York")));
    assert_eq!(set(&app, "director", target(&app, true, 0)).await.status, 201);
    assert_eq!(today(CM).await, json!([]), "taken back");
    assert_eq!(app.get(CM, &path).await.json["set"].as_array().map(Vec::len), Some(3));
}

#[actix_web::test]
async fn a_target_of_a_day_is_refused_where_it_is_wrong() {
    let app = TestApp::new().await;
    let past = Utc::now().date_naive() - Days::new(3);
    let far = Utc::now().date_naive() + Days::new(370);
    for (member, value, code) in [
        ("program_id", json!(app.world.case_id), "unknown_program"),
        ("team_id", json!(app.world.hospital_team_id), "unknown_team"),
        ("valid_from", json!(past), "throughput_target_past"),
        ("valid_from", json!(far), "throughput_target_too_far"),
    ] {
        let mut body = target(&app, true, 8);
        body[member] = value;
        let refused = set(&app, "director", body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, code), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], format!("/{member}"));
    }
    let mut elsewhere = target(&app, false, 8);
    elsewhere["program_id"] = json!(app.world.hospital_id);
    let refused = set(&app, LEAD, elsewhere).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (403, "throughput_target_of_others"));
    let unknown = app.get(CM, &format!("/api/v1/throughput-targets?team_id={}", app.world.case_id)).await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (409, "unknown_team"));
}

#[actix_web::test]
async fn a_target_holds_from_a_day_of_its_program_wherever_the_reader_is() {
    let app = TestApp::new().await;
    assert_eq!(set(&app, LEAD, target(&app, true, 8)).await.status, 201);
    let mut later = target(&app, true, 9);
    later["valid_from"] = json!(today() + Days::new(1));
    assert_eq!(set(&app, LEAD, later).await.status, 201);
    // Where it is another day than in New York at this hour.
    let elsewhere =
        if Utc::now().with_timezone(&New_York).hour() < 6 { "Pacific/Pago_Pago" } else { "Pacific/Kiritimati" };
    let moved = format!("UPDATE staff SET time_zone = '{elsewhere}' WHERE id = '{}'", app.world.staff[CM]);
    assert_eq!(app.db.owner_sql(&moved), "");
    app.state.store.directory_changed(app.world.org_id);
    let own = app.get(CM, "/api/v1/throughput").await.json;
    assert_ne!(own["on"], json!(today()), "their own day is another one");
    assert_eq!((own["counts"].as_array().map(Vec::len), &own["counts"][0]["target"]), (Some(1), &json!(8)));
}
