//! The published model, for everybody to read.

use actix_web::{get, web};
use domain::Code;
use domain::access::cap;
use domain::acuity::model::MODEL;
use domain::acuity::{Factor, LONGEST_OVERRIDE_DAYS};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::State;
use crate::http::code::{AcuityFactCode, AcuityFactorCode, TierCode};
use crate::http::{Allowed, Answer, Problem};

/// The published model of acuity.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityModelView {
    code: &'static str,
    version: &'static str,
    /// Factors with their weights; the weights sum to the highest score.
    factors: Vec<AcuityFactor>,
    /// How each fact becomes points.
    facts: Vec<AcuityScale>,
    /// The lowest score of each tier.
    tiers: Vec<TierThreshold>,
    /// Days for which an override holds at most.
    longest_override_days: u64,
    source: &'static str,
}

/// A factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityFactor {
    factor: AcuityFactorCode,
    /// The most points that its facts give together.
    weight: i64,
}

/// How a fact becomes points.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityScale {
    fact: AcuityFactCode,
    factor: AcuityFactorCode,
    /// Points from each value on.
    steps: Vec<AcuityStep>,
    /// What answers it when it is missing: code of an instrument, or `contact`.
    ask: Option<&'static str>,
    /// Why these numbers.
    why: &'static str,
}

/// From this value on, this many points.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcuityStep {
    from: i64,
    points: i64,
}

/// The lowest score of a tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierThreshold {
    tier: TierCode,
    from: i64,
    why: &'static str,
}

/// The published model: factors, weights, tables and thresholds, each with its reason.
#[utoipa::path(tag = "acuity", operation_id = "acuity_model", responses((status = 200, body = AcuityModelView)))]
#[get("/acuity-model")]
pub async fn acuity_model(
    access: Allowed<cap::RuleRead>,
    state: web::Data<State>,
) -> Result<Answer<AcuityModelView>, Problem> {
    let answer = state.store.read(&access, async |_| Ok(Answer::ok(view())));
    Ok(answer.await?)
}

fn view() -> AcuityModelView {
    AcuityModelView {
        code: MODEL.code,
        version: MODEL.version,
        factors: Factor::ALL
            .iter()
            .map(|factor| AcuityFactor { factor: (*factor).into(), weight: MODEL.weight(*factor) })
            .collect(),
        facts: MODEL
            .facts
            .iter()
            .map(|scale| AcuityScale {
                fact: scale.fact.into(),
                factor: scale.factor.into(),
                steps: scale.steps.iter().map(|step| AcuityStep { from: step.from, points: step.points }).collect(),
                ask: scale.ask,
                why: scale.why,
            })
            .collect(),
        tiers: MODEL
            .tiers
            .iter()
            .map(|tier| TierThreshold { tier: tier.tier.into(), from: tier.from, why: tier.why })
            .collect(),
        longest_override_days: LONGEST_OVERRIDE_DAYS,
        source: "Ours, not a published instrument: an additive model with bounds. Version 2026-1.",
    }
}
