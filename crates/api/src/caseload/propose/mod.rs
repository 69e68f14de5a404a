//! Proposals: who should own which case, from the live record, with what if. Nothing changes; a lead moves what they agree to.

mod contract;
mod facts;
mod what_if;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::{post, web};
use domain::access::cap;
use domain::rebalance::{Limits, Solution, solve};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::shift::fairness;
use crate::app::State;
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::program::Ref;
use contract::{
    CaseloadProposal, CaseloadProposalRequest, ProposalEffect, ProposalWorker, ProposedMove, SurgeAnswer, UnplacedCase,
};
use facts::Facts;

/// Proposals that are worked out at once. The number is ours: one core is left for everybody else.
static ROOM: Semaphore = Semaphore::const_new(1);
/// How long one may take; the answer is then the best so far, with its gap. Source: N2, 2 s for 5,000 cases.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait for another one to end.
const TURN: Duration = Duration::from_secs(5);

/// Proposes who should own which case: it lowers the highest utilisation and what changes cost the people, and never breaks a
/// licence, a conflict of interest, a lock or what fits. Who is off within four weeks keeps their cases. A person's wish for
/// somebody of a gender is on no record: lock such cases. With `what_if` it answers what would come of hires, leaves, more cases and closed programs; such
/// an answer is never made true. Nothing changes.
#[utoipa::path(tag = "caseload", operation_id = "caseload_move_propose", request_body = CaseloadProposalRequest, responses((status = 200, body = CaseloadProposal)))]
#[post("/caseload-moves/proposals")]
pub async fn caseload_move_propose(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    body: Valid<CaseloadProposalRequest>,
) -> Result<Answer<CaseloadProposal>, Problem> {
    let body = body.0;
    let facts = state.store.read(&access, async |tx| Facts::gather(tx, body).await).await?;
    let turn = tokio::time::timeout(TURN, ROOM.acquire()).await;
    let Ok(Ok(turn)) = turn else {
        let detail = "Other proposals are being worked out. Ask again in a moment; nothing was changed.";
        return Err(Problem::retry(StatusCode::SERVICE_UNAVAILABLE, "proposals_busy", detail, 5));
    };
    let answered = tokio::task::spawn_blocking(move || {
        // The work goes on when nobody waits for it any more, and so does its turn.
        let _turn = turn;
        let problem = facts.problem();
        let until = Instant::now() + PATIENCE;
        let solution = solve(&problem, &Limits::default(), None, &mut || Instant::now() >= until);
        tell(facts, solution)
    });
    let proposal = answered.await.map_err(|error| persistence::Error::Internal(error.to_string()))?;
    Ok(Answer::ok(proposal))
}

/// The answer in words of the board: loads are weighed as the board weighs them.
fn tell(facts: Facts, solution: Solution) -> CaseloadProposal {
    let Facts { mut book, before, ids, .. } = facts;
    let fairness_before = before.1;
    let surges: HashMap<Uuid, usize> =
        facts.surges.iter().enumerate().flat_map(|(place, one)| one.ids.iter().map(move |id| (*id, place))).collect();
    let cases: HashMap<Uuid, &domain::case::Case> = facts.cases.iter().map(|case| (case.id, case)).collect();
    for case in facts.cases.iter().filter(|case| facts.closed.contains(&case.program_id)) {
        book.release(case, facts.in_house.contains(&case.person_id));
    }
    let mut placed = vec![0_u32; facts.surges.len()];
    for one in &solution.moves {
        if let Some(case) = cases.get(&one.case_id) {
            book.shift(case, one.to, facts.in_house.contains(&case.person_id));
        } else if let Some(place) = surges.get(&one.case_id) {
            let surge = &facts.surges[*place];
            book.receive(one.to, surge.program_id, surge.tier, false);
            placed[*place] += 1;
        }
    }
    let worker = |id: Uuid| match facts.hires.iter().position(|hire| *hire == id) {
        Some(place) => ProposalWorker { staff: None, hire: Some(place) },
        None => ProposalWorker { staff: Some(name(&facts.directory, id)), hire: None },
    };
    let person = |id: Uuid| Ref { id, name: facts.people.get(&id).map(|one| one.name.clone()).unwrap_or_default() };
    let program =
        |id: Uuid| Ref { id, name: facts.directory.programs.get(&id).map_or_else(String::new, |one| one.name.clone()) };
    let move_of = |one: &domain::rebalance::Move| {
        let case = cases.get(&one.case_id)?;
        Some(ProposedMove {
            case_id: case.id,
            version: case.version,
            person: person(case.person_id),
            program: program(case.program_id),
            tier: case.tier.into(),
            from: name(&facts.directory, case.owner_id),
            to: worker(one.to),
            reasons: one.reasons.iter().map(|reason| (*reason).into()).collect(),
            barrier: one.barrier.map(Into::into),
        })
    };
    let unplaced_of = |one: &domain::rebalance::Unplaced| {
        let case = cases.get(&one.case_id)?;
        Some(UnplacedCase {
            case_id: case.id,
            person: person(case.person_id),
            program: program(case.program_id),
            tier: case.tier.into(),
            from: name(&facts.directory, case.owner_id),
            reason: one.reason.into(),
            barriers: one.barriers.iter().map(|barrier| (*barrier).into()).collect(),
        })
    };
    let effects = facts.workers.iter().map(|colleague| ProposalEffect {
        worker: worker(colleague.id),
        before: before.0.get(&colleague.id).map(Into::into),
        after: (&book.carry(colleague.id)).into(),
        away: colleague.away,
    });
    let effects: Vec<ProposalEffect> = effects.collect();
    let moves: Vec<ProposedMove> = solution.moves.iter().filter_map(move_of).collect();
    let may = facts.may_move && !facts.hypothetical && !moves.is_empty();
    CaseloadProposal {
        unplaced: solution.unplaced.iter().filter_map(unplaced_of).collect(),
        surges: facts
            .surges
            .iter()
            .zip(placed)
            .map(|(one, placed)| {
                let left = solution.unplaced.iter().find(|left| one.ids.contains(&left.case_id));
                SurgeAnswer {
                    program: program(one.program_id),
                    tier: one.tier.into(),
                    cases: u32::try_from(one.ids.len()).unwrap_or(u32::MAX),
                    placed,
                    reason: left.map(|left| left.reason.into()),
                    barriers: left.into_iter().flat_map(|left| &left.barriers).map(|one| (*one).into()).collect(),
                }
            })
            .collect(),
        fairness_before,
        fairness_after: fairness(&book, &ids),
        highest_before: highest(&effects, |effect| effect.before.as_ref()?.utilisation()),
        highest_after: highest(&effects, |effect| effect.after.utilisation()),
        effects,
        cases: facts.cases.len(),
        locked: facts.wanted.iter().filter(|case| case.locked).count(),
        objective: solution.objective,
        bound: solution.bound,
        gap_percent: percent(solution.gap()),
        proven: solution.proven,
        hypothetical: facts.hypothetical,
        can: may.then_some("caseload_move_create").into_iter().collect(),
        moves,
    }
}

fn name(directory: &persistence::directory::Directory, id: Uuid) -> Ref {
    Ref { id, name: directory.name(id).to_owned() }
}

fn highest(effects: &[ProposalEffect], of: impl Fn(&ProposalEffect) -> Option<f64>) -> Option<f64> {
    effects.iter().filter_map(of).max_by(f64::total_cmp)
}

/// Hundredths of a percent as percent.
#[allow(clippy::cast_precision_loss)]
fn percent(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}
