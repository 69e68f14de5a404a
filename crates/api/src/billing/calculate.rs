//! The calculator: a month of time and facts in, the allowed codes out. Nothing is stored.

use std::collections::BTreeSet;

use actix_web::{post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::cap;
use domain::billing::{self, Question, Span, Worked};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{BillingFacts, BillingResult};
use crate::app::State;
use crate::http::code::{BillingActivityCode, BillingFamilyCode, BillingRoleCode};
use crate::http::{Allowed, Answer, Problem, Valid};

/// A span of time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingSpan {
    /// Who spent it.
    staff_id: Uuid,
    /// As what.
    role: BillingRoleCode,
    /// On whom; what is about other people only shows impossible days.
    person_id: Uuid,
    /// On what.
    activity: BillingActivityCode,
    /// True when they spoke with the person or a caregiver.
    live: bool,
    /// First instant.
    starts_at: DateTime<Utc>,
    /// First instant after it; within a day.
    ends_at: DateTime<Utc>,
}

/// What somebody worked on a day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingWorked {
    /// Who.
    staff_id: Uuid,
    /// On which day.
    on: NaiveDate,
    /// Seconds.
    #[schema(minimum = 0, maximum = 90000)]
    seconds: i64,
}

/// What a unit of a code is worth to the practice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingPoints {
    /// The code.
    #[schema(min_length = 5, max_length = 5, example = "99490")]
    code: String,
    /// Points: any measure, the same for all codes.
    #[schema(minimum = 0, maximum = 100000)]
    points: u32,
}

/// A month of one person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "month": "2026-03", "person_id": "0198d3a1-0000-7000-8000-000000000001", "time_zone": "America/New_York", "families": ["chronic_staff"],
    "facts": { "chronic_conditions": 2, "plan": true, "consent_at": "2026-01-12T10:00:00-05:00" },
    "spans": [{
        "staff_id": "0198d3a1-0000-7000-8000-000000000003", "person_id": "0198d3a1-0000-7000-8000-000000000001", "activity": "care_management", "role": "clinical_staff", "live": true,
        "starts_at": "2026-03-06T14:00:00-05:00", "ends_at": "2026-03-06T14:25:00-05:00"
    }]
}))]
pub struct BillingCalculate {
    /// The month.
    #[schema(min_length = 7, max_length = 7, pattern = "^[2-9][0-9]{3}-(0[1-9]|1[0-2])$", example = "2026-03")]
    month: String,
    /// IANA zone whose days count; that of the organization when absent.
    #[schema(max_length = 64, example = "America/New_York")]
    time_zone: Option<String>,
    /// The person.
    person_id: Uuid,
    /// Families of codes that the practice bills; all when empty.
    #[schema(max_items = 30)]
    families: Vec<BillingFamilyCode>,
    /// All that is recorded of the workers.
    #[schema(max_items = 1000)]
    spans: Vec<BillingSpan>,
    /// What was worked, where it is known.
    #[serde(default)]
    #[schema(max_items = 1000)]
    worked: Vec<BillingWorked>,
    /// The facts.
    facts: BillingFacts,
    /// Points where they differ from ours.
    #[serde(default)]
    #[schema(max_items = 100)]
    points: Vec<BillingPoints>,
}

/// Counts a month: seconds, the allowed set of greatest value, why every other code fails, and what is wrong with the time.
#[utoipa::path(tag = "billing", operation_id = "billing_calculate", request_body = BillingCalculate, responses((status = 200, body = BillingResult)))]
#[post("/billing/month")]
pub async fn billing_calculate(
    access: Allowed<cap::BillingCalculate>,
    state: web::Data<State>,
    body: Valid<BillingCalculate>,
) -> Result<Answer<BillingResult>, Problem> {
    let body = body.0;
    let answer = state.store.read(&access, async |tx| {
        let unknown = || Rule::at("unknown_time_zone", "/time_zone", "Give the zone as the IANA list names it.");
        let zone = match &body.time_zone {
            Some(name) => name.parse().map_err(|_| unknown())?,
            None => tx.directory().main_zone(),
        };
        let month = super::first_day(&body.month)
            .ok_or_else(|| Rule::at("unknown_month", "/month", "Give the month as year and month."))?;
        let spans: Vec<Span> = body.spans.into_iter().map(span).collect();
        let worked = body.worked.iter();
        let worked: Vec<Worked> =
            worked.map(|one| Worked { staff_id: one.staff_id, on: one.on, seconds: one.seconds }).collect();
        let found = billing::bill(&Question {
            month,
            zone,
            person_id: body.person_id,
            families: body.families.into_iter().map(|family| family.0).collect::<BTreeSet<_>>(),
            elsewhere: BTreeSet::new(),
            spans: &spans,
            worked: &worked,
            facts: &body.facts.into(),
            claimed: &[],
            points: body.points.into_iter().map(|one| (one.code, one.points)).collect(),
        })?;
        Ok(Answer::ok(BillingResult::from(found)))
    });
    Ok(answer.await?)
}

fn span(span: BillingSpan) -> Span {
    Span {
        staff_id: span.staff_id,
        role: span.role.0,
        person_id: span.person_id,
        activity: span.activity.0,
        live: span.live,
        starts_at: span.starts_at,
        ends_at: span.ends_at,
    }
}
