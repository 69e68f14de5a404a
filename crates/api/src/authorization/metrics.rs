//! The public metrics of prior authorization (T-7) and the turnaround (K-11) of a year: counts only, nobody is shown.

use actix_web::{get, web};
use chrono::{Datelike, NaiveDate};
use domain::access::cap;
use domain::authorization::{Authorization, turnaround};
use domain::clock::{local_date, start_of_day};
use domain::rulebook::prior_authorization::{self as public, Group, Share};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::State;
use crate::http::{Allowed, Answer, Problem, Query};

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MetricsQuery {
    /// The year in which requests were decided; the running one when absent.
    #[param(minimum = 2000, maximum = 2200)]
    year: Option<i32>,
}

/// Some of a number of requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricsShare {
    /// How many.
    #[schema(minimum = 0)]
    count: u32,
    /// Of how many.
    #[schema(minimum = 0)]
    of: u32,
    /// Percent; null of nothing.
    percent: Option<f64>,
}

/// The public metrics of the standard or the expedited requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricsGroup {
    approved: MetricsShare,
    denied: MetricsShare,
    approved_on_appeal: MetricsShare,
    approved_after_extension: MetricsShare,
    /// Mean time to decide in seconds; null of nothing.
    mean_seconds: Option<i64>,
    /// Median time to decide in seconds; null of nothing.
    median_seconds: Option<i64>,
}

/// How long decisions took.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnaroundView {
    in_time: MetricsShare,
    mean_seconds: Option<i64>,
    median_seconds: Option<i64>,
    /// Within this time 9 of 10 were decided.
    p90_seconds: Option<i64>,
}

/// The metrics of a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationMetrics {
    year: i32,
    /// By which day they are published.
    publish_by: NaiveDate,
    /// Items and services that were decided on.
    items: Vec<String>,
    standard: MetricsGroup,
    expedited: MetricsGroup,
    turnaround: TurnaroundView,
    /// Where the definitions come from.
    source: &'static str,
}

impl From<Share> for MetricsShare {
    fn from(share: Share) -> Self {
        Self { count: share.count, of: share.of, percent: share.percent() }
    }
}

impl From<Group> for MetricsGroup {
    fn from(group: Group) -> Self {
        Self {
            approved: group.approved.into(),
            denied: group.denied.into(),
            approved_on_appeal: group.approved_on_appeal.into(),
            approved_after_extension: group.approved_after_extension.into(),
            mean_seconds: group.mean_seconds,
            median_seconds: group.median_seconds,
        }
    }
}

fn first_day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}

/// Metrics of the requests that were first decided in a year.
#[utoipa::path(tag = "authorization", operation_id = "authorization_metrics", params(MetricsQuery), responses((status = 200, body = AuthorizationMetrics)))]
#[get("/authorizations/metrics")]
pub async fn authorization_metrics(
    access: Allowed<cap::AuthorizationMetricsRead>,
    state: web::Data<State>,
    query: Query<MetricsQuery>,
) -> Result<Answer<AuthorizationMetrics>, Problem> {
    let read = state.store.read(&access, async |tx| {
        let zone = tx.directory().main_zone();
        let year = query.year.unwrap_or_else(|| local_date(tx.now(), zone).year());
        let (from, until) = (start_of_day(first_day(year), zone), start_of_day(first_day(year + 1), zone));
        let decided = tx.authorizations_decided(from, until).await?;
        let public: Vec<_> = decided.iter().filter_map(Authorization::public_decision).collect();
        let metrics = public::metrics(&public);
        let timed: Vec<_> = decided.iter().filter_map(Authorization::timed).collect();
        let found = turnaround(&timed);
        Ok(Answer::ok(AuthorizationMetrics {
            year,
            publish_by: public::publish_by(year),
            items: metrics.items.into_iter().collect(),
            standard: metrics.standard.into(),
            expedited: metrics.expedited.into(),
            turnaround: TurnaroundView {
                in_time: found.in_time.into(),
                mean_seconds: found.mean_seconds,
                median_seconds: found.median_seconds,
                p90_seconds: found.p90_seconds,
            },
            source: public::SOURCE,
        }))
    });
    Ok(read.await?)
}
