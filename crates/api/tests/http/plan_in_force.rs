//! What follows from a plan in force: day after day, while its next revision is written, and until its case ends.

use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::{Role, cap};
use futures_util::FutureExt;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

use crate::care_plan::{Approved, approved, today};

const CM: &str = "care_manager";

async fn act(app: &TestApp, path: &str, verb: &str, etag: &str, body: Value) -> Answered {
    app.change(CM, Method::POST, &format!("{path}/{verb}"), etag, body).await
}

/// A revision that changes the plan as `change` does, approved.
async fn revised(app: &TestApp, plan: &Approved, change: impl Fn(&mut Value)) -> Answered {
    let current = app.get(CM, &plan.path).await;
    let begun = act(app, &plan.path, "revise", &current.etag(), json!({ "reason": "As talked about" })).await;
    let mut content = begun.json["content"].clone();
    change(&mut content);
    let saved = app.change(CM, Method::PATCH, &plan.path, &begun.etag(), json!({ "content": content })).await;
    let approved = act(app, &plan.path, "approve", &saved.etag(), json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
    approved
}

/// Everything that is due at `at`, done by one worker.
async fn round(app: &TestApp, at: DateTime<Utc>) {
    while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {}
}

fn days(app: &TestApp) -> Vec<NaiveDate> {
    let rows = app.db.owner_sql("SELECT due_on FROM occurrence WHERE status <> 'withdrawn' ORDER BY due_on");
    rows.lines().map(|line| line.parse().unwrap()).collect()
}

fn can(answer: &Value) -> Vec<&str> {
    answer["can"].as_array().unwrap().iter().map(|operation| operation.as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_plan_that_nobody_touches_is_planned_on_once_by_many_servers_and_the_platform_answers_for_it() {
    let app = TestApp::new().await;
    approved(&app, "comprehensive").await;
    let planned = days(&app);
    let later = Utc::now() + TimeDelta::days(30);
    join_all((0..6).map(|_| round(&app, later))).await;
    let ahead = days(&app);
    assert_eq!(ahead[..planned.len()], planned);
    assert!(ahead.last().unwrap() > &(today() + TimeDelta::days(58)), "{ahead:?}");
    assert!(ahead.windows(2).all(|pair| pair[1] - pair[0] == TimeDelta::days(7)), "each week once: {ahead:?}");
    let entries = "SELECT actor_id IS NULL, session_id IS NULL, role = 'system', outcome, person_ids FROM audit_event WHERE operation = 'plan_ahead'";
    assert_eq!(app.db.owner_sql(entries), format!("t|t|t|ok|{{{}}}", app.world.person_id));
    round(&app, later + TimeDelta::seconds(2)).await;
    round(&app, later + TimeDelta::days(1)).await;
    assert_eq!(days(&app), ahead, "nothing is planned twice");
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM audit_event WHERE operation = 'plan_ahead'"), "1");
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM job WHERE kind = 'plan_ahead' AND status = 'ready'"), "1");
}

#[actix_web::test]
async fn the_round_leaves_closed_cases_and_plans_that_were_never_approved_alone() {
    let app = TestApp::new().await;
    approved(&app, "comprehensive").await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    app.post(CM, &format!("{case}/care-plans"), json!({ "kind": "discharge" })).await;
    let current = app.get(CM, &case).await;
    let body = json!({ "outcome": "goals_met", "reason": "Done" });
    assert_eq!(act(&app, &case, "close", &current.etag(), body).await.status, 200);
    let before = days(&app);
    round(&app, Utc::now() + TimeDelta::days(30)).await;
    assert_eq!(days(&app), before);
}

#[actix_web::test]
async fn while_a_revision_is_written_everything_goes_on_for_what_is_in_force() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    assert_eq!(plan.answer.json["in_force"], Value::Null, "the content itself is in force");
    let begun = act(&app, &plan.path, "revise", &plan.answer.etag(), json!({ "reason": "Slower" })).await;
    let mut content = begun.json["content"].clone();
    content["goals"][0]["text"] = json!("Walk to the shop");
    app.change(CM, Method::PATCH, &plan.path, &begun.etag(), json!({ "content": content })).await;
    let shown = app.get(CM, &plan.path).await.json;
    assert_eq!((&shown["status"], &shown["revision"]), (&json!("draft"), &json!(2)));
    assert_eq!(shown["in_force"]["revision"], json!(1), "{shown}");
    assert_eq!(shown["in_force"]["content"]["goals"][0]["text"], json!("Lower my blood sugar"));
    assert_eq!(shown["drafted_by"]["id"], json!(app.world.staff[CM]));
    assert!(shown["drafted_at"].is_string() && shown["approved_at"].is_string());
    assert!(can(&shown).contains(&"goal_progress_create"));
    let said = json!({ "teach_back": { "given_to": "Ana", "language": "es", "medium": "paper", "understanding": "understood" } });
    let said = app.post(CM, &format!("{}/entries", plan.path), said).await;
    assert_eq!((said.status.as_u16(), &said.json["revision"]), (201, &json!(1)), "of what is in force: {}", said.text);
    let seen = app.post(CM, &format!("{}/progress", plan.path), json!({ "goal_id": plan.goal, "value": 9 })).await;
    assert_eq!(seen.status, 201, "{}", seen.text);
    let print = app.get(CM, &format!("{}/print?audience=person", plan.path)).await;
    assert_eq!(print.json["wants"], json!(["Lower my blood sugar"]), "{}", print.text);
    let overview = app.get(CM, &format!("/api/v1/people/{}/overview", app.world.person_id)).await;
    assert_eq!(overview.json["care_plans"][0]["in_force"]["revision"], json!(1));
}

/// Open tasks for reviews of a care plan on the owner's worklist: due days.
async fn reviews(app: &TestApp) -> Vec<NaiveDate> {
    let list = app.get(CM, "/api/v1/today?kind=task").await;
    let items = list.json["items"].as_array().expect("items").iter();
    let due = items.filter(|item| item["title"] == "Review the care plan with the person").map(|item| {
        let at: DateTime<Utc> = item["due_at"].as_str().unwrap().parse().unwrap();
        domain::clock::local_date(at, chrono_tz::America::New_York)
    });
    due.collect()
}

#[actix_web::test]
async fn the_review_of_a_plan_is_a_task_of_its_owner_met_by_the_review_and_moved_by_another_day() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    assert_eq!(reviews(&app).await, []);
    let (first, second, third) =
        (today() + TimeDelta::days(60), today() + TimeDelta::days(30), today() + TimeDelta::days(90));
    revised(&app, &plan, |content| content["review_on"] = json!(first)).await;
    assert_eq!(reviews(&app).await, [first]);
    let list = app.get(CM, "/api/v1/today?kind=task").await;
    let next = &list.json["items"].as_array().unwrap().iter().find(|item| item["next_action"]["code"] == "review_plan");
    let target = next.unwrap()["next_action"]["target_id"].as_str().unwrap().to_owned();
    assert!(plan.path.ends_with(&target), "it leads to the plan");
    revised(&app, &plan, |content| content["review_on"] = json!(second)).await;
    assert_eq!(reviews(&app).await, [second], "one task, moved");
    let entries = format!("{}/entries", plan.path);
    let review = json!({ "review": { "effect": "effective", "finding": "She walks further.", "next_on": third } });
    let review = app.post(CM, &entries, review).await;
    assert_eq!(review.status, 201, "{}", review.text);
    assert_eq!(reviews(&app).await, [third]);
    let met = app.db.owner_sql(
        "SELECT count(*) FROM task WHERE care_plan_id IS NOT NULL AND intervention_id IS NULL AND status = 'completed'",
    );
    assert_eq!(met, "1", "the review met the first task");
    let retract = format!("/api/v1/plan-entries/{}", review.json["id"].as_str().unwrap());
    let gone = act(&app, &retract, "retract", &review.etag(), json!({ "reason": "Another person" })).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(reviews(&app).await, [second], "what was taken back met nothing");
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let current = app.get(CM, &case).await;
    let closed = act(&app, &case, "close", &current.etag(), json!({ "outcome": "goals_met", "reason": "Done" })).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert_eq!(reviews(&app).await, []);
}

#[actix_web::test]
async fn a_plan_approved_before_reviews_were_work_gets_its_task_from_the_round_once() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let day = today() + TimeDelta::days(60);
    revised(&app, &plan, |content| content["review_on"] = json!(day)).await;
    app.db.owner_sql("DELETE FROM task WHERE care_plan_id IS NOT NULL AND intervention_id IS NULL");
    round(&app, Utc::now() + TimeDelta::days(1)).await;
    assert_eq!(reviews(&app).await, [day]);
    round(&app, Utc::now() + TimeDelta::days(3)).await;
    assert_eq!(reviews(&app).await, [day]);
}

#[actix_web::test]
async fn nothing_is_offered_that_the_end_of_the_case_refuses() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let said = json!({ "participation": { "who": "person", "manner": "phone", "stance": "agreed" } });
    app.post(CM, &format!("{}/entries", plan.path), said.clone()).await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let current = app.get(CM, &case).await;
    let closed = act(&app, &case, "close", &current.etag(), json!({ "outcome": "goals_met", "reason": "Done" })).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    let shown = app.get(CM, &plan.path).await;
    assert_eq!(can(&shown.json), Vec::<&str>::new());
    let kept = app.get(CM, &format!("{}/occurrences", plan.path)).await;
    let times = kept.json["interventions"][0]["occurrences"].as_array().unwrap();
    assert!(times.iter().all(|one| can(one).is_empty()), "{}", kept.text);
    assert_eq!(can(&app.get(CM, &format!("{}/progress", plan.path)).await.json), Vec::<&str>::new());
    let entries = app.get(CM, &format!("{}/entries", plan.path)).await;
    assert_eq!(can(&entries.json), Vec::<&str>::new());
    assert_eq!(can(&entries.json["items"][0]), ["plan_entry_retract"], "a mistake is still taken back");
    let etag = shown.etag();
    let refused = [
        act(&app, &plan.path, "revise", &etag, json!({ "reason": "More" })).await,
        app.post(CM, &format!("{}/progress", plan.path), json!({ "goal_id": plan.goal, "value": 9 })).await,
        app.post(CM, &format!("{}/entries", plan.path), said).await,
    ];
    for answer in refused {
        assert_eq!((answer.status.as_u16(), answer.code()), (409, "case_closed"), "{}", answer.text);
    }
}

#[actix_web::test]
async fn adherence_is_shown_for_each_goal_with_the_count_behind_it_and_outlives_a_revision() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let occurrences = format!("{}/occurrences", plan.path);
    let shown = app.get(CM, &occurrences).await;
    let times = shown.json["interventions"][0]["occurrences"].as_array().unwrap().clone();
    let settle = async |one: &Value, body: Value| {
        let path = format!("/api/v1/occurrences/{}", one["id"].as_str().unwrap());
        let current = app.get(CM, &occurrences).await;
        let all = current.json["interventions"][0]["occurrences"].as_array().unwrap().clone();
        let version = all.iter().find(|other| other["id"] == one["id"]).unwrap()["version"].clone();
        let settled = act(&app, &path, "settle", &format!("\"{version}\""), body).await;
        assert_eq!(settled.status, 200, "{}", settled.text);
    };
    settle(&times[4], json!({ "outcome": "done" })).await;
    settle(&times[3], json!({ "outcome": "missed", "reason": "Nobody home" })).await;
    settle(&times[2], json!({ "outcome": "excused", "reason": "In hospital" })).await;
    let expected = |planned| json!({ "planned": planned, "due": 2, "on_time": 1, "late": 0, "missed": 1, "excused": 1, "rate": 0.5 });
    let kept = app.get(CM, &occurrences).await;
    assert_eq!(kept.json["goals"], json!([{ "goal_id": plan.goal, "adherence": expected(2) }]), "{}", kept.text);
    assert_eq!(kept.json["adherence"], expected(2));
    revised(&app, &plan, |content| content["interventions"] = json!([])).await;
    let kept = app.get(CM, &occurrences).await;
    assert_eq!(kept.json["goals"][0]["adherence"], expected(0), "what a revision dropped still counts: {}", kept.text);
}

#[actix_web::test]
async fn why_the_platform_ended_an_occurrence_is_a_code_for_every_language() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    app.db.owner_sql("UPDATE occurrence SET due_on = due_on - 60, due_at = due_at - interval '60 days'; UPDATE task SET status = 'cancelled'; UPDATE occurrence SET task_id = NULL");
    round(&app, Utc::now() + TimeDelta::days(1)).await;
    let shown = app.get(CM, &format!("{}/occurrences", plan.path)).await;
    let times = shown.json["interventions"][0]["occurrences"].as_array().unwrap();
    let passed = times.iter().filter(|one| one["end_reason"] == "passed_over").count();
    assert!(passed >= 5, "{}", shown.text);
}

#[actix_web::test]
async fn operations_on_one_case_never_wait_for_each_other_in_a_circle() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    for turn in 0..12 {
        let shown = app.get(CM, &format!("{}/occurrences", plan.path)).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        let times = shown.json["interventions"][0]["occurrences"].as_array().unwrap().clone();
        let next = times.iter().rev().find(|one| one["task_id"].is_string() && one["status"] == "planned");
        let Some(next) = next else { break };
        let current = app.get(CM, &plan.path).await;
        let (settle, complete) = (
            format!("/api/v1/occurrences/{}", next["id"].as_str().unwrap()),
            format!("/api/v1/tasks/{}", next["task_id"].as_str().unwrap()),
        );
        let version = format!("\"{}\"", next["version"]);
        let said = json!({ "participation": { "who": "family", "manner": "phone", "stance": "agreed" } });
        let verb = if current.json["status"] == "draft" { "approve" } else { "revise" };
        let body = if verb == "revise" { json!({ "reason": "Again" }) } else { json!({}) };
        let snooze = json!({ "until": Utc::now() + TimeDelta::hours(1) });
        let (occurrences, entries) = (format!("{}/occurrences", plan.path), format!("{}/entries", plan.path));
        let revision = current.etag();
        let later = Utc::now() + TimeDelta::days(2 + turn);
        let (a, b, c, d, e, f, g, ()) = tokio::join!(
            act(&app, &settle, "settle", &version, json!({ "outcome": "missed", "reason": "Nobody home" })),
            act(&app, &complete, "complete", "\"1\"", json!({})),
            act(&app, &complete, "snooze", "\"1\"", snooze),
            act(&app, &plan.path, verb, &revision, body),
            app.get(CM, &occurrences),
            app.post(CM, &entries, said),
            app.get(CM, &case),
            round(&app, later),
        );
        for answer in [a, b, c, d, e, f, g] {
            assert!(answer.status.as_u16() < 500, "{}: {}", answer.status, answer.text);
        }
    }
}

/// How many occurrences and open tasks are free while an operation waits for the case that somebody else holds.
async fn free_while_waiting(app: &TestApp, operation: impl Future<Output = Answered>) -> String {
    let access = app.world.access::<cap::CaseRead>(Role::CareManager, "case_get", Utc::now());
    let mut operation = std::pin::pin!(operation);
    let free = |rows: &str| format!("(SELECT count(*) FROM (SELECT 1 FROM {rows} FOR UPDATE SKIP LOCKED) free)");
    let free_rows =
        format!("SELECT {}, {}, {}", free("care_plan"), free("occurrence"), free("task WHERE status = 'open'"));
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut counted = String::new();
    let held = app.state.store.write(&access, async |tx| {
        tx.case(app.world.case_id).await?;
        let count = async {
            while app.db.owner_sql(waiting) == "0" {
                actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            app.db.owner_sql(&free_rows)
        };
        tokio::select! {
            answer = &mut operation => panic!("it waited for nobody: {}", answer.text),
            seen = count => counted = seen,
        }
        Ok(api::http::Answer::ok(()))
    });
    held.await.unwrap();
    let answer = operation.await;
    assert!(answer.status.is_success(), "{}", answer.text);
    counted
}

#[actix_web::test]
async fn what_waits_for_a_case_holds_nothing_that_stands_behind_it() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let shown = app.get(CM, &format!("{}/occurrences", plan.path)).await;
    let times = shown.json["interventions"][0]["occurrences"].as_array().unwrap().clone();
    let path = |one: &Value| format!("/api/v1/occurrences/{}", one["id"].as_str().unwrap());
    let version = |one: &Value| format!("\"{}\"", one["version"]);
    let task = format!("/api/v1/tasks/{}", times[4]["task_id"].as_str().unwrap());
    let said = json!({ "participation": { "who": "family", "manner": "phone", "stance": "agreed" } });
    let (last, entries) = (path(&times[0]), format!("{}/entries", plan.path));
    let (progress, first) = (format!("{}/progress", plan.path), version(&times[0]));
    let snooze = json!({ "until": Utc::now() + TimeDelta::hours(1) });
    let settle = act(&app, &last, "settle", &first, json!({ "outcome": "done" })).boxed_local();
    let operations = [
        ("settle", settle),
        ("snooze", act(&app, &task, "snooze", "\"1\"", snooze).boxed_local()),
        ("complete", act(&app, &task, "complete", "\"2\"", json!({})).boxed_local()),
        ("entry", app.post(CM, &entries, said).boxed_local()),
        ("progress", app.get(CM, &progress).boxed_local()),
    ];
    for (name, operation) in operations {
        assert_eq!(free_while_waiting(&app, operation).await, "1|5|1", "{name}");
    }
}

#[actix_web::test]
async fn a_case_is_evaluated_and_adjusted_and_its_end_completes_the_plan_as_it_was_in_force() {
    let app = TestApp::new().await;
    let plan = approved(&app, "comprehensive").await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let stage = async || app.get(CM, &case).await.json["stage"].clone();
    assert_eq!(stage().await, "coordinate");
    let review = json!({ "review": { "effect": "not_effective", "finding": "She walks less." } });
    let review = app.post(CM, &format!("{}/entries", plan.path), review).await;
    assert_eq!((review.status.as_u16(), stage().await), (201, json!("evaluate")), "{}", review.text);
    revised(&app, &plan, |content| content["goals"][0]["target"] = json!(8.0)).await;
    assert_eq!(stage().await, "coordinate", "what was adjusted is arranged");
    let current = app.get(CM, &plan.path).await;
    let begun = act(&app, &plan.path, "revise", &current.etag(), json!({ "reason": "Once more" })).await;
    assert_eq!((begun.json["revision"].clone(), stage().await), (json!(3), json!("adjust")), "{}", begun.text);
    let mut content = begun.json["content"].clone();
    content["goals"][0]["target"] = json!(8.5);
    app.change(CM, Method::PATCH, &plan.path, &begun.etag(), json!({ "content": content })).await;

    let open = app.get(CM, &case).await;
    let closed = act(&app, &case, "close", &open.etag(), json!({ "outcome": "goals_met", "reason": "Done" })).await;
    assert_eq!((closed.status.as_u16(), &closed.json["stage"]), (200, &json!("close")), "{}", closed.text);
    let ended = app.get(CM, &plan.path).await.json;
    assert_eq!((&ended["status"], &ended["revision"]), (&json!("completed"), &json!(2)), "{ended}");
    assert_eq!(ended["content"]["goals"][0]["target"], json!(8.0), "nobody approved what came after");
    assert_eq!(ended["can"], json!([]));
}
