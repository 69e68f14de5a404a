//! Needs that answers propose: a table, and what is left of it after what is known.
//!
//! The table is ours. ICD-10-CM codes stand only where a code says exactly what the need says (Z codes for social needs: CMS,
//! "Using Z Codes", and the ICD-10-CM tabular list of fiscal year 2025).

use super::answer::Answer;
use super::definition::{AssessmentSection, Question, Words};
use super::form;
use super::response::ComprehensiveAssessment;
use crate::assessment::AssessmentStatus;
use crate::need::{Need, NeedKind, NeedStatus};

/// Code system of the codes of proposed needs.
pub const ICD_10_CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";

/// An answer that proposes a need.
#[derive(Debug, PartialEq, Eq)]
pub struct NeedRule {
    /// Code.
    pub code: &'static str,
    /// Section of the question.
    pub section: AssessmentSection,
    /// Code of the question.
    pub question: &'static str,
    /// The answers that propose it.
    pub when: When,
    /// Domain of the need.
    pub kind: NeedKind,
    /// The need.
    pub title: Words,
    /// ICD-10-CM code, where one says the same.
    pub icd_10: Option<&'static str>,
}

/// Which answers propose a need.
#[derive(Debug, PartialEq, Eq)]
pub enum When {
    /// One of these choices.
    AnyOf(&'static [&'static str]),
    /// This number or more.
    AtLeast(i64),
}

/// A need that an answer proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The rule.
    pub rule: &'static NeedRule,
    /// The question, and its answer: why it is proposed.
    pub question: &'static Question,
    /// The answer.
    pub answer: Answer,
}

/// The rule with a code.
pub fn rule(code: &str) -> Option<&'static NeedRule> {
    form::NEED_RULES.iter().find(|rule| rule.code == code)
}

/// Where the need of a rule says that it comes from; unique for the rule in an assessment.
pub fn source(assessment: &ComprehensiveAssessment, rule: &NeedRule) -> String {
    format!("comprehensive-assessment/{}/{}", assessment.id, rule.code)
}

/// The needs that an assessment proposes now: none when it was entered in error, not those that somebody decided about here, nor those that are on the list of open
/// `needs` already, by this rule, under the same code or with the same words.
pub fn proposals(assessment: &ComprehensiveAssessment, needs: &[Need]) -> Vec<Proposal> {
    let Ok(form) = assessment.form() else { return Vec::new() };
    if assessment.status == AssessmentStatus::EnteredInError {
        return Vec::new();
    }
    let proposed = |rule: &'static NeedRule| {
        let section = form.section(rule.section)?;
        let question = section.question(rule.question)?;
        let answer = assessment.counted(section).remove(rule.question)?;
        let undecided = !assessment.decisions.contains_key(rule.code);
        let is_new = undecided && !needs.iter().any(|need| is_open(need) && rule.is_about(need));
        (is_new && rule.when.fits(&answer)).then_some(Proposal { rule, question, answer })
    };
    form::NEED_RULES.iter().filter_map(proposed).collect()
}

fn is_open(need: &Need) -> bool {
    matches!(need.status, NeedStatus::Candidate | NeedStatus::Active | NeedStatus::Deferred)
}

impl When {
    fn fits(&self, answer: &Answer) -> bool {
        match self {
            Self::AnyOf(codes) => answer.is_any_of(codes),
            Self::AtLeast(least) => matches!(answer, Answer::Number(number) if number >= least),
        }
    }
}

impl NeedRule {
    fn is_about(&self, need: &Need) -> bool {
        let by_rule = need.source.as_deref().is_some_and(|source| {
            source
                .strip_prefix("comprehensive-assessment/")
                .and_then(|rest| rest.split_once('/'))
                .is_some_and(|(_, code)| code == self.code)
        });
        let by_code = self.icd_10.is_some() && need.code.as_deref() == self.icd_10;
        let title = need.title.trim().to_lowercase();
        by_rule || by_code || [self.title.en, self.title.es].iter().any(|words| words.to_lowercase() == title)
    }
}
