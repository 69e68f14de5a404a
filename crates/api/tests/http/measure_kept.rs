//! Kept results of measures: the same answers as judging everybody, in the second of a change too.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::TestApp;

use crate::adt::{ago, merge, message, number, send};
use crate::measure::{crowd, discharged, reached};

const CM: &str = "care_manager";

/// Asks about an instant that counts as now, so that everybody is judged from their facts.
const JUDGED: &str = "as_of=2199-01-01T00:00:00Z";

/// Keeps until nothing is left to do; how many people were judged, and of how many what was kept differed.
async fn keep(app: &TestApp, now: DateTime<Utc>) -> (usize, usize) {
    let mut all = (0, 0);
    loop {
        let until = Instant::now() + Duration::from_secs(1);
        let some = app.state.store.measures_keep(app.world.org_id, now, until).await.unwrap();
        all = (all.0 + some.people, all.1 + some.differed);
        if some.people == 0 {
            return all;
        }
    }
}

/// Clocks of the crowd, in all states, and a second case with somebody else for every seventh of them.
fn more(app: &TestApp) {
    let world = &app.world;
    let (person, case) = (world.person_id, world.case_id);
    let deadlines = format!(
        "INSERT INTO deadline SELECT r.* FROM generate_series(1, 10000) n, deadline d, \
         LATERAL (SELECT now() - make_interval(hours => n % 2000, mins => 31) AS at) t, \
         LATERAL jsonb_populate_record(d, jsonb_build_object('id', md5(n || d.id::text)::uuid, 'person_id', md5('person' || n)::uuid, \
           'case_id', md5('case' || n)::uuid, 'anchor_at', t.at, 'due_at', t.at + interval '7 days', \
           'met_at', CASE n % 3 WHEN 0 THEN least(t.at + interval '90 hours', now()) END, \
           'status', CASE n % 3 WHEN 0 THEN 'met' ELSE 'open' END, 'since', now())) r \
         WHERE d.person_id = '{person}' AND d.rule_code LIKE 'T-4.outreach%'"
    );
    let cases = format!(
        "INSERT INTO \"case\" SELECT r.* FROM generate_series(7, 10000, 7) n, \"case\" c, LATERAL jsonb_populate_record(c, \
         jsonb_build_object('id', md5('other' || n)::uuid, 'person_id', md5('person' || n)::uuid, 'program_id', '{hospital}', \
           'team_id', '{team}', 'owner_id', '{stranger}', 'enrolled_at', now() - make_interval(days => n % 300))) r \
         WHERE c.id = '{case}'",
        hospital = world.hospital_id,
        team = world.hospital_team_id,
        stranger = world.stranger_id,
    );
    let marks =
        "INSERT INTO measure_mark (org_id, person_id) SELECT DISTINCT org_id, person_id FROM \"case\"".to_owned();
    for statement in [deadlines, cases, marks] {
        assert_eq!(app.db.owner_sql(&statement), "");
    }
}

/// Changes records and announces it, as every operation does.
fn change(app: &TestApp, table: &str, set: &str, which: &str) {
    let person = if table == "person" { "id" } else { "person_id" };
    let statement = format!(
        "WITH w AS (UPDATE \"{table}\" SET {set} WHERE {which} RETURNING org_id, id, version, {person} AS person_id) \
         INSERT INTO outbox (org_id, kind, record_id, version, person_id) SELECT org_id, '{table}', id, version, person_id FROM w"
    );
    assert_eq!(app.db.owner_sql(&statement), "");
}

/// The measures as they are asked for, without the instants of the question.
async fn measures(app: &TestApp, role: &str, query: &str) -> Value {
    let answer = app.get(role, &format!("/api/v1/measures?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut items = answer.json["items"].clone();
    for item in items.as_array_mut().unwrap() {
        item["as_of"].take();
    }
    items
}

async fn agree(app: &TestApp, when: &str) {
    let (program, team) = (app.world.program_id, app.world.hospital_team_id);
    let from = (Utc::now() - TimeDelta::days(300)).date_naive();
    for (role, query) in [
        ("director", String::new()),
        ("director", format!("from={from}")),
        ("director", format!("program_id={program}")),
        ("director", format!("team_id={team}&to={}", (Utc::now() - TimeDelta::days(20)).date_naive())),
        ("lead", String::new()),
        (CM, String::new()),
        ("stranger", String::new()),
    ] {
        let (kept, judged) =
            (measures(app, role, &query).await, measures(app, role, &format!("{query}&{JUDGED}")).await);
        for (kept, judged) in kept.as_array().unwrap().iter().zip(judged.as_array().unwrap()) {
            assert_eq!(kept, judged, "{when}: {role} {query}");
        }
    }
}

fn count(app: &TestApp, table: &str) -> u32 {
    app.db.owner_sql(&format!("SELECT count(*) FROM {table}")).parse().unwrap()
}

fn denominator(measures: &Value, code: &str) -> f64 {
    let of = |one: &&Value| one["code"] == code;
    measures.as_array().unwrap().iter().find(of).unwrap()["denominator"].as_f64().unwrap()
}

#[actix_web::test]
async fn what_is_kept_of_10_000_people_is_what_judging_everybody_says_before_and_after_changes() {
    let app = TestApp::new().await;
    discharged(&app).await;
    reached(&app, 9).await;
    crowd(&app);
    more(&app);
    assert!(keep(&app, Utc::now()).await.0 >= 10_000);
    assert_eq!(count(&app, "measure_mark"), 0);
    assert!(count(&app, "measure_kept") > 12_000, "each set of somebody's cases has its own row");
    agree(&app, "all is kept").await;
    let all = measures(&app, "director", "").await;
    for code in ["trc-engagement", "readmission-30d", "outreach-7"] {
        assert!(denominator(&all, code) > 300.0, "{code} {}", denominator(&all, code));
    }

    let below = |first: &str| format!("id < '{first}000000-0000-0000-0000-000000000000'");
    change(&app, "contact", "outcome = 'reached'", &format!("outcome = 'no_answer' AND {}", below("08")));
    change(&app, "stay", "discharged_at = discharged_at - interval '3 hours'", &below("04"));
    change(&app, "deadline", "met_at = now(), status = 'met'", &format!("status = 'open' AND {}", below("03")));
    let other = "owner_id = (SELECT owner_id FROM \"case\" WHERE id = md5('other7')::uuid)";
    change(&app, "case", other, &below("02"));
    change(&app, "person", "deceased_on = current_date - 40", &below("02"));
    assert!(count(&app, "measure_mark") > 300);
    agree(&app, "in the second of the change").await;
    let (people, differed) = keep(&app, Utc::now()).await;
    assert!((300..4_000).contains(&people) && differed == 0, "{people} were judged, {differed} differed");
    agree(&app, "after the change").await;
}

#[actix_web::test]
async fn the_number_is_read_from_what_is_kept_and_a_day_later_a_difference_is_found_and_put_right() {
    let app = TestApp::new().await;
    discharged(&app).await;
    keep(&app, Utc::now()).await;
    let right = measures(&app, CM, "").await;
    assert_eq!(denominator(&right, "outreach-7"), 1.0);
    app.db.owner_sql("UPDATE measure_kept SET members = '{}'");
    let read = measures(&app, CM, "").await;
    assert_eq!(denominator(&read, "outreach-7"), 0.0, "what is kept is what is shown");
    let members = app.get(CM, "/api/v1/measures/outreach-7/members").await;
    assert_eq!(members.json["items"], json!([]), "and the list has the same source");
    assert_eq!(keep(&app, Utc::now()).await, (0, 0), "nothing is due");
    app.db.owner_sql("UPDATE measure_kept SET kept_at = now() - interval '25 hours'");
    let (people, differed) = keep(&app, Utc::now()).await;
    assert!(people >= 1 && differed >= 1, "{people} {differed}");
    assert_eq!(measures(&app, CM, "").await, right);
}

#[actix_web::test]
async fn a_change_is_seen_at_once_and_its_result_is_kept_with_the_next_round() {
    let app = TestApp::new().await;
    discharged(&app).await;
    keep(&app, Utc::now()).await;
    reached(&app, 9).await;
    assert!(count(&app, "measure_mark") > 0);
    let met = |json: Value| json["numerator"].as_f64().unwrap();
    assert_eq!(met(app.get(CM, "/api/v1/measures/outreach-7").await.json), 1.0, "before it is kept");
    let list = app.get(CM, "/api/v1/measures/outreach-7/members?place=numerator").await;
    assert_eq!(list.json["items"].as_array().unwrap().len(), 1);
    api::jobs::keep_measures(&app.state, Utc::now(), 0).await.unwrap();
    assert_eq!(count(&app, "measure_mark"), 0);
    assert_eq!(met(app.get(CM, "/api/v1/measures/outreach-7").await.json), 1.0);
    let kept = app.get(CM, "/api/v1/measures/outreach-7/members?place=numerator").await;
    assert_eq!(kept.json, list.json, "the same member with the same proof");
}

#[actix_web::test]
async fn what_is_kept_is_not_used_once_its_time_has_passed() {
    let app = TestApp::new().await;
    discharged(&app).await;
    keep(&app, Utc::now()).await;
    app.db.owner_sql("UPDATE measure_kept SET members = '{}', holds_until = now()");
    assert_eq!(denominator(&measures(&app, CM, "").await, "outreach-7"), 1.0);
    assert!(keep(&app, Utc::now()).await.0 >= 1);
    assert_eq!(app.db.owner_sql("SELECT count(*) FROM measure_kept WHERE holds_until <= now()"), "0");
}

#[actix_web::test]
async fn a_stay_that_a_merge_moves_to_another_record_changes_the_results_of_both_and_so_does_its_undoing() {
    let app = TestApp::new().await;
    let (one, other) = (app.world.person_id, app.world.hidden_person_id);
    number(&app, one, "4711").await;
    number(&app, other, "4700").await;
    send(&app, &message("A01", "m-1", ago(5, 0), "4700", ("V7", "I"))).await;
    send(&app, &message("A03", "m-2", ago(3, 0), "4700", ("V7", "I"))).await;
    let marked = format!("SELECT count(DISTINCT person_id) FROM measure_mark WHERE person_id IN ('{one}', '{other}')");
    keep(&app, Utc::now()).await;
    assert_eq!(send(&app, &merge("m-3", ago(1, 0), "4711", "4700")).await, "AA");
    assert_eq!(app.db.owner_sql(&marked), "2");
    keep(&app, Utc::now()).await;
    agree(&app, "after the merge").await;

    let links = app.get("director", &format!("/api/v1/people/{one}/links")).await;
    let undo = format!("/api/v1/person-links/{}/undo", links.json["items"][0]["id"].as_str().unwrap());
    let undone = app.change("director", Method::POST, &undo, "\"1\"", json!({ "reason": "Two sisters" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert_eq!(app.db.owner_sql(&marked), "2");
    keep(&app, Utc::now()).await;
    agree(&app, "after it was undone").await;
}

#[actix_web::test]
async fn every_kind_that_measures_are_judged_from_is_announced_with_its_person_by_who_writes_it() {
    let app = TestApp::new().await;
    let records = crate::matrix::records(&app).await;
    let target = json!({ "set_target": { "on": (Utc::now() + TimeDelta::days(2)).date_naive() } });
    crate::transition::done(&app, CM, &records["stays"], target).await;
    let told = "'person', 'case', 'stay', 'transition', 'contact', 'appointment', 'assessment', 'deadline', 'occurrence', 'referral', \
                'authorization'";
    let silent = format!(
        "SELECT kind FROM unnest(ARRAY[{told}]) kind \
         WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = kind.kind AND o.person_id IS NOT NULL)"
    );
    assert_eq!(app.db.owner_sql(&silent), "");
    let about_nobody = format!("SELECT DISTINCT kind FROM outbox WHERE kind IN ({told}) AND person_id IS NULL");
    assert_eq!(app.db.owner_sql(&about_nobody), "");
}
