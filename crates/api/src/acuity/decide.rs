//! Adopting or overriding the tier that the model proposes: the one way to change a tier.

use actix_web::{post, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::acuity::{Asked, decide};
use domain::task::{Task, TaskKind};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AcuityView, judged, view};
use crate::app::State;
use crate::case::rerank_open_work;
use crate::http::code::{DecisionKindCode, TierCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// A decision about the tier of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "overridden", "tier": "complex", "reason": "Lost her caregiver this week.", "ends_on": "2026-05-01"
}))]
pub struct TierDecide {
    /// Adopt a tier that the model holds possible, or override it with another.
    kind: DecisionKindCode,
    /// The tier.
    tier: TierCode,
    /// Why; needed to override.
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Last day of an override, at most 90 days ahead, in the time zone of the program.
    ends_on: Option<NaiveDate>,
}

/// Adopts the tier that the model proposes, or overrides it with a reason and an end. Open work of the case is ranked anew, and where
/// the tier is raised the plan in force is reviewed within a week; when an override ends, a task asks for a new decision.
#[utoipa::path(tag = "acuity", operation_id = "tier_decide", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TierDecide, responses((status = 200, body = AcuityView)))]
#[post("/cases/{id}/tier")]
pub async fn tier_decide(
    access: Allowed<cap::TierWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TierDecide>,
) -> Result<Answer<AcuityView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let work = tx.case_work(*id).await?;
        tx.require_version(work.case.version, version.0)?;
        let known = tx.case_records(&[*id]).await?.remove(id.as_ref()).unwrap_or_default();
        let mut decisions = tx.tier_decisions_of(*id).await?;
        let name = tx.person_name(work.case.person_id).await?;
        let acuity = judged(tx, &work.case, &known);
        let asked = Asked { kind: body.kind.0, tier: body.tier.0, reason: body.reason, ends_on: body.ends_on };
        let zone = tx.directory().zone(work.case.program_id);
        let (by, now) = (tx.actor().id, tx.now());
        let decided = decide(work.case.clone(), asked, &acuity, by, zone, &mut Uuid::now_v7, now)?;
        let case = tx.apply(decided.case)?;
        rerank_open_work(tx, &case, work).await?;
        let asks = |task: &Task| task.kind == TaskKind::TierReview;
        for task in tx.open_tasks_of(*id).await?.into_iter().filter(asks) {
            tx.apply(task.complete(Some("The tier was decided.".into()), now)?)?;
        }
        if decided.decision.record.to_tier > decided.decision.record.from_tier {
            tx.review_after_raise(&case).await?;
        }
        if let Some(task) = decided.task {
            tx.apply(task)?;
        }
        decisions.insert(0, tx.apply(decided.decision)?);
        Ok(Answer::resource(case.version, view(tx, &case, name, acuity, decisions)))
    });
    Ok(answer.await?)
}
