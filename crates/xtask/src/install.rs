//! Installing packages of the system, where this is allowed.

use std::process::Command;

use crate::{Outcome, program};

/// How this user may install Debian packages.
enum Right {
    Root,
    Sudo,
}

fn right() -> Option<Right> {
    if !program::works("apt-get", &["--version"]) {
        return None;
    }
    let uid = program::read({
        let mut id = Command::new("id");
        id.arg("-u");
        id
    });
    if uid.is_ok_and(|uid| uid.trim_ascii() == b"0") {
        return Some(Right::Root);
    }
    program::works("sudo", &["-n", "true"]).then_some(Right::Sudo)
}

/// Installs Debian packages. False when this machine or user cannot.
pub fn debian(packages: &[&str]) -> Outcome<bool> {
    let Some(right) = right() else {
        return Ok(false);
    };
    println!("    installing {}", packages.join(", "));
    // An update that fails is no obstacle when the lists are there already; if they are not, the install says so.
    let _ = program::run(apt(&right, &["update", "--quiet=2"]));
    let mut arguments = vec!["install", "--quiet=2", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    program::run(apt(&right, &arguments))?;
    Ok(true)
}

fn apt(right: &Right, arguments: &[&str]) -> Command {
    let mut command = match right {
        Right::Root => Command::new("env"),
        Right::Sudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    command
}

/// What Chromium may be called. The build without windows comes first: it takes half of the processor's time.
const CHROMIUM: [&str; 4] = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/// The path of Chromium, installed when there is none.
pub fn chromium() -> Outcome<String> {
    let find = || CHROMIUM.into_iter().find_map(on_path);
    found_or_installed(std::env::var("TEND_CHROMIUM").ok(), find, debian)
}

fn found_or_installed(
    said: Option<String>,
    find: impl Fn() -> Option<String>,
    install: impl Fn(&[&str]) -> Outcome<bool>,
) -> Outcome<String> {
    if let Some(found) = said.or_else(&find) {
        return Ok(found);
    }
    // Older systems do not have the package without windows: theirs is the whole browser.
    let _ = install(&[CHROMIUM[0]]);
    if let Some(found) = find() {
        return Ok(found);
    }
    install(&["chromium"])?;
    find().ok_or_else(|| {
        "Chromium was not found and could not be installed: install it and try again, or set TEND_CHROMIUM to its path.".into()
    })
}

fn on_path(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let mut files = std::env::split_paths(&path).map(|folder| folder.join(name));
    files.find(|file| file.is_file()).map(|file| file.to_string_lossy().into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program").is_none());
    }

    #[test]
    fn chromium_is_installed_only_where_there_is_none() {
        let installed = std::cell::Cell::new(0);
        let install = |_: &[&str]| {
            installed.set(installed.get() + 1);
            Ok(true)
        };
        let there = || Some("/usr/bin/chromium".to_owned());
        assert_eq!(found_or_installed(None, there, install).unwrap(), "/usr/bin/chromium");
        assert_eq!(found_or_installed(Some("mine".into()), || None, install).unwrap(), "mine");
        assert_eq!(installed.get(), 0);
        let after = || (installed.get() == 2).then(|| "chromium".to_owned());
        assert_eq!(found_or_installed(None, after, install).unwrap(), "chromium", "what older systems have");
        assert!(found_or_installed(None, || None, install).is_err());
    }
}
