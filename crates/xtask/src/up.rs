//! `cargo xtask up`: from a checkout to a running Tend.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use localpg::{Cluster, Options};

use crate::context::Context;
use crate::progress::Progress;
use crate::stamp::unwritable;
use crate::{Outcome, node, postgresql, program, unknown};

const DEFAULT_PORT: u16 = 8080;
/// The file that marks a folder as one that `--fresh` may delete.
const MARK: &str = ".tend-data";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    fresh: bool,
    demo: bool,
    port: u16,
}

impl Choice {
    /// Reads the arguments of the command.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut choice = Self { fresh: false, demo: true, port: DEFAULT_PORT };
        let mut rest = arguments.iter().map(String::as_str);
        while let Some(argument) = rest.next() {
            match argument {
                "--fresh" => choice.fresh = true,
                "--no-demo" => choice.demo = false,
                "--port" => choice.port = port(rest.next())?,
                other => match other.strip_prefix("--port=") {
                    Some(number) => choice.port = port(Some(number))?,
                    None => return Err(unknown(other)),
                },
            }
        }
        Ok(choice)
    }
}

fn port(text: Option<&str>) -> Outcome<u16> {
    let number = text.and_then(|text| text.parse().ok()).filter(|number| *number > 0);
    number.ok_or_else(|| "--port needs a number from 1 to 65535, for example `--port 8081`.".into())
}

/// Builds, prepares and serves. Returns only when something fails: the server takes the place of this process, so that
/// Ctrl-C reaches it alone and it can stop itself and its cluster in order.
pub fn run(context: &Context, choice: Choice) -> Outcome {
    let data = context.data();
    let private = is_private(|name| std::env::var_os(name).is_some())?;
    let mut progress = Progress::new(4 + usize::from(private) + usize::from(choice.demo));
    progress.stage("Checking Node, the port and the data folder", || prepare(&choice, &data, private))?;
    progress.stage("Building the web app", || node::build_web(context))?;
    let profile = std::env::var("TEND_PROFILE").unwrap_or_else(|_| "release".into());
    let tend = progress.stage("Building the server", || context.build_tend(&profile))?;
    let cluster = private.then(|| progress.stage("Starting PostgreSQL", || start(&data))).transpose()?;
    let command = |arguments: &[&str]| tend_command(&tend, &data, arguments);
    progress.stage("Bringing the database up to date", || program::run(command(&["migrate"])))?;
    if choice.demo {
        progress.stage("Making the demo organization, unless it is there", || {
            let mut demo = command(&["demo"]);
            demo.stdout(Stdio::null());
            program::run(demo)
        })?;
        program::run(command(&["demo", "--sign-ins"]))?;
    }
    println!("\nReady after {}: http://127.0.0.1:{} (Ctrl-C stops it)\n", progress.elapsed(), choice.port);
    let cause = command(&["serve", "--port", &choice.port.to_string()]).exec();
    drop(cluster);
    Err(format!("{} could not be started ({cause}): build it again with `cargo xtask up`.", tend.display()))
}

/// The server's program with the data folder as argument and in its environment.
fn tend_command(tend: &Path, data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(tend);
    command.args(arguments).arg("--data").arg(data).env("TEND_DATA", data);
    command
}

/// Whether the private cluster is meant, from which variables of the environment are set.
fn is_private(is_set: impl Fn(&str) -> bool) -> Outcome<bool> {
    if is_set("DATABASE_URL") && !is_set("TEND_OWNER_DATABASE_URL") {
        return Err("DATABASE_URL names the application's connection, as the role tend_app: set TEND_OWNER_DATABASE_URL to the owner's as well, who makes the tables, or unset it to use the private cluster.".into());
    }
    Ok(!is_set("DATABASE_URL"))
}

fn prepare(choice: &Choice, data: &Path, private: bool) -> Outcome {
    node::check()?;
    TcpListener::bind(("127.0.0.1", choice.port)).map_err(|cause| {
        format!(
            "Port {} cannot be used ({cause}): stop the program that listens there, or choose another with `--port N`.",
            choice.port
        )
    })?;
    if choice.fresh {
        if !private {
            return Err("--fresh deletes the private cluster, but DATABASE_URL names another database: unset DATABASE_URL, or empty that database yourself.".into());
        }
        delete(data)?;
    }
    mark(data)?;
    if private { postgresql::ensure(data) } else { Ok(()) }
}

/// Makes the data folder and shows that it is writable.
fn mark(data: &Path) -> Outcome {
    let file = data.join(MARK);
    let made =
        fs::create_dir_all(data).and_then(|()| fs::write(&file, "cargo xtask up --fresh deletes this folder.\n"));
    made.map_err(|cause| unwritable(data, &cause))
}

/// Stops the cluster of a data folder and deletes both.
fn delete(data: &Path) -> Outcome {
    if !data.exists() {
        return Ok(());
    }
    let empty = fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_none());
    if !empty && !data.join(MARK).exists() {
        return Err(format!(
            "{} was not made by `cargo xtask up`, so --fresh leaves it alone: delete it yourself, or set TEND_DATA to another folder.",
            data.display()
        ));
    }
    localpg::remove(data).map_err(|error| error.to_string())?;
    fs::remove_dir_all(data).map_err(|cause| unwritable(data, &cause))
}

/// The cluster is held until the server takes over, so that the steps in between find it running.
fn start(data: &Path) -> Outcome<Cluster> {
    Cluster::start(data, Options::serving()).map_err(|error| error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Outcome<Choice> {
        Choice::parse(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_arguments_the_demo_is_served_on_port_8080() {
        assert_eq!(parse(&[]).unwrap(), Choice { fresh: false, demo: true, port: 8080 });
    }

    #[test]
    fn every_argument_is_understood_or_refused() {
        let all = Choice { fresh: true, demo: false, port: 9000 };
        assert_eq!(parse(&["--fresh", "--no-demo", "--port", "9000"]).unwrap(), all);
        assert_eq!(parse(&["--port=9000", "--fresh", "--no-demo"]).unwrap(), all);
        for wrong in [&["--port"][..], &["--port", "0"], &["--port=x"], &["--frehs"]] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn another_database_needs_the_connection_of_its_owner_too() {
        let with = |set: &'static [&str]| is_private(move |name| set.contains(&name));
        assert_eq!(with(&[]), Ok(true));
        assert_eq!(with(&["DATABASE_URL", "TEND_OWNER_DATABASE_URL"]), Ok(false));
        assert!(with(&["DATABASE_URL"]).unwrap_err().contains("TEND_OWNER_DATABASE_URL"));
    }

    #[test]
    fn a_port_in_use_is_refused_with_advice() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let choice = Choice { fresh: false, demo: false, port: taken.local_addr().unwrap().port() };
        let refused = prepare(&choice, &std::env::temp_dir().join("tend-unused"), true).unwrap_err();
        assert!(refused.contains("--port N"), "{refused}");
    }

    #[test]
    fn fresh_deletes_a_data_folder_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("tend-fresh-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("letter.txt"), "dear").unwrap();
        assert!(delete(&folder).unwrap_err().contains("leaves it alone"));
        mark(&folder).unwrap();
        delete(&folder).unwrap();
        assert!(!folder.exists());
    }
}
