//! Crisis plans and their revisions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::crisis_plan::{CrisisContent, CrisisDraft, CrisisPlan, CrisisPlanRevision, CrisisPlanStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    crisis_plan: CrisisPlan, CrisisPlanRow, person: |plan| Some(plan.person_id), {
        person_id: Uuid => Uuid,
        status: Text => Coded<CrisisPlanStatus>,
        revision: Int4 => i32,
        content: Jsonb => Json<CrisisContent>,
        draft: Jsonb => Json<Option<CrisisDraft>>,
        approved_by: Nullable<Uuid> => Option<Uuid>,
        approved_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reviewed_by: Nullable<Uuid> => Option<Uuid>,
        reviewed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        review_on: Nullable<Date> => Option<NaiveDate>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        ended_reason: Nullable<Text> => Option<String>,
        ended_by: Nullable<Uuid> => Option<Uuid>,
        ended_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    crisis_plan_revision: CrisisPlanRevision, CrisisPlanRevisionRow, person: |revision| Some(revision.person_id), {
        crisis_plan_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        revision: Int4 => i32,
        content: Jsonb => Json<CrisisContent>,
        reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        approved_by: Uuid => Uuid,
        approved_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// A crisis plan of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn crisis_plan(&mut self, id: Uuid) -> Result<CrisisPlan> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(crisis_plan::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: CrisisPlanRow = crisis_plan::table
            .select(CrisisPlanRow::as_select())
            .filter(crisis_plan::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The crisis plan in force of a person, locked, to let it know of something. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn crisis_plan_in_force(&mut self, person_id: Uuid) -> Result<Option<CrisisPlan>> {
        let row: Option<CrisisPlanRow> = crisis_plan::table
            .select(CrisisPlanRow::as_select())
            .filter(crisis_plan::person_id.eq(person_id))
            .filter(crisis_plan::status.eq(Coded(CrisisPlanStatus::InForce)))
            .for_no_key_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The crisis plans of a person that may wait for work, locked, to follow the end of a case. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_crisis_plans_of(&mut self, person_id: Uuid) -> Result<Vec<CrisisPlan>> {
        let rows: Vec<CrisisPlanRow> = crisis_plan::table
            .select(CrisisPlanRow::as_select())
            .filter(crisis_plan::person_id.eq(person_id))
            .filter(crisis_plan::status.eq_any([Coded(CrisisPlanStatus::Draft), Coded(CrisisPlanStatus::InForce)]))
            .order(crisis_plan::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every crisis plan of a person within reach that was not thrown away, newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn crisis_plans_of(&mut self, person_id: Uuid) -> Result<Vec<CrisisPlan>> {
        self.require_person(person_id).await?;
        let rows: Vec<CrisisPlanRow> = crisis_plan::table
            .select(CrisisPlanRow::as_select())
            .filter(crisis_plan::person_id.eq(person_id))
            .filter(crisis_plan::status.ne(Coded(CrisisPlanStatus::Discarded)))
            .order((crisis_plan::created_at.desc(), crisis_plan::id))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Revisions of a plan that were signed off, the first one first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn crisis_plan_revisions(&mut self, plan_id: Uuid) -> Result<Vec<CrisisPlanRevision>> {
        let rows: Vec<CrisisPlanRevisionRow> = crisis_plan_revision::table
            .select(CrisisPlanRevisionRow::as_select())
            .filter(crisis_plan_revision::crisis_plan_id.eq(plan_id))
            .order(crisis_plan_revision::revision)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
