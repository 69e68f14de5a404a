//! A consultation: a question about a case to somebody with more experience or authority (R028, R099), or a case that is escalated
//! to them (R025). Who is asked owns it, it has a time, and it ends with an answer that is taken or not.
//!
//! | from     | action   | who                             | to        |
//! |----------|----------|---------------------------------|-----------|
//! | -        | ask      | whoever works on the case       | asked     |
//! | asked    | answer   | who is asked                    | answered  |
//! | asked    | decline  | who is asked, with a reason     | declined  |
//! | asked    | withdraw | who asked, with a reason        | withdrawn |
//! | answered | take     | who asked, or the case's owner  | taken     |
//! | answered | leave    | the same, with a reason         | not_taken |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::access::Role;
use crate::care_plan::occurrence::EndReason;
use crate::case::{Case, CaseMember, MemberRole};
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

crate::codes! {
    /// What is asked.
    pub enum ConsultationKind {
        /// A question: who asks goes on working and decides.
        Question = "question",
        /// The case is beyond who works on it: who is asked resolves it.
        Escalation = "escalation",
    }
}

crate::codes! {
    /// State of a consultation.
    pub enum ConsultationStatus {
        /// Waits for who is asked.
        Asked = "asked",
        /// Answered; who asked has not yet said what follows.
        Answered = "answered",
        /// The answer is followed.
        Taken = "taken",
        /// The answer is not followed, with a reason.
        NotTaken = "not_taken",
        /// Who was asked passed it on, with a reason.
        Declined = "declined",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
    }
}

/// A consultation.
#[derive(Debug, Clone, PartialEq)]
pub struct Consultation {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// What is asked for.
    pub kind: ConsultationKind,
    /// State.
    pub status: ConsultationStatus,
    /// Who asked.
    pub asked_by: Uuid,
    /// Who is asked.
    pub consultant_id: Uuid,
    /// The question, with what must be known to answer it.
    pub question: String,
    /// By when the answer is needed.
    pub due_at: DateTime<Utc>,
    /// The work of who is asked.
    pub task_id: Uuid,
    /// The answer, or how an escalation was resolved.
    pub answer: Option<String>,
    /// What should be done.
    pub recommendation: Option<String>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was declined, withdrawn or not taken.
    pub reason: Option<String>,
    /// Who settled it.
    pub settled_by: Option<Uuid>,
    /// When.
    pub settled_at: Option<DateTime<Utc>>,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
}

/// True when colleagues of this role are consulted: a senior colleague or whoever leads, and for a question a physician advisor.
pub fn may_be_asked(role: Role, kind: ConsultationKind) -> bool {
    match role {
        Role::SeniorCareManager | Role::Lead | Role::Supervisor | Role::Director => true,
        Role::PhysicianAdvisor => kind == ConsultationKind::Question,
        _ => false,
    }
}

impl Consultation {
    /// Asks, which gives work to who is asked.
    ///
    /// # Errors
    /// `case_closed`, `consultation_to_oneself`, `consultation_role`, `consultation_due_in_past`.
    pub fn ask(self, case: &Case, role: Role) -> Result<(Change<Self>, Change<Task>), Rule> {
        let refused = |code, pointer: &str, detail: &str| Err(Rule::at(code, pointer, detail));
        if self.asked_by == self.consultant_id {
            return refused("consultation_to_oneself", "/consultant_id", "Ask a colleague.");
        }
        if !may_be_asked(role, self.kind) {
            let detail = "Ask a senior care manager, a lead, a supervisor or a director; for a question also a physician advisor.";
            return refused("consultation_role", "/consultant_id", detail);
        }
        if self.due_at <= self.created_at {
            return refused("consultation_due_in_past", "/due_at", "Choose a time that lies ahead.");
        }
        let task = Task::create(self.task(case), case)?;
        Ok((Change::created(self), task))
    }

    /// Who is asked joins the care team, so that they see the person.
    pub fn joining(&self, id: Uuid) -> Change<CaseMember> {
        Change::created(CaseMember {
            id,
            version: 1,
            case_id: self.case_id,
            person_id: self.person_id,
            staff_id: self.consultant_id,
            role: MemberRole::Consultant,
            starts_at: self.created_at,
            ends_at: None,
        })
    }

    /// Answers with what is thought and, apart from it, what should be done.
    ///
    /// # Errors
    /// `consultation_of_another`, `consultation_settled`.
    pub fn answer(
        mut self,
        by: Uuid,
        answer: String,
        recommendation: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_consultant(by)?;
        self.require(ConsultationStatus::Asked)?;
        self.status = ConsultationStatus::Answered;
        self.answer = Some(answer);
        self.recommendation = recommendation;
        self.answered_at = Some(now);
        Ok(self.next())
    }

    /// Who is asked can't answer.
    ///
    /// # Errors
    /// `consultation_of_another`, `consultation_settled`.
    pub fn decline(self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_consultant(by)?;
        self.require(ConsultationStatus::Asked)?;
        Ok(self.settle(ConsultationStatus::Declined, by, Some(reason), now))
    }

    /// Takes the question back.
    ///
    /// # Errors
    /// `consultation_of_another`, `consultation_settled`.
    pub fn withdraw(self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if by != self.asked_by {
            return Err(Rule::new("consultation_of_another", "Only who asked can take the question back."));
        }
        self.require(ConsultationStatus::Asked)?;
        Ok(self.settle(ConsultationStatus::Withdrawn, by, Some(reason), now))
    }

    /// The case was closed: nobody needs the answer any more.
    ///
    /// # Errors
    /// `consultation_settled`.
    pub fn lapse(self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(ConsultationStatus::Asked)?;
        Ok(self.settle(ConsultationStatus::Withdrawn, by, Some(EndReason::CaseClosed.sentence().into()), now))
    }

    /// Says whether the answer is followed.
    ///
    /// # Errors
    /// `consultation_of_another`, `consultation_not_answered`, `consultation_reason_required` when it is not followed without a
    /// reason.
    pub fn decide(
        self,
        case: &Case,
        by: Uuid,
        taken: bool,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if by != self.asked_by && by != case.owner_id {
            let detail = "Who asked, or the owner of the case, says whether the answer is followed.";
            return Err(Rule::new("consultation_of_another", detail));
        }
        self.require(ConsultationStatus::Answered)?;
        if !taken && reason.as_deref().is_none_or(|text| text.trim().is_empty()) {
            let detail = "Say why the answer is not followed, so that the team understands it.";
            return Err(Rule::at("consultation_reason_required", "/reason", detail));
        }
        let status = if taken { ConsultationStatus::Taken } else { ConsultationStatus::NotTaken };
        Ok(self.settle(status, by, reason, now))
    }

    fn require_consultant(&self, by: Uuid) -> Result<(), Rule> {
        if by == self.consultant_id {
            return Ok(());
        }
        Err(Rule::new("consultation_of_another", "Only who is asked can answer."))
    }

    fn require(&self, status: ConsultationStatus) -> Result<(), Rule> {
        if self.status == status {
            return Ok(());
        }
        Err(match status {
            ConsultationStatus::Answered => {
                Rule::new("consultation_not_answered", "There is no answer to decide about, or it was decided already.")
            }
            _ => Rule::new("consultation_settled", format!("This consultation is {} already.", self.status)),
        })
    }

    fn settle(
        mut self,
        status: ConsultationStatus,
        by: Uuid,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Change<Self> {
        self.status = status;
        self.reason = reason;
        self.settled_by = Some(by);
        self.settled_at = Some(now);
        self.next()
    }

    /// The work of who is asked. It says nothing of the question.
    fn task(&self, case: &Case) -> Task {
        let escalates = self.kind == ConsultationKind::Escalation;
        Task {
            id: self.task_id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: self.consultant_id,
            team_id: case.team_id,
            title: if escalates { "Resolve an escalation" } else { "Answer a consultation" }.into(),
            detail: None,
            kind: TaskKind::Consultation,
            status: TaskStatus::Open,
            priority: if escalates { TaskPriority::Urgent } else { TaskPriority::Routine },
            due_at: self.due_at,
            rank_at: self.due_at,
            snoozed_until: None,
            snooze_reason: None,
            completed_at: None,
            result: None,
            care_plan_id: None,
            intervention_id: None,
            author_id: self.asked_by,
            created_at: self.created_at,
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[path = "consultation_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
