//! Who is on call, what they see and write down, and what goes back to the owners in the morning.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const OWNER: &str = "care_manager";
const LEAD: &str = "lead";
const SENIOR: &str = "senior_care_manager";

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.json
}

fn refusal(answer: &Answered) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("an instant").parse().expect("an instant")
}

/// A shift of the team for the hours around now, at every hour.
fn body(app: &TestApp, staff_id: Uuid) -> Value {
    let now = Utc::now();
    json!({
        "team_id": app.world.team_id, "staff_id": staff_id, "hours": "around_the_clock",
        "starts_at": now - TimeDelta::hours(2), "ends_at": now + TimeDelta::hours(10),
    })
}

pub async fn shift(app: &TestApp, staff_id: Uuid) -> Answered {
    app.post(LEAD, "/api/v1/on-call-shifts", body(app, staff_id)).await
}

/// Somebody who is of no team and sees the people of this one by a shift alone.
pub async fn only_on_call(app: &TestApp, role: &str) {
    let id = app.world.staff[role];
    assert_eq!(app.db.owner_sql(&format!("DELETE FROM team_member WHERE staff_id = '{id}'")), "");
    app.state.store.directory_changed(app.world.org_id);
    assert_eq!(shift(app, id).await.status, 201);
}

/// Half a day and more after every shift.
pub fn shifts_over(app: &TestApp) {
    let over =
        "UPDATE on_call_shift SET starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '23 hours'";
    assert_eq!(app.db.owner_sql(over), "");
    app.state.store.directory_changed(app.world.org_id);
}

async fn act(app: &TestApp, role: &str, shift: &Value, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/on-call-shifts/{}/{verb}", shift["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &format!("\"{}\"", shift["version"]), body).await
}

async fn logged(app: &TestApp, role: &str, shift: &Value, more: Value) -> Answered {
    let mut body = json!({ "triage": "urgent", "outcome": "settled", "summary": "Her oxygen ran out; the supplier came.", "minutes": 25 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post(role, &format!("/api/v1/on-call-shifts/{}/events", shift["id"].as_str().unwrap()), body).await
}

/// What the owner gets after a night in which they themselves were on call.
pub async fn handed_back(app: &TestApp, shift: &Value) -> Value {
    let event = ok(logged(app, OWNER, shift, json!({ "case_id": app.world.case_id })).await);
    api::jobs::round(&app.state, instant(&event["hand_back_at"])).await.unwrap();
    ok(app.get(OWNER, "/api/v1/hand-backs").await)["items"][0].clone()
}

#[actix_web::test]
async fn a_lead_plans_one_shift_at_a_time_and_sees_the_hours_that_nobody_has() {
    let app = TestApp::new().await;
    let senior = app.world.staff[SENIOR];
    assert_eq!(refusal(&app.post(OWNER, "/api/v1/on-call-shifts", body(&app, senior)).await).0, 403);
    let mut elsewhere = body(&app, senior);
    elsewhere["team_id"] = json!(app.world.hospital_team_id);
    let elsewhere = app.post(LEAD, "/api/v1/on-call-shifts", elsewhere).await;
    assert_eq!(refusal(&elsewhere), (403, "on_call_of_another_team"));
    let assistant = shift(&app, app.world.staff["assistant"]).await;
    assert_eq!(
        (refusal(&assistant), &assistant.json["errors"][0]["pointer"]),
        ((409, "on_call_may_not_act"), &json!("/staff_id"))
    );

    let both = futures_util::future::join_all((0..4).map(|_| shift(&app, senior))).await;
    let mut outcomes: Vec<_> = both.iter().map(|answer| answer.status.as_u16()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, [201, 409, 409, 409], "of many at the same time one wins");
    assert!(both.iter().filter(|answer| answer.status == 409).all(|answer| answer.code() == "on_call_overlaps"));

    let first_on = (Utc::now() + TimeDelta::days(5)).date_naive();
    let turns = json!({
        "team_id": app.world.team_id, "staff_ids": [app.world.staff[OWNER], senior], "first_on": first_on, "hour": 8, "weeks": 3,
        "hours": "after_hours", "next_is_backup": true,
    });
    let made = ok(app.post(LEAD, "/api/v1/on-call-rotations", turns.clone()).await);
    let staff: Vec<&Value> = made["items"].as_array().unwrap().iter().map(|shift| &shift["staff"]["id"]).collect();
    assert_eq!(staff, [&json!(app.world.staff[OWNER]), &json!(senior), &json!(app.world.staff[OWNER])]);
    let again = app.post(LEAD, "/api/v1/on-call-rotations", turns).await;
    assert_eq!(
        (refusal(&again), &again.json["errors"][0]["pointer"]),
        ((409, "on_call_overlaps"), &json!("/first_on"))
    );

    let roster = ok(app.get(LEAD, &format!("/api/v1/on-call-shifts?team_id={}&days=14", app.world.team_id)).await);
    assert_eq!(roster["gaps"].as_array().unwrap().len(), 1, "between the shift of today and the first week");
    assert_eq!(roster["gaps"][0]["ends_at"], made["items"][0]["starts_at"]);
    let [first, second] = [&made["items"][0], &made["items"][1]];
    let swapped = ok(act(&app, LEAD, first, "swap", json!({ "with_id": second["id"] })).await);
    assert_eq!((&swapped["staff"]["id"], &swapped["version"]), (&json!(senior), &json!(2)));
    assert_eq!(refusal(&act(&app, LEAD, first, "cancel", json!({})).await).0, 412);
    let unseen = json!({ "with_id": second["id"], "with_version": second["version"] });
    let unseen = act(&app, LEAD, &swapped, "swap", unseen).await;
    assert_eq!(refusal(&unseen).0, 412, "the other one has changed hands too");
    let unknown = act(&app, LEAD, &swapped, "swap", json!({ "with_id": Uuid::now_v7() })).await;
    assert_eq!(refusal(&unknown), (409, "unknown_shift"));
    let itself = act(&app, LEAD, &swapped, "swap", json!({ "with_id": swapped["id"] })).await;
    assert_eq!(refusal(&itself), (409, "on_call_swap_of_another_team"));
    let given = ok(act(&app, LEAD, &swapped, "assign", json!({ "staff_id": app.world.staff[LEAD] })).await);
    assert_eq!((&given["staff"]["id"], &given["backup"]), (&json!(app.world.staff[LEAD]), &Value::Null));
    let cancelled = ok(act(&app, LEAD, &given, "cancel", json!({})).await);
    assert_eq!((&cancelled["status"], &cancelled["can"]), (&json!("cancelled"), &json!([])));
    let now = ok(app.get("coordinator", "/api/v1/on-call").await);
    let told = &now["items"][0];
    assert_eq!((&told["shift"]["staff"]["id"], &told["shift"]["on_duty"]), (&json!(senior), &json!(true)));
}

#[actix_web::test]
async fn who_is_on_call_sees_the_team_writes_down_once_and_the_owner_acknowledges_it_in_the_morning() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    assert_eq!(app.get("stranger", &person).await.status, 404);
    let shift = ok(shift(&app, app.world.stranger_id).await);
    assert_eq!(app.get("stranger", &person).await.status, 200, "as long as they answer for the team");

    let about = json!({ "case_id": app.world.case_id });
    let left = logged(&app, "stranger", &shift, json!({ "triage": "emergency", "outcome": "left_for_owner" })).await;
    assert_eq!(refusal(&left), (409, "on_call_caller_required"));
    let emergency = json!({ "case_id": app.world.case_id, "triage": "emergency", "outcome": "left_for_owner" });
    assert_eq!(refusal(&logged(&app, "stranger", &shift, emergency).await), (409, "on_call_emergency_left"));
    assert_eq!(refusal(&logged(&app, OWNER, &shift, about.clone()).await), (409, "on_call_not_yours"));
    let hidden = json!({ "case_id": app.world.hidden_case_id });
    assert_eq!(refusal(&logged(&app, "stranger", &shift, hidden).await), (409, "on_call_of_another_team"));
    let event = ok(logged(&app, "stranger", &shift, about.clone()).await);
    let contacts = ok(app.get(OWNER, &format!("/api/v1/cases/{}/contacts", app.world.case_id)).await);
    let contact = &contacts["items"][0];
    assert_eq!((&contact["id"], &contact["purpose"]), (&event["contact_id"], &json!("crisis")), "no double entry");
    assert_eq!(contact["summary"], event["summary"]);
    let deadlines = ok(app.get(OWNER, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await);
    let of = |code: &str| deadlines["items"].as_array().unwrap().iter().any(|one| one["rule"]["code"] == code);
    assert!(!of("K-27.signed"), "the entry is the documentation: the owner signs no note of a call they were not in");
    ok(logged(&app, "stranger", &shift, json!({ "caller": "A neighbor", "triage": "advice" })).await);
    let last = ok(logged(&app, "stranger", &shift, about).await);
    let path = format!("/api/v1/on-call-shifts/{}/events", shift["id"].as_str().unwrap());
    assert_eq!(ok(app.get(OWNER, &path).await)["items"].as_array().unwrap().len(), 3);
    assert_eq!(
        app.get("senior_care_manager", &path).await.json["items"].as_array().unwrap().len(),
        1,
        "whom one does not see"
    );
    assert_eq!(app.get("physician_advisor", &path).await.status, 403);

    // While the office is open each goes back at once, else both in the morning.
    let [first, morning] = [&event, &last].map(|event| instant(&event["hand_back_at"]));
    assert_eq!(app.state.store.hand_backs_send(app.world.org_id, first - TimeDelta::seconds(1)).await.unwrap(), 0);
    let servers = (0..6).map(|_| app.state.store.hand_backs_send(app.world.org_id, morning));
    let sent: usize = futures_util::future::join_all(servers).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(sent, 1, "all about one person is one, whichever server looks");
    let items = ok(app.get(OWNER, "/api/v1/today?kind=task").await)["items"].clone();
    assert_eq!((&items[0]["next_action"]["code"], items.as_array().unwrap().len()), (&json!("read_hand_back"), 1));
    assert!(!items.to_string().contains("oxygen"), "the task says nothing of what happened");
    let tick = format!("/api/v1/tasks/{}/complete", items[0]["id"].as_str().unwrap());
    let ticked = app.change(OWNER, Method::POST, &tick, "\"1\"", json!({})).await;
    assert_eq!(refusal(&ticked), (409, "hand_back_not_acknowledged"));

    let back = ok(app.get(OWNER, "/api/v1/hand-backs?status=waiting").await)["items"][0].clone();
    assert_eq!(back["events"].as_array().unwrap().len(), 2);
    assert_eq!(back["can"], json!(["hand_back_acknowledge"]));
    let path = format!("/api/v1/hand-backs/{}/acknowledge", back["id"].as_str().unwrap());
    let stranger = app.change("stranger", Method::POST, &path, "\"1\"", json!({})).await;
    assert_eq!(refusal(&stranger), (409, "hand_back_of_another"));
    let known = ok(app.change(OWNER, Method::POST, &path, "\"1\"", json!({})).await);
    assert_eq!((&known["status"], &known["can"]), (&json!("acknowledged"), &json!([])));
    assert!(ok(app.get(OWNER, "/api/v1/today?kind=task").await)["items"].as_array().unwrap().is_empty());
    let of_person = format!("/api/v1/hand-backs?person_id={}", app.world.person_id);
    assert_eq!(ok(app.get("stranger", &of_person).await)["items"][0]["status"], "acknowledged");

    ok(act(&app, LEAD, &shift, "cancel", json!({})).await);
    assert_eq!(app.get("stranger", &person).await.status, 200, "to write down what happened");
    let long_ago =
        "UPDATE on_call_shift SET starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '12 hours'";
    assert_eq!(app.db.owner_sql(long_ago), "");
    app.state.store.directory_changed(app.world.org_id);
    assert_eq!(app.get("stranger", &person).await.status, 404, "who is not on call any more sees nobody of the team");
    assert!(ok(app.get("stranger", &of_person).await)["items"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn what_the_owner_has_not_read_in_time_is_for_who_leads_the_team_and_took_none_of_the_calls() {
    let app = TestApp::new().await;
    let own = ok(shift(&app, app.world.staff[LEAD]).await);
    let event = ok(logged(&app, LEAD, &own, json!({ "case_id": app.world.case_id })).await);
    api::jobs::round(&app.state, instant(&event["hand_back_at"])).await.unwrap();
    assert_eq!(ok(app.get("supervisor", "/api/v1/hand-backs").await)["items"], json!([]), "the owner still has time");
    let late = "UPDATE on_call_hand_back SET created_at = now() - interval '3 hours'";
    assert_eq!(app.db.owner_sql(late), "");
    let back = ok(app.get("supervisor", "/api/v1/hand-backs?status=waiting").await)["items"][0].clone();
    assert_eq!(back["can"], json!(["hand_back_acknowledge"]));
    assert_eq!(ok(app.get(SENIOR, "/api/v1/hand-backs").await)["items"], json!([]));

    let path = format!("/api/v1/hand-backs/{}/acknowledge", back["id"].as_str().unwrap());
    let acknowledge = |role| app.change(role, Method::POST, &path, "\"1\"", json!({}));
    assert_eq!(refusal(&acknowledge(LEAD).await), (409, "hand_back_of_another"), "they took the call");
    let set_function = |role: &str, function: &str| {
        let staff_id = app.world.staff[role];
        let change = format!("UPDATE team_member SET function = '{function}' WHERE staff_id = '{staff_id}'");
        assert_eq!(app.db.owner_sql(&change), "");
        app.state.store.directory_changed(app.world.org_id);
        app.state.gate.forget();
    };
    ok(act(&app, LEAD, &own, "assign", json!({ "staff_id": app.world.staff["supervisor"] })).await);
    set_function("supervisor", "member");
    let through_shift = acknowledge("supervisor").await;
    assert_eq!(refusal(&through_shift), (409, "hand_back_of_another"), "whom they reach through being on call");
    set_function("supervisor", "supervisor");
    assert_eq!(ok(acknowledge("supervisor").await)["status"], "acknowledged");
}

#[actix_web::test]
async fn whoever_asks_who_is_on_call_is_told_who_is_there() {
    let app = TestApp::new().await;
    let answers = async || ok(app.get("coordinator", "/api/v1/on-call").await)["items"][0]["answers"]["id"].clone();
    let mut body = body(&app, app.world.staff[SENIOR]);
    body["backup_id"] = json!(app.world.staff[OWNER]);
    ok(app.post(LEAD, "/api/v1/on-call-shifts", body).await);
    assert_eq!(answers().await, json!(app.world.staff[SENIOR]));
    let today = Utc::now().with_timezone(&New_York).date_naive();
    let off = |role: &str| json!({ "staff_id": app.world.staff[role], "first_on": today, "last_on": today });
    ok(app.post(LEAD, "/api/v1/absences", off(SENIOR)).await);
    assert_eq!(answers().await, json!(app.world.staff[OWNER]), "the backup");
    ok(app.post(LEAD, "/api/v1/absences", off(OWNER)).await);
    assert_eq!(answers().await, Value::Null, "nobody");
}

#[actix_web::test]
async fn a_visit_at_night_is_a_contact_in_person() {
    let app = TestApp::new().await;
    let shift = ok(shift(&app, app.world.staff[OWNER]).await);
    for (more, mode) in [
        (json!({ "outcome": "went_there" }), "in_person"),
        (json!({ "outcome": "went_there", "mode": "video" }), "video"),
        (json!({ "outcome": "settled" }), "phone"),
    ] {
        let mut body = json!({ "case_id": app.world.case_id });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let event = ok(logged(&app, OWNER, &shift, body).await);
        let contact = ok(app.get(OWNER, &format!("/api/v1/contacts/{}", event["contact_id"].as_str().unwrap())).await);
        assert_eq!(contact["mode"], mode);
    }
}

#[actix_web::test]
async fn nobody_joins_a_care_team_through_being_on_call_but_a_colleague_brings_them_in() {
    let app = TestApp::new().await;
    ok(shift(&app, app.world.stranger_id).await);
    let path = format!("/api/v1/cases/{}/members", app.world.case_id);
    let joins = json!({ "staff_id": app.world.stranger_id, "role": "consultant" });
    let refused = app.post("stranger", &path, joins.clone()).await;
    assert_eq!(
        (refusal(&refused), &refused.json["errors"][0]["pointer"]),
        ((409, "on_call_joins_nobody"), &json!("/staff_id"))
    );
    ok(app.post("stranger", &path, json!({ "staff_id": app.world.staff[SENIOR], "role": "consultant" })).await);
    ok(app.post(OWNER, &path, joins).await);
}

#[actix_web::test]
async fn what_was_of_a_shift_stays_when_somebody_else_gets_the_rest_of_it_or_nobody_does() {
    let app = TestApp::new().await;
    let begun = ok(shift(&app, app.world.stranger_id).await);
    assert_eq!(begun["can"], json!(["on_call_shift_assign", "on_call_shift_cancel"]), "what runs is not swapped");
    let later = json!({
        "team_id": app.world.team_id, "staff_id": app.world.staff[OWNER], "hours": "around_the_clock",
        "starts_at": begun["ends_at"], "ends_at": instant(&begun["ends_at"]) + TimeDelta::hours(10),
    });
    let later = ok(app.post(LEAD, "/api/v1/on-call-shifts", later).await);
    let swapped = act(&app, LEAD, &later, "swap", json!({ "with_id": begun["id"] })).await;
    assert_eq!(refusal(&swapped), (409, "on_call_runs"));

    let rest = ok(act(&app, LEAD, &begun, "assign", json!({ "staff_id": app.world.staff[SENIOR] })).await);
    assert_ne!(rest["id"], begun["id"]);
    assert_eq!((&rest["staff"]["id"], &rest["on_duty"]), (&json!(app.world.staff[SENIOR]), &json!(true)));
    let yesterday = (Utc::now() - TimeDelta::days(1)).date_naive();
    let path = format!("/api/v1/on-call-shifts?team_id={}&from={yesterday}&days=4", app.world.team_id);
    let shifts = ok(app.get(LEAD, &path).await)["items"].clone();
    let staff: Vec<Value> = shifts.as_array().unwrap().iter().map(|shift| shift["staff"]["id"].clone()).collect();
    assert_eq!(staff, [app.world.stranger_id, app.world.staff[SENIOR], app.world.staff[OWNER]].map(|id| json!(id)));
    assert_eq!((&shifts[0]["ends_at"], &shifts[1]["id"]), (&shifts[1]["starts_at"], &rest["id"]));

    let heard = json!({ "case_id": app.world.case_id, "happened_at": Utc::now() - TimeDelta::hours(1) });
    ok(logged(&app, "stranger", &begun, heard.clone()).await);
    ok(act(&app, LEAD, &rest, "cancel", json!({})).await);
    let now = ok(app.get("coordinator", "/api/v1/on-call").await);
    assert_eq!(now["items"][0]["shift"]["id"], later["id"], "nobody is on call until then");
    assert_eq!(now["items"][0]["write_up"], Value::Null);
    let own = ok(app.get("stranger", "/api/v1/on-call").await);
    assert_eq!(own["items"][0]["write_up"]["id"], begun["id"], "who was on call still writes it up");
    assert_eq!(refusal(&logged(&app, SENIOR, &rest, heard).await), (409, "on_call_event_outside"));
    ok(logged(&app, SENIOR, &rest, json!({ "caller": "A neighbor" })).await);
}

#[actix_web::test]
async fn an_alert_reaches_who_is_on_duty_at_once_and_stands_on_their_list() {
    let app = TestApp::new().await;
    ok(shift(&app, app.world.stranger_id).await);
    let assessment = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 1 } });
    let assessment = ok(app.post(OWNER, &format!("/api/v1/cases/{}/assessments", app.world.case_id), assessment).await);
    let path = format!("/api/v1/assessments/{}/complete", assessment["id"].as_str().unwrap());
    ok(app.change(OWNER, Method::POST, &path, "\"1\"", json!({})).await);
    let alerts = ok(app.get(OWNER, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await);
    let asked = &alerts["items"][0]["asked"][0];
    assert_eq!((&asked["staff"]["id"], &asked["reason"]), (&json!(app.world.stranger_id), &json!("on_call")));
    let today = ok(app.get("stranger", "/api/v1/today?kind=alert").await);
    let reasons = today["items"][0]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["code"] == "asked_on_call"), "{reasons:?}");
}
