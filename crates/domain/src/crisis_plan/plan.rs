//! A crisis plan and its revisions (FHIR CarePlan).
//!
//! | from     | action                | who                                 | to                               |
//! |----------|-----------------------|-------------------------------------|----------------------------------|
//! | -        | draft                 | anyone who may write                | draft                            |
//! | draft    | write, submit         | anyone who may write                | draft                            |
//! | draft    | discard               | anyone who may write                | discarded                        |
//! | draft, in_force with a draft | approve | who may approve, with a licence | in_force; the revision is kept |
//! | in_force | revise (reason)       | anyone who may write                | in_force, with a draft           |
//! | in_force with a draft | write, submit, discard | anyone who may write  | in_force                         |
//! | in_force | review                | who may approve, with a licence     | in_force until the next review   |
//! | in_force | end (reason)          | who may approve, with a licence     | ended                            |
//!
//! What is in force stays in force and readable while the next revision is drafted. A submitted draft waits for a licensed
//! colleague, as an unlicensed author's note does; writing on takes it back.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content::CrisisContent;
use crate::change::{Change, Rule};
use crate::scope::Verdict;

crate::codes! {
    /// State of a crisis plan.
    pub enum CrisisPlanStatus {
        /// Being written; nothing is in force yet.
        Draft = "draft",
        /// In force.
        InForce = "in_force",
        /// Over, with a reason.
        Ended = "ended",
        /// Thrown away before it was ever in force.
        Discarded = "discarded",
    }
}

/// Days after which a crisis plan is gone through again with the person. The number is ours; it follows no published rule.
pub const REVIEW_DAYS: u64 = 30;

/// A revision being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrisisDraft {
    /// What it says so far.
    pub content: CrisisContent,
    /// Why the plan is revised; none for the first revision.
    pub reason: Option<String>,
    /// Who wrote last.
    pub author_id: Uuid,
    /// When it was begun; unknown for drafts from before this was kept.
    #[serde(default)]
    pub begun_at: Option<DateTime<Utc>>,
    /// Who asked for it to be signed off, and when.
    pub submitted: Option<(Uuid, DateTime<Utc>)>,
}

/// A crisis plan of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisPlan {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// State.
    pub status: CrisisPlanStatus,
    /// Number of the revision in force; 0 while there is none.
    pub revision: i32,
    /// What is in force; empty while nothing is.
    pub content: CrisisContent,
    /// The revision being written.
    pub draft: Option<CrisisDraft>,
    /// Who signed the revision in force off.
    pub approved_by: Option<Uuid>,
    /// When.
    pub approved_at: Option<DateTime<Utc>>,
    /// Who went through it last and found it current.
    pub reviewed_by: Option<Uuid>,
    /// When.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// Day on which it must be gone through again, in the zone of the program that follows it.
    pub review_on: Option<NaiveDate>,
    /// The task on somebody's worklist that this plan waits for.
    pub task_id: Option<Uuid>,
    /// Why it ended.
    pub ended_reason: Option<String>,
    /// Who ended it.
    pub ended_by: Option<Uuid>,
    /// When.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
}

/// A revision that was signed off, kept for good.
#[derive(Debug, Clone, PartialEq)]
pub struct CrisisPlanRevision {
    /// Id.
    pub id: Uuid,
    /// Version; revisions never change, so always 1.
    pub version: i32,
    /// The plan.
    pub crisis_plan_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Number, from 1.
    pub revision: i32,
    /// What it says.
    pub content: CrisisContent,
    /// Why the plan was revised.
    pub reason: Option<String>,
    /// Who wrote it.
    pub author_id: Uuid,
    /// Who signed it off.
    pub approved_by: Uuid,
    /// When.
    pub approved_at: DateTime<Utc>,
}

/// Who signs off, reviews or ends a plan, and when.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Who.
    pub id: Uuid,
    /// Whether their scope of practice allows it.
    pub scope: Verdict,
    /// When.
    pub now: DateTime<Utc>,
    /// The local day of that instant.
    pub today: NaiveDate,
}

/// What nobody plans for any more: a crisis plan is written, signed off and reviewed with a living person. What is in force may
/// still be ended, and a draft thrown away.
///
/// # Errors
/// `person_deceased`.
pub fn require_living(deceased_on: Option<NaiveDate>) -> Result<(), Rule> {
    match deceased_on {
        None => Ok(()),
        Some(_) => Err(Rule::new("person_deceased", "The person has died. End the plan, or throw the draft away.")),
    }
}

impl CrisisPlan {
    /// Begins a plan. A person has one that is open at most; the database refuses a second.
    pub fn draft(id: Uuid, person_id: Uuid, content: CrisisContent, by: Uuid, now: DateTime<Utc>) -> Change<Self> {
        Change::created(Self {
            id,
            version: 1,
            person_id,
            status: CrisisPlanStatus::Draft,
            revision: 0,
            content: CrisisContent::default(),
            draft: Some(CrisisDraft { content, reason: None, author_id: by, begun_at: Some(now), submitted: None }),
            approved_by: None,
            approved_at: None,
            reviewed_by: None,
            reviewed_at: None,
            review_on: None,
            task_id: None,
            ended_reason: None,
            ended_by: None,
            ended_at: None,
            created_at: now,
        })
    }

    /// Saves the draft. One that waits to be signed off is taken back.
    ///
    /// # Errors
    /// `crisis_plan_no_draft`.
    pub fn write(mut self, content: CrisisContent, by: Uuid) -> Result<Change<Self>, Rule> {
        let draft = self.draft.take().ok_or_else(no_draft)?;
        self.draft = Some(CrisisDraft { content, author_id: by, submitted: None, ..draft });
        Ok(self.next())
    }

    /// Asks a licensed colleague to sign the draft off.
    ///
    /// # Errors
    /// `crisis_plan_no_draft`, `crisis_plan_submitted`, `crisis_plan_incomplete`.
    pub fn submit(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        let draft = self.draft.as_mut().ok_or_else(no_draft)?;
        if draft.submitted.is_some() {
            return Err(Rule::new("crisis_plan_submitted", "This draft waits to be signed off already."));
        }
        draft.content.require_complete()?;
        draft.submitted = Some((by, now));
        Ok(self.next())
    }

    /// Signs the draft off: it is in force from now on, and the revision is kept. A licence is needed, whoever wrote it.
    ///
    /// # Errors
    /// `crisis_plan_no_draft`, the reasons of [`crate::scope::judge`], `crisis_plan_incomplete`.
    pub fn approve(
        mut self,
        revision_id: Uuid,
        signer: Signer,
    ) -> Result<(Change<Self>, Change<CrisisPlanRevision>), Rule> {
        let draft = self.draft.take().ok_or_else(no_draft)?;
        signer.scope.require()?;
        draft.content.require_complete()?;
        self.status = CrisisPlanStatus::InForce;
        self.revision += 1;
        self.content = draft.content;
        self.approved_by = Some(signer.id);
        self.approved_at = Some(signer.now);
        self.reviewed_by = None;
        self.reviewed_at = None;
        self.review_on = signer.today.checked_add_days(Days::new(REVIEW_DAYS));
        let revision = CrisisPlanRevision {
            id: revision_id,
            version: 1,
            crisis_plan_id: self.id,
            person_id: self.person_id,
            revision: self.revision,
            content: self.content.clone(),
            reason: draft.reason,
            author_id: draft.author_id,
            approved_by: signer.id,
            approved_at: signer.now,
        };
        Ok((self.next(), Change::created(revision)))
    }

    /// Begins the next revision from what is in force.
    ///
    /// # Errors
    /// `crisis_plan_not_in_force`, `crisis_plan_being_revised`.
    pub fn revise(mut self, reason: String, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_in_force()?;
        if self.draft.is_some() {
            return Err(Rule::new("crisis_plan_being_revised", "A revision is being written. Go on with that one."));
        }
        let content = self.content.clone();
        let (reason, begun_at) = (Some(reason), Some(now));
        self.draft = Some(CrisisDraft { content, reason, author_id: by, begun_at, submitted: None });
        Ok(self.next())
    }

    /// Throws the draft away. What is in force stays in force; a plan that never was is over.
    ///
    /// # Errors
    /// `crisis_plan_no_draft`.
    pub fn discard(mut self) -> Result<Change<Self>, Rule> {
        self.draft.take().ok_or_else(no_draft)?;
        if self.status == CrisisPlanStatus::Draft {
            self.status = CrisisPlanStatus::Discarded;
        }
        Ok(self.next())
    }

    /// Somebody licensed went through the plan with the person and it is current: the next review is [`REVIEW_DAYS`] away.
    ///
    /// # Errors
    /// `crisis_plan_not_in_force`, the reasons of [`crate::scope::judge`].
    pub fn review(mut self, signer: Signer) -> Result<Change<Self>, Rule> {
        self.require_in_force()?;
        signer.scope.require()?;
        self.reviewed_by = Some(signer.id);
        self.reviewed_at = Some(signer.now);
        self.review_on = signer.today.checked_add_days(Days::new(REVIEW_DAYS));
        Ok(self.next())
    }

    /// A new alert about suicide risk: what is in force is gone through on the same day. Source: rules.md I-3, "same-day
    /// evaluation and safety plan"; that it holds for a plan that exists already is ours. `None` when that changes nothing.
    pub fn heed_alert(mut self, today: NaiveDate) -> Option<Change<Self>> {
        if self.status != CrisisPlanStatus::InForce || self.review_on.is_some_and(|day| day <= today) {
            return None;
        }
        self.review_on = Some(today);
        Some(self.next())
    }

    /// The task that the plan waits for is another one now.
    pub fn follow(mut self, task_id: Option<Uuid>) -> Change<Self> {
        self.task_id = task_id;
        self.next()
    }

    /// Ends the plan with a reason; a draft of it is thrown away.
    ///
    /// # Errors
    /// `crisis_plan_not_in_force`, the reasons of [`crate::scope::judge`].
    pub fn end(mut self, reason: String, signer: Signer) -> Result<Change<Self>, Rule> {
        self.require_in_force()?;
        signer.scope.require()?;
        self.status = CrisisPlanStatus::Ended;
        self.draft = None;
        self.review_on = None;
        self.ended_reason = Some(reason);
        self.ended_by = Some(signer.id);
        self.ended_at = Some(signer.now);
        Ok(self.next())
    }

    fn require_in_force(&self) -> Result<(), Rule> {
        if self.status == CrisisPlanStatus::InForce {
            Ok(())
        } else {
            Err(Rule::new("crisis_plan_not_in_force", "This crisis plan is not in force."))
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

fn no_draft() -> Rule {
    Rule::new("crisis_plan_no_draft", "No revision of this crisis plan is being written. Begin one with a reason.")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
