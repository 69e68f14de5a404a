//! Cases that change hands.

use domain::Change;
use domain::hand_off::{HandOff, HandOffStatus};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::text;

impl Life<'_> {
    /// Offers the case to a colleague of the program, if there is one.
    pub(super) fn offer<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let owner_id = self.case(case).owner_id;
        let owners = self.world.workforce.owners(self.stories[case].setting);
        let others: Vec<Uuid> = owners.iter().map(|worker| worker.staff.id).filter(|id| *id != owner_id).collect();
        if others.is_empty() {
            return Ok(());
        }
        let to_id = *self.random.pick(&others);
        self.offer_to(case, to_id, ledger)?;
        if self.feature.is_none() {
            let days = self.random.weighted(&[(0, 45), (1, 40), (2, 10), (3, 5)]);
            let at = self.after(case, days);
            self.soon(at, Act::Answer(case));
        }
        Ok(())
    }

    pub(super) fn offer_to<L: Ledger>(&mut self, case: usize, to_id: Uuid, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) || self.stories[case].offer.is_some() {
            return Ok(());
        }
        let (summary, risks, promises) = *self.random.pick(text::HAND_OFFS);
        let owner_id = self.case(case).owner_id;
        let hand_off = HandOff {
            id: self.id(),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            from_id: owner_id,
            to_id,
            status: HandOffStatus::Offered,
            summary: summary.into(),
            risks: risks.into(),
            promises: promises.into(),
            offered_at: self.at,
            settled_at: None,
            reason: None,
        };
        let change = HandOff::offer(hand_off, owner_id, false)?;
        let offer = ledger.keep_in(self.work(case), change)?;
        self.stories[case].offer = Some(offer);
        Ok(())
    }

    pub(super) fn answer<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let Some(offer) = self.stories[case].offer.take() else { return Ok(()) };
        let to_id = offer.to_id;
        if self.random.chance(0.15) {
            let reason = (*self.random.pick(text::DECLINES)).to_owned();
            let change = offer.decline(to_id, reason, self.at)?;
            ledger.keep_in(self.work(case), change)?;
            return Ok(());
        }
        let change = offer.accept(to_id, self.at)?;
        ledger.keep_in(self.work(case), change)?;
        self.hand_over(case, to_id, ledger)
    }

    /// The new owner takes over the case with its open work.
    fn hand_over<L: Ledger>(&mut self, case: usize, to_id: Uuid, ledger: &mut L) -> Result<()> {
        let from_id = self.case(case).owner_id;
        self.works[case].case = ledger.keep(self.case(case).clone().assign(to_id)?)?;
        self.rerank(case, ledger)?;
        for place in 0..self.stories[case].tasks.len() {
            let task = self.stories[case].tasks[place].clone();
            if task.owner_id == from_id {
                self.stories[case].tasks[place] = ledger.keep(task.assign(to_id)?)?;
            }
        }
        let today = self.at.date_naive();
        if let Some(household) = &mut self.household {
            household.person.contact_point_id = Some(to_id);
            let change = household.person.clone().change(today)?;
            household.person = ledger.keep(change)?;
        }
        Ok(())
    }

    /// Puts the open deadlines where the case's tier, owner and team want them.
    pub(super) fn rerank<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let work = &mut self.works[case];
        let (tier, owner_id, team_id) = (work.case.tier, Some(work.case.owner_id), Some(work.case.team_id));
        for deadline in &mut work.deadlines {
            let change: Option<Change<_>> = deadline.clone().rerank(tier, owner_id, team_id);
            if let Some(change) = change {
                *deadline = ledger.keep(change)?;
            }
        }
        Ok(())
    }
}
