//! What a plan pays for and who is in its network, and what that means for a person.

use actix_web::http::Method;
use chrono::{Datelike, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const PLANS: &str = "/api/v1/insurance-plans";
const ADMIN: &str = "organization_admin";
const CM: &str = "care_manager";

fn plan(benefits: Value, network: Value) -> Value {
    json!({ "payer": "Valley Shield", "name": "Gold HMO", "status": "active", "benefits": benefits, "network": network })
}

/// A plan with these rows.
pub async fn written(app: &TestApp, benefits: Value, network: Value) -> Answered {
    app.post(ADMIN, PLANS, plan(benefits, network)).await
}

/// A row about home health, with what differs.
fn at_home(differs: Value) -> Value {
    let mut row = json!({ "category": "home_health", "covered": true, "needs_authorization": true, "from": "2020-01-01",
        "limit": { "units": 20, "unit": "visit", "period": "year" }, "copay_cents": 1500 });
    row.as_object_mut().expect("a row").extend(differs.as_object().expect("members").clone());
    row
}

/// A coverage of the person that names a plan.
async fn covered(app: &TestApp, plan_id: &Value) -> Answered {
    let path = format!("/api/v1/people/{}/coverages", app.world.person_id);
    let body = json!({ "payer": "Valley Shield", "kind": "medicare_advantage", "line": "medicare_advantage", "plan_id": plan_id });
    app.post(CM, &path, body).await
}

async fn asked(app: &TestApp, role: &str, coverage: &Answered, body: Value) -> Answered {
    let path = format!("/api/v1/coverages/{}/lookup", coverage.json["id"].as_str().expect("an id"));
    app.post(role, &path, body).await
}

/// A service of the directory, with its organization.
async fn offered(app: &TestApp) -> (Value, Value) {
    let organization = app.post("lead", "/api/v1/community-organizations", json!({ "name": "Riverbend Rides" })).await;
    let content = json!({ "name": "Rides", "needs": ["social"], "time_zone": "UTC" });
    let body = json!({ "community_organization_id": organization.json["id"], "content": content });
    let service = app.post("lead", "/api/v1/community-services", body).await;
    (organization.json["id"].clone(), service.json["id"].clone())
}

#[actix_web::test]
async fn a_worker_learns_whether_the_plan_pays_on_which_terms_and_who_is_in_its_network() {
    let app = TestApp::new().await;
    let (organization, service) = offered(&app).await;
    let today = Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive();
    let member = json!({ "community_organization_id": organization, "status": "out", "tier": "2", "from": "2020-01-01", "as_of": "2020-02-01" });
    let made = written(&app, json!([at_home(json!({}))]), json!([member])).await;
    assert_eq!((made.status.as_u16(), &made.json["can"]), (201, &json!(["insurance_plan_update"])), "{}", made.text);
    assert_eq!(made.json["network"][0]["organization"]["name"], "Riverbend Rides");
    let list = app.get(CM, PLANS).await;
    assert_eq!((&list.json["items"][0]["benefits"], &list.json["items"][0]["can"]), (&json!(1), &json!([])));

    let coverage = covered(&app, &made.json["id"]).await;
    assert_eq!((coverage.status.as_u16(), &coverage.json["plan_id"]), (201, &made.json["id"]), "{}", coverage.text);
    let mut content = crate::authorization::content();
    content["coverage_id"] = coverage.json["id"].clone();
    let path = format!("/api/v1/cases/{}/authorizations", app.world.case_id);
    content["community_organization_id"] = json!(app.world.case_id);
    let refused = app.post(CM, &path, json!({ "side": "asked", "content": content })).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("unknown_community_organization", &json!("/content/community_organization_id"))
    );
    content["community_organization_id"] = organization.clone();
    let request = crate::authorization::approved_by_payer(&app, content).await;
    assert_eq!(request.json["community_organization"], json!({ "id": organization, "name": "Riverbend Rides" }));
    let path = format!("/api/v1/authorizations/{}/use", request.json["id"].as_str().expect("an id"));
    let used = json!({ "on": today, "units": 6 });
    let used = app.change(CM, Method::POST, &path, &request.etag(), used).await;
    assert_eq!(used.status, 200, "{}", used.text);

    let both = json!({ "category": "home_health", "code": "G0299", "community_service_id": service });
    let told = asked(&app, "coordinator", &coverage, both.clone()).await;
    let benefit = &told.json["benefit"];
    assert_eq!((&benefit["finding"], &benefit["ground"]), (&json!("authorization_needed"), &json!("general")));
    assert_eq!((&benefit["used"], &benefit["left"]), (&json!(6), &json!(14)), "{}", told.text);
    assert_eq!((&benefit["row"]["copay_cents"], &told.json["on"]), (&json!(1500), &json!(today)));
    let network = &told.json["network"];
    assert_eq!((&network["finding"], &network["row"]["tier"]), (&json!("out_of_network"), &json!("2")));

    let whole = asked(&app, CM, &coverage, json!({ "community_organization_id": organization })).await;
    assert_eq!((&whole.json["network"]["finding"], &whole.json["benefit"]), (&json!("out_of_network"), &Value::Null));
    let nobody = asked(&app, CM, &coverage, json!({ "community_organization_id": app.world.case_id })).await;
    assert_eq!(
        (nobody.code(), &nobody.json["errors"][0]["pointer"]),
        ("unknown_community_organization", &json!("/community_organization_id"))
    );

    let unknown = asked(&app, CM, &coverage, json!({ "category": "dme" })).await;
    assert_eq!(
        (&unknown.json["benefit"]["finding"], &unknown.json["benefit"]["ground"]),
        (&json!("unknown"), &json!("no_row"))
    );
    assert_eq!(unknown.json["network"], Value::Null);
    let bare = covered(&app, &Value::Null).await;
    let unknown = asked(&app, CM, &bare, both.clone()).await;
    assert_eq!(
        (&unknown.json["benefit"]["ground"], &unknown.json["network"]["ground"]),
        (&json!("no_plan"), &json!("no_plan"))
    );
    assert_eq!(asked(&app, "stranger", &coverage, both).await.status, 404);
    assert_eq!(asked(&app, ADMIN, &coverage, json!({})).await.status, 403, "who keeps plans sees nobody");
}

#[actix_web::test]
async fn a_plan_is_kept_without_contradictions_and_names_what_the_directory_has() {
    let app = TestApp::new().await;
    let (organization, service) = offered(&app).await;
    let refused = async |benefits: Value, network: Value| {
        let answer = written(&app, benefits, network).await;
        assert_eq!(answer.status, 409, "{}", answer.text);
        (answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone())
    };
    let pointed = |code: &str, pointer: &str| (code.to_owned(), json!(pointer));
    let twice = json!([at_home(json!({})), at_home(json!({ "covered": true }))]);
    assert_eq!(refused(twice, json!([])).await, pointed("plan_rows_clash", "/benefits/1/from"));
    let day = json!({ "status": "in", "from": "2020-01-01", "as_of": "2020-02-01" });
    let member = |differs: Value| {
        let mut row = day.clone();
        row.as_object_mut().expect("a row").extend(differs.as_object().expect("members").clone());
        json!([row])
    };
    let nobody = member(json!({ "community_organization_id": app.world.case_id }));
    let pointer = "/network/0/community_organization_id";
    assert_eq!(refused(json!([]), nobody).await, pointed("unknown_community_organization", pointer));
    let other = app.post("lead", "/api/v1/community-organizations", json!({ "name": "Millrace" })).await;
    let foreign = member(json!({ "community_organization_id": other.json["id"], "community_service_id": service }));
    let pointer = "/network/0/community_service_id";
    assert_eq!(refused(json!([]), foreign).await, pointed("unknown_community_service", pointer));
    let ahead = json!(format!("{}-01-01", Utc::now().year() + 1));
    let ahead = member(json!({ "community_organization_id": organization, "as_of": ahead }));
    assert_eq!(refused(json!([]), ahead).await, pointed("plan_network_as_of", "/network/0/as_of"));

    let made = written(&app, json!([]), json!([])).await;
    assert_eq!(written(&app, json!([]), json!([])).await.code(), "insurance_plan_exists");
    let path = format!("{PLANS}/{}", made.json["id"].as_str().expect("an id"));
    let mut ended = plan(json!([at_home(json!({ "limit": null }))]), json!([]));
    ended["status"] = json!("retired");
    let changed = app.change("director", Method::PUT, &path, &made.etag(), ended.clone()).await;
    assert_eq!((changed.status.as_u16(), &changed.json["status"]), (200, &json!("retired")), "{}", changed.text);
    assert_eq!(app.change(ADMIN, Method::PUT, &path, &made.etag(), ended).await.status, 412);
    assert_eq!(app.get("assistant", &path).await.json["benefits"][0]["limit"], Value::Null);
    let unknown = covered(&app, &json!(app.world.case_id)).await;
    assert_eq!((unknown.code(), &unknown.json["errors"][0]["pointer"]), ("unknown_insurance_plan", &json!("/plan_id")));
}

/// What a file came to: read, created, updated and unchanged, and line and column of what was refused.
async fn brought(app: &TestApp, lines: &[String], dry_run: bool) -> ([u64; 4], Vec<(u64, String)>) {
    let columns = "payer,plan,category,code,covered,needs_authorization,units,unit,period,copay,notes,organization,service,status,\
        tier,as_of,from,to";
    let body = json!({ "content": format!("{columns}\n{}", lines.join("\n")), "dry_run": dry_run });
    let answer = app.post(ADMIN, &format!("{PLANS}/imports"), body).await;
    assert_eq!((answer.status.as_u16(), &answer.json["dry_run"]), (200, &json!(dry_run)), "{}", answer.text);
    let place =
        |one: &Value| (one["line"].as_u64().expect("a line"), one["column"].as_str().expect("a column").to_owned());
    (
        ["read", "created", "updated", "unchanged"].map(|name| answer.json[name].as_u64().expect("a count")),
        answer.json["problems"].as_array().expect("problems").iter().map(place).collect(),
    )
}

#[actix_web::test]
async fn a_file_of_plans_is_tried_then_taken_by_the_rules_of_a_plan_and_changes_nothing_twice() {
    let app = TestApp::new().await;
    offered(&app).await;
    let kept = written(&app, json!([at_home(json!({}))]), json!([])).await;
    let path = format!("{PLANS}/{}", kept.json["id"].as_str().expect("an id"));
    let home = |plan: &str, copay: &str| {
        format!("Valley Shield,{plan},home_health,,yes,yes,20,visit,year,{copay},,,,,,,2020-01-01,")
    };
    let rides = |said: &str| format!("valley shield,gold hmo,,,,,,,,,,{said},2020-02-01,2020-01-01,");
    let lines = [
        home("Gold HMO", "20.00"),
        rides("riverbend rides,Rides,out,2"),
        rides("Nobody,,in,"),
        rides("Riverbend Rides,Flights,in,"),
        home("Gold HMO", "25"),
        home("Silver HMO", "40"),
    ];
    let refused: Vec<(u64, String)> =
        [(4, "organization"), (5, "service"), (6, "from")].map(|(line, column)| (line, column.to_owned())).into();
    assert_eq!(brought(&app, &lines, true).await, ([6, 2, 1, 0], refused.clone()));
    assert_eq!(app.get(CM, &path).await.json["version"], 1, "a try stores nothing");
    assert_eq!(app.get(CM, PLANS).await.json["items"].as_array().expect("plans").len(), 1);

    assert_eq!(brought(&app, &lines, false).await, ([6, 2, 1, 0], refused.clone()));
    let plan = app.get(CM, &path).await.json;
    assert_eq!(
        (&plan["benefits"][0]["copay_cents"], &plan["benefits"][0]["limit"]["units"]),
        (&json!(2000), &json!(20))
    );
    assert_eq!(plan["benefits"].as_array().expect("benefits").len(), 1, "the row was written anew");
    let member = &plan["network"][0];
    assert_eq!((&member["service"]["name"], &member["status"]), (&json!("Rides"), &json!("out")));
    let list = app.get(CM, PLANS).await.json;
    assert_eq!((&list["items"][1]["name"], &list["items"][1]["benefits"]), (&json!("Silver HMO"), &json!(1)));

    assert_eq!(brought(&app, &lines, false).await, ([6, 0, 0, 3], refused));
    assert_eq!(app.get(CM, &path).await.json["version"], 2, "the same file again changes nothing");
    let refused = app.post(CM, &format!("{PLANS}/imports"), json!({ "content": "payer" })).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
}
