//! Measures: the number is its members, the proof follows the facts, and both can be asked for as known then.

use actix_web::http::Method;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use testkit::{Answered, TestApp};

const CM: &str = "care_manager";

fn days_ago(days: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::days(days)
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A stay that ended 12 days ago.
pub async fn discharged(app: &TestApp) {
    let body = json!({ "class": "inpatient", "facility": "General", "admitted_at": days_ago(14), "discharged_at": days_ago(12) });
    let answer = app.post(CM, &format!("/api/v1/people/{}/stays", app.world.person_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

pub async fn reached(app: &TestApp, days: i64) -> Value {
    let body = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 10,
        "purpose": "outreach", "occurred_at": days_ago(days) });
    let answer = app.post(CM, &format!("/api/v1/cases/{}/contacts", app.world.case_id), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["contact"].clone()
}

async fn measure(app: &TestApp, role: &str, path: &str) -> Answered {
    let answer = app.get(role, &format!("/api/v1/measures/{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer
}

/// Numerator, denominator and pending.
fn numbers(measure: &Answered) -> [f64; 3] {
    ["numerator", "denominator", "pending"].map(|name| measure.json[name].as_f64().unwrap())
}

/// The predicates of the only member's proof, with their answers.
async fn proof(app: &TestApp, code: &str, more: &str) -> Vec<(String, bool)> {
    let members = measure(app, CM, &format!("{code}/members?limit=200{more}")).await;
    let all = members.json["items"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{}", members.text);
    let id = all[0]["id"].as_str().unwrap();
    let alone = measure(app, CM, &format!("{code}/members/{id}/proof{}", more.replacen('&', "?", 1))).await;
    assert_eq!(alone.json, all[0], "the proof of one is the proof in the list");
    let steps = alone.json["proof"].as_array().unwrap();
    steps.iter().map(|step| (step["predicate"].as_str().unwrap().to_owned(), step["holds"] == true)).collect()
}

#[actix_web::test]
async fn a_contact_entered_late_gives_two_documented_answers() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let before = text(Utc::now());
    assert_eq!(numbers(&measure(&app, CM, "outreach-7").await), [0.0, 1.0, 0.0]);
    reached(&app, 9).await;
    let now = measure(&app, CM, "outreach-7").await;
    assert_eq!((numbers(&now), &now.json["known_at"]), ([1.0, 1.0, 0.0], &Value::Null));
    let then = measure(&app, CM, &format!("outreach-7?known_at={before}")).await;
    assert_eq!(numbers(&then), [0.0, 1.0, 0.0], "as it was known before it was entered");
    assert!(then.json["known_at"].is_string() && then.json["as_of"].is_string());
    let (is, was) =
        (proof(&app, "outreach-7", "").await, proof(&app, "outreach-7", &format!("&known_at={before}")).await);
    assert_eq!(is.last().unwrap().0, "met_in_time");
    assert_eq!(was.last().unwrap().0, "due_time_passed");
}

#[actix_web::test]
async fn as_of_a_past_day_what_happened_later_is_not_known_yet() {
    let app = TestApp::new().await;
    discharged(&app).await;
    reached(&app, 9).await;
    let at = |days| format!("outreach-7?as_of={}", text(days_ago(days)));
    assert_eq!(numbers(&measure(&app, CM, &at(10)).await), [0.0, 0.0, 1.0]);
    assert_eq!(numbers(&measure(&app, CM, &at(8)).await), [1.0, 1.0, 0.0]);
}

#[actix_web::test]
async fn a_contact_taken_back_does_not_count_and_the_proof_says_so() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let contact = reached(&app, 9).await;
    assert_eq!(numbers(&measure(&app, CM, "trc-engagement").await), [1.0, 1.0, 0.0]);
    assert!(proof(&app, "trc-engagement", "").await.contains(&("visit_in_time".into(), true)));
    let path = format!("/api/v1/contacts/{}/withdraw", contact["id"].as_str().unwrap());
    let etag = format!("\"{}\"", contact["version"]);
    let answer = app.change(CM, Method::POST, &path, &etag, json!({ "reason": "Another person" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(numbers(&measure(&app, CM, "trc-engagement").await), [0.0, 0.0, 1.0]);
    assert!(proof(&app, "trc-engagement", "").await.contains(&("window_over".into(), false)));
}

#[actix_web::test]
async fn every_number_is_the_count_of_its_members_whenever_it_is_asked_for() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let before = text(Utc::now());
    reached(&app, 9).await;
    let from = (Utc::now() - TimeDelta::days(300)).date_naive();
    for when in [String::new(), format!("&known_at={before}"), format!("&as_of={}", text(days_ago(10)))] {
        let list = app.get("director", &format!("/api/v1/measures?from={from}{when}")).await;
        let items = list.json["items"].as_array().unwrap();
        assert!(items.len() > 40, "{}", list.text);
        for one in items {
            let code = one["code"].as_str().unwrap();
            let members = measure(&app, "director", &format!("{code}/members?limit=200&from={from}{when}")).await;
            let places: Vec<_> =
                members.json["items"].as_array().unwrap().iter().map(|member| member["place"].clone()).collect();
            let count = |wanted: &[&str]| {
                places.iter().filter(|place| wanted.contains(&place.as_str().unwrap())).count() as u64
            };
            assert_eq!(one["denominator"].as_u64().unwrap(), count(&["numerator", "partial", "denominator"]), "{code}");
            assert_eq!(one["excluded"].as_u64().unwrap(), count(&["excluded"]), "{code}");
            assert_eq!(one["pending"].as_u64().unwrap(), count(&["pending"]), "{code}");
        }
    }
}

#[actix_web::test]
async fn who_sees_numbers_only_sees_no_people_and_no_small_groups() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let few = measure(&app, "analyst", "outreach-7").await.json;
    assert_eq!((&few["suppressed"], &few["denominator"], &few["rate"]), (&json!(true), &Value::Null, &Value::Null));
    let shown = measure(&app, "director", "outreach-7").await.json;
    assert_eq!((&shown["suppressed"], &shown["denominator"]), (&json!(false), &json!(1)));
    for path in ["outreach-7/members", "outreach-7/export"] {
        assert_eq!(app.get("analyst", &format!("/api/v1/measures/{path}")).await.status, 403, "{path}");
    }
    let hidden = measure(&app, "analyst", "outreach-7/strata?by=language").await;
    let shown = measure(&app, "director", "outreach-7/strata?by=language").await;
    assert_eq!(hidden.json["items"].as_array().unwrap().len(), shown.json["items"].as_array().unwrap().len());
    assert!(
        hidden.json["items"].as_array().unwrap().iter().all(|one| one["suppressed"] == true && one["rate"].is_null())
    );
    assert!(shown.json["items"].as_array().unwrap().iter().all(|one| one["suppressed"] == false));
    let race = measure(&app, "director", "outreach-7/strata?by=race_ethnicity").await;
    assert_eq!((&race.json["recorded"], &race.json["items"]), (&json!(false), &json!([])));
}

#[actix_web::test]
async fn nobody_counts_the_people_of_colleagues_whom_they_do_not_reach() {
    let app = TestApp::new().await;
    discharged(&app).await;
    assert_eq!(numbers(&measure(&app, "stranger", "outreach-7").await)[1], 0.0);
    let other = app.get("stranger", "/api/v1/me").await.json["id"].as_str().unwrap().to_owned();
    let mine = app.get(CM, "/api/v1/me").await.json["id"].as_str().unwrap().to_owned();
    assert_eq!(numbers(&measure(&app, CM, &format!("outreach-7?staff_id={mine}")).await)[1], 1.0);
    assert_eq!(numbers(&measure(&app, CM, &format!("outreach-7?staff_id={other}")).await)[1], 0.0);
    assert_eq!(numbers(&measure(&app, "stranger", &format!("outreach-7?staff_id={mine}")).await)[1], 0.0);
    let members = measure(&app, CM, "outreach-7/members").await;
    let id = members.json["items"][0]["id"].as_str().unwrap();
    let foreign = app.get("stranger", &format!("/api/v1/measures/outreach-7/members/{id}/proof")).await;
    assert_eq!(foreign.status, 404);
}

#[actix_web::test]
async fn the_follow_up_of_an_emergency_visit_counts_once_it_is_said_what_the_visit_was_for() {
    let app = TestApp::new().await;
    let path = format!("/api/v1/people/{}/stays", app.world.person_id);
    let body = json!({ "class": "emergency", "facility": "General", "admitted_at": days_ago(13), "discharged_at": days_ago(12) });
    let stay = app.post(CM, &path, body.clone()).await;
    assert_eq!((stay.status.as_u16(), &stay.json["cause"]), (201, &Value::Null), "{}", stay.text);
    let nobody = measure(&app, CM, "fmc-7").await;
    assert_eq!((numbers(&nobody), &nobody.json["lacking"]), ([0.0; 3], &json!([])));
    let id = stay.json["id"].as_str().unwrap().to_owned();
    let say = async |id: &str, etag: String, body: Value| {
        app.change(CM, Method::POST, &format!("/api/v1/stays/{id}/cause"), &etag, body).await
    };
    let said = say(&id, stay.etag(), json!({ "cause": "chronic_conditions" })).await;
    assert_eq!((said.status.as_u16(), &said.json["cause"]), (200, &json!("chronic_conditions")), "{}", said.text);
    assert_eq!(numbers(&measure(&app, CM, "fmc-7").await), [0.0, 1.0, 0.0]);
    reached(&app, 9).await;
    assert_eq!(numbers(&measure(&app, CM, "fmc-7").await), [1.0, 1.0, 0.0]);
    assert!(proof(&app, "fmc-7", "").await.contains(&("visit_in_time".into(), true)));
    let open = say(&id, said.etag(), json!({})).await;
    assert_eq!((&open.json["cause"], numbers(&measure(&app, CM, "fmc-7").await)), (&Value::Null, [0.0; 3]));

    let mut inpatient = body;
    inpatient["class"] = json!("inpatient");
    let stay = app.post(CM, &path, inpatient.clone()).await;
    let refused = say(stay.json["id"].as_str().unwrap(), stay.etag(), json!({ "cause": "substance_use" })).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "stay_not_emergency"));
    inpatient["cause"] = json!("substance_use");
    let refused = app.post(CM, &path, inpatient).await;
    assert_eq!((refused.code(), &refused.json["errors"][0]["pointer"]), ("stay_not_emergency", &json!("/cause")));
}

#[actix_web::test]
async fn every_fact_that_a_measure_needs_is_recorded_and_of_nobody_there_is_no_rate() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let listed = app.get("director", "/api/v1/measures").await;
    for one in listed.json["items"].as_array().unwrap() {
        assert_eq!(one["lacking"], json!([]), "{}", one["code"]);
    }
    let asked = measure(&app, "director", "experience").await;
    assert_eq!((numbers(&asked), &asked.json["rate"]), ([0.0; 3], &Value::Null));
    assert_eq!((&asked.json["uncertified"], &asked.json["source"]), (&json!(true), &json!("K-18")));
    assert_eq!(numbers(&measure(&app, "director", "trc-notice").await), [0.0, 1.0, 0.0]);
}

#[actix_web::test]
async fn the_months_of_a_course_add_up_to_the_period() {
    let app = TestApp::new().await;
    discharged(&app).await;
    let trend = measure(&app, CM, "outreach-7/trend").await;
    let points = trend.json["items"].as_array().unwrap();
    let sum: f64 = points.iter().map(|point| point["denominator"].as_f64().unwrap()).sum();
    assert!((points.len() >= 3) && sum == 1.0, "{}", trend.text);
}

#[actix_web::test]
async fn a_measure_is_a_fhir_measure_report_and_its_people_a_file() {
    let app = TestApp::new().await;
    discharged(&app).await;
    reached(&app, 9).await;
    let fhir = [("Accept", "application/fhir+json")];
    let report = app.send("director", Method::GET, "/api/v1/measures/outreach-7", None, &fhir).await;
    assert_eq!((&report.json["resourceType"], &report.json["type"]), (&json!("MeasureReport"), &json!("summary")));
    let group = &report.json["group"][0];
    let count = |code: &str| {
        let populations = group["population"].as_array().unwrap();
        populations.iter().find(|one| one["code"]["coding"][0]["code"] == code).unwrap()["count"].clone()
    };
    assert_eq!((count("denominator"), count("numerator")), (json!(1), json!(1)));
    assert_eq!(group["measureScore"]["value"], 1.0);
    let file = app.get("director", "/api/v1/measures/outreach-7/export").await;
    assert_eq!(file.status, 200, "{}", file.text);
    assert_eq!(file.text.lines().count(), 2, "{}", file.text);
    assert!(file.text.starts_with("\u{feff}member,person_id,person,place") && file.text.contains("\"numerator\""));
    let trail = app.get("privacy_officer", "/api/v1/audit?limit=50").await;
    assert!(trail.text.contains("measure_export"), "{}", trail.text);
}

#[actix_web::test]
async fn a_period_that_cannot_be_is_refused_with_a_pointer() {
    let app = TestApp::new().await;
    for query in ["from=2026-02-02&to=2026-01-01", "from=0001-01-01&to=0001-02-01", "from=2020-01-01&to=2026-01-01"] {
        let answer = app.get("director", &format!("/api/v1/measures?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (409, "measure_period"), "{query}");
    }
}

/// True for a count as an analyst is told it: none, or so many in steps of 5 that they stand for 11 and more.
fn is_told(count: f64) -> bool {
    count == 0.0 || (count >= 10.0 && count % 5.0 == 0.0)
}

/// Every number that an analyst is shown of a measure, a month or a board is such a count, and so is what is left of it.
fn nothing_small(value: &Value, of: &str) {
    let numbers = ["numerator", "denominator"].map(|name| value[name].as_f64());
    if let [Some(numerator), Some(denominator)] = numbers {
        for count in [numerator, denominator, denominator - numerator] {
            assert!(is_told(count), "{of}: {value}");
        }
    } else {
        assert_eq!((value["suppressed"].as_bool(), numbers), (Some(true), [None, None]), "{of}: {value}");
    }
    for name in ["excluded", "pending"] {
        assert!(value[name].as_f64().is_none_or(is_told), "{of}: {value}");
    }
}

#[actix_web::test]
async fn an_analyst_sees_nothing_small_in_any_measure_course_or_board() {
    let app = TestApp::new().await;
    discharged(&app).await;
    crowd_of(&app, 60);
    let list = app.get("analyst", "/api/v1/measures").await;
    let measures = list.json["items"].as_array().unwrap();
    let counted = |one: &&Value| one["denominator"].as_u64().is_some_and(|count| count > 0);
    assert!(measures.iter().filter(counted).count() > 0, "something is large enough: {}", list.text);
    assert!(measures.iter().any(|one| one["suppressed"] == true), "and something is not: {}", list.text);
    let mut hidden = 0;
    for one in measures.iter().filter(|one| one["kind"] == "proportion") {
        let code = one["code"].as_str().unwrap();
        nothing_small(one, code);
        assert_eq!(one["figures"], json!([]), "{code}");
        let trend = measure(&app, "analyst", &format!("{code}/trend")).await;
        let months = trend.json["items"].as_array().unwrap();
        months.iter().for_each(|month| nothing_small(month, code));
        hidden += months.iter().filter(|month| month["suppressed"] == true).count();
    }
    assert!(hidden > 0);
    let board = app.get("analyst", "/api/v1/measure-boards/managed_care").await.json;
    for tile in board["tiles"].as_array().unwrap().iter().filter(|tile| tile["share"] == true) {
        nothing_small(tile, "tile");
        for month in tile["months"].as_array().unwrap() {
            nothing_small(month, "month");
            assert!(month["suppressed"] == false || month["lower"].is_null() && month["value"].is_null(), "{month}");
        }
    }
    let tiers = board["panel"]["tiers"].as_array().unwrap();
    assert!(tiers.iter().all(|tier| tier["cases"].as_f64().is_none_or(is_told)), "{board}");
    let mine = app.get("director", "/api/v1/measure-boards/managed_care").await.json;
    assert!(mine["tiles"].as_array().unwrap().iter().all(|tile| tile["suppressed"] == false));
    assert!(mine["panel"]["cases"].as_u64().unwrap() > 60);
}

#[actix_web::test]
async fn who_sees_numbers_only_asks_about_whole_months_of_nobody_in_particular_as_they_are_now() {
    let app = TestApp::new().await;
    let days = "from=2026-02-11&to=2026-03-03";
    for path in ["measures/outreach-7", "measure-boards/managed_care"] {
        let path = format!("/api/v1/{path}?{days}");
        let (widened, asked) = (app.get("analyst", &path).await.json, app.get("director", &path).await.json);
        assert_eq!([&widened["from"], &widened["to"]], [&json!("2026-02-01"), &json!("2026-03-31")], "{widened}");
        assert_eq!([&asked["from"], &asked["to"]], [&json!("2026-02-11"), &json!("2026-03-03")], "{asked}");
    }
    let at = "2026-02-01T00:00:00Z";
    let (team, staff) = (app.world.team_id, app.world.staff[CM]);
    for query in
        [format!("team_id={team}"), format!("staff_id={staff}"), format!("as_of={at}"), format!("known_at={at}")]
    {
        for path in ["measures", "measures/outreach-7", "measures/outreach-7/trend"] {
            let answer = app.get("analyst", &format!("/api/v1/{path}?{query}")).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (403, "role_forbids"), "{path} {query}");
        }
    }
}

/// Ten thousand people with stays and contacts, made from numbers: copies of the records of the world with other ids and times.
pub fn crowd(app: &TestApp) {
    crowd_of(app, 10_000);
}

/// As many people.
fn crowd_of(app: &TestApp, people: u32) {
    let person = app.world.person_id;
    let case = app.world.case_id;
    let hash = |salt: &str, of: i64| format!("(('x' || substr(md5(n || '{salt}'), 1, 6))::bit(24)::int % {of})");
    let stays = format!(
        "INSERT INTO stay SELECT r.* FROM generate_series(1, {people}) n, generate_series(0, 1) again, stay s, \
         LATERAL (SELECT now() - make_interval(hours => {left} - again * ({gap} + 20)) AS left_at) t, \
         LATERAL jsonb_populate_record(s, jsonb_build_object('id', md5(n || 'stay' || again)::uuid, 'person_id', md5('person' || n)::uuid, \
           'admitted_at', t.left_at - interval '50 hours', 'discharged_at', t.left_at, 'source', NULL, 'since', now())) r \
         WHERE s.person_id = '{person}' AND t.left_at < now() AND (again = 0 OR {twice} = 0)",
        left = hash("left", 24 * 100),
        gap = hash("gap", 24 * 45),
        twice = hash("twice", 3),
    );
    let contacts = format!(
        "INSERT INTO contact SELECT r.* FROM generate_series(1, {people}) n, contact k, \
         LATERAL jsonb_populate_record(k, jsonb_build_object('id', md5(n || 'contact')::uuid, 'person_id', md5('person' || n)::uuid, \
           'case_id', md5('case' || n)::uuid, 'occurred_at', now() - make_interval(hours => {when}), \
           'outcome', CASE {outcome} WHEN 0 THEN 'no_answer' ELSE 'reached' END, 'source', NULL, 'since', now())) r \
         WHERE k.person_id = '{person}'",
        when = hash("when", 24 * 100),
        outcome = hash("outcome", 4),
    );
    let persons = format!(
        "INSERT INTO person SELECT r.* FROM generate_series(1, {people}) n, person p, LATERAL jsonb_populate_record(p, \
         jsonb_build_object('id', md5('person' || n)::uuid, 'source', NULL)) r WHERE p.id = '{person}'"
    );
    let cases = format!(
        "INSERT INTO \"case\" SELECT r.* FROM generate_series(1, {people}) n, \"case\" c, LATERAL jsonb_populate_record(c, \
         jsonb_build_object('id', md5('case' || n)::uuid, 'person_id', md5('person' || n)::uuid)) r WHERE c.id = '{case}'"
    );
    for statement in [persons, cases, stays, contacts] {
        assert_eq!(app.db.owner_sql(&statement), "");
    }
}

/// K-8 engagement, counted by SQL alone: denominator, numerator, excluded, pending.
const ENGAGEMENT: &str = "
  WITH acute AS (
    SELECT id, person_id, admitted_at, discharged_at, (discharged_at AT TIME ZONE 'America/New_York')::date AS day
    FROM stay WHERE status <> 'cancelled' AND class IN ('inpatient', 'observation')
  ), judged AS (
    SELECT s.day,
      EXISTS (SELECT FROM stay o WHERE o.person_id = s.person_id AND o.id <> s.id AND o.status <> 'cancelled'
        AND o.class <> 'emergency' AND o.admitted_at >= s.discharged_at
        AND (o.admitted_at AT TIME ZONE 'America/New_York')::date <= s.day + 30) AS gone,
      EXISTS (SELECT FROM contact c WHERE c.person_id = s.person_id AND c.status = 'finished' AND c.outcome = 'reached'
        AND c.\"with\" IN ('person', 'caregiver')
        AND (c.occurred_at AT TIME ZONE 'America/New_York')::date BETWEEN s.day + 1 AND s.day + 30) AS seen,
      (now() AT TIME ZONE 'America/New_York')::date > s.day + 30 AS over
    FROM acute s WHERE s.day >= (now() AT TIME ZONE 'America/New_York')::date - 90
  )
  SELECT count(*) FILTER (WHERE NOT gone AND (seen OR over)) || ' ' || count(*) FILTER (WHERE NOT gone AND seen) || ' ' ||
    count(*) FILTER (WHERE gone) || ' ' || count(*) FILTER (WHERE NOT gone AND NOT seen AND NOT over) FROM judged";

#[actix_web::test]
async fn what_the_screen_shows_of_10_000_people_is_what_sql_counts_apart() {
    let app = TestApp::new().await;
    discharged(&app).await;
    reached(&app, 9).await;
    crowd(&app);
    let shown = measure(&app, "director", "trc-engagement").await;
    let numbers = ["denominator", "numerator", "excluded", "pending"].map(|name| shown.json[name].as_f64().unwrap());
    let counted = app.db.owner_sql(ENGAGEMENT);
    let wanted: Vec<f64> = counted.split_whitespace().map(|word| word.parse().unwrap()).collect();
    assert_eq!(numbers.to_vec(), wanted);
    assert!(numbers.iter().all(|number| *number > 100.0), "{numbers:?}");
}
