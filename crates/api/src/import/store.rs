//! One transaction: resources that belong together become records, together or not at all.

use domain::fhir::{self, BundleReading, Shift};
use domain::import::{
    self, Import, ImportOptions, Moment, Received, Remark, Report, received, refuse, source, twins, usurpers,
};
use domain::person::Person;
use persistence::import::{KnownText, ReceivedText};
use persistence::{Result, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

use super::source::{Place, Unit};
use super::write::Writing;

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
        let days = options.shift_to.and_then(|day| import::days_to(&reading, day, moment)).map(i16::try_from);
        if let Some(Ok(days)) = days {
            reading.shift(days, moment.zone);
        }
        let mut remarks = import::vet(&mut reading, moment);
        if let Some(Err(_)) = days {
            let reason = "and the rest keep their dates: the day to move them to is more than 89 years away".to_owned();
            remarks.push(Remark { entry: 0, path: String::new(), reason });
        }
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
        let fresh: Vec<&Incoming> = incoming.iter().filter(|resource| resource.state != State::Same).collect();
        let written = Writing::new(tx, known, &people, moment).write(&reading, &fresh).await?;
        remarks.extend(written.remarks);
        // What is told in other words but says the same has changed nothing.
        let is_same = |resource: &Incoming| match resource.state {
            State::New => false,
            State::Same => true,
            State::Changed => resource.received.becomes_record && !written.sources.contains(&resource.received.source),
        };
        let report =
            Report::tally(&reading.refused, incoming.iter().map(|resource| (&resource.received, is_same(resource))));
        incoming.retain(|resource| resource.state != State::Same);
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

/// How a resource stands to what was received before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was not.
    New,
    /// With the same text.
    Same,
    /// With another text.
    Changed,
}

/// A resource, and what is known of it.
pub struct Incoming {
    /// The resource.
    pub received: Received,
    /// How it stands to what was received before.
    pub state: State,
    /// Whom it is about.
    pub person_id: Option<Uuid>,
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
