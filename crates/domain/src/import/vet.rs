//! What of a reading may be stored: the rules of the records, applied before anything is written.

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

use super::draft::source;
use super::renew::Moment;
use crate::fhir::{BundleReading, Origin, PersonImport, Refusal, Shift};
use crate::person::{Identifier, Person};

/// Something worth knowing about a resource that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Place among the entries, from 0.
    pub entry: usize,
    /// The element as a FHIRPath.
    pub path: String,
    /// What to know about it, to be read after the path.
    pub reason: String,
}

/// A resource that is to be stored or kept as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Place among the entries, from 0.
    pub entry: usize,
    /// Resource type.
    pub resource_type: String,
    /// `fhir:<type>/<id>`.
    pub source: String,
    /// Source of the person it is about.
    pub person: Option<String>,
    /// True when it becomes a record, false when it is only kept as received.
    pub becomes_record: bool,
}

/// Refuses what the records can't hold: people without a given name or date of birth, and what lies in the future. Gives back
/// what is worth knowing about the rest.
pub fn vet(reading: &mut BundleReading, moment: Moment) -> Vec<Remark> {
    let Moment { now, .. } = moment;
    let today = moment.day_of(now);
    let mut faults = Vec::new();
    let mut remarks = Vec::new();
    for person in &reading.people {
        match person_fault(person, today, now) {
            Some((member, reason)) => faults.push(fault(&person.origin, "Patient", member, reason)),
            None if person.deceased && person.deceased_at.is_none() => remarks.push(Remark {
                entry: person.origin.entry,
                path: "Patient.deceasedBoolean".to_owned(),
                reason: "says that the person died, but not when; the day of the import is noted".to_owned(),
            }),
            None => {}
        }
    }
    for stay in &reading.stays {
        if stay.admitted_at > now {
            faults.push(fault(&stay.origin, "Encounter", "period.start", FUTURE));
        } else if stay.discharged_at.is_some_and(|end| end > now) {
            faults.push(fault(&stay.origin, "Encounter", "period.end", FUTURE));
        }
    }
    let contacts = reading.contacts.iter().filter(|contact| contact.occurred_at > now);
    faults.extend(contacts.map(|contact| fault(&contact.origin, "Encounter", "period.start", FUTURE)));
    refuse(reading, faults);
    remarks
}

const FUTURE: &str = "lies in the future";

fn person_fault(person: &PersonImport, today: NaiveDate, now: DateTime<Utc>) -> Option<(&'static str, &'static str)> {
    let Some(birth_date) = person.birth_date else {
        return Some(("birthDate", "is missing"));
    };
    if person.given_name.is_none() {
        return Some(("name.given", "is missing"));
    }
    if birth_date > today {
        return Some(("birthDate", FUTURE));
    }
    person.deceased_at.filter(|at| *at > now).map(|_| ("deceasedDateTime", FUTURE))
}

fn fault(origin: &Origin, resource_type: &str, member: &str, reason: &str) -> Remark {
    Remark { entry: origin.entry, path: format!("{resource_type}.{member}"), reason: reason.to_owned() }
}

/// The people of the reading that are known here already under another id of the source: an identifier and the date of birth
/// are the same.
pub fn twins(reading: &BundleReading, known: &[(Option<String>, NaiveDate, Vec<Identifier>)]) -> Vec<Remark> {
    let is_twin = |person: &&PersonImport| {
        let own = source("Patient", &person.origin.source_id);
        known.iter().any(|(other, born, identifiers)| {
            other.as_ref() != Some(&own) && person.birth_date == Some(*born) && share(&person.identifiers, identifiers)
        })
    };
    let twins = reading.people.iter().filter(is_twin);
    twins
        .map(|person| {
            fault(
                &person.origin,
                "Patient",
                "identifier",
                "and the date of birth are those of a person who is already here under another id",
            )
        })
        .collect()
}

/// The people of the reading that carry the id of somebody else: neither an identifier nor the date of birth nor the family
/// name is the same. Two sources may number their patients alike.
pub fn usurpers(reading: &BundleReading, known: &BTreeMap<String, Person>) -> Vec<Remark> {
    let is_other = |person: &&PersonImport| {
        known.get(&source("Patient", &person.origin.source_id)).is_some_and(|known| {
            person.birth_date != Some(known.birth_date)
                && person.family_name.to_lowercase() != known.family_name.to_lowercase()
                && !share(&person.identifiers, &known.identifiers)
        })
    };
    let usurpers = reading.people.iter().filter(is_other);
    usurpers
        .map(|person| fault(&person.origin, "Patient", "id", "is that of another person who is already here"))
        .collect()
}

fn share(some: &[Identifier], others: &[Identifier]) -> bool {
    some.iter().any(|identifier| others.contains(identifier))
}

/// Refuses these resources, and what is about a person among them; the counts follow.
pub fn refuse(reading: &mut BundleReading, faults: Vec<Remark>) {
    let mut faults: BTreeMap<usize, Remark> = faults.into_iter().map(|fault| (fault.entry, fault)).collect();
    let refused: Vec<(Received, Remark)> = received(reading)
        .into_iter()
        .filter_map(|received| faults.remove(&received.entry).map(|fault| (received, fault)))
        .collect();
    let entries: BTreeSet<usize> = refused.iter().map(|(received, _)| received.entry).collect();
    let raw: BTreeSet<usize> = reading.kept_raw.iter().map(|raw| raw.entry).collect();
    remove(reading, &entries);
    let mut people = BTreeSet::new();
    for (received, fault) in refused {
        let id = received.source_id().to_owned();
        let count = reading.counts.entry(received.resource_type.clone()).or_default();
        *(if raw.contains(&received.entry) { &mut count.kept_raw } else { &mut count.stored }) -= 1;
        count.refused += 1;
        if received.resource_type == "Patient" {
            people.insert(id.clone());
        }
        let (resource_type, source_id) = (received.resource_type, Some(id));
        reading.refused.push(Refusal {
            entry: fault.entry,
            resource_type,
            source_id,
            path: fault.path,
            reason: fault.reason,
        });
    }
    reading.refuse_about(&people);
}

impl Received {
    fn new(resource_type: &str, entry: usize, source_id: &str, person: Option<&str>, becomes_record: bool) -> Self {
        Self {
            entry,
            resource_type: resource_type.to_owned(),
            source: source(resource_type, source_id),
            person: person.map(|id| source("Patient", id)),
            becomes_record,
        }
    }

    fn source_id(&self) -> &str {
        self.source.rsplit('/').next().unwrap_or_default()
    }

    /// A remark about this resource.
    pub fn remark(&self, reason: &str) -> Remark {
        Remark { entry: self.entry, path: self.resource_type.clone(), reason: reason.to_owned() }
    }
}

/// The resources of the reading that are to be stored or kept. Care plans and goals are kept: a plan belongs to a case, and the
/// plan of another system is not one that somebody here has approved.
pub fn received(reading: &BundleReading) -> Vec<Received> {
    let records = origins(reading).map(|(resource_type, origin, becomes_record)| {
        Received::new(resource_type, origin.entry, &origin.source_id, Some(&origin.person), becomes_record)
    });
    let raw = reading
        .kept_raw
        .iter()
        .map(|raw| Received::new(&raw.resource_type, raw.entry, &raw.source_id, raw.person.as_deref(), false));
    records.chain(raw).collect()
}

/// Type and origin of everything that was read, and whether a record can hold it.
fn origins(reading: &BundleReading) -> impl Iterator<Item = (&'static str, &Origin, bool)> {
    let people = reading.people.iter().map(|record| ("Patient", &record.origin, true));
    let stays = reading.stays.iter().map(|record| ("Encounter", &record.origin, true));
    people
        .chain(stays)
        .chain(reading.contacts.iter().map(|record| ("Encounter", &record.origin, true)))
        .chain(reading.needs.iter().map(|record| ("Condition", &record.origin, true)))
        .chain(reading.observations.iter().map(|record| ("Observation", &record.origin, true)))
        .chain(reading.medications.iter().map(|record| ("MedicationRequest", &record.origin, true)))
        .chain(reading.coverages.iter().map(|record| ("Coverage", &record.origin, true)))
        .chain(reading.care_plans.iter().map(|record| ("CarePlan", &record.origin, false)))
        .chain(reading.goals.iter().map(|record| ("Goal", &record.origin, false)))
}

fn remove(reading: &mut BundleReading, entries: &BTreeSet<usize>) {
    reading.people.retain(|record| !entries.contains(&record.origin.entry));
    reading.stays.retain(|record| !entries.contains(&record.origin.entry));
    reading.contacts.retain(|record| !entries.contains(&record.origin.entry));
    reading.needs.retain(|record| !entries.contains(&record.origin.entry));
    reading.observations.retain(|record| !entries.contains(&record.origin.entry));
    reading.medications.retain(|record| !entries.contains(&record.origin.entry));
    reading.coverages.retain(|record| !entries.contains(&record.origin.entry));
    reading.care_plans.retain(|record| !entries.contains(&record.origin.entry));
    reading.goals.retain(|record| !entries.contains(&record.origin.entry));
    reading.kept_raw.retain(|raw| !entries.contains(&raw.entry));
}

/// The days by which the dates of a reading must be moved so that the last thing in it falls on `day`: the end of a stay, a
/// contact, or a death. Nothing is moved into the future: it falls on the last day before when its hour is still to come. None
/// when nothing happened.
pub fn days_to(reading: &BundleReading, day: NaiveDate, moment: Moment) -> Option<i64> {
    let deaths = reading.people.iter().filter_map(|person| person.deceased_at);
    let latest = reading.latest_at().into_iter().chain(deaths).max()?;
    let days = (day - moment.day_of(latest)).num_days();
    let mut moved = latest;
    moved.shift(i16::try_from(days).unwrap_or_default(), moment.zone);
    let ahead = moved - moment.now;
    Some(if moved > moment.now { days - ahead.num_days() - 1 } else { days })
}
