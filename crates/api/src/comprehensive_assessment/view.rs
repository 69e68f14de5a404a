//! What a comprehensive assessment looks like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Capability;
use domain::assessment::{Assessment, AssessmentStatus};
use domain::comprehensive_assessment::proposal::NeedRule;
use domain::comprehensive_assessment::{
    Answer as Given, BarrierProposal, ComprehensiveAssessment, Decision, Difference, Proposal, Section, barriers,
    proposal, proposals,
};
use domain::instrument;
use domain::scope::Activity;
use persistence::{Result, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::form::PhraseView;
use super::{CODE, GivenAnswer};
use crate::case::assigns;
use crate::http::code::{
    AssessmentModeCode, AssessmentSectionCode, AssessmentStatusCode, BarrierKindCode, NeedKindCode,
};
use crate::program::Ref;
use crate::scope::allows;

/// A comprehensive assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComprehensiveAssessmentView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    /// Version of the form it was begun in.
    form_version: String,
    status: AssessmentStatusCode,
    /// True for the initial assessment.
    initial: bool,
    /// The sections that the program asks, in the order asked.
    sections: Vec<SectionView>,
    /// Needs that the answers propose and nobody has decided about; none for readers who may not see needs.
    proposals: Vec<ProposalView>,
    /// Barriers that the answers propose for the plan; the plan knows which of them it has.
    barriers: Vec<BarrierProposalView>,
    decisions: Vec<DecisionView>,
    /// First day on which a section was completed, in the program's time zone; null while any is open.
    first_on: Option<NaiveDate>,
    /// Last such day. The same as the first: all were done together.
    last_on: Option<NaiveDate>,
    /// IANA time zone of the program.
    time_zone: String,
    /// Who began it.
    author: Ref,
    /// Who completed it.
    submitted_by: Option<Ref>,
    reviewer: Option<Ref>,
    created_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    /// Why it is an error.
    #[schema(max_length = 2000)]
    error_reason: Option<String>,
    /// Operations the reader may do on this assessment now.
    can: Vec<&'static str>,
}

/// One section, as far as it is answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionView {
    section: AssessmentSectionCode,
    answers: Vec<GivenAnswer>,
    /// Answers of the last completed assessment that count once they are given again.
    carried: Vec<CarriedView>,
    /// Codes of the questions that must be answered and are not.
    open: Vec<&'static str>,
    /// How it was asked; null before anything is answered.
    mode: Option<AssessmentModeCode>,
    /// Who changed it last.
    author: Option<Ref>,
    saved_at: Option<DateTime<Utc>>,
    /// Set by itself when nothing is open; null while anything is.
    completed_at: Option<DateTime<Utc>>,
    /// Scored instruments that go deeper.
    instruments: Vec<SectionInstrument>,
}

/// An answer of the last completed assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarriedView {
    answer: GivenAnswer,
    /// When it was given.
    from: DateTime<Utc>,
}

/// A scored instrument that belongs to a section, with the person's newest assessment by it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionInstrument {
    code: &'static str,
    title: &'static str,
    newest: Option<InstrumentResult>,
}

/// An assessment by a scored instrument.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentResult {
    assessment_id: Uuid,
    status: AssessmentStatusCode,
    total: Option<i32>,
    band: Option<String>,
    performed_at: DateTime<Utc>,
}

/// A need that an answer proposes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    /// Code of the rule.
    code: &'static str,
    kind: NeedKindCode,
    title: PhraseView,
    section: AssessmentSectionCode,
    /// Why: the question.
    question: PhraseView,
    /// Why: its answer.
    answer: PhraseView,
}

/// A barrier that an answer proposes.
#[derive(Debug, Serialize, ToSchema)]
pub struct BarrierProposalView {
    /// Code of the rule.
    code: &'static str,
    kind: BarrierKindCode,
    title: PhraseView,
    /// Why: the question.
    question: PhraseView,
    /// Why: its answer.
    answer: PhraseView,
}

/// What somebody made of a proposed need.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionView {
    /// Code of the rule.
    code: String,
    /// What was proposed; null for a rule that this server does not know any more.
    title: Option<PhraseView>,
    /// The need it became; null when it was declined.
    need_id: Option<Uuid>,
    /// Why it was declined.
    reason: Option<String>,
    by: Ref,
    at: DateTime<Utc>,
}

/// A comprehensive assessment in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComprehensiveSummary {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    status: AssessmentStatusCode,
    initial: bool,
    author: Ref,
    created_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    /// How many sections are complete.
    done: usize,
    /// How many sections the program asks.
    all: usize,
}

/// A question that two assessments answer differently.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceView {
    section: AssessmentSectionCode,
    question: PhraseView,
    /// The answer before; null when there was none.
    was: Option<PhraseView>,
    /// The answer after.
    is: Option<PhraseView>,
}

/// Two assessments and what differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComprehensiveComparison {
    /// The earlier one; null when there is none to compare with.
    before: Option<ComprehensiveSummary>,
    after: ComprehensiveSummary,
    /// Section by section, in the order asked.
    differences: Vec<DifferenceView>,
}

fn named(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

/// What the reader may do now.
fn operations(tx: &Tx, assessment: &ComprehensiveAssessment) -> Vec<&'static str> {
    let may = |capability| tx.actor().may(capability);
    let writes = may(Capability::AssessmentWrite) && assessment.status == AssessmentStatus::InProgress;
    let reviews = assessment.status == AssessmentStatus::AwaitingReview
        && assessment.submitted_by != Some(tx.actor().id)
        && may(Capability::AssessmentReview)
        && allows(tx, Activity::reviewing(CODE));
    let withdraws = may(Capability::AssessmentWrite) && assessment.may_withdraw(tx.actor().id, assigns(tx)).is_ok();
    let possible = [
        // To go deeper by a scored instrument while one is at it.
        ("assessment_create", writes),
        ("comprehensive_assessment_update", writes),
        ("comprehensive_assessment_complete", writes),
        ("comprehensive_assessment_review", reviews),
        ("comprehensive_assessment_withdraw", withdraws),
        ("comprehensive_assessment_decide", may(Capability::NeedWrite)),
    ];
    possible.into_iter().filter_map(|(operation, may)| may.then_some(operation)).collect()
}

/// The view of an assessment, with the needs it proposes and the newest results of the instruments of its sections.
///
/// # Errors
/// Database errors.
pub async fn view(tx: &mut Tx, assessment: ComprehensiveAssessment) -> Result<ComprehensiveAssessmentView> {
    let proposed = if tx.actor().may(Capability::NeedRead) {
        proposals(&assessment, &tx.needs_of(assessment.person_id).await?)
    } else {
        Vec::new()
    };
    let scored = tx.assessments_of(assessment.person_id, None).await?;
    let case = tx.case(assessment.case_id).await?;
    let zone = tx.directory().zone(case.program_id);
    let days = assessment.days(zone);
    let sections = assessment.form()?.asked_in(assessment.setting);
    Ok(ComprehensiveAssessmentView {
        can: operations(tx, &assessment),
        sections: sections.map(|section| section_view(tx, &assessment, section, &scored)).collect(),
        proposals: proposed.into_iter().map(proposal_view).collect(),
        barriers: barriers(&assessment).into_iter().map(barrier_view).collect(),
        decisions: assessment.decisions.iter().map(|(code, decision)| decision_view(tx, code, decision)).collect(),
        first_on: days.map(|(first, _)| first),
        last_on: days.map(|(_, last)| last),
        time_zone: zone.name().to_owned(),
        author: named(tx, assessment.author_id),
        submitted_by: assessment.submitted_by.map(|id| named(tx, id)),
        reviewer: assessment.reviewer_id.map(|id| named(tx, id)),
        id: assessment.id,
        version: assessment.version,
        case_id: assessment.case_id,
        person_id: assessment.person_id,
        form_version: assessment.form_version,
        status: assessment.status.into(),
        initial: assessment.initial,
        created_at: assessment.created_at,
        completed_at: assessment.completed_at,
        error_reason: assessment.error_reason,
    })
}

fn section_view(
    tx: &Tx,
    assessment: &ComprehensiveAssessment,
    section: &'static Section,
    scored: &[Assessment],
) -> SectionView {
    let state = assessment.sections.get(&section.code);
    let answers = state.map(|state| state.answers.clone()).unwrap_or_default();
    let carried = assessment.carried.get(&section.code).into_iter().flatten();
    let result = |code: &'static str| {
        let newest = scored.iter().find(|one| one.instrument == code && one.status != AssessmentStatus::EnteredInError);
        Some(SectionInstrument {
            code,
            title: instrument::find(code)?.title,
            newest: newest.map(|one| InstrumentResult {
                assessment_id: one.id,
                status: one.status.into(),
                total: one.total,
                band: one.band.clone(),
                performed_at: one.performed_at,
            }),
        })
    };
    SectionView {
        section: section.code.into(),
        open: section.open(&answers).into_iter().map(|question| question.code).collect(),
        answers: answers.into_iter().map(|(question, answer)| GivenAnswer::new(question, answer)).collect(),
        carried: carried
            .map(|(question, carried)| CarriedView {
                answer: GivenAnswer::new(question.clone(), carried.answer.clone()),
                from: carried.from,
            })
            .collect(),
        mode: state.map(|state| state.mode.into()),
        author: state.map(|state| named(tx, state.author_id)),
        saved_at: state.map(|state| state.saved_at),
        completed_at: state.and_then(|state| state.completed_at),
        instruments: section.offered_in(assessment.setting).filter_map(result).collect(),
    }
}

fn proposal_view(proposal: Proposal) -> ProposalView {
    ProposalView {
        code: proposal.rule.code,
        kind: proposal.rule.kind.into(),
        title: proposal.rule.title.into(),
        section: proposal.rule.section.into(),
        question: proposal.question.text.into(),
        answer: proposal.answer.in_words(proposal.question).into(),
    }
}

fn barrier_view(proposal: BarrierProposal) -> BarrierProposalView {
    BarrierProposalView {
        code: proposal.rule.code,
        kind: proposal.rule.kind.into(),
        title: proposal.rule.title.into(),
        question: proposal.question.text.into(),
        answer: proposal.answer.in_words(proposal.question).into(),
    }
}

fn decision_view(tx: &Tx, code: &str, decision: &Decision) -> DecisionView {
    DecisionView {
        code: code.to_owned(),
        title: proposal::rule(code).map(|rule: &NeedRule| rule.title.into()),
        need_id: decision.need_id,
        reason: decision.reason.clone(),
        by: named(tx, decision.by),
        at: decision.at,
    }
}

/// An assessment as a line of a list.
///
/// # Errors
/// `unknown_form`.
pub fn summary(tx: &Tx, assessment: &ComprehensiveAssessment) -> Result<ComprehensiveSummary> {
    let asked: Vec<_> = assessment.form()?.asked_in(assessment.setting).collect();
    let is_done =
        |section: &&&Section| assessment.sections.get(&section.code).is_some_and(|state| state.completed_at.is_some());
    Ok(ComprehensiveSummary {
        id: assessment.id,
        version: assessment.version,
        case_id: assessment.case_id,
        status: assessment.status.into(),
        initial: assessment.initial,
        author: named(tx, assessment.author_id),
        created_at: assessment.created_at,
        completed_at: assessment.completed_at,
        done: asked.iter().filter(is_done).count(),
        all: asked.len(),
    })
}

/// The view of a difference.
pub fn difference_view(difference: Difference) -> DifferenceView {
    let words = |answer: Option<Given>| answer.map(|answer| answer.in_words(difference.question).into());
    DifferenceView {
        section: difference.section.into(),
        question: difference.question.text.into(),
        was: words(difference.was),
        is: words(difference.is),
    }
}

/// Two assessments side by side.
///
/// # Errors
/// `unknown_form`.
pub fn comparison(
    tx: &Tx,
    before: Option<&ComprehensiveAssessment>,
    after: &ComprehensiveAssessment,
) -> Result<ComprehensiveComparison> {
    let form = after.form()?;
    let differences = before.map(|before| domain::comprehensive_assessment::compare(form, before, after));
    Ok(ComprehensiveComparison {
        before: before.map(|before| summary(tx, before)).transpose()?,
        after: summary(tx, after)?,
        differences: differences.unwrap_or_default().into_iter().map(difference_view).collect(),
    })
}
