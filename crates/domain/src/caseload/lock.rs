//! Locks: a lead keeps a case with its owner for a while, for a reason. Moves of the board and proposals leave it where it is; a
//! hand-off between two owners is theirs and goes on.
//!
//! | from | action | to     |
//! |------|--------|--------|
//! | -    | lock   | locked |
//! | locked | lift | lifted |
//!
//! A lock ends by itself after its last day, in the zone of the program.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Rule};

/// Days that a lock lasts at most, so that nothing is kept for ever because nobody looked. The number is ours.
pub const LONGEST_DAYS: u64 = 366;

/// A case that stays with its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLock {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Why; colleagues who lead read this.
    pub reason: String,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Who locked it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
    /// Who lifted it before its end.
    pub lifted_by: Option<Uuid>,
    /// When.
    pub lifted_at: Option<DateTime<Utc>>,
}

impl CaseLock {
    /// True on the days of the lock, until somebody lifts it.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.lifted_at.is_none() && day <= self.ends_on
    }

    /// Locks a case; `known` are its locks so far and `today` is the program's local date.
    ///
    /// # Errors
    /// `case_closed`, `case_locked` when one holds, `case_lock_ended` and `case_lock_too_long` at `/ends_on`.
    pub fn lock(self, case: &Case, known: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        if known.iter().any(|other| other.holds_on(today)) {
            return Err(Rule::new("case_locked", "This case is locked already. Lift that lock first."));
        }
        if self.ends_on < today {
            return Err(Rule::at("case_lock_ended", "/ends_on", "The last day has passed."));
        }
        if self.ends_on > today + Days::new(LONGEST_DAYS) {
            let detail = "A lock lasts a year at most. Choose an earlier day, and look at it again then.";
            return Err(Rule::at("case_lock_too_long", "/ends_on", detail));
        }
        Ok(Change::created(self))
    }

    /// Lifts the lock before its end.
    ///
    /// # Errors
    /// `case_lock_over` when it does not hold any more.
    pub fn lift(mut self, by: Uuid, now: DateTime<Utc>, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if !self.holds_on(today) {
            return Err(Rule::new("case_lock_over", "This lock does not hold any more."));
        }
        (self.lifted_by, self.lifted_at) = (Some(by), Some(now));
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::caseload::tests::case;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
    }

    fn lock(ends_on: NaiveDate) -> CaseLock {
        CaseLock {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Uuid::from_u128(1),
            person_id: Uuid::from_u128(1),
            reason: "Her daughter asks for the same face until the surgery.".into(),
            ends_on,
            set_by: Uuid::from_u128(2),
            set_at: DateTime::<Utc>::MIN_UTC,
            lifted_by: None,
            lifted_at: None,
        }
    }

    #[test]
    fn a_lock_holds_on_its_last_day_and_not_on_the_day_after() {
        assert_eq!([7, 8, 9].map(|one| lock(day(8)).holds_on(day(one))), [true, true, false]);
    }

    #[test]
    fn a_case_is_locked_once_at_a_time_for_a_year_at_most() {
        let code =
            |ends_on: NaiveDate, known: &[CaseLock]| lock(ends_on).lock(&case(1, 7), known, day(8)).unwrap_err().code;
        assert!(lock(day(8)).lock(&case(1, 7), &[lock(day(7))], day(8)).is_ok(), "the earlier one is over");
        assert_eq!(code(day(9), &[lock(day(8))]), "case_locked");
        assert_eq!(code(day(7), &[]), "case_lock_ended");
        assert!(lock(day(8) + Days::new(366)).lock(&case(1, 7), &[], day(8)).is_ok());
        assert_eq!(code(day(8) + Days::new(367), &[]), "case_lock_too_long");
    }

    #[test]
    fn a_lock_is_lifted_once_and_a_new_one_may_follow() {
        let lifted = lock(day(9)).lift(Uuid::from_u128(3), DateTime::<Utc>::MIN_UTC, day(8)).unwrap().record;
        assert_eq!((lifted.version, lifted.lifted_by, lifted.holds_on(day(8))), (2, Some(Uuid::from_u128(3)), false));
        assert!(lock(day(9)).lock(&case(1, 7), std::slice::from_ref(&lifted), day(8)).is_ok());
        assert_eq!(lifted.lift(Uuid::nil(), DateTime::<Utc>::MIN_UTC, day(8)).unwrap_err().code, "case_lock_over");
    }
}
