//! A person with several cases is billed once a month: what serves the same activity is billed in one case, with the time of all.
//!
//! Which case that is: one of a program that is about it, then one with a consent, then the one with more time, then the smaller id.
//! The order is ours; that a person's month is billed once is the codes' own rule (rules.md section 6).

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{BillingActivity, BillingFamily};
use crate::code::Code;

/// A case of a person, as far as it matters where the month is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// The case.
    pub case_id: Uuid,
    /// What its time is spent on.
    pub activity: BillingActivity,
    /// Families that the practice bills for it; all when empty.
    pub families: BTreeSet<BillingFamily>,
    /// True when a consent is known.
    pub consented: bool,
    /// Seconds of the month.
    pub seconds: i64,
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
        F::CommunityHealth => BillingActivity::CommunityHealth,
        F::Navigation => BillingActivity::Navigation,
        F::PeerNavigation => BillingActivity::PeerNavigation,
        F::MonitoringDevice | F::MonitoringTime => BillingActivity::RemoteMonitoring,
    }
}

/// The case in which an activity's families are billed; none when no case of the person bills any of them.
pub fn biller(activity: BillingActivity, siblings: &[Sibling]) -> Option<Uuid> {
    let bills = |one: &&Sibling| {
        let asked = |family: &BillingFamily| about(*family) == activity;
        let any = one.families.is_empty() || one.families.iter().any(asked);
        any && (one.consented || (one.activity == activity && one.seconds > 0))
    };
    let order = |one: &&Sibling| (one.activity == activity, one.consented, one.seconds, std::cmp::Reverse(one.case_id));
    siblings.iter().filter(bills).max_by_key(order).map(|one| one.case_id)
}

/// The families that another case of the person bills.
pub fn elsewhere(case_id: Uuid, siblings: &[Sibling]) -> BTreeSet<BillingFamily> {
    let other = |family: &&BillingFamily| biller(about(**family), siblings).is_some_and(|id| id != case_id);
    BillingFamily::ALL.iter().filter(other).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sibling(id: u128, activity: BillingActivity, consented: bool, seconds: i64) -> Sibling {
        Sibling { case_id: Uuid::from_u128(id), activity, families: BTreeSet::new(), consented, seconds }
    }

    #[test]
    fn a_consent_comes_before_time_and_time_before_the_smaller_id() {
        let care = BillingActivity::CareManagement;
        let of = |siblings: &[Sibling]| biller(care, siblings).map(|id| id.as_u128());
        let (with, without) = (sibling(2, care, true, 60), sibling(1, care, false, 900));
        assert_eq!(of(&[with.clone(), without.clone()]), Some(2));
        assert_eq!(of(&[without.clone(), sibling(3, care, false, 901)]), Some(3));
        assert_eq!(of(&[sibling(3, care, false, 900), without]), Some(1));
        assert_eq!(of(&[sibling(1, care, false, 0)]), None, "nothing was done and nobody agreed");
    }

    #[test]
    fn a_case_about_something_else_keeps_its_own_families() {
        let (care, behavioral) = (BillingActivity::CareManagement, BillingActivity::BehavioralHealth);
        let siblings = [sibling(1, care, true, 900), sibling(2, behavioral, true, 900)];
        let other = elsewhere(Uuid::from_u128(2), &siblings);
        assert!(other.contains(&BillingFamily::ChronicStaff) && !other.contains(&BillingFamily::Collaborative));
        assert!(elsewhere(Uuid::from_u128(1), &siblings).contains(&BillingFamily::Collaborative));
        assert!(elsewhere(Uuid::from_u128(1), &siblings[..1]).is_empty());
    }
}
