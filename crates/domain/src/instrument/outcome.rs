//! Change over time.

use serde::Serialize;

use super::Instrument;

/// How a later total compares with an earlier one of the same instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Later minus earlier total; whether more is better is [`Instrument::higher_is_better`].
    pub change: i64,
    /// The total fell by half or more; none where the instrument defines no response.
    pub response: Option<bool>,
    /// The later total is below the threshold of remission; none where the instrument defines none.
    pub remission: Option<bool>,
    /// The change, up or down, is large enough to matter to the person; none where the instrument defines no such size.
    pub meaningful_change: Option<bool>,
    /// Response or remission; none where the instrument defines no response, and when the earlier total was no positive
    /// screen, so that the pair does not count in a measure.
    pub improved: Option<bool>,
}

/// Compares a follow-up total with a baseline total.
pub fn outcome(instrument: &Instrument, baseline: i64, follow_up: i64) -> Outcome {
    let fall = baseline.saturating_sub(follow_up);
    let response = instrument.responds.then_some(baseline > 0 && fall >= baseline - baseline / 2);
    let remission = instrument.remission_below.map(|below| follow_up < below);
    let in_measure = instrument.positive_from.is_some_and(|from| baseline >= from);
    Outcome {
        change: follow_up.saturating_sub(baseline),
        response,
        remission,
        meaningful_change: instrument.meaningful_change.map(|points| fall.saturating_abs() >= points),
        improved: response.filter(|_| in_measure).map(|response| response || remission == Some(true)),
    }
}
