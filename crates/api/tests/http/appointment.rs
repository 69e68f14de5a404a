//! Appointments: nobody is booked twice, outcomes do what they should, calendars show what their reader may see.

use actix_web::http::Method;
use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const OWNER: &str = "care_manager";

fn create(app: &TestApp) -> String {
    format!("/api/v1/cases/{}/appointments", app.world.case_id)
}

/// A call that begins so many minutes from now and takes half an hour.
fn call_in(minutes: i64) -> Value {
    json!({ "kind": "phone_call", "starts_at": Utc::now() + TimeDelta::minutes(minutes), "minutes": 30 })
}

fn with(mut body: Value, member: &str, value: impl Into<Value>) -> Value {
    body[member] = value.into();
    body
}

/// A booked call that begins in a year.
pub async fn booked(app: &TestApp, role: &str) -> Value {
    made(app, role, call_in(365 * 24 * 60)).await
}

async fn made(app: &TestApp, role: &str, body: Value) -> Value {
    let answer = app.post(role, &create(app), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["appointment"].clone()
}

async fn act(app: &TestApp, role: &str, one: &Value, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/appointments/{}/{verb}", one["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &format!("\"{}\"", one["version"]), body).await
}

fn refusal(answer: &Answered) -> (u16, &str, &Value) {
    (answer.status.as_u16(), answer.code(), &answer.json["errors"][0]["pointer"])
}

#[actix_web::test]
async fn nobody_is_booked_twice_and_the_refusal_says_with_what() {
    let app = TestApp::new().await;
    let first = made(&app, OWNER, call_in(60)).await;
    let again = app.post(OWNER, &create(&app), call_in(75)).await;
    assert_eq!(refusal(&again), (409, "appointment_person_busy", &json!("/starts_at")));
    assert!(again.json["detail"].as_str().unwrap().contains("phone call"), "{}", again.text);

    let hidden = format!("/api/v1/cases/{}/appointments", app.world.hidden_case_id);
    let mine = with(call_in(75), "attendee_ids", json!([app.world.staff[OWNER]]));
    let busy = app.post("director", &hidden, mine.clone()).await;
    assert_eq!(refusal(&busy), (409, "appointment_staff_busy", &json!("/attendee_ids")));
    let proposed = app.post("director", &hidden, with(mine, "proposed", true)).await;
    assert_eq!(proposed.status, 201, "a proposal holds nobody's time: {}", proposed.text);
    let proposed = &proposed.json["appointment"];
    assert_eq!(act(&app, "director", proposed, "book", json!({})).await.code(), "appointment_staff_busy");

    let cancelled = act(&app, OWNER, &first, "cancel", json!({ "by": "provider", "reason": "Snow" })).await;
    assert_eq!((cancelled.status.as_u16(), &cancelled.json["cancellation"]), (200, &json!("provider")));
    assert_eq!(act(&app, "director", proposed, "book", json!({})).await.status, 200);
    assert_eq!(made(&app, OWNER, call_in(95 + 60)).await["status"], "booked");
}

#[actix_web::test]
async fn of_two_who_book_at_the_same_time_one_wins() {
    let app = TestApp::new().await;
    let path = create(&app);
    let both = futures_util::future::join_all((0..6).map(|_| app.post(OWNER, &path, call_in(60)))).await;
    let codes: Vec<u16> = both.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(codes.iter().filter(|code| **code == 201).count(), 1, "{codes:?}");
    assert!(both.iter().filter(|answer| answer.status != 201).all(|answer| answer.code() == "appointment_person_busy"));
}

#[actix_web::test]
async fn a_series_is_made_whole_or_not_at_all_and_ends_with_its_rest() {
    let app = TestApp::new().await;
    // Long enough to be in the way also when the clocks change meanwhile.
    let blocker = made(&app, OWNER, with(call_in(7 * 24 * 60 - 30), "minutes", 240)).await;
    let weekly = |count: u32| with(call_in(60), "repeat", json!({ "every": "week", "count": count }));
    let refused = app.post(OWNER, &create(&app), weekly(3)).await;
    let days = app.get(OWNER, &format!("/api/v1/people/{}/appointments?from={}", app.world.person_id, today())).await;
    let held = days.json["items"].as_array().unwrap().len();
    assert_eq!((refused.code(), held), ("appointment_person_busy", 1));
    act(&app, OWNER, &blocker, "cancel", json!({ "by": "person", "reason": "Ill" })).await;

    let answer = app.post(OWNER, &create(&app), weekly(4)).await;
    assert_eq!((answer.status.as_u16(), answer.json["series"].as_array().unwrap().len()), (201, 4), "{}", answer.text);
    let wall =
        |value: &Value| value.as_str().unwrap().parse::<DateTime<Utc>>().unwrap().with_timezone(&New_York).time();
    let series = answer.json["series"].as_array().unwrap();
    assert!(series.iter().all(|at| wall(at) == wall(&series[0])), "{series:?}");
    let body = json!({ "by": "person", "reason": "Moves away", "following": true });
    act(&app, OWNER, &answer.json["appointment"], "cancel", body).await;
    let days = app.get(OWNER, &format!("/api/v1/people/{}/appointments?from={}", app.world.person_id, today())).await;
    let items = days.json["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item["status"] == "cancelled"), "{items:?}");
    assert_eq!(
        items.iter().filter(|item| item["cancellation"] == "late").count(),
        1,
        "only the first one was that near"
    );

    let endless = app.post(OWNER, &create(&app), with(call_in(60), "repeat", json!({ "every": "month" }))).await;
    assert_eq!(refusal(&endless), (409, "series_needs_end", &json!("/repeat")));
}

fn today() -> chrono::NaiveDate {
    Utc::now().with_timezone(&New_York).date_naive()
}

#[actix_web::test]
async fn a_kept_appointment_logs_its_contact_once_and_the_contact_meets_the_deadline() {
    let app = TestApp::new().await;
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() - TimeDelta::days(5), "discharged_at": Utc::now() - TimeDelta::days(2) });
    let stay = app.post(OWNER, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await;
    assert_eq!(stay.status, 201, "{}", stay.text);
    let early = made(&app, OWNER, call_in(120)).await;
    assert_eq!(act(&app, OWNER, &early, "keep", json!({})).await.code(), "appointment_not_yet");
    let call = made(&app, OWNER, call_in(-5)).await;
    let contact = json!({ "contact": { "with": "person", "purpose": "outreach", "summary": "Doing well" } });
    let kept = act(&app, OWNER, &call, "keep", contact.clone()).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    assert_eq!(kept.json["appointment"]["status"], "fulfilled");
    assert!(!kept.json["met"].as_array().unwrap().is_empty(), "{}", kept.text);
    let id = kept.json["appointment"]["contact_id"].as_str().unwrap();
    let logged = app.get(OWNER, &format!("/api/v1/contacts/{id}")).await.json;
    assert_eq!(
        (&logged["mode"], &logged["minutes"], &logged["outcome"]),
        (&json!("phone"), &json!(30), &json!("reached"))
    );
    let again = act(&app, OWNER, &kept.json["appointment"], "keep", contact.clone()).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "appointment_transition"));

    let hearing = made(&app, OWNER, with(call_in(-5 + 40), "kind", "hearing")).await;
    act(&app, OWNER, &hearing, "arrive", json!({})).await;
    let there = app.get(OWNER, &format!("/api/v1/appointments/{}", hearing["id"].as_str().unwrap())).await.json;
    let refused = act(&app, OWNER, &there, "keep", contact).await;
    assert_eq!(refusal(&refused), (409, "appointment_without_contact", &json!("/contact")));
    assert_eq!(act(&app, OWNER, &there, "keep", json!({})).await.status, 200);
    let told = app.get(OWNER, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await.json;
    let entries = told["items"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "appointment");
    let titles: Vec<&Value> = entries.map(|entry| &entry["title"]).collect();
    assert_eq!(
        titles,
        ["Appointment kept: hearing", "Appointment kept: phone call"],
        "what is still ahead did not happen"
    );
}

#[actix_web::test]
async fn a_missed_visit_opens_a_task_with_its_reason_and_the_physician_is_told_once() {
    let app = TestApp::new().await;
    let visit = made(&app, OWNER, with(call_in(-5), "kind", "home_visit")).await;
    let without = act(&app, OWNER, &visit, "miss", json!({ "reason": " " })).await;
    assert_eq!(without.status, 422);
    let missed = act(&app, OWNER, &visit, "miss", json!({ "reason": "Nobody opened." })).await.json;
    assert_eq!((&missed["status"], &missed["needs_notice"]), (&json!("noshow"), &json!(true)));
    assert_eq!(missed["can"], json!(["appointment_notify"]));
    let tasks = app.get(OWNER, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await.json;
    let task = tasks["items"].as_array().unwrap().iter().find(|task| task["kind"] == "call").expect("a task");
    assert!(task["detail"].as_str().unwrap().starts_with("Nobody opened."), "{task}");
    let told = act(&app, OWNER, &missed, "notify", json!({})).await;
    assert_eq!((&told.json["needs_notice"], &told.json["can"]), (&json!(false), &json!([])));
    assert_eq!(act(&app, OWNER, &told.json, "notify", json!({})).await.code(), "appointment_notified");
}

#[actix_web::test]
async fn who_takes_part_sees_the_person_and_others_see_only_that_the_time_is_taken() {
    let app = TestApp::new().await;
    let colleague = "senior_care_manager";
    let both = json!([app.world.staff[OWNER], app.world.staff[colleague]]);
    let visit = made(&app, OWNER, with(with(call_in(24 * 60), "attendee_ids", both), "title", "Wound check")).await;
    let calendar = |role: &'static str, whose: &'static str| {
        let path = format!("/api/v1/appointments?from={}&days=3&staff_id={}", today(), app.world.staff[whose]);
        let app = &app;
        async move { app.get(role, &path).await.json["items"].as_array().expect("items").clone() }
    };
    let own = calendar(colleague, colleague).await;
    assert_eq!((own.len(), &own[0]["appointment"]["title"]), (1, &json!("Wound check")));
    assert_eq!(app.get(colleague, &format!("/api/v1/people/{}", app.world.person_id)).await.status, 200);

    let path = format!("/api/v1/appointments?from={}&days=3&staff_id={}", today(), app.world.staff[OWNER]);
    let seen = app.get("stranger", &path).await;
    assert_eq!(seen.json["items"][0]["appointment"], Value::Null, "{}", seen.text);
    assert_eq!(seen.json["items"][0]["starts_at"], own[0]["starts_at"]);
    assert!(!seen.text.contains("Wound") && !seen.text.contains(&app.world.person_id.to_string()));
    act(&app, OWNER, &visit, "cancel", json!({ "by": "person", "reason": "Ill" })).await;
    assert!(calendar(colleague, colleague).await.is_empty(), "what is cancelled is in nobody's calendar");
    let beyond = app.get(OWNER, &format!("/api/v1/appointments?from={}&days=43", today())).await;
    assert_eq!(beyond.status, 422, "a look at a calendar is bounded");
}

#[actix_web::test]
async fn a_visit_plan_proposes_the_ordered_visits_on_business_days() {
    let app = TestApp::new().await;
    let first_on = today() + Days::new(14);
    let plan = json!({ "per_week": 3, "weeks": 2, "first_on": first_on, "time": "10:00", "minutes": 45 });
    let path = format!("/api/v1/cases/{}/visit-plan", app.world.case_id);
    let made = app.post(OWNER, &path, plan.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let items = made.json["items"].as_array().unwrap();
    assert!((3..=6).contains(&items.len()) && items.iter().all(|item| item["status"] == "proposed"), "{items:?}");
    let booked = act(&app, OWNER, &items[0], "book", json!({})).await;
    assert_eq!(booked.json["status"], "booked", "{}", booked.text);
    let past = app.post(OWNER, &path, with(plan, "first_on", json!("2020-01-01"))).await;
    assert_eq!(refusal(&past), (409, "visit_plan_in_past", &json!("/first_on")));
}

#[actix_web::test]
async fn whoever_looks_learns_that_a_colleague_is_in_touch_with_the_person_that_day() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/outreach?on={}", app.world.case_id, today());
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "no_answer", "with": "person", "minutes": 2, "purpose": "outreach", "occurred_at": Utc::now() });
    let logged = app.post("assistant", &format!("/api/v1/cases/{}/contacts", app.world.case_id), contact).await;
    assert_eq!(logged.status, 201, "{}", logged.text);
    made(&app, "assistant", call_in(0)).await;
    let kinds = |answer: &Answered| {
        answer.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let seen = app.get(OWNER, &path).await;
    assert_eq!(kinds(&seen).len(), 2, "{}", seen.text);
    assert!(
        seen.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["staff"]["id"] == json!(app.world.staff["assistant"]))
    );
    assert!(kinds(&app.get("assistant", &path).await).is_empty(), "one's own work is no news");
    let tomorrow = path.replace(&today().to_string(), &(today() + Days::new(1)).to_string());
    assert!(kinds(&app.get(OWNER, &tomorrow).await).is_empty());
}

#[actix_web::test]
async fn the_end_of_a_case_cancels_what_is_still_planned() {
    let app = TestApp::new().await;
    let call = booked(&app, OWNER).await;
    let case = app.get(OWNER, &format!("/api/v1/cases/{}", app.world.case_id)).await;
    let path = format!("/api/v1/cases/{}/close", app.world.case_id);
    let body = json!({ "outcome": "goals_met", "reason": "All goals are met." });
    assert_eq!(app.change(OWNER, Method::POST, &path, &case.etag(), body).await.status, 200);
    let ended = app.get(OWNER, &format!("/api/v1/appointments/{}", call["id"].as_str().unwrap())).await.json;
    assert_eq!((&ended["status"], &ended["cancellation"]), (&json!("cancelled"), &json!("provider")));
    assert_eq!(app.post(OWNER, &create(&app), call_in(60)).await.code(), "case_closed");
}

#[actix_web::test]
async fn a_visit_is_on_hold_while_the_person_is_in_a_hospital() {
    let app = TestApp::new().await;
    let visit = made(&app, OWNER, with(call_in(120), "kind", "home_visit")).await;
    made(&app, OWNER, call_in(180)).await;
    made(&app, OWNER, with(call_in(9 * 24 * 60), "kind", "home_visit")).await;
    assert_eq!(visit["on_hold"], false);
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() - TimeDelta::hours(3) });
    let stay = app.post(OWNER, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await;
    assert_eq!(stay.status, 201, "{}", stay.text);
    let held = |items: &Value| {
        let all = items.as_array().unwrap_or_else(|| panic!("{items}")).iter();
        all.map(|item| item["on_hold"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    let person = format!("/api/v1/people/{}/appointments?from={}", app.world.person_id, today());
    assert_eq!(held(&app.get(OWNER, &person).await.json["items"]), [true, false, false], "the visit of today alone");
    let calendar = app.get(OWNER, &format!("/api/v1/appointments?from={}&days=3", today())).await;
    let shown: Vec<&Value> =
        calendar.json["items"].as_array().unwrap().iter().map(|entry| &entry["appointment"]["on_hold"]).collect();
    assert_eq!(shown, [&json!(true), &json!(false)]);
    let day = (Utc::now() + TimeDelta::hours(2)).with_timezone(&New_York).date_naive();
    let stops = app.get(OWNER, &format!("/api/v1/visit-days?on={day}")).await;
    assert_eq!(stops.json["stops"][0]["appointment"]["on_hold"], true, "{}", stops.text);
    let path = format!("/api/v1/stays/{}/cancel", stay.json["id"].as_str().unwrap());
    let gone = app.change(OWNER, Method::POST, &path, &stay.etag(), json!({ "reason": "Somebody else." })).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(held(&app.get(OWNER, &person).await.json["items"]), [false, false, false]);
}

#[actix_web::test]
async fn a_calendar_says_whom_to_remind_until_that_is_noted() {
    let app = TestApp::new().await;
    let call = made(&app, OWNER, call_in(26 * 60)).await;
    made(&app, OWNER, call_in(5 * 24 * 60)).await;
    let to_remind = async || {
        let calendar = app.get(OWNER, &format!("/api/v1/appointments?from={}&days=8", today())).await;
        let items = calendar.json["items"].as_array().unwrap_or_else(|| panic!("{}", calendar.text)).clone();
        items.iter().map(|entry| entry["appointment"]["to_remind"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(to_remind().await, [true, false]);
    let noted = act(&app, OWNER, &call, "remind", json!({})).await;
    assert_eq!((noted.status.as_u16(), &noted.json["to_remind"]), (200, &json!(false)), "{}", noted.text);
    assert_eq!(to_remind().await, [false, false]);
}
