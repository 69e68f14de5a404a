//! The table of test stages. A stage is listed when all that it needs exists in the checkout.

use std::process::Command;

use crate::context::Context;
use crate::{Outcome, generate, install, node, postgresql, program, python, rehearsal, tidy};

/// One stage: its steps run in order until one fails.
pub struct Stage {
    /// The name that `cargo xtask test NAME` takes.
    pub name: &'static str,
    /// What it shows, for people.
    pub title: &'static str,
    /// Paths in the checkout without which the stage does not exist yet.
    pub needs: &'static [&'static str],
    /// The steps.
    pub steps: &'static [Step],
}

/// One step of a stage.
pub enum Step {
    /// `cargo` with these arguments.
    Cargo(&'static [&'static str]),
    /// The locked packages of a folder, then these npm scripts in order.
    Npm(&'static str, &'static [&'static str]),
    /// A check of this program.
    Check(fn(&Context) -> Outcome),
    /// A Python program of a folder that has a `requirements.txt`; it finds the server's program in `TEND_BIN`.
    Python(&'static str, &'static str),
    /// The npm script `test` of a folder that drives the server of `TEND_BIN` with the browser of `TEND_CHROMIUM`.
    Browser(&'static str),
    /// A package of the workspace that is run, rather than tested, against the server of `TEND_BIN`.
    Drill(&'static str),
}

/// All stages, in the order in which they run: what is quick and tells most comes first.
pub const STAGES: &[Stage] = &[
    Stage {
        name: "tidy",
        title: "format, lints, architecture",
        needs: &["crates"],
        steps: &[
            Step::Cargo(&["fmt", "--all", "--check"]),
            Step::Check(tidy::run),
            Step::Cargo(&["test", "--package", "xtask"]),
            Step::Cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
        ],
    },
    Stage {
        name: "rules",
        title: "every formula, with its vectors",
        needs: &["crates/domain/src"],
        steps: &[Step::Cargo(&["test", "--package", "domain"])],
    },
    Stage {
        name: "persistence",
        title: "the database: constraints, row-level security, history, migrations",
        needs: &["crates/persistence/migrations"],
        steps: &[Step::Check(database), Step::Cargo(&["test", "--package", "localpg", "--package", "persistence"])],
    },
    Stage {
        name: "http",
        title: "the API: access matrix, errors, idempotency, concurrency",
        needs: &["crates/api/src", "crates/persistence/migrations"],
        steps: &[Step::Check(database), Step::Cargo(&["test", "--package", "api", "--package", "testkit"])],
    },
    Stage {
        name: "frontend",
        title: "the web app: lint, types, components, build, sizes",
        needs: &["frontend/package.json"],
        steps: &[
            Step::Check(|_| node::check()),
            Step::Npm("frontend", &["lint", "format:check", "typecheck", "test"]),
            Step::Check(node::build_web),
            Step::Npm("frontend", &["size"]),
        ],
    },
    Stage {
        name: "contract",
        title: "the API document: drift, generated client, the running server against it",
        needs: &["openapi/tend.json", "tests/contract/run.py"],
        steps: &[
            Step::Check(database),
            Step::Check(generate::check_openapi),
            Step::Check(generate::check_client),
            Step::Python("tests/contract", "run.py"),
        ],
    },
    Stage {
        name: "up",
        title: "the first command of a newcomer, ended with Ctrl-C and typed again",
        needs: &["crates/api/src", "frontend/package.json"],
        steps: &[Step::Check(database), Step::Check(node::build_web), Step::Check(rehearsal::run)],
    },
    Stage {
        name: "journeys",
        title: "the browser against the real server and database",
        needs: &["tests/e2e/package.json"],
        steps: &[Step::Check(database), Step::Check(node::build_web), Step::Browser("tests/e2e")],
    },
    Stage {
        name: "durability",
        title: "server and database killed under load",
        needs: &["tests/durability/Cargo.toml"],
        steps: &[
            Step::Check(database),
            Step::Cargo(&["test", "--package", "durability", "--package", "load"]),
            Step::Drill("durability"),
        ],
    },
];

/// What asks the steps for their long run: the number of cases of every property, and that the rest takes its time.
const LONG: [(&str, &str); 2] = [("PROPTEST_CASES", "10000"), ("TEND_LONG", "1")];

/// For how many seconds hostile messages of the hospital's feed are tried, unless the developer says it.
const FUZZ: (&str, &str) = ("TEND_FUZZ_SECONDS", "60");

fn database(_: &Context) -> Outcome {
    postgresql::ensure(&localpg::test_data_folder())
}

/// Lets a server that is gone afterwards keep its data in memory, where a commit waits for no disk.
fn in_memory(command: &mut Command) {
    if let Some(folder) = localpg::memory_folder().filter(|folder| std::fs::create_dir_all(folder).is_ok()) {
        command.env("TMPDIR", folder);
    }
}

impl Step {
    /// Runs the step. `long` includes what takes longer than a run of all should.
    pub fn run(&self, context: &Context, long: bool) -> Outcome {
        let settle = |mut command: Command| {
            command.env("TEND_TEST_DATA", localpg::test_data_folder()).env_remove("DATABASE_URL");
            if std::env::var_os(FUZZ.0).is_none() {
                command.env(FUZZ.0, FUZZ.1);
            }
            if long {
                command.envs(LONG);
            }
            command
        };
        match self {
            Self::Cargo(arguments) => program::run(settle(context.cargo(arguments))),
            Self::Npm(folder, scripts) => {
                let folder = context.path(folder);
                node::install(&folder)?;
                scripts.iter().try_for_each(|script| node::npm(&folder, &["run", script]))
            }
            Self::Check(check) => check(context),
            Self::Python(folder, script) => {
                let folder = context.path(folder);
                let mut command = Command::new(python::environment(context, &folder.join("requirements.txt"))?);
                command.arg(script).current_dir(&folder).env("TEND_BIN", context.build_tend("dev")?);
                in_memory(&mut command);
                program::run(settle(command))
            }
            Self::Browser(folder) => {
                node::check()?;
                let folder = context.path(folder);
                node::install(&folder)?;
                let mut command = Command::new("npm");
                command.arg("test").current_dir(&folder).env("TEND_CHROMIUM", install::chromium()?);
                command.env("TEND_BIN", context.build_tend("dev")?);
                in_memory(&mut command);
                program::run(settle(command))
            }
            Self::Drill(package) => {
                let tend = context.build_tend("dev")?;
                let mut command = context.cargo(&["run", "--quiet", "--package", package]);
                command.env("TEND_BIN", tend);
                program::run(settle(command))
            }
        }
    }
}
