//! Programs: a setting with its own label for the person, time zone and rulebook; and their teams.

use uuid::Uuid;

crate::codes! {
    /// The kind of place or service a program works in; it decides the standard rulebook.
    pub enum Setting {
        /// Acute hospital case management.
        Hospital = "hospital",
        /// Health plan care management.
        ManagedCare = "managed_care",
        /// Outpatient or residential behavioral health.
        BehavioralHealth = "behavioral_health",
        /// Home health agency.
        HomeHealth = "home_health",
        /// Hospice.
        Hospice = "hospice",
        /// Social services agency.
        SocialServices = "social_services",
        /// Legal and court programs.
        Legal = "legal",
        /// Refugee resettlement.
        Refugee = "refugee",
        /// Corrections and reentry.
        Corrections = "corrections",
        /// School.
        School = "school",
        /// Clinic or primary care practice.
        Clinic = "clinic",
        /// Long-term care facility.
        LongTermCare = "long_term_care",
        /// Aging services.
        Aging = "aging",
    }
}

/// A program of an organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Site it runs at.
    pub site_id: Uuid,
    /// Name.
    pub name: String,
    /// Setting.
    pub setting: Setting,
    /// What a person is called here: patient, client, member, student, participant (R001).
    pub person_label: String,
    /// IANA time zone in which its deadlines fall due.
    pub time_zone: String,
    /// Name of the rulebook in force.
    pub rulebook: String,
}

impl Program {
    /// The program's time zone; UTC when the stored name is not known to this build.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::UTC)
    }
}

/// A team of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Program it works in.
    pub program_id: Uuid,
    /// Name.
    pub name: String,
}
