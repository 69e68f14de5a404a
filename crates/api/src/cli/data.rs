//! Commands that fill an installation: the demo, imports, the first administrator.

use chrono::{NaiveDate, Utc};
use clap::{Args, Subcommand};
use domain::access::{Actor, Role};
use domain::import::ImportOptions;
use domain::program::Setting;
use persistence::Store;
use persistence::organization::administrator;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

use super::{Database, print, words};
use crate::admin::Creation;
use crate::config::Config;
use crate::demo;
use crate::password::Passwords;
use crate::secrets::Secrets;

/// How the demo is made.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// How many people, about.
    #[arg(long, default_value_t = demo::PEOPLE)]
    people: u32,
    /// Prints the sign-ins and does nothing else.
    #[arg(long)]
    sign_ins: bool,
}

/// What is imported.
#[derive(Debug, Subcommand)]
pub enum ImportFormat {
    /// FHIR R4 bundles: a file, or a folder of .json and .ndjson files.
    Fhir {
        /// File or folder.
        path: PathBuf,
        /// E-mail of the director in whose name the import runs.
        #[arg(long = "as")]
        by: String,
        /// Reads and counts everything, stores nothing.
        #[arg(long)]
        dry_run: bool,
        /// Moves all dates so that the latest stay or contact falls on this day.
        #[arg(long)]
        shift_to: Option<NaiveDate>,
    },
}

/// What is administered.
#[derive(Debug, Subcommand)]
pub enum AdminAction {
    /// Creates an organization with its first administrator and prints the one-time password.
    Create {
        /// Name of the organization.
        #[arg(long)]
        organization: String,
        /// Name of the administrator.
        #[arg(long)]
        name: String,
        /// E-mail of the administrator.
        #[arg(long)]
        email: String,
        /// City of the first site.
        #[arg(long)]
        city: String,
        /// State of the first site, two letters.
        #[arg(long)]
        state: String,
        /// IANA time zone of the programs.
        #[arg(long)]
        time_zone: String,
        /// Settings it works in, for example managed_care; each gets a program and a team.
        #[arg(long = "setting", required = true)]
        settings: Vec<Setting>,
    },
}

fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The sign-ins as a table: role, e-mail, password.
fn sign_ins() -> String {
    let mut text = String::new();
    for sign_in in demo::sign_ins() {
        text.push_str(&format!("{:<22} {:<48} {}\n", sign_in.role, sign_in.email, sign_in.password));
    }
    text.push_str(&format!("{:<22} {:<48} {}\n", "integrator", demo::CLIENT_ID, demo::CLIENT_SECRET));
    text
}

/// Makes the demo organization.
pub async fn demo(config: &Config, arguments: DemoArguments) -> Result<(), String> {
    if arguments.sign_ins {
        return print(&sign_ins());
    }
    let secrets = Secrets::load(&config.data)?;
    let passwords = Passwords::new(&secrets.pepper, config.password_cost())?;
    let database = Database::open(config).await?;
    let store = database.migrated_store(config).await?;
    let options = demo::Options {
        now: Utc::now(),
        people: arguments.people,
        password_hash: passwords.hash(demo::PASSWORD).await?,
        client_secret_hash: Sha256::digest(demo::CLIENT_SECRET.as_bytes()).to_vec(),
    };
    let owner_url = database.owner_url.as_deref();
    let seeded = demo::seed(&store, owner_url, options, &mut |line| tell(line)).await.map_err(words)?;
    drop(store);
    database.close()?;
    if seeded.created {
        tell(&format!("The demo is there: {} people, {} changes.", seeded.people, seeded.changes));
    }
    print(&sign_ins())
}

/// Imports files in the name of a director.
pub async fn import(config: &Config, format: ImportFormat) -> Result<(), String> {
    let ImportFormat::Fhir { path, by, dry_run, shift_to } = format;
    let database = Database::open(config).await?;
    let store = database.store(config).await?;
    let actor = director(&store, &by).await?;
    let options = ImportOptions { dry_run, shift_to };
    let import = crate::import::import_path(&store, actor, &path, options, |import| {
        if import.bundles % 25 == 0 {
            tell(&format!("{} files read", import.bundles));
        }
    })
    .await?;
    drop(store);
    database.close()?;
    let report = serde_json::to_value(&import.report).map_err(words)?;
    print(&format!("{report:#}\n"))
}

async fn director(store: &Store, email: &str) -> Result<Actor, String> {
    for candidate in store.sign_in_candidates(&email.to_lowercase()).await.map_err(words)? {
        let actor = Actor { role: Role::Director, ..administrator(candidate.org_id, candidate.staff_id) };
        let known = store.own_account(&actor).await.map_err(words)?;
        if known.is_some_and(|own| own.staff.role == Role::Director) {
            return Ok(actor);
        }
    }
    Err(format!("There is no director with the e-mail {email}."))
}

/// Creates an organization with its first administrator.
pub async fn admin(config: &Config, action: AdminAction) -> Result<(), String> {
    let AdminAction::Create { organization, name, email, city, state, time_zone, settings } = action;
    let secrets = Secrets::load(&config.data)?;
    let passwords = Passwords::new(&secrets.pepper, config.password_cost())?;
    let database = Database::open(config).await?;
    let store = database.migrated_store(config).await?;
    let sign_in = email.trim().to_lowercase();
    let creation = Creation { organization, city, state, time_zone, settings, admin_name: name, admin_email: email };
    let password = crate::admin::create(&store, &passwords, creation, Utc::now()).await?;
    drop(store);
    database.close()?;
    print(&format!("Sign in as {sign_in} with this password, which is shown only once: {password}\n"))
}
