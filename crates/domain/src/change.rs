//! What a rule gives back: a changed record with the events it caused, or a refusal with a code.

use chrono::{DateTime, Utc};
use uuid::Uuid;

crate::codes! {
    /// Something that happened in a case and that deadlines are anchored on or met by.
    pub enum EventKind {
        /// The case was opened.
        Enrolled = "enrolled",
        /// An inpatient or observation stay began.
        Admitted = "admitted",
        /// A stay ended.
        Discharged = "discharged",
        /// A stay was entered in error or cancelled.
        StayCancelled = "stay_cancelled",
        /// A discharge did not happen: the stay goes on.
        DischargeCancelled = "discharge_cancelled",
        /// The person died.
        Died = "died",
        /// A death was recorded by mistake: the person lives.
        DeathWithdrawn = "death_withdrawn",
        /// The initial assessment is complete (countersigned, when an assistant made it).
        InitialAssessmentCompleted = "initial_assessment_completed",
        /// A comprehensive assessment was begun.
        ComprehensiveBegun = "comprehensive_begun",
        /// A comprehensive assessment is complete (reviewed, when a review was needed).
        ComprehensiveCompleted = "comprehensive_completed",
        /// An assessment was entered in error: it was not made, or not of this person.
        AssessmentWithdrawn = "assessment_withdrawn",
        /// A plan was approved.
        PlanApproved = "plan_approved",
        /// A two-way contact with the person or a caregiver took place.
        ContactReached = "contact_reached",
        /// Such a contact was in person.
        SeenInPerson = "seen_in_person",
        /// A contact was entered in error: it did not take place, or not with this person.
        ContactWithdrawn = "contact_withdrawn",
        /// A contact took place that must be documented.
        NoteDue = "note_due",
        /// The note of a contact was signed by its author.
        NoteSigned = "note_signed",
        /// An assistant signed a note that a licensed colleague must countersign.
        CountersignatureDue = "countersignature_due",
        /// A note was countersigned.
        NoteCountersigned = "note_countersigned",
        /// A case was offered to a colleague.
        HandOffOffered = "hand_off_offered",
        /// A hand-off was accepted, declined or withdrawn.
        HandOffSettled = "hand_off_settled",
        /// A standard request for prior authorization was received.
        AuthorizationReceived = "authorization_received",
        /// An expedited request for prior authorization was received.
        AuthorizationExpeditedReceived = "authorization_expedited_received",
        /// An urgent claim of a plan of an employer was received.
        UrgentClaimReceived = "urgent_claim_received",
        /// A claim of such a plan before the service was received.
        PreServiceClaimReceived = "pre_service_claim_received",
        /// A claim of such a plan after the service was received.
        PostServiceClaimReceived = "post_service_claim_received",
        /// An urgent request to extend care under such a plan was received in good time.
        ConcurrentClaimReceived = "concurrent_claim_received",
        /// A request was decided or taken back.
        AuthorizationSettled = "authorization_settled",
        /// A Medicare Advantage appeal about a service was received.
        MaAppealReceived = "ma_appeal_received",
        /// A Medicare Advantage appeal about a payment was received.
        MaPaymentAppealReceived = "ma_payment_appeal_received",
        /// A Medicare Advantage appeal about a Part B drug was received.
        MaDrugAppealReceived = "ma_drug_appeal_received",
        /// An expedited Medicare Advantage appeal was received.
        MaExpeditedAppealReceived = "ma_expedited_appeal_received",
        /// A Medicaid managed care appeal was received.
        MedicaidAppealReceived = "medicaid_appeal_received",
        /// An expedited Medicaid managed care appeal was received.
        MedicaidExpeditedAppealReceived = "medicaid_expedited_appeal_received",
        /// A Medicare Advantage grievance was received.
        MaGrievanceReceived = "ma_grievance_received",
        /// An expedited Medicare Advantage grievance was received.
        MaExpeditedGrievanceReceived = "ma_expedited_grievance_received",
        /// An appeal or a grievance was answered or taken back.
        AppealSettled = "appeal_settled",
        /// The interdisciplinary group of a hospice met about the case.
        GroupMet = "group_met",
        /// The case was closed.
        CaseClosed = "case_closed",
        /// Medicare covers an inpatient stay: the person must be told of their rights.
        ImportantMessageOwed = "important_message_owed",
        /// They must be told again before they leave.
        ImportantMessageOwedAgain = "important_message_owed_again",
        /// Medicare covers a stay in observation: the person must be told that it is no admission.
        ObservationNoticeOwed = "observation_notice_owed",
        /// What follows a stay needs decisions of moderate complexity.
        ComplexityModerate = "complexity_moderate",
        /// What follows a stay needs decisions of high complexity.
        ComplexityHigh = "complexity_high",
        /// A stay was for a mental illness or self-harm.
        PsychiatricStay = "psychiatric_stay",
        /// What was said of a stay in this way is said anew: nothing of it holds any more.
        StayRejudged = "stay_rejudged",
        /// The person got the Important Message from Medicare.
        ImportantMessageGiven = "important_message_given",
        /// The person got the Medicare Outpatient Observation Notice.
        ObservationNoticeGiven = "observation_notice_given",
        /// A visit with a physician or practitioner after a stay took place.
        FollowUpVisitKept = "follow_up_visit_kept",
        /// A visit for mental health after a stay took place.
        BehavioralVisitKept = "behavioral_visit_kept",
        /// Medicines before, during and after a stay were compared.
        MedicationsReconciled = "medications_reconciled",
        /// What was done in a transition is told anew: nothing of what was told before holds any more.
        TransitionRetold = "transition_retold",
        /// A nurse (RN or LPN) saw the person.
        NurseVisited = "nurse_visited",
        /// A registered nurse saw the person.
        RegisteredNurseVisited = "registered_nurse_visited",
        /// A symptom affects the person moderately or severely.
        SymptomImpact = "symptom_impact",
        /// A screen found a need for food, housing or transport.
        SocialNeedFound = "social_need_found",
        /// A referral for food, housing, transport or a benefit was sent.
        SocialHelpSent = "social_help_sent",
        /// Such a referral was recorded by mistake.
        SocialHelpWithdrawn = "social_help_withdrawn",
        /// The case of a person of school age was opened.
        SchoolAgeEnrolled = "school_age_enrolled",
        /// A parent consented to an evaluation.
        ParentalConsentGiven = "parental_consent_given",
        /// A student was evaluated, for the first time or again.
        Evaluated = "evaluated",
        /// A student was found eligible for special education.
        EligibilityFound = "eligibility_found",
        /// The IEP team met and wrote or reviewed the program of the student.
        IepMeetingHeld = "iep_meeting_held",
        /// It was decided to change a student's placement for a breach of conduct.
        PlacementChangeDecided = "placement_change_decided",
        /// Whether the conduct was a manifestation of the disability was determined.
        ManifestationReviewed = "manifestation_reviewed",
        /// A family that arrived was visited at home the second time.
        SecondHomeVisit = "second_home_visit",
        /// The children were enrolled in school.
        SchoolEnrolled = "school_enrolled",
        /// The health screening of those who arrived was done.
        HealthScreened = "health_screened",
        /// The end of reception and placement was documented.
        PlacementPeriodReported = "placement_period_reported",
        /// Release from custody.
        Release = "release",
        /// Release from custody of a youth who is eligible for screening and case management.
        YouthRelease = "youth_release",
        /// Such a youth was screened.
        YouthScreened = "youth_screened",
        /// Somebody outside took over in person what was begun inside.
        WarmHandoffMade = "warm_handoff_made",
        /// A complaint was served on the person.
        ComplaintServed = "complaint_served",
        /// The answer to it was served.
        AnswerServed = "answer_served",
        /// A paper was served on the person that is to be answered within 14 days.
        MotionReceived = "motion_received",
        /// The response to it was served.
        ResponseServed = "response_served",
        /// The hearing on a motion of our side.
        HearingOnOwnMotion = "hearing_on_own_motion",
        /// Our motion was served.
        MotionServed = "motion_served",
        /// The hearing on a motion of the other side.
        HearingOnOtherMotion = "hearing_on_other_motion",
        /// Our affidavit against it was served.
        OpposingAffidavitServed = "opposing_affidavit_served",
        /// An OASIS assessment was completed (M0090).
        OasisCompleted = "oasis_completed",
        /// The OASIS assessment of the start of care was completed.
        StartOfCareAssessed = "start_of_care_assessed",
        /// An OASIS assessment was transmitted.
        OasisTransmitted = "oasis_transmitted",
        /// The recertification assessment was completed.
        Recertified = "recertified",
        /// A later period of 60 days of home health began.
        CertificationBegun = "certification_begun",
        /// The patient went into a facility for 24 hours or more.
        FacilityTransfer = "facility_transfer",
        /// The transfer assessment was completed.
        TransferAssessed = "transfer_assessed",
        /// The patient came home from it.
        ReturnedHome = "returned_home",
        /// The assessment at the resumption of care was completed.
        ResumptionAssessed = "resumption_assessed",
        /// Death at home was recorded in OASIS.
        DeathAssessed = "death_assessed",
        /// The agency discharged the patient.
        AgencyDischarge = "agency_discharge",
        /// The discharge assessment was completed.
        DischargeAssessed = "discharge_assessed",
        /// A physician or practitioner saw the patient for the certification.
        FaceToFace = "face_to_face",
        /// Services that Medicare covers end.
        CoverageEnds = "coverage_ends",
        /// The person got the Notice of Medicare Non-Coverage.
        NonCoverageNoticeGiven = "non_coverage_notice_given",
        /// The notice of a hospice election was filed.
        ElectionNoticeFiled = "election_notice_filed",
        /// The third or a later benefit period of a hospice election begins.
        LaterBenefitPeriod = "later_benefit_period",
        /// A HOPE record was completed.
        HopeCompleted = "hope_completed",
        /// A nurse (RN) made a HOPE update visit.
        HopeUpdateVisit = "hope_update_visit",
        /// A HOPE record was submitted.
        HopeSubmitted = "hope_submitted",
        /// Enrolment in a special needs plan takes effect.
        SnpEnrolled = "snp_enrolled",
        /// The health risk assessment of a special needs plan was completed.
        SnpHealthRiskAssessed = "snp_health_risk_assessed",
        /// Enrolment in a Medicaid managed care plan takes effect.
        MedicaidPlanEnrolled = "medicaid_plan_enrolled",
        /// The initial screening of a Medicaid managed care plan was done.
        MedicaidScreened = "medicaid_screened",
        /// A milestone was entered in error: it did not happen, or not then.
        MilestoneWithdrawn = "milestone_withdrawn",
    }
}

impl EventKind {
    /// True for what happens to the person rather than in one case: all cases hear of it, and it may be corrected and taken back.
    pub fn is_of_person(self) -> bool {
        matches!(
            self,
            Self::Admitted
                | Self::Discharged
                | Self::StayCancelled
                | Self::DischargeCancelled
                | Self::Died
                | Self::DeathWithdrawn
                | Self::StayRejudged
        ) || self.said_of().is_some()
    }

    /// What is said of a stay, all of it.
    pub const SAID_OF_STAY: [Self; 6] = [
        Self::ImportantMessageOwed,
        Self::ImportantMessageOwedAgain,
        Self::ObservationNoticeOwed,
        Self::ComplexityModerate,
        Self::ComplexityHigh,
        Self::PsychiatricStay,
    ];

    /// For what is said of a stay: the event of the stay at whose time its clocks start, whenever it is said.
    pub fn said_of(self) -> Option<Self> {
        match self {
            Self::ImportantMessageOwed | Self::ObservationNoticeOwed => Some(Self::Admitted),
            Self::ImportantMessageOwedAgain
            | Self::ComplexityModerate
            | Self::ComplexityHigh
            | Self::PsychiatricStay => Some(Self::Discharged),
            _ => None,
        }
    }

    /// What an event of this kind takes back of what was recorded about the same record before. A cancelled stay is not among
    /// them: it may be one again.
    pub fn takes_back(self) -> &'static [Self] {
        match self {
            Self::DischargeCancelled => &[Self::Discharged],
            Self::DeathWithdrawn => &[Self::Died],
            Self::ContactWithdrawn => &[
                Self::ContactReached,
                Self::SeenInPerson,
                Self::NoteDue,
                Self::FollowUpVisitKept,
                Self::BehavioralVisitKept,
                Self::NurseVisited,
                Self::RegisteredNurseVisited,
            ],
            Self::AssessmentWithdrawn => &[
                Self::InitialAssessmentCompleted,
                Self::ComprehensiveBegun,
                Self::ComprehensiveCompleted,
                Self::SymptomImpact,
                Self::SocialNeedFound,
            ],
            Self::SocialHelpWithdrawn => &[Self::SocialHelpSent],
            Self::MilestoneWithdrawn => crate::milestone::EVENTS,
            Self::StayRejudged => &Self::SAID_OF_STAY,
            Self::TransitionRetold => &[
                Self::ImportantMessageGiven,
                Self::ObservationNoticeGiven,
                Self::FollowUpVisitKept,
                Self::BehavioralVisitKept,
                Self::MedicationsReconciled,
            ],
            _ => &[],
        }
    }

    /// True for a hearing, whose day may be set again.
    pub fn is_of_hearing(self) -> bool {
        matches!(self, Self::HearingOnOwnMotion | Self::HearingOnOtherMotion)
    }

    /// True for what may change what earlier events did, so that all that is known of a case must be looked at again.
    pub fn rewrites(self) -> bool {
        self.is_of_person() || self.is_of_hearing() || !self.takes_back().is_empty()
    }
}

/// Something that happened in a case. `subject_id` is the record it is about (a stay, contact, note, plan, hand-off or the case itself).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The record it is about.
    pub subject_id: Uuid,
    /// When it happened (not when it was recorded).
    pub at: DateTime<Utc>,
    /// The record that it answers, where several may wait for the like: then it meets nothing about another one.
    pub about: Option<Uuid>,
}

impl Event {
    /// An event about `subject_id` at `at`.
    pub fn new(kind: EventKind, subject_id: Uuid, at: DateTime<Utc>) -> Self {
        Self { kind, subject_id, at, about: None }
    }

    /// The same event, as an answer to one record.
    pub fn about(self, about: Option<Uuid>) -> Self {
        Self { about, ..self }
    }
}

/// A record as it should be stored from now on, and what happened in its case.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a change does nothing until it is applied"]
pub struct Change<T> {
    /// The record's new state. Its `version` is already the new one.
    pub record: T,
    /// True when the record did not exist before.
    pub created: bool,
    /// Events that deadlines listen to.
    pub events: Vec<Event>,
}

impl<T> Change<T> {
    /// A new record.
    pub fn created(record: T) -> Self {
        Self { record, created: true, events: Vec::new() }
    }

    /// A changed record.
    pub fn updated(record: T) -> Self {
        Self { record, created: false, events: Vec::new() }
    }

    /// Adds an event.
    pub fn with(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

/// A refusal by a rule: a stable code and a sentence for the person who asked. Never contains PHI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Rule {
    /// Stable code, published in the error catalogue.
    pub code: &'static str,
    /// What to do about it, in plain words.
    pub detail: String,
    /// JSON Pointer of the member of the request that the rule refuses, when there is one.
    pub pointer: Option<String>,
}

impl Rule {
    /// A refusal.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), pointer: None }
    }

    /// A refusal that points at one member of the request.
    pub fn at(code: &'static str, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), pointer: Some(pointer.into()) }
    }
}
