//! What an organization makes stricter than the published matrix (R043).
//!
//! | from  | action            | to        |
//! |-------|-------------------|-----------|
//! | -     | tighten (reason)  | set       |
//! | set   | withdraw (reason) | withdrawn |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Activity, Condition, Level};
use crate::change::{Change, Rule};

/// One cell of the matrix, stricter than published, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeLimit {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Activity.
    pub activity: Activity,
    /// Level.
    pub level: Level,
    /// The stricter condition.
    pub condition: Condition,
    /// First day in force.
    pub starts_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// First day on which it does not count any more.
    pub withdrawn_on: Option<NaiveDate>,
    /// Who took it back.
    pub withdrawn_by: Option<Uuid>,
    /// Why it was taken back.
    pub withdrawn_reason: Option<String>,
}

impl ScopeLimit {
    /// Makes a cell stricter from a day on. `others` are the organization's limits so far.
    ///
    /// # Errors
    /// `scope_limit_past` at `/starts_on`; `scope_not_tighter` at `/condition` when it allows what is allowed on that day anyway, or
    /// more: the published matrix is never loosened (R043).
    pub fn tighten(limit: Self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        if limit.starts_on < today {
            return Err(Rule::at("scope_limit_past", "/starts_on", "A limit begins today or later."));
        }
        let (present, _) = condition(limit.activity, limit.level, others, limit.starts_on);
        if limit.condition <= present {
            return Err(Rule::at(
                "scope_not_tighter",
                "/condition",
                "An organization may be stricter than the published scope of practice, never looser. Choose a stricter condition.",
            ));
        }
        Ok(Change::created(limit))
    }

    /// Takes the limit back from `today` on; what is published counts again.
    ///
    /// # Errors
    /// `scope_limit_withdrawn`.
    pub fn withdraw(mut self, by: Uuid, reason: String, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.withdrawn_on.is_some() {
            return Err(Rule::new("scope_limit_withdrawn", "This limit was already taken back."));
        }
        self.withdrawn_on = Some(today);
        self.withdrawn_by = Some(by);
        self.withdrawn_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// True when it counts on `day`.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.withdrawn_on.is_none_or(|end| day < end)
    }
}

/// The condition of a cell on `day`, and the limit that makes it stricter than published, if one does.
pub fn condition(
    activity: Activity,
    level: Level,
    limits: &[ScopeLimit],
    day: NaiveDate,
) -> (Condition, Option<&ScopeLimit>) {
    let published = activity.published(level);
    let ours = |limit: &&ScopeLimit| limit.activity == activity && limit.level == level && limit.in_force(day);
    let strictest = limits.iter().filter(ours).max_by_key(|limit| limit.condition);
    match strictest.filter(|limit| limit.condition > published) {
        Some(limit) => (limit.condition, Some(limit)),
        None => (published, None),
    }
}
