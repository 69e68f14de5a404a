//! Requests for authorization, appeals and grievances through the API.

use actix_web::http::Method;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const ADVISOR: &str = "physician_advisor";

fn day(days: i64) -> NaiveDate {
    (Utc::now() + Duration::days(days)).date_naive()
}

pub fn content() -> Value {
    json!({
        "line": "medicare_advantage", "urgency": "standard", "kind": "prospective", "category": "home_health",
        "title": "Skilled nursing visits", "code": "G0299", "units": 20, "unit": "visit",
        "from": day(-3), "to": day(40), "need": "Wound care after surgery"
    })
}

pub async fn drafted(app: &TestApp, side: &str, content: Value) -> Answered {
    let path = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    let draft = app.post(CM, &path, json!({ "side": side, "content": content })).await;
    assert_eq!(draft.status, 201, "{}", draft.text);
    draft
}

async fn act(app: &TestApp, role: &str, request: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/authorizations/{}/{verb}", request.json["id"].as_str().unwrap());
    app.change(role, Method::POST, &path, &request.etag(), body).await
}

async fn done(app: &TestApp, role: &str, request: &Answered, verb: &str, body: Value) -> Answered {
    let answer = act(app, role, request, verb, body).await;
    assert_eq!(answer.status, 200, "{verb}: {}", answer.text);
    answer
}

async fn submitted(app: &TestApp, content: Value) -> Answered {
    let draft = drafted(app, "reviewed", content).await;
    done(app, CM, &draft, "submit", json!({ "received_at": Utc::now() - Duration::hours(2) })).await
}

/// A request to another payer that has its documents and was handed in.
async fn asked_for(app: &TestApp, content: Value) -> Answered {
    let mut asked = drafted(app, "asked", content).await;
    for line in asked.json["documents"].as_array().unwrap().clone() {
        asked = done(app, CM, &asked, "document", json!({ "kind": line["kind"], "state": "received" })).await;
    }
    done(app, CM, &asked, "submit", json!({})).await
}

/// A request that another payer approved as asked.
pub async fn approved_by_payer(app: &TestApp, content: Value) -> Answered {
    let asked = asked_for(app, content).await;
    done(app, CM, &asked, "decide", json!({ "verdict": "approve" })).await
}

async fn denied(app: &TestApp) -> Answered {
    let request = submitted(app, content()).await;
    let advisor = json!({ "advisor_id": app.world.staff[ADVISOR], "reason": "Criteria not met" });
    let request = done(app, LEAD, &request, "refer", advisor).await;
    let denial = json!({ "verdict": "deny", "reason": "not_necessary", "words": "The wound has healed." });
    done(app, ADVISOR, &request, "decide", denial).await
}

async fn appealed(app: &TestApp, request: &Answered, body: Value) -> Answered {
    let mut appeal = json!({ "kind": "appeal", "authorization_id": request.json["id"], "urgency": "standard", "words": "She can't do it herself." });
    appeal.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    app.post(CM, &format!("/api/v1/cases/{}/appeals", app.world.case_id), appeal).await
}

/// The deadline of the case by a kind of rule: its rule, its state and its end.
async fn deadline(app: &TestApp, kind: &str) -> Option<(String, String, DateTime<Utc>)> {
    let all = app.get(CM, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = all.json["items"].as_array()?.iter().find(|one| text(&one["rule"]["code"]).starts_with(kind))?.clone();
    Some((text(&found["rule"]["code"]), text(&found["status"]), text(&found["due_at"]).parse().ok()?))
}

fn due(request: &Answered) -> DateTime<Utc> {
    request.json["summary"]["clock"]["due_at"].as_str().expect("a clock").parse().expect("an instant")
}

fn may(answer: &Answered, operation: &str) -> bool {
    answer.json["can"].as_array().expect("can").contains(&json!(operation))
}

#[actix_web::test]
async fn a_met_guideline_drives_an_approval_and_the_record_shows_it() {
    let app = TestApp::new().await;
    let request = submitted(&app, content()).await;
    assert!(!may(&request, "authorization_decide"), "whoever wrote it down does not decide");
    let own = act(&app, CM, &request, "decide", json!({ "verdict": "approve" })).await;
    assert_eq!((own.status.as_u16(), own.code()), (409, "authorization_own_request"));
    let without = act(&app, LEAD, &request, "decide", json!({ "verdict": "approve" })).await;
    assert_eq!(without.code(), "criteria_required");
    let met =
        json!({ "product": "InterQual", "version": "2026", "subset": "Home Care: Skilled Nursing", "outcome": "met" });
    let reviewed = done(&app, LEAD, &request, "criteria", met).await;
    let approved = done(&app, LEAD, &reviewed, "decide", json!({ "verdict": "approve" })).await;
    let decision = &approved.json["determinations"][0];
    assert_eq!((&decision["criteria"], &decision["units"]), (&json!(1), &json!(20)), "{}", approved.text);
    assert_eq!(approved.json["criteria"][0]["product"], "InterQual");
    assert_eq!(approved.json["history"].as_array().unwrap().len(), 3);
}

/// Reviewing is for nurses and physicians; a license for therapy is another one.
#[actix_web::test]
async fn only_whose_licence_covers_utilization_review_judges_what_we_were_asked_for() {
    let app = TestApp::new().await;
    let request = submitted(&app, content()).await;
    let staff = app.get("organization_admin", &format!("/api/v1/staff/{}", app.world.staff[LEAD])).await;
    let held = staff.json["credentials"].as_array().unwrap().clone();
    let nurse = held.iter().find(|own| own["kind"] == "rn").unwrap();
    let path = format!("/api/v1/credentials/{}/end", nurse["id"].as_str().unwrap());
    let why = json!({ "reason": "Entered for a colleague" });
    app.change("organization_admin", Method::POST, &path, &format!("\"{}\"", nurse["version"]), why).await;
    let therapist =
        json!({ "kind": "lcsw", "state": "NY", "number": "NY-12", "status": "active", "expires_on": day(90) });
    let path = format!("/api/v1/staff/{}/credentials", app.world.staff[LEAD]);
    assert_eq!(app.post("organization_admin", &path, therapist).await.status, 201);

    let id = request.json["id"].as_str().unwrap();
    let seen = app.get(LEAD, &format!("/api/v1/authorizations/{id}")).await;
    for operation in ["authorization_review", "authorization_criteria", "authorization_refer", "authorization_extend"] {
        assert!(!may(&seen, operation), "{operation}: {}", seen.text);
    }
    let met = json!({ "product": "MCG", "version": "30", "subset": "Home Health", "outcome": "met" });
    let advisor = json!({ "advisor_id": app.world.staff[ADVISOR], "reason": "Criteria not met" });
    let more = json!({ "days": 14, "ground": "member_interest", "reason": "The surgeon writes." });
    let denial = json!({ "verdict": "deny", "reason": "not_covered", "words": "The plan has no such benefit." });
    let pends = json!({ "reason": "The plan of care" });
    for (verb, body) in [
        ("review", json!({})),
        ("pend", pends),
        ("criteria", met),
        ("refer", advisor),
        ("extend", more),
        ("decide", denial.clone()),
    ] {
        let refused = act(&app, LEAD, &request, verb, body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "licence_required"), "{verb}: {}", refused.text);
    }
    // What another payer decided is noted by anybody who follows it.
    let mut asked = drafted(&app, "asked", content()).await;
    for line in asked.json["documents"].as_array().unwrap().clone() {
        asked = done(&app, CM, &asked, "document", json!({ "kind": line["kind"], "state": "received" })).await;
    }
    let asked = done(&app, CM, &asked, "submit", json!({})).await;
    done(&app, LEAD, &asked, "decide", json!({ "verdict": "approve" })).await;
    // An appeal is reviewed by a nurse or a physician as well, and a grievance answered by anybody.
    let request = done(&app, "supervisor", &request, "decide", denial).await;
    let appeal = appealed(&app, &request, json!({})).await;
    let path =
        |appeal: &Answered, verb: &str| format!("/api/v1/appeals/{}/{verb}", appeal.json["id"].as_str().unwrap());
    let refused = app.change(LEAD, Method::POST, &path(&appeal, "review"), &appeal.etag(), json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "licence_required"), "{}", refused.text);
    let grievance = json!({ "kind": "grievance", "line": "medicare_advantage", "urgency": "standard", "words": "Nobody called back." });
    let grievance = app.post(CM, &format!("/api/v1/cases/{}/appeals", app.world.case_id), grievance).await;
    assert_eq!(grievance.status, 201, "{}", grievance.text);
    let taken = app.change(LEAD, Method::POST, &path(&grievance, "review"), &grievance.etag(), json!({})).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let table = app.get(CM, "/api/v1/scope-of-practice").await.json;
    let row = table["rows"].as_array().unwrap().iter().find(|row| row["activity"] == "utilization_review").unwrap();
    assert!(row["operations"].as_array().unwrap().contains(&json!("authorization_decide")));
}

#[actix_web::test]
async fn the_deadline_of_the_case_and_the_clock_of_the_request_are_one() {
    let app = TestApp::new().await;
    let request = submitted(&app, content()).await;
    assert_eq!(deadline(&app, "T-6").await, Some(("T-6.standard".into(), "open".into(), due(&request))));
    let more = json!({ "days": 14, "ground": "member_interest", "reason": "The surgeon's report is needed." });
    let longer = done(&app, LEAD, &request, "extend", more).await;
    assert_eq!(due(&longer).date_naive() - due(&request).date_naive(), Duration::days(14));
    assert_eq!(deadline(&app, "T-6").await, Some(("T-6.standard".into(), "open".into(), due(&longer))));
    assert!(!may(&longer, "authorization_extend"), "once");
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() - Duration::hours(1) });
    app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await;
    assert_eq!(deadline(&app, "T-6").await.unwrap().2, due(&longer), "what happens to the person takes no time away");
    let denial = json!({ "verdict": "deny", "reason": "not_covered", "words": "The plan has no such benefit." });
    done(&app, LEAD, &longer, "decide", denial).await;
    assert_eq!(deadline(&app, "T-6").await.unwrap().1, "met");
}

#[actix_web::test]
async fn only_a_physician_advisor_who_was_asked_denies_for_medical_reasons() {
    let app = TestApp::new().await;
    let request = submitted(&app, content()).await;
    let denial = json!({ "verdict": "deny", "reason": "not_necessary", "words": "The wound has healed." });
    let refused = act(&app, LEAD, &request, "decide", denial.clone()).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("physician_advisor_required", &json!("/reason"))
    );
    assert_eq!(act(&app, ADVISOR, &request, "decide", denial.clone()).await.status, 404, "not asked, not seen");
    let layman = json!({ "advisor_id": app.world.staff[LEAD], "reason": "Look" });
    assert_eq!(act(&app, LEAD, &request, "refer", layman).await.code(), "advisor_role");
    let denied = denied(&app).await;
    assert_eq!(denied.json["summary"]["status"], "denied");
    assert!(denied.json["appeal_by"].as_str().is_some());
}

#[actix_web::test]
async fn an_appeal_is_decided_by_somebody_else_and_what_is_overturned_is_approved() {
    let app = TestApp::new().await;
    let request = submitted(&app, content()).await;
    let denial = json!({ "verdict": "deny", "reason": "not_covered", "words": "The plan has no such benefit." });
    let request = done(&app, LEAD, &request, "decide", denial).await;
    let appeal = appealed(&app, &request, json!({})).await;
    assert_eq!(appeal.status, 201, "{}", appeal.text);
    assert_eq!(deadline(&app, "T-8").await.unwrap().0, "T-8.ma_preservice");
    assert_eq!(appealed(&app, &request, json!({})).await.code(), "appeal_open");
    let path = format!("/api/v1/appeals/{}/decide", appeal.json["id"].as_str().unwrap());
    let overturned = json!({ "outcome": "overturned", "answer": "The benefit exists since July." });
    let same = app.change(LEAD, Method::POST, &path, &appeal.etag(), overturned.clone()).await;
    assert_eq!((same.status.as_u16(), same.code()), (409, "appeal_same_reviewer"));
    let decided = app.change("supervisor", Method::POST, &path, &appeal.etag(), overturned).await;
    assert_eq!((decided.status.as_u16(), &decided.json["status"]), (200, &json!("overturned")), "{}", decided.text);
    assert_eq!(deadline(&app, "T-8").await.unwrap().1, "met");
    let id = request.json["id"].as_str().unwrap();
    let request = app.get(CM, &format!("/api/v1/authorizations/{id}")).await;
    assert_eq!(
        (&request.json["summary"]["status"], &request.json["determinations"][1]["on_appeal"]),
        (&json!("approved"), &json!(true))
    );
}

#[actix_web::test]
async fn units_are_used_up_to_what_is_left_and_the_end_is_announced() {
    let app = TestApp::new().await;
    let mut short = content();
    short["to"] = json!(day(5));
    let request = submitted(&app, short).await;
    let met = json!({ "product": "MCG", "version": "30", "subset": "Home Health", "outcome": "met" });
    let request = done(&app, LEAD, &request, "criteria", met).await;
    let request = done(&app, LEAD, &request, "decide", json!({ "verdict": "approve" })).await;
    let used = done(&app, CM, &request, "use", json!({ "on": day(-2), "units": 16 })).await;
    let units = &used.json["summary"]["units"];
    assert_eq!((&units["left"], &units["warnings"]), (&json!(4), &json!(["ends_in_7", "most_used"])));
    let over = act(&app, CM, &used, "use", json!({ "on": day(-2), "units": 5 })).await;
    assert_eq!((over.code(), &over.json["errors"][0]["pointer"]), ("units_exhausted", &json!("/units")));
    let outside = act(&app, CM, &used, "use", json!({ "on": day(-9), "units": 1 })).await;
    assert_eq!(outside.code(), "use_outside_period");
}

#[actix_web::test]
async fn what_we_ask_waits_for_its_documents_and_is_followed_in_the_portal() {
    let app = TestApp::new().await;
    let mut draft = drafted(&app, "asked", content()).await;
    assert_eq!(act(&app, CM, &draft, "submit", json!({})).await.code(), "authorization_documents_missing");
    for line in draft.json["documents"].as_array().unwrap().clone() {
        draft = done(&app, CM, &draft, "document", json!({ "kind": line["kind"], "state": "received" })).await;
    }
    let sent = done(&app, CM, &draft, "submit", json!({})).await;
    assert!(sent.json["summary"]["clock"]["due_at"].is_string(), "the payer's time is known: {}", sent.text);
    assert_eq!(deadline(&app, "T-6").await, None, "and it is no deadline of ours");
    let sent = done(&app, CM, &sent, "track", json!({ "name": "Availity", "reference": "A-1" })).await;
    let queue = app.get(CM, "/api/v1/authorizations?desk=asked").await;
    assert_eq!(queue.json["items"][0]["portal"], "Availity A-1", "{}", queue.text);
    let answered = done(&app, CM, &sent, "decide", json!({ "verdict": "approve" })).await;
    assert_eq!(answered.json["summary"]["status"], "approved", "the payer decided; we note it");
}

/// The tasks to ask whether to appeal, each with its state.
async fn questions(app: &TestApp) -> Vec<Value> {
    let list = app.get(CM, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await;
    let all = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
    all.into_iter().filter(|task| task["title"] == "Ask the person whether to appeal").collect()
}

#[actix_web::test]
async fn a_payers_refusal_asks_us_to_ask_the_person_until_it_decides_anew_or_an_appeal_is_filed() {
    let app = TestApp::new().await;
    let mut asked = drafted(&app, "asked", content()).await;
    for line in asked.json["documents"].as_array().unwrap().clone() {
        asked = done(&app, CM, &asked, "document", json!({ "kind": line["kind"], "state": "received" })).await;
    }
    let asked = done(&app, CM, &asked, "submit", json!({})).await;
    let denial = json!({ "verdict": "deny", "reason": "not_covered", "words": "No such benefit." });
    let asked = done(&app, CM, &asked, "decide", denial).await;
    let open = questions(&app).await;
    assert_eq!((open.len(), &open[0]["status"]), (1, &json!("open")), "{open:?}");
    let until = asked.json["appeal_by"].as_str().unwrap();
    assert!(open[0]["detail"].as_str().unwrap().contains(until), "{open:?}");
    let today = app.get(CM, "/api/v1/today").await;
    assert!(today.text.contains("Ask the person whether to appeal"), "{}", today.text);

    let part = json!({ "verdict": "approve_part", "units": 5, "reason": "not_covered", "words": "Five visits." });
    let asked = done(&app, CM, &asked, "decide", part).await;
    let mut states: Vec<_> = questions(&app).await.iter().map(|task| task["status"].to_string()).collect();
    states.sort_unstable();
    assert_eq!(states, ["\"cancelled\"", "\"open\""]);
    assert_eq!(appealed(&app, &asked, json!({})).await.status, 201);
    assert!(questions(&app).await.iter().all(|task| task["status"] != "open"));

    denied(&app).await;
    assert_eq!(questions(&app).await.len(), 2, "what we decide, we do not ask to appeal");
}

#[actix_web::test]
async fn the_next_review_is_a_task_that_follows_its_day_and_ends_when_the_request_that_continues_it_is_decided() {
    let app = TestApp::new().await;
    let tasks = async || {
        let list = app.get(CM, &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await;
        let all = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
        all.into_iter().filter(|task| task["kind"] == "authorization_review").collect::<Vec<_>>()
    };
    let approval = json!({ "verdict": "approve", "next_review_on": day(20) });
    let first = asked_for(&app, content()).await;
    let approved = done(&app, CM, &first, "decide", approval).await;
    let open = tasks().await;
    assert_eq!((open.len(), &open[0]["status"]), (1, &json!("open")), "{open:?}");
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    assert_eq!(today.json["items"][0]["next_action"]["code"], "review_authorization", "{}", today.text);
    let path = format!("/api/v1/tasks/{}/complete", open[0]["id"].as_str().unwrap());
    let ticked = app.change(CM, Method::POST, &path, "\"1\"", json!({})).await;
    assert_eq!((ticked.status.as_u16(), ticked.code()), (409, "authorization_not_reviewed"), "{}", ticked.text);

    let late = act(&app, CM, &approved, "schedule", json!({ "next_review_on": day(60), "reason": "Later" })).await;
    assert_eq!((late.code(), &late.json["errors"][0]["pointer"]), ("next_review_required", &json!("/next_review_on")));
    let sooner = json!({ "next_review_on": day(10), "reason": "The payer wants it sooner." });
    let moved = done(&app, CM, &approved, "schedule", sooner).await;
    let due_on = |task: &Value| {
        let at = task["due_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
        at.with_timezone(&chrono_tz::America::New_York).date_naive()
    };
    let follows = tasks().await;
    let days = (follows.len(), due_on(&open[0]), due_on(&follows[0]));
    assert_eq!(days, (1, day(20), day(10)), "{follows:?}");

    let continuing = |id: &Value| {
        let mut next = content();
        (next["kind"], next["continues_id"]) = (json!("concurrent"), id.clone());
        next
    };
    let unknown = json!({ "side": "asked", "content": continuing(&json!(app.world.case_id)) });
    let path = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    let refused = app.post(CM, &path, unknown).await;
    let refusal = (refused.code(), &refused.json["errors"][0]["pointer"]);
    assert_eq!(refusal, ("unknown_authorization", &json!("/content/continues_id")), "{}", refused.text);
    let other = json!({ "side": "reviewed", "content": continuing(&moved.json["id"]) });
    assert_eq!(app.post(CM, &path, other).await.code(), "authorization_continues_unfit");
    assert!(may(&moved, "authorization_create"), "{}", moved.text);
    let next = asked_for(&app, continuing(&moved.json["id"])).await;
    let path = format!("/api/v1/authorizations/{}", moved.json["id"].as_str().unwrap());
    let continued = app.get(CM, &path).await;
    assert_eq!(continued.json["continued_by"], json!({ "id": next.json["id"], "status": "submitted" }));
    assert!(!may(&continued, "authorization_create"), "once");
    let cases = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    let body = json!({ "side": "asked", "content": continuing(&moved.json["id"]) });
    let second = app.post(CM, &cases, body.clone()).await;
    let refusal = (second.status.as_u16(), second.code(), &second.json["errors"][0]["pointer"]);
    assert_eq!(refusal, (409, "authorization_continued", &json!("/content/continues_id")), "{}", second.text);
    let next = done(&app, CM, &next, "withdraw", json!({ "reason": "The wrong days." })).await;
    assert_eq!(app.get(CM, &path).await.json["continued_by"], Value::Null, "{}", next.text);
    let (one, other) = futures_util::future::join(app.post(CM, &cases, body.clone()), app.post(CM, &cases, body)).await;
    let (draft, late) = if one.status == 201 { (one, other) } else { (other, one) };
    assert_eq!((draft.status.as_u16(), late.code()), (201, "authorization_continued"), "{}", late.text);
    done(&app, CM, &draft, "withdraw", json!({ "reason": "Written twice." })).await;
    let next = asked_for(&app, continuing(&moved.json["id"])).await;
    let again = json!({ "verdict": "approve", "next_review_on": day(30) });
    let next = done(&app, CM, &next, "decide", again).await;
    let mut states: Vec<_> = tasks().await.iter().map(|task| task["status"].to_string()).collect();
    states.sort_unstable();
    assert_eq!(states, ["\"completed\"", "\"open\""]);
    let earlier = app.get(CM, &path).await;
    assert_eq!(earlier.json["summary"]["next_review_on"], Value::Null, "it waits for none any more");
    assert!(!may(&earlier, "authorization_create") && !may(&earlier, "authorization_schedule"));
    let twice = json!({ "next_review_on": day(15), "reason": "By mistake." });
    let twice = act(&app, CM, &earlier, "schedule", twice).await;
    let refusal = (twice.code(), &twice.json["errors"][0]["pointer"]);
    assert_eq!(refusal, ("authorization_continued", &json!("/next_review_on")), "{}", twice.text);

    let home = json!({ "next_review_on": null, "reason": "She went home." });
    let ended = done(&app, CM, &next, "schedule", home).await;
    assert_eq!(ended.json["summary"]["next_review_on"], Value::Null);
    assert!(tasks().await.iter().all(|task| task["status"] != "open"));
}

#[actix_web::test]
async fn the_queue_stands_in_the_order_of_its_clocks_and_goes_on_after_its_cursor() {
    let app = TestApp::new().await;
    let mut without = content();
    without["line"] = json!("qhp");
    let mut urgent = content();
    urgent["urgency"] = json!("expedited");
    let ids = [submitted(&app, without).await, submitted(&app, content()).await, submitted(&app, urgent).await]
        .map(|request| request.json["id"].clone());
    let mut found = Vec::new();
    let mut next = String::new();
    loop {
        let page = app.get(CM, &format!("/api/v1/authorizations?desk=review&limit=1{next}")).await;
        found.extend(page.json["items"].as_array().expect("items").iter().map(|item| item["id"].clone()));
        match page.json["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(found, [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    let filtered = app.get(CM, "/api/v1/authorizations?desk=review&urgency=expedited&line=medicare_advantage").await;
    assert_eq!(filtered.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(app.get(ADVISOR, "/api/v1/authorizations?desk=review").await.json["items"], json!([]));
}

#[actix_web::test]
async fn the_year_is_counted_without_showing_anybody() {
    let app = TestApp::new().await;
    denied(&app).await;
    let metrics = app.get("analyst", "/api/v1/authorizations/metrics").await;
    assert_eq!(metrics.status, 200, "{}", metrics.text);
    assert_eq!(metrics.json["standard"]["denied"], json!({ "count": 1, "of": 1, "percent": 100.0 }));
    assert_eq!(metrics.json["turnaround"]["in_time"]["percent"], json!(100.0));
    assert_eq!(metrics.json["items"], json!(["G0299"]));
    assert!(!metrics.text.contains(&app.world.person_id.to_string()));
    assert_eq!(
        app.get("analyst", "/api/v1/authorizations/metrics?year=2001").await.json["standard"]["denied"]["of"],
        0
    );
}

#[actix_web::test]
async fn a_coverage_is_changed_with_its_line_and_belongs_to_the_person_asked_for() {
    let app = TestApp::new().await;
    let path = |id: uuid::Uuid| format!("/api/v1/people/{id}/coverages");
    let body =
        json!({ "payer": "Valley Shield", "kind": "medicare_advantage", "line": "medicare_advantage", "priority": 1 });
    let coverage = app.post(CM, &path(app.world.person_id), body.clone()).await;
    assert_eq!((coverage.status.as_u16(), &coverage.json["line"]), (201, &json!("medicare_advantage")));
    let mut changed = body.clone();
    changed["priority"] = json!(2);
    let one = format!("/api/v1/coverages/{}", coverage.json["id"].as_str().unwrap());
    let put = app.change(CM, Method::PUT, &one, &coverage.etag(), changed).await;
    assert_eq!((put.status.as_u16(), &put.json["priority"], &put.json["version"]), (200, &json!(2), &json!(2)));
    let foreign = app.post("director", &path(app.world.hidden_person_id), body).await;
    let mut wrong = content();
    wrong["coverage_id"] = foreign.json["id"].clone();
    let cases = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    let refused = app.post("director", &cases, json!({ "side": "asked", "content": wrong })).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("unknown_coverage", &json!("/content/coverage_id"))
    );
}

#[actix_web::test]
async fn a_closed_case_ends_neither_the_clock_of_a_request_nor_the_right_to_appeal() {
    let app = TestApp::new().await;
    let refused = denied(&app).await;
    submitted(&app, content()).await;
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let case = app.get(CM, &path).await;
    let end = json!({ "outcome": "declined", "reason": "Moved to another plan" });
    let closed = app.change(CM, Method::POST, &format!("{path}/close"), &case.etag(), end).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    let all = app.get(CM, &format!("{path}/deadlines")).await;
    let running = |one: &&Value| one["rule"]["code"].as_str().unwrap().starts_with("T-") && one["status"] == "open";
    assert_eq!(all.json["items"].as_array().unwrap().iter().filter(running).count(), 1, "{}", all.text);
    assert_eq!(appealed(&app, &refused, json!({})).await.status, 201);
    let grievance = json!({ "kind": "grievance", "urgency": "standard", "words": "Nobody called back." });
    let grievance = app.post(CM, &format!("{path}/appeals"), grievance).await;
    assert_eq!(grievance.code(), "case_closed");
}

#[actix_web::test]
async fn whoever_wrote_a_draft_anew_does_not_decide_on_it() {
    let app = TestApp::new().await;
    let draft = drafted(&app, "reviewed", content()).await;
    let path = format!("/api/v1/authorizations/{}", draft.json["id"].as_str().unwrap());
    let draft = app.change(LEAD, Method::PATCH, &path, &draft.etag(), json!({ "content": content() })).await;
    assert_eq!(draft.status, 200, "{}", draft.text);
    let request = done(&app, CM, &draft, "submit", json!({ "received_at": Utc::now() - Duration::hours(2) })).await;
    assert_eq!(act(&app, LEAD, &request, "review", json!({})).await.code(), "authorization_own_request");
}

#[actix_web::test]
async fn a_coordinator_follows_a_request_without_its_clinical_words_and_leaves_those_of_a_colleague_alone() {
    let app = TestApp::new().await;
    let request = denied(&app).await;
    let path = format!("/api/v1/authorizations/{}", request.json["id"].as_str().unwrap());
    let seen = app.get("coordinator", &path).await;
    assert_eq!((seen.status.as_u16(), &seen.json["clinical"], &seen.json["need"]), (200, &json!(false), &Value::Null));
    assert_eq!(seen.json["determinations"][0]["reason"], "not_necessary", "what was decided is theirs to follow");
    for words in ["Wound care after surgery", "The wound has healed", "Criteria not met"] {
        assert!(!seen.text.contains(words), "{words}");
        assert!(app.get(CM, &path).await.text.contains(words), "{words}");
    }
    let appeal = appealed(&app, &request, json!({ "late_reason": "She was in the clinic" })).await;
    let more = json!({ "days": 14, "ground": "member_interest", "reason": "The surgeon looks at it again" });
    let longer = format!("/api/v1/appeals/{}/extend", appeal.json["id"].as_str().unwrap());
    let longer = app.change(LEAD, Method::POST, &longer, &appeal.etag(), more).await;
    assert_eq!(longer.status, 200, "{}", longer.text);
    let seen = app.get("coordinator", &path).await;
    assert_eq!(seen.json["appeals"][0]["extension"]["days"], 14, "{}", seen.text);
    for words in ["She was in the clinic", "The surgeon looks at it again"] {
        assert!(!seen.text.contains(words), "{words}");
        assert!(app.get(CM, &path).await.text.contains(words), "{words}");
    }
    let draft = drafted(&app, "asked", content()).await;
    let path = format!("/api/v1/authorizations/{}", draft.json["id"].as_str().unwrap());
    let body = json!({ "content": content() });
    let refused = app.change("coordinator", Method::PATCH, &path, &draft.etag(), body).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "authorization_of_colleague"));
    let cases = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    let own = app.post("coordinator", &cases, json!({ "side": "asked", "content": content() })).await;
    assert_eq!((&own.json["clinical"], &own.json["need"]), (&json!(true), &json!("Wound care after surgery")));
}

#[actix_web::test]
async fn the_timeline_tells_what_was_decided_and_nothing_of_what_waits() {
    let app = TestApp::new().await;
    submitted(&app, content()).await;
    let decided = denied(&app).await;
    let path = format!("/api/v1/people/{}/timeline", app.world.person_id);
    let told = app.get(CM, &path).await;
    let entries = told.json["items"].as_array().expect("items").iter();
    let found: Vec<&Value> = entries.filter(|entry| entry["kind"] == "authorization").collect();
    assert_eq!(found.len(), 1, "{}", told.text);
    assert_eq!(
        (&found[0]["id"], &found[0]["title"], &found[0]["detail"]),
        (&decided.json["id"], &json!("Authorization denied"), &json!("Skilled nursing visits"))
    );
    assert_eq!(app.get("coordinator", &path).await.status, 403, "a timeline is full of clinical words");
}

#[actix_web::test]
async fn a_timeline_read_in_small_pages_tells_everything_once() {
    let app = TestApp::new().await;
    submitted(&app, content()).await;
    denied(&app).await;
    denied(&app).await;
    let path = format!("/api/v1/people/{}/timeline", app.world.person_id);
    let whole = app.get(CM, &path).await.json;
    let (mut told, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.get(CM, &format!("{path}?limit=1{cursor}")).await.json;
        told.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(json!(told), whole["items"]);
    assert!(told.iter().filter(|entry| entry["kind"] == "authorization").count() > 1, "{told:?}");
}
