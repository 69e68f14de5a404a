//! A backup and the way back: the database as PostgreSQL's own programs dump it, the secrets, and the audit checkpoints.

use persistence::organization::analyze;
use persistence::{dump, migrate};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use tokio::process::Command;

use super::{Database, print, words};
use crate::config::Config;
use crate::jobs::CHECKPOINTS;
use crate::secrets::FOLDER as SECRETS;

/// The dump inside a backup. It gets this name when it is complete.
const DUMP: &str = "database.dump";

/// Makes the folder and copies everything into it that a new installation needs. The server may run meanwhile.
///
/// # Errors
/// A sentence; then the folder is not there.
pub async fn backup(config: &Config, folder: &Path) -> Result<(), String> {
    if !config.data.join(SECRETS).exists() {
        return Err(format!(
            "There is nothing to back up in {}: it holds no {SECRETS}. Name the data folder with --data.",
            config.data.display()
        ));
    }
    make(folder)?;
    let copied = copy(config, folder).await;
    if copied.is_err() {
        let _ = fs::remove_dir_all(folder);
    }
    copied?;
    print(&format!("The backup is in {}. It holds health data and keys: encrypt it.\n", folder.display()))
}

async fn copy(config: &Config, folder: &Path) -> Result<(), String> {
    copy_files(&config.data.join(SECRETS), &folder.join(SECRETS))?;
    // Before the database: a checkpoint that is newer than the trail reports the missing tail.
    copy_checkpoints(&config.data, folder)?;
    let database = Database::open(config).await?;
    let (draft, file) = (folder.join(format!("{DUMP}.part")), folder.join(DUMP));
    let mut program = client(config, "pg_dump", database.owner_url()?)?;
    program.args(["--format=custom", "--no-password", "--file"]).arg(&draft);
    run("pg_dump", program).await?;
    database.close()?;
    fs::rename(&draft, &file).map_err(|error| format!("can't write {}: {error}", file.display()))
}

/// Brings a backup back into a data folder without secrets and a database without tables.
///
/// # Errors
/// A sentence. The database is restored whole or not at all.
pub async fn restore(config: &Config, folder: &Path) -> Result<(), String> {
    let file = folder.join(DUMP);
    if !file.is_file() || !folder.join(SECRETS).is_dir() {
        return Err(format!("{} is no whole backup: it holds no {DUMP} or no {SECRETS}.", folder.display()));
    }
    let secrets = config.data.join(SECRETS);
    if secrets.exists() {
        return Err(format!(
            "{} belongs to another installation: restore into a new data folder (--data). Nothing was changed.",
            secrets.display()
        ));
    }
    fs::create_dir_all(&config.data).map_err(|error| format!("can't make {}: {error}", config.data.display()))?;
    let database = Database::open(config).await?;
    let owner_url = database.owner_url()?;
    dump::require_empty(owner_url).await.map_err(words)?;
    migrate::create_role(owner_url).await.map_err(words)?;
    let mut program = client(config, "pg_restore", owner_url)?;
    // The database's name stands in the environment; the owner may have another one here than where the dump was made.
    program.args(["--single-transaction", "--no-owner", "--no-password", "--dbname="]).arg(&file);
    run("pg_restore", program).await?;
    migrate::up(owner_url).await.map_err(words)?;
    analyze(owner_url).await.map_err(words)?;
    copy_files(&folder.join(SECRETS), &secrets)?;
    copy_checkpoints(folder, &config.data)?;
    database.close()?;
    print(&format!("The backup is restored into {}.\n", config.data.display()))
}

/// One of PostgreSQL's programs, connected as the owner of the database. The caller's own settings of such programs don't count.
fn client(config: &Config, name: &str, owner_url: &str) -> Result<Command, String> {
    let program = localpg::find_client(&config.data, name).map_err(words)?;
    let mut command = Command::new(program);
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("PG") {
            command.env_remove(key);
        }
    }
    command.envs(dump::environment(owner_url).map_err(words)?).env("LC_ALL", "C").kill_on_drop(true);
    Ok(command)
}

/// Runs one of PostgreSQL's programs to its end. Of what it complains about, one line is told: the next ones may quote rows.
async fn run(name: &str, mut program: Command) -> Result<(), String> {
    let output = program.output().await.map_err(|error| format!("{name} can't be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let cause = said.lines().find(|line| line.contains("error:"));
    Err(cause.map_or_else(|| format!("{name} failed and gave no reason."), str::to_owned))
}

/// Makes a folder that only its owner may enter.
fn make(folder: &Path) -> Result<(), String> {
    let made = DirBuilder::new().mode(0o700).create(folder);
    made.map_err(|error| format!("can't make the new folder {}: {error}", folder.display()))
}

/// Copies the files of a folder, with their permissions, into a new one.
fn copy_files(from: &Path, to: &Path) -> Result<(), String> {
    make(to)?;
    let unreadable = |error: std::io::Error| format!("can't copy {}: {error}", from.display());
    for entry in fs::read_dir(from).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        fs::copy(entry.path(), to.join(entry.file_name())).map_err(unreadable)?;
    }
    Ok(())
}

/// Copies the audit checkpoints, if anything was sealed yet.
fn copy_checkpoints(from: &Path, to: &Path) -> Result<(), String> {
    let checkpoints = from.join(CHECKPOINTS);
    if !checkpoints.exists() {
        return Ok(());
    }
    let copied = fs::copy(&checkpoints, to.join(CHECKPOINTS));
    copied.map(|_| ()).map_err(|error| format!("can't copy {}: {error}", checkpoints.display()))
}
