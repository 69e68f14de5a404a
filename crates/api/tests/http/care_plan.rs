//! A care plan between its revisions: the course of its goals and what was done for it.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";

/// Today where the program of the care manager is.
pub fn today() -> NaiveDate {
    domain::clock::local_date(Utc::now(), chrono_tz::America::New_York)
}

pub struct Approved {
    pub path: String,
    pub goal: Uuid,
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
    Approved { path, goal: goal_id, answer }
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

async fn occurrences(app: &TestApp, plan: &Approved) -> Vec<Value> {
    let shown = app.get(CM, &format!("{}/occurrences", plan.path)).await;
    let mut found =
        shown.json["interventions"][0]["occurrences"].as_array().unwrap_or_else(|| panic!("{}", shown.text)).clone();
    found.reverse();
    found
}

async fn open_tasks(app: &TestApp) -> Vec<Value> {
    let tasks = app.get(CM, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await;
    let open = |task: &&Value| task["status"] == "open" && task["kind"] == "intervention";
    tasks.json["items"].as_array().unwrap().iter().filter(open).cloned().collect()
}

async fn adherence(app: &TestApp, plan: &Approved) -> Value {
    app.get(CM, &format!("{}/occurrences", plan.path)).await.json["adherence"].clone()
}

#[actix_web::test]
async fn completing_the_task_settles_the_occurrence_and_the_measure_counts_it() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let planned = occurrences(&app, &plan).await;
    let days: Vec<_> = planned.iter().map(|one| one["due_on"].clone()).collect();
    let weekly: Vec<_> = (0..5).map(|week| json!(today() + TimeDelta::days(3 + 7 * week))).collect();
    assert_eq!(days, weekly);
    let task = open_tasks(&app).await.remove(0);
    assert_eq!(planned[0]["task_id"], task["id"]);
    let path = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    let done = app.change("assistant", Method::POST, &format!("{path}/complete"), "\"1\"", json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let after = occurrences(&app, &plan).await;
    assert_eq!((&after[0]["status"], &after[1]["status"]), (&json!("done"), &json!("planned")));
    let next = open_tasks(&app).await;
    assert_eq!((next.len(), &after[1]["task_id"]), (1, &next[0]["id"]), "the next one is on the list");
    assert_eq!(
        adherence(&app, &plan).await,
        json!({ "planned": 4, "due": 1, "on_time": 1, "late": 0, "missed": 0, "excused": 0, "rate": 1.0 })
    );
    let span = format!("from={}&to={}", today(), today() + TimeDelta::days(30));
    let measure = app.get(CM, &format!("/api/v1/measures/plan-adherence?{span}")).await;
    assert_eq!(
        (&measure.json["numerator"], &measure.json["denominator"]),
        (&json!(1.0), &json!(1)),
        "{}",
        measure.text
    );

    let reopened = app.change("assistant", Method::POST, &format!("{path}/reopen"), &done.etag(), json!({})).await;
    assert_eq!(reopened.status, 200, "{}", reopened.text);
    assert_eq!(occurrences(&app, &plan).await[0]["status"], "planned");
    let again = app.change("assistant", Method::POST, &format!("{path}/complete"), &reopened.etag(), json!({})).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(open_tasks(&app).await.len(), 1, "the next one is not opened twice");
}

#[actix_web::test]
async fn an_occurrence_is_settled_with_a_reason_and_its_task_goes_with_it() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let first = occurrences(&app, &plan).await.remove(0);
    let task = open_tasks(&app).await.remove(0);
    let path = format!("/api/v1/occurrences/{}", first["id"].as_str().unwrap());
    let settle = async |body: Value| app.change(CM, Method::POST, &format!("{path}/settle"), "\"1\"", body).await;
    assert_eq!(settle(json!({ "outcome": "refused" })).await.code(), "occurrence_reason_required");
    let ahead = json!({ "outcome": "done", "done_at": Utc::now() + TimeDelta::hours(2) });
    assert_eq!(settle(ahead).await.code(), "occurrence_in_future");
    let refused = settle(json!({ "outcome": "refused", "reason": "Feels watched" })).await;
    assert_eq!(refused.json["status"], "refused", "{}", refused.text);
    let gone = app.get(CM, &format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await;
    assert_eq!((&gone.json["status"], &gone.json["result"]), (&json!("cancelled"), &json!("Feels watched")));
    assert_eq!(open_tasks(&app).await.len(), 1, "next week's is on the list");
    assert_eq!(adherence(&app, &plan).await["rate"], json!(0.0), "a refusal counts");

    let reopened = app.change(CM, Method::POST, &format!("{path}/reopen"), &refused.etag(), json!({})).await;
    assert_eq!(reopened.json["status"], "planned", "{}", reopened.text);
    let excuse = json!({ "outcome": "excused", "reason": "In hospital" });
    let excused = app.change(CM, Method::POST, &format!("{path}/settle"), &reopened.etag(), excuse).await;
    assert_eq!(excused.json["status"], "excused", "{}", excused.text);
    assert_eq!(
        adherence(&app, &plan).await,
        json!({ "planned": 4, "due": 0, "on_time": 0, "late": 0, "missed": 0, "excused": 1, "rate": null })
    );
}

#[actix_web::test]
async fn a_revision_withdraws_what_it_no_longer_asks_for_and_the_end_of_the_case_the_rest() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let begun = app
        .change(CM, Method::POST, &format!("{}/revise", plan.path), &plan.answer.etag(), json!({ "reason": "Slower" }))
        .await;
    let mut content = begun.json["content"].clone();
    content["interventions"][0]["frequency"] = json!("biweekly");
    let saved = app.change(CM, Method::PATCH, &plan.path, &begun.etag(), json!({ "content": content })).await;
    let approved = app.change(CM, Method::POST, &format!("{}/approve", plan.path), &saved.etag(), json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    let days: Vec<_> = occurrences(&app, &plan).await.iter().map(|one| one["due_on"].clone()).collect();
    let biweekly: Vec<_> = (0..3).map(|time| json!(today() + TimeDelta::days(3 + 14 * time))).collect();
    assert_eq!(days, biweekly);
    let case = app.get(CM, &format!("/api/v1/cases/{}", app.world.case_id)).await;
    let close = json!({ "outcome": "goals_met", "reason": "She walks to the shop." });
    let closed =
        app.change(CM, Method::POST, &format!("/api/v1/cases/{}/close", app.world.case_id), &case.etag(), close).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert_eq!(occurrences(&app, &plan).await, Vec::<Value>::new());
}

#[actix_web::test]
async fn it_is_written_down_who_agreed_who_understood_and_when_the_plan_is_reviewed() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let path = format!("{}/entries", plan.path);
    let refused = json!({ "who": "person", "manner": "in_person", "stance": "refused" });
    let both = json!({ "participation": refused, "allocation": { "decision": "A bed", "rationale": "Most in need." } });
    assert_eq!(app.post(CM, &path, both).await.code(), "entry_one_kind");
    assert_eq!(app.post(CM, &path, json!({})).await.code(), "entry_one_kind");
    let silent = app.post(CM, &path, json!({ "participation": refused })).await;
    assert_eq!(
        (silent.code(), &silent.json["errors"][0]["pointer"]),
        ("entry_words_required", &json!("/participation/words"))
    );
    let day = today() + TimeDelta::days(14);
    let mut spoken = refused;
    spoken["words"] = json!("I won't have strangers in my kitchen.");
    spoken["ethics_note"] = json!("He can decide; the risk of a fall was explained.");
    spoken["review_on"] = json!(day);
    let spoken = app.post("assistant", &path, json!({ "participation": spoken })).await;
    assert_eq!((spoken.status.as_u16(), &spoken.json["revision"]), (201, &json!(1)), "{}", spoken.text);
    let copy = json!({ "given_to": "Ana", "language": "es", "medium": "large_print", "understanding": "understood" });
    assert_eq!(app.post(CM, &path, json!({ "teach_back": copy })).await.status, 201);
    let list = app.get(CM, &path).await;
    assert_eq!(list.json["next_review_on"], json!(day), "{}", list.text);
    assert_eq!(list.json["items"].as_array().unwrap().len(), 2);
    let retract = format!("/api/v1/plan-entries/{}/retract", spoken.json["id"].as_str().unwrap());
    let gone = app.change(CM, Method::POST, &retract, &spoken.etag(), json!({ "reason": "Another person" })).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    let list = app.get(CM, &path).await;
    assert_eq!(list.json["next_review_on"], Value::Null);
    assert_eq!(list.json["items"].as_array().unwrap().len(), 2, "it stays readable");
}

#[actix_web::test]
async fn a_need_without_a_goal_and_a_service_planned_twice_are_named_and_stop_nobody() {
    let app = TestApp::new().await;
    let first = approved(&app, "comprehensive").await;
    let second = approved(&app, "discharge").await;
    let need = json!({ "kind": "social", "title": "No ride to dialysis" });
    app.post(CM, &format!("/api/v1/people/{}/needs", app.world.person_id), need).await;
    let found = app.get(CM, &format!("{}/check", second.path)).await;
    let line = "Go through the sugar log by phone";
    assert_eq!(
        found.json["items"],
        json!([
            { "finding": "need_unaddressed", "items": ["No ride to dialysis"] },
            { "finding": "service_twice", "items": [line, line] }
        ]),
        "{}",
        found.text
    );
    assert_eq!((first.answer.status.as_u16(), second.answer.status.as_u16()), (200, 200));
}

#[actix_web::test]
async fn a_template_of_the_setting_proposes_a_plan_and_its_needs_as_candidates() {
    let app = TestApp::new().await;
    let offered = app.get(CM, &format!("/api/v1/programs/{}/care-plan-templates", app.world.program_id)).await;
    let template = &offered.json["items"][0];
    let path = format!("/api/v1/cases/{}/care-plans", app.world.case_id);
    let strange = app.post(CM, &path, json!({ "kind": template["kind"], "template": "no-such" })).await;
    assert_eq!((strange.status.as_u16(), strange.code()), (409, "unknown_template"));
    let plan = app.post(CM, &path, json!({ "kind": template["kind"], "template": template["code"] })).await;
    assert_eq!(plan.status, 201, "{}", plan.text);
    let goals = plan.json["content"]["goals"].as_array().unwrap();
    assert_eq!(goals.len(), template["goals"].as_array().unwrap().len());
    assert!(plan.json["smart"].as_array().unwrap().iter().all(|goal| goal["passes"] == true), "{}", plan.text);
    let needs = app.get(CM, &format!("/api/v1/people/{}/needs", app.world.person_id)).await;
    let proposed =
        needs.json["items"].as_array().unwrap().iter().find(|need| need["id"] == goals[0]["need_id"]).unwrap();
    assert_eq!(proposed["status"], "candidate");
}

#[actix_web::test]
async fn after_a_hand_off_the_next_task_goes_to_the_new_owner_and_nobody_comes_back_unasked() {
    let app = TestApp::new().await;
    let senior = "senior_care_manager";
    let path = format!("/api/v1/cases/{}/care-plans", app.world.case_id);
    let need = json!({ "kind": "clinical", "title": "Blood sugar too high" });
    let need = app.post(CM, &format!("/api/v1/people/{}/needs", app.world.person_id), need).await;
    let goal_id = Uuid::now_v7();
    let content = json!({
        "goals": [goal(goal_id, &need.json["id"])],
        "interventions": [{ "id": Uuid::now_v7(), "goal_id": goal_id, "text": "Call", "owner_id": app.world.staff[CM],
            "frequency": "weekly", "due_on": today() + TimeDelta::days(3), "status": "active" }]
    });
    let plan = app.post(CM, &path, json!({ "kind": "comprehensive", "content": content })).await;
    let approve = format!("/api/v1/care-plans/{}/approve", plan.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &approve, &plan.etag(), json!({})).await.status, 200);
    let offer = json!({ "to_id": app.world.staff[senior], "summary": "Stable, calls on Mondays" });
    let offered = app.post(CM, &format!("/api/v1/cases/{}/hand-offs", app.world.case_id), offer).await;
    let accept = format!(
        "/api/v1/hand-offs/{}/accept",
        offered.json["id"].as_str().unwrap_or_else(|| panic!("{}", offered.text))
    );
    let accepted = app.change(senior, Method::POST, &accept, &offered.etag(), json!({})).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    let tasks = format!("/api/v1/cases/{}/tasks", app.world.case_id);
    let open = async || {
        let all = app.get("director", &tasks).await.json["items"].as_array().unwrap().clone();
        all.into_iter().find(|task| task["status"] == "open" && task["kind"] == "intervention").expect("a task")
    };
    let first = open().await;
    assert_eq!(first["owner"]["id"], json!(app.world.staff[senior]));
    let complete = format!("/api/v1/tasks/{}/complete", first["id"].as_str().unwrap());
    let done = app.change(senior, Method::POST, &complete, &format!("\"{}\"", first["version"]), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(open().await["owner"]["id"], json!(app.world.staff[senior]));
    assert_eq!(app.get(CM, &format!("/api/v1/people/{}", app.world.person_id)).await.status, 404);
}

#[actix_web::test]
async fn a_false_done_is_taken_back_although_the_plan_no_longer_asks_for_it() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let first = occurrences(&app, &plan).await.remove(0);
    let path = format!("/api/v1/occurrences/{}", first["id"].as_str().unwrap());
    let etag = format!("\"{}\"", first["version"]);
    let done = app.change(CM, Method::POST, &format!("{path}/settle"), &etag, json!({ "outcome": "done" })).await;
    assert_eq!(done.json["status"], "done", "{}", done.text);
    let revise = format!("{}/revise", plan.path);
    let begun = app.change(CM, Method::POST, &revise, &plan.answer.etag(), json!({ "reason": "Not needed" })).await;
    let mut content = begun.json["content"].clone();
    content["interventions"][0]["status"] = json!("cancelled");
    let saved = app.change(CM, Method::PATCH, &plan.path, &begun.etag(), json!({ "content": content })).await;
    let approve = format!("{}/approve", plan.path);
    assert_eq!(app.change(CM, Method::POST, &approve, &saved.etag(), json!({})).await.status, 200);
    let reopened = app.change(CM, Method::POST, &format!("{path}/reopen"), &done.etag(), json!({})).await;
    assert_eq!((reopened.status.as_u16(), &reopened.json["status"]), (200, &json!("withdrawn")), "{}", reopened.text);
}
