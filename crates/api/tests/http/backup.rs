//! The commands of an operator, as typed: a backup and the way back, and the first organization without the owner's connection.

use api::app::State;
use api::cli::{Cli, run};
use api::config::Config;
use api::secrets::Secrets;
use chrono::Utc;
use clap::Parser;
use domain::access::{Actor, Request};
use localpg::{Cluster, Options};
use persistence::seal::Verdict;
use persistence::{Store, migrate};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use testkit::TestDb;
use uuid::Uuid;

const FIRST_ORGANIZATION: &str = "admin create --organization Harbor --city Albany --state NY --time-zone America/New_York --setting managed_care --name Ana --email ana@harbor.example";

/// An installation of one test: a configuration and a data folder. It is removed with its cluster at the end.
struct Installation(PathBuf);

impl Installation {
    fn new(name: &str, settings: &str) -> Self {
        assert!(std::env::var_os("DATABASE_URL").is_none(), "the commands would use that database");
        let folder = std::env::temp_dir().join(format!("tend-operator-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let installation = Self(folder);
        let data = installation.data();
        let text =
            format!("data = {data:?}\npassword_memory_kib = 19456\npassword_passes = 2\nconnections = 4\n{settings}\n");
        fs::write(installation.0.join("tend.toml"), text).unwrap();
        installation
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// Runs a command as it would be typed; what it takes no word of may hold no space.
    async fn tend(&self, line: &str) -> Result<(), String> {
        let file = self.0.join("tend.toml").display().to_string();
        let words = ["tend", "--config", &file].into_iter().chain(line.split(' '));
        run(Cli::try_parse_from(words).map_err(|error| error.to_string())?).await
    }

    /// Its cluster, without the care for data that may not be lost.
    fn cluster(&self) -> Cluster {
        Cluster::start(&self.data(), Options { leave_running: false, ..Options::testing() }).unwrap()
    }

    /// The state of a server on that cluster.
    async fn state(&self, cluster: &Cluster) -> State {
        let store = Store::open(&cluster.url("tend", migrate::APPLICATION_ROLE), 4).await.unwrap();
        let config = Config::load(Some(&self.0.join("tend.toml")), std::iter::empty()).unwrap();
        State::new(store, &config, &Secrets::load(&self.data()).unwrap()).unwrap()
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _ = localpg::remove(&self.data());
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Has a cluster count on by a few thousand transactions, as one that has lived for a while.
fn age(installation: &Installation, cluster: &Cluster) {
    let status = Command::new(localpg::find_client(&installation.data(), "psql").unwrap())
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command"])
        .arg("DO $$ BEGIN FOR i IN 1..5000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
        .arg(cluster.url("tend", localpg::OWNER))
        .status()
        .unwrap();
    assert!(status.success());
}

/// Seals until more than `entries` entries are sealed, and checks all of them: how many seals and entries fit. What the database does
/// by itself may hold a seal back for a moment.
async fn sealed(state: &State, org_id: Uuid, entries: i64) -> (i64, i64) {
    let sealer = &state.sealer;
    for _ in 0..300 {
        api::jobs::round(state, Utc::now()).await.unwrap();
        let checkpoint = sealer.checkpoints().get(&org_id).cloned();
        let verify = state.store.audit_verify(org_id, |hash, signature| sealer.is_signed(hash, signature), checkpoint);
        match verify.await.unwrap() {
            Verdict::Whole { seals, entries: found } if found > entries => return (seals, found),
            Verdict::Whole { .. } => actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await,
            Verdict::Broken(what) => panic!("{what}"),
        }
    }
    panic!("nothing new is ever sealed");
}

#[actix_web::test]
async fn what_is_backed_up_is_restored_and_its_audit_trail_goes_on() {
    let old = Installation::new("old", "");
    let folder = old.0.join("backup");
    let backup = format!("backup {}", folder.display());
    assert!(old.tend(&backup).await.unwrap_err().contains("nothing to back up"));
    let cluster = old.cluster();
    old.tend(FIRST_ORGANIZATION).await.unwrap();
    age(&old, &cluster);
    let state = old.state(&cluster).await;
    let org_id = state.store.tenants().await.unwrap()[0];
    let before = sealed(&state, org_id, 0).await;

    old.tend(&backup).await.unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(old.tend(&backup).await.unwrap_err().contains("can't make the new folder"), "nothing is overwritten");

    let new = Installation::new("new", "");
    let restore = format!("restore {}", folder.display());
    new.tend(&restore).await.unwrap();
    for key in ["signing.pk8", "pepper"] {
        let read = |installation: &Installation| fs::read(installation.data().join("secrets").join(key)).unwrap();
        assert!(read(&old) == read(&new), "{key}");
    }
    assert!(new.tend(&restore).await.unwrap_err().contains("another installation"), "nothing is overwritten");

    let cluster = new.cluster();
    let state = new.state(&cluster).await;
    let request =
        Request { id: Uuid::now_v7(), operation: "for_the_test", now: Utc::now(), record_id: None, idempotency: None };
    state.store.audit_denial(&Actor::system(org_id), &request, "for_the_test").await.unwrap();
    let after = sealed(&state, org_id, before.1).await;
    assert!(after.0 > before.0, "{before:?} {after:?}");
}

#[actix_web::test]
async fn the_first_organization_needs_no_owner_once_the_schema_is_there() {
    let db = TestDb::new().await;
    let server = Installation::new("server", &format!("database_url = {:?}", db.url()));
    server.tend(FIRST_ORGANIZATION).await.unwrap();
    assert_eq!(db.owner_sql("SELECT count(*) FROM organization"), "1");
    let folder = server.0.join("backup");
    for line in ["migrate", &format!("backup {}", folder.display())] {
        let refused = server.tend(line).await.unwrap_err();
        assert!(refused.contains("set owner_database_url"), "{refused}");
    }
    assert!(!folder.exists(), "a backup is whole or not there");

    let empty = TestDb::empty().await;
    migrate::create_role(&empty.owner_url()).await.unwrap();
    let early = Installation::new("early", &format!("database_url = {:?}", empty.url()));
    for line in [FIRST_ORGANIZATION, "serve --port 0", "verify-audit"] {
        assert!(early.tend(line).await.unwrap_err().contains("run `tend migrate`"), "{line}");
    }
    let privileged = Installation::new("privileged", &format!("database_url = {:?}", db.owner_url()));
    assert!(privileged.tend("verify-audit").await.unwrap_err().contains("tend_app"));
}
