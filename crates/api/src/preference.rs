//! How a worker likes the app: language, contrast, keys, saved views. It is kept for them alone and is there in every browser; the
//! content is the app's own and means nothing to the server.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, Problem, Valid};

/// What the reader likes.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferenceView {
    /// What was chosen, as the app keeps it; nothing before anything was.
    content: Option<String>,
    saved_at: Option<DateTime<Utc>>,
}

/// What to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferenceKeep {
    /// What was chosen, as the app keeps it.
    #[schema(min_length = 2, max_length = 20000, example = "{\"language\":\"es\"}")]
    content: String,
}

/// That it is done.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferenceDone {
    at: DateTime<Utc>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(preference_get).service(preference_keep);
}

/// What the reader likes, in whichever browser it was chosen.
#[utoipa::path(tag = "session", operation_id = "preference_get", responses((status = 200, body = PreferenceView)))]
#[get("/preferences")]
pub async fn preference_get(
    access: Allowed<cap::PreferenceKeep>,
    state: web::Data<State>,
) -> Result<Answer<PreferenceView>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let (content, saved_at) = tx.preference().await?.map(|kept| (kept.content, kept.saved_at)).unzip();
        Ok(Answer::ok(PreferenceView { content, saved_at }))
    });
    Ok(read.await?)
}

/// Keeps what the reader likes, in place of what they liked before.
#[utoipa::path(tag = "session", operation_id = "preference_keep", request_body = PreferenceKeep, responses((status = 200, body = PreferenceDone)))]
#[post("/preferences")]
pub async fn preference_keep(
    access: Allowed<cap::PreferenceKeep>,
    state: web::Data<State>,
    body: Valid<PreferenceKeep>,
) -> Result<Answer<PreferenceDone>, Problem> {
    let content = body.0.content;
    let kept = state.store.write(&access, async |tx| {
        tx.preference_keep(&content);
        Ok(Answer::ok(PreferenceDone { at: tx.now() }))
    });
    Ok(kept.await?)
}
