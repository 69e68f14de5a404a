//! Opening hours: weekly, on the wall clock of the service's zone.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Code;

crate::codes! {
    /// A day of the week (iCalendar BYDAY, RFC 5545 3.3.10, as HSDS uses it).
    pub enum Weekday {
        /// Monday.
        Monday = "MO",
        /// Tuesday.
        Tuesday = "TU",
        /// Wednesday.
        Wednesday = "WE",
        /// Thursday.
        Thursday = "TH",
        /// Friday.
        Friday = "FR",
        /// Saturday.
        Saturday = "SA",
        /// Sunday.
        Sunday = "SU",
    }
}

impl Weekday {
    fn of(date: NaiveDate) -> Self {
        Self::ALL[date.weekday().num_days_from_monday() as usize]
    }

    fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

/// Minutes of a day.
const DAY: i32 = 24 * 60;
/// Most openings in a week.
pub const MOST_OPENINGS: usize = 50;

/// Open on one day of the week, from one minute to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    /// The day.
    pub day: Weekday,
    /// First minute, counted from midnight.
    pub opens: i32,
    /// The minute at which it closes, at most 1,440: midnight at the end of the day.
    pub closes: i32,
}

/// Whether a service is open, and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// Nobody said when it is open.
    Unknown,
    /// Open until then; none when it never closes.
    Open {
        /// When it closes.
        until: Option<DateTime<Utc>>,
    },
    /// Closed until then.
    Closed {
        /// When it opens.
        opens: DateTime<Utc>,
    },
}

/// Whether a weekly schedule is open at `now` in its zone. Openings that follow each other without a gap are one.
pub fn hours(schedule: &[Opening], zone: Tz, now: DateTime<Utc>) -> Hours {
    let stretches = stretches(schedule, zone, now);
    if let Some((_, closes)) = stretches.iter().find(|(opens, closes)| *opens <= now && now < *closes) {
        // What is open for a whole week without a gap never closes.
        return Hours::Open { until: (*closes - now < Duration::days(7)).then_some(*closes) };
    }
    match stretches.iter().find(|(opens, _)| *opens > now) {
        Some((opens, _)) => Hours::Closed { opens: *opens },
        None => Hours::Unknown,
    }
}

/// The stretches of being open from yesterday to two weeks from today, in the order of time. An opening that lies in an hour that
/// the clocks skip is none.
fn stretches(schedule: &[Opening], zone: Tz, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let today = crate::clock::local_date(now, zone);
    let dates = (-1..=15_i64).filter_map(|ahead| today.checked_add_signed(Duration::days(ahead)));
    let mut all: Vec<(DateTime<Utc>, DateTime<Utc>)> = dates
        .flat_map(|date| {
            let on_that_day = schedule.iter().filter(move |opening| opening.day == Weekday::of(date));
            on_that_day.map(move |at| (instant(date, at.opens, zone), instant(date, at.closes, zone)))
        })
        .collect();
    all.retain(|(opens, closes)| opens < closes);
    all.sort();
    let mut joined: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::with_capacity(all.len());
    for (opens, closes) in all {
        match joined.last_mut() {
            Some((_, end)) if opens <= *end => *end = closes.max(*end),
            _ => joined.push((opens, closes)),
        }
    }
    joined
}

/// The instant of a minute of a day; a minute that the clocks skip is the first one after it, one that comes twice the first.
fn instant(date: NaiveDate, minute: i32, zone: Tz) -> DateTime<Utc> {
    let wall = date.and_time(NaiveTime::MIN);
    (0..=180)
        .filter_map(|later| wall.checked_add_signed(Duration::minutes(i64::from(minute) + later)))
        .find_map(|wall| zone.from_local_datetime(&wall).earliest())
        .map_or(DateTime::<Utc>::MAX_UTC, |at| at.with_timezone(&Utc))
}

/// Minutes of a time of day: `09:30` is 570, `24:00` is 1,440. Seconds are allowed and must be zero.
pub fn minutes_of(text: &str) -> Option<i32> {
    let text = text.trim().trim_end_matches('Z');
    if text == "24:00" || text == "24:00:00" {
        return Some(DAY);
    }
    let time =
        NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")).ok()?;
    (time.second() == 0).then(|| i32::try_from(time.hour() * 60 + time.minute()).ok()).flatten()
}

/// The time of day of a minute: 570 is `09:30`.
pub fn text_of(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// One stretch on a day, or two when it goes over midnight; none for an empty one.
pub fn openings(day: Weekday, opens: i32, closes: i32) -> Vec<Opening> {
    if closes > opens {
        return vec![Opening { day, opens, closes }];
    }
    let evening = Opening { day, opens, closes: DAY };
    let morning = Opening { day: day.next(), opens: 0, closes };
    [evening, morning].into_iter().filter(|part| part.closes > part.opens).collect()
}

/// The days of a list such as `MO-FR,SU`.
pub fn days(text: &str) -> Option<Vec<Weekday>> {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut day, last) = (Weekday::from_code(first.trim())?, Weekday::from_code(last.trim())?);
        all.push(day);
        while day != last {
            day = day.next();
            all.push(day);
        }
    }
    Some(all)
}

/// A week as text: `MO-FR 09:00-17:00; SA 10:00-14:00`. Hours over midnight are written as they are said: `MO-SU 20:00-08:00`.
/// None when it can't be read.
pub fn week(text: &str) -> Option<Vec<Opening>> {
    let mut all = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (on, hours) = part.split_once(' ')?;
        let (opens, closes) = hours.trim().split_once('-')?;
        let (opens, closes) = (minutes_of(opens)?, minutes_of(closes)?);
        if opens == closes || opens == DAY {
            return None;
        }
        all.extend(days(on)?.into_iter().flat_map(|day| openings(day, opens, closes)));
    }
    (all.len() <= MOST_OPENINGS).then_some(all)
}
