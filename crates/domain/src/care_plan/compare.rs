//! Two revisions of a plan compared: as codes and values, and in plain words.

use super::goal::Goal;
use super::plan::{Barrier, Intervention, PlanContent, Preference};
use crate::code::Code;
use PlanDetail as D;

crate::codes! {
    /// Part of a plan.
    pub enum PlanSection {
        /// The plan as a whole.
        Plan = "plan",
        /// What matters to the person.
        Preferences = "preferences",
        /// Goals.
        Goals = "goals",
        /// Interventions.
        Interventions = "interventions",
        /// Barriers.
        Barriers = "barriers",
    }
}

crate::codes! {
    /// What happened to an item of a plan, or to one of its details.
    pub enum PlanChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It is another one now.
        Changed = "changed",
    }
}

crate::codes! {
    /// A detail of an item of a plan.
    pub enum PlanDetail {
        /// What it says.
        Text = "text",
        /// In the person's own words.
        OwnWords = "own_words",
        /// In plain words for the person, in English.
        PlainEnglish = "plain_en",
        /// In plain words for the person, in Spanish.
        PlainSpanish = "plain_es",
        /// What it is about.
        Focus = "focus",
        /// What is measured, as a code.
        MeasureCode = "measure_code",
        /// What is measured.
        Measure = "measure",
        /// The unit.
        Unit = "unit",
        /// Which way the measure shall go.
        Direction = "direction",
        /// The value at the start.
        Baseline = "baseline",
        /// The value to reach.
        Target = "target",
        /// Why a change that is larger than usual can be reached.
        AchievableReason = "achievable_reason",
        /// First day.
        StartOn = "start_on",
        /// Day by which it is due.
        DueOn = "due_on",
        /// State.
        Status = "status",
        /// Weight of the scale.
        Weight = "weight",
        /// Levels of the scale.
        Scale = "scale",
        /// How often.
        Frequency = "frequency",
        /// Kind.
        Kind = "kind",
        /// How much it hinders.
        Severity = "severity",
        /// How it was removed.
        Resolution = "resolution",
        /// What follows for the plan.
        Constraint = "constraint",
        /// The need it serves.
        Need = "need",
        /// The goal it serves.
        Goal = "goal",
        /// Who does it.
        Owner = "owner",
        /// The day of the review.
        ReviewOn = "review_on",
    }
}

impl PlanDetail {
    /// The detail in a sentence.
    fn words(self) -> &'static str {
        match self {
            Self::OwnWords => "in the person's own words",
            Self::PlainEnglish => "in plain English",
            Self::PlainSpanish => "in plain Spanish",
            Self::MeasureCode => "kind of measure",
            Self::AchievableReason => "reason for a large change",
            Self::StartOn => "start date",
            Self::DueOn => "due date",
            Self::Constraint => "consequence",
            Self::ReviewOn => "date",
            other => other.as_str(),
        }
    }
}

/// One difference between two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// Part of the plan.
    pub section: PlanSection,
    /// The item's text; empty for the plan as a whole.
    pub item: String,
    /// What happened.
    pub kind: PlanChangeKind,
    /// The detail to which it happened; none when it happened to the item itself.
    pub detail: Option<PlanDetail>,
    /// The detail before, as a code, a number, a day or text; none where there was none, and for what it points at.
    pub was: Option<String>,
    /// The detail after.
    pub is: Option<String>,
}

impl PlanChange {
    fn new<T: Item>(item: &T, kind: PlanChangeKind, detail: Option<PlanDetail>) -> Self {
        Self { section: T::SECTION, item: item.text().to_owned(), kind, detail, was: None, is: None }
    }

    /// The difference in plain words.
    pub fn sentence(&self) -> String {
        let noun = match self.section {
            PlanSection::Plan => "Review",
            PlanSection::Preferences => "Preference",
            PlanSection::Goals => "Goal",
            PlanSection::Interventions => "Intervention",
            PlanSection::Barriers => "Barrier",
        };
        let subject = self.detail.map_or_else(|| noun.to_owned(), |detail| format!("{noun} {}", detail.words()));
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
        match self.kind {
            PlanChangeKind::Changed if self.was.is_some() || self.is.is_some() => {
                format!("{subject} changed from “{}” to “{}”.", value(&self.was), value(&self.is))
            }
            kind => format!("{subject} {kind}."),
        }
    }
}

/// A detail of an item and its value; none when it is empty.
type Detail = (PlanDetail, Option<String>);

/// An item of a plan that can be compared with its earlier state.
trait Item: PartialEq {
    const SECTION: PlanSection;
    fn id(&self) -> uuid::Uuid;
    fn text(&self) -> &str;
    /// The item's details and their values; the text comes first.
    fn details(&self) -> Vec<Detail>;
    /// What the item points at. That it points elsewhere is said; where to has no words here.
    fn links(&self) -> Vec<(PlanDetail, Option<uuid::Uuid>)> {
        Vec::new()
    }
}

fn text<T: ToString>(value: &T) -> Option<String> {
    Some(value.to_string())
}

fn maybe<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

impl Item for Goal {
    const SECTION: PlanSection = PlanSection::Goals;
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<Detail> {
        vec![
            (D::Text, text(&self.text)),
            (D::OwnWords, maybe(self.own_words.as_ref())),
            (D::PlainEnglish, self.plain.en.clone()),
            (D::PlainSpanish, self.plain.es.clone()),
            (D::Focus, maybe(self.focus.as_ref())),
            (D::MeasureCode, maybe(self.measure_code.as_ref())),
            (D::Measure, maybe(self.measure.as_ref())),
            (D::Unit, maybe(self.unit.as_ref())),
            (D::Direction, text(&self.direction)),
            (D::Baseline, maybe(self.baseline.as_ref())),
            (D::Target, maybe(self.target.as_ref())),
            (D::AchievableReason, maybe(self.achievable_reason.as_ref())),
            (D::StartOn, maybe(self.start_on.as_ref())),
            (D::DueOn, maybe(self.due_on.as_ref())),
            (D::Status, text(&self.status)),
            (D::Weight, self.scale.as_ref().map(|scale| scale.weight.to_string())),
            (D::Scale, self.scale.as_ref().map(|scale| scale.levels().join(" / "))),
        ]
    }
    fn links(&self) -> Vec<(PlanDetail, Option<uuid::Uuid>)> {
        vec![(D::Need, self.need_id)]
    }
}

impl Item for Intervention {
    const SECTION: PlanSection = PlanSection::Interventions;
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<Detail> {
        vec![
            (D::Text, text(&self.text)),
            (D::PlainEnglish, self.plain.en.clone()),
            (D::PlainSpanish, self.plain.es.clone()),
            (D::Frequency, text(&self.frequency)),
            (D::DueOn, maybe(self.due_on.as_ref())),
            (D::Status, text(&self.status)),
        ]
    }
    fn links(&self) -> Vec<(PlanDetail, Option<uuid::Uuid>)> {
        vec![(D::Goal, self.goal_id), (D::Owner, self.owner_id)]
    }
}

impl Item for Barrier {
    const SECTION: PlanSection = PlanSection::Barriers;
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<Detail> {
        vec![
            (D::Text, text(&self.text)),
            (D::Kind, text(&self.kind)),
            (D::Severity, text(&self.severity)),
            (D::Status, text(&self.status)),
            (D::Resolution, maybe(self.resolution.as_ref())),
        ]
    }
}

impl Item for Preference {
    const SECTION: PlanSection = PlanSection::Preferences;
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<Detail> {
        vec![(D::Text, text(&self.text)), (D::Kind, text(&self.kind)), (D::Constraint, maybe(self.constraint.as_ref()))]
    }
}

fn compare_items<T: Item>(before: &[T], after: &[T], changes: &mut Vec<PlanChange>) {
    use PlanChangeKind::{Added, Changed, Removed};
    for item in after {
        match before.iter().find(|old| old.id() == item.id()) {
            None => changes.push(PlanChange::new(item, Added, None)),
            Some(old) if old != item => {
                for ((detail, was), (_, is)) in old.details().into_iter().zip(item.details()) {
                    if was != is {
                        changes.push(PlanChange { was, is, ..PlanChange::new(item, Changed, Some(detail)) });
                    }
                }
                for ((detail, was), (_, is)) in old.links().into_iter().zip(item.links()) {
                    let kind = match (was, is) {
                        _ if was == is => continue,
                        (None, _) => Added,
                        (_, None) => Removed,
                        _ => Changed,
                    };
                    changes.push(PlanChange::new(item, kind, Some(detail)));
                }
            }
            Some(_) => {}
        }
    }
    for item in before.iter().filter(|item| !after.iter().any(|new| new.id() == item.id())) {
        changes.push(PlanChange::new(item, Removed, None));
    }
}

/// Everything that differs between two revisions: what matters to the person first, then the goals.
pub fn compare(before: &PlanContent, after: &PlanContent) -> Vec<PlanChange> {
    let mut changes = Vec::new();
    if before.review_on != after.review_on {
        changes.push(PlanChange {
            section: PlanSection::Plan,
            item: String::new(),
            kind: PlanChangeKind::Changed,
            detail: Some(PlanDetail::ReviewOn),
            was: maybe(before.review_on.as_ref()),
            is: maybe(after.review_on.as_ref()),
        });
    }
    compare_items(&before.preferences, &after.preferences, &mut changes);
    compare_items(&before.goals, &after.goals, &mut changes);
    compare_items(&before.interventions, &after.interventions, &mut changes);
    compare_items(&before.barriers, &after.barriers, &mut changes);
    changes
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn content(own_words: Option<&str>, need: u128) -> PlanContent {
        let goal = json!({
            "id": uuid::Uuid::from_u128(1), "need_id": uuid::Uuid::from_u128(need), "text": "Walk further", "own_words": own_words,
            "direction": "increase", "baseline": 40.0, "target": 200.0, "status": "active"
        });
        serde_json::from_value(json!({ "goals": [goal] })).unwrap()
    }

    #[test]
    fn own_words_and_another_need_are_said_in_a_sentence_each() {
        let changes = compare(&content(None, 2), &content(Some("I want to dance again"), 3));
        let sentences: Vec<_> = changes.iter().map(PlanChange::sentence).collect();
        assert_eq!(
            sentences,
            ["Goal in the person's own words changed from “none” to “I want to dance again”.", "Goal need changed."]
        );
    }

    #[test]
    fn plain_words_are_compared_for_each_language() {
        let mut after = content(None, 2);
        after.goals[0].plain.es = Some("Caminar más".into());
        let sentences: Vec<_> = compare(&content(None, 2), &after).iter().map(PlanChange::sentence).collect();
        assert_eq!(sentences, ["Goal in plain Spanish changed from “none” to “Caminar más”."]);
    }

    #[test]
    fn a_plan_stored_before_preferences_and_reviews_is_read_and_compared() {
        let before = content(None, 2);
        let preference = json!({ "id": uuid::Uuid::from_u128(9), "kind": "advance_care", "text": "No more hospital" });
        let after = json!({ "goals": before.goals, "preferences": [preference], "review_on": "2026-06-01" });
        let after: PlanContent = serde_json::from_value(after).unwrap();
        let sentences: Vec<_> = compare(&before, &after).into_iter().map(|change| change.sentence()).collect();
        assert_eq!(sentences, ["Review date changed from “none” to “2026-06-01”.", "Preference added."]);
    }

    #[test]
    fn a_difference_names_its_detail_and_both_values_so_that_it_can_be_said_in_any_language() {
        let mut after = content(None, 2);
        after.goals[0].target = None;
        after.goals[0].status = crate::care_plan::goal::GoalStatus::OnHold;
        let changes = compare(&content(None, 2), &after);
        let told: Vec<_> = changes.iter().map(|c| (c.kind, c.detail, c.was.as_deref(), c.is.as_deref())).collect();
        let changed = PlanChangeKind::Changed;
        assert_eq!(
            told,
            [
                (changed, Some(PlanDetail::Target), Some("200"), None),
                (changed, Some(PlanDetail::Status), Some("active"), Some("on-hold")),
            ]
        );
        assert_eq!(changes[0].sentence(), "Goal target changed from “200” to “none”.");
    }

    #[test]
    fn equal_revisions_have_no_difference() {
        assert_eq!(compare(&content(Some("x"), 2), &content(Some("x"), 2)), []);
    }
}
