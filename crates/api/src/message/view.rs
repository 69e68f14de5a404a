//! How messages are shown: to the members of their thread only.

use chrono::{DateTime, Utc};
use domain::access::Capability;
use domain::message::{Message, MessageReceipt, MessageThread};
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::ReceiptStatusCode;
use crate::program::Ref;

/// A thread of messages about a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageThreadView {
    id: Uuid,
    pub version: i32,
    case_id: Uuid,
    person: Ref,
    subject: String,
    author: Ref,
    /// Who reads and writes it.
    members: Vec<Ref>,
    created_at: DateTime<Utc>,
    last_message_at: DateTime<Utc>,
    /// How many messages the reader has not seen.
    unread: usize,
    /// How many messages the reader is to acknowledge.
    to_acknowledge: usize,
    /// How many messages of the reader nobody has acknowledged yet.
    unanswered: usize,
    /// True when something unseen or not acknowledged can't wait.
    urgent: bool,
    /// The newest 200 messages, in the order in which they were sent. Filled when the thread is looked at by itself.
    pub messages: Vec<MessageView>,
    /// Operations the reader may do on this thread now.
    can: Vec<&'static str>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    id: Uuid,
    author: Ref,
    body: String,
    urgent: bool,
    /// By when it is to be acknowledged; null when it need not be.
    acknowledge_by: Option<DateTime<Utc>>,
    sent_at: DateTime<Utc>,
    /// What became of it with each of those it was sent to.
    receipts: Vec<MessageReceiptView>,
}

/// What became of a message with one of those it was sent to.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageReceiptView {
    id: Uuid,
    pub version: i32,
    staff: Ref,
    status: ReceiptStatusCode,
    read_at: Option<DateTime<Utc>>,
    /// Who is asked, when it is a task of somebody by now.
    asked: Option<Ref>,
    acknowledged_by: Option<Ref>,
    acknowledged_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this receipt now.
    can: Vec<&'static str>,
}

fn name(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

/// The view of a receipt.
pub fn receipt_view(tx: &Tx, receipt: &MessageReceipt) -> MessageReceiptView {
    let may = receipt.may_acknowledge(tx.actor().id) && tx.actor().may(Capability::MessageWrite);
    MessageReceiptView {
        id: receipt.id,
        version: receipt.version,
        staff: name(tx, receipt.staff_id),
        status: receipt.status.into(),
        read_at: receipt.read_at,
        asked: receipt.asked_id.map(|id| name(tx, id)),
        acknowledged_by: receipt.acknowledged_by.map(|id| name(tx, id)),
        acknowledged_at: receipt.acknowledged_at,
        can: if may { vec!["message_acknowledge"] } else { Vec::new() },
    }
}

/// The view of a thread without its messages; `receipts` are those of all its messages.
pub fn thread_view(
    tx: &Tx,
    thread: &MessageThread,
    person_name: String,
    receipts: &[MessageReceipt],
) -> MessageThreadView {
    let me = tx.actor().id;
    let own = || receipts.iter().filter(|receipt| receipt.thread_id == thread.id);
    let unseen = |receipt: &&MessageReceipt| receipt.staff_id == me && receipt.read_at.is_none();
    let mine = |receipt: &&MessageReceipt| receipt.may_acknowledge(me);
    MessageThreadView {
        id: thread.id,
        version: thread.version,
        case_id: thread.case_id,
        person: Ref { id: thread.person_id, name: person_name },
        subject: thread.subject.clone(),
        author: name(tx, thread.author_id),
        members: thread.member_ids.iter().map(|id| name(tx, *id)).collect(),
        created_at: thread.created_at,
        last_message_at: thread.last_message_at,
        unread: own().filter(unseen).count(),
        to_acknowledge: own().filter(mine).count(),
        unanswered: own().filter(|receipt| receipt.author_id == me && receipt.is_open()).count(),
        urgent: own().any(|receipt| receipt.urgent && (unseen(&receipt) || mine(&receipt))),
        messages: Vec::new(),
        can: if tx.actor().may(Capability::MessageWrite) { vec!["message_send"] } else { Vec::new() },
    }
}

/// The views of the messages of a thread.
pub fn message_views(tx: &Tx, messages: Vec<Message>, receipts: &[MessageReceipt]) -> Vec<MessageView> {
    let view = |message: Message| MessageView {
        author: name(tx, message.author_id),
        receipts: receipts
            .iter()
            .filter(|receipt| receipt.message_id == message.id)
            .map(|receipt| receipt_view(tx, receipt))
            .collect(),
        id: message.id,
        body: message.body,
        urgent: message.urgent,
        acknowledge_by: message.acknowledge_by,
        sent_at: message.sent_at,
    };
    messages.into_iter().map(view).collect()
}
