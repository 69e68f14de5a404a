//! The care manager's main job through the API.

use actix_web::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::TestApp;
use uuid::Uuid;

const CM: &str = "care_manager";

async fn today(app: &TestApp) -> Vec<Value> {
    app.get(CM, "/api/v1/today").await.json["items"].as_array().expect("items").clone()
}

#[actix_web::test]
async fn today_ranks_by_score_and_explains_it() {
    let app = TestApp::new().await;
    for (title, hours) in [("Later", 50), ("Overdue", -3), ("Soon", 2)] {
        let due_at = Utc::now() + TimeDelta::hours(hours);
        let body = json!({ "case_id": app.world.case_id, "title": title, "kind": "call", "priority": "routine", "due_at": due_at });
        assert_eq!(app.post(CM, "/api/v1/tasks", body).await.status, 201);
    }
    let items = today(&app).await;
    let titles: Vec<&str> =
        items.iter().filter(|item| item["kind"] == "task").filter_map(|item| item["title"].as_str()).collect();
    assert_eq!(titles, ["Overdue", "Soon", "Later"]);
    for item in &items {
        let parts: i64 =
            item["reasons"].as_array().unwrap().iter().filter_map(|reason| reason["points"].as_i64()).sum();
        assert_eq!(item["score"].as_i64().unwrap(), parts, "{item}");
    }
    let scores: Vec<i64> = items.iter().filter_map(|item| item["score"].as_i64()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    let plan = items.iter().find(|item| item["kind"] == "deadline").expect("the plan deadline");
    assert!(plan["reasons"].as_array().unwrap().iter().any(|reason| reason["rule"] == "T-2.plan"), "{plan}");
}

#[actix_web::test]
async fn the_list_of_several_teams_is_one_list_by_score_and_pages_go_on_where_they_stopped() {
    let app = TestApp::new().await;
    let director = "director";
    for (case_id, hours) in
        [(app.world.case_id, 1), (app.world.hidden_case_id, 2), (app.world.case_id, 3), (app.world.hidden_case_id, 4)]
    {
        let due_at = Utc::now() + TimeDelta::hours(hours);
        let body = json!({ "case_id": case_id, "title": format!("In {hours}"), "kind": "call", "priority": "routine", "due_at": due_at });
        assert_eq!(app.post(director, "/api/v1/tasks", body).await.status, 201);
    }
    let mut titles = Vec::new();
    let mut path = "/api/v1/today?scope=team&kind=task&limit=1".to_owned();
    loop {
        let page = app.get(director, &path).await.json;
        titles.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next"].as_str() else { break };
        path = format!("/api/v1/today?scope=team&kind=task&limit=1&cursor={cursor}");
    }
    assert_eq!(titles, ["In 1", "In 2", "In 3", "In 4"]);
}

#[actix_web::test]
async fn a_task_is_completed_once_and_can_be_undone() {
    let app = TestApp::new().await;
    let body = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "asap", "due_at": Utc::now() });
    let task = app.post(CM, "/api/v1/tasks", body).await;
    let path = format!("/api/v1/tasks/{}", task.json["id"].as_str().unwrap());
    let done =
        app.change(CM, Method::POST, &format!("{path}/complete"), &task.etag(), json!({ "note": "Reached" })).await;
    assert_eq!((done.status.as_u16(), done.json["status"].as_str()), (200, Some("completed")));
    assert!(today(&app).await.iter().all(|item| item["id"] != task.json["id"]));
    let stale = app.change(CM, Method::POST, &format!("{path}/complete"), &task.etag(), json!({})).await;
    assert_eq!((stale.status.as_u16(), stale.code()), (412, "stale"));
    let twice = app.change(CM, Method::POST, &format!("{path}/complete"), &done.etag(), json!({})).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "task_not_open"));
    let reopened = app.change(CM, Method::POST, &format!("{path}/reopen"), &done.etag(), json!({})).await;
    assert_eq!(reopened.json["status"], "open");
    assert!(today(&app).await.iter().any(|item| item["id"] == task.json["id"]));
}

#[actix_web::test]
async fn a_hidden_task_goes_to_a_colleague_who_finds_it_and_cancels_it_with_a_reason() {
    let app = TestApp::new().await;
    let senior = "senior_care_manager";
    let body = json!({ "case_id": app.world.case_id, "title": "Ask the pharmacy", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let task = app.post(CM, "/api/v1/tasks", body).await;
    let path = format!("/api/v1/tasks/{}", task.json["id"].as_str().unwrap());
    let until = json!({ "until": Utc::now() + TimeDelta::hours(1) });
    let hidden = app.change(CM, Method::POST, &format!("{path}/snooze"), &task.etag(), until).await;
    assert_eq!(hidden.status, 200, "{}", hidden.text);
    assert!(today(&app).await.iter().all(|item| item["id"] != task.json["id"]));
    let owner = json!({ "owner_id": app.world.staff[senior] });
    let given = app.change(CM, Method::POST, &format!("{path}/assign"), &hidden.etag(), owner).await;
    assert_eq!((given.status.as_u16(), &given.json["snoozed_until"]), (200, &Value::Null), "{}", given.text);
    for (role, wanted) in [(senior, vec![task.json["id"].clone()]), (CM, Vec::new())] {
        let found = app.post(role, "/api/v1/today/search", json!({ "text": "pharmacy" })).await;
        let ids: Vec<Value> =
            found.json["items"].as_array().expect("items").iter().map(|item| item["id"].clone()).collect();
        assert_eq!(ids, wanted, "{role}");
    }
    let reason = json!({ "reason": "The pharmacy called." });
    let gone = app.change(senior, Method::POST, &format!("{path}/cancel"), &given.etag(), reason).await;
    assert_eq!((&gone.json["status"], &gone.json["result"]), (&json!("cancelled"), &json!("The pharmacy called.")));
    let back = app.change(senior, Method::POST, &format!("{path}/reopen"), &gone.etag(), json!({})).await;
    assert_eq!((back.status.as_u16(), back.code()), (409, "task_not_completed"));
}

#[actix_web::test]
async fn item_nine_opens_an_alert_that_only_a_licensed_role_closes_with_an_outcome() {
    let app = TestApp::new().await;
    let case = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let answers = json!({ "1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 1 });
    let begun =
        app.post("assistant", &case, json!({ "instrument": "phq-9", "mode": "phone", "answers": answers })).await;
    assert_eq!(begun.json["score"]["total"], 1, "{}", begun.text);
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let completed = app.change("assistant", Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(completed.json["status"], "awaiting_review", "{}", completed.text);
    let first = today(&app).await.remove(0);
    assert_eq!(first["kind"], "alert");
    let close = format!("/api/v1/alerts/{}/close", first["id"].as_str().unwrap());
    let etag = format!("\"{}\"", first["version"]);
    let outcome =
        json!({ "outcome": "evaluated_no_imminent_risk", "detail": "Evaluated by phone with the on-call clinician." });
    let refused = app.change("assistant", Method::POST, &close, &etag, outcome.clone()).await;
    assert_eq!(refused.status, 403);
    let bare = app.change(CM, Method::POST, &close, &etag, json!({ "detail": "Fine" })).await;
    assert_eq!(bare.status, 422);
    let closed = app.change(CM, Method::POST, &close, &etag, outcome).await;
    assert_eq!((closed.status.as_u16(), closed.json["status"].as_str()), (200, Some("closed")), "{}", closed.text);
}

#[actix_web::test]
async fn a_contact_meets_its_outreach_opens_the_follow_up_and_signs_its_note() {
    let app = TestApp::new().await;
    let discharged = Utc::now() - TimeDelta::days(2);
    let stay = json!({ "class": "inpatient", "facility": "Harbor General", "admitted_at": discharged - TimeDelta::days(3), "discharged_at": discharged });
    let stay = app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await;
    assert_eq!(stay.status, 201, "{}", stay.text);
    let path = format!("/api/v1/cases/{}/contacts", app.world.case_id);
    let mut body = json!({ "mode": "phone", "direction": "outbound", "outcome": "no_answer", "with": "person", "minutes": 2, "purpose": "outreach" });
    let attempt = app.post(CM, &path, body.clone()).await;
    assert_eq!(attempt.json["met"], json!([]), "an attempt meets nothing");
    body["outcome"] = "reached".into();
    body["follow_up"] = json!({ "title": "Check the new medication", "due_at": Utc::now() + TimeDelta::days(3) });
    body["note"] = json!({ "body": "Doing well at home, daughter present.", "sign": true });
    let reached = app.post(CM, &path, body).await;
    assert_eq!(reached.status, 201, "{}", reached.text);
    let mut met: Vec<&str> =
        reached.json["met"].as_array().unwrap().iter().filter_map(|item| item["rule"].as_str()).collect();
    met.sort_unstable();
    assert_eq!(met, ["T-4.outreach_30", "T-4.outreach_7", "note.signed"]);
    assert!(reached.json["opened"].as_array().unwrap().iter().any(|item| item["kind"] == "task"), "{}", reached.text);
}

fn smart_goal(id: Uuid, need: &str) -> Value {
    let today = Utc::now().date_naive();
    json!({
        "id": id, "need_id": need, "text": "Walk to the corner and back without stopping", "measure": "walk distance", "unit": "m",
        "direction": "increase", "baseline": 40.0, "target": 200.0, "start_on": today, "due_on": today + TimeDelta::days(60), "status": "active"
    })
}

#[actix_web::test]
async fn a_plan_is_checked_approved_revised_and_compared_in_words() {
    let app = TestApp::new().await;
    let need = app
        .post(
            CM,
            &format!("/api/v1/people/{}/needs", app.world.person_id),
            json!({ "kind": "functional", "title": "Can't walk far" }),
        )
        .await;
    let need = need.json["id"].as_str().unwrap().to_owned();
    let (goal, step) = (Uuid::now_v7(), Uuid::now_v7());
    let mut vague = smart_goal(goal, &need);
    vague["measure"] = Value::Null;
    let plan = app
        .post(
            CM,
            &format!("/api/v1/cases/{}/care-plans", app.world.case_id),
            json!({ "kind": "comprehensive", "content": { "goals": [vague] } }),
        )
        .await;
    assert_eq!(plan.json["smart"][0]["failures"][0]["letter"], "M", "{}", plan.text);
    let path = format!("/api/v1/care-plans/{}", plan.json["id"].as_str().unwrap());
    let refused = app.change(CM, Method::POST, &format!("{path}/approve"), &plan.etag(), json!({})).await;
    assert_eq!(refused.code(), "plan_goal_not_smart", "{}", refused.text);
    let mut too_much = smart_goal(goal, &need);
    for (member, value) in
        [("measure", json!("A1c")), ("need_id", Value::Null), ("baseline", json!(7.0)), ("target", json!(12.0))]
    {
        too_much[member] = value;
    }
    let plan = app.change(CM, Method::PATCH, &path, &plan.etag(), json!({ "content": { "goals": [too_much] } })).await;
    let refused = app.change(CM, Method::POST, &format!("{path}/approve"), &plan.etag(), json!({})).await;
    let detail = refused.json["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.starts_with("Goal 1 fails “S, A, R” of SMART: "), "{}", refused.text);
    too_much["focus"] = json!("clinical");
    too_much["achievable_reason"] = json!("Agreed with the endocrinologist");
    let plan = app.change(CM, Method::PATCH, &path, &plan.etag(), json!({ "content": { "goals": [too_much] } })).await;
    let letters: Vec<_> =
        plan.json["smart"][0]["failures"].as_array().unwrap().iter().map(|one| one["letter"].clone()).collect();
    assert_eq!(letters, [json!("R")], "{}", plan.text);
    let intervention = json!({ "id": step, "goal_id": goal, "text": "Walk together on the first day", "owner_id": null, "frequency": "weekly", "due_on": Utc::now().date_naive() + TimeDelta::days(7), "status": "active" });
    let content =
        json!({ "content": { "goals": [smart_goal(goal, &need)], "interventions": [intervention], "barriers": [] } });
    let saved = app.change(CM, Method::PATCH, &path, &plan.etag(), content.clone()).await;
    let by_assistant =
        app.change("assistant", Method::POST, &format!("{path}/approve"), &saved.etag(), json!({})).await;
    assert_eq!(by_assistant.status, 403);
    let approved = app.change(CM, Method::POST, &format!("{path}/approve"), &saved.etag(), json!({})).await;
    assert_eq!(approved.json["status"], "active", "{}", approved.text);
    let items = today(&app).await;
    assert!(
        items.iter().any(|item| item["title"] == "Walk together on the first day"),
        "the intervention is on the list"
    );
    assert!(
        items.iter().all(|item| item["title"] != "Care plan approved within 30 days" || item["kind"] != "deadline")
    );
    let revised = app
        .change(
            CM,
            Method::POST,
            &format!("{path}/revise"),
            &approved.etag(),
            json!({ "reason": "Goal reached early" }),
        )
        .await;
    let mut next = content;
    next["content"]["goals"][0]["target"] = json!(400.0);
    let saved = app.change(CM, Method::PATCH, &path, &revised.etag(), next).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let compared = app.get(CM, &format!("{path}/compare?from=1&to=2")).await;
    assert_eq!(compared.json["items"][0]["sentence"], "Goal target changed from “200” to “400”.", "{}", compared.text);
}

#[actix_web::test]
async fn an_assistants_note_waits_for_a_countersignature_and_a_signed_note_is_only_amended() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/notes", app.world.case_id);
    let draft = app
        .post("assistant", &path, json!({ "kind": "progress", "title": "Visit", "body": "Saw the person at home." }))
        .await;
    let note = format!("/api/v1/notes/{}", draft.json["id"].as_str().unwrap());
    assert_eq!(app.get(CM, &note).await.status, 404, "a draft is its author's");
    let signed = app.change("assistant", Method::POST, &format!("{note}/sign"), &draft.etag(), json!({})).await;
    assert_eq!(signed.json["status"], "awaiting_countersignature", "{}", signed.text);
    let own = app.change("assistant", Method::POST, &format!("{note}/countersign"), &signed.etag(), json!({})).await;
    assert_eq!(own.status, 403);
    let by_lead = app.change("lead", Method::POST, &format!("{note}/countersign"), &signed.etag(), json!({})).await;
    assert_eq!(by_lead.json["status"], "signed", "{}", by_lead.text);
    let changed = app
        .change(
            "assistant",
            Method::PATCH,
            &note,
            &by_lead.etag(),
            json!({ "title": "Visit", "body": "Something else" }),
        )
        .await;
    assert_eq!(changed.code(), "note_not_draft");
    let amended = app
        .change(
            "assistant",
            Method::POST,
            &format!("{note}/amend"),
            &by_lead.etag(),
            json!({ "body": "The daughter was there too.", "reason": "Left out" }),
        )
        .await;
    assert_eq!(amended.json["body"], "Saw the person at home.");
    assert_eq!(amended.json["amendments"][0]["body"], "The daughter was there too.");
}

#[actix_web::test]
async fn who_works_on_a_case_of_somebody_else_does_not_offer_it() {
    let app = TestApp::new().await;
    let (case, senior) = (format!("/api/v1/cases/{}", app.world.case_id), "senior_care_manager");
    let joins = json!({ "staff_id": app.world.staff[senior], "role": "consultant" });
    assert_eq!(app.post(CM, &format!("{case}/members"), joins).await.status, 201);
    let offer = |role: &str| json!({ "to_id": app.world.staff[role], "summary": "Stable" });
    let refused = app.post(senior, &format!("{case}/hand-offs"), offer("lead")).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "hand_off_not_owner"), "{}", refused.text);
    let may_offer = async |role: &str| {
        app.get(role, &case).await.json["can"].as_array().expect("can").contains(&json!("hand_off_create"))
    };
    assert_eq!((may_offer(CM).await, may_offer(senior).await, may_offer("lead").await), (true, false, true));
    let offered = app.post("lead", &format!("{case}/hand-offs"), offer(senior)).await;
    assert_eq!((offered.status.as_u16(), &offered.json["from"]["id"]), (201, &json!(app.world.staff[CM])));
}

#[actix_web::test]
async fn an_accepted_hand_off_moves_the_case_and_its_open_work() {
    let app = TestApp::new().await;
    let receiver = app.world.staff["senior_care_manager"];
    let body = json!({ "to_id": receiver, "summary": "Stable, calls on Mondays", "risks": "Falls", "promises": "A call on Monday" });
    let offered = app.post(CM, &format!("/api/v1/cases/{}/hand-offs", app.world.case_id), body).await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let path = format!("/api/v1/hand-offs/{}", offered.json["id"].as_str().unwrap());
    let by_giver = app.change(CM, Method::POST, &format!("{path}/accept"), &offered.etag(), json!({})).await;
    assert_eq!(by_giver.code(), "hand_off_not_receiver");
    let accepted =
        app.change("senior_care_manager", Method::POST, &format!("{path}/accept"), &offered.etag(), json!({})).await;
    assert_eq!(accepted.json["status"], "accepted", "{}", accepted.text);
    let case = app.get("senior_care_manager", &format!("/api/v1/cases/{}", app.world.case_id)).await;
    assert_eq!(case.json["owner"]["id"], json!(receiver));
    let items = app.get("senior_care_manager", "/api/v1/today").await;
    assert!(
        items.json["items"].as_array().unwrap().iter().any(|item| item["kind"] == "deadline"),
        "open deadlines moved with the case"
    );
    assert_eq!(
        app.get(CM, &format!("/api/v1/cases/{}", app.world.case_id)).await.status,
        404,
        "who handed the case over does not see it any more"
    );
}

#[actix_web::test]
async fn a_declined_offer_leaves_the_case_where_it_was_and_may_be_made_again() {
    let app = TestApp::new().await;
    let (offers, case) =
        (format!("/api/v1/cases/{}/hand-offs", app.world.case_id), format!("/api/v1/cases/{}", app.world.case_id));
    let body = json!({ "to_id": app.world.staff["senior_care_manager"], "summary": "Stable" });
    let offered = app.post(CM, &offers, body.clone()).await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let path = format!("/api/v1/hand-offs/{}/decline", offered.json["id"].as_str().unwrap());
    let reason = json!({ "reason": "On leave." });
    let by_giver = app.change(CM, Method::POST, &path, &offered.etag(), reason.clone()).await;
    assert_eq!((by_giver.status.as_u16(), by_giver.code()), (409, "hand_off_not_receiver"));
    let declined = app.change("senior_care_manager", Method::POST, &path, &offered.etag(), reason).await;
    assert_eq!((&declined.json["status"], &declined.json["reason"]), (&json!("declined"), &json!("On leave.")));
    assert_eq!(app.get(CM, &case).await.json["owner"]["id"], json!(app.world.staff[CM]));
    assert_eq!(app.post(CM, &offers, body).await.status, 201);
}

#[actix_web::test]
async fn a_measure_equals_the_count_of_its_members() {
    let app = TestApp::new().await;
    let list = app.get("director", "/api/v1/measures").await;
    for measure in list.json["items"].as_array().unwrap() {
        let code = measure["code"].as_str().unwrap();
        let members = app.get("director", &format!("/api/v1/measures/{code}/members?limit=200")).await;
        let count = |places: &[&str]| {
            members.json["items"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|member| places.contains(&member["place"].as_str().unwrap()))
                .count() as u64
        };
        assert_eq!(measure["denominator"].as_u64().unwrap(), count(&["numerator", "partial", "denominator"]), "{code}");
        assert_eq!(measure["pending"].as_u64().unwrap(), count(&["pending"]), "{code}");
    }
    assert!(
        list.json["items"].as_array().unwrap().iter().any(|measure| measure["pending"] == 1),
        "the plan is not due yet: {}",
        list.text
    );
}

#[actix_web::test]
async fn a_colleague_who_leaves_the_care_team_does_not_see_the_person_any_more() {
    let app = TestApp::new().await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let person = format!("/api/v1/people/{}/overview", app.world.person_id);
    assert_eq!(app.get("stranger", &person).await.status, 404);
    let joins = json!({ "staff_id": app.world.stranger_id, "role": "consultant" });
    let joined = app.post(CM, &format!("{case}/members"), joins).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    assert_eq!(app.get("stranger", &person).await.status, 200);
    let stranger = json!(app.world.stranger_id);
    let member = joined.json["members"].as_array().unwrap().iter().find(|one| one["staff"]["id"] == stranger).unwrap();
    let path = format!("/api/v1/case-members/{}/end", member["id"].as_str().unwrap());
    let left = app.change(CM, Method::POST, &path, &format!("\"{}\"", member["version"]), json!({})).await;
    assert_eq!(left.status, 200, "{}", left.text);
    assert!(left.json["members"].as_array().unwrap().iter().all(|one| one["staff"]["id"] != stranger));
    assert_eq!(app.get("stranger", &person).await.status, 404);
}

#[actix_web::test]
async fn a_deadline_is_hidden_with_a_reason_that_its_explanation_tells_and_a_task_may_have_one() {
    let app = TestApp::new().await;
    let list = app.get(CM, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await;
    let plan = list.json["items"].as_array().unwrap().iter().find(|one| one["rule"]["code"] == "T-2.plan").unwrap();
    let until = Utc::now() + TimeDelta::hours(1);
    let path = format!("/api/v1/deadlines/{}/snooze", plan["id"].as_str().unwrap());
    let etag = format!("\"{}\"", plan["version"]);
    let bare = app.change(CM, Method::POST, &path, &etag, json!({ "until": until })).await;
    assert_eq!((bare.status.as_u16(), bare.code()), (409, "reason_required"), "{}", bare.text);
    assert_eq!(bare.json["errors"][0]["pointer"], "/reason");
    let said = json!({ "until": until, "reason": "The records come then" });
    let hidden = app.change(CM, Method::POST, &path, &etag, said).await;
    assert_eq!((hidden.status.as_u16(), &hidden.json["snooze_reason"]), (200, &json!("The records come then")));
    let told = hidden.json["explanation"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(told["step"], "snoozed");
    let sentence = told["detail"].as_str().unwrap();
    assert!(sentence.starts_with("Hidden from the worklist until ") && sentence.ends_with(": The records come then"));

    let body = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    let task = app.post(CM, "/api/v1/tasks", body).await.json;
    let path = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap());
    for (version, reason) in [(1, Value::Null), (2, json!("She works until then"))] {
        let body = json!({ "until": until, "reason": reason });
        let etag = format!("\"{version}\"");
        let hidden = app.change(CM, Method::POST, &format!("{path}/snooze"), &etag, body).await;
        assert_eq!((hidden.status.as_u16(), &hidden.json["snooze_reason"]), (200, &reason), "{}", hidden.text);
    }
}
