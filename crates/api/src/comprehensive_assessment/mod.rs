//! Comprehensive assessments: one record of sections, and the needs that its answers propose.

mod answer;
mod form;
mod view;

use actix_web::{get, patch, post, web};
use domain::Change;
use domain::Rule;
use domain::access::{Capability, cap};
use domain::assessment::AssessmentStatus;
use domain::case::CaseStatus;
use domain::comprehensive_assessment::proposal::{self, ICD_10_CM};
use domain::comprehensive_assessment::response::Begin;
use domain::comprehensive_assessment::{ComprehensiveAssessment, Decision, Proposal, proposals, schedule};
use domain::need::{Need, NeedStatus};
use domain::scope::Activity;
use domain::task::TaskStatus;
use persistence::case::CaseWork;
use persistence::{Error, Tx};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::http::ServiceConfig;
use crate::http::code::{AssessmentModeCode, AssessmentSectionCode};
use crate::http::problem::Pointed;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::task::Reason;
pub use answer::GivenAnswer;
use answer::by_question;
pub use form::{QuestionForm, comprehensive_form_get};
pub use view::{ComprehensiveAssessmentView, ComprehensiveComparison, ComprehensiveSummary};

/// How the scope of practice knows it: body and mind together, as the clinical instruments that are in no other group.
pub const CODE: &str = "comprehensive-assessment";

/// A new comprehensive assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComprehensiveCreate {
    /// True for the initial assessment.
    #[serde(default)]
    initial: bool,
}

/// A section of an assessment in progress: all its answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComprehensiveUpdate {
    /// The section.
    section: AssessmentSectionCode,
    /// How the questions are asked.
    mode: AssessmentModeCode,
    /// Every answer of the section.
    #[schema(max_items = 60)]
    answers: Vec<GivenAnswer>,
}

/// What becomes of a proposed need.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalDecide {
    /// Code of the proposal.
    #[schema(min_length = 1, max_length = 40, example = "food")]
    proposal: String,
    /// True to put it on the list of needs.
    accept: bool,
    /// The need in other words; as proposed, in English, when absent.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    title: Option<String>,
    /// Why it is declined.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: Option<String>,
}

/// What an assessment is compared with.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ComprehensiveCompareQuery {
    /// Another assessment of the same person; the last completed one before it when absent.
    with: Option<Uuid>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(comprehensive_form_get)
        .service(comprehensive_assessment_create)
        .service(comprehensive_assessment_get)
        .service(comprehensive_assessment_list)
        .service(comprehensive_assessment_update)
        .service(comprehensive_assessment_complete)
        .service(comprehensive_assessment_review)
        .service(comprehensive_assessment_withdraw)
        .service(comprehensive_assessment_decide)
        .service(comprehensive_assessment_compare);
}

async fn resource(
    tx: &mut Tx,
    assessment: ComprehensiveAssessment,
) -> persistence::Result<Answer<ComprehensiveAssessmentView>> {
    Ok(Answer::resource(assessment.version, view::view(tx, assessment).await?))
}

/// The assessment in the version that the client has seen.
async fn expected(tx: &mut Tx, id: Uuid, version: &IfMatch) -> persistence::Result<ComprehensiveAssessment> {
    let assessment = tx.comprehensive_assessment(id).await?;
    tx.require_version(assessment.version, version.0)?;
    Ok(assessment)
}

/// Stores what completes an assessment or sends it to a review. Once it counts, the task that asked for it is done, and another one
/// asks for the next.
async fn settle(
    tx: &mut Tx,
    work: CaseWork,
    mut change: Change<ComprehensiveAssessment>,
) -> persistence::Result<ComprehensiveAssessment> {
    let (now, me) = (tx.now(), tx.actor().id);
    if change.record.status == AssessmentStatus::Completed {
        for earlier in tx.comprehensive_assessments_of(change.record.person_id).await? {
            let Some(task_id) = earlier.task_id.filter(|_| earlier.case_id == work.case.id) else { continue };
            let (task, _) = tx.task(task_id).await?;
            if task.status == TaskStatus::Open {
                tx.apply(task.complete(Some("A comprehensive assessment was completed.".into()), now)?)?;
            }
        }
        if work.case.status == CaseStatus::Active {
            let zone = tx.directory().zone(work.case.program_id);
            let task = tx.apply(schedule::task(Uuid::now_v7(), &work.case, zone, me, now)?)?;
            change.record.task_id = Some(task.id);
        }
    }
    tx.apply_in(&mut [work], change)
}

/// Begins a comprehensive assessment. Answers of the person's last completed one that seldom change are shown to be confirmed.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_create", params(("id" = Uuid, Path)), request_body = ComprehensiveCreate, responses((status = 201, body = ComprehensiveAssessmentView)))]
#[post("/cases/{id}/comprehensive-assessments")]
pub async fn comprehensive_assessment_create(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ComprehensiveCreate>,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let initial = body.0.initial;
    let created = state.store.write(&access, async |tx| {
        // A clock may start with the first assessment of the case, see `Rule::starts_later`: which one that is, all of it tells.
        let work = tx.case_work_whole(*id).await?;
        let case = &work.case;
        case.require_active()?;
        let begin = Begin {
            id: Uuid::now_v7(),
            case_id: case.id,
            person_id: case.person_id,
            setting: tx.directory().program(case.program_id)?.setting,
            initial,
            by: tx.actor().id,
            now: tx.now(),
        };
        let earlier = tx.comprehensive_assessments_of(case.person_id).await?;
        let last = earlier.iter().find(|one| one.status == AssessmentStatus::Completed);
        let assessment = tx.apply_in(&mut [work], ComprehensiveAssessment::begin(begin, last))?;
        Ok(Answer::created(assessment.version, view::view(tx, assessment).await?))
    });
    Ok(created.await?)
}

/// One comprehensive assessment.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_get", params(("id" = Uuid, Path)), responses((status = 200, body = ComprehensiveAssessmentView)))]
#[get("/comprehensive-assessments/{id}")]
pub async fn comprehensive_assessment_get(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let assessment = tx.comprehensive_assessment(*id).await?;
        resource(tx, assessment).await
    });
    Ok(read.await?)
}

/// Comprehensive assessments of a person, the newest first.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ComprehensiveSummary>)))]
#[get("/people/{id}/comprehensive-assessments")]
pub async fn comprehensive_assessment_list(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ComprehensiveSummary>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let all = tx.comprehensive_assessments_of(*id).await?;
        let lines = all.iter().map(|one| view::summary(tx, one)).collect::<persistence::Result<Vec<_>>>()?;
        Ok(Answer::ok(Page::whole(lines)))
    });
    Ok(read.await?)
}

/// Stores the answers of a section. It gets its author, mode and date by itself.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ComprehensiveUpdate, responses((status = 200, body = ComprehensiveAssessmentView)))]
#[patch("/comprehensive-assessments/{id}")]
pub async fn comprehensive_assessment_update(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ComprehensiveUpdate>,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let body = body.0;
    let written = state.store.write(&access, async |tx| {
        let assessment = expected(tx, *id, &version).await?;
        let answers = by_question(body.answers)?;
        let change = assessment.answer(body.section.0, answers, body.mode.0, tx.actor().id, tx.now())?;
        let assessment = tx.apply(change)?;
        resource(tx, assessment).await
    });
    Ok(written.await?)
}

/// Completes the assessment; refused with a pointer to every question that must be answered and is open. Where the scope of
/// practice asks for it, it waits for a review.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_complete", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ComprehensiveAssessmentView)))]
#[post("/comprehensive-assessments/{id}/complete")]
pub async fn comprehensive_assessment_complete(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let mut open = Vec::new();
    let completed = state.store.write(&access, async |tx| {
        let assessment = expected(tx, *id, &version).await?;
        open = assessment.open();
        let work = tx.case_work_whole(assessment.case_id).await?;
        let scope = tx.verdict(Activity::assessing(CODE), tx.actor().id, &work.case).await?;
        let works_alone = scope.is_allowed() && tx.actor().may(Capability::NoteSign);
        let change = assessment.complete(tx.actor().id, works_alone, tx.now())?;
        let assessment = settle(tx, work, change).await?;
        resource(tx, assessment).await
    });
    match completed.await {
        Err(Error::Rule(rule)) if rule.code == "sections_open" => {
            let pointed = open.into_iter().map(|(section, question)| Pointed {
                pointer: format!("/sections/{section}/{}", question.code),
                detail: "This question must be answered.".into(),
            });
            Err(Problem::refused(rule.code, &rule.detail, pointed.collect()))
        }
        outcome => Ok(outcome?),
    }
}

/// Reviews a colleague's assessment: now it counts and stops the clock.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ComprehensiveAssessmentView)))]
#[post("/comprehensive-assessments/{id}/review")]
pub async fn comprehensive_assessment_review(
    access: Allowed<cap::AssessmentReview>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let reviewed = state.store.write(&access, async |tx| {
        let assessment = expected(tx, *id, &version).await?;
        let work = tx.case_work_whole(assessment.case_id).await?;
        let scope = tx.verdict(Activity::reviewing(CODE), tx.actor().id, &work.case).await?;
        let change = assessment.review(tx.actor().id, scope, tx.now())?;
        let assessment = settle(tx, work, change).await?;
        resource(tx, assessment).await
    });
    Ok(reviewed.await?)
}

/// Takes back an assessment that was entered in error, or discards one in progress: it stays on the record with the reason and counts
/// for nothing. The deadline that it met is open again, and where it had asked for the next one a task asks to make it anew.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ComprehensiveAssessmentView)))]
#[post("/comprehensive-assessments/{id}/withdraw")]
pub async fn comprehensive_assessment_withdraw(
    access: Allowed<cap::AssessmentWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let reason = body.0.reason;
    let withdrawn = state.store.write(&access, async |tx| {
        let assessment = expected(tx, *id, &version).await?;
        let work = tx.case_work_whole(assessment.case_id).await?;
        let mut change = assessment.withdraw(tx.actor().id, assigns(tx), reason, tx.now())?;
        if let Some(task_id) = change.record.task_id.take() {
            ask_anew(tx, &work, task_id).await?;
        }
        let assessment = tx.apply_in(&mut [work], change)?;
        resource(tx, assessment).await
    });
    Ok(withdrawn.await?)
}

/// Replaces the task that asks for the next assessment, as long as it is open, by one that asks to make this one anew.
async fn ask_anew(tx: &mut Tx, work: &CaseWork, task_id: Uuid) -> persistence::Result<()> {
    let (task, _) = tx.task(task_id).await?;
    if task.status != TaskStatus::Open {
        return Ok(());
    }
    tx.apply(task.cancel("The assessment before it was entered in error.".into())?)?;
    if work.case.status == CaseStatus::Active {
        let zone = tx.directory().zone(work.case.program_id);
        let (me, now) = (tx.actor().id, tx.now());
        tx.apply(schedule::anew(Uuid::now_v7(), &work.case, zone, me, now)?)?;
    }
    Ok(())
}

/// Puts a proposed need on the list of needs, or declines it with a reason.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ProposalDecide, responses((status = 200, body = ComprehensiveAssessmentView)))]
#[post("/comprehensive-assessments/{id}/decide")]
pub async fn comprehensive_assessment_decide(
    access: Allowed<cap::NeedWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ProposalDecide>,
) -> Result<Answer<ComprehensiveAssessmentView>, Problem> {
    let body = body.0;
    let decided = state.store.write(&access, async |tx| {
        let assessment = expected(tx, *id, &version).await?;
        let needs = tx.needs_of(assessment.person_id).await?;
        let found = proposals(&assessment, &needs).into_iter().find(|one| one.rule.code == body.proposal);
        let proposal = found.ok_or_else(|| {
            Rule::at("proposal_gone", "/proposal", "The answers do not propose this need now, or it is on the list.")
        })?;
        let need = body.accept.then(|| proposed_need(tx, &assessment, &proposal, body.title));
        let decision = Decision {
            need_id: need.as_ref().map(|need| need.id),
            reason: body.reason,
            by: tx.actor().id,
            at: tx.now(),
        };
        let change = assessment.decide(proposal.rule.code, decision)?;
        if let Some(need) = need {
            tx.apply(Change::created(need))?;
        }
        let assessment = tx.apply(change)?;
        resource(tx, assessment).await
    });
    Ok(decided.await?)
}

fn proposed_need(tx: &Tx, assessment: &ComprehensiveAssessment, proposal: &Proposal, title: Option<String>) -> Need {
    let rule = proposal.rule;
    Need {
        id: Uuid::now_v7(),
        version: 1,
        person_id: assessment.person_id,
        kind: rule.kind,
        title: title.unwrap_or_else(|| rule.title.en.to_owned()),
        code: rule.icd_10.map(str::to_owned),
        code_system: rule.icd_10.map(|_| ICD_10_CM.to_owned()),
        status: NeedStatus::Active,
        reason: None,
        onset_on: None,
        created_at: tx.now(),
        source: Some(proposal::source(assessment, rule)),
    }
}

/// What differs between two comprehensive assessments of a person, in words.
#[utoipa::path(tag = "comprehensive_assessment", operation_id = "comprehensive_assessment_compare", params(("id" = Uuid, Path), ComprehensiveCompareQuery), responses((status = 200, body = ComprehensiveComparison)))]
#[get("/comprehensive-assessments/{id}/compare")]
pub async fn comprehensive_assessment_compare(
    access: Allowed<cap::AssessmentRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ComprehensiveCompareQuery>,
) -> Result<Answer<ComprehensiveComparison>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let one = tx.comprehensive_assessment(*id).await?;
        let all = tx.comprehensive_assessments_of(one.person_id).await?;
        let other = match query.with {
            Some(id) => Some(all.into_iter().find(|other| other.id == id).ok_or(Error::NotFound)?),
            None => all.into_iter().find(|other| {
                other.status == AssessmentStatus::Completed && (other.created_at, other.id) < (one.created_at, one.id)
            }),
        };
        let (before, after) = match other {
            Some(other) if (other.created_at, other.id) > (one.created_at, one.id) => (Some(one), other),
            other => (other, one),
        };
        Ok(Answer::ok(view::comparison(tx, before.as_ref(), &after)?))
    });
    Ok(read.await?)
}
