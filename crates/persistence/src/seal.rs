//! Tamper evidence of the audit trail: batches of finished entries, hashed, chained and signed.
//!
//! An entry's leaf is the SHA-256 of its canonical text. A seal covers all entries whose transaction id lies below the
//! oldest one still running, so that no entry can appear in a sealed range later. Its hash chains to the seal before.
//!
//! A cluster counts its transactions from the start, also when a dump of an older one is restored into it. `audit_tx` makes numbers of
//! the trail from those of the cluster, by a sum that [`crate::migrate::up`] sets for a trail that is ahead of its cluster.

use chrono::{DateTime, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::store::Store;

/// A seal as stored.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct Seal {
    /// Number, from 1.
    pub no: i64,
    /// First transaction id covered.
    pub from_tx: String,
    /// First transaction id not covered any more.
    pub to_tx: String,
    /// Number of entries.
    pub entries: i64,
    /// Leaves, 32 bytes each.
    pub leaves: Vec<u8>,
    /// Hash over the leaves.
    pub root: Vec<u8>,
    /// Hash over number, range, root and the hash before.
    pub hash: Vec<u8>,
    /// Signature of the hash.
    pub signature: Vec<u8>,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
}

/// Result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything fits.
    Whole {
        /// Seals checked.
        seals: i64,
        /// Entries checked.
        entries: i64,
    },
    /// The first thing that does not.
    Broken(String),
}

type SealColumns =
    (st::BigInt, st::Text, st::Text, st::BigInt, st::Bytea, st::Bytea, st::Bytea, st::Bytea, st::Timestamptz);

const SELECT_SEALS: &str = "SELECT no, from_tx::text, to_tx::text, entries, leaves, root, hash, signature, sealed_at FROM audit_seal ORDER BY no";

/// What is said when new entries would fall into sealed ranges.
const BEHIND: &str = "The audit trail is ahead of the database, which was restored from a dump: run `tend migrate` with the owner's connection (owner_database_url) first.";

/// Canonical text of the entries of a range, in order.
async fn canonical(conn: &mut Conn, from_tx: &str, to_tx: &str) -> Result<Vec<(Uuid, String)>> {
    Ok(Sql::<(st::Uuid, st::Text)>::new(
        "SELECT id, concat_ws('|', id, tx, extract(epoch FROM at), actor_id, session_id, role, operation, outcome, coalesce(reason, '-'), coalesce(record_id::text, '-'),
           coalesce(person_id::text, '-'), person_ids, request_id) FROM audit_event WHERE tx >= ",
    )
    .bind::<st::Text, _>(from_tx.to_owned())
    .sql("::xid8 AND tx < ")
    .bind::<st::Text, _>(to_tx.to_owned())
    .sql("::xid8 ORDER BY tx, id")
    .load(conn)
    .await?)
}

fn leaf(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn seal_hash(no: i64, from_tx: &str, to_tx: &str, root: &[u8], before: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [no.to_string().as_bytes(), from_tx.as_bytes(), to_tx.as_bytes(), root, before] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

impl Store {
    /// Seals everything that is finished and not yet sealed. Returns the new seal's number and hash, if there was anything.
    ///
    /// # Errors
    /// [`Error::Setup`] when the trail is ahead of the database; database errors.
    pub async fn audit_seal(
        &self,
        org_id: Uuid,
        sign: impl Fn(&[u8]) -> Vec<u8>,
        now: DateTime<Utc>,
    ) -> Result<Option<(i64, Vec<u8>)>> {
        let mut conn = self.begin(org_id).await?;
        let locked: bool = Sql::<st::Bool>::new("SELECT pg_try_advisory_xact_lock(hashtextextended(")
            .bind::<st::Text, _>(format!("audit_seal:{org_id}"))
            .sql(", 0))")
            .get_result(&mut conn)
            .await?;
        if !locked {
            conn.rollback().await?;
            return Ok(None);
        }
        let last: Vec<(i64, String, Vec<u8>)> = Sql::<(st::BigInt, st::Text, st::Bytea)>::new(
            "SELECT no, to_tx::text, hash FROM audit_seal ORDER BY no DESC LIMIT 1",
        )
        .load(&mut conn)
        .await?;
        let (no, from_tx, before) = last.into_iter().next().unwrap_or((0, "0".into(), Vec::new()));
        let (to_tx, behind): (String, bool) = Sql::<(st::Text, st::Bool)>::new("SELECT oldest::text, oldest < ")
            .bind::<st::Text, _>(from_tx.clone())
            .sql("::xid8 FROM audit_tx(pg_snapshot_xmin(pg_current_snapshot())) oldest")
            .get_result(&mut conn)
            .await?;
        if behind {
            conn.rollback().await?;
            return Err(Error::Setup(BEHIND.into()));
        }
        let entries = canonical(&mut conn, &from_tx, &to_tx).await?;
        if entries.is_empty() {
            conn.rollback().await?;
            return Ok(None);
        }
        let no = no + 1;
        let leaves: Vec<u8> = entries.iter().flat_map(|(_, text)| leaf(text)).collect();
        let root = Sha256::digest(&leaves).to_vec();
        let hash = seal_hash(no, &from_tx, &to_tx, &root, &before);
        let signature = sign(&hash);
        Sql::<st::BigInt>::new("WITH w AS (INSERT INTO audit_seal (org_id, no, from_tx, to_tx, entries, leaves, root, hash, signature, sealed_at) VALUES (")
            .bind::<st::Uuid, _>(org_id)
            .sql(", ")
            .bind::<st::BigInt, _>(no)
            .sql(", ")
            .bind::<st::Text, _>(from_tx)
            .sql("::xid8, ")
            .bind::<st::Text, _>(to_tx)
            .sql("::xid8, ")
            .bind::<st::BigInt, _>(entries.len() as i64)
            .sql(", ")
            .bind::<st::Bytea, _>(leaves)
            .sql(", ")
            .bind::<st::Bytea, _>(root)
            .sql(", ")
            .bind::<st::Bytea, _>(hash.clone())
            .sql(", ")
            .bind::<st::Bytea, _>(signature)
            .sql(", ")
            .bind::<st::Timestamptz, _>(now)
            .sql(") RETURNING 1) SELECT count(*) FROM w")
            .get_result::<i64>(&mut conn)
            .await?;
        conn.commit().await?;
        Ok(Some((no, hash)))
    }

    /// Refuses a database in which new entries would fall into sealed ranges.
    ///
    /// # Errors
    /// [`Error::Setup`] when the trail is ahead of the database; database errors.
    pub async fn require_audit_order(&self) -> Result<()> {
        for org_id in self.tenants().await? {
            let mut conn = self.begin(org_id).await?;
            let behind: bool = Sql::<st::Bool>::new(
                "SELECT coalesce((SELECT to_tx > audit_tx(pg_snapshot_xmin(pg_current_snapshot())) FROM audit_seal ORDER BY no DESC LIMIT 1), false)",
            )
            .get_result(&mut conn)
            .await?;
            conn.rollback().await?;
            if behind {
                return Err(Error::Setup(BEHIND.into()));
            }
        }
        Ok(())
    }

    /// Checks every seal and every sealed entry. `checkpoint` is the last seal known outside the database: it catches a cut tail.
    ///
    /// # Errors
    /// Database errors.
    pub async fn audit_verify(
        &self,
        org_id: Uuid,
        is_signed: impl Fn(&[u8], &[u8]) -> bool,
        checkpoint: Option<(i64, Vec<u8>)>,
    ) -> Result<Verdict> {
        let mut conn = self.begin(org_id).await?;
        let seals: Vec<Seal> = Sql::<SealColumns>::new(SELECT_SEALS).load(&mut conn).await?;
        let verdict = check_seals(&mut conn, &seals, is_signed, checkpoint).await?;
        conn.commit().await?;
        Ok(verdict)
    }
}

async fn check_seals(
    conn: &mut Conn,
    seals: &[Seal],
    is_signed: impl Fn(&[u8], &[u8]) -> bool,
    checkpoint: Option<(i64, Vec<u8>)>,
) -> Result<Verdict> {
    let mut before: Vec<u8> = Vec::new();
    let mut next_tx = "0".to_owned();
    let mut total = 0;
    for (index, seal) in seals.iter().enumerate() {
        let no = index as i64 + 1;
        if seal.no != no || seal.from_tx != next_tx {
            return Ok(Verdict::Broken(format!("seal {no} is missing")));
        }
        if seal.hash != seal_hash(no, &seal.from_tx, &seal.to_tx, &seal.root, &before)
            || seal.root != Sha256::digest(&seal.leaves).to_vec()
            || !is_signed(&seal.hash, &seal.signature)
        {
            return Ok(Verdict::Broken(format!("seal {no} was changed")));
        }
        let entries = canonical(conn, &seal.from_tx, &seal.to_tx).await?;
        for (position, (id, text)) in entries.iter().enumerate() {
            if seal.leaves.get(position * 32..position * 32 + 32) != Some(leaf(text).as_slice()) {
                return Ok(Verdict::Broken(format!(
                    "entry {id} (seal {no}, position {position}) was changed, added, or stands behind one that was removed"
                )));
            }
        }
        if entries.len() as i64 != seal.entries {
            return Ok(Verdict::Broken(format!(
                "seal {no} covers {} entries, {} are there",
                seal.entries,
                entries.len()
            )));
        }
        total += seal.entries;
        before = seal.hash.clone();
        next_tx.clone_from(&seal.to_tx);
    }
    if let Some((no, hash)) = checkpoint
        && seals.get(usize::try_from(no - 1).unwrap_or(usize::MAX)).is_none_or(|seal| seal.hash != hash)
    {
        return Ok(Verdict::Broken(format!(
            "the checkpoint kept outside the database knows seal {no}, which is missing or different here"
        )));
    }
    Ok(Verdict::Whole { seals: seals.len() as i64, entries: total })
}
