//! The durability drill: kills the server and the database with SIGKILL while clients write, then looks for what was lost
//! or doubled.
//!
//! Usage: `TEND_BIN=target/debug/tend cargo run -p durability [SEED]`. `TEND_LONG` makes it four times as long.
#![allow(clippy::print_stdout, reason = "it reports to the developer")]

mod chance;
mod client;
mod drill;
mod ledger;
mod oracle;
mod organization;
mod stored;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let seed = std::env::args().nth(1).map_or_else(fresh_seed, |text| text.parse().ok());
    let Some(seed) = seed else {
        println!("The seed must be a number.");
        return ExitCode::FAILURE;
    };
    println!("    seed {seed}: run it again with `cargo run -p durability {seed}`");
    match drill::run(seed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn fresh_seed() -> Option<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}
