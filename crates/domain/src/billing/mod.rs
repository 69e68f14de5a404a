//! Time and billing of a month of care management (N13, R166, R168; rules.md section 6).
//!
//! Spans of time become seconds that count: in the month, after the consent, each second of a person once, whoever was
//! there. Codes are data with the dates on which they hold ([`code`]). [`choose`] finds the allowed set of greatest value, in which no second
//! serves two codes, and says of each other code why it fails. Seconds are summed, and rounded down once: by the thresholds.

mod choose;
pub mod claim;
mod code;
mod finding;
pub mod once;
mod record;
pub mod support;
#[cfg(test)]
mod tests;
mod time;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock::start_of_day;
use crate::program::Setting;
pub use choose::Rejected;
pub use code::{BillingCode, BillingFamily, CODES, RULES_SOURCE, in_force};
pub use finding::Finding;
pub use record::{activity_of, families_of, of_appointment, of_contact, role_of};

/// The longest span, in seconds: a day.
pub const LONGEST: i64 = 86_400;

crate::codes! {
    /// What time was spent on; it decides which codes it may serve.
    pub enum BillingActivity {
        /// Care management: chronic or principal care.
        CareManagement = "care_management",
        /// Behavioral health integration and collaborative care.
        BehavioralHealth = "behavioral_health",
        /// Management of remote monitoring.
        RemoteMonitoring = "remote_monitoring",
        /// Community health integration.
        CommunityHealth = "community_health",
        /// Principal illness navigation.
        Navigation = "navigation",
        /// Principal illness navigation by peers.
        PeerNavigation = "peer_navigation",
    }
}

crate::codes! {
    /// As what somebody spends time.
    pub enum BillingRole {
        /// Auxiliary personnel, such as community health workers.
        Auxiliary = "auxiliary",
        /// Clinical staff.
        ClinicalStaff = "clinical_staff",
        /// A physician or another qualified health professional.
        Professional = "professional",
    }
}

crate::codes! {
    /// Complexity of medical decision making.
    pub enum DecisionMaking {
        /// Straightforward or low.
        Low = "low",
        /// Moderate.
        Moderate = "moderate",
        /// High.
        High = "high",
    }
}

crate::codes! {
    /// Which month of collaborative care it is.
    pub enum CollaborativeMonth {
        /// The first.
        First = "first",
        /// A later one.
        Later = "later",
    }
}

crate::codes! {
    /// From when the last unit of a code counts whose units the state rounds. Source: rules.md section 6, the state's rule as data.
    pub enum BillingRounding {
        /// From its whole time on.
        Full = "full",
        /// From its midpoint on: 8 of 15 minutes.
        Midpoint = "midpoint",
        /// From its first minute on.
        Started = "started",
    }
}

impl BillingRounding {
    /// Minutes of a unit from which it counts.
    pub fn least(self, full: i64) -> i64 {
        match self {
            Self::Full => full,
            Self::Midpoint => full / 2 + 1,
            Self::Started => 1,
        }
    }
}

crate::codes! {
    /// Why a code isn't in the set.
    pub enum BillingReject {
        /// The code holds in other months.
        NotInForce = "not_in_force",
        /// Another case of the person bills the family this month.
        BilledElsewhere = "billed_elsewhere",
        /// Too little time.
        TimeShort = "time_short",
        /// No consent in the month.
        NoConsent = "no_consent",
        /// No care plan.
        NoPlan = "no_plan",
        /// Too few chronic conditions.
        TooFewConditions = "too_few_conditions",
        /// More chronic conditions than the code is for.
        TooManyConditions = "too_many_conditions",
        /// No single condition of high risk.
        NoHighRiskCondition = "no_high_risk_condition",
        /// No behavioral condition.
        NoBehavioralCondition = "no_behavioral_condition",
        /// No social need that stands in the way.
        NoSocialNeed = "no_social_need",
        /// No serious illness.
        NoSeriousIllness = "no_serious_illness",
        /// Medical decision making was not complex enough.
        DecisionMakingTooLow = "decision_making_too_low",
        /// Not a qualified Medicare beneficiary.
        NotQualifiedBeneficiary = "not_qualified_beneficiary",
        /// The device reported on too few days, or on so many that the other code holds.
        DeviceDays = "device_days",
        /// Nobody spoke with the person.
        NoLiveContact = "no_live_contact",
        /// It is another month of collaborative care, or none.
        OtherMonth = "other_month",
        /// No contact within 2 business days of the discharge.
        NoTimelyContact = "no_timely_contact",
        /// No visit within the days of the code.
        NoTimelyVisit = "no_timely_visit",
        /// Medicines were not compared by the visit.
        NotReconciled = "not_reconciled",
        /// The discharge lies in the 30 days of one that is claimed already.
        AnotherClaim = "another_claim",
        /// Social risks were not assessed in the month.
        NoRiskAssessment = "no_risk_assessment",
        /// Social risks were assessed less than 6 months before.
        AssessedTooSoon = "assessed_too_soon",
        /// The person is in no group for which the state has targeted case management.
        NotTargeted = "not_targeted",
        /// The code that it adds to is not in the set.
        NoBase = "no_base",
        /// A code of the set excludes it.
        Excluded = "excluded",
        /// Its time serves codes of the set.
        TimeUsed = "time_used",
    }
}

crate::codes! {
    /// What is wrong with recorded time.
    pub enum BillingFindingKind {
        /// A worker was in two places.
        Overlap = "overlap",
        /// The same time of the same worker with the same person was recorded twice.
        DoubleEntry = "double_entry",
        /// Several workers at the same moment; the time counts once.
        Together = "together",
        /// More than 24 hours in a day.
        ImpossibleDay = "impossible_day",
        /// More billable time in a day than was worked.
        MoreThanWorked = "more_than_worked",
        /// Time before the consent; it doesn't count.
        BeforeConsent = "before_consent",
    }
}

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Who spent it.
    pub staff_id: Uuid,
    /// As what.
    pub role: BillingRole,
    /// On whom.
    pub person_id: Uuid,
    /// On what.
    pub activity: BillingActivity,
    /// True when they spoke with the person or a caregiver.
    pub live: bool,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
}

/// How a discharge was followed up, for transitional care management (T-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowedDischarge {
    /// True when somebody was reached within 2 business days, or two attempts were documented.
    pub contact_in_time: bool,
    /// Days from the discharge to the visit.
    pub visit_after_days: Option<u32>,
    /// True when medicines were compared by the visit.
    pub reconciled: bool,
    /// The day of the discharge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged_on: Option<NaiveDate>,
    /// The day of a discharge that somebody else claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_claim_on: Option<NaiveDate>,
}

/// What is known of the month beside time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// When the person consented; time before it doesn't count.
    pub consent_at: Option<DateTime<Utc>>,
    /// The day of the visit that began the service, or of the last one in the year before it.
    pub initiating_visit_on: Option<NaiveDate>,
    /// True when the person reaches somebody at all hours.
    pub round_the_clock: bool,
    /// Chronic conditions.
    pub chronic_conditions: u32,
    /// True when one condition of high risk is what care is about.
    pub high_risk_condition: bool,
    /// True with a behavioral condition.
    pub behavioral_condition: bool,
    /// True with a social need that stands in the way of treatment.
    pub social_need: bool,
    /// True with a serious illness of high risk.
    pub serious_illness: bool,
    /// True with a care plan.
    pub plan: bool,
    /// Complexity of medical decision making.
    pub decision_making: Option<DecisionMaking>,
    /// True for a qualified Medicare beneficiary.
    pub qualified_beneficiary: bool,
    /// Days on which a device reported.
    pub device_days: u32,
    /// Which month of collaborative care.
    pub collaborative_month: Option<CollaborativeMonth>,
    /// A discharge whose service period ends in the month.
    pub discharge: Option<FollowedDischarge>,
    /// The day of the month on which social risks were assessed with a standardized instrument.
    pub risk_assessed_on: Option<NaiveDate>,
    /// The day of the assessment before it.
    pub risk_assessed_before_on: Option<NaiveDate>,
    /// True in a group for which the state's Medicaid has targeted case management.
    pub targeted_group: bool,
    /// How the state rounds units; only whole ones count while it is not known.
    pub unit_rounding: Option<BillingRounding>,
}

/// What somebody worked on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// Who.
    pub staff_id: Uuid,
    /// On which day.
    pub on: NaiveDate,
    /// Seconds.
    pub seconds: i64,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'a> {
    /// First day of the month.
    pub month: NaiveDate,
    /// The zone whose days and months count.
    pub zone: Tz,
    /// The person.
    pub person_id: Uuid,
    /// Families of codes that the practice bills; all when empty.
    pub families: BTreeSet<BillingFamily>,
    /// Families that another case of the person bills this month.
    pub elsewhere: BTreeSet<BillingFamily>,
    /// All that is recorded of the workers; what is about other people only shows impossible days.
    pub spans: &'a [Span],
    /// What was worked, where it is known.
    pub worked: &'a [Worked],
    /// The facts.
    pub facts: &'a Facts,
    /// Days of the person's discharges whose transitional care is claimed already, see [`claim`].
    pub claimed: &'a [NaiveDate],
    /// Points of codes where they differ from ours.
    pub points: BTreeMap<String, u32>,
}

/// A code of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The code.
    pub code: &'static str,
    /// How often.
    pub units: u32,
    /// Seconds that these units need.
    pub seconds: i64,
    /// Points of these units.
    pub points: u32,
}

/// Where the recorded time went; the parts sum to `recorded`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Seconds {
    /// All that was recorded with the person.
    pub recorded: i64,
    /// What counts: each second once.
    pub counted: i64,
    /// Outside of the month.
    pub outside: i64,
    /// Before the consent.
    pub before_consent: i64,
    /// Of several entries at the same moment all but one.
    pub repeated: i64,
}

/// The next code, or unit of a code, that only time keeps out of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Next {
    /// The code.
    pub code: &'static str,
    /// Missing seconds.
    pub seconds: i64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Where the time went.
    pub seconds: Seconds,
    /// Seconds that may serve each activity; where activities coincide, each of them.
    pub by_activity: BTreeMap<BillingActivity, i64>,
    /// The set of greatest value.
    pub lines: Vec<Line>,
    /// Its value.
    pub points: u32,
    /// Why the other codes fail.
    pub rejected: Vec<Rejected>,
    /// What is wrong with the time.
    pub findings: Vec<Finding>,
    /// What is nearest.
    pub next: Option<Next>,
}

/// First day of the month after this one.
pub fn next_month(month: NaiveDate) -> NaiveDate {
    month.checked_add_months(chrono::Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The instants of a month: its first, and the first after it.
pub fn bounds(month: NaiveDate, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    (start_of_day(month, zone), start_of_day(next_month(month), zone))
}

/// What a month comes to.
///
/// # Errors
/// `billing_span_backwards` at the first span that ends before it starts or is longer than a day.
pub fn bill(question: &Question<'_>) -> Result<Month, Rule> {
    for (place, span) in question.spans.iter().enumerate() {
        if !(0..=LONGEST).contains(&(span.ends_at - span.starts_at).num_seconds()) {
            return Err(Rule::at(
                "billing_span_backwards",
                format!("/spans/{place}/ends_at"),
                "A span ends after it starts, and within a day.",
            ));
        }
    }
    let time = time::Time::of(question);
    let found = choose::choose(question, &time);
    Ok(Month {
        findings: finding::findings(question, &time.seconds),
        by_activity: time.by_activity(),
        seconds: time.seconds,
        lines: found.lines,
        points: found.points,
        next: found.next,
        rejected: found.rejected,
    })
}

/// What is known of a case's month beside time, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingMonth {
    /// Id.
    pub id: Uuid,
    /// Version; 0 while nobody wrote anything.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// First day of the month.
    pub month: NaiveDate,
    /// Families of codes that the practice bills for the case.
    pub families: BTreeSet<BillingFamily>,
    /// The facts.
    pub facts: Facts,
    /// Who wrote them last.
    pub author_id: Uuid,
    /// When.
    pub updated_at: DateTime<Utc>,
}

impl BillingMonth {
    /// A month that nobody wrote about: what is known goes on from `earlier`, without what belongs to its month alone.
    pub fn unwritten(id: Uuid, case: &Case, setting: Setting, month: NaiveDate, earlier: Option<&Self>) -> Self {
        let kept = |known: &Self| Facts {
            device_days: 0,
            discharge: None,
            decision_making: None,
            collaborative_month: known.facts.collaborative_month.map(|_| CollaborativeMonth::Later),
            risk_assessed_on: None,
            risk_assessed_before_on: known.facts.risk_assessed_on.or(known.facts.risk_assessed_before_on),
            ..known.facts.clone()
        };
        Self {
            id,
            version: 0,
            case_id: case.id,
            person_id: case.person_id,
            month,
            families: earlier.map_or_else(|| families_of(setting), |known| known.families.clone()),
            facts: earlier.map(kept).unwrap_or_default(),
            author_id: earlier.map_or(case.owner_id, |known| known.author_id),
            updated_at: earlier.map_or(case.enrolled_at, |known| known.updated_at),
        }
    }

    /// Writes the facts of the month.
    ///
    /// # Errors
    /// `billing_consent_in_future` at `/facts/consent_at`.
    pub fn write(
        mut self,
        families: BTreeSet<BillingFamily>,
        facts: Facts,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if facts.consent_at.is_some_and(|at| at > now) {
            let text = "Consent counts from when it was given, not before.";
            return Err(Rule::at("billing_consent_in_future", "/facts/consent_at", text));
        }
        let new = self.version == 0;
        self.version += 1;
        (self.families, self.facts, self.author_id, self.updated_at) = (families, facts, by, now);
        Ok(if new { Change::created(self) } else { Change::updated(self) })
    }
}
