//! Is it alive, can it work. No authentication, no PHI.

use actix_web::{HttpResponse, get, web};

use crate::app::State;

/// Registers the checks.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(health).service(ready);
}

#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

#[get("/ready")]
async fn ready(state: web::Data<State>) -> HttpResponse {
    if state.store.is_ready().await {
        HttpResponse::Ok().json(serde_json::json!({ "status": "ready" }))
    } else {
        HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "1"))
            .json(serde_json::json!({ "status": "database unavailable" }))
    }
}
