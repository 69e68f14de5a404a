//! The commands of the `tend` binary.

mod backup;
mod data;
mod database;

use chrono::Utc;
use clap::{Parser, Subcommand};
use persistence::migrate;
use persistence::seal::Verdict;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::{self, State};
use crate::config::{Config, Heard};
use crate::jobs::Sealer;
use crate::password::Passwords;
use crate::secrets::Secrets;
pub use database::Database;

/// Care management for those who answer for people.
#[derive(Debug, Parser)]
#[command(name = "tend", version)]
pub struct Cli {
    /// Configuration file (TOML); the environment wins over it.
    #[arg(long, global = true, env = "TEND_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the private cluster and the secrets.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API and the web app until it is told to stop.
    Serve {
        /// Address to listen on.
        #[arg(long)]
        host: Option<String>,
        /// Port to listen on.
        #[arg(long)]
        port: Option<u16>,
        /// Address and port on which to hear the hospital's feed over MLLP, as the client of the configuration.
        #[arg(long)]
        mllp: Option<String>,
    },
    /// Brings the database schema up to date.
    Migrate,
    /// Prints the OpenAPI document.
    Openapi,
    /// Checks the configuration and says what it means.
    CheckConfig,
    /// Checks that nobody has tampered with the audit trail.
    VerifyAudit,
    /// Copies the database, the secrets and the audit checkpoints into a new folder.
    Backup {
        /// Folder to make.
        folder: PathBuf,
    },
    /// Brings a backup back, into a data folder and a database that hold nothing yet.
    Restore {
        /// Folder that `tend backup` made.
        folder: PathBuf,
    },
    /// Makes the demo organization, once; or prints its sign-ins.
    Demo(data::DemoArguments),
    /// Imports files.
    Import {
        /// Format.
        #[command(subcommand)]
        format: data::ImportFormat,
    },
    /// Administers the installation.
    Admin {
        /// What to do.
        #[command(subcommand)]
        action: data::AdminAction,
    },
}

/// Runs a command to its end.
///
/// # Errors
/// One plain sentence that says what to do.
pub async fn run(cli: Cli) -> Result<(), String> {
    let (config, command) = settle(cli)?;
    perform(config, command).await
}

/// Runs a command, until Ctrl-C or a request to end; then a private cluster that nobody uses is stopped. A server stops in an order
/// of its own.
///
/// # Errors
/// One plain sentence that says what to do.
pub async fn run_until_interrupted(cli: Cli) -> Result<(), String> {
    let (config, command) = settle(cli)?;
    if matches!(command, Command::Serve { .. }) {
        return perform(config, command).await;
    }
    let cluster = config.database_url.is_none().then(|| config.data.clone());
    tokio::select! {
        outcome = perform(config, command) => outcome,
        () = interrupted() => {
            if let Some(data) = cluster {
                stop_unused(&data).await;
            }
            Err("It was interrupted before its end.".into())
        }
    }
}

async fn interrupted() {
    let Ok(mut ended) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = ended.recv() => {}
    }
}

/// Who was interrupted together with this command, as `cargo xtask up` was, uses the cluster for a moment still.
async fn stop_unused(data: &Path) {
    for _ in 0..20 {
        if localpg::stop(data).is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn settle(cli: Cli) -> Result<(Config, Command), String> {
    let mut config = Config::load(cli.config.as_deref(), std::env::vars())?;
    if let Some(data) = cli.data {
        config.data = data;
    }
    Ok((config, cli.command))
}

async fn perform(mut config: Config, command: Command) -> Result<(), String> {
    match command {
        Command::Openapi => print(&crate::document::text()),
        Command::CheckConfig => check_config(&config),
        Command::Migrate => migrate_command(&config).await,
        Command::Serve { host, port, mllp } => {
            config.host = host.unwrap_or(config.host);
            config.port = port.unwrap_or(config.port);
            config.mllp_listen = mllp.or(config.mllp_listen);
            tell_of_feed(&config)?;
            serve(&config).await
        }
        Command::VerifyAudit => verify_audit(&config).await,
        Command::Backup { folder } => backup::backup(&config, &folder).await,
        Command::Restore { folder } => {
            backup::restore(&config, &folder).await?;
            verify_audit(&config).await
        }
        Command::Demo(arguments) => data::demo(&config, arguments).await,
        Command::Import { format } => data::import(&config, format).await,
        Command::Admin { action } => data::admin(&config, action).await,
    }
}

/// What an error says, for whoever typed the command.
fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn print(text: &str) -> Result<(), String> {
    use std::io::Write;
    std::io::stdout().write_all(text.as_bytes()).map_err(words)
}

fn check_config(config: &Config) -> Result<(), String> {
    Secrets::load(&config.data).and_then(|secrets| Passwords::new(&secrets.pepper, config.password_cost()))?;
    let heard = config.feed_heard()?;
    config.connection().and_then(|_| config.owner_connection())?;
    let database = if config.database_url.is_some() { "the given database" } else { "a private cluster" };
    print(&format!(
        "The configuration is good: http://{}:{} on {database}, data in {}, screens lock after {} idle minutes.\n",
        config.host,
        config.port,
        config.data.display(),
        config.idle_minutes
    ))?;
    heard.map_or(Ok(()), |heard| print(&format!("{}\n", heard.sentence)))
}

/// Whoever runs the server reads how the feed is heard, and is warned of what others could read.
fn tell_of_feed(config: &Config) -> Result<(), String> {
    match config.feed_heard()? {
        Some(Heard { sentence, is_open: true }) => tracing::warn!("{sentence}"),
        Some(Heard { sentence, .. }) => tracing::info!("{sentence}"),
        None => {}
    }
    Ok(())
}

async fn migrate_command(config: &Config) -> Result<(), String> {
    let database = Database::open(config).await?;
    let ran = migrate::up(database.owner_url()?).await.map_err(words)?;
    database.close()?;
    print(&format!("The schema is up to date; {ran} migrations ran.\n"))
}

async fn serve(config: &Config) -> Result<(), String> {
    let secrets = Secrets::load(&config.data)?;
    let database = Database::open(config).await?;
    let store = database.store(config).await?;
    let state = State::new(store, config, &secrets)?;
    let served = app::serve(state, config).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {} is taken. Stop the other program or choose another port with --port.", config.port)
        }
        _ => format!("can't listen on {}:{}: {error}", config.host, config.port),
    });
    database.close()?;
    served
}

async fn verify_audit(config: &Config) -> Result<(), String> {
    let secrets = Secrets::load(&config.data)?;
    let sealer = Sealer::new(&secrets.signing_key, &config.data)?;
    let database = Database::open(config).await?;
    let store = database.store(config).await?;
    let checkpoints = sealer.checkpoints();
    let mut broken = None;
    for org_id in store.tenants().await.map_err(words)? {
        let verdict = store
            .audit_verify(
                org_id,
                |hash, signature| sealer.is_signed(hash, signature),
                checkpoints.get(&org_id).cloned(),
            )
            .await
            .map_err(words)?;
        match verdict {
            Verdict::Whole { seals, entries } => {
                print(&format!("organization {org_id}: {entries} sealed entries in {seals} seals, all whole\n"))?
            }
            Verdict::Broken(what) => {
                print(&format!("organization {org_id}: BROKEN: {what}\n"))?;
                broken = Some(org_id);
            }
        }
    }
    drop(store);
    database.close()?;
    match broken {
        None => Ok(()),
        Some(org_id) => {
            Err(format!("The audit trail of organization {org_id} was tampered with (at {}).", Utc::now().to_rfc3339()))
        }
    }
}
