//! Which records a reading becomes.

use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use super::renew::Moment;
use crate::contact::{Contact, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use crate::fhir::{
    BundleReading, Component, Concept, ConditionStatus, ContactImport, CoverageImport, MedicationImport, NeedImport,
    ObservationImport, ObservationValue, Origin, PersonImport, StayImport,
};
use crate::need::{Need, NeedKind, NeedStatus};
use crate::person::{Coverage, CoverageKind, Medication, Observation, Person};
use crate::stay::{Stay, StayStatus};

/// Longest contact in minutes; sources give a course of treatment of several days as one encounter.
const LONGEST_CONTACT: i32 = 1_440;
/// Language of somebody whose language is not known (BCP 47).
pub(super) const UNDETERMINED: &str = "und";
/// Name of a place that the source does not name.
pub(super) const UNKNOWN_FACILITY: &str = "Unknown";

/// The records of a reading, each new with version 1. Whether one of the same source is here already is for the caller to find
/// out (see [`super::Renew`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    /// From Patient.
    pub people: Vec<Person>,
    /// From Encounter: inpatient, emergency, observation.
    pub stays: Vec<Stay>,
    /// Sources of stays with a diagnosis that says nothing of a cause.
    pub causeless: HashSet<String>,
    /// From Encounter: ambulatory, virtual, home, field.
    pub contacts: Vec<Contact>,
    /// From Condition.
    pub needs: Vec<Need>,
    /// From Observation: one for the value, and one for each component.
    pub observations: Vec<Observation>,
    /// From MedicationRequest.
    pub medications: Vec<Medication>,
    /// From Coverage.
    pub coverages: Vec<Coverage>,
}

impl Drafts {
    /// Leaves only what is made of these resources.
    pub fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        let wanted = |source: &Option<String>| source.as_deref().is_some_and(|source| is_wanted(resource_of(source)));
        self.people.retain(|record| wanted(&record.source));
        self.stays.retain(|record| wanted(&record.source));
        self.contacts.retain(|record| wanted(&record.source));
        self.needs.retain(|record| wanted(&record.source));
        self.observations.retain(|record| wanted(&record.source));
        self.medications.retain(|record| wanted(&record.source));
        self.coverages.retain(|record| wanted(&record.source));
    }
}

/// The source of the resource of which a record was made: that of the record without the number of a component.
pub fn resource_of(source: &str) -> &str {
    source.split('#').next().unwrap_or(source)
}

/// `fhir:<type>/<id>`.
pub fn source(resource_type: &str, id: &str) -> String {
    format!("fhir:{resource_type}/{id}")
}

/// What every draft needs besides its resource.
struct Maker<'a> {
    people: &'a HashMap<String, Uuid>,
    moment: Moment,
    new_id: &'a mut dyn FnMut() -> Uuid,
}

/// The records of a reading that was vetted. `people` holds the id of everybody in it, by source; what is about somebody else is
/// left out.
pub fn draft(
    reading: &BundleReading,
    people: &HashMap<String, Uuid>,
    moment: Moment,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Drafts {
    let mut maker = Maker { people, moment, new_id };
    Drafts {
        people: reading.people.iter().filter_map(|record| maker.person(record)).collect(),
        stays: reading.stays.iter().filter_map(|record| maker.stay(record)).collect(),
        causeless: reading
            .stays
            .iter()
            .filter(|record| record.diagnosed && record.cause.is_none())
            .map(|record| source("Encounter", &record.origin.source_id))
            .collect(),
        contacts: reading.contacts.iter().filter_map(|record| maker.contact(record)).collect(),
        needs: reading.needs.iter().filter_map(|record| maker.need(record)).collect(),
        observations: reading.observations.iter().flat_map(|record| maker.observations(record)).collect(),
        medications: reading.medications.iter().filter_map(|record| maker.medication(record)).collect(),
        coverages: reading.coverages.iter().filter_map(|record| maker.coverage(record)).collect(),
    }
}

impl Maker<'_> {
    fn about(&self, origin: &Origin) -> Option<Uuid> {
        self.people.get(&source("Patient", &origin.person)).copied()
    }

    fn person(&mut self, import: &PersonImport) -> Option<Person> {
        let died_on = import.deceased_at.map(|at| self.moment.day_of(at));
        Some(Person {
            id: self.about(&import.origin)?,
            version: 1,
            family_name: import.family_name.clone(),
            given_name: import.given_name.clone()?,
            preferred_name: import.preferred_name.clone(),
            pronouns: None,
            birth_date: import.birth_date?,
            deceased_on: died_on.or_else(|| import.deceased.then(|| self.moment.day_of(self.moment.now))),
            sex: import.sex,
            language: import.language.clone().unwrap_or_else(|| UNDETERMINED.to_owned()),
            interpreter_needed: import.interpreter_needed,
            phone: import.phone.clone(),
            email: import.email.clone(),
            address: import.address.clone(),
            identifiers: import.identifiers.clone(),
            contact_point_id: None,
            source: Some(source("Patient", &import.origin.source_id)),
            created_at: self.moment.now,
        })
    }

    fn stay(&mut self, import: &StayImport) -> Option<Stay> {
        let person_id = self.about(&import.origin)?;
        Some(Stay {
            id: (self.new_id)(),
            version: 1,
            person_id,
            class: import.class,
            status: if import.discharged_at.is_some() { StayStatus::Finished } else { StayStatus::InProgress },
            facility: import.facility.clone().unwrap_or_else(|| UNKNOWN_FACILITY.to_owned()),
            reason: import.reason.clone(),
            admitted_at: import.admitted_at,
            discharged_at: import.discharged_at,
            destination: import.destination.clone(),
            cancel_reason: None,
            source: Some(source("Encounter", &import.origin.source_id)),
            cause: import.cause,
        })
    }

    /// An encounter elsewhere: the person came, and somebody saw them. It belongs to no case, so no deadline here is met by it.
    fn contact(&mut self, import: &ContactImport) -> Option<Contact> {
        let person_id = self.about(&import.origin)?;
        let words = [import.purpose.as_deref(), import.reason.as_deref(), import.provider.as_deref()];
        let summary: Vec<&str> = words.into_iter().flatten().collect();
        Some(Contact {
            id: (self.new_id)(),
            version: 1,
            case_id: None,
            person_id,
            mode: import.mode,
            direction: Direction::Inbound,
            outcome: ContactOutcome::Reached,
            with: ContactWith::Person,
            minutes: import.minutes.unwrap_or_default().clamp(0, LONGEST_CONTACT),
            purpose: ContactPurpose::FollowUp,
            occurred_at: import.occurred_at,
            summary: Some(summary.join("; ")).filter(|text| !text.is_empty()),
            author_id: None,
            created_at: self.moment.now,
            source: Some(source("Encounter", &import.origin.source_id)),
            status: ContactStatus::Finished,
            error_reason: None,
        })
    }

    fn need(&mut self, import: &NeedImport) -> Option<Need> {
        let person_id = self.about(&import.origin)?;
        let (status, reason) = need_status(import.status);
        Some(Need {
            id: (self.new_id)(),
            version: 1,
            person_id,
            kind: need_kind(&import.concept),
            title: import.concept.title.clone(),
            code: import.concept.code.clone(),
            code_system: import.concept.system.clone(),
            status,
            reason: reason.map(str::to_owned),
            onset_on: import.onset_on,
            created_at: self.moment.now,
            source: Some(source("Condition", &import.origin.source_id)),
        })
    }

    fn observations(&mut self, import: &ObservationImport) -> Vec<Observation> {
        let Some(person_id) = self.about(&import.origin) else { return Vec::new() };
        let whole = source("Observation", &import.origin.source_id);
        let value = import.value.iter().map(|value| (whole.clone(), &import.concept, value));
        let part = |(place, component): (usize, &'_ Component)| (format!("{whole}#{}", place + 1), component.clone());
        let parts: Vec<(String, Component)> = import.components.iter().enumerate().map(part).collect();
        let parts = parts.iter().map(|(source, component)| (source.clone(), &component.concept, &component.value));
        let mut made = Vec::new();
        for (source, concept, value) in value.chain(parts) {
            let (value, unit, value_text) = match value {
                ObservationValue::Number { value, unit } => (Some(*value), unit.clone(), None),
                ObservationValue::Text(text) => (None, None, Some(text.clone())),
                ObservationValue::Coded(concept) => (None, None, Some(concept.title.clone())),
            };
            made.push(Observation {
                id: (self.new_id)(),
                version: 1,
                person_id,
                code: concept.code.clone().unwrap_or_default(),
                title: concept.title.clone(),
                value,
                value_text,
                unit,
                observed_at: import.effective_at,
                source: Some(source),
            });
        }
        made
    }

    fn medication(&mut self, import: &MedicationImport) -> Option<Medication> {
        let person_id = self.about(&import.origin)?;
        Some(Medication {
            id: (self.new_id)(),
            version: 1,
            person_id,
            code: import.concept.code.clone(),
            title: import.concept.title.clone(),
            status: import.status.clone(),
            ordered_at: import.ordered_at,
            source: Some(source("MedicationRequest", &import.origin.source_id)),
        })
    }

    fn coverage(&mut self, import: &CoverageImport) -> Option<Coverage> {
        let person_id = self.about(&import.origin)?;
        Some(Coverage {
            id: (self.new_id)(),
            version: 1,
            person_id,
            payer: import.payer.clone(),
            kind: coverage_kind(import),
            member_id: import.member_id.clone(),
            starts_on: import.starts_on,
            ends_on: import.ends_on,
            line: None,
            priority: None,
            plan_id: None,
            source: Some(source("Coverage", &import.origin.source_id)),
        })
    }
}

/// What the person has now is a candidate that somebody must confirm; the rest is past.
fn need_status(status: ConditionStatus) -> (NeedStatus, Option<&'static str>) {
    use ConditionStatus as S;
    match status {
        S::Active | S::Recurrence | S::Relapse => (NeedStatus::Candidate, None),
        S::Inactive => (NeedStatus::Resolved, Some("Inactive in the source record.")),
        S::Remission => (NeedStatus::Resolved, Some("In remission in the source record.")),
        S::Resolved => (NeedStatus::Resolved, Some("Resolved in the source record.")),
    }
}

/// Chapter F of ICD-10 is behavioral, Z55 to Z65 are social; other systems have no such order.
fn need_kind(concept: &Concept) -> NeedKind {
    let is_icd10 = concept.system.as_deref().is_some_and(|system| system.contains("icd-10"));
    let code = concept.code.as_deref().filter(|_| is_icd10).unwrap_or_default();
    let block = code.get(1..3).and_then(|digits| digits.parse().ok());
    match (code.chars().next(), block) {
        (Some('F'), _) => NeedKind::Behavioral,
        (Some('Z'), Some(55..=65)) => NeedKind::Social,
        _ => NeedKind::Clinical,
    }
}

/// By the words of the kind and the payer; sources use many code systems.
fn coverage_kind(import: &CoverageImport) -> CoverageKind {
    let words = format!("{} {}", import.kind.as_deref().unwrap_or_default(), import.payer).to_lowercase();
    let has = |word: &str| words.contains(word);
    let is_word = |word: &str| words.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word);
    if has("medicare advantage") || (has("medicare") && (is_word("hmo") || is_word("ppo"))) {
        CoverageKind::MedicareAdvantage
    } else if has("medicaid") {
        CoverageKind::Medicaid
    } else if has("medicare") {
        CoverageKind::Medicare
    } else if is_word("hmo") {
        CoverageKind::Hmo
    } else if is_word("ppo") {
        CoverageKind::Ppo
    } else if has("uninsured") || has("self pay") || has("self-pay") || has("no_insurance") || has("no insurance") {
        CoverageKind::None
    } else {
        CoverageKind::Other
    }
}
