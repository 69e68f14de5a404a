//! What `postmaster.pid` and the process table say about a server.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::Home;

/// The facts of `postmaster.pid` that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Postmaster {
    pub(crate) pid: u32,
    pub(crate) socket_folder: PathBuf,
    /// Whether start-up or recovery is over.
    pub(crate) ready: bool,
}

impl Postmaster {
    /// Reads the pid file of a cluster, if there is a complete one.
    pub(crate) fn read(pgdata: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(pgdata.join("postmaster.pid")).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        Some(Self {
            pid: lines.first()?.parse().ok()?,
            socket_folder: PathBuf::from(*lines.get(4)?),
            ready: lines.get(7) == Some(&"ready"),
        })
    }

    /// Whether that process still is the server of this cluster, rather than gone or another one with its number.
    pub(crate) fn alive(&self, pgdata: &Path) -> bool {
        let words = command_line(self.pid);
        words.split('\0').any(|word| Path::new(word) == pgdata)
    }
}

/// Whether any process of this cluster, such as a backend that outlived a killed server, still runs.
pub(crate) fn survivors(home: &Home) -> bool {
    let title = format!("postgres: {}:", home.cluster_name());
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.any(|pid| command_line(pid).starts_with(&title))
}

/// Whether a process with this number exists.
pub(crate) fn exists(pid: u32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

fn command_line(pid: u32) -> String {
    let read = fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline"));
    String::from_utf8_lossy(&read.unwrap_or_default()).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_names_process_socket_and_state() {
        let text = "4711\n/d/cluster\n1700000000\n5432\n/tmp/tend-1\n\n  123  4\nready   \n";
        let read = Postmaster::parse(text).unwrap();
        assert_eq!(read, Postmaster { pid: 4711, socket_folder: "/tmp/tend-1".into(), ready: true });
        assert!(!Postmaster::parse(&text.replace("ready", "starting")).unwrap().ready);
    }

    #[test]
    fn a_half_written_pid_file_says_nothing() {
        assert_eq!(Postmaster::parse("4711\n/d/cluster\n"), None);
    }

    #[test]
    fn another_process_with_the_same_number_is_not_the_server() {
        let read = Postmaster { pid: std::process::id(), socket_folder: "/tmp/x".into(), ready: true };
        assert!(exists(read.pid));
        assert!(!read.alive(Path::new("/nowhere/cluster")));
    }
}
