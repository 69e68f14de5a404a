//! Periods that begin by themselves: the 60 days for which home health is certified (T-11) and the benefit periods of hospice (T-12).
//! No record holds them, and nobody counts days: one in which something was missed does not hide the next.

use std::iter::successors;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Event, EventKind};
use crate::clock;
use crate::program::Setting;
use crate::rulebook::hospice::benefit_period;

/// Length of a period of home health, whose start of care is the first day of the first one (42 CFR 484.55(d)(1)), and of a later
/// benefit period of hospice (42 CFR 418.21).
const LENGTH: TimeDelta = TimeDelta::days(60);

/// How long before a benefit period the clocks hear of it. A number of ours: half a month before its encounter may take place, so
/// that there is time to arrange that.
const AHEAD: TimeDelta = TimeDelta::days(45);

/// The periods of an active case that its clocks should know by `now` and that are not among `heard`, the events that it knows. Each
/// is about an id of its own, always the same one, so that it starts one clock.
pub fn periods_begun(case: &Case, setting: Setting, zone: Tz, heard: &[Event], now: DateTime<Utc>) -> Vec<Event> {
    if case.require_active().is_err() {
        return Vec::new();
    }
    let start = clock::local_date(case.enrolled_at, zone);
    let today = clock::local_date(now, zone);
    let (kind, next, last) = match setting {
        Setting::HomeHealth => (EventKind::CertificationBegun, Some(start + LENGTH), today),
        Setting::Hospice => {
            let third = || benefit_period(start, 3).map(|period| period.first);
            let next = recorded_benefit_period(case.id, start, zone, heard).map(|day| day + LENGTH).or_else(third);
            (EventKind::LaterBenefitPeriod, next, today + AHEAD)
        }
        _ => return Vec::new(),
    };
    let known: Vec<NaiveDate> =
        heard.iter().filter(|event| event.kind == kind).map(|event| first_day(event, zone)).collect();
    // A program that moved to another time zone may have had one begin on the day before or after.
    let is_known = |day: &NaiveDate| known.iter().any(|told| (*told - *day).abs() <= TimeDelta::days(1));
    let begun = |day: NaiveDate| Event::new(kind, period_id(case.id, day - start), clock::start_of_day(day, zone));
    each_from(next, last).filter(|day| !is_known(day)).map(begun).collect()
}

/// The first day of the last benefit period that staff recorded: only they know of elections elsewhere, which count too.
fn recorded_benefit_period(case_id: Uuid, start: NaiveDate, zone: Tz, heard: &[Event]) -> Option<NaiveDate> {
    let of_staff = |event: &&Event| {
        event.kind == EventKind::LaterBenefitPeriod
            && event.subject_id != period_id(case_id, first_day(event, zone) - start)
    };
    heard.iter().filter(of_staff).map(|event| first_day(event, zone)).max()
}

/// The first days of periods from `first` on that are not later than `last`.
fn each_from(first: Option<NaiveDate>, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    successors(first, |day| day.checked_add_signed(LENGTH)).take_while(move |day| *day <= last)
}

/// The day on which a period begins. Half a day on from its first instant it is the same day in all time zones of the States, wherever
/// the program was then.
fn first_day(event: &Event, zone: Tz) -> NaiveDate {
    clock::local_date(event.at + TimeDelta::hours(12), zone)
}

/// What a period is known by: it is the same whoever tells of it.
fn period_id(case_id: Uuid, since_start: TimeDelta) -> Uuid {
    Uuid::from_u128(case_id.as_u128().wrapping_add(u128::from(since_start.num_days().unsigned_abs())))
}
