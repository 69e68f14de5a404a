//! An alert: a safety trigger that nobody can close without a coded outcome by an allowed role (N7).
//!
//! | from         | action      | to           |
//! |--------------|-------------|--------------|
//! | -            | trigger     | open         |
//! | open         | acknowledge | acknowledged |
//! | open, acknowledged | close (coded outcome, detail) | closed |

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};
use crate::rank;

crate::codes! {
    /// State of an alert.
    pub enum AlertStatus {
        /// Nobody has taken it up.
        Open = "open",
        /// Somebody is on it.
        Acknowledged = "acknowledged",
        /// Closed with an outcome.
        Closed = "closed",
    }
}

crate::codes! {
    /// What an alert warns of.
    pub enum AlertKind {
        /// Thoughts of death or self-harm were reported (PHQ-9 item 9 at 1 or more).
        SuicideRisk = "suicide_risk",
    }
}

crate::codes! {
    /// How serious it is.
    pub enum AlertSeverity {
        /// Evaluate on the same day.
        High = "high",
        /// Act at once.
        Critical = "critical",
    }
}

crate::codes! {
    /// The outcomes with which a safety alert may be closed.
    pub enum AlertOutcome {
        /// A safety plan was made with the person.
        SafetyPlanCompleted = "safety_plan_completed",
        /// A clinician evaluated the person: no imminent risk.
        EvaluatedNoImminentRisk = "evaluated_no_imminent_risk",
        /// Emergency services were called.
        EmergencyServicesCalled = "emergency_services_called",
        /// The person was admitted.
        Admitted = "admitted",
        /// The person was handed to a clinician, person to person.
        WarmHandoff = "warm_handoff",
        /// Asked again and confirmed: an error of entry.
        FalsePositiveConfirmed = "false_positive_confirmed",
    }
}

/// A safety alert (FHIR Flag).
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case in which it was raised.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Who must act.
    pub owner_id: Uuid,
    /// The case's team.
    pub team_id: Uuid,
    /// Kind.
    pub kind: AlertKind,
    /// What triggered it, in words without the answer itself.
    pub trigger: String,
    /// The assessment that triggered it.
    pub assessment_id: Option<Uuid>,
    /// Severity.
    pub severity: AlertSeverity,
    /// State.
    pub status: AlertStatus,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it must have been acted upon.
    pub due_at: DateTime<Utc>,
    /// Key of the ranked worklist.
    pub rank_at: DateTime<Utc>,
    /// Who said they are on it.
    pub acknowledged_by: Option<Uuid>,
    /// Coded outcome.
    pub outcome: Option<AlertOutcome>,
    /// What was done.
    pub detail: Option<String>,
    /// Who closed it.
    pub closed_by: Option<Uuid>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Hours in which a suicide-risk alert must be acted upon: the same day, at most four hours. Source: rules.md I-1, I-3 ("open C-SSRS now").
pub const SUICIDE_RISK_HOURS: i64 = 4;

impl Alert {
    /// Opens the alert that PHQ-9 item 9 demands.
    pub fn suicide_risk(
        id: Uuid,
        case: &Case,
        assessment_id: Uuid,
        trigger: String,
        now: DateTime<Utc>,
    ) -> Change<Self> {
        let due_at = now + TimeDelta::hours(SUICIDE_RISK_HOURS);
        Change::created(Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: case.owner_id,
            team_id: case.team_id,
            kind: AlertKind::SuicideRisk,
            trigger,
            assessment_id: Some(assessment_id),
            severity: AlertSeverity::Critical,
            status: AlertStatus::Open,
            opened_at: now,
            due_at,
            rank_at: rank::rank_at(due_at, rank::alert_points(case.tier)),
            acknowledged_by: None,
            outcome: None,
            detail: None,
            closed_by: None,
            closed_at: None,
        })
    }

    /// Somebody says they are on it. The alert stays on the list.
    ///
    /// # Errors
    /// `alert_not_open`.
    pub fn acknowledge(mut self, by: Uuid) -> Result<Change<Self>, Rule> {
        if self.status != AlertStatus::Open {
            return Err(Rule::new("alert_not_open", format!("This alert is already {}.", self.status)));
        }
        self.status = AlertStatus::Acknowledged;
        self.acknowledged_by = Some(by);
        Ok(self.next())
    }

    /// Closes the alert with a coded outcome. Whether the role may is decided by the capability `alert_close`;
    /// a licence is needed as well, because the outcome is a clinical judgement.
    ///
    /// # Errors
    /// `alert_closed`, `licence_required`.
    pub fn close(
        mut self,
        outcome: AlertOutcome,
        detail: String,
        by: Uuid,
        licensed: bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status == AlertStatus::Closed {
            return Err(Rule::new("alert_closed", "This alert is already closed."));
        }
        if !licensed {
            return Err(Rule::new(
                "licence_required",
                "Closing a safety alert is a clinical judgement: it needs an active licence. Ask a licensed colleague.",
            ));
        }
        self.status = AlertStatus::Closed;
        self.outcome = Some(outcome);
        self.detail = Some(detail);
        self.closed_by = Some(by);
        self.closed_at = Some(now);
        Ok(self.next())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}
