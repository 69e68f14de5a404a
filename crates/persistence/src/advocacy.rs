//! Advocacy.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::advocacy::{Advocacy, AdvocacyKind, AdvocacyResult, AdvocacyStatus};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    advocacy: Advocacy, AdvocacyRow, person: |advocacy| Some(advocacy.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        need_id: Nullable<Uuid> => Option<Uuid>,
        kind: Text => Coded<AdvocacyKind>,
        counterpart: Nullable<Text> => Option<String>,
        asked: Text => String,
        alternatives: Jsonb => Json<Vec<String>>,
        chosen: Nullable<Text> => Option<String>,
        happened_at: Timestamptz => DateTime<Utc>,
        status: Text => Coded<AdvocacyStatus>,
        result: Nullable<Text> => Option<Coded<AdvocacyResult>>,
        result_note: Nullable<Text> => Option<String>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        error_reason: Nullable<Text> => Option<String>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Entries shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// An entry about a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn advocacy(&mut self, id: Uuid) -> Result<Advocacy> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(advocacy::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: AdvocacyRow = advocacy::table
            .select(AdvocacyRow::as_select())
            .filter(advocacy::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The log of a person within reach, the latest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn advocacy_of(&mut self, person_id: Uuid) -> Result<Vec<Advocacy>> {
        self.require_person(person_id).await?;
        let rows: Vec<AdvocacyRow> = advocacy::table
            .select(AdvocacyRow::as_select())
            .filter(advocacy::person_id.eq(person_id))
            .order((advocacy::happened_at.desc(), advocacy::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
