//! The periods of 60 days for which home health is certified (T-11). Each begins on its day, whether or not the recertification for
//! it was recorded: a period that nobody recertified does not hide the window of the next.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Event, EventKind};
use crate::clock;

/// Length of a period; the start of care is the first day of the first one (42 CFR 484.55(d)(1)).
const DAYS: i64 = 60;

/// The periods behind the first one that have begun by `now` in an active case of home health and that are not among `heard`, the
/// events that the case knows. Each is about an id of its own, always the same one, so that it starts one clock.
pub fn certifications_begun(case: &Case, zone: Tz, heard: &[Event], now: DateTime<Utc>) -> Vec<Event> {
    if case.require_active().is_err() {
        return Vec::new();
    }
    let start = clock::local_date(case.enrolled_at, zone);
    let passed = |at: DateTime<Utc>| (clock::local_date(at, zone) - start).num_days();
    // The nearest one: a program that moved to another time zone has them begin hours earlier or later.
    let nearest = |event: &Event| (passed(event.at) + DAYS / 2).div_euclid(DAYS);
    let begun = heard.iter().filter(|event| event.kind == EventKind::CertificationBegun);
    let known: HashSet<i64> = begun.map(nearest).collect();
    let anew = (1..=passed(now).div_euclid(DAYS)).filter(|number| !known.contains(number));
    anew.map(|number| {
        let first = clock::start_of_day(start + TimeDelta::days(number * DAYS), zone);
        Event::new(EventKind::CertificationBegun, period_id(case.id, number), first)
    })
    .collect()
}

/// What a period is known by: no record holds it, and it is the same whoever tells of it.
fn period_id(case_id: Uuid, number: i64) -> Uuid {
    Uuid::from_u128(case_id.as_u128().wrapping_add(u128::from(number.unsigned_abs())))
}
