//! What PostgreSQL's own programs for dumps need to know. The application role can't make one: it sees one organization at a time.

use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::error::{Error, Result};
use crate::migrate::connect;
use crate::sql::Sql;

/// The environment in which those programs reach the database of a connection string: what stands on their command line, everybody
/// on the machine may read.
///
/// # Errors
/// [`Error::Setup`] when it is no connection string.
pub fn environment(url: &str) -> Result<Vec<(&'static str, String)>> {
    let config = url
        .parse::<Config>()
        .map_err(|error| Error::Setup(format!("The connection string of the database can't be read: {error}.")))?;
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.to_string_lossy().into_owned(),
    };
    let several = |texts: Vec<String>| Some(texts.join(",")).filter(|text| !text.is_empty());
    let password = config.get_password().map(|password| String::from_utf8_lossy(password).into_owned());
    let known = [
        ("PGHOST", several(config.get_hosts().iter().map(host).collect())),
        ("PGHOSTADDR", several(config.get_hostaddrs().iter().map(ToString::to_string).collect())),
        ("PGPORT", several(config.get_ports().iter().map(ToString::to_string).collect())),
        ("PGUSER", config.get_user().map(str::to_owned)),
        ("PGDATABASE", config.get_dbname().map(str::to_owned)),
        ("PGPASSWORD", password),
    ];
    Ok(known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// Refuses a database that holds tables already.
///
/// # Errors
/// [`Error::Setup`] when it does, [`Error::Unavailable`].
pub async fn require_empty(owner_url: &str) -> Result<()> {
    let mut conn = connect(owner_url).await?;
    let tables: i64 = Sql::<BigInt>::new(
        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    .get_result(&mut conn)
    .await?;
    match tables {
        0 => Ok(()),
        tables => Err(Error::Setup(format!(
            "The database holds {tables} tables already: restore into an empty one. Nothing was changed."
        ))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_string_becomes_what_the_programs_read() {
        let socket = environment("host='/tmp/tend-1' port=5432 user='tend_owner' dbname='tend'").unwrap();
        let owned = |pairs: &[(&'static str, &str)]| {
            pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>()
        };
        let private = [("PGHOST", "/tmp/tend-1"), ("PGPORT", "5432"), ("PGUSER", "tend_owner"), ("PGDATABASE", "tend")];
        assert_eq!(socket, owned(&private));
        let network = environment("postgres://owner:p%20w@db.example/tend").unwrap();
        assert!(network.contains(&("PGPASSWORD", "p w".into())) && network.contains(&("PGHOST", "db.example".into())));
        assert!(environment("host").is_err());
    }
}
