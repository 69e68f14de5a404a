//! Calculators that an integrator can use alone: scores and due times that store nothing.

use serde_json::{Value, json};
use testkit::TestApp;

const ANYBODY: [&str; 4] = ["integrator", "care_manager", "analyst", "organization_admin"];

async fn score(app: &TestApp, code: &str, body: Value) -> Value {
    let answer = app.post("integrator", &format!("/api/v1/instruments/{code}/score"), body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn due(app: &TestApp, body: Value) -> Value {
    let answer = app.post("integrator", "/api/v1/deadlines/preview", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

#[actix_web::test]
async fn every_role_scores_and_a_score_counts_what_is_missing() {
    let app = TestApp::new().await;
    for role in ANYBODY {
        let answers = json!({ "answers": { "1": 2, "2": 2, "3": 2, "4": 2, "5": 1, "6": 1, "7": 2, "8": 1, "9": 0 } });
        let full = app.post(role, "/api/v1/instruments/phq-9/score", answers).await;
        assert_eq!((&full.json["total"], &full.json["bands"]), (&json!(13), &json!(["moderate"])), "{}", full.text);
    }
    let open =
        score(&app, "phq-9", json!({ "answers": { "1": 2, "2": 2, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "9": 0 } }))
            .await;
    assert_eq!((&open["total"], &open["bounds"]), (&Value::Null, &json!({ "min": 9, "max": 12 })));
    assert_eq!(
        (&open["positive"], &open["undecided"], &open["next_question"]),
        (&Value::Null, &json!(true), &json!("8"))
    );
}

#[actix_web::test]
async fn a_refused_question_is_no_zero_and_is_counted_apart() {
    let app = TestApp::new().await;
    let answers = json!({ "1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 1, "9": 99 });
    let refused = score(&app, "phq-9", json!({ "answers": answers })).await;
    assert_eq!((&refused["total"], &refused["bounds"]), (&Value::Null, &json!({ "min": 8, "max": 11 })));
    assert_eq!((&refused["refusals"], &refused["next_question"]), (&json!(1), &json!("10")));
}

#[actix_web::test]
async fn a_version_and_the_context_decide_where_the_rules_differ() {
    let app = TestApp::new().await;
    let hospital = |version: &str| json!({ "version": version, "answers": { "1": 112, "2": 0, "3": 138, "4": 1, "5": 1, "6": 1, "7": 6 } });
    let of = async |version: &str| score(&app, "hospital", hospital(version)).await["total"].clone();
    assert_eq!((of("2013").await, of("2016").await), (json!(7), json!(5)));
    let audit = |sex: &str| json!({ "answers": { "1": 2, "2": 1, "3": 0 }, "context": { "sex": sex } });
    let positive = async |sex: &str| score(&app, "audit-c", audit(sex)).await["positive"].clone();
    assert_eq!((positive("male").await, positive("female").await), (json!(false), json!(true)));
}

#[actix_web::test]
async fn answers_that_the_instrument_skips_or_does_not_have_are_refused_with_pointers() {
    let app = TestApp::new().await;
    let skipped = json!({ "answers": { "1": 0, "2": 0, "4": 1 } });
    let refused = app.post("integrator", "/api/v1/instruments/c-ssrs/score", skipped).await;
    assert_eq!((refused.status.as_u16(), &refused.json["errors"][0]["pointer"]), (409, &json!("/answers/4")));
    let unknown = app.post("integrator", "/api/v1/instruments/phq-9/score", json!({ "answers": { "40": 1 } })).await;
    assert_eq!((unknown.status.as_u16(), &unknown.json["errors"][0]["pointer"]), (409, &json!("/answers/40")));
    let nowhere = app.post("integrator", "/api/v1/instruments/moca/score", json!({ "answers": {} })).await;
    assert_eq!(nowhere.status, 404);
}

#[actix_web::test]
async fn a_definition_is_a_fhir_questionnaire_for_who_asks_for_one() {
    let app = TestApp::new().await;
    let accept = [("Accept", "application/fhir+json")];
    let answer = app.send("integrator", actix_web::http::Method::GET, "/api/v1/instruments/phq-9", None, &accept).await;
    let asked = answer.json["item"].as_array().into_iter().flatten().filter(|item| item["type"] != "display").count();
    assert_eq!((&answer.json["resourceType"], asked), (&json!("Questionnaire"), 10), "{}", answer.text);
    let list = app.get("integrator", "/api/v1/instruments").await;
    assert_eq!(list.json["items"].as_array().map(Vec::len), Some(domain::instrument::all().len()));
}

#[actix_web::test]
async fn a_due_time_comes_from_a_rule_with_its_version_source_and_skipped_days() {
    let app = TestApp::new().await;
    let thanksgiving =
        json!({ "anchor": "2026-11-25T15:00:00-05:00", "time_zone": "America/New_York", "rule": "T-5.contact" });
    let found = due(&app, thanksgiving).await;
    assert_eq!((&found["due_on"], &found["rule"]), (&json!("2026-11-30"), &json!("T-5.contact")));
    assert!(found["source"].as_str().is_some_and(|source| !source.is_empty()), "{found}");
    let skipped = found["steps"].as_array().unwrap().iter().filter(|step| step["step"] == "skipped").count();
    assert_eq!(skipped, 3, "{found}");
    let decided = async |anchor: &str| {
        due(&app, json!({ "anchor": anchor, "time_zone": "America/New_York", "rule": "T-6.standard" })).await["due_on"]
            .clone()
    };
    assert_eq!((decided("2025-12-30").await, decided("2026-03-02").await), (json!("2026-01-13"), json!("2026-03-09")));
}

#[actix_web::test]
async fn a_due_time_comes_from_a_clock_of_ones_own_in_both_directions() {
    let app = TestApp::new().await;
    let by = async |anchor: &str, clock: Value| {
        due(&app, json!({ "anchor": anchor, "time_zone": "America/New_York", "clock": clock })).await
    };
    let spring = by("2026-03-07T12:00:00-05:00", json!({ "type": "elapsed_hours", "amount": 24 })).await;
    assert_eq!(spring["due_at"], "2026-03-08T17:00:00Z", "{spring}");
    let court = by("2026-05-04", json!({ "type": "court_days", "amount": 21 })).await;
    assert_eq!(court["due_on"], "2026-05-26");
    let closed = |calendar: Value| json!({ "anchor": "2026-03-05", "time_zone": "UTC", "calendar": calendar, "clock": { "type": "business_days", "amount": 1 } });
    assert_eq!(due(&app, closed(json!("us_federal"))).await["due_on"], "2026-03-06");
    assert_eq!(due(&app, closed(json!({ "closures": ["2026-03-06"] }))).await["due_on"], "2026-03-09");
    let back = by("2026-06-30", json!({ "type": "calendar_days", "amount": 90, "direction": "back" })).await;
    assert_eq!(back["due_on"], "2026-04-01");
}

#[actix_web::test]
async fn a_question_without_an_answer_is_refused_with_a_pointer() {
    let app = TestApp::new().await;
    for (body, code, pointer) in [
        (
            json!({ "anchor": "2026-03-02", "time_zone": "Mars/Base", "rule": "T-2.plan" }),
            "time_zone_unknown",
            "/time_zone",
        ),
        (json!({ "anchor": "2026-03-02", "time_zone": "UTC", "rule": "T-99" }), "rule_unknown", "/rule"),
        (json!({ "anchor": "2026-03-02", "time_zone": "UTC" }), "rule_or_clock", "/rule"),
        (json!({ "anchor": "2026-13-02", "time_zone": "UTC", "rule": "T-2.plan" }), "anchor_malformed", "/anchor"),
        (
            json!({ "anchor": "2026-03-02", "time_zone": "UTC", "clock": { "type": "elapsed_hours", "amount": 1 } }),
            "anchor_needs_time",
            "/anchor",
        ),
    ] {
        let answer = app.post("integrator", "/api/v1/deadlines/preview", body).await;
        let found = (answer.status.as_u16(), answer.code(), answer.json["errors"][0]["pointer"].as_str());
        assert_eq!(found, (409, code, Some(pointer)), "{}", answer.text);
    }
    let rules = app.get("analyst", "/api/v1/rules").await;
    assert!(rules.json["items"].as_array().is_some_and(|rules| rules.len() > 60), "{}", rules.text);
}
