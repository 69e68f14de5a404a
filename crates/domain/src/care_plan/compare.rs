//! Two revisions of a plan compared, in plain words.

use serde::Serialize;

use super::goal::Goal;
use super::plan::{Barrier, Intervention, PlanContent};

/// One difference between two revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanChange {
    /// Part of the plan: `goals`, `interventions` or `barriers`.
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
            ("measure", or_none(self.measure.as_ref())),
            ("unit", or_none(self.unit.as_ref())),
            ("baseline", or_none(self.baseline)),
            ("target", or_none(self.target)),
            ("due date", or_none(self.due_on)),
            ("status", self.status.to_string()),
        ]
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
            ("goal", if self.goal_id.is_some() { "linked".into() } else { "none".into() }),
        ]
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
            }
            Some(_) => {}
        }
    }
    for item in before.iter().filter(|item| !after.iter().any(|new| new.id() == item.id())) {
        say(item, format!("{} removed.", T::NOUN));
    }
}

/// Everything that differs between two revisions, goals first.
pub fn compare(before: &PlanContent, after: &PlanContent) -> Vec<PlanChange> {
    let mut changes = Vec::new();
    compare_items(&before.goals, &after.goals, &mut changes);
    compare_items(&before.interventions, &after.interventions, &mut changes);
    compare_items(&before.barriers, &after.barriers, &mut changes);
    changes
}
