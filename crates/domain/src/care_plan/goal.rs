//! A goal of a care plan (FHIR Goal).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plain::PlainWords;
use crate::need::NeedKind;

crate::codes! {
    /// Which way the measure should move.
    pub enum GoalDirection {
        /// Up to the target.
        Increase = "increase",
        /// Down to the target.
        Decrease = "decrease",
        /// Stay at the target.
        Maintain = "maintain",
    }
}

crate::codes! {
    /// Lifecycle of a goal (FHIR R4 goal-status).
    pub enum GoalStatus {
        /// Suggested.
        Proposed = "proposed",
        /// Planned for later.
        Planned = "planned",
        /// Agreed with the person.
        Accepted = "accepted",
        /// Being worked on.
        Active = "active",
        /// Paused.
        OnHold = "on-hold",
        /// Over, whatever was achieved.
        Completed = "completed",
        /// Given up.
        Cancelled = "cancelled",
        /// The person did not want it.
        Rejected = "rejected",
    }
}

crate::codes! {
    /// How far a goal has come (FHIR R4 goal-achievement).
    pub enum GoalAchievement {
        /// Under way.
        InProgress = "in-progress",
        /// Getting better.
        Improving = "improving",
        /// Getting worse.
        Worsening = "worsening",
        /// Unchanged.
        NoChange = "no-change",
        /// Reached.
        Achieved = "achieved",
        /// Reached and kept.
        Sustaining = "sustaining",
        /// Not reached.
        NotAchieved = "not-achieved",
        /// No progress.
        NoProgress = "no-progress",
        /// Cannot be reached.
        NotAttainable = "not-attainable",
    }
}

crate::codes! {
    /// What a goal is measured by.
    pub enum GoalMeasure {
        /// Hemoglobin A1c (LOINC 4548-4).
        Hba1c = "hba1c",
        /// Body weight (LOINC 29463-7).
        BodyWeight = "body_weight",
        /// Systolic blood pressure (LOINC 8480-6).
        SystolicPressure = "systolic_pressure",
        /// Diastolic blood pressure (LOINC 8462-4).
        DiastolicPressure = "diastolic_pressure",
        /// Total of the PHQ-9 (LOINC 44261-6).
        Phq9 = "phq-9",
        /// Total of the GAD-7 (LOINC 70274-6).
        Gad7 = "gad-7",
        /// Pain.
        Pain = "pain",
        /// How far somebody walks.
        WalkDistance = "walk_distance",
        /// How much of the medication is taken.
        MedicationCoverage = "medication_coverage",
        /// What was kept of visits, lessons or meetings.
        Attendance = "attendance",
        /// Days spent at home.
        DaysAtHome = "days_at_home",
        /// Something else, named in words.
        Other = "other",
    }
}

/// How people write the measures, in lower case.
const NAMES: &[(GoalMeasure, &[&str])] = &[
    (GoalMeasure::Hba1c, &["a1c", "hba1c", "hemoglobin a1c", "hemoglobina a1c", "hemoglobina glucosilada"]),
    (GoalMeasure::BodyWeight, &["weight", "body weight", "peso", "peso corporal"]),
    (GoalMeasure::SystolicPressure, &["systolic", "systolic pressure", "systolic blood pressure", "presión sistólica"]),
    (
        GoalMeasure::DiastolicPressure,
        &["diastolic", "diastolic pressure", "diastolic blood pressure", "presión diastólica"],
    ),
    (GoalMeasure::Phq9, &["phq-9", "phq9", "phq-9 total", "phq-9 score"]),
    (GoalMeasure::Gad7, &["gad-7", "gad7", "gad-7 total", "gad-7 score"]),
    (GoalMeasure::Pain, &["pain", "pain score", "worst pain", "worst pain of the day", "dolor"]),
    (
        GoalMeasure::WalkDistance,
        &["walk distance", "walking distance", "distance walked", "distance walked without a rest"],
    ),
    (GoalMeasure::MedicationCoverage, &["pdc", "proportion of days covered", "doses taken as prescribed"]),
    (GoalMeasure::Attendance, &["attendance", "visits kept", "asistencia"]),
    (GoalMeasure::DaysAtHome, &["days at home", "días en casa"]),
];

impl GoalMeasure {
    /// The measure that these words name; [`Self::Other`] for words of one's own, none without any.
    pub fn named(words: &str) -> Option<Self> {
        let words = words.trim().to_lowercase();
        let known = NAMES.iter().find(|(_, names)| names.contains(&words.as_str()));
        known.map(|(measure, _)| *measure).or_else(|| (!words.is_empty()).then_some(Self::Other))
    }
}

/// A goal. Everything but the text may be missing while the plan is a draft; [`super::smart::check`] says what is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Id, stable over revisions.
    pub id: Uuid,
    /// The need it serves.
    pub need_id: Option<Uuid>,
    /// What shall be reached, as the team and the person agreed to say it.
    pub text: String,
    /// What the person said, in their own words and language.
    pub own_words: Option<String>,
    /// The text in plain words, for the person's copy.
    #[serde(default)]
    pub plain: PlainWords,
    /// What it is about, where it serves no need that says so.
    pub focus: Option<NeedKind>,
    /// What is measured, as a code; where none is chosen, the one that `measure` names.
    pub measure_code: Option<GoalMeasure>,
    /// What is measured, in words.
    pub measure: Option<String>,
    /// Unit of the measure.
    pub unit: Option<String>,
    /// Which way it should move.
    pub direction: GoalDirection,
    /// Value at the start, in `unit`.
    pub baseline: Option<f64>,
    /// Value to reach, in `unit`.
    pub target: Option<f64>,
    /// Why a change that is larger than usual can be reached.
    pub achievable_reason: Option<String>,
    /// First day.
    pub start_on: Option<NaiveDate>,
    /// Day by which it should be reached.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub status: GoalStatus,
    /// Five described levels, for goal attainment scaling.
    pub scale: Option<GoalScale>,
}

impl Goal {
    /// What is measured, as a code: the one that was chosen, or the one that the words name. [`GoalMeasure::Other`] needs words.
    pub fn coded_measure(&self) -> Option<GoalMeasure> {
        let words = self.measure.as_deref().unwrap_or_default();
        match self.measure_code {
            Some(GoalMeasure::Other) | None => GoalMeasure::named(words),
            chosen => chosen,
        }
    }
}

/// The five levels of goal attainment scaling (Kiresuk 1968), agreed on before the work begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalScale {
    /// How much this goal matters beside the others; positive.
    pub weight: f64,
    /// -2: much less than expected.
    pub much_less: String,
    /// -1: somewhat less than expected.
    pub less: String,
    /// 0: the expected outcome.
    pub expected: String,
    /// +1: somewhat more than expected.
    pub more: String,
    /// +2: much more than expected.
    pub much_more: String,
}

impl GoalScale {
    /// The levels from -2 to +2.
    pub fn levels(&self) -> [&str; 5] {
        [&self.much_less, &self.less, &self.expected, &self.more, &self.much_more]
    }

    /// True when every level is described and the weight is positive.
    pub fn is_complete(&self) -> bool {
        self.weight.is_finite() && self.weight > 0.0 && self.levels().iter().all(|level| !level.trim().is_empty())
    }
}
