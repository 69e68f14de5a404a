//! A person with several cases is billed once a month: what serves the same activity is billed in one case, with the time of all and
//! for the families of all.
//!
//! Which case that is: the one in which it comes to most, then one of a program that is about it, then one with a consent, then the one
//! with more time, then the smaller id. The order is ours; that a person's month is billed once is the codes' own rule (rules.md
//! section 6).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

use super::{BillingActivity, BillingFamily, Facts, Question, Span, bill, bounds};
use crate::change::Rule;
use crate::code::Code;

/// A case of a person, as far as it matters where the month is billed.
#[derive(Debug, Clone)]
pub struct Sibling<'a> {
    /// The case.
    pub case_id: Uuid,
    /// What its time is spent on.
    pub activity: BillingActivity,
    /// Families that the practice bills for it; all when empty.
    pub families: &'a BTreeSet<BillingFamily>,
    /// What is known of its month beside time.
    pub facts: &'a Facts,
    /// The zone whose days and months count.
    pub zone: Tz,
    /// Its time.
    pub spans: Vec<Span>,
}

/// The case in which the families of each activity are billed.
pub type Billers = BTreeMap<BillingActivity, Uuid>;

impl Sibling<'_> {
    fn bills(&self, family: BillingFamily) -> bool {
        self.families.is_empty() || self.families.contains(&family)
    }

    fn consented(&self, month: NaiveDate) -> bool {
        self.facts.consent_at.is_some_and(|at| at < bounds(month, self.zone).1)
    }

    fn seconds(&self) -> i64 {
        self.spans.iter().map(|span| (span.ends_at - span.starts_at).num_seconds()).sum()
    }
}

/// What a family is about: the activity whose time serves it, or beside which it is billed.
pub fn about(family: BillingFamily) -> BillingActivity {
    use BillingFamily as F;
    match family {
        F::ChronicStaff
        | F::ChronicProfessional
        | F::ChronicComplex
        | F::PrincipalStaff
        | F::PrincipalProfessional
        | F::AdvancedPrimary
        | F::AdvancedBehavioral
        | F::Transitional => BillingActivity::CareManagement,
        F::BehavioralIntegration | F::Collaborative => BillingActivity::BehavioralHealth,
        F::CommunityHealth | F::RiskAssessment | F::Targeted => BillingActivity::CommunityHealth,
        F::Navigation => BillingActivity::Navigation,
        F::PeerNavigation => BillingActivity::PeerNavigation,
        F::MonitoringDevice | F::MonitoringTime => BillingActivity::RemoteMonitoring,
    }
}

/// The families of an activity that any of these cases bills.
fn families_of(activity: BillingActivity, siblings: &[Sibling<'_>]) -> BTreeSet<BillingFamily> {
    let all = BillingFamily::ALL.iter().copied().filter(|family| about(*family) == activity);
    all.filter(|family| siblings.iter().any(|one| one.bills(*family))).collect()
}

/// Where each activity's families are billed; nothing for one whose families no case of the person bills.
///
/// # Errors
/// Those of [`bill`].
pub fn billers(month: NaiveDate, person_id: Uuid, siblings: &[Sibling<'_>]) -> Result<Billers, Rule> {
    let mut billers = Billers::new();
    for activity in BillingActivity::ALL.iter().copied() {
        let families = families_of(activity, siblings);
        let bills = |one: &&Sibling<'_>| {
            let time = one.activity == activity && one.seconds() > 0;
            families.iter().any(|family| one.bills(*family)) && (one.consented(month) || time)
        };
        let candidates: Vec<&Sibling<'_>> = siblings.iter().filter(bills).collect();
        let together = siblings.iter().filter(|one| one.activity == activity);
        let spans: Vec<Span> = together.flat_map(|one| one.spans.iter().copied()).collect();
        let mut best: Option<(u32, bool, bool, i64, Reverse<Uuid>)> = None;
        for one in &candidates {
            let question = Question {
                month,
                zone: one.zone,
                person_id,
                families: families.clone(),
                elsewhere: BTreeSet::new(),
                spans: &spans,
                worked: &[],
                facts: one.facts,
                claimed: &[],
                points: BTreeMap::new(),
            };
            // Where there is no choice, nothing has to be worked out.
            let points = if candidates.len() > 1 { bill(&question)?.points } else { 0 };
            let known = (points, one.activity == activity, one.consented(month), one.seconds(), Reverse(one.case_id));
            best = best.max(Some(known));
        }
        if let Some((.., Reverse(case_id))) = best {
            billers.insert(activity, case_id);
        }
    }
    Ok(billers)
}

/// The families that a case is asked for: its own, and of each activity that it bills those of the person's other cases; all when empty.
pub fn asked(
    case_id: Uuid,
    own: &BTreeSet<BillingFamily>,
    siblings: &[Sibling<'_>],
    billers: &Billers,
) -> BTreeSet<BillingFamily> {
    if own.is_empty() {
        return BTreeSet::new();
    }
    let here = billers.iter().filter(|(_, id)| **id == case_id);
    own.iter().copied().chain(here.flat_map(|(activity, _)| families_of(*activity, siblings))).collect()
}

/// The families that another case of the person bills.
pub fn elsewhere(case_id: Uuid, billers: &Billers) -> BTreeSet<BillingFamily> {
    let other = |family: &&BillingFamily| billers.get(&about(**family)).is_some_and(|id| *id != case_id);
    BillingFamily::ALL.iter().filter(other).copied().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::billing::BillingRole;
    use BillingFamily::{ChronicComplex, ChronicStaff, Collaborative};
    use chrono::{DateTime, TimeDelta, Utc};
    use chrono_tz::UTC;

    const CARE: BillingActivity = BillingActivity::CareManagement;

    fn month() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        bounds(month(), UTC).0 + TimeDelta::minutes(minutes)
    }

    fn facts(consent_at: Option<DateTime<Utc>>) -> Facts {
        Facts { consent_at, ..Facts::default() }
    }

    fn sibling<'a>(
        id: u128,
        activity: BillingActivity,
        families: &'a BTreeSet<BillingFamily>,
        facts: &'a Facts,
        seconds: i64,
    ) -> Sibling<'a> {
        let span = Span {
            staff_id: Uuid::from_u128(10),
            role: BillingRole::ClinicalStaff,
            person_id: Uuid::nil(),
            activity,
            live: true,
            starts_at: at(i64::try_from(id).unwrap() * 100),
            ends_at: at(i64::try_from(id).unwrap() * 100) + TimeDelta::seconds(seconds),
        };
        Sibling { case_id: Uuid::from_u128(id), activity, families, facts, zone: UTC, spans: vec![span] }
    }

    fn care(siblings: &[Sibling<'_>]) -> Option<u128> {
        billers(month(), Uuid::nil(), siblings).unwrap().get(&CARE).map(Uuid::as_u128)
    }

    #[test]
    fn a_consent_comes_before_time_and_time_before_the_smaller_id() {
        let (all, with, none) = (BTreeSet::new(), facts(Some(at(-100))), Facts::default());
        let without = || sibling(1, CARE, &all, &none, 900);
        assert_eq!(care(&[sibling(2, CARE, &all, &with, 60), without()]), Some(2));
        assert_eq!(care(&[without(), sibling(3, CARE, &all, &none, 901)]), Some(3));
        assert_eq!(care(&[sibling(3, CARE, &all, &none, 900), without()]), Some(1));
        assert_eq!(care(&[sibling(1, CARE, &all, &none, 0)]), None, "nothing was done and nobody agreed");
        let later = facts(Some(bounds(month(), UTC).1));
        assert_eq!(care(&[sibling(2, CARE, &all, &later, 60), without()]), Some(1), "no consent in this month");
    }

    #[test]
    fn where_more_can_be_billed_comes_before_more_time() {
        let (all, agreed) = (BTreeSet::new(), facts(Some(at(-100))));
        let whole = Facts { chronic_conditions: 2, plan: true, ..agreed.clone() };
        assert_eq!(care(&[sibling(1, CARE, &all, &agreed, 900), sibling(2, CARE, &all, &whole, 600)]), Some(2));
        assert_eq!(care(&[sibling(1, CARE, &all, &whole, 600), sibling(2, CARE, &all, &agreed, 900)]), Some(1));
    }

    #[test]
    fn the_case_that_bills_an_activity_is_asked_for_the_families_of_all() {
        let (complex, staff) = (BTreeSet::from([ChronicComplex]), BTreeSet::from([ChronicStaff]));
        let whole = Facts { chronic_conditions: 2, plan: true, ..facts(Some(at(-100))) };
        let siblings = [sibling(1, CARE, &complex, &whole, 900), sibling(2, CARE, &staff, &whole, 600)];
        let billers = billers(month(), Uuid::nil(), &siblings).unwrap();
        assert_eq!(billers.get(&CARE), Some(&Uuid::from_u128(1)));
        assert_eq!(
            asked(Uuid::from_u128(1), &complex, &siblings, &billers),
            BTreeSet::from([ChronicStaff, ChronicComplex])
        );
        assert_eq!(asked(Uuid::from_u128(2), &staff, &siblings, &billers), staff);
        assert!(elsewhere(Uuid::from_u128(2), &billers).is_superset(&staff));
        assert!(elsewhere(Uuid::from_u128(1), &billers).is_empty());
    }

    #[test]
    fn a_case_about_something_else_keeps_its_own_families() {
        let (all, agreed) = (BTreeSet::new(), facts(Some(at(-100))));
        let behavioral = BillingActivity::BehavioralHealth;
        let siblings = [sibling(1, CARE, &all, &agreed, 900), sibling(2, behavioral, &all, &agreed, 900)];
        let of = |siblings: &[Sibling<'_>]| billers(month(), Uuid::nil(), siblings).unwrap();
        let other = elsewhere(Uuid::from_u128(2), &of(&siblings));
        assert!(other.contains(&ChronicStaff) && !other.contains(&Collaborative));
        assert!(elsewhere(Uuid::from_u128(1), &of(&siblings)).contains(&Collaborative));
        assert!(elsewhere(Uuid::from_u128(1), &of(&siblings[..1])).is_empty());
    }
}
