//! Who outside of the organization takes care of a person (FHIR CareTeam participant, R094, R102). The person's single point of
//! contact stays a colleague (R006).
//!
//! | from    | action | to     |
//! |---------|--------|--------|
//! | -       | join   | active |
//! | active  | change | active |
//! | active  | end    | ended  |

use chrono::NaiveDate;
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::consent::{Recipient, RecipientClass};

crate::codes! {
    /// What somebody outside does for the person. Our list, along the groups of the NUCC taxonomy.
    pub enum CareTeamRole {
        /// Primary care.
        PrimaryCare = "primary_care",
        /// A specialist.
        Specialist = "specialist",
        /// A nurse.
        Nurse = "nurse",
        /// A therapist: physical, occupational, speech.
        Therapist = "therapist",
        /// A counselor or psychotherapist.
        Counselor = "counselor",
        /// A pharmacist.
        Pharmacist = "pharmacist",
        /// A social worker.
        SocialWorker = "social_worker",
        /// A home health or personal care agency.
        HomeCare = "home_care",
        /// A facility.
        Facility = "facility",
        /// Whoever speaks for a payer.
        PayerRepresentative = "payer_representative",
        /// A service of the community.
        CommunityPartner = "community_partner",
        /// A teacher or the school's contact.
        School = "school",
        /// A lawyer, a court or probation.
        Legal = "legal",
    }
}

impl CareTeamRole {
    /// What they are as a recipient.
    pub fn class(self) -> RecipientClass {
        match self {
            Self::PrimaryCare
            | Self::Specialist
            | Self::Nurse
            | Self::Therapist
            | Self::Counselor
            | Self::Pharmacist
            | Self::HomeCare => RecipientClass::Provider,
            Self::Facility => RecipientClass::Facility,
            Self::PayerRepresentative => RecipientClass::Payer,
            Self::SocialWorker | Self::CommunityPartner => RecipientClass::Community,
            Self::School => RecipientClass::School,
            Self::Legal => RecipientClass::Legal,
        }
    }
}

/// Somebody of another organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalMember {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Whom they care for.
    pub person_id: Uuid,
    /// Name.
    pub name: String,
    /// Where they work.
    pub organization: Option<String>,
    /// What they do.
    pub role: CareTeamRole,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Since when.
    pub since_on: NaiveDate,
    /// Last day.
    pub until_on: Option<NaiveDate>,
}

impl ExternalMember {
    /// Puts them on the team.
    ///
    /// # Errors
    /// `care_team_begins_later` at `/since_on`.
    pub fn join(self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.check(today)?;
        Ok(Change::created(self))
    }

    /// Changes who they are and how they are reached.
    ///
    /// # Errors
    /// `care_team_ended`, `care_team_begins_later`.
    pub fn change(mut self, changed: Self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        let Self { id, version, person_id, .. } = self;
        self = Self { id, version: version + 1, person_id, until_on: None, ..changed };
        self.check(today)?;
        Ok(Change::updated(self))
    }

    /// Takes them off the team, as of the end of `on`.
    ///
    /// # Errors
    /// `care_team_ended`; `care_team_period` at `/until_on` for a day before the first or after today.
    pub fn end(mut self, on: NaiveDate, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        if on < self.since_on || on > today {
            let detail = "The last day lies between the first one and today.";
            return Err(Rule::at("care_team_period", "/until_on", detail));
        }
        self.until_on = Some(on);
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        if self.since_on > today {
            let detail = "Somebody is on the team from the day on which they begin: not later than today.";
            return Err(Rule::at("care_team_begins_later", "/since_on", detail));
        }
        Ok(())
    }

    fn require_active(&self) -> Result<(), Rule> {
        if self.until_on.is_some() {
            return Err(Rule::new("care_team_ended", "They are not on the team any more. Add them anew."));
        }
        Ok(())
    }

    /// Who they are as a recipient: the organization, or the name where there is none. What the person said of either counts.
    pub fn recipient(&self) -> Recipient {
        let class = self.role.class();
        match &self.organization {
            Some(organization) => Recipient { also: Some(self.name.clone()), ..Recipient::named(class, organization) },
            None => Recipient::named(class, &self.name),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn member(since: &str) -> ExternalMember {
        ExternalMember {
            id: Uuid::from_u128(1),
            version: 1,
            person_id: Uuid::from_u128(2),
            name: "Dr. Osei".into(),
            organization: Some("Valley Family Practice".into()),
            role: CareTeamRole::PrimaryCare,
            phone: None,
            email: None,
            fax: None,
            since_on: since.parse().unwrap(),
            until_on: None,
        }
    }

    fn today() -> NaiveDate {
        "2026-03-10".parse().unwrap()
    }

    #[test]
    fn somebody_outside_is_added_changed_and_ended_once() {
        let added = member("2026-03-10").join(today()).unwrap().record;
        let moved = ExternalMember { organization: None, ..member("2026-02-01") };
        let changed = added.change(moved, today()).unwrap().record;
        assert_eq!((changed.version, changed.recipient()), (2, Recipient::named(RecipientClass::Provider, "Dr. Osei")));
        assert_eq!(changed.clone().end("2026-01-31".parse().unwrap(), today()).unwrap_err().code, "care_team_period");
        assert_eq!(changed.clone().end("2026-03-11".parse().unwrap(), today()).unwrap_err().code, "care_team_period");
        let ended = changed.end(today(), today()).unwrap().record;
        assert_eq!(ended.clone().end(today(), today()).unwrap_err().code, "care_team_ended");
        assert_eq!(ended.change(member("2026-02-01"), today()).unwrap_err().code, "care_team_ended");
        assert_eq!(member("2026-03-11").join(today()).unwrap_err().code, "care_team_begins_later");
    }
}
