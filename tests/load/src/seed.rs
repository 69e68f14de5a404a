//! The organization of the benchmark: one person made through the API like any other, then copied in the database.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use persistence::Store;
use serde_json::{Value, json};
use testkit::World;
use testkit::served::{Served, psql, sign_in};
use testkit::wire::Connection;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::process;
use crate::site::{PASSWORD, Site};
use crate::workload::Subject;

/// People that clients ask about; more than the clients there are, so that each has its own.
pub const SUBJECTS: usize = 96;
/// Care managers who sign in.
const OWNERS: usize = 16;
/// Open items of each person.
const OPEN: usize = 5;
/// People who are marked at once.
const MARKED: usize = 1_000;
/// How long keeping their measures may take.
const KEEPING: Duration = Duration::from_secs(60);

const SEED: &str = include_str!("../sql/seed.sql");

/// What the rest of the benchmark needs to know.
#[derive(Debug)]
pub struct Seeded {
    /// The organization.
    pub org_id: Uuid,
    /// E-mail of the director.
    pub director: String,
    /// Whom clients ask about.
    pub subjects: Vec<Subject>,
    /// CPU for each person whose measures were kept, of the engine and the database, in microseconds.
    pub kept_us: f64,
}

/// Fills an empty, migrated database with `people` people.
///
/// # Errors
/// A sentence.
pub fn seed(site: &Site, people: u32) -> Result<Seeded, String> {
    let runtime = Runtime::new().map_err(|cause| cause.to_string())?;
    let (world, hash) = runtime.block_on(async {
        let store = Store::open(&site.application_url(), 1).await.map_err(|error| error.to_string())?;
        let secrets = api::secrets::Secrets::load(&site.data)?;
        let passwords = api::password::Passwords::new(&secrets.pepper, api::password::Cost::STANDARD)?;
        Ok::<_, String>((World::build(&store, Utc::now()).await, passwords.hash(PASSWORD).await?))
    })?;
    let owner = world.staff.get("care_manager").ok_or("the world has no care manager")?;
    let team = world.team_id;
    let director = world.staff.get("director").ok_or("the world has no director")?;
    site.psql(&format!(
        "INSERT INTO password (org_id, staff_id, hash) VALUES ('{org}', '{owner}', '{hash}'), ('{org}', '{director}', '{hash}');",
        org = world.org_id
    ))?;
    let server = site.serve()?;
    let made = Template::make(&server, &world, &format!("care_manager.{}@example.org", owner.simple()));
    server.stop()?;
    made?;
    let variables = [
        ("people", people.to_string()),
        ("subjects", SUBJECTS.to_string()),
        ("owners", OWNERS.to_string()),
        ("org", world.org_id.to_string()),
        ("owner", owner.to_string()),
        ("team", team.to_string()),
        ("person", world.person_id.to_string()),
    ];
    let set: String = variables.iter().map(|(name, value)| format!("\\set {name} '{value}'\n")).collect();
    let rows = psql(&site.psql, &site.owner_url(), &format!("{set}{SEED}"))?;
    let subjects: Vec<Subject> = rows.lines().filter_map(subject).collect();
    if subjects.len() != SUBJECTS {
        return Err(format!("{} people to ask about instead of {SUBJECTS}: {rows}", subjects.len()));
    }
    let director = format!("director.{}@example.org", director.simple());
    let kept_us = keep(site, &runtime, world.org_id)?;
    Ok(Seeded { org_id: world.org_id, director, subjects, kept_us })
}

/// Marks everybody, some at a time, and keeps their measures as the server does: an organization that did not begin a minute ago has
/// them. The CPU that one person takes, in microseconds.
fn keep(site: &Site, runtime: &Runtime, org_id: Uuid) -> Result<f64, String> {
    let store = runtime.block_on(Store::open(&site.application_url(), 1)).map_err(|error| error.to_string())?;
    let used = || process::cpu(std::process::id()) + process::cpu(site.database());
    let (mut after, mut people, mut micros) = (Uuid::nil().to_string(), 0, 0);
    loop {
        let marked = site.psql(&format!(
            "INSERT INTO measure_mark (org_id, person_id) SELECT org_id, id FROM person WHERE org_id = '{org_id}' AND id > '{after}' \
             ORDER BY id LIMIT {MARKED} RETURNING person_id;"
        ))?;
        let Some(last) = marked.lines().filter(|line| !line.is_empty()).max() else { break };
        let before = used();
        let keeping = runtime.block_on(store.measures_keep(org_id, Utc::now(), Instant::now() + KEEPING));
        people += keeping.map_err(|error| error.to_string())?.people;
        micros += used().saturating_sub(before);
        last.clone_into(&mut after);
    }
    site.psql("VACUUM (ANALYZE) measure_kept, measure_mark;")?;
    Ok(micros as f64 / people.max(1) as f64)
}

fn subject(line: &str) -> Option<Subject> {
    let mut columns = line.split('\t').map(str::to_owned);
    Some(Subject {
        email: columns.next()?,
        person_id: columns.next()?,
        case_id: columns.next()?,
        task_id: columns.next()?,
        prefix: columns.next()?,
    })
}

/// The person who is copied.
struct Template {
    connection: Connection,
    token: String,
}

impl Template {
    /// Makes what a person under care has after some weeks.
    fn make(server: &Served, world: &World, email: &str) -> Result<(), String> {
        let patience = std::time::Duration::from_secs(30);
        let mut connection = Connection::open(server.port, patience).map_err(|cause| cause.to_string())?;
        let token = sign_in(&mut connection, email, PASSWORD)?;
        let mut template = Self { connection, token };
        let (person, case) = (format!("/people/{}", world.person_id), format!("/cases/{}", world.case_id));
        let daughter = json!({ "name": "Efua Okonkwo", "relationship": "daughter", "phone": "555-0100", "is_caregiver": true, "may_discuss": true });
        template.post(&format!("{person}/related"), None, &daughter)?;
        template.post(
            &format!("{person}/coverages"),
            None,
            &json!({ "payer": "Medicare", "kind": "medicare", "member_id": "1EG4-TE5-MK73" }),
        )?;
        for (kind, title) in
            [("clinical", "Heart failure"), ("functional", "Can't walk far"), ("social", "No ride to dialysis")]
        {
            template.post(&format!("{person}/needs"), None, &json!({ "kind": kind, "title": title }))?;
        }
        for number in 0..6 {
            let occurred_at = Utc::now() - TimeDelta::minutes(10 - number);
            let mut contact = json!({ "mode": "phone", "direction": "outbound", "outcome": "reached", "with": "person", "minutes": 12,
                "purpose": "follow_up", "summary": "Weights are stable, no swelling, will call the clinic about the refill", "occurred_at": occurred_at });
            if number > 0 {
                contact["note"] = json!({ "body": "Spoke with the person at home. ".repeat(12), "sign": true });
            }
            template.post(&format!("{case}/contacts"), None, &contact)?;
        }
        let answers: Value = (1..=9)
            .map(|item| (item.to_string(), json!(i32::from(item < 6))))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let begun = template.post(
            &format!("{case}/assessments"),
            None,
            &json!({ "instrument": "phq-9", "mode": "phone", "initial": false, "answers": answers }),
        )?;
        template.post(&format!("/assessments/{}/complete", id(&begun)?), Some(1), &json!({}))?;
        template.post(&format!("{case}/care-plans"), None, &json!({ "kind": "comprehensive", "content": plan() }))?;
        template.fill_up(&case)
    }

    /// Gives tasks until there are as many open items as there shall be.
    fn fill_up(&mut self, case: &str) -> Result<(), String> {
        let deadlines = self.get(&format!("{case}/deadlines"))?;
        let open = deadlines["items"].as_array().into_iter().flatten().filter(|item| item["status"] == "open").count();
        for number in open..OPEN {
            let due_at = Utc::now() + TimeDelta::hours(24 * number as i64);
            let task = json!({ "case_id": case.trim_start_matches("/cases/"), "title": "Call the pharmacy about the refill",
                "kind": "call", "priority": if number % 2 == 0 { "urgent" } else { "routine" }, "due_at": due_at });
            self.post("/tasks", None, &task)?;
        }
        if open < OPEN { Ok(()) } else { Err(format!("{open} open deadlines leave no room for a task")) }
    }

    fn get(&mut self, path: &str) -> Result<Value, String> {
        self.send("GET", path, None, None)
    }

    fn post(&mut self, path: &str, version: Option<i64>, body: &Value) -> Result<Value, String> {
        self.send("POST", path, version, Some(&body.to_string()))
    }

    fn send(&mut self, method: &str, path: &str, version: Option<i64>, body: Option<&str>) -> Result<Value, String> {
        let bearer = format!("Bearer {}", self.token);
        let etag = version.map(|version| format!("\"{version}\""));
        let mut headers = vec![("Authorization", bearer.as_str())];
        headers.extend(etag.as_deref().map(|etag| ("If-Match", etag)));
        let answer = self.connection.send(method, &format!("/api/v1{path}"), &headers, body);
        let answer = answer.map_err(|cause| format!("{path}: {cause}"))?;
        if answer.is_success() {
            Ok(answer.json())
        } else {
            Err(format!("{path}: {} {}", answer.status, answer.text()))
        }
    }
}

fn id(record: &Value) -> Result<&str, String> {
    record["id"].as_str().ok_or_else(|| format!("a record without an id: {record}"))
}

fn plan() -> Value {
    let (goal, today) = (Uuid::now_v7(), Utc::now().date_naive());
    let later = today + TimeDelta::days(60);
    json!({
        "goals": [{ "id": goal, "need_id": null, "text": "Walk to the corner and back without stopping", "measure": "walk distance", "unit": "m",
            "direction": "increase", "baseline": 40.0, "target": 200.0, "start_on": today, "due_on": later, "status": "active" }],
        "interventions": [{ "id": Uuid::now_v7(), "goal_id": goal, "text": "Walk together on the first day", "owner_id": null,
            "frequency": "weekly", "due_on": later, "status": "active" }],
        "barriers": [],
    })
}
