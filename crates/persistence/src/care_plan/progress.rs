//! Looks at the goals of a plan.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::care_plan::GoalProgress;
use domain::care_plan::goal::GoalAchievement;
use uuid::Uuid;

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
    /// An entry about a goal of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn goal_progress(&mut self, id: Uuid) -> Result<GoalProgress> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(goal_progress::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: GoalProgressRow = goal_progress::table
            .select(GoalProgressRow::as_select())
            .filter(goal_progress::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
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
