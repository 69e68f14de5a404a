//! The order of a worklist: an additive score that is shown with its parts.
//!
//! One point is one hour. The time part is the whole hours past due (negative before); everything else is a fixed number of
//! points. So the order of two items never changes as time passes, and the list is sorted by one stored column:
//! `rank_at = due_at - fixed points in hours`, earliest first, ties by id.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

use crate::case::Tier;
use crate::code::Code;
use crate::task::TaskPriority;

/// Points of an open alert: more than a year of delay.
pub const ALERT_POINTS: i64 = 10_000;

/// One part of a score, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Stable code: `overdue`, `due_later`, `tier`, `rule`, `priority` or `alert`.
    pub code: &'static str,
    /// What it says to the reader.
    pub label: String,
    /// The code of the tier or priority that it names.
    pub of: Option<&'static str>,
    /// Points it adds; 1 point is 1 hour.
    pub points: i64,
    /// Code of the rule that gave the work.
    pub rule: Option<String>,
    /// What the rule's clock started with.
    pub anchor: Option<String>,
}

/// What kind of work an item is, as far as its rank depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work<'a> {
    /// Work a rule gave.
    Deadline {
        /// The rule's weight in points.
        weight: i32,
        /// Code of the rule.
        rule: &'a str,
        /// Title of the rule.
        title: &'a str,
        /// What the clock started with, in words.
        anchor: &'a str,
    },
    /// Work a person gave.
    Task(TaskPriority),
    /// A safety trigger.
    Alert,
}

/// Everything a score depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// When the item is due.
    pub due_at: DateTime<Utc>,
    /// Tier of the case.
    pub tier: Tier,
    /// Kind of work.
    pub work: Work<'a>,
}

/// Points of a tier.
pub fn tier_points(tier: Tier) -> i64 {
    match tier {
        Tier::Low => 0,
        Tier::Rising => 12,
        Tier::High => 24,
        Tier::Complex => 48,
    }
}

/// Points of a task's priority.
pub fn priority_points(priority: TaskPriority) -> i64 {
    match priority {
        TaskPriority::Routine => 0,
        TaskPriority::Urgent => 24,
        TaskPriority::Asap => 72,
    }
}

/// Fixed points of a deadline.
pub fn deadline_points(tier: Tier, weight: i32) -> i64 {
    tier_points(tier) + i64::from(weight)
}

/// Fixed points of a task.
pub fn task_points(tier: Tier, priority: TaskPriority) -> i64 {
    tier_points(tier) + priority_points(priority)
}

/// Fixed points of an alert.
pub fn alert_points(tier: Tier) -> i64 {
    tier_points(tier) + ALERT_POINTS
}

/// Fixed points of an item of any kind.
pub fn fixed_points(tier: Tier, work: Work<'_>) -> i64 {
    match work {
        Work::Deadline { weight, .. } => deadline_points(tier, weight),
        Work::Task(priority) => task_points(tier, priority),
        Work::Alert => alert_points(tier),
    }
}

/// The stored key of the ranked list: the due instant moved forward by the fixed points.
pub fn rank_at(due_at: DateTime<Utc>, fixed: i64) -> DateTime<Utc> {
    Duration::try_hours(fixed).and_then(|hours| due_at.checked_sub_signed(hours)).unwrap_or(if fixed > 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// The score at `now` and its parts; the points of the parts sum to the score. Parts of 0 points are left out, except time.
pub fn explain(facts: &Facts<'_>, now: DateTime<Utc>) -> (i64, Vec<Reason>) {
    let mut reasons = vec![time_reason(facts.due_at, now), tier_reason(facts.tier), work_reason(facts.work)];
    let score = reasons.iter().map(|reason| reason.points).sum();
    let time = reasons[0].code;
    reasons.retain(|reason| reason.points != 0 || reason.code == time);
    (score, reasons)
}

fn time_reason(due_at: DateTime<Utc>, now: DateTime<Utc>) -> Reason {
    let past = now - due_at;
    let points = past.num_hours() - i64::from(Duration::hours(past.num_hours()) > past); // rounded down, also below zero
    let (code, label) = if now > due_at {
        ("overdue", format!("Overdue by {}", span(now - due_at)))
    } else {
        ("due_later", format!("Due in {}", span(due_at - now)))
    };
    part(code, label, points)
}

fn tier_reason(tier: Tier) -> Reason {
    let label = match tier {
        Tier::Low => "Low tier",
        Tier::Rising => "Rising-risk tier",
        Tier::High => "High-risk tier",
        Tier::Complex => "Complex tier",
    };
    Reason { of: Some(tier.as_str()), ..part("tier", label, tier_points(tier)) }
}

fn work_reason(work: Work<'_>) -> Reason {
    match work {
        Work::Deadline { weight, rule, title, anchor } => Reason {
            rule: Some(rule.to_owned()),
            anchor: Some(anchor.to_owned()),
            ..part("rule", title, weight.into())
        },
        Work::Task(priority) => {
            let label = match priority {
                TaskPriority::Routine => "Routine",
                TaskPriority::Urgent => "Urgent",
                TaskPriority::Asap => "As soon as possible",
            };
            Reason { of: Some(priority.as_str()), ..part("priority", label, priority_points(priority)) }
        }
        Work::Alert => part("alert", "Safety alert", ALERT_POINTS),
    }
}

fn part(code: &'static str, label: impl Into<String>, points: i64) -> Reason {
    Reason { code, label: label.into(), of: None, points, rule: None, anchor: None }
}

/// A span of time in its two largest units.
fn span(length: Duration) -> String {
    let (days, hours, minutes) = (length.num_days(), length.num_hours() % 24, length.num_minutes() % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, _) => format!("{hours} h {minutes} min"),
        (1, _) => format!("1 day {hours} h"),
        _ => format!("{days} days {hours} h"),
    }
}

#[cfg(test)]
#[path = "rank_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
