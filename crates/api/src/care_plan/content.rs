//! What a plan says, in the contract: what matters to the person, goals, interventions, barriers.

use chrono::NaiveDate;
use domain::care_plan::goal::{Goal, GoalScale};
use domain::care_plan::plan::{Barrier, Intervention, Preference};
use domain::care_plan::{PlainWords, PlanContent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{
    BarrierKindCode, BarrierSeverityCode, BarrierStatusCode, FrequencyCode, GoalDirectionCode, GoalMeasureCode,
    GoalStatusCode, InterventionStatusCode, NeedKindCode, PreferenceKindCode,
};

/// A goal. To be approved it must be SMART: focus and text, measure with unit, direction and target, baseline, need, due date.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// The need it addresses.
    need_id: Option<Uuid>,
    /// What shall be reached.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    text: String,
    /// What the person said, in their own words and language.
    #[schema(max_length = 1000, example = "I want to dance at my granddaughter's wedding")]
    own_words: Option<String>,
    /// The text in plain words, for the person's copy.
    #[serde(default)]
    plain: PlainWordsContent,
    /// What it is about; the need it addresses says so where this is null.
    focus: Option<NeedKindCode>,
    /// What is measured, as a code; where this is null, the one that the words name.
    measure_code: Option<GoalMeasureCode>,
    /// What is measured, in words.
    #[schema(max_length = 200)]
    measure: Option<String>,
    /// Unit.
    #[schema(max_length = 60)]
    unit: Option<String>,
    /// Which way.
    direction: GoalDirectionCode,
    /// Where it stands now.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    baseline: Option<f64>,
    /// Where it shall be.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    target: Option<f64>,
    /// Why a change that is larger than usual can be reached; needed then.
    #[schema(max_length = 1000)]
    achievable_reason: Option<String>,
    /// From when.
    start_on: Option<NaiveDate>,
    /// Until when.
    due_on: Option<NaiveDate>,
    /// State.
    status: GoalStatusCode,
    /// Five described levels, for goal attainment scaling.
    scale: Option<GoalScaleContent>,
}

/// A line of a plan in plain words, for the person's copy. A copy in a language for which there are none has the text as it was
/// written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlainWordsContent {
    /// In English.
    #[schema(max_length = 1000, example = "Walk more each day")]
    en: Option<String>,
    /// In Spanish.
    #[schema(max_length = 1000, example = "Caminar más cada día")]
    es: Option<String>,
}

/// The five levels of goal attainment scaling. Before approval each is described.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalScaleContent {
    /// How much the goal matters beside the others.
    #[schema(minimum = 0.1, maximum = 10, example = 1)]
    weight: f64,
    /// -2: much less than expected.
    #[schema(max_length = 500)]
    much_less: String,
    /// -1: somewhat less than expected.
    #[schema(max_length = 500)]
    less: String,
    /// 0: the expected outcome.
    #[schema(max_length = 500)]
    expected: String,
    /// +1: somewhat more than expected.
    #[schema(max_length = 500)]
    more: String,
    /// +2: much more than expected.
    #[schema(max_length = 500)]
    much_more: String,
}

/// An intervention.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterventionContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// The goal it serves.
    goal_id: Option<Uuid>,
    /// What is done.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    text: String,
    /// The text in plain words, for the person's copy.
    #[serde(default)]
    plain: PlainWordsContent,
    /// Who does it; the case's owner when empty.
    owner_id: Option<Uuid>,
    /// How often.
    frequency: FrequencyCode,
    /// When it is (first) due; on approval it becomes a task.
    due_on: Option<NaiveDate>,
    /// State.
    status: InterventionStatusCode,
}

/// A barrier.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// Kind.
    kind: BarrierKindCode,
    /// Severity.
    severity: BarrierSeverityCode,
    /// What it is.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    text: String,
    /// State.
    status: BarrierStatusCode,
    /// How it was removed.
    #[schema(max_length = 1000)]
    resolution: Option<String>,
}

/// What matters to the person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferenceContent {
    /// Id, chosen by the client, stable over revisions.
    id: Uuid,
    /// Kind.
    kind: PreferenceKindCode,
    /// What the person said.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S", example = "I want to die at home")]
    text: String,
    /// What follows for the plan, or where the document lies.
    #[schema(max_length = 1000)]
    constraint: Option<String>,
}

/// What a plan says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CarePlanContent {
    /// Goals.
    #[schema(max_items = 50)]
    goals: Vec<GoalContent>,
    /// Interventions.
    #[schema(max_items = 100)]
    interventions: Vec<InterventionContent>,
    /// Barriers.
    #[schema(max_items = 50)]
    barriers: Vec<BarrierContent>,
    /// What matters to the person; the plan keeps to it.
    #[schema(max_items = 50)]
    preferences: Vec<PreferenceContent>,
    /// When the plan is reviewed.
    review_on: Option<NaiveDate>,
}

impl From<CarePlanContent> for PlanContent {
    fn from(content: CarePlanContent) -> Self {
        let goal = |goal: GoalContent| Goal {
            id: goal.id,
            need_id: goal.need_id,
            text: goal.text,
            own_words: goal.own_words,
            plain: goal.plain.into(),
            focus: goal.focus.map(|code| code.0),
            measure_code: goal.measure_code.map(|code| code.0),
            measure: goal.measure,
            unit: goal.unit,
            direction: goal.direction.0,
            baseline: goal.baseline,
            target: goal.target,
            achievable_reason: goal.achievable_reason,
            start_on: goal.start_on,
            due_on: goal.due_on,
            status: goal.status.0,
            scale: goal.scale.map(Into::into),
        };
        let intervention = |item: InterventionContent| Intervention {
            id: item.id,
            goal_id: item.goal_id,
            text: item.text,
            plain: item.plain.into(),
            owner_id: item.owner_id,
            frequency: item.frequency.0,
            due_on: item.due_on,
            status: item.status.0,
        };
        let barrier = |item: BarrierContent| Barrier {
            id: item.id,
            kind: item.kind.0,
            severity: item.severity.0,
            text: item.text,
            status: item.status.0,
            resolution: item.resolution,
        };
        let preference =
            |PreferenceContent { id, kind, text, constraint }| Preference { id, kind: kind.0, text, constraint };
        Self {
            goals: content.goals.into_iter().map(goal).collect(),
            interventions: content.interventions.into_iter().map(intervention).collect(),
            barriers: content.barriers.into_iter().map(barrier).collect(),
            preferences: content.preferences.into_iter().map(preference).collect(),
            review_on: content.review_on,
        }
    }
}

impl From<PlanContent> for CarePlanContent {
    fn from(content: PlanContent) -> Self {
        let goal = |goal: Goal| GoalContent {
            id: goal.id,
            need_id: goal.need_id,
            text: goal.text,
            own_words: goal.own_words,
            plain: goal.plain.into(),
            focus: goal.focus.map(Into::into),
            measure_code: goal.measure_code.map(Into::into),
            measure: goal.measure,
            unit: goal.unit,
            direction: goal.direction.into(),
            baseline: goal.baseline,
            target: goal.target,
            achievable_reason: goal.achievable_reason,
            start_on: goal.start_on,
            due_on: goal.due_on,
            status: goal.status.into(),
            scale: goal.scale.map(Into::into),
        };
        let intervention = |item: Intervention| InterventionContent {
            id: item.id,
            goal_id: item.goal_id,
            text: item.text,
            plain: item.plain.into(),
            owner_id: item.owner_id,
            frequency: item.frequency.into(),
            due_on: item.due_on,
            status: item.status.into(),
        };
        let barrier = |item: Barrier| BarrierContent {
            id: item.id,
            kind: item.kind.into(),
            severity: item.severity.into(),
            text: item.text,
            status: item.status.into(),
            resolution: item.resolution,
        };
        let preference =
            |Preference { id, kind, text, constraint }| PreferenceContent { id, kind: kind.into(), text, constraint };
        Self {
            goals: content.goals.into_iter().map(goal).collect(),
            interventions: content.interventions.into_iter().map(intervention).collect(),
            barriers: content.barriers.into_iter().map(barrier).collect(),
            preferences: content.preferences.into_iter().map(preference).collect(),
            review_on: content.review_on,
        }
    }
}

impl From<PlainWordsContent> for PlainWords {
    fn from(PlainWordsContent { en, es }: PlainWordsContent) -> Self {
        Self { en, es }
    }
}

impl From<PlainWords> for PlainWordsContent {
    fn from(PlainWords { en, es }: PlainWords) -> Self {
        Self { en, es }
    }
}

impl From<GoalScaleContent> for GoalScale {
    fn from(scale: GoalScaleContent) -> Self {
        let GoalScaleContent { weight, much_less, less, expected, more, much_more } = scale;
        Self { weight, much_less, less, expected, more, much_more }
    }
}

impl From<GoalScale> for GoalScaleContent {
    fn from(scale: GoalScale) -> Self {
        let GoalScale { weight, much_less, less, expected, more, much_more } = scale;
        Self { weight, much_less, less, expected, more, much_more }
    }
}
