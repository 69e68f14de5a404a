//! What people ask of their own records.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Code;
use domain::record_request::{
    RecordDenialGround, RecordRequest, RecordRequestKind, RecordRequestStatus, RecordRequestWay,
};
use uuid::Uuid;

use crate::error::Result;
use crate::person::person;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    record_request: RecordRequest, RecordRequestRow, person: |request| Some(request.person_id), {
        person_id: Uuid => Uuid,
        case_id: Nullable<Uuid> => Option<Uuid>,
        kind: Text => Coded<RecordRequestKind>,
        status: Text => Coded<RecordRequestStatus>,
        asked_on: Date => NaiveDate,
        way: Text => Coded<RecordRequestWay>,
        asked_for: Text => String,
        representative: Nullable<Text> => Option<String>,
        due_on: Date => NaiveDate,
        extended_on: Nullable<Date> => Option<NaiveDate>,
        extension_reason: Nullable<Text> => Option<String>,
        ground: Nullable<Text> => Option<Coded<RecordDenialGround>>,
        answer: Nullable<Text> => Option<String>,
        disagreement: Nullable<Text> => Option<String>,
        settled_on: Nullable<Date> => Option<NaiveDate>,
        settled_by: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Which requests a list shows. All given parts must match.
#[derive(Debug, Clone, Copy)]
pub struct RecordRequestFilter {
    /// About the record of this person.
    pub person_id: Option<Uuid>,
    /// In this state.
    pub status: Option<RecordRequestStatus>,
    /// Only those that wait for their answer, the one that is due first at the top; else the one that was due last.
    pub open: bool,
}

impl Tx {
    /// A request about the record of a person within reach, locked; a read waits for nobody.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn record_request(&mut self, id: Uuid) -> Result<RecordRequest> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(record_request::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let found = record_request::table
            .select(RecordRequestRow::as_select())
            .filter(record_request::id.eq(id))
            .filter(diesel::dsl::exists(seen));
        let row: RecordRequestRow = if self.only_reads {
            found.first(self.conn()).await?
        } else {
            found.for_update().first(self.conn()).await?
        };
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Requests about the records of people within reach, with the names of the people.
    ///
    /// # Errors
    /// Database errors.
    pub async fn record_request_list(
        &mut self,
        filter: RecordRequestFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: i64,
    ) -> Result<Vec<(RecordRequest, String)>> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(record_request::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let mut query = record_request::table
            .inner_join(person::table.on(person::id.eq(record_request::person_id)))
            .select((RecordRequestRow::as_select(), person::given_name, person::family_name))
            .filter(diesel::dsl::exists(seen))
            .limit(limit)
            .into_boxed();
        if filter.open {
            let open: Vec<Coded<RecordRequestStatus>> =
                RecordRequestStatus::ALL.iter().copied().filter(|status| status.is_open()).map(Coded).collect();
            query = query
                .filter(record_request::status.eq_any(open))
                .order((record_request::due_on.asc(), record_request::id.asc()));
        } else {
            query = query.order((record_request::due_on.desc(), record_request::id.desc()));
        }
        if let Some(person_id) = filter.person_id {
            query = query.filter(record_request::person_id.eq(person_id));
        }
        if let Some(status) = filter.status {
            query = query.filter(record_request::status.eq(Coded(status)));
        }
        if let Some((day, id)) = after {
            let same = record_request::due_on.eq(day);
            query = if filter.open {
                query.filter(record_request::due_on.gt(day).or(same.and(record_request::id.gt(id))))
            } else {
                query.filter(record_request::due_on.lt(day).or(same.and(record_request::id.lt(id))))
            };
        }
        let rows: Vec<(RecordRequestRow, String, String)> = query.load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, ..)| row.person_id));
        Ok(rows.into_iter().map(|(row, given, family)| (row.into(), format!("{given} {family}"))).collect())
    }
}
