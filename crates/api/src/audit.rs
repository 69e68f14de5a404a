//! The audit trail, for the privacy officer.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use persistence::audit::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::person::{AccessEntry, access_entry};

/// Filter of the trail; all parts must match.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// By actor.
    actor_id: Option<Uuid>,
    /// By operation id.
    #[param(max_length = 60)]
    operation: Option<String>,
    /// `ok`, `denied`, `not_found`, `refused` or `failed`.
    #[param(max_length = 20)]
    outcome: Option<String>,
    /// From this instant.
    from: Option<DateTime<Utc>>,
    /// Before this instant.
    to: Option<DateTime<Utc>>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(audit_list);
}

/// Everything that was done, asked and refused, newest first.
#[utoipa::path(tag = "audit", operation_id = "audit_list", params(AuditQuery), responses((status = 200, body = Page<AccessEntry>)))]
#[get("/audit")]
pub async fn audit_list(
    access: Allowed<cap::AuditRead>,
    state: web::Data<State>,
    query: Query<AuditQuery>,
) -> Result<Answer<Page<AccessEntry>>, Problem> {
    let query = query.0;
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let filter = AuditFilter {
        actor_id: query.actor_id,
        operation: query.operation,
        outcome: query.outcome,
        from: query.from,
        to: query.to,
    };
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.audit_list(&filter, after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |row| (row.at, row.id), |row| access_entry(tx, row)))
        })
        .await?;
    Ok(Answer::ok(page))
}
