//! Sign-in, refresh, lock and revocation.

use actix_web::http::Method;
use chrono::Utc;
use domain::access::Role;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const PASSWORD: &str = "seven quiet otters borrow umbrellas";

/// A care manager with a password, created by the organization's administrator.
async fn colleague(app: &TestApp) -> String {
    let body = json!({ "name": "Noor Haddad", "email": "Noor.Haddad@example.org", "role": "care_manager", "title": "RN", "password": PASSWORD });
    let created = app.post("organization_admin", "/api/v1/staff", body).await;
    assert_eq!(created.status, 201, "{}", created.text);
    created.json["email"].as_str().unwrap().to_owned()
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answered {
    app.post("", "/api/v1/sessions", json!({ "email": email, "password": password })).await
}

fn cookie(answer: &Answered) -> String {
    let mut all = answer.headers.get_all("set-cookie").map(|header| header.to_str().unwrap().to_owned());
    let header = all.find(|header| header.starts_with("__Host-tend-refresh=")).expect("the cookie");
    for part in ["__Host-tend-refresh=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(header.contains(part), "{header}");
    }
    header.split(';').next().unwrap().to_owned()
}

async fn refresh(app: &TestApp, cookie: &str) -> Answered {
    app.send("", Method::POST, "/api/v1/sessions/refresh", None, &[("Cookie", cookie), ("X-Tend-Refresh", "1")]).await
}

#[actix_web::test]
async fn a_sign_in_gives_a_token_and_a_cookie_that_scripts_cannot_read() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let signed_in = sign_in(&app, &email, PASSWORD).await;
    assert_eq!(signed_in.status, 201, "{}", signed_in.text);
    assert_eq!(signed_in.json["staff"]["role"], "care_manager");
    cookie(&signed_in);
    let wrong = sign_in(&app, &email, "another sentence entirely").await;
    let unknown = sign_in(&app, "nobody@example.org", PASSWORD).await;
    assert_eq!((wrong.status.as_u16(), wrong.code()), (401, "sign_in_failed"));
    assert_eq!((unknown.status.as_u16(), unknown.code()), (401, "sign_in_failed"));
}

#[actix_web::test]
async fn repeated_failures_wait_but_never_lock() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let mut last = sign_in(&app, &email, "wrong wrong wrong wrong").await;
    for _ in 0..5 {
        last = sign_in(&app, &email, "wrong wrong wrong wrong").await;
    }
    assert_eq!((last.status.as_u16(), last.code()), (429, "sign_in_throttled"));
    assert!(last.headers.contains_key("retry-after"));
}

#[actix_web::test]
async fn strangers_who_guess_slow_down_no_browser_that_is_known() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let known = sign_in(&app, &email, PASSWORD).await;
    let device = known.headers.get_all("set-cookie").find_map(|header| {
        let text = header.to_str().unwrap().split(';').next().unwrap();
        text.starts_with("__Host-tend-device=").then(|| text.to_owned())
    });
    let device = device.expect("the cookie of the browser");
    let with = async |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        app.send("", Method::POST, "/api/v1/sessions", Some(body), &[("Cookie", &device)]).await
    };
    for _ in 0..6 {
        sign_in(&app, &email, "wrong wrong wrong wrong").await;
    }
    assert_eq!(sign_in(&app, &email, PASSWORD).await.status, 429, "a stranger waits, even with the right words");
    assert_eq!(with(&email, PASSWORD).await.status, 201, "the owner does not");
    // Each attempt counts for all strangers together too, so that guessing from many networks is no faster.
    let counted = "SELECT lane, failures > 3 FROM sign_in_throttle WHERE lane = 'strangers'";
    assert_eq!(app.db.owner_sql(counted), "strangers|t");
    app.db.owner_sql(
        "DELETE FROM sign_in_throttle WHERE lane <> 'strangers'; UPDATE sign_in_throttle SET failures = 40, last_failed_at = now()",
    );
    assert_eq!(sign_in(&app, &email, PASSWORD).await.status, 429, "a stranger from a network without failures waits");
    assert_eq!(with(&email, PASSWORD).await.status, 201, "the owner does not");
    for _ in 0..6 {
        sign_in(&app, "organization_admin@example.org", "wrong wrong wrong wrong").await;
    }
    let other = with("organization_admin@example.org", "wrong wrong wrong wrong").await;
    assert_eq!(other.status, 429, "a browser is known for the account that signed in in it, and for no other");
}

#[actix_web::test]
async fn a_refresh_rotates_and_a_stolen_token_ends_the_family() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let first = cookie(&sign_in(&app, &email, PASSWORD).await);
    let second = cookie(&refresh(&app, &first).await);
    assert_ne!(first, second);
    assert_eq!(refresh(&app, &first).await.status, 200, "a lost reply is forgiven for ten seconds");
    app.db.owner_sql("UPDATE refresh_token SET used_at = used_at - interval '1 minute' WHERE used_at IS NOT NULL");
    assert_eq!(refresh(&app, &first).await.code(), "session_ended", "a used token came back");
    assert_eq!(refresh(&app, &second).await.code(), "session_ended", "so the whole family is gone");
}

#[actix_web::test]
async fn a_refresh_needs_its_header() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let cookie = cookie(&sign_in(&app, &email, PASSWORD).await);
    let answer = app.send("", Method::POST, "/api/v1/sessions/refresh", None, &[("Cookie", &cookie)]).await;
    assert_eq!(answer.code(), "session_ended");
}

#[actix_web::test]
async fn a_refresh_that_a_page_of_another_origin_sent_is_refused() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let cookie = cookie(&sign_in(&app, &email, PASSWORD).await);
    let sent = async |more: &[(&str, &str)]| {
        let headers = [&[("Cookie", cookie.as_str()), ("X-Tend-Refresh", "1")][..], more].concat();
        app.send("", Method::POST, "/api/v1/sessions/refresh", None, &headers).await.status.as_u16()
    };
    let host = ("Host", "tend.example");
    assert_eq!(sent(&[("Sec-Fetch-Site", "cross-site")]).await, 401);
    assert_eq!(sent(&[("Sec-Fetch-Site", "same-site"), ("Origin", "https://tend.example"), host]).await, 401);
    assert_eq!(sent(&[("Origin", "https://elsewhere.example"), host]).await, 401);
    assert_eq!(sent(&[("Origin", "null"), host]).await, 401);
    assert_eq!(sent(&[("Sec-Fetch-Site", "same-origin"), ("Origin", "https://tend.example"), host]).await, 200);
    assert_eq!(sent(&[("Origin", "https://tend.example"), host]).await, 200, "within the grace of a lost reply");
}

#[actix_web::test]
async fn a_locked_or_idle_screen_answers_nothing_but_unlock() {
    let app = TestApp::new().await;
    let locked = app.send("care_manager", Method::POST, "/api/v1/sessions/lock", None, &[]).await;
    assert_eq!(locked.status, 204);
    assert_eq!(app.get("care_manager", "/api/v1/today").await.code(), "session_locked");
    app.db.owner_sql("UPDATE session SET last_seen_at = last_seen_at - interval '16 minutes'");
    app.state.gate.forget();
    assert_eq!(app.get("lead", "/api/v1/today").await.code(), "session_locked", "16 idle minutes");
}

#[actix_web::test]
async fn a_locked_screen_goes_on_with_its_password_alone_and_a_new_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let email = colleague(&app).await;
    let (here, elsewhere) = (sign_in(&app, &email, PASSWORD).await, sign_in(&app, &email, PASSWORD).await);
    let ask = async |signed_in: &Answered, method: Method, path: &str, body: Option<Value>| {
        let token = format!("Bearer {}", signed_in.json["access_token"].as_str().expect("a token"));
        app.send("", method, &format!("/api/v1/{path}"), body, &[("Authorization", token.as_str())]).await
    };
    assert_eq!(ask(&here, Method::POST, "sessions/lock", None).await.status, 204);
    let unlock =
        async |password: &str| ask(&here, Method::POST, "sessions/unlock", Some(json!({ "password": password }))).await;
    assert_eq!(unlock("another sentence entirely").await.code(), "sign_in_failed");
    assert_eq!(ask(&here, Method::GET, "me", None).await.code(), "session_locked");
    let opened = unlock(PASSWORD).await;
    assert_eq!((opened.status.as_u16(), &opened.json["staff"]["email"]), (200, &json!(email)), "{}", opened.text);
    assert_eq!(ask(&opened, Method::GET, "me", None).await.status, 200);

    let next = "eleven lanterns under a quiet bridge";
    let change = async |current: &str| {
        let body = json!({ "current": current, "password": next });
        ask(&opened, Method::POST, "me/password", Some(body)).await
    };
    let wrong = change("another sentence entirely").await;
    assert_eq!((wrong.code(), &wrong.json["errors"][0]["pointer"]), ("password_wrong", &json!("/current")));
    assert_eq!(change(PASSWORD).await.status, 200);
    assert_eq!(ask(&elsewhere, Method::GET, "me", None).await.code(), "session_ended");
    assert_eq!(ask(&opened, Method::GET, "me", None).await.status, 200);
    assert_eq!(sign_in(&app, &email, PASSWORD).await.status, 401);
    assert_eq!(sign_in(&app, &email, next).await.status, 201);
}

#[actix_web::test]
async fn background_requests_do_not_keep_a_session_awake() {
    let app = TestApp::new().await;
    app.db.owner_sql("UPDATE session SET last_seen_at = last_seen_at - interval '5 minutes'");
    app.state.gate.forget();
    let background = app.send("lead", Method::GET, "/api/v1/today", None, &[("X-Tend-Background", "1")]).await;
    assert_eq!(background.status, 200);
    let seen = format!(
        "SELECT now() - last_seen_at > interval '4 minutes' FROM session WHERE staff_id = '{}'",
        app.world.staff["lead"]
    );
    assert_eq!(app.db.owner_sql(&seen), "t");
    assert_eq!(app.get("lead", "/api/v1/today").await.status, 200);
    assert_eq!(app.db.owner_sql(&seen), "f");
}

#[actix_web::test]
async fn signing_out_and_deactivation_end_a_session_at_once() {
    let app = TestApp::new().await;
    let gone = app.send("lead", Method::POST, "/api/v1/sessions/sign-out", None, &[]).await;
    assert_eq!(gone.status, 204);
    assert_eq!(app.get("lead", "/api/v1/today").await.code(), "session_ended");
    let path = format!("/api/v1/staff/{}", app.world.staff["senior_care_manager"]);
    let etag = app.get("organization_admin", &path).await.etag();
    let off = app.change("organization_admin", Method::PATCH, &path, &etag, json!({ "active": false })).await;
    assert_eq!(off.status, 200, "{}", off.text);
    assert_eq!(app.get("senior_care_manager", "/api/v1/today").await.code(), "session_ended");
}

#[actix_web::test]
async fn who_listens_is_looked_up_anew_and_hears_nothing_once_the_session_is_over_or_locked() {
    let app = TestApp::new().await;
    let (gate, store) = (&app.state.gate, &app.state.store);
    let actor = async |role: &str| gate.admit(store, app.token(role), true, Utc::now()).await.expect("a session");
    let still = async |actor: &domain::access::Actor| gate.still(store, actor, Utc::now()).await.unwrap();
    let (lead, director, client) = (actor("lead").await, actor("director").await, actor("integrator").await);
    assert_eq!(still(&lead).await.expect("live").led_team_ids, [app.world.team_id]);
    app.db.owner_sql(&format!("DELETE FROM team_member WHERE staff_id = '{}'", lead.id));
    assert!(still(&lead).await.expect("live").led_team_ids.is_empty(), "what they reach now");
    assert_eq!(app.send("lead", Method::POST, "/api/v1/sessions/lock", None, &[]).await.status, 204);
    assert!(still(&lead).await.is_none(), "a locked screen");
    assert_eq!(app.send("director", Method::POST, "/api/v1/sessions/sign-out", None, &[]).await.status, 204);
    assert!(still(&director).await.is_none(), "a session that is over");
    assert!(still(&client).await.is_some());
    app.db.owner_sql("UPDATE api_client SET revoked_at = now()");
    assert!(still(&client).await.is_none(), "a client that was revoked");
}

#[actix_web::test]
async fn a_client_gets_only_its_scopes() {
    let app = TestApp::new().await;
    let body = json!({ "name": "Nightly export", "scopes": ["self_read", "person_search", "care_plan_approve"] });
    let client = app.post("organization_admin", "/api/v1/clients", body).await;
    assert_eq!(client.status, 201, "{}", client.text);
    let (id, secret) =
        (client.json["id"].as_str().unwrap().parse().unwrap(), client.json["client_secret"].as_str().unwrap());
    use sha2::{Digest, Sha256};
    let request = domain::access::Request {
        id: uuid::Uuid::now_v7(),
        operation: "token_create",
        now: Utc::now(),
        record_id: None,
        idempotency: None,
    };
    let actor = app
        .state
        .store
        .client_sign_in(id, &Sha256::digest(secret.as_bytes()), &request)
        .await
        .unwrap()
        .expect("the secret is good");
    assert_eq!(actor.role, Role::Integrator);
    assert!(actor.may(domain::access::Capability::PersonSearch));
    assert!(!actor.may(domain::access::Capability::CarePlanApprove), "a scope never widens the role");
    assert!(app.state.store.client_sign_in(id, &[0; 32], &request).await.unwrap().is_none());
}
