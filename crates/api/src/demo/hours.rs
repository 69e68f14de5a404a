//! When people work: business hours of the program's zone, with some evenings and weekends where care does not stop.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::calendar::Calendar;
use domain::clock;

use super::random::Random;

/// A moment of a working day: 8:20 to 16:40 on the wall.
pub fn at_work(random: &mut Random, day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    at_minute(day, random.between(500, 1000), zone) + Duration::seconds(random.between(0, 59))
}

/// A minute of a day, counted from midnight of a day without a change of clocks.
pub fn at_minute(day: NaiveDate, minute: i64, zone: Tz) -> DateTime<Utc> {
    let noon = day.and_time(chrono::NaiveTime::MIN) + Duration::hours(12);
    let noon = noon.and_local_timezone(zone).earliest().map_or_else(|| noon.and_utc(), |at| at.with_timezone(&Utc));
    noon + Duration::minutes(minute - 720)
}

/// `day`, or the next day on which the office is open.
pub fn open_day(day: NaiveDate) -> NaiveDate {
    let calendar = Calendar::default();
    let mut day = day;
    while !calendar.is_business_day(day) {
        day = day + Days::new(1);
    }
    day
}

/// A working moment about `days` days after `from`, never before it.
pub fn after_days(random: &mut Random, from: DateTime<Utc>, days: i64, zone: Tz) -> DateTime<Utc> {
    let day = clock::local_date(from, zone) + Days::new(u64::try_from(days.max(0)).unwrap_or(0));
    let at = at_work(random, open_day(day), zone);
    if at > from { at } else { from + Duration::minutes(random.between(8, 50)) }
}
