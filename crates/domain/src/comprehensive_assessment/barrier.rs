//! Barriers that answers propose for the plan (R060): a table, which is ours, and what of it fits.

use super::answer::Answer;
use super::definition::{AssessmentSection as S, Question, Words};
use super::response::ComprehensiveAssessment;
use crate::assessment::AssessmentStatus;
use crate::care_plan::plan::BarrierKind as K;

const fn w(en: &'static str, es: &'static str) -> Words {
    Words::new(en, es)
}

/// Answers that propose a barrier.
#[derive(Debug, PartialEq, Eq)]
pub struct BarrierRule {
    /// Code.
    pub code: &'static str,
    /// Kind of the barrier; each is proposed once, but for others.
    pub kind: K,
    /// The barrier.
    pub title: Words,
    /// Section and code of questions with the choices that propose it; the first that fits says why.
    pub when: &'static [(S, &'static str, &'static [&'static str])],
}

/// A barrier that an answer proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarrierProposal {
    /// The rule.
    pub rule: &'static BarrierRule,
    /// The question, and its answer: why it is proposed.
    pub question: &'static Question,
    /// The answer.
    pub answer: Answer,
}

/// The table.
pub static BARRIER_RULES: &[BarrierRule] = &[
    BarrierRule {
        code: "transport",
        kind: K::Transportation,
        title: w("No reliable way to get to appointments", "Sin forma segura de llegar a las citas"),
        when: &[(S::SocialDeterminants, "transport", &["sometimes", "no"]), (S::Risks, "barriers", &["rides"])],
    },
    BarrierRule {
        code: "housing",
        kind: K::Housing,
        title: w("No steady place to live", "Sin un lugar estable donde vivir"),
        when: &[(S::SocialDeterminants, "housing", &["unsure", "none"]), (S::Home, "kind", &["shelter", "outdoors"])],
    },
    BarrierRule {
        code: "food",
        kind: K::Food,
        title: w("Not always enough to eat", "No siempre hay suficiente comida"),
        when: &[(S::SocialDeterminants, "food", &["sometimes_short", "often_short"])],
    },
    BarrierRule {
        code: "cost",
        kind: K::Financial,
        title: w("Care or medicine costs too much", "La atención o las medicinas cuestan demasiado"),
        when: &[(S::PsychologicalFinancial, "hard_to_pay", &["medicine"]), (S::Medicines, "missed_why", &["cost"])],
    },
    BarrierRule {
        code: "money",
        kind: K::Financial,
        title: w("Money is short", "Falta dinero"),
        when: &[
            (S::PsychologicalFinancial, "money", &["no"]),
            (S::PsychologicalFinancial, "hard_to_pay", &["bills"]),
            (S::Risks, "barriers", &["money"]),
        ],
    },
    BarrierRule {
        code: "language",
        kind: K::Language,
        title: w("Needs an interpreter", "Necesita intérprete"),
        when: &[(S::Literacy, "interpreter", &["yes"])],
    },
    BarrierRule {
        code: "language_or_forms",
        kind: K::Language,
        title: w("Language or forms are in the way", "El idioma o los formularios estorban"),
        when: &[(S::Risks, "barriers", &["language"])],
    },
    BarrierRule {
        code: "literacy",
        kind: K::Literacy,
        title: w("Letters and forms are hard to read", "Le cuesta leer cartas y formularios"),
        when: &[(S::Literacy, "reading", &["sometimes", "always"])],
    },
    BarrierRule {
        code: "caregiver",
        kind: K::Family,
        title: w("The caregiver is at the limit", "Quien cuida ya no puede más"),
        when: &[(S::Caregivers, "strain", &["limit"])],
    },
    BarrierRule {
        code: "phone",
        kind: K::Access,
        title: w("No phone or internet to be reached by", "Sin teléfono ni internet para contactarle"),
        when: &[(S::SocialDeterminants, "phone", &["neither"])],
    },
    BarrierRule {
        code: "time",
        kind: K::Other,
        title: w("Little time beside work or family", "Poco tiempo por el trabajo o la familia"),
        when: &[(S::Risks, "barriers", &["time"])],
    },
    BarrierRule {
        code: "knowledge",
        kind: K::Other,
        title: w("Does not know how to go about it", "No sabe cómo hacerlo"),
        when: &[(S::Risks, "barriers", &["knowledge"])],
    },
];

/// The barriers that an assessment proposes; none when it was entered in error. What the plan has already is for the plan to know.
pub fn barriers(assessment: &ComprehensiveAssessment) -> Vec<BarrierProposal> {
    let Ok(form) = assessment.form() else { return Vec::new() };
    if assessment.status == AssessmentStatus::EnteredInError {
        return Vec::new();
    }
    let fits = |(section, question, choices): &(S, &'static str, &'static [&'static str])| {
        let section = form.section(*section)?;
        let asked = section.question(question)?;
        let answer = assessment.counted(section).remove(*question)?;
        answer.is_any_of(choices).then_some((asked, answer))
    };
    let proposed = |rule: &'static BarrierRule| {
        let (question, answer) = rule.when.iter().find_map(fits)?;
        Some(BarrierProposal { rule, question, answer })
    };
    let mut found: Vec<BarrierProposal> = Vec::new();
    for one in BARRIER_RULES.iter().filter_map(proposed) {
        let is_there = found.iter().any(|other| other.rule.kind == one.rule.kind);
        if one.rule.kind == K::Other || !is_there {
            found.push(one);
        }
    }
    found
}
