//! Closures and school days: what they would move is seen before they are set, and open deadlines follow them.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta, Utc};
use domain::calendar::{Calendar, SchoolCalendar};
use domain::clock::{Clock, last_day};
use domain::program::Setting;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

use crate::milestone::{becomes, day, deadline, record};

const DIRECTOR: &str = "director";
const PATH: &str = "/api/v1/work-calendars";
const RULE: &str = "T-16.manifestation";

async fn listed(app: &TestApp, role: &str, program: Option<Uuid>) -> Value {
    let list = app.get(role, PATH).await;
    let items = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
    items.into_iter().find(|one| one["program"].get("id").cloned() == program.map(|id| json!(id))).expect("its days")
}

async fn set(app: &TestApp, role: &str, version: i32, body: Value) -> Answered {
    app.change(role, Method::PUT, PATH, &format!("\"{version}\""), body).await
}

async fn work(app: &TestApp) {
    let soon = Utc::now() + TimeDelta::minutes(1);
    while app.state.store.job_run_next(app.world.org_id, soon).await.unwrap() {}
}

/// Ten school days from today when there is no school on some days.
fn ten_school_days(days_off: &[NaiveDate]) -> NaiveDate {
    let school = SchoolCalendar { years: Vec::new(), days_off: days_off.iter().copied().collect() };
    last_day(&Clock::school_days(10), day(0), &Calendar { school, ..Calendar::default() }).unwrap()
}

#[actix_web::test]
async fn a_school_break_is_previewed_and_moves_the_open_manifestation_review_of_its_program_alone() {
    let app = TestApp::new().await;
    becomes(&app, Setting::School).await;
    let decided = record(&app, "care_manager", "placement_change_decided", day(0)).await;
    assert_eq!(decided.status, 201, "{}", decided.text);
    let before = deadline(&app, RULE).await;
    let due = ten_school_days(&[]);
    assert_eq!(before["due_on"], json!(due));
    let moved = ten_school_days(&[due]);
    let days = json!({ "school_days_off": [due] });
    let of = |program: Uuid| json!({ "program_id": program, "days": days });

    let seen = app.post(DIRECTOR, &format!("{PATH}/preview"), of(app.world.program_id)).await;
    assert_eq!((seen.status.as_u16(), &seen.json["moved"]), (200, &json!(1)), "{}", seen.text);
    assert_eq!(seen.json["moves"][0]["deadline_id"], before["id"]);
    let elsewhere = app.post(DIRECTOR, &format!("{PATH}/preview"), of(app.world.hospital_id)).await;
    assert_eq!(elsewhere.json["moved"], 0, "{}", elsewhere.text);
    assert_eq!(listed(&app, DIRECTOR, Some(app.world.program_id)).await["version"], 0, "a preview stores nothing");

    let made = set(&app, DIRECTOR, 0, of(app.world.program_id)).await;
    assert_eq!((made.status.as_u16(), &made.json["version"]), (200, &json!(1)), "{}", made.text);
    assert_eq!(made.json["days"]["school_days_off"], json!([due]));
    work(&app).await;
    let after = deadline(&app, RULE).await;
    assert_eq!((&after["id"], &after["status"]), (&before["id"], &json!("open")));
    assert_eq!((&after["due_on"], &after["due_at"]), (&json!(moved), &seen.json["moves"][0]["would_be_due_at"]));
    assert!(after["explanation"].to_string().contains("no school"), "{after}");
    let audited = "SELECT count(*) FROM audit_event WHERE operation = 'calendar_follow' AND role = 'system'";
    assert_eq!(app.db.owner_sql(audited), "1");
    let waiting = "SELECT count(*) FROM job WHERE kind = 'calendar_follow' AND status = 'parked'";
    assert_eq!(app.db.owner_sql(waiting), "0");

    let back = set(&app, DIRECTOR, 1, json!({ "program_id": app.world.program_id, "days": {} })).await;
    assert_eq!(back.status, 200, "{}", back.text);
    work(&app).await;
    assert_eq!(deadline(&app, RULE).await["due_on"], json!(due), "what is taken out counts again");
    let history = "SELECT count(*) FROM work_calendar_history";
    assert_ne!(app.db.owner_sql(history), "0");
}

#[actix_web::test]
async fn what_is_settled_keeps_its_verdict_and_what_opens_later_goes_by_the_days_of_the_organization() {
    let app = TestApp::new().await;
    becomes(&app, Setting::School).await;
    assert_eq!(record(&app, "care_manager", "placement_change_decided", day(-3)).await.status, 201);
    let reviewed = record(&app, "care_manager", "manifestation_reviewed", day(-2)).await;
    assert_eq!(reviewed.status, 201, "{}", reviewed.text);
    let met = deadline(&app, RULE).await;
    assert_eq!(met["status"], "met");
    let due: NaiveDate = met["due_on"].as_str().unwrap().parse().unwrap();
    let made = set(&app, DIRECTOR, 0, json!({ "days": { "school_days_off": [due] } })).await;
    assert_eq!((made.status.as_u16(), &made.json["program"]), (200, &Value::Null), "{}", made.text);
    work(&app).await;
    assert_eq!(deadline(&app, RULE).await["due_on"], met["due_on"]);
    let ask = |program: Option<Uuid>| {
        json!({ "anchor": day(0), "time_zone": "America/New_York", "calendar": "organization", "program_id": program,
            "clock": { "type": "school_days", "amount": 10 } })
    };
    for program in [None, Some(app.world.program_id)] {
        let found = app.post("care_manager", "/api/v1/deadlines/preview", ask(program)).await;
        assert_eq!(found.json["due_on"], json!(ten_school_days(&[due])), "{}", found.text);
    }
    let nowhere = app.post("care_manager", "/api/v1/deadlines/preview", ask(Some(Uuid::now_v7()))).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.code()), (409, "unknown_program"), "{}", nowhere.text);
}

#[actix_web::test]
async fn days_that_nobody_means_a_stale_version_and_who_may_not_are_refused() {
    let app = TestApp::new().await;
    let refusal = |answer: Answered| (answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone());
    let years = json!({ "school_years": [{ "first": "2026-06-12", "last": "2025-08-25" }] });
    let backwards = set(&app, DIRECTOR, 0, json!({ "days": years })).await;
    assert_eq!(refusal(backwards), ("school_year_backwards".into(), json!("/days/school_years/0/last")));
    let preview = app.post(DIRECTOR, &format!("{PATH}/preview"), json!({ "days": years })).await;
    assert_eq!(refusal(preview), ("school_year_backwards".into(), json!("/days/school_years/0/last")));
    let nowhere = set(&app, DIRECTOR, 0, json!({ "program_id": Uuid::now_v7(), "days": {} })).await;
    assert_eq!(refusal(nowhere), ("unknown_program".into(), json!("/program_id")));
    let closed = json!({ "days": { "closures": ["2026-12-24"], "court_closures": ["2026-12-24"] } });
    assert_eq!(set(&app, "supervisor", 0, closed.clone()).await.status, 403);
    assert_eq!(set(&app, DIRECTOR, 1, closed.clone()).await.status, 412);
    assert_eq!(set(&app, "organization_admin", 0, closed.clone()).await.status, 200);
    assert_eq!(set(&app, DIRECTOR, 0, closed).await.status, 412, "somebody else was faster");
    let read = listed(&app, "care_manager", None).await;
    assert_eq!((&read["days"]["closures"], &read["can"]), (&json!(["2026-12-24"]), &json!([])));
}
