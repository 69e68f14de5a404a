//! The organization of the drill: one program, a care manager for each client, three people in care for each of them.

use std::path::Path;

use api::password::{Cost, Passwords};
use api::secrets::Secrets;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Change;
use domain::access::{Actor, Request, Role, authorize, cap};
use domain::case::{Case, CaseStatus, Stage, Tier};
use domain::person::{Address, Person, Sex};
use domain::program::{Program, Setting, Site, Team};
use domain::staff::{Credential, CredentialKind, CredentialStatus, Profile, Staff};
use persistence::case::CaseWork;
use persistence::organization::{Membership, NewOrganization, TeamFunction, administrator};
use persistence::staff::FirstPassword;
use persistence::{Reply, Store, StoredReply};
use uuid::Uuid;

/// The password of every writer.
pub const PASSWORD: &str = "seven quiet otters borrow umbrellas";
/// Cases of each writer.
const CASES: usize = 3;

/// A care manager who writes.
#[derive(Debug, Clone)]
pub struct Writer {
    /// Their staff id.
    pub id: Uuid,
    /// E-mail to sign in with.
    pub email: String,
    /// Their cases.
    pub cases: Vec<Uuid>,
}

/// An answer that nobody reads.
struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: String::new() }
    }
}

struct Places {
    org_id: Uuid,
    admin_id: Uuid,
    program_id: Uuid,
    team_id: Uuid,
}

fn request(operation: &'static str) -> Request {
    Request { id: Uuid::now_v7(), operation, now: Utc::now(), record_id: None, idempotency: None }
}

/// Sets the organization up in an empty database, with `count` writers.
///
/// # Errors
/// What the store refuses.
pub async fn build(store: &Store, data: &Path, count: usize) -> Result<Vec<Writer>, String> {
    let hash = Passwords::new(&Secrets::load(data)?.pepper, Cost::FLOOR)?.hash(PASSWORD).await?;
    let said = |error: persistence::Error| error.to_string();
    let places = organization(store).await.map_err(said)?;
    let mut writers = Vec::new();
    for number in 0..count {
        writers.push(writer(store, &places, number, &hash).await.map_err(said)?);
    }
    Ok(writers)
}

async fn organization(store: &Store) -> persistence::Result<Places> {
    let id = Uuid::now_v7;
    let (org_id, admin_id, site_id, program_id, team_id) = (id(), id(), id(), id(), id());
    let program = Program {
        id: program_id,
        version: 1,
        site_id,
        name: "Complex care".into(),
        setting: Setting::ManagedCare,
        person_label: "member".into(),
        time_zone: "America/New_York".into(),
        rulebook: Setting::ManagedCare.to_string(),
    };
    let new = NewOrganization {
        id: org_id,
        name: "Durability drill".into(),
        sites: vec![Site { id: site_id, version: 1, name: "Main".into(), city: "Albany".into(), state: "NY".into() }],
        programs: vec![program],
        teams: vec![Team { id: team_id, version: 1, program_id, name: "North".into(), phone: None }],
    };
    let admin = worker(admin_id, "admin@example.org", Role::OrganizationAdmin);
    store.organization_create(&new, admin, String::new(), request("organization_create")).await?;
    Ok(Places { org_id, admin_id, program_id, team_id })
}

fn worker(id: Uuid, email: &str, role: Role) -> Staff {
    Staff {
        id,
        version: 1,
        name: email.split('@').next().unwrap_or_default().into(),
        email: email.into(),
        role,
        title: role.to_string(),
        supervisor_id: None,
        time_zone: "America/New_York".into(),
        languages: vec!["en".into()],
        active: true,
        profile: Profile::default(),
    }
}

async fn writer(store: &Store, places: &Places, number: usize, hash: &str) -> persistence::Result<Writer> {
    let writer = Writer {
        id: Uuid::now_v7(),
        email: format!("writer.{number:02}@example.org"),
        cases: (0..CASES).map(|_| Uuid::now_v7()).collect(),
    };
    let forbidden = |_| persistence::Error::Forbidden("drill");
    let admin = administrator(places.org_id, places.admin_id);
    let access = authorize::<cap::StaffWrite>(admin.clone(), request("staff_create")).map_err(forbidden)?;
    let joining = async |tx: &mut persistence::Tx| {
        let staff = worker(writer.id, &writer.email, Role::CareManager);
        tx.staff_add(Change::created(staff), Some(FirstPassword { hash: hash.to_owned(), made_by: None }))?;
        Ok(Done)
    };
    store.write(&access, joining).await?;
    let settling = async |tx: &mut persistence::Tx| {
        tx.team_member_add(Membership { team_id: places.team_id, staff_id: writer.id, function: TeamFunction::Member });
        tx.apply(Change::created(licence(writer.id, tx.now())))?;
        Ok(Done)
    };
    store.write(&access, settling).await?;
    let director = Actor { role: Role::Director, ..admin };
    let access = authorize::<cap::CaseCreate>(director, request("case_create")).map_err(forbidden)?;
    for case_id in &writer.cases {
        store.write(&access, async |tx| enrol(tx, places, writer.id, *case_id)).await?;
    }
    Ok(writer)
}

/// Lets the writer sign notes.
fn licence(staff_id: Uuid, now: DateTime<Utc>) -> Credential {
    Credential {
        id: Uuid::now_v7(),
        version: 1,
        staff_id,
        kind: CredentialKind::Rn,
        state: Some("NY".into()),
        number: format!("RN-{}", staff_id.simple()),
        status: CredentialStatus::Active,
        issued_on: None,
        expires_on: Some(now.date_naive() + TimeDelta::days(365)),
        renewal_hours: None,
        hours_earned: None,
        ended_reason: None,
    }
}

fn enrol(tx: &mut persistence::Tx, places: &Places, owner_id: Uuid, case_id: Uuid) -> persistence::Result<Done> {
    let (person_id, now) = (Uuid::now_v7(), tx.now());
    tx.apply(Change::created(Person {
        id: person_id,
        version: 1,
        family_name: "Okonkwo".into(),
        given_name: "Ama".into(),
        preferred_name: None,
        pronouns: None,
        birth_date: NaiveDate::default(),
        deceased_on: None,
        sex: Sex::Female,
        language: "en".into(),
        interpreter_needed: false,
        phone: None,
        email: None,
        address: Address::default(),
        identifiers: Vec::new(),
        contact_point_id: None,
        source: None,
        created_at: now,
    }))?;
    let case = Case {
        id: case_id,
        version: 1,
        person_id,
        program_id: places.program_id,
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::High,
        owner_id,
        team_id: places.team_id,
        enrolled_at: now,
        closed_at: None,
        outcome: None,
        close_reason: None,
    };
    let change = Case::open(case, now)?;
    let mut work = [CaseWork::new(change.record.clone())];
    tx.apply_in(&mut work, change)?;
    Ok(Done)
}
