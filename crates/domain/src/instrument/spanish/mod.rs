//! Spanish texts of instruments: those that are published and free to use, and of what is worded here, because the formula is
//! published and no form goes with it.
//!
//! A text that was scored and validated in one language is not translated by us. Where no published Spanish text is known for
//! certain and free (C-SSRS, AHC-HRSN, Hunger Vital Sign, STEADI, DAST-10, GDS-15, PCL-5), people are asked in English, and the
//! definition says so by its languages; an organization adds the Spanish text of a skeleton it has a licence for.

use super::{ItemWording, REFUSED, Wording};
use crate::readability::ReadingLanguage;

mod own;
mod published;

/// Not of the forms, which a person on paper leaves blank.
const REFUSES: &str = "Prefiere no responder";

/// The shipped text of an instrument in a language other than English; none where there is none.
pub fn translation(code: &str, language: ReadingLanguage) -> Option<Wording> {
    match language {
        ReadingLanguage::English => None,
        ReadingLanguage::Spanish => published::text(code).or_else(|| own::text(code)),
    }
}

/// A text whose items are numbered from 1; no stem where that is empty.
fn wording(title: &str, stem: &str, items: impl IntoIterator<Item = ItemWording>) -> Wording {
    let numbered = |(number, item): (u8, ItemWording)| (number.to_string(), item);
    Wording {
        title: Some(title.to_owned()),
        stem: (!stem.is_empty()).then(|| stem.to_owned()),
        items: (1..).zip(items).map(numbered).collect(),
    }
}

/// A question that a worker answers from the record; a number is answered without labels.
fn filled(text: &str, answers: &[(i64, &str)]) -> ItemWording {
    let label = |(value, label): &(i64, &str)| (value.to_string(), (*label).to_owned());
    ItemWording { text: text.to_owned(), options: answers.iter().map(label).collect() }
}

/// A question that is put to the person, who may choose not to answer it.
fn asked(text: &str, answers: &[(i64, &str)]) -> ItemWording {
    let mut item = filled(text, answers);
    item.options.insert(REFUSED.to_string(), REFUSES.to_owned());
    item
}
