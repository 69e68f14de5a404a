//! The same statements run by pgbench: what the database alone costs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use testkit::served::finish;

use crate::script::{Exchange, Script, Statement, Value, map_places};

/// Subjects that pgbench asks about: each is a text of its own, which every connection has to prepare.
const SUBJECTS: usize = 4;

/// What pgbench measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Benched {
    /// Exchanges run.
    pub exchanges: u64,
    /// Exchanges in a second.
    pub rate: f64,
}

/// Runs a script over as many connections for so long, as the application role of the organization.
///
/// # Errors
/// What pgbench complains about.
pub fn run(
    program: &Path,
    url: &str,
    org_id: &str,
    script: &Script,
    folder: &Path,
    connections: usize,
    time: Duration,
) -> Result<Benched, String> {
    let seconds = time.as_secs().max(1).to_string();
    let connections_text = connections.to_string();
    let mut pgbench = Command::new(program);
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--client", &connections_text]);
    pgbench.args(["--jobs", &connections.min(2).to_string(), "--time", &seconds]);
    pgbench.env("PGOPTIONS", format!("-c tend.org={org_id}"));
    for (number, turns) in script.subjects.iter().take(SUBJECTS).enumerate() {
        let path = folder.join(format!("{}-{number}.sql", script.workload));
        fs::write(&path, text(turns)).map_err(|cause| format!("{}: {cause}", path.display()))?;
        pgbench.arg("--file").arg(path);
    }
    pgbench.arg(url);
    let said = finish(pgbench)?;
    let number = |label: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(label))?;
        line.split(['/', ' ']).find(|word| !word.is_empty())?.parse::<f64>().ok()
    };
    let turns = script.subjects.first().map_or(1, Vec::len) as f64;
    let processed = number("number of transactions actually processed: ");
    let (Some(processed), Some(rate)) = (processed, number("tps = ")) else {
        return Err(format!("pgbench printed no figures: {said}"));
    };
    Ok(Benched { exchanges: (processed * turns) as u64, rate: rate * turns })
}

fn text(turns: &[Exchange]) -> String {
    let mut text = String::new();
    for exchange in turns {
        let (begin, end) = if exchange.writes() { ("BEGIN;\n", "COMMIT;\n") } else { ("", "") };
        text.push_str(begin);
        for statement in &exchange.statements {
            text.push_str(&inlined(statement));
            text.push_str(";\n");
        }
        text.push_str(end);
    }
    text
}

/// The statement with its values written into it.
fn inlined(statement: &Statement) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    map_places(&statement.text, |number| match &statement.values[number - 1] {
        Value::Same(Some(value)) => quote(value),
        Value::Same(None) => "NULL".into(),
        Value::Fresh(_) => "gen_random_uuid()".into(),
        // In the update itself the column is the version that was read.
        Value::Version => "\"version\"".into(),
        Value::NextVersion => "\"version\" + 1".into(),
    })
}
