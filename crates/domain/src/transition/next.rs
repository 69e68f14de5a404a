//! What a transition waits for: one step, the first that is missing.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::checklist;
use super::parts::{PlacementStatus, PromiseOutcome};
use super::{Transition, TransitionPhase};
use crate::stay::Stay;

crate::codes! {
    /// What a transition waits for.
    pub enum NextStep {
        /// Nobody has said when the person should leave.
        SetTarget = "set_target",
        /// The day is past.
        NewTarget = "new_target",
        /// Something is in the way.
        RemoveBarrier = "remove_barrier",
        /// Nobody has said where the person goes.
        ChooseDestination = "choose_destination",
        /// No facility has taken the person.
        FindPlacement = "find_placement",
        /// The person must choose among those that would.
        RecordChoice = "record_choice",
        /// Items of the checklist are open.
        FinishChecklist = "finish_checklist",
        /// Nobody has judged how hard the decisions afterwards are.
        JudgeComplexity = "judge_complexity",
        /// Everything is ready.
        Ready = "ready",
        /// Medicines were not compared since the discharge.
        Reconcile = "reconcile",
        /// Something promised is open.
        FollowPromise = "follow_promise",
        /// Nothing is left to follow.
        Close = "close",
        /// Nothing is to be done.
        Nothing = "nothing",
    }
}

impl Transition {
    /// The first thing that is missing on `today`, a day in `zone`.
    pub fn next_step(&self, stay: &Stay, today: NaiveDate, zone: Tz) -> NextStep {
        match self.phase(stay) {
            TransitionPhase::Planning => self.next_in_hospital(today),
            TransitionPhase::Following => self.next_afterwards(stay, zone),
            TransitionPhase::Closed | TransitionPhase::Cancelled => NextStep::Nothing,
        }
    }

    fn next_in_hospital(&self, today: NaiveDate) -> NextStep {
        let Some(target) = self.target_on else { return NextStep::SetTarget };
        let Some(destination) = self.destination else { return NextStep::ChooseDestination };
        let has = |status| self.parts.placements.iter().any(|placement| placement.status == status);
        let searching = destination.is_facility() && !has(PlacementStatus::Chosen);
        match () {
            () if target < today => NextStep::NewTarget,
            () if self.parts.barriers.iter().any(|barrier| barrier.removed_at.is_none()) => NextStep::RemoveBarrier,
            () if searching && has(PlacementStatus::Accepted) => NextStep::RecordChoice,
            () if searching => NextStep::FindPlacement,
            () if self.complexity.is_none() => NextStep::JudgeComplexity,
            () if self.open_checks() > 0 => NextStep::FinishChecklist,
            () => NextStep::Ready,
        }
    }

    fn next_afterwards(&self, stay: &Stay, zone: Tz) -> NextStep {
        let is_reconciled = stay.discharged_at.is_none_or(|at| self.parts.reconciled_after(at, zone).is_some());
        match () {
            () if self.complexity.is_none() => NextStep::JudgeComplexity,
            () if !is_reconciled => NextStep::Reconcile,
            () if self.parts.promises.iter().any(|promise| promise.outcome.is_none()) => NextStep::FollowPromise,
            () => NextStep::Close,
        }
    }

    /// Items of the checklist that nobody settled.
    pub fn open_checks(&self) -> usize {
        let settled = |item: &checklist::CheckItem| self.parts.checks.iter().any(|check| check.code == item.code);
        checklist::items(self.destination).iter().filter(|item| !settled(item)).count()
    }

    /// Promises that were to be kept by a day before `today` and are open.
    pub fn overdue_promises(&self, today: NaiveDate) -> usize {
        self.parts.promises.iter().filter(|promise| promise.is_overdue(today)).count()
    }

    /// When a promise of the kind was first kept.
    pub fn first_kept(&self, kind: super::PromiseKind) -> Option<chrono::DateTime<chrono::Utc>> {
        let kept = self.parts.promises.iter().filter(|promise| promise.kind == kind);
        kept.filter(|promise| promise.outcome == Some(PromiseOutcome::Kept))
            .filter_map(|promise| promise.settled_at)
            .min()
    }
}
