//! An import from its first byte to its report.

use chrono::Utc;
use chrono_tz::Tz;
use domain::access::{Access, Actor, Request, authorize, cap};
use domain::import::{Import, ImportOptions, Moment, Problem, Report};
use persistence::{Error, Reply, Result, Store, StoredReply, Tx};
use std::time::Duration;
use uuid::Uuid;

use super::Shown;
use super::source::{Batch, Piece};
use super::store::Prepared;

/// How often a unit is tried when the database is busy.
const TRIES: u32 = 4;

/// A running import.
pub struct Run {
    store: Store,
    actor: Actor,
    request_id: Uuid,
    zone: Tz,
    import: Import,
}

/// The outcome of a transaction that no client waits for.
struct Kept<T>(T);

impl<T> Reply for Kept<T> {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 204, etag: None, body: String::new() }
    }
}

impl Run {
    /// Begins an import. With an idempotency key, a repeated request is told about the import that runs or ran.
    ///
    /// # Errors
    /// [`Error::Replay`], [`Error::Unavailable`].
    pub async fn begin(store: &Store, access: &Access<cap::ImportRun>, options: ImportOptions) -> Result<Self> {
        let zone = store.directory(access.actor().org_id).await?.main_zone();
        let answer = store
            .write(access, async |tx| {
                let import = tx.apply(Import::begin(Uuid::now_v7(), tx.actor().id, options, tx.now()))?;
                Ok(Shown { view: super::view(tx, import.clone()), import })
            })
            .await?;
        Ok(Self {
            store: store.clone(),
            actor: access.actor().clone(),
            request_id: access.request().id,
            zone,
            import: answer.import,
        })
    }

    /// How far it is.
    pub fn import(&self) -> &Import {
        &self.import
    }

    /// Takes some lines of a stream or file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database stays away.
    pub async fn take_lines(&mut self, file: String, batch: Batch) -> Result<()> {
        self.take_all(move || batch.read(&file)).await
    }

    /// Takes a file or body that holds one bundle or resource.
    ///
    /// # Errors
    /// As [`Run::take_lines`].
    pub async fn take_file(&mut self, file: String, bytes: Vec<u8>) -> Result<()> {
        let read = move || {
            vec![super::source::read(&file, &bytes).map_err(|reason| Problem { file, path: String::new(), reason })]
        };
        self.take_all(read).await
    }

    /// Takes what was read already.
    ///
    /// # Errors
    /// As [`Run::take_lines`].
    pub async fn take_all(&mut self, read: impl FnOnce() -> Vec<Piece> + Send + 'static) -> Result<()> {
        let (options, moment) = (self.options(), self.moment());
        let prepare = move || -> Vec<_> {
            read().into_iter().map(|piece| piece.map(|unit| Prepared::new(unit, options, moment))).collect()
        };
        let pieces = tokio::task::spawn_blocking(prepare).await.map_err(|error| Error::Internal(error.to_string()))?;
        for piece in pieces {
            match piece {
                Ok(prepared) => self.take(&prepared).await?,
                Err(problem) => self.advance(1, Report::unreadable(problem.file, problem.reason)).await?,
            }
        }
        Ok(())
    }

    /// Ends the import, well or broken off.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn finish(self, broken_off: Option<Problem>) -> Result<Shown> {
        let finish = async |tx: &mut Tx| {
            let import = tx.apply(self.import.clone().finish(broken_off.clone(), tx.now())?)?;
            Ok(Shown { view: super::view(tx, import.clone()), import })
        };
        self.store.write(&self.access()?, finish).await
    }

    async fn take(&mut self, prepared: &Prepared) -> Result<()> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_to_store(prepared).await {
                Err(Error::Unavailable(_) | Error::Stale) if tries < TRIES => {
                    tokio::time::sleep(Duration::from_secs(u64::from(tries))).await
                }
                Err(error @ Error::Unavailable(_)) => return Err(error),
                Err(Error::Rule(rule)) => return self.advance(prepared.bundles, prepared.refused(&rule.detail)).await,
                Err(error) => {
                    tracing::error!(import = %self.import.id, %error, "a bundle could not be stored");
                    return self
                        .advance(prepared.bundles, prepared.refused("could not be stored; nothing of it was"))
                        .await;
                }
                Ok(()) => return Ok(()),
            }
        }
    }

    /// Stores a unit and the progress in one transaction; a trial stores the progress only.
    async fn try_to_store(&mut self, prepared: &Prepared) -> Result<()> {
        let (import, moment) = (&self.import, self.moment());
        let mut trial = None;
        let outcome = self
            .store
            .write(&self.access()?, async |tx| {
                let report = prepared.store(tx, import, moment).await?;
                if import.dry_run {
                    trial = Some(report);
                    return Err(tx.rehearsed().await);
                }
                Ok(Kept(tx.apply(import.clone().advance(prepared.bundles, report, moment.now)?)?))
            })
            .await;
        match (outcome, trial) {
            (Ok(Kept(import)), _) => self.import = import,
            (Err(Error::Rule(rule)), Some(report)) if rule.code == "dry_run" => {
                self.advance(prepared.bundles, report).await?
            }
            (Err(error), _) => return Err(error),
        }
        Ok(())
    }

    async fn advance(&mut self, bundles: i32, report: Report) -> Result<()> {
        let import = self.import.clone();
        let Kept(import) = self
            .store
            .write(&self.access()?, async |tx| Ok(Kept(tx.apply(import.advance(bundles, report, tx.now())?)?)))
            .await?;
        self.import = import;
        Ok(())
    }

    fn options(&self) -> ImportOptions {
        ImportOptions { dry_run: self.import.dry_run, shift_to: self.import.shift_to }
    }

    fn moment(&self) -> Moment {
        Moment { now: Utc::now(), zone: self.zone }
    }

    /// Each transaction has its own instant, and its own entry in the audit trail under the same request.
    fn access(&self) -> Result<Access<cap::ImportRun>> {
        let request = Request {
            id: self.request_id,
            operation: "import_create",
            now: Utc::now(),
            record_id: None,
            idempotency: None,
        };
        authorize(self.actor.clone(), request).map_err(|_| Error::Forbidden("role_forbids"))
    }
}
