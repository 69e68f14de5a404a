//! Credentials: licences, certifications, degrees, checks, and how somebody gets to visits.
//!
//! | from                                   | action  | to    |
//! |----------------------------------------|---------|-------|
//! | -                                      | record  | any but ended |
//! | pending, active, encumbered, suspended, revoked | correct | any but ended |
//! | pending, active, encumbered, suspended, revoked | end (reason) | ended |

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::rulebook::credential::Expiry;

crate::codes! {
    /// What the issuer says about a credential (R034).
    pub enum CredentialStatus {
        /// Active and unencumbered.
        Active = "active",
        /// Asked for, and not there yet: an open check, an evaluation under way.
        Pending = "pending",
        /// Restricted by the board.
        Encumbered = "encumbered",
        /// Suspended by the board.
        Suspended = "suspended",
        /// Not valid any more; of a check: not passed.
        Revoked = "revoked",
        /// Taken off the record here: entered in error, or given up.
        Ended = "ended",
    }
}

crate::codes! {
    /// What kind of thing a credential is; it decides what must be recorded about it.
    pub enum CredentialCategory {
        /// A licence to practice, of one state (R034).
        Licence = "licence",
        /// A certification (R035).
        Certification = "certification",
        /// A degree (R036).
        Degree = "degree",
        /// A gate before the first case (R045).
        Check = "check",
        /// An evaluation of foreign credentials (R049).
        Evaluation = "evaluation",
        /// A way to get to visits (R044).
        Transport = "transport",
    }
}

crate::codes! {
    /// Credentials that matter for what somebody may do (R034-R036, R044, R045, R049).
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
        /// Care manager certified (geriatric).
        Cmc = "cmc",
        /// Certified professional in healthcare quality.
        Cphq = "cphq",
        /// Basic life support.
        Bls = "bls",
        /// Bachelor of science in nursing.
        Bsn = "bsn",
        /// Bachelor of social work.
        Bsw = "bsw",
        /// Bachelor of arts.
        Ba = "ba",
        /// Bachelor of science.
        Bs = "bs",
        /// Master of science in nursing.
        Msn = "msn",
        /// Master of social work.
        Msw = "msw",
        /// Master of health administration.
        Mha = "mha",
        /// Master of public health.
        Mph = "mph",
        /// Background check.
        BackgroundCheck = "background_check",
        /// Check of references.
        ReferenceCheck = "reference_check",
        /// Credentials verified at their source.
        CredentialVerification = "credential_verification",
        /// Evaluation of foreign credentials.
        ForeignEvaluation = "foreign_evaluation",
        /// Driver's license.
        DriverLicense = "driver_license",
        /// Another way to get to visits: an agency car with a driver, public transport.
        Transport = "transport",
    }
}

impl CredentialKind {
    /// What kind of thing it is.
    pub fn category(self) -> CredentialCategory {
        match self {
            Self::Rn | Self::Lpn | Self::Lcsw | Self::Lmsw | Self::Lpc | Self::Lmhc | Self::Md => {
                CredentialCategory::Licence
            }
            Self::Ccm | Self::Acm | Self::Cmc | Self::Cphq | Self::Bls => CredentialCategory::Certification,
            Self::Bsn | Self::Bsw | Self::Ba | Self::Bs | Self::Msn | Self::Msw | Self::Mha | Self::Mph => {
                CredentialCategory::Degree
            }
            Self::BackgroundCheck | Self::ReferenceCheck | Self::CredentialVerification => CredentialCategory::Check,
            Self::ForeignEvaluation => CredentialCategory::Evaluation,
            Self::DriverLicense | Self::Transport => CredentialCategory::Transport,
        }
    }

    /// True for the licence of a nurse, registered or practical.
    pub fn is_nursing(self) -> bool {
        matches!(self, Self::Rn | Self::Lpn)
    }

    /// True for licences to practice.
    pub fn is_licence(self) -> bool {
        self.category() == CredentialCategory::Licence
    }

    /// How people write it: RN, LCSW, driver's license.
    pub fn label(self) -> String {
        match self {
            Self::BackgroundCheck => "background check".into(),
            Self::ReferenceCheck => "reference check".into(),
            Self::CredentialVerification => "verification of credentials".into(),
            Self::ForeignEvaluation => "evaluation of foreign credentials".into(),
            Self::DriverLicense => "driver's license".into(),
            Self::Transport => "way to get to visits".into(),
            code => code.to_string().to_uppercase(),
        }
    }

    fn needs_state(self) -> bool {
        self.is_licence() || self == Self::DriverLicense
    }

    fn needs_expiry(self) -> bool {
        self.needs_state() || self.category() == CredentialCategory::Certification
    }
}

crate::codes! {
    /// What a credential is worth on a day, in one word.
    pub enum Standing {
        /// It counts.
        Valid = "valid",
        /// It counts, and runs out within 90 days (T-22).
        Expiring = "expiring",
        /// Its last day has passed.
        Expired = "expired",
        /// Asked for.
        Pending = "pending",
        /// Restricted.
        Encumbered = "encumbered",
        /// Suspended.
        Suspended = "suspended",
        /// Not valid any more.
        Revoked = "revoked",
        /// Taken off the record.
        Ended = "ended",
    }
}

/// A credential of a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Holder.
    pub staff_id: Uuid,
    /// Kind.
    pub kind: CredentialKind,
    /// Issuing state, two letters; of licences and driver's licenses.
    pub state: Option<String>,
    /// Number; empty where there is none.
    pub number: String,
    /// What the issuer says.
    pub status: CredentialStatus,
    /// Since when; of a check, the day on which it was passed.
    pub issued_on: Option<NaiveDate>,
    /// Last valid day; blocked from the day after (T-22). None for what does not run out.
    pub expires_on: Option<NaiveDate>,
    /// Hours of education that a renewal needs (R035).
    pub renewal_hours: Option<i32>,
    /// Hours earned so far.
    pub hours_earned: Option<i32>,
    /// Why it was taken off the record.
    pub ended_reason: Option<String>,
}

impl Credential {
    /// Records a credential.
    ///
    /// # Errors
    /// Those of [`Credential::check`].
    pub fn record(credential: Self) -> Result<Change<Self>, Rule> {
        credential.check()?;
        Ok(Change::created(credential))
    }

    /// Corrects the record; `corrected` has what it should say. Holder and kind stay.
    ///
    /// # Errors
    /// `credential_ended`, and those of [`Credential::check`].
    pub fn correct(self, corrected: Self) -> Result<Change<Self>, Rule> {
        self.require_on_record()?;
        corrected.check()?;
        let version = self.version + 1;
        Ok(Change::updated(Self { id: self.id, version, staff_id: self.staff_id, kind: self.kind, ..corrected }))
    }

    /// Takes it off the record. It does not count from now on.
    ///
    /// # Errors
    /// `credential_ended`.
    pub fn end(mut self, reason: String) -> Result<Change<Self>, Rule> {
        self.require_on_record()?;
        self.status = CredentialStatus::Ended;
        self.ended_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn require_on_record(&self) -> Result<(), Rule> {
        if self.status == CredentialStatus::Ended {
            return Err(Rule::new(
                "credential_ended",
                "This credential was taken off the record. Record it anew if it counts again.",
            ));
        }
        Ok(())
    }

    /// Refuses what can't be: a licence without its state or its last day, a number missing, dates in the wrong order.
    ///
    /// # Errors
    /// `credential_state_required` at `/state`, `credential_expiry_required` at `/expires_on`, `credential_number_required` at
    /// `/number`, `credential_expires_before_issue` at `/expires_on`, `credential_end_needs_reason` at `/status`.
    fn check(&self) -> Result<(), Rule> {
        if self.status == CredentialStatus::Ended {
            let detail = "Take a credential off the record by ending it, with the reason.";
            return Err(Rule::at("credential_end_needs_reason", "/status", detail));
        }
        if self.kind.needs_state() && self.state.is_none() {
            return Err(Rule::at("credential_state_required", "/state", "Say which state issued it."));
        }
        if self.kind.needs_expiry() && self.expires_on.is_none() {
            return Err(Rule::at("credential_expiry_required", "/expires_on", "Say on which day it runs out."));
        }
        if self.kind.is_licence() && self.number.trim().is_empty() {
            return Err(Rule::at("credential_number_required", "/number", "A licence has a number."));
        }
        if self.issued_on.zip(self.expires_on).is_some_and(|(issued, last)| last < issued) {
            let detail = "It runs out before it begins.";
            return Err(Rule::at("credential_expires_before_issue", "/expires_on", detail));
        }
        Ok(())
    }

    /// True when the credential counts on `day` (T-22: the day of expiry still counts, the day after does not).
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.status == CredentialStatus::Active && !self.expired_on(day)
    }

    /// True when its last day lies before `day`.
    pub fn expired_on(&self, day: NaiveDate) -> bool {
        self.expires_on.is_some_and(|last| Expiry::of(last).blocks(day))
    }

    /// What it is worth on `day`.
    pub fn standing(&self, day: NaiveDate) -> Standing {
        match self.status {
            CredentialStatus::Active if self.expired_on(day) => Standing::Expired,
            CredentialStatus::Active if self.warning(day).is_some() => Standing::Expiring,
            CredentialStatus::Active => Standing::Valid,
            CredentialStatus::Pending => Standing::Pending,
            CredentialStatus::Encumbered => Standing::Encumbered,
            CredentialStatus::Suspended => Standing::Suspended,
            CredentialStatus::Revoked => Standing::Revoked,
            CredentialStatus::Ended => Standing::Ended,
        }
    }

    /// The warning in force on `day`: 90, 60, 30 or 7 days before the last day (T-22). None when it does not count anyway.
    pub fn warning(&self, day: NaiveDate) -> Option<i32> {
        let last = self.expires_on.filter(|_| self.valid_on(day))?;
        Expiry::of(last).warning(day)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn licence() -> Credential {
        Credential {
            id: Uuid::nil(),
            version: 1,
            staff_id: Uuid::nil(),
            kind: CredentialKind::Rn,
            state: Some("NY".into()),
            number: "1".into(),
            status: CredentialStatus::Active,
            issued_on: None,
            expires_on: "2026-06-30".parse().ok(),
            renewal_hours: None,
            hours_earned: None,
            ended_reason: None,
        }
    }

    #[test]
    fn tv_t_22_a_licence_counts_on_its_last_day_and_not_on_the_next() {
        let standing = |day: &str| licence().standing(day.parse().unwrap());
        assert!(licence().valid_on("2026-06-30".parse().unwrap()));
        assert!(!licence().valid_on("2026-07-01".parse().unwrap()));
        assert_eq!(standing("2026-03-31"), Standing::Valid);
        assert_eq!(standing("2026-04-01"), Standing::Expiring);
        assert_eq!(standing("2026-07-01"), Standing::Expired);
    }

    #[test]
    fn tv_t_22_the_warning_in_force_is_the_last_one_given() {
        let warning = |day: &str| licence().warning(day.parse().unwrap());
        let days = ["2026-03-31", "2026-04-01", "2026-05-01", "2026-05-31", "2026-06-23", "2026-06-30", "2026-07-01"];
        assert_eq!(days.map(warning), [None, Some(90), Some(60), Some(30), Some(7), Some(7), None]);
    }

    #[test]
    fn a_licence_needs_its_state_its_number_and_its_last_day_and_a_degree_none_of_them() {
        let code = |credential: Credential| Credential::record(credential).err().map(|rule| rule.code);
        assert_eq!(code(Credential { state: None, ..licence() }), Some("credential_state_required"));
        assert_eq!(code(Credential { expires_on: None, ..licence() }), Some("credential_expiry_required"));
        assert_eq!(code(Credential { number: " ".into(), ..licence() }), Some("credential_number_required"));
        let degree =
            Credential { kind: CredentialKind::Msw, state: None, number: String::new(), expires_on: None, ..licence() };
        assert_eq!(code(degree.clone()), None);
        assert!(degree.valid_on(NaiveDate::MAX));
        let backwards = Credential { issued_on: "2026-07-01".parse().ok(), ..licence() };
        assert_eq!(code(backwards), Some("credential_expires_before_issue"));
    }

    #[test]
    fn an_ended_credential_counts_for_nothing_and_stays_as_it_is() {
        let ended = licence().end("Entered for somebody else".into()).unwrap().record;
        assert_eq!(ended.standing("2026-01-01".parse().unwrap()), Standing::Ended);
        assert_eq!(ended.clone().correct(licence()).unwrap_err().code, "credential_ended");
        assert_eq!(ended.end("Again".into()).unwrap_err().code, "credential_ended");
        let quietly = Credential { status: CredentialStatus::Ended, ..licence() };
        assert_eq!(licence().correct(quietly).unwrap_err().code, "credential_end_needs_reason");
    }
}
