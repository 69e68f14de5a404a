//! Instruments and assessments.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::alert::Alert;
use domain::assessment::{Assessment, AssessmentStatus};
use domain::instrument::{self, Instrument, Score};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{AssessmentModeCode, AssessmentStatusCode};
use crate::http::problem::Pointed;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;

/// An instrument.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentView {
    code: String,
    version: String,
    title: String,
    /// The question that all scored items share.
    stem: String,
    items: Vec<InstrumentItem>,
    bands: Vec<BandView>,
    /// A total of this or more is a positive screen.
    positive_from: i64,
    licence: String,
    source: String,
    loinc: Option<String>,
}

/// One question.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentItem {
    /// Number, the key of the answer.
    number: u8,
    text: String,
    options: Vec<ChoiceView>,
    /// True when the answer counts in the total.
    scored: bool,
    required: bool,
}

/// One answer to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceView {
    value: i64,
    label: String,
}

/// A band of the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandView {
    min: i64,
    max: i64,
    label: String,
}

/// Answers by item number; which items and values there are is up to the instrument.
fn answers_schema() -> Object {
    ObjectBuilder::new()
        .property_names(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{0,2}$"))))
        .additional_properties(Some(
            ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(100)),
        ))
        .max_properties(Some(100))
        .description(Some("Answers by item number."))
        .examples([serde_json::json!({ "1": 2, "2": 2, "3": 1 })])
        .build()
}

/// Answers to score.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentScore {
    /// Answers by item number.
    #[schema(schema_with = answers_schema)]
    answers: BTreeMap<String, i64>,
}

/// A score, with bounds while answers are missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreView {
    /// Total; null while a scored answer is missing.
    total: Option<i64>,
    /// Lowest and highest total that the missing answers allow.
    bounds: BoundsView,
    /// Bands still possible.
    bands: Vec<String>,
    /// Positive screen; null while undecided.
    positive: Option<bool>,
    /// Answers that call for action whatever the total is.
    triggers: Vec<String>,
    /// True while missing answers could change the band or the screen.
    undecided: bool,
    /// The open question that decides most.
    next_question: Option<String>,
    version: String,
    source: String,
}

/// Bounds of a total.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoundsView {
    min: i64,
    max: i64,
}

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    instrument: String,
    instrument_version: String,
    title: String,
    mode: AssessmentModeCode,
    status: AssessmentStatusCode,
    /// True for the initial assessment.
    initial: bool,
    answers: BTreeMap<String, i64>,
    /// Score of the answers; null for an instrument this server does not know.
    score: Option<ScoreView>,
    author: Ref,
    reviewer: Option<Ref>,
    performed_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this assessment now.
    can: Vec<&'static str>,
}

/// A new assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentCreate {
    /// Code of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "phq-9")]
    instrument: String,
    /// How the questions are asked.
    mode: AssessmentModeCode,
    /// Answers so far, by item number.
    #[serde(default)]
    #[schema(schema_with = answers_schema)]
    answers: BTreeMap<String, i64>,
    /// True for the initial assessment.
    #[serde(default)]
    initial: bool,
    /// When it was performed; now when absent.
    performed_at: Option<DateTime<Utc>>,
}

/// Answers of an assessment in progress, all of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentUpdate {
    /// Answers by item number.
    #[schema(schema_with = answers_schema)]
    answers: BTreeMap<String, i64>,
}

/// Filter of assessments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AssessmentQuery {
    /// Code of an instrument.
    #[param(max_length = 40)]
    instrument: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(instrument_list)
        .service(instrument_get)
        .service(instrument_score)
        .service(assessment_create)
        .service(assessment_get)
        .service(assessment_list)
        .service(assessment_update)
        .service(assessment_complete)
        .service(assessment_review);
}

fn instrument_view(instrument: &Instrument) -> InstrumentView {
    InstrumentView {
        code: instrument.code.into(),
        version: instrument.version.into(),
        title: instrument.title.into(),
        stem: instrument.stem.into(),
        items: instrument
            .items
            .iter()
            .map(|item| InstrumentItem {
                number: item.number,
                text: item.text.into(),
                options: item
                    .options
                    .iter()
                    .map(|option| ChoiceView { value: option.value, label: option.label.into() })
                    .collect(),
                scored: item.scored,
                required: item.required,
            })
            .collect(),
        bands: instrument
            .bands
            .iter()
            .map(|band| BandView { min: band.min, max: band.max, label: band.label.into() })
            .collect(),
        positive_from: instrument.positive_from,
        licence: instrument.licence.into(),
        source: instrument.source.into(),
        loinc: instrument.loinc.map(Into::into),
    }
}

fn score_view(score: Score) -> ScoreView {
    ScoreView {
        total: score.total,
        bounds: BoundsView { min: score.bounds.min, max: score.bounds.max },
        bands: score.bands,
        positive: score.positive,
        triggers: score.triggers,
        undecided: score.undecided,
        next_question: score.next_question,
        version: score.version.into(),
        source: score.source.into(),
    }
}

fn scored(instrument: &Instrument, answers: &BTreeMap<String, i64>) -> Result<Score, Problem> {
    instrument::score(instrument, answers).map_err(|errors| {
        let errors = errors.into_iter().take(50).map(|error| Pointed { pointer: error.pointer, detail: error.detail });
        Problem::refused("answer_invalid", "The instrument does not have these answers.", errors.collect())
    })
}

/// The view of an assessment.
pub fn view(tx: &Tx, assessment: Assessment) -> AssessmentView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let known = instrument::find(&assessment.instrument);
    let mine = assessment.author_id == tx.actor().id;
    let can: &[&'static str] = match assessment.status {
        AssessmentStatus::InProgress if mine && tx.actor().may(Capability::AssessmentWrite) => {
            &["assessment_update", "assessment_complete"]
        }
        AssessmentStatus::AwaitingReview
            if !mine && tx.actor().may(Capability::AssessmentReview) && tx.actor().licensed =>
        {
            &["assessment_review"]
        }
        _ => &[],
    };
    AssessmentView {
        score: known.and_then(|instrument| instrument::score(instrument, &assessment.answers).ok()).map(score_view),
        title: known.map_or_else(|| assessment.instrument.clone(), |instrument| instrument.title.into()),
        author: name(assessment.author_id),
        reviewer: assessment.reviewer_id.map(name),
        id: assessment.id,
        version: assessment.version,
        case_id: assessment.case_id,
        person_id: assessment.person_id,
        instrument: assessment.instrument,
        instrument_version: assessment.instrument_version,
        mode: assessment.mode.into(),
        status: assessment.status.into(),
        initial: assessment.initial,
        answers: assessment.answers,
        performed_at: assessment.performed_at,
        completed_at: assessment.completed_at,
        can: can.to_vec(),
    }
}

/// All instruments.
#[utoipa::path(tag = "assessment", operation_id = "instrument_list", responses((status = 200, body = Page<InstrumentView>)))]
#[get("/instruments")]
pub async fn instrument_list(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<InstrumentView>>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    Ok(Answer::ok(Page::whole(instrument::all().iter().map(instrument_view).collect())))
}

/// One instrument.
#[utoipa::path(tag = "assessment", operation_id = "instrument_get", params(("code" = String, Path, max_length = 40)), responses((status = 200, body = InstrumentView)))]
#[get("/instruments/{code}")]
pub async fn instrument_get(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
    code: web::Path<String>,
) -> Result<Answer<InstrumentView>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    let instrument = instrument::find(&code).ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(instrument_view(instrument)))
}

/// Scores answers without storing anything.
#[utoipa::path(tag = "assessment", operation_id = "instrument_score", params(("code" = String, Path, max_length = 40)), request_body = InstrumentScore, responses((status = 200, body = ScoreView)))]
#[post("/instruments/{code}/score")]
pub async fn instrument_score(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    body: Valid<InstrumentScore>,
) -> Result<Answer<ScoreView>, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    let instrument = instrument::find(&code).ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(score_view(scored(instrument, &body.answers)?)))
}

/// Begins an assessment; answers may follow piece by piece.
#[utoipa::path(tag = "assessment", operation_id = "assessment_create", params(("id" = Uuid, Path)), request_body = AssessmentCreate, responses((status = 201, body = AssessmentView)))]
#[post("/cases/{id}/assessments")]
pub async fn assessment_create(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<AssessmentCreate>,
) -> Result<Answer<AssessmentView>, Problem> {
    let body = body.0;
    let instrument = instrument::find(&body.instrument).ok_or_else(|| {
        Problem::from(domain::Rule::at(
            "unknown_instrument",
            "/instrument",
            "There is no such instrument. GET /instruments lists them.",
        ))
    })?;
    scored(instrument, &body.answers)?;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        case.require_active()?;
        let performed_at = body.performed_at.unwrap_or(tx.now());
        if performed_at > tx.now() {
            return Err(domain::Rule::at(
                "assessment_in_future",
                "/performed_at",
                "An assessment can't lie in the future.",
            )
            .into());
        }
        let assessment = Assessment {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            instrument: instrument.code.into(),
            instrument_version: instrument.version.into(),
            mode: body.mode.0,
            initial: body.initial,
            status: AssessmentStatus::InProgress,
            answers: body.answers,
            total: None,
            band: None,
            author_id: tx.actor().id,
            reviewer_id: None,
            performed_at,
            completed_at: None,
            created_at: tx.now(),
        };
        let assessment = tx.apply(Change::created(assessment))?;
        Ok(Answer::created(assessment.version, view(tx, assessment)))
    });
    Ok(answer.await?)
}

/// One assessment.
#[utoipa::path(tag = "assessment", operation_id = "assessment_get", params(("id" = Uuid, Path)), responses((status = 200, body = AssessmentView)))]
#[get("/assessments/{id}")]
pub async fn assessment_get(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AssessmentView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let assessment = tx.assessment(*id).await?;
        Ok(Answer::resource(assessment.version, view(tx, assessment)))
    });
    Ok(answer.await?)
}

/// Assessments of a person, newest first.
#[utoipa::path(tag = "assessment", operation_id = "assessment_list", params(("id" = Uuid, Path), AssessmentQuery), responses((status = 200, body = Page<AssessmentView>)))]
#[get("/people/{id}/assessments")]
pub async fn assessment_list(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<AssessmentQuery>,
) -> Result<Answer<Page<AssessmentView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let assessments = tx.assessments_of(*id, query.instrument.as_deref()).await?;
        Ok(Answer::ok(Page::whole(assessments.into_iter().map(|assessment| view(tx, assessment)).collect())))
    });
    Ok(answer.await?)
}

/// Stores the answers of an assessment in progress.
#[utoipa::path(tag = "assessment", operation_id = "assessment_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AssessmentUpdate, responses((status = 200, body = AssessmentView)))]
#[patch("/assessments/{id}")]
pub async fn assessment_update(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<AssessmentUpdate>,
) -> Result<Answer<AssessmentView>, Problem> {
    let answers = body.0.answers;
    let outcome = state
        .store
        .write(&access, async |tx| {
            let assessment = tx.assessment(*id).await?;
            tx.require_version(assessment.version, version.0)?;
            check(&assessment.instrument, &answers)?;
            let change = assessment.answer(answers, tx.actor().id)?;
            let assessment = tx.apply(change)?;
            Ok(Answer::resource(assessment.version, view(tx, assessment)))
        })
        .await?;
    Ok(outcome)
}

/// Answers that the instrument does not have, as a refusal with pointers.
fn check(code: &str, answers: &BTreeMap<String, i64>) -> persistence::Result<Score> {
    let instrument = instrument::find(code)
        .ok_or_else(|| domain::Rule::new("unknown_instrument", "This server does not know the instrument any more."))?;
    instrument::score(instrument, answers).map_err(|errors| {
        let first = errors.into_iter().next();
        let (pointer, detail) = first.map_or_else(
            || ("/answers".into(), "These answers can't be used.".into()),
            |error| (error.pointer, error.detail),
        );
        domain::Rule::at("answer_invalid", pointer, detail).into()
    })
}

/// Completes an assessment. An assistant's waits for a review; a safety trigger opens its alert in either case.
#[utoipa::path(tag = "assessment", operation_id = "assessment_complete", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AssessmentView)))]
#[post("/assessments/{id}/complete")]
pub async fn assessment_complete(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AssessmentView>, Problem> {
    let outcome = state
        .store
        .write(&access, async |tx| {
            let assessment = tx.assessment(*id).await?;
            tx.require_version(assessment.version, version.0)?;
            let score = check(&assessment.instrument, &assessment.answers)?;
            let works_alone = tx.actor().may(Capability::NoteSign) && tx.actor().licensed;
            let total = score.total.and_then(|total| i32::try_from(total).ok());
            let band = score.total.and_then(|_| score.bands.first().cloned());
            let work = tx.case_work(assessment.case_id).await?;
            let title = instrument::find(&assessment.instrument).map_or("assessment", |instrument| instrument.title);
            let change = assessment.complete(total, band, tx.actor().id, works_alone, tx.now())?;
            let now = tx.now();
            if score.triggers.iter().any(|trigger| trigger == instrument::SUICIDE_RISK_ITEM) {
                let trigger = format!("{title}: thoughts of death or self-harm reported");
                tx.apply(Alert::suicide_risk(Uuid::now_v7(), &work.case, change.record.id, trigger, now))?;
            }
            let assessment = tx.apply_in(&mut [work], change)?;
            Ok(Answer::resource(assessment.version, view(tx, assessment)))
        })
        .await?;
    Ok(outcome)
}

/// Reviews an assistant's assessment: now it counts and stops the clock.
#[utoipa::path(tag = "assessment", operation_id = "assessment_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AssessmentView)))]
#[post("/assessments/{id}/review")]
pub async fn assessment_review(
    access: Allowed<cap::AssessmentReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AssessmentView>, Problem> {
    let outcome = state
        .store
        .write(&access, async |tx| {
            let assessment = tx.assessment(*id).await?;
            tx.require_version(assessment.version, version.0)?;
            let work = tx.case_work(assessment.case_id).await?;
            let change = assessment.review(tx.actor().id, tx.actor().licensed, tx.now())?;
            let assessment = tx.apply_in(&mut [work], change)?;
            Ok(Answer::resource(assessment.version, view(tx, assessment)))
        })
        .await?;
    Ok(outcome)
}
