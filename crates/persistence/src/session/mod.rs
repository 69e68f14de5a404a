//! Sessions of staff and API clients: sign-in, rotation of refresh tokens, locking, revocation.
//!
//! These run before an [`Access`](domain::access::Access) exists, so they open their own tenant transactions.

mod client;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Principal, Request};
use domain::staff::{Credential, Staff};
use uuid::Uuid;

use crate::audit::{AuditEvent, Touched, audit_event};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::program::team_member;
use crate::staff::{CredentialRow, StaffRow, credential, staff};
use crate::store::Store;
use crate::tx::Tx;
pub use client::api_client;

diesel::table! {
    sign_in_directory (key, org_id) {
        key -> Text,
        org_id -> Uuid,
        principal_id -> Uuid,
    }
}
diesel::table! {
    password (org_id, staff_id) {
        org_id -> Uuid,
        staff_id -> Uuid,
        hash -> Text,
        changed_at -> Timestamptz,
        made_by -> Nullable<Uuid>,
    }
}
diesel::table! {
    session (org_id, id) {
        org_id -> Uuid,
        id -> Uuid,
        staff_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        locked_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        revoke_reason -> Nullable<Text>,
    }
}
diesel::table! {
    refresh_token (org_id, hash) {
        org_id -> Uuid,
        hash -> Bytea,
        session_id -> Uuid,
        created_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}
diesel::table! {
    sign_in_throttle (account, lane) {
        account -> Text,
        lane -> Text,
        failures -> Int4,
        last_failed_at -> Timestamptz,
    }
}

/// Somebody who may be signing in: organization, id and password hash.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Tenant.
    pub org_id: Uuid,
    /// Staff member.
    pub staff_id: Uuid,
    /// Argon2id hash in PHC form.
    pub hash: String,
}

/// Failures of an account in a lane.
#[derive(Debug, Clone, Copy, Default)]
pub struct Failures {
    /// How many in a row.
    pub count: i32,
    /// When the last one was.
    pub last_at: Option<DateTime<Utc>>,
}

/// State of a session as seen by the extractor.
#[derive(Debug, Clone)]
pub struct LiveSession {
    /// The actor, read live.
    pub actor: Actor,
    /// True when the screen is locked.
    pub locked: bool,
    /// When activity was last recorded.
    pub last_seen_at: DateTime<Utc>,
}

/// What a worker who signs in learns about themselves.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// Their record.
    pub staff: Staff,
    /// What they hold.
    pub credentials: Vec<Credential>,
    /// Who made the password for them, and when; none once they chose their own.
    pub password_made: Option<(Uuid, DateTime<Utc>)>,
}

/// What a refresh gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshed {
    /// The session goes on with a new token.
    Rotated {
        /// Tenant.
        org_id: Uuid,
        /// Session.
        session_id: Uuid,
        /// Staff member.
        staff_id: Uuid,
    },
    /// A used token came back: the family was revoked.
    Reused,
    /// Unknown, expired or revoked.
    Invalid,
}

/// How long after its use a refresh token still gives a successor, for a reply that was lost.
pub const REFRESH_GRACE: TimeDelta = TimeDelta::seconds(10);

impl Store {
    /// Everybody this e-mail may belong to; empty for an unknown one.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sign_in_candidates(&self, email: &str) -> Result<Vec<Candidate>> {
        let mut conn = self.connection().await?;
        let found: Vec<(Uuid, Uuid)> = sign_in_directory::table
            .select((sign_in_directory::org_id, sign_in_directory::principal_id))
            .filter(sign_in_directory::key.eq(email))
            .limit(5)
            .load(&mut conn)
            .await?;
        let mut candidates = Vec::new();
        for (org_id, staff_id) in found {
            conn.begin(org_id)?;
            let hash: Option<String> = password::table
                .inner_join(staff::table.on(staff::id.eq(password::staff_id)))
                .select(password::hash)
                .filter(password::staff_id.eq(staff_id))
                .filter(staff::active.eq(true))
                .first(&mut conn)
                .await
                .optional()?;
            conn.commit().await?;
            candidates.extend(hash.map(|hash| Candidate { org_id, staff_id, hash }));
        }
        Ok(candidates)
    }

    /// The password hash of a signed-in staff member.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn password_hash(&self, org_id: Uuid, staff_id: Uuid) -> Result<String> {
        let mut conn = self.begin(org_id).await?;
        let hash = password::table
            .select(password::hash)
            .filter(password::staff_id.eq(staff_id))
            .first(&mut conn)
            .await
            .optional()?;
        conn.commit().await?;
        hash.ok_or(Error::NotFound)
    }

    /// Failures of an account in each of these lanes in which there were any.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sign_in_failures(&self, account: &str, lanes: &[String]) -> Result<Vec<(String, Failures)>> {
        let mut conn = self.connection().await?;
        let found: Vec<(String, i32, DateTime<Utc>)> = sign_in_throttle::table
            .select((sign_in_throttle::lane, sign_in_throttle::failures, sign_in_throttle::last_failed_at))
            .filter(sign_in_throttle::account.eq(account))
            .filter(sign_in_throttle::lane.eq_any(lanes))
            .load(&mut conn)
            .await?;
        let failures = |(lane, count, last_at)| (lane, Failures { count, last_at: Some(last_at) });
        Ok(found.into_iter().map(failures).collect())
    }

    /// Counts a failed sign-in in each of these lanes.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sign_in_failed(&self, account: &str, lanes: &[String], now: DateTime<Utc>) -> Result<()> {
        let mut conn = self.connection().await?;
        let row = |lane: &String| {
            (
                sign_in_throttle::account.eq(account.to_owned()),
                sign_in_throttle::lane.eq(lane.clone()),
                sign_in_throttle::failures.eq(1),
                sign_in_throttle::last_failed_at.eq(now),
            )
        };
        let rows: Vec<_> = lanes.iter().map(row).collect();
        diesel::insert_into(sign_in_throttle::table)
            .values(rows)
            .on_conflict((sign_in_throttle::account, sign_in_throttle::lane))
            .do_update()
            .set((
                sign_in_throttle::failures.eq(sign_in_throttle::failures + 1),
                sign_in_throttle::last_failed_at.eq(now),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Opens a session after the password was verified, with its first refresh token, and audits it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_open(
        &self,
        candidate: &Candidate,
        (account, lanes): (&str, &[String]),
        refresh_hash: Vec<u8>,
        lifetime: TimeDelta,
        request: &Request,
    ) -> Result<Uuid> {
        let session_id = Uuid::now_v7();
        let mut conn = self.begin(candidate.org_id).await?;
        let forgiven = sign_in_throttle::table.filter(sign_in_throttle::account.eq(account));
        diesel::delete(forgiven.filter(sign_in_throttle::lane.eq_any(lanes))).execute(&mut conn).await?;
        diesel::insert_into(session::table)
            .values((
                session::org_id.eq(candidate.org_id),
                session::id.eq(session_id),
                session::staff_id.eq(candidate.staff_id),
                session::created_at.eq(request.now),
                session::expires_at.eq(request.now + lifetime),
                session::last_seen_at.eq(request.now),
            ))
            .execute(&mut conn)
            .await?;
        insert_refresh(&mut conn, candidate.org_id, session_id, refresh_hash, request.now).await?;
        audit(&mut conn, candidate.org_id, Some(candidate.staff_id), Some(session_id), request, "ok", None).await?;
        conn.commit().await?;
        Ok(session_id)
    }

    /// Audits a failed sign-in of a known account.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sign_in_refused(&self, candidate: &Candidate, request: &Request) -> Result<()> {
        let mut conn = self.begin(candidate.org_id).await?;
        audit(&mut conn, candidate.org_id, Some(candidate.staff_id), None, request, "denied", Some("wrong_password"))
            .await?;
        conn.commit().await
    }

    /// Rotates a refresh token. A used one revokes its whole family, unless the reply was just lost (10 s grace).
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_refresh(
        &self,
        org_id: Uuid,
        hash: &[u8],
        next: Vec<u8>,
        request: &Request,
    ) -> Result<Refreshed> {
        let mut conn = self.begin(org_id).await?;
        type Found = (Uuid, Option<DateTime<Utc>>, Uuid, DateTime<Utc>, Option<DateTime<Utc>>);
        let found: Option<Found> = refresh_token::table
            .inner_join(session::table.on(session::id.eq(refresh_token::session_id)))
            .select((
                refresh_token::session_id,
                refresh_token::used_at,
                session::staff_id,
                session::expires_at,
                session::revoked_at,
            ))
            .filter(refresh_token::hash.eq(hash))
            .for_update()
            .first(&mut conn)
            .await
            .optional()?;
        let Some((session_id, used_at, staff_id, expires_at, revoked_at)) = found else {
            conn.rollback().await?;
            return Ok(Refreshed::Invalid);
        };
        if revoked_at.is_some() || expires_at <= request.now {
            conn.rollback().await?;
            return Ok(Refreshed::Invalid);
        }
        if used_at.is_some_and(|at| at + REFRESH_GRACE < request.now) {
            revoke(&mut conn, session_id, "refresh_reused", request.now).await?;
            audit(&mut conn, org_id, Some(staff_id), Some(session_id), request, "denied", Some("refresh_reused"))
                .await?;
            conn.commit().await?;
            return Ok(Refreshed::Reused);
        }
        if used_at.is_none() {
            diesel::update(refresh_token::table.filter(refresh_token::hash.eq(hash)))
                .set(refresh_token::used_at.eq(request.now))
                .execute(&mut conn)
                .await?;
        }
        insert_refresh(&mut conn, org_id, session_id, next, request.now).await?;
        audit(&mut conn, org_id, Some(staff_id), Some(session_id), request, "ok", None).await?;
        conn.commit().await?;
        Ok(Refreshed::Rotated { org_id, session_id, staff_id })
    }

    /// The live session behind an access token; none when it is gone, expired or revoked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_live(
        &self,
        org_id: Uuid,
        session_id: Uuid,
        idle: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Option<LiveSession>> {
        let mut conn = self.begin(org_id).await?;
        let found: Option<(StaffRow, DateTime<Utc>, Option<DateTime<Utc>>)> = session::table
            .inner_join(staff::table.on(staff::id.eq(session::staff_id)))
            .select((StaffRow::as_select(), session::last_seen_at, session::locked_at))
            .filter(session::id.eq(session_id))
            .filter(session::revoked_at.is_null())
            .filter(session::expires_at.gt(now))
            .filter(staff::active.eq(true))
            .first(&mut conn)
            .await
            .optional()?;
        let Some((row, last_seen_at, locked_at)) = found else {
            conn.rollback().await?;
            return Ok(None);
        };
        let memberships: Vec<(Uuid, String)> = team_member::table
            .select((team_member::team_id, team_member::function))
            .filter(team_member::staff_id.eq(row.id))
            .load(&mut conn)
            .await?;
        conn.commit().await?;
        let idle_locks_at = last_seen_at + idle;
        Ok(Some(LiveSession {
            locked: locked_at.is_some() || idle_locks_at <= now,
            last_seen_at,
            actor: Actor {
                org_id,
                id: row.id,
                session_id,
                principal: Principal::Staff,
                role: row.role.0,
                team_ids: memberships.iter().map(|(id, _)| *id).collect(),
                led_team_ids: memberships
                    .iter()
                    .filter(|(_, function)| function != "member")
                    .map(|(id, _)| *id)
                    .collect(),
                client_scopes: Vec::new(),
                idle_locks_at,
            },
        }))
    }

    /// The signed-in worker's own record, credentials and what is to be said of their password; none for a client. Part of the answer
    /// to a sign-in, which is audited.
    ///
    /// # Errors
    /// Database errors.
    pub async fn own_account(&self, actor: &Actor) -> Result<Option<OwnAccount>> {
        let mut conn = self.begin(actor.org_id).await?;
        let row: Option<(StaffRow, Option<Uuid>, Option<DateTime<Utc>>)> = staff::table
            .left_join(password::table.on(password::staff_id.eq(staff::id)))
            .select((StaffRow::as_select(), password::made_by.nullable(), password::changed_at.nullable()))
            .filter(staff::id.eq(actor.id))
            .first(&mut conn)
            .await
            .optional()?;
        let rows: Vec<CredentialRow> = credential::table
            .select(CredentialRow::as_select())
            .filter(credential::staff_id.eq(actor.id))
            .order(credential::id)
            .load(&mut conn)
            .await?;
        conn.commit().await?;
        Ok(row.map(|(row, made_by, changed_at)| OwnAccount {
            staff: row.into(),
            credentials: rows.into_iter().map(Into::into).collect(),
            password_made: made_by.zip(changed_at),
        }))
    }

    /// Notes activity of a session.
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_seen(&self, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
        let mut conn = self.begin(actor.org_id).await?;
        diesel::update(session::table.filter(session::id.eq(actor.session_id)))
            .set(session::last_seen_at.eq(now))
            .execute(&mut conn)
            .await?;
        conn.commit().await
    }

    /// Locks or unlocks the screen of a session and audits it. Unlocking counts as activity.
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_lock(&self, actor: &Actor, locked: bool, request: &Request) -> Result<()> {
        let mut conn = self.begin(actor.org_id).await?;
        let locked_at = locked.then_some(request.now);
        diesel::update(session::table.filter(session::id.eq(actor.session_id)))
            .set((session::locked_at.eq(locked_at), session::last_seen_at.eq(request.now)))
            .execute(&mut conn)
            .await?;
        audit(&mut conn, actor.org_id, Some(actor.id), Some(actor.session_id), request, "ok", None).await?;
        conn.commit().await
    }

    /// Ends a session: its tokens are dead from now on.
    ///
    /// # Errors
    /// Database errors.
    pub async fn session_end(&self, actor: &Actor, request: &Request) -> Result<()> {
        let mut conn = self.begin(actor.org_id).await?;
        revoke(&mut conn, actor.session_id, "signed_out", request.now).await?;
        audit(&mut conn, actor.org_id, Some(actor.id), Some(actor.session_id), request, "ok", None).await?;
        conn.commit().await
    }
}

impl Tx {
    /// Sets the actor's own password and ends every other session of theirs.
    ///
    /// # Errors
    /// Database errors.
    pub async fn password_set(&mut self, hash: &str) -> Result<()> {
        let (me, here, now) = (self.actor().id, self.actor().session_id, self.now());
        diesel::update(password::table.filter(password::staff_id.eq(me)))
            .set((password::hash.eq(hash), password::changed_at.eq(now), password::made_by.eq(None::<Uuid>)))
            .execute(self.conn())
            .await?;
        diesel::update(
            session::table
                .filter(session::staff_id.eq(me))
                .filter(session::id.ne(here))
                .filter(session::revoked_at.is_null()),
        )
        .set((session::revoked_at.eq(now), session::revoke_reason.eq("password_changed")))
        .execute(self.conn())
        .await?;
        self.touch(me, None);
        Ok(())
    }

    /// Gives a worker another password, or the first one, and ends every session of theirs. They are told who did.
    ///
    /// # Errors
    /// Database errors.
    pub async fn password_reset(&mut self, staff_id: Uuid, hash: &str) -> Result<()> {
        let (org_id, me, now) = (self.org_id(), self.actor().id, self.now());
        diesel::insert_into(password::table)
            .values((
                password::org_id.eq(org_id),
                password::staff_id.eq(staff_id),
                password::hash.eq(hash),
                password::changed_at.eq(now),
                password::made_by.eq(me),
            ))
            .on_conflict((password::org_id, password::staff_id))
            .do_update()
            .set((password::hash.eq(hash), password::changed_at.eq(now), password::made_by.eq(me)))
            .execute(self.conn())
            .await?;
        self.sessions_end(staff_id, "password_reset").await
    }

    /// Ends every session of a worker.
    ///
    /// # Errors
    /// Database errors.
    pub async fn sessions_end(&mut self, staff_id: Uuid, reason: &str) -> Result<()> {
        let now = self.now();
        diesel::update(session::table.filter(session::staff_id.eq(staff_id)).filter(session::revoked_at.is_null()))
            .set((session::revoked_at.eq(now), session::revoke_reason.eq(reason)))
            .execute(self.conn())
            .await?;
        Ok(())
    }
}

async fn insert_refresh(
    conn: &mut Conn,
    org_id: Uuid,
    session_id: Uuid,
    hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(refresh_token::table)
        .values((
            refresh_token::org_id.eq(org_id),
            refresh_token::hash.eq(hash),
            refresh_token::session_id.eq(session_id),
            refresh_token::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn revoke(conn: &mut Conn, session_id: Uuid, reason: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(session::table.filter(session::id.eq(session_id)))
        .set((session::revoked_at.eq(now), session::revoke_reason.eq(reason)))
        .execute(conn)
        .await?;
    Ok(())
}

async fn audit(
    conn: &mut Conn,
    org_id: Uuid,
    actor_id: Option<Uuid>,
    session_id: Option<Uuid>,
    request: &Request,
    outcome: &str,
    reason: Option<&str>,
) -> Result<()> {
    let entry = AuditEvent {
        org_id,
        id: Uuid::now_v7(),
        at: request.now,
        actor_id,
        session_id,
        role: None,
        operation: request.operation.to_owned(),
        outcome: outcome.to_owned(),
        reason: reason.map(str::to_owned),
        record_id: session_id,
        person_id: None,
        person_ids: Touched::default().person_ids,
        request_id: request.id,
    };
    diesel::insert_into(audit_event::table).values(entry).execute(conn).await?;
    Ok(())
}
