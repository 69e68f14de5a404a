//! The vectors of T-1 to T-21, and what holds for every entry.

use super::*;
use crate::clock::{Span, due, extended};
use chrono::{DateTime, Duration, TimeZone, Utc};
use chrono_tz::America::New_York;
use std::collections::HashSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn rule(code: &str, anchor: &str) -> &'static Published {
    find(code, day(anchor), "US").unwrap()
}

/// The last day in time for an anchor on a day.
fn by(code: &str, anchor: &str) -> String {
    rule(code, anchor).last_day(day(anchor)).unwrap().to_string()
}

/// The last minute in time for an anchor at an hour.
fn at(code: &str, anchor: &str) -> DateTime<Utc> {
    due(&rule(code, &anchor[..10]).clock, ny(anchor), New_York, &Calendar::default()).due_at
}

/// First and last day of a window.
fn window(code: &str, anchor: &str) -> (String, String) {
    let due = due(&rule(code, anchor).clock, ny(&format!("{anchor} 12:00")), New_York, &Calendar::default());
    (clock::local_date(due.opens_at.unwrap(), New_York).to_string(), due.due_on.to_string())
}

fn days(first: &str, last: &str) -> (String, String) {
    (first.to_owned(), last.to_owned())
}

/// The last day after the extension that the law allows.
fn extended_by_law(code: &str, anchor: &str) -> String {
    let (rule, calendar) = (rule(code, anchor), Calendar::default());
    let base = due(&rule.clock, ny(&format!("{anchor} 09:00")), New_York, &calendar);
    let due = extended(base, &rule.clock, rule.extension_days.unwrap(), "permitted", New_York, &calendar);
    due.due_on.to_string()
}

#[test]
fn tv_t_1_admission_2026_03_02_22_10_assessed_by_03_03_22_10() {
    assert_eq!(at("T-1.assessment", "2026-03-02 22:10"), ny("2026-03-03 22:10"));
}

#[test]
fn tv_t_2_enrolled_2026_03_02_planned_by_04_01() {
    assert_eq!(by("T-2.plan", "2026-03-02"), "2026-04-01");
}

#[test]
fn tv_t_3_identified_2026_03_02_begun_by_04_01_and_complete_by_05_01() {
    assert_eq!((by("T-3.begin", "2026-03-02"), by("T-3.complete", "2026-03-02")), days("2026-04-01", "2026-05-01"));
    assert_eq!(by("T-3.annual", "2026-03-02"), "2027-05-02", "12 months and 2 of grace");
}

#[test]
fn tv_t_4_discharge_2026_03_10_reached_from_03_11_to_03_17_and_04_09() {
    assert_eq!(window("T-4.outreach_7", "2026-03-10"), days("2026-03-11", "2026-03-17"));
    assert_eq!(window("T-4.outreach_30", "2026-03-10"), days("2026-03-11", "2026-04-09"));
}

#[test]
fn tv_t_5_discharge_friday_2026_03_06_contact_by_tuesday_03_10() {
    assert_eq!(by("T-5.contact", "2026-03-06"), "2026-03-10");
}

#[test]
fn tv_t_5_discharge_friday_2026_03_06_visit_by_03_13_or_03_20_and_period_to_04_04() {
    assert_eq!(by("T-5.visit_high", "2026-03-06"), "2026-03-13");
    assert_eq!(by("T-5.visit_moderate", "2026-03-06"), "2026-03-20");
    assert_eq!(by("T-5.period_end", "2026-03-06"), "2026-04-04");
}

#[test]
fn tv_t_5_discharge_wednesday_2026_11_25_contact_by_monday_11_30() {
    assert_eq!(by("T-5.contact", "2026-11-25"), "2026-11-30");
}

#[test]
fn tv_0_t_6_received_2025_12_30_has_14_days_and_2026_01_02_has_7() {
    assert_eq!(by("T-6.standard", "2025-12-30"), "2026-01-13");
    assert_eq!(by("T-6.standard", "2026-01-02"), "2026-01-09");
    assert_eq!(rule("T-6.standard", "2025-12-31").version(), "2000-01-01");
    assert_eq!(rule("T-6.standard", "2026-01-01").version(), "2026-01-01");
}

#[test]
fn tv_t_6_received_2026_03_02_decided_by_03_09_and_expedited_by_03_05_09_00() {
    assert_eq!(by("T-6.standard", "2026-03-02"), "2026-03-09");
    assert_eq!(at("T-6.expedited", "2026-03-02 09:00"), ny("2026-03-05 09:00"));
    assert_eq!(extended_by_law("T-6.standard", "2026-03-02"), "2026-03-23");
}

#[test]
fn tv_t_7_the_metrics_of_2026_are_public_by_2027_03_31() {
    assert_eq!(by("T-7.publish", "2026-12-31"), "2027-03-31");
}

#[test]
fn tv_t_8_notice_2026_03_02_medicare_filed_by_05_06_and_medicaid_by_05_01() {
    assert_eq!(by("T-8.ma_file", "2026-03-02"), "2026-05-06");
    assert_eq!(by("T-8.medicaid_file", "2026-03-02"), "2026-05-01");
    assert_eq!(by("T-8.ma_file", "2024-03-02"), "2024-05-01", "60 days until 2024");
}

#[test]
fn tv_t_9_received_2026_03_02_09_00_urgent_03_05_pre_service_03_17_post_service_04_01() {
    assert_eq!(at("T-9.urgent", "2026-03-02 09:00"), ny("2026-03-05 09:00"));
    assert_eq!(by("T-9.pre_service", "2026-03-02"), "2026-03-17");
    assert_eq!(by("T-9.post_service", "2026-03-02"), "2026-04-01");
    assert_eq!(extended_by_law("T-9.pre_service", "2026-03-02"), "2026-04-01");
}

#[test]
fn tv_t_10_observation_from_2026_03_02_08_00_notice_by_03_03_20_00() {
    assert_eq!(at("T-10.moon", "2026-03-02 08:00"), ny("2026-03-03 20:00"));
    assert_eq!(by("T-10.nomnc", "2026-03-10"), "2026-03-08");
}

#[test]
fn tv_t_11_start_of_care_2026_03_02_complete_by_03_07_and_recertified_04_26_to_04_30() {
    assert_eq!(by("T-11.comprehensive", "2026-03-02"), "2026-03-07");
    assert_eq!(window("T-11.recertification", "2026-03-02"), days("2026-04-26", "2026-04-30"));
}

#[test]
fn tv_t_12_election_2026_03_02_assessed_by_03_07_and_group_of_03_04_again_by_03_19() {
    assert_eq!(by("T-12.comprehensive", "2026-03-02"), "2026-03-07");
    assert_eq!(by("T-12.noe", "2026-03-02"), "2026-03-07");
    assert_eq!(by("T-12.idg", "2026-03-04"), "2026-03-19");
    assert_eq!(window("T-12.face_to_face", "2026-08-29"), days("2026-07-30", "2026-08-28"));
}

#[test]
fn tv_t_13_impact_2_on_2026_03_12_followed_up_by_03_14() {
    assert_eq!(by("T-13.symptom_follow_up", "2026-03-12"), "2026-03-14");
    assert_eq!(find("T-13.huv1", day("2025-09-30"), "US").unwrap_err().code, "rule_not_in_force");
}

#[test]
fn tv_t_14_assessed_2025_06_15_next_by_2026_06_15() {
    assert_eq!(by("T-14.snp_hra_yearly", "2025-06-15"), "2026-06-15");
}

#[test]
fn tv_t_15_positive_2026_03_02_intervention_by_04_01() {
    assert_eq!(by("T-15.intervention", "2026-03-02"), "2026-04-01");
}

#[test]
fn tv_t_16_consent_2026_03_02_evaluated_by_05_01() {
    assert_eq!(by("T-16.evaluation", "2026-03-02"), "2026-05-01");
    assert_eq!(by("T-16.reevaluation", "2028-02-29"), "2031-02-28");
}

#[test]
fn tv_t_17_arrival_2026_03_02_visits_by_03_03_and_04_01_and_period_to_05_31() {
    assert_eq!(by("T-17.home_visit", "2026-03-02"), "2026-03-03");
    for code in ["T-17.second_visit", "T-17.school", "T-17.health_screening"] {
        assert_eq!(by(code, "2026-03-02"), "2026-04-01", "{code}");
    }
    assert_eq!(by("T-17.period", "2026-03-02"), "2026-05-31");
}

#[test]
fn tv_t_18_release_2026_06_30_window_opens_04_01_and_case_management_05_31_to_07_30() {
    assert_eq!(window("T-18.prerelease", "2026-06-30"), days("2026-04-01", "2026-06-30"));
    assert_eq!(window("T-18.youth_case_management", "2026-06-30"), days("2026-05-31", "2026-07-30"));
}

#[test]
fn tv_t_19_21_days_from_2026_05_04_end_after_memorial_day_on_05_26() {
    assert_eq!(by("T-19.answer_21", "2026-05-04"), "2026-05-26");
}

#[test]
fn tv_t_19_14_days_from_2026_08_24_end_after_labor_day_on_09_08() {
    assert_eq!(by("T-19.response_14", "2026-08-24"), "2026-09-08");
    assert_eq!(extended_by_law("T-19.response_14", "2026-08-24"), "2026-09-11", "served by mail");
}

#[test]
fn tv_t_20_applied_2026_03_02_snap_04_01_expedited_03_09_medicaid_04_16_disability_05_31() {
    assert_eq!(by("T-20.snap", "2026-03-02"), "2026-04-01");
    assert_eq!(by("T-20.snap_expedited", "2026-03-02"), "2026-03-09");
    assert_eq!(by("T-20.medicaid", "2026-03-02"), "2026-04-16");
    assert_eq!(by("T-20.medicaid_disability", "2026-03-02"), "2026-05-31");
    assert_eq!(by("T-20.ssa_appeal", "2026-03-02"), "2026-05-06");
}

#[test]
fn tv_t_21_access_asked_2026_03_02_by_04_01_or_05_01_and_breach_found_then_by_05_01() {
    assert_eq!(by("T-21.access", "2026-03-02"), "2026-04-01");
    assert_eq!(extended_by_law("T-21.access", "2026-03-02"), "2026-05-01");
    assert_eq!(by("T-21.breach", "2026-03-02"), "2026-05-01");
    assert_eq!(by("T-21.accounting_reaches_back", "2026-03-02"), "2020-03-02");
}

#[test]
fn a_state_has_its_own_version_before_that_of_the_country() {
    let consent = day("2026-03-02");
    let texas = find("T-16.evaluation", consent, "US-TX").unwrap();
    assert_eq!((texas.jurisdiction, texas.clock.span), ("TX", Span::SchoolDays(45)));
    assert_eq!(find("T-16.evaluation", consent, "WA").unwrap().jurisdiction, "US");
    assert_eq!(find("T-2.plan", consent, "TX").unwrap().jurisdiction, "US");
}

#[test]
fn a_state_keeps_its_version_when_the_country_gets_a_newer_one() {
    let old = Published::new("T-0.rule", "Rule", Clock::calendar_days(9), "Source");
    let [state, newer] = [old.in_state("TX"), old.since(2026, 1, 1)];
    let judging = |place| super::judging([&old, &newer, &state].into_iter(), day("2026-03-02"), place);
    assert_eq!((judging("TX"), judging("WA"), judging("US")), (Some(&state), Some(&newer), Some(&newer)));
    let in_other_order = super::judging([&state, &newer, &old].into_iter(), day("2026-03-02"), "TX");
    assert_eq!(in_other_order, Some(&state));
}

#[test]
fn an_unknown_rule_or_place_and_a_day_without_a_version_are_refused_with_a_pointer() {
    let refused = |code, on, place| find(code, day(on), place).map_err(|rule| (rule.code, rule.pointer.unwrap()));
    assert_eq!(refused("T-99", "2026-03-02", "US"), Err(("rule_unknown", "/rule".into())));
    assert_eq!(refused("T-2.plan", "2026-03-02", "Mars"), Err(("jurisdiction_unknown", "/jurisdiction".into())));
    assert_eq!(refused("T-2.plan", "1999-12-31", "US"), Err(("rule_not_in_force", "/anchor".into())));
}

#[test]
fn every_entry_is_complete_and_its_clock_survives_json() {
    for rule in published() {
        assert!(!rule.title.is_empty() && !rule.source.is_empty(), "{}", rule.code);
        assert!(rule.jurisdiction == COUNTRY || STATES.contains(&rule.jurisdiction), "{}", rule.code);
        assert!(rule.valid_to.is_none_or(|last| rule.valid_from <= last), "{}", rule.code);
        let json = serde_json::to_string(&rule.clock).unwrap();
        assert_eq!(serde_json::from_str::<Clock>(&json).unwrap(), rule.clock, "{}", rule.code);
    }
}

#[test]
fn all_of_t_1_to_t_22_are_in_the_catalogue() {
    let families: HashSet<_> = published().filter_map(|rule| rule.code.split_once('.')).map(|(id, _)| id).collect();
    for number in 1..=22 {
        assert!(families.contains(format!("T-{number}").as_str()), "T-{number}");
    }
}

#[test]
fn of_each_rule_and_place_exactly_one_version_is_in_force_from_its_first_day_on() {
    for rule in published() {
        let mut on = rule.valid_from;
        for _ in 0..60 {
            let same = |other: &&Published| other.code == rule.code && other.jurisdiction == rule.jurisdiction;
            assert_eq!(published().filter(same).filter(|other| other.in_force(on)).count(), 1, "{} {on}", rule.code);
            on += Duration::days(181);
        }
    }
}
