//! What to run and for how long.

use std::path::PathBuf;
use std::time::Duration;

use crate::workload::Workload;

/// How the benchmark is called.
pub const HELP: &str = "\
cargo xtask bench [--full] [--sizes 1000,10000] [--only today,person] [--seconds 2] [--gate]
    --full       also with 100,000 people, and 5 seconds for each figure (about 25 minutes)
    --sizes      other numbers of people, each a multiple of 200
    --only       some of: today, person, complete, contact, search, sign-in, board, whole-board, caseload
    --seconds    how long each figure of the server is measured
    --gate       fail when a bar is missed";

/// The settings of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The server's program.
    pub program: PathBuf,
    /// Where data folders and reports go.
    pub folder: PathBuf,
    /// Numbers of people.
    pub sizes: Vec<u32>,
    /// What is measured.
    pub workloads: Vec<Workload>,
    /// How long each figure of the server is measured.
    pub seconds: Duration,
    /// Whether a missed bar is a failure.
    pub gate: bool,
}

impl Settings {
    /// Reads the arguments and the places from the environment.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn read(arguments: &[String]) -> Result<Self, String> {
        let place = |key: &str| {
            std::env::var_os(key).map(PathBuf::from).ok_or(format!("Set {key}, or use `cargo xtask bench`."))
        };
        let mut settings = Self {
            program: place("TEND_BIN")?,
            folder: place("TEND_DATA")?,
            sizes: vec![1_000, 10_000],
            workloads: Workload::ALL.to_vec(),
            seconds: Duration::from_secs(2),
            gate: false,
        };
        settings.apply(arguments)?;
        Ok(settings)
    }

    fn apply(&mut self, arguments: &[String]) -> Result<(), String> {
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value.\n{HELP}"));
            match word.as_str() {
                "--full" => {
                    self.sizes = vec![1_000, 10_000, 100_000];
                    self.seconds = Duration::from_secs(5);
                }
                "--gate" => self.gate = true,
                "--sizes" => {
                    self.sizes = list(value()?, |text| text.parse().ok().filter(|size| *size > 0 && size % 200 == 0))?
                }
                "--only" => self.workloads = list(value()?, Workload::named)?,
                "--seconds" => {
                    let seconds = value()?.parse().ok().filter(|seconds| (0.1..=60.0).contains(seconds));
                    self.seconds = seconds
                        .map(Duration::from_secs_f64)
                        .ok_or(format!("--seconds is between 0.1 and 60.\n{HELP}"))?;
                }
                _ => return Err(format!("There is no option {word}.\n{HELP}")),
            }
        }
        Ok(())
    }
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    text.split(',').map(|word| read(word).ok_or(format!("`{word}` can't be used here.\n{HELP}"))).collect()
}
