//! A note (FHIR DocumentReference). A signed note is never changed, only added to, or corrected by another one that supersedes it.
//!
//! | from     | action              | who                                | to                        |
//! |----------|---------------------|------------------------------------|---------------------------|
//! | -        | draft               | author                             | draft                     |
//! | draft    | write               | author                             | draft                     |
//! | draft    | discard             | author                             | discarded                 |
//! | draft    | sign                | author who may sign alone          | signed                    |
//! | draft    | sign                | author who needs a countersignature| awaiting_countersignature |
//! | awaiting_countersignature | countersign | a licensed colleague, not the author | signed      |
//! | awaiting_countersignature | return (comment) | a licensed colleague, not the author | draft  |
//! | signed, awaiting_countersignature | amend | anyone who may write notes | same, with an amendment   |
//! | signed   | correct (reason)    | author                             | same, and a new draft     |
//! | signed   | its correction is final | -                              | superseded                |

pub mod library;
pub mod template;
pub mod turnaround;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::Case;
use crate::change::{Change, Event, EventKind, Rule};
use crate::readability::ReadingLanguage;
use crate::scope::Verdict;
use template::{NoteAnswer, TemplateContent};

/// A note that is begun later than this after what it describes is a late entry and says why. The number is ours.
pub const LATE_AFTER_HOURS: i64 = 24;

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
        /// Signed, and replaced by a correction; kept to be read.
        Superseded = "superseded",
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

/// A signed note that went back to its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Who sent it back.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What is to be changed.
    pub comment: String,
}

/// The edition of a template with which a note is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRef {
    /// Code.
    pub code: String,
    /// Edition.
    pub edition: i32,
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Title.
    pub title: String,
    /// Free text.
    pub body: String,
    /// Structured answers.
    pub answers: Vec<NoteAnswer>,
    /// When what it describes took place.
    pub occurred_at: DateTime<Utc>,
    /// Why it is written late.
    pub late_reason: Option<String>,
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
    /// Free text.
    pub body: String,
    /// The text as it was signed: answers and free text together. None without a template, where it is the free text.
    pub text: Option<String>,
    /// Language of the headings in that text.
    pub language: ReadingLanguage,
    /// Code of the template.
    pub template_code: Option<String>,
    /// Edition of the template.
    pub template_edition: Option<i32>,
    /// Structured answers.
    pub answers: Vec<NoteAnswer>,
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
    /// True when it was begun late, see [`LATE_AFTER_HOURS`]; a correction is when what it corrects is.
    pub is_late: bool,
    /// Why.
    pub late_reason: Option<String>,
    /// How often and why it came back to its author.
    pub returns: Vec<Return>,
    /// The note that it corrects.
    pub supersedes_id: Option<Uuid>,
    /// Why that one is corrected.
    pub correction_reason: Option<String>,
    /// When the draft was begun.
    pub created_at: DateTime<Utc>,
    /// When the draft was last saved.
    pub updated_at: DateTime<Utc>,
}

impl Note {
    /// A draft on a case of which nobody has written a word.
    pub fn begin(id: Uuid, case: &Case, author_id: Uuid, kind: NoteKind, title: String, now: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            contact_id: None,
            kind,
            title,
            body: String::new(),
            text: None,
            language: ReadingLanguage::English,
            template_code: None,
            template_edition: None,
            answers: Vec::new(),
            status: NoteStatus::Draft,
            author_id,
            occurred_at: now,
            signed_at: None,
            countersigner_id: None,
            countersigned_at: None,
            amendments: Vec::new(),
            is_late: false,
            late_reason: None,
            returns: Vec::new(),
            supersedes_id: None,
            correction_reason: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Says at `now` when what it describes took place, and with that whether it is a late entry: by when it was begun.
    ///
    /// # Errors
    /// `note_in_future`.
    pub fn of(mut self, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Self, Rule> {
        if at > now {
            let detail = "A note tells what has happened. Choose a time that has passed.";
            return Err(Rule::at("note_in_future", "/occurred_at", detail));
        }
        self.occurred_at = at;
        if self.supersedes_id.is_none() {
            self.is_late = self.created_at - at > Duration::hours(LATE_AFTER_HOURS);
        }
        Ok(self)
    }

    /// The edition of the template it is written with.
    pub fn template(&self) -> Option<TemplateRef> {
        Some(TemplateRef { code: self.template_code.clone()?, edition: self.template_edition? })
    }

    /// What there is to read: the signed text, or the free text where there is none.
    pub fn reading(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.body)
    }

    /// Saves the draft. `template` is the content of its edition.
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`, `note_time_of_contact`, `note_without_template`, those of [`Note::of`] and
    /// [`TemplateContent::accept`].
    pub fn write(
        mut self,
        draft: Draft,
        template: Option<&TemplateContent>,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        match template {
            Some(template) => template.accept(&draft.answers)?,
            None if !draft.answers.is_empty() => {
                let detail = "This note has no template. Write it as text.";
                return Err(Rule::at("note_without_template", "/answers", detail));
            }
            None => {}
        }
        if draft.occurred_at != self.occurred_at {
            if self.contact_id.is_some() {
                let detail = "This note tells of a contact, and that has its time.";
                return Err(Rule::at("note_time_of_contact", "/occurred_at", detail));
            }
            self = self.of(draft.occurred_at, now)?;
        }
        self.title = draft.title;
        self.body = draft.body;
        self.answers = draft.answers;
        self.late_reason = draft.late_reason.filter(|reason| !reason.trim().is_empty());
        self.updated_at = now;
        Ok(self.next())
    }

    /// Throws the draft away. Its text stays in the history.
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`, `note_was_signed`.
    pub fn discard(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        if !self.returns.is_empty() {
            let detail = "You signed this note before it came back. Change it and sign it again.";
            return Err(Rule::new("note_was_signed", detail));
        }
        self.status = NoteStatus::Discarded;
        self.updated_at = now;
        Ok(self.next())
    }

    /// The author signs. `signs_alone` is false where the scope of practice asks for a licensed colleague (R014, R042); `template`
    /// is the content of its edition.
    ///
    /// # Errors
    /// `note_not_draft`, `note_not_author`, `note_empty`, `note_late_reason`, `note_incomplete` at the field.
    pub fn sign(
        mut self,
        by: Uuid,
        signs_alone: bool,
        template: Option<&TemplateContent>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_own_draft(by)?;
        if self.is_late && self.late_reason.is_none() {
            let detail = "This note is begun more than 24 hours after what it tells. Say why.";
            return Err(Rule::at("note_late_reason", "/late_reason", detail));
        }
        if let Some(template) = template {
            if let Some(flaw) = template.flaws(&self.answers).first() {
                let detail = "Something that this note must say is missing, or is not what is asked for.";
                return Err(Rule::at("note_incomplete", format!("/answers/{}", flaw.field), detail));
            }
            self.text = Some(template.render(&self.answers, &self.body, self.language));
        }
        if self.reading().trim().is_empty() {
            return Err(Rule::at("note_empty", "/body", "There is nothing to sign yet: write the note first."));
        }
        self.signed_at = Some(now);
        self.updated_at = now;
        self.status = if signs_alone { NoteStatus::Signed } else { NoteStatus::AwaitingCountersignature };
        // The contact of a correction was documented by the note that it corrects.
        let (id, contact_id) = (self.id, self.contact_id.filter(|_| self.supersedes_id.is_none()));
        let came_back = !self.returns.is_empty();
        let mut change = self.next();
        if let Some(contact_id) = contact_id {
            change = change.with(Event::new(EventKind::NoteSigned, contact_id, now));
        }
        // A note that came back is still waited for since its first signature.
        if came_back && signs_alone {
            change = change.with(Event::new(EventKind::NoteCountersigned, id, now));
        } else if !came_back && !signs_alone {
            change = change.with(Event::new(EventKind::CountersignatureDue, id, now));
        }
        Ok(change)
    }

    /// A licensed colleague countersigns, if their scope of practice allows it.
    ///
    /// # Errors
    /// `note_not_awaiting`, `note_own_countersignature`, and the reasons of [`crate::scope::judge`].
    pub fn countersign(mut self, by: Uuid, scope: Verdict, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_awaiting(by)?;
        scope.require()?;
        self.status = NoteStatus::Signed;
        self.countersigner_id = Some(by);
        self.countersigned_at = Some(now);
        let id = self.id;
        Ok(self.next().with(Event::new(EventKind::NoteCountersigned, id, now)))
    }

    /// A licensed colleague sends it back to its author instead, and says what is to be changed. The countersignature stays
    /// due when it was, and the contact stays documented.
    ///
    /// # Errors
    /// As [`Note::countersign`].
    pub fn give_back(
        mut self,
        by: Uuid,
        scope: Verdict,
        comment: String,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_awaiting(by)?;
        scope.require()?;
        self.status = NoteStatus::Draft;
        self.signed_at = None;
        self.text = None;
        self.updated_at = now;
        self.returns.push(Return { by, at: now, comment });
        Ok(self.next())
    }

    /// Begins a correction: a draft with the same words. Nothing changes for this note until the correction is final.
    ///
    /// # Errors
    /// `note_not_correctable`, `note_of_colleague`.
    pub fn correct(&self, id: Uuid, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status != NoteStatus::Signed {
            let detail = "Only a note that is final is corrected.";
            return Err(Rule::new("note_not_correctable", detail));
        }
        if self.author_id != by {
            let detail = "Only its author corrects a note. Add to it instead.";
            return Err(Rule::new("note_of_colleague", detail));
        }
        Ok(Change::created(Self {
            id,
            version: 1,
            text: None,
            status: NoteStatus::Draft,
            signed_at: None,
            countersigner_id: None,
            countersigned_at: None,
            amendments: Vec::new(),
            returns: Vec::new(),
            supersedes_id: Some(self.id),
            correction_reason: Some(reason),
            created_at: now,
            updated_at: now,
            ..self.clone()
        }))
    }

    /// A correction of it is final: it is kept, and no longer what holds.
    pub fn superseded(mut self) -> Change<Self> {
        self.status = NoteStatus::Superseded;
        self.next()
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

    fn require_awaiting(&self, by: Uuid) -> Result<(), Rule> {
        if self.status != NoteStatus::AwaitingCountersignature {
            return Err(Rule::new("note_not_awaiting", "This note does not wait for a countersignature."));
        }
        if by == self.author_id {
            return Err(Rule::new("note_own_countersignature", "Nobody countersigns their own note."));
        }
        Ok(())
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
