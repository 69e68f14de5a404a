//! What is said of a stay starts clocks when the stay begins or ends, whenever and in whatever order it is said.

use super::*;
use crate::rulebook::{
    IM_ADMISSION, IM_DISCHARGE, MOON, PSYCHIATRIC_7, PSYCHIATRIC_30, RECONCILIATION, TCM_CONTACT, TCM_VISIT_HIGH,
    TCM_VISIT_MODERATE,
};
use proptest::prelude::*;

const VISIT: Uuid = Uuid::from_u128(5);

/// The deadlines that a log implies for a setting, in the order of their rules.
fn implied(setting: Setting, log: &[(EventKind, Uuid, &str)]) -> Vec<Deadline> {
    let said_at = ny("2026-02-01 00:00");
    let report = |(index, (kind, subject, at)): (usize, &(EventKind, Uuid, &str))| Report {
        id: Uuid::from_u128(index as u128 + 100),
        recorded_at: said_at + Duration::hours(index as i64),
        event: Event::new(*kind, *subject, ny(at)),
    };
    let history = History::of(log.iter().enumerate().map(report).collect(), |_| true);
    let mut next = 1000;
    let mut new_id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let changes = settle(&context(), &history, &rulebook::standard(setting), &[], &mut new_id);
    changes.into_iter().map(|change| change.record).collect()
}

fn one(deadlines: &[Deadline], code: &str) -> Deadline {
    let mut found = deadlines.iter().filter(|deadline| deadline.rule_code == code);
    let deadline = found.next().expect("a deadline of this rule").clone();
    assert!(found.next().is_none(), "two deadlines of {code}");
    deadline
}

fn has(deadlines: &[Deadline], code: &str) -> bool {
    deadlines.iter().any(|deadline| deadline.rule_code == code)
}

const HOME: (EventKind, Uuid, &str) = (EventKind::Discharged, STAY, "2026-03-06 11:00");

#[test]
fn tv_t_5_contact_by_tuesday_and_the_visit_by_complexity() {
    let high = (EventKind::ComplexityHigh, STAY, "2026-03-05 09:00");
    let deadlines = implied(Setting::Clinic, &[high, HOME]);
    assert_eq!(one(&deadlines, TCM_CONTACT).due_on.to_string(), "2026-03-10");
    assert_eq!(one(&deadlines, TCM_VISIT_HIGH).due_on.to_string(), "2026-03-13");
    assert_eq!(one(&deadlines, TCM_VISIT_HIGH).anchor_at, ny("2026-03-06 11:00"));
    assert!(!has(&deadlines, TCM_VISIT_MODERATE));
    let moderate = (EventKind::ComplexityModerate, STAY, "2026-03-07 09:00");
    assert_eq!(one(&implied(Setting::Clinic, &[HOME, moderate]), TCM_VISIT_MODERATE).due_on.to_string(), "2026-03-20");
}

#[test]
fn complexity_judged_anew_takes_the_place_of_what_was_judged_before() {
    let high = (EventKind::ComplexityHigh, STAY, "2026-03-05 09:00");
    let again = (EventKind::StayRejudged, STAY, "2026-03-07 09:00");
    let moderate = (EventKind::ComplexityModerate, STAY, "2026-03-07 09:00");
    let deadlines = implied(Setting::Clinic, &[HOME, high, again, moderate]);
    assert!(!has(&deadlines, TCM_VISIT_HIGH) && has(&deadlines, TCM_VISIT_MODERATE));
}

#[test]
fn what_is_said_of_a_stay_that_goes_on_starts_nothing_at_its_end() {
    let high = (EventKind::ComplexityHigh, STAY, "2026-03-05 09:00");
    let back = (EventKind::DischargeCancelled, STAY, "2026-03-06 12:00");
    assert!(!has(&implied(Setting::Clinic, &[high]), TCM_VISIT_HIGH));
    assert!(!has(&implied(Setting::Clinic, &[HOME, high, back]), TCM_VISIT_HIGH));
    let later = (EventKind::Discharged, STAY, "2026-03-08 11:00");
    let deadlines = implied(Setting::Clinic, &[HOME, high, back, later]);
    assert_eq!(one(&deadlines, TCM_VISIT_HIGH).due_on.to_string(), "2026-03-15");
}

#[test]
fn tv_k_6_the_day_of_discharge_does_not_count_and_the_seventh_day_does() {
    let psychiatric = (EventKind::PsychiatricStay, STAY, "2026-03-09 09:00");
    let home = (EventKind::Discharged, STAY, "2026-03-10 11:00");
    let visited = |at: &'static str| {
        let log = [psychiatric, home, (EventKind::BehavioralVisitKept, VISIT, at)];
        let deadlines = implied(Setting::BehavioralHealth, &log);
        (one(&deadlines, PSYCHIATRIC_7).status, one(&deadlines, PSYCHIATRIC_30).status)
    };
    assert_eq!(visited("2026-03-10 16:00"), (Open, Open));
    assert_eq!(visited("2026-03-11 00:00"), (Met, Met));
    assert_eq!(visited("2026-03-17 23:59"), (Met, Met));
    assert_eq!(visited("2026-04-09 23:59"), (MetLate, Met));
    assert_eq!(visited("2026-04-10 00:00"), (MetLate, MetLate));
    assert!(!has(&implied(Setting::BehavioralHealth, &[home]), PSYCHIATRIC_7), "another stay asks for no such visit");
}

#[test]
fn a_kept_visit_whose_contact_was_entered_in_error_met_nothing() {
    let psychiatric = (EventKind::PsychiatricStay, STAY, "2026-03-09 09:00");
    let home = (EventKind::Discharged, STAY, "2026-03-10 11:00");
    let visited = (EventKind::BehavioralVisitKept, VISIT, "2026-03-13 09:00");
    let back = (EventKind::ContactWithdrawn, VISIT, "2026-03-13 12:00");
    let status = |log: &[_]| one(&implied(Setting::BehavioralHealth, log), PSYCHIATRIC_7).status;
    assert_eq!(status(&[psychiatric, home, visited]), Met, "kept on day 3");
    assert_eq!(status(&[psychiatric, home, visited, back]), Open);
}

#[test]
fn tv_k_8_medicines_are_reconciled_from_the_day_of_discharge_to_day_30() {
    let home = (EventKind::Discharged, STAY, "2026-03-10 11:00");
    let compared = |at: &'static str| {
        let log = [home, (EventKind::MedicationsReconciled, VISIT, at)];
        one(&implied(Setting::ManagedCare, &log), RECONCILIATION).status
    };
    assert_eq!(compared("2026-03-10 12:00"), Met);
    assert_eq!(compared("2026-04-09 23:59"), Met);
    assert_eq!(compared("2026-04-10 00:00"), MetLate);
}

#[test]
fn tv_t_10_the_important_message_is_given_within_2_days_and_again_in_the_2_days_before_the_discharge() {
    let stay = |messages: &[&'static str]| {
        let mut log = vec![
            (EventKind::Admitted, STAY, "2026-03-02 10:00"),
            (EventKind::ImportantMessageOwed, STAY, "2026-03-02 11:00"),
            (EventKind::ImportantMessageOwedAgain, STAY, "2026-03-02 11:00"),
        ];
        log.extend(messages.iter().map(|at| (EventKind::ImportantMessageGiven, VISIT, *at)));
        log.push((EventKind::Discharged, STAY, "2026-03-10 11:00"));
        let deadlines = implied(Setting::Hospital, &log);
        (one(&deadlines, IM_ADMISSION).status, one(&deadlines, IM_DISCHARGE).status)
    };
    assert_eq!(stay(&["2026-03-04 23:59", "2026-03-08 00:00"]), (Met, Met));
    assert_eq!(stay(&["2026-03-05 00:00", "2026-03-07 23:59"]), (MetLate, Open));
    let short = [
        (EventKind::Admitted, STAY, "2026-03-02 10:00"),
        (EventKind::ImportantMessageOwed, STAY, "2026-03-02 11:00"),
        (EventKind::ImportantMessageOwedAgain, STAY, "2026-03-02 11:00"),
        (EventKind::ImportantMessageGiven, VISIT, "2026-03-02 12:00"),
        (EventKind::Discharged, STAY, "2026-03-04 11:00"),
    ];
    let deadlines = implied(Setting::Hospital, &short);
    assert_eq!((one(&deadlines, IM_ADMISSION).status, one(&deadlines, IM_DISCHARGE).status), (Met, Met));
}

#[test]
fn tv_t_10_the_observation_notice_is_due_after_36_hours_and_not_when_observation_ended_before() {
    let began = (EventKind::Admitted, STAY, "2026-03-02 08:00");
    let owed = (EventKind::ObservationNoticeOwed, STAY, "2026-03-02 08:10");
    assert_eq!(one(&implied(Setting::Hospital, &[began, owed]), MOON).due_at, ny("2026-03-03 20:00"));
    let left = (EventKind::Discharged, STAY, "2026-03-03 07:00");
    assert_eq!(one(&implied(Setting::Hospital, &[began, owed, left]), MOON).status, Cancelled);
}

proptest! {
    #[test]
    fn what_is_said_may_come_before_or_after_what_it_is_said_of(
        log in Just(vec![
            (EventKind::Admitted, STAY, "2026-03-02 10:00"),
            HOME,
            (EventKind::ComplexityHigh, STAY, "2026-03-05 09:00"),
            (EventKind::PsychiatricStay, STAY, "2026-03-07 09:00"),
            (EventKind::FollowUpVisitKept, VISIT, "2026-03-12 09:00"),
            (EventKind::Admitted, OTHER_STAY, "2026-03-15 09:00"),
        ]).prop_shuffle(),
    ) {
        for setting in [Setting::Clinic, Setting::BehavioralHealth] {
            let sorted = |mut deadlines: Vec<Deadline>| {
                deadlines.sort_by(|a, b| (&a.rule_code, a.anchor_subject_id).cmp(&(&b.rule_code, b.anchor_subject_id)));
                deadlines.into_iter().map(|old| Deadline { id: Uuid::nil(), ..old }).collect::<Vec<_>>()
            };
            let mut in_order = log.clone();
            in_order.sort_by_key(|(_, _, at)| *at);
            prop_assert_eq!(sorted(implied(setting, &log)), sorted(implied(setting, &in_order)));
        }
    }
}
