//! Accounts, clients, sites, programs and teams: whoever administers an organization is never stuck.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const ADMIN: &str = "organization_admin";
const PASSWORD: &str = "seven quiet otters borrow umbrellas";

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    answer.json
}

/// A change by the administrator of a record at the version that was read.
async fn change(app: &TestApp, method: Method, path: &str, record: &Value, body: Value) -> Answered {
    app.change(ADMIN, method, path, &format!("\"{}\"", record["version"]), body).await
}

async fn sign_in(app: &TestApp, email: &str, password: &Value) -> Answered {
    app.post("", "/api/v1/sessions", json!({ "email": email, "password": password })).await
}

async fn colleague(app: &TestApp, body: Value) -> Value {
    let mut whole = json!({ "name": "Noor Haddad", "email": "noor@example.org", "role": "care_manager" });
    whole.as_object_mut().expect("an object").extend(body.as_object().cloned().unwrap_or_default());
    ok(app.post(ADMIN, "/api/v1/staff", whole).await)
}

fn path(of: &str, record: &Value) -> String {
    format!("/api/v1/{of}/{}", record["id"].as_str().expect("an id"))
}

#[actix_web::test]
async fn a_colleague_moves_to_another_zone_language_address_and_nobody() {
    let app = TestApp::new().await;
    let worker = colleague(&app, json!({ "password": PASSWORD, "supervisor_id": app.world.staff["supervisor"] })).await;
    let moved = json!({ "email": "Noor.H@example.org", "time_zone": "America/Chicago", "languages": ["en", "ar"], "supervisor_id": null });
    let moved = ok(change(&app, Method::PATCH, &path("staff", &worker), &worker, moved).await);
    assert_eq!((&moved["email"], &moved["supervisor"]), (&json!("noor.h@example.org"), &Value::Null));
    assert_eq!((&moved["time_zone"], &moved["languages"]), (&json!("America/Chicago"), &json!(["en", "ar"])));
    assert_eq!(sign_in(&app, "noor@example.org", &json!(PASSWORD)).await.status, 401, "the old name is nobody's");
    let me = ok(sign_in(&app, "noor.h@example.org", &json!(PASSWORD)).await);
    assert_eq!(me["staff"]["time_zone"], "America/Chicago");
    assert_eq!(
        me["staff"]["password_made"]["by"]["id"],
        json!(app.world.staff[ADMIN]),
        "who made the first one knows it"
    );
    let kept = ok(change(&app, Method::PATCH, &path("staff", &worker), &moved, json!({ "title": "RN" })).await);
    assert_eq!(kept["languages"], json!(["en", "ar"]), "what is absent stays");
    let wrong = change(&app, Method::PATCH, &path("staff", &worker), &kept, json!({ "time_zone": "Chicago" })).await;
    assert_eq!((wrong.status.as_u16(), wrong.code()), (409, "unknown_time_zone"));
    let taken = ok(app.get(ADMIN, &format!("/api/v1/staff/{}", app.world.staff["lead"])).await);
    let taken = json!({ "email": taken["email"] });
    let taken = change(&app, Method::PATCH, &path("staff", &worker), &kept, taken).await;
    assert_eq!((taken.status.as_u16(), taken.code()), (409, "staff_email_taken"), "{}", taken.text);
    let again = json!({ "name": "Noor Haddad", "email": "noor.h@example.org", "role": "care_manager" });
    let again = app.post(ADMIN, "/api/v1/staff", again).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "staff_email_taken"), "{}", again.text);
    let assistant = ok(app.get(ADMIN, &format!("/api/v1/staff/{}", app.world.staff["assistant"])).await);
    let alone = json!({ "supervisor_id": null });
    let alone = change(&app, Method::PATCH, &path("staff", &assistant), &assistant, alone).await;
    assert_eq!((alone.status.as_u16(), alone.code()), (409, "staff_supervisor_required"), "{}", alone.text);
}

#[actix_web::test]
async fn a_password_that_was_lost_is_made_anew_shown_once_and_ends_every_session() {
    let app = TestApp::new().await;
    let worker = colleague(&app, json!({})).await;
    let reset = format!("{}/password/reset", path("staff", &worker));
    let key = [("Idempotency-Key", "a2f1c0de-0002"), ("If-Match", "\"1\"")];
    let first = ok(app.send(ADMIN, Method::POST, &reset, None, &key).await);
    let again = ok(app.send(ADMIN, Method::POST, &reset, None, &key).await);
    assert_eq!((&again["staff"], again.get("password")), (&first["staff"], None));
    let stored =
        format!("SELECT count(*) FROM idempotency WHERE body LIKE '%{}%'", first["password"].as_str().unwrap());
    assert_eq!(app.db.owner_sql(&stored), "0");
    let opened = ok(sign_in(&app, "noor@example.org", &first["password"]).await);
    let bearer = format!("Bearer {}", opened["access_token"].as_str().unwrap());
    let me = async || app.send("", Method::GET, "/api/v1/me", None, &[("Authorization", &bearer)]).await;
    let told = ok(me().await)["password_made"].clone();
    assert_eq!((&told["by"]["id"], told["at"].is_string()), (&json!(app.world.staff[ADMIN]), true));
    let own = Some(json!({ "current": first["password"], "password": PASSWORD }));
    let own = ok(app.send("", Method::POST, "/api/v1/me/password", own, &[("Authorization", &bearer)]).await);
    assert_eq!((&own["password_made"], &ok(me().await)["password_made"]), (&Value::Null, &Value::Null));
    let second = ok(change(&app, Method::POST, &reset, &worker, json!({})).await);
    assert_eq!(me().await.code(), "session_ended");
    assert_eq!(sign_in(&app, "noor@example.org", &json!(PASSWORD)).await.status, 401);
    assert_eq!(sign_in(&app, "noor@example.org", &second["password"]).await.status, 201);
    let own = ok(app.get(ADMIN, &format!("/api/v1/staff/{}", app.world.staff[ADMIN])).await);
    assert!(!own["can"].as_array().unwrap().contains(&json!("staff_password_reset")), "{own}");
    let own = change(&app, Method::POST, &format!("{}/password/reset", path("staff", &own)), &own, json!({})).await;
    assert_eq!((own.status.as_u16(), own.code()), (409, "password_reset_own"));
    let off = ok(change(&app, Method::PATCH, &path("staff", &worker), &worker, json!({ "active": false })).await);
    assert_eq!(change(&app, Method::POST, &reset, &off, json!({})).await.code(), "staff_inactive");
    assert_eq!(app.send("director", Method::POST, &reset, None, &[("If-Match", "\"1\"")]).await.status, 403);
    let audited = "SELECT DISTINCT outcome, record_id FROM audit_event WHERE operation = 'staff_password_reset' AND outcome = 'ok'";
    assert_eq!(app.db.owner_sql(audited), format!("ok|{}", worker["id"].as_str().unwrap()));
}

#[actix_web::test]
async fn a_client_gets_another_secret_and_is_revoked_for_good() {
    let app = TestApp::new().await;
    let body = json!({ "name": "Nightly export", "scopes": ["self_read", "directory_read"] });
    let made = ok(app.post(ADMIN, "/api/v1/clients", body).await);
    let token = async |client: &Value| {
        let (id, secret) = (client["id"].as_str().unwrap(), client["client_secret"].as_str().unwrap());
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        app.post_as("", "/api/v1/oauth/token", "application/x-www-form-urlencoded", form.into_bytes()).await
    };
    assert_eq!(token(&made).await.status, 200);
    let rotate = format!("{}/rotate", path("clients", &made));
    let rotated = ok(change(&app, Method::POST, &rotate, &made, json!({})).await);
    assert_eq!((&rotated["version"], &rotated["can"]), (&json!(2), &json!(["client_rotate", "client_revoke"])));
    assert_eq!(token(&made).await.code(), "client_refused", "the old secret is none any more");
    let bearer = format!("Bearer {}", ok(token(&rotated).await)["access_token"].as_str().unwrap());
    let teams = async || app.send("", Method::GET, "/api/v1/teams", None, &[("Authorization", &bearer)]).await;
    assert_eq!(teams().await.status, 200);
    let revoke = format!("{}/revoke", path("clients", &made));
    assert_eq!(change(&app, Method::POST, &revoke, &made, json!({})).await.status, 412);
    let revoked = ok(change(&app, Method::POST, &revoke, &rotated, json!({})).await);
    assert_eq!((revoked["revoked_at"].is_string(), &revoked["can"]), (true, &json!([])));
    assert_eq!(teams().await.code(), "session_ended");
    assert_eq!(token(&rotated).await.code(), "client_refused");
    let why = "SELECT reason FROM audit_event WHERE operation = 'token_create' ORDER BY at DESC, id DESC LIMIT 1";
    assert_eq!(app.db.owner_sql(why), "client_revoked");
    assert_eq!(change(&app, Method::POST, &rotate, &revoked, json!({})).await.code(), "client_revoked");
    let listed = ok(app.get(ADMIN, "/api/v1/clients").await);
    assert!(listed["items"].as_array().unwrap().iter().all(|one| one.get("client_secret").is_none()), "{listed}");
}

#[actix_web::test]
async fn a_program_has_its_site_its_rules_and_its_team_and_is_renamed() {
    let app = TestApp::new().await;
    let at = json!({ "name": "Hillside", "city": "Troy", "state": "NY" });
    let site = ok(app.post(ADMIN, "/api/v1/sites", at).await);
    let at = json!({ "name": "Hillside House", "city": "Troy", "state": "NY" });
    let site = ok(change(&app, Method::PATCH, &path("sites", &site), &site, at).await);
    let sites = ok(app.get("care_manager", "/api/v1/sites").await);
    assert!(sites["items"].as_array().unwrap().contains(&site), "{sites}");
    let body = |site: &Value| json!({ "site_id": site, "name": "Hospice at home", "setting": "hospice", "time_zone": "America/New_York" });
    let nowhere = app.post(ADMIN, "/api/v1/programs", body(&json!(Uuid::now_v7()))).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.code()), (409, "unknown_site"), "{}", nowhere.text);
    let program = ok(app.post(ADMIN, "/api/v1/programs", body(&site["id"])).await);
    assert_eq!((&program["person_label"], &program["site"]["name"]), (&json!("patient"), &json!("Hillside House")));
    let rules = ok(app.get("care_manager", &format!("{}/rules", path("programs", &program))).await);
    assert!(!rules["items"].as_array().unwrap().is_empty(), "a new setting comes with its rulebook");
    let twice = app.post(ADMIN, "/api/v1/programs", body(&site["id"])).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "program_name_taken"));
    let words = json!({ "name": "Hospice", "person_label": "Guest", "time_zone": "America/Chicago" });
    let program = ok(change(&app, Method::PATCH, &path("programs", &program), &program, words).await);
    let told = (&program["name"], &program["person_label"], &program["time_zone"], &program["setting"]);
    assert_eq!(told, (&json!("Hospice"), &json!("guest"), &json!("America/Chicago"), &json!("hospice")));
    let second = json!({ "site_id": site["id"], "name": "Hospice House", "setting": "hospice", "time_zone": "America/New_York" });
    ok(app.post(ADMIN, "/api/v1/programs", second).await);
    let team = ok(app.post(ADMIN, "/api/v1/teams", json!({ "program_id": program["id"], "name": "Hill" })).await);
    let team = ok(change(
        &app,
        Method::PATCH,
        &path("teams", &team),
        &team,
        json!({ "name": "Hillside", "phone": "+1 518 555 0140" }),
    )
    .await);
    let team = ok(change(&app, Method::PATCH, &path("teams", &team), &team, json!({ "name": "Hillside" })).await);
    assert_eq!(team["phone"], "+1 518 555 0140", "what is not sent stays");
    assert_eq!((&team["name"], &team["program"]["name"]), (&json!("Hillside"), &json!("Hospice")));
    let enrol = json!({ "person_id": app.world.intake_person_id, "program_id": program["id"], "team_id": team["id"], "tier": "low" });
    ok(app.post("care_manager", "/api/v1/cases", enrol).await);
    for refused in ["director", "lead"] {
        let denied = app.post(refused, "/api/v1/teams", json!({ "program_id": program["id"], "name": "Hill" })).await;
        assert_eq!(denied.status, 403);
    }
}

#[actix_web::test]
async fn who_leaves_a_team_does_not_see_its_people_any_more() {
    let app = TestApp::new().await;
    let person = format!("/api/v1/people/{}", app.world.person_id);
    assert_eq!(app.get("lead", &person).await.status, 200);
    let teams = ok(app.get(ADMIN, "/api/v1/teams").await);
    let ours = json!(app.world.team_id);
    let team = teams["items"].as_array().unwrap().iter().find(|team| team["id"] == ours).expect("our team").clone();
    let (end, lead) = (format!("{}/members/end", path("teams", &team)), json!({ "staff_id": app.world.staff["lead"] }));
    let left = ok(change(&app, Method::POST, &end, &team, lead.clone()).await);
    assert_eq!((&left["lead"], &left["version"]), (&Value::Null, &json!(2)));
    assert_eq!(app.get("lead", &person).await.status, 404);
    let stale = change(&app, Method::POST, &end, &team, lead.clone()).await;
    assert_eq!(stale.status, 412);
    let twice = change(&app, Method::POST, &end, &left, lead).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "team_member_none"));
    let back = json!({ "staff_id": app.world.staff["lead"], "function": "lead" });
    let back = ok(app.post(ADMIN, &format!("{}/members", path("teams", &team)), back).await);
    assert_eq!(back["version"], 3);
    assert_eq!(app.get("lead", &person).await.status, 200);
}
