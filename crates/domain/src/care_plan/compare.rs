//! Two revisions of a plan compared, in plain words.

use serde::Serialize;

use super::goal::Goal;
use super::plan::{Barrier, Intervention, PlanContent, Preference};

/// One difference between two revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanChange {
    /// Part of the plan: `plan`, `preferences`, `goals`, `interventions` or `barriers`.
    pub section: &'static str,
    /// The item's text.
    pub item: String,
    /// What happened to it.
    pub sentence: String,
}

/// An item of a plan that can be compared with its earlier state.
trait Item: PartialEq {
    const SECTION: &'static str;
    const NOUN: &'static str;
    fn id(&self) -> uuid::Uuid;
    fn text(&self) -> &str;
    /// Names of the item's details and their values in words; the text comes first.
    fn details(&self) -> Vec<(&'static str, String)>;
    /// Names of what the item points at. That it points elsewhere is said; where to has no words here.
    fn links(&self) -> Vec<(&'static str, Option<uuid::Uuid>)> {
        Vec::new()
    }
}

fn or_none<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

impl Item for Goal {
    const SECTION: &'static str = "goals";
    const NOUN: &'static str = "Goal";
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<(&'static str, String)> {
        vec![
            ("text", self.text.clone()),
            ("in the person's own words", or_none(self.own_words.as_ref())),
            ("measure", or_none(self.measure.as_ref())),
            ("unit", or_none(self.unit.as_ref())),
            ("direction", self.direction.to_string()),
            ("baseline", or_none(self.baseline)),
            ("target", or_none(self.target)),
            ("start date", or_none(self.start_on)),
            ("due date", or_none(self.due_on)),
            ("status", self.status.to_string()),
            ("weight", or_none(self.scale.as_ref().map(|scale| scale.weight))),
            ("scale", self.scale.as_ref().map_or_else(|| "none".into(), |scale| scale.levels().join(" / "))),
        ]
    }
    fn links(&self) -> Vec<(&'static str, Option<uuid::Uuid>)> {
        vec![("need", self.need_id)]
    }
}

impl Item for Intervention {
    const SECTION: &'static str = "interventions";
    const NOUN: &'static str = "Intervention";
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<(&'static str, String)> {
        vec![
            ("text", self.text.clone()),
            ("frequency", self.frequency.to_string()),
            ("due date", or_none(self.due_on)),
            ("status", self.status.to_string()),
        ]
    }
    fn links(&self) -> Vec<(&'static str, Option<uuid::Uuid>)> {
        vec![("goal", self.goal_id), ("owner", self.owner_id)]
    }
}

impl Item for Barrier {
    const SECTION: &'static str = "barriers";
    const NOUN: &'static str = "Barrier";
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<(&'static str, String)> {
        vec![
            ("text", self.text.clone()),
            ("kind", self.kind.to_string()),
            ("severity", self.severity.to_string()),
            ("status", self.status.to_string()),
            ("resolution", or_none(self.resolution.as_ref())),
        ]
    }
}

impl Item for Preference {
    const SECTION: &'static str = "preferences";
    const NOUN: &'static str = "Preference";
    fn id(&self) -> uuid::Uuid {
        self.id
    }
    fn text(&self) -> &str {
        &self.text
    }
    fn details(&self) -> Vec<(&'static str, String)> {
        vec![
            ("text", self.text.clone()),
            ("kind", self.kind.to_string()),
            ("consequence", or_none(self.constraint.as_ref())),
        ]
    }
}

fn compare_items<T: Item>(before: &[T], after: &[T], changes: &mut Vec<PlanChange>) {
    let mut say = |item: &T, sentence: String| {
        changes.push(PlanChange { section: T::SECTION, item: item.text().to_owned(), sentence })
    };
    for item in after {
        match before.iter().find(|old| old.id() == item.id()) {
            None => say(item, format!("{} added.", T::NOUN)),
            Some(old) if old != item => {
                for ((name, was), (_, is)) in old.details().into_iter().zip(item.details()) {
                    if was != is {
                        say(item, format!("{} {name} changed from “{was}” to “{is}”.", T::NOUN));
                    }
                }
                for ((name, was), (_, is)) in old.links().into_iter().zip(item.links()) {
                    match (was, is) {
                        _ if was == is => {}
                        (None, _) => say(item, format!("{} {name} added.", T::NOUN)),
                        (_, None) => say(item, format!("{} {name} removed.", T::NOUN)),
                        _ => say(item, format!("{} {name} changed.", T::NOUN)),
                    }
                }
            }
            Some(_) => {}
        }
    }
    for item in before.iter().filter(|item| !after.iter().any(|new| new.id() == item.id())) {
        say(item, format!("{} removed.", T::NOUN));
    }
}

/// Everything that differs between two revisions: what matters to the person first, then the goals.
pub fn compare(before: &PlanContent, after: &PlanContent) -> Vec<PlanChange> {
    let mut changes = Vec::new();
    if before.review_on != after.review_on {
        let (was, is) = (or_none(before.review_on), or_none(after.review_on));
        let sentence = format!("Review date changed from “{was}” to “{is}”.");
        changes.push(PlanChange { section: "plan", item: "Review".into(), sentence });
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
        let sentences: Vec<_> = changes.iter().map(|change| change.sentence.as_str()).collect();
        assert_eq!(
            sentences,
            ["Goal in the person's own words changed from “none” to “I want to dance again”.", "Goal need changed."]
        );
    }

    #[test]
    fn a_plan_stored_before_preferences_and_reviews_is_read_and_compared() {
        let before = content(None, 2);
        let preference = json!({ "id": uuid::Uuid::from_u128(9), "kind": "advance_care", "text": "No more hospital" });
        let after = json!({ "goals": before.goals, "preferences": [preference], "review_on": "2026-06-01" });
        let after: PlanContent = serde_json::from_value(after).unwrap();
        let sentences: Vec<_> = compare(&before, &after).into_iter().map(|change| change.sentence).collect();
        assert_eq!(sentences, ["Review date changed from “none” to “2026-06-01”.", "Preference added."]);
    }

    #[test]
    fn equal_revisions_have_no_difference() {
        assert_eq!(compare(&content(Some("x"), 2), &content(Some("x"), 2)), []);
    }
}
