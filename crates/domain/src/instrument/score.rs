//! Scoring: what the answers given so far say, and what they leave open.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::next::next_question;
use super::sheet::{AnswerError, Sheet, Slot};
use super::values::Values;
use super::{Instrument, On, stepped};
use crate::person::Sex;

/// What a set of answers says. While a scored item is unanswered there is no total, but bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The total; none while a scored item is unanswered, and where one is refused that does not give 0 points for it
    /// ([`Instrument::refusal_scores_zero`]). A skipped item is not unanswered.
    pub total: Option<i64>,
    /// Lowest and highest total that the unanswered and refused items leave possible.
    pub bounds: Bounds,
    /// The band of the total, or all that are still possible, from low to high. A screen without bands of its own is
    /// `negative`, `positive` or `positive - review intake`.
    pub bands: Vec<String>,
    /// Whether the screen is positive; none while that depends on unanswered items, or where there is no threshold.
    pub positive: Option<bool>,
    /// Codes of the triggers that fired.
    pub triggers: Vec<String>,
    /// True while unanswered items can change the decision: whether the screen is positive (without a threshold: the
    /// band; without bands: the total), or whether a trigger fires.
    pub undecided: bool,
    /// Number of the item to ask next, as text: the one that decides most. None when nothing is left to ask.
    ///
    /// Of the open scored items it is the one with the smallest share of answers that leave the decision open; among
    /// equals the one that leaves the narrowest bounds whatever is answered; among those the first in order. Then
    /// follow the unscored items that the answers call for.
    pub next_question: Option<String>,
    /// How many scored items are answered.
    pub answered: usize,
    /// How many scored items the person chose not to answer.
    pub refusals: usize,
    /// The parts of the total, where it has more than one.
    pub parts: Vec<PartScore>,
    /// What to know about this score, for example that a fact of the context was missing.
    pub notes: Vec<String>,
    /// Version of the instrument.
    pub version: &'static str,
    /// Source of the scoring.
    pub source: &'static str,
}

/// The lowest and the highest value possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// Lowest.
    pub min: i64,
    /// Highest.
    pub max: i64,
}

/// A part of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PartScore {
    /// Code.
    pub code: &'static str,
    /// Title.
    pub title: &'static str,
    /// Bounds of its value.
    pub value: Bounds,
    /// Bounds of what it adds to the total.
    pub points: Bounds,
    /// Whether it is positive; none while undecided, or where it is no screen of its own.
    pub positive: Option<bool>,
}

/// Facts about the person that some scorings need besides the answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Context {
    /// Sex, for thresholds that differ by it. Other, unknown and none use the lower threshold.
    pub sex: Option<Sex>,
    /// Age in completed years, for points by age. Without it these points are left out.
    pub age: Option<u16>,
}

/// Scores answers keyed by item number as text, or by item name, without any context.
///
/// # Errors
/// See [`score_in`].
pub fn score(instrument: &Instrument, answers: &BTreeMap<String, i64>) -> Result<Score, Vec<AnswerError>> {
    score_in(instrument, answers, &Context::default())
}

/// Scores answers keyed by item number as text, or by item name.
///
/// # Errors
/// One [`AnswerError`] for each answer to an item that does not exist, with a value that its item does not have, given
/// both by number and by name, or to an item that another answer skips.
pub fn score_in(
    instrument: &Instrument,
    answers: &BTreeMap<String, i64>,
    context: &Context,
) -> Result<Score, Vec<AnswerError>> {
    let sheet = Sheet::read(instrument, answers)?;
    let totals = totals(&sheet, context);
    let complete = !sheet.scored().any(Slot::is_unknown);
    Ok(Score {
        total: complete.then_some(totals.min()),
        bounds: bounds(totals),
        bands: bands(&sheet, totals, context),
        positive: positive(instrument, totals, context),
        triggers: triggers(&sheet, totals, true).map(|code| code.to_owned()).collect(),
        undecided: undecided(&sheet, totals, context),
        next_question: next_question(&sheet, context),
        answered: sheet.scored().filter(|slot| matches!(slot, Slot::Points(_))).count(),
        refusals: sheet.refusals(),
        parts: parts(&sheet),
        notes: notes(instrument, context),
        version: instrument.version,
        source: instrument.source,
    })
}

/// Every total that some answers to the unanswered items would give.
pub(super) fn totals(sheet: &Sheet, context: &Context) -> Values {
    let age = context.age.map_or(0, |age| stepped(sheet.instrument.age_points, age.into()));
    let parts = sheet.instrument.parts.iter().map(|part| sheet.value(part).stepped(part.steps));
    parts.fold(Values::one(age), Values::plus)
}

/// Whether unanswered items can change the decision.
pub(super) fn undecided(sheet: &Sheet, totals: Values, context: &Context) -> bool {
    let instrument = sheet.instrument;
    let result_open = match (instrument.positive_from, instrument.bands.is_empty()) {
        (Some(_), _) => positive(instrument, totals, context).is_none(),
        (None, false) => bands(sheet, totals, context).len() > 1,
        (None, true) => sheet.scored().any(Slot::is_unknown),
    };
    result_open || triggers(sheet, totals, false).next().is_some()
}

fn threshold(instrument: &Instrument, context: &Context) -> Option<i64> {
    let men = instrument.positive_from_men.filter(|_| context.sex == Some(Sex::Male));
    men.or(instrument.positive_from)
}

fn positive(instrument: &Instrument, totals: Values, context: &Context) -> Option<bool> {
    reaches(totals, threshold(instrument, context)?)
}

/// Whether the value is at least this; none while both are possible.
fn reaches(values: Values, at_least: i64) -> Option<bool> {
    match (values.min() >= at_least, values.max() >= at_least) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

/// Codes of the triggers that fired for certain, or of those that still may.
fn triggers(sheet: &Sheet, totals: Values, fired: bool) -> impl Iterator<Item = &'static str> {
    let wanted = fired.then_some(true);
    sheet.instrument.triggers.iter().filter_map(move |trigger| {
        let values = match trigger.on {
            On::Item(number) => sheet.points(number),
            On::Part(code) => sheet.instrument.parts.iter().find(|part| part.code == code).map(|p| sheet.value(p))?,
            On::Total => totals,
        };
        (reaches(values, trigger.at_least) == wanted).then_some(trigger.code)
    })
}

fn bands(sheet: &Sheet, totals: Values, context: &Context) -> Vec<String> {
    let instrument = sheet.instrument;
    let Some(threshold) = threshold(instrument, context).filter(|_| instrument.bands.is_empty()) else {
        let possible = instrument.bands.iter().filter(|band| totals.any_in(band.min, band.max));
        return possible.map(|band| band.label.to_owned()).collect();
    };
    let (usual, review) = positives(sheet, totals, threshold);
    let results = [("negative", totals.min() < threshold), ("positive", usual), ("positive - review intake", review)];
    results.into_iter().filter(|(_, possible)| *possible).map(|(label, _)| label.to_owned()).collect()
}

/// Whether a positive screen is possible with points from several items, and one with points from the review item only.
fn positives(sheet: &Sheet, totals: Values, threshold: i64) -> (bool, bool) {
    let Some(review) = sheet.instrument.review_item else { return (totals.max() >= threshold, false) };
    let others = sheet.instrument.items.iter().filter(|item| item.scored && item.number != review);
    let rest = others.map(|item| sheet.points(item.number)).fold(Values::ZERO, Values::plus);
    (rest.max() > 0 && totals.max() >= threshold, rest.min() == 0 && sheet.points(review).max() >= threshold)
}

fn parts(sheet: &Sheet) -> Vec<PartScore> {
    let parts = sheet.instrument.parts.as_slice();
    let shown = if parts.len() > 1 { parts } else { &[] };
    let score = |part: &super::Part| {
        let value = sheet.value(part);
        PartScore {
            code: part.code,
            title: part.title,
            value: bounds(value),
            points: bounds(value.stepped(part.steps)),
            positive: part.positive_from.and_then(|from| reaches(value, from)),
        }
    };
    shown.iter().map(score).collect()
}

fn notes(instrument: &Instrument, context: &Context) -> Vec<String> {
    let mut notes = Vec::new();
    let known = matches!(context.sex, Some(Sex::Female | Sex::Male));
    if let Some(from) = instrument.positive_from.filter(|_| instrument.positive_from_men.is_some() && !known) {
        notes.push(format!("The sex is other or not known: the threshold of {from} is used."));
    }
    if !instrument.age_points.is_empty() && context.age.is_none() {
        notes.push("The age is not given: points for age are left out.".to_owned());
    }
    notes
}

fn bounds(values: Values) -> Bounds {
    Bounds { min: values.min(), max: values.max() }
}
