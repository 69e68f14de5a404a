use super::*;
use crate::case::{CaseStatus, Stage, Tier};
use crate::code::Code;
use chrono::TimeZone;
use chrono_tz::America::New_York;
use std::collections::HashSet;

const AUTHOR: Uuid = Uuid::from_u128(1);

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(11),
        version: 1,
        person_id: Uuid::from_u128(12),
        program_id: Uuid::from_u128(13),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::Low,
        owner_id: AUTHOR,
        team_id: Uuid::from_u128(14),
        enrolled_at: ny("2026-03-02 10:00"),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn on(kind: MilestoneKind, day: &str) -> Milestone {
    Milestone {
        id: Uuid::from_u128(10),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        kind,
        occurred_on: day.parse().unwrap(),
        answers_id: None,
        appointment_id: None,
        note: None,
        status: MilestoneStatus::Recorded,
        error_reason: None,
        author_id: AUTHOR,
        created_at: ny("2026-03-09 09:00"),
    }
}

/// Recorded on Monday, 9 March, at nine.
fn record(milestone: Milestone, setting: Setting) -> Result<Change<Milestone>, Rule> {
    milestone.record(&case(), setting, New_York, ny("2026-03-09 09:00"))
}

fn refusal(milestone: Milestone, setting: Setting) -> (&'static str, Option<String>) {
    let rule = record(milestone, setting).unwrap_err();
    (rule.code, rule.pointer)
}

#[test]
fn every_kind_has_one_entry_and_everything_it_tells_can_be_taken_back() {
    let mut told = HashSet::new();
    for kind in MilestoneKind::ALL {
        assert_eq!(kind.entry().kind, *kind, "{kind}");
        assert!(Setting::ALL.iter().any(|setting| MilestoneKind::of(*setting).any(|own| own == *kind)), "{kind}");
        told.extend(kind.events());
    }
    // Recertifications told of it until periods began by themselves; what they told is taken back with them.
    told.insert(&EventKind::CertificationBegun);
    assert_eq!(told, EVENTS.iter().collect(), "what milestones tell is what a withdrawal takes back");
}

#[test]
fn a_day_starts_clocks_from_its_first_instant_and_meets_them_until_its_last() {
    let at = |kind, day: &str, setting| record(on(kind, day), setting).unwrap().events[0].at;
    assert_eq!(at(MilestoneKind::ParentalConsent, "2026-03-05", Setting::School), ny("2026-03-05 00:00"));
    let evaluated = at(MilestoneKind::EvaluationCompleted, "2026-03-05", Setting::School);
    assert_eq!(evaluated, clock::end_of_day("2026-03-05".parse().unwrap(), New_York));
    let today = at(MilestoneKind::EvaluationCompleted, "2026-03-09", Setting::School);
    assert_eq!(today, ny("2026-03-09 09:00"), "nothing has happened later than now");
    let told = record(on(MilestoneKind::OasisTransfer, "2026-03-09"), Setting::HomeHealth).unwrap().events;
    let told: Vec<_> = told.into_iter().map(|event| (event.kind, event.at)).collect();
    let completed = (EventKind::OasisCompleted, ny("2026-03-09 00:00"));
    assert_eq!(
        told,
        [completed, (EventKind::TransferAssessed, ny("2026-03-09 09:00"))],
        "sent before it was written down"
    );
}

#[test]
fn what_was_done_on_the_day_the_case_was_closed_was_done_before() {
    let closed = Case { closed_at: Some(ny("2026-03-05 15:00")), status: CaseStatus::Closed, ..case() };
    let evaluated = on(MilestoneKind::EvaluationCompleted, "2026-03-05");
    let change = evaluated.record(&closed, Setting::School, New_York, ny("2026-03-09 09:00")).unwrap();
    assert_eq!(change.events[0].at, ny("2026-03-05 15:00"));
}

#[test]
fn only_what_is_known_ahead_lies_ahead_and_nothing_is_ten_years_away() {
    assert!(record(on(MilestoneKind::Release, "2026-06-30"), Setting::Corrections).is_ok());
    let ahead = on(MilestoneKind::HandoffMade, "2026-03-10");
    assert_eq!(refusal(ahead, Setting::Corrections), ("milestone_in_future", Some("/occurred_on".into())));
    for day in ["2206-06-30", "1926-03-01"] {
        let slip = on(MilestoneKind::Release, day);
        assert_eq!(refusal(slip, Setting::Corrections), ("milestone_too_far", Some("/occurred_on".into())), "{day}");
    }
    assert!(MilestoneKind::HearingOnOwnMotion.may_lie_ahead() && !MilestoneKind::MotionServed.may_lie_ahead());
}

#[test]
fn a_program_records_what_belongs_to_its_setting() {
    let consent = on(MilestoneKind::ParentalConsent, "2026-03-05");
    assert_eq!(refusal(consent, Setting::Hospice), ("milestone_of_other_setting", Some("/kind".into())));
    assert_eq!(MilestoneKind::of(Setting::Clinic).count(), 0);
}

fn first_days(periods: &[Event]) -> Vec<String> {
    periods.iter().map(|event| clock::local_time(event.at, New_York)).collect()
}

#[test]
fn a_period_of_60_days_begins_on_its_day_and_is_told_once_whoever_told_of_it() {
    let begun = |heard: &[Event], now: &str| periods_begun(&case(), Setting::HomeHealth, New_York, heard, ny(now));
    assert_eq!(begun(&[], "2026-04-30 23:59"), []);
    let second = begun(&[], "2026-05-01 00:00");
    assert_eq!(first_days(&second), ["2026-05-01 00:00 EDT"]);
    assert_eq!(begun(&second, "2026-06-29 23:59"), []);
    assert_eq!(first_days(&begun(&second, "2026-06-30 00:00")), ["2026-06-30 00:00 EDT"]);
    assert_eq!(first_days(&begun(&[], "2026-09-01 09:00")).len(), 3, "what was not told is told later");
    let recorded = Event::new(EventKind::CertificationBegun, AUTHOR, ny("2026-05-01 00:00"));
    assert_eq!(begun(&[recorded], "2026-05-02 09:00"), [], "a recertification told of it");
    for zone in [chrono_tz::America::Los_Angeles, chrono_tz::Pacific::Guam] {
        let moved = periods_begun(&case(), Setting::HomeHealth, zone, &second, ny("2026-05-02 09:00"));
        assert_eq!(moved, [], "the program moved");
    }
    let closed = Case { closed_at: Some(ny("2026-04-05 15:00")), status: CaseStatus::Closed, ..case() };
    assert_eq!(periods_begun(&closed, Setting::HomeHealth, New_York, &[], ny("2026-05-02 09:00")), []);
    assert_eq!(periods_begun(&case(), Setting::Clinic, New_York, &[], ny("2026-05-02 09:00")), []);
    let recertified = on(MilestoneKind::OasisRecertification, "2026-03-08");
    let told = record(recertified, Setting::HomeHealth).unwrap().events;
    let told: Vec<_> = told.into_iter().map(|event| event.kind).collect();
    assert_eq!(told, [EventKind::OasisCompleted, EventKind::Recertified], "a period begins by itself");
}

#[test]
fn a_later_benefit_period_is_told_45_days_ahead_and_they_go_on_from_the_last_one_that_staff_recorded() {
    let begun = |heard: &[Event], now: &str| periods_begun(&case(), Setting::Hospice, New_York, heard, ny(now));
    assert_eq!(begun(&[], "2026-07-14 23:59"), []);
    let third = begun(&[], "2026-07-15 00:00");
    assert_eq!(first_days(&third), ["2026-08-29 00:00 EDT"]);
    assert_eq!(begun(&third, "2026-09-12 23:59"), []);
    assert_eq!(first_days(&begun(&third, "2026-09-13 00:00")), ["2026-10-28 00:00 EDT"]);
    let elected_before = Event::new(EventKind::LaterBenefitPeriod, AUTHOR, ny("2026-04-10 00:00"));
    assert_eq!(begun(std::slice::from_ref(&elected_before), "2026-04-24 12:00"), []);
    let next = begun(std::slice::from_ref(&elected_before), "2026-04-25 12:00");
    assert_eq!(first_days(&next), ["2026-06-09 00:00 EDT"]);
    let late = [third.as_slice(), &[elected_before]].concat();
    let missed = ["2026-06-09 00:00 EDT", "2026-08-08 00:00 EDT"];
    assert_eq!(first_days(&begun(&late, "2026-07-15 12:00")), missed, "what staff say counts, said late as well");
}

proptest::proptest! {
    #[test]
    fn periods_are_the_same_whether_they_are_told_one_by_one_or_at_once(
        looks in proptest::collection::vec(0i64..900, 1..12),
        setting in proptest::sample::select(vec![Setting::HomeHealth, Setting::Hospice]),
    ) {
        let mut days = looks;
        days.sort_unstable();
        let now = |day: i64| ny("2026-03-02 12:00") + TimeDelta::days(day);
        let mut heard: Vec<Event> = Vec::new();
        for day in &days {
            heard.extend(periods_begun(&case(), setting, New_York, &heard, now(*day)));
        }
        let last = days.last().copied().unwrap_or_default();
        proptest::prop_assert_eq!(&heard, &periods_begun(&case(), setting, New_York, &[], now(last)));
        let expected = if setting == Setting::Hospice { (last + 45 - 120).div_euclid(60).max(0) } else { last / 60 };
        proptest::prop_assert_eq!(heard.len() as i64, expected);
        let ids: HashSet<Uuid> = heard.iter().map(|event| event.subject_id).collect();
        proptest::prop_assert_eq!(ids.len(), heard.len());
    }
}

#[test]
fn what_answers_one_of_several_meets_only_what_those_start_and_is_recorded_where_they_are() {
    for kind in MilestoneKind::ALL.iter().filter(|kind| !kind.answers().is_empty()) {
        let started: Vec<EventKind> = kind.answers().iter().flat_map(|one| one.events()).copied().collect();
        for setting in Setting::ALL.iter().filter(|setting| kind.entry().settings.contains(setting)) {
            assert!(kind.answers().iter().any(|one| one.entry().settings.contains(setting)), "{kind} {setting}");
            let meets = |rule: &&crate::rulebook::Rule| rule.met_by.iter().any(|told| kind.events().contains(told));
            for rule in crate::rulebook::standard(*setting).iter().filter(meets) {
                assert!(started.contains(&rule.trigger), "{kind} also meets {}", rule.code);
            }
        }
    }
}

#[test]
fn an_answer_names_a_milestone_of_its_case_that_waits_for_the_like() {
    let hearing = on(MilestoneKind::HearingOnOwnMotion, "2026-06-01");
    let served = |answers_id| Milestone { answers_id, ..on(MilestoneKind::MotionServed, "2026-03-05") };
    let code = |own: Milestone, answered: Option<&Milestone>| own.require_answered(answered).map_err(|rule| rule.code);
    assert_eq!(code(served(None), None), Ok(()));
    assert_eq!(code(served(Some(hearing.id)), Some(&hearing)), Ok(()));
    assert_eq!(code(served(Some(hearing.id)), None), Err("milestone_answers_nothing"));
    let other = Milestone { kind: MilestoneKind::HearingOnOtherMotion, ..hearing.clone() };
    assert_eq!(code(served(Some(other.id)), Some(&other)), Err("milestone_answers_nothing"));
    let gone = Milestone { status: MilestoneStatus::EnteredInError, ..hearing };
    assert_eq!(code(served(Some(gone.id)), Some(&gone)), Err("milestone_answers_nothing"));
}

#[test]
fn what_was_entered_in_error_stays_with_its_reason_and_is_taken_back_once() {
    let consent = || on(MilestoneKind::ParentalConsent, "2026-03-05");
    let (other, now) = (Uuid::from_u128(2), ny("2026-03-10 09:00"));
    assert_eq!(consent().withdraw(other, false, "No".into(), now).unwrap_err().code, "milestone_of_colleague");
    let gone = consent().withdraw(other, true, "Another student".into(), now).unwrap();
    assert_eq!((gone.record.version, gone.record.status), (2, MilestoneStatus::EnteredInError));
    assert_eq!(gone.events, [Event::new(EventKind::MilestoneWithdrawn, gone.record.id, now)]);
    let again = gone.record.withdraw(AUTHOR, false, "Again".into(), now).unwrap_err();
    assert_eq!(again.code, "milestone_entered_in_error");
}

/// A hearing of the case at a time.
fn hearing(at: &str) -> Appointment {
    Appointment {
        id: Uuid::from_u128(20),
        version: 1,
        case_id: case().id,
        person_id: case().person_id,
        series_id: None,
        kind: AppointmentKind::Hearing,
        title: None,
        status: AppointmentStatus::Booked,
        starts_at: ny(at),
        ends_at: ny(at) + TimeDelta::hours(1),
        time_zone: New_York.to_string(),
        place: None,
        link: None,
        phone: None,
        attendee_ids: vec![AUTHOR],
        reminded_at: None,
        arrived_at: None,
        cancellation: None,
        reason: None,
        notified_at: None,
        settled_at: None,
        settled_by: None,
        contact_id: None,
        author_id: AUTHOR,
        created_at: ny("2026-03-09 09:00"),
    }
}

#[test]
fn a_hearing_takes_its_day_from_the_calendar_of_its_case_and_nothing_else_does() {
    let own = || on(MilestoneKind::HearingOnOwnMotion, "2026-03-01");
    let late = hearing("2026-04-02 23:30");
    let placed = own().placed(&late, New_York).unwrap();
    assert_eq!((placed.occurred_on.to_string(), placed.appointment_id), ("2026-04-02".into(), Some(late.id)));
    let code = |own: Milestone, hearing: Appointment| own.placed(&hearing, New_York).unwrap_err().code;
    let release = on(MilestoneKind::Release, "2026-04-02");
    assert_eq!(code(release, late.clone()), "milestone_appointment_unfit");
    for unfit in [
        Appointment { kind: AppointmentKind::SchoolMeeting, ..late.clone() },
        Appointment { case_id: Uuid::from_u128(99), ..late.clone() },
        Appointment { status: AppointmentStatus::Cancelled, ..late.clone() },
    ] {
        assert_eq!(code(own(), unfit), "milestone_appointment_unfit");
    }
}

#[test]
fn a_hearing_follows_its_appointment_and_a_day_that_has_passed_stays() {
    let before = hearing("2026-04-02 09:00");
    let own = on(MilestoneKind::HearingOnOwnMotion, "2026-03-01").placed(&before, New_York).unwrap();
    let (was, again) = (own.occurred_on, Uuid::from_u128(30));
    let follow =
        |appointment: &Appointment, now: &str| own.clone().follow(appointment, was, again, &case(), New_York, ny(now));
    assert_eq!(follow(&hearing("2026-04-02 15:00"), "2026-03-10 09:00"), None, "the same day");
    let moved = hearing("2026-05-07 09:00");
    let there = follow(&moved, "2026-04-02 23:30").unwrap();
    let told = Event::new(EventKind::HearingOnOwnMotion, own.id, ny("2026-05-07 00:00"));
    assert_eq!((there.record.id, there.record.version, there.created), (own.id, 2, false));
    assert_eq!((there.record.occurred_on.to_string(), there.events), ("2026-05-07".into(), vec![told]));

    let late = follow(&moved, "2026-04-03 00:30").unwrap();
    assert_eq!((late.record.id, late.record.version, late.created), (again, 1, true), "K-23");
    let once =
        late.record.clone().follow(&moved, late.record.occurred_on, again, &case(), New_York, ny("2026-04-03 09:00"));
    assert_eq!(once, None);

    let off = Appointment { status: AppointmentStatus::Cancelled, reason: Some("Settled.".into()), ..before.clone() };
    let gone = follow(&off, "2026-03-10 09:00").unwrap();
    assert_eq!(gone.record.status, MilestoneStatus::EnteredInError);
    assert_eq!(gone.record.error_reason.as_deref(), Some("The hearing was cancelled: Settled."));
    assert_eq!(gone.events[0].kind, EventKind::MilestoneWithdrawn);
    assert_eq!(follow(&off, "2026-04-03 00:30"), None, "its day has passed");
    let other = Appointment { id: Uuid::from_u128(21), ..moved };
    assert_eq!(follow(&other, "2026-03-10 09:00"), None);
}
