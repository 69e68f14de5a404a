//! LACE (I-9) and HOSPITAL (I-10) as far as the record fills them: stays, coded conditions and laboratory values.
//!
//! What the record does not say is asked for, never guessed: a condition that is not coded is no proof that it is absent, and an
//! admission that did not come through the emergency department may still have been urgent.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::clock::local_date;
use crate::instrument::{self, Instrument, Score};
use crate::need::Need;
use crate::person::Observation;
use crate::stay::{Stay, StayClass, StayStatus};

mod condition;

/// Codes of the scores that are filled here.
pub const SCORES: [&str; 2] = ["lace", "hospital"];

/// An emergency visit that ended at most this long before an admission, or lasted into it, is the way in: the index visit, which
/// LACE leaves out of its count. The number is ours: a night in the emergency department, and no more.
pub const THROUGH_EMERGENCY: TimeDelta = TimeDelta::hours(24);

/// What the record holds about a person.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Stays, in any order.
    pub stays: &'a [Stay],
    /// Needs, which hold imported conditions, in any order.
    pub needs: &'a [Need],
    /// Laboratory values, in any order.
    pub observations: &'a [Observation],
}

/// An answer that the record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The answer.
    pub value: i64,
    /// Where it comes from, in words, with the date.
    pub because: String,
}

/// A score about a stay, partly answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Prefill {
    /// The instrument, in the version asked for.
    pub instrument: &'static Instrument,
    /// The stay that the score is about.
    pub stay_id: Uuid,
    /// Answers by item number.
    pub filled: BTreeMap<u8, Filled>,
    /// What these answers say, with bounds for the rest.
    pub score: Score,
}

impl Prefill {
    /// The answers as an assessment keeps them.
    pub fn answers(&self) -> BTreeMap<String, i64> {
        self.filled.iter().map(|(number, filled)| (number.to_string(), filled.value)).collect()
    }
}

/// The stay that a score of readmission is about: the acute stay (inpatient or observation) that began last.
pub fn index_stay(stays: &[Stay]) -> Option<&Stay> {
    stays.iter().filter(|stay| is_acute(stay)).max_by_key(|stay| (stay.admitted_at, stay.id))
}

/// True for an inpatient or observation stay that was not cancelled.
pub fn is_acute(stay: &Stay) -> bool {
    stay.status != StayStatus::Cancelled && matches!(stay.class, StayClass::Inpatient | StayClass::Observation)
}

/// The score by this instrument about the person's last acute stay; none when there is no such stay, or the record fills no such score.
pub fn prefill(instrument: &'static Instrument, sources: Sources<'_>, zone: Tz) -> Option<Prefill> {
    let stay = index_stay(sources.stays)?;
    let filler = Filler { stay, sources, zone };
    let by_name = match instrument.code {
        "lace" => filler.lace(),
        "hospital" => filler.hospital(),
        _ => return None,
    };
    let filled: BTreeMap<u8, Filled> = by_name
        .into_iter()
        .filter_map(|(name, filled)| Some((instrument.item(name)?.number, filled)))
        .filter(|(number, filled)| accepts(instrument, *number, filled.value))
        .collect();
    let answers = filled.iter().map(|(number, filled)| (number.to_string(), filled.value)).collect();
    let score = instrument::score(instrument, &answers).ok()?;
    Some(Prefill { instrument, stay_id: stay.id, filled, score })
}

/// A value outside what an item takes, such as a laboratory value in another unit, is asked for instead.
fn accepts(instrument: &Instrument, number: u8, value: i64) -> bool {
    let item = instrument.items.iter().find(|item| item.number == number);
    item.is_some_and(|item| match &item.range {
        Some(range) => (range.min..=range.max).contains(&value),
        None => item.options.iter().any(|option| option.value == value),
    })
}

struct Filler<'a> {
    stay: &'a Stay,
    sources: Sources<'a>,
    zone: Tz,
}

type Answers = Vec<(&'static str, Filled)>;

impl Filler<'_> {
    fn lace(&self) -> Answers {
        let mut answers: Answers = Vec::new();
        answers.extend(self.length_of_stay().map(|filled| ("length-of-stay", filled)));
        answers.extend(self.urgent().map(|filled| ("acute", filled)));
        answers.extend(condition::comorbidities(self.sources.needs));
        answers.push(("ed-visits", self.emergency_visits()));
        answers
    }

    fn hospital(&self) -> Answers {
        let mut answers: Answers = Vec::new();
        answers.extend(self.latest("hemoglobin", HEMOGLOBIN));
        answers.extend(self.latest("sodium", SODIUM));
        answers.extend(self.urgent().map(|filled| ("urgent", filled)));
        answers.push(("admissions", self.admissions()));
        answers.extend(self.length_of_stay().map(|filled| ("length-of-stay", filled)));
        answers
    }

    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        local_date(at, self.zone)
    }

    /// Whole days between the local dates, 0 for a stay of one day (rules.md, LOS; LACE counts less than a day as 0). None while
    /// the stay goes on.
    fn length_of_stay(&self) -> Option<Filled> {
        let (from, to) = (self.day(self.stay.admitted_at), self.day(self.stay.discharged_at?));
        let because = format!("Stay at {}, {from} to {to}.", self.stay.facility);
        Some(Filled { value: (to - from).num_days(), because })
    }

    /// Yes when the person came through the emergency department; unknown otherwise. Of several visits the last one is named.
    fn urgent(&self) -> Option<Filled> {
        let ways_in = self.sources.stays.iter().filter(|visit| self.is_way_in(visit));
        let visit = ways_in.max_by_key(|visit| (visit.admitted_at, visit.id))?;
        let because = format!(
            "Admitted through the emergency department of {}, {}.",
            visit.facility,
            self.day(visit.admitted_at)
        );
        Some(Filled { value: 1, because })
    }

    fn is_way_in(&self, visit: &Stay) -> bool {
        let admitted = self.stay.admitted_at;
        is_emergency(visit)
            && visit.admitted_at <= admitted
            && visit.discharged_at.unwrap_or(visit.admitted_at) >= admitted - THROUGH_EMERGENCY
    }

    /// Emergency visits in the 6 months before the admission, without the index visit (E of LACE).
    fn emergency_visits(&self) -> Filled {
        self.counted("emergency visit", 6, |visit| is_emergency(visit) && !self.is_way_in(visit))
    }

    /// Inpatient admissions in the 12 months before this one (A of HOSPITAL).
    fn admissions(&self) -> Filled {
        self.counted("admission", 12, |stay| {
            stay.class == StayClass::Inpatient && stay.status != StayStatus::Cancelled && stay.id != self.stay.id
        })
    }

    fn counted(&self, what: &str, months: u32, is_one: impl Fn(&Stay) -> bool) -> Filled {
        let until = self.day(self.stay.admitted_at);
        let since = until.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        let before = |stay: &&Stay| stay.admitted_at < self.stay.admitted_at && self.day(stay.admitted_at) >= since;
        let mut days: Vec<NaiveDate> = self
            .sources
            .stays
            .iter()
            .filter(before)
            .filter(|stay| is_one(stay))
            .map(|stay| self.day(stay.admitted_at))
            .collect();
        days.sort_unstable();
        let because = match days.as_slice() {
            [] => format!("No {what} in the record from {since} to {until}."),
            days => {
                let words: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
                let plural = if days.len() == 1 { "" } else { "s" };
                format!("{} {what}{plural} in the record: {}.", days.len(), words.join(", "))
            }
        };
        Filled { value: i64::try_from(days.len()).unwrap_or(i64::MAX), because }
    }

    /// The last value of the stay. "At discharge" needs a stay that has ended.
    fn latest(&self, item: &'static str, laboratory: Laboratory) -> Option<(&'static str, Filled)> {
        let (from, to) = (self.stay.admitted_at, self.stay.discharged_at?);
        let within = self.sources.observations.iter().filter(|observation| {
            laboratory.codes.contains(&observation.code.as_str())
                && (from..=to).contains(&observation.observed_at)
                && observation.value.is_some()
        });
        let last = within.max_by_key(|observation| (observation.observed_at, observation.id))?;
        let unit = last.unit.as_deref()?;
        let (_, factor) = laboratory.units.iter().find(|(known, _)| *known == unit)?;
        let value = whole(last.value? * factor)?;
        let because = format!("{} {} {unit}, {}.", laboratory.title, last.value?, self.day(last.observed_at));
        Some((item, Filled { value, because }))
    }
}

fn is_emergency(stay: &Stay) -> bool {
    stay.class == StayClass::Emergency && stay.status != StayStatus::Cancelled
}

/// A laboratory value that HOSPITAL asks for.
#[derive(Clone, Copy)]
struct Laboratory {
    title: &'static str,
    /// LOINC codes.
    codes: &'static [&'static str],
    /// Units, and what turns them into the item's unit.
    units: &'static [(&'static str, f64)],
}

/// LOINC 718-7, mass per volume in blood; the item is in g/L.
const HEMOGLOBIN: Laboratory =
    Laboratory { title: "Hemoglobin", codes: &["718-7"], units: &[("g/dL", 10.0), ("g/L", 1.0)] };
/// LOINC 2951-2 in serum or plasma, 2947-0 in blood; the item is in mmol/L, which is the same as mEq/L for sodium.
const SODIUM: Laboratory =
    Laboratory { title: "Sodium", codes: &["2951-2", "2947-0"], units: &[("mmol/L", 1.0), ("mEq/L", 1.0)] };

/// Rounded down, because the thresholds say "below": 11.96 g/dL is below 12.
fn whole(value: f64) -> Option<i64> {
    // 11.2 g/dL times 10 must not become 111 by the error of a binary fraction.
    let value = (value + 1e-6).floor();
    (0.0..=100_000.0).contains(&value).then_some(value as i64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
