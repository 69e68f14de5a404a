mod laws;
mod vectors;

use super::*;
use crate::case::{CaseStatus, Stage, Tier};
use chrono_tz::America::New_York;

pub(super) const PERSON: Uuid = Uuid::from_u128(1);
pub(super) const WORKER: Uuid = Uuid::from_u128(2);
pub(super) const COLLEAGUE: Uuid = Uuid::from_u128(3);

pub(super) fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

pub(super) fn visit(id: u128, starts_at: DateTime<Utc>, minutes: i64) -> Appointment {
    Appointment {
        id: Uuid::from_u128(id),
        version: 1,
        case_id: Uuid::from_u128(9),
        person_id: PERSON,
        series_id: None,
        kind: AppointmentKind::HomeVisit,
        title: None,
        status: AppointmentStatus::Booked,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(minutes),
        time_zone: New_York.to_string(),
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
        created_at: starts_at,
    }
}

fn noon() -> DateTime<Utc> {
    at("2026-07-10T12:00")
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(9),
        version: 1,
        person_id: PERSON,
        program_id: Uuid::from_u128(8),
        status: CaseStatus::Active,
        stage: Stage::Monitor,
        tier: Tier::High,
        owner_id: COLLEAGUE,
        team_id: Uuid::from_u128(7),
        enrolled_at: at("2026-01-05T12:00"),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

/// Does an action as well as it can be done: at a time and with members that fit.
fn done(appointment: Appointment, action: AppointmentAction) -> Result<Change<Appointment>, Rule> {
    let (start, length) = (appointment.starts_at, appointment.length());
    match action {
        AppointmentAction::Book => appointment.book(start),
        AppointmentAction::Move => appointment.move_to(start, length, None, start),
        AppointmentAction::Remind => appointment.remind(start),
        AppointmentAction::Arrive => appointment.arrive(start),
        AppointmentAction::Keep => appointment.keep(None, WORKER, start),
        AppointmentAction::Miss => appointment.miss("Nobody opened.".into(), false, WORKER, start),
        AppointmentAction::Notify => appointment.notify(start),
        AppointmentAction::Cancel => appointment.cancel(CancelledBy::Person, "Ill".into(), WORKER, start),
    }
}

#[test]
fn every_legal_move_is_made_and_every_other_is_refused() {
    use AppointmentAction as A;
    use AppointmentStatus as S;
    let legal = [
        (S::Proposed, A::Book, S::Booked),
        (S::Proposed, A::Move, S::Proposed),
        (S::Proposed, A::Cancel, S::Cancelled),
        (S::Booked, A::Move, S::Booked),
        (S::Booked, A::Remind, S::Booked),
        (S::Booked, A::Arrive, S::Arrived),
        (S::Booked, A::Keep, S::Fulfilled),
        (S::Booked, A::Miss, S::Noshow),
        (S::Booked, A::Cancel, S::Cancelled),
        (S::Arrived, A::Keep, S::Fulfilled),
        (S::Arrived, A::Miss, S::Noshow),
        (S::Noshow, A::Notify, S::Noshow),
    ];
    for status in S::ALL {
        let from = Appointment { status: *status, ..visit(1, noon(), 30) };
        let offered: Vec<A> = from.actions(noon()).collect();
        for action in A::ALL {
            let wanted = legal.iter().find(|(from, by, _)| from == status && by == action).map(|(_, _, to)| *to);
            match (done(from.clone(), *action), wanted) {
                (Ok(change), Some(to)) => assert_eq!((change.record.status, change.record.version), (to, 2)),
                (Err(rule), None) => assert_eq!(rule.code, "appointment_transition"),
                (result, _) => panic!("{status} {action}: {result:?}"),
            }
            assert_eq!(offered.contains(action), wanted.is_some(), "{status} {action}");
        }
    }
}

#[test]
fn an_appointment_needs_an_active_case_a_time_ahead_and_somebody_of_us() {
    let create = |appointment: Appointment, case: &Case, now| Appointment::create(appointment, case, now);
    let code =
        |result: Result<Change<Appointment>, Rule>| result.map_err(|rule| (rule.code, rule.pointer)).unwrap_err();
    let booked = visit(1, noon(), 30);
    assert!(create(booked.clone(), &case(), noon() + TimeDelta::minutes(29)).is_ok());
    let late = create(booked.clone(), &case(), noon() + TimeDelta::minutes(30));
    assert_eq!(code(late), ("appointment_in_past", Some("/starts_at".into())));
    let alone = Appointment { attendee_ids: vec![], ..booked.clone() };
    assert_eq!(code(create(alone, &case(), noon())), ("appointment_attendee_required", Some("/attendee_ids".into())));
    let twice = Appointment { attendee_ids: vec![WORKER, COLLEAGUE, WORKER], ..booked.clone() };
    assert_eq!(create(twice, &case(), noon()).unwrap().record.attendee_ids, [WORKER, COLLEAGUE]);
    let closed = Case { status: CaseStatus::Closed, ..case() };
    assert_eq!(code(create(booked, &closed, noon())).0, "case_closed");
}

#[test]
fn an_outcome_is_not_known_before_the_appointment_has_begun() {
    let early = noon() - TimeDelta::minutes(1);
    let refused = |result: Result<Change<Appointment>, Rule>| result.unwrap_err().code;
    assert_eq!(refused(visit(1, noon(), 30).keep(None, WORKER, early)), "appointment_not_yet");
    assert_eq!(refused(visit(1, noon(), 30).miss("Out".into(), true, WORKER, early)), "appointment_not_yet");
    assert_eq!(refused(visit(1, noon(), 30).arrive(noon() - EARLY - TimeDelta::seconds(1))), "appointment_not_yet");
    let there = visit(1, noon(), 30).arrive(noon() - EARLY).unwrap().record;
    assert_eq!(there.keep(None, WORKER, early).unwrap().record.settled_at, Some(early));
}

#[test]
fn what_is_offered_is_what_is_done_at_any_time() {
    use AppointmentAction as A;
    let offered = |appointment: &Appointment, now| appointment.actions(now).collect::<Vec<_>>();
    let booked = visit(1, noon(), 30);
    assert_eq!(offered(&booked, noon() - TimeDelta::days(1)), [A::Move, A::Remind, A::Cancel]);
    assert_eq!(offered(&booked, noon() - EARLY), [A::Move, A::Remind, A::Arrive, A::Cancel]);
    assert_eq!(offered(&booked, noon()), [A::Move, A::Remind, A::Arrive, A::Keep, A::Miss, A::Cancel]);
    assert_eq!(offered(&booked, booked.ends_at), [A::Move, A::Arrive, A::Keep, A::Miss, A::Cancel]);
    let there = booked.clone().arrive(noon() - EARLY).unwrap().record;
    assert_eq!(offered(&there, noon() - EARLY), [A::Keep]);
    let proposed = Appointment { status: AppointmentStatus::Proposed, ..booked };
    assert_eq!(offered(&proposed, proposed.ends_at), [A::Move, A::Cancel]);
}

#[test]
fn less_than_24_hours_of_notice_is_late_and_the_provider_is_never_counted_against_the_person() {
    let cancelled = |by, notice| {
        let now = noon() - notice;
        visit(1, noon(), 30).cancel(by, "Ill".into(), WORKER, now).unwrap().record.cancellation.unwrap()
    };
    let day = TimeDelta::hours(LATE_CANCEL.hours);
    assert_eq!(cancelled(CancelledBy::Person, day), Cancellation::Timely);
    assert_eq!(cancelled(CancelledBy::Person, day - TimeDelta::seconds(1)), Cancellation::Late);
    assert_eq!(cancelled(CancelledBy::Provider, TimeDelta::zero()), Cancellation::Provider);
}

#[test]
fn a_moved_appointment_is_reminded_of_again() {
    let reminded = visit(1, noon(), 30).remind(noon() - TimeDelta::days(1)).unwrap().record;
    assert!(reminded.reminded_at.is_some());
    let later = noon() + TimeDelta::days(1);
    let moved = reminded.move_to(later, TimeDelta::minutes(45), Some(vec![COLLEAGUE]), noon()).unwrap().record;
    assert_eq!((moved.reminded_at, moved.starts_at, moved.length()), (None, later, TimeDelta::minutes(45)));
    assert_eq!(moved.attendee_ids, [COLLEAGUE]);
}

#[test]
fn a_clash_is_refused_with_what_holds_the_time_and_touching_ends_are_none() {
    let taken = visit(1, noon(), 60);
    let other = |start: i64, status| Appointment {
        status,
        person_id: Uuid::from_u128(50),
        ..visit(2, noon() + TimeDelta::minutes(start), 60)
    };
    let refusal = |wanted: &Appointment| clash::require_free(wanted, std::slice::from_ref(&taken), New_York);
    let rule = refusal(&other(59, AppointmentStatus::Booked)).unwrap_err();
    assert_eq!((rule.code, rule.pointer.as_deref()), ("appointment_staff_busy", Some("/attendee_ids")));
    assert!(rule.detail.contains("home visit, 2026-07-10 08:00 EDT to 09:00 EDT"), "{}", rule.detail);
    assert!(refusal(&other(60, AppointmentStatus::Booked)).is_ok());
    assert!(refusal(&other(-60, AppointmentStatus::Booked)).is_ok());
    assert!(refusal(&other(30, AppointmentStatus::Proposed)).is_ok());
    let same_person = Appointment { attendee_ids: vec![COLLEAGUE], ..visit(3, noon(), 5) };
    assert_eq!(refusal(&same_person).unwrap_err().code, "appointment_person_busy");
    assert!(refusal(&taken).is_ok(), "an appointment does not clash with itself");
}

#[test]
fn a_missed_visit_opens_one_task_to_reach_the_person_by_the_end_of_the_next_business_day() {
    use crate::task::{TaskKind, TaskPriority};
    let case = case();
    let task = |appointment: &Appointment| {
        missed::reach_task(appointment, &case, New_York, &Default::default(), Uuid::from_u128(40))
    };
    // A Friday: the next business day is Monday.
    let gone = visit(1, noon(), 30).miss("Nobody opened.".into(), false, WORKER, noon()).unwrap().record;
    let made = task(&gone).unwrap().record;
    assert_eq!((made.owner_id, made.kind, made.priority), (WORKER, TaskKind::Call, TaskPriority::Urgent));
    assert_eq!(made.due_at, "2026-07-14T03:59:59Z".parse::<DateTime<Utc>>().unwrap());
    let detail = made.detail.unwrap();
    assert!(detail.starts_with("Nobody opened.") && detail.contains("physician"), "{detail}");
    let told = gone.notify(noon()).unwrap().record;
    assert!(!task(&told).unwrap().record.detail.unwrap().contains("physician"));
    assert_eq!(told.notify(noon()).unwrap_err().code, "appointment_notified");
    assert!(task(&visit(1, noon(), 30)).is_none());
}

#[test]
fn only_visits_with_who_counts_tell_the_clocks_after_a_stay() {
    use crate::change::EventKind;
    use crate::program::Setting;
    let says = |kind: AppointmentKind, setting, practitioner| kind.follow_up(setting, practitioner);
    let (clinic, behavioral) = (Setting::Clinic, Setting::BehavioralHealth);
    assert_eq!(says(AppointmentKind::OfficeVisit, clinic, true), Some(EventKind::FollowUpVisitKept));
    assert_eq!(says(AppointmentKind::OfficeVisit, clinic, false), None, "nobody said with whom");
    assert_eq!(says(AppointmentKind::Specialist, clinic, true), None, "not with us");
    assert_eq!(says(AppointmentKind::CommunityVisit, behavioral, false), Some(EventKind::BehavioralVisitKept));
    assert_eq!(says(AppointmentKind::PhoneCall, behavioral, false), None);
    assert_eq!(says(AppointmentKind::HomeVisit, Setting::ManagedCare, true), None);
    let mut kept = visit(1, noon(), 30);
    kept.contact_id = Some(Uuid::from_u128(70));
    let event = kept.follow_up(behavioral, false).unwrap();
    assert_eq!((event.subject_id, event.at), (Uuid::from_u128(70), noon()), "who takes back the contact takes it back");
    assert_eq!(visit(1, noon(), 30).follow_up(behavioral, false).unwrap().subject_id, Uuid::from_u128(1));
}

#[test]
fn what_the_person_must_be_there_for_is_on_hold_while_they_are_in_a_hospital() {
    let tomorrow = visit(1, noon() + TimeDelta::days(1), 30);
    assert!(tomorrow.is_held(true, noon()));
    assert!(!tomorrow.is_held(false, noon()));
    let call = Appointment { kind: AppointmentKind::PhoneCall, ..tomorrow.clone() };
    assert!(!call.is_held(true, noon()), "they can be called there");
    assert!(!tomorrow.is_held(true, tomorrow.ends_at), "it is over");
    let later = visit(2, noon() + HOLD_AHEAD, 30);
    assert!(!later.is_held(true, noon()), "they may be home by then");
    for status in AppointmentStatus::ALL {
        let open = matches!(status, AppointmentStatus::Proposed | AppointmentStatus::Booked);
        let one = Appointment { status: *status, ..tomorrow.clone() };
        assert_eq!(one.is_held(true, noon()), open, "{status}");
    }
}

#[test]
fn a_person_is_to_be_reminded_of_what_begins_within_three_days_until_that_is_noted() {
    let booked = visit(1, noon() + REMIND_AHEAD, 30);
    assert!(booked.is_to_remind(noon()));
    assert!(!booked.is_to_remind(noon() - TimeDelta::minutes(1)), "that is early");
    assert!(!booked.is_to_remind(booked.starts_at), "it has begun");
    let reminded = booked.clone().remind(noon()).unwrap().record;
    assert!(!reminded.is_to_remind(noon()));
    let moved = reminded.move_to(noon() + TimeDelta::days(2), TimeDelta::minutes(30), None, noon()).unwrap().record;
    assert!(moved.is_to_remind(noon()), "of the new time");
    let of_us = Appointment { kind: AppointmentKind::Rounds, ..booked.clone() };
    assert!(!of_us.is_to_remind(noon()));
    for status in AppointmentStatus::ALL {
        let one = Appointment { status: *status, ..booked.clone() };
        assert_eq!(one.is_to_remind(noon()), *status == AppointmentStatus::Booked, "{status}");
    }
}
