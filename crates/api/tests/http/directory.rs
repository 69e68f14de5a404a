//! Keeping the directory by hand: duplicates that are warned of, partners, what is closed, who changed what, what came of referrals.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const ORGANIZATIONS: &str = "/api/v1/community-organizations";
const SERVICES: &str = "/api/v1/community-services";

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.json
}

async fn organization(app: &TestApp, name: &str) -> Value {
    ok(app.post(LEAD, ORGANIZATIONS, json!({ "name": name })).await)
}

fn content(name: &str) -> Value {
    json!({ "name": name, "needs": ["social"], "time_zone": "America/New_York" })
}

async fn service(app: &TestApp, organization: &Value, name: &str) -> Value {
    let body = json!({ "community_organization_id": organization["id"], "content": content(name) });
    ok(app.post(LEAD, SERVICES, body).await)
}

fn path(of: &str, record: &Value) -> String {
    format!("{of}/{}", record["id"].as_str().expect("an id"))
}

/// A change of a record at the version that was read.
async fn change(app: &TestApp, method: Method, path: &str, record: &Value, body: Value) -> Answered {
    app.change(LEAD, method, path, &format!("\"{}\"", record["version"]), body).await
}

#[actix_web::test]
async fn nearly_the_same_entry_is_warned_of_and_added_when_somebody_says_that_it_is_another() {
    let app = TestApp::new().await;
    let keel = organization(&app, "Keel & Sons").await;
    let again = json!({ "name": "The Keel and Sons, Inc." });
    let refused = app.post(LEAD, ORGANIZATIONS, again).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_organization_alike"));
    assert_eq!(refused.json["errors"][0]["pointer"], "/is_another");
    assert!(refused.json["detail"].as_str().unwrap().contains("“Keel & Sons”"), "{}", refused.text);
    ok(app.post(LEAD, ORGANIZATIONS, json!({ "name": "The Keel and Sons, Inc.", "is_another": true })).await);
    service(&app, &keel, "Food pantry").await;
    let mut body = json!({ "community_organization_id": keel["id"], "content": content("FOOD-PANTRY") });
    let refused = app.post(LEAD, SERVICES, body.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_service_alike"));
    assert!(refused.json["detail"].as_str().unwrap().contains("“Food pantry”"), "{}", refused.text);
    body["is_another"] = json!(true);
    ok(app.post(LEAD, SERVICES, body).await);
}

#[actix_web::test]
async fn a_partner_has_a_contact_and_an_agreement_that_an_import_leaves_alone() {
    let app = TestApp::new().await;
    let org = organization(&app, "Millrace Neighbors").await;
    let partner = path(ORGANIZATIONS, &org) + "/partner";
    let wrong = json!({ "agreement": { "kind": "contract", "starts_on": "2026-05-01", "ends_on": "2026-04-30" } });
    let refused = change(&app, Method::PUT, &partner, &org, wrong).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_agreement_dates"));
    let said = json!({
        "contact": { "name": "Teresa Alvarado", "role": "Intake", "phone": "518 555 0142" },
        "agreement": { "kind": "referral", "starts_on": "2020-01-01" },
    });
    let agreed = ok(change(&app, Method::PUT, &partner, &org, said).await);
    assert_eq!(
        (&agreed["contact"]["name"], &agreed["agreement"]["standing"]),
        (&json!("Teresa Alvarado"), &json!("in_force"))
    );
    let file = "source_id,organization,name,needs,phone\n1,Millrace Neighbors,Pantry,social,518 555 0100";
    let body = json!({ "format": "csv", "content": file });
    assert_eq!(ok(app.post(LEAD, "/api/v1/community-services/imports", body).await)["created"], 1);
    let seen = ok(app.get(CM, &path(ORGANIZATIONS, &org)).await);
    assert_eq!(seen["organization"]["agreement"]["kind"], "referral");
    assert_eq!(seen["services"][0]["name"], "Pantry");
    assert_eq!(seen["organization"]["can"], json!([]));
    let stale = change(&app, Method::PUT, &partner, &org, json!({})).await;
    assert_eq!(stale.status, 412);
}

#[actix_web::test]
async fn an_organization_is_closed_once_nothing_is_offered_and_offers_nothing_until_it_is_open_again() {
    let app = TestApp::new().await;
    let org = organization(&app, "Lantern House").await;
    let pantry = service(&app, &org, "Pantry").await;
    let (close, reopen) = (path(ORGANIZATIONS, &org) + "/close", path(ORGANIZATIONS, &org) + "/reopen");
    let refused = change(&app, Method::POST, &close, &org, Value::Null).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_organization_offers"));
    let with = |status: &str| json!({ "community_organization_id": org["id"], "content": content("Pantry"), "status": status });
    let gone = ok(change(&app, Method::PATCH, &path(SERVICES, &pantry), &pantry, with("inactive")).await);
    let closed = ok(change(&app, Method::POST, &close, &org, Value::Null).await);
    assert_eq!(closed["status"], "inactive");
    assert!(closed["can"].as_array().unwrap().contains(&json!("community_organization_reopen")));
    let body = json!({ "community_organization_id": org["id"], "content": content("Clinic") });
    assert_eq!(app.post(LEAD, SERVICES, body).await.code(), "community_organization_closed");
    let back = change(&app, Method::PATCH, &path(SERVICES, &pantry), &gone, with("active")).await;
    assert_eq!(back.code(), "community_organization_closed");
    let open = ok(change(&app, Method::POST, &reopen, &closed, Value::Null).await);
    assert_eq!(open["status"], "active");
    ok(change(&app, Method::PATCH, &path(SERVICES, &pantry), &gone, with("active")).await);
}

#[actix_web::test]
async fn nobody_closes_an_organization_while_somebody_adds_a_service_to_it() {
    let app = TestApp::new().await;
    for number in 0..12 {
        let org = organization(&app, &format!("Lantern {number}")).await;
        let close = path(ORGANIZATIONS, &org) + "/close";
        let body = json!({ "community_organization_id": org["id"], "content": content("Pantry") });
        let closing = change(&app, Method::POST, &close, &org, Value::Null);
        let (closed, added) = futures_util::future::join(closing, app.post(LEAD, SERVICES, body)).await;
        assert!(closed.status.is_success() != added.status.is_success(), "{}\n{}", closed.text, added.text);
    }
}

#[actix_web::test]
async fn who_is_offered_by_an_import_is_there_again() {
    let app = TestApp::new().await;
    let org = organization(&app, "Lantern House").await;
    ok(change(&app, Method::POST, &(path(ORGANIZATIONS, &org) + "/close"), &org, Value::Null).await);
    let file = "source_id,organization,name,needs\n1,Lantern House,Pantry,social";
    let body = json!({ "format": "csv", "content": file });
    assert_eq!(ok(app.post(LEAD, "/api/v1/community-services/imports", body).await)["created"], 1);
    assert_eq!(ok(app.get(CM, &path(ORGANIZATIONS, &org)).await)["organization"]["status"], "active");
}

#[actix_web::test]
async fn the_history_says_who_changed_which_part_and_nothing_else() {
    let app = TestApp::new().await;
    let org = organization(&app, "Millrace Neighbors").await;
    let pantry = service(&app, &org, "Pantry").await;
    let mut renamed = content("Food pantry");
    renamed["languages"] = json!(["es"]);
    let body = json!({ "community_organization_id": org["id"], "content": renamed, "status": "active" });
    let pantry = ok(change(&app, Method::PATCH, &path(SERVICES, &pantry), &pantry, body).await);
    let report = path(SERVICES, &pantry) + "/capacity";
    ok(app.change(CM, Method::POST, &report, &format!("\"{}\"", pantry["version"]), json!({ "status": "full" })).await);
    let past = ok(app.get(CM, &(path(SERVICES, &pantry) + "/history")).await);
    let told: Vec<(Value, Value, Value)> = past["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["version"].clone(), one["changed"].clone(), one["by"]["id"].clone()))
        .collect();
    let by = |role: &str| json!(app.world.staff[role]);
    assert_eq!(
        told,
        [
            (json!(3), json!(["capacity"]), by(CM)),
            (json!(2), json!(["name", "languages"]), by(LEAD)),
            (json!(1), json!([]), by(LEAD)),
        ]
    );
    let content = json!({ "name": "Millrace Neighbors", "phone": "518 555 0100" });
    ok(change(&app, Method::PATCH, &path(ORGANIZATIONS, &org), &org, content).await);
    let past = ok(app.get(CM, &(path(ORGANIZATIONS, &org) + "/history")).await);
    assert_eq!(past["items"][0]["changed"], json!(["phone"]));
}

#[actix_web::test]
async fn what_came_of_referrals_is_told_of_five_and_more() {
    let app = TestApp::new().await;
    let org = organization(&app, "Millrace Neighbors").await;
    let figures = path(ORGANIZATIONS, &org) + "/performance";
    for number in 0..5 {
        let few = ok(app.get(CM, &figures).await);
        assert_eq!((&few["sent"], &few["closed_loop_percent"]), (&Value::Null, &Value::Null), "after {number}");
        let offered = service(&app, &org, &format!("Table {number}")).await;
        let body = json!({ "kind": "community_service", "community_service_id": offered["id"], "request": "A meal" });
        let referral = ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await);
        let sent = step(&app, &referral, "send", json!({ "channel": "phone" })).await;
        let accepted = step(&app, &sent, "answer", json!({ "answer": "accept" })).await;
        let came = json!({ "received": true, "on": today(), "way": "phone", "with": "person" });
        step(&app, &accepted, "confirm", came).await;
    }
    let told = ok(app.get(CM, &figures).await);
    assert_eq!((&told["sent"], &told["answered_percent"]), (&json!(5), &json!(100.0)));
    assert_eq!((&told["median_days_to_answer"], &told["closed_loop_percent"]), (&json!(0.0), &json!(100.0)));
    // Five of five: 5 / (5 + 1.96 squared).
    let least = told["closed_loop_at_least_percent"].as_f64().unwrap();
    assert!((least - 56.55).abs() < 0.01, "{least}");
    assert_eq!(app.get("analyst", &figures).await.status, 403);
}

/// Today where the test's program is.
fn today() -> String {
    chrono::Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive().to_string()
}

async fn step(app: &TestApp, referral: &Value, verb: &str, body: Value) -> Value {
    let path = format!("/api/v1/referrals/{}/{verb}", referral["id"].as_str().expect("an id"));
    ok(app.change(CM, Method::POST, &path, &format!("\"{}\"", referral["version"]), body).await)
}
