use super::super::occurrence::{OccurrenceOutcome, Settling, due_on};
use super::super::plain::PlainWords;
use super::super::plan::{CarePlan, CarePlanKind, CarePlanStatus};
use super::*;
use crate::case::{Case, CaseStatus, Stage, Tier};
use crate::task::TaskStatus;
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::America::New_York;
use proptest::prelude::*;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn item(frequency: Frequency, first: &str) -> Intervention {
    Intervention {
        id: Uuid::from_u128(50),
        goal_id: None,
        text: "Call about the sugar log".into(),
        plain: PlainWords::default(),
        owner_id: None,
        frequency,
        due_on: Some(day(first)),
        status: InterventionStatus::Active,
    }
}

pub fn case() -> Case {
    Case {
        id: Uuid::from_u128(1),
        version: 1,
        person_id: Uuid::from_u128(2),
        program_id: Uuid::from_u128(3),
        team_id: Uuid::from_u128(4),
        owner_id: Uuid::from_u128(5),
        status: CaseStatus::Active,
        stage: Stage::Plan,
        tier: Tier::Low,
        enrolled_at: at("2026-03-01 09:00"),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

pub fn plan(interventions: Vec<Intervention>) -> CarePlan {
    CarePlan {
        id: Uuid::from_u128(6),
        version: 2,
        case_id: case().id,
        person_id: case().person_id,
        kind: CarePlanKind::Comprehensive,
        status: CarePlanStatus::Active,
        revision: 1,
        content: PlanContent { interventions, ..PlanContent::default() },
        reason: None,
        approved_by: Some(case().owner_id),
        approved_at: Some(at("2026-03-02 09:00")),
        drafted_by: None,
        drafted_at: None,
        created_at: at("2026-03-01 09:00"),
    }
}

/// The store, as far as an agenda needs it.
#[derive(Default)]
struct Desk {
    occurrences: Vec<Occurrence>,
    tasks: Vec<Task>,
    numbers: u128,
}

impl Desk {
    fn follow(&mut self, items: &[Intervention], before: &PlanContent, changed: Option<Change<Occurrence>>, now: &str) {
        let plan = plan(items.to_vec());
        let case = case();
        let origin = TaskOrigin { plan: &plan, case: &case, zone: New_York, author_id: case.owner_id, now: at(now) };
        let others = |one: &&Occurrence| changed.as_ref().is_none_or(|change| change.record.id != one.id);
        let standing = Standing {
            occurrences: self.occurrences.iter().filter(others).cloned().collect(),
            changed,
            tasks: self.tasks.iter().filter(|task| task.status == TaskStatus::Open).cloned().collect(),
        };
        let mut number = self.numbers;
        let mut new_id = || {
            number += 1;
            Uuid::from_u128(10_000 + number)
        };
        let agenda = agenda(&origin, items, before, standing, &mut new_id).unwrap();
        self.numbers = number;
        for change in agenda.occurrences {
            let old = self.occurrences.iter().position(|old| old.id == change.record.id);
            assert_eq!(old.is_none(), change.created);
            if let Some(place) = old {
                assert_eq!(self.occurrences[place].version + 1, change.record.version, "one version at a time");
                self.occurrences.remove(place);
            }
            self.occurrences.push(change.record);
        }
        for change in agenda.tasks {
            self.tasks.retain(|old| old.id != change.record.id);
            self.tasks.push(change.record);
        }
        self.occurrences.sort_by_key(|one| (one.due_on, one.id));
    }

    fn days(&self, status: OccurrenceStatus) -> Vec<String> {
        self.occurrences.iter().filter(|one| one.status == status).map(|one| one.due_on.to_string()).collect()
    }

    fn open_tasks(&self) -> Vec<&Task> {
        self.tasks.iter().filter(|task| task.status == TaskStatus::Open).collect()
    }

    /// The task is done, as the operation does it.
    fn complete(&mut self, items: &[Intervention], now: &str) {
        let task = self.open_tasks()[0].clone();
        self.tasks.retain(|other| other.id != task.id);
        let occurrence = self.occurrences.iter().find(|one| one.task_id == Some(task.id)).unwrap().clone();
        let settling = Settling { outcome: OccurrenceOutcome::Done, done_at: None, reason: None, by: task.owner_id };
        let change = occurrence.settle(settling, at(now)).unwrap();
        self.follow(items, &PlanContent { interventions: items.to_vec(), ..PlanContent::default() }, Some(change), now);
    }
}

fn approved(items: &[Intervention]) -> Desk {
    let mut desk = Desk::default();
    desk.follow(items, &PlanContent::default(), None, "2026-03-02 09:00");
    desk
}

#[test]
fn an_approval_plans_five_weeks_and_puts_the_next_one_on_a_list() {
    let desk = approved(&[item(Frequency::Weekly, "2026-03-05")]);
    assert_eq!(
        desk.days(OccurrenceStatus::Planned),
        ["2026-03-05", "2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02"]
    );
    let tasks = desk.open_tasks();
    assert_eq!(tasks.len(), 1);
    assert_eq!(
        tasks[0].due_at,
        at("2026-03-06 00:00") - chrono::Duration::seconds(1),
        "the end of the day in New York"
    );
    assert_eq!(desk.occurrences[0].task_id, Some(tasks[0].id));
}

#[test]
fn a_day_of_summer_time_ends_where_the_program_is() {
    let desk = approved(&[item(Frequency::Weekly, "2026-03-08")]);
    assert_eq!(desk.occurrences[0].due_at, at("2026-03-09 00:00") - chrono::Duration::seconds(1));
}

#[test]
fn what_is_repeated_since_long_ago_begins_with_the_approval_and_once_stays_where_it_is() {
    let desk = approved(&[item(Frequency::Biweekly, "2026-01-05")]);
    assert_eq!(desk.days(OccurrenceStatus::Planned), ["2026-03-02", "2026-03-16", "2026-03-30"]);
    let desk = approved(&[item(Frequency::Once, "2026-02-05")]);
    assert_eq!(desk.days(OccurrenceStatus::Planned), ["2026-02-05"]);
    let desk = approved(&[item(Frequency::Monthly, "2026-08-31")]);
    assert_eq!(desk.days(OccurrenceStatus::Planned), ["2026-08-31"], "the first one, though it is far ahead");
}

#[test]
fn the_31st_comes_back_after_a_short_month() {
    let first = day("2026-01-31");
    let days: Vec<_> = (0..4).filter_map(|number| due_on(Frequency::Monthly, first, number)).collect();
    assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(day));
}

#[test]
fn every_day_is_every_day_of_the_week_and_twice_a_week_is_three_and_four_days_apart() {
    let desk = approved(&[item(Frequency::Daily, "2026-03-05")]);
    let days = desk.days(OccurrenceStatus::Planned);
    assert_eq!((days.len(), days[2].as_str(), days.last().unwrap().as_str()), (33, "2026-03-07", "2026-04-06"));
    let desk = approved(&[item(Frequency::TwiceWeekly, "2026-03-05")]);
    assert_eq!(
        desk.days(OccurrenceStatus::Planned),
        [
            "2026-03-05",
            "2026-03-08",
            "2026-03-12",
            "2026-03-15",
            "2026-03-19",
            "2026-03-22",
            "2026-03-26",
            "2026-03-29",
            "2026-04-02",
            "2026-04-05"
        ]
    );
    assert_eq!(desk.open_tasks().len(), 1, "the next one is on a list, the others wait");
    let since_long_ago = approved(&[item(Frequency::TwiceWeekly, "2026-01-01")]);
    assert_eq!(
        since_long_ago.days(OccurrenceStatus::Planned)[0],
        "2026-03-05",
        "the approval lies between two of them"
    );
}

#[test]
fn completing_opens_the_next_task_and_keeps_five_weeks_planned() {
    let items = [item(Frequency::Weekly, "2026-03-05")];
    let mut desk = approved(&items);
    desk.complete(&items, "2026-03-12 10:00");
    assert_eq!(desk.days(OccurrenceStatus::Done), ["2026-03-05"]);
    assert_eq!(desk.days(OccurrenceStatus::Planned).last().unwrap(), "2026-04-16");
    let next = desk.occurrences.iter().find(|one| one.due_on == day("2026-03-12")).unwrap();
    assert_eq!(desk.open_tasks().iter().map(|task| Some(task.id)).collect::<Vec<_>>(), [next.task_id]);
}

#[test]
fn what_was_due_meanwhile_is_missed_also_when_nobody_looked_for_months() {
    let items = [item(Frequency::Weekly, "2026-03-05")];
    let mut desk = approved(&items);
    desk.complete(&items, "2026-05-21 10:00");
    assert_eq!(desk.days(OccurrenceStatus::Done), ["2026-03-05"]);
    let missed = desk.days(OccurrenceStatus::Missed);
    assert_eq!((missed.first().unwrap().as_str(), missed.last().unwrap().as_str()), ("2026-03-12", "2026-05-07"));
    assert_eq!(missed.len(), 9, "each of them is a record");
    assert_eq!(desk.days(OccurrenceStatus::Planned)[0], "2026-05-14", "within the grace it can still count one half");
}

#[test]
fn another_rhythm_withdraws_what_lies_ahead_and_plans_anew() {
    let items = [item(Frequency::Weekly, "2026-03-05")];
    let mut desk = approved(&items);
    desk.complete(&items, "2026-03-05 10:00");
    let before = PlanContent { interventions: items.to_vec(), ..PlanContent::default() };
    let slower = [item(Frequency::Biweekly, "2026-03-05")];
    desk.follow(&slower, &before, None, "2026-03-06 10:00");
    assert_eq!(desk.days(OccurrenceStatus::Withdrawn), ["2026-03-12", "2026-03-26", "2026-04-09"]);
    assert_eq!(desk.days(OccurrenceStatus::Planned), ["2026-03-19", "2026-04-02"]);
    let tasks = desk.open_tasks();
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].due_at, at("2026-03-20 00:00") - chrono::Duration::seconds(1));
}

#[test]
fn a_cancelled_intervention_leaves_no_task_and_what_is_past_due_is_missed() {
    let items = [item(Frequency::Weekly, "2026-03-05")];
    let mut desk = approved(&items);
    let before = PlanContent { interventions: items.to_vec(), ..PlanContent::default() };
    let gone = [Intervention { status: InterventionStatus::Cancelled, ..item(Frequency::Weekly, "2026-03-05") }];
    desk.follow(&gone, &before, None, "2026-03-06 10:00");
    assert_eq!(desk.days(OccurrenceStatus::Missed), ["2026-03-05"]);
    assert_eq!(desk.days(OccurrenceStatus::Withdrawn).len(), 4);
    assert!(desk.open_tasks().is_empty());
}

#[test]
fn a_reopened_occurrence_gets_its_place_on_the_list_back() {
    let items = [item(Frequency::Once, "2026-03-05")];
    let mut desk = approved(&items);
    desk.complete(&items, "2026-03-04 10:00");
    assert!(desk.open_tasks().is_empty());
    let reopened = desk.occurrences[0].clone().reopen().unwrap();
    desk.follow(&items, &PlanContent::default(), Some(reopened), "2026-03-04 10:05");
    assert_eq!(desk.occurrences[0].task_id, Some(desk.open_tasks()[0].id));
}

#[test]
fn an_outcome_needs_its_reason_a_time_that_is_past_and_an_occurrence_that_is_open() {
    let desk = approved(&[item(Frequency::Once, "2026-03-05")]);
    let settle = |outcome, done_at, reason: Option<&str>| {
        let settling = Settling { outcome, done_at, reason: reason.map(str::to_owned), by: Uuid::nil() };
        desk.occurrences[0].clone().settle(settling, at("2026-03-05 10:00"))
    };
    use OccurrenceOutcome as O;
    assert_eq!(settle(O::Refused, None, Some(" ")).unwrap_err().code, "occurrence_reason_required");
    assert_eq!(settle(O::Done, Some(at("2026-03-05 10:01")), None).unwrap_err().code, "occurrence_in_future");
    let refused = settle(O::Refused, None, Some("Feels watched")).unwrap().record;
    assert_eq!((refused.status, refused.done_at), (OccurrenceStatus::Refused, None));
    let settling = Settling { outcome: O::Done, done_at: None, reason: None, by: Uuid::nil() };
    assert_eq!(refused.settle(settling, at("2026-03-05 11:00")).unwrap_err().code, "occurrence_settled");
    assert_eq!(desk.occurrences[0].clone().reopen().unwrap_err().code, "occurrence_not_settled");
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    use Frequency::{Biweekly, Daily, Monthly, TwiceWeekly, Weekly};
    prop::sample::select(vec![Daily, TwiceWeekly, Weekly, Biweekly, Monthly])
}

proptest! {
    #[test]
    fn a_schedule_is_the_days_counted_from_the_first_and_never_empty(frequency in any_frequency(), shift in 0u64..900, ahead in -400i64..900, span in 0u64..100) {
        let first = day("2025-11-30") + Days::new(shift);
        let from = first + chrono::Duration::days(ahead);
        let until = from + Days::new(span);
        let days = schedule(frequency, first, from, until);
        let all: Vec<_> = (0..1_100).filter_map(|number| due_on(frequency, first, number)).collect();
        let within: Vec<_> = all.iter().copied().filter(|day| *day >= from && *day <= until).collect();
        if within.is_empty() {
            prop_assert_eq!(days, all.into_iter().find(|day| *day >= from).into_iter().collect::<Vec<_>>());
        } else {
            prop_assert_eq!(days, within);
        }
    }

    #[test]
    fn following_twice_changes_nothing(frequency in any_frequency(), hours in 0i64..2_000) {
        let items = [item(frequency, "2026-03-05")];
        let before = PlanContent { interventions: items.to_vec(), ..PlanContent::default() };
        let mut desk = approved(&items);
        let now = (at("2026-03-02 10:00") + chrono::Duration::hours(hours)).with_timezone(&New_York).format("%Y-%m-%d %H:%M").to_string();
        desk.follow(&items, &before, None, &now);
        let (occurrences, tasks) = (desk.occurrences.clone(), desk.tasks.clone());
        desk.follow(&items, &before, None, &now);
        prop_assert_eq!(desk.occurrences, occurrences);
        prop_assert_eq!(desk.tasks, tasks);
    }
}

#[test]
fn a_plan_that_nobody_touches_is_planned_on_by_the_round_and_looking_twice_plans_nothing_twice() {
    let items = [item(Frequency::Weekly, "2026-03-04")];
    let mut desk = Desk::default();
    desk.follow(&items, &PlanContent::default(), None, "2026-03-02 09:00");
    let content = plan(items.to_vec()).content;
    for week in 0..12 {
        let now = at("2026-03-02 09:00") + chrono::TimeDelta::days(7 * week);
        desk.follow(&items, &content, None, &now.with_timezone(&New_York).format("%Y-%m-%d %H:%M").to_string());
    }
    let before = desk.occurrences.clone();
    let last = before.last().unwrap().due_on;
    assert!(last > day("2026-06-10"), "five weeks ahead of the last look: {last}");
    assert!(before.windows(2).all(|pair| (pair[1].due_on - pair[0].due_on).num_days() == 7), "no week is left out");
    desk.follow(&items, &content, None, "2026-05-18 09:00");
    assert_eq!(desk.occurrences, before);
}

#[test]
fn why_the_platform_ended_an_occurrence_is_a_code_and_what_a_person_said_is_not() {
    let items = [item(Frequency::Weekly, "2026-03-04")];
    let mut desk = Desk::default();
    desk.follow(&items, &PlanContent::default(), None, "2026-03-02 09:00");
    let planned = desk.occurrences.remove(0);
    let ended = planned.clone().end(EndReason::CaseClosed, at("2026-03-02 10:00")).record;
    assert_eq!(ended.end_reason(), Some(EndReason::CaseClosed));
    let said =
        Settling { outcome: OccurrenceOutcome::Missed, done_at: None, reason: ended.reason, by: case().owner_id };
    let said = planned.settle(said, at("2026-03-02 10:00")).unwrap().record;
    assert_eq!(said.end_reason(), None);
}
