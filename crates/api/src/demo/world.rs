//! The world of the demo: when it began, who works in it, and whose lives are told.

use chrono::{DateTime, Duration, Utc};
use domain::absence::Absence;
use domain::alert::escalation::Staffing;
use domain::program::Setting;
use uuid::Uuid;

use super::absence;
use super::places::{Network, PROGRAMS};
use super::roster;
use super::staff::Workforce;

/// Seed of the story that `tend demo` tells.
pub const SEED: u64 = 20_260_117;

/// How many people the network cares for at full scale.
pub const PEOPLE: u32 = 900;

/// How long the story runs before now.
const DAYS: i64 = 183;

/// Everything that all lives share.
#[derive(Debug, Clone)]
pub struct World {
    /// Seed.
    pub seed: u64,
    /// When the story begins.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub now: DateTime<Utc>,
    /// Sites, programs, teams.
    pub network: Network,
    /// Staff.
    pub workforce: Workforce,
    /// Who is off around now.
    pub absences: Vec<Absence>,
}

/// Something that must be on somebody's desk this morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// A safety alert of an hour ago that nobody has taken up.
    Alert,
    /// A safety alert that a colleague is on.
    AlertTaken,
    /// An urgent call back, due today.
    CallBack,
    /// A task that was due yesterday.
    Overdue,
    /// Discharged five days ago and not reached yet.
    Unreached,
    /// A case just offered to a colleague.
    Offered,
    /// A case offered to Maria.
    OfferedToMaria,
    /// A plan drafted and not yet approved, three days before it is due.
    PlanWaiting,
    /// A note begun the day before yesterday.
    NoteWaiting,
    /// A task due today.
    DueToday,
    /// Admitted a few hours ago; the initial assessment is still to be made.
    JustAdmitted,
    /// An assistant's note of yesterday that waits for a countersignature.
    AssistantNote,
}

/// What Maria finds this morning, the most telling first.
const MARIAS: &[Feature] = &[
    Feature::Alert,
    Feature::CallBack,
    Feature::Unreached,
    Feature::Overdue,
    Feature::PlanWaiting,
    Feature::NoteWaiting,
    Feature::Offered,
    Feature::DueToday,
];

/// Where a life begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// Number of the person, from 0.
    pub index: u64,
    /// First program.
    pub setting: Setting,
    /// First owner.
    pub owner_id: Uuid,
    /// How many people of this owner come before.
    pub nth: usize,
    /// What must be on the owner's desk this morning.
    pub feature: Option<Feature>,
}

impl World {
    /// The world as of `now`.
    pub fn new(seed: u64, now: DateTime<Utc>) -> Self {
        let start = now - Duration::days(DAYS);
        let network = Network::new(seed, start);
        let workforce = Workforce::new(seed, &network, start, now);
        let absences = absence::absences(seed, &workforce, now);
        Self { seed, start, now, network, workforce, absences }
    }

    /// Everybody whom an alert of a team may ask.
    pub fn staffing(&self, team_id: Uuid) -> Staffing {
        absence::staffing(&self.workforce, &self.absences, team_id)
    }

    /// Where each of about `people` lives begins; every program has at least one.
    pub fn beginnings(&self, people: u32) -> Vec<Beginning> {
        let mut all = Vec::new();
        for plan in PROGRAMS {
            let owners = self.workforce.owners(plan.setting);
            let count = (plan.people * people).div_ceil(PEOPLE).max(1);
            let mut seen: Vec<usize> = vec![0; owners.len()];
            for number in 0..count as usize {
                let owner = number % owners.len().max(1);
                let nth = seen[owner];
                let feature = feature(&owners[owner].staff.name, nth);
                seen[owner] += 1;
                all.push(Beginning {
                    index: all.len() as u64,
                    setting: plan.setting,
                    owner_id: owners[owner].staff.id,
                    nth,
                    feature,
                });
            }
        }
        all
    }
}

/// What the `nth` person of an owner brings to this morning.
fn feature(owner: &str, nth: usize) -> Option<Feature> {
    match (owner, nth) {
        (roster::MARIA, _) => MARIAS.get(nth).copied(),
        (roster::KEVIN, 0) => Some(Feature::OfferedToMaria),
        (roster::KEVIN | roster::TERRELL, 1..=2) => Some(Feature::AssistantNote),
        (roster::DMITRI | roster::TANYA, 0) => Some(Feature::JustAdmitted),
        (roster::SAMUEL, 0) => Some(Feature::Alert),
        (roster::DANIELLE, 0) => Some(Feature::AlertTaken),
        _ => None,
    }
}
