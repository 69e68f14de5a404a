//! The benchmark: what a request costs, beside a bare handler and pgbench that run the same statements in the same minutes.
#![allow(clippy::print_stdout, reason = "it reports to the developer")]

mod bench;
mod capture;
mod clients;
mod figures;
mod measures;
mod mllp;
mod pgbench;
mod process;
mod proposals;
mod report;
mod script;
mod seed;
mod settings;
mod site;
mod workload;
mod yardstick;

use std::path::Path;
use std::process::ExitCode;

use settings::Settings;
use workload::Workload;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [command, instructions] if command == "yardstick" => serve_bare(Path::new(instructions)),
        [command, feed @ ..] if command == "mllp" => mllp::run(feed).map(|line| println!("{line}")),
        [flag] if ["--help", "-h"].contains(&flag.as_str()) => {
            println!("{}\n\n{}", settings::HELP, mllp::HELP);
            Ok(())
        }
        _ => Settings::read(&arguments).and_then(|settings| run(&settings)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// A line of progress.
fn say(line: &str) {
    println!("    {line}");
}

fn serve_bare(instructions: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(instructions).map_err(|cause| format!("{}: {cause}", instructions.display()))?;
    let instructions = serde_json::from_str(&text).map_err(|cause| cause.to_string())?;
    actix_web::rt::System::new().block_on(yardstick::serve(instructions))
}

fn run(settings: &Settings) -> Result<(), String> {
    let mut sizes = Vec::new();
    for people in &settings.sizes {
        sizes.push(bench::measure(settings, *people)?);
    }
    let mut bars = report::bars(&sizes);
    if settings.workloads.contains(&Workload::Board) {
        bars.extend(measures::bars());
    }
    if settings.workloads.contains(&Workload::Caseload) {
        bars.extend(proposals::bars());
    }
    let text = report::markdown(&sizes, &bars);
    let json = serde_json::json!({ "sizes": sizes, "bars": bars });
    for (name, content) in [("bench.md", text.clone()), ("bench.json", format!("{json:#}"))] {
        let path = settings.folder.join(name);
        std::fs::write(&path, content).map_err(|cause| format!("{}: {cause}", path.display()))?;
    }
    println!("\n{text}\nWritten to {}.", settings.folder.join("bench.md").display());
    let missed = bars.iter().filter(|bar| !bar.holds()).count();
    if settings.gate && missed > 0 {
        return Err(format!("{missed} bars are missed."));
    }
    Ok(())
}
