//! The words in which the definitions of instruments are written.

use std::borrow::Cow;

use crate::readability::ReadingLanguage;

use super::{AskIf, Band, Choice, Combine, Instrument, Item, Licence, NumberRange, Part, REFUSED, Step};

/// Names of items that have no better name than their number.
const NAMES: [&str; 22] = [
    "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12", "q13", "q14", "q15", "q16", "q17",
    "q18", "q19", "q20", "q21", "q22",
];

pub(super) const NO_YES: &[(i64, &str)] = &[(0, "No"), (1, "Yes")];

/// An instrument with nothing in it, to be filled by struct update.
pub(super) fn blank() -> Instrument {
    Instrument {
        code: "",
        version: "1",
        differs: "",
        title: "",
        loinc: None,
        loinc_total: None,
        stem: Cow::Borrowed(""),
        items: Vec::new(),
        parts: Vec::new(),
        age_points: &[],
        bands: Vec::new(),
        positive_from: None,
        positive_from_men: None,
        refusal_scores_zero: false,
        review_item: None,
        triggers: Vec::new(),
        responds: false,
        meaningful_change: None,
        remission_below: None,
        higher_is_better: false,
        licence: Licence::Shipped,
        language: ReadingLanguage::English,
        heading: None,
        non_commercial: false,
        notice: "",
        source: "",
    }
}

/// A scored question whose answers are their own points. Its name is `q` and its number.
pub(super) fn asked(number: u8, text: &'static str, options: &[(i64, &'static str)]) -> Item {
    let choice = |(value, label): &(i64, &'static str)| Choice {
        value: *value,
        points: *value,
        label: Cow::Borrowed(label),
        refused: false,
    };
    Item {
        number,
        name: NAMES.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default(),
        loinc: None,
        text: Cow::Borrowed(text),
        options: options.iter().map(choice).collect(),
        range: None,
        ask_if: None,
        scored: true,
        required: true,
    }
}

/// Scored questions, numbered from 1, that share their answers.
pub(super) fn asked_all(texts: &[&'static str], options: &[(i64, &'static str)]) -> Vec<Item> {
    (1..).zip(texts).map(|(number, text)| asked(number, text, options)).collect()
}

/// A scored yes (1) or no (0).
pub(super) fn yes_no(number: u8, text: &'static str) -> Item {
    asked(number, text, NO_YES)
}

/// A scored number.
pub(super) fn counted(number: u8, text: &'static str, range: NumberRange) -> Item {
    Item { range: Some(range), ..asked(number, text, &[]) }
}

/// A scored item without text: the wording belongs to somebody else.
pub(super) fn unworded(number: u8, values: &[i64]) -> Item {
    let choice =
        |value: &i64| Choice { value: *value, points: *value, label: format!("Option {value}").into(), refused: false };
    Item { text: neutral(number).into(), options: values.iter().map(choice).collect(), ..asked(number, "", &[]) }
}

/// The instrument with its questions put to the person, who may choose not to answer any of them.
pub(super) fn put_to_the_person(instrument: Instrument) -> Instrument {
    let items = instrument.items.into_iter().map(Item::refusable).collect();
    Instrument { items, ..instrument }
}

/// The text of an item without wording.
pub(super) fn neutral(number: u8) -> String {
    format!("Item {number}")
}

impl Item {
    pub(super) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub(super) fn loinc(self, code: &'static str) -> Self {
        Self { loinc: Some(code), ..self }
    }

    /// Points of the answers in their order, where they are not the answers themselves.
    pub(super) fn worth(mut self, points: &[i64]) -> Self {
        for (choice, points) in self.options.iter_mut().zip(points) {
            choice.points = *points;
        }
        self
    }

    /// The person may choose not to answer.
    pub(super) fn refusable(mut self) -> Self {
        let label = Cow::Borrowed("Chooses not to answer");
        self.options.push(Choice { value: REFUSED, points: 0, label, refused: true });
        self
    }

    pub(super) fn only_if(self, item: u8, value: i64) -> Self {
        Self { ask_if: Some(AskIf::Answer { item, value }), ..self }
    }

    /// Asked only where one of these items gives points.
    pub(super) fn only_after_points(self, items: &'static [u8]) -> Self {
        Self { ask_if: Some(AskIf::PointsOf { items }), ..self }
    }

    /// Recorded, but neither counted nor needed.
    pub(super) fn unscored(self) -> Self {
        Self { scored: false, required: false, ..self }
    }
}

/// The one part of a plain sum over all scored items.
pub(super) fn sum(items: &[Item]) -> Vec<Part> {
    vec![part("total", "Total", scored(items), Combine::Sum)]
}

/// Numbers of the scored items.
pub(super) fn scored(items: &[Item]) -> Vec<u8> {
    items.iter().filter(|item| item.scored).map(|item| item.number).collect()
}

pub(super) fn part(
    code: &'static str,
    title: &'static str,
    items: impl IntoIterator<Item = u8>,
    combine: Combine,
) -> Part {
    Part { code, title, items: items.into_iter().collect(), combine, steps: &[], positive_from: None }
}

/// Bands from their lowest totals and labels, up to `max`.
pub(super) fn bands(max: i64, from: &[(i64, &'static str)]) -> Vec<Band> {
    let ends = from.iter().skip(1).map(|(min, _)| min - 1).chain([max]);
    from.iter().zip(ends).map(|((min, label), max)| Band { min: *min, max, label }).collect()
}

pub(super) const fn step(from: i64, points: i64) -> Step {
    Step { from, points }
}
