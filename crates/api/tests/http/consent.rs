//! Consents, what they let out, the accounting, and the care team across organizations.

use actix_web::http::Method;
use api::consent::outward::{INWARD, OUTWARD};
use chrono::{Days, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn ok(answer: Answered) -> Value {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    answer.json
}

fn refusal(answer: &Answered) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

fn day(days: i64) -> String {
    let today = Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive();
    let by = Days::new(days.unsigned_abs());
    if days < 0 { today - by } else { today + by }.to_string()
}

/// A written consent to tell a provider of substance use treatment.
pub fn part2(name: &str) -> Value {
    json!({
        "kind": "share", "decision": "permit", "purposes": ["treatment"], "recipient_class": "provider", "recipient_name": name,
        "labels": ["substance_use"], "actions": ["share"], "from_on": day(0), "form": "written", "form_version": "2026-1",
        "signed_by": "Ana Ruiz", "signer_role": "person",
    })
}

/// Records a consent of the care manager's person.
pub async fn given(app: &TestApp, body: Value) -> Answered {
    app.post(CM, &format!("/api/v1/people/{}/consents", app.world.person_id), body).await
}

/// Somebody outside, on the team of the care manager's person.
pub async fn member(app: &TestApp) -> Answered {
    let body = json!({ "name": "Dr. Osei", "organization": "Valley Family Practice", "role": "primary_care", "phone": "+1 518 555 0101", "since_on": day(-30) });
    app.post(CM, &format!("/api/v1/people/{}/care-team", app.world.person_id), body).await
}

async fn acts(app: &TestApp, path: &str, record: &Value, what: &str, body: Value) -> Answered {
    let path = format!("/api/v1/{path}/{}/{what}", record["id"].as_str().expect("an id"));
    app.change(CM, Method::POST, &path, &format!("\"{}\"", record["version"]), body).await
}

/// A draft of therapy for what is treated under Part 2.
async fn therapy(app: &TestApp) -> Value {
    let body = json!({ "kind": "therapy", "recipient": "Riverbend", "request": "Counselling twice a week", "labels": ["substance_use"] });
    ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await)
}

async fn accounting(app: &TestApp) -> Vec<Value> {
    let listed = ok(app.get(CM, &format!("/api/v1/people/{}/disclosures", app.world.person_id)).await);
    listed["items"].as_array().expect("items").clone()
}

#[actix_web::test]
async fn what_part_2_protects_goes_out_with_a_consent_only_and_revoking_it_closes_the_link() {
    let app = TestApp::new().await;
    let draft = therapy(&app).await;
    let refused = acts(&app, "referrals", &draft, "send", json!({ "channel": "link" })).await;
    assert_eq!(refusal(&refused), (409, "disclosure_consent_required"));
    let asked = ok(app.get(CM, &format!("/api/v1/referrals/{}/disclosure", draft["id"].as_str().unwrap())).await);
    assert_eq!((&asked["permitted"], &asked["missing"]), (&json!(false), &json!(["substance_use"])));
    assert_eq!((&asked["recipient_class"], &asked["purpose"]), (&json!("provider"), &json!("treatment")));

    let consent = ok(given(&app, part2("riverbend")).await);
    let sent = ok(acts(&app, "referrals", &draft, "send", json!({ "channel": "link" })).await);
    assert!(accounting(&app).await.is_empty(), "a link tells nothing before it is opened");
    let (link, token) = crate::referral::link(&app, &sent, true).await;
    let open = json!({ "token": token });
    let shown = ok(app.post("", "/api/v1/partner/referrals/open", open.clone()).await);
    assert_eq!(shown["notices"], json!(["part2"]));
    ok(app.post("", "/api/v1/partner/referrals/open", open.clone()).await);
    let first = accounting(&app).await;
    assert_eq!(first.len(), 1, "opening again tells nothing more");
    assert_eq!(
        (&first[0]["basis"], &first[0]["owed"], &first[0]["by"]),
        (&json!("part2_consent"), &json!(true), &Value::Null)
    );
    assert_eq!((&first[0]["consent_id"], &first[0]["consent_version"]), (&consent["id"], &json!(1)));
    let accept = json!({ "token": token, "answer": "accept" });
    ok(app.post("", "/api/v1/partner/referrals/answer", accept).await);
    assert_eq!(accounting(&app).await[0]["content"], "contact_data");

    let revoked = ok(acts(&app, "consents", &consent, "revoke", json!({ "reason": "Changed their mind." })).await);
    assert_eq!((&revoked["status"], &revoked["can"]), (&json!("revoked"), &json!(["consent_withdraw"])));
    let closed = app.post("", "/api/v1/partner/referrals/open", open).await;
    assert_eq!(refusal(&closed), (404, "link_not_valid"));
    let link = ok(app.get(CM, &format!("/api/v1/referral-links/{}", link["id"].as_str().unwrap())).await);
    assert_eq!((&link["is_open"], link.get("token")), (&json!(false), None));
    assert_eq!(accounting(&app).await.len(), 2, "what went out stays on the accounting");
    let again = acts(&app, "consents", &revoked, "revoke", json!({ "reason": "Again" })).await;
    assert_eq!(refusal(&again), (409, "consent_not_active"));
}

#[actix_web::test]
async fn every_outward_operation_is_refused_without_its_consent_and_writes_nothing() {
    let app = TestApp::new().await;
    let (case, person) = (app.world.case_id, app.world.person_id);
    let coverage = json!({ "payer": "Valley Shield", "kind": "medicare_advantage" });
    let coverage = ok(app.post(CM, &format!("/api/v1/people/{person}/coverages"), coverage).await);
    let mut content = crate::authorization::content();
    content["labels"] = json!(["substance_use"]);
    content["coverage_id"] = coverage["id"].clone();
    let request = ok(crate::authorization::drafted(&app, "asked", content.clone()).await);
    for document in request["documents"].as_array().expect("documents") {
        let at = ok(app.get(CM, &format!("/api/v1/authorizations/{}", request["id"].as_str().unwrap())).await);
        ok(acts(&app, "authorizations", &at, "document", json!({ "kind": document["kind"], "state": "received" }))
            .await);
    }
    let request = ok(app.get(CM, &format!("/api/v1/authorizations/{}", request["id"].as_str().unwrap())).await);
    let draft = therapy(&app).await;
    let consent = ok(given(&app, part2("Riverbend")).await);
    let sent = ok(acts(&app, "referrals", &draft, "send", json!({ "channel": "link" })).await);
    let (_, token) = crate::referral::link(&app, &sent, false).await;
    let paid = json!({ "purposes": ["payment"], "recipient_class": "payer", "recipient_name": "Valley Shield" });
    let mut to_payer = part2("");
    to_payer.as_object_mut().unwrap().extend(paid.as_object().unwrap().clone());
    let payer = ok(given(&app, to_payer).await);
    let submitted = ok(acts(&app, "authorizations", &request, "submit", json!({})).await);
    assert_eq!(accounting(&app).await[0]["content"], "authorization");
    let mut later = ok(crate::authorization::drafted(&app, "asked", content.clone()).await);
    for document in later["documents"].as_array().expect("documents").clone() {
        let body = json!({ "kind": document["kind"], "state": "not_needed" });
        later = ok(acts(&app, "authorizations", &later, "document", body).await);
    }
    let later = ok(acts(&app, "authorizations", &later, "submit", json!({})).await);
    let denied = json!({ "verdict": "deny", "reason": "not_necessary", "words": "Not needed." });
    let decided = acts(&app, "authorizations", &submitted, "decide", denied).await;
    ok(acts(&app, "consents", &consent, "revoke", json!({ "reason": "No more" })).await);
    ok(acts(&app, "consents", &payer, "revoke", json!({ "reason": "No more" })).await);
    let before = accounting(&app).await.len();

    let other = therapy_again(&app).await;
    let by_fax = acts(&app, "referrals", &other, "send", json!({ "channel": "fax" })).await;
    let mut refused: Vec<(&str, Answered)> = vec![("referral_send", by_fax)];
    let link = json!({ "given_to": "Desk", "shares_contact": false, "days": 3 });
    let links = format!("/api/v1/referrals/{}/links", sent["id"].as_str().unwrap());
    refused.push(("referral_link_create", app.post(CM, &links, link).await));
    refused.push((
        "partner_referral_open",
        app.post("", "/api/v1/partner/referrals/open", json!({ "token": token })).await,
    ));
    let answer = json!({ "token": token, "answer": "receive" });
    refused.push(("partner_referral_answer", app.post("", "/api/v1/partner/referrals/answer", answer).await));
    let received = json!({ "kind": later["documents"][0]["kind"], "state": "received" });
    refused.push(("authorization_document", acts(&app, "authorizations", &later, "document", received).await));
    let talk = json!({ "physician": "Dr. Ito", "outcome": "unchanged", "words": "They stay with it." });
    refused.push(("authorization_peer_to_peer", acts(&app, "authorizations", &later, "peer-to-peer", talk).await));
    let mut nobody = part2("Cedar Point Skilled Nursing");
    let no = json!({ "decision": "refuse", "recipient_class": "facility", "labels": [], "form_version": null });
    nobody.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    ok(given(&app, nobody).await);
    refused.push(("transition_act", asks_facility(&app, "Cedar Point").await));
    let mut second = ok(crate::authorization::drafted(&app, "asked", content).await);
    for document in second["documents"].as_array().expect("documents").clone() {
        let body = json!({ "kind": document["kind"], "state": "not_needed" });
        second = ok(acts(&app, "authorizations", &second, "document", body).await);
    }
    refused.push(("authorization_submit", acts(&app, "authorizations", &second, "submit", json!({})).await));
    assert!(decided.status.is_success(), "{}", decided.text);
    let appeal =
        json!({ "kind": "appeal", "authorization_id": request["id"], "urgency": "standard", "words": "It is needed." });
    refused.push(("appeal_create", app.post(CM, &format!("/api/v1/cases/{case}/appeals"), appeal).await));

    for (operation, answer) in &refused {
        let expected = match *operation {
            "transition_act" => (409, "disclosure_refused"),
            partner if partner.starts_with("partner_") => (404, "link_not_valid"),
            _ => (409, "disclosure_consent_required"),
        };
        assert_eq!(refusal(answer), expected, "{operation}: {}", answer.text);
    }
    let mut walked: Vec<&str> = refused.iter().map(|(operation, _)| *operation).collect();
    walked.sort_unstable();
    assert_eq!(walked, OUTWARD, "every outward operation is walked");
    assert_eq!(accounting(&app).await.len(), before);
}

/// Asks a facility to take the care manager's person after a new stay.
async fn asks_facility(app: &TestApp, facility: &str) -> Answered {
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": Utc::now() - TimeDelta::days(2) });
    let stay = ok(app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await);
    let path = format!("/api/v1/stays/{}/transition", stay["id"].as_str().expect("an id"));
    let etag = app.get(CM, &path).await.etag();
    let step = json!({ "ask_facility": { "facility": facility } });
    app.change(CM, Method::POST, &format!("{path}/act"), &etag, step).await
}

#[actix_web::test]
async fn what_a_transition_tells_is_decided_beforehand_by_the_rule_that_refuses_the_step() {
    let app = TestApp::new().await;
    let mut nobody = part2("Cedar Point");
    let no = json!({ "decision": "refuse", "recipient_class": "facility", "labels": [], "form_version": null });
    nobody.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    ok(given(&app, nobody).await);
    assert_eq!(refusal(&asks_facility(&app, "Cedar Point").await), (409, "disclosure_refused"));
    let stays = ok(app.get(CM, &format!("/api/v1/people/{}/stays", app.world.person_id)).await);
    let path = format!("/api/v1/stays/{}/transition/disclosure/check", stays["items"][0]["id"].as_str().unwrap());
    let there = ok(app.post(CM, &path, json!({ "facility": "Cedar Point" })).await);
    assert_eq!(
        (&there["permitted"], &there["reason"], &there["recipient_name"]),
        (&json!(false), &json!("refused"), &json!("Cedar Point"))
    );
    let next = ok(app.post(CM, &path, json!({})).await);
    assert_eq!((&next["permitted"], &next["recipient_class"]), (&json!(true), &json!("provider")));
    let mut somebody = part2("Lakeside Clinic");
    somebody.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    somebody["recipient_class"] = json!("provider");
    ok(given(&app, somebody).await);
    let unnamed = ok(app.post(CM, &path, json!({})).await);
    assert_eq!((&unnamed["permitted"], &unnamed["reason"]), (&json!(false), &json!("recipient_unknown")));
}

#[actix_web::test]
async fn a_facility_that_is_asked_and_a_document_for_the_payer_stand_on_the_accounting() {
    let app = TestApp::new().await;
    ok(asks_facility(&app, "Cedar Point").await);
    let entry = accounting(&app).await[0].clone();
    assert_eq!((&entry["content"], &entry["recipient_name"]), (&json!("transition"), &json!("Cedar Point")));
    let mut request = ok(crate::authorization::drafted(&app, "asked", crate::authorization::content()).await);
    for document in request["documents"].as_array().expect("documents").clone() {
        let body = json!({ "kind": document["kind"], "state": "received" });
        request = ok(acts(&app, "authorizations", &request, "document", body).await);
    }
    assert_eq!(accounting(&app).await.len(), 1, "a draft has told the payer nothing");
    let request = ok(acts(&app, "authorizations", &request, "submit", json!({})).await);
    let body = |state: &str| json!({ "kind": request["documents"][0]["kind"], "state": state });
    let again = ok(acts(&app, "authorizations", &request, "document", body("received")).await);
    assert_eq!(accounting(&app).await.len(), 2, "what was there already is told once");
    let missing = ok(acts(&app, "authorizations", &again, "document", body("missing")).await);
    ok(acts(&app, "authorizations", &missing, "document", body("received")).await);
    assert_eq!(accounting(&app).await.len(), 3);
}

#[actix_web::test]
async fn what_is_noted_later_is_judged_and_accounted_for_as_of_when_it_happened() {
    let app = TestApp::new().await;
    let coverage = json!({ "payer": "Valley Shield", "kind": "medicare_advantage" });
    let coverage = ok(app.post(CM, &format!("/api/v1/people/{}/coverages", app.world.person_id), coverage).await);
    let mut to_payer = part2("Valley Shield");
    let paid = json!({ "purposes": ["payment"], "recipient_class": "payer", "from_on": day(-9) });
    to_payer.as_object_mut().unwrap().extend(paid.as_object().unwrap().clone());
    let consent = ok(given(&app, to_payer).await);
    let mut content = crate::authorization::content();
    content["labels"] = json!(["substance_use"]);
    content["coverage_id"] = coverage["id"].clone();
    let mut request = ok(crate::authorization::drafted(&app, "asked", content).await);
    for document in request["documents"].as_array().expect("documents").clone() {
        let body = json!({ "kind": document["kind"], "state": "not_needed" });
        request = ok(acts(&app, "authorizations", &request, "document", body).await);
    }
    let at = |days| (Utc::now() - TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (received, held) = (at(4), at(2));
    let request = ok(acts(&app, "authorizations", &request, "submit", json!({ "received_at": received })).await);
    assert_eq!(accounting(&app).await[0]["at"], json!(received));
    ok(acts(&app, "consents", &consent, "revoke", json!({ "reason": "No more" })).await);
    let mut talk = json!({ "physician": "Dr. Ito", "outcome": "unchanged", "words": "They stay with it." });
    let refused = acts(&app, "authorizations", &request, "peer-to-peer", talk.clone()).await;
    assert_eq!(refusal(&refused), (409, "disclosure_consent_required"));
    let path = format!("/api/v1/authorizations/{}/disclosure", request["id"].as_str().unwrap());
    let asked = async |path: String| ok(app.get(CM, &path).await)["decision"]["permitted"].clone();
    assert_eq!(asked(path.clone()).await, json!(false), "nothing goes out any more");
    assert_eq!(asked(format!("{path}?at={held}")).await, json!(true), "what went out then is asked about as of then");
    talk["held_at"] = json!(held);
    ok(acts(&app, "authorizations", &request, "peer-to-peer", talk).await);
    let entry = accounting(&app).await[0].clone();
    assert_eq!((&entry["at"], &entry["consent_version"]), (&json!(held), &json!(1)));
}

#[actix_web::test]
async fn labels_stay_when_nothing_is_said_and_what_is_labelled_goes_to_a_known_payer_only() {
    let app = TestApp::new().await;
    let mut content = crate::authorization::content();
    content["labels"] = json!(["hiv"]);
    let mut request = ok(crate::authorization::drafted(&app, "asked", content.clone()).await);
    content.as_object_mut().unwrap().remove("labels");
    let path = format!("/api/v1/authorizations/{}", request["id"].as_str().unwrap());
    let etag = format!("\"{}\"", request["version"]);
    request = ok(app.change(CM, Method::PATCH, &path, &etag, json!({ "content": content })).await);
    assert_eq!(request["labels"], json!(["hiv"]));
    for document in request["documents"].as_array().expect("documents").clone() {
        let body = json!({ "kind": document["kind"], "state": "received" });
        request = ok(acts(&app, "authorizations", &request, "document", body).await);
    }
    let refused = acts(&app, "authorizations", &request, "submit", json!({})).await;
    assert_eq!(refusal(&refused), (409, "authorization_coverage_required"));
}

/// Every operation that writes and tells nobody outside. Whoever adds one decides whether it belongs here or among what leaves.
const STAYS: &str = include_str!("../golden/inward.txt");

#[actix_web::test]
async fn every_operation_that_writes_is_known_to_leave_or_to_stay() {
    let stays: Vec<&str> = STAYS.lines().collect();
    let writes = api::document::operations().all().filter(|(method, _, _)| !method.eq_ignore_ascii_case("get"));
    let mut known: Vec<&str> = stays.iter().chain(OUTWARD).copied().collect();
    let mut all: Vec<&str> = writes.map(|(_, _, id)| id).collect();
    known.sort_unstable();
    all.sort_unstable();
    assert_eq!(all, known);
}

async fn therapy_again(app: &TestApp) -> Value {
    let body =
        json!({ "kind": "therapy", "recipient": "Lakeside", "request": "Counselling", "labels": ["substance_use"] });
    ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await)
}

#[actix_web::test]
async fn an_operation_that_sounds_as_if_something_left_is_outward_or_says_why_not() {
    const SOUNDS: [&str; 9] =
        ["_export", "_print", "_send", "_submit", "_link", "partner_", "_notify", "_remind", "_share"];
    let known = |id: &str| OUTWARD.contains(&id) || INWARD.iter().any(|(inward, _)| *inward == id);
    let all: Vec<&str> = api::document::operations().all().map(|(_, _, id)| id).collect();
    for id in &all {
        let sounds = SOUNDS.iter().any(|part| id.contains(part));
        assert!(!sounds || known(id), "{id} is not in the catalogue of what leaves");
    }
    for id in OUTWARD.iter().chain(INWARD.iter().map(|(id, _)| id)) {
        assert!(all.contains(id), "{id} is no operation");
        assert!(SOUNDS.iter().any(|part| id.contains(part)) || OUTWARD.contains(id), "{id} needs no entry");
    }
}

#[actix_web::test]
async fn a_refusal_wins_and_what_was_recorded_by_mistake_never_held() {
    let app = TestApp::new().await;
    let mut body = part2("");
    for (member, value) in [("decision", json!("refuse")), ("labels", json!([])), ("form_version", Value::Null)] {
        body[member] = value;
    }
    let refused = ok(given(&app, body).await);
    let check = json!({ "purpose": "treatment", "recipient_class": "provider", "recipient_name": "Acme" });
    let path = format!("/api/v1/people/{}/consents/check", app.world.person_id);
    let decided = ok(app.post(CM, &path, check.clone()).await);
    assert_eq!((&decided["permitted"], &decided["reason"]), (&json!(false), &json!("refused")));
    ok(acts(&app, "consents", &refused, "withdraw", json!({ "reason": "Another person's form." })).await);
    let decided = ok(app.post(CM, &path, check).await);
    assert_eq!((&decided["permitted"], &decided["basis"]), (&json!(true), &json!("hipaa_tpo")));
    let path = format!("/api/v1/people/{}/consents/simulate", app.world.person_id);
    let mistake = ok(given(&app, part2("Old Mill Clinic")).await);
    ok(acts(&app, "consents", &mistake, "withdraw", json!({ "reason": "Another person's form." })).await);
    for name in ["Riverbend", "riverbend"] {
        ok(given(&app, part2(name)).await);
    }
    let sight = ok(app.post(CM, &path, json!({ "labels": ["domestic_violence"] })).await);
    let named = |one: &&Value| !one["name"].is_null();
    assert_eq!(sight["recipients"].as_array().expect("recipients").iter().filter(named).count(), 1, "{sight}");
    let recipients = sight["recipients"].as_array().expect("recipients");
    let all = recipients.iter().flat_map(|one| one["decisions"].as_array().expect("decisions").clone());
    let seen = all.filter(|decision| !decision["basis"].is_null()).count();
    assert_eq!(seen, 8, "about violence nobody learns but the person, for whatever purpose");
}

#[actix_web::test]
async fn the_accounting_is_a_file_for_the_person_and_a_coordinator_sees_neither_it_nor_consents() {
    let app = TestApp::new().await;
    let body = json!({ "kind": "transport", "recipient": "=Desk", "request": "A ride" });
    let draft = ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await);
    ok(acts(&app, "referrals", &draft, "send", json!({ "channel": "fax" })).await);
    let path = format!("/api/v1/people/{}/disclosures", app.world.person_id);
    let file = app.get(CM, &format!("{path}/export")).await;
    assert!(file.text.starts_with('\u{feff}'), "a spreadsheet reads accents by the mark");
    assert!(
        file.text.contains(
            "\"'=Desk\",\"Community service\",\"Referral\",\"\",\"Coordination\",\"Treatment, payment, operations"
        ),
        "{}",
        file.text
    );
    for path in [path.clone(), format!("/api/v1/people/{}/consents", app.world.person_id)] {
        assert_eq!(app.get("coordinator", &path).await.status.as_u16(), 403, "{path}");
    }
}

#[actix_web::test]
async fn the_care_team_names_everybody_in_every_organization_and_what_each_may_be_told() {
    let app = TestApp::new().await;
    let related = json!({ "name": "Lena Ruiz", "relationship": "daughter", "is_caregiver": true, "may_discuss": true });
    ok(app.post(CM, &format!("/api/v1/people/{}/related", app.world.person_id), related).await);
    let son = json!({ "name": "Ben Ruiz", "relationship": "son", "is_caregiver": false, "may_discuss": true });
    ok(app.post(CM, &format!("/api/v1/people/{}/related", app.world.person_id), son).await);
    let added = ok(member(&app).await);
    let mut family = part2("Lena Ruiz");
    let level = json!({ "kind": "family_access", "level": "logistics", "recipient_class": "family", "purposes": ["care_coordination"], "labels": [] });
    family.as_object_mut().unwrap().extend(level.as_object().unwrap().clone());
    ok(given(&app, family).await);
    crate::referral::sent(&app, "transport").await;
    let path = format!("/api/v1/people/{}/care-team", app.world.person_id);
    let team = ok(app.get(CM, &path).await);
    let of = |team: &Value, source: &str| {
        let members = team["members"].as_array().expect("members").clone();
        members.into_iter().find(|one| one["source"] == source).unwrap_or_else(|| panic!("no {source}"))
    };
    assert_eq!(of(&team, "owner")["told"], Value::Null);
    assert_eq!(of(&team, "external")["told"]["basis"], "hipaa_tpo");
    assert_eq!(of(&team, "partner")["name"], "County desk");
    let named = |name: &str| {
        let members = team["members"].as_array().expect("members").iter();
        members.clone().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name}"))["told"].clone()
    };
    let told = named("Lena Ruiz");
    assert_eq!(
        (&told["level"], &told["basis"], &told["labels"]),
        (&json!("logistics"), &json!("hipaa_family"), &json!([]))
    );

    let change = json!({ "name": "Dr. Ama Osei", "role": "specialist", "since_on": day(-3) });
    let path_of = format!("/api/v1/external-members/{}", added["id"].as_str().unwrap());
    let changed = ok(app.change(CM, Method::PATCH, &path_of, "\"1\"", change).await);
    let late = acts(&app, "external-members", &changed, "end", json!({ "until_on": day(1) })).await;
    assert_eq!(refusal(&late), (409, "care_team_period"));
    let ended = ok(acts(&app, "external-members", &changed, "end", json!({ "until_on": day(0) })).await);
    assert_eq!(ended["can"], json!([]));
    let team = ok(app.get(CM, &path).await);
    assert!(!team["members"].as_array().unwrap().iter().any(|one| one["source"] == "external"));
}

#[actix_web::test]
async fn a_refusal_that_names_the_clinician_finds_them_under_their_practice() {
    let app = TestApp::new().await;
    ok(member(&app).await);
    let mut body = part2("Osei");
    let no = json!({ "decision": "refuse", "labels": [], "form_version": null });
    body.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    ok(given(&app, body).await);
    let team = ok(app.get(CM, &format!("/api/v1/people/{}/care-team", app.world.person_id)).await);
    let members = team["members"].as_array().expect("members").clone();
    let outside = members.into_iter().find(|one| one["source"] == "external").expect("the practice");
    assert_eq!((&outside["told"]["permitted"], &outside["told"]["reason"]), (&json!(false), &json!("refused")));
}

#[actix_web::test]
async fn an_agreement_noted_with_a_relative_counts_for_nothing_once_the_person_said_something_of_them() {
    let app = TestApp::new().await;
    let related = json!({ "name": "Lena Ruiz", "relationship": "daughter", "is_caregiver": true, "may_discuss": true });
    ok(app.post(CM, &format!("/api/v1/people/{}/related", app.world.person_id), related).await);
    let told = async || {
        let team = ok(app.get(CM, &format!("/api/v1/people/{}/care-team", app.world.person_id)).await);
        let members = team["members"].as_array().expect("members").clone();
        members.into_iter().find(|one| one["source"] == "family").expect("a relative")["told"].clone()
    };
    assert_eq!((&told().await["permitted"], &told().await["level"]), (&json!(true), &Value::Null));
    let access = |level: &str| {
        let mut body = part2("Lena Ruiz");
        let family = json!({ "kind": "family_access", "level": level, "recipient_class": "family", "labels": [], "purposes": ["treatment", "care_coordination"] });
        body.as_object_mut().unwrap().extend(family.as_object().unwrap().clone());
        body
    };
    let logistics = ok(given(&app, access("logistics")).await);
    assert_eq!((&told().await["permitted"], &told().await["level"]), (&json!(true), &json!("logistics")));
    ok(acts(&app, "consents", &logistics, "revoke", json!({ "reason": "They fell out." })).await);
    assert_eq!((&told().await["permitted"], &told().await["reason"]), (&json!(false), &json!("consent_required")));
    let mut nothing = access("none");
    nothing["purposes"] = json!(["treatment"]);
    let nothing = ok(given(&app, nothing).await);
    assert_eq!((&told().await["reason"], &told().await["level"]), (&json!("refused"), &json!("none")));
    for mistake in [
        nothing,
        ok(app.get(CM, &format!("/api/v1/people/{}/consents", app.world.person_id)).await)["items"][1].clone(),
    ] {
        ok(acts(&app, "consents", &mistake, "withdraw", json!({ "reason": "Of somebody else." })).await);
    }
    assert_eq!(told().await["permitted"], true, "what was recorded by mistake was never said");
}

#[actix_web::test]
async fn a_refusal_under_a_shorter_name_stops_a_referral_and_closes_its_link() {
    let app = TestApp::new().await;
    let body = json!({ "kind": "therapy", "recipient": "Riverbend Outpatient Therapy, Riverbend Inc.", "request": "Counselling" });
    let draft = ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await);
    let sent = ok(acts(&app, "referrals", &draft, "send", json!({ "channel": "link" })).await);
    let (_, token) = crate::referral::link(&app, &sent, false).await;
    ok(app.post("", "/api/v1/partner/referrals/open", json!({ "token": token })).await);
    let mut refusal_of_them = part2("riverbend");
    let no = json!({ "decision": "refuse", "labels": [], "recipient_class": "community", "form_version": null });
    refusal_of_them.as_object_mut().unwrap().extend(no.as_object().unwrap().clone());
    ok(given(&app, refusal_of_them).await);
    let closed = app.post("", "/api/v1/partner/referrals/open", json!({ "token": token })).await;
    assert_eq!(refusal(&closed), (404, "link_not_valid"));
    let path = format!("/api/v1/people/{}/consents/simulate", app.world.person_id);
    let sight = ok(app.post(CM, &path, json!({ "labels": [] })).await);
    let anybody = sight["recipients"].as_array().expect("recipients").iter();
    let community =
        anybody.clone().find(|one| one["class"] == "community" && one["name"].is_null()).expect("the class");
    let treatment =
        community["decisions"].as_array().expect("decisions").iter().find(|one| one["purpose"] == "treatment");
    assert_eq!(treatment.expect("treatment")["basis"], "hipaa_tpo", "everybody else may be told");
}

#[actix_web::test]
async fn who_may_not_see_consents_learns_from_no_answer_what_a_need_is_about() {
    let app = TestApp::new().await;
    let need = json!({ "kind": "behavioral", "title": "Recovery", "code": "F11.20" });
    let need = ok(app.post(CM, &format!("/api/v1/people/{}/needs", app.world.person_id), need).await);
    let body = json!({ "kind": "therapy", "need_id": need["id"], "recipient": "Riverbend", "request": "Counselling" });
    let draft = ok(app.post(CM, &format!("/api/v1/cases/{}/referrals", app.world.case_id), body).await);
    ok(given(&app, part2("Riverbend")).await);
    let path = format!("/api/v1/referrals/{}/disclosure", draft["id"].as_str().unwrap());
    let known = ok(app.get(CM, &path).await);
    assert_eq!((&known["basis"], &known["notices"]), (&json!("part2_consent"), &json!(["part2"])));
    let told = ok(app.get("coordinator", &path).await);
    assert_eq!((&told["permitted"], &told["basis"], &told["notices"]), (&json!(true), &Value::Null, &json!([])));
    assert_eq!((&told["labels"], &told["missing"]), (&json!([]), &json!([])));
}

#[actix_web::test]
async fn who_does_not_see_the_labels_of_a_request_learns_them_from_no_answer_about_its_payer() {
    let app = TestApp::new().await;
    let mut content = crate::authorization::content();
    content["labels"] = json!(["substance_use"]);
    let request = crate::authorization::drafted(&app, "asked", content).await;
    let path = format!("/api/v1/authorizations/{}/disclosure", request.json["id"].as_str().unwrap());
    let known = ok(app.get(CM, &path).await)["decision"].clone();
    assert_eq!((&known["said"], &known["missing"]), (&json!(["substance_use"]), &json!(["substance_use"])));
    let told = ok(app.get("coordinator", &path).await);
    assert_eq!(told["decision"]["permitted"], false);
    assert!(!told.to_string().contains("substance_use"), "{told}");
}

#[actix_web::test]
async fn an_appeal_is_asked_about_with_whoever_decides_it() {
    let app = TestApp::new().await;
    for side in ["asked", "reviewed"] {
        let request = crate::authorization::drafted(&app, side, crate::authorization::content()).await;
        let path = format!("/api/v1/authorizations/{}/disclosure", request.json["id"].as_str().unwrap());
        let independent = ok(app.get(CM, &format!("{path}?level=independent")).await);
        assert_eq!(independent["decision"]["recipient_name"], "Independent review");
        let plan = ok(app.get(CM, &path).await);
        assert_eq!(plan["decision"].is_null(), side == "reviewed", "{plan}");
    }
}

#[actix_web::test]
async fn a_consent_without_a_first_day_holds_at_once() {
    let app = TestApp::new().await;
    let draft = therapy(&app).await;
    let mut body = part2("Riverbend");
    body.as_object_mut().unwrap().remove("from_on");
    ok(given(&app, body).await);
    ok(acts(&app, "referrals", &draft, "send", json!({ "channel": "fax" })).await);
}
