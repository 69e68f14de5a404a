//! The month of a case: its time from the record, the codes, and why the others fail.

use actix_web::{get, put, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::{self, CaseMonth, Recorded};
use super::view::{BillingFacts, BillingResult, BillingSupportView};
use super::{BillingMonthQuery, asked_month, written};
use crate::app::State;
use crate::http::code::{BillingActivityCode, BillingFamilyCode, BillingRoleCode, BillingSourceCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Query, Valid};
use crate::program::Ref;

/// A span of time from the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingSpanView {
    /// What it was recorded as.
    source: BillingSourceCode,
    /// The contact or appointment.
    id: Uuid,
    staff: Ref,
    role: BillingRoleCode,
    activity: BillingActivityCode,
    /// True when they spoke with the person or a caregiver.
    live: bool,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    seconds: i64,
}

/// A case's month.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingMonthView {
    /// The case.
    id: Uuid,
    /// 0 while nobody wrote facts of this month.
    version: i32,
    person: Ref,
    owner: Ref,
    program_id: Uuid,
    /// Zone whose days count.
    time_zone: String,
    #[schema(example = "2026-03")]
    month: String,
    /// Families of codes that the practice bills for the case.
    families: Vec<BillingFamilyCode>,
    facts: BillingFacts,
    spans: Vec<BillingSpanView>,
    result: BillingResult,
    /// The documentation that supports each code of the set: what is there, and what is missing.
    support: Vec<BillingSupportView>,
    /// Operations the reader may do on this month now.
    can: Vec<&'static str>,
}

/// What billing needs to know of a case's month beside time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingMonthUpdate {
    /// Families of codes that the practice bills for the case; all when empty.
    #[schema(max_items = 30)]
    families: Vec<BillingFamilyCode>,
    /// The facts.
    facts: BillingFacts,
}

/// A month of a case: its time from contacts and kept appointments, the allowed codes of greatest value, and why each other one
/// fails.
#[utoipa::path(tag = "billing", operation_id = "billing_month_get", params(("id" = Uuid, Path), BillingMonthQuery), responses((status = 200, body = BillingMonthView)))]
#[get("/cases/{id}/billing-month")]
pub async fn billing_month_get(
    access: Allowed<cap::BillingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<BillingMonthQuery>,
) -> Result<Answer<BillingMonthView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let month = asked_month(tx, query.month.as_deref());
        let case = tx.case(*id).await?;
        let found = record::of_case(tx, case, month, None).await?;
        Ok(Answer::resource(found.known.version, view(tx, found).await?))
    });
    Ok(answer.await?)
}

/// Writes what billing needs to know of the month. Version 0 says that nobody wrote anything yet.
#[utoipa::path(tag = "billing", operation_id = "billing_month_update", params(("id" = Uuid, Path), BillingMonthQuery, ("If-Match" = String, Header)), request_body = BillingMonthUpdate, responses((status = 200, body = BillingMonthView)))]
#[put("/cases/{id}/billing-month")]
pub async fn billing_month_update(
    access: Allowed<cap::BillingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<BillingMonthQuery>,
    version: IfMatch,
    body: Valid<BillingMonthUpdate>,
) -> Result<Answer<BillingMonthView>, Problem> {
    let BillingMonthUpdate { families, facts } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let month = asked_month(tx, query.month.as_deref());
        let case = tx.case(*id).await?;
        let known = record::known(tx, case.clone(), month).await?;
        tx.require_version(known.version, version.0)?;
        let (by, now) = (tx.actor().id, tx.now());
        let families = families.into_iter().map(|family| family.0).collect();
        let written = tx.apply(known.write(families, facts.into(), by, now)?)?;
        let found = record::of_case(tx, case, month, Some(written)).await?;
        Ok(Answer::resource(found.known.version, view(tx, found).await?))
    });
    Ok(answer.await?)
}

async fn view(tx: &mut Tx, found: CaseMonth) -> persistence::Result<BillingMonthView> {
    let CaseMonth { case, known, spans, result, support } = found;
    let name = tx.person_name(case.person_id).await?;
    let may = tx.actor().may(Capability::BillingWrite);
    Ok(BillingMonthView {
        id: case.id,
        version: known.version,
        person: Ref { id: case.person_id, name },
        owner: Ref { id: case.owner_id, name: tx.directory().name(case.owner_id).to_owned() },
        program_id: case.program_id,
        time_zone: tx.directory().zone(case.program_id).to_string(),
        month: written(known.month),
        families: known.families.into_iter().map(Into::into).collect(),
        facts: known.facts.into(),
        spans: spans.into_iter().map(|one| span(tx, one)).collect(),
        result: result.into(),
        support: support.into_iter().map(Into::into).collect(),
        can: may.then_some("billing_month_update").into_iter().collect(),
    })
}

fn span(tx: &Tx, recorded: Recorded) -> BillingSpanView {
    let Recorded { source, id, span } = recorded;
    BillingSpanView {
        source: source.into(),
        id,
        staff: Ref { id: span.staff_id, name: tx.directory().name(span.staff_id).to_owned() },
        role: span.role.into(),
        activity: span.activity.into(),
        live: span.live,
        starts_at: span.starts_at,
        ends_at: span.ends_at,
        seconds: (span.ends_at - span.starts_at).num_seconds(),
    }
}
