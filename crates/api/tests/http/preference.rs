//! How somebody likes the app.

use serde_json::json;
use testkit::TestApp;

const CM: &str = "care_manager";
const PATH: &str = "/api/v1/preferences";

#[actix_web::test]
async fn what_somebody_likes_is_theirs_alone_and_the_last_choice_stands() {
    let app = TestApp::new().await;
    let content = async |role: &str| {
        let kept = app.get(role, PATH).await;
        assert_eq!(kept.status, 200, "{}", kept.text);
        kept.json["content"].as_str().map(str::to_owned)
    };
    assert_eq!(content(CM).await, None, "nothing was chosen yet");
    for (role, chosen) in [(CM, r#"{"language":"en"}"#), ("lead", "{}"), (CM, r#"{"language":"es"}"#)] {
        let kept = app.post(role, PATH, json!({ "content": chosen })).await;
        assert_eq!(kept.status, 200, "{}", kept.text);
    }
    assert_eq!(content(CM).await.as_deref(), Some(r#"{"language":"es"}"#));
    assert_eq!(content("lead").await.as_deref(), Some("{}"));
    assert_eq!(content("director").await, None, "not even who sees everybody");
}

#[actix_web::test]
async fn more_than_anybody_chooses_is_refused_with_a_pointer() {
    let app = TestApp::new().await;
    let refused = app.post(CM, PATH, json!({ "content": "x".repeat(20_001) })).await;
    assert_eq!((refused.status.as_u16(), refused.json["errors"][0]["pointer"].as_str()), (422, Some("/content")));
    assert_eq!(app.get(CM, PATH).await.json["content"].as_str(), None);
}
