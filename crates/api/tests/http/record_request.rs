//! What people ask of their own records is written down, watched by the clock of the law and answered by the privacy officer.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const OFFICER: &str = "privacy_officer";

/// A day of the organization, some days from now.
fn day(days: i64) -> NaiveDate {
    domain::clock::local_date(Utc::now(), chrono_tz::America::New_York) + TimeDelta::days(days)
}

async fn write(app: &TestApp, role: &str, person: &str, differs: Value) -> Answered {
    let mut body =
        json!({ "kind": "access", "asked_on": day(-10), "way": "letter", "asked_for": "All notes of last year" });
    for (name, value) in differs.as_object().expect("members") {
        body[name] = value.clone();
    }
    app.post(role, &format!("/api/v1/people/{person}/record-requests"), body).await
}

/// What the person of the care manager asked ten days ago.
pub async fn asked(app: &TestApp, kind: &str) -> Answered {
    write(app, CM, &app.world.person_id.to_string(), json!({ "kind": kind })).await
}

async fn act(app: &TestApp, role: &str, request: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/record-requests/{}/{verb}", request.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &request.etag(), body).await
}

fn refused(answer: &Answered) -> (u16, &str, &str) {
    let pointer = answer.json["errors"][0]["pointer"].as_str().unwrap_or_default();
    (answer.status.as_u16(), answer.code(), pointer)
}

/// Ids of a list, in its order.
async fn listed(app: &TestApp, role: &str, query: &str) -> Vec<Value> {
    let answer = app.get(role, &format!("/api/v1/record-requests?{query}")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json["items"].as_array().expect("items").iter().map(|item| item["id"].clone()).collect()
}

#[actix_web::test]
async fn a_request_for_access_is_watched_extended_once_and_denied_on_a_ground_of_the_law() {
    let app = TestApp::new().await;
    let person = app.world.person_id.to_string();
    let ahead = write(&app, CM, &person, json!({ "asked_on": day(2) })).await;
    assert_eq!(refused(&ahead), (409, "record_request_ahead", "/asked_on"));
    let foreign = write(&app, CM, &person, json!({ "case_id": app.world.hidden_case_id })).await;
    assert_eq!(refused(&foreign), (409, "unknown_case", "/case_id"));
    assert_eq!(write(&app, CM, &app.world.hidden_person_id.to_string(), json!({})).await.status, 404);

    let own = json!({ "case_id": app.world.case_id, "representative": "Lena, daughter and health care proxy" });
    let request = write(&app, CM, &person, own).await;
    assert_eq!(request.status, 201, "{}", request.text);
    assert_eq!((&request.json["due_on"], &request.json["standing"]), (&json!(day(20)), &json!("ahead")));
    assert_eq!((&request.json["clock"]["rule"], &request.json["can"]), (&json!("T-21.access"), &json!([])));
    assert_eq!(request.json["clock"]["explanation"][0], format!("Starts on {}.", day(-10)));
    let told = json!({ "told_on": day(0), "reason": "The paper files are in the archive." });
    assert_eq!(act(&app, CM, &request, "extend", told.clone()).await.status, 403);

    let path = format!("/api/v1/record-requests/{}", request.json["id"].as_str().unwrap());
    let seen = app.get(OFFICER, &path).await;
    let can = ["extend", "fulfil", "deny", "withdraw"].map(|verb| format!("record_request_{verb}"));
    assert_eq!(seen.json["can"], json!(can), "{}", seen.text);
    assert!(seen.json["grounds"].as_array().is_some_and(|all| all.contains(&json!("endangerment"))));
    let before = act(&app, OFFICER, &seen, "extend", json!({ "told_on": day(-11), "reason": "Early" })).await;
    assert_eq!(refused(&before), (409, "record_request_day", "/told_on"));
    let longer = act(&app, OFFICER, &seen, "extend", told.clone()).await;
    assert_eq!((&longer.json["status"], &longer.json["due_on"]), (&json!("extended"), &json!(day(50))));
    assert_eq!(act(&app, OFFICER, &seen, "extend", told.clone()).await.status, 412);
    assert_eq!(refused(&act(&app, OFFICER, &longer, "extend", told).await).1, "record_request_step");

    let denial =
        |ground: &str| json!({ "ground": ground, "answered_on": day(0), "answer": "Reading it would endanger her." });
    let foreign = act(&app, OFFICER, &longer, "deny", denial("accurate_and_complete")).await;
    assert_eq!(refused(&foreign), (409, "record_request_ground", "/ground"));
    let denied = act(&app, OFFICER, &longer, "deny", denial("endangerment")).await;
    assert_eq!((&denied.json["status"], &denied.json["in_time"]), (&json!("denied"), &json!(true)), "{}", denied.text);
    let ground = json!({ "ground": "endangerment", "source": "45 CFR 164.524(a)(3)(i)", "reviewable": true });
    assert_eq!((&denied.json["denial"], &denied.json["can"]), (&ground, &json!([])));
}

#[actix_web::test]
async fn the_privacy_officer_sees_every_request_and_others_those_of_people_within_their_reach() {
    let app = TestApp::new().await;
    let amendment = asked(&app, "amendment").await;
    let hidden = app.world.hidden_person_id.to_string();
    let overdue = write(&app, OFFICER, &hidden, json!({ "asked_on": day(-40) })).await;
    assert_eq!((overdue.status.as_u16(), &overdue.json["standing"]), (201, &json!("overdue")), "{}", overdue.text);
    let late = act(&app, OFFICER, &overdue, "extend", json!({ "told_on": day(0), "reason": "Archive" })).await;
    assert_eq!(refused(&late), (409, "record_request_extended_late", "/told_on"));
    let (mine, theirs) = (amendment.json["id"].clone(), overdue.json["id"].clone());
    assert_eq!(listed(&app, OFFICER, "open=true").await, [theirs.clone(), mine.clone()], "due first");
    assert_eq!(listed(&app, CM, "open=true").await, std::slice::from_ref(&mine));
    let path = format!("/api/v1/record-requests/{}", theirs.as_str().unwrap());
    assert_eq!(app.get(CM, &path).await.status, 404);
    let first = app.get(OFFICER, "/api/v1/record-requests?open=true&limit=1").await;
    let next = format!("open=true&limit=1&cursor={}", first.json["next"].as_str().expect("a next page"));
    assert_eq!(listed(&app, OFFICER, &next).await, std::slice::from_ref(&mine));

    let denial =
        json!({ "ground": "accurate_and_complete", "answered_on": day(0), "answer": "It is as you told us then." });
    let denied = act(&app, OFFICER, &amendment, "deny", denial).await;
    let statement = json!({ "statement": "I never smoked." });
    let kept = act(&app, OFFICER, &denied, "disagree", statement.clone()).await;
    assert_eq!(
        (&kept.json["disagreement"], &kept.json["can"]),
        (&json!("I never smoked."), &json!([])),
        "{}",
        kept.text
    );
    assert_eq!(refused(&act(&app, OFFICER, &kept, "disagree", statement).await).1, "record_request_disagreed");
    assert_eq!(listed(&app, OFFICER, "open=true").await, std::slice::from_ref(&theirs));
    assert_eq!(listed(&app, OFFICER, "status=denied").await, [mine]);
    let back = act(&app, OFFICER, &overdue, "withdraw", json!({ "reason": "She has what she needs." })).await;
    assert_eq!((&back.json["status"], &back.json["in_time"]), (&json!("withdrawn"), &Value::Null), "{}", back.text);
}

#[actix_web::test]
async fn an_accounting_leads_to_the_disclosures_and_is_given_never_denied() {
    let app = TestApp::new().await;
    let accounting = asked(&app, "accounting").await;
    let path = format!("/api/v1/people/{}/disclosures", app.world.person_id);
    assert_eq!((&accounting.json["due_on"], &accounting.json["disclosures"]), (&json!(day(50)), &json!(path)));
    assert_eq!(app.get(OFFICER, &path).await.status, 200);
    let denial = json!({ "ground": "not_held", "answered_on": day(0), "answer": "No." });
    let never = act(&app, OFFICER, &accounting, "deny", denial).await;
    assert_eq!(refused(&never).1, "record_request_accounting");
    let given =
        act(&app, OFFICER, &accounting, "fulfil", json!({ "answered_on": day(0), "answer": "By letter." })).await;
    assert_eq!((&given.json["status"], &given.json["in_time"]), (&json!("fulfilled"), &json!(true)), "{}", given.text);
}
