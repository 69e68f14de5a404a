//! Time and billing: the calculator of a month, the month of a case from its record, the list of a program, and its export.

mod calculate;
mod case;
mod list;
mod record;
mod view;

use chrono::NaiveDate;
use persistence::Tx;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::ServiceConfig;

pub use record::BillingSource;

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BillingMonthQuery {
    /// The month; the running one when absent.
    #[param(min_length = 7, max_length = 7, pattern = "^[2-9][0-9]{3}-(0[1-9]|1[0-2])$", example = "2026-03")]
    month: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(calculate::billing_calculate)
        .service(case::billing_month_get)
        .service(case::billing_month_update)
        .service(list::billing_month_list)
        .service(list::billing_month_export);
}

/// First day of a month as it is written in a request; its pattern was checked.
fn first_day(month: &str) -> Option<NaiveDate> {
    format!("{month}-01").parse().ok()
}

/// First day of the month that is asked for, or of the running one.
fn asked_month(tx: &Tx, month: Option<&str>) -> NaiveDate {
    month.and_then(first_day).unwrap_or_else(|| first_of(tx.main_day()))
}

fn first_of(day: NaiveDate) -> NaiveDate {
    chrono::Datelike::with_day(&day, 1).unwrap_or(day)
}

/// A month as it is written in an answer.
fn written(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}
