//! The only door to the database: [`Store::read`] and [`Store::write`], each with a checked capability.

use chrono::{DateTime, Utc};
use deadpool::managed::WeakPool;
use diesel::sql_types as st;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::pooled_connection::deadpool::{Hook, HookError, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use domain::access::{Access, Actor, Request};
use futures_util::FutureExt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

use crate::audit::{AuditEvent, Touched, audit_event};
use crate::conn::Conn;
use crate::directory::Directories;
use crate::error::{Error, Result};
use crate::read_trail::ReadTrail;
use crate::sql::Sql;
use crate::tx::{Reply, Tx, stored_reply};

type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;

/// Connections to the database of the whole process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connections {
    /// The most there may be.
    pub most: usize,
    /// How many are open.
    pub open: usize,
    /// How many of these nobody uses.
    pub idle: usize,
    /// Requests that wait for one.
    pub waiting: usize,
}

/// Connections to the database as the application role. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: Pool<AsyncPgConnection>,
    /// Every pool of the process, this one among them.
    pools: Arc<Mutex<Vec<WeakPool<Manager>>>>,
    pub(crate) directories: Arc<Directories>,
    pub(crate) read_trail: Arc<ReadTrail>,
    url: Arc<str>,
}

/// How long a request waits for a connection before it is told to try again.
const POOL_WAIT: Duration = Duration::from_secs(2);

/// How long a connection serves. Each statement stays prepared on it, here and in the database, and nothing else bounds their number.
const SERVES: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Opens the store as the application role and refuses a privileged one.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub async fn open(url: &str, connections: usize) -> Result<Self> {
        let pool = pool(url, connections, SERVES)?;
        let store = Self {
            pools: Arc::new(Mutex::new(vec![pool.weak()])),
            pool,
            directories: Arc::default(),
            read_trail: Arc::default(),
            url: url.into(),
        };
        store.refuse_privileged_role().await?;
        Ok(store)
    }

    /// The same store with up to `connections` connections of its own.
    #[must_use]
    pub fn with_own_connections(&self, connections: usize) -> Self {
        // A pool of these settings was built before; should it fail all the same, the shared one serves.
        let Ok(pool) = pool(&self.url, connections, SERVES) else { return self.clone() };
        if let Ok(mut pools) = self.pools.lock() {
            pools.push(pool.weak());
        }
        Self { pool, ..self.clone() }
    }

    /// How many connections there are, of all stores of the process.
    pub fn connections(&self) -> Connections {
        let mut sum = Connections::default();
        let Ok(pools) = self.pools.lock() else { return sum };
        for status in pools.iter().filter_map(WeakPool::upgrade).map(|pool| pool.status()) {
            sum.most += status.max_size;
            sum.open += status.size;
            sum.idle += status.available;
            sum.waiting += status.waiting;
        }
        sum
    }

    /// The connection string, for the listener of notifications.
    pub fn url(&self) -> &str {
        &self.url
    }

    async fn refuse_privileged_role(&self) -> Result<()> {
        let mut conn = self.connection().await?;
        let privileged: bool =
            Sql::<st::Bool>::new("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
                .get_result(&mut conn)
                .await?;
        if privileged {
            return Err(Error::Setup("The application must not connect as a superuser or with BYPASSRLS, row-level security would protect nothing: let database_url (DATABASE_URL) name the role tend_app.".into()));
        }
        Ok(())
    }

    /// A connection.
    pub(crate) async fn connection(&self) -> Result<Conn> {
        Ok(Conn::new(self.pool.get().await?))
    }

    /// A connection in a new transaction of an organization.
    pub(crate) async fn begin(&self, org_id: Uuid) -> Result<Conn> {
        let mut conn = self.connection().await?;
        conn.begin(org_id)?;
        Ok(conn)
    }

    /// True when the database answers.
    pub async fn is_ready(&self) -> bool {
        match self.connection().await {
            Ok(mut conn) => conn.batch_execute("SELECT 1").await.is_ok(),
            Err(_) => false,
        }
    }

    /// Runs a read with the capability `C`. Its audit entry is committed before the result is returned.
    ///
    /// # Errors
    /// Those of the closure, [`Error::Unavailable`], [`Error::Internal`] when it changes anything.
    pub async fn read<C, T, F>(&self, access: &Access<C>, work: F) -> Result<T>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        let mut tx = self.transaction(access.actor(), access.request()).await?;
        tx.only_reads = true;
        match work(&mut tx).await.and_then(|value| Ok((value, tx.read_entry()?))) {
            Ok((value, entry)) => {
                // Whoever writes the entry needs a connection.
                tx.into_conn().done_reading().await?;
                self.record_read(entry).await?;
                Ok(value)
            }
            Err(error) => self.give_up(tx, access.actor(), access.request(), error).await,
        }
    }

    /// Runs a write with the capability `C`: the change, its audit entry, its history, its outbox rows, the deadlines that
    /// follow and the idempotency record are one transaction.
    ///
    /// # Errors
    /// Those of the closure, [`Error::Stale`], [`Error::Replay`], [`Error::KeyReused`], [`Error::Unavailable`].
    pub async fn write<C, T, F>(&self, access: &Access<C>, work: F) -> Result<T>
    where
        T: Reply,
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        let (actor, request) = (access.actor(), access.request());
        let mut tx = self.transaction(actor, request).await?;
        let outcome = match work(&mut tx).await {
            Ok(value) => {
                let stored = request.idempotency.is_some().then(|| value.stored());
                tx.flush(stored).await.map(|directory_changed| (value, directory_changed))
            }
            Err(error) => Err(error),
        };
        match outcome {
            Ok((value, directory_changed)) => {
                tx.into_conn().commit().await?;
                if directory_changed {
                    self.directory_changed(actor.org_id);
                }
                Ok(value)
            }
            Err(error) => self.give_up(tx, actor, request, error).await,
        }
    }

    pub(crate) async fn transaction(&self, actor: &Actor, request: &Request) -> Result<Tx> {
        let directory = self.directory(actor.org_id).await?;
        let conn = self.begin(actor.org_id).await?;
        Ok(Tx::new(conn, Arc::new(actor.clone()), Arc::new(request.clone()), directory))
    }

    async fn give_up<T>(&self, mut tx: Tx, actor: &Actor, request: &Request, error: Error) -> Result<T> {
        let touched = tx.touched();
        let mut conn = tx.into_conn();
        conn.rollback().await?;
        self.explain_failure(conn, actor, request, touched, error).await
    }

    /// Runs background work in the name of the product itself. Work that finds nothing to do leaves no trace.
    pub(crate) async fn run_system<F>(
        &self,
        org_id: Uuid,
        operation: &'static str,
        now: DateTime<Utc>,
        work: F,
    ) -> Result<bool>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<bool>,
    {
        let request = Request { id: Uuid::now_v7(), operation, now, record_id: None, idempotency: None };
        let mut tx = self.transaction(&Actor::system(org_id), &request).await?;
        let outcome = match work(&mut tx).await {
            Ok(true) => tx.flush(None).await.map(|_| true),
            other => other,
        };
        let mut conn = tx.into_conn();
        match outcome {
            Ok(true) => conn.commit().await?,
            _ => conn.rollback().await?,
        }
        outcome
    }

    /// A failed request may be the repetition of one that succeeded; otherwise its refusal is audited.
    async fn explain_failure<T>(
        &self,
        mut conn: Conn,
        actor: &Actor,
        request: &Request,
        touched: Touched,
        error: Error,
    ) -> Result<T> {
        conn.begin(actor.org_id)?;
        if let Some(replay) = stored_reply(&mut conn, actor, request).await? {
            conn.rollback().await?;
            return Err(replay);
        }
        let (outcome, reason) = match &error {
            Error::NotFound => ("not_found", None),
            Error::Forbidden(code) => ("denied", Some(*code)),
            Error::Rule(rule) => ("refused", Some(rule.code)),
            Error::Stale => ("refused", Some("stale")),
            _ => ("failed", None),
        };
        insert_audit(&mut conn, actor, request, outcome, reason, touched).await?;
        conn.commit().await?;
        Err(error)
    }

    /// Audits a refusal that happened before any data was touched: the role does not include the function.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn audit_denial(&self, actor: &Actor, request: &Request, reason: &str) -> Result<()> {
        let mut conn = self.begin(actor.org_id).await?;
        insert_audit(&mut conn, actor, request, "denied", Some(reason), Touched::default()).await?;
        conn.commit().await
    }
}

fn pool(url: &str, connections: usize, serves: Duration) -> Result<Pool<AsyncPgConnection>> {
    let mut settings = ManagerConfig::default();
    settings.custom_setup = Box::new(|url| connect(url).boxed());
    // A connection that has died shows at its first statement, see [`Store::proven`].
    settings.recycling_method = RecyclingMethod::Fast;
    let manager = Manager::new_with_config(url, settings);
    Pool::builder(manager)
        .max_size(connections)
        .wait_timeout(Some(POOL_WAIT))
        .pre_recycle(Hook::<AsyncPgConnection>::sync_fn(move |_, metrics| {
            if metrics.age() < serves { Ok(()) } else { Err(HookError::message("it served long enough")) }
        }))
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .map_err(|error| Error::Internal(error.to_string()))
}

/// A new connection. Every statement is prepared once and planned once: what differs in the plan differs in the text.
async fn connect(url: &str) -> ConnectionResult<AsyncPgConnection> {
    let mut conn = AsyncPgConnection::establish(url).await?;
    let generic = conn.batch_execute("SET plan_cache_mode = force_generic_plan").await;
    generic.map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

async fn insert_audit(
    conn: &mut Conn,
    actor: &Actor,
    request: &Request,
    outcome: &str,
    reason: Option<&str>,
    touched: Touched,
) -> Result<()> {
    let about = refused_about(conn, request, touched).await?;
    let entry = AuditEvent::new(actor, request, outcome, reason, about);
    diesel::insert_into(audit_event::table).values(entry).execute(conn).await?;
    Ok(())
}

/// What a refused request was about: the record that its address names or the first that was looked up, and whom that is about,
/// within reach of who asked or not. Nobody was shown.
async fn refused_about(conn: &mut Conn, request: &Request, touched: Touched) -> Result<Touched> {
    let record_id = request.record_id.or(touched.record_id);
    let person_id = match (touched.person_id, record_id) {
        (None, Some(id)) => person_of(conn, id).await?,
        (known, _) => known,
    };
    Ok(Touched { record_id, person_id, person_ids: Vec::new() })
}

async fn person_of(conn: &mut Conn, record_id: Uuid) -> Result<Option<Uuid>> {
    let sql = Sql::<st::Nullable<st::Uuid>>::new("SELECT tend_person_of(").bind::<st::Uuid, _>(record_id).sql(")");
    Ok(sql.get_result(conn).await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    async fn served_by(pool: &Pool<AsyncPgConnection>) -> i32 {
        let mut conn = pool.get().await.unwrap();
        Sql::<st::Int4>::new("SELECT pg_backend_pid()").get_result(&mut conn).await.unwrap()
    }

    #[tokio::test]
    async fn a_connection_that_served_long_enough_gives_way_to_a_new_one() {
        let db = testkit::TestDb::new().await;
        let lasting = pool(&db.url(), 1, SERVES).unwrap();
        assert_eq!(served_by(&lasting).await, served_by(&lasting).await);
        let brief = pool(&db.url(), 1, Duration::ZERO).unwrap();
        assert_ne!(served_by(&brief).await, served_by(&brief).await);
    }
}
