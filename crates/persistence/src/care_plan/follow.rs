//! What follows from a plan for occurrences and tasks, written down: after an act on the plan, and day after day when there is none.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::Rule;
use domain::care_plan::agenda::{Agenda, Standing, agenda};
use domain::care_plan::entry::{PlanEntry, Raise, next_review};
use domain::care_plan::occurrence::TaskOrigin;
use domain::care_plan::review::{Cause, review_work};
use domain::care_plan::{CarePlan, PlanContent};
use domain::case::{Case, CaseStatus};
use domain::task::{Task, TaskKind};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{CarePlanRow, care_plan};
use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::Coded;
use crate::tx::Tx;

/// Plans that are looked at in one transaction. A number of ours: it keeps the cases of as many people locked for a moment.
const PLANS_AT_ONCE: i64 = 20;
/// Records after which a transaction ends, even when fewer plans were looked at: a plan that was neglected for a year has many.
const WRITES_AT_ONCE: usize = 400;

/// Who gets the tasks that a plan opens for a colleague outside the care team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newcomer {
    /// They join the team: somebody has just approved that they do it.
    Joins,
    /// They have left it since, so the case's owner gets the task.
    StaysOut,
}

impl Tx {
    /// Where the tasks of a plan come from: opened now by whoever acts, or by whoever approved the plan when nobody does.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub fn task_origin<'a>(&self, plan: &'a CarePlan, case: &'a Case) -> Result<TaskOrigin<'a>> {
        let zone = self.directory().program(case.program_id)?.zone();
        let author_id = match self.actor().is_system() {
            true => plan.approved_by.unwrap_or(case.owner_id),
            false => self.actor().id,
        };
        Ok(TaskOrigin { plan, case, zone, author_id, now: self.now() })
    }

    /// The open tasks of a plan's interventions. The case must be locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open_intervention_tasks(&mut self, plan: &CarePlan) -> Result<Vec<Task>> {
        let open = self.open_tasks_of(plan.case_id).await?;
        let own = |task: &Task| task.kind == TaskKind::Intervention && task.care_plan_id == Some(plan.id);
        Ok(open.into_iter().filter(own).collect())
    }

    /// Writes an agenda down.
    ///
    /// # Errors
    /// `unknown_staff`, database errors.
    pub async fn keep_agenda(&mut self, case: &Case, agenda: Agenda, newcomer: Newcomer) -> Result<()> {
        let mut team: Option<BTreeSet<Uuid>> = None;
        for mut change in agenda.tasks {
            if change.created {
                let known = match &mut team {
                    Some(known) => known,
                    None => team.insert(self.team_of(case).await?),
                };
                let owner_id = change.record.owner_id;
                match newcomer {
                    Newcomer::Joins if known.insert(owner_id) => self.let_join(case, owner_id)?,
                    Newcomer::StaysOut if !known.contains(&owner_id) => change.record.owner_id = case.owner_id,
                    _ => {}
                }
            }
            self.apply(change)?;
        }
        for change in agenda.occurrences {
            self.apply(change)?;
        }
        Ok(())
    }

    /// Brings the task of the plan's review in line with what is planned and was said. `said` is everything written down around the
    /// plan, with what this transaction adds.
    ///
    /// # Errors
    /// Database errors.
    pub async fn follow_review(
        &mut self,
        plan: &CarePlan,
        case: &Case,
        in_force: Option<&PlanContent>,
        said: &[PlanEntry],
        cause: Cause,
    ) -> Result<()> {
        let raised_at = self.tier_raised_at(case.id).await?;
        self.follow_review_since(plan, case, in_force, said, raised_at, cause).await
    }

    /// Brings the reviews of the plans in force of a case forward whose tier is raised now (R077). The case has its new tier.
    ///
    /// # Errors
    /// Database errors.
    pub async fn review_after_raise(&mut self, case: &Case) -> Result<()> {
        let raised_at = Some(self.now());
        for plan in self.care_plans_of(case.id).await? {
            let Some(content) = self.plan_in_force(&plan).await? else { continue };
            if plan.approved_at.is_some() {
                let said = self.plan_entries_of(plan.id).await?;
                self.follow_review_since(&plan, case, Some(&content), &said, raised_at, Cause::Changed).await?;
            }
        }
        Ok(())
    }

    async fn follow_review_since(
        &mut self,
        plan: &CarePlan,
        case: &Case,
        in_force: Option<&PlanContent>,
        said: &[PlanEntry],
        raised_at: Option<DateTime<Utc>>,
        cause: Cause,
    ) -> Result<()> {
        if case.status != CaseStatus::Active {
            return Ok(());
        }
        let raise = Raise::of(raised_at, plan.approved_at, self.directory().zone(case.program_id));
        let wanted = in_force.and_then(|content| next_review(content.review_on, raise, said));
        let tasks = self.review_tasks_of(plan.id, case.id).await?;
        let origin = self.task_origin(plan, case)?;
        for change in review_work(&origin, wanted, tasks, cause, &mut Uuid::now_v7)? {
            self.apply(change)?;
        }
        Ok(())
    }

    /// Plans on what is in force where nobody has acted: the next plans behind `after`. The last one looked at; none when there are
    /// no more. Cases in which somebody works at this moment are left for the next day, so that nobody waits for each other.
    pub(crate) async fn plan_ahead(&mut self, after: Uuid) -> Result<Option<Uuid>> {
        let rows: Vec<(CaseRow, CarePlanRow)> = case::table
            .inner_join(care_plan::table.on(care_plan::case_id.eq(case::id)))
            .select((CaseRow::as_select(), CarePlanRow::as_select()))
            .filter(care_plan::id.gt(after))
            .filter(care_plan::approved_at.is_not_null())
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(care_plan::id)
            .limit(PLANS_AT_ONCE)
            .for_no_key_update()
            .skip_locked()
            .load(self.conn())
            .await?;
        let mut last = None;
        for (case_row, plan_row) in rows {
            let (plan, case) = (CarePlan::from(plan_row), Case::from(case_row));
            self.plan_one_ahead(&plan, &case).await?;
            last = Some(plan.id);
            if self.pending_len() >= WRITES_AT_ONCE {
                break;
            }
        }
        Ok(last)
    }

    async fn plan_one_ahead(&mut self, plan: &CarePlan, case: &Case) -> Result<()> {
        let Some(content) = self.plan_in_force(plan).await? else { return Ok(()) };
        let before = self.pending_len();
        let standing = Standing {
            occurrences: self.occurrences_of(plan.id).await?,
            changed: None,
            tasks: self.open_intervention_tasks(plan).await?,
        };
        let origin = self.task_origin(plan, case)?;
        let agenda = agenda(&origin, &content.interventions, &content, standing, &mut Uuid::now_v7)?;
        self.keep_agenda(case, agenda, Newcomer::StaysOut).await?;
        let said = self.plan_entries_of(plan.id).await?;
        let since = last_act(plan, &said);
        self.follow_review(plan, case, Some(&content), &said, Cause::Nothing { since }).await?;
        if self.pending_len() > before {
            self.list_people([case.person_id]);
        }
        Ok(())
    }

    async fn team_of(&mut self, case: &Case) -> Result<BTreeSet<Uuid>> {
        let members = self.case_members(case.id).await?;
        Ok(members.iter().map(|member| member.staff_id).chain([case.owner_id]).collect())
    }

    /// Giving work to a colleague gives them access to the person: they join the care team if they are not on it.
    ///
    /// # Errors
    /// `unknown_staff` at `/owner_id`, database errors.
    pub async fn let_in(&mut self, case: &Case, staff_id: Uuid) -> Result<()> {
        if self.team_of(case).await?.contains(&staff_id) {
            self.require_staff(staff_id)
        } else {
            self.let_join(case, staff_id)
        }
    }

    fn require_staff(&self, staff_id: Uuid) -> Result<()> {
        if self.directory().staff.get(&staff_id).is_some_and(|card| card.active) {
            return Ok(());
        }
        Err(Rule::at("unknown_staff", "/owner_id", "There is no such colleague.").into())
    }

    /// Somebody outside the care team joins it; who acts has access already.
    fn let_join(&mut self, case: &Case, staff_id: Uuid) -> Result<()> {
        self.require_staff(staff_id)?;
        if staff_id != self.actor().id {
            let member = case.joined_by(Uuid::now_v7(), staff_id, self.now());
            self.apply(member)?;
        }
        Ok(())
    }
}

/// When the plan was last approved, or something was last said about it.
fn last_act(plan: &CarePlan, said: &[PlanEntry]) -> DateTime<Utc> {
    let acts = said.iter().map(|entry| entry.retracted_at.unwrap_or(entry.created_at));
    acts.chain(plan.approved_at).max().unwrap_or(plan.created_at)
}
