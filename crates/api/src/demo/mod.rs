//! The demo: one care network with a program for each setting, forty colleagues, and hundreds of people with six months of
//! life behind them that end now.
//!
//! Nothing in it is written down by hand. Each [`life`] is told forward in time by the same rules of the domain that serve a
//! request, with the simulated instant as `now`, and stored through the same transactions; so every deadline, score, note and
//! measure of the demo is what the product itself would have made of these events. Chance comes from a fixed seed.

mod absence;
mod authorization;
mod billing;
mod caseload;
mod comprehensive;
mod crisis;
mod feed;
mod hours;
mod huddle;
mod insurance_plan;
mod ledger;
mod life;
mod mentorship;
mod names;
mod on_call;
mod people;
mod places;
mod problems;
mod profile;
mod random;
mod reading;
mod record_request;
mod referrals;
mod roster;
mod services;
mod sharing;
mod staff;
mod targets;
mod teamwork;
mod text;
mod work_calendar;
mod world;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use chrono::{DateTime, Duration, SubsecRound, Utc};
use domain::absence::Absence;
use domain::access::{Access, ApiClient, Capability, CapabilityMarker, Request, Role, authorize, cap};
use domain::scope::{Activity, Condition, Level, ScopeLimit};
use domain::{Change, Code};
use futures_util::stream::{StreamExt, iter};
use persistence::organization::{administrator, analyze};
use persistence::staff::FirstPassword;
use persistence::{Error, Reply, Result, Store, StoredReply};
use uuid::Uuid;

use ledger::{Counted, Ledger};
use life::Life;
use random::Random;
use staff::Worker;
use world::{Beginning, World};

pub use places::{NAME, ORG_ID};
pub use world::{PEOPLE, SEED};

/// Password of every colleague of the demo. For the demo only: it is printed in the documentation.
pub const PASSWORD: &str = "copper kettles drift past noon";

/// Id of the demo's API client.
pub const CLIENT_ID: Uuid = Uuid::from_u128(0x0198_d3a1_6080_7c1e_b3d2_0f58_97aa_41e6);

/// Secret of the demo's API client. For the demo only: it is printed in the documentation.
pub const CLIENT_SECRET: &str = "demo-only-slow-green-ferry-returns-at-dusk";

/// Operation under which the audit trail lists what the demo wrote.
const OPERATION: &str = "demo_seed";

/// Changes in one transaction, about.
const BATCH: usize = 48;

/// Lives told at the same time.
const AT_ONCE: usize = 3;

/// A way into the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Role.
    pub role: Role,
    /// Name.
    pub name: &'static str,
    /// E-mail.
    pub email: String,
    /// Password.
    pub password: &'static str,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// False when the demo was there already.
    pub created: bool,
    /// People.
    pub people: usize,
    /// Records written, counting each change.
    pub changes: usize,
}

/// One sign-in for each role, in the order of the ladder.
pub fn sign_ins() -> Vec<SignIn> {
    let people = [
        (Role::CareManager, roster::MARIA),
        (Role::SeniorCareManager, roster::SAMUEL),
        (Role::Assistant, "Diego Salcedo"),
        (Role::Lead, "Marcus Tillery"),
        (Role::Supervisor, "Desmond Achebe"),
        (Role::Director, "Vivian Castellano"),
        (Role::Coordinator, "Mei Chow"),
        (Role::PhysicianAdvisor, "Anil Kapoor"),
        (Role::PrivacyOfficer, "Janet Brookfield"),
        (Role::OrganizationAdmin, ADMIN),
        (Role::Analyst, "Sofia Marchetti"),
    ];
    people.map(|(role, name)| SignIn { role, name, email: staff::email(name), password: PASSWORD }).into()
}

const ADMIN: &str = "Peter Lindholm";

/// How the demo is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// The instant at which the story arrives.
    pub now: DateTime<Utc>,
    /// How many people, about; [`PEOPLE`] for the whole demo.
    pub people: u32,
    /// Hash of [`PASSWORD`].
    pub password_hash: String,
    /// Hash of [`CLIENT_SECRET`].
    pub client_secret_hash: Vec<u8>,
}

/// Makes the demo organization, once: does nothing when it is there. Without the owner's connection the planner learns of the new
/// rows when the database gets round to it.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::Setup`] when an earlier attempt was interrupted.
pub async fn seed(
    store: &Store,
    owner_url: Option<&str>,
    options: Options,
    progress: &mut dyn FnMut(&str),
) -> Result<Seeded> {
    let now = options.now.trunc_subsecs(0);
    let world = World::new(SEED, now);
    let beginnings = world.beginnings(options.people);
    if store.organization_exists(NAME).await? {
        require_complete(store, &world).await?;
        return Ok(Seeded { created: false, people: beginnings.len(), changes: 0 });
    }
    set_up(store, &world, &options).await?;
    work_calendar::add(store, &world).await?;
    insurance_plan::add(store, &world).await?;
    progress("The network, its programs and its staff are set up.");
    let total = beginnings.len();
    let (mut told, mut changes) = (0, 0);
    let mut lives = iter(beginnings).map(|beginning| live(store, &world, beginning)).buffer_unordered(AT_ONCE);
    while let Some(written) = lives.next().await {
        changes += written?;
        told += 1;
        if told % 100 == 0 || told == total {
            progress(&format!("{told} of {total} people have lived their last six months."));
        }
    }
    drop(lives);
    services::add(store, &world).await?;
    insurance_plan::add_network(store, &world).await?;
    referrals::add(store, &world).await?;
    sharing::add(store, &world).await?;
    record_request::add(store, &world).await?;
    authorization::add(store, &world).await?;
    billing::add(store, &world).await?;
    add_limit(store, &world).await?;
    add_absences(store, &world).await?;
    caseload::add(store, &world).await?;
    feed::send(store, &world).await?;
    teamwork::add(store, &world).await?;
    reading::add(store, &world).await?;
    on_call::add(store, &world).await?;
    huddle::add(store, &world).await?;
    targets::add(store, &world).await?;
    mentorship::add(store, &world).await?;
    add_client(store, &world, &options).await?;
    if let Some(owner_url) = owner_url {
        analyze(owner_url).await?;
    }
    Ok(Seeded { created: true, people: total, changes })
}

/// The last thing written is the API client.
async fn require_complete(store: &Store, world: &World) -> Result<()> {
    let access = admin_access::<cap::ClientWrite>(world, world.now)?;
    let clients = store.read(&access, async |tx| tx.client_list().await).await?;
    if clients.is_empty() {
        let sentence = "The demo was interrupted while it was made: make it again in an empty database (`cargo xtask up --fresh` deletes the private one first).";
        return Err(Error::Setup(sentence.into()));
    }
    Ok(())
}

fn request(now: DateTime<Utc>) -> Request {
    Request { id: Uuid::now_v7(), operation: OPERATION, now, record_id: None, idempotency: None }
}

fn admin_access<C: CapabilityMarker>(world: &World, now: DateTime<Utc>) -> Result<Access<C>> {
    let actor = administrator(ORG_ID, world.workforce.named(ADMIN).staff.id);
    authorize(actor, request(now)).map_err(|denied| Error::Internal(denied.to_string()))
}

async fn set_up(store: &Store, world: &World, options: &Options) -> Result<()> {
    let access = admin_access::<cap::StaffWrite>(world, world.start)?;
    let organization = world.network.organization();
    store.write(&access, async |tx| tx.organization_add(&organization).map(|()| Told::default())).await?;
    for workers in world.workforce.workers.chunks(8) {
        store.write(&access, async |tx| add_workers(tx, workers, options)).await?;
    }
    store.directory_changed(ORG_ID);
    Ok(())
}

fn add_workers(tx: &mut persistence::Tx, workers: &[Worker], options: &Options) -> Result<Told> {
    for worker in workers {
        let password = FirstPassword { hash: options.password_hash.clone(), made_by: None };
        tx.staff_add(Change::created(worker.staff.clone()), Some(password))?;
        for credential in &worker.credentials {
            tx.apply(Change::created(credential.clone()))?;
        }
        for membership in &worker.memberships {
            tx.team_member_add(*membership);
        }
    }
    Ok(Told::default())
}

/// One cell of the scope of practice in which the network is stricter than published.
async fn add_limit(store: &Store, world: &World) -> Result<()> {
    let access = admin_access::<cap::ScopeWrite>(world, world.now)?;
    let today = world.now.date_naive();
    let limit = ScopeLimit {
        id: Random::of(world.seed, 3).id(world.now),
        version: 1,
        activity: Activity::Counseling,
        level: Level::SupervisedLicence,
        condition: Condition::Cosigned,
        starts_on: today,
        reason: "Our accreditor asks for a clinician's co-signature under every counseling note.".into(),
        set_by: world.workforce.named("Vivian Castellano").staff.id,
        set_at: world.now,
        withdrawn_on: None,
        withdrawn_by: None,
        withdrawn_reason: None,
    };
    let change = ScopeLimit::tighten(limit, &[], today)?;
    store.write(&access, async |tx| tx.apply(change).map(|_| Told::default())).await?;
    Ok(())
}

/// Days off, planned under the rules that everybody plans them by.
async fn add_absences(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let access = authorize::<cap::AbsenceWrite>(director, request(world.now))
        .map_err(|denied| Error::Internal(denied.to_string()))?;
    store
        .write(&access, async |tx| {
            for absence in &world.absences {
                let today = absence.created_at.date_naive();
                tx.apply(Absence::plan(absence.clone(), &[], true, today)?)?;
            }
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

async fn add_client(store: &Store, world: &World, options: &Options) -> Result<()> {
    let access = admin_access::<cap::ClientWrite>(world, world.now)?;
    let granted = |capability: &Capability| Role::Integrator.grants(*capability);
    let client = ApiClient {
        id: CLIENT_ID,
        version: 1,
        name: "Regional Health Exchange".into(),
        scopes: Capability::ALL.iter().copied().filter(granted).collect(),
        expires_at: world.now + Duration::days(365),
        revoked_at: None,
    };
    let hash = options.client_secret_hash.clone();
    store
        .write(&access, async |tx| {
            tx.client_add(&client, hash);
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// How far a transaction told a life.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    arrived: bool,
    written: usize,
}

impl Reply for Told {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 201, etag: None, body: String::new() }
    }
}

/// Tells one life, a stretch of it in each transaction, in the name of its owner at the time.
async fn live(store: &Store, world: &World, beginning: Beginning) -> Result<usize> {
    let mut life = Life::new(world, beginning);
    let mut written = 0;
    loop {
        let at = life.next_at().unwrap_or(life.at());
        let actor = life.accountable().actor();
        let access =
            authorize::<cap::CaseWrite>(actor, request(at)).map_err(|denied| Error::Internal(denied.to_string()))?;
        let told = store
            .write(&access, async |tx| {
                let mut ledger = Counted { tx, written: 0 };
                let arrived = life.tell(&mut ledger, BATCH)?;
                Ok(Told { arrived, written: ledger.written() })
            })
            .await?;
        written += told.written;
        if told.arrived {
            return Ok(written);
        }
    }
}
