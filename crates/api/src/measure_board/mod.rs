//! Boards: the measures of a setting with target, owner, course and what wants attention.

mod beside;
mod count;
mod target;
mod tile;

use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::case::{Case, CaseStatus, Tier};
use domain::caseload::Weighted;
use domain::code::Code;
use domain::measure_board::MeasureBoard;
use domain::population;
use domain::program::Program;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{MeasureBoardCode, TierCode};
use crate::http::{Allowed, Answer, Page, Problem, Query};
use crate::measure::{Sight, sees_people};
use crate::program::Ref;
use crate::today::ScopeCode;
use tile::{MeasureTile, Shown};

pub use beside::{Together, by_owner};
pub use count::{Frame, material, programs, scopes, whose, zone};

/// A board that the reader has.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureBoardSummary {
    code: MeasureBoardCode,
    /// Programs that it shows one at a time; the board of all settings shows them together too.
    programs: Vec<Ref>,
    /// How many measures it shows.
    measures: usize,
}

/// A board. Its numbers are there to improve the work; they are no judgement of anybody.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureBoardView {
    code: MeasureBoardCode,
    from: NaiveDate,
    to: NaiveDate,
    /// Whose work is counted: `mine`, or `team` for all that the reader sees.
    scope: ScopeCode,
    /// Whose work can be asked for.
    scopes: Vec<ScopeCode>,
    /// The program that is shown; null for all of them.
    program: Option<Ref>,
    /// Programs that can be shown.
    programs: Vec<Ref>,
    /// What the numbers are reached with: never a number without it.
    panel: MeasurePanel,
    /// The measures: those of the setting first.
    tiles: Vec<MeasureTile>,
    /// Operations the reader may do on this board now.
    can: Vec<&'static str>,
}

/// The active cases behind the numbers, with their acuity.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasurePanel {
    /// Null when a small count in it is hidden, because the reader may not see the people.
    cases: Option<u32>,
    /// Those cases weighted: low 1, rising 1.75, high 3, complex 5. Null when a small count in it is hidden.
    load: Option<f64>,
    tiers: Vec<TierCount>,
}

/// How many cases stand in a tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierCount {
    tier: TierCode,
    /// Null when it is small, and the reader may not see the people.
    cases: Option<u32>,
}

/// What of a board is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MeasureBoardQuery {
    /// First day; 90 days before `to` when absent. Of a reader who may not see the people, its month's first.
    from: Option<NaiveDate>,
    /// Last day; today when absent. Of a reader who may not see the people, its month's last.
    to: Option<NaiveDate>,
    /// `mine` for one's own panel, `team` for the teams that one leads; who sees everybody sees everybody.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program; the first of the board when absent.
    program_id: Option<Uuid>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(measure_board_list)
        .service(measure_board_get)
        .service(target::measure_target_list)
        .service(target::measure_target_create);
}

/// The programs of a board that the reader works in or sees.
fn programs_of(tx: &Tx, board: MeasureBoard) -> Vec<Program> {
    let own = count::programs(tx).into_iter();
    own.filter(|program| board == MeasureBoard::CrossSetting || board.covers(program.setting)).collect()
}

fn reference(program: &Program) -> Ref {
    Ref { id: program.id, name: program.name.clone() }
}

/// The boards that the reader has: those of the settings they work in, and the one of all settings.
#[utoipa::path(tag = "measure", operation_id = "measure_board_list", responses((status = 200, body = Page<MeasureBoardSummary>)))]
#[get("/measure-boards")]
pub async fn measure_board_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<MeasureBoardSummary>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let boards = MeasureBoard::ALL.iter().map(|board| (*board, programs_of(tx, *board)));
        let boards = boards.filter(|(board, programs)| *board == MeasureBoard::CrossSetting || !programs.is_empty());
        let views = boards.map(|(board, programs)| MeasureBoardSummary {
            code: board.into(),
            programs: programs.iter().map(reference).collect(),
            measures: board.definitions().len(),
        });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// One board. The number of a tile is the length of the list of people that the measure has with the same scope, program and days.
#[utoipa::path(tag = "measure", operation_id = "measure_board_get", params(("code" = String, Path, max_length = 60), MeasureBoardQuery), responses((status = 200, body = MeasureBoardView)))]
#[get("/measure-boards/{code}")]
pub async fn measure_board_get(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MeasureBoardQuery>,
) -> Result<Answer<MeasureBoardView>, Problem> {
    let board = MeasureBoard::from_code(&code);
    let answer = state.store.read(&access, async |tx| {
        let board = board.ok_or(Error::NotFound)?;
        Ok(Answer::ok(board_view(tx, &state.together, board, &query).await?))
    });
    Ok(answer.await?)
}

/// The program that a request is about: a setting's numbers are those of one program.
fn choose(board: MeasureBoard, programs: &[Program], wanted: Option<Uuid>) -> persistence::Result<Option<&Program>> {
    match wanted {
        Some(id) => programs.iter().find(|program| program.id == id).map(Some).ok_or(Error::NotFound),
        None if board == MeasureBoard::CrossSetting => Ok(None),
        None => programs.first().map(Some).ok_or(Error::NotFound),
    }
}

/// The program whose numbers a board shows to the reader; none for all of them.
///
/// # Errors
/// [`Error::NotFound`] for a program that the reader neither works in nor sees.
pub fn program_of(tx: &Tx, board: MeasureBoard, wanted: Option<Uuid>) -> persistence::Result<Option<Uuid>> {
    Ok(choose(board, &programs_of(tx, board), wanted)?.map(|program| program.id))
}

async fn board_view(
    tx: &mut Tx,
    together: &Together,
    board: MeasureBoard,
    query: &MeasureBoardQuery,
) -> persistence::Result<MeasureBoardView> {
    let frame = Frame::of(tx, query.from, query.to)?;
    let programs = programs_of(tx, board);
    let program = choose(board, &programs, query.program_id)?;
    let program_id = program.map(|program| program.id);
    let (scope, whose) = whose(tx, query.scope.map(|code| code.0), program_id);
    let definitions = board.definitions();
    let counted = material(tx, &whose, &definitions, frame.whole().from).await?;
    let targets = tx.measure_targets(None).await?;
    let beside = together.beside(tx, &whose, board, &frame).await?;
    let now = tx.now();
    let cases = tx.cases_in(&whose, now).await?;
    let sees_people = sees_people(tx);
    let (directory, can) = (tx.directory().clone(), can(tx, program_id));
    let shown = Shown {
        frame: &frame,
        program_id,
        counted: &counted,
        targets: &targets,
        beside: beside.as_ref(),
        directory: &directory,
        now,
        sight: Sight::of(tx),
    };
    Ok(MeasureBoardView {
        code: board.into(),
        from: frame.from,
        to: frame.to,
        scope: scope.into(),
        scopes: scopes(tx),
        program: program.map(reference),
        programs: programs.iter().map(reference).collect(),
        panel: panel(&cases, now, sees_people),
        tiles: definitions.into_iter().map(|definition| tile::tile(definition, &shown)).collect(),
        can,
    })
}

fn can(tx: &Tx, program_id: Option<Uuid>) -> Vec<&'static str> {
    let actor = tx.actor();
    let mut can = Vec::new();
    if target::may_set(tx, program_id) {
        can.push("measure_target_create");
    }
    if actor.may(Capability::SavedReportWrite) {
        can.extend(["saved_report_create", "digest_subscription_create"]);
    }
    can
}

fn panel(cases: &[Case], now: DateTime<Utc>, sees_people: bool) -> MeasurePanel {
    let active = |tier: Tier| {
        let open = cases.iter().filter(|case| case.status == CaseStatus::Active && case.enrolled_at <= now);
        u32::try_from(open.filter(|case| case.tier == tier).count()).unwrap_or(u32::MAX)
    };
    let counts: Vec<u32> = Tier::ALL.iter().map(|tier| active(*tier)).collect();
    let (shown, whole) = population::shown_together(&counts, sees_people);
    let load = Tier::ALL
        .iter()
        .zip(&shown)
        .fold(Weighted::default(), |load, (tier, count)| load.with(*tier, count.unwrap_or_default()));
    MeasurePanel {
        cases: whole,
        load: whole.map(|_| load.points()),
        tiers: Tier::ALL.iter().zip(shown).map(|(tier, cases)| TierCount { tier: (*tier).into(), cases }).collect(),
    }
}
