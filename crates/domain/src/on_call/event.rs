//! The night log: what who was on call heard and did (R236). An entry is written once. About somebody in care it stands on a contact
//! of theirs and waits to be handed back to the owner of the case; about anybody else it says who called.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{OnCallShift, OnCallShiftStatus, Roster, WRITE_UP_HOURS, open_from};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::contact::{ContactMode, ContactPurpose};

crate::codes! {
    /// How urgent a call was found to be. The steps are ours, after what telephone triage commonly uses.
    pub enum OnCallTriage {
        /// Life or limb: emergency services.
        Emergency = "emergency",
        /// Somebody had to act in the same night.
        Urgent = "urgent",
        /// It can wait for the next business day.
        NextDay = "next_day",
        /// Nothing but a question.
        Advice = "advice",
    }
}

crate::codes! {
    /// What came of a call.
    pub enum OnCallOutcome {
        /// Settled: nothing is left to do.
        Settled = "settled",
        /// Emergency services were called.
        EmergencyServices = "emergency_services",
        /// A clinician, a supervisor or another service took over.
        PassedOn = "passed_on",
        /// Somebody went there.
        WentThere = "went_there",
        /// Left for the owner of the case.
        LeftForOwner = "left_for_owner",
    }
}

impl OnCallTriage {
    /// What the contact was for.
    pub fn purpose(self) -> ContactPurpose {
        match self {
            Self::Emergency | Self::Urgent => ContactPurpose::Crisis,
            Self::NextDay | Self::Advice => ContactPurpose::FollowUp,
        }
    }
}

impl OnCallOutcome {
    /// How they were in touch unless it is said: who went there saw them, and the clocks that wait for a visit hear of it.
    pub fn usual_mode(self) -> ContactMode {
        if self == Self::WentThere { ContactMode::InPerson } else { ContactMode::Phone }
    }
}

/// Something that happened on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnCallEvent {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The shift.
    pub shift_id: Uuid,
    /// Its team.
    pub team_id: Uuid,
    /// Who took it.
    pub author_id: Uuid,
    /// The case, when it was about somebody in care.
    pub case_id: Option<Uuid>,
    /// The person in care.
    pub person_id: Option<Uuid>,
    /// The contact that it stands on.
    pub contact_id: Option<Uuid>,
    /// Who called, when it was about nobody in care.
    pub caller: Option<String>,
    /// How urgent.
    pub triage: OnCallTriage,
    /// What came of it.
    pub outcome: OnCallOutcome,
    /// What was said and done.
    pub summary: String,
    /// Minutes spent.
    pub minutes: i32,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// From when it is handed back to the owner; none when it was, or never is.
    pub hand_back_at: Option<DateTime<Utc>>,
    /// In what it was handed back.
    pub hand_back_id: Option<Uuid>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

impl OnCallEvent {
    /// Writes an entry of a shift. About a case it is handed back when the office next opens, and at once when it was open; `roster` is
    /// the team's.
    ///
    /// # Errors
    /// `on_call_not_yours`, `on_call_cancelled`, `on_call_event_in_future`, `on_call_event_outside` at `/happened_at`,
    /// `on_call_caller_required` at `/caller`, `on_call_emergency_left` at `/outcome`.
    pub fn log(
        mut self,
        shift: &OnCallShift,
        case: Option<&Case>,
        roster: &Roster,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if !shift.has(self.author_id) {
            return Err(Rule::new("on_call_not_yours", "Only who was on call writes in this log."));
        }
        if shift.status == OnCallShiftStatus::Cancelled {
            return Err(Rule::new("on_call_cancelled", "This shift is cancelled already."));
        }
        if self.happened_at > now {
            let detail = "What has not happened can't be written down.";
            return Err(Rule::at("on_call_event_in_future", "/happened_at", detail));
        }
        // A call that began in the last minute of a shift ends after it.
        let until = shift.ends_at + TimeDelta::hours(WRITE_UP_HOURS);
        if self.happened_at < shift.starts_at || self.happened_at > until {
            let detail = "This was not in this shift. Choose the shift it was in.";
            return Err(Rule::at("on_call_event_outside", "/happened_at", detail));
        }
        if case.is_none() && self.caller.as_deref().is_none_or(|caller| caller.trim().is_empty()) {
            return Err(Rule::at("on_call_caller_required", "/caller", "Say whom it was about, or who called."));
        }
        if self.triage == OnCallTriage::Emergency && self.outcome == OnCallOutcome::LeftForOwner {
            let detail = "An emergency is never left for the morning. Say what was done.";
            return Err(Rule::at("on_call_emergency_left", "/outcome", detail));
        }
        self.case_id = case.map(|case| case.id);
        self.person_id = case.map(|case| case.person_id);
        self.hand_back_at = case.map(|_| open_from(self.happened_at, roster.zone, &roster.calendar));
        Ok(Change::created(self))
    }

    /// Goes back to the owner.
    pub(super) fn handed_back(mut self, hand_back_id: Uuid) -> Change<Self> {
        self.hand_back_at = None;
        self.hand_back_id = Some(hand_back_id);
        self.version += 1;
        Change::updated(self)
    }
}
