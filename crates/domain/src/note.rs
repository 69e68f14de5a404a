//! A note (FHIR DocumentReference). A signed note is never changed, only amended.
//!
//! | from     | action              | who                                | to                        |
//! |----------|---------------------|------------------------------------|---------------------------|
//! | -        | draft               | author                             | draft                     |
//! | draft    | write               | author                             | draft                     |
//! | draft    | discard             | author                             | discarded                 |
//! | draft    | sign                | author who may sign alone          | signed                    |
//! | draft    | sign                | author who needs a countersignature| awaiting_countersignature |
//! | awaiting_countersignature | countersign | a licensed colleague, not the author | signed      |
//! | signed, awaiting_countersignature | amend | anyone who may write notes | same, with an amendment   |

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::scope::Verdict;

crate::codes! {
    /// State of a note.
    pub enum NoteStatus {
        /// Being written; kept on the server.
        Draft = "draft",
        /// Signed by its author, waits for a licensed colleague.
        AwaitingCountersignature = "awaiting_countersignature",
        /// Final.
        Signed = "signed",
        /// Thrown away before it was signed.
        Discarded = "discarded",
    }
}

crate::codes! {
    /// Kind of a note.
    pub enum NoteKind {
        /// Progress note.
        Progress = "progress",
        /// Note on a contact.
        Contact = "contact",
        /// Case conference.
        Conference = "conference",
        /// Transition of care.
        Transition = "transition",
        /// Supervision.
        Supervision = "supervision",
    }
}

/// An addition to a signed note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Id.
    pub id: Uuid,
    /// Who added it.
    pub author_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What it says.
    pub body: String,
    /// Why it was needed.
    pub reason: String,
}

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The contact it documents.
    pub contact_id: Option<Uuid>,
    /// Kind.
    pub kind: NoteKind,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// State.
    pub status: NoteStatus,
    /// Who writes it.
    pub author_id: Uuid,
    /// When what it describes took place.
    pub occurred_at: DateTime<Utc>,
    /// When the author signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// Who countersigned.
    pub countersigner_id: Option<Uuid>,
    /// When it was countersigned.
    pub countersigned_at: Option<DateTime<Utc>>,
    /// Additions after signing.
    pub amendments: Vec<Amendment>,
    /// When the draft was begun.
    pub created_at: DateTime<Utc>,
    /// When the draft was last saved.
    pub updated_at: DateTime<Utc>,
}

impl Note {
    /// Saves the draft.
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`.
    pub fn write(mut self, title: String, body: String, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        self.title = title;
        self.body = body;
        self.updated_at = now;
        Ok(self.next())
    }

    /// Throws the draft away. Its text stays in the history.
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`.
    pub fn discard(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        self.status = NoteStatus::Discarded;
        self.updated_at = now;
        Ok(self.next())
    }

    /// The author signs. `signs_alone` is false where the scope of practice asks for a licensed colleague (R014, R042).
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`, `note_empty`.
    pub fn sign(mut self, by: Uuid, signs_alone: bool, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        if self.body.trim().is_empty() {
            return Err(Rule::at("note_empty", "/body", "There is nothing to sign yet: write the note first."));
        }
        self.signed_at = Some(now);
        self.updated_at = now;
        self.status = if signs_alone { NoteStatus::Signed } else { NoteStatus::AwaitingCountersignature };
        let (id, contact_id) = (self.id, self.contact_id);
        let mut change = self.next();
        if let Some(contact_id) = contact_id {
            change = change.with(Event::new(EventKind::NoteSigned, contact_id, now));
        }
        if !signs_alone {
            change = change.with(Event::new(EventKind::CountersignatureDue, id, now));
        }
        Ok(change)
    }

    /// A licensed colleague countersigns, if their scope of practice allows it.
    ///
    /// # Errors
    /// `note_not_awaiting`, `note_own_countersignature`, and the reasons of [`crate::scope::judge`].
    pub fn countersign(mut self, by: Uuid, scope: Verdict, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status != NoteStatus::AwaitingCountersignature {
            return Err(Rule::new("note_not_awaiting", "This note does not wait for a countersignature."));
        }
        if by == self.author_id {
            return Err(Rule::new("note_own_countersignature", "Nobody countersigns their own note."));
        }
        scope.require()?;
        self.status = NoteStatus::Signed;
        self.countersigner_id = Some(by);
        self.countersigned_at = Some(now);
        let id = self.id;
        Ok(self.next().with(Event::new(EventKind::NoteCountersigned, id, now)))
    }

    /// Adds to a signed note.
    ///
    /// # Errors
    /// `note_not_signed`.
    pub fn amend(mut self, amendment: Amendment) -> Result<Change<Self>, Rule> {
        if !matches!(self.status, NoteStatus::Signed | NoteStatus::AwaitingCountersignature) {
            return Err(Rule::new("note_not_signed", "Only a signed note is amended. Change the draft instead."));
        }
        self.amendments.push(amendment);
        Ok(self.next())
    }

    fn require_own_draft(&self, by: Uuid) -> Result<(), Rule> {
        if self.status != NoteStatus::Draft {
            return Err(Rule::new("note_not_draft", "A signed note is never changed. Amend it instead."));
        }
        if self.author_id != by {
            return Err(Rule::new("note_not_author", "Only its author changes or signs a draft."));
        }
        Ok(())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}
