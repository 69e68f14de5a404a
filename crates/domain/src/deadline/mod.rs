//! Deadlines: work that a rule gave.
//!
//! | from      | by                                                          | to                    |
//! |-----------|-------------------------------------------------------------|-----------------------|
//! | -         | the rule's trigger, once for each rule and anchor           | open                  |
//! | open      | a meeting event up to / after the due second                | met / met_late        |
//! | open      | an ending event (case closed, death, ...) before / after it | cancelled / missed    |
//! | any       | the anchoring stay never was                                | cancelled             |
//! | any       | the trigger is taken back, see [`settle`]                   | cancelled             |
//! | open      | waive (reason)                                              | waived                |
//! | open      | snooze (reason), rerank                                     | open                  |
//!
//! The state is a function of the *set* of events: the earliest meeting event against the earliest ending event, so the
//! order in which they become known does not matter (see [`CaseContext::history`]), and knowing one twice changes nothing.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::Tier;
use crate::change::{Change, EventKind, Rule};
use crate::clock::{self, Step, StepKind};
use crate::{rank, rulebook};

mod history;
mod judge;
pub mod preview;

pub(crate) use history::due_of;
pub use history::{Extension, History, Report, Retraction, settle};
pub use judge::{CaseContext, react, reason_text};

crate::codes! {
    /// State of a deadline.
    pub enum DeadlineStatus {
        /// Waits for an event; overdue when its due time has passed.
        Open = "open",
        /// Met in time.
        Met = "met",
        /// Met after the due time.
        MetLate = "met_late",
        /// Ended after its due time without being met.
        Missed = "missed",
        /// Ended before its due time; does not count.
        Cancelled = "cancelled",
        /// Set aside by a person, with a reason.
        Waived = "waived",
    }
}

/// Longest time for which an overdue deadline may be hidden from the worklist.
pub const OVERDUE_SNOOZE_HOURS: i64 = 24;

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Code of the rule.
    pub rule_code: String,
    /// Title of the rule at the time.
    pub rule_title: String,
    /// Version of the rule: its first day in force.
    pub rule_version: String,
    /// Source of the rule.
    pub rule_source: String,
    /// State.
    pub status: DeadlineStatus,
    /// Kind of the event that started the clock.
    pub anchor_kind: EventKind,
    /// The record that event is about.
    pub anchor_subject_id: Uuid,
    /// When the clock started.
    pub anchor_at: DateTime<Utc>,
    /// The last instant in time.
    pub due_at: DateTime<Utc>,
    /// Local date of that instant.
    pub due_on: NaiveDate,
    /// Earliest instant at which an event counts; the anchor when empty.
    pub window_opens_at: Option<DateTime<Utc>>,
    /// When it was met.
    pub met_at: Option<DateTime<Utc>>,
    /// The record that met it.
    pub met_by_id: Option<Uuid>,
    /// When it ended unmet.
    pub closed_at: Option<DateTime<Utc>>,
    /// The record that ended it.
    pub closed_by_id: Option<Uuid>,
    /// Why it ended unmet: `stay_cancelled`, `stay_ended`, `readmitted`, `died`, `case_closed`,
    /// `anchor_retracted`, `rule_not_in_force`, or the reason of a waiver.
    pub closed_reason: Option<String>,
    /// How the due time was found and what became of the deadline.
    pub explanation: Vec<Step>,
    /// The rule's points in the ranked worklist; 1 point is 1 hour.
    pub weight: i32,
    /// Who should meet it.
    pub owner_id: Option<Uuid>,
    /// The team on whose worklist it is.
    pub team_id: Option<Uuid>,
    /// Key of the ranked worklist, see [`rank`].
    pub rank_at: DateTime<Utc>,
    /// Hidden from the worklist until then.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// Why; colleagues read this.
    pub snooze_reason: Option<String>,
    /// Code of what to do.
    pub next_action: String,
}

impl Deadline {
    /// True when the due second has passed and nothing met or ended it.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.status == DeadlineStatus::Open && !clock::in_time(now, self.due_at)
    }

    /// Sets the deadline aside with a reason. An overdue one stays a miss in the measures.
    ///
    /// # Errors
    /// `deadline_not_open`, `reason_required`.
    pub fn waive(mut self, reason: &str, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Rule::at("reason_required", "/reason", "Say why this deadline is set aside."));
        }
        self.status = DeadlineStatus::Waived;
        self.closed_at = Some(now);
        self.closed_reason = Some(reason.to_owned());
        self.explanation.push(Step::new(StepKind::Outcome, "Set aside with a reason."));
        Ok(self.next())
    }

    /// Hides the deadline from the worklist until `until`, with a reason: at most until it is due, or for a day when it is
    /// overdue. The due time stays.
    ///
    /// # Errors
    /// `deadline_not_open`, `snooze_in_past`, `snooze_past_due`; `reason_required` at `/reason`.
    pub fn snooze(mut self, until: DateTime<Utc>, reason: &str, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_open()?;
        if until <= now {
            return Err(Rule::at("snooze_in_past", "/until", "Choose a time that lies ahead."));
        }
        let overdue = self.is_overdue(now);
        let last = if overdue { now + Duration::hours(OVERDUE_SNOOZE_HOURS) } else { self.due_at };
        if until > last {
            let detail = if overdue {
                "It is overdue: hide it for at most 24 hours."
            } else {
                "Hide it at most until it is due."
            };
            return Err(Rule::at("snooze_past_due", "/until", detail));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Rule::at("reason_required", "/reason", "Say why this deadline is hidden for a while."));
        }
        self.snoozed_until = Some(until);
        self.snooze_reason = Some(reason.to_owned());
        Ok(self.next())
    }

    /// How its due time was found and what became of it; while it is open also until when it was hidden, and why.
    pub fn told(&self, zone: Tz) -> Vec<Step> {
        let until = self.snoozed_until.filter(|_| self.status == DeadlineStatus::Open);
        let snoozed = until.zip(self.snooze_reason.as_deref()).map(|(until, reason)| {
            let until = clock::local_time(until, zone);
            Step::new(StepKind::Snoozed, format!("Hidden from the worklist until {until}: {reason}"))
        });
        self.explanation.iter().cloned().chain(snoozed).collect()
    }

    /// Puts an open deadline where the case's tier, owner and team want it; a new owner sees it at once. `None` when nothing
    /// changes.
    pub fn rerank(mut self, tier: Tier, owner_id: Option<Uuid>, team_id: Option<Uuid>) -> Option<Change<Self>> {
        let rank_at = rank::rank_at(self.due_at, rank::deadline_points(tier, self.weight));
        let same = (self.rank_at, self.owner_id, self.team_id) == (rank_at, owner_id, team_id);
        if same || self.status != DeadlineStatus::Open {
            return None;
        }
        if self.owner_id != owner_id {
            (self.snoozed_until, self.snooze_reason) = (None, None);
        }
        (self.rank_at, self.owner_id, self.team_id) = (rank_at, owner_id, team_id);
        Some(self.next())
    }

    /// Days by which it may be extended now, where `rule`, by which it is judged, allows that and it was not extended before. More time
    /// for a request to a payer is given with the request.
    pub fn extensible_by(&self, rule: &rulebook::Rule, now: DateTime<Utc>) -> Option<u32> {
        let was_extended = self.explanation.iter().any(|step| step.step == StepKind::Extended);
        let runs = self.status == DeadlineStatus::Open && !self.is_overdue(now);
        rule.extension_days.filter(|_| runs && !was_extended && rulebook::opening(&rule.code).is_none())
    }

    /// Refuses what only an open deadline allows.
    ///
    /// # Errors
    /// `deadline_not_open`.
    pub fn require_open(&self) -> Result<(), Rule> {
        if self.status == DeadlineStatus::Open {
            Ok(())
        } else {
            Err(Rule::new("deadline_not_open", format!("This deadline is {}.", self.status)))
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
