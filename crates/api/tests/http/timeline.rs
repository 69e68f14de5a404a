//! The timeline of a person: everything that happened, of each slice for who may read it, and who did it.

use actix_web::http::Method;
use chrono::Utc;
use domain::access::{Actor, Capability, Principal, Request, Role, authorize, cap};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";
const SENIOR: &str = "senior_care_manager";

/// What each capability shows beside notes.
const KINDS: [(Capability, &[&str]); 22] = [
    (Capability::AcuityRead, &["tier_decision"]),
    (Capability::AdvocacyRead, &["advocacy"]),
    (Capability::AlertRead, &["alert"]),
    (Capability::AppointmentRead, &["appointment"]),
    (Capability::AssessmentRead, &["assessment", "comprehensive_assessment"]),
    (Capability::AuthorizationRead, &["authorization"]),
    (Capability::CarePlanRead, &["care_plan"]),
    (Capability::CaseRead, &["case"]),
    (Capability::ConcernRead, &["concern"]),
    (Capability::ConferenceRead, &["conference"]),
    (Capability::ConsentRead, &["consent"]),
    (Capability::ConsultationRead, &["consultation"]),
    (Capability::ContactRead, &["contact"]),
    (Capability::CrisisPlanRead, &["crisis_plan"]),
    (Capability::HandOffRead, &["hand_off"]),
    (Capability::MilestoneRead, &["milestone"]),
    (Capability::NeedRead, &["need"]),
    (Capability::ReadingRead, &["reading"]),
    (Capability::ReferralRead, &["referral"]),
    (Capability::StayRead, &["stay"]),
    (Capability::TaskRead, &["task"]),
    (Capability::TeachingRead, &["teaching"]),
];

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    answer.json
}

async fn told(app: &TestApp, role: &str) -> Vec<Value> {
    let path = format!("/api/v1/people/{}/timeline?limit=200", app.world.person_id);
    ok(app.get(role, &path).await)["items"].as_array().expect("items").clone()
}

fn of<'a>(told: &'a [Value], code: &str) -> Vec<&'a Value> {
    told.iter().filter(|entry| entry["code"] == code).collect()
}

/// Every record of the person has come to what a timeline tells.
async fn everything_happened(app: &TestApp) {
    crate::matrix::records(app).await;
    let (org, person, case) = (app.world.org_id, app.world.person_id, app.world.case_id);
    let director = app.world.staff["director"];
    let determined =
        json!([{ "at": "2026-03-02T15:00:00Z", "verdict": "approve", "on_appeal": false, "by": director }]);
    let happened = format!(
        "UPDATE task SET status = 'completed', completed_at = now() WHERE person_id = '{person}' AND kind = 'call';
         UPDATE comprehensive_assessment SET status = 'completed', completed_at = now(), submitted_by = author_id WHERE person_id = '{person}';
         UPDATE crisis_plan SET status = 'ended', ended_at = now(), ended_by = '{director}', ended_reason = 'Moved away' WHERE person_id = '{person}';
         UPDATE appointment SET status = 'fulfilled', settled_at = now(), settled_by = '{director}' WHERE person_id = '{person}' AND status = 'booked';
         UPDATE \"authorization\" SET course = jsonb_set(course, '{{determinations}}', '{determined}') WHERE person_id = '{person}';
         UPDATE conference SET status = 'held', held_at = now() WHERE person_id = '{person}';
         UPDATE reading SET finding = 'above' WHERE person_id = '{person}';
         INSERT INTO tier_decision (org_id, id, version, case_id, person_id, kind, from_tier, to_tier, score_min, score_max, model_low, model_high,
           model, decided_by, decided_at)
         VALUES ('{org}', gen_random_uuid(), 1, '{case}', '{person}', 'adopted', 'high', 'low', 1, 2, 'low', 'low', '1', '{director}', now())"
    );
    assert_eq!(app.db.owner_sql(&happened), "");
}

#[actix_web::test]
async fn every_kind_appears_and_none_to_a_reader_without_its_capability() {
    let app = TestApp::new().await;
    everything_happened(&app).await;
    let all: BTreeSet<String> =
        told(&app, "director").await.iter().filter_map(|entry| entry["kind"].as_str().map(str::to_owned)).collect();
    let expected = KINDS.iter().flat_map(|(_, kinds)| *kinds).chain(&["note"]).map(|kind| (*kind).to_owned());
    assert_eq!(all, expected.collect::<BTreeSet<_>>());
    for (capability, kinds) in KINDS {
        let actor = Actor {
            principal: Principal::Client,
            client_scopes: vec![Capability::NoteRead, capability],
            ..app.world.actor(Role::Director)
        };
        let request = Request {
            id: Uuid::now_v7(),
            operation: "person_timeline",
            now: Utc::now(),
            record_id: None,
            idempotency: None,
        };
        let access = authorize::<cap::NoteRead>(actor, request).expect("notes may be read");
        let rows = app.state.store.read(&access, async |tx| tx.person_timeline(app.world.person_id, None, 200).await);
        let seen: BTreeSet<String> = rows.await.expect("rows").into_iter().map(|row| row.kind).collect();
        let expected = kinds.iter().chain(&["note"]).map(|kind| (*kind).to_owned());
        assert_eq!(seen, expected.collect::<BTreeSet<_>>(), "{capability}");
    }
}

#[actix_web::test]
async fn a_page_that_ends_between_two_entries_of_one_record_at_one_moment_loses_neither() {
    let app = TestApp::new().await;
    let at = Utc::now() - chrono::TimeDelta::days(3);
    let stay = json!({ "class": "emergency", "facility": "General", "admitted_at": at });
    let stay = ok(app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await);
    let id = stay["id"].as_str().expect("an id");
    let ended = format!("UPDATE stay SET status = 'finished', discharged_at = admitted_at WHERE id = '{id}'");
    assert_eq!(app.db.owner_sql(&ended), "");
    let (mut codes, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/people/{}/timeline?limit=1{cursor}", app.world.person_id);
        let page = ok(app.get(CM, &path).await);
        codes.extend(page["items"].as_array().expect("items").iter().map(|entry| entry["code"].clone()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let of_stays: Vec<&Value> =
        codes.iter().filter(|code| code.as_str().is_some_and(|code| code.starts_with("stay"))).collect();
    assert_eq!(of_stays, ["stay_ended", "stay_began"], "{codes:?}");
}

#[actix_web::test]
async fn who_sent_a_referral_is_who_sent_it_and_taking_it_back_ends_it() {
    let app = TestApp::new().await;
    let body = json!({ "kind": "transport", "recipient": "County desk", "request": "A ride" });
    let draft = ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await);
    let path = format!("/api/v1/referrals/{}", draft["id"].as_str().expect("an id"));
    let sent = app.change("lead", Method::POST, &format!("{path}/send"), "\"1\"", json!({ "channel": "fax" })).await;
    let sent = ok(sent);
    let etag = format!("\"{}\"", sent["version"]);
    let reason = json!({ "reason": "person_declined" });
    ok(app.change(CM, Method::POST, &format!("{path}/cancel"), &etag, reason).await);
    let told = told(&app, CM).await;
    let entry = of(&told, "referral_sent")[0];
    assert_eq!((&entry["author"]["id"], &entry["about"]), (&json!(app.world.staff["lead"]), &json!("transport")));
    assert_eq!(of(&told, "referral_taken_back")[0]["title"], "Referral taken back: transport");
}

#[actix_web::test]
async fn a_case_that_changes_hands_says_whose_it_is_and_a_hand_off_says_it_once() {
    let app = TestApp::new().await;
    let body = json!({ "mode": "immediate", "reason": "Balance the team",
        "moves": [{ "case_id": app.world.case_id, "to_id": app.world.staff[SENIOR] }] });
    ok(app.post("lead", "/api/v1/caseload-moves", body).await);
    let moved = told(&app, SENIOR).await;
    let name = ok(app.get(SENIOR, &format!("/api/v1/cases/{}", app.world.case_id)).await)["owner"]["name"].clone();
    let changed = of(&moved, "owner_changed");
    assert_eq!((changed.len(), &changed[0]["detail"], &changed[0]["author"]), (1, &name, &Value::Null));

    let offer = json!({ "to_id": app.world.staff[CM], "summary": "Stable" });
    let path = format!("/api/v1/cases/{}/hand-offs", app.world.case_id);
    let declined = app.post(SENIOR, &path, offer.clone()).await;
    let answer = |offered: &Answered, what: &str| {
        format!(
            "/api/v1/hand-offs/{}/{what}",
            offered.json["id"].as_str().unwrap_or_else(|| panic!("{}", offered.text))
        )
    };
    let no = json!({ "reason": "Full" });
    ok(app.change(CM, Method::POST, &answer(&declined, "decline"), &declined.etag(), no).await);
    let accepted = app.post(SENIOR, &path, offer).await;
    ok(app.change(CM, Method::POST, &answer(&accepted, "accept"), &accepted.etag(), json!({})).await);
    let told = told(&app, CM).await;
    assert_eq!(of(&told, "hand_off_declined")[0]["detail"], "Full");
    assert_eq!(of(&told, "hand_off_accepted")[0]["author"]["id"], json!(app.world.staff[CM]));
    assert_eq!(of(&told, "owner_changed").len(), 1, "a hand-off that was accepted says itself whose the case is");
}

#[actix_web::test]
async fn a_consent_that_was_taken_back_says_so_and_a_mistake_says_nothing() {
    let app = TestApp::new().await;
    let given = ok(crate::consent::given(&app, crate::consent::part2("Riverbend")).await);
    let mistake = ok(crate::consent::given(&app, crate::consent::part2("Lakeside")).await);
    for (consent, what) in [(&given, "revoke"), (&mistake, "withdraw")] {
        let path = format!("/api/v1/consents/{}/{what}", consent["id"].as_str().expect("an id"));
        ok(app.change(CM, Method::POST, &path, "\"1\"", json!({ "reason": "Asked for it" })).await);
    }
    let told = told(&app, CM).await;
    let consents: Vec<_> = told.iter().filter(|entry| entry["kind"] == "consent").collect();
    let codes: Vec<_> = consents.iter().map(|entry| entry["code"].clone()).collect();
    assert_eq!(codes, ["consent_taken_back", "consent_given"]);
    assert!(consents.iter().all(|entry| entry["about"] == "share" && entry["detail"] == "Riverbend"));
    assert!(!json!(consents).to_string().contains("substance"), "what is protected of it is not said");
}
