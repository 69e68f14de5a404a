//! What somebody typed into a form and has not saved, so that a crash, a time-out or a closed tab loses nothing. It is kept for its
//! writer alone; the content is the form's own and means nothing to the server.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use persistence::draft::Draft;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, Page, Problem, Query, Valid};

/// The contents of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    key: String,
    content: String,
    saved_at: DateTime<Utc>,
}

/// What to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftKeep {
    /// The form, and the id of the record it is about.
    #[schema(min_length = 1, max_length = 200, pattern = "^[A-Za-z0-9_:.-]+$", example = "message:0199f3c1")]
    key: String,
    /// What was typed, as the form keeps it.
    #[schema(min_length = 1, max_length = 60000)]
    content: String,
}

/// What to give up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftDiscard {
    /// The form, and the id of the record it is about.
    #[schema(min_length = 1, max_length = 200, pattern = "^[A-Za-z0-9_:.-]+$", example = "message:0199f3c1")]
    key: String,
}

/// That it is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftDone {
    key: String,
    at: DateTime<Utc>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(draft_list).service(draft_keep).service(draft_discard);
}

fn view(Draft { key, content, saved_at }: Draft) -> DraftView {
    DraftView { key, content, saved_at }
}

/// What the reader typed and did not save, by form.
#[utoipa::path(tag = "session", operation_id = "draft_list", params(ListQuery), responses((status = 200, body = Page<DraftView>)))]
#[get("/drafts")]
pub async fn draft_list(
    access: Allowed<cap::DraftKeep>,
    state: web::Data<State>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<DraftView>>, Problem> {
    let after: Option<String> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.drafts(after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |draft| draft.key.clone(), view))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Keeps what the reader typed into a form, in place of what was kept of it before.
#[utoipa::path(tag = "session", operation_id = "draft_keep", request_body = DraftKeep, responses((status = 200, body = DraftDone)))]
#[post("/drafts")]
pub async fn draft_keep(
    access: Allowed<cap::DraftKeep>,
    state: web::Data<State>,
    body: Valid<DraftKeep>,
) -> Result<Answer<DraftDone>, Problem> {
    let DraftKeep { key, content } = body.0;
    let kept = state.store.write(&access, async |tx| {
        tx.draft_keep(&key, &content);
        Ok(Answer::ok(DraftDone { key, at: tx.now() }))
    });
    Ok(kept.await?)
}

/// Gives up what was kept of a form: it was saved, or is not wanted any more.
#[utoipa::path(tag = "session", operation_id = "draft_discard", request_body = DraftDiscard, responses((status = 200, body = DraftDone)))]
#[post("/drafts/discard")]
pub async fn draft_discard(
    access: Allowed<cap::DraftKeep>,
    state: web::Data<State>,
    body: Valid<DraftDiscard>,
) -> Result<Answer<DraftDone>, Problem> {
    let key = body.0.key;
    let discarded = state.store.write(&access, async |tx| {
        tx.draft_discard(&key).await?;
        Ok(Answer::ok(DraftDone { key, at: tx.now() }))
    });
    Ok(discarded.await?)
}
