//! A dispute about the care of a person, or a question of values in it, is reviewed by somebody who is no part of it.

use actix_web::http::Method;
use chrono::{SubsecRound, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const RAISER: &str = "assistant";
const REVIEWER: &str = "lead";

/// A concern that the assistant raised, with what differs.
pub async fn raised(app: &TestApp, differs: Value) -> Answered {
    let due_at = Utc::now().trunc_subsecs(0) + TimeDelta::hours(48);
    let mut body = json!({ "kind": "autonomy_safety", "summary": "He wants to go home; he fell twice.",
        "reviewer_id": app.world.staff[REVIEWER], "due_at": due_at });
    for (name, value) in differs.as_object().expect("members") {
        body[name] = value.clone();
    }
    app.post(RAISER, &format!("/api/v1/cases/{}/concerns", app.world.case_id), body).await
}

async fn act(app: &TestApp, role: &str, concern: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/concerns/{}/{verb}", concern.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &concern.etag(), body).await
}

/// What somebody's list has to do about concerns.
async fn work(app: &TestApp, role: &str) -> Vec<Value> {
    let items = app.get(role, "/api/v1/today?kind=task").await.json["items"].as_array().expect("items").clone();
    items.into_iter().filter(|item| item["title"].as_str().is_some_and(|title| title.contains("concern"))).collect()
}

async fn list(app: &TestApp, role: &str) -> Answered {
    app.get(role, &format!("/api/v1/people/{}/concerns", app.world.person_id)).await
}

#[actix_web::test]
async fn what_a_person_wants_against_their_safety_is_reviewed_weighed_and_looked_at_again() {
    let app = TestApp::new().await;
    for part in ["care_manager", RAISER] {
        let refused = raised(&app, json!({ "reviewer_id": app.world.staff[part] })).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "concern_reviewer"));
        assert_eq!(refused.json["errors"][0]["pointer"], "/reviewer_id");
    }
    let concern = raised(&app, json!({})).await;
    assert_eq!((concern.status.as_u16(), &concern.json["status"]), (201, &json!("raised")), "{}", concern.text);
    let task = work(&app, REVIEWER).await.remove(0);
    assert_eq!((&task["next_action"]["code"], &task["due_at"]), (&json!("review_concern"), &concern.json["due_at"]));
    let complete = format!("/api/v1/tasks/{}/complete", task["id"].as_str().unwrap());
    let ticked = app.change(REVIEWER, Method::POST, &complete, "\"1\"", json!({})).await;
    assert_eq!((ticked.status.as_u16(), ticked.code()), (409, "concern_not_resolved"));

    let forged = act(&app, RAISER, &concern, "review", json!({})).await;
    assert_eq!((forged.status.as_u16(), forged.code()), (409, "concern_of_another"));
    let concern = act(&app, REVIEWER, &concern, "review", json!({})).await;
    let can = json!(["concern_update", "concern_appoint", "concern_resolve", "concern_withdraw"]);
    assert_eq!((&concern.json["status"], &concern.json["can"]), (&json!("in_review"), &can), "{}", concern.text);
    let day = (Utc::now() + TimeDelta::days(14)).date_naive();
    let settled =
        json!({ "resolution": "Home, with nights covered.", "weighed": "His wish; the falls.", "follow_up_on": day });
    let unheard = act(&app, REVIEWER, &concern, "resolve", settled.clone()).await;
    assert_eq!((unheard.status.as_u16(), unheard.code()), (409, "concern_person_unheard"));
    let account = json!({ "summary": "Home or not", "restricted": false, "tried": "A night at his son's.",
        "positions": [{ "party": "person", "who": "He", "says": "My dog is there." }] });
    let path = format!("/api/v1/concerns/{}", concern.json["id"].as_str().unwrap());
    let concern = app.change(REVIEWER, Method::PATCH, &path, &concern.etag(), account).await;
    let mut bare = settled.clone();
    bare["follow_up_on"] = Value::Null;
    let refused = act(&app, REVIEWER, &concern, "resolve", bare).await;
    assert_eq!(refused.json["errors"][0]["pointer"], "/follow_up_on", "{}", refused.text);
    let resolved = act(&app, REVIEWER, &concern, "resolve", settled).await;
    assert_eq!((resolved.status.as_u16(), &resolved.json["status"]), (200, &json!("resolved")), "{}", resolved.text);
    assert!(work(&app, REVIEWER).await.is_empty());
    assert_eq!(work(&app, "care_manager").await[0]["title"], "Look at a concern again");
    let timeline = app.get("care_manager", &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    assert!(timeline.text.contains("concern_raised") && timeline.text.contains("Home, with nights covered."));

    let due_at = Utc::now() + TimeDelta::hours(24);
    let again = act(&app, RAISER, &resolved, "reopen", json!({ "reason": "He fell again.", "due_at": due_at })).await;
    assert_eq!((again.status.as_u16(), &again.json["status"]), (200, &json!("raised")), "{}", again.text);
    assert_eq!((work(&app, REVIEWER).await.len(), work(&app, "care_manager").await.len()), (1, 0));
    let advisor = app.world.staff["physician_advisor"];
    let passed = act(&app, REVIEWER, &again, "appoint", json!({ "reviewer_id": advisor, "due_at": due_at })).await;
    assert_eq!(passed.json["reviewer"]["id"], json!(advisor), "{}", passed.text);
    assert_eq!((work(&app, REVIEWER).await.len(), work(&app, "physician_advisor").await.len()), (0, 1));
    assert_eq!(list(&app, "physician_advisor").await.json["items"][0]["can"][0], "concern_review");
    let gone = act(&app, REVIEWER, &passed, "withdraw", json!({ "reason": "He decided himself." })).await;
    assert_eq!((&gone.json["status"], &gone.json["can"]), (&json!("withdrawn"), &json!([])), "{}", gone.text);
    assert!(work(&app, "physician_advisor").await.is_empty());
}

#[actix_web::test]
async fn a_restricted_concern_is_read_by_who_takes_part_and_who_sees_everything_and_by_nobody_else() {
    let app = TestApp::new().await;
    let differs = json!({ "kind": "team_dispute", "restricted": true, "summary": "Two nurses disagree." });
    let concern = raised(&app, differs).await;
    assert_eq!(concern.status, 201, "{}", concern.text);
    let timeline = format!("/api/v1/people/{}/timeline?limit=200", app.world.person_id);
    for (role, reads) in [(RAISER, true), (REVIEWER, true), ("director", true), ("care_manager", false)] {
        assert_eq!(list(&app, role).await.json["items"].as_array().map(Vec::len), Some(usize::from(reads)), "{role}");
        assert_eq!(app.get(role, &timeline).await.text.contains("Two nurses"), reads, "{role}");
    }
    let reason = json!({ "reason": "Not mine." });
    assert_eq!(act(&app, "care_manager", &concern, "withdraw", reason).await.status, 404);
    assert_eq!(list(&app, "coordinator").await.status, 403);
    assert_eq!(list(&app, "stranger").await.status, 404);
}

#[actix_web::test]
async fn who_became_a_part_of_it_does_not_review_it_again_and_what_only_the_review_gave_ends_with_it() {
    let app = TestApp::new().await;
    let advisor = json!(app.world.staff["physician_advisor"]);
    let positions = json!([{ "party": "person", "who": "He", "says": "I stay." }]);
    let differs = json!({ "restricted": true, "reviewer_id": advisor, "positions": positions });
    let concern = raised(&app, differs).await;
    assert_eq!(list(&app, "physician_advisor").await.status, 200);
    let due_at = Utc::now() + TimeDelta::hours(24);
    let lead = json!({ "reviewer_id": app.world.staff[REVIEWER], "due_at": due_at });
    let passed = act(&app, "director", &concern, "appoint", lead).await;
    assert_eq!(passed.status, 200, "{}", passed.text);
    assert_eq!(list(&app, "physician_advisor").await.status, 404, "who was replaced has no reach any more");

    let settled = json!({ "resolution": "Home.", "weighed": "His wish; the falls.",
        "follow_up_on": (Utc::now() + TimeDelta::days(14)).date_naive() });
    let reviewed = act(&app, REVIEWER, &passed, "review", json!({})).await;
    let resolved = act(&app, REVIEWER, &reviewed, "resolve", settled.clone()).await;
    let between = json!({ "staff_id": app.world.staff[REVIEWER], "kind": "related" });
    assert_eq!(crate::conflict_of_interest::declared(&app, "supervisor", between).await.status, 201);
    for named in [Value::Null, json!(app.world.staff["care_manager"])] {
        let again = json!({ "reason": "He fell again.", "due_at": due_at, "reviewer_id": named });
        let refused = act(&app, RAISER, &resolved, "reopen", again).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "concern_reviewer"), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], "/reviewer_id");
    }
    let again = json!({ "reason": "He fell again.", "due_at": due_at, "reviewer_id": advisor });
    let again = act(&app, RAISER, &resolved, "reopen", again).await;
    assert_eq!((again.status.as_u16(), &again.json["reviewer"]["id"]), (200, &advisor), "{}", again.text);
    let reviewed = act(&app, "physician_advisor", &again, "review", json!({})).await;
    let resolved = act(&app, "physician_advisor", &reviewed, "resolve", settled).await;
    assert_eq!(resolved.status, 200, "{}", resolved.text);

    // Nobody else on the case may read it: looking at it again is still the work of who reviewed it.
    let look = work(&app, "physician_advisor").await.remove(0);
    let path = format!("/api/v1/tasks/{}/complete", look["id"].as_str().unwrap());
    assert_eq!(look["can"], json!(["task_complete"]), "what they are asked, and no work for others");
    let looked = app.change("physician_advisor", Method::POST, &path, "\"1\"", json!({})).await;
    assert_eq!((looked.status.as_u16(), &looked.json["can"]), (200, &json!([])), "{}", looked.text);
    assert_eq!(list(&app, "physician_advisor").await.status, 404);
}
