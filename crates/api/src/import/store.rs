//! One transaction: resources that belong together become records, together or not at all.

use domain::fhir::{self, BundleReading, Shift};
use domain::import::{
    self, Import, ImportOptions, Moment, Received, Remark, Renew, Renewal, Report, draft, received, refuse, renewal,
    resource_of, source, twins, usurpers,
};
use domain::person::Person;
use domain::stay::Stay;
use domain::{Change, EventKind};
use persistence::case::CaseWork;
use persistence::import::{Imported, KnownText, ReceivedText};
use persistence::stay::RECENT;
use persistence::{Result, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

use super::source::{Place, Unit};

/// Resources that were read and vetted, ready for the database.
#[derive(Debug)]
pub struct Prepared {
    /// Files or lines.
    pub bundles: i32,
    reading: BundleReading,
    remarks: Vec<Remark>,
    texts: Vec<String>,
    places: Vec<Place>,
}

impl Prepared {
    /// Reads and vets a unit. Takes as long as its size demands.
    pub fn new(unit: Unit, options: ImportOptions, moment: Moment) -> Self {
        let mut reading = fhir::plan(&unit.entries, moment.zone);
        if let Some(days) = options.shift_to.and_then(|day| import::days_to(&reading, day, moment.zone)) {
            reading.shift(days, moment.zone);
        }
        let remarks = import::vet(&mut reading, moment);
        Self { bundles: unit.bundles, reading, remarks, texts: unit.texts, places: unit.places }
    }

    /// The report when the database refuses all of it.
    pub fn refused(&self, reason: &str) -> Report {
        let mut report = Report::all_refused(&self.reading.counts);
        report.note(self.places.first().map(|place| import::Problem {
            file: place.file.clone(),
            path: String::new(),
            reason: reason.to_owned(),
        }));
        report
    }

    /// Stores it, and says what became of it.
    ///
    /// # Errors
    /// Those of the database; then nothing of it is stored.
    pub async fn store(&self, tx: &mut Tx, import: &Import, moment: Moment) -> Result<Report> {
        tx.import_turn().await?;
        let mut reading = self.reading.clone();
        let mut remarks = self.remarks.clone();
        let known = who_is_here(tx, &mut reading).await?;
        let people = ids(&reading, &known);
        let mut incoming = self.incoming(tx, &reading, &people).await?;
        let moved: Vec<Remark> = incoming.iter().filter_map(|resource| resource.moved()).collect();
        if !moved.is_empty() {
            refuse(&mut reading, moved);
            incoming = self.incoming(tx, &reading, &people).await?;
        }
        tx.touch_import(import.id, &people.values().copied().collect::<Vec<_>>());
        let report = Report::tally(
            &reading.refused,
            incoming.iter().map(|resource| (&resource.received, resource.state == State::Same)),
        );
        incoming.retain(|resource| resource.state != State::Same);
        remarks.extend(
            Writing { tx: &mut *tx, known, people: &people, moment, cases: HashMap::new() }
                .write(&reading, &incoming)
                .await?,
        );
        let texts = incoming.into_iter().map(|resource| ReceivedText {
            content: self.texts.get(resource.received.entry).cloned().unwrap_or_default(),
            resource_type: resource.received.resource_type,
            source: resource.received.source,
            person_id: resource.person_id,
        });
        tx.keep_received(import.id, texts.collect()).await?;
        Ok(self.with_problems(report, &reading, remarks))
    }

    /// Every resource that is not refused, compared with what was received before.
    async fn incoming(
        &self,
        tx: &mut Tx,
        reading: &BundleReading,
        people: &HashMap<String, Uuid>,
    ) -> Result<Vec<Incoming>> {
        let all = received(reading);
        let (types, sources) =
            all.iter().map(|resource| (resource.resource_type.clone(), resource.source.clone())).unzip();
        let before = tx.received_before(types, sources).await?;
        let text = |resource: &Received| self.texts.get(resource.entry).map(String::as_str).unwrap_or_default();
        let compare = |received: Received| {
            let before = before.get(&received.source);
            let state = match before {
                None => State::New,
                Some(known) if known.is(text(&received)) => State::Same,
                Some(_) => State::Changed,
            };
            let person_id = received.person.as_ref().and_then(|source| people.get(source)).copied();
            Incoming { state, person_id, before: before.cloned(), received }
        };
        Ok(all.into_iter().map(compare).collect())
    }

    fn with_problems(&self, mut report: Report, reading: &BundleReading, remarks: Vec<Remark>) -> Report {
        let refused = reading.refused.iter().map(|refusal| (refusal.entry, &refusal.path, &refusal.reason));
        let mut all: Vec<_> =
            refused.chain(remarks.iter().map(|remark| (remark.entry, &remark.path, &remark.reason))).collect();
        all.sort_by_key(|(entry, ..)| *entry);
        report.note(
            all.into_iter()
                .filter_map(|(entry, path, reason)| Some(self.places.get(entry)?.problem(path, reason.clone()))),
        );
        report
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Same,
    Changed,
}

/// A resource, and what is known of it.
struct Incoming {
    received: Received,
    state: State,
    person_id: Option<Uuid>,
    before: Option<KnownText>,
}

impl Incoming {
    /// A resource never changes whom it is about; that would move a piece of one record into another.
    fn moved(&self) -> Option<Remark> {
        let before = self.before.as_ref().filter(|_| self.state == State::Changed)?.person_id;
        (before.is_some() && before != self.person_id).then(|| self.received.remark("was about another patient before"))
    }
}

/// Finds the people that the reading is about, and refuses those who are not or must not be here.
async fn who_is_here(tx: &mut Tx, reading: &mut BundleReading) -> Result<BTreeMap<String, Person>> {
    let elsewhere = reading.people_elsewhere();
    let here = reading.people.iter().map(|person| &person.origin.source_id);
    let sources: Vec<String> = here.chain(&elsewhere).map(|id| source("Patient", id)).collect();
    let known = tx.people_of_sources(&sources).await?;
    let unknown: BTreeSet<String> =
        elsewhere.into_iter().filter(|id| !known.contains_key(&source("Patient", id))).collect();
    reading.refuse_about(&unknown);
    let days: Vec<_> = reading.people.iter().filter_map(|person| person.birth_date).collect();
    let mut faults = usurpers(reading, &known);
    if !days.is_empty() {
        faults.extend(twins(reading, &tx.people_born_on(&days).await?));
    }
    refuse(reading, faults);
    Ok(known)
}

/// The id of everybody in the reading, by source: the one they have here, else a new one.
fn ids(reading: &BundleReading, known: &BTreeMap<String, Person>) -> HashMap<String, Uuid> {
    let mut ids: HashMap<String, Uuid> = known.iter().map(|(source, person)| (source.clone(), person.id)).collect();
    for person in &reading.people {
        ids.entry(source("Patient", &person.origin.source_id)).or_insert_with(Uuid::now_v7);
    }
    ids
}

/// Writes the records of what is new or changed.
struct Writing<'a> {
    tx: &'a mut Tx,
    known: BTreeMap<String, Person>,
    people: &'a HashMap<String, Uuid>,
    moment: Moment,
    /// Open cases of people who were here before, read when something happened to them.
    cases: HashMap<Uuid, Vec<CaseWork>>,
}

impl Writing<'_> {
    /// Gives back what the source took back and what has no state for it here.
    async fn write(mut self, reading: &BundleReading, incoming: &[Incoming]) -> Result<Vec<Remark>> {
        if incoming.is_empty() {
            return Ok(Vec::new());
        }
        let fresh: HashSet<&str> = incoming.iter().map(|resource| resource.received.source.as_str()).collect();
        let mut drafts = draft(reading, self.people, self.moment, &mut Uuid::now_v7);
        drafts.retain(|source| fresh.contains(source));
        let changed = |resource_type: &str| -> Vec<String> {
            let changed = incoming.iter().filter(|resource| {
                resource.state == State::Changed && resource.received.resource_type == resource_type
            });
            changed.map(|resource| resource.received.source.clone()).collect()
        };
        let everybody: Vec<Uuid> = self.people.values().copied().collect();
        let mut orphans = Vec::new();

        let known = self
            .known
            .values()
            .filter(|person| person.source.as_deref().is_some_and(|source| fresh.contains(source)))
            .cloned()
            .collect();
        let people = renewal(drafts.people, known, self.moment);
        let announced = self.announcements(incoming, &people.changes);
        self.put_people(people.changes).await?;
        let encounters = changed("Encounter");
        let stays = self.renew(drafts.stays, &encounters).await?;
        orphans.extend(stays.orphans);
        self.put_stays(stays.changes).await?;
        orphans.extend(self.put(drafts.contacts, &encounters).await?);
        orphans.extend(self.put(drafts.needs, &changed("Condition")).await?);
        let known = self.tx.observations_of_resources(&everybody, &changed("Observation")).await?;
        let observations = renewal(drafts.observations, known, self.moment);
        Imported::put_all(self.tx, observations.changes.into_iter().map(|change| change.record).collect()).await?;
        orphans.extend(self.put(drafts.medications, &changed("MedicationRequest")).await?);
        orphans.extend(self.put(drafts.coverages, &changed("Coverage")).await?);

        for (person_id, version) in announced {
            self.tx.announce_person(person_id, version);
        }
        let orphans: HashSet<&str> = orphans.iter().map(|source| resource_of(source)).collect();
        let taken_back = incoming.iter().filter(|resource| orphans.contains(resource.received.source.as_str()));
        Ok(taken_back
            .map(|resource| {
                resource.received.remark("was taken back by the source; the record made of it stays as it is")
            })
            .collect())
    }

    async fn renew<T: Renew + Imported>(&mut self, drafts: Vec<T>, changed: &[String]) -> Result<Renewal<T>> {
        let known = T::of_sources(self.tx, changed).await?;
        Ok(renewal(drafts, known, self.moment))
    }

    /// Writes records that no deadline listens to; gives back the sources of orphans.
    async fn put<T: Renew + Imported>(&mut self, drafts: Vec<T>, changed: &[String]) -> Result<Vec<String>> {
        let renewal = self.renew(drafts, changed).await?;
        T::put_all(self.tx, renewal.changes.into_iter().map(|change| change.record).collect()).await?;
        Ok(renewal.orphans)
    }

    /// A death ends the open deadlines of cases.
    async fn put_people(&mut self, changes: Vec<Change<Person>>) -> Result<()> {
        let mut plain = Vec::new();
        for change in changes {
            if change.events.is_empty() || !self.is_enrolled(change.record.id).await? {
                plain.push(change.record);
            } else if let Some(cases) = self.cases.get_mut(&change.record.id) {
                self.tx.apply_in(cases, change)?;
            }
        }
        Person::put_all(self.tx, plain).await
    }

    /// A recent stay starts or ends deadlines of cases; one of long ago does not.
    async fn put_stays(&mut self, changes: Vec<Change<Stay>>) -> Result<()> {
        let since = self.moment.now - RECENT;
        let mut plain = Vec::new();
        for mut change in changes {
            let person_id = change.record.person_id;
            if change.record.discharged_at.is_some_and(|end| end < since) {
                change.events.retain(|event| event.kind == EventKind::StayCancelled);
            }
            if change.events.is_empty() || !self.is_enrolled(person_id).await? {
                plain.push(change.record);
            } else if let Some(cases) = self.cases.get_mut(&person_id) {
                self.tx.apply_in(cases, change)?;
            }
        }
        Stay::put_all(self.tx, plain).await
    }

    /// True for somebody with an open case, which is then locked and kept at hand.
    async fn is_enrolled(&mut self, person_id: Uuid) -> Result<bool> {
        if !self.known.values().any(|person| person.id == person_id) {
            return Ok(false);
        }
        if !self.cases.contains_key(&person_id) {
            let mut cases = self.tx.active_cases(person_id).await?;
            self.tx.remember_contacts_since(&mut cases, self.moment.now - RECENT).await?;
            self.cases.insert(person_id, cases);
        }
        Ok(self.cases.get(&person_id).is_some_and(|cases| !cases.is_empty()))
    }

    /// The people about whom something is new, with their versions.
    fn announcements(&self, incoming: &[Incoming], changes: &[Change<Person>]) -> BTreeMap<Uuid, i32> {
        let about: BTreeSet<Uuid> = incoming.iter().filter_map(|resource| resource.person_id).collect();
        let before = self.known.values().map(|person| (person.id, person.version));
        let versions: HashMap<Uuid, i32> =
            before.chain(changes.iter().map(|change| (change.record.id, change.record.version))).collect();
        about.into_iter().filter_map(|id| Some((id, *versions.get(&id)?))).collect()
    }
}
