//! What people are taught (R130-R136): items with their texts and school grades, which of them fit a person and why, and what was
//! taught, to whom, and what they could say back.
//!
//! | teaching | action           | who                                 | to               |
//! |----------|------------------|-------------------------------------|------------------|
//! | -        | teach            | anyone who documents                | finished         |
//! | finished | withdraw (reason)| who taught, or who assigns the work | entered_in_error |

pub mod fit;
pub mod library;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::edition::{Edition, next_edition};
use crate::readability::{self, ReadingLanguage};

crate::codes! {
    /// What an item is about (R130).
    pub enum EducationTopic {
        /// A condition.
        Condition = "condition",
        /// Treatment, and what else there is to choose.
        Treatment = "treatment",
        /// Medicines.
        Medication = "medication",
        /// What people do for themselves.
        SelfCare = "self_care",
        /// What keeps them well.
        Prevention = "prevention",
        /// Benefits and rights.
        Benefits = "benefits",
        /// The last stretch of life.
        EndOfLife = "end_of_life",
    }
}

crate::codes! {
    /// The form of an item.
    pub enum EducationFormat {
        /// A page to keep.
        Handout = "handout",
        /// A list to tick off.
        Checklist = "checklist",
    }
}

crate::codes! {
    /// Who was taught.
    pub enum Learner {
        /// The person in care.
        Person = "person",
        /// Somebody who looks after them (R135).
        Caregiver = "caregiver",
    }
}

crate::codes! {
    /// How it was taught.
    pub enum TeachingWay {
        /// Told, with questions.
        Spoken = "spoken",
        /// Read together.
        ReadTogether = "read_together",
        /// Shown and tried out.
        Demonstration = "demonstration",
        /// Handed over or sent.
        HandedOver = "handed_over",
    }
}

crate::codes! {
    /// What they could say or show back (teach-back).
    pub enum TeachBack {
        /// They said it back in their own words, or did it.
        Understood = "understood",
        /// Part of it.
        NeedsMore = "needs_more",
        /// They could not.
        CouldNot = "could_not",
    }
}

crate::codes! {
    /// Whether it took place.
    pub enum TeachingStatus {
        /// It did.
        Finished = "finished",
        /// It did not, or not with this person: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// The text of an item in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EducationText {
    /// Title.
    pub title: String,
    /// What it says, a line for each point.
    pub body: String,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EducationContent {
    /// What it is about.
    pub topic: EducationTopic,
    /// Its form.
    pub format: EducationFormat,
    /// Words that stand in the needs of people whom it helps, in small letters.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// The texts by language.
    pub texts: BTreeMap<ReadingLanguage, EducationText>,
}

/// An edition of an item that ships or that an organization added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EducationItem {
    /// Id of the record; nil for what ships.
    pub id: Uuid,
    /// Version of the record.
    pub version: i32,
    /// Code, the same in every edition.
    pub code: String,
    /// Edition.
    pub edition: i32,
    /// What it is.
    pub content: EducationContent,
    /// Who added it; none for what ships.
    pub author_id: Option<Uuid>,
    /// When; none for what ships.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Edition for EducationItem {
    const PUBLISHED: &'static str = "education_published";

    fn code(&self) -> &str {
        &self.code
    }

    fn edition(&self) -> i32 {
        self.edition
    }

    fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.withdrawn_at
    }
}

impl EducationItem {
    /// The school grade of its text in a language; none when it has no such text.
    pub fn grade(&self, language: ReadingLanguage) -> Option<f64> {
        let text = self.content.texts.get(&language)?;
        readability::grade(&format!("{}\n{}", text.title, text.body), language)
    }

    /// Adds the next edition of the organization, begun with `from`; `known` are all editions of the code, shipped ones too.
    ///
    /// # Errors
    /// `education_without_text` at `/en`, those of [`next_edition`].
    pub fn publish(mut self, from: Option<i32>, known: &[Self]) -> Result<Change<Self>, Rule> {
        if self.content.texts.is_empty() {
            let detail = "Write the text in at least one language.";
            return Err(Rule::at("education_without_text", "/en", detail));
        }
        for condition in &mut self.content.conditions {
            *condition = condition.trim().to_lowercase();
        }
        self.edition = next_edition(&self.code, from, known)?;
        Ok(Change::created(self))
    }

    /// Takes an edition back. What was taught with it keeps it.
    ///
    /// # Errors
    /// `education_withdrawn`.
    pub fn withdraw(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.withdrawn_at.is_some() {
            return Err(Rule::new("education_withdrawn", "This edition was taken back before."));
        }
        self.withdrawn_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// Something that was taught. Readiness, importance and confidence are what people say of themselves from 0 to 10 (R133). Source: the
/// rulers of motivational interviewing, Miller and Rollnick, Motivational Interviewing, 3rd edition (2013).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaching {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Code of the item.
    pub item_code: String,
    /// Its edition.
    pub item_edition: i32,
    /// Its title in the language in which it was taught.
    pub title: String,
    /// That language.
    pub language: ReadingLanguage,
    /// Who was taught.
    pub learner: Learner,
    /// The name of the caregiver.
    pub learner_name: Option<String>,
    /// How.
    pub way: TeachingWay,
    /// Minutes.
    pub minutes: i32,
    /// What they could say back.
    pub teach_back: TeachBack,
    /// What else is to be known.
    pub note: Option<String>,
    /// Readiness, 0 to 10.
    pub readiness: Option<i32>,
    /// Importance, 0 to 10.
    pub importance: Option<i32>,
    /// Confidence, 0 to 10.
    pub confidence: Option<i32>,
    /// The task that follows it up.
    pub task_id: Option<Uuid>,
    /// Whether it took place.
    pub status: TeachingStatus,
    /// Why it is an error.
    pub error_reason: Option<String>,
    /// When it took place.
    pub taught_at: DateTime<Utc>,
    /// Who taught.
    pub author_id: Uuid,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
}

impl Teaching {
    /// Writes down what was taught. What was not understood goes on: with a task, or with a word about how.
    ///
    /// # Errors
    /// `teaching_in_future` at `/taught_at`, `teaching_learner_name` at `/learner_name`, `teaching_goes_on` at `/follow_up`.
    pub fn teach(self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.taught_at > now {
            let detail = "What was taught has happened. Choose a time that has passed.";
            return Err(Rule::at("teaching_in_future", "/taught_at", detail));
        }
        let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        if self.learner == Learner::Caregiver && !said(&self.learner_name) {
            return Err(Rule::at("teaching_learner_name", "/learner_name", "Say which caregiver was taught."));
        }
        if self.teach_back != TeachBack::Understood && self.task_id.is_none() && !said(&self.note) {
            let detail = "Not everything was understood. Plan a follow-up, or say how it goes on.";
            return Err(Rule::at("teaching_goes_on", "/follow_up", detail));
        }
        Ok(Change::created(self))
    }

    /// Takes back what was entered in error.
    ///
    /// # Errors
    /// `teaching_entered_in_error`, `teaching_of_colleague`.
    pub fn withdraw(mut self, by: Uuid, assigns: bool, reason: String) -> Result<Change<Self>, Rule> {
        if self.status == TeachingStatus::EnteredInError {
            return Err(Rule::new("teaching_entered_in_error", "This is already marked as entered in error."));
        }
        if self.author_id != by && !assigns {
            let detail = "A colleague wrote this down. Ask them or your lead to take it back.";
            return Err(Rule::new("teaching_of_colleague", detail));
        }
        self.status = TeachingStatus::EnteredInError;
        self.error_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
