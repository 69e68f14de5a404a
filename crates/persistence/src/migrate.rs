//! Migrations, run by the owner of the database; the application itself never holds DDL rights.

use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::{Error, Result};
use crate::sql::Sql;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Name of the role the application signs in as.
pub const APPLICATION_ROLE: &str = "tend_app";

/// Creates the application role and brings the schema up to date. Returns how many migrations ran.
///
/// # Errors
/// [`Error::Unavailable`] when the database can't be reached, [`Error::Internal`] when a migration fails.
pub async fn up(owner_url: &str) -> Result<usize> {
    let mut conn = connect(owner_url).await?;
    conn.batch_execute(
        "DO $$ BEGIN
           CREATE ROLE tend_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    )
    .await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        harness
            .run_pending_migrations(MIGRATIONS)
            .map(|ran| ran.len())
            .map_err(|error| Error::Internal(error.to_string()))
    })
    .await
    .map_err(|error| Error::Internal(error.to_string()))?
}

/// Takes every migration back. For the test that a migration can be undone.
///
/// # Errors
/// As [`up`].
pub async fn down(owner_url: &str) -> Result<usize> {
    let conn = connect(owner_url).await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        harness
            .revert_all_migrations(MIGRATIONS)
            .map(|ran| ran.len())
            .map_err(|error| Error::Internal(error.to_string()))
    })
    .await
    .map_err(|error| Error::Internal(error.to_string()))?
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

async fn connect(url: &str) -> Result<AsyncPgConnection> {
    AsyncPgConnection::establish(url).await.map_err(|error| Error::Unavailable(error.to_string()))
}
