//! Visits outside the office: a worker's day, what happens on the way, and who is out.

mod act;
mod day;
mod view;

use crate::http::ServiceConfig;

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(day::visit_day_get)
        .service(day::visit_day_order)
        .service(day::visit_out_list)
        .service(day::mileage_list)
        .service(act::visit_get)
        .service(act::visit_check)
        .service(act::visit_decide)
        .service(act::visit_set_out)
        .service(act::visit_arrive)
        .service(act::visit_extend)
        .service(act::visit_depart)
        .service(act::visit_mileage);
}
