//! Caseloads: what workers carry against what they can carry, the board of a team, and moving cases.

mod book;
mod capacity;
mod lock;
mod plan;
mod policy;
mod propose;
mod shift;
mod strain;
mod view;

use std::collections::{HashMap, HashSet};

use actix_web::{get, web};
use domain::access::{Capability, Role, cap};
use domain::case::Case;
use domain::caseload::jain;
use domain::staff::Staff;
use persistence::caseload::Overdue;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::absence::leads;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{StageCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::program::Ref;
use book::Book;
use view::{CaseloadView, WorkerView};

/// The caseloads of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadBoard {
    workers: Vec<WorkerView>,
    /// Jain's index of the weighted points of those who are there: 1 when all carry the same. Null when nobody carries a case.
    fairness: Option<f64>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// A case of a caseload.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadCase {
    id: Uuid,
    person: Ref,
    program: Ref,
    team: Ref,
    tier: TierCode,
    stage: StageCode,
    /// Weighted points: low 1, rising 1.75, high 3, complex 5.
    points: f64,
}

/// Which caseloads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseloadQuery {
    /// Of this team only.
    team_id: Option<Uuid>,
}

/// Which cases of a caseload.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseloadCaseQuery {
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(caseload_list)
        .service(caseload_get)
        .service(caseload_case_list)
        .service(strain::caseload_strain_get)
        .service(policy::caseload_policy_list)
        .service(policy::caseload_policy_set)
        .service(capacity::capacity_list)
        .service(capacity::capacity_set)
        .service(lock::case_lock_create)
        .service(lock::case_lock_list)
        .service(lock::case_lock_lift)
        .service(propose::caseload_move_propose)
        .service(shift::caseload_move_preview)
        .service(shift::caseload_move_create)
        .service(shift::caseload_move_list)
        .service(shift::caseload_move_undo);
}

/// Colleagues whose caseloads the reader sees: their own, and those of whom they lead; of those, who may own cases.
fn within_reach(tx: &Tx, team_id: Option<Uuid>) -> HashSet<Uuid> {
    let directory = tx.directory();
    let cards = directory.staff.values().filter(|card| {
        let in_team = team_id.is_none_or(|team| directory.in_team(card.id, team));
        let owns =
            card.active && card.role.grants(Capability::HandOffWrite) && card.role.grants(Capability::CaseloadRead);
        in_team && owns && (card.id == tx.actor().id || leads(tx, card.id))
    });
    cards.map(|card| card.id).collect()
}

/// Of these colleagues those whom a board is about: care managers, and whoever else owns or covers a case. A director who does not
/// is no part of what is shared.
fn carrying(tx: &Tx, book: &Book, ids: &HashSet<Uuid>) -> HashSet<Uuid> {
    let carries = |id: &&Uuid| {
        let role = tx.directory().staff.get(*id).map(|card| card.role);
        let load = book.carry(**id);
        matches!(role, Some(Role::CareManager | Role::SeniorCareManager)) || load.cases + load.covered > 0
    };
    ids.iter().filter(carries).copied().collect()
}

/// Refuses a worker whose caseload is nobody's business but theirs and their lead's.
///
/// # Errors
/// [`Error::NotFound`].
pub fn require_reach(tx: &Tx, staff_id: Uuid) -> persistence::Result<()> {
    if within_reach(tx, None).contains(&staff_id) { Ok(()) } else { Err(Error::NotFound) }
}

/// The caseloads within reach: load and capacity, where everybody stands, hard cases, overdue work and its growth, gaps.
#[utoipa::path(tag = "caseload", operation_id = "caseload_list", params(CaseloadQuery), responses((status = 200, body = CaseloadBoard)))]
#[get("/caseloads")]
pub async fn caseload_list(
    access: Allowed<cap::CaseloadRead>,
    state: web::Data<State>,
    query: Query<CaseloadQuery>,
) -> Result<Answer<CaseloadBoard>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let ids = within_reach(tx, query.team_id);
        let book = Book::open(tx, &ids).await?;
        let ids = carrying(tx, &book, &ids);
        let staff = tx.colleagues(&ids).await?;
        let overdue = overdue(tx, &ids).await?;
        let workers: Vec<WorkerView> = staff.iter().map(|own| worker(tx, &book, own, &overdue)).collect();
        let points: Vec<f64> = workers.iter().filter(|own| !own.is_away()).map(WorkerView::points).collect();
        let may = tx.actor().may(Capability::CaseloadMove);
        let can = if may {
            vec![
                "caseload_move_preview",
                "caseload_move_create",
                "caseload_move_propose",
                "case_lock_create",
                "capacity_set",
            ]
        } else {
            Vec::new()
        };
        Ok(Answer::ok(CaseloadBoard { fairness: jain(&points), workers, can }))
    });
    Ok(answer.await?)
}

async fn overdue(tx: &mut Tx, ids: &HashSet<Uuid>) -> persistence::Result<HashMap<Uuid, Overdue>> {
    let rows = tx.caseload_overdue(ids.iter().copied().collect()).await?;
    Ok(rows.into_iter().map(|own| (own.owner_id, own)).collect())
}

fn worker(tx: &Tx, book: &Book, staff: &Staff, overdue: &HashMap<Uuid, Overdue>) -> WorkerView {
    let directory = tx.directory();
    let mut teams: Vec<Ref> = directory
        .members
        .iter()
        .filter(|member| member.staff_id == staff.id)
        .filter_map(|member| directory.teams.get(&member.team_id))
        .map(|team| Ref { id: team.id, name: team.name.clone() })
        .collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    WorkerView::new(tx, book, staff, teams, overdue.get(&staff.id))
}

/// One caseload with its parts: what it consists of, what fits, and by which policy.
#[utoipa::path(tag = "caseload", operation_id = "caseload_get", params(("id" = Uuid, Path)), responses((status = 200, body = CaseloadView)))]
#[get("/caseloads/{id}")]
pub async fn caseload_get(
    access: Allowed<cap::CaseloadRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CaseloadView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        require_reach(tx, *id)?;
        let ids = HashSet::from([*id]);
        let book = Book::open(tx, &ids).await?;
        let overdue = overdue(tx, &ids).await?;
        let staff = tx.colleagues(&ids).await?;
        let own = staff.first().ok_or(Error::NotFound)?;
        // A worker's strain is shown to themself and to nobody else.
        let strain = if *id == tx.actor().id { Some(strain::own(tx, &book).await?) } else { None };
        Ok(Answer::ok(CaseloadView::new(tx, &book, worker(tx, &book, own, &overdue), *id, strain)))
    });
    Ok(answer.await?)
}

/// The cases of a caseload, as far as the reader sees their people.
#[utoipa::path(tag = "caseload", operation_id = "caseload_case_list", params(("id" = Uuid, Path), CaseloadCaseQuery), responses((status = 200, body = Page<CaseloadCase>)))]
#[get("/caseloads/{id}/cases")]
pub async fn caseload_case_list(
    access: Allowed<cap::CaseloadRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<CaseloadCaseQuery>,
) -> Result<Answer<Page<CaseloadCase>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            require_reach(tx, *id)?;
            let rows = tx.caseload_cases(*id, after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |(case, _)| case.id, |(case, name)| case_view(tx, case, name)))
        })
        .await?;
    Ok(Answer::ok(page))
}

fn case_view(tx: &Tx, case: Case, name: String) -> CaseloadCase {
    let directory = tx.directory();
    let program = directory.programs.get(&case.program_id).map_or_else(String::new, |program| program.name.clone());
    let team = directory.teams.get(&case.team_id).map_or_else(String::new, |team| team.name.clone());
    CaseloadCase {
        id: case.id,
        person: Ref { id: case.person_id, name },
        program: Ref { id: case.program_id, name: program },
        team: Ref { id: case.team_id, name: team },
        tier: case.tier.into(),
        stage: case.stage.into(),
        points: domain::caseload::TIER_POINTS.of(case.tier),
    }
}
