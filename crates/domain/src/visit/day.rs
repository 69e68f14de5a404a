//! The visits of a worker's day, in the order in which they make them.
//!
//! | appointment        | visit    | stop      |
//! |--------------------|----------|-----------|
//! | any                | arrived  | arrived   |
//! | any                | departed | departed  |
//! | missed, cancelled  | not yet  | cancelled |
//! | kept               | not yet  | departed  |
//! | arrived            | not yet  | arrived   |
//! | booked             | not yet  | planned, or on the way |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::VisitStatus;
use crate::appointment::AppointmentStatus;
use crate::change::{Change, Rule};

crate::codes! {
    /// State of a stop.
    pub enum StopStatus {
        /// To come.
        Planned = "planned",
        /// On the way there.
        OnTheWay = "on_the_way",
        /// There.
        Arrived = "arrived",
        /// Done.
        Departed = "departed",
        /// It falls through.
        Cancelled = "cancelled",
    }
}

impl StopStatus {
    /// The state of a stop from its appointment and from how far its visit has got; see the table in the file's head.
    pub fn of(appointment: AppointmentStatus, visit: Option<VisitStatus>) -> Self {
        use AppointmentStatus as A;
        match (appointment, visit) {
            (_, Some(VisitStatus::Arrived)) => Self::Arrived,
            (_, Some(VisitStatus::Departed)) | (A::Fulfilled, _) => Self::Departed,
            (A::Noshow | A::Cancelled, _) => Self::Cancelled,
            (A::Arrived, _) => Self::Arrived,
            (A::Proposed | A::Booked, Some(VisitStatus::OnTheWay)) => Self::OnTheWay,
            (A::Proposed | A::Booked, _) => Self::Planned,
        }
    }

    /// True while something is still to be done there.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::OnTheWay | Self::Arrived)
    }
}

/// The order in which a worker makes the visits of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDay {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The worker.
    pub staff_id: Uuid,
    /// The day on their wall.
    pub day: NaiveDate,
    /// The appointments in order.
    pub appointment_ids: Vec<Uuid>,
}

impl VisitDay {
    /// The order of a day on which `stops` lie.
    ///
    /// # Errors
    /// `visit_order_unknown` at `/appointment_ids` for an appointment that is none of them, or one that is named twice.
    pub fn ordered(mut self, known: bool, appointment_ids: Vec<Uuid>, stops: &[Uuid]) -> Result<Change<Self>, Rule> {
        let twice = |(index, id): (usize, &Uuid)| appointment_ids[..index].contains(id);
        let strange = |id: &Uuid| !stops.contains(id);
        if appointment_ids.iter().any(strange) || appointment_ids.iter().enumerate().any(twice) {
            let detail = "Name each of your visits of this day once, and no others.";
            return Err(Rule::at("visit_order_unknown", "/appointment_ids", detail));
        }
        self.appointment_ids = appointment_ids;
        if !known {
            return Ok(Change::created(self));
        }
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// Stops in the order that was set; what it does not name comes where its time puts it among those that follow later.
pub fn in_order<T>(mut stops: Vec<T>, order: &[Uuid], key: impl Fn(&T) -> (DateTime<Utc>, Uuid)) -> Vec<T> {
    stops.sort_by_key(&key);
    let place = |stop: &T| order.iter().position(|id| *id == key(stop).1);
    let mut named: Vec<(usize, T)> = Vec::new();
    let mut others: Vec<T> = Vec::new();
    for stop in stops {
        match place(&stop) {
            Some(index) => named.push((index, stop)),
            None => others.push(stop),
        }
    }
    named.sort_by_key(|(index, _)| *index);
    let mut all: Vec<T> = named.into_iter().map(|(_, stop)| stop).collect();
    for stop in others {
        let at = all.iter().position(|known| key(known).0 > key(&stop).0).unwrap_or(all.len());
        all.insert(at, stop);
    }
    all
}
