//! Who could own a case: colleagues, and what they carry.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{CaseStatus, Tier};
use domain::caseload::Weighted;
use domain::staff::Staff;
use uuid::Uuid;

use crate::case::case;
use crate::error::Result;
use crate::record::Coded;
use crate::staff::{StaffRow, staff};
use crate::tx::Tx;

impl Tx {
    /// Colleagues at work, by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn colleagues(&mut self, ids: &HashSet<Uuid>) -> Result<Vec<Staff>> {
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        let rows: Vec<StaffRow> = staff::table
            .select(StaffRow::as_select())
            .filter(staff::id.eq_any(ids))
            .filter(staff::active)
            .order(staff::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What colleagues carry: the active cases that they own.
    ///
    /// # Errors
    /// Database errors.
    pub async fn loads(&mut self, ids: &HashSet<Uuid>) -> Result<HashMap<Uuid, Weighted>> {
        let ids: Vec<Uuid> = ids.iter().copied().collect();
        let rows: Vec<(Uuid, Coded<Tier>, i64)> = case::table
            .group_by((case::owner_id, case::tier))
            .select((case::owner_id, case::tier, diesel::dsl::count_star()))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(case::owner_id.eq_any(ids))
            .load(self.conn())
            .await?;
        let mut loads: HashMap<Uuid, Weighted> = HashMap::new();
        for (owner_id, tier, count) in rows {
            let load = loads.entry(owner_id).or_default();
            *load = load.with(tier.0, u32::try_from(count).unwrap_or(u32::MAX));
        }
        Ok(loads)
    }

    /// The last day of the absence that holds on `today`, for those who are off.
    ///
    /// # Errors
    /// Database errors.
    pub async fn away_until(&mut self, ids: &HashSet<Uuid>, today: NaiveDate) -> Result<HashMap<Uuid, NaiveDate>> {
        let absences = self.absences_beside(ids.iter().copied().collect(), today, today).await?;
        Ok(absences.into_iter().map(|absence| (absence.staff_id, absence.last_on)).collect())
    }
}
