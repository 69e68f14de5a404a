//! What becomes of a note once it is written: signatures, what is sent back, corrections.

use actix_web::{post, web};
use domain::access::cap;
use domain::note::{Note, NoteStatus};
use domain::scope::Activity;
use persistence::Tx;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{NoteView, content_of, signs_alone, whole, whole_of};
use crate::app::State;
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::task::Reason;

/// What is to be changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteReturn {
    /// The author reads it.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S", example = "Say who was told about the fall.")]
    comment: String,
}

/// Lets a correction that is final take the place of what it corrects.
async fn supersede(tx: &mut Tx, note: &Note) -> persistence::Result<()> {
    if let (NoteStatus::Signed, Some(id)) = (note.status, note.supersedes_id) {
        let old = tx.note(id).await?;
        tx.apply(old.superseded())?;
    }
    Ok(())
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
        let template = content_of(tx, &note).await?;
        let change = note.sign(tx.actor().id, alone, template.as_ref().map(|own| &own.content), tx.now())?;
        let note = tx.apply_in(&mut [work], change)?;
        supersede(tx, &note).await?;
        Ok(Answer::resource(note.version, whole_of(tx, note, template).await?))
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
        supersede(tx, &note).await?;
        Ok(Answer::resource(note.version, whole(tx, note).await?))
    });
    Ok(answer.await?)
}

/// Sends a note that waits for a countersignature back to its author, with what is to be changed.
#[utoipa::path(tag = "note", operation_id = "note_return", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NoteReturn, responses((status = 200, body = NoteView)))]
#[post("/notes/{id}/return")]
pub async fn note_return(
    access: Allowed<cap::NoteCountersign>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<NoteReturn>,
) -> Result<Answer<NoteView>, Problem> {
    let comment = body.0.comment;
    let answer = state.store.write(&access, async |tx| {
        let note = tx.note(*id).await?;
        tx.require_version(note.version, version.0)?;
        let work = tx.case_work(note.case_id).await?;
        let scope = tx.verdict(Activity::CountersignNote, tx.actor().id, &work.case).await?;
        let change = note.give_back(tx.actor().id, scope, comment, tx.now())?;
        let note = tx.apply_in(&mut [work], change)?;
        Ok(Answer::resource(note.version, whole(tx, note).await?))
    });
    Ok(answer.await?)
}

/// Begins a correction of one's own signed note: a draft with the same words, which takes its place once it is final.
#[utoipa::path(tag = "note", operation_id = "note_correct", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 201, body = NoteView)))]
#[post("/notes/{id}/correct")]
pub async fn note_correct(
    access: Allowed<cap::NoteWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<NoteView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let note = tx.note(*id).await?;
        tx.require_version(note.version, version.0)?;
        let change = note.correct(Uuid::now_v7(), tx.actor().id, reason, tx.now())?;
        let draft = tx.apply(change)?;
        Ok(Answer::created(draft.version, whole(tx, draft).await?))
    });
    Ok(answer.await?)
}
