//! Caseloads: load with its parts, policies with effective dates, hours, moves with preview and undo, the strain radar.

use actix_web::http::Method;
use chrono::{Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};
use uuid::Uuid;

const CM: &str = "care_manager";
const LEAD: &str = "lead";
const SENIOR: &str = "senior_care_manager";
const ADMIN: &str = "organization_admin";

fn today() -> NaiveDate {
    // Every colleague of the world works in New York.
    Utc::now().with_timezone(&chrono_tz::America::New_York).date_naive()
}

fn capacity() -> Value {
    json!({ "valid_from": today(), "content": { "weekly_hours": 40, "direct_percent": 65, "travel_percent": 0, "duty_hours": 0, "grade": null, "grade_points": null } })
}

fn policy(app: &TestApp, valid_from: NaiveDate) -> Value {
    json!({ "program_id": app.world.program_id, "valid_from": valid_from, "reason": "Agreed with the team", "content": {
        "basis": "active_panel", "low": 1, "high": 2, "model": "points", "tiers": { "low": 1, "rising": 1.75, "high": 3, "complex": 5 }, "full": 6,
        "full_time_hours": 40, "per_visit": 0, "per_report": 0, "adjustments": [], "source": "The team", "external": true } })
}

async fn get(app: &TestApp, role: &str, path: &str) -> Value {
    let answer = app.get(role, path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn caseload(app: &TestApp, role: &str, of: &str) -> Value {
    get(app, role, &format!("/api/v1/caseloads/{}", app.world.staff[of])).await
}

fn to(app: &TestApp, role: &str) -> Value {
    json!({ "moves": [{ "case_id": app.world.case_id, "to_id": app.world.staff[role] }] })
}

fn made(mut request: Value, mode: &str) -> Value {
    request["mode"] = mode.into();
    request["reason"] = "Balance the team".into();
    request
}

async fn moved(app: &TestApp, role: &str, request: Value, mode: &str) -> Answered {
    app.post(role, "/api/v1/caseload-moves", made(request, mode)).await
}

async fn undo(app: &TestApp, role: &str, own: &Answered) -> Answered {
    let path = format!("/api/v1/caseload-moves/{}/undo", own.json["id"].as_str().expect("an id"));
    app.change(role, Method::POST, &path, &own.etag(), json!({})).await
}

/// A move that offers the case of the other team, for tests that need the id of one.
pub async fn offered(app: &TestApp) -> Answered {
    let request = json!({ "moves": [{ "case_id": app.world.hidden_case_id, "to_id": app.world.staff["director"] }] });
    moved(app, "director", request, "offer").await
}

async fn owner(app: &TestApp) -> Value {
    get(app, "director", &format!("/api/v1/cases/{}", app.world.case_id)).await["owner"]["id"].clone()
}

#[actix_web::test]
async fn load_is_shown_with_its_parts_and_is_provisional_until_hours_and_assessment_are_there() {
    let app = TestApp::new().await;
    let own = caseload(&app, CM, CM).await;
    let program = &own["programs"][0];
    assert_eq!((&program["model"], &program["cases"], &program["load"]), (&json!("hours"), &json!(1), &json!(1.5)));
    assert_eq!(program["parts"], json!([{ "kind": "cases", "tier": "high", "count": 1.0, "amount": 1.5 }]));
    assert_eq!(own["worker"]["load"]["missing"], json!(["capacity", "assessment"]));
    assert_eq!(
        (&own["worker"]["load"]["utilisation"], &own["worker"]["load"]["standing"]),
        (&json!(1.3), &json!("below"))
    );
    let path = format!("/api/v1/staff/{}/capacities", app.world.staff[CM]);
    assert_eq!(app.post(LEAD, &path, capacity()).await.status, 201);
    let own = caseload(&app, LEAD, CM).await;
    assert_eq!((&own["worker"]["load"]["missing"], &own["weekly_hours"]), (&json!(["assessment"]), &json!(40.0)));
    assert_eq!(own["strain"], Value::Null, "a worker's strain is theirs");
    assert!(caseload(&app, CM, CM).await["strain"].is_object());
}

#[actix_web::test]
async fn a_board_shows_whom_the_reader_leads_and_a_worker_sees_themself_only() {
    let app = TestApp::new().await;
    let names = |board: &Value| {
        let workers = board["workers"].as_array().expect("workers");
        workers.iter().map(|own| own["staff"]["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    let mine = get(&app, CM, "/api/v1/caseloads").await;
    assert_eq!(names(&mine), [app.world.staff[CM].to_string()]);
    assert_eq!(mine["can"], json!([]));
    let team = get(&app, LEAD, "/api/v1/caseloads").await;
    let mut expected = [CM, SENIOR].map(|role| app.world.staff[role].to_string());
    let mut seen = names(&team);
    expected.sort();
    seen.sort();
    assert_eq!(seen, expected);
    assert_eq!(team["fairness"], 0.5, "one of two carries all, and who leads is not counted");
    let hidden = format!("/api/v1/caseloads/{}", app.world.staff[SENIOR]);
    assert_eq!(app.get(CM, &hidden).await.status, 404);
    assert_eq!(app.get(CM, &format!("{hidden}/cases")).await.status, 404);
    let cases = get(&app, LEAD, &format!("/api/v1/caseloads/{}/cases", app.world.staff[CM])).await;
    assert_eq!(cases["items"][0]["id"], json!(app.world.case_id));
}

#[actix_web::test]
async fn a_policy_counts_from_its_day_on_and_what_was_in_force_stays() {
    let app = TestApp::new().await;
    let set = app.post(LEAD, "/api/v1/caseload-policies", policy(&app, today())).await;
    assert_eq!(set.status, 201, "{}", set.text);
    let own = caseload(&app, CM, CM).await;
    assert_eq!((&own["programs"][0]["load"], &own["programs"][0]["full"]), (&json!(3.0), &json!(6.0)));
    assert_eq!(
        (&own["worker"]["load"]["utilisation"], &own["worker"]["load"]["standing"]),
        (&json!(50.0), &json!("within"))
    );
    let mut later = policy(&app, today() + Days::new(7));
    later["content"]["full"] = json!(3);
    assert_eq!(app.post(ADMIN, "/api/v1/caseload-policies", later).await.status, 201);
    assert_eq!(caseload(&app, CM, CM).await["worker"]["load"]["utilisation"], 50.0, "the next one has not begun");
    let listed = get(&app, CM, "/api/v1/caseload-policies").await;
    let programs = listed["items"].as_array().unwrap();
    let own = programs.iter().find(|own| own["program"]["id"] == json!(app.world.program_id)).unwrap();
    assert_eq!((own["set"].as_array().unwrap().len(), &own["since"]), (2, &json!(today())));
    let standard = programs.iter().find(|own| own["program"]["id"] == json!(app.world.hospital_id)).unwrap();
    assert_eq!(
        (&standard["in_force"]["low"], &standard["in_force"]["high"], &standard["since"]),
        (&json!(12), &json!(22), &Value::Null)
    );
    let past = app.post(LEAD, "/api/v1/caseload-policies", policy(&app, today() - Days::new(1))).await;
    assert_eq!(
        (past.status.as_u16(), past.code(), &past.json["errors"][0]["pointer"]),
        (409, "policy_in_past", &json!("/valid_from"))
    );
    let mut reversed = policy(&app, today());
    reversed["content"]["low"] = json!(3);
    let reversed = app.post(LEAD, "/api/v1/caseload-policies", reversed).await;
    assert_eq!(
        (reversed.code(), &reversed.json["errors"][0]["pointer"]),
        ("policy_range_reversed", &json!("/content/high"))
    );
    let mut foreign = policy(&app, today());
    foreign["program_id"] = json!(app.world.hospital_id);
    assert_eq!(app.post(LEAD, "/api/v1/caseload-policies", foreign).await.code(), "caseload_policy_of_program");
}

#[actix_web::test]
async fn hours_are_set_by_who_leads_and_never_by_oneself() {
    let app = TestApp::new().await;
    let path = |role: &str| format!("/api/v1/staff/{}/capacities", app.world.staff[role]);
    assert_eq!(app.post(CM, &path(CM), capacity()).await.status, 403);
    assert_eq!(app.post(LEAD, &path(LEAD), capacity()).await.code(), "capacity_of_oneself");
    assert_eq!(
        app.post(LEAD, &format!("/api/v1/staff/{}/capacities", app.world.stranger_id), capacity()).await.status,
        404
    );
    assert_eq!(app.post(ADMIN, &path(LEAD), capacity()).await.status, 201);
    assert_eq!(app.get(CM, &path(LEAD)).await.status, 404);
    assert_eq!(get(&app, LEAD, &path(LEAD)).await["items"].as_array().unwrap().len(), 1);
    let mut wrong = capacity();
    wrong["content"]["travel_percent"] = json!(60);
    let wrong = app.post(LEAD, &path(CM), wrong).await;
    assert_eq!(
        (wrong.code(), &wrong.json["errors"][0]["pointer"]),
        ("capacity_shares_exceed_week", &json!("/content/travel_percent"))
    );
    let again = app.post(ADMIN, &path(LEAD), capacity()).await;
    assert_eq!(again.json["version"], 2, "the same day is set anew");
}

#[actix_web::test]
async fn a_preview_shows_the_effect_on_everybody_and_changes_nothing() {
    let app = TestApp::new().await;
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", to(&app, SENIOR)).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    let effects = preview.json["effects"].as_array().unwrap();
    let of = |role: &str| effects.iter().find(|own| own["staff"]["id"] == json!(app.world.staff[role])).unwrap();
    let cases = |role: &str| (of(role)["before"]["cases"].clone(), of(role)["after"]["cases"].clone());
    assert_eq!((cases(CM), cases(SENIOR)), ((json!(1), json!(0)), (json!(0), json!(1))));
    assert_eq!((preview.json["moves"].as_array().unwrap().len(), &preview.json["refused"]), (1, &json!([])));
    assert_eq!(owner(&app).await, json!(app.world.staff[CM]));
    let listed = get(&app, LEAD, "/api/v1/caseload-moves").await;
    assert_eq!(listed["items"], json!([]));
}

#[actix_web::test]
async fn a_case_moves_with_its_open_work_and_comes_back_exactly() {
    let app = TestApp::new().await;
    let case = app.world.case_id;
    let task = |owner: &str| {
        json!({ "case_id": case, "title": format!("Of {owner}"), "kind": "call", "priority": "routine",
        "due_at": Utc::now() + TimeDelta::days(1), "owner_id": app.world.staff[owner] })
    };
    for owner in [CM, "assistant"] {
        assert_eq!(app.post(CM, "/api/v1/tasks", task(owner)).await.status, 201);
    }
    let begun = json!({ "instrument": "phq-9", "mode": "phone", "answers": { "9": 1 } });
    let begun = app.post(CM, &format!("/api/v1/cases/{case}/assessments"), begun).await;
    let path = format!("/api/v1/assessments/{}/complete", begun.json["id"].as_str().unwrap());
    app.change(CM, Method::POST, &path, &begun.etag(), json!({})).await;
    let follows = crate::appointment::booked(&app, CM).await;

    let own = moved(&app, LEAD, to(&app, SENIOR), "immediate").await;
    assert_eq!(own.status, 201, "{}", own.text);
    assert_eq!((owner(&app).await, &own.json["cases"]), (json!(app.world.staff[SENIOR]), &json!(1)));
    let state = async |app: &TestApp| {
        let person = app.world.person_id;
        let tasks = get(app, "director", &format!("/api/v1/cases/{}/tasks", app.world.case_id)).await;
        let mut tasks: Vec<(Value, Value)> = tasks["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|task| task["title"].as_str().unwrap().starts_with("Of "))
            .map(|task| (task["title"].clone(), task["owner"]["id"].clone()))
            .collect();
        tasks.sort_by_key(|(title, _)| title.to_string());
        let alert =
            get(app, "director", &format!("/api/v1/people/{person}/alerts")).await["items"][0]["owner"]["id"].clone();
        let path = format!("/api/v1/appointments/{}", follows["id"].as_str().unwrap());
        let attendees = get(app, "director", &path).await["attendees"][0]["id"].clone();
        (tasks, alert, attendees)
    };
    let [cm, senior, assistant] = [CM, SENIOR, "assistant"].map(|role| json!(app.world.staff[role]));
    let with = |owner: &Value| {
        let tasks = vec![(json!("Of assistant"), assistant.clone()), (json!("Of care_manager"), owner.clone())];
        (tasks, owner.clone(), owner.clone())
    };
    assert_eq!(state(&app).await, with(&senior));
    let listed = get(&app, LEAD, "/api/v1/caseload-moves").await;
    assert_eq!(listed["items"][0]["can"], json!(["caseload_move_undo"]));
    assert_eq!(undo(&app, SENIOR, &own).await.status, 403);
    let undone = undo(&app, LEAD, &own).await;
    assert_eq!((undone.status.as_u16(), &undone.json["status"]), (200, &json!("undone")), "{}", undone.text);
    assert_eq!((state(&app).await, owner(&app).await), (with(&cm), cm));
    let again = undo(&app, LEAD, &undone).await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "caseload_move_undone"));
}

#[actix_web::test]
async fn a_move_is_not_undone_once_a_case_moved_on() {
    let app = TestApp::new().await;
    let first = moved(&app, LEAD, to(&app, SENIOR), "immediate").await;
    assert_eq!(moved(&app, LEAD, to(&app, LEAD), "immediate").await.status, 201);
    let refused = undo(&app, LEAD, &first).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "caseload_move_changed"));
    assert_eq!(owner(&app).await, json!(app.world.staff[LEAD]));
}

#[actix_web::test]
async fn an_appointment_that_would_be_a_double_booking_stays_and_is_listed() {
    let app = TestApp::new().await;
    let start = Utc::now() + TimeDelta::days(30);
    let body = |start| json!({ "kind": "phone_call", "starts_at": start, "minutes": 30 });
    let path = format!("/api/v1/cases/{}/appointments", app.world.hidden_case_id);
    let mut busy = body(start + TimeDelta::minutes(15));
    busy["attendee_ids"] = json!([app.world.staff["director"]]);
    assert_eq!(app.post("director", &path, busy).await.status, 201);
    let path = format!("/api/v1/cases/{}/appointments", app.world.case_id);
    let stays = app.post(CM, &path, body(start)).await;
    assert_eq!(stays.status, 201, "{}", stays.text);
    let follows = app.post(CM, &path, body(start + TimeDelta::days(1))).await;
    let preview = app.post("director", "/api/v1/caseload-moves/preview", to(&app, "director")).await;
    assert_eq!(preview.json["appointments"], 1, "{}", preview.text);
    let own = moved(&app, "director", to(&app, "director"), "immediate").await;
    for seen in [&preview.json["conflicts"], &own.json["conflicts"]] {
        assert_eq!(seen.as_array().unwrap().len(), 1, "{seen}");
        assert_eq!(seen[0]["appointment_id"], stays.json["appointment"]["id"]);
    }
    let attendee = async |appointment: &Answered| {
        let path = format!("/api/v1/appointments/{}", appointment.json["appointment"]["id"].as_str().unwrap());
        get(&app, "director", &path).await["attendees"][0]["id"].clone()
    };
    assert_eq!(attendee(&stays).await, json!(app.world.staff[CM]));
    let person = format!("/api/v1/people/{}", app.world.person_id);
    assert_eq!(app.get(CM, &person).await.status, 200, "who keeps an appointment keeps access to the person");
    assert_eq!(attendee(&follows).await, json!(app.world.staff["director"]));
}

#[actix_web::test]
async fn a_whole_caseload_is_spread_and_offered_and_moves_once_it_is_accepted() {
    let app = TestApp::new().await;
    let whole = json!({ "whole": [{ "from_id": app.world.staff[CM], "to_ids": [app.world.staff[SENIOR]] }] });
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", whole.clone()).await;
    let (sent, shown) = (&to(&app, SENIOR)["moves"][0], &preview.json["moves"][0]);
    assert_eq!((&shown["case_id"], &shown["to_id"]), (&sent["case_id"], &sent["to_id"]), "{}", preview.text);
    assert_eq!((&shown["from_id"], &shown["version"]), (&json!(app.world.staff[CM]), &json!(1)));
    let own = moved(&app, LEAD, whole.clone(), "offer").await;
    assert_eq!((own.status.as_u16(), &own.json["can"]), (201, &json!([])), "{}", own.text);
    assert_eq!(owner(&app).await, json!(app.world.staff[CM]), "it waits for the colleague");
    let again = moved(&app, LEAD, whole.clone(), "immediate").await;
    assert_eq!((again.status.as_u16(), again.code()), (409, "caseload_move_refused"));
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", whole).await;
    assert_eq!(preview.json["refused"][0]["code"], "case_move_offered");
    let offers = get(&app, SENIOR, "/api/v1/hand-offs?status=offered").await;
    let offer = &offers["items"][0];
    assert_eq!(offer["summary"], "Balance the team");
    let path = format!("/api/v1/hand-offs/{}/accept", offer["id"].as_str().unwrap());
    let accepted = app.change(SENIOR, Method::POST, &path, &format!("\"{}\"", offer["version"]), json!({})).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    assert_eq!(owner(&app).await, json!(app.world.staff[SENIOR]));
    assert_eq!(undo(&app, LEAD, &own).await.code(), "caseload_move_offered");
}

#[actix_web::test]
async fn what_can_not_move_is_refused_as_a_whole_and_the_preview_says_why() {
    let app = TestApp::new().await;
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", to(&app, "coordinator")).await;
    assert_eq!(preview.json["refused"][0]["code"], "case_move_role", "{}", preview.text);
    let mut stranger = to(&app, SENIOR);
    stranger["moves"][0]["to_id"] = json!(app.world.stranger_id);
    let preview = app.post(LEAD, "/api/v1/caseload-moves/preview", stranger.clone()).await;
    assert_eq!(preview.json["refused"][0]["code"], "licence_required", "{}", preview.text);
    let refused = moved(&app, LEAD, stranger, "immediate").await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "caseload_move_refused"));
    let empty = app.post(LEAD, "/api/v1/caseload-moves/preview", json!({})).await;
    assert_eq!((empty.status.as_u16(), empty.code()), (409, "caseload_move_empty"));
    let twice = to(&app, SENIOR)["moves"][0].clone();
    let twice = app.post(LEAD, "/api/v1/caseload-moves/preview", json!({ "moves": [twice, twice] })).await;
    assert_eq!((twice.code(), &twice.json["errors"][0]["pointer"]), ("case_moved_twice", &json!("/moves/1/case_id")));
    let hidden = json!({ "moves": [{ "case_id": app.world.hidden_case_id, "to_id": app.world.staff[SENIOR] }] });
    assert_eq!(app.post(LEAD, "/api/v1/caseload-moves/preview", hidden).await.status, 404);
    let unknown = json!({ "moves": [{ "case_id": Uuid::now_v7(), "to_id": app.world.staff[SENIOR] }] });
    assert_eq!(app.post("director", "/api/v1/caseload-moves/preview", unknown).await.status, 404);
    assert_eq!(app.post(CM, "/api/v1/caseload-moves/preview", to(&app, SENIOR)).await.status, 403);
}

#[actix_web::test]
async fn who_covers_for_an_absence_sees_it_in_their_load_until_it_ends() {
    let app = TestApp::new().await;
    let absence =
        json!({ "first_on": today(), "last_on": today() + Days::new(1), "cover_id": app.world.staff[SENIOR] });
    let planned = app.post(CM, "/api/v1/absences", absence).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    let cover = caseload(&app, SENIOR, SENIOR).await;
    let load = &cover["worker"]["load"];
    assert_eq!((&load["cases"], &load["covered"]), (&json!(0), &json!(1)));
    assert_eq!(cover["programs"][0]["parts"][0]["kind"], "cover");
    let board = get(&app, LEAD, "/api/v1/caseloads").await;
    let off = board["workers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["staff"]["id"] == json!(app.world.staff[CM]))
        .unwrap();
    assert_eq!(
        (&off["away_until"], &off["cover"]["id"]),
        (&json!(today() + Days::new(1)), &json!(app.world.staff[SENIOR]))
    );
    let path = format!("/api/v1/absences/{}/cancel", planned.json["id"].as_str().unwrap());
    assert_eq!(app.change(CM, Method::POST, &path, &planned.etag(), json!({})).await.status, 200);
    assert_eq!(caseload(&app, SENIOR, SENIOR).await["worker"]["load"]["covered"], 0);
}

#[actix_web::test]
async fn hours_on_call_stand_beside_the_load_and_take_off_what_fits() {
    let app = TestApp::new().await;
    let before = caseload(&app, LEAD, CM).await;
    assert_eq!(before["on_call_hours"].as_f64(), Some(0.0));
    let now = Utc::now();
    let shift = json!({
        "team_id": app.world.team_id, "staff_id": app.world.staff[CM], "hours": "after_hours",
        "starts_at": now + TimeDelta::days(1), "ends_at": now + TimeDelta::days(8),
    });
    let planned = app.post(LEAD, "/api/v1/on-call-shifts", shift).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    let after = caseload(&app, LEAD, CM).await;
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value}"));
    let hours = number(&after["on_call_hours"]);
    // A week less nine hours of each business day, of which there are five at most.
    assert!((122.9..168.1).contains(&hours), "{hours}");
    let (then, program) = (&before["programs"][0], &after["programs"][0]);
    assert_eq!((number(&then["on_call"]), &program["policy"]["on_call_percent"]), (0.0, &json!(10)));
    assert!((number(&program["on_call"]) - hours / 40.0).abs() < 0.001, "{program}");
    assert!(number(&program["full"]) < number(&then["full"]), "{program}");
}

#[actix_web::test]
async fn strain_is_told_of_five_and_more_and_nobody_alone() {
    let app = TestApp::new().await;
    let radar = get(&app, LEAD, "/api/v1/caseload-strain").await;
    assert_eq!((&radar["fewest"], &radar["teams"][0]["figures"]), (&json!(5), &Value::Null), "{radar}");
    assert_eq!(app.get(CM, "/api/v1/caseload-strain").await.status, 403);
}
