//! Where things are and how they are to be built.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, program};

/// The places that every command needs.
#[derive(Clone, Debug)]
pub struct Context {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Context {
    /// The checkout that this program was built from.
    pub fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).unwrap_or(here).to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Self { root, target }
    }

    /// A path inside the checkout.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The folder of the served data: `TEND_DATA`, else `data`.
    pub fn data(&self) -> PathBuf {
        env::var_os("TEND_DATA").map_or_else(|| self.path("data"), |folder| self.root.join(folder))
    }

    /// A cargo command in the checkout.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Builds the `tend` program with a cargo profile and says where it is.
    pub fn build_tend(&self, profile: &str) -> Outcome<PathBuf> {
        program::run(self.cargo(&["build", "--package", "api", "--bin", "tend", "--profile", profile]))?;
        let folder = if profile == "dev" { "debug" } else { profile };
        Ok(self.target.join(folder).join("tend"))
    }
}
