//! Learns which statements the server runs for a request: from PostgreSQL's own log, word for word, with their values.
//!
//! So the bare handler and pgbench can't fall out of step with the application.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use testkit::served::psql;

/// How the statement begins that writes audit entries.
pub const AUDIT: &str = "INSERT INTO \"audit_event\"";

/// What only background work asks for.
const BACKGROUND: [&str; 3] = ["audit_", "FROM tenant", "job"];

/// A statement with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Process id of the connection.
    pub connection: u32,
    /// Text, with `$1` for the first value.
    pub text: String,
    /// Values in PostgreSQL's text form; none is NULL.
    pub values: Vec<Option<String>>,
}

/// The log of a cluster whose statements are being written down.
pub struct Capture<'a> {
    psql: &'a Path,
    url: &'a str,
    log: PathBuf,
}

impl<'a> Capture<'a> {
    /// Turns the logging of statements on, as the owner at `url`.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn begin(psql_program: &'a Path, url: &'a str) -> Result<Self, String> {
        let folder = psql(psql_program, url, "SHOW data_directory;")?;
        let log = Path::new(folder.trim()).parent().ok_or("the cluster has no folder")?.join("server.log");
        let capture = Self { psql: psql_program, url, log };
        capture.set(["log_statement = 'all'", "log_parameter_max_length = -1", "log_error_verbosity = 'default'"])?;
        Ok(capture)
    }

    fn set(&self, settings: [&str; 3]) -> Result<(), String> {
        let statements: String = settings.iter().map(|setting| format!("ALTER SYSTEM SET {setting};\n")).collect();
        psql(self.psql, self.url, &format!("{statements}SELECT pg_reload_conf();"))?;
        // Connections notice before their next statement, once the server has passed the signal on.
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    }

    /// Turns it off again.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn end(self) -> Result<(), String> {
        self.set(["log_statement = DEFAULT", "log_parameter_max_length = DEFAULT", "log_error_verbosity = DEFAULT"])
    }

    /// What was logged while `work` ran.
    ///
    /// # Errors
    /// Those of `work`, and when the log can't be read.
    pub fn during<T>(&self, work: impl FnOnce() -> Result<T, String>) -> Result<(T, Vec<Logged>), String> {
        let unreadable = |cause: std::io::Error| format!("{}: {cause}", self.log.display());
        let mut file = File::open(&self.log).map_err(unreadable)?;
        file.seek(SeekFrom::End(0)).map_err(unreadable)?;
        let result = work()?;
        // An answer may leave before the last line of the log is written.
        std::thread::sleep(Duration::from_millis(5));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        Ok((result, parse(&String::from_utf8_lossy(&bytes))))
    }
}

/// The statements of the request `id`: those between BEGIN and COMMIT of the transaction that wrote its audit entry. The entry
/// of a read is a transaction of its own, so those of the one that ended before it come first.
pub fn transaction(logged: &[Logged], id: &str) -> Vec<Logged> {
    let names_it = |entry: &Logged| entry.values.iter().flatten().any(|value| value == id);
    let Some(at) = logged.iter().position(names_it) else { return Vec::new() };
    let own = around(logged, at);
    if !own.iter().all(|entry| entry.text.starts_with(AUDIT)) {
        return own;
    }
    let mut read = before(logged, at);
    read.extend(own);
    read
}

/// The statements of the last transaction that ended before the one around `at` began, and is no background work.
fn before(logged: &[Logged], at: usize) -> Vec<Logged> {
    let began = logged[..at].iter().rposition(is_begin).unwrap_or(0);
    let ends = (0..began).rev().filter(|end| is_end(&logged[*end]));
    let whole = ends.map(|end| {
        let is_its = |entry: &Logged| entry.connection == logged[end].connection;
        logged[..end].iter().rposition(is_its).map_or_else(Vec::new, |last| around(logged, last))
    });
    let in_background = |entry: &Logged| BACKGROUND.iter().any(|table| entry.text.contains(table));
    let of_a_request = |read: &Vec<Logged>| !read.is_empty() && !read.iter().any(in_background);
    whole.map(|read| read.into_iter().filter(|entry| !is_begin(entry)).collect()).find(of_a_request).unwrap_or_default()
}

/// The statements of the transaction in which the entry at `at` stands, without BEGIN and COMMIT.
fn around(logged: &[Logged], at: usize) -> Vec<Logged> {
    let same = |entry: &&Logged| entry.connection == logged[at].connection;
    let before: Vec<&Logged> = logged[..at].iter().filter(same).collect();
    let begin = before.iter().rposition(|entry| is_begin(entry)).map_or(0, |begin| begin + 1);
    let from = logged[at..].iter().filter(same).take_while(|entry| !is_end(entry));
    before[begin..].iter().copied().chain(from).cloned().collect()
}

/// How many statements are not about transactions.
pub fn count(logged: &[Logged]) -> usize {
    logged.iter().filter(|entry| !is_begin(entry) && !is_end(entry)).count()
}

/// The same on the connections of the request `id` only: with what is asked before its transaction begins, but without
/// background work.
pub fn count_on_its_connections(logged: &[Logged], id: &str) -> usize {
    let own = transaction(logged, id);
    let is_own = |entry: &&Logged| own.iter().any(|of| of.connection == entry.connection);
    let same: Vec<Logged> = logged.iter().filter(is_own).cloned().collect();
    count(&same)
}

fn is_begin(entry: &Logged) -> bool {
    entry.text.starts_with("BEGIN")
}

fn is_end(entry: &Logged) -> bool {
    ["COMMIT", "ROLLBACK"].iter().any(|word| entry.text.starts_with(word))
}

/// The entries of a log with the prefix `%m [%p] `.
fn parse(text: &str) -> Vec<Logged> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(rest), Some(entry)) => {
                entry.push('\n');
                entry.push_str(rest);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    let mut logged: Vec<Logged> = Vec::new();
    for entry in &entries {
        let Some((connection, kind, text)) = split(entry) else { continue };
        if kind == "DETAIL" {
            let values = text.strip_prefix("parameters: ").or(text.strip_prefix("Parameters: "));
            if let (Some(values), Some(last)) = (values, logged.iter_mut().rfind(|last| last.connection == connection))
            {
                last.values = parse_values(values);
            }
        } else if let Some(text) = statement(text) {
            logged.push(Logged { connection, text: text.to_owned(), values: Vec::new() });
        }
    }
    logged
}

/// Process id, level and text of an entry.
fn split(entry: &str) -> Option<(u32, &str, &str)> {
    let (_, rest) = entry.split_once(" [")?;
    let (pid, rest) = rest.split_once("] ")?;
    let (level, text) = rest.split_once(":  ")?;
    Some((pid.parse().ok()?, level, text))
}

fn statement(text: &str) -> Option<&str> {
    text.strip_prefix("statement: ").or_else(|| Some(text.strip_prefix("execute ")?.split_once(": ")?.1))
}

/// `$1 = 'it''s', $2 = NULL`.
fn parse_values(text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after.strip_prefix("NULL").unwrap_or(after);
            continue;
        };
        let (value, remaining) = unquote(quoted);
        values.push(Some(value));
        rest = remaining;
    }
    values
}

/// The text up to the closing quote, and what follows it.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\'') {
        value.push_str(before);
        match after.strip_prefix('\'') {
            Some(further) => {
                value.push('\'');
                rest = further;
            }
            None => return (value, after),
        }
    }
    (value, "")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-21 10:00:00.001 UTC [7] LOG:  statement: BEGIN; SET LOCAL tend.org = 'x'
2026-11-21 10:00:00.002 UTC [8] LOG:  execute s9: SELECT 1
2026-11-21 10:00:00.002 UTC [7] LOG:  execute s0: SELECT a,
\t  b FROM t WHERE c = $1 AND d = $2
2026-11-21 10:00:00.002 UTC [7] DETAIL:  parameters: $1 = 'it''s, $2 = ''no''', $2 = NULL
2026-11-21 10:00:00.003 UTC [7] LOG:  execute s1: WITH w0 AS (INSERT INTO a VALUES ($1) RETURNING 1) SELECT 0 + (SELECT count(*) FROM w0)
2026-11-21 10:00:00.003 UTC [7] DETAIL:  parameters: $1 = 'request-7'
2026-11-21 10:00:00.004 UTC [7] LOG:  statement: COMMIT
2026-11-21 10:00:00.005 UTC [7] LOG:  statement: BEGIN; SET LOCAL tend.org = 'x'
";

    #[test]
    fn statements_are_read_with_their_values() {
        let logged = parse(LOG);
        assert_eq!(logged[2].text, "SELECT a,\n  b FROM t WHERE c = $1 AND d = $2");
        assert_eq!(logged[2].values, [Some("it's, $2 = 'no'".to_owned()), None]);
    }

    #[test]
    fn the_transaction_of_a_request_is_found_by_its_id() {
        let own = transaction(&parse(LOG), "request-7");
        assert_eq!(own.len(), 2);
        assert!(own[0].text.starts_with("SELECT a,") && own[1].text.starts_with("WITH w0"));
        assert_eq!(transaction(&parse(LOG), "request-8"), []);
    }

    #[test]
    fn the_entry_of_a_read_is_a_transaction_of_its_own() {
        let log = LOG.split_once("2026-11-21 10:00:00.003").map(|(before, _)| before).unwrap().to_owned()
            + "2026-11-21 10:00:00.003 UTC [7] LOG:  statement: COMMIT
2026-11-21 10:00:00.004 UTC [9] LOG:  statement: BEGIN; SET LOCAL tend.org = 'x'
2026-11-21 10:00:00.004 UTC [9] LOG:  execute s1: INSERT INTO \"audit_event\" VALUES ($1)
2026-11-21 10:00:00.004 UTC [9] DETAIL:  parameters: $1 = 'request-7'
2026-11-21 10:00:00.005 UTC [9] LOG:  statement: COMMIT
";
        let own = transaction(&parse(&log), "request-7");
        assert_eq!(own.len(), 2);
        assert!(own[0].text.starts_with("SELECT a,") && own[1].text.starts_with(AUDIT));
        assert_eq!(count_on_its_connections(&parse(&log), "request-7"), 2);
    }

    #[test]
    fn begin_and_commit_are_not_counted() {
        assert_eq!(count(&parse(LOG)), 3);
        assert_eq!(count_on_its_connections(&parse(LOG), "request-7"), 2);
    }
}
