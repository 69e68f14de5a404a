//! The private PostgreSQL cluster that belongs to one data folder.
//!
//! No port, no password, no setup: [`Cluster::start`] finds the PostgreSQL programs, makes the cluster on first use,
//! starts it on a Unix socket in a folder that only its own account (and root) may enter, and hands out connection
//! strings. Several processes may use one cluster; the last one that leaves stops it. A cluster that was killed is
//! recovered by the next start, one that outlived its starter is taken over.
//!
//! Only the standard library is used. Every [`Error`] is one plain sentence that says what to do.

mod account;
mod binaries;
mod cluster;
mod error;
mod home;
mod memory;
mod pidfile;
mod settings;
mod socket;

pub use binaries::{Binaries, find_binaries};
pub use cluster::{Cluster, find_client, remove, stop};
pub use error::Error;
pub use home::binaries_folder;

use std::path::{Path, PathBuf};

/// The superuser that `initdb` makes: it owns the schema and runs migrations, and it bypasses row-level security.
pub const OWNER: &str = "tend_owner";

/// How a cluster is run. They take effect when the cluster is started, not when a running one is reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether a commit reaches the disk before it is answered. Off is for data that may be lost.
    pub fsync: bool,
    /// How many connections the server accepts.
    pub max_connections: u16,
    /// Whether dropping the last [`Cluster`] leaves the server running for the next process.
    pub leave_running: bool,
}

impl Options {
    /// For real data: durable, stopped with its last user.
    #[must_use]
    pub const fn serving() -> Self {
        Self { fsync: true, max_connections: 60, leave_running: false }
    }

    /// For tests: fast, not durable, kept for the next test binary. [`stop`] ends it.
    #[must_use]
    pub const fn testing() -> Self {
        Self { fsync: false, max_connections: 200, leave_running: true }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::serving()
    }
}

/// The data folder of the cluster that all tests of this checkout share: `TEND_TEST_DATA`, else [`memory_folder`], else
/// `target/test-data`.
#[must_use]
pub fn test_data_folder() -> PathBuf {
    chosen_folder().or_else(memory_folder).unwrap_or_else(|| checkout().join("target/test-data"))
}

/// A folder in memory for what tests of this checkout need not keep, where there is room for one and `TEND_TEST_DATA` names no
/// other place. It may have to be made; [`end_tests`] deletes it.
#[must_use]
pub fn memory_folder() -> Option<PathBuf> {
    chosen_folder().is_none().then(|| memory::folder(&checkout())).flatten()
}

/// Stops the cluster that tests share, and gives its memory back if it is kept there.
///
/// # Errors
/// As [`stop`] and [`remove`].
pub fn end_tests() -> Result<(), Error> {
    let Some(data) = memory_folder() else {
        return stop(&test_data_folder()).map(|_| ());
    };
    remove(&data)?;
    std::fs::remove_dir_all(&data).map_err(|cause| Error::file("delete", &data, &cause))
}

fn chosen_folder() -> Option<PathBuf> {
    std::env::var_os("TEND_TEST_DATA").map(PathBuf::from)
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
