//! Shifts, rotations across changes of the clocks, gaps, and what goes back to whom.

use super::event::{OnCallEvent, OnCallOutcome, OnCallTriage};
use super::hand_back::{HandBack, HandBackStatus};
use super::*;
use crate::absence::{Absence, AbsenceStatus};
use crate::access::Role;
use crate::alert::escalation::{Colleague, Staffing};
use crate::case::{Case, CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::contact::ContactMode;
use crate::task::{TaskKind, TaskPriority};
use chrono::TimeZone;
use chrono_tz::America::New_York;
use proptest::prelude::*;

const ANA: Uuid = Uuid::from_u128(1);
const BEN: Uuid = Uuid::from_u128(2);
const EVE: Uuid = Uuid::from_u128(3);
const ASSISTANT: Uuid = Uuid::from_u128(4);
const TEAM: Uuid = Uuid::from_u128(5);
const OWNER: Uuid = Uuid::from_u128(6);

/// An hour of July 2026 in New York; the 6th is a Monday.
fn july(day: u32, hour: u32) -> DateTime<Utc> {
    New_York.with_ymd_and_hms(2026, 7, day, hour, 0, 0).unwrap().to_utc()
}

fn shift(id: u128, staff_id: Uuid, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> OnCallShift {
    OnCallShift {
        id: Uuid::from_u128(id),
        version: 1,
        team_id: TEAM,
        staff_id,
        backup_id: None,
        starts_at,
        ends_at,
        hours: OnCallHours::AfterHours,
        status: OnCallShiftStatus::Planned,
        author_id: EVE,
        created_at: july(1, 9),
    }
}

fn week() -> OnCallShift {
    OnCallShift { backup_id: Some(BEN), ..shift(20, ANA, july(6, 17), july(13, 17)) }
}

fn may_act(id: Uuid) -> bool {
    id != ASSISTANT
}

fn refusal(shift: OnCallShift, known: &[OnCallShift]) -> (&'static str, Option<String>) {
    let rule = shift.plan(known, may_act, july(6, 9)).unwrap_err();
    (rule.code, rule.pointer)
}

fn at(code: &'static str, pointer: &str) -> (&'static str, Option<String>) {
    (code, Some(pointer.into()))
}

fn roster(shifts: Vec<OnCallShift>) -> Roster {
    Roster { shifts, zone: New_York, calendar: Calendar::default() }
}

#[test]
fn a_shift_that_makes_no_sense_is_refused() {
    let plan = |starts, ends| shift(21, ANA, starts, ends);
    assert_eq!(refusal(plan(july(7, 8), july(7, 8)), &[]), at("on_call_ends_before_it_begins", "/ends_at"));
    assert_eq!(refusal(plan(july(5, 8), july(6, 9)), &[]), at("on_call_over", "/ends_at"));
    assert_eq!(refusal(plan(july(7, 8), july(22, 8)), &[]), at("on_call_too_long", "/ends_at"));
    let far = july(6, 9) + TimeDelta::days(401);
    assert_eq!(refusal(plan(far, far + TimeDelta::days(1)), &[]), at("on_call_too_far", "/starts_at"));
    let assistant = shift(21, ASSISTANT, july(7, 8), july(8, 8));
    assert_eq!(refusal(assistant, &[]), at("on_call_may_not_act", "/staff_id"));
    let backup = |backup_id| OnCallShift { backup_id: Some(backup_id), ..plan(july(7, 8), july(8, 8)) };
    assert_eq!(refusal(backup(ANA), &[]), at("on_call_backup_is_first", "/backup_id"));
    assert_eq!(refusal(backup(ASSISTANT), &[]), at("on_call_may_not_act", "/backup_id"));
    assert!(backup(BEN).plan(&[], may_act, july(6, 9)).is_ok());
}

#[test]
fn a_team_has_one_shift_at_a_time_and_the_next_begins_when_it_ends() {
    let overlapping = shift(21, BEN, july(13, 16), july(14, 17));
    assert_eq!(refusal(overlapping.clone(), &[week()]), at("on_call_overlaps", "/starts_at"));
    assert!(shift(21, BEN, july(13, 17), july(14, 17)).plan(&[week()], may_act, july(6, 9)).is_ok());
    let cancelled = week().cancel(july(6, 9)).unwrap().record;
    assert!(overlapping.clone().plan(&[cancelled], may_act, july(6, 9)).is_ok());
    let elsewhere = OnCallShift { team_id: Uuid::from_u128(9), ..overlapping };
    assert!(elsewhere.plan(&[week()], may_act, july(6, 9)).is_ok());
}

fn given(to: Uuid, now: DateTime<Utc>) -> Result<GivenAway, Rule> {
    week().assign(to, None, may_act, Uuid::from_u128(22), OWNER, now)
}

#[test]
fn a_shift_is_given_away_and_swapped_before_it_begins() {
    let before = given(EVE, july(6, 9)).unwrap();
    assert!(before.ended.is_none());
    let hers = before.shift.record;
    assert_eq!((hers.id, hers.staff_id, hers.backup_id, hers.version), (week().id, EVE, None, 2));
    assert_eq!(given(ASSISTANT, july(6, 9)).unwrap_err().code, "on_call_may_not_act");
    assert_eq!(given(EVE, july(13, 17)).unwrap_err().code, "on_call_over");
    let other = OnCallShift { backup_id: Some(ANA), ..shift(21, BEN, july(13, 17), july(20, 17)) };
    let (mine, theirs) = week().swap(other.clone(), july(6, 9)).unwrap();
    assert_eq!((mine.record.staff_id, mine.record.backup_id), (BEN, Some(ANA)), "the backup changes places");
    assert_eq!((theirs.record.staff_id, theirs.record.backup_id), (ANA, Some(BEN)));
    assert_eq!(week().swap(week(), july(6, 9)).unwrap_err().code, "on_call_swap_of_another_team");
    assert_eq!(week().swap(other.clone(), july(8, 9)).unwrap_err().code, "on_call_runs");
    assert_eq!(other.clone().swap(week(), july(8, 9)).unwrap_err().code, "on_call_runs");
    let cancelled = week().cancel(july(6, 9)).unwrap().record;
    assert_eq!(cancelled.status, OnCallShiftStatus::Cancelled);
    assert_eq!(cancelled.clone().swap(other, july(6, 9)).unwrap_err().code, "on_call_cancelled");
    assert_eq!(cancelled.cancel(july(6, 9)).unwrap_err().code, "on_call_cancelled");
}

#[test]
fn what_was_of_a_shift_that_runs_stays_whoever_has_the_rest_of_it() {
    let now = july(8, 6);
    let away = given(EVE, now).unwrap();
    let (ended, rest) = (away.ended.unwrap(), away.shift);
    assert_eq!(ended.record, OnCallShift { ends_at: now, version: 2, ..week() });
    let expected = OnCallShift { author_id: OWNER, created_at: now, ..shift(22, EVE, now, week().ends_at) };
    assert_eq!((rest.record.clone(), rest.created), (expected, true));
    let cancelled = week().cancel(now).unwrap().record;
    assert_eq!(cancelled, ended.record, "cancelled, it ends now");
    let all = roster(vec![ended.record, rest.record]);
    let on_duty = |hour| all.on_duty(july(8, hour)).map(|shift| shift.staff_id);
    assert_eq!((on_duty(5), on_duty(6), on_duty(12)), (Some(ANA), Some(EVE), None));
    assert!(cancelled.opens_team_to(ANA, july(8, 17)), "to write down what happened");
    assert!(!cancelled.opens_team_to(ANA, july(8, 18)) && !cancelled.is_open(now));
    let heard = OnCallEvent { caller: Some("A neighbor".into()), ..event(OnCallTriage::Urgent, july(8, 2)) };
    assert!(heard.log(&cancelled, None, &all, july(8, 9)).is_ok(), "who was on call writes it down");
    let at_once = week().assign(EVE, None, may_act, Uuid::nil(), OWNER, week().starts_at).unwrap();
    assert!(at_once.ended.is_none(), "a shift of no length is none");
}

#[test]
fn after_hours_is_before_eight_after_five_and_on_days_that_are_no_business_days() {
    let all = roster(vec![week()]);
    let on_duty: Vec<u32> = (0..24).filter(|hour| all.on_duty(july(8, *hour)).is_some()).collect();
    assert_eq!(on_duty, [0, 1, 2, 3, 4, 5, 6, 7, 17, 18, 19, 20, 21, 22, 23]);
    assert!(all.on_duty(july(11, 12)).is_some(), "a Saturday");
    assert!(all.on_duty(july(6, 16)).is_none() && all.on_duty(july(13, 17)).is_none(), "outside of the shift");
    let always = roster(vec![OnCallShift { hours: OnCallHours::AroundTheClock, ..week() }]);
    assert!(always.on_duty(july(8, 12)).is_some());
    assert!(roster(vec![week().cancel(july(6, 9)).unwrap().record]).on_duty(july(8, 2)).is_none());
}

#[test]
fn a_team_is_seen_during_the_shift_and_half_a_day_longer() {
    let own = week();
    let sees = |hour| own.opens_team_to(ANA, july(13, 17) + TimeDelta::hours(hour));
    assert!(!own.opens_team_to(ANA, july(6, 16)) && own.opens_team_to(BEN, july(6, 17)));
    assert!(sees(0) && sees(11) && !sees(12));
    assert!(!own.opens_team_to(EVE, july(8, 2)));
    let all = roster(vec![own.clone(), shift(21, EVE, july(13, 17), july(20, 17))]);
    let written_up = |staff_id, hour| all.write_up(staff_id, july(13, hour)).map(|shift| shift.id);
    assert_eq!((written_up(ANA, 16), written_up(ANA, 17)), (None, Some(own.id)), "after it is over");
    assert_eq!((written_up(BEN, 23), written_up(EVE, 23)), (Some(own.id), None));
    assert!(all.write_up(ANA, july(14, 5)).is_none(), "until twelve hours later");
}

fn rotation(first_on: NaiveDate, weeks: u32) -> Rotation {
    Rotation {
        team_id: TEAM,
        staff_ids: vec![ANA, BEN, EVE],
        first_on,
        hour: 2,
        weeks,
        hours: OnCallHours::AfterHours,
        next_is_backup: true,
    }
}

fn made(rotation: &Rotation, now: DateTime<Utc>) -> Result<Vec<OnCallShift>, Rule> {
    let mut next = 100;
    let mut new_id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let shifts = rotation.shifts(New_York, &[], may_act, EVE, &mut new_id, now)?;
    Ok(shifts.into_iter().map(|change| change.record).collect())
}

#[test]
fn a_rotation_hands_over_at_the_same_hour_on_the_wall_whatever_the_clocks_do() {
    // The clocks skip from 2 to 3 on Sunday, March 8, and repeat the hour from 1 to 2 on November 1.
    let first_on = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let shifts = made(&rotation(first_on, 3), july(1, 0) - TimeDelta::days(150)).unwrap();
    let wall = |at: DateTime<Utc>| at.with_timezone(&New_York).format("%m-%d %H:%M").to_string();
    let starts: Vec<String> = shifts.iter().map(|shift| wall(shift.starts_at)).collect();
    assert_eq!(starts, ["03-01 02:00", "03-08 03:00", "03-15 02:00"]);
    assert_eq!(shifts[0].ends_at, shifts[1].starts_at);
    let turns: Vec<_> = shifts.iter().map(|shift| (shift.staff_id, shift.backup_id)).collect();
    assert_eq!(turns, [(ANA, Some(BEN)), (BEN, Some(EVE)), (EVE, Some(ANA))]);
}

#[test]
fn a_rotation_names_what_is_wrong_with_it() {
    let monday = NaiveDate::from_ymd_opt(2026, 7, 13).unwrap();
    let refused = |rotation: Rotation| {
        let rule = made(&rotation, july(6, 9)).unwrap_err();
        (rule.code, rule.pointer)
    };
    let nobody = Rotation { staff_ids: Vec::new(), ..rotation(monday, 2) };
    assert_eq!(refused(nobody), at("on_call_nobody_takes_turns", "/staff_ids"));
    let unable = Rotation { staff_ids: vec![ANA, ASSISTANT], ..rotation(monday, 4) };
    assert_eq!(refused(unable), at("on_call_may_not_act", "/staff_ids/1"));
    assert_eq!(refused(rotation(NaiveDate::MAX, 2)), at("on_call_too_far", "/first_on"));
    let alone = made(&Rotation { staff_ids: vec![ANA], ..rotation(monday, 2) }, july(6, 9)).unwrap();
    assert!(alone.iter().all(|shift| shift.backup_id.is_none()), "nobody is their own backup");
}

#[test]
fn hours_that_nobody_has_are_gaps() {
    let all = roster(vec![week(), shift(21, BEN, july(15, 17), july(20, 17))]);
    let (from, to) = (july(5, 0), july(27, 0));
    let expected = [(from, july(6, 17)), (july(13, 17), july(15, 17)), (july(20, 17), to)];
    assert_eq!(all.gaps(from, to), expected);
    assert_eq!(all.gaps(july(7, 0), july(8, 0)), []);
    assert_eq!(roster(Vec::new()).gaps(from, to), [(from, to)]);
}

#[test]
fn nights_that_are_planned_one_by_one_leave_gaps_on_days_that_are_no_business_days_and_on_no_others() {
    // From Wednesday the 8th to Tuesday the 14th.
    let nights = (8..14).map(|day| shift(u128::from(day), ANA, july(day, 17), july(day + 1, 8)));
    let all = roster(nights.collect());
    let expected = [(july(11, 8), july(11, 17)), (july(12, 8), july(12, 17))];
    assert_eq!(all.gaps(july(8, 12), july(14, 17)), expected);
    assert_eq!(all.gaps(july(8, 12), july(14, 18)).last(), Some(&(july(14, 8), july(14, 18))), "the evening is one");
}

proptest! {
    /// Whatever weekday, hour and length: a rotation has neither a gap nor an overlap, and everybody has a turn.
    #[test]
    fn a_rotation_has_neither_gap_nor_overlap(day in 0..360_u64, hour in 0..24_u32, weeks in 3..54_u32) {
        let first_on = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(day);
        let now = New_York.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap().to_utc();
        let rotation = Rotation { hour, ..rotation(first_on, weeks) };
        if let Ok(shifts) = made(&rotation, now) {
            let (from, to) = (shifts[0].starts_at, shifts[shifts.len() - 1].ends_at);
            prop_assert_eq!(roster(shifts.clone()).gaps(from, to), []);
            prop_assert!(shifts.windows(2).all(|two| two[0].ends_at == two[1].starts_at));
            prop_assert!([ANA, BEN, EVE].iter().all(|id| shifts.iter().any(|shift| shift.staff_id == *id)));
        }
    }

    /// The hours of duty as spans say the same as asking about each instant.
    #[test]
    fn the_spans_of_duty_are_the_instants_on_duty(begin in 0..400_i64, length in 1..300_i64, around in any::<bool>()) {
        let hour = |number: i64| july(1, 0) + TimeDelta::hours(number);
        let hours = if around { OnCallHours::AroundTheClock } else { OnCallHours::AfterHours };
        let own = OnCallShift { hours, ..shift(31, ANA, hour(begin), hour(begin + length)) };
        let spans = own.duty(New_York, &Calendar::default());
        for number in 0..720 {
            let on_duty = spans.iter().filter(|(from, to)| (*from..*to).contains(&hour(number))).count();
            let asked = own.is_on_duty(hour(number), New_York, &Calendar::default());
            prop_assert_eq!(on_duty, usize::from(asked), "{}", number);
        }
        let cancelled = OnCallShift { status: OnCallShiftStatus::Cancelled, ..own };
        prop_assert_eq!(cancelled.duty(New_York, &Calendar::default()), []);
    }

    /// Gaps and shifts together are the whole of the time in which the office is closed, and no gap lies in a shift.
    #[test]
    fn gaps_are_what_shifts_leave(spans in proptest::collection::vec((0..500_i64, 1..100_i64), 0..10)) {
        let hour = |number: i64| july(1, 0) + TimeDelta::hours(number);
        let own = |(begin, length): (i64, i64)| shift(30, ANA, hour(begin), hour(begin + length));
        let all = roster(spans.iter().copied().map(own).collect());
        let gaps = all.gaps(hour(0), hour(600));
        for number in 0..600 {
            let in_shift = spans.iter().any(|(begin, length)| (*begin..begin + length).contains(&number));
            let in_gap = gaps.iter().any(|(begin, end)| (*begin..*end).contains(&hour(number)));
            let closed = !office_is_open(hour(number), New_York, &Calendar::default());
            let told = if closed { in_shift != in_gap } else { !(in_shift && in_gap) };
            prop_assert!(told);
        }
    }
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(40),
        version: 1,
        person_id: Uuid::from_u128(41),
        program_id: Uuid::from_u128(42),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::Rising,
        owner_id: OWNER,
        team_id: TEAM,
        enrolled_at: july(1, 9),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn event(triage: OnCallTriage, happened_at: DateTime<Utc>) -> OnCallEvent {
    OnCallEvent {
        id: Uuid::from_u128(50),
        version: 1,
        shift_id: week().id,
        team_id: TEAM,
        author_id: ANA,
        case_id: None,
        person_id: None,
        contact_id: None,
        caller: None,
        triage,
        outcome: OnCallOutcome::Settled,
        summary: "Her oxygen ran out.".into(),
        minutes: 20,
        happened_at,
        hand_back_at: None,
        hand_back_id: None,
        created_at: happened_at,
    }
}

#[test]
fn what_happened_goes_back_when_the_office_next_opens_and_at_once_while_it_is_open() {
    let all = roster(vec![week()]);
    let back = |happened_at| {
        let own = event(OnCallTriage::Urgent, happened_at);
        own.log(&week(), Some(&case()), &all, july(14, 1)).unwrap().record.hand_back_at
    };
    assert_eq!(back(july(8, 2)), Some(july(8, 8)), "the same morning");
    assert_eq!(back(july(8, 22)), Some(july(9, 8)), "the next morning");
    assert_eq!(back(july(10, 22)), Some(july(13, 8)), "after the weekend");
    assert_eq!(back(july(10, 10)), Some(july(10, 10)), "the office is open: at once");
    assert_eq!(back(july(9, 8)), Some(july(9, 8)), "as it opens");
    assert_eq!(back(july(9, 17)), Some(july(10, 8)), "as it closes");
}

#[test]
fn who_went_there_saw_them_and_all_else_is_a_call() {
    for outcome in OnCallOutcome::ALL {
        let seen = *outcome == OnCallOutcome::WentThere;
        assert_eq!(outcome.usual_mode() == ContactMode::InPerson, seen, "{outcome}");
        assert_eq!(outcome.usual_mode() == ContactMode::Phone, !seen, "{outcome}");
    }
}

#[test]
fn an_entry_of_the_log_says_whom_it_was_about_and_never_leaves_an_emergency() {
    let all = roster(vec![week()]);
    let refused = |own: OnCallEvent, shift: &OnCallShift, of: Option<&Case>| {
        let rule = own.log(shift, of, &all, july(9, 2)).unwrap_err();
        (rule.code, rule.pointer)
    };
    let own = event(OnCallTriage::Advice, july(9, 1));
    assert_eq!(refused(own.clone(), &week(), None), at("on_call_caller_required", "/caller"));
    let stranger = OnCallEvent { caller: Some("A neighbor".into()), ..own.clone() };
    let logged = stranger.log(&week(), None, &all, july(9, 2)).unwrap().record;
    assert_eq!((logged.hand_back_at, logged.person_id), (None, None), "nobody owns it");
    let late = OnCallEvent { happened_at: july(9, 3), ..own.clone() };
    assert_eq!(refused(late, &week(), Some(&case())), at("on_call_event_in_future", "/happened_at"));
    let early = OnCallEvent { happened_at: july(6, 16), ..own.clone() };
    assert_eq!(refused(early, &week(), Some(&case())), at("on_call_event_outside", "/happened_at"));
    let emergency =
        OnCallEvent { triage: OnCallTriage::Emergency, outcome: OnCallOutcome::LeftForOwner, ..own.clone() };
    assert_eq!(refused(emergency, &week(), Some(&case())), at("on_call_emergency_left", "/outcome"));
    let strange = OnCallEvent { author_id: EVE, ..own.clone() };
    assert_eq!(refused(strange, &week(), Some(&case())), ("on_call_not_yours", None));
    let cancelled = week().cancel(july(6, 9)).unwrap().record;
    assert_eq!(refused(own, &cancelled, Some(&case())), ("on_call_cancelled", None));
}

fn staffing(shifts: Vec<OnCallShift>) -> Staffing {
    let colleague = |id, role| Colleague {
        id,
        role,
        supervisor_id: None,
        zone: New_York,
        leads: false,
        supervises: false,
        active: true,
    };
    let care = [ANA, BEN, EVE, OWNER].map(|id| colleague(id, Role::CareManager));
    let colleagues = care.into_iter().chain([colleague(ASSISTANT, Role::Assistant)]).collect();
    Staffing { colleagues, absences: Vec::new(), roster: roster(shifts) }
}

#[test]
fn the_events_about_a_person_are_one_task_of_the_owner_that_ends_when_it_is_acknowledged() {
    let events = vec![event(OnCallTriage::Advice, july(9, 1)), event(OnCallTriage::Urgent, july(9, 2))];
    let always = OnCallShift { hours: OnCallHours::AroundTheClock, ..week() };
    let (id, task_id, now) = (Uuid::from_u128(60), Uuid::from_u128(61), july(9, 8));
    let back = HandBack::send(id, task_id, &case(), events, &staffing(vec![always]), now);
    let task = back.task.unwrap().record;
    assert_eq!((task.owner_id, task.kind, task.priority), (OWNER, TaskKind::HandBack, TaskPriority::Urgent));
    assert_eq!(task.require_settled_by_hand().unwrap_err().code, "hand_back_not_acknowledged");
    assert_eq!(task.due_at, now + TimeDelta::hours(2));
    assert!(
        back.events.iter().all(|event| event.record.hand_back_id == Some(id) && event.record.hand_back_at.is_none())
    );
    let told: Vec<OnCallEvent> = back.events.into_iter().map(|event| event.record).collect();
    let acknowledge = |own: HandBack, by, owner_id, leads| own.acknowledge(by, owner_id, leads, &told, now);
    let waiting = back.hand_back.record;
    for (by, leads) in [(EVE, false), (ANA, false), (ANA, true)] {
        let rule = acknowledge(waiting.clone(), by, OWNER, leads).unwrap_err();
        assert_eq!(
            rule.code, "hand_back_of_another",
            "a lead who took the calls themselves does not know in the owner's place"
        );
    }
    for (by, owner, leads) in [(OWNER, OWNER, false), (BEN, BEN, false), (EVE, OWNER, true), (ANA, ANA, false)] {
        let known = acknowledge(waiting.clone(), by, owner, leads).unwrap().record;
        assert_eq!((known.status, known.acknowledged_by), (HandBackStatus::Acknowledged, Some(by)));
        assert_eq!(acknowledge(known, by, owner, leads).unwrap_err().code, "hand_back_settled");
    }
}

#[test]
fn what_happened_goes_to_the_first_above_while_the_owner_is_off_and_nobody_covers() {
    let back_to = |all: &Staffing| {
        let events = vec![event(OnCallTriage::Emergency, july(9, 1))];
        let back = HandBack::send(Uuid::from_u128(60), Uuid::from_u128(61), &case(), events, all, july(9, 8));
        (back.hand_back.record.to_id, back.task.unwrap().record.owner_id)
    };
    let mut all = staffing(Vec::new());
    all.colleagues.iter_mut().filter(|one| one.id == EVE).for_each(|one| one.leads = true);
    assert_eq!(back_to(&all), (OWNER, OWNER));
    let day = |day| NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
    let off = |cover_id| Absence {
        id: OWNER,
        version: 1,
        staff_id: OWNER,
        cover_id,
        first_on: day(6),
        last_on: day(10),
        status: AbsenceStatus::Planned,
        author_id: OWNER,
        created_at: july(1, 9),
    };
    assert_eq!(back_to(&Staffing { absences: vec![off(Some(BEN))], ..all.clone() }), (BEN, BEN));
    assert_eq!(back_to(&Staffing { absences: vec![off(None)], ..all.clone() }), (EVE, EVE));
    all.colleagues.iter_mut().filter(|one| one.id == OWNER).for_each(|one| one.active = false);
    assert_eq!(back_to(&all), (EVE, EVE), "the owner has left");
    all.colleagues.retain(|one| one.id == OWNER);
    assert_eq!(back_to(&all), (OWNER, OWNER), "nobody else is there");
}

#[test]
fn what_is_about_a_closed_case_lapses() {
    let closed = Case { status: CaseStatus::Closed, ..case() };
    let events = vec![event(OnCallTriage::Advice, july(9, 1))];
    let back = HandBack::send(Uuid::nil(), Uuid::nil(), &closed, events, &staffing(Vec::new()), july(9, 8));
    assert!(back.task.is_none());
    assert_eq!((back.hand_back.record.status, back.hand_back.record.task_id), (HandBackStatus::Lapsed, None));
    assert!(back.events[0].record.hand_back_at.is_none(), "it is not tried again");
}

#[test]
fn who_is_on_duty_is_asked_and_the_backup_while_they_are_not_there() {
    let all = staffing(vec![week()]);
    let night = july(8, 2);
    assert_eq!(all.on_call(night), Some(ANA), "whoever owns the case, also the backup");
    assert_eq!(all.on_call(july(8, 12)), None, "the office is open");
    let mut left = all.clone();
    left.colleagues.iter_mut().filter(|one| one.id == ANA).for_each(|one| one.active = false);
    assert_eq!(left.on_call(night), Some(BEN));
    let unable = staffing(vec![OnCallShift { staff_id: ASSISTANT, backup_id: None, ..week() }]);
    assert_eq!(unable.on_call(night), None, "whoever can't close an alert is not asked");
}

#[test]
fn hours_on_call_are_those_beside_the_office_whatever_the_hours_of_duty() {
    let hours =
        |shift: &OnCallShift, from, to| shift.beside_office(from, to, New_York, &Calendar::default()).num_hours();
    // 168 hours, less nine of each of five business days.
    assert_eq!(hours(&week(), july(1, 0), july(31, 0)), 123);
    let whole = OnCallShift { hours: OnCallHours::AroundTheClock, ..week() };
    assert_eq!(hours(&whole, july(1, 0), july(31, 0)), 123, "in the office they work anyway");
    assert_eq!(hours(&week(), july(11, 0), july(12, 0)), 24, "a Saturday");
    assert_eq!(hours(&week(), july(7, 6), july(7, 18)), 3);
    assert_eq!(hours(&week(), july(13, 17), july(31, 0)), 0);
    let cancelled = OnCallShift { status: OnCallShiftStatus::Cancelled, ..week() };
    assert_eq!(hours(&cancelled, july(1, 0), july(31, 0)), 0);
    let both =
        roster(vec![week(), shift(21, ANA, july(13, 17), july(14, 17)), shift(22, EVE, july(14, 17), july(15, 8))]);
    let times = both.beside_office(july(1, 0), july(31, 0));
    let of = |id| times.get(&id).map(TimeDelta::num_hours);
    assert_eq!(
        [of(ANA), of(EVE), of(BEN)],
        [Some(138), Some(15), None],
        "the backup is asked in somebody's place only"
    );
}
