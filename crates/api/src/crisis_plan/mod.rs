//! Crisis plans: draft, sign-off, review, revision, comparison, end.

mod view;
mod work;

use actix_web::{get, patch, post, web};
use domain::access::cap;
use domain::crisis_plan::plan::{Signer, require_living};
use domain::crisis_plan::{CrisisContent, CrisisPlan, compare};
use domain::scope::Activity;
use persistence::Tx;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::care_plan::CompareQuery;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::task::Reason;
pub use view::{CrisisChangeView, CrisisPlanContent, CrisisPlanView, CrisisRevisionView, view, views};
use view::{change_view, revision_view};
use work::Settled;
pub use work::{heed_alert, leader, leave};

/// A new plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisPlanCreate {
    /// What it says so far.
    #[serde(default)]
    content: CrisisPlanContent,
}

/// The draft as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisPlanUpdate {
    /// What it says.
    content: CrisisPlanContent,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(crisis_plan_create)
        .service(crisis_plan_get)
        .service(crisis_plan_list)
        .service(crisis_plan_update)
        .service(crisis_plan_submit)
        .service(crisis_plan_approve)
        .service(crisis_plan_revise)
        .service(crisis_plan_discard)
        .service(crisis_plan_review)
        .service(crisis_plan_end)
        .service(crisis_plan_revisions)
        .service(crisis_plan_compare);
}

/// A plan of the expected version, locked.
async fn expected(tx: &mut Tx, id: Uuid, version: &IfMatch) -> persistence::Result<CrisisPlan> {
    let plan = tx.crisis_plan(id).await?;
    tx.require_version(plan.version, version.0)?;
    Ok(plan)
}

async fn signer(tx: &mut Tx, person_id: Uuid) -> persistence::Result<Signer> {
    let today = work::today(tx, person_id).await?;
    let id = tx.actor().id;
    let scope = tx.verdict_of_person(Activity::SignCrisisPlan, id, person_id, today).await?;
    Ok(Signer { id, scope, now: tx.now(), today })
}

/// A plan of the expected version of somebody who lives, locked.
async fn expected_living(tx: &mut Tx, id: Uuid, version: &IfMatch) -> persistence::Result<CrisisPlan> {
    let plan = expected(tx, id, version).await?;
    require_living(tx.deceased_on(plan.person_id).await?)?;
    Ok(plan)
}

async fn answer(tx: &mut Tx, plan: CrisisPlan) -> persistence::Result<Answer<CrisisPlanView>> {
    Ok(Answer::resource(plan.version, view(tx, plan).await?))
}

/// Begins a plan. A person has at most one that is open, for all programs.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_create", params(("id" = Uuid, Path)), request_body = CrisisPlanCreate, responses((status = 201, body = CrisisPlanView)))]
#[post("/people/{id}/crisis-plans")]
pub async fn crisis_plan_create(
    access: Allowed<cap::CrisisPlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CrisisPlanCreate>,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let content = body.0.content.into();
    let created = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        require_living(tx.deceased_on(*id).await?)?;
        let change = CrisisPlan::draft(Uuid::now_v7(), *id, content, tx.actor().id, tx.now());
        let plan = tx.apply(change)?;
        Ok(Answer::created(plan.version, view(tx, plan).await?))
    });
    Ok(created.await?)
}

/// One plan: what is in force, and the revision being written.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_get", params(("id" = Uuid, Path)), responses((status = 200, body = CrisisPlanView)))]
#[get("/crisis-plans/{id}")]
pub async fn crisis_plan_get(
    access: Allowed<cap::CrisisPlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let plan = tx.crisis_plan(*id).await?;
        answer(tx, plan).await
    });
    Ok(read.await?)
}

/// Plans of a person, newest first; those that were thrown away are left out.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CrisisPlanView>)))]
#[get("/people/{id}/crisis-plans")]
pub async fn crisis_plan_list(
    access: Allowed<cap::CrisisPlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CrisisPlanView>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let plans = tx.crisis_plans_of(*id).await?;
        Ok(Answer::ok(Page::whole(views(tx, plans).await?)))
    });
    Ok(read.await?)
}

/// Saves the draft as it stands. One that waits to be signed off is taken back.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CrisisPlanUpdate, responses((status = 200, body = CrisisPlanView)))]
#[patch("/crisis-plans/{id}")]
pub async fn crisis_plan_update(
    access: Allowed<cap::CrisisPlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CrisisPlanUpdate>,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let content = body.0.content.into();
    let written = state.store.write(&access, async |tx| {
        let plan = expected_living(tx, *id, &version).await?;
        let before = plan.work();
        let change = plan.write(content, tx.actor().id)?;
        let plan = work::apply(tx, before, change, Settled::Void("The draft is being written on.")).await?;
        answer(tx, plan).await
    });
    Ok(written.await?)
}

/// Asks a licensed colleague to sign the draft off: a task for the case's owner, or for the team's lead when the owner asks.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_submit", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/submit")]
pub async fn crisis_plan_submit(
    access: Allowed<cap::CrisisPlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let submitted = state.store.write(&access, async |tx| {
        let plan = expected_living(tx, *id, &version).await?;
        let before = plan.work();
        let change = plan.submit(tx.actor().id, tx.now())?;
        let plan = work::apply(tx, before, change, Settled::Void("A new revision waits to be signed off.")).await?;
        answer(tx, plan).await
    });
    Ok(submitted.await?)
}

/// Signs the draft off: it is in force, the revision is kept, and its review is put on a worklist. Needs an active licence.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_approve", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/approve")]
pub async fn crisis_plan_approve(
    access: Allowed<cap::CrisisPlanApprove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let approved = state.store.write(&access, async |tx| {
        let plan = expected_living(tx, *id, &version).await?;
        let before = plan.work();
        let signer = signer(tx, plan.person_id).await?;
        let (change, revision) = plan.approve(Uuid::now_v7(), signer)?;
        let plan = work::apply(tx, before, change, Settled::Done("Signed off; in force.")).await?;
        tx.apply(revision)?;
        answer(tx, plan).await
    });
    Ok(approved.await?)
}

/// Begins the next revision with a reason. What is in force stays in force and readable.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_revise", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/revise")]
pub async fn crisis_plan_revise(
    access: Allowed<cap::CrisisPlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let reason = body.0.reason;
    let revised = state.store.write(&access, async |tx| {
        let plan = expected_living(tx, *id, &version).await?;
        let change = plan.revise(reason, tx.actor().id, tx.now())?;
        let plan = tx.apply(change)?;
        answer(tx, plan).await
    });
    Ok(revised.await?)
}

/// Throws the draft away; its text stays in the history. What is in force stays in force.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_discard", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/discard")]
pub async fn crisis_plan_discard(
    access: Allowed<cap::CrisisPlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let discarded = state.store.write(&access, async |tx| {
        let plan = expected(tx, *id, &version).await?;
        let before = plan.work();
        let change = plan.discard()?;
        let plan = work::apply(tx, before, change, Settled::Void("The draft was thrown away.")).await?;
        answer(tx, plan).await
    });
    Ok(discarded.await?)
}

/// Notes that the plan was gone through with the person and is current; the next review is put on a worklist. Needs an active
/// licence.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/review")]
pub async fn crisis_plan_review(
    access: Allowed<cap::CrisisPlanApprove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let reviewed = state.store.write(&access, async |tx| {
        let plan = expected_living(tx, *id, &version).await?;
        let before = plan.work();
        let signer = signer(tx, plan.person_id).await?;
        let change = plan.review(signer)?;
        let plan = work::apply(tx, before, change, Settled::Done("Gone through with the person; current.")).await?;
        answer(tx, plan).await
    });
    Ok(reviewed.await?)
}

/// Ends the plan with a reason. Needs an active licence.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CrisisPlanView)))]
#[post("/crisis-plans/{id}/end")]
pub async fn crisis_plan_end(
    access: Allowed<cap::CrisisPlanApprove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CrisisPlanView>, Problem> {
    let reason = body.0.reason;
    let ended = state.store.write(&access, async |tx| {
        let plan = expected(tx, *id, &version).await?;
        let before = plan.work();
        let signer = signer(tx, plan.person_id).await?;
        let change = plan.end(reason, signer)?;
        let plan = work::apply(tx, before, change, Settled::Void("The crisis plan has ended.")).await?;
        answer(tx, plan).await
    });
    Ok(ended.await?)
}

/// Revisions of a plan that were signed off, the first one first.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_revisions", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CrisisRevisionView>)))]
#[get("/crisis-plans/{id}/revisions")]
pub async fn crisis_plan_revisions(
    access: Allowed<cap::CrisisPlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CrisisRevisionView>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        tx.crisis_plan(*id).await?;
        let revisions = tx.crisis_plan_revisions(*id).await?;
        Ok(Answer::ok(Page::whole(revisions.into_iter().map(|revision| revision_view(tx, revision)).collect())))
    });
    Ok(read.await?)
}

/// What changed between two revisions. The number after that of the revision in force stands for the draft.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_compare", params(("id" = Uuid, Path), CompareQuery), responses((status = 200, body = Page<CrisisChangeView>)))]
#[get("/crisis-plans/{id}/compare")]
pub async fn crisis_plan_compare(
    access: Allowed<cap::CrisisPlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<CompareQuery>,
) -> Result<Answer<Page<CrisisChangeView>>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let plan = tx.crisis_plan(*id).await?;
        let revisions = tx.crisis_plan_revisions(*id).await?;
        let content = |number: i32| -> persistence::Result<&CrisisContent> {
            let approved = revisions.iter().find(|revision| revision.revision == number);
            let draft = plan.draft.as_ref().filter(|_| number == plan.revision + 1);
            approved
                .map(|revision| &revision.content)
                .or(draft.map(|draft| &draft.content))
                .ok_or(persistence::Error::NotFound)
        };
        let changes = compare(content(query.from)?, content(query.to)?);
        Ok(Answer::ok(Page::whole(changes.into_iter().map(change_view).collect())))
    });
    Ok(read.await?)
}
