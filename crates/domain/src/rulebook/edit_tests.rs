use super::*;
use crate::case::Tier;
use crate::change::{Event, EventKind};
use crate::deadline::{CaseContext, react};
use crate::program::Setting;
use crate::rulebook::{OUTREACH_7, PLAN, standard};
use chrono::TimeZone;
use chrono_tz::America::New_York;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn current(code: &str) -> Rule {
    standard(Setting::Clinic).into_iter().find(|rule| rule.code == code).unwrap()
}

fn proposal(clock: Clock, reason: Option<&str>) -> Proposal {
    Proposal { clock, valid_from: day("2026-04-01"), reason: reason.map(str::to_owned) }
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
    let open = [&late, &early, &waived, &other].map(|deadline| (deadline, New_York, &calendar));
    let moves = moves(open, &proposed, ny("2026-03-17 09:00"));

    assert_eq!(moves.iter().map(|found| found.deadline_id).collect::<Vec<_>>(), [early.id, late.id]);
    assert_eq!((moves[0].from, moves[0].to), (early.due_at, clock::end_of_day(day("2026-03-16"), New_York)));
    assert_eq!((moves[0].case_id, moves[0].owner_id), (early.case_id, early.owner_id));
    assert!(moves[0].becomes_overdue && !moves[1].becomes_overdue);
    assert!(super::moves(open, &current(PLAN), ny("2026-03-17 09:00")).is_empty());
}
