//! Who guides whom toward which goals, and when the two met: for both of them and who leads the mentee, and for nobody else.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const MENTEE: &str = "care_manager";
const MENTOR: &str = "senior_care_manager";
const LEAD: &str = "lead";

/// Everybody of the world counts their days in New York.
fn today() -> NaiveDate {
    Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive()
}

fn body(app: &TestApp, mentor: &str) -> Value {
    json!({ "mentor_id": app.world.staff[mentor], "mentee_id": app.world.staff[MENTEE], "starts_on": today() - Days::new(30),
        "until_on": today() + Days::new(150), "goals": [{ "text": "Leads a case conference", "status": "open" }],
        "next_meeting_on": today() + Days::new(20) })
}

/// A mentorship of the care manager, begun by the lead.
pub async fn begun(app: &TestApp) -> Answered {
    app.post(LEAD, "/api/v1/mentorships", body(app, MENTOR)).await
}

fn path(own: &Answered, rest: &str) -> String {
    format!("/api/v1/mentorships/{}{rest}", own.json["id"].as_str().expect("an id"))
}

async fn active(app: &TestApp, role: &str) -> usize {
    let list = app.get(role, "/api/v1/mentorships?active=true").await;
    list.json["items"].as_array().unwrap_or_else(|| panic!("{role}: {}", list.text)).len()
}

#[actix_web::test]
async fn both_of_them_write_down_when_they_met_and_only_they_and_who_leads_the_mentee_know() {
    let app = TestApp::new().await;
    for (role, mentor, code) in [
        (MENTEE, MENTOR, "mentorship_not_led"),
        (LEAD, "assistant", "mentorship_mentor_role"),
        ("director", MENTEE, "mentorship_of_oneself"),
    ] {
        let refused = app.post(role, "/api/v1/mentorships", body(&app, mentor)).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, code), "{}", refused.text);
    }
    let (one, other) = futures_util::future::join(begun(&app), begun(&app)).await;
    let (own, twice) = if one.status == 201 { (one, other) } else { (other, one) };
    assert_eq!((own.status.as_u16(), &own.json["meets_soon"]), (201, &json!(false)), "{}", own.text);
    assert_eq!(own.json["can"], json!(["mentorship_update", "mentorship_end"]), "who leads does not meet");
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "mentorship_exists"), "at the same time, and later");
    assert_eq!(twice.json["errors"][0]["pointer"], "/mentee_id");
    assert_eq!(begun(&app).await.code(), "mentorship_exists");

    let met = json!({ "held_on": today(), "minutes": 45, "agreed": "Two visits together.", "next_meeting_on": today() + Days::new(7) });
    let forged = app.change(LEAD, Method::POST, &path(&own, "/meetings"), &own.etag(), met.clone()).await;
    assert_eq!((forged.status.as_u16(), forged.code()), (409, "mentorship_of_others"));
    let ahead = json!({ "held_on": today() + Days::new(2), "minutes": 45, "agreed": "Nothing yet." });
    let ahead = app.change(MENTOR, Method::POST, &path(&own, "/meetings"), &own.etag(), ahead).await;
    assert_eq!((ahead.code(), &ahead.json["errors"][0]["pointer"]), ("mentorship_meeting_day", &json!("/held_on")));
    let noted = app.change(MENTOR, Method::POST, &path(&own, "/meetings"), &own.etag(), met).await;
    assert_eq!((noted.status.as_u16(), &noted.json["meets_soon"]), (200, &json!(true)), "{}", noted.text);
    let log = app.get(MENTEE, &path(&own, "/meetings")).await;
    assert_eq!((&log.json["items"][0]["minutes"], log.json["items"].as_array().map(Vec::len)), (&json!(45), Some(1)));

    let plan =
        json!({ "goals": [{ "text": "Leads a case conference", "status": "reached" }], "next_meeting_on": null });
    let planned = app.change(MENTEE, Method::PATCH, &path(&own, ""), &noted.etag(), plan.clone()).await;
    assert_eq!(
        (planned.status.as_u16(), &planned.json["goals"][0]["status"]),
        (200, &json!("reached")),
        "{}",
        planned.text
    );
    assert_eq!(planned.json["until_on"], Value::Null, "what is left out is taken away");
    for role in [MENTEE, MENTOR, LEAD, "supervisor", "director"] {
        assert_eq!(active(&app, role).await, 1, "{role}");
    }
    for role in ["assistant", "coordinator", "stranger"] {
        assert_eq!(active(&app, role).await, 0, "{role}");
        assert_eq!(app.get(role, &path(&own, "/meetings")).await.status, 404, "{role}");
        assert_eq!(app.change(role, Method::PATCH, &path(&own, ""), &planned.etag(), plan.clone()).await.status, 404);
    }
    let reason = json!({ "reason": "She leads her own conferences." });
    let ended = app.change(MENTEE, Method::POST, &path(&own, "/end"), &planned.etag(), reason).await;
    assert_eq!((&ended.json["status"], &ended.json["can"]), (&json!("ended"), &json!([])), "{}", ended.text);
    let late = app.change(MENTEE, Method::PATCH, &path(&own, ""), &ended.etag(), plan).await;
    assert_eq!((late.status.as_u16(), late.code()), (409, "mentorship_ended"));
    assert_eq!(active(&app, LEAD).await, 0);
}

#[actix_web::test]
async fn a_mentorship_ends_when_one_of_the_two_leaves() {
    let app = TestApp::new().await;
    let own = begun(&app).await;
    let staff = format!("/api/v1/staff/{}", app.world.staff[MENTOR]);
    let mentor = app.get("organization_admin", &staff).await;
    let left =
        app.change("organization_admin", Method::PATCH, &staff, &mentor.etag(), json!({ "active": false })).await;
    assert_eq!(left.status, 200, "{}", left.text);
    let list = app.get(LEAD, "/api/v1/mentorships").await;
    let ended = &list.json["items"][0];
    assert_eq!((&ended["id"], &ended["status"]), (&own.json["id"], &json!("ended")), "{}", list.text);
    assert!(ended["end_reason"].as_str().is_some_and(|text| text.contains("left")), "{ended}");
}
