//! Messages reach only those who see the person, and what nobody acknowledges becomes work.

use actix_web::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const WRITER: &str = "care_manager";
const READER: &str = "lead";

/// A thread of the writer with the reader.
pub async fn thread(app: &TestApp, more: Value) -> Answered {
    let mut body =
        json!({ "subject": "Oxygen", "member_ids": [app.world.staff[READER]], "body": "Is the oxygen ordered?" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.post(WRITER, &format!("/api/v1/cases/{}/message-threads", app.world.case_id), body).await
}

fn path(thread: &Answered) -> String {
    format!("/api/v1/message-threads/{}", thread.json["id"].as_str().expect("an id"))
}

/// The only receipt of the only message of a thread.
async fn receipt(app: &TestApp, role: &str, thread: &Answered) -> Value {
    app.get(role, &path(thread)).await.json["messages"][0]["receipts"][0].clone()
}

async fn acknowledge(app: &TestApp, role: &str, receipt: &Value) -> Answered {
    let path = format!("/api/v1/message-receipts/{}/acknowledge", receipt["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &format!("\"{}\"", receipt["version"]), json!({})).await
}

/// Tasks about messages on somebody's list.
async fn tasks(app: &TestApp, role: &str) -> Vec<Value> {
    let items = app.get(role, "/api/v1/today?kind=task").await.json["items"].as_array().expect("items").clone();
    items.into_iter().filter(|item| item["next_action"]["code"] == "read_message").collect()
}

#[actix_web::test]
async fn a_message_reaches_its_members_is_counted_until_it_is_seen_and_is_answered() {
    let app = TestApp::new().await;
    let thread = thread(&app, json!({})).await;
    assert_eq!(thread.status, 201, "{}", thread.text);
    assert_eq!(thread.json["messages"][0]["receipts"][0]["status"], "informed");
    assert_eq!(app.get(READER, "/api/v1/message-counts").await.json, json!({ "unread": 1, "to_acknowledge": 0 }));
    let inbox = app.get(READER, "/api/v1/message-threads?unread=true").await;
    assert_eq!((&inbox.json["items"][0]["unread"], &inbox.json["items"][0]["messages"]), (&json!(1), &json!([])));
    let about = format!("/api/v1/message-threads?person_id={}", app.world.person_id);
    assert_eq!(app.get(READER, &about).await.json["items"].as_array().unwrap().len(), 1);
    let other = format!("/api/v1/message-threads?person_id={}", app.world.hidden_person_id);
    assert_eq!(app.get(READER, &other).await.json["items"], json!([]));

    let seen = app.change(READER, Method::POST, &format!("{}/read", path(&thread)), "\"1\"", json!({})).await;
    assert_eq!(seen.json, json!({ "unread": 0, "to_acknowledge": 0 }), "{}", seen.text);
    assert_eq!(app.get(READER, "/api/v1/message-threads?unread=true").await.json["items"], json!([]));
    let answer = app.post(READER, &format!("{}/messages", path(&thread)), json!({ "body": "Yes, for Friday." })).await;
    assert_eq!((answer.status.as_u16(), &answer.json["version"]), (201, &json!(2)), "{}", answer.text);
    let bodies = |answer: &Answered| {
        answer.json["messages"].as_array().unwrap().iter().map(|message| message["body"].clone()).collect::<Vec<_>>()
    };
    let both = [json!("Is the oxygen ordered?"), json!("Yes, for Friday.")];
    assert_eq!(bodies(&answer), both);
    assert_eq!(bodies(&app.get(WRITER, &path(&thread)).await), both);
    assert_eq!(app.get(WRITER, "/api/v1/message-counts").await.json["unread"], 1);
    let late = app.change(WRITER, Method::POST, &format!("{}/read", path(&thread)), "\"1\"", json!({})).await;
    assert_eq!(late.status, 412, "what came meanwhile is not seen");
}

#[actix_web::test]
async fn who_is_not_a_member_or_no_longer_sees_the_person_finds_no_thread() {
    let app = TestApp::new().await;
    let thread = thread(&app, json!({})).await;
    for role in ["supervisor", "director", "assistant", "stranger"] {
        assert_eq!(app.get(role, &path(&thread)).await.status, 404, "{role}");
        assert_eq!(app.get(role, "/api/v1/message-threads").await.json["items"], json!([]), "{role}");
    }
    let end = format!("UPDATE team_member SET function = 'member' WHERE staff_id = '{}'", app.world.staff[READER]);
    app.db.owner_sql(&end);
    assert_eq!(app.get(READER, &path(&thread)).await.status, 404, "a lead who no longer leads");
    assert_eq!(app.get(READER, "/api/v1/message-counts").await.json["unread"], 0);
    app.state.store.directory_changed(app.world.org_id);
    let alone = app.post(WRITER, &format!("{}/messages", path(&thread)), json!({ "body": "And?" })).await;
    assert_eq!((alone.status.as_u16(), alone.code()), (409, "thread_without_readers"));
}

#[actix_web::test]
async fn only_colleagues_who_see_the_person_are_offered_and_written_to() {
    let app = TestApp::new().await;
    let offered = app.get(WRITER, &format!("/api/v1/cases/{}/message-recipients", app.world.case_id)).await;
    let roles: Vec<&str> =
        offered.json["items"].as_array().unwrap().iter().map(|item| item["role"].as_str().unwrap()).collect();
    for role in ["assistant", "coordinator", "lead", "supervisor", "director"] {
        assert!(roles.contains(&role), "{role} is on the care team or leads: {roles:?}");
    }
    for role in ["care_manager", "senior_care_manager", "privacy_officer", "organization_admin", "integrator"] {
        assert!(!roles.contains(&role), "{role}: {roles:?}");
    }
    let outside = thread(&app, json!({ "member_ids": [app.world.staff[READER], app.world.stranger_id] })).await;
    assert_eq!((outside.status.as_u16(), outside.code()), (409, "recipient_out_of_reach"));
    assert_eq!(outside.json["errors"][0]["pointer"], "/member_ids/1");
    let late = thread(&app, json!({ "acknowledge_by": "2020-01-01T00:00:00Z" })).await;
    assert_eq!((late.status.as_u16(), late.code()), (409, "acknowledge_by_in_past"));
}

#[actix_web::test]
async fn what_nobody_acknowledges_is_a_task_of_the_recipient_then_of_the_supervisor_until_somebody_does() {
    let app = TestApp::new().await;
    let by = Utc::now() + TimeDelta::hours(1);
    let thread = thread(&app, json!({ "acknowledge_by": by })).await;
    assert_eq!(app.get(READER, "/api/v1/message-counts").await.json["to_acknowledge"], 1);
    api::jobs::round(&app.state, by - TimeDelta::seconds(1)).await.unwrap();
    assert!(tasks(&app, READER).await.is_empty());

    api::jobs::round(&app.state, by).await.unwrap();
    api::jobs::round(&app.state, by + TimeDelta::minutes(1)).await.unwrap();
    let own = tasks(&app, READER).await;
    assert_eq!((own.len(), &own[0]["title"]), (1, &json!("Acknowledge a message")));
    let complete = format!("/api/v1/tasks/{}/complete", own[0]["id"].as_str().unwrap());
    let ticked = app.change(READER, Method::POST, &complete, "\"1\"", json!({})).await;
    assert_eq!((ticked.status.as_u16(), ticked.code()), (409, "message_not_acknowledged"));

    let later = by + TimeDelta::hours(24) + TimeDelta::minutes(2);
    api::jobs::round(&app.state, later).await.unwrap();
    app.state.store.messages_escalate(app.world.org_id, later + TimeDelta::days(9)).await.unwrap();
    let raised = tasks(&app, "supervisor").await;
    assert_eq!((raised.len(), &raised[0]["title"]), (1, &json!("A message was not acknowledged")));
    let receipt = receipt(&app, "supervisor", &thread).await;
    assert_eq!((&receipt["status"], &receipt["can"]), (&json!("raised"), &json!(["message_acknowledge"])));

    let done = acknowledge(&app, "supervisor", &receipt).await;
    assert_eq!((done.status.as_u16(), &done.json["status"]), (200, &json!("acknowledged")), "{}", done.text);
    assert!(tasks(&app, READER).await.is_empty() && tasks(&app, "supervisor").await.is_empty());
    let again = acknowledge(&app, READER, &done.json).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "message_not_open"));
    let counts = "SELECT count(*) FROM audit_event WHERE operation = 'message_escalate'";
    assert_eq!(app.db.owner_sql(counts), "2", "looks that find nothing to do leave no trace");
}

#[actix_web::test]
async fn who_was_asked_on_call_still_answers_when_their_shift_is_over() {
    let app = TestApp::new().await;
    assert_eq!(crate::on_call::shift(&app, app.world.stranger_id).await.status, 201);
    let by = Utc::now() + TimeDelta::minutes(30);
    let thread = thread(&app, json!({ "urgent": true, "acknowledge_by": by })).await;
    api::jobs::round(&app.state, by).await.unwrap();
    assert_eq!(tasks(&app, "stranger").await.len(), 1);
    crate::on_call::shifts_over(&app);
    let receipt = receipt(&app, "stranger", &thread).await;
    let done = acknowledge(&app, "stranger", &receipt).await;
    assert_eq!((done.status.as_u16(), &done.json["status"]), (200, &json!("acknowledged")), "{}", done.text);
    assert!(tasks(&app, "stranger").await.is_empty());
}

#[actix_web::test]
async fn many_servers_ask_once_about_a_message() {
    let app = TestApp::new().await;
    let by = Utc::now() + TimeDelta::hours(1);
    thread(&app, json!({ "acknowledge_by": by })).await;
    let servers = (0..8).map(|_| app.state.store.messages_escalate(app.world.org_id, by));
    let moved: usize = futures_util::future::join_all(servers).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(moved, 1);
    assert_eq!(tasks(&app, READER).await.len(), 1);
}

#[actix_web::test]
async fn a_recipient_who_acknowledges_in_time_gives_nobody_work() {
    let app = TestApp::new().await;
    let thread = thread(&app, json!({ "urgent": true })).await;
    let receipt = receipt(&app, READER, &thread).await;
    assert_eq!(acknowledge(&app, "supervisor", &receipt).await.status, 404, "it is none of theirs");
    let done = acknowledge(&app, READER, &receipt).await;
    assert_eq!((done.status.as_u16(), &done.json["read_at"].is_string()), (200, &true), "{}", done.text);
    api::jobs::round(&app.state, Utc::now() + TimeDelta::days(2)).await.unwrap();
    assert!(tasks(&app, READER).await.is_empty());
    assert_eq!(app.get(READER, "/api/v1/message-counts").await.json["to_acknowledge"], 0);
}

#[actix_web::test]
async fn nobody_makes_a_task_of_a_message_by_hand() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "Read", "kind": "message", "priority": "routine", "due_at": Utc::now() });
    let refused = app.post(WRITER, "/api/v1/tasks", body).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "task_kind_reserved"));
}
