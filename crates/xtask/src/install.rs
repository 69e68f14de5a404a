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

/// Chromium's build without windows: it takes half of the processor's time.
const HEADLESS: &str = "chromium-headless-shell";

/// The path of Chromium, installed when it is missing.
pub fn chromium() -> Outcome<String> {
    if let Some(found) = std::env::var("TEND_CHROMIUM").ok().or_else(|| on_path(HEADLESS)) {
        return Ok(found);
    }
    // Older systems do not have that package: theirs is the whole browser.
    let _ = debian(&[HEADLESS]);
    let find = || [HEADLESS, "chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    if let Some(found) = find() {
        return Ok(found);
    }
    debian(&["chromium"])?;
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
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program").is_none());
    }
}
