//! What an organization may change about a rule: a new version from a day on. Tightening is free; loosening needs a reason (R043).
//! Versions that judged something are never changed.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{PLAN, Rule, catalogue, title};
use crate::calendar::Calendar;
use crate::change::{self, EventKind};
use crate::clock::{self, Clock, ClockError, ClockKind, Direction, Parts, Roll, Span};
use crate::deadline::{Deadline, DeadlineStatus, Extension, due_of};

/// A version that an organization wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// When it is due from then on.
    pub clock: Clock,
    /// What starts the clock from then on; what starts it now when none.
    pub trigger: Option<EventKind>,
    /// First day in force; it must lie ahead.
    pub valid_from: NaiveDate,
    /// Why. Required where the new version allows anything that the old one did not.
    pub reason: Option<String>,
}

/// What a proposal makes of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The version in force so far, with its last day.
    pub ended: Rule,
    /// The new version.
    pub next: Rule,
    /// True when the new version allows something that the old one did not.
    pub loosened: bool,
    /// True when it allows something that the published rule of the first day in force does not.
    pub looser_than_published: bool,
}

/// What an organization may have the clock of a rule start with, the published event first; nothing where that can't be chosen.
///
/// | Rule | Events | Source |
/// |---|---|---|
/// | T-2.plan | the case was opened; a comprehensive assessment was begun, or is complete | R078: the plan within 30 days from a configurable anchor |
pub fn anchors(code: &str) -> &'static [EventKind] {
    match code {
        PLAN => &[EventKind::Enrolled, EventKind::ComprehensiveBegun, EventKind::ComprehensiveCompleted],
        _ => &[],
    }
}

/// Makes a new version of `current`, the newest version of its rule, on `today`.
///
/// # Errors
/// Those of [`draft`], and `reason_required` at `/reason`.
pub fn revise(current: &Rule, proposal: &Proposal, today: NaiveDate) -> Result<Revision, change::Rule> {
    let revision = draft(current, proposal, today)?;
    if revision.loosened && reason(proposal).is_none() {
        let detail = "Say why: the new version allows something that the present one does not.";
        return Err(change::Rule::at("reason_required", "/reason", detail));
    }
    Ok(revision)
}

fn reason(proposal: &Proposal) -> Option<&str> {
    proposal.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
}

/// The new version before anybody has said why: to see first what it would mean.
///
/// # Errors
/// `rule_version_not_ahead` at `/valid_from`, `clock_unchanged`, `clock_too_long` at `/clock`, `anchor_not_offered` at `/anchor`.
pub fn draft(current: &Rule, proposal: &Proposal, today: NaiveDate) -> Result<Revision, change::Rule> {
    let first = proposal.valid_from;
    let last = first.pred_opt().filter(|_| first > today && first > current.valid_from).ok_or_else(|| {
        let detail = "A new version begins on a later day: what has begun is judged by the version of its day.";
        change::Rule::at("rule_version_not_ahead", "/valid_from", detail)
    })?;
    let trigger = proposal.trigger.unwrap_or(current.trigger);
    if trigger != current.trigger && !anchors(&current.code).contains(&trigger) {
        let detail = "This clock can't start with that. Choose one of the events that the rule offers.";
        return Err(change::Rule::at("anchor_not_offered", "/anchor", detail));
    }
    if proposal.clock == current.clock && trigger == current.trigger {
        return Err(change::Rule::at("clock_unchanged", "/clock", "This is the clock of the present version."));
    }
    check_length(&proposal.clock)?;
    let published = catalogue::find(&current.code, first, &current.jurisdiction).ok();
    let next = Rule {
        title: title::retitled(current, published, &proposal.clock, trigger),
        trigger,
        clock: proposal.clock,
        valid_from: first,
        valid_to: None,
        source: source(current, published, first, reason(proposal)),
        ..current.clone()
    };
    let later = next.starts_later();
    Ok(Revision {
        ended: Rule { valid_to: Some(last), ..current.clone() },
        loosened: allows_more(&proposal.clock, &current.clock) || (later && trigger != current.trigger),
        looser_than_published: later || published.is_some_and(|rule| allows_more(&proposal.clock, &rule.clock)),
        next,
    })
}

/// The clock that somebody put together. A window says with its days what counts, so it takes no word about day 0.
///
/// # Errors
/// `clock_window_days` at `/clock/from`, `clock_window_reversed` at `/clock/to`, `clock_amount` at `/clock/amount`,
/// `clock_direction` at `/clock/direction`.
pub fn clock(parts: Parts) -> Result<Clock, change::Rule> {
    let include_day0 = parts.include_day0 || parts.kind == ClockKind::Window;
    Clock::try_from(Parts { include_day0, ..parts }).map_err(|error| match error {
        ClockError::WindowEnds => {
            let detail = "A window has a first and a last day, and no amount.";
            change::Rule::at("clock_window_days", "/clock/from", detail)
        }
        ClockError::WindowReversed => {
            change::Rule::at("clock_window_reversed", "/clock/to", "The window ends before it begins.")
        }
        ClockError::Amount => {
            change::Rule::at("clock_amount", "/clock/amount", "Say how many. Only a window has a first and a last day.")
        }
        ClockError::Direction => {
            let detail = "This kind of clock does not count back, or does not move its last day.";
            change::Rule::at("clock_direction", "/clock/direction", detail)
        }
    })
}

/// Refuses a clock of more than a century, which [`clock`] would shorten in silence.
///
/// # Errors
/// `clock_too_long` at `/clock`.
pub fn check_length(clock: &Clock) -> Result<(), change::Rule> {
    let longest: u32 = match clock.span {
        Span::ElapsedHours(_) => 36_525 * 24,
        Span::CalendarMonths(..) => 1_200,
        _ => 36_525,
    };
    let amount = match clock.span {
        Span::Window { from, to } => from.unsigned_abs().max(to.unsigned_abs()),
        _ => clock.amount().unwrap_or(0),
    };
    if amount > longest {
        return Err(change::Rule::at("clock_too_long", "/clock", "A clock runs for a century at most."));
    }
    Ok(())
}

/// What the source of a version says that an organization made.
const OWN: &str = ". Set by the organization from ";

/// True for a version that an organization made.
pub(super) fn is_own(rule: &Rule) -> bool {
    rule.source.contains(OWN)
}

/// The published source, or the organization's own, with the last change.
fn source(current: &Rule, published: Option<&catalogue::Published>, first: NaiveDate, reason: Option<&str>) -> String {
    let base = published.map_or(current.source.as_str(), |rule| rule.source);
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{base}{OWN}{first}{reason}")
}

/// True when `new` lets anything count that `old` does not. Clocks of different kinds have no order, so a change of kind counts
/// as allowing more.
fn allows_more(new: &Clock, old: &Clock) -> bool {
    if new.kind() != old.kind() || new.direction != old.direction {
        return true;
    }
    let day0 =
        new.include_day0 && !old.include_day0 && new.direction == Direction::Forward && new.kind() != ClockKind::Window;
    day0 || rolls_later(new.roll(), old.roll()) || ends_later(new, old)
}

fn rolls_later(new: Roll, old: Roll) -> bool {
    let rank = |roll| match roll {
        Roll::Back => 0,
        Roll::Off => 1,
        Roll::Forward => 2,
    };
    rank(new) > rank(old)
}

fn ends_later(new: &Clock, old: &Clock) -> bool {
    match (new.span, old.span) {
        (Span::Window { from, to }, Span::Window { from: old_from, to: old_to }) => from < old_from || to > old_to,
        _ if new.direction == Direction::Back => new.amount() < old.amount(),
        _ => new.amount() > old.amount(),
    }
}

/// An open deadline that another version of its rule would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The deadline.
    pub deadline_id: Uuid,
    /// Its case.
    pub case_id: Uuid,
    /// Its person.
    pub person_id: Uuid,
    /// Whose it is.
    pub owner_id: Option<Uuid>,
    /// When it is due.
    pub from: DateTime<Utc>,
    /// When it would be due; `None` while what would start its clock has not happened.
    pub to: Option<DateTime<Utc>>,
    /// True when it would be overdue at once, and is not now.
    pub becomes_overdue: bool,
}

/// An open deadline with all that its due time would follow from: another version of its rule, or another calendar.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The deadline.
    pub deadline: &'a Deadline,
    /// The version of its rule that would judge it.
    pub rule: &'a Rule,
    /// When the clock of that version started in the case; `None` while it has not.
    pub starts_at: Option<DateTime<Utc>>,
    /// More time that was given to it.
    pub extension: Option<&'a Extension>,
    /// The zone of its program.
    pub zone: Tz,
    /// The calendar of its program.
    pub calendar: &'a Calendar,
}

impl Judged<'_> {
    /// More time was given to what started then, not to what would start otherwise.
    fn due_at(&self) -> Option<DateTime<Utc>> {
        let extension = self.extension.filter(|_| self.rule.trigger == self.deadline.anchor_kind);
        Some(due_of(self.rule, self.starts_at?, extension, self.zone, self.calendar).due_at)
    }
}

/// Who would have what due when: the open deadlines that move, the earliest new due time first, as [`crate::deadline::settle`] would
/// move them.
///
/// A new version judges only what begins from its first day on; had it been in force when each clock started, this shows what it
/// will mean.
pub fn moves<'a>(open: impl IntoIterator<Item = Judged<'a>>, now: DateTime<Utc>) -> Vec<Move> {
    let ours =
        |one: &Judged<'_>| one.deadline.status == DeadlineStatus::Open && one.deadline.rule_code == one.rule.code;
    let moved = |one: Judged<'_>| {
        let (deadline, to) = (one.deadline, one.due_at());
        (to != Some(deadline.due_at)).then(|| Move {
            deadline_id: deadline.id,
            case_id: deadline.case_id,
            person_id: deadline.person_id,
            owner_id: deadline.owner_id,
            from: deadline.due_at,
            to,
            becomes_overdue: !deadline.is_overdue(now) && to.is_some_and(|to| !clock::in_time(now, to)),
        })
    };
    let mut moves: Vec<Move> = open.into_iter().filter(ours).filter_map(moved).collect();
    moves.sort_by_key(|found| (found.to.is_none(), found.to, found.deadline_id));
    moves
}

#[cfg(test)]
#[path = "edit_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
