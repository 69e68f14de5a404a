//! Requests for authorization, their appeals, and grievances.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::authorization::appeal::{Appeal, AppealKind, AppealLevel, AppealStatus, AppealSubject};
use domain::authorization::{
    Authorization, AuthorizationSide, AuthorizationStatus, Course, GrantedExtension, LineOfBusiness, RequestUrgency,
    ReviewKind, Service, ServiceCategory, Trail,
};
use uuid::Uuid;

use crate::error::Result;
use crate::person::{CoverageRow, coverage};
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::{Tx, person_reach};

crate::record! {
    authorization: Authorization, AuthorizationRow, person: |request| Some(request.person_id), {
        person_id: Uuid => Uuid,
        case_id: Uuid => Uuid,
        coverage_id: Nullable<Uuid> => Option<Uuid>,
        side: Text => Coded<AuthorizationSide>,
        line: Text => Coded<LineOfBusiness>,
        urgency: Text => Coded<RequestUrgency>,
        kind: Text => Coded<ReviewKind>,
        category: Text => Coded<ServiceCategory>,
        status: Text => Coded<AuthorizationStatus>,
        service: Jsonb => Json<Service>,
        requested_by: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
        received_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        rule_code: Nullable<Text> => Option<String>,
        due_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reviewer_id: Nullable<Uuid> => Option<Uuid>,
        advisor_id: Nullable<Uuid> => Option<Uuid>,
        decided_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        valid_to: Nullable<Date> => Option<NaiveDate>,
        next_review_on: Nullable<Date> => Option<NaiveDate>,
        continues_id: Nullable<Uuid> => Option<Uuid>,
        course: Jsonb => Json<Course>,
    }
}

crate::record! {
    appeal: Appeal, AppealRow, person: |appeal| Some(appeal.person_id), {
        person_id: Uuid => Uuid,
        case_id: Uuid => Uuid,
        authorization_id: Nullable<Uuid> => Option<Uuid>,
        answered_here: Bool => bool,
        kind: Text => Coded<AppealKind>,
        level: Text => Coded<AppealLevel>,
        subject: Text => Coded<AppealSubject>,
        line: Text => Coded<LineOfBusiness>,
        urgency: Text => Coded<RequestUrgency>,
        status: Text => Coded<AppealStatus>,
        words: Text => String,
        noted_by: Uuid => Uuid,
        received_at: Timestamptz => DateTime<Utc>,
        late_reason: Nullable<Text> => Option<String>,
        rule_code: Nullable<Text> => Option<String>,
        due_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        reviewer_id: Nullable<Uuid> => Option<Uuid>,
        decided_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        answer: Nullable<Text> => Option<String>,
        extension: Jsonb => Json<Option<GrantedExtension>>,
        trail: Jsonb => Json<Vec<Trail<AppealStatus>>>,
    }
}

domain::codes! {
    /// Which requests a queue shows.
    pub enum AuthorizationDesk {
        /// What we review and have not decided, the next due first.
        Review = "review",
        /// What we asked for and have no answer to, the next due first.
        Asked = "asked",
        /// Drafts, the oldest first.
        Drafts = "drafts",
        /// What is approved and running, the next to end first.
        Running = "running",
        /// What was refused, as a whole or in part, the oldest first.
        Denied = "denied",
    }
}

domain::codes! {
    /// Which appeals and grievances a queue shows.
    pub enum AppealDesk {
        /// What waits for an answer, the next due first.
        Open = "open",
        /// What was answered or taken back.
        Settled = "settled",
    }
}

/// Which requests to show. All given parts must match.
#[derive(Debug, Clone, Copy)]
pub struct AuthorizationFilter {
    /// Which desk.
    pub desk: AuthorizationDesk,
    /// Line of business.
    pub line: Option<LineOfBusiness>,
    /// Urgency.
    pub urgency: Option<RequestUrgency>,
    /// Only what the reader reviews, advises on or wrote down.
    pub mine: bool,
    /// Today, for what is still running.
    pub today: NaiveDate,
}

/// A place in a queue: its key and the id.
pub type After = (DateTime<Utc>, Uuid);

/// A record with the name of the person and its key in the queue.
#[derive(Debug)]
pub struct Queued<T> {
    /// The record.
    pub record: T,
    /// Name of the person.
    pub person: String,
    /// Its key.
    pub key: DateTime<Utc>,
}

type Columns = (st::Json, st::Text, st::Timestamptz);

impl AuthorizationDesk {
    /// The key of its order. Text of the program only.
    fn key(self) -> &'static str {
        match self {
            Self::Review | Self::Asked => "coalesce(i.due_at, '9999-12-31 00:00:00+00'::timestamptz)",
            Self::Drafts => "i.created_at",
            Self::Running => "(i.valid_to::timestamp AT TIME ZONE 'UTC')",
            Self::Denied => "i.decided_at",
        }
    }

    fn rows(self) -> &'static str {
        match self {
            Self::Review => "i.side = 'reviewed' AND i.status IN ('submitted', 'pended', 'in_review', 'second_level')",
            Self::Asked => "i.side = 'asked' AND i.status IN ('submitted', 'pended', 'in_review')",
            Self::Drafts => "i.status = 'draft'",
            Self::Running => "i.status IN ('approved', 'partly_approved')",
            Self::Denied => "i.status IN ('partly_approved', 'denied')",
        }
    }
}

impl Tx {
    /// A request about a person within reach, locked. Lock its case before, when it is to be told of something.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn authorization(&mut self, id: Uuid) -> Result<Authorization> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(authorization::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: AuthorizationRow = authorization::table
            .select(AuthorizationRow::as_select())
            .filter(authorization::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The case and the person of a request, to lock them first. Who may see it is checked with the request itself.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn authorization_place(&mut self, id: Uuid) -> Result<(Uuid, Uuid)> {
        let columns = (authorization::case_id, authorization::person_id);
        Ok(authorization::table.select(columns).filter(authorization::id.eq(id)).first(self.conn()).await?)
    }

    /// Requests about a person within reach, newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn authorizations_of(&mut self, person_id: Uuid) -> Result<Vec<Authorization>> {
        self.require_person(person_id).await?;
        let rows: Vec<AuthorizationRow> = authorization::table
            .select(AuthorizationRow::as_select())
            .filter(authorization::person_id.eq(person_id))
            .order((authorization::created_at.desc(), authorization::id))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The requests that continue one, the oldest first. The one that they continue must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn authorizations_continuing(&mut self, id: Uuid) -> Result<Vec<Authorization>> {
        let rows: Vec<AuthorizationRow> = authorization::table
            .select(AuthorizationRow::as_select())
            .filter(authorization::continues_id.eq(id))
            .order((authorization::created_at, authorization::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A queue of requests within reach, in the order of its desk.
    ///
    /// # Errors
    /// Database errors.
    pub async fn authorization_queue(
        &mut self,
        filter: AuthorizationFilter,
        after: Option<After>,
        limit: i64,
    ) -> Result<Vec<Queued<Authorization>>> {
        let key = filter.desk.key();
        let mut sql = Sql::<Columns>::new("SELECT row_to_json(i), p.given_name || ' ' || p.family_name, ")
            .sql(key)
            .sql(" FROM \"authorization\" i JOIN person p ON p.id = i.person_id WHERE ")
            .sql(filter.desk.rows());
        if filter.desk == AuthorizationDesk::Running {
            sql = sql.sql(" AND i.valid_to >= ").bind::<st::Date, _>(filter.today);
        }
        if let Some(line) = filter.line {
            sql = sql.sql(" AND i.line = ").bind::<st::Text, _>(Coded(line));
        }
        if let Some(urgency) = filter.urgency {
            sql = sql.sql(" AND i.urgency = ").bind::<st::Text, _>(Coded(urgency));
        }
        if filter.mine {
            let me = self.actor().id;
            sql = sql.sql(" AND ").bind::<st::Uuid, _>(me).sql(" IN (i.reviewer_id, i.advisor_id, i.requested_by)");
        }
        let rows: Vec<(Json<AuthorizationRow>, String, DateTime<Utc>)> =
            self.reached(sql, key, after, limit).load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _, _)| row.0.person_id));
        Ok(rows.into_iter().map(|(row, person, key)| Queued { record: row.0.into(), person, key }).collect())
    }

    /// The rest of a queue's statement: who is within reach, the place, the order.
    fn reached(&self, sql: Sql<Columns>, key: &'static str, after: Option<After>, limit: i64) -> Sql<Columns> {
        let mut sql = sql
            .sql(" AND EXISTS (SELECT 1 FROM person_reach r WHERE r.person_id = i.person_id AND r.scope_id = ANY(")
            .bind::<st::Array<st::Uuid>, _>(self.scopes().to_vec())
            .sql("))");
        if let Some((at, id)) = after {
            sql = sql
                .sql(" AND (")
                .sql(key)
                .sql(", i.id) > (")
                .bind::<st::Timestamptz, _>(at)
                .sql(", ")
                .bind::<st::Uuid, _>(id)
                .sql(")");
        }
        sql.sql(" ORDER BY ").sql(key).sql(", i.id LIMIT ").bind::<st::BigInt, _>(limit)
    }

    /// Requests that were first decided from `from` up to `until`, of the whole organization: for counts only, nobody is shown.
    ///
    /// # Errors
    /// Database errors.
    pub async fn authorizations_decided(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Authorization>> {
        let rows: Vec<AuthorizationRow> = authorization::table
            .select(AuthorizationRow::as_select())
            .filter(authorization::side.eq(Coded(AuthorizationSide::Reviewed)))
            .filter(authorization::decided_at.ge(from))
            .filter(authorization::received_at.lt(until))
            .load(self.conn())
            .await?;
        let all = rows.into_iter().map(Authorization::from);
        let first = |request: &Authorization| request.course.determinations.as_slice().first().map(|found| found.at);
        Ok(all.filter(|request| first(request).is_some_and(|at| from <= at && at < until)).collect())
    }

    /// An appeal or grievance of a person within reach, locked. Lock its case before.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn appeal(&mut self, id: Uuid) -> Result<Appeal> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(appeal::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: AppealRow = appeal::table
            .select(AppealRow::as_select())
            .filter(appeal::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The case and the person of an appeal, to lock them first. Who may see it is checked with the appeal itself.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn appeal_place(&mut self, id: Uuid) -> Result<(Uuid, Uuid)> {
        let columns = (appeal::case_id, appeal::person_id);
        Ok(appeal::table.select(columns).filter(appeal::id.eq(id)).first(self.conn()).await?)
    }

    /// The appeals and grievances about these requests, the oldest first. The requests must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn appeals_about(&mut self, requests: &[Uuid]) -> Result<Vec<Appeal>> {
        let rows: Vec<AppealRow> = appeal::table
            .select(AppealRow::as_select())
            .filter(appeal::authorization_id.eq_any(requests.to_vec()))
            .order((appeal::received_at, appeal::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Appeals and grievances within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn appeal_queue(
        &mut self,
        desk: AppealDesk,
        kind: Option<AppealKind>,
        after: Option<After>,
        limit: i64,
    ) -> Result<Vec<Queued<Appeal>>> {
        let (key, rows) = match desk {
            AppealDesk::Open => {
                ("coalesce(i.due_at, '9999-12-31 00:00:00+00'::timestamptz)", "i.status IN ('received', 'in_review')")
            }
            AppealDesk::Settled => ("i.received_at", "i.status NOT IN ('received', 'in_review')"),
        };
        let mut sql = Sql::<Columns>::new("SELECT row_to_json(i), p.given_name || ' ' || p.family_name, ")
            .sql(key)
            .sql(" FROM appeal i JOIN person p ON p.id = i.person_id WHERE ")
            .sql(rows);
        if let Some(kind) = kind {
            sql = sql.sql(" AND i.kind = ").bind::<st::Text, _>(Coded(kind));
        }
        let rows: Vec<(Json<AppealRow>, String, DateTime<Utc>)> =
            self.reached(sql, key, after, limit).load(self.conn()).await?;
        self.list_people(rows.iter().map(|(row, _, _)| row.0.person_id));
        Ok(rows.into_iter().map(|(row, person, key)| Queued { record: row.0.into(), person, key }).collect())
    }

    /// A coverage of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn coverage(&mut self, id: Uuid) -> Result<domain::person::Coverage> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(coverage::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: CoverageRow = coverage::table
            .select(CoverageRow::as_select())
            .filter(coverage::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }
}
