//! What the first days and weeks in a program ask for: T-3, T-11, T-12, T-17.

use super::*;

const ASSESSMENT_ID: Uuid = Uuid::from_u128(20);

fn enrolled(setting: Setting, at: &str) -> World {
    let mut world = World::new(setting);
    world.tell(EventKind::Enrolled, CASE, at);
    world
}

#[test]
fn tv_t_3_a_comprehensive_assessment_begins_within_30_and_is_complete_within_60_days() {
    let mut world = enrolled(Setting::ManagedCare, "2026-03-02 10:00");
    world.tell(EventKind::ComprehensiveBegun, ASSESSMENT_ID, "2026-04-01 23:59");
    assert_eq!((world.status("T-3.begin"), world.status("T-3.complete")), (Met, Open));
    world.tell(EventKind::ComprehensiveCompleted, ASSESSMENT_ID, "2026-05-02 00:00");
    assert_eq!(world.status("T-3.complete"), MetLate);
    assert_eq!(world.get("T-3.complete").due_on.to_string(), "2026-05-01");
}

#[test]
fn tv_t_3_a_completed_assessment_is_repeated_within_14_months() {
    let mut world = enrolled(Setting::ManagedCare, "2026-02-10 10:00");
    world.tell(EventKind::ComprehensiveCompleted, ASSESSMENT_ID, "2026-03-02 15:00");
    assert_eq!((world.status("T-3.annual"), world.get("T-3.annual").due_on.to_string().as_str()), (Open, "2027-05-02"));
    world.tell(EventKind::ComprehensiveCompleted, Uuid::from_u128(21), "2027-04-30 15:00");
    let all: Vec<_> = world.deadlines.iter().filter(|found| found.rule_code == "T-3.annual").collect();
    assert_eq!(all.iter().map(|found| found.status).collect::<Vec<_>>(), [Met, Open]);
    assert_eq!(all[1].due_on.to_string(), "2028-06-30");
}

#[test]
fn every_new_person_is_assessed_as_a_whole_where_no_other_rule_asks_for_it() {
    use crate::code::Code;
    const CODE: &str = "R050.comprehensive";
    let asked_otherwise = [Setting::Hospital, Setting::ManagedCare, Setting::HomeHealth, Setting::Hospice];
    for setting in Setting::ALL {
        let mut world = enrolled(*setting, "2026-03-02 10:00");
        if asked_otherwise.contains(setting) {
            assert!(world.deadlines.iter().all(|found| found.rule_code != CODE), "{setting}");
            continue;
        }
        assert_eq!(world.get(CODE).due_on.to_string(), "2026-04-01", "{setting}");
        world.tell(EventKind::ComprehensiveCompleted, ASSESSMENT_ID, "2026-04-01 23:59");
        assert_eq!(world.status(CODE), Met, "{setting}");
    }
}

#[test]
fn tv_t_11_and_t_12_somebody_comes_within_48_hours_and_the_assessment_is_complete_on_the_fifth_day() {
    use EventKind::{NurseVisited, RegisteredNurseVisited, SeenInPerson};
    for (setting, visit, whole, others, seen) in [
        (Setting::HomeHealth, "T-11.initial_visit", "T-11.comprehensive", &[][..], SeenInPerson),
        (
            Setting::Hospice,
            "T-12.initial",
            "T-12.comprehensive",
            &[SeenInPerson, NurseVisited][..],
            RegisteredNurseVisited,
        ),
    ] {
        let mut world = enrolled(setting, "2026-03-02 10:00");
        world.tell(EventKind::ContactReached, CONTACT, "2026-03-03 10:00");
        assert_eq!(world.status(visit), Open, "a call is no visit");
        for other in others {
            world.tell(*other, CONTACT, "2026-03-03 15:00");
            assert_eq!(world.status(visit), Open, "{other}: no registered nurse");
        }
        world.tell(seen, CONTACT, "2026-03-04 10:00");
        world.tell(EventKind::ComprehensiveCompleted, ASSESSMENT_ID, "2026-03-07 20:00");
        assert_eq!((world.status(visit), world.status(whole)), (Met, Met), "{setting}");
    }
}

#[test]
fn tv_t_12_each_meeting_of_the_group_meets_one_clock_and_starts_the_next() {
    let mut world = enrolled(Setting::Hospice, "2026-03-02 10:00");
    world.tell(EventKind::GroupMet, Uuid::from_u128(30), "2026-03-04 09:00");
    let first = world.get("T-12.idg").clone();
    assert_eq!(
        (first.status, first.due_on.to_string().as_str()),
        (Open, "2026-03-19"),
        "it does not meet its own clock"
    );
    world.tell(EventKind::GroupMet, Uuid::from_u128(31), "2026-03-18 09:00");
    let all: Vec<_> = world.deadlines.iter().filter(|found| found.rule_code == "T-12.idg").collect();
    assert_eq!(all.iter().map(|found| found.status).collect::<Vec<_>>(), [Met, Open]);
    assert_eq!(all[1].due_on.to_string(), "2026-04-02");
}

#[test]
fn tv_t_12_a_group_that_never_met_is_asked_for_as_well() {
    let mut world = enrolled(Setting::Hospice, "2026-03-02 10:00");
    assert_eq!(world.get("T-12.idg_first").due_on.to_string(), "2026-03-17");
    world.tell(EventKind::GroupMet, Uuid::from_u128(30), "2026-03-18 09:00");
    assert_eq!((world.status("T-12.idg_first"), world.status("T-12.idg")), (MetLate, Open));
}

#[test]
fn tv_t_17_a_family_is_visited_by_the_day_after_it_arrived() {
    let mut world = enrolled(Setting::Refugee, "2026-03-02 22:00");
    world.tell(EventKind::SeenInPerson, CONTACT, "2026-03-04 00:00");
    assert_eq!(world.status("T-17.home_visit"), MetLate);
}
