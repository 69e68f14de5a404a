//! The next concurrent review of what was approved: its task follows the request, and the request that continues it settles it.

use domain::Rule;
use domain::access::Capability;
use domain::authorization::{Authorization, next_review};
use domain::case::Case;
use domain::consent::require_labels_kept;
use domain::scope::Activity;
use domain::task::{Task, TaskStatus};
use persistence::{Error, Result, Tx};
use uuid::Uuid;

/// Refuses a request that continues none of its case which waits for its next review.
///
/// # Errors
/// `unknown_authorization`, `authorization_continued`, `authorization_continues_unfit` at `/content/continues_id`; those of [`require_labels_kept`]: what was
/// protected of the earlier one still is; database errors.
pub(super) async fn require_continued(tx: &mut Tx, request: &Authorization) -> Result<()> {
    let Some(id) = request.continues_id else { return Ok(()) };
    let unknown = || Rule::at("unknown_authorization", "/content/continues_id", "There is no such request.");
    match tx.authorization(id).await {
        Ok(earlier) if earlier.person_id == request.person_id => {
            // The earlier one is locked: who comes second sees what the first wrote.
            request.require_continues(&earlier, &tx.authorizations_continuing(id).await?)?;
            let keeps = tx.actor().may(Capability::ConsentWrite);
            Ok(require_labels_kept(&earlier.service.labels, &request.service.labels, keeps, "/content/labels")?)
        }
        Ok(_) | Err(Error::NotFound) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

/// Brings the task of the next review in line with a request that was decided, or whose review was set for another day. What another
/// request continued by now has no further one.
///
/// # Errors
/// Database errors.
pub(super) async fn follow(tx: &mut Tx, case: &Case, request: &mut Authorization) -> Result<()> {
    request.leave_review_to(&tx.authorizations_continuing(request.id).await?);
    let open = open_task(tx, request).await?;
    let ids = (Uuid::now_v7(), tx.actor().id);
    let zone = tx.directory().zone(case.program_id);
    if let Some(mut change) = next_review::work(request, open, case, zone, ids, tx.now())? {
        if change.created {
            change.record.owner_id = holder(tx, case, request).await?;
        }
        let task = tx.apply(change)?;
        request.course.review_task_id = (task.status == TaskStatus::Open).then_some(task.id);
    }
    Ok(())
}

/// Whose task it is: of the owner of the case, or of who took the review up, when the owner may not end the task and they still see the
/// person.
async fn holder(tx: &mut Tx, case: &Case, request: &Authorization) -> Result<Uuid> {
    let owner_id = case.owner_id;
    let Some(reviewer_id) = request.reviewer_id else { return Ok(owner_id) };
    let kept =
        may_schedule(tx, case, request, owner_id).await? || !tx.reads_for_good(case.person_id, reviewer_id).await?;
    Ok(if kept { owner_id } else { reviewer_id })
}

async fn may_schedule(tx: &mut Tx, case: &Case, request: &Authorization, staff_id: Uuid) -> Result<bool> {
    let card = tx.directory().staff.get(&staff_id);
    let granted = card.is_some_and(|card| card.role.grants(Capability::AuthorizationReview));
    if !granted || !request.is_reviewed_here() {
        return Ok(granted);
    }
    let verdict = tx.verdict_in(Activity::UtilizationReview, staff_id, case.person_id, case.program_id).await?;
    Ok(verdict.require().is_ok())
}

/// A review was decided: what it continues waits for it no more.
///
/// # Errors
/// Database errors.
pub(super) async fn settle(tx: &mut Tx, decided: &Authorization) -> Result<()> {
    let Some(id) = decided.continues_id else { return Ok(()) };
    let earlier = tx.authorization(id).await?;
    if let Some(task) = open_task(tx, &earlier).await? {
        tx.apply(task.complete(Some(next_review::DECIDED.into()), tx.now())?)?;
    }
    if let Some(change) = earlier.reviewed() {
        tx.apply(change)?;
    }
    Ok(())
}

async fn open_task(tx: &mut Tx, request: &Authorization) -> Result<Option<Task>> {
    let Some(id) = request.course.review_task_id else { return Ok(None) };
    Ok(Some(tx.task_waited_for(id).await?).filter(|task| task.status == TaskStatus::Open))
}
