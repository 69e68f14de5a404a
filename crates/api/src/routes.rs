//! Every operation and page, in one place.

use actix_web::middleware::from_fn;
use actix_web::web::{PathConfig, ServiceConfig as Plain};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Problem, envelope};

/// The API: all operations under `/api/v1`, each in its envelope.
pub fn api(config: &mut ServiceConfig) {
    config.service(utoipa_actix_web::scope("/api/v1").wrap(from_fn(envelope::wrap)).configure(operations));
}

/// The router tries them in this order: what is asked for most comes first.
fn operations(config: &mut ServiceConfig) {
    config
        .configure(crate::today::routes)
        .configure(crate::person::routes)
        .configure(crate::task::routes)
        .configure(crate::contact::routes)
        .configure(crate::contact_cadence::routes)
        .configure(crate::engagement::routes)
        .configure(crate::reading::routes)
        .configure(crate::appointment::routes)
        .configure(crate::visit::routes)
        .configure(crate::message::routes)
        .configure(crate::consultation::routes)
        .configure(crate::conference::routes)
        .configure(crate::note::routes)
        .configure(crate::rulebook::routes)
        .configure(crate::deadline::routes)
        .configure(crate::absence::routes)
        .configure(crate::alert::routes)
        .configure(crate::case::routes)
        .configure(crate::caseload::routes)
        .configure(crate::acuity::routes)
        .configure(crate::assessment::routes)
        .configure(crate::comprehensive_assessment::routes)
        .configure(crate::instrument::routes)
        .configure(crate::instrument_wording::routes)
        .configure(crate::candidate::routes)
        .configure(crate::care_plan::routes)
        .configure(crate::crisis_plan::routes)
        .configure(crate::print::routes)
        .configure(crate::need::routes)
        .configure(crate::education::routes)
        .configure(crate::advocacy::routes)
        .configure(crate::milestone::routes)
        .configure(crate::authorization::routes)
        .configure(crate::community_service::routes)
        .configure(crate::referral::routes)
        .configure(crate::consent::routes)
        .configure(crate::care_team::routes)
        .configure(crate::stay::routes)
        .configure(crate::transition::routes)
        .configure(crate::hand_off::routes)
        .configure(crate::on_call::routes)
        .configure(crate::huddle::routes)
        .configure(crate::session::routes)
        .configure(crate::client::routes)
        .configure(crate::program::routes)
        .configure(crate::site::routes)
        .configure(crate::team::routes)
        .configure(crate::staff::routes)
        .configure(crate::scope::routes)
        .configure(crate::billing::routes)
        .configure(crate::measure::routes)
        .configure(crate::measure_board::routes)
        .configure(crate::population::routes)
        .configure(crate::draft::routes)
        .configure(crate::saved_report::routes)
        .configure(crate::import::routes)
        .configure(crate::adt::routes)
        .configure(crate::audit::routes)
        .service(crate::events::event_stream);
}

/// Health, readiness, metrics, documentation and the web app.
pub fn plain(config: &mut Plain) {
    config
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .configure(crate::health::routes)
        .configure(crate::docs::routes)
        .configure(crate::spa::routes);
}
