//! The test of `up`: what a newcomer types, with a small demo, ended with Ctrl-C and typed once more.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
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
    let data = std::env::temp_dir().join(format!("tend-up-{}", std::process::id()));
    let outcome = rehearse(&tend, &data);
    localpg::remove(&data).map_err(|error| error.to_string())?;
    if data.exists() {
        fs::remove_dir_all(&data).map_err(|cause| format!("{} could not be deleted: {cause}", data.display()))?;
    }
    outcome
}

fn rehearse(tend: &Path, data: &Path) -> Outcome {
    let mut demo = Command::new(tend);
    demo.args(["demo", "--people", "20", "--data"]).arg(data).stdout(Stdio::null());
    program::run(demo)?;
    for round in ["first", "second"] {
        let port = free_port()?;
        let mut up = Up::start(data, port)?;
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
    fn start(data: &Path, port: u16) -> Outcome<Self> {
        let log = data.join("up.log");
        let began = || -> std::io::Result<Child> {
            let file = fs::File::create(&log)?;
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["up", "--port", &port.to_string()]).env("TEND_PROFILE", "dev").env("TEND_DATA", data);
            command.env_remove("DATABASE_URL").stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
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
