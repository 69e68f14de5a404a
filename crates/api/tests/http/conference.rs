//! A conference looks at what the record says, and what is agreed on becomes work.

use actix_web::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const OWNER: &str = "care_manager";

/// A conference planned for tomorrow.
pub async fn planned(app: &TestApp, kind: &str) -> Answered {
    let path = format!("/api/v1/cases/{}/conferences", app.world.case_id);
    let invited = json!([{ "staff_id": app.world.staff["lead"] }, { "name": "Dr. Lin", "role": "Physician" }]);
    let body = json!({ "kind": kind, "scheduled_at": Utc::now() + TimeDelta::days(1), "invited": invited });
    app.post(OWNER, &path, body).await
}

async fn act(app: &TestApp, conference: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/conferences/{}/{verb}", conference.json["id"].as_str().expect("an id"));
    app.change(OWNER, Method::POST, &path, &conference.etag(), body).await
}

fn kinds(conference: &Value) -> Vec<&str> {
    conference["agenda"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn the_agenda_is_what_the_record_says_and_stays_as_it_was_once_it_is_held() {
    let app = TestApp::new().await;
    let conference = planned(&app, "case_conference").await;
    assert_eq!(conference.status, 201, "{}", conference.text);
    assert!(!kinds(&conference.json).contains(&"need"));
    let need = json!({ "kind": "social", "title": "No ride to dialysis" });
    app.post(OWNER, &format!("/api/v1/people/{}/needs", app.world.person_id), need).await;
    let path = format!("/api/v1/conferences/{}", conference.json["id"].as_str().unwrap());
    assert!(kinds(&app.get(OWNER, &path).await.json).contains(&"need"));

    let attendees =
        json!([{ "staff_id": app.world.staff["lead"], "present": true }, { "name": "Dr. Lin", "role": "Physician" }]);
    let action = json!({ "title": "Call the van", "owner_id": app.world.staff["senior_care_manager"], "due_at": Utc::now() + TimeDelta::days(2) });
    let body = json!({ "attendees": attendees, "decisions": ["She stays at home."], "actions": [action] });
    let held = act(&app, &conference, "hold", body).await;
    assert_eq!((held.status.as_u16(), &held.json["status"]), (200, &json!("held")), "{}", held.text);
    assert_eq!(
        held.json["attendees"][1],
        json!({ "staff_id": null, "name": "Dr. Lin", "role": "Physician", "present": false })
    );
    let tasks = app.get("senior_care_manager", "/api/v1/today?kind=task").await;
    assert_eq!(tasks.json["items"][0]["title"], "Call the van", "who gets work sees the person: {}", tasks.text);
    assert_eq!(tasks.json["items"][0]["id"], held.json["actions"][0]["task_id"]);

    let needs = app.get(OWNER, &format!("/api/v1/people/{}/needs", app.world.person_id)).await;
    let update = format!("/api/v1/needs/{}", needs.json["items"][0]["id"].as_str().unwrap());
    app.change(OWNER, Method::PATCH, &update, "\"1\"", json!({ "status": "resolved", "reason": "A van." })).await;
    assert!(kinds(&app.get(OWNER, &path).await.json).contains(&"need"), "what was looked at stays");
    let again = act(&app, &held, "cancel", json!({ "reason": "Snow." })).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "conference_settled"));
}

#[actix_web::test]
async fn the_interdisciplinary_group_names_its_next_date_within_fifteen_days() {
    let app = TestApp::new().await;
    let conference = planned(&app, "interdisciplinary_group").await;
    let body = |next_at: Option<i64>| {
        let attendees = json!([{ "staff_id": app.world.staff[OWNER], "present": true }]);
        json!({ "attendees": attendees, "next_at": next_at.map(|days| Utc::now() + TimeDelta::days(days)) })
    };
    let without = act(&app, &conference, "hold", body(None)).await;
    assert_eq!((without.status.as_u16(), without.code()), (409, "conference_next_required"));
    let late = act(&app, &conference, "hold", body(Some(17))).await;
    assert_eq!((late.code(), &late.json["errors"][0]["pointer"]), ("conference_next_too_late", &json!("/next_at")));
    let held = act(&app, &conference, "hold", body(Some(14))).await;
    assert_eq!(held.status, 200, "{}", held.text);
    let list = app.get(OWNER, &format!("/api/v1/cases/{}/conferences", app.world.case_id)).await;
    let states: Vec<&Value> = list.json["items"].as_array().unwrap().iter().map(|item| &item["status"]).collect();
    assert_eq!(states, [&json!("planned"), &json!("held")], "the next one is planned already");
}

#[actix_web::test]
async fn whoever_takes_part_is_a_colleague_or_has_a_name() {
    let app = TestApp::new().await;
    let conference = planned(&app, "case_conference").await;
    for attendee in [
        json!({ "present": true }),
        json!({ "staff_id": uuid::Uuid::now_v7(), "present": true }),
        json!({ "staff_id": app.world.staff[OWNER], "name": "Me", "present": true }),
    ] {
        let refused = act(&app, &conference, "hold", json!({ "attendees": [attendee] })).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "attendee_unknown"), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], "/attendees/0");
    }
    let nobody = act(&app, &conference, "hold", json!({ "attendees": [] })).await;
    assert_eq!((nobody.status.as_u16(), nobody.code()), (409, "conference_nobody_present"));
    let unknown = json!({ "title": "Call", "owner_id": uuid::Uuid::now_v7(), "due_at": Utc::now() });
    let present = json!([{ "staff_id": app.world.staff[OWNER], "present": true }]);
    let refused = act(&app, &conference, "hold", json!({ "attendees": present, "actions": [unknown] })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "unknown_staff"));
}
