//! Follow-up: K-6, K-7, K-8.

use super::*;
use crate::transition::Destination;

fn psychiatric(visits: &[&str]) -> Facts {
    let one = StayFact { psychiatric: true, ..stay(1, "2026-03-03", "2026-03-10") };
    Facts { visits: visits.iter().map(|on| visit(on)).collect(), ..with_stays(1, vec![one]) }
}

fn reached(code: &str, facts: Facts) -> bool {
    let result = in_2026(code, &[facts]);
    assert_eq!(result.members.len(), 1);
    result.numerator == 1.0
}

#[test]
fn tv_k_6_the_day_of_discharge_never_counts_day_7_and_day_30_do_and_day_31_does_not() {
    let seven = |on: &str| reached("fuh-7", psychiatric(&[on]));
    assert_eq!(["2026-03-10", "2026-03-11", "2026-03-17", "2026-03-18"].map(seven), [false, true, true, false]);
    let thirty = |on: &str| reached("fuh-30", psychiatric(&[on]));
    assert_eq!(["2026-03-10", "2026-04-09", "2026-04-10"].map(thirty), [false, true, false]);
}

#[test]
fn k_6_from_2025_peer_support_counts_and_before_only_mental_health_providers() {
    let with = |year: &str, provider| {
        let from = format!("{year}-03-03");
        let to = format!("{year}-03-10");
        let one = StayFact { psychiatric: true, ..stay(1, &from, &to) };
        let seen = VisitFact { provider, mental_illness: false, ..visit(&format!("{year}-03-12")) };
        let facts = Facts { visits: vec![seen], ..with_stays(1, vec![one]) };
        let period = Period::of_days(day(&format!("{year}-01-01")), day(&format!("{year}-12-31")), New_York);
        let result = evaluate(find("fuh-7").unwrap(), &[facts], period, noon("2027-12-31"));
        let version = result.members[0].proof[0].version.unwrap();
        (result.numerator == 1.0, version.to_string())
    };
    assert_eq!(with("2024", Provider::PeerSupport), (false, "2000-01-01".to_owned()));
    assert_eq!(with("2025", Provider::PeerSupport), (true, "2025-01-01".to_owned()));
    assert!(with("2024", Provider::MentalHealth).0);
    assert!(!with("2026", Provider::Other).0);
}

#[test]
fn k_6_keeps_the_last_discharge_and_leaves_out_children_hospice_death_and_facilities() {
    let mut twice = psychiatric(&["2026-03-25"]);
    twice.stays.push(StayFact { psychiatric: true, ..stay(2, "2026-03-15", "2026-03-20") });
    let result = in_2026("fuh-7", &[twice]);
    assert_eq!(places(&result), [Place::Excluded, Place::Numerator]);
    let out = |facts: Facts| numbers(&in_2026("fuh-7", &[facts])) == (0.0, 0, 1, 0);
    assert!(out(Facts { born_on: Some(day("2020-03-11")), ..psychiatric(&["2026-03-12"]) }));
    assert!(!out(Facts { born_on: Some(day("2020-03-10")), ..psychiatric(&["2026-03-12"]) }), "six on that day");
    assert!(out(Facts { died_on: Some(day("2026-04-09")), ..psychiatric(&["2026-03-12"]) }));
    let mut hospice = psychiatric(&["2026-03-12"]);
    hospice.stays[0].destination = Some(Destination::Hospice);
    assert!(out(hospice));
    let mut moved = psychiatric(&["2026-03-12"]);
    moved.stays.push(StayFact { class: StayClass::Facility, ..stay(2, "2026-03-10", "2026-04-20") });
    assert!(out(moved));
}

#[test]
fn k_6_a_contact_with_a_caregiver_alone_is_no_visit() {
    let mut facts = psychiatric(&["2026-03-12"]);
    facts.visits[0].with_person = false;
    assert!(!reached("fuh-7", facts));
}

#[test]
fn tv_k_7_a_visit_on_the_day_of_the_emergency_visit_counts() {
    let seen = |code: &str, cause, provider, on: &str| {
        let emergency =
            StayFact { class: StayClass::Emergency, cause: Some(cause), ..stay(1, "2026-03-10", "2026-03-10") };
        let facts = with_stays(1, vec![emergency]);
        reached(code, Facts { visits: vec![VisitFact { provider, mental_illness: false, ..visit(on) }], ..facts })
    };
    use EmergencyCause::{ChronicConditions, MentalHealth, SubstanceUse};
    let fum = |on: &str| seen("fum-7", MentalHealth, Provider::MentalHealth, on);
    assert_eq!(["2026-03-10", "2026-03-17", "2026-03-18"].map(fum), [true, true, false]);
    assert!(seen("fua-30", SubstanceUse, Provider::SubstanceUse, "2026-04-09"));
    assert!(seen("fua-7", SubstanceUse, Provider::MentalHealth, "2026-03-12"));
    assert!(!seen("fua-30", SubstanceUse, Provider::Other, "2026-03-12"));
    assert!(seen("fmc-7", ChronicConditions, Provider::Other, "2026-03-12"));
}

#[test]
fn tv_k_8_notice_information_engagement_and_reconciliation_have_their_own_days() {
    let with = |change: &dyn Fn(&mut StayFact)| {
        let mut one = stay(1, "2026-03-02", "2026-03-10");
        change(&mut one);
        with_stays(1, vec![one])
    };
    let notice = |on: &str| reached("trc-notice", with(&|one| one.notice_at = Some(noon(on))));
    assert_eq!(["2026-03-02", "2026-03-04", "2026-03-05"].map(notice), [true, true, false]);
    let information = |on: &str| reached("trc-information", with(&|one| one.information_at = Some(noon(on))));
    assert_eq!(["2026-03-10", "2026-03-12", "2026-03-13"].map(information), [true, true, false]);
    let engagement = |on: &str| reached("trc-engagement", Facts { visits: vec![visit(on)], ..with(&|_| ()) });
    assert_eq!(["2026-03-10", "2026-03-11", "2026-04-09", "2026-04-10"].map(engagement), [false, true, true, false]);
    let reconciled = |on: &str| reached("trc-reconciliation", with(&|one| one.reconciled_at = Some(noon(on))));
    assert_eq!(["2026-03-10", "2026-04-09", "2026-04-10"].map(reconciled), [true, true, false]);
}

#[test]
fn a_changed_fact_changes_the_proof() {
    let proof = |on: &str| in_2026("fuh-7", &[psychiatric(&[on])]).members.remove(0).proof;
    let (met, early) = (proof("2026-03-12"), proof("2026-03-10"));
    assert_eq!(met.last().unwrap().predicate, Predicate::VisitInTime);
    assert!(early.iter().any(|step| step.predicate == Predicate::VisitTooEarly));
    assert!(met.iter().all(|step| step.rule == "K-6" && step.fact.is_some()));
}
