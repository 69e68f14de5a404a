//! Capabilities: the functions an operation may need. Every operation names exactly one.

/// Declares the capabilities and, in [`cap`], one marker type for each.
macro_rules! capabilities {
    ($($(#[$meta:meta])* $Name:ident = $code:literal),+ $(,)?) => {
        crate::codes! {
            /// A function of the product that a role may include.
            pub enum Capability { $($(#[$meta])* $Name = $code),+ }
        }
        /// Marker types, so that a checked capability is part of an [`Access`](super::Access)'s type.
        pub mod cap {
            $($(#[$meta])* #[derive(Debug, Clone, Copy)] pub struct $Name;
            impl super::CapabilityMarker for $Name {
                const CAPABILITY: super::Capability = super::Capability::$Name;
            })+
        }
    };
}

/// A type that stands for one capability.
pub trait CapabilityMarker: 'static {
    /// The capability.
    const CAPABILITY: Capability;
}

capabilities! {
    /// See oneself: profile, session.
    SelfRead = "self_read",
    /// See programs, teams and colleagues.
    DirectoryRead = "directory_read",
    /// Create and change staff, teams and credentials.
    StaffWrite = "staff_write",
    /// Create API clients.
    ClientWrite = "client_write",
    /// See when colleagues within reach are off, and who covers.
    AbsenceRead = "absence_read",
    /// Plan and cancel one's own absences, and those of colleagues whom one leads.
    AbsenceWrite = "absence_write",
    /// See the worklist.
    TodayRead = "today_read",
    /// Receive live updates.
    EventStream = "event_stream",
    /// Find people.
    PersonSearch = "person_search",
    /// See a person.
    PersonRead = "person_read",
    /// Create and change people, related persons and coverage.
    PersonWrite = "person_write",
    /// See who looked at a record.
    AccessLogRead = "access_log_read",
    /// See cases.
    CaseRead = "case_read",
    /// Enrol a person.
    CaseCreate = "case_create",
    /// Change and close a case, add team members.
    CaseWrite = "case_write",
    /// Give a case or a task to any colleague of the team.
    CaseAssign = "case_assign",
    /// See one's own caseload, and those of colleagues whom one leads.
    CaseloadRead = "caseload_read",
    /// Move cases and whole caseloads of colleagues whom one leads.
    CaseloadMove = "caseload_move",
    /// Set what counts as a full caseload in a program.
    CaseloadPolicyWrite = "caseload_policy_write",
    /// See one's own working hours, and those of colleagues whom one leads.
    CapacityRead = "capacity_read",
    /// Set the working hours of colleagues.
    CapacityWrite = "capacity_write",
    /// See hand-offs.
    HandOffRead = "hand_off_read",
    /// Offer, accept, decline and withdraw hand-offs.
    HandOffWrite = "hand_off_write",
    /// See stays.
    StayRead = "stay_read",
    /// Record stays and discharges.
    StayWrite = "stay_write",
    /// See transitions: the rounds of a hospital, and what was promised for the way home.
    TransitionRead = "transition_read",
    /// Plan a discharge, and follow it.
    TransitionWrite = "transition_write",
    /// See tasks.
    TaskRead = "task_read",
    /// Create and change tasks.
    TaskWrite = "task_write",
    /// Complete tasks: one's own, and with the right to change tasks those of colleagues as well.
    TaskComplete = "task_complete",
    /// See deadlines.
    DeadlineRead = "deadline_read",
    /// Hide a deadline for a while.
    DeadlineSnooze = "deadline_snooze",
    /// Give a deadline the time that the law allows.
    DeadlineExtend = "deadline_extend",
    /// Waive a deadline with a reason.
    DeadlineWaive = "deadline_waive",
    /// See alerts.
    AlertRead = "alert_read",
    /// Say that one is on it.
    AlertAcknowledge = "alert_acknowledge",
    /// Close an alert with a coded outcome.
    AlertClose = "alert_close",
    /// See the published rules and ask for due times.
    RuleRead = "rule_read",
    /// Change when something is due, from a day on.
    RuleWrite = "rule_write",
    /// See the scope of practice: who may do what, and on which condition.
    ScopeRead = "scope_read",
    /// Make the scope of practice stricter, and take that back.
    ScopeWrite = "scope_write",
    /// See instruments and score answers.
    InstrumentRead = "instrument_read",
    /// Set which version of an instrument the organization uses.
    InstrumentPolicyWrite = "instrument_policy_write",
    /// See which wordings the organization added to instruments, and their licences.
    InstrumentWordingRead = "instrument_wording_read",
    /// Add the wording of an instrument under a licence, and take it back.
    InstrumentWordingWrite = "instrument_wording_write",
    /// See assessments.
    AssessmentRead = "assessment_read",
    /// Record assessments.
    AssessmentWrite = "assessment_write",
    /// Review an assistant's assessment.
    AssessmentReview = "assessment_review",
    /// See acuity, the decisions about tiers, and risk scores filled from the record.
    AcuityRead = "acuity_read",
    /// Adopt or override the tier that the model proposes.
    TierWrite = "tier_write",
    /// See needs.
    NeedRead = "need_read",
    /// Record and change needs.
    NeedWrite = "need_write",
    /// See care plans.
    CarePlanRead = "care_plan_read",
    /// Draft and revise care plans.
    CarePlanWrite = "care_plan_write",
    /// See the templates of care plans.
    CarePlanTemplateRead = "care_plan_template_read",
    /// Publish editions of templates of care plans, and take them back.
    CarePlanTemplateWrite = "care_plan_template_write",
    /// Approve a care plan.
    CarePlanApprove = "care_plan_approve",
    /// See crisis plans.
    CrisisPlanRead = "crisis_plan_read",
    /// Draft and revise crisis plans.
    CrisisPlanWrite = "crisis_plan_write",
    /// Sign crisis plans off, review and end them (with a licence).
    CrisisPlanApprove = "crisis_plan_approve",
    /// See the education library.
    EducationRead = "education_read",
    /// Add items to the education library, and take them back.
    EducationWrite = "education_write",
    /// See what a person was taught, and what fits them.
    TeachingRead = "teaching_read",
    /// Write down what was taught.
    TeachingWrite = "teaching_write",
    /// See what was asked for a person, and what they chose from.
    AdvocacyRead = "advocacy_read",
    /// Log what was asked for a person, and what came of it.
    AdvocacyWrite = "advocacy_write",
    /// See gaps in care.
    CareGapRead = "care_gap_read",
    /// Open gaps in care and close them with evidence.
    CareGapWrite = "care_gap_write",
    /// See who is on call.
    OnCallRead = "on_call_read",
    /// Plan who is on call.
    OnCallWrite = "on_call_write",
    /// Write down and read what happened on call, and acknowledge what is handed back.
    OnCallLog = "on_call_log",
    /// See the milestones of a case.
    MilestoneRead = "milestone_read",
    /// Record milestones of a case.
    MilestoneWrite = "milestone_write",
    /// See the lists of the day of one's teams.
    HuddleRead = "huddle_read",
    /// Add to a list of the day.
    HuddleAdd = "huddle_add",
    /// Run a list of the day.
    HuddleRun = "huddle_run",
    /// See contacts.
    ContactRead = "contact_read",
    /// Log contacts.
    ContactWrite = "contact_write",
    /// Set how often the people of a program are to be reached.
    ContactCadenceWrite = "contact_cadence_write",
    /// See readings taken at home.
    ReadingRead = "reading_read",
    /// Write readings down, correct them and take them back.
    ReadingWrite = "reading_write",
    /// Set the range of a person outside which somebody is asked to look.
    ReadingThresholdWrite = "reading_threshold_write",
    /// Send readings of devices.
    ReadingReceive = "reading_receive",
    /// See calendars and appointments.
    AppointmentRead = "appointment_read",
    /// Make, move and cancel appointments, and note what became of them.
    AppointmentWrite = "appointment_write",
    /// See visits outside the office: who is out, and one's own day.
    VisitRead = "visit_read",
    /// Make visits outside the office: check the safety, set out, arrive and leave, note the mileage.
    VisitWrite = "visit_write",
    /// Say whether a colleague may visit alone, when asked.
    VisitDecide = "visit_decide",
    /// See notes.
    NoteRead = "note_read",
    /// Draft and sign notes as an author (an assistant's signature waits for a countersignature).
    NoteWrite = "note_write",
    /// Sign notes that need no countersignature.
    NoteSign = "note_sign",
    /// Countersign an assistant's note.
    NoteCountersign = "note_countersign",
    /// See the templates of notes.
    NoteTemplateRead = "note_template_read",
    /// Publish editions of note templates, and take them back.
    NoteTemplateWrite = "note_template_write",
    /// See how fast one documents, and colleagues whom one leads.
    NoteTurnaroundRead = "note_turnaround_read",
    /// See one's own hours by type, and those of colleagues whom one leads.
    WorkHoursRead = "work_hours_read",
    /// See who guides whom: oneself, and colleagues whom one leads.
    MentorshipRead = "mentorship_read",
    /// Give a colleague whom one leads a mentor, and write down goals and meetings.
    MentorshipWrite = "mentorship_write",
    /// See messages that one sent or received.
    MessageRead = "message_read",
    /// Write to colleagues about a person, and acknowledge what they write.
    MessageWrite = "message_write",
    /// See consultations.
    ConsultationRead = "consultation_read",
    /// Ask for consultations, escalate, and answer when asked.
    ConsultationWrite = "consultation_write",
    /// See conferences about cases.
    ConferenceRead = "conference_read",
    /// Plan conferences, and write down what came of them.
    ConferenceWrite = "conference_write",
    /// See disputes about a person's care, and questions of values in it.
    ConcernRead = "concern_read",
    /// Raise such a concern, and review it when asked.
    ConcernWrite = "concern_write",
    /// See conflicts of interest: one's own, and those of colleagues whom one leads.
    ConflictOfInterestRead = "conflict_of_interest_read",
    /// Declare conflicts of interest, and end those of colleagues whom one leads.
    ConflictOfInterestWrite = "conflict_of_interest_write",
    /// See what people asked of their records: access, amendments, accountings of disclosures.
    RecordRequestRead = "record_request_read",
    /// Write such a request down.
    RecordRequestWrite = "record_request_write",
    /// Answer such requests, take the time that the law allows, and close them.
    RecordRequestDecide = "record_request_decide",
    /// See coverage requests, appeals and grievances.
    AuthorizationRead = "authorization_read",
    /// Write requests, hand them in, tick documents, note used units, file appeals and grievances.
    AuthorizationWrite = "authorization_write",
    /// Review and decide requests, appeals and grievances, as far as one's profession allows.
    AuthorizationReview = "authorization_review",
    /// See the counts of requests that a payer publishes.
    AuthorizationMetricsRead = "authorization_metrics_read",
    /// See the plans of payers: what they pay for, and their networks.
    InsurancePlanRead = "insurance_plan_read",
    /// Write down what plans of payers pay for, and who is in their networks.
    InsurancePlanWrite = "insurance_plan_write",
    /// Count a month of time with the calculator of billing; it shows nobody's data.
    BillingCalculate = "billing_calculate",
    /// See the time of a case, and what it comes to.
    BillingRead = "billing_read",
    /// Write down what billing needs to know of a month.
    BillingWrite = "billing_write",
    /// Take months of billing out as a file.
    BillingExport = "billing_export",
    /// See measures.
    MeasureRead = "measure_read",
    /// Set targets of measures, and who answers for them.
    MeasureTargetWrite = "measure_target_write",
    /// See answers in surveys of experience by person, record them and bring them in.
    SurveyAnswerWrite = "survey_answer_write",
    /// See costs by person, record them and bring them in.
    CostWrite = "cost_write",
    /// Keep boards, measures and the population under a name.
    SavedReportWrite = "saved_report_write",
    /// Keep what was typed and is not saved yet.
    DraftKeep = "draft_keep",
    /// Keep how one likes the app, saved views among it.
    PreferenceKeep = "preference_keep",
    /// Take the people of a measure out as a file.
    MeasureExport = "measure_export",
    /// See the directory of community services.
    CommunityServiceRead = "community_service_read",
    /// Say whether a community service has room.
    CommunityServiceReport = "community_service_report",
    /// Change the directory of community services, and import it.
    CommunityServiceWrite = "community_service_write",
    /// See referrals.
    ReferralRead = "referral_read",
    /// Arrange, send and follow up referrals, and give partners links to answer them.
    ReferralWrite = "referral_write",
    /// Answer one referral through a link, without an account.
    ReferralAnswer = "referral_answer",
    /// See what people consented to and refused, and who could see what.
    ConsentRead = "consent_read",
    /// Record consents and refusals, and take them back.
    ConsentWrite = "consent_write",
    /// See what went out about a person, also as a file.
    DisclosureRead = "disclosure_read",
    /// See who takes care of a person, in every organization.
    CareTeamRead = "care_team_read",
    /// Change who takes care of a person outside of the organization.
    CareTeamWrite = "care_team_write",
    /// Run imports.
    ImportRun = "import_run",
    /// Send messages of the hospital's feed.
    AdtReceive = "adt_receive",
    /// See what became of the messages of the feed, without what they say.
    AdtRead = "adt_read",
    /// See what they say, say whom they are about, replay them, undo merges.
    AdtWrite = "adt_write",
    /// See the audit trail.
    AuditRead = "audit_read",
}
