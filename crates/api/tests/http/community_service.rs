//! The directory of community services: who may change it, what a search finds and says, and what an import does.

use actix_web::http::Method;
use chrono::Utc;
use domain::access::Principal;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const COORDINATOR: &str = "coordinator";

fn content(name: &str) -> Value {
    json!({ "name": name, "needs": ["social"], "time_zone": "America/New_York" })
}

fn with(mut value: Value, more: &Value) -> Value {
    for (name, member) in more.as_object().into_iter().flatten() {
        value[name] = member.clone();
    }
    value
}

async fn organization(app: &TestApp, name: &str) -> Value {
    let made = app.post(LEAD, "/api/v1/community-organizations", json!({ "name": name })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json["id"].clone()
}

async fn service(app: &TestApp, organization: &Value, content: Value) -> Value {
    let body = json!({ "community_organization_id": organization, "content": content });
    let made = app.post(LEAD, "/api/v1/community-services", body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json
}

async fn search(app: &TestApp, body: Value) -> Answered {
    let found = app.post(CM, "/api/v1/community-services/search", body).await;
    assert_eq!(found.status, 200, "{}", found.text);
    found
}

fn names(found: &Answered) -> Vec<&str> {
    let items = found.json["items"].as_array().expect("items");
    items.iter().map(|item| item["service"]["content"]["name"].as_str().expect("a name")).collect()
}

fn path(service: &Value) -> String {
    format!("/api/v1/community-services/{}", service["id"].as_str().expect("an id"))
}

async fn report(app: &TestApp, role: &str, service: &Value, body: Value) -> Answered {
    let path = format!("{}/capacity", path(service));
    app.change(role, Method::POST, &path, &format!("\"{}\"", service["version"]), body).await
}

async fn import(app: &TestApp, format: &str, content: &str, dry_run: bool) -> Value {
    let body = json!({ "format": format, "content": content, "dry_run": dry_run });
    let done = app.post(LEAD, "/api/v1/community-services/imports", body).await;
    assert_eq!(done.status, 200, "{}", done.text);
    done.json
}

fn counts(report: &Value) -> [u64; 5] {
    ["read", "created", "updated", "unchanged", "refused"].map(|name| report[name].as_u64().expect("a count"))
}

#[actix_web::test]
async fn a_lead_writes_the_directory_and_everybody_who_coordinates_says_whether_there_is_room() {
    let app = TestApp::new().await;
    let org = organization(&app, "Millrace Neighbors").await;
    let body = json!({ "community_organization_id": org, "content": content("Pantry") });
    for role in [CM, COORDINATOR, "integrator", "analyst"] {
        assert_eq!(app.post(role, "/api/v1/community-services", body.clone()).await.status, 403, "{role}");
    }
    let pantry = service(&app, &org, content("Pantry")).await;
    assert_eq!(pantry["capacity"]["status"], "unknown");
    let said = json!({ "status": "waitlist", "said_by": "Front desk" });
    assert_eq!(report(&app, "analyst", &pantry, said.clone()).await.status, 403);
    let reported = report(&app, COORDINATOR, &pantry, said).await;
    assert_eq!(reported.status, 200, "{}", reported.text);
    let capacity = &reported.json["capacity"];
    assert_eq!((&capacity["status"], &capacity["said_by"]), (&json!("waitlist"), &json!("Front desk")));
    assert_eq!(capacity["reported_by"]["id"], json!(app.world.staff[COORDINATOR]));
    let stale = report(&app, CM, &pantry, json!({ "status": "full" })).await;
    assert_eq!(stale.status, 412, "somebody reported meanwhile");
    let seen = app.get(CM, &path(&pantry)).await;
    assert_eq!(seen.json["can"], json!(["community_service_report_capacity"]));
    assert_eq!(seen.json["organization"]["name"], "Millrace Neighbors");
}

#[actix_web::test]
async fn a_service_that_is_no_longer_offered_leaves_the_search_and_takes_no_report() {
    let app = TestApp::new().await;
    let org = organization(&app, "Harbor Light").await;
    let shelter = service(&app, &org, content("Shelter")).await;
    let gone = json!({ "community_organization_id": org, "content": content("Shelter"), "status": "inactive" });
    let gone = app.change(LEAD, Method::PATCH, &path(&shelter), "\"1\"", gone).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert!(names(&search(&app, json!({})).await).is_empty());
    assert_eq!(names(&search(&app, json!({ "status": "inactive" })).await), ["Shelter"]);
    let refused = report(&app, CM, &gone.json, json!({ "status": "open" })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_service_inactive"));
}

#[actix_web::test]
async fn what_contradicts_itself_is_refused_at_its_place() {
    let app = TestApp::new().await;
    let org = organization(&app, "Keel Legal Aid").await;
    let cases = [
        (json!({ "time_zone": "Mars/Olympus" }), "community_service_time_zone", "/content/time_zone"),
        (
            json!({ "eligibility": { "min_age": 18, "max_age": 17 } }),
            "community_service_ages",
            "/content/eligibility/max_age",
        ),
        (
            json!({ "schedule": [{ "day": "MO", "opens": 600, "closes": 600 }] }),
            "community_service_hours",
            "/content/schedule/0/closes",
        ),
        (
            json!({ "locations": [{ "latitude": 44.0 }] }),
            "community_service_coordinates",
            "/content/locations/0/longitude",
        ),
    ];
    for (more, code, pointer) in cases {
        let body = json!({ "community_organization_id": org, "content": with(content("Clinic"), &more) });
        let refused = app.post(LEAD, "/api/v1/community-services", body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, code), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], pointer);
    }
    let unknown = json!({ "community_organization_id": uuid::Uuid::now_v7(), "content": content("Clinic") });
    let refused = app.post(LEAD, "/api/v1/community-services", unknown).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "unknown_community_organization"));
    let script = with(content("Clinic"), &json!({ "url": "javascript:alert(1)" }));
    let refused = app
        .post(LEAD, "/api/v1/community-services", json!({ "community_organization_id": org, "content": script }))
        .await;
    assert_eq!(refused.status, 422, "an address that a browser would run");
}

#[actix_web::test]
async fn a_search_finds_by_words_of_service_and_organization_by_need_and_by_language() {
    let app = TestApp::new().await;
    let kitchen = organization(&app, "St. Brendan Kitchen").await;
    let meals = with(content("Evening meal"), &json!({ "description": "Warm dinner", "languages": ["en", "es"] }));
    service(&app, &kitchen, meals).await;
    let class =
        json!({ "needs": ["clinical", "social"], "languages": ["en"], "description": "Ages 9-12, walk-in/call" });
    let class = with(content("Diabetes class"), &class);
    service(&app, &organization(&app, "Free Clinic").await, class).await;
    for (body, found) in [
        (json!({ "text": "dinn" }), vec!["Evening meal"]),
        (json!({ "text": "brendan meal" }), vec!["Evening meal"]),
        (json!({ "text": "meal diabetes" }), vec![]),
        (json!({ "text": "9-12 call" }), vec!["Diabetes class"]),
        (json!({ "text": "'); DROP | & ! :*" }), vec![]),
        (json!({ "text": " -- " }), vec!["Diabetes class", "Evening meal"]),
        (json!({ "need": "clinical" }), vec!["Diabetes class"]),
        (json!({ "need": "social" }), vec!["Diabetes class", "Evening meal"]),
        (json!({ "language": "es-MX" }), vec!["Evening meal"]),
        (json!({ "language": "so" }), vec![]),
    ] {
        assert_eq!(names(&search(&app, body.clone()).await), found, "{body}");
    }
    let org = app.get(CM, "/api/v1/community-organizations?text=bren").await;
    assert_eq!(org.json["items"][0]["content"]["name"], "St. Brendan Kitchen");
    assert_eq!(org.json["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn with_a_person_a_search_says_who_fits_what_to_ask_and_how_far_it_is() {
    let app = TestApp::new().await;
    let person = app.get(CM, &format!("/api/v1/people/{}", app.world.person_id)).await;
    let home = json!({ "address": { "city": "Millrace", "postal_code": "13694-0001" } });
    let person_path = format!("/api/v1/people/{}", app.world.person_id);
    let moved = app.change(CM, Method::PATCH, &person_path, &person.etag(), home).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let age = moved.json["age"].as_i64().unwrap();
    let org = organization(&app, "Office").await;
    let at = |latitude: f64| json!([{ "postal_code": "13694", "latitude": latitude, "longitude": -75.8 }]);
    let near = json!({ "eligibility": { "min_age": age }, "locations": at(43.9) });
    let far = json!({ "locations": [{ "postal_code": "13600", "latitude": 45.9, "longitude": -75.8 }] });
    service(&app, &org, with(content("Near and fits"), &near)).await;
    service(&app, &org, with(content("Far"), &far)).await;
    service(&app, &org, with(content("To ask"), &json!({ "eligibility": { "income_percent": 200 } }))).await;
    service(&app, &org, with(content("For others"), &json!({ "eligibility": { "min_age": age + 1 } }))).await;
    let wish = json!({ "person_id": app.world.person_id });
    let found = search(&app, wish.clone()).await;
    assert_eq!(names(&found), ["Near and fits", "Far", "To ask", "For others"]);
    assert_eq!((&found.json["is_near_known"], &found.json["total"]), (&json!(true), &json!(4)));
    let item = |index: usize| &found.json["items"][index];
    assert_eq!((&item(0)["miles"], &item(0)["fit"]["verdict"]), (&json!(0.0), &json!("fits")));
    assert!((item(1)["miles"].as_f64().unwrap() - 138.2).abs() < 0.5, "{}", item(1)["miles"]);
    assert_eq!(item(2)["miles"], Value::Null, "an unknown distance is said, not guessed");
    assert_eq!(item(2)["fit"]["reasons"][0]["standing"], "unknown");
    assert!(item(2)["fit"]["reasons"][0]["detail"].as_str().unwrap().ends_with('?'));
    assert_eq!(item(3)["fit"]["verdict"], "does_not_fit");
    for item in found.json["items"].as_array().unwrap() {
        let sum: i64 = item["parts"].as_array().unwrap().iter().map(|part| part["points"].as_i64().unwrap()).sum();
        assert_eq!(item["score"], sum);
    }
    let within = search(&app, with(wish.clone(), &json!({ "within_miles": 20 }))).await;
    assert_eq!(names(&within), ["Near and fits", "To ask", "For others"], "what is of unknown distance stays");
    let answered = search(&app, with(wish.clone(), &json!({ "income_percent": 150, "text": "ask" }))).await;
    assert_eq!(answered.json["items"][0]["fit"]["verdict"], "fits");
    let hidden = json!({ "person_id": app.world.hidden_person_id });
    let hidden = app.post(CM, "/api/v1/community-services/search", hidden).await;
    assert_eq!(hidden.status, 404, "nobody learns about a person out of reach");
}

#[actix_web::test]
async fn a_client_that_may_not_see_people_does_not_learn_from_the_directory_who_fits() {
    let app = TestApp::new().await;
    let client = json!({ "name": "Directory mirror", "scopes": ["community_service_read"] });
    let client = app.post("organization_admin", "/api/v1/clients", client).await;
    let id = client.json["id"].as_str().expect("an id").parse().expect("a UUID");
    let token = app.state.gate.tokens.issue(app.world.org_id, id, id, Principal::Client, Utc::now()).expect("token");
    let bearer = format!("Bearer {token}");
    let ask = async |body: Value| {
        let path = "/api/v1/community-services/search";
        app.send("", Method::POST, path, Some(body), &[("Authorization", bearer.as_str())]).await
    };
    assert_eq!(ask(json!({})).await.status, 200);
    let refused = ask(json!({ "person_id": app.world.person_id })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (403, "role_forbids"), "{}", refused.text);
}

#[actix_web::test]
async fn pages_follow_each_other_without_a_gap_and_a_filter_by_room_believes_what_is_fresh() {
    let app = TestApp::new().await;
    let long_ago = Utc::now() - chrono::Duration::days(15);
    let lines: String = (0..7)
        .map(|n| {
            format!(
                "{n},Org,Service {n},social,{}\n",
                if n < 3 { format!("open,{}", long_ago.format("%Y-%m-%d")) } else { ",".into() }
            )
        })
        .collect();
    let done =
        import(&app, "csv", &format!("source_id,organization,name,needs,capacity,capacity_as_of\n{lines}"), false)
            .await;
    assert_eq!(counts(&done), [7, 7, 0, 0, 0]);
    let old = search(&app, json!({ "capacity": "open" })).await;
    assert!(names(&old).is_empty(), "a report of fifteen days ago is not believed");
    assert_eq!(old.json["fresh_days"], 14);
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    for _ in 0..4 {
        let mut body = json!({ "limit": 2 });
        if !cursor.is_null() {
            body["cursor"] = cursor;
        }
        let page = search(&app, body).await;
        seen.extend(names(&page).into_iter().map(str::to_owned));
        cursor = page.json["next"].clone();
    }
    assert_eq!(cursor, Value::Null);
    assert_eq!(seen, (0..7).map(|n| format!("Service {n}")).collect::<Vec<_>>());
    let first = search(&app, json!({ "text": "Service 4" })).await.json["items"][0]["service"].clone();
    report(&app, CM, &first, json!({ "status": "open" })).await;
    assert_eq!(names(&search(&app, json!({ "capacity": "open" })).await), ["Service 4"]);
}

const CSV: &str = "source_id,organization,organization_phone,name,needs,min_age,hours\n\
    a,Millrace Neighbors,518-555-0100,Pantry,social,,TU 10:00-13:00\n\
    b,Millrace Neighbors,518-555-0100,Rides,social;clinical,sixty,\n\
    c,Keel Legal Aid,,Clinic,social,18,\n";

#[actix_web::test]
async fn a_try_stores_nothing_an_import_stores_what_is_good_and_the_same_again_changes_nothing() {
    let app = TestApp::new().await;
    let tried = import(&app, "csv", CSV, true).await;
    assert_eq!(counts(&tried), [3, 2, 0, 0, 1]);
    assert_eq!(tried["problems"][0]["line"], 3);
    assert_eq!(tried["problems"][0]["column"], "min_age");
    assert!(names(&search(&app, json!({})).await).is_empty());
    assert_eq!(counts(&import(&app, "csv", CSV, false).await), [3, 2, 0, 0, 1]);
    assert_eq!(counts(&import(&app, "csv", CSV, false).await), [3, 0, 0, 2, 1]);
    let corrected = CSV.replace("sixty", "60").replace("Clinic,social,18", "Clinic,social,16").replace("0100", "0199");
    assert_eq!(counts(&import(&app, "csv", &corrected, false).await), [3, 1, 1, 1, 0]);
    let orgs = app.get(CM, "/api/v1/community-organizations").await;
    let orgs = orgs.json["items"].as_array().unwrap();
    assert_eq!(orgs.len(), 2, "the organization is found again by its name");
    assert_eq!(orgs[0]["content"]["phone"], "518-555-0199");
    assert_eq!(names(&search(&app, json!({ "text": "rides" })).await), ["Rides"]);
    let pantry = search(&app, json!({ "text": "pantry" })).await;
    assert_eq!(pantry.json["items"][0]["service"]["content"]["time_zone"], "America/New_York", "the sender's zone");
}

#[actix_web::test]
async fn an_hsds_directory_is_read_and_says_what_was_left_out_and_what_cant_be_taken() {
    let app = TestApp::new().await;
    let good = json!({
        "id": "s-1", "name": "Warm meals", "status": "active", "cost_options": [],
        "organization": { "id": "o-1", "name": "Kitchen" }, "attributes": [{ "taxonomy_term": { "name": "Food" } }],
        "capacities": [{ "available": 0, "updated": Utc::now() }],
    });
    let wrong = with(good.clone(), &json!({ "id": "s-2", "minimum_age": "sixty-secret" }));
    let page = json!({ "total_items": 2, "contents": [good, wrong] }).to_string();
    let done = import(&app, "hsds", &page, false).await;
    assert_eq!(counts(&done), [2, 1, 0, 0, 1]);
    assert_eq!(done["not_read"], json!({ "cost_options": 1 }));
    assert_eq!((&done["problems"][0]["line"], &done["problems"][0]["column"]), (&json!(2), &json!("minimum_age")));
    assert!(!done.to_string().contains("secret"), "{done}");
    let found = search(&app, json!({ "capacity": "full" })).await;
    assert_eq!(names(&found), ["Warm meals"]);
    assert_eq!(found.json["items"][0]["service"]["capacity"]["reported_by"], Value::Null);
    let broken = import(&app, "hsds", "[{]", false).await;
    assert_eq!((counts(&broken), &broken["problems"][0]["line"]), ([0; 5], &json!(1)));
    assert_eq!(counts(&import(&app, "hsds", "{}", false).await), [1, 0, 0, 0, 1]);
}

#[actix_web::test]
async fn an_import_of_the_largest_size_is_stored_in_one_piece() {
    let app = TestApp::new().await;
    let lines: String = (0..500).map(|n| format!("{n},Organization {n},Service {n},social\n")).collect();
    let file = format!("source_id,organization,name,needs\n{lines}");
    assert_eq!(counts(&import(&app, "csv", &file, false).await), [500, 500, 0, 0, 0]);
    assert_eq!(search(&app, json!({ "limit": 1 })).await.json["total"], 500);
    let body = json!({ "format": "csv", "content": file, "time_zone": "Nowhere/Land" });
    let refused = app.post(LEAD, "/api/v1/community-services/imports", body).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "community_service_time_zone"));
}
