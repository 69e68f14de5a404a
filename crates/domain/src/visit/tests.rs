use super::day::{StopStatus, VisitDay, in_order};
use super::mileage::{DistanceTotal, DistanceUnit, totals};
use super::safety::*;
use super::*;
use crate::alert::escalation::{Colleague, Staffing};
use crate::alert::{Alert, AlertKind, AlertOutcome, AlertStatus};
use crate::appointment::AppointmentKind;
use crate::case::{Case, CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::scope::Verdict;
use chrono::NaiveDate;
use proptest::prelude::*;

const WORKER: Uuid = Uuid::from_u128(1);
const LEAD: Uuid = Uuid::from_u128(2);

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minute)
}

/// A home visit from minute 0 to minute 60.
fn appointment() -> Appointment {
    Appointment {
        id: Uuid::from_u128(10),
        version: 1,
        case_id: Uuid::from_u128(11),
        person_id: Uuid::from_u128(12),
        series_id: None,
        kind: AppointmentKind::HomeVisit,
        title: None,
        status: AppointmentStatus::Booked,
        starts_at: at(0),
        ends_at: at(60),
        time_zone: "UTC".into(),
        place: None,
        link: None,
        phone: None,
        attendee_ids: vec![WORKER],
        reminded_at: None,
        arrived_at: None,
        cancellation: None,
        reason: None,
        notified_at: None,
        settled_at: None,
        settled_by: None,
        contact_id: None,
        author_id: WORKER,
        created_at: at(-10_000),
    }
}

const SAFE: SafetyAnswers = SafetyAnswers {
    violence: ViolenceRisk::None,
    animals: AnimalRisk::None,
    infection: InfectionRisk::None,
    surroundings: SurroundingsRisk::Fine,
    reception: PhoneReception::Good,
    alone: true,
};

fn begun(answers: SafetyAnswers, result: SafetyResult) -> Result<Visit, Rule> {
    let visit = Visit::begin((Uuid::from_u128(20), WORKER), &appointment(), answers, result, Some(LEAD), at(-30));
    visit.map(|change| change.record)
}

fn safe() -> Visit {
    begun(SAFE, SafetyResult::Go).unwrap()
}

fn there(expected: i64) -> Visit {
    safe().arrive(&appointment(), Said::default(), Some(expected), at(0)).unwrap().record
}

fn decision(answer: CompanionAnswer, by: Uuid) -> CompanionDecision {
    CompanionDecision { answer, companion_id: None, reason: None, by, at: at(-20) }
}

fn code<T: std::fmt::Debug>(result: Result<T, Rule>) -> &'static str {
    result.unwrap_err().code
}

#[test]
fn a_visit_moves_along_the_lines_of_its_table_and_no_other() {
    use VisitAction as A;
    use VisitStatus as S;
    let lines: &[(S, A, S)] = &[
        (S::Planned, A::Check, S::Planned),
        (S::OnTheWay, A::Check, S::OnTheWay),
        (S::Planned, A::Decide, S::Planned),
        (S::OnTheWay, A::Decide, S::OnTheWay),
        (S::Planned, A::SetOut, S::OnTheWay),
        (S::Planned, A::Arrive, S::Arrived),
        (S::OnTheWay, A::Arrive, S::Arrived),
        (S::OnTheWay, A::Extend, S::OnTheWay),
        (S::Arrived, A::Extend, S::Arrived),
        (S::OnTheWay, A::Depart, S::Departed),
        (S::Arrived, A::Depart, S::Departed),
        (S::OnTheWay, A::Mileage, S::OnTheWay),
        (S::Arrived, A::Mileage, S::Arrived),
        (S::Departed, A::Mileage, S::Departed),
    ];
    for from in S::ALL {
        for action in A::ALL {
            let line = lines.iter().find(|(start, act, _)| (start, act) == (from, action));
            assert_eq!(from.after(*action), line.map(|(.., to)| *to), "{from} {action}");
        }
    }
}

#[test]
fn a_way_out_and_back_keeps_its_times_in_order() {
    let visit = safe().set_out(&appointment(), Said::default(), at(-10)).unwrap().record;
    let visit = visit.arrive(&appointment(), Said::default(), None, at(2)).unwrap().record;
    assert_eq!((visit.arrived_at, visit.expected_end_at), (Some(at(2)), Some(at(62))));
    let visit = visit.depart(Said::default(), at(50)).unwrap().record;
    assert_eq!((visit.status, visit.departed_at, visit.version), (VisitStatus::Departed, Some(at(50)), 4));
    assert!(visit.late.is_empty());
}

#[test]
fn who_turned_back_visited_nobody() {
    let way = safe().set_out(&appointment(), Said::default(), at(-10)).unwrap().record;
    let back = way.clone().depart(Said::default(), at(5)).unwrap().record;
    assert_eq!(
        (code(way.require_been_there()), code(back.require_been_there())),
        ("visit_kept_not_there", "visit_kept_not_there")
    );
    let left = there(30).depart(Said::default(), at(20)).unwrap().record;
    assert!(left.require_been_there().is_ok());
}

#[test]
fn a_time_entered_late_needs_a_reason_and_lies_where_it_may() {
    let late = |minute: i64, reason: &str| Said { at: Some(at(minute)), reason: Some(reason.into()) };
    let arrive = |said: Said| safe().arrive(&appointment(), said, None, at(100));
    assert_eq!(code(arrive(late(5, " "))), "visit_late_reason_required");
    assert_eq!(code(arrive(late(101, "No signal"))), "visit_time_in_future");
    assert_eq!(code(arrive(late(-13 * 60, "No signal"))), "visit_time_order");
    let visit = arrive(late(5, "No signal")).unwrap().record;
    assert_eq!((visit.arrived_at, visit.expected_end_at), (Some(at(5)), Some(at(100))), "watched from now on");
    assert_eq!((visit.late[0].of, visit.late[0].entered_at), (VisitAction::Arrive, at(100)));
    assert_eq!(code(visit.clone().depart(late(4, "No signal"), at(110))), "visit_time_order");
    assert_eq!(visit.depart(late(70, "No signal"), at(110)).unwrap().record.departed_at, Some(at(70)));
}

#[test]
fn only_a_booked_visit_outside_of_ones_own_begins() {
    let begin = |change: fn(&mut Appointment)| {
        let mut appointment = appointment();
        change(&mut appointment);
        Visit::begin((Uuid::nil(), WORKER), &appointment, SAFE, SafetyResult::Go, None, at(0))
    };
    assert_eq!(code(begin(|one| one.kind = AppointmentKind::OfficeVisit)), "visit_not_outside");
    assert_eq!(code(begin(|one| one.status = AppointmentStatus::Proposed)), "visit_not_booked");
    assert_eq!(code(begin(|one| one.status = AppointmentStatus::Cancelled)), "visit_not_booked");
    assert_eq!(code(begin(|one| one.attendee_ids = vec![LEAD])), "visit_of_colleague");
    assert!(begin(|one| one.kind = AppointmentKind::CommunityVisit).is_ok());
}

#[test]
fn the_answers_say_at_least_what_the_table_says() {
    let with = |change: fn(&mut SafetyAnswers)| {
        let mut answers = SAFE;
        change(&mut answers);
        answers.at_least()
    };
    assert_eq!(SAFE.at_least(), SafetyResult::Go);
    assert_eq!(with(|one| one.infection = InfectionRisk::Precautions), SafetyResult::Go);
    assert_eq!(with(|one| one.violence = ViolenceRisk::Unknown), SafetyResult::Go);
    assert_eq!(with(|one| one.violence = ViolenceRisk::Known), SafetyResult::NotAlone);
    assert_eq!(with(|one| one.surroundings = SurroundingsRisk::Dangerous), SafetyResult::NotAlone);
    let two = |one: &mut SafetyAnswers| (one.animals, one.reception) = (AnimalRisk::Loose, PhoneReception::None);
    assert_eq!(with(two), SafetyResult::NotAlone);
    let accompanied = |one: &mut SafetyAnswers| (one.violence, one.alone) = (ViolenceRisk::Known, false);
    assert_eq!(with(accompanied), SafetyResult::Go);
    let worst = |one: &mut SafetyAnswers| {
        (one.violence, one.surroundings, one.alone) = (ViolenceRisk::Known, SurroundingsRisk::Dangerous, false);
    };
    assert_eq!(with(worst), SafetyResult::ByPhone);
}

#[test]
fn a_worker_may_be_more_careful_than_the_answers_and_never_less() {
    assert!(begun(SAFE, SafetyResult::ByPhone).is_ok());
    let risky = SafetyAnswers { violence: ViolenceRisk::Known, ..SAFE };
    assert_eq!(code(begun(risky, SafetyResult::Go)), "visit_result_too_free");
    let visit = begun(risky, SafetyResult::NotAlone).unwrap();
    assert_eq!(visit.asked_id, Some(LEAD));
    assert_eq!(safe().asked_id, None, "who may go asks nobody");
}

#[test]
fn who_may_not_go_alone_waits_for_somebody_elses_answer() {
    let set_out = |visit: Visit| visit.set_out(&appointment(), Said::default(), at(-10));
    let waiting = begun(SAFE, SafetyResult::NotAlone).unwrap();
    assert_eq!(code(set_out(waiting.clone())), "visit_awaits_answer");
    assert_eq!(code(waiting.clone().decide(decision(CompanionAnswer::ByPhone, WORKER))), "visit_decision_own");
    assert_eq!(code(waiting.clone().decide(decision(CompanionAnswer::Accompanied, LEAD))), "visit_companion_required");
    assert_eq!(code(waiting.clone().decide(decision(CompanionAnswer::Alone, LEAD))), "visit_decision_reason_required");
    assert_eq!(code(safe().decide(decision(CompanionAnswer::ByPhone, LEAD))), "visit_decision_not_asked");
    let by_phone = waiting.clone().decide(decision(CompanionAnswer::ByPhone, LEAD)).unwrap().record;
    assert_eq!(code(set_out(by_phone)), "visit_by_phone");
    let two = CompanionDecision { companion_id: Some(LEAD), ..decision(CompanionAnswer::Accompanied, LEAD) };
    let allowed = waiting.decide(two).unwrap().record;
    assert!(set_out(allowed.clone()).is_ok());
    let again = allowed.check(&appointment(), SAFE, SafetyResult::NotAlone, Some(LEAD), at(-15)).unwrap().record;
    assert_eq!(code(set_out(again)), "visit_awaits_answer", "a new check asks anew");
    assert_eq!(code(set_out(begun(SAFE, SafetyResult::ByPhone).unwrap())), "visit_by_phone");
}

#[test]
fn a_check_holds_for_a_day() {
    let late = |minutes: i64| safe().set_out(&appointment(), Said::default(), at(-30 + minutes));
    assert!(late(24 * 60).is_ok());
    assert_eq!(code(late(24 * 60 + 1)), "visit_check_old");
}

#[test]
fn a_worker_is_overdue_once_the_grace_has_passed_and_asked_about_once() {
    let visit = there(30);
    assert_eq!(visit.overdue_at(), Some(at(45)));
    assert!(!visit.is_overdue(at(44)) && visit.is_overdue(at(45)));
    let alarm = Uuid::from_u128(30);
    assert!(visit.clone().alarm(alarm, at(44)).is_none());
    let alarmed = visit.alarm(alarm, at(45)).unwrap().record;
    assert!(alarmed.clone().alarm(Uuid::from_u128(31), at(50)).is_none());
    let longer = alarmed.clone().extend(30, at(50)).unwrap().record;
    assert_eq!(longer.overdue_at(), Some(at(95)));
    assert!(longer.alarm(Uuid::from_u128(31), at(95)).is_some(), "the new end is watched too");
    assert_eq!(alarmed.clone().watch_again(at(60)).unwrap().record.overdue_at(), Some(at(60 + 60 + 15)));
    let gone = alarmed.depart(Said::default(), at(55)).unwrap().record;
    assert!(gone.overdue_at().is_none() && gone.watch_again(at(60)).is_none());
    assert!(safe().alarm(alarm, at(5000)).is_none(), "who never set out is not waited for");
}

#[test]
fn who_set_out_and_never_arrived_is_waited_for_until_the_planned_end() {
    let way = safe().set_out(&appointment(), Said::default(), at(-10)).unwrap().record;
    assert_eq!(way.overdue_at(), Some(appointment().ends_at + GRACE));
    let alarmed = way.clone().alarm(Uuid::from_u128(30), appointment().ends_at + GRACE).unwrap().record;
    let back = alarmed.depart(Said::default(), at(90)).unwrap().record;
    assert_eq!((back.status, back.arrived_at, back.departed_at), (VisitStatus::Departed, None, Some(at(90))));
    let late = safe().set_out(&appointment(), Said::default(), at(55)).unwrap().record;
    assert_eq!(
        late.overdue_at(),
        Some(at(55) + appointment().length() + GRACE),
        "who sets out late gets the time it takes"
    );
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(11),
        version: 1,
        person_id: Uuid::from_u128(12),
        program_id: Uuid::from_u128(13),
        owner_id: LEAD,
        team_id: Uuid::from_u128(14),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::High,
        enrolled_at: at(-20_000),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn staffing() -> Staffing {
    use crate::access::Role;
    let colleague = |id, role, leads, supervises| Colleague {
        id,
        role,
        supervisor_id: None,
        zone: chrono_tz::UTC,
        leads,
        supervises,
        active: true,
    };
    let supervisor = Uuid::from_u128(3);
    let colleagues = vec![
        colleague(WORKER, Role::CareManager, false, false),
        colleague(LEAD, Role::Lead, true, false),
        colleague(supervisor, Role::Supervisor, false, true),
        colleague(Uuid::from_u128(4), Role::Director, false, false),
    ];
    Staffing { colleagues, ..Staffing::default() }
}

fn overdue() -> Alert {
    Alert::worker_overdue(Uuid::from_u128(30), &there(30), &case(), &staffing(), at(45)).record
}

#[test]
fn the_alert_about_an_overdue_worker_asks_the_worker_then_the_whole_first_line_then_a_director() {
    let alert = overdue();
    assert_eq!((alert.kind, alert.owner_id, alert.asked.len()), (AlertKind::WorkerOverdue, WORKER, 0));
    let second = alert.acknowledge(WORKER).unwrap().record;
    assert_eq!(second.escalates_at, Some(at(60)), "that the worker looked answers for nobody");
    let second = second.escalate(&staffing(), at(60)).unwrap().record;
    assert_eq!(second.asked.iter().map(|ask| ask.staff_id).collect::<Vec<_>>(), [LEAD, Uuid::from_u128(3)]);
    let third = second.escalate(&staffing(), at(105)).unwrap().record;
    assert_eq!(third.asked.last().map(|ask| ask.staff_id), Some(Uuid::from_u128(4)));
}

/// What can happen around a visit and its alert.
#[derive(Debug, Clone)]
enum Step {
    Visit(VisitAction),
    Look,
    Acknowledge,
    Close(AlertOutcome),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let visit = prop::sample::select(VisitAction::ALL).prop_map(Step::Visit);
    let close = prop::sample::select(AlertOutcome::ALL).prop_map(Step::Close);
    prop::collection::vec(
        prop_oneof![6 => visit, 2 => Just(Step::Look), 1 => Just(Step::Acknowledge), 1 => close],
        1..20,
    )
}

fn act(visit: Visit, action: VisitAction, now: DateTime<Utc>) -> Result<Change<Visit>, Rule> {
    let (one, said) = (appointment(), Said::default());
    match action {
        VisitAction::Check => visit.check(&one, SAFE, SafetyResult::Go, None, now),
        VisitAction::Decide => visit.decide(decision(CompanionAnswer::ByPhone, LEAD)),
        VisitAction::SetOut => visit.set_out(&one, said, now),
        VisitAction::Arrive => visit.arrive(&one, said, None, now),
        VisitAction::Extend => visit.extend(30, now),
        VisitAction::Depart => visit.depart(said, now),
        VisitAction::Mileage => visit.drive(Mileage::new(DistanceUnit::Mile, Some(10), None, None)?),
    }
}

proptest! {
    #[test]
    fn nothing_but_a_coded_outcome_about_the_worker_closes_the_alert(steps in steps()) {
        let (mut visit, mut alert) = (there(30).alarm(Uuid::from_u128(30), at(45)).unwrap().record, overdue());
        for (index, step) in steps.into_iter().enumerate() {
            let now = at(46 + index as i64 * 7);
            let before = alert.status;
            match &step {
                Step::Visit(action) => visit = act(visit.clone(), *action, now).map_or(visit, |change| change.record),
                Step::Look => alert = alert.clone().escalate(&staffing(), now).map_or(alert, |change| change.record),
                Step::Acknowledge => alert = alert.clone().acknowledge(LEAD).map_or(alert, |change| change.record),
                Step::Close(outcome) => {
                    let closed = alert.clone().close(*outcome, "Spoke.".into(), LEAD, Verdict::Allowed, true, now);
                    alert = closed.map_or(alert, |change| change.record);
                }
            }
            if alert.status == AlertStatus::Closed && before != AlertStatus::Closed {
                let Step::Close(outcome) = step else { panic!("{step:?} closed it") };
                prop_assert!(outcome.fits(AlertKind::WorkerOverdue));
                prop_assert!(alert.outcome == Some(outcome) && alert.closed_by == Some(LEAD));
            }
        }
    }

    #[test]
    fn an_order_shows_each_stop_once_and_keeps_what_was_set(
        minutes in prop::collection::vec(0i64..600, 0..8),
        picks in prop::collection::vec(0usize..8, 0..8),
    ) {
        let stops: Vec<(DateTime<Utc>, Uuid)> =
            minutes.iter().enumerate().map(|(index, minute)| (at(*minute), Uuid::from_u128(index as u128))).collect();
        let mut order: Vec<Uuid> = Vec::new();
        for pick in picks {
            if let Some((_, id)) = stops.get(pick) && !order.contains(id) {
                order.push(*id);
            }
        }
        let shown = in_order(stops.clone(), &order, |stop| *stop);
        let mut sorted = shown.clone();
        sorted.sort();
        let mut all = stops.clone();
        all.sort();
        prop_assert_eq!(sorted, all.clone());
        let named: Vec<Uuid> = shown.iter().map(|stop| stop.1).filter(|id| order.contains(id)).collect();
        prop_assert_eq!(named, order.clone());
        if order.is_empty() {
            prop_assert_eq!(shown, all, "without an order the time decides");
        }
    }

    #[test]
    fn the_sums_of_ways_lose_nothing(ways in prop::collection::vec((any::<bool>(), 0i32..10_000), 0..20)) {
        let unit = |miles: bool| if miles { DistanceUnit::Mile } else { DistanceUnit::Kilometre };
        let ways: Vec<Mileage> = ways
            .into_iter()
            .map(|(miles, tenths)| Mileage::new(unit(miles), Some(tenths), None, None).unwrap())
            .collect();
        for total in totals(&ways) {
            let of = ways.iter().filter(|way| way.unit == total.unit).map(|way| i64::from(way.tenths));
            prop_assert_eq!(total.tenths, of.sum::<i64>());
        }
    }
}

#[test]
fn an_odometer_never_runs_backwards_and_agrees_with_the_distance() {
    let way = |tenths, start, end| Mileage::new(DistanceUnit::Mile, tenths, start, end);
    assert_eq!(way(None, Some(100), Some(182)).unwrap().tenths, 82);
    assert_eq!(way(Some(0), None, None).unwrap().tenths, 0);
    assert!(way(Some(82), Some(100), Some(182)).is_ok() && way(None, Some(5), Some(5)).is_ok());
    assert_eq!(code(way(None, Some(182), Some(100))), "mileage_odometer_order");
    assert_eq!(code(way(Some(80), Some(100), Some(182))), "mileage_odometer_differs");
    assert_eq!(code(way(None, Some(100), None)), "mileage_odometer_incomplete");
    assert_eq!(code(way(None, None, None)), "mileage_required");
    assert_eq!(code(safe().drive(way(Some(1), None, None).unwrap())), "visit_transition", "nobody drove yet");
    let sums = totals(&[way(Some(15), None, None).unwrap(), way(Some(9), None, None).unwrap()]);
    assert_eq!(sums, [DistanceTotal { unit: DistanceUnit::Mile, tenths: 24 }]);
}

#[test]
fn a_stop_falls_through_with_its_appointment_unless_the_worker_was_there() {
    use AppointmentStatus as A;
    let of = StopStatus::of;
    assert_eq!(of(A::Booked, None), StopStatus::Planned);
    assert_eq!(of(A::Booked, Some(VisitStatus::OnTheWay)), StopStatus::OnTheWay);
    for gone in [A::Cancelled, A::Noshow] {
        assert_eq!(of(gone, Some(VisitStatus::OnTheWay)), StopStatus::Cancelled);
        assert_eq!(of(gone, Some(VisitStatus::Arrived)), StopStatus::Arrived, "somebody is still there");
        assert_eq!(of(gone, Some(VisitStatus::Departed)), StopStatus::Departed);
    }
    assert_eq!(of(A::Fulfilled, None), StopStatus::Departed);
    assert_eq!(of(A::Arrived, None), StopStatus::Arrived);
}

#[test]
fn an_order_names_each_visit_of_the_day_once() {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let day =
        || VisitDay { id: Uuid::nil(), version: 1, staff_id: WORKER, day: NaiveDate::MIN, appointment_ids: Vec::new() };
    let order = |ids: &[Uuid]| day().ordered(true, ids.to_vec(), &[one, two]);
    assert_eq!(order(&[two, one]).unwrap().record.version, 2);
    assert!(order(&[two]).is_ok(), "the rest follows by time");
    assert_eq!(code(order(&[one, one])), "visit_order_unknown");
    assert_eq!(code(order(&[Uuid::from_u128(3)])), "visit_order_unknown");
    assert_eq!(day().ordered(false, vec![one], &[one]).unwrap().record.version, 1);
}
