//! The ranges of a person, and what of a reading calls for a look.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::kind::{Limits, ReadingKind};
use super::{Reading, ReadingStatus};
use crate::change::{Change, Rule};
use crate::clock;

/// Kilograms gained in a day that call for a look: 3 lb. Source: AHA, managing heart failure symptoms.
pub const GAIN_IN_DAY: f64 = 1.36;
/// Kilograms gained in a week that call for a look: 5 lb. Source: the same.
pub const GAIN_IN_WEEK: f64 = 2.27;

crate::codes! {
    /// Why a reading calls for a look.
    pub enum ReadingFinding {
        /// Below the range.
        Below = "below",
        /// Above the range.
        Above = "above",
        /// The weight rose by 3 lb or more since the day before.
        GainInDay = "gain_in_day",
        /// The weight rose by 5 lb or more within a week.
        GainInWeek = "gain_in_week",
    }
}

/// The range of one person for one kind, from when it was set. The newest counts.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingThreshold {
    /// Id.
    pub id: Uuid,
    /// Version; always 1.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// Kind.
    pub kind: ReadingKind,
    /// The range.
    pub limits: Limits,
    /// True when the gain of weight is watched.
    pub watch_gain: bool,
    /// Why it is not the default.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl ReadingThreshold {
    /// Sets the range of a person.
    ///
    /// # Errors
    /// `reading_limit_implausible` and `reading_limits_reversed` at the bound, `reading_second_unfit` at `/second_low`,
    /// `reading_gain_unfit` at `/watch_gain`.
    pub fn set(self) -> Result<Change<Self>, Rule> {
        let Limits { low, high, second_low, second_high } = self.limits;
        let [first, second] = self.kind.plausible();
        if !self.kind.is_pair() && (second_low.is_some() || second_high.is_some()) {
            return Err(Rule::at("reading_second_unfit", "/second_low", "Only a blood pressure has a second value."));
        }
        if self.watch_gain && self.kind != ReadingKind::Weight {
            return Err(Rule::at("reading_gain_unfit", "/watch_gain", "Only the gain of a weight is watched."));
        }
        let bounds = [
            ("low", low, first),
            ("high", high, first),
            ("second_low", second_low, second),
            ("second_high", second_high, second),
        ];
        for (name, bound, (least, most)) in bounds {
            if bound.is_some_and(|value| !(least..=most).contains(&value)) {
                let detail = format!("Choose a value from {least} to {most}.");
                return Err(Rule::at("reading_limit_implausible", format!("/{name}"), detail));
            }
        }
        for (name, low, high) in [("high", low, high), ("second_high", second_low, second_high)] {
            if low.zip(high).is_some_and(|(low, high)| low > high) {
                let detail = "The highest value is below the lowest.";
                return Err(Rule::at("reading_limits_reversed", format!("/{name}"), detail));
            }
        }
        Ok(Change::created(self))
    }
}

/// What is watched of a kind: the newest range of the person, or the default.
pub fn watched(kind: ReadingKind, thresholds: &[ReadingThreshold]) -> (Limits, bool) {
    let newest = thresholds.iter().filter(|own| own.kind == kind).max_by_key(|own| (own.set_at, own.id));
    newest.map_or_else(|| (kind.default_limits(), kind == ReadingKind::Weight), |own| (own.limits, own.watch_gain))
}

/// Why a reading calls for a look; none when it does not. `earlier` are readings of the person, in any order; only weights of the
/// seven days before matter.
pub fn finding(
    reading: &Reading,
    thresholds: &[ReadingThreshold],
    earlier: &[Reading],
    zone: Tz,
) -> Option<ReadingFinding> {
    let (limits, watch_gain) = watched(reading.kind, thresholds);
    let pairs =
        [(Some(reading.value), limits.low, limits.high), (reading.second, limits.second_low, limits.second_high)];
    let out = |below: bool| {
        pairs.iter().any(|(value, low, high)| match (below, value) {
            (true, Some(value)) => low.is_some_and(|low| *value < low),
            (false, Some(value)) => high.is_some_and(|high| *value > high),
            (_, None) => false,
        })
    };
    if out(false) {
        return Some(ReadingFinding::Above);
    }
    if out(true) {
        return Some(ReadingFinding::Below);
    }
    watch_gain.then(|| gain(reading, earlier, zone)).flatten()
}

/// By how much the weight rose since the lowest one of the day before or of the week.
fn gain(reading: &Reading, earlier: &[Reading], zone: Tz) -> Option<ReadingFinding> {
    let day = clock::local_date(reading.taken_at, zone);
    let rose = |days: u64| {
        let since = day.checked_sub_days(Days::new(days))?;
        let own = earlier.iter().filter(|other| {
            other.id != reading.id
                && other.kind == ReadingKind::Weight
                && other.status == ReadingStatus::Valid
                && other.taken_at < reading.taken_at
                && clock::local_date(other.taken_at, zone) >= since
        });
        let least = own.map(|other| other.value).min_by(f64::total_cmp)?;
        // To a hundredth, as values are kept: 5 lb are 2.268 kg.
        Some(((reading.value - least) * 100.0).round() / 100.0)
    };
    if rose(1).is_some_and(|kilograms| kilograms >= GAIN_IN_DAY) {
        return Some(ReadingFinding::GainInDay);
    }
    rose(7).is_some_and(|kilograms| kilograms >= GAIN_IN_WEEK).then_some(ReadingFinding::GainInWeek)
}
