//! The developer's commands, run as `cargo xtask COMMAND`.
#![allow(clippy::print_stdout, reason = "talking to the developer is what these commands do")]

mod bench;
mod context;
mod generate;
mod install;
mod node;
mod postgresql;
mod program;
mod progress;
mod python;
mod rehearsal;
mod stages;
mod stamp;
mod test;
mod tidy;
mod up;

use std::process::ExitCode;

use context::Context;

/// A refusal or failure: one plain sentence that says what to do.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask up [--fresh] [--port N] [--no-demo]   build everything and serve it (Ctrl-C stops it)
    --fresh      delete the data folder first
    --port N     listen on this port instead of 8080
    --no-demo    do not make the demo organization
cargo xtask test [STAGE] [--long]                 run all tests, or one stage of them
    --long       also what takes longer than a run of all should
cargo xtask openapi                               write openapi/tend.json from the code
cargo xtask client                                write the TypeScript client from openapi/tend.json
cargo xtask bench [ARGUMENT...]                   run the benchmark
cargo xtask tidy                                  check the architecture

Environment: DATABASE_URL and TEND_OWNER_DATABASE_URL (a database instead of the private cluster, as the role tend_app
and as its owner), TEND_DATA (the data folder), TEND_PG_BIN (the folder of PostgreSQL's programs), TEND_PROFILE (`dev`
builds the server of `up` without optimization).";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    let context = Context::new();
    match command.as_str() {
        "up" => up::run(&context, up::Choice::parse(rest)?),
        "test" => test::run(&context, &test::Choice::parse(rest)?),
        "openapi" => none(rest).and_then(|()| generate::write_openapi(&context)),
        "client" => none(rest).and_then(|()| generate::write_client(&context)),
        "bench" => bench::run(&context, rest),
        "tidy" => none(rest).and_then(|()| tidy::run(&context)),
        "help" | "--help" | "-h" => none(rest).map(|()| println!("{HELP}")),
        other => Err(format!("There is no command `{other}`: run `cargo xtask help` for the list.")),
    }
}

fn none(arguments: &[String]) -> Outcome {
    arguments.first().map_or(Ok(()), |first| Err(unknown(first)))
}

/// The refusal of an argument that a command does not have.
fn unknown(argument: &str) -> String {
    format!("`{argument}` is not understood here: run `cargo xtask help` for what is.")
}
