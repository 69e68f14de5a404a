//! Safety alerts move up until they are closed, and workers who are off are covered.

use actix_web::http::Method;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const OWNER: &str = "care_manager";
/// On the owner's team, and out of reach of the owner's people.
const COVER: &str = "senior_care_manager";

fn today() -> NaiveDate {
    Utc::now().with_timezone(&New_York).date_naive()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("an instant").parse().expect("an instant")
}

async fn absence(app: &TestApp, role: &str, body: Value) -> Answered {
    app.post(role, "/api/v1/absences", body).await
}

/// The owner is off today.
async fn owner_is_off(app: &TestApp, cover: Option<&str>) -> Answered {
    let cover_id = cover.map(|role| app.world.staff[role]);
    let planned = absence(app, OWNER, json!({ "cover_id": cover_id, "first_on": today(), "last_on": today() })).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    planned
}

/// A PHQ-9 whose item 9 opens an alert that is due within an hour; the alert as the director sees it.
async fn alert(app: &TestApp) -> Value {
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let answers = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 1 } });
    let begun = app.post(OWNER, &path, answers).await;
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let done = app.change(OWNER, Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let list = app.get("director", &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    list.json["items"][0].clone()
}

async fn seen(app: &TestApp, alert: &Value) -> Value {
    app.get("director", &format!("/api/v1/alerts/{}", alert["id"].as_str().unwrap())).await.json
}

/// The alerts on somebody's own list.
async fn listed(app: &TestApp, role: &str) -> Vec<Value> {
    app.get(role, "/api/v1/today?kind=alert").await.json["items"].as_array().expect("items").clone()
}

fn asked(item: &Value) -> Vec<&str> {
    let codes = item["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap());
    codes.filter(|code| code.starts_with("asked_")).collect()
}

#[actix_web::test]
async fn while_the_owner_is_off_who_covers_finds_the_alert_on_today_and_closes_it_with_an_outcome() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    assert_eq!(app.get(COVER, &person).await.status, 404);
    owner_is_off(&app, Some(COVER)).await;
    assert_eq!(app.get(COVER, &person).await.status, 404, "an absence alone shows nobody");
    let alert = alert(&app).await;
    assert_eq!(alert["asked"][0]["staff"]["id"], json!(app.world.staff[COVER]));
    assert_eq!(alert["asked"][0]["covers"]["id"], json!(app.world.staff[OWNER]));
    assert_eq!((&alert["asked"][0]["reason"], &alert["next_step"]), (&json!("covering"), &json!("supervisor")));

    let items = listed(&app, COVER).await;
    assert_eq!((items.len(), asked(&items[0])), (1, vec!["asked_covering"]), "{items:?}");
    assert_eq!(app.get(COVER, "/api/v1/today/counts").await.json["alerts"], 1);
    let points = items[0]["reasons"].as_array().unwrap().iter().map(|reason| reason["points"].as_i64().unwrap());
    assert_eq!(Some(points.sum::<i64>()), items[0]["score"].as_i64());
    assert_eq!(asked(&listed(&app, OWNER).await[0]), Vec::<&str>::new());
    assert_eq!(app.get(COVER, &person).await.status, 200);

    let path = format!("/api/v1/alerts/{}", alert["id"].as_str().unwrap());
    let taken = app.change(COVER, Method::POST, &format!("{path}/acknowledge"), "\"1\"", json!({})).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    assert_eq!(taken.json["next_step"], "director");
    let close = format!("{path}/close");
    let without = app.change(COVER, Method::POST, &close, &taken.etag(), json!({ "detail": "Spoke." })).await;
    assert_eq!(without.status, 422);
    let body = json!({ "outcome": "evaluated_no_imminent_risk", "detail": "Spoke with her and her son." });
    let closed = app.change(COVER, Method::POST, &close, &taken.etag(), body).await;
    assert_eq!((closed.status.as_u16(), &closed.json["escalates_at"]), (200, &Value::Null), "{}", closed.text);
    assert!(listed(&app, COVER).await.is_empty());
}

#[actix_web::test]
async fn who_was_asked_reaches_the_person_for_a_day_after_the_alert_is_closed() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    owner_is_off(&app, Some(COVER)).await;
    let alert = alert(&app).await;
    let path = format!("/api/v1/alerts/{}/close", alert["id"].as_str().unwrap());
    let body = json!({ "outcome": "warm_handoff", "detail": "Handed over." });
    assert_eq!(app.change(OWNER, Method::POST, &path, "\"1\"", body).await.status, 200);
    let note = json!({ "kind": "progress", "title": "Crisis call", "body": "Text" });
    let note = app.post(COVER, &format!("/api/v1/cases/{}/notes", app.world.case_id), note).await;
    assert_eq!(note.status, 201, "{}", note.text);
    api::jobs::round(&app.state, Utc::now() + TimeDelta::hours(23)).await.unwrap();
    assert_eq!(app.get(COVER, &person).await.status, 200);
    api::jobs::round(&app.state, Utc::now() + TimeDelta::hours(25)).await.unwrap();
    assert_eq!(app.get(COVER, &person).await.status, 404);
}

#[actix_web::test]
async fn an_alert_that_nobody_takes_up_goes_to_the_supervisor_and_when_it_is_due_to_the_director() {
    let app = TestApp::new().await;
    let alert = alert(&app).await;
    let opened_at = time(&alert["opened_at"]);
    assert_eq!(time(&alert["escalates_at"]), opened_at + TimeDelta::minutes(15));
    api::jobs::round(&app.state, opened_at + TimeDelta::minutes(14)).await.unwrap();
    assert_eq!(seen(&app, &alert).await["version"], 1);
    let mut position = app.state.store.outbox_newest(app.world.org_id).await.unwrap();

    api::jobs::round(&app.state, opened_at + TimeDelta::minutes(15)).await.unwrap();
    let second = seen(&app, &alert).await;
    assert_eq!((&second["escalation"], &second["version"]), (&json!("supervisor"), &json!(2)));
    assert_eq!(asked(&listed(&app, "supervisor").await[0]), ["asked_unanswered"]);
    let announced = app.state.store.outbox_since(app.world.org_id, &mut position).await.unwrap();
    assert_eq!((announced.len(), announced[0].kind.as_str(), announced[0].version), (1, "alert", 2));
    assert!(announced[0].scopes.contains(&app.world.staff["supervisor"]));

    api::jobs::round(&app.state, opened_at + TimeDelta::minutes(16)).await.unwrap();
    assert_eq!(seen(&app, &alert).await["version"], 2, "looking again changes nothing");
    assert!(listed(&app, "director").await.is_empty());
    api::jobs::round(&app.state, opened_at + TimeDelta::minutes(60)).await.unwrap();
    let third = seen(&app, &alert).await;
    assert_eq!((&third["escalation"], &third["next_step"]), (&json!("director"), &Value::Null));
    assert_eq!(asked(&listed(&app, "director").await[0]), ["asked_overdue"]);

    let trail = app.get("privacy_officer", "/api/v1/audit?operation=alert_escalate").await;
    let trail = trail.json["items"].as_array().unwrap().clone();
    assert_eq!(trail.len(), 2, "looks that find nothing to do leave no trace");
    assert_eq!((&trail[0]["role"], &trail[0]["actor"]), (&json!("system"), &Value::Null));
    let about = "SELECT DISTINCT record_id, person_id FROM audit_event WHERE operation = 'alert_escalate'";
    let of_alert = format!("{}|{}", alert["id"].as_str().unwrap(), app.world.person_id);
    assert_eq!(app.db.owner_sql(about), of_alert);
}

#[actix_web::test]
async fn many_servers_ask_once() {
    let app = TestApp::new().await;
    let alert = alert(&app).await;
    let now = time(&alert["opened_at"]) + TimeDelta::minutes(20);
    let servers = (0..8).map(|_| app.state.store.alerts_escalate(app.world.org_id, now));
    let moved: usize = futures_util::future::join_all(servers).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(moved, 1);
    let after = seen(&app, &alert).await;
    assert_eq!((&after["version"], after["asked"].as_array().unwrap().len()), (&json!(2), 1));
}

#[actix_web::test]
async fn an_absence_that_is_planned_while_an_alert_waits_asks_who_covers_and_moves_no_other_work() {
    let app = TestApp::new().await;
    let due_at = Utc::now();
    let task = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": due_at });
    assert_eq!(app.post(OWNER, "/api/v1/tasks", task).await.status, 201);
    let alert = alert(&app).await;
    assert_eq!(alert["asked"], json!([]));
    let planned = owner_is_off(&app, Some(COVER)).await;
    let now = time(&alert["opened_at"]) + TimeDelta::minutes(1);
    api::jobs::round(&app.state, now).await.unwrap();
    let items = app.get(COVER, "/api/v1/today").await.json["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 1, "the alert, and neither task nor deadline: {items:?}");
    assert_eq!(items[0]["kind"], "alert");
    let owns = app.get(OWNER, "/api/v1/today").await.json["items"].as_array().unwrap().clone();
    assert!(owns.iter().any(|item| item["kind"] == "task") && owns.iter().any(|item| item["kind"] == "alert"));

    let cancel = format!("/api/v1/absences/{}/cancel", planned.json["id"].as_str().unwrap());
    assert_eq!(app.change(OWNER, Method::POST, &cancel, &planned.etag(), json!({})).await.status, 200);
    api::jobs::round(&app.state, now).await.unwrap();
    assert_eq!(listed(&app, COVER).await.len(), 1, "who is asked stays asked");
}

#[actix_web::test]
async fn with_nobody_to_cover_the_supervisor_is_asked_at_once_and_administrators_hear_of_a_missing_end() {
    let app = TestApp::new().await;
    let line = || async { app.get("organization_admin", "/api/v1/escalation").await.json };
    assert_eq!(line().await["has_an_end"], true);
    owner_is_off(&app, None).await;
    let director = json!({ "first_on": today(), "last_on": today() + Days::new(1) });
    assert_eq!(absence(&app, "director", director).await.status, 201);
    let alert = alert(&app).await;
    assert_eq!((&alert["escalation"], &alert["asked"][0]["reason"]), (&json!("supervisor"), &json!("uncovered")));
    let shown = line().await;
    assert_eq!((&shown["has_an_end"], &shown["without_answer"]), (&json!(false), &json!(0)));
    let analyst = app.get("analyst", "/api/v1/escalation").await.json;
    assert_eq!(analyst["without_answer"], Value::Null, "a count for those who can do something about it");
    assert_eq!(
        shown["steps"][1],
        json!({ "step": "supervisor", "after_percent": 25, "waits_for_acknowledgement": true })
    );
    app.db.owner_sql("UPDATE alert SET escalates_at = now() - interval '2 minutes'");
    assert_eq!(line().await["without_answer"], 1);
}

#[actix_web::test]
async fn nobody_is_off_twice_on_one_day_and_only_a_colleague_who_is_there_covers() {
    let app = TestApp::new().await;
    let (first, last) = (today() + Days::new(3), today() + Days::new(5));
    let plan = |role: &'static str, cover: Option<uuid::Uuid>, first_on: NaiveDate, last_on: NaiveDate| {
        absence(&app, role, json!({ "cover_id": cover, "first_on": first_on, "last_on": last_on }))
    };
    let refused = |answer: &Answered, code: &str, pointer: &str| {
        assert_eq!((answer.status.as_u16(), answer.code()), (409, code), "{}", answer.text);
        assert_eq!(answer.json["errors"][0]["pointer"], pointer);
    };
    let cover = Some(app.world.staff[COVER]);
    assert_eq!(plan(OWNER, cover, first, last).await.status, 201);
    refused(&plan(OWNER, None, last, last + Days::new(2)).await, "absence_overlaps", "/first_on");
    refused(&plan(COVER, Some(app.world.staff[OWNER]), last, last).await, "cover_is_off", "/cover_id");
    refused(&plan(COVER, Some(app.world.staff["assistant"]), last, last).await, "cover_may_not_act", "/cover_id");
    refused(&plan(COVER, Some(app.world.staff[COVER]), last, last).await, "cover_is_absent_worker", "/cover_id");
    refused(&plan(COVER, Some(uuid::Uuid::now_v7()), last, last).await, "unknown_staff", "/cover_id");
    refused(&plan(OWNER, None, last, first).await, "absence_ends_before_it_begins", "/last_on");
    let twice = format!(
        "INSERT INTO absence (org_id, id, version, staff_id, first_on, last_on, status, author_id, created_at)
         SELECT org_id, gen_random_uuid(), 1, staff_id, last_on, last_on, 'planned', author_id, created_at FROM absence WHERE staff_id = '{}'",
        app.world.staff[OWNER]
    );
    assert!(app.db.owner_sql(&twice).contains("off already"), "the database refuses it too");
}

#[actix_web::test]
async fn everybody_plans_their_own_days_and_a_lead_those_of_the_team() {
    let app = TestApp::new().await;
    let of = |role: &str| json!({ "staff_id": app.world.staff[role], "first_on": today(), "last_on": today() });
    let denied = absence(&app, COVER, of(OWNER)).await;
    assert_eq!((denied.status.as_u16(), denied.code()), (403, "absence_of_colleague"), "{}", denied.text);
    let by_lead = absence(&app, "lead", of(OWNER)).await;
    assert_eq!(by_lead.status, 201, "{}", by_lead.text);
    assert_eq!(by_lead.json["author"]["id"], json!(app.world.staff["lead"]));
    assert_eq!(absence(&app, "lead", of("director")).await.status, 403);
    assert_eq!(absence(&app, "supervisor", of("assistant")).await.status, 201, "they report to the supervisor");

    let own = json!({ "cover_id": app.world.staff[COVER], "first_on": "2999-01-01", "last_on": "2999-01-02" });
    assert_eq!(absence(&app, OWNER, own).await.status, 201);
    let seen_by = |role: &'static str| {
        let app = &app;
        async move {
            let list = app.get(role, "/api/v1/absences?limit=1").await;
            let next = list.json["next"].as_str().map(str::to_owned);
            let mut items = list.json["items"].as_array().unwrap().clone();
            if let Some(next) = next {
                let more = app.get(role, &format!("/api/v1/absences?cursor={next}")).await;
                items.extend(more.json["items"].as_array().unwrap().clone());
            }
            items
        }
    };
    assert_eq!(seen_by(OWNER).await.len(), 2);
    assert_eq!(seen_by("director").await.len(), 3);
    let covered = seen_by(COVER).await;
    assert_eq!((covered.len(), &covered[0]["can"]), (1, &json!([])), "who covers knows it, and changes nothing");
    assert!(seen_by("stranger").await.is_empty());
    let cancel = format!("/api/v1/absences/{}/cancel", by_lead.json["id"].as_str().unwrap());
    assert_eq!(app.change(COVER, Method::POST, &cancel, &by_lead.etag(), json!({})).await.status, 404);
    assert_eq!(app.change(OWNER, Method::POST, &cancel, &by_lead.etag(), json!({})).await.status, 200);
    assert_eq!(seen_by(OWNER).await.len(), 1);
}
