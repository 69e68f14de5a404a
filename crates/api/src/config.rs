//! Configuration: a TOML file and the environment, typed; an unknown key is fatal.

use serde::Deserialize;
use std::path::{Path, PathBuf};

use crate::adt::mllp::Feed;
use crate::password::Cost;

/// Settings of the server. Each can be given in the file or as `TEND_<NAME>` in the environment, which wins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the private cluster and the generated secrets.
    pub data: PathBuf,
    /// Connection string of the application role; empty for the private cluster.
    pub database_url: Option<String>,
    /// Connection string of the owner, for migrations; empty for the private cluster.
    pub owner_database_url: Option<String>,
    /// Address to listen on.
    pub host: String,
    /// Port to listen on.
    pub port: u16,
    /// HTTP worker threads.
    pub workers: usize,
    /// Database connections; about twice the cores.
    pub connections: usize,
    /// Address and port on which the hospital's feed is heard over MLLP; empty for HTTP alone.
    pub mllp_listen: Option<String>,
    /// The API client as which the feed acts.
    pub mllp_client_id: Option<String>,
    /// Addresses that may connect to the feed, with commas between them.
    pub mllp_peers: String,
    /// Minutes after which an idle session locks, 5 to 60.
    pub idle_minutes: u16,
    /// Memory of a password hash in KiB.
    pub password_memory_kib: u32,
    /// Passes of a password hash.
    pub password_passes: u32,
}

impl Default for Config {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            data: PathBuf::from("data"),
            database_url: None,
            owner_database_url: None,
            host: "127.0.0.1".into(),
            port: 8080,
            workers: cores,
            connections: cores * 2,
            mllp_listen: None,
            mllp_client_id: None,
            mllp_peers: "127.0.0.1,::1".into(),
            idle_minutes: 15,
            password_memory_kib: Cost::STANDARD.memory_kib,
            password_passes: Cost::STANDARD.passes,
        }
    }
}

impl Config {
    /// Reads the file, if given, then the environment.
    ///
    /// # Errors
    /// A sentence that names the key and says what to do.
    pub fn load(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        let mut table = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| format!("can't read the configuration {}: {error}", path.display()))?;
                text.parse::<toml::Table>()
                    .map_err(|error| format!("the configuration {} is not valid TOML: {error}", path.display()))?
            }
            None => toml::Table::new(),
        };
        for (name, value) in environment {
            match name.as_str() {
                "DATABASE_URL" => {
                    table.insert("database_url".into(), value.into());
                }
                // Read by the cluster and by the developer's commands, whose children inherit them.
                "TEND_PG_BIN" | "TEND_LONG" | "TEND_PROFILE" | "TEND_CONFIG" | "TEND_LOG" | "TEND_BIN"
                | "TEND_TEST_DATA" | "TEND_CHROMIUM" => {}
                other => {
                    if let Some(key) = other.strip_prefix("TEND_") {
                        table.insert(key.to_lowercase(), number_or_text(&value));
                    }
                }
            }
        }
        let config: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| format!("the configuration is wrong: {}", error.message()))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        if !(5..=60).contains(&self.idle_minutes) {
            return Err("idle_minutes must be between 5 and 60".into());
        }
        if self.workers == 0 || self.connections == 0 {
            return Err("workers and connections must be at least 1".into());
        }
        self.feed()?;
        if self.database_url.is_none() && self.owner_database_url.is_some() {
            return Err(
                "owner_database_url is for migrations; set database_url (the application role tend_app) as well".into(),
            );
        }
        Ok(())
    }

    /// Where the hospital's feed is heard, as whom it acts, and who may connect.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub fn feed(&self) -> Result<Option<(&str, Feed)>, String> {
        let Some(listen) = &self.mllp_listen else { return Ok(None) };
        let client_id = self.mllp_client_id.as_deref().and_then(|id| id.parse().ok());
        let client_id = client_id.ok_or("mllp_client_id must be the id of an API client with the scope adt_receive")?;
        let peers: Result<Vec<_>, std::net::AddrParseError> =
            self.mllp_peers.split(',').map(|peer| peer.trim().parse()).collect();
        let peers = peers.map_err(|_| "mllp_peers must be IP addresses with commas between them")?;
        Ok(Some((listen, Feed { client_id, peers })))
    }

    /// Cost of a password hash.
    pub fn password_cost(&self) -> Cost {
        Cost { memory_kib: self.password_memory_kib, passes: self.password_passes }
    }
}

fn number_or_text(value: &str) -> toml::Value {
    value.parse::<i64>().map_or_else(|_| toml::Value::String(value.to_owned()), toml::Value::Integer)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn load(pairs: &[(&str, &str)]) -> Result<Config, String> {
        Config::load(None, pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_environment_is_typed() {
        assert_eq!(load(&[("TEND_PORT", "9000"), ("HOME", "/x")]).unwrap().port, 9000);
    }

    #[test]
    fn an_unknown_key_is_fatal_and_named() {
        assert!(load(&[("TEND_PROT", "9000")]).unwrap_err().contains("prot"));
    }

    #[test]
    fn an_owner_alone_is_refused() {
        assert!(load(&[("TEND_OWNER_DATABASE_URL", "postgres://x")]).unwrap_err().contains("database_url"));
    }

    #[test]
    fn a_feed_names_its_client_and_its_peers() {
        let id = uuid::Uuid::nil().to_string();
        assert!(load(&[("TEND_MLLP_LISTEN", "127.0.0.1:2575")]).unwrap_err().contains("mllp_client_id"));
        let feed = [("TEND_MLLP_LISTEN", "127.0.0.1:2575"), ("TEND_MLLP_CLIENT_ID", id.as_str())];
        let config = load(&feed).unwrap();
        assert_eq!(config.feed().unwrap().unwrap().1.peers.len(), 2);
        let nowhere = [feed[0], feed[1], ("TEND_MLLP_PEERS", "hospital")];
        assert!(load(&nowhere).unwrap_err().contains("mllp_peers"));
    }

    #[test]
    fn a_server_needs_no_owner() {
        assert!(load(&[("DATABASE_URL", "postgres://x")]).is_ok());
    }
}
