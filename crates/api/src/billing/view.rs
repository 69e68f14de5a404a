//! What a month comes to, as it is shown.

use chrono::{DateTime, NaiveDate, Utc};
use domain::billing::support::{Proof, Support, Supported};
use domain::billing::{Facts, FollowedDischarge, Month, RULES_SOURCE};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{
    BillingActivityCode, BillingDocumentCode, BillingFindingKindCode, BillingProofCode, BillingRejectCode,
    BillingRoundingCode, BillingStandingCode, CollaborativeMonthCode, DecisionMakingCode,
};

/// How a discharge was followed up.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingDischarge {
    /// True when somebody was reached within 2 business days, or two attempts were documented.
    contact_in_time: bool,
    /// Days from the discharge to the visit; absent without one.
    #[schema(minimum = 0, maximum = 366)]
    visit_after_days: Option<u32>,
    /// True when medicines were compared by the visit.
    reconciled: bool,
    /// The day of the discharge: one claim is paid for the 30 days that begin with it.
    discharged_on: Option<NaiveDate>,
    /// The day of a discharge that somebody else claims. Of a case, what its person's earlier months claim counts by itself.
    other_claim_on: Option<NaiveDate>,
}

/// What is known of a month beside time.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingFacts {
    /// When the person consented; time before it doesn't count.
    consent_at: Option<DateTime<Utc>>,
    /// The day of the visit that began the service, or of the last one in the year before it.
    initiating_visit_on: Option<NaiveDate>,
    /// True when the person reaches somebody at all hours.
    #[serde(default)]
    round_the_clock: bool,
    /// Chronic conditions.
    #[schema(minimum = 0, maximum = 100)]
    chronic_conditions: u32,
    /// True when one condition of high risk is what care is about.
    #[serde(default)]
    high_risk_condition: bool,
    /// True with a behavioral condition.
    #[serde(default)]
    behavioral_condition: bool,
    /// True with a social need that stands in the way of treatment.
    #[serde(default)]
    social_need: bool,
    /// True with a serious illness of high risk.
    #[serde(default)]
    serious_illness: bool,
    /// True with a care plan. Of a case, a plan that was approved here counts by itself.
    #[serde(default)]
    plan: bool,
    /// Complexity of medical decision making.
    decision_making: Option<DecisionMakingCode>,
    /// True for a qualified Medicare beneficiary.
    #[serde(default)]
    qualified_beneficiary: bool,
    /// Days of the month on which a device reported.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 31)]
    device_days: u32,
    /// Which month of collaborative care.
    collaborative_month: Option<CollaborativeMonthCode>,
    /// A discharge whose service period ends in the month.
    discharge: Option<BillingDischarge>,
    /// The day of the month on which social risks were assessed with a standardized, evidence-based instrument (G0136).
    risk_assessed_on: Option<NaiveDate>,
    /// The day of the assessment before it. Of a case, the one written down in an earlier month counts by itself.
    risk_assessed_before_on: Option<NaiveDate>,
    /// True in a group for which the state's Medicaid has targeted case management (T1017).
    #[serde(default)]
    targeted_group: bool,
    /// From when the last unit of 15 minutes counts in the state; only whole ones count while it is not known.
    unit_rounding: Option<BillingRoundingCode>,
}

impl From<BillingFacts> for Facts {
    fn from(facts: BillingFacts) -> Self {
        let followed = |one: BillingDischarge| FollowedDischarge {
            contact_in_time: one.contact_in_time,
            visit_after_days: one.visit_after_days,
            reconciled: one.reconciled,
            discharged_on: one.discharged_on,
            other_claim_on: one.other_claim_on,
        };
        Self {
            consent_at: facts.consent_at,
            initiating_visit_on: facts.initiating_visit_on,
            round_the_clock: facts.round_the_clock,
            chronic_conditions: facts.chronic_conditions,
            high_risk_condition: facts.high_risk_condition,
            behavioral_condition: facts.behavioral_condition,
            social_need: facts.social_need,
            serious_illness: facts.serious_illness,
            plan: facts.plan,
            decision_making: facts.decision_making.map(|code| code.0),
            qualified_beneficiary: facts.qualified_beneficiary,
            device_days: facts.device_days,
            collaborative_month: facts.collaborative_month.map(|code| code.0),
            discharge: facts.discharge.map(followed),
            risk_assessed_on: facts.risk_assessed_on,
            risk_assessed_before_on: facts.risk_assessed_before_on,
            targeted_group: facts.targeted_group,
            unit_rounding: facts.unit_rounding.map(|code| code.0),
        }
    }
}

impl From<Facts> for BillingFacts {
    fn from(facts: Facts) -> Self {
        let followed = |one: FollowedDischarge| BillingDischarge {
            contact_in_time: one.contact_in_time,
            visit_after_days: one.visit_after_days,
            reconciled: one.reconciled,
            discharged_on: one.discharged_on,
            other_claim_on: one.other_claim_on,
        };
        Self {
            consent_at: facts.consent_at,
            initiating_visit_on: facts.initiating_visit_on,
            round_the_clock: facts.round_the_clock,
            chronic_conditions: facts.chronic_conditions,
            high_risk_condition: facts.high_risk_condition,
            behavioral_condition: facts.behavioral_condition,
            social_need: facts.social_need,
            serious_illness: facts.serious_illness,
            plan: facts.plan,
            decision_making: facts.decision_making.map(Into::into),
            qualified_beneficiary: facts.qualified_beneficiary,
            device_days: facts.device_days,
            collaborative_month: facts.collaborative_month.map(Into::into),
            discharge: facts.discharge.map(followed),
            risk_assessed_on: facts.risk_assessed_on,
            risk_assessed_before_on: facts.risk_assessed_before_on,
            targeted_group: facts.targeted_group,
            unit_rounding: facts.unit_rounding.map(Into::into),
        }
    }
}

/// Where the recorded time went; the parts sum to `recorded`.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingSeconds {
    recorded: i64,
    /// What counts: each second once.
    counted: i64,
    /// Outside of the month.
    outside: i64,
    before_consent: i64,
    /// Of several entries at the same moment all but one.
    repeated: i64,
}

/// Seconds that may serve an activity; where activities coincide, each of them has them.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingActivitySeconds {
    activity: BillingActivityCode,
    seconds: i64,
}

/// A code of the set.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingLine {
    #[schema(example = "99490")]
    code: &'static str,
    units: u32,
    /// Seconds that these units need.
    seconds: i64,
    points: u32,
}

/// A code that isn't in the set.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingRejected {
    code: &'static str,
    reason: BillingRejectCode,
    /// Seconds that were missing, when it was time.
    missing_seconds: Option<i64>,
    /// The code that excludes it, has its time, or is the missing base.
    by: Option<&'static str>,
}

/// A record that shows something, or lacks its note.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingProofView {
    kind: BillingProofCode,
    id: Uuid,
}

/// Something that the record must show for a code.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingDocumentView {
    document: BillingDocumentCode,
    standing: BillingStandingCode,
    /// What shows it; of what is missing, the records that lack it.
    records: Vec<BillingProofView>,
    /// Where it is asked for.
    source: &'static str,
}

/// The documentation that supports a code of the set.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingSupportView {
    #[schema(example = "99490")]
    code: &'static str,
    /// True when nothing of it is missing.
    complete: bool,
    documents: Vec<BillingDocumentView>,
}

impl From<Support> for BillingSupportView {
    fn from(support: Support) -> Self {
        let proof = |one: Proof| BillingProofView { kind: one.kind.into(), id: one.id };
        let document = |one: Supported| BillingDocumentView {
            document: one.document.into(),
            standing: one.standing.into(),
            records: one.records.into_iter().map(proof).collect(),
            source: one.source,
        };
        let complete = support.missing().next().is_none();
        Self { code: support.code, complete, documents: support.documents.into_iter().map(document).collect() }
    }
}

/// Something that is wrong with the time.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingFinding {
    kind: BillingFindingKindCode,
    /// Whose time; null where it is several workers'.
    staff_id: Option<Uuid>,
    on: NaiveDate,
    seconds: i64,
}

/// The nearest code that only time keeps out.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingNext {
    code: &'static str,
    /// Missing seconds.
    seconds: i64,
}

/// What a month comes to.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingResult {
    seconds: BillingSeconds,
    activities: Vec<BillingActivitySeconds>,
    /// The allowed set of greatest value.
    pub(super) lines: Vec<BillingLine>,
    /// Its value in points, which are ours where the caller gives none.
    points: u32,
    /// Why each other code fails.
    rejected: Vec<BillingRejected>,
    findings: Vec<BillingFinding>,
    pub(super) next: Option<BillingNext>,
    /// Where the rules come from.
    source: &'static str,
}

impl From<Month> for BillingResult {
    fn from(month: Month) -> Self {
        let seconds = month.seconds;
        let activity = |(activity, seconds): (domain::billing::BillingActivity, i64)| BillingActivitySeconds {
            activity: activity.into(),
            seconds,
        };
        let line = |line: domain::billing::Line| BillingLine {
            code: line.code,
            units: line.units,
            seconds: line.seconds,
            points: line.points,
        };
        let rejected = |one: domain::billing::Rejected| BillingRejected {
            code: one.code,
            reason: one.reason.into(),
            missing_seconds: one.missing,
            by: one.by,
        };
        let finding = |one: domain::billing::Finding| BillingFinding {
            kind: one.kind.into(),
            staff_id: one.staff_id,
            on: one.on,
            seconds: one.seconds,
        };
        Self {
            seconds: BillingSeconds {
                recorded: seconds.recorded,
                counted: seconds.counted,
                outside: seconds.outside,
                before_consent: seconds.before_consent,
                repeated: seconds.repeated,
            },
            activities: month.by_activity.into_iter().map(activity).collect(),
            lines: month.lines.into_iter().map(line).collect(),
            points: month.points,
            rejected: month.rejected.into_iter().map(rejected).collect(),
            findings: month.findings.into_iter().map(finding).collect(),
            next: month.next.map(|next| BillingNext { code: next.code, seconds: next.seconds }),
            source: RULES_SOURCE,
        }
    }
}
