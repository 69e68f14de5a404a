//! Gaps in care: what closes them, who sees them, and how they are counted.

use actix_web::http::Method;
use serde_json::{Value, json};
use testkit::TestApp;

const CM: &str = "care_manager";

/// An open gap of the person that the care manager cares for.
pub async fn opened(app: &TestApp, kind: &str) -> Value {
    let gap = app.post(CM, &format!("/api/v1/cases/{}/care-gaps", app.world.case_id), json!({ "kind": kind })).await;
    assert_eq!(gap.status, 201, "{}", gap.text);
    gap.json
}

async fn close(app: &TestApp, gap: &Value, body: Value) -> testkit::Answered {
    let path = format!("/api/v1/care-gaps/{}/close", gap["id"].as_str().unwrap());
    app.change(CM, Method::POST, &path, &format!("\"{}\"", gap["version"]), body).await
}

/// Numerator and denominator of K-9.
async fn counted(app: &TestApp) -> (f64, u64) {
    let measure = app.get(CM, "/api/v1/measures/gap-closure").await;
    assert_eq!(measure.json["lacking"], json!([]), "{}", measure.text);
    (measure.json["numerator"].as_f64().unwrap(), measure.json["denominator"].as_u64().unwrap())
}

#[actix_web::test]
async fn a_gap_says_what_closes_it_and_only_a_closing_with_evidence_counts() {
    let app = TestApp::new().await;
    let screening = opened(&app, "depression_screening").await;
    let (eye, shot) = (opened(&app, "diabetes_eye_exam").await, opened(&app, "influenza_immunization").await);
    assert!(screening["action"].as_str().is_some_and(|text| !text.is_empty()), "{screening}");
    assert_eq!(screening["closes"], json!(["assessment", "document"]));
    let again = app
        .post(CM, &format!("/api/v1/cases/{}/care-gaps", app.world.case_id), json!({ "kind": "diabetes_eye_exam" }))
        .await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "care_gap_open_already"));
    assert_eq!(counted(&app).await, (0.0, 3));

    let offered = format!("/api/v1/care-gaps/{}/evidence", screening["id"].as_str().unwrap());
    assert_eq!(app.get(CM, &offered).await.json["items"], json!([]));
    let assessment = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 0, "7": 0, "8": 0, "9": 0 } });
    let assessment = app.post(CM, &format!("/api/v1/cases/{}/assessments", app.world.case_id), assessment).await;
    let complete = format!("/api/v1/assessments/{}/complete", assessment.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &complete, &assessment.etag(), json!({})).await.status, 200);
    let record = app.get(CM, &offered).await.json["items"][0].clone();
    assert_eq!((&record["kind"], &record["id"]), (&json!("assessment"), &assessment.json["id"]));

    for (body, code, pointer) in [
        (json!({}), "care_gap_closing", "/evidence"),
        (
            json!({ "evidence": { "kind": "reading", "record_id": record["id"] } }),
            "unknown_evidence",
            "/evidence/record_id",
        ),
        (json!({ "evidence": { "kind": "assessment" } }), "care_gap_evidence_record", "/evidence/record_id"),
        (json!({ "evidence": { "kind": "document" } }), "care_gap_evidence_unnamed", "/evidence/note"),
    ] {
        let refused = close(&app, &screening, body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, code), "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["pointer"], json!(pointer));
    }
    let shown = json!({ "evidence": { "kind": "assessment", "record_id": record["id"] } });
    let closed = close(&app, &screening, shown).await;
    assert_eq!((&closed.json["status"], &closed.json["evidence"]["record_id"]), (&json!("closed"), &record["id"]));
    assert_eq!(counted(&app).await, (1.0, 3));
    assert_eq!(close(&app, &eye, json!({ "reason": "No diabetes after all." })).await.json["evidence"], Value::Null);
    assert_eq!(counted(&app).await, (1.0, 3), "closed without evidence is not closed");
    let wrong = format!("/api/v1/care-gaps/{}/withdraw", eye["id"].as_str().unwrap());
    let withdrawn = app.change(CM, Method::POST, &wrong, "\"2\"", json!({ "reason": "Another person's." })).await;
    assert_eq!(withdrawn.json["status"], json!("entered_in_error"), "{}", withdrawn.text);
    assert_eq!(counted(&app).await, (1.0, 2));

    for (role, open) in [(CM, 1), ("lead", 1), ("stranger", 0)] {
        let list = app.get(role, "/api/v1/care-gaps?kind=influenza_immunization").await;
        let items = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text));
        assert_eq!(items.len(), open, "{role}");
        assert!(items.iter().all(|gap| gap["id"] == shot["id"] && gap["person"]["id"] == json!(app.world.person_id)));
    }
    let of_person = format!("/api/v1/people/{}/care-gaps", app.world.person_id);
    assert_eq!(app.get(CM, &of_person).await.json["items"].as_array().unwrap().len(), 3);
    assert_eq!(app.get("stranger", &of_person).await.status, 404);
}
