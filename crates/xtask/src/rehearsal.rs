//! The test of `up`: what a newcomer types, with a small demo, ended with Ctrl-C and typed once more; and ended while the demo is made.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::context::Context;
use crate::{Outcome, program};

/// How long `up` may take to answer; the build is done by then.
const PATIENCE: Duration = Duration::from_secs(120);

/// Makes a demo of a few people, serves it with `up`, stops it, and does both again on the same data.
pub fn run(context: &Context) -> Outcome {
    let tend = context.build_tend("dev")?;
    within("served", |data| rehearse(&tend, data))?;
    within("interrupted", interrupt_the_demo)
}

/// Works on a data folder of its own and removes it with its cluster.
fn within(name: &str, work: impl FnOnce(&Path) -> Outcome) -> Outcome {
    let data = std::env::temp_dir().join(format!("tend-up-{name}-{}", std::process::id()));
    let outcome = work(&data);
    localpg::remove(&data).map_err(|error| error.to_string())?;
    if data.exists() {
        fs::remove_dir_all(&data).map_err(|cause| format!("{} could not be deleted: {cause}", data.display()))?;
    }
    outcome
}

/// Ctrl-C reaches every program of the terminal. It leaves no database behind, and the next `up` says how to begin anew.
fn interrupt_the_demo(data: &Path) -> Outcome {
    fs::create_dir_all(data).map_err(|cause| format!("{} could not be made: {cause}", data.display()))?;
    let mut up = Up::start(data, free_port()?, true)?;
    up.wait_for("its staff are set up")?;
    up.interrupt_all()?;
    let since = Instant::now();
    while data.join("postgres/cluster/postmaster.pid").exists() {
        if since.elapsed() > PATIENCE {
            return Err("Ctrl-C while the demo was made left PostgreSQL running.".into());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let printed = Up::start(data, free_port()?, false)?.fail()?;
    if printed.contains("--fresh") {
        return Ok(());
    }
    Err(format!("After a demo that was interrupted, `up` does not say how to begin anew:\n{printed}"))
}

fn rehearse(tend: &Path, data: &Path) -> Outcome {
    let mut demo = Command::new(tend);
    demo.args(["demo", "--people", "20", "--data"]).arg(data).stdout(Stdio::null());
    program::run(demo)?;
    for round in ["first", "second"] {
        let port = free_port()?;
        let mut up = Up::start(data, port, false)?;
        up.wait(port)?;
        let printed = up.interrupt()?;
        if !printed.contains("care_manager") || !printed.contains(&format!("http://127.0.0.1:{port}")) {
            return Err(format!("The {round} `up` printed no sign-ins or no address:\n{printed}"));
        }
        if localpg::stop(data).map_err(|error| error.to_string())? {
            return Err(format!("The {round} `up` left its cluster running after Ctrl-C."));
        }
    }
    Ok(())
}

fn free_port() -> Outcome<u16> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|cause| format!("No port is free: {cause}"))
}

/// `cargo xtask up` as a process of its own; killed with this value.
struct Up {
    child: Child,
    log: PathBuf,
}

impl Up {
    /// Starts it: apart from this program's terminal, if it is to be interrupted with all that it runs.
    fn start(data: &Path, port: u16, apart: bool) -> Outcome<Self> {
        let log = data.join("up.log");
        let began = || -> std::io::Result<Child> {
            let file = fs::File::create(&log)?;
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["up", "--port", &port.to_string()]).env("TEND_PROFILE", "dev").env("TEND_DATA", data);
            command.env_remove("DATABASE_URL").env_remove("TEND_OWNER_DATABASE_URL").stdin(Stdio::null());
            if apart {
                command.process_group(0);
            }
            command.stdout(file.try_clone()?).stderr(file);
            command.spawn()
        };
        let child = began().map_err(|cause| format!("`cargo xtask up` could not be started: {cause}"))?;
        Ok(Self { child, log })
    }

    /// Waits until the server says that it can work and serves the web app.
    fn wait(&mut self, port: u16) -> Outcome {
        let since = Instant::now();
        while !get(port, "/ready").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("`up` ended ({status}) instead of serving:\n{}", self.printed()));
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("`up` does not answer:\n{}", self.printed()));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let page = get(port, "/").map_err(|cause| format!("`up` does not serve the web app: {cause}"))?;
        if page.contains("<div id=\"root\">") { Ok(()) } else { Err(format!("This is not the web app:\n{page}")) }
    }

    /// Ends it as Ctrl-C does; what it printed.
    fn interrupt(mut self) -> Outcome<String> {
        let mut kill = Command::new("kill");
        kill.args(["-INT", &self.child.id().to_string()]);
        program::run(kill)?;
        let status = self.child.wait().map_err(|cause| cause.to_string())?;
        let printed = self.printed();
        if status.success() { Ok(printed) } else { Err(format!("Ctrl-C ended `up` with {status}:\n{printed}")) }
    }

    /// Waits until it has printed a text.
    fn wait_for(&mut self, text: &str) -> Outcome {
        let since = Instant::now();
        while !self.printed().contains(text) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("`up` ended ({status}) before `{text}`:\n{}", self.printed()));
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("`up` never printed `{text}`:\n{}", self.printed()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Ends it and all that it runs, as Ctrl-C in its terminal does. It was started apart.
    fn interrupt_all(mut self) -> Outcome {
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -INT \"-$0\""]).arg(self.child.id().to_string());
        program::run(kill)?;
        self.child.wait().map(|_| ()).map_err(|cause| cause.to_string())
    }

    /// Waits until it fails; what it printed.
    fn fail(mut self) -> Outcome<String> {
        let since = Instant::now();
        loop {
            match self.child.try_wait().map_err(|cause| cause.to_string())? {
                Some(status) if !status.success() => return Ok(self.printed()),
                None if since.elapsed() <= PATIENCE => std::thread::sleep(Duration::from_millis(100)),
                _ => return Err(format!("`up` does not fail:\n{}", self.printed())),
            }
        }
    }

    fn printed(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn get(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
