//! The safety check before a visit: coded answers, what they say at least, and what a lead answers (R235).
//!
//! | answers                                                                     | at least  |
//! |-----------------------------------------------------------------------------|-----------|
//! | known violence or weapons, and surroundings that are dangerous               | by phone  |
//! | alone, and one of these two                                                 | not alone |
//! | alone, and two concerns: nothing known of violence, loose animals, surroundings that call for care, no phone reception | not alone |
//! | anything else                                                               | go        |
//!
//! The table is ours. A worker may be more careful than it, never less. Infection changes what one takes along, not whether one goes.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Visit;
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

crate::codes! {
    /// Known violence or weapons.
    pub enum ViolenceRisk {
        /// None, as far as anybody could tell who knows the person.
        None = "none",
        /// Nobody knows.
        Unknown = "unknown",
        /// Known.
        Known = "known",
    }
}

crate::codes! {
    /// Animals at the place.
    pub enum AnimalRisk {
        /// None, or none to mind.
        None = "none",
        /// Shut away or on a lead.
        Restrained = "restrained",
        /// Loose.
        Loose = "loose",
    }
}

crate::codes! {
    /// Infection at the place.
    pub enum InfectionRisk {
        /// None known.
        None = "none",
        /// Take precautions.
        Precautions = "precautions",
    }
}

crate::codes! {
    /// The neighbourhood at the hour of the visit, and its light.
    pub enum SurroundingsRisk {
        /// Nothing to mind.
        Fine = "fine",
        /// Calls for care.
        Careful = "careful",
        /// Dangerous.
        Dangerous = "dangerous",
    }
}

crate::codes! {
    /// Whether the phone works there.
    pub enum PhoneReception {
        /// It does.
        Good = "good",
        /// Now and then.
        Poor = "poor",
        /// It does not.
        None = "none",
    }
}

crate::codes! {
    /// What the check says, the freest first.
    pub enum SafetyResult {
        /// Go.
        Go = "go",
        /// Not alone: somebody must answer first.
        NotAlone = "not_alone",
        /// Not at the door: by phone.
        ByPhone = "by_phone",
    }
}

crate::codes! {
    /// What somebody answers who is asked whether a worker may go.
    pub enum CompanionAnswer {
        /// With a colleague.
        Accompanied = "accompanied",
        /// Alone all the same, for a reason.
        Alone = "alone",
        /// By phone.
        ByPhone = "by_phone",
    }
}

/// Answers of a safety check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyAnswers {
    /// Known violence or weapons.
    pub violence: ViolenceRisk,
    /// Animals.
    pub animals: AnimalRisk,
    /// Infection.
    pub infection: InfectionRisk,
    /// Neighbourhood and light.
    pub surroundings: SurroundingsRisk,
    /// Phone reception.
    pub reception: PhoneReception,
    /// True when the worker goes without a colleague.
    pub alone: bool,
}

/// A safety check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyCheck {
    /// What was answered.
    pub answers: SafetyAnswers,
    /// What follows: what the answers say, or more careful.
    pub result: SafetyResult,
}

/// Concerns of which two are too many for somebody alone. The number is ours.
const TOO_MANY: usize = 2;

impl SafetyAnswers {
    /// What the answers say at least; see the table in the file's head.
    pub fn at_least(&self) -> SafetyResult {
        let known = self.violence == ViolenceRisk::Known;
        let dangerous = self.surroundings == SurroundingsRisk::Dangerous;
        let concerns = [
            self.violence == ViolenceRisk::Unknown,
            self.animals == AnimalRisk::Loose,
            self.surroundings == SurroundingsRisk::Careful,
            self.reception == PhoneReception::None,
        ];
        let many = concerns.iter().filter(|concern| **concern).count() >= TOO_MANY;
        if known && dangerous {
            SafetyResult::ByPhone
        } else if self.alone && (known || dangerous || many) {
            SafetyResult::NotAlone
        } else {
            SafetyResult::Go
        }
    }
}

/// A check with the result that the worker chose.
///
/// # Errors
/// `visit_result_too_free` at `/result` when the answers ask for more.
pub fn check(answers: SafetyAnswers, result: SafetyResult) -> Result<SafetyCheck, Rule> {
    if result < answers.at_least() {
        let detail = match answers.at_least() {
            SafetyResult::ByPhone => "With these answers nobody goes there. Call the person instead.",
            _ => "With these answers nobody goes alone. Ask your lead, or take a colleague along.",
        };
        return Err(Rule::at("visit_result_too_free", "/result", detail));
    }
    Ok(SafetyCheck { answers, result })
}

/// What somebody said who was asked whether a worker may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanionDecision {
    /// The answer.
    pub answer: CompanionAnswer,
    /// Who goes along.
    pub companion_id: Option<Uuid>,
    /// Why the worker goes alone all the same, or what else to mind.
    pub reason: Option<String>,
    /// Who said so.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

impl CompanionDecision {
    /// The decision about the visit of `staff_id`, when it is whole.
    ///
    /// # Errors
    /// `visit_companion_required` at `/companion_id`, `visit_decision_reason_required` at `/reason`.
    pub fn check(mut self, staff_id: Uuid) -> Result<Self, Rule> {
        self.reason = self.reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        self.companion_id = self.companion_id.filter(|_| self.answer == CompanionAnswer::Accompanied);
        match self.answer {
            CompanionAnswer::Accompanied if self.companion_id.is_none_or(|id| id == staff_id) => {
                Err(Rule::at("visit_companion_required", "/companion_id", "Say which colleague goes along."))
            }
            CompanionAnswer::Alone if self.reason.is_none() => {
                Err(Rule::at("visit_decision_reason_required", "/reason", "Say why it is safe to go alone."))
            }
            _ => Ok(self),
        }
    }
}

/// How soon somebody who is asked about a visit should answer. Source: ours: the worker waits with the keys in their hand.
const ANSWER_WITHIN: TimeDelta = TimeDelta::minutes(30);

/// The task by which somebody is asked about a visit; none when nobody is, or when the case is closed by then. It is done once they
/// have answered, and by nothing else.
pub fn ask_task(visit: &Visit, case: &Case, id: Uuid) -> Option<Change<Task>> {
    let task = Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: visit.asked_id?,
        team_id: case.team_id,
        title: "Say whether a colleague may visit alone".into(),
        detail: None,
        kind: TaskKind::VisitSafety,
        status: TaskStatus::Open,
        priority: TaskPriority::Asap,
        due_at: visit.checked_at + ANSWER_WITHIN,
        rank_at: visit.checked_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id: visit.staff_id,
        created_at: visit.checked_at,
    };
    Task::create(task, case).ok()
}
