//! A comprehensive assessment of a person (FHIR QuestionnaireResponse).
//!
//! | from            | action   | who                              | to              |
//! |-----------------|----------|----------------------------------|-----------------|
//! | -               | begin    | anyone who may assess            | in_progress     |
//! | in_progress     | answer   | anyone who may assess            | in_progress     |
//! | in_progress     | complete | who works alone                  | completed       |
//! | in_progress     | complete | assistant, unlicensed            | awaiting_review |
//! | awaiting_review | review   | licensed colleague, not the same | completed       |
//! | each of these   | withdraw | its authors, or who assigns      | entered_in_error |
//!
//! Colleagues share one: a nurse takes the clinical section, a social worker the others. Each section carries who answered it last,
//! how, and the instant at which it became complete, which nobody types (T-3, NCQA: every component carries an automatic date).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answer::{Answer, Answers};
use super::definition::{AssessmentSection, Form, Question, Section};
use super::form;
use crate::assessment::{self, AssessmentMode, AssessmentStatus};
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::local_date;
use crate::program::Setting;
use crate::scope::Verdict;

/// What is known of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionState {
    /// Answers, those to questions that are not asked any more included until the assessment is complete.
    pub answers: Answers,
    /// How they were asked.
    pub mode: AssessmentMode,
    /// Who changed them last.
    pub author_id: Uuid,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// Since when nothing that must be answered is open and nothing was changed; set by the rule, never by hand.
    pub completed_at: Option<DateTime<Utc>>,
}

/// An answer of the last completed assessment that counts only once it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The answer.
    pub answer: Answer,
    /// When it was given.
    pub from: DateTime<Utc>,
}

/// What somebody made of a proposed need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The need it became; none when it was declined.
    pub need_id: Option<Uuid>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A comprehensive assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct ComprehensiveAssessment {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Version of the form.
    pub form_version: String,
    /// Setting of the program when it was begun: it decides which sections are asked.
    pub setting: Setting,
    /// True for the initial assessment that T-1 waits for.
    pub initial: bool,
    /// State.
    pub status: AssessmentStatus,
    /// Sections that were begun.
    pub sections: BTreeMap<AssessmentSection, SectionState>,
    /// Answers of the last completed one, to confirm.
    pub carried: BTreeMap<AssessmentSection, BTreeMap<String, Carried>>,
    /// Decisions about proposed needs, by the code of the rule.
    pub decisions: BTreeMap<String, Decision>,
    /// The task that asks for the next one.
    pub task_id: Option<Uuid>,
    /// Who began it.
    pub author_id: Uuid,
    /// Who completed it.
    pub submitted_by: Option<Uuid>,
    /// Who reviewed it.
    pub reviewer_id: Option<Uuid>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was completed (reviewed, when a review was needed): this stops the 24-hour clock.
    pub completed_at: Option<DateTime<Utc>>,
    /// Why it is an error.
    pub error_reason: Option<String>,
}

/// Where an assessment begins.
#[derive(Debug, Clone, Copy)]
pub struct Begin {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Setting of the program.
    pub setting: Setting,
    /// True for the initial assessment.
    pub initial: bool,
    /// Who begins.
    pub by: Uuid,
    /// When.
    pub now: DateTime<Utc>,
}

impl ComprehensiveAssessment {
    /// Begins an assessment in the current form. `last` is the newest completed one of the person, where its answers may be shown.
    pub fn begin(begin: Begin, last: Option<&Self>) -> Change<Self> {
        let form = form::current();
        let event = Event::new(EventKind::ComprehensiveBegun, begin.id, begin.now);
        let begun = Change::created(Self {
            id: begin.id,
            version: 1,
            case_id: begin.case_id,
            person_id: begin.person_id,
            form_version: form.version.into(),
            setting: begin.setting,
            initial: begin.initial,
            status: AssessmentStatus::InProgress,
            sections: BTreeMap::new(),
            carried: last.map(|last| carried(form, begin.setting, last)).unwrap_or_default(),
            decisions: BTreeMap::new(),
            task_id: None,
            author_id: begin.by,
            submitted_by: None,
            reviewer_id: None,
            created_at: begin.now,
            completed_at: None,
            error_reason: None,
        });
        begun.with(event)
    }

    /// The form it was begun in.
    ///
    /// # Errors
    /// `unknown_form` when this server does not know the version any more.
    pub fn form(&self) -> Result<&'static Form, Rule> {
        form::find(&self.form_version)
            .ok_or_else(|| Rule::new("unknown_form", "This server does not know the version of this form any more."))
    }

    /// Stores the answers of a section, all of them. When nothing that must be answered is open, the section is complete as of now;
    /// saving the same again keeps its date.
    ///
    /// # Errors
    /// `assessment_not_in_progress`, `unknown_form`, `section_not_asked`, `answer_invalid`.
    pub fn answer(
        mut self,
        code: AssessmentSection,
        answers: Answers,
        mode: AssessmentMode,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require_in_progress()?;
        let section = self.form()?.asked_in(self.setting).find(|section| section.code == code).ok_or_else(|| {
            Rule::at("section_not_asked", "/section", "The program of this case does not ask this section.")
        })?;
        section.check(&answers)?;
        let is_same = self.sections.get(&code).is_some_and(|known| known.answers == answers && known.mode == mode);
        if !is_same {
            let completed_at = section.open(&answers).is_empty().then_some(now);
            let state = SectionState { answers, mode, author_id: by, saved_at: now, completed_at };
            self.sections.insert(code, state);
        }
        Ok(self.next())
    }

    /// What must be answered and is not, in the order asked. Empty for a form that this server does not know.
    pub fn open(&self) -> Vec<(AssessmentSection, &'static Question)> {
        let none = Answers::new();
        let sections = self.form().into_iter().flat_map(|form| form.asked_in(self.setting));
        sections
            .flat_map(|section| {
                let answers = self.sections.get(&section.code).map_or(&none, |state| &state.answers);
                section.open(answers).into_iter().map(|question| (section.code, question))
            })
            .collect()
    }

    /// Completes the assessment. Answers to questions that are not asked any more are dropped.
    ///
    /// # Errors
    /// `assessment_not_in_progress`, `unknown_form`, `sections_open` with the first section that is.
    pub fn complete(mut self, by: Uuid, works_alone: bool, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_in_progress()?;
        let form = self.form()?;
        if let Some((section, _)) = self.open().first() {
            return Err(Rule::at(
                "sections_open",
                format!("/sections/{section}"),
                "Some questions that must be answered are open. Answer them, or note that the person declined.",
            ));
        }
        for (code, state) in &mut self.sections {
            if let Some(section) = form.section(*code) {
                state.answers = section.counted(&state.answers);
            }
        }
        self.submitted_by = Some(by);
        if works_alone {
            Ok(self.finish(now))
        } else {
            self.status = AssessmentStatus::AwaitingReview;
            Ok(self.next())
        }
    }

    /// A licensed colleague reviews it; now it counts.
    ///
    /// # Errors
    /// `assessment_not_awaiting_review`, `assessment_own_review`, and the reasons of [`crate::scope::judge`].
    pub fn review(mut self, by: Uuid, scope: Verdict, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.status != AssessmentStatus::AwaitingReview {
            return Err(Rule::new("assessment_not_awaiting_review", "This assessment does not wait for a review."));
        }
        if self.submitted_by == Some(by) {
            return Err(Rule::new("assessment_own_review", "Nobody reviews their own assessment."));
        }
        scope.require()?;
        self.reviewer_id = Some(by);
        Ok(self.finish(now))
    }

    /// Takes back an assessment that was entered in error, or discards one in progress: it is kept with the reason, counts for
    /// nothing, and the deadline that it met is open again. Needs that somebody took over from it stay on the list of needs.
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

    /// Refuses to let `by` take it back: that is for who began or completed it, and for those who `assigns` work to others.
    ///
    /// # Errors
    /// `assessment_entered_in_error`, `assessment_of_colleague`.
    pub fn may_withdraw(&self, by: Uuid, assigns: bool) -> Result<(), Rule> {
        assessment::may_withdraw(self.status, self.author_id == by || self.submitted_by == Some(by), assigns)
    }

    /// Notes what somebody made of a proposed need.
    ///
    /// # Errors
    /// `proposal_decided`, `proposal_reason_required` when it is declined without a reason.
    pub fn decide(mut self, proposal: &str, decision: Decision) -> Result<Change<Self>, Rule> {
        if self.decisions.contains_key(proposal) {
            return Err(Rule::at("proposal_decided", "/proposal", "Somebody has decided about this already."));
        }
        let has_reason = decision.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if decision.need_id.is_none() && !has_reason {
            return Err(Rule::at(
                "proposal_reason_required",
                "/reason",
                "Say why, so that the team can follow the decision.",
            ));
        }
        self.decisions.insert(proposal.to_owned(), decision);
        Ok(self.next())
    }

    /// The answers to the questions of a section that are asked.
    pub fn counted(&self, section: &Section) -> Answers {
        self.sections.get(&section.code).map(|state| section.counted(&state.answers)).unwrap_or_default()
    }

    /// The first and the last local day on which a section was completed; none while any is open. One date stands for all only
    /// when both are the same (T-3, NCQA FAQ of 2026-01-15).
    pub fn days(&self, zone: Tz) -> Option<(NaiveDate, NaiveDate)> {
        let form = self.form().ok()?;
        let mut days = Vec::new();
        for section in form.asked_in(self.setting) {
            days.push(local_date(self.sections.get(&section.code)?.completed_at?, zone));
        }
        Some((days.iter().min().copied()?, days.iter().max().copied()?))
    }

    fn finish(mut self, now: DateTime<Utc>) -> Change<Self> {
        self.status = AssessmentStatus::Completed;
        self.completed_at = Some(now);
        let (id, initial) = (self.id, self.initial);
        let change = self.next().with(Event::new(EventKind::ComprehensiveCompleted, id, now));
        if initial { change.with(Event::new(EventKind::InitialAssessmentCompleted, id, now)) } else { change }
    }

    fn require_in_progress(&self) -> Result<(), Rule> {
        if self.status == AssessmentStatus::InProgress {
            return Ok(());
        }
        Err(Rule::new("assessment_not_in_progress", "A completed assessment is never changed. Begin a new one."))
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// The answers of the last assessment to questions that are marked so, as far as the form still takes them.
fn carried(
    form: &Form,
    setting: Setting,
    last: &ComprehensiveAssessment,
) -> BTreeMap<AssessmentSection, BTreeMap<String, Carried>> {
    let of_section = |section: &'static Section| {
        let from = last.sections.get(&section.code)?.saved_at;
        let known = last.counted(section).into_iter().filter(|(code, answer)| {
            let question = section.question(code);
            !matches!(answer, Answer::Absent(_))
                && question.is_some_and(|question| question.carried && question.takes(answer))
        });
        let known: BTreeMap<_, _> = known.map(|(code, answer)| (code, Carried { answer, from })).collect();
        (!known.is_empty()).then_some((section.code, known))
    };
    form.asked_in(setting).filter_map(of_section).collect()
}
