//! Migrations, run by the owner of the database; the application itself never holds DDL rights.

use diesel::migration::{Migration, MigrationName, MigrationSource};
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::{Error, Result};
use crate::sql::Sql;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Name of the role the application signs in as.
pub const APPLICATION_ROLE: &str = "tend_app";

/// Lets the audit trail of a restored database count on: see [`crate::seal`]. The trail is read before the own number is taken, so
/// that nothing of a database that was not restored can lie above it.
const COUNT_ON: &str = "
DO $$
DECLARE
  tenant_id uuid;
  latest bigint := 0;
  counted bigint;
BEGIN
  FOR tenant_id IN SELECT org_id FROM tenant LOOP
    PERFORM set_config('tend.org', tenant_id::text, true);
    latest := greatest(latest,
      (SELECT tx::text::bigint FROM audit_event WHERE org_id = tenant_id ORDER BY tx DESC LIMIT 1),
      (SELECT to_tx::text::bigint FROM audit_seal WHERE org_id = tenant_id ORDER BY no DESC LIMIT 1));
  END LOOP;
  counted := pg_current_xact_id()::text::bigint;
  IF audit_tx(pg_current_xact_id())::text::bigint < latest THEN
    LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('CREATE OR REPLACE FUNCTION audit_tx(counted xid8) RETURNS xid8 LANGUAGE sql IMMUTABLE AS %L',
      format('SELECT (counted::text::bigint + %s)::text::xid8', latest - counted));
  END IF;
END $$";

/// Creates the application role, brings the schema up to date and lets a restored audit trail count on. Returns how many
/// migrations ran.
///
/// # Errors
/// [`Error::Unavailable`] when the database can't be reached, [`Error::Setup`] when the role can't be made, [`Error::Internal`]
/// when a migration fails.
pub async fn up(owner_url: &str) -> Result<usize> {
    create_role(owner_url).await?;
    let ran = with_harness(owner_url, |harness| Ok(harness.run_pending_migrations(MIGRATIONS)?.len())).await?;
    connect(owner_url).await?.batch_execute(COUNT_ON).await?;
    Ok(ran)
}

async fn with_harness<T: Send + 'static>(
    owner_url: &str,
    work: impl FnOnce(&mut AsyncMigrationHarness<AsyncPgConnection>) -> diesel::migration::Result<T> + Send + 'static,
) -> Result<T> {
    let conn = connect(owner_url).await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        work(&mut harness).map_err(|error| Error::Internal(error.to_string()))
    })
    .await
    .map_err(|error| Error::Internal(error.to_string()))?
}

/// Creates the application role unless it is there.
///
/// # Errors
/// [`Error::Unavailable`] when the database can't be reached, [`Error::Setup`] when the role can't be made.
pub async fn create_role(owner_url: &str) -> Result<()> {
    let mut conn = connect(owner_url).await?;
    let made = conn.batch_execute(
        "DO $$ BEGIN
           CREATE ROLE tend_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    );
    made.await.map_err(|error| {
        Error::Setup(format!(
            "The role {APPLICATION_ROLE} can't be made ({error}): let owner_database_url (TEND_OWNER_DATABASE_URL) name the owner of the database, with the right to create roles."
        ))
    })
}

/// Refuses a database in which a migration of this program has not run. Asks as the application, which owns nothing.
///
/// # Errors
/// [`Error::Setup`] when the schema is behind, [`Error::Unavailable`].
pub async fn require_current(url: &str) -> Result<()> {
    let mut conn = connect(url).await?;
    // Neither an empty database nor one before the application might read this table has it to show.
    let readable: bool = Sql::<Bool>::new(
        "SELECT coalesce(has_table_privilege(to_regclass('__diesel_schema_migrations')::oid, 'SELECT'), false)",
    )
    .get_result(&mut conn)
    .await?;
    let ran: Vec<String> = if readable {
        Sql::<Text>::new("SELECT version::text FROM __diesel_schema_migrations").load(&mut conn).await?
    } else {
        Vec::new()
    };
    let known = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(|error| Error::Internal(error.to_string()))?;
    let missing = known.iter().filter(|migration| {
        let name = Migration::<Pg>::name(*migration);
        !ran.contains(&MigrationName::version(name).to_string())
    });
    let missing = missing.count();
    if missing == 0 {
        return Ok(());
    }
    Err(Error::Setup(format!(
        "The database's schema is behind this program by {missing} of {} migrations: run `tend migrate` with the owner's connection (owner_database_url) first.",
        known.len()
    )))
}

/// Runs the next migration and returns its version; none when all have run. For the test that each can be undone.
///
/// # Errors
/// As [`up`].
pub async fn next(owner_url: &str) -> Result<Option<String>> {
    let step = with_harness(owner_url, |harness| match harness.pending_migrations(MIGRATIONS)?.into_iter().next() {
        Some(migration) => Ok(Some(harness.run_migration(&migration)?.to_string())),
        None => Ok(None),
    });
    step.await
}

/// Takes the last migration back and returns its version; none when there is none. For the test that each can be undone.
///
/// # Errors
/// As [`up`].
pub async fn back(owner_url: &str) -> Result<Option<String>> {
    let step = with_harness(owner_url, |harness| {
        if harness.applied_migrations()?.is_empty() {
            return Ok(None);
        }
        Ok(Some(harness.revert_last_migration(MIGRATIONS)?.to_string()))
    });
    step.await
}

/// Creates the database `name` if it does not exist, through the maintenance database at `url`.
///
/// # Errors
/// As [`up`].
pub async fn create_database(url: &str, name: &str) -> Result<()> {
    let mut conn = connect(url).await?;
    let found: Vec<String> = Sql::<Text>::new("SELECT datname::text FROM pg_database WHERE datname = ")
        .bind::<Text, _>(name.to_owned())
        .load(&mut conn)
        .await?;
    if found.is_empty() {
        // Database names come from this program, never from input.
        conn.batch_execute(&format!("CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")).await?;
    }
    Ok(())
}

/// Creates a database as a copy of another, which nobody may be using. For tests.
///
/// # Errors
/// As [`up`].
pub async fn copy_database(url: &str, template: &str, name: &str) -> Result<()> {
    let mut conn = connect(url).await?;
    // Files are copied as they are: the other strategy writes every page to the log, which takes ten times as long.
    let sql = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" STRATEGY file_copy");
    Ok(conn.batch_execute(&sql).await?)
}

/// Drops a database and everybody's connections to it. For tests.
///
/// # Errors
/// As [`up`].
pub async fn drop_database(url: &str, name: &str) -> Result<()> {
    let mut conn = connect(url).await?;
    Ok(conn.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await?)
}

/// Runs `work` while no other process of the cluster holds the lock `key`. For tests that share a template.
///
/// # Errors
/// As [`up`], and those of `work`.
pub async fn exclusively<T>(url: &str, key: i64, work: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
    let mut conn = connect(url).await?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({key})")).await?;
    let result = work().await;
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({key})")).await?;
    result
}

pub(crate) async fn connect(url: &str) -> Result<AsyncPgConnection> {
    AsyncPgConnection::establish(url).await.map_err(|error| Error::Unavailable(error.to_string()))
}
