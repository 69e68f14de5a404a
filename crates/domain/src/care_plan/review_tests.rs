use chrono::TimeDelta;
use chrono_tz::America::New_York;
use proptest::prelude::*;

use super::super::agenda::tests::{at, case, day, plan};
use super::*;

/// The tasks of a plan's reviews as the store keeps them.
#[derive(Default)]
struct Desk(Vec<Task>);

impl Desk {
    fn look(&mut self, wanted: Option<&str>, cause: Cause, now: &str) {
        let (plan, case) = (plan(Vec::new()), case());
        let origin = TaskOrigin { plan: &plan, case: &case, zone: New_York, author_id: case.owner_id, now: at(now) };
        let mut number = 100 * u128::try_from(self.0.len()).unwrap();
        let mut new_id = || {
            number += 1;
            Uuid::from_u128(number)
        };
        for change in review_work(&origin, wanted.map(day), self.0.clone(), cause, &mut new_id).unwrap() {
            self.0.retain(|old| old.id != change.record.id);
            self.0.push(change.record);
        }
    }

    fn open(&self) -> Vec<String> {
        let open = self.0.iter().filter(|task| task.status == TaskStatus::Open);
        open.map(|task| clock::local_date(task.due_at, New_York).to_string()).collect()
    }
}

const NOW: &str = "2026-03-02 09:00";

#[test]
fn a_review_ahead_is_one_task_of_the_cases_owner_and_belongs_to_the_plan() {
    let mut desk = Desk::default();
    desk.look(Some("2026-06-01"), Cause::Changed, NOW);
    desk.look(Some("2026-06-01"), Cause::Changed, NOW);
    assert_eq!(desk.open(), ["2026-06-01"]);
    let task = &desk.0[0];
    assert_eq!(task.owner_id, case().owner_id);
    assert!(is_review(task, plan(Vec::new()).id));
    assert!(!is_review(task, Uuid::from_u128(99)));
    assert!(!is_review(&Task { intervention_id: Some(Uuid::from_u128(1)), ..task.clone() }, plan(Vec::new()).id));
}

#[test]
fn another_day_moves_the_task_and_no_day_ends_it() {
    let mut desk = Desk::default();
    desk.look(Some("2026-06-01"), Cause::Changed, NOW);
    desk.look(Some("2026-04-01"), Cause::Changed, NOW);
    assert_eq!((desk.open(), desk.0.len()), (vec!["2026-04-01".to_owned()], 1));
    desk.look(None, Cause::Changed, NOW);
    assert_eq!((desk.open(), desk.0[0].status), (Vec::new(), TaskStatus::Cancelled));
}

#[test]
fn a_review_completes_the_task_and_opens_the_next_one() {
    let mut desk = Desk::default();
    desk.look(Some("2026-04-01"), Cause::Changed, NOW);
    desk.look(Some("2026-07-01"), Cause::Reviewed, "2026-03-30 10:00");
    assert_eq!((desk.open(), desk.0.len()), (vec!["2026-07-01".to_owned()], 2));
    assert!(desk.0.iter().any(|task| task.status == TaskStatus::Completed));
    desk.look(None, Cause::Reviewed, "2026-06-30 10:00");
    assert_eq!(desk.open(), Vec::<String>::new());
}

#[test]
fn an_early_look_leaves_the_review_where_the_plan_has_it() {
    let mut desk = Desk::default();
    desk.look(Some("2026-04-01"), Cause::Changed, NOW);
    desk.look(Some("2026-04-01"), Cause::Reviewed, "2026-03-10 10:00");
    assert_eq!((desk.open(), desk.0.len()), (vec!["2026-04-01".to_owned()], 1));
}

#[test]
fn the_round_opens_what_was_never_there_and_brings_nothing_back_that_somebody_closed() {
    let round = Cause::Nothing { since: at(NOW) };
    let mut desk = Desk::default();
    desk.look(Some("2026-04-01"), round, "2026-03-05 02:00");
    assert_eq!(desk.open(), ["2026-04-01"]);
    let task = desk.0.remove(0);
    let off = task.due_at + TimeDelta::days(7);
    desk.0.push(Task { due_at: off, ..task });
    desk.look(Some("2026-04-01"), round, "2026-03-06 02:00");
    assert_eq!(desk.open(), ["2026-04-08"], "somebody put it off");
    let task = desk.0.remove(0);
    desk.0.push(task.cancel("Seen in clinic".into()).unwrap().record);
    desk.look(Some("2026-04-01"), round, "2026-03-07 02:00");
    assert_eq!(desk.open(), Vec::<String>::new());
}

proptest! {
    #[test]
    fn whatever_happens_one_task_is_open_on_the_wanted_day_or_none(steps in prop::collection::vec((0..3u8, prop::option::of(1..28u8)), 1..12)) {
        let mut desk = Desk::default();
        for (cause, wanted) in steps {
            let cause = if cause == 0 { Cause::Reviewed } else { Cause::Changed };
            let wanted = wanted.map(|day| format!("2026-05-{day:02}"));
            desk.look(wanted.as_deref(), cause, NOW);
            prop_assert_eq!(desk.open(), wanted.into_iter().collect::<Vec<_>>());
        }
    }
}
