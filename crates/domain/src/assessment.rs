//! An assessment: a versioned instrument with its answers (FHIR QuestionnaireResponse).
//!
//! | from            | action   | who                      | to              |
//! |-----------------|----------|--------------------------|-----------------|
//! | -               | begin    | author                   | in_progress     |
//! | in_progress     | answer   | author                   | in_progress     |
//! | in_progress     | complete | author who works alone   | completed       |
//! | in_progress     | complete | assistant, unlicensed    | awaiting_review |
//! | awaiting_review | review   | licensed reviewer        | completed       |
//! | each of these   | withdraw | author, or who assigns   | entered_in_error |

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::instrument::{self, Context, Course, Total};
use crate::scope::Verdict;

crate::codes! {
    /// State of an assessment.
    pub enum AssessmentStatus {
        /// Being answered.
        InProgress = "in_progress",
        /// Made by an assistant; waits for a licensed reviewer.
        AwaitingReview = "awaiting_review",
        /// Final.
        Completed = "completed",
        /// It was not asked, or not of this person: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
    }
}

crate::codes! {
    /// How the questions were asked (R070).
    pub enum AssessmentMode {
        /// Phone.
        Phone = "phone",
        /// Video.
        Video = "video",
        /// In person.
        InPerson = "in_person",
    }
}

/// An assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Code of the instrument.
    pub instrument: String,
    /// Version of the instrument.
    pub instrument_version: String,
    /// Why it was asked in another version than the organization uses.
    pub version_reason: Option<String>,
    /// Mode.
    pub mode: AssessmentMode,
    /// True for the initial assessment that T-1 waits for.
    pub initial: bool,
    /// State.
    pub status: AssessmentStatus,
    /// Answers by item number or name.
    pub answers: BTreeMap<String, i64>,
    /// Where an answer comes from that the record gave, in words, by the key of the answer. The author's own have none.
    pub prefilled: BTreeMap<String, String>,
    /// Facts about the person that the scoring needs, as they were when the assessment was begun.
    pub context: Context,
    /// Total, unknown while a scored answer is missing (N5).
    pub total: Option<i32>,
    /// Band of the total.
    pub band: Option<String>,
    /// Who asked.
    pub author_id: Uuid,
    /// Who reviewed.
    pub reviewer_id: Option<Uuid>,
    /// When it was performed.
    pub performed_at: DateTime<Utc>,
    /// When it was completed (reviewed, when a review was needed): this stops the 24-hour clock.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Why it is an error.
    pub error_reason: Option<String>,
}

/// Refuses to let somebody take an assessment back: that is for whoever made it and for those who `assigns` work to others.
///
/// # Errors
/// `assessment_entered_in_error`, `assessment_of_colleague`.
pub(crate) fn may_withdraw(status: AssessmentStatus, is_author: bool, assigns: bool) -> Result<(), Rule> {
    if status == AssessmentStatus::EnteredInError {
        return Err(Rule::new("assessment_entered_in_error", "This assessment is already marked as entered in error."));
    }
    if is_author || assigns {
        return Ok(());
    }
    Err(Rule::new(
        "assessment_of_colleague",
        "A colleague made this assessment. Ask them or your lead to take it back.",
    ))
}

impl Assessment {
    /// Stores answers. One that the record gave and that is now another is the author's own.
    ///
    /// # Errors
    /// `assessment_not_in_progress`, `assessment_not_author`.
    pub fn answer(mut self, answers: BTreeMap<String, i64>, by: Uuid) -> Result<Change<Self>, Rule> {
        self.require_own(by)?;
        self.prefilled.retain(|key, _| answers.get(key).is_some_and(|value| self.answers.get(key) == Some(value)));
        self.answers = answers;
        Ok(self.next())
    }

    /// Completes the assessment with its score.
    ///
    /// # Errors
    /// `assessment_not_in_progress`, `assessment_not_author`, `assessment_empty`.
    pub fn complete(
        mut self,
        total: Option<i32>,
        band: Option<String>,
        by: Uuid,
        works_alone: bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_own(by)?;
        if self.answers.is_empty() {
            return Err(Rule::at("assessment_empty", "/answers", "Answer at least one question first."));
        }
        self.total = total;
        self.band = band;
        let findings = self.findings();
        let change = if works_alone {
            self.finish(now)
        } else {
            self.status = AssessmentStatus::AwaitingReview;
            self.next()
        };
        Ok(findings.into_iter().fold(change, Change::with))
    }

    /// What the clocks hear of its answers, at the time of asking and whether or not a colleague still reviews it: a symptom with
    /// moderate or severe impact (T-13), a need for food, housing or transport (T-15).
    fn findings(&self) -> Vec<Event> {
        let Some(instrument) = instrument::find_version(&self.instrument, &self.instrument_version) else {
            return Vec::new();
        };
        let fired = instrument::score_in(instrument, &self.answers, &self.context).map(|score| score.triggers);
        let symptom = fired.is_ok_and(|fired| fired.iter().any(|code| code == instrument::SYMPTOM_FOLLOW_UP));
        let social = instrument::finds_basic_need(instrument, &self.answers);
        let found = [(symptom, EventKind::SymptomImpact), (social, EventKind::SocialNeedFound)];
        let heard = found.into_iter().filter(|(is_found, _)| *is_found);
        heard.map(|(_, kind)| Event::new(kind, self.id, self.performed_at)).collect()
    }

    /// A licensed colleague reviews an assistant's assessment; now it counts.
    ///
    /// # Errors
    /// `assessment_not_awaiting_review`, `assessment_own_review`, and the reasons of [`crate::scope::judge`].
    pub fn review(mut self, by: Uuid, scope: Verdict, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status != AssessmentStatus::AwaitingReview {
            return Err(Rule::new("assessment_not_awaiting_review", "This assessment does not wait for a review."));
        }
        if by == self.author_id {
            return Err(Rule::new("assessment_own_review", "Nobody reviews their own assessment."));
        }
        scope.require()?;
        self.reviewer_id = Some(by);
        Ok(self.finish(now))
    }

    /// Takes back an assessment that was entered in error, or discards one in progress: it is kept with the reason, counts for
    /// nothing, and the deadline that it met is open again. Alerts that it raised stay until somebody closes them with an outcome.
    ///
    /// # Errors
    /// Those of [`Self::may_withdraw`].
    pub fn withdraw(
        mut self,
        by: Uuid,
        assigns: bool,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.may_withdraw(by, assigns)?;
        self.status = AssessmentStatus::EnteredInError;
        self.error_reason = Some(reason);
        let event = Event::new(EventKind::AssessmentWithdrawn, self.id, now);
        Ok(self.next().with(event))
    }

    /// Refuses to let `by` take it back, who may or may not be one who `assigns` work to others.
    ///
    /// # Errors
    /// `assessment_entered_in_error`, `assessment_of_colleague`.
    pub fn may_withdraw(&self, by: Uuid, assigns: bool) -> Result<(), Rule> {
        may_withdraw(self.status, self.author_id == by, assigns)
    }

    /// How its total stands to the earlier ones of the person; none without a total that counts. Totals of different versions of an
    /// instrument are never compared.
    pub fn course(&self, history: &[Self]) -> Option<Course> {
        let instrument = instrument::find_version(&self.instrument, &self.instrument_version)?;
        let this = self.counted()?;
        let same = |one: &&Self| {
            (one.person_id, &one.instrument, &one.instrument_version)
                == (self.person_id, &self.instrument, &self.instrument_version)
        };
        let all: Vec<Total> = history.iter().filter(same).filter_map(Self::counted).collect();
        Some(instrument::course(instrument, &this, &all))
    }

    /// The total, once it was completed and while it is no error.
    fn counted(&self) -> Option<Total> {
        let counts = matches!(self.status, AssessmentStatus::AwaitingReview | AssessmentStatus::Completed);
        let total = self.total.filter(|_| counts)?;
        Some(Total { id: self.id, case_id: self.case_id, at: self.performed_at, total: total.into() })
    }

    fn finish(mut self, now: DateTime<Utc>) -> Change<Self> {
        self.status = AssessmentStatus::Completed;
        self.completed_at = Some(now);
        let (id, initial) = (self.id, self.initial);
        let change = self.next();
        if initial { change.with(Event::new(EventKind::InitialAssessmentCompleted, id, now)) } else { change }
    }

    fn require_own(&self, by: Uuid) -> Result<(), Rule> {
        if self.status != AssessmentStatus::InProgress {
            return Err(Rule::new(
                "assessment_not_in_progress",
                "A completed assessment is never changed. Begin a new one.",
            ));
        }
        if self.author_id != by {
            return Err(Rule::new(
                "assessment_not_author",
                "Only the colleague who began an assessment goes on with it.",
            ));
        }
        Ok(())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}
