//! Timeliness and adherence: K-10, K-15, K-25, K-27, T-1, T-2.

use super::*;
use crate::care_plan::occurrence::{EndReason, OccurrenceOutcome, OccurrenceStatus, Settling};
use crate::case::Tier;
use crate::change::{Event, EventKind};
use crate::deadline::{CaseContext, Deadline, react};
use crate::rulebook::{self, PLAN};
use chrono::Duration;
use proptest::prelude::*;

/// The deadlines of one case after some events, by the standard rules of a setting.
fn lived(setting: Setting, case: u128, events: &[(EventKind, u128, DateTime<Utc>)]) -> Vec<Deadline> {
    let context = CaseContext {
        case_id: Uuid::from_u128(case),
        person_id: Uuid::from_u128(case + 1_000),
        zone: New_York,
        calendar: Default::default(),
        tier: Tier::Low,
        owner_id: None,
        team_id: None,
        history: Vec::new(),
    };
    let rules = rulebook::standard(setting);
    let mut deadlines: Vec<Deadline> = Vec::new();
    let mut next = case * 10_000;
    for (kind, subject, at) in events {
        let event = Event::new(*kind, Uuid::from_u128(case * 10_000 + subject), *at);
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        for change in react(&context, &event, &rules, &deadlines, &mut new_id) {
            deadlines.retain(|old| old.id != change.record.id);
            deadlines.push(change.record);
        }
    }
    deadlines
}

/// One person for each deadline, as if all were different people.
fn people(deadlines: &[Deadline]) -> Vec<Facts> {
    let of =
        |deadline: &Deadline| Facts { deadlines: vec![deadline.into()], ..Facts::of(deadline.person_id, New_York) };
    deadlines.iter().map(of).collect()
}

fn over(code: &str, deadlines: &[Deadline], now: &str) -> MeasureResult {
    evaluate(find(code).unwrap(), &people(deadlines), march(), ny(now))
}

#[test]
fn tv_k10_20_discharges_15_by_day_7_and_3_more_by_day_30_are_75_and_90_percent() {
    let discharge = ny("2026-03-10 11:00");
    let mut deadlines = Vec::new();
    for case in 0..20 {
        let mut events = vec![(EventKind::Discharged, 1, discharge)];
        match case {
            0..15 => events.push((EventKind::ContactReached, 2, discharge + Duration::days(1 + (case as i64) % 7))),
            15..18 => events.push((EventKind::ContactReached, 2, discharge + Duration::days(20))),
            _ => {}
        }
        deadlines.extend(lived(Setting::ManagedCare, case + 1, &events));
    }
    let (seven, thirty) =
        (over("outreach-7", &deadlines, "2026-05-01 00:00"), over("outreach-30", &deadlines, "2026-05-01 00:00"));
    assert_eq!((numbers(&seven), seven.rate()), ((15.0, 20, 0, 0), Some(0.75)));
    assert_eq!((numbers(&thirty), thirty.rate()), ((18.0, 20, 0, 0), Some(0.90)));
}

#[test]
fn tv_k10_only_live_discharges_are_eligible() {
    let discharge = ny("2026-03-10 11:00");
    let died =
        lived(Setting::ManagedCare, 1, &[(EventKind::Discharged, 1, discharge), (EventKind::Died, 2, discharge)]);
    let result = over("outreach-7", &died, "2026-05-01 00:00");
    assert_eq!((numbers(&result), result.rate()), ((0.0, 0, 1, 0), None));
    assert_eq!(
        result.members[0].proof.last().unwrap().statement(),
        "Ended or set aside before it was due: the person died."
    );
}

#[test]
fn tv_k27_90_of_100_notes_within_48_hours_are_90_percent() {
    let contact = ny("2026-03-10 11:00");
    let mut deadlines = Vec::new();
    for case in 0..100 {
        let hours = if case < 90 { 48 } else { 49 };
        let events = [(EventKind::NoteDue, 1, contact), (EventKind::NoteSigned, 1, contact + Duration::hours(hours))];
        deadlines.extend(lived(Setting::Clinic, case + 1, &events));
    }
    let result = over("note-48h", &deadlines, "2026-04-10 00:00");
    assert_eq!((numbers(&result), result.rate()), ((90.0, 100, 0, 0), Some(0.90)));
}

/// The start of care of one case on 2 March, with its OASIS completed on 5 March and transmitted on a day.
fn start_of_care(transmitted: &str) -> Vec<(EventKind, u128, DateTime<Utc>)> {
    let completed = noon("2026-03-05");
    vec![
        (EventKind::Enrolled, 1, noon("2026-03-02")),
        (EventKind::OasisCompleted, 2, completed),
        (EventKind::StartOfCareAssessed, 2, completed),
        (EventKind::OasisTransmitted, 3, noon(transmitted)),
    ]
}

fn oasis(deadlines: &[Deadline], period: Period, now: &str) -> (f64, u32, u32, u32) {
    let deadlines = deadlines.iter().map(Into::into).collect();
    let facts = Facts { deadlines, ..Facts::of(Uuid::nil(), New_York) };
    numbers(&evaluate(find("oasis-timeliness").unwrap(), &[facts], period, ny(now)))
}

#[test]
fn tv_k_15_an_assessment_counts_when_every_clock_is_met_11_of_12() {
    let of =
        |case| lived(Setting::HomeHealth, case, &start_of_care(if case < 12 { "2026-03-20" } else { "2026-04-10" }));
    let deadlines: Vec<Deadline> = (1..=12).flat_map(of).collect();
    let all = oasis(&deadlines, march(), "2026-04-20 00:00");
    assert_eq!(all, (11.0, 12, 0, 12), "and 12 recertifications are not due yet");
    assert!(near(Some(all.0 / f64::from(all.1)), 0.9167));
}

#[test]
fn tv_k_15_each_assessment_stands_for_itself_in_the_period_in_which_its_first_clock_started() {
    let mut events = start_of_care("2026-03-20");
    let recertified = noon("2026-05-03");
    events.extend([
        (EventKind::OasisCompleted, 4, recertified),
        (EventKind::Recertified, 4, recertified),
        (EventKind::CertificationBegun, 4, ny("2026-05-01 00:00")),
        (EventKind::OasisTransmitted, 5, noon("2026-05-10")),
    ]);
    let deadlines = lived(Setting::HomeHealth, 1, &events);
    let now = "2026-06-01 00:00";
    assert_eq!(
        oasis(&deadlines, march(), now),
        (1.0, 2, 0, 0),
        "the recertification was late, the start of care was not"
    );
    let may = Period::of_days(day("2026-05-01"), day("2026-05-31"), New_York);
    assert_eq!(
        oasis(&deadlines, may, now),
        (0.0, 0, 0, 1),
        "its transmission belongs to it, and the next one is to come"
    );
}

#[test]
fn tv_k_15_an_assessment_made_here_is_the_one_that_is_recorded_to_be_transmitted() {
    let mut events = start_of_care("2026-04-10");
    events.insert(1, (EventKind::ComprehensiveCompleted, 6, noon("2026-03-04")));
    let deadlines = lived(Setting::HomeHealth, 1, &events);
    assert_eq!(oasis(&deadlines, march(), "2026-04-20 00:00"), (0.0, 1, 0, 1), "one assessment, sent late");
}

#[test]
fn tv_t_1_the_measure_counts_met_late_missed_and_leaves_short_stays_out() {
    let admitted = ny("2026-03-02 22:10");
    let admission = (EventKind::Admitted, 1, admitted);
    let assessed = |minutes| (EventKind::InitialAssessmentCompleted, 2, admitted + Duration::minutes(minutes));
    let left = |hours| (EventKind::Discharged, 1, admitted + Duration::hours(hours));
    let stays = [
        vec![admission, assessed(24 * 60)],
        vec![admission, assessed(24 * 60 + 1)],
        vec![admission, left(20)],
        vec![admission, assessed(60), left(20)],
        vec![admission, left(30)],
        vec![admission],
    ];
    let deadlines: Vec<_> =
        stays.iter().zip(1..).flat_map(|(events, case)| lived(Setting::Hospital, case, events)).collect();
    let result = over("initial-assessment-24h", &deadlines, "2026-03-20 00:00");
    let places: Vec<_> = (1..=6)
        .map(|case| result.members.iter().find(|member| member.case_id == Some(Uuid::from_u128(case))).unwrap().place)
        .collect();
    use Place::{Denominator, Excluded, Numerator};
    assert_eq!(places, [Numerator, Denominator, Excluded, Numerator, Denominator, Denominator]);
    assert_eq!(numbers(&result), (2.0, 5, 1, 0));
}

#[test]
fn tv_t_2_a_plan_not_yet_due_is_pending_and_becomes_a_miss_the_second_after() {
    let deadlines = lived(Setting::Clinic, 1, &[(EventKind::Enrolled, 1, ny("2026-03-02 10:00"))]);
    let pending = over("plan-30d", &deadlines, "2026-04-01 23:59");
    assert_eq!((numbers(&pending), pending.rate()), ((0.0, 0, 0, 1), None));
    assert!(pending.members[0].proof.last().unwrap().statement().contains("not yet due"));
    assert_eq!(numbers(&over("plan-30d", &deadlines, "2026-04-02 00:00")), (0.0, 1, 0, 0));
}

#[test]
fn every_member_says_what_started_its_clock_which_rule_counted_and_what_became_of_it() {
    let events =
        [(EventKind::Enrolled, 1, ny("2026-03-02 10:00")), (EventKind::PlanApproved, 2, ny("2026-03-20 10:00"))];
    let result = over("plan-30d", &lived(Setting::Clinic, 1, &events), "2026-04-10 00:00");
    let member = &result.members[0];
    let statements: Vec<_> = member.proof.iter().map(Step::statement).collect();
    let rule = "The rule in force: Approved care plan within 30 days of enrolment (in force from 2000-01-01).";
    assert_eq!(statements, ["Enrolled.", rule, "Met in time."]);
    assert!(member.proof.iter().all(|proof| proof.rule == PLAN && proof.fact.is_some_and(|fact| fact.at.is_some())));
    assert_eq!((member.place, member.met_at), (Place::Numerator, Some(ny("2026-03-20 10:00"))));
}

#[test]
fn a_waiver_before_the_due_time_excludes_and_one_after_it_does_not() {
    let deadline = lived(Setting::Clinic, 1, &[(EventKind::Enrolled, 1, ny("2026-03-02 10:00"))]).remove(0);
    let waived = |at| vec![deadline.clone().waive("Person is abroad", ny(at)).unwrap().record];
    assert_eq!(numbers(&over("plan-30d", &waived("2026-03-20 10:00"), "2026-05-01 00:00")), (0.0, 0, 1, 0));
    assert_eq!(numbers(&over("plan-30d", &waived("2026-04-20 10:00"), "2026-05-01 00:00")), (0.0, 1, 0, 0));
}

#[test]
fn what_happened_after_now_is_not_known_yet() {
    let events =
        [(EventKind::Enrolled, 1, ny("2026-03-02 10:00")), (EventKind::PlanApproved, 2, ny("2026-03-20 10:00"))];
    let deadlines = lived(Setting::Clinic, 1, &events);
    assert_eq!(numbers(&over("plan-30d", &deadlines, "2026-03-19 10:00")), (0.0, 0, 0, 1));
    assert_eq!(numbers(&over("plan-30d", &deadlines, "2026-03-20 10:00")), (1.0, 1, 0, 0));
}

#[test]
fn a_period_runs_from_the_first_to_the_last_local_second() {
    let period = march();
    assert!(period.contains(ny("2026-03-01 00:00")) && period.contains(ny("2026-03-31 23:59")));
    assert!(!period.contains(ny("2026-02-28 23:59")) && !period.contains(ny("2026-04-01 00:00")));
    let before = lived(Setting::Clinic, 1, &[(EventKind::Enrolled, 1, ny("2026-02-28 23:59"))]);
    assert_eq!(over("plan-30d", &before, "2026-05-01 00:00").members, []);
}

fn due(id: u128) -> Occurrence {
    Occurrence {
        id: Uuid::from_u128(id),
        version: 1,
        person_id: Uuid::from_u128(id + 100),
        case_id: Uuid::from_u128(id + 200),
        care_plan_id: Uuid::from_u128(300),
        intervention_id: Uuid::from_u128(400),
        task_id: None,
        due_on: "2026-03-10".parse().unwrap(),
        due_at: ny("2026-03-10 17:00"),
        status: OccurrenceStatus::Planned,
        done_at: None,
        reason: None,
        settled_by: None,
        settled_at: None,
        created_at: ny("2026-03-01 09:00"),
    }
}

fn settled(id: u128, outcome: OccurrenceOutcome, at: DateTime<Utc>) -> Occurrence {
    let reason = Some("Person moved away".to_owned());
    let settling = Settling { outcome, done_at: Some(at), reason, by: Uuid::nil() };
    due(id).settle(settling, at).unwrap().record
}

fn done(id: u128, seconds: i64) -> Occurrence {
    settled(id, OccurrenceOutcome::Done, due(id).due_at + Duration::seconds(seconds))
}

const DAY: i64 = 86_400;

fn over_occurrences(occurrences: &[Occurrence], now: &str) -> MeasureResult {
    let facts = Facts { occurrences: occurrences.to_vec(), ..Facts::of(Uuid::nil(), New_York) };
    evaluate(find("plan-adherence").unwrap(), &[facts], march(), ny(now))
}

#[test]
fn tv_k25_ten_due_6_on_time_and_2_late_in_grace_are_70_percent() {
    let mut occurrences: Vec<_> = (0..6).map(|id| done(id, -DAY)).collect();
    occurrences.extend([done(6, 3 * DAY), done(7, 7 * DAY), done(8, 8 * DAY), due(9)]);
    occurrences.push(settled(10, OccurrenceOutcome::Excused, ny("2026-03-05 09:00")));
    let result = over_occurrences(&occurrences, "2026-04-10 00:00");
    assert_eq!(numbers(&result), (7.0, 10, 1, 0));
    assert!((result.rate().unwrap() - 0.70).abs() < 1e-12);
    assert_eq!(
        adherence(&occurrences, ny("2026-04-10 00:00")).members,
        result.members,
        "the plan shows what the measure counts"
    );
}

#[test]
fn tv_k25_the_due_second_is_on_time_and_one_later_is_half() {
    let place = |seconds| over_occurrences(&[done(1, seconds)], "2026-04-10 00:00").members[0].place;
    assert_eq!((place(0), place(1)), (Place::Numerator, Place::Partial));
    assert_eq!((place(7 * DAY), place(7 * DAY + 1)), (Place::Partial, Place::Denominator));
}

#[test]
fn a_refusal_counts_an_excuse_does_not_and_one_not_yet_due_is_pending() {
    let at = ny("2026-03-05 09:00");
    let only = |occurrence: Occurrence, now| numbers(&over_occurrences(&[occurrence], now));
    assert_eq!(only(settled(1, OccurrenceOutcome::Refused, at), "2026-04-10 00:00"), (0.0, 1, 0, 0));
    assert_eq!(only(settled(1, OccurrenceOutcome::Missed, at), "2026-04-10 00:00"), (0.0, 1, 0, 0));
    assert_eq!(only(settled(1, OccurrenceOutcome::Excused, at), "2026-04-10 00:00"), (0.0, 0, 1, 0));
    assert_eq!(only(settled(1, OccurrenceOutcome::Excused, at), "2026-03-05 08:59"), (0.0, 0, 0, 1), "not known yet");
    assert_eq!(only(due(1), "2026-03-10 17:00"), (0.0, 0, 0, 1));
    assert_eq!(only(due(1), "2026-03-10 17:01"), (0.0, 1, 0, 0));
    assert_eq!(
        only(due(1).end(EndReason::NotAsked, at).record, "2026-04-10 00:00"),
        (0.0, 0, 0, 0),
        "withdrawn in time"
    );
}

#[test]
fn a_tally_is_the_numbers_behind_the_rate_and_they_add_up() {
    let at = ny("2026-03-05 09:00");
    let all = [
        done(1, 0),
        done(2, 1),
        settled(3, OccurrenceOutcome::Refused, at),
        settled(4, OccurrenceOutcome::Excused, at),
    ];
    let result = over_occurrences(&all, "2026-04-10 00:00");
    let tally = result.tally();
    assert_eq!((tally.due, tally.on_time, tally.late, tally.missed, tally.excused), (3, 1, 1, 1, 1));
    assert_eq!((tally.rate, tally.due), (result.rate(), tally.on_time + tally.late + tally.missed));
}

fn life() -> impl Strategy<Value = Vec<(EventKind, u128, DateTime<Utc>)>> {
    let kind = prop::sample::select(vec![
        EventKind::Enrolled,
        EventKind::Admitted,
        EventKind::Discharged,
        EventKind::StayCancelled,
        EventKind::InitialAssessmentCompleted,
        EventKind::PlanApproved,
        EventKind::ContactReached,
        EventKind::NoteDue,
        EventKind::NoteSigned,
        EventKind::CaseClosed,
    ]);
    let event = (kind, 1u128..4, 0i64..1_200)
        .prop_map(|(kind, subject, hour)| (kind, subject, ny("2026-02-25 00:00") + Duration::hours(hour)));
    prop::collection::vec(event, 0..16)
}

proptest! {
    #[test]
    fn the_numbers_are_those_of_the_member_list_and_nothing_is_counted_twice(events in life(), hour in 0i64..2_000) {
        let now = ny("2026-02-25 00:00") + Duration::hours(hour);
        let mut deadlines = lived(Setting::Hospital, 1, &events);
        deadlines.extend(lived(Setting::Clinic, 2, &events));
        for definition in DEFINITIONS.iter().filter(|one| matches!(one.counts, Counts::Deadlines(_))) {
            let result = evaluate(definition, &people(&deadlines), march(), now);
            let count = |place| result.members.iter().filter(|member| member.place == place).count() as f64;
            prop_assert_eq!(result.numerator, count(Place::Numerator) + count(Place::Partial) / 2.0);
            let all = f64::from(result.denominator + result.excluded + result.pending);
            prop_assert_eq!(all, result.members.len() as f64);
            let mut ids: Vec<_> = result.members.iter().map(|member| member.id).collect();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), result.members.len());
            prop_assert!(result.rate().is_none_or(|rate| (0.0..=1.0).contains(&rate)));
            prop_assert!(result.members.iter().all(|member| member.proof.iter().filter_map(|proof| proof.fact?.at).all(|at| at <= now || Some(at) == member.due_at || at == member.anchor_at)));
        }
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(events in life(), turn in any::<usize>()) {
        let deadlines = lived(Setting::Hospital, 1, &events);
        let mut turned = deadlines.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        for definition in DEFINITIONS.iter().filter(|one| matches!(one.counts, Counts::Deadlines(_))) {
            let run = |deadlines: &[Deadline]| evaluate(definition, &people(deadlines), march(), ny("2026-04-15 00:00"));
            prop_assert_eq!(run(&deadlines), run(&turned));
        }
    }
}
