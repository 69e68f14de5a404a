//! A concern: a dispute about the care of a person (R104), or a question of values in it (R088). A colleague who is no part of it
//! reviews it, each side is written down, and what was settled is looked at again.
//!
//! | from              | step     | who                                                  | to        |
//! |-------------------|----------|------------------------------------------------------|-----------|
//! | -                 | raise    | whoever works on the case                            | raised    |
//! | raised            | review   | who is asked to                                      | in_review |
//! | raised, in_review | update   | who raised it, who reviews                           | the same  |
//! | raised, in_review | appoint  | who reviews, who assigns work                        | raised    |
//! | in_review         | resolve  | who reviews                                          | resolved  |
//! | resolved          | reopen   | who raised it, who reviews, who assigns work, reason | raised    |
//! | raised, in_review | withdraw | who raised it, who assigns work, reason              | withdrawn |
//!
//! Who reviews sees the person. What only the review gave them ends with it: when another colleague is asked, when it is settled, or
//! with the look at it again that is theirs.
//!
//! Work follows it: the review while it is open, then the look at it again. The end of the case cancels that work with the other
//! tasks of the case; what is open may still be resolved.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
use crate::case::{Case, CaseMember, CaseStatus, MemberRole};
use crate::change::{Change, Rule};
use crate::clock;
use crate::code::Code;
use crate::consultation::{self, ConsultationKind};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

crate::codes! {
    /// What it is about.
    pub enum ConcernKind {
        /// A dispute in the family, or between the person and the family.
        FamilyDispute = "family_dispute",
        /// A dispute among those who care for the person.
        TeamDispute = "team_dispute",
        /// What the person wants stands against their safety.
        AutonomySafety = "autonomy_safety",
        /// Another question of values.
        Ethics = "ethics",
    }
}

crate::codes! {
    /// State of a concern.
    pub enum ConcernStatus {
        /// Waits for who is asked to review it.
        Raised = "raised",
        /// They are on it.
        InReview = "in_review",
        /// It is written down what was settled.
        Resolved = "resolved",
        /// It was none, or is none any more.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// Whose side a position is.
    pub enum ConcernParty {
        /// The person in care.
        Person = "person",
        /// Family and friends.
        Family = "family",
        /// The care team.
        CareTeam = "care_team",
        /// A physician, a facility or a service.
        Provider = "provider",
        /// Who pays.
        Payer = "payer",
        /// Somebody else.
        Other = "other",
    }
}

crate::codes! {
    /// A step that somebody takes, named like its operation.
    pub enum ConcernStep {
        /// Takes the review up.
        Review = "concern_review",
        /// Writes down what the sides say and what was tried.
        Update = "concern_update",
        /// Asks another colleague to review.
        Appoint = "concern_appoint",
        /// Writes down what was settled.
        Resolve = "concern_resolve",
        /// Opens it again.
        Reopen = "concern_reopen",
        /// Takes it back.
        Withdraw = "concern_withdraw",
    }
}

/// What one side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Whose side.
    pub party: ConcernParty,
    /// Who speaks for it.
    pub who: String,
    /// What they say and want.
    pub says: String,
}

/// What is written down while it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What it is about.
    pub summary: String,
    /// True when only those who take part and those who see the whole organization read it.
    pub restricted: bool,
    /// What each side says.
    pub positions: Vec<Position>,
    /// What was tried.
    pub tried: Option<String>,
}

/// What was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// What was agreed or decided, and by whom.
    pub resolution: String,
    /// What was weighed against what; a question of values needs it.
    pub weighed: Option<String>,
    /// The day on which it is looked at again.
    pub follow_up_on: Option<NaiveDate>,
}

/// Who is asked to review, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Who.
    pub reviewer_id: Uuid,
    /// Their role.
    pub role: Role,
    /// By when.
    pub due_at: DateTime<Utc>,
}

/// Who somebody is to a concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The colleague.
    pub id: Uuid,
    /// True when they may give work to colleagues.
    pub assigns: bool,
}

/// A concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// What it is about.
    pub kind: ConcernKind,
    /// State.
    pub status: ConcernStatus,
    /// What it is about, in words.
    pub summary: String,
    /// True when only those who take part and those who see the whole organization read it.
    pub restricted: bool,
    /// What each side says.
    pub positions: Vec<Position>,
    /// What was tried.
    pub tried: Option<String>,
    /// Who raised it.
    pub raised_by: Uuid,
    /// Who is asked to review it.
    pub reviewer_id: Uuid,
    /// Their place on the care team, when only the review gave it to them.
    pub member_id: Option<Uuid>,
    /// By when.
    pub due_at: DateTime<Utc>,
    /// The work that follows: the review, and once it is resolved the look at it again.
    pub task_id: Uuid,
    /// What was settled.
    pub resolution: Option<String>,
    /// What was weighed against what.
    pub weighed: Option<String>,
    /// The day on which it is looked at again.
    pub follow_up_on: Option<NaiveDate>,
    /// Why it was opened again or taken back.
    pub reason: Option<String>,
    /// When it was resolved or taken back.
    pub settled_at: Option<DateTime<Utc>>,
    /// Who did.
    pub settled_by: Option<Uuid>,
    /// When it was raised.
    pub created_at: DateTime<Utc>,
}

/// A concern after a step, with the work that follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The concern.
    pub concern: Change<Concern>,
    /// The work.
    pub task: Option<Change<Task>>,
}

impl ConcernKind {
    /// True for a question of values; any other is a dispute.
    pub fn is_ethical(self) -> bool {
        matches!(self, Self::AutonomySafety | Self::Ethics)
    }

    /// True when colleagues of this role review it: those to whom a case is escalated, and for a question of values those too of
    /// whom it is asked.
    pub fn reviewed_by(self, role: Role) -> bool {
        let asked = if self.is_ethical() { ConsultationKind::Question } else { ConsultationKind::Escalation };
        consultation::may_be_asked(role, asked)
    }
}

impl ConcernStep {
    /// The states in which it is taken.
    fn taken_in(self) -> &'static [ConcernStatus] {
        use ConcernStatus as S;
        match self {
            Self::Review => &[S::Raised],
            Self::Update | Self::Appoint | Self::Withdraw => &[S::Raised, S::InReview],
            Self::Resolve => &[S::InReview],
            Self::Reopen => &[S::Resolved],
        }
    }

    /// What becomes of the open work when the step is taken; nothing while the review goes on.
    ///
    /// # Errors
    /// `task_not_open`.
    pub fn end_work(self, task: Task, now: DateTime<Utc>) -> Result<Option<Change<Task>>, Rule> {
        if task.status != TaskStatus::Open {
            return Ok(None);
        }
        match self {
            Self::Review | Self::Update => Ok(None),
            Self::Resolve => task.complete(Some("The concern was resolved.".into()), now).map(Some),
            Self::Appoint => task.cancel("Another colleague reviews it.".into()).map(Some),
            Self::Reopen => task.cancel("The concern is open again.".into()).map(Some),
            Self::Withdraw => task.cancel("The concern was taken back.".into()).map(Some),
        }
    }
}

fn said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl Concern {
    /// Raises it, which gives work to who is asked to review it.
    ///
    /// # Errors
    /// `concern_reviewer` at `/reviewer_id`, `concern_due_in_past` at `/due_at`, `case_closed`.
    pub fn raise(self, case: &Case, role: Role) -> Result<Moved, Rule> {
        self.require_reviewer(case, role)?;
        self.require_ahead(self.created_at)?;
        let task = self.review_task(case, self.raised_by, self.created_at)?;
        Ok(Moved { concern: Change::created(self), task: Some(task) })
    }

    /// Who reviews joins the care team, so that they see the person.
    pub fn joining(&self, id: Uuid, now: DateTime<Utc>) -> Change<CaseMember> {
        Change::created(CaseMember {
            id,
            version: 1,
            case_id: self.case_id,
            person_id: self.person_id,
            staff_id: self.reviewer_id,
            role: MemberRole::Reviewer,
            starts_at: now,
            ends_at: None,
        })
    }

    /// True while who reviews has something to do about it: the review, or the look at it again that nobody else may read.
    pub fn needs_reviewer(&self) -> bool {
        match self.status {
            ConcernStatus::Raised | ConcernStatus::InReview => true,
            ConcernStatus::Resolved => self.restricted && self.follow_up_on.is_some(),
            ConcernStatus::Withdrawn => false,
        }
    }

    /// True when a colleague who sees the person reads it.
    pub fn is_read_by(&self, id: Uuid, oversees: bool) -> bool {
        !self.restricted || oversees || [self.raised_by, self.reviewer_id].contains(&id)
    }

    /// The steps that somebody may take now.
    pub fn steps(&self, by: Standing) -> Vec<ConcernStep> {
        ConcernStep::ALL.iter().copied().filter(|step| self.require(*step, by).is_ok()).collect()
    }

    /// Takes the review up.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`.
    pub fn review(mut self, by: Standing) -> Result<Moved, Rule> {
        self.require(ConcernStep::Review, by)?;
        self.status = ConcernStatus::InReview;
        Ok(self.next(None))
    }

    /// Writes down what the sides say and what was tried.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`.
    pub fn update(mut self, by: Standing, account: Account) -> Result<Moved, Rule> {
        self.require(ConcernStep::Update, by)?;
        let Account { summary, restricted, positions, tried } = account;
        self.tried = tried.filter(|text| said(Some(text)));
        (self.summary, self.restricted, self.positions) = (summary, restricted, positions);
        Ok(self.next(None))
    }

    /// Asks another colleague to review; `task_id` is their work.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`, `concern_reviewer` at `/reviewer_id`, `concern_due_in_past` at `/due_at`, `case_closed`.
    pub fn appoint(
        self,
        case: &Case,
        by: Standing,
        asked: Asked,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Moved, Rule> {
        self.require(ConcernStep::Appoint, by)?;
        self.wait(case, by, asked, task_id, now)
    }

    /// Writes down what was settled; `task_id` is the work of looking at it again.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`, `concern_reviewer_in_charge`, `concern_one_sided`, `concern_person_unheard`, `concern_not_weighed` at `/weighed`,
    /// `concern_without_follow_up` and `concern_follow_up_in_past` at `/follow_up_on`, `case_closed`.
    pub fn resolve(
        mut self,
        case: &Case,
        by: Standing,
        settled: Resolution,
        zone: Tz,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Moved, Rule> {
        self.require(ConcernStep::Resolve, by)?;
        if by.id == case.owner_id {
            let detail = "You are in charge of the case by now. Ask a colleague who is not to review this.";
            return Err(Rule::new("concern_reviewer_in_charge", detail));
        }
        self.require_heard()?;
        let Resolution { resolution, weighed, follow_up_on } = settled;
        if self.kind.is_ethical() && !said(weighed.as_deref()) {
            let detail = "Say what was weighed against what, so that the decision can be followed.";
            return Err(Rule::at("concern_not_weighed", "/weighed", detail));
        }
        if self.kind.is_ethical() && follow_up_on.is_none() && case.status == CaseStatus::Active {
            let detail = "Choose the day on which it is looked at again.";
            return Err(Rule::at("concern_without_follow_up", "/follow_up_on", detail));
        }
        if follow_up_on.is_some_and(|day| day <= clock::local_date(now, zone)) {
            return Err(Rule::at("concern_follow_up_in_past", "/follow_up_on", "Choose a day that lies ahead."));
        }
        let task =
            follow_up_on.map(|day| self.follow_up(case, clock::end_of_day(day, zone), task_id, now)).transpose()?;
        if task.is_some() {
            self.task_id = task_id;
        }
        self.resolution = Some(resolution);
        self.weighed = weighed.filter(|text| said(Some(text)));
        self.follow_up_on = follow_up_on;
        self.reason = None;
        Ok(self.settle(ConcernStatus::Resolved, by, now).next(task))
    }

    /// Opens it again for a review by who did it before or by another colleague; what was settled stays in sight.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`, `concern_reviewer` at `/reviewer_id`, `concern_due_in_past` at `/due_at`, `case_closed`.
    pub fn reopen(
        mut self,
        case: &Case,
        by: Standing,
        asked: Asked,
        reason: String,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Moved, Rule> {
        self.require(ConcernStep::Reopen, by)?;
        self.reason = Some(reason);
        (self.settled_at, self.settled_by) = (None, None);
        self.wait(case, by, asked, task_id, now)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `concern_step`, `concern_of_another`.
    pub fn withdraw(mut self, by: Standing, reason: String, now: DateTime<Utc>) -> Result<Moved, Rule> {
        self.require(ConcernStep::Withdraw, by)?;
        self.reason = Some(reason);
        Ok(self.settle(ConcernStatus::Withdrawn, by, now).next(None))
    }

    fn require(&self, step: ConcernStep, by: Standing) -> Result<(), Rule> {
        if !step.taken_in().contains(&self.status) {
            return Err(Rule::new("concern_step", format!("This can't be done while the concern is {}.", self.status)));
        }
        let (raised, reviews) = (by.id == self.raised_by, by.id == self.reviewer_id);
        let allowed = match step {
            ConcernStep::Review | ConcernStep::Resolve => reviews,
            ConcernStep::Update => raised || reviews,
            ConcernStep::Reopen => raised || reviews || by.assigns,
            ConcernStep::Appoint => reviews || by.assigns,
            ConcernStep::Withdraw => raised || by.assigns,
        };
        if allowed {
            return Ok(());
        }
        let detail = "This is for who reviews the concern, or for who raised it. Talk to them.";
        Err(Rule::new("concern_of_another", detail))
    }

    /// Who raised a concern or is in charge of the case is a part of it.
    fn require_reviewer(&self, case: &Case, role: Role) -> Result<(), Rule> {
        let part = [self.raised_by, case.owner_id].contains(&self.reviewer_id);
        if part || !self.kind.reviewed_by(role) {
            let detail = "Ask a senior care manager, a lead, a supervisor or a director who neither raised it nor is in charge of the case; about values also a physician advisor.";
            return Err(Rule::at("concern_reviewer", "/reviewer_id", detail));
        }
        Ok(())
    }

    fn require_ahead(&self, now: DateTime<Utc>) -> Result<(), Rule> {
        if self.due_at > now {
            return Ok(());
        }
        Err(Rule::at("concern_due_in_past", "/due_at", "Choose a time that lies ahead."))
    }

    /// A dispute has two sides; where safety stands against what a person wants, the person is one of them.
    fn require_heard(&self) -> Result<(), Rule> {
        if !self.kind.is_ethical() && self.positions.len() < 2 {
            let detail = "Write down what each side says before the dispute is resolved.";
            return Err(Rule::new("concern_one_sided", detail));
        }
        let heard = self.positions.iter().any(|position| position.party == ConcernParty::Person);
        if self.kind == ConcernKind::AutonomySafety && !heard {
            let detail = "Write down what the person says and wants before it is resolved.";
            return Err(Rule::new("concern_person_unheard", detail));
        }
        Ok(())
    }

    /// Waits for who is asked to review, with work of theirs.
    fn wait(
        mut self,
        case: &Case,
        by: Standing,
        asked: Asked,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Moved, Rule> {
        self.reviewer_id = asked.reviewer_id;
        self.require_reviewer(case, asked.role)?;
        (self.status, self.due_at, self.task_id) = (ConcernStatus::Raised, asked.due_at, task_id);
        self.require_ahead(now)?;
        let task = self.review_task(case, by.id, now)?;
        Ok(self.next(Some(task)))
    }

    fn settle(mut self, status: ConcernStatus, by: Standing, now: DateTime<Utc>) -> Self {
        self.status = status;
        (self.settled_at, self.settled_by) = (Some(now), Some(by.id));
        self
    }

    /// The work of who reviews. It says nothing of the concern.
    fn review_task(&self, case: &Case, author_id: Uuid, now: DateTime<Utc>) -> Result<Change<Task>, Rule> {
        let title = "Review a concern";
        let task = Self::task(case, TaskKind::Concern, title, (self.task_id, self.reviewer_id), self.due_at);
        Task::create(Task { author_id, created_at: now, ..task }, case)
    }

    /// The look at it again is the work of who is in charge of the case, or of who reviewed what they may not read.
    fn follow_up(
        &self,
        case: &Case,
        due_at: DateTime<Utc>,
        task_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Task>, Rule> {
        let owner_id = if self.restricted { self.reviewer_id } else { case.owner_id };
        let title = "Look at a concern again";
        let task = Self::task(case, TaskKind::FollowUp, title, (task_id, owner_id), due_at);
        Task::create(Task { author_id: self.reviewer_id, created_at: now, ..task }, case)
    }

    fn task(case: &Case, kind: TaskKind, title: &str, (id, owner_id): (Uuid, Uuid), due_at: DateTime<Utc>) -> Task {
        Task {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id,
            team_id: case.team_id,
            title: title.into(),
            detail: None,
            kind,
            status: TaskStatus::Open,
            priority: TaskPriority::Routine,
            due_at,
            rank_at: due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: owner_id,
            created_at: due_at,
        }
    }

    fn next(mut self, task: Option<Change<Task>>) -> Moved {
        self.version += 1;
        Moved { concern: Change::updated(self), task }
    }
}

#[cfg(test)]
#[path = "concern_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
