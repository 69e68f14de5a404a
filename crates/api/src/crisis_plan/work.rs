//! Keeps the one task that a crisis plan puts on a worklist in step with the plan.

use domain::Change;
use domain::case::{Case, CaseStatus};
use domain::clock;
use domain::crisis_plan::work::WorkPlace;
use domain::crisis_plan::{CrisisPlan, CrisisWork};
use domain::program::Setting;
use domain::task::TaskStatus;
use persistence::organization::TeamFunction;
use persistence::{Result, Tx};
use uuid::Uuid;

/// What becomes of a task that a plan no longer waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was done, with this result.
    Done(&'static str),
    /// It is not needed any more, for this reason.
    Void(&'static str),
}

/// Stores a change of a plan together with the task that it waits for. `before` is what the plan waited for until now.
///
/// # Errors
/// Database errors.
pub async fn apply(
    tx: &mut Tx,
    before: Option<CrisisWork>,
    mut change: Change<CrisisPlan>,
    settled: Settled,
) -> Result<CrisisPlan> {
    let plan = &change.record;
    let wanted = plan.work();
    if wanted != before {
        let case = follower(tx, plan.person_id, None).await?;
        if let Some(task_id) = plan.task_id {
            settle(tx, task_id, settled).await?;
        }
        change.record.task_id = match (wanted, case) {
            (Some(work), Some(case)) => Some(open(tx, work, &case).await?),
            _ => None,
        };
    }
    tx.apply(change)
}

/// The active case in which a plan is followed: one of a behavioral health program before any other, then the newest. `closing`
/// is a case that is being closed.
async fn follower(tx: &mut Tx, person_id: Uuid, closing: Option<Uuid>) -> Result<Option<Case>> {
    let cases = tx.cases_of(&[person_id]).await?;
    let directory = tx.directory().clone();
    let behavioral = |case: &Case| {
        directory.programs.get(&case.program_id).is_some_and(|program| program.setting == Setting::BehavioralHealth)
    };
    let active = cases.into_iter().filter(|case| case.status == CaseStatus::Active && Some(case.id) != closing);
    Ok(active.min_by_key(|case| !behavioral(case)))
}

async fn settle(tx: &mut Tx, task_id: Uuid, settled: Settled) -> Result<()> {
    let task = tx.task_waited_for(task_id).await?;
    if task.status != TaskStatus::Open {
        return Ok(());
    }
    let now = tx.now();
    let change = match settled {
        Settled::Done(result) => task.complete(Some(result.into()), now)?,
        Settled::Void(reason) => task.cancel(reason.into())?,
    };
    tx.apply(change)?;
    Ok(())
}

/// The case's owner does the work. A draft that its owner submitted goes to somebody who leads the team instead.
async fn open(tx: &mut Tx, work: CrisisWork, case: &Case) -> Result<Uuid> {
    let owner_id = match work {
        CrisisWork::SignOff { by, .. } if by == case.owner_id => leader(tx, case.team_id).unwrap_or(case.owner_id),
        _ => case.owner_id,
    };
    let zone = tx.directory().zone(case.program_id);
    let place = WorkPlace { case, owner_id, zone, author_id: tx.actor().id, now: tx.now() };
    let change = work.task(Uuid::now_v7(), &place)?;
    Ok(tx.apply(change)?.id)
}

/// Who leads a team.
pub fn leader(tx: &Tx, team_id: Uuid) -> Option<Uuid> {
    let leads = |function: TeamFunction| {
        let mut members = tx.directory().members.iter();
        members
            .find(|member| member.team_id == team_id && member.function == function.to_string())
            .map(|member| member.staff_id)
    };
    leads(TeamFunction::Lead).or_else(|| leads(TeamFunction::Supervisor))
}

/// A new alert about suicide risk brings the review of the plan in force forward to the same day. A review that is due already and
/// that nobody has on their list any more comes back.
///
/// # Errors
/// Database errors.
pub async fn heed_alert(tx: &mut Tx, case: &Case) -> Result<()> {
    let today = clock::local_date(tx.now(), tx.directory().zone(case.program_id));
    let Some(plan) = tx.crisis_plan_in_force(case.person_id).await? else { return Ok(()) };
    let before = plan.work();
    if let Some(change) = plan.clone().heed_alert(today) {
        apply(tx, before, change, Settled::Void("Brought forward: a new alert calls for a review today.")).await?;
    } else if let Some(work) = before
        && !is_waiting(tx, &plan).await?
    {
        let task_id = open(tx, work, case).await?;
        tx.apply(plan.follow(Some(task_id)))?;
    }
    Ok(())
}

/// True while the task that the plan waits for is on somebody's list.
async fn is_waiting(tx: &mut Tx, plan: &CrisisPlan) -> Result<bool> {
    match plan.task_id {
        Some(id) => Ok(tx.task_waited_for(id).await?.status == TaskStatus::Open),
        None => Ok(false),
    }
}

/// A case is being closed with the tasks in `cancelled`: a plan of `plans` that waited for one of them is followed in another active
/// case. The plans were locked before the tasks were read.
///
/// # Errors
/// Database errors.
pub async fn leave(tx: &mut Tx, closing: &Case, plans: Vec<CrisisPlan>, cancelled: &[Uuid]) -> Result<()> {
    for plan in plans {
        let Some(work) = plan.work().filter(|_| plan.task_id.is_some_and(|id| cancelled.contains(&id))) else {
            continue;
        };
        let task_id = match follower(tx, closing.person_id, Some(closing.id)).await? {
            Some(case) => Some(open(tx, work, &case).await?),
            None => None,
        };
        tx.apply(plan.follow(task_id))?;
    }
    Ok(())
}

/// The local day on which a plan of a person is signed off or reviewed: that of the program that follows it, else UTC.
///
/// # Errors
/// Database errors.
pub async fn today(tx: &mut Tx, person_id: Uuid) -> Result<chrono::NaiveDate> {
    let case = follower(tx, person_id, None).await?;
    let zone = case.map_or(chrono_tz::UTC, |case| tx.directory().zone(case.program_id));
    Ok(clock::local_date(tx.now(), zone))
}
