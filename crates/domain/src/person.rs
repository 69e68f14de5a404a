//! A person: one record for every setting.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::age::age_on;
use crate::authorization::LineOfBusiness;
use crate::change::{Change, Rule};

crate::codes! {
    /// Sex as recorded (FHIR administrative gender).
    pub enum Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Other.
        Other = "other",
        /// Not known.
        Unknown = "unknown",
    }
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Street line.
    pub line: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or region.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
}

/// An identifier issued by some system, for example a medical record number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Issuing system (URI or short name).
    pub system: String,
    /// Value within the system.
    pub value: String,
}

/// A person in care.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Family name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Name to use.
    pub preferred_name: Option<String>,
    /// Pronouns.
    pub pronouns: Option<String>,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Date of death.
    pub deceased_on: Option<NaiveDate>,
    /// Sex.
    pub sex: Sex,
    /// Preferred language (BCP 47).
    pub language: String,
    /// True when an interpreter is needed.
    pub interpreter_needed: bool,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: Address,
    /// Identifiers.
    pub identifiers: Vec<Identifier>,
    /// The staff member who is the single point of contact (R006).
    pub contact_point_id: Option<Uuid>,
    /// Where the record came from: `(system, id)` of the source, unique in the organization.
    pub source: Option<String>,
    /// When the record was made.
    pub created_at: DateTime<Utc>,
}

impl Person {
    /// Name for headings: the preferred name in quotes when there is one.
    pub fn display_name(&self) -> String {
        match &self.preferred_name {
            Some(preferred) => format!("{} “{preferred}” {}", self.given_name, self.family_name),
            None => format!("{} {}", self.given_name, self.family_name),
        }
    }

    /// Completed years on a day, or at death.
    pub fn age(&self, day: NaiveDate) -> Option<u32> {
        age_on(self.birth_date, self.deceased_on.map_or(day, |died| died.min(day)))
    }

    /// Checks a new or changed person against the calendar.
    ///
    /// # Errors
    /// `person_birth_in_future`, `person_death_in_future`, `person_death_before_birth`.
    pub fn check(&self, today: NaiveDate) -> Result<(), Rule> {
        if self.birth_date > today {
            return Err(Rule::at("person_birth_in_future", "/birth_date", "The date of birth lies in the future."));
        }
        if self.deceased_on.is_some_and(|day| day > today) {
            return Err(Rule::at("person_death_in_future", "/deceased_on", "The date of death lies in the future."));
        }
        if self.deceased_on.is_some_and(|day| day < self.birth_date) {
            return Err(Rule::at(
                "person_death_before_birth",
                "/deceased_on",
                "The date of death lies before the date of birth.",
            ));
        }
        Ok(())
    }

    /// The changed record, with its version raised.
    ///
    /// # Errors
    /// As [`Person::check`].
    pub fn change(mut self, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.check(today)?;
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// A caregiver, relative or other person close to the person in care (FHIR RelatedPerson).
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedPerson {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person in care.
    pub person_id: Uuid,
    /// Name.
    pub name: String,
    /// Relationship in words: daughter, neighbour, guardian.
    pub relationship: String,
    /// Phone.
    pub phone: Option<String>,
    /// True for someone who gives care.
    pub is_caregiver: bool,
    /// True when the person agreed that care may be discussed with them.
    pub may_discuss: bool,
    /// The day from which they are not close to the person any more.
    pub ended_on: Option<NaiveDate>,
}

impl RelatedPerson {
    /// The changed record, with its version raised.
    ///
    /// # Errors
    /// `related_person_ended`.
    pub fn change(mut self) -> Result<Change<Self>, Rule> {
        if self.ended_on.is_some() {
            let detail = "They are not close to the person any more. Add them again if that has changed.";
            return Err(Rule::new("related_person_ended", detail));
        }
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// Notes that they are not close to the person any more. What was said with them stays.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn end(self, on: NaiveDate) -> Result<Change<Self>, Rule> {
        let mut change = self.change()?;
        change.record.ended_on = Some(on);
        Ok(change)
    }
}

crate::codes! {
    /// Kinds of coverage (R155).
    pub enum CoverageKind {
        /// Medicare.
        Medicare = "medicare",
        /// Medicare Advantage.
        MedicareAdvantage = "medicare_advantage",
        /// Medicaid.
        Medicaid = "medicaid",
        /// Commercial HMO.
        Hmo = "hmo",
        /// Commercial PPO.
        Ppo = "ppo",
        /// Other.
        Other = "other",
        /// Uninsured.
        None = "none",
    }
}

/// Insurance or other payer of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person covered.
    pub person_id: Uuid,
    /// Payer's name.
    pub payer: String,
    /// Kind.
    pub kind: CoverageKind,
    /// Member number.
    pub member_id: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Which law judges its authorizations; unknown until somebody says so.
    pub line: Option<LineOfBusiness>,
    /// In which order payers are asked: 1 is the first.
    pub priority: Option<i32>,
    /// The plan of the payer, where it is known (R165).
    pub plan_id: Option<Uuid>,
    /// Source system and id of an imported coverage.
    pub source: Option<String>,
}

impl Coverage {
    /// True when it covers the person on a day.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.starts_on.is_none_or(|first| first <= day) && self.ends_on.is_none_or(|last| day <= last)
    }

    /// The changed record, with its version raised.
    pub fn change(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// An observation received from another system (FHIR Observation).
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person observed.
    pub person_id: Uuid,
    /// LOINC code.
    pub code: String,
    /// Name of the observation.
    pub title: String,
    /// Number, when it is one.
    pub value: Option<f64>,
    /// Text or coded answer, when it is not a number.
    pub value_text: Option<String>,
    /// Unit (UCUM).
    pub unit: Option<String>,
    /// When it was true.
    pub observed_at: DateTime<Utc>,
    /// Source system and id.
    pub source: Option<String>,
}

/// A medication received from another system (FHIR MedicationRequest).
#[derive(Debug, Clone, PartialEq)]
pub struct Medication {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// RxNorm code, when known.
    pub code: Option<String>,
    /// Name and strength.
    pub title: String,
    /// FHIR MedicationRequest status.
    pub status: String,
    /// When it was ordered.
    pub ordered_at: DateTime<Utc>,
    /// Source system and id.
    pub source: Option<String>,
}
