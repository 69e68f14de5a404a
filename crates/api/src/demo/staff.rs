//! The people who work in the network: forty, every role at least once, each with a way of working.

use chrono::{DateTime, Days, Utc};
use domain::access::{Actor, Principal, Role};
use domain::program::Setting;
use domain::scope::{Activity, Practice, Verdict, judge};
use domain::staff::{
    Credential, CredentialCategory, CredentialKind, CredentialStatus, Fluency, Profile, ReportingLine, Specialisation,
    Staff, Track,
};
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
    /// The worker as an actor.
    pub fn actor(&self) -> Actor {
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
        let workers = ROSTER
            .iter()
            .zip(&ids)
            .map(|(post, id)| worker(post, *id, &ids, network, &mut random, (hired_at, now)))
            .collect();
        Self { workers }
    }

    /// A worker by id; the first one when unknown.
    pub fn get(&self, id: Uuid) -> &Worker {
        self.workers.iter().find(|worker| worker.staff.id == id).unwrap_or(&self.workers[0])
    }

    /// Whether a worker may do something for a person in `state` at the instant `at`.
    pub fn verdict(&self, activity: Activity, id: Uuid, state: Option<&str>, at: DateTime<Utc>) -> Verdict {
        let worker = self.get(id);
        let practice = Practice {
            role: worker.staff.role,
            credentials: &worker.credentials,
            supervisor: worker.staff.supervisor_id.map(|id| self.get(id).credentials.as_slice()),
        };
        judge(activity, &practice, state, &[], at.date_naive())
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
    (hired_at, now): (DateTime<Utc>, DateTime<Utc>),
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
    let held = post.credentials.iter().chain(education(post));
    let mut credentials: Vec<Credential> =
        held.map(|kind| credential(*kind, state, id, random, now, post.name)).collect();
    if BOTH_STATES.contains(&post.name) {
        let licences = post.credentials.iter().filter(|kind| kind.is_licence());
        let other = if state == "WI" { "NY" } else { "WI" };
        credentials.extend(licences.map(|kind| credential(*kind, other, id, random, now, post.name)));
    }
    credentials.extend(checks(post).map(|kind| check(kind, id, random, hired_at, post.name)));
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
            profile: profile(post, random),
        },
        credentials,
        memberships,
        style: post.style,
        settings: post.settings,
    }
}

/// The worker whose licence runs out soon, so that a lead has something to see to.
pub const EXPIRING: &str = "Kevin Nakamura";
/// The worker whose certificate has run out.
const EXPIRED: &str = "Beth Lindgren";
/// Those whose people live in two states.
const BOTH_STATES: &[&str] = &["Vivian Castellano", "Patricia Nowicki", "Thomas Vandenberg"];
/// The worker who still waits for one check.
const NEWCOMER: &str = "Sofia Marchetti";

/// The degree behind a licence; an assistant's or coordinator's own; and how somebody gets to visits.
fn education(post: &Post) -> &'static [CredentialKind] {
    let licence = post.credentials.iter().find(|kind| kind.is_licence());
    match (licence, post.role) {
        (Some(CredentialKind::Rn), Role::Director | Role::Supervisor) => {
            &[CredentialKind::Msn, CredentialKind::DriverLicense]
        }
        (Some(CredentialKind::Rn), _) => &[CredentialKind::Bsn, CredentialKind::DriverLicense],
        (Some(CredentialKind::Md), _) | (None, Role::Analyst) => &[CredentialKind::Mph],
        (Some(_), _) => &[CredentialKind::Msw, CredentialKind::DriverLicense],
        (None, Role::Assistant) => &[CredentialKind::Bsw, CredentialKind::DriverLicense],
        (None, Role::Coordinator) => &[CredentialKind::Ba, CredentialKind::Transport],
        (None, _) => &[],
    }
}

/// The checks that everybody passes before the first case.
fn checks(post: &Post) -> impl Iterator<Item = CredentialKind> + use<> {
    let verified = !post.credentials.is_empty();
    let all = [CredentialKind::BackgroundCheck, CredentialKind::ReferenceCheck, CredentialKind::CredentialVerification];
    all.into_iter().filter(move |kind| verified || *kind != CredentialKind::CredentialVerification)
}

/// What a worker brings, from the programs of their post.
fn profile(post: &Post, random: &mut Random) -> Profile {
    let least = if matches!(post.role, Role::Assistant | Role::Coordinator) { 1 } else { 3 };
    let works = |setting| post.settings.iter().any(|(own, _)| *own == setting);
    let specialisations = [
        (Specialisation::Geriatric, works(Setting::Aging) || works(Setting::LongTermCare) || works(Setting::Hospice)),
        (Specialisation::Pediatric, works(Setting::School)),
        (Specialisation::BehavioralHealth, works(Setting::BehavioralHealth)),
        (Specialisation::ComplexChronic, works(Setting::ManagedCare) || works(Setting::HomeHealth)),
    ];
    let remote = works(Setting::ManagedCare) || works(Setting::Aging);
    let line = if works(Setting::Hospital) {
        ReportingLine::CaseManagement
    } else if works(Setting::ManagedCare) {
        ReportingLine::PopulationHealth
    } else if works(Setting::SocialServices) {
        ReportingLine::SocialServices
    } else {
        ReportingLine::CareManagement
    };
    let fluency = post.languages.iter().enumerate().map(|(place, language)| {
        let level = if place == 0 { Fluency::Native } else { Fluency::Professional };
        ((*language).to_owned(), level)
    });
    Profile {
        years_experience: i32::try_from(random.between(least, least + 16)).ok(),
        fluency: fluency.collect(),
        specialisations: specialisations.into_iter().filter(|(_, fits)| *fits).map(|(code, _)| code).collect(),
        remote_states: if remote { vec!["NY".into(), "WI".into()] } else { Vec::new() },
        track: match post.role {
            Role::SeniorCareManager => Some(Track::Individual),
            Role::Lead | Role::Supervisor | Role::Director => Some(Track::Management),
            _ => None,
        },
        reports_to: Some(line),
    }
}

fn check(kind: CredentialKind, staff_id: Uuid, random: &mut Random, hired_at: DateTime<Utc>, name: &str) -> Credential {
    let waits = name == NEWCOMER && kind == CredentialKind::ReferenceCheck;
    let passed_on = hired_at.date_naive() - Days::new(u64::try_from(random.between(5, 40)).unwrap_or(5));
    Credential {
        id: random.id(hired_at),
        version: 1,
        staff_id,
        kind,
        state: None,
        number: String::new(),
        status: if waits { CredentialStatus::Pending } else { CredentialStatus::Active },
        issued_on: (!waits).then_some(passed_on),
        expires_on: None,
        renewal_hours: None,
        hours_earned: None,
        ended_reason: None,
    }
}

fn credential(
    kind: CredentialKind,
    state: &str,
    staff_id: Uuid,
    random: &mut Random,
    now: DateTime<Utc>,
    name: &str,
) -> Credential {
    let days = match (kind.category(), name) {
        (CredentialCategory::Licence, EXPIRING) => 23,
        (CredentialCategory::Certification, EXPIRED) => -12,
        _ => random.between(140, 980),
    };
    let certified = kind.category() == CredentialCategory::Certification;
    let of_state = kind.is_licence() || kind == CredentialKind::DriverLicense;
    let runs_out = of_state || certified;
    Credential {
        id: random.id(now - chrono::Duration::days(300)),
        version: 1,
        staff_id,
        kind,
        state: of_state.then(|| state.to_owned()),
        number: if runs_out { random.between(210_000, 989_999).to_string() } else { String::new() },
        status: CredentialStatus::Active,
        issued_on: None,
        expires_on: runs_out.then(|| now.date_naive() + chrono::Duration::days(days)),
        renewal_hours: (kind == CredentialKind::Ccm).then_some(80),
        hours_earned: (kind == CredentialKind::Ccm).then(|| i32::try_from(random.between(12, 96)).unwrap_or(0)),
        ended_reason: None,
    }
}
