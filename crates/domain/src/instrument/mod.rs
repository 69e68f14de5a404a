//! Instruments: versioned questionnaires with their scoring, as data (FHIR Questionnaire).

use std::sync::LazyLock;

use serde::Serialize;

mod gad;
mod phq;
mod score;

pub use score::{AnswerError, Bounds, Outcome, Score, outcome, score};

/// An instrument. Items are numbered from 1; answers are keyed by item number as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instrument {
    /// Code, for example `phq-9`.
    pub code: &'static str,
    /// Version of text and scoring together.
    pub version: &'static str,
    /// Title.
    pub title: &'static str,
    /// LOINC code of the panel, where there is one.
    pub loinc: Option<&'static str>,
    /// LOINC code of the total score, where there is one.
    pub loinc_total: Option<&'static str>,
    /// The question that all scored items share.
    pub stem: &'static str,
    /// Items in the order asked.
    pub items: Vec<Item>,
    /// Bands of the total, from low to high, without gap or overlap.
    pub bands: Vec<Band>,
    /// A total of this or more is a positive screen.
    pub positive_from: i64,
    /// Answers that call for action whatever the total is.
    pub triggers: Vec<Trigger>,
    /// A change of this many points matters to the person.
    pub meaningful_change: Option<i64>,
    /// A total below this is remission.
    pub remission_below: Option<i64>,
    /// Who may use the text.
    pub licence: &'static str,
    /// Where text, scoring and cut-offs were published.
    pub source: &'static str,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Number, from 1.
    pub number: u8,
    /// LOINC code.
    pub loinc: &'static str,
    /// Question.
    pub text: &'static str,
    /// Answers to choose from.
    pub options: &'static [Choice],
    /// True when the answer counts in the total.
    pub scored: bool,
    /// True when the instrument is incomplete without an answer.
    pub required: bool,
}

/// An answer to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Points.
    pub value: i64,
    /// Wording.
    pub label: &'static str,
}

/// A range of totals with a name. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Lowest total.
    pub min: i64,
    /// Highest total.
    pub max: i64,
    /// Name.
    pub label: &'static str,
}

/// An answer that calls for action whatever the total is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Number of the item.
    pub item: u8,
    /// The answer that is enough.
    pub at_least: i64,
    /// Code of the trigger.
    pub code: &'static str,
}

/// Code of the trigger of PHQ-9 item 9.
pub const SUICIDE_RISK_ITEM: &str = "suicide_risk_item";

static ALL: LazyLock<[Instrument; 4]> = LazyLock::new(|| [phq::phq_9(), gad::gad_7(), phq::phq_2(), gad::gad_2()]);

/// Every instrument, in the order shown to people.
pub fn all() -> &'static [Instrument] {
    &*ALL
}

/// The instrument with this code.
pub fn find(code: &str) -> Option<&'static Instrument> {
    all().iter().find(|instrument| instrument.code == code)
}

const PERMISSION: &str = "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.";

const STEM: &str = "Over the last 2 weeks, how often have you been bothered by any of the following problems?";

const FREQUENCY: &[Choice] = &[
    Choice { value: 0, label: "Not at all" },
    Choice { value: 1, label: "Several days" },
    Choice { value: 2, label: "More than half the days" },
    Choice { value: 3, label: "Nearly every day" },
];

/// A scored question answered with how often.
fn how_often(number: u8, loinc: &'static str, text: &'static str) -> Item {
    Item { number, loinc, text, options: FREQUENCY, scored: true, required: true }
}

/// Bands from their lowest totals and labels, up to `max`.
fn bands(max: i64, from: &[(i64, &'static str)]) -> Vec<Band> {
    let ends = from.iter().skip(1).map(|(min, _)| min - 1).chain([max]);
    from.iter().zip(ends).map(|((min, label), max)| Band { min: *min, max, label }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
