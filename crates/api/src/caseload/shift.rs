//! Moving cases: a preview with the effect on every worker, the move in one transaction, and taking it back.

use std::collections::{BTreeMap, HashMap, HashSet};

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, Reach, cap};
use domain::appointment::Appointment;
use domain::case::Case;
use domain::caseload::shift::{CaseloadMove, MoveMode, MoveStatus, Moved, Seen};
use domain::caseload::{Caseload, jain};
use domain::hand_off::{HandOff, HandOffStatus};
use domain::{Change, Rule};
use persistence::caseload::Shift;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::book::Book;
use super::plan::{Kept, Plan, plan, refusal};
use super::view::CaseloadSummary;
use super::{carrying, within_reach};
use crate::app::State;
use crate::http::code::{MoveModeCode, MoveStatusCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;

/// A case and who shall own it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMove {
    /// The case.
    pub case_id: Uuid,
    /// Who shall own it.
    pub to_id: Uuid,
    /// Who owned it when this was worked out; the case is refused when somebody else does by now. Previews and proposals say it.
    pub from_id: Option<Uuid>,
    /// The version of the case when this was worked out; the case is refused when it changed since.
    pub version: Option<i32>,
}

impl CaseMove {
    /// A move of a case as it is now.
    pub fn of(case: &Case, to_id: Uuid) -> Self {
        Self { case_id: case.id, to_id, from_id: Some(case.owner_id), version: Some(case.version) }
    }
}

/// A whole caseload that is spread over colleagues, the heaviest cases first, to whom it leaves with the least of what fits.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WholeCaseload {
    /// Whose.
    pub from_id: Uuid,
    /// To whom.
    #[schema(min_items = 1, max_items = 100)]
    pub to_ids: Vec<Uuid>,
}

/// What shall move.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseloadMoveRequest {
    /// Cases one by one.
    #[schema(max_items = 8000)]
    #[serde(default)]
    pub moves: Vec<CaseMove>,
    /// Whole caseloads; cases that are named one by one go where that says.
    #[schema(max_items = 50)]
    #[serde(default)]
    pub whole: Vec<WholeCaseload>,
}

/// What moves, and how.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseloadMoveCreate {
    /// Cases one by one.
    #[schema(max_items = 8000)]
    #[serde(default)]
    moves: Vec<CaseMove>,
    /// Whole caseloads.
    #[schema(max_items = 50)]
    #[serde(default)]
    whole: Vec<WholeCaseload>,
    /// At once, or as hand-offs that colleagues accept or decline.
    mode: MoveModeCode,
    /// Why; colleagues read this.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// What would come of a move.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadMovePreview {
    /// Every case that would move, whole caseloads spread: sent as they are they make exactly this move.
    moves: Vec<CaseMove>,
    /// Cases that can't move, with why.
    refused: Vec<RefusedMove>,
    /// Everybody whose caseload would change.
    effects: Vec<CaseloadEffect>,
    /// Jain's index of the weighted points of the board, and of those concerned, before.
    fairness_before: Option<f64>,
    /// And after.
    fairness_after: Option<f64>,
    /// Appointments ahead that would go with their case.
    #[schema(minimum = 0)]
    appointments: usize,
    /// Appointments that would stay with the former owner, because the new one is booked then.
    conflicts: Vec<MoveConflict>,
}

/// A case that can't move.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedMove {
    case_id: Uuid,
    person: Ref,
    tier: TierCode,
    from: Ref,
    to: Ref,
    /// Stable code of the reason.
    code: &'static str,
    /// Why, and what to do.
    reason: String,
}

/// What a move does to a worker.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadEffect {
    staff: Ref,
    before: CaseloadSummary,
    after: CaseloadSummary,
    /// True when they are off today.
    away: bool,
}

/// An appointment that does not follow its case.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoveConflict {
    appointment_id: Uuid,
    case_id: Uuid,
    person: Ref,
    /// Who keeps it.
    staff: Ref,
    starts_at: DateTime<Utc>,
}

/// Cases that moved together.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadMoveView {
    id: Uuid,
    version: i32,
    mode: MoveModeCode,
    status: MoveStatusCode,
    reason: String,
    #[schema(minimum = 0)]
    cases: usize,
    /// Between whom, and how many.
    ways: Vec<MoveWay>,
    /// Appointments that stayed with the former owner. Filled when the move is made or undone.
    conflicts: Vec<MoveConflict>,
    made_by: Ref,
    made_at: DateTime<Utc>,
    undone_by: Option<Ref>,
    undone_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this move now.
    can: Vec<&'static str>,
}

/// How many cases went from one worker to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoveWay {
    from: Ref,
    to: Ref,
    #[schema(minimum = 0)]
    cases: usize,
}

/// Which moves.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseloadMoveQuery {
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

async fn conflicts(tx: &mut Tx, stayed: Vec<Appointment>, shifts: &[Shift]) -> persistence::Result<Vec<MoveConflict>> {
    let names = tx.person_names(stayed.iter().map(|own| own.person_id).collect()).await?;
    let keeper: HashMap<Uuid, Uuid> = shifts.iter().map(|shift| (shift.case_id, shift.from_id)).collect();
    let conflict = |own: Appointment| {
        let staff_id = keeper.get(&own.case_id).copied()?;
        Some(MoveConflict {
            appointment_id: own.id,
            case_id: own.case_id,
            person: Ref { id: own.person_id, name: names.get(&own.person_id).cloned().unwrap_or_default() },
            staff: Ref { id: staff_id, name: tx.directory().name(staff_id).to_owned() },
            starts_at: own.starts_at,
        })
    };
    Ok(stayed.into_iter().filter_map(conflict).collect())
}

async fn refused(tx: &mut Tx, plan: &Plan) -> persistence::Result<Vec<RefusedMove>> {
    let names = tx.person_names(plan.refused.iter().map(|(case, _, _)| case.person_id).collect()).await?;
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let view = |(case, to_id, rule): &(Case, Uuid, Rule)| RefusedMove {
        case_id: case.id,
        person: Ref { id: case.person_id, name: names.get(&case.person_id).cloned().unwrap_or_default() },
        tier: case.tier.into(),
        from: name(case.owner_id),
        to: name(*to_id),
        code: rule.code,
        reason: rule.detail.clone(),
    };
    Ok(plan.refused.iter().map(view).collect())
}

/// Jain's index of those of a board who are there.
pub fn fairness(book: &Book, ids: &HashSet<Uuid>) -> Option<f64> {
    let there = ids.iter().filter(|id| book.away(**id).is_none());
    let points: Vec<f64> = there.map(|id| book.carry(*id).points).collect();
    jain(&points)
}

/// Shows what would come of moving cases: the effect on every worker, what is refused and why, appointments that can't follow.
/// Nothing changes.
#[utoipa::path(tag = "caseload", operation_id = "caseload_move_preview", request_body = CaseloadMoveRequest, responses((status = 200, body = CaseloadMovePreview)))]
#[post("/caseload-moves/preview")]
pub async fn caseload_move_preview(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    body: Valid<CaseloadMoveRequest>,
) -> Result<Answer<CaseloadMovePreview>, Problem> {
    let body = body.0;
    let answer = state.store.read(&access, async |tx| {
        let plan = plan(tx, &body, false).await?;
        let concerned = plan.workers();
        let ids: HashSet<Uuid> = within_reach(tx, None).union(&concerned).copied().collect();
        let mut book = Book::open(tx, &ids).await?;
        let ids: HashSet<Uuid> = carrying(tx, &book, &ids).union(&concerned).copied().collect();
        let fairness_before = fairness(&book, &ids);
        let before: BTreeMap<Uuid, Caseload> = concerned.iter().map(|id| (*id, book.carry(*id))).collect();
        let people = plan.movable.iter().map(|(case, _)| case.person_id).collect();
        let in_house = tx.people_in_house(people).await?;
        for (case, to_id) in &plan.movable {
            book.shift(case, *to_id, in_house.contains(&case.person_id));
        }
        let effect = |(id, before): (Uuid, Caseload)| CaseloadEffect {
            staff: Ref { id, name: tx.directory().name(id).to_owned() },
            before: (&before).into(),
            after: (&book.carry(id)).into(),
            away: book.away(id).is_some(),
        };
        let mut effects: Vec<CaseloadEffect> = before.into_iter().map(effect).collect();
        effects.sort_by(|a, b| a.staff.name.cmp(&b.staff.name));
        let shifts = plan.shifts();
        let (follow, stayed) = tx.appointments_ahead(&shifts).await?;
        Ok(Answer::ok(CaseloadMovePreview {
            moves: plan.movable.iter().map(|(case, to_id)| CaseMove::of(case, *to_id)).collect(),
            refused: refused(tx, &plan).await?,
            effects,
            fairness_before,
            fairness_after: fairness(&book, &ids),
            appointments: follow.len(),
            conflicts: conflicts(tx, stayed, &shifts).await?,
        }))
    });
    Ok(answer.await?)
}

fn view(tx: &Tx, own: CaseloadMove, conflicts: Vec<MoveConflict>) -> CaseloadMoveView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let mut ways: BTreeMap<(Uuid, Uuid), usize> = BTreeMap::new();
    for moved in &own.moved {
        *ways.entry((moved.from_id, moved.to_id)).or_default() += 1;
    }
    let may_undo = own.status == MoveStatus::Made && own.mode == MoveMode::Immediate && may_undo(tx, &own);
    CaseloadMoveView {
        id: own.id,
        version: own.version,
        mode: own.mode.into(),
        status: own.status.into(),
        reason: own.reason,
        cases: own.moved.len(),
        ways: ways.into_iter().map(|((from, to), cases)| MoveWay { from: name(from), to: name(to), cases }).collect(),
        conflicts,
        made_by: name(own.made_by),
        made_at: own.made_at,
        undone_by: own.undone_by.map(name),
        undone_at: own.undone_at,
        can: if may_undo { vec!["caseload_move_undo"] } else { Vec::new() },
    }
}

/// Whoever moved the cases takes them back, or somebody who leads everybody.
fn may_undo(tx: &Tx, own: &CaseloadMove) -> bool {
    let actor = tx.actor();
    actor.may(Capability::CaseloadMove) && (own.made_by == actor.id || actor.role.reach() == Reach::Organization)
}

/// Moves cases, all or none. Open work and appointments ahead follow as they do after an accepted hand-off. Offered cases wait for
/// the colleague.
#[utoipa::path(tag = "caseload", operation_id = "caseload_move_create", request_body = CaseloadMoveCreate, responses((status = 201, body = CaseloadMoveView)))]
#[post("/caseload-moves")]
pub async fn caseload_move_create(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    body: Valid<CaseloadMoveCreate>,
) -> Result<Answer<CaseloadMoveView>, Problem> {
    let CaseloadMoveCreate { moves, whole, mode, reason } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let asked = CaseloadMoveRequest { moves, whole };
        let plan = plan(tx, &asked, true).await?;
        if let Some(rule) = plan.refuses(&asked) {
            return Err(rule.into());
        }
        if plan.movable.is_empty() {
            return Err(Rule::at("caseload_move_empty", "/whole", "There is no case to move.").into());
        }
        let shifts = plan.shifts();
        let (moved, stayed) = match mode.0 {
            MoveMode::Immediate => {
                let shifted = tx.shift_cases(&shifts).await?;
                (shifted.moved, shifted.stayed)
            }
            MoveMode::Offer => (offer(tx, plan, &reason).await?, Vec::new()),
        };
        let own = CaseloadMove {
            id: Uuid::now_v7(),
            version: 1,
            mode: mode.0,
            status: MoveStatus::Made,
            reason,
            moved,
            made_by: tx.actor().id,
            made_at: tx.now(),
            undone_by: None,
            undone_at: None,
        };
        let own = tx.apply(Change::created(own))?;
        let conflicts = conflicts(tx, stayed, &shifts).await?;
        Ok(Answer::created(own.version, view(tx, own, conflicts)))
    });
    Ok(answer.await?)
}

/// Offers cases in the name of their owners: the hand-offs are those that an owner would have written.
async fn offer(tx: &mut Tx, plan: Plan, reason: &str) -> persistence::Result<Vec<Moved>> {
    let to: HashMap<Uuid, Uuid> = plan.movable.iter().map(|(case, to_id)| (case.id, *to_id)).collect();
    let works = tx.case_works(plan.movable.into_iter().map(|(case, _)| case).collect()).await?;
    let mut offered = Vec::with_capacity(works.len());
    for work in works {
        let (case_id, person_id, from_id) = (work.case.id, work.case.person_id, work.case.owner_id);
        let Some(to_id) = to.get(&case_id).copied() else { continue };
        let hand_off = HandOff {
            id: Uuid::now_v7(),
            version: 1,
            case_id,
            person_id,
            from_id,
            to_id,
            status: HandOffStatus::Offered,
            summary: reason.to_owned(),
            risks: String::new(),
            promises: String::new(),
            offered_at: tx.now(),
            settled_at: None,
            reason: None,
        };
        tx.apply_in(&mut [work], HandOff::offer(hand_off, tx.actor().id, true)?)?;
        let (task_ids, appointment_ids) = (Vec::new(), Vec::new());
        offered.push(Moved { case_id, person_id, from_id, to_id, task_ids, appointment_ids });
    }
    Ok(offered)
}

/// The moves that the reader made, the newest first.
#[utoipa::path(tag = "caseload", operation_id = "caseload_move_list", params(CaseloadMoveQuery), responses((status = 200, body = Page<CaseloadMoveView>)))]
#[get("/caseload-moves")]
pub async fn caseload_move_list(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    query: Query<CaseloadMoveQuery>,
) -> Result<Answer<Page<CaseloadMoveView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.caseload_move_list(after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |own| own.id, |own| view(tx, own, Vec::new())))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Takes a move back, as long as none of its cases was moved again, offered, locked or closed since. Exactly the tasks and appointments that
/// went with them come back.
#[utoipa::path(tag = "caseload", operation_id = "caseload_move_undo", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CaseloadMoveView)))]
#[post("/caseload-moves/{id}/undo")]
pub async fn caseload_move_undo(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CaseloadMoveView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let own = tx.caseload_move(*id).await?;
        if !may_undo(tx, &own) {
            return Err(Error::NotFound);
        }
        tx.require_version(own.version, version.0)?;
        let ids: Vec<Uuid> = own.moved.iter().map(|moved| moved.case_id).collect();
        let mut cases = tx.cases_to_move(&ids, &[], true).await?;
        let Kept { offered, locked } = Kept::of(tx, &cases).await?;
        let kept = Kept { locked, ..Kept::default() };
        cases.retain(|case| own.mode == MoveMode::Offer || !offered.contains(&case.id));
        for case in &cases {
            let Some(moved) = own.moved.iter().find(|moved| moved.case_id == case.id) else { continue };
            if case.owner_id != moved.from_id
                && let Some(rule) = refusal(tx, case, moved.from_id, Seen::default(), &kept).await?
            {
                return Err(rule.into());
            }
        }
        let shifts: Vec<Shift> = own.moved.iter().map(Shift::back).collect();
        let change = own.undo(&cases, tx.actor().id, tx.now())?;
        let stayed = tx.shift_cases(&shifts).await?.stayed;
        let own = tx.apply(change)?;
        let conflicts = conflicts(tx, stayed, &shifts).await?;
        Ok(Answer::resource(own.version, view(tx, own, conflicts)))
    });
    Ok(answer.await?)
}
