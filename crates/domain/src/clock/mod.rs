//! Clocks: when something falls due. Every deadline declares one kind of clock and the kinds are never mixed.
//!
//! Conventions: the anchor's local date is day 0; "within N days" runs to the last second of day N in the program's time
//! zone; an hour is a real hour, whatever the wall clock does; what happens at the due second is in time. `include_day0` says
//! whether an event on day 0 counts; it never moves the due date.

use crate::calendar::{Calendar, OpenDays};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

mod count;
mod stored;
mod tell;
mod wall;

pub use count::last_day;
pub use stored::{ClockError, Parts};
pub use tell::{Step, StepKind};
pub use wall::{end_of_day, in_time, local_date, local_time, start_of_day};

crate::codes! {
    /// How a deadline counts.
    pub enum ClockKind {
        /// Real hours since the anchor, across changes of daylight saving time.
        ElapsedHours = "elapsed_hours",
        /// Every day of the calendar, to the end of the last one.
        CalendarDays = "calendar_days",
        /// Whole months, to the end of the same day of the month, or of its last day where the month is shorter.
        CalendarMonths = "calendar_months",
        /// Days that are no weekend, federal holiday or closure, to the end of the last one.
        BusinessDays = "business_days",
        /// Days on which the school is in session, to the end of the last one.
        SchoolDays = "school_days",
        /// Every day of the calendar, and on in the same direction where the last one is a weekend, a holiday or a day on
        /// which the court is closed (Federal Rules of Civil Procedure 6(a)).
        CourtDays = "court_days",
        /// From one day to another, both counted from the anchor.
        Window = "window",
    }
}

crate::codes! {
    /// Which way a clock counts.
    pub enum Direction {
        /// From the anchor on.
        Forward = "forward",
        /// Back from the anchor: "at least 2 days before discharge".
        Back = "back",
    }
}

crate::codes! {
    /// Where a last day goes that is no business day.
    pub enum Roll {
        /// Nowhere: it stays.
        Off = "none",
        /// To the next business day.
        Forward = "forward",
        /// To the business day before.
        Back = "back",
    }
}

/// What is counted, and how many. More than a century is treated as a century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// See [`ClockKind::ElapsedHours`].
    ElapsedHours(u32),
    /// See [`ClockKind::CalendarDays`].
    CalendarDays(u32, Roll),
    /// See [`ClockKind::CalendarMonths`].
    CalendarMonths(u32, Roll),
    /// See [`ClockKind::BusinessDays`].
    BusinessDays(u32),
    /// See [`ClockKind::SchoolDays`].
    SchoolDays(u32),
    /// See [`ClockKind::CourtDays`].
    CourtDays(u32),
    /// From the start of day `from` to the end of day `to`; days before the anchor are negative.
    Window {
        /// First day.
        from: i32,
        /// Last day.
        to: i32,
    },
}

/// How long something may take. As JSON: `kind` and `amount`, or `from` and `to` of a window; `direction` and `roll` where they
/// are not `forward` and `none`; `include_day0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Clock {
    /// What is counted.
    pub span: Span,
    /// Which way. A window has its direction in its signs and is always `forward`.
    pub direction: Direction,
    /// True when an event on the anchor's own day counts (it is day 0 either way and never moves the due date). A clock that
    /// counts back asks for nothing on that day and a window has its own first day, so they ignore it.
    pub include_day0: bool,
}

impl Clock {
    /// `amount` real hours.
    pub const fn elapsed_hours(amount: u32) -> Self {
        Self::new(Span::ElapsedHours(amount))
    }

    /// `amount` days of the calendar.
    pub const fn calendar_days(amount: u32) -> Self {
        Self::new(Span::CalendarDays(amount, Roll::Off))
    }

    /// `amount` months; 12 for each year.
    pub const fn calendar_months(amount: u32) -> Self {
        Self::new(Span::CalendarMonths(amount, Roll::Off))
    }

    /// `amount` business days.
    pub const fn business_days(amount: u32) -> Self {
        Self::new(Span::BusinessDays(amount))
    }

    /// `amount` school days.
    pub const fn school_days(amount: u32) -> Self {
        Self::new(Span::SchoolDays(amount))
    }

    /// `amount` days as a federal court counts them.
    pub const fn court_days(amount: u32) -> Self {
        Self::new(Span::CourtDays(amount))
    }

    /// From day `from` to day `to` of the anchor.
    pub const fn window(from: i32, to: i32) -> Self {
        Self::new(Span::Window { from, to })
    }

    const fn new(span: Span) -> Self {
        Self { span, direction: Direction::Forward, include_day0: true }
    }

    /// The same clock counting back from its anchor.
    #[must_use]
    pub const fn back(self) -> Self {
        Self { direction: Direction::Back, ..self }
    }

    /// The same clock, for which what happens on the anchor's own day does not count.
    #[must_use]
    pub const fn without_day0(self) -> Self {
        Self { include_day0: false, ..self }
    }

    /// The kind of clock.
    pub const fn kind(&self) -> ClockKind {
        match self.span {
            Span::ElapsedHours(_) => ClockKind::ElapsedHours,
            Span::CalendarDays(..) => ClockKind::CalendarDays,
            Span::CalendarMonths(..) => ClockKind::CalendarMonths,
            Span::BusinessDays(_) => ClockKind::BusinessDays,
            Span::SchoolDays(_) => ClockKind::SchoolDays,
            Span::CourtDays(_) => ClockKind::CourtDays,
            Span::Window { .. } => ClockKind::Window,
        }
    }

    /// How many hours, days or months; `None` for a window.
    pub const fn amount(&self) -> Option<u32> {
        match self.span {
            Span::ElapsedHours(amount)
            | Span::CalendarDays(amount, _)
            | Span::CalendarMonths(amount, _)
            | Span::BusinessDays(amount)
            | Span::SchoolDays(amount)
            | Span::CourtDays(amount) => Some(amount),
            Span::Window { .. } => None,
        }
    }

    /// Where its last day goes when it is closed.
    pub const fn roll(&self) -> Roll {
        match self.span {
            Span::CalendarDays(_, roll) | Span::CalendarMonths(_, roll) => roll,
            _ => Roll::Off,
        }
    }

    /// Whose calendar it asks: the days that it counts, or those on which its last day may fall. None for a clock that every
    /// calendar leaves alone.
    pub fn open_days(&self) -> Option<OpenDays> {
        match self.span {
            Span::BusinessDays(_) => Some(OpenDays::Business),
            Span::SchoolDays(_) => Some(OpenDays::School),
            _ => self.rolls().map(|(open, _)| open),
        }
    }

    /// How the last day moves off a closed day: which days are open, and which way it goes.
    const fn rolls(&self) -> Option<(OpenDays, Direction)> {
        match (self.span, self.roll()) {
            (Span::CourtDays(_), _) => Some((OpenDays::Court, self.direction)),
            (_, Roll::Forward) => Some((OpenDays::Business, Direction::Forward)),
            (_, Roll::Back) => Some((OpenDays::Business, Direction::Back)),
            (_, Roll::Off) => None,
        }
    }
}

/// When something falls due, and how that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last instant that is in time.
    pub due_at: DateTime<Utc>,
    /// The local date of that instant.
    pub due_on: NaiveDate,
    /// The first instant that counts: that of a window, or the day after the anchor's where that day itself does not.
    pub opens_at: Option<DateTime<Utc>>,
    trace: tell::Trace,
}

/// When a clock that started at `anchor` runs out, in the time zone and by the calendar of the program, with the explanation.
pub fn due(clock: &Clock, anchor: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> Due {
    let mut passed = tell::Passed::default();
    let due_at = run(clock, anchor, zone, calendar, &mut |kind, day, why| passed.note(kind, day, why));
    let trace = tell::Trace::new(*clock, anchor, zone, due_at, passed);
    Due { due_at, due_on: local_date(due_at, zone), opens_at: opens_at(clock, anchor, zone), trace }
}

/// The same instant as [`due`] finds, without the explanation.
pub fn due_at(clock: &Clock, anchor: DateTime<Utc>, zone: Tz, calendar: &Calendar) -> DateTime<Utc> {
    run(clock, anchor, zone, calendar, &mut |_, _, _| {})
}

/// `due` moved on by `days` days that the law or the rule adds after the clock would otherwise have run out: a permitted
/// extension, or the 3 days of service by mail. They are days of the calendar (24 hours each for a clock of hours), and what
/// the clock does with a closed last day it does again.
pub fn extended(mut due: Due, clock: &Clock, days: u32, reason: &str, zone: Tz, calendar: &Calendar) -> Due {
    let mut passed = tell::Passed::default();
    due.due_at = match clock.span {
        Span::ElapsedHours(_) => count::hours_from(due.due_at, days.saturating_mul(24), clock.direction),
        _ => {
            let on = count::days_from(due.due_on, days, clock.direction);
            let note = &mut |kind, day, why| passed.note(kind, day, why);
            end_of_day(count::rolled(clock, on, calendar, note), zone)
        }
    };
    due.due_on = local_date(due.due_at, zone);
    due.trace.extend(days, reason, due.due_at, passed);
    due
}

fn opens_at(clock: &Clock, anchor: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let first = match (clock.span, clock.direction) {
        (Span::Window { from, .. }, _) => from,
        (_, Direction::Forward) if !clock.include_day0 => 1,
        _ => return None,
    };
    Some(start_of_day(count::day_of(local_date(anchor, zone), first), zone))
}

fn run(
    clock: &Clock,
    anchor: DateTime<Utc>,
    zone: Tz,
    calendar: &Calendar,
    note: &mut impl count::Note,
) -> DateTime<Utc> {
    match clock.span {
        Span::ElapsedHours(hours) => count::hours_from(anchor, hours, clock.direction),
        _ => end_of_day(count::last(clock, local_date(anchor, zone), calendar, note), zone),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
