//! The wording of instruments that are shipped without one: an organization adds it under its own licence.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Access, Capability, cap};
use domain::instrument::{self, Instrument, ItemWording, Wording};
use domain::instrument_wording::{InstrumentWording, Shown, Texts, WordingStanding, check};
use domain::readability::ReadingLanguage;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::Schema;
use utoipa::openapi::schema::{AdditionalProperties, Object, ObjectBuilder, Type};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{ReadingLanguageCode, WordingStandingCode};
use crate::http::problem::Pointed;
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::instrument::{InstrumentView, found};
use crate::program::Ref;
use crate::staff::credential::today_of;
use crate::task::Reason;

/// The text of an instrument in one language.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordingText {
    /// Title in this language.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: Option<String>,
    /// The question that the items share.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    stem: Option<String>,
    /// Text of every item, by its number or name.
    #[schema(schema_with = items_schema)]
    items: BTreeMap<String, WordingItem>,
}

/// The text of an item.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordingItem {
    /// Question.
    text: String,
    /// Labels of the answers, by value. "Chooses not to answer" may be left out.
    #[serde(default)]
    options: BTreeMap<String, String>,
}

/// The texts of an instrument; at least one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordingTexts {
    /// English.
    // Not nullable: the checker points into a text only where nothing else may stand in its place.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<WordingText>,
    /// Spanish.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    es: Option<WordingText>,
}

/// Items by number or name; which items and answers there are is up to the instrument.
fn items_schema() -> Object {
    let text = |most: usize| {
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(most)).pattern(Some("\\S"))
    };
    let key =
        |pattern: &str| ObjectBuilder::new().schema_type(Type::String).max_length(Some(40)).pattern(Some(pattern));
    let options = ObjectBuilder::new()
        .property_names(Some(key("^[0-9]{1,5}$")))
        .additional_properties(Some(text(500)))
        .max_properties(Some(20));
    let item = ObjectBuilder::new()
        .property("text", text(1000))
        .property("options", options)
        .required("text")
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    ObjectBuilder::new()
        .property_names(Some(key("^[a-z0-9][a-z0-9-]*$")))
        .additional_properties(Some(item))
        .max_properties(Some(100))
        .description(Some("Text of every item, by its number or name, with the labels of its answers by value."))
        .examples([serde_json::json!({ "1": { "text": "First question", "options": { "0": "No", "1": "Yes" } } })])
        .build()
}

/// A wording to look at before it is used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentWordingPreview {
    /// Code of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "lawton")]
    instrument: String,
    /// Version of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "1")]
    instrument_version: String,
    /// The texts.
    texts: WordingTexts,
}

/// A wording and its licence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentWordingCreate {
    /// Code of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "lawton")]
    instrument: String,
    /// Version of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "1")]
    instrument_version: String,
    /// The texts.
    texts: WordingTexts,
    /// Who gave the licence.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    licensor: String,
    /// Where the licence is found: number, letter, contract.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    reference: String,
    /// Last day of the licence; null where it has no end.
    valid_until: Option<NaiveDate>,
    /// True when whoever uploads it confirms that the licence covers this use.
    confirmed: bool,
}

/// A wording that the organization added.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentWordingView {
    id: Uuid,
    version: i32,
    /// Code of the instrument.
    instrument: String,
    instrument_version: String,
    /// Title of the instrument.
    title: String,
    languages: Vec<ReadingLanguageCode>,
    standing: WordingStandingCode,
    licensor: String,
    reference: String,
    /// Last day of the licence; null where it has no end.
    valid_until: Option<NaiveDate>,
    /// Who uploaded it and confirmed the licence.
    uploaded_by: Ref,
    uploaded_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_by: Option<Ref>,
    withdrawn_reason: Option<String>,
    /// The texts; null in lists.
    texts: Option<WordingTexts>,
    /// Operations the reader may do on this wording now.
    can: Vec<&'static str>,
}

/// The wordings of the organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentWordings {
    /// Every wording, the newest first.
    items: Vec<InstrumentWordingView>,
    /// Operations the reader may do now.
    can: Vec<&'static str>,
}

/// An instrument with the texts, one view for each language.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordingPreview {
    /// The instrument in each language of the texts.
    items: Vec<InstrumentView>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(instrument_wording_list)
        .service(instrument_wording_create)
        .service(instrument_wording_preview)
        .service(instrument_wording_get)
        .service(instrument_wording_withdraw);
}

impl From<WordingText> for Wording {
    fn from(text: WordingText) -> Self {
        let item = |(key, item): (String, WordingItem)| (key, ItemWording { text: item.text, options: item.options });
        Self { title: text.title, stem: text.stem, items: text.items.into_iter().map(item).collect() }
    }
}

impl From<Wording> for WordingText {
    fn from(text: Wording) -> Self {
        let item = |(key, item): (String, ItemWording)| (key, WordingItem { text: item.text, options: item.options });
        Self { title: text.title, stem: text.stem, items: text.items.into_iter().map(item).collect() }
    }
}

impl From<WordingTexts> for Texts {
    fn from(texts: WordingTexts) -> Self {
        let languages = [(ReadingLanguage::English, texts.en), (ReadingLanguage::Spanish, texts.es)];
        languages.into_iter().filter_map(|(language, text)| Some((language, text?.into()))).collect()
    }
}

impl From<Texts> for WordingTexts {
    fn from(mut texts: Texts) -> Self {
        let mut take = |language| texts.remove(&language).map(Into::into);
        Self { en: take(ReadingLanguage::English), es: take(ReadingLanguage::Spanish) }
    }
}

/// The instrument named, when the texts fit it: every item and answer has one, and nothing else has. A refusal leaves its entry in
/// the audit trail.
async fn fitting(
    state: &State,
    access: &Access<cap::InstrumentWordingWrite>,
    named: (&str, &str),
    texts: &Texts,
) -> Result<&'static Instrument, Problem> {
    match fit(named, texts) {
        Ok(instrument) => Ok(instrument),
        Err(problem) => {
            state.store.read(access, async |_| Ok(())).await?;
            Err(problem)
        }
    }
}

fn fit((code, version): (&str, &str), texts: &Texts) -> Result<&'static Instrument, Problem> {
    let instrument = found(code, Some(version)).ok_or_else(|| {
        let detail = "There is no such instrument in this version. GET /instruments lists them.";
        Problem::from(domain::Rule::at("unknown_instrument", "/instrument", detail))
    })?;
    check(instrument, texts).map_err(|errors| {
        let errors = errors.into_iter().take(100).map(|error| Pointed { pointer: error.pointer, detail: error.detail });
        Problem::refused("wording_invalid", "The texts do not fit the instrument.", errors.collect())
    })?;
    Ok(instrument)
}

fn view(tx: &Tx, wording: InstrumentWording, newest: bool, texts: bool) -> InstrumentWordingView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let standing = wording.standing(newest, today_of(tx, tx.actor().id));
    let may = standing != WordingStanding::Withdrawn && tx.actor().may(Capability::InstrumentWordingWrite);
    let known = found(&wording.instrument, Some(&wording.instrument_version));
    InstrumentWordingView {
        id: wording.id,
        version: wording.version,
        title: known.map_or_else(|| wording.instrument.clone(), |instrument| instrument.title.into()),
        instrument: wording.instrument,
        instrument_version: wording.instrument_version,
        languages: wording.texts.keys().map(|language| (*language).into()).collect(),
        standing: standing.into(),
        licensor: wording.licensor,
        reference: wording.reference,
        valid_until: wording.valid_until,
        uploaded_by: name(wording.uploaded_by),
        uploaded_at: wording.uploaded_at,
        withdrawn_at: wording.withdrawn_at,
        withdrawn_by: wording.withdrawn_by.map(name),
        withdrawn_reason: wording.withdrawn_reason,
        texts: texts.then(|| wording.texts.into()),
        can: if may { vec!["instrument_wording_withdraw"] } else { Vec::new() },
    }
}

/// True when nothing was uploaded after it for the same version of the instrument; `all` has the newest first.
fn is_newest(wording: &InstrumentWording, all: &[InstrumentWording]) -> bool {
    let same = |other: &&InstrumentWording| {
        other.instrument == wording.instrument && other.instrument_version == wording.instrument_version
    };
    all.iter().find(same).is_some_and(|newest| newest.id == wording.id)
}

/// Every wording that the organization added, the newest first, with its licence and how it stands.
#[utoipa::path(tag = "instrument", operation_id = "instrument_wording_list", responses((status = 200, body = InstrumentWordings)))]
#[get("/instrument-wordings")]
pub async fn instrument_wording_list(
    access: Allowed<cap::InstrumentWordingRead>,
    state: web::Data<State>,
) -> Result<Answer<InstrumentWordings>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.instrument_wordings().await?;
        let may = tx.actor().may(Capability::InstrumentWordingWrite);
        let items = all.iter().map(|wording| view(tx, wording.clone(), is_newest(wording, &all), false)).collect();
        let can = if may { vec!["instrument_wording_create", "instrument_wording_preview"] } else { Vec::new() };
        Ok(Answer::ok(InstrumentWordings { items, can }))
    });
    Ok(answer.await?)
}

/// One wording with its texts.
#[utoipa::path(tag = "instrument", operation_id = "instrument_wording_get", params(("id" = Uuid, Path)), responses((status = 200, body = InstrumentWordingView)))]
#[get("/instrument-wordings/{id}")]
pub async fn instrument_wording_get(
    access: Allowed<cap::InstrumentWordingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<InstrumentWordingView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let wording = tx.instrument_wording(*id).await?;
        let newest = is_newest(&wording, &tx.instrument_wordings().await?);
        Ok(Answer::resource(wording.version, view(tx, wording, newest, true)))
    });
    Ok(answer.await?)
}

/// The instrument as it would show with these texts, without storing them; every text that does not fit is pointed at.
#[utoipa::path(tag = "instrument", operation_id = "instrument_wording_preview", request_body = InstrumentWordingPreview, responses((status = 200, body = WordingPreview)))]
#[post("/instrument-wordings/preview")]
pub async fn instrument_wording_preview(
    access: Allowed<cap::InstrumentWordingWrite>,
    state: web::Data<State>,
    body: Valid<InstrumentWordingPreview>,
) -> Result<Answer<WordingPreview>, Problem> {
    let body = body.0;
    let texts = Texts::from(body.texts);
    let named = (body.instrument.as_str(), body.instrument_version.as_str());
    let instrument = fitting(&state, &access, named, &texts).await?;
    let languages: Vec<_> = texts.keys().copied().collect();
    let answer = state.store.read(&access, async |tx| {
        let items = texts.iter().map(|(language, text)| {
            let instrument = instrument::translated(instrument, text, *language);
            let shown = Shown { instrument, languages: languages.clone(), wording: None };
            crate::instrument::view(tx.directory(), &shown)
        });
        Ok(Answer::ok(WordingPreview { items: items.collect() }))
    });
    Ok(answer.await?)
}

/// Takes a wording into use under the organization's licence. A newer one stands before the older, which is kept.
#[utoipa::path(tag = "instrument", operation_id = "instrument_wording_create", request_body = InstrumentWordingCreate, responses((status = 201, body = InstrumentWordingView)))]
#[post("/instrument-wordings")]
pub async fn instrument_wording_create(
    access: Allowed<cap::InstrumentWordingWrite>,
    state: web::Data<State>,
    body: Valid<InstrumentWordingCreate>,
) -> Result<Answer<InstrumentWordingView>, Problem> {
    let body = body.0;
    let texts = Texts::from(body.texts);
    let named = (body.instrument.as_str(), body.instrument_version.as_str());
    let instrument = fitting(&state, &access, named, &texts).await?;
    let answer = state.store.write(&access, async |tx| {
        let wording = InstrumentWording {
            id: Uuid::now_v7(),
            version: 1,
            instrument: instrument.code.into(),
            instrument_version: instrument.version.into(),
            texts,
            licensor: body.licensor,
            reference: body.reference,
            valid_until: body.valid_until,
            uploaded_by: tx.actor().id,
            uploaded_at: tx.now(),
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_reason: None,
        };
        let change = wording.upload(body.confirmed, today_of(tx, tx.actor().id))?;
        let wording = tx.apply(change)?;
        Ok(Answer::created(wording.version, view(tx, wording, true, true)))
    });
    Ok(answer.await?)
}

/// Takes a wording back, with the reason. The instrument shows without words again; what was answered stays.
#[utoipa::path(tag = "instrument", operation_id = "instrument_wording_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = InstrumentWordingView)))]
#[post("/instrument-wordings/{id}/withdraw")]
pub async fn instrument_wording_withdraw(
    access: Allowed<cap::InstrumentWordingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<InstrumentWordingView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let wording = tx.instrument_wording(*id).await?;
        tx.require_version(wording.version, version.0)?;
        let change = wording.withdraw(tx.actor().id, reason, tx.now())?;
        let wording = tx.apply(change)?;
        Ok(Answer::resource(wording.version, view(tx, wording, false, true)))
    });
    Ok(answer.await?)
}
