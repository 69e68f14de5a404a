//! A client that writes without pause and asks again, with the same key, until it is answered.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use serde_json::json;
use testkit::served::sign_in;
use testkit::wire::{Connection, Received};
use uuid::Uuid;

use crate::chance::Chance;
use crate::ledger::{Acknowledged, Ledger, Sent};
use crate::organization::{PASSWORD, Writer};

/// How long one answer may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a write may stay without acknowledgement before the drill gives up.
const LONGEST: Duration = Duration::from_secs(90);

/// What all clients and the one who kills share.
#[derive(Debug, Default)]
pub struct Shared {
    /// Set when the clients shall finish what they sent and stop.
    pub stop: AtomicBool,
    /// Writes acknowledged so far.
    pub acknowledged: AtomicU64,
    /// What must not happen and did.
    pub findings: Mutex<Vec<String>>,
}

impl Shared {
    /// Notes what must not happen.
    pub fn found(&self, what: String) {
        if let Ok(mut findings) = self.findings.lock() {
            findings.push(what);
        }
    }
}

/// One client.
pub struct Client<'a> {
    writer: &'a Writer,
    port: u16,
    shared: &'a Shared,
    chance: Chance,
    connection: Option<Connection>,
    token: Option<String>,
    /// Tasks that are open, with their version.
    open: Vec<(String, i64)>,
    /// Tasks that are completed, with their version.
    completed: Vec<(String, i64)>,
    /// What it was told.
    pub ledger: Ledger,
}

impl<'a> Client<'a> {
    /// A client of a writer.
    ///
    /// # Errors
    /// When its ledger can't be made.
    pub fn new(
        writer: &'a Writer,
        port: u16,
        shared: &'a Shared,
        chance: Chance,
        ledger: &Path,
    ) -> Result<Self, String> {
        let ledger = Ledger::open(ledger)?;
        let (open, completed) = (Vec::new(), Vec::new());
        Ok(Self { writer, port, shared, chance, connection: None, token: None, open, completed, ledger })
    }

    /// Writes until it is told to stop; what was sent then is still brought to an end.
    pub fn run(&mut self) {
        while !self.shared.stop.load(Ordering::Relaxed) {
            let sent = self.choose();
            if let Err(finding) = self.write(sent) {
                return self.shared.found(format!("{}: {finding}", self.writer.email));
            }
        }
    }

    /// Sends acknowledged writes again; each must be answered as the first time. How many were sent.
    ///
    /// # Errors
    /// The first one that is not.
    pub fn repeat(&mut self, count: usize) -> Result<usize, String> {
        let known = self.ledger.acknowledged.len();
        let chosen: Vec<usize> = (0..count.min(known)).map(|_| self.chance.index(known)).collect();
        for index in chosen {
            let first = self.ledger.acknowledged[index].clone();
            let answer = self.deliver(&first.sent)?;
            let again = Acknowledged::read(first.sent.clone(), &first.actor_id, &answer)?;
            let same = (&again.record_id, again.version, &again.follow_up_id, &again.note_id)
                == (&first.record_id, first.version, &first.follow_up_id, &first.note_id);
            if again.request_id.is_some() || !same {
                return Err(format!("a repeated {} was not answered as the first time", first.sent.operation));
            }
        }
        Ok(count.min(known))
    }

    fn choose(&mut self) -> Sent {
        match self.chance.below(10) {
            0..=2 if !self.open.is_empty() => self.settle("task_complete"),
            3 if !self.completed.is_empty() => self.settle("task_reopen"),
            4..=6 => self.log_contact(),
            _ => self.create_task(),
        }
    }

    fn case(&mut self) -> Uuid {
        let cases = &self.writer.cases;
        cases[self.chance.index(cases.len())]
    }

    fn create_task(&mut self) -> Sent {
        let key = Uuid::now_v7().to_string();
        let due_at = Utc::now() + TimeDelta::days(2);
        let body =
            json!({ "case_id": self.case(), "title": key, "kind": "call", "priority": "routine", "due_at": due_at });
        Sent { operation: "task_create", path: "/api/v1/tasks".into(), version: None, body: body.to_string(), key }
    }

    fn settle(&mut self, operation: &'static str) -> Sent {
        let tasks = if operation == "task_complete" { &mut self.open } else { &mut self.completed };
        let (id, version) = tasks.swap_remove(self.chance.index(tasks.len()));
        let path = format!("/api/v1/tasks/{id}/{}", operation.trim_start_matches("task_"));
        let key = Uuid::now_v7().to_string();
        let body = if operation == "task_complete" { json!({ "note": key }).to_string() } else { String::new() };
        Sent { operation, path, version: Some(version), body, key }
    }

    fn log_contact(&mut self) -> Sent {
        let key = Uuid::now_v7().to_string();
        let outcome = if self.chance.below(2) == 0 { "reached" } else { "no_answer" };
        let mut body = json!({
            "mode": "phone", "direction": "outbound", "outcome": outcome, "with": "person", "minutes": 5,
            "purpose": "follow_up", "summary": key,
        });
        if self.chance.below(3) == 0 {
            body["follow_up"] = json!({ "title": key, "due_at": Utc::now() + TimeDelta::days(7) });
        }
        if self.chance.below(3) == 0 {
            body["note"] = json!({ "body": key, "sign": self.chance.below(2) == 0 });
        }
        let path = format!("/api/v1/cases/{}/contacts", self.case());
        Sent { operation: "contact_create", path, version: None, body: body.to_string(), key }
    }

    fn write(&mut self, sent: Sent) -> Result<(), String> {
        let answer = self.deliver(&sent)?;
        let acknowledged = Acknowledged::read(sent, &self.writer.id.to_string(), &answer)?;
        self.shared.acknowledged.fetch_add(1, Ordering::Relaxed);
        let task = (acknowledged.record_id.clone(), acknowledged.version);
        match acknowledged.sent.operation {
            "task_complete" => self.completed.push(task),
            "contact_create" => self.open.extend(acknowledged.follow_up_id.clone().map(|id| (id, 1))),
            _ => self.open.push(task),
        }
        self.ledger.keep(acknowledged)
    }

    /// Sends until there is an answer that acknowledges the write.
    fn deliver(&mut self, sent: &Sent) -> Result<Received, String> {
        let since = Instant::now();
        while since.elapsed() < LONGEST {
            match self.attempt(sent) {
                Some(answer) if answer.is_success() => return Ok(answer),
                Some(answer) if answer.status == 401 => self.token = None,
                Some(answer) if answer.status >= 500 || answer.status == 429 => self.ledger.missed(answer.status),
                Some(answer) => {
                    return Err(format!("{} was refused with {}: {}", sent.operation, answer.status, answer.text()));
                }
                None => self.ledger.missed(0),
            }
            std::thread::sleep(Duration::from_millis(10 + self.chance.below(30)));
        }
        Err(format!("{} stayed without an answer for {} seconds", sent.operation, LONGEST.as_secs()))
    }

    /// One attempt; none when the connection broke or could not be made.
    fn attempt(&mut self, sent: &Sent) -> Option<Received> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.port, PATIENCE).ok()?,
        };
        if self.token.is_none() {
            self.token = sign_in(&mut connection, &self.writer.email, PASSWORD).ok();
        }
        let bearer = format!("Bearer {}", self.token.as_ref()?);
        let etag = sent.version.map(|version| format!("\"{version}\""));
        let mut headers = vec![("Authorization", bearer.as_str()), ("Idempotency-Key", sent.key.as_str())];
        headers.extend(etag.as_deref().map(|etag| ("If-Match", etag)));
        let body = Some(sent.body.as_str()).filter(|body| !body.is_empty());
        let answer = connection.send("POST", &sent.path, &headers, body).ok()?;
        self.connection = Some(connection);
        Some(answer)
    }
}
