//! What is brought in for measures alone: answers in surveys of experience, and costs, by hand and as a file.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const DIRECTOR: &str = "director";

/// The day that it is at the program, or some days before.
fn day(before: i64) -> NaiveDate {
    domain::clock::local_date(Utc::now(), chrono_tz::America::New_York) - TimeDelta::days(before)
}

/// An answer of today.
pub async fn answered(app: &TestApp, item: i32, top_box: bool) -> Answered {
    let body = json!({ "composite": "care", "item": item, "top_box": top_box, "answered_on": day(0) });
    app.post(DIRECTOR, &format!("/api/v1/cases/{}/survey-answers", app.world.case_id), body).await
}

/// The cost of a month that ends today: what was saved is 2.5 times what the program spent (K-28).
pub async fn settled(app: &TestApp) -> Answered {
    let body = json!({ "starts_on": day(30), "ends_on": day(0), "expected_low": 1_100_000, "expected": 1_200_000,
        "expected_high": 1_300_000, "observed": 1_050_000, "program_cost": 60_000 });
    app.post(DIRECTOR, &format!("/api/v1/cases/{}/costs", app.world.case_id), body).await
}

async fn measure(app: &TestApp, code: &str) -> Value {
    let answer = app.get(DIRECTOR, &format!("/api/v1/measures/{code}")).await;
    assert_eq!((answer.status.as_u16(), &answer.json["lacking"]), (200, &json!([])), "{}", answer.text);
    answer.json
}

/// What a file came to: read, created, unchanged, and line and column of what was refused.
async fn brought(app: &TestApp, noun: &str, content: &str, dry_run: bool) -> ([u64; 3], Vec<(u64, String)>) {
    let body = json!({ "content": content, "dry_run": dry_run });
    let answer = app.post(DIRECTOR, &format!("/api/v1/{noun}/imports"), body).await;
    assert_eq!((answer.status.as_u16(), &answer.json["dry_run"]), (200, &json!(dry_run)), "{}", answer.text);
    let problems = answer.json["problems"].as_array().unwrap();
    let place = |one: &Value| (one["line"].as_u64().unwrap(), one["column"].as_str().unwrap().to_owned());
    (
        ["read", "created", "unchanged"].map(|name| answer.json[name].as_u64().unwrap()),
        problems.iter().map(place).collect(),
    )
}

/// Who cares for somebody is told neither who is behind the number nor a number that tells of few.
async fn is_closed_to_who_cares(app: &TestApp, code: &str) {
    for part in ["members", "export"] {
        let refused = app.get(CM, &format!("/api/v1/measures/{code}/{part}")).await;
        assert_eq!(refused.status, 403, "{part}: {}", refused.text);
    }
    let told = app.get(CM, &format!("/api/v1/measures/{code}")).await.json;
    assert_eq!((&told["suppressed"], &told["rate"], &told["figures"]), (&json!(true), &Value::Null, &json!([])));
    assert_eq!((&told["can"], &told["seen_by"]), (&json!([]), &json!(["director"])), "it says so before anybody asks");
    let open = app.get(CM, "/api/v1/measures/outreach-7").await.json;
    assert_eq!(open["can"], json!(["measure_members"]));
    assert!(open["seen_by"].as_array().unwrap().contains(&json!(CM)));
    let shown = app.get(DIRECTOR, &format!("/api/v1/measures/{code}/members")).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    for member in shown.json["items"].as_array().unwrap() {
        assert_eq!(member["case_id"], json!(app.world.case_id), "the list opens the person at the case");
    }
}

async fn withdrawn(app: &TestApp, noun: &str, record: &Answered) -> Answered {
    let path = format!("/api/v1/{noun}/{}/withdraw", record.json["id"].as_str().unwrap());
    app.change(DIRECTOR, Method::POST, &path, &record.etag(), json!({ "reason": "Another person" })).await
}

#[actix_web::test]
async fn answers_of_a_survey_are_counted_by_item_and_a_file_is_tried_before_it_is_brought_in() {
    let app = TestApp::new().await;
    let person = app.world.person_id;
    assert_eq!(measure(&app, "experience").await["rate"], Value::Null);
    assert_eq!(answered(&app, 9, true).await.status, 201);
    let worse = answered(&app, 10, false).await;
    assert_eq!((&worse.json["status"], &worse.json["can"]), (&json!("recorded"), &json!(["survey_answer_withdraw"])));
    assert_eq!(measure(&app, "experience").await["rate"], 0.5, "the mean of the shares of two items");
    is_closed_to_who_cares(&app, "experience").await;
    let again = answered(&app, 9, false).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "survey_answer_known"));
    let refused = app.get(CM, &format!("/api/v1/people/{person}/survey-answers")).await;
    assert_eq!(refused.status, 403, "who cares for somebody does not read how they judged it");

    let today = day(0);
    let file = format!(
        "person,program,composite,item,top_box,answered_on\n{person},Complex care,care,9,yes,{today}\n\
         {person},complex care,respect,9,yes,{today}\n0,Complex care,care,9,yes,{today}\n\
         {person},Elsewhere,care,9,yes,{today}\n{person},Complex care,care,10,yes,{today}\n"
    );
    let refused: Vec<(u64, String)> =
        [(4, "person"), (5, "program"), (6, "item")].map(|(line, column)| (line, column.to_owned())).into();
    assert_eq!(brought(&app, "survey-answers", &file, true).await, ([5, 1, 1], refused.clone()));
    assert_eq!(measure(&app, "experience").await["rate"], 0.5, "a try stores nothing");
    assert_eq!(brought(&app, "survey-answers", &file, false).await, ([5, 1, 1], refused.clone()));
    let rate = measure(&app, "experience").await["rate"].as_f64().unwrap();
    assert!((rate - 2.0 / 3.0).abs() < 1e-9, "{rate}");
    assert_eq!(brought(&app, "survey-answers", &file, false).await, ([5, 0, 2], refused));

    assert_eq!(withdrawn(&app, "survey-answers", &worse).await.json["status"], "entered_in_error");
    assert_eq!(measure(&app, "experience").await["rate"], 1.0);
    let all = app.get(DIRECTOR, &format!("/api/v1/people/{person}/survey-answers")).await;
    assert_eq!(all.json["items"].as_array().unwrap().len(), 3, "what was taken back is kept");
}

#[actix_web::test]
async fn costs_are_counted_with_their_range_and_no_day_is_settled_twice() {
    let app = TestApp::new().await;
    let person = app.world.person_id;
    let cost = settled(&app).await;
    assert_eq!(cost.status, 201, "{}", cost.text);
    let counted = measure(&app, "cost-effectiveness").await;
    assert_eq!((&counted["rate"], &counted["denominator"]), (&json!(2.5), &json!(1)));
    let figure = |code: &str| {
        let all = counted["figures"].as_array().unwrap();
        all.iter().find(|one| one["code"] == code).unwrap()["value"].as_f64().unwrap()
    };
    assert!((figure("lowest") - 50.0 / 60.0).abs() < 1e-9 && (figure("highest") - 250.0 / 60.0).abs() < 1e-9);
    is_closed_to_who_cares(&app, "cost-effectiveness").await;
    assert_eq!(settled(&app).await.code(), "cost_overlaps");

    let columns = "person,program,starts_on,ends_on,expected_low,expected,expected_high,observed,program_cost";
    let line = |from: i64, amounts: &str| format!("{person},Complex care,{},{},{amounts}\n", day(from), day(0));
    let known = line(30, "11000,12000.00,13000,10500,600");
    let file = format!("{columns}\n{known}{}{}", line(0, "1,2,3,4,5"), line(40, "$1,2,3,4,5"));
    let refused = vec![(3, "starts_on".to_owned()), (4, "expected_low".to_owned())];
    assert_eq!(brought(&app, "costs", &file, false).await, ([3, 0, 1], refused));
    assert_eq!(brought(&app, "costs", "person,price", true).await, ([0, 0, 0], vec![(1, "#2".to_owned())]));

    assert_eq!(withdrawn(&app, "costs", &cost).await.status, 200);
    assert_eq!(measure(&app, "cost-effectiveness").await["rate"], Value::Null);
    assert_eq!(brought(&app, "costs", &format!("{columns}\n{known}"), false).await, ([1, 1, 0], Vec::new()));
    assert_eq!(measure(&app, "cost-effectiveness").await["rate"], 2.5);
}
