//! What became of an entry of the directory: who changed which part of it, when.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::community_service::past::EntryPart;
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::EntryPartCode;
use crate::http::{Allowed, Answer, Page, Problem};
use crate::program::Ref;

/// A change of an entry of the directory.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryChange {
    /// The version that came of it; 1 is the entry as it was recorded.
    #[schema(minimum = 1)]
    version: i32,
    at: DateTime<Utc>,
    /// Who changed it; none for what was recorded before that was kept.
    by: Option<Ref>,
    /// What changed; empty for the first version.
    #[schema(max_items = 20)]
    changed: Vec<EntryPartCode>,
}

/// One version: its number, since when it holds, when the entry was made, and who wrote it.
type Version = (i32, DateTime<Utc>, DateTime<Utc>, Option<Uuid>);

/// Versions, newest first, each with the next older one where it is known.
fn changes<T>(
    tx: &Tx,
    versions: &[(T, DateTime<Utc>)],
    version: impl Fn(&T, DateTime<Utc>) -> Version,
    parts: impl Fn(&T, &T) -> Vec<EntryPart>,
) -> Page<DirectoryChange> {
    let told = |(index, (entry, since)): (usize, &(T, DateTime<Utc>))| {
        let (number, since, created_at, by) = version(entry, *since);
        let changed = versions.get(index + 1).map_or_else(Vec::new, |(before, _)| parts(entry, before));
        DirectoryChange {
            version: number,
            at: if number == 1 { created_at } else { since },
            by: by.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
            changed: changed.into_iter().map(Into::into).collect(),
        }
    };
    Page::whole(versions.iter().enumerate().map(told).collect())
}

/// What became of a service of the directory: newest first, a hundred changes at most.
#[utoipa::path(tag = "community_service", operation_id = "community_service_history", params(("id" = Uuid, Path)), responses((status = 200, body = Page<DirectoryChange>)))]
#[get("/community-services/{id}/history")]
pub async fn community_service_history(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<DirectoryChange>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let service = tx.community_service(*id).await?;
        let versions = tx.community_service_versions(service.id).await?;
        let page = changes(
            tx,
            &versions,
            |one, since| (one.version, since, one.created_at, one.changed_by),
            |one, before| one.changes_since(before),
        );
        Ok(Answer::ok(page))
    });
    Ok(answer.await?)
}

/// What became of an organization of the directory: newest first, a hundred changes at most.
#[utoipa::path(tag = "community_service", operation_id = "community_organization_history", params(("id" = Uuid, Path)), responses((status = 200, body = Page<DirectoryChange>)))]
#[get("/community-organizations/{id}/history")]
pub async fn community_organization_history(
    access: Allowed<cap::CommunityServiceRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<DirectoryChange>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let organization = tx.community_organization(*id).await?;
        let versions = tx.community_organization_versions(organization.id).await?;
        let page = changes(
            tx,
            &versions,
            |one, since| (one.version, since, one.created_at, one.changed_by),
            |one, before| one.changes_since(before),
        );
        Ok(Answer::ok(page))
    });
    Ok(answer.await?)
}
