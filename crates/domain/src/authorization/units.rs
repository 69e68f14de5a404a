//! Authorized against used units (R164). The marks at which it warns are ours: 30, 14 and 7 days, and 80 percent.

use chrono::NaiveDate;

use super::{Authorization, AuthorizationStatus as S};

/// Days before the last one at which it warns. Ours.
const DAYS: [i64; 3] = [7, 14, 30];
/// Percent of the units at which it warns. Ours.
const PERCENT: u64 = 80;

/// Units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Approved.
    pub authorized: u32,
    /// Used.
    pub used: u32,
    /// Left.
    pub left: u32,
}

crate::codes! {
    /// What to look at before the service stops.
    pub enum UnitWarning {
        /// Ends within 30 days.
        EndsIn30 = "ends_in_30",
        /// Ends within 14 days.
        EndsIn14 = "ends_in_14",
        /// Ends within 7 days.
        EndsIn7 = "ends_in_7",
        /// Four fifths are used.
        MostUsed = "most_used",
        /// All are used.
        AllUsed = "all_used",
    }
}

impl Authorization {
    /// What is approved, used and left.
    pub fn balance(&self) -> Balance {
        let authorized = self.course.in_force().map_or(0, |found| found.units);
        let used = self.course.uses.iter().fold(0u32, |sum, one| sum.saturating_add(one.units));
        Balance { authorized, used, left: authorized.saturating_sub(used) }
    }

    /// What to look at on a day; nothing when nothing runs.
    pub fn warnings(&self, today: NaiveDate) -> Vec<UnitWarning> {
        if !matches!(self.status_on(today), S::Approved | S::PartlyApproved) {
            return Vec::new();
        }
        let left = self.valid_to.map(|last| (last - today).num_days());
        let near = DAYS.iter().position(|days| left.is_some_and(|left| left <= *days));
        let ends = near
            .and_then(|index| [UnitWarning::EndsIn7, UnitWarning::EndsIn14, UnitWarning::EndsIn30].get(index).copied());
        ends.into_iter().chain(self.amount_warning()).collect()
    }

    fn amount_warning(&self) -> Option<UnitWarning> {
        let Balance { authorized, used, left } = self.balance();
        match (left, u64::from(used) * 100 >= u64::from(authorized) * PERCENT) {
            (0, _) => Some(UnitWarning::AllUsed),
            (_, true) => Some(UnitWarning::MostUsed),
            _ => None,
        }
    }
}
