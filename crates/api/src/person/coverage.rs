//! Coverages: who pays for a person, since when, and which law judges the payer.

use actix_web::{post, put, web};
use chrono::NaiveDate;
use domain::Change;
use domain::access::{Capability, cap};
use domain::person::Coverage;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{CoverageKindCode, LineOfBusinessCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// Coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageView {
    id: Uuid,
    version: i32,
    payer: String,
    kind: CoverageKindCode,
    member_id: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    line: Option<LineOfBusinessCode>,
    priority: Option<i32>,
    /// The plan of the payer, where it is known.
    plan_id: Option<Uuid>,
    /// Operations the reader may do on this coverage now.
    can: Vec<&'static str>,
}

/// Coverage of a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "payer": "Capital Health", "kind": "medicare", "member_id": "1EG4-TE5-MK73", "starts_on": "2024-01-01", "priority": 1
}))]
pub struct CoverageCreate {
    /// Payer.
    #[schema(min_length = 1, max_length = 200)]
    payer: String,
    /// Kind.
    kind: CoverageKindCode,
    /// Member number.
    #[schema(max_length = 100)]
    member_id: Option<String>,
    /// First day.
    starts_on: Option<NaiveDate>,
    /// Last day.
    ends_on: Option<NaiveDate>,
    /// Which law judges its authorizations.
    line: Option<LineOfBusinessCode>,
    /// In which order payers are asked: 1 is the first.
    #[schema(minimum = 1, maximum = 9)]
    priority: Option<i32>,
    /// The plan of the payer, where it is known.
    plan_id: Option<Uuid>,
}

/// The view of a coverage.
pub fn coverage_view(tx: &Tx, coverage: Coverage) -> CoverageView {
    CoverageView {
        id: coverage.id,
        version: coverage.version,
        payer: coverage.payer,
        kind: coverage.kind.into(),
        member_id: coverage.member_id,
        starts_on: coverage.starts_on,
        ends_on: coverage.ends_on,
        line: coverage.line.map(Into::into),
        priority: coverage.priority,
        plan_id: coverage.plan_id,
        can: if tx.actor().may(Capability::PersonWrite) { vec!["coverage_update"] } else { Vec::new() },
    }
}

/// Records a coverage.
#[utoipa::path(tag = "person", operation_id = "coverage_create", params(("id" = Uuid, Path)), request_body = CoverageCreate, responses((status = 201, body = CoverageView)))]
#[post("/people/{id}/coverages")]
pub async fn coverage_create(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CoverageCreate>,
) -> Result<Answer<CoverageView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let coverage = body.0.coverage(Uuid::now_v7(), 1, *id, None);
        let coverage = tx.apply(Change::created(coverage))?;
        Ok(Answer::created(1, coverage_view(tx, coverage)))
    });
    Ok(answer.await?)
}

/// Changes a coverage.
#[utoipa::path(tag = "person", operation_id = "coverage_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CoverageCreate, responses((status = 200, body = CoverageView)))]
#[put("/coverages/{id}")]
pub async fn coverage_update(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CoverageCreate>,
) -> Result<Answer<CoverageView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let known = tx.coverage(*id).await?;
        tx.require_version(known.version, version.0)?;
        let coverage = body.0.coverage(known.id, known.version, known.person_id, known.source);
        let coverage = tx.apply(coverage.change())?;
        Ok(Answer::resource(coverage.version, coverage_view(tx, coverage)))
    });
    Ok(answer.await?)
}

impl CoverageCreate {
    fn coverage(self, id: Uuid, version: i32, person_id: Uuid, source: Option<String>) -> Coverage {
        Coverage {
            id,
            version,
            person_id,
            payer: self.payer,
            kind: self.kind.0,
            member_id: self.member_id,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            line: self.line.map(|code| code.0),
            priority: self.priority,
            plan_id: self.plan_id,
            source,
        }
    }
}
