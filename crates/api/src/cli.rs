//! The commands of the `tend` binary.

use chrono::Utc;
use clap::{Parser, Subcommand};
use localpg::{Cluster, Options};
use persistence::Store;
use persistence::migrate;
use persistence::seal::Verdict;
use std::path::PathBuf;

use crate::app::{self, State};
use crate::config::Config;
use crate::jobs::Sealer;
use crate::password::Passwords;
use crate::secrets::Secrets;

/// Name of the application's database in the private cluster.
const DATABASE: &str = "tend";

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
    },
    /// Brings the database schema up to date.
    Migrate,
    /// Prints the OpenAPI document.
    Openapi,
    /// Checks the configuration and says what it means.
    CheckConfig,
    /// Checks that nobody has tampered with the audit trail.
    VerifyAudit,
}

/// Runs a command.
///
/// # Errors
/// One plain sentence that says what to do.
pub async fn run(cli: Cli) -> Result<(), String> {
    let mut config = Config::load(cli.config.as_deref(), std::env::vars())?;
    if let Some(data) = cli.data {
        config.data = data;
    }
    match cli.command {
        Command::Openapi => print(&crate::document::text()),
        Command::CheckConfig => check_config(&config),
        Command::Migrate => migrate_command(&config).await,
        Command::Serve { host, port } => {
            config.host = host.unwrap_or(config.host);
            config.port = port.unwrap_or(config.port);
            serve(&config).await
        }
        Command::VerifyAudit => verify_audit(&config).await,
    }
}

/// The database in use: a private cluster while this value lives, or one that somebody else runs.
pub struct Database {
    cluster: Option<Cluster>,
    /// Connection string of the application role.
    pub url: String,
    /// Connection string of the owner.
    pub owner_url: String,
}

impl Database {
    /// Finds or starts the database of a configuration.
    ///
    /// # Errors
    /// A sentence from the cluster.
    pub async fn open(config: &Config) -> Result<Self, String> {
        if let (Some(url), Some(owner_url)) = (&config.database_url, &config.owner_database_url) {
            return Ok(Self { cluster: None, url: url.clone(), owner_url: owner_url.clone() });
        }
        let cluster = Cluster::start(&config.data, Options::serving()).map_err(|error| error.to_string())?;
        migrate::create_database(&cluster.owner_url(), DATABASE).await.map_err(|error| error.to_string())?;
        let url = cluster.url(DATABASE, migrate::APPLICATION_ROLE);
        let owner_url = cluster.url(DATABASE, localpg::OWNER);
        Ok(Self { cluster: Some(cluster), url, owner_url })
    }

    /// Opens the store on it.
    ///
    /// # Errors
    /// A sentence.
    pub async fn store(&self, config: &Config) -> Result<Store, String> {
        Store::open(&self.url, config.connections).await.map_err(|error| error.to_string())
    }

    /// Stops a private cluster that nobody else uses.
    ///
    /// # Errors
    /// A sentence from the cluster.
    pub fn close(self) -> Result<(), String> {
        match self.cluster {
            Some(cluster) => cluster.stop().map(|_| ()).map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }
}

fn print(text: &str) -> Result<(), String> {
    use std::io::Write;
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
}

fn check_config(config: &Config) -> Result<(), String> {
    Secrets::load(&config.data).and_then(|secrets| Passwords::new(&secrets.pepper, config.password_cost()))?;
    let database = if config.database_url.is_some() { "the given database" } else { "a private cluster" };
    print(&format!(
        "The configuration is good: http://{}:{} on {database}, data in {}, screens lock after {} idle minutes.\n",
        config.host,
        config.port,
        config.data.display(),
        config.idle_minutes
    ))
}

async fn migrate_command(config: &Config) -> Result<(), String> {
    let database = Database::open(config).await?;
    let ran = migrate::up(&database.owner_url).await.map_err(|error| error.to_string())?;
    database.close()?;
    print(&format!("The schema is up to date; {ran} migrations ran.\n"))
}

async fn serve(config: &Config) -> Result<(), String> {
    let secrets = Secrets::load(&config.data)?;
    let database = Database::open(config).await?;
    let store = database.store(config).await?;
    let state = State::new(store, config, &secrets)?;
    let served = app::serve(state, config).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!("Port {} is taken. Stop the other program or choose another port with --port.", config.port),
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
    for org_id in store.tenants().await.map_err(|error| error.to_string())? {
        let verdict = store
            .audit_verify(org_id, |hash, signature| sealer.is_signed(hash, signature), checkpoints.get(&org_id).cloned())
            .await
            .map_err(|error| error.to_string())?;
        match verdict {
            Verdict::Whole { seals, entries } => print(&format!("organization {org_id}: {entries} sealed entries in {seals} seals, all whole\n"))?,
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
        Some(org_id) => Err(format!("The audit trail of organization {org_id} was tampered with (at {}).", Utc::now().to_rfc3339())),
    }
}
