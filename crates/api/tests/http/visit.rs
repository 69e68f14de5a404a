//! Visits outside the office: a day, the way there and back, and who is overdue.

use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const OWNER: &str = "care_manager";

fn today() -> NaiveDate {
    Utc::now().with_timezone(&New_York).date_naive()
}

/// A home visit that begins so many minutes from now and takes half an hour.
async fn home_visit(app: &TestApp, role: &str, minutes: i64) -> Value {
    let starts_at = Utc::now() + TimeDelta::minutes(minutes);
    let body = json!({ "kind": "home_visit", "starts_at": starts_at, "minutes": 30, "place": "12 Elm Street" });
    let answer = app.post(role, &format!("/api/v1/cases/{}/appointments", app.world.case_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["appointment"].clone()
}

fn answers() -> Value {
    json!({ "violence": "none", "animals": "none", "infection": "none", "surroundings": "fine", "reception": "good", "alone": true })
}

async fn check(app: &TestApp, role: &str, appointment: &Value, body: Value) -> Answered {
    app.post(role, &format!("/api/v1/appointments/{}/visit", appointment["id"].as_str().unwrap()), body).await
}

/// A visit whose safety check says go, to an appointment that has just begun.
pub async fn checked(app: &TestApp, role: &str) -> Value {
    let appointment = home_visit(app, role, -5).await;
    ok(check(app, role, &appointment, json!({ "answers": answers(), "result": "go" })).await)
}

fn ok(answer: Answered) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

fn refusal(answer: &Answered) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

async fn act(app: &TestApp, role: &str, visit: &Value, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/visits/{}/{verb}", visit["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &format!("\"{}\"", visit["version"]), body).await
}

async fn seen(app: &TestApp, visit: &Value) -> Value {
    ok(app.get("director", &format!("/api/v1/visits/{}", visit["id"].as_str().unwrap())).await)
}

async fn day(app: &TestApp, on: NaiveDate) -> Value {
    ok(app.get(OWNER, &format!("/api/v1/visit-days?on={on}")).await)
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("an instant").parse().expect("an instant")
}

#[actix_web::test]
async fn a_visit_goes_out_and_back_and_ends_with_its_contact_and_its_way() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    assert_eq!((&visit["status"], &visit["version"]), (&json!("planned"), &json!(1)));
    assert_eq!(visit["can"], json!(["visit_check", "visit_set_out", "visit_arrive"]));
    let on_the_way = ok(act(&app, OWNER, &visit, "set-out", json!({})).await);
    let there = ok(act(&app, OWNER, &on_the_way, "arrive", json!({ "minutes": 20 })).await);
    assert_eq!(instant(&there["expected_end_at"]) - instant(&there["arrived_at"]), TimeDelta::minutes(20));
    let appointment = format!("/api/v1/appointments/{}", there["appointment_id"].as_str().unwrap());
    assert_eq!(app.get(OWNER, &appointment).await.json["status"], "arrived", "the appointment notes it too");
    let out = ok(app.get("lead", "/api/v1/visits").await);
    assert_eq!(out["items"][0]["visit"]["staff"]["id"], json!(app.world.staff[OWNER]));
    assert!(ok(app.get("stranger", "/api/v1/visits").await)["items"].as_array().unwrap().is_empty());

    let kept = json!({ "contact": { "with": "person", "purpose": "follow_up", "summary": "All is well." } });
    let both = json!({ "kept": kept, "missed": { "reason": "Nobody" } });
    assert_eq!(refusal(&act(&app, OWNER, &there, "depart", both).await), (409, "visit_one_outcome"));
    let backwards = json!({ "kept": kept, "mileage": { "unit": "mi", "odometer_start": 90, "odometer_end": 80 } });
    let backwards = act(&app, OWNER, &there, "depart", backwards).await;
    let pointer = &backwards.json["errors"][0]["pointer"];
    assert_eq!((refusal(&backwards), pointer), ((409, "mileage_odometer_order"), &json!("/mileage/odometer_end")));
    let way = json!({ "unit": "mi", "odometer_start": 120_034, "odometer_end": 120_159 });
    let left = ok(act(&app, OWNER, &there, "depart", json!({ "kept": kept, "mileage": way })).await);
    assert_eq!((&left["visit"]["status"], &left["visit"]["mileage"]["tenths"]), (&json!("departed"), &json!(125)));
    assert_eq!(left["visit"]["version"], 4, "leaving and the way are one step");
    assert_eq!(app.get(OWNER, &appointment).await.json["status"], "fulfilled");
    assert!(ok(app.get("lead", "/api/v1/visits").await)["items"].as_array().unwrap().is_empty());

    let longer = ok(act(&app, OWNER, &left["visit"], "mileage", json!({ "unit": "mi", "tenths": 130 })).await);
    let path = format!("/api/v1/mileage?on={}", local_day(&longer["arrived_at"]));
    let month = ok(app.get(OWNER, &path).await);
    assert_eq!(month["totals"], json!([{ "unit": "mi", "tenths": 130 }]));
    let person = app.get(OWNER, &format!("/api/v1/people/{}", app.world.person_id)).await.json;
    assert!(!month.to_string().contains(person["family_name"].as_str().unwrap()), "a claim names nobody in care");
    let of_owner = format!("{path}&staff_id={}", app.world.staff[OWNER]);
    assert_eq!(ok(app.get("lead", &of_owner).await)["totals"], month["totals"]);
    assert_eq!(refusal(&app.get("senior_care_manager", &of_owner).await), (403, "mileage_of_colleague"));
}

fn local_day(at: &Value) -> NaiveDate {
    (instant(at) - TimeDelta::minutes(5)).with_timezone(&New_York).date_naive()
}

#[actix_web::test]
async fn a_day_shows_its_stops_in_the_order_that_was_set_with_the_last_check_about_the_person() {
    let app = TestApp::new().await;
    // Always on one day of the worker: tomorrow.
    let tomorrow = today() + chrono::Days::new(1);
    let noon = tomorrow.and_hms_opt(12, 0, 0).unwrap().and_local_timezone(New_York).unwrap().with_timezone(&Utc);
    let minutes = (noon - Utc::now()).num_minutes();
    let early = home_visit(&app, OWNER, minutes).await;
    let late = home_visit(&app, OWNER, minutes + 60).await;
    let shown = day(&app, tomorrow).await;
    let ids = |day: &Value| {
        let stops = day["stops"].as_array().unwrap().iter();
        stops.map(|stop| stop["appointment"]["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&shown), [early["id"].clone(), late["id"].clone()]);
    assert_eq!(
        (&shown["stops"][0]["address"], &shown["stops"][0]["last_check"]),
        (&json!("12 Elm Street"), &Value::Null)
    );
    assert_eq!(shown["can"], json!(["visit_day_order"]));

    let order =
        |ids: Value| app.post(OWNER, "/api/v1/visit-days/order", json!({ "on": tomorrow, "appointment_ids": ids }));
    let set = ok(order(json!([late["id"], early["id"]])).await);
    assert_eq!(ids(&set), [late["id"].clone(), early["id"].clone()]);
    assert_eq!(ids(&day(&app, tomorrow).await), ids(&set));
    assert_eq!(ids(&ok(order(json!([early["id"]])).await)), ids(&shown), "what is left out comes by its time");
    let strange = order(json!([uuid::Uuid::now_v7()])).await;
    assert_eq!(refusal(&strange), (409, "visit_order_unknown"));

    ok(check(&app, OWNER, &early, json!({ "answers": answers(), "result": "go" })).await);
    let shown = day(&app, tomorrow).await;
    assert_eq!(shown["stops"][1]["last_check"]["by"]["id"], json!(app.world.staff[OWNER]), "of the same person");
    let cancel = format!("/api/v1/appointments/{}/cancel", late["id"].as_str().unwrap());
    let why = json!({ "by": "person", "reason": "Ill" });
    ok(app.change(OWNER, Method::POST, &cancel, "\"1\"", why).await);
    assert_eq!(day(&app, tomorrow).await["stops"][1]["status"], "cancelled");
    let of_owner = format!("/api/v1/visit-days?on={tomorrow}&staff_id={}", app.world.staff[OWNER]);
    assert!(ok(app.get("stranger", &of_owner).await)["stops"].as_array().unwrap().is_empty());
    let lead = ok(app.get("lead", &of_owner).await);
    assert_eq!((lead["stops"].as_array().unwrap().len(), &lead["can"]), (2, &json!([])), "seen, not changed");
}

#[actix_web::test]
async fn who_may_not_go_alone_asks_the_first_above_and_goes_once_they_answered() {
    let app = TestApp::new().await;
    let appointment = home_visit(&app, OWNER, 30).await;
    let mut risky = answers();
    risky["violence"] = json!("known");
    let free = check(&app, OWNER, &appointment, json!({ "answers": risky, "result": "go" })).await;
    assert_eq!(
        (refusal(&free), &free.json["errors"][0]["pointer"]),
        ((409, "visit_result_too_free"), &json!("/result"))
    );
    let visit = ok(check(&app, OWNER, &appointment, json!({ "answers": risky, "result": "not_alone" })).await);
    assert_eq!(visit["asked"]["id"], json!(app.world.staff["supervisor"]));
    assert_eq!(visit["can"], json!(["visit_check"]));
    assert_eq!(refusal(&act(&app, OWNER, &visit, "arrive", json!({})).await), (409, "visit_awaits_answer"));

    let items = ok(app.get("supervisor", "/api/v1/today?kind=task").await)["items"].clone();
    assert_eq!((&items[0]["next_action"]["code"], items.as_array().unwrap().len()), (&json!("answer_visit"), 1));
    let tick = format!("/api/v1/tasks/{}/complete", items[0]["id"].as_str().unwrap());
    let ticked = app.change("supervisor", Method::POST, &tick, "\"1\"", json!({})).await;
    assert_eq!(refusal(&ticked), (409, "visit_not_answered"));
    assert_eq!(ok(app.get("supervisor", "/api/v1/visits").await)["items"][0]["visit"]["id"], visit["id"]);

    let alone = json!({ "answer": "alone" });
    assert_eq!(
        refusal(&act(&app, "supervisor", &visit, "decide", alone.clone()).await),
        (409, "visit_decision_reason_required")
    );
    assert_eq!(refusal(&act(&app, OWNER, &visit, "decide", alone.clone()).await), (409, "visit_decision_own"));
    assert_eq!(refusal(&act(&app, "assistant", &visit, "decide", alone).await).0, 403);
    let nobody = json!({ "answer": "accompanied", "companion_id": uuid::Uuid::now_v7() });
    assert_eq!(refusal(&act(&app, "supervisor", &visit, "decide", nobody).await), (409, "unknown_staff"));
    let two = json!({ "answer": "accompanied", "companion_id": app.world.staff["assistant"] });
    let decided = ok(act(&app, "supervisor", &visit, "decide", two).await);
    assert_eq!(decided["decision"]["companion"]["id"], json!(app.world.staff["assistant"]));
    assert!(ok(app.get("supervisor", "/api/v1/today?kind=task").await)["items"].as_array().unwrap().is_empty());
    let there = ok(act(&app, OWNER, &decided, "arrive", json!({})).await);
    assert_eq!(there["status"], "arrived");
    assert_eq!(refusal(&act(&app, "assistant", &there, "depart", json!({})).await), (403, "visit_of_colleague"));
}

#[actix_web::test]
async fn who_is_asked_about_a_visit_on_call_still_says_so_when_their_shift_is_over() {
    let app = TestApp::new().await;
    crate::on_call::only_on_call(&app, "supervisor").await;
    let appointment = home_visit(&app, OWNER, 30).await;
    let visit = ok(check(&app, OWNER, &appointment, json!({ "answers": answers(), "result": "not_alone" })).await);
    assert_eq!(visit["asked"]["id"], json!(app.world.staff["supervisor"]));
    crate::on_call::shifts_over(&app);
    let no = json!({ "answer": "accompanied", "companion_id": app.world.staff["assistant"] });
    assert_eq!(ok(act(&app, "supervisor", &visit, "decide", no).await)["decision"]["answer"], "accompanied");
}

#[actix_web::test]
async fn an_overdue_worker_raises_an_alert_that_reaches_the_lead_and_ends_with_how_they_are() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let there = ok(act(&app, OWNER, &visit, "arrive", json!({ "minutes": 10 })).await);
    let overdue_at = instant(&there["overdue_at"]);
    assert_eq!(overdue_at - instant(&there["expected_end_at"]), TimeDelta::minutes(15));
    api::jobs::round(&app.state, overdue_at - TimeDelta::seconds(1)).await.unwrap();
    assert_eq!(seen(&app, &visit).await["alarm_id"], Value::Null);
    let servers = (0..6).map(|_| app.state.store.visits_watch(app.world.org_id, overdue_at));
    let raised: usize = futures_util::future::join_all(servers).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(raised, 1, "many servers raise it once");

    let alarmed = seen(&app, &visit).await;
    let path = format!("/api/v1/alerts/{}", alarmed["alarm_id"].as_str().unwrap());
    let alert = ok(app.get("lead", &path).await);
    assert_eq!((&alert["kind"], &alert["owner"]["id"]), (&json!("worker_overdue"), &json!(app.world.staff[OWNER])));
    assert_eq!(ok(app.get(OWNER, "/api/v1/today?kind=alert").await)["items"].as_array().unwrap().len(), 1);
    api::jobs::round(&app.state, overdue_at + TimeDelta::minutes(15)).await.unwrap();
    let asked = ok(app.get("lead", &path).await)["asked"].clone();
    let asked: Vec<&Value> = asked.as_array().unwrap().iter().map(|ask| &ask["staff"]["id"]).collect();
    assert!(
        asked.contains(&&json!(app.world.staff["lead"])) && asked.contains(&&json!(app.world.staff["supervisor"])),
        "{asked:?}"
    );
    assert_eq!(ok(app.get("lead", "/api/v1/today?kind=alert").await)["items"].as_array().unwrap().len(), 1);

    let left = ok(act(&app, OWNER, &alarmed, "extend", json!({ "minutes": 30 })).await);
    let left = ok(act(&app, OWNER, &left, "depart", json!({ "missed": { "reason": "Nobody opened." } })).await);
    assert_eq!(left["visit"]["status"], "departed");
    let open = app.get("lead", &path).await;
    assert_eq!(open.json["status"], "open", "leaving closes it as little as silence does");
    let close = |outcome: &str| json!({ "outcome": outcome, "detail": "Spoke with her on the phone." });
    let refused = app.change("lead", Method::POST, &format!("{path}/close"), &open.etag(), close("admitted")).await;
    assert_eq!(
        (refusal(&refused), &refused.json["errors"][0]["pointer"]),
        ((409, "alert_outcome_unfit"), &json!("/outcome"))
    );
    let closed =
        ok(app.change("lead", Method::POST, &format!("{path}/close"), &open.etag(), close("worker_safe")).await);
    assert_eq!((&closed["status"], &closed["outcome"]), (&json!("closed"), &json!("worker_safe")));
    let trail = app.get("privacy_officer", "/api/v1/audit?operation=visit_watch").await;
    assert_eq!(trail.json["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn who_is_found_safe_and_stays_is_asked_about_again_an_hour_later() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let there = ok(act(&app, OWNER, &visit, "arrive", json!({ "minutes": 10 })).await);
    api::jobs::round(&app.state, instant(&there["overdue_at"])).await.unwrap();
    let first = seen(&app, &visit).await["alarm_id"].clone();
    let path = format!("/api/v1/alerts/{}", first.as_str().unwrap());
    let open = app.get("lead", &path).await;
    let body = json!({ "outcome": "worker_safe", "detail": "It takes longer." });
    ok(app.change("lead", Method::POST, &format!("{path}/close"), &open.etag(), body).await);
    let watched = seen(&app, &visit).await;
    assert_eq!((&watched["status"], &watched["alarm_id"]), (&json!("arrived"), &Value::Null));
    api::jobs::round(&app.state, instant(&watched["overdue_at"])).await.unwrap();
    let second = seen(&app, &visit).await["alarm_id"].clone();
    assert!(second.is_string() && second != first, "{second}");
}

#[actix_web::test]
async fn what_was_not_entered_at_its_time_is_entered_with_a_reason() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let at = Utc::now() - TimeDelta::minutes(40);
    let without = act(&app, OWNER, &visit, "arrive", json!({ "at": at })).await;
    assert_eq!(
        (refusal(&without), &without.json["errors"][0]["pointer"]),
        ((409, "visit_late_reason_required"), &json!("/late_reason"))
    );
    let late = json!({ "at": at, "late_reason": "No signal in the valley" });
    let there = ok(act(&app, OWNER, &visit, "arrive", late).await);
    assert_eq!(
        (&there["late"][0]["of"], &there["late"][0]["reason"]),
        (&json!("visit_arrive"), &json!("No signal in the valley"))
    );
    let early = json!({ "at": at - TimeDelta::minutes(1), "late_reason": "No signal" });
    assert_eq!(refusal(&act(&app, OWNER, &there, "depart", early).await), (409, "visit_time_order"));
}

#[actix_web::test]
async fn a_kept_visit_in_a_program_of_behavioral_health_tells_the_clocks_after_a_stay() {
    let app = TestApp::new().await;
    let program = app.world.program_id;
    app.db.owner_sql(&format!("UPDATE program SET setting = 'behavioral_health' WHERE id = '{program}'"));
    // The directory is read anew after a change of it.
    let licence =
        json!({ "kind": "rn", "state": "VT", "number": "VT 1", "status": "active", "expires_on": "2999-01-01" });
    let path = format!("/api/v1/staff/{}/credentials", app.world.staff["director"]);
    assert_eq!(app.post("organization_admin", &path, licence).await.status, 201);
    let appointment = home_visit(&app, OWNER, -10).await;
    let path = format!("/api/v1/appointments/{}/keep", appointment["id"].as_str().unwrap());
    let contact = json!({ "contact": { "with": "person", "purpose": "follow_up" } });
    let kept = ok(app.change(OWNER, Method::POST, &path, "\"1\"", contact).await);
    let contact_id = kept["appointment"]["contact_id"].as_str().unwrap();
    let heard =
        format!("SELECT count(*) FROM case_event WHERE kind = 'behavioral_visit_kept' AND subject_id = '{contact_id}'");
    assert_eq!(app.db.owner_sql(&heard), "1");
}

#[actix_web::test]
async fn a_ride_is_changed_when_its_appointment_moves_and_cancelled_with_it() {
    let app = TestApp::new().await;
    let appointment = home_visit(&app, OWNER, 3 * 24 * 60).await;
    let path = format!("/api/v1/cases/{}/referrals", app.world.case_id);
    let arrange = |kind: &str, id: &Value| {
        let body = json!({ "kind": kind, "recipient": "County rides", "request": "A ride", "appointment_id": id });
        app.post(OWNER, &path, body)
    };
    let unfit = arrange("dme", &appointment["id"]).await;
    assert_eq!(
        (refusal(&unfit), &unfit.json["errors"][0]["pointer"]),
        ((409, "referral_appointment_unfit"), &json!("/appointment_id"))
    );
    assert_eq!(refusal(&arrange("transport", &json!(uuid::Uuid::now_v7())).await), (409, "unknown_appointment"));
    let ride = arrange("transport", &appointment["id"]).await;
    assert_eq!((ride.status.as_u16(), &ride.json["appointment_id"]), (201, &appointment["id"]), "{}", ride.text);

    let path = format!("/api/v1/appointments/{}", appointment["id"].as_str().unwrap());
    let later = json!({ "starts_at": Utc::now() + TimeDelta::days(4) });
    let moved = app.change(OWNER, Method::POST, &format!("{path}/move"), "\"1\"", later).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let why = json!({ "by": "person", "reason": "Ill" });
    ok(app.change(OWNER, Method::POST, &format!("{path}/cancel"), &moved.etag(), why).await);
    let tasks = app.get(OWNER, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await.json;
    let titles: Vec<&str> =
        tasks["items"].as_array().unwrap().iter().filter_map(|task| task["title"].as_str()).collect();
    assert!(titles.contains(&"Change the ride") && titles.contains(&"Cancel the ride"), "{titles:?}");
}

#[actix_web::test]
async fn a_case_is_closed_neither_during_a_visit_nor_before_what_began_has_an_outcome() {
    let app = TestApp::new().await;
    let close = async || {
        let path = format!("/api/v1/cases/{}", app.world.case_id);
        let case = app.get(OWNER, &path).await;
        let body = json!({ "outcome": "goals_met", "reason": "Done" });
        app.change(OWNER, Method::POST, &format!("{path}/close"), &case.etag(), body).await
    };
    let visit = checked(&app, OWNER).await;
    let on_the_way = ok(act(&app, OWNER, &visit, "set-out", json!({})).await);
    assert_eq!(refusal(&close().await), (409, "case_has_visit"));
    let back = ok(act(&app, OWNER, &on_the_way, "depart", json!({})).await);
    assert_eq!((&back["visit"]["status"], &back["visit"]["arrived_at"]), (&json!("departed"), &Value::Null));
    assert_eq!(refusal(&close().await), (409, "case_has_open_appointment"));
    let path = format!("/api/v1/appointments/{}", visit["appointment_id"].as_str().unwrap());
    let appointment = app.get(OWNER, &path).await;
    let missed = json!({ "reason": "Nobody was there" });
    let settled = app.change(OWNER, Method::POST, &format!("{path}/miss"), &appointment.etag(), missed).await;
    assert_eq!(settled.status, 200, "{}", settled.text);
    assert_eq!(close().await.status, 200);
}

#[actix_web::test]
async fn a_way_ends_with_its_appointment_nobody_is_waited_for_and_the_case_may_close() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let way = ok(act(&app, OWNER, &visit, "set-out", json!({})).await);
    let path = format!("/api/v1/appointments/{}", visit["appointment_id"].as_str().unwrap());
    let cancel = json!({ "by": "person", "reason": "Ill" });
    let booked = app.get(OWNER, &path).await;
    ok(app.change(OWNER, Method::POST, &format!("{path}/cancel"), &booked.etag(), cancel).await);
    assert!(ok(app.get("lead", "/api/v1/visits").await)["items"].as_array().unwrap().is_empty());
    let overdue = instant(&way["overdue_at"]);
    assert_eq!(app.state.store.visits_watch(app.world.org_id, overdue).await.unwrap(), 0);
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let case = app.get(OWNER, &path).await;
    let body = json!({ "outcome": "goals_met", "reason": "Done" });
    ok(app.change(OWNER, Method::POST, &format!("{path}/close"), &case.etag(), body).await);
}

#[actix_web::test]
async fn who_turns_back_logs_no_contact_and_meets_nothing() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let way = ok(act(&app, OWNER, &visit, "set-out", json!({})).await);
    let kept = json!({ "kept": { "contact": { "with": "person", "purpose": "follow_up" } } });
    let refused = act(&app, OWNER, &way, "depart", kept).await;
    let pointer = &refused.json["errors"][0]["pointer"];
    assert_eq!((refusal(&refused), pointer), ((409, "visit_kept_not_there"), &json!("/kept")));
    assert_eq!(seen(&app, &visit).await["status"], "on_the_way");
    let back = ok(act(&app, OWNER, &way, "depart", json!({})).await);
    assert_eq!((&back["visit"]["status"], &back["met"]), (&json!("departed"), &json!([])));
    let heard = format!(
        "SELECT count(*) FROM case_event WHERE case_id = '{}' AND kind IN ('contact_reached', 'seen_in_person')",
        app.world.case_id
    );
    assert_eq!(app.db.owner_sql(&heard), "0");
}

#[actix_web::test]
async fn who_set_out_and_was_not_heard_of_is_asked_about() {
    let app = TestApp::new().await;
    let visit = checked(&app, OWNER).await;
    let way = ok(act(&app, OWNER, &visit, "set-out", json!({})).await);
    let overdue = instant(&way["overdue_at"]);
    let watch = async |at| app.state.store.visits_watch(app.world.org_id, at).await.unwrap();
    assert_eq!(watch(overdue - TimeDelta::seconds(1)).await, 0);
    assert_eq!((watch(overdue).await, watch(overdue).await), (1, 0));
    assert!(!seen(&app, &visit).await["alarm_id"].is_null());
}

#[actix_web::test]
async fn only_who_met_the_person_saw_the_person() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/contacts", app.world.case_id);
    for (with, seen) in [("caregiver", "0"), ("person", "1")] {
        let contact = json!({
            "mode": "in_person", "direction": "outbound", "outcome": "reached", "with": with, "minutes": 20, "purpose": "follow_up"
        });
        assert_eq!(app.post(OWNER, &path, contact).await.status, 201);
        let heard = format!(
            "SELECT count(*) FROM case_event WHERE case_id = '{}' AND kind = 'seen_in_person'",
            app.world.case_id
        );
        assert_eq!(app.db.owner_sql(&heard), seen, "{with}");
    }
}
