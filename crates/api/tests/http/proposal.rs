//! Proposals of who should own which case, what if, locks, and moves that were worked out on what has changed since.

use actix_web::http::Method;
use chrono::{Days, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const SENIOR: &str = "senior_care_manager";
const PROPOSALS: &str = "/api/v1/caseload-moves/proposals";

/// Opens a case of the care manager for somebody new.
async fn opened(app: &TestApp, tier: &str, language: &str) -> String {
    let person = json!({ "given_name": "Nora", "family_name": "Newcomb", "birth_date": "1980-05-05", "sex": "female", "language": language });
    let person = app.post(CM, "/api/v1/people", person).await;
    let case = json!({ "person_id": person.json["id"], "program_id": app.world.program_id, "team_id": app.world.team_id, "tier": tier,
        "enrolled_at": Utc::now() - TimeDelta::days(1) });
    let case = app.post(CM, "/api/v1/cases", case).await;
    assert_eq!(case.status, 201, "{}", case.text);
    case.json["id"].as_str().expect("an id").to_owned()
}

async fn proposed(app: &TestApp, asked: Value) -> Value {
    let answer = app.post(LEAD, PROPOSALS, asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

fn moves(proposal: &Value) -> &Vec<Value> {
    proposal["moves"].as_array().expect("moves")
}

async fn owner(app: &TestApp, case: &str) -> Value {
    app.get("director", &format!("/api/v1/cases/{case}")).await.json["owner"]["id"].clone()
}

async fn lock(app: &TestApp, role: &str, case: &str, days: u64) -> Answered {
    let ends_on = Utc::now().date_naive() + Days::new(days);
    let body = json!({ "reason": "Her daughter asks for the same face.", "ends_on": ends_on });
    app.post(role, &format!("/api/v1/cases/{case}/locks"), body).await
}

/// A lock of the care manager's case, for tests that need the id of one.
pub async fn locked(app: &TestApp) -> Answered {
    lock(app, LEAD, &app.world.case_id.to_string(), 30).await
}

#[actix_web::test]
async fn a_proposal_evens_a_team_says_why_changes_nothing_and_is_made_as_it_is() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        opened(&app, "complex", "en").await;
    }
    let proposal = proposed(&app, json!({})).await;
    assert!(!moves(&proposal).is_empty(), "{proposal}");
    assert_eq!(
        (&proposal["cases"], &proposal["proven"], &proposal["hypothetical"]),
        (&json!(6), &json!(true), &json!(false))
    );
    for one in moves(&proposal) {
        assert_eq!(
            (&one["from"]["id"], &one["to"]["staff"]["id"]),
            (&json!(app.world.staff[CM]), &json!(app.world.staff[SENIOR]))
        );
        assert!(one["reasons"].as_array().is_some_and(|reasons| reasons.contains(&json!("evens_load"))), "{one}");
        let case = one["case_id"].as_str().expect("an id");
        assert_eq!(owner(&app, case).await, json!(app.world.staff[CM]), "nothing has moved");
    }
    assert!(proposal["highest_after"].as_f64() < proposal["highest_before"].as_f64(), "{proposal}");
    assert!(proposal["bound"].as_u64() <= proposal["objective"].as_u64());
    let named = |one: &Value| json!({ "case_id": one["case_id"], "to_id": one["to"]["staff"]["id"], "from_id": one["from"]["id"], "version": one["version"] });
    let body = json!({ "moves": moves(&proposal).iter().map(named).collect::<Vec<_>>(), "mode": "immediate", "reason": "Balance the team" });
    let made = app.post(LEAD, "/api/v1/caseload-moves", body.clone()).await;
    assert_eq!((made.status.as_u16(), &made.json["cases"]), (201, &json!(moves(&proposal).len())), "{}", made.text);
    let effect = |proposal: &Value, side: &str| {
        let effects = proposal["effects"].as_array().expect("effects").clone();
        let own = effects.into_iter().find(|own| own["worker"]["staff"]["id"] == json!(app.world.staff[SENIOR]));
        own.expect("the colleague")[side]["utilisation"].clone()
    };
    let again = proposed(&app, json!({})).await;
    assert_eq!(effect(&again, "before"), effect(&proposal, "after"), "what was said is what came");
    let twice = app.post(LEAD, "/api/v1/caseload-moves", body).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "caseload_move_refused"));
}

#[actix_web::test]
async fn a_move_that_was_worked_out_on_what_changed_since_is_refused_whole_and_says_which_case() {
    let app = TestApp::new().await;
    let other = opened(&app, "low", "en").await;
    let to = |role: &str, case: &Value| json!({ "moves": [{ "case_id": case, "to_id": app.world.staff[role] }] });
    let both = json!({ "moves": [{ "case_id": other, "to_id": app.world.staff[SENIOR] }, { "case_id": app.world.case_id, "to_id": app.world.staff[SENIOR] }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", both).await.json;
    let first =
        preview["moves"].as_array().expect("moves").iter().position(|one| one["case_id"] == json!(app.world.case_id));
    let made = |mut body: Value| {
        (body["mode"], body["reason"]) = ("immediate".into(), "Balance".into());
        body
    };
    let meanwhile = made(to(LEAD, &json!(app.world.case_id)));
    assert_eq!(app.post(LEAD, "/api/v1/caseload-moves", meanwhile).await.status, 201);
    let stale = json!({ "moves": preview["moves"] });
    let seen = app.post(LEAD, "/api/v1/caseload-moves/preview", stale.clone()).await.json;
    assert_eq!((&seen["refused"][0]["code"], moves(&seen).len()), (&json!("case_move_owner_changed"), 1), "{seen}");
    let refused = app.post(LEAD, "/api/v1/caseload-moves", made(stale)).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "caseload_move_refused"));
    let pointer = format!("/moves/{}", first.expect("the case"));
    assert_eq!(refused.json["errors"][0]["pointer"], json!(pointer), "{}", refused.text);
    assert_eq!(owner(&app, &other).await, json!(app.world.staff[CM]), "nothing is half done");
    let mut older = to(SENIOR, &json!(other));
    older["moves"][0]["version"] = json!(0);
    let older = app.post(LEAD, "/api/v1/caseload-moves/preview", older).await.json;
    assert_eq!(older["refused"][0]["code"], "case_move_changed");
}

#[actix_web::test]
async fn a_locked_case_stays_until_the_lock_is_lifted() {
    let app = TestApp::new().await;
    let mut cases = Vec::new();
    for _ in 0..4 {
        cases.push(opened(&app, "complex", "en").await);
    }
    let kept = &cases[0];
    let one = lock(&app, LEAD, kept, 30).await;
    assert_eq!(one.status, 201, "{}", one.text);
    let refusals = [lock(&app, LEAD, kept, 5).await, lock(&app, LEAD, &cases[1], 400).await];
    assert_eq!(refusals.each_ref().map(Answered::code), ["case_locked", "case_lock_too_long"]);
    assert_eq!(refusals[1].json["errors"][0]["pointer"], "/ends_on");
    assert_eq!(lock(&app, CM, &cases[1], 5).await.status, 403);
    let proposal = proposed(&app, json!({ "keep": [cases[1]] })).await;
    assert_eq!(proposal["locked"], 2, "{proposal}");
    assert!(moves(&proposal).iter().all(|one| one["case_id"] != json!(kept) && one["case_id"] != json!(cases[1])));
    let asked = json!({ "moves": [{ "case_id": kept, "to_id": app.world.staff[SENIOR] }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", asked.clone()).await;
    assert_eq!(preview.json["refused"][0]["code"], "case_move_locked", "{}", preview.text);
    let listed = app.get(LEAD, "/api/v1/case-locks").await.json;
    assert_eq!(
        (&listed["items"][0]["case_id"], &listed["items"][0]["can"]),
        (&json!(kept), &json!(["case_lock_lift"]))
    );
    let path = format!("/api/v1/case-locks/{}/lift", one.json["id"].as_str().expect("an id"));
    let lifted = app.change(LEAD, Method::POST, &path, &one.etag(), json!({})).await;
    assert_eq!((lifted.status.as_u16(), &lifted.json["can"]), (200, &json!([])), "{}", lifted.text);
    let again = app.change(LEAD, Method::POST, &path, &lifted.etag(), json!({})).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "case_lock_over"));
    assert_eq!(app.get(LEAD, "/api/v1/case-locks").await.json["items"], json!([]));
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", asked).await;
    assert_eq!(preview.json["refused"], json!([]));
}

#[actix_web::test]
async fn what_if_is_answered_in_the_same_shape_and_can_not_be_made() {
    let app = TestApp::new().await;
    opened(&app, "high", "en").await;
    let today = Utc::now().date_naive();
    let off = |days| json!({ "what_if": { "leaves": [{ "staff_id": app.world.staff[CM], "from_on": today, "until_on": today + Days::new(days) }] } });
    let gone = proposed(&app, off(90)).await;
    assert_eq!((moves(&gone).len(), &gone["hypothetical"], &gone["can"]), (2, &json!(true), &json!([])), "{gone}");
    for one in moves(&gone) {
        assert_eq!((&one["reasons"][0], &one["barrier"]), (&json!("owner_may_not"), &json!("away")));
    }
    let hire = json!({ "weekly_hours": 40, "languages": ["en", "es"], "licences": [{ "kind": "rn", "state": "NY" }] });
    let surge = json!({ "program_id": app.world.program_id, "tier": "rising", "cases": 6 });
    let more = proposed(&app, json!({ "what_if": { "hires": [hire], "surges": [surge] } })).await;
    assert_eq!((&more["surges"][0]["cases"], &more["surges"][0]["placed"]), (&json!(6), &json!(6)), "{more}");
    let effects = more["effects"].as_array().expect("effects");
    let hired = effects.iter().find(|own| own["worker"]["hire"] == json!(0)).expect("the hire");
    assert_eq!((&hired["worker"]["staff"], &hired["before"]), (&Value::Null, &Value::Null));
    assert!(hired["after"]["cases"].as_u64() > Some(0), "{more}");
    let closed = proposed(&app, json!({ "what_if": { "closed_program_ids": [app.world.program_id] } })).await;
    let after = closed["effects"].as_array().expect("effects").iter().map(|own| own["after"]["cases"].as_u64());
    assert_eq!((moves(&closed).len(), after.flatten().sum::<u64>()), (0, 0), "{closed}");
    let code = async |asked: Value| {
        let answer = app.post(LEAD, PROPOSALS, asked).await;
        (answer.status.as_u16(), answer.code().to_owned(), answer.json["errors"][0]["pointer"].clone())
    };
    let mut reversed = off(1);
    reversed["what_if"]["leaves"][0]["until_on"] = json!(today - Days::new(1));
    assert_eq!(code(reversed).await, (409, "proposal_leave_reversed".into(), json!("/what_if/leaves/0/until_on")));
    let mut unknown = off(1);
    unknown["what_if"]["leaves"][0]["staff_id"] = json!(app.world.stranger_id);
    assert_eq!(code(unknown).await, (409, "proposal_leave_unknown".into(), json!("/what_if/leaves/0/staff_id")));
    let nowhere = json!({ "what_if": { "closed_program_ids": [app.world.case_id] } });
    assert_eq!(code(nowhere).await, (409, "unknown_program".into(), json!("/what_if/closed_program_ids/0")));
    assert_eq!(app.post(CM, PROPOSALS, json!({})).await.status, 403);
}

#[actix_web::test]
async fn who_is_off_gets_nothing_and_keeps_what_they_have() {
    let app = TestApp::new().await;
    for _ in 0..4 {
        opened(&app, "complex", "en").await;
    }
    let today = Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive();
    let absence = json!({ "first_on": today, "last_on": today + Days::new(90) });
    assert_eq!(app.post(SENIOR, "/api/v1/absences", absence).await.status, 201);
    let proposal = proposed(&app, json!({})).await;
    assert!(moves(&proposal).is_empty(), "{proposal}");
    let whole = json!({ "whole": [{ "from_id": app.world.staff[CM], "to_ids": [app.world.staff[SENIOR]] }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", whole).await.json;
    assert_eq!((moves(&preview).len(), &preview["refused"][0]["code"]), (0, &json!("case_move_away")), "{preview}");
    let both = json!({ "whole": [{ "from_id": app.world.staff[CM], "to_ids": [app.world.staff[SENIOR], app.world.staff[LEAD]] }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", both).await.json;
    assert!(moves(&preview).iter().all(|one| one["to_id"] == json!(app.world.staff[LEAD])), "{preview}");
}

#[actix_web::test]
async fn a_whole_caseload_is_spread_with_an_eye_on_the_rest_of_the_request() {
    let app = TestApp::new().await;
    let mut named = Vec::new();
    for _ in 0..3 {
        named.push(json!({ "case_id": opened(&app, "complex", "en").await, "to_id": app.world.staff[SENIOR] }));
    }
    let to = [app.world.staff[SENIOR], app.world.staff[LEAD]];
    let whole = json!({ "moves": named, "whole": [{ "from_id": app.world.staff[CM], "to_ids": to }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", whole).await.json;
    let rest = moves(&preview).iter().find(|one| one["case_id"] == json!(app.world.case_id)).expect("the case");
    assert_eq!(rest["to_id"], json!(app.world.staff[LEAD]), "the other one gets three already: {preview}");
}
