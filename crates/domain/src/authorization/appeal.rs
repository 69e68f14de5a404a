//! Appeals and grievances.
//!
//! | from                | action   | to                                                                   |
//! |---------------------|----------|----------------------------------------------------------------------|
//! | -                   | file     | received                                                             |
//! | received            | review   | in_review                                                            |
//! | received, in_review | extend   | the same                                                             |
//! | received, in_review | decide   | upheld, partly_overturned, overturned; a grievance: answered         |
//! | received, in_review | withdraw | withdrawn                                                            |
//!
//! An appeal is decided by somebody who had no part in the decision, and by a physician where that was about medical need (42 CFR
//! 422.590(h), 438.406(b)(2)). [`Appeal::allows`] is the only source of what is legal.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::clock::{Place, Started, check_extension, settles};
use super::{
    Authorization, AuthorizationAction, AuthorizationStatus, DenialReason, GrantedExtension, LineOfBusiness as L,
    RequestUrgency, Trail,
};
use crate::change::{Change, Event, EventKind, Rule};
use crate::{clock as time, rulebook};

crate::codes! {
    /// An appeal or a grievance.
    pub enum AppealKind {
        /// Against a decision.
        Appeal = "appeal",
        /// A complaint about anything else.
        Grievance = "grievance",
    }
}

crate::codes! {
    /// Who decides an appeal.
    pub enum AppealLevel {
        /// The plan itself.
        Plan = "plan",
        /// Somebody independent of it: a review entity, a fair hearing, an external review.
        Independent = "independent",
    }
}

crate::codes! {
    /// What an appeal is about.
    pub enum AppealSubject {
        /// A service that was not given yet.
        PreService = "pre_service",
        /// A payment.
        Payment = "payment",
        /// A drug under Part B.
        PartBDrug = "part_b_drug",
    }
}

crate::codes! {
    /// State of an appeal or a grievance.
    pub enum AppealStatus {
        /// Received.
        Received = "received",
        /// Somebody works on it.
        InReview = "in_review",
        /// The decision stands.
        Upheld = "upheld",
        /// The decision stands in part.
        PartlyOverturned = "partly_overturned",
        /// The decision does not stand.
        Overturned = "overturned",
        /// The grievance was answered.
        Answered = "answered",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// What can be done with an appeal.
    pub enum AppealAction {
        /// Take up.
        Review = "review",
        /// Take the time that the law allows.
        Extend = "extend",
        /// Decide or answer.
        Decide = "decide",
        /// Take back.
        Withdraw = "withdraw",
    }
}

/// An appeal or a grievance.
#[derive(Debug, Clone, PartialEq)]
pub struct Appeal {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The request whose decision is appealed; a grievance may have none.
    pub authorization_id: Option<Uuid>,
    /// True when we answer it, false when another payer does.
    pub answered_here: bool,
    /// Appeal or grievance.
    pub kind: AppealKind,
    /// Level.
    pub level: AppealLevel,
    /// What it is about.
    pub subject: AppealSubject,
    /// Which law judges it.
    pub line: L,
    /// How soon an answer is needed.
    pub urgency: RequestUrgency,
    /// State.
    pub status: AppealStatus,
    /// What is wanted and why.
    pub words: String,
    /// Who noted it.
    pub noted_by: Uuid,
    /// When the payer received it.
    pub received_at: DateTime<Utc>,
    /// Why it came late, where that is accepted.
    pub late_reason: Option<String>,
    /// Code of the clock.
    pub rule_code: Option<String>,
    /// The last instant for an answer.
    pub due_at: Option<DateTime<Utc>>,
    /// Who works on it.
    pub reviewer_id: Option<Uuid>,
    /// When it was answered.
    pub decided_at: Option<DateTime<Utc>>,
    /// The answer in words.
    pub answer: Option<String>,
    /// The one extension.
    pub extension: Option<GrantedExtension>,
    /// The states it was in.
    pub trail: Vec<Trail<AppealStatus>>,
}

/// The last day on which a decision told on `notice_on` may be appealed (T-8); `None` where no published clock applies.
pub fn file_by(line: L, notice_at: DateTime<Utc>, place: Place<'_>) -> Option<NaiveDate> {
    let code = match line {
        L::MedicareAdvantage => "T-8.ma_file",
        L::MedicaidMco => "T-8.medicaid_file",
        _ => return None,
    };
    Some(place.due(code, notice_at, None)?.due_on)
}

impl Appeal {
    /// True where answering it is utilization review: an appeal that we answer. A grievance is about service, not about a decision.
    pub fn is_utilization_review(&self) -> bool {
        self.kind == AppealKind::Appeal && self.answered_here
    }

    /// Files it, about `about` when it is an appeal; `earlier` are the appeals of that request so far.
    ///
    /// # Errors
    /// `appeal_received_at` at `/received_at`; `appeal_without_decision` at `/authorization_id`; `appeal_open` when one runs;
    /// `appeal_level` at `/level`; `appeal_filed_late` at `/late_reason`; `authorization_transition`.
    pub fn file(
        mut self,
        about: Option<&Authorization>,
        earlier: &[Self],
        place: Place<'_>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.received_at > now || !super::near(self.received_at.date_naive(), now.date_naive()) {
            let detail = "It can't be received in the future, nor more than ten years ago.";
            return Err(Rule::at("appeal_received_at", "/received_at", detail));
        }
        if self.kind == AppealKind::Appeal {
            let Some(about) = about else {
                let detail = "Say which decision is appealed.";
                return Err(Rule::at("appeal_without_decision", "/authorization_id", detail));
            };
            self.check_appeal(about, earlier, place)?;
        }
        let started = self.start(place);
        (self.rule_code, self.due_at) = started.map(|found| (found.rule_code, found.due_at)).unzip();
        self.note(self.noted_by, now, None);
        let opened = self.opened();
        let change = Change::created(self);
        Ok(match opened {
            Some(event) => change.with(event),
            None => change,
        })
    }

    fn check_appeal(&self, about: &Authorization, earlier: &[Self], place: Place<'_>) -> Result<(), Rule> {
        about.require(AuthorizationAction::Appeal)?;
        if earlier.iter().any(|other| other.is_open()) {
            return Err(Rule::new("appeal_open", "An appeal against this decision runs already."));
        }
        let lost = |other: &Self| matches!(other.status, AppealStatus::Upheld | AppealStatus::PartlyOverturned);
        let plan_said_no = earlier.iter().any(|other| other.level == AppealLevel::Plan && lost(other));
        if (self.level == AppealLevel::Independent) != plan_said_no {
            let detail = "First the plan decides an appeal; what it upholds goes to an independent review.";
            return Err(Rule::at("appeal_level", "/level", detail));
        }
        let notice = about.decided_at.and_then(|at| file_by(about.line, at, place));
        let is_late = notice.is_some_and(|last| time::local_date(self.received_at, place.zone) > last);
        let forgiven = about.line == L::MedicareAdvantage && self.late_reason.is_some();
        if self.level == AppealLevel::Plan && is_late && !forgiven {
            let detail = "The time to appeal is over. Medicare Advantage accepts a good cause: say which.";
            return Err(Rule::at("appeal_filed_late", "/late_reason", detail));
        }
        Ok(())
    }

    fn start(&self, place: Place<'_>) -> Option<Started> {
        let code = self.rule()?;
        let due_at = place.due(code, self.received_at, None)?.due_at;
        Some(Started { rule_code: code.to_owned(), due_at })
    }

    /// T-8 (42 CFR 422.590, 422.564, 438.408). What is independent of the plan has its own clock, which is not ours to keep.
    fn rule(&self) -> Option<&'static str> {
        let expedited = self.urgency == RequestUrgency::Expedited;
        match (self.kind, self.line) {
            _ if self.level == AppealLevel::Independent => None,
            (AppealKind::Appeal, L::MedicareAdvantage) => Some(match self.subject {
                AppealSubject::Payment => "T-8.ma_payment",
                _ if expedited => "T-8.ma_expedited",
                AppealSubject::PreService => "T-8.ma_preservice",
                AppealSubject::PartBDrug => "T-8.ma_part_b_drug",
            }),
            (AppealKind::Appeal, L::MedicaidMco) if expedited => Some("T-8.medicaid_expedited"),
            (AppealKind::Appeal, L::MedicaidMco) => Some("T-8.medicaid_decide"),
            (AppealKind::Grievance, L::MedicareAdvantage) if expedited => Some("T-8.ma_grievance_expedited"),
            (AppealKind::Grievance, L::MedicareAdvantage) => Some("T-8.ma_grievance"),
            _ => None,
        }
    }

    /// What opened its deadline, where we answer it and a clock applies.
    pub fn opened(&self) -> Option<Event> {
        let code = self.rule_code.as_deref().filter(|_| self.answered_here)?;
        Some(Event::new(rulebook::opening(code)?, self.id, self.received_at))
    }

    /// Takes it up.
    ///
    /// # Errors
    /// `appeal_transition`.
    pub fn review(mut self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AppealAction::Review)?;
        self.reviewer_id = Some(by);
        Ok(self.moved(AppealStatus::InReview, by, now, None))
    }

    /// Takes the time that the law allows, once.
    ///
    /// # Errors
    /// `appeal_transition`; those of an extension of a request.
    pub fn extend(mut self, more: GrantedExtension, place: Place<'_>) -> Result<Change<Self>, Rule> {
        self.require(AppealAction::Extend)?;
        let code = self.rule_code.clone().unwrap_or_default();
        let rule = place.judging(&code, self.received_at);
        check_extension(&more, self.line, rule.as_ref(), self.due_at.unwrap_or(self.received_at))?;
        self.due_at = place.due(&code, self.received_at, Some(&more)).map(|due| due.due_at);
        self.note(more.by, more.at, Some(more.words.clone()));
        self.extension = Some(more);
        Ok(self.next())
    }

    /// Decides it, or notes how it was decided. `about` is the request it is about, as it was when it was decided.
    ///
    /// # Errors
    /// `appeal_transition`; `appeal_outcome` at `/outcome` for an outcome of the other kind; `appeal_same_reviewer`;
    /// `physician_advisor_required`.
    pub fn decide(
        mut self,
        outcome: AppealStatus,
        answer: String,
        about: Option<&Authorization>,
        decider: super::Decider,
    ) -> Result<Change<Self>, Rule> {
        self.require(AppealAction::Decide)?;
        use AppealStatus as S;
        let fits = match self.kind {
            AppealKind::Appeal => matches!(outcome, S::Upheld | S::PartlyOverturned | S::Overturned),
            AppealKind::Grievance => outcome == S::Answered,
        };
        if !fits {
            let detail = "An appeal is upheld or overturned; a grievance is answered.";
            return Err(Rule::at("appeal_outcome", "/outcome", detail));
        }
        let again = self.kind == AppealKind::Appeal && self.answered_here && self.level == AppealLevel::Plan;
        if let Some(about) = about.filter(|_| again) {
            check_independence(about, decider)?;
        }
        let opened = self.opened();
        self.decided_at = Some(decider.now);
        self.answer = Some(answer.clone());
        let change = self.moved(outcome, decider.id, decider.now, Some(answer));
        Ok(settles(change, opened, EventKind::AppealSettled, decider.now))
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `appeal_transition`.
    pub fn withdraw(self, words: String, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AppealAction::Withdraw)?;
        let opened = self.opened();
        let change = self.moved(AppealStatus::Withdrawn, by, now, Some(words));
        Ok(settles(change, opened, EventKind::AppealSettled, now))
    }

    /// True while it waits for an answer.
    pub fn is_open(&self) -> bool {
        matches!(self.status, AppealStatus::Received | AppealStatus::InReview)
    }

    /// True when the state allows an action: the table above.
    pub fn allows(&self, action: AppealAction) -> bool {
        match action {
            AppealAction::Review => self.status == AppealStatus::Received,
            AppealAction::Extend => {
                self.is_open() && self.answered_here && self.rule_code.is_some() && self.extension.is_none()
            }
            AppealAction::Decide | AppealAction::Withdraw => self.is_open(),
        }
    }

    fn require(&self, action: AppealAction) -> Result<(), Rule> {
        if self.allows(action) {
            return Ok(());
        }
        Err(Rule::new("appeal_transition", format!("This can't be done with one that is {}.", self.status)))
    }

    fn note(&mut self, by: Uuid, at: DateTime<Utc>, words: Option<String>) {
        self.trail.push(Trail { at, by, status: self.status, words });
    }

    fn moved(mut self, to: AppealStatus, by: Uuid, now: DateTime<Utc>, words: Option<String>) -> Change<Self> {
        self.status = to;
        self.note(by, now, words);
        self.next()
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

/// Source: 42 CFR 422.590(h) and 438.406(b)(2): nobody who had a part in the decision decides about it again.
fn check_independence(about: &Authorization, decider: super::Decider) -> Result<(), Rule> {
    let course = &about.course;
    let weighed = course.trail.iter().filter(|entry| entry.status != AuthorizationStatus::Submitted);
    let had_part = about.wrote(decider.id)
        || [about.reviewer_id, about.advisor_id].contains(&Some(decider.id))
        || course.determinations.iter().any(|found| found.by == decider.id)
        || course.criteria.iter().any(|found| found.reviewer_id == decider.id)
        || course.peer_to_peer.iter().any(|talk| talk.by == decider.id)
        || weighed.map(|entry| entry.by).any(|by| by == decider.id);
    if had_part {
        let detail = "Whoever had a part in the decision doesn't decide the appeal. Ask a colleague.";
        return Err(Rule::new("appeal_same_reviewer", detail));
    }
    let medical = about.course.in_force().and_then(|found| found.reason).is_some_and(DenialReason::is_medical);
    if medical && !decider.is_physician {
        let detail = "It is about medical need: a physician advisor decides the appeal.";
        return Err(Rule::new("physician_advisor_required", detail));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
