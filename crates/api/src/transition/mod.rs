//! Transitions: the hospital desk and the way home.

use actix_web::{get, patch, post, web};
use chrono_tz::Tz;
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::program::{Program, Setting};
use domain::scope::Activity;
use domain::stay::Stay;
use domain::transition::act::{Act, Moment};
use domain::transition::{Head, Transition};
use domain::{Change, Rule};
use persistence::Tx;
use persistence::directory::Directory;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::consent::outward;
use crate::http::ServiceConfig;
use crate::http::code::{ComplexityCode, DestinationCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

mod act;
mod figures;
mod list;
mod view;

pub use act::TransitionAct;
pub use list::TransitionWay;
use view::TransitionView;

/// What belongs to the whole of a transition; what is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionUpdate {
    /// Where the person goes.
    destination: Option<DestinationCode>,
    /// Days that were to be expected: the geometric mean of the MS-DRG.
    #[schema(minimum = 0.1, maximum = 365, example = 4.1)]
    expected_days: Option<f64>,
    /// How hard the decisions after the stay are; moderate and high ask for a visit within 14 and 7 days.
    complexity: Option<ComplexityCode>,
    /// Whether the stay is for a mental illness or self-harm.
    psychiatric: Option<bool>,
    /// Whether Medicare covers the stay, so that its notices are owed.
    medicare: Option<bool>,
    /// The discharge plan in a few sentences; an empty text takes it away.
    #[schema(max_length = 4000)]
    summary: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list::transition_list)
        .service(figures::transition_figures)
        .service(transition_get)
        .service(transition_update)
        .service(transition_act);
}

/// The transition of a stay: what happened, what is promised, what is due. Nothing needs to be created: version 0 says that nobody
/// wrote anything yet.
#[utoipa::path(tag = "transition", operation_id = "transition_get", params(("id" = Uuid, Path)), responses((status = 200, body = TransitionView)))]
#[get("/stays/{id}/transition")]
pub async fn transition_get(
    access: Allowed<cap::TransitionRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<TransitionView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let stay = tx.stay_within_reach(*id).await?;
        let transition = tx.transition_of(&stay).await?;
        Ok(Answer::resource(transition.version, view::view(tx, transition, stay, None).await?))
    });
    Ok(answer.await?)
}

/// Sets where somebody goes, what was to be expected and what follows.
#[utoipa::path(tag = "transition", operation_id = "transition_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TransitionUpdate, responses((status = 200, body = TransitionView)))]
#[patch("/stays/{id}/transition")]
pub async fn transition_update(
    access: Allowed<cap::TransitionWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TransitionUpdate>,
) -> Result<Answer<TransitionView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        if body.summary.is_some() && !tx.actor().may(Capability::NoteRead) {
            let detail = "The discharge plan is not shown to you: leave it as it is.";
            return Err(Rule::at("transition_summary_hidden", "/summary", detail).into());
        }
        let head = Head {
            destination: body.destination.map(|code| code.0),
            expected_days: body.expected_days,
            complexity: body.complexity.map(|code| code.0),
            psychiatric: body.psychiatric,
            medicare: body.medicare,
            summary: body.summary,
        };
        let now = tx.now();
        let seen = tx.stay_within_reach(*id).await?;
        Ok(change(tx, &seen, version.0, |transition, stay, _| transition.update(head, stay, now)).await?.answer)
    });
    Ok(answer.await?)
}

/// Takes one step: a target day, a barrier, an avoidable day, an item of the checklist, a facility, a promise, medicines, a notice,
/// word of the hospital.
#[utoipa::path(tag = "transition", operation_id = "transition_act", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TransitionAct, responses((status = 200, body = TransitionView)))]
#[post("/stays/{id}/transition/act")]
pub async fn transition_act(
    access: Allowed<cap::TransitionWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TransitionAct>,
) -> Result<Answer<TransitionView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let seen = tx.stay_within_reach(*id).await?;
        let act = body.act(Uuid::now_v7())?;
        require_allowed(tx, &act, &seen).await?;
        let (by, now, taken) = (tx.actor().id, tx.now(), act.clone());
        let step = |transition: Transition, stay: &Stay, zone| transition.act(act, stay, Moment { by, now, zone });
        let Changed { before, after, zone, answer } = change(tx, &seen, version.0, step).await?;
        if let Some(outgoing) = outward::of_transition(tx, &taken, (&before, &after), zone).await? {
            outward::disclose(tx, "transition_act", outgoing).await?;
        }
        Ok(answer)
    });
    Ok(answer.await?)
}

/// Refuses what needs a licence or a colleague that is not there.
async fn require_allowed(tx: &mut Tx, act: &Act, stay: &Stay) -> persistence::Result<()> {
    match act {
        Act::AddBarrier { owner_id, .. } => {
            let known = tx.directory().staff.get(owner_id).is_some_and(|card| card.active);
            let unknown = || Rule::at("unknown_staff", "/add_barrier/owner_id", "There is no such colleague.");
            Ok(known.then_some(()).ok_or_else(unknown)?)
        }
        Act::Reconcile { .. } => {
            let today = tx.main_day();
            // Comparing medicines is a nurse's or physician's work, as the medical instruments are.
            let me = tx.actor().id;
            let verdict = tx.verdict_of_person(Activity::AssessMedical, me, stay.person_id, today).await?;
            Ok(verdict.require().map_err(|rule| crate::scope::pointed(rule, Some("/reconcile")))?)
        }
        _ => Ok(()),
    }
}

/// The zone whose days count for a stay: that of the hospital program that follows it, or else of another that does.
pub fn zone_of<'a>(directory: &Directory, cases: impl IntoIterator<Item = &'a Case>) -> Tz {
    let programs = cases.into_iter().filter_map(|case| directory.program(case.program_id).ok());
    let first = programs.min_by_key(|program| (program.setting != Setting::Hospital, program.id));
    first.map_or_else(|| directory.main_zone(), Program::zone)
}

/// What a change came to.
struct Changed {
    before: Transition,
    after: Transition,
    /// The zone whose days count for the stay.
    zone: Tz,
    answer: Answer<TransitionView>,
}

/// Changes the transition of a stay in the version last seen. The cases of the person are locked before it, as everywhere.
async fn change(
    tx: &mut Tx,
    seen: &Stay,
    version: i32,
    act: impl FnOnce(Transition, &Stay, Tz) -> Result<Change<Transition>, Rule>,
) -> persistence::Result<Changed> {
    let mut cases = tx.active_cases(seen.person_id, seen.admitted_at).await?;
    let stay = tx.stay_within_reach(seen.id).await?;
    let before = tx.transition_of(&stay).await?;
    tx.require_version(before.version, version)?;
    let zone = zone_of(tx.directory(), cases.iter().map(|work| &work.case));
    let change = act(before.clone(), &stay, zone)?;
    let after = tx.apply_in(&mut cases, change)?;
    let view = view::view(tx, after.clone(), stay, Some(&cases)).await?;
    Ok(Changed { answer: Answer::resource(after.version, view), before, after, zone })
}
