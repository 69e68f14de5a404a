//! Deadlines. They are written by the rules only, through [`crate::tx::Tx::apply_in`].

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::EventKind;
use domain::case::Case;
use domain::clock::Step;
use domain::deadline::{Deadline, DeadlineStatus};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    deadline: Deadline, DeadlineRow, person: |deadline| Some(deadline.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        rule_code: Text => String,
        rule_title: Text => String,
        rule_version: Text => String,
        rule_source: Text => String,
        status: Text => Coded<DeadlineStatus>,
        anchor_kind: Text => Coded<EventKind>,
        anchor_subject_id: Uuid => Uuid,
        anchor_at: Timestamptz => DateTime<Utc>,
        due_at: Timestamptz => DateTime<Utc>,
        due_on: Date => NaiveDate,
        window_opens_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        met_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        met_by_id: Nullable<Uuid> => Option<Uuid>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        closed_by_id: Nullable<Uuid> => Option<Uuid>,
        closed_reason: Nullable<Text> => Option<String>,
        explanation: Jsonb => Json<Vec<Step>>,
        weight: Int4 => i32,
        owner_id: Nullable<Uuid> => Option<Uuid>,
        team_id: Nullable<Uuid> => Option<Uuid>,
        rank_at: Timestamptz => DateTime<Utc>,
        snoozed_until: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        snooze_reason: Nullable<Text> => Option<String>,
        next_action: Text => String,
    }
}

impl Tx {
    /// A deadline within reach, locked, with its case.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn deadline(&mut self, id: Uuid) -> Result<(Deadline, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(deadline::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (DeadlineRow, CaseRow) = case::table
            .inner_join(deadline::table.on(deadline::case_id.eq(case::id)))
            .select((DeadlineRow::as_select(), CaseRow::as_select()))
            .filter(deadline::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Every deadline of a case, the next due first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn deadlines_of(&mut self, case_id: Uuid) -> Result<Vec<Deadline>> {
        let rows: Vec<DeadlineRow> = deadline::table
            .select(DeadlineRow::as_select())
            .filter(deadline::case_id.eq(case_id))
            .order((deadline::due_at, deadline::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
