//! Tasks.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::Case;
use domain::task::{Task, TaskKind, TaskPriority, TaskStatus};
use std::collections::HashMap;
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    task: Task, TaskRow, person: |task| Some(task.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        owner_id: Uuid => Uuid,
        team_id: Uuid => Uuid,
        title: Text => String,
        detail: Nullable<Text> => Option<String>,
        kind: Text => Coded<TaskKind>,
        status: Text => Coded<TaskStatus>,
        priority: Text => Coded<TaskPriority>,
        due_at: Timestamptz => DateTime<Utc>,
        rank_at: Timestamptz => DateTime<Utc>,
        snoozed_until: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        snooze_reason: Nullable<Text> => Option<String>,
        completed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        result: Nullable<Text> => Option<String>,
        care_plan_id: Nullable<Uuid> => Option<Uuid>,
        intervention_id: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// A task within reach with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn task(&mut self, id: Uuid) -> Result<(Task, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(task::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (TaskRow, CaseRow) = case::table
            .inner_join(task::table.on(task::case_id.eq(case::id)))
            .select((TaskRow::as_select(), CaseRow::as_select()))
            .filter(task::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// The task that a record waits for, locked without its case, which may be another one than that of the record: whoever holds
    /// the record comes before its task. The person must be within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn task_waited_for(&mut self, id: Uuid) -> Result<Task> {
        let row: TaskRow = task::table
            .select(TaskRow::as_select())
            .filter(task::id.eq(id))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        Ok(row.into())
    }

    /// The tasks of reviews of a plan, settled ones included, the open ones first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn review_tasks_of(&mut self, plan_id: Uuid, case_id: Uuid) -> Result<Vec<Task>> {
        let rows: Vec<TaskRow> = task::table
            .select(TaskRow::as_select())
            .filter(task::case_id.eq(case_id))
            .filter(task::care_plan_id.eq(plan_id))
            .filter(task::intervention_id.is_null())
            .order((task::status.desc(), task::created_at.desc(), task::id))
            .limit(50)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every task of a case, open ones first, the next due first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn tasks_of(&mut self, case_id: Uuid) -> Result<Vec<Task>> {
        let rows: Vec<TaskRow> = task::table
            .select(TaskRow::as_select())
            .filter(task::case_id.eq(case_id))
            .order((task::status.desc(), task::due_at, task::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Open tasks of a case, to be re-ranked or moved with it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_tasks_of(&mut self, case_id: Uuid) -> Result<Vec<Task>> {
        let rows: Vec<TaskRow> = task::table
            .select(TaskRow::as_select())
            .filter(task::case_id.eq(case_id))
            .filter(task::status.eq(Coded(TaskStatus::Open)))
            .order(task::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
    /// The open tasks that ask to decide about the tiers of these cases, by case.
    pub(crate) async fn open_tier_reviews(&mut self, case_ids: &[Uuid]) -> Result<HashMap<Uuid, Task>> {
        let rows: Vec<TaskRow> = task::table
            .select(TaskRow::as_select())
            .filter(task::case_id.eq_any(case_ids.to_vec()))
            .filter(task::kind.eq(Coded(TaskKind::TierReview)))
            .filter(task::status.eq(Coded(TaskStatus::Open)))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|row| (row.case_id, row.into())).collect())
    }
}
