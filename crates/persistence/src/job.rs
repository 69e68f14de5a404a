//! Background jobs: rows that one worker at a time takes with SKIP LOCKED, does and finishes in one transaction.
//!
//! | from  | what happens                    | to     |
//! |-------|---------------------------------|--------|
//! | -     | enqueued                        | ready  |
//! | ready | done                            | done   |
//! | ready | failed, fewer than five times   | ready, later |
//! | ready | failed for the fifth time       | parked |

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::record::{Fragment, Json};
use crate::sql::Sql;
use crate::store::{Store, begin, commit, rollback};

diesel::table! {
    job (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        payload -> Jsonb,
        run_at -> Timestamptz,
        attempts -> Int4,
        status -> Text,
        error -> Nullable<Text>,
    }
}

/// Attempts after which a job is parked for a human.
const MAX_ATTEMPTS: i32 = 5;

domain::codes! {
    /// What a job does.
    pub enum JobKind {
        /// Removes announcements, idempotency keys, finished jobs and the asks of closed alerts older than a day; comes back
        /// every hour.
        Purge = "purge",
    }
}

impl JobKind {
    /// When the job comes back after it was done; none for a job that is done once.
    fn every(self) -> Option<TimeDelta> {
        match self {
            Self::Purge => Some(TimeDelta::hours(1)),
        }
    }
}

/// A job to be done at `run_at`.
pub(crate) fn enqueue(org_id: Uuid, kind: JobKind, run_at: DateTime<Utc>) -> Fragment {
    Box::new(diesel::insert_into(job::table).values((
        job::org_id.eq(org_id),
        job::id.eq(Uuid::now_v7()),
        job::kind.eq(kind.to_string()),
        job::payload.eq(Json(serde_json::json!({}))),
        job::run_at.eq(run_at),
    )))
}

impl Store {
    /// Takes the next job that is due, does it and finishes it, in one transaction. False when nothing was due.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; a job that fails is tried again later and does not end the worker.
    pub async fn job_run_next(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
        let mut conn = self.begin(org_id).await?;
        let due: Option<(Uuid, String)> = job::table
            .select((job::id, job::kind))
            .filter(job::status.eq("ready"))
            .filter(job::run_at.le(now))
            .order(job::run_at)
            .for_update()
            .skip_locked()
            .first(&mut conn)
            .await
            .optional()?;
        let Some((id, kind)) = due else {
            rollback(&mut conn).await?;
            return Ok(false);
        };
        match done(&mut conn, org_id, id, &kind, now).await {
            Ok(()) => commit(&mut conn).await?,
            Err(error) => {
                rollback(&mut conn).await?;
                begin(&mut conn, org_id).await?;
                failed(&mut conn, id, &error, now).await?;
                commit(&mut conn).await?;
            }
        }
        Ok(true)
    }
}

async fn done(conn: &mut AsyncPgConnection, org_id: Uuid, id: Uuid, kind: &str, now: DateTime<Utc>) -> Result<()> {
    let kind: JobKind = kind.parse().map_err(|_| Error::Internal(format!("unknown job {kind}")))?;
    match kind {
        JobKind::Purge => purge(conn, now).await?,
    }
    diesel::update(job::table.filter(job::id.eq(id))).set(job::status.eq("done")).execute(conn).await?;
    if let Some(pause) = kind.every() {
        diesel::insert_into(job::table)
            .values((
                job::org_id.eq(org_id),
                job::id.eq(Uuid::now_v7()),
                job::kind.eq(kind.to_string()),
                job::payload.eq(Json(serde_json::json!({}))),
                job::run_at.eq(now + pause),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

async fn failed(conn: &mut AsyncPgConnection, id: Uuid, error: &Error, now: DateTime<Utc>) -> Result<()> {
    let attempts: i32 = job::table.select(job::attempts).filter(job::id.eq(id)).first(conn).await?;
    let attempts = attempts + 1;
    let status = if attempts >= MAX_ATTEMPTS { "parked" } else { "ready" };
    diesel::update(job::table.filter(job::id.eq(id)))
        .set((
            job::attempts.eq(attempts),
            job::status.eq(status),
            job::error.eq(error.to_string()),
            job::run_at.eq(now + TimeDelta::minutes(1) * attempts),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn purge(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<()> {
    let old = now - TimeDelta::days(1);
    for statement in [
        "WITH gone AS (DELETE FROM outbox WHERE at < ",
        "WITH gone AS (DELETE FROM idempotency WHERE at < ",
        "WITH gone AS (DELETE FROM alert_ask WHERE closed_at < ",
        "WITH gone AS (DELETE FROM job WHERE status = 'done' AND run_at < ",
    ] {
        Sql::<st::BigInt>::new(statement)
            .bind::<st::Timestamptz, _>(old)
            .sql(" RETURNING 1) SELECT count(*) FROM gone")
            .get_result::<i64>(conn)
            .await?;
    }
    Ok(())
}
