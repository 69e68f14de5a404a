//! Transitional care management (CPT 99495, 99496): what keeps a discharge eligible. Source: rules.md, T-5; CMS MLN.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{PromiseKind, Transition};
use crate::clock::{in_time, local_date};
use crate::contact::{Contact, ContactOutcome, ContactWith, Direction};
use crate::deadline::{Deadline, DeadlineStatus};
use crate::rulebook::catalogue;

/// Documented attempts in time that keep eligibility when nobody was reached.
pub const ATTEMPTS: usize = 2;

crate::codes! {
    /// Where the contact within 2 business days stands.
    pub enum TcmContact {
        /// Somebody was reached in time.
        Reached = "reached",
        /// Nobody was, and two documented attempts in time keep eligibility.
        Attempted = "attempted",
        /// There is time.
        Pending = "pending",
        /// The time is over.
        Lost = "lost",
        /// It does not count any more.
        Ended = "ended",
    }
}

/// Attempts to reach the person or a caregiver between a discharge and the due time of the contact.
pub fn attempts(contacts: &[Contact], from: DateTime<Utc>, due_at: DateTime<Utc>) -> usize {
    let counts = |contact: &&Contact| {
        contact.direction == Direction::Outbound
            && contact.outcome != ContactOutcome::Reached
            && matches!(contact.with, ContactWith::Person | ContactWith::Caregiver)
            && contact.occurred_at >= from
            && in_time(contact.occurred_at, due_at)
    };
    contacts.iter().filter(counts).count()
}

/// Where the contact stands: `deadline` is that of T-5.contact, `attempts` those of [`attempts`].
pub fn contact_standing(deadline: &Deadline, attempts: usize, now: DateTime<Utc>) -> TcmContact {
    match deadline.status {
        DeadlineStatus::Met => TcmContact::Reached,
        DeadlineStatus::Cancelled => TcmContact::Ended,
        _ if attempts >= ATTEMPTS => TcmContact::Attempted,
        DeadlineStatus::Open if !deadline.is_overdue(now) => TcmContact::Pending,
        _ => TcmContact::Lost,
    }
}

/// Whether medicines were compared after the discharge and no later than on the day of the visit; `None` before the visit.
pub fn reconciled_by_visit(transition: &Transition, discharged_at: DateTime<Utc>, zone: Tz) -> Option<bool> {
    let visit = local_date(transition.first_kept(PromiseKind::FollowUpVisit)?, zone);
    let first = transition.parts.reconciled_after(discharged_at, zone);
    Some(first.is_some_and(|at| local_date(at, zone) <= visit))
}

/// The last day of the service period: the day of discharge and 29 more.
pub fn period_ends_on(discharged_on: NaiveDate) -> Option<NaiveDate> {
    let rule = catalogue::find("T-5.period_end", discharged_on, catalogue::COUNTRY).ok()?;
    rule.last_day(discharged_on)
}
