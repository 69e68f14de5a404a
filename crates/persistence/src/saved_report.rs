//! Saved reports.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::saved_report::{SavedReport, SavedReportKind, SavedReportScope};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::Tx;

crate::record! {
    saved_report: SavedReport, SavedReportRow, person: |_| None, {
        owner_id: Uuid => Uuid,
        team_id: Nullable<Uuid> => Option<Uuid>,
        name: Text => String,
        kind: Text => Coded<SavedReportKind>,
        subject: Nullable<Text> => Option<String>,
        scope: Nullable<Text> => Option<Coded<SavedReportScope>>,
        program_id: Nullable<Uuid> => Option<Uuid>,
        first_on: Nullable<Date> => Option<NaiveDate>,
        last_on: Nullable<Date> => Option<NaiveDate>,
        created_at: Timestamptz => DateTime<Utc>,
        removed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// Reports shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// Reports that the actor keeps or that one of these teams sees, by name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn saved_reports(&mut self, team_ids: Vec<Uuid>) -> Result<Vec<SavedReport>> {
        let rows: Vec<SavedReportRow> = saved_report::table
            .select(SavedReportRow::as_select())
            .filter(saved_report::removed_at.is_null())
            .filter(saved_report::owner_id.eq(self.actor().id).or(saved_report::team_id.eq_any(team_ids)))
            .order((saved_report::name, saved_report::id))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A report that the actor keeps, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn saved_report(&mut self, id: Uuid) -> Result<SavedReport> {
        let row: SavedReportRow = saved_report::table
            .select(SavedReportRow::as_select())
            .filter(saved_report::id.eq(id))
            .filter(saved_report::owner_id.eq(self.actor().id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }
}
