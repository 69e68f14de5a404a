//! Every operation and page, in one place.

use actix_web::middleware::from_fn;
use actix_web::web::{self, PathConfig, ServiceConfig as Plain};
use utoipa_actix_web::service_config::ServiceConfig as Documented;

use crate::http::{Problem, ServiceConfig, envelope};

/// The operations of each slice. The router tries them in this order: what is asked for most comes first.
const SLICES: &[fn(&mut ServiceConfig)] = &[
    crate::today::routes,
    crate::person::routes,
    crate::task::routes,
    crate::contact::routes,
    crate::contact_cadence::routes,
    crate::engagement::routes,
    crate::reading::routes,
    crate::appointment::routes,
    crate::visit::routes,
    crate::message::routes,
    crate::concern::routes,
    crate::conflict_of_interest::routes,
    crate::consultation::routes,
    crate::conference::routes,
    crate::note::routes,
    crate::rulebook::routes,
    crate::work_calendar::routes,
    crate::deadline::routes,
    crate::absence::routes,
    crate::alert::routes,
    crate::case::routes,
    crate::caseload::routes,
    crate::acuity::routes,
    crate::assessment::routes,
    crate::comprehensive_assessment::routes,
    crate::instrument::routes,
    crate::instrument_policy::routes,
    crate::instrument_wording::routes,
    crate::candidate::routes,
    crate::care_plan::routes,
    crate::crisis_plan::routes,
    crate::print::routes,
    crate::need::routes,
    crate::education::routes,
    crate::advocacy::routes,
    crate::care_gap::routes,
    crate::survey_answer::routes,
    crate::cost::routes,
    crate::insurance_plan::routes,
    crate::milestone::routes,
    crate::authorization::routes,
    crate::community_service::routes,
    crate::referral::routes,
    crate::consent::routes,
    crate::care_team::routes,
    crate::record_request::routes,
    crate::stay::routes,
    crate::transition::routes,
    crate::hand_off::routes,
    crate::on_call::routes,
    crate::huddle::routes,
    crate::throughput::routes,
    crate::mentorship::routes,
    crate::session::routes,
    crate::client::routes,
    crate::program::routes,
    crate::site::routes,
    crate::team::routes,
    crate::staff::routes,
    crate::scope::routes,
    crate::billing::routes,
    crate::measure::routes,
    crate::measure_board::routes,
    crate::performance::routes,
    crate::work_hours::routes,
    crate::population::routes,
    crate::draft::routes,
    crate::preference::routes,
    crate::saved_report::routes,
    crate::digest::routes,
    crate::import::routes,
    crate::adt::routes,
    crate::audit::routes,
    crate::events::routes,
];

/// The API with its document: all operations under `/api/v1`, each in its envelope.
pub fn api(config: &mut Documented) {
    let all = |config: &mut Documented| {
        for slice in SLICES {
            slice(&mut ServiceConfig::Documented(config));
        }
    };
    config.service(utoipa_actix_web::scope("/api/v1").wrap(from_fn(envelope::wrap)).configure(all));
}

/// The API as a worker serves it, without the document: a thread of its own makes that once, see [`crate::document`].
pub fn served(config: &mut Plain) {
    let all = |config: &mut Plain| {
        for slice in SLICES {
            slice(&mut ServiceConfig::Served(config));
        }
    };
    config.service(web::scope("/api/v1").wrap(from_fn(envelope::wrap)).configure(all));
}

/// Health, readiness, metrics, documentation and the web app.
pub fn plain(config: &mut Plain) {
    config
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .configure(crate::health::routes)
        .configure(crate::metrics::routes)
        .configure(crate::docs::routes)
        .configure(crate::spa::routes);
}
