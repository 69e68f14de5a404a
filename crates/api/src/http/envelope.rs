//! Around every request: its id, its operation, its body (bounded).

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::problem::Problem;
use crate::document::Operation;

/// What is known of a request before its handler runs.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Id, also in the answer's `X-Request-Id`.
    pub id: Uuid,
    /// The operation.
    pub operation: &'static Operation,
    /// When it arrived.
    pub now: DateTime<Utc>,
    /// The body; empty for streams.
    pub body: Bytes,
}

impl Envelope {
    /// The envelope of a request to an operation.
    ///
    /// # Errors
    /// A defect: the handler is not part of the API document.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .ok_or_else(|| persistence::Error::Internal("request without envelope".into()).into())
    }
}

/// Largest JSON body, in bytes. Source: design, section 6.
pub const MAX_BODY: usize = 1 << 20;

/// Resolves the operation, reads the body, runs the handler, and finishes the answer.
pub async fn wrap(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = Uuid::now_v7();
    let began = std::time::Instant::now();
    let outcome = prepare(&mut request, id).await;
    let mut response = match outcome {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(problem) => request.into_response(problem.error_response_for(id)).map_into_boxed_body(),
    };
    name_instance(&mut response, id);
    name_request(&mut response, id);
    let operation = response.request().extensions().get::<Envelope>().map(|envelope| envelope.operation.id);
    crate::metrics::count(operation, response.status().as_u16(), began.elapsed());
    Ok(response)
}

async fn prepare(request: &mut ServiceRequest, id: Uuid) -> Result<(), Problem> {
    let Some((pattern, methods)) = crate::document::operations().resolve(request.match_info().as_str()) else {
        return Err(Problem::not_found());
    };
    tracing::Span::current().record("route", pattern);
    let Some(operation) = methods.get(request.method().as_str()) else {
        return Err(Problem::method_not_allowed(methods.keys().cloned().collect::<Vec<_>>().join(", ")));
    };
    let body = if operation.streamed { Bytes::new() } else { read_body(request).await? };
    request.extensions_mut().insert(Envelope { id, operation, now: Utc::now(), body });
    Ok(())
}

async fn read_body(request: &mut ServiceRequest) -> Result<Bytes, Problem> {
    let (http, payload) = request.parts_mut();
    Bytes::from_request(http, payload).await.map_err(|error| {
        if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than 1 MiB.")
        } else {
            Problem::malformed("The body did not arrive whole.")
        }
    })
}

/// Problem documents name the request they are about.
fn name_instance(response: &mut ServiceResponse<BoxBody>, id: Uuid) {
    let Some(problem) = response.response().error().and_then(|error| error.as_error::<Problem>()) else { return };
    if let Problem::Document { .. } = problem {
        let named = problem.error_response_for(id);
        *response.response_mut() = named;
    }
}

fn name_request(response: &mut ServiceResponse<BoxBody>, id: Uuid) {
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
}
