//! The wording of a skeleton, uploaded by a site that holds the licence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AnswerError, Instrument, Item, Licence};

/// The text of a skeleton, or of some of its items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
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
    /// Labels of the answers, by value as text. Answers that are left out keep their neutral label.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

/// The skeleton with its wording. Numbers, answers and scoring stay as they are.
///
/// # Errors
/// One [`AnswerError`] for an instrument that is no skeleton, and for each item or answer that it does not have, that is
/// given twice, or whose text is empty.
pub fn with_wording(instrument: &Instrument, wording: &Wording) -> Result<Instrument, Vec<AnswerError>> {
    if instrument.licence != Licence::Skeleton {
        let detail = format!("{} is shipped with its text, which is not changed.", instrument.title);
        return Err(vec![AnswerError { pointer: String::new(), detail }]);
    }
    let mut worded = instrument.clone();
    let mut errors = Vec::new();
    let mut seen = Vec::new();
    if let Some(stem) = &wording.stem {
        worded.stem = stem.clone().into();
    }
    for (key, text) in &wording.items {
        match instrument.item(key).map(|item| item.number) {
            None => errors.push(AnswerError::at("/items", key, format!("{} has no such item.", instrument.title))),
            Some(number) if seen.contains(&number) => {
                errors.push(AnswerError::at("/items", key, "The item is given twice, by number and by name."));
            }
            Some(number) => {
                seen.push(number);
                let item = worded.items.iter_mut().find(|item| item.number == number);
                errors.extend(item.into_iter().flat_map(|item| put_into(item, key, text)));
            }
        }
    }
    if errors.is_empty() { Ok(worded) } else { Err(errors) }
}

fn put_into(item: &mut Item, key: &str, wording: &ItemWording) -> Vec<AnswerError> {
    let parent = AnswerError::at("/items", key, "").pointer;
    let mut errors = Vec::new();
    if wording.text.trim().is_empty() {
        errors.push(AnswerError::at(&parent, "text", "Must not be empty."));
    }
    item.text = wording.text.clone().into();
    for (value, label) in &wording.options {
        let choice = item.options.iter_mut().find(|choice| choice.value.to_string() == *value);
        let detail = match choice {
            None => "The item has no such answer.",
            Some(_) if label.trim().is_empty() => "Must not be empty.",
            Some(choice) => {
                choice.label = label.clone().into();
                continue;
            }
        };
        errors.push(AnswerError::at(&format!("{parent}/options"), value, detail));
    }
    errors
}
