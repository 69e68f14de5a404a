//! The people who work in the network: forty, every role at least once, each with a way of working.

use chrono::{DateTime, Days, Utc};
use domain::access::{Actor, Principal, Role};
use domain::program::Setting;
use domain::staff::{Credential, CredentialKind, CredentialStatus, Staff, is_licensed};
use persistence::organization::{Membership, TeamFunction};
use uuid::Uuid;

use super::places::{Network, ORG_ID};
use super::random::Random;
use super::roster::{Post, ROSTER, Style};

/// Domain of the demo's e-mail addresses; reserved, so that no letter ever arrives.
pub const MAIL: &str = "harborvalley.example";

/// A worker with everything the story needs to know.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The record.
    pub staff: Staff,
    /// Licences and certifications.
    pub credentials: Vec<Credential>,
    /// Teams.
    pub memberships: Vec<Membership>,
    /// Way of working.
    pub style: Style,
    /// Where they work.
    pub settings: &'static [(Setting, usize)],
}

impl Worker {
    /// True when a signature of this worker needs no countersignature.
    pub fn signs_alone(&self) -> bool {
        self.staff.role.grants(domain::access::Capability::NoteSign)
    }

    /// True when a licence is valid on the day of `at`.
    pub fn licensed(&self, at: DateTime<Utc>) -> bool {
        is_licensed(&self.credentials, at.date_naive())
    }

    /// The worker as an actor.
    pub fn actor(&self, at: DateTime<Utc>) -> Actor {
        let leads = |membership: &&Membership| membership.function != TeamFunction::Member;
        Actor {
            org_id: ORG_ID,
            id: self.staff.id,
            session_id: self.staff.id,
            principal: Principal::Staff,
            role: self.staff.role,
            team_ids: self.memberships.iter().map(|membership| membership.team_id).collect(),
            led_team_ids: self.memberships.iter().filter(leads).map(|membership| membership.team_id).collect(),
            client_scopes: Vec::new(),
            licensed: self.licensed(at),
            idle_locks_at: DateTime::<Utc>::MAX_UTC,
        }
    }
}

/// Everybody.
#[derive(Debug, Clone)]
pub struct Workforce {
    /// In the order of the roster.
    pub workers: Vec<Worker>,
}

impl Workforce {
    /// The workforce as of `now`; they were all hired by `hired_at`.
    pub fn new(seed: u64, network: &Network, hired_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let mut random = Random::of(seed, 2);
        let ids: Vec<Uuid> = ROSTER.iter().map(|_| random.id(hired_at)).collect();
        let workers =
            ROSTER.iter().zip(&ids).map(|(post, id)| worker(post, *id, &ids, network, &mut random, now)).collect();
        Self { workers }
    }

    /// A worker by id; the first one when unknown.
    pub fn get(&self, id: Uuid) -> &Worker {
        self.workers.iter().find(|worker| worker.staff.id == id).unwrap_or(&self.workers[0])
    }

    /// The worker with this e-mail name.
    pub fn named(&self, name: &str) -> &Worker {
        self.workers.iter().find(|worker| worker.staff.name == name).unwrap_or(&self.workers[0])
    }

    /// Those with one of the roles who work in a setting, in a team of it when given.
    pub fn of(&self, setting: Setting, roles: &[Role]) -> Vec<&Worker> {
        let works = |worker: &&Worker| worker.settings.iter().any(|(own, _)| *own == setting);
        self.workers.iter().filter(works).filter(|worker| roles.contains(&worker.staff.role)).collect()
    }

    /// Those who own cases in a setting.
    pub fn owners(&self, setting: Setting) -> Vec<&Worker> {
        self.of(setting, &[Role::CareManager, Role::SeniorCareManager])
    }

    /// Who leads a setting.
    pub fn lead(&self, setting: Setting) -> &Worker {
        self.of(setting, &[Role::Lead]).first().copied().unwrap_or(&self.workers[0])
    }

    /// Number of the team a worker belongs to in a setting.
    pub fn team_of(&self, worker: &Worker, setting: Setting) -> usize {
        worker.settings.iter().find(|(own, _)| *own == setting).map_or(0, |(_, team)| *team)
    }
}

/// The e-mail of a name.
pub fn email(name: &str) -> String {
    format!("{}@{MAIL}", name.to_lowercase().replace(' ', "."))
}

fn worker(
    post: &'static Post,
    id: Uuid,
    ids: &[Uuid],
    network: &Network,
    random: &mut Random,
    now: DateTime<Utc>,
) -> Worker {
    let boss = ROSTER.iter().position(|other| other.name == post.reports_to).map(|index| ids[index]);
    let function = match post.role {
        Role::Lead => TeamFunction::Lead,
        Role::Supervisor => TeamFunction::Supervisor,
        _ => TeamFunction::Member,
    };
    let everywhere = matches!(post.role, Role::Lead | Role::Supervisor | Role::Coordinator);
    let memberships = post
        .settings
        .iter()
        .flat_map(|(setting, team)| {
            let teams = &network.place(*setting).teams;
            let (first, count) = if everywhere { (0, teams.len()) } else { (*team, 1) };
            teams.iter().skip(first).take(count).map(|team| Membership { team_id: team.id, staff_id: id, function })
        })
        .collect();
    let zone = post.settings.first().map_or("America/New_York", |(setting, _)| match setting {
        Setting::Aging => "America/Chicago",
        _ => "America/New_York",
    });
    let state = if zone == "America/Chicago" { "WI" } else { "NY" };
    let credentials =
        post.credentials.iter().map(|kind| credential(*kind, state, id, random, now, post.name)).collect();
    Worker {
        staff: Staff {
            id,
            version: 1,
            name: post.name.into(),
            email: email(post.name),
            role: post.role,
            title: post.title.into(),
            supervisor_id: boss,
            time_zone: zone.into(),
            languages: post.languages.iter().map(|language| (*language).into()).collect(),
            active: true,
        },
        credentials,
        memberships,
        style: post.style,
        settings: post.settings,
    }
}

/// The worker whose licence runs out soon, so that a lead has something to see to.
pub const EXPIRING: &str = "Kevin Nakamura";

fn credential(
    kind: CredentialKind,
    state: &str,
    staff_id: Uuid,
    random: &mut Random,
    now: DateTime<Utc>,
    name: &str,
) -> Credential {
    let days = if kind.is_licence() && name == EXPIRING { 23 } else { random.between(140, 980) };
    Credential {
        id: random.id(now - chrono::Duration::days(300)),
        version: 1,
        staff_id,
        kind,
        state: kind.is_licence().then(|| state.to_owned()),
        number: random.between(210_000, 989_999).to_string(),
        status: CredentialStatus::Active,
        expires_on: now.date_naive() + Days::new(u64::try_from(days).unwrap_or(0)),
    }
}
