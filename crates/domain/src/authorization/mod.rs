//! Prior authorization, from both sides: what we ask of a payer, and what we review for a plan (FHIR Claim with use
//! `preauthorization` and ClaimResponse); its appeals and grievances.
//!
//! | from                                              | action             | to                                  |
//! |---------------------------------------------------|--------------------|-------------------------------------|
//! | -                                                 | draft              | draft                               |
//! | draft                                             | submit             | submitted                           |
//! | submitted, pended                                 | review             | in_review                           |
//! | submitted, in_review                              | pend               | pended                              |
//! | submitted, pended, in_review (we review)          | refer              | second_level                        |
//! | submitted, pended, in_review, second_level        | decide             | approved, partly_approved, denied   |
//! | partly_approved, denied (we ask)                  | decide             | approved, partly_approved, denied   |
//! | draft and every undecided one                     | withdraw           | withdrawn                           |
//! | partly_approved, denied                           | appeal overturned  | approved, partly_approved           |
//! | approved, partly_approved                         | the last day passes | expired (told, not stored)         |
//! | approved, partly_approved                         | schedule           | the same: its next review is moved  |
//!
//! [`Authorization::allows`] is the only source of what is legal: of the transitions and of the buttons alike. A request that
//! waits for documents goes on running: only an extension that the law allows gives more time (K-11).

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::change::{Change, EventKind, Rule};
use crate::consent::SensitiveLabel;

pub mod appeal;
mod checklist;
pub mod clock;
mod codes;
mod course;
mod decide;
pub mod follow;
mod metrics;
pub mod next_review;
mod units;

pub use codes::{
    AuthorizationAction, AuthorizationSide, AuthorizationStatus, CriteriaOutcome, DenialReason, DocumentKind,
    DocumentState, ExtensionGround, LineOfBusiness, PeerOutcome, RequestUrgency, RequestVerdict, ReviewKind,
    ServiceCategory, UnitKind,
};
pub use course::{
    Course, CriteriaReference, Determination, Document, GrantedExtension, PeerToPeer, Portal, Trail, Use,
};
pub use decide::{Decider, Ruling};
pub use metrics::{Timed, Turnaround, turnaround};
pub use units::{Balance, UnitWarning};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Service {
    /// What it is.
    pub title: String,
    /// Code of the item or service (HCPCS, CPT or revenue code), when there is one.
    pub code: Option<String>,
    /// How much of it.
    pub units: u32,
    /// What is counted.
    pub unit: UnitKind,
    /// First day it is wanted for.
    pub from: NaiveDate,
    /// Last day it is wanted for.
    pub to: NaiveDate,
    /// Who would provide it.
    pub provider: Option<String>,
    /// The organization of the directory that would, for the lookup of its network.
    #[serde(default)]
    pub community_organization_id: Option<Uuid>,
    /// Why the person needs it.
    pub need: String,
    /// What of the request and its documents is specially protected.
    #[serde(default)]
    pub labels: Vec<SensitiveLabel>,
}

/// A utilization case: one request with its reviews, its decision and what is used of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Authorization {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// The case it is worked in.
    pub case_id: Uuid,
    /// The coverage that should pay.
    pub coverage_id: Option<Uuid>,
    /// Whether we ask or review.
    pub side: AuthorizationSide,
    /// Which law judges it.
    pub line: LineOfBusiness,
    /// How soon an answer is needed.
    pub urgency: RequestUrgency,
    /// Before, during or after the service.
    pub kind: ReviewKind,
    /// Kind of service.
    pub category: ServiceCategory,
    /// State.
    pub status: AuthorizationStatus,
    /// What is asked for.
    pub service: Service,
    /// Who wrote it down; never decides it.
    pub requested_by: Uuid,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// When the payer received it: the start of the clock.
    pub received_at: Option<DateTime<Utc>>,
    /// Code of the clock; none where no published clock applies.
    pub rule_code: Option<String>,
    /// The last instant for a decision.
    pub due_at: Option<DateTime<Utc>>,
    /// Who reviews.
    pub reviewer_id: Option<Uuid>,
    /// The physician advisor it was referred to.
    pub advisor_id: Option<Uuid>,
    /// When it was last decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Last day of what was approved.
    pub valid_to: Option<NaiveDate>,
    /// When the next concurrent review is due.
    pub next_review_on: Option<NaiveDate>,
    /// The approved request of which this one is the next review.
    pub continues_id: Option<Uuid>,
    /// All that happened with it.
    pub course: Course,
}

impl Authorization {
    /// Writes a request down, with the checklist of its service.
    ///
    /// # Errors
    /// `authorization_period` at `/content/from` and `/content/to`; `authorization_expedited_afterwards` at `/content/urgency`.
    pub fn draft(mut self) -> Result<Change<Self>, Rule> {
        self.check()?;
        self.course.documents = checklist::of(self.category);
        self.note(self.requested_by, self.created_at, None);
        Ok(Change::created(self))
    }

    /// Writes a draft anew. Documents that its kind of service asks for as well stay ticked. Whoever does so has a part in the request
    /// and does not decide on it.
    ///
    /// # Errors
    /// As [`Self::draft`]; `authorization_transition`.
    pub fn rewrite(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Update)?;
        self.check()?;
        let known = std::mem::take(&mut self.course.documents);
        let kept = |fresh: Document| known.iter().find(|old| old.kind == fresh.kind).cloned().unwrap_or(fresh);
        self.course.documents = checklist::of(self.category).into_iter().map(kept).collect();
        if !self.wrote(by) {
            self.note(by, now, None);
        }
        Ok(self.next())
    }

    fn check(&self) -> Result<(), Rule> {
        if !near(self.service.from, self.created_at.date_naive()) || !near(self.service.to, self.service.from) {
            return Err(Rule::at("authorization_period", "/content/from", "These days lie more than ten years apart."));
        }
        if self.service.to < self.service.from {
            return Err(Rule::at("authorization_period", "/content/to", "The last day lies before the first."));
        }
        if self.kind == ReviewKind::Retrospective && self.urgency == RequestUrgency::Expedited {
            let detail = "What was already given can't be urgent: choose standard.";
            return Err(Rule::at("authorization_expedited_afterwards", "/content/urgency", detail));
        }
        Ok(())
    }

    /// Hands the request in: the payer has it since `received_at`, and its clock runs by the rules of `place`.
    ///
    /// # Errors
    /// `authorization_transition`; `authorization_received_at` at `/received_at`; `authorization_documents_missing` for what we
    /// ask and have not got together; `authorization_coverage_required` for what is specially protected and goes to nobody known.
    pub fn submit(
        mut self,
        received_at: DateTime<Utc>,
        place: clock::Place<'_>,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Submit)?;
        if received_at > now || !near(received_at.date_naive(), now.date_naive()) {
            let detail = "It can't be received in the future, nor more than ten years ago.";
            return Err(Rule::at("authorization_received_at", "/received_at", detail));
        }
        if self.side == AuthorizationSide::Asked && self.course.is_missing_documents() {
            let detail =
                "The payer wants documents that are not there yet. Tick them, or say that they are not needed.";
            return Err(Rule::new("authorization_documents_missing", detail));
        }
        let is_open_payer = self.side == AuthorizationSide::Asked && self.coverage_id.is_none();
        if is_open_payer && !self.service.labels.is_empty() {
            let detail =
                "Something of it is specially protected: choose the coverage first, so that it is known who gets it.";
            return Err(Rule::new("authorization_coverage_required", detail));
        }
        self.received_at = Some(received_at);
        let started = self.start(received_at, place);
        (self.rule_code, self.due_at) = started.map(|found| (found.rule_code, found.due_at)).unzip();
        let opened = self.opened();
        let change = self.moved(AuthorizationStatus::Submitted, by, now, None);
        Ok(match opened {
            Some(event) => change.with(event),
            None => change,
        })
    }

    /// Takes the request up, or goes on with it.
    ///
    /// # Errors
    /// `authorization_transition`; `authorization_own_request`.
    pub fn review(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Review)?;
        if self.side == AuthorizationSide::Reviewed {
            self.require_other(by)?;
            self.reviewer_id = Some(by);
        }
        Ok(self.moved(AuthorizationStatus::InReview, by, now, None))
    }

    /// Waits for documents. The clock goes on.
    ///
    /// # Errors
    /// `authorization_transition`.
    pub fn pend(self, words: String, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Pend)?;
        Ok(self.moved(AuthorizationStatus::Pended, by, now, Some(words)))
    }

    /// Gives the request to a physician advisor.
    ///
    /// # Errors
    /// `authorization_transition`; `authorization_own_request` at `/advisor_id`.
    pub fn refer(
        mut self,
        advisor_id: Uuid,
        words: String,
        by: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Refer)?;
        self.require_other(advisor_id).map_err(|rule| Rule { pointer: Some("/advisor_id".into()), ..rule })?;
        self.advisor_id = Some(advisor_id);
        Ok(self.moved(AuthorizationStatus::SecondLevel, by, now, Some(words)))
    }

    /// Takes the request back.
    ///
    /// # Errors
    /// `authorization_transition`.
    pub fn withdraw(self, words: String, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Withdraw)?;
        let opened = self.opened();
        let change = self.moved(AuthorizationStatus::Withdrawn, by, now, Some(words));
        Ok(clock::settles(change, opened, EventKind::AuthorizationSettled, now))
    }

    /// The state on a day: what was approved is over once its last day has passed.
    pub fn status_on(&self, today: NaiveDate) -> AuthorizationStatus {
        let over = self.valid_to.is_some_and(|last| last < today);
        match self.status {
            AuthorizationStatus::Approved | AuthorizationStatus::PartlyApproved if over => AuthorizationStatus::Expired,
            status => status,
        }
    }

    /// True when the state and the side allow an action: the table above, and what may be noted beside it.
    pub fn allows(&self, action: AuthorizationAction) -> bool {
        use AuthorizationAction as A;
        use AuthorizationStatus as S;
        let status = self.status;
        let reviewed = self.side == AuthorizationSide::Reviewed;
        let undecided = matches!(status, S::Submitted | S::Pended | S::InReview | S::SecondLevel);
        let refused = matches!(status, S::PartlyApproved | S::Denied);
        match action {
            A::Update | A::Submit => status == S::Draft,
            A::Review => matches!(status, S::Submitted | S::Pended),
            A::Pend => matches!(status, S::Submitted | S::InReview),
            A::Refer => reviewed && matches!(status, S::Submitted | S::Pended | S::InReview),
            A::Decide => undecided || (!reviewed && refused),
            A::Withdraw => status == S::Draft || undecided,
            A::Document => status == S::Draft || undecided,
            A::Criteria => reviewed && undecided,
            A::PeerToPeer => undecided || refused,
            A::Extend => reviewed && undecided && self.rule_code.is_some() && self.course.extension.is_none(),
            A::Use | A::Schedule => matches!(status, S::Approved | S::PartlyApproved),
            A::Track => !matches!(status, S::Draft | S::Withdrawn) && !reviewed,
            A::Appeal => refused,
        }
    }

    fn require(&self, action: AuthorizationAction) -> Result<(), Rule> {
        if self.allows(action) {
            return Ok(());
        }
        let detail = format!("This can't be done with a request that is {}.", self.status);
        Err(Rule::new("authorization_transition", detail))
    }

    /// True for whoever wrote the request, or a draft of it.
    pub fn wrote(&self, who: Uuid) -> bool {
        let drafts = self.course.trail.iter().filter(|entry| entry.status == AuthorizationStatus::Draft);
        self.requested_by == who || drafts.map(|entry| entry.by).any(|by| by == who)
    }

    /// Nobody decides on their own request.
    fn require_other(&self, who: Uuid) -> Result<(), Rule> {
        if self.wrote(who) {
            let detail = "Whoever wrote a request down doesn't decide on it. Ask a colleague.";
            return Err(Rule::new("authorization_own_request", detail));
        }
        Ok(())
    }

    fn note(&mut self, by: Uuid, at: DateTime<Utc>, words: Option<String>) {
        self.course.trail.push(Trail { at, by, status: self.status, words });
    }

    fn moved(mut self, to: AuthorizationStatus, by: Uuid, now: DateTime<Utc>, words: Option<String>) -> Change<Self> {
        self.status = to;
        self.note(by, now, words);
        self.next()
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// True for days at most ten years apart: more is a slip of the hand. Ours.
fn near(day: NaiveDate, other: NaiveDate) -> bool {
    (day - other).num_days().abs() <= 3_653
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
