//! A database for one test, copied from a template that has every migration.

use localpg::{Cluster, Options};
use persistence::{Store, migrate};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use uuid::Uuid;

/// Key of the lock under which the template is made.
const TEMPLATE_LOCK: i64 = 4_242;

/// A database that is dropped with this value.
pub struct TestDb {
    name: String,
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        Cluster::start(&localpg::test_data_folder(), Options::testing()).expect("the test cluster starts")
    })
}

/// Name of the template: another one for every set of migrations.
fn template() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../persistence/migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("migrations")
        .map(|entry| entry.expect("entry").path().join("up.sql"))
        .collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).expect("up.sql"));
    }
    let hex: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("tend_template_{hex}")
}

impl TestDb {
    /// A fresh database with every migration.
    pub async fn new() -> Self {
        let owner = cluster().owner_url();
        let template = template();
        let name = format!("test_{}", Uuid::now_v7().simple());
        migrate::exclusively(&owner, TEMPLATE_LOCK, async || {
            let making = format!("{template}_making");
            if migrate::copy_database(&owner, &template, &name).await.is_err() {
                migrate::drop_database(&owner, &making).await?;
                migrate::create_database(&owner, &making).await?;
                migrate::up(&cluster().url(&making, localpg::OWNER)).await?;
                migrate::copy_database(&owner, &making, &template).await?;
                migrate::copy_database(&owner, &template, &name).await?;
            }
            Ok(())
        })
        .await
        .expect("a database for the test");
        Self { name }
    }

    /// An empty database, without any migration.
    pub async fn empty() -> Self {
        let name = format!("test_{}", Uuid::now_v7().simple());
        migrate::create_database(&cluster().owner_url(), &name).await.expect("an empty database");
        Self { name }
    }

    /// Connection string of the application role.
    pub fn url(&self) -> String {
        cluster().url(&self.name, migrate::APPLICATION_ROLE)
    }

    /// Connection string of the owner.
    pub fn owner_url(&self) -> String {
        cluster().url(&self.name, localpg::OWNER)
    }

    /// A store on this database.
    pub async fn store(&self) -> Store {
        Store::open(&self.url(), 4).await.expect("the store opens")
    }

    /// What `psql` prints for a statement run by the owner, unaligned and without headers.
    pub fn owner_sql(&self, statement: &str) -> String {
        self.sql(statement, localpg::OWNER)
    }

    /// What `psql` prints for a statement run by the application role.
    pub fn app_sql(&self, statement: &str) -> String {
        self.sql(statement, migrate::APPLICATION_ROLE)
    }

    fn sql(&self, statement: &str, role: &str) -> String {
        let binaries = localpg::find_binaries(&localpg::test_data_folder()).expect("PostgreSQL");
        let output = std::process::Command::new(binaries.program("psql"))
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--dbname"])
            .arg(cluster().url(&self.name, role))
            .args(["--command", statement])
            .output()
            .expect("psql runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        format!("{}{}", text(&output.stdout), text(&output.stderr))
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let (owner, name) = (cluster().owner_url(), self.name.clone());
        // Dropping needs a runtime of its own: the test's may be gone.
        let _ = std::thread::spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
                let _ = runtime.block_on(migrate::drop_database(&owner, &name));
            }
        })
        .join();
    }
}
