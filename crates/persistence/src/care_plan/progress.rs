//! Looks at the goals of a plan.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::goal::GoalAchievement;
use domain::care_plan::{CarePlan, GoalProgress};
use domain::case::Case;
use uuid::Uuid;

use super::{CarePlanRow, care_plan};
use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    goal_progress: GoalProgress, GoalProgressRow, person: |entry| Some(entry.person_id), {
        care_plan_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        goal_id: Uuid => Uuid,
        observed_on: Date => NaiveDate,
        value: Nullable<Double> => Option<f64>,
        attainment: Nullable<Int4> => Option<i32>,
        achievement: Nullable<Text> => Option<Coded<GoalAchievement>>,
        note: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
        retracted_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        retract_reason: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// An entry about a goal of a person within reach with its plan and case, all locked, the case first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn goal_progress(&mut self, id: Uuid) -> Result<(GoalProgress, CarePlan, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(goal_progress::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (case_row, plan, row): (CaseRow, CarePlanRow, GoalProgressRow) = case::table
            .inner_join(care_plan::table.on(care_plan::case_id.eq(case::id)))
            .inner_join(goal_progress::table.on(goal_progress::care_plan_id.eq(care_plan::id)))
            .select((CaseRow::as_select(), CarePlanRow::as_select(), GoalProgressRow::as_select()))
            .filter(goal_progress::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), plan.into(), case_row.into()))
    }

    /// Entries about the goals of a plan, the first day first. The latest 1,000 are enough for any line.
    ///
    /// # Errors
    /// Database errors.
    pub async fn goal_progress_of(&mut self, plan_id: Uuid) -> Result<Vec<GoalProgress>> {
        let rows: Vec<GoalProgressRow> = goal_progress::table
            .select(GoalProgressRow::as_select())
            .filter(goal_progress::care_plan_id.eq(plan_id))
            .order((goal_progress::observed_on.desc(), goal_progress::created_at.desc(), goal_progress::id.desc()))
            .limit(1_000)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().rev().map(Into::into).collect())
    }
}
