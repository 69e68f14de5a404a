//! From a bearer token to a live actor: signature, session, lock. Looked up again at least once a second.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Actor, Principal};
use persistence::Store;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Mutex;

use crate::http::Problem;
use crate::token::{Claims, Refused, Tokens};

/// How long a looked-up actor is believed. Source: security controls, 3.1 (1 s cap).
const BELIEVED: TimeDelta = TimeDelta::seconds(1);
/// Activity is written at most this often per session.
const SEEN_EVERY: TimeDelta = TimeDelta::seconds(60);
/// Bound of the cache.
const MAX_KNOWN: usize = 10_000;

#[derive(Clone)]
struct Known {
    actor: Actor,
    locked: bool,
    last_seen_at: DateTime<Utc>,
    looked_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

/// Admits requests.
pub struct Gate {
    /// Signs and checks access tokens.
    pub tokens: Tokens,
    /// Minutes after which an idle session locks.
    pub idle: TimeDelta,
    known: Mutex<HashMap<[u8; 32], Known>>,
}

impl Gate {
    /// A gate with these keys and idle time.
    pub fn new(tokens: Tokens, idle: TimeDelta) -> Self {
        Self { tokens, idle, known: Mutex::default() }
    }

    /// Forgets what was looked up, because a session or a role changed.
    pub fn forget(&self) {
        if let Ok(mut known) = self.known.lock() {
            known.clear();
        }
    }

    /// The actor behind a token whose session is live and not locked.
    ///
    /// # Errors
    /// 401 with `token_invalid`, `token_expired`, `session_ended` or `session_locked`.
    pub async fn admit(
        &self,
        store: &Store,
        token: &str,
        background: bool,
        now: DateTime<Utc>,
    ) -> Result<Actor, Problem> {
        let known = self.look_up(store, token, now).await?;
        if known.locked || known.actor.idle_locks_at <= now {
            return Err(Problem::unauthorized(
                "session_locked",
                "Your screen is locked. Enter your password to go on where you were.",
            ));
        }
        if !background && known.actor.principal == Principal::Staff && known.last_seen_at + SEEN_EVERY <= now {
            store.session_seen(&known.actor, now).await?;
            self.remember(token, Known { last_seen_at: now, looked_at: DateTime::<Utc>::MIN_UTC, ..known.clone() });
        }
        Ok(known.actor)
    }

    /// The actor behind a token whose session is live, locked or not.
    ///
    /// # Errors
    /// As [`Gate::admit`], without `session_locked`.
    pub async fn admit_locked(&self, store: &Store, token: &str, now: DateTime<Utc>) -> Result<Actor, Problem> {
        Ok(self.look_up(store, token, now).await?.actor)
    }

    /// The actor of a session as they are now; none when it is over or its screen locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn still(&self, store: &Store, actor: &Actor, now: DateTime<Utc>) -> persistence::Result<Option<Actor>> {
        Ok(match actor.principal {
            Principal::Staff => {
                let live = store.session_live(actor.org_id, actor.session_id, self.idle, now).await?;
                live.filter(|session| !session.locked).map(|session| session.actor)
            }
            Principal::Client => store.client_live(actor.org_id, actor.id, now).await?,
            Principal::System | Principal::Link => None,
        })
    }

    async fn look_up(&self, store: &Store, token: &str, now: DateTime<Utc>) -> Result<Known, Problem> {
        let key = Self::key(token);
        let known = self.known.lock().ok().and_then(|known| known.get(&key).cloned());
        if let Some(known) = known
            && known.looked_at + BELIEVED > now
            && known.expires_at > now
        {
            return Ok(known);
        }
        let claims = self.tokens.check(token).map_err(|refused| match refused {
            Refused::Expired => Problem::unauthorized("token_expired", "The access token has expired. Refresh it."),
            Refused::Invalid => Problem::unauthorized("token_invalid", "This access token is not valid."),
        })?;
        let known = self
            .read(store, &claims, now)
            .await?
            .ok_or_else(|| Problem::unauthorized("session_ended", "This session has ended. Sign in again."))?;
        self.remember(token, known.clone());
        Ok(known)
    }

    async fn read(&self, store: &Store, claims: &Claims, now: DateTime<Utc>) -> Result<Option<Known>, Problem> {
        let expires_at = now + BELIEVED;
        Ok(match claims.principal() {
            Principal::Staff => {
                store.session_live(claims.org, claims.sid, self.idle, now).await?.map(|session| Known {
                    locked: session.locked,
                    last_seen_at: session.last_seen_at,
                    actor: session.actor,
                    looked_at: now,
                    expires_at,
                })
            }
            // The platform's own work never comes in through a token, and a partner's link is none of a session.
            Principal::System | Principal::Link => None,
            Principal::Client => store.client_live(claims.org, claims.sub, now).await?.map(|actor| Known {
                actor,
                locked: false,
                last_seen_at: now,
                looked_at: now,
                expires_at,
            }),
        })
    }

    fn remember(&self, token: &str, value: Known) {
        if let Ok(mut known) = self.known.lock() {
            if known.len() >= MAX_KNOWN {
                known.clear();
            }
            known.insert(Self::key(token), value);
        }
    }

    fn key(token: &str) -> [u8; 32] {
        Sha256::digest(token.as_bytes()).into()
    }
}
