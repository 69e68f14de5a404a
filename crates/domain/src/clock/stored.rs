//! A clock in its parts, as JSON keeps it: flat, so that rows written before windows and directions existed still read.

use super::{Clock, ClockKind, Direction, Roll, Span};
use serde::{Deserialize, Serialize};

/// Why a stored clock is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// A window without its ends, or with an amount.
    #[error("a window needs `from` and `to`, and no `amount`")]
    WindowEnds,
    /// A window that ends before it begins.
    #[error("a window must not end before it begins")]
    WindowReversed,
    /// A clock without an amount, or with the ends of a window.
    #[error("a clock needs an `amount`, and only a window has `from` and `to`")]
    Amount,
    /// A direction or roll that this kind of clock does not have.
    #[error("this kind of clock has no such `direction` or `roll`")]
    Direction,
}

/// The JSON form: any kind of clock in the same parts, of which each kind has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// What is counted.
    pub kind: ClockKind,
    /// How many; none for a window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u32>,
    /// First day of a window, from the anchor's, which is day 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// Last day of a window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
    /// Which way; forward when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Where a closed last day goes; nowhere when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll: Option<Roll>,
    /// True when an event on the anchor's own day counts.
    pub include_day0: bool,
}

impl From<Clock> for Parts {
    fn from(clock: Clock) -> Self {
        let ends = match clock.span {
            Span::Window { from, to } => Some((from, to)),
            _ => None,
        };
        Self {
            kind: clock.kind(),
            amount: clock.amount(),
            from: ends.map(|(from, _)| from),
            to: ends.map(|(_, to)| to),
            direction: Some(clock.direction).filter(|way| *way != Direction::Forward),
            roll: Some(clock.roll()).filter(|roll| *roll != Roll::Off),
            include_day0: clock.include_day0,
        }
    }
}

impl TryFrom<Parts> for Clock {
    type Error = ClockError;

    fn try_from(parts: Parts) -> Result<Self, ClockError> {
        let direction = parts.direction.unwrap_or(Direction::Forward);
        let span = if parts.kind == ClockKind::Window { window(&parts, direction)? } else { counted(&parts)? };
        Ok(Self { span, direction, include_day0: parts.include_day0 })
    }
}

fn window(parts: &Parts, direction: Direction) -> Result<Span, ClockError> {
    let (None, Some(from), Some(to)) = (parts.amount, parts.from, parts.to) else {
        return Err(ClockError::WindowEnds);
    };
    if direction == Direction::Back || parts.roll.is_some_and(|roll| roll != Roll::Off) {
        return Err(ClockError::Direction);
    }
    if from > to { Err(ClockError::WindowReversed) } else { Ok(Span::Window { from, to }) }
}

fn counted(parts: &Parts) -> Result<Span, ClockError> {
    let (Some(amount), None, None) = (parts.amount, parts.from, parts.to) else {
        return Err(ClockError::Amount);
    };
    let roll = parts.roll.unwrap_or(Roll::Off);
    match (parts.kind, roll) {
        (ClockKind::CalendarDays, roll) => Ok(Span::CalendarDays(amount, roll)),
        (ClockKind::CalendarMonths, roll) => Ok(Span::CalendarMonths(amount, roll)),
        (ClockKind::ElapsedHours, Roll::Off) => Ok(Span::ElapsedHours(amount)),
        (ClockKind::BusinessDays, Roll::Off) => Ok(Span::BusinessDays(amount)),
        (ClockKind::SchoolDays, Roll::Off) => Ok(Span::SchoolDays(amount)),
        (ClockKind::CourtDays, Roll::Off) => Ok(Span::CourtDays(amount)),
        (ClockKind::Window, _) => Err(ClockError::WindowEnds),
        (_, Roll::Forward | Roll::Back) => Err(ClockError::Direction),
    }
}
