//! A question to a senior colleague or a physician advisor is their work until it is answered, and what follows is written down.

use actix_web::http::Method;
use chrono::{SubsecRound, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const ASKER: &str = "care_manager";

/// A question of the care manager, or an escalation, to somebody of a role.
pub async fn asked(app: &TestApp, role: &str, kind: &str) -> Answered {
    let path = format!("/api/v1/cases/{}/consultations", app.world.case_id);
    let due_at = Utc::now().trunc_subsecs(0) + TimeDelta::hours(8);
    let question = "Is going home safe without a ramp?";
    let body = json!({ "kind": kind, "consultant_id": app.world.staff[role], "question": question, "due_at": due_at });
    app.post(ASKER, &path, body).await
}

async fn act(app: &TestApp, role: &str, consultation: &Value, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/consultations/{}/{verb}", consultation["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &format!("\"{}\"", consultation["version"]), body).await
}

/// Tasks about consultations on somebody's list.
async fn tasks(app: &TestApp, role: &str) -> Vec<Value> {
    let items = app.get(role, "/api/v1/today?kind=task").await.json["items"].as_array().expect("items").clone();
    items.into_iter().filter(|item| item["next_action"]["code"] == "answer_consultation").collect()
}

#[actix_web::test]
async fn a_physician_advisor_who_is_asked_sees_the_person_has_work_and_answers() {
    let app = TestApp::new().await;
    let advisor = "physician_advisor";
    let person = format!("/api/v1/people/{}", app.world.person_id);
    assert_eq!(app.get(advisor, &person).await.status, 404);
    let question = asked(&app, advisor, "question").await;
    assert_eq!(question.status, 201, "{}", question.text);
    assert_eq!(app.get(advisor, &person).await.status, 200);
    let members = app.get(ASKER, &format!("/api/v1/cases/{}", app.world.case_id)).await;
    let consultant = members.json["members"].as_array().unwrap().iter().find(|member| member["role"] == "consultant");
    assert_eq!(consultant.unwrap()["staff"]["id"], json!(app.world.staff[advisor]));
    assert_eq!(tasks(&app, advisor).await.len(), 1);

    let mine = app.get(advisor, "/api/v1/consultations?open=true").await;
    assert_eq!(mine.json["items"][0]["can"], json!(["consultation_answer", "consultation_decline"]));
    let forged = act(&app, ASKER, &question.json, "answer", json!({ "answer": "Yes." })).await;
    assert_eq!((forged.status.as_u16(), forged.code()), (409, "consultation_of_another"));
    let body = json!({ "answer": "Not before the ramp.", "recommendation": "Order a ramp." });
    let answered = act(&app, advisor, &question.json, "answer", body).await;
    assert_eq!((answered.status.as_u16(), &answered.json["status"]), (200, &json!("answered")), "{}", answered.text);
    assert!(tasks(&app, advisor).await.is_empty());

    let unexplained = act(&app, ASKER, &answered.json, "decide", json!({ "taken": false })).await;
    assert_eq!((unexplained.status.as_u16(), unexplained.code()), (409, "consultation_reason_required"));
    assert_eq!(unexplained.json["errors"][0]["pointer"], "/reason");
    let taken = act(&app, ASKER, &answered.json, "decide", json!({ "taken": true })).await;
    assert_eq!((&taken.json["status"], &taken.json["can"]), (&json!("taken"), &json!([])), "{}", taken.text);
    let again = act(&app, ASKER, &taken.json, "decide", json!({ "taken": true })).await;
    assert_eq!(again.code(), "consultation_not_answered");
    assert_eq!(app.get(advisor, "/api/v1/consultations?open=true").await.json["items"], json!([]));
}

#[actix_web::test]
async fn an_escalation_has_an_owner_a_clock_and_a_resolution_and_can_not_be_ticked_off() {
    let app = TestApp::new().await;
    let escalation = asked(&app, "lead", "escalation").await;
    assert_eq!(escalation.status, 201, "{}", escalation.text);
    let task = tasks(&app, "lead").await.remove(0);
    assert_eq!((&task["title"], &task["due_at"]), (&json!("Resolve an escalation"), &escalation.json["due_at"]));
    let complete = format!("/api/v1/tasks/{}/complete", task["id"].as_str().unwrap());
    let ticked = app.change("lead", Method::POST, &complete, "\"1\"", json!({})).await;
    assert_eq!((ticked.status.as_u16(), ticked.code()), (409, "consultation_not_answered"));
    let resolved = act(&app, "lead", &escalation.json, "answer", json!({ "answer": "The payer agreed today." })).await;
    assert_eq!(resolved.json["status"], "answered", "{}", resolved.text);
    let members = app.get(ASKER, &format!("/api/v1/cases/{}", app.world.case_id)).await;
    let joined = members.json["members"].as_array().unwrap().iter().any(|member| member["role"] == "consultant");
    assert!(!joined, "who leads the team sees the person already");
}

#[actix_web::test]
async fn what_is_declined_or_taken_back_leaves_nobody_with_work() {
    let app = TestApp::new().await;
    for (role, verb, status) in [("lead", "decline", "declined"), (ASKER, "withdraw", "withdrawn")] {
        let question = asked(&app, "lead", "question").await;
        assert_eq!(tasks(&app, "lead").await.len(), 1);
        let settled = act(&app, role, &question.json, verb, json!({ "reason": "Solved by phone." })).await;
        assert_eq!((settled.status.as_u16(), &settled.json["status"]), (200, &json!(status)), "{}", settled.text);
        assert!(tasks(&app, "lead").await.is_empty());
    }
}

#[actix_web::test]
async fn only_those_who_can_be_asked_are_offered_and_asked() {
    let app = TestApp::new().await;
    let offered = app.get(ASKER, "/api/v1/consultants").await;
    let items = offered.json["items"].as_array().unwrap().clone();
    let kinds = |role: &str| items.iter().find(|item| item["role"] == role).map(|item| item["kinds"].clone());
    assert_eq!(kinds("lead"), Some(json!(["question", "escalation"])));
    assert_eq!(kinds("physician_advisor"), Some(json!(["question"])));
    assert_eq!((kinds("assistant"), kinds("care_manager")), (None, None));
    let refused = asked(&app, "assistant", "question").await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "consultation_role"));
    let refused = asked(&app, "integrator", "question").await;
    assert_eq!(refused.status, 409, "{}", refused.text);
}

#[actix_web::test]
async fn who_does_not_read_notes_sees_only_the_questions_they_take_part_in() {
    let app = TestApp::new().await;
    let question = asked(&app, "lead", "question").await;
    let path = format!("/api/v1/consultations/{}", question.json["id"].as_str().unwrap());
    let about = format!("/api/v1/consultations?person_id={}", app.world.person_id);
    assert_eq!(app.get("coordinator", &path).await.status, 404);
    assert_eq!(app.get("coordinator", &about).await.json["items"], json!([]));
    assert_eq!(app.get("assistant", &path).await.status, 200);
    assert_eq!(app.get("stranger", &path).await.status, 404);
    assert_eq!(app.get("stranger", &about).await.json["items"], json!([]));
}

#[actix_web::test]
async fn who_is_asked_on_call_still_answers_when_their_shift_is_over() {
    let app = TestApp::new().await;
    let senior = "senior_care_manager";
    crate::on_call::only_on_call(&app, senior).await;
    let question = asked(&app, senior, "question").await;
    assert_eq!(question.status, 201, "{}", question.text);
    crate::on_call::shifts_over(&app);
    let answered = act(&app, senior, &question.json, "answer", json!({ "answer": "Not before the ramp." })).await;
    assert_eq!((answered.status.as_u16(), &answered.json["status"]), (200, &json!("answered")), "{}", answered.text);
    assert!(tasks(&app, senior).await.is_empty());
}
