//! Merged records: which stands for which, and the way back.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::adt::link::PersonLink;
use persistence::Tx;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::settle;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// That one record stands for another.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonLinkView {
    id: Uuid,
    version: i32,
    /// The record that goes on. Without a name when it is out of reach.
    survivor: Ref,
    /// The record that it stands for. Without a name when it is out of reach.
    retired: Ref,
    linked_at: DateTime<Utc>,
    undone_at: Option<DateTime<Utc>>,
    undone_by: Option<Ref>,
    undo_reason: Option<String>,
    /// Operations the reader may do on this link now.
    can: Vec<&'static str>,
}

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(person_link_list).service(person_link_undo);
}

fn view(tx: &Tx, link: PersonLink, names: &HashMap<Uuid, String>) -> PersonLinkView {
    let record = |id: Uuid| Ref { id, name: names.get(&id).cloned().unwrap_or_default() };
    let may = link.undone_at.is_none() && tx.actor().may(Capability::AdtWrite);
    PersonLinkView {
        id: link.id,
        version: link.version,
        survivor: record(link.survivor_id),
        retired: record(link.retired_id),
        linked_at: link.linked_at,
        undone_at: link.undone_at,
        undone_by: link.undone_by.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        undo_reason: link.undo_reason,
        can: if may { vec!["person_link_undo"] } else { Vec::new() },
    }
}

/// Records that the hospital merged with a person's, undone merges too.
#[utoipa::path(tag = "adt", operation_id = "person_link_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<PersonLinkView>)))]
#[get("/people/{id}/links")]
pub async fn person_link_list(
    access: Allowed<cap::PersonRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<PersonLinkView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let links = tx.person_links_of(*id).await?;
        let people: Vec<Uuid> = links.iter().flat_map(|link| [link.survivor_id, link.retired_id]).collect();
        let names = tx.names_within_reach(&people).await?;
        Ok(Answer::ok(Page::whole(links.into_iter().map(|link| view(tx, link, &names)).collect())))
    });
    Ok(answer.await?)
}

/// Undoes a merge: the stays and details that came with it go back, and so does what the hospital sends from now on. What staff wrote
/// meanwhile stays where it is.
#[utoipa::path(tag = "adt", operation_id = "person_link_undo", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = PersonLinkView)))]
#[post("/person-links/{id}/undo")]
pub async fn person_link_undo(
    access: Allowed<cap::AdtWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<PersonLinkView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let link = tx.person_link(*id).await?;
        tx.require_version(link.version, version.0)?;
        let change = link.clone().undo(tx.actor().id, reason, tx.now())?;
        settle::unmerge(tx, &link).await?;
        let link = tx.apply(change)?;
        let names = tx.names_within_reach(&[link.survivor_id, link.retired_id]).await?;
        Ok(Answer::resource(link.version, view(tx, link, &names)))
    });
    Ok(answer.await?)
}
