//! Care plans and their approved revisions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::plan::{CarePlanKind, CarePlanStatus};
use domain::care_plan::{CarePlan, CarePlanRevision, PlanContent};
use domain::case::{Case, CaseStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

pub mod entry;
pub mod follow;
pub mod occurrence;
pub mod progress;
pub mod template;

crate::record! {
    care_plan: CarePlan, CarePlanRow, person: |plan| Some(plan.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<CarePlanKind>,
        status: Text => Coded<CarePlanStatus>,
        revision: Int4 => i32,
        content: Jsonb => Json<PlanContent>,
        reason: Nullable<Text> => Option<String>,
        approved_by: Nullable<Uuid> => Option<Uuid>,
        approved_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        drafted_by: Nullable<Uuid> => Option<Uuid>,
        drafted_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    care_plan_revision: CarePlanRevision, CarePlanRevisionRow, person: |revision| Some(revision.person_id), {
        care_plan_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        revision: Int4 => i32,
        content: Jsonb => Json<PlanContent>,
        reason: Nullable<Text> => Option<String>,
        approved_by: Uuid => Uuid,
        approved_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// A plan of a person within reach with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn care_plan(&mut self, id: Uuid) -> Result<(CarePlan, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(care_plan::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (case_row, row): (CaseRow, CarePlanRow) = case::table
            .inner_join(care_plan::table.on(care_plan::case_id.eq(case::id)))
            .select((CaseRow::as_select(), CarePlanRow::as_select()))
            .filter(care_plan::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Plans of a case, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn care_plans_of(&mut self, case_id: Uuid) -> Result<Vec<CarePlan>> {
        let rows: Vec<CarePlanRow> = care_plan::table
            .select(CarePlanRow::as_select())
            .filter(care_plan::case_id.eq(case_id))
            .order((care_plan::created_at.desc(), care_plan::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Plans of a person's active cases, the oldest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn care_plans_of_person(&mut self, person_id: Uuid) -> Result<Vec<CarePlan>> {
        let rows: Vec<CarePlanRow> = care_plan::table
            .inner_join(case::table.on(case::id.eq(care_plan::case_id)))
            .select(CarePlanRow::as_select())
            .filter(care_plan::person_id.eq(person_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order((care_plan::created_at, care_plan::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Approved revisions of a plan, the first one first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn care_plan_revisions(&mut self, plan_id: Uuid) -> Result<Vec<CarePlanRevision>> {
        let rows: Vec<CarePlanRevisionRow> = care_plan_revision::table
            .select(CarePlanRevisionRow::as_select())
            .filter(care_plan_revision::care_plan_id.eq(plan_id))
            .order(care_plan_revision::revision)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The approved revision that is in force. None before the first approval.
    ///
    /// # Errors
    /// Database errors.
    pub async fn revision_in_force(&mut self, plan: &CarePlan) -> Result<Option<CarePlanRevision>> {
        let Some(number) = plan.revision_in_force() else { return Ok(None) };
        let row: Option<CarePlanRevisionRow> = care_plan_revision::table
            .select(CarePlanRevisionRow::as_select())
            .filter(care_plan_revision::care_plan_id.eq(plan.id))
            .filter(care_plan_revision::revision.eq(number))
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// What the plan in force says: the approved content, also while the next revision is drafted. None before the first approval.
    ///
    /// # Errors
    /// Database errors.
    pub async fn plan_in_force(&mut self, plan: &CarePlan) -> Result<Option<PlanContent>> {
        if plan.status != CarePlanStatus::Draft {
            return Ok(Some(plan.content.clone()));
        }
        Ok(self.revision_in_force(plan).await?.map(|revision| revision.content))
    }
}
