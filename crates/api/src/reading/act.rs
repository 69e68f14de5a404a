//! Readings of one person: written down, listed, corrected and taken back.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::take::{Measured, judge, reading, settle, take};
use super::view::{HomeReadingView, view};
use crate::app::State;
use crate::http::code::{ReadingKindCode, ReadingUnitCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::task::Reason;

/// A reading to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "blood_pressure", "value": 138, "second": 84, "unit": "mm[Hg]", "taken_at": "2026-03-06T08:05:00-05:00"
}))]
pub struct ReadingCreate {
    /// What was measured.
    kind: ReadingKindCode,
    /// The value; the upper one of a blood pressure.
    #[schema(minimum = -1000, maximum = 10000, example = 82.4)]
    value: f64,
    /// The lower value of a blood pressure.
    #[schema(minimum = -1000, maximum = 10000)]
    second: Option<f64>,
    /// Unit; that of the kind when absent.
    unit: Option<ReadingUnitCode>,
    /// When it was taken; now when absent.
    taken_at: Option<DateTime<Utc>>,
}

/// A corrected value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingCorrect {
    /// What it should say.
    #[schema(minimum = -1000, maximum = 10000)]
    value: f64,
    /// The lower value of a blood pressure.
    #[schema(minimum = -1000, maximum = 10000)]
    second: Option<f64>,
    /// Unit; that of the kind when absent.
    unit: Option<ReadingUnitCode>,
    /// Why it was wrong.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Which readings.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReadingListQuery {
    /// Of this kind.
    #[param(inline)]
    kind: Option<ReadingKindCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Writes a reading down. Out of range it asks the owner of the case to look, once for each episode.
#[utoipa::path(tag = "reading", operation_id = "reading_create", params(("id" = Uuid, Path)), request_body = ReadingCreate, responses((status = 201, body = HomeReadingView)))]
#[post("/people/{id}/readings")]
pub async fn reading_create(
    access: Allowed<cap::ReadingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ReadingCreate>,
) -> Result<Answer<HomeReadingView>, Problem> {
    let ReadingCreate { kind, value, second, unit, taken_at } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let taken_at = taken_at.unwrap_or_else(|| tx.now());
        let mut record = tx.reading_record(*id, taken_at, taken_at).await?;
        let own = reading(tx, *id, &Measured { kind, value, second, unit }, taken_at, None)?;
        let own = take(tx, &mut record, own)?;
        Ok(Answer::created(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}

/// Readings of a person, the newest first.
#[utoipa::path(tag = "reading", operation_id = "reading_list", params(("id" = Uuid, Path), ReadingListQuery), responses((status = 200, body = Page<HomeReadingView>)))]
#[get("/people/{id}/readings")]
pub async fn reading_list(
    access: Allowed<cap::ReadingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<ReadingListQuery>,
) -> Result<Answer<Page<HomeReadingView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.readings_of(*id, query.kind.map(|kind| kind.0), after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |own| (own.taken_at, own.id), |own| view(tx, own)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Corrects the value of a reading; what it said before stays on the record. It is judged anew.
#[utoipa::path(tag = "reading", operation_id = "reading_correct", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ReadingCorrect, responses((status = 200, body = HomeReadingView)))]
#[post("/readings/{id}/correct")]
pub async fn reading_correct(
    access: Allowed<cap::ReadingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ReadingCorrect>,
) -> Result<Answer<HomeReadingView>, Problem> {
    let ReadingCorrect { value, second, unit, reason } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let own = tx.reading(*id).await?;
        tx.require_version(own.version, version.0)?;
        let mut record = tx.reading_record(own.person_id, own.taken_at, own.taken_at).await?;
        let (_, value, second) = Measured { kind: own.kind.into(), value, second, unit }.canonical()?;
        let mut change = own.correct(value, second, reason, tx.actor().id, tx.now())?;
        judge(tx, &mut record, &mut change.record)?;
        let own = tx.apply(change)?;
        settle(tx, &own).await?;
        Ok(Answer::resource(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}

/// Takes a reading back that was not taken, or not of this person: it stays on the record with the reason and counts for nothing. When
/// it was the only one out of range of its episode, the task is called off.
#[utoipa::path(tag = "reading", operation_id = "reading_withdraw", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = HomeReadingView)))]
#[post("/readings/{id}/withdraw")]
pub async fn reading_withdraw(
    access: Allowed<cap::ReadingWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<HomeReadingView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let own = tx.reading(*id).await?;
        tx.require_version(own.version, version.0)?;
        // Locks the cases: a reading that joins the episode meanwhile keeps its task.
        tx.reading_watch(own.person_id).await?;
        let own = tx.apply(own.withdraw(reason)?)?;
        settle(tx, &own).await?;
        Ok(Answer::resource(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}
