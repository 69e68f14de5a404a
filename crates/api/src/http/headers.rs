//! Headers of every answer: of the API, the documents, the checks, the web app and its files. Source: security controls, 3.7.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;

/// What a page may load.
const POLICY: &str = "content-security-policy";
/// What an answer has unless it says something of its own: a page names what it loads, a file how long it may be kept.
const HEADERS: &[(&str, &str)] = &[
    (POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("permissions-policy", "geolocation=(), camera=(), microphone=()"),
    ("cache-control", "no-store"),
];

/// Where the reader of the API document lies.
const READER: &str = "/api/docs";
/// What it loads: its own scripts and styles, and styles that its scripts write.
const READER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Adds what an answer lacks.
pub async fn protect(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut response = next.call(request).await?.map_into_boxed_body();
    let is_reader = response.request().path().starts_with(READER);
    let headers = response.headers_mut();
    for &(name, value) in HEADERS {
        if !headers.contains_key(name) {
            let value = if is_reader && name == POLICY { READER_POLICY } else { value };
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    Ok(response)
}
