//! What is written down around a plan.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::CarePlan;
use domain::care_plan::entry::{EntryContent, PlanEntry};
use domain::case::Case;
use uuid::Uuid;

use super::{CarePlanRow, care_plan};
use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::Json;
use crate::tx::{Tx, person_reach};

crate::record! {
    plan_entry: PlanEntry, PlanEntryRow, person: |entry| Some(entry.person_id), {
        care_plan_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        revision: Int4 => i32,
        happened_on: Date => NaiveDate,
        content: Jsonb => Json<EntryContent>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
        retracted_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        retract_reason: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// An entry about a plan of a person within reach with its plan and case, all locked, the case first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn plan_entry(&mut self, id: Uuid) -> Result<(PlanEntry, CarePlan, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(plan_entry::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (case_row, plan, row): (CaseRow, CarePlanRow, PlanEntryRow) = case::table
            .inner_join(care_plan::table.on(care_plan::case_id.eq(case::id)))
            .inner_join(plan_entry::table.on(plan_entry::care_plan_id.eq(care_plan::id)))
            .select((CaseRow::as_select(), CarePlanRow::as_select(), PlanEntryRow::as_select()))
            .filter(plan_entry::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), plan.into(), case_row.into()))
    }

    /// Entries of a plan, the latest day first; 500 at most.
    ///
    /// # Errors
    /// Database errors.
    pub async fn plan_entries_of(&mut self, plan_id: Uuid) -> Result<Vec<PlanEntry>> {
        let rows: Vec<PlanEntryRow> = plan_entry::table
            .select(PlanEntryRow::as_select())
            .filter(plan_entry::care_plan_id.eq(plan_id))
            .order((plan_entry::happened_on.desc(), plan_entry::created_at.desc(), plan_entry::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
