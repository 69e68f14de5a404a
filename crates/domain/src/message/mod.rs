//! Messages about a person among those who care for them (FHIR Communication; R095), and what becomes of one that nobody
//! acknowledges (R100).
//!
//! Each message has a receipt for everybody it was sent to:
//!
//! | receipt                | what happens                                       | becomes                                              |
//! |------------------------|----------------------------------------------------|------------------------------------------------------|
//! | -                      | a message that asks for nothing                    | informed                                             |
//! | -                      | a message that asks to be acknowledged             | waiting                                              |
//! | waiting                | its time passes                                    | asked: a task of the recipient, or of who covers      |
//! | waiting                | its time passes, it is urgent, the team is on call | asked: a task of who is on duty                       |
//! | waiting                | its time passes and nobody answers for the recipient | raised                                             |
//! | asked                  | the patience of a step passes, it is urgent, and somebody is on duty who was not asked | asked: a task of theirs |
//! | asked                  | the patience of a step passes                      | raised: a task of the first line above                |
//! | waiting, asked, raised | the recipient, or who was asked, acknowledges      | acknowledged: its tasks are done                      |
//! | waiting, asked         | its time passes in a closed case                   | lapsed                                               |
//!
//! A recipient who no longer sees the person can't answer: the owner of the case is asked in their place. While nobody above is
//! there, the step is tried again. The terms are ours.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::alert::escalation::Staffing;
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// How soon an urgent message that names no time is to be acknowledged. Ours.
pub const URGENT_TERM: TimeDelta = TimeDelta::hours(4);

/// How long who is asked has until the next in line is asked. Ours.
fn patience(urgent: bool) -> TimeDelta {
    if urgent { TimeDelta::hours(1) } else { TimeDelta::hours(24) }
}

/// A thread of messages about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageThread {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// What it is about.
    pub subject: String,
    /// Who reads and writes it, the author included.
    pub member_ids: Vec<Uuid>,
    /// Who began it.
    pub author_id: Uuid,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When the last message was sent.
    pub last_message_at: DateTime<Utc>,
}

/// A message. It is never changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Id.
    pub id: Uuid,
    /// Version; always 1.
    pub version: i32,
    /// The thread.
    pub thread_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Who wrote it.
    pub author_id: Uuid,
    /// What it says.
    pub body: String,
    /// True when it can't wait.
    pub urgent: bool,
    /// By when it is to be acknowledged; none when it need not be.
    pub acknowledge_by: Option<DateTime<Utc>>,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
}

crate::codes! {
    /// What became of a message with one of those it was sent to.
    pub enum ReceiptStatus {
        /// Nothing is asked of them.
        Informed = "informed",
        /// They are to acknowledge it, and still have time.
        Waiting = "waiting",
        /// The time passed: it is a task of theirs, or of who answers for them.
        Asked = "asked",
        /// Still nobody acknowledged it: it is a task of the first line above.
        Raised = "raised",
        /// Somebody says that they know.
        Acknowledged = "acknowledged",
        /// The case ended before.
        Lapsed = "lapsed",
    }
}

/// What became of a message with one of those it was sent to.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageReceipt {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The message.
    pub message_id: Uuid,
    /// Its thread.
    pub thread_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Who sent it.
    pub author_id: Uuid,
    /// Who received it.
    pub staff_id: Uuid,
    /// True when the message can't wait.
    pub urgent: bool,
    /// State.
    pub status: ReceiptStatus,
    /// When they first saw it.
    pub read_at: Option<DateTime<Utc>>,
    /// When the next one is asked; none when nobody will be.
    pub next_step_at: Option<DateTime<Utc>>,
    /// Who was asked last.
    pub asked_id: Option<Uuid>,
    /// The tasks that came of it.
    pub task_ids: Vec<Uuid>,
    /// Who acknowledged it.
    pub acknowledged_by: Option<Uuid>,
    /// When.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

/// What a writer gives to a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it says.
    pub body: String,
    /// True when it can't wait.
    pub urgent: bool,
    /// By when it is to be acknowledged.
    pub acknowledge_by: Option<DateTime<Utc>>,
}

/// A message as it is sent: the message, and a receipt for everybody who gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The thread, which now ends with the message.
    pub thread: Change<MessageThread>,
    /// The message.
    pub message: Change<Message>,
    /// Receipts.
    pub receipts: Vec<Change<MessageReceipt>>,
}

impl MessageThread {
    /// Begins a thread with its first message. `sees` says who of the members sees the person.
    ///
    /// # Errors
    /// `case_closed`, `message_to_oneself`, `recipient_out_of_reach`, `acknowledge_by_in_past`.
    pub fn begin(
        mut self,
        case: &Case,
        draft: Draft,
        sees: impl Fn(Uuid) -> bool,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Sent, Rule> {
        if let Some(index) = self.member_ids.iter().position(|id| *id != self.author_id && !sees(*id)) {
            return Err(Rule::at(
                "recipient_out_of_reach",
                format!("/member_ids/{index}"),
                "This colleague does not see the person. Add them to the care team first.",
            ));
        }
        let author_id = self.author_id;
        let mut members = vec![author_id];
        for id in std::mem::take(&mut self.member_ids) {
            if !members.contains(&id) {
                members.push(id);
            }
        }
        if members.len() == 1 {
            return Err(Rule::at("message_to_oneself", "/member_ids", "Choose a colleague to write to."));
        }
        self.member_ids = members;
        let now = self.created_at;
        self.say(case, author_id, draft, sees, new_id, now, Change::created)
    }

    /// Sends another message to all members who still see the person.
    ///
    /// # Errors
    /// `case_closed`, `thread_without_readers`, `acknowledge_by_in_past`.
    pub fn send(
        mut self,
        case: &Case,
        author_id: Uuid,
        draft: Draft,
        sees: impl Fn(Uuid) -> bool,
        new_id: &mut dyn FnMut() -> Uuid,
        now: DateTime<Utc>,
    ) -> Result<Sent, Rule> {
        self.version += 1;
        self.say(case, author_id, draft, sees, new_id, now, Change::updated)
    }

    #[allow(clippy::too_many_arguments)]
    fn say(
        mut self,
        case: &Case,
        author_id: Uuid,
        draft: Draft,
        sees: impl Fn(Uuid) -> bool,
        new_id: &mut dyn FnMut() -> Uuid,
        now: DateTime<Utc>,
        change: impl Fn(Self) -> Change<Self>,
    ) -> Result<Sent, Rule> {
        case.require_active()?;
        if draft.acknowledge_by.is_some_and(|by| by <= now) {
            return Err(Rule::at("acknowledge_by_in_past", "/acknowledge_by", "Choose a time that lies ahead."));
        }
        let readers: Vec<Uuid> = self.member_ids.iter().copied().filter(|id| *id != author_id && sees(*id)).collect();
        if readers.is_empty() {
            return Err(Rule::new(
                "thread_without_readers",
                "Nobody else of this thread sees the person any more. Begin a new one with those who do.",
            ));
        }
        let message = Message {
            id: new_id(),
            version: 1,
            thread_id: self.id,
            person_id: self.person_id,
            author_id,
            body: draft.body,
            urgent: draft.urgent,
            acknowledge_by: draft.acknowledge_by.or(draft.urgent.then(|| now + URGENT_TERM)),
            sent_at: now,
        };
        let receipts = readers.into_iter().map(|id| Change::created(message.receipt(new_id(), self.case_id, id)));
        let receipts = receipts.collect();
        self.last_message_at = now;
        Ok(Sent { thread: change(self), message: Change::created(message), receipts })
    }

    /// Lets somebody read and write who is asked about one of the messages. None when they do already.
    pub fn let_in(mut self, staff_id: Uuid) -> Option<Change<Self>> {
        if self.member_ids.contains(&staff_id) {
            return None;
        }
        self.member_ids.push(staff_id);
        self.version += 1;
        Some(Change::updated(self))
    }
}

impl Message {
    fn receipt(&self, id: Uuid, case_id: Uuid, staff_id: Uuid) -> MessageReceipt {
        let asks = self.acknowledge_by.is_some();
        MessageReceipt {
            id,
            version: 1,
            message_id: self.id,
            thread_id: self.thread_id,
            case_id,
            person_id: self.person_id,
            author_id: self.author_id,
            staff_id,
            urgent: self.urgent,
            status: if asks { ReceiptStatus::Waiting } else { ReceiptStatus::Informed },
            read_at: None,
            next_step_at: self.acknowledge_by,
            asked_id: None,
            task_ids: Vec::new(),
            acknowledged_by: None,
            acknowledged_at: None,
        }
    }
}

/// What a step of a receipt comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalated {
    /// The receipt.
    pub receipt: Change<MessageReceipt>,
    /// The task of who is asked now; none when the message lapsed.
    pub task: Option<Change<Task>>,
}

impl MessageReceipt {
    /// Notes that the recipient saw the message. None when they did before.
    pub fn read(mut self, now: DateTime<Utc>) -> Option<Change<Self>> {
        if self.read_at.is_some() {
            return None;
        }
        self.read_at = Some(now);
        Some(self.next())
    }

    /// True when somebody is still to say that they know.
    pub fn is_open(&self) -> bool {
        matches!(self.status, ReceiptStatus::Waiting | ReceiptStatus::Asked | ReceiptStatus::Raised)
    }

    /// True when this worker may acknowledge it: the recipient, or who was asked in their place.
    pub fn may_acknowledge(&self, staff_id: Uuid) -> bool {
        self.is_open() && (self.staff_id == staff_id || self.asked_id == Some(staff_id))
    }

    /// Somebody says that they know. The tasks that came of it are done then.
    ///
    /// # Errors
    /// `message_not_open`, `message_of_another`.
    pub fn acknowledge(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if !self.is_open() {
            return Err(Rule::new(
                "message_not_open",
                "Nothing has to be acknowledged here: somebody did, or nobody asked for it.",
            ));
        }
        if !self.may_acknowledge(by) {
            return Err(Rule::new("message_of_another", "Only those who are asked can acknowledge a message."));
        }
        self.status = ReceiptStatus::Acknowledged;
        self.acknowledged_by = Some(by);
        self.acknowledged_at = Some(now);
        self.next_step_at = None;
        if self.staff_id == by {
            self.read_at.get_or_insert(now);
        }
        Ok(self.next())
    }

    /// What must happen by `now`; none when nothing new does. `sees` is true while the recipient sees the person.
    pub fn escalate(
        mut self,
        case: &Case,
        staffing: &Staffing,
        sees: bool,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Option<Escalated> {
        self.next_step_at.filter(|at| self.is_open() && *at <= now)?;
        if case.require_active().is_err() {
            self.status = ReceiptStatus::Lapsed;
            self.next_step_at = None;
            return Some(Escalated { receipt: self.next(), task: None });
        }
        let on_it = if sees { self.staff_id } else { case.owner_id };
        // Whoever wrote it can't answer themselves, not even for somebody they cover.
        // Only what can't wait reaches who is on duty at night.
        let not_the_author = |id: &Uuid| *id != self.author_id;
        let on_call = staffing.on_call(now).filter(|id| self.urgent && not_the_author(id));
        let answers = match self.status {
            ReceiptStatus::Waiting => on_call.or_else(|| staffing.answers_for(on_it, now).filter(not_the_author)),
            // Night fell since, or another shift began.
            _ => on_call.filter(|id| *id != on_it && Some(*id) != self.asked_id),
        };
        let (status, asked) = match answers {
            Some(id) => (ReceiptStatus::Asked, id),
            None => (ReceiptStatus::Raised, staffing.next_above(on_it, now)?),
        };
        self.status = status;
        self.asked_id = Some(asked);
        self.next_step_at = (status == ReceiptStatus::Asked).then(|| now + patience(self.urgent));
        self.task_ids.push(task_id);
        let task = Task::create(self.task(task_id, case, asked, now), case).ok();
        Some(Escalated { receipt: self.next(), task })
    }

    /// The task of who is asked. It says nothing of what the message says.
    fn task(&self, id: Uuid, case: &Case, owner_id: Uuid, now: DateTime<Utc>) -> Task {
        let raised = self.status == ReceiptStatus::Raised;
        let due_at = now + patience(self.urgent);
        Task {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id,
            team_id: case.team_id,
            title: if raised { "A message was not acknowledged" } else { "Acknowledge a message" }.into(),
            detail: None,
            kind: TaskKind::Message,
            status: TaskStatus::Open,
            priority: if self.urgent { TaskPriority::Asap } else { TaskPriority::Urgent },
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: self.author_id,
            created_at: now,
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
