//! Strain radar (N14, R228-R230): what wears people out, shown to the worker first and to a team in aggregate only. It feeds neither
//! pay nor discipline.
//!
//! | figure             | formula                                                                    | period  |
//! |--------------------|----------------------------------------------------------------------------|---------|
//! | crisis exposure    | safety alerts of people whose case the worker owns                         | 30 days |
//! | death exposure     | people whose case the worker owned to the end, or still does, who died     | 90 days |
//! | after-hours share  | contacts before 8:00, from 18:00 on or at weekends / all contacts          | 30 days |
//! | overdue growth     | overdue items now - overdue items a week ago                               | 7 days  |
//!
//! A team's figures are sums over its workers, or those sums divided by their number, of five workers at least: less would tell who.

use chrono::{DateTime, Datelike, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::fairness::jain;

/// Fewest workers of an aggregate. Source: N14, k-anonymity of 5.
pub const FEWEST: usize = 5;
/// Days over which alerts and contacts are counted. The number is ours.
pub const DAYS: i64 = 30;
/// Days over which deaths are counted. The number is ours: grief outlasts a month.
pub const DEATH_DAYS: i64 = 90;
/// Days over which growth is told. Source: the issue, overdue now against a week ago.
pub const GROWTH_DAYS: i64 = 7;
/// Working hours of the day. The numbers are ours.
pub const HOURS: std::ops::Range<u32> = 8..18;

/// True for an instant before or after working hours, or at a weekend, on the worker's wall.
pub fn after_hours(at: DateTime<Utc>, zone: Tz) -> bool {
    let local = at.with_timezone(&zone);
    matches!(local.weekday(), Weekday::Sat | Weekday::Sun) || !HOURS.contains(&local.hour())
}

/// What a worker was exposed to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Exposure {
    /// Safety alerts.
    pub crises: u32,
    /// Deaths.
    pub deaths: u32,
    /// Contacts that they logged.
    pub contacts: u32,
    /// Of these, after hours.
    pub late_contacts: u32,
    /// Overdue items now.
    pub overdue: u32,
    /// Overdue items a week ago.
    pub overdue_before: u32,
    /// Weighted points of their caseload.
    pub points: f64,
}

impl Exposure {
    /// Share of contacts after hours, 0 to 1; none without a contact.
    pub fn after_hours_share(&self) -> Option<f64> {
        (self.contacts > 0).then(|| f64::from(self.late_contacts) / f64::from(self.contacts))
    }

    /// By how much overdue work grew; negative when it shrank.
    pub fn growth(&self) -> i64 {
        i64::from(self.overdue) - i64::from(self.overdue_before)
    }
}

/// What a team was exposed to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamStrain {
    /// Workers.
    pub workers: usize,
    /// Safety alerts for each worker.
    pub crises_each: f64,
    /// Deaths for each worker.
    pub deaths_each: f64,
    /// Share of all contacts after hours; none without a contact.
    pub after_hours_share: Option<f64>,
    /// By how much overdue work of the whole team grew.
    pub growth: i64,
    /// Jain's index of the weighted load; none when nobody carries a case.
    pub fairness: Option<f64>,
}

/// The figures of a team; none of fewer than [`FEWEST`] workers.
pub fn of_team(workers: &[Exposure]) -> Option<TeamStrain> {
    if workers.len() < FEWEST {
        return None;
    }
    let sum = |of: fn(&Exposure) -> u32| -> u32 { workers.iter().map(of).sum() };
    #[allow(clippy::cast_precision_loss)]
    let each = |of| f64::from(sum(of)) / workers.len() as f64;
    let contacts = sum(|one| one.contacts);
    let points: Vec<f64> = workers.iter().map(|one| one.points).collect();
    Some(TeamStrain {
        workers: workers.len(),
        crises_each: each(|one| one.crises),
        deaths_each: each(|one| one.deaths),
        after_hours_share: (contacts > 0).then(|| f64::from(sum(|one| one.late_contacts)) / f64::from(contacts)),
        growth: workers.iter().map(Exposure::growth).sum(),
        fairness: jain(&points),
    })
}
