//! What is watched of a person: ranges with their reasons, the newest readings, and the days with readings of the month.

use actix_web::{get, post, web};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::clock;
use domain::code::Code;
use domain::reading::kind::{Limits, ReadingKind};
use domain::reading::threshold::{ReadingThreshold, watched};
use domain::reading::{Reading, device_days};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::take::zone;
use super::view::{HomeReadingView, view};
use crate::app::State;
use crate::http::code::{ReadingKindCode, ReadingUnitCode};
use crate::http::{Allowed, Answer, Problem, Valid};
use crate::program::Ref;

/// The range in which nobody is asked to look; a bound that is null is not watched.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingLimits {
    /// Lowest value; of a blood pressure the systolic one.
    #[schema(minimum = -1000, maximum = 10000)]
    low: Option<f64>,
    /// Highest value.
    #[schema(minimum = -1000, maximum = 10000)]
    high: Option<f64>,
    /// Lowest diastolic pressure.
    #[schema(minimum = -1000, maximum = 10000)]
    second_low: Option<f64>,
    /// Highest diastolic pressure.
    #[schema(minimum = -1000, maximum = 10000)]
    second_high: Option<f64>,
}

impl From<Limits> for ReadingLimits {
    fn from(own: Limits) -> Self {
        let Limits { low, high, second_low, second_high } = own;
        Self { low, high, second_low, second_high }
    }
}

impl From<ReadingLimits> for Limits {
    fn from(own: ReadingLimits) -> Self {
        let ReadingLimits { low, high, second_low, second_high } = own;
        Self { low, high, second_low, second_high }
    }
}

/// A range to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingThresholdSet {
    /// Kind.
    kind: ReadingKindCode,
    /// The range in the unit of the kind.
    limits: ReadingLimits,
    /// For weight: whether a gain of 3 lb in a day or 5 lb in a week is watched.
    #[serde(default)]
    watch_gain: bool,
    /// Why; colleagues read this.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
}

/// A range that was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingThresholdView {
    id: Uuid,
    version: i32,
    kind: ReadingKindCode,
    limits: ReadingLimits,
    watch_gain: bool,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// What is watched of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingWatch {
    kind: ReadingKindCode,
    /// LOINC code.
    loinc: &'static str,
    unit: ReadingUnitCode,
    /// What counts now.
    limits: ReadingLimits,
    watch_gain: bool,
    /// The range as published, which counts while nothing was set.
    default_limits: ReadingLimits,
    /// Ranges that were set, the newest first; the first one counts.
    set: Vec<ReadingThresholdView>,
    /// The newest reading that counts.
    latest: Option<HomeReadingView>,
}

/// What is watched of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingOverview {
    /// The person.
    id: Uuid,
    kinds: Vec<ReadingWatch>,
    /// Days of this month on which a device sent a reading.
    device_days: usize,
    /// First day of the month.
    month: NaiveDate,
    /// Zone whose days count.
    time_zone: String,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

fn threshold_view(tx: &Tx, own: &ReadingThreshold) -> ReadingThresholdView {
    ReadingThresholdView {
        id: own.id,
        version: own.version,
        kind: own.kind.into(),
        limits: own.limits.into(),
        watch_gain: own.watch_gain,
        reason: own.reason.clone(),
        set_by: Ref { id: own.set_by, name: tx.directory().name(own.set_by).to_owned() },
        set_at: own.set_at,
    }
}

fn watch(tx: &Tx, kind: ReadingKind, thresholds: &[ReadingThreshold], latest: &[Reading]) -> ReadingWatch {
    let (limits, watch_gain) = watched(kind, thresholds);
    ReadingWatch {
        kind: kind.into(),
        loinc: kind.loinc(),
        unit: kind.unit().into(),
        limits: limits.into(),
        watch_gain,
        default_limits: kind.default_limits().into(),
        set: thresholds.iter().filter(|own| own.kind == kind).map(|own| threshold_view(tx, own)).collect(),
        latest: latest.iter().find(|own| own.kind == kind).cloned().map(|own| view(tx, own)),
    }
}

/// What is watched of a person: the ranges with their reasons, the newest reading of each kind, and on how many days of this month a
/// device sent one.
#[utoipa::path(tag = "reading", operation_id = "reading_overview", params(("id" = Uuid, Path)), responses((status = 200, body = ReadingOverview)))]
#[get("/people/{id}/reading-overview")]
pub async fn reading_overview(
    access: Allowed<cap::ReadingRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ReadingOverview>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let record = tx.reading_watch(*id).await?;
        let zone = zone(tx, &record);
        let today = clock::local_date(tx.now(), zone);
        let month = today.with_day(1).unwrap_or(today);
        let from = clock::start_of_day(month, zone);
        let until = clock::start_of_day(today.checked_add_days(Days::new(1)).unwrap_or(today), zone);
        let sent = tx.readings_between(*id, from, until).await?;
        let latest = tx.latest_readings_of(*id).await?;
        let may = |capability, operation| tx.actor().may(capability).then_some(operation);
        let can = [
            may(Capability::ReadingWrite, "reading_create"),
            may(Capability::ReadingThresholdWrite, "reading_threshold_set"),
        ];
        Ok(Answer::ok(ReadingOverview {
            id: *id,
            kinds: ReadingKind::ALL.iter().map(|kind| watch(tx, *kind, &record.thresholds, &latest)).collect(),
            device_days: device_days(&sent, month, today, zone),
            month,
            time_zone: zone.name().to_owned(),
            can: can.into_iter().flatten().collect(),
        }))
    });
    Ok(answer.await?)
}

/// Sets the range of a person for a kind, from now on. Readings that were judged stay as they were.
#[utoipa::path(tag = "reading", operation_id = "reading_threshold_set", params(("id" = Uuid, Path)), request_body = ReadingThresholdSet, responses((status = 201, body = ReadingThresholdView)))]
#[post("/people/{id}/reading-thresholds")]
pub async fn reading_threshold_set(
    access: Allowed<cap::ReadingThresholdWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ReadingThresholdSet>,
) -> Result<Answer<ReadingThresholdView>, Problem> {
    let ReadingThresholdSet { kind, limits, watch_gain, reason } = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let own = ReadingThreshold {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            kind: kind.0,
            limits: limits.into(),
            watch_gain,
            reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let change = own.set().map_err(in_limits)?;
        let own = tx.apply(change)?;
        Ok(Answer::created(own.version, threshold_view(tx, &own)))
    });
    Ok(answer.await?)
}

/// The domain points at a bound; in the request it is one of `limits`.
fn in_limits(rule: domain::Rule) -> domain::Rule {
    let pointer = rule.pointer.map(|own| if own == "/watch_gain" { own } else { format!("/limits{own}") });
    domain::Rule { pointer, ..rule }
}
