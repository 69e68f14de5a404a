use super::*;
use crate::case::Tier;
use crate::change::{Event, EventKind};
use crate::code::Code;
use crate::deadline::{CaseContext, History, Report, Retraction, react, settle};
use crate::program::Setting;
use crate::rulebook::{OUTREACH_7, PLAN, standard};
use chrono::TimeZone;
use chrono_tz::America::{Anchorage, Chicago, New_York};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn current(code: &str) -> Rule {
    standard(Setting::Clinic).into_iter().find(|rule| rule.code == code).unwrap()
}

fn proposal(clock: Clock, reason: Option<&str>) -> Proposal {
    Proposal { clock, trigger: None, valid_from: day("2026-04-01"), reason: reason.map(str::to_owned) }
}

fn revised(code: &str, clock: Clock, reason: Option<&str>) -> Result<Revision, (&'static str, Option<String>)> {
    revise(&current(code), &proposal(clock, reason), day("2026-03-15")).map_err(|rule| (rule.code, rule.pointer))
}

fn refused(code: &'static str, pointer: &str) -> (&'static str, Option<String>) {
    (code, Some(pointer.to_owned()))
}

#[test]
fn a_shorter_clock_needs_no_reason_and_ends_the_present_version_the_day_before() {
    let revision = revised(PLAN, Clock::calendar_days(14), None).unwrap();
    assert!(!revision.loosened && !revision.looser_than_published);
    assert_eq!(revision.ended.valid_to, Some(day("2026-03-31")));
    assert_eq!((revision.next.valid_from, revision.next.valid_to), (day("2026-04-01"), None));
    assert_eq!(revision.next.clock, Clock::calendar_days(14));
    assert!(revision.next.source.ends_with("30 calendar days of enrolment. Set by the organization from 2026-04-01"));
}

#[test]
fn a_longer_clock_needs_a_reason_which_is_kept_with_the_source() {
    assert_eq!(revised(PLAN, Clock::calendar_days(45), Some("  ")).unwrap_err(), refused("reason_required", "/reason"));
    let revision = revised(PLAN, Clock::calendar_days(45), Some(" State waiver 12 ")).unwrap();
    assert!(revision.loosened && revision.looser_than_published);
    assert!(revision.next.source.ends_with("Set by the organization from 2026-04-01: State waiver 12"));
}

#[test]
fn going_back_to_the_published_clock_is_looser_than_now_but_not_than_published() {
    let tight = revised(PLAN, Clock::calendar_days(14), None).unwrap().next;
    let back = Proposal { valid_from: day("2026-06-01"), ..proposal(Clock::calendar_days(30), Some("Too tight")) };
    let revision = revise(&tight, &back, day("2026-05-01")).unwrap();
    assert!(revision.loosened && !revision.looser_than_published);
    assert_eq!(revision.next.source.matches("Set by the organization").count(), 1);
}

#[test]
fn the_title_names_the_amount_in_force_after_each_change() {
    let title = |rule: &Rule| rule.title.clone();
    let shorter = revised(OUTREACH_7, Clock::calendar_days(5).without_day0(), None).unwrap();
    assert_eq!(title(&shorter.ended), "Reached within 7 days of discharge", "what was judged keeps its title");
    assert_eq!(title(&shorter.next), "Reached within 5 days of discharge");
    let again = Proposal {
        valid_from: day("2026-06-01"),
        ..proposal(Clock::business_days(3).without_day0(), Some("Weekends are free"))
    };
    let again = revise(&shorter.next, &again, day("2026-05-01")).unwrap();
    assert_eq!(title(&again.next), "Reached within 3 business days of discharge");
    // A version stored before titles followed the clock carries the published number; the next one does not.
    let stale = Rule { title: "Reached within 7 days of discharge".into(), ..shorter.next };
    let next = Proposal { valid_from: day("2026-06-01"), ..proposal(Clock::calendar_days(4).without_day0(), None) };
    assert_eq!(title(&revise(&stale, &next, day("2026-05-01")).unwrap().next), "Reached within 4 days of discharge");
}

#[test]
fn another_kind_of_clock_or_a_counting_day_zero_is_looser_and_a_roll_back_is_not() {
    let loosened = |code, clock| revised(code, clock, Some("why")).unwrap().loosened;
    assert!(loosened(PLAN, Clock::business_days(5)));
    assert!(loosened(OUTREACH_7, Clock::calendar_days(7)));
    assert!(!loosened(OUTREACH_7, Clock::calendar_days(6).without_day0()));
    let rolled = |roll| Clock { span: Span::CalendarDays(30, roll), ..Clock::calendar_days(30) };
    assert!(loosened(PLAN, rolled(Roll::Forward)));
    assert!(!loosened(PLAN, rolled(Roll::Back)));
}

#[test]
fn a_count_back_is_tighter_the_further_back_and_a_window_the_narrower_it_is() {
    let base = Rule { clock: Clock::calendar_days(2).back(), ..current(PLAN) };
    let loosened =
        |base: &Rule, clock| revise(base, &proposal(clock, Some("why")), day("2026-03-15")).unwrap().loosened;
    assert!(!loosened(&base, Clock::calendar_days(3).back()));
    assert!(loosened(&base, Clock::calendar_days(1).back()));
    let base = Rule { clock: Clock::window(-30, 7), ..base };
    assert!(!loosened(&base, Clock::window(-20, 7)));
    assert!(loosened(&base, Clock::window(-31, 7)) && loosened(&base, Clock::window(-30, 8)));
}

#[test]
fn months_are_tighter_the_fewer_they_are_and_a_roll_on_is_looser() {
    let base = Rule { clock: Clock::calendar_months(14), ..current(PLAN) };
    let loosened = |clock| revise(&base, &proposal(clock, Some("why")), day("2026-03-15")).unwrap().loosened;
    assert!(!loosened(Clock::calendar_months(12)));
    assert!(loosened(Clock::calendar_months(15)));
    let rolled = |amount, roll| Clock { span: Span::CalendarMonths(amount, roll), ..base.clock };
    assert!(loosened(rolled(14, Roll::Forward)) && loosened(rolled(12, Roll::Forward)));
    assert!(!loosened(rolled(14, Roll::Back)) && !loosened(rolled(14, Roll::Off).without_day0()));
}

#[test]
fn a_clock_is_put_together_from_its_parts_or_refused_at_the_part_that_does_not_fit() {
    let days = clock::Parts::from(Clock::calendar_days(5));
    let window = clock::Parts { kind: ClockKind::Window, amount: None, from: Some(6), to: Some(15), ..days };
    assert_eq!(super::clock(days), Ok(Clock::calendar_days(5)));
    assert_eq!(super::clock(clock::Parts { include_day0: false, ..window }), Ok(Clock::window(6, 15)));
    let months = clock::Parts { kind: ClockKind::CalendarMonths, roll: Some(Roll::Back), ..days };
    assert_eq!(super::clock(months).unwrap().roll(), Roll::Back);
    for (parts, code, pointer) in [
        (clock::Parts { to: None, ..window }, "clock_window_days", "/clock/from"),
        (clock::Parts { amount: Some(3), ..window }, "clock_window_days", "/clock/from"),
        (clock::Parts { from: Some(16), ..window }, "clock_window_reversed", "/clock/to"),
        (clock::Parts { amount: None, ..days }, "clock_amount", "/clock/amount"),
        (clock::Parts { from: Some(1), ..days }, "clock_amount", "/clock/amount"),
        (clock::Parts { direction: Some(Direction::Back), ..window }, "clock_direction", "/clock/direction"),
        (clock::Parts { kind: ClockKind::BusinessDays, ..months }, "clock_direction", "/clock/direction"),
    ] {
        let refusal = super::clock(parts).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{parts:?}");
    }
}

#[test]
fn a_version_from_today_or_earlier_an_unchanged_clock_and_an_endless_one_are_refused() {
    for first in ["2026-03-15", "2026-03-14", "1999-01-01"] {
        let early = Proposal { valid_from: day(first), ..proposal(Clock::calendar_days(14), None) };
        let refusal = revise(&current(PLAN), &early, day("2026-03-15")).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), ("rule_version_not_ahead", Some("/valid_from")));
    }
    assert_eq!(revised(PLAN, Clock::calendar_days(30), None).unwrap_err(), refused("clock_unchanged", "/clock"));
    assert_eq!(
        revised(PLAN, Clock::calendar_days(36_526), Some("why")).unwrap_err(),
        refused("clock_too_long", "/clock")
    );
}

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn enrolled(case: u128, at: &str) -> Deadline {
    let context = CaseContext {
        case_id: Uuid::from_u128(case),
        person_id: Uuid::from_u128(case + 100),
        zone: New_York,
        calendar: Calendar::default(),
        tier: Tier::High,
        owner_id: Some(Uuid::from_u128(7)),
        team_id: None,
        history: Vec::new(),
    };
    let event = Event::new(EventKind::Enrolled, context.case_id, ny(at));
    let changes = react(&context, &event, &standard(Setting::Clinic), &[], &mut || Uuid::from_u128(case + 200));
    changes.into_iter().next().unwrap().record
}

#[test]
fn a_preview_says_whose_deadline_moves_from_when_to_when() {
    let proposed = revised(PLAN, Clock::calendar_days(14), None).unwrap().next;
    let (early, late) = (enrolled(1, "2026-03-02 10:00"), enrolled(2, "2026-03-10 10:00"));
    let waived = enrolled(3, "2026-03-02 10:00").waive("Moved away", ny("2026-03-03 10:00")).unwrap().record;
    let other = Deadline { rule_code: OUTREACH_7.into(), ..early.clone() };
    let calendar = Calendar::default();
    let open = [&late, &early, &waived, &other];
    let would_be = open.map(|deadline| judged(deadline, &proposed, New_York, &calendar));
    let moves = moves(would_be, ny("2026-03-17 09:00"));

    assert_eq!(moves.iter().map(|found| found.deadline_id).collect::<Vec<_>>(), [early.id, late.id]);
    assert_eq!((moves[0].from, moves[0].to), (early.due_at, Some(clock::end_of_day(day("2026-03-16"), New_York))));
    assert_eq!((moves[0].case_id, moves[0].owner_id), (early.case_id, early.owner_id));
    assert!(moves[0].becomes_overdue && !moves[1].becomes_overdue);
    let present = current(PLAN);
    let same = open.map(|deadline| judged(deadline, &present, New_York, &calendar));
    assert!(super::moves(same, ny("2026-03-17 09:00")).is_empty());
}

#[test]
fn what_starts_the_clock_of_a_plan_is_chosen_from_a_list_and_other_than_published_needs_a_reason() {
    let with = |code, trigger, clock, reason: Option<&str>| {
        let wanted = Proposal { trigger: Some(trigger), ..proposal(clock, reason) };
        revise(&current(code), &wanted, day("2026-03-15")).map_err(|rule| (rule.code, rule.pointer))
    };
    let days = Clock::calendar_days;
    let late = EventKind::ComprehensiveCompleted;
    assert_eq!(with(PLAN, late, days(30), None).unwrap_err(), refused("reason_required", "/reason"));
    assert_eq!(with(PLAN, late, days(5), None).unwrap_err(), refused("reason_required", "/reason"));
    assert_eq!(with(PLAN, EventKind::Admitted, days(5), None).unwrap_err(), refused("anchor_not_offered", "/anchor"));
    assert_eq!(with(OUTREACH_7, late, days(5), None).unwrap_err(), refused("anchor_not_offered", "/anchor"));
    assert_eq!(with(PLAN, EventKind::Enrolled, days(30), None).unwrap_err(), refused("clock_unchanged", "/clock"));

    let moved = with(PLAN, late, days(30), Some("The plan follows the assessment")).unwrap();
    assert!(moved.loosened && moved.looser_than_published);
    assert!(!current(PLAN).starts_later() && moved.next.starts_later());
    assert_eq!(moved.next.title, "Approved care plan within 30 days of the comprehensive assessment");
    let shorter = Proposal { valid_from: day("2026-06-01"), ..proposal(days(20), None) };
    let shorter = revise(&moved.next, &shorter, day("2026-05-01")).unwrap();
    assert!(shorter.next.trigger == late && !shorter.loosened && shorter.looser_than_published);
    let back =
        Proposal { trigger: Some(EventKind::Enrolled), valid_from: day("2026-07-01"), ..proposal(days(20), None) };
    let back = revise(&shorter.next, &back, day("2026-06-15")).unwrap();
    assert!(!back.loosened && !back.looser_than_published);
    assert_eq!(back.next.title, "Approved care plan within 20 days of enrolment");
}

#[test]
fn the_published_event_is_the_first_that_may_start_a_clock() {
    for rule in Setting::ALL.iter().flat_map(|setting| standard(*setting)) {
        assert!(anchors(&rule.code).first().is_none_or(|first| *first == rule.trigger), "{}", rule.code);
        assert!(!rule.starts_later(), "{}", rule.code);
    }
}

fn judged<'a>(deadline: &'a Deadline, rule: &'a Rule, zone: Tz, calendar: &'a Calendar) -> Judged<'a> {
    Judged { deadline, rule, starts_at: Some(deadline.anchor_at), extension: None, zone, calendar }
}

fn clocks() -> impl Strategy<Value = Clock> {
    prop_oneof![
        (0u32..2_000).prop_map(Clock::elapsed_hours),
        (0u32..120).prop_map(Clock::calendar_days),
        (0u32..60).prop_map(|days| Clock::calendar_days(days).without_day0()),
        (0u32..40).prop_map(|days| Clock::calendar_days(days).back()),
        (0u32..60).prop_map(Clock::business_days),
        (0u32..60).prop_map(Clock::court_days),
        (0u32..24).prop_map(Clock::calendar_months),
        (-90i32..0, 0i32..90).prop_map(|(from, to)| Clock::window(from, to)),
    ]
}

proptest! {
    #[test]
    fn a_preview_is_what_the_new_version_makes_of_the_same_cases(
        clock in clocks(),
        anchors in prop::collection::vec((0i64..20_000, 0usize..3), 1..10),
        closed in prop::collection::vec(0i64..900, 0..6),
        hour in 0i64..24_000,
    ) {
        let start = ny("2024-01-01 00:00");
        let calendar = Calendar {
            closures: closed.into_iter().map(|days| day("2024-01-01") + chrono::Duration::days(days)).collect(),
            ..Calendar::default()
        };
        prop_assume!(clock != current(PLAN).clock);
        let proposed = revised(PLAN, clock, Some("why")).unwrap().next;
        let rules = [current(PLAN), Rule { valid_from: day("2000-01-01"), ..proposed.clone() }];
        let opened = |(number, (hours, zone)): (usize, &(i64, usize)), rule: &Rule| {
            let context = CaseContext {
                case_id: Uuid::from_u128(number as u128),
                person_id: Uuid::nil(),
                zone: [New_York, Chicago, Anchorage][*zone],
                calendar: calendar.clone(),
                tier: Tier::High,
                owner_id: None,
                team_id: None,
                history: Vec::new(),
            };
            let event = Event::new(EventKind::Enrolled, context.case_id, start + chrono::Duration::hours(*hours));
            let mut new_id = || Uuid::from_u128(number as u128 + 1_000);
            let mut changes = react(&context, &event, std::slice::from_ref(rule), &[], &mut new_id);
            (changes.remove(0).record, context.zone)
        };
        let all = |rule: &Rule| anchors.iter().enumerate().map(|one| opened(one, rule)).collect::<Vec<_>>();
        let (before, after) = (all(&rules[0]), all(&rules[1]));
        let now = start + chrono::Duration::hours(hour);
        let found = moves(before.iter().map(|(deadline, zone)| judged(deadline, &proposed, *zone, &calendar)), now);
        let mut told: Vec<_> = found.iter().map(|one| (one.deadline_id, one.from, one.to, one.becomes_overdue)).collect();
        let pairs = before.iter().zip(&after).filter(|((old, _), (new, _))| old.due_at != new.due_at);
        let mut recomputed: Vec<_> = pairs
            .map(|((old, _), (new, _))| {
                (old.id, old.due_at, Some(new.due_at), !old.is_overdue(now) && new.is_overdue(now))
            })
            .collect();
        told.sort_unstable();
        recomputed.sort_unstable();
        prop_assert_eq!(told, recomputed);
    }
}

/// What was recorded of a case: when it was opened, the assessments with the hours from then, whether each was taken back, and days that
/// its deadline got more.
type Recorded = (i64, Vec<(bool, i64, bool)>, u32);

fn recorded() -> impl Strategy<Value = Recorded> {
    (0i64..8_000, prop::collection::vec((any::<bool>(), 0i64..3_000, any::<bool>()), 0..4), 0u32..15)
}

/// The history of the case with this number.
fn history(number: u128, (opened, assessments, more): &Recorded) -> History {
    let opened_at = ny("2024-01-01 00:00") + chrono::Duration::hours(*opened);
    let case = Uuid::from_u128(number);
    let report = |id: u128, event: Event| Report { id: Uuid::from_u128(id), recorded_at: event.at, event };
    let mut known = History::default();
    known.reports.push(report(1, Event::new(EventKind::Enrolled, case, opened_at)));
    for (index, (complete, hours, taken_back)) in assessments.iter().enumerate() {
        let kind = if *complete { EventKind::ComprehensiveCompleted } else { EventKind::ComprehensiveBegun };
        let id = index as u128 + 2;
        let event = Event::new(kind, Uuid::from_u128(id + 500), opened_at + chrono::Duration::hours(*hours));
        if *taken_back {
            known.retractions.push(Retraction { report_id: Uuid::from_u128(id), recorded_at: event.at });
        }
        known.reports.push(report(id, event));
    }
    if *more > 0 {
        let (rule_code, reason) = (PLAN.to_owned(), "why".to_owned());
        known.extensions.push(Extension {
            recorded_at: opened_at,
            rule_code,
            anchor_subject_id: case,
            days: *more,
            reason,
        });
    }
    known
}

proptest! {
    #[test]
    fn what_the_preview_of_a_rule_says_moves_is_what_settling_the_cases_by_it_gives(
        clock in clocks(),
        trigger in prop::sample::select(anchors(PLAN)),
        cases in prop::collection::vec((recorded(), 0usize..3), 1..8),
        closed in prop::collection::vec(0i64..900, 0..6),
        hour in 0i64..24_000,
    ) {
        let now = ny("2024-01-01 00:00") + chrono::Duration::hours(hour);
        let calendar = Calendar {
            closures: closed.into_iter().map(|days| day("2024-01-01") + chrono::Duration::days(days)).collect(),
            ..Calendar::default()
        };
        let present = Rule { extension_days: Some(14), ..current(PLAN) };
        prop_assume!(clock != present.clock || trigger != present.trigger);
        let wanted = Proposal { trigger: Some(trigger), ..proposal(clock, Some("why")) };
        let proposed = revise(&present, &wanted, day("2026-03-15")).unwrap().next;
        let since_ever = Rule { valid_from: day("2000-01-01"), ..proposed.clone() };
        let settled = |number: usize, history: &History, zone: Tz, rule: &Rule| {
            let context = CaseContext {
                case_id: Uuid::from_u128(number as u128),
                person_id: Uuid::nil(),
                zone,
                calendar: calendar.clone(),
                tier: Tier::High,
                owner_id: None,
                team_id: None,
                history: Vec::new(),
            };
            let mut new_id = || Uuid::from_u128(number as u128 + 1_000);
            let changes = settle(&context, history, std::slice::from_ref(rule), &[], &mut new_id);
            assert!(changes.len() <= 1, "a plan is asked for once");
            changes.into_iter().next().map(|change| change.record)
        };
        let mut recomputed = Vec::new();
        let mut open = Vec::new();
        for (number, (recorded, zone)) in cases.iter().enumerate() {
            let (history, zone) = (history(number as u128, recorded), [New_York, Chicago, Anchorage][*zone]);
            let before = settled(number, &history, zone, &present).unwrap();
            let after = settled(number, &history, zone, &since_ever);
            let to = after.as_ref().map(|deadline| deadline.due_at);
            if to != Some(before.due_at) {
                let is_late = after.is_some_and(|deadline| deadline.is_overdue(now));
                recomputed.push((before.id, before.due_at, to, !before.is_overdue(now) && is_late));
            }
            open.push((before, history, zone));
        }
        let would_be = open.iter().map(|(deadline, history, zone)| Judged {
            starts_at: if trigger == deadline.anchor_kind { Some(deadline.anchor_at) } else { history.earliest(trigger) },
            extension: history.extensions.first(),
            ..judged(deadline, &proposed, *zone, &calendar)
        });
        let mut told: Vec<_> =
            moves(would_be, now).into_iter().map(|one| (one.deadline_id, one.from, one.to, one.becomes_overdue)).collect();
        told.sort_unstable();
        recomputed.sort_unstable();
        prop_assert_eq!(told, recomputed);
    }
}
