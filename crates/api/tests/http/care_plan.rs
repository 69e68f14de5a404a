//! A care plan between its revisions: the course of its goals and what was done for it.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";

/// Today where the program of the care manager is.
fn today() -> NaiveDate {
    domain::clock::local_date(Utc::now(), chrono_tz::America::New_York)
}

pub struct Approved {
    pub path: String,
    pub goal: Uuid,
    pub step: Uuid,
    pub answer: Answered,
}

pub fn goal(id: Uuid, need: &Value) -> Value {
    json!({
        "id": id, "need_id": need, "text": "Lower my blood sugar", "own_words": "I want to keep my feet", "measure": "A1c", "unit": "%",
        "direction": "decrease", "baseline": 9.5, "target": 7.5, "start_on": today(), "due_on": today() + TimeDelta::days(120),
        "status": "active",
        "scale": { "weight": 1, "much_less": "above 10", "less": "as now", "expected": "below 8", "more": "below 7.5", "much_more": "below 7" }
    })
}

/// A plan with one goal and one weekly intervention, approved.
pub async fn approved(app: &TestApp, kind: &str) -> Approved {
    let need = json!({ "kind": "clinical", "title": "Blood sugar too high" });
    let need = app.post(CM, &format!("/api/v1/people/{}/needs", app.world.person_id), need).await;
    let (goal_id, step) = (Uuid::now_v7(), Uuid::now_v7());
    let content = json!({
        "goals": [goal(goal_id, &need.json["id"])],
        "interventions": [{ "id": step, "goal_id": goal_id, "text": "Go through the sugar log by phone", "frequency": "weekly", "due_on": today() + TimeDelta::days(3), "status": "active" }]
    });
    let plan = app
        .post(
            CM,
            &format!("/api/v1/cases/{}/care-plans", app.world.case_id),
            json!({ "kind": kind, "content": content }),
        )
        .await;
    assert_eq!(plan.status, 201, "{}", plan.text);
    let path = format!("/api/v1/care-plans/{}", plan.json["id"].as_str().unwrap());
    let answer = app.change(CM, Method::POST, &format!("{path}/approve"), &plan.etag(), json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    Approved { path, goal: goal_id, step, answer }
}

#[actix_web::test]
async fn a_goal_shows_its_course_and_a_person_sets_the_achievement() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let path = format!("{}/progress", plan.path);
    for (ahead, value) in [(-14, 9.0), (0, 8.5)] {
        let body = json!({ "goal_id": plan.goal, "observed_on": today() + TimeDelta::days(ahead), "value": value });
        assert_eq!(app.post("assistant", &path, body).await.status, 201);
    }
    let judged = json!({ "goal_id": plan.goal, "achievement": "improving", "attainment": 1, "note": "She walks every evening." });
    let judged = app.post(CM, &path, judged).await;
    assert_eq!(judged.json["observed_on"], json!(today()), "{}", judged.text);
    let shown = app.get(CM, &path).await;
    let course = &shown.json["goals"][0];
    assert_eq!((&course["percent"], &course["current"]), (&json!(50.0), &json!(8.5)), "{}", shown.text);
    assert_eq!((&course["proposed"], &course["achievement"]), (&json!("improving"), &json!("improving")));
    assert_eq!(course["entries"].as_array().unwrap().len(), 3);
    assert_eq!(shown.json["attainment_score"], json!(60.0), "one goal at +1");

    let retract = format!("/api/v1/goal-progress/{}/retract", judged.json["id"].as_str().unwrap());
    let retracted = app.change(CM, Method::POST, &retract, &judged.etag(), json!({ "reason": "Wrong goal" })).await;
    assert_eq!(retracted.json["retract_reason"], "Wrong goal", "{}", retracted.text);
    let again = app.change(CM, Method::POST, &retract, &retracted.etag(), json!({ "reason": "Wrong goal" })).await;
    assert_eq!(again.code(), "progress_retracted");
    let shown = app.get(CM, &path).await;
    assert_eq!(shown.json["goals"][0]["achievement"], Value::Null);
    assert_eq!(shown.json["attainment_score"], Value::Null);
    assert_eq!(shown.json["goals"][0]["entries"].as_array().unwrap().len(), 3, "what was taken back stays readable");
}

#[actix_web::test]
async fn progress_is_refused_with_a_pointer_and_needs_a_plan_in_force() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let path = format!("{}/progress", plan.path);
    let refused = [
        (json!({ "goal_id": plan.goal }), "progress_empty"),
        (
            json!({ "goal_id": plan.goal, "value": 8, "observed_on": today() + TimeDelta::days(2) }),
            "progress_in_future",
        ),
        (json!({ "goal_id": Uuid::now_v7(), "value": 8 }), "plan_unknown_goal"),
    ];
    for (body, code) in refused {
        let answer = app.post(CM, &path, body).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (409, code), "{}", answer.text);
    }
    let begun = app
        .change(CM, Method::POST, &format!("{}/revise", plan.path), &plan.answer.etag(), json!({ "reason": "Review" }))
        .await;
    assert_eq!(begun.status, 200);
    let meanwhile = app.post(CM, &path, json!({ "goal_id": plan.goal, "value": 9 })).await;
    assert_eq!(meanwhile.status, 201, "the approved revision stays in force: {}", meanwhile.text);
    let draft =
        app.post(CM, &format!("/api/v1/cases/{}/care-plans", app.world.case_id), json!({ "kind": "discharge" })).await;
    let path = format!("/api/v1/care-plans/{}/progress", draft.json["id"].as_str().unwrap());
    assert_eq!(app.post(CM, &path, json!({ "goal_id": plan.goal, "value": 9 })).await.code(), "plan_not_approved");
}
