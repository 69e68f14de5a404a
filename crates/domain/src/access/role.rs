//! Roles: the six-step ladder (requirement R011) and the roles beside it, with their functions and reach.

use super::capability::Capability;
use Capability as C;

crate::codes! {
    /// A role of a staff member or API client.
    pub enum Role {
        /// Assistant care manager: collects and drafts under a named supervisor.
        Assistant = "assistant",
        /// Care manager: owns a caseload.
        CareManager = "care_manager",
        /// Senior care manager: own caseload, countersigns, consults.
        SeniorCareManager = "senior_care_manager",
        /// Lead: a team.
        Lead = "lead",
        /// Supervisor: several teams.
        Supervisor = "supervisor",
        /// Director: every program.
        Director = "director",
        /// Care coordinator: logistics, no clinical narrative.
        Coordinator = "coordinator",
        /// Physician advisor: cases referred for review.
        PhysicianAdvisor = "physician_advisor",
        /// Privacy officer: audit and disclosures, no clinical change.
        PrivacyOfficer = "privacy_officer",
        /// Organization administrator: users, teams, settings, no PHI.
        OrganizationAdmin = "organization_admin",
        /// API client.
        Integrator = "integrator",
        /// Analyst: aggregates only.
        Analyst = "analyst",
    }
}

/// How far a role sees by itself; cases, teams and cover widen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// No person at all.
    Nobody,
    /// People of cases the actor owns or works on.
    Own,
    /// Own, and people of the teams the actor leads or supervises.
    Teams,
    /// Everybody in the organization.
    Organization,
}

/// Calculators show nobody's data.
const EVERYONE: &[Capability] = &[
    C::SelfRead,
    C::DirectoryRead,
    C::InstrumentRead,
    C::RuleRead,
    C::ScopeRead,
    C::BillingCalculate,
    C::NoteTemplateRead,
    C::CarePlanTemplateRead,
    C::EducationRead,
    C::InsurancePlanRead,
];
/// What people type and have not saved is theirs, as is how they like the app; a program has no forms.
const PEOPLE: &[Capability] = &[C::DraftKeep, C::PreferenceKeep];
const READ_CLINICAL: &[Capability] = &[
    C::TodayRead,
    C::PersonSearch,
    C::PersonRead,
    C::CaseRead,
    C::StayRead,
    C::TransitionRead,
    C::TaskRead,
    C::DeadlineRead,
    C::AlertRead,
    C::AssessmentRead,
    C::AcuityRead,
    C::NeedRead,
    C::CarePlanRead,
    C::CrisisPlanRead,
    C::ContactRead,
    C::ReadingRead,
    C::AppointmentRead,
    C::VisitRead,
    C::NoteRead,
    C::HandOffRead,
    C::AuthorizationRead,
    C::CommunityServiceRead,
    C::ReferralRead,
    C::ConsentRead,
    C::CareTeamRead,
    C::TeachingRead,
    C::AdvocacyRead,
    C::CareGapRead,
    C::OnCallRead,
    C::MilestoneRead,
];
const COORDINATE: &[Capability] = &[
    C::TodayRead,
    C::PersonSearch,
    C::PersonRead,
    C::PersonWrite,
    C::CaseRead,
    C::StayRead,
    C::TransitionRead,
    C::TransitionWrite,
    C::TaskRead,
    C::TaskWrite,
    C::TaskComplete,
    C::DeadlineRead,
    C::ContactRead,
    C::ContactWrite,
    C::AppointmentRead,
    C::AppointmentWrite,
    C::VisitRead,
    C::VisitWrite,
    C::HandOffRead,
    C::AuthorizationRead,
    C::AuthorizationWrite,
    C::CommunityServiceRead,
    C::CommunityServiceReport,
    C::ReferralRead,
    C::ReferralWrite,
    C::CareTeamRead,
    C::CareTeamWrite,
    C::OnCallRead,
    C::MilestoneRead,
    C::MilestoneWrite,
    C::EventStream,
];
const DRAFT: &[Capability] = &[
    C::PersonWrite,
    C::StayWrite,
    C::TransitionWrite,
    C::TaskWrite,
    C::TaskComplete,
    C::AlertAcknowledge,
    C::AssessmentWrite,
    C::NeedWrite,
    C::CarePlanWrite,
    C::CrisisPlanWrite,
    C::ContactWrite,
    C::ReadingWrite,
    C::TeachingWrite,
    C::AdvocacyWrite,
    C::CareGapWrite,
    C::MilestoneWrite,
    C::AppointmentWrite,
    C::NoteWrite,
    C::AuthorizationWrite,
    C::CommunityServiceReport,
    C::ReferralWrite,
    C::CareTeamWrite,
    C::EventStream,
];
/// What those who care for a person tell and ask each other, and what the person asks of them.
const TEAMWORK: &[Capability] = &[
    C::MessageRead,
    C::MessageWrite,
    C::ConsultationRead,
    C::ConsultationWrite,
    C::HuddleRead,
    C::HuddleAdd,
    C::ConflictOfInterestRead,
    C::ConflictOfInterestWrite,
    C::RecordRequestRead,
    C::RecordRequestWrite,
];
/// What is talked about at one table, and what those who care for a person disagree on.
const CONFER: &[Capability] = &[C::ConferenceRead, C::ConferenceWrite, C::ConcernRead, C::ConcernWrite];
/// Visits are made by people.
const VISIT: &[Capability] = &[C::VisitWrite];
/// So are the hours that they work, and what they learn from each other.
const WORK: &[Capability] = &[C::WorkHoursRead, C::MentorshipRead, C::MentorshipWrite];
/// So is what is written about their work.
const DOCUMENT: &[Capability] = &[C::NoteTurnaroundRead];
const OWN_CASES: &[Capability] = &[
    C::VisitDecide,
    C::CaseCreate,
    C::CaseWrite,
    C::TierWrite,
    C::HandOffWrite,
    C::AlertClose,
    C::CarePlanApprove,
    C::CrisisPlanApprove,
    C::NoteSign,
    C::AuthorizationReview,
    C::MeasureRead,
    C::SavedReportWrite,
    C::AccessLogRead,
    C::DeadlineSnooze,
    C::DeadlineExtend,
    C::AbsenceRead,
    C::AbsenceWrite,
    C::CaseloadRead,
    C::CapacityRead,
    C::BillingRead,
    C::BillingWrite,
    C::ConsentWrite,
    C::DisclosureRead,
    C::ReadingThresholdWrite,
    C::OnCallLog,
];
const SENIOR: &[Capability] = &[C::AssessmentReview, C::NoteCountersign];
const LEADING: &[Capability] = &[
    C::CaseAssign,
    C::DeadlineWaive,
    C::AdtRead,
    C::CommunityServiceWrite,
    C::AuthorizationMetricsRead,
    C::CaseloadMove,
    C::OnCallWrite,
    C::HuddleRun,
    C::CaseloadPolicyWrite,
    C::ContactCadenceWrite,
    C::CapacityWrite,
    C::MeasureTargetWrite,
    C::MeasureExport,
    C::BillingExport,
];

impl Role {
    /// How far the role sees.
    pub fn reach(self) -> Reach {
        match self {
            Self::Assistant
            | Self::CareManager
            | Self::SeniorCareManager
            | Self::Coordinator
            | Self::PhysicianAdvisor => Reach::Own,
            Self::Lead | Self::Supervisor => Reach::Teams,
            Self::Director | Self::PrivacyOfficer | Self::Integrator => Reach::Organization,
            Self::OrganizationAdmin | Self::Analyst => Reach::Nobody,
        }
    }

    /// False for a role that sees numbers only.
    pub fn sees_people(self) -> bool {
        self.reach() != Reach::Nobody
    }

    /// True when the role includes the function. Source: `security.md` 3.2, requirements R011-R019.
    pub fn grants(self, capability: Capability) -> bool {
        let sets: &[&[Capability]] = match self {
            Self::Assistant => &[EVERYONE, PEOPLE, READ_CLINICAL, DRAFT, VISIT, WORK, DOCUMENT, TEAMWORK, CONFER],
            Self::CareManager => {
                &[EVERYONE, PEOPLE, READ_CLINICAL, DRAFT, VISIT, WORK, DOCUMENT, TEAMWORK, CONFER, OWN_CASES]
            }
            Self::SeniorCareManager => {
                &[EVERYONE, PEOPLE, READ_CLINICAL, DRAFT, VISIT, WORK, DOCUMENT, TEAMWORK, CONFER, OWN_CASES, SENIOR]
            }
            Self::Lead | Self::Supervisor => &[
                EVERYONE,
                PEOPLE,
                READ_CLINICAL,
                DRAFT,
                VISIT,
                WORK,
                DOCUMENT,
                TEAMWORK,
                CONFER,
                OWN_CASES,
                SENIOR,
                LEADING,
            ],
            Self::Director => &[
                EVERYONE,
                PEOPLE,
                READ_CLINICAL,
                DRAFT,
                VISIT,
                WORK,
                DOCUMENT,
                TEAMWORK,
                CONFER,
                OWN_CASES,
                SENIOR,
                LEADING,
                &[C::ImportRun, C::RuleWrite, C::ScopeWrite, C::InstrumentWordingRead, C::AdtWrite],
                &[C::SurveyAnswerWrite, C::CostWrite, C::InsurancePlanWrite],
                &[C::InstrumentPolicyWrite, C::NoteTemplateWrite, C::CarePlanTemplateWrite, C::EducationWrite],
            ],
            Self::Coordinator => &[EVERYONE, PEOPLE, COORDINATE, WORK, TEAMWORK],
            Self::PhysicianAdvisor => &[
                EVERYONE,
                PEOPLE,
                READ_CLINICAL,
                TEAMWORK,
                &[C::ConferenceRead, C::ConcernRead, C::ConcernWrite, C::EventStream, C::AuthorizationReview],
                &[C::TaskComplete],
            ],
            Self::PrivacyOfficer => &[
                EVERYONE,
                PEOPLE,
                &[
                    C::AuditRead,
                    C::AccessLogRead,
                    C::PersonSearch,
                    C::ConsentRead,
                    C::DisclosureRead,
                    C::ConflictOfInterestRead,
                ],
                &[C::RecordRequestRead, C::RecordRequestWrite, C::RecordRequestDecide],
            ],
            Self::OrganizationAdmin => &[
                EVERYONE,
                PEOPLE,
                &[C::StaffWrite, C::ClientWrite, C::RuleWrite, C::ScopeWrite, C::AdtRead, C::InsurancePlanWrite],
                &[C::InstrumentPolicyWrite, C::InstrumentWordingRead, C::InstrumentWordingWrite],
                &[C::NoteTemplateWrite, C::CarePlanTemplateWrite, C::EducationWrite],
                &[C::CommunityServiceRead, C::CommunityServiceReport, C::CommunityServiceWrite],
                &[C::CaseloadPolicyWrite, C::ContactCadenceWrite, C::CapacityRead, C::CapacityWrite],
            ],
            Self::Integrator => &[
                EVERYONE,
                READ_CLINICAL,
                DRAFT,
                &[C::CaseCreate, C::CaseWrite, C::MeasureRead, C::ImportRun, C::AdtReceive, C::ReadingReceive],
            ],
            Self::Analyst => &[EVERYONE, PEOPLE, &[C::MeasureRead, C::AuthorizationMetricsRead, C::SavedReportWrite]],
        };
        sets.iter().any(|set| set.contains(&capability))
    }
}
