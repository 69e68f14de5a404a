//! Days on which the network, the county court and the school are closed.

use chrono::{Datelike, Days, NaiveDate};
use domain::access::{authorize, cap};
use domain::calendar::{Calendar, SchoolCalendar, SchoolYear, federal_holiday};
use domain::clock::local_date;
use domain::program::Setting;
use domain::work_calendar::WorkCalendar;
use persistence::{Error, Result, Store};

use super::random::Random;
use super::world::World;
use super::{Told, request};

/// Who sets them.
const DIRECTOR: &str = "Vivian Castellano";
/// Random stream of this part.
const STREAM: u64 = 61;

/// Sets the days before anybody's life is told, so that every clock of the story counts by them.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named(DIRECTOR);
    let mut random = Random::of(world.seed, STREAM);
    let place = |setting| &world.network.place(setting).program;
    let (school, court) = (place(Setting::School), place(Setting::Legal));
    let year = local_date(world.now, school.zone()).year();
    let at = world.start;
    let own = [
        (
            None,
            Calendar { closures: [year, year + 1].into_iter().filter_map(staff_day).collect(), ..Calendar::default() },
        ),
        (
            Some(court.id),
            Calendar {
                court_closures: [year, year + 1].into_iter().filter_map(after_thanksgiving).collect(),
                ..Calendar::default()
            },
        ),
        (Some(school.id), Calendar { school: school_years(year), ..Calendar::default() }),
    ];
    let access = authorize::<cap::RuleWrite>(director.actor(), request(at));
    let access = access.map_err(|denied| Error::Internal(denied.to_string()))?;
    let written = store.write(&access, async |tx| {
        for (program_id, days) in own {
            let calendar =
                WorkCalendar { id: random.id(at), version: 1, program_id, days, set_by: director.staff.id, set_at: at };
            tx.apply(calendar.set(None)?)?;
        }
        Ok(Told::default())
    });
    written.await.map(|_| ())
}

/// The day before Christmas, when the offices stay closed.
fn staff_day(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 24)
}

/// A holiday of the state's courts.
fn after_thanksgiving(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, 11, chrono::Weekday::Thu, 4)?.succ_opt()
}

/// The school years around a year, each from the end of August to the middle of June.
fn school_years(year: i32) -> SchoolCalendar {
    let years: Vec<SchoolYear> = (year - 2..=year + 1)
        .filter_map(|first| {
            let begins = NaiveDate::from_ymd_opt(first, 8, 25)?;
            Some(SchoolYear { first: begins, last: NaiveDate::from_ymd_opt(first + 1, 6, 12)? })
        })
        .collect();
    let days_off = years.iter().flat_map(days_off).collect();
    SchoolCalendar { years, days_off }
}

/// The holidays of a school year: those of the country, the day after Thanksgiving, two weeks in winter and one in spring.
fn days_off(year: &SchoolYear) -> Vec<NaiveDate> {
    let thanksgiving = after_thanksgiving(year.first.year());
    let is_off = |day: &NaiveDate| {
        let (month, date) = (day.month(), day.day());
        let winter = (month == 12 && date > 22) || (month == 1 && date < 3);
        let spring = month == 4 && (6..=10).contains(&date);
        winter || spring || federal_holiday(*day).is_some() || Some(*day) == thanksgiving
    };
    let length = u64::try_from((year.last - year.first).num_days()).unwrap_or(0);
    (0..=length).map(|ahead| year.first + Days::new(ahead)).filter(is_off).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_school_years_of_the_demo_are_a_calendar_that_may_be_set() {
        for year in 2020..2040 {
            let school = school_years(year);
            assert_eq!(school.years.len(), 4);
            assert!(Calendar { school, ..Calendar::default() }.check().is_ok());
        }
    }
}
