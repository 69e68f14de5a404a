//! A team's list of the day: it builds itself, everybody of the team adds, whoever leads runs it.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use domain::calendar::Calendar;
use domain::huddle::{last_business_day, next_business_day};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const OWNER: &str = "care_manager";
const LEAD: &str = "lead";

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.json
}

fn refusal(answer: &Answered) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

async fn list(app: &TestApp, role: &str) -> Value {
    ok(app.get(role, &format!("/api/v1/huddle?team_id={}", app.world.team_id)).await)
}

async fn added(app: &TestApp, role: &str, more: Value) -> Answered {
    let today = Utc::now().with_timezone(&New_York).date_naive();
    let mut body = json!({ "team_id": app.world.team_id, "on": today, "text": "The van is in repair." });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post(role, "/api/v1/huddle-items", body).await
}

fn mark(app: &TestApp, list: &Value, item: &Value, carry_over: bool) -> Value {
    json!({ "team_id": app.world.team_id, "on": list["on"], "kind": item["kind"], "record_id": item["record_id"], "carry_over": carry_over })
}

#[actix_web::test]
async fn the_list_says_what_the_record_says_and_what_the_team_adds() {
    let app = TestApp::new().await;
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() });
    ok(app.post(OWNER, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await);
    ok(added(&app, OWNER, json!({})).await);
    ok(added(&app, OWNER, json!({ "case_id": app.world.case_id, "text": "Her daughter wants to talk." })).await);
    let hidden = added(&app, OWNER, json!({ "case_id": app.world.hidden_case_id })).await;
    assert_eq!((refusal(&hidden), &hidden.json["errors"][0]["pointer"]), ((409, "unknown_case"), &json!("/case_id")));
    let over = added(&app, OWNER, json!({ "on": "2020-01-01" })).await;
    assert_eq!(refusal(&over), (409, "huddle_day_over"));
    let past = ok(app.get(OWNER, &format!("/api/v1/huddle?team_id={}&on=2020-01-01", app.world.team_id)).await);
    assert_eq!((&past["can"], &list(&app, OWNER).await["can"]), (&json!([]), &json!(["huddle_item_create"])));

    let shown = list(&app, LEAD).await;
    let kinds: Vec<&Value> = shown["items"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, [&json!("arrived"), &json!("added"), &json!("added")]);
    assert_eq!(shown["items"][0]["person"]["id"], json!(app.world.person_id));
    assert_eq!(shown["items"][0]["can"], json!(["huddle_item_mark", "huddle_item_assign"]));
    assert_eq!(shown["items"][1]["can"], json!(["huddle_item_mark"]), "a task is about somebody in care");
    assert_eq!(list(&app, OWNER).await["items"][0]["can"], json!([]), "a lead runs the list");
    let of_senior = list(&app, "senior_care_manager").await;
    assert_eq!(of_senior["items"].as_array().unwrap().len(), 1, "whom one does not see is not on it");
    let path = format!("/api/v1/huddle?team_id={}", app.world.team_id);
    let refused = app.get("stranger", &path).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "unknown_team"));

    let today = Utc::now().with_timezone(&New_York).date_naive();
    let off = json!({ "staff_id": app.world.staff[OWNER], "first_on": today, "last_on": today });
    ok(app.post(LEAD, "/api/v1/absences", off).await);
    assert_eq!(list(&app, LEAD).await["off"][0]["id"], json!(app.world.staff[OWNER]));
}

/// Moves what stands on the lists of the team to a day.
fn moved(app: &TestApp, day: NaiveDate) {
    assert_eq!(app.db.owner_sql(&format!("UPDATE huddle_item SET day = '{day}'")), "");
}

#[actix_web::test]
async fn what_was_added_after_the_team_met_stands_on_the_next_list_until_somebody_marks_it() {
    let app = TestApp::new().await;
    let today = Utc::now().with_timezone(&New_York).date_naive();
    let (before, next) =
        (last_business_day(today, &Calendar::default()), next_business_day(today, &Calendar::default()));
    ok(added(&app, OWNER, json!({})).await);
    let later = ok(app.get(LEAD, &format!("/api/v1/huddle?team_id={}&on={next}", app.world.team_id)).await);
    assert_eq!(later["items"], json!([]), "it stands on the list of today");
    moved(&app, before);
    let shown = list(&app, LEAD).await;
    assert_eq!(shown["items"].as_array().unwrap().len(), 1);
    let item = shown["items"][0].clone();
    let carried = ok(app.post(LEAD, "/api/v1/huddle-items/mark", mark(&app, &shown, &item, true)).await);
    assert_eq!(carried["mark"], "carried");
    assert_eq!(list(&app, LEAD).await["items"], json!([]));
    let later = ok(app.get(LEAD, &format!("/api/v1/huddle?team_id={}&on={next}", app.world.team_id)).await);
    assert_eq!((&later["items"][0]["text"], &later["items"][0]["mark"]), (&item["text"], &json!("open")));
}

#[actix_web::test]
async fn what_is_carried_over_from_a_list_of_last_week_goes_on_today() {
    let app = TestApp::new().await;
    ok(added(&app, OWNER, json!({})).await);
    let today = Utc::now().with_timezone(&New_York).date_naive();
    let old = today - Days::new(8);
    moved(&app, old);
    assert_eq!(list(&app, LEAD).await["items"], json!([]), "the team has met since");
    let shown = ok(app.get(LEAD, &format!("/api/v1/huddle?team_id={}&on={old}", app.world.team_id)).await);
    ok(app.post(LEAD, "/api/v1/huddle-items/mark", mark(&app, &shown, &shown["items"][0], true)).await);
    assert_eq!(list(&app, LEAD).await["items"][0]["text"], shown["items"][0]["text"]);
}

#[actix_web::test]
async fn a_stay_that_was_an_error_stands_on_no_list() {
    let app = TestApp::new().await;
    let now = Utc::now();
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": now - TimeDelta::days(2), "discharged_at": now });
    let stay = ok(app.post(OWNER, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await);
    assert_eq!(list(&app, LEAD).await["items"][0]["kind"], "leaving");
    let path = format!("/api/v1/stays/{}/cancel", stay["id"].as_str().unwrap());
    ok(app.change(OWNER, Method::POST, &path, "\"1\"", json!({ "reason": "Somebody else." })).await);
    assert_eq!(list(&app, LEAD).await["items"], json!([]));
}

#[actix_web::test]
async fn a_lead_deals_with_each_item_once_assigns_it_or_carries_it_over() {
    let app = TestApp::new().await;
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() });
    ok(app.post(OWNER, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await);
    ok(added(&app, OWNER, json!({})).await);
    ok(added(&app, OWNER, json!({ "case_id": app.world.case_id, "text": "Her daughter wants to talk." })).await);
    let shown = list(&app, LEAD).await;
    let [arrived, van, daughter] = [0, 1, 2].map(|index| shown["items"][index].clone());

    let settle = |role: &'static str, item: &Value, carry_over| {
        let (app, body) = (&app, mark(&app, &shown, item, carry_over));
        async move { app.post(role, "/api/v1/huddle-items/mark", body).await }
    };
    assert_eq!(refusal(&settle(OWNER, &arrived, false).await).0, 403);
    let both = futures_util::future::join_all((0..4).map(|_| settle(LEAD, &arrived, false))).await;
    assert_eq!(both.iter().filter(|answer| answer.status == 201).count(), 1, "once, whoever marks it");
    assert_eq!(refusal(&settle(LEAD, &arrived, false).await), (409, "huddle_item_settled"));
    let carried = ok(settle(LEAD, &van, true).await);
    assert_eq!(carried["mark"], "carried");
    let task = json!({ "owner_id": app.world.staff["senior_care_manager"], "title": "Call her daughter", "due_at": Utc::now() + TimeDelta::hours(4) });
    let assign = |item: &Value| {
        let mut body = mark(&app, &shown, item, false);
        body.as_object_mut().unwrap().remove("carry_over");
        body.as_object_mut().unwrap().extend(task.as_object().unwrap().clone());
        app.post(LEAD, "/api/v1/huddle-items/assign", body)
    };
    assert_eq!(refusal(&assign(&van).await), (409, "huddle_about_nobody"));
    let assigned = ok(assign(&daughter).await);
    let today = ok(app.get("senior_care_manager", "/api/v1/today?kind=task").await);
    assert_eq!(
        (&today["items"][0]["id"], &today["items"][0]["title"]),
        (&assigned["task_id"], &json!("Call her daughter"))
    );
    let marks: Vec<Value> =
        list(&app, LEAD).await["items"].as_array().unwrap().iter().map(|item| item["mark"].clone()).collect();
    assert_eq!(marks, ["dealt", "carried", "assigned"]);

    let mut day = Utc::now().with_timezone(&New_York).date_naive();
    let next = loop {
        day = day + Days::new(1);
        let next = ok(app.get(LEAD, &format!("/api/v1/huddle?team_id={}&on={day}", app.world.team_id)).await);
        if !next["items"].as_array().unwrap().is_empty() {
            break next;
        }
    };
    assert_eq!((&next["items"][0]["text"], &next["items"][0]["mark"]), (&van["text"], &json!("open")));
    let gone = json!({ "kind": "barrier", "record_id": app.world.case_id });
    let gone = app.post(LEAD, "/api/v1/huddle-items/mark", mark(&app, &shown, &gone, false)).await;
    assert_eq!(refusal(&gone), (409, "huddle_item_gone"));
}
