//! Concerns: disputes about the care of a person, and questions of values in it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::Reach;
use domain::case::Case;
use domain::concern::{Concern, ConcernKind, ConcernStatus, Position};
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::{Error, Result};
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    concern: Concern, ConcernRow, person: |concern| Some(concern.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<ConcernKind>,
        status: Text => Coded<ConcernStatus>,
        summary: Text => String,
        restricted: Bool => bool,
        positions: Jsonb => Json<Vec<Position>>,
        tried: Nullable<Text> => Option<String>,
        raised_by: Uuid => Uuid,
        reviewer_id: Uuid => Uuid,
        due_at: Timestamptz => DateTime<Utc>,
        task_id: Uuid => Uuid,
        resolution: Nullable<Text> => Option<String>,
        weighed: Nullable<Text> => Option<String>,
        follow_up_on: Nullable<Date> => Option<NaiveDate>,
        reason: Nullable<Text> => Option<String>,
        settled_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Concerns shown at once.
const SHOWN: i64 = 500;

impl Tx {
    /// True for a reader who sees the whole organization.
    pub(crate) fn oversees(&self) -> bool {
        self.actor().role.reach() == Reach::Organization
    }

    fn reads(&self, concern: &Concern) -> bool {
        concern.is_read_by(self.actor().id, self.oversees())
    }

    /// A concern about a person within reach that the actor reads, with its case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn concern(&mut self, id: Uuid) -> Result<(Concern, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(concern::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (ConcernRow, CaseRow) = case::table
            .inner_join(concern::table.on(concern::case_id.eq(case::id)))
            .select((ConcernRow::as_select(), CaseRow::as_select()))
            .filter(concern::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        let found: Concern = row.into();
        if self.reads(&found) { Ok((found, case_row.into())) } else { Err(Error::NotFound) }
    }

    /// The concerns about a person within reach that the actor reads, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn concerns_of(&mut self, person_id: Uuid) -> Result<Vec<Concern>> {
        self.require_person(person_id).await?;
        let rows: Vec<ConcernRow> = concern::table
            .select(ConcernRow::as_select())
            .filter(concern::person_id.eq(person_id))
            .order((concern::created_at.desc(), concern::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        let all = rows.into_iter().map(Concern::from);
        Ok(all.filter(|concern| self.reads(concern)).collect())
    }
}
