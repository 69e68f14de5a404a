//! One case: when its person is to be reached next, and what was tried.

use actix_web::{get, web};
use domain::access::cap;
use domain::case::CaseStatus;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{EngagementAttempt, EngagementView, NextContactView, attempt_view, engagement_view, next_view, reaching};
use crate::app::State;
use crate::http::{Allowed, Answer, Problem};

/// Most attempts that are shown.
const SHOWN: usize = 50;

/// How the reaching of a case goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseEngagement {
    /// The case.
    id: Uuid,
    person_id: Uuid,
    /// When the person is to be reached next; null when the case is closed.
    next: Option<NextContactView>,
    engagement: EngagementView,
    /// What was tried since the last two-way contact, the newest first.
    attempts: Vec<EngagementAttempt>,
    time_zone: String,
}

/// When the person of a case is to be reached next and why then, how the reaching goes, what was tried and what would change it.
#[utoipa::path(tag = "contact", operation_id = "engagement_get", params(("id" = Uuid, Path)), responses((status = 200, body = CaseEngagement)))]
#[get("/cases/{id}/engagement")]
pub async fn engagement_get(
    access: Allowed<cap::ContactRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CaseEngagement>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let known = tx.contact_cadences().await?;
        let now = tx.now();
        let touches = tx.touches_of(vec![case.person_id], now).await?.remove(&case.person_id).unwrap_or_default();
        let active = case.status == CaseStatus::Active;
        let own = reaching(tx, &known, case, String::new(), touches);
        let attempts = own.engagement.tried.iter().take(SHOWN).map(|touch| attempt_view(tx, touch)).collect();
        Ok(Answer::ok(CaseEngagement {
            id: own.case.id,
            person_id: own.case.person_id,
            next: active.then(|| next_view(&own)),
            engagement: engagement_view(&own.engagement),
            attempts,
            time_zone: tx.directory().zone(own.case.program_id).name().to_owned(),
        }))
    });
    Ok(answer.await?)
}
