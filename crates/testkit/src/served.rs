//! The `tend` program as a process of its own, and its database seen from outside.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::wire::Connection;

/// How long a server may take to start, a recovery of its database included.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command of the program on a data folder, with nothing of the settings of the caller.
pub fn tend(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (key, _) in std::env::vars_os() {
        let key = key.to_string_lossy().into_owned();
        if key == "DATABASE_URL" || key.starts_with("TEND_") && key != "TEND_PG_BIN" {
            command.env_remove(key);
        }
    }
    command.env("TEND_DATA", data).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
///
/// # Errors
/// What it printed, when it failed.
pub fn finish(mut command: Command) -> Result<String, String> {
    let output = command.output().map_err(|cause| format!("{}: {cause}", command.get_program().to_string_lossy()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(format!("{} {}", text(&output.stdout), text(&output.stderr)).trim().to_owned())
}

/// A running server. It is killed with this value.
#[derive(Debug)]
pub struct Served {
    child: Child,
    /// The port it listens on.
    pub port: u16,
}

impl Served {
    /// Starts `tend serve` and waits until it can work. What it prints is added to the file `log`.
    ///
    /// # Errors
    /// When it ends, or is not ready within a minute.
    pub fn start(mut tend: Command, port: u16, log: &Path) -> Result<Self, String> {
        let unwritable = |cause: std::io::Error| format!("{}: {cause}", log.display());
        let file = OpenOptions::new().create(true).append(true).open(log).map_err(unwritable)?;
        tend.args(["serve", "--port", &port.to_string()]);
        tend.stdout(file.try_clone().map_err(unwritable)?).stderr(file);
        let child = tend.spawn().map_err(|cause| format!("the server does not start: {cause}"))?;
        let mut served = Self { child, port };
        served.wait(log)?;
        Ok(served)
    }

    fn wait(&mut self, log: &Path) -> Result<(), String> {
        let since = Instant::now();
        while !self.is_ready() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the server ended ({status}), see {}", log.display()));
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("the server is not ready after a minute, see {}", log.display()));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Whether it answers that it can work, its database included.
    pub fn is_ready(&self) -> bool {
        let asked = Connection::open(self.port, Duration::from_secs(3))
            .and_then(|mut connection| connection.send("GET", "/ready", &[], None));
        asked.is_ok_and(|answer| answer.status == 200)
    }

    /// The process id.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without warning and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks it to stop and waits until it has.
    ///
    /// # Errors
    /// When it ends with a failure.
    pub fn stop(mut self) -> Result<(), String> {
        signal("TERM", self.child.id())?;
        let status = self.child.wait().map_err(|cause| cause.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}

/// Sends a signal, named as `kill` names it, to a process.
///
/// # Errors
/// When there is no such process.
pub fn signal(name: &str, process_id: u32) -> Result<(), String> {
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -\"$0\" \"$1\"", name, &process_id.to_string()]);
    finish(kill).map(|_| ())
}

/// Signs a worker in; the access token.
///
/// # Errors
/// When the server does not answer with a session.
pub fn sign_in(connection: &mut Connection, email: &str, password: &str) -> Result<String, String> {
    let body = serde_json::json!({ "email": email, "password": password }).to_string();
    let answer = connection.send("POST", "/api/v1/sessions", &[], Some(&body)).map_err(|cause| cause.to_string())?;
    let token = answer.json()["access_token"].as_str().map(str::to_owned);
    token.ok_or_else(|| format!("{email} can't sign in: {} {}", answer.status, answer.text()))
}

/// What `psql` prints for statements read from its standard input: one row a line, columns divided by tabs.
///
/// # Errors
/// What it complains about.
pub fn psql(program: &Path, url: &str, statements: &str) -> Result<String, String> {
    let mut psql = Command::new(program);
    psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--field-separator=\t"]);
    psql.args(["--set=ON_ERROR_STOP=1", "--file=-", "--dbname", url]);
    psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = psql.spawn().map_err(|cause| format!("{}: {cause}", program.display()))?;
    let mut input = child.stdin.take().ok_or("psql has no standard input")?;
    let statements = statements.to_owned();
    let writer = std::thread::spawn(move || input.write_all(statements.as_bytes()));
    let output = child.wait_with_output().map_err(|cause| cause.to_string())?;
    let _ = writer.join();
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
