//! What happened to a person, and who looked.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::timeline::TimelineEvent;
use persistence::Tx;
use persistence::audit::AuditEvent;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{AccessLogPartCode, TimelineEventCode};
use crate::http::page::{Limit, ListQuery};
use crate::http::{Allowed, Answer, Cursor, Page, Problem, Query};
use crate::program::Ref;

/// One entry of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    at: DateTime<Utc>,
    /// Kind of record.
    kind: String,
    id: Uuid,
    /// What happened.
    code: TimelineEventCode,
    /// Of what: a code of the slice where it has one for this, else the words or the number on record.
    about: Option<String>,
    /// Both in English.
    title: String,
    /// More about it; of a reading, its value in the unit in which it is kept.
    detail: Option<String>,
    author: Option<Ref>,
    case_id: Option<Uuid>,
}

/// One look at a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessEntry {
    id: Uuid,
    at: DateTime<Utc>,
    actor: Option<Ref>,
    role: Option<String>,
    /// Operation id.
    operation: String,
    outcome: String,
    reason: Option<String>,
}

/// What happened to a person, newest first: of each slice for who may read it.
#[utoipa::path(tag = "person", operation_id = "person_timeline", params(("id" = Uuid, Path), ListQuery), responses((status = 200, body = Page<TimelineEntry>)))]
#[get("/people/{id}/timeline")]
pub async fn person_timeline(
    access: Allowed<cap::NoteRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<TimelineEntry>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid, TimelineEvent)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.person_timeline(*id, after, query.limit.probe()).await?;
            let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
            Ok(Page::new(
                rows,
                query.limit,
                |row| (row.at, row.id, row.code.0),
                |row| TimelineEntry {
                    at: row.at,
                    kind: row.kind,
                    id: row.id,
                    code: row.code.0.into(),
                    about: row.about,
                    title: row.title,
                    detail: row.detail,
                    author: row.author_id.map(name),
                    case_id: row.case_id,
                },
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// The entry of a look at a record.
pub fn access_entry(tx: &Tx, event: AuditEvent) -> AccessEntry {
    AccessEntry {
        id: event.id,
        at: event.at,
        actor: event.actor_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        role: event.role,
        operation: event.operation,
        outcome: event.outcome,
        reason: event.reason,
    }
}

domain::codes! {
    /// What of an access log is wanted.
    pub enum AccessLogPart {
        /// Who opened or changed the record.
        Record = "record",
        /// Who was shown the person in a list, in the last 7 days.
        Lists = "lists",
    }
}

/// Which part of the access log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AccessLogQuery {
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
    /// Who opened or changed the record, which is meant when nothing is said; or who was shown the person in a list.
    #[param(inline)]
    part: Option<AccessLogPartCode>,
}

/// Who looked at a person's record or changed it, newest first.
#[utoipa::path(tag = "person", operation_id = "person_access_log", params(("id" = Uuid, Path), AccessLogQuery), responses((status = 200, body = Page<AccessEntry>)))]
#[get("/people/{id}/access-log")]
pub async fn person_access_log(
    access: Allowed<cap::AccessLogRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<AccessLogQuery>,
) -> Result<Answer<Page<AccessEntry>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let lists = query.part.is_some_and(|part| part.0 == AccessLogPart::Lists);
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = if lists {
                tx.person_list_log(*id, after, query.limit.probe()).await?
            } else {
                tx.person_access_log(*id, after, query.limit.probe()).await?
            };
            Ok(Page::new(rows, query.limit, |row| (row.at, row.id), |row| access_entry(tx, row)))
        })
        .await?;
    Ok(Answer::ok(page))
}
