//! Notes: server drafts, signatures, countersignatures, amendments.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::note::{Amendment, Note, NoteStatus};
use domain::scope::Activity;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{NoteKindCode, NoteStatusCode};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::scope::{allows, pointed};

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: NoteKindCode,
    title: String,
    body: String,
    status: NoteStatusCode,
    author: Ref,
    occurred_at: DateTime<Utc>,
    signed_at: Option<DateTime<Utc>>,
    countersigner: Option<Ref>,
    countersigned_at: Option<DateTime<Utc>>,
    contact_id: Option<Uuid>,
    amendments: Vec<AmendmentView>,
    /// When the draft was last saved.
    updated_at: DateTime<Utc>,
    /// Operations the reader may do on this note now.
    can: Vec<&'static str>,
}

/// An addition to a signed note.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmendmentView {
    id: Uuid,
    author: Ref,
    at: DateTime<Utc>,
    body: String,
    reason: String,
}

/// A note in a queue, with whom it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedNote {
    note: NoteView,
    person: Ref,
}

/// A new draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteCreate {
    /// Kind.
    kind: NoteKindCode,
    /// Title.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// Text so far.
    #[schema(max_length = 50000)]
    #[serde(default)]
    body: String,
    /// The contact it documents.
    contact_id: Option<Uuid>,
}

/// The draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteUpdate {
    /// Title.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// Text.
    #[schema(max_length = 50000)]
    body: String,
}

/// An addition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAmend {
    /// What is added or corrected.
    #[schema(min_length = 1, max_length = 50000, pattern = "\\S")]
    body: String,
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Which queue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoteQueueQuery {
    /// `draft` for one's own drafts, `awaiting_countersignature` for what waits for a licensed colleague.
    status: NoteStatusCode,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(note_create)
        .service(note_queue)
        .service(note_get)
        .service(note_list)
        .service(note_update)
        .service(note_sign)
        .service(note_countersign)
        .service(note_amend)
        .service(note_discard);
}

/// Whether the actor's signature needs no countersignature: role and scope of practice let them sign alone. `pointer` is the
/// member of the request that asks for the signature.
///
/// # Errors
/// The reasons of [`domain::scope::judge`].
pub async fn signs_alone(tx: &mut Tx, case: &Case, pointer: Option<&str>) -> persistence::Result<bool> {
    let verdict = tx.verdict(Activity::SignNote, tx.actor().id, case).await?;
    let alone = verdict.alone().map_err(|rule| pointed(rule, pointer))?;
    Ok(alone && tx.actor().may(Capability::NoteSign))
}

/// The view of a note.
pub fn view(tx: &Tx, note: Note) -> NoteView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mine = note.author_id == tx.actor().id;
    let writes = tx.actor().may(Capability::NoteWrite);
    let mut can = Vec::new();
    match note.status {
        NoteStatus::Draft if mine && writes => can.extend(["note_update", "note_sign", "note_discard"]),
        NoteStatus::AwaitingCountersignature => {
            if !mine && tx.actor().may(Capability::NoteCountersign) && allows(tx, Activity::CountersignNote) {
                can.push("note_countersign");
            }
            if writes {
                can.push("note_amend");
            }
        }
        NoteStatus::Signed if writes => can.push("note_amend"),
        _ => {}
    }
    NoteView {
        author: name(note.author_id),
        countersigner: note.countersigner_id.map(name),
        amendments: note
            .amendments
            .into_iter()
            .map(|amendment| AmendmentView {
                id: amendment.id,
                author: name(amendment.author_id),
                at: amendment.at,
                body: amendment.body,
                reason: amendment.reason,
            })
            .collect(),
        id: note.id,
        version: note.version,
        case_id: note.case_id,
        person_id: note.person_id,
        kind: note.kind.into(),
        title: note.title,
        body: note.body,
        status: note.status.into(),
        occurred_at: note.occurred_at,
        signed_at: note.signed_at,
        countersigned_at: note.countersigned_at,
        contact_id: note.contact_id,
        updated_at: note.updated_at,
        can,
    }
}

/// Begins a draft. It is kept on the server from the first word.
#[utoipa::path(tag = "note", operation_id = "note_create", params(("id" = Uuid, Path)), request_body = NoteCreate, responses((status = 201, body = NoteView)))]
#[post("/cases/{id}/notes")]
pub async fn note_create(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<NoteCreate>,
) -> Result<Answer<NoteView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let occurred_at = match body.contact_id {
            Some(contact_id) => {
                let contact = tx.contact(contact_id).await.map_err(|_| {
                    domain::Rule::at("unknown_contact", "/contact_id", "There is no such contact in this case.")
                })?;
                if contact.case_id != Some(case.id) {
                    return Err(domain::Rule::at(
                        "unknown_contact",
                        "/contact_id",
                        "There is no such contact in this case.",
                    )
                    .into());
                }
                contact.occurred_at
            }
            None => tx.now(),
        };
        let note = Note {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            contact_id: body.contact_id,
            kind: body.kind.0,
            title: body.title,
            body: body.body,
            status: NoteStatus::Draft,
            author_id: tx.actor().id,
            occurred_at,
            signed_at: None,
            countersigner_id: None,
            countersigned_at: None,
            amendments: Vec::new(),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        let note = tx.apply(Change::created(note))?;
        Ok(Answer::created(note.version, view(tx, note)))
    });
    Ok(answer.await?)
}

/// One note. A draft is visible to its author only.
#[utoipa::path(tag = "note", operation_id = "note_get", params(("id" = Uuid, Path)), responses((status = 200, body = NoteView)))]
#[get("/notes/{id}")]
pub async fn note_get(
    access: Allowed<cap::NoteRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<NoteView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let note = tx.note(*id).await?;
        Ok(Answer::resource(note.version, view(tx, note)))
    });
    Ok(answer.await?)
}

/// Notes of a case, newest first.
#[utoipa::path(tag = "note", operation_id = "note_list", params(("id" = Uuid, Path), ListQuery), responses((status = 200, body = Page<NoteView>)))]
#[get("/cases/{id}/notes")]
pub async fn note_list(
    access: Allowed<cap::NoteRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ListQuery>,
) -> Result<Answer<Page<NoteView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            tx.case(*id).await?;
            let rows = tx.notes_of(*id, after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |note| (note.occurred_at, note.id), |note| view(tx, note)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// One's own drafts, or notes that wait for a countersignature.
#[utoipa::path(tag = "note", operation_id = "note_queue", params(NoteQueueQuery), responses((status = 200, body = Page<QueuedNote>)))]
#[get("/notes")]
pub async fn note_queue(
    access: Allowed<cap::NoteRead>,
    state: web::Data<State>,
    query: Query<NoteQueueQuery>,
) -> Result<Answer<Page<QueuedNote>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.note_queue(query.status.0, after, query.limit.probe()).await?;
            Ok(Page::new(
                rows,
                query.limit,
                |(note, _)| note.id,
                |(note, name)| QueuedNote { person: Ref { id: note.person_id, name }, note: view(tx, note) },
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

async fn change<C>(
    access: &Allowed<C>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl FnOnce(&Tx, Note) -> Result<Change<Note>, domain::Rule>,
) -> Result<Answer<NoteView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let note = tx.note(id).await?;
        tx.require_version(note.version, version.0)?;
        let change = act(tx, note)?;
        let note = tx.apply(change)?;
        Ok(Answer::resource(note.version, view(tx, note)))
    });
    Ok(answer.await?)
}

/// Saves the draft as it stands.
#[utoipa::path(tag = "note", operation_id = "note_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NoteUpdate, responses((status = 200, body = NoteView)))]
#[patch("/notes/{id}")]
pub async fn note_update(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<NoteUpdate>,
) -> Result<Answer<NoteView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, |tx, note| note.write(body.title, body.body, tx.actor().id, tx.now())).await
}

/// Signs a draft. Where the author's scope of practice asks for it, the note then waits for a countersignature.
#[utoipa::path(tag = "note", operation_id = "note_sign", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = NoteView)))]
#[post("/notes/{id}/sign")]
pub async fn note_sign(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<NoteView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let note = tx.note(*id).await?;
        tx.require_version(note.version, version.0)?;
        let work = tx.case_work(note.case_id).await?;
        let alone = signs_alone(tx, &work.case, None).await?;
        let change = note.sign(tx.actor().id, alone, tx.now())?;
        let note = tx.apply_in(&mut [work], change)?;
        Ok(Answer::resource(note.version, view(tx, note)))
    });
    Ok(answer.await?)
}

/// Countersigns a colleague's note, where one's scope of practice allows it.
#[utoipa::path(tag = "note", operation_id = "note_countersign", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = NoteView)))]
#[post("/notes/{id}/countersign")]
pub async fn note_countersign(
    access: Allowed<cap::NoteCountersign>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<NoteView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let note = tx.note(*id).await?;
        tx.require_version(note.version, version.0)?;
        let work = tx.case_work(note.case_id).await?;
        let scope = tx.verdict(Activity::CountersignNote, tx.actor().id, &work.case).await?;
        let change = note.countersign(tx.actor().id, scope, tx.now())?;
        let note = tx.apply_in(&mut [work], change)?;
        Ok(Answer::resource(note.version, view(tx, note)))
    });
    Ok(answer.await?)
}

/// Adds to a signed note, with the reason. The signed text stays as it is.
#[utoipa::path(tag = "note", operation_id = "note_amend", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NoteAmend, responses((status = 200, body = NoteView)))]
#[post("/notes/{id}/amend")]
pub async fn note_amend(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<NoteAmend>,
) -> Result<Answer<NoteView>, Problem> {
    let body = body.0;
    change(&access, &state, *id, version, |tx, note| {
        note.amend(Amendment {
            id: Uuid::now_v7(),
            author_id: tx.actor().id,
            at: tx.now(),
            body: body.body,
            reason: body.reason,
        })
    })
    .await
}

/// Throws a draft away; its text stays in the history.
#[utoipa::path(tag = "note", operation_id = "note_discard", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = NoteView)))]
#[post("/notes/{id}/discard")]
pub async fn note_discard(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<NoteView>, Problem> {
    change(&access, &state, *id, version, |tx, note| note.discard(tx.actor().id, tx.now())).await
}
