//! The course of the benchmark for one number of people.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use testkit::served::{Served, sign_in};
use testkit::wire::{Connection, free_port};

use crate::capture::{Capture, count, count_on_its_connections, transaction};
use crate::clients::{self, Asked, Target};
use crate::figures::{Figure, Size, Who};
use crate::process;
use crate::script::{Exchange, Script};
use crate::seed::{Seeded, seed};
use crate::settings::Settings;
use crate::site::{PASSWORD, Site};
use crate::workload::{Subject, TaskState, Workload};
use crate::yardstick::Instructions;
use crate::{pgbench, say};

/// Clients at the same time.
pub const CLIENTS: [usize; 3] = [1, 16, 64];
/// The number of clients at which bars are judged and pgbench runs.
pub const JUDGED: usize = 16;
/// Access tokens are renewed when they are older; they live five minutes.
const TOKENS: Duration = Duration::from_secs(180);
/// How long the database's processes may take to end; what they used is seen in full only then.
const ENDING: Duration = Duration::from_millis(300);
/// How often the start is measured.
const STARTS: usize = 5;
/// How often the statements of a workload without a yardstick are counted.
const COUNTS: usize = 5;

/// Connections to the database: as many as the server has.
fn connections() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get) * 2
}

struct Bench<'a> {
    settings: &'a Settings,
    people: u32,
    site: Site,
    seeded: Seeded,
    tokens: Vec<String>,
    /// The director's, once for each subject.
    directors: Vec<String>,
    signed_in: Instant,
    figures: Vec<Figure>,
    statements: HashMap<&'static str, usize>,
}

/// Measures everything with `people` people.
///
/// # Errors
/// A sentence.
pub fn measure(settings: &Settings, people: u32) -> Result<Size, String> {
    let began = Instant::now();
    let site = Site::make(&settings.program, &settings.folder.join(format!("people-{people}")))?;
    let seeded = seed(&site, people)?;
    let server = site.serve()?;
    let mut bench = Bench {
        settings,
        people,
        site,
        seeded,
        tokens: Vec::new(),
        directors: Vec::new(),
        signed_in: Instant::now(),
        figures: Vec::new(),
        statements: HashMap::new(),
    };
    bench.sign_in(&server)?;
    let scripts = bench.learn(&server)?;
    say(&format!("{people} people ready after {} s", began.elapsed().as_secs()));
    bench.run(&server, &scripts)?;
    let memory_kib = process::memory(server.process_id());
    server.stop()?;
    let starts_ms = (0..STARTS).map(|_| bench.start()).collect::<Result<Vec<f64>, String>>()?;
    Ok(Size {
        people,
        figures: bench.figures,
        statements: bench.statements,
        kept_us: bench.seeded.kept_us,
        memory_kib,
        starts_ms,
    })
}

impl Bench<'_> {
    fn sign_in(&mut self, server: &Served) -> Result<(), String> {
        let patience = Duration::from_secs(30);
        let mut connection = Connection::open(server.port, patience).map_err(|cause| cause.to_string())?;
        let emails: BTreeSet<&str> = self.seeded.subjects.iter().map(|subject| subject.email.as_str()).collect();
        let mut tokens = HashMap::new();
        for email in emails {
            tokens.insert(email, sign_in(&mut connection, email, PASSWORD)?);
        }
        let token = |subject: &Subject| tokens.get(subject.email.as_str()).cloned().unwrap_or_default();
        self.tokens = self.seeded.subjects.iter().map(token).collect();
        self.directors = vec![sign_in(&mut connection, &self.seeded.director, PASSWORD)?; self.seeded.subjects.len()];
        self.signed_in = Instant::now();
        Ok(())
    }

    /// The tokens of those who ask, by subject.
    fn tokens(&self, workload: Workload) -> &[String] {
        if workload.is_a_directors() { &self.directors } else { &self.tokens }
    }

    /// Asks each workload about each subject and keeps the statements that the server runs.
    fn learn(&mut self, server: &Served) -> Result<Vec<Script>, String> {
        let known = self.known_ids()?;
        let patience = Duration::from_secs(30);
        let mut connection = Connection::open(server.port, patience).map_err(|cause| cause.to_string())?;
        let (psql, url) = (self.site.psql.clone(), self.site.owner_url());
        let capture = Capture::begin(&psql, &url)?;
        let mut scripts = Vec::new();
        for workload in self.settings.workloads.iter().copied() {
            let mut counts = Vec::new();
            let mut texts = Vec::new();
            let mut subjects = Vec::new();
            let times = if workload.has_yardstick() { self.seeded.subjects.len() } else { COUNTS };
            for index in 0..times {
                let turns = 0..if workload == Workload::Complete { 2 } else { 1 };
                let exchanges = turns.map(|turn| {
                    let task = TaskState { version: 1 + turn, completed: turn == 1 };
                    let (id, logged) = capture.during(|| self.ask(&mut connection, workload, index, task))?;
                    let own = transaction(&logged, &id);
                    texts = logged.iter().map(|entry| entry.text.clone()).collect();
                    counts.push(if own.is_empty() { count(&logged) } else { count_on_its_connections(&logged, &id) });
                    Ok(Exchange::bare(&own, &known))
                });
                subjects.push(exchanges.collect::<Result<Vec<Exchange>, String>>()?);
            }
            let file = self.settings.folder.join(format!("{}.sql", workload.name()));
            std::fs::write(&file, texts.join(";\n\n")).map_err(|cause| format!("{}: {cause}", file.display()))?;
            counts.sort_unstable();
            self.statements.insert(workload.name(), counts[counts.len() / 2]);
            if workload.has_yardstick() {
                scripts.push(Script { workload: workload.name().into(), subjects });
            }
        }
        capture.end()?;
        let empty = |script: &&Script| script.subjects.iter().flatten().any(|exchange| exchange.statements.is_empty());
        match scripts.iter().find(empty) {
            Some(script) => Err(format!("no statement of {} was found in the log", script.workload)),
            None => Ok(scripts),
        }
    }

    /// Sends one request; its id.
    fn ask(
        &self,
        connection: &mut Connection,
        workload: Workload,
        index: usize,
        task: TaskState,
    ) -> Result<String, String> {
        let call = workload.call(&self.seeded.subjects[index], task, PASSWORD);
        let bearer = format!("Bearer {}", self.tokens(workload)[index]);
        let etag = call.version.map(|version| format!("\"{version}\""));
        let mut headers = vec![("Authorization", bearer.as_str())];
        headers.extend(etag.as_deref().map(|etag| ("If-Match", etag)));
        headers.extend(call.key.as_deref().map(|key| ("Idempotency-Key", key)));
        let answer = connection.send(call.method, &call.path, &headers, call.body.as_deref());
        let answer = answer.map_err(|cause| cause.to_string())?;
        if !answer.is_success() {
            return Err(format!("{}: {} {}", call.path, answer.status, answer.text()));
        }
        Ok(answer.header("x-request-id").unwrap_or_default().to_owned())
    }

    /// Every id that stands in the statements of a request and is not made by it.
    fn known_ids(&self) -> Result<HashSet<String>, String> {
        let tables = ["organization", "session", "staff", "team", "program"].map(|table| {
            let column = if table == "organization" { "org_id" } else { "id" };
            format!("SELECT {column} FROM {table}")
        });
        let people: Vec<String> =
            self.seeded.subjects.iter().map(|subject| format!("'{}'", subject.person_id)).collect();
        let records = ["\"case\"", "task", "deadline", "contact", "care_plan"].map(|table| {
            format!(
                "SELECT id FROM {table} WHERE org_id = '{}' AND person_id IN ({})",
                self.seeded.org_id,
                people.join(",")
            )
        });
        let all = [tables.join(" UNION ALL "), records.join(" UNION ALL ")].join(" UNION ALL ");
        let mut known: HashSet<String> = self.site.psql(&format!("{all};"))?.lines().map(str::to_owned).collect();
        known.extend(self.seeded.subjects.iter().map(|subject| subject.person_id.clone()));
        Ok(known)
    }

    fn run(&mut self, server: &Served, scripts: &[Script]) -> Result<(), String> {
        let instructions = Instructions {
            url: self.site.application_url(),
            org_id: self.seeded.org_id.to_string(),
            port: free_port().map_err(|cause| cause.to_string())?,
            connections: connections(),
            scripts: scripts.to_vec(),
        };
        let bare = Bare::start(&instructions, &self.site.data.join("yardstick.json"))?;
        for workload in self.settings.workloads.iter().copied() {
            self.warm_up(server, &bare, workload);
            for clients in CLIENTS {
                if self.signed_in.elapsed() > TOKENS {
                    self.sign_in(server)?;
                }
                self.figure(Who::Tend, server.process_id(), server.port, workload, clients);
                if workload.has_yardstick() {
                    self.figure(Who::Bare, bare.child.id(), bare.port, workload, clients);
                }
            }
            if let Some(script) = scripts.iter().find(|script| script.workload == workload.name()) {
                self.pgbench(workload, script)?;
            }
        }
        Ok(())
    }

    /// Lets every connection prepare its statements.
    fn warm_up(&self, server: &Served, bare: &Bare, workload: Workload) {
        let time = Duration::from_millis(200);
        let target = Target::Server { tokens: self.tokens(workload), password: PASSWORD };
        clients::run(target, server.port, workload, &self.seeded.subjects, JUDGED, time, || {});
        if workload.has_yardstick() {
            clients::run(Target::Yardstick, bare.port, workload, &self.seeded.subjects, JUDGED, time, || {});
        }
    }

    fn figure(&mut self, who: Who, server: u32, port: u16, workload: Workload, clients: usize) {
        let target = match who {
            Who::Tend => Target::Server { tokens: self.tokens(workload), password: PASSWORD },
            _ => Target::Yardstick,
        };
        let mut before = Used::default();
        let gauge = || Used::now(server, self.site.database());
        let start = || before = gauge();
        let asked = clients::run(target, port, workload, &self.seeded.subjects, clients, self.settings.seconds, start);
        let used = gauge().since(&before);
        let figure = self.of(who, workload, clients, &asked, &used);
        say(&figure.line());
        self.figures.push(figure);
    }

    fn of(&self, who: Who, workload: Workload, clients: usize, asked: &Asked, used: &Used) -> Figure {
        let requests = asked.latencies.len() as u64;
        let each = |micros: u64| micros as f64 / requests.max(1) as f64;
        Figure {
            people: self.people,
            workload: workload.name(),
            who,
            clients,
            requests,
            rate: requests as f64 / asked.seconds,
            p50_ms: asked.percentile(0.5),
            p95_ms: asked.percentile(0.95),
            p99_ms: asked.percentile(0.99),
            server_us: each(used.server),
            database_us: each(used.database),
            errors: asked.errors,
            first_error: asked.first_error.clone(),
            foreign_cores: used.foreign as f64 / 1e6 / asked.seconds,
        }
    }

    fn pgbench(&mut self, workload: Workload, script: &Script) -> Result<(), String> {
        let Some(program) = &self.site.pgbench else { return Ok(()) };
        let (url, org_id) = (self.site.application_url(), self.seeded.org_id.to_string());
        let before = Used::now(0, self.site.database());
        let since = Instant::now();
        let time = self.settings.seconds / 2;
        let benched = pgbench::run(program, &url, &org_id, script, &self.site.data, connections(), time)?;
        std::thread::sleep(ENDING);
        let used = Used::now(0, self.site.database()).since(&before);
        let seconds = since.elapsed().as_secs_f64();
        let asked = Asked { seconds, ..Asked::default() };
        let figure = Figure {
            requests: benched.exchanges,
            rate: benched.rate,
            server_us: 0.0,
            database_us: used.database as f64 / benched.exchanges.max(1) as f64,
            ..self.of(Who::Pgbench, workload, JUDGED, &asked, &used)
        };
        say(&figure.line());
        self.figures.push(figure);
        Ok(())
    }

    /// Milliseconds from the start of the program until it can work, with the database running.
    fn start(&self) -> Result<f64, String> {
        let since = Instant::now();
        let server = self.site.serve()?;
        let elapsed = since.elapsed();
        server.stop()?;
        Ok(elapsed.as_secs_f64() * 1e3)
    }
}

/// Microseconds of CPU used so far.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    server: u64,
    database: u64,
    /// By others than this benchmark and the database.
    foreign: u64,
}

impl Used {
    fn now(server: u32, database: u32) -> Self {
        let database = process::cpu(database);
        let mine = process::cpu(std::process::id());
        Self { server: process::cpu(server), database, foreign: process::busy().saturating_sub(mine + database) }
    }

    fn since(&self, before: &Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            database: self.database.saturating_sub(before.database),
            foreign: self.foreign.saturating_sub(before.foreign),
        }
    }
}

/// The bare handler as a process of its own.
struct Bare {
    child: Child,
    port: u16,
}

impl Bare {
    fn start(instructions: &Instructions, file: &Path) -> Result<Self, String> {
        let text = serde_json::to_string(instructions).map_err(|cause| cause.to_string())?;
        std::fs::write(file, text).map_err(|cause| format!("{}: {cause}", file.display()))?;
        let program = std::env::current_exe().map_err(|cause| cause.to_string())?;
        let mut command = Command::new(program);
        command.arg("yardstick").arg(file).stdin(Stdio::null());
        let child = command.spawn().map_err(|cause| cause.to_string())?;
        let bare = Self { child, port: instructions.port };
        for _ in 0..500 {
            let answered = Connection::open(bare.port, Duration::from_secs(1))
                .and_then(|mut connection| connection.send("GET", "/ready", &[], None));
            if answered.is_ok() {
                return Ok(bare);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err("the bare handler does not start".into())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
