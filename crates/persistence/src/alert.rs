//! Safety alerts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::alert::escalation::{Ask, Escalation};
use domain::alert::{Alert, AlertKind, AlertOutcome, AlertSeverity, AlertStatus};
use domain::case::Case;
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    alert: Alert, AlertRow, person: |alert| Some(alert.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        owner_id: Uuid => Uuid,
        team_id: Uuid => Uuid,
        kind: Text => Coded<AlertKind>,
        trigger: Text => String,
        assessment_id: Nullable<Uuid> => Option<Uuid>,
        severity: Text => Coded<AlertSeverity>,
        status: Text => Coded<AlertStatus>,
        opened_at: Timestamptz => DateTime<Utc>,
        due_at: Timestamptz => DateTime<Utc>,
        rank_at: Timestamptz => DateTime<Utc>,
        escalation: Text => Coded<Escalation>,
        asked: Jsonb => Json<Vec<Ask>>,
        escalates_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        acknowledged_by: Nullable<Uuid> => Option<Uuid>,
        outcome: Nullable<Text> => Option<Coded<AlertOutcome>>,
        detail: Nullable<Text> => Option<String>,
        closed_by: Nullable<Uuid> => Option<Uuid>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

impl Tx {
    /// An alert within reach, locked, with its case.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn alert(&mut self, id: Uuid) -> Result<(Alert, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(alert::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (AlertRow, CaseRow) = case::table
            .inner_join(alert::table.on(alert::case_id.eq(case::id)))
            .select((AlertRow::as_select(), CaseRow::as_select()))
            .filter(alert::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Every alert of a person within reach, newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn alerts_of(&mut self, person_id: Uuid) -> Result<Vec<Alert>> {
        self.require_person(person_id).await?;
        let rows: Vec<AlertRow> = alert::table
            .select(AlertRow::as_select())
            .filter(alert::person_id.eq(person_id))
            .order((alert::opened_at.desc(), alert::id))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Unsettled alerts of a case, to be re-ranked or moved with it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_alerts_of(&mut self, case_id: Uuid) -> Result<Vec<Alert>> {
        let rows: Vec<AlertRow> = alert::table
            .select(AlertRow::as_select())
            .filter(alert::case_id.eq(case_id))
            .filter(alert::status.ne(Coded(AlertStatus::Closed)))
            .order(alert::id)
            .for_no_key_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
