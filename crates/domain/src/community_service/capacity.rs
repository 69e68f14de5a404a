//! Whether a service has room, and how long that is believed.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::codes! {
    /// Whether a service has room (Gravity SDOHCC capacity status: has capacity, waitlist, no capacity).
    pub enum CapacityStatus {
        /// Takes people now.
        Open = "open",
        /// Takes names.
        Waitlist = "waitlist",
        /// Takes nobody.
        Full = "full",
        /// Nobody said, or too long ago.
        Unknown = "unknown",
    }
}

/// For how many days a report of capacity is believed. Source: Tend's own default, published with every answer of a search; no
/// standard names one (HSDS 3 has only the instant of the last update).
pub const FRESH_DAYS: i64 = 14;

/// What was last heard of the room in a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// What was said.
    pub status: CapacityStatus,
    /// When it was true; none when nobody ever said.
    pub as_of: Option<DateTime<Utc>>,
    /// The colleague who recorded it; none for an import.
    pub reported_by: Option<Uuid>,
    /// Who said so there, in words.
    pub said_by: Option<String>,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { status: CapacityStatus::Unknown, as_of: None, reported_by: None, said_by: None }
    }
}

impl Capacity {
    /// True when what was said is too old to be believed at `now`.
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.as_of.is_some_and(|as_of| now - as_of > Duration::days(FRESH_DAYS))
    }

    /// What may be believed at `now`: what was said, or `unknown` once it is older than [`FRESH_DAYS`].
    pub fn believed(&self, now: DateTime<Utc>) -> CapacityStatus {
        if self.is_stale(now) { CapacityStatus::Unknown } else { self.status }
    }

    /// The later of two reports; of two of the same instant, this one.
    pub fn or_later(self, other: Self) -> Self {
        if other.as_of > self.as_of { other } else { self }
    }
}
