//! The months of many cases: as a list, and as a file.

use actix_web::{get, web};
use chrono::NaiveDate;
use domain::access::cap;
use domain::billing::Month;
use persistence::Tx;
use persistence::billing::{AfterName, BillingScope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::record::{self, CaseMonth};
use super::view::{BillingLine, BillingNext, BillingResult};
use super::{asked_month, written};
use crate::app::State;
use crate::http::csv::cell;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::program::Ref;
use crate::today::{Scope, ScopeCode};

/// Cases of one page of a file, and of a file at most.
const PAGE: i64 = 200;
const MOST_EXPORTED: usize = 10_000;

/// Which months.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BillingListQuery {
    /// The month; the running one when absent.
    #[param(min_length = 7, max_length = 7, pattern = "^[2-9][0-9]{3}-(0[1-9]|1[0-2])$", example = "2026-03")]
    month: Option<String>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// `mine` for one's own panel, `team` for everybody within reach.
    scope: Option<ScopeCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Which months to take out.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BillingExportQuery {
    /// The month; the running one when absent.
    #[param(min_length = 7, max_length = 7, pattern = "^[2-9][0-9]{3}-(0[1-9]|1[0-2])$", example = "2026-03")]
    month: Option<String>,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// A case's month in a list. Time that its workers recorded with other people is looked at in the case only.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingMonthItem {
    /// The case.
    id: Uuid,
    person: Ref,
    owner: Ref,
    program_id: Uuid,
    /// Seconds that the record holds.
    recorded_seconds: i64,
    /// Seconds that count.
    counted_seconds: i64,
    /// True when a consent is known.
    consented: bool,
    lines: Vec<BillingLine>,
    next: Option<BillingNext>,
    /// How many things are wrong with the time.
    findings: usize,
    /// Codes of the set whose documentation is not complete.
    undocumented: Vec<&'static str>,
}

/// Months of billing as a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingExport {
    file_name: String,
    /// Comma-separated values, one line for each code of a case, with the documentation that is missing.
    csv: String,
    /// Cases in the file.
    cases: usize,
    /// True when there are more cases than a file holds.
    cut: bool,
}

/// Cases with time or facts in a month, in order of names: the time so far, the codes, and what is missing to the next one.
#[utoipa::path(tag = "billing", operation_id = "billing_month_list", params(BillingListQuery), responses((status = 200, body = Page<BillingMonthItem>)))]
#[get("/billing-months")]
pub async fn billing_month_list(
    access: Allowed<cap::BillingRead>,
    state: web::Data<State>,
    query: Query<BillingListQuery>,
) -> Result<Answer<Page<BillingMonthItem>>, Problem> {
    let after: Option<AfterName> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let month = asked_month(tx, query.month.as_deref());
        let mine = query.scope.is_some_and(|scope| scope.0 == Scope::Mine);
        let owner_id = mine.then(|| tx.actor().id);
        let scope = BillingScope { program_id: query.program_id, owner_id };
        let rows = page(tx, &scope, month, after, query.limit.probe()).await?;
        let key = |row: &(CaseMonth, (String, String))| (row.1.1.clone(), row.1.0.clone(), row.0.case.id);
        let page = Page::new(rows, query.limit, key, |(found, name)| item(tx, found, name));
        Ok(Answer::ok(page))
    });
    Ok(answer.await?)
}

/// Takes the months of everybody within reach out as a file.
#[utoipa::path(tag = "billing", operation_id = "billing_month_export", params(BillingExportQuery), responses((status = 200, body = BillingExport)))]
#[get("/billing-months/export")]
pub async fn billing_month_export(
    access: Allowed<cap::BillingExport>,
    state: web::Data<State>,
    query: Query<BillingExportQuery>,
) -> Result<Answer<BillingExport>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let month = asked_month(tx, query.month.as_deref());
        let scope = BillingScope { program_id: query.program_id, owner_id: None };
        let mut csv = String::from(
            "case_id,person,owner,month,counted_seconds,code,units,seconds,findings,missing_documentation\r\n",
        );
        let (mut cases, mut after, mut more) = (0, None, true);
        while more && cases < MOST_EXPORTED {
            let rows = page(tx, &scope, month, after, PAGE).await?;
            more = i64::try_from(rows.len()).is_ok_and(|len| len == PAGE);
            after = rows.last().map(|(found, (given, family))| (family.clone(), given.clone(), found.case.id));
            cases += rows.len();
            for (found, name) in &rows {
                let owner = tx.directory().name(found.case.owner_id).to_owned();
                lines_of(found, &format!("{} {}", name.0, name.1), &owner).for_each(|line| csv.push_str(&line));
            }
        }
        let file_name = format!("billing-{}.csv", written(month));
        Ok(Answer::ok(BillingExport { file_name, csv, cases, cut: more }))
    });
    Ok(answer.await?)
}

async fn page(
    tx: &mut Tx,
    scope: &BillingScope,
    month: NaiveDate,
    after: Option<AfterName>,
    limit: i64,
) -> persistence::Result<Vec<(CaseMonth, (String, String))>> {
    let listed = tx.billing_cases(scope, month, after, limit).await?;
    let (cases, names): (Vec<_>, Vec<_>) = listed.into_iter().map(|one| (one.case, one.name)).unzip();
    let found = record::of_cases(tx, cases, month).await?;
    Ok(found.into_iter().zip(names).collect())
}

fn item(tx: &Tx, found: CaseMonth, (given, family): (String, String)) -> BillingMonthItem {
    let CaseMonth { case, known, result, support, .. } = found;
    let (recorded_seconds, counted_seconds) = (result.seconds.recorded, result.seconds.counted);
    let findings = result.findings.len();
    let BillingResult { lines, next, .. } = result.into();
    BillingMonthItem {
        id: case.id,
        person: Ref { id: case.person_id, name: format!("{given} {family}") },
        owner: Ref { id: case.owner_id, name: tx.directory().name(case.owner_id).to_owned() },
        program_id: case.program_id,
        recorded_seconds,
        counted_seconds,
        consented: known.facts.consent_at.is_some(),
        lines,
        next,
        findings,
        undocumented: support.iter().filter(|one| one.missing().next().is_some()).map(|one| one.code).collect(),
    }
}

/// The lines of a case in the file: one for each code, and one without a code where there is none.
fn lines_of(found: &CaseMonth, person: &str, owner: &str) -> impl Iterator<Item = String> {
    let Month { seconds, lines, findings, .. } = &found.result;
    let head = [found.case.id.to_string(), cell(person), cell(owner), written(found.known.month)].join(",");
    let lacking = |code: &str| {
        let support = found.support.iter().find(|one| one.code == code);
        let missing: Vec<String> =
            support.into_iter().flat_map(|one| one.missing()).map(|one| one.to_string()).collect();
        missing.join(" ")
    };
    let line = |code: &str, units: u32, needed: i64| {
        let missing = lacking(code);
        format!("{head},{},{code},{units},{needed},{},{missing}\r\n", seconds.counted, findings.len())
    };
    let billed: Vec<String> = lines.iter().map(|one| line(one.code, one.units, one.seconds)).collect();
    let none = billed.is_empty().then(|| line("", 0, 0));
    billed.into_iter().chain(none)
}
