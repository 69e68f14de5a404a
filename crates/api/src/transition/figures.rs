//! The numbers of the desk: length of stay (K-2), avoidable days (K-3), discharge by the target date (K-4).

use actix_web::{get, web};
use chrono::{NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::Rule;
use domain::access::cap;
use domain::clock::{end_of_day, local_date, start_of_day};
use domain::stay::Stay;
use domain::transition::figures::{AvoidableDays, ByTarget, StayIndex, left_by_target};
use domain::transition::{Transition, patient_days};
use persistence::Tx;
use persistence::transition::{Followed, StayWindow};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::code::AvoidableCauseCode;
use crate::http::{Allowed, Answer, Problem, Query};

/// Of which discharges.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FiguresQuery {
    /// First day of discharge; 30 days before the last one when absent.
    from: Option<NaiveDate>,
    /// Last day of discharge; today when absent.
    to: Option<NaiveDate>,
    /// Of this hospital program.
    program_id: Option<Uuid>,
}

/// The numbers of the desk over discharges of people whom the reader reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionFigures {
    from: NaiveDate,
    to: NaiveDate,
    /// Discharges.
    discharges: usize,
    length: LengthView,
    avoidable: AvoidableFigures,
    by_target: ByTargetView,
}

/// Length of stay against the expected (K-2).
#[derive(Debug, Serialize, ToSchema)]
pub struct LengthView {
    /// Discharges with an expected length.
    stays: u32,
    /// Discharges without one; they do not count.
    excluded: u32,
    observed_days: u32,
    expected_days: f64,
    /// Observed by expected; null where nothing counts.
    ratio: Option<f64>,
    /// Days beyond the expected ones for each stay.
    mean_excess_days: Option<f64>,
}

/// Avoidable days (K-3).
#[derive(Debug, Serialize, ToSchema)]
pub struct AvoidableFigures {
    patient_days: u32,
    days: u32,
    /// For 100 patient days.
    rate: Option<f64>,
    by_cause: Vec<CauseCount>,
}

/// Avoidable days of one cause.
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseCount {
    cause: AvoidableCauseCode,
    days: u32,
}

/// Discharges by their target date (K-4).
#[derive(Debug, Serialize, ToSchema)]
pub struct ByTargetView {
    met: u32,
    missed: u32,
    /// Discharges without a target day; they do not count.
    excluded: u32,
    /// From 0 to 1.
    rate: Option<f64>,
}

/// The longest period that is counted, in days.
const MOST_DAYS: i64 = 366;

/// Length of stay, avoidable days and discharges by the target date of hospital programs.
#[utoipa::path(tag = "transition", operation_id = "transition_figures", params(FiguresQuery), responses((status = 200, body = TransitionFigures)))]
#[get("/transitions/figures")]
pub async fn transition_figures(
    access: Allowed<cap::TransitionRead>,
    state: web::Data<State>,
    query: Query<FiguresQuery>,
) -> Result<Answer<TransitionFigures>, Problem> {
    let query = query.0;
    let figures = state.store.read(&access, async |tx| figures(tx, &query).await);
    Ok(Answer::ok(figures.await?))
}

async fn figures(tx: &mut Tx, query: &FiguresQuery) -> persistence::Result<TransitionFigures> {
    let (zone, now) = (tx.directory().main_zone(), tx.now());
    let to = query.to.unwrap_or_else(|| local_date(now, zone));
    let from = query.from.unwrap_or_else(|| to.checked_sub_signed(TimeDelta::days(30)).unwrap_or(to));
    if (to - from).num_days() > MOST_DAYS {
        return Err(Rule::at("period_too_long", "/from", "Choose at most 366 days.").into());
    }
    let programs = super::list::programs(tx, true, query.program_id);
    let window = StayWindow::Left(start_of_day(from, zone), end_of_day(to, zone));
    let mut followed = tx.followed_stays(&programs, window).await?;
    // One discharge counts once, also for somebody with two cases.
    followed.dedup_by_key(|one| one.stay.id);
    let ids: Vec<Uuid> = followed.iter().map(|one| one.stay.id).collect();
    let transitions = tx.transitions_of(&ids).await?;
    let known: HashMap<Uuid, &Transition> =
        transitions.iter().map(|transition| (transition.stay_id, transition)).collect();
    let directory = tx.directory();
    let discharges = followed.iter().map(|Followed { stay, case, .. }| Discharge {
        stay,
        known: known.get(&stay.id).copied(),
        zone: directory.zone(case.program_id),
    });
    let all: Vec<Discharge<'_>> = discharges.collect();
    Ok(TransitionFigures {
        from,
        to,
        discharges: all.len(),
        length: length(&all, now),
        avoidable: avoidable(&all, now),
        by_target: by_target(&all),
    })
}

/// A stay that ended, what was written about it, and the zone of the program that followed it.
struct Discharge<'a> {
    stay: &'a Stay,
    known: Option<&'a Transition>,
    zone: Tz,
}

fn length(all: &[Discharge<'_>], now: chrono::DateTime<Utc>) -> LengthView {
    let days = |one: &Discharge<'_>| {
        (patient_days(one.stay, now, one.zone), one.known.and_then(|transition| transition.expected_days))
    };
    let index = StayIndex::of(all.iter().map(days));
    LengthView {
        stays: index.stays,
        excluded: index.excluded,
        observed_days: index.observed_days,
        expected_days: index.expected_days,
        ratio: index.ratio(),
        mean_excess_days: index.mean_excess_days(),
    }
}

fn avoidable(all: &[Discharge<'_>], now: chrono::DateTime<Utc>) -> AvoidableFigures {
    let days = |one: &Discharge<'_>| {
        let marked = one.known.map(|transition| transition.parts.avoidable_of(one.stay, now, one.zone));
        (patient_days(one.stay, now, one.zone), marked.unwrap_or_default())
    };
    let days: Vec<_> = all.iter().map(days).collect();
    let sum = AvoidableDays::of(days.iter().map(|(days, avoidable)| (*days, avoidable.as_slice())));
    AvoidableFigures {
        patient_days: sum.patient_days,
        days: sum.total(),
        rate: sum.rate(),
        by_cause: sum.by_cause.iter().map(|(cause, days)| CauseCount { cause: (*cause).into(), days: *days }).collect(),
    }
}

fn by_target(all: &[Discharge<'_>]) -> ByTargetView {
    let met = |one: &Discharge<'_>| left_by_target(&one.known?.parts.targets, one.stay.discharged_at?, one.zone);
    let sum = ByTarget::of(all.iter().map(met));
    ByTargetView { met: sum.met, missed: sum.missed, excluded: sum.excluded, rate: sum.rate() }
}
