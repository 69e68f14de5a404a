//! Instruments: versioned questionnaires with their scoring, as data (FHIR Questionnaire).
//!
//! Every scored item gives points by its answer. A [`Part`] combines the points of some items, by sum or by the highest,
//! and may turn the result into other points by a table. The total is the sum of the parts. That is enough for every
//! published scoring in the library, and because each item is in one part only, the totals still possible while
//! answers are missing can be computed exactly instead of guessed.

use std::borrow::Cow;

use serde::Serialize;

use crate::readability::ReadingLanguage;

mod caregiver;
mod charlson;
mod depression;
mod falls;
mod function;
mod gad;
mod library;
mod make;
mod next;
mod outcome;
mod phq;
mod prapare;
mod questionnaire;
mod readmission;
mod score;
mod sheet;
mod social;
mod spanish;
mod substance;
mod suicide;
mod symptom;
mod trauma;
mod values;
mod wording;

pub use library::{all, find, find_version, versions};
pub use outcome::{Comparison, Course, Outcome, Total, course, outcome};
pub use questionnaire::{Questionnaire, questionnaire};
pub use score::{Bounds, Context, PartScore, Score, score, score_in};
pub use sheet::AnswerError;
pub use social::finds_basic_need;
pub use spanish::translation;
pub use wording::{ItemWording, Wording, translated, with_wording};

/// Code of the trigger of PHQ-9 item 9.
pub const SUICIDE_RISK_ITEM: &str = "suicide_risk_item";

/// Code of the screener that follows that trigger.
pub const SUICIDE_SCREENER: &str = "c-ssrs";

/// Code of the trigger of the safety items of the AHC-HRSN tool.
pub const UNSAFE_RELATIONSHIP: &str = "unsafe_relationship";

/// Code of the trigger of a symptom with moderate or severe impact.
pub const SYMPTOM_FOLLOW_UP: &str = "symptom_follow_up";

/// The answer "chooses not to answer", in items that are put to the person ([`Choice::refused`]).
pub const REFUSED: i64 = 99;

crate::codes! {
    /// Whether the text of an instrument may be shipped.
    pub enum Licence {
        /// Text and scoring are shipped.
        Shipped = "shipped",
        /// Numbers, ranges and scoring only; a licensed site adds the text ([`with_wording`]).
        Skeleton = "skeleton",
    }
}

crate::codes! {
    /// How soon a trigger calls for action.
    pub enum Urgency {
        /// At once; the person is not left alone.
        Immediate = "immediate",
        /// On the same day.
        SameDay = "same_day",
        /// By a follow-up with its own deadline.
        FollowUp = "follow_up",
    }
}

/// An instrument. Items are numbered from 1; answers are keyed by item number as text, or by item name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instrument {
    /// Code, for example `phq-9`.
    pub code: &'static str,
    /// Version of text and scoring together.
    pub version: &'static str,
    /// What this version does differently from the others of its code; empty where there is one version only.
    pub differs: &'static str,
    /// Title.
    pub title: &'static str,
    /// LOINC code of the panel, where there is one.
    pub loinc: Option<&'static str>,
    /// LOINC code of the total score, where there is one.
    pub loinc_total: Option<&'static str>,
    /// The question that the items share; empty where there is none.
    pub stem: Cow<'static, str>,
    /// Items in the order asked.
    pub items: Vec<Item>,
    /// How the total is made. Each scored item is in one part.
    pub parts: Vec<Part>,
    /// Points for the age in years, where [`Context::age`] is given; empty where age does not count.
    pub age_points: &'static [Step],
    /// Bands of the total, from low to high, without gap or overlap; empty where none are published.
    pub bands: Vec<Band>,
    /// A total of this or more is a positive screen; none where the instrument is no screen.
    pub positive_from: Option<i64>,
    /// The threshold for men, where it differs.
    pub positive_from_men: Option<i64>,
    /// True where a refusal gives 0 points by the rule of the instrument. Elsewhere it is neither a zero nor a one: what the person did
    /// not say stays open in bounds, bands and decisions, and there is no total.
    pub refusal_scores_zero: bool,
    /// When all points come from this item, a positive screen is marked for a review of the intake.
    pub review_item: Option<u8>,
    /// Results that call for action.
    pub triggers: Vec<Trigger>,
    /// True when a fall of the total by half counts as a response.
    pub responds: bool,
    /// A change of this many points matters to the person.
    pub meaningful_change: Option<i64>,
    /// A total below this is remission.
    pub remission_below: Option<i64>,
    /// True when a higher total is better, as in scales of independence.
    pub higher_is_better: bool,
    /// Whether the text is shipped.
    pub licence: Licence,
    /// Language of stem, questions and answers. What else is said about the instrument stays in English.
    pub language: ReadingLanguage,
    /// Title in that language, where the text has one of its own.
    pub heading: Option<String>,
    /// True when the text is free for non-commercial use only.
    pub non_commercial: bool,
    /// Who owns the text and who may use it.
    pub notice: &'static str,
    /// Where text, scoring and cut-offs were published.
    pub source: &'static str,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Number, from 1.
    pub number: u8,
    /// Short name, the other key of the answer (FHIR linkId). Never a number.
    pub name: &'static str,
    /// LOINC code, where it is known for certain.
    pub loinc: Option<&'static str>,
    /// Question.
    pub text: Cow<'static, str>,
    /// Answers to choose from; empty for a number.
    pub options: Vec<Choice>,
    /// The numbers allowed, for an item that is answered with a number.
    pub range: Option<NumberRange>,
    /// When the item is asked; always where none.
    pub ask_if: Option<AskIf>,
    /// True when the answer counts in the total.
    pub scored: bool,
    /// True when the instrument is incomplete without an answer.
    pub required: bool,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The answer as it is recorded.
    pub value: i64,
    /// Points it gives.
    pub points: i64,
    /// Wording.
    pub label: Cow<'static, str>,
    /// True for "chooses not to answer": counted apart, neither missing nor a yes. See [`Instrument::refusal_scores_zero`].
    pub refused: bool,
}

/// The numbers that answer an item, and their points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NumberRange {
    /// Lowest number accepted.
    pub min: i64,
    /// Highest number accepted.
    pub max: i64,
    /// UCUM unit; none for a plain count.
    pub unit: Option<&'static str>,
    /// Points from the lowest number up; the first step begins at `min`.
    pub steps: &'static [Step],
}

/// From this value on, this many points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Step {
    /// First value.
    pub from: i64,
    /// Points.
    pub points: i64,
}

/// When an item is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AskIf {
    /// Another item has this answer. Otherwise the item is skipped: not missing, 0 points.
    Answer {
        /// Number of the other item.
        item: u8,
        /// Its answer.
        value: i64,
    },
    /// Some scored item gave points.
    AnyPoints,
    /// One of these items gave points. Otherwise the item is skipped: not missing, 0 points. They come before it, and those of them
    /// that are asked under a condition are asked under the same one.
    PointsOf {
        /// Numbers of the other items.
        items: &'static [u8],
    },
}

/// How the points of a part's items become one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// All are added.
    Sum,
    /// The highest counts: the severer of a pair, or the worst of a triage.
    Highest,
}

/// A part of the total: a domain, a subscale, or the whole sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Code.
    pub code: &'static str,
    /// Title.
    pub title: &'static str,
    /// Numbers of its items.
    pub items: Vec<u8>,
    /// How they combine to the part's value.
    pub combine: Combine,
    /// Points by value; the value itself where empty.
    pub steps: &'static [Step],
    /// A value of this or more makes the part positive; none where it is no screen of its own.
    pub positive_from: Option<i64>,
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

/// A result that calls for action. It fires as soon as no missing answer can take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Code.
    pub code: &'static str,
    /// What is looked at.
    pub on: On,
    /// The lowest value that is enough.
    pub at_least: i64,
    /// What was found, in words without the answer itself.
    pub finding: &'static str,
    /// How soon to act.
    pub urgency: Urgency,
    /// What to do.
    pub action: &'static str,
}

/// What a trigger looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// The points of the item with this number.
    Item(u8),
    /// The value of the part with this code.
    Part(&'static str),
    /// The total.
    Total,
}

impl Instrument {
    /// The item with this number as text, or with this name.
    pub fn item(&self, key: &str) -> Option<&Item> {
        match key.as_bytes() {
            [b'1'..=b'9', ..] => key.parse().ok().and_then(|number| self.item_numbered(number)),
            _ => self.items.iter().find(|item| item.name == key),
        }
    }

    /// True when every question has words: shipped with its text, or given some by [`with_wording`].
    pub fn is_worded(&self) -> bool {
        self.licence == Licence::Shipped || self.items.iter().all(|item| item.text != make::neutral(item.number))
    }

    fn item_numbered(&self, number: u8) -> Option<&Item> {
        self.items.iter().find(|item| item.number == number)
    }
}

impl Item {
    /// Points of an answer; none when the item has no such answer.
    fn points(&self, value: i64) -> Option<i64> {
        match &self.range {
            Some(range) => (range.min..=range.max).contains(&value).then(|| stepped(range.steps, value)),
            None => self.choice(value).map(|choice| choice.points),
        }
    }

    fn choice(&self, value: i64) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.value == value)
    }
}

/// The points of the last step that begins at or below the value; 0 below the first.
fn stepped(steps: &[Step], value: i64) -> i64 {
    steps.iter().rev().find(|step| step.from <= value).map_or(0, |step| step.points)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
