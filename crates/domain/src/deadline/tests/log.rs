//! The history that a log of events tells.

use super::*;
use crate::case::{Case, CaseStatus, Stage};
use DeadlineStatus::{Cancelled, Open};
use proptest::prelude::*;

/// A log with an event recorded at each hour, told to a case that hears of everything.
fn log(events: &[(EventKind, Uuid, &str)]) -> Vec<Report> {
    let report = |(number, (kind, subject, at)): (usize, &(EventKind, Uuid, &str))| Report {
        id: Uuid::from_u128(number as u128 + 700),
        recorded_at: ny("2026-04-01 08:00") + Duration::hours(number as i64),
        event: Event::new(*kind, *subject, ny(at)),
    };
    events.iter().enumerate().map(report).collect()
}

fn settled(events: &[(EventKind, Uuid, &str)], hears: impl Fn(&Event) -> bool) -> Vec<Deadline> {
    let (history, rules) = (History::of(log(events), hears), rulebook::standard(Setting::School));
    settle(&context(), &history, &rules, &[], &mut || CASE).into_iter().map(|change| change.record).collect()
}

const IN: (EventKind, Uuid, &str) = (EventKind::Admitted, STAY, "2026-03-02 10:00");
const OUT: (EventKind, Uuid, &str) = (EventKind::Discharged, STAY, "2026-03-10 11:00");
const NOT_OUT: (EventKind, Uuid, &str) = (EventKind::DischargeCancelled, STAY, "2026-03-10 12:00");
const NEVER: (EventKind, Uuid, &str) = (EventKind::StayCancelled, STAY, "2026-03-11 12:00");

#[test]
fn a_cancelled_discharge_starts_nothing_and_the_next_one_does() {
    assert_eq!(settled(&[IN, OUT, NOT_OUT], |_| true), []);
    let again = (EventKind::Discharged, STAY, "2026-03-12 15:00");
    let week = settled(&[IN, OUT, NOT_OUT, again], |_| true).remove(0);
    assert_eq!((week.rule_code.as_str(), week.due_on.to_string().as_str()), (OUTREACH_7, "2026-03-19"));
    let trace = &week.explanation[1];
    assert_eq!(trace.step, StepKind::Corrected);
    assert_eq!(trace.detail, "Was 2026-03-10 11:00 EDT, taken back 2026-03-10 12:00 EDT.");
}

#[test]
fn a_discharge_of_another_stay_outlives_a_cancelled_one() {
    let other = (EventKind::Discharged, OTHER_STAY, "2026-03-09 11:00");
    let left = settled(&[other, OUT, NOT_OUT], |_| true);
    assert!(left.len() == 2 && left.iter().all(|deadline| deadline.anchor_subject_id == OTHER_STAY));
}

#[test]
fn a_stay_that_is_recorded_again_after_it_was_cancelled_is_one_again() {
    let gone = settled(&[IN, OUT, NEVER], |_| true);
    assert!(gone.iter().all(|deadline| deadline.status == Cancelled));
    assert_eq!(settled(&[IN, OUT, NEVER, IN], |_| true), [], "its discharge was taken back with it");
    let back = settled(&[IN, OUT, NEVER, IN, OUT], |_| true);
    assert_eq!(back.len(), 2);
    assert!(back.iter().all(|deadline| deadline.status == Open && deadline.anchor_subject_id == STAY));
}

#[test]
fn a_time_corrected_to_one_the_case_does_not_hear_of_takes_back_what_was_known() {
    let long_ago = (EventKind::Discharged, STAY, "2025-12-10 11:00");
    let case_hears = |event: &Event| event.at >= ny("2026-01-01 00:00");
    assert_eq!(settled(&[IN, OUT, long_ago], case_hears), []);
    assert_eq!(settled(&[IN, long_ago, OUT], case_hears).len(), 2);
}

#[test]
fn a_death_taken_back_ends_nothing_and_one_of_another_day_counts_from_then() {
    let died = |at: &'static str| (EventKind::Died, CONTACT, at);
    let alive = (EventKind::DeathWithdrawn, CONTACT, "2026-03-13 09:00");
    let status = |log: &[_]| settled(log, |_| true).remove(0).status;
    assert_eq!(status(&[IN, OUT, died("2026-03-12 00:00")]), Cancelled);
    assert_eq!(status(&[IN, OUT, died("2026-03-12 00:00"), alive]), Open);
    assert_eq!(status(&[IN, OUT, died("2026-03-12 00:00"), alive, died("2026-03-13 00:00")]), Cancelled);
    assert_eq!(status(&[IN, OUT, died("2026-03-12 00:00"), died("2026-03-20 00:00")]), DeadlineStatus::Missed);
}

#[test]
fn a_deadline_met_by_something_of_which_no_event_was_kept_stays_met() {
    let rules = rulebook::standard(Setting::Clinic);
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::Enrolled, CASE, "2026-03-02 10:00").tell(
        EventKind::PlanApproved,
        CONTACT,
        "2026-03-05 10:00",
    );
    world.tell(EventKind::Discharged, STAY, "2026-03-10 11:00").tell(EventKind::Died, CONTACT, "2026-03-12 11:00");
    let kept = log(&[(EventKind::Enrolled, CASE, "2026-03-02 10:00"), OUT]);
    let changes = settle(&context(), &History::of(kept, |_| true), &rules, &world.deadlines, &mut || CASE);
    assert_eq!(changes, []);
}

fn case(enrolled: &str, closed: Option<&str>) -> Case {
    Case {
        id: CASE,
        version: 1,
        person_id: Uuid::from_u128(9),
        program_id: Uuid::from_u128(12),
        status: if closed.is_some() { CaseStatus::Closed } else { CaseStatus::Active },
        stage: Stage::Assess,
        tier: Tier::High,
        owner_id: Uuid::from_u128(10),
        team_id: Uuid::from_u128(11),
        enrolled_at: ny(enrolled),
        closed_at: closed.map(ny),
        outcome: None,
        close_reason: None,
    }
}

#[test]
fn a_case_hears_of_stays_from_a_month_before_it_to_its_end_of_a_death_to_its_end_and_of_all_its_own() {
    let case = case("2026-03-02 10:00", Some("2026-05-02 10:00"));
    let hears = |kind, at| case.hears(&Event::new(kind, STAY, ny(at)));
    for kind in [EventKind::Admitted, EventKind::Discharged] {
        assert!(!hears(kind, "2026-01-31 09:59") && hears(kind, "2026-01-31 10:00"), "{kind}");
        assert!(hears(kind, "2026-05-02 10:00") && !hears(kind, "2026-05-02 10:01"), "{kind}");
    }
    assert!(hears(EventKind::Died, "2020-01-01 10:00") && !hears(EventKind::Died, "2026-05-02 10:01"));
    assert!(hears(EventKind::NoteSigned, "2026-06-01 10:00") && hears(EventKind::ContactReached, "2020-01-01 10:00"));
    assert!(self::case("2026-03-02 10:00", None).hears(&Event::new(
        EventKind::Discharged,
        STAY,
        ny("2030-01-01 10:00")
    )));
}

proptest! {
    #[test]
    fn the_order_in_which_a_log_is_read_does_not_matter(
        picks in prop::collection::vec((0usize..6, 0u128..2, 0i64..900), 1..14),
        turn in any::<prop::sample::Index>(),
    ) {
        let kinds = [EventKind::Admitted, EventKind::Discharged, EventKind::DischargeCancelled, EventKind::StayCancelled,
            EventKind::ComplexityHigh, EventKind::StayRejudged];
        let start = ny("2026-02-20 00:00");
        let mut reports: Vec<Report> = picks.iter().enumerate().map(|(number, (kind, stay, hour))| Report {
            id: Uuid::from_u128(number as u128),
            recorded_at: start + Duration::hours(1_000 + number as i64 / 2),
            event: Event::new(kinds[*kind], Uuid::from_u128(*stay), start + Duration::hours(*hour)),
        }).collect();
        let hears = |event: &Event| event.at < start + Duration::hours(600);
        let told = History::of(reports.clone(), hears);
        let middle = turn.index(reports.len());
        reports.rotate_left(middle);
        prop_assert_eq!(&History::of(reports, hears), &told);
        let events = told.events();
        prop_assert!(events.iter().all(hears));
        prop_assert!(events.iter().all(|event| event.kind != EventKind::DischargeCancelled));
    }
}
