//! Needs.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::need::{Need, NeedKind, NeedStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    need: Need, NeedRow, person: |need| Some(need.person_id), {
        person_id: Uuid => Uuid,
        kind: Text => Coded<NeedKind>,
        title: Text => String,
        code: Nullable<Text> => Option<String>,
        code_system: Nullable<Text> => Option<String>,
        status: Text => Coded<NeedStatus>,
        reason: Nullable<Text> => Option<String>,
        onset_on: Nullable<Date> => Option<NaiveDate>,
        created_at: Timestamptz => DateTime<Utc>,
        source: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// A need of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn need(&mut self, id: Uuid) -> Result<Need> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(need::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: NeedRow = need::table
            .select(NeedRow::as_select())
            .filter(need::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Every need of a person within reach: active ones first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn needs_of(&mut self, person_id: Uuid) -> Result<Vec<Need>> {
        self.require_person(person_id).await?;
        let rows: Vec<NeedRow> = need::table
            .select(NeedRow::as_select())
            .filter(need::person_id.eq(person_id))
            .order((need::status, need::title, need::id))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
