//! The wall: which local day an instant is on, and where a local day begins and ends.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, SubsecRound, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// True when something at `at` is in time for `due_at`. The due second itself is in time; fractions of a second do not matter.
pub fn in_time(at: DateTime<Utc>, due_at: DateTime<Utc>) -> bool {
    at.trunc_subsecs(0) <= due_at.trunc_subsecs(0)
}

/// The date on the wall at `at`. The first and last two days that can be written at all are taken for the next inner ones, which
/// have a local time in every zone.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    inner(at).with_timezone(&zone).date_naive()
}

/// The time on the wall at `at`, to the minute and with the zone's abbreviation, as people read it.
pub fn local_time(at: DateTime<Utc>, zone: Tz) -> String {
    let wall = inner(at).with_timezone(&zone);
    // What `%Y-%m-%d %H:%M %Z` says, without reading that pattern again for every line of every list.
    format!("{} {:02}:{:02} {}", wall.date_naive(), wall.hour(), wall.minute(), wall.offset())
}

/// The first instant of a local date, also where the clocks skip or repeat midnight.
pub fn start_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // A skipped midnight, or a whole skipped day, ends within 25 hours: the first minute that exists is the change itself.
    (0..=25 * 60)
        .filter_map(|minute| midnight.checked_add_signed(Duration::minutes(minute)))
        .find_map(|wall| zone.from_local_datetime(&wall).earliest())
        .map_or(DateTime::<Utc>::MAX_UTC, |first| first.with_timezone(&Utc))
}

/// The last second of a local date.
pub fn end_of_day(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    match date.succ_opt() {
        Some(next) => start_of_day(next, zone) - Duration::seconds(1),
        None => DateTime::<Utc>::MAX_UTC,
    }
}

/// `at`, at least two days away from the ends of what can be written.
pub(super) fn inner(at: DateTime<Utc>) -> DateTime<Utc> {
    // Every list asks for many dates, hardly one of them in the first or the last year that there is.
    if at.year() > DateTime::<Utc>::MIN_UTC.year() && at.year() < DateTime::<Utc>::MAX_UTC.year() {
        return at;
    }
    at.clamp(DateTime::<Utc>::MIN_UTC + Duration::days(2), DateTime::<Utc>::MAX_UTC - Duration::days(2))
}
