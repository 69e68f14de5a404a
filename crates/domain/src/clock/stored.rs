//! A clock as JSON keeps it: flat, so that rows written before windows and directions existed still read.

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

/// The JSON form.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    kind: ClockKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    roll: Option<Roll>,
    include_day0: bool,
}

impl From<Clock> for Stored {
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

impl TryFrom<Stored> for Clock {
    type Error = ClockError;

    fn try_from(stored: Stored) -> Result<Self, ClockError> {
        let direction = stored.direction.unwrap_or(Direction::Forward);
        let span = if stored.kind == ClockKind::Window { window(&stored, direction)? } else { counted(&stored)? };
        Ok(Self { span, direction, include_day0: stored.include_day0 })
    }
}

fn window(stored: &Stored, direction: Direction) -> Result<Span, ClockError> {
    let (None, Some(from), Some(to)) = (stored.amount, stored.from, stored.to) else {
        return Err(ClockError::WindowEnds);
    };
    if direction == Direction::Back || stored.roll.is_some_and(|roll| roll != Roll::Off) {
        return Err(ClockError::Direction);
    }
    if from > to { Err(ClockError::WindowReversed) } else { Ok(Span::Window { from, to }) }
}

fn counted(stored: &Stored) -> Result<Span, ClockError> {
    let (Some(amount), None, None) = (stored.amount, stored.from, stored.to) else {
        return Err(ClockError::Amount);
    };
    let roll = stored.roll.unwrap_or(Roll::Off);
    match (stored.kind, roll) {
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
