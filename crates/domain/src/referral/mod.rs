//! A referral: anything that is arranged for a person, with one lifecycle up to what the person says came of it (R091, R147; FHIR
//! ServiceRequest with its Task). What may follow what is the table of [`state`].
//!
//! The loop is closed when the person, or a caregiver, confirmed that the service was received; that a message was sent, accepted
//! or reported as done closes nothing (K-26).

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::contact::ContactMode;

pub mod course;
pub mod document;
pub mod link;
pub mod performance;
pub mod result;
pub mod ride;
pub mod sla;
pub mod state;
pub mod work;

pub use course::{Benefit, BenefitCourse, BenefitDecision, Course, EquipmentCourse, EquipmentItem, HousingCourse};
pub use document::{DocumentMark, PaperState, ReferralDocument};
pub use link::ReferralLink;
pub use sla::ReferralWait;
pub use state::{Act, Entry, ReferralAction, ReferralEvent, ReferralParty, ReferralStatus};

crate::codes! {
    /// What is arranged (R091, R145, R150-R152).
    pub enum ReferralKind {
        /// A service of the community: food, shelter, support groups.
        CommunityService = "community_service",
        /// Therapy or counselling.
        Therapy = "therapy",
        /// Nursing, therapy and aides at home (R111).
        HomeHealth = "home_health",
        /// Durable medical equipment.
        Dme = "dme",
        /// A ride.
        Transport = "transport",
        /// A place in a facility.
        Placement = "placement",
        /// An application for a public benefit.
        Benefit = "benefit",
        /// A home of one's own.
        Housing = "housing",
        /// Work.
        Employment = "employment",
        /// Legal aid.
        LegalAid = "legal_aid",
    }
}

crate::codes! {
    /// How a referral was sent.
    pub enum ReferralChannel {
        /// Through a link by which the partner answers without an account.
        Link = "link",
        /// By phone.
        Phone = "phone",
        /// By e-mail.
        Email = "email",
        /// By fax.
        Fax = "fax",
        /// By letter, or through the partner's own portal.
        Other = "other",
        /// From person to person: somebody there took it over in a conversation (R098).
        WarmHandOff = "warm_hand_off",
    }
}

crate::codes! {
    /// Why the partner declined.
    pub enum DeclineReason {
        /// There is no room.
        NoCapacity = "no_capacity",
        /// The person is not eligible.
        NotEligible = "not_eligible",
        /// The person lives too far away.
        OutOfArea = "out_of_area",
        /// It is not what the partner offers.
        WrongService = "wrong_service",
        /// The partner could not reach the person.
        CouldNotReach = "could_not_reach",
        /// Something else, said in the note.
        Other = "other",
    }
}

crate::codes! {
    /// Why the person did not receive the service, in what they said.
    pub enum NotReceivedReason {
        /// Nobody got in touch with them.
        NobodyCame = "nobody_came",
        /// They were turned away.
        TurnedAway = "turned_away",
        /// They could not get there.
        NoTransport = "no_transport",
        /// It would have cost too much.
        Cost = "cost",
        /// They did not want it any more.
        ChangedMind = "changed_mind",
        /// It was not what they needed.
        WrongService = "wrong_service",
        /// Something else, said in the note.
        Other = "other",
    }
}

crate::codes! {
    /// Why a referral was taken back.
    pub enum CancelReason {
        /// The person does not want it.
        PersonDeclined = "person_declined",
        /// It is not needed any more.
        NoLongerNeeded = "no_longer_needed",
        /// The partner never answered.
        NoAnswer = "no_answer",
        /// It was recorded by mistake; no number counts it.
        EnteredInError = "entered_in_error",
        /// Something else, said in the note.
        Other = "other",
    }
}

crate::codes! {
    /// Who confirmed what came of it.
    pub enum ConfirmedWith {
        /// The person.
        Person = "person",
        /// A caregiver.
        Caregiver = "caregiver",
    }
}

/// How the person was asked what came of a referral. There is no end of a sent referral by its service without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// How they were asked.
    pub way: ContactMode,
    /// Who answered.
    pub with: ConfirmedWith,
    /// The colleague who asked.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a referral ended without the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The partner declined.
    Declined(DeclineReason),
    /// The person did not receive it.
    NotReceived(NotReceivedReason),
    /// It was taken back.
    Cancelled(CancelReason),
}

/// A referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Referral {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case it is part of; its owner owns the referral.
    pub case_id: Uuid,
    /// The person it is for.
    pub person_id: Uuid,
    /// What is arranged.
    pub kind: ReferralKind,
    /// State.
    pub status: ReferralStatus,
    /// The need it answers.
    pub need_id: Option<Uuid>,
    /// The service of the directory.
    pub community_service_id: Option<Uuid>,
    /// To whom it goes, in words; the name of the service when it is of the directory.
    pub recipient: String,
    /// What the partner is asked to do. The partner reads it.
    pub request: String,
    /// What only the team reads.
    pub note: Option<String>,
    /// Why there are two open ones of the same, when there are.
    pub duplicate_reason: Option<String>,
    /// The appointment to which a ride leads, see [`ride`].
    pub appointment_id: Option<Uuid>,
    /// How it was sent.
    pub channel: Option<ReferralChannel>,
    /// Who took it over there, in a warm hand-off.
    pub spoke_with: Option<String>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the partner accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// The day for which the service is planned.
    pub scheduled_on: Option<NaiveDate>,
    /// The day of the service: as the partner reported it, then as the person confirmed it.
    pub served_on: Option<NaiveDate>,
    /// When it was reported as done.
    pub served_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it ended without the service.
    pub ending: Option<Ending>,
    /// How the person was asked.
    pub confirmation: Option<Confirmation>,
    /// The dates of an application for a benefit, or on the way to a home.
    pub course: Option<Course>,
    /// What is waited for; nothing once it has ended.
    pub wait: Option<ReferralWait>,
    /// Until when that should have happened; when it ended, once it has.
    pub due_at: DateTime<Utc>,
    /// When silence after that moves up.
    pub escalates_at: Option<DateTime<Utc>>,
    /// When it moved up.
    pub escalated_at: Option<DateTime<Utc>>,
    /// The task by which the owner is reminded.
    pub task_id: Option<Uuid>,
    /// Who arranged it.
    pub author_id: Uuid,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

/// What is written on a referral before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is arranged.
    pub kind: ReferralKind,
    /// The need it answers.
    pub need_id: Option<Uuid>,
    /// The service of the directory.
    pub community_service_id: Option<Uuid>,
    /// To whom it goes.
    pub recipient: String,
    /// What the partner is asked to do.
    pub request: String,
    /// What only the team reads.
    pub note: Option<String>,
    /// Why there should be two of the same.
    pub duplicate_reason: Option<String>,
    /// The appointment to which a ride leads.
    pub appointment_id: Option<Uuid>,
}

/// Where days begin, and which of them are open: those of the program of the case.
#[derive(Debug, Clone, Copy)]
pub struct Days<'a> {
    /// Time zone.
    pub zone: Tz,
    /// Weekends, holidays and closures.
    pub calendar: &'a Calendar,
}

impl Referral {
    /// A new draft for the person of `case`. `others` are the referrals of the person that are known.
    ///
    /// # Errors
    /// `case_closed`; `referral_duplicate` at `/duplicate_reason` when one of `others` is open and the same, and no reason is given.
    pub fn create(
        (id, author_id): (Uuid, Uuid),
        case: &Case,
        draft: Draft,
        others: &[Self],
        days: Days<'_>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        let referral = Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: draft.kind,
            status: ReferralStatus::Draft,
            need_id: None,
            community_service_id: None,
            recipient: String::new(),
            request: String::new(),
            note: None,
            duplicate_reason: None,
            appointment_id: None,
            channel: None,
            spoke_with: None,
            sent_at: None,
            accepted_at: None,
            scheduled_on: None,
            served_on: None,
            served_at: None,
            closed_at: None,
            ending: None,
            confirmation: None,
            course: None,
            wait: None,
            due_at: now,
            escalates_at: None,
            escalated_at: None,
            task_id: None,
            author_id,
            created_at: now,
        };
        Ok(Change::created(referral.written(draft, others)?.timed(days)))
    }

    /// The draft with other content.
    ///
    /// # Errors
    /// `referral_not_draft`, `referral_duplicate`.
    pub fn rewrite(mut self, draft: Draft, others: &[Self], days: Days<'_>) -> Result<Change<Self>, Rule> {
        if self.status != ReferralStatus::Draft {
            return Err(Rule::new(
                "referral_not_draft",
                "Only a draft is changed. What was sent is cancelled and sent anew.",
            ));
        }
        self.version += 1;
        Ok(Change::updated(self.written(draft, others)?.timed(days)))
    }

    fn written(mut self, draft: Draft, others: &[Self]) -> Result<Self, Rule> {
        let reason = draft.duplicate_reason.filter(|text| !text.trim().is_empty());
        if self.kind != draft.kind {
            self.course = None;
        }
        self.kind = draft.kind;
        self.need_id = draft.need_id;
        self.community_service_id = draft.community_service_id;
        self.recipient = draft.recipient;
        self.request = draft.request;
        self.note = draft.note;
        self.appointment_id = draft.appointment_id;
        let is_repeated = others.iter().any(|other| self.repeats(other));
        if is_repeated && reason.is_none() {
            let detail =
                "The same is arranged already and still open. Look at it first, or say why a second one is needed.";
            return Err(Rule::at("referral_duplicate", "/duplicate_reason", detail));
        }
        self.duplicate_reason = reason.filter(|_| is_repeated);
        Ok(self)
    }

    /// True when `other` is open, of the same kind, and for the same need or with the same service; where neither names a need or
    /// a service, the same recipient counts.
    pub fn repeats(&self, other: &Self) -> bool {
        let same = |mine: Option<Uuid>, theirs: Option<Uuid>| mine.is_some() && mine == theirs;
        let plain = |referral: &Self| referral.need_id.is_none() && referral.community_service_id.is_none();
        let same_recipient = plain(self)
            && plain(other)
            && self.recipient.trim().to_lowercase() == other.recipient.trim().to_lowercase();
        other.id != self.id
            && other.status.is_open()
            && other.kind == self.kind
            && (same(self.need_id, other.need_id)
                || same(self.community_service_id, other.community_service_id)
                || same_recipient)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod equipment_tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
