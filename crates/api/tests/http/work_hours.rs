//! Hours by type: one's own and the team's, on the worker's wall, as a table and as a file.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const SENIOR: &str = "senior_care_manager";

/// Work of any type, whatever hour it is now.
fn worked(minutes: &Value) -> i64 {
    ["regular", "evening", "weekend", "called_out"].iter().filter_map(|of| minutes[of].as_i64()).sum()
}

#[actix_web::test]
async fn hours_are_counted_once_by_type_for_oneself_and_whom_one_leads() {
    let app = TestApp::new().await;
    let at = Utc::now() - TimeDelta::hours(2);
    for minutes in [10, 5] {
        let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "no_answer", "with": "person",
            "minutes": minutes, "purpose": "follow_up", "occurred_at": at });
        let logged = app.post(CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id), contact).await;
        assert_eq!(logged.status, 201, "{}", logged.text);
    }
    assert_eq!(crate::on_call::shift(&app, app.world.staff[SENIOR]).await.status, 201);
    let path = format!("/api/v1/staff/{}/work-hours", app.world.staff[CM]);
    let own = app.get(CM, &path).await;
    assert_eq!(own.status, 200, "{}", own.text);
    let minutes = &own.json["worker"]["minutes"];
    assert_eq!(
        (worked(minutes), &minutes["on_call"], &minutes["overtime"]),
        (10, &json!(0), &Value::Null),
        "{minutes}"
    );
    assert_eq!(
        (&own.json["worker"]["time_zone"], &own.json["worker"]["exempt"]),
        (&json!("America/New_York"), &Value::Null)
    );
    let days = own.json["days"].as_array().unwrap();
    assert_eq!(days.iter().map(|day| worked(&day["minutes"])).sum::<i64>(), 10, "{}", own.text);

    let capacity = json!({ "valid_from": own.json["from"], "content": { "weekly_hours": 40, "exempt": false, "direct_percent": 65,
        "travel_percent": 0, "duty_hours": 0, "grade": null, "grade_points": null } });
    let set = app.post(LEAD, &format!("/api/v1/staff/{}/capacities", app.world.staff[CM]), capacity).await;
    assert_eq!((set.status.as_u16(), &set.json["content"]["exempt"]), (201, &json!(false)), "{}", set.text);
    let team = app.get(LEAD, &format!("/api/v1/work-hours?team_id={}", app.world.team_id)).await;
    let of = |role: &str| {
        let all = team.json["items"].as_array().unwrap_or_else(|| panic!("{}", team.text));
        all.iter().find(|own| own["staff"]["id"] == json!(app.world.staff[role])).expect(role).clone()
    };
    assert_eq!((&of(CM)["exempt"], &of(CM)["minutes"]["overtime"]), (&json!(false), &json!(0)));
    let senior = of(SENIOR);
    let waiting = &senior["minutes"];
    assert!(waiting["on_call"].as_i64() >= Some(119) && worked(waiting) == 0, "{waiting}");

    let file = app.get(LEAD, "/api/v1/work-hours/export").await;
    assert!(
        file.text.trim_start_matches('\u{feff}').starts_with("staff_id,name,date,time_zone,exempt,"),
        "{}",
        file.text
    );
    assert!(file.text.contains(&app.world.staff[CM].to_string()) && file.text.contains("non_exempt"), "{}", file.text);
    let mine = app.get(CM, "/api/v1/work-hours/export").await;
    assert!(!mine.text.contains(&app.world.staff[SENIOR].to_string()), "{}", mine.text);
    let alone = app.get(CM, "/api/v1/work-hours").await;
    assert_eq!(alone.json["items"].as_array().map(Vec::len), Some(1), "a care manager leads nobody");
    for (reader, whose, status) in
        [(CM, SENIOR, 404), (SENIOR, CM, 404), ("assistant", "assistant", 200), ("analyst", CM, 403)]
    {
        let path = format!("/api/v1/staff/{}/work-hours", app.world.staff[whose]);
        assert_eq!(app.get(reader, &path).await.status.as_u16(), status, "{reader} of {whose}");
    }
    for days in ["from=2026-07-02&to=2026-07-01", "from=2026-01-01&to=2026-04-03"] {
        let refused = app.get(CM, &format!("{path}?{days}")).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "work_hours_period"), "{days}");
    }
}
