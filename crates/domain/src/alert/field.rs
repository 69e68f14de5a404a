//! The alert about a worker in the field who is overdue (R235, N7). It is about the worker, not about the person who is visited: it
//! is owned by the worker, counts for nothing in the person's acuity, and needs no licence to be closed, only an answer how the
//! worker is.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::escalation::{Escalation, Staffing};
use super::{Alert, AlertKind, AlertOutcome, AlertSeverity, AlertStatus, IMMEDIATE_HOURS};
use crate::case::Case;
use crate::change::Change;
use crate::rank;
use crate::visit::Visit;

impl AlertKind {
    /// True for what is about a worker and not about the person.
    pub fn is_about_worker(self) -> bool {
        self == Self::WorkerOverdue
    }
}

impl AlertOutcome {
    /// True when an alert of this kind may be closed with the outcome: about a worker one says how they are.
    pub fn fits(self, kind: AlertKind) -> bool {
        let about_worker = matches!(self, Self::WorkerSafe | Self::WorkerSafeAfterIncident | Self::WorkerHurt);
        about_worker == kind.is_about_worker()
    }
}

impl Alert {
    /// Opens the alert about the overdue worker of a visit. The worker is asked first; see [`super::escalation`] for who is next.
    pub fn worker_overdue(
        id: Uuid,
        visit: &Visit,
        case: &Case,
        staffing: &Staffing,
        now: DateTime<Utc>,
    ) -> Change<Self> {
        let due_at = now + TimeDelta::hours(IMMEDIATE_HOURS);
        let trigger = match visit.arrived_at {
            Some(_) => "A worker has not checked out of a visit",
            None => "A worker set out on a visit and was not heard of since",
        };
        let alert = Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            owner_id: visit.staff_id,
            team_id: case.team_id,
            kind: AlertKind::WorkerOverdue,
            trigger: trigger.into(),
            assessment_id: None,
            severity: AlertSeverity::Critical,
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
        };
        Change::created(alert.opened(staffing))
    }
}
