//! A team's list of the day (R024). What the record says stands on it by itself: who leaves and who arrived, what is in the way, safety
//! items that are overdue, who did not come. Colleagues add what the record does not say; whoever leads the team runs the list.
//!
//! | from | action     | who             | to       |
//! |------|------------|-----------------|----------|
//! | -    | add        | the team        | open     |
//! | open | deal with  | a lead          | dealt    |
//! | open | assign     | a lead          | assigned |
//! | open | carry over | a lead          | carried, and open on the next business day that is not over |
//!
//! Only what was added and what was marked is kept; the rest is worked out each time. What was added and nobody marked stands on the
//! list of the next business day as well: the team may have met before it was added.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// How many days ahead something is put on a list. Ours.
pub const AHEAD_DAYS: u64 = 14;

crate::codes! {
    /// What an item is about.
    pub enum HuddleKind {
        /// A safety alert that is due and not closed.
        Safety = "safety",
        /// Somebody who leaves the hospital on this day.
        Leaving = "leaving",
        /// Somebody who came to a hospital on this day.
        Arrived = "arrived",
        /// Something in the way of a discharge.
        Barrier = "barrier",
        /// Somebody who was not there when expected, since the last business day.
        NoShow = "no_show",
        /// What a colleague added.
        Added = "added",
    }
}

crate::codes! {
    /// What became of an item.
    pub enum HuddleMark {
        /// Nobody has dealt with it.
        Open = "open",
        /// Dealt with.
        Dealt = "dealt",
        /// Somebody has a task.
        Assigned = "assigned",
        /// It goes on, on the next business day.
        Carried = "carried",
    }
}

/// What an item is about: what the record says has the id of the record; what was added has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HuddleKey {
    /// What it is about.
    pub kind: HuddleKind,
    /// The record.
    pub record_id: Uuid,
}

/// What the record says for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HuddleFact {
    /// What it is about.
    pub key: HuddleKey,
    /// The person in care.
    pub person_id: Uuid,
    /// Their case with the team.
    pub case_id: Uuid,
    /// In words, where the record has some.
    pub text: Option<String>,
}

/// An item that was added or marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HuddleItem {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The team.
    pub team_id: Uuid,
    /// The day.
    pub day: NaiveDate,
    /// What it is about.
    pub kind: HuddleKind,
    /// The record.
    pub record_id: Uuid,
    /// The person in care, when it is about one.
    pub person_id: Option<Uuid>,
    /// Their case with the team.
    pub case_id: Option<Uuid>,
    /// In words.
    pub text: Option<String>,
    /// What became of it.
    pub mark: HuddleMark,
    /// The task that came of it.
    pub task_id: Option<Uuid>,
    /// Who added it, or marked it first.
    pub author_id: Uuid,
    /// Who marked it last.
    pub marked_by: Option<Uuid>,
    /// When it was added, or marked first.
    pub created_at: DateTime<Utc>,
}

/// An item that goes on: as it ends on this day, and as it begins on the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedOver {
    /// This day's.
    pub carried: Change<HuddleItem>,
    /// The next business day's.
    pub next: Change<HuddleItem>,
}

impl HuddleItem {
    /// An item about what the record says, not kept yet.
    pub fn of(id: Uuid, team_id: Uuid, day: NaiveDate, fact: HuddleFact, by: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 0,
            team_id,
            day,
            kind: fact.key.kind,
            record_id: fact.key.record_id,
            person_id: Some(fact.person_id),
            case_id: Some(fact.case_id),
            text: fact.text,
            mark: HuddleMark::Open,
            task_id: None,
            author_id: by,
            marked_by: None,
            created_at: now,
        }
    }

    /// What it is about.
    pub fn key(&self) -> HuddleKey {
        HuddleKey { kind: self.kind, record_id: self.record_id }
    }

    /// Notes what the record does not say. `today` is the local date of the team's program.
    ///
    /// # Errors
    /// `huddle_day_over`, `huddle_day_too_far` at `/on`.
    pub fn note(self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        require_day(self.day, today)?;
        Ok(Change::created(self))
    }

    /// Marks it as dealt with.
    ///
    /// # Errors
    /// `huddle_item_settled`.
    pub fn deal(self, by: Uuid) -> Result<Change<Self>, Rule> {
        self.settle(HuddleMark::Dealt, by)
    }

    /// Puts it on the list of the business day after the one on whose list it stands, and never on a day before `today`, where nobody
    /// would see it.
    ///
    /// # Errors
    /// `huddle_item_settled`.
    pub fn carry_over(
        self,
        next_id: Uuid,
        by: Uuid,
        (on, today): (NaiveDate, NaiveDate),
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> Result<CarriedOver, Rule> {
        let record_id = if self.kind == HuddleKind::Added { next_id } else { self.record_id };
        let next = Self {
            id: next_id,
            version: 1,
            day: next_business_day(on, calendar).max(today),
            record_id,
            mark: HuddleMark::Open,
            marked_by: None,
            created_at: now,
            ..self.clone()
        };
        Ok(CarriedOver { carried: self.settle(HuddleMark::Carried, by)?, next: Change::created(next) })
    }

    /// Gives it to somebody as a task about the person; `task` has its id, owner, title and due time.
    ///
    /// # Errors
    /// `huddle_item_settled`, `huddle_about_nobody` when it is about nobody in care, `case_closed`.
    pub fn assign(
        mut self,
        case: Option<&Case>,
        task: HuddleTask,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(Change<Self>, Change<Task>), Rule> {
        let Some(case) = case else {
            return Err(Rule::new(
                "huddle_about_nobody",
                "A task is about somebody in care. Mark this as dealt with instead.",
            ));
        };
        self.task_id = Some(task.id);
        let change = self.settle(HuddleMark::Assigned, by)?;
        let task = Task {
            id: task.id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: task.owner_id,
            team_id: case.team_id,
            title: task.title,
            detail: None,
            kind: TaskKind::General,
            status: TaskStatus::Open,
            priority: TaskPriority::Urgent,
            due_at: task.due_at,
            rank_at: task.due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: by,
            created_at: now,
        };
        Ok((change, Task::create(task, case)?))
    }

    fn settle(mut self, mark: HuddleMark, by: Uuid) -> Result<Change<Self>, Rule> {
        if self.mark != HuddleMark::Open {
            return Err(Rule::new("huddle_item_settled", "Somebody has settled this already. Load the list again."));
        }
        self.mark = mark;
        self.marked_by = Some(by);
        self.version += 1;
        Ok(if self.version == 1 { Change::created(self) } else { Change::updated(self) })
    }
}

/// Refuses a day on whose list nothing is put any more, or yet. `today` is the local date of the team's program.
///
/// # Errors
/// `huddle_day_over`, `huddle_day_too_far` at `/on`.
pub fn require_day(day: NaiveDate, today: NaiveDate) -> Result<(), Rule> {
    if day < today {
        return Err(Rule::at("huddle_day_over", "/on", "This day is over. Add it to the list of today."));
    }
    if day > today + Days::new(AHEAD_DAYS) {
        return Err(Rule::at("huddle_day_too_far", "/on", "Lists are written for two weeks ahead at most."));
    }
    Ok(())
}

/// The task that comes of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HuddleTask {
    /// Id.
    pub id: Uuid,
    /// Who does it.
    pub owner_id: Uuid,
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due_at: DateTime<Utc>,
}

/// The list of a day: what the record says and what is kept, each once, by kind and as they came. What was marked stays on the list
/// although the record does not say it any more.
pub fn list(
    team_id: Uuid,
    day: NaiveDate,
    facts: Vec<HuddleFact>,
    kept: Vec<HuddleItem>,
    now: DateTime<Utc>,
) -> Vec<HuddleItem> {
    let new = facts.into_iter().filter(|fact| !kept.iter().any(|item| item.key() == fact.key));
    let mut items: Vec<HuddleItem> =
        new.map(|fact| HuddleItem::of(fact.key.record_id, team_id, day, fact, Uuid::nil(), now)).collect();
    items.extend(kept);
    items.sort_by_key(|item| (item.kind, item.created_at, item.record_id));
    items.dedup_by_key(|item| item.key());
    items
}

/// The next day on which a team meets.
pub fn next_business_day(after: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let days = (1..31).filter_map(|index| after.checked_add_days(Days::new(index)));
    days.into_iter().find(|day| calendar.is_business_day(*day)).unwrap_or(after)
}

/// The last business day before a day: since then nobody has met.
pub fn last_business_day(before: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let days = (1..31).filter_map(|index| before.checked_sub_days(Days::new(index)));
    days.into_iter().find(|day| calendar.is_business_day(*day)).unwrap_or(before)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::case::{CaseStatus, Stage, Tier};
    use chrono::TimeZone;
    use proptest::prelude::*;

    const TEAM: Uuid = Uuid::from_u128(1);
    const LEAD: Uuid = Uuid::from_u128(2);
    const PERSON: Uuid = Uuid::from_u128(3);
    const CASE: Uuid = Uuid::from_u128(4);

    /// The 10th is a Friday.
    fn july(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
    }

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 7, 10, 13, 0, 0).unwrap()
    }

    fn fact(kind: HuddleKind, record_id: u128) -> HuddleFact {
        let key = HuddleKey { kind, record_id: Uuid::from_u128(record_id) };
        HuddleFact { key, person_id: PERSON, case_id: CASE, text: Some("No ramp".into()) }
    }

    fn added(id: u128) -> HuddleItem {
        let key = HuddleFact {
            key: HuddleKey { kind: HuddleKind::Added, record_id: Uuid::from_u128(id) },
            ..fact(HuddleKind::Added, id)
        };
        HuddleItem { version: 1, ..HuddleItem::of(Uuid::from_u128(id), TEAM, july(10), key, LEAD, now()) }
    }

    fn case(status: CaseStatus) -> Case {
        Case {
            id: CASE,
            version: 1,
            person_id: PERSON,
            program_id: Uuid::from_u128(5),
            status,
            stage: Stage::Assess,
            tier: Tier::High,
            owner_id: LEAD,
            team_id: TEAM,
            enrolled_at: now(),
            closed_at: None,
            outcome: None,
            close_reason: None,
        }
    }

    fn task() -> HuddleTask {
        HuddleTask { id: Uuid::from_u128(9), owner_id: Uuid::from_u128(8), title: "Order a ramp".into(), due_at: now() }
    }

    #[test]
    fn something_is_added_from_today_to_two_weeks_ahead() {
        let on = |day| HuddleItem { day, ..added(20) }.note(july(10)).map_err(|rule| rule.code);
        assert_eq!(on(july(9)), Err("huddle_day_over"));
        assert_eq!(on(july(25)), Err("huddle_day_too_far"));
        assert!(on(july(10)).is_ok() && on(july(24)).is_ok());
    }

    #[test]
    fn what_the_record_says_is_kept_with_its_first_mark_and_what_was_added_with_its_next_version() {
        let of_record = HuddleItem::of(Uuid::from_u128(30), TEAM, july(10), fact(HuddleKind::Safety, 31), LEAD, now());
        let marked = of_record.deal(LEAD).unwrap();
        assert_eq!((marked.record.version, marked.record.mark), (1, HuddleMark::Dealt));
        assert_eq!(added(20).deal(LEAD).unwrap().record.version, 2);
        assert_eq!(marked.record.deal(LEAD).unwrap_err().code, "huddle_item_settled");
    }

    #[test]
    fn what_is_carried_over_stands_on_the_next_business_day() {
        let days = (july(10), july(10));
        let over = added(20).carry_over(Uuid::from_u128(21), LEAD, days, &Calendar::default(), now()).unwrap();
        assert_eq!(over.carried.record.mark, HuddleMark::Carried);
        let next = over.next.record;
        assert_eq!((next.day, next.mark, next.text.as_deref()), (july(13), HuddleMark::Open, Some("No ramp")));
        assert_eq!(next.record_id, next.id, "an item of its own");
        let of_record = HuddleItem::of(Uuid::from_u128(30), TEAM, july(10), fact(HuddleKind::Barrier, 31), LEAD, now());
        let over = of_record.carry_over(Uuid::from_u128(32), LEAD, days, &Calendar::default(), now()).unwrap();
        assert_eq!(over.next.record.record_id, Uuid::from_u128(31), "the record says it once");
        assert_eq!(last_business_day(july(13), &Calendar::default()), july(10));
        let from_past =
            added(20).carry_over(Uuid::from_u128(33), LEAD, (july(10), july(15)), &Calendar::default(), now());
        assert_eq!(from_past.unwrap().next.record.day, july(15), "a day that is over is no list to go on");
    }

    #[test]
    fn what_is_assigned_is_a_task_about_somebody_in_care() {
        let (item, work) = added(20).assign(Some(&case(CaseStatus::Active)), task(), LEAD, now()).unwrap();
        assert_eq!((item.record.mark, item.record.task_id), (HuddleMark::Assigned, Some(work.record.id)));
        assert_eq!((work.record.owner_id, work.record.author_id), (Uuid::from_u128(8), LEAD));
        assert_eq!(added(20).assign(None, task(), LEAD, now()).unwrap_err().code, "huddle_about_nobody");
        let closed = added(20).assign(Some(&case(CaseStatus::Closed)), task(), LEAD, now()).unwrap_err();
        assert_eq!(closed.code, "case_closed");
    }

    proptest! {
        /// Whatever is kept and said: each thing stands on the list once, as it is kept, and nothing is left out.
        #[test]
        fn each_thing_stands_on_the_list_once(said in proptest::collection::btree_set(0..8_u128, 0..8), marked in proptest::collection::btree_set(0..8_u128, 0..8)) {
            let facts = said.iter().map(|id| fact(HuddleKind::Barrier, *id)).collect();
            let keep = |id: &u128| {
                let own = HuddleItem::of(Uuid::from_u128(100 + id), TEAM, july(10), fact(HuddleKind::Barrier, *id), LEAD, now());
                own.deal(LEAD).unwrap().record
            };
            let all = list(TEAM, july(10), facts, marked.iter().map(keep).collect(), now());
            let mut ids: Vec<u128> = all.iter().map(|item| item.record_id.as_u128()).collect();
            ids.sort_unstable();
            let expected: Vec<u128> = said.union(&marked).copied().collect();
            prop_assert_eq!(ids, expected);
            for item in all {
                let is_marked = marked.contains(&item.record_id.as_u128());
                prop_assert_eq!(item.mark == HuddleMark::Dealt, is_marked);
            }
        }
    }
}
