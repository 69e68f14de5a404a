//! Documentation that supports what is billed (R166): for each code of a month what the record must show, what shows it, and what is
//! missing. It keeps no code out of the set: that its time and facts allow it is one question, that a reviewer finds the papers is
//! another.
//!
//! | Document | Asked of | Shown by |
//! |---|---|---|
//! | consent | every family but transitional care | the day that was written down |
//! | initiating visit | care management, behavioral integration, community health, navigation | the day that was written down, not after the month |
//! | eligibility, decision making, discharge | codes that need such facts | the facts that were written down |
//! | care plan | codes that need a plan | the plan approved here; else what was written down |
//! | access at all hours | chronic care and advanced primary care | what was written down |
//! | time | codes that count time | a signed note about each contact; a kept appointment has none |
//! | live contact | management of monitoring | the contact |
//! | assessment | the code of the assessment of social risks | the day that was written down |
//! | device days | supply of a device | readings on record; else what was written down |

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::code::{Counts, Need};
use super::{BillingCode, BillingFamily, CODES, Facts, Line, Span, next_month};

crate::codes! {
    /// Something that the record must show for a code.
    pub enum BillingDocument {
        /// The person's consent.
        Consent = "consent",
        /// The visit that began the service.
        InitiatingVisit = "initiating_visit",
        /// What makes the person eligible: conditions, a need, an illness.
        Eligibility = "eligibility",
        /// The care plan.
        CarePlan = "care_plan",
        /// Access to somebody at all hours.
        RoundTheClock = "round_the_clock",
        /// A signed note about the time.
        Time = "time",
        /// That somebody spoke with the person.
        LiveContact = "live_contact",
        /// How complex the decisions were.
        DecisionMaking = "decision_making",
        /// The days on which a device reported.
        DeviceDays = "device_days",
        /// How a discharge was followed up.
        Discharge = "discharge",
        /// The assessment of social risks.
        RiskAssessment = "risk_assessment",
    }
}

crate::codes! {
    /// How well something is shown.
    pub enum BillingStanding {
        /// The record holds it.
        There = "there",
        /// Somebody wrote down that it is so; the paper is elsewhere.
        Stated = "stated",
        /// Nothing shows it.
        Missing = "missing",
    }
}

crate::codes! {
    /// A kind of record that shows something, or lacks its note.
    pub enum BillingProof {
        /// A care plan.
        CarePlan = "care_plan",
        /// A note.
        Note = "note",
        /// A contact.
        Contact = "contact",
        /// An appointment.
        Appointment = "appointment",
    }
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// What it is.
    pub kind: BillingProof,
    /// Its id.
    pub id: Uuid,
}

/// A span of time with what it was recorded as, and the signed note about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documented {
    /// The span.
    pub span: Span,
    /// The contact or appointment.
    pub record: Proof,
    /// The note.
    pub note_id: Option<Uuid>,
}

/// What the record holds in support of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The plan that was approved here before the month was over.
    pub plan_id: Option<Uuid>,
    /// Days with readings on record.
    pub device_days: u32,
    /// The time of the month.
    pub time: Vec<Documented>,
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supported {
    /// What is asked for.
    pub document: BillingDocument,
    /// How well it is shown.
    pub standing: BillingStanding,
    /// What shows it; of what is missing, the records that lack it.
    pub records: Vec<Proof>,
    /// Where it is asked for.
    pub source: &'static str,
}

/// What supports a code of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// The code.
    pub code: &'static str,
    /// Its checklist.
    pub documents: Vec<Supported>,
}

impl Support {
    /// What is missing.
    pub fn missing(&self) -> impl Iterator<Item = BillingDocument> {
        let lacking = self.documents.iter().filter(|one| one.standing == BillingStanding::Missing);
        lacking.map(|one| one.document)
    }
}

impl BillingDocument {
    /// Where it is asked for.
    pub fn source(self) -> &'static str {
        match self {
            Self::Consent => "CMS MLN909188: consent, spoken or written, is documented once",
            Self::InitiatingVisit => {
                "CMS MLN909188: a visit begins the service of who is new or was not seen within a year; \
                 Medicare physician fee schedule 2024 for community health integration and navigation"
            }
            Self::Eligibility => "CMS MLN909188: what makes the person eligible is in the record",
            Self::CarePlan => "CMS MLN909188: a comprehensive electronic care plan, of which the person gets a copy",
            Self::RoundTheClock => "CMS MLN909188: somebody who can answer urgent needs is reached at all hours",
            Self::Time => "CPT: the time of the month is documented with what was done",
            Self::LiveContact => "CPT 99457, 99470: interactive communication in the month",
            Self::DecisionMaking => "CPT: medical decision making is documented",
            Self::DeviceDays => "CPT 99445, 99454: the days with readings",
            Self::Discharge => "CMS MLN908628: discharge, contact, visit and comparison of medicines; the rule T-5",
            Self::RiskAssessment => {
                "Medicare physician fee schedule 2024: a standardized, evidence-based instrument, not more often than every 6 months"
            }
        }
    }

    fn of(need: Need) -> Option<Self> {
        match need {
            Need::Conditions(_)
            | Need::AtMostConditions(_)
            | Need::HighRisk
            | Need::Behavioral
            | Need::Social
            | Need::Serious
            | Need::Targeted
            | Need::Qualified => Some(Self::Eligibility),
            Need::Plan => Some(Self::CarePlan),
            Need::Decision(_) => Some(Self::DecisionMaking),
            Need::Days(..) => Some(Self::DeviceDays),
            Need::Discharge(_) => Some(Self::Discharge),
            Need::Live => Some(Self::LiveContact),
            Need::Assessed(_) => Some(Self::RiskAssessment),
            Need::Month(_) | Need::AnyMonth => None,
        }
    }
}

impl BillingFamily {
    /// True when a visit of who bills begins the service. Source: [`BillingDocument::source`].
    fn begins_with_visit(self) -> bool {
        !matches!(
            self,
            Self::Transitional
                | Self::AdvancedBehavioral
                | Self::MonitoringDevice
                | Self::MonitoringTime
                | Self::RiskAssessment
                | Self::Targeted
        )
    }

    /// True when the person must reach somebody at all hours. Source: [`BillingDocument::source`].
    fn is_round_the_clock(self) -> bool {
        matches!(self, Self::ChronicStaff | Self::ChronicProfessional | Self::ChronicComplex | Self::AdvancedPrimary)
    }
}

/// What supports each code of the set of a month that begins on `month`.
pub fn support(lines: &[Line], month: NaiveDate, facts: &Facts, evidence: &Evidence) -> Vec<Support> {
    let of = |line: &Line| {
        let code = CODES.iter().find(|one| one.code == line.code)?;
        Some(Support { code: code.code, documents: checklist(code, month, facts, evidence) })
    };
    lines.iter().filter_map(of).collect()
}

fn checklist(code: &BillingCode, month: NaiveDate, facts: &Facts, evidence: &Evidence) -> Vec<Supported> {
    let needs: Vec<Need> = needs(code).collect();
    let family = code.family;
    let of_family = [
        (family.needs_consent(), BillingDocument::Consent),
        (family.begins_with_visit(), BillingDocument::InitiatingVisit),
        (family.is_round_the_clock(), BillingDocument::RoundTheClock),
        (code.counts != Counts::Facts, BillingDocument::Time),
    ];
    let of_family = of_family.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, document)| document);
    let asked: BTreeSet<BillingDocument> =
        of_family.chain(needs.iter().filter_map(|need| BillingDocument::of(*need))).collect();
    let time: Vec<Documented> = evidence.time.iter().filter(|one| serves(one, family, facts)).copied().collect();
    let line = |document: BillingDocument| {
        let (standing, records) = match document {
            BillingDocument::Consent => stated(facts.consent_at.is_some()),
            BillingDocument::InitiatingVisit => {
                stated(facts.initiating_visit_on.is_some_and(|on| on < next_month(month)))
            }
            BillingDocument::RoundTheClock => stated(facts.round_the_clock),
            BillingDocument::Time => noted(&time),
            BillingDocument::LiveContact => shown(time.iter().filter(|one| one.span.live).map(|one| one.record)),
            BillingDocument::CarePlan => match evidence.plan_id {
                Some(id) => shown(std::iter::once(Proof { kind: BillingProof::CarePlan, id })),
                None => stated(facts.plan),
            },
            BillingDocument::DeviceDays if evidence.device_days > 0 && evidence.device_days >= facts.device_days => {
                (BillingStanding::There, Vec::new())
            }
            _ => stated(has_facts(document, &needs, facts)),
        };
        Supported { document, standing, records, source: document.source() }
    };
    asked.into_iter().map(line).collect()
}

/// What a code needs, and what the code needs that it adds to.
fn needs(code: &BillingCode) -> impl Iterator<Item = Need> {
    let base = match code.counts {
        Counts::Each { of, .. } => CODES.iter().find(|one| of.contains(&one.code)),
        _ => None,
    };
    code.needs.iter().chain(base.map(|base| base.needs).unwrap_or_default()).copied()
}

/// True for time that may serve a family: of its activity and role, and after the consent where it needs one.
fn serves(one: &Documented, family: BillingFamily, facts: &Facts) -> bool {
    let counts = !family.needs_consent() || facts.consent_at.is_some_and(|at| at < one.span.ends_at);
    counts && family.takes(one.span.activity, one.span.role)
}

fn has_facts(document: BillingDocument, needs: &[Need], facts: &Facts) -> bool {
    needs.iter().filter(|need| BillingDocument::of(**need) == Some(document)).all(|need| need.is_met(facts))
}

fn stated(is_known: bool) -> (BillingStanding, Vec<Proof>) {
    (if is_known { BillingStanding::Stated } else { BillingStanding::Missing }, Vec::new())
}

fn shown(records: impl Iterator<Item = Proof>) -> (BillingStanding, Vec<Proof>) {
    let records: Vec<Proof> = records.collect();
    (if records.is_empty() { BillingStanding::Missing } else { BillingStanding::There }, records)
}

/// The signed notes about the time; while one is missing, what lacks it.
fn noted(time: &[Documented]) -> (BillingStanding, Vec<Proof>) {
    let lacking: Vec<Proof> = time.iter().filter(|one| one.note_id.is_none()).map(|one| one.record).collect();
    if !lacking.is_empty() {
        return (BillingStanding::Missing, lacking);
    }
    shown(time.iter().filter_map(|one| one.note_id).map(|id| Proof { kind: BillingProof::Note, id }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;
    use crate::billing::{BillingActivity, BillingRole};
    use BillingDocument as D;
    use BillingStanding as S;

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-03-10T15:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn month() -> NaiveDate {
        "2026-03-01".parse().unwrap()
    }

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn spoken(number: u128, from: i64, note: Option<u128>) -> Documented {
        let span = Span {
            staff_id: id(1),
            role: BillingRole::ClinicalStaff,
            person_id: id(2),
            activity: BillingActivity::CareManagement,
            live: true,
            starts_at: at(from),
            ends_at: at(from + 20),
        };
        let record = Proof { kind: BillingProof::Contact, id: id(number) };
        Documented { span, record, note_id: note.map(id) }
    }

    fn facts() -> Facts {
        Facts {
            consent_at: Some(at(-1_000)),
            chronic_conditions: 2,
            plan: true,
            initiating_visit_on: Some("2026-03-31".parse().unwrap()),
            round_the_clock: true,
            ..Facts::default()
        }
    }

    fn supported(code: &'static str, facts: &Facts, evidence: &Evidence) -> Support {
        let line = Line { code, units: 1, seconds: 0, points: 0 };
        support(&[line], month(), facts, evidence).pop().unwrap()
    }

    fn standing(support: &Support, document: D) -> Option<S> {
        support.documents.iter().find(|one| one.document == document).map(|one| one.standing)
    }

    #[test]
    fn time_is_documented_by_a_signed_note_about_each_contact_that_serves_the_code() {
        let before = spoken(7, -2_000, None);
        let unsigned =
            Evidence { time: vec![spoken(5, 0, Some(50)), spoken(6, 30, None), before], ..Evidence::default() };
        let found = supported("99490", &facts(), &unsigned);
        let time = found.documents.iter().find(|one| one.document == D::Time).unwrap();
        assert_eq!(
            (time.standing, &time.records[..]),
            (S::Missing, &[Proof { kind: BillingProof::Contact, id: id(6) }][..])
        );
        assert_eq!(found.missing().collect::<Vec<_>>(), [D::Time], "what lies before the consent serves nothing");
        let signed = Evidence { time: vec![spoken(5, 0, Some(50)), spoken(6, 30, Some(60))], ..Evidence::default() };
        let found = supported("99490", &facts(), &signed);
        assert_eq!((standing(&found, D::Time), found.missing().count()), (Some(S::There), 0));
        assert_eq!(standing(&supported("99490", &facts(), &Evidence::default()), D::Time), Some(S::Missing));
    }

    #[test]
    fn a_plan_of_the_record_is_there_one_that_was_written_down_is_stated_and_none_is_missing() {
        let with = Evidence { plan_id: Some(id(9)), ..Evidence::default() };
        assert_eq!(standing(&supported("99490", &facts(), &with), D::CarePlan), Some(S::There));
        assert_eq!(standing(&supported("99490", &facts(), &Evidence::default()), D::CarePlan), Some(S::Stated));
        let none = Facts { plan: false, ..facts() };
        assert_eq!(standing(&supported("99490", &none, &Evidence::default()), D::CarePlan), Some(S::Missing));
    }

    #[test]
    fn what_began_after_the_month_and_what_nobody_wrote_down_is_missing() {
        let late =
            Facts { initiating_visit_on: Some("2026-04-01".parse().unwrap()), round_the_clock: false, ..facts() };
        let found = supported("99490", &late, &Evidence::default());
        assert_eq!(found.missing().collect::<Vec<_>>(), [D::InitiatingVisit, D::RoundTheClock, D::Time]);
        let discharge = supported("99496", &facts(), &Evidence::default());
        assert_eq!(standing(&discharge, D::Consent), None, "transitional care needs none");
        assert_eq!(discharge.missing().collect::<Vec<_>>(), [D::DecisionMaking, D::Discharge]);
    }

    #[test]
    fn what_adds_to_a_code_is_supported_by_what_supports_that_code() {
        let of = |code| {
            let found = supported(code, &facts(), &Evidence::default());
            found.documents.iter().map(|one| one.document).collect::<Vec<_>>()
        };
        assert_eq!(of("99439"), of("99490"));
        assert_eq!(of("99494"), of("99492"));
    }

    #[test]
    fn every_code_asks_for_something_and_says_where_it_is_asked_for() {
        for code in CODES {
            let asked = checklist(code, month(), &facts(), &Evidence::default());
            assert!(!asked.is_empty() && asked.iter().all(|one| !one.source.is_empty()), "{}", code.code);
            assert_eq!(asked.iter().any(|one| one.document == D::Time), code.counts != Counts::Facts, "{}", code.code);
        }
    }
}
