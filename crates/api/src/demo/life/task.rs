//! Work that people gave: interventions that come back, errands in between.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::Change;
use domain::access::Role;
use domain::care_plan::CarePlan;
use domain::care_plan::occurrence::{
    Occurrence, OccurrenceOutcome, Settling, TaskOrigin, due_on as day_of, intervention_task,
};
use domain::care_plan::plan::InterventionStatus;
use domain::care_plan::review::{Cause, is_review, review_work};
use domain::clock::{end_of_day, local_date};
use domain::contact::ContactPurpose;
use domain::task::{Task, TaskKind, TaskPriority, TaskStatus};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::problems::Touch;
use crate::demo::{hours, profile};

impl Life<'_> {
    /// Something comes up that must be done within days.
    pub(super) fn errand<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let (title, kind) = *self.random.pick(profile::of(self.stories[case].setting).errands);
        let days = u64::try_from(self.random.between(1, 10)).unwrap_or(1);
        let zone = self.zone(case);
        let due_at = end_of_day(hours::open_day(local_date(self.at, zone) + Days::new(days)), zone);
        let priority =
            self.random.weighted(&[(TaskPriority::Routine, 84), (TaskPriority::Urgent, 14), (TaskPriority::Asap, 2)]);
        self.give_task(case, title, None, kind, priority, due_at, ledger)?;
        Ok(())
    }

    #[allow(clippy::too_many_arguments)] // what a task consists of
    pub(super) fn give_task<L: Ledger>(
        &mut self,
        case: usize,
        title: &str,
        detail: Option<String>,
        kind: TaskKind,
        priority: TaskPriority,
        due_at: DateTime<Utc>,
        ledger: &mut L,
    ) -> Result<Uuid> {
        let record = Task {
            id: self.id(),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            owner_id: self.case(case).owner_id,
            team_id: self.case(case).team_id,
            title: title.into(),
            detail,
            kind,
            status: TaskStatus::Open,
            priority,
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: self.case(case).owner_id,
            created_at: self.at,
        };
        let task = ledger.keep(Task::create(record, self.case(case))?)?;
        let id = task.id;
        self.take_on(case, task);
        Ok(id)
    }

    /// The next occurrence of an intervention goes onto somebody's list.
    pub(super) fn plan_task<L: Ledger>(
        &mut self,
        case: usize,
        intervention: Uuid,
        due_on: NaiveDate,
        ledger: &mut L,
    ) -> Result<()> {
        let Some(plan) = self.stories[case].plan.clone() else { return Ok(()) };
        let Some(item) = plan.content.interventions.iter().find(|item| item.id == intervention) else { return Ok(()) };
        if item.status != InterventionStatus::Active {
            return Ok(());
        }
        let id = self.id();
        let origin = TaskOrigin {
            plan: &plan,
            case: self.case(case),
            zone: self.zone(case),
            author_id: self.case(case).owner_id,
            now: self.at,
        };
        let change = intervention_task(id, &origin, item, due_on)?;
        // The same number but for its last bit: what chance has in store for everybody stays as it is.
        let number = Uuid::from_u128(id.as_u128() ^ 1);
        let planned = Occurrence { task_id: Some(id), ..Occurrence::planned(number, &origin, item.id, due_on) };
        let task = ledger.keep(change)?;
        let planned = ledger.keep(Change::created(planned))?;
        self.stories[case].occurrences.push(planned);
        self.take_on(case, task);
        Ok(())
    }

    /// The review of the plan that is now in force goes onto its owner's list, as the API does it.
    pub(super) fn plan_review<L: Ledger>(
        &mut self,
        case: usize,
        plan: &CarePlan,
        revision_id: Uuid,
        ledger: &mut L,
    ) -> Result<()> {
        let tasks = std::mem::take(&mut self.stories[case].tasks);
        let (reviews, mut kept): (Vec<Task>, Vec<Task>) = tasks.into_iter().partition(|task| is_review(task, plan.id));
        let owner_id = self.case(case).owner_id;
        let origin =
            TaskOrigin { plan, case: self.case(case), zone: self.zone(case), author_id: owner_id, now: self.at };
        // A number next to that of the revision: what chance has in store for everybody stays as it is.
        let mut id = || Uuid::from_u128(revision_id.as_u128() ^ (1 << 40));
        let changes = review_work(&origin, plan.content.review_on, reviews.clone(), Cause::Changed, &mut id)?;
        let moved: Vec<Uuid> = changes.iter().map(|change| change.record.id).collect();
        kept.extend(reviews.into_iter().filter(|task| !moved.contains(&task.id)));
        for change in changes {
            kept.push(ledger.keep(change)?);
        }
        self.stories[case].tasks = kept;
        Ok(())
    }

    /// Decides when the task will be done.
    fn take_on(&mut self, case: usize, task: Task) {
        let style = self.world.workforce.get(task.owner_id).style;
        let zone = self.zone(case);
        let due_on = local_date(task.due_at, zone);
        let at = if self.random.chance(style.tasks_late) {
            let days = self.random.weighted(&[(1, 30), (2, 22), (3, 14), (4, 10), (6, 10), (9, 8), (13, 6)]);
            hours::at_work(&mut self.random, hours::open_day(due_on + Days::new(days)), zone)
        } else {
            let ahead = self.random.weighted(&[(0, 40), (1, 30), (2, 18), (3, 12)]);
            let day = due_on - Days::new(ahead);
            let day = if hours::open_day(day) <= due_on { hours::open_day(day) } else { due_on };
            hours::at_work(&mut self.random, day, zone)
        };
        let at = at.max(self.at + Duration::minutes(15));
        self.soon(at, Act::DoTask { case, task: task.id, tries: 0 });
        self.stories[case].tasks.push(task);
    }

    pub(super) fn do_task<L: Ledger>(&mut self, case: usize, task: Uuid, tries: u8, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let Some(index) = self.stories[case].tasks.iter().position(|own| own.id == task) else { return Ok(()) };
        let task = self.stories[case].tasks[index].clone();
        if !self.carry_out(case, &task, ledger)? && tries < 2 {
            let at = self.after(case, 1);
            self.soon(at, Act::DoTask { case, task: task.id, tries: tries + 1 });
            return Ok(());
        }
        let result = match (task.kind, tries) {
            (TaskKind::Intervention, 2) => Some("Three attempts, message left; goes on with the next one.".to_owned()),
            _ => self.random.chance(0.3).then(|| "Done.".to_owned()),
        };
        ledger.keep(task.clone().complete(result, self.at)?)?;
        self.stories[case].tasks.swap_remove(index);
        self.settle(case, &task, ledger)?;
        self.look(case, &task, ledger)?;
        self.come_back(case, &task, ledger)
    }

    /// Does what the task asks for. False when nobody was reached.
    fn carry_out<L: Ledger>(&mut self, case: usize, task: &Task, ledger: &mut L) -> Result<bool> {
        let performer = self.world.workforce.get(task.owner_id);
        if performer.staff.role == Role::Coordinator {
            return Ok(true);
        }
        let actions = self.stories[case].problems.iter().flat_map(|problem| problem.actions);
        let touch = actions.filter(|action| action.text == task.title).map(|action| action.touch).next();
        match touch {
            Some(Touch::Call | Touch::Visit) => {
                self.attempt(case, ContactPurpose::FollowUp, performer.staff.id, 1.1, ledger)
            }
            Some(Touch::Provider) => self.call_provider(case, performer.staff.id, ledger).map(|()| true),
            Some(Touch::Desk) | None => Ok(true),
        }
    }

    /// The occurrence of a task that was done is done.
    fn settle<L: Ledger>(&mut self, case: usize, task: &Task, ledger: &mut L) -> Result<()> {
        let planned = &mut self.stories[case].occurrences;
        let Some(place) = planned.iter().position(|one| one.task_id == Some(task.id)) else { return Ok(()) };
        let occurrence = planned.swap_remove(place);
        let settling = Settling { outcome: OccurrenceOutcome::Done, done_at: None, reason: None, by: task.owner_id };
        ledger.keep(occurrence.settle(settling, self.at)?)?;
        Ok(())
    }

    fn come_back<L: Ledger>(&mut self, case: usize, task: &Task, ledger: &mut L) -> Result<()> {
        let Some(intervention) = task.intervention_id else { return Ok(()) };
        let plan = self.stories[case].plan.as_ref();
        let item = plan.and_then(|plan| plan.content.interventions.iter().find(|item| item.id == intervention));
        let Some(frequency) = item.map(|item| item.frequency) else { return Ok(()) };
        let zone = self.zone(case);
        let today = local_date(self.at, zone);
        let mut due_on = local_date(task.due_at, zone);
        loop {
            let Some(next) = day_of(frequency, due_on, 1) else { return Ok(()) };
            due_on = next;
            if due_on > today {
                return self.plan_task(case, intervention, hours::open_day(due_on), ledger);
            }
        }
    }
}
