//! What is known of each kind: one small record for each.

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::appointment::{AppointmentStatus, Cancellation};
use crate::authorization::Timed;
use crate::case::CaseOutcome;
use crate::change::EventKind;
use crate::deadline::{Deadline, DeadlineStatus};
use crate::instrument;
use crate::program::Setting;
use crate::referral::{Course, ReferralStatus};
use crate::stay::{EmergencyCause, StayClass};
use crate::transition::{AvoidableDay, Destination, Target};

crate::codes! {
    /// Kind of a fact.
    pub enum FactKind {
        /// The person.
        Person = "person",
        /// A case.
        Case = "case",
        /// An insurance.
        Coverage = "coverage",
        /// A stay or a visit to the emergency department.
        Stay = "stay",
        /// What was said of a stay: target days, expected days, what it was for.
        Transition = "transition",
        /// What a visit to the emergency department was for.
        EmergencyCause = "emergency_cause",
        /// When the hospital's notice of an admission or its discharge information arrived.
        HospitalNotice = "hospital_notice",
        /// A contact.
        Contact = "contact",
        /// An appointment.
        Appointment = "appointment",
        /// An assessment.
        Assessment = "assessment",
        /// A safety alert.
        Alert = "alert",
        /// A crisis plan.
        CrisisPlan = "crisis_plan",
        /// A deadline.
        Deadline = "deadline",
        /// An intervention that fell due.
        Occurrence = "occurrence",
        /// A referral.
        Referral = "referral",
        /// A request for authorization.
        Authorization = "authorization",
        /// A gap in care.
        CareGap = "care_gap",
        /// An answer in a survey of experience.
        SurveyAnswer = "survey_answer",
        /// A milestone set by a court.
        CourtMilestone = "court_milestone",
        /// A job.
        Job = "job",
        /// Expected and observed cost.
        Cost = "cost",
    }
}

crate::codes! {
    /// Who provides a visit.
    pub enum Provider {
        /// A mental health provider.
        MentalHealth = "mental_health",
        /// A provider for substance use.
        SubstanceUse = "substance_use",
        /// Peer support.
        PeerSupport = "peer_support",
        /// A residential program.
        Residential = "residential",
        /// Anybody else.
        Other = "other",
    }
}

/// A case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CaseFact {
    /// Id.
    pub id: Uuid,
    /// Setting of its program.
    pub setting: Setting,
    /// When the person was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<CaseOutcome>,
}

/// An insurance; an open side has no end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverageFact {
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// A stay that was not cancelled.
#[derive(Debug, Clone, PartialEq)]
pub struct StayFact {
    /// Id.
    pub id: Uuid,
    /// Class.
    pub class: StayClass,
    /// Begin.
    pub admitted_at: DateTime<Utc>,
    /// End.
    pub discharged_at: Option<DateTime<Utc>>,
    /// Where the person went.
    pub destination: Option<Destination>,
    /// True when it was for a mental illness or self-harm.
    pub psychiatric: bool,
    /// True when it was planned: chemotherapy, rehabilitation, a transplant, a planned procedure.
    pub planned: bool,
    /// True when it was about pregnancy or birth.
    pub perinatal: bool,
    /// What a visit to the emergency department was for, when it is known.
    pub cause: Option<EmergencyCause>,
    /// Days that were to be expected.
    pub expected_days: Option<f64>,
    /// Target days, in the order in which they were set.
    pub targets: Vec<Target>,
    /// Avoidable days.
    pub avoidable: Vec<AvoidableDay>,
    /// When the notice of the admission arrived.
    pub notice_at: Option<DateTime<Utc>>,
    /// When the discharge information arrived.
    pub information_at: Option<DateTime<Utc>>,
    /// When the medicines were reconciled.
    pub reconciled_at: Option<DateTime<Utc>>,
}

/// A two-way contact or a kept appointment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisitFact {
    /// Id of the record.
    pub id: Uuid,
    /// A contact or an appointment.
    pub kind: FactKind,
    /// When.
    pub at: DateTime<Utc>,
    /// True when it was with the person, and not with a caregiver alone.
    pub with_person: bool,
    /// Who provided it.
    pub provider: Provider,
    /// True when it was about a mental illness.
    pub mental_illness: bool,
}

/// An appointment with the person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AppointmentFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// State.
    pub status: AppointmentStatus,
    /// How a cancellation counts.
    pub cancellation: Option<Cancellation>,
    /// When its outcome was noted.
    pub settled_at: Option<DateTime<Utc>>,
    /// The time for which the visit plan ordered it, wherever it was moved since; none for what it did not order.
    pub ordered_for: Option<DateTime<Utc>>,
}

impl AppointmentFact {
    /// When its time has come: that of its start, or of the order that it was moved away from.
    pub(crate) fn known_from(&self) -> DateTime<Utc> {
        self.ordered_for.map_or(self.starts_at, |at| at.min(self.starts_at))
    }
}

/// A completed assessment with a total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Code of the instrument.
    pub instrument: &'static str,
    /// Total.
    pub total: i64,
    /// When it was performed.
    pub at: DateTime<Utc>,
}

/// How strong a symptom was: 0 none, 1 slight, 2 moderate, 3 severe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SymptomFact {
    /// Id of its own: an assessment may tell of several.
    pub id: Uuid,
    /// The assessment.
    pub assessment_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Which symptom.
    pub symptom: &'static str,
    /// How strong.
    pub severity: u8,
    /// When.
    pub at: DateTime<Utc>,
}

impl SymptomFact {
    /// The symptoms of an assessment: pain (I-16), ESAS-r and the symptom impact of HOPE. From 0 to 10, 4 is moderate and 7 severe.
    pub fn of(
        assessment_id: Uuid,
        case_id: Uuid,
        instrument: &str,
        answers: &BTreeMap<String, i64>,
        at: DateTime<Utc>,
    ) -> Vec<Self> {
        let severity = |value: i64| match (instrument, value) {
            ("hope", 0..=3) => u8::try_from(value).ok(),
            ("hope", _) => None,
            (_, 0) => Some(0),
            (_, 1..=3) => Some(1),
            (_, 4..=6) => Some(2),
            (_, 7..=10) => Some(3),
            _ => None,
        };
        let known =
            ["pain-nrs", "esas-r", "hope"].contains(&instrument).then(|| instrument::find(instrument)).flatten();
        let of_item = |item: &'static instrument::Item| {
            let answer = answers.get(&item.number.to_string()).or_else(|| answers.get(item.name))?;
            let severity = severity(*answer)?;
            let id = Uuid::from_u128(assessment_id.as_u128() ^ u128::from(item.number));
            Some(Self { id, assessment_id, case_id, symptom: item.name, severity, at })
        };
        known.map(|instrument| instrument.items.iter().filter_map(of_item).collect()).unwrap_or_default()
    }
}

/// A finding of risk: 2 is moderate, 3 is high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RiskFact {
    /// Id.
    pub id: Uuid,
    /// An assessment or an alert.
    pub kind: FactKind,
    /// How high.
    pub level: u8,
    /// When.
    pub at: DateTime<Utc>,
}

/// A crisis plan that was in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrisisPlanFact {
    /// Id.
    pub id: Uuid,
    /// When the revision in force was signed off.
    pub approved_at: DateTime<Utc>,
    /// When it was last gone through with the person.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// Code of the rule.
    pub rule: String,
    /// Title of the rule at the time.
    pub title: String,
    /// First day in force of the rule's version.
    pub version: String,
    /// State.
    pub status: DeadlineStatus,
    /// Kind of the event that started the clock.
    pub anchor_kind: EventKind,
    /// The record that event is about.
    pub anchor_subject_id: Uuid,
    /// When the clock started.
    pub anchor_at: DateTime<Utc>,
    /// The last instant in time.
    pub due_at: DateTime<Utc>,
    /// When it was met.
    pub met_at: Option<DateTime<Utc>>,
    /// The record that met it.
    pub met_by_id: Option<Uuid>,
    /// When it ended unmet.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it ended unmet.
    pub closed_reason: Option<String>,
}

impl From<&Deadline> for DeadlineFact {
    fn from(deadline: &Deadline) -> Self {
        Self {
            id: deadline.id,
            case_id: deadline.case_id,
            rule: deadline.rule_code.clone(),
            title: deadline.rule_title.clone(),
            version: deadline.rule_version.clone(),
            status: deadline.status,
            anchor_kind: deadline.anchor_kind,
            anchor_subject_id: deadline.anchor_subject_id,
            anchor_at: deadline.anchor_at,
            due_at: deadline.due_at,
            met_at: deadline.met_at,
            met_by_id: deadline.met_by_id,
            closed_at: deadline.closed_at,
            closed_reason: deadline.closed_reason.clone(),
        }
    }
}

/// A referral.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferralFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// State.
    pub status: ReferralStatus,
    /// True when it was recorded by mistake.
    pub mistaken: bool,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the partner accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// The day of the service.
    pub served_on: Option<NaiveDate>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Until when the next step should have happened.
    pub due_at: DateTime<Utc>,
    /// The dates of an application, or on the way to a home.
    pub course: Option<Course>,
}

/// A request for authorization with a clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AuthorizationFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The last instant in time, with the extension that the law allowed.
    pub due_at: DateTime<Utc>,
    /// When it was first decided.
    pub decided_at: Option<DateTime<Utc>>,
}

impl AuthorizationFact {
    /// What it counts for in the turnaround; none while it is not decided.
    pub fn timed(&self) -> Option<Timed> {
        Some(Timed { received_at: self.received_at, decided_at: self.decided_at?, due_at: self.due_at })
    }
}

/// A gap in care.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapFact {
    /// Id.
    pub id: Uuid,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// True when the closing has evidence.
    pub evidence: bool,
}

/// An answer in a survey of experience.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnswerFact {
    /// Id.
    pub id: Uuid,
    /// The case that it is about.
    pub case_id: Uuid,
    /// Number of the item.
    pub item: u16,
    /// True for the best answer.
    pub top_box: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// What moved a day that a court set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Continuance {
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// The day that it set.
    pub day: NaiveDate,
    /// Id.
    pub id: Uuid,
}

/// A milestone set by a court.
#[derive(Debug, Clone, PartialEq)]
pub struct MilestoneFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The day first set.
    pub due_on: NaiveDate,
    /// What moved the day.
    pub continuances: Vec<Continuance>,
    /// When it was reached.
    pub done_at: Option<DateTime<Utc>>,
}

/// A job.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JobFact {
    /// Id.
    pub id: Uuid,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: Option<NaiveDate>,
}

/// Expected and observed cost, and what the program cost, in cents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostFact {
    /// Id.
    pub id: Uuid,
    /// The case that it is about.
    pub case_id: Uuid,
    /// When it was settled.
    pub at: DateTime<Utc>,
    /// Expected cost: low, middle and high estimate.
    pub expected: [i64; 3],
    /// Observed cost.
    pub observed: i64,
    /// Cost of the program.
    pub program: i64,
}
