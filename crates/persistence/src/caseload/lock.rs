//! Locks of cases.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseStatus};
use domain::caseload::lock::CaseLock;
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    case_lock: CaseLock, CaseLockRow, person: |lock| Some(lock.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        reason: Text => String,
        ends_on: Date => NaiveDate,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
        lifted_by: Nullable<Uuid> => Option<Uuid>,
        lifted_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

impl Tx {
    /// A lock of a case within reach with the case, both locked: the case first, see [`crate::tx`].
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn case_lock(&mut self, id: Uuid) -> Result<(CaseLock, Case)> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case_lock::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let (row, case_row): (CaseLockRow, CaseRow) = case::table
            .inner_join(case_lock::table.on(case_lock::case_id.eq(case::id)))
            .select((CaseLockRow::as_select(), CaseRow::as_select()))
            .filter(case_lock::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok((row.into(), case_row.into()))
    }

    /// Locks of these cases that hold on a day or later.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_locks_of(&mut self, cases: &[Uuid], from: NaiveDate) -> Result<Vec<CaseLock>> {
        let rows: Vec<CaseLockRow> = case_lock::table
            .select(CaseLockRow::as_select())
            .filter(case_lock::case_id.eq_any(cases.to_vec()))
            .filter(case_lock::ends_on.ge(from))
            .filter(case_lock::lifted_at.is_null())
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Locks of active cases within reach that hold on a day or later, with the case and the name of its person, after `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_lock_list(
        &mut self,
        from: NaiveDate,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(CaseLock, Case, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(case_lock::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = case_lock::table
            .inner_join(person::table.on(person::id.eq(case_lock::person_id)))
            .inner_join(case::table.on(case::id.eq(case_lock::case_id)))
            .select((CaseLockRow::as_select(), CaseRow::as_select(), person::given_name, person::family_name))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .filter(case_lock::ends_on.ge(from))
            .filter(case_lock::lifted_at.is_null())
            .filter(diesel::dsl::exists(seen))
            .order(case_lock::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(id) = after {
            query = query.filter(case_lock::id.lt(id));
        }
        let rows: Vec<(CaseLockRow, CaseRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        let named = |(lock, case, given, family): (CaseLockRow, CaseRow, String, String)| {
            (lock.into(), case.into(), format!("{given} {family}"))
        };
        Ok(rows.into_iter().map(named).collect())
    }
}
