//! The list of the day: what may be done with its items, whose days it counts, and whose work it shows.

use chrono::{DateTime, Months, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use domain::Code;
use domain::task::TaskKind;
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";

async fn items(app: &TestApp, query: &str) -> Vec<Value> {
    let list = app.get(CM, &format!("/api/v1/today?{query}")).await;
    list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone()
}

async fn task(app: &TestApp, due_at: DateTime<Utc>) -> String {
    let body = json!({ "case_id": app.world.case_id, "title": "Any work", "kind": "call", "priority": "routine", "due_at": due_at });
    let task = app.post(CM, "/api/v1/tasks", body).await;
    task.json["id"].as_str().unwrap_or_else(|| panic!("{}", task.text)).to_owned()
}

/// A zone in which it is about this hour now.
fn zone_at(hour: i64) -> String {
    let offset = match hour - i64::from(Utc::now().hour()) {
        far @ 15.. => far - 24,
        far @ ..-12 => far + 24,
        near => near,
    };
    // These names count to the west.
    format!("Etc/GMT{:+}", -offset)
}

fn moved(app: &TestApp, statement: &str) {
    assert_eq!(app.db.owner_sql(statement), "");
    app.state.store.directory_changed(app.world.org_id);
}

#[actix_web::test]
async fn what_may_be_done_with_a_task_of_the_list_is_what_the_task_itself_says() {
    let app = TestApp::new().await;
    let id = task(&app, Utc::now()).await;
    for kind in TaskKind::ALL {
        assert_eq!(app.db.owner_sql(&format!("UPDATE task SET kind = '{kind}' WHERE id = '{id}'")), "", "{kind}");
        let itself = app.get(CM, &format!("/api/v1/tasks/{id}")).await;
        let mut can = itself.json["can"].as_array().expect("operations").clone();
        can.retain(|operation| operation != "task_update");
        let list = items(&app, "kind=task").await;
        let item = list.iter().find(|item| item["id"] == id.as_str()).expect("on the worklist");
        assert_eq!(item["can"], json!(can), "{kind}");
    }
}

#[actix_web::test]
async fn today_ends_where_the_reader_is_whatever_the_clocks_of_the_programs() {
    let app = TestApp::new().await;
    let (late, early) = (zone_at(22), zone_at(2));
    let reader = app.world.staff[CM];
    moved(&app, &format!("UPDATE staff SET time_zone = '{late}' WHERE id = '{reader}'"));
    moved(&app, &format!("UPDATE program SET time_zone = '{early}'"));
    let id = task(&app, Utc::now() + TimeDelta::hours(3)).await;
    assert_eq!(items(&app, "kind=task&due=today").await, Vec::<Value>::new(), "that is tomorrow for the reader");
    assert_eq!(items(&app, "kind=task&due=week").await[0]["id"], id.as_str());
    let counts = app.get(CM, "/api/v1/today/counts?kind=task").await.json;
    assert_eq!((&counts["today"], &counts["week"]), (&json!(0), &json!(1)));
}

#[actix_web::test]
async fn the_list_of_teams_is_offered_to_who_has_teams() {
    let app = TestApp::new().await;
    for (role, scopes) in
        [(CM, json!(["mine"])), ("lead", json!(["mine", "team"])), ("director", json!(["mine", "team"]))]
    {
        assert_eq!(app.get(role, "/api/v1/today/counts").await.json["scopes"], scopes, "{role}");
    }
}

#[actix_web::test]
async fn people_are_as_old_as_they_are_on_the_day_of_their_program() {
    let app = TestApp::new().await;
    // Where it is another day than by the clock of the server, whatever the hour.
    let zone = if Utc::now().hour() < 11 { "Etc/GMT+12" } else { "Pacific/Kiritimati" };
    let there = Utc::now().with_timezone(&zone.parse::<Tz>().expect("a zone")).date_naive();
    let here = Utc::now().date_naive();
    let born = there.max(here) - Months::new(40 * 12);
    let age = if there > here { 40 } else { 39 };
    let person = app.world.person_id;
    moved(&app, &format!("UPDATE program SET time_zone = '{zone}'"));
    moved(&app, &format!("UPDATE person SET birth_date = '{born}' WHERE id = '{person}'"));
    let path = format!("/api/v1/people/{person}");
    assert_eq!(app.get(CM, &path).await.json["age"], age);
    assert_eq!(app.get(CM, &format!("{path}/overview")).await.json["person"]["age"], age);
    let found = app.post(CM, "/api/v1/people/search", json!({ "birth_date": born })).await;
    assert_eq!(found.json["items"][0]["age"], age, "{}", found.text);
    assert_eq!(items(&app, "limit=1").await[0]["person"]["age"], age);
    let assessment = json!({ "instrument": "phq-9", "mode": "phone", "answers": {} });
    let begun = app.post(CM, &format!("/api/v1/cases/{}/assessments", app.world.case_id), assessment).await;
    assert_eq!(begun.json["context"]["age"], age, "{}", begun.text);
}
