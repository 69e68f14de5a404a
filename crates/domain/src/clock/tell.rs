//! The explanation of a due time, in sentences.

use super::wall::{inner, local_date, local_time};
use super::{Clock, ClockKind, Direction, Span};
use crate::calendar::Closed;
use chrono::{DateTime, NaiveDate, Offset, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

crate::codes! {
    /// What a step of an explanation is about.
    pub enum StepKind {
        /// The event the clock started with.
        Anchor = "anchor",
        /// What was said of that event before.
        Corrected = "corrected",
        /// How the anchor's own day counts.
        DayZero = "day_zero",
        /// When a window opens.
        Opens = "opens",
        /// A day that was not counted.
        Skipped = "skipped",
        /// A day that could not be the last one.
        Rolled = "rolled",
        /// A change of daylight saving time on the way.
        DaylightSaving = "daylight_saving",
        /// Days that the law allows beyond the clock.
        Extended = "extended",
        /// The result.
        Due = "due",
        /// What became of the deadline.
        Outcome = "outcome",
    }
}

/// One sentence of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is about.
    pub step: StepKind,
    /// The sentence, with local times.
    pub detail: String,
}

impl Step {
    /// A step with its sentence.
    pub fn new(step: StepKind, detail: impl Into<String>) -> Self {
        Self { step, detail: detail.into() }
    }
}

/// Days passed over that are told one by one; the rest is told as a number.
const DAYS_TOLD: usize = 100;

/// An explanation in the making.
pub(super) struct Steps {
    steps: Vec<Step>,
    passed: usize,
}

impl Steps {
    pub(super) fn of(steps: Vec<Step>) -> Self {
        Self { steps, passed: 0 }
    }

    pub(super) fn start(anchor: DateTime<Utc>, zone: Tz) -> Self {
        Self::of(vec![Step::new(StepKind::Anchor, format!("Starts {}.", local_time(anchor, zone)))])
    }

    pub(super) fn opening(&mut self, clock: &Clock, anchor: DateTime<Utc>, opens_at: Option<DateTime<Utc>>, zone: Tz) {
        let Some(opens_at) = opens_at else {
            return;
        };
        let start = local_date(anchor, zone);
        self.steps.push(match clock.span {
            Span::Window { from, .. } => {
                let opens_at = local_time(opens_at, zone);
                Step::new(StepKind::Opens, format!("{start} is day 0; the window opens {opens_at}, {}.", nth(from)))
            }
            _ => {
                let detail = format!("{start} is day 0 and does not count: what happens from the next day on does.");
                Step::new(StepKind::DayZero, detail)
            }
        });
    }

    pub(super) fn passed(&mut self, kind: StepKind, day: NaiveDate, why: Closed) {
        self.passed += 1;
        if self.passed > DAYS_TOLD {
            return;
        }
        let detail = match kind {
            StepKind::Rolled => format!("{day} cannot be the last day: {why}."),
            _ => format!("{day} is skipped: {why}."),
        };
        self.steps.push(Step::new(kind, detail));
    }

    pub(super) fn finish(mut self, clock: &Clock, anchor: DateTime<Utc>, due_at: DateTime<Utc>, zone: Tz) -> Vec<Step> {
        self.count_rest();
        if clock.kind() == ClockKind::ElapsedHours {
            self.steps.extend(clock_change(anchor, due_at, zone));
        }
        let detail = format!("{}: due by {}.", span_text(clock), local_time(due_at, zone));
        self.steps.push(Step::new(StepKind::Due, detail));
        self.steps
    }

    pub(super) fn extended(mut self, days: u32, reason: &str, due_at: DateTime<Utc>, zone: Tz) -> Vec<Step> {
        self.count_rest();
        let (days, at) = (plural(days, "day", "days"), local_time(due_at, zone));
        self.steps.push(Step::new(StepKind::Extended, format!("Extended by {days} ({reason}): due by {at}.")));
        self.steps
    }

    fn count_rest(&mut self) {
        if self.passed > DAYS_TOLD {
            let detail = format!("And {} more.", plural(rest(self.passed), "day", "days"));
            self.steps.push(Step::new(StepKind::Skipped, detail));
        }
    }
}

fn rest(passed: usize) -> u32 {
    u32::try_from(passed - DAYS_TOLD).unwrap_or(u32::MAX)
}

fn clock_change(anchor: DateTime<Utc>, due_at: DateTime<Utc>, zone: Tz) -> Option<Step> {
    let offset = |at: DateTime<Utc>| inner(at).with_timezone(&zone).offset().fix().local_minus_utc();
    let (from, to) = (anchor.min(due_at), anchor.max(due_at));
    let shift = offset(to) - offset(from);
    let direction = match shift {
        0 => return None,
        1.. => "forward",
        _ => "back",
    };
    let detail = format!(
        "The clocks go {direction} by {} minutes on the way; hours are counted as they pass, not as the wall shows them.",
        shift.abs() / 60
    );
    Some(Step::new(StepKind::DaylightSaving, detail))
}

fn span_text(clock: &Clock) -> String {
    let (amount, one, many) = match clock.span {
        Span::ElapsedHours(amount) => (amount, "hour", "hours"),
        Span::CalendarDays(amount, _) => (amount, "calendar day", "calendar days"),
        Span::CalendarMonths(amount, _) => (amount, "month", "months"),
        Span::BusinessDays(amount) => (amount, "business day", "business days"),
        Span::SchoolDays(amount) => (amount, "school day", "school days"),
        Span::CourtDays(amount) => (amount, "day by the rule of the court", "days by the rule of the court"),
        Span::Window { to, .. } => return format!("The window closes {}", nth(to)),
    };
    let side = if clock.direction == Direction::Back { "before" } else { "from" };
    format!("{} {side} then", plural(amount, one, many))
}

fn nth(day: i32) -> String {
    let days = plural(day.unsigned_abs(), "day", "days");
    match day {
        0 => "on day 0".into(),
        1.. => format!("{days} after it"),
        _ => format!("{days} before it"),
    }
}

fn plural(amount: u32, one: &str, many: &str) -> String {
    format!("{amount} {}", if amount == 1 { one } else { many })
}
