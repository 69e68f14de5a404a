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

/// The moves of a proposal as they are sent to be made.
fn as_it_is(proposal: &Value) -> Value {
    let named = |one: &Value| json!({ "case_id": one["case_id"], "to_id": one["to"]["staff"]["id"], "from_id": one["from"]["id"], "version": one["version"] });
    json!({ "moves": moves(proposal).iter().map(named).collect::<Vec<_>>(), "mode": "immediate", "reason": "Balance the team" })
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
    let body = as_it_is(&proposal);
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
    assert!(!moves(&proposal).is_empty(), "{proposal}");
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
    let elsewhere = json!({ "program_id": app.world.hospital_id, "tier": "low", "cases": 2 });
    let left = proposed(&app, json!({ "what_if": { "surges": [elsewhere] } })).await["surges"][0].clone();
    assert_eq!(
        (&left["placed"], &left["reason"], &left["barriers"]),
        (&json!(0), &json!("nobody_may"), &json!(["program"])),
        "{left}"
    );
    assert_eq!((&more["surges"][0]["reason"], &more["surges"][0]["barriers"]), (&Value::Null, &json!([])));
    let unqualified = json!({ "what_if": { "hires": [{ "weekly_hours": 40, "languages": ["en"], "licences": [] }] } });
    assert_eq!(app.post(LEAD, PROPOSALS, unqualified).await.status, 422, "such a hire could own nothing");
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
    let of_nothing = json!({ "program_id": app.world.case_id });
    assert_eq!(code(of_nothing).await, (409, "unknown_program".into(), json!("/program_id")));
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
    assert!(!moves(&preview).is_empty(), "{preview}");
    assert!(moves(&preview).iter().all(|one| one["to_id"] == json!(app.world.staff[LEAD])), "{preview}");
}

#[actix_web::test]
async fn a_leave_that_only_begins_takes_nothing_from_who_will_be_off() {
    let app = TestApp::new().await;
    for _ in 0..4 {
        opened(&app, "complex", "en").await;
    }
    let today = Utc::now().date_naive();
    let absence = json!({ "first_on": today + Days::new(7), "last_on": today + Days::new(90) });
    assert_eq!(app.post(CM, "/api/v1/absences", absence).await.status, 201);
    let proposal = proposed(&app, json!({})).await;
    assert_eq!((moves(&proposal).len(), &proposal["locked"]), (0, &json!(5)), "{proposal}");
    let leave = json!({ "staff_id": app.world.staff[CM], "from_on": today, "until_on": today + Days::new(90) });
    let asked = proposed(&app, json!({ "what_if": { "leaves": [leave] } })).await;
    assert_eq!(moves(&asked).len(), 5, "who asks for it sees who could take them: {asked}");
}

#[actix_web::test]
async fn cases_of_who_has_left_are_proposed_to_somebody_who_is_there() {
    let app = TestApp::new().await;
    opened(&app, "high", "en").await;
    let path = format!("/api/v1/staff/{}", app.world.staff[CM]);
    let etag = app.get("organization_admin", &path).await.etag();
    let off = app.change("organization_admin", Method::PATCH, &path, &etag, json!({ "active": false })).await;
    assert_eq!(off.status, 200, "{}", off.text);
    let proposal = proposed(&app, json!({ "team_id": app.world.team_id })).await;
    assert_eq!(moves(&proposal).len(), 2, "{proposal}");
    for one in moves(&proposal) {
        assert_eq!(
            (&one["from"]["id"], &one["to"]["staff"]["id"], &one["reasons"][0]),
            (&json!(app.world.staff[CM]), &json!(app.world.staff[SENIOR]), &json!("owner_may_not"))
        );
    }
    let made = app.post(LEAD, "/api/v1/caseload-moves", as_it_is(&proposal)).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

#[actix_web::test]
async fn nothing_goes_to_a_colleague_whose_licence_ran_out_and_what_is_proposed_can_be_made() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        opened(&app, "complex", "en").await;
    }
    let first = json!({ "moves": [{ "case_id": app.world.case_id, "to_id": app.world.staff[LEAD] }], "mode": "immediate", "reason": "Theirs" });
    assert_eq!(app.post(LEAD, "/api/v1/caseload-moves", first).await.status, 201);
    let ended = json!({ "expires_on": Utc::now().date_naive() - Days::new(2) });
    crate::scope::correct(&app, SENIOR, domain::staff::CredentialKind::Rn, ended).await;
    let proposal = proposed(&app, json!({})).await;
    assert!(!moves(&proposal).is_empty(), "{proposal}");
    assert!(moves(&proposal).iter().all(|one| one["to"]["staff"]["id"] == json!(app.world.staff[LEAD])), "{proposal}");
    let made = app.post(LEAD, "/api/v1/caseload-moves", as_it_is(&proposal)).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

#[actix_web::test]
async fn a_lead_is_proposed_nothing_where_they_lead_nobody() {
    let app = TestApp::new().await;
    opened(&app, "complex", "en").await;
    for asked in [json!({ "team_id": app.world.hospital_team_id }), json!({ "program_id": app.world.hospital_id })] {
        let proposal = proposed(&app, asked).await;
        assert_eq!((&proposal["cases"], &proposal["effects"]), (&json!(0), &json!([])), "{proposal}");
    }
}

#[actix_web::test]
async fn a_case_that_was_locked_since_its_move_is_not_taken_back() {
    let app = TestApp::new().await;
    let case = app.world.case_id.to_string();
    let move_it = json!({ "moves": [{ "case_id": case, "to_id": app.world.staff[SENIOR] }], "mode": "immediate", "reason": "Balance" });
    let made = app.post(LEAD, "/api/v1/caseload-moves", move_it).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(lock(&app, LEAD, &case, 30).await.status, 201);
    let path = format!("/api/v1/caseload-moves/{}/undo", made.json["id"].as_str().expect("an id"));
    let undone = app.change(LEAD, Method::POST, &path, &made.etag(), json!({})).await;
    assert_eq!((undone.status.as_u16(), undone.code()), (409, "case_move_locked"), "{}", undone.text);
    assert_eq!(owner(&app, &case).await, json!(app.world.staff[SENIOR]));
}

#[actix_web::test]
async fn locks_that_are_over_or_of_closed_cases_are_not_listed() {
    let app = TestApp::new().await;
    let (closed, over) = (opened(&app, "low", "en").await, opened(&app, "low", "en").await);
    let kept = locked(&app).await;
    for case in [&closed, &over] {
        assert_eq!(lock(&app, LEAD, case, 30).await.status, 201);
    }
    let path = format!("/api/v1/cases/{closed}");
    let etag = app.get(CM, &path).await.etag();
    let end = json!({ "outcome": "goals_met", "reason": "Back at work" });
    let end = app.change(CM, Method::POST, &format!("{path}/close"), &etag, end).await;
    assert_eq!(end.status, 200, "{}", end.text);
    // It is yesterday where the case is, and today elsewhere perhaps.
    app.db.owner_sql(&format!(
        "UPDATE case_lock SET ends_on = (now() AT TIME ZONE 'America/New_York')::date - 1 WHERE case_id = '{over}'"
    ));
    let listed = app.get(LEAD, "/api/v1/case-locks").await.json;
    let ids: Vec<&Value> = listed["items"].as_array().expect("locks").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&kept.json["id"]], "{listed}");
}

#[actix_web::test]
async fn who_reached_a_person_of_late_knows_them_for_candidates_as_for_proposals() {
    let app = TestApp::new().await;
    let path =
        format!("/api/v1/people/{}/candidates?program_id={}&tier=low", app.world.person_id, app.world.program_id);
    let knows = async || {
        let answer = app.get(LEAD, &path).await.json;
        let items = answer["items"].as_array().expect("candidates").clone();
        let own = items.into_iter().find(|item| item["staff"]["id"] == json!(app.world.staff[LEAD]));
        let parts = own.expect("the colleague")["parts"].as_array().expect("parts").clone();
        parts.iter().any(|part| part["reason"] == "knows")
    };
    assert!(!knows().await);
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 5, "purpose": "follow_up" });
    let logged = app.post(LEAD, &format!("/api/v1/cases/{}/contacts", app.world.case_id), contact).await;
    assert_eq!(logged.status, 201, "{}", logged.text);
    assert!(knows().await);
    // As an import stores it: nobody here is its author.
    assert_eq!(app.db.owner_sql("UPDATE contact SET author_id = NULL"), "");
    assert!(!knows().await);
    proposed(&app, json!({})).await;
}

#[actix_web::test]
async fn a_locked_case_still_weighs_on_its_owner_when_others_are_spread() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        let case = opened(&app, "complex", "en").await;
        assert_eq!(lock(&app, LEAD, &case, 30).await.status, 201);
    }
    let small = json!({ "case_id": opened(&app, "low", "en").await, "to_id": app.world.staff[LEAD] });
    let other = json!({ "case_id": app.world.case_id, "to_id": app.world.staff[SENIOR] });
    let before = json!({ "moves": [small, other], "mode": "immediate", "reason": "Balance" });
    assert_eq!(app.post(LEAD, "/api/v1/caseload-moves", before).await.status, 201);
    let whole = json!({ "whole": [
        { "from_id": app.world.staff[CM], "to_ids": [app.world.staff[SENIOR]] },
        { "from_id": app.world.staff[SENIOR], "to_ids": [app.world.staff[CM], app.world.staff[LEAD]] }
    ] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", whole).await.json;
    assert_eq!(preview["refused"].as_array().map(Vec::len), Some(3), "{preview}");
    let to: Vec<&Value> = moves(&preview).iter().map(|one| &one["to_id"]).collect();
    assert_eq!(to, [&json!(app.world.staff[LEAD])], "{preview}");
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
