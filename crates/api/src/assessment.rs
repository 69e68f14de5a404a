//! Instruments and assessments.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, Utc};
use domain::Change;
use domain::access::{Capability, cap};
use domain::age::age_on;
use domain::alert::escalation::Staffing;
use domain::alert::{Alert, AlertKind};
use domain::assessment::{Assessment, AssessmentStatus};
use domain::case::Case;
use domain::clock::local_date;
use domain::instrument::{self, Comparison, Context, Course, Instrument, Score};
use domain::instrument_policy::asked_with;
use domain::rulebook::catalogue::SYMPTOM_FOLLOW_UP;
use domain::scope::Activity;
use domain::task::Task;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::http::ServiceConfig;
use crate::http::code::{AssessmentModeCode, AssessmentStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::instrument::{ScoreContext, ScoreView, answers_schema, score_view};
use crate::program::Ref;
use crate::scope::allows;
use crate::task::Reason;

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    instrument: String,
    instrument_version: String,
    /// Why it was asked in another version than the organization uses; null where it was not.
    #[schema(max_length = 2000)]
    version_reason: Option<String>,
    title: String,
    mode: AssessmentModeCode,
    status: AssessmentStatusCode,
    /// True for the initial assessment.
    initial: bool,
    answers: BTreeMap<String, i64>,
    /// Facts about the person, as of the day of the assessment, that its score needs.
    context: ScoreContext,
    /// Where an answer comes from that the record gave, by the key of the answer.
    prefilled: BTreeMap<String, String>,
    /// Score of the answers; null for an instrument this server does not know.
    score: Option<ScoreView>,
    /// How the total stands to earlier ones of the same version; null while there is none that counts, and in the overview of a person.
    course: Option<AssessmentCourse>,
    author: Ref,
    reviewer: Option<Ref>,
    performed_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    /// Why it is an error.
    #[schema(max_length = 2000)]
    error_reason: Option<String>,
    /// Operations the reader may do on this assessment now.
    can: Vec<&'static str>,
}

/// How a total stands to earlier ones of the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentCourse {
    /// Beside the one from which the care started: the first positive screen of the case, or its first total where none was positive or
    /// the instrument is no screen. Null for that one itself.
    baseline: Option<AssessmentComparison>,
    /// Beside the one before. Null for the first one.
    previous: Option<AssessmentComparison>,
}

/// A total beside an earlier one.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentComparison {
    /// The earlier assessment.
    assessment_id: Uuid,
    performed_at: DateTime<Utc>,
    /// The earlier total.
    total: i64,
    /// Later minus earlier total.
    change: i64,
    /// The total fell by half or more; null where the instrument defines no response.
    response: Option<bool>,
    /// The later total is below the threshold of remission; null where the instrument defines none.
    remission: Option<bool>,
    /// The change, up or down, is large enough to matter to the person; null where the instrument defines no such size.
    meaningful: Option<bool>,
}

/// A new assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "instrument": "phq-9", "mode": "phone", "initial": true, "answers": { "1": 2, "2": 2, "3": 1 },
    "performed_at": "2026-03-06T14:00:00-05:00"
}))]
pub struct AssessmentCreate {
    /// Code of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "phq-9")]
    instrument: String,
    /// Version of the instrument; the one that the organization uses when absent.
    #[schema(min_length = 1, max_length = 40, example = "1")]
    version: Option<String>,
    /// Why it is asked in another version than the organization uses; needed then.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    version_reason: Option<String>,
    /// How the questions are asked.
    mode: AssessmentModeCode,
    /// Answers so far, by item number.
    #[serde(default)]
    #[schema(schema_with = answers_schema)]
    answers: BTreeMap<String, i64>,
    /// True to fill in what the record says and `answers` do not; LACE and HOSPITAL only.
    #[serde(default)]
    prefill: bool,
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
        .service(assessment_create)
        .service(assessment_get)
        .service(assessment_list)
        .service(assessment_update)
        .service(assessment_complete)
        .service(assessment_review)
        .service(assessment_withdraw);
}

impl AssessmentComparison {
    fn of(found: Comparison) -> Self {
        let Comparison { earlier, outcome } = found;
        Self {
            assessment_id: earlier.id,
            performed_at: earlier.at,
            total: earlier.total,
            change: outcome.change,
            response: outcome.response,
            remission: outcome.remission,
            meaningful: outcome.meaningful_change,
        }
    }
}

/// The view of an assessment beside the others of the person.
async fn whole(tx: &mut Tx, assessment: Assessment) -> persistence::Result<AssessmentView> {
    let others = match assessment.total {
        Some(_) => tx.assessments_of(assessment.person_id, Some(&assessment.instrument)).await?,
        None => Vec::new(),
    };
    Ok(beside(tx, assessment, &others))
}

fn beside(tx: &Tx, assessment: Assessment, others: &[Assessment]) -> AssessmentView {
    let course = assessment.course(others).map(|Course { baseline, previous }| AssessmentCourse {
        baseline: baseline.map(AssessmentComparison::of),
        previous: previous.map(AssessmentComparison::of),
    });
    AssessmentView { course, ..view(tx, assessment) }
}

/// The view of an assessment alone.
pub fn view(tx: &Tx, assessment: Assessment) -> AssessmentView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let known = instrument::find_version(&assessment.instrument, &assessment.instrument_version);
    let mine = assessment.author_id == tx.actor().id;
    let mut can = match assessment.status {
        AssessmentStatus::InProgress if mine && tx.actor().may(Capability::AssessmentWrite) => {
            vec!["assessment_update", "assessment_complete"]
        }
        AssessmentStatus::AwaitingReview
            if !mine
                && tx.actor().may(Capability::AssessmentReview)
                && allows(tx, Activity::reviewing(&assessment.instrument)) =>
        {
            vec!["assessment_review"]
        }
        _ => Vec::new(),
    };
    if tx.actor().may(Capability::AssessmentWrite) && assessment.may_withdraw(tx.actor().id, assigns(tx)).is_ok() {
        can.push("assessment_withdraw");
    }
    AssessmentView {
        score: known
            .and_then(|instrument| instrument::score_in(instrument, &assessment.answers, &assessment.context).ok())
            .map(score_view),
        course: None,
        title: known.map_or_else(|| assessment.instrument.clone(), |instrument| instrument.title.into()),
        author: name(assessment.author_id),
        reviewer: assessment.reviewer_id.map(name),
        id: assessment.id,
        version: assessment.version,
        case_id: assessment.case_id,
        person_id: assessment.person_id,
        instrument: assessment.instrument,
        instrument_version: assessment.instrument_version,
        version_reason: assessment.version_reason,
        mode: assessment.mode.into(),
        status: assessment.status.into(),
        initial: assessment.initial,
        answers: assessment.answers,
        context: assessment.context.into(),
        prefilled: assessment.prefilled,
        performed_at: assessment.performed_at,
        completed_at: assessment.completed_at,
        error_reason: assessment.error_reason,
        can,
    }
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
    let answer = state.store.write(&access, async |tx| {
        let policies = &tx.directory().instrument_policies;
        let (instrument, version_reason) =
            asked_with(&body.instrument, body.version.as_deref(), body.version_reason, policies)?;
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
        let context = context(tx, &case, performed_at).await?;
        let (answers, prefilled) = match body.prefill {
            true => filled(tx, &case, instrument, body.answers).await?,
            false => (body.answers, BTreeMap::new()),
        };
        let assessment = Assessment {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            instrument: instrument.code.into(),
            instrument_version: instrument.version.into(),
            version_reason,
            mode: body.mode.0,
            initial: body.initial,
            status: AssessmentStatus::InProgress,
            answers,
            prefilled,
            context,
            total: None,
            band: None,
            author_id: tx.actor().id,
            reviewer_id: None,
            performed_at,
            completed_at: None,
            created_at: tx.now(),
            error_reason: None,
        };
        check(&assessment, &assessment.answers)?;
        let assessment = tx.apply(Change::created(assessment))?;
        Ok(Answer::created(assessment.version, view(tx, assessment)))
    });
    Ok(answer.await?)
}

/// The answers given and those of the record, with their sources.
async fn filled(
    tx: &mut Tx,
    case: &Case,
    instrument: &'static Instrument,
    given: BTreeMap<String, i64>,
) -> persistence::Result<(BTreeMap<String, i64>, BTreeMap<String, String>)> {
    let prefill = crate::acuity::risk::prefill(tx, case, instrument).await?.ok_or_else(|| {
        domain::Rule::at(
            "nothing_to_prefill",
            "/prefill",
            "The record fills LACE and HOSPITAL, after an acute stay. Begin without.",
        )
    })?;
    let (mut answers, mut because) = (given, BTreeMap::new());
    for (number, filled) in prefill.filled {
        let name = instrument.items.iter().find(|item| item.number == number).map(|item| item.name);
        let key = number.to_string();
        if !answers.contains_key(&key) && !name.is_some_and(|name| answers.contains_key(name)) {
            answers.insert(key.clone(), filled.value);
            because.insert(key, filled.because);
        }
    }
    Ok((answers, because))
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
        Ok(Answer::resource(assessment.version, whole(tx, assessment).await?))
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
        let views = assessments.iter().map(|assessment| beside(tx, assessment.clone(), &assessments));
        Ok(Answer::ok(Page::whole(views.collect())))
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
            check(&assessment, &answers)?;
            let change = assessment.answer(answers, tx.actor().id)?;
            let assessment = tx.apply(change)?;
            Ok(Answer::resource(assessment.version, view(tx, assessment)))
        })
        .await?;
    Ok(outcome)
}

/// Facts about the person of a case that scorings need, as of an instant.
async fn context(tx: &mut Tx, case: &Case, at: DateTime<Utc>) -> persistence::Result<Context> {
    let person = tx.person(case.person_id).await?;
    let day = local_date(at, tx.directory().zone(case.program_id));
    let age = age_on(person.birth_date, day).and_then(|years| u16::try_from(years).ok());
    Ok(Context { sex: Some(person.sex), age })
}

/// The instrument and the score of answers to it, or a refusal with a pointer.
fn check(
    assessment: &Assessment,
    answers: &BTreeMap<String, i64>,
) -> persistence::Result<(&'static Instrument, Score)> {
    let instrument = instrument::find_version(&assessment.instrument, &assessment.instrument_version)
        .ok_or_else(|| domain::Rule::new("unknown_instrument", "This server does not know the instrument any more."))?;
    let score = instrument::score_in(instrument, answers, &assessment.context).map_err(|errors| {
        let first = errors.into_iter().next();
        let (pointer, detail) = first.map_or_else(
            || ("/answers".into(), "These answers can't be used.".into()),
            |error| (error.pointer, error.detail),
        );
        domain::Rule::at("answer_invalid", pointer, detail)
    })?;
    Ok((instrument, score))
}

/// Completes an assessment. Where the author's scope of practice asks for it, it waits for a review; a safety trigger opens its alert in either case.
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
            let (instrument, score) = check(&assessment, &assessment.answers)?;
            let total = score.total.and_then(|total| i32::try_from(total).ok());
            let band = score.total.and_then(|_| score.bands.first().cloned());
            // What the answers find is anchored where they were asked.
            let work = tx.case_work_for_new(assessment.case_id, assessment.performed_at.min(tx.now())).await?;
            let activity = Activity::assessing(&assessment.instrument);
            let scope = tx.verdict(activity, tx.actor().id, &work.case).await?;
            // Who may not complete it gets a reviewer, never a refusal: a safety trigger must open its alert whoever asked.
            let works_alone = scope.is_allowed() && tx.actor().may(Capability::NoteSign);
            let performed_on = local_date(assessment.performed_at, tx.directory().zone(work.case.program_id));
            let change = assessment.complete(total, band, tx.actor().id, works_alone, tx.now())?;
            let now = tx.now();
            let mut id = Uuid::now_v7;
            let fired = &score.triggers;
            let staffing = if fired.is_empty() { Staffing::default() } else { tx.staffing(work.case.team_id).await? };
            for alert in Alert::raise(&work.case, change.record.id, instrument, fired, &staffing, &mut id, now) {
                if tx.apply(alert)?.kind == AlertKind::SuicideRisk {
                    crate::crisis_plan::heed_alert(tx, &work.case).await?;
                }
            }
            let context = work.context(tx.directory());
            let me = tx.actor().id;
            // Where the clock was in force when the symptom was asked about, there is a deadline instead.
            let rules = tx.directory().rules(work.case.program_id);
            let by_task = !rules.iter().any(|rule| rule.code == SYMPTOM_FOLLOW_UP && rule.in_force(performed_on));
            let visits: &[String] = if by_task { &score.triggers } else { &[] };
            for task in Task::follow_ups(&work.case, &context, instrument, visits, me, &mut id, now) {
                tx.apply(task)?;
            }
            let assessment = tx.apply_in(&mut [work], change)?;
            Ok(Answer::resource(assessment.version, whole(tx, assessment).await?))
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
            let activity = Activity::reviewing(&assessment.instrument);
            let scope = tx.verdict(activity, tx.actor().id, &work.case).await?;
            let change = assessment.review(tx.actor().id, scope, tx.now())?;
            let assessment = tx.apply_in(&mut [work], change)?;
            Ok(Answer::resource(assessment.version, whole(tx, assessment).await?))
        })
        .await?;
    Ok(outcome)
}

/// Takes back an assessment that was entered in error, or discards one in progress: it stays on the record with the reason and counts
/// for nothing, and the deadline that it met is open again. Alerts that it raised stay open until they are closed with an outcome.
#[utoipa::path(tag = "assessment", operation_id = "assessment_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = AssessmentView)))]
#[post("/assessments/{id}/withdraw")]
pub async fn assessment_withdraw(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<AssessmentView>, Problem> {
    let reason = body.0.reason;
    let withdrawn = state.store.write(&access, async |tx| {
        let assessment = tx.assessment(*id).await?;
        tx.require_version(assessment.version, version.0)?;
        let work = tx.case_work_whole(assessment.case_id).await?;
        let change = assessment.withdraw(tx.actor().id, assigns(tx), reason, tx.now())?;
        let assessment = tx.apply_in(&mut [work], change)?;
        Ok(Answer::resource(assessment.version, view(tx, assessment)))
    });
    Ok(withdrawn.await?)
}
