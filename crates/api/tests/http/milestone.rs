//! Dated facts of a case: what they open and meet, and that all of it goes when they are taken back.

use actix_web::http::Method;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use domain::program::Setting;
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

/// The day `days` days from today where the program is.
pub fn day(days: i64) -> NaiveDate {
    let today = Utc::now().with_timezone(&New_York).date_naive();
    if days < 0 { today - Days::new(days.unsigned_abs()) } else { today + Days::new(days.unsigned_abs()) }
}

/// The program of the organization's cases becomes one of another setting, with its standard rules.
pub async fn becomes(app: &TestApp, setting: Setting) {
    for rule in domain::rulebook::standard(setting) {
        let definition = serde_json::to_string(&rule).unwrap().replace('\'', "''");
        app.db.owner_sql(&format!(
            "INSERT INTO rule (org_id, id, version, rulebook, code, valid_from, valid_to, definition)
             VALUES ('{}', gen_random_uuid(), 1, '{setting}', '{}', '{}', {}, '{definition}')",
            app.world.org_id,
            rule.code,
            rule.valid_from,
            rule.valid_to.map_or("NULL".into(), |last| format!("'{last}'")),
        ));
    }
    let program = app.world.program_id;
    app.db
        .owner_sql(&format!("UPDATE program SET setting = '{setting}', rulebook = '{setting}' WHERE id = '{program}'"));
    app.state.store.directory_changed(app.world.org_id);
}

pub async fn record(app: &TestApp, role: &str, kind: &str, on: NaiveDate) -> Answered {
    let path = format!("/api/v1/cases/{}/milestones", app.world.case_id);
    app.post(role, &path, json!({ "kind": kind, "occurred_on": on })).await
}

/// A milestone that the care manager recorded.
pub async fn recorded(app: &TestApp) -> String {
    let made = record(app, CM, "snp_enrolled", day(-1)).await;
    made.json["milestone"]["id"].as_str().unwrap_or_else(|| panic!("{}", made.text)).to_owned()
}

async fn withdraw(app: &TestApp, role: &str, made: &Answered) -> Answered {
    let milestone = &made.json["milestone"];
    let path = format!("/api/v1/milestones/{}/withdraw", milestone["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, "\"1\"", json!({ "reason": "It was another student." })).await
}

/// The deadlines of a rule.
async fn deadlines(app: &TestApp, rule: &str) -> Vec<Value> {
    let list = app.get(CM, &format!("/api/v1/cases/{}/deadlines", app.world.case_id)).await;
    let all = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
    all.into_iter().filter(|one| one["rule"]["code"] == rule).collect()
}

pub async fn deadline(app: &TestApp, rule: &str) -> Value {
    let mut found = deadlines(app, rule).await;
    assert_eq!(found.len(), 1, "{rule} {found:?}");
    found.remove(0)
}

#[actix_web::test]
async fn a_consent_opens_the_evaluation_its_completion_meets_it_and_the_finding_asks_for_the_meeting() {
    let app = TestApp::new().await;
    becomes(&app, Setting::School).await;
    let path = format!("/api/v1/cases/{}/milestones/preview", app.world.case_id);
    let body = json!({ "kind": "parental_consent", "occurred_on": day(-10) });
    let ahead = app.post(CM, &path, body).await;
    assert_eq!((ahead.status.as_u16(), ahead.json["opens"].as_array().unwrap().len()), (200, 1), "{}", ahead.text);
    assert_eq!(ahead.json["opens"][0]["due_on"], json!(day(50)));
    assert!(deadlines(&app, "T-16.evaluation").await.is_empty(), "a preview stores nothing");

    let consent = record(&app, "coordinator", "parental_consent", day(-10)).await;
    assert_eq!(consent.status, 201, "{}", consent.text);
    assert_eq!(consent.json["effect"]["opens"][0]["rule"], "T-16.evaluation");
    let open = deadline(&app, "T-16.evaluation").await;
    assert_eq!((&open["status"], &open["due_on"]), (&json!("open"), &json!(day(50))));
    assert!(open["explanation"][0]["detail"].as_str().unwrap().starts_with("Starts "), "{open}");

    let evaluated = record(&app, CM, "evaluation_completed", day(-2)).await;
    assert_eq!(evaluated.json["effect"]["meets"][0]["rule"], "T-16.evaluation", "{}", evaluated.text);
    let found = record(&app, CM, "eligibility_found", day(-1)).await;
    assert_eq!(deadline(&app, "T-16.iep_meeting").await["due_on"], json!(day(29)));

    assert_eq!(withdraw(&app, CM, &found).await.status, 200);
    let gone = deadline(&app, "T-16.iep_meeting").await;
    assert_eq!((&gone["status"], &gone["closed_reason"]), (&json!("cancelled"), &json!("anchor_retracted")));
    assert_eq!(withdraw(&app, CM, &evaluated).await.status, 200);
    assert_eq!(deadline(&app, "T-16.evaluation").await["status"], "open", "what it met is open again");
    let list = app.get("coordinator", &format!("/api/v1/cases/{}/milestones", app.world.case_id)).await;
    assert_eq!(list.json["items"][0]["status"], "entered_in_error", "the latest first: {}", list.text);
    let first = json!({ "kind": "parental_consent", "ahead": false, "answers": [], "hearing": false, "hearings": [] });
    assert_eq!(list.json["kinds"][0], first);
}

#[actix_web::test]
async fn what_is_written_beside_a_date_is_for_those_who_read_notes_and_for_who_wrote_it() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/milestones", app.world.case_id);
    for role in [CM, "coordinator"] {
        let days = if role == CM { -1 } else { -2 };
        let body = json!({ "kind": "snp_enrolled", "occurred_on": day(days), "note": role });
        assert_eq!(app.post(role, &path, body).await.status, 201);
    }
    let notes = async |role: &str| {
        let list = app.get(role, &path).await;
        let items = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
        items.into_iter().map(|one| one["note"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(CM).await, [json!(CM), json!("coordinator")]);
    assert_eq!(notes("coordinator").await, [Value::Null, json!("coordinator")]);
}

#[actix_web::test]
async fn what_does_not_belong_here_did_not_happen_yet_or_is_known_already_is_refused() {
    let app = TestApp::new().await;
    let refusal = |answer: Answered| (answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone());
    let other = record(&app, CM, "parental_consent", day(-1)).await;
    assert_eq!(refusal(other), ("milestone_of_other_setting".into(), json!("/kind")));
    let ahead = record(&app, CM, "snp_health_risk_assessment", day(2)).await;
    assert_eq!(refusal(ahead), ("milestone_in_future".into(), json!("/occurred_on")));
    let slip = record(&app, CM, "snp_enrolled", "2206-01-01".parse().unwrap()).await;
    assert_eq!(refusal(slip), ("milestone_too_far".into(), json!("/occurred_on")));
    let once = record(&app, CM, "snp_enrolled", day(20)).await;
    assert_eq!(once.status, 201, "{}", once.text);
    let twice = record(&app, CM, "snp_enrolled", day(20)).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "milestone_recorded_already"), "{}", twice.text);

    let colleague = withdraw(&app, "assistant", &once).await;
    assert_eq!((colleague.status.as_u16(), colleague.code()), (409, "milestone_of_colleague"), "{}", colleague.text);
    assert_eq!(withdraw(&app, "stranger", &once).await.status, 404);
    assert_eq!(withdraw(&app, "lead", &once).await.status, 200);
    assert_eq!(record(&app, CM, "snp_enrolled", day(20)).await.status, 201, "recorded anew");
}

#[actix_web::test]
async fn a_response_to_one_paper_leaves_the_other_open_and_two_may_be_served_on_one_day() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Legal).await;
    let [first, second] = [-5, -3].map(|days| record(&app, CM, "motion_received", day(days)));
    let [first, second] = [first.await, second.await];
    let id = |made: &Answered| made.json["milestone"]["id"].clone();
    let path = format!("/api/v1/cases/{}/milestones", app.world.case_id);
    let list = app.get(CM, &path).await;
    let kinds = list.json["kinds"].as_array().unwrap();
    let choice = kinds.iter().find(|one| one["kind"] == "response_served").unwrap();
    let waits =
        |made: &Answered, days: i64| json!({ "id": id(made), "kind": "motion_received", "occurred_on": day(days) });
    assert_eq!(choice["answers"], json!([waits(&second, -3), waits(&first, -5)]), "the latest first");

    let answer = |made: &Answered| json!({ "kind": "response_served", "occurred_on": day(-1), "answers_id": id(made) });
    let one = app.post(CM, &path, answer(&first)).await;
    assert_eq!((one.status.as_u16(), &one.json["milestone"]["answers_id"]), (201, &id(&first)), "{}", one.text);
    assert_eq!(one.json["effect"]["meets"].as_array().map(Vec::len), Some(1), "{}", one.text);
    let states = async || {
        let all = deadlines(&app, "T-19.response_14").await;
        all.iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states().await, ["met", "open"]);
    assert_eq!(app.post(CM, &path, answer(&first)).await.code(), "milestone_recorded_already");
    assert_eq!(app.post(CM, &path, answer(&second)).await.status, 201);
    assert_eq!(states().await, ["met", "met"]);

    let nothing = app.post(CM, &path, answer(&one)).await;
    let refusal = (nothing.status.as_u16(), nothing.code(), &nothing.json["errors"][0]["pointer"]);
    assert_eq!(refusal, (409, "milestone_answers_nothing", &json!("/answers_id")), "{}", nothing.text);
}

#[actix_web::test]
async fn an_answer_to_a_paper_that_came_by_mail_gets_three_days_more_once_and_nothing_else_does() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Legal).await;
    record(&app, CM, "motion_received", day(-1)).await;
    let open = deadline(&app, "T-19.response_14").await;
    assert_eq!(open["extension_days"], 3);
    assert!(open["can"].as_array().unwrap().contains(&json!("deadline_extend")), "{open}");
    let extend = async |role: &str, one: &Value, days: u32| {
        let path = format!("/api/v1/deadlines/{}/extend", one["id"].as_str().unwrap());
        let body = json!({ "days": days, "reason": "It came by mail." });
        app.change(role, Method::POST, &path, &format!("\"{}\"", one["version"]), body).await
    };
    assert_eq!(extend("assistant", &open, 3).await.status, 403);
    let long = extend(CM, &open, 4).await;
    assert_eq!((long.status.as_u16(), long.code()), (409, "extension_days"), "{}", long.text);
    let longer = extend(CM, &open, 3).await;
    assert_eq!(longer.status, 200, "{}", longer.text);
    let due = |one: &Value| one["due_on"].as_str().unwrap().parse::<NaiveDate>().unwrap();
    assert!((3..=7).contains(&(due(&longer.json) - due(&open)).num_days()), "{} {open}", longer.text);
    assert!(longer.text.contains("Extended by 3 days (It came by mail.)"), "{}", longer.text);
    assert_eq!(
        (&longer.json["extension_days"], longer.json["can"].to_string().contains("extend")),
        (&Value::Null, false)
    );
    assert_eq!(extend(CM, &longer.json, 1).await.code(), "extension_not_allowed");

    record(&app, CM, "complaint_served", day(-1)).await;
    let answer = deadline(&app, "T-19.answer_21").await;
    assert_eq!(
        (extend(CM, &answer, 3).await.code(), &answer["extension_days"]),
        ("extension_not_allowed", &Value::Null)
    );
    let path = format!("/api/v1/deadlines/{}/waive", answer["id"].as_str().unwrap());
    let body = json!({ "reason": "It was settled." });
    let waived = app.change("lead", Method::POST, &path, &format!("\"{}\"", answer["version"]), body).await;
    assert_eq!(extend(CM, &waived.json, 1).await.code(), "deadline_not_open");
}

#[actix_web::test]
async fn a_school_in_texas_counts_the_days_of_texas_and_shows_its_own_rule() {
    let app = TestApp::new().await;
    app.db.owner_sql("UPDATE site SET state = 'TX'");
    becomes(&app, Setting::School).await;
    record(&app, CM, "parental_consent", day(-3)).await;
    assert_eq!(deadline(&app, "T-16.evaluation").await["rule"]["source"], "Texas Education Code 29.004");
    let rules = app.get("director", &format!("/api/v1/programs/{}/rules", app.world.program_id)).await;
    let in_force: Vec<&Value> = rules.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["code"] == "T-16.evaluation" && rule["in_force"] == true)
        .collect();
    assert_eq!(in_force.len(), 1, "{}", rules.text);
    assert_eq!(in_force[0]["clock"]["type"], "school_days");
}

#[actix_web::test]
async fn a_preview_shows_the_cases_that_the_rule_judges_in_one_state_or_in_the_others() {
    let app = TestApp::new().await;
    becomes(&app, Setting::School).await;
    let (org, south) = (app.world.org_id, app.world.hospital_id);
    app.db.owner_sql(&format!(
        "INSERT INTO site (org_id, id, version, name, city, state) VALUES ('{org}', '{org}', 1, 'South', 'Austin', 'TX');
         UPDATE program SET setting = 'school', rulebook = 'school', site_id = '{org}' WHERE id = '{south}'"
    ));
    app.state.store.directory_changed(org);
    record(&app, CM, "parental_consent", day(-3)).await;
    let there = format!("/api/v1/cases/{}/milestones", app.world.hidden_case_id);
    let consent = json!({ "kind": "parental_consent", "occurred_on": day(-3) });
    assert_eq!(app.post("stranger", &there, consent).await.status, 201);
    for (program, clock) in [
        (app.world.program_id, json!({ "type": "calendar_days", "amount": 45 })),
        (south, json!({ "type": "school_days", "amount": 40 })),
    ] {
        let rules = app.get("director", &format!("/api/v1/programs/{program}/rules")).await;
        let ours = |rule: &&Value| rule["code"] == "T-16.evaluation" && rule["clock"]["type"] == clock["type"];
        let rule = rules.json["items"].as_array().unwrap().iter().find(ours).unwrap().clone();
        let path = format!("/api/v1/rules/{}/preview", rule["id"].as_str().unwrap());
        let shown = app.post("director", &path, json!({ "clock": clock, "valid_from": day(10) })).await;
        assert_eq!((shown.status.as_u16(), &shown.json["moved"]), (200, &json!(1)), "{}", shown.text);
    }
}

#[actix_web::test]
async fn a_symptom_in_a_hospice_is_followed_up_by_a_nurse_and_by_nobody_else() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Hospice).await;
    crate::triggers::complete(&app, "hope", json!({ "1": 2 })).await;
    assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], "open");
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    assert_eq!(today.json["items"], json!([]), "the deadline is the work, and not a task beside it");
    let contacts = format!("/api/v1/cases/{}/contacts", app.world.case_id);
    let seen = json!({ "mode": "in_person", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 30, "purpose": "follow_up" });
    assert_eq!(app.post("assistant", &contacts, seen.clone()).await.status, 201);
    assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], "open", "not a nurse");
    // Whoever owns a case in the test's world holds the licence of a nurse.
    let mut by_her = seen.clone();
    by_her["with"] = json!("caregiver");
    assert_eq!(app.post(CM, &contacts, by_her).await.status, 201);
    assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], "open", "the person was not seen");
    let visit = app.post(CM, &contacts, seen).await;
    assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], "met", "{}", visit.text);
    let contact = &visit.json["contact"];
    let path = format!("/api/v1/contacts/{}/withdraw", contact["id"].as_str().unwrap());
    let gone = app.change(CM, Method::POST, &path, "\"1\"", json!({ "reason": "Another person." })).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], "open");
}

#[actix_web::test]
async fn a_symptom_asked_about_before_the_clock_is_in_force_is_followed_up_by_a_task() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Hospice).await;
    let ahead = day(1);
    app.db.owner_sql(&format!(
        "UPDATE rule SET valid_from = '{ahead}', definition = jsonb_set(definition, '{{valid_from}}', to_jsonb('{ahead}'::text))
         WHERE code = 'T-13.symptom_follow_up'"
    ));
    app.state.store.directory_changed(app.world.org_id);
    crate::triggers::complete(&app, "hope", json!({ "1": 2 })).await;
    assert!(deadlines(&app, "T-13.symptom_follow_up").await.is_empty());
    let today = app.get(CM, "/api/v1/today?kind=task").await;
    assert_eq!(today.json["items"].as_array().map(Vec::len), Some(1), "{}", today.text);
}

#[actix_web::test]
async fn who_led_the_visit_saw_the_person_and_not_who_wrote_it_down() {
    for (leads, writes, status) in [("assistant", CM, "open"), (CM, "assistant", "met")] {
        let app = TestApp::new().await;
        becomes(&app, Setting::Hospice).await;
        crate::triggers::complete(&app, "hope", json!({ "1": 2 })).await;
        let starts_at = Utc::now() - TimeDelta::minutes(5);
        let attendees = [app.world.staff[leads]];
        let body = json!({ "kind": "office_visit", "starts_at": starts_at, "minutes": 30, "attendee_ids": attendees });
        let made = app.post(CM, &format!("/api/v1/cases/{}/appointments", app.world.case_id), body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let path = format!("/api/v1/appointments/{}", made.json["appointment"]["id"].as_str().unwrap());
        let arrive = format!("{path}/arrive");
        let there = app.change(writes, Method::POST, &arrive, "\"1\"", json!({})).await;
        assert_eq!(there.status, 200, "{}", there.text);
        let body = json!({ "contact": { "with": "person", "purpose": "follow_up" } });
        let kept = app.change(writes, Method::POST, &format!("{path}/keep"), &there.etag(), body).await;
        assert_eq!(kept.status, 200, "{}", kept.text);
        assert_eq!(deadline(&app, "T-13.symptom_follow_up").await["status"], status, "led by {leads}");
    }
}

#[actix_web::test]
async fn a_death_that_staff_record_starts_its_oasis_and_one_taken_back_starts_nothing() {
    let app = TestApp::new().await;
    becomes(&app, Setting::HomeHealth).await;
    let path = format!("/api/v1/people/{}", app.world.person_id);
    let person = app.get(CM, &path).await;
    let ahead = app.change(CM, Method::PATCH, &path, &person.etag(), json!({ "deceased_on": day(3) })).await;
    assert_eq!((ahead.status.as_u16(), ahead.code()), (409, "person_death_in_future"), "{}", ahead.text);
    let died = app.change(CM, Method::PATCH, &path, &person.etag(), json!({ "deceased_on": day(-1) })).await;
    assert_eq!(died.status, 200, "{}", died.text);
    let open = deadline(&app, "T-11.death").await;
    assert_eq!((&open["status"], &open["due_on"]), (&json!("open"), &json!(day(1))));
    let alive = app.change(CM, Method::PATCH, &path, &died.etag(), json!({ "deceased_on": null })).await;
    assert_eq!(alive.status, 200, "{}", alive.text);
    assert_eq!(deadline(&app, "T-11.death").await["closed_reason"], "anchor_retracted");
}

#[actix_web::test]
async fn a_period_of_home_health_begins_by_itself_and_its_recertification_is_on_the_list() {
    let app = TestApp::new().await;
    becomes(&app, Setting::HomeHealth).await;
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let case = app.get(CM, &path).await;
    let enrolled = case.json["enrolled_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    let start = enrolled.with_timezone(&New_York).date_naive();
    // Sessions end meanwhile, and are removed by another job.
    app.db.owner_sql("DELETE FROM job WHERE kind <> 'periods_begin'");
    let round = async |at: DateTime<Utc>| {
        while app.state.store.job_run_next(app.world.org_id, at).await.unwrap() {}
    };
    let told = || app.db.owner_sql("SELECT count(*) FROM case_event WHERE kind = 'certification_begun'");
    let before = enrolled + TimeDelta::days(58);
    for at in [before, before + TimeDelta::seconds(2)] {
        round(at).await;
        assert_eq!(told(), "0");
    }
    let later = enrolled + TimeDelta::days(62);
    for at in [later, later + TimeDelta::seconds(2), later + TimeDelta::days(2)] {
        round(at).await;
        assert_eq!(told(), "1", "once, though nothing was recertified");
    }
    let again = deadline(&app, "T-11.recertification_again").await;
    assert_eq!((&again["status"], &again["due_on"]), (&json!("open"), &json!(start + Days::new(119))));
    let entry = "SELECT role = 'system', outcome, person_ids FROM audit_event WHERE operation = 'periods_begin'";
    assert_eq!(app.db.owner_sql(entry), format!("t|ok|{{{}}}", app.world.person_id));
}

#[actix_web::test]
async fn a_case_that_ends_with_a_death_says_when_and_asks_for_the_oasis_of_it() {
    let app = TestApp::new().await;
    becomes(&app, Setting::HomeHealth).await;
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let etag = app.get(CM, &path).await.etag();
    let close = |died_on: Value| {
        let body = json!({ "outcome": "deceased", "reason": "She died at home.", "died_on": died_on });
        let path = format!("{path}/close");
        let (app, etag) = (&app, &etag);
        async move { app.change(CM, Method::POST, &path, etag, body).await }
    };
    let silent = close(Value::Null).await;
    assert_eq!((silent.status.as_u16(), silent.code()), (409, "case_death_day_required"), "{}", silent.text);
    let ahead = close(json!(day(3))).await;
    assert_eq!(ahead.code(), "person_death_in_future", "{}", ahead.text);
    assert_eq!(ahead.json["errors"][0]["pointer"], "/died_on", "{}", ahead.text);
    let closed = close(json!(day(-1))).await;
    assert_eq!((closed.status.as_u16(), &closed.json["status"]), (200, &json!("closed")), "{}", closed.text);
    let open = deadline(&app, "T-11.death").await;
    assert_eq!((&open["status"], &open["due_on"]), (&json!("open"), &json!(day(1))), "it outlives the case");
    let person = app.get(CM, &format!("/api/v1/people/{}", app.world.person_id)).await;
    assert_eq!(person.json["deceased_on"], json!(day(-1)));
}

#[actix_web::test]
async fn a_death_that_the_feed_reports_counts_from_its_day_where_the_program_is() {
    let app = TestApp::new().await;
    becomes(&app, Setting::HomeHealth).await;
    // The other program stays in New York, whose clocks are the organization's.
    let program = app.world.program_id;
    app.db.owner_sql(&format!("UPDATE program SET time_zone = 'America/Chicago' WHERE id = '{program}'"));
    app.state.store.directory_changed(app.world.org_id);
    crate::adt::number(&app, app.world.person_id, "4711").await;
    let text = crate::adt::message("A31", "m-1", crate::adt::ago(1, 0), "4711", ("V1", "I"));
    let text = text.split("PV1").next().unwrap().trim_end().to_owned() + &"|".repeat(16) + "20260310|Y\r";
    assert_eq!(crate::adt::send(&app, &text).await, "AA");
    assert_eq!(deadline(&app, "T-11.death").await["due_on"], "2026-03-12");
}

#[actix_web::test]
async fn a_need_for_food_is_met_by_a_referral_that_was_sent() {
    let app = TestApp::new().await;
    crate::triggers::complete(&app, "hunger-vital-sign", json!({ "1": 0, "2": 0 })).await;
    assert!(deadlines(&app, "T-15.intervention").await.is_empty(), "no need was found");
    crate::triggers::complete(&app, "hunger-vital-sign", json!({ "1": 1, "2": 0 })).await;
    assert_eq!(deadline(&app, "T-15.intervention").await["status"], "open");
    crate::referral::sent(&app, "therapy").await;
    assert_eq!(deadline(&app, "T-15.intervention").await["status"], "open", "that is no help with food");
    crate::referral::sent(&app, "community_service").await;
    assert_eq!(deadline(&app, "T-15.intervention").await["status"], "met");
}

#[actix_web::test]
async fn a_family_that_arrives_enrols_its_children_in_school_and_grown_people_nowhere() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Refugee).await;
    let person = app.world.intake_person_id;
    let opened = |born: NaiveDate| {
        app.db.owner_sql(&format!("UPDATE person SET birth_date = '{born}' WHERE id = '{person}'"));
        let enrol = json!({ "person_id": person, "program_id": app.world.program_id, "tier": "low" });
        app.post(CM, "/api/v1/cases", enrol)
    };
    let case = opened(day(-9 * 366)).await;
    assert_eq!(case.status, 201, "{}", case.text);
    let path = format!("/api/v1/cases/{}/deadlines", case.json["id"].as_str().unwrap());
    let list = app.get(CM, &path).await.text;
    for code in ["T-17.school", "T-17.second_visit", "T-17.health_screening", "T-17.period"] {
        assert!(list.contains(code), "{code} {list}");
    }
    let adult = deadlines(&app, "T-17.school").await;
    assert!(adult.is_empty(), "{adult:?}");
}

/// When the deadline about our motion would be due for a hearing on a day.
async fn foretold(app: &TestApp, on: NaiveDate) -> Value {
    let path = format!("/api/v1/cases/{}/milestones/preview", app.world.case_id);
    let ahead = app.post(CM, &path, json!({ "kind": "hearing_on_own_motion", "occurred_on": on })).await;
    assert_eq!(ahead.status, 200, "{}", ahead.text);
    let opens = ahead.json["opens"].as_array().unwrap();
    opens.iter().find(|one| one["rule"] == "T-19.motion_14").unwrap_or_else(|| panic!("{}", ahead.text))["due_on"]
        .clone()
}

#[actix_web::test]
async fn what_is_heard_has_the_day_of_the_calendar_and_its_deadline_follows_the_hearing() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Legal).await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let noon = |on: NaiveDate| on.and_hms_opt(12, 0, 0).unwrap().and_local_timezone(New_York).unwrap().to_utc();
    let booked = |on: NaiveDate, kind: &'static str, hears: &'static str| {
        let body = json!({ "kind": kind, "starts_at": noon(on), "minutes": 60, "hears": hears });
        let (app, path) = (&app, format!("{case}/appointments"));
        async move { app.post(CM, &path, body).await }
    };
    let listed = async || app.get(CM, &format!("{case}/milestones")).await.json;

    let (first, later) = (foretold(&app, day(40)).await, foretold(&app, day(60)).await);
    for (kind, hears) in [("hearing", "release"), ("phone_call", "hearing_on_own_motion")] {
        let refused = booked(day(40), kind, hears).await;
        let refusal = (refused.status.as_u16(), refused.code(), &refused.json["errors"][0]["pointer"]);
        assert_eq!(refusal, (409, "milestone_appointment_unfit", &json!("/hears")), "{}", refused.text);
    }
    let made = booked(day(40), "hearing", "hearing_on_own_motion").await;
    assert_eq!(made.status, 201, "{}", made.text);
    let open = deadline(&app, "T-19.motion_14").await;
    assert_eq!((&open["status"], &open["due_on"]), (&json!("open"), &first));
    let id = made.json["appointment"]["id"].as_str().unwrap();
    let list = listed().await;
    assert_eq!((&list["items"][0]["occurred_on"], &list["items"][0]["appointment_id"]), (&json!(day(40)), &json!(id)));
    let choice = |list: &Value, kind: &str| {
        let kinds = list["kinds"].as_array().unwrap();
        kinds.iter().find(|one| one["kind"] == kind).unwrap()["hearings"].as_array().unwrap().len()
    };
    assert_eq!((choice(&list, "hearing_on_own_motion"), choice(&list, "hearing_on_other_motion")), (0, 1));

    let path = format!("/api/v1/appointments/{id}");
    let body = json!({ "starts_at": noon(day(60)) });
    let moved = app.change(CM, Method::POST, &format!("{path}/move"), "\"1\"", body).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let followed = deadline(&app, "T-19.motion_14").await;
    assert_eq!((&followed["id"], &followed["status"], &followed["due_on"]), (&open["id"], &json!("open"), &later));
    assert!(followed["explanation"].to_string().contains("corrected to"), "{followed}");
    let list = listed().await;
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["occurred_on"]), (1, &json!(day(60))));

    let body = json!({ "by": "provider", "reason": "It was settled." });
    let off = app.change(CM, Method::POST, &format!("{path}/cancel"), &moved.etag(), body).await;
    assert_eq!(off.status, 200, "{}", off.text);
    let gone = deadline(&app, "T-19.motion_14").await;
    assert_eq!((&gone["status"], &gone["closed_reason"]), (&json!("cancelled"), &json!("anchor_retracted")));
    assert_eq!(listed().await["items"][0]["error_reason"], "The hearing was cancelled: It was settled.");
}

#[actix_web::test]
async fn a_hearing_that_is_cancelled_because_its_case_ends_takes_its_day_back() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Legal).await;
    let path = format!("/api/v1/cases/{}", app.world.case_id);
    let at = day(40).and_hms_opt(9, 0, 0).unwrap().and_local_timezone(New_York).unwrap().to_utc();
    let body = json!({ "kind": "hearing", "starts_at": at, "minutes": 60, "hears": "hearing_on_own_motion" });
    let made = app.post(CM, &format!("{path}/appointments"), body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    // A day that no appointment holds is a fact of its own.
    assert_eq!(record(&app, CM, "hearing_on_other_motion", day(50)).await.status, 201);
    let close = json!({ "outcome": "declined", "reason": "The motion was settled outside." });
    let etag = app.get(CM, &path).await.etag();
    let closed = app.change(CM, Method::POST, &format!("{path}/close"), &etag, close).await;
    assert_eq!((closed.status.as_u16(), &closed.json["status"]), (200, &json!("closed")), "{}", closed.text);
    let list = app.get(CM, &format!("{path}/milestones")).await;
    let items = list.json["items"].as_array().unwrap_or_else(|| panic!("{}", list.text));
    let of = |kind: &str| items.iter().find(|one| one["kind"] == kind).unwrap();
    let own = of("hearing_on_own_motion");
    assert_eq!(own["status"], "entered_in_error", "{own}");
    assert_eq!(own["error_reason"], "The hearing was cancelled: The case was closed.");
    assert_eq!(of("hearing_on_other_motion")["status"], "recorded");
    assert_eq!(deadline(&app, "T-19.motion_14").await["closed_reason"], "anchor_retracted");
}

#[actix_web::test]
async fn a_hearing_that_was_recorded_before_or_after_it_stood_in_the_calendar_is_one() {
    let app = TestApp::new().await;
    becomes(&app, Setting::Legal).await;
    let case = format!("/api/v1/cases/{}", app.world.case_id);
    let at = day(50).and_hms_opt(9, 0, 0).unwrap().and_local_timezone(New_York).unwrap().to_utc();
    let recorded = record(&app, CM, "hearing_on_own_motion", day(50)).await;
    let body = json!({ "kind": "hearing", "starts_at": at, "minutes": 60, "hears": "hearing_on_own_motion" });
    let made = app.post(CM, &format!("{case}/appointments"), body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let hearing = &made.json["appointment"]["id"];
    let list = app.get(CM, &format!("{case}/milestones")).await;
    let items = list.json["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[0]["id"], &items[0]["appointment_id"]),
        (1, &recorded.json["milestone"]["id"], hearing)
    );

    let path = format!("{case}/milestones");
    let other = |appointment: Value| json!({ "kind": "hearing_on_other_motion", "occurred_on": day(3), "appointment_id": appointment });
    let unknown = app.post(CM, &path, other(json!(app.world.case_id))).await;
    let refusal = (unknown.status.as_u16(), unknown.code(), &unknown.json["errors"][0]["pointer"]);
    assert_eq!(refusal, (409, "unknown_appointment", &json!("/appointment_id")), "{}", unknown.text);
    let both = app.post(CM, &path, other(hearing.clone())).await;
    assert_eq!((both.status.as_u16(), &both.json["milestone"]["occurred_on"]), (201, &json!(day(50))), "{}", both.text);
}

#[actix_web::test]
async fn days_of_a_court_and_jobs_are_recorded_answered_one_by_one_and_counted() {
    let app = TestApp::new().await;
    becomes(&app, Setting::SocialServices).await;
    let made = |answer: Answered| {
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json["milestone"]["id"].clone()
    };
    let first = made(record(&app, CM, "court_date_set", day(-10)).await);
    made(record(&app, CM, "court_date_set", day(-5)).await);
    let waiting = async || {
        let list = app.get(CM, &format!("/api/v1/cases/{}/milestones", app.world.case_id)).await;
        let kinds = list.json["kinds"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
        let met = kinds.into_iter().find(|kind| kind["kind"] == "court_date_met").expect("it is offered");
        met["answers"].as_array().expect("answers").len()
    };
    assert_eq!(waiting().await, 2);
    let path = format!("/api/v1/cases/{}/milestones", app.world.case_id);
    let met = json!({ "kind": "court_date_met", "occurred_on": day(-10), "answers_id": first });
    made(app.post(CM, &path, met).await);
    assert_eq!(waiting().await, 1);
    let counted = async |measure: &str| {
        let answer = app.get(CM, &format!("/api/v1/measures/{measure}")).await;
        assert_eq!(answer.json["lacking"], json!([]), "{}", answer.text);
        (answer.json["numerator"].as_f64().unwrap(), answer.json["denominator"].as_u64().unwrap())
    };
    assert_eq!(counted("court-milestones").await, (1.0, 2));
    // Ordered when that day had passed: it moves nothing.
    let continued = made(record(&app, CM, "court_date_continued", day(20)).await);
    assert_eq!(counted("court-milestones").await, (1.0, 2));
    let members = app.get(CM, "/api/v1/measures/court-milestones/members").await.json;
    let steps = members["items"].as_array().unwrap().iter().flat_map(|one| one["proof"].as_array().unwrap());
    let told: Vec<&Value> = steps.filter(|step| step["predicate"] == "continued_in_time").collect();
    assert!(!told.is_empty(), "{members}");
    for step in told {
        assert_eq!((&step["holds"], &step["fact_id"]), (&json!(false), &continued), "the proof names the continuance");
    }

    made(record(&app, CM, "job_started", day(-40)).await);
    assert_eq!(counted("employment-30").await, (1.0, 1));
    let ended = record(&app, CM, "job_ended", day(-20)).await;
    assert_eq!(counted("employment-30").await, (0.0, 1));
    assert_eq!(withdraw(&app, CM, &ended).await.status, 200);
    assert_eq!(counted("employment-30").await, (1.0, 1), "it was another person's job");
    assert_eq!(record(&app, CM, "snp_enrolled", day(-1)).await.code(), "milestone_of_other_setting");
}
