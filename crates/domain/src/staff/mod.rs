//! Staff: workers with a role, a supervisor, a profile and credentials.

mod credential;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
use crate::change::Rule;
pub use credential::{Credential, CredentialCategory, CredentialKind, CredentialStatus, Standing};

/// A worker of the organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// Id.
    pub id: Uuid,
    /// Version, raised by each change.
    pub version: i32,
    /// Full name as shown to colleagues.
    pub name: String,
    /// Sign-in name, lower case, unique in the installation's organization.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Title as the organization words it.
    pub title: String,
    /// Licensed supervisor; required for assistants and coordinators (R021).
    pub supervisor_id: Option<Uuid>,
    /// IANA time zone of the worker.
    pub time_zone: String,
    /// Languages spoken (BCP 47).
    pub languages: Vec<String>,
    /// False after the person left.
    pub active: bool,
    /// What matters when work is given to them.
    pub profile: Profile,
}

crate::codes! {
    /// How well somebody speaks a language (R046).
    pub enum Fluency {
        /// Greetings and simple questions.
        Basic = "basic",
        /// Everyday talk; not for clinical content.
        Conversational = "conversational",
        /// Clinical content without an interpreter.
        Professional = "professional",
        /// A first language.
        Native = "native",
    }
}

crate::codes! {
    /// A population somebody knows well (R047).
    pub enum Specialisation {
        /// Older people.
        Geriatric = "geriatric",
        /// Children.
        Pediatric = "pediatric",
        /// Mental health and substance use.
        BehavioralHealth = "behavioral_health",
        /// Several chronic conditions.
        ComplexChronic = "complex_chronic",
    }
}

crate::codes! {
    /// The way somebody grows in (R022).
    pub enum Track {
        /// As a specialist, with complex cases.
        Individual = "individual",
        /// By leading others.
        Management = "management",
    }
}

crate::codes! {
    /// To whose office a worker's line of reporting leads (R020). Who approves and countersigns is the supervisor, by name.
    pub enum ReportingLine {
        /// Director of Care Management.
        CareManagement = "care_management",
        /// Chief Nursing Officer.
        Nursing = "nursing",
        /// Medical Director.
        Medical = "medical",
        /// Manager or Director of Case Management.
        CaseManagement = "case_management",
        /// Population Health.
        PopulationHealth = "population_health",
        /// Social Services.
        SocialServices = "social_services",
    }
}

crate::codes! {
    /// A rung of the ladder of three (R013).
    pub enum LadderBand {
        /// Up to two years.
        Entry = "entry",
        /// From three years on.
        MidSenior = "mid_senior",
        /// Who leads others.
        LeadSupervisor = "lead_supervisor",
    }
}

/// Years from which a care manager stands on the middle rung. Source: R013, Entry 0-2 years, Mid-Senior from 3 on.
const MID_YEARS: i32 = 3;

/// The rung of the ladder of three on which one of the six roles stands. A care manager of whom no years are on record stands where the
/// role begins; roles beside the ladder stand on none.
pub fn ladder_band(role: Role, years_experience: Option<i32>) -> Option<LadderBand> {
    match role {
        Role::CareManager if years_experience.is_some_and(|years| years >= MID_YEARS) => Some(LadderBand::MidSenior),
        Role::Assistant | Role::CareManager => Some(LadderBand::Entry),
        Role::SeniorCareManager => Some(LadderBand::MidSenior),
        Role::Lead | Role::Supervisor | Role::Director => Some(LadderBand::LeadSupervisor),
        Role::Coordinator
        | Role::PhysicianAdvisor
        | Role::PrivacyOfficer
        | Role::OrganizationAdmin
        | Role::Integrator
        | Role::Analyst => None,
    }
}

/// What matters about a worker when work is given to them (R036, R046-R048).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Years of experience in the work.
    pub years_experience: Option<i32>,
    /// How well each language (BCP 47) is spoken, where that is known.
    pub fluency: BTreeMap<String, Fluency>,
    /// Populations they know well.
    pub specialisations: Vec<Specialisation>,
    /// States, two letters, from which they may work remotely.
    pub remote_states: Vec<String>,
    /// The way they grow in, when it was agreed.
    #[serde(default)]
    pub track: Option<Track>,
    /// To whose office their line of reporting leads, when that is on record.
    #[serde(default)]
    pub reports_to: Option<ReportingLine>,
}

impl Profile {
    /// Refuses a case in a state from which somebody may not work (R048). Of whom no state is named nothing is known, and in the state
    /// of the program's `site` they work on the spot.
    ///
    /// # Errors
    /// `remote_state_not_allowed`.
    pub fn require_remote(&self, state: Option<&str>, site: Option<&str>) -> Result<(), Rule> {
        let Some(asked) = state.filter(|_| state != site && !self.remote_states.is_empty()) else { return Ok(()) };
        if self.remote_states.iter().any(|own| own == asked) {
            return Ok(());
        }
        let own = self.remote_states.join(", ");
        let detail = format!("They may work remotely from {own}; the person is in {asked}.");
        Err(Rule::new("remote_state_not_allowed", detail))
    }
}

/// Years of experience that a role asks for at least; none where it is no work with people in care. Source: R036, whose two sources ask
/// for 1 to 2 years of a care manager, and 3 to 5 of those who guide others. Which end counts for whom is ours: the lowest, and the
/// highest for who answers for whole teams.
pub fn minimum_years(role: Role) -> Option<i32> {
    match role {
        Role::CareManager => Some(1),
        Role::SeniorCareManager | Role::Lead => Some(3),
        Role::Supervisor | Role::Director => Some(5),
        _ => None,
    }
}

impl Staff {
    /// True where fewer years are on record than the role asks for. What is not on record is asked for, not held against anybody.
    pub fn is_below_minimum(&self) -> bool {
        let years = self.profile.years_experience;
        minimum_years(self.role).zip(years).is_some_and(|(least, years)| years < least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn the_six_roles_stand_on_three_rungs_and_a_care_manager_rises_after_two_years() {
        use LadderBand::{Entry, LeadSupervisor, MidSenior};
        let of = |years| Role::ALL.iter().map(move |role| ladder_band(*role, years));
        let newcomers: Vec<LadderBand> = of(None).flatten().collect();
        assert_eq!(newcomers, [Entry, Entry, MidSenior, LeadSupervisor, LeadSupervisor, LeadSupervisor]);
        assert_eq!(of(Some(2)).flatten().collect::<Vec<_>>(), newcomers);
        let later: Vec<LadderBand> = of(Some(3)).flatten().collect();
        assert_eq!(later, [Entry, MidSenior, MidSenior, LeadSupervisor, LeadSupervisor, LeadSupervisor]);
    }

    #[test]
    fn years_are_compared_with_what_the_role_asks_for_and_only_where_they_are_known() {
        let below = |role, years_experience| {
            let staff = Staff {
                id: Uuid::nil(),
                version: 1,
                name: String::new(),
                email: String::new(),
                role,
                title: String::new(),
                supervisor_id: None,
                time_zone: "UTC".into(),
                languages: Vec::new(),
                active: true,
                profile: Profile { years_experience, ..Profile::default() },
            };
            staff.is_below_minimum()
        };
        let least = [Role::CareManager, Role::SeniorCareManager, Role::Lead, Role::Supervisor, Role::Director];
        for (role, years) in least.into_iter().zip([1, 3, 3, 5, 5]) {
            assert!(
                below(role, Some(years - 1)) && !below(role, Some(years)) && !below(role, None),
                "{}",
                role.as_str()
            );
        }
        for role in Role::ALL.iter().filter(|role| !least.contains(role)) {
            assert!(!below(*role, Some(0)), "{}", role.as_str());
        }
    }
}
