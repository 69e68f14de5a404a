//! Note templates: what ships, and the editions that an organization makes.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::edition::{current, listed};
use domain::note::TemplateRef;
use domain::note::library::shipped;
use domain::note::template::{Field, FieldOption, Label, NoteTemplate, RecordFact, TemplateContent, TemplateSection};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{FieldKindCode, NoteKindCode, RecordFactCode, SettingCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Query, Valid};
use crate::program::Ref;

/// A text in both languages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelText {
    /// English.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    en: String,
    /// Spanish.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    es: String,
}

/// An option of a choice.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateOption {
    /// Code, unique in its field.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z][a-z0-9_]*$")]
    code: String,
    /// What people read.
    label: LabelText,
}

/// A field of a note.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateField {
    /// Code, unique in the template.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z][a-z0-9_]*$")]
    code: String,
    /// What is asked.
    label: LabelText,
    /// How it is filled.
    kind: FieldKindCode,
    /// Options of a choice.
    #[schema(max_items = 40)]
    #[serde(default)]
    options: Vec<TemplateOption>,
    /// Unit of a number.
    unit: Option<LabelText>,
    /// Lowest number that makes sense.
    min: Option<f64>,
    /// Highest number that makes sense.
    max: Option<f64>,
    /// True when the note is not signed without it.
    #[serde(default)]
    required: bool,
    /// The fact of the record with which it begins.
    from_record: Option<RecordFactCode>,
}

/// A heading and what belongs under it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateSectionContent {
    /// Heading.
    title: LabelText,
    /// Fields in order.
    #[schema(min_items = 1, max_items = 40)]
    fields: Vec<TemplateField>,
}

/// What a template asks.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteTemplateContent {
    /// Title.
    title: LabelText,
    /// Kind of the notes made from it.
    kind: NoteKindCode,
    /// Settings that offer it; every setting when empty.
    #[schema(max_items = 20)]
    #[serde(default)]
    settings: Vec<SettingCode>,
    /// Sections in order.
    #[schema(min_items = 1, max_items = 20)]
    sections: Vec<TemplateSectionContent>,
}

/// An edition of a note template.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteTemplateView {
    /// Null for what ships.
    id: Option<Uuid>,
    version: i32,
    code: String,
    edition: i32,
    content: NoteTemplateContent,
    /// Who made it; null for what ships.
    author: Option<Ref>,
    created_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    /// True for the edition with which notes are begun.
    is_current: bool,
    /// Operations the reader may do on this edition now.
    can: Vec<&'static str>,
}

/// Note templates.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteTemplates {
    /// Editions by code, the newest first.
    items: Vec<NoteTemplateView>,
    /// Operations the reader may do now.
    can: Vec<&'static str>,
}

/// A new edition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteTemplatePublish {
    /// Code: of a template that there is, or a new one.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z][a-z0-9_]*$", example = "soap")]
    code: String,
    /// The edition that was in use when it was begun, 0 where there was none: nobody's edition is replaced unseen. Not looked at
    /// when absent.
    #[schema(minimum = 0)]
    from_edition: Option<i32>,
    /// What it asks.
    content: NoteTemplateContent,
}

/// Which templates.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoteTemplateQuery {
    /// Only the current editions that this program offers; every edition when absent.
    program_id: Option<Uuid>,
}

impl From<Label> for LabelText {
    fn from(label: Label) -> Self {
        Self { en: label.en, es: label.es }
    }
}

impl From<LabelText> for Label {
    fn from(text: LabelText) -> Self {
        Self { en: text.en, es: text.es }
    }
}

impl From<Field> for TemplateField {
    fn from(field: Field) -> Self {
        let option = |own: FieldOption| TemplateOption { code: own.code, label: own.label.into() };
        Self {
            code: field.code,
            label: field.label.into(),
            kind: field.kind.into(),
            options: field.options.into_iter().map(option).collect(),
            unit: field.unit.map(Into::into),
            min: field.min,
            max: field.max,
            required: field.required,
            from_record: field.from_record.map(Into::into),
        }
    }
}

impl From<TemplateField> for Field {
    fn from(field: TemplateField) -> Self {
        let option = |own: TemplateOption| FieldOption { code: own.code, label: own.label.into() };
        Self {
            code: field.code,
            label: field.label.into(),
            kind: field.kind.0,
            options: field.options.into_iter().map(option).collect(),
            unit: field.unit.map(Into::into),
            min: field.min,
            max: field.max,
            required: field.required,
            from_record: field.from_record.map(|code| code.0),
        }
    }
}

impl From<TemplateContent> for NoteTemplateContent {
    fn from(content: TemplateContent) -> Self {
        let section = |own: TemplateSection| TemplateSectionContent {
            title: own.title.into(),
            fields: own.fields.into_iter().map(Into::into).collect(),
        };
        Self {
            title: content.title.into(),
            kind: content.kind.into(),
            settings: content.settings.into_iter().map(Into::into).collect(),
            sections: content.sections.into_iter().map(section).collect(),
        }
    }
}

impl From<NoteTemplateContent> for TemplateContent {
    fn from(content: NoteTemplateContent) -> Self {
        let section = |own: TemplateSectionContent| TemplateSection {
            title: own.title.into(),
            fields: own.fields.into_iter().map(Into::into).collect(),
        };
        Self {
            title: content.title.into(),
            kind: content.kind.0,
            settings: content.settings.into_iter().map(|code| code.0).collect(),
            sections: content.sections.into_iter().map(section).collect(),
        }
    }
}

/// The view of an edition.
pub fn view(tx: &Tx, own: NoteTemplate, is_current: bool) -> NoteTemplateView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mine = own.author_id.is_some();
    let may = mine && own.withdrawn_at.is_none() && tx.actor().may(Capability::NoteTemplateWrite);
    NoteTemplateView {
        id: mine.then_some(own.id),
        version: own.version,
        code: own.code,
        edition: own.edition,
        content: own.content.into(),
        author: own.author_id.map(name),
        created_at: own.created_at,
        withdrawn_at: own.withdrawn_at,
        is_current,
        can: if may { vec!["note_template_withdraw"] } else { Vec::new() },
    }
}

/// Every edition of a code, or of every code: those that ship too.
async fn editions(tx: &mut Tx, code: Option<&str>) -> persistence::Result<Vec<NoteTemplate>> {
    Ok(domain::edition::editions(tx.note_templates(code).await?, shipped(), code))
}

/// The edition of a template that a note is written with.
pub async fn edition(tx: &mut Tx, wanted: &TemplateRef) -> persistence::Result<NoteTemplate> {
    let is_wanted = |own: &&NoteTemplate| own.code == wanted.code && own.edition == wanted.edition;
    if let Some(own) = shipped().iter().find(is_wanted) {
        return Ok(own.clone());
    }
    let all = tx.note_templates(Some(&wanted.code)).await?;
    all.into_iter().find(|own| own.edition == wanted.edition).ok_or(Error::NotFound)
}

/// The edition of a template with which a note is begun now.
pub async fn current_edition(tx: &mut Tx, code: &str) -> persistence::Result<Option<NoteTemplate>> {
    Ok(current(editions(tx, Some(code)).await?).pop())
}

/// True when a fact of the record is asked for.
pub fn asks_record(content: &TemplateContent, fact: RecordFact) -> bool {
    content.fields().any(|field| field.from_record == Some(fact))
}

/// The templates with which notes are begun in a program, or every edition that there is.
#[utoipa::path(tag = "note", operation_id = "note_template_list", params(NoteTemplateQuery), responses((status = 200, body = NoteTemplates)))]
#[get("/note-templates")]
pub async fn note_template_list(
    access: Allowed<cap::NoteTemplateRead>,
    state: web::Data<State>,
    query: Query<NoteTemplateQuery>,
) -> Result<Answer<NoteTemplates>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let mut all = listed(editions(tx, None).await?);
        if let Some(program_id) = query.program_id {
            let unknown = |_| Rule::at("unknown_program", "/program_id", "There is no such program.");
            let setting = tx.directory().program(program_id).map_err(unknown)?.setting;
            all.retain(|(own, is_current)| *is_current && own.content.fits(setting));
        }
        let items = all.into_iter().map(|(own, is_current)| view(tx, own, is_current)).collect();
        let may = tx.actor().may(Capability::NoteTemplateWrite);
        Ok(Answer::ok(NoteTemplates { items, can: if may { vec!["note_template_publish"] } else { Vec::new() } }))
    });
    Ok(answer.await?)
}

/// Publishes the next edition of a template. Notes that are written keep theirs.
#[utoipa::path(tag = "note", operation_id = "note_template_publish", request_body = NoteTemplatePublish, responses((status = 201, body = NoteTemplateView)))]
#[post("/note-templates")]
pub async fn note_template_publish(
    access: Allowed<cap::NoteTemplateWrite>,
    state: web::Data<State>,
    body: Valid<NoteTemplatePublish>,
) -> Result<Answer<NoteTemplateView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let known = editions(tx, Some(&body.code)).await?;
        let template = NoteTemplate {
            id: Uuid::now_v7(),
            version: 1,
            code: body.code,
            edition: 0,
            content: body.content.into(),
            author_id: Some(tx.actor().id),
            created_at: Some(tx.now()),
            withdrawn_at: None,
        };
        let template = tx.apply(template.publish(body.from_edition, &known)?)?;
        Ok(Answer::created(template.version, view(tx, template, true)))
    });
    Ok(answer.await?)
}

/// Takes an edition back: notes are begun with the one before it again.
#[utoipa::path(tag = "note", operation_id = "note_template_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = NoteTemplateView)))]
#[post("/note-templates/{id}/withdraw")]
pub async fn note_template_withdraw(
    access: Allowed<cap::NoteTemplateWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<NoteTemplateView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let template = tx.note_template(*id).await?;
        tx.require_version(template.version, version.0)?;
        let template = tx.apply(template.withdraw(tx.now())?)?;
        Ok(Answer::resource(template.version, view(tx, template, false)))
    });
    Ok(answer.await?)
}
