//! Hours by type (R242, R302): the time that the record holds of a worker's work, on the worker's own wall.
//!
//! | type         | when                                                                     | source                        |
//! |--------------|--------------------------------------------------------------------------|-------------------------------|
//! | `on_call`    | the hours of duty of a shift on call, called out or not                  | R302                          |
//! | `called_out` | work within them, and no other type                                      | ours                          |
//! | `weekend`    | work on a Saturday or Sunday                                             | R242, R302                    |
//! | `evening`    | work before 8 and from 18 o'clock on, as the strain radar counts         | [`HOURS`]                     |
//! | `regular`    | other work                                                               | R242, R302                    |
//! | `overtime`   | work beyond 40 hours of a week from Monday to Sunday, of who is not exempt | 29 U.S.C. 207(a)(1); which day a week begins on is ours (29 CFR 778.105) |
//!
//! Work is what contacts, kept appointments, visits with the way there, signed notes without a contact and the night log say, each second
//! once. It is no time card: what nobody wrote down is not in it. Waiting on call is no work (29 CFR 785.17), being called out is.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::appointment::repeat::at_wall;
use crate::caseload::strain::HOURS;
use crate::clock::start_of_day;

/// Seconds of work in a week beyond which who is not exempt works overtime. Source: 29 U.S.C. 207(a)(1).
pub const WEEK: i64 = 40 * 3600;
/// Most days that are asked about at once: a quarter. The number is ours.
pub const MOST_DAYS: i64 = 92;

/// Work that seems to have lasted for longer was not written down right, and counts for nothing: a day, as in billing.
pub const LONGEST: TimeDelta = TimeDelta::seconds(crate::billing::LONGEST);

/// From when until when; the end is no part of it.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// Time that the record holds of somebody's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// Who.
    pub staff_id: Uuid,
    /// When.
    pub span: Span,
}

/// Seconds by type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hours {
    /// Work in working hours.
    pub regular: i64,
    /// Work before and after them.
    pub evening: i64,
    /// Work at weekends.
    pub weekend: i64,
    /// On duty in a shift on call, called out or not.
    pub on_call: i64,
    /// Work in those.
    pub called_out: i64,
    /// Work beyond the hours of a week; none for who is exempt, or of whom it is not recorded.
    pub overtime: Option<i64>,
}

impl Hours {
    /// All work.
    pub fn worked(self) -> i64 {
        self.regular + self.evening + self.weekend + self.called_out
    }

    /// True when nothing is on record.
    pub fn is_nothing(self) -> bool {
        self.worked() + self.on_call == 0
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            regular: self.regular + other.regular,
            evening: self.evening + other.evening,
            weekend: self.weekend + other.weekend,
            on_call: self.on_call + other.on_call,
            called_out: self.called_out + other.called_out,
            overtime: self.overtime.map_or(other.overtime, |own| Some(own + other.overtime.unwrap_or_default())),
        }
    }
}

/// The hours of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayHours {
    /// The day on the worker's wall.
    pub on: NaiveDate,
    /// By type.
    pub hours: Hours,
}

/// The first day of the week of a day: what was worked from then on counts for its overtime.
pub fn week_begins(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// The hours of a worker on each of some days, in their zone. `worked` and `duty` reach back to where the week of the first day begins;
/// `exempt` says of a day whether the worker has no claim to overtime, none when it is not recorded.
pub fn by_day(
    worked: &[Span],
    duty: &[Span],
    zone: Tz,
    days: &RangeInclusive<NaiveDate>,
    exempt: impl Fn(NaiveDate) -> Option<bool>,
) -> Vec<DayHours> {
    let believed: Vec<Span> = worked.iter().copied().filter(|(from, to)| *to - *from <= LONGEST).collect();
    let (worked, duty) = (union(&believed), union(duty));
    let called_out = common(&worked, &duty);
    let beyond = |seconds: i64| (seconds - WEEK).max(0);
    let mut in_week = 0;
    let mut found = Vec::new();
    for on in week_begins(*days.start()).iter_days().take_while(|day| day <= days.end()) {
        if on.weekday() == Weekday::Mon {
            in_week = 0;
        }
        let hours = of_day(on, zone, &worked, &duty, &called_out);
        let before = in_week;
        in_week += hours.worked();
        if days.contains(&on) {
            let overtime = (exempt(on) == Some(false)).then(|| beyond(in_week) - beyond(before));
            found.push(DayHours { on, hours: Hours { overtime, ..hours } });
        }
    }
    found
}

/// A part of a day by the time on the wall.
#[derive(Debug, Clone, Copy)]
enum Part {
    Regular,
    Evening,
    Weekend,
}

fn of_day(on: NaiveDate, zone: Tz, worked: &[Span], duty: &[Span], called_out: &[Span]) -> Hours {
    let mut hours = Hours::default();
    for (part, within) in parts(on, zone) {
        let called = seconds(called_out, within);
        hours.on_call += seconds(duty, within);
        hours.called_out += called;
        let own = seconds(worked, within) - called;
        match part {
            Part::Regular => hours.regular += own,
            Part::Evening => hours.evening += own,
            Part::Weekend => hours.weekend += own,
        }
    }
    hours
}

/// The parts of a day, one after the other and without a gap, whatever the clocks do.
fn parts(on: NaiveDate, zone: Tz) -> Vec<(Part, Span)> {
    let begins = start_of_day(on, zone);
    let ends = on.succ_opt().map_or(begins, |next| start_of_day(next, zone));
    if matches!(on.weekday(), Weekday::Sat | Weekday::Sun) {
        return vec![(Part::Weekend, (begins, ends))];
    }
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).and_then(|time| at_wall(on.and_time(time), zone));
    let opens = at(HOURS.start).unwrap_or(begins).clamp(begins, ends);
    let closes = at(HOURS.end).unwrap_or(ends).clamp(opens, ends);
    vec![(Part::Evening, (begins, opens)), (Part::Regular, (opens, closes)), (Part::Evening, (closes, ends))]
}

/// The same time with each instant once, in order.
fn union(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.iter().copied().filter(|(from, to)| from < to).collect();
    sorted.sort_unstable();
    let mut whole: Vec<Span> = Vec::new();
    for (from, to) in sorted {
        match whole.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => whole.push((from, to)),
        }
    }
    whole
}

/// What two unions have in common.
fn common(some: &[Span], others: &[Span]) -> Vec<Span> {
    let pairs = some.iter().flat_map(|one| others.iter().map(move |other| (one.0.max(other.0), one.1.min(other.1))));
    pairs.filter(|(from, to)| from < to).collect()
}

/// Whole seconds of a union, in order, within a span; each instant is cut to its second first, so that parts add up to the whole.
fn seconds(union: &[Span], within: Span) -> i64 {
    let first = union.partition_point(|span| span.1 <= within.0);
    let own = |(from, to): &Span| ((*to).min(within.1).timestamp() - (*from).max(within.0).timestamp()).max(0);
    union[first..].iter().take_while(|span| span.0 < within.1).map(own).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use chrono_tz::America::New_York;
    use proptest::prelude::*;

    const HOUR: i64 = 3600;

    fn day(month: u32, number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, number).unwrap()
    }

    /// A time on the wall of July 2026 in New York; the 6th is a Monday.
    fn july(number: u32, hour: u32) -> DateTime<Utc> {
        New_York.with_ymd_and_hms(2026, 7, number, hour, 0, 0).unwrap().to_utc()
    }

    fn of(worked: &[Span], duty: &[Span], first: NaiveDate, last: NaiveDate, exempt: Option<bool>) -> Hours {
        let days = by_day(worked, duty, New_York, &(first..=last), |_| exempt);
        days.into_iter().fold(Hours::default(), |sum, own| sum.and(own.hours))
    }

    #[test]
    fn work_is_told_by_the_wall_of_the_worker_and_each_second_once() {
        // Friday from 7 in the morning to 1 at night, twice; the weekend begins at midnight.
        let worked = [(july(10, 7), july(10, 20)), (july(10, 19), july(11, 1)), (july(10, 7), july(10, 9))];
        let hours = of(&worked, &[], day(7, 10), day(7, 11), None);
        assert_eq!((hours.regular, hours.evening, hours.weekend), (10 * HOUR, 7 * HOUR, HOUR));
        assert_eq!((hours.worked(), hours.on_call, hours.overtime), (18 * HOUR, 0, None));
        let forgotten = [(july(6, 9), july(9, 9))];
        assert!(of(&forgotten, &[], day(7, 6), day(7, 9), None).is_nothing(), "nobody works for three days");
    }

    #[test]
    fn waiting_on_call_is_no_work_and_being_called_out_is_no_other_type() {
        let duty = [(july(10, 17), july(11, 8))];
        let worked = [(july(10, 16), july(10, 18)), (july(11, 2), july(11, 3))];
        let hours = of(&worked, &duty, day(7, 10), day(7, 11), None);
        assert_eq!((hours.on_call, hours.called_out), (15 * HOUR, 2 * HOUR));
        assert_eq!((hours.regular, hours.evening, hours.weekend), (HOUR, 0, 0));
    }

    #[test]
    fn overtime_begins_after_the_fortieth_hour_of_a_week_for_who_is_not_exempt() {
        // Nine hours on each day from Monday to Friday, and one on the Monday after.
        let mut worked: Vec<Span> = (6..=10).map(|number| (july(number, 8), july(number, 17))).collect();
        worked.push((july(13, 8), july(13, 9)));
        let overtime = |first, last, exempt| of(&worked, &[], first, last, exempt).overtime;
        assert_eq!(overtime(day(7, 6), day(7, 13), Some(false)), Some(5 * HOUR));
        assert_eq!(overtime(day(7, 10), day(7, 10), Some(false)), Some(5 * HOUR), "the days before count with it");
        assert_eq!(overtime(day(7, 9), day(7, 9), Some(false)), Some(0));
        assert_eq!(overtime(day(7, 6), day(7, 13), Some(true)), None);
        assert_eq!(overtime(day(7, 6), day(7, 13), None), None, "not recorded");
        let waiting = of(&[], &worked, day(7, 6), day(7, 13), Some(false));
        assert_eq!((waiting.on_call, waiting.overtime), (46 * HOUR, Some(0)), "waiting is no work");
    }

    #[test]
    fn the_days_on_which_the_clocks_change_have_twenty_three_and_twenty_five_hours() {
        let whole = |month, number| {
            let on = day(month, number);
            let (from, to) = (start_of_day(on, New_York), start_of_day(on.succ_opt().unwrap(), New_York));
            let noon = from + TimeDelta::hours(12);
            of(&[(from, noon), (noon, to)], &[], on, on, None).weekend
        };
        assert_eq!((whole(3, 8), whole(7, 11), whole(11, 1)), (23 * HOUR, 24 * HOUR, 25 * HOUR));
    }

    proptest! {
        #[test]
        fn the_types_add_up_to_the_time_that_was_worked(
            spans in proptest::collection::vec((0i64..3_000, 0i64..600, any::<bool>()), 0..8),
        ) {
            let at = |minutes| july(10, 0) + TimeDelta::minutes(minutes);
            let of_kind = |wanted: bool| -> Vec<Span> {
                let own = spans.iter().filter(|(.., duty)| *duty == wanted);
                own.map(|(from, length, _)| (at(*from), at(from + length))).collect()
            };
            let (worked, duty) = (of_kind(false), of_kind(true));
            let hours = of(&worked, &duty, day(7, 10), day(7, 13), Some(false));
            let minutes = |spans: &[Span]| {
                let within = |minute: &i64| spans.iter().any(|(from, to)| *from <= at(*minute) && at(*minute) < *to);
                i64::try_from((0i64..3_600).filter(within).count()).unwrap()
            };
            prop_assert_eq!(hours.worked(), minutes(&worked) * 60);
            prop_assert_eq!(hours.on_call, minutes(&duty) * 60);
            prop_assert!(hours.called_out <= hours.on_call && hours.overtime.unwrap() <= hours.worked());
        }
    }
}
