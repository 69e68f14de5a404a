//! Starting, sharing, stopping and removing a cluster.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::binaries::{self, Binaries};
use crate::home::{Home, release};
use crate::pidfile::{self, Postmaster};
use crate::{Error, OWNER, Options, settings, socket};

/// How long a start, a recovery or a stop may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// The log is begun anew at a start when it is longer than this many bytes.
const LONGEST_LOG: u64 = 10 << 20;

/// One process's use of a running cluster. The last user that leaves stops the server (see [`Options`]).
#[derive(Debug)]
pub struct Cluster {
    home: Home,
    socket_folder: PathBuf,
    users: Option<File>,
    leave_running: bool,
    started: bool,
}

impl Cluster {
    /// Starts the cluster of the folder `data`, making it on first use, or joins the one that runs there.
    ///
    /// # Errors
    /// When PostgreSQL is missing, of another version than the data, or does not start; when a folder is not accessible.
    pub fn start(data: &Path, options: Options) -> Result<Self, Error> {
        let home = Home::of(data)?;
        let _lock = home.lock()?;
        let (socket_folder, started) = match running(&home)? {
            Some(folder) => (folder, false),
            None => (launch(&home, &options)?, true),
        };
        let users = Some(home.enter()?);
        Ok(Self { home, socket_folder, users, leave_running: options.leave_running, started })
    }

    /// A connection string in libpq's keyword form, which tokio-postgres and `psql` accept:
    /// `host='/tmp/tend-1' port=5432 user='tend_owner' dbname='tend'`.
    #[must_use]
    pub fn url(&self, database: &str, role: &str) -> String {
        let quote = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
        format!(
            "host='{}' port={} user='{}' dbname='{}'",
            quote(&self.socket_folder.to_string_lossy()),
            socket::PORT,
            quote(role),
            quote(database)
        )
    }

    /// The connection string of the superuser for the database `postgres`, to make roles and databases with.
    #[must_use]
    pub fn owner_url(&self) -> String {
        self.url("postgres", OWNER)
    }

    /// The folder of the socket.
    #[must_use]
    pub fn socket_folder(&self) -> &Path {
        &self.socket_folder
    }

    /// Whether this call started the server, rather than joined a running one.
    #[must_use]
    pub fn started(&self) -> bool {
        self.started
    }

    /// The process id of the server now, if it runs (for measurements and for tests that kill it).
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        let pgdata = self.home.pgdata();
        Postmaster::read(&pgdata).filter(|server| server.alive(&pgdata)).map(|server| server.pid)
    }

    /// Leaves the cluster and stops it unless somebody else uses it. True when it was stopped.
    ///
    /// # Errors
    /// When the server does not stop in time.
    pub fn stop(mut self) -> Result<bool, Error> {
        self.leave()
    }

    fn leave(&mut self) -> Result<bool, Error> {
        let _lock = self.home.lock()?;
        if let Some(users) = self.users.take() {
            release(&users);
        }
        if self.home.in_use()? {
            return Ok(false);
        }
        halt(&self.home)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        match &self.users {
            Some(users) if self.leave_running => release(users),
            Some(_) => drop(self.leave()),
            None => {}
        }
    }
}

/// The path of one of PostgreSQL's client programs (`pg_dump`, `pg_restore`) that fits the cluster of `data`, if there is one: beside
/// the server's programs, else on the `PATH`.
///
/// # Errors
/// When it is in neither place.
pub fn find_client(data: &Path, name: &str) -> Result<PathBuf, Error> {
    let home = Home::of(data)?;
    let pgdata = home.pgdata();
    let beside = binaries::choose(&home.binaries(), version_of(&pgdata)?, &pgdata).map(|found| found.program(name));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = beside.into_iter().chain(std::env::split_paths(&path).map(|folder| folder.join(name)));
    places.find(|program| program.is_file()).ok_or_else(|| {
        Error::new(format!(
            "PostgreSQL's program {name} was not found: install it (Debian: `apt-get install postgresql`), or set TEND_PG_BIN to the folder that holds it."
        ))
    })
}

/// Stops the cluster of `data` if it runs and nobody uses it. True when it was stopped.
///
/// # Errors
/// When a process uses it, or it does not stop in time.
pub fn stop(data: &Path) -> Result<bool, Error> {
    let home = Home::of(data)?;
    let _lock = home.lock()?;
    refuse_in_use(&home)?;
    halt(&home)
}

/// Stops the cluster of `data` and deletes it with everything in it.
///
/// # Errors
/// When a process uses it, or it cannot be stopped or deleted.
pub fn remove(data: &Path) -> Result<(), Error> {
    let home = Home::of(data)?;
    let _lock = home.lock()?;
    refuse_in_use(&home)?;
    halt(&home)?;
    fs::remove_dir_all(&home.folder).map_err(|cause| Error::file("delete", &home.folder, &cause))
}

fn refuse_in_use(home: &Home) -> Result<(), Error> {
    if home.in_use()? {
        return Err(Error::new(format!(
            "The cluster in {} is in use by another process: stop that one first (Ctrl-C in its terminal).",
            home.folder.display()
        )));
    }
    Ok(())
}

/// The socket folder of a server that runs and answers; waits while it starts or recovers.
fn running(home: &Home) -> Result<Option<PathBuf>, Error> {
    let pgdata = home.pgdata();
    let since = Instant::now();
    while let Some(server) = Postmaster::read(&pgdata).filter(|server| server.alive(&pgdata)) {
        if server.ready && socket::answers(&server.socket_folder) {
            return Ok(Some(server.socket_folder));
        }
        if server.ready {
            halt(home)?; // It runs, but its socket is gone: only a new start can help.
        } else if since.elapsed() > PATIENCE {
            return Err(Error::new(format!(
                "PostgreSQL (process {}) has been starting for a minute: look into {} and try again.",
                server.pid,
                home.log().display()
            )));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(None)
}

/// What a server process keeps for its next statement, at most.
const KEPT_BYTES: &str = "4194304";

fn launch(home: &Home, options: &Options) -> Result<PathBuf, Error> {
    let pgdata = home.pgdata();
    let programs = binaries::choose(&home.binaries(), version_of(&pgdata)?, &pgdata)?;
    if !pgdata.exists() {
        create(home, &programs, options)?;
    }
    clear_traces(home)?;
    let socket_folder = socket::prepare(home)?;
    let text = settings::text(options, &socket_folder, &home.cluster_name());
    write_as_account(home, &pgdata.join("tend.conf"), &text)?;
    prepare_log(home)?;
    let mut start = home.account.command(&programs.program("pg_ctl"));
    start.args(["start", "--silent", "--wait", "--timeout=60", "--pgdata"]).arg(&pgdata);
    start.arg("--log").arg(home.log());
    // The allocator would give the memory of each statement back and fetch it again, page by page, for the next one.
    start.env("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES).env("MALLOC_MMAP_THRESHOLD_", KEPT_BYTES);
    run(start).map_err(|output| did_not_start(home, &output))?;
    Ok(socket_folder)
}

/// The major version that made the data; `None` for no data yet.
fn version_of(pgdata: &Path) -> Result<Option<u32>, Error> {
    if !pgdata.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(pgdata.join("PG_VERSION")).unwrap_or_default();
    text.trim().parse().map(Some).map_err(|_| {
        Error::new(format!(
            "{} is not a PostgreSQL cluster (PG_VERSION is missing or unreadable): move that folder away, or restore it from a backup.",
            pgdata.display()
        ))
    })
}

/// Makes the cluster under another name and renames it, so that a killed start leaves no half of one.
fn create(home: &Home, programs: &Binaries, options: &Options) -> Result<(), Error> {
    let draft = home.folder.join("cluster.new");
    let outcome =
        initdb(home, programs, options, &draft, "C.UTF-8").or_else(|_| initdb(home, programs, options, &draft, "C"));
    outcome.map_err(|output| {
        Error::new(format!(
            "PostgreSQL could not make its cluster in {} ({}): correct that and try again.",
            home.folder.display(),
            last_line(&output)
        ))
    })?;
    let pgdata = home.pgdata();
    fs::rename(&draft, &pgdata).map_err(|cause| Error::file("make", &pgdata, &cause))
}

fn initdb(home: &Home, programs: &Binaries, options: &Options, draft: &Path, locale: &str) -> Result<(), String> {
    let text = |cause: std::io::Error| cause.to_string();
    if draft.exists() {
        fs::remove_dir_all(draft).map_err(text)?;
    }
    fs::create_dir(draft).map_err(text)?;
    home.account.give(draft).map_err(|error| error.to_string())?;
    let mut initdb = home.account.command(&programs.program("initdb"));
    initdb.args(["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--data-checksums"]);
    initdb.arg(format!("--username={OWNER}")).arg(format!("--locale={locale}"));
    if !options.fsync {
        initdb.arg("--no-sync");
    }
    run({
        initdb.arg("--pgdata").arg(draft);
        initdb
    })?;
    let mut configuration = fs::OpenOptions::new().append(true).open(draft.join("postgresql.conf")).map_err(text)?;
    configuration.write_all(b"\ninclude 'tend.conf'\n").map_err(text)
}

/// After a kill: waits for processes that outlived their server, and removes a pid file that names a stranger.
///
/// PostgreSQL itself deals with a pid file whose process is gone; it refuses one whose number belongs to a process that
/// nobody has waited for, or was given to another process of the same account, which happens after a reboot.
fn clear_traces(home: &Home) -> Result<(), Error> {
    let pgdata = home.pgdata();
    let Some(server) = Postmaster::read(&pgdata) else {
        return Ok(());
    };
    let since = Instant::now();
    while pidfile::survivors(home) {
        if since.elapsed() > PATIENCE {
            return Err(Error::new(
                "Processes of a PostgreSQL server that was killed are still running: end them (`ps` shows them as `postgres: tend-...`) and try again.",
            ));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    if pidfile::exists(server.pid) {
        let path = pgdata.join("postmaster.pid");
        fs::remove_file(&path).map_err(|cause| Error::file("delete", &path, &cause))?;
    }
    Ok(())
}

fn write_as_account(home: &Home, path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|cause| Error::file("write", path, &cause))?;
    home.account.give(path)
}

fn prepare_log(home: &Home) -> Result<(), Error> {
    let log = home.log();
    if fs::metadata(&log).map_or(true, |found| found.len() > LONGEST_LOG) {
        write_as_account(home, &log, "")?;
    }
    Ok(())
}

/// Stops a running server (sessions are ended, data is flushed). False when none runs.
fn halt(home: &Home) -> Result<bool, Error> {
    let pgdata = home.pgdata();
    let Some(server) = Postmaster::read(&pgdata).filter(|server| server.alive(&pgdata)) else {
        socket::discard(home);
        return Ok(false);
    };
    let _ = run({
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -INT \"$0\""]).arg(server.pid.to_string());
        kill
    });
    let since = Instant::now();
    while server.alive(&pgdata) {
        if since.elapsed() > PATIENCE {
            return Err(Error::new(format!(
                "PostgreSQL (process {}) did not stop within a minute: look into {} and stop it by hand.",
                server.pid,
                home.log().display()
            )));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    socket::discard(home);
    Ok(true)
}

/// Runs a command to its end; everything it said, when it failed.
fn run(mut command: Command) -> Result<(), String> {
    let output = command.output().map_err(|cause| format!("{} {cause}", command.get_program().to_string_lossy()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

fn did_not_start(home: &Home, output: &str) -> Error {
    let log = fs::read(home.log()).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let cause = log.lines().rev().take(20).find(|line| line.contains("FATAL:"));
    let cause = cause.map_or_else(|| last_line(output), |line| line.split("FATAL:").last().unwrap_or(line).trim());
    Error::new(format!(
        "PostgreSQL did not start ({cause}): correct that and try again (its log is {}).",
        home.log().display()
    ))
}

fn last_line(text: &str) -> &str {
    text.lines().rev().find(|line| !line.trim().is_empty()).map_or("it gave no reason.", str::trim)
}
