//! Occurrences of interventions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::occurrence::OccurrenceStatus;
use domain::care_plan::{CarePlan, Occurrence};
use domain::case::Case;
use uuid::Uuid;

use super::{CarePlanRow, care_plan};
use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    occurrence: Occurrence, OccurrenceRow, person: |occurrence| Some(occurrence.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        care_plan_id: Uuid => Uuid,
        intervention_id: Uuid => Uuid,
        task_id: Nullable<Uuid> => Option<Uuid>,
        due_on: Date => NaiveDate,
        due_at: Timestamptz => DateTime<Utc>,
        status: Text => Coded<OccurrenceStatus>,
        done_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reason: Nullable<Text> => Option<String>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// An occurrence of a person within reach with its plan and case, all locked, the case first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn occurrence(&mut self, id: Uuid) -> Result<(Occurrence, CarePlan, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(occurrence::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (case_row, plan, row): (CaseRow, CarePlanRow, OccurrenceRow) = case::table
            .inner_join(care_plan::table.on(care_plan::case_id.eq(case::id)))
            .inner_join(occurrence::table.on(occurrence::care_plan_id.eq(care_plan::id)))
            .select((CaseRow::as_select(), CarePlanRow::as_select(), OccurrenceRow::as_select()))
            .filter(occurrence::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), plan.into(), case_row.into()))
    }

    /// What the interventions of a plan were and are due for, the first day first; what was withdrawn is left out.
    ///
    /// # Errors
    /// Database errors.
    pub async fn occurrences_of(&mut self, plan_id: Uuid) -> Result<Vec<Occurrence>> {
        let rows: Vec<OccurrenceRow> = occurrence::table
            .select(OccurrenceRow::as_select())
            .filter(occurrence::care_plan_id.eq(plan_id))
            .filter(occurrence::status.ne(Coded(OccurrenceStatus::Withdrawn)))
            .order((occurrence::due_on, occurrence::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What is still planned in a case, locked, to end with it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn planned_occurrences_of(&mut self, case_id: Uuid) -> Result<Vec<Occurrence>> {
        let rows: Vec<OccurrenceRow> = occurrence::table
            .select(OccurrenceRow::as_select())
            .filter(occurrence::case_id.eq(case_id))
            .filter(occurrence::status.eq(Coded(OccurrenceStatus::Planned)))
            .order(occurrence::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
