//! The matrix of activities and levels, as published: a row of conditions each, with the requirement it comes from.

use super::{Condition, Level};
use crate::case::Tier;
use crate::program::Setting;

crate::codes! {
    /// What needs a certain level of practice.
    pub enum Activity {
        /// Sign a clinical note.
        SignNote = "sign_note",
        /// Countersign the note of a colleague.
        CountersignNote = "countersign_note",
        /// Complete a medical assessment: readmission risk, comorbidity, falls, symptoms.
        AssessMedical = "assess_medical",
        /// Complete an assessment of mood, anxiety, trauma, substance use or suicide risk.
        AssessPsychosocial = "assess_psychosocial",
        /// Complete a screening of social needs, daily function or caregiver strain.
        AssessSocial = "assess_social",
        /// Review a colleague's medical assessment.
        ReviewMedical = "review_medical",
        /// Review any other assessment of a colleague.
        ReviewAssessment = "review_assessment",
        /// Approve a care plan.
        ApprovePlan = "approve_plan",
        /// Close a safety alert.
        CloseAlert = "close_alert",
        /// Sign a crisis plan off, review it, or end it.
        SignCrisisPlan = "sign_crisis_plan",
        /// Own a case where medical care is at the core: hospital, home health, hospice, long-term care.
        OwnMedicalCase = "own_medical_case",
        /// Own a behavioral health case.
        OwnBehavioralCase = "own_behavioral_case",
        /// Own a case of a health plan, a clinic or an aging service.
        OwnGeneralCase = "own_general_case",
        /// Own a case of a social, legal, refugee, reentry or school program with a low or rising tier.
        OwnSocialCase = "own_social_case",
        /// Own such a case with a high or complex tier.
        OwnComplexSocialCase = "own_complex_social_case",
        /// Visit a person.
        FieldVisit = "field_visit",
        /// Utilization review.
        UtilizationReview = "utilization_review",
        /// Therapy and counseling.
        Counseling = "counseling",
    }
}

/// Instruments about the body, by code. Source: R038, medical assessment.
pub(super) const MEDICAL: &[&str] = &["lace", "hospital", "charlson", "morse", "steadi", "pain-nrs", "esas-r", "hope"];
/// Instruments about needs, daily function and caregivers, by code. Source: R040, navigation and support.
pub(super) const SOCIAL: &[&str] =
    &["prapare", "ahc-hrsn", "hunger-vital-sign", "katz", "lawton", "mcsi", "zbi", "zbi-12"];

impl Activity {
    /// Completing an instrument. One that is in no group is judged like the clinical ones.
    pub fn assessing(instrument: &str) -> Self {
        if MEDICAL.contains(&instrument) {
            Self::AssessMedical
        } else if SOCIAL.contains(&instrument) {
            Self::AssessSocial
        } else {
            Self::AssessPsychosocial
        }
    }

    /// Reviewing an instrument.
    pub fn reviewing(instrument: &str) -> Self {
        if Self::assessing(instrument) == Self::AssessMedical { Self::ReviewMedical } else { Self::ReviewAssessment }
    }

    /// Owning a case of a program.
    pub fn owning(setting: Setting, tier: Tier) -> Self {
        match setting {
            Setting::Hospital | Setting::HomeHealth | Setting::Hospice | Setting::LongTermCare => Self::OwnMedicalCase,
            Setting::BehavioralHealth => Self::OwnBehavioralCase,
            Setting::ManagedCare | Setting::Clinic | Setting::Aging => Self::OwnGeneralCase,
            Setting::SocialServices | Setting::Legal | Setting::Refugee | Setting::Corrections | Setting::School => {
                match tier {
                    Tier::Low | Tier::Rising => Self::OwnSocialCase,
                    Tier::High | Tier::Complex => Self::OwnComplexSocialCase,
                }
            }
        }
    }

    /// True for work that nobody begins before every onboarding check is passed (R045).
    pub fn takes_over(self) -> bool {
        matches!(
            self,
            Self::OwnMedicalCase
                | Self::OwnBehavioralCase
                | Self::OwnGeneralCase
                | Self::OwnSocialCase
                | Self::OwnComplexSocialCase
                | Self::FieldVisit
        )
    }

    /// True for being in charge of a case.
    pub fn is_owning(self) -> bool {
        self.takes_over() && self != Self::FieldVisit
    }

    /// The requirements that the row comes from.
    pub fn source(self) -> &'static str {
        self.row().0
    }

    /// The published condition of a level.
    pub fn published(self, level: Level) -> Condition {
        self.row().1[level as usize]
    }

    /// The levels that do it alone as published, supervised ones included.
    pub fn levels(self) -> impl Iterator<Item = Level> {
        use crate::Code;
        Level::ALL.iter().copied().filter(move |level| self.published(*level) <= Condition::Supervised)
    }

    /// Conditions in the order of [`Level`]: registered nurse, clinician, supervised licence, bachelor, coordinator, assistant.
    #[rustfmt::skip]
    fn row(self) -> (&'static str, [Condition; 6]) {
        use Condition::{Alone as A, Cosigned as C, Not as N, Supervised as S};
        match self {
            Self::SignNote             => ("R041, R042", [A, A, S, C, N, C]),
            Self::CountersignNote      => ("R042",       [A, A, N, N, N, N]),
            Self::AssessMedical        => ("R038, R042", [A, C, C, C, N, C]),
            Self::AssessPsychosocial   => ("R039, R042", [A, A, S, C, N, C]),
            Self::AssessSocial         => ("R040, R041", [A, A, S, S, N, C]),
            Self::ReviewMedical        => ("R038, R042", [A, N, N, N, N, N]),
            Self::ReviewAssessment     => ("R041, R042", [A, A, N, N, N, N]),
            Self::ApprovePlan          => ("R041",       [A, A, S, N, N, N]),
            Self::CloseAlert           => ("R039, R041", [A, A, S, N, N, N]),
            Self::SignCrisisPlan       => ("R041, R079", [A, A, S, N, N, N]),
            Self::OwnMedicalCase       => ("R038",       [A, C, C, N, N, N]),
            Self::OwnBehavioralCase    => ("R039",       [C, A, S, N, N, N]),
            Self::OwnGeneralCase       => ("R038, R040", [A, A, S, N, N, N]),
            Self::OwnSocialCase        => ("R040, R041", [A, A, S, C, N, N]),
            Self::OwnComplexSocialCase => ("R039, R040", [A, A, S, N, N, N]),
            Self::FieldVisit           => ("R040, R044", [A, A, S, S, S, S]),
            Self::UtilizationReview    => ("R038",       [A, N, N, N, N, N]),
            Self::Counseling           => ("R039",       [N, A, S, N, N, N]),
        }
    }

    /// The activity as the beginning of a sentence.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::SignNote => "Signing a clinical note",
            Self::CountersignNote => "Countersigning a note",
            Self::AssessMedical => "Completing a medical assessment",
            Self::AssessPsychosocial => "Completing this assessment",
            Self::AssessSocial => "Completing a social or functional screening",
            Self::ReviewMedical => "Reviewing a medical assessment",
            Self::ReviewAssessment => "Reviewing an assessment",
            Self::ApprovePlan => "Approving a care plan",
            Self::CloseAlert => "Closing a safety alert",
            Self::SignCrisisPlan => "Signing a crisis plan",
            Self::OwnMedicalCase => "Owning a case with medical care at its core",
            Self::OwnBehavioralCase => "Owning a behavioral health case",
            Self::OwnGeneralCase => "Owning this case",
            Self::OwnSocialCase => "Owning a social case",
            Self::OwnComplexSocialCase => "Owning a social case of a high or complex tier",
            Self::FieldVisit => "Visiting a person",
            Self::UtilizationReview => "Utilization review",
            Self::Counseling => "Counseling",
        }
    }
}
