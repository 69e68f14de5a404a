//! How cases end: with an outcome, nothing left open, and, for some, with a death.

use chrono::Duration;
use domain::alert::AlertStatus;
use domain::care_plan::occurrence::EndReason;
use domain::case::CaseOutcome;
use domain::need::NeedStatus;
use domain::note::NoteStatus;
use domain::stay::StayStatus;
use domain::{Event, EventKind};
use persistence::Result;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::text;

impl Life<'_> {
    pub(super) fn close<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) {
            return Ok(());
        }
        let outcome = self.stories[case].outcome;
        let in_stay = self.stays.iter().any(|stay| stay.status == StayStatus::InProgress);
        if outcome != CaseOutcome::Deceased && (in_stay || self.unfinished(case)) {
            self.soon(self.at + Duration::hours(26), Act::Close(case));
            return Ok(());
        }
        if outcome == CaseOutcome::Deceased {
            self.die(ledger)?;
            for other in 0..self.works.len() {
                if self.is_active(other) {
                    self.end_case(other, CaseOutcome::Deceased, ledger)?;
                }
            }
            return Ok(());
        }
        self.end_case(case, outcome, ledger)
    }

    /// True while papers or answers are open that would be lost with the case.
    fn unfinished(&self, case: usize) -> bool {
        let story = &self.stories[case];
        story.offer.is_some() || !story.notes.is_empty() || !story.assessments.is_empty() || !story.alerts.is_empty()
    }

    fn die<L: Ledger>(&mut self, ledger: &mut L) -> Result<()> {
        for stay in 0..self.stays.len() {
            let there = self.stays[stay].clone();
            if there.status == StayStatus::InProgress {
                let change = there.discharge(self.at, Some("Died in hospital".into()), self.at)?;
                self.stays[stay] = self.keep_everywhere(change, ledger)?;
            }
        }
        let Some(person) = self.person().cloned() else { return Ok(()) };
        let today = self.at.date_naive();
        let event = Event::new(EventKind::Died, person.id, self.at);
        let mut person = person;
        person.deceased_on = Some(today);
        let change = person.change(today)?.with(event);
        let person = self.keep_everywhere(change, ledger)?;
        if let Some(household) = &mut self.household {
            household.person = person;
        }
        Ok(())
    }

    fn end_case<L: Ledger>(&mut self, case: usize, outcome: CaseOutcome, ledger: &mut L) -> Result<()> {
        for note in self.stories[case].notes.clone() {
            if note.status == NoteStatus::Draft {
                self.sign_note(case, note.id, ledger)?;
            }
        }
        self.settle_papers(case, ledger)?;
        for alert in self.stories[case].alerts.clone() {
            if alert.status != AlertStatus::Closed {
                self.close_alert(case, alert.id, ledger)?;
            }
        }
        if let Some(offer) = self.stories[case].offer.take() {
            let (by, reason) = (offer.from_id, "The case is closed.".to_owned());
            let change = offer.withdraw(by, reason, self.at)?;
            ledger.keep_in(self.work(case), change)?;
        }
        for task in std::mem::take(&mut self.stories[case].tasks) {
            ledger.keep(task.cancel("Not needed any more: the case is closed".into())?)?;
        }
        for occurrence in std::mem::take(&mut self.stories[case].occurrences) {
            ledger.keep(occurrence.end(EndReason::CaseClosed, self.at))?;
        }
        if let Some(completed) = self.stories[case].plan.take().and_then(|plan| plan.complete(None)) {
            self.stories[case].plan = Some(ledger.keep(completed)?);
        }
        let reason = text::close_reason(&mut self.random, outcome);
        let change = self.case(case).clone().close(outcome, reason, self.at)?;
        self.works[case].case = change.record.clone();
        ledger.keep_in(self.work(case), change)?;
        if outcome == CaseOutcome::GoalsMet {
            for need in std::mem::take(&mut self.stories[case].needs) {
                ledger.keep(need.change_to(NeedStatus::Resolved, Some("Goal of the plan reached.".into()))?)?;
            }
        }
        Ok(())
    }
}
