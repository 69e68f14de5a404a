//! Messages about a person, who received them, and what becomes of those that nobody acknowledges.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Capability, Principal};
use domain::case::Case;
use domain::message::{Message, MessageReceipt, MessageThread, ReceiptStatus};
use std::collections::HashSet;
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::directory::Directory;
use crate::error::Result;
use crate::job::{ROUND_LIMIT, Round};
use crate::person::person;
use crate::record::Coded;
use crate::store::Store;
use crate::tx::{Tx, person_reach};

crate::record! {
    message_thread: MessageThread, MessageThreadRow, person: |thread| Some(thread.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        subject: Text => String,
        member_ids: Array<Uuid> => Vec<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
        last_message_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    message: Message, MessageRow, person: |message| Some(message.person_id), {
        thread_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        author_id: Uuid => Uuid,
        body: Text => String,
        urgent: Bool => bool,
        acknowledge_by: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        sent_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    message_receipt: MessageReceipt, MessageReceiptRow, person: |receipt| Some(receipt.person_id), {
        message_id: Uuid => Uuid,
        thread_id: Uuid => Uuid,
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        author_id: Uuid => Uuid,
        staff_id: Uuid => Uuid,
        urgent: Bool => bool,
        status: Text => Coded<ReceiptStatus>,
        read_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        next_step_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        asked_id: Nullable<Uuid> => Option<Uuid>,
        task_ids: Array<Uuid> => Vec<Uuid>,
        acknowledged_by: Nullable<Uuid> => Option<Uuid>,
        acknowledged_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Operation under which the audit trail lists that somebody was asked.
const OPERATION: &str = "message_escalate";

/// States in which somebody is still to acknowledge.
const OPEN: [Coded<ReceiptStatus>; 3] =
    [Coded(ReceiptStatus::Waiting), Coded(ReceiptStatus::Asked), Coded(ReceiptStatus::Raised)];

/// Most messages of a thread that are shown: the newest.
const SHOWN: i64 = 200;

impl Directory {
    /// A worker as an actor of their role and teams; none when they left or are unknown.
    pub(crate) fn actor(&self, org_id: Uuid, staff_id: Uuid) -> Option<Actor> {
        let card = self.staff.get(&staff_id).filter(|card| card.active)?;
        let own = || self.members.iter().filter(|member| member.staff_id == staff_id);
        let led = own().filter(|member| member.function != "member");
        Some(Actor {
            org_id,
            id: staff_id,
            session_id: Uuid::nil(),
            principal: Principal::Staff,
            role: card.role,
            team_ids: own().map(|member| member.team_id).collect(),
            led_team_ids: led.map(|member| member.team_id).collect(),
            client_scopes: Vec::new(),
            idle_locks_at: DateTime::<Utc>::MAX_UTC,
        })
    }
}

impl Tx {
    /// Those of the staff who read messages and see the person.
    ///
    /// # Errors
    /// Database errors.
    pub async fn readers_about(&mut self, person_id: Uuid) -> Result<HashSet<Uuid>> {
        let scopes = self.scopes_about(person_id).await?;
        let now = self.now();
        Ok(self.readers(&scopes, |actor| self.directory().scopes_of(actor, now)))
    }

    /// Those of [`Tx::readers_about`] who see the person also when they are not on call: what they are asked stays on their list when
    /// the shift is over.
    ///
    /// # Errors
    /// Database errors.
    pub async fn readers_for_good(&mut self, person_id: Uuid) -> Result<HashSet<Uuid>> {
        let scopes = self.scopes_about(person_id).await?;
        Ok(self.readers(&scopes, Actor::scopes))
    }

    /// True for one of [`Tx::readers_for_good`].
    ///
    /// # Errors
    /// Database errors.
    pub async fn reads_for_good(&mut self, person_id: Uuid, staff_id: Uuid) -> Result<bool> {
        Ok(self.readers_for_good(person_id).await?.contains(&staff_id))
    }

    /// Who is asked something about a person sees them from now on, if they do not for good.
    ///
    /// # Errors
    /// `unknown_staff` at `/owner_id`, database errors.
    pub async fn let_in_asked(&mut self, case: &Case, asked: Uuid) -> Result<()> {
        if self.reads_for_good(case.person_id, asked).await? {
            return Ok(());
        }
        self.let_in(case, asked).await
    }

    async fn scopes_about(&mut self, person_id: Uuid) -> Result<Vec<Uuid>> {
        let scopes = person_reach::table.select(person_reach::scope_id).filter(person_reach::person_id.eq(person_id));
        Ok(scopes.load(self.conn()).await?)
    }

    fn readers(&self, scopes: &[Uuid], reached_by: impl Fn(&Actor) -> Vec<Uuid>) -> HashSet<Uuid> {
        let (directory, org_id) = (self.directory(), self.org_id());
        let reads = |id: &Uuid| {
            let actor = directory.actor(org_id, *id).filter(|actor| actor.may(Capability::MessageRead));
            actor.is_some_and(|actor| reached_by(&actor).iter().any(|scope| scopes.contains(scope)))
        };
        directory.staff.keys().copied().filter(reads).collect()
    }

    /// A thread that the actor is a member of, about a person within reach, with its case; both locked, the case first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn message_thread(&mut self, id: Uuid) -> Result<(MessageThread, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(message_thread::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (MessageThreadRow, CaseRow) = case::table
            .inner_join(message_thread::table.on(message_thread::case_id.eq(case::id)))
            .select((MessageThreadRow::as_select(), CaseRow::as_select()))
            .filter(message_thread::id.eq(id))
            .filter(message_thread::member_ids.contains(vec![self.actor().id]))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Threads that the actor is a member of, about people within reach, with the names of the people; the last written first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn message_thread_list(
        &mut self,
        person_id: Option<Uuid>,
        unread: bool,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<(MessageThread, String)>> {
        let me = self.actor().id;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(message_thread::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = message_thread::table
            .inner_join(person::table.on(person::id.eq(message_thread::person_id)))
            .select((MessageThreadRow::as_select(), person::given_name, person::family_name))
            .filter(message_thread::member_ids.contains(vec![me]))
            .filter(diesel::dsl::exists(seen))
            .order((message_thread::last_message_at.desc(), message_thread::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some(person_id) = person_id {
            query = query.filter(message_thread::person_id.eq(person_id));
        }
        if unread {
            let new = message_receipt::table
                .filter(message_receipt::thread_id.eq(message_thread::id))
                .filter(message_receipt::staff_id.eq(me))
                .filter(message_receipt::read_at.is_null());
            query = query.filter(diesel::dsl::exists(new));
        }
        if let Some((at, id)) = after {
            query = query
                .filter(message_thread::last_message_at.le(at))
                .filter(message_thread::last_message_at.lt(at).or(message_thread::id.lt(id)));
        }
        let rows: Vec<(MessageThreadRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }

    /// The newest messages of a thread, in the order in which they were sent. The thread must have been read before.
    ///
    /// # Errors
    /// Database errors.
    pub async fn messages_of(&mut self, thread_id: Uuid) -> Result<Vec<Message>> {
        let rows: Vec<MessageRow> = message::table
            .select(MessageRow::as_select())
            .filter(message::thread_id.eq(thread_id))
            .order((message::sent_at.desc(), message::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().rev().map(Into::into).collect())
    }

    /// What became of the messages of threads. They must have been read before.
    ///
    /// # Errors
    /// Database errors.
    pub async fn message_receipts_of(&mut self, threads: &[Uuid]) -> Result<Vec<MessageReceipt>> {
        let rows: Vec<MessageReceiptRow> = message_receipt::table
            .select(MessageReceiptRow::as_select())
            .filter(message_receipt::thread_id.eq_any(threads.to_vec()))
            .order(message_receipt::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What of a thread the actor has not seen yet, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn unread_of(&mut self, thread_id: Uuid) -> Result<Vec<MessageReceipt>> {
        let rows: Vec<MessageReceiptRow> = message_receipt::table
            .select(MessageReceiptRow::as_select())
            .filter(message_receipt::thread_id.eq(thread_id))
            .filter(message_receipt::staff_id.eq(self.actor().id))
            .filter(message_receipt::read_at.is_null())
            .order(message_receipt::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A receipt of the actor, or one about which they are asked, of a person within reach; locked, its case first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn message_receipt(&mut self, id: Uuid) -> Result<MessageReceipt> {
        let me = self.actor().id;
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(message_receipt::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, _): (MessageReceiptRow, CaseRow) = case::table
            .inner_join(message_receipt::table.on(message_receipt::case_id.eq(case::id)))
            .select((MessageReceiptRow::as_select(), CaseRow::as_select()))
            .filter(message_receipt::id.eq(id))
            .filter(message_receipt::staff_id.eq(me).or(message_receipt::asked_id.eq(me)))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// How many messages about people within reach the actor has not seen, and how many they are to acknowledge.
    ///
    /// # Errors
    /// Database errors.
    pub async fn message_counts(&mut self) -> Result<(i64, i64)> {
        let (me, scopes) = (self.actor().id, self.scopes().to_vec());
        let seen = || {
            person_reach::table
                .filter(person_reach::person_id.eq(message_receipt::person_id))
                .filter(person_reach::scope_id.eq_any(scopes.clone()))
        };
        let unread = message_receipt::table
            .filter(message_receipt::staff_id.eq(me))
            .filter(message_receipt::read_at.is_null())
            .filter(diesel::dsl::exists(seen()));
        let unread: i64 = unread.count().get_result(self.conn()).await?;
        let open = message_receipt::table
            .filter(message_receipt::staff_id.eq(me).or(message_receipt::asked_id.eq(me)))
            .filter(message_receipt::status.eq_any(OPEN))
            .filter(diesel::dsl::exists(seen()));
        Ok((unread, open.count().get_result(self.conn()).await?))
    }

    /// A receipt whose next step has come, with its case; none while somebody else has it.
    async fn receipt_in_step(&mut self, id: Uuid) -> Result<Option<(MessageReceipt, Case)>> {
        let found: Option<(MessageReceiptRow, CaseRow)> = case::table
            .inner_join(message_receipt::table.on(message_receipt::case_id.eq(case::id)))
            .select((MessageReceiptRow::as_select(), CaseRow::as_select()))
            .filter(message_receipt::id.eq(id))
            .for_no_key_update()
            .skip_locked()
            .first(self.conn())
            .await
            .optional()?;
        Ok(found.map(|(row, case_row)| (row.into(), case_row.into())))
    }

    /// Asks who is next about one message; false when nobody is, or not yet.
    async fn message_escalate(&mut self, id: Uuid) -> Result<bool> {
        let Some((receipt, case)) = self.receipt_in_step(id).await? else { return Ok(false) };
        let readers = self.readers_about(case.person_id).await?;
        let staffing = self.staffing(case.team_id).await?;
        let (thread_id, sees, now) = (receipt.thread_id, readers.contains(&receipt.staff_id), self.now());
        let Some(step) = receipt.escalate(&case, &staffing, sees, Uuid::now_v7(), now) else { return Ok(false) };
        self.apply(step.receipt)?;
        let Some(task) = step.task else { return Ok(true) };
        let asked = task.record.owner_id;
        self.let_in_asked(&case, asked).await?;
        let row: MessageThreadRow = message_thread::table
            .select(MessageThreadRow::as_select())
            .filter(message_thread::id.eq(thread_id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        if let Some(change) = MessageThread::from(row).let_in(asked) {
            self.apply(change)?;
        }
        self.apply(task)?;
        Ok(true)
    }
}

impl Store {
    /// Asks everybody whom unacknowledged messages of an organization must ask by `now`; how many moved. Safe with several
    /// servers: each receipt is locked, looked at again, and skipped while another one has it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn messages_escalate(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<usize> {
        let mut conn = self.begin(org_id).await?;
        let due: Vec<Uuid> = message_receipt::table
            .select(message_receipt::id)
            .filter(message_receipt::next_step_at.le(now))
            .order(message_receipt::next_step_at)
            .limit(ROUND_LIMIT)
            .load(&mut conn)
            .await?;
        conn.rollback().await?;
        drop(conn);
        let mut round = Round::default();
        for id in due {
            round.note(self.run_system(org_id, OPERATION, now, async |tx| tx.message_escalate(id).await).await);
        }
        round.end()
    }
}
