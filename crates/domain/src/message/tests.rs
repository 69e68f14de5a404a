//! Who gets a message, and the laws of what becomes of one that nobody acknowledges.

use super::*;
use crate::absence::{Absence, AbsenceStatus};
use crate::access::Role;
use crate::alert::escalation::Colleague;
use crate::case::{CaseStatus, Stage, Tier};
use crate::on_call::{OnCallHours, OnCallShift, OnCallShiftStatus, Roster};
use chrono::{NaiveDate, TimeZone};
use proptest::prelude::*;

const AUTHOR: Uuid = Uuid::from_u128(1);
const READER: Uuid = Uuid::from_u128(2);
const COVER: Uuid = Uuid::from_u128(3);
const SUPERVISOR: Uuid = Uuid::from_u128(4);
const OWNER: Uuid = Uuid::from_u128(5);
const DIRECTOR: Uuid = Uuid::from_u128(6);

fn hour(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
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
        enrolled_at: hour(-100),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn colleague(id: Uuid, role: Role, supervisor_id: Option<Uuid>) -> Colleague {
    Colleague { id, role, supervisor_id, zone: chrono_tz::UTC, leads: false, supervises: false, active: true }
}

fn staffing() -> Staffing {
    let cm = Role::CareManager;
    Staffing {
        colleagues: vec![
            colleague(AUTHOR, cm, Some(SUPERVISOR)),
            colleague(READER, cm, Some(SUPERVISOR)),
            colleague(COVER, cm, Some(SUPERVISOR)),
            colleague(OWNER, cm, Some(SUPERVISOR)),
            colleague(SUPERVISOR, Role::Supervisor, Some(DIRECTOR)),
            colleague(DIRECTOR, Role::Director, None),
        ],
        ..Staffing::default()
    }
}

/// Off for the days around the messages.
fn off(staff_id: Uuid, cover_id: Option<Uuid>) -> Absence {
    let day = |number| NaiveDate::from_ymd_opt(2026, 7, number).unwrap();
    Absence {
        id: staff_id,
        version: 1,
        staff_id,
        cover_id,
        first_on: day(1),
        last_on: day(30),
        status: AbsenceStatus::Planned,
        author_id: staff_id,
        created_at: hour(-200),
    }
}

fn ids() -> impl FnMut() -> Uuid {
    let mut next = 1000;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

fn thread(member_ids: &[Uuid]) -> MessageThread {
    MessageThread {
        id: Uuid::from_u128(30),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        subject: "Oxygen".into(),
        member_ids: member_ids.to_vec(),
        author_id: AUTHOR,
        created_at: hour(0),
        last_message_at: hour(0),
    }
}

fn draft(urgent: bool, acknowledge_by: Option<DateTime<Utc>>) -> Draft {
    Draft { body: "The oxygen is not there yet.".into(), urgent, acknowledge_by }
}

fn begun(draft: Draft) -> Sent {
    thread(&[READER]).begin(&case(), draft, |_| true, &mut ids()).unwrap()
}

/// What the reader got of a message that is to be acknowledged after an hour.
fn receipt() -> MessageReceipt {
    begun(draft(false, Some(hour(1)))).receipts.remove(0).record
}

fn step(receipt: MessageReceipt, staffing: &Staffing, now: DateTime<Utc>) -> Option<Escalated> {
    receipt.escalate(&case(), staffing, true, Uuid::from_u128(99), now)
}

fn asked(step: &Escalated) -> (ReceiptStatus, Uuid) {
    (step.receipt.record.status, step.task.as_ref().unwrap().record.owner_id)
}

#[test]
fn everybody_but_the_author_gets_a_receipt_once() {
    let sent =
        thread(&[READER, OWNER, READER, AUTHOR]).begin(&case(), draft(false, None), |_| true, &mut ids()).unwrap();
    assert_eq!(sent.thread.record.member_ids, [AUTHOR, READER, OWNER]);
    let to: Vec<Uuid> = sent.receipts.iter().map(|receipt| receipt.record.staff_id).collect();
    assert_eq!(to, [READER, OWNER]);
    assert!(sent.receipts.iter().all(|receipt| receipt.record.status == ReceiptStatus::Informed));
}

#[test]
fn nobody_is_written_to_who_does_not_see_the_person() {
    let rule = thread(&[OWNER, READER]).begin(&case(), draft(false, None), |id| id == OWNER, &mut ids()).unwrap_err();
    assert_eq!((rule.code, rule.pointer.as_deref()), ("recipient_out_of_reach", Some("/member_ids/1")));
    let later = begun(draft(false, None)).thread.record;
    let rule = later.clone().send(&case(), AUTHOR, draft(false, None), |_| false, &mut ids(), hour(2)).unwrap_err();
    assert_eq!(rule.code, "thread_without_readers");
    let answer = later.send(&case(), READER, draft(false, None), |_| true, &mut ids(), hour(2)).unwrap();
    assert_eq!((answer.thread.record.version, answer.receipts[0].record.staff_id), (2, AUTHOR));
}

#[test]
fn a_message_to_nobody_else_in_the_past_or_about_a_closed_case_is_refused() {
    let code =
        |thread: MessageThread, case: &Case, draft| thread.begin(case, draft, |_| true, &mut ids()).unwrap_err().code;
    assert_eq!(code(thread(&[AUTHOR]), &case(), draft(false, None)), "message_to_oneself");
    assert_eq!(code(thread(&[READER]), &case(), draft(false, Some(hour(0)))), "acknowledge_by_in_past");
    let closed = Case { status: CaseStatus::Closed, ..case() };
    assert_eq!(code(thread(&[READER]), &closed, draft(false, None)), "case_closed");
}

#[test]
fn an_urgent_message_that_names_no_time_is_to_be_acknowledged_within_four_hours() {
    assert_eq!(begun(draft(true, None)).message.record.acknowledge_by, Some(hour(4)));
    assert_eq!(begun(draft(true, Some(hour(1)))).message.record.acknowledge_by, Some(hour(1)));
    assert_eq!(begun(draft(false, None)).message.record.acknowledge_by, None);
}

#[test]
fn the_recipient_is_asked_when_the_time_passes_and_the_supervisor_a_day_later() {
    assert_eq!(step(receipt(), &staffing(), hour(1) - TimeDelta::seconds(1)), None);
    let first = step(receipt(), &staffing(), hour(1)).unwrap();
    assert_eq!(asked(&first), (ReceiptStatus::Asked, READER));
    assert_eq!(step(first.receipt.record.clone(), &staffing(), hour(25) - TimeDelta::seconds(1)), None);
    let second = step(first.receipt.record, &staffing(), hour(25)).unwrap();
    assert_eq!(asked(&second), (ReceiptStatus::Raised, SUPERVISOR));
    assert_eq!(second.receipt.record.task_ids.len(), 2);
    assert_eq!(step(second.receipt.record, &staffing(), hour(1000)), None);
}

#[test]
fn what_can_not_wait_goes_up_after_an_hour() {
    let urgent = begun(draft(true, Some(hour(1)))).receipts.remove(0).record;
    let first = step(urgent, &staffing(), hour(1)).unwrap();
    assert_eq!(asked(&step(first.receipt.record, &staffing(), hour(2)).unwrap()), (ReceiptStatus::Raised, SUPERVISOR));
}

/// On call for the team from hour 0 to hour 12, after hours: in UTC, where the office closes at hour 5.
fn on_call(staff_id: Uuid, backup_id: Option<Uuid>) -> Staffing {
    let shift = OnCallShift {
        id: Uuid::from_u128(50),
        version: 1,
        team_id: case().team_id,
        staff_id,
        backup_id,
        starts_at: hour(0),
        ends_at: hour(12),
        hours: OnCallHours::AfterHours,
        status: OnCallShiftStatus::Planned,
        author_id: SUPERVISOR,
        created_at: hour(-100),
    };
    Staffing { roster: Roster { shifts: vec![shift], ..Roster::default() }, ..staffing() }
}

#[test]
fn what_can_not_wait_reaches_who_is_on_duty_and_what_can_does_not() {
    let urgent = |term| begun(draft(true, Some(hour(term)))).receipts.remove(0).record;
    let all = on_call(COVER, None);
    let first = step(urgent(7), &all, hour(7)).unwrap();
    assert_eq!(asked(&first), (ReceiptStatus::Asked, COVER));
    assert_eq!(asked(&step(first.receipt.record, &all, hour(8)).unwrap()), (ReceiptStatus::Raised, SUPERVISOR));
    let routine = begun(draft(false, Some(hour(7)))).receipts.remove(0).record;
    assert_eq!(asked(&step(routine, &all, hour(7)).unwrap()), (ReceiptStatus::Asked, READER));
    assert_eq!(asked(&step(urgent(1), &all, hour(1)).unwrap()).1, READER, "the office is open");
    let by_author = on_call(AUTHOR, Some(COVER));
    assert_eq!(asked(&step(urgent(7), &by_author, hour(7)).unwrap()).1, READER, "who wrote it can't answer");
}

#[test]
fn what_was_asked_by_day_reaches_who_is_on_duty_before_it_goes_up() {
    let urgent = begun(draft(true, Some(hour(4)))).receipts.remove(0).record;
    let by_day = |all: &Staffing| step(urgent.clone(), all, hour(4)).unwrap().receipt.record;
    let all = on_call(COVER, None);
    let night = step(by_day(&all), &all, hour(5)).unwrap();
    assert_eq!(asked(&night), (ReceiptStatus::Asked, COVER));
    assert_eq!(night.receipt.record.next_step_at, Some(hour(6)));
    let up = step(night.receipt.record, &all, hour(6)).unwrap();
    assert_eq!(asked(&up), (ReceiptStatus::Raised, SUPERVISOR), "who is on duty was asked");
    assert_eq!(step(up.receipt.record, &all, hour(11)), None);
    for shift in [on_call(READER, None), on_call(AUTHOR, None)] {
        let up = step(by_day(&shift), &shift, hour(5)).unwrap();
        assert_eq!(asked(&up), (ReceiptStatus::Raised, SUPERVISOR), "asked before, or the author");
    }
}

#[test]
fn who_covers_is_asked_in_place_of_who_is_off_and_the_supervisor_when_nobody_covers() {
    let covered = Staffing { absences: vec![off(READER, Some(COVER))], ..staffing() };
    assert_eq!(asked(&step(receipt(), &covered, hour(1)).unwrap()), (ReceiptStatus::Asked, COVER));
    let uncovered = Staffing { absences: vec![off(READER, None)], ..staffing() };
    assert_eq!(asked(&step(receipt(), &uncovered, hour(1)).unwrap()), (ReceiptStatus::Raised, SUPERVISOR));
    let by_the_author = Staffing { absences: vec![off(READER, Some(AUTHOR))], ..staffing() };
    assert_eq!(asked(&step(receipt(), &by_the_author, hour(1)).unwrap()), (ReceiptStatus::Raised, SUPERVISOR));
}

#[test]
fn while_nobody_above_is_there_the_step_waits() {
    let alone =
        Staffing { absences: vec![off(READER, None), off(SUPERVISOR, None), off(DIRECTOR, None)], ..staffing() };
    assert_eq!(step(receipt(), &alone, hour(1)), None);
    assert_eq!(asked(&step(receipt(), &staffing(), hour(9)).unwrap()).1, READER);
}

#[test]
fn a_recipient_who_no_longer_sees_the_person_is_replaced_by_the_owner_of_the_case() {
    let first = receipt().escalate(&case(), &staffing(), false, Uuid::from_u128(99), hour(1)).unwrap();
    assert_eq!(asked(&first), (ReceiptStatus::Asked, OWNER));
}

#[test]
fn in_a_closed_case_an_unanswered_message_lapses_without_work() {
    let closed = Case { status: CaseStatus::Closed, ..case() };
    let lapsed = receipt().escalate(&closed, &staffing(), true, Uuid::from_u128(99), hour(1)).unwrap();
    assert_eq!((lapsed.receipt.record.status, lapsed.task), (ReceiptStatus::Lapsed, None));
    assert!(!lapsed.receipt.record.is_open());
}

#[test]
fn only_who_is_asked_acknowledges_and_only_once() {
    let rule = receipt().acknowledge(OWNER, hour(1)).unwrap_err();
    assert_eq!(rule.code, "message_of_another");
    let done = receipt().acknowledge(READER, hour(1)).unwrap().record;
    assert_eq!((done.acknowledged_by, done.read_at, done.next_step_at), (Some(READER), Some(hour(1)), None));
    assert_eq!(done.acknowledge(READER, hour(2)).unwrap_err().code, "message_not_open");
    let informed = begun(draft(false, None)).receipts.remove(0).record;
    assert_eq!(informed.acknowledge(READER, hour(1)).unwrap_err().code, "message_not_open");
    let first = step(receipt(), &staffing(), hour(1)).unwrap().receipt.record;
    let raised = step(first, &staffing(), hour(25)).unwrap().receipt.record;
    let by_supervisor = raised.acknowledge(SUPERVISOR, hour(26)).unwrap().record;
    assert_eq!((by_supervisor.acknowledged_by, by_supervisor.read_at), (Some(SUPERVISOR), None));
}

#[test]
fn a_task_says_nothing_of_what_the_message_says() {
    let task = step(receipt(), &staffing(), hour(1)).unwrap().task.unwrap().record;
    assert_eq!((task.title.as_str(), task.detail, task.kind), ("Acknowledge a message", None, TaskKind::Message));
}

#[test]
fn what_is_seen_is_noted_once() {
    let seen = receipt().read(hour(1)).unwrap().record;
    assert_eq!((seen.read_at, seen.clone().read(hour(2))), (Some(hour(1)), None));
    assert!(seen.is_open(), "seeing is not acknowledging");
}

proptest! {
    /// However often and whenever one looks: no more than two are asked, one after the other, and who answered ends it.
    #[test]
    fn looking_often_asks_whom_looking_at_the_right_time_asks(mut looks in proptest::collection::vec(0..200_i64, 0..40), answered in proptest::option::of(0..200_i64)) {
        looks.sort_unstable();
        let mut now = receipt();
        let mut tasks = Vec::new();
        for look in looks {
            if answered.is_some_and(|at| at <= look) && now.is_open() {
                now = now.acknowledge(READER, hour(look)).unwrap().record;
            }
            if let Some(next) = step(now.clone(), &staffing(), hour(look)) {
                prop_assert!(now.is_open());
                tasks.push(next.task.unwrap().record.owner_id);
                now = next.receipt.record;
                prop_assert_eq!(step(now.clone(), &staffing(), hour(look)), None);
            }
        }
        prop_assert!([READER, SUPERVISOR].starts_with(&tasks));
        prop_assert_eq!(tasks.len(), now.task_ids.len());
    }
}
