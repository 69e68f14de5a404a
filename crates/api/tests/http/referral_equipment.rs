//! Equipment and services at home as referrals: dates on the way, and the papers that go with them.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

use crate::referral::{draft, sent};

const CM: &str = "care_manager";

fn path(referral: &Value, what: &str) -> String {
    format!("/api/v1/referrals/{}/{what}", referral["id"].as_str().expect("an id"))
}

async fn dated(app: &TestApp, referral: &Value, body: Value) -> Answered {
    let etag = format!("\"{}\"", referral["version"]);
    app.change(CM, Method::PATCH, &path(referral, "equipment"), &etag, body).await
}

async fn noted(app: &TestApp, referral: &Value, body: Value) -> Answered {
    app.post(CM, &path(referral, "documents"), body).await
}

fn states(answer: &Answered) -> Vec<(&str, &str)> {
    assert!(answer.status.is_success(), "{}", answer.text);
    let items = answer.json["items"].as_array().expect("papers").iter();
    items.map(|one| (one["document"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

#[actix_web::test]
async fn equipment_is_followed_from_the_order_to_the_delivery_which_the_person_is_then_asked_about() {
    let app = TestApp::new().await;
    let referral = sent(&app, "dme").await;
    let today = chrono::Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive().to_string();
    let unordered = json!({ "item": "bed", "delivered_on": today });
    let refused = dated(&app, &referral, unordered).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "referral_date_missing"));
    assert_eq!(refused.json["errors"][0]["pointer"], "/ordered_on");
    let came = json!({ "item": "bed", "prescribed_on": today, "ordered_on": today, "delivered_on": today });
    let referral = dated(&app, &referral, came).await;
    assert_eq!(referral.status, 200, "{}", referral.text);
    assert_eq!(referral.json["equipment"]["item"], "bed");
    assert_eq!(referral.json["wait"], "confirmation");
    let said = json!({ "received": true, "on": today, "way": "phone", "with": "person" });
    let done = app.change(CM, Method::POST, &path(&referral.json, "confirm"), &referral.etag(), said).await;
    assert_eq!(
        (&done.json["status"], &done.json["can"]),
        (&json!("completed"), &json!(["referral_document_note"])),
        "{}",
        done.text
    );
    let proof = noted(&app, &done.json, json!({ "document": "proof_of_delivery", "state": "ready" })).await;
    assert_eq!(states(&proof)[3], ("proof_of_delivery", "ready"));
    let ride = sent(&app, "transport").await;
    assert_eq!(dated(&app, &ride, json!({ "item": "bed" })).await.code(), "referral_kind");
}

#[actix_web::test]
async fn papers_are_those_of_the_kind_the_last_word_counts_and_nobody_out_of_reach_sees_them() {
    let app = TestApp::new().await;
    let referral =
        draft(&app, json!({ "kind": "home_health", "recipient": "Harbor Home Care", "request": "Wound care" }))
            .await
            .json;
    let papers = app.get(CM, &path(&referral, "documents")).await;
    let wanted = ["written_order", "face_to_face", "clinical_summary", "medication_list", "coverage"];
    assert_eq!(states(&papers), wanted.map(|paper| (paper, "missing")));
    assert_eq!(papers.json["items"][0]["next"], json!(["ready", "sent", "not_needed"]));
    let ready = noted(&app, &referral, json!({ "document": "face_to_face", "state": "ready" })).await;
    assert_eq!(states(&ready)[1], ("face_to_face", "ready"));
    let gone = noted(&app, &referral, json!({ "document": "face_to_face", "state": "sent" })).await;
    assert_eq!(states(&gone)[1], ("face_to_face", "sent"));
    assert_eq!(states(&app.get(CM, &path(&referral, "documents")).await)[1], ("face_to_face", "sent"));
    let twice = noted(&app, &referral, json!({ "document": "face_to_face", "state": "sent" })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "referral_document_state"));
    let silent = noted(&app, &referral, json!({ "document": "coverage", "state": "not_needed" })).await;
    assert_eq!((silent.code(), &silent.json["errors"][0]["pointer"]), ("referral_document_note", &json!("/note")));
    let other = noted(&app, &referral, json!({ "document": "preadmission_screening", "state": "ready" })).await;
    assert_eq!(other.code(), "referral_document_unknown");
    assert_eq!(app.get("stranger", &path(&referral, "documents")).await.status, 404);
}
