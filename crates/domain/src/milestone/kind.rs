//! Which milestones there are: where each is recorded, how its day counts, and what the clocks hear of it.

use crate::change::EventKind as E;
use crate::program::Setting as S;

crate::codes! {
    /// What happened.
    pub enum MilestoneKind {
        /// A parent consented to an evaluation.
        ParentalConsent = "parental_consent",
        /// The student was evaluated, for the first time or again.
        EvaluationCompleted = "evaluation_completed",
        /// The student was found eligible.
        EligibilityFound = "eligibility_found",
        /// The IEP team met and wrote or reviewed the program.
        IepMeetingHeld = "iep_meeting_held",
        /// It was decided to change the placement for a breach of conduct.
        PlacementChangeDecided = "placement_change_decided",
        /// The manifestation determination was made.
        ManifestationReviewed = "manifestation_reviewed",
        /// The second home visit after arrival.
        SecondHomeVisit = "second_home_visit",
        /// The children were enrolled in school.
        SchoolEnrolled = "school_enrolled",
        /// The health screening was done.
        HealthScreened = "health_screened",
        /// The end of the reception and placement period was documented.
        PlacementPeriodReported = "placement_period_reported",
        /// Release from custody.
        Release = "release",
        /// Release of a youth who is eligible under section 5121.
        YouthRelease = "youth_release",
        /// The youth was screened.
        YouthScreened = "youth_screened",
        /// Somebody outside took over in person.
        HandoffMade = "handoff_made",
        /// A complaint was served on the person.
        ComplaintServed = "complaint_served",
        /// The answer was served.
        AnswerServed = "answer_served",
        /// A paper to be answered within 14 days was served on the person.
        MotionReceived = "motion_received",
        /// The response was served.
        ResponseServed = "response_served",
        /// The hearing on a motion of our side.
        HearingOnOwnMotion = "hearing_on_own_motion",
        /// Our motion was served.
        MotionServed = "motion_served",
        /// The hearing on a motion of the other side.
        HearingOnOtherMotion = "hearing_on_other_motion",
        /// The opposing affidavit was served.
        OpposingAffidavitServed = "opposing_affidavit_served",
        /// The OASIS of the start of care was completed.
        OasisStartOfCare = "oasis_start_of_care",
        /// The OASIS of the recertification was completed.
        OasisRecertification = "oasis_recertification",
        /// The patient went into a facility for 24 hours or more, for more than tests.
        FacilityTransfer = "facility_transfer",
        /// The OASIS of the transfer was completed.
        OasisTransfer = "oasis_transfer",
        /// The patient came home from such a stay.
        ReturnedHome = "returned_home",
        /// The OASIS of the resumption of care was completed.
        OasisResumption = "oasis_resumption",
        /// The OASIS of a death at home was completed.
        OasisDeath = "oasis_death",
        /// The agency discharged the patient.
        AgencyDischarge = "agency_discharge",
        /// The OASIS of the discharge was completed.
        OasisDischarge = "oasis_discharge",
        /// OASIS was transmitted.
        OasisTransmitted = "oasis_transmitted",
        /// The face-to-face encounter took place.
        FaceToFace = "face_to_face",
        /// The last day of services that Medicare covers.
        CoverageEnds = "coverage_ends",
        /// The Notice of Medicare Non-Coverage was given.
        NonCoverageNotice = "non_coverage_notice",
        /// The notice of election was filed.
        NoticeOfElection = "notice_of_election",
        /// The first day of the third or a later benefit period.
        LaterBenefitPeriod = "later_benefit_period",
        /// The HOPE record of the admission was completed.
        HopeAdmission = "hope_admission",
        /// A nurse (RN) made a HOPE update visit.
        HopeUpdateVisit = "hope_update_visit",
        /// The HOPE record of the discharge was completed.
        HopeDischarge = "hope_discharge",
        /// A HOPE record was submitted.
        HopeSubmitted = "hope_submitted",
        /// Enrolment in a special needs plan takes effect.
        SnpEnrolled = "snp_enrolled",
        /// The health risk assessment of a special needs plan was completed.
        SnpHealthRiskAssessment = "snp_health_risk_assessment",
        /// Enrolment in a Medicaid managed care plan takes effect.
        MedicaidPlanEnrolled = "medicaid_plan_enrolled",
        /// The plan's initial screening was done.
        MedicaidScreening = "medicaid_screening",
        /// A court set a day by which something is to be done, or on which the person is to appear.
        CourtDateSet = "court_date_set",
        /// The court moved that day: the new one.
        CourtDateContinued = "court_date_continued",
        /// It was done, or the person appeared.
        CourtDateMet = "court_date_met",
        /// A job began.
        JobStarted = "job_started",
        /// A job ended: its last day.
        JobEnded = "job_ended",
    }
}

/// How the day of a milestone counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// It starts clocks, once it has come.
    Starts,
    /// It starts clocks and is known before it comes.
    Ahead,
    /// It meets clocks; some start the next one as well.
    Meets,
}

/// What is known of a kind of milestone.
pub(super) struct Entry {
    pub(super) kind: MilestoneKind,
    pub(super) settings: &'static [S],
    pub(super) counts: Counts,
    pub(super) events: &'static [E],
}

const fn entry(kind: MilestoneKind, settings: &'static [S], counts: Counts, events: &'static [E]) -> Entry {
    Entry { kind, settings, counts, events }
}

const SCHOOL: &[S] = &[S::School];
const ARRIVAL: &[S] = &[S::Refugee];
const REENTRY: &[S] = &[S::Corrections];
const COURT: &[S] = &[S::Legal];
const HOME: &[S] = &[S::HomeHealth];
const HOSPICE: &[S] = &[S::Hospice];
const CERTIFIED: &[S] = &[S::HomeHealth, S::Hospice];
/// Providers that owe the notice: 42 CFR 405.1200(a)(1).
const NOTICE: &[S] = &[S::HomeHealth, S::Hospice, S::LongTermCare];
const PLAN: &[S] = &[S::ManagedCare];
/// Where courts are answered to (K-23).
const JUSTICE: &[S] = &[S::SocialServices, S::Legal, S::Corrections];
/// Where people are helped to work (K-24).
const WORK: &[S] = &[S::SocialServices, S::Legal, S::Refugee, S::Corrections];

/// In the order in which a program of the setting meets them.
const ENTRIES: &[Entry] = {
    use Counts::{Ahead, Meets, Starts};
    use MilestoneKind as K;
    &[
        entry(K::ParentalConsent, SCHOOL, Starts, &[E::ParentalConsentGiven]),
        entry(K::EvaluationCompleted, SCHOOL, Meets, &[E::Evaluated]),
        entry(K::EligibilityFound, SCHOOL, Starts, &[E::EligibilityFound]),
        entry(K::IepMeetingHeld, SCHOOL, Meets, &[E::IepMeetingHeld]),
        entry(K::PlacementChangeDecided, SCHOOL, Starts, &[E::PlacementChangeDecided]),
        entry(K::ManifestationReviewed, SCHOOL, Meets, &[E::ManifestationReviewed]),
        entry(K::SecondHomeVisit, ARRIVAL, Meets, &[E::SecondHomeVisit]),
        entry(K::SchoolEnrolled, ARRIVAL, Meets, &[E::SchoolEnrolled]),
        entry(K::HealthScreened, ARRIVAL, Meets, &[E::HealthScreened]),
        entry(K::PlacementPeriodReported, ARRIVAL, Meets, &[E::PlacementPeriodReported]),
        entry(K::Release, REENTRY, Ahead, &[E::Release]),
        entry(K::YouthRelease, REENTRY, Ahead, &[E::Release, E::YouthRelease]),
        entry(K::YouthScreened, REENTRY, Meets, &[E::YouthScreened]),
        entry(K::HandoffMade, REENTRY, Meets, &[E::WarmHandoffMade]),
        entry(K::ComplaintServed, COURT, Starts, &[E::ComplaintServed]),
        entry(K::AnswerServed, COURT, Meets, &[E::AnswerServed]),
        entry(K::MotionReceived, COURT, Starts, &[E::MotionReceived]),
        entry(K::ResponseServed, COURT, Meets, &[E::ResponseServed]),
        entry(K::HearingOnOwnMotion, COURT, Ahead, &[E::HearingOnOwnMotion]),
        entry(K::MotionServed, COURT, Meets, &[E::MotionServed]),
        entry(K::HearingOnOtherMotion, COURT, Ahead, &[E::HearingOnOtherMotion]),
        entry(K::OpposingAffidavitServed, COURT, Meets, &[E::OpposingAffidavitServed]),
        entry(K::OasisStartOfCare, HOME, Meets, &[E::OasisCompleted, E::StartOfCareAssessed]),
        entry(K::FaceToFace, CERTIFIED, Meets, &[E::FaceToFace]),
        entry(K::OasisRecertification, HOME, Meets, &[E::OasisCompleted, E::Recertified]),
        entry(K::FacilityTransfer, HOME, Starts, &[E::FacilityTransfer]),
        entry(K::OasisTransfer, HOME, Meets, &[E::OasisCompleted, E::TransferAssessed]),
        entry(K::ReturnedHome, HOME, Starts, &[E::ReturnedHome]),
        entry(K::OasisResumption, HOME, Meets, &[E::OasisCompleted, E::ResumptionAssessed]),
        entry(K::OasisDeath, HOME, Meets, &[E::OasisCompleted, E::DeathAssessed]),
        entry(K::AgencyDischarge, HOME, Starts, &[E::AgencyDischarge]),
        entry(K::OasisDischarge, HOME, Meets, &[E::OasisCompleted, E::DischargeAssessed]),
        entry(K::OasisTransmitted, HOME, Meets, &[E::OasisTransmitted]),
        entry(K::NoticeOfElection, HOSPICE, Meets, &[E::ElectionNoticeFiled]),
        entry(K::HopeAdmission, HOSPICE, Meets, &[E::HopeCompleted]),
        entry(K::HopeUpdateVisit, HOSPICE, Meets, &[E::HopeCompleted, E::HopeUpdateVisit]),
        entry(K::LaterBenefitPeriod, HOSPICE, Ahead, &[E::LaterBenefitPeriod]),
        entry(K::HopeDischarge, HOSPICE, Meets, &[E::HopeCompleted]),
        entry(K::HopeSubmitted, HOSPICE, Meets, &[E::HopeSubmitted]),
        entry(K::CoverageEnds, NOTICE, Ahead, &[E::CoverageEnds]),
        entry(K::NonCoverageNotice, NOTICE, Meets, &[E::NonCoverageNoticeGiven]),
        entry(K::SnpEnrolled, PLAN, Ahead, &[E::SnpEnrolled]),
        entry(K::SnpHealthRiskAssessment, PLAN, Meets, &[E::SnpHealthRiskAssessed]),
        entry(K::MedicaidPlanEnrolled, PLAN, Ahead, &[E::MedicaidPlanEnrolled]),
        entry(K::MedicaidScreening, PLAN, Meets, &[E::MedicaidScreened]),
        // No clock runs on these: measures count them.
        entry(K::CourtDateSet, JUSTICE, Ahead, &[]),
        entry(K::CourtDateContinued, JUSTICE, Ahead, &[]),
        entry(K::CourtDateMet, JUSTICE, Meets, &[]),
        entry(K::JobStarted, WORK, Starts, &[]),
        entry(K::JobEnded, WORK, Meets, &[]),
    ]
};

/// Everything that milestones tell the clocks.
pub const EVENTS: &[E] = &[
    E::ParentalConsentGiven,
    E::Evaluated,
    E::EligibilityFound,
    E::IepMeetingHeld,
    E::PlacementChangeDecided,
    E::ManifestationReviewed,
    E::SecondHomeVisit,
    E::SchoolEnrolled,
    E::HealthScreened,
    E::PlacementPeriodReported,
    E::Release,
    E::YouthRelease,
    E::YouthScreened,
    E::WarmHandoffMade,
    E::ComplaintServed,
    E::AnswerServed,
    E::MotionReceived,
    E::ResponseServed,
    E::HearingOnOwnMotion,
    E::MotionServed,
    E::HearingOnOtherMotion,
    E::OpposingAffidavitServed,
    E::OasisCompleted,
    E::StartOfCareAssessed,
    E::OasisTransmitted,
    E::Recertified,
    E::CertificationBegun,
    E::FacilityTransfer,
    E::TransferAssessed,
    E::ReturnedHome,
    E::ResumptionAssessed,
    E::DeathAssessed,
    E::AgencyDischarge,
    E::DischargeAssessed,
    E::FaceToFace,
    E::CoverageEnds,
    E::NonCoverageNoticeGiven,
    E::ElectionNoticeFiled,
    E::LaterBenefitPeriod,
    E::HopeCompleted,
    E::HopeUpdateVisit,
    E::HopeSubmitted,
    E::SnpEnrolled,
    E::SnpHealthRiskAssessed,
    E::MedicaidPlanEnrolled,
    E::MedicaidScreened,
];

impl MilestoneKind {
    /// The kinds that programs of a setting record, in the order in which they come about.
    pub fn of(setting: S) -> impl Iterator<Item = Self> {
        ENTRIES.iter().filter(move |entry| entry.settings.contains(&setting)).map(|entry| entry.kind)
    }

    /// True when its day may lie ahead: a release, a hearing, the end of coverage.
    pub fn may_lie_ahead(self) -> bool {
        self.entry().counts == Counts::Ahead
    }

    /// True for a hearing: it may stand in the calendar, and its day is set again when it is continued.
    pub fn is_hearing(self) -> bool {
        self.events().iter().any(|event| event.is_of_hearing())
    }

    /// The kinds of which it may answer one, where several may wait at once. A meeting or an evaluation that also follows the one
    /// before it answers all that waits.
    pub fn answers(self) -> &'static [Self] {
        match self {
            Self::ManifestationReviewed => &[Self::PlacementChangeDecided],
            Self::YouthScreened => &[Self::YouthRelease],
            Self::HandoffMade => &[Self::Release, Self::YouthRelease],
            Self::AnswerServed => &[Self::ComplaintServed],
            Self::ResponseServed => &[Self::MotionReceived],
            Self::MotionServed => &[Self::HearingOnOwnMotion],
            Self::OpposingAffidavitServed => &[Self::HearingOnOtherMotion],
            Self::OasisTransfer => &[Self::FacilityTransfer],
            Self::OasisResumption => &[Self::ReturnedHome],
            Self::OasisDischarge => &[Self::AgencyDischarge],
            Self::OasisTransmitted => &[
                Self::OasisStartOfCare,
                Self::OasisRecertification,
                Self::OasisTransfer,
                Self::OasisResumption,
                Self::OasisDeath,
                Self::OasisDischarge,
            ],
            Self::HopeSubmitted => &[Self::HopeAdmission, Self::HopeUpdateVisit, Self::HopeDischarge],
            Self::NonCoverageNotice => &[Self::CoverageEnds],
            Self::CourtDateContinued | Self::CourtDateMet => &[Self::CourtDateSet],
            Self::JobEnded => &[Self::JobStarted],
            _ => &[],
        }
    }

    /// The kind that it ends, where no clock runs and only measures count.
    pub fn ends(self) -> Option<Self> {
        match self {
            Self::CourtDateMet => Some(Self::CourtDateSet),
            Self::JobEnded => Some(Self::JobStarted),
            _ => None,
        }
    }

    /// What the clocks hear of it.
    pub fn events(self) -> &'static [E] {
        self.entry().events
    }

    pub(super) fn entry(self) -> &'static Entry {
        // Every kind has one: `every_kind_has_one_entry`.
        ENTRIES.iter().find(|entry| entry.kind == self).unwrap_or(&ENTRIES[0])
    }
}
