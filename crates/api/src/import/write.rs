//! Writes the records of what is new or changed in one unit.

use chrono::DateTime;
use domain::fhir::BundleReading;
use domain::import::{Moment, Remark, Renew, draft, renewal, resource_of, unsay};
use domain::person::Person;
use domain::stay::Stay;
use domain::{Change, Event};
use persistence::case::CaseWork;
use persistence::import::Imported;
use persistence::{Result, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

use super::store::{Incoming, State};

fn is_news(cases: &[CaseWork], event: &Event) -> bool {
    cases.iter().any(|work| work.listens(event))
}

/// What was written.
pub struct Written {
    /// Sources of the resources whose records are new or changed.
    pub sources: HashSet<String>,
    /// Resources that their source took back and whose records have no state for that.
    pub remarks: Vec<Remark>,
}

/// A writing of records.
pub struct Writing<'a> {
    tx: &'a mut Tx,
    known: BTreeMap<String, Person>,
    people: &'a HashMap<String, Uuid>,
    moment: Moment,
    /// Cases of people who were here before, read when something happened to them.
    cases: HashMap<Uuid, Vec<CaseWork>>,
    written: HashSet<String>,
    orphans: HashSet<String>,
}

impl<'a> Writing<'a> {
    /// `known` are the people who were here before, `people` the ids of all, by source.
    pub fn new(
        tx: &'a mut Tx,
        known: BTreeMap<String, Person>,
        people: &'a HashMap<String, Uuid>,
        moment: Moment,
    ) -> Self {
        let (cases, written, orphans) = (HashMap::new(), HashSet::new(), HashSet::new());
        Self { tx, known, people, moment, cases, written, orphans }
    }

    /// Writes the records of these resources of the reading.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn write(mut self, reading: &BundleReading, incoming: &[&Incoming]) -> Result<Written> {
        if !incoming.is_empty() {
            self.write_all(reading, incoming).await?;
        }
        let taken_back = incoming.iter().filter(|resource| self.orphans.contains(&resource.received.source));
        let remark = "was taken back by the source; the record made of it stays as it is";
        let remarks = taken_back.map(|resource| resource.received.remark(remark)).collect();
        Ok(Written { sources: self.written, remarks })
    }

    async fn write_all(&mut self, reading: &BundleReading, incoming: &[&Incoming]) -> Result<()> {
        let fresh: HashSet<&str> = incoming.iter().map(|resource| resource.received.source.as_str()).collect();
        let changed = |resource_type: &str| -> Vec<String> {
            let of_type = incoming.iter().filter(|resource| resource.received.resource_type == resource_type);
            let changed = of_type.filter(|resource| resource.state == State::Changed);
            changed.map(|resource| resource.received.source.clone()).collect()
        };
        let mut drafts = draft(reading, self.people, self.moment, &mut Uuid::now_v7);
        drafts.retain(|source| fresh.contains(source));

        let is_fresh = |person: &&Person| person.source.as_deref().is_some_and(|source| fresh.contains(source));
        let known = self.known.values().filter(is_fresh).cloned().collect();
        let people = self.compare(drafts.people, known);
        let announced = self.announcements(incoming, &people);
        self.put_people(people).await?;
        let encounters = changed("Encounter");
        let known = Stay::of_sources(self.tx, &encounters).await?;
        let mut stays = self.compare(drafts.stays, known.clone());
        unsay(&mut stays, known, &drafts.causeless);
        self.note(&stays);
        self.put_stays(stays).await?;
        self.put(drafts.contacts, &encounters).await?;
        self.put(drafts.needs, &changed("Condition")).await?;
        let everybody: Vec<Uuid> = self.people.values().copied().collect();
        let known = self.tx.observations_of_resources(&everybody, &changed("Observation")).await?;
        let observations = self.compare(drafts.observations, known);
        Imported::put_all(self.tx, records(observations)).await?;
        self.put(drafts.medications, &changed("MedicationRequest")).await?;
        self.put(drafts.coverages, &changed("Coverage")).await?;
        for (person_id, version) in announced {
            self.tx.announce_person(person_id, version);
        }
        Ok(())
    }

    /// Writes records that no deadline listens to.
    async fn put<T: Renew + Imported>(&mut self, drafts: Vec<T>, changed: &[String]) -> Result<()> {
        let known = T::of_sources(self.tx, changed).await?;
        let changes = self.compare(drafts, known);
        T::put_all(self.tx, records(changes)).await
    }

    /// The changes to write, noted.
    fn compare<T: Renew>(&mut self, drafts: Vec<T>, known: Vec<T>) -> Vec<Change<T>> {
        let renewal = renewal(drafts, known, self.moment);
        self.note(&renewal.changes);
        self.orphans.extend(renewal.orphans.iter().map(|source| resource_of(source).to_owned()));
        renewal.changes
    }

    /// Notes of which resources records are new or changed.
    fn note<T: Renew>(&mut self, changes: &[Change<T>]) {
        let sources = changes.iter().filter_map(|change| change.record.source());
        self.written.extend(sources.map(|source| resource_of(source).to_owned()));
    }

    /// A death ends open deadlines of cases, and starts what is owed after it.
    async fn put_people(&mut self, changes: Vec<Change<Person>>) -> Result<()> {
        let people = records(changes);
        for person in people.iter().filter(|person| person.deceased_on.is_some()) {
            let lived = |known: &Person| known.id == person.id && known.deceased_on.is_none();
            let died_on = person.deceased_on.filter(|_| self.known.values().any(lived));
            if let Some(day) = died_on
                && let Some((tx, cases)) = self.cases_of(person.id).await?
            {
                tx.announce_death(cases, person.id, day)?;
            }
        }
        Person::put_all(self.tx, people).await
    }

    /// A stay starts or ends deadlines of the cases that hear of it.
    async fn put_stays(&mut self, changes: Vec<Change<Stay>>) -> Result<()> {
        let mut plain = Vec::new();
        for change in changes {
            let listening =
                if change.events.is_empty() { None } else { self.cases_of(change.record.person_id).await? };
            match listening.filter(|(_, cases)| change.events.iter().any(|event| is_news(cases, event))) {
                Some((tx, cases)) => {
                    let stay = tx.apply_in(cases, change)?;
                    tx.transition_follows(cases, &stay).await?;
                }
                None => plain.push(change.record),
            }
        }
        Stay::put_all(self.tx, plain).await
    }

    /// The cases of somebody who was here before, locked, with the transaction to change them in; none without a case.
    async fn cases_of(&mut self, person_id: Uuid) -> Result<Option<(&mut Tx, &mut [CaseWork])>> {
        if !self.known.values().any(|person| person.id == person_id) {
            return Ok(None);
        }
        if !self.cases.contains_key(&person_id) {
            let cases = self.tx.active_cases(person_id, DateTime::UNIX_EPOCH).await?;
            self.cases.insert(person_id, cases);
        }
        let cases = self.cases.get_mut(&person_id).filter(|cases| !cases.is_empty());
        Ok(cases.map(|cases| (&mut *self.tx, cases.as_mut_slice())))
    }

    /// The people about whom something is new, with their versions.
    fn announcements(&self, incoming: &[&Incoming], changes: &[Change<Person>]) -> BTreeMap<Uuid, i32> {
        let about: BTreeSet<Uuid> = incoming.iter().filter_map(|resource| resource.person_id).collect();
        let before = self.known.values().map(|person| (person.id, person.version));
        let after = changes.iter().map(|change| (change.record.id, change.record.version));
        let versions: HashMap<Uuid, i32> = before.chain(after).collect();
        about.into_iter().filter_map(|id| Some((id, *versions.get(&id)?))).collect()
    }
}

fn records<T>(changes: Vec<Change<T>>) -> Vec<T> {
    changes.into_iter().map(|change| change.record).collect()
}
