//! A stay: an inpatient, observation, emergency or facility episode (FHIR Encounter).
//!
//! | from        | action    | to          |
//! |-------------|-----------|-------------|
//! | -           | admit     | in_progress |
//! | in_progress | discharge | finished    |
//! | any but cancelled | cancel | cancelled |

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::local_date;

crate::codes! {
    /// Class of a stay.
    pub enum StayClass {
        /// Acute inpatient.
        Inpatient = "inpatient",
        /// Observation.
        Observation = "observation",
        /// Emergency department.
        Emergency = "emergency",
        /// Skilled nursing or other facility.
        Facility = "facility",
    }
}

crate::codes! {
    /// State of a stay.
    pub enum StayStatus {
        /// The person is there.
        InProgress = "in_progress",
        /// Discharged.
        Finished = "finished",
        /// Entered in error or cancelled.
        Cancelled = "cancelled",
    }
}

/// A stay.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// Class.
    pub class: StayClass,
    /// State.
    pub status: StayStatus,
    /// Name of the place.
    pub facility: String,
    /// Reason for the stay.
    pub reason: Option<String>,
    /// Begin.
    pub admitted_at: DateTime<Utc>,
    /// End.
    pub discharged_at: Option<DateTime<Utc>>,
    /// Where the person went.
    pub destination: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// Source system and id.
    pub source: Option<String>,
}

impl Stay {
    /// Records a stay, already ended or not.
    ///
    /// # Errors
    /// `stay_in_future`, `stay_ends_before_it_begins`.
    pub fn admit(stay: Self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if stay.admitted_at > now {
            return Err(Rule::at("stay_in_future", "/admitted_at", "A stay can't begin in the future."));
        }
        let Some(discharged_at) = stay.discharged_at else {
            return Ok(stay.created());
        };
        stay.check_end(discharged_at, now)?;
        let mut stay = stay;
        stay.status = StayStatus::Finished;
        let discharged = Event::new(EventKind::Discharged, stay.id, discharged_at);
        let anchors = stay.anchors_deadlines();
        let change = stay.created();
        Ok(if anchors { change.with(discharged) } else { change })
    }

    /// Ends the stay.
    ///
    /// # Errors
    /// `stay_not_in_progress`, `stay_ends_before_it_begins`, `stay_in_future`.
    pub fn discharge(
        mut self,
        at: DateTime<Utc>,
        destination: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != StayStatus::InProgress {
            return Err(Rule::new("stay_not_in_progress", "This stay has already ended."));
        }
        self.check_end(at, now)?;
        self.status = StayStatus::Finished;
        self.discharged_at = Some(at);
        self.destination = destination;
        self.version += 1;
        let event = Event::new(EventKind::Discharged, self.id, at);
        let anchors = self.anchors_deadlines();
        let change = Change::updated(self);
        Ok(if anchors { change.with(event) } else { change })
    }

    /// Cancels the stay; the deadlines it anchored are cancelled with it.
    ///
    /// # Errors
    /// `stay_cancelled`.
    pub fn cancel(mut self, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status == StayStatus::Cancelled {
            return Err(Rule::new("stay_cancelled", "This stay is already cancelled."));
        }
        self.status = StayStatus::Cancelled;
        self.cancel_reason = Some(reason);
        self.version += 1;
        let event = Event::new(EventKind::StayCancelled, self.id, now);
        Ok(Change::updated(self).with(event))
    }

    /// Only acute inpatient and observation stays anchor assessment and outreach deadlines (T-1, T-4).
    pub fn anchors_deadlines(&self) -> bool {
        matches!(self.class, StayClass::Inpatient | StayClass::Observation)
    }

    fn created(self) -> Change<Self> {
        let event = Event::new(EventKind::Admitted, self.id, self.admitted_at);
        let anchors = self.anchors_deadlines();
        let change = Change::created(self);
        if anchors { change.with(event) } else { change }
    }

    fn check_end(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Rule> {
        if at < self.admitted_at {
            return Err(Rule::at(
                "stay_ends_before_it_begins",
                "/discharged_at",
                "The discharge lies before the admission.",
            ));
        }
        if at > now {
            return Err(Rule::at("stay_in_future", "/discharged_at", "A discharge can't lie in the future."));
        }
        Ok(())
    }
}

/// Length of stay in days: the day of discharge minus the day of admission, and 1 for a stay of a single day. `None` when it
/// ends before it begins.
pub fn los_days(admitted_on: NaiveDate, discharged_on: NaiveDate) -> Option<u32> {
    u32::try_from((discharged_on - admitted_on).num_days()).ok().map(|days| days.max(1))
}

/// Days within which coming back counts as a readmission. Source: rules.md, K-1 (NCQA PCR).
pub const READMISSION_DAYS: i64 = 30;

/// The earlier stay that `stay` is a readmission to, and the days between: an inpatient or observation stay that ended 2 to 30 days
/// before this one began; within a day it is a transfer. Whether it was planned is not known on arrival. Source: rules.md, K-1.
pub fn readmission<'a>(stay: &Stay, others: &'a [Stay], zone: Tz) -> Option<(&'a Stay, i64)> {
    let counts = |stay: &Stay| stay.anchors_deadlines() && stay.status != StayStatus::Cancelled;
    if !counts(stay) {
        return None;
    }
    let began_on = local_date(stay.admitted_at, zone);
    let earlier = others.iter().filter(|other| other.id != stay.id && counts(other)).filter_map(|other| {
        let ended_at = other.discharged_at.filter(|at| *at <= stay.admitted_at)?;
        Some((other, (began_on - local_date(ended_at, zone)).num_days()))
    });
    earlier.min_by_key(|(_, days)| *days).filter(|(_, days)| (2..=READMISSION_DAYS).contains(days))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn stay(id: u128, from: &str, to: Option<&str>) -> Stay {
        let at = |day: &str| format!("{day}T15:00:00Z").parse().unwrap();
        Stay {
            id: Uuid::from_u128(id),
            version: 1,
            person_id: Uuid::nil(),
            class: StayClass::Inpatient,
            status: if to.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
            facility: "General".into(),
            reason: None,
            admitted_at: at(from),
            discharged_at: to.map(at),
            destination: None,
            cancel_reason: None,
            source: None,
        }
    }

    #[test]
    fn coming_back_within_30_days_is_a_readmission_and_within_a_day_a_transfer() {
        let first = [stay(1, "2026-03-01", Some("2026-03-05"))];
        let days = |from: &str| readmission(&stay(2, from, None), &first, Tz::UTC).map(|(_, days)| days);
        assert_eq!(days("2026-03-06"), None);
        assert_eq!(days("2026-03-07"), Some(2));
        assert_eq!(days("2026-04-04"), Some(30));
        assert_eq!(days("2026-04-05"), None);
    }

    #[test]
    fn an_emergency_visit_and_a_cancelled_stay_are_no_readmission() {
        let first = [stay(1, "2026-03-01", Some("2026-03-05"))];
        let emergency = Stay { class: StayClass::Emergency, ..stay(2, "2026-03-10", None) };
        assert_eq!(readmission(&emergency, &first, Tz::UTC), None);
        let cancelled = [Stay { status: StayStatus::Cancelled, ..first[0].clone() }];
        assert_eq!(readmission(&stay(2, "2026-03-10", None), &cancelled, Tz::UTC), None);
    }

    #[test]
    fn tv_0_los_is_the_difference_of_the_dates_and_at_least_one_day() {
        let los = |from: &str, to: &str| los_days(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(los("2026-03-02", "2026-03-09"), Some(7));
        assert_eq!(los("2026-03-02", "2026-03-02"), Some(1));
        assert_eq!(los("2028-02-28", "2028-03-01"), Some(2));
        assert_eq!(los("2026-03-02", "2026-03-01"), None);
    }
}
