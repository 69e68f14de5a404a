//! The clocks of T-10 to T-19 that run on the milestones of a case and on what else the record proves.
//!
//! | Rule | Starts with | Met by | Goes on after the end of the case |
//! |---|---|---|---|
//! | T-10.nomnc | the last covered day (ahead) | the notice given before it | |
//! | T-11.recertification | the opening of the case, which is the start of care | the recertification OASIS | |
//! | T-11.recertification_again | the first day of a later period of 60 days, whether or not the one before was recertified | the next one | |
//! | T-11.transfer, T-11.resumption | a transfer to a facility of 24 hours or more; the return home. Stays say neither whether it was one for OASIS nor whether the person was in care then | the OASIS of it | |
//! | T-11.death | the death of the person; one who died in a facility is set aside with a reason | the OASIS of it | yes |
//! | T-11.discharge | the discharge from the agency; a case may be closed for other reasons and on other days | the OASIS of it | yes |
//! | T-11.transmit | any OASIS completed (M0090) | OASIS transmitted | yes |
//! | T-11.face_to_face | the opening of the case | the encounter, from 90 days before | |
//! | T-12.noe | the opening of the case, which is the election | the notice filed | yes |
//! | T-12.assessment_update | a comprehensive assessment completed | the next one | |
//! | T-12.face_to_face | the first day of the third or a later benefit period (ahead), by itself; earlier elections count too, and only staff know of them: periods go on from the last one recorded | the encounter in the 30 days before | |
//! | T-13.huv1, T-13.huv2 | the opening of the case | a HOPE update visit | |
//! | T-13.symptom_follow_up | a HOPE symptom impact of 2 or more, at the time of asking | a contact in person by a nurse, logged or from a kept appointment | |
//! | T-13.submit | any HOPE record completed | HOPE submitted | yes |
//! | T-14.snp_hra | enrolment in a special needs plan | its health risk assessment, from 90 days before | |
//! | T-14.snp_hra_yearly | a health risk assessment | the next one | |
//! | T-14.medicaid_screening | enrolment in a Medicaid plan | its screening, or a comprehensive assessment completed | |
//! | T-15.intervention | AHC-HRSN, Hunger Vital Sign or PRAPARE with a need for food, housing or transport, at the time of asking | a referral sent for a community service, housing, transport or a benefit: of what SNS-E calls an intervention (assistance, coordination, education, provision, referral), that is what the record proves | |
//! | T-16.evaluation | a parent's consent | an evaluation | |
//! | T-16.iep_meeting | the finding of eligibility | an IEP meeting | |
//! | T-16.review, T-16.reevaluation | an IEP meeting; an evaluation | the next one | |
//! | T-16.manifestation | the decision to change placement | the determination | |
//! | T-17.second_visit, T-17.health_screening, T-17.health_screening_window, T-17.period | the opening of the case, which is the arrival | the visit, the screening, the report of the period | |
//! | T-17.school | the opening of the case of a person of 5 to 17 years | enrolment in school | |
//! | T-18.prerelease | release (ahead) | the warm handoff | |
//! | T-18.youth_screening | release of an eligible youth (ahead) | the screening | |
//! | T-18.youth_case_management | release of an eligible youth (ahead) | a two-way contact in the window: case management has begun | |
//! | T-19.answer_21, T-19.response_14 | service of a complaint; of a paper that is to be answered | service of the answer; of the response | |
//! | T-19.motion_14, T-19.opposing_affidavit_7 | the hearing on our motion; on theirs (ahead) | service before it | |
//!
//! Not in the catalogue: the deadline of the individualized care plan of T-14 (42 CFR 422.101(f)(1), from contract year 2026), whose
//! number is to be verified. T-2.plan asks for the plan meanwhile, in a time that the organization may shorten.
//!
//! Bound elsewhere: T-1 to T-6, T-8, T-9 ([`super::standard`], [`super::payer_rules`]); of T-3.annual, the task of
//! [`crate::comprehensive_assessment::schedule`] reminds before. Without a case: T-7, T-20 (courses of benefits), T-21 ([`crate::record_request`]), T-22. T-5.period_end and the filing windows of T-8 end something that others may do: nothing meets them; a task asks the person in time whether to
//! appeal, see [`crate::authorization::follow`].

use super::Rule;
use super::catalogue::published;
use super::standard::{bound, ended_by};
use crate::change::EventKind::{self, self as E};
use crate::program::Setting::{self, self as S};

/// How a published clock is bound.
struct Binding {
    code: &'static str,
    settings: &'static [Setting],
    trigger: EventKind,
    met_by: &'static [EventKind],
    weight: i32,
    next_action: &'static str,
    /// True for what is owed also when the case is closed or the person has died.
    outlives: bool,
}

const RECORD: &str = "record_milestone";
const ASSESS: &str = "assess";
const CONTACT: &str = "log_contact";

const fn when(
    code: &'static str,
    settings: &'static [Setting],
    trigger: EventKind,
    met_by: &'static [EventKind],
    weight: i32,
) -> Binding {
    Binding { code, settings, trigger, met_by, weight, next_action: RECORD, outlives: false }
}

impl Binding {
    const fn next(self, next_action: &'static str) -> Self {
        Self { next_action, ..self }
    }

    const fn outliving(self) -> Self {
        Self { outlives: true, ..self }
    }

    fn rule(&self, published: &super::catalogue::Published) -> Rule {
        Rule {
            met_by: self.met_by.to_vec(),
            cancelled_by: if self.outlives { Vec::new() } else { ended_by(&[]) },
            weight: self.weight,
            next_action: self.next_action.into(),
            ..bound(published, self.trigger, self.met_by[0])
        }
    }
}

const HOME: &[Setting] = &[S::HomeHealth];
const HOSPICE: &[Setting] = &[S::Hospice];
const NOTICE: &[Setting] = &[S::HomeHealth, S::Hospice, S::LongTermCare];
const PLAN: &[Setting] = &[S::ManagedCare];
const SCHOOL: &[Setting] = &[S::School];
const ARRIVAL: &[Setting] = &[S::Refugee];
const REENTRY: &[Setting] = &[S::Corrections];
const COURT: &[Setting] = &[S::Legal];

const BINDINGS: &[Binding] = &[
    when("T-10.nomnc", NOTICE, E::CoverageEnds, &[E::NonCoverageNoticeGiven], 16),
    when("T-11.recertification", HOME, E::Enrolled, &[E::Recertified], 12),
    when("T-11.recertification_again", HOME, E::CertificationBegun, &[E::Recertified], 12),
    when("T-11.transfer", HOME, E::FacilityTransfer, &[E::TransferAssessed], 12),
    when("T-11.resumption", HOME, E::ReturnedHome, &[E::ResumptionAssessed], 16),
    when("T-11.death", HOME, E::Died, &[E::DeathAssessed], 8).outliving(),
    when("T-11.discharge", HOME, E::AgencyDischarge, &[E::DischargeAssessed], 12).outliving(),
    when("T-11.transmit", HOME, E::OasisCompleted, &[E::OasisTransmitted], 6).outliving(),
    when("T-11.face_to_face", HOME, E::Enrolled, &[E::FaceToFace], 8),
    when("T-12.noe", HOSPICE, E::Enrolled, &[E::ElectionNoticeFiled], 16).outliving(),
    when("T-12.assessment_update", HOSPICE, E::ComprehensiveCompleted, &[E::ComprehensiveCompleted], 8).next(ASSESS),
    when("T-12.face_to_face", HOSPICE, E::LaterBenefitPeriod, &[E::FaceToFace], 12),
    when("T-13.huv1", HOSPICE, E::Enrolled, &[E::HopeUpdateVisit], 12),
    when("T-13.huv2", HOSPICE, E::Enrolled, &[E::HopeUpdateVisit], 12),
    when("T-13.symptom_follow_up", HOSPICE, E::SymptomImpact, &[E::NurseVisited], 24).next(CONTACT),
    when("T-13.submit", HOSPICE, E::HopeCompleted, &[E::HopeSubmitted], 6).outliving(),
    when("T-14.snp_hra", PLAN, E::SnpEnrolled, &[E::SnpHealthRiskAssessed], 8),
    when("T-14.snp_hra_yearly", PLAN, E::SnpHealthRiskAssessed, &[E::SnpHealthRiskAssessed], 6),
    when(
        "T-14.medicaid_screening",
        PLAN,
        E::MedicaidPlanEnrolled,
        &[E::MedicaidScreened, E::ComprehensiveCompleted],
        6,
    ),
    when("T-15.intervention", PLAN, E::SocialNeedFound, &[E::SocialHelpSent], 8).next("send_referral"),
    when("T-16.evaluation", SCHOOL, E::ParentalConsentGiven, &[E::Evaluated], 12),
    when("T-16.iep_meeting", SCHOOL, E::EligibilityFound, &[E::IepMeetingHeld], 12),
    when("T-16.review", SCHOOL, E::IepMeetingHeld, &[E::IepMeetingHeld], 6),
    when("T-16.reevaluation", SCHOOL, E::Evaluated, &[E::Evaluated], 4),
    when("T-16.manifestation", SCHOOL, E::PlacementChangeDecided, &[E::ManifestationReviewed], 16),
    when("T-17.second_visit", ARRIVAL, E::Enrolled, &[E::SecondHomeVisit], 8),
    when("T-17.school", ARRIVAL, E::SchoolAgeEnrolled, &[E::SchoolEnrolled], 8),
    when("T-17.health_screening", ARRIVAL, E::Enrolled, &[E::HealthScreened], 8),
    when("T-17.health_screening_window", ARRIVAL, E::Enrolled, &[E::HealthScreened], 6),
    when("T-17.period", ARRIVAL, E::Enrolled, &[E::PlacementPeriodReported], 6),
    when("T-18.prerelease", REENTRY, E::Release, &[E::WarmHandoffMade], 12),
    when("T-18.youth_screening", REENTRY, E::YouthRelease, &[E::YouthScreened], 12),
    when("T-18.youth_case_management", REENTRY, E::YouthRelease, &[E::ContactReached], 8).next(CONTACT),
    when("T-19.answer_21", COURT, E::ComplaintServed, &[E::AnswerServed], 24),
    when("T-19.response_14", COURT, E::MotionReceived, &[E::ResponseServed], 24),
    when("T-19.motion_14", COURT, E::HearingOnOwnMotion, &[E::MotionServed], 24),
    when("T-19.opposing_affidavit_7", COURT, E::HearingOnOtherMotion, &[E::OpposingAffidavitServed], 24),
];

/// The rules of a setting that run on dated facts: every published version, those of the states too.
pub(super) fn dated(setting: Setting) -> impl Iterator<Item = Rule> {
    let ours = BINDINGS.iter().filter(move |binding| binding.settings.contains(&setting));
    ours.flat_map(|binding| published().filter(|rule| rule.code == binding.code).map(|rule| binding.rule(rule)))
}

/// True for rules whose deadlines go on when the case is closed or the person has died.
#[cfg(test)]
pub(super) fn outlives(code: &str) -> bool {
    BINDINGS.iter().any(|binding| binding.code == code && binding.outlives)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::{EVENTS, MilestoneKind};

    #[test]
    fn what_starts_or_meets_a_clock_as_a_milestone_is_offered_where_the_clock_runs() {
        for binding in BINDINGS {
            let told = binding.met_by.iter().chain([&binding.trigger]);
            for kind in told.filter(|kind| EVENTS.contains(kind) && **kind != E::CertificationBegun) {
                for setting in binding.settings {
                    let offered = MilestoneKind::of(*setting).any(|own| own.events().contains(kind));
                    assert!(offered, "{} {kind} {setting}", binding.code);
                }
            }
        }
    }
}
