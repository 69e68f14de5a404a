//! Programs: a setting with its own label for the person, time zone and rulebook; their sites and their teams.

use uuid::Uuid;

use crate::change::Rule;

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

impl Setting {
    /// What a person is called in it unless the program says otherwise (R001).
    pub fn person_label(self) -> &'static str {
        match self {
            Self::Hospital | Self::HomeHealth | Self::Hospice | Self::Clinic => "patient",
            Self::ManagedCare => "member",
            Self::LongTermCare => "resident",
            Self::School => "student",
            Self::Legal | Self::Corrections | Self::Aging => "participant",
            Self::BehavioralHealth | Self::SocialServices | Self::Refugee => "client",
        }
    }
}

/// Refuses what is not the name of a time zone.
///
/// # Errors
/// `unknown_time_zone` at `/time_zone`.
pub fn require_zone(name: &str) -> Result<(), Rule> {
    let detail = "Use an IANA time zone, for example America/New_York.";
    name.parse::<chrono_tz::Tz>().map(|_| ()).map_err(|_| Rule::at("unknown_time_zone", "/time_zone", detail))
}

/// A place of an organization. Its state decides which rules and which licences hold there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Name.
    pub name: String,
    /// City.
    pub city: String,
    /// State, two letters.
    pub state: String,
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
    /// Number at which it answers people and their families.
    pub phone: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_one_of_the_iana_list() {
        assert!(require_zone("America/New_York").is_ok());
        let refused = require_zone("New York").unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("unknown_time_zone", Some("/time_zone")));
    }
}
