//! The database of a command: a private cluster for as long as it runs, or one that somebody else runs.

use localpg::{Cluster, Options};
use persistence::{Store, migrate};

use super::words;
use crate::config::Config;

/// Name of the application's database in the private cluster.
const DATABASE: &str = "tend";

/// The database in use: a private cluster while this value lives, or one that somebody else runs.
pub struct Database {
    cluster: Option<Cluster>,
    /// Connection string of the application role.
    pub url: String,
    /// Connection string of the owner; none where it is not known, as in a serving process.
    pub owner_url: Option<String>,
}

impl Database {
    /// Finds or starts the database of a configuration.
    ///
    /// # Errors
    /// A sentence from the cluster, or about the configuration.
    pub async fn open(config: &Config) -> Result<Self, String> {
        if let Some(url) = config.connection()? {
            return Ok(Self { cluster: None, url, owner_url: config.owner_connection()? });
        }
        let cluster = Cluster::start(&config.data, Options::serving()).map_err(words)?;
        migrate::create_database(&cluster.owner_url(), DATABASE).await.map_err(words)?;
        let url = cluster.url(DATABASE, migrate::APPLICATION_ROLE);
        let owner_url = Some(cluster.url(DATABASE, localpg::OWNER));
        Ok(Self { cluster: Some(cluster), url, owner_url })
    }

    /// Connection string of the owner.
    ///
    /// # Errors
    /// A sentence that says how to make it known.
    pub fn owner_url(&self) -> Result<&str, String> {
        self.owner_url.as_deref().ok_or_else(|| {
            "This runs as the owner of the database: set owner_database_url (TEND_OWNER_DATABASE_URL) beside database_url, which names the application's role tend_app.".into()
        })
    }

    /// Opens the store on it, after the migrations where the owner is known.
    ///
    /// # Errors
    /// A sentence.
    pub async fn migrated_store(&self, config: &Config) -> Result<Store, String> {
        if let Some(owner_url) = &self.owner_url {
            migrate::up(owner_url).await.map_err(words)?;
        }
        self.store(config).await
    }

    /// Opens the store on it.
    ///
    /// # Errors
    /// A sentence, also when the schema is behind this program or the audit trail can't go on.
    pub async fn store(&self, config: &Config) -> Result<Store, String> {
        ready_store(&self.url, config.connections).await.map_err(words)
    }

    /// Stops a private cluster that nobody else uses.
    ///
    /// # Errors
    /// A sentence from the cluster.
    pub fn close(self) -> Result<(), String> {
        match self.cluster {
            Some(cluster) => cluster.stop().map(|_| ()).map_err(words),
            None => Ok(()),
        }
    }
}

async fn ready_store(url: &str, connections: usize) -> persistence::Result<Store> {
    migrate::require_current(url).await?;
    let store = Store::open(url, connections).await?;
    store.require_audit_order().await?;
    Ok(store)
}
