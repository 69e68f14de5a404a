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
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Request};
use domain::code::Code;
use std::sync::Arc;
use uuid::Uuid;

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::record::{Fragment, Json};
use crate::sql::Sql;
use crate::store::Store;
use crate::tx::Tx;

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

/// What one round of a kind of work takes on at most, so that a backlog of one kind never holds up the others.
pub(crate) const ROUND_LIMIT: i64 = 100;

/// What a round did. Work that fails does not hold up what comes after it.
#[derive(Default)]
pub(crate) struct Round {
    done: usize,
    failure: Option<Error>,
}

impl Round {
    /// Takes note of one piece of work; `true` when it was done.
    pub(crate) fn note(&mut self, outcome: Result<bool>) {
        match outcome {
            Ok(done) => self.done += usize::from(done),
            Err(error) => _ = self.failure.get_or_insert(error),
        }
    }

    /// How much was done.
    ///
    /// # Errors
    /// The first failure.
    pub(crate) fn end(self) -> Result<usize> {
        self.failure.map_or(Ok(self.done), Err)
    }
}

domain::codes! {
    /// What a job does.
    pub enum JobKind {
        /// Removes announcements, idempotency keys, finished jobs, sessions with their tokens and failed sign-ins that are over for a
        /// day, the asks of alerts closed for as long, and drafts older than a month; comes back every hour.
        Purge = "purge",
        /// Plans on what care plans in force ask for, so that a plan that nobody touches still falls due; comes back every day, and
        /// at once until every plan was looked at.
        PlanAhead = "plan_ahead",
        /// Adds the standard rules and versions of them that came with a newer version of the product to the rulebooks, and lets those
        /// they have be met by what meets them today; comes back every day.
        RulebooksRenew = "rulebooks_renew",
        /// Moves the open deadlines that follow a calendar after it was set; goes on until every case was looked at, then ends.
        CalendarFollow = "calendar_follow",
        /// Asks for decisions about tiers that the model excludes; comes back every day, and at once until every case was looked at.
        TierReview = "tier_review",
        /// Lets cases of home health and hospice hear of the periods that begin, so that what each asks for falls due whether or not
        /// anything was recorded in the one before; comes back every day, and at once until every case was looked at.
        PeriodsBegin = "periods_begin",
    }
}

impl JobKind {
    /// When the job comes back after it was done; none for one that somebody asks for.
    fn every(self) -> Option<TimeDelta> {
        match self {
            Self::Purge => Some(TimeDelta::hours(1)),
            Self::PlanAhead | Self::RulebooksRenew | Self::TierReview | Self::PeriodsBegin => Some(TimeDelta::days(1)),
            Self::CalendarFollow => None,
        }
    }

    /// When an organization that begins at `now` needs it for the first time; none for one that somebody asks for.
    pub(crate) fn first_at(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Purge => Some(now),
            Self::PlanAhead | Self::RulebooksRenew | Self::TierReview | Self::PeriodsBegin | Self::CalendarFollow => {
                self.every().map(|every| now + every)
            }
        }
    }
}

/// Pause between two parts of one job, in which the worker does what else is due.
const PAUSE: TimeDelta = TimeDelta::seconds(1);

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
    /// Takes the next job that is due, does it and finishes it, in one transaction: several servers share the work and none does it
    /// twice. A kind that this server doesn't know waits for a newer one. False when nothing was due.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; a job that fails is tried again later and does not end the worker.
    pub async fn job_run_next(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<bool> {
        let mut conn = self.begin(org_id).await?;
        let known: Vec<&str> = JobKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let due: Option<(Uuid, String, Json<serde_json::Value>)> = job::table
            .select((job::id, job::kind, job::payload))
            .filter(job::status.eq("ready"))
            .filter(job::run_at.le(now))
            .filter(job::kind.eq_any(known))
            .order(job::run_at)
            .for_update()
            .skip_locked()
            .first(&mut conn)
            .await
            .optional()?;
        let Some((id, kind, Json(payload))) = due else {
            conn.rollback().await?;
            return Ok(false);
        };
        let (mut conn, outcome) = self.do_job(conn, org_id, &kind, &payload, now).await;
        let outcome = match outcome {
            Ok(done) => {
                let Done { kind, next, directory_changed } = done;
                finish(&mut conn, org_id, id, kind, next).await.map(|()| directory_changed)
            }
            Err(error) => Err(error),
        };
        match outcome {
            Ok(directory_changed) => {
                conn.commit().await?;
                if directory_changed {
                    self.directory_changed(org_id);
                }
            }
            Err(error) => {
                conn.rollback().await?;
                conn.begin(org_id)?;
                failed(&mut conn, id, &error, now).await?;
                conn.commit().await?;
            }
        }
        Ok(true)
    }

    /// Does a job on the connection that holds it, and says how it goes on.
    async fn do_job(
        &self,
        mut conn: Conn,
        org_id: Uuid,
        kind: &str,
        payload: &serde_json::Value,
        now: DateTime<Utc>,
    ) -> (Conn, Result<Done>) {
        let Ok(kind) = kind.parse::<JobKind>() else {
            return (conn, Err(Error::Internal(format!("unknown job {kind}"))));
        };
        let again = kind.every().map(|every| Next { run_at: now + every, payload: serde_json::json!({}) });
        match kind {
            JobKind::Purge => {
                let done = purge(&mut conn, now).await;
                (conn, done.map(|()| Done { kind, next: again, directory_changed: false }))
            }
            JobKind::PlanAhead
            | JobKind::RulebooksRenew
            | JobKind::CalendarFollow
            | JobKind::TierReview
            | JobKind::PeriodsBegin => {
                if kind == JobKind::CalendarFollow {
                    // Another server may have set the calendar within the last minute.
                    self.directory_changed(org_id);
                }
                let directory = match self.directory(org_id).await {
                    Ok(directory) => directory,
                    Err(error) => return (conn, Err(error)),
                };
                let operation = kind.as_str();
                let request = Request { id: Uuid::now_v7(), operation, now, record_id: None, idempotency: None };
                let mut tx = Tx::new(conn, Arc::new(Actor::system(org_id)), Arc::new(request), directory);
                let done = match kind {
                    JobKind::PlanAhead => plan_ahead(&mut tx, payload, now).await,
                    JobKind::CalendarFollow => calendar_follow(&mut tx, payload, now).await,
                    JobKind::TierReview => tiers_review(&mut tx, payload, now).await,
                    JobKind::PeriodsBegin => periods_begin(&mut tx, payload, now).await,
                    _ => rulebooks_renew(&mut tx).await,
                };
                let done = done.map(|(next, directory_changed)| Done { kind, next: next.or(again), directory_changed });
                (tx.into_conn(), done)
            }
        }
    }
}

/// How a job goes on.
struct Next {
    run_at: DateTime<Utc>,
    payload: serde_json::Value,
}

/// A job that was done.
struct Done {
    kind: JobKind,
    next: Option<Next>,
    directory_changed: bool,
}

/// The next part of a job, when there may be one, and whether the directory changed.
type PartDone = (Option<Next>, bool);

/// Where nothing changed, nothing is audited.
async fn write_if_any(tx: &mut Tx) -> Result<bool> {
    if tx.pending_len() > 0 { tx.flush(None).await } else { Ok(false) }
}

/// The last record that the part before looked at.
fn after(payload: &serde_json::Value) -> Uuid {
    payload["after"].as_str().and_then(|text| text.parse().ok()).unwrap_or(Uuid::nil())
}

/// The part that goes on behind the last record.
fn behind(last: Uuid, now: DateTime<Utc>) -> Next {
    Next { run_at: now + PAUSE, payload: serde_json::json!({ "after": last }) }
}

/// One part of the plans of an organization.
async fn plan_ahead(tx: &mut Tx, payload: &serde_json::Value, now: DateTime<Utc>) -> Result<PartDone> {
    let last = tx.plan_ahead(after(payload)).await?;
    Ok((last.map(|last| behind(last, now)), write_if_any(tx).await?))
}

/// One part of the cases of an organization.
async fn tiers_review(tx: &mut Tx, payload: &serde_json::Value, now: DateTime<Utc>) -> Result<PartDone> {
    let last = tx.tiers_review(after(payload)).await?;
    Ok((last.map(|last| behind(last, now)), write_if_any(tx).await?))
}

/// One part of the cases of home health and hospice.
async fn periods_begin(tx: &mut Tx, payload: &serde_json::Value, now: DateTime<Utc>) -> Result<PartDone> {
    let last = tx.periods_begin(after(payload)).await?;
    Ok((last.map(|last| behind(last, now)), write_if_any(tx).await?))
}

/// One part of the cases with deadlines that follow a calendar.
async fn calendar_follow(tx: &mut Tx, payload: &serde_json::Value, now: DateTime<Utc>) -> Result<PartDone> {
    let last = tx.calendar_follow(after(payload)).await?;
    Ok((last.map(|last| behind(last, now)), write_if_any(tx).await?))
}

async fn rulebooks_renew(tx: &mut Tx) -> Result<PartDone> {
    tx.rulebooks_renew().await?;
    Ok((None, write_if_any(tx).await?))
}

async fn finish(conn: &mut Conn, org_id: Uuid, id: Uuid, kind: JobKind, next: Option<Next>) -> Result<()> {
    diesel::update(job::table.filter(job::id.eq(id))).set(job::status.eq("done")).execute(conn).await?;
    let Some(next) = next else { return Ok(()) };
    diesel::insert_into(job::table)
        .values((
            job::org_id.eq(org_id),
            job::id.eq(Uuid::now_v7()),
            job::kind.eq(kind.to_string()),
            job::payload.eq(Json(next.payload)),
            job::run_at.eq(next.run_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn failed(conn: &mut Conn, id: Uuid, error: &Error, now: DateTime<Utc>) -> Result<()> {
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

async fn purge(conn: &mut Conn, now: DateTime<Utc>) -> Result<()> {
    let old = now - TimeDelta::days(1);
    for statement in [
        "WITH gone AS (DELETE FROM outbox WHERE at < ",
        "WITH gone AS (DELETE FROM idempotency WHERE at < ",
        "WITH gone AS (DELETE FROM alert_ask WHERE closed_at < ",
        "WITH gone AS (DELETE FROM job WHERE status = 'done' AND run_at < ",
        "WITH gone AS (DELETE FROM draft WHERE saved_at + interval '29 days' < ",
        // Refresh tokens go with their session. The longest wait after a failed sign-in is minutes.
        "WITH gone AS (DELETE FROM session WHERE expires_at < ",
        "WITH gone AS (DELETE FROM sign_in_throttle WHERE last_failed_at < ",
    ] {
        Sql::<st::BigInt>::new(statement)
            .bind::<st::Timestamptz, _>(old)
            .sql(" RETURNING 1) SELECT count(*) FROM gone")
            .get_result::<i64>(conn)
            .await?;
    }
    Ok(())
}
