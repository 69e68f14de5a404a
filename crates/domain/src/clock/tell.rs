//! The explanation of a due time: how it was found, and the sentences that say so.

use super::wall::{inner, local_date, local_time};
use super::{Clock, ClockKind, Direction, Due, Span};
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
        /// Until when somebody hid it from the worklist, and why.
        Snoozed = "snoozed",
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

/// How a due time was found, as data. Most are never read, so the sentences are made when somebody does: [`Due::steps`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trace {
    clock: Clock,
    anchor: DateTime<Utc>,
    zone: Tz,
    due_at: DateTime<Utc>,
    passed: Passed,
    extensions: Vec<Extended>,
}

/// Days that were not counted or could not be the last one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passed {
    told: Vec<(StepKind, NaiveDate, Closed)>,
    count: usize,
}

/// Days that were added, and where they led.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Extended {
    days: u32,
    reason: String,
    due_at: DateTime<Utc>,
    passed: Passed,
}

impl Passed {
    pub(super) fn note(&mut self, kind: StepKind, day: NaiveDate, why: Closed) {
        self.count += 1;
        if self.count <= DAYS_TOLD {
            self.told.push((kind, day, why));
        }
    }

    fn steps(&self) -> impl Iterator<Item = Step> {
        let told = self.told.iter().map(|(kind, day, why)| {
            let detail = match kind {
                StepKind::Rolled => format!("{day} cannot be the last day: {why}."),
                _ => format!("{day} is skipped: {why}."),
            };
            Step::new(*kind, detail)
        });
        told.chain(self.rest())
    }

    fn rest(&self) -> Option<Step> {
        let rest = u32::try_from(self.count.checked_sub(DAYS_TOLD)?).unwrap_or(u32::MAX);
        (rest > 0).then(|| Step::new(StepKind::Skipped, format!("And {} more.", plural(rest, "day", "days"))))
    }
}

impl Trace {
    pub(super) fn new(clock: Clock, anchor: DateTime<Utc>, zone: Tz, due_at: DateTime<Utc>, passed: Passed) -> Self {
        Self { clock, anchor, zone, due_at, passed, extensions: Vec::new() }
    }

    pub(super) fn extend(&mut self, days: u32, reason: &str, due_at: DateTime<Utc>, passed: Passed) {
        self.extensions.push(Extended { days, reason: reason.to_owned(), due_at, passed });
    }

    /// The sentence about what counts first, where that is not the anchor itself.
    fn opening(&self, opens_at: DateTime<Utc>) -> Step {
        let start = local_date(self.anchor, self.zone);
        match self.clock.span {
            Span::Window { from, .. } => {
                let opens_at = local_time(opens_at, self.zone);
                Step::new(StepKind::Opens, format!("{start} is day 0; the window opens {opens_at}, {}.", nth(from)))
            }
            _ => {
                let detail = format!("{start} is day 0 and does not count: what happens from the next day on does.");
                Step::new(StepKind::DayZero, detail)
            }
        }
    }

    fn result(&self) -> Step {
        let at = local_time(self.due_at, self.zone);
        Step::new(StepKind::Due, format!("{}: due by {at}.", span_text(&self.clock)))
    }
}

impl Extended {
    fn step(&self, zone: Tz) -> Step {
        let (days, at) = (plural(self.days, "day", "days"), local_time(self.due_at, zone));
        // Not every reader is told the reason.
        let why = if self.reason.is_empty() { String::new() } else { format!(" ({})", self.reason) };
        Step::new(StepKind::Extended, format!("Extended by {days}{why}: due by {at}."))
    }
}

impl Due {
    /// The calculation in sentences.
    pub fn steps(&self) -> Vec<Step> {
        let trace = &self.trace;
        let start = format!("Starts {}.", local_time(trace.anchor, trace.zone));
        let mut steps = vec![Step::new(StepKind::Anchor, start)];
        steps.extend(self.opens_at.map(|opens_at| trace.opening(opens_at)));
        steps.extend(trace.passed.steps());
        if trace.clock.kind() == ClockKind::ElapsedHours {
            steps.extend(clock_change(trace.anchor, trace.due_at, trace.zone));
        }
        steps.push(trace.result());
        for extended in &trace.extensions {
            steps.extend(extended.passed.steps());
            steps.push(extended.step(trace.zone));
        }
        steps
    }
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
