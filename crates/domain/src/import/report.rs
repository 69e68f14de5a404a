//! The report of an import: counts by resource type, and the places that were refused.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::vet::Received;
use crate::fhir::{Count, Refusal};

/// Most problems a report names; the rest is counted.
pub const MOST_PROBLEMS: usize = 200;
/// Most resource types a report tells apart. FHIR R4 has about 150.
const MOST_TYPES: usize = 200;
/// Under which name the types beyond [`MOST_TYPES`] are counted.
const OTHER_TYPES: &str = "Other";

/// How many resources of a type there were: `read` is always the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeCount {
    /// Read.
    pub read: usize,
    /// Became records, new or changed.
    pub stored: usize,
    /// Kept as received, new or changed, because no slice holds them.
    pub kept_raw: usize,
    /// Refused; see the problems.
    pub refused: usize,
    /// The same as the last time.
    pub unchanged: usize,
}

/// What could not be taken, and where it stands. Never repeats a received value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// File or line.
    pub file: String,
    /// The element at fault as a FHIRPath; empty for the whole.
    pub path: String,
    /// What is wrong with it, to be read after the path.
    pub reason: String,
}

/// What became of everything that was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Counts by resource type.
    pub by_type: BTreeMap<String, TypeCount>,
    /// What could not be taken, in the order of reading.
    pub problems: Vec<Problem>,
    /// How many more problems there were.
    pub more_problems: usize,
}

impl Report {
    /// Adds another report to this one.
    pub fn add(&mut self, other: Self) {
        for (name, count) in other.by_type {
            let known = self.of(&name);
            known.read += count.read;
            known.stored += count.stored;
            known.kept_raw += count.kept_raw;
            known.refused += count.refused;
            known.unchanged += count.unchanged;
        }
        self.note(other.problems);
        self.more_problems += other.more_problems;
    }

    /// Names problems.
    pub fn note(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            if self.problems.len() < MOST_PROBLEMS {
                self.problems.push(problem);
            } else {
                self.more_problems += 1;
            }
        }
    }

    /// The report of a file or line that can't be read at all.
    pub fn unreadable(file: String, reason: String) -> Self {
        let mut report = Self::default();
        *report.of("Bundle") = TypeCount { read: 1, refused: 1, ..TypeCount::default() };
        report.note([Problem { file, path: String::new(), reason }]);
        report
    }

    /// The counts of a bundle: what was refused, and what was received, with what of it is the same as the last time.
    pub fn tally<'a>(refused: &[Refusal], received: impl IntoIterator<Item = (&'a Received, bool)>) -> Self {
        let mut report = Self::default();
        for refusal in refused {
            let count = report.of(&refusal.resource_type);
            count.read += 1;
            count.refused += 1;
        }
        for (resource, is_same) in received {
            let count = report.of(&resource.resource_type);
            count.read += 1;
            match (is_same, resource.becomes_record) {
                (true, _) => count.unchanged += 1,
                (false, true) => count.stored += 1,
                (false, false) => count.kept_raw += 1,
            }
        }
        report
    }

    /// The counts of resources that could not be stored at all, by type.
    pub fn all_refused(counts: &BTreeMap<String, Count>) -> Self {
        let mut report = Self::default();
        for (name, Count { read, .. }) in counts {
            let count = report.of(name);
            count.read += read;
            count.refused += read;
        }
        report
    }

    /// The counts of a resource type.
    pub fn of(&mut self, resource_type: &str) -> &mut TypeCount {
        let known = self.by_type.contains_key(resource_type) || self.by_type.len() < MOST_TYPES;
        self.by_type.entry(if known { resource_type } else { OTHER_TYPES }.to_owned()).or_default()
    }

    /// True when there was something, and all of it was refused.
    pub fn is_all_refused(&self) -> bool {
        !self.by_type.is_empty() && self.by_type.values().all(|count| count.read == count.refused)
    }
}
