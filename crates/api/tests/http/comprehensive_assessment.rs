//! Comprehensive assessments through the API.

use actix_web::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const ASSISTANT: &str = "assistant";
const REPEAT: &str = "Repeat the comprehensive assessment";

async fn form(app: &TestApp) -> Value {
    let form = app.get(CM, "/api/v1/comprehensive-form").await;
    assert_eq!(form.status, 200, "{}", form.text);
    form.json
}

/// Begins one in a case.
pub async fn begun(app: &TestApp, role: &str, case_id: &str, initial: bool) -> Answered {
    let path = format!("/api/v1/cases/{case_id}/comprehensive-assessments");
    let begun = app.post(role, &path, json!({ "initial": initial })).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    begun
}

async fn ours(app: &TestApp, role: &str) -> Answered {
    begun(app, role, &app.world.case_id.to_string(), false).await
}

fn path(assessment: &Answered, verb: &str) -> String {
    format!("/api/v1/comprehensive-assessments/{}{verb}", assessment.json["id"].as_str().unwrap())
}

async fn act(app: &TestApp, role: &str, assessment: &Answered, verb: &str, body: Value) -> Answered {
    app.change(role, Method::POST, &path(assessment, verb), &assessment.etag(), body).await
}

async fn answer(app: &TestApp, role: &str, assessment: &Answered, section: &str, answers: Value) -> Answered {
    let body = json!({ "section": section, "mode": "phone", "answers": answers });
    app.change(role, Method::PATCH, &path(assessment, ""), &assessment.etag(), body).await
}

/// An answer of the right kind: the last choice, the lowest number, some words.
fn plain(question: &Value) -> Value {
    let code = &question["code"];
    match question["form"].as_str() {
        Some("one" | "many") => {
            json!({ "question": code, "codes": [question["choices"].as_array().unwrap().last().unwrap()["code"]] })
        }
        Some("number") => json!({ "question": code, "number": question["min"] }),
        _ => json!({ "question": code, "text": "In the person's words" }),
    }
}

/// Answers every required question of every section, one section after the other.
async fn answered(app: &TestApp, role: &str, mut assessment: Answered) -> Answered {
    let form = form(app).await;
    let sections = assessment.json["sections"].as_array().unwrap().clone();
    for section in sections {
        let name = section["section"].as_str().unwrap();
        let asked = form["sections"].as_array().unwrap().iter().find(|one| one["section"] == name).unwrap();
        let required = asked["questions"].as_array().unwrap().iter().filter(|question| question["required"] == true);
        let answers: Vec<Value> = required.map(plain).collect();
        assessment = answer(app, role, &assessment, name, json!(answers)).await;
        assert_eq!(assessment.status, 200, "{name}: {}", assessment.text);
    }
    assessment
}

fn section<'a>(assessment: &'a Answered, name: &str) -> &'a Value {
    assessment.json["sections"].as_array().unwrap().iter().find(|one| one["section"] == name).expect("a section")
}

fn proposed(assessment: &Answered) -> Vec<&str> {
    let proposals = assessment.json["proposals"].as_array().unwrap();
    proposals.iter().filter_map(|proposal| proposal["code"].as_str()).collect()
}

#[actix_web::test]
async fn a_section_is_resumed_where_it_was_left_and_gets_its_date_author_and_mode_by_itself() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    let half = json!([{ "question": "language", "codes": ["es"] }]);
    let half = answer(&app, CM, &begun, "literacy", half).await;
    assert_eq!(half.status, 200, "{}", half.text);
    let again = app.get(CM, &path(&begun, "")).await;
    let literacy = section(&again, "literacy");
    assert_eq!(literacy["answers"][0]["codes"], json!(["es"]));
    assert_eq!((&literacy["completed_at"], &literacy["mode"]), (&Value::Null, &json!("phone")));
    assert_eq!(literacy["open"], json!(["interpreter", "reading", "learns"]));
    let rest = json!([
        { "question": "language", "codes": ["es"] },
        { "question": "interpreter", "codes": ["yes"] },
        { "question": "reading", "absent": "declined" },
        { "question": "learns", "codes": ["see", "do"] }
    ]);
    let whole = answer(&app, ASSISTANT, &again, "literacy", rest).await;
    let literacy = section(&whole, "literacy");
    assert!(literacy["completed_at"].is_string(), "{}", whole.text);
    assert_eq!(literacy["author"]["id"], json!(app.world.staff[ASSISTANT]), "colleagues share one");
    let stale = answer(&app, CM, &half, "literacy", json!([])).await;
    assert_eq!((stale.status.as_u16(), stale.code()), (412, "stale"));
}

#[actix_web::test]
async fn answers_that_a_question_cannot_have_are_refused_with_a_pointer_and_stored_nowhere() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    for (answers, pointer) in [
        (json!([{ "question": "language", "codes": ["xx"] }]), "/answers/language"),
        (json!([{ "question": "language", "text": "Spanish" }]), "/answers/language"),
        (json!([{ "question": "language" }]), "/answers/0"),
        (json!([{ "question": "language", "codes": ["es"], "absent": "declined" }]), "/answers/0"),
        (
            json!([{ "question": "language", "codes": ["es"] }, { "question": "language", "codes": ["en"] }]),
            "/answers/1",
        ),
    ] {
        let refused = answer(&app, CM, &begun, "literacy", answers).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "answer_invalid"), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], pointer);
    }
    let kept = app.get(CM, &path(&begun, "")).await;
    assert_eq!((&kept.json["version"], &section(&kept, "literacy")["answers"]), (&json!(1), &json!([])));
}

#[actix_web::test]
async fn it_is_completed_only_when_nothing_is_open_and_every_open_question_is_pointed_at() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    let refused = act(&app, CM, &begun, "/complete", json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "sections_open"), "{}", refused.text);
    let open: usize =
        begun.json["sections"].as_array().unwrap().iter().map(|one| one["open"].as_array().unwrap().len()).sum();
    assert_eq!(refused.json["errors"].as_array().unwrap().len(), open);
    assert_eq!(refused.json["errors"][0]["pointer"], "/sections/clinical/general_health");
    let whole = answered(&app, CM, begun).await;
    assert_eq!(whole.json["first_on"], whole.json["last_on"]);
    let done = act(&app, CM, &whole, "/complete", json!({})).await;
    assert_eq!((done.status.as_u16(), &done.json["status"]), (200, &json!("completed")), "{}", done.text);
    let changed = answer(&app, CM, &done, "literacy", json!([])).await;
    assert_eq!(changed.code(), "assessment_not_in_progress");
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    let kinds: Vec<_> = timeline.json["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    assert!(kinds.contains(&json!("comprehensive_assessment")), "{kinds:?}");
}

#[actix_web::test]
async fn a_case_has_one_that_is_not_completed() {
    let app = TestApp::new().await;
    ours(&app, CM).await;
    let path = format!("/api/v1/cases/{}/comprehensive-assessments", app.world.case_id);
    let second = app.post(CM, &path, json!({})).await;
    assert_eq!((second.status.as_u16(), second.code()), (409, "comprehensive_assessment_one_open_per_case"));
}

/// The state of the hospital's assessment deadline.
async fn deadline(app: &TestApp, case_id: &str) -> String {
    let list = app.get("director", &format!("/api/v1/cases/{case_id}/deadlines")).await;
    let items = list.json["items"].as_array().unwrap();
    let found = items.iter().find(|deadline| deadline["rule"]["code"] == "T-1.assessment").expect("the deadline");
    found["status"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn the_initial_assessment_of_an_assistant_stops_the_clock_when_it_is_reviewed() {
    let app = TestApp::new().await;
    let case = json!({ "person_id": app.world.intake_person_id, "program_id": app.world.hospital_id,
        "team_id": app.world.hospital_team_id, "owner_id": app.world.staff["director"], "tier": "high",
        "enrolled_at": Utc::now() - TimeDelta::hours(3) });
    let case = app.post("director", "/api/v1/cases", case).await;
    assert_eq!(case.status, 201, "{}", case.text);
    let case_id = case.json["id"].as_str().unwrap();
    let member = json!({ "staff_id": app.world.staff[ASSISTANT], "role": "assistant" });
    let member = app.post("director", &format!("/api/v1/cases/{case_id}/members"), member).await;
    assert_eq!(member.status, 201, "{}", member.text);
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() - TimeDelta::hours(2) });
    let stay = app.post("director", &format!("/api/v1/people/{}/stays", app.world.intake_person_id), stay).await;
    assert_eq!(stay.status, 201, "{}", stay.text);
    assert_eq!(deadline(&app, case_id).await, "open");
    let whole = begun(&app, ASSISTANT, case_id, true).await;
    let whole = answered(&app, ASSISTANT, whole).await;
    let waits = act(&app, ASSISTANT, &whole, "/complete", json!({})).await;
    assert_eq!(waits.json["status"], "awaiting_review", "{}", waits.text);
    assert_eq!(deadline(&app, case_id).await, "open");
    assert_eq!(act(&app, ASSISTANT, &waits, "/review", json!({})).await.status, 403);
    let done = act(&app, "director", &waits, "/review", json!({})).await;
    assert_eq!((done.status.as_u16(), &done.json["status"]), (200, &json!("completed")), "{}", done.text);
    assert_eq!(done.json["reviewer"]["id"], json!(app.world.staff["director"]));
    assert_eq!(deadline(&app, case_id).await, "met");
    let wrong = act(&app, ASSISTANT, &done, "/withdraw", json!({ "reason": "Another person" })).await;
    assert_eq!((wrong.status.as_u16(), &wrong.json["status"]), (200, &json!("entered_in_error")), "{}", wrong.text);
    assert_eq!(deadline(&app, case_id).await, "open", "what it met is open again");
}

/// The states of both clocks of complex case management.
async fn complex(app: &TestApp) -> [String; 2] {
    let list = app.get(CM, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await;
    ["T-3.begin", "T-3.complete"].map(|code| {
        let items = list.json["items"].as_array().unwrap();
        let found = items.iter().find(|deadline| deadline["rule"]["code"] == code).expect("the deadline");
        found["status"].as_str().unwrap().to_owned()
    })
}

#[actix_web::test]
async fn complex_case_management_asks_for_one_that_is_begun_and_one_that_is_complete() {
    let app = TestApp::new().await;
    assert_eq!(complex(&app).await, ["open", "open"]);
    let whole = ours(&app, CM).await;
    assert_eq!(complex(&app).await, ["met", "open"]);
    let whole = answered(&app, CM, whole).await;
    let done = act(&app, CM, &whole, "/complete", json!({})).await;
    assert_eq!(complex(&app).await, ["met", "met"], "{}", done.text);
    let wrong = act(&app, CM, &done, "/withdraw", json!({ "reason": "Another person" })).await;
    assert_eq!(wrong.status, 200, "{}", wrong.text);
    assert_eq!(complex(&app).await, ["open", "open"], "what it met is open again");
}

#[actix_web::test]
async fn one_in_error_proposes_nothing_and_asks_to_be_made_anew_within_a_week() {
    let app = TestApp::new().await;
    let whole = ours(&app, CM).await;
    let whole = answered(&app, CM, whole).await;
    let done = act(&app, CM, &whole, "/complete", json!({})).await;
    assert_eq!(asked_for(&app).await, (1, 0));
    let refused = act(&app, ASSISTANT, &done, "/withdraw", json!({ "reason": "Another person" })).await;
    assert_eq!((refused.status.as_u16(), &refused.json["code"]), (409, &json!("assessment_of_colleague")));
    let wrong = act(&app, CM, &done, "/withdraw", json!({ "reason": "Another person" })).await;
    assert_eq!(wrong.status, 200, "{}", wrong.text);
    assert_eq!((&wrong.json["error_reason"], proposed(&wrong)), (&json!("Another person"), Vec::new()));
    assert_eq!(asked_for(&app).await, (1, 0));
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    let task = today.json["items"].as_array().unwrap().iter().find(|item| item["title"] == REPEAT).unwrap().clone();
    let due: chrono::DateTime<Utc> = task["due_at"].as_str().unwrap().parse().unwrap();
    assert!(due < Utc::now() + TimeDelta::days(9), "{due}");
    ours(&app, CM).await;
}

#[actix_web::test]
async fn a_proposed_need_comes_with_its_words_is_accepted_once_and_is_not_proposed_again() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    let answers = json!([
        { "question": "food", "codes": ["often_short"] },
        { "question": "transport", "codes": ["no"] }
    ]);
    let hungry = answer(&app, CM, &begun, "social_determinants", answers).await;
    assert_eq!(proposed(&hungry), ["food", "transport"], "{}", hungry.text);
    let food = &hungry.json["proposals"][0];
    assert_eq!((&food["kind"], &food["answer"]["es"]), (&json!("social"), &json!("Seguido no")));
    let accepted = act(
        &app,
        CM,
        &hungry,
        "/decide",
        json!({ "proposal": "food", "accept": true, "title": "Come poco a fin de mes" }),
    )
    .await;
    assert_eq!((accepted.status.as_u16(), proposed(&accepted)), (200, vec!["transport"]), "{}", accepted.text);
    let needs = app.get(CM, &format!("/api/v1/people/{}/needs", app.world.person_id)).await;
    let need = needs.json["items"].as_array().unwrap().iter().find(|need| need["code"] == "Z59.41").expect("the need");
    assert_eq!((&need["title"], &need["status"]), (&json!("Come poco a fin de mes"), &json!("active")));
    assert_eq!(accepted.json["decisions"][0]["need_id"], need["id"]);
    let twice = act(&app, CM, &accepted, "/decide", json!({ "proposal": "food", "accept": true })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "proposal_gone"));
    let bare = act(&app, CM, &accepted, "/decide", json!({ "proposal": "transport", "accept": false })).await;
    assert_eq!((bare.code(), &bare.json["errors"][0]["pointer"]), ("proposal_reason_required", &json!("/reason")));
    let reason = json!({ "proposal": "transport", "accept": false, "reason": "Her son drives again." });
    let declined = act(&app, CM, &accepted, "/decide", reason).await;
    assert!(proposed(&declined).is_empty(), "{}", declined.text);
    let later = answered(&app, CM, declined).await;
    let done = act(&app, CM, &later, "/complete", json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let next = ours(&app, CM).await;
    let hungry = json!([{ "question": "food", "codes": ["often_short"] }]);
    let next = answer(&app, CM, &next, "social_determinants", hungry).await;
    assert!(proposed(&next).is_empty(), "the need is open: {}", next.text);
}

#[actix_web::test]
async fn the_next_one_shows_what_seldom_changes_to_be_confirmed_and_says_what_differs() {
    let app = TestApp::new().await;
    let whole = ours(&app, CM).await;
    let whole = answered(&app, CM, whole).await;
    let first = act(&app, CM, &whole, "/complete", json!({})).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let next = ours(&app, CM).await;
    let literacy = section(&next, "literacy");
    let carried: Vec<_> =
        literacy["carried"].as_array().unwrap().iter().map(|one| one["answer"]["question"].clone()).collect();
    assert!(carried.contains(&json!("language")), "{carried:?}");
    assert!(literacy["open"].as_array().unwrap().contains(&json!("language")), "shown, and not an answer yet");
    assert_eq!(section(&next, "risks")["carried"], json!([]));
    let second = answered(&app, CM, next).await;
    let changed = json!([
        { "question": "strengths", "text": "She sings." },
        { "question": "goals", "text": "In the person's words" },
        { "question": "confidence", "number": 7 }
    ]);
    let second = answer(&app, CM, &second, "strengths", changed).await;
    let compared = app.get(CM, &path(&second, "/compare")).await;
    let said: Vec<_> = compared.json["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["section"].clone(), one["was"]["en"].clone(), one["is"]["es"].clone()))
        .collect();
    assert_eq!(
        said,
        [
            (json!("strengths"), json!("In the person's words"), json!("She sings.")),
            (json!("strengths"), json!("0"), json!("7"))
        ],
        "{}",
        compared.text
    );
    assert_eq!(compared.json["before"]["id"], first.json["id"]);
    let with = format!("/compare?with={}", second.json["id"].as_str().unwrap());
    let turned = app.get(CM, &path(&first, &with)).await;
    assert_eq!(turned.json["before"]["id"], first.json["id"], "the earlier one comes first");
    let nobody = format!("/compare?with={}", uuid::Uuid::now_v7());
    assert_eq!(app.get(CM, &path(&first, &nobody)).await.status, 404);
    let alone = app.get(CM, &path(&first, "/compare")).await;
    assert_eq!((&alone.json["before"], &alone.json["differences"]), (&Value::Null, &json!([])));
    let list = app.get(CM, &format!("/api/v1/people/{}/comprehensive-assessments", app.world.person_id)).await;
    let lines = list.json["items"].as_array().unwrap();
    assert_eq!((&lines[0]["status"], &lines[1]["status"]), (&json!("in_progress"), &json!("completed")));
    assert_eq!(lines[1]["done"], lines[1]["all"]);
}

/// Open tasks that ask for the next assessment, and those that were done.
async fn asked_for(app: &TestApp) -> (usize, usize) {
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    let open = today.json["items"].as_array().unwrap().iter().filter(|item| item["title"] == REPEAT).count();
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    let done = format!("Done: {REPEAT}");
    (open, timeline.json["items"].as_array().unwrap().iter().filter(|item| item["title"] == done).count())
}

#[actix_web::test]
async fn the_next_one_is_on_the_worklist_until_it_is_completed() {
    let app = TestApp::new().await;
    let whole = ours(&app, CM).await;
    let whole = answered(&app, CM, whole).await;
    assert_eq!(asked_for(&app).await, (0, 0));
    assert_eq!(act(&app, CM, &whole, "/complete", json!({})).await.status, 200);
    assert_eq!(asked_for(&app).await, (1, 0));
    let next = ours(&app, CM).await;
    let next = answered(&app, CM, next).await;
    assert_eq!(act(&app, CM, &next, "/complete", json!({})).await.status, 200);
    assert_eq!(asked_for(&app).await, (1, 1));
}

#[actix_web::test]
async fn a_section_shows_the_newest_result_of_its_instruments() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    let instrument = |assessment: &Answered| {
        let all = section(assessment, "behavioral")["instruments"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["code"] == "phq-2").expect("PHQ-2")
    };
    assert_eq!(instrument(&begun)["newest"], Value::Null);
    let scored = json!({ "instrument": "phq-2", "mode": "phone", "answers": { "1": 2, "2": 1 } });
    let scored = app.post(CM, &format!("/api/v1/cases/{}/assessments", app.world.case_id), scored).await;
    let complete = format!("/api/v1/assessments/{}/complete", scored.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &complete, &scored.etag(), json!({})).await.status, 200);
    let seen = app.get(CM, &path(&begun, "")).await;
    let newest = &instrument(&seen)["newest"];
    assert_eq!((&newest["total"], &newest["assessment_id"]), (&json!(3), &scored.json["id"]), "{newest}");
}

#[actix_web::test]
async fn it_is_seen_within_reach_only() {
    let app = TestApp::new().await;
    let begun = ours(&app, CM).await;
    assert_eq!(app.get("stranger", &path(&begun, "")).await.status, 404);
    let list = format!("/api/v1/people/{}/comprehensive-assessments", app.world.person_id);
    assert_eq!(app.get("stranger", &list).await.status, 404);
    assert_eq!(app.get("coordinator", &list).await.status, 403);
}
