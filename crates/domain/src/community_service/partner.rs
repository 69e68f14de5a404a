//! A partner: whom we call there, what was agreed with them and until when (R148).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::change::Rule;

crate::codes! {
    /// What was agreed with a partner.
    pub enum AgreementKind {
        /// They take referrals and answer them.
        Referral = "referral",
        /// They are paid for what they do.
        Contract = "contract",
        /// They may learn of people what the agreement names.
        DataSharing = "data_sharing",
        /// A word between people who know each other.
        Informal = "informal",
    }
}

crate::codes! {
    /// How an agreement stands today.
    pub enum AgreementStanding {
        /// It begins later.
        Future = "future",
        /// It is in force.
        InForce = "in_force",
        /// It is in force and ends soon.
        EndsSoon = "ends_soon",
        /// It has ended.
        Ended = "ended",
    }
}

/// How many days before its end an agreement is named as ending. Ours: two months to renew it.
pub const ENDS_SOON_DAYS: u64 = 60;

/// Whom we call at a partner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartnerPerson {
    /// Name.
    pub name: String,
    /// What they do there.
    pub role: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// What was agreed with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// What kind of agreement it is.
    pub kind: AgreementKind,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day; none without an end.
    pub ends_on: Option<NaiveDate>,
    /// What it says, in a few words.
    pub note: Option<String>,
}

impl Agreement {
    /// How it stands on `today`; its last day is a day in force.
    pub fn standing(&self, today: NaiveDate) -> AgreementStanding {
        let soon = today.checked_add_days(Days::new(ENDS_SOON_DAYS)).unwrap_or(NaiveDate::MAX);
        match self.ends_on {
            _ if self.starts_on > today => AgreementStanding::Future,
            Some(last) if last < today => AgreementStanding::Ended,
            Some(last) if last <= soon => AgreementStanding::EndsSoon,
            _ => AgreementStanding::InForce,
        }
    }
}

/// What is known of an organization as a partner. An import neither reads nor changes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Partner {
    /// Whom we call there.
    pub contact: Option<PartnerPerson>,
    /// What was agreed.
    pub agreement: Option<Agreement>,
}

impl Partner {
    /// The partner as it is stored, or what is wrong with it.
    ///
    /// # Errors
    /// `community_agreement_dates` when the agreement ends before it begins.
    pub fn checked(self) -> Result<Self, Rule> {
        match &self.agreement {
            Some(Agreement { starts_on, ends_on: Some(last), .. }) if last < starts_on => {
                let detail = "The last day of the agreement lies before its first one.";
                Err(Rule::at("community_agreement_dates", "/agreement/ends_on", detail))
            }
            _ => Ok(self),
        }
    }
}
