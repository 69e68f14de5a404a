//! Readings taken at home: sent, written down, judged, corrected and taken back.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const CLIENT: &str = "integrator";

/// A reading that was written down, for tests that need the id of one.
pub async fn written(app: &TestApp) -> Answered {
    by_hand(app, json!({ "kind": "pain", "value": 3 })).await
}

async fn by_hand(app: &TestApp, body: Value) -> Answered {
    app.post(CM, &format!("/api/v1/people/{}/readings", app.world.person_id), body).await
}

async fn get(app: &TestApp, path: &str) -> Value {
    let answer = app.get(CM, path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn listed(app: &TestApp, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/people/{}/readings{query}", app.world.person_id);
    get(app, &path).await["items"].as_array().expect("items").clone()
}

fn weight(app: &TestApp, value: f64, at: DateTime<Utc>) -> Value {
    json!({ "person_id": app.world.person_id, "kind": "weight", "value": value, "unit": "kg", "device": "scale-1", "taken_at": at })
}

async fn send(app: &TestApp, readings: Value) -> Answered {
    app.post(CLIENT, "/api/v1/readings", json!({ "readings": readings })).await
}

/// Open tasks that ask to look at a reading.
async fn asked(app: &TestApp) -> Vec<Value> {
    let items = get(app, "/api/v1/today?kind=task&limit=200").await["items"].as_array().expect("items").clone();
    let of_reading = |item: &Value| item["title"].as_str().expect("a title").starts_with("Look at a reading");
    items.into_iter().filter(of_reading).collect()
}

async fn act(app: &TestApp, reading: &Value, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/readings/{}/{verb}", reading["id"].as_str().expect("an id"));
    app.change(CM, Method::POST, &path, &format!("\"{}\"", reading["version"]), body).await
}

fn refusal(answer: &Answered) -> (u16, &str, &Value) {
    (answer.status.as_u16(), answer.code(), &answer.json["errors"][0]["pointer"])
}

#[actix_web::test]
async fn what_a_device_sends_twice_is_kept_once_and_a_changed_value_is_refused() {
    let app = TestApp::new().await;
    let at = Utc::now() - TimeDelta::hours(1);
    let both = json!([weight(&app, 80.0, at), weight(&app, 80.2, at + TimeDelta::minutes(5))]);
    let first = send(&app, both.clone()).await;
    assert_eq!((first.status.as_u16(), &first.json["received"]), (201, &json!(2)), "{}", first.text);
    let again = send(&app, both).await;
    assert_eq!((&again.json["received"], &again.json["repeated"]), (&json!(0), &json!(2)));
    assert_eq!(again.json["items"][0]["id"], first.json["items"][0]["id"]);
    let mut padded = weight(&app, 80.0, at);
    padded["device"] = json!(" scale-1 ");
    let padded = send(&app, json!([padded])).await;
    assert_eq!((padded.status.as_u16(), &padded.json["repeated"]), (201, &json!(1)), "{}", padded.text);
    let other = send(&app, json!([weight(&app, 81.0, at)])).await;
    assert_eq!(refusal(&other), (409, "reading_differs", &json!("/readings/0/value")));
    let kept = listed(&app, "?kind=weight").await;
    assert_eq!(kept.len(), 2);
    assert_eq!(
        (&kept[1]["value"], &kept[1]["unit"], &kept[1]["loinc"]),
        (&json!(80.0), &json!("kg"), &json!("29463-7"))
    );
}

#[actix_web::test]
async fn a_batch_is_taken_whole_or_not_at_all() {
    let app = TestApp::new().await;
    let at = Utc::now() - TimeDelta::hours(1);
    let mut unknown = weight(&app, 80.0, at + TimeDelta::minutes(1));
    unknown["person_id"] = json!(uuid::Uuid::now_v7());
    let refused = send(&app, json!([weight(&app, 80.0, at), unknown])).await;
    assert_eq!(refusal(&refused), (409, "unknown_person", &json!("/readings/1/person_id")));
    let slip = send(&app, json!([weight(&app, 80.0, at), weight(&app, 804.0, at + TimeDelta::minutes(1))])).await;
    assert_eq!(refusal(&slip), (409, "reading_implausible", &json!("/readings/1/value")));
    assert_eq!(listed(&app, "").await, Vec::<Value>::new());
    assert_eq!(
        app.post(CM, "/api/v1/readings", json!({ "readings": [] })).await.status,
        403,
        "a device has its own scope"
    );
}

#[actix_web::test]
async fn an_episode_is_one_task_and_the_next_one_begins_when_that_is_done() {
    let app = TestApp::new().await;
    let low = async |minutes: i64| {
        let at = Utc::now() - TimeDelta::minutes(minutes);
        let answer = by_hand(&app, json!({ "kind": "oxygen_saturation", "value": 84, "taken_at": at })).await;
        assert_eq!((answer.status.as_u16(), &answer.json["finding"]), (201, &json!("below")), "{}", answer.text);
        answer.json["task_id"].clone()
    };
    let (first, second) = (low(40).await, low(30).await);
    assert_eq!(first, second);
    let open = asked(&app).await;
    assert_eq!((open.len(), &open[0]["id"]), (1, &first));
    assert_eq!(open[0]["title"], "Look at a reading: oxygen saturation is below the range");
    let path = format!("/api/v1/tasks/{}/complete", first.as_str().expect("a task"));
    let done = app
        .change(CM, Method::POST, &path, &format!("\"{}\"", open[0]["version"]), json!({ "note": "Called her" }))
        .await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_ne!(low(5).await, first, "a new episode");
    let fine = by_hand(&app, json!({ "kind": "oxygen_saturation", "value": 96 })).await;
    assert_eq!((&fine.json["finding"], &fine.json["task_id"]), (&json!(null), &json!(null)));
    let old =
        by_hand(&app, json!({ "kind": "glucose", "value": 40, "taken_at": Utc::now() - TimeDelta::days(9) })).await;
    assert_eq!((&old.json["finding"], &old.json["task_id"]), (&json!("below"), &json!(null)), "history asks nobody");
}

#[actix_web::test]
async fn a_weight_that_rises_three_pounds_within_a_batch_is_seen() {
    let app = TestApp::new().await;
    let at = Utc::now() - TimeDelta::hours(2);
    // Handed in out of order.
    let sent = send(&app, json!([weight(&app, 81.4, at), weight(&app, 80.0, at - TimeDelta::hours(20))])).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let kept = listed(&app, "?kind=weight").await;
    assert_eq!([&kept[0]["finding"], &kept[1]["finding"]], [&json!("gain_in_day"), &json!(null)]);
    assert_eq!(asked(&app).await.len(), 1);
}

#[actix_web::test]
async fn what_is_corrected_or_taken_back_stays_on_record_and_calls_its_task_off() {
    let app = TestApp::new().await;
    let high = by_hand(&app, json!({ "kind": "blood_pressure", "value": 210, "second": 95 })).await.json;
    assert_eq!(asked(&app).await.len(), 1);
    let stale = act(
        &app,
        &json!({ "id": high["id"], "version": 9 }),
        "correct",
        json!({ "value": 120, "second": 95, "reason": "Slip" }),
    )
    .await;
    assert_eq!(stale.status, 412);
    let fixed = act(&app, &high, "correct", json!({ "value": 120, "second": 95, "reason": "A digit slipped" })).await;
    assert_eq!(fixed.status, 200, "{}", fixed.text);
    assert_eq!((&fixed.json["finding"], &fixed.json["corrections"][0]["value"]), (&json!(null), &json!(210.0)));
    assert_eq!(asked(&app).await, Vec::<Value>::new(), "nobody is asked about what was not so");

    let again = by_hand(&app, json!({ "kind": "blood_pressure", "value": 200, "second": 95 })).await.json;
    let gone = act(&app, &again, "withdraw", json!({ "reason": "The neighbour's" })).await;
    assert_eq!((&gone.json["status"], &gone.json["can"]), (&json!("entered_in_error"), &json!([])), "{}", gone.text);
    assert_eq!(asked(&app).await, Vec::<Value>::new());
    let twice = act(&app, &gone.json, "withdraw", json!({ "reason": "Again" })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "reading_entered_in_error"));
}

#[actix_web::test]
async fn the_last_of_an_episode_calls_its_task_off_also_when_two_are_taken_back_at_once() {
    let app = TestApp::new().await;
    let low = async |minutes: i64| {
        let at = Utc::now() - TimeDelta::minutes(minutes);
        by_hand(&app, json!({ "kind": "oxygen_saturation", "value": 84, "taken_at": at })).await.json
    };
    let (first, second) = (low(40).await, low(30).await);
    assert_eq!((asked(&app).await.len(), &first["task_id"]), (1, &second["task_id"]));
    let why = json!({ "reason": "The neighbour's" });
    let both = futures_util::future::join(
        act(&app, &first, "withdraw", why.clone()),
        act(&app, &second, "withdraw", why.clone()),
    );
    let (one, other) = both.await;
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200), "{}{}", one.text, other.text);
    assert_eq!(asked(&app).await, Vec::<Value>::new());
}

#[actix_web::test]
async fn a_range_of_the_person_counts_from_when_it_is_set_with_its_reason() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/people/{}", app.world.person_id);
    let limits = |low: Value| json!({ "low": low, "high": null, "second_low": null, "second_high": null });
    let body =
        |low: Value| json!({ "kind": "oxygen_saturation", "limits": limits(low), "reason": "COPD: 88 to 92 is right" });
    let set = app.post(CM, &format!("{path}/reading-thresholds"), body(json!(86))).await;
    assert_eq!(set.status, 201, "{}", set.text);
    let judged = by_hand(&app, json!({ "kind": "oxygen_saturation", "value": 87 })).await;
    assert_eq!(judged.json["finding"], json!(null));
    let refused = app.post(CM, &format!("{path}/reading-thresholds"), body(json!(5))).await;
    assert_eq!(refusal(&refused), (409, "reading_limit_implausible", &json!("/limits/low")));
    assert_eq!(app.post("assistant", &format!("{path}/reading-thresholds"), body(json!(86))).await.status, 403);

    let overview = get(&app, &format!("{path}/reading-overview")).await;
    let kind = |name: &str| {
        overview["kinds"].as_array().expect("kinds").iter().find(|one| one["kind"] == name).expect("a kind").clone()
    };
    let saturation = kind("oxygen_saturation");
    assert_eq!((&saturation["limits"]["low"], &saturation["default_limits"]["low"]), (&json!(86.0), &json!(90.0)));
    assert_eq!(
        (&saturation["set"][0]["reason"], &saturation["latest"]["value"]),
        (&json!("COPD: 88 to 92 is right"), &json!(87.0))
    );
    assert_eq!((&kind("weight")["watch_gain"], &kind("weight")["latest"]), (&json!(true), &json!(null)));
    assert_eq!(overview["can"], json!(["reading_create", "reading_threshold_set"]));
}

#[actix_web::test]
async fn days_with_readings_of_a_device_count_for_billing_by_themselves() {
    let app = TestApp::new().await;
    let month = "2026-03";
    let at = |day: u32| format!("2026-03-{day:02}T15:00:00Z").parse::<DateTime<Utc>>().expect("an instant");
    let sent: Vec<Value> =
        (1..=16).flat_map(|day| [0, 1].map(|hour| weight(&app, 80.0, at(day) + TimeDelta::hours(hour)))).collect();
    assert_eq!(send(&app, json!(sent)).await.json["received"], json!(32));
    let path = format!("/api/v1/cases/{}/billing-month?month={month}", app.world.case_id);
    assert_eq!(get(&app, &path).await["facts"]["device_days"], json!(16));
    let one = listed(&app, "?kind=weight&limit=200")
        .await
        .into_iter()
        .find(|own| own["taken_at"].as_str().expect("a time").starts_with("2026-03-16T16"));
    assert_eq!(act(&app, &one.expect("the last"), "withdraw", json!({ "reason": "Not hers" })).await.status, 200);
    assert_eq!(get(&app, &path).await["facts"]["device_days"], json!(16), "another one of the day still counts");
}
