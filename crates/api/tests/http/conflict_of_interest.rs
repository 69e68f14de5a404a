//! A worker who knows a person otherwise than through their work never gets the case, and few know why.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const SENIOR: &str = "senior_care_manager";
const LEAD: &str = "lead";

/// What somebody declares about the person of the care manager.
pub async fn declared(app: &TestApp, role: &str, body: Value) -> Answered {
    app.post(role, &format!("/api/v1/people/{}/conflicts-of-interest", app.world.person_id), body).await
}

async fn offer(app: &TestApp) -> Answered {
    let body = json!({ "to_id": app.world.staff[SENIOR], "summary": "Stable" });
    app.post(CM, &format!("/api/v1/cases/{}/hand-offs", app.world.case_id), body).await
}

async fn known(app: &TestApp, role: &str) -> usize {
    let path = format!("/api/v1/conflicts-of-interest?open=true&person_id={}", app.world.person_id);
    let answer = app.get(role, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["items"].as_array().expect("items").len()
}

async fn end(app: &TestApp, role: &str, conflict: &Answered) -> Answered {
    let path = format!("/api/v1/conflicts-of-interest/{}/end", conflict.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &conflict.etag(), json!({ "reason": "They lost touch." })).await
}

#[actix_web::test]
async fn who_has_a_conflict_of_interest_never_gets_the_case_until_it_ends() {
    let app = TestApp::new().await;
    let senior = json!(app.world.staff[SENIOR]);
    let refused = declared(&app, CM, json!({ "staff_id": senior, "kind": "related" })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "conflict_of_colleague"));
    let conflict = declared(&app, LEAD, json!({ "staff_id": senior, "kind": "related", "detail": "Her niece" })).await;
    assert_eq!((conflict.status.as_u16(), &conflict.json["bars"]), (201, &json!(true)), "{}", conflict.text);
    let twice = declared(&app, LEAD, json!({ "staff_id": senior, "kind": "related" })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "conflict_exists"));

    let offered = offer(&app).await;
    assert_eq!((offered.status.as_u16(), offered.code()), (409, "owner_conflict"));
    assert_eq!(offered.json["errors"][0]["pointer"], "/to_id");
    let query = format!("program_id={}&tier=rising&team_id={}", app.world.program_id, app.world.team_id);
    let candidates = app.get(CM, &format!("/api/v1/people/{}/candidates?{query}", app.world.person_id)).await;
    let items = candidates.json["items"].as_array().expect("items");
    let own = items.iter().find(|item| item["staff"]["id"] == senior).expect("the colleague");
    assert!(own["refusal"].as_str().is_some_and(|text| text.contains("in charge")), "{own}");
    assert!(!candidates.text.contains("niece"), "why is for few");
    let moves = json!({ "moves": [{ "case_id": app.world.case_id, "to_id": senior }], "mode": "immediate", "reason": "Balance" });
    let moved = app.post(LEAD, "/api/v1/caseload-moves", moves).await;
    assert_eq!((moved.status.as_u16(), moved.code()), (409, "caseload_move_refused"), "{}", moved.text);
    assert!(moved.text.contains("in charge") && !moved.text.contains("niece"), "{}", moved.text);

    assert_eq!(end(&app, "assistant", &conflict).await.status, 404);
    let ended = end(&app, LEAD, &conflict).await;
    assert_eq!((ended.status.as_u16(), &ended.json["status"]), (200, &json!("ended")), "{}", ended.text);
    assert_eq!(offer(&app).await.status, 201);
}

#[actix_web::test]
async fn a_worker_who_declares_it_is_asked_for_another_owner_and_no_proposal_leaves_the_case_there() {
    let app = TestApp::new().await;
    let conflict = declared(&app, CM, json!({ "kind": "personal" })).await;
    assert_eq!(conflict.status, 201, "{}", conflict.text);
    let task = app.get("supervisor", "/api/v1/today?kind=task").await;
    assert!(task.text.contains("Find another owner for this case"), "{}", task.text);
    assert!(!task.text.contains("\"personal\""), "why is for few");
    let proposal = app.post(LEAD, "/api/v1/caseload-moves/proposals", json!({})).await;
    let moved = &proposal.json["moves"][0];
    assert_eq!(
        (&moved["barrier"], &moved["from"]["id"]),
        (&json!("conflict"), &json!(app.world.staff[CM])),
        "{proposal:?}"
    );
    assert!(moved["reasons"].as_array().is_some_and(|reasons| reasons.contains(&json!("owner_may_not"))));

    assert_eq!([known(&app, CM).await, known(&app, LEAD).await, known(&app, "privacy_officer").await], [1, 1, 1]);
    assert_eq!([known(&app, "assistant").await, known(&app, "coordinator").await], [0, 0]);
    let log = app.get(CM, &format!("/api/v1/people/{}/access-log", app.world.person_id)).await;
    assert!(log.status.is_success() && !log.text.contains("conflict_of_interest"), "{}", log.text);
    let own = end(&app, CM, &conflict).await;
    assert_eq!((own.status.as_u16(), own.code()), (409, "conflict_not_led"));
    assert_eq!(end(&app, "supervisor", &conflict).await.status, 200);
}

#[actix_web::test]
async fn a_boundary_in_question_is_talked_about_and_leaves_the_case_where_it_is() {
    let app = TestApp::new().await;
    let conflict = declared(&app, CM, json!({ "kind": "boundary", "detail": "He sends gifts." })).await;
    assert_eq!((conflict.status.as_u16(), &conflict.json["bars"]), (201, &json!(false)), "{}", conflict.text);
    assert!(
        app.get("supervisor", "/api/v1/today?kind=task").await.text.contains("Talk about this case with its owner")
    );
    let proposal = app.post(LEAD, "/api/v1/caseload-moves/proposals", json!({})).await;
    assert!(!proposal.text.contains("\"conflict\""), "{}", proposal.text);
    let unsaid = declared(&app, CM, json!({ "kind": "other" })).await;
    assert_eq!((unsaid.code(), &unsaid.json["errors"][0]["pointer"]), ("conflict_detail_required", &json!("/detail")));
}

#[actix_web::test]
async fn who_sees_the_person_by_a_shift_alone_is_not_asked_to_see_to_the_case() {
    let app = TestApp::new().await;
    crate::on_call::only_on_call(&app, "supervisor").await;
    assert_eq!(declared(&app, CM, json!({ "kind": "personal" })).await.status, 201);
    let asked = async |role: &str| {
        app.get(role, "/api/v1/today?kind=task").await.text.contains("Find another owner for this case")
    };
    assert_eq!([asked("supervisor").await, asked(LEAD).await], [false, true]);
}
