//! Whom to reach next, how the reaching goes, and how often a program wants its people reached.

use chrono::{Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";
const LEAD: &str = "lead";

fn today() -> NaiveDate {
    Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive()
}

async fn get(app: &TestApp, role: &str, path: &str) -> Value {
    let answer = app.get(role, path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn of_case(app: &TestApp) -> Value {
    get(app, CM, &format!("/api/v1/cases/{}/engagement", app.world.case_id)).await
}

/// A contact so many hours ago.
async fn contact(app: &TestApp, role: &str, hours: i64, mode: &str, outcome: &str) -> Value {
    let at = Utc::now() - TimeDelta::hours(hours);
    let body = json!({ "mode": mode, "direction": "outbound", "outcome": outcome, "with": "person", "minutes": 3, "purpose": "outreach", "occurred_at": at });
    let answer = app.post(role, &format!("/api/v1/cases/{}/contacts", app.world.case_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["contact"].clone()
}

fn cadence(app: &TestApp, from: NaiveDate, complex: u32) -> Value {
    let days = json!({ "low": 60, "rising": 20, "high": 10, "complex": complex });
    json!({ "program_id": app.world.program_id, "valid_from": from, "days": days, "reason": "Agreed with the team" })
}

#[actix_web::test]
async fn the_next_contact_follows_the_last_one_and_the_cadence_of_the_tier() {
    let app = TestApp::new().await;
    let before = of_case(&app).await;
    assert_eq!((&before["next"]["reached"], &before["engagement"]["state"]), (&json!(false), &json!("not_tried")));
    let case = get(&app, CM, &format!("/api/v1/cases/{}", app.world.case_id)).await;
    let tier = case["tier"].as_str().expect("a tier").to_owned();
    let standard = json!({ "low": 90, "rising": 30, "high": 14, "complex": 7 });
    assert_eq!(before["next"]["days"], standard[&tier]);

    let reached = contact(&app, CM, 0, "phone", "reached").await;
    let after = of_case(&app).await;
    let days = standard[&tier].as_u64().expect("days");
    assert_eq!(after["next"]["due_on"], json!(today() + Days::new(days)));
    assert_eq!((&after["next"]["reached"], &after["engagement"]["state"]), (&json!(true), &json!("engaged")));

    let set = app.post("lead", "/api/v1/contact-cadences", cadence(&app, today(), 5)).await;
    assert_eq!(set.status, 201, "{}", set.text);
    let own = json!({ "low": 60, "rising": 20, "high": 10, "complex": 5 });
    let changed = of_case(&app).await;
    assert_eq!(changed["next"]["days"], own[&tier]);
    assert_eq!(changed["next"]["cadence_since"], json!(today()));

    let path = format!("/api/v1/contacts/{}/withdraw", reached["id"].as_str().expect("an id"));
    let wrong = json!({ "reason": "Another person" });
    let gone = app.change(CM, actix_web::http::Method::POST, &path, "\"1\"", wrong).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(of_case(&app).await["engagement"]["state"], "not_tried", "a contact in error reached nobody");
}

#[actix_web::test]
async fn a_cadence_is_refused_in_the_past_rarer_at_higher_risk_and_by_who_leads_nobody_there() {
    let app = TestApp::new().await;
    let set = async |role: &str, body: Value| {
        let answer = app.post(role, "/api/v1/contact-cadences", body).await;
        (answer.status.as_u16(), answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone())
    };
    let past = set("lead", cadence(&app, today() - Days::new(1), 5)).await;
    assert_eq!(past, (409, "cadence_in_past".into(), json!("/valid_from")));
    let rarer = set("lead", cadence(&app, today(), 11)).await;
    assert_eq!(rarer, (409, "cadence_higher_tier_rarer".into(), json!("/days/complex")));
    let mut elsewhere = cadence(&app, today(), 5);
    elsewhere["program_id"] = json!(app.world.hospital_id);
    assert_eq!(set("lead", elsewhere).await.0, 403);
    assert_eq!(set(CM, cadence(&app, today(), 5)).await.0, 403);
    let ahead = app.post("lead", "/api/v1/contact-cadences", cadence(&app, today() + Days::new(9), 5)).await;
    let again = app.post("lead", "/api/v1/contact-cadences", cadence(&app, today() + Days::new(9), 4)).await;
    assert_eq!((&again.json["id"], &again.json["version"]), (&ahead.json["id"], &json!(2)), "{}", again.text);
    let programs = get(&app, CM, "/api/v1/contact-cadences").await;
    let own = programs["items"]
        .as_array()
        .expect("programs")
        .iter()
        .find(|one| one["program"]["id"] == json!(app.world.program_id));
    let own = own.expect("the program");
    assert_eq!((&own["since"], &own["set"][0]["days"]["complex"], &own["can"]), (&json!(null), &json!(4), &json!([])));
}

#[actix_web::test]
async fn attempts_in_two_ways_on_three_days_make_somebody_hard_to_reach_until_they_are_reached() {
    let app = TestApp::new().await;
    app.db.owner_sql(r#"UPDATE "case" SET enrolled_at = enrolled_at - interval '9 days'"#);
    for hours in [72, 48, 24] {
        contact(&app, CM, hours, "phone", "no_answer").await;
    }
    let calls = of_case(&app).await;
    let engagement = &calls["engagement"];
    assert_eq!(
        (&engagement["state"], &engagement["days_left"], &engagement["modes_left"]),
        (&json!("attempts"), &json!(0), &json!(1))
    );
    contact(&app, CM, 1, "text", "left_message").await;
    let hard = of_case(&app).await;
    assert_eq!(hard["engagement"]["state"], "hard_to_reach");
    assert_eq!(hard["attempts"].as_array().expect("attempts").len(), 4);
    assert_eq!(hard["attempts"][0]["mode"], "text", "the newest first");

    let list = async |query: &str| get(&app, CM, &format!("/api/v1/engagement?{query}")).await["items"].clone();
    assert_eq!(list("state=hard_to_reach").await[0]["case_id"], json!(app.world.case_id));
    assert_eq!(list("state=engaged").await, json!([]));
    let figures = get(&app, CM, "/api/v1/engagement/figures").await;
    assert_eq!((&figures["tries"], &figures["no_answer"], &figures["people_tried"]), (&json!(4), &json!(3), &json!(1)));
    assert_eq!(figures["people_reached"], json!(0));

    contact(&app, CM, 0, "phone", "refused").await;
    assert_eq!(of_case(&app).await["engagement"]["state"], "refused");
    contact(&app, CM, 0, "phone", "reached").await;
    assert_eq!(of_case(&app).await["engagement"]["state"], "engaged");
}

#[actix_web::test]
async fn a_list_shows_who_is_due_first_page_by_page_and_only_people_within_reach() {
    let app = TestApp::new().await;
    let page = async |role: &str, query: &str| get(&app, role, &format!("/api/v1/engagement?{query}")).await;
    let all = page("director", "scope=team").await;
    let due: Vec<String> =
        all["items"].as_array().expect("items").iter().map(|item| item["next"]["due_on"].to_string()).collect();
    assert!(due.len() > 1 && due.is_sorted(), "{due:?}");
    let first = page("director", "scope=team&limit=1").await;
    let cursor = first["next"].as_str().expect("a cursor");
    let second = page("director", &format!("scope=team&limit=1&cursor={cursor}")).await;
    assert_eq!(second["items"][0]["case_id"], all["items"][1]["case_id"]);
    let seen = page(CM, "scope=team").await;
    let seen: Vec<&Value> = seen["items"].as_array().expect("items").iter().map(|item| &item["case_id"]).collect();
    assert!(seen.contains(&&json!(app.world.case_id)) && !seen.contains(&&json!(app.world.hidden_case_id)));
    let figures = get(&app, "director", "/api/v1/engagement/figures?scope=team").await;
    let sum = |part: &str| {
        figures[part].as_array().expect("parts").iter().map(|one| one["cases"].as_u64().expect("a number")).sum::<u64>()
    };
    assert_eq!([sum("due"), sum("states")], [due.len() as u64; 2]);
}

#[actix_web::test]
async fn who_calls_on_the_same_day_sees_what_came_of_a_colleagues_call() {
    let app = TestApp::new().await;
    let first = contact(&app, CM, 0, "phone", "left_message").await;
    let on = today();
    let seen = get(&app, LEAD, &format!("/api/v1/cases/{}/outreach?on={on}", app.world.case_id)).await;
    let item = &seen["items"][0];
    assert_eq!((&item["id"], &item["outcome"]), (&first["id"], &json!("left_message")));
    contact(&app, LEAD, 0, "text", "reached").await;
    let listed = get(&app, CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id)).await;
    let marks: Vec<&Value> = listed["items"].as_array().expect("items").iter().map(|item| &item["same_day"]).collect();
    assert_eq!(marks.len(), 2);
    for (item, other) in listed["items"].as_array().expect("items").iter().zip([CM, LEAD]) {
        assert_eq!(item["same_day"][0]["id"], json!(app.world.staff[other]), "{item}");
    }
}
