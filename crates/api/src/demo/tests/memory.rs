//! A ledger in memory, which keeps every record and every event, so that the story can be judged again from the outside.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};

use domain::case::Case;
use domain::deadline::Deadline;
use domain::{Change, Event, rulebook};
use persistence::Result;
use persistence::case::CaseWork;
use persistence::directory::Directory;
use persistence::record::Record;
use uuid::Uuid;

use crate::demo::ledger::Ledger;
use crate::demo::world::World;

/// What happened in a case, in order, with the case as it was then.
pub struct Heard {
    pub case: Case,
    pub event: Event,
}

pub struct Memory {
    rules: HashMap<Uuid, Vec<rulebook::Rule>>,
    directory: Directory,
    /// Every record by kind and id, as it was stored last; ids of deadlines are numbered.
    records: BTreeMap<(&'static str, Uuid), Box<dyn Any + Send + Sync>>,
    /// The same in words.
    pub lines: BTreeMap<(&'static str, Uuid), String>,
    pub heard: Vec<Heard>,
    written: usize,
    deadlines: u128,
    wordy: bool,
}

impl Memory {
    pub fn new(world: &World) -> Self {
        let mut memory = Self {
            rules: HashMap::new(),
            directory: Directory::default(),
            records: BTreeMap::new(),
            lines: BTreeMap::new(),
            heard: Vec::new(),
            written: 0,
            deadlines: 0,
            wordy: false,
        };
        for place in &world.network.places {
            let program = &place.program;
            let mut rules = rulebook::standard(program.setting);
            rules.retain(|rule| rule.applies_in(None));
            memory.rules.insert(program.id, rules);
            memory.directory.programs.insert(program.id, program.clone());
        }
        memory
    }

    pub fn rules(&self, program_id: Uuid) -> &[rulebook::Rule] {
        &self.rules[&program_id]
    }

    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Every record of a kind, by id.
    pub fn all<T: Record + Clone + 'static>(&self) -> Vec<T> {
        let own = self.records.range((T::KIND, Uuid::nil())..=(T::KIND, Uuid::max()));
        own.filter_map(|(_, record)| record.downcast_ref::<T>().cloned()).collect()
    }

    /// A ledger that also keeps every record in words.
    pub fn in_words(world: &World) -> Self {
        Self { wordy: true, ..Self::new(world) }
    }

    fn store<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(&mut self, change: Change<T>) -> T {
        let record = change.record;
        let key = (T::KIND, record.id());
        let known = self.records.get(&key).and_then(|old| old.downcast_ref::<T>()).map(Record::version);
        match known {
            None => assert!(change.created && record.version() == 1, "{key:?} is changed before it was made"),
            Some(version) => assert!(!change.created && record.version() == version + 1, "{key:?} skips a version"),
        }
        if self.wordy {
            self.lines.insert(key, format!("{record:?}"));
        }
        self.records.insert(key, Box::new(record.clone()));
        self.written += 1;
        record
    }
}

impl Ledger for Memory {
    fn keep<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(&mut self, change: Change<T>) -> Result<T> {
        assert!(change.events.is_empty(), "events of a {} need a case", T::KIND);
        Ok(self.store(change))
    }

    fn keep_in<T: Record + Clone + std::fmt::Debug + Send + Sync + 'static>(
        &mut self,
        cases: &mut [CaseWork],
        mut change: Change<T>,
    ) -> Result<T> {
        let events = std::mem::take(&mut change.events);
        let record = self.store(change);
        for event in &events {
            self.announce(cases, event)?;
        }
        Ok(record)
    }

    fn announce(&mut self, cases: &mut [CaseWork], event: &Event) -> Result<()> {
        for work in cases.iter_mut().filter(|work| work.listens(event)) {
            self.heard.push(Heard { case: work.case.clone(), event: event.clone() });
            self.follow(work, event)?;
        }
        Ok(())
    }

    fn written(&self) -> usize {
        self.written
    }
}

impl Memory {
    fn follow(&mut self, work: &mut CaseWork, event: &Event) -> Result<()> {
        let mut next = self.deadlines;
        let mut id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let rules = &self.rules[&work.case.program_id];
        let recording = Uuid::from_u128(self.heard.len() as u128);
        let changes = work.hear(recording, event, &self.directory, rules, &mut id)?;
        self.deadlines = next;
        for change in changes {
            let deadline: Deadline = self.store(change);
            work.keep(deadline);
        }
        if let Some(stage) = work.case.stage_after(event.kind) {
            work.case = self.store(work.case.clone().at_stage(stage));
        }
        Ok(())
    }
}
