//! Is it alive, can it work, how is it doing. No authentication, no PHI.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, get, web};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::app::State;

/// Requests answered, by hundreds of their status.
pub static ANSWERED: [AtomicU64; 6] = [const { AtomicU64::new(0) }; 6];
/// Microseconds spent answering.
pub static MICROSECONDS: AtomicU64 = AtomicU64::new(0);

/// Counts an answer.
pub fn count(status: u16, elapsed: std::time::Duration) {
    if let Some(counter) = ANSWERED.get(usize::from(status / 100)) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
    MICROSECONDS.fetch_add(u64::try_from(elapsed.as_micros()).unwrap_or(0), Ordering::Relaxed);
}

/// Registers the checks.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(health).service(ready).service(metrics);
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

/// Prometheus text format.
#[get("/metrics")]
async fn metrics() -> HttpResponse {
    let mut text = String::from("# TYPE tend_http_requests_total counter\n");
    for (class, counter) in ANSWERED.iter().enumerate().skip(1) {
        text.push_str(&format!(
            "tend_http_requests_total{{status=\"{class}xx\"}} {}\n",
            counter.load(Ordering::Relaxed)
        ));
    }
    let seconds = MICROSECONDS.load(Ordering::Relaxed) as f64 / 1e6;
    text.push_str(&format!(
        "# TYPE tend_http_request_seconds_total counter\ntend_http_request_seconds_total {seconds}\n"
    ));
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; version=0.0.4")).body(text)
}
