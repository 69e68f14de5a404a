//! What a worker can carry: hours of their contract, what is taken off them, and how much of the rest is for people.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::policy::{Adjustment, require_adjustments};
use crate::change::{Change, Rule};

/// Weeks of a month. Source: rules.md section 5, 6.
pub const WEEKS: f64 = 4.33;
/// Working days of the four weeks that leave is counted over. The window is ours.
pub const LEAVE_WINDOW: u32 = 20;
/// Share of the week that is for people when nobody said, in percent. Source: the example of rules.md section 5, 6.
pub const DIRECT_PERCENT: u32 = 65;

crate::codes! {
    /// What hours are taken off for. What is private is `agreed`: nobody else needs to know.
    pub enum ReductionKind {
        /// Training and study.
        Training = "training",
        /// A project or another service.
        Project = "project",
        /// Being on call.
        OnCall = "on_call",
        /// Staff representation.
        Representation = "representation",
        /// Agreed between worker and supervisor.
        Agreed = "agreed",
    }
}

/// Hours a week that are not there for a while.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reduction {
    /// What for.
    pub kind: ReductionKind,
    /// Hours a week.
    pub hours: f64,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; none while it goes on.
    pub ends_on: Option<NaiveDate>,
}

impl Reduction {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }
}

/// What somebody's work allows them to carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Hours a week by contract.
    pub weekly_hours: f64,
    /// True for who has no claim to overtime pay, false for who has; none when nobody said (R302; 29 U.S.C. 213(a)(1)).
    #[serde(default)]
    pub exempt: Option<bool>,
    /// Share of the hours that is for people, in percent.
    pub direct_percent: u32,
    /// Share of the hours that goes into travel, in percent; up to 60 (R238).
    pub travel_percent: u32,
    /// Hours a month of other duties: supervision, precepting, utilization management.
    pub duty_hours: f64,
    /// Grade, as the organization words it.
    pub grade: Option<String>,
    /// Points of the grade in the model `workload`; the policy's when absent.
    pub grade_points: Option<f64>,
    /// Hours taken off.
    pub reductions: Vec<Reduction>,
    /// What makes this worker carry more or less: experience, time in role.
    pub adjustments: Vec<Adjustment>,
}

impl Capacity {
    /// A full week of `full_time` hours: what is assumed of a worker of whom nothing is recorded, marked as provisional.
    pub fn assumed(full_time: f64) -> Self {
        Self {
            weekly_hours: full_time,
            exempt: None,
            direct_percent: DIRECT_PERCENT,
            travel_percent: 0,
            duty_hours: 0.0,
            grade: None,
            grade_points: None,
            reductions: Vec::new(),
            adjustments: Vec::new(),
        }
    }

    /// Hours a week that are left on a day: by contract, less what is taken off.
    pub fn hours_left(&self, day: NaiveDate) -> f64 {
        let off: f64 = self.reductions.iter().filter(|own| own.holds_on(day)).map(|own| own.hours).sum();
        (self.weekly_hours - off).max(0.0)
    }

    /// True when hours are recorded as taken off for something on a day.
    pub fn is_reduced_for(&self, kind: ReductionKind, day: NaiveDate) -> bool {
        self.reductions.iter().any(|own| own.kind == kind && own.holds_on(day))
    }

    /// Hours a month of travel and other duties, on a day.
    pub fn travel_hours(&self, day: NaiveDate) -> f64 {
        self.hours_left(day) * WEEKS * f64::from(self.travel_percent) / 100.0
    }

    /// What is left of a full week of `full_time` hours after reductions, travel and other duties; 1 is all of it.
    pub fn share(&self, full_time: f64, day: NaiveDate) -> f64 {
        let month = self.hours_left(day) * WEEKS - self.travel_hours(day) - self.duty_hours;
        (month / (full_time * WEEKS)).max(0.0)
    }
}

/// What a worker can carry from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffCapacity {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Whose.
    pub staff_id: Uuid,
    /// First day.
    pub valid_from: NaiveDate,
    /// What counts from then on.
    pub content: Capacity,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl StaffCapacity {
    /// What counts for a worker on a day: the newest that had begun.
    pub fn in_force(known: &[Self], staff_id: Uuid, day: NaiveDate) -> Option<&Capacity> {
        let set = known.iter().filter(|own| own.staff_id == staff_id && own.valid_from <= day);
        set.max_by_key(|own| own.valid_from).map(|own| &own.content)
    }

    /// Sets what counts from a day on; `known` is what is set already, the same day is set anew.
    ///
    /// # Errors
    /// `capacity_shares_exceed_week` at `/travel_percent`, `reduction_ends_before_it_begins` at its place, and those of
    /// adjustments.
    pub fn set(mut self, known: &[Self]) -> Result<Change<Self>, Rule> {
        let own = &self.content;
        if own.direct_percent + own.travel_percent > 100 {
            let detail = "Time for people and travel together are more than the whole week.";
            return Err(Rule::at("capacity_shares_exceed_week", "/travel_percent", detail));
        }
        for (place, reduction) in own.reductions.iter().enumerate() {
            if reduction.ends_on.is_some_and(|end| end < reduction.starts_on) {
                let detail = "The last day comes before the first.";
                let pointer = format!("/reductions/{place}/ends_on");
                return Err(Rule::at("reduction_ends_before_it_begins", pointer, detail));
            }
        }
        require_adjustments(&own.adjustments)?;
        match known.iter().find(|other| other.valid_from == self.valid_from && other.staff_id == self.staff_id) {
            None => Ok(Change::created(self)),
            Some(same) => {
                (self.id, self.version) = (same.id, same.version + 1);
                Ok(Change::updated(self))
            }
        }
    }
}
