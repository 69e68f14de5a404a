//! The wording of a skeleton, added by a site that holds the licence, and the text of an instrument in another language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AnswerError, Choice, Instrument, Item, Licence};
use crate::readability::ReadingLanguage;

/// The text of an instrument in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Title; that of the library where none is given.
    #[serde(default)]
    pub title: Option<String>,
    /// The question that the items share.
    #[serde(default)]
    pub stem: Option<String>,
    /// Text by item number or name.
    pub items: BTreeMap<String, ItemWording>,
}

/// The text of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemWording {
    /// Question.
    pub text: String,
    /// Labels of the answers, by value as text. "Chooses not to answer" may be left out.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

/// The skeleton with its wording. Numbers, answers and scoring stay as they are.
///
/// # Errors
/// One [`AnswerError`] for an instrument that is no skeleton, and for each item or answer that it does not have, that is
/// given twice, that is missing, or whose text is empty.
pub fn with_wording(
    instrument: &Instrument,
    wording: &Wording,
    language: ReadingLanguage,
) -> Result<Instrument, Vec<AnswerError>> {
    if instrument.licence != Licence::Skeleton {
        let detail = format!("{} is shipped with its text, which is not changed.", instrument.title);
        return Err(vec![AnswerError { pointer: String::new(), detail }]);
    }
    let errors = faults(instrument, wording);
    if errors.is_empty() { Ok(translated(instrument, wording, language)) } else { Err(errors) }
}

/// The instrument with another text, as far as the wording has one for it.
#[must_use]
pub fn translated(instrument: &Instrument, wording: &Wording, language: ReadingLanguage) -> Instrument {
    let mut worded = Instrument { language, heading: wording.title.clone(), ..instrument.clone() };
    if let Some(stem) = &wording.stem {
        worded.stem = stem.clone().into();
    }
    for item in &mut worded.items {
        let given = wording.items.get(&item.number.to_string()).or_else(|| wording.items.get(item.name));
        let Some(given) = given else { continue };
        item.text = given.text.clone().into();
        for choice in &mut item.options {
            if let Some(label) = given.options.get(&choice.value.to_string()) {
                choice.label = label.clone().into();
            }
        }
    }
    worded
}

/// What a wording lacks of an instrument, and what it has too much.
pub(super) fn faults(instrument: &Instrument, wording: &Wording) -> Vec<AnswerError> {
    let mut errors = Vec::new();
    let mut seen = Vec::new();
    for (key, text) in &wording.items {
        match instrument.item(key) {
            None => errors.push(AnswerError::at("/items", key, no_such_item(instrument))),
            Some(item) if seen.contains(&item.number) => {
                errors.push(AnswerError::at("/items", key, "The item is given twice, by number and by name."));
            }
            Some(item) => {
                seen.push(item.number);
                errors.extend(faults_of(item, key, text));
            }
        }
    }
    let missing = instrument.items.iter().filter(|item| !seen.contains(&item.number));
    errors.extend(missing.map(|item| {
        let detail = format!("Item {} of {} has no text.", item.number, instrument.items.len());
        AnswerError::at("/items", &item.number.to_string(), detail)
    }));
    errors
}

fn no_such_item(instrument: &Instrument) -> String {
    format!("{} has no such item; items are numbered 1 to {}.", instrument.title, instrument.items.len())
}

fn faults_of(item: &Item, key: &str, wording: &ItemWording) -> Vec<AnswerError> {
    let parent = AnswerError::at("/items", key, "").pointer;
    let options = format!("{parent}/options");
    let mut errors = Vec::new();
    if wording.text.trim().is_empty() {
        errors.push(AnswerError::at(&parent, "text", "Must not be empty."));
    }
    for (value, label) in &wording.options {
        let known = item.options.iter().any(|choice| choice.value.to_string() == *value);
        if !known {
            errors.push(AnswerError::at(&options, value, format!("The item has no such answer. {}", answers(item))));
        } else if label.trim().is_empty() {
            errors.push(AnswerError::at(&options, value, "Must not be empty."));
        }
    }
    let given = |choice: &&Choice| wording.options.contains_key(&choice.value.to_string());
    for choice in item.options.iter().filter(|choice| !choice.refused && !given(choice)) {
        let detail = format!("This answer has no text. {}", answers(item));
        errors.push(AnswerError::at(&options, &choice.value.to_string(), detail));
    }
    errors
}

fn answers(item: &Item) -> String {
    let values: Vec<_> = item.options.iter().map(|choice| choice.value.to_string()).collect();
    format!("Its answers are {}.", values.join(", "))
}
