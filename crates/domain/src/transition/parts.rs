//! What a transition is made of. Each part has its own small life:
//!
//! | part      | from     | act               | to                      |
//! |-----------|----------|-------------------|-------------------------|
//! | barrier   | -        | add               | open                    |
//! |           | open     | remove            | removed                 |
//! | check     | open     | done, not needed  | done, not needed        |
//! |           | any      | open again        | open                    |
//! | placement | -        | ask               | asked                   |
//! |           | asked    | answer            | accepted, declined      |
//! |           | accepted | choose            | chosen (one at a time)  |
//! | promise   | -        | promise           | open                    |
//! |           | open     | settle            | kept, missed, cancelled |

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::checklist::CheckCode;

crate::codes! {
    /// Where somebody goes after a stay (R106).
    pub enum Destination {
        /// Home, or somebody's home.
        Home = "home",
        /// Home, with home health or other services.
        HomeWithServices = "home_with_services",
        /// Skilled nursing facility.
        Snf = "snf",
        /// Inpatient rehabilitation.
        Rehab = "rehab",
        /// Long-term acute care hospital.
        Ltac = "ltac",
        /// Hospice, at home or in a facility.
        Hospice = "hospice",
        /// Shelter or medical respite.
        Shelter = "shelter",
        /// Somewhere else.
        Other = "other",
    }
}

impl Destination {
    /// True where a facility must take the person first.
    pub fn is_facility(self) -> bool {
        matches!(self, Self::Snf | Self::Rehab | Self::Ltac)
    }
}

crate::codes! {
    /// How hard the decisions after a stay are. Source: CPT 99495 asks for at least moderate, 99496 for high complexity.
    pub enum Complexity {
        /// Straightforward or low: no transitional care management.
        Low = "low",
        /// Moderate: a visit within 14 days.
        Moderate = "moderate",
        /// High: a visit within 7 days.
        High = "high",
    }
}

/// A day on which the person should leave, as somebody set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The day.
    pub on: NaiveDate,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// Who set it.
    pub set_by: Uuid,
    /// Why it took the place of an earlier one.
    pub reason: Option<String>,
}

crate::codes! {
    /// What is in the way of a discharge (R112).
    pub enum DischargeBarrierKind {
        /// The person is not well enough.
        Clinical = "clinical",
        /// A test or a consultant is awaited.
        TestOrConsult = "test_or_consult",
        /// The payer has not decided.
        Authorization = "authorization",
        /// No facility has taken the person.
        Placement = "placement",
        /// Equipment is not there.
        Equipment = "equipment",
        /// Medicines can't be had.
        Medicines = "medicines",
        /// Family or caregiver is not ready.
        Family = "family",
        /// A guardian or a court must decide.
        Guardianship = "guardianship",
        /// No home, or none that is safe.
        Housing = "housing",
        /// No way to get there.
        Transport = "transport",
        /// Something else.
        Other = "other",
    }
}

/// Something in the way of the discharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    /// Id.
    pub id: Uuid,
    /// Kind.
    pub kind: DischargeBarrierKind,
    /// What it is.
    pub text: String,
    /// Who removes it.
    pub owner_id: Uuid,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// When it was out of the way.
    pub removed_at: Option<DateTime<Utc>>,
    /// How.
    pub removed_how: Option<String>,
}

crate::codes! {
    /// Why a day in hospital was avoidable. Source: rules.md, K-3.
    pub enum AvoidableCause {
        /// The payer.
        Payer = "payer",
        /// The hospital or a facility.
        Facility = "facility",
        /// A physician or consultant.
        Provider = "provider",
        /// The family.
        Family = "family",
        /// A court or a guardian.
        Court = "court",
        /// Transport.
        Transport = "transport",
        /// Equipment.
        Equipment = "equipment",
        /// Something else.
        Other = "other",
    }
}

/// A day that would not have been needed. A day has one primary cause (K-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvoidableDay {
    /// The day.
    pub on: NaiveDate,
    /// Its primary cause.
    pub cause: AvoidableCause,
}

crate::codes! {
    /// What became of an item of the checklist.
    pub enum CheckState {
        /// Done.
        Done = "done",
        /// Not needed for this person.
        NotNeeded = "not_needed",
    }
}

/// An item of the checklist that somebody settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The item.
    pub code: CheckCode,
    /// What became of it.
    pub state: CheckState,
    /// Who settled it.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What there is to say.
    pub note: Option<String>,
}

crate::codes! {
    /// Where the request to a facility stands.
    pub enum PlacementStatus {
        /// The facility was asked.
        Asked = "asked",
        /// It would take the person.
        Accepted = "accepted",
        /// It would not.
        Declined = "declined",
        /// The person chose it.
        Chosen = "chosen",
    }
}

crate::codes! {
    /// Who chose a facility. Source: 42 CFR 482.43(c), freedom of choice.
    pub enum Chooser {
        /// The person.
        Person = "person",
        /// Somebody whom the person asked to.
        Caregiver = "caregiver",
        /// A guardian or health care proxy.
        Guardian = "guardian",
    }
}

/// A facility that was asked to take the person (R109).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Id.
    pub id: Uuid,
    /// Name of the facility.
    pub facility: String,
    /// Where the request stands.
    pub status: PlacementStatus,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When it answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it declined, or on which condition it accepted.
    pub answer: Option<String>,
    /// Who chose it.
    pub chosen_by: Option<Chooser>,
    /// When.
    pub chosen_at: Option<DateTime<Utc>>,
}

crate::codes! {
    /// What was promised for the time after a stay.
    pub enum PromiseKind {
        /// A visit with a physician or practitioner: the one that transitional care management asks for.
        FollowUpVisit = "follow_up_visit",
        /// A visit for mental health.
        BehavioralVisit = "behavioral_visit",
        /// A visit with a specialist.
        SpecialistVisit = "specialist_visit",
        /// A test, or the result of one.
        Test = "test",
        /// Equipment.
        Equipment = "equipment",
        /// A service at home.
        HomeService = "home_service",
        /// Something to be explained or practiced.
        Teaching = "teaching",
        /// Something else.
        Other = "other",
    }
}

crate::codes! {
    /// What became of a promise.
    pub enum PromiseOutcome {
        /// It took place.
        Kept = "kept",
        /// It did not.
        Missed = "missed",
        /// It is not needed any more.
        Cancelled = "cancelled",
    }
}

/// Something promised for the time after the stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Id.
    pub id: Uuid,
    /// Kind.
    pub kind: PromiseKind,
    /// What, with whom, where.
    pub text: String,
    /// For which day.
    pub due_on: Option<NaiveDate>,
    /// Who wrote it down.
    pub made_by: Uuid,
    /// When.
    pub made_at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Option<PromiseOutcome>,
    /// When it took place, or when somebody said that it did not.
    pub settled_at: Option<DateTime<Utc>>,
    /// Who said so.
    pub settled_by: Option<Uuid>,
}

impl Promise {
    /// True while it is open and its day is past.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.outcome.is_none() && self.due_on.is_some_and(|day| day < today)
    }
}

crate::codes! {
    /// What came out when medicines were compared.
    pub enum ReconciliationOutcome {
        /// All lists agree.
        Agrees = "agrees",
        /// They did not, and now do.
        Corrected = "corrected",
        /// They do not, and the prescriber was told.
        Referred = "referred",
    }
}

/// Medicines before, during and after the stay, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Uuid,
    /// What came out.
    pub outcome: ReconciliationOutcome,
    /// What differed, and what was done about it.
    pub findings: Option<String>,
}

crate::codes! {
    /// A notice that a hospital owes. Source: rules.md, T-10.
    pub enum HospitalNotice {
        /// Important Message from Medicare.
        ImportantMessage = "important_message",
        /// Medicare Outpatient Observation Notice.
        ObservationNotice = "observation_notice",
    }
}

/// A notice that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeGiven {
    /// Which.
    pub notice: HospitalNotice,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Uuid,
}

crate::codes! {
    /// What a hospital lets those who care for somebody outside know. Source: rules.md, K-8 (HEDIS TRC).
    pub enum ReceiptKind {
        /// That somebody was admitted.
        AdmissionNotice = "admission_notice",
        /// What was found and done, what goes on, and which medicines: what comes with the discharge.
        DischargeInformation = "discharge_information",
    }
}

crate::codes! {
    /// How word of a hospital came.
    pub enum ReceiptWay {
        /// By phone.
        Phone = "phone",
        /// By fax.
        Fax = "fax",
        /// By an electronic message or document.
        Electronic = "electronic",
        /// Seen in a portal or a record that is shared.
        Portal = "portal",
        /// By mail.
        Mail = "mail",
        /// In another way.
        Other = "other",
    }
}

/// That word of the hospital came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Id.
    pub id: Uuid,
    /// What came.
    pub what: ReceiptKind,
    /// When.
    pub at: DateTime<Utc>,
    /// From whom.
    pub sender: Option<String>,
    /// How.
    pub way: ReceiptWay,
    /// Who wrote it down.
    pub by: Uuid,
}

crate::codes! {
    /// What was entered in error.
    pub enum TakenBackKind {
        /// What became of a promise.
        Promise = "promise",
        /// That medicines were compared.
        Reconciliation = "reconciliation",
        /// That a notice was given.
        Notice = "notice",
        /// That word of the hospital came.
        Receipt = "receipt",
    }
}

/// Something that was entered in error and counts for nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// What it was.
    pub kind: TakenBackKind,
    /// When it was said to have happened.
    pub entered_for: DateTime<Utc>,
    /// What was wrong.
    pub reason: String,
    /// Who took it back.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// Everything that people wrote down about a transition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Days set for the discharge, in the order in which they were set; the last one is the present one.
    pub targets: Vec<Target>,
    /// What is or was in the way.
    pub barriers: Vec<Barrier>,
    /// Avoidable days, by day.
    pub avoidable: Vec<AvoidableDay>,
    /// Items of the checklist that were settled.
    pub checks: Vec<Check>,
    /// Facilities that were asked.
    pub placements: Vec<Placement>,
    /// What was promised.
    pub promises: Vec<Promise>,
    /// Comparisons of medicines; the last one counts.
    pub reconciliations: Vec<Reconciliation>,
    /// Notices given.
    pub notices: Vec<NoticeGiven>,
    /// Word of the hospital that came.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// What was entered in error.
    #[serde(default)]
    pub taken_back: Vec<TakenBack>,
}
