//! What stands on an agenda, and what follows from a conference.

use super::agenda::{Facts, GoalLook, agenda};
use super::*;
use crate::care_plan::PlainWords;
use crate::care_plan::goal::{Goal, GoalAchievement, GoalDirection, GoalStatus};
use crate::case::{CaseStatus, Stage, Tier};
use crate::clock::Clock;
use crate::need::{Need, NeedKind, NeedStatus};
use crate::program::Setting;
use crate::rulebook::standard;
use crate::stay::{Stay, StayClass, StayStatus};
use chrono::{TimeDelta, TimeZone};
use chrono_tz::America::New_York;
use proptest::prelude::*;

const OWNER: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

fn hour(number: i64) -> DateTime<Utc> {
    New_York.with_ymd_and_hms(2026, 3, 4, 12, 0, 0).unwrap().to_utc() + TimeDelta::hours(number)
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(20),
        version: 1,
        person_id: Uuid::from_u128(21),
        program_id: Uuid::from_u128(22),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::Rising,
        owner_id: OWNER,
        team_id: Uuid::from_u128(23),
        enrolled_at: hour(-1000),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn attendee(staff_id: Uuid, present: bool) -> Attendee {
    Attendee { staff_id: Some(staff_id), name: None, role: None, present }
}

fn planned(kind: ConferenceKind) -> Conference {
    Conference {
        id: Uuid::from_u128(30),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        kind,
        status: ConferenceStatus::Planned,
        scheduled_at: hour(0),
        attendees: vec![attendee(OWNER, false), attendee(OTHER, false)],
        agenda: Vec::new(),
        decisions: Vec::new(),
        actions: Vec::new(),
        held_at: None,
        next_by: None,
        reason: None,
        author_id: OWNER,
        created_at: hour(-48),
    }
}

fn minutes() -> Minutes {
    let action = ConferenceAction {
        title: "Order a bed".into(),
        owner_id: OTHER,
        due_at: hour(72),
        task_id: Uuid::from_u128(40),
    };
    Minutes {
        held_at: hour(0),
        attendees: vec![attendee(OWNER, true), attendee(OTHER, false)],
        agenda: Vec::new(),
        decisions: vec!["She stays at home.".into()],
        actions: vec![action],
        next_at: None,
    }
}

fn held(kind: ConferenceKind, minutes: Minutes) -> Result<HeldConference, Rule> {
    let calendar = Calendar::default();
    let place = Place { zone: New_York, calendar: &calendar, rules: &[] };
    planned(kind).hold(&case(), minutes, place, Uuid::from_u128(50), OWNER, hour(1))
}

fn need(status: NeedStatus) -> Need {
    Need {
        id: Uuid::from_u128(60),
        version: 1,
        person_id: case().person_id,
        kind: NeedKind::Social,
        title: "A ride to dialysis".into(),
        code: None,
        code_system: None,
        status,
        reason: None,
        onset_on: None,
        created_at: hour(-100),
        source: None,
    }
}

fn look(status: GoalStatus, achievement: Option<GoalAchievement>) -> GoalLook {
    let goal = Goal {
        id: Uuid::from_u128(61),
        need_id: None,
        text: "Walks to the shop".into(),
        own_words: None,
        plain: PlainWords::default(),
        focus: None,
        measure_code: None,
        measure: None,
        unit: None,
        direction: GoalDirection::Increase,
        baseline: None,
        target: None,
        achievable_reason: None,
        start_on: None,
        due_on: None,
        status,
        scale: None,
    };
    GoalLook { goal, achievement }
}

fn stay(admitted_at: DateTime<Utc>, discharged_at: Option<DateTime<Utc>>, status: StayStatus) -> Stay {
    Stay {
        id: Uuid::from_u128(62),
        version: 1,
        person_id: case().person_id,
        class: StayClass::Inpatient,
        status,
        facility: "Harbor General".into(),
        reason: None,
        admitted_at,
        discharged_at,
        destination: None,
        cancel_reason: None,
        source: None,
        cause: None,
    }
}

#[test]
fn actions_become_tasks_of_those_who_do_them() {
    let held = held(ConferenceKind::CaseConference, minutes()).unwrap();
    let task = &held.tasks[0].record;
    assert_eq!((task.owner_id, task.title.as_str(), task.due_at), (OTHER, "Order a bed", hour(72)));
    assert_eq!(task.id, held.conference.record.actions[0].task_id);
    assert_eq!((held.conference.record.status, held.next), (ConferenceStatus::Held, None));
}

#[test]
fn the_interdisciplinary_group_meets_again_by_the_fifteenth_day() {
    let group = ConferenceKind::InterdisciplinaryGroup;
    assert_eq!(held(group, minutes()).unwrap_err().code, "conference_next_required");
    let last = New_York.with_ymd_and_hms(2026, 3, 19, 23, 59, 59).unwrap().to_utc();
    let at = |next_at| held(group, Minutes { next_at: Some(next_at), ..minutes() });
    let rule = at(last + TimeDelta::seconds(1)).unwrap_err();
    assert_eq!((rule.code, rule.pointer.as_deref()), ("conference_next_too_late", Some("/next_at")));
    let held = at(last).unwrap();
    assert_eq!(held.conference.record.next_by, Some(last));
    let next = held.next.unwrap().record;
    assert_eq!((next.kind, next.status, next.scheduled_at), (group, ConferenceStatus::Planned, last));
    assert!(next.attendees.iter().all(|attendee| !attendee.present) && next.attendees.len() == 2);
}

#[test]
fn a_hospice_that_asks_for_more_than_the_law_says_so_at_the_meeting_too() {
    let mut rules = standard(Setting::Hospice);
    for rule in rules.iter_mut().filter(|rule| rule.code == CADENCE) {
        rule.clock = Clock::calendar_days(10);
    }
    let calendar = Calendar::default();
    let by = |rules: &[rulebook::Rule]| {
        let place = Place { zone: New_York, calendar: &calendar, rules };
        next_by(ConferenceKind::InterdisciplinaryGroup, hour(0), place).map(|at| clock::local_date(at, New_York))
    };
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 3, day);
    assert_eq!((by(&rules), by(&[])), (day(14), day(19)));
}

#[test]
fn what_can_not_be_is_refused() {
    let code = |minutes| held(ConferenceKind::CaseConference, minutes).unwrap_err().code;
    assert_eq!(code(Minutes { held_at: hour(2), ..minutes() }), "conference_in_future");
    assert_eq!(code(Minutes { attendees: vec![attendee(OWNER, false)], ..minutes() }), "conference_nobody_present");
    assert_eq!(code(Minutes { next_at: Some(hour(1)), ..minutes() }), "conference_in_past");
    let past = Conference { created_at: hour(1), ..planned(ConferenceKind::CaseConference) };
    assert_eq!(past.plan(&case()).unwrap_err().code, "conference_in_past");
    let closed = Case { status: CaseStatus::Closed, ..case() };
    assert_eq!(planned(ConferenceKind::CaseConference).plan(&closed).unwrap_err().code, "case_closed");
    let cancelled = planned(ConferenceKind::CaseConference).cancel("Snow.".into()).unwrap().record;
    assert_eq!(cancelled.cancel("Snow.".into()).unwrap_err().code, "conference_settled");
}

#[test]
fn an_agenda_holds_what_is_open_overdue_off_track_or_new_since_the_last_time() {
    use GoalAchievement as A;
    let facts = Facts {
        needs: vec![need(NeedStatus::Active), need(NeedStatus::Resolved), need(NeedStatus::Candidate)],
        goals: vec![
            look(GoalStatus::Active, Some(A::Worsening)),
            look(GoalStatus::Active, Some(A::Improving)),
            look(GoalStatus::Active, None),
            look(GoalStatus::Completed, Some(A::NotAchieved)),
        ],
        stays: vec![
            stay(hour(-20), None, StayStatus::InProgress),
            stay(hour(-300), Some(hour(-20)), StayStatus::Finished),
            stay(hour(-300), Some(hour(-200)), StayStatus::Finished),
            stay(hour(-20), None, StayStatus::Cancelled),
        ],
        ..Facts::default()
    };
    let kinds: Vec<AgendaKind> = agenda(&facts, hour(-100), hour(0)).into_iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [AgendaKind::Stay, AgendaKind::Stay, AgendaKind::Goal, AgendaKind::Need]);
}

proptest! {
    /// Wherever in the year it falls, clock changes included: the next date lies on the fifteenth day at the latest.
    #[test]
    fn the_next_date_of_the_group_is_never_later_than_the_fifteenth_day(hours in 0..9000_i64, later in 1..800_i64) {
        let calendar = Calendar::default();
        let place = Place { zone: New_York, calendar: &calendar, rules: &[] };
        let held_at = hour(hours);
        let by = next_by(ConferenceKind::InterdisciplinaryGroup, held_at, place).unwrap();
        let days = (clock::local_date(by, New_York) - clock::local_date(held_at, New_York)).num_days();
        prop_assert_eq!(days, 15);
        let next_at = held_at + TimeDelta::hours(later);
        prop_assert_eq!(require_next(Some(next_at), Some(by), New_York, held_at).is_ok(), next_at <= by);
    }
}
