//! Times of HL7 v2 (DTM): `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]`. Source: HL7 v2.5.1, 2.A.22.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The day that a time names; `None` when it is not one to the day.
pub fn date(text: &str) -> Option<NaiveDate> {
    Some(parts(text)?.0.date())
}

/// The instant that a time names, in `zone` where it names no offset; a time that the clocks skip is the one an hour later, one
/// that they repeat the earlier. `None` when it is not one to the day.
pub fn instant(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let (wall, offset) = parts(text)?;
    if let Some(offset) = offset {
        return Some(offset.from_local_datetime(&wall).single()?.with_timezone(&Utc));
    }
    let skipped = || zone.from_local_datetime(&wall.checked_add_signed(Duration::hours(1))?).earliest();
    Some(zone.from_local_datetime(&wall).earliest().or_else(skipped)?.with_timezone(&Utc))
}

fn parts(text: &str) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let sign = text.find(['+', '-']);
    let (digits, offset) = match sign {
        Some(at) => (&text[..at], Some(offset(&text[at..])?)),
        None => (text, None),
    };
    let digits = digits.split('.').next()?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 10 | 12 | 14) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |digits| digits.parse::<u32>().ok());
    let year = digits.get(..4)?.parse::<i32>().ok().filter(|year| *year >= 1800)?;
    let day = NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)?;
    // 24:00 is how some systems write the end of a day, and 60 a leap second.
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?.min(59));
    if (hour, minute, second) == (24, 0, 0) {
        return Some((day.succ_opt()?.and_time(NaiveTime::MIN), offset));
    }
    Some((day.and_hms_opt(hour, minute, second)?, offset))
}

fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = text.split_at(1);
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let minutes = digits[..2].parse::<i32>().ok()? * 60 + digits[2..].parse::<i32>().ok()?;
    FixedOffset::east_opt(if sign == "-" { -minutes * 60 } else { minutes * 60 })
}
