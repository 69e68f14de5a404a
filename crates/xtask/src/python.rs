//! A Python environment of the checkout, for the contract tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::{Outcome, install, program, stamp};

/// The Python of `.venv` with the packages of a requirements file installed; made or updated when needed.
pub fn environment(context: &Context, requirements: &Path) -> Outcome<PathBuf> {
    let folder = context.path(".venv");
    let python = folder.join("bin/python");
    let stamp_file = folder.join(".tend-installed");
    stamp::unless_fresh(&stamp_file, &[requirements.to_owned()], &[], || {
        make(&folder)?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        program::run({
            pip.arg(requirements);
            pip
        })
    })?;
    Ok(python)
}

fn make(folder: &Path) -> Outcome {
    if !program::works("python3", &["-c", "import venv, ensurepip"]) {
        install::debian(&["python3", "python3-venv"])?;
    }
    let mut command = Command::new("python3");
    command.args(["-m", "venv", "--clear"]).arg(folder);
    program::run(command).map_err(|_| {
        "A Python environment could not be made: install Python 3 with its venv module (Debian: `apt-get install python3-venv`) and try again.".into()
    })
}
