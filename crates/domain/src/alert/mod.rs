//! An alert: a safety trigger that nobody can close without a coded outcome by an allowed role (N7).
//!
//! | from         | action      | to           |
//! |--------------|-------------|--------------|
//! | -            | trigger     | open         |
//! | open         | acknowledge | acknowledged |
//! | open, acknowledged | close (coded outcome, detail; a safety plan only while one is in force) | closed |
//!
//! Until it is closed it moves up and asks more people, see [`escalation`].

pub mod escalation;
pub mod field;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use self::escalation::{Ask, Escalation, Staffing};
use crate::case::Case;
use crate::change::{Change, Rule};
use crate::instrument::{self, Instrument, SUICIDE_SCREENER, Trigger, UNSAFE_RELATIONSHIP, Urgency};
use crate::rank;
use crate::scope::Verdict;

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
        /// Thoughts of death or self-harm (PHQ-9 item 9 at 1 or more), or moderate or high risk in the C-SSRS screener.
        SuicideRisk = "suicide_risk",
        /// Not safe with people close to them (AHC-HRSN safety items above 10).
        UnsafeRelationship = "unsafe_relationship",
        /// A worker has not checked out of a visit, see [`field`].
        WorkerOverdue = "worker_overdue",
    }
}

impl AlertKind {
    fn of(trigger: &Trigger) -> Self {
        if trigger.code == UNSAFE_RELATIONSHIP { Self::UnsafeRelationship } else { Self::SuicideRisk }
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
        /// Somebody spoke with the worker: they are safe.
        WorkerSafe = "worker_safe",
        /// The worker was threatened or had an accident, and is safe now.
        WorkerSafeAfterIncident = "worker_safe_after_incident",
        /// The worker is hurt, and is being cared for.
        WorkerHurt = "worker_hurt",
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
    /// How far up it has gone.
    pub escalation: Escalation,
    /// Who is asked beside the owner, in the order in which they were asked.
    pub asked: Vec<Ask>,
    /// When the next step begins; see [`Alert::next_step`].
    pub escalates_at: Option<DateTime<Utc>>,
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

/// Hours in which an alert that calls for action at once must be acted upon. Source: rules.md I-1 and I-3, "immediate"; the
/// number is ours.
pub const IMMEDIATE_HOURS: i64 = 1;
/// Hours in which an alert that calls for action on the same day must be acted upon. Source: rules.md I-3 and I-4, "same day";
/// the number is ours.
pub const SAME_DAY_HOURS: i64 = 4;

impl Alert {
    /// Opens the alerts that the triggers which fired demand: one of each kind, for the most urgent trigger. A trigger that
    /// calls for a follow-up only opens none. Who covers is asked at once while the owner is off.
    pub fn raise(
        case: &Case,
        assessment_id: Uuid,
        instrument: &Instrument,
        fired: &[String],
        staffing: &Staffing,
        new_id: &mut dyn FnMut() -> Uuid,
        now: DateTime<Utc>,
    ) -> Vec<Change<Self>> {
        let mut alerts: Vec<(AlertKind, AlertSeverity, &Trigger)> = Vec::new();
        for trigger in instrument.triggers.iter().filter(|trigger| fired.iter().any(|code| code == trigger.code)) {
            let severity = match trigger.urgency {
                Urgency::Immediate => AlertSeverity::Critical,
                Urgency::SameDay => AlertSeverity::High,
                Urgency::FollowUp => continue,
            };
            let kind = AlertKind::of(trigger);
            match alerts.iter_mut().find(|(known, ..)| *known == kind) {
                Some(known) if known.1 == AlertSeverity::Critical => {}
                Some(known) => *known = (kind, severity, trigger),
                None => alerts.push((kind, severity, trigger)),
            }
        }
        let text = |trigger: &Trigger| format!("{}: {}", instrument.title, trigger.finding);
        alerts
            .into_iter()
            .map(|(kind, severity, trigger)| {
                let alert = Self::new(new_id(), case, kind, severity, assessment_id, text(trigger), now);
                Change::created(alert.opened(staffing))
            })
            .collect()
    }

    fn new(
        id: Uuid,
        case: &Case,
        kind: AlertKind,
        severity: AlertSeverity,
        assessment_id: Uuid,
        trigger: String,
        now: DateTime<Utc>,
    ) -> Self {
        let hours = match severity {
            AlertSeverity::Critical => IMMEDIATE_HOURS,
            AlertSeverity::High => SAME_DAY_HOURS,
        };
        let due_at = now + TimeDelta::hours(hours);
        Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: case.owner_id,
            team_id: case.team_id,
            kind,
            trigger,
            assessment_id: Some(assessment_id),
            severity,
            status: AlertStatus::Open,
            opened_at: now,
            due_at,
            rank_at: rank::rank_at(due_at, rank::alert_points(case.tier)),
            escalation: Escalation::Owner,
            asked: Vec::new(),
            escalates_at: None,
            acknowledged_by: None,
            outcome: None,
            detail: None,
            closed_by: None,
            closed_at: None,
        }
    }

    /// The instrument that evaluates what it warns of, until it is closed: the C-SSRS screener for thoughts that another instrument
    /// found (I-1).
    pub fn evaluated_by(&self) -> Option<&'static Instrument> {
        let screener = instrument::find(SUICIDE_SCREENER)?;
        // What triggered it begins with the title of the instrument that did.
        let is_screened = self.trigger.starts_with(screener.title);
        (self.kind == AlertKind::SuicideRisk && self.status != AlertStatus::Closed && !is_screened).then_some(screener)
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
    /// the scope of practice must allow it as well, because the outcome is a clinical judgement. `planned` is true while a crisis
    /// plan of the person is in force: nobody can say that one was made when there is none to open.
    ///
    /// # Errors
    /// `alert_closed`, `alert_outcome_unfit`, `alert_detail_required`, `crisis_plan_required`, and the reasons of
    /// [`crate::scope::judge`].
    pub fn close(
        mut self,
        outcome: AlertOutcome,
        detail: String,
        by: Uuid,
        scope: Verdict,
        planned: bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status == AlertStatus::Closed {
            return Err(Rule::new("alert_closed", "This alert is already closed."));
        }
        if !self.kind.is_about_worker() {
            scope.require()?;
        }
        if !outcome.fits(self.kind) {
            let detail = "This outcome is not about what the alert warns of. Choose one that says how they are.";
            return Err(Rule::at("alert_outcome_unfit", "/outcome", detail));
        }
        if detail.trim().is_empty() {
            return Err(Rule::at("alert_detail_required", "/detail", "Say what was done, and with whom."));
        }
        if outcome == AlertOutcome::SafetyPlanCompleted && !planned {
            return Err(Rule::at(
                "crisis_plan_required",
                "/outcome",
                "This person has no crisis plan in force. Write it with them and sign it off, then close the alert.",
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
        self.escalates_at = self.next_step().map(|(_, at)| at);
        Change::updated(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
