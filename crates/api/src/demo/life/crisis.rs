//! Crisis plans: written soon in behavioral health, and with anybody whose alert calls for one; gone through again every month.

use chrono::Days;
use domain::Change;
use domain::clock::local_date;
use domain::crisis_plan::plan::Signer;
use domain::crisis_plan::work::WorkPlace;
use domain::crisis_plan::{CrisisPlan, CrisisPlanStatus, CrisisWork};
use domain::program::Setting;
use domain::scope::Activity;
use domain::task::{Task, TaskStatus};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::{crisis, hours};

impl Life<'_> {
    pub(super) fn has_crisis_plan(&self) -> bool {
        self.crisis_plan.as_ref().is_some_and(|plan| plan.status == CrisisPlanStatus::InForce)
    }

    /// Most people in behavioral health write theirs in the days after the care plan.
    pub(super) fn soon_crisis_plan(&mut self, case: usize) {
        if self.stories[case].setting == Setting::BehavioralHealth && self.crisis.chance(0.8) {
            self.soon_crisis(case, (1, 12), Act::WriteCrisisPlan(case));
        }
    }

    fn soon_crisis(&mut self, case: usize, days: (i64, i64), act: Act) {
        let days = self.crisis.between(days.0, days.1);
        let zone = self.zone(case);
        let at = hours::after_days(&mut self.crisis, self.at, days, zone);
        self.soon(at, act);
    }

    /// One in six drafts is an assistant's that still waits to be signed off.
    pub(super) fn write_crisis_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) || self.crisis_plan.is_some() {
            return Ok(());
        }
        let waits = self.crisis.chance(0.17);
        match self.stories[case].assistant.filter(|_| waits) {
            Some(assistant) => {
                let plan = self.draft_crisis_plan(assistant, ledger)?;
                let change = plan.submit(assistant, self.at)?;
                self.keep_crisis_plan(case, None, change, ledger)
            }
            None => self.have_crisis_plan(case, ledger),
        }
    }

    /// A plan in force that is current: written now, signed off now, or gone through again now.
    pub(super) fn have_crisis_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let signer = self.signer(case);
        let plan = match self.crisis_plan.take() {
            Some(plan) => plan,
            None => self.draft_crisis_plan(self.case(case).owner_id, ledger)?,
        };
        let before = plan.work();
        let change = if plan.draft.is_some() {
            let (change, revision) = plan.approve(self.crisis.id(self.at), signer)?;
            ledger.keep(revision)?;
            change
        } else {
            plan.review(signer)?
        };
        self.keep_crisis_plan(case, before, change, ledger)?;
        self.soon_crisis(case, (27, 34), Act::ReviewCrisisPlan(case));
        Ok(())
    }

    fn draft_crisis_plan<L: Ledger>(&mut self, author_id: Uuid, ledger: &mut L) -> Result<CrisisPlan> {
        let language = self.person().map_or_else(String::new, |person| person.language.clone());
        let content = crisis::content(&mut self.crisis, &language);
        let id = self.crisis.id(self.at);
        ledger.keep(CrisisPlan::draft(id, self.person_id(), content, author_id, self.at))
    }

    /// A month later: most plans are still right, some gain somebody to call. An earlier look has put the next one off.
    pub(super) fn review_crisis_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let today = local_date(self.at, self.zone(case));
        let due = |plan: &CrisisPlan| plan.review_on.is_some_and(|day| day <= today + Days::new(5));
        if !self.is_active(case) || !self.crisis_plan.as_ref().is_some_and(due) {
            return Ok(());
        }
        if self.crisis.chance(0.3)
            && let Some(plan) = self.crisis_plan.take()
        {
            let language = self.person().map_or_else(String::new, |person| person.language.clone());
            let author = self.case(case).owner_id;
            let mut content = plan.content.clone();
            content.helpers.push(crisis::one_more_helper(&mut self.crisis, &language));
            let reason = "Somebody new to call; gone through together.".to_owned();
            let begun = ledger.keep(plan.revise(reason, author, self.at)?)?;
            self.crisis_plan = Some(ledger.keep(begun.write(content, author)?)?);
        }
        self.have_crisis_plan(case, ledger)
    }

    /// A new alert brings the review forward to the same day.
    pub(super) fn heed_alert<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let today = local_date(self.at, self.zone(case));
        let Some(plan) = self.crisis_plan.clone() else { return Ok(()) };
        let before = plan.work();
        match plan.heed_alert(today) {
            Some(change) => self.keep_crisis_plan(case, before, change, ledger),
            None => Ok(()),
        }
    }

    /// Whoever may sign: the owner, else the lead.
    fn signer(&self, case: usize) -> Signer {
        let owner = self.owner(case);
        let lead = self.world.workforce.lead(self.stories[case].setting);
        let own = self.scope(Activity::SignCrisisPlan, owner.staff.id);
        let worker = if own.is_allowed() { owner } else { lead };
        Signer {
            id: worker.staff.id,
            scope: self.scope(Activity::SignCrisisPlan, worker.staff.id),
            now: self.at,
            today: local_date(self.at, self.zone(case)),
        }
    }

    /// Stores the plan with the task that it waits for, as the API does.
    fn keep_crisis_plan<L: Ledger>(
        &mut self,
        case: usize,
        before: Option<CrisisWork>,
        mut change: Change<CrisisPlan>,
        ledger: &mut L,
    ) -> Result<()> {
        let wanted = change.record.work();
        if wanted != before {
            let done = self.stories.iter_mut().find_map(|story| {
                let place = story.tasks.iter().position(|task| Some(task.id) == change.record.task_id)?;
                Some(story.tasks.swap_remove(place))
            });
            if let Some(task) = done.filter(|task| task.status == TaskStatus::Open) {
                ledger.keep(task.complete(Some("Gone through with the person.".into()), self.at)?)?;
            }
            change.record.task_id = match wanted.filter(|_| self.is_active(case)) {
                Some(work) => Some(self.open_crisis_task(case, work, ledger)?.id),
                None => None,
            };
        }
        self.crisis_plan = Some(ledger.keep(change)?);
        Ok(())
    }

    fn open_crisis_task<L: Ledger>(&mut self, case: usize, work: CrisisWork, ledger: &mut L) -> Result<Task> {
        let id = self.crisis.id(self.at);
        let of = self.case(case);
        let place =
            WorkPlace { case: of, owner_id: of.owner_id, zone: self.zone(case), author_id: of.owner_id, now: self.at };
        let task = ledger.keep(work.task(id, &place)?)?;
        self.stories[case].tasks.push(task.clone());
        Ok(task)
    }
}
