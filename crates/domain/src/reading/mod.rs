//! Readings taken at home: by a device or by hand (R121, R126; FHIR Observation).
//!
//! | from  | action   | to               |
//! |-------|----------|------------------|
//! | -     | take     | valid            |
//! | valid | correct  | valid            |
//! | valid | withdraw | entered_in_error |
//!
//! A reading out of range opens one task. While that is open, further readings out of range of the same kind belong to it: one
//! episode is one task. The next reading out of range after the task was closed begins a new episode.

pub mod kind;
pub mod threshold;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

use self::kind::ReadingKind;
use self::threshold::ReadingFinding;
use crate::case::{Case, CaseStatus};
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// By how much the clock of a device may be ahead of ours. Ours.
const AHEAD: TimeDelta = TimeDelta::minutes(10);
/// How old a reading may be to ask somebody to look at it: what a device hands in later is history. Ours.
pub const FRESH: TimeDelta = TimeDelta::hours(48);
/// How soon somebody is to look at a reading out of range. Ours: on the same day, as with alerts of that urgency.
const TERM: TimeDelta = TimeDelta::hours(4);

crate::codes! {
    /// Where a reading comes from.
    pub enum ReadingSource {
        /// A device sent it.
        Device = "device",
        /// Somebody wrote it down.
        Hand = "hand",
    }
}

crate::codes! {
    /// Whether a reading counts.
    pub enum ReadingStatus {
        /// It does.
        Valid = "valid",
        /// It was not taken, or not of this person: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// What a reading said before it was corrected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Value before.
    pub value: f64,
    /// Second value before.
    pub second: Option<f64>,
    /// Why it was wrong.
    pub reason: String,
    /// Who corrected it.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// Kind.
    pub kind: ReadingKind,
    /// Value in the unit of the kind; the systolic one of a blood pressure.
    pub value: f64,
    /// The diastolic pressure.
    pub second: Option<f64>,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// Where it comes from.
    pub source: ReadingSource,
    /// The device.
    pub device: Option<String>,
    /// Who wrote it down; none for a device.
    pub author_id: Option<Uuid>,
    /// When we received it.
    pub received_at: DateTime<Utc>,
    /// Whether it counts.
    pub status: ReadingStatus,
    /// Why it calls for a look.
    pub finding: Option<ReadingFinding>,
    /// The task of its episode.
    pub task_id: Option<Uuid>,
    /// What it said before.
    pub corrections: Vec<Correction>,
    /// Why it is an error.
    pub error_reason: Option<String>,
}

/// Refuses values that nobody can have.
///
/// # Errors
/// `reading_implausible` at `/value` or `/second`, `reading_second_missing`, `reading_second_unfit` and `reading_pressure_reversed`
/// at `/second`.
fn require_plausible(kind: ReadingKind, value: f64, second: Option<f64>) -> Result<(), Rule> {
    let [first, other] = kind.plausible();
    let within = |at: &str, value: f64, (least, most): (f64, f64)| {
        let detail = || format!("Nobody has such a value at home. Check it: {least} to {most} can be recorded.");
        if (least..=most).contains(&value) { Ok(()) } else { Err(Rule::at("reading_implausible", at, detail())) }
    };
    within("/value", value, first)?;
    match second {
        None if kind.is_pair() => {
            Err(Rule::at("reading_second_missing", "/second", "A blood pressure has two values. Add the lower one."))
        }
        Some(_) if !kind.is_pair() => {
            Err(Rule::at("reading_second_unfit", "/second", "Only a blood pressure has a second value."))
        }
        Some(second) if second >= value => {
            Err(Rule::at("reading_pressure_reversed", "/second", "The lower value is not below the upper one."))
        }
        Some(second) => within("/second", second, other),
        None => Ok(()),
    }
}

impl Reading {
    /// Takes a reading.
    ///
    /// # Errors
    /// `reading_in_future` at `/taken_at`, and those of implausible values.
    pub fn take(self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.taken_at > now + AHEAD {
            return Err(Rule::at("reading_in_future", "/taken_at", "A reading can't lie in the future."));
        }
        require_plausible(self.kind, self.value, self.second)?;
        Ok(Change::created(self))
    }

    /// True when a device sends again what it sent before; what was corrected since does not matter.
    pub fn repeats(&self, person_id: Uuid, value: f64, second: Option<f64>) -> bool {
        let first = self.corrections.first().map_or((self.value, self.second), |said| (said.value, said.second));
        self.person_id == person_id && first == (value, second)
    }

    /// Corrects a value; what it said before is kept.
    ///
    /// # Errors
    /// `reading_entered_in_error`, and those of implausible values.
    pub fn correct(
        mut self,
        value: f64,
        second: Option<f64>,
        reason: String,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_valid()?;
        require_plausible(self.kind, value, second)?;
        self.corrections.push(Correction { value: self.value, second: self.second, reason, by, at: now });
        (self.value, self.second) = (value, second);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// Takes a reading back: it stays on the record with the reason and counts for nothing.
    ///
    /// # Errors
    /// `reading_entered_in_error`.
    pub fn withdraw(mut self, reason: String) -> Result<Change<Self>, Rule> {
        self.require_valid()?;
        self.status = ReadingStatus::EnteredInError;
        self.error_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn require_valid(&self) -> Result<(), Rule> {
        match self.status {
            ReadingStatus::Valid => Ok(()),
            ReadingStatus::EnteredInError => {
                Err(Rule::new("reading_entered_in_error", "This reading is already marked as entered in error."))
            }
        }
    }

    /// True when somebody is to be asked to look at it: out of range, and fresh.
    pub fn calls(&self, now: DateTime<Utc>) -> bool {
        self.finding.is_some() && self.status == ReadingStatus::Valid && now - self.taken_at <= FRESH
    }

    /// The task of whoever owns the case, that begins an episode. It says what to look at, and no value.
    pub fn task(&self, id: Uuid, case: &Case, author_id: Uuid, now: DateTime<Utc>) -> Task {
        let due_at = now + TERM;
        Task {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: case.owner_id,
            team_id: case.team_id,
            title: self.task_title(),
            detail: None,
            kind: TaskKind::Reading,
            status: TaskStatus::Open,
            priority: TaskPriority::Urgent,
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id,
            created_at: now,
        }
    }

    fn task_title(&self) -> String {
        let what = match self.kind {
            ReadingKind::Weight => "weight",
            ReadingKind::BloodPressure => "blood pressure",
            ReadingKind::HeartRate => "heart rate",
            ReadingKind::OxygenSaturation => "oxygen saturation",
            ReadingKind::Glucose => "glucose",
            ReadingKind::Temperature => "temperature",
            ReadingKind::Pain => "pain",
        };
        let why = match self.finding {
            Some(ReadingFinding::GainInDay) => "rose fast within a day",
            Some(ReadingFinding::GainInWeek) => "rose fast within a week",
            Some(ReadingFinding::Below) => "is below the range",
            Some(ReadingFinding::Above) | None => "is above the range",
        };
        format!("Look at a reading: {what} {why}")
    }
}

/// The case whose owner is asked: of the active ones the highest tier, then the one that began first.
pub fn case_to_ask(cases: &[Case]) -> Option<&Case> {
    let active = cases.iter().filter(|case| case.status == CaseStatus::Active);
    active.min_by_key(|case| (std::cmp::Reverse(case.tier), case.enrolled_at, case.id))
}

/// The days on which a device sent a reading that counts, between two days that both count. Source: rules.md, 99445 and 99454
/// count days with readings in a month.
pub fn device_days(readings: &[Reading], from: NaiveDate, to: NaiveDate, zone: Tz) -> usize {
    let sent = readings.iter().filter(|own| own.source == ReadingSource::Device && own.status == ReadingStatus::Valid);
    let days: BTreeSet<NaiveDate> = sent.map(|own| clock::local_date(own.taken_at, zone)).collect();
    days.range(from..=to).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
