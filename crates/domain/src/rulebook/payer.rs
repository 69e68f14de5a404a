//! The rules of a payer's program: every clock of T-6, T-8 and T-9 that answers a request, an appeal or a grievance.

use super::Rule;
use super::catalogue::published;
use super::standard::bound;
use crate::change::EventKind as E;

/// Which event starts which published clock.
const OPENED: &[(&str, E)] = &[
    ("T-6.standard", E::AuthorizationReceived),
    ("T-6.expedited", E::AuthorizationExpeditedReceived),
    ("T-9.urgent", E::UrgentClaimReceived),
    ("T-9.pre_service", E::PreServiceClaimReceived),
    ("T-9.post_service", E::PostServiceClaimReceived),
    ("T-9.concurrent_urgent", E::ConcurrentClaimReceived),
    ("T-8.ma_preservice", E::MaAppealReceived),
    ("T-8.ma_payment", E::MaPaymentAppealReceived),
    ("T-8.ma_part_b_drug", E::MaDrugAppealReceived),
    ("T-8.ma_expedited", E::MaExpeditedAppealReceived),
    ("T-8.medicaid_decide", E::MedicaidAppealReceived),
    ("T-8.medicaid_expedited", E::MedicaidExpeditedAppealReceived),
    ("T-8.ma_grievance", E::MaGrievanceReceived),
    ("T-8.ma_grievance_expedited", E::MaExpeditedGrievanceReceived),
];

/// The event that starts the clock of a rule for payers.
pub fn opening(code: &str) -> Option<E> {
    OPENED.iter().find(|(known, _)| *known == code).map(|(_, event)| *event)
}

/// The rules that a program of a payer starts with, every published version.
pub fn payer_rules() -> Vec<Rule> {
    published()
        .filter_map(|rule| Some(rule).zip(opening(rule.code)))
        .map(|(rule, event)| answered(rule, event))
        .collect()
}

fn answered(published: &super::catalogue::Published, trigger: E) -> Rule {
    let appeal = published.code.starts_with("T-8");
    let (met_by, next_action) =
        if appeal { (E::AppealSettled, "decide_appeal") } else { (E::AuthorizationSettled, "decide_authorization") };
    Rule {
        match_subject: true,
        // Who received it must decide, also when the case is closed or the person has died.
        cancelled_by: Vec::new(),
        weight: 24,
        next_action: next_action.into(),
        ..bound(published, trigger, met_by)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn every_clock_is_published_and_has_an_event_of_its_own() {
        for (index, (code, event)) in OPENED.iter().enumerate() {
            assert!(published().any(|rule| rule.code == *code), "{code}");
            assert!(OPENED[..index].iter().all(|(_, other)| other != event), "{code}");
        }
        assert_eq!(opening("T-6.expedited"), Some(E::AuthorizationExpeditedReceived));
        assert_eq!(opening("T-7.publish"), None);
    }

    #[test]
    fn a_request_of_2025_is_judged_by_the_version_of_2025() {
        let rules = payer_rules();
        let on = |day: &str| {
            let day = day.parse().unwrap();
            rules.iter().find(|rule| rule.code == "T-6.standard" && rule.in_force(day)).unwrap().clock.amount()
        };
        assert_eq!((on("2025-12-30"), on("2026-01-02")), (Some(14), Some(7)));
    }
}
