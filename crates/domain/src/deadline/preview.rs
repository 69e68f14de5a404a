//! A due time for whoever asks, without a case: by a rule of the catalogue or by a clock of one's own.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use std::ops::Range;

use crate::calendar::Calendar;
use crate::change::Rule;
use crate::clock::{self, Clock, Due, Span, Step, StepKind};
use crate::rulebook::{catalogue, edit::check_length};

/// What starts the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At an instant.
    At(DateTime<Utc>),
    /// On a local day.
    On(NaiveDate),
}

/// How the due time is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// By the version of this rule of the catalogue that is in force on the anchor's local date.
    Rule(String),
    /// By this clock. `include_day0` means what it means everywhere: an event on the anchor's own day counts; it never moves the
    /// due date.
    Clock(Clock),
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What starts the clock.
    pub anchor: Anchor,
    /// The time zone whose wall counts.
    pub zone: Tz,
    /// Closures, court and school days; none but weekends and federal holidays by default.
    pub calendar: Calendar,
    /// `US`, or a state's postal code.
    pub jurisdiction: String,
    /// How.
    pub by: By,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The due time.
    pub due: Due,
    /// How it was found, in sentences.
    pub steps: Vec<Step>,
    /// The rule's version that was used; `None` for a clock of one's own.
    pub rule: Option<&'static catalogue::Published>,
}

impl Anchor {
    /// Reads an RFC 3339 timestamp with its offset, or a date.
    ///
    /// # Errors
    /// `anchor_malformed` at `/anchor`.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let on = text.parse().map(Self::On).ok();
        let at = || DateTime::parse_from_rfc3339(text).map(|at| Self::At(at.with_timezone(&Utc))).ok();
        on.or_else(at).ok_or_else(|| {
            let detail = "Give a date such as 2026-03-02, or a time with its offset such as 2026-03-02T09:00:00-05:00.";
            Rule::at("anchor_malformed", "/anchor", detail)
        })
    }
}

impl By {
    /// Exactly one of a rule and a clock.
    ///
    /// # Errors
    /// `rule_or_clock` at `/rule`.
    pub fn one_of(rule: Option<String>, clock: Option<Clock>) -> Result<Self, Rule> {
        match (rule, clock) {
            (Some(rule), None) => Ok(Self::Rule(rule)),
            (None, Some(clock)) => Ok(Self::Clock(clock)),
            _ => Err(Rule::at("rule_or_clock", "/rule", "Give either a rule or a clock.")),
        }
    }
}

/// The time zone with this IANA name.
///
/// # Errors
/// `time_zone_unknown` at `/time_zone`.
pub fn time_zone(name: &str) -> Result<Tz, Rule> {
    let unknown = |_| Rule::at("time_zone_unknown", "/time_zone", "Give an IANA name such as America/New_York.");
    name.parse().map_err(unknown)
}

/// Years of a day that a record may hold. Source: controls, 3.6 (dates from 1880 on, before 2200).
const YEARS: Range<i32> = 1880..2200;

fn check_day(day: NaiveDate) -> Result<(), Rule> {
    if YEARS.contains(&day.year()) {
        return Ok(());
    }
    Err(Rule::at("anchor_out_of_range", "/anchor", "Give a day between 1880 and 2199."))
}

/// When something falls due.
///
/// # Errors
/// `anchor_out_of_range` at `/anchor`; `rule_unknown`, `rule_not_in_force`, `jurisdiction_unknown`; `clock_too_long` at `/clock`; `anchor_needs_time` at `/anchor` for
/// hours from a date, because any hour chosen for it would be a guess.
pub fn preview(request: &Request) -> Result<Preview, Rule> {
    let day = match request.anchor {
        Anchor::At(at) => clock::local_date(at, request.zone),
        Anchor::On(day) => day,
    };
    check_day(day)?;
    let (rule, clock) = match &request.by {
        By::Rule(code) => {
            let rule = catalogue::find(code, day, &request.jurisdiction)?;
            (Some(rule), rule.clock)
        }
        By::Clock(clock) => (None, *clock),
    };
    check_length(&clock)?;
    let due = due(&clock, request)?;
    let steps = match request.anchor {
        Anchor::At(_) => due.steps(),
        Anchor::On(day) => steps_from(day, &due),
    };
    Ok(Preview { due, steps, rule })
}

/// The calculation in sentences of a clock that started on a day, at no time of it.
pub fn steps_from(day: NaiveDate, due: &Due) -> Vec<Step> {
    let mut steps = due.steps();
    if let Some(first) = steps.first_mut() {
        *first = Step::new(StepKind::Anchor, format!("Starts on {day}."));
    }
    steps
}

fn due(clock: &Clock, request: &Request) -> Result<Due, Rule> {
    let run = |anchor| clock::due(clock, anchor, request.zone, &request.calendar);
    match request.anchor {
        Anchor::At(at) => Ok(run(at)),
        Anchor::On(_) if matches!(clock.span, Span::ElapsedHours(_)) => {
            let detail = "Hours are counted from a time of day: give the time with its offset.";
            Err(Rule::at("anchor_needs_time", "/anchor", detail))
        }
        Anchor::On(day) => Ok(run(clock::start_of_day(day, request.zone))),
    }
}

#[cfg(test)]
#[path = "preview_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
