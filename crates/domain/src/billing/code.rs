//! The codes as data: thresholds, what they need, when they hold. Source: rules.md section 6, with the status that it gives.

use chrono::{Months, NaiveDate};

use super::{BillingActivity, BillingReject, BillingRole, CollaborativeMonth, DecisionMaking, Facts};

/// Where the numbers come from.
pub const RULES_SOURCE: &str = "CPT and HCPCS as published by CMS";

crate::codes! {
    /// A service of which at most one base code is billed in a month.
    pub enum BillingFamily {
        /// Chronic care management by clinical staff.
        ChronicStaff = "chronic_staff",
        /// Chronic care management by a professional in person.
        ChronicProfessional = "chronic_professional",
        /// Complex chronic care management.
        ChronicComplex = "chronic_complex",
        /// Principal care management by clinical staff.
        PrincipalStaff = "principal_staff",
        /// Principal care management by a professional in person.
        PrincipalProfessional = "principal_professional",
        /// Advanced primary care management.
        AdvancedPrimary = "advanced_primary",
        /// Behavioral care on top of advanced primary care management.
        AdvancedBehavioral = "advanced_behavioral",
        /// Transitional care management.
        Transitional = "transitional",
        /// General behavioral health integration.
        BehavioralIntegration = "behavioral_integration",
        /// Collaborative care.
        Collaborative = "collaborative",
        /// Community health integration.
        CommunityHealth = "community_health",
        /// Principal illness navigation.
        Navigation = "navigation",
        /// Principal illness navigation by peers.
        PeerNavigation = "peer_navigation",
        /// Supply of a monitoring device.
        MonitoringDevice = "monitoring_device",
        /// Management of remote monitoring.
        MonitoringTime = "monitoring_time",
        /// Assessment of social risks with a standardized instrument.
        RiskAssessment = "risk_assessment",
        /// Targeted case management of a state's Medicaid.
        Targeted = "targeted",
    }
}

/// What a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Something else than time.
    Facts,
    /// Time: `full` minutes, and allowed from `least` on.
    Base {
        /// Minutes that the code stands for; what adds to it begins behind them.
        full: i64,
        /// Minutes from which it may be claimed.
        least: i64,
    },
    /// More time, on top of each of these base codes.
    Each {
        /// Minutes that each unit stands for.
        full: i64,
        /// Minutes of the last unit from which it may be claimed.
        least: i64,
        /// Units in a month at most, where they are published.
        most: Option<u32>,
        /// The base codes.
        of: &'static [&'static str],
    },
    /// Time in units from the first minute on; from when the last one counts is the state's rule, see [`super::BillingRounding`].
    Units {
        /// Minutes that each unit stands for.
        full: i64,
    },
}

/// What a code needs beside time and consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// At least this many chronic conditions.
    Conditions(u32),
    /// At most this many chronic conditions.
    AtMostConditions(u32),
    /// A condition of high risk.
    HighRisk,
    /// A behavioral condition.
    Behavioral,
    /// A social need.
    Social,
    /// A serious illness.
    Serious,
    /// A care plan.
    Plan,
    /// Medical decision making of at least this complexity.
    Decision(DecisionMaking),
    /// A qualified Medicare beneficiary.
    Qualified,
    /// Device days, from and to.
    Days(u32, u32),
    /// Which month of collaborative care.
    Month(CollaborativeMonth),
    /// Any month of collaborative care.
    AnyMonth,
    /// A contact in time after a discharge, a visit within these days, medicines compared.
    Discharge(u32),
    /// Somebody spoke with the person.
    Live,
    /// Social risks were assessed, and not within so many months before.
    Assessed(u32),
    /// A group for which the state's Medicaid has targeted case management.
    Targeted,
}

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BillingCode {
    /// The code.
    pub code: &'static str,
    /// Its family.
    pub family: BillingFamily,
    /// What it counts.
    pub counts: Counts,
    /// What it needs.
    pub needs: &'static [Need],
    /// First month in which it holds: year and month.
    pub since: (i32, u32),
    /// Last month in which it holds, where it ended.
    pub until: Option<(i32, u32)>,
    /// Points of a unit. They are ours: about the minutes, twice for a professional in person; an organization gives its own.
    pub points: u32,
    /// True where the numbers were read in a public source; otherwise they are from general knowledge of it.
    pub verified: bool,
}

const CHRONIC: &[Need] = &[Need::Conditions(2), Need::Plan];
const COMPLEX: &[Need] = &[Need::Conditions(2), Need::Plan, Need::Decision(DecisionMaking::Moderate)];
const PRINCIPAL: &[Need] = &[Need::HighRisk, Need::Plan];

const fn base(
    code: &'static str,
    family: BillingFamily,
    minutes: i64,
    needs: &'static [Need],
    since: i32,
    points: u32,
) -> BillingCode {
    short(code, family, (minutes, minutes), needs, since, points)
}

/// A base code that may be claimed before its whole time: the midpoint convention of CPT.
const fn short(
    code: &'static str,
    family: BillingFamily,
    time: (i64, i64),
    needs: &'static [Need],
    since: i32,
    points: u32,
) -> BillingCode {
    let counts = Counts::Base { full: time.0, least: time.1 };
    dated(code, family, counts, needs, since, points)
}

const fn dated(
    code: &'static str,
    family: BillingFamily,
    counts: Counts,
    needs: &'static [Need],
    since: i32,
    points: u32,
) -> BillingCode {
    BillingCode { code, family, counts, needs, since: (since, 1), until: None, points, verified: false }
}

const fn more(
    code: &'static str,
    family: BillingFamily,
    of: &'static [&'static str],
    minutes: i64,
    most: Option<u32>,
    since: i32,
    points: u32,
) -> BillingCode {
    let counts = Counts::Each { full: minutes, least: minutes, most, of };
    dated(code, family, counts, &[], since, points)
}

const fn facts(
    code: &'static str,
    family: BillingFamily,
    needs: &'static [Need],
    since: i32,
    points: u32,
) -> BillingCode {
    dated(code, family, Counts::Facts, needs, since, points)
}

const fn verified(code: BillingCode) -> BillingCode {
    BillingCode { verified: true, ..code }
}

/// Every code, base codes before what adds to them.
pub const CODES: &[BillingCode] = &[
    verified(base("99490", BillingFamily::ChronicStaff, 20, CHRONIC, 2015, 20)),
    verified(more("99439", BillingFamily::ChronicStaff, &["99490"], 20, Some(2), 2021, 15)),
    verified(base("99491", BillingFamily::ChronicProfessional, 30, CHRONIC, 2019, 60)),
    verified(more("99437", BillingFamily::ChronicProfessional, &["99491"], 30, Some(2), 2022, 45)),
    verified(base("99487", BillingFamily::ChronicComplex, 60, COMPLEX, 2017, 75)),
    verified(more("99489", BillingFamily::ChronicComplex, &["99487"], 30, None, 2017, 40)),
    base("99426", BillingFamily::PrincipalStaff, 30, PRINCIPAL, 2022, 30),
    more("99427", BillingFamily::PrincipalStaff, &["99426"], 30, Some(2), 2022, 25),
    base("99424", BillingFamily::PrincipalProfessional, 30, PRINCIPAL, 2022, 60),
    more("99425", BillingFamily::PrincipalProfessional, &["99424"], 30, Some(2), 2022, 45),
    facts("G0556", BillingFamily::AdvancedPrimary, &[Need::AtMostConditions(1), Need::Plan], 2025, 10),
    facts("G0557", BillingFamily::AdvancedPrimary, CHRONIC, 2025, 25),
    facts("G0558", BillingFamily::AdvancedPrimary, &[Need::Conditions(2), Need::Plan, Need::Qualified], 2025, 50),
    verified(facts(
        "G0568",
        BillingFamily::AdvancedBehavioral,
        &[Need::Behavioral, Need::Month(CollaborativeMonth::First)],
        2026,
        70,
    )),
    verified(facts(
        "G0569",
        BillingFamily::AdvancedBehavioral,
        &[Need::Behavioral, Need::Month(CollaborativeMonth::Later)],
        2026,
        60,
    )),
    verified(facts("G0570", BillingFamily::AdvancedBehavioral, &[Need::Behavioral], 2026, 20)),
    facts(
        "99495",
        BillingFamily::Transitional,
        &[Need::Discharge(14), Need::Decision(DecisionMaking::Moderate)],
        2013,
        80,
    ),
    facts("99496", BillingFamily::Transitional, &[Need::Discharge(7), Need::Decision(DecisionMaking::High)], 2013, 110),
    base("99484", BillingFamily::BehavioralIntegration, 20, &[Need::Behavioral], 2018, 20),
    short(
        "99492",
        BillingFamily::Collaborative,
        (70, 36),
        &[Need::Behavioral, Need::Month(CollaborativeMonth::First)],
        2018,
        70,
    ),
    short(
        "99493",
        BillingFamily::Collaborative,
        (60, 31),
        &[Need::Behavioral, Need::Month(CollaborativeMonth::Later)],
        2018,
        60,
    ),
    short("G2214", BillingFamily::Collaborative, (30, 16), &[Need::Behavioral, Need::AnyMonth], 2021, 30),
    BillingCode {
        counts: Counts::Each { full: 30, least: 16, most: None, of: &["99492", "99493"] },
        ..more("99494", BillingFamily::Collaborative, &[], 30, None, 2018, 30)
    },
    base("G0019", BillingFamily::CommunityHealth, 60, &[Need::Social], 2024, 60),
    more("G0022", BillingFamily::CommunityHealth, &["G0019"], 30, None, 2024, 30),
    base("G0023", BillingFamily::Navigation, 60, &[Need::Serious], 2024, 60),
    more("G0024", BillingFamily::Navigation, &["G0023"], 30, None, 2024, 30),
    base("G0140", BillingFamily::PeerNavigation, 60, &[Need::Serious, Need::Behavioral], 2024, 60),
    more("G0146", BillingFamily::PeerNavigation, &["G0140"], 30, None, 2024, 30),
    verified(facts("99445", BillingFamily::MonitoringDevice, &[Need::Days(2, 15)], 2026, 20)),
    verified(facts("99454", BillingFamily::MonitoringDevice, &[Need::Days(16, 31)], 2019, 20)),
    verified(base("99470", BillingFamily::MonitoringTime, 10, &[Need::Live], 2026, 10)),
    verified(base("99457", BillingFamily::MonitoringTime, 20, &[Need::Live], 2019, 20)),
    verified(more("99458", BillingFamily::MonitoringTime, &["99457"], 20, None, 2020, 20)),
    // As an assessment of social risks it ended with 2025: the fee schedule of 2026 (CMS-1832-F) keeps the number and gives it to
    // assessments of physical activity and nutrition, of which nothing is recorded here.
    BillingCode {
        until: Some((2025, 12)),
        ..base("G0136", BillingFamily::RiskAssessment, 5, &[Need::Assessed(6)], 2024, 10)
    },
    BillingCode {
        counts: Counts::Units { full: 15 },
        since: (2002, 7),
        ..facts("T1017", BillingFamily::Targeted, &[Need::Targeted, Need::Plan], 2002, 15)
    },
];

impl BillingFamily {
    /// Families that the same practitioner doesn't bill in the same month. Source: rules.md section 6; CMS for the rest.
    pub fn excludes(self, other: Self) -> bool {
        use BillingFamily as F;
        let management = |family| {
            let all = [
                F::ChronicStaff,
                F::ChronicProfessional,
                F::ChronicComplex,
                F::PrincipalStaff,
                F::PrincipalProfessional,
            ];
            all.contains(&family)
        };
        let behavioral = [F::BehavioralIntegration, F::Collaborative, F::AdvancedBehavioral];
        let navigation = [F::CommunityHealth, F::Navigation, F::PeerNavigation];
        let advanced = |one: Self, two: Self| one == F::AdvancedPrimary && (management(two) || two == F::Transitional);
        self != other
            && ((management(self) && management(other))
                || advanced(self, other)
                || advanced(other, self)
                || (behavioral.contains(&self) && behavioral.contains(&other))
                || (navigation.contains(&self) && navigation.contains(&other)))
    }

    /// The family without which this one isn't billed.
    pub fn rests_on(self) -> Option<Self> {
        (self == Self::AdvancedBehavioral).then_some(Self::AdvancedPrimary)
    }

    /// True when the family needs the person's consent. Source: CMS; transitional care management needs none.
    pub fn needs_consent(self) -> bool {
        self != Self::Transitional
    }

    /// Whether time of an activity in a role may serve the family.
    pub fn takes(self, activity: BillingActivity, role: BillingRole) -> bool {
        use BillingActivity as A;
        use BillingFamily as F;
        let clinical = role >= BillingRole::ClinicalStaff;
        match self {
            F::ChronicStaff | F::ChronicComplex | F::PrincipalStaff => activity == A::CareManagement && clinical,
            F::ChronicProfessional | F::PrincipalProfessional => {
                activity == A::CareManagement && role == BillingRole::Professional
            }
            F::BehavioralIntegration | F::Collaborative => activity == A::BehavioralHealth && clinical,
            F::CommunityHealth => activity == A::CommunityHealth,
            F::Navigation => activity == A::Navigation,
            F::PeerNavigation => activity == A::PeerNavigation,
            F::MonitoringTime => activity == A::RemoteMonitoring && clinical,
            // The assessment is part of whatever the person was spoken to about.
            F::RiskAssessment => true,
            F::Targeted => matches!(activity, A::CareManagement | A::BehavioralHealth | A::CommunityHealth),
            F::AdvancedPrimary | F::AdvancedBehavioral | F::Transitional | F::MonitoringDevice => false,
        }
    }
}

/// The codes that hold in a month.
pub fn in_force(month: NaiveDate) -> impl Iterator<Item = &'static BillingCode> {
    CODES.iter().filter(move |code| code.holds_in(month))
}

impl BillingCode {
    /// True when the code holds in a month.
    pub fn holds_in(&self, month: NaiveDate) -> bool {
        let first = |(year, month)| NaiveDate::from_ymd_opt(year, month, 1);
        first(self.since).is_some_and(|since| month >= since)
            && self.until.and_then(first).is_none_or(|last| month <= last)
    }

    /// What the facts lack first; none when they have all that the code needs.
    pub fn lacks(&self, facts: &Facts, live: bool) -> Option<BillingReject> {
        let consent = self.family.needs_consent() && facts.consent_at.is_none();
        let lacking = self.needs.iter().find_map(|need| need.lacks(facts, live));
        consent.then_some(BillingReject::NoConsent).or(lacking)
    }
}

impl Need {
    /// True when the facts have it; whether somebody spoke with the person is not among them.
    pub(super) fn is_met(self, facts: &Facts) -> bool {
        self.lacks(facts, true).is_none()
    }

    fn lacks(self, facts: &Facts, live: bool) -> Option<BillingReject> {
        use BillingReject as R;
        let unless = |holds: bool, reason| (!holds).then_some(reason);
        match self {
            Self::Conditions(least) => unless(facts.chronic_conditions >= least, R::TooFewConditions),
            Self::AtMostConditions(most) => unless(facts.chronic_conditions <= most, R::TooManyConditions),
            Self::HighRisk => unless(facts.high_risk_condition, R::NoHighRiskCondition),
            Self::Behavioral => unless(facts.behavioral_condition, R::NoBehavioralCondition),
            Self::Social => unless(facts.social_need, R::NoSocialNeed),
            Self::Serious => unless(facts.serious_illness, R::NoSeriousIllness),
            Self::Plan => unless(facts.plan, R::NoPlan),
            Self::Decision(least) => {
                unless(facts.decision_making.is_some_and(|level| level >= least), R::DecisionMakingTooLow)
            }
            Self::Qualified => unless(facts.qualified_beneficiary, R::NotQualifiedBeneficiary),
            Self::Days(from, to) => unless((from..=to).contains(&facts.device_days), R::DeviceDays),
            Self::Month(month) => unless(facts.collaborative_month == Some(month), R::OtherMonth),
            Self::AnyMonth => unless(facts.collaborative_month.is_some(), R::OtherMonth),
            Self::Discharge(within) => {
                let known = facts.discharge;
                unless(known.is_some_and(|one| one.contact_in_time), R::NoTimelyContact)
                    .or(unless(
                        known.and_then(|one| one.visit_after_days).is_some_and(|days| days <= within),
                        R::NoTimelyVisit,
                    ))
                    .or(unless(known.is_some_and(|one| one.reconciled), R::NotReconciled))
            }
            Self::Live => unless(live, R::NoLiveContact),
            Self::Assessed(months) => match facts.risk_assessed_on {
                None => Some(R::NoRiskAssessment),
                Some(on) => {
                    let next = facts.risk_assessed_before_on.and_then(|on| on.checked_add_months(Months::new(months)));
                    unless(next.is_none_or(|next| on >= next), R::AssessedTooSoon)
                }
            },
            Self::Targeted => unless(facts.targeted_group, R::NotTargeted),
        }
    }
}
