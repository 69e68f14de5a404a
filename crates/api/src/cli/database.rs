//! The database of a command: a private cluster for as long as it runs, or one that somebody else runs.

use localpg::{Cluster, Options};
use persistence::{Store, migrate};

use crate::config::Config;

/// Name of the application's database in the private cluster.
const DATABASE: &str = "tend";

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
        if let Some(url) = &config.database_url {
            // Without an owner, what needs one (migrations) fails with the database's own words.
            let owner_url = config.owner_database_url.as_ref().unwrap_or(url);
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
