//! Every operation of the API document as every role, against a golden file that is reviewed like code.
//!
//! Run with `TEND_BLESS=1` to write the file anew after a deliberate change of policy.

use actix_web::http::Method;
use domain::Code;
use domain::access::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use testkit::{Answered, TestApp};
use uuid::Uuid;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/matrix.txt");

/// Ids of records about the person that the care manager cares for.
pub async fn records(app: &TestApp) -> BTreeMap<&'static str, String> {
    let case_id = app.world.case_id;
    let now = chrono::Utc::now();
    let created = |answer: Answered| {
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text);
        answer.json["id"].as_str().unwrap_or_default().to_owned()
    };
    let task = json!({ "case_id": case_id, "title": "Call", "kind": "call", "priority": "routine", "due_at": now });
    let assessment = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 1 } });
    let cm = "care_manager";
    let assessment_id = created(app.post(cm, &format!("/api/v1/cases/{case_id}/assessments"), assessment).await);
    let completed = app
        .change(cm, Method::POST, &format!("/api/v1/assessments/{assessment_id}/complete"), "\"1\"", json!({}))
        .await;
    assert_eq!(completed.status.as_u16(), 200, "{}", completed.text);
    let alerts = app.get(cm, &format!("/api/v1/people/{}/alerts", app.world.person_id)).await;
    let deadlines = app.get(cm, &format!("/api/v1/cases/{case_id}/deadlines")).await;
    let offered_by = created(app.post("lead", "/api/v1/community-organizations", json!({ "name": "Neighbors" })).await);
    let contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 5, "purpose": "follow_up" });
    let contact = app.post(cm, &format!("/api/v1/cases/{case_id}/contacts"), contact).await;
    let note = json!({ "kind": "progress", "title": "Note", "body": "Text" });
    let note_id = created(app.post(cm, &format!("/api/v1/cases/{case_id}/notes"), note).await);
    let signed = app.change(cm, Method::POST, &format!("/api/v1/notes/{note_id}/sign"), "\"1\"", json!({})).await;
    assert_eq!(signed.status.as_u16(), 200, "{}", signed.text);
    let rules = app.get(cm, &format!("/api/v1/programs/{}/rules", app.world.program_id)).await;
    let plan = crate::care_plan::approved(app, "discharge").await;
    let progress = json!({ "goal_id": plan.goal, "value": 9 });
    let progress = created(app.post(cm, &format!("{}/progress", plan.path), progress).await);
    let due = app.get(cm, &format!("{}/occurrences", plan.path)).await;
    let due = due.json["interventions"][0]["occurrences"][0]["id"].as_str().expect("an occurrence").to_owned();
    let entry = json!({ "review": { "effect": "effective", "finding": "Fewer falls." } });
    let entry = created(app.post(cm, &format!("{}/entries", plan.path), entry).await);
    let comprehensive = crate::comprehensive_assessment::begun(app, cm, &case_id.to_string(), false).await;
    let comprehensive_id = comprehensive.json["id"].as_str().expect("an id").to_owned();
    let hand_off = json!({ "to_id": app.world.staff["senior_care_manager"], "summary": "Stable" });
    let worker = app.get(cm, &format!("/api/v1/staff/{}", app.world.staff["care_manager"])).await;
    let limit = json!({ "activity": "close_alert", "level": "clinician", "condition": "supervised", "starts_on": "2999-01-01", "reason": "Agreed" });
    let stay = json!({ "class": "inpatient", "facility": "General", "admitted_at": now - chrono::TimeDelta::hours(1) });
    let absence = json!({ "first_on": "2999-01-01", "last_on": "2999-01-02" });
    let thread = crate::message::thread(app, json!({ "urgent": true })).await;
    let (dead, unknown) = crate::adt::letters(app).await;
    let referral = crate::referral::sent(app, "transport").await;
    let (link, _) = crate::referral::link(app, &referral, false).await;
    let id = |record: &Value| record["id"].as_str().expect("an id").to_owned();
    let request = crate::authorization::drafted(app, "reviewed", crate::authorization::content()).await;
    let grievance = json!({ "kind": "grievance", "line": "medicare_advantage", "urgency": "standard", "words": "Nobody called back." });
    let report = json!({ "name": "Mine", "kind": "population" });
    let (subscription, digest) = crate::measure_board::digest(app, cm).await;
    let coverage = json!({ "payer": "Valley Shield", "kind": "medicare_advantage" });
    let joins = json!({ "staff_id": app.world.staff["lead"], "role": "consultant" });
    let joined = app.post(cm, &format!("/api/v1/cases/{case_id}/members"), joins).await;
    let lead = json!(app.world.staff["lead"]);
    let member = joined.json["members"].as_array().expect("members").iter().find(|one| one["staff"]["id"] == lead);
    let member = id(member.expect("the lead"));
    let shift = crate::on_call::shift(app, app.world.staff[cm]).await.json;
    let handed_back = crate::on_call::handed_back(app, &shift).await;
    BTreeMap::from([
        ("authorizations", created(request)),
        ("appeals", created(app.post(cm, &format!("/api/v1/cases/{case_id}/appeals"), grievance).await)),
        (
            "coverages",
            created(app.post(cm, &format!("/api/v1/people/{}/coverages", app.world.person_id), coverage).await),
        ),
        ("on-call-shifts", id(&shift)),
        ("hand-backs", id(&handed_back)),
        ("absences", created(app.post(cm, "/api/v1/absences", absence).await)),
        ("appointments", crate::appointment::booked(app, cm).await["id"].as_str().expect("an id").to_owned()),
        ("visits", id(&crate::visit::checked(app, cm).await)),
        ("adt-messages", dead),
        ("readings", created(crate::reading::written(app).await)),
        ("referrals", id(&referral)),
        ("referral-links", id(&link)),
        ("adt-matches", unknown),
        ("person-links", crate::adt::link(app).await),
        ("caseloads", app.world.staff["care_manager"].to_string()),
        ("case-locks", created(crate::proposal::locked(app).await)),
        ("caseload-moves", created(crate::caseload::offered(app).await)),
        ("people", app.world.person_id.to_string()),
        ("related-people", created(crate::person::related(app).await)),
        ("cases", case_id.to_string()),
        ("staff", app.world.staff["care_manager"].to_string()),
        ("clients", app.world.staff["integrator"].to_string()),
        ("sites", id(&app.get(cm, "/api/v1/sites").await.json["items"][0])),
        ("programs", app.world.program_id.to_string()),
        ("credentials", worker.json["credentials"][0]["id"].as_str().expect("a credential").to_owned()),
        ("scope-limits", created(app.post("director", "/api/v1/scope-limits", limit).await)),
        ("rules", rules.json["items"][0]["id"].as_str().expect("a rule").to_owned()),
        ("teams", app.world.team_id.to_string()),
        ("tasks", created(app.post(cm, "/api/v1/tasks", task).await)),
        ("assessments", assessment_id),
        ("alerts", alerts.json["items"][0]["id"].as_str().expect("an alert").to_owned()),
        ("deadlines", deadlines.json["items"][0]["id"].as_str().expect("a deadline").to_owned()),
        ("contacts", contact.json["contact"]["id"].as_str().expect("a contact").to_owned()),
        ("message-threads", thread.json["id"].as_str().expect("an id").to_owned()),
        ("message-receipts", thread.json["messages"][0]["receipts"][0]["id"].as_str().expect("an id").to_owned()),
        ("consents", created(crate::consent::given(app, crate::consent::part2("Riverbend")).await)),
        ("external-members", created(crate::consent::member(app).await)),
        ("concerns", created(crate::concern::raised(app, json!({})).await)),
        (
            "conflicts-of-interest",
            created(crate::conflict_of_interest::declared(app, cm, json!({ "kind": "boundary" })).await),
        ),
        ("record-requests", created(crate::record_request::asked(app, "access").await)),
        ("mentorships", created(crate::mentorship::begun(app).await)),
        ("conferences", created(crate::conference::planned(app, "case_conference").await)),
        ("consultations", created(crate::consultation::asked(app, "lead", "question").await)),
        ("notes", note_id),
        (
            "needs",
            created(
                app.post(
                    cm,
                    &format!("/api/v1/people/{}/needs", app.world.person_id),
                    json!({ "kind": "social", "title": "Transport" }),
                )
                .await,
            ),
        ),
        (
            "care-plans",
            created(
                app.post(cm, &format!("/api/v1/cases/{case_id}/care-plans"), json!({ "kind": "comprehensive" })).await,
            ),
        ),
        ("goal-progress", progress),
        ("occurrences", due),
        ("plan-entries", entry),
        ("comprehensive-assessments", comprehensive_id),
        (
            "crisis-plans",
            created(app.post(cm, &format!("/api/v1/people/{}/crisis-plans", app.world.person_id), json!({})).await),
        ),
        ("stays", created(app.post(cm, &format!("/api/v1/people/{}/stays", app.world.person_id), stay).await)),
        ("case-members", member),
        ("hand-offs", created(app.post(cm, &format!("/api/v1/cases/{case_id}/hand-offs"), hand_off).await)),
        ("community-organizations", offered_by.clone()),
        (
            "community-services",
            created(
                app.post(
                    "lead",
                    "/api/v1/community-services",
                    json!({ "community_organization_id": offered_by, "content": { "name": "Pantry", "needs": ["social"], "time_zone": "UTC" } }),
                )
                .await,
            ),
        ),
        ("imports", Uuid::nil().to_string()),
        ("instruments", "phq-9".into()),
        ("insurance-plans", created(crate::insurance_plan::written(app, json!([]), json!([])).await)),
        ("instrument-policies", "hospital".into()),
        ("note-templates", crate::note::published(app).await),
        ("care-plan-templates", crate::care_plan_template::published(app).await),
        ("education-items", crate::education::published(app).await),
        ("teachings", created(crate::education::teach(app, cm, json!({})).await)),
        ("care-gaps", id(&crate::care_gap::opened(app, "depression_screening").await)),
        ("survey-answers", created(crate::measure_entry::answered(app, 9, true).await)),
        ("costs", created(crate::measure_entry::settled(app).await)),
        ("advocacy", created(crate::advocacy::choice(app).await)),
        ("milestones", crate::milestone::recorded(app).await),
        ("instrument-wordings", crate::instrument_wording::uploaded(app, "lawton").await),
        ("measures", "plan-30d".into()),
        ("measure-boards", "cross_setting".into()),
        ("digest-subscriptions", id(&subscription)),
        ("digests", id(&digest)),
        ("saved-reports", created(app.post(cm, "/api/v1/saved-reports", report).await)),
    ])
}

/// What an answer says about access. A refusal by a rule, a version or a schema comes after access was granted.
fn verdict(operation: &str, answer: &Answered) -> String {
    match answer.status.as_u16() {
        401 | 403 | 404 => answer.status.as_u16().to_string(),
        status if status < 500 => "yes".into(),
        status => panic!("{operation} {status}: {}", answer.text),
    }
}

/// The smallest body that the operation's schema accepts, about records of the world.
fn valid_body(app: &TestApp, path: &str, method: &str) -> Value {
    let operation = &api::document::json()["paths"][path][method.to_lowercase()];
    value_of(app, "", &operation["requestBody"]["content"]["application/json"]["schema"])
}

/// The query members without which the operation refuses before it looks at access.
fn required_query(app: &TestApp, path: &str, method: &str) -> String {
    let parameters = &api::document::json()["paths"][path][method.to_lowercase()]["parameters"];
    let asked = parameters.as_array().into_iter().flatten();
    let query = asked.filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let members = query.filter_map(|parameter| {
        let name = parameter["name"].as_str()?;
        Some(format!("{name}={}", text(value_of(app, name, &parameter["schema"]))))
    });
    let all = members.collect::<Vec<_>>().join("&");
    if all.is_empty() { all } else { format!("?{all}") }
}

fn value_of(app: &TestApp, name: &str, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return value_of(
            app,
            name,
            api::document::json().pointer(reference.trim_start_matches('#')).expect("a schema"),
        );
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    let known = match name {
        "case_id" => Some(json!(app.world.case_id)),
        "person_id" => Some(json!(app.world.person_id)),
        "program_id" => Some(json!(app.world.hospital_id)),
        "staff_id" | "to_id" | "owner_id" => Some(json!(app.world.staff["senior_care_manager"])),
        _ => None,
    };
    match (known, schema["type"].as_str(), schema["format"].as_str()) {
        (Some(value), _, _) => value,
        (_, Some("string"), Some("date-time")) => json!(chrono::Utc::now()),
        (_, Some("string"), Some("date")) => json!("2030-01-01"),
        (_, Some("string"), Some("uuid")) => json!(Uuid::now_v7()),
        (_, Some("string"), _) => schema.get("example").cloned().unwrap_or_else(|| json!("a text of no importance")),
        (_, Some("integer" | "number"), _) => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        (_, Some("boolean"), _) => json!(false),
        (_, Some("array"), _) => json!(
            (0..schema["minItems"].as_u64().unwrap_or(0))
                .map(|_| value_of(app, name, &schema["items"]))
                .collect::<Vec<_>>()
        ),
        _ => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            Value::Object(
                required
                    .map(|member| (member.to_owned(), value_of(app, member, &schema["properties"][member])))
                    .collect(),
            )
        }
    }
}

#[actix_web::test]
async fn every_operation_answers_every_role_as_the_golden_matrix_says() {
    let app = TestApp::new().await;
    let ids = records(&app).await;
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).chain(["stranger", ""]).collect();
    let mut table = String::new();
    let mut operations: Vec<_> = api::document::operations().all().collect();
    operations.sort_by_key(|(_, _, id)| *id);
    for (method, path, id) in operations {
        if id == "session_sign_out" || id == "session_lock" {
            // They end or lock the very sessions the matrix uses; their own test drives them.
            continue;
        }
        let noun = path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
        let address = path
            .replace("{code}/members/{id}", &format!("{{code}}/members/{}", Uuid::nil()))
            .replace("{id}", ids.get(noun).map_or("", String::as_str))
            .replace("{code}", ids.get(noun).map_or("", String::as_str))
            + &required_query(&app, path, method);
        let method: Method = method.parse().expect("a method");
        let body = (method != Method::GET).then(|| valid_body(&app, path, method.as_str()));
        write!(table, "{id}:").expect("text");
        for role in &roles {
            let answer = app.send(role, method.clone(), &address, body.clone(), &[("If-Match", "\"999999\"")]).await;
            let name = if role.is_empty() { "nobody" } else { role };
            write!(table, " {name}={}", verdict(id, &answer)).expect("text");
        }
        table.push('\n');
    }
    if std::env::var_os("TEND_BLESS").is_some() {
        std::fs::write(GOLDEN, &table).expect("the golden file");
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    for (is, should) in table.lines().zip(golden.lines()) {
        assert_eq!(is, should);
    }
    assert_eq!(
        table.lines().count(),
        golden.lines().count(),
        "an operation has no row in the matrix, or a row no operation"
    );
}

#[actix_web::test]
async fn what_may_not_be_seen_looks_like_what_does_not_exist() {
    let app = TestApp::new().await;
    for path in [
        "/api/v1/people/{}",
        "/api/v1/people/{}/overview",
        "/api/v1/people/{}/timeline",
        "/api/v1/people/{}/alerts",
        "/api/v1/people/{}/needs",
    ] {
        let hidden = app.get("care_manager", &path.replace("{}", &app.world.hidden_person_id.to_string())).await;
        let absent = app.get("care_manager", &path.replace("{}", &Uuid::now_v7().to_string())).await;
        assert_eq!(hidden.status.as_u16(), 404, "{path}");
        let without_instance = |answer: &Answered| {
            let mut json = answer.json.clone();
            json["instance"] = serde_json::Value::Null;
            json
        };
        assert_eq!(without_instance(&hidden), without_instance(&absent), "{path}");
    }
}

#[actix_web::test]
async fn a_search_and_a_list_show_only_people_within_reach() {
    let app = TestApp::new().await;
    let names = |answer: &Answered| {
        answer.json["items"].as_array().expect("items").iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    let found = names(&app.post("care_manager", "/api/v1/people/search", json!({})).await);
    assert!(found.contains(&json!(app.world.person_id)));
    assert!(found.contains(&json!(app.world.intake_person_id)), "people who wait for intake can be enrolled");
    assert!(!found.contains(&json!(app.world.hidden_person_id)));
    let director = names(&app.post("director", "/api/v1/people/search", json!({})).await);
    assert!(director.contains(&json!(app.world.hidden_person_id)));
    let cases = app.get("care_manager", "/api/v1/cases?scope=team").await;
    assert!(names(&cases).iter().all(|id| *id != json!(app.world.hidden_case_id)));
}
