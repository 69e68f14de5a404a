//! Staff: workers with a role, a supervisor and credentials.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;

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
}

crate::codes! {
    /// A credential's state.
    pub enum CredentialStatus {
        /// Active and unencumbered.
        Active = "active",
        /// Restricted by the board.
        Encumbered = "encumbered",
        /// Not valid any more.
        Revoked = "revoked",
    }
}

crate::codes! {
    /// Licences and certifications that matter for access now (R034, R035).
    pub enum CredentialKind {
        /// Registered nurse.
        Rn = "rn",
        /// Licensed practical or vocational nurse.
        Lpn = "lpn",
        /// Licensed clinical social worker.
        Lcsw = "lcsw",
        /// Licensed master social worker.
        Lmsw = "lmsw",
        /// Licensed professional counselor.
        Lpc = "lpc",
        /// Licensed mental health counselor.
        Lmhc = "lmhc",
        /// Physician.
        Md = "md",
        /// Certified case manager.
        Ccm = "ccm",
        /// Accredited case manager.
        Acm = "acm",
        /// Certified professional in healthcare quality.
        Cphq = "cphq",
        /// Basic life support.
        Bls = "bls",
    }
}

impl CredentialKind {
    /// True for licences that allow signing and countersigning.
    pub fn is_licence(self) -> bool {
        matches!(self, Self::Rn | Self::Lpn | Self::Lcsw | Self::Lmsw | Self::Lpc | Self::Lmhc | Self::Md)
    }
}

/// A licence or certification of a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Holder.
    pub staff_id: Uuid,
    /// Kind.
    pub kind: CredentialKind,
    /// Issuing state, two letters, for licences.
    pub state: Option<String>,
    /// Number.
    pub number: String,
    /// State of the credential.
    pub status: CredentialStatus,
    /// Last valid day; blocked from the day after (T-22).
    pub expires_on: NaiveDate,
}

impl Credential {
    /// True when the credential is valid on `day` (T-22: the day of expiry still counts).
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.status == CredentialStatus::Active && day <= self.expires_on
    }
}

/// True when one of the credentials is a licence valid on `day`.
pub fn is_licensed(credentials: &[Credential], day: NaiveDate) -> bool {
    credentials.iter().any(|credential| credential.kind.is_licence() && credential.valid_on(day))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tv_t_22_a_licence_counts_on_its_last_day_and_not_on_the_next() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 6, 30).unwrap() + chrono::Days::new(d);
        let licence = Credential {
            id: Uuid::nil(),
            version: 1,
            staff_id: Uuid::nil(),
            kind: CredentialKind::Rn,
            state: Some("NY".into()),
            number: "1".into(),
            status: CredentialStatus::Active,
            expires_on: day(0),
        };
        assert!(is_licensed(std::slice::from_ref(&licence), day(0)));
        assert!(!is_licensed(&[licence], day(1)));
    }
}
