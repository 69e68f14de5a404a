//! One installation that is measured: data folder, cluster, program.

use std::path::{Path, PathBuf};
use std::process::Command;

use localpg::{Cluster, Options};
use testkit::served::{Served, finish, psql, tend};
use testkit::wire::free_port;

/// The password of everybody in the benchmark.
pub const PASSWORD: &str = "seven quiet otters borrow umbrellas";
/// Database of the application in its private cluster.
const DATABASE: &str = "tend";

/// An installation. Its data is deleted with this value.
#[derive(Debug)]
pub struct Site {
    program: PathBuf,
    /// Data folder.
    pub data: PathBuf,
    cluster: Option<Cluster>,
    /// The program `psql`.
    pub psql: PathBuf,
    /// The program `pgbench`, where the package of PostgreSQL has it.
    pub pgbench: Option<PathBuf>,
    /// Port of the server.
    pub port: u16,
}

impl Site {
    /// Makes an empty installation in `data`, which is emptied first, with every migration.
    ///
    /// # Errors
    /// A sentence.
    pub fn make(program: &Path, data: &Path) -> Result<Self, String> {
        discard(data)?;
        std::fs::create_dir_all(data).map_err(|cause| format!("{}: {cause}", data.display()))?;
        let mut migrate = tend(program, data);
        migrate.arg("migrate");
        finish(migrate)?;
        let cluster = Cluster::start(data, Options::serving()).map_err(|error| error.to_string())?;
        let binaries = localpg::find_binaries(data).map_err(|error| error.to_string())?;
        Ok(Self {
            program: program.to_owned(),
            data: data.to_owned(),
            cluster: Some(cluster),
            psql: binaries.program("psql"),
            pgbench: Some(binaries.program("pgbench")).filter(|program| program.exists()),
            port: free_port().map_err(|cause| cause.to_string())?,
        })
    }

    fn url(&self, role: &str) -> String {
        self.cluster.as_ref().map_or_else(String::new, |cluster| cluster.url(DATABASE, role))
    }

    /// Connection string of the owner.
    pub fn owner_url(&self) -> String {
        self.url(localpg::OWNER)
    }

    /// Connection string of the application.
    pub fn application_url(&self) -> String {
        self.url(persistence::migrate::APPLICATION_ROLE)
    }

    /// Process id of the database's server.
    pub fn database(&self) -> u32 {
        self.cluster.as_ref().and_then(Cluster::process_id).unwrap_or(0)
    }

    /// Runs statements as the owner.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn psql(&self, statements: &str) -> Result<String, String> {
        psql(&self.psql, &self.owner_url(), statements)
    }

    /// A command of the program.
    pub fn command(&self) -> Command {
        tend(&self.program, &self.data)
    }

    /// Starts the server.
    ///
    /// # Errors
    /// A sentence.
    pub fn serve(&self) -> Result<Served, String> {
        Served::start(self.command(), self.port, &self.data.join("server.log"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.cluster.take());
        let _ = discard(&self.data);
    }
}

fn discard(data: &Path) -> Result<(), String> {
    if data.exists() {
        localpg::remove(data).map_err(|error| error.to_string())?;
        std::fs::remove_dir_all(data).map_err(|cause| format!("{}: {cause}", data.display()))?;
    }
    Ok(())
}
