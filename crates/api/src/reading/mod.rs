//! Readings taken at home: sent by devices or written down, judged against the range of the person, corrected and taken back.

mod act;
mod overview;
mod receive;
mod take;
mod view;

use crate::http::ServiceConfig;

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(receive::reading_receive)
        .service(act::reading_create)
        .service(act::reading_list)
        .service(act::reading_correct)
        .service(act::reading_withdraw)
        .service(overview::reading_overview)
        .service(overview::reading_threshold_set);
}
