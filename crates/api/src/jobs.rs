//! Background work, every second: sealing the audit trail, asking the next in line about safety alerts and messages, moving silent
//! referrals up, handing back what happened on call, looking for workers who are overdue, making digests, keeping the results of
//! measures, and the jobs that are due.

use actix_web::web;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use chrono::{DateTime, Utc};
use persistence::outbox::Channel;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::State;

/// The last seal of each organization, in the data folder.
pub const CHECKPOINTS: &str = "audit-checkpoints.json";

/// Signs seals and remembers the last one outside the database.
pub struct Sealer {
    pair: Ed25519KeyPair,
    checkpoints: PathBuf,
}

impl Sealer {
    /// With the installation's signing key; checkpoints go to the data folder.
    ///
    /// # Errors
    /// A sentence when the key can't be read.
    pub fn new(pkcs8: &[u8], data: &Path) -> Result<Self, String> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| "the signing key is not an Ed25519 key in PKCS#8")?;
        Ok(Self { pair, checkpoints: data.join(CHECKPOINTS) })
    }

    /// Signs a seal's hash.
    pub fn sign(&self, hash: &[u8]) -> Vec<u8> {
        self.pair.sign(hash).as_ref().to_vec()
    }

    /// True when the signature is ours.
    pub fn is_signed(&self, hash: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.pair.public_key().as_ref()).verify(hash, signature).is_ok()
    }

    /// The last seal of each organization, as kept outside the database.
    pub fn checkpoints(&self) -> BTreeMap<Uuid, (i64, Vec<u8>)> {
        std::fs::read(&self.checkpoints).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    fn keep_checkpoint(&self, org_id: Uuid, seal: (i64, Vec<u8>)) -> std::io::Result<()> {
        let mut all = self.checkpoints();
        all.insert(org_id, seal);
        let next = self.checkpoints.with_extension("next");
        std::fs::write(&next, serde_json::to_vec(&all)?)?;
        std::fs::rename(next, &self.checkpoints)
    }
}

/// Between two rounds of keeping measures: what happens to a person meanwhile is judged once.
const KEEP_EVERY: Duration = Duration::from_secs(5);
/// A round of it begins no further transaction after this time: alerts that move up wait for it. The number is ours.
const KEEP_FOR: Duration = Duration::from_millis(500);

/// A round begins no further digest of an organization after this time: alerts that move up wait for it. The number is ours.
const DIGESTS_FOR: Duration = Duration::from_millis(500);

/// Runs until it is aborted: every second, and at once when a job is enqueued.
pub fn run(state: web::Data<State>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut wake = None;
        let (mut keep_at, mut turn) = (Instant::now(), 0);
        loop {
            if wake.is_none() {
                wake = persistence::outbox::listen(state.store.url(), Channel::Job).await.ok();
            }
            let signal = async {
                match &mut wake {
                    Some(receiver) => receiver.recv().await,
                    None => std::future::pending().await,
                }
            };
            if let Ok(None) = tokio::time::timeout(Duration::from_secs(1), signal).await {
                wake = None;
            }
            if let Err(error) = round(&state, Utc::now()).await {
                tracing::warn!(%error, "background work failed; it is tried again");
            }
            if keep_at <= Instant::now() {
                if let Err(error) = keep_measures(&state, Utc::now(), turn).await {
                    tracing::warn!(%error, "results of measures could not be kept; it is tried again");
                }
                turn += 1;
                keep_at = Instant::now() + KEEP_EVERY;
            }
        }
    })
}

/// What is due at `now` in every organization: seals; alerts, messages and referrals that move up; overdue visits; digests; jobs.
///
/// # Errors
/// Database errors; what was not done is due again in the next round.
pub async fn round(state: &State, now: DateTime<Utc>) -> persistence::Result<()> {
    for org_id in state.store.tenants().await? {
        match state.store.audit_seal(org_id, |hash| state.sealer.sign(hash), now).await {
            Ok(Some(seal)) => {
                if let Err(error) = state.sealer.keep_checkpoint(org_id, seal) {
                    tracing::warn!(%error, "the audit checkpoint could not be written");
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the audit trail could not be sealed; it is tried again"),
        }
        if let Err(error) = state.store.alerts_escalate(org_id, now).await {
            tracing::warn!(%error, "alerts could not move up; it is tried again");
        }
        if let Err(error) = state.store.messages_escalate(org_id, now).await {
            tracing::warn!(%error, "messages could not move up; it is tried again");
        }
        if let Err(error) = state.store.hand_backs_send(org_id, now).await {
            tracing::warn!(%error, "what happened on call could not be handed back; it is tried again");
        }
        if let Err(error) = state.store.referrals_escalate(org_id, now).await {
            tracing::warn!(%error, "referrals could not move up; it is tried again");
        }
        if let Err(error) = state.store.visits_watch(org_id, now).await {
            tracing::warn!(%error, "overdue visits could not be looked at; it is tried again");
        }
        if let Err(error) = crate::digest::make_due(state, org_id, now, Instant::now() + DIGESTS_FOR).await {
            tracing::warn!(%error, "digests could not be made; it is tried again");
        }
        while state.store.job_run_next(org_id, now).await? {}
    }
    Ok(())
}

/// Keeps the results of measures in every organization. Until then whoever is marked is judged when asked about.
///
/// # Errors
/// Database errors; what was not kept is due again in the next round.
pub async fn keep_measures(state: &State, now: DateTime<Utc>, turn: usize) -> persistence::Result<()> {
    let until = Instant::now() + KEEP_FOR;
    let mut organizations = state.store.tenants().await?;
    // Another one comes first each time, so that a backlog of one keeps nobody else waiting.
    let first = turn.checked_rem(organizations.len()).unwrap_or_default();
    organizations.rotate_left(first);
    for org_id in organizations {
        match state.store.measures_keep(org_id, now, until).await {
            Ok(keeping) if keeping.differed > 0 => {
                tracing::warn!(
                    people = keeping.differed,
                    "kept results of measures differed from their facts; they are right again"
                );
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "results of measures could not be kept; they are judged when asked about")
            }
        }
    }
    Ok(())
}
