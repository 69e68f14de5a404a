//! A care plan and its revisions (FHIR CarePlan).
//!
//! | from   | action           | who                   | to                              |
//! |--------|------------------|-----------------------|---------------------------------|
//! | -      | draft            | anyone who may write  | draft, revision 1               |
//! | draft  | write            | anyone who may write  | draft                           |
//! | draft  | approve          | who may approve       | active; the revision is kept    |
//! | active | revise (reason)  | anyone who may write  | draft, next revision            |
//! | active | the case closes  | -                     | completed                       |
//! | draft  | the case closes  | -                     | completed, as it was in force   |
//!
//! While a revision is drafted, the last approved one stays in force and readable. A plan that was never approved stays a draft when
//! its case closes: it was never followed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::goal::Goal;
use super::plain::PlainWords;
use super::smart;
use crate::case::Case;
use crate::change::{Change, Event, EventKind, Rule};

crate::codes! {
    /// State of a care plan.
    pub enum CarePlanStatus {
        /// A revision is being written.
        Draft = "draft",
        /// In force.
        Active = "active",
        /// Over.
        Completed = "completed",
    }
}

crate::codes! {
    /// Kind of a care plan.
    pub enum CarePlanKind {
        /// Everything the person needs.
        Comprehensive = "comprehensive",
        /// Safety or crisis plan of former times; new ones are a [`crate::crisis_plan::CrisisPlan`].
        Crisis = "crisis",
        /// Discharge plan.
        Discharge = "discharge",
        /// Pre-release plan.
        PreRelease = "pre_release",
        /// Resettlement plan.
        Resettlement = "resettlement",
        /// School plan.
        School = "school",
        /// End-of-life plan.
        EndOfLife = "end_of_life",
    }
}

impl CarePlanKind {
    /// Refuses what is no care plan any more.
    ///
    /// # Errors
    /// `crisis_plan_apart`.
    pub(super) fn require_plan(self, pointer: &str) -> Result<(), Rule> {
        if self == Self::Crisis {
            let detail = "A crisis plan is a record of its own, one tap away on the person's screen. Write it there.";
            return Err(Rule::at("crisis_plan_apart", pointer, detail));
        }
        Ok(())
    }
}

crate::codes! {
    /// How often an intervention is done.
    pub enum Frequency {
        /// Once.
        Once = "once",
        /// Every day.
        Daily = "daily",
        /// Twice a week, three and four days apart.
        TwiceWeekly = "twice_weekly",
        /// Every week.
        Weekly = "weekly",
        /// Every two weeks.
        Biweekly = "biweekly",
        /// Every month.
        Monthly = "monthly",
    }
}

crate::codes! {
    /// State of an intervention.
    pub enum InterventionStatus {
        /// To be done.
        Active = "active",
        /// Done for good.
        Completed = "completed",
        /// Not needed any more.
        Cancelled = "cancelled",
    }
}

/// Something somebody does for the plan (FHIR ServiceRequest).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Id, stable over revisions.
    pub id: Uuid,
    /// The goal it serves.
    pub goal_id: Option<Uuid>,
    /// What is done.
    pub text: String,
    /// The text in plain words, for the person's copy.
    #[serde(default)]
    pub plain: PlainWords,
    /// Who does it; the case's owner when empty.
    pub owner_id: Option<Uuid>,
    /// How often.
    pub frequency: Frequency,
    /// When it is (first) due.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub status: InterventionStatus,
}

crate::codes! {
    /// What stands in the way (R060).
    pub enum BarrierKind {
        /// Transport.
        Transportation = "transportation",
        /// Housing.
        Housing = "housing",
        /// Food.
        Food = "food",
        /// Money or insurance.
        Financial = "financial",
        /// Language.
        Language = "language",
        /// Health literacy.
        Literacy = "literacy",
        /// Mental health or substance use.
        Behavioral = "behavioral",
        /// Family or caregiver.
        Family = "family",
        /// Access to services.
        Access = "access",
        /// Other.
        Other = "other",
    }
}

crate::codes! {
    /// How much a barrier hinders.
    pub enum BarrierSeverity {
        /// A nuisance.
        Low = "low",
        /// Slows the plan.
        Moderate = "moderate",
        /// Stops the plan.
        High = "high",
    }
}

crate::codes! {
    /// State of a barrier.
    pub enum BarrierStatus {
        /// In the way.
        Open = "open",
        /// Removed.
        Resolved = "resolved",
    }
}

/// Something that stands in the way of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barrier {
    /// Id, stable over revisions.
    pub id: Uuid,
    /// Kind.
    pub kind: BarrierKind,
    /// Severity.
    pub severity: BarrierSeverity,
    /// What it is.
    pub text: String,
    /// State.
    pub status: BarrierStatus,
    /// How it was removed.
    pub resolution: Option<String>,
}

crate::codes! {
    /// What kind of wish it is (R061, R090).
    pub enum PreferenceKind {
        /// How the person wants things done.
        Preference = "preference",
        /// What matters to the person.
        Value = "value",
        /// Culture, faith, food, language.
        Culture = "culture",
        /// What shall and shall not be done when the person can't say so, or near the end of life.
        AdvanceCare = "advance_care",
    }
}

/// What matters to the person and what follows from it: the plan keeps to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// Id, stable over revisions.
    pub id: Uuid,
    /// Kind.
    pub kind: PreferenceKind,
    /// What the person said.
    pub text: String,
    /// What follows for the plan, or where the document lies.
    pub constraint: Option<String>,
}

/// What a plan says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanContent {
    /// Goals.
    pub goals: Vec<Goal>,
    /// Interventions.
    pub interventions: Vec<Intervention>,
    /// Barriers.
    pub barriers: Vec<Barrier>,
    /// What matters to the person.
    pub preferences: Vec<Preference>,
    /// When the plan is reviewed.
    pub review_on: Option<NaiveDate>,
}

impl PlanContent {
    /// Checks that ids are unique and references resolve within the plan.
    ///
    /// # Errors
    /// `plan_duplicate_id`, `plan_unknown_goal`.
    pub fn check(&self) -> Result<(), Rule> {
        let mut seen = std::collections::HashSet::new();
        let ids = self
            .goals
            .iter()
            .map(|goal| goal.id)
            .chain(self.interventions.iter().map(|item| item.id))
            .chain(self.barriers.iter().map(|item| item.id))
            .chain(self.preferences.iter().map(|item| item.id));
        for id in ids {
            if !seen.insert(id) {
                return Err(Rule::at("plan_duplicate_id", "/content", "Two items of the plan have the same id."));
            }
        }
        for (index, intervention) in self.interventions.iter().enumerate() {
            if intervention.goal_id.is_some_and(|id| !self.goals.iter().any(|goal| goal.id == id)) {
                return Err(Rule::at(
                    "plan_unknown_goal",
                    format!("/content/interventions/{index}/goal_id"),
                    "This intervention serves a goal that the plan does not have.",
                ));
            }
        }
        Ok(())
    }
}

/// A care plan.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePlan {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Kind.
    pub kind: CarePlanKind,
    /// State.
    pub status: CarePlanStatus,
    /// Number of the revision in `content`.
    pub revision: i32,
    /// What the plan says.
    pub content: PlanContent,
    /// Why this revision was begun.
    pub reason: Option<String>,
    /// Who approved the last approved revision.
    pub approved_by: Option<Uuid>,
    /// When.
    pub approved_at: Option<DateTime<Utc>>,
    /// Who began the revision in `content`; unknown for what was begun before this was kept.
    pub drafted_by: Option<Uuid>,
    /// When.
    pub drafted_at: Option<DateTime<Utc>>,
    /// When the plan was begun.
    pub created_at: DateTime<Utc>,
}

/// An approved revision, kept for good.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePlanRevision {
    /// Id.
    pub id: Uuid,
    /// Version; revisions never change, so always 1.
    pub version: i32,
    /// The plan.
    pub care_plan_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// Number, from 1.
    pub revision: i32,
    /// What it says.
    pub content: PlanContent,
    /// Why it was begun.
    pub reason: Option<String>,
    /// Who approved it.
    pub approved_by: Uuid,
    /// When.
    pub approved_at: DateTime<Utc>,
}

impl CarePlan {
    /// Begins a plan on an active case.
    ///
    /// # Errors
    /// `case_closed`, `crisis_plan_apart` at `/kind`, and those of [`PlanContent::check`].
    pub fn draft(plan: Self, case: &Case) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        plan.kind.require_plan("/kind")?;
        plan.content.check()?;
        Ok(Change::created(plan))
    }

    /// Number of the revision in force; none before the first approval.
    pub fn revision_in_force(&self) -> Option<i32> {
        let drafted = i32::from(self.status == CarePlanStatus::Draft);
        self.approved_at.map(|_| self.revision - drafted)
    }

    /// Number of the revision that something said about the plan is about: the one in force, or the first draft.
    pub fn revision_spoken_of(&self) -> i32 {
        self.revision_in_force().unwrap_or(self.revision)
    }

    /// Saves the draft.
    ///
    /// # Errors
    /// `case_closed`, `plan_not_draft` and those of [`PlanContent::check`].
    pub fn write(mut self, content: PlanContent, case: &Case) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        self.require_draft()?;
        content.check()?;
        self.content = content;
        Ok(self.next())
    }

    /// Approves the draft: it is now in force, and the revision is kept.
    ///
    /// # Errors
    /// `case_closed`, `plan_not_draft`, `plan_empty`, `plan_goal_not_smart` (names the goal and every letter), `plan_scale_incomplete`.
    pub fn approve(
        mut self,
        revision_id: Uuid,
        case: &Case,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(Change<Self>, Change<CarePlanRevision>), Rule> {
        case.require_active()?;
        self.require_draft()?;
        if self.content.goals.is_empty() {
            return Err(Rule::at("plan_empty", "/content/goals", "A plan needs at least one goal."));
        }
        for (index, goal) in self.content.goals.iter().enumerate() {
            if let Some(detail) = smart::refusal(goal, index + 1) {
                return Err(Rule::at("plan_goal_not_smart", format!("/content/goals/{index}"), detail));
            }
            if goal.scale.as_ref().is_some_and(|scale| !scale.is_complete()) {
                let detail =
                    format!("Describe all five levels of the scale of goal {}, or leave the scale out.", index + 1);
                return Err(Rule::at("plan_scale_incomplete", format!("/content/goals/{index}/scale"), detail));
            }
        }
        self.status = CarePlanStatus::Active;
        self.approved_by = Some(by);
        self.approved_at = Some(now);
        let revision = CarePlanRevision {
            id: revision_id,
            version: 1,
            care_plan_id: self.id,
            person_id: self.person_id,
            revision: self.revision,
            content: self.content.clone(),
            reason: self.reason.clone(),
            approved_by: by,
            approved_at: now,
        };
        let id = self.id;
        let change = self.next().with(Event::new(EventKind::PlanApproved, id, now));
        Ok((change, Change::created(revision)))
    }

    /// Begins the next revision. What is in force stays in force until the draft is approved.
    ///
    /// # Errors
    /// `case_closed`, `plan_not_active`.
    pub fn revise(mut self, reason: String, case: &Case, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        case.require_active()?;
        if self.status != CarePlanStatus::Active {
            return Err(Rule::new("plan_not_active", "Only an approved plan is revised. Change the draft instead."));
        }
        self.status = CarePlanStatus::Draft;
        self.revision += 1;
        self.reason = Some(reason);
        self.drafted_by = Some(by);
        self.drafted_at = Some(now);
        Ok(self.next())
    }

    /// Ends the plan with its case as it was in force: a revision that was only being written goes. `in_force` is the approved
    /// revision beside such a draft. `None` for what was never in force or is over already.
    pub fn complete(mut self, in_force: Option<CarePlanRevision>) -> Option<Change<Self>> {
        match self.status {
            CarePlanStatus::Active => {}
            CarePlanStatus::Draft => {
                let CarePlanRevision { revision, content, reason, .. } = in_force?;
                (self.revision, self.content, self.reason) = (revision, content, reason);
                (self.drafted_by, self.drafted_at) = (None, None);
            }
            CarePlanStatus::Completed => return None,
        }
        self.status = CarePlanStatus::Completed;
        Some(self.next())
    }

    fn require_draft(&self) -> Result<(), Rule> {
        if self.status == CarePlanStatus::Draft {
            Ok(())
        } else {
            Err(Rule::new("plan_not_draft", "An approved plan is never changed. Revise it with a reason."))
        }
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}
