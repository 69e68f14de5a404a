//! Boards, targets, the population and saved reports.

use actix_web::http::Method;
use chrono::{Days, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";

fn items(answer: &testkit::Answered) -> &Vec<Value> {
    answer.json["items"].as_array().unwrap_or_else(|| panic!("{}", answer.text))
}

fn codes(answer: &testkit::Answered) -> Vec<&str> {
    items(answer).iter().filter_map(|board| board["code"].as_str()).collect()
}

async fn tile(app: &TestApp, role: &str, board: &str, measure: &str) -> Value {
    let answer = app.get(role, &format!("/api/v1/measure-boards/{board}")).await;
    let tiles = answer.json["tiles"].as_array().unwrap_or_else(|| panic!("{}", answer.text));
    tiles.iter().find(|tile| tile["measure"] == measure).expect("a tile").clone()
}

/// Two contacts of the care manager, one with a note that is signed at once, the other with none: a note that is in time and one
/// that waits.
async fn two_contacts(app: &TestApp) {
    let path = format!("/api/v1/cases/{}/contacts", app.world.case_id);
    let mut body = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 5, "purpose": "follow_up" });
    assert_eq!(app.post(CM, &path, body.clone()).await.status, 201);
    body["note"] = json!({ "body": "Doing well.", "sign": true });
    assert_eq!(app.post(CM, &path, body).await.status, 201);
}

/// A target from today on, by the days of the organization.
async fn target(app: &TestApp, program: bool) -> Value {
    let program_id = program.then_some(app.world.program_id);
    let today = app.get("director", "/api/v1/measure-boards/cross_setting").await.json["to"].clone();
    json!({ "measure": "note-48h", "program_id": program_id, "value": 0.95, "owner_id": app.world.staff["lead"], "valid_from": today, "reason": "Agreed at the quarterly meeting." })
}

/// Long enough for the digests of a test.
fn soon() -> std::time::Instant {
    std::time::Instant::now() + std::time::Duration::from_secs(60)
}

#[actix_web::test]
async fn everybody_has_the_boards_of_the_settings_they_work_in_and_the_one_of_all() {
    let app = TestApp::new().await;
    for (role, boards) in [
        (CM, vec!["managed_care", "cross_setting"]),
        ("lead", vec!["managed_care", "cross_setting"]),
        ("stranger", vec!["hospital", "cross_setting"]),
        ("director", vec!["hospital", "managed_care", "cross_setting"]),
        ("analyst", vec!["hospital", "managed_care", "cross_setting"]),
    ] {
        assert_eq!(codes(&app.get(role, "/api/v1/measure-boards").await), boards, "{role}");
    }
    assert_eq!(app.get(CM, "/api/v1/measure-boards/hospital").await.status, 404, "no program of it within reach");
    let other = format!("/api/v1/measure-boards/managed_care?program_id={}", app.world.hospital_id);
    assert_eq!(app.get(CM, &other).await.status, 404);
    assert_eq!(app.get(CM, "/api/v1/measure-boards/nothing").await.status, 404);
}

#[actix_web::test]
async fn the_number_of_a_tile_is_the_length_of_its_list_with_the_same_filters() {
    let app = TestApp::new().await;
    two_contacts(&app).await;
    for role in [CM, "lead", "director"] {
        let board = app.get(role, "/api/v1/measure-boards/managed_care").await.json;
        let note =
            board["tiles"].as_array().unwrap().iter().find(|tile| tile["measure"] == "note-48h").unwrap().clone();
        assert_eq!((&note["numerator"], &note["denominator"], &note["pending"]), (&json!(1.0), &json!(1), &json!(1)));
        let filters = format!(
            "scope={}&program_id={}&from={}&to={}",
            board["scope"].as_str().unwrap(),
            board["program"]["id"].as_str().unwrap(),
            board["from"].as_str().unwrap(),
            board["to"].as_str().unwrap()
        );
        for (place, count) in [("numerator", 1), ("pending", 1), ("denominator", 0)] {
            let list = app.get(role, &format!("/api/v1/measures/note-48h/members?{filters}&place={place}")).await;
            assert_eq!(items(&list).len(), count, "{role} {place}");
        }
    }
}

#[actix_web::test]
async fn a_number_stands_beside_the_acuity_of_the_panel_and_an_aggregate_of_few_is_not_shown() {
    let app = TestApp::new().await;
    two_contacts(&app).await;
    let board = app.get(CM, "/api/v1/measure-boards/managed_care?scope=team").await.json;
    assert_eq!(board["scope"], "mine", "a care manager's board is about their own panel");
    assert_eq!((&board["panel"]["cases"], &board["panel"]["load"]), (&json!(1), &json!(3.0)));
    assert!(board["tiles"].as_array().unwrap().iter().all(|tile| tile["beside"].is_null()), "{board}");
}

#[actix_web::test]
async fn a_month_that_is_not_over_is_shown_and_not_judged() {
    let app = TestApp::new().await;
    two_contacts(&app).await;
    let note = tile(&app, "lead", "managed_care", "note-48h").await;
    let months = note["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert_eq!((&months[11]["denominator"], &months[11]["settled"]), (&json!(1), &json!(false)));
    assert_eq!((&note["centre"], &note["alert"]), (&Value::Null, &json!(false)));
    assert!(months[..11].iter().all(|month| month["value"].is_null() && month["lower"].is_null()));
}

#[actix_web::test]
async fn leads_set_targets_of_their_programs_and_directors_those_of_everybody() {
    let app = TestApp::new().await;
    let path = "/api/v1/measure-targets";
    assert_eq!(app.post(CM, path, target(&app, true).await).await.status, 403);
    let denied = app.post("lead", path, target(&app, false).await).await;
    assert_eq!((denied.status.as_u16(), denied.code()), (403, "measure_target_of_others"));
    let mut elsewhere = target(&app, true).await;
    elsewhere["program_id"] = json!(app.world.hospital_id);
    assert_eq!(app.post("lead", path, elsewhere).await.status, 403);
    let before = tile(&app, "lead", "managed_care", "note-48h").await;
    assert_eq!((&before["target"], &before["target_set"]), (&json!(0.9), &Value::Null));
    let everywhere = app.post("director", path, target(&app, false).await).await;
    assert_eq!(everywhere.status, 201, "{}", everywhere.text);
    let mut own = target(&app, true).await;
    own["value"] = json!(0.97);
    assert_eq!(app.post("lead", path, own).await.status, 201);
    let set = tile(&app, CM, "managed_care", "note-48h").await;
    assert_eq!(set["target"], json!(0.97), "the program's own target comes first");
    assert_eq!(set["target_set"]["owner"]["id"], json!(app.world.staff["lead"]));
    assert_eq!(tile(&app, "stranger", "hospital", "note-48h").await["target"], json!(0.95));
    let history = app.get(CM, &format!("{path}?measure=note-48h&program_id={}", app.world.hospital_id)).await;
    assert_eq!(items(&history).len(), 1, "those of another program are left out");
}

#[actix_web::test]
async fn a_target_that_makes_no_sense_is_refused_where_it_is_wrong() {
    let app = TestApp::new().await;
    let past = Utc::now().date_naive() - Days::new(3);
    for (member, value, code) in [
        ("measure", json!("nothing"), "unknown_measure"),
        ("program_id", json!(app.world.team_id), "unknown_program"),
        ("value", json!(1.5), "measure_target_range"),
        ("owner_id", json!(app.world.staff[CM]), "measure_target_owner"),
        ("owner_id", json!(app.world.team_id), "unknown_staff"),
        ("valid_from", json!(past), "measure_target_past"),
    ] {
        let mut body = target(&app, true).await;
        body[member] = value;
        let refused = app.post("director", "/api/v1/measure-targets", body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, code), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], json!(format!("/{member}")), "{}", refused.text);
    }
}

/// A case of high tier since 40 days, whose person nobody reached.
async fn waiting(app: &TestApp) -> String {
    let enrolled_at = Utc::now() - TimeDelta::days(40);
    let case = json!({ "person_id": app.world.intake_person_id, "program_id": app.world.program_id, "team_id": app.world.team_id, "tier": "high", "enrolled_at": enrolled_at });
    let case = app.post(CM, "/api/v1/cases", case).await;
    assert_eq!(case.status, 201, "{}", case.text);
    case.json["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn high_risk_without_contact_is_the_length_of_its_list_until_somebody_is_reached() {
    let app = TestApp::new().await;
    let case_id = waiting(&app).await;
    for role in [CM, "lead", "director"] {
        let population = app.get(role, "/api/v1/population").await.json;
        assert_eq!(population["without_contact"], json!(1), "{role} {population}");
        let list = app.get(role, "/api/v1/population/without-contact").await;
        let listed: Vec<&Value> = items(&list).iter().map(|one| &one["case_id"]).collect();
        assert_eq!(listed, [&json!(case_id)], "{role}");
        assert_eq!((&items(&list)[0]["days"], &items(&list)[0]["last_reached_at"]), (&json!(40), &Value::Null));
    }
    assert_eq!(app.get("stranger", "/api/v1/population").await.json["without_contact"], json!(0));
    let contacts = format!("/api/v1/cases/{case_id}/contacts");
    let mut body = json!({ "mode": "phone", "direction": "outbound", "outcome": "left_message", "with": "person", "minutes": 1, "purpose": "outreach" });
    assert_eq!(app.post(CM, &contacts, body.clone()).await.status, 201);
    assert_eq!(app.get(CM, "/api/v1/population").await.json["without_contact"], json!(1), "an attempt reaches nobody");
    body["outcome"] = "reached".into();
    assert_eq!(app.post(CM, &contacts, body).await.status, 201);
    assert_eq!(app.get(CM, "/api/v1/population").await.json["without_contact"], json!(0));
    assert!(items(&app.get(CM, "/api/v1/population/without-contact").await).is_empty());
}

#[actix_web::test]
async fn the_tiers_of_past_months_are_those_that_held_then() {
    let app = TestApp::new().await;
    let case_id = waiting(&app).await;
    let case = app.get(CM, &format!("/api/v1/cases/{case_id}")).await;
    let decision = json!({ "kind": "adopted", "tier": "complex" });
    let decided = app.change(CM, Method::POST, &format!("/api/v1/cases/{case_id}/tier"), &case.etag(), decision).await;
    assert!(decided.status.is_success(), "{}", decided.text);
    let months = app.get(CM, "/api/v1/population").await.json["months"].as_array().unwrap().clone();
    let tiers = |month: &Value| -> Vec<u64> {
        month["tiers"].as_array().unwrap().iter().filter_map(|tier| tier["cases"].as_u64()).collect()
    };
    assert_eq!(months.len(), 12);
    assert_eq!(tiers(&months[11]), [0, 0, 1, 1], "the case of the world is high, the other one complex now");
    assert_eq!(tiers(&months[10]), [0, 0, 1, 0], "it was high at the end of the last month");
    assert_eq!(months[8]["cases"], json!(0), "nobody was enrolled then");
}

#[actix_web::test]
async fn who_may_not_see_people_sees_no_small_counts_and_no_list() {
    let app = TestApp::new().await;
    waiting(&app).await;
    let population = app.get("analyst", "/api/v1/population").await.json;
    let now = &population["months"][11];
    assert_eq!(now["tiers"][2]["cases"], Value::Null, "{now}");
    assert_eq!((&now["tiers"][0]["cases"], &now["cases"]), (&json!(0), &Value::Null));
    assert_eq!(
        (&population["without_contact"], &population["can"]),
        (&Value::Null, &json!(["saved_report_create", "digest_subscription_create"]))
    );
    assert_eq!(app.get("analyst", "/api/v1/population/without-contact").await.status, 403);
}

#[actix_web::test]
async fn a_report_is_kept_shared_with_a_team_and_removed_by_who_keeps_it() {
    let app = TestApp::new().await;
    let path = "/api/v1/saved-reports";
    let shared =
        json!({ "name": "Monday round", "kind": "board", "subject": "managed_care", "team_id": app.world.team_id });
    let kept = app.post("lead", path, shared.clone()).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let twice = app.post("lead", path, shared).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "saved_report_name_taken"));
    let own = json!({ "name": "Notes", "kind": "measure", "subject": "note-48h", "scope": "mine" });
    assert_eq!(app.post(CM, path, own).await.status, 201);
    let elsewhere = json!({ "name": "Ward", "kind": "population", "team_id": app.world.hospital_team_id });
    assert_eq!(app.post(CM, path, elsewhere).await.code(), "saved_report_team");
    let mut names = Vec::new();
    for role in [CM, "lead", "stranger"] {
        let list = app.get(role, path).await;
        names.push(items(&list).iter().filter_map(|one| one["name"].as_str()).map(str::to_owned).collect::<Vec<_>>());
    }
    assert_eq!(names, [vec!["Monday round", "Notes"], vec!["Monday round"], vec![]]);
    let remove = format!("{path}/{}/remove", kept.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &remove, "\"1\"", json!({})).await.status, 404);
    assert_eq!(app.change("lead", Method::POST, &remove, "\"1\"", json!({})).await.status, 200);
    assert_eq!(app.change("lead", Method::POST, &remove, "\"2\"", json!({})).await.code(), "saved_report_removed");
    assert!(items(&app.get("lead", path).await).is_empty());
}

/// A subscription of a role to the board of managed care, and the digest that was made of it at once.
pub async fn digest(app: &TestApp, role: &str) -> (Value, Value) {
    let body = json!({ "name": "Monday round", "kind": "board", "subject": "managed_care", "cadence": "weekly" });
    let subscribed = app.post(role, "/api/v1/digest-subscriptions", body).await;
    assert_eq!(subscribed.status, 201, "{}", subscribed.text);
    api::jobs::round(&app.state, Utc::now()).await.unwrap();
    let list = app.get(role, "/api/v1/digests").await;
    (subscribed.json, items(&list)[0].clone())
}

fn line<'a>(digest: &'a Value, measure: &str) -> &'a Value {
    let lines = digest["lines"].as_array().unwrap_or_else(|| panic!("{digest}"));
    lines.iter().find(|line| line["code"] == measure).unwrap_or_else(|| panic!("{digest}"))
}

#[actix_web::test]
async fn a_digest_comes_on_its_mornings_keeps_its_numbers_and_withholds_them_from_who_leads_no_more() {
    let app = TestApp::new().await;
    two_contacts(&app).await;
    let (subscription, first) = digest(&app, "lead").await;
    assert_eq!((&line(&first, "note-48h")["numerator"], &first["unread"]), (&json!(1.0), &json!(true)));
    let counts = app.get("lead", "/api/v1/digest-counts").await.json;
    assert_eq!(counts["unread"], json!(1));
    let read = format!("/api/v1/digests/{}/read", first["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &read, "\"1\"", json!({})).await.status, 404, "it is the lead's alone");
    assert_eq!(app.change("lead", Method::POST, &read, "\"1\"", json!({})).await.json["unread"], json!(false));
    assert_eq!(app.get("lead", "/api/v1/digest-counts").await.json["unread"], json!(0));

    two_contacts(&app).await;
    let path = "/api/v1/digest-subscriptions";
    let running = app.get("lead", path).await;
    let next: chrono::DateTime<Utc> = items(&running)[0]["next_at"].as_str().unwrap().parse().unwrap();
    assert!(next > Utc::now() && next <= Utc::now() + Days::new(8), "{next}");
    for (at, made) in [(next - TimeDelta::seconds(1), 1), (next, 2), (next + TimeDelta::seconds(1), 2)] {
        api::digest::make_due(&app.state, app.world.org_id, at, soon()).await.unwrap();
        assert_eq!(items(&app.get("lead", "/api/v1/digests").await).len(), made, "{at}");
    }
    let both = app.get("lead", "/api/v1/digests").await;
    let signed: Vec<&Value> = items(&both).iter().map(|one| &line(one, "note-48h")["numerator"]).collect();
    assert_eq!(signed, [&json!(2.0), &json!(1.0)], "the numbers of a digest stay those of its morning");

    let twice = json!({ "name": "Again", "kind": "board", "subject": "managed_care", "cadence": "weekly" });
    let refused = app.post("lead", path, twice).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "digest_subscribed"));
    let elsewhere = json!({ "name": "Ward", "kind": "measure", "subject": "note-48h", "cadence": "monthly", "program_id": app.world.hospital_id });
    let refused = app.post("lead", path, elsewhere).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "digest_out_of_reach"), "{}", refused.text);

    let end = format!("/api/v1/teams/{}/members/end", app.world.team_id);
    let lead = json!({ "staff_id": app.world.staff["lead"] });
    let left = app.change("organization_admin", Method::POST, &end, "\"1\"", lead).await;
    assert_eq!(left.status, 200, "{}", left.text);
    let now = app.get("lead", "/api/v1/digests").await;
    assert!(items(&now).iter().all(|one| one["withheld"] == true && one["lines"] == json!([])), "{}", now.text);

    let stop = format!("{path}/{}/end", subscription["id"].as_str().unwrap());
    assert_eq!(app.change("lead", Method::POST, &stop, "\"1\"", json!({})).await.status, 412);
    let running = app.get("lead", path).await;
    let version = format!("\"{}\"", items(&running)[0]["version"]);
    assert_eq!(app.change("lead", Method::POST, &stop, &version, json!({})).await.status, 200);
    api::digest::make_due(&app.state, app.world.org_id, next + TimeDelta::days(60), soon()).await.unwrap();
    assert_eq!(items(&app.get("lead", "/api/v1/digests").await).len(), 2, "nothing comes any more");
}
