//! Referrals: from a draft to what the person says, the partner's link, the worklist, silence that moves up.

use actix_web::http::Method;
use chrono::{Days, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";

fn body(kind: &str) -> Value {
    json!({ "kind": kind, "recipient": "County desk", "request": "A ride to dialysis on Monday", "note": "Has chest pain." })
}

/// A draft of the care manager, for their person.
pub async fn draft(app: &TestApp, body: Value) -> Answered {
    app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await
}

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    answer.json
}

fn path(referral: &Value) -> String {
    format!("/api/v1/referrals/{}", referral["id"].as_str().expect("an id"))
}

async fn does(app: &TestApp, referral: &Value, what: &str, body: Value) -> Answered {
    let etag = format!("\"{}\"", referral["version"]);
    app.change(CM, Method::POST, &format!("{}/{what}", path(referral)), &etag, body).await
}

/// A referral that was sent.
pub async fn sent(app: &TestApp, kind: &str) -> Value {
    let made = ok(draft(app, body(kind)).await);
    ok(does(app, &made, "send", json!({ "channel": "link" })).await)
}

/// A link to a referral, and its token.
pub async fn link(app: &TestApp, referral: &Value, shares_contact: bool) -> (Value, String) {
    let new = json!({ "given_to": "Intake desk", "shares_contact": shares_contact, "days": 14 });
    let made = ok(app.post(CM, &format!("{}/links", path(referral)), new).await);
    assert!(made.get("token").is_none(), "what is stored for a repetition holds no secret");
    let shown = ok(app.get(CM, &format!("/api/v1/referral-links/{}", made["id"].as_str().expect("an id"))).await);
    let token = shown["token"].as_str().expect("a token").to_owned();
    (made, token)
}

async fn open(app: &TestApp, token: &str) -> Answered {
    app.post("", "/api/v1/partner/referrals/open", json!({ "token": token })).await
}

async fn reply(app: &TestApp, token: &str, mut more: Value) -> Answered {
    more["token"] = json!(token);
    app.post("", "/api/v1/partner/referrals/answer", more).await
}

fn refusal(answer: &Answered) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

async fn tasks(app: &TestApp) -> Vec<Value> {
    let listed = app.get(CM, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await;
    let items = listed.json["items"].as_array().expect("items").clone();
    items.into_iter().filter(|task| task["detail"] == "To County desk.").collect()
}

fn today() -> String {
    Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive().to_string()
}

#[actix_web::test]
async fn a_referral_goes_from_a_draft_to_what_the_person_says_and_the_history_tells_who_did_what() {
    let app = TestApp::new().await;
    let made = ok(draft(&app, body("transport")).await);
    assert_eq!((&made["status"], &made["wait"]), (&json!("draft"), &json!("sending")));
    assert_eq!(made["can"], json!(["referral_send", "referral_cancel", "referral_update"]));
    let sent = ok(does(&app, &made, "send", json!({ "channel": "warm_hand_off", "spoke_with": "Ana" })).await);
    let accepted = ok(does(&app, &sent, "answer", json!({ "answer": "accept", "note": "By phone." })).await);
    let served = ok(does(&app, &accepted, "answer", json!({ "answer": "serve", "on": today() })).await);
    assert_eq!(served["wait"], "confirmation", "what the partner reports closes nothing");
    let said = json!({ "received": true, "on": today(), "way": "phone", "with": "person" });
    let done = ok(does(&app, &served, "confirm", said).await);
    assert_eq!((&done["status"], &done["wait"], &done["can"]), (&json!("completed"), &Value::Null, &json!([])));
    assert_eq!(done["confirmation"]["by"]["id"], json!(app.world.staff[CM]));
    let history = ok(app.get(CM, &format!("{}/history", path(&done))).await);
    let actions: Vec<&str> =
        history["events"].as_array().expect("events").iter().filter_map(|event| event["action"].as_str()).collect();
    assert_eq!(actions, ["create", "send", "accept", "serve", "confirm"]);
    assert_eq!(history["events"][2]["note"], "By phone.");
    let again = does(&app, &done, "cancel", json!({ "reason": "no_longer_needed" })).await;
    assert_eq!(refusal(&again), (409, "referral_transition"));
    let listed = ok(app.get(CM, &format!("/api/v1/people/{}/referrals", app.world.person_id)).await);
    assert_eq!(listed["items"][0]["id"], done["id"]);
}

#[actix_web::test]
async fn one_task_follows_the_referral_from_step_to_step() {
    let app = TestApp::new().await;
    let made = ok(draft(&app, body("dme")).await);
    let open = |tasks: Vec<Value>| {
        let open: Vec<Value> = tasks.into_iter().filter(|task| task["status"] == "open").collect();
        open.iter().map(|task| task["title"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(open(tasks(&app).await), ["Send the referral"]);
    let sent = ok(does(&app, &made, "send", json!({ "channel": "fax" })).await);
    let task = tasks(&app).await.remove(0);
    assert_eq!((&task["title"], &task["due_at"]), (&json!("Ask for an answer to the referral"), &sent["due_at"]));
    let declined = json!({ "answer": "decline", "reason": "no_capacity" });
    ok(does(&app, &sent, "answer", declined).await);
    let all = tasks(&app).await;
    assert_eq!((all.len(), &all[0]["status"]), (1, &json!("completed")), "one task, and it is settled");
}

#[actix_web::test]
async fn what_is_missing_or_repeated_is_refused_where_it_belongs_and_stores_nothing() {
    let app = TestApp::new().await;
    let pointer = |answer: &Answered| answer.json["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned();
    let cases = [
        (json!({ "recipient": " " }), "referral_recipient_required", "/recipient"),
        (json!({ "need_id": Uuid::now_v7() }), "unknown_need", "/need_id"),
        (json!({ "community_service_id": Uuid::now_v7() }), "unknown_community_service", "/community_service_id"),
    ];
    for (change, code, place) in cases {
        let mut wrong = body("housing");
        wrong.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let refused = draft(&app, wrong).await;
        assert_eq!((refusal(&refused), pointer(&refused).as_str()), ((409, code), place));
    }
    ok(draft(&app, body("housing")).await);
    let repeated = draft(&app, body("housing")).await;
    assert_eq!((refusal(&repeated), pointer(&repeated).as_str()), ((409, "referral_duplicate"), "/duplicate_reason"));
    let mut wanted = body("housing");
    wanted["duplicate_reason"] = json!("Two lists are open.");
    assert_eq!(ok(draft(&app, wanted).await)["duplicate_reason"], "Two lists are open.");
    let sent = sent(&app, "employment").await;
    for (what, said, code) in [
        ("answer", json!({ "answer": "schedule" }), "referral_day_required"),
        ("answer", json!({ "answer": "decline" }), "referral_reason_required"),
        ("confirm", json!({ "received": true, "way": "phone", "with": "person" }), "referral_day_required"),
        ("confirm", json!({ "received": false, "way": "phone", "with": "person" }), "referral_reason_required"),
        (
            "confirm",
            json!({ "received": true, "on": "2020-01-01", "way": "phone", "with": "person" }),
            "referral_day_before_sent",
        ),
        (
            "confirm",
            json!({ "received": true, "on": "9999-12-31", "way": "phone", "with": "person" }),
            "referral_day_in_future",
        ),
    ] {
        assert_eq!(refusal(&does(&app, &sent, what, said).await), (409, code));
    }
    let kept = ok(app.get(CM, &path(&sent)).await);
    assert_eq!((&kept["status"], &kept["version"]), (&json!("sent"), &sent["version"]));
}

#[actix_web::test]
async fn a_service_of_the_directory_gives_the_recipient_its_name() {
    let app = TestApp::new().await;
    let org = ok(app.post("lead", "/api/v1/community-organizations", json!({ "name": "Keel" })).await)["id"].clone();
    let content = json!({ "name": "Pantry", "needs": ["social"], "time_zone": "America/New_York" });
    let service = json!({ "community_organization_id": org, "content": content });
    let service = ok(app.post("lead", "/api/v1/community-services", service).await);
    let with = json!({ "kind": "community_service", "community_service_id": service["id"], "request": "Food for two" });
    assert_eq!(ok(draft(&app, with.clone()).await)["recipient"], "Pantry, Keel");
    assert_eq!(refusal(&draft(&app, with).await), (409, "referral_duplicate"));
}

#[actix_web::test]
async fn a_partner_answers_through_a_link_with_the_least_they_need_and_the_trail_names_the_link() {
    let app = TestApp::new().await;
    let sent = sent(&app, "transport").await;
    let (link, token) = link(&app, &sent, true).await;
    let seen = open(&app, &token).await;
    let view = ok(seen);
    assert_eq!(view["request"], "A ride to dialysis on Monday");
    assert_eq!(view["answers"], json!(["receive", "accept", "schedule", "decline"]));
    assert_eq!((&view["person"]["name"], &view["person"]["phone"]), (&Value::Null, &Value::Null));
    let text = view.to_string();
    assert!(!text.contains("chest pain"), "what only the team reads stays with the team");
    assert!(!text.contains(&app.world.person_id.to_string()) && !text.contains(&app.world.case_id.to_string()));
    let accepted = ok(reply(&app, &token, json!({ "answer": "accept", "note": "From Tuesday on." })).await);
    assert!(accepted["person"]["name"].is_string(), "who takes it on may call");
    let twice = ok(reply(&app, &token, json!({ "answer": "accept" })).await);
    assert_eq!(twice, accepted, "the second press changes nothing");
    let served = ok(reply(&app, &token, json!({ "answer": "serve", "on": today() })).await);
    assert_eq!((&served["status"], &served["answers"]), (&json!("served"), &json!([])));
    let history = ok(app.get(CM, &format!("{}/history", path(&sent))).await);
    let partner: Vec<&Value> =
        history["events"].as_array().expect("events").iter().filter(|event| event["party"] == "partner").collect();
    assert_eq!(partner.len(), 2);
    assert_eq!((&partner[0]["by"], &partner[0]["note"]), (&json!("Intake desk"), &json!("From Tuesday on.")));
    let trail = app.get("privacy_officer", "/api/v1/audit?operation=partner_referral_answer").await;
    let entry = &trail.json["items"][0];
    assert_eq!((&entry["role"], &entry["outcome"]), (&json!("partner"), &json!("ok")));
    assert_eq!(entry["actor"]["id"], link["id"]);
}

#[actix_web::test]
async fn links_that_are_forged_over_taken_back_or_of_another_kind_are_refused_in_the_same_words() {
    let app = TestApp::new().await;
    let referral = sent(&app, "dme").await;
    let (made, token) = link(&app, &referral, false).await;
    let id: Uuid = made["id"].as_str().expect("an id").parse().expect("an id");
    let issue =
        |org, link| app.state.gate.tokens.issue_link(org, link, Utc::now() + TimeDelta::days(1)).expect("token");
    let over =
        app.state.gate.tokens.issue_link(app.world.org_id, id, Utc::now() - TimeDelta::minutes(1)).expect("token");
    let (begin, end) = token.split_at(token.len() - 40);
    let other_letter = if end.starts_with('A') { "B" } else { "A" };
    let forged = format!("{begin}{other_letter}{}", &end[1..]);
    let revoke = format!("/api/v1/referral-links/{id}/revoke");
    let other = issue(Uuid::now_v7(), id);
    let unknown = issue(app.world.org_id, Uuid::now_v7());
    assert_eq!(open(&app, &token).await.status, 200);
    let revoked = app.send(CM, Method::POST, &revoke, None, &[("If-Match", "\"1\"")]).await;
    assert_eq!((revoked.status.as_u16(), &revoked.json["is_open"]), (200, &json!(false)));
    let mut texts = Vec::new();
    for bad in ["x".into(), app.token(CM).to_owned(), forged, over, other, unknown, token.clone()] {
        let incomplete = json!({ "answer": "schedule" });
        let refused = [open(&app, &bad).await, reply(&app, &bad, incomplete).await];
        for answer in refused {
            assert_eq!(refusal(&answer), (404, "link_not_valid"), "{}", answer.text);
            texts.push(answer.json["detail"].clone());
        }
    }
    texts.dedup();
    assert_eq!(texts.len(), 1);
    assert_eq!(ok(app.get(CM, &path(&referral)).await)["status"], "sent");
    let session = app.send("", Method::GET, "/api/v1/me", None, &[("Authorization", &format!("Bearer {token}"))]).await;
    assert_eq!(session.status, 401, "a link is no session");
    assert_eq!(ok(app.get(CM, &format!("/api/v1/referral-links/{id}")).await).get("token"), None);
}

#[actix_web::test]
async fn a_network_that_asks_without_end_is_told_to_wait() {
    let app = TestApp::new().await;
    let mut last = open(&app, "x").await;
    for _ in 0..60 {
        last = open(&app, "x").await;
    }
    assert_eq!(refusal(&last), (429, "partner_throttled"));
    assert!(last.headers.contains_key("retry-after"));
}

#[actix_web::test]
async fn silence_moves_a_referral_up_once_whoever_looks_and_its_task_is_asked_for_at_once() {
    let app = TestApp::new().await;
    let referral = sent(&app, "transport").await;
    assert_eq!(app.state.store.referrals_escalate(app.world.org_id, Utc::now()).await.expect("round"), 0);
    let later = Utc::now() + TimeDelta::days(12);
    assert_eq!(app.state.store.referrals_escalate(app.world.org_id, later).await.expect("round"), 1);
    assert_eq!(app.state.store.referrals_escalate(app.world.org_id, later).await.expect("round"), 0);
    let moved = ok(app.get(CM, &path(&referral)).await);
    assert!(moved["escalated_at"].is_string());
    assert_eq!(tasks(&app).await[0]["priority"], "asap");
    let worklist = ok(app.get(CM, "/api/v1/referrals?escalated=true").await);
    assert_eq!(worklist["items"][0]["id"], referral["id"]);
    let trail = app.get("privacy_officer", "/api/v1/audit?operation=referral_escalate").await;
    assert_eq!(trail.json["items"][0]["role"], "system");
    let answered = ok(does(&app, &moved, "answer", json!({ "answer": "accept" })).await);
    assert_eq!(answered["escalated_at"], Value::Null);
}

#[actix_web::test]
async fn the_worklist_shows_what_is_due_first_page_by_page_and_only_people_within_reach() {
    let app = TestApp::new().await;
    for kind in ["housing", "transport", "therapy"] {
        sent(&app, kind).await;
    }
    let first = ok(app.get(CM, "/api/v1/referrals?limit=2").await);
    let kinds = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|one| one["kind"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(kinds(&first), ["transport", "therapy"]);
    let next = first["next"].as_str().expect("a next page");
    assert_eq!(kinds(&ok(app.get(CM, &format!("/api/v1/referrals?limit=2&cursor={next}")).await)), ["housing"]);
    assert_eq!(kinds(&ok(app.get(CM, "/api/v1/referrals?kind=therapy&scope=mine").await)), ["therapy"]);
    assert!(kinds(&ok(app.get(CM, "/api/v1/referrals?overdue=true").await)).is_empty());
    assert!(kinds(&ok(app.get(CM, "/api/v1/referrals?status=completed").await)).is_empty());
    assert!(kinds(&ok(app.get("stranger", "/api/v1/referrals").await)).is_empty());
}

#[actix_web::test]
async fn dates_of_a_benefit_set_the_published_clock_and_the_summary_counts_what_came_of_it() {
    let app = TestApp::new().await;
    let referral = sent(&app, "benefit").await;
    let accepted = ok(does(&app, &referral, "answer", json!({ "answer": "accept" })).await);
    let dates = json!({ "benefit": "snap", "applied_on": today() });
    let etag = |value: &Value| format!("\"{}\"", value["version"]);
    let to = format!("{}/benefit", path(&accepted));
    let dated = ok(app.change(CM, Method::PATCH, &to, &etag(&accepted), dates).await);
    assert_eq!((&dated["wait"], &dated["benefit"]["benefit"]), (&json!("decision"), &json!("snap")));
    let last = today().parse::<chrono::NaiveDate>().expect("a day") + Days::new(30);
    let due: chrono::DateTime<Utc> = dated["due_at"].as_str().expect("a time").parse().expect("a time");
    assert_eq!(due.with_timezone(&chrono_tz::America::New_York).date_naive(), last);
    let granted = json!({ "benefit": "snap", "applied_on": today(), "decided_on": today(), "decision": "approved" });
    let granted = ok(app.change(CM, Method::PATCH, &to, &etag(&dated), granted).await);
    assert_eq!(granted["wait"], "confirmation");
    let said = json!({ "received": true, "on": today(), "way": "in_person", "with": "caregiver" });
    let done = ok(does(&app, &granted, "confirm", said).await);
    let home = app.change(CM, Method::PATCH, &format!("{}/housing", path(&done)), &etag(&done), json!({})).await;
    assert_eq!(refusal(&home), (409, "referral_kind"));
    sent(&app, "dme").await;
    let summary = ok(app.get(CM, "/api/v1/referrals/summary").await);
    assert_eq!(summary["served"], json!({ "count": 1, "of": 2, "percent": 50.0 }));
    assert_eq!((&summary["open"], &summary["benefits_approved"]["count"]), (&json!(1), &json!(1)));
    assert_eq!(summary["median_days_to_service"], json!(0.0));
    assert_eq!(refusal(&app.get(CM, "/api/v1/referrals/summary?from=2020-01-01").await), (409, "referral_period"));
}

#[actix_web::test]
async fn a_case_that_closes_takes_its_referrals_back_and_shuts_their_links() {
    let app = TestApp::new().await;
    let referral = sent(&app, "transport").await;
    let (_, token) = link(&app, &referral, false).await;
    assert_eq!(open(&app, &token).await.status, 200);
    let path_of_case = format!("/api/v1/cases/{}", app.world.case_id);
    let case = app.get(CM, &path_of_case).await;
    let end = json!({ "outcome": "goals_met", "reason": "She is well." });
    let closed = app.change(CM, Method::POST, &format!("{path_of_case}/close"), &case.etag(), end).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    let ended = ok(app.get(CM, &path(&referral)).await);
    assert_eq!(
        (&ended["status"], &ended["cancel_reason"]),
        (&json!("cancelled"), &json!("no_longer_needed")),
        "{ended}"
    );
    assert_eq!(refusal(&open(&app, &token).await), (404, "link_not_valid"));
}

#[actix_web::test]
async fn the_task_of_a_referral_is_passed_on_but_ends_with_the_next_step_never_by_ticking_it_off() {
    let app = TestApp::new().await;
    let referral = sent(&app, "transport").await;
    let task = tasks(&app).await.remove(0);
    assert_eq!(task["can"], json!(["task_update", "task_snooze", "task_assign"]));
    let act = async |task: &Value, what: &str, body: Value| {
        let path = format!("/api/v1/tasks/{}/{what}", task["id"].as_str().expect("an id"));
        app.change(CM, Method::POST, &path, &format!("\"{}\"", task["version"]), body).await
    };
    for (what, body) in [("complete", json!({})), ("cancel", json!({ "reason": "No time" }))] {
        assert_eq!(refusal(&act(&task, what, body).await), (409, "referral_step_not_taken"), "{what}");
    }
    let today = ok(app.get(CM, "/api/v1/today?kind=task").await);
    let mut items = today["items"].as_array().expect("items").iter();
    let item = items.find(|item| item["id"] == task["id"]).expect("on the worklist");
    assert_eq!(item["next_action"]["code"], "follow_referral");
    assert_eq!(item["can"], json!(["task_snooze", "task_assign"]));
    let passed = ok(act(&task, "assign", json!({ "owner_id": app.world.staff["coordinator"] })).await);
    assert_eq!(passed["status"], "open");
    let own = json!({ "case_id": app.world.case_id, "title": "Ask", "kind": "referral", "priority": "routine", "due_at": Utc::now() });
    assert_eq!(refusal(&app.post(CM, "/api/v1/tasks", own).await), (409, "task_kind_reserved"));
    let accepted = ok(does(&app, &referral, "answer", json!({ "answer": "accept" })).await);
    let served = ok(does(&app, &accepted, "answer", json!({ "answer": "serve", "on": self::today() })).await);
    assert_eq!(tasks(&app).await[0]["title"], "Ask the person whether they received the service");
    let said = json!({ "received": true, "on": self::today(), "way": "phone", "with": "person" });
    ok(does(&app, &served, "confirm", said).await);
    assert_eq!(tasks(&app).await[0]["status"], "completed");
    let reopened = act(&tasks(&app).await[0], "reopen", Value::Null).await;
    assert_eq!(refusal(&reopened), (409, "referral_step_not_taken"));
}

#[actix_web::test]
async fn the_timeline_tells_what_was_sent_and_received_and_nothing_of_a_draft_or_a_mistake() {
    let app = TestApp::new().await;
    let draft = ok(draft(&app, body("dme")).await);
    let mistake = sent(&app, "therapy").await;
    ok(does(&app, &mistake, "cancel", json!({ "reason": "entered_in_error" })).await);
    let ride = sent(&app, "transport").await;
    let accepted = ok(does(&app, &ride, "answer", json!({ "answer": "accept" })).await);
    let served = ok(does(&app, &accepted, "answer", json!({ "answer": "serve", "on": today() })).await);
    let said = json!({ "received": true, "on": today(), "way": "phone", "with": "person" });
    ok(does(&app, &served, "confirm", said).await);
    let told = ok(app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await);
    let of_referrals = told["items"].as_array().expect("items").iter().filter(|entry| entry["kind"] == "referral");
    let titles: Vec<&str> = of_referrals.clone().filter_map(|entry| entry["title"].as_str()).collect();
    assert_eq!(titles, ["Referral ended, the person received it: transport", "Referral sent: transport"]);
    assert!(of_referrals.clone().all(|entry| entry["id"] == ride["id"] && entry["detail"] == "County desk"));
    assert!(!told.to_string().contains(draft["id"].as_str().expect("an id")), "a draft did not happen");
}
