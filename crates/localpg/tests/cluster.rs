//! The private cluster against the real PostgreSQL programs of this machine.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use localpg::{Cluster, Options, find_binaries};

/// A data folder of one test, removed with its cluster at the end.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tend-localpg-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn start(&self) -> Cluster {
        Cluster::start(&self.0, Options { leave_running: false, ..Options::testing() }).unwrap()
    }

    fn pgdata(&self) -> PathBuf {
        self.0.join("postgres/cluster")
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = localpg::remove(&self.0);
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn psql(cluster: &Cluster, data: &Data, statement: &str) -> Result<String, String> {
    let folder = find_binaries(&data.0).unwrap().folder;
    let bundled = folder.join("psql");
    let program = if bundled.exists() { bundled } else { "psql".into() };
    let output = Command::new(program)
        .args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement])
        .arg(cluster.owner_url())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

fn kill(pid: u32) {
    let status = Command::new("sh").args(["-c", "kill -KILL \"$0\""]).arg(pid.to_string()).status().unwrap();
    assert!(status.success());
    let since = Instant::now();
    let running = || !fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline")).unwrap_or_default().is_empty();
    while running() {
        assert!(since.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_first_start_makes_a_cluster_that_answers_and_the_last_user_stops_it() {
    let data = Data::new("first");
    let cluster = data.start();
    assert!(cluster.started());
    assert_eq!(psql(&cluster, &data, "select current_user").unwrap(), "tend_owner");
    assert_eq!(psql(&cluster, &data, "show server_encoding").unwrap(), "UTF8");
    assert_eq!(psql(&cluster, &data, "show listen_addresses").unwrap(), "");
    let folder = cluster.socket_folder().to_owned();
    assert!(cluster.stop().unwrap());
    assert!(!folder.exists());
    assert!(!data.pgdata().join("postmaster.pid").exists());
}

#[test]
fn a_running_cluster_is_shared_quickly_and_outlives_the_first_that_leaves() {
    let data = Data::new("shared");
    let first = data.start();
    let since = Instant::now();
    let second = data.start();
    assert!(since.elapsed() < Duration::from_millis(500), "took {:?}", since.elapsed());
    assert!(!second.started());
    assert_eq!(first.url("a", "b"), second.url("a", "b"));
    assert!(!first.stop().unwrap());
    assert_eq!(psql(&second, &data, "select 1").unwrap(), "1");
    assert!(second.stop().unwrap());
}

#[test]
fn processes_that_start_at_once_start_one_server() {
    let data = Data::new("race");
    let clusters: Vec<Cluster> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| data.start())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    assert_eq!(clusters.iter().filter(|cluster| cluster.started()).count(), 1);
}

#[test]
fn what_was_committed_survives_a_killed_database_at_the_same_address() {
    let data = Data::new("killed");
    let options = Options { leave_running: false, ..Options::serving() };
    let cluster = Cluster::start(&data.0, options).unwrap();
    psql(&cluster, &data, "create table kept as select 42 as answer").unwrap();
    let address = cluster.owner_url();
    kill(cluster.process_id().unwrap());
    assert_eq!(cluster.process_id(), None);
    let next = Cluster::start(&data.0, options).unwrap();
    assert!(next.started());
    assert_eq!(next.owner_url(), address);
    assert_eq!(psql(&next, &data, "select answer from kept").unwrap(), "42");
}

#[test]
fn a_cluster_that_outlived_its_starter_is_taken_over() {
    let data = Data::new("orphan");
    let options = Options { leave_running: true, ..Options::testing() };
    drop(Cluster::start(&data.0, options).unwrap());
    let next = data.start();
    assert!(!next.started());
    assert!(next.stop().unwrap());
}

#[test]
fn a_pid_file_that_names_a_stranger_does_not_stop_the_start() {
    let data = Data::new("stranger");
    let cluster = data.start();
    let path = data.pgdata().join("postmaster.pid");
    let pid_file = fs::read_to_string(&path).unwrap();
    let pid = cluster.process_id().unwrap();
    kill(pid);
    fs::write(&path, pid_file.replacen(&pid.to_string(), &std::process::id().to_string(), 1)).unwrap();
    let next = data.start();
    assert!(next.started());
    assert_eq!(psql(&next, &data, "select 1").unwrap(), "1");
}

#[test]
fn a_server_that_lost_its_socket_is_started_again() {
    let data = Data::new("socket");
    let cluster = data.start();
    fs::remove_dir_all(cluster.socket_folder()).unwrap();
    let next = data.start();
    assert!(next.started());
    assert_eq!(psql(&next, &data, "select 1").unwrap(), "1");
}

#[test]
fn data_of_another_version_is_explained_and_kept() {
    let data = Data::new("version");
    data.start().stop().unwrap();
    let path = data.pgdata().join("PG_VERSION");
    fs::write(&path, "9\n").unwrap();
    let error = Cluster::start(&data.0, Options::testing()).unwrap_err().to_string();
    assert!(error.contains("made by PostgreSQL 9") && error.contains("nothing was changed"), "{error}");
    assert!(data.pgdata().join("base").exists());
}

#[test]
fn a_folder_that_is_no_cluster_is_left_alone() {
    let data = Data::new("foreign");
    fs::create_dir_all(data.pgdata()).unwrap();
    fs::write(data.pgdata().join("letter.txt"), "dear").unwrap();
    let error = Cluster::start(&data.0, Options::testing()).unwrap_err().to_string();
    assert!(error.contains("is not a PostgreSQL cluster"), "{error}");
    assert!(data.pgdata().join("letter.txt").exists());
}

#[test]
fn a_start_that_was_killed_half_way_is_made_good() {
    let data = Data::new("half");
    let draft = data.0.join("postgres/cluster.new/base");
    fs::create_dir_all(draft).unwrap();
    assert!(data.start().started());
}

#[test]
fn a_server_that_does_not_start_says_why() {
    let data = Data::new("broken");
    data.start().stop().unwrap();
    fs::remove_file(data.pgdata().join("global/pg_control")).unwrap();
    let error = Cluster::start(&data.0, Options::testing()).unwrap_err().to_string();
    assert!(error.contains("PostgreSQL did not start") && error.contains("server.log"), "{error}");
}

#[test]
fn a_cluster_in_use_is_neither_stopped_nor_removed() {
    let data = Data::new("busy");
    let cluster = data.start();
    for refused in [localpg::stop(&data.0).map(|_| ()), localpg::remove(&data.0)] {
        assert!(refused.unwrap_err().to_string().contains("in use by another process"));
    }
    assert_eq!(psql(&cluster, &data, "select 1").unwrap(), "1");
    cluster.stop().unwrap();
    localpg::remove(&data.0).unwrap();
    assert!(!data.pgdata().exists());
}

#[test]
fn a_client_program_is_found_beside_the_server_or_on_the_path_and_otherwise_named() {
    let data = Data::new("client");
    assert!(localpg::find_client(&data.0, "psql").unwrap().is_file());
    let error = localpg::find_client(&data.0, "no-such-program").unwrap_err().to_string();
    assert!(error.contains("no-such-program was not found"), "{error}");
}

#[test]
fn a_failed_statement_leaves_no_values_in_the_log() {
    let data = Data::new("log");
    let cluster = data.start();
    psql(&cluster, &data, "create table secret (name text primary key)").unwrap();
    let insert = "insert into secret values ('Canary Person'), ('Canary Person')";
    assert!(psql(&cluster, &data, insert).is_err());
    let log = fs::read_to_string(data.0.join("postgres/server.log")).unwrap();
    assert!(log.contains("duplicate key") && !log.contains("Canary"), "{log}");
}
