//! Care plans: drafted from the needs, approved, revised with a reason.

use chrono::{Days, Duration, NaiveDate};
use domain::care_plan::PlainWords;
use domain::care_plan::goal::{Goal, GoalMeasure, GoalStatus};
use domain::care_plan::plan::{
    Barrier, BarrierSeverity, BarrierStatus, CarePlan, CarePlanStatus, Frequency, Intervention, InterventionStatus,
    PlanContent,
};
use domain::care_plan::smart::{self, SmartGap};
use domain::case::Tier;
use domain::clock::local_date;
use domain::program::Setting;
use domain::readability::ReadingLanguage;
use domain::scope::{Activity, Verdict, state_code};
use persistence::Result;
use uuid::Uuid;

use super::{Act, Life};
use crate::demo::ledger::Ledger;
use crate::demo::problems::{Action, Problem, Touch, spanish};
use crate::demo::world::Feature;
use crate::demo::{hours, profile, text};

/// What a coordinator sees to in every case they help in.
const LOGISTICS: Action = Action {
    text: "Book rides and supplies for the coming weeks",
    touch: Touch::Desk,
    frequency: Some(Frequency::Biweekly),
};

impl Life<'_> {
    /// Puts draft and approval of the first plan on the agenda, in time or late as the owner works.
    pub(super) fn soon_plan(&mut self, case: usize) {
        let (at, zone) = (self.at, self.zone(case));
        if matches!(self.feature, Some(Feature::PlanWaiting | Feature::JustAdmitted)) {
            return;
        }
        let hospital = self.stories[case].setting == Setting::Hospital;
        let late = self.random.chance(self.owner(case).style.plans_late);
        let (draft, approve) = match (hospital, late) {
            (true, _) => (self.random.between(1, 2), self.random.between(2, 4)),
            (false, true) => (self.random.between(16, 27), self.random.between(31, 44)),
            (false, false) => (self.random.between(3, 15), self.random.between(9, 28)),
        };
        let drafted_at = hours::after_days(&mut self.random, at, draft, zone);
        let approved_at = hours::after_days(&mut self.random, at, approve.max(draft), zone);
        self.soon(drafted_at, Act::DraftPlan(case));
        self.soon(approved_at.max(drafted_at + Duration::minutes(20)), Act::ApprovePlan(case));
        if !hospital && self.random.chance(0.55) {
            let days = approve + self.random.between(35, 90);
            let revised_at = hours::after_days(&mut self.random, at, days, zone);
            self.soon(revised_at, Act::RevisePlan(case));
        }
    }

    pub(super) fn draft_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        if !self.is_active(case) || self.stories[case].plan.is_some() {
            return Ok(());
        }
        let content = self.content(case);
        let plan = CarePlan {
            id: self.id(),
            version: 1,
            case_id: self.case(case).id,
            person_id: self.person_id(),
            kind: profile::of(self.stories[case].setting).plan,
            status: CarePlanStatus::Draft,
            revision: 1,
            content,
            reason: None,
            approved_by: None,
            approved_at: None,
            drafted_by: Some(self.case(case).owner_id),
            drafted_at: Some(self.at),
            created_at: self.at,
        };
        let plan = ledger.keep(CarePlan::draft(plan, self.case(case))?)?;
        self.stories[case].plan = Some(plan);
        Ok(())
    }

    fn content(&mut self, case: usize) -> PlanContent {
        let mut content = PlanContent::default();
        for (place, problem) in self.stories[case].problems.clone().into_iter().enumerate() {
            let need_id = self.stories[case].needs.get(place).map(|need| need.id);
            let goal = self.goal(case, problem, need_id);
            for action in self.chosen_actions(problem, place) {
                let item = self.intervention(case, action, goal.id);
                content.interventions.push(item);
            }
            content.goals.push(goal);
            if self.random.chance(0.45) {
                let barrier = self.barrier(problem);
                content.barriers.push(barrier);
            }
        }
        if let (Some(coordinator), Some(goal)) =
            (self.stories[case].coordinator, content.goals.first().map(|goal| goal.id))
        {
            let mut item = self.intervention(case, &LOGISTICS, goal);
            item.owner_id = Some(coordinator);
            content.interventions.push(item);
        }
        content.review_on = self.review_day(case, &content);
        content
    }

    /// One plan in three names the day of its review, after half a year or a quarter; a stay in hospital is over before that.
    fn review_day(&self, case: usize, content: &PlanContent) -> Option<NaiveDate> {
        let chance = content.goals.first()?.id.as_u128();
        if self.stories[case].setting == Setting::Hospital || !chance.is_multiple_of(3) {
            return None;
        }
        let days = if chance.is_multiple_of(5) { 90 } else { 180 };
        Some(hours::open_day(local_date(self.at, self.zone(case)) + Days::new(days)))
    }

    fn barrier(&mut self, problem: &Problem) -> Barrier {
        let (kind, text) = problem.barrier;
        let severity = self.random.weighted(&[
            (BarrierSeverity::Low, 25),
            (BarrierSeverity::Moderate, 50),
            (BarrierSeverity::High, 25),
        ]);
        Barrier { id: self.id(), kind, severity, text: text.into(), status: BarrierStatus::Open, resolution: None }
    }

    fn speaks_spanish(&self) -> bool {
        self.person().is_some_and(|person| ReadingLanguage::of(&person.language) == ReadingLanguage::Spanish)
    }

    /// What a line of the plan says to the person in plain words: in Spanish, to those who speak it.
    fn plain(&self, text: &str) -> PlainWords {
        PlainWords { en: None, es: spanish(text).filter(|_| self.speaks_spanish()).map(Into::into) }
    }

    fn goal(&mut self, case: usize, problem: &Problem, need_id: Option<Uuid>) -> Goal {
        let start_on = local_date(self.at, self.zone(case));
        let days = if self.stories[case].setting == Setting::Hospital { 30 } else { self.random.between(75, 180) };
        let id = self.id();
        let said = usize::try_from(id.as_u128() % 9).unwrap_or_default();
        let own_words = if self.speaks_spanish() { text::OWN_WORDS_SPANISH } else { text::OWN_WORDS };
        let mut goal = Goal {
            id,
            need_id,
            text: problem.goal.into(),
            own_words: own_words.get(said).map(|words| (*words).to_owned()),
            plain: self.plain(problem.goal),
            focus: None,
            measure_code: GoalMeasure::named(problem.measure.0),
            measure: Some(problem.measure.0.into()),
            unit: Some(problem.measure.1.into()),
            direction: problem.direction,
            baseline: Some(self.random.between(problem.baseline.0, problem.baseline.1) as f64),
            target: Some(problem.target),
            achievable_reason: None,
            start_on: Some(start_on),
            due_on: Some(start_on + Days::new(u64::try_from(days).unwrap_or(90))),
            status: GoalStatus::Active,
            scale: None,
        };
        if smart::check(&goal).iter().any(|failure| failure.gap == SmartGap::ChangeTooLarge) {
            goal.achievable_reason = Some(text::LARGE_CHANGE.into());
        }
        goal
    }

    /// The recurring action of the first problem, and some of what is arranged once.
    fn chosen_actions(&mut self, problem: &Problem, place: usize) -> Vec<&'static Action> {
        let recurs = |action: &&&'static Action| action.frequency.is_none();
        let first = problem.actions.iter().find(|action| recurs(&action)).filter(|_| place == 0);
        let mut chosen: Vec<&'static Action> = first.into_iter().collect();
        for action in problem.actions {
            let share = if action.frequency.is_none() { 0.2 } else { 0.4 };
            if first.is_none_or(|first| first.text != action.text) && self.random.chance(share) {
                chosen.push(action);
            }
        }
        chosen
    }

    fn intervention(&mut self, case: usize, action: &Action, goal_id: Uuid) -> Intervention {
        let today = local_date(self.at, self.zone(case));
        let days = match action.frequency {
            Some(_) => self.random.between(4, 40),
            None => self.random.between(3, 12),
        };
        let hospital = self.stories[case].setting == Setting::Hospital;
        let days = if hospital { self.random.between(2, 5) } else { days };
        let story = &self.stories[case];
        let helper = match (action.touch, action.frequency) {
            (Touch::Provider, _) => story.coordinator,
            (Touch::Call, _) => story.assistant,
            _ => None,
        };
        let owner_id = helper.filter(|_| self.random.chance(0.6));
        Intervention {
            id: self.id(),
            goal_id: Some(goal_id),
            text: action.text.into(),
            plain: self.plain(action.text),
            owner_id,
            frequency: action.frequency.unwrap_or(frequency(self.case(case).tier, hospital)),
            due_on: Some(hours::open_day(today + Days::new(u64::try_from(days).unwrap_or(7)))),
            status: InterventionStatus::Active,
        }
    }

    pub(super) fn approve_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let Some(plan) = self.stories[case].plan.clone().filter(|plan| plan.status == CarePlanStatus::Draft) else {
            return Ok(());
        };
        if !self.is_active(case) {
            return Ok(());
        }
        let (revision_id, by) = (self.id(), self.case(case).owner_id);
        self.scope(Activity::ApprovePlan, by).require()?;
        let known: Vec<Uuid> = self.stories[case].tasks.iter().filter_map(|task| task.intervention_id).collect();
        let first = plan.revision == 1;
        let (change, revision) = plan.approve(revision_id, self.case(case), by, self.at)?;
        let plan = ledger.keep_in(self.work(case), change)?;
        ledger.keep(revision)?;
        self.stories[case].plan = Some(plan.clone());
        self.speak(case, revision_id, ledger)?;
        self.plan_review(case, &plan, revision_id, ledger)?;
        if first {
            self.soon_crisis_plan(case);
        }
        let today = local_date(self.at, self.zone(case));
        for item in &plan.content.interventions {
            // What was approved earlier already has its task, or had it.
            let due_on = item.due_on.unwrap_or(today);
            if !known.contains(&item.id) && (first || due_on > today) {
                let due_on = due_on.max(hours::open_day(today + Days::new(1)));
                self.plan_task(case, item.id, due_on, ledger)?;
            }
        }
        Ok(())
    }

    pub(super) fn revise_plan<L: Ledger>(&mut self, case: usize, ledger: &mut L) -> Result<()> {
        let Some(plan) = self.stories[case].plan.clone().filter(|plan| plan.status == CarePlanStatus::Active) else {
            return Ok(());
        };
        if !self.is_active(case) {
            return Ok(());
        }
        let mut content = plan.content.clone();
        self.change_content(case, &mut content);
        let reason = (*self.random.pick(text::REVISION_REASONS)).to_owned();
        let owner_id = self.case(case).owner_id;
        let begun = ledger.keep(plan.revise(reason, self.case(case), owner_id, self.at)?)?;
        if let Some(adjusted) = self.case(case).adjusted() {
            self.works[case].case = ledger.keep(adjusted)?;
        }
        let plan = ledger.keep(begun.write(content, self.case(case))?)?;
        self.stories[case].plan = Some(plan);
        let days = self.random.weighted(&[(0, 50), (1, 20), (3, 15), (7, 15)]);
        let at = self.after(case, days);
        self.soon(at, Act::ApprovePlan(case));
        Ok(())
    }

    fn change_content(&mut self, case: usize, content: &mut PlanContent) {
        for barrier in content.barriers.iter_mut().filter(|barrier| barrier.status == BarrierStatus::Open) {
            if self.random.chance(0.5) {
                barrier.status = BarrierStatus::Resolved;
                barrier.resolution = Some((*self.random.pick(text::RESOLUTIONS)).to_owned());
            }
        }
        if let Some(goal) = content.goals.first_mut()
            && self.random.chance(0.5)
        {
            goal.due_on = goal
                .due_on
                .map(|day| day + Days::new(30))
                .filter(|day| goal.start_on.is_none_or(|start| *day < start + Days::new(360)));
        }
        if content.goals.len() > 1
            && let Some(goal) = content.goals.last_mut()
            && self.random.chance(0.35)
        {
            goal.status = GoalStatus::Completed;
        }
        for item in &mut content.interventions {
            item.frequency = match item.frequency {
                Frequency::Weekly if self.random.chance(0.5) => Frequency::Biweekly,
                Frequency::Biweekly if self.random.chance(0.4) => Frequency::Monthly,
                same => same,
            };
        }
        let problem = self.stories[case].problems[0];
        let used = |action: &&Action| content.interventions.iter().any(|item| item.text == action.text);
        let next = problem.actions.iter().find(|action| !used(action));
        if let (Some(action), Some(goal)) = (next, content.goals.first().map(|goal| goal.id)) {
            let item = self.intervention(case, action, goal);
            content.interventions.push(item);
        }
    }

    /// The first assessment, by the owner or the assistant.
    pub(super) fn first_assessment(&mut self, case: usize) {
        let at = self.at;
        let hospital = self.stories[case].setting == Setting::Hospital;
        if self.age() < 18 || self.feature == Some(Feature::JustAdmitted) {
            return;
        }
        let style = self.owner(case).style;
        let when = if hospital && self.random.chance(style.plans_late) {
            at + Duration::minutes(self.random.between(25 * 60, 40 * 60))
        } else if hospital {
            at + Duration::minutes(self.random.between(50, 21 * 60))
        } else {
            at + Duration::minutes(self.random.between(5, 40))
        };
        self.soon(when, Act::Screen { case, initial: true });
    }

    /// Whether a colleague may do something for this person now.
    pub(super) fn scope(&self, activity: Activity, staff_id: Uuid) -> Verdict {
        let person = self.household.as_ref().map(|household| &household.person);
        let state = person.and_then(|person| person.address.state.as_deref()).and_then(state_code);
        self.world.workforce.verdict(activity, staff_id, state, self.at)
    }
}

fn frequency(tier: Tier, hospital: bool) -> Frequency {
    match tier {
        _ if hospital => Frequency::Weekly,
        Tier::Complex => Frequency::Weekly,
        Tier::High | Tier::Rising => Frequency::Biweekly,
        Tier::Low => Frequency::Monthly,
    }
}
