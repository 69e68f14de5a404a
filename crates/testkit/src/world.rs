//! A small organization: two programs, two teams, one worker of every role, two people in care, one waiting for intake.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use domain::access::{Access, Actor, ApiClient, Capability, CapabilityMarker, Principal, Request, Role, authorize};
use domain::case::{Case, CaseStatus, Stage, Tier};
use domain::person::{Address, Person, Sex};
use domain::program::{Program, Setting, Site, Team};
use domain::staff::{Credential, CredentialKind, CredentialStatus, Profile, Staff};
use domain::{Change, Code};
use persistence::case::CaseWork;
use persistence::organization::{Membership, NewOrganization, TeamFunction, administrator};
use persistence::session::Candidate;
use persistence::{Reply, Store, StoredReply};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An instant in UTC.
pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an RFC 3339 instant").with_timezone(&Utc)
}

/// The organization.
pub struct World {
    /// Tenant.
    pub org_id: Uuid,
    /// Managed-care program in New York time.
    pub program_id: Uuid,
    /// Hospital program in New York time.
    pub hospital_id: Uuid,
    /// Team of the managed-care program.
    pub team_id: Uuid,
    /// Team of the hospital program.
    pub hospital_team_id: Uuid,
    /// One worker of every role of the ladder and beside it; the integrator is an API client with every scope.
    pub staff: BTreeMap<&'static str, Uuid>,
    /// A care manager of the other team.
    pub stranger_id: Uuid,
    /// A person with a case of the care manager; the assistant and the coordinator are on the care team.
    pub person_id: Uuid,
    /// That case.
    pub case_id: Uuid,
    /// A person with a case of the stranger.
    pub hidden_person_id: Uuid,
    /// That case.
    pub hidden_case_id: Uuid,
    /// A person without a case.
    pub intake_person_id: Uuid,
}

/// An answer that nobody reads.
struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: "{}".into() }
    }
}

fn request(operation: &'static str, now: DateTime<Utc>) -> Request {
    Request { id: Uuid::now_v7(), operation, now, record_id: None, idempotency: None }
}

impl World {
    /// Builds the organization in an empty database, as of `now`.
    pub async fn build(store: &Store, now: DateTime<Utc>) -> Self {
        let id = Uuid::now_v7;
        let (org_id, site_id, program_id, hospital_id, team_id, hospital_team_id) =
            (id(), id(), id(), id(), id(), id());
        let program = |id, name: &str, setting: Setting| Program {
            id,
            version: 1,
            site_id,
            name: name.into(),
            setting,
            person_label: if setting == Setting::Hospital { "patient".into() } else { "member".into() },
            time_zone: "America/New_York".into(),
            rulebook: setting.to_string(),
        };
        let team = |id, program_id, name: &str| Team { id, version: 1, program_id, name: name.into(), phone: None };
        let new = NewOrganization {
            id: org_id,
            name: format!("Test organization {org_id}"),
            sites: vec![Site {
                id: site_id,
                version: 1,
                name: "Main".into(),
                city: "Albany".into(),
                state: "NY".into(),
            }],
            programs: vec![
                program(program_id, "Complex care", Setting::ManagedCare),
                program(hospital_id, "Inpatient", Setting::Hospital),
            ],
            teams: vec![team(team_id, program_id, "North"), team(hospital_team_id, hospital_id, "Ward 4")],
        };
        let staff: BTreeMap<&'static str, Uuid> = Role::ALL.iter().map(|role| (role.as_str(), id())).collect();
        let stranger_id = id();
        let world = Self {
            org_id,
            program_id,
            hospital_id,
            team_id,
            hospital_team_id,
            stranger_id,
            person_id: id(),
            case_id: id(),
            hidden_person_id: id(),
            hidden_case_id: id(),
            intake_person_id: id(),
            staff,
        };
        let admin = world.actor(Role::OrganizationAdmin);
        let first = world.worker(Role::OrganizationAdmin, world.staff["organization_admin"], None);
        store
            .organization_create(&new, first, "no-password".into(), request("organization_create", now))
            .await
            .expect("organization");
        world.add_staff(store, &admin, now).await;
        world.add_people(store, now).await;
        world
    }

    fn worker(&self, role: Role, id: Uuid, supervisor_id: Option<Uuid>) -> Staff {
        Staff {
            id,
            version: 1,
            name: format!("{} {}", role.as_str().replace('_', " "), &id.simple().to_string()[28..]),
            email: format!("{role}.{}@example.org", id.simple()),
            role,
            title: role.to_string(),
            supervisor_id,
            time_zone: "America/New_York".into(),
            languages: vec!["en".into()],
            active: true,
            profile: Profile::default(),
        }
    }

    async fn add_staff(&self, store: &Store, admin: &Actor, now: DateTime<Utc>) {
        let access: Access<domain::access::cap::StaffWrite> =
            authorize(admin.clone(), request("staff_create", now)).expect("admin");
        let supervisor = self.staff["supervisor"];
        store
            .write(&access, async |tx| {
                tx.staff_add(Change::created(self.worker(Role::Supervisor, supervisor, None)), None)?;
                Ok(Done)
            })
            .await
            .expect("supervisor");
        store
            .write(&access, async |tx| {
                let others = Role::ALL
                    .iter()
                    .filter(|role| !matches!(role, Role::Supervisor | Role::OrganizationAdmin | Role::Integrator));
                for role in others {
                    tx.staff_add(
                        Change::created(self.worker(*role, self.staff[role.as_str()], Some(supervisor))),
                        None,
                    )?;
                }
                tx.staff_add(
                    Change::created(self.worker(Role::CareManager, self.stranger_id, Some(supervisor))),
                    None,
                )?;
                Ok(Done)
            })
            .await
            .expect("staff");
        store
            .write(&access, async |tx| {
                for (role, function) in [
                    ("care_manager", TeamFunction::Member),
                    ("senior_care_manager", TeamFunction::Member),
                    ("lead", TeamFunction::Lead),
                    ("supervisor", TeamFunction::Supervisor),
                ] {
                    tx.team_member_add(Membership { team_id: self.team_id, staff_id: self.staff[role], function });
                }
                tx.team_member_add(Membership {
                    team_id: self.hospital_team_id,
                    staff_id: self.stranger_id,
                    function: TeamFunction::Member,
                });
                let client = ApiClient {
                    id: self.staff["integrator"],
                    version: 1,
                    name: "Export".into(),
                    scopes: Capability::ALL.to_vec(),
                    expires_at: now + TimeDelta::days(90),
                    revoked_at: None,
                };
                tx.client_add(&client, vec![0; 32]);
                for role in ["care_manager", "senior_care_manager", "lead", "supervisor", "director"] {
                    for kind in [CredentialKind::Rn, CredentialKind::DriverLicense] {
                        tx.apply(Change::created(self.credential(role, kind, now)))?;
                    }
                }
                tx.apply(Change::created(self.credential("physician_advisor", CredentialKind::Md, now)))?;
                Ok(Done)
            })
            .await
            .expect("memberships");
    }

    /// A credential of New York that a role's worker holds, valid for a year.
    pub fn credential(&self, role: &str, kind: CredentialKind, now: DateTime<Utc>) -> Credential {
        Credential {
            id: Uuid::now_v7(),
            version: 1,
            staff_id: self.staff[role],
            kind,
            state: Some("NY".into()),
            number: format!("{kind}-{}", self.staff[role].simple()),
            status: CredentialStatus::Active,
            issued_on: None,
            expires_on: Some(now.date_naive() + TimeDelta::days(365)),
            renewal_hours: None,
            hours_earned: None,
            ended_reason: None,
        }
    }

    async fn add_people(&self, store: &Store, now: DateTime<Utc>) {
        self.add_person(store, now, self.intake_person_id, "Waiting", None).await;
        self.add_person(
            store,
            now,
            self.person_id,
            "Okonkwo",
            Some((self.case_id, self.program_id, self.team_id, self.staff["care_manager"])),
        )
        .await;
        self.add_person(
            store,
            now,
            self.hidden_person_id,
            "Lindqvist",
            Some((self.hidden_case_id, self.hospital_id, self.hospital_team_id, self.stranger_id)),
        )
        .await;
        let access: Access<domain::access::cap::CaseWrite> =
            authorize(self.actor(Role::Director), request("case_member_create", now)).expect("director");
        store
            .write(&access, async |tx| {
                for (role, function) in [
                    ("assistant", domain::case::MemberRole::Assistant),
                    ("coordinator", domain::case::MemberRole::Coordinator),
                ] {
                    tx.apply(Change::created(domain::case::CaseMember {
                        id: Uuid::now_v7(),
                        version: 1,
                        case_id: self.case_id,
                        person_id: self.person_id,
                        staff_id: self.staff[role],
                        role: function,
                        starts_at: now,
                        ends_at: None,
                    }))?;
                }
                Ok(Done)
            })
            .await
            .expect("care team");
    }

    async fn add_person(
        &self,
        store: &Store,
        now: DateTime<Utc>,
        id: Uuid,
        family: &str,
        case: Option<(Uuid, Uuid, Uuid, Uuid)>,
    ) {
        let access: Access<domain::access::cap::CaseCreate> =
            authorize(self.actor(Role::Director), request("person_create", now)).expect("director");
        store
            .write(&access, async |tx| {
                tx.apply(Change::created(Person {
                    id,
                    version: 1,
                    family_name: family.into(),
                    given_name: "Ama".into(),
                    preferred_name: None,
                    pronouns: None,
                    birth_date: NaiveDate::from_ymd_opt(1958, 4, 12).expect("a day"),
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
                let Some((case_id, program_id, team_id, owner_id)) = case else { return Ok(Done) };
                let case = Case {
                    id: case_id,
                    version: 1,
                    person_id: id,
                    program_id,
                    status: CaseStatus::Active,
                    stage: Stage::Assess,
                    tier: Tier::High,
                    owner_id,
                    team_id,
                    enrolled_at: now,
                    closed_at: None,
                    outcome: None,
                    close_reason: None,
                };
                let change = Case::open(case, now)?;
                let mut work = [CaseWork::new(change.record.clone())];
                tx.apply_in(&mut work, change)?;
                Ok(Done)
            })
            .await
            .expect("person");
    }

    /// The worker of a role as an actor.
    pub fn actor(&self, role: Role) -> Actor {
        let id = self.staff[role.as_str()];
        let on_team = matches!(role, Role::CareManager | Role::SeniorCareManager | Role::Lead | Role::Supervisor);
        let leads = matches!(role, Role::Lead | Role::Supervisor);
        Actor {
            team_ids: if on_team { vec![self.team_id] } else { Vec::new() },
            led_team_ids: if leads { vec![self.team_id] } else { Vec::new() },
            role,
            principal: Principal::Staff,
            ..administrator(self.org_id, id)
        }
    }

    /// Checked access of a role's worker for an operation at an instant.
    pub fn access<C: CapabilityMarker>(&self, role: Role, operation: &'static str, now: DateTime<Utc>) -> Access<C> {
        authorize(self.actor(role), request(operation, now)).expect("the role includes the capability")
    }

    /// Opens a session of a worker and returns its id.
    pub async fn session(&self, store: &Store, staff_id: Uuid) -> Uuid {
        let candidate = Candidate { org_id: self.org_id, staff_id, hash: String::new() };
        let refresh = Uuid::new_v4().as_bytes().to_vec();
        store
            .session_open(&candidate, ("", &[]), refresh, TimeDelta::hours(12), &request("session_create", Utc::now()))
            .await
            .expect("session")
    }
}

/// A Monday in March, as in the rule catalogue's vectors.
pub fn monday() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 15, 0, 0).single().expect("an instant")
}
