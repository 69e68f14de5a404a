//! The hospital's feed: HL7 v2 ADT messages become stays, and nothing of them is lost.
//!
//! | from     | by                                             | to       |
//! |----------|------------------------------------------------|----------|
//! | -        | a message that says what to do, of a known person | applied |
//! | -        | one of somebody who is not known               | waiting  |
//! | -        | one that can't be read or contradicts itself   | dead     |
//! | waiting  | a person says who it is                        | applied  |
//! | waiting  | a person says that it is nobody of ours        | ignored  |
//! | ignored  | a person says who it is after all              | applied  |
//! | dead     | replay, or the same message once more          | applied, waiting, dead |
//! | waiting  | a person says who it is, and its visit is somebody else's | dead |
//! | dead     | a merge makes one of the two whose visit it names | applied |
//! | applied  | that merge is undone, and its visit is the other one's | dead |
//!
//! What a visit came to is a function of the *set* of its messages, in the order in which the hospital recorded them (EVN-2, else
//! MSH-7): so neither the order of arrival nor a repetition changes it, see [`visit::course`]. Names and meaning of fields and
//! events: HL7 v2.5.1, chapters 2 and 3.

pub mod ack;
pub mod addition;
pub mod er7;
mod field;
pub mod follow;
pub mod link;
pub mod matching;
pub mod message;
pub mod refusal;
pub mod time;
pub mod visit;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use message::{Message, Patient, Trigger};
pub use refusal::{Flaw, Refusal};

use crate::person::Identifier;
use er7::Separators;
use visit::VisitEvent;

crate::codes! {
    /// What became of a message of the feed.
    pub enum AdtState {
        /// It is part of the record.
        Applied = "applied",
        /// It is about somebody who is not known: a person must say who it is.
        Waiting = "waiting",
        /// It could not be taken; it is kept with the reason.
        Dead = "dead",
        /// It is about somebody who is not one of ours.
        Ignored = "ignored",
    }
}

/// A message of the feed as it came, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdtMessage {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// State.
    pub state: AdtState,
    /// Sending application and facility.
    pub sender: String,
    /// Control id; empty when it could not be read.
    pub control_id: String,
    /// The event as sent; empty when it could not be read.
    pub event: String,
    /// When the hospital recorded it.
    pub recorded_at: Option<DateTime<Utc>>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Why it was not taken.
    pub refusal: Option<Refusal>,
    /// Where in the message the reason stands.
    pub place: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// The patient's number, see [`key`].
    pub patient_key: Option<String>,
    /// What it is about besides: `visit:` or `merge:` and the number of the visit or of the record that stands for nobody any more.
    pub subject_key: Option<String>,
    /// Whom it is about, as far as that was known when it was taken.
    pub person_id: Option<Uuid>,
    /// What happened to the visit.
    pub visit_event: Option<VisitEvent>,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// SHA-256 of its bytes.
    pub hash: Vec<u8>,
}

/// Whom the hospital means by a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdtIdentity {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who gave the number.
    pub authority: String,
    /// The number.
    pub value: String,
    /// Who it is.
    pub person_id: Uuid,
    /// Since when that is known.
    pub created_at: DateTime<Utc>,
}

impl AdtIdentity {
    /// A person by a number of theirs.
    pub fn new(id: Uuid, number: &Identifier, person_id: Uuid, now: DateTime<Utc>) -> Self {
        let (authority, value) = (number.system.clone(), number.value.clone());
        Self { id, version: 1, authority, value, person_id, created_at: now }
    }

    /// The number.
    pub fn number(&self) -> Identifier {
        Identifier { system: self.authority.clone(), value: self.value.clone() }
    }
}

/// A number with its authority as one text. Both are escaped, so that no two numbers share it.
pub fn key(number: &Identifier) -> String {
    let part = |text: &str| Separators::USUAL.encode(text);
    format!("{}|{}", part(&number.system), part(&number.value))
}

/// The number that a [`key`] stands for.
pub fn number(key: &str) -> Option<Identifier> {
    let (system, value) = key.split_once('|')?;
    let part = |text: &str| Separators::USUAL.decode(text);
    Some(Identifier { system: part(system), value: part(value) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
