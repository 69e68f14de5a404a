//! Node, npm, and the web app that they build.

use std::path::Path;
use std::process::Command;

use crate::context::Context;
use crate::{Outcome, program, stamp};

const OLDEST_NODE: u32 = 20;
/// What in the web app's folder is made from the rest, or does not go into the build.
const NOT_SOURCES: [&str; 5] = ["node_modules", "dist", "test-results", "coverage", ".vite"];

/// Refuses a machine without npm or a recent Node.
pub fn check() -> Outcome {
    let advice = format!("install Node {OLDEST_NODE} or newer (Debian: `apt-get install nodejs npm`)");
    let version = Command::new("node").arg("--version").output();
    let version = version.map_err(|_| format!("Node was not found: {advice}."))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("Node is {version} but {OLDEST_NODE} is needed: {advice}."));
    }
    if !program::works("npm", &["--version"]) {
        return Err(format!("npm was not found: {advice}."));
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Runs npm in a folder.
pub fn npm(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(folder).env("npm_config_update_notifier", "false");
    // Browsers come from the system.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    program::run(command)
}

/// Installs the locked packages of a folder when its lock changed since the last time.
pub fn install(folder: &Path) -> Outcome {
    let sources = [folder.join("package.json"), folder.join("package-lock.json")];
    let installed = folder.join("node_modules");
    stamp::unless_fresh(&installed.join(".tend-installed"), &sources, &[], || {
        npm(folder, &["ci", "--no-audit", "--no-fund"])
    })?;
    Ok(())
}

/// Builds the web app when its sources changed since the last time.
pub fn build_web(context: &Context) -> Outcome {
    let folder = context.path("frontend");
    install(&folder)?;
    let stamp = folder.join("node_modules/.tend-built");
    if !folder.join("dist/index.html").exists() {
        let _ = std::fs::remove_file(&stamp);
    }
    let sources = [folder.clone()];
    let made = stamp::unless_fresh(&stamp, &sources, &NOT_SOURCES, || npm(&folder, &["run", "build"]))?;
    if !made {
        println!("    nothing changed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major(""), None);
    }
}
