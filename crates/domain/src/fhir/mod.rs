//! Reading of FHIR R4 resources into plain records that the slices can hold.
//!
//! The caller cuts a bundle (or newline-delimited JSON) into its resources, deserialises each into a [`Node`] and gives all of
//! them to [`plan`] as [`Entry`]s. The answer is a [`BundleReading`]: the records to store, the resources to keep as received,
//! the resources refused with path and reason, and the count of each per resource type, where always
//! `read == stored + kept_raw + refused`. One bad resource refuses itself and what is about a refused patient, nothing else.
//!
//! Reading is tolerant of members it does not know (the caller keeps the received text) and strict about those it reads:
//! JSON type, required members, value sets, dates, order of dates, lengths, NUL characters, members given twice. Reasons never
//! repeat a received value, so that a report is free of PHI. Texts are kept as received, also where a source decorates names.

mod bundle;
mod clinical;
mod coverage;
mod element;
mod encounter;
mod heading;
mod index;
mod node;
mod patient;
mod planning;
mod time;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

pub use bundle::{BundleReading, Count, KeptRaw, Refusal, plan};
pub use clinical::{Component, ConditionStatus, MedicationImport, NeedImport, ObservationImport, ObservationValue};
pub use coverage::CoverageImport;
pub use element::{Concept, Origin};
pub use encounter::{ContactImport, StayImport};
pub use heading::{Heading, heading};
pub use index::Entry;
pub use node::{LONGEST_NAME, LONGEST_STRING, LONGEST_TEXT, MOST_ITEMS, Node};
pub use patient::PersonImport;
pub use planning::{ActivityImport, CarePlanImport, GoalImport, GoalTarget};
pub use time::Shift;
