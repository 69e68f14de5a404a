//! Crisis plans through the API.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn content() -> Value {
    json!({
        "warning_signs": ["I stop answering the phone."],
        "coping": ["Walk the dog."],
        "helpers": [{ "name": "My sister", "phone": "518-555-0100", "hours": "evenings" }],
        "means_safety": ["My sister keeps my pills."]
    })
}

async fn begun(app: &TestApp, role: &str, content: Value) -> Answered {
    let path = format!("/api/v1/people/{}/crisis-plans", app.world.person_id);
    let plan = app.post(role, &path, json!({ "content": content })).await;
    assert_eq!(plan.status, 201, "{}", plan.text);
    plan
}

async fn act(app: &TestApp, role: &str, plan: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/crisis-plans/{}/{verb}", plan.json["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &plan.etag(), body).await
}

async fn in_force(app: &TestApp) -> Answered {
    let plan = begun(app, CM, content()).await;
    let plan = act(app, CM, &plan, "approve", json!({})).await;
    assert_eq!((plan.status.as_u16(), plan.json["status"].as_str()), (200, Some("in_force")), "{}", plan.text);
    plan
}

/// Open tasks on a role's worklist whose title names the crisis plan: title and due day.
async fn work(app: &TestApp, role: &str) -> Vec<(String, String)> {
    let today = app.get(role, "/api/v1/today?kind=task").await;
    let items = today.json["items"].as_array().expect("items").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items
        .iter()
        .map(|item| (text(&item["title"]), text(&item["due_at"])))
        .filter(|(title, _)| title.contains("crisis plan"))
        .collect()
}

/// An answer to item 9 that opens a safety alert.
async fn alarmed(app: &TestApp) -> Value {
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let body = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 2 } });
    let begun = app.post(CM, &path, body).await;
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let done = app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let alerts = app.get(CM, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    alerts.json["items"][0].clone()
}

#[actix_web::test]
async fn a_safety_plan_closes_an_alert_only_while_a_crisis_plan_is_in_force() {
    let app = TestApp::new().await;
    let alert = alarmed(&app).await;
    let close = format!("/api/v1/alerts/{}/close", alert["id"].as_str().unwrap());
    let etag = format!("\"{}\"", alert["version"]);
    let outcome = json!({ "outcome": "safety_plan_completed", "detail": "Written together by phone." });
    let refused = app.change(CM, Method::POST, &close, &etag, outcome.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "crisis_plan_required"), "{}", refused.text);
    assert_eq!(refused.json["errors"][0]["pointer"], "/outcome");
    let draft = begun(&app, CM, content()).await;
    let refused = app.change(CM, Method::POST, &close, &etag, outcome.clone()).await;
    assert_eq!(refused.code(), "crisis_plan_required", "a draft is no plan yet");
    assert_eq!(act(&app, CM, &draft, "approve", json!({})).await.status, 200);
    let closed = app.change(CM, Method::POST, &close, &etag, outcome).await;
    assert_eq!((closed.status.as_u16(), closed.json["status"].as_str()), (200, Some("closed")), "{}", closed.text);
}

#[actix_web::test]
async fn an_assistants_plan_waits_for_a_licensed_colleague_and_is_then_in_force() {
    let app = TestApp::new().await;
    let draft = begun(&app, "assistant", content()).await;
    assert!(!draft.json["can"].as_array().unwrap().contains(&json!("crisis_plan_approve")), "{}", draft.text);
    assert_eq!(act(&app, "assistant", &draft, "approve", json!({})).await.status, 403);
    let waits = act(&app, "assistant", &draft, "submit", json!({})).await;
    assert_eq!(waits.json["draft"]["submitted_by"]["id"], json!(app.world.staff["assistant"]), "{}", waits.text);
    assert_eq!(work(&app, CM).await[0].0, "Sign off the crisis plan");
    let plan = act(&app, CM, &waits, "approve", json!({})).await;
    assert_eq!(plan.json["content"]["coping"], json!(["Walk the dog."]), "{}", plan.text);
    assert_eq!(plan.json["lifeline"], "988");
    let left: Vec<String> = work(&app, CM).await.into_iter().map(|(title, _)| title).collect();
    assert_eq!(left, ["Review the crisis plan with the person"]);
}

#[actix_web::test]
async fn a_draft_that_the_cases_owner_submits_goes_to_the_lead_of_the_team() {
    let app = TestApp::new().await;
    app.state.store.directory_changed(app.world.org_id);
    let draft = begun(&app, CM, content()).await;
    assert_eq!(act(&app, CM, &draft, "submit", json!({})).await.status, 200);
    assert!(work(&app, CM).await.is_empty());
    assert_eq!(work(&app, "lead").await[0].0, "Sign off the crisis plan");
}

#[actix_web::test]
async fn an_incomplete_plan_is_refused_with_the_section_that_is_missing() {
    let app = TestApp::new().await;
    let draft = begun(&app, CM, json!({ "warning_signs": ["I stop eating."], "coping": ["Sing."] })).await;
    let refused = act(&app, CM, &draft, "approve", json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "crisis_plan_incomplete"));
    assert_eq!(refused.json["errors"][0]["pointer"], "/content/means_safety");
}

#[actix_web::test]
async fn a_new_alert_brings_the_review_forward_and_a_review_puts_it_a_month_away() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let month_away = work(&app, CM).await;
    alarmed(&app).await;
    let soon = work(&app, CM).await;
    assert_eq!((month_away.len(), soon.len()), (1, 1), "one task at a time");
    assert!(soon[0].1 < month_away[0].1, "{soon:?} {month_away:?}");
    let path = format!("/api/v1/crisis-plans/{}", plan.json["id"].as_str().unwrap());
    let plan = app.get(CM, &path).await;
    let reviewed = act(&app, CM, &plan, "review", json!({})).await;
    assert_eq!(reviewed.json["reviewed_by"]["id"], json!(app.world.staff[CM]), "{}", reviewed.text);
    assert_eq!(work(&app, CM).await, month_away);
}

#[actix_web::test]
async fn every_revision_is_kept_with_its_reason_and_two_are_compared() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let revised = act(&app, CM, &plan, "revise", json!({ "reason": "Her sister has a new number." })).await;
    assert_eq!(revised.json["content"], plan.json["content"], "what is in force stays in force");
    let path = format!("/api/v1/crisis-plans/{}", plan.json["id"].as_str().unwrap());
    let mut next = content();
    next["helpers"][0]["phone"] = "518-555-0199".into();
    let written = app.change(CM, Method::PATCH, &path, &revised.etag(), json!({ "content": next })).await;
    assert_eq!(written.status, 200, "{}", written.text);
    let compared = app.get(CM, &format!("{path}/compare?from=1&to=2")).await;
    assert_eq!(compared.json["items"][0]["is"], "518-555-0199, evenings", "{}", compared.text);
    assert_eq!(act(&app, CM, &written, "approve", json!({})).await.json["revision"], 2);
    let revisions = app.get(CM, &format!("{path}/revisions")).await;
    let reasons: Vec<&Value> = revisions.json["items"].as_array().unwrap().iter().map(|one| &one["reason"]).collect();
    assert_eq!(reasons, [&Value::Null, &json!("Her sister has a new number.")]);
    assert_eq!(app.get(CM, &format!("{path}/compare?from=1&to=7")).await.status, 404);
}

#[actix_web::test]
async fn a_person_has_one_open_plan_which_ends_with_a_reason_and_leaves_no_work() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let path = format!("/api/v1/people/{}/crisis-plans", app.world.person_id);
    let second = app.post(CM, &path, json!({})).await;
    assert_eq!((second.status.as_u16(), second.code()), (409, "crisis_plan_one_open_per_person"));
    let ended = act(&app, CM, &plan, "end", json!({ "reason": "Moved to another state." })).await;
    assert_eq!(ended.json["ended_reason"], "Moved to another state.", "{}", ended.text);
    assert!(work(&app, CM).await.is_empty());
    assert_eq!(app.post(CM, &path, json!({})).await.status, 201);
    let overview = app.get(CM, &format!("/api/v1/people/{}/overview", app.world.person_id)).await;
    assert_eq!(overview.json["crisis_plans"].as_array().unwrap().len(), 1, "what is open, not what ended");
}

#[actix_web::test]
async fn a_coordinator_sees_no_crisis_plan() {
    let app = TestApp::new().await;
    in_force(&app).await;
    let overview = app.get("coordinator", &format!("/api/v1/people/{}/overview", app.world.person_id)).await;
    assert_eq!((overview.status.as_u16(), &overview.json["crisis_plans"]), (200, &json!([])), "{}", overview.text);
    let list = app.get("coordinator", &format!("/api/v1/people/{}/crisis-plans", app.world.person_id)).await;
    assert_eq!(list.status, 403);
}

#[actix_web::test]
async fn a_printed_copy_holds_the_revision_in_force_its_grade_and_leaves_an_entry_of_its_own() {
    let app = TestApp::new().await;
    let draft = begun(&app, CM, content()).await;
    let path = format!("/api/v1/crisis-plans/{}", draft.json["id"].as_str().unwrap());
    let early = app.get(CM, &format!("{path}/print?audience=person")).await;
    assert_eq!((early.status.as_u16(), early.code()), (409, "plan_not_in_force"));
    assert_eq!(act(&app, CM, &draft, "approve", json!({})).await.status, 200);
    let copy = app.get(CM, &format!("{path}/print?audience=person&language=es")).await;
    assert_eq!(
        (&copy.json["sheet"]["language"], &copy.json["lifeline"]),
        (&json!("es"), &json!("988")),
        "{}",
        copy.text
    );
    assert_eq!(copy.json["sheet"]["reading"]["grade"], Value::Null, "nobody said that its lines are Spanish");
    let own = app.get(CM, &format!("{path}/print?audience=person")).await;
    assert_eq!(own.json["sheet"]["language"], "en", "the person's own language");
    assert!(own.json["sheet"]["reading"]["grade"].as_f64().unwrap() <= 6.0, "{}", own.text);
    assert_eq!(own.json["sheet"]["reading"]["target"], 6.0);
    let sections = own.json["sections"].as_array().unwrap();
    let helpers = sections.iter().find(|section| section["section"] == "helpers").expect("helpers");
    assert_eq!(helpers["lines"][0], json!({ "text": "My sister", "reach": "518-555-0100, evenings" }));
    assert_eq!(own.json["review_on"], Value::Null);
    assert_ne!(app.get(CM, &format!("{path}/print?audience=clinician")).await.json["review_on"], Value::Null);
    assert_eq!(app.get(CM, &format!("{path}/print?audience=neighbour")).await.status, 422);
    let log = app.get(CM, &format!("/api/v1/people/{}/access-log", app.world.person_id)).await;
    assert!(log.text.contains("crisis_plan_print"), "{}", log.text);
}

#[actix_web::test]
async fn the_persons_copy_of_a_care_plan_says_who_does_what_and_holds_no_scores() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    let need =
        app.post(CM, &format!("{person}/needs"), json!({ "kind": "functional", "title": "Can't walk far" })).await;
    let today = chrono::Utc::now().date_naive();
    let goal = |id: u128, status: &str| {
        json!({
            "id": uuid::Uuid::from_u128(id), "need_id": need.json["id"], "text": "Walk to the corner and back",
            "own_words": "Quiero bailar otra vez", "measure": "walk distance",
            "unit": "m", "direction": "increase", "baseline": 40.0, "target": 200.0, "start_on": today,
            "due_on": today + chrono::TimeDelta::days(60), "status": status
        })
    };
    let step = json!({
        "id": uuid::Uuid::from_u128(3), "goal_id": uuid::Uuid::from_u128(1), "text": "Walk together", "frequency": "weekly",
        "due_on": today, "status": "active"
    });
    let wish = json!({ "id": uuid::Uuid::from_u128(4), "kind": "advance_care", "text": "No breathing machine", "constraint": null });
    let content = json!({
        "goals": [goal(1, "active"), goal(2, "cancelled")], "interventions": [step], "preferences": [wish],
        "review_on": today + chrono::TimeDelta::days(90)
    });
    let body = json!({ "kind": "comprehensive", "content": content });
    let plan = app.post(CM, &format!("/api/v1/cases/{}/care-plans", app.world.case_id), body).await;
    let path = format!("/api/v1/care-plans/{}", plan.json["id"].as_str().unwrap());
    assert_eq!(app.get(CM, &format!("{path}/print?audience=person")).await.code(), "plan_not_in_force");
    let approved = app.change(CM, Method::POST, &format!("{path}/approve"), &plan.etag(), json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    let copy = app.get(CM, &format!("{path}/print?audience=person")).await;
    assert_eq!(copy.json["wants"], json!(["Walk to the corner and back"]), "{}", copy.text);
    assert_eq!((&copy.json["steps"][0]["text"], &copy.json["content"]), (&json!("Walk together"), &Value::Null));
    assert!(!copy.text.contains("baseline"), "{}", copy.text);
    assert_eq!(copy.json["goals"][0]["own_words"], "Quiero bailar otra vez");
    assert_eq!((&copy.json["wishes"][0]["text"], &copy.json["review_on"]), (&wish["text"], &content["review_on"]));
    let whole = app.get(CM, &format!("{path}/print?audience=clinician")).await;
    assert_eq!(whole.json["content"]["goals"].as_array().unwrap().len(), 2);

    let spanish = format!("{path}/print?audience=person&language=es");
    let english = app.get(CM, &spanish).await;
    assert_eq!(english.json["goals"][0]["in_language"], false, "it was written in English: {}", english.text);
    assert_eq!(english.json["sheet"]["reading"], json!({ "grade": null, "target": 6.0, "hardest": [] }));
    let reason = json!({ "reason": "She reads Spanish" });
    let begun = app.change(CM, Method::POST, &format!("{path}/revise"), &approved.etag(), reason).await;
    let mut said = content;
    said["goals"][0]["plain"] = json!({ "es": "Caminar a la esquina y volver" });
    let written = app.change(CM, Method::PATCH, &path, &begun.etag(), json!({ "content": said })).await;
    assert_eq!(written.status, 200, "{}", written.text);
    let approved = app.change(CM, Method::POST, &format!("{path}/approve"), &written.etag(), json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    let copy = app.get(CM, &spanish).await;
    assert_eq!(copy.json["wants"], json!(["Caminar a la esquina y volver"]), "{}", copy.text);
    let told = (&copy.json["goals"][0]["in_language"], &copy.json["steps"][0]["in_language"]);
    assert_eq!(told, (&json!(true), &json!(false)), "the step still has no Spanish words");
    assert!(copy.json["sheet"]["reading"]["grade"].is_number(), "{}", copy.text);
    assert_eq!(
        app.get(CM, &format!("{path}/print?audience=person")).await.json["wants"][0],
        "Walk to the corner and back"
    );
}

#[actix_web::test]
async fn an_alert_brings_back_a_review_that_is_due_and_on_nobodys_list() {
    let app = TestApp::new().await;
    in_force(&app).await;
    alarmed(&app).await;
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    let is_review = |item: &&Value| item["title"].as_str().unwrap_or_default().contains("crisis plan");
    let review = today.json["items"].as_array().unwrap().iter().find(is_review).expect("the review").clone();
    let path = format!("/api/v1/tasks/{}/complete", review["id"].as_str().unwrap());
    let done = app.change(CM, Method::POST, &path, &format!("\"{}\"", review["version"]), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(work(&app, CM).await, []);
    alarmed(&app).await;
    assert_eq!(work(&app, CM).await.len(), 1);
}

#[actix_web::test]
async fn the_review_moves_to_another_active_case_when_the_one_it_was_followed_in_is_closed() {
    let app = TestApp::new().await;
    in_force(&app).await;
    let nurse = app.world.staff[CM];
    let enrolment = json!({ "person_id": app.world.person_id, "program_id": app.world.hospital_id, "owner_id": nurse, "team_id": app.world.hospital_team_id, "tier": "low" });
    let second = app.post("director", "/api/v1/cases", enrolment).await;
    assert_eq!(second.status, 201, "{}", second.text);
    let review = async |case_id: &str| {
        let tasks = app.get("director", &format!("/api/v1/cases/{case_id}/tasks")).await;
        let waits = |task: &&Value| {
            task["status"] == "open" && task["title"].as_str().unwrap_or_default().contains("crisis plan")
        };
        tasks.json["items"].as_array().unwrap().iter().filter(waits).count()
    };
    let (first_id, second_id) = (app.world.case_id.to_string(), second.json["id"].as_str().unwrap().to_owned());
    assert_eq!((review(&first_id).await, review(&second_id).await), (1, 0));
    let first = app.get(CM, &format!("/api/v1/cases/{first_id}")).await;
    let close = json!({ "outcome": "goals_met", "reason": "She walks to the shop." });
    let closed = app.change(CM, Method::POST, &format!("/api/v1/cases/{first_id}/close"), &first.etag(), close).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert_eq!((review(&first_id).await, review(&second_id).await), (0, 1));
}

#[actix_web::test]
async fn for_somebody_who_has_died_only_the_end_of_a_plan_is_offered_and_allowed() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    let current = app.get(CM, &person).await;
    let died = app.change(CM, Method::PATCH, &person, &current.etag(), json!({ "deceased_on": "2026-01-02" })).await;
    assert_eq!(died.status, 200, "{}", died.text);
    assert!(!died.json["can"].as_array().unwrap().contains(&json!("crisis_plan_create")), "{}", died.text);
    let shown = app.get(CM, &format!("/api/v1/crisis-plans/{}", plan.json["id"].as_str().unwrap())).await;
    assert_eq!(shown.json["can"], json!(["crisis_plan_end"]), "{}", shown.text);
    for (verb, body) in [("review", json!({})), ("revise", json!({ "reason": "A new number" }))] {
        let refused = act(&app, CM, &plan, verb, body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "person_deceased"), "{verb}: {}", refused.text);
    }
    let ended = act(&app, CM, &plan, "end", json!({ "reason": "Died" })).await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    let another = app.post(CM, &format!("{person}/crisis-plans"), json!({})).await;
    assert_eq!(another.code(), "person_deceased");
}

#[actix_web::test]
async fn what_is_in_force_is_reviewed_and_printed_while_a_revision_is_written() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let revised = act(&app, CM, &plan, "revise", json!({ "reason": "A new number" })).await;
    assert!(revised.json["draft"]["begun_at"].is_string(), "{}", revised.text);
    assert_eq!(revised.json["content"]["coping"], json!(["Walk the dog."]));
    let path = format!("/api/v1/crisis-plans/{}", plan.json["id"].as_str().unwrap());
    assert_eq!(app.get(CM, &format!("{path}/print?audience=person")).await.status, 200);
    let reviewed = act(&app, CM, &revised, "review", json!({})).await;
    assert_eq!(reviewed.status, 200, "{}", reviewed.text);
    assert!(reviewed.json["draft"].is_object(), "the draft is still there");
}

#[actix_web::test]
async fn an_alert_a_review_and_the_end_of_a_case_never_wait_for_each_other_in_a_circle() {
    let app = TestApp::new().await;
    let plan = in_force(&app).await;
    let path = format!("/api/v1/crisis-plans/{}", plan.json["id"].as_str().unwrap());
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    for _ in 0..8 {
        let (plan, current) = (app.get(CM, &path).await, app.get(CM, &case).await);
        let close = json!({ "outcome": "goals_met", "reason": "Done" });
        let body = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 2 } });
        let begun = app.post(CM, &format!("{case}/assessments"), body).await;
        let complete = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
        let (closing, etag, case_etag) = (format!("{case}/close"), begun.etag(), current.etag());
        let (a, b, c, d) = tokio::join!(
            act(&app, CM, &plan, "review", json!({})),
            app.change(CM, Method::POST, &complete, &etag, json!({})),
            app.change(CM, Method::POST, &closing, &case_etag, close),
            act(&app, CM, &plan, "review", json!({})),
        );
        for answer in [a, b, c, d] {
            assert!(answer.status.as_u16() < 500, "{}: {}", answer.status, answer.text);
        }
        if app.get(CM, &case).await.json["status"] == "closed" {
            break;
        }
    }
}
