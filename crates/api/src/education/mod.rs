//! Education: the library, what fits a person and why, and what was taught.

mod taught;

use std::collections::BTreeMap;

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::assessment::AssessmentStatus;
use domain::comprehensive_assessment::AssessmentSection;
use domain::edition::{current, listed};
use domain::education::fit::{Fit, Reader, help_in, offered};
use domain::education::library::shipped;
use domain::education::{EducationContent, EducationItem, EducationText};
use domain::need::NeedStatus;
use domain::readability::{ReadingLanguage, TARGET_GRADE};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{EducationFormatCode, EducationTopicCode, FitReasonCode, ReadingHelpCode, ReadingLanguageCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;

/// A text in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct EducationTextView {
    language: ReadingLanguageCode,
    title: String,
    body: String,
    /// School grade; null when it has no word.
    grade: Option<f64>,
}

/// An edition of an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct EducationItemView {
    /// Null for what ships.
    id: Option<Uuid>,
    version: i32,
    code: String,
    edition: i32,
    topic: EducationTopicCode,
    format: EducationFormatCode,
    /// Words that stand in the needs of people whom it helps.
    conditions: Vec<String>,
    texts: Vec<EducationTextView>,
    author: Option<Ref>,
    created_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    /// True for the edition that is used.
    is_current: bool,
    /// Operations the reader may do on this edition now.
    can: Vec<&'static str>,
}

/// The library.
#[derive(Debug, Serialize, ToSchema)]
pub struct EducationItems {
    /// Editions by code, the newest first.
    items: Vec<EducationItemView>,
    /// The school grade that a text should not exceed.
    target_grade: f64,
    /// Operations the reader may do now.
    can: Vec<&'static str>,
}

/// A text to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EducationTextInput {
    /// Title.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    title: String,
    /// What it says, a line for each point.
    #[schema(min_length = 1, max_length = 10000, pattern = "\\S")]
    body: String,
}

/// Words by which needs are found.
fn conditions_schema() -> Array {
    let text =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(2)).max_length(Some(60)).pattern(Some("\\S"));
    let says = "Words that stand in the needs of people whom it helps.";
    ArrayBuilder::new().items(text).max_items(Some(20)).description(Some(says)).build()
}

/// A new edition of an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EducationItemPublish {
    /// Code: of an item that there is, or a new one.
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z][a-z0-9_]*$", example = "falls_at_home")]
    code: String,
    /// The edition that was in use when it was begun, 0 where there was none: nobody's edition is replaced unseen. Not looked at
    /// when absent.
    #[schema(minimum = 0)]
    from_edition: Option<i32>,
    /// What it is about.
    topic: EducationTopicCode,
    /// Its form.
    format: EducationFormatCode,
    /// Words that stand in the needs of people whom it helps.
    #[schema(schema_with = conditions_schema)]
    #[serde(default)]
    conditions: Vec<String>,
    /// English.
    en: Option<EducationTextInput>,
    /// Spanish.
    es: Option<EducationTextInput>,
}

/// An item that fits a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct EducationSuggestion {
    code: String,
    edition: i32,
    topic: EducationTopicCode,
    format: EducationFormatCode,
    language: ReadingLanguageCode,
    title: String,
    body: String,
    grade: Option<f64>,
    /// Why, and what to mind.
    reasons: Vec<FitReasonCode>,
}

/// What fits a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct EducationSuggestions {
    /// Preferred language (BCP 47).
    language: String,
    /// Whether they want help with letters and forms; null when nobody asked.
    reading_help: Option<ReadingHelpCode>,
    /// The best first.
    items: Vec<EducationSuggestion>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(education_item_list)
        .service(education_item_publish)
        .service(education_item_withdraw)
        .service(education_suggestion_list)
        .service(taught::teaching_create)
        .service(taught::teaching_list)
        .service(taught::teaching_withdraw);
}

fn view(tx: &Tx, own: EducationItem, is_current: bool) -> EducationItemView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mine = own.author_id.is_some();
    let may = mine && own.withdrawn_at.is_none() && tx.actor().may(Capability::EducationWrite);
    let text = |(language, text): (&ReadingLanguage, &EducationText)| EducationTextView {
        language: (*language).into(),
        title: text.title.clone(),
        body: text.body.clone(),
        grade: own.grade(*language),
    };
    EducationItemView {
        id: mine.then_some(own.id),
        version: own.version,
        texts: own.content.texts.iter().map(text).collect(),
        code: own.code,
        edition: own.edition,
        topic: own.content.topic.into(),
        format: own.content.format.into(),
        conditions: own.content.conditions,
        author: own.author_id.map(name),
        created_at: own.created_at,
        withdrawn_at: own.withdrawn_at,
        is_current,
        can: if may { vec!["education_item_withdraw"] } else { Vec::new() },
    }
}

/// Every edition of a code, or of every code: those that ship too.
async fn editions(tx: &mut Tx, code: Option<&str>) -> persistence::Result<Vec<EducationItem>> {
    Ok(domain::edition::editions(tx.education_items(code).await?, shipped(), code))
}

/// The library: what ships, and what the organization added, with the school grade of each text.
#[utoipa::path(tag = "education", operation_id = "education_item_list", responses((status = 200, body = EducationItems)))]
#[get("/education-items")]
pub async fn education_item_list(
    access: Allowed<cap::EducationRead>,
    state: web::Data<State>,
) -> Result<Answer<EducationItems>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = listed(editions(tx, None).await?);
        let items = all.into_iter().map(|(own, is_current)| view(tx, own, is_current)).collect();
        let may = tx.actor().may(Capability::EducationWrite);
        let can = if may { vec!["education_item_publish"] } else { Vec::new() };
        Ok(Answer::ok(EducationItems { items, target_grade: TARGET_GRADE, can }))
    });
    Ok(answer.await?)
}

/// Adds an item, or the next edition of one.
#[utoipa::path(tag = "education", operation_id = "education_item_publish", request_body = EducationItemPublish, responses((status = 201, body = EducationItemView)))]
#[post("/education-items")]
pub async fn education_item_publish(
    access: Allowed<cap::EducationWrite>,
    state: web::Data<State>,
    body: Valid<EducationItemPublish>,
) -> Result<Answer<EducationItemView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let known = editions(tx, Some(&body.code)).await?;
        let text = |own: EducationTextInput| EducationText { title: own.title, body: own.body };
        let texts = [(ReadingLanguage::English, body.en), (ReadingLanguage::Spanish, body.es)];
        let texts: BTreeMap<_, _> =
            texts.into_iter().filter_map(|(language, own)| Some((language, text(own?)))).collect();
        let item = EducationItem {
            id: Uuid::now_v7(),
            version: 1,
            code: body.code,
            edition: 0,
            content: EducationContent {
                topic: body.topic.0,
                format: body.format.0,
                conditions: body.conditions,
                texts,
            },
            author_id: Some(tx.actor().id),
            created_at: Some(tx.now()),
            withdrawn_at: None,
        };
        let item = tx.apply(item.publish(body.from_edition, &known)?)?;
        Ok(Answer::created(item.version, view(tx, item, true)))
    });
    Ok(answer.await?)
}

/// Takes an edition back: the one before it is used again. What was taught with it keeps it.
#[utoipa::path(tag = "education", operation_id = "education_item_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = EducationItemView)))]
#[post("/education-items/{id}/withdraw")]
pub async fn education_item_withdraw(
    access: Allowed<cap::EducationWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<EducationItemView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let item = tx.education_item(*id).await?;
        tx.require_version(item.version, version.0)?;
        let item = tx.apply(item.withdraw(tx.now())?)?;
        Ok(Answer::resource(item.version, view(tx, item, false)))
    });
    Ok(answer.await?)
}

/// What fits a person, the best first: by the needs on record, their language, and how they read, each with the reason.
#[utoipa::path(tag = "education", operation_id = "education_suggestion_list", params(("id" = Uuid, Path)), responses((status = 200, body = EducationSuggestions)))]
#[get("/people/{id}/education-suggestions")]
pub async fn education_suggestion_list(
    access: Allowed<cap::TeachingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<EducationSuggestions>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let person = tx.person(*id).await?;
        let open = |status| matches!(status, NeedStatus::Active | NeedStatus::Deferred);
        let needs = tx.needs_of(*id).await?.into_iter().filter(|need| open(need.status)).map(|need| need.title);
        let needs: Vec<String> = needs.collect();
        let asked = tx.comprehensive_assessments_of(*id).await?;
        let help = asked
            .iter()
            .filter(|own| own.status != AssessmentStatus::EnteredInError)
            .find_map(|own| help_in(&own.sections.get(&AssessmentSection::Literacy)?.answers));
        let items = current(editions(tx, None).await?);
        let reader = Reader { language: person.language, help, needs };
        let items = offered(&items, &reader).into_iter().filter_map(|fit| suggestion(&items, fit)).collect();
        Ok(Answer::ok(EducationSuggestions { language: reader.language, reading_help: help.map(Into::into), items }))
    });
    Ok(answer.await?)
}

fn suggestion(items: &[EducationItem], fit: Fit) -> Option<EducationSuggestion> {
    let item = items.iter().find(|item| item.code == fit.code)?;
    let text = item.content.texts.get(&fit.language)?;
    Some(EducationSuggestion {
        code: fit.code,
        edition: item.edition,
        topic: item.content.topic.into(),
        format: item.content.format.into(),
        language: fit.language.into(),
        title: text.title.clone(),
        body: text.body.clone(),
        grade: fit.grade,
        reasons: fit.reasons.into_iter().map(Into::into).collect(),
    })
}
