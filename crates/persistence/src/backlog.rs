//! How far what runs behind the requests of an organization is behind, for whoever runs the installation: numbers and times, never
//! whose.

use chrono::{DateTime, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::import::SILENCE;
use uuid::Uuid;

use crate::error::Result;
use crate::sql::Sql;
use crate::store::Store;

/// What waits in an organization.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Backlog {
    /// Jobs that failed too often and wait for a human.
    pub parked_jobs: i64,
    /// Since when the job that waits longest is due.
    pub job_due_since: Option<DateTime<Utc>>,
    /// When the audit trail was sealed last.
    pub sealed_at: Option<DateTime<Utc>>,
    /// When the oldest audit entry was made that has no seal yet.
    pub unsealed_since: Option<DateTime<Utc>>,
    /// When the oldest announcement was made that live updates have not told yet.
    pub untold_since: Option<DateTime<Utc>>,
    /// Imports that go on.
    pub imports: i64,
}

impl Store {
    /// What waits in an organization. `told` is the announcement up to which its clients were told; none when nobody listens.
    ///
    /// # Errors
    /// Database errors.
    pub async fn backlog(&self, org_id: Uuid, told: Option<i64>, now: DateTime<Utc>) -> Result<Backlog> {
        type Instant = st::Nullable<st::Timestamptz>;
        type Columns = (st::BigInt, Instant, Instant, Instant, Instant, st::BigInt);
        let mut conn = self.begin(org_id).await?;
        let backlog: Backlog = Sql::<Columns>::new(
            "SELECT (SELECT count(*) FROM job WHERE status = 'parked'),
               (SELECT run_at FROM job WHERE status = 'ready' AND run_at <= ",
        )
        .bind::<st::Timestamptz, _>(now)
        .sql(
            " ORDER BY run_at LIMIT 1),
               (SELECT sealed_at FROM audit_seal ORDER BY no DESC LIMIT 1),
               (SELECT at FROM audit_event
                WHERE tx >= coalesce((SELECT to_tx FROM audit_seal ORDER BY no DESC LIMIT 1), '0'::xid8) ORDER BY tx LIMIT 1),
               (SELECT at FROM outbox WHERE id > ",
        )
        .bind::<st::Nullable<st::BigInt>, _>(told)
        .sql(" ORDER BY id LIMIT 1), (SELECT count(*) FROM import WHERE status = 'running' AND updated_at >= ")
        .bind::<st::Timestamptz, _>(now - SILENCE)
        .sql(")")
        .get_result(&mut conn)
        .await?;
        conn.commit().await?;
        Ok(backlog)
    }
}
