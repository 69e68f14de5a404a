//! Many messages at once: whatever the order and however often, the record ends the same.

use serde_json::json;
use testkit::TestApp;

use crate::adt::{ago, confirm, matches, message, messages, number, send};

/// What three visits of one person came to, without ids and versions.
async fn record(app: &TestApp) -> Vec<String> {
    let path = format!("/api/v1/people/{}/stays", app.world.person_id);
    let list = app.get("director", &path).await;
    let stays = list.json["items"].as_array().unwrap().iter();
    let mut found: Vec<String> = stays
        .map(|stay| format!("{} {} {} {}", stay["class"], stay["status"], stay["admitted_at"], stay["discharged_at"]))
        .collect();
    let path = format!("/api/v1/cases/{}/deadlines", app.world.case_id);
    let deadlines = app.get("director", &path).await;
    found.extend(
        deadlines.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|deadline| format!("{} {} {}", deadline["rule"]["code"], deadline["status"], deadline["due_at"])),
    );
    found.sort();
    found
}

fn story() -> Vec<String> {
    let steps = [
        ("A04", 200, "V1", "E"),
        ("A06", 190, "V1", "I"),
        ("A03", 150, "V1", "I"),
        ("A13", 149, "V1", "I"),
        ("A03", 140, "V1", "I"),
        ("A01", 100, "V2", "I"),
        ("A11", 98, "V2", "I"),
        ("A01", 60, "V3", "OBS"),
        ("A06", 55, "V3", "I"),
        ("A03", 20, "V3", "I"),
    ];
    let text = |(index, (event, hours, visit, class)): (usize, (&str, i64, &str, &str))| {
        message(event, &format!("s-{index}"), ago(0, hours), "4711", (visit, class))
    };
    steps.into_iter().enumerate().map(text).collect()
}

async fn app() -> TestApp {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    app
}

#[actix_web::test]
async fn stays_and_deadlines_end_the_same_in_any_order_of_arrival() {
    let story = story();
    let straight = app().await;
    for text in &story {
        assert_eq!(send(&straight, text).await, "AA");
    }
    let wanted = record(&straight).await;
    assert!(wanted.len() > 4, "{wanted:?}");
    for seed in [3, 7] {
        let shuffled = app().await;
        for step in 0..story.len() * 2 {
            // Steps through all of it twice, in strides that share no factor with its length.
            assert_eq!(send(&shuffled, &story[(step * seed + 4) % story.len()]).await, "AA");
        }
        assert_eq!(record(&shuffled).await, wanted, "seed {seed}");
    }
}

#[actix_web::test]
async fn the_same_message_many_times_at_once_is_taken_once() {
    let app = app().await;
    let story = story();
    let sent = story.iter().chain(&story).map(|text| send(&app, text));
    let codes = futures_util::future::join_all(sent).await;
    assert!(codes.iter().all(|code| code == "AA"), "{codes:?}");
    let list = app.get("director", "/api/v1/adt-messages?state=applied").await;
    assert_eq!(list.json["items"].as_array().unwrap().len(), story.len() + 1, "and the person's number");
}

#[actix_web::test]
async fn a_visit_that_is_named_for_two_people_at_once_becomes_one_persons() {
    let app = app().await;
    for round in 0..6 {
        let (visit, other) = (format!("V{round}"), format!("50{round}"));
        // An expected visit makes no stay: nothing but the turn keeps the two apart.
        let waits = message("A05", &format!("w-{round}"), ago(3, round), &other, (&visit, "I"));
        assert_eq!(send(&app, &waits).await, "AA");
        let entry = matches(&app).await.into_iter().find(|entry| entry["value"] == other.as_str()).expect("an entry");
        let comes = message("A05", &format!("c-{round}"), ago(2, round), "4711", (&visit, "I"));
        let decision = json!({ "decision": "link", "person_id": app.world.hidden_person_id });
        let (linked, _) = futures_util::future::join(confirm(&app, &entry, decision), send(&app, &comes)).await;
        assert_eq!(linked.status, 200, "{}", linked.text);
        let dead = messages(&app, "dead").await;
        let refused: Vec<_> = dead.iter().map(|letter| &letter["place"]).collect();
        assert_eq!(refused, vec![&json!("PV1-19"); refused.len()]);
        assert_eq!(refused.len(), usize::try_from(round).unwrap() + 1, "one of the two, in round {round}");
    }
}
