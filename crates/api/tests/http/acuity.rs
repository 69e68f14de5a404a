//! Acuity, decisions about the tier, and risk scores filled from the record.

use actix_web::http::Method;
use chrono::{Days, TimeDelta, Utc};
use chrono_tz::America::New_York;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn case_path(app: &TestApp, end: &str) -> String {
    format!("/api/v1/cases/{}{end}", app.world.case_id)
}

async fn acuity(app: &TestApp) -> Answered {
    app.get(CM, &case_path(app, "/acuity")).await
}

async fn completed(app: &TestApp, code: &str, answers: Value) {
    let body = json!({ "instrument": code, "mode": "phone", "answers": answers });
    let begun = app.post(CM, &case_path(app, "/assessments"), body).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    let done = app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    assert_eq!(done.json["status"], "completed", "{}", done.text);
}

/// Everything asked, and nothing found.
async fn all_is_well(app: &TestApp) {
    for (code, count, value) in
        [("phq-9", 9, 0), ("gad-7", 7, 0), ("katz", 6, 1), ("steadi", 12, 0), ("audit-c", 3, 0), ("ahc-hrsn", 6, 0)]
    {
        let mut answers: serde_json::Map<String, Value> =
            (1..=count).map(|number| (number.to_string(), json!(value))).collect();
        if code == "ahc-hrsn" {
            let instrument = app.get(CM, "/api/v1/instruments/ahc-hrsn").await.json;
            answers.clear();
            for item in instrument["items"].as_array().unwrap() {
                let options = item["options"].as_array().unwrap();
                let best = options.iter().find(|option| option["refused"] == false && option["points"] == 0);
                let best = best.or_else(|| options.first()).unwrap();
                answers.insert(item["number"].to_string(), best["value"].clone());
            }
        }
        completed(app, code, Value::Object(answers)).await;
    }
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 5, "purpose": "follow_up" });
    assert_eq!(app.post(CM, &case_path(app, "/contacts"), contact).await.status, 201);
}

async fn decide(app: &TestApp, etag: &str, body: Value) -> Answered {
    app.change(CM, Method::POST, &case_path(app, "/tier"), etag, body).await
}

fn day(ahead: u64) -> Value {
    json!(Utc::now().with_timezone(&New_York).date_naive() + Days::new(ahead))
}

#[actix_web::test]
async fn while_facts_are_missing_the_judgement_is_provisional_and_its_parts_sum_to_the_bounds() {
    let app = TestApp::new().await;
    let judged = acuity(&app).await;
    assert_eq!(judged.status, 200, "{}", judged.text);
    let judgement = &judged.json["judgement"];
    assert_eq!((&judgement["provisional"], &judgement["score"]), (&json!(true), &Value::Null));
    assert_eq!(judgement["standing"], "agrees", "nothing known excludes the tier");
    let sum = |member: &str| {
        judged.json["parts"].as_array().unwrap().iter().map(|part| part[member].as_i64().unwrap()).sum::<i64>()
    };
    assert_eq!((Some(sum("min")), Some(sum("max"))), (judgement["min"].as_i64(), judgement["max"].as_i64()));
    assert_eq!(judged.json["ask_next"], "c-ssrs");
    assert_eq!((&judged.json["model"], &judged.json["version"]), (&json!("tend-acuity"), &json!("2026-1")));
}

#[actix_web::test]
async fn the_published_model_explains_every_number_and_its_weights_sum_to_a_hundred() {
    let app = TestApp::new().await;
    let model = app.get("analyst", "/api/v1/acuity-model").await.json;
    let weights = model["factors"].as_array().unwrap().iter().map(|factor| factor["weight"].as_i64().unwrap());
    assert_eq!(weights.sum::<i64>(), 100);
    let facts = model["facts"].as_array().unwrap();
    assert!(facts.len() == 17 && facts.iter().all(|fact| !fact["why"].as_str().unwrap().is_empty()));
}

#[actix_web::test]
async fn a_tier_that_differs_is_seen_and_adopting_the_models_moves_the_open_work_and_is_kept() {
    let app = TestApp::new().await;
    let task = json!({ "case_id": app.world.case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": Utc::now() });
    assert_eq!(app.post(CM, "/api/v1/tasks", task).await.status, 201);
    all_is_well(&app).await;
    let judged = acuity(&app).await;
    assert_eq!(judged.json["judgement"]["possible"], json!(["low"]), "{}", judged.text);
    assert_eq!(judged.json["judgement"]["standing"], "differs");
    let listed = app.get(CM, "/api/v1/acuities").await.json;
    assert_eq!(listed["items"][0]["standing"], "differs", "{listed}");
    let refused = decide(&app, &judged.etag(), json!({ "kind": "adopted", "tier": "rising" })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "tier_not_possible"));
    let adopted = decide(&app, &judged.etag(), json!({ "kind": "adopted", "tier": "low" })).await;
    assert_eq!(adopted.status, 200, "{}", adopted.text);
    assert_eq!(adopted.json["judgement"]["standing"], "agrees");
    let stale = decide(&app, &judged.etag(), json!({ "kind": "adopted", "tier": "low" })).await;
    assert_eq!((stale.status.as_u16(), stale.code()), (412, "stale"));
    let kept = acuity(&app).await;
    let decision = &kept.json["decisions"][0];
    assert_eq!((&decision["from_tier"], &decision["to_tier"]), (&json!("high"), &json!("low")));
    assert_eq!((&decision["score_max"], &decision["model"]), (&json!(0), &json!("tend-acuity 2026-1")));
    assert_eq!(decision["decided_by"]["id"], json!(app.world.staff[CM]));
    let today = app.get(CM, "/api/v1/today").await.json;
    let call = today["items"].as_array().unwrap().iter().find(|item| item["title"] == "Call").expect("the task");
    assert!(call["reasons"].as_array().unwrap().iter().all(|reason| reason["code"] != "tier"), "{call}");
}

#[actix_web::test]
async fn an_override_needs_a_reason_and_an_end_and_puts_its_own_end_on_todays_list() {
    let app = TestApp::new().await;
    all_is_well(&app).await;
    let etag = acuity(&app).await.etag();
    let refused = async |body: Value| {
        let answer = decide(&app, &etag, body).await;
        (answer.status.as_u16(), answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone())
    };
    let plain = json!({ "kind": "overridden", "tier": "complex" });
    assert_eq!(refused(plain).await, (409, "tier_reason_required".into(), json!("/reason")));
    let endless = json!({ "kind": "overridden", "tier": "complex", "reason": "Widowed last week" });
    assert_eq!(refused(endless).await, (409, "tier_end_required".into(), json!("/ends_on")));
    let far = json!({ "kind": "overridden", "tier": "complex", "reason": "Widowed last week", "ends_on": day(91) });
    assert_eq!(refused(far).await, (409, "tier_end_out_of_range".into(), json!("/ends_on")));
    let body = json!({ "kind": "overridden", "tier": "complex", "reason": "Widowed last week", "ends_on": day(1) });
    let overridden = decide(&app, &etag, body).await;
    assert_eq!(overridden.json["judgement"]["standing"], "overridden", "{}", overridden.text);
    let reminder = async || {
        let today = app.get(CM, "/api/v1/today").await.json;
        let items = today["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["title"].as_str().unwrap().contains("the override ends"))
    };
    assert!(reminder().await.is_some(), "its end is within the days of notice");
    let anew = decide(&app, &overridden.etag(), json!({ "kind": "adopted", "tier": "low" })).await;
    assert_eq!(anew.json["decisions"].as_array().unwrap().len(), 2, "{}", anew.text);
    assert!(reminder().await.is_none(), "a new decision does what the task asked for");
}

#[actix_web::test]
async fn a_closed_case_is_not_decided_and_an_assistant_never_decides() {
    let app = TestApp::new().await;
    let etag = acuity(&app).await.etag();
    let body = json!({ "kind": "adopted", "tier": "low" });
    let assistant = app.change("assistant", Method::POST, &case_path(&app, "/tier"), &etag, body.clone()).await;
    assert_eq!(assistant.status, 403);
    let closing = json!({ "outcome": "goals_met", "reason": "Done" });
    let closed = app.change(CM, Method::POST, &case_path(&app, "/close"), &etag, closing).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    let refused = decide(&app, &closed.etag(), body).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "case_closed"));
    assert_eq!(acuity(&app).await.json["can"], json!([]));
}

#[actix_web::test]
async fn lace_begins_with_what_the_record_says_and_a_changed_answer_is_the_authors_own() {
    let app = TestApp::new().await;
    let nothing = json!({ "instrument": "lace", "mode": "phone", "prefill": true });
    let refused = app.post(CM, &case_path(&app, "/assessments"), nothing.clone()).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "nothing_to_prefill"));
    let people = format!("/api/v1/people/{}", app.world.person_id);
    let discharged = Utc::now() - TimeDelta::days(2);
    let admitted = discharged - TimeDelta::days(5);
    for (class, from, to) in [
        ("emergency", admitted - TimeDelta::hours(6), admitted - TimeDelta::minutes(10)),
        ("inpatient", admitted, discharged),
    ] {
        let stay = json!({ "class": class, "facility": "Harbor General", "admitted_at": from, "discharged_at": to });
        assert_eq!(app.post(CM, &format!("{people}/stays"), stay).await.status, 201);
    }
    let need = json!({ "kind": "clinical", "title": "Heart failure", "code": "I50.22", "code_system": "http://hl7.org/fhir/sid/icd-10-cm" });
    assert_eq!(app.post(CM, &format!("{people}/needs"), need).await.status, 201);

    let scores = app.get(CM, &case_path(&app, "/risk-scores")).await.json;
    let lace = &scores["items"][0];
    assert_eq!((&lace["instrument"], &lace["last"]), (&json!("lace"), &Value::Null));
    // Five days 4, emergent 3, heart failure 2 (up to 5 with what is open), no visit before.
    assert_eq!(lace["prefill"]["score"]["bounds"], json!({ "min": 9, "max": 12 }), "{scores}");
    let answers = [0, 1, 2].map(|item| lace["prefill"]["items"][item]["answer"].clone());
    assert_eq!(answers, [json!("5 d"), json!("Yes"), Value::Null]);
    let begun = app.post(CM, &case_path(&app, "/assessments"), nothing).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    assert_eq!((&begun.json["answers"]["1"], &begun.json["answers"]["2"]), (&json!(5), &json!(1)));
    assert!(begun.json["prefilled"]["2"].as_str().unwrap().contains("Harbor General"), "{}", begun.text);
    let mut answers = begun.json["answers"].clone();
    answers["1"] = json!(6);
    let path = format!("/api/v1/assessments/{}", begun.json["id"].as_str().unwrap());
    let changed = app.change(CM, Method::PATCH, &path, &begun.etag(), json!({ "answers": answers })).await;
    assert_eq!(changed.json["prefilled"].get("1"), None, "{}", changed.text);
    assert!(changed.json["prefilled"].get("2").is_some());
    let acuity = acuity(&app).await.json;
    let readmission = acuity["parts"].as_array().unwrap().iter().find(|part| part["fact"] == "readmission").unwrap();
    assert_eq!((&readmission["min"], &readmission["max"]), (&json!(3), &json!(7)), "9 is moderate, 12 is high");
}

/// The item of today's list that asks to decide about the tier.
async fn asks(app: &TestApp) -> Option<Value> {
    let today = app.get(CM, "/api/v1/today").await.json;
    let items = today["items"].as_array().unwrap().clone();
    items.into_iter().find(|item| item["next_action"]["code"] == "decide_tier")
}

#[actix_web::test]
async fn a_tier_that_the_model_excludes_comes_to_todays_list_once_and_only_a_decision_takes_it_off() {
    let app = TestApp::new().await;
    all_is_well(&app).await;
    assert!(asks(&app).await.is_none());
    let tomorrow = Utc::now() + TimeDelta::days(1);
    for at in [tomorrow, tomorrow + TimeDelta::seconds(2), tomorrow + TimeDelta::hours(25)] {
        while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {}
    }
    assert_eq!(
        app.db.owner_sql("SELECT status, count(*) FROM task WHERE kind = 'tier_review' GROUP BY status"),
        "open|1"
    );
    let item = asks(&app).await.expect("the tier is to be decided");
    assert!(!item["can"].as_array().unwrap().contains(&json!("task_complete")), "{item}");
    let path = format!("/api/v1/tasks/{}", item["id"].as_str().unwrap());
    let task = app.get(CM, &path).await;
    for verb in ["complete", "cancel"] {
        let body = if verb == "cancel" { json!({ "reason": "Later" }) } else { json!({}) };
        let refused = app.change(CM, Method::POST, &format!("{path}/{verb}"), &task.etag(), body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "tier_not_decided"), "{}", refused.text);
    }
    let judged = acuity(&app).await;
    let adopted = decide(&app, &judged.etag(), json!({ "kind": "adopted", "tier": "low" })).await;
    assert_eq!(adopted.status, 200, "{}", adopted.text);
    assert!(asks(&app).await.is_none());
    assert_eq!(app.get(CM, &path).await.json["status"], "completed");
}

#[actix_web::test]
async fn a_raised_tier_brings_the_review_of_the_plan_forward() {
    let app = TestApp::new().await;
    let plan = crate::care_plan::approved(&app, "comprehensive").await;
    all_is_well(&app).await;
    let next = async || app.get(CM, &format!("{}/entries", plan.path)).await.json["next_review_on"].clone();
    let planned = next().await;
    let judged = acuity(&app).await;
    let possible = judged.json["judgement"]["possible"][0].clone();
    let lowered = decide(&app, &judged.etag(), json!({ "kind": "adopted", "tier": possible })).await;
    assert_eq!((lowered.status.as_u16(), next().await), (200, planned.clone()), "{}", lowered.text);
    let body = json!({ "kind": "overridden", "tier": "complex", "reason": "Widowed last week", "ends_on": day(30) });
    let raised = decide(&app, &lowered.etag(), body).await;
    assert_eq!((raised.status.as_u16(), next().await), (200, day(7)), "{}", raised.text);
    let tasks = app.get(CM, &case_path(&app, "/tasks")).await.json;
    let titled = |task: &&Value| task["title"] == "Review the care plan with the person" && task["status"] == "open";
    let reviews: Vec<&Value> = tasks["items"].as_array().unwrap().iter().filter(titled).collect();
    let [review] = reviews[..] else { panic!("{tasks}") };
    let due: chrono::DateTime<Utc> = review["due_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(json!(due.with_timezone(&New_York).date_naive()), day(7), "{review}");
    let review = json!({ "review": { "effect": "effective", "finding": "What was planned is enough." } });
    assert_eq!(app.post(CM, &format!("{}/entries", plan.path), review).await.status, 201);
    assert_eq!(next().await, planned, "reviewed since");
}

/// As many people more, of whom nothing is known, in cases whose ids count up; the tier of some was overridden as that of the first.
fn crowd(app: &TestApp, people: u32, differing: &[u32]) {
    let (person, case) = (app.world.person_id, app.world.case_id);
    let id = |kind: &str| format!("('00000000-0000-7000-{kind}-' || lpad(to_hex(n), 12, '0'))::uuid");
    let (people_id, cases_id) = (id("8000"), id("9000"));
    let differing = differing.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    for statement in [
        format!(
            "INSERT INTO person SELECT r.* FROM generate_series(1, {people}) n, person p, LATERAL jsonb_populate_record(p, \
             jsonb_build_object('id', {people_id}, 'source', NULL)) r WHERE p.id = '{person}'"
        ),
        format!(
            "INSERT INTO \"case\" SELECT r.* FROM generate_series(1, {people}) n, \"case\" c, LATERAL jsonb_populate_record(c, \
             jsonb_build_object('id', {cases_id}, 'person_id', {people_id})) r WHERE c.id = '{case}'"
        ),
        format!(
            "INSERT INTO tier_decision SELECT r.* FROM unnest(ARRAY[{differing}]) n, tier_decision t, LATERAL \
             jsonb_populate_record(t, jsonb_build_object('id', {}, 'case_id', {cases_id}, 'person_id', {people_id}, \
             'task_id', NULL)) r WHERE t.case_id = '{case}'",
            id("a000")
        ),
    ] {
        assert_eq!(app.db.owner_sql(&statement), "");
    }
}

#[actix_web::test]
async fn the_list_is_filtered_by_how_the_tier_stands_and_its_pages_are_filled_from_the_cases_behind_them() {
    let app = TestApp::new().await;
    all_is_well(&app).await;
    let list = async |query: &str| {
        let answer = app.get(CM, &format!("/api/v1/acuities?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let ids =
            answer.json["items"].as_array().unwrap().iter().map(|one| one["case_id"].as_str().unwrap().to_owned());
        (ids.collect::<Vec<_>>(), answer.json["next"].as_str().map(ToOwned::to_owned))
    };
    let own = app.world.case_id.to_string();
    assert_eq!(list("standing=differs").await, (vec![own.clone()], None));
    assert_eq!(list("standing=agrees").await, (vec![], None));
    assert_eq!(app.get(CM, "/api/v1/acuities?standing=wrong").await.status, 422);
    let body = json!({ "kind": "overridden", "tier": "complex", "reason": "Widowed last week", "ends_on": day(2) });
    assert_eq!(decide(&app, &acuity(&app).await.etag(), body).await.status, 200);

    crowd(&app, 1_040, &[40, 80, 1_030]);
    let nth = |n: u32| format!("00000000-0000-7000-9000-{n:012x}");
    let (page, next) = list("standing=overridden&limit=2").await;
    assert_eq!(page, [nth(40), nth(80)], "further apart than what is judged at once");
    let (page, next) =
        list(&format!("standing=overridden&limit=2&cursor={}", next.expect("not all were judged"))).await;
    assert_eq!((page, next), (vec![nth(1_030), own.clone()], None));
    let (page, next) = list("standing=overridden&limit=1").await;
    assert_eq!((page, next.is_some()), (vec![nth(40)], true));
    let (page, _) = list(&format!("standing=overridden&limit=1&cursor={}", next.unwrap())).await;
    assert_eq!(page, [nth(80)], "goes on behind the last one shown, not behind the last one judged");

    assert_eq!(list("provisional=true&standing=agrees&limit=2").await.0, [nth(1), nth(2)]);
    assert_eq!(
        list("provisional=false&limit=200&standing=overridden").await.0,
        Vec::<String>::new(),
        "not in 1,000 cases"
    );
    let shown = app.get(CM, "/api/v1/acuities?standing=overridden&limit=1").await.json["items"][0].clone();
    assert_eq!((&shown["program"]["name"], &shown["time_zone"]), (&json!("Complex care"), &json!("America/New_York")));
    assert_eq!(shown["owner"]["id"], json!(app.world.staff[CM]));
}
