//! A task: work that a person gave (FHIR Task).
//!
//! | from      | action                            | to        |
//! |-----------|-----------------------------------|-----------|
//! | -         | create                            | open      |
//! | open      | update, assign, snooze            | open      |
//! | open      | complete (1)                      | completed |
//! | open      | cancel                            | cancelled |
//! | completed | reopen                            | open      |
//!
//! (1) by whoever may change tasks, and by whoever has it: also by who may change none, such as a physician advisor.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};
use crate::clock;
use crate::deadline::CaseContext;
use crate::instrument::{Instrument, Trigger, Urgency};
use crate::rank;
use crate::rulebook::catalogue::{self, COUNTRY, SYMPTOM_FOLLOW_UP};

crate::codes! {
    /// State of a task.
    pub enum TaskStatus {
        /// To do.
        Open = "open",
        /// Done.
        Completed = "completed",
        /// Not needed any more.
        Cancelled = "cancelled",
    }
}

crate::codes! {
    /// Priority given by the author (FHIR request priority).
    pub enum TaskPriority {
        /// In its turn.
        Routine = "routine",
        /// Before routine work.
        Urgent = "urgent",
        /// As soon as possible.
        Asap = "asap",
    }
}

crate::codes! {
    /// What a task is for.
    pub enum TaskKind {
        /// General work.
        General = "general",
        /// Call somebody.
        Call = "call",
        /// Visit.
        Visit = "visit",
        /// Follow up after a contact.
        FollowUp = "follow_up",
        /// Paperwork.
        Paperwork = "paperwork",
        /// An intervention of the care plan that falls due.
        Intervention = "intervention",
        /// A message that waits to be acknowledged.
        Message = "message",
        /// A consultation or an escalation that waits for its answer.
        Consultation = "consultation",
        /// A colleague waits to hear whether they may visit alone.
        VisitSafety = "visit_safety",
        /// A reading out of range waits to be looked at.
        Reading = "reading",
        /// What happened on call waits to be acknowledged.
        HandBack = "hand_back",
        /// A referral waits for its next step.
        Referral = "referral",
        /// The tier of a case waits for a decision.
        TierReview = "tier_review",
        /// A concern waits for its review.
        Concern = "concern",
        /// What was approved waits for its next review.
        AuthorizationReview = "authorization_review",
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case it belongs to.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Who does it.
    pub owner_id: Uuid,
    /// The case's team, for the team's worklist.
    pub team_id: Uuid,
    /// What to do.
    pub title: String,
    /// More about it.
    pub detail: Option<String>,
    /// Kind.
    pub kind: TaskKind,
    /// State.
    pub status: TaskStatus,
    /// Priority.
    pub priority: TaskPriority,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Key of the ranked worklist, see [`rank`].
    pub rank_at: DateTime<Utc>,
    /// Hidden from the worklist until then.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// Why, where somebody said so; colleagues read this.
    pub snooze_reason: Option<String>,
    /// When it was completed.
    pub completed_at: Option<DateTime<Utc>>,
    /// What came of it, or why it was cancelled.
    pub result: Option<String>,
    /// The plan whose intervention this is.
    pub care_plan_id: Option<Uuid>,
    /// The intervention of the plan.
    pub intervention_id: Option<Uuid>,
    /// Who gave it.
    pub author_id: Uuid,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

impl TaskKind {
    /// True for what only whoever was asked can settle, by an answer elsewhere.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Message | Self::Consultation | Self::VisitSafety | Self::HandBack | Self::Concern)
    }

    /// True for what stays with whoever was asked when the case moves; what happened on call goes with the case.
    pub fn stays_with_asked(self) -> bool {
        self.is_answered() && self != Self::HandBack
    }

    /// True for what is never ticked off: an answer elsewhere settles it, the next step of a referral, a decision about the tier, or the
    /// review of what was approved. Any colleague may take that step and decide.
    pub fn is_settled_elsewhere(self) -> bool {
        self.is_answered() || matches!(self, Self::Referral | Self::TierReview | Self::AuthorizationReview)
    }

    /// The operations that a task of this kind takes in a state, for whoever may change tasks.
    pub fn operations(self, status: TaskStatus) -> &'static [&'static str] {
        match status {
            TaskStatus::Open if self.is_answered() => &["task_update", "task_snooze"],
            TaskStatus::Open if self.is_settled_elsewhere() => &["task_update", "task_snooze", "task_assign"],
            TaskStatus::Completed if self.is_settled_elsewhere() => &[],
            TaskStatus::Open => &["task_update", "task_complete", "task_cancel", "task_snooze", "task_assign"],
            TaskStatus::Completed => &["task_reopen"],
            TaskStatus::Cancelled => &[],
        }
    }

    /// The operations that a task of this kind takes in a state, for whoever has it and may change none.
    pub fn operations_of_owner(self, status: TaskStatus) -> &'static [&'static str] {
        if status == TaskStatus::Open && !self.is_settled_elsewhere() { &["task_complete"] } else { &[] }
    }
}

impl Task {
    /// Creates a task on an active case.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn create(mut task: Self, case: &Case) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        task.rank(case);
        Ok(Change::created(task))
    }

    /// The visits that the triggers of a result demand without an alert; none when the case is closed by then. A symptom with
    /// moderate or severe impact is followed up within 2 days (T-13).
    pub fn follow_ups(
        case: &Case,
        context: &CaseContext,
        instrument: &Instrument,
        fired: &[String],
        author_id: Uuid,
        new_id: &mut dyn FnMut() -> Uuid,
        now: DateTime<Utc>,
    ) -> Vec<Change<Self>> {
        let wanted = instrument
            .triggers
            .iter()
            .filter(|trigger| trigger.urgency == Urgency::FollowUp && fired.iter().any(|code| code == trigger.code));
        let today = clock::local_date(now, context.zone);
        let visit = |trigger: &Trigger| {
            let rule = catalogue::find(SYMPTOM_FOLLOW_UP, today, COUNTRY).ok()?;
            let due_at = clock::due_at(&rule.clock, now, context.zone, &context.calendar);
            let task = Self {
                id: new_id(),
                version: 1,
                case_id: case.id,
                person_id: case.person_id,
                owner_id: case.owner_id,
                team_id: case.team_id,
                title: trigger.action.trim_end_matches('.').to_owned(),
                detail: Some(format!("{}: {}.", instrument.title, trigger.finding)),
                kind: TaskKind::FollowUp,
                status: TaskStatus::Open,
                priority: TaskPriority::Urgent,
                due_at,
                rank_at: due_at,
                snoozed_until: None,
                snooze_reason: None,
                completed_at: None,
                result: None,
                care_plan_id: None,
                intervention_id: None,
                author_id,
                created_at: now,
            };
            Self::create(task, case).ok()
        };
        wanted.filter_map(visit).collect()
    }

    /// Recomputes the rank after the case's tier, or the task's due date or priority changed.
    pub fn rank(&mut self, case: &Case) {
        self.rank_at = rank::rank_at(self.due_at, rank::task_points(case.tier, self.priority));
    }

    /// Refuses to tick off or drop what only an answer, the next step of a referral, or a decision can settle.
    ///
    /// # Errors
    /// `message_not_acknowledged`, `consultation_not_answered`, `visit_not_answered`, `hand_back_not_acknowledged`,
    /// `referral_step_not_taken`, `tier_not_decided`, `concern_not_resolved`, `authorization_not_reviewed`.
    pub fn require_settled_by_hand(&self) -> Result<(), Rule> {
        match self.kind {
            TaskKind::Message => Err(Rule::new(
                "message_not_acknowledged",
                "Read the message and acknowledge it there; then this task is done.",
            )),
            TaskKind::Consultation => {
                Err(Rule::new("consultation_not_answered", "Answer the consultation; then this task is done."))
            }
            TaskKind::VisitSafety => {
                Err(Rule::new("visit_not_answered", "Answer the colleague who waits; then this task is done."))
            }
            TaskKind::HandBack => Err(Rule::new(
                "hand_back_not_acknowledged",
                "Read what happened on call and acknowledge it there; then this task is done.",
            )),
            TaskKind::Referral => Err(Rule::new(
                "referral_step_not_taken",
                "Open the referral and note what came of it; then this task is done or says what is next.",
            )),
            TaskKind::TierReview => Err(Rule::new(
                "tier_not_decided",
                "Adopt the tier that the model proposes, or override it with a reason; then this task is done.",
            )),
            TaskKind::Concern => {
                Err(Rule::new("concern_not_resolved", "Open the concern and resolve it there; then this task is done."))
            }
            TaskKind::AuthorizationReview => Err(Rule::new(
                "authorization_not_reviewed",
                "Open the request: when the review that continues it is decided, or no review is needed, this task is done.",
            )),
            _ => Ok(()),
        }
    }

    /// Stores changed fields of an open task.
    ///
    /// # Errors
    /// `task_not_open`.
    pub fn update(mut self, case: &Case) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        self.rank(case);
        Ok(self.next())
    }

    /// Refuses to complete the task of a colleague by who may change no tasks.
    ///
    /// # Errors
    /// `task_of_another`.
    pub fn require_completed_by(&self, by: Uuid, changes_tasks: bool) -> Result<(), Rule> {
        if changes_tasks || self.owner_id == by {
            return Ok(());
        }
        Err(Rule::new("task_of_another", "This task is a colleague's. They say when it is done."))
    }

    /// Marks the task done.
    ///
    /// # Errors
    /// `task_not_open`.
    pub fn complete(mut self, result: Option<String>, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        self.status = TaskStatus::Completed;
        self.completed_at = Some(now);
        self.result = result;
        Ok(self.next())
    }

    /// Undoes a completion: an audited reversing event, not an erasure.
    ///
    /// # Errors
    /// `task_not_completed`.
    pub fn reopen(mut self) -> Result<Change<Self>, Rule> {
        if self.status != TaskStatus::Completed {
            return Err(Rule::new("task_not_completed", "Only a completed task can be reopened."));
        }
        self.status = TaskStatus::Open;
        self.completed_at = None;
        self.result = None;
        Ok(self.next())
    }

    /// Cancels the task with a reason.
    ///
    /// # Errors
    /// `task_not_open`.
    pub fn cancel(mut self, reason: String) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        self.status = TaskStatus::Cancelled;
        self.result = Some(reason);
        Ok(self.next())
    }

    /// Hides the task until `until`, with a reason where somebody gives one.
    ///
    /// # Errors
    /// `task_not_open`, `snooze_in_past`.
    pub fn snooze(
        mut self,
        until: DateTime<Utc>,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        if until <= now {
            return Err(Rule::at("snooze_in_past", "/until", "Choose a time that lies ahead."));
        }
        self.snoozed_until = Some(until);
        self.snooze_reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
        Ok(self.next())
    }

    /// Gives the task to a colleague. What only whoever was asked can answer stays with them.
    ///
    /// # Errors
    /// `task_not_open`; as [`Self::require_settled_by_hand`] for what is answered elsewhere.
    pub fn assign(mut self, owner_id: Uuid) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        if self.kind.is_answered() {
            self.require_settled_by_hand()?;
        }
        self.owner_id = owner_id;
        (self.snoozed_until, self.snooze_reason) = (None, None);
        Ok(self.next())
    }

    fn require_open(&self) -> Result<(), Rule> {
        if self.status == TaskStatus::Open {
            Ok(())
        } else {
            Err(Rule::new("task_not_open", format!("This task is {}.", self.status)))
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    fn task(kind: TaskKind) -> Task {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        Task {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Uuid::from_u128(2),
            person_id: Uuid::from_u128(3),
            owner_id: Uuid::from_u128(4),
            team_id: Uuid::from_u128(5),
            title: "Call".into(),
            detail: None,
            kind,
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
            author_id: Uuid::from_u128(6),
            created_at: now,
        }
    }

    #[test]
    fn what_is_offered_is_what_is_not_refused() {
        for kind in TaskKind::ALL.iter().copied() {
            let offered = kind.operations(TaskStatus::Open);
            let by_hand = task(kind).require_settled_by_hand().is_ok();
            for operation in ["task_complete", "task_cancel"] {
                assert_eq!(offered.contains(&operation), by_hand, "{operation} of {kind}");
            }
            let assigned = task(kind).assign(Uuid::from_u128(7));
            assert_eq!(offered.contains(&"task_assign"), assigned.is_ok(), "{kind}");
            assert_eq!(kind.operations(TaskStatus::Completed).contains(&"task_reopen"), by_hand, "{kind}");
            assert_eq!(kind.operations_of_owner(TaskStatus::Open), if by_hand { &["task_complete"][..] } else { &[] });
            assert!(kind.operations_of_owner(TaskStatus::Completed).is_empty(), "{kind}");
        }
    }

    #[test]
    fn who_changes_no_tasks_completes_their_own() {
        let task = task(TaskKind::FollowUp);
        let (owner, other) = (task.owner_id, Uuid::from_u128(7));
        assert!(task.require_completed_by(owner, false).is_ok() && task.require_completed_by(other, true).is_ok());
        assert_eq!(task.require_completed_by(other, false).map_err(|rule| rule.code), Err("task_of_another"));
    }
}
