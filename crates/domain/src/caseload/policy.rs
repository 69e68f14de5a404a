//! The policy of a program: its range, its model, and what adjusts them, from a day on (R217-R224).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::weight::PerTier;
use crate::change::{Change, Rule};
use crate::program::Setting;

crate::codes! {
    /// Which cases a range counts.
    pub enum CaseloadBasis {
        /// People in the house today; not a panel (R217).
        DailyCensus = "daily_census",
        /// Everybody enrolled (R218).
        ActivePanel = "active_panel",
        /// Everybody in service (R220).
        ActiveCensus = "active_census",
    }
}

crate::codes! {
    /// How load is weighed.
    pub enum LoadModel {
        /// Hours needed against hours there are. The default. Source: rules.md section 5, 6.
        Hours = "hours",
        /// Points by tier. Source: rules.md section 5, 7.
        Points = "points",
        /// Points by tier against those of a grade, as HMPPS weighs probation. Source: rules.md section 5, 3.
        Workload = "workload",
        /// Shares of limits, full at one. Source: rules.md section 5, 4.
        Mixed = "mixed",
    }
}

crate::codes! {
    /// What makes more or less fit. Source: the calculator of the CMSA/NASW work group, rules.md section 5, 2.
    pub enum AdjustmentKind {
        /// Profession and licence.
        Profession = "profession",
        /// Duties beside the caseload.
        OtherDuties = "other_duties",
        /// Complexity that tiers do not show.
        Complexity = "complexity",
        /// Experience and time in the role.
        Experience = "experience",
        /// Travel and geography.
        Travel = "travel",
        /// Paper, one system or many.
        Technology = "technology",
        /// How people are met: by phone, by video, at home.
        ContactMode = "contact_mode",
        /// Meetings, training and other time without a case.
        NonCaseTime = "non_case_time",
    }
}

/// By how much more or less fits, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// What it is about.
    pub kind: AdjustmentKind,
    /// Percent that fits more; negative for less.
    pub percent: i32,
    /// Why.
    pub reason: String,
}

/// What all adjustments together do: 1 changes nothing.
pub(super) fn factor(adjustments: &[Adjustment]) -> f64 {
    adjustments.iter().map(|own| 1.0 + f64::from(own.percent) / 100.0).product()
}

/// Each kind adjusts once.
///
/// # Errors
/// `adjustment_twice` at its place.
pub(super) fn require_adjustments(adjustments: &[Adjustment]) -> Result<(), Rule> {
    for (place, own) in adjustments.iter().enumerate() {
        if adjustments[..place].iter().any(|other| other.kind == own.kind) {
            let pointer = format!("/adjustments/{place}/kind");
            return Err(Rule::at("adjustment_twice", pointer, "This is adjusted already. Change that line instead."));
        }
    }
    Ok(())
}

/// What a policy says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Which cases the range counts.
    pub basis: CaseloadBasis,
    /// Fewest cases of a full-time worker.
    pub low: u32,
    /// Most cases of a full-time worker.
    pub high: u32,
    /// How load is weighed.
    pub model: LoadModel,
    /// By tier: minutes a month (`hours`), points (`points`, `workload`) or the most cases (`mixed`).
    pub tiers: PerTier,
    /// Points that a full-time worker carries; for `points` and `workload` only.
    pub full: Option<f64>,
    /// Hours of a full week.
    pub full_time_hours: f64,
    /// Minutes or points of each visit that is booked in the next 30 days, beyond those of its case.
    pub per_visit: f64,
    /// Minutes or points of each report to a court or of each hearing in the next 30 days.
    pub per_report: f64,
    /// How much of an hour on call beside the office's hours is taken off the week, in percent. Nothing in a policy that was set before
    /// this was counted.
    #[serde(default)]
    pub on_call_percent: u32,
    /// What makes more or less fit in this program.
    pub adjustments: Vec<Adjustment>,
    /// Where the range comes from.
    pub source: String,
    /// True when the range comes from outside the source documents (R223).
    pub external: bool,
}

/// A policy in force from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseloadPolicy {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The program.
    pub program_id: Uuid,
    /// First day.
    pub valid_from: NaiveDate,
    /// What it says.
    pub content: Policy,
    /// Why it was set; colleagues read this.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl CaseloadPolicy {
    /// Sets what counts from a day on. `known` are the policies of the program; one that is in force already stays what it was, and
    /// one that begins on the same day ahead is set anew. `today` is the program's local date.
    ///
    /// # Errors
    /// `policy_in_past` at `/valid_from`, `policy_range_reversed` at `/high`, `policy_tier_without_limit` at its tier,
    /// `policy_full_missing` and `policy_full_not_used` at `/full`, and those of adjustments.
    pub fn set(mut self, known: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.valid_from < today {
            let detail = "What was in force stays what it was. Choose today or a later day.";
            return Err(Rule::at("policy_in_past", "/valid_from", detail));
        }
        self.content.require_sound()?;
        match known.iter().find(|other| other.valid_from == self.valid_from && other.program_id == self.program_id) {
            None => Ok(Change::created(self)),
            Some(same) => {
                (self.id, self.version) = (same.id, same.version + 1);
                Ok(Change::updated(self))
            }
        }
    }
}

/// The policy of a program that is in force on a day: the newest that had begun.
pub fn in_force(policies: &[CaseloadPolicy], program_id: Uuid, day: NaiveDate) -> Option<&Policy> {
    let set = policies.iter().filter(|policy| policy.program_id == program_id && policy.valid_from <= day);
    set.max_by_key(|policy| policy.valid_from).map(|policy| &policy.content)
}

impl Policy {
    fn require_sound(&self) -> Result<(), Rule> {
        if self.high < self.low {
            return Err(Rule::at("policy_range_reversed", "/high", "The most is less than the fewest."));
        }
        if self.model == LoadModel::Mixed {
            let names = ["low", "rising", "high", "complex"];
            if let Some((name, _)) = names.iter().zip(self.tiers.all()).find(|(_, limit)| *limit < 1.0) {
                let detail = "A limit is one case at least.";
                return Err(Rule::at("policy_tier_without_limit", format!("/tiers/{name}"), detail));
            }
        }
        match (self.model, self.full) {
            (LoadModel::Points | LoadModel::Workload, None) => {
                Err(Rule::at("policy_full_missing", "/full", "Say how many points a full-time worker carries."))
            }
            (LoadModel::Hours | LoadModel::Mixed, Some(_)) => {
                Err(Rule::at("policy_full_not_used", "/full", "This model has no points: leave this empty."))
            }
            _ => require_adjustments(&self.adjustments),
        }
    }

    /// True when the range counts a case of a person who is or is not in the house.
    pub fn counts(&self, in_house: bool) -> bool {
        self.basis != CaseloadBasis::DailyCensus || in_house
    }
}

/// Minutes a month by tier. Source: the example of rules.md section 5, 6.
const MINUTES: PerTier = PerTier { low: 20.0, rising: 45.0, high: 90.0, complex: 150.0 };
/// Hours of a full week. Source: rules.md section 5, 6.
const FULL_TIME: f64 = 40.0;
/// How much of an hour on call is taken off the week where nobody said, in percent. Ours: who waits at home is not at work, but for the
/// time of the calls (29 CFR 785.17), which is taken to be six minutes of an hour.
pub const ON_CALL_PERCENT: u32 = 10;

/// What counts in a program that set nothing: the range of its setting, weighed in hours.
pub fn standard(setting: Setting) -> Policy {
    let (basis, low, high, source, external) = range(setting);
    Policy {
        basis,
        low,
        high,
        model: LoadModel::Hours,
        tiers: MINUTES,
        full: None,
        full_time_hours: FULL_TIME,
        per_visit: 0.0,
        per_report: 0.0,
        on_call_percent: ON_CALL_PERCENT,
        adjustments: Vec::new(),
        source: source.into(),
        external,
    }
}

/// The published range of a setting. Sources: R217-R223; ratios from outside the source documents: rules.md section 5, 5.
fn range(setting: Setting) -> (CaseloadBasis, u32, u32, &'static str, bool) {
    use CaseloadBasis::{ActiveCensus, ActivePanel, DailyCensus};
    match setting {
        Setting::Hospital => (DailyCensus, 12, 22, "R217: 12 to 22 patients a day", false),
        Setting::ManagedCare => (ActivePanel, 75, 150, "R218: 75 to 150 members", false),
        Setting::BehavioralHealth => (ActivePanel, 25, 45, "R219: 25 to 45", false),
        Setting::HomeHealth | Setting::Hospice => (ActiveCensus, 15, 25, "R220: 15 to 25", false),
        Setting::SocialServices => (ActivePanel, 20, 40, "R221: 20 to 40", false),
        Setting::Legal => (ActivePanel, 75, 150, "NAC 1973: 150 felony cases a year; external", true),
        Setting::Refugee => (ActivePanel, 25, 75, "R222, general range; no published ratio is known", true),
        Setting::Corrections => (ActivePanel, 20, 50, "APPA: 20 intensive to 50 moderate and high; external", true),
        Setting::School => (ActivePanel, 125, 250, "One school social worker to 250 students; external", true),
        Setting::Clinic | Setting::LongTermCare | Setting::Aging => {
            (ActivePanel, 25, 75, "R222: 25 to 75, the general range", false)
        }
    }
}
