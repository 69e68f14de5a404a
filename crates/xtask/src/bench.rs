//! `cargo xtask bench`: the benchmark, which is a program of its own.

use crate::context::Context;
use crate::{Outcome, postgresql, program};

/// Builds and runs the benchmark with the arguments given.
pub fn run(context: &Context, arguments: &[String]) -> Outcome {
    if !context.path("tests/load/Cargo.toml").exists() {
        return Err(
            "There is no benchmark in this checkout: tests/load is missing, so check out a version that has it.".into(),
        );
    }
    let folder = context.target.join("bench");
    postgresql::ensure(&folder)?;
    let tend = context.build_tend("release")?;
    let mut load = context.cargo(&["run", "--quiet", "--release", "--package", "load", "--"]);
    load.args(arguments).env("TEND_BIN", tend).env("TEND_DATA", folder).env_remove("DATABASE_URL");
    program::run(load)
}
