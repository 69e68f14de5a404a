//! Boards: which measures a setting watches, how their numbers are read, and when a number wants attention (R190-R216).
//!
//! A board names measures by their number in the catalogue of public definitions; it shows those that are counted. A board of a
//! setting counts one program at a time, so that every number on it is the length of one list of people.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::code::Code;
use crate::measure::{Better, DEFINITIONS, Definition, MeasureKind, Period};
use crate::program::Setting;

pub mod chart;
pub mod target;

/// Months that a trend shows, the last of them not over yet.
pub const MONTHS: u32 = 12;

/// So many months in a row off the target are an alert. The number is ours: one month may be chance.
pub const ALERT_MONTHS: u32 = 2;

/// Colleagues whose work an aggregate is made of at least, so that it tells on nobody. Source: N14, k-anonymity of 5.
pub const FEWEST_COLLEAGUES: usize = 5;

crate::codes! {
    /// A board.
    pub enum MeasureBoard {
        /// Hospital case management (R190-R193).
        Hospital = "hospital",
        /// Health plans and clinics (R194-R198).
        ManagedCare = "managed_care",
        /// Behavioral health (R199-R203).
        BehavioralHealth = "behavioral_health",
        /// Home health, hospice and residences (R204-R208).
        HomeHealthHospice = "home_health_hospice",
        /// Social, court, resettlement, reentry and school programs (R209-R213).
        SocialServices = "social_services",
        /// What every setting is asked for (R214, R215).
        CrossSetting = "cross_setting",
    }
}

crate::codes! {
    /// How a number stands to its target.
    pub enum TargetStanding {
        /// It reaches the target.
        OnTarget = "on_target",
        /// It does not.
        OffTarget = "off_target",
        /// Nothing was counted.
        NothingCounted = "nothing_counted",
        /// Nobody has said what is to be reached.
        NoTarget = "no_target",
    }
}

/// Plan adherence and the timeliness of documentation are watched in every setting.
const EVERYWHERE: &[&str] = &["K-25", "K-27"];

impl MeasureBoard {
    /// The settings whose programs it shows; none for the board of all settings together.
    fn settings(self) -> &'static [Setting] {
        use Setting as S;
        match self {
            Self::Hospital => &[S::Hospital],
            Self::ManagedCare => &[S::ManagedCare, S::Clinic],
            Self::BehavioralHealth => &[S::BehavioralHealth],
            Self::HomeHealthHospice => &[S::HomeHealth, S::Hospice, S::LongTermCare, S::Aging],
            Self::SocialServices => &[S::SocialServices, S::Legal, S::Refugee, S::Corrections, S::School],
            Self::CrossSetting => &[],
        }
    }

    /// Numbers of the setting's own measures, in the order of requirements O.
    fn sources(self) -> &'static [&'static str] {
        match self {
            Self::Hospital => &["K-2", "K-1", "K-3", "K-4", "T-1"],
            Self::ManagedCare => &["K-9", "K-10", "K-11", "K-5", "T-2", "K-8"],
            Self::BehavioralHealth => &["K-6", "K-7", "K-12", "K-13", "K-14", "K-22"],
            Self::HomeHealthHospice => &["K-15", "K-16", "K-17", "K-18", "K-19"],
            Self::SocialServices => &["K-20", "K-21", "K-22", "K-23", "K-24"],
            Self::CrossSetting => &["K-17", "K-18", "K-28", "K-26"],
        }
    }

    /// True when a program of this setting belongs to the board.
    pub fn covers(self, setting: Setting) -> bool {
        self.settings().contains(&setting)
    }

    /// The measures that it shows: those of the setting, then those of every setting.
    pub fn definitions(self) -> Vec<&'static Definition> {
        let numbers = self.sources().iter().chain(EVERYWHERE);
        numbers.flat_map(|number| DEFINITIONS.iter().filter(move |one| one.source == *number)).collect()
    }
}

/// The measures that are watched in these settings, each once and the settings' own first; where none has a board, those of all
/// settings.
pub fn watched(settings: &[Setting]) -> Vec<&'static Definition> {
    let has = |board: &&MeasureBoard| settings.iter().any(|setting| board.covers(*setting));
    let mut boards: Vec<MeasureBoard> = MeasureBoard::ALL.iter().filter(has).copied().collect();
    if boards.is_empty() {
        boards.push(MeasureBoard::CrossSetting);
    }
    let own = boards.iter().flat_map(|board| board.sources());
    let mut numbers: Vec<&str> = Vec::new();
    for number in own.chain(EVERYWHERE) {
        if !numbers.contains(number) {
            numbers.push(number);
        }
    }
    numbers.into_iter().flat_map(|number| DEFINITIONS.iter().filter(move |one| one.source == number)).collect()
}

/// How the number of a measure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// True when a smaller number is the better one.
    pub lower_is_better: bool,
    /// True for a share of cases, from 0 to 1; false for a ratio, a rate per thousand, days or money.
    pub share: bool,
}

/// How a measure is read.
pub fn reading(definition: &Definition) -> Reading {
    Reading {
        lower_is_better: definition.better == Better::Lower,
        share: matches!(definition.kind, MeasureKind::Proportion | MeasureKind::MeanOfShares),
    }
}

impl Reading {
    /// True when `value` reaches `target`. Rates are quotients: what differs by rounding alone is the same.
    pub fn reaches(self, value: f64, target: f64) -> bool {
        let ahead = if self.lower_is_better { target - value } else { value - target };
        ahead >= -1e-9
    }

    /// How a number stands to its target.
    pub fn standing(self, value: Option<f64>, target: Option<f64>) -> TargetStanding {
        match (value, target) {
            (None, _) => TargetStanding::NothingCounted,
            (Some(_), None) => TargetStanding::NoTarget,
            (Some(value), Some(target)) if self.reaches(value, target) => TargetStanding::OnTarget,
            (Some(_), Some(_)) => TargetStanding::OffTarget,
        }
    }
}

/// A month of a trend: the local days from `first` to `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        Self { first, last: next.pred_opt().unwrap_or(first) }
    }

    /// The month as a period of a zone.
    pub fn period(self, zone: Tz) -> Period {
        Period::of_days(self.first, self.last, zone)
    }

    /// True when the month is over at `now`.
    pub fn is_over(self, zone: Tz, now: DateTime<Utc>) -> bool {
        self.period(zone).to <= now
    }
}

/// The month of `day` and the months before it, [`MONTHS`] in all, the earliest first.
pub fn months(day: NaiveDate) -> Vec<Month> {
    let before = |count| Month::of(day).first.checked_sub_months(Months::new(count));
    (0..MONTHS).rev().filter_map(before).map(Month::of).collect()
}

/// A month as it stands to the target of its last day; none when nothing was counted. A month that is not over, or of which
/// something is not decided yet, is not settled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Whether the target was reached.
    pub reached: Option<bool>,
    /// Whether the month's number is final.
    pub settled: bool,
}

/// How many settled months in a row, up to the latest settled one, were off the target. A month in which nothing was counted
/// ends the row.
pub fn months_off_target(months: &[Judged]) -> u32 {
    let latest = months.iter().rev().skip_while(|month| !month.settled);
    let off = latest.take_while(|month| month.settled && month.reached == Some(false)).count();
    u32::try_from(off).unwrap_or(u32::MAX)
}

/// What colleagues reach together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// The share, from 0 to 1.
    pub value: f64,
    /// How much is counted.
    pub denominator: u32,
    /// How many colleagues own it.
    pub colleagues: u32,
}

/// What is counted of one owner's cases.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// How much is counted.
    pub counted: u32,
    /// What it is worth: 1 for what was reached, one half for what was reached in part.
    pub worth: f64,
}

/// What the colleagues around `reader` reach together: of all that is counted, each owner once. None while it would be made of fewer
/// than [`FEWEST_COLLEAGUES`].
pub fn together(shares: &[(Uuid, Share)], reader: Uuid) -> Option<Together> {
    let others = || shares.iter().filter(|(owner, share)| *owner != reader && share.counted > 0);
    if others().count() < FEWEST_COLLEAGUES {
        return None;
    }
    let denominator: u32 = others().map(|(_, share)| share.counted).sum();
    let value = others().map(|(_, share)| share.worth).sum::<f64>() / f64::from(denominator);
    Some(Together { value, denominator, colleagues: u32::try_from(others().count()).ok()? })
}

/// The middle of what colleagues reach, each for themself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Middle {
    /// The median of their shares, from 0 to 1.
    pub value: f64,
    /// Of how many colleagues.
    pub colleagues: u32,
}

/// The median of what the colleagues of `worker` reach, of two middles their mean. None while it would be made of fewer than
/// [`FEWEST_COLLEAGUES`].
pub fn middle(shares: &[(Uuid, Share)], worker: Uuid) -> Option<Middle> {
    let others = shares.iter().filter(|(owner, share)| *owner != worker && share.counted > 0);
    let mut reached: Vec<f64> = others.map(|(_, share)| share.worth / f64::from(share.counted)).collect();
    if reached.len() < FEWEST_COLLEAGUES {
        return None;
    }
    reached.sort_by(f64::total_cmp);
    let (low, high) = (reached[(reached.len() - 1) / 2], reached[reached.len() / 2]);
    Some(Middle { value: f64::midpoint(low, high), colleagues: u32::try_from(reached.len()).ok()? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
