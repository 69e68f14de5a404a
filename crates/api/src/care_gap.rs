//! Gaps in care: what is due, what shows that it was done, and what to do next.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::care_gap::{CareGap, CareGapStatus, Closing, Evidence};
use domain::clock;
use persistence::Tx;
use persistence::care_gap::EvidenceRecord;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{CareGapKindCode, CareGapStatusCode, EvidenceKindCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::measure_board::whose;
use crate::program::Ref;
use crate::task::Reason;
use crate::today::ScopeCode;

/// A gap in care.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareGapView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    kind: CareGapKindCode,
    /// What is due, in words.
    title: String,
    /// More about it.
    note: Option<String>,
    /// What shows that it was done, in words.
    closed_by_evidence: String,
    /// What to do next, in words.
    action: String,
    /// The kinds of evidence that close it.
    closes: Vec<EvidenceKindCode>,
    opened_on: NaiveDate,
    due_on: Option<NaiveDate>,
    status: CareGapStatusCode,
    /// What showed that it was done; null while it is open, and when it was closed without.
    evidence: Option<CareGapEvidence>,
    /// Why it was closed without evidence, or is an error.
    reason: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Ref>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What showed that it was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareGapEvidence {
    kind: EvidenceKindCode,
    /// The record; null for a paper from outside.
    record_id: Option<Uuid>,
    on: Option<NaiveDate>,
    note: Option<String>,
}

/// A record that can close a gap.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceRecordView {
    kind: EvidenceKindCode,
    id: Uuid,
    at: DateTime<Utc>,
    /// Kind of the appointment or the reading, or the instrument.
    what: String,
}

/// A gap to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareGapCreate {
    /// What is due.
    kind: CareGapKindCode,
    /// More about it; what is due when it is something else.
    #[schema(max_length = 500)]
    note: Option<String>,
    /// Since when; today when absent.
    opened_on: Option<NaiveDate>,
    /// By when it is to be closed.
    due_on: Option<NaiveDate>,
}

/// How a gap is closed: with evidence, or with a reason why without.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareGapClose {
    /// What shows that it was done.
    evidence: Option<CareGapShown>,
    /// Why it is closed without.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// What shows that it was done: a record, or a paper from outside with its day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareGapShown {
    /// What it is.
    kind: EvidenceKindCode,
    /// The record; absent for a paper.
    record_id: Option<Uuid>,
    /// The day of the paper; that of the record counts otherwise.
    on: Option<NaiveDate>,
    /// More about it; which paper it is, and where it was seen.
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// Which open gaps.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CareGapQuery {
    /// `mine` for one's own panel, `team` for the teams that one leads; who sees everybody sees everybody.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// Of this kind.
    #[param(inline)]
    kind: Option<CareGapKindCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(care_gap_list)
        .service(care_gap_open_list)
        .service(care_gap_create)
        .service(care_gap_evidence)
        .service(care_gap_close)
        .service(care_gap_withdraw);
}

fn can(tx: &Tx, gap: &CareGap) -> Vec<&'static str> {
    let actor = tx.actor();
    let writes = actor.may(Capability::CareGapWrite);
    let withdraws = gap.may_withdraw(actor.id, actor.may(Capability::CaseAssign)).is_ok();
    let all =
        [(writes && gap.status == CareGapStatus::Open, "care_gap_close"), (writes && withdraws, "care_gap_withdraw")];
    all.into_iter().filter(|(may, _)| *may).map(|(_, operation)| operation).collect()
}

fn view(tx: &Tx, gap: CareGap, person_name: String) -> CareGapView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let entry = gap.kind.entry();
    let (record_id, on) = (gap.evidence_id, gap.evidence_on);
    let can = can(tx, &gap);
    CareGapView {
        id: gap.id,
        version: gap.version,
        case_id: gap.case_id,
        person: Ref { id: gap.person_id, name: person_name },
        kind: gap.kind.into(),
        title: entry.title.into(),
        note: gap.note,
        closed_by_evidence: entry.evidence.into(),
        action: entry.action.into(),
        closes: entry.closes.iter().map(|kind| (*kind).into()).collect(),
        opened_on: gap.opened_on,
        due_on: gap.due_on,
        status: gap.status.into(),
        evidence: gap.evidence_kind.map(|kind| CareGapEvidence {
            kind: kind.into(),
            record_id,
            on,
            note: gap.evidence_note,
        }),
        reason: gap.reason,
        closed_at: gap.closed_at,
        closed_by: gap.closed_by.map(name),
        author: name(gap.author_id),
        created_at: gap.created_at,
        can,
    }
}

/// The day that it is at the program of a gap's case.
async fn today(tx: &mut Tx, case_id: Uuid) -> persistence::Result<(NaiveDate, chrono_tz::Tz)> {
    let case = tx.case(case_id).await?;
    let zone = tx.directory().zone(case.program_id);
    Ok((clock::local_date(tx.now(), zone), zone))
}

/// The gaps of a person, the latest first: each with what closes it and what to do next.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<CareGapView>)))]
#[get("/people/{id}/care-gaps")]
pub async fn care_gap_list(
    access: Allowed<cap::CareGapRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<CareGapView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let gaps = tx.care_gaps_of(*id).await?;
        let name = tx.person_name(*id).await?;
        Ok(Answer::ok(Page::whole(gaps.into_iter().map(|gap| view(tx, gap, name.clone())).collect())))
    });
    Ok(answer.await?)
}

/// Open gaps of a panel, the longest open first.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_open_list", params(CareGapQuery), responses((status = 200, body = Page<CareGapView>)))]
#[get("/care-gaps")]
pub async fn care_gap_open_list(
    access: Allowed<cap::CareGapRead>,
    state: web::Data<State>,
    query: Query<CareGapQuery>,
) -> Result<Answer<Page<CareGapView>>, Problem> {
    let after: Option<(NaiveDate, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let (_, whose) = whose(tx, query.scope.map(|code| code.0), query.program_id);
        let kind = query.kind.map(|code| code.0);
        let rows = tx.care_gaps_open(&whose, kind, after, query.limit.probe()).await?;
        let names: HashMap<Uuid, String> = tx.person_names(rows.iter().map(|row| row.person_id).collect()).await?;
        tx.list_people(rows.iter().map(|row| row.person_id));
        let named = |row: CareGap| {
            let name = names.get(&row.person_id).cloned().unwrap_or_default();
            view(tx, row, name)
        };
        Ok(Answer::ok(Page::new(rows, query.limit, |row| (row.opened_on, row.id), named)))
    });
    Ok(answer.await?)
}

/// Opens a gap: something is due, and nobody has seen that it was done.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_create", params(("id" = Uuid, Path)), request_body = CareGapCreate, responses((status = 201, body = CareGapView)))]
#[post("/cases/{id}/care-gaps")]
pub async fn care_gap_create(
    access: Allowed<cap::CareGapWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CareGapCreate>,
) -> Result<Answer<CareGapView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        case.require_active()?;
        let today = clock::local_date(tx.now(), tx.directory().zone(case.program_id));
        let others = tx.care_gaps_of(case.person_id).await?;
        let name = tx.person_name(case.person_id).await?;
        let gap = CareGap {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            kind: body.kind.0,
            note: body.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()),
            opened_on: body.opened_on.unwrap_or(today),
            due_on: body.due_on,
            status: CareGapStatus::Open,
            evidence_kind: None,
            evidence_id: None,
            evidence_on: None,
            evidence_note: None,
            reason: None,
            closed_at: None,
            closed_by: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let gap = tx.apply(gap.open(&others, today)?)?;
        Ok(Answer::created(gap.version, view(tx, gap, name)))
    });
    Ok(answer.await?)
}

/// Records of the person that can close a gap, the latest first.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_evidence", params(("id" = Uuid, Path)), responses((status = 200, body = Page<EvidenceRecordView>)))]
#[get("/care-gaps/{id}/evidence")]
pub async fn care_gap_evidence(
    access: Allowed<cap::CareGapRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<EvidenceRecordView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let gap = tx.care_gap(*id).await?;
        let records = tx.evidence_of(gap.person_id, gap.kind, None).await?.into_iter();
        let views =
            records.map(|EvidenceRecord { kind, id, at, what }| EvidenceRecordView { kind: kind.into(), id, at, what });
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// How a gap is closed, with the day of the record that shows it.
async fn closing(
    tx: &mut Tx,
    gap: &CareGap,
    body: CareGapClose,
    (today, zone): (NaiveDate, chrono_tz::Tz),
) -> persistence::Result<Closing> {
    let CareGapShown { kind, record_id, on, note } = match (body.evidence, body.reason) {
        (Some(evidence), None) => evidence,
        (None, Some(reason)) => return Ok(Closing::Without(reason)),
        _ => {
            let detail = "Close it with the evidence that it was done, or say why without.";
            return Err(Rule::at("care_gap_closing", "/evidence", detail).into());
        }
    };
    let known = match record_id {
        Some(id) => {
            let records = tx.evidence_of(gap.person_id, gap.kind, Some(id)).await?;
            let record = records.into_iter().find(|one| one.kind == kind.0);
            let detail = "There is no such record of this person that shows it.";
            Some(record.ok_or_else(|| Rule::at("unknown_evidence", "/evidence/record_id", detail))?)
        }
        None => None,
    };
    let on = known.map(|record| clock::local_date(record.at, zone)).or(on).unwrap_or(today);
    Ok(Closing::With(Evidence { kind: kind.0, record_id, on, note }))
}

/// Closes a gap: with the evidence that it was done, or with a reason why without. Only the first counts as closed in K-9.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_close", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CareGapClose, responses((status = 200, body = CareGapView)))]
#[post("/care-gaps/{id}/close")]
pub async fn care_gap_close(
    access: Allowed<cap::CareGapWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CareGapClose>,
) -> Result<Answer<CareGapView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let gap = tx.care_gap(*id).await?;
        tx.require_version(gap.version, version.0)?;
        let day = today(tx, gap.case_id).await?;
        let closing = closing(tx, &gap, body, day).await?;
        let name = tx.person_name(gap.person_id).await?;
        let gap = tx.apply(gap.close(closing, tx.actor().id, day.0, tx.now())?)?;
        Ok(Answer::resource(gap.version, view(tx, gap, name)))
    });
    Ok(answer.await?)
}

/// Marks a gap as entered in error: it is kept with the reason, and counts for nothing.
#[utoipa::path(tag = "care_gap", operation_id = "care_gap_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = CareGapView)))]
#[post("/care-gaps/{id}/withdraw")]
pub async fn care_gap_withdraw(
    access: Allowed<cap::CareGapWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<CareGapView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let gap = tx.care_gap(*id).await?;
        tx.require_version(gap.version, version.0)?;
        let name = tx.person_name(gap.person_id).await?;
        let assigns = tx.actor().may(Capability::CaseAssign);
        let gap = tx.apply(gap.withdraw(tx.actor().id, assigns, reason)?)?;
        Ok(Answer::resource(gap.version, view(tx, gap, name)))
    });
    Ok(answer.await?)
}
