//! A goal of a care plan (FHIR Goal).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
    /// What is measured.
    pub measure: Option<String>,
    /// Unit of the measure.
    pub unit: Option<String>,
    /// Which way it should move.
    pub direction: GoalDirection,
    /// Value at the start, in `unit`.
    pub baseline: Option<f64>,
    /// Value to reach, in `unit`.
    pub target: Option<f64>,
    /// First day.
    pub start_on: Option<NaiveDate>,
    /// Day by which it should be reached.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub status: GoalStatus,
    /// Five described levels, for goal attainment scaling.
    pub scale: Option<GoalScale>,
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
