//! What somebody typed and did not save.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const KEY: &str = "message:0199f3c1-2d7a-7000-8000-000000000001";

async fn keep(app: &TestApp, role: &str, key: &str, content: &str) -> Answered {
    app.post(role, "/api/v1/drafts", json!({ "key": key, "content": content })).await
}

async fn kept(app: &TestApp, role: &str) -> Vec<(String, String)> {
    let list = app.get(role, "/api/v1/drafts").await;
    assert_eq!(list.status, 200, "{}", list.text);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.json["items"].as_array().unwrap().iter().map(|draft| (text(&draft["key"]), text(&draft["content"]))).collect()
}

#[actix_web::test]
async fn a_draft_is_its_writers_alone_and_the_last_words_stand() {
    let app = TestApp::new().await;
    assert_eq!(keep(&app, CM, KEY, "Half").await.status, 200);
    assert_eq!(keep(&app, CM, KEY, "Half written").await.status, 200);
    assert_eq!(keep(&app, "lead", KEY, "Another's").await.status, 200);
    assert_eq!(kept(&app, CM).await, [(KEY.to_owned(), "Half written".to_owned())]);
    assert_eq!(kept(&app, "director").await, [], "not even who sees everybody");
    for _ in 0..2 {
        assert_eq!(app.post(CM, "/api/v1/drafts/discard", json!({ "key": KEY })).await.status, 200);
    }
    assert_eq!(kept(&app, CM).await, []);
    assert_eq!(kept(&app, "lead").await.len(), 1);
}

#[actix_web::test]
async fn drafts_come_back_page_by_page_until_there_are_no_more() {
    let app = TestApp::new().await;
    for number in 1..=5 {
        assert_eq!(keep(&app, CM, &format!("message:{number}"), "Half").await.status, 200);
    }
    assert_eq!(keep(&app, "lead", "message:3b", "Another's").await.status, 200);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app.get(CM, &format!("/api/v1/drafts?limit=2{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        found.extend(page.json["items"].as_array().unwrap().iter().map(|draft| draft["key"].clone()));
        // What is kept anew in between is neither missed nor told twice.
        assert_eq!(keep(&app, CM, "message:1", "Half written").await.status, 200);
        let Some(next) = page.json["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, ["message:1", "message:2", "message:3", "message:4", "message:5"]);
}

#[actix_web::test]
async fn what_is_no_draft_is_refused_with_a_pointer_and_its_text_is_repeated_nowhere() {
    let app = TestApp::new().await;
    for (key, content, pointer) in
        [("a key with blanks", "text", "/key"), (KEY, "", "/content"), (KEY, &"x".repeat(60_001), "/content")]
    {
        let refused = keep(&app, CM, key, content).await;
        assert_eq!((refused.status.as_u16(), refused.json["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
        assert!(!refused.text.contains("blanks") && !refused.text.contains("xxx"));
    }
    assert_eq!(kept(&app, CM).await, []);
}

#[actix_web::test]
async fn a_draft_that_nobody_came_back_to_is_gone_after_a_month() {
    let app = TestApp::new().await;
    keep(&app, CM, KEY, "Half").await;
    let round = async |at| while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {};
    round(Utc::now() + TimeDelta::days(29)).await;
    assert_eq!(kept(&app, CM).await.len(), 1);
    round(Utc::now() + TimeDelta::days(31)).await;
    assert_eq!(kept(&app, CM).await, []);
}
