//! The network: its sites, one program for each setting, and its teams.

use chrono::{DateTime, Utc};
use domain::program::{Program, Setting, Site, Team};
use persistence::organization::{NewOrganization, rulebook_name};
use uuid::Uuid;

use super::random::Random;

/// Name of the demo organization.
pub const NAME: &str = "Harbor Valley Care Network";

/// Id of the demo organization.
pub const ORG_ID: Uuid = Uuid::from_u128(0x0198_d3a1_5c00_7b62_9f04_61d7_e2a8_3c15);

const EASTERN: &str = "America/New_York";
const CENTRAL: &str = "America/Chicago";

/// A program as the network runs it.
#[derive(Debug)]
pub struct Plan {
    /// Setting.
    pub setting: Setting,
    /// Name.
    pub name: &'static str,
    /// What a person is called.
    pub label: &'static str,
    /// Number of its site in [`SITES`].
    pub site: usize,
    /// Time zone.
    pub zone: &'static str,
    /// Teams.
    pub teams: &'static [&'static str],
    /// How many of 900 people it enrols.
    pub people: u32,
}

/// Sites: name, city, state.
pub const SITES: &[(&str, &str, &str)] = &[
    ("Harbor Valley Medical Center", "Port Ellery", "NY"),
    ("Quayside House", "Port Ellery", "NY"),
    ("Millrace Family Clinic", "Millrace", "NY"),
    ("Stonebridge Community Hub", "Stonebridge", "NY"),
    ("Orchard Hill Residence", "Orchard Hill", "NY"),
    ("Lakeshore Elder Services", "Grand Marsh", "WI"),
];

/// Every program, one for each setting.
pub const PROGRAMS: &[Plan] = &[
    plan(
        Setting::Hospital,
        "Inpatient Case Management",
        "patient",
        0,
        EASTERN,
        &["Medical-Surgical", "Cardiac and Step-Down"],
        212,
    ),
    plan(Setting::ManagedCare, "Complex Care Management", "member", 1, EASTERN, &["North Panel", "South Panel"], 102),
    plan(
        Setting::BehavioralHealth,
        "Behavioral Health Care Management",
        "client",
        1,
        EASTERN,
        &["Behavioral Health Team"],
        100,
    ),
    plan(Setting::HomeHealth, "Home Health Coordination", "patient", 0, EASTERN, &["Home Health Team"], 80),
    plan(Setting::Hospice, "Lantern Hospice", "patient", 4, EASTERN, &["Hospice Team"], 45),
    plan(Setting::SocialServices, "Family and Housing Support", "client", 3, EASTERN, &["Community Support Team"], 81),
    plan(Setting::Legal, "Treatment Court Support", "participant", 3, EASTERN, &["Court Support Team"], 30),
    plan(Setting::Refugee, "New Neighbors Resettlement", "client", 3, EASTERN, &["Resettlement Team"], 45),
    plan(Setting::Corrections, "Second Landing Reentry", "participant", 3, EASTERN, &["Reentry Team"], 35),
    plan(Setting::School, "Student Support Services", "student", 3, EASTERN, &["School Team"], 45),
    plan(Setting::Clinic, "Primary Care Coordination", "patient", 2, EASTERN, &["Clinic Team"], 55),
    plan(Setting::LongTermCare, "Orchard Hill Care Planning", "resident", 4, EASTERN, &["Residence Team"], 35),
    plan(Setting::Aging, "Lakeshore Aging at Home", "participant", 5, CENTRAL, &["Aging Team"], 35),
];

const fn plan(
    setting: Setting,
    name: &'static str,
    label: &'static str,
    site: usize,
    zone: &'static str,
    teams: &'static [&'static str],
    people: u32,
) -> Plan {
    Plan { setting, name, label, site, zone, teams, people }
}

/// A program with its teams, as stored.
#[derive(Debug, Clone)]
pub struct Place {
    /// The program.
    pub program: Program,
    /// Its teams.
    pub teams: Vec<Team>,
}

/// The network as records, with ids from the seed.
#[derive(Debug, Clone)]
pub struct Network {
    /// Programs in the order of [`PROGRAMS`].
    pub places: Vec<Place>,
    sites: Vec<Site>,
}

impl Network {
    /// The network as it was set up at `at`.
    pub fn new(seed: u64, at: DateTime<Utc>) -> Self {
        let mut random = Random::of(seed, 1);
        let sites: Vec<Site> = SITES
            .iter()
            .map(|(name, city, state)| Site {
                id: random.id(at),
                version: 1,
                name: (*name).into(),
                city: (*city).into(),
                state: (*state).into(),
            })
            .collect();
        let places = PROGRAMS.iter().map(|plan| place(plan, sites[plan.site].id, &mut random, at)).collect();
        Self { places, sites }
    }

    /// The program of a setting with its teams.
    pub fn place(&self, setting: Setting) -> &Place {
        self.places.iter().find(|place| place.program.setting == setting).unwrap_or(&self.places[0])
    }

    /// What is stored.
    pub fn organization(&self) -> NewOrganization {
        NewOrganization {
            id: ORG_ID,
            name: NAME.into(),
            sites: self.sites.clone(),
            programs: self.places.iter().map(|place| place.program.clone()).collect(),
            teams: self.places.iter().flat_map(|place| place.teams.clone()).collect(),
        }
    }
}

fn place(plan: &Plan, site_id: Uuid, random: &mut Random, at: DateTime<Utc>) -> Place {
    let program = Program {
        id: random.id(at),
        version: 1,
        site_id,
        name: plan.name.into(),
        setting: plan.setting,
        person_label: plan.label.into(),
        time_zone: plan.zone.into(),
        rulebook: rulebook_name(plan.setting),
    };
    let teams = plan
        .teams
        .iter()
        .zip(0..)
        .map(|(name, number)| Team {
            id: random.id(at),
            version: 1,
            program_id: program.id,
            name: (*name).into(),
            phone: Some(format!("+1 518 555 01{}{number}", plan.site)),
        })
        .collect();
    Place { program, teams }
}
