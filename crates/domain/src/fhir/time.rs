//! FHIR dates and date-times, and moving them to another day.

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::node::{At, Result};
use crate::clock::{local_date, start_of_day};

/// Years that are read; others are taken for typing errors.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2199;

/// What a FHIR date or dateTime says.
enum When {
    /// A year, a month or a day: its first day, and whether it is exactly that day.
    Day { first: NaiveDate, exact: bool },
    /// An instant.
    Instant(DateTime<Utc>),
}

impl At<'_> {
    /// The FHIR `date` here: its first day, and whether it is a year or month only.
    pub fn date(&self) -> Result<(NaiveDate, bool)> {
        match self.when()? {
            When::Day { first, exact } => Ok((first, !exact)),
            When::Instant(_) => Err(self.fault("must be a date without a time")),
        }
    }

    /// The local day of the FHIR `dateTime` here; the first day when it is a year or month only.
    pub fn day(&self, zone: Tz) -> Result<NaiveDate> {
        match self.when()? {
            When::Day { first, .. } => Ok(first),
            When::Instant(at) => Ok(local_date(at, zone)),
        }
    }

    /// The instant of the FHIR `dateTime` here; the begin of the local day when it has no time.
    pub fn instant(&self, zone: Tz) -> Result<DateTime<Utc>> {
        match self.when()? {
            When::Instant(at) => Ok(at),
            When::Day { first, exact: true } => Ok(start_of_day(first, zone)),
            When::Day { exact: false, .. } => Err(self.fault("must name the day")),
        }
    }

    /// The local day of a `dateTime` member.
    pub fn day_of(&self, member: &str, zone: Tz) -> Result<Option<NaiveDate>> {
        self.get(member)?.map(|at| at.day(zone)).transpose()
    }

    /// The instant of a `dateTime` member.
    pub fn instant_of(&self, member: &str, zone: Tz) -> Result<Option<DateTime<Utc>>> {
        self.get(member)?.map(|at| at.instant(zone)).transpose()
    }

    /// The local days of a `Period` member, in order.
    pub fn days_of(&self, member: &str, zone: Tz) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
        let Some(period) = self.get(member)? else {
            return Ok((None, None));
        };
        let (start, end) = (period.day_of("start", zone)?, period.day_of("end", zone)?);
        period.in_order("end", start, end)?;
        Ok((start, end))
    }

    /// Refuses `member` when its date lies before the one it must follow.
    pub fn in_order<T: PartialOrd>(&self, member: &str, start: Option<T>, end: Option<T>) -> Result<()> {
        match (start, end) {
            (Some(start), Some(end)) if end < start => Err(self.fault_in(member, "lies before the start")),
            _ => Ok(()),
        }
    }

    fn when(&self) -> Result<When> {
        use chrono::Datelike;
        let when = parse(self.as_str()?).ok_or_else(|| self.fault("is not a FHIR date"))?;
        let year = match &when {
            When::Day { first, .. } => first.year(),
            When::Instant(at) => at.year(),
        };
        if !YEARS.contains(&year) {
            return Err(self.fault(format!("must lie between {} and {}", YEARS.start(), YEARS.end())));
        }
        Ok(when)
    }
}

fn parse(text: &str) -> Option<When> {
    if text.len() > 10 {
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        return (text.as_bytes().get(10) == Some(&b'T')).then(|| When::Instant(instant.to_utc()));
    }
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map(|part| digits(part, 2));
    let day = parts.next().map(|part| digits(part, 2));
    if parts.next().is_some() {
        return None;
    }
    let exact = day.is_some();
    let (month, day) = (month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?);
    let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(When::Day { first, exact })
}

fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A record whose dates can be moved by whole days, so that an old source can serve a demonstration.
pub trait Shift {
    /// Moves every date of the record. Times on the wall of `zone` stay what they are, whatever the clocks do in between; a time
    /// that does not exist on the new day becomes the first one after it, one that exists twice the earlier one.
    fn shift(&mut self, days: i16, zone: Tz);
}

impl Shift for NaiveDate {
    fn shift(&mut self, days: i16, _: Tz) {
        *self = self.checked_add_signed(Duration::days(days.into())).unwrap_or(*self);
    }
}

impl Shift for DateTime<Utc> {
    fn shift(&mut self, days: i16, zone: Tz) {
        if days == 0 {
            return;
        }
        let wall = self.with_timezone(&zone).naive_local();
        let moved = wall.checked_add_signed(Duration::days(days.into())).unwrap_or(wall);
        *self = (0..=25 * 60)
            .filter_map(|minute| moved.checked_add_signed(Duration::minutes(minute)))
            .find_map(|wall| zone.from_local_datetime(&wall).earliest())
            .map_or(*self, |at| at.to_utc());
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, days: i16, zone: Tz) {
        if let Some(date) = self {
            date.shift(days, zone);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn shifted(text: &str, days: i16) -> DateTime<Utc> {
        let mut moved = at(text);
        moved.shift(days, New_York);
        moved
    }

    #[test]
    fn a_shift_keeps_the_time_on_the_wall_across_daylight_saving() {
        assert_eq!(shifted("2021-01-15T14:00:00Z", 180), at("2021-07-14T13:00:00Z"));
        assert_eq!(shifted("2021-07-14T13:00:00Z", -180), at("2021-01-15T14:00:00Z"));
    }

    #[test]
    fn a_shift_into_a_skipped_hour_lands_on_the_first_time_after_it() {
        assert_eq!(shifted("2026-03-07T07:30:00Z", 1), at("2026-03-08T07:00:00Z"));
    }

    #[test]
    fn a_shift_into_a_repeated_hour_takes_the_earlier_time() {
        assert_eq!(shifted("2026-10-31T05:30:00Z", 1), at("2026-11-01T05:30:00Z"));
    }

    #[test]
    fn no_shift_changes_nothing_even_in_the_later_repeated_hour() {
        assert_eq!(shifted("2026-11-01T06:30:00Z", 0), at("2026-11-01T06:30:00Z"));
    }

    #[test]
    fn only_fhir_dates_are_dates() {
        for good in ["2020", "2020-02", "2020-02-29", "2020-02-29T10:00:00Z", "2020-02-29T10:00:00.123-05:00"] {
            assert!(parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "20",
            "2020-2-1",
            "2021-02-29",
            "2020-13",
            "+2020",
            "2020-02-29 10:00:00Z",
            "2020-02-29T10:00",
            "29.2.2020",
            "2020-02-29-01",
            "2020-02-",
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
