//! Acuity: the model's judgement of a case with its parts, decisions about the tier, and risk scores filled from the record.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::acuity::{Acuity, JudgementFilter, Part, TierDecision, standing};
use domain::case::{Case, CaseStatus};
use persistence::Tx;
use persistence::acuity::{CaseRecord, JudgedCase};
use persistence::case::CaseScope;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{AcuityFactCode, AcuityFactorCode, DecisionKindCode, TierCode, TierStandingCode};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::program::Ref;
use crate::today::{Scope, ScopeCode};

mod decide;
mod model;
pub mod risk;

/// How much care the person of a case needs now, and what people decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityView {
    judgement: JudgementView,
    /// What every fact adds; the points sum to the score, or to its bounds.
    parts: Vec<AcuityPart>,
    /// What to ask next: code of an instrument, or `contact`. It leaves the fewest tiers possible.
    ask_next: Option<&'static str>,
    /// Model and version.
    model: &'static str,
    version: &'static str,
    /// The instant of the judgement.
    judged_at: DateTime<Utc>,
    /// Decisions, newest first.
    decisions: Vec<TierDecisionView>,
    /// Operations the reader may do on this case now.
    can: Vec<&'static str>,
}

/// The judgement of a case in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementView {
    case_id: Uuid,
    person_id: Uuid,
    /// The person.
    person: Ref,
    /// The program of the case.
    program: Ref,
    /// The program's time zone.
    time_zone: String,
    /// The accountable owner of the case.
    owner: Ref,
    /// Version of the case: what `tier_decide` changes.
    version: i32,
    /// The tier of the case.
    tier: TierCode,
    /// How it stands to the model.
    standing: TierStandingCode,
    /// Until when an override holds, or held; null without one.
    override_ends_at: Option<DateTime<Utc>>,
    /// The score; null while facts are missing.
    score: Option<i64>,
    /// Lowest and highest score that the missing facts leave possible.
    min: i64,
    max: i64,
    /// The tiers still possible, from low to complex.
    possible: Vec<TierCode>,
    /// True when missing facts could change the tier.
    provisional: bool,
}

/// What a fact adds to the score.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityPart {
    fact: AcuityFactCode,
    factor: AcuityFactorCode,
    /// Lowest and highest points; the same when the fact is known.
    min: i64,
    max: i64,
    /// The most it can add.
    of: i64,
    /// Where it was read, in words, with the date; null when it is missing.
    because: Option<String>,
    /// What would settle it: code of an instrument, or `contact`.
    ask: Option<&'static str>,
}

/// A decision about the tier of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierDecisionView {
    id: Uuid,
    kind: DecisionKindCode,
    from_tier: TierCode,
    to_tier: TierCode,
    /// Lowest and highest score possible then.
    score_min: i32,
    score_max: i32,
    /// Lowest and highest tier possible by the model then.
    model_low: TierCode,
    model_high: TierCode,
    /// Model and version.
    model: String,
    reason: Option<String>,
    /// Until when an override holds.
    ends_at: Option<DateTime<Utc>>,
    decided_by: Ref,
    decided_at: DateTime<Utc>,
}

/// Filter of judgements.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AcuityQuery {
    /// Whose cases; `mine` when absent.
    scope: Option<ScopeCode>,
    /// Only cases whose tier stands so to the model.
    #[param(inline)]
    standing: Option<TierStandingCode>,
    /// Only cases whose tier missing facts could change, or only the others.
    provisional: Option<bool>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(acuity_get)
        .service(acuity_list)
        .service(model::acuity_model)
        .service(decide::tier_decide)
        .service(risk::risk_score_list);
}

/// The judgement of a case as of now.
fn judged(tx: &Tx, case: &Case, known: &CaseRecord) -> Acuity {
    known.judged(tx.directory().zone(case.program_id), tx.now())
}

fn judgement(tx: &Tx, case: &Case, name: String, latest: Option<&TierDecision>, acuity: &Acuity) -> JudgementView {
    let directory = tx.directory();
    let program = directory.programs.get(&case.program_id);
    let program_name = program.map_or_else(String::new, |program| program.name.clone());
    JudgementView {
        case_id: case.id,
        person_id: case.person_id,
        person: Ref { id: case.person_id, name },
        program: Ref { id: case.program_id, name: program_name },
        time_zone: program.map_or_else(|| "UTC".into(), |program| program.time_zone.clone()),
        owner: Ref { id: case.owner_id, name: directory.name(case.owner_id).to_owned() },
        version: case.version,
        tier: case.tier.into(),
        standing: standing(case.tier, latest, acuity, tx.now()).into(),
        override_ends_at: latest.and_then(|decision| decision.ends_at),
        score: acuity.score(),
        min: acuity.bounds.min,
        max: acuity.bounds.max,
        possible: acuity.possible.iter().copied().map(Into::into).collect(),
        provisional: acuity.is_provisional(),
    }
}

fn part_view(part: Part) -> AcuityPart {
    AcuityPart {
        fact: part.fact.into(),
        factor: part.factor.into(),
        min: part.points.min,
        max: part.points.max,
        of: part.of,
        because: part.because,
        ask: part.ask,
    }
}

fn decision_view(tx: &Tx, decision: TierDecision) -> TierDecisionView {
    let name = tx.directory().name(decision.decided_by).to_owned();
    TierDecisionView {
        id: decision.id,
        kind: decision.kind.into(),
        from_tier: decision.from_tier.into(),
        to_tier: decision.to_tier.into(),
        score_min: decision.score_min,
        score_max: decision.score_max,
        model_low: decision.model_low.into(),
        model_high: decision.model_high.into(),
        model: decision.model,
        reason: decision.reason,
        ends_at: decision.ends_at,
        decided_by: Ref { id: decision.decided_by, name },
        decided_at: decision.decided_at,
    }
}

/// The view of a judgement of a person called `name`; `decisions` are newest first.
fn view(tx: &Tx, case: &Case, name: String, acuity: Acuity, decisions: Vec<TierDecision>) -> AcuityView {
    let active = case.status == CaseStatus::Active;
    AcuityView {
        judgement: judgement(tx, case, name, decisions.first(), &acuity),
        parts: acuity.parts.into_iter().map(part_view).collect(),
        ask_next: acuity.ask_next,
        model: acuity.model,
        version: acuity.version,
        judged_at: tx.now(),
        decisions: decisions.into_iter().map(|decision| decision_view(tx, decision)).collect(),
        can: if active && tx.actor().may(Capability::TierWrite) { vec!["tier_decide"] } else { Vec::new() },
    }
}

/// How much care the person of a case needs now: the score with its parts and bounds, and the decisions about the tier.
#[utoipa::path(tag = "acuity", operation_id = "acuity_get", params(("id" = Uuid, Path)), responses((status = 200, body = AcuityView)))]
#[get("/cases/{id}/acuity")]
pub async fn acuity_get(
    access: Allowed<cap::AcuityRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AcuityView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let known = tx.case_records(&[case.id]).await?.remove(&case.id).unwrap_or_default();
        let decisions = tx.tier_decisions_of(case.id).await?;
        let name = tx.person_name(case.person_id).await?;
        let acuity = judged(tx, &case, &known);
        Ok(Answer::resource(case.version, view(tx, &case, name, acuity, decisions)))
    });
    Ok(answer.await?)
}

/// The judgements of active cases within reach, in the order of `case_list`. With a filter, a page holds as many as were found among
/// the next 1,000 cases: there may be more behind a page that is not full.
#[utoipa::path(tag = "acuity", operation_id = "acuity_list", params(AcuityQuery), responses((status = 200, body = Page<JudgementView>)))]
#[get("/acuities")]
pub async fn acuity_list(
    access: Allowed<cap::AcuityRead>,
    state: web::Data<State>,
    query: Query<AcuityQuery>,
) -> Result<Answer<Page<JudgementView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let scope = if query.scope.is_some_and(|code| code.0 == Scope::Team) { CaseScope::Team } else { CaseScope::Mine };
    let filter = JudgementFilter { standing: query.standing.map(|code| code.0), provisional: query.provisional };
    let page = state
        .store
        .read(&access, async |tx| {
            let judged = tx.judged_cases(scope, filter, after, query.limit.probe()).await?;
            let one = |one: JudgedCase| judgement(tx, &one.case, one.name, one.latest.as_ref(), &one.acuity);
            Ok(Page::new(judged.found, query.limit, |one| one.case.id, one).going_on(judged.stopped_at))
        })
        .await?;
    Ok(Answer::ok(page))
}
