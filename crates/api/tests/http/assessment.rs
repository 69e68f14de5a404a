//! Assessments over time: what is told of a total beside the earlier ones.

use actix_web::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

/// A PHQ-9 whose first items have these answers, completed.
async fn phq(app: &TestApp, days_ago: i64, values: [i64; 8]) -> Answered {
    let mut answers: serde_json::Map<String, Value> =
        (1..).zip(values).map(|(number, value): (u8, _)| (number.to_string(), json!(value))).collect();
    answers.insert("9".into(), json!(0));
    let body = json!({
        "instrument": "phq-9", "mode": "phone", "answers": answers, "performed_at": Utc::now() - TimeDelta::days(days_ago)
    });
    completed(app, body).await
}

async fn completed(app: &TestApp, body: Value) -> Answered {
    let begun = app.post(CM, &format!("/api/v1/cases/{}/assessments", app.world.case_id), body).await;
    assert_eq!((begun.status.as_u16(), &begun.json["course"]), (201, &Value::Null), "{}", begun.text);
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let done = app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    done
}

#[actix_web::test]
async fn response_remission_and_a_change_that_matters_are_told_with_the_total() {
    let app = TestApp::new().await;
    let first = phq(&app, 3, [3, 3, 2, 2, 2, 2, 2, 2]).await;
    assert_eq!(first.json["course"], json!({ "baseline": null, "previous": null }));
    phq(&app, 2, [2, 2, 2, 1, 1, 1, 1, 1]).await;
    let last = phq(&app, 1, [1, 1, 1, 1, 0, 0, 0, 0]).await;
    let told = |one: &Value, beside: &str| {
        let one = &one["course"][beside];
        ["total", "change", "response", "remission", "meaningful"].map(|name| one[name].clone())
    };
    let from_start = [json!(18), json!(-14), json!(true), json!(true), json!(true)];
    assert_eq!(told(&last.json, "baseline"), from_start, "{}", last.text);
    assert_eq!(told(&last.json, "previous"), [json!(11), json!(-7), json!(true), json!(true), json!(true)]);
    assert_eq!(last.json["course"]["baseline"]["assessment_id"], first.json["id"]);

    let path = format!("/api/v1/assessments/{}", last.json["id"].as_str().unwrap());
    assert_eq!(app.get(CM, &path).await.json["course"], last.json["course"]);
    let list = app.get(CM, &format!("/api/v1/people/{}/assessments", app.world.person_id)).await;
    let [newest, middle, oldest] = &list.json["items"].as_array().unwrap()[..] else { panic!("{}", list.text) };
    assert_eq!(newest["course"], last.json["course"]);
    assert_eq!(told(middle, "baseline"), [json!(18), json!(-7), json!(false), json!(false), json!(true)]);
    assert_eq!(oldest["course"]["baseline"], Value::Null);

    let withdrawn = json!({ "reason": "Another person's answers" });
    let path = format!("/api/v1/assessments/{}/withdraw", first.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &path, &first.etag(), withdrawn).await.json["course"], Value::Null);
    let list = app.get(CM, &format!("/api/v1/people/{}/assessments", app.world.person_id)).await;
    assert_eq!(told(&list.json["items"][0], "baseline")[0], json!(11), "what was an error is compared with nothing");
}

#[actix_web::test]
async fn totals_of_different_versions_are_not_compared() {
    let app = TestApp::new().await;
    let mut courses = Vec::new();
    for (days_ago, version) in [(3, "2016"), (2, "2013"), (1, "2016")] {
        let answers = json!({ "1": 112, "2": 0, "3": 138, "4": 1, "5": 1, "6": 1, "7": 6 });
        let body = json!({
            "instrument": "hospital", "version": version, "mode": "phone", "answers": answers,
            "version_reason": "The hospital of before counts by it",
            "performed_at": Utc::now() - TimeDelta::days(days_ago)
        });
        courses.push(completed(&app, body).await.json);
    }
    assert_eq!(courses[1]["course"], json!({ "baseline": null, "previous": null }));
    assert_eq!(courses[2]["course"]["previous"]["assessment_id"], courses[0]["id"]);
}
