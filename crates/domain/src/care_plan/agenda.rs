//! What follows from the plan in force for its occurrences and tasks: after an approval, and whenever one is settled.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::occurrence::{
    EndReason, Occurrence, OccurrenceStatus, TaskOrigin, intervention_task, is_past_grace, schedule,
};
use super::plan::{Frequency, Intervention, InterventionStatus, PlanContent};
use crate::change::{Change, Rule};
use crate::clock;
use crate::task::Task;

/// How far ahead occurrences are planned: five weeks, so that a monthly one always has its next day. Ours, not published.
pub const PLAN_AHEAD_DAYS: u64 = 35;
/// The most occurrences of one intervention that are planned at once: a year of days and what lies ahead, when nobody looked for so
/// long.
const MOST_AT_ONCE: usize = 400;

/// What the store holds about the interventions in question.
#[derive(Debug, Default)]
pub struct Standing {
    /// Their occurrences, but for the one that has just changed.
    pub occurrences: Vec<Occurrence>,
    /// The occurrence that has just been settled or reopened.
    pub changed: Option<Change<Occurrence>>,
    /// Their open tasks.
    pub tasks: Vec<Task>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Agenda {
    /// Occurrences planned, linked, missed or withdrawn, and the one that had changed.
    pub occurrences: Vec<Change<Occurrence>>,
    /// Tasks opened or cancelled.
    pub tasks: Vec<Change<Task>>,
}

/// An occurrence and whether it is written already in this change.
struct Line {
    record: Occurrence,
    written: Option<bool>,
}

impl Line {
    fn is_planned(&self) -> bool {
        self.record.status == OccurrenceStatus::Planned
    }

    /// The occurrence as it becomes; its version rises once, however often it changes here.
    fn take(&mut self, change: Change<Occurrence>) {
        let version = if self.written.is_some() { self.record.version } else { change.record.version };
        self.record = Occurrence { version, ..change.record };
        self.written.get_or_insert(false);
    }

    fn link(&mut self, task_id: Uuid) {
        self.record.task_id = Some(task_id);
        if self.written.is_none() {
            self.record.version += 1;
            self.written = Some(false);
        }
    }
}

/// Brings occurrences and tasks of `interventions` in line with the plan in force. `before` is what was in force before an
/// approval: what the revision left as it was stays planned as it was.
///
/// # Errors
/// `case_closed`.
pub fn agenda(
    origin: &TaskOrigin<'_>,
    interventions: &[Intervention],
    before: &PlanContent,
    standing: Standing,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Agenda, Rule> {
    let kept = standing.occurrences.into_iter().map(|record| Line { record, written: None });
    let changed =
        standing.changed.into_iter().map(|change| Line { record: change.record, written: Some(change.created) });
    let mut lines: Vec<Line> = kept.chain(changed).collect();
    let is_open = |task_id: Option<Uuid>| task_id.is_some_and(|id| standing.tasks.iter().any(|task| task.id == id));
    let asked: Vec<(&Intervention, NaiveDate)> = interventions
        .iter()
        .filter(|item| item.status == InterventionStatus::Active)
        .filter_map(|item| Some((item, item.due_on?)))
        .collect();
    for line in lines.iter_mut().filter(|line| line.is_planned()) {
        let item = asked.iter().find(|(item, _)| item.id == line.record.intervention_id);
        let record = line.record.clone();
        match item {
            None => line.take(record.end(EndReason::NotAsked, origin.now)),
            Some((item, first)) if is_moved(item, before) && !falls_on(item, *first, record.due_on) => {
                line.take(record.end(EndReason::NotAsked, origin.now));
            }
            Some((item, _)) => {
                let stays = item.frequency == Frequency::Once || is_open(record.task_id) || line.written.is_some();
                if !stays && is_past_grace(&record, origin.now) {
                    line.take(record.end(EndReason::PassedOver, origin.now));
                }
            }
        }
    }
    let mut agenda = Agenda::default();
    for (item, first) in asked {
        let days = missing(origin, item, first, &lines);
        for day in days {
            let record = Occurrence::planned(new_id(), origin, item.id, day);
            let late = item.frequency != Frequency::Once && is_past_grace(&record, origin.now);
            let record = if late {
                Occurrence { version: 1, ..record.end(EndReason::PassedOver, origin.now).record }
            } else {
                record
            };
            lines.push(Line { record, written: Some(true) });
        }
        let own = || lines.iter().filter(|line| line.record.intervention_id == item.id && line.is_planned());
        if own().any(|line| is_open(line.record.task_id)) {
            continue;
        }
        let next = lines
            .iter_mut()
            .filter(|line| line.record.intervention_id == item.id && line.is_planned())
            .min_by_key(|line| (line.record.due_on, line.record.id));
        if let Some(next) = next {
            let task = intervention_task(new_id(), origin, item, next.record.due_on)?;
            next.link(task.record.id);
            agenda.tasks.push(task);
        }
    }
    for task in standing.tasks {
        if !lines.iter().any(|line| line.is_planned() && line.record.task_id == Some(task.id)) {
            agenda.tasks.push(task.cancel(EndReason::NotAsked.sentence().into())?);
        }
    }
    let written = lines.into_iter().filter_map(|line| Some((line.written?, line.record)));
    agenda.occurrences = written.map(|(created, record)| Change { record, created, events: Vec::new() }).collect();
    Ok(agenda)
}

/// True when a revision gave the intervention another rhythm or another first day.
fn is_moved(item: &Intervention, before: &PlanContent) -> bool {
    let earlier = before.interventions.iter().find(|earlier| earlier.id == item.id);
    earlier.is_some_and(|earlier| (earlier.frequency, earlier.due_on) != (item.frequency, item.due_on))
}

fn falls_on(item: &Intervention, first: NaiveDate, day: NaiveDate) -> bool {
    schedule(item.frequency, first, day, day).contains(&day)
}

/// The days on which the intervention must be planned beside what is there: none before the approval, none twice.
fn missing(origin: &TaskOrigin<'_>, item: &Intervention, first: NaiveDate, lines: &[Line]) -> Vec<NaiveDate> {
    let today = clock::local_date(origin.now, origin.zone);
    let until = today.checked_add_days(Days::new(PLAN_AHEAD_DAYS)).unwrap_or(NaiveDate::MAX);
    let own = lines.iter().filter(|line| line.record.intervention_id == item.id);
    let last =
        own.filter(|line| line.record.status != OccurrenceStatus::Withdrawn).map(|line| line.record.due_on).max();
    if item.frequency == Frequency::Once {
        let wanted = last.is_none_or(|last| first > last);
        return if wanted { vec![first] } else { Vec::new() };
    }
    let approved_on = origin.plan.approved_at.map_or(today, |at| clock::local_date(at, origin.zone));
    let from = last.and_then(|last| last.succ_opt()).map_or(approved_on, |next| next.max(approved_on));
    let mut days = schedule(item.frequency, first, from, until);
    // Something beyond the horizon is planned only when nothing else is.
    if last.is_some_and(|last| last >= today) {
        days.retain(|day| *day <= until);
    }
    days.truncate(MOST_AT_ONCE);
    days
}

#[cfg(test)]
#[path = "agenda_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
pub(super) mod tests;
