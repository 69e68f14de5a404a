//! Audit entries of reads. A read changes nothing that its entry must share a transaction with; the entry only has to be
//! committed before the answer leaves. So reads that end at the same time commit their entries together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel_async::RunQueryDsl;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::audit::{AuditEvent, audit_event};
use crate::error::{Error, Result};
use crate::record::Fragment;
use crate::store::Store;

/// Entries of one statement. Each number of rows is a text of its own, which every connection prepares once.
const ROWS: usize = 16;

/// Entries that wait to be committed.
#[derive(Default)]
pub(crate) struct ReadTrail {
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// True while somebody writes; whoever comes meanwhile waits for the next round.
    writing: bool,
}

struct Waiting {
    entry: AuditEvent,
    /// Dropped without a word when the entry could not be written.
    written: oneshot::Sender<()>,
}

impl ReadTrail {
    /// Adds an entry. True when nobody is writing: the caller must see to it that somebody does.
    fn join(&self, entry: AuditEvent) -> (oneshot::Receiver<()>, bool) {
        let (written, heard) = oneshot::channel();
        let Ok(mut queue) = self.queue.lock() else { return (heard, false) };
        queue.waiting.push(Waiting { entry, written });
        let idle = !queue.writing;
        queue.writing = true;
        (heard, idle)
    }

    /// Everything that waits; nothing when the round is over.
    fn next(&self) -> Vec<Waiting> {
        let Ok(mut queue) = self.queue.lock() else { return Vec::new() };
        queue.writing = !queue.waiting.is_empty();
        std::mem::take(&mut queue.waiting)
    }
}

/// Whoever writes; when that ends early, those who wait are told, and the next read begins anew.
struct Writer {
    trail: Arc<ReadTrail>,
    finished: bool,
}

impl Drop for Writer {
    fn drop(&mut self) {
        while !self.finished && !self.trail.next().is_empty() {}
    }
}

impl Store {
    /// Returns when the entry of a read is committed.
    ///
    /// # Errors
    /// [`Error::Unavailable`]: what was read must not be shown.
    pub(crate) async fn record_read(&self, entry: AuditEvent) -> Result<()> {
        let (heard, idle) = self.read_trail.join(entry);
        if idle {
            // A task of its own: it goes on for the others when this request is given up.
            tokio::spawn(self.clone().write_read_trail());
        }
        heard.await.map_err(|_| Error::Unavailable("the audit trail could not be written".into()))
    }

    async fn write_read_trail(self) {
        let mut writer = Writer { trail: self.read_trail.clone(), finished: false };
        loop {
            let mut by_org: HashMap<Uuid, Vec<Waiting>> = HashMap::new();
            for waiting in writer.trail.next() {
                by_org.entry(waiting.entry.org_id).or_default().push(waiting);
            }
            if by_org.is_empty() {
                writer.finished = true;
                return;
            }
            for (org_id, waiting) in by_org {
                let (entries, answers): (Vec<AuditEvent>, Vec<_>) =
                    waiting.into_iter().map(|waiting| (waiting.entry, waiting.written)).unzip();
                match self.commit_entries(org_id, entries).await {
                    // Nobody hears it whose request was given up meanwhile.
                    Ok(()) => answers.into_iter().for_each(|written| written.send(()).unwrap_or_default()),
                    Err(error) => tracing::warn!(%error, "the audit entries of reads could not be written"),
                }
            }
        }
    }

    async fn commit_entries(&self, org_id: Uuid, mut entries: Vec<AuditEvent>) -> Result<()> {
        let mut conn = self.begin(org_id).await?;
        while !entries.is_empty() {
            let rest = entries.split_off(entries.len().min(ROWS));
            let rows = std::mem::replace(&mut entries, rest);
            Rows(Box::new(diesel::insert_into(audit_event::table).values(rows))).execute(&mut conn).await?;
        }
        conn.commit().await
    }
}

/// An insert whose text depends on the number of its rows alone, which diesel can't know.
struct Rows(Fragment);

impl QueryFragment<Pg> for Rows {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Rows {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
