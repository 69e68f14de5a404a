//! Closed codes of the domain in the API document: an enum schema under the domain's own name.

use domain::Code;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A code of the domain. The aliases below give each set its plain name, which the schema derive needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coded<T>(pub T);

impl<T: Code> Serialize for Coded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de, T: Code> Deserialize<'de> for Coded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<'de, str>::deserialize(deserializer)?;
        T::from_code(&code).map(Self).ok_or_else(|| serde::de::Error::custom(domain::code::UnknownCode(T::NAME)))
    }
}

impl<T> From<T> for Coded<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Code> PartialSchema for Coded<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(T::ALL.iter().map(|value| value.as_str())))
            .into()
    }
}

impl<T: Code> ToSchema for Coded<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }
}

macro_rules! aliases {
    ($($Alias:ident = $T:ty),+ $(,)?) => { $(#[doc = concat!("`", stringify!($T), "` in the API.")] pub type $Alias = Coded<$T>;)+

        /// The schemas of the contract that are codes.
        #[cfg(test)]
        const NAMES: &[&str] = &[$(<$T as Code>::NAME),+];
    };
}

aliases! {
    ContactDueCode = domain::contact_cadence::ContactDue,
    EngagementStateCode = domain::engagement::EngagementState,
    ReadingFindingCode = domain::reading::threshold::ReadingFinding,
    ReadingKindCode = domain::reading::kind::ReadingKind,
    ReadingSourceCode = domain::reading::ReadingSource,
    ReadingStatusCode = domain::reading::ReadingStatus,
    ReadingUnitCode = domain::reading::kind::ReadingUnit,
    AccessLogPartCode = crate::person::history::AccessLogPart,
    AbsentReasonCode = domain::comprehensive_assessment::AbsentReason,
    AbsenceStatusCode = domain::absence::AbsenceStatus,
    AcuityFactCode = domain::acuity::Fact,
    AcuityFactorCode = domain::acuity::Factor,
    DecisionKindCode = domain::acuity::DecisionKind,
    TierStandingCode = domain::acuity::TierStanding,
    AdtStateCode = domain::adt::AdtState,
    MatchDecisionCode = domain::adt::matching::MatchDecision,
    MatchStatusCode = domain::adt::matching::MatchStatus,
    LikenessCode = domain::adt::matching::Likeness,
    RefusalCode = domain::adt::Refusal,
    ActivityCode = domain::scope::Activity,
    AlertKindCode = domain::alert::AlertKind,
    AlertOutcomeCode = domain::alert::AlertOutcome,
    AlertSeverityCode = domain::alert::AlertSeverity,
    AlertStatusCode = domain::alert::AlertStatus,
    AppointmentKindCode = domain::appointment::AppointmentKind,
    AppointmentStatusCode = domain::appointment::AppointmentStatus,
    AskReasonCode = domain::alert::escalation::AskReason,
    AssessmentModeCode = domain::assessment::AssessmentMode,
    AssessmentSectionCode = domain::comprehensive_assessment::AssessmentSection,
    AssessmentStatusCode = domain::assessment::AssessmentStatus,
    LicenceCode = domain::instrument::Licence,
    WordingStandingCode = domain::instrument_wording::WordingStanding,
    UrgencyCode = domain::instrument::Urgency,
    CalendarNameCode = crate::rulebook::preview::CalendarName,
    ClockKindCode = domain::clock::ClockKind,
    CountedCode = crate::rulebook::preview::Counted,
    WayCode = crate::rulebook::preview::Way,
    AppealDeskCode = persistence::authorization::AppealDesk,
    AppealKindCode = domain::authorization::appeal::AppealKind,
    AppealLevelCode = domain::authorization::appeal::AppealLevel,
    AppealStatusCode = domain::authorization::appeal::AppealStatus,
    AppealSubjectCode = domain::authorization::appeal::AppealSubject,
    AuthorizationDeskCode = persistence::authorization::AuthorizationDesk,
    AuthorizationSideCode = domain::authorization::AuthorizationSide,
    AuthorizationStatusCode = domain::authorization::AuthorizationStatus,
    CriteriaOutcomeCode = domain::authorization::CriteriaOutcome,
    DenialReasonCode = domain::authorization::DenialReason,
    DocumentKindCode = domain::authorization::DocumentKind,
    DocumentStateCode = domain::authorization::DocumentState,
    ExtensionGroundCode = domain::authorization::ExtensionGround,
    LineOfBusinessCode = domain::authorization::LineOfBusiness,
    PeerOutcomeCode = domain::authorization::PeerOutcome,
    RequestUrgencyCode = domain::authorization::RequestUrgency,
    ReviewKindCode = domain::authorization::ReviewKind,
    ServiceCategoryCode = domain::authorization::ServiceCategory,
    UnitKindCode = domain::authorization::UnitKind,
    UnitWarningCode = domain::authorization::UnitWarning,
    VerdictOfRequestCode = domain::authorization::RequestVerdict,
    BarrierKindCode = domain::care_plan::plan::BarrierKind,
    BarrierSeverityCode = domain::care_plan::plan::BarrierSeverity,
    BarrierStatusCode = domain::care_plan::plan::BarrierStatus,
    CapacityStatusCode = domain::community_service::capacity::CapacityStatus,
    PaperStateCode = domain::referral::PaperState,
    EquipmentItemCode = domain::referral::EquipmentItem,
    ReferralDocumentCode = domain::referral::ReferralDocument,
    AgreementKindCode = domain::community_service::partner::AgreementKind,
    AgreementStandingCode = domain::community_service::partner::AgreementStanding,
    EntryPartCode = domain::community_service::past::EntryPart,
    DirectoryFormatCode = crate::community_service::DirectoryFormat,
    FitCriterionCode = domain::community_service::eligibility::FitCriterion,
    FitStandingCode = domain::community_service::eligibility::FitStanding,
    FitVerdictCode = domain::community_service::eligibility::FitVerdict,
    OfferFactorCode = domain::community_service::offer::OfferFactor,
    OpenStateCode = crate::community_service::OpenState,
    ServiceStatusCode = domain::community_service::ServiceStatus,
    WeekdayCode = domain::community_service::schedule::Weekday,
    CancellationCode = domain::appointment::Cancellation,
    CancelledByCode = domain::appointment::CancelledBy,
    CapabilityCode = domain::access::Capability,
    CarePlanKindCode = domain::care_plan::plan::CarePlanKind,
    CarePlanStatusCode = domain::care_plan::plan::CarePlanStatus,
    AdjustmentKindCode = domain::caseload::AdjustmentKind,
    CaseloadBasisCode = domain::caseload::CaseloadBasis,
    LoadMissingCode = domain::caseload::LoadMissing,
    LoadModelCode = domain::caseload::LoadModel,
    LoadPartKindCode = domain::caseload::LoadPartKind,
    LoadStandingCode = domain::caseload::LoadStanding,
    CaseBarrierCode = domain::rebalance::Barrier,
    MoveReasonCode = domain::rebalance::MoveReason,
    UnplacedReasonCode = domain::rebalance::UnplacedReason,
    MoveModeCode = domain::caseload::shift::MoveMode,
    MoveStatusCode = domain::caseload::shift::MoveStatus,
    ReductionKindCode = domain::caseload::ReductionKind,
    CaseOutcomeCode = domain::case::CaseOutcome,
    CaseStatusCode = domain::case::CaseStatus,
    ConditionCode = domain::scope::Condition,
    CandidateReasonCode = domain::candidate::CandidateReason,
    CareTeamRoleCode = domain::care_team::CareTeamRole,
    CareTeamSourceCode = crate::care_team::CareTeamSource,
    ConsentActionCode = domain::consent::ConsentAction,
    ConsentDecisionCode = domain::consent::ConsentDecision,
    ConsentFormCode = domain::consent::ConsentForm,
    ConsentKindCode = domain::consent::ConsentKind,
    ConsentStatusCode = domain::consent::ConsentStatus,
    DenyReasonCode = domain::consent::DenyReason,
    DisclosedContentCode = domain::consent::DisclosedContent,
    DisclosureBasisCode = domain::consent::DisclosureBasis,
    DisclosureNoticeCode = domain::consent::DisclosureNotice,
    DisclosurePurposeCode = domain::consent::DisclosurePurpose,
    FamilyLevelCode = domain::consent::FamilyLevel,
    RecipientClassCode = domain::consent::RecipientClass,
    RegimeCode = domain::consent::Regime,
    SensitiveLabelCode = domain::consent::SensitiveLabel,
    SignerRoleCode = domain::consent::SignerRole,
    ContactModeCode = domain::contact::ContactMode,
    ContactOutcomeCode = domain::contact::ContactOutcome,
    ContactPurposeCode = domain::contact::ContactPurpose,
    ContactStatusCode = domain::contact::ContactStatus,
    ContactWithCode = domain::contact::ContactWith,
    CoverageKindCode = domain::person::CoverageKind,
    CredentialCategoryCode = domain::staff::CredentialCategory,
    CredentialKindCode = domain::staff::CredentialKind,
    CredentialStatusCode = domain::staff::CredentialStatus,
    CrisisChangeKindCode = domain::crisis_plan::content::CrisisChangeKind,
    CrisisPlanStatusCode = domain::crisis_plan::CrisisPlanStatus,
    CrisisSectionCode = domain::crisis_plan::content::CrisisSection,
    DeadlineStatusCode = domain::deadline::DeadlineStatus,
    DirectionCode = domain::contact::Direction,
    EndReasonCode = domain::care_plan::occurrence::EndReason,
    EffectCode = domain::care_plan::entry::Effect,
    EscalationCode = domain::alert::escalation::Escalation,
    EventKindCode = domain::EventKind,
    FluencyCode = domain::staff::Fluency,
    FindingCode = domain::care_plan::check::Finding,
    FrequencyCode = domain::care_plan::plan::Frequency,
    GoalAchievementCode = domain::care_plan::goal::GoalAchievement,
    GoalDirectionCode = domain::care_plan::goal::GoalDirection,
    GoalStatusCode = domain::care_plan::goal::GoalStatus,
    HandOffStatusCode = domain::hand_off::HandOffStatus,
    ImportStatusCode = domain::import::ImportStatus,
    InterventionStatusCode = domain::care_plan::plan::InterventionStatus,
    ItemKindCode = persistence::today::ItemKind,
    LevelCode = domain::scope::Level,
    MannerCode = domain::care_plan::entry::Manner,
    MediumCode = domain::care_plan::entry::Medium,
    MemberRoleCode = domain::case::MemberRole,
    NeedKindCode = domain::need::NeedKind,
    NeedStatusCode = domain::need::NeedStatus,
    HandBackStatusCode = domain::on_call::hand_back::HandBackStatus,
    HuddleKindCode = domain::huddle::HuddleKind,
    HuddleMarkCode = domain::huddle::HuddleMark,
    OnCallHoursCode = domain::on_call::OnCallHours,
    OnCallOutcomeCode = domain::on_call::event::OnCallOutcome,
    OnCallShiftStatusCode = domain::on_call::OnCallShiftStatus,
    OnCallTriageCode = domain::on_call::event::OnCallTriage,
    MilestoneKindCode = domain::milestone::MilestoneKind,
    MilestoneStatusCode = domain::milestone::MilestoneStatus,
    AdvocacyKindCode = domain::advocacy::AdvocacyKind,
    AdvocacyResultCode = domain::advocacy::AdvocacyResult,
    AdvocacyStatusCode = domain::advocacy::AdvocacyStatus,
    EducationFormatCode = domain::education::EducationFormat,
    EducationTopicCode = domain::education::EducationTopic,
    FitReasonCode = domain::education::fit::FitReason,
    LearnerCode = domain::education::Learner,
    ReadingHelpCode = domain::education::fit::ReadingHelp,
    TeachBackCode = domain::education::TeachBack,
    TeachingStatusCode = domain::education::TeachingStatus,
    TeachingWayCode = domain::education::TeachingWay,
    DocumentTypeCode = domain::note::turnaround::DocumentType,
    FieldKindCode = domain::note::template::FieldKind,
    FlawKindCode = domain::note::template::FlawKind,
    RecordFactCode = domain::note::template::RecordFact,
    NoteKindCode = domain::note::NoteKind,
    NoteStatusCode = domain::note::NoteStatus,
    OccurrenceOutcomeCode = domain::care_plan::occurrence::OccurrenceOutcome,
    OccurrenceStatusCode = domain::care_plan::occurrence::OccurrenceStatus,
    OutreachKindCode = crate::appointment::OutreachKind,
    ParticipantCode = domain::care_plan::entry::Participant,
    PlanChangeKindCode = domain::care_plan::compare::PlanChangeKind,
    PlanDetailCode = domain::care_plan::compare::PlanDetail,
    PlanSectionCode = domain::care_plan::compare::PlanSection,
    PreferenceKindCode = domain::care_plan::plan::PreferenceKind,
    PrintAudienceCode = crate::print::PrintAudience,
    QuestionFormCode = crate::comprehensive_assessment::QuestionForm,
    ProposalReasonCode = domain::care_plan::progress::ProposalReason,
    ReadingLanguageCode = domain::readability::ReadingLanguage,
    RepeatEveryCode = domain::appointment::repeat::RepeatEvery,
    BenefitCode = domain::referral::Benefit,
    BenefitDecisionCode = domain::referral::BenefitDecision,
    CancelReasonCode = domain::referral::CancelReason,
    ConfirmedWithCode = domain::referral::ConfirmedWith,
    DeclineReasonCode = domain::referral::DeclineReason,
    NotReceivedReasonCode = domain::referral::NotReceivedReason,
    PartnerAnswerCode = crate::referral::PartnerAnswer,
    ReferralActionCode = domain::referral::ReferralAction,
    ReferralChannelCode = domain::referral::ReferralChannel,
    ReferralKindCode = domain::referral::ReferralKind,
    ReferralPartyCode = domain::referral::ReferralParty,
    ReferralStatusCode = domain::referral::ReferralStatus,
    ReferralWaitCode = domain::referral::ReferralWait,
    ChartSignalCode = domain::measure_board::chart::ChartSignal,
    MeasureBoardCode = domain::measure_board::MeasureBoard,
    SavedReportKindCode = domain::saved_report::SavedReportKind,
    SavedReportScopeCode = domain::saved_report::SavedReportScope,
    TargetStandingCode = domain::measure_board::TargetStanding,
    RoleCode = domain::access::Role,
    SettingCode = domain::program::Setting,
    SexCode = domain::person::Sex,
    SmartGapCode = domain::care_plan::smart::SmartGap,
    SpecialisationCode = domain::staff::Specialisation,
    ConcernKindCode = domain::concern::ConcernKind,
    ConcernPartyCode = domain::concern::ConcernParty,
    ConcernStatusCode = domain::concern::ConcernStatus,
    AgendaKindCode = domain::conference::AgendaKind,
    ConferenceKindCode = domain::conference::ConferenceKind,
    ConferenceStatusCode = domain::conference::ConferenceStatus,
    ConsultationKindCode = domain::consultation::ConsultationKind,
    ConsultationStatusCode = domain::consultation::ConsultationStatus,
    ReceiptStatusCode = domain::message::ReceiptStatus,
    StageCode = domain::case::Stage,
    StandingCode = domain::staff::Standing,
    StanceCode = domain::care_plan::entry::Stance,
    StayClassCode = domain::stay::StayClass,
    StayStatusCode = domain::stay::StayStatus,
    TeamFunctionCode = persistence::organization::TeamFunction,
    TaskKindCode = domain::task::TaskKind,
    TaskPriorityCode = domain::task::TaskPriority,
    TaskStatusCode = domain::task::TaskStatus,
    TierCode = domain::case::Tier,
    TimelineEventCode = domain::timeline::TimelineEvent,
    VerdictCode = crate::scope::Stand,
    TransitionPhaseCode = domain::transition::TransitionPhase,
    NextStepCode = domain::transition::NextStep,
    DestinationCode = domain::transition::Destination,
    ComplexityCode = domain::transition::Complexity,
    DischargeBarrierKindCode = domain::transition::DischargeBarrierKind,
    AvoidableCauseCode = domain::transition::AvoidableCause,
    CheckCodeCode = domain::transition::checklist::CheckCode,
    CheckKindCode = domain::transition::checklist::CheckKind,
    CheckStateCode = domain::transition::CheckState,
    PlacementStatusCode = domain::transition::PlacementStatus,
    ChooserCode = domain::transition::Chooser,
    PromiseKindCode = domain::transition::PromiseKind,
    PromiseOutcomeCode = domain::transition::PromiseOutcome,
    ReconciliationOutcomeCode = domain::transition::ReconciliationOutcome,
    HospitalNoticeCode = domain::transition::HospitalNotice,
    TakenBackKindCode = domain::transition::TakenBackKind,
    TcmContactCode = domain::transition::tcm::TcmContact,
    TransitionWayCode = crate::transition::TransitionWay,
    BillingActivityCode = domain::billing::BillingActivity,
    BillingFamilyCode = domain::billing::BillingFamily,
    BillingFindingKindCode = domain::billing::BillingFindingKind,
    BillingRejectCode = domain::billing::BillingReject,
    BillingRoleCode = domain::billing::BillingRole,
    BillingSourceCode = crate::billing::BillingSource,
    CollaborativeMonthCode = domain::billing::CollaborativeMonth,
    DecisionMakingCode = domain::billing::DecisionMaking,
    AnimalRiskCode = domain::visit::safety::AnimalRisk,
    CompanionAnswerCode = domain::visit::safety::CompanionAnswer,
    DistanceUnitCode = domain::visit::mileage::DistanceUnit,
    InfectionRiskCode = domain::visit::safety::InfectionRisk,
    PhoneReceptionCode = domain::visit::safety::PhoneReception,
    SafetyResultCode = domain::visit::safety::SafetyResult,
    StopStatusCode = domain::visit::day::StopStatus,
    SurroundingsRiskCode = domain::visit::safety::SurroundingsRisk,
    ViolenceRiskCode = domain::visit::safety::ViolenceRisk,
    VisitActionCode = domain::visit::VisitAction,
    VisitStatusCode = domain::visit::VisitStatus,
    UnderstandingCode = domain::care_plan::entry::Understanding,
    BetterCode = domain::measure::Better,
    FactKindCode = domain::measure::FactKind,
    FigureCodeCode = domain::measure::FigureCode,
    MeasureKindCode = domain::measure::MeasureKind,
    PlaceCode = domain::measure::Place,
    PredicateCode = domain::measure::Predicate,
    StrataByCode = crate::measure::StrataBy,
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_codes_share_a_schema_of_the_contract() {
        for (index, name) in super::NAMES.iter().enumerate() {
            assert!(!super::NAMES[..index].contains(name), "{name} stands for two codes: rename one");
        }
    }
}
