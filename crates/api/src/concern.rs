//! Concerns: disputes about the care of a person, and questions of values in it.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Role, cap};
use domain::case::Case;
use domain::concern::{Account, Asked, Concern, ConcernStatus, ConcernStep, Moved, Position, Resolution, Standing};
use domain::task::{Task, TaskKind};
use domain::{Code, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::case::assigns;
use crate::http::ServiceConfig;
use crate::http::code::{ConcernKindCode, ConcernPartyCode, ConcernStatusCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// What one side says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernPosition {
    /// Whose side.
    party: ConcernPartyCode,
    /// Who speaks for it.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Her daughter")]
    who: String,
    /// What they say and want.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    says: String,
}

/// A dispute about the care of a person, or a question of values in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConcernView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person_id: Uuid,
    kind: ConcernKindCode,
    status: ConcernStatusCode,
    /// What it is about.
    summary: String,
    /// True when only those who take part and those who see the whole organization read it.
    restricted: bool,
    positions: Vec<ConcernPosition>,
    /// What was tried.
    tried: Option<String>,
    raised_by: Ref,
    /// Who is asked to review it.
    reviewer: Ref,
    /// By when.
    due_at: DateTime<Utc>,
    /// What was settled.
    resolution: Option<String>,
    /// What was weighed against what.
    weighed: Option<String>,
    /// The day on which it is looked at again.
    follow_up_on: Option<NaiveDate>,
    /// Why it was opened again or taken back.
    reason: Option<String>,
    settled_at: Option<DateTime<Utc>>,
    settled_by: Option<Ref>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What is raised, and who is asked to review it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernCreate {
    /// What it is about.
    kind: ConcernKindCode,
    /// In words.
    #[schema(
        min_length = 1,
        max_length = 4000,
        pattern = "\\S",
        example = "He wants to go home; his son says that he can't"
    )]
    summary: String,
    /// True when only those who take part and those who see the whole organization may read it.
    #[serde(default)]
    restricted: bool,
    /// What each side says.
    #[schema(max_items = 20)]
    #[serde(default)]
    positions: Vec<ConcernPosition>,
    /// What was tried.
    #[schema(max_length = 4000)]
    tried: Option<String>,
    /// A colleague who neither raises it nor is in charge of the case.
    reviewer_id: Uuid,
    /// By when the review is needed.
    due_at: DateTime<Utc>,
}

/// What is written down while it is open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernUpdate {
    /// What it is about.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    summary: String,
    /// True when only those who take part and those who see the whole organization may read it.
    restricted: bool,
    /// What each side says.
    #[schema(max_items = 20)]
    positions: Vec<ConcernPosition>,
    /// What was tried.
    #[schema(max_length = 4000)]
    tried: Option<String>,
}

/// Another colleague who is asked to review.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernAppoint {
    /// Who.
    reviewer_id: Uuid,
    /// By when.
    due_at: DateTime<Utc>,
}

/// What was settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernResolve {
    /// What was agreed or decided, and by whom.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    resolution: String,
    /// What was weighed against what; needed for a question of values.
    #[schema(max_length = 4000)]
    weighed: Option<String>,
    /// The day on which it is looked at again; needed for a question of values while the case is active.
    follow_up_on: Option<NaiveDate>,
}

/// Why it is opened again, and who reviews it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernReopen {
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
    /// Who reviews it: who did before when absent. Needed when they left or are a part of it by now.
    reviewer_id: Option<Uuid>,
    /// By when it is to be reviewed.
    due_at: DateTime<Utc>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(concern_list)
        .service(concern_create)
        .service(concern_update)
        .service(concern_review)
        .service(concern_appoint)
        .service(concern_resolve)
        .service(concern_reopen)
        .service(concern_withdraw);
}

fn standing(tx: &Tx) -> Standing {
    Standing { id: tx.actor().id, assigns: assigns(tx) }
}

fn view(tx: &Tx, concern: Concern) -> ConcernView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let may = tx.actor().may(Capability::ConcernWrite);
    let steps = if may { concern.steps(standing(tx)) } else { Vec::new() };
    let position =
        |position: Position| ConcernPosition { party: position.party.into(), who: position.who, says: position.says };
    ConcernView {
        id: concern.id,
        version: concern.version,
        case_id: concern.case_id,
        person_id: concern.person_id,
        kind: concern.kind.into(),
        status: concern.status.into(),
        summary: concern.summary,
        restricted: concern.restricted,
        positions: concern.positions.into_iter().map(position).collect(),
        tried: concern.tried,
        raised_by: name(concern.raised_by),
        reviewer: name(concern.reviewer_id),
        due_at: concern.due_at,
        resolution: concern.resolution,
        weighed: concern.weighed,
        follow_up_on: concern.follow_up_on,
        reason: concern.reason,
        settled_at: concern.settled_at,
        settled_by: concern.settled_by.map(name),
        created_at: concern.created_at,
        can: steps.into_iter().map(ConcernStep::as_str).collect(),
    }
}

fn positions(inputs: Vec<ConcernPosition>) -> Vec<Position> {
    let position = |input: ConcernPosition| Position { party: input.party.0, who: input.who, says: input.says };
    inputs.into_iter().map(position).collect()
}

/// The role of who is asked to review.
fn reviewer_role(tx: &Tx, id: Uuid) -> Result<Role, Rule> {
    let card = tx.directory().staff.get(&id).filter(|card| card.active);
    card.map(|card| card.role).ok_or_else(|| Rule::at("unknown_staff", "/reviewer_id", "There is no such colleague."))
}

/// Why a colleague is not asked; it says nothing of what is between them and the person.
fn cannot_review() -> Rule {
    Rule::at("concern_reviewer", "/reviewer_id", "This colleague can't review it. Ask another one.")
}

/// Who reviews sees the person.
async fn let_in(tx: &mut Tx, concern: &mut Concern) -> persistence::Result<()> {
    if tx.is_conflicted(concern.reviewer_id, concern.person_id).await? {
        return Err(cannot_review().into());
    }
    if tx.reads_for_good(concern.person_id, concern.reviewer_id).await? {
        concern.member_id = tx.place_of_review(concern.case_id, concern.reviewer_id).await?;
    } else {
        let place = tx.apply(concern.joining(Uuid::now_v7(), tx.now()))?;
        concern.member_id = Some(place.id);
    }
    Ok(())
}

/// What only a review gave who did it ends.
async fn let_out(tx: &mut Tx, settled: &Concern) -> persistence::Result<()> {
    if let Some(place) = tx.place_without_work(settled).await? {
        tx.apply(place.end(tx.now())?)?;
    }
    Ok(())
}

/// With the look at a concern again ends what its review gave whose work that was.
pub async fn follow_task(tx: &mut Tx, task: &Task) -> persistence::Result<()> {
    if task.kind != TaskKind::FollowUp {
        return Ok(());
    }
    match tx.concern_looked_at(task.id).await? {
        Some(concern) => let_out(tx, &concern).await,
        None => Ok(()),
    }
}

/// Disputes and questions of values about a person that the reader may read, the latest first.
#[utoipa::path(tag = "concern", operation_id = "concern_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ConcernView>)))]
#[get("/people/{id}/concerns")]
pub async fn concern_list(
    access: Allowed<cap::ConcernRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ConcernView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.concerns_of(*id).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|concern| view(tx, concern)).collect())))
    });
    Ok(answer.await?)
}

/// Raises a dispute or a question of values; who is asked to review it has it on their list until it is resolved.
#[utoipa::path(tag = "concern", operation_id = "concern_create", params(("id" = Uuid, Path)), request_body = ConcernCreate, responses((status = 201, body = ConcernView)))]
#[post("/cases/{id}/concerns")]
pub async fn concern_create(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ConcernCreate>,
) -> Result<Answer<ConcernView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let role = reviewer_role(tx, body.reviewer_id)?;
        let concern = Concern {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            status: ConcernStatus::Raised,
            summary: body.summary,
            restricted: body.restricted,
            positions: positions(body.positions),
            tried: body.tried,
            raised_by: tx.actor().id,
            reviewer_id: body.reviewer_id,
            member_id: None,
            due_at: body.due_at,
            task_id: Uuid::now_v7(),
            resolution: None,
            weighed: None,
            follow_up_on: None,
            reason: None,
            settled_at: None,
            settled_by: None,
            created_at: tx.now(),
        };
        let mut moved = concern.raise(&case, role)?;
        let_in(tx, &mut moved.concern.record).await?;
        let concern = tx.apply(moved.concern)?;
        if let Some(task) = moved.task {
            tx.apply(task)?;
        }
        Ok(Answer::created(concern.version, view(tx, concern)))
    });
    Ok(answer.await?)
}

/// One step of a concern, with what becomes of its work.
async fn take(
    access: &Allowed<cap::ConcernWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    step: ConcernStep,
    act: impl FnOnce(&Tx, Concern, &Case) -> Result<Moved, Rule>,
) -> Result<Answer<ConcernView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let (concern, case) = tx.concern(id).await?;
        tx.require_version(concern.version, version.0)?;
        let before = concern.clone();
        let mut moved = act(tx, concern, &case)?;
        if matches!(step, ConcernStep::Appoint | ConcernStep::Reopen) {
            let_in(tx, &mut moved.concern.record).await?;
        }
        let concern = tx.apply(moved.concern)?;
        if concern.reviewer_id != before.reviewer_id || !concern.needs_reviewer() {
            let_out(tx, &before).await?;
        }
        let task = tx.task_waited_for(before.task_id).await?;
        if let Some(ended) = step.end_work(task, tx.now())? {
            tx.apply(ended)?;
        }
        if let Some(task) = moved.task {
            tx.apply(task)?;
        }
        Ok(Answer::resource(concern.version, view(tx, concern)))
    });
    Ok(answer.await?)
}

/// Writes down what the sides say and what was tried.
#[utoipa::path(tag = "concern", operation_id = "concern_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConcernUpdate, responses((status = 200, body = ConcernView)))]
#[patch("/concerns/{id}")]
pub async fn concern_update(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConcernUpdate>,
) -> Result<Answer<ConcernView>, Problem> {
    let ConcernUpdate { summary, restricted, positions: sides, tried } = body.0;
    let account = Account { summary, restricted, positions: positions(sides), tried };
    let act = |tx: &Tx, concern: Concern, _: &Case| concern.update(standing(tx), account);
    take(&access, &state, *id, version, ConcernStep::Update, act).await
}

/// Takes the review up.
#[utoipa::path(tag = "concern", operation_id = "concern_review", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = ConcernView)))]
#[post("/concerns/{id}/review")]
pub async fn concern_review(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<ConcernView>, Problem> {
    let act = |tx: &Tx, concern: Concern, _: &Case| concern.review(standing(tx));
    take(&access, &state, *id, version, ConcernStep::Review, act).await
}

/// Asks another colleague to review.
#[utoipa::path(tag = "concern", operation_id = "concern_appoint", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConcernAppoint, responses((status = 200, body = ConcernView)))]
#[post("/concerns/{id}/appoint")]
pub async fn concern_appoint(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConcernAppoint>,
) -> Result<Answer<ConcernView>, Problem> {
    let ConcernAppoint { reviewer_id, due_at } = body.0;
    let act = |tx: &Tx, concern: Concern, case: &Case| {
        let asked = Asked { reviewer_id, role: reviewer_role(tx, reviewer_id)?, due_at };
        concern.appoint(case, standing(tx), asked, Uuid::now_v7(), tx.now())
    };
    take(&access, &state, *id, version, ConcernStep::Appoint, act).await
}

/// Writes down what was settled, and when it is looked at again: that is a task.
#[utoipa::path(tag = "concern", operation_id = "concern_resolve", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConcernResolve, responses((status = 200, body = ConcernView)))]
#[post("/concerns/{id}/resolve")]
pub async fn concern_resolve(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConcernResolve>,
) -> Result<Answer<ConcernView>, Problem> {
    let ConcernResolve { resolution, weighed, follow_up_on } = body.0;
    let settled = Resolution { resolution, weighed, follow_up_on };
    let act = |tx: &Tx, concern: Concern, case: &Case| {
        let zone = tx.directory().zone(case.program_id);
        concern.resolve(case, standing(tx), settled, zone, Uuid::now_v7(), tx.now())
    };
    take(&access, &state, *id, version, ConcernStep::Resolve, act).await
}

/// Opens it again for another review, by who did it before or by a colleague who is named.
#[utoipa::path(tag = "concern", operation_id = "concern_reopen", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ConcernReopen, responses((status = 200, body = ConcernView)))]
#[post("/concerns/{id}/reopen")]
pub async fn concern_reopen(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ConcernReopen>,
) -> Result<Answer<ConcernView>, Problem> {
    let ConcernReopen { reason, reviewer_id: named, due_at } = body.0;
    let act = |tx: &Tx, concern: Concern, case: &Case| {
        let reviewer_id = named.unwrap_or(concern.reviewer_id);
        // Whoever named nobody knows the colleague, who left.
        let role = reviewer_role(tx, reviewer_id);
        let role = role.map_err(|unknown| if named.is_some() { unknown } else { cannot_review() })?;
        let asked = Asked { reviewer_id, role, due_at };
        concern.reopen(case, standing(tx), asked, reason, Uuid::now_v7(), tx.now())
    };
    take(&access, &state, *id, version, ConcernStep::Reopen, act).await
}

/// Takes it back.
#[utoipa::path(tag = "concern", operation_id = "concern_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = ConcernView)))]
#[post("/concerns/{id}/withdraw")]
pub async fn concern_withdraw(
    access: Allowed<cap::ConcernWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<ConcernView>, Problem> {
    let reason = body.0.reason;
    let act = |tx: &Tx, concern: Concern, _: &Case| concern.withdraw(standing(tx), reason, tx.now());
    take(&access, &state, *id, version, ConcernStep::Withdraw, act).await
}
