//! An answer in a survey of experience, as the survey's owner reports it: which item, and whether it was the best answer (K-18).
//!
//! | from     | action            | to               |
//! |----------|-------------------|------------------|
//! | -        | record            | recorded         |
//! | recorded | withdraw (reason) | entered_in_error |

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};
use crate::code::Code;

crate::codes! {
    /// What an item is about. The composites of the public surveys of home health and hospice (CAHPS), in words of ours; what is
    /// counted is a look-alike of them and not certified by their owner.
    pub enum SurveyComposite {
        /// Care of the person.
        Care = "care",
        /// Talk with the person and their family.
        Communication = "communication",
        /// Specific issues: medicines, pain, safety at home.
        SpecificIssues = "specific_issues",
        /// Help when it was needed.
        TimelyHelp = "timely_help",
        /// Respect.
        Respect = "respect",
        /// Emotional and spiritual support.
        Support = "support",
        /// Help with pain and symptoms.
        Symptoms = "symptoms",
        /// What the family was shown.
        Training = "training",
        /// The rating of all of it.
        Rating = "rating",
        /// Whether they would recommend it.
        Recommend = "recommend",
    }
}

crate::codes! {
    /// State of an answer.
    pub enum SurveyAnswerStatus {
        /// It counts.
        Recorded = "recorded",
        /// It was none, or not this person's: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

/// The highest number of an item.
pub const MOST_ITEMS: i32 = 999;

/// The columns of a file of answers.
pub const COLUMNS: &[&str] = &["person", "program", "composite", "item", "top_box", "answered_on"];

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyAnswer {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case that it is about.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// What the item is about.
    pub composite: SurveyComposite,
    /// Number of the item in the survey.
    pub item: i32,
    /// True for the best answer.
    pub top_box: bool,
    /// When it was given.
    pub answered_on: NaiveDate,
    /// State.
    pub status: SurveyAnswerStatus,
    /// Why it is an error.
    pub error_reason: Option<String>,
    /// Who brought it in.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl SurveyAnswer {
    /// True when it answers the same item of the same survey.
    pub fn answers_the_same(&self, other: &Self) -> bool {
        let place = |one: &Self| (one.case_id, one.composite, one.item, one.answered_on);
        other.status == SurveyAnswerStatus::Recorded && place(self) == place(other)
    }

    /// Records an answer. `others` are those of the person; `today` is the local date of the program.
    ///
    /// # Errors
    /// `survey_answer_item` at `/item`, `survey_answer_day` and `survey_answer_in_future` at `/answered_on`, `survey_answer_known` at
    /// `/item`.
    pub fn record(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        if !(1..=MOST_ITEMS).contains(&self.item) {
            return Err(Rule::at("survey_answer_item", "/item", "Items are numbered from 1 to 999."));
        }
        if !(1900..2200).contains(&self.answered_on.year()) {
            return Err(Rule::at("survey_answer_day", "/answered_on", "Give a day from 1900 to 2199."));
        }
        if self.answered_on > today {
            return Err(Rule::at("survey_answer_in_future", "/answered_on", "Give the day on which it was answered."));
        }
        if others.iter().any(|other| self.answers_the_same(other)) {
            let detail = "There is an answer to this item of this day. Take that one back first.";
            return Err(Rule::at("survey_answer_known", "/item", detail));
        }
        Ok(Change::created(self))
    }

    /// Takes back what was none, or not this person's.
    ///
    /// # Errors
    /// `survey_answer_withdrawn`.
    pub fn withdraw(mut self, reason: String) -> Result<Change<Self>, Rule> {
        if self.status == SurveyAnswerStatus::EnteredInError {
            return Err(Rule::new("survey_answer_withdrawn", "This is already marked as entered in error."));
        }
        (self.status, self.error_reason) = (SurveyAnswerStatus::EnteredInError, Some(reason));
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// The number of an item among those of all composites: items of two composites may have one number.
pub fn item_number(composite: SurveyComposite, item: i32) -> u16 {
    let place = SurveyComposite::ALL.iter().position(|known| *known == composite).unwrap_or_default();
    u16::try_from(place * 1_000).unwrap_or_default() + u16::try_from(item).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn answer(item: i32, on: &str) -> SurveyAnswer {
        SurveyAnswer {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Uuid::from_u128(2),
            person_id: Uuid::from_u128(3),
            composite: SurveyComposite::Care,
            item,
            top_box: true,
            answered_on: day(on),
            status: SurveyAnswerStatus::Recorded,
            error_reason: None,
            author_id: Uuid::from_u128(4),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_item_is_answered_once_on_a_day_that_has_come_until_that_is_taken_back() {
        let today = day("2026-03-10");
        let refused = |answer: SurveyAnswer, others: &[SurveyAnswer]| answer.record(others, today).unwrap_err().code;
        let known = answer(9, "2026-03-01").record(&[], today).unwrap().record;
        assert_eq!(refused(answer(0, "2026-03-01"), &[]), "survey_answer_item");
        assert_eq!(refused(answer(1_000, "2026-03-01"), &[]), "survey_answer_item");
        assert_eq!(refused(answer(9, "1899-12-31"), &[]), "survey_answer_day");
        assert_eq!(refused(answer(9, "2026-03-11"), &[]), "survey_answer_in_future");
        let other = SurveyAnswer { top_box: false, ..answer(9, "2026-03-01") };
        assert_eq!(refused(other.clone(), std::slice::from_ref(&known)), "survey_answer_known");
        let elsewhere = SurveyAnswer { composite: SurveyComposite::Respect, ..other.clone() };
        assert!(elsewhere.record(std::slice::from_ref(&known), today).is_ok());
        let wrong = known.withdraw("Another person".into()).unwrap().record;
        assert_eq!(
            (wrong.version, wrong.clone().withdraw("Again".into()).unwrap_err().code),
            (2, "survey_answer_withdrawn")
        );
        assert!(other.record(&[wrong], today).is_ok());
    }

    #[test]
    fn no_two_items_share_a_number() {
        let of = |composite: &SurveyComposite| [1, MOST_ITEMS].map(|item| item_number(*composite, item));
        let mut numbers: Vec<u16> = SurveyComposite::ALL.iter().flat_map(of).collect();
        numbers.dedup();
        assert!(numbers.is_sorted() && numbers.len() == 2 * SurveyComposite::ALL.len());
    }
}
