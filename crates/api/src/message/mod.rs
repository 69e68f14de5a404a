//! Messages about a person among those who care for them. Only the members of a thread read it, and only while they see the person.

mod view;

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::message::{Draft, MessageThread, Sent};
use domain::task::TaskStatus;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::RoleCode;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use view::{MessageReceiptView, MessageThreadView, message_views, receipt_view, thread_view};

/// A new thread with its first message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "subject": "Oxygen for the way home", "body": "Who brings the portable tank on Friday?", "member_ids": ["0198d3a1-0000-7000-8000-000000000003"],
    "urgent": true, "acknowledge_by": "2026-03-06T12:00:00-05:00"
}))]
pub struct MessageThreadCreate {
    /// What it is about.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Oxygen for the way home")]
    subject: String,
    /// Colleagues who see the person.
    #[schema(min_items = 1, max_items = 20)]
    member_ids: Vec<Uuid>,
    /// What the first message says.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    body: String,
    /// True when it can't wait; it is to be acknowledged within four hours unless another time is named.
    #[serde(default)]
    urgent: bool,
    /// By when everybody is to acknowledge it.
    acknowledge_by: Option<DateTime<Utc>>,
}

/// Another message of a thread.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageSend {
    /// What it says.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    body: String,
    /// True when it can't wait; it is to be acknowledged within four hours unless another time is named.
    #[serde(default)]
    urgent: bool,
    /// By when everybody is to acknowledge it.
    acknowledge_by: Option<DateTime<Utc>>,
}

/// Filter of threads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MessageThreadQuery {
    /// About this person.
    person_id: Option<Uuid>,
    /// Only with something that the reader has not seen.
    #[serde(default)]
    unread: bool,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// What waits for the reader.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageCountsView {
    /// Messages not seen yet.
    unread: i64,
    /// Messages to acknowledge.
    to_acknowledge: i64,
}

/// A colleague who can be written to about a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageRecipient {
    staff: Ref,
    role: RoleCode,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(message_counts)
        .service(message_thread_list)
        .service(message_thread_create)
        .service(message_thread_get)
        .service(message_thread_read)
        .service(message_send)
        .service(message_acknowledge)
        .service(message_recipient_list);
}

/// Writes what a message changes; the thread as it is then.
fn store(tx: &mut Tx, sent: Sent) -> persistence::Result<MessageThread> {
    let thread = tx.apply(sent.thread)?;
    tx.apply(sent.message)?;
    for receipt in sent.receipts {
        tx.apply(receipt)?;
    }
    Ok(thread)
}

/// A thread with everything in it, as it stands in the database.
async fn whole(tx: &mut Tx, thread: &MessageThread) -> persistence::Result<MessageThreadView> {
    let receipts = tx.message_receipts_of(&[thread.id]).await?;
    let messages = tx.messages_of(thread.id).await?;
    let name = tx.person_name(thread.person_id).await?;
    let mut shown = thread_view(tx, thread, name, &receipts);
    shown.messages = message_views(tx, messages, &receipts);
    Ok(shown)
}

/// A thread right after a message was sent: what is in the database, and what is still to be written.
async fn after(tx: &mut Tx, sent: Sent) -> persistence::Result<MessageThreadView> {
    let (message, new) = (sent.message.record.clone(), sent.receipts.iter().map(|change| change.record.clone()));
    let new: Vec<_> = new.collect();
    let thread = store(tx, sent)?;
    let mut receipts = tx.message_receipts_of(&[thread.id]).await?;
    receipts.extend(new);
    let mut messages = tx.messages_of(thread.id).await?;
    messages.push(message);
    let name = tx.person_name(thread.person_id).await?;
    let mut shown = thread_view(tx, &thread, name, &receipts);
    shown.messages = message_views(tx, messages, &receipts);
    Ok(shown)
}

/// Writes to colleagues who see the person. Nobody else reads it.
#[utoipa::path(tag = "message", operation_id = "message_thread_create", params(("id" = Uuid, Path)), request_body = MessageThreadCreate, responses((status = 201, body = MessageThreadView)))]
#[post("/cases/{id}/message-threads")]
pub async fn message_thread_create(
    access: Allowed<cap::MessageWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<MessageThreadCreate>,
) -> Result<Answer<MessageThreadView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let readers = tx.readers_about(case.person_id).await?;
        let thread = MessageThread {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            subject: body.subject,
            member_ids: body.member_ids,
            author_id: tx.actor().id,
            created_at: tx.now(),
            last_message_at: tx.now(),
        };
        let draft = Draft { body: body.body, urgent: body.urgent, acknowledge_by: body.acknowledge_by };
        let sent = thread.begin(&case, draft, |id| readers.contains(&id), &mut Uuid::now_v7)?;
        let shown = after(tx, sent).await?;
        Ok(Answer::created(shown.version, shown))
    });
    Ok(answer.await?)
}

/// Threads of the reader, the last written first.
#[utoipa::path(tag = "message", operation_id = "message_thread_list", params(MessageThreadQuery), responses((status = 200, body = Page<MessageThreadView>)))]
#[get("/message-threads")]
pub async fn message_thread_list(
    access: Allowed<cap::MessageRead>,
    state: web::Data<State>,
    query: Query<MessageThreadQuery>,
) -> Result<Answer<Page<MessageThreadView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.message_thread_list(query.person_id, query.unread, after, query.limit.probe()).await?;
            let ids: Vec<Uuid> = rows.iter().map(|(thread, _)| thread.id).collect();
            let receipts = tx.message_receipts_of(&ids).await?;
            let key = |(thread, _): &(MessageThread, String)| (thread.last_message_at, thread.id);
            Ok(Page::new(rows, query.limit, key, |(thread, name)| thread_view(tx, &thread, name, &receipts)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// One thread with its messages.
#[utoipa::path(tag = "message", operation_id = "message_thread_get", params(("id" = Uuid, Path)), responses((status = 200, body = MessageThreadView)))]
#[get("/message-threads/{id}")]
pub async fn message_thread_get(
    access: Allowed<cap::MessageRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<MessageThreadView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (thread, _) = tx.message_thread(*id).await?;
        let shown = whole(tx, &thread).await?;
        Ok(Answer::resource(shown.version, shown))
    });
    Ok(answer.await?)
}

/// Notes that the reader has seen the thread up to this version.
#[utoipa::path(tag = "message", operation_id = "message_thread_read", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = MessageCountsView)))]
#[post("/message-threads/{id}/read")]
pub async fn message_thread_read(
    access: Allowed<cap::MessageRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<MessageCountsView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (thread, _) = tx.message_thread(*id).await?;
        tx.require_version(thread.version, version.0)?;
        let (unread, to_acknowledge) = tx.message_counts().await?;
        let mut seen = 0;
        for receipt in tx.unread_of(thread.id).await? {
            if let Some(change) = receipt.read(tx.now()) {
                tx.apply(change)?;
                seen += 1;
            }
        }
        Ok(Answer::ok(MessageCountsView { unread: unread - seen, to_acknowledge }))
    });
    Ok(answer.await?)
}

/// Sends another message to everybody of the thread who still sees the person.
#[utoipa::path(tag = "message", operation_id = "message_send", params(("id" = Uuid, Path)), request_body = MessageSend, responses((status = 201, body = MessageThreadView)))]
#[post("/message-threads/{id}/messages")]
pub async fn message_send(
    access: Allowed<cap::MessageWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<MessageSend>,
) -> Result<Answer<MessageThreadView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (thread, case) = tx.message_thread(*id).await?;
        let readers = tx.readers_about(thread.person_id).await?;
        let draft = Draft { body: body.body, urgent: body.urgent, acknowledge_by: body.acknowledge_by };
        let (author, now) = (tx.actor().id, tx.now());
        let sent = thread.send(&case, author, draft, |id| readers.contains(&id), &mut Uuid::now_v7, now)?;
        let shown = after(tx, sent).await?;
        Ok(Answer::created(shown.version, shown))
    });
    Ok(answer.await?)
}

/// Says that one knows. What became a task of somebody is done with it.
#[utoipa::path(tag = "message", operation_id = "message_acknowledge", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = MessageReceiptView)))]
#[post("/message-receipts/{id}/acknowledge")]
pub async fn message_acknowledge(
    access: Allowed<cap::MessageWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<MessageReceiptView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let receipt = tx.message_receipt(*id).await?;
        tx.require_version(receipt.version, version.0)?;
        let change = receipt.acknowledge(tx.actor().id, tx.now())?;
        let receipt = tx.apply(change)?;
        for id in &receipt.task_ids {
            let task = tx.task_waited_for(*id).await?;
            if task.status == TaskStatus::Open {
                let change = task.complete(Some("The message was acknowledged.".into()), tx.now())?;
                tx.apply(change)?;
            }
        }
        Ok(Answer::resource(receipt.version, receipt_view(tx, &receipt)))
    });
    Ok(answer.await?)
}

/// What waits for the reader among their messages.
#[utoipa::path(tag = "message", operation_id = "message_counts", responses((status = 200, body = MessageCountsView)))]
#[get("/message-counts")]
pub async fn message_counts(
    access: Allowed<cap::MessageRead>,
    state: web::Data<State>,
) -> Result<Answer<MessageCountsView>, Problem> {
    let (unread, to_acknowledge) = state.store.read(&access, async |tx| tx.message_counts().await).await?;
    Ok(Answer::ok(MessageCountsView { unread, to_acknowledge }))
}

/// Colleagues who see the person of a case and can be written to about them.
#[utoipa::path(tag = "message", operation_id = "message_recipient_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<MessageRecipient>)))]
#[get("/cases/{id}/message-recipients")]
pub async fn message_recipient_list(
    access: Allowed<cap::MessageWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<MessageRecipient>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let me = tx.actor().id;
        let readers = tx.readers_about(case.person_id).await?;
        let directory = tx.directory();
        let mut cards: Vec<_> =
            readers.iter().filter(|id| **id != me).filter_map(|id| directory.staff.get(id)).collect();
        cards.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let recipient = |card: &&persistence::directory::StaffCard| MessageRecipient {
            staff: Ref { id: card.id, name: card.name.clone() },
            role: card.role.into(),
        };
        Ok(Answer::ok(Page::whole(cards.iter().map(recipient).collect())))
    });
    Ok(answer.await?)
}
