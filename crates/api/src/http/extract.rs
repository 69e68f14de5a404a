//! Extractors that check before a handler runs: who may, and which version is meant.

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, IF_MATCH};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use domain::access::{Access, CapabilityMarker, Idempotency, Request, authorize};
use futures_util::future::LocalBoxFuture;
use sha2::{Digest, Sha256};
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::envelope::Envelope;
use super::problem::Problem;
use crate::app::State;

/// Proof that the caller may use the capability `C`. The only way for a handler to reach the database.
#[derive(Debug)]
pub struct Allowed<C>(Access<C>);

impl<C> Deref for Allowed<C> {
    type Target = Access<C>;

    fn deref(&self) -> &Access<C> {
        &self.0
    }
}

impl<C: CapabilityMarker> FromRequest for Allowed<C> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { allow(&request).await })
    }
}

async fn allow<C: CapabilityMarker>(http: &HttpRequest) -> Result<Allowed<C>, Problem> {
    let state = state(http)?;
    let envelope = Envelope::of(http)?;
    let actor = state.gate.admit(&state.store, bearer(http)?, is_background(http), envelope.now).await?;
    let request = Request {
        id: envelope.id,
        operation: envelope.operation.id,
        now: envelope.now,
        record_id: http.match_info().get("id").and_then(|id| id.parse().ok()),
        idempotency: idempotency(http, &envelope)?,
    };
    match authorize::<C>(actor.clone(), request.clone()) {
        Ok(access) => {
            http.extensions_mut().insert(Admitted);
            Ok(Allowed(access))
        }
        Err(denied) => {
            state.store.audit_denial(&actor, &request, domain::Code::as_str(denied.0)).await?;
            Err(Problem::forbidden("role_forbids", "Your role does not include this. Ask your lead if you need it."))
        }
    }
}

/// The application's state.
///
/// # Errors
/// A defect of the set-up.
pub fn state(http: &HttpRequest) -> Result<&web::Data<State>, Problem> {
    http.app_data::<web::Data<State>>().ok_or_else(|| persistence::Error::Internal("no state".into()).into())
}

/// The bearer token.
///
/// # Errors
/// 401 when there is none.
pub fn bearer(http: &HttpRequest) -> Result<&str, Problem> {
    http.headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Problem::unauthorized("token_required", "Sign in first."))
}

/// Requests that the web app makes by itself say so; they do not keep a session awake.
fn is_background(http: &HttpRequest) -> bool {
    http.headers().contains_key("X-Tend-Background")
}

fn idempotency(http: &HttpRequest, envelope: &Envelope) -> Result<Option<Idempotency>, Problem> {
    let Some(value) = http.headers().get("Idempotency-Key") else { return Ok(None) };
    if http.method() != actix_web::http::Method::POST {
        return Ok(None);
    }
    let key = value.to_str().ok().filter(|key| {
        (8..=100).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
    });
    let Some(key) = key else {
        return Err(Problem::invalid(
            "/Idempotency-Key",
            "An Idempotency-Key has 8 to 100 letters, digits, hyphens, dots, colons or underscores.",
        ));
    };
    let mut hash = Sha256::new();
    hash.update(http.path().as_bytes());
    hash.update([0]);
    hash.update(http.query_string().as_bytes());
    hash.update([0]);
    hash.update(&envelope.body);
    Ok(Some(Idempotency { key: key.to_owned(), fingerprint: hash.finalize().to_vec() }))
}

/// Set on a request once [`Allowed`] has let it pass.
struct Admitted;

/// An extraction that waits until the request is admitted, so that nobody learns more than 401 or 403 before they may ask.
/// [`Allowed`] is polled with it and wakes the task; operations without it are public and do not wait.
pub struct AfterAdmission<T> {
    request: HttpRequest,
    extract: fn(&HttpRequest) -> Result<T, Problem>,
}

impl<T> AfterAdmission<T> {
    /// Extracts with `extract` after admission.
    pub fn new(request: &HttpRequest, extract: fn(&HttpRequest) -> Result<T, Problem>) -> Self {
        Self { request: request.clone(), extract }
    }
}

impl<T> Future for AfterAdmission<T> {
    type Output = Result<T, Problem>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let waits = Envelope::of(&self.request).is_ok_and(|envelope| !envelope.operation.public);
        if waits && !self.request.extensions().contains::<Admitted>() {
            return Poll::Pending;
        }
        Poll::Ready((self.extract)(&self.request))
    }
}

/// The version the client has seen, from `If-Match`.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i32);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = AfterAdmission<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        AfterAdmission::new(request, if_match)
    }
}

fn if_match(request: &HttpRequest) -> Result<IfMatch, Problem> {
    let Some(value) = request.headers().get(IF_MATCH) else {
        return Err(Problem::new(
            actix_web::http::StatusCode::PRECONDITION_REQUIRED,
            "if_match_required",
            "Say which version you changed: send its ETag as If-Match.",
        ));
    };
    let version = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix('"'))
        .and_then(|text| text.strip_suffix('"'))
        .and_then(|text| text.parse().ok());
    version
        .map(IfMatch)
        .ok_or_else(|| Problem::malformed("If-Match must be the ETag of the resource, in double quotes."))
}
