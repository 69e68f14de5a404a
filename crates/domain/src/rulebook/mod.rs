//! The rulebook: timeliness rules as data with the dates they are in force. A case is judged by the rule in force on the
//! local date of the event that starts the clock.
//!
//! Two levels: the [`catalogue`] holds every published clock; a [`Rule`] binds one to the events of a case. A program starts with
//! the [`standard`] rules and an organization makes later versions of them with [`edit::revise`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::change::EventKind;
use crate::clock::Clock;

pub mod catalogue;
pub mod credential;
mod dated;
pub mod edit;
pub mod hospice;
mod payer;
pub mod prior_authorization;
pub mod retention;
mod standard;
mod title;

pub use payer::{opening, payer_rules};
pub use standard::{lacking, rebound, replaced, standard};

/// Initial assessment within 24 elapsed hours of admission.
pub const ASSESSMENT: &str = "T-1.assessment";
/// Approved plan within 30 calendar days of enrolment.
pub const PLAN: &str = "T-2.plan";
/// Person reached within 7 days of discharge.
pub const OUTREACH_7: &str = "T-4.outreach_7";
/// Person reached within 30 days of discharge.
pub const OUTREACH_30: &str = "T-4.outreach_30";
/// Transitional care management: reached within 2 business days of discharge.
pub const TCM_CONTACT: &str = "T-5.contact";
/// Transitional care management: visit within 14 days, where decisions are of moderate complexity.
pub const TCM_VISIT_MODERATE: &str = "T-5.visit_moderate";
/// Transitional care management: visit within 7 days, where decisions are of high complexity.
pub const TCM_VISIT_HIGH: &str = "T-5.visit_high";
/// Important Message from Medicare within 2 days of admission.
pub const IM_ADMISSION: &str = "T-10.im_admission";
/// Important Message again in the 2 days before discharge.
pub const IM_DISCHARGE: &str = "T-10.im_discharge";
/// Observation notice within 36 hours of the start of observation.
pub const MOON: &str = "T-10.moon";
/// Medicines reconciled within 30 days of discharge.
pub const RECONCILIATION: &str = "K-8.reconciliation";
/// Follow-up visit within 7 days of a psychiatric discharge.
pub const PSYCHIATRIC_7: &str = "K-6.visit_7";
/// Follow-up visit within 30 days of a psychiatric discharge.
pub const PSYCHIATRIC_30: &str = "K-6.visit_30";
/// Note signed within 48 hours of the contact.
pub const NOTE_SIGNED: &str = "note.signed";
/// Assistant's note countersigned within 2 business days.
pub const NOTE_COUNTERSIGNED: &str = "note.countersigned";
/// Hand-off settled within 1 business day.
pub const HAND_OFF: &str = "hand_off.accepted";

/// A timeliness rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Code; the same through all versions of the rule.
    pub code: String,
    /// Title shown to people, with the amount of the clock of this version.
    pub title: String,
    /// The event that starts the clock.
    pub trigger: EventKind,
    /// The events that meet the deadline.
    pub met_by: Vec<EventKind>,
    /// True when only an event about the same record meets it (this note, this hand-off).
    pub match_subject: bool,
    /// The events that end it unmet. `discharged` means the stay it is anchored on, `admitted` another stay,
    /// `stay_cancelled` that the stay it is anchored on never was.
    pub cancelled_by: Vec<EventKind>,
    /// When it is due.
    pub clock: Clock,
    /// Days of the calendar by which it may be extended once with a reason, where the law allows that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_days: Option<u32>,
    /// Points in the ranked worklist; 1 point is 1 hour.
    pub weight: i32,
    /// Code of what to do, for example `log_contact`.
    pub next_action: String,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; open when empty.
    pub valid_to: Option<NaiveDate>,
    /// Where it applies: `US` or a state.
    pub jurisdiction: String,
    /// Where the numbers come from.
    pub source: String,
}

impl Rule {
    /// True when the rule is in force on `day`; both ends count.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// True when it applies in `state`: a rule of the country does everywhere.
    pub fn applies_in(&self, state: Option<&str>) -> bool {
        self.jurisdiction == catalogue::COUNTRY || Some(self.jurisdiction.as_str()) == state
    }

    /// True when it comes before `other` of the same code where both are in force: that of a state before that of the country, the
    /// newer one otherwise.
    pub fn precedes(&self, other: &Self) -> bool {
        let rank = |rule: &Self| (rule.jurisdiction != catalogue::COUNTRY, rule.valid_from);
        rank(self) > rank(other)
    }

    /// True when a version of it from `day` on judges where `rules` apply: no rule of the place itself says otherwise there.
    pub fn judges(&self, rules: &[Self], day: NaiveDate) -> bool {
        let instead = |other: &Self| {
            other.code == self.code
                && other.jurisdiction != self.jurisdiction
                && other.in_force(day)
                && other.precedes(self)
        };
        !rules.iter().any(instead)
    }

    /// True when the organization has the clock start with something later in a case than the published event, see
    /// [`edit::anchors`]. Then it starts once, with the first such event of the case; the version of the day on which the case was
    /// opened judges it, and what meets it may have come before.
    pub fn starts_later(&self) -> bool {
        edit::anchors(&self.code).first().is_some_and(|published| *published != self.trigger)
    }

    /// The version of the rule, as kept with every deadline: the first day in force.
    pub fn version(&self) -> String {
        self.valid_from.to_string()
    }
}
