//! What a client was told: every acknowledged write, in memory and in a file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use testkit::wire::Received;

/// A write as it was sent, and is sent again with the same key until it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Operation id of the API document.
    pub operation: &'static str,
    /// Path.
    pub path: String,
    /// Version in `If-Match`.
    pub version: Option<i64>,
    /// Body.
    pub body: String,
    /// `Idempotency-Key`.
    pub key: String,
}

/// A write that was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// What was asked.
    pub sent: Sent,
    /// Who asked.
    pub actor_id: String,
    /// The task or contact.
    pub record_id: String,
    /// The version that was answered.
    pub version: i64,
    /// The task that a contact opened.
    pub follow_up_id: Option<String>,
    /// The note on a contact.
    pub note_id: Option<String>,
    /// The request of the answer; none when the answer was replayed from an earlier request.
    pub request_id: Option<String>,
}

impl Acknowledged {
    /// Reads an answer.
    ///
    /// # Errors
    /// When it does not name what was written.
    pub fn read(sent: Sent, actor_id: &str, answer: &Received) -> Result<Self, String> {
        let body = answer.json();
        let record = if sent.operation == "contact_create" { &body["contact"] } else { &body };
        let opened = |kind: &str| {
            let all = body["opened"].as_array().into_iter().flatten();
            all.into_iter().find(|item| item["kind"] == kind).and_then(|item| item["id"].as_str()).map(str::to_owned)
        };
        let (Some(id), Some(version)) = (record["id"].as_str(), record["version"].as_i64()) else {
            return Err(format!("an answer to {} names nothing: {}", sent.operation, answer.text()));
        };
        let replayed = answer.header("idempotent-replayed") == Some("true");
        Ok(Self {
            record_id: id.to_owned(),
            version,
            follow_up_id: opened("task"),
            note_id: opened("note"),
            request_id: answer.header("x-request-id").filter(|_| !replayed).map(str::to_owned),
            actor_id: actor_id.to_owned(),
            sent,
        })
    }

    fn line(&self) -> String {
        let fields = [self.sent.operation, &self.sent.key, &self.record_id, &self.version.to_string()];
        format!("{}\n", fields.join("\t"))
    }
}

/// What one client was told, and what got in its way.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    /// Acknowledged writes, in order.
    pub acknowledged: Vec<Acknowledged>,
    /// Answers that acknowledged nothing and were asked for again, by status; 0 for a connection that broke.
    pub unanswered: BTreeMap<u16, u64>,
}

impl Ledger {
    /// An empty ledger with its file.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::create(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
        Ok(Self { file, acknowledged: Vec::new(), unanswered: BTreeMap::new() })
    }

    /// Keeps an acknowledgement.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn keep(&mut self, acknowledged: Acknowledged) -> Result<(), String> {
        self.file.write_all(acknowledged.line().as_bytes()).map_err(|cause| cause.to_string())?;
        self.acknowledged.push(acknowledged);
        Ok(())
    }

    /// Notes an attempt that acknowledged nothing.
    pub fn missed(&mut self, status: u16) {
        *self.unanswered.entry(status).or_default() += 1;
    }
}
