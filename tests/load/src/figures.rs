//! What was measured.

use std::collections::HashMap;

use serde::Serialize;

/// Who did the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The server.
    Tend,
    /// The bare handler with the same statements.
    Bare,
    /// The same statements without any server.
    Pgbench,
}

/// One measurement.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// People in the organization.
    pub people: u32,
    /// Workload.
    pub workload: &'static str,
    /// Who did the work.
    pub who: Who,
    /// Clients at the same time.
    pub clients: usize,
    /// Good answers.
    pub requests: u64,
    /// Good answers in a second.
    pub rate: f64,
    /// Half of the answers took no longer, in milliseconds.
    pub p50_ms: f64,
    /// 95 of 100 answers took no longer, in milliseconds.
    pub p95_ms: f64,
    /// 99 of 100 answers took no longer, in milliseconds.
    pub p99_ms: f64,
    /// CPU of the server for each answer, in microseconds.
    pub server_us: f64,
    /// CPU of the database for each answer, in microseconds.
    pub database_us: f64,
    /// Answers that were not good.
    pub errors: u64,
    /// The first of them.
    pub first_error: Option<String>,
    /// Cores that others kept busy meanwhile; above 0.5 the rates and times say little.
    pub foreign_cores: f64,
}

impl Figure {
    /// CPU of server and database for each answer, in microseconds.
    pub fn cpu_us(&self) -> f64 {
        self.server_us + self.database_us
    }

    /// The figure in a line, for those who wait.
    pub fn line(&self) -> String {
        let who = match self.who {
            Who::Tend => "tend",
            Who::Bare => "bare",
            Who::Pgbench => "pgbench",
        };
        let errors =
            self.first_error.as_ref().map_or_else(String::new, |first| format!(", {} errors: {first}", self.errors));
        format!(
            "{:>9} {who:<7} {:>2} clients {:>7.0}/s  p50 {:>7.2} ms  p99 {:>7.2} ms  cpu {:>6.0} us ({:.0} server, {:.0} database)  others {:.2} cores{errors}",
            self.workload,
            self.clients,
            self.rate,
            self.p50_ms,
            self.p99_ms,
            self.cpu_us(),
            self.server_us,
            self.database_us,
            self.foreign_cores
        )
    }
}

/// Everything measured with one number of people.
#[derive(Debug, Clone, Serialize)]
pub struct Size {
    /// People in the organization.
    pub people: u32,
    /// Measurements.
    pub figures: Vec<Figure>,
    /// Statements in a request beyond BEGIN and COMMIT, audit entry and check of the connection included, by workload.
    pub statements: HashMap<&'static str, usize>,
    /// CPU until the measures of a changed person are kept, engine and database, in microseconds.
    pub kept_us: f64,
    /// Memory of the server after the run, in KiB.
    pub memory_kib: u64,
    /// From the start of the program to its first answer with a running database, in milliseconds.
    pub starts_ms: Vec<f64>,
}

impl Size {
    /// A measurement.
    pub fn figure(&self, who: Who, workload: &str, clients: usize) -> Option<&Figure> {
        let same = |figure: &&Figure| figure.who == who && figure.workload == workload && figure.clients == clients;
        self.figures.iter().find(same)
    }

    /// The middle one of the starts, in milliseconds.
    pub fn start_ms(&self) -> f64 {
        let mut starts = self.starts_ms.clone();
        starts.sort_by(f64::total_cmp);
        starts.get(starts.len() / 2).copied().unwrap_or(0.0)
    }
}
