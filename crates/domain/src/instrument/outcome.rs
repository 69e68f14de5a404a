//! Change over time.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

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

/// A total that counts, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The assessment.
    pub id: Uuid,
    /// Its case.
    pub case_id: Uuid,
    /// When it was performed.
    pub at: DateTime<Utc>,
    /// The total.
    pub total: i64,
}

/// A total beside an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier one.
    pub earlier: Total,
    /// What became of it.
    pub outcome: Outcome,
}

/// How a total stands to the earlier ones of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// From where the care started: the first positive screen of the case, as K-13 counts; the first total of the case where none was
    /// positive, or the instrument is no screen. None for that one itself.
    pub baseline: Option<Comparison>,
    /// The one before, of whichever case.
    pub previous: Option<Comparison>,
}

/// Compares a total with the earlier ones among `all`, which are of the same person and version of the instrument.
pub fn course(instrument: &Instrument, this: &Total, all: &[Total]) -> Course {
    let earlier: Vec<&Total> = all.iter().filter(|one| order(one) < order(this)).collect();
    let in_case = || earlier.iter().copied().chain([this]).filter(|one| one.case_id == this.case_id);
    let positive = |one: &&Total| instrument.positive_from.is_some_and(|from| one.total >= from);
    let screened = in_case().filter(positive).min_by_key(|one| order(one));
    let start = screened.or_else(|| in_case().min_by_key(|one| order(one)));
    let previous = earlier.iter().copied().max_by_key(|one| order(one));
    let beside = |one: &Total| Comparison { earlier: *one, outcome: outcome(instrument, one.total, this.total) };
    Course { baseline: start.filter(|one| one.id != this.id).map(beside), previous: previous.map(beside) }
}

/// By time; at the same time one of them is first, always the same.
fn order(one: &Total) -> (DateTime<Utc>, Uuid) {
    (one.at, one.id)
}
