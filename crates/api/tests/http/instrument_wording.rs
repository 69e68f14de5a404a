//! The wording of instruments that are shipped without one: uploaded under a licence, shown, replaced, taken back.

use actix_web::http::Method;
use serde_json::{Map, Value, json};
use testkit::{Answered, TestApp};

const ADMIN: &str = "organization_admin";
const CM: &str = "care_manager";

/// A text for every item and answer of an instrument, each with `word` in it.
async fn text(app: &TestApp, code: &str, word: &str) -> Value {
    let skeleton = app.get(ADMIN, &format!("/api/v1/instruments/{code}")).await;
    let item = |item: &Value| {
        let label = |option: &Value| (option["value"].to_string(), json!(format!("{word} {}", option["value"])));
        let options: Map<_, _> = item["options"].as_array().unwrap().iter().map(label).collect();
        (item["number"].to_string(), json!({ "text": format!("{word} {}?", item["number"]), "options": options }))
    };
    let items: Map<_, _> = skeleton.json["items"].as_array().unwrap().iter().map(item).collect();
    json!({ "title": format!("{word}, a title"), "stem": format!("{word}:"), "items": items })
}

async fn upload(app: &TestApp, role: &str, code: &str, texts: Value) -> Answered {
    let body = json!({
        "instrument": code, "instrument_version": "1", "texts": texts, "licensor": "The owners", "reference": "Contract 12",
        "valid_until": "2999-12-31", "confirmed": true,
    });
    app.post(role, "/api/v1/instrument-wordings", body).await
}

/// The id of a wording that was uploaded for an instrument.
pub async fn uploaded(app: &TestApp, code: &str) -> String {
    let english = text(app, code, "Word").await;
    let answer = upload(app, ADMIN, code, json!({ "en": english })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["id"].as_str().unwrap().to_owned()
}

async fn first_text(app: &TestApp, role: &str, path: &str) -> String {
    let instrument = app.get(role, path).await;
    instrument.json["items"][0]["text"].as_str().unwrap().to_owned()
}

fn pointers(answer: &Answered) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().expect("errors").iter();
    errors.map(|error| error["pointer"].as_str().unwrap()).collect()
}

async fn withdraw(app: &TestApp, role: &str, id: &str) -> Answered {
    let path = format!("/api/v1/instrument-wordings/{id}/withdraw");
    app.change(role, Method::POST, &path, "\"1\"", json!({ "reason": "The contract ended." })).await
}

#[actix_web::test]
async fn what_an_administrator_uploads_is_what_everybody_of_the_organization_reads() {
    let app = TestApp::new().await;
    let lawton = "/api/v1/instruments/lawton";
    let bare = app.get(CM, lawton).await;
    assert_eq!((&bare.json["worded"], &bare.json["items"][0]["text"]), (&json!(false), &json!("Item 1")));
    uploaded(&app, "lawton").await;
    let seen = app.get(CM, lawton).await;
    assert_eq!((&seen.json["worded"], &seen.json["items"][0]["text"]), (&json!(true), &json!("Word 1?")));
    assert_eq!((&seen.json["stem"], &seen.json["heading"]), (&json!("Word:"), &json!("Word, a title")));
    assert_eq!(seen.json["items"][0]["options"][1]["label"], "Word 1");
    assert_eq!(seen.json["permission"]["licensor"], "The owners");
    let notice = seen.json["permission"]["notice"].as_str().unwrap();
    assert_eq!(notice, "Wording used by permission of The owners (Contract 12, until 2999-12-31).");
    let list = app.get(CM, "/api/v1/instruments").await;
    let listed = list.json["items"].as_array().unwrap().iter().find(|one| one["code"] == "lawton").unwrap();
    assert_eq!(listed["items"][7]["text"], "Word 8?");
    let fhir = app.send(CM, Method::GET, lawton, None, &[("Accept", "application/fhir+json")]).await;
    assert_eq!((&fhir.json["status"], &fhir.json["language"]), (&json!("active"), &json!("en")));
    assert_eq!((&fhir.json["title"], &fhir.json["item"][1]["text"]), (&json!("Word, a title"), &json!("Word 1?")));
    assert!(fhir.json["copyright"].as_str().unwrap().ends_with(notice));
}

#[actix_web::test]
async fn the_score_is_the_same_with_and_without_words() {
    let app = TestApp::new().await;
    let score = async || {
        let body = json!({ "answers": { "1": 1, "2": 0, "3": 1 } });
        app.post(CM, "/api/v1/instruments/lawton/score", body).await.json
    };
    let before = score().await;
    uploaded(&app, "lawton").await;
    assert_eq!(score().await, before);
}

#[actix_web::test]
async fn the_language_asked_for_is_used_where_there_is_a_text_in_it() {
    let app = TestApp::new().await;
    let (english, spanish) = (text(&app, "mcsi", "Word").await, text(&app, "mcsi", "Palabra").await);
    let answer = upload(&app, ADMIN, "mcsi", json!({ "en": english, "es": spanish })).await;
    assert_eq!(answer.json["languages"], json!(["en", "es"]));
    assert_eq!(first_text(&app, CM, "/api/v1/instruments/mcsi").await, "Word 1?");
    assert_eq!(first_text(&app, CM, "/api/v1/instruments/mcsi?language=es").await, "Palabra 1?");
    let phq = app.get(CM, "/api/v1/instruments/phq-9?language=es").await;
    assert_eq!((&phq.json["language"], &phq.json["languages"]), (&json!("es"), &json!(["en", "es"])));
    assert_eq!(phq.json["items"][0]["text"], "Poco interés o placer en hacer cosas");
    let audit = app.get(CM, "/api/v1/instruments/audit?language=es").await;
    assert_eq!(audit.json["items"][0]["text"], "¿Con qué frecuencia consume alguna bebida alcohólica?");
    assert!(audit.json["heading"].as_str().unwrap().ends_with("(AUDIT)"));
    let labels: Vec<_> =
        audit.json["items"][8]["options"].as_array().unwrap().iter().map(|one| &one["label"]).collect();
    assert_eq!(labels, ["No", "Sí, pero no en el curso del último año", "Sí, el último año", "Prefiere no responder"]);
    let fhir = [("Accept", "application/fhir+json")];
    let both = app.send(CM, Method::GET, "/api/v1/instruments/audit", None, &fhir).await.json;
    let first = &both["item"][0];
    assert_eq!(
        (&both["language"], &first["text"]),
        (&json!("en"), &json!("How often do you have a drink containing alcohol?"))
    );
    let translated = &first["_text"]["extension"][0]["extension"];
    assert_eq!(translated[0], json!({ "url": "lang", "valueCode": "es" }));
    assert_eq!(translated[1]["valueString"], audit.json["items"][0]["text"]);
    let columbia = app.get(CM, "/api/v1/instruments/c-ssrs?language=es").await;
    assert_eq!((&columbia.json["language"], &columbia.json["languages"]), (&json!("en"), &json!(["en"])));
    assert_eq!(app.get(CM, "/api/v1/instruments/audit?language=fr").await.status, 422);
}

#[actix_web::test]
async fn what_does_not_fit_is_pointed_at_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let mut wrong = text(&app, "lawton", "Word").await;
    let items = wrong["items"].as_object_mut().unwrap();
    items.remove("3");
    items["4"]["options"].as_object_mut().unwrap().remove("1");
    items["5"]["options"]["7"] = json!("No such answer");
    items.insert("9".into(), json!({ "text": "Too many" }));
    let refused = upload(&app, ADMIN, "lawton", json!({ "es": wrong })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "wording_invalid"));
    let expected =
        ["/texts/es/items/5/options/7", "/texts/es/items/4/options/1", "/texts/es/items/9", "/texts/es/items/3"];
    let mut found = pointers(&refused);
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(!refused.text.contains("Too many"), "what was sent is not repeated");
    let mut long = text(&app, "lawton", "Word").await;
    long["items"]["2"]["text"] = json!("w".repeat(1001));
    let too_long = upload(&app, ADMIN, "lawton", json!({ "en": long })).await;
    assert_eq!((too_long.status.as_u16(), pointers(&too_long)), (422, vec!["/texts/en/items/2/text"]));
    assert_eq!(pointers(&upload(&app, ADMIN, "lawton", json!({})).await), ["/texts"]);
    let fine = text(&app, "lawton", "Word").await;
    assert_eq!(
        upload(&app, ADMIN, "phq-9", json!({ "en": fine })).await.code(),
        "wording_invalid",
        "shipped text stays"
    );
    assert_eq!(upload(&app, ADMIN, "nothing", json!({ "en": fine })).await.code(), "unknown_instrument");
    assert_eq!(app.get(ADMIN, "/api/v1/instrument-wordings").await.json["items"], json!([]));
}

#[actix_web::test]
async fn a_wording_needs_a_licence_that_is_confirmed_and_still_runs() {
    let app = TestApp::new().await;
    let texts = json!({ "en": text(&app, "lawton", "Word").await });
    let send = async |confirmed: bool, until: &str| {
        let body = json!({
            "instrument": "lawton", "instrument_version": "1", "texts": texts, "licensor": "The owners",
            "reference": "Contract 12", "valid_until": until, "confirmed": confirmed,
        });
        app.post(ADMIN, "/api/v1/instrument-wordings", body).await
    };
    let refused = send(false, "2999-12-31").await;
    assert_eq!((refused.code(), pointers(&refused)), ("licence_not_confirmed", vec!["/confirmed"]));
    let refused = send(true, "2020-12-31").await;
    assert_eq!((refused.code(), pointers(&refused)), ("licence_over", vec!["/valid_until"]));
}

#[actix_web::test]
async fn a_preview_shows_every_language_and_stores_nothing() {
    let app = TestApp::new().await;
    let (english, spanish) = (text(&app, "lawton", "Word").await, text(&app, "lawton", "Palabra").await);
    let body = json!({ "instrument": "lawton", "instrument_version": "1", "texts": { "en": english, "es": spanish } });
    let preview = app.post(ADMIN, "/api/v1/instrument-wordings/preview", body).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    let texts: Vec<_> = preview.json["items"].as_array().unwrap().iter().map(|one| &one["items"][0]["text"]).collect();
    assert_eq!(texts, ["Word 1?", "Palabra 1?"]);
    assert_eq!(first_text(&app, CM, "/api/v1/instruments/lawton").await, "Item 1");
}

#[actix_web::test]
async fn a_newer_upload_supersedes_the_older_which_is_kept_and_a_withdrawal_brings_the_skeleton_back() {
    let app = TestApp::new().await;
    let first = uploaded(&app, "lawton").await;
    let better = text(&app, "lawton", "Better").await;
    let second = upload(&app, ADMIN, "lawton", json!({ "en": better })).await;
    assert_eq!(first_text(&app, CM, "/api/v1/instruments/lawton").await, "Better 1?");
    let standings = async || {
        let list = app.get("director", "/api/v1/instrument-wordings").await;
        let items = list.json["items"].as_array().unwrap().iter();
        items.map(|one| one["standing"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(standings().await, ["in_use", "superseded"]);
    let kept = app.get("director", &format!("/api/v1/instrument-wordings/{first}")).await;
    assert_eq!(kept.json["texts"]["en"]["items"]["1"]["text"], "Word 1?");
    assert_eq!(kept.json["can"], json!([]), "a director reads");
    let id = second.json["id"].as_str().unwrap();
    assert_eq!(withdraw(&app, "director", id).await.status, 403);
    let withdrawn = withdraw(&app, ADMIN, id).await;
    assert_eq!((&withdrawn.json["standing"], &withdrawn.json["can"]), (&json!("withdrawn"), &json!([])));
    assert_eq!(first_text(&app, CM, "/api/v1/instruments/lawton").await, "Item 1", "never an older text");
    assert_eq!(standings().await, ["withdrawn", "superseded"]);
    let path = format!("/api/v1/instrument-wordings/{id}/withdraw");
    let again = app.change(ADMIN, Method::POST, &path, "\"2\"", json!({ "reason": "Again" })).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "wording_withdrawn"));
}

#[actix_web::test]
async fn an_upload_and_a_withdrawal_leave_entries_in_the_audit_trail() {
    let app = TestApp::new().await;
    let id = uploaded(&app, "lawton").await;
    withdraw(&app, ADMIN, &id).await;
    let entries = app.get("privacy_officer", "/api/v1/audit?limit=50").await;
    let operations: Vec<_> =
        entries.json["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    for operation in ["instrument_wording_create", "instrument_wording_withdraw"] {
        assert!(operations.contains(&operation), "{operations:?}");
    }
}

#[actix_web::test]
async fn an_assessment_begun_before_the_words_came_keeps_its_answers_and_its_result() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/cases/{}/assessments", app.world.case_id);
    let body = json!({ "instrument": "lawton", "mode": "phone", "answers": { "1": 1, "2": 1 } });
    let begun = app.post(CM, &path, body).await;
    let id = uploaded(&app, "lawton").await;
    withdraw(&app, ADMIN, &id).await;
    let path = format!("/api/v1/assessments/{}", begun.json["id"].as_str().unwrap());
    let after = app.get(CM, &path).await;
    assert_eq!((&after.json["answers"], &after.json["score"]), (&begun.json["answers"], &begun.json["score"]));
}
