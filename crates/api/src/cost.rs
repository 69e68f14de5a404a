//! Costs of people, expected and observed, and what their programs spent on them.

use crate::http::ServiceConfig;
use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::case::Case;
use domain::clock::local_date;
use domain::cost::{self, Cost, CostStatus};
use domain::csv::{Flaw, Line};
use domain::{Change, Rule};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::CostStatusCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;
use crate::table::{self, Entry, TableImport, TableImportView};
use crate::task::Reason;
use crate::throughput::program_ref;

/// The cost of a person over some days.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    /// The program of the case.
    program: Ref,
    person_id: Uuid,
    /// First day.
    starts_on: NaiveDate,
    /// Last day. In its period it counts.
    ends_on: NaiveDate,
    /// Expected cost in cents: the lowest estimate.
    expected_low: i64,
    /// The estimate that counts, in cents.
    expected: i64,
    /// The highest estimate, in cents.
    expected_high: i64,
    /// What the care did cost, in cents.
    observed: i64,
    /// What the program spent on the person, in cents.
    program_cost: i64,
    status: CostStatusCode,
    /// Why it is an error.
    reason: Option<String>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// A cost to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "starts_on": "2026-01-01", "ends_on": "2026-03-31", "expected_low": 900000, "expected": 1200000, "expected_high": 1500000,
    "observed": 1050000, "program_cost": 60000
}))]
pub struct CostCreate {
    /// First day.
    starts_on: NaiveDate,
    /// Last day. In its period it counts.
    ends_on: NaiveDate,
    /// Expected cost in cents: the lowest estimate.
    #[schema(minimum = 0)]
    expected_low: i64,
    /// The estimate that counts, in cents.
    #[schema(minimum = 0)]
    expected: i64,
    /// The highest estimate, in cents.
    #[schema(minimum = 0)]
    expected_high: i64,
    /// What the care did cost, in cents.
    #[schema(minimum = 0)]
    observed: i64,
    /// What the program spent on the person, in cents.
    #[schema(minimum = 1)]
    program_cost: i64,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(cost_list).service(cost_create).service(cost_withdraw).service(cost_import);
}

/// The view; its case is among `cases`.
fn view(tx: &Tx, one: Cost, cases: &[Case]) -> CostView {
    let program_id = cases.iter().find(|case| case.id == one.case_id).map_or_else(Uuid::nil, |case| case.program_id);
    let may = tx.actor().may(Capability::CostWrite) && one.status == CostStatus::Recorded;
    CostView {
        id: one.id,
        version: one.version,
        case_id: one.case_id,
        program: program_ref(tx, program_id),
        person_id: one.person_id,
        starts_on: one.starts_on,
        ends_on: one.ends_on,
        expected_low: one.expected_low,
        expected: one.expected,
        expected_high: one.expected_high,
        observed: one.observed,
        program_cost: one.program_cost,
        status: one.status.into(),
        reason: one.error_reason,
        author: Ref { id: one.author_id, name: tx.directory().name(one.author_id).to_owned() },
        created_at: one.created_at,
        can: if may { vec!["cost_withdraw"] } else { Vec::new() },
    }
}

impl CostCreate {
    /// The record, of nobody yet.
    fn of_nobody(self, author_id: Uuid, now: DateTime<Utc>) -> Cost {
        Cost {
            id: Uuid::now_v7(),
            version: 1,
            case_id: Uuid::nil(),
            person_id: Uuid::nil(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            expected_low: self.expected_low,
            expected: self.expected,
            expected_high: self.expected_high,
            observed: self.observed,
            program_cost: self.program_cost,
            status: CostStatus::Recorded,
            error_reason: None,
            author_id,
            created_at: now,
        }
    }
}

impl Entry for Cost {
    const COLUMNS: &'static [&'static str] = cost::COLUMNS;

    fn read(line: &Line, author_id: Uuid, now: DateTime<Utc>) -> Result<(Self, NaiveDate), Flaw> {
        let body = CostCreate {
            starts_on: line.date("starts_on")?,
            ends_on: line.date("ends_on")?,
            expected_low: line.cents("expected_low")?,
            expected: line.cents("expected")?,
            expected_high: line.cents("expected_high")?,
            observed: line.cents("observed")?,
            program_cost: line.cents("program_cost")?,
        };
        let day = body.ends_on;
        Ok((body.of_nobody(author_id, now), day))
    }

    fn about(self, case: &Case) -> Self {
        Self { case_id: case.id, person_id: case.person_id, ..self }
    }

    async fn known(tx: &mut Tx, person_id: Uuid) -> persistence::Result<Vec<Self>> {
        tx.recorded_costs_of(person_id).await
    }

    fn is_among(&self, others: &[Self]) -> bool {
        others.iter().any(|other| self.says_the_same(other))
    }

    fn recorded(self, others: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.record(others, today)
    }
}

/// Costs of people, expected and observed, and what their programs spent on them of a person, the latest first.
#[utoipa::path(tag = "measure", operation_id = "cost_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CostView>)))]
#[get("/people/{id}/costs")]
pub async fn cost_list(
    access: Allowed<cap::CostWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CostView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.costs_of(*id).await?;
        let cases = tx.cases_of(&[*id]).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|one| view(tx, one, &cases)).collect())))
    });
    Ok(answer.await?)
}

/// Records the cost of a person over some days.
#[utoipa::path(tag = "measure", operation_id = "cost_create", params(("id" = Uuid, Path)), request_body = CostCreate, responses((status = 201, body = CostView)))]
#[post("/cases/{id}/costs")]
pub async fn cost_create(
    access: Allowed<cap::CostWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CostCreate>,
) -> Result<Answer<CostView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        let today = local_date(tx.now(), tx.directory().zone(case.program_id));
        let others = tx.recorded_costs_of(case.person_id).await?;
        let one = body.of_nobody(tx.actor().id, tx.now()).about(&case);
        let one = tx.apply(one.record(&others, today)?)?;
        Ok(Answer::created(one.version, view(tx, one, &[case])))
    });
    Ok(answer.await?)
}

/// Marks the cost of a person over some days as entered in error: it is kept with the reason, and counts for nothing.
#[utoipa::path(tag = "measure", operation_id = "cost_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CostView)))]
#[post("/costs/{id}/withdraw")]
pub async fn cost_withdraw(
    access: Allowed<cap::CostWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CostView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let one = tx.cost(*id).await?;
        tx.require_version(one.version, version.0)?;
        let cases = tx.cases_of(&[one.person_id]).await?;
        let one = tx.apply(one.withdraw(reason)?)?;
        Ok(Answer::resource(one.version, view(tx, one, &cases)))
    });
    Ok(answer.await?)
}

/// Brings in costs as a CSV file with the columns person, program, starts_on, ends_on, expected_low, expected, expected_high, observed and
/// program_cost; amounts with at most two decimals. Send it again at any time: what is the same changes nothing.
#[utoipa::path(tag = "measure", operation_id = "cost_import", request_body = TableImport, responses((status = 200, body = TableImportView)))]
#[post("/costs/imports")]
pub async fn cost_import(
    access: Allowed<cap::CostWrite>,
    state: web::Data<State>,
    body: Valid<TableImport>,
) -> Result<Answer<TableImportView>, Problem> {
    table::bring_in::<Cost, _>(&state.store, &access, body.0).await
}
