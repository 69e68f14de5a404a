//! Who a message is about: the inbox of people whom the feed names and nobody knows here.
//!
//! | from            | by                        | to        |
//! |-----------------|---------------------------|-----------|
//! | -               | an unknown number         | open      |
//! | open, dismissed | link to a person          | linked    |
//! | open, dismissed | create a person           | created   |
//! | open            | dismiss (reason)          | dismissed |
//!
//! Only an exact number links by itself; likeness proposes, a person decides.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::message::Patient;
use crate::change::{Change, Rule};
use crate::person::{Identifier, Person, Sex};

crate::codes! {
    /// State of an entry of the inbox.
    pub enum MatchStatus {
        /// Somebody must say who it is.
        Open = "open",
        /// A person of ours.
        Linked = "linked",
        /// A new person.
        Created = "created",
        /// Nobody of ours.
        Dismissed = "dismissed",
    }
}

crate::codes! {
    /// What a person decides about an entry of the inbox.
    pub enum MatchDecision {
        /// It is a person of ours.
        Link = "link",
        /// It is somebody new.
        Create = "create",
        /// It is nobody of ours.
        Dismiss = "dismiss",
    }
}

crate::codes! {
    /// In what a person and the patient of a message agree.
    pub enum Likeness {
        /// A number.
        Number = "number",
        /// Date of birth.
        BirthDate = "birth_date",
        /// Family name.
        FamilyName = "family_name",
        /// First given name.
        GivenName = "given_name",
        /// Sex.
        Sex = "sex",
        /// Phone number.
        Phone = "phone",
    }
}

/// A patient of the feed who is not known, under the number that the hospital gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdtMatch {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who gave the number.
    pub authority: String,
    /// The number.
    pub value: String,
    /// What the first message says of the patient.
    pub patient: Patient,
    /// State.
    pub status: MatchStatus,
    /// Who it is.
    pub person_id: Option<Uuid>,
    /// Why it is nobody of ours.
    pub reason: Option<String>,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it came in.
    pub created_at: DateTime<Utc>,
}

impl AdtMatch {
    /// The decision: `to` with the person, or dismissed with a reason.
    ///
    /// # Errors
    /// `match_settled`; `reason_required` at `/reason`.
    pub fn settle(
        mut self,
        to: MatchStatus,
        person_id: Option<Uuid>,
        reason: Option<String>,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        let may = match self.status {
            MatchStatus::Open => true,
            MatchStatus::Dismissed => to != MatchStatus::Dismissed,
            MatchStatus::Linked | MatchStatus::Created => false,
        };
        if !may {
            return Err(Rule::new("match_settled", "Somebody has decided this already."));
        }
        let reason = reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if to == MatchStatus::Dismissed && reason.is_none() {
            return Err(Rule::at("reason_required", "/reason", "Say why this is nobody of yours."));
        }
        (self.status, self.person_id, self.reason) = (to, person_id, reason);
        (self.decided_by, self.decided_at) = (Some(by), Some(now));
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// In what a person and a patient agree, the strongest first.
pub fn likeness(person: &Person, patient: &Patient) -> Vec<Likeness> {
    let digits = |text: &Option<String>| -> String {
        let all: Vec<char> = text.iter().flat_map(|text| text.chars()).filter(char::is_ascii_digit).collect();
        all[all.len().saturating_sub(10)..].iter().collect()
    };
    let same_name = |one: &str, other: &str| !folded(one).is_empty() && folded(one) == folded(other);
    let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
    let phone = digits(&patient.phone);
    let agrees = |trait_: Likeness| match trait_ {
        Likeness::Number => patient.identifiers.iter().any(|number| has_number(person, number)),
        Likeness::BirthDate => patient.birth_date == Some(person.birth_date),
        Likeness::FamilyName => same_name(&person.family_name, &patient.family_name),
        Likeness::GivenName => same_name(&first(&person.given_name), &first(&patient.given_name)),
        Likeness::Sex => patient.sex == Some(person.sex),
        Likeness::Phone => phone.len() >= 7 && digits(&person.phone) == phone,
    };
    <Likeness as crate::Code>::ALL.iter().copied().filter(|trait_| agrees(*trait_)).collect()
}

/// Worth showing: with the number, or with two things in common of which one is not the sex.
pub fn is_candidate(agreed: &[Likeness]) -> bool {
    agreed.contains(&Likeness::Number) || agreed.iter().filter(|trait_| **trait_ != Likeness::Sex).count() >= 2
}

/// True when the person has this very number, from this authority. An authority may be written as an OID.
pub fn has_number(person: &Person, number: &Identifier) -> bool {
    let is_same = |known: &Identifier| {
        known.value == number.value
            && (known.system == number.system || known.system.strip_prefix("urn:oid:") == Some(number.system.as_str()))
    };
    person.identifiers.iter().any(is_same)
}

/// Letters and digits in small, so that hyphens, blanks and capitals make no difference.
fn folded(text: &str) -> String {
    text.chars().filter(|mark| mark.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A new person, of what the feed says.
///
/// # Errors
/// `match_name_missing`, `match_birth_date_missing`: such a person is entered by hand and linked; those of [`Person::check`].
pub fn person_of(patient: &Patient, id: Uuid, today: NaiveDate, now: DateTime<Utc>) -> Result<Person, Rule> {
    if patient.family_name.is_empty() || patient.given_name.is_empty() {
        return Err(Rule::new(
            "match_name_missing",
            "The hospital sent no whole name. Enter the person yourself, then link.",
        ));
    }
    let birth_date = patient.birth_date.ok_or_else(|| {
        Rule::new(
            "match_birth_date_missing",
            "The hospital sent no date of birth. Enter the person yourself, then link.",
        )
    })?;
    let person = Person {
        id,
        version: 1,
        family_name: patient.family_name.clone(),
        given_name: patient.given_name.clone(),
        preferred_name: None,
        pronouns: None,
        birth_date,
        deceased_on: patient.deceased_on,
        sex: patient.sex.unwrap_or(Sex::Unknown),
        language: "und".to_owned(),
        interpreter_needed: false,
        phone: patient.phone.clone(),
        email: None,
        address: patient.address.clone().unwrap_or_default(),
        identifiers: patient.identifiers.clone(),
        contact_point_id: None,
        source: None,
        created_at: now,
    };
    person.check(today)?;
    Ok(person)
}

/// The person with what the feed adds: numbers, a phone and an address where there were none, a death. What people wrote stays.
/// `None` when it adds nothing.
pub fn completed(person: &Person, patient: &Patient) -> Option<Person> {
    let mut next = person.clone();
    let news = patient.identifiers.iter().filter(|number| !has_number(person, number));
    next.identifiers.extend(news.cloned());
    next.phone = next.phone.or_else(|| patient.phone.clone());
    if next.address == crate::person::Address::default() {
        next.address = patient.address.clone().unwrap_or_default();
    }
    let death = patient.deceased_on.filter(|day| *day >= person.birth_date);
    next.deceased_on = next.deceased_on.or(death);
    (next != *person).then(|| {
        next.version += 1;
        next
    })
}
