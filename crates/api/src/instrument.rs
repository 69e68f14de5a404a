//! Instruments: their definitions, and scores that store nothing.

use actix_web::http::header::{ACCEPT, CACHE_CONTROL, VARY};
use actix_web::{HttpRequest, HttpResponse, Responder, get, post, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::instrument::{self, AskIf, Bounds, Choice, Context, Instrument, Item, Part, Score, Trigger};
use domain::instrument_wording::{InstrumentWording, Shown, shown};
use domain::readability::ReadingLanguage;
use persistence::Tx;
use persistence::directory::Directory;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{LicenceCode, ReadingLanguageCode, SexCode, UrgencyCode};
use crate::http::problem::Pointed;
use crate::http::{Allowed, Answer, Page, Problem, Query, Valid};
use crate::staff::credential::today_of;

/// An instrument.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentView {
    code: String,
    version: String,
    /// Every version of this code; the first one is what is shown and scored unless another is named.
    versions: Vec<&'static str>,
    /// The same with what each does differently; empty where there is one version only.
    editions: Vec<EditionView>,
    title: String,
    /// Title in the language of the questions, where the text has one of its own.
    heading: Option<String>,
    /// Language of stem, questions and answers.
    language: ReadingLanguageCode,
    /// Languages that the text is there in; empty for a skeleton without wording.
    languages: Vec<ReadingLanguageCode>,
    /// True when every question has words; false for a skeleton without wording, which is asked from a copy on paper.
    worded: bool,
    /// The licence under which the organization added the wording; null where the text is shipped or missing.
    permission: Option<PermissionView>,
    /// The question that the items share; empty where there is none.
    stem: String,
    items: Vec<InstrumentItem>,
    /// The parts of the total, where it has more than one.
    parts: Vec<InstrumentPart>,
    /// Bands of the total; empty where none are published.
    bands: Vec<BandView>,
    /// A total of this or more is a positive screen; null where the instrument is no screen.
    positive_from: Option<i64>,
    /// The threshold for men, where it differs.
    positive_from_men: Option<i64>,
    /// Results that call for action.
    triggers: Vec<TriggerView>,
    /// A change of this many points matters to the person.
    meaningful_change: Option<i64>,
    /// True when a higher total is better.
    higher_is_better: bool,
    licence: LicenceCode,
    /// True when the text is free for non-commercial use only.
    non_commercial: bool,
    /// Who owns the text and who may use it.
    notice: String,
    source: String,
    loinc: Option<String>,
}

/// A version of an instrument.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionView {
    version: &'static str,
    /// What it does differently from the others.
    differs: &'static str,
    /// True for the one that the organization uses: assessments are begun with it.
    usual: bool,
}

/// By whose leave the organization uses a wording.
#[derive(Debug, Serialize, ToSchema)]
pub struct PermissionView {
    licensor: String,
    reference: String,
    /// Last day of the licence; null where it has no end.
    valid_until: Option<NaiveDate>,
    /// The same in one sentence, to be shown with the text.
    notice: String,
}

/// One question.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentItem {
    /// Number, a key of the answer.
    number: u8,
    /// Name, the other key of the answer.
    name: &'static str,
    text: String,
    /// Answers to choose from; empty for a number.
    options: Vec<ChoiceView>,
    /// The numbers allowed, for an item that is answered with a number.
    range: Option<RangeView>,
    /// When the item is asked; always where null.
    ask_if: Option<AskIfView>,
    /// True when the answer counts in the total.
    scored: bool,
    required: bool,
    loinc: Option<&'static str>,
}

/// One answer to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceView {
    /// The answer as it is recorded.
    value: i64,
    /// Points it gives.
    points: i64,
    label: String,
    /// True for "chooses not to answer": counted apart, neither missing nor a yes.
    refused: bool,
}

/// The numbers that answer an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct RangeView {
    min: i64,
    max: i64,
    /// UCUM unit.
    unit: Option<&'static str>,
}

/// When an item is asked: when another one has an answer, when one of some items gave points, or (without either) when any scored
/// item did.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskIfView {
    item: Option<u8>,
    value: Option<i64>,
    /// Numbers of the items of which one must give points.
    points_of: &'static [u8],
}

/// A part of the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentPart {
    code: &'static str,
    title: &'static str,
    /// Numbers of its items.
    items: Vec<u8>,
    /// A value of this or more makes the part positive.
    positive_from: Option<i64>,
}

/// A result that calls for action.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriggerView {
    code: &'static str,
    finding: &'static str,
    urgency: UrgencyCode,
    action: &'static str,
}

/// A band of the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandView {
    min: i64,
    max: i64,
    label: String,
}

/// Answers by item number or name; which items and values there are is up to the instrument.
pub fn answers_schema() -> Object {
    ObjectBuilder::new()
        .property_names(Some(
            ObjectBuilder::new().schema_type(Type::String).max_length(Some(40)).pattern(Some("^[a-z0-9][a-z0-9-]*$")),
        ))
        .additional_properties(Some(
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(10_000)),
        ))
        .max_properties(Some(100))
        .description(Some("Answers by item number or name."))
        .examples([serde_json::json!({ "1": 2, "2": 2, "3": 1 })])
        .build()
}

/// Answers to score.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "answers": { "1": 2, "2": 2, "3": 1, "4": 2, "5": 0, "6": 1, "7": 0, "8": 0, "9": 0 }, "context": { "age": 67, "sex": "female" }
}))]
pub struct InstrumentScore {
    /// Answers by item number or name.
    #[schema(schema_with = answers_schema)]
    answers: BTreeMap<String, i64>,
    /// Version of the instrument; the published default when absent.
    #[schema(min_length = 1, max_length = 40, example = "1")]
    version: Option<String>,
    /// Facts about the person that some scorings need.
    #[serde(default)]
    context: ScoreContext,
}

/// Facts about the person that some scorings need besides the answers.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreContext {
    /// Sex, for thresholds that differ by it (AUDIT-C).
    sex: Option<SexCode>,
    /// Age in completed years, for points by age (Charlson).
    #[schema(minimum = 0, maximum = 130)]
    age: Option<u16>,
}

impl From<Context> for ScoreContext {
    fn from(context: Context) -> Self {
        Self { sex: context.sex.map(Into::into), age: context.age }
    }
}

impl From<ScoreContext> for Context {
    fn from(context: ScoreContext) -> Self {
        Self { sex: context.sex.map(|code| code.0), age: context.age }
    }
}

/// A score, with bounds while answers are missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreView {
    /// Total; null while a scored answer is missing, and where one is refused whose points nobody knows.
    total: Option<i64>,
    /// Lowest and highest total that the missing and refused answers allow.
    bounds: BoundsView,
    /// Bands still possible.
    bands: Vec<String>,
    /// Positive screen; null while undecided, or where there is no threshold.
    positive: Option<bool>,
    /// Results that call for action whatever else is answered.
    triggers: Vec<String>,
    /// True while missing answers could change the band or the screen.
    undecided: bool,
    /// The open question that decides most.
    next_question: Option<String>,
    /// How many scored items the person chose not to answer.
    refusals: usize,
    /// The parts of the total, where it has more than one.
    parts: Vec<PartView>,
    /// What to know about this score.
    notes: Vec<String>,
    version: String,
    source: String,
}

/// A part of a score.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    code: &'static str,
    title: &'static str,
    /// Bounds of its value.
    value: BoundsView,
    /// Bounds of what it adds to the total.
    points: BoundsView,
    /// Null while undecided, or where it is no screen of its own.
    positive: Option<bool>,
}

/// Lowest and highest value possible.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoundsView {
    min: i64,
    max: i64,
}

/// Which version of an instrument.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct InstrumentQuery {
    /// Version of the instrument; the published default when absent.
    #[param(min_length = 1, max_length = 40)]
    version: Option<String>,
    /// Language of the text, where it is there in several; English when absent.
    language: Option<ReadingLanguageCode>,
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct InstrumentListQuery {
    /// Language of the texts, where they are there in several; English when absent.
    language: Option<ReadingLanguageCode>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(instrument_list).service(instrument_get).service(instrument_score);
}

/// An instrument as the reader sees it today, with the organization's wording where it has one.
fn seen<'a>(tx: &'a Tx, instrument: &Instrument, language: Option<ReadingLanguageCode>) -> Shown<'a> {
    let own = tx.directory().wording_of(instrument);
    shown(instrument, own, language.map_or(ReadingLanguage::English, |code| code.0), today_of(tx, tx.actor().id))
}

fn permission(wording: &InstrumentWording) -> PermissionView {
    PermissionView {
        licensor: wording.licensor.clone(),
        reference: wording.reference.clone(),
        valid_until: wording.valid_until,
        notice: wording.permission(),
    }
}

/// The versions of an instrument, of which the organization uses `usual`; none where there is only one.
pub fn editions(code: &str, usual: &str) -> Vec<EditionView> {
    let edition = |version: &'static Instrument| EditionView {
        version: version.version,
        differs: version.differs,
        usual: version.version == usual,
    };
    let editions: Vec<_> = instrument::versions(code).map(edition).collect();
    if editions.len() > 1 { editions } else { Vec::new() }
}

/// The view of an instrument as it is shown.
pub fn view(directory: &Directory, shown: &Shown<'_>) -> InstrumentView {
    let instrument = &shown.instrument;
    let usual = directory.usual_version(instrument.code).map_or(instrument.version, |usual| usual.version);
    let parts = if instrument.parts.len() > 1 { instrument.parts.as_slice() } else { &[] };
    InstrumentView {
        code: instrument.code.into(),
        version: instrument.version.into(),
        versions: instrument::versions(instrument.code).map(|version| version.version).collect(),
        editions: editions(instrument.code, usual),
        title: instrument.title.into(),
        heading: instrument.heading.clone(),
        language: instrument.language.into(),
        languages: shown.languages.iter().map(|language| (*language).into()).collect(),
        worded: instrument.is_worded(),
        permission: shown.wording.map(permission),
        stem: instrument.stem.to_string(),
        items: instrument.items.iter().map(item_view).collect(),
        parts: parts.iter().map(part_view).collect(),
        bands: instrument
            .bands
            .iter()
            .map(|band| BandView { min: band.min, max: band.max, label: band.label.into() })
            .collect(),
        positive_from: instrument.positive_from,
        positive_from_men: instrument.positive_from_men,
        triggers: instrument.triggers.iter().map(trigger_view).collect(),
        meaningful_change: instrument.meaningful_change,
        higher_is_better: instrument.higher_is_better,
        licence: instrument.licence.into(),
        non_commercial: instrument.non_commercial,
        notice: instrument.notice.into(),
        source: instrument.source.into(),
        loinc: instrument.loinc.map(Into::into),
    }
}

fn item_view(item: &Item) -> InstrumentItem {
    let choice = |option: &Choice| ChoiceView {
        value: option.value,
        points: option.points,
        label: option.label.to_string(),
        refused: option.refused,
    };
    InstrumentItem {
        number: item.number,
        name: item.name,
        text: item.text.to_string(),
        options: item.options.iter().map(choice).collect(),
        range: item.range.map(|range| RangeView { min: range.min, max: range.max, unit: range.unit }),
        ask_if: item.ask_if.map(|ask_if| match ask_if {
            AskIf::Answer { item, value } => AskIfView { item: Some(item), value: Some(value), points_of: &[] },
            AskIf::PointsOf { items } => AskIfView { item: None, value: None, points_of: items },
            AskIf::AnyPoints => AskIfView { item: None, value: None, points_of: &[] },
        }),
        scored: item.scored,
        required: item.required,
        loinc: item.loinc,
    }
}

fn part_view(part: &Part) -> InstrumentPart {
    InstrumentPart { code: part.code, title: part.title, items: part.items.clone(), positive_from: part.positive_from }
}

fn trigger_view(trigger: &Trigger) -> TriggerView {
    TriggerView {
        code: trigger.code,
        finding: trigger.finding,
        urgency: trigger.urgency.into(),
        action: trigger.action,
    }
}

/// The view of a score.
pub fn score_view(score: Score) -> ScoreView {
    let bounds = |bounds: Bounds| BoundsView { min: bounds.min, max: bounds.max };
    ScoreView {
        total: score.total,
        bounds: bounds(score.bounds),
        bands: score.bands,
        positive: score.positive,
        triggers: score.triggers,
        undecided: score.undecided,
        next_question: score.next_question,
        refusals: score.refusals,
        parts: score
            .parts
            .into_iter()
            .map(|part| PartView {
                code: part.code,
                title: part.title,
                value: bounds(part.value),
                points: bounds(part.points),
                positive: part.positive,
            })
            .collect(),
        notes: score.notes,
        version: score.version.into(),
        source: score.source.into(),
    }
}

/// The score of answers, or every answer that the instrument does not have.
///
/// # Errors
/// 409 with pointers.
pub fn scored(instrument: &Instrument, answers: &BTreeMap<String, i64>, context: &Context) -> Result<Score, Problem> {
    instrument::score_in(instrument, answers, context).map_err(|errors| {
        let errors = errors.into_iter().take(50).map(|error| Pointed { pointer: error.pointer, detail: error.detail });
        Problem::refused("answer_invalid", "The instrument does not have these answers.", errors.collect())
    })
}

/// The version asked for, or the published default.
pub fn found(code: &str, version: Option<&str>) -> Option<&'static Instrument> {
    match version {
        Some(version) => instrument::find_version(code, version),
        None => instrument::find(code),
    }
}

/// All instruments, each in its published default version.
#[utoipa::path(tag = "instrument", operation_id = "instrument_list", params(InstrumentListQuery), responses((status = 200, body = Page<InstrumentView>)))]
#[get("/instruments")]
pub async fn instrument_list(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
    query: Query<InstrumentListQuery>,
) -> Result<Answer<Page<InstrumentView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let views =
            instrument::all().iter().map(|instrument| view(tx.directory(), &seen(tx, instrument, query.language)));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// A FHIR R4 Questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionnaireResource {
    /// `Questionnaire`.
    #[serde(rename = "resourceType")]
    #[schema(rename = "resourceType")]
    resource_type: String,
}

/// One instrument; as a FHIR R4 Questionnaire for `Accept: application/fhir+json`, each text with its translations.
#[utoipa::path(tag = "instrument", operation_id = "instrument_get", params(("code" = String, Path, max_length = 40), InstrumentQuery), responses((status = 200, content((InstrumentView = "application/json"), (QuestionnaireResource = "application/fhir+json")))))]
#[get("/instruments/{code}")]
pub async fn instrument_get(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<InstrumentQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let instrument = found(&code, query.version.as_deref());
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fhir = accepted.contains(FHIR);
    let read = state.store.read(&access, async |tx| {
        let instrument = instrument.ok_or(persistence::Error::NotFound)?;
        let shown = seen(tx, instrument, query.language);
        let questionnaire = || {
            let permission = shown.wording.map(InstrumentWording::permission).unwrap_or_default();
            let others = shown.languages.iter().filter(|language| **language != shown.instrument.language);
            let others: Vec<_> =
                others.map(|language| seen(tx, instrument, Some((*language).into())).instrument).collect();
            serde_json::to_string(&instrument::questionnaire(&shown.instrument, &others, &permission, CANONICAL))
        };
        Ok((view(tx.directory(), &shown), fhir.then(|| questionnaire().unwrap_or_default())))
    });
    let (view, questionnaire) = read.await?;
    let Some(questionnaire) = questionnaire else { return Ok(Answer::ok(view).respond_to(&request)) };
    let mut answer = HttpResponse::Ok();
    answer.content_type(FHIR).insert_header((CACHE_CONTROL, "no-store")).insert_header((VARY, "Accept"));
    Ok(answer.body(questionnaire))
}

const FHIR: &str = "application/fhir+json";
/// Base of the canonical address of a Questionnaire: a name, not a place to fetch it from.
const CANONICAL: &str = "urn:tend";

/// Scores answers without storing anything.
#[utoipa::path(tag = "instrument", operation_id = "instrument_score", params(("code" = String, Path, max_length = 40)), request_body = InstrumentScore, responses((status = 200, body = ScoreView)))]
#[post("/instruments/{code}/score")]
pub async fn instrument_score(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    body: Valid<InstrumentScore>,
) -> Result<Answer<ScoreView>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    let body = body.0;
    let instrument = found(&code, body.version.as_deref()).ok_or_else(Problem::not_found)?;
    let context = Context::from(body.context);
    Ok(Answer::ok(score_view(scored(instrument, &body.answers, &context)?)))
}
