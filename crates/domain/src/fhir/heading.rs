//! What a resource that is kept as received says of itself, so that a list can name it.

use chrono::NaiveDate;

use super::node::{At, LONGEST_TEXT, Node};

/// Members that say what a resource is, the most telling first: a string, a CodeableConcept, or a list of such.
const TITLES: [&str; 9] =
    ["title", "code", "vaccineCode", "medicationCodeableConcept", "description", "name", "type", "category", "class"];
const STATES: [&str; 3] = ["status", "lifecycleStatus", "clinicalStatus"];
/// Members with the day that a resource tells of; the others have a period.
const DATES: [&str; 9] = [
    "occurrenceDateTime",
    "effectiveDateTime",
    "performedDateTime",
    "onsetDateTime",
    "startDate",
    "authoredOn",
    "recordedDate",
    "created",
    "date",
];

/// What a resource says of itself, as far as it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// What it is, in its own words.
    pub title: Option<String>,
    /// Its state, as its own code.
    pub status: Option<String>,
    /// The day that it tells of.
    pub on: Option<NaiveDate>,
}

/// What a resource says of itself.
pub fn heading(resource: &Node) -> Heading {
    let at = At::new(resource, "");
    let first_of = |members: &[&str]| members.iter().find_map(|member| words(&at, member));
    let begun = || words(&at.get("period").ok()??, "start");
    let on = first_of(&DATES).or_else(begun);
    Heading {
        title: first_of(&TITLES),
        status: first_of(&STATES),
        on: on.and_then(|text| text.get(..10)?.parse().ok()),
    }
}

/// The words of a member; those of its first item when it is a list.
fn words(at: &At<'_>, member: &str) -> Option<String> {
    let whole = at.get(member).ok()??;
    let one = at.first(member).ok().flatten().unwrap_or(whole);
    let text = one.text(LONGEST_TEXT).ok().flatten();
    text.or_else(|| one.as_concept().ok().flatten().map(|concept| concept.title))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn of(resource: Value) -> (Option<String>, Option<String>, Option<String>) {
        let Heading { title, status, on } = heading(&serde_json::from_value(resource).unwrap());
        (title, status, on.map(|day| day.to_string()))
    }

    fn says(title: &str, status: &str, on: &str) -> (Option<String>, Option<String>, Option<String>) {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (given(title), given(status), given(on))
    }

    #[test]
    fn a_resource_is_named_by_what_it_says_of_itself() {
        let goal = json!({ "lifecycleStatus": "active", "description": { "text": "Walk to the shop" }, "startDate": "2026-03-02" });
        assert_eq!(of(goal), says("Walk to the shop", "active", "2026-03-02"));
        let coding = json!({ "coding": [{ "code": "active", "system": "urn:status" }] });
        let allergy =
            json!({ "clinicalStatus": coding, "code": { "coding": [{ "code": "7980", "display": "Penicillin" }] } });
        assert_eq!(of(allergy), says("Penicillin", "active", ""));
        let plan = json!({ "status": "active", "category": [{ "text": "Diabetes" }], "period": { "start": "2026-01-05T10:00:00Z" } });
        assert_eq!(of(plan), says("Diabetes", "active", "2026-01-05"));
    }

    #[test]
    fn whatever_comes_has_a_heading() {
        for odd in [json!(null), json!([1]), json!({ "code": 3, "date": "soon", "period": "x" }), json!({ "code": {} })]
        {
            assert_eq!(of(odd.clone()), says("", "", ""), "{odd}");
        }
    }
}
