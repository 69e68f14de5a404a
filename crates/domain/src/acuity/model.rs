//! The published model: every weight and threshold, with its reason. Ours, not a published instrument (I-17).
//!
//! **Version 2026-1.** 100 points, so that a weight reads as a percentage. The score is the sum of the points of all facts; each
//! table only rises, so a worse fact never lowers the score.
//!
//! | factor     | weight | reason of the weight |
//! |------------|--------|----------------------|
//! | clinical   | 25 | use of hospitals is what best foretells more of it; as heavy as safety, and alone enough for high |
//! | safety     | 25 | a high risk of suicide with an open alert must reach high whatever else is known |
//! | social     | 13 | unmet needs decide whether a plan can work at all |
//! | functional | 12 | need of help and falls; about half of a heavy factor |
//! | behavioral | 12 | symptoms; danger is counted by safety |
//! | engagement |  8 | whom we can't reach we can't help; less than any need, because it is our work as much as theirs |
//! | deadline   |  5 | care that is late says more about us: enough to tip the balance, never enough for a tier |
//!
//! Thresholds: **rising from 15**: more than any light factor (8, 5) or either middle one (12, 13) alone, so two of them, or a
//! heavy one more than half full. **High from 25**: a heavy factor that is full, or several. **Complex from 45**: two heavy factors
//! nearly full, or one with three others; no single factor can reach it.

use super::{Fact, Factor};
use crate::case::Tier;
use crate::instrument::Step;

/// Stands for a question that is answered by reaching the person, not by an instrument.
pub const CONTACT: &str = "contact";

/// A published model of acuity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// Code.
    pub code: &'static str,
    /// Version of tables and thresholds together.
    pub version: &'static str,
    /// What is looked at, in the order shown.
    pub facts: &'static [Scale],
    /// The lowest score of each tier, from low to complex.
    pub tiers: &'static [Threshold],
}

/// The lowest score of a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The tier.
    pub tier: Tier,
    /// Its lowest score.
    pub from: i64,
    /// Why there.
    pub why: &'static str,
}

/// How a fact becomes points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The fact.
    pub fact: Fact,
    /// The factor that it belongs to.
    pub factor: Factor,
    /// Points from each value on; the first step is 0 points from 0.
    pub steps: &'static [Step],
    /// Code of the instrument that answers it when it is missing, or [`CONTACT`]; none when the record always says.
    pub ask: Option<&'static str>,
    /// Why these numbers.
    pub why: &'static str,
}

const fn from(from: i64, points: i64) -> Step {
    Step { from, points }
}

impl Scale {
    /// Points of a value.
    pub fn points(&self, value: i64) -> i64 {
        self.steps.iter().rev().find(|step| step.from <= value).map_or(0, |step| step.points)
    }

    /// The most points that the fact can give.
    pub fn most(&self) -> i64 {
        self.steps.last().map_or(0, |step| step.points)
    }
}

impl Model {
    /// The tier of a score.
    pub fn tier(&self, score: i64) -> Tier {
        self.tiers.iter().rev().find(|threshold| threshold.from <= score).map_or(Tier::Low, |threshold| threshold.tier)
    }

    /// The scale of a factor's facts together: its weight.
    pub fn weight(&self, factor: Factor) -> i64 {
        self.facts.iter().filter(|scale| scale.factor == factor).map(Scale::most).sum()
    }
}

/// The model in force.
pub const MODEL: Model = Model {
    code: "tend-acuity",
    version: "2026-1",
    facts: FACTS,
    tiers: &[
        Threshold { tier: Tier::Low, from: 0, why: "Nothing known asks for more." },
        Threshold { tier: Tier::Rising, from: 15, why: "More than any light or middle factor gives alone." },
        Threshold { tier: Tier::High, from: 25, why: "One heavy factor that is full, or several others together." },
        Threshold { tier: Tier::Complex, from: 45, why: "Two heavy factors nearly full; no single factor reaches it." },
    ],
};

const FACTS: &[Scale] = &[
    Scale {
        fact: Fact::AcuteStays,
        factor: Factor::Clinical,
        steps: &[from(0, 0), from(1, 3), from(2, 6), from(3, 9)],
        ask: None,
        why: "Three points for each stay, up to three: earlier admissions are the strongest part of HOSPITAL (5 of 13).",
    },
    Scale {
        fact: Fact::EmergencyVisits,
        factor: Factor::Clinical,
        steps: &[from(0, 0), from(1, 1), from(2, 2), from(3, 3), from(4, 4)],
        ask: None,
        why: "One point for each visit in 6 months, at most 4: the E of LACE.",
    },
    Scale {
        fact: Fact::Readmission,
        factor: Factor::Clinical,
        steps: &[from(0, 0), from(1, 3), from(2, 7)],
        ask: Some("lace"),
        why: "The bands of LACE or HOSPITAL for 30 days after a discharge: moderate as much as one stay, high more than two.",
    },
    Scale {
        fact: Fact::ClinicalNeeds,
        factor: Factor::Clinical,
        steps: &[from(0, 0), from(1, 1), from(2, 2), from(3, 3), from(5, 5)],
        ask: None,
        why: "One point each from the second chronic condition on counts as multimorbidity (two, as in 99490); five or more count 5.",
    },
    Scale {
        fact: Fact::DailyLiving,
        factor: Factor::Functional,
        steps: &[from(0, 0), from(1, 4), from(4, 8)],
        ask: Some("katz"),
        why: "The bands of Katz: independent, moderate (1 to 3 activities need help), severe (4 or more).",
    },
    Scale {
        fact: Fact::Falls,
        factor: Factor::Functional,
        steps: &[from(0, 0), from(1, 4)],
        ask: Some("steadi"),
        why: "At risk by STEADI (4 or more) or Morse (high): as much as a moderate need of help.",
    },
    Scale {
        fact: Fact::Depression,
        factor: Factor::Behavioral,
        steps: &[from(0, 0), from(5, 1), from(10, 3), from(15, 4), from(20, 6)],
        ask: Some("phq-9"),
        why: "The bands of PHQ-9; the jump at 10 is its threshold.",
    },
    Scale {
        fact: Fact::Anxiety,
        factor: Factor::Behavioral,
        steps: &[from(0, 0), from(10, 2), from(15, 3)],
        ask: Some("gad-7"),
        why: "Moderate and severe by GAD-7; half of depression, because the two overlap.",
    },
    Scale {
        fact: Fact::Substance,
        factor: Factor::Behavioral,
        steps: &[from(0, 0), from(1, 3)],
        ask: Some("audit-c"),
        why: "A positive AUDIT-C or AUDIT, or DAST-10 of 3 or more (moderate): as much as moderate depression.",
    },
    Scale {
        fact: Fact::SocialDomains,
        factor: Factor::Social,
        steps: &[from(0, 0), from(1, 2), from(2, 4), from(3, 6), from(4, 8)],
        ask: Some("ahc-hrsn"),
        why: "Two points for each positive domain of AHC-HRSN (housing, food, transport, utilities, safety), up to four.",
    },
    Scale {
        fact: Fact::SocialNeeds,
        factor: Factor::Social,
        steps: &[from(0, 0), from(1, 2), from(2, 3), from(3, 5)],
        ask: None,
        why: "Social, financial, caregiver and environment needs that the plan must address; the first counts as one domain.",
    },
    Scale {
        fact: Fact::Unanswered,
        factor: Factor::Engagement,
        steps: &[from(0, 0), from(1, 1), from(2, 3), from(3, 5)],
        ask: Some(CONTACT),
        why: "Two timely tries are the diligence that T-5 asks for; a third without an answer counts in full.",
    },
    Scale {
        fact: Fact::Silence,
        factor: Factor::Engagement,
        steps: &[from(0, 0), from(31, 1), from(61, 3)],
        ask: Some(CONTACT),
        why: "A month without a two-way contact is longer than the outreach window of T-4 (30 days); two months are lost contact.",
    },
    Scale {
        fact: Fact::SuicideRisk,
        factor: Factor::Safety,
        steps: &[from(0, 0), from(1, 4), from(2, 12), from(3, 17)],
        ask: Some("c-ssrs"),
        why: "The triage of C-SSRS: high alone is rising, and with its alert high; moderate with an alert is rising.",
    },
    Scale {
        fact: Fact::SafetyAlert,
        factor: Factor::Safety,
        steps: &[from(0, 0), from(1, 6), from(2, 8)],
        ask: None,
        why: "An alert that nobody has closed: for the same day, or at once (fills the factor with high risk of suicide).",
    },
    Scale {
        fact: Fact::Overdue,
        factor: Factor::Deadline,
        steps: &[from(0, 0), from(1, 1), from(2, 2), from(3, 3)],
        ask: None,
        why: "One point for each overdue deadline of the case, at most 3.",
    },
    Scale {
        fact: Fact::LongestOverdue,
        factor: Factor::Deadline,
        steps: &[from(0, 0), from(3, 1), from(8, 2)],
        ask: None,
        why: "Late by more than two days is no slip any more, by more than a week help is missing.",
    },
];
