//! Stays: K-1 to K-5, K-17.

use super::*;
use crate::stay::{Stay, StayStatus};
use crate::transition::figures::AvoidableDays;
use crate::transition::{AvoidableCause, AvoidableDay, Destination, Parts, Target, patient_days};

#[test]
fn tv_k_1_a_stay_in_a_facility_between_makes_two_discharges_and_the_second_is_a_readmission() {
    let facility = StayFact { class: StayClass::Facility, ..stay(2, "2026-02-06", "2026-02-09") };
    let stays = vec![stay(1, "2026-02-01", "2026-02-05"), facility, stay(3, "2026-02-10", "2026-02-14")];
    let result = in_2026("readmission-30d", &[with_stays(1, stays)]);
    assert_eq!((numbers(&result), result.rate()), ((1.0, 2, 0, 0), Some(0.5)));
    assert_eq!(places(&result), [Place::Numerator, Place::Denominator]);
}

#[test]
fn tv_k_1_a_transfer_within_a_day_is_one_stay() {
    let stays = vec![stay(1, "2026-02-01", "2026-02-05"), stay(2, "2026-02-06", "2026-02-08")];
    let result = in_2026("readmission-30d", &[with_stays(1, stays)]);
    assert_eq!((numbers(&result), result.members[0].id), ((0.0, 1, 0, 0), Uuid::from_u128(2)));
    let steps: Vec<_> = result.members[0].proof.iter().map(|step| step.predicate).collect();
    assert!(steps.contains(&Predicate::TransferMerged), "{steps:?}");
}

#[test]
fn k_1_day_30_counts_and_day_31_does_not_and_a_planned_stay_is_passed_over() {
    let pair = |to: &str, planned| {
        let next = StayFact { planned, ..stay(2, to, "2026-05-20") };
        in_2026("readmission-30d", &[with_stays(1, vec![stay(1, "2026-03-01", "2026-03-05"), next])])
    };
    assert_eq!(pair("2026-04-04", false).numerator, 1.0);
    assert_eq!(pair("2026-04-05", false).numerator, 0.0);
    assert_eq!(pair("2026-03-20", true).numerator, 0.0);
}

#[test]
fn k_1_leaves_out_single_days_deaths_births_and_hospice_and_waits_for_the_window() {
    let plain = stay(1, "2026-03-01", "2026-03-05");
    let out = |facts: Facts| numbers(&in_2026("readmission-30d", &[facts]));
    assert_eq!(out(with_stays(1, vec![stay(1, "2026-03-01", "2026-03-01")])), (0.0, 0, 1, 0));
    assert_eq!(out(with_stays(1, vec![StayFact { perinatal: true, ..plain.clone() }])), (0.0, 0, 1, 0));
    let hospice = StayFact { destination: Some(Destination::Hospice), ..plain.clone() };
    assert_eq!(out(with_stays(1, vec![hospice])), (0.0, 0, 1, 0));
    let died = Facts { died_on: Some(day("2026-03-05")), ..with_stays(1, vec![plain.clone()]) };
    assert_eq!(out(died), (0.0, 0, 1, 0));
    let soon = |now: &str| {
        numbers(&evaluate(find("readmission-30d").unwrap(), &[with_stays(1, vec![plain.clone()])], year(), ny(now)))
    };
    assert_eq!((soon("2026-04-04 23:59"), soon("2026-04-05 00:00")), ((0.0, 0, 0, 1), (0.0, 1, 0, 0)));
    assert_eq!(soon("2026-03-04 12:00"), (0.0, 0, 0, 0), "not discharged yet");
}

#[test]
fn tv_k_2_17_days_against_13_5_expected_are_1_259() {
    let of = |id, to: &str, expected_days| StayFact { expected_days, ..stay(id, "2026-03-02", to) };
    let stays = [
        of(1, "2026-03-05", Some(3.4)),
        of(2, "2026-03-07", Some(4.1)),
        of(3, "2026-03-11", Some(6.0)),
        of(4, "2026-03-11", None),
    ];
    let people: Vec<_> = stays.into_iter().zip(1..).map(|(stay, id)| with_stays(id, vec![stay])).collect();
    let result = in_2026("los-index", &people);
    assert_eq!((result.numerator, result.denominator, result.excluded), (17.0, 3, 1));
    assert!(near(result.rate(), 1.259) && near(Some(result.base), 13.5));
    assert!(near(figure(&result, FigureCode::MeanExcessDays), 1.167));
}

#[test]
fn tv_k_3_two_payer_days_and_one_of_transport_in_seven_are_42_9_per_100() {
    let avoidable = [
        ("2026-03-04", AvoidableCause::Payer),
        ("2026-03-05", AvoidableCause::Payer),
        ("2026-03-06", AvoidableCause::Transport),
    ];
    let avoidable = avoidable.map(|(on, cause)| AvoidableDay { on: day(on), cause }).to_vec();
    let seven = StayFact { avoidable, ..stay(1, "2026-03-02", "2026-03-09") };
    let result = in_2026("avoidable-days", &[with_stays(1, vec![seven])]);
    assert_eq!((result.numerator, result.base), (3.0, 7.0));
    assert!(near(result.rate(), 42.857));
}

#[test]
fn k_3_counts_only_the_days_of_the_period() {
    let avoidable = vec![AvoidableDay { on: day("2026-02-27"), cause: AvoidableCause::Payer }];
    let long = StayFact { avoidable, ..stay(1, "2026-02-26", "2026-03-05") };
    let result = evaluate(find("avoidable-days").unwrap(), &[with_stays(1, vec![long])], march(), noon("2026-04-30"));
    assert_eq!((result.numerator, result.base), (0.0, 4.0));
}

#[test]
fn k_3_of_the_hospital_desk_and_of_the_engine_is_one_number() {
    let mark = |on: &str| AvoidableDay { on: day(on), cause: AvoidableCause::Payer };
    // Within one day, over a month's end, and one whose last mark lies behind its corrected discharge.
    let stays = [
        (stay(1, "2026-03-02", "2026-03-02"), vec![mark("2026-03-02")]),
        (stay(2, "2026-03-28", "2026-04-04"), vec![mark("2026-03-31"), mark("2026-04-03")]),
        (stay(3, "2026-05-02", "2026-05-06"), vec![mark("2026-05-04"), mark("2026-05-06"), mark("2026-05-08")]),
    ];
    let now = noon("2027-12-31");
    let here: Vec<_> = stays
        .iter()
        .map(|(fact, avoidable)| {
            let stay = Stay {
                id: fact.id,
                version: 1,
                person_id: Uuid::from_u128(1),
                class: fact.class,
                status: StayStatus::Finished,
                facility: "General".into(),
                reason: None,
                admitted_at: fact.admitted_at,
                discharged_at: fact.discharged_at,
                destination: None,
                cancel_reason: None,
                source: None,
                cause: None,
            };
            let parts = Parts { avoidable: avoidable.clone(), ..Parts::default() };
            (patient_days(&stay, now, New_York), parts.avoidable_of(&stay, now, New_York))
        })
        .collect();
    let here = AvoidableDays::of(here.iter().map(|(days, avoidable)| (*days, avoidable.as_slice())));
    let facts = stays.into_iter().map(|(fact, avoidable)| StayFact { avoidable, ..fact }).collect();
    let there = in_2026("avoidable-days", &[with_stays(1, facts)]);
    assert_eq!((f64::from(here.total()), f64::from(here.patient_days)), (there.numerator, there.base));
    assert_eq!((here.total(), here.patient_days), (4, 12));
}

#[test]
fn tv_k_4_a_new_date_counts_only_a_day_before_the_old_one_ends() {
    let target = |on: &str, at: &str| Target { on: day(on), set_at: ny(at), set_by: Uuid::nil(), reason: None };
    let left = |again: &str| {
        let targets = vec![target("2026-03-06", "2026-03-03 10:00"), target("2026-03-08", again)];
        let one =
            StayFact { targets, discharged_at: Some(ny("2026-03-07 11:00")), ..stay(1, "2026-03-02", "2026-03-07") };
        in_2026("discharge-by-target", &[with_stays(1, vec![one])]).numerator
    };
    assert_eq!((left("2026-03-06 09:00"), left("2026-03-05 09:00")), (0.0, 1.0));
    let without = in_2026("discharge-by-target", &[with_stays(1, vec![stay(1, "2026-03-02", "2026-03-07")])]);
    assert_eq!(numbers(&without), (0.0, 0, 1, 0));
}

fn covered(id: u128, first: &str, last: &str, visits: usize) -> Facts {
    let coverage = CoverageFact { starts_on: Some(day(first)), ends_on: Some(day(last)) };
    let emergency =
        |n: usize| StayFact { class: StayClass::Emergency, ..stay(id * 1_000 + n as u128, "2026-05-05", "2026-05-05") };
    Facts { coverages: vec![coverage], ..with_stays(id, (0..visits).map(emergency).collect()) }
}

#[test]
fn tv_k_5_42_visits_in_7300_member_months_are_69_04_and_5_75() {
    let mut people: Vec<_> =
        (1..=608).map(|id| covered(id, "2026-01-01", "2026-12-31", usize::from(id <= 42))).collect();
    people.push(covered(609, "2026-01-01", "2026-04-30", 0));
    let result = in_2026("ed-visits", &people);
    assert_eq!((result.numerator, result.base), (42.0, 7_300.0));
    assert!(near(result.rate(), 5.753) && near(figure(&result, FigureCode::Per1000MemberYears), 69.04));
}

#[test]
fn k_5_a_visit_that_ends_in_an_admission_does_not_count() {
    let mut facts = covered(1, "2026-01-01", "2026-12-31", 1);
    facts.stays.push(stay(7, "2026-05-05", "2026-05-09"));
    assert_eq!(in_2026("ed-visits", &[facts]).numerator, 0.0);
    let uncovered = in_2026("ed-visits", &[covered(1, "2025-01-01", "2025-12-31", 1)]);
    assert_eq!((numbers(&uncovered), uncovered.rate()), ((0.0, 0, 1, 0), None));
}

#[test]
fn tv_k_17_3_of_25_episodes_are_12_percent() {
    let episode = |id: u128| {
        let mut facts = someone(id);
        facts.cases[0].setting = Setting::HomeHealth;
        facts.cases[0].enrolled_at = noon("2026-03-02");
        let admitted = match id {
            1 => Some("2026-03-03"),
            2 => Some("2026-04-01"),
            3 => Some("2026-05-01"),
            4 => Some("2026-05-02"),
            _ => None,
        };
        facts.stays = admitted.map(|from| stay(id, from, "2026-05-20")).into_iter().collect();
        facts
    };
    let result = in_2026("hospitalization-60d", &(1..=25).map(episode).collect::<Vec<_>>());
    assert_eq!((numbers(&result), result.rate()), ((3.0, 25, 0, 0), Some(0.12)));
}

#[test]
fn k_17_transfers_from_hospice_are_counted_for_100_days() {
    let mut facts = with_stays(1, vec![stay(1, "2026-03-10", "2026-03-12"), stay(2, "2026-06-10", "2026-06-12")]);
    facts.cases[0] = CaseFact {
        setting: Setting::Hospice,
        enrolled_at: noon("2026-03-02"),
        closed_at: Some(noon("2026-04-20")),
        ..facts.cases[0]
    };
    let result = in_2026("hospice-transfers", &[facts]);
    assert_eq!((result.numerator, result.base, result.rate()), (1.0, 50.0, Some(2.0)));
}
