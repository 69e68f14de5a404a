//! Costs of people, and what their programs spent on them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::cost::{Cost, CostStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    cost: Cost, CostRow, person: |one| Some(one.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        starts_on: Date => NaiveDate,
        ends_on: Date => NaiveDate,
        expected_low: Int8 => i64,
        expected: Int8 => i64,
        expected_high: Int8 => i64,
        observed: Int8 => i64,
        program_cost: Int8 => i64,
        status: Text => Coded<CostStatus>,
        error_reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Those of a person that are shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// One of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn cost(&mut self, id: Uuid) -> Result<Cost> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(cost::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: CostRow = cost::table
            .select(CostRow::as_select())
            .filter(cost::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Those of a person within reach, the latest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn costs_of(&mut self, person_id: Uuid) -> Result<Vec<Cost>> {
        self.require_person(person_id).await?;
        let rows: Vec<CostRow> = cost::table
            .select(CostRow::as_select())
            .filter(cost::person_id.eq(person_id))
            .order((cost::ends_on.desc(), cost::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// All that count of a person within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn recorded_costs_of(&mut self, person_id: Uuid) -> Result<Vec<Cost>> {
        self.require_person(person_id).await?;
        let rows: Vec<CostRow> = cost::table
            .select(CostRow::as_select())
            .filter(cost::person_id.eq(person_id))
            .filter(cost::status.eq(Coded(CostStatus::Recorded)))
            .order(cost::id)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
