//! The performance pack: a worker's numbers beside what surrounds them, as long as the lists behind them, for them and whom leads them.

use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";

/// Two contacts of the care manager, one with a note that is signed at once, the other with none.
async fn two_contacts(app: &TestApp) {
    let path = format!("/api/v1/cases/{}/contacts", app.world.case_id);
    let mut body = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 5, "purpose": "follow_up" });
    assert_eq!(app.post(CM, &path, body.clone()).await.status, 201);
    body["note"] = json!({ "body": "Doing well.", "sign": true });
    assert_eq!(app.post(CM, &path, body).await.status, 201);
}

fn one<'a>(list: &'a Value, member: &str, value: &str) -> &'a Value {
    let all = list.as_array().unwrap_or_else(|| panic!("{list}"));
    all.iter().find(|one| one[member] == value).unwrap_or_else(|| panic!("{value}: {list}"))
}

#[actix_web::test]
async fn a_pack_shows_each_number_beside_its_surroundings_and_as_long_as_its_list() {
    let app = TestApp::new().await;
    two_contacts(&app).await;
    let own = format!("/api/v1/staff/{}", app.world.staff[CM]);
    for role in [CM, "lead", "supervisor", "director"] {
        let pack = app.get(role, &format!("{own}/performance-pack")).await;
        assert_eq!(pack.status, 200, "{role}: {}", pack.text);
        let pack = pack.json;
        let days = format!("from={}&to={}", pack["from"].as_str().unwrap(), pack["to"].as_str().unwrap());
        let note = one(&pack["measures"], "measure", "note-48h");
        assert_eq!(
            (&note["numerator"], &note["denominator"], &note["pending"], &note["target"], &note["standing"]),
            (&json!(1.0), &json!(1), &json!(1), &json!(0.9), &json!("on_target")),
            "{role}"
        );
        assert_eq!(note["median"], Value::Null, "one colleague of the team is told of nobody");
        let filters = format!("staff_id={}&{days}", app.world.staff[CM]);
        for (place, count) in [("numerator", 1), ("pending", 1), ("denominator", 0)] {
            let list = app.get(role, &format!("/api/v1/measures/note-48h/members?{filters}&place={place}")).await;
            assert_eq!(list.json["items"].as_array().map(Vec::len), Some(count), "{role} {place}: {}", list.text);
        }
        let now = pack["months"].as_array().and_then(|months| months.last()).unwrap();
        assert_eq!((&now["on"], &now["cases"], &now["points"]), (&pack["to"], &json!(1), &json!(3.0)), "{now}");
        assert_eq!((&now["standing"], &now["programs"][0]["low"]), (&json!("below"), &json!(75.0)), "{now}");
        let notes = one(&pack["documents"], "document", "contact_note");
        let (counted, open) = (notes["counted"].as_u64().unwrap(), notes["open"].as_u64().unwrap());
        assert_eq!((counted, open), (1, 1), "{notes}");
        let list = app.get(role, &format!("{own}/performance-documents?document=contact_note&{days}&limit=1")).await;
        assert_eq!(list.json["items"][0]["person"]["id"], json!(app.world.person_id), "{role}: {}", list.text);
        let cursor = list.json["next"].as_str().unwrap();
        let path = format!("{own}/performance-documents?document=contact_note&{days}&cursor={cursor}");
        let rest = app.get(role, &path).await;
        assert_eq!(
            (rest.json["items"].as_array().map(Vec::len), &rest.json["next"]),
            (Some(1), &Value::Null),
            "{}",
            rest.text
        );
    }
}

#[actix_web::test]
async fn a_pack_is_for_the_worker_and_whom_leads_them() {
    let app = TestApp::new().await;
    let of = |role: &str| format!("/api/v1/staff/{}/performance-pack", app.world.staff[role]);
    for (reader, whose, status) in [
        (CM, "senior_care_manager", 404),
        ("senior_care_manager", CM, 404),
        ("stranger", CM, 404),
        ("assistant", CM, 403),
        ("analyst", CM, 403),
        ("organization_admin", CM, 403),
        ("lead", "lead", 200),
        ("lead", "director", 404),
    ] {
        assert_eq!(app.get(reader, &of(whose)).await.status.as_u16(), status, "{reader} of {whose}");
    }
    let backwards = app.get(CM, &format!("{}?from=2026-07-02&to=2026-07-01", of(CM))).await;
    assert_eq!((backwards.status.as_u16(), backwards.code()), (409, "measure_period"));
}

#[actix_web::test]
async fn hours_on_call_of_the_weeks_before_stand_beside_the_range_and_make_it_smaller() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/staff/{}/performance-pack", app.world.staff[CM]);
    let last = async || {
        let pack = app.get(CM, &path).await;
        pack.json["months"]
            .as_array()
            .and_then(|months| months.last())
            .cloned()
            .unwrap_or_else(|| panic!("{}", pack.text))
    };
    let before = last().await;
    assert_eq!(before["on_call_hours"], json!(0.0), "{before}");
    assert_eq!(crate::on_call::shift(&app, app.world.staff[CM]).await.status, 201);
    let past =
        "UPDATE on_call_shift SET starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '4 days'";
    assert_eq!(app.db.owner_sql(past), "");
    let after = last().await;
    // Twelve hours and three days, less nine hours of each business day that they touch.
    let hours = after["on_call_hours"].as_f64().unwrap();
    assert!((47.9..84.1).contains(&hours), "{after}");
    let high = |month: &Value| month["programs"][0]["high"].as_f64().unwrap();
    assert!(high(&after) < high(&before), "{after}");
}
