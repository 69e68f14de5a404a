//! Notes from templates, late entries, what is sent back, corrections, and how fast one documents.

use actix_web::http::Method;
use chrono::{SubsecRound, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

async fn begun(app: &TestApp, role: &str, body: Value) -> Answered {
    app.post(role, &format!("/api/v1/cases/{}/notes", app.world.case_id), body).await
}

/// An edition of a template that the organization made.
pub async fn published(app: &TestApp) -> String {
    let title = json!({ "en": "Visit", "es": "Visita" });
    let field = json!({ "code": "seen", "label": title, "kind": "text" });
    let content = json!({ "title": title, "kind": "contact", "sections": [{ "title": title, "fields": [field] }] });
    let own =
        app.post("organization_admin", "/api/v1/note-templates", json!({ "code": "visit", "content": content })).await;
    own.json["id"].as_str().expect("an id").to_owned()
}

async fn act(app: &TestApp, role: &str, note: &Answered, verb: &str, body: Value) -> Answered {
    let path = format!("/api/v1/notes/{}/{verb}", note.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &note.etag(), body).await
}

async fn saved(app: &TestApp, role: &str, note: &Answered, body: Value) -> Answered {
    let path = format!("/api/v1/notes/{}", note.json["id"].as_str().expect("an id"));
    app.change(role, Method::PATCH, &path, &note.etag(), body).await
}

fn soap(plan: &str) -> Value {
    let answers = [("subjective", "Sleeps badly"), ("objective", "Calm"), ("assessment", "Stable"), ("plan", plan)];
    let answers: Vec<Value> = answers.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect();
    json!({ "title": "Progress note", "body": "", "answers": answers })
}

async fn signed(app: &TestApp, role: &str) -> Answered {
    let draft = begun(app, role, json!({ "kind": "progress", "title": "Progress note", "template": "soap" })).await;
    let draft = saved(app, role, &draft, soap("Call on Monday")).await;
    act(app, role, &draft, "sign", json!({})).await
}

#[actix_web::test]
async fn a_note_from_a_template_begins_with_the_record_and_is_signed_only_when_nothing_is_missing() {
    let app = TestApp::new().await;
    let needs = format!("/api/v1/people/{}/needs", app.world.person_id);
    app.post(CM, &needs, json!({ "kind": "social", "title": "No way to get to dialysis" })).await;
    let draft = begun(&app, CM, json!({ "kind": "contact", "title": "Progress", "template": "soap" })).await;
    assert_eq!(draft.status, 201, "{}", draft.text);
    assert_eq!(draft.json["kind"], "progress", "the kind is that of the template");
    let answer = &draft.json["answers"][0];
    assert_eq!((&answer["field"], &answer["value"]), (&json!("concerns"), &json!("No way to get to dialysis")));
    assert_eq!(answer["source"]["fact"], "active_needs");
    let early = act(&app, CM, &draft, "sign", json!({})).await;
    assert_eq!((early.status.as_u16(), early.code()), (409, "note_incomplete"));
    assert_eq!(early.json["errors"][0]["pointer"], "/answers/subjective");

    let unknown = json!({ "title": "Progress", "body": "", "answers": [{ "field": "mood", "value": "good" }] });
    let refused = saved(&app, CM, &draft, unknown).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("note_answer_unknown", &json!("/answers/0/field"))
    );
    let whole = saved(&app, CM, &draft, soap("Call on Monday")).await;
    assert_eq!((whole.status.as_u16(), &whole.json["flaws"]), (200, &json!([])), "{}", whole.text);
    let signed = act(&app, CM, &whole, "sign", json!({})).await;
    assert_eq!(signed.json["status"], "signed", "{}", signed.text);
    let text = signed.json["text"].as_str().unwrap();
    assert!(text.contains("PLAN\nWhat happens next, and who does it: Call on Monday"), "{text}");
    let later = saved(&app, CM, &signed, soap("Something else")).await;
    assert_eq!((later.status.as_u16(), later.code()), (409, "note_not_draft"));
    let missing = begun(&app, CM, json!({ "kind": "contact", "title": "Progress", "template": "nothing" })).await;
    assert_eq!((missing.status.as_u16(), missing.code()), (409, "unknown_template"));
    let elsewhere = begun(&app, CM, json!({ "kind": "progress", "title": "Progress", "template": "birp" })).await;
    assert_eq!((elsewhere.status.as_u16(), elsewhere.code()), (409, "unknown_template"), "{}", elsewhere.text);
}

/// What a draft begins with in a field.
fn begins_with(draft: &Answered, field: &str) -> String {
    let answers = draft.json["answers"].as_array().expect("answers");
    let own = answers.iter().find(|own| own["field"] == field);
    own.map(|own| own["value"].as_str().expect("a text").to_owned()).unwrap_or_default()
}

#[actix_web::test]
async fn a_score_that_was_entered_in_error_is_in_no_note() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let act = async |verb: &str, from: &Answered, body: Value| {
        let path = format!("/api/v1/assessments/{}/{verb}", from.json["id"].as_str().unwrap());
        app.change(CM, Method::POST, &path, &from.etag(), body).await
    };
    let answered = async |points: i64| {
        let answers: Value =
            (1..=9).map(|item| (item.to_string(), json!(points))).collect::<serde_json::Map<_, _>>().into();
        let begun = app.post(CM, &path, json!({ "instrument": "phq-9", "mode": "phone", "answers": answers })).await;
        let done = act("complete", &begun, json!({})).await;
        assert_eq!(done.json["status"], "completed", "{}", done.text);
        done
    };
    answered(0).await;
    let wrong = answered(2).await;
    let body = json!({ "kind": "progress", "title": "Progress", "template": "soap" });
    let scores = begins_with(&begun(&app, CM, body.clone()).await, "scores");
    assert!(scores.starts_with("PHQ-9 18 ("), "{scores}");
    act("withdraw", &wrong, json!({ "reason": "Another person" })).await;
    let scores = begins_with(&begun(&app, CM, body).await, "scores");
    assert!(scores.starts_with("PHQ-9 0 (") && !scores.contains("18"), "{scores}");
}

#[actix_web::test]
async fn every_medicine_that_is_in_use_is_named_whatever_was_stopped_since() {
    let app = TestApp::new().await;
    let (org, person) = (app.world.org_id, app.world.person_id);
    app.db.owner_sql(&format!(
        "INSERT INTO medication (org_id, id, version, person_id, title, status, ordered_at)
         SELECT '{org}', gen_random_uuid(), 1, '{person}', 'Medicine ' || n, CASE WHEN n > 20 THEN 'active' ELSE 'stopped' END, now() - n * interval '1 day'
         FROM generate_series(1, 35) n"
    ));
    let draft = begun(&app, CM, json!({ "kind": "transition", "title": "Discharge", "template": "discharge" })).await;
    let named: Vec<String> = (21..=35).map(|number| format!("Medicine {number}")).collect();
    assert_eq!(begins_with(&draft, "medications"), named.join("; "), "{}", draft.text);
}

#[actix_web::test]
async fn a_late_entry_says_when_it_was_written_and_why_also_in_the_timeline() {
    let app = TestApp::new().await;
    let at = Utc::now().trunc_subsecs(0) - TimeDelta::hours(30);
    let draft =
        begun(&app, CM, json!({ "kind": "progress", "title": "Visit", "body": "At home.", "occurred_at": at })).await;
    assert_eq!(draft.json["is_late"], true, "{}", draft.text);
    let refused = act(&app, CM, &draft, "sign", json!({})).await;
    assert_eq!((refused.code(), &refused.json["errors"][0]["pointer"]), ("note_late_reason", &json!("/late_reason")));
    let told = json!({ "title": "Visit", "body": "At home.", "late_reason": "No network at the farm." });
    let draft = saved(&app, CM, &draft, told).await;
    let signed = act(&app, CM, &draft, "sign", json!({})).await;
    assert_eq!(
        (&signed.json["status"], &signed.json["late_reason"]),
        (&json!("signed"), &json!("No network at the farm."))
    );
    let timeline = app.get(CM, &format!("/api/v1/people/{}/timeline", app.world.person_id)).await;
    let titles: Vec<&str> =
        timeline.json["items"].as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    assert!(titles.contains(&"Late entry: Visit"), "{titles:?}");
    let ahead = Utc::now() + TimeDelta::hours(1);
    let future = begun(&app, CM, json!({ "kind": "progress", "title": "Visit", "occurred_at": ahead })).await;
    assert_eq!((future.status.as_u16(), future.code()), (409, "note_in_future"));
}

#[actix_web::test]
async fn a_note_that_is_sent_back_is_a_draft_again_and_its_countersignature_stays_due() {
    let app = TestApp::new().await;
    let waiting = signed(&app, "assistant").await;
    assert_eq!(waiting.json["status"], "awaiting_countersignature", "{}", waiting.text);
    let queue = app.get("lead", "/api/v1/notes?status=awaiting_countersignature").await;
    assert!(queue.json["items"][0]["due_at"].is_string(), "{}", queue.text);
    let by_care_manager = act(&app, CM, &waiting, "return", json!({ "comment": "Who was told?" })).await;
    assert_eq!(by_care_manager.status, 403);
    let back = act(&app, "lead", &waiting, "return", json!({ "comment": "Who was told?" })).await;
    assert_eq!((back.status.as_u16(), &back.json["status"]), (200, &json!("draft")), "{}", back.text);
    let deadlines = format!("/api/v1/cases/{}/deadlines", app.world.case_id);
    let countersign = |list: &Value| -> Vec<String> {
        let all = list["items"].as_array().unwrap();
        let own = all.iter().filter(|one| one["rule"]["code"] == "note.countersigned");
        own.map(|one| one["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(countersign(&app.get(CM, &deadlines).await.json), ["open"], "it is due since the first signature");
    let mine = app.get("assistant", "/api/v1/notes?status=draft").await;
    let draft = &mine.json["items"][0]["note"];
    assert_eq!(
        (&draft["returns"][0]["comment"], &draft["can"]),
        (&json!("Who was told?"), &json!(["note_update", "note_sign"]))
    );
    let path = format!("/api/v1/notes/{}", draft["id"].as_str().unwrap());
    let read = app.get("assistant", &path).await;
    let thrown = act(&app, "assistant", &read, "discard", json!({})).await;
    assert_eq!((thrown.status.as_u16(), thrown.code()), (409, "note_was_signed"));
    let changed = saved(&app, "assistant", &read, soap("Told the daughter")).await;
    let again = act(&app, "assistant", &changed, "sign", json!({})).await;
    assert_eq!(again.json["status"], "awaiting_countersignature", "{}", again.text);
    let final_one = act(&app, "lead", &again, "countersign", json!({})).await;
    assert_eq!(final_one.json["status"], "signed", "{}", final_one.text);
    assert_eq!(countersign(&app.get(CM, &deadlines).await.json), ["met"]);
}

#[actix_web::test]
async fn pages_of_signed_notes_go_on_where_they_stopped_whenever_the_drafts_were_begun() {
    let app = TestApp::new().await;
    let mut drafts = Vec::new();
    for number in 1..=3 {
        let body = json!({ "kind": "progress", "title": format!("Note {number}"), "body": "Seen at home." });
        drafts.push(begun(&app, CM, body).await);
    }
    for draft in &drafts {
        assert_eq!(act(&app, CM, draft, "sign", json!({})).await.json["status"], "signed");
    }
    let mut titles = Vec::new();
    let mut path = "/api/v1/notes?status=signed&limit=1".to_owned();
    loop {
        let page = app.get(CM, &path).await.json;
        let items = page["items"].as_array().expect("notes");
        titles.extend(items.iter().map(|own| own["note"]["title"].as_str().expect("a title").to_owned()));
        let Some(cursor) = page["next"].as_str() else { break };
        path = format!("/api/v1/notes?status=signed&limit=1&cursor={cursor}");
    }
    assert_eq!(titles, ["Note 1", "Note 2", "Note 3"]);
}

#[actix_web::test]
async fn a_correction_takes_the_place_of_a_note_once_it_is_final_and_the_old_text_stays() {
    let app = TestApp::new().await;
    let old = signed(&app, CM).await;
    let by_colleague = act(&app, "lead", &old, "correct", json!({ "reason": "Not mine" })).await;
    assert_eq!((by_colleague.status.as_u16(), by_colleague.code()), (409, "note_of_colleague"));
    let draft = act(&app, CM, &old, "correct", json!({ "reason": "The wrong day." })).await;
    assert_eq!((draft.status.as_u16(), &draft.json["supersedes_id"]), (201, &old.json["id"]), "{}", draft.text);
    let twice = act(&app, CM, &old, "correct", json!({ "reason": "Again" })).await;
    assert_eq!((twice.status.as_u16(), twice.code()), (409, "note_being_corrected"));
    let path = format!("/api/v1/notes/{}", old.json["id"].as_str().unwrap());
    assert_eq!(app.get("lead", &path).await.json["status"], "signed", "it holds until the correction is final");
    let draft = saved(&app, CM, &draft, soap("Call on Tuesday")).await;
    let corrected = act(&app, CM, &draft, "sign", json!({})).await;
    assert_eq!(corrected.json["status"], "signed", "{}", corrected.text);
    let seen = app.get("lead", &path).await;
    assert_eq!((&seen.json["status"], &seen.json["corrected_by_id"]), (&json!("superseded"), &corrected.json["id"]));
    assert_eq!((&seen.json["text"], &seen.json["can"]), (&old.json["text"], &json!([])));
}

#[actix_web::test]
async fn an_edition_of_the_organization_is_what_new_notes_begin_with_and_old_notes_keep_theirs() {
    let app = TestApp::new().await;
    let before = begun(&app, CM, json!({ "kind": "progress", "title": "Before", "template": "soap" })).await;
    let offered = app.get(CM, &format!("/api/v1/note-templates?program_id={}", app.world.program_id)).await;
    let items = offered.json["items"].as_array().unwrap();
    let code = |wanted: &str| items.iter().find(|one| one["code"] == wanted).cloned();
    assert!(code("birp").is_none() && code("discharge").is_some(), "{}", offered.text);
    let mut content = code("soap").unwrap()["content"].clone();
    content["sections"].as_array_mut().unwrap().truncate(1);
    let body = json!({ "code": "soap", "content": content });
    assert_eq!(app.post(CM, "/api/v1/note-templates", body.clone()).await.status, 403);
    let own = app.post("organization_admin", "/api/v1/note-templates", body.clone()).await;
    assert_eq!((own.status.as_u16(), &own.json["edition"]), (201, &json!(101)), "{}", own.text);
    let mut begun_before = body.clone();
    begun_before["from_edition"] = json!(1);
    let refused = app.post("organization_admin", "/api/v1/note-templates", begun_before).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "template_published"), "{}", refused.text);
    assert_eq!(refused.json["errors"][0]["pointer"], "/from_edition");
    let after = begun(&app, CM, json!({ "kind": "progress", "title": "After", "template": "soap" })).await;
    assert_eq!((&before.json["template"]["edition"], &after.json["template"]["edition"]), (&json!(1), &json!(101)));
    let path = format!("/api/v1/note-templates/{}/withdraw", own.json["id"].as_str().unwrap());
    let gone = app.change("organization_admin", Method::POST, &path, &own.etag(), json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    let again = begun(&app, CM, json!({ "kind": "progress", "title": "Again", "template": "soap" })).await;
    assert_eq!(again.json["template"]["edition"], 1);
    let mut broken = body;
    broken["content"]["sections"][0]["fields"][1]["code"] = json!("subjective");
    let refused = app.post("organization_admin", "/api/v1/note-templates", broken).await;
    assert_eq!(
        (refused.code(), &refused.json["errors"][0]["pointer"]),
        ("template_field_twice", &json!("/content/sections/0/fields/1/code"))
    );
}

#[actix_web::test]
async fn everybody_sees_how_fast_they_document_and_a_lead_sees_the_team() {
    let app = TestApp::new().await;
    let at = Utc::now().trunc_subsecs(0) - TimeDelta::hours(2);
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 10,
        "purpose": "follow_up", "occurred_at": at, "note": { "body": "Reached.", "sign": true } });
    let logged = app.post(CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id), contact).await;
    assert_eq!(logged.status, 201, "{}", logged.text);
    let mine = app.get(CM, "/api/v1/note-turnaround").await;
    let note = mine.json["mine"]["documents"]
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["document"] == "contact_note")
        .unwrap()
        .clone();
    assert_eq!(
        (&note["counted"], &note["in_time"], &note["median_minutes"]),
        (&json!(1), &json!(1), &json!(120)),
        "{}",
        mine.text
    );
    assert_eq!(mine.json["team"], json!([]), "a care manager leads nobody");
    let team = app.get("lead", "/api/v1/note-turnaround").await;
    let names: Vec<&Value> = team.json["team"].as_array().unwrap().iter().map(|one| &one["staff"]["id"]).collect();
    assert!(names.contains(&&json!(app.world.staff[CM])), "{}", team.text);
    let backwards = app.get(CM, "/api/v1/note-turnaround?first_on=2026-07-02&last_on=2026-07-01").await;
    assert_eq!((backwards.status.as_u16(), backwards.code()), (409, "turnaround_period"));
}
