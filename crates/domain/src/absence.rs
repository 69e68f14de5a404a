//! An absence: days on which a worker is off, and who covers for them. Why they are off is nobody's business and is not kept.
//!
//! | from    | action | to        |
//! |---------|--------|-----------|
//! | -       | plan   | planned   |
//! | planned | cancel | cancelled |
//!
//! An absence moves no work: it says who is asked in the worker's place while a safety alert waits, see
//! [`crate::alert::escalation`]. Days are those of the worker's own time zone.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use uuid::Uuid;

use crate::change::{Change, Rule};

/// Longest absence in days. The number is ours: who is off for longer hands the caseload over.
pub const LONGEST_DAYS: i64 = 366;

crate::codes! {
    /// State of an absence.
    pub enum AbsenceStatus {
        /// It holds.
        Planned = "planned",
        /// It does not hold any more.
        Cancelled = "cancelled",
    }
}

/// Days on which a worker is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who is off.
    pub staff_id: Uuid,
    /// Who covers; with nobody, the supervisor is asked at once.
    pub cover_id: Option<Uuid>,
    /// First day off.
    pub first_on: NaiveDate,
    /// Last day off.
    pub last_on: NaiveDate,
    /// State.
    pub status: AbsenceStatus,
    /// Who entered it.
    pub author_id: Uuid,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// Working days from `first` to `last` on which a worker is off.
pub fn working_days_off(absences: &[Absence], staff_id: Uuid, first: NaiveDate, last: NaiveDate) -> u32 {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let days = first.iter_days().take_while(|day| *day <= last).filter(works);
    let off = days.filter(|day| absences.iter().any(|own| own.staff_id == staff_id && own.holds_on(*day)));
    u32::try_from(off.count()).unwrap_or(u32::MAX)
}

impl Absence {
    /// Plans an absence. `known` are the absences of the worker and of who covers; `cover_may_act` says whether the role of who
    /// covers includes closing an alert; `today` is the worker's local date.
    ///
    /// # Errors
    /// `absence_ends_before_it_begins`, `absence_over`, `absence_too_long` at `/last_on`, `absence_overlaps` at `/first_on`,
    /// `cover_is_absent_worker`, `cover_may_not_act`, `cover_is_off` at `/cover_id`.
    pub fn plan(absence: Self, known: &[Self], cover_may_act: bool, today: NaiveDate) -> Result<Change<Self>, Rule> {
        absence.require_days(today)?;
        let taken_off = |id: Uuid| known.iter().any(|other| other.staff_id == id && other.overlaps(&absence));
        if taken_off(absence.staff_id) {
            let detail = "Some of these days are taken off already. Cancel that absence first.";
            return Err(Rule::at("absence_overlaps", "/first_on", detail));
        }
        let Some(cover_id) = absence.cover_id else { return Ok(Change::created(absence)) };
        let refuse = |code, detail: &str| Err(Rule::at(code, "/cover_id", detail));
        if cover_id == absence.staff_id {
            return refuse("cover_is_absent_worker", "Who is off can't cover. Choose a colleague.");
        }
        if !cover_may_act {
            return refuse(
                "cover_may_not_act",
                "The role of this colleague does not close alerts. Choose another one.",
            );
        }
        if taken_off(cover_id) {
            return refuse("cover_is_off", "This colleague is off on some of these days. Choose another one.");
        }
        Ok(Change::created(absence))
    }

    fn require_days(&self, today: NaiveDate) -> Result<(), Rule> {
        let refuse = |code, detail: &str| Err(Rule::at(code, "/last_on", detail));
        if self.last_on < self.first_on {
            return refuse("absence_ends_before_it_begins", "The last day off comes before the first.");
        }
        if self.last_on < today {
            return refuse("absence_over", "These days are over: nobody can cover them any more.");
        }
        if (self.last_on - self.first_on).num_days() >= LONGEST_DAYS {
            return refuse("absence_too_long", "An absence lasts a year at most. Hand the cases over instead.");
        }
        Ok(())
    }

    /// Cancels it: the worker is there after all. `today` is the worker's local date.
    ///
    /// # Errors
    /// `absence_cancelled`, `absence_over`.
    pub fn cancel(mut self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.status == AbsenceStatus::Cancelled {
            return Err(Rule::new("absence_cancelled", "This absence is cancelled already."));
        }
        if self.last_on < today {
            return Err(Rule::new("absence_over", "This absence is over; it stays on record."));
        }
        self.status = AbsenceStatus::Cancelled;
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// True when the worker is off on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.status == AbsenceStatus::Planned && self.first_on <= day && day <= self.last_on
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.status == AbsenceStatus::Planned && self.first_on <= other.last_on && other.first_on <= self.last_on
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORKER: Uuid = Uuid::from_u128(2);
    const COVER: Uuid = Uuid::from_u128(3);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, number).unwrap()
    }

    fn absence(first: u32, last: u32) -> Absence {
        Absence {
            id: Uuid::from_u128(1),
            version: 1,
            staff_id: WORKER,
            cover_id: Some(COVER),
            first_on: day(first),
            last_on: day(last),
            status: AbsenceStatus::Planned,
            author_id: WORKER,
            created_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn refusal(absence: Absence, known: &[Absence]) -> (&'static str, Option<String>) {
        let rule = Absence::plan(absence, known, true, day(10)).unwrap_err();
        (rule.code, rule.pointer)
    }

    fn at(code: &'static str, pointer: &str) -> (&'static str, Option<String>) {
        (code, Some(pointer.into()))
    }

    #[test]
    fn the_first_and_the_last_day_count_and_their_neighbours_do_not() {
        let planned = absence(10, 12);
        let off: Vec<u32> = (9..=13).filter(|number| planned.holds_on(day(*number))).collect();
        assert_eq!(off, [10, 11, 12]);
        assert!(!planned.cancel(day(11)).unwrap().record.holds_on(day(11)));
    }

    #[test]
    fn working_days_off_leave_out_weekends_colleagues_and_what_was_cancelled() {
        // The 10th of July 2026 is a Friday.
        let off = |first, last| working_days_off(&[absence(10, 14)], WORKER, day(first), day(last));
        assert_eq!([off(1, 31), off(11, 13), off(1, 9), off(14, 14)], [3, 1, 0, 1]);
        assert_eq!(working_days_off(&[absence(10, 14)], COVER, day(1), day(31)), 0);
        let cancelled = absence(10, 14).cancel(day(10)).unwrap().record;
        assert_eq!(working_days_off(&[cancelled], WORKER, day(1), day(31)), 0);
    }

    #[test]
    fn days_that_make_no_sense_are_refused() {
        assert_eq!(refusal(absence(12, 11), &[]), at("absence_ends_before_it_begins", "/last_on"));
        assert_eq!(refusal(absence(8, 9), &[]), at("absence_over", "/last_on"));
        let year = Absence { last_on: day(12) + chrono::Days::new(366), ..absence(12, 12) };
        assert_eq!(refusal(year, &[]), at("absence_too_long", "/last_on"));
        assert!(Absence::plan(absence(8, 10), &[], true, day(10)).is_ok());
    }

    #[test]
    fn the_same_day_is_taken_off_once_unless_the_other_absence_is_cancelled() {
        let taken = absence(12, 14);
        assert_eq!(refusal(absence(14, 20), std::slice::from_ref(&taken)), at("absence_overlaps", "/first_on"));
        assert!(Absence::plan(absence(15, 20), std::slice::from_ref(&taken), true, day(10)).is_ok());
        let given_back = taken.cancel(day(10)).unwrap().record;
        assert_eq!(given_back.clone().cancel(day(10)).unwrap_err().code, "absence_cancelled");
        assert!(Absence::plan(absence(14, 20), &[given_back], true, day(10)).is_ok());
    }

    #[test]
    fn what_is_over_stays_on_record() {
        assert_eq!(absence(8, 9).cancel(day(10)).unwrap_err().code, "absence_over");
        assert!(absence(8, 10).cancel(day(10)).is_ok());
    }

    #[test]
    fn only_a_colleague_who_is_there_and_may_close_alerts_covers() {
        let alone = Absence { cover_id: Some(WORKER), ..absence(10, 11) };
        assert_eq!(refusal(alone, &[]), at("cover_is_absent_worker", "/cover_id"));
        let off = Absence { staff_id: COVER, cover_id: None, ..absence(11, 11) };
        assert_eq!(refusal(absence(10, 11), std::slice::from_ref(&off)), at("cover_is_off", "/cover_id"));
        assert!(Absence::plan(absence(12, 13), &[off], true, day(10)).is_ok());
        let rule = Absence::plan(absence(10, 11), &[], false, day(10)).unwrap_err();
        assert_eq!((rule.code, rule.pointer.as_deref()), ("cover_may_not_act", Some("/cover_id")));
        let uncovered = Absence { cover_id: None, ..absence(10, 11) };
        assert!(Absence::plan(uncovered, &[], false, day(10)).is_ok());
    }

    proptest! {
        /// Whatever was planned and cancelled before: nobody is off twice on one day.
        #[test]
        fn nobody_is_ever_off_twice_on_one_day(plans in proptest::collection::vec((10..30_u32, 0..8_u32, any::<bool>()), 0..12)) {
            let mut known: Vec<Absence> = Vec::new();
            for (first, length, cancelled) in plans {
                let Ok(change) = Absence::plan(absence(first, (first + length).min(31)), &known, true, day(10)) else { continue };
                let planned = change.record;
                known.push(if cancelled { planned.cancel(day(10)).unwrap().record } else { planned });
            }
            for number in 10..=31 {
                prop_assert!(known.iter().filter(|own| own.holds_on(day(number))).count() <= 1);
            }
        }
    }
}
