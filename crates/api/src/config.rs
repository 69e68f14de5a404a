//! Configuration: a TOML file and the environment, typed; an unknown key is fatal.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::adt::mllp::Feed;
use crate::adt::tls::Tls;
use crate::password::Cost;
use crate::proxy::Proxies;

/// Settings of the server. Each can be given in the file or as `TEND_<NAME>` in the environment, which wins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the private cluster and the generated secrets.
    pub data: PathBuf,
    /// Connection string of the application role; empty for the private cluster.
    pub database_url: Option<String>,
    /// File with the password of that connection, when it does not stand in the string.
    pub database_password_file: Option<PathBuf>,
    /// Connection string of the owner, for migrations and backups; empty for the private cluster.
    pub owner_database_url: Option<String>,
    /// File with the owner's password, when it does not stand in the string.
    pub owner_database_password_file: Option<PathBuf>,
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
    /// Certificate of the feed, with those between it and its root, as a PEM file; empty for plain TCP.
    pub mllp_tls_certificate: Option<PathBuf>,
    /// Its private key, as a PEM file.
    pub mllp_tls_key: Option<PathBuf>,
    /// Authorities, as a PEM file, one of which must have given the certificate that a sender shows; empty to ask for none.
    pub mllp_tls_senders: Option<PathBuf>,
    /// Proxies before the server that are believed when they say in `X-Forwarded-For` from where a request came: addresses and
    /// networks with commas between them; empty to believe nobody.
    pub trusted_proxies: String,
    /// Minutes after which an idle session locks, 5 to 60.
    pub idle_minutes: u16,
    /// Memory of a password hash in KiB.
    pub password_memory_kib: u32,
    /// Passes of a password hash.
    pub password_passes: u32,
}

/// How the hospital's feed is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// For people.
    pub sentence: String,
    /// True when what passes can be read by others on the network.
    pub is_open: bool,
}

impl Default for Config {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            data: PathBuf::from("data"),
            database_url: None,
            database_password_file: None,
            owner_database_url: None,
            owner_database_password_file: None,
            host: "127.0.0.1".into(),
            port: 8080,
            workers: cores,
            connections: cores * 2,
            mllp_listen: None,
            mllp_client_id: None,
            mllp_peers: "127.0.0.1,::1".into(),
            mllp_tls_certificate: None,
            mllp_tls_key: None,
            mllp_tls_senders: None,
            trusted_proxies: String::new(),
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
                | "TEND_TEST_DATA" | "TEND_CHROMIUM" | "TEND_FUZZ_SECONDS" | "TEND_FUZZ_SEED" => {}
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
        self.tls()?;
        self.proxies()?;
        if self.database_url.is_none() && self.owner_database_url.is_some() {
            return Err(
                "owner_database_url is for migrations; set database_url (the application role tend_app) as well".into(),
            );
        }
        let files = [
            ("database", &self.database_url, &self.database_password_file),
            ("owner_database", &self.owner_database_url, &self.owner_database_password_file),
        ];
        for (key, url, file) in files {
            if file.is_some() && url.as_ref().is_none_or(|url| url.contains("://")) {
                return Err(format!(
                    "{key}_password_file needs {key}_url in the form `host=… dbname=… user=…`; a password can stand in a URL itself"
                ));
            }
        }
        Ok(())
    }

    /// The application's connection, its password included; none for the private cluster.
    ///
    /// # Errors
    /// A sentence that names the file of the password when it can't be read.
    pub fn connection(&self) -> Result<Option<String>, String> {
        with_password(&self.database_url, &self.database_password_file)
    }

    /// The owner's connection, its password included; none when it is not known here.
    ///
    /// # Errors
    /// As [`Config::connection`].
    pub fn owner_connection(&self) -> Result<Option<String>, String> {
        with_password(&self.owner_database_url, &self.owner_database_password_file)
    }

    /// The proxies that are believed.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub fn proxies(&self) -> Result<Proxies, String> {
        Proxies::parse(&self.trusted_proxies)
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

    /// The certificates of the feed; none for plain TCP.
    ///
    /// # Errors
    /// A sentence that names the key.
    pub fn tls(&self) -> Result<Option<Tls>, String> {
        match (&self.mllp_tls_certificate, &self.mllp_tls_key, &self.mllp_tls_senders) {
            (Some(certificate), Some(key), senders) => {
                Ok(Some(Tls { certificate: certificate.clone(), key: key.clone(), senders: senders.clone() }))
            }
            (None, None, None) => Ok(None),
            (Some(_), None, _) => Err("mllp_tls_key must name the private key of mllp_tls_certificate".into()),
            (None, Some(_), _) => Err("mllp_tls_certificate must name the certificate of mllp_tls_key".into()),
            (None, None, Some(_)) => {
                Err("mllp_tls_senders is for TLS; set mllp_tls_certificate and mllp_tls_key as well".into())
            }
        }
    }

    /// How the feed is heard; none when it is not.
    ///
    /// # Errors
    /// A sentence that names the key whose value can't be used, also when nothing is heard.
    pub fn feed_heard(&self) -> Result<Option<Heard>, String> {
        let tls = self.tls()?;
        tls.as_ref().map(Tls::acceptor).transpose()?;
        let Some((listen, _)) = self.feed()? else { return Ok(None) };
        let Some(tls) = tls else {
            let is_open = !listen.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback());
            let risk = if is_open {
                ": health data passes the network for all to read, so set mllp_tls_certificate and mllp_tls_key"
            } else {
                ""
            };
            return Ok(Some(Heard {
                sentence: format!("The feed is heard on {listen} over plain TCP{risk}."),
                is_open,
            }));
        };
        let senders = if tls.senders.is_some() { "must show a certificate" } else { "are asked for no certificate" };
        let sentence = format!("The feed is heard on {listen} over TLS; senders {senders}.");
        Ok(Some(Heard { sentence, is_open: false }))
    }

    /// Cost of a password hash.
    pub fn password_cost(&self) -> Cost {
        Cost { memory_kib: self.password_memory_kib, passes: self.password_passes }
    }
}

fn with_password(url: &Option<String>, file: &Option<PathBuf>) -> Result<Option<String>, String> {
    let (Some(url), Some(file)) = (url, file) else { return Ok(url.clone()) };
    let password = std::fs::read_to_string(file)
        .map_err(|error| format!("can't read the password of the database from {}: {error}", file.display()))?;
    let password = password.trim_end_matches(['\r', '\n']).replace('\\', "\\\\").replace('\'', "\\'");
    Ok(Some(format!("{url} password='{password}'")))
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
    fn a_proxy_is_an_address_or_a_network() {
        let trusted = load(&[("TEND_TRUSTED_PROXIES", "10.0.0.2, 172.18.0.0/16")]).unwrap();
        assert_ne!(trusted.proxies(), load(&[]).unwrap().proxies());
        assert!(load(&[("TEND_TRUSTED_PROXIES", "proxy")]).unwrap_err().contains("trusted_proxies"));
    }

    #[test]
    fn an_owner_alone_is_refused() {
        assert!(load(&[("TEND_OWNER_DATABASE_URL", "postgres://x")]).unwrap_err().contains("database_url"));
    }

    #[test]
    fn a_password_is_read_from_its_file_and_quoted() {
        let file = std::env::temp_dir().join(format!("tend-password-{}", std::process::id()));
        std::fs::write(&file, "it's a \\ secret\n").unwrap();
        let path = file.to_str().unwrap().to_owned();
        let url = ("DATABASE_URL", "host=database user=tend_app");
        let config = load(&[url, ("TEND_DATABASE_PASSWORD_FILE", path.as_str())]).unwrap();
        assert_eq!(
            config.connection().unwrap().unwrap(),
            r"host=database user=tend_app password='it\'s a \\ secret'",
            "the line's end is no part of it"
        );
        assert_eq!(config.owner_connection(), Ok(None));
        std::fs::remove_file(&file).unwrap();
        assert!(config.connection().unwrap_err().contains(&path));
    }

    #[test]
    fn a_password_file_belongs_to_a_connection_in_words() {
        let file = ("TEND_OWNER_DATABASE_PASSWORD_FILE", "/run/secrets/database_owner");
        assert!(load(&[file]).unwrap_err().contains("owner_database_url"));
        let both = [("DATABASE_URL", "postgres://x"), ("TEND_OWNER_DATABASE_URL", "postgres://y"), file];
        assert!(load(&both).unwrap_err().contains("owner_database_password_file"));
    }

    #[test]
    fn the_services_of_the_compose_file_have_settings_that_are_understood() {
        let compose = include_str!("../../../docker-compose.yml");
        let settings = |from: &str, to: &str| {
            let service = compose.split(from).nth(1).unwrap().split(to).next().unwrap();
            let lines = service.lines().filter_map(|line| line.trim().split_once(": "));
            lines
                .map(|(name, value)| (name, unless_said(value)))
                .filter(|(name, _)| *name == "DATABASE_URL" || name.starts_with("TEND_"))
                .collect::<Vec<_>>()
        };
        let tend = load(&settings("\n  tend:\n", "\nvolumes:")).unwrap();
        assert!(tend.database_password_file.is_some() && tend.owner_database_url.is_none());
        let migrate = load(&settings("\n  migrate:\n", "\n  tend:\n")).unwrap();
        assert!(migrate.owner_database_password_file.is_some());
        assert!(compose.contains("TEND_TRUSTED_PROXIES: ${TEND_TRUSTED_PROXIES:-}"), "whoever has a proxy can name it");
    }

    /// A value of the compose file where its environment says nothing: what stands behind `:-` in `${NAME:-value}`.
    fn unless_said(value: &str) -> &str {
        let name_and_value = value.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
        name_and_value.and_then(|inner| inner.split_once(":-")).map_or(value, |(_, said)| said)
    }

    const LISTEN: (&str, &str) = ("TEND_MLLP_LISTEN", "127.0.0.1:2575");
    const CLIENT: (&str, &str) = ("TEND_MLLP_CLIENT_ID", "00000000-0000-0000-0000-000000000000");

    #[test]
    fn a_feed_names_its_client_and_its_peers() {
        assert!(load(&[LISTEN]).unwrap_err().contains("mllp_client_id"));
        let config = load(&[LISTEN, CLIENT]).unwrap();
        assert_eq!(config.feed().unwrap().unwrap().1.peers.len(), 2);
        let nowhere = [LISTEN, CLIENT, ("TEND_MLLP_PEERS", "hospital")];
        assert!(load(&nowhere).unwrap_err().contains("mllp_peers"));
    }

    #[test]
    fn a_certificate_of_the_feed_needs_its_key_and_the_other_way_round() {
        let wrong = |name: &'static str| load(&[LISTEN, CLIENT, (name, "/nowhere/file.pem")]).unwrap_err();
        assert!(wrong("TEND_MLLP_TLS_CERTIFICATE").contains("mllp_tls_key"));
        assert!(wrong("TEND_MLLP_TLS_KEY").contains("mllp_tls_certificate must"));
        assert!(wrong("TEND_MLLP_TLS_SENDERS").contains("is for TLS"));
        let absent = [("TEND_MLLP_TLS_CERTIFICATE", "/nowhere/a.pem"), ("TEND_MLLP_TLS_KEY", "/nowhere/b.pem")];
        let config = load(&[LISTEN, CLIENT, absent[0], absent[1]]).unwrap();
        assert!(config.feed_heard().unwrap_err().contains("mllp_tls_certificate: can't read /nowhere/a.pem"));
        let unheard = load(&absent).unwrap();
        assert!(unheard.feed_heard().unwrap_err().contains("/nowhere/a.pem"), "a later --mllp would find it");
        assert!(load(&absent[..1]).unwrap_err().contains("mllp_tls_key"));
    }

    #[test]
    fn plain_tcp_is_named_as_a_risk_where_others_share_the_network() {
        let heard = |listen: &'static str| {
            load(&[("TEND_MLLP_LISTEN", listen), CLIENT]).unwrap().feed_heard().unwrap().unwrap()
        };
        let local = Heard { sentence: "The feed is heard on 127.0.0.1:2575 over plain TCP.".into(), is_open: false };
        assert_eq!(heard("127.0.0.1:2575"), local);
        let open = heard("0.0.0.0:2575");
        assert!(open.is_open && open.sentence.contains("mllp_tls_certificate"));
        assert_eq!(load(&[]).unwrap().feed_heard(), Ok(None));
    }

    #[test]
    fn a_server_needs_no_owner() {
        assert!(load(&[("DATABASE_URL", "postgres://x")]).is_ok());
    }
}
