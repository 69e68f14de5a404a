//! What other systems sent about a person and what is kept as it came, because no record here is made of it.

use actix_web::{get, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::fhir::{Node, heading};
use persistence::import::{KeptText, SHOWN};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, Page, Problem, Query};

/// A resource of another system, kept as it came.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedResourceView {
    /// Its FHIR resource type.
    resource_type: String,
    /// Where it came from.
    source: String,
    /// What it is, in its own words.
    title: Option<String>,
    /// Its state, as its own code.
    status: Option<String>,
    /// The day that it tells of.
    on: Option<NaiveDate>,
    /// Its JSON as it came; of a long one the beginning.
    content: String,
    /// False when `content` is the beginning only.
    is_whole: bool,
}

fn view(kept: KeptText) -> ReceivedResourceView {
    // The beginning of a long one is no JSON, and says nothing of itself.
    let said = serde_json::from_str::<Node>(&kept.content).map(|node| heading(&node)).unwrap_or_default();
    ReceivedResourceView {
        resource_type: kept.resource_type,
        source: kept.source,
        title: said.title,
        status: said.status,
        on: said.on,
        content: kept.content,
        is_whole: kept.length <= SHOWN,
    }
}

/// What other systems sent about a person and what no record here was made of, by type: for example allergies, goals and
/// vaccinations.
#[utoipa::path(tag = "person", operation_id = "person_received", params(("id" = Uuid, Path), ListQuery), responses((status = 200, body = Page<ReceivedResourceView>)))]
#[get("/people/{id}/received")]
pub async fn person_received(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<ReceivedResourceView>>, Problem> {
    let after: Option<(String, String)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let kept = tx.received_of(*id, after, query.limit.probe()).await?;
            Ok(Page::new(kept, query.limit, |one| (one.resource_type.clone(), one.source.clone()), view))
        })
        .await?;
    Ok(Answer::ok(page))
}
