use super::*;
use crate::calendar::{SchoolCalendar, SchoolYear};
use crate::case::Tier;
use crate::change::{Event, EventKind};
use crate::clock;
use crate::deadline::{CaseContext, Deadline, DeadlineStatus, History, Report, settle};
use crate::program::Setting;
use crate::rulebook::edit::{Judged, Move, moves};
use crate::rulebook::{self, standard};
use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::America::New_York;
use proptest::prelude::*;

const SUBJECT: Uuid = Uuid::from_u128(1);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten in the morning of a day, where the program is.
fn at(on: NaiveDate) -> DateTime<Utc> {
    clock::start_of_day(on, New_York) + TimeDelta::hours(10)
}

fn context(calendar: Calendar) -> CaseContext {
    CaseContext {
        case_id: Uuid::from_u128(2),
        person_id: Uuid::from_u128(3),
        zone: New_York,
        calendar,
        tier: Tier::High,
        owner_id: Some(Uuid::from_u128(4)),
        team_id: None,
        history: Vec::new(),
    }
}

fn happened(kind: EventKind, on: NaiveDate) -> History {
    let event = Event::new(kind, SUBJECT, at(on));
    let report = Report { id: Uuid::from_u128(5), recorded_at: event.at, event };
    History { reports: vec![report], ..History::default() }
}

/// The rules of a program outside the states with rules of their own.
fn rules_of(setting: Setting) -> Vec<rulebook::Rule> {
    standard(setting).into_iter().filter(|rule| rule.jurisdiction == "US").collect()
}

fn settled(history: &History, setting: Setting, calendar: &Calendar, known: &[Deadline]) -> Vec<Deadline> {
    let mut ids = 100;
    let mut new_id = || {
        ids += 1;
        Uuid::from_u128(ids)
    };
    let changes = settle(&context(calendar.clone()), history, &rules_of(setting), known, &mut new_id);
    changes.into_iter().map(|change| change.record).collect()
}

/// What a preview says of open deadlines: each with its new due time.
fn previewed(
    history: &History,
    setting: Setting,
    calendar: &Calendar,
    known: &[Deadline],
    now: DateTime<Utc>,
) -> Vec<Move> {
    let rules = rules_of(setting);
    let judged = known.iter().map(|deadline| {
        let judging =
            |rule: &&rulebook::Rule| rule.code == deadline.rule_code && rule.version() == deadline.rule_version;
        let rule = rules.iter().find(judging).unwrap();
        let extension = history.extensions.iter().find(|found| found.rule_code == rule.code);
        Judged { deadline, rule, starts_at: Some(deadline.anchor_at), extension, zone: New_York, calendar }
    });
    moves(judged, now)
}

#[test]
fn a_school_break_moves_a_manifestation_review_and_nothing_that_counts_no_school_days() {
    // Monday; ten school days on is Monday the 16th.
    let decided = happened(EventKind::PlacementChangeDecided, day("2026-03-02"));
    let open = settled(&decided, Setting::School, &Calendar::default(), &[]);
    assert_eq!(open.iter().map(|one| one.due_on).collect::<Vec<_>>(), [day("2026-03-16")]);
    let years = vec![SchoolYear { first: day("2025-08-25"), last: day("2026-06-12") }];
    let days_off = (9..=13).map(|date| NaiveDate::from_ymd_opt(2026, 3, date).unwrap()).collect();
    let break_week = Calendar { school: SchoolCalendar { years, days_off }, ..Calendar::default() };
    let moves = previewed(&decided, Setting::School, &break_week, &open, at(day("2026-03-05")));
    assert_eq!(moves.len(), 1);
    assert_eq!(clock::local_date(moves[0].to.unwrap(), New_York), day("2026-03-23"));
    let closed = Calendar { closures: [day("2026-03-09")].into(), ..Calendar::default() };
    assert!(previewed(&decided, Setting::School, &closed, &open, at(day("2026-03-05"))).is_empty());
}

#[test]
fn a_court_that_is_closed_on_the_last_day_moves_an_answer_and_its_extension() {
    // 14 days from Tuesday the 3rd: Tuesday the 17th; 3 more for the mail: Friday the 20th.
    let served = happened(EventKind::MotionReceived, day("2026-03-03"));
    let open = settled(&served, Setting::Legal, &Calendar::default(), &[]);
    let storm = Calendar { court_closures: [day("2026-03-17"), day("2026-03-20")].into(), ..Calendar::default() };
    let to = |history: &History, open: &[Deadline]| {
        let moves = previewed(history, Setting::Legal, &storm, open, at(day("2026-03-05")));
        moves.iter().map(|one| clock::local_date(one.to.unwrap(), New_York)).collect::<Vec<_>>()
    };
    assert_eq!(to(&served, &open), [day("2026-03-18")]);
    let mut mailed = served.clone();
    let rule = rules_of(Setting::Legal).into_iter().find(|rule| rule.code == open[0].rule_code).unwrap();
    let more = mailed.extend(&open[0], &rule, 3, "Served by mail", at(day("2026-03-04"))).unwrap();
    mailed.extensions.push(more);
    let extended = settled(&mailed, Setting::Legal, &Calendar::default(), &open);
    assert_eq!(extended[0].due_on, day("2026-03-20"));
    // The clock itself ends on Wednesday the 18th then; three days on is Saturday, so Monday.
    assert_eq!(to(&mailed, &extended), [day("2026-03-23")]);
}

#[test]
fn the_days_of_a_program_are_set_once_and_then_set_anew() {
    let own = WorkCalendar {
        id: Uuid::from_u128(1),
        version: 1,
        program_id: Some(Uuid::from_u128(2)),
        days: Calendar::default(),
        set_by: Uuid::from_u128(3),
        set_at: at(day("2026-03-02")),
    };
    let first = own.clone().set(None).unwrap();
    assert!(first.created);
    let again = WorkCalendar { id: Uuid::from_u128(9), ..own }.set(Some(&first.record)).unwrap();
    assert_eq!((again.record.id, again.record.version, again.created), (first.record.id, 2, false));
}

proptest! {
    #[test]
    fn what_a_preview_shows_is_what_settling_does(
        kind in prop::sample::select(vec![(EventKind::PlacementChangeDecided, Setting::School), (EventKind::ParentalConsentGiven, Setting::School),
            (EventKind::ComplaintServed, Setting::Legal), (EventKind::HearingOnOwnMotion, Setting::Legal), (EventKind::Discharged, Setting::Clinic),
            (EventKind::CountersignatureDue, Setting::Clinic)]),
        start in 0u64..900,
        closed in prop::collection::btree_set(0u64..1000, 0..60),
    ) {
        let on = |ahead: u64| day("2025-01-01") + Days::new(ahead);
        let (kind, setting) = kind;
        let history = happened(kind, on(start));
        let open = settled(&history, setting, &Calendar::default(), &[]);
        let days: std::collections::BTreeSet<NaiveDate> = closed.into_iter().map(on).collect();
        let school = SchoolCalendar { years: Vec::new(), days_off: days.clone() };
        let calendar = Calendar { closures: days.clone(), court_closures: days, school };
        let mut shown: Vec<_> = previewed(&history, setting, &calendar, &open, at(on(start))).into_iter().map(|one| (one.deadline_id, one.to)).collect();
        let mut done: Vec<_> = settled(&history, setting, &calendar, &open)
            .into_iter()
            .filter(|next| open.iter().any(|old| old.id == next.id && old.status == DeadlineStatus::Open && old.due_at != next.due_at))
            .map(|next| (next.id, Some(next.due_at)))
            .collect();
        shown.sort_unstable();
        done.sort_unstable();
        prop_assert_eq!(shown, done);
    }
}
