//! What the database holds at the end, read by its owner and not through the program under test.

use std::collections::HashMap;
use std::path::Path;

use testkit::served::psql;

/// A task as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTask {
    /// Id.
    pub id: String,
    /// Version.
    pub version: i64,
    /// State.
    pub status: String,
    /// Title: the key of the write that made it.
    pub title: String,
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoredAudit {
    /// The request.
    pub request_id: String,
    /// Operation id.
    pub operation: String,
    /// Who.
    pub actor_id: String,
}

/// Everything that the drill compares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Tasks.
    pub tasks: Vec<StoredTask>,
    /// Contacts: id and summary, which is the key of the write that made it.
    pub contacts: Vec<(String, String)>,
    /// Notes: id and text, which is the key of the write that made it.
    pub notes: Vec<(String, String)>,
    /// Idempotency records: operation and record by key.
    pub keys: HashMap<String, (String, String)>,
    /// Successful writes in the audit trail.
    pub audits: Vec<StoredAudit>,
    /// How often each version of a record was announced.
    pub announced: HashMap<(String, i64), i64>,
    /// Versions that each task had before: how many, the first, the last.
    pub history: HashMap<String, (i64, i64, i64)>,
}

const WRITES: &str = "('task_create', 'task_complete', 'task_reopen', 'contact_create')";

impl Stored {
    /// Reads it all with `psql`.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn read(program: &Path, url: &str) -> Result<Self, String> {
        let rows = |sql: &str| -> Result<Vec<Vec<String>>, String> {
            let text = psql(program, url, &format!("{sql};"))?;
            Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
        };
        let mut stored = Self::default();
        for row in rows("SELECT id, version, status, title FROM task")? {
            let [id, version, status, title] = fields(row)?;
            stored.tasks.push(StoredTask { id, version: number(&version)?, status, title });
        }
        for row in rows("SELECT id, summary FROM contact")? {
            let [id, summary] = fields(row)?;
            stored.contacts.push((id, summary));
        }
        for row in rows("SELECT id, body FROM note")? {
            let [id, body] = fields(row)?;
            stored.notes.push((id, body));
        }
        let record = "coalesce(body::jsonb ->> 'id', body::jsonb -> 'contact' ->> 'id')";
        for row in rows(&format!("SELECT key, operation, {record} FROM idempotency"))? {
            let [key, operation, record_id] = fields(row)?;
            stored.keys.insert(key, (operation, record_id));
        }
        let successful = format!("outcome = 'ok' AND operation IN {WRITES}");
        for row in rows(&format!("SELECT request_id, operation, actor_id FROM audit_event WHERE {successful}"))? {
            let [request_id, operation, actor_id] = fields(row)?;
            stored.audits.push(StoredAudit { request_id, operation, actor_id });
        }
        for row in rows("SELECT record_id, version, count(*) FROM outbox GROUP BY record_id, version")? {
            let [id, version, count] = fields(row)?;
            stored.announced.insert((id, number(&version)?), number(&count)?);
        }
        for row in rows("SELECT id, count(*), min(version), max(version) FROM task_history GROUP BY id")? {
            let [id, count, first, last] = fields(row)?;
            stored.history.insert(id, (number(&count)?, number(&first)?, number(&last)?));
        }
        Ok(stored)
    }
}

fn fields<const N: usize>(row: Vec<String>) -> Result<[String; N], String> {
    row.try_into().map_err(|row: Vec<String>| format!("psql printed {} columns instead of {N}", row.len()))
}

fn number(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("psql printed `{text}` instead of a number"))
}
