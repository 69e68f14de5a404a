//! Scoring: what the answers given so far say, and what they leave open.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Instrument, Item};

/// What a set of answers says. While a scored item is unanswered there is no total, but bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The total; none while a scored item is unanswered.
    pub total: Option<i64>,
    /// Lowest and highest total the unanswered items leave possible.
    pub bounds: Bounds,
    /// The band of the total, or all that are still possible, from low to high.
    pub bands: Vec<String>,
    /// Whether the screen is positive; none while that depends on unanswered items.
    pub positive: Option<bool>,
    /// Codes of the triggers that fired.
    pub triggers: Vec<String>,
    /// True while unanswered items can change whether the screen is positive or a trigger fires.
    pub undecided: bool,
    /// Number of the item to ask next, as text; none when nothing is left to ask.
    pub next_question: Option<String>,
    /// How many scored items are answered.
    pub answered: usize,
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

/// An answer that does not belong to the instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerError {
    /// JSON Pointer of the answer in a request whose member `answers` holds the answers.
    pub pointer: String,
    /// What is wrong, without the answer itself.
    pub detail: String,
}

/// Scores answers keyed by item number as text.
///
/// # Errors
/// One [`AnswerError`] for each answer to an item that does not exist, or with a value that is no choice of its item.
pub fn score(instrument: &Instrument, answers: &BTreeMap<String, i64>) -> Result<Score, Vec<AnswerError>> {
    let errors: Vec<_> =
        answers.iter().filter_map(|(number, value)| answer_error(instrument, number, *value)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let answer = |item: &Item| answers.get(&item.number.to_string()).copied();
    let totals = possible_totals(instrument, answer);
    let bounds =
        Bounds { min: totals.first().copied().unwrap_or_default(), max: totals.last().copied().unwrap_or_default() };
    let scored = || instrument.items.iter().filter(|item| item.scored);
    let answered = scored().filter(|item| answer(item).is_some()).count();
    let complete = answered == scored().count();
    let positive = decided(totals.iter().map(|total| *total >= instrument.positive_from));
    let open_trigger =
        |item: &Item| answer(item).is_none() && instrument.triggers.iter().any(|trigger| trigger.item == item.number);
    Ok(Score {
        total: complete.then_some(bounds.min),
        bounds,
        bands: possible_bands(instrument, &totals),
        positive,
        triggers: fired_triggers(instrument, answer),
        undecided: positive.is_none() || instrument.items.iter().any(open_trigger),
        next_question: next_question(instrument, answer),
        answered,
        version: instrument.version,
        source: instrument.source,
    })
}

fn answer_error(instrument: &Instrument, number: &str, value: i64) -> Option<AnswerError> {
    let detail = match instrument.items.iter().find(|item| item.number.to_string() == number) {
        None => format!("{} has no such item; items are numbered 1 to {}.", instrument.title, instrument.items.len()),
        Some(item) if !item.options.iter().any(|option| option.value == value) => {
            let values: Vec<_> = item.options.iter().map(|option| option.value.to_string()).collect();
            format!("Must be one of {}.", values.join(", "))
        }
        Some(_) => return None,
    };
    let pointer = format!("/answers/{}", number.replace('~', "~0").replace('/', "~1"));
    Some(AnswerError { pointer, detail })
}

/// Every total that some answers to the unanswered items would give.
fn possible_totals(instrument: &Instrument, answer: impl Fn(&Item) -> Option<i64>) -> BTreeSet<i64> {
    instrument.items.iter().filter(|item| item.scored).fold(BTreeSet::from([0]), |totals, item| {
        let values: Vec<i64> = match answer(item) {
            Some(value) => vec![value],
            None => item.options.iter().map(|option| option.value).collect(),
        };
        totals.iter().flat_map(|total| values.iter().map(move |value| total + value)).collect()
    })
}

fn possible_bands(instrument: &Instrument, totals: &BTreeSet<i64>) -> Vec<String> {
    let holds = |band: &&super::Band| totals.range(band.min..=band.max).next().is_some();
    instrument.bands.iter().filter(holds).map(|band| band.label.to_owned()).collect()
}

/// The common value, if all agree.
fn decided(mut values: impl Iterator<Item = bool>) -> Option<bool> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn fired_triggers(instrument: &Instrument, answer: impl Fn(&Item) -> Option<i64>) -> Vec<String> {
    let value = |number: u8| instrument.items.iter().find(|item| item.number == number).and_then(&answer);
    let fired =
        instrument.triggers.iter().filter(|trigger| value(trigger.item).is_some_and(|value| value >= trigger.at_least));
    fired.map(|trigger| trigger.code.to_owned()).collect()
}

/// The first unanswered item; one that is not required is asked only when some problem was reported.
fn next_question(instrument: &Instrument, answer: impl Fn(&Item) -> Option<i64>) -> Option<String> {
    let any_problem = instrument.items.iter().any(|item| item.scored && answer(item).is_some_and(|value| value > 0));
    let to_ask = |item: &&Item| answer(item).is_none() && (item.required || any_problem);
    instrument.items.iter().find(to_ask).map(|item| item.number.to_string())
}

/// How a later total compares with an earlier one of the same instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Later minus earlier total; negative is better.
    pub change: i64,
    /// The total fell by half or more.
    pub response: bool,
    /// The later total is below the threshold of remission; none where the instrument defines none.
    pub remission: Option<bool>,
    /// The change, up or down, is large enough to matter to the person; none where the instrument defines no such size.
    pub meaningful_change: Option<bool>,
    /// Response or remission; none when the earlier total was no positive screen, so that the pair does not count in a measure.
    pub improved: Option<bool>,
}

/// Compares a follow-up total with a baseline total.
pub fn outcome(instrument: &Instrument, baseline: i64, follow_up: i64) -> Outcome {
    let fall = baseline - follow_up;
    let response = baseline > 0 && fall * 2 >= baseline;
    let remission = instrument.remission_below.map(|below| follow_up < below);
    Outcome {
        change: -fall,
        response,
        remission,
        meaningful_change: instrument.meaningful_change.map(|points| fall.abs() >= points),
        improved: (baseline >= instrument.positive_from).then_some(response || remission == Some(true)),
    }
}
