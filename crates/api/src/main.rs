//! The `tend` binary.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    api::logging::start();
    match api::cli::run_until_interrupted(api::cli::Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "tend: {sentence}");
            ExitCode::FAILURE
        }
    }
}
