//! The course of the drill.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use localpg::{Cluster, Options};
use persistence::{Store, migrate};
use testkit::served::{Served, finish, signal, tend};
use testkit::wire::free_port;

use crate::chance::Chance;
use crate::client::{Client, Shared};
use crate::ledger::Acknowledged;
use crate::oracle;
use crate::organization::{self, Writer};
use crate::stored::Stored;

/// Clients that write at the same time.
const CLIENTS: usize = 16;
/// Kills of the server, of the database, and of both at once, in a run of ordinary length.
const KILLS: [(Blow, usize); 3] = [(Blow::Server, 50), (Blow::Database, 6), (Blow::Both, 4)];
/// Writes that must be acknowledged between two kills, so that each one hits clients at work.
const BETWEEN: u64 = 2 * CLIENTS as u64;
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Acknowledged writes of each client that are sent again at the end.
const REPEATED: usize = 25;
/// Differences that are printed.
const SHOWN: usize = 20;

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    Server,
    Database,
    Both,
}

impl Blow {
    fn name(self) -> &'static str {
        match self {
            Self::Server => "the server",
            Self::Database => "the database",
            Self::Both => "both",
        }
    }
}

/// The installation under test.
struct Installation {
    program: PathBuf,
    data: PathBuf,
    log: PathBuf,
    port: u16,
    cluster: Cluster,
    psql: PathBuf,
}

/// Runs the drill.
///
/// # Errors
/// A sentence about what was lost, doubled or did not work; the data is kept then.
pub fn run(seed: u64) -> Result<(), String> {
    let began = Instant::now();
    let program = std::env::var_os("TEND_BIN").ok_or("Set TEND_BIN to the server's program.")?;
    let data = std::env::temp_dir().join(format!("tend-durability-{}", std::process::id()));
    let (mut installation, writers) = set_up(Path::new(&program), &data)?;
    let shared = Shared::default();
    let mut clients = Vec::new();
    for (number, writer) in writers.iter().enumerate() {
        let ledger = data.join(format!("acknowledged-{number:02}.tsv"));
        let chance = Chance::new(seed, number as u64 + 1);
        clients.push(Client::new(writer, installation.port, &shared, chance, &ledger)?);
    }
    let server = installation.serve()?;
    let mut outcome = Err(String::new());
    std::thread::scope(|scope| {
        for client in &mut clients {
            scope.spawn(|| client.run());
        }
        outcome = strike(&mut installation, server, &shared, seed);
        shared.stop.store(true, Ordering::Relaxed);
    });
    let server = outcome?;
    let mut repeated = 0;
    for client in &mut clients {
        repeated += client.repeat(REPEATED).unwrap_or_else(|finding| {
            shared.found(finding);
            0
        });
    }
    let sealed = installation.sealed()?;
    server.stop()?;
    report(&clients, repeated, &sealed, began.elapsed());
    let told: Vec<Acknowledged> = clients.iter().flat_map(|client| client.ledger.acknowledged.clone()).collect();
    let stored = Stored::read(&installation.psql, &installation.url())?;
    let mut findings = shared.findings.into_inner().unwrap_or_default();
    findings.extend(oracle::differences(&told, &stored));
    settle(installation, &findings)
}

fn set_up(program: &Path, data: &Path) -> Result<(Installation, Vec<Writer>), String> {
    std::fs::create_dir_all(data).map_err(|cause| format!("{}: {cause}", data.display()))?;
    finish({
        let mut migrate = tend(program, data);
        migrate.arg("migrate");
        migrate
    })?;
    let cluster = Cluster::start(data, Options::serving()).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|cause| cause.to_string())?;
    let url = cluster.url("tend", migrate::APPLICATION_ROLE);
    let writers = runtime.block_on(async {
        let store = Store::open(&url, 1).await.map_err(|error| error.to_string())?;
        organization::build(&store, data, CLIENTS).await
    })?;
    let binaries = localpg::find_binaries(data).map_err(|error| error.to_string())?;
    let installation = Installation {
        program: program.to_owned(),
        data: data.to_owned(),
        log: data.join("server.log"),
        port: free_port().map_err(|cause| cause.to_string())?,
        cluster,
        psql: binaries.program("psql"),
    };
    Ok((installation, writers))
}

impl Installation {
    fn command(&self, argument: &str) -> std::process::Command {
        let mut command = tend(&self.program, &self.data);
        command.arg(argument);
        command
    }

    fn serve(&self) -> Result<Served, String> {
        Served::start(tend(&self.program, &self.data), self.port, &self.log)
    }

    fn url(&self) -> String {
        self.cluster.url("tend", localpg::OWNER)
    }

    fn kill_database(&self) -> Result<(), String> {
        signal("KILL", self.cluster.process_id().ok_or("the database does not run")?)
    }

    /// What `verify-audit` says when the server has lived long enough to seal the audit trail; under the blows it never did.
    fn sealed(&self) -> Result<String, String> {
        let since = Instant::now();
        loop {
            let said = finish(self.command("verify-audit")).map_err(|said| format!("The audit trail: {said}"))?;
            if !said.contains(": 0 sealed entries") {
                return Ok(said);
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("The audit trail is never sealed: {said}"));
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Starts the database again, as its next user would.
    fn recover(&mut self) -> Result<(), String> {
        self.cluster = Cluster::start(&self.data, Options::serving()).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// One blow and what an operator does after it.
    fn strike(&mut self, blow: Blow, server: Served) -> Result<Served, String> {
        if blow != Blow::Server {
            self.kill_database()?;
        }
        if blow == Blow::Database {
            self.recover()?;
            return Ok(server);
        }
        server.kill();
        let server = self.serve()?;
        if blow == Blow::Both {
            self.recover()?;
        }
        Ok(server)
    }
}

/// Kills what there is to kill, in an order by chance, each time under load.
fn strike(installation: &mut Installation, server: Served, shared: &Shared, seed: u64) -> Result<Served, String> {
    let mut chance = Chance::new(seed, 0);
    let times = if std::env::var_os("TEND_LONG").is_some() { 4 } else { 1 };
    let mut blows: Vec<Blow> =
        KILLS.iter().flat_map(|(blow, count)| std::iter::repeat_n(*blow, count * times)).collect();
    chance.shuffle(&mut blows);
    let all = blows.len();
    let mut server = server;
    let mut slowest = [(Blow::Server, 0), (Blow::Database, 0), (Blow::Both, 0)];
    for (number, blow) in blows.into_iter().enumerate() {
        work(shared)?;
        std::thread::sleep(Duration::from_millis(chance.below(400)));
        let since = Instant::now();
        server = installation.strike(blow, server)?;
        for (_, longest) in slowest.iter_mut().filter(|(kind, _)| *kind == blow) {
            *longest = since.elapsed().as_millis().max(*longest);
        }
        if (number + 1) % 10 == 0 {
            let acknowledged = shared.acknowledged.load(Ordering::Relaxed);
            println!("    {} of {all} kills, {acknowledged} writes acknowledged", number + 1);
        }
    }
    work(shared)?;
    for (kind, longest) in slowest {
        println!("    slowest return of {}: {longest} ms", kind.name());
    }
    Ok(server)
}

/// Waits until the clients have got some work done.
fn work(shared: &Shared) -> Result<(), String> {
    let (since, before) = (Instant::now(), shared.acknowledged.load(Ordering::Relaxed));
    while shared.acknowledged.load(Ordering::Relaxed) < before + BETWEEN {
        if since.elapsed() > PATIENCE {
            let findings = shared.findings.lock().map(|findings| findings.join("\n")).unwrap_or_default();
            return Err(format!("No work gets done any more after a kill.\n{findings}"));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

fn report(clients: &[Client<'_>], repeated: usize, sealed: &str, took: Duration) {
    let ledgers = || clients.iter().map(|client| &client.ledger);
    let told = || ledgers().flat_map(|ledger| &ledger.acknowledged);
    for operation in ["task_create", "task_complete", "task_reopen", "contact_create"] {
        println!("    {:>7} {operation}", told().filter(|write| write.sent.operation == operation).count());
    }
    println!("    {:>7} acknowledged in all, by {} clients", told().count(), clients.len());
    println!(
        "    {:>7} of them by a replay, because the first answer was lost",
        told().filter(|write| write.request_id.is_none()).count()
    );
    println!("    {repeated:>7} sent once more at the end");
    let mut unanswered = std::collections::BTreeMap::<u16, u64>::new();
    for (status, count) in ledgers().flat_map(|ledger| &ledger.unanswered) {
        *unanswered.entry(*status).or_default() += count;
    }
    for (status, count) in unanswered {
        let what = if status == 0 { "broken connections".to_owned() } else { format!("answers with {status}") };
        println!("    {count:>7} {what}");
    }
    println!("    {sealed}\n    {} seconds", took.as_secs());
}

/// Removes the data when all is well, keeps it otherwise.
fn settle(installation: Installation, findings: &[String]) -> Result<(), String> {
    let data = installation.data;
    installation.cluster.stop().map_err(|error| error.to_string())?;
    if findings.is_empty() {
        println!("    nothing that was acknowledged is lost or doubled");
        localpg::remove(&data).map_err(|error| error.to_string())?;
        return std::fs::remove_dir_all(&data).map_err(|cause| format!("{}: {cause}", data.display()));
    }
    for finding in findings.iter().take(SHOWN) {
        println!("    {finding}");
    }
    Err(format!(
        "{} differences between what was acknowledged and what is stored; the data is kept in {}.",
        findings.len(),
        data.display()
    ))
}
