//! Notes: server drafts, signatures, countersignatures and what is sent back, amendments, corrections.

mod act;
mod record;
mod template;
mod turnaround;

pub use turnaround::DocumentTurnaround;

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::clock::in_time;
use domain::contact::Contact;
use domain::note::template::{AnswerSource, Flaw, NoteAnswer, NoteTemplate, sourced};
use domain::note::{Amendment, Draft, Note, NoteStatus, Return};
use domain::readability::ReadingLanguage;
use domain::scope::Activity;
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{FlawKindCode, NoteKindCode, NoteStatusCode, ReadingLanguageCode, RecordFactCode};
use crate::http::page::ListQuery;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::scope::{allows, pointed};
use template::NoteTemplateView;

/// A note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: NoteKindCode,
    title: String,
    /// Free text.
    body: String,
    /// The text as it was signed, answers and free text together; null without a template.
    text: Option<String>,
    /// Language of the headings of that text.
    language: ReadingLanguageCode,
    template_code: Option<String>,
    /// The edition it is written with, where the note is looked at by itself.
    template: Option<NoteTemplateView>,
    /// Structured answers.
    answers: Vec<NoteAnswerView>,
    /// What keeps the draft from being signed, where the note is looked at by itself.
    flaws: Vec<NoteFlaw>,
    status: NoteStatusCode,
    author: Ref,
    occurred_at: DateTime<Utc>,
    signed_at: Option<DateTime<Utc>>,
    countersigner: Option<Ref>,
    countersigned_at: Option<DateTime<Utc>>,
    contact_id: Option<Uuid>,
    amendments: Vec<AmendmentView>,
    /// When the draft was begun.
    created_at: DateTime<Utc>,
    /// True when that was more than 24 hours after what it tells.
    is_late: bool,
    late_reason: Option<String>,
    /// How often and why it came back to its author.
    returns: Vec<NoteReturnView>,
    /// The note that it corrects.
    supersedes_id: Option<Uuid>,
    correction_reason: Option<String>,
    /// The note that corrects it, where the note is looked at by itself.
    corrected_by_id: Option<Uuid>,
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

/// A structured answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteAnswerView {
    field: String,
    value: String,
    /// Where it comes from that the record gave; null once the writer changed it.
    source: Option<NoteAnswerSource>,
}

/// Where an answer comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteAnswerSource {
    fact: RecordFactCode,
    record_id: Option<Uuid>,
    at: Option<DateTime<Utc>>,
}

/// What keeps a draft from being signed.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteFlaw {
    field: String,
    kind: FlawKindCode,
}

/// A signed note that went back to its author.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteReturnView {
    by: Ref,
    at: DateTime<Utc>,
    comment: String,
}

/// A note in a queue, with whom it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedNote {
    note: NoteView,
    person: Ref,
    /// When it is due; null while nothing waits for it.
    due_at: Option<DateTime<Utc>>,
    is_overdue: bool,
}

/// A new draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "progress", "title": "Visit at home", "template": "soap", "language": "en", "occurred_at": "2026-03-06T14:00:00-05:00"
}))]
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
    /// The template it is written with, by its code.
    #[schema(max_length = 40, example = "soap")]
    template: Option<String>,
    /// Language of its headings; English when absent.
    language: Option<ReadingLanguageCode>,
    /// When what it tells took place; now when absent.
    occurred_at: Option<DateTime<Utc>>,
}

/// An answer to a field of the template.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAnswerInput {
    /// The field.
    #[schema(min_length = 1, max_length = 40)]
    field: String,
    /// A code, a number, a day as `2026-11-22` or a text.
    #[schema(max_length = 10000)]
    value: String,
}

/// The draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Visit at home", "body": "Walked to the mailbox and back without a rest.",
    "occurred_at": "2026-03-06T14:00:00-05:00"
}))]
pub struct NoteUpdate {
    /// Title.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// Free text.
    #[schema(max_length = 50000)]
    body: String,
    /// Every structured answer; as they were when absent.
    #[schema(max_items = 200)]
    answers: Option<Vec<NoteAnswerInput>>,
    /// When what it tells took place; as it was when absent.
    occurred_at: Option<DateTime<Utc>>,
    /// Why it is begun more than 24 hours later.
    #[schema(max_length = 500)]
    late_reason: Option<String>,
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
        .service(act::note_sign)
        .service(act::note_countersign)
        .service(note_amend)
        .service(note_discard)
        .service(act::note_return)
        .service(act::note_correct)
        .service(template::note_template_list)
        .service(template::note_template_publish)
        .service(template::note_template_withdraw)
        .service(turnaround::note_turnaround);
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
        NoteStatus::Draft if mine && writes => {
            can.extend(["note_update", "note_sign"]);
            if note.returns.is_empty() {
                can.push("note_discard");
            }
        }
        NoteStatus::AwaitingCountersignature => {
            if !mine && tx.actor().may(Capability::NoteCountersign) && allows(tx, Activity::CountersignNote) {
                can.extend(["note_countersign", "note_return"]);
            }
            if writes {
                can.push("note_amend");
            }
        }
        NoteStatus::Signed if writes => {
            can.push("note_amend");
            if mine {
                can.push("note_correct");
            }
        }
        _ => {}
    }
    let answer = |own: NoteAnswer| {
        let from = |source: AnswerSource| {
            let AnswerSource { fact, record_id, at } = source;
            NoteAnswerSource { fact: fact.into(), record_id, at }
        };
        NoteAnswerView { field: own.field, value: own.value, source: own.source.map(from) }
    };
    let returned = |own: Return| NoteReturnView { by: name(own.by), at: own.at, comment: own.comment };
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
        text: note.text,
        language: note.language.into(),
        template_code: note.template_code,
        template: None,
        answers: note.answers.into_iter().map(answer).collect(),
        flaws: Vec::new(),
        created_at: note.created_at,
        is_late: note.is_late,
        late_reason: note.late_reason,
        returns: note.returns.into_iter().map(returned).collect(),
        supersedes_id: note.supersedes_id,
        correction_reason: note.correction_reason,
        corrected_by_id: None,
        status: note.status.into(),
        occurred_at: note.occurred_at,
        signed_at: note.signed_at,
        countersigned_at: note.countersigned_at,
        contact_id: note.contact_id,
        updated_at: note.updated_at,
        can,
    }
}

/// The template that a note is written with.
async fn content_of(tx: &mut Tx, note: &Note) -> persistence::Result<Option<NoteTemplate>> {
    match note.template() {
        Some(wanted) => Ok(Some(template::edition(tx, &wanted).await?)),
        None => Ok(None),
    }
}

/// The view of a note that is looked at by itself.
async fn whole(tx: &mut Tx, note: Note) -> persistence::Result<NoteView> {
    let template = content_of(tx, &note).await?;
    whole_of(tx, note, template).await
}

/// The view of a note that is looked at by itself, whose template is read already.
async fn whole_of(tx: &mut Tx, note: Note, template: Option<NoteTemplate>) -> persistence::Result<NoteView> {
    let draft = note.status == NoteStatus::Draft;
    let flaws = template.as_ref().filter(|_| draft).map(|own| own.content.flaws(&note.answers)).unwrap_or_default();
    // Nobody corrects a draft.
    let corrected_by_id = if draft { None } else { tx.correction_of(note.id).await? };
    let shown = template.map(|own| template::view(tx, own, false));
    let mut seen = view(tx, note);
    if corrected_by_id.is_some() {
        seen.can.retain(|operation| *operation != "note_correct");
    }
    let flaw = |own: Flaw| NoteFlaw { field: own.field, kind: own.kind.into() };
    Ok(NoteView { template: shown, flaws: flaws.into_iter().map(flaw).collect(), corrected_by_id, ..seen })
}

/// Begins a draft. It is kept on the server from the first word; with a template, it begins with what the record says.
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
        let contact = match body.contact_id {
            Some(contact_id) => Some(contact_of(tx, &case, contact_id).await?),
            None => None,
        };
        let template = match &body.template {
            Some(code) => {
                let setting = tx.directory().program(case.program_id)?.setting;
                let offered = template::current_edition(tx, code).await?.filter(|own| own.content.fits(setting));
                Some(offered.ok_or_else(|| {
                    let detail = "The program offers no such template. GET /note-templates lists what it offers.";
                    Rule::at("unknown_template", "/template", detail)
                })?)
            }
            None => None,
        };
        let (author, now) = (tx.actor().id, tx.now());
        let at = contact.as_ref().map_or(body.occurred_at.unwrap_or(now), |contact| contact.occurred_at);
        let mut note = Note::begin(Uuid::now_v7(), &case, author, body.kind.0, body.title, now).of(at, now)?;
        note.contact_id = body.contact_id;
        note.body = body.body;
        note.language = body.language.map_or(ReadingLanguage::English, |code| code.0);
        if let Some(template) = &template {
            let minutes = contact.map(|contact| (contact.id, contact.minutes));
            let (person_id, program_id) = (case.person_id, case.program_id);
            let known = record::known(tx, &template.content, person_id, program_id, minutes, note.language).await?;
            note.answers = template.content.prefilled(&known);
            note.kind = template.content.kind;
            note.template_code = Some(template.code.clone());
            note.template_edition = Some(template.edition);
        }
        let note = tx.apply(Change::created(note))?;
        Ok(Answer::created(note.version, whole_of(tx, note, template).await?))
    });
    Ok(answer.await?)
}

async fn contact_of(tx: &mut Tx, case: &Case, id: Uuid) -> persistence::Result<Contact> {
    let unknown = || Rule::at("unknown_contact", "/contact_id", "There is no such contact in this case.");
    let contact = tx.contact(id).await.map_err(|_| unknown())?;
    if contact.case_id == Some(case.id) { Ok(contact) } else { Err(unknown().into()) }
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
        Ok(Answer::resource(note.version, whole(tx, note).await?))
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
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.note_queue(query.status.0, after, query.limit.probe()).await?;
            Ok(Page::new(
                rows,
                query.limit,
                |own| (own.note.signed_at.unwrap_or(own.note.created_at), own.note.id),
                |own| QueuedNote {
                    person: Ref { id: own.note.person_id, name: own.person },
                    due_at: own.due_at,
                    is_overdue: own.due_at.is_some_and(|due_at| !in_time(tx.now(), due_at)),
                    note: view(tx, own.note),
                },
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
    act: impl FnOnce(&Tx, Note, Option<&NoteTemplate>) -> Result<Change<Note>, Rule>,
) -> Result<Answer<NoteView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let note = tx.note(id).await?;
        tx.require_version(note.version, version.0)?;
        let template = content_of(tx, &note).await?;
        let change = act(tx, note, template.as_ref())?;
        let note = tx.apply(change)?;
        Ok(Answer::resource(note.version, whole_of(tx, note, template).await?))
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
    change(&access, &state, *id, version, |tx, note, template| {
        let answers = match body.answers {
            Some(sent) => sourced(sent.into_iter().map(|own| (own.field, own.value)).collect(), &note.answers),
            None => note.answers.clone(),
        };
        let draft = Draft {
            title: body.title,
            body: body.body,
            answers,
            occurred_at: body.occurred_at.unwrap_or(note.occurred_at),
            late_reason: body.late_reason,
        };
        note.write(draft, template.map(|own| &own.content), tx.actor().id, tx.now())
    })
    .await
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
    change(&access, &state, *id, version, |tx, note, _| {
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
    change(&access, &state, *id, version, |tx, note, _| note.discard(tx.actor().id, tx.now())).await
}
