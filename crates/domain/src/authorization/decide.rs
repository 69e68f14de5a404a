//! Decisions: who may make which.
//!
//! | who                     | may                                                                              |
//! |-------------------------|----------------------------------------------------------------------------------|
//! | whoever wrote it down   | nothing                                                                          |
//! | a reviewer              | approve what criteria were met for; deny what is no judgement about medical need |
//! | a physician advisor     | all of it, and alone what is denied or cut for medical reasons, after a referral |
//! | anybody who may note it | the decision of another payer, as it came                                        |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    Authorization, AuthorizationAction, AuthorizationStatus as S, CriteriaOutcome, DenialReason, Determination,
    RequestVerdict, ReviewKind, clock, near,
};
use crate::change::{Change, EventKind, Rule};

/// Who decides, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decider {
    /// Who.
    pub id: Uuid,
    /// True for a physician advisor.
    pub is_physician: bool,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A decision as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// What.
    pub verdict: RequestVerdict,
    /// Approved units; all that were asked for when empty.
    pub units: Option<u32>,
    /// First approved day; as asked when empty.
    pub from: Option<NaiveDate>,
    /// Last approved day; as asked when empty.
    pub to: Option<NaiveDate>,
    /// Why not, or not all.
    pub reason: Option<DenialReason>,
    /// The reason in words.
    pub words: Option<String>,
    /// Day of the next concurrent review.
    pub next_review_on: Option<NaiveDate>,
    /// When another payer decided; now when empty.
    pub decided_at: Option<DateTime<Utc>>,
}

impl Authorization {
    /// Decides the request, or notes what the payer decided.
    ///
    /// # Errors
    /// `authorization_transition`; `authorization_own_request`; `criteria_required`; `physician_advisor_required` at `/reason`;
    /// those of the content: `denial_reason_required` at `/reason`, `denial_words_required` at `/words`, `authorization_units` at
    /// `/units`, `authorization_period` at `/to`, `next_review_required` at `/next_review_on`, `authorization_decided_at` at
    /// `/decided_at`.
    pub fn decide(self, ruling: Ruling, decider: Decider) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Decide)?;
        let at = self.decided_at(&ruling, decider.now)?;
        self.check_content(&ruling)?;
        if self.is_reviewed_here() {
            self.require_other(decider.id)?;
            self.check_authority(&ruling, decider)?;
        }
        let opened = self.opened();
        let change = self.determined(ruling, decider.id, at, decider.now, false);
        Ok(clock::settles(change, opened, EventKind::AuthorizationSettled, at))
    }

    /// Gives way after an appeal. Who may say so was checked by the appeal.
    ///
    /// # Errors
    /// `authorization_transition`; those of the content, as [`Self::decide`].
    pub fn overturn(self, ruling: Ruling, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Appeal)?;
        self.check_content(&ruling)?;
        Ok(self.determined(ruling, by, now, now, true))
    }

    fn determined(
        mut self,
        ruling: Ruling,
        by: Uuid,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
        on_appeal: bool,
    ) -> Change<Self> {
        let approves = ruling.verdict != RequestVerdict::Deny;
        let first = ruling.from.unwrap_or(self.service.from);
        let last = ruling.to.unwrap_or(self.service.to);
        let words = ruling.words.filter(|words| !words.trim().is_empty());
        self.course.determinations.push(Determination {
            verdict: ruling.verdict,
            units: if approves { ruling.units.unwrap_or(self.service.units) } else { 0 },
            from: approves.then_some(first),
            to: approves.then_some(last),
            reason: ruling.reason.filter(|_| ruling.verdict != RequestVerdict::Approve),
            words: words.clone(),
            by,
            at,
            criteria: u32::try_from(self.course.criteria.len()).ok().filter(|count| *count > 0),
            on_appeal,
        });
        self.decided_at = Some(at);
        self.valid_to = approves.then_some(last);
        self.next_review_on = ruling.next_review_on.filter(|_| approves);
        let status = match ruling.verdict {
            RequestVerdict::Approve => S::Approved,
            RequestVerdict::ApprovePart => S::PartlyApproved,
            RequestVerdict::Deny => S::Denied,
        };
        self.moved(status, by, now, words)
    }

    /// A payer decides between the receipt and now; we decide now.
    fn decided_at(&self, ruling: &Ruling, now: DateTime<Utc>) -> Result<DateTime<Utc>, Rule> {
        let Some(at) = ruling.decided_at else { return Ok(now) };
        if self.is_reviewed_here() || at > now || self.received_at.is_some_and(|received_at| at < received_at) {
            let detail = "Only another payer decides at another time: after it had the request, and not in the future.";
            return Err(Rule::at("authorization_decided_at", "/decided_at", detail));
        }
        Ok(at)
    }

    fn check_content(&self, ruling: &Ruling) -> Result<(), Rule> {
        if ruling.verdict != RequestVerdict::Approve {
            check_reason(ruling)?;
        }
        if ruling.verdict == RequestVerdict::Deny {
            return Ok(());
        }
        let asked = self.service.units;
        let units = ruling.units.unwrap_or(asked);
        let fits = if ruling.verdict == RequestVerdict::Approve { units == asked } else { (1..asked).contains(&units) };
        let shorter = ruling.from.is_some_and(|day| day > self.service.from)
            || ruling.to.is_some_and(|day| day < self.service.to);
        let all_in_less_time = ruling.verdict == RequestVerdict::ApprovePart && units == asked && shorter;
        if !(fits || all_in_less_time) {
            let detail = "Approve all units, or a part of them with a reason for the rest.";
            return Err(Rule::at("authorization_units", "/units", detail));
        }
        let (from, to) = (ruling.from.unwrap_or(self.service.from), ruling.to.unwrap_or(self.service.to));
        if to < from || !near(from, self.service.from) || !near(to, self.service.from) {
            return Err(Rule::at(
                "authorization_period",
                "/to",
                "The last approved day lies before the first, or too far away.",
            ));
        }
        let reviews = ruling.next_review_on.is_some_and(|day| (from..=to).contains(&day));
        if ruling.next_review_on.is_some() != reviews || (self.kind == ReviewKind::Concurrent && !reviews) {
            let detail = "Choose the day of the next review, within the approved days.";
            return Err(Rule::at("next_review_required", "/next_review_on", detail));
        }
        Ok(())
    }

    fn check_authority(&self, ruling: &Ruling, decider: Decider) -> Result<(), Rule> {
        let medical = ruling.verdict != RequestVerdict::Approve && ruling.reason.is_some_and(DenialReason::is_medical);
        if medical && (!decider.is_physician || self.status != S::SecondLevel) {
            let detail = "Only a physician advisor denies for medical reasons. Refer the request to one.";
            return Err(Rule::at("physician_advisor_required", "/reason", detail));
        }
        if self.status == S::SecondLevel && !decider.is_physician {
            let detail = "The request is with a physician advisor, who decides it.";
            return Err(Rule::new("physician_advisor_required", detail));
        }
        let met = self.course.criteria.last().is_some_and(|found| found.outcome == CriteriaOutcome::Met);
        if ruling.verdict != RequestVerdict::Deny && !decider.is_physician && !met {
            let detail = "Note the criteria that are met, or refer the request to a physician advisor.";
            return Err(Rule::new("criteria_required", detail));
        }
        Ok(())
    }
}

fn check_reason(ruling: &Ruling) -> Result<(), Rule> {
    if ruling.reason.is_none() {
        return Err(Rule::at("denial_reason_required", "/reason", "Choose the specific reason."));
    }
    if ruling.words.as_deref().is_none_or(|words| words.trim().is_empty()) {
        let detail = "Say in words the person understands why not, or not all of it.";
        return Err(Rule::at("denial_words_required", "/words", detail));
    }
    Ok(())
}
