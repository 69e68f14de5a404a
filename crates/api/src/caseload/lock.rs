//! Locks: a lead keeps a case with its owner, for a reason and until a day.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::cap;
use domain::case::Case;
use domain::caseload::lock::CaseLock;
use domain::clock::local_date;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::plan::require_led;
use crate::app::State;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;

/// A case that stays with its owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLockView {
    id: Uuid,
    version: i32,
    case_id: Uuid,
    person: Ref,
    reason: String,
    /// Last day.
    ends_on: NaiveDate,
    set_by: Ref,
    set_at: DateTime<Utc>,
    /// When it was lifted; null while it was not.
    lifted_at: Option<DateTime<Utc>>,
    /// Operations the reader may do on this lock now.
    can: Vec<&'static str>,
}

/// Why a case stays with its owner, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseLockCreate {
    /// Why; colleagues who lead read this.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
    /// Last day; within a year.
    ends_on: NaiveDate,
}

/// Which locks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseLockQuery {
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Whether a lock holds today, where its case is.
fn holds(tx: &Tx, lock: &CaseLock, case: &Case) -> bool {
    lock.holds_on(local_date(tx.now(), tx.directory().zone(case.program_id)))
}

fn view(tx: &Tx, lock: CaseLock, case: &Case, name: String) -> CaseLockView {
    let may = holds(tx, &lock, case) && require_led(tx, std::slice::from_ref(case), &[]).is_ok();
    CaseLockView {
        id: lock.id,
        version: lock.version,
        case_id: lock.case_id,
        person: Ref { id: lock.person_id, name },
        reason: lock.reason,
        ends_on: lock.ends_on,
        set_by: Ref { id: lock.set_by, name: tx.directory().name(lock.set_by).to_owned() },
        set_at: lock.set_at,
        lifted_at: lock.lifted_at,
        can: may.then_some("case_lock_lift").into_iter().collect(),
    }
}

/// Keeps a case with its owner: moves of the board and proposals leave it where it is until the last day, or until the lock is
/// lifted. A hand-off between owners goes on.
#[utoipa::path(tag = "caseload", operation_id = "case_lock_create", params(("id" = Uuid, Path)), request_body = CaseLockCreate, responses((status = 201, body = CaseLockView)))]
#[post("/cases/{id}/locks")]
pub async fn case_lock_create(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CaseLockCreate>,
) -> Result<Answer<CaseLockView>, Problem> {
    let CaseLockCreate { reason, ends_on } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        require_led(tx, std::slice::from_ref(&case), &[])?;
        let today = local_date(tx.now(), tx.directory().zone(case.program_id));
        let known = tx.case_locks_of(&[case.id], today).await?;
        let lock = CaseLock {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            reason,
            ends_on,
            set_by: tx.actor().id,
            set_at: tx.now(),
            lifted_by: None,
            lifted_at: None,
        };
        let lock = tx.apply(lock.lock(&case, &known, today)?)?;
        let name = tx.person_name(lock.person_id).await?;
        Ok(Answer::created(lock.version, view(tx, lock, &case, name)))
    });
    Ok(answer.await?)
}

/// Locks that hold, of active cases within reach, the newest first.
#[utoipa::path(tag = "caseload", operation_id = "case_lock_list", params(CaseLockQuery), responses((status = 200, body = Page<CaseLockView>)))]
#[get("/case-locks")]
pub async fn case_lock_list(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    query: Query<CaseLockQuery>,
) -> Result<Answer<Page<CaseLockView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            // Everywhere on earth it is yesterday here or later; a page may be short by what ended meanwhile where its case is.
            let first = (tx.now() - TimeDelta::days(1)).date_naive();
            let rows = tx.case_lock_list(first, after, query.limit.probe()).await?;
            let page = Page::new(rows, query.limit, |(lock, ..)| lock.id, |row| row);
            let held = page.items.into_iter().filter(|(lock, case, _)| holds(tx, lock, case));
            let items = held.map(|(lock, case, name)| view(tx, lock, &case, name)).collect();
            Ok(Page { items, next: page.next })
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Lifts a lock before its end.
#[utoipa::path(tag = "caseload", operation_id = "case_lock_lift", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CaseLockView)))]
#[post("/case-locks/{id}/lift")]
pub async fn case_lock_lift(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CaseLockView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let (lock, case) = tx.case_lock(*id).await?;
        require_led(tx, std::slice::from_ref(&case), &[])?;
        tx.require_version(lock.version, version.0)?;
        let today = local_date(tx.now(), tx.directory().zone(case.program_id));
        let (by, now) = (tx.actor().id, tx.now());
        let lock = tx.apply(lock.lift(by, now, today)?)?;
        let name = tx.person_name(lock.person_id).await?;
        Ok(Answer::resource(lock.version, view(tx, lock, &case, name)))
    });
    Ok(answer.await?)
}
