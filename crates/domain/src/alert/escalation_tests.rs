//! Who is asked, when, and in whose place; the laws of escalation.

use super::*;
use crate::absence::AbsenceStatus;
use crate::alert::{AlertKind, AlertOutcome, AlertSeverity};
use crate::calendar::Calendar;
use crate::on_call::{OnCallHours, OnCallShift, OnCallShiftStatus, Roster};
use crate::scope::Verdict;
use chrono::{Days, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::America::New_York;
use proptest::prelude::*;

const OWNER: Uuid = Uuid::from_u128(1);
const COVER: Uuid = Uuid::from_u128(2);
const SUPERVISOR: Uuid = Uuid::from_u128(3);
const LEAD: Uuid = Uuid::from_u128(4);
const TEAM_SUPERVISOR: Uuid = Uuid::from_u128(5);
const DIRECTOR: Uuid = Uuid::from_u128(7);
const OTHER_DIRECTOR: Uuid = Uuid::from_u128(6);
const ASSISTANT: Uuid = Uuid::from_u128(8);
const EVERYBODY: [Uuid; 8] = [OWNER, COVER, SUPERVISOR, LEAD, TEAM_SUPERVISOR, DIRECTOR, OTHER_DIRECTOR, ASSISTANT];

/// Noon on a day of July in New York, and minutes after it.
fn minute(number: i64) -> DateTime<Utc> {
    New_York.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap().to_utc() + TimeDelta::minutes(number)
}

fn today() -> NaiveDate {
    local_date(minute(0), New_York)
}

fn colleague(id: Uuid, role: Role, supervisor_id: Option<Uuid>) -> Colleague {
    Colleague { id, role, supervisor_id, zone: New_York, leads: false, supervises: false, active: true }
}

/// A care manager whose supervisor answers to a director; who leads and who supervises the team; a director of another line.
fn staffing() -> Staffing {
    Staffing {
        colleagues: vec![
            colleague(OTHER_DIRECTOR, Role::Director, None),
            colleague(OWNER, Role::CareManager, Some(SUPERVISOR)),
            colleague(COVER, Role::CareManager, Some(SUPERVISOR)),
            colleague(ASSISTANT, Role::Assistant, Some(SUPERVISOR)),
            colleague(SUPERVISOR, Role::Supervisor, Some(DIRECTOR)),
            Colleague { supervises: true, ..colleague(TEAM_SUPERVISOR, Role::Supervisor, None) },
            Colleague { leads: true, ..colleague(LEAD, Role::Lead, None) },
            colleague(DIRECTOR, Role::Director, None),
        ],
        ..Staffing::default()
    }
}

fn absence(staff_id: Uuid, cover_id: Option<Uuid>, first_on: NaiveDate, last_on: NaiveDate) -> Absence {
    Absence {
        id: staff_id,
        version: 1,
        staff_id,
        cover_id,
        first_on,
        last_on,
        status: AbsenceStatus::Planned,
        author_id: staff_id,
        created_at: minute(-1000),
    }
}

/// Everybody of [`staffing`], with these off today.
fn off(absent: &[(Uuid, Option<Uuid>)]) -> Staffing {
    let absences = absent.iter().map(|(id, cover)| absence(*id, *cover, today(), today())).collect();
    Staffing { absences, ..staffing() }
}

/// An alert that opens at minute 0 and falls due after an hour.
fn opened(staffing: &Staffing) -> Alert {
    alert().opened(staffing)
}

fn alert() -> Alert {
    Alert {
        id: Uuid::from_u128(9),
        version: 1,
        case_id: Uuid::from_u128(10),
        person_id: Uuid::from_u128(11),
        owner_id: OWNER,
        team_id: Uuid::from_u128(12),
        kind: AlertKind::SuicideRisk,
        trigger: "C-SSRS".into(),
        assessment_id: None,
        severity: AlertSeverity::Critical,
        status: AlertStatus::Open,
        opened_at: minute(0),
        due_at: minute(60),
        rank_at: minute(0),
        escalation: Escalation::Owner,
        asked: Vec::new(),
        escalates_at: None,
        acknowledged_by: None,
        outcome: None,
        detail: None,
        closed_by: None,
        closed_at: None,
    }
}

/// The alert after a look at a minute, whether or not it changed.
fn look(alert: &Alert, staffing: &Staffing, time: i64) -> Alert {
    alert.clone().escalate(staffing, minute(time)).map_or_else(|| alert.clone(), |change| change.record)
}

fn asked(alert: &Alert) -> Vec<Uuid> {
    alert.asked.iter().map(|ask| ask.staff_id).collect()
}

#[test]
fn nobody_takes_it_up_so_the_supervisor_is_asked_after_a_quarter_and_the_director_when_it_is_due() {
    let all = staffing();
    let alert = opened(&all);
    assert_eq!(alert.asked, []);
    assert_eq!(alert.escalates_at, Some(minute(15)));
    assert_eq!(alert.clone().escalate(&all, minute(14)), None);
    let second = look(&alert, &all, 15);
    assert_eq!((second.escalation, asked(&second), second.version), (Escalation::Supervisor, vec![SUPERVISOR], 2));
    assert_eq!((second.asked[0].reason, second.asked[0].at), (AskReason::Unanswered, minute(15)));
    assert_eq!(second.escalates_at, Some(minute(60)));
    assert_eq!(second.clone().escalate(&all, minute(59)), None);
    let third = look(&second, &all, 60);
    assert_eq!((third.escalation, asked(&third)), (Escalation::Director, vec![SUPERVISOR, DIRECTOR]));
    assert_eq!(third.escalates_at, None);
    assert_eq!(third.escalate(&all, minute(600)), None);
}

#[test]
fn what_somebody_is_on_waits_until_it_is_due_and_then_asks_the_director() {
    let all = staffing();
    let alert = opened(&all).acknowledge(OWNER).unwrap().record;
    assert_eq!(alert.escalates_at, Some(minute(60)));
    assert_eq!(alert.clone().escalate(&all, minute(59)), None);
    let late = look(&alert, &all, 60);
    assert_eq!((late.escalation, asked(&late)), (Escalation::Director, vec![DIRECTOR]));
}

#[test]
fn a_server_that_was_down_catches_up_with_every_step_at_once() {
    let all = staffing();
    let late = look(&opened(&all), &all, 61);
    assert_eq!((late.escalation, asked(&late)), (Escalation::Director, vec![SUPERVISOR, DIRECTOR]));
}

#[test]
fn a_closed_alert_asks_nobody_any_more() {
    let all = staffing();
    let detail = "Admitted.".to_owned();
    let closed = opened(&all).close(AlertOutcome::Admitted, detail, OWNER, Verdict::Allowed, false, minute(5));
    let closed = closed.unwrap().record;
    assert_eq!(closed.escalates_at, None);
    assert_eq!(closed.escalate(&all, minute(600)), None);
}

#[test]
fn who_covers_is_asked_at_once_while_the_owner_is_off() {
    let alert = opened(&off(&[(OWNER, Some(COVER))]));
    assert_eq!((alert.escalation, asked(&alert)), (Escalation::Owner, vec![COVER]));
    assert_eq!((alert.asked[0].reason, alert.asked[0].for_id), (AskReason::Covering, Some(OWNER)));
}

#[test]
fn who_covers_is_asked_when_the_absence_begins_while_the_alert_waits() {
    let tomorrow = today() + Days::new(1);
    let all = Staffing { absences: vec![absence(OWNER, Some(COVER), tomorrow, tomorrow)], ..staffing() };
    let alert = opened(&all).acknowledge(OWNER).unwrap().record;
    assert_eq!(asked(&look(&alert, &all, 12 * 60 - 1)), [DIRECTOR], "it is due long before midnight");
    assert_eq!(asked(&look(&alert, &all, 12 * 60)), [COVER, DIRECTOR]);
}

#[test]
fn the_owner_who_is_off_needs_no_cover_for_what_a_colleague_is_on() {
    let alert = opened(&staffing()).acknowledge(LEAD).unwrap().record;
    assert!(asked(&look(&alert, &off(&[(OWNER, Some(COVER))]), 5)).is_empty());
    assert_eq!(asked(&look(&alert, &off(&[(LEAD, Some(COVER))]), 5)), [COVER]);
}

#[test]
fn the_supervisor_is_asked_at_once_when_the_owner_is_off_and_nobody_covers() {
    for absent in [&[(OWNER, None)][..], &[(OWNER, Some(COVER)), (COVER, None)], &[(OWNER, Some(ASSISTANT))]] {
        let alert = opened(&off(absent));
        assert_eq!((alert.escalation, asked(&alert)), (Escalation::Supervisor, vec![SUPERVISOR]), "{absent:?}");
        assert_eq!((alert.asked[0].reason, alert.escalates_at), (AskReason::Uncovered, Some(minute(60))));
    }
}

#[test]
fn the_supervisor_is_asked_at_once_when_the_owner_has_left() {
    let mut all = staffing();
    all.colleagues.iter_mut().find(|worker| worker.id == OWNER).unwrap().active = false;
    assert_eq!(asked(&opened(&all)), [SUPERVISOR]);
}

#[test]
fn a_supervisor_who_is_off_is_replaced_by_who_covers_or_by_the_lead_of_the_team() {
    let covered = off(&[(SUPERVISOR, Some(COVER))]);
    let second = look(&opened(&covered), &covered, 15);
    assert_eq!((asked(&second), second.asked[0].for_id), (vec![COVER], Some(SUPERVISOR)));
    let uncovered = off(&[(SUPERVISOR, None)]);
    assert_eq!(asked(&look(&opened(&uncovered), &uncovered, 15)), [LEAD]);
    let neither = off(&[(SUPERVISOR, None), (LEAD, None)]);
    assert_eq!(asked(&look(&opened(&neither), &neither, 15)), [TEAM_SUPERVISOR]);
}

#[test]
fn with_no_first_line_the_next_to_be_asked_is_a_director() {
    let colleagues = vec![colleague(OWNER, Role::CareManager, None), colleague(OTHER_DIRECTOR, Role::Director, None)];
    let all = Staffing { colleagues, ..Staffing::default() };
    let alert = look(&opened(&all), &all, 15);
    assert_eq!((alert.escalation, asked(&alert)), (Escalation::Director, vec![OTHER_DIRECTOR]));
}

#[test]
fn a_step_for_which_nobody_is_there_is_tried_again_until_somebody_is() {
    let deserted = off(&[(DIRECTOR, None), (OTHER_DIRECTOR, None)]);
    assert!(!deserted.has_an_end(minute(0)));
    let alert = look(&opened(&deserted), &deserted, 60);
    assert_eq!((alert.escalation, asked(&alert)), (Escalation::Supervisor, vec![SUPERVISOR]));
    assert_eq!(alert.next_step(), Some((Escalation::Director, minute(60))));
    assert_eq!(alert.clone().escalate(&deserted, minute(61)), None);
    assert_eq!(asked(&look(&alert, &off(&[(DIRECTOR, None)]), 62)), [SUPERVISOR, OTHER_DIRECTOR]);
    assert!(off(&[(DIRECTOR, None), (OTHER_DIRECTOR, Some(LEAD))]).has_an_end(minute(0)));
}

#[test]
fn an_alert_of_a_director_ends_with_the_other_director_or_with_themselves() {
    let mut alone = staffing();
    alone.colleagues.retain(|worker| worker.id == OWNER);
    alone.colleagues[0] = Colleague { supervisor_id: None, ..colleague(OWNER, Role::Director, None) };
    let alert = look(&opened(&alone), &alone, 60);
    assert_eq!((alert.escalation, asked(&alert)), (Escalation::Director, vec![]));
}

#[test]
fn two_workers_who_supervise_each_other_end_in_a_director_all_the_same() {
    let mut all = staffing();
    all.colleagues.iter_mut().find(|worker| worker.id == SUPERVISOR).unwrap().supervisor_id = Some(OWNER);
    assert_eq!(asked(&look(&opened(&all), &all, 60)), [SUPERVISOR, OTHER_DIRECTOR]);
}

#[test]
fn days_off_are_those_of_the_workers_own_zone() {
    let mut all = off(&[(OWNER, Some(COVER))]);
    all.colleagues.iter_mut().find(|worker| worker.id == OWNER).unwrap().zone = chrono_tz::Pacific::Auckland;
    assert_eq!(all.answers_for(OWNER, minute(0)), Some(OWNER), "it is tomorrow there");
    assert_eq!(all.answers_for(OWNER, minute(-12 * 60)), Some(COVER));
}

/// Any staff: anybody supervises, leads, covers and is off on some of four days.
fn any_staffing() -> impl Strategy<Value = Staffing> {
    let person = (
        proptest::option::of(0..EVERYBODY.len()),
        any::<[bool; 2]>(),
        proptest::option::weighted(0.4, (proptest::option::of(0..EVERYBODY.len()), 0..4_u64, 0..3_u64)),
        proptest::bool::weighted(0.9),
    );
    proptest::collection::vec(person, EVERYBODY.len()).prop_map(|people| {
        let mut all = staffing();
        for ((supervisor, [leads, supervises], absent, active), id) in people.into_iter().zip(EVERYBODY) {
            let worker = all.colleagues.iter_mut().find(|worker| worker.id == id).unwrap();
            worker.supervisor_id = supervisor.map(|index| EVERYBODY[index]).filter(|other| *other != id);
            (worker.leads, worker.supervises, worker.active) = (leads, supervises, active);
            if let Some((cover, first, length)) = absent {
                let cover = cover.map(|index| EVERYBODY[index]).filter(|other| *other != id);
                let first = today() + Days::new(first);
                all.absences.push(absence(id, cover, first, first + Days::new(length)));
            }
        }
        all
    })
}

proptest! {
    /// Whatever happens: who is asked stays asked, steps only go up, nobody is asked twice, nor the owner beside themselves.
    #[test]
    fn who_is_asked_only_grows_with_time(
        days in proptest::collection::vec(any_staffing(), 1..4),
        mut times in proptest::collection::vec(0..6000_i64, 1..12),
        taken in proptest::option::of(0..8_usize),
    ) {
        times.sort_unstable();
        let mut alert = opened(&days[0]);
        if let Some(index) = taken {
            alert = alert.acknowledge(EVERYBODY[index]).unwrap().record;
        }
        for (index, time) in times.into_iter().enumerate() {
            let next = look(&alert, &days[index % days.len()], time);
            prop_assert!(next.asked.starts_with(&alert.asked));
            prop_assert!(next.escalation as u8 >= alert.escalation as u8);
            prop_assert_eq!(next.version > alert.version, next != alert);
            let ids = asked(&next);
            prop_assert!(ids.iter().enumerate().all(|(index, id)| *id != OWNER && !ids[..index].contains(id)));
            alert = next;
        }
    }

    /// Everybody who is asked was there, and could close it, when they were asked.
    #[test]
    fn only_those_are_asked_who_are_there_and_may_act(all in any_staffing(), times in proptest::collection::vec(0..6000_i64, 1..8)) {
        let mut alert = opened(&all);
        for time in times {
            alert = look(&alert, &all, time);
        }
        for ask in &alert.asked {
            prop_assert_eq!(all.answers_for(ask.staff_id, ask.at), Some(ask.staff_id));
            prop_assert!(all.find(ask.staff_id).unwrap().may_act());
            if let Some(absent) = ask.for_id {
                prop_assert_eq!(all.answers_for(absent, ask.at), Some(ask.staff_id));
            }
        }
    }

    /// A cover answers on each day of the absence, and on no other.
    #[test]
    fn a_cover_replaces_who_is_off_on_each_day_of_the_absence_and_on_no_other(first in 0..6_u64, length in 0..6_u64) {
        let (first_on, last_on) = (today() + Days::new(first), today() + Days::new(first + length));
        let all = Staffing { absences: vec![absence(OWNER, Some(COVER), first_on, last_on)], ..staffing() };
        for day in 0..14 {
            let off = (first..=first + length).contains(&day);
            let now = minute(0) + Days::new(day);
            prop_assert_eq!(all.answers_for(OWNER, now), Some(if off { COVER } else { OWNER }));
        }
    }

    /// The order in which colleagues and absences come makes no difference.
    #[test]
    fn the_order_of_colleagues_and_absences_does_not_matter(all in any_staffing(), turns in 0..8_usize, time in 0..6000_i64) {
        let mut other = all.clone();
        other.colleagues.rotate_left(turns);
        other.colleagues.swap(0, 7);
        other.absences.reverse();
        prop_assert_eq!(look(&opened(&all), &all, time), look(&opened(&other), &other, time));
    }

    /// Looking every minute of a day asks the same people as looking once: a server may have been away.
    #[test]
    fn looking_often_asks_whom_looking_once_asks(all in any_staffing(), time in 0..600_i64) {
        let mut often = opened(&all);
        for minute in 0..=time {
            often = look(&often, &all, minute);
        }
        let once = look(&opened(&all), &all, time);
        prop_assert_eq!((asked(&often), often.escalation), (asked(&once), once.escalation));
        prop_assert_eq!(once.clone().escalate(&all, minute(time)), None, "looking twice changes nothing");
    }

    /// With an end of the chain there, an alert that nobody closes reaches it, and is never with nobody.
    #[test]
    fn an_alert_that_nobody_closes_is_never_with_nobody(all in any_staffing()) {
        let end = look(&opened(&all), &all, 60);
        if all.has_an_end(minute(60)) {
            prop_assert_eq!(end.escalation, Escalation::Director);
            prop_assert_eq!(end.next_step(), None);
        }
        if end.escalation != Escalation::Director {
            prop_assert!(end.escalates_at.is_some_and(|at| at <= minute(60)), "it counts as stuck");
        }
    }
}

/// On call for the team from that evening to the next morning.
fn on_call(staff_id: Uuid, backup_id: Option<Uuid>) -> Roster {
    let shift = OnCallShift {
        id: Uuid::from_u128(90),
        version: 1,
        team_id: Uuid::from_u128(91),
        staff_id,
        backup_id,
        starts_at: minute(5 * 60),
        ends_at: minute(20 * 60),
        hours: OnCallHours::AfterHours,
        status: OnCallShiftStatus::Planned,
        author_id: LEAD,
        created_at: minute(-100),
    };
    Roster { shifts: vec![shift], zone: New_York, calendar: Calendar::default() }
}

#[test]
fn at_night_an_alert_that_nobody_has_taken_up_reaches_who_is_on_call_and_goes_on_to_the_first_line() {
    let all = Staffing { roster: on_call(COVER, None), ..staffing() };
    let raised = |at: DateTime<Utc>| Alert { opened_at: at, due_at: at + TimeDelta::hours(4), ..alert() }.opened(&all);
    assert!(raised(minute(0)).asked.is_empty(), "the owner is there by day");
    let night = minute(9 * 60);
    let asked = raised(night);
    let ask = Ask { staff_id: COVER, at: night, reason: AskReason::OnCall, for_id: Some(OWNER) };
    assert_eq!(asked.asked, [ask]);
    assert!(asked.clone().escalate(&all, night).is_none(), "once");
    let later = asked.escalate(&all, night + TimeDelta::hours(1)).unwrap().record;
    assert_eq!(later.asked.iter().map(|ask| ask.staff_id).collect::<Vec<_>>(), [COVER, SUPERVISOR]);
}

#[test]
fn what_was_raised_by_day_reaches_who_is_on_call_when_night_falls_unless_somebody_took_it_up() {
    let all = Staffing { roster: on_call(COVER, None), ..staffing() };
    let by_day = Alert { due_at: minute(48 * 60), ..alert() }.opened(&all);
    assert!(by_day.clone().escalate(&all, minute(4 * 60)).is_none());
    let at_night = by_day.clone().escalate(&all, minute(5 * 60)).unwrap().record;
    assert!(at_night.asks(COVER));
    let taken_up = by_day.acknowledge(OWNER).unwrap().record;
    assert!(taken_up.escalate(&all, minute(5 * 60)).is_none());
}

/// Whom an alert asks that opens at nine in the evening and falls due four hours later.
fn asked_at_night(kind: AlertKind, all: &Staffing) -> Vec<(Uuid, AskReason)> {
    let at = minute(9 * 60);
    let alert = Alert { kind, opened_at: at, due_at: at + TimeDelta::hours(4), ..alert() }.opened(all);
    alert.asked.iter().map(|ask| (ask.staff_id, ask.reason)).collect()
}

#[test]
fn an_owner_who_is_in_the_shift_themselves_leaves_nobody_of_it_unasked() {
    let whom = |shift: (Uuid, Option<Uuid>), absent: &[(Uuid, Option<Uuid>)]| {
        asked_at_night(AlertKind::SuicideRisk, &Staffing { roster: on_call(shift.0, shift.1), ..off(absent) })
    };
    let cover = [(COVER, AskReason::OnCall)];
    assert_eq!(whom((COVER, Some(OWNER)), &[]), cover, "the owner is the backup");
    assert_eq!(whom((COVER, Some(OWNER)), &[(OWNER, None)]), cover, "and is off");
    assert_eq!(whom((OWNER, Some(COVER)), &[(OWNER, None)]), cover, "the owner is the first one, and is off");
    assert_eq!(whom((OWNER, Some(COVER)), &[(OWNER, Some(ASSISTANT))]), cover, "the backup goes before who covers");
    assert_eq!(whom((OWNER, Some(COVER)), &[]), [], "the owner is the first one, and there");
}

#[test]
fn about_an_overdue_worker_who_is_on_call_the_backup_is_asked_and_the_first_line_when_there_is_none() {
    let whom =
        |backup| asked_at_night(AlertKind::WorkerOverdue, &Staffing { roster: on_call(OWNER, backup), ..staffing() });
    assert_eq!(whom(Some(COVER)), [(COVER, AskReason::OnCall)]);
    let line = [SUPERVISOR, LEAD, TEAM_SUPERVISOR].map(|id| (id, AskReason::Uncovered));
    assert_eq!(whom(None), line);
}

#[test]
fn while_nobody_of_the_shift_on_duty_is_there_the_first_line_is_asked_at_once() {
    let whom = |backup, absent: &[(Uuid, Option<Uuid>)]| {
        asked_at_night(AlertKind::SuicideRisk, &Staffing { roster: on_call(COVER, backup), ..off(absent) })
    };
    let supervisor = [(SUPERVISOR, AskReason::Uncovered)];
    assert_eq!(whom(None, &[(COVER, None)]), supervisor);
    assert_eq!(whom(Some(ASSISTANT), &[(COVER, None)]), supervisor, "whoever can't close an alert is not there");
    assert_eq!(whom(Some(LEAD), &[(COVER, None)]), [(LEAD, AskReason::OnCall)]);
    let all = Staffing { roster: on_call(COVER, None), ..off(&[(COVER, None)]) };
    let by_day = Alert { due_at: minute(48 * 60), ..alert() }.opened(&all);
    assert!(by_day.asked.is_empty(), "the owner is there by day");
    let taken_up = by_day.clone().acknowledge(OWNER).unwrap().record;
    assert!(taken_up.escalate(&all, minute(5 * 60)).is_none(), "somebody is on it");
    let at_night = by_day.escalate(&all, minute(5 * 60)).unwrap().record;
    assert_eq!((asked(&at_night), at_night.escalation), (vec![SUPERVISOR], Escalation::Supervisor));
}
