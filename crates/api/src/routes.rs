//! Every operation and page, in one place.

use actix_web::middleware::from_fn;
use actix_web::web::{PathConfig, QueryConfig, ServiceConfig as Plain};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Problem, envelope};

/// The API: all operations under `/api/v1`, each in its envelope.
pub fn api(config: &mut ServiceConfig) {
    config.service(utoipa_actix_web::scope("/api/v1").wrap(from_fn(envelope::wrap)).configure(operations));
}

fn operations(config: &mut ServiceConfig) {
    config
        .configure(crate::session::routes)
        .configure(crate::program::routes)
        .configure(crate::staff::routes)
        .configure(crate::today::routes)
        .configure(crate::person::routes)
        .configure(crate::case::routes)
        .configure(crate::hand_off::routes)
        .configure(crate::stay::routes)
        .configure(crate::task::routes)
        .configure(crate::deadline::routes)
        .configure(crate::alert::routes)
        .configure(crate::assessment::routes)
        .configure(crate::need::routes)
        .configure(crate::care_plan::routes)
        .configure(crate::contact::routes)
        .configure(crate::note::routes)
        .configure(crate::measure::routes)
        .configure(crate::import::routes)
        .configure(crate::audit::routes)
        .service(crate::events::event_stream);
}

/// Health, readiness, metrics, documentation and the web app.
pub fn plain(config: &mut Plain) {
    config
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .app_data(QueryConfig::default().error_handler(|error, _| query_problem(&error).into()))
        .configure(crate::health::routes)
        .configure(crate::docs::routes)
        .configure(crate::spa::routes);
}

/// A query that can't be read, without repeating its values.
fn query_problem(error: &actix_web::error::QueryPayloadError) -> Problem {
    let _ = error;
    Problem::invalid("/query", "A query parameter is unknown, out of range or not of the right kind. The API document lists what is allowed.")
}
