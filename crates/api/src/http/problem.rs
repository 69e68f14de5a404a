//! Refusals as RFC 9457 problem documents. A 5xx never carries a cause; no problem carries PHI.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use persistence::{Error, StoredReply};
use serde::Serialize;
use utoipa::ToSchema;

/// One member of the request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pointed {
    /// JSON Pointer into the request body, or `/name` of a query parameter or header.
    #[schema(max_length = 500)]
    pub pointer: String,
    /// What is wrong and how to put it right.
    #[schema(max_length = 1000)]
    pub detail: String,
}

/// A problem document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// URI of the kind of problem.
    #[schema(rename = "type", max_length = 200)]
    #[serde(rename = "type")]
    pub kind: String,
    /// Short summary of the kind.
    #[schema(max_length = 200)]
    pub title: &'static str,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened and how to go on.
    #[schema(max_length = 2000)]
    pub detail: String,
    /// Id of the request, as in the logs.
    #[schema(max_length = 100)]
    pub instance: Option<String>,
    /// Stable code.
    #[schema(max_length = 100)]
    pub code: String,
    /// The members that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub errors: Vec<Pointed>,
}

/// A refusal, or the stored answer of a repeated request.
#[derive(Debug)]
pub enum Problem {
    /// A problem document.
    Document {
        /// Status.
        status: StatusCode,
        /// Code.
        code: String,
        /// Detail.
        detail: String,
        /// Members that are wrong.
        errors: Vec<Pointed>,
        /// Methods allowed, for 405.
        allow: Option<String>,
        /// Seconds to wait, for 429 and 503.
        retry_after: Option<u64>,
    },
    /// The answer given the first time.
    Replay(StoredReply),
}

impl Problem {
    /// A refusal with a status, a code and a sentence.
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Document {
            status,
            code: code.into(),
            detail: detail.into(),
            errors: Vec::new(),
            allow: None,
            retry_after: None,
        }
    }

    /// 400.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// 401 with a code that tells the client what to do: `token_required`, `token_expired`, `session_locked`.
    pub fn unauthorized(code: &str, detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }

    /// 403.
    pub fn forbidden(code: &str, detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404, the same bytes for what does not exist and what may not be seen.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here, or you have no access to it.")
    }

    /// 422 with one pointer.
    pub fn invalid(pointer: &str, detail: &str) -> Self {
        Self::invalid_members(vec![Pointed { pointer: pointer.to_owned(), detail: detail.to_owned() }])
    }

    /// 422 with pointers.
    pub fn invalid_members(errors: Vec<Pointed>) -> Self {
        Self::Document {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "invalid".into(),
            detail: "Some of what was sent can't be used. Nothing was stored.".into(),
            errors,
            allow: None,
            retry_after: None,
        }
    }

    /// 409 with pointers: well-formed, but a rule refuses it.
    pub fn refused(code: &str, detail: &str, errors: Vec<Pointed>) -> Self {
        Self::Document {
            status: StatusCode::CONFLICT,
            code: code.into(),
            detail: detail.into(),
            errors,
            allow: None,
            retry_after: None,
        }
    }

    /// 405 with the methods that work.
    pub fn method_not_allowed(methods: String) -> Self {
        Self::Document {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "method_not_allowed".into(),
            detail: format!("This address answers to {methods}."),
            errors: Vec::new(),
            allow: Some(methods),
            retry_after: None,
        }
    }

    /// 429 or 503 with the seconds to wait.
    pub fn retry(status: StatusCode, code: &str, detail: &str, seconds: u64) -> Self {
        Self::Document {
            status,
            code: code.into(),
            detail: detail.into(),
            errors: Vec::new(),
            allow: None,
            retry_after: Some(seconds),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::Forbidden(code) => Self::forbidden(code, "Your role does not include this."),
            Error::Stale => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "stale",
                "Somebody else changed this in the meantime. Load it again; what you wrote is still with you.",
            ),
            Error::Rule(rule) => {
                let errors =
                    rule.pointer.map(|pointer| Pointed { pointer, detail: rule.detail.clone() }).into_iter().collect();
                Self::Document {
                    status: StatusCode::CONFLICT,
                    code: rule.code.into(),
                    detail: rule.detail,
                    errors,
                    allow: None,
                    retry_after: None,
                }
            }
            Error::KeyReused => Self::new(
                StatusCode::CONFLICT,
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request. Use a new one.",
            ),
            Error::Replay(reply) => Self::Replay(*reply),
            Error::Unavailable(cause) => {
                tracing::warn!(cause, "database unavailable");
                Self::retry(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The system is busy. Nothing was stored; try again in a moment.",
                    1,
                )
            }
            Error::Setup(cause) | Error::Internal(cause) => {
                tracing::error!(cause, "internal error");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "Something went wrong on our side. Nothing was stored.",
                )
            }
        }
    }
}

impl From<domain::Rule> for Problem {
    fn from(rule: domain::Rule) -> Self {
        Error::Rule(rule).into()
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Document { code, .. } => f.write_str(code),
            Self::Replay(_) => f.write_str("replayed"),
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Document { status, .. } => *status,
            Self::Replay(reply) => StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK),
        }
    }

    fn error_response(&self) -> HttpResponse {
        self.respond(None)
    }
}

impl Problem {
    /// The answer, naming the request it is about.
    pub fn error_response_for(&self, request_id: uuid::Uuid) -> HttpResponse {
        self.respond(Some(format!("urn:uuid:{request_id}")))
    }

    fn respond(&self, instance: Option<String>) -> HttpResponse {
        let (status, code, detail, errors, allow, retry_after) = match self {
            Self::Replay(reply) => return super::answer::replayed(reply.clone()),
            Self::Document { status, code, detail, errors, allow, retry_after } => {
                (*status, code, detail, errors, allow, retry_after)
            }
        };
        let mut response = HttpResponse::build(status);
        response.insert_header((CACHE_CONTROL, "no-store")).content_type("application/problem+json");
        if let Some(methods) = allow {
            response.insert_header(("Allow", methods.clone()));
        }
        if let Some(seconds) = retry_after {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"tend\""));
        }
        let document = ProblemDocument {
            kind: format!("/api/problems/{code}"),
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail: detail.clone(),
            instance,
            code: code.clone(),
            errors: errors.clone(),
        };
        response.body(serde_json::to_string(&document).unwrap_or_default())
    }
}
