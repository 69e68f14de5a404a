//! Acuity: how much care a person needs now, as a published additive score with bounds, and the tier that follows (I-17, N5).
//!
//! [`read`] takes the facts from the record, [`judge`] turns them into points by the tables of [`model::MODEL`], and
//! [`decide`] records what a person makes of it. The model proposes; nothing changes a tier by itself.

use std::collections::BTreeMap;

mod decision;
mod judge;
pub mod model;
mod read;

pub use decision::{
    Asked, DECIDE_DAYS, Decided, DecisionKind, JudgementFilter, LONGEST_OVERRIDE_DAYS, NOTICE_DAYS, TierDecision,
    TierStanding, decide, standing, tier_work,
};
pub use judge::{Acuity, Part, judge};
pub use read::{Record, read};

crate::codes! {
    /// A group of facts with a weight of its own (I-17).
    pub enum Factor {
        /// Illness and its use of hospitals.
        Clinical = "clinical",
        /// Activities of daily living and falls.
        Functional = "functional",
        /// Mood, anxiety and substances.
        Behavioral = "behavioral",
        /// What people need to live: housing, food, transport, money, somebody who helps.
        Social = "social",
        /// Whether we reach the person.
        Engagement = "engagement",
        /// Danger to life.
        Safety = "safety",
        /// Care that is late.
        Deadline = "deadline",
    }
}

crate::codes! {
    /// A fact that acuity depends on. Each is a whole number, and more is never better.
    pub enum Fact {
        /// Inpatient and observation stays of the last 12 months.
        AcuteStays = "acute_stays",
        /// Emergency visits of the last 6 months.
        EmergencyVisits = "emergency_visits",
        /// Risk of readmission after a discharge of the last 30 days: 0 low, 1 moderate, 2 high.
        Readmission = "readmission",
        /// Confirmed clinical needs.
        ClinicalNeeds = "clinical_needs",
        /// Activities of daily living that need help, of six.
        DailyLiving = "daily_living",
        /// 1 when at risk of falling.
        Falls = "falls",
        /// Total of PHQ-9.
        Depression = "depression",
        /// Total of GAD-7.
        Anxiety = "anxiety",
        /// 1 when a screen for alcohol or drugs is positive.
        Substance = "substance",
        /// Positive domains of the AHC-HRSN tool, of five.
        SocialDomains = "social_domains",
        /// Confirmed social, financial, caregiver and environment needs.
        SocialNeeds = "social_needs",
        /// Tries in a row without an answer.
        Unanswered = "unanswered",
        /// Days since the last two-way contact.
        Silence = "silence",
        /// Risk of suicide: 0 none, 1 low, 2 moderate, 3 high.
        SuicideRisk = "suicide_risk",
        /// The worst safety alert that is open: 0 none, 1 for the same day, 2 at once.
        SafetyAlert = "safety_alert",
        /// Deadlines of the case that are overdue.
        Overdue = "overdue",
        /// Days by which the oldest of them is overdue.
        LongestOverdue = "longest_overdue",
    }
}

/// What the record says about a fact: a value, or the lowest and highest value it leaves possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Lowest.
    pub low: i64,
    /// Highest.
    pub high: i64,
    /// Where it was read, in words, with the date.
    pub because: String,
}

impl Reading {
    /// A fact that is known.
    pub fn known(value: i64, because: impl Into<String>) -> Self {
        Self::between(value, value, because)
    }

    /// A fact that is known in part.
    pub fn between(low: i64, high: i64, because: impl Into<String>) -> Self {
        Self { low, high, because: because.into() }
    }
}

/// What is known about a person. A fact that is absent is missing: it may have any value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<Fact, Reading>);

impl Facts {
    /// Adds a fact; nothing when it is missing.
    pub fn set(&mut self, fact: Fact, reading: Option<Reading>) {
        match reading {
            Some(reading) => self.0.insert(fact, reading),
            None => self.0.remove(&fact),
        };
    }

    /// What is known of a fact.
    pub fn get(&self, fact: Fact) -> Option<&Reading> {
        self.0.get(&fact)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
