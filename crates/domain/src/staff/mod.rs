//! Staff: workers with a role, a supervisor, a profile and credentials.

mod credential;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
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
}
