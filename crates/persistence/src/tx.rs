//! One transaction of one tenant: reads at once, writes together at the end in a single statement
//! with their audit entry, their outbox rows and the idempotency record.
//!
//! Rows are locked in one order, so that two operations never wait for each other: **the case, then its care plan, its
//! occurrences, the person's crisis plan, and tasks last**. A lookup by id that gives a record with its case names the case first in
//! its FROM, because PostgreSQL locks the rows of a join in that order. Whoever holds a crisis plan takes its task without the case
//! of the task. A consent comes before the cases whose links it ends: nobody waits for a consent with a case in hand. Background
//! work skips what is locked. Locks are `FOR NO KEY UPDATE`: a new row that refers to a locked one does not wait for it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Request};
use domain::clock::local_date;
use domain::{Change, Event};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

use crate::audit::{AuditEvent, Touched, audit_event};
use crate::case::{CaseWork, Heard, case_event};
use crate::conn::Conn;
use crate::directory::{DIRECTORY_KINDS, Directory};
use crate::error::{Error, Result};
use crate::record::{Fragment, Record};
use crate::sql::{Part, Together};

diesel::table! {
    outbox (org_id, id) {
        org_id -> Uuid,
        id -> Int8,
        kind -> Text,
        record_id -> Uuid,
        version -> Int4,
        person_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    idempotency (org_id, actor_id, key) {
        org_id -> Uuid,
        actor_id -> Uuid,
        key -> Text,
        operation -> Text,
        fingerprint -> Bytea,
        status -> Int4,
        etag -> Nullable<Text>,
        body -> Text,
    }
}

diesel::table! {
    person_reach (org_id, person_id, scope_id) {
        org_id -> Uuid,
        scope_id -> Uuid,
        person_id -> Uuid,
        name_key -> Text,
    }
}

/// Most changes that one statement holds, and most rows that one of them inserts: PostgreSQL counts its parameters with 16 bits.
const MOST_PARTS: usize = 500;
const MOST_ROWS: usize = 5000;

/// An answer as it was given the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// HTTP status.
    pub status: u16,
    /// ETag.
    pub etag: Option<String>,
    /// Body.
    pub body: String,
}

/// Something that can be stored as the answer to an idempotent request.
pub trait Reply {
    /// The answer.
    fn stored(&self) -> StoredReply;
}

/// A record waiting to be written.
struct Pending {
    kind: &'static str,
    id: Uuid,
    created: bool,
    before: i32,
    version: i32,
    person_id: Option<Uuid>,
    write: Fragment,
}

/// A transaction.
pub struct Tx {
    conn: Conn,
    actor: Arc<Actor>,
    request: Arc<Request>,
    directory: Arc<Directory>,
    scopes: Vec<Uuid>,
    pending: Vec<Pending>,
    heard: Vec<Heard>,
    extra: Vec<Fragment>,
    touched: Touched,
    directory_changed: bool,
    /// True when nothing will be written.
    pub(crate) only_reads: bool,
    /// The states in which people of this transaction are, as far as they were read.
    pub(crate) states: HashMap<Uuid, Option<&'static str>>,
    /// Who can't have the case of whom, as far as that was looked up.
    pub(crate) conflicts: HashMap<Uuid, HashSet<Uuid>>,
}

impl Tx {
    pub(crate) fn new(conn: Conn, actor: Arc<Actor>, request: Arc<Request>, directory: Arc<Directory>) -> Self {
        let scopes = directory.scopes_of(&actor, request.now);
        Self {
            conn,
            actor,
            request,
            directory,
            scopes,
            pending: Vec::new(),
            heard: Vec::new(),
            extra: Vec::new(),
            touched: Touched::default(),
            directory_changed: false,
            only_reads: false,
            states: HashMap::new(),
            conflicts: HashMap::new(),
        }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The instant that counts as now.
    pub fn now(&self) -> DateTime<Utc> {
        self.request.now
    }

    /// The day that it is now by the clocks of most programs.
    pub fn main_day(&self) -> NaiveDate {
        local_date(self.now(), self.directory.main_zone())
    }

    /// The days that it is now at the programs: where clocks are furthest behind, and where they are furthest ahead.
    pub fn program_days(&self) -> (NaiveDate, NaiveDate) {
        let days = self.directory.programs.values().map(|program| local_date(self.now(), program.zone()));
        let (first, last) = (days.clone().min(), days.max());
        (first.unwrap_or_else(|| self.main_day()), last.unwrap_or_else(|| self.main_day()))
    }

    /// Programs, rulebooks, teams and names of the organization.
    pub fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// Scopes through which the actor reaches people.
    pub(crate) fn scopes(&self) -> &[Uuid] {
        &self.scopes
    }

    pub(crate) fn org_id(&self) -> Uuid {
        self.actor.org_id
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    pub(crate) fn into_conn(self) -> Conn {
        self.conn
    }

    /// Notes which record and person the operation is about, for the audit entry.
    pub(crate) fn touch(&mut self, record_id: Uuid, person_id: Option<Uuid>) {
        self.touched.record_id.get_or_insert(record_id);
        if self.touched.person_id.is_none() {
            self.touched.person_id = person_id;
        }
    }

    /// What the operation was about as far as it came.
    pub(crate) fn touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    /// Notes the people shown in a list.
    pub fn list_people(&mut self, people: impl IntoIterator<Item = Uuid>) {
        self.touched.person_ids.extend(people);
    }

    /// Refuses people out of the actor's reach.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn require_person(&mut self, person_id: Uuid) -> Result<()> {
        let scopes = self.scopes.clone();
        let seen: Option<Uuid> = person_reach::table
            .select(person_reach::person_id)
            .filter(person_reach::person_id.eq(person_id))
            .filter(person_reach::scope_id.eq_any(scopes))
            .first(self.conn())
            .await
            .optional()?;
        self.touch(person_id, Some(person_id));
        seen.map(|_| ()).ok_or(Error::NotFound)
    }

    /// Refuses a record that was changed since the client read it.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub fn require_version(&self, actual: i32, expected: i32) -> Result<()> {
        if actual == expected { Ok(()) } else { Err(Error::Stale) }
    }

    /// Stores a change that no deadline listens to.
    ///
    /// # Errors
    /// [`Error::Internal`] when the change carries events: those need [`Tx::apply_in`].
    pub fn apply<T: Record + Clone>(&mut self, change: Change<T>) -> Result<T> {
        if change.events.is_empty() {
            Ok(self.buffer(change))
        } else {
            Err(Error::Internal(format!("events of a {} need a case", T::KIND)))
        }
    }

    /// Stores a change and lets the deadlines and the stage of the cases follow its events.
    ///
    /// # Errors
    /// Those of [`CaseWork::hear`].
    pub fn apply_in<T: Record + Clone>(&mut self, cases: &mut [CaseWork], mut change: Change<T>) -> Result<T> {
        let events = std::mem::take(&mut change.events);
        let record = self.buffer(change);
        for event in &events {
            self.announce(cases, event)?;
        }
        Ok(record)
    }

    /// Lets the deadlines and the stage of cases follow an event of a record that is already stored.
    ///
    /// # Errors
    /// Those of [`CaseWork::hear`].
    pub fn announce(&mut self, cases: &mut [CaseWork], event: &Event) -> Result<()> {
        for work in cases.iter_mut().filter(|work| work.listens(event)) {
            self.follow(work, event)?;
        }
        Ok(())
    }

    /// Lets the deadlines of a case follow events as if they had happened; nothing of it is stored.
    ///
    /// # Errors
    /// Those of [`CaseWork::hear`].
    pub fn foresee(&self, work: &mut CaseWork, events: &[Event]) -> Result<()> {
        let rules = self.directory.rules(work.case.program_id);
        for event in events {
            for change in work.hear(Uuid::now_v7(), event, &self.directory, &rules, &mut Uuid::now_v7)? {
                work.keep(change.record);
            }
        }
        Ok(())
    }

    fn follow(&mut self, work: &mut CaseWork, event: &Event) -> Result<()> {
        let (id, rules) = (Uuid::now_v7(), self.directory.rules(work.case.program_id));
        for change in work.hear(id, event, &self.directory, &rules, &mut Uuid::now_v7)? {
            let deadline = self.buffer(change);
            work.keep(deadline);
        }
        if let Some(stage) = work.case.stage_after(event.kind) {
            work.case = self.buffer(work.case.clone().at_stage(stage));
        }
        self.heard.push(Heard::new(self.org_id(), work.case.id, id, event));
        Ok(())
    }

    /// Notes a record to be written. A second change of the same record in one transaction replaces the first.
    fn buffer<T: Record + Clone>(&mut self, change: Change<T>) -> T {
        let record = change.record;
        let (id, version, person_id) = (record.id(), record.version(), record.person_id());
        self.touch(id, person_id);
        let earlier = self
            .pending
            .iter()
            .position(|pending| pending.kind == T::KIND && pending.id == id)
            .map(|index| self.pending.remove(index));
        let created = earlier.as_ref().map_or(change.created, |pending| pending.created);
        let before = earlier.as_ref().map_or(version - 1, |pending| pending.before);
        self.directory_changed |= DIRECTORY_KINDS.contains(&T::KIND);
        let org_id = self.org_id();
        let write = if created { record.clone().insert(org_id) } else { record.clone().update(org_id, before) };
        self.pending.push(Pending { kind: T::KIND, id, created, before, version, person_id, write });
        record
    }

    /// How many records are noted to be written.
    pub(crate) fn pending_len(&self) -> usize {
        self.pending.len()
    }

    /// Adds a statement that writes exactly one row and is not a record: a membership, a password, a job.
    pub(crate) fn also(&mut self, write: Fragment) {
        self.extra.push(write);
    }

    /// The audit entry of a transaction that only reads.
    pub(crate) fn read_entry(&mut self) -> Result<AuditEvent> {
        if self.pending.is_empty() && self.heard.is_empty() && self.extra.is_empty() {
            Ok(self.entry())
        } else {
            Err(Error::Internal(format!("{} is a read and changes something", self.request.operation)))
        }
    }

    fn entry(&mut self) -> AuditEvent {
        let touched = self.touched();
        AuditEvent::new(&self.actor, &self.request, "ok", None, touched)
    }

    /// Writes everything noted, the outbox, the audit entry and the idempotency record, in one statement; in several when there
    /// is more than one can hold.
    /// True when the directory of the organization is stale afterwards.
    pub(crate) async fn flush(&mut self, reply: Option<StoredReply>) -> Result<bool> {
        let org_id = self.org_id();
        let directory_changed = self.directory_changed;
        let mut parts: Vec<Part> = Vec::new();
        let mut announced = Vec::new();
        for pending in std::mem::take(&mut self.pending) {
            parts.push(Part { write: pending.write, counts: !pending.created });
            announced.push((
                outbox::org_id.eq(org_id),
                outbox::kind.eq(pending.kind),
                outbox::record_id.eq(pending.id),
                outbox::version.eq(pending.version),
                outbox::person_id.eq(pending.person_id),
            ));
        }
        let mut heard = std::mem::take(&mut self.heard);
        let mut inserts: Vec<Part> = Vec::new();
        while !announced.is_empty() {
            let some: Vec<_> = announced.drain(..announced.len().min(MOST_ROWS)).collect();
            inserts.push(insert(diesel::insert_into(outbox::table).values(some)));
        }
        while !heard.is_empty() {
            let some: Vec<_> = heard.drain(..heard.len().min(MOST_ROWS)).collect();
            inserts.push(insert(diesel::insert_into(case_event::table).values(some)));
        }
        let extra = std::mem::take(&mut self.extra);
        let mut last: Vec<Part> = extra.into_iter().map(|write| Part { write, counts: true }).collect();
        let entry = self.entry();
        last.push(insert(diesel::insert_into(audit_event::table).values(entry)));
        if let (Some(idempotency), Some(reply)) = (&self.request.idempotency, reply) {
            last.push(insert(diesel::insert_into(idempotency::table).values((
                idempotency::org_id.eq(org_id),
                idempotency::actor_id.eq(self.actor.id),
                idempotency::key.eq(idempotency.key.clone()),
                idempotency::operation.eq(self.request.operation),
                idempotency::fingerprint.eq(idempotency.fingerprint.clone()),
                idempotency::status.eq(i32::from(reply.status)),
                idempotency::etag.eq(reply.etag),
                idempotency::body.eq(reply.body),
            ))));
        }
        for parts in statements(parts, inserts, last) {
            let expected = parts.iter().filter(|part| part.counts).count() as i64;
            let written = if parts.len() == 1 {
                // Nothing changed but the audit trail, or a part of something large.
                Together { parts }.execute(self.conn()).await? as i64
            } else {
                Together { parts }.get_result::<i64>(self.conn()).await?
            };
            if expected > 0 && written != expected {
                return Err(Error::Stale);
            }
        }
        Ok(directory_changed)
    }
}

/// Rows to add, all of them or none.
fn insert(write: impl diesel::query_builder::QueryFragment<diesel::pg::Pg> + Send + 'static) -> Part {
    Part { write: Box::new(write), counts: false }
}

/// The statements that write a transaction: one, or several for what thousands of cases need.
fn statements(mut records: Vec<Part>, inserts: Vec<Part>, last: Vec<Part>) -> Vec<Vec<Part>> {
    if records.len() <= MOST_PARTS {
        records.extend(inserts);
        records.extend(last);
        return vec![records];
    }
    let mut statements = Vec::new();
    while !records.is_empty() {
        statements.push(records.drain(..records.len().min(MOST_PARTS)).collect());
    }
    statements.extend(inserts.into_iter().map(|insert| vec![insert]));
    statements.push(last);
    statements
}

/// The stored answer to an idempotency key of this actor: replayed when the request is the same, refused when it is not.
pub(crate) async fn stored_reply(conn: &mut Conn, actor: &Actor, request: &Request) -> Result<Option<Error>> {
    let Some(sent) = &request.idempotency else { return Ok(None) };
    let found: Option<(Vec<u8>, i32, Option<String>, String)> = idempotency::table
        .select((idempotency::fingerprint, idempotency::status, idempotency::etag, idempotency::body))
        .filter(idempotency::actor_id.eq(actor.id))
        .filter(idempotency::key.eq(&sent.key))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(fingerprint, status, etag, body)| {
        if fingerprint == sent.fingerprint {
            Error::Replay(Box::new(StoredReply { status: u16::try_from(status).unwrap_or(200), etag, body }))
        } else {
            Error::KeyReused
        }
    }))
}
