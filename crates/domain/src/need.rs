//! A need: what the plan must address (FHIR Condition).
//!
//! | from      | to                                     |
//! |-----------|----------------------------------------|
//! | candidate | active, declined                       |
//! | active    | deferred, declined, resolved           |
//! | deferred  | active, declined, resolved             |
//! | declined  | active                                 |
//! | resolved  | active                                 |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

crate::codes! {
    /// State of a need.
    pub enum NeedStatus {
        /// Proposed by an import or an assessment; nobody has confirmed it.
        Candidate = "candidate",
        /// The plan must address it.
        Active = "active",
        /// Put off, with a reason.
        Deferred = "deferred",
        /// The person does not want it addressed.
        Declined = "declined",
        /// Gone.
        Resolved = "resolved",
    }
}

crate::codes! {
    /// Domain of a need (R050-R058).
    pub enum NeedKind {
        /// Clinical.
        Clinical = "clinical",
        /// Functional.
        Functional = "functional",
        /// Behavioral.
        Behavioral = "behavioral",
        /// Social.
        Social = "social",
        /// Caregiver.
        Caregiver = "caregiver",
        /// Environment.
        Environment = "environment",
        /// Financial.
        Financial = "financial",
    }
}

/// A need of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// Domain.
    pub kind: NeedKind,
    /// What it is.
    pub title: String,
    /// Code, when coded.
    pub code: Option<String>,
    /// Code system URI.
    pub code_system: Option<String>,
    /// State.
    pub status: NeedStatus,
    /// Why it was deferred, declined or resolved.
    pub reason: Option<String>,
    /// Since when the person has it.
    pub onset_on: Option<NaiveDate>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// Source system and id.
    pub source: Option<String>,
}

impl Need {
    /// Moves the need to another state.
    ///
    /// # Errors
    /// `need_transition` for an illegal move, `need_reason_required` when deferring, declining or resolving without a reason.
    pub fn change_to(mut self, status: NeedStatus, reason: Option<String>) -> Result<Change<Self>, Rule> {
        use NeedStatus as S;
        if status != self.status {
            let legal = matches!(
                (self.status, status),
                (S::Candidate, S::Active | S::Declined)
                    | (S::Active, S::Deferred | S::Declined | S::Resolved)
                    | (S::Deferred, S::Active | S::Declined | S::Resolved)
                    | (S::Declined | S::Resolved, S::Active)
            );
            if !legal {
                return Err(Rule::at(
                    "need_transition",
                    "/status",
                    format!("A need that is {} can't become {status}.", self.status),
                ));
            }
            if status != S::Active && reason.as_deref().is_none_or(|text| text.trim().is_empty()) {
                return Err(Rule::at(
                    "need_reason_required",
                    "/reason",
                    "Say why, so that the team can follow the decision.",
                ));
            }
            self.status = status;
            self.reason = reason;
        }
        self.version += 1;
        Ok(Change::updated(self))
    }
}
