//! Plans of payers, with what they pay for and their networks. They belong to the whole organization: nobody's reach limits them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::insurance_plan::{InsurancePlan, InsurancePlanStatus, NetworkMember, PlanBenefit};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

crate::record! {
    insurance_plan: InsurancePlan, InsurancePlanRow, person: |_| None, {
        payer: Text => String,
        name: Text => String,
        status: Text => Coded<InsurancePlanStatus>,
        benefits: Jsonb => Json<Vec<PlanBenefit>>,
        network: Jsonb => Json<Vec<NetworkMember>>,
        changed_by: Uuid => Uuid,
        changed_at: Timestamptz => DateTime<Utc>,
    }
}

/// Those that are shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// A plan, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn insurance_plan(&mut self, id: Uuid) -> Result<InsurancePlan> {
        let row: InsurancePlanRow = insurance_plan::table
            .select(InsurancePlanRow::as_select())
            .filter(insurance_plan::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// The plan that a coverage names, to read it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn insurance_plan_named(&mut self, id: Option<Uuid>) -> Result<Option<InsurancePlan>> {
        let Some(id) = id else { return Ok(None) };
        let row: Option<InsurancePlanRow> = insurance_plan::table
            .select(InsurancePlanRow::as_select())
            .filter(insurance_plan::id.eq(id))
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The plans of the organization by payer and name, those no longer offered too.
    ///
    /// # Errors
    /// Database errors.
    pub async fn insurance_plans(&mut self) -> Result<Vec<InsurancePlan>> {
        let rows: Vec<InsurancePlanRow> = insurance_plan::table
            .select(InsurancePlanRow::as_select())
            .order((insurance_plan::payer, insurance_plan::name))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The plans of payers of these names, however they are capitalized, locked, the oldest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn insurance_plans_of(&mut self, payers: &[String]) -> Result<Vec<InsurancePlan>> {
        let lowered: Vec<String> = payers.iter().map(|payer| payer.to_lowercase()).collect();
        let sql = Sql::<insurance_plan::SqlType>::new(
            "SELECT p.org_id, p.id, p.version, p.payer, p.name, p.status, p.benefits, p.network, p.changed_by, p.changed_at
             FROM insurance_plan p WHERE p.payer = ANY(",
        )
        .bind::<st::Array<st::Text>, _>(payers.to_vec())
        .sql(") OR lower(p.payer) = ANY(")
        .bind::<st::Array<st::Text>, _>(lowered)
        .sql(") ORDER BY p.id FOR UPDATE");
        let rows: Vec<InsurancePlanRow> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
