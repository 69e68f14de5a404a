//! How the goals of a plan come along while its interventions are done.

use domain::care_plan::GoalProgress;
use domain::care_plan::goal::GoalAchievement;
use domain::clock::local_date;
use domain::task::Task;
use persistence::Result;
use uuid::Uuid;

use super::Life;
use crate::demo::ledger::Ledger;

impl Life<'_> {
    /// Somebody who did something for a goal looks how it stands, most of the time. What comes out hangs on the number of the
    /// task, so that what chance has in store for everybody stays as it is.
    pub(super) fn look<L: Ledger>(&mut self, case: usize, task: &Task, ledger: &mut L) -> Result<()> {
        let today = local_date(self.at, self.zone(case));
        let Some(plan) = self.stories[case].plan.clone() else { return Ok(()) };
        let item = plan.content.interventions.iter().find(|item| Some(item.id) == task.intervention_id);
        let goal = item.and_then(|item| plan.content.goals.iter().find(|goal| Some(goal.id) == item.goal_id));
        let chance = task.id.as_u128();
        let Some((goal, baseline, target)) = goal.and_then(|goal| Some((goal, goal.baseline?, goal.target?))) else {
            return Ok(());
        };
        if chance.is_multiple_of(3) {
            return Ok(());
        }
        let looks = self.stories[case].looks.entry(goal.id).or_default();
        *looks = looks.saturating_add(1);
        let wobble = f64::from(u8::try_from(chance / 3 % 7).unwrap_or_default()) / 20.0 - 0.15;
        let share = (f64::from(*looks) * 0.17 + wobble).clamp(-0.1, 1.0);
        let value = (baseline + (target - baseline) * share).round();
        let achievement = match *looks {
            1 | 3 => None,
            _ if share >= 1.0 => Some(GoalAchievement::Achieved),
            _ if wobble < -0.05 => Some(GoalAchievement::NoChange),
            _ => Some(GoalAchievement::Improving),
        };
        let entry = GoalProgress {
            id: Uuid::from_u128(chance ^ 2),
            version: 1,
            care_plan_id: plan.id,
            person_id: plan.person_id,
            goal_id: goal.id,
            observed_on: today,
            value: Some(value),
            attainment: None,
            achievement,
            note: None,
            author_id: task.owner_id,
            created_at: self.at,
            retracted_at: None,
            retract_reason: None,
        };
        ledger.keep(GoalProgress::record(entry, &plan.content, today)?)?;
        Ok(())
    }
}
