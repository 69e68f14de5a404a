//! The one task by which the owner of the case is reminded of a referral: due when the referral is, asked for at once when nobody
//! was heard. Nobody ticks it off: it ends with the referral, and until then says what the referral waits for.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Referral, ReferralStatus, ReferralWait};
use crate::case::{Case, CaseStatus};
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// What a task of a referral says.
fn title(wait: ReferralWait) -> &'static str {
    match wait {
        ReferralWait::Sending => "Send the referral",
        ReferralWait::Answer => "Ask for an answer to the referral",
        ReferralWait::Service => "Ask when the service begins",
        ReferralWait::Decision => "Ask for the decision about the benefit",
        ReferralWait::Appeal => "Decide with the person whether to appeal",
        ReferralWait::Confirmation => "Ask the person whether they received the service",
    }
}

impl Referral {
    /// The change of its task that makes it say what the referral waits for: the open one moves, a settled one is followed by a new
    /// one, and what has ended settles it. `None` when all is as it should be. `opener` is the id of a new task, and who opens it.
    ///
    /// # Errors
    /// None for a task that is its own.
    pub fn task(
        &self,
        task: Option<Task>,
        case: &Case,
        opener: (Uuid, Uuid),
        now: DateTime<Utc>,
    ) -> Result<Option<Change<Task>>, Rule> {
        let open = task.filter(|task| task.status == TaskStatus::Open);
        match (self.wait, open) {
            (None, None) => Ok(None),
            (None, Some(task)) if self.status == ReferralStatus::Cancelled => {
                task.cancel("The referral was taken back.".into()).map(Some)
            }
            (None, Some(task)) => task.complete(Some(format!("The referral is {}.", self.status)), now).map(Some),
            (Some(wait), Some(task)) => {
                let wanted = self.told(wait, task.clone());
                if wanted == task { Ok(None) } else { wanted.update(case).map(Some) }
            }
            (Some(_), None) if case.status == CaseStatus::Closed => Ok(None),
            (Some(wait), None) => Task::create(self.told(wait, blank(case, opener, now)), case).map(Some),
        }
    }

    /// `task` as it should say what is waited for. A task that somebody hid comes back when it says something new.
    fn told(&self, wait: ReferralWait, task: Task) -> Task {
        let is_new = task.title != title(wait) || task.due_at != self.due_at;
        let priority = match self.escalated_at {
            Some(_) => TaskPriority::Asap,
            None if is_new => TaskPriority::Routine,
            None => task.priority,
        };
        let snoozed_until = task.snoozed_until.filter(|_| !is_new && priority == task.priority);
        Task {
            title: title(wait).into(),
            detail: Some(format!("To {}.", self.recipient.trim_end_matches('.'))),
            due_at: self.due_at,
            snoozed_until,
            snooze_reason: task.snooze_reason.filter(|_| snoozed_until.is_some()),
            priority,
            ..task
        }
    }
}

fn blank(case: &Case, (id, author_id): (Uuid, Uuid), now: DateTime<Utc>) -> Task {
    Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: String::new(),
        detail: None,
        kind: TaskKind::Referral,
        status: TaskStatus::Open,
        priority: TaskPriority::Routine,
        due_at: now,
        rank_at: now,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id,
        created_at: now,
    }
}
