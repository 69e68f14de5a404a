//! What a whole bundle becomes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::clinical::{self, MedicationImport, NeedImport, ObservationImport};
use super::coverage::{self, CoverageImport};
use super::element::Origin;
use super::encounter::{self, ContactImport, Meeting, StayImport};
use super::index::{Entry, Index, NO_TYPE, Subject};
use super::node::{At, Fault, Result};
use super::patient::{self, PersonImport};
use super::planning::{self, CarePlanImport, GoalImport};
use super::time::Shift;

/// What a bundle becomes: records by kind, and account of every entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BundleReading {
    /// From Patient.
    pub people: Vec<PersonImport>,
    /// From Encounter: inpatient, emergency and observation.
    pub stays: Vec<StayImport>,
    /// From Encounter: ambulatory, virtual, home and field.
    pub contacts: Vec<ContactImport>,
    /// From Condition.
    pub needs: Vec<NeedImport>,
    /// From Observation.
    pub observations: Vec<ObservationImport>,
    /// From MedicationRequest.
    pub medications: Vec<MedicationImport>,
    /// From CarePlan.
    pub care_plans: Vec<CarePlanImport>,
    /// From Goal.
    pub goals: Vec<GoalImport>,
    /// From Coverage.
    pub coverages: Vec<CoverageImport>,
    /// Resources to keep as received, in the order of the entries.
    pub kept_raw: Vec<KeptRaw>,
    /// Resources that can't be taken, in the order of the entries.
    pub refused: Vec<Refusal>,
    /// How many there were, by resource type.
    pub counts: BTreeMap<String, Count>,
}

/// A resource that no slice holds and that is kept as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRaw {
    /// Place among the entries, from 0.
    pub entry: usize,
    /// Resource type.
    pub resource_type: String,
    /// Id in the source.
    pub source_id: String,
    /// Id of the patient it is about in the source, if it is about one.
    pub person: Option<String>,
}

/// A resource that was refused. Holds no value of the resource but its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Place among the entries, from 0.
    pub entry: usize,
    /// Resource type; `Resource` when it does not say.
    pub resource_type: String,
    /// Id in the source, when it has a valid one.
    pub source_id: Option<String>,
    /// The element at fault as a FHIRPath, for example `Patient.name[0].family`.
    pub path: String,
    /// What is wrong with it, to be read after the path.
    pub reason: String,
}

/// How many resources of a type there were: `read` is always the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// In the bundle.
    pub read: usize,
    /// Became records.
    pub stored: usize,
    /// Kept as received.
    pub kept_raw: usize,
    /// Refused.
    pub refused: usize,
}

/// Reads a bundle. `zone` gives dates without time their day, and times their date.
///
/// Every entry is accounted for exactly once; the order of the entries does not matter, except that of two resources with the
/// same type and id the second is refused.
pub fn plan(entries: &[Entry], zone: Tz) -> BundleReading {
    let mut reading = BundleReading::default();
    let mut index = Index::new(entries, zone);
    let mut known = HashMap::new();
    let people = |entry: &Entry| entry.resource_type() == "Patient";
    for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| people(entry)) {
        let person = read_person(place, entry, &index, &mut known);
        if person.is_err() {
            index.refuse_person(place);
        }
        reading.file(place, entry, person.map(Filed::Person));
    }
    for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| !people(entry)) {
        reading.file(place, entry, read_other(place, entry, &index));
    }
    reading.sort();
    reading
}

/// Where a resource goes.
enum Filed {
    Person(PersonImport),
    Stay(StayImport),
    Contact(ContactImport),
    Need(NeedImport),
    Observation(ObservationImport),
    Medication(MedicationImport),
    CarePlan(CarePlanImport),
    Goal(GoalImport),
    Coverage(CoverageImport),
    /// Kept as received, with the patient it is about.
    Raw(Option<String>),
}

type Known = HashMap<(String, String), Option<NaiveDate>>;

fn read_person(place: usize, entry: &Entry, index: &Index<'_>, known: &mut Known) -> Result<PersonImport> {
    let (at, id) = opened(place, entry, index)?;
    let origin = Origin { entry: place, source_id: id.to_owned(), person: id.to_owned() };
    let person = patient::read(&at, origin, index)?;
    let key = |system: &str, value: &str| (system.to_owned(), value.to_owned());
    for identifier in &person.identifiers {
        let born = known.get(&key(&identifier.system, &identifier.value));
        if born.is_some_and(|born| *born == person.birth_date) {
            let reason = "and the date of birth are those of another patient in this bundle";
            return Err(at.fault_in("identifier", reason));
        }
    }
    for identifier in &person.identifiers {
        known.insert(key(&identifier.system, &identifier.value), person.birth_date);
    }
    Ok(person)
}

fn read_other(place: usize, entry: &Entry, index: &Index<'_>) -> Result<Filed> {
    let (at, id) = opened(place, entry, index)?;
    let origin = |member: &str, required: bool| -> Result<Option<Origin>> {
        let subject = if required { Some(at.need(member)?) } else { at.get(member)? };
        let person = match index.subject(subject.as_ref())? {
            Subject::Patient(id) => id,
            Subject::Other => return Ok(None),
            Subject::Refused => return Err(at.fault_in(member, "names a patient that was refused")),
            Subject::Absent => {
                return Err(at.fault_in(member, "names a resource that is not in the bundle"));
            }
        };
        Ok(Some(Origin { entry: place, source_id: id.to_owned(), person }))
    };
    let (origin, read): (_, Reader) = match entry.resource_type() {
        "Encounter" => (origin("subject", false)?, |at, origin, index| {
            Ok(encounter::read(at, origin, index)?.map(|meeting| match meeting {
                Meeting::Stay(stay) => Filed::Stay(stay),
                Meeting::Contact(contact) => Filed::Contact(contact),
            }))
        }),
        "Condition" => {
            (origin("subject", true)?, |at, origin, index| Ok(clinical::condition(at, origin, index)?.map(Filed::Need)))
        }
        "Observation" => (origin("subject", false)?, |at, origin, index| {
            Ok(clinical::observation(at, origin, index)?.map(Filed::Observation))
        }),
        "MedicationRequest" => (origin("subject", true)?, |at, origin, index| {
            Ok(clinical::medication(at, origin, index)?.map(Filed::Medication))
        }),
        "CarePlan" => (origin("subject", true)?, |at, origin, index| {
            Ok(planning::care_plan(at, origin, index)?.map(Filed::CarePlan))
        }),
        "Goal" => {
            (origin("subject", true)?, |at, origin, index| Ok(planning::goal(at, origin, index)?.map(Filed::Goal)))
        }
        "Coverage" => (origin("beneficiary", true)?, |at, origin, index| {
            Ok(coverage::read(at, origin, index)?.map(Filed::Coverage))
        }),
        _ => return Ok(Filed::Raw(about(&at, index)?)),
    };
    let Some(origin) = origin else {
        return Ok(Filed::Raw(None));
    };
    let person = origin.person.clone();
    Ok(read(&at, origin, index)?.unwrap_or(Filed::Raw(Some(person))))
}

type Reader = fn(&At<'_>, Origin, &Index<'_>) -> Result<Option<Filed>>;

/// The checks that every resource must pass, whatever becomes of it: the resource and its id.
fn opened<'a>(place: usize, entry: &'a Entry, index: &Index<'_>) -> Result<(At<'a>, &'a str)> {
    let at = entry.root().ok_or_else(|| Fault::new(NO_TYPE, "is missing or is not readable JSON"))?;
    if entry.resource_type() == NO_TYPE {
        return Err(at.fault_in("resourceType", "is missing or is not the name of a resource type"));
    }
    entry.check()?;
    at.need("id")?;
    let id = entry.source_id().ok_or_else(|| at.fault_in("id", "must be 1 to 64 letters, digits, hyphens and dots"))?;
    if index.first_with_id_of(entry) != Some(place) {
        return Err(at.fault_in("id", "is that of another resource of this type in this bundle"));
    }
    Ok((at, id))
}

/// The patient that a resource of any type is about, where its type has one of the usual members for it.
fn about(at: &At<'_>, index: &Index<'_>) -> Result<Option<String>> {
    for member in ["subject", "patient", "beneficiary"] {
        let subject = at.get(member)?;
        // Not every type means a Reference by these names: what is none, is not about a patient.
        match index.subject(subject.as_ref()) {
            Ok(Subject::Patient(id)) => return Ok(Some(id)),
            Ok(Subject::Refused) => {
                return Err(at.fault_in(member, "names a patient that was refused"));
            }
            Ok(Subject::Other | Subject::Absent) | Err(_) => {}
        }
    }
    Ok(None)
}

impl BundleReading {
    /// The last instant at which something happened in the bundle: a stay began or ended, or a contact took place. Shifting by the
    /// days from its date to a chosen one makes the bundle end on that day.
    pub fn latest_at(&self) -> Option<DateTime<Utc>> {
        let stays = self.stays.iter().map(|stay| stay.discharged_at.unwrap_or(stay.admitted_at));
        stays.chain(self.contacts.iter().map(|contact| contact.occurred_at)).max()
    }

    /// Ids of the patients that records are about and that are not among [`Self::people`]: they must be known from before.
    pub fn people_elsewhere(&self) -> BTreeSet<String> {
        let here: BTreeSet<&str> = self.people.iter().map(|person| person.origin.source_id.as_str()).collect();
        let about = self.origins().map(|origin| origin.person.as_str());
        let raw = self.kept_raw.iter().filter_map(|raw| raw.person.as_deref());
        about.chain(raw).filter(|person| !here.contains(person)).map(str::to_owned).collect()
    }

    /// Refuses what is about these patients, because they are not known; the counts follow.
    pub fn refuse_about(&mut self, unknown: &BTreeSet<String>) {
        let mut gone: Vec<(&str, &str, Origin)> = Vec::new();
        take(&mut self.stays, unknown, ("Encounter", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.contacts, unknown, ("Encounter", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.needs, unknown, ("Condition", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.observations, unknown, ("Observation", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.medications, unknown, ("MedicationRequest", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.care_plans, unknown, ("CarePlan", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.goals, unknown, ("Goal", "subject"), &mut gone, |record| &record.origin);
        take(&mut self.coverages, unknown, ("Coverage", "beneficiary"), &mut gone, |record| &record.origin);
        for (resource_type, member, origin) in gone {
            let count = self.counts.entry(resource_type.to_owned()).or_default();
            count.stored -= 1;
            count.refused += 1;
            let path = format!("{resource_type}.{member}");
            self.refused.push(unknown_patient(origin.entry, resource_type, origin.source_id, path));
        }
        let is_gone = |raw: &KeptRaw| raw.person.as_ref().is_some_and(|person| unknown.contains(person));
        for raw in self.kept_raw.extract_if(.., |raw| is_gone(raw)) {
            let count = self.counts.entry(raw.resource_type.clone()).or_default();
            count.kept_raw -= 1;
            count.refused += 1;
            let path = raw.resource_type.clone();
            self.refused.push(unknown_patient(raw.entry, &raw.resource_type, raw.source_id, path));
        }
        self.sort();
    }

    fn origins(&self) -> impl Iterator<Item = &Origin> {
        let stays = self.stays.iter().map(|record| &record.origin);
        let needs = self.needs.iter().map(|record| &record.origin);
        let care_plans = self.care_plans.iter().map(|record| &record.origin);
        stays
            .chain(self.contacts.iter().map(|record| &record.origin))
            .chain(needs)
            .chain(self.observations.iter().map(|record| &record.origin))
            .chain(self.medications.iter().map(|record| &record.origin))
            .chain(care_plans)
            .chain(self.goals.iter().map(|record| &record.origin))
            .chain(self.coverages.iter().map(|record| &record.origin))
    }

    fn file(&mut self, place: usize, entry: &Entry, outcome: Result<Filed>) {
        let count = self.counts.entry(entry.resource_type().to_owned()).or_default();
        count.read += 1;
        match outcome {
            Ok(Filed::Raw(_)) => count.kept_raw += 1,
            Ok(_) => count.stored += 1,
            Err(_) => count.refused += 1,
        }
        match outcome {
            Ok(Filed::Person(record)) => self.people.push(record),
            Ok(Filed::Stay(record)) => self.stays.push(record),
            Ok(Filed::Contact(record)) => self.contacts.push(record),
            Ok(Filed::Need(record)) => self.needs.push(record),
            Ok(Filed::Observation(record)) => self.observations.push(record),
            Ok(Filed::Medication(record)) => self.medications.push(record),
            Ok(Filed::CarePlan(record)) => self.care_plans.push(record),
            Ok(Filed::Goal(record)) => self.goals.push(record),
            Ok(Filed::Coverage(record)) => self.coverages.push(record),
            Ok(Filed::Raw(person)) => self.kept_raw.push(KeptRaw {
                entry: place,
                resource_type: entry.resource_type().to_owned(),
                source_id: entry.source_id().unwrap_or_default().to_owned(),
                person,
            }),
            Err(fault) => self.refused.push(Refusal {
                entry: place,
                resource_type: entry.resource_type().to_owned(),
                source_id: entry.source_id().map(str::to_owned),
                path: fault.path,
                reason: fault.reason,
            }),
        }
    }

    fn sort(&mut self) {
        self.kept_raw.sort_by_key(|raw| raw.entry);
        self.refused.sort_by_key(|refusal| refusal.entry);
    }
}

fn take<T>(
    records: &mut Vec<T>,
    unknown: &BTreeSet<String>,
    (resource_type, member): (&'static str, &'static str),
    gone: &mut Vec<(&'static str, &'static str, Origin)>,
    origin: fn(&T) -> &Origin,
) {
    let taken = records.extract_if(.., |record| unknown.contains(&origin(record).person));
    gone.extend(taken.map(|record| (resource_type, member, origin(&record).clone())));
}

fn unknown_patient(entry: usize, resource_type: &str, source_id: String, path: String) -> Refusal {
    Refusal {
        entry,
        resource_type: resource_type.to_owned(),
        source_id: Some(source_id),
        path,
        reason: "is about a patient that is not known".to_owned(),
    }
}

impl Shift for BundleReading {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.people.iter_mut().for_each(|record| record.shift(days, zone));
        self.stays.iter_mut().for_each(|record| record.shift(days, zone));
        self.contacts.iter_mut().for_each(|record| record.shift(days, zone));
        self.needs.iter_mut().for_each(|record| record.shift(days, zone));
        self.observations.iter_mut().for_each(|record| record.shift(days, zone));
        self.medications.iter_mut().for_each(|record| record.shift(days, zone));
        self.care_plans.iter_mut().for_each(|record| record.shift(days, zone));
        self.goals.iter_mut().for_each(|record| record.shift(days, zone));
        self.coverages.iter_mut().for_each(|record| record.shift(days, zone));
    }
}
