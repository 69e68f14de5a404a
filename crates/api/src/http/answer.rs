//! A successful answer: status, ETag, body.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::{HttpRequest, HttpResponse, Responder};
use persistence::{Reply, StoredReply};
use serde::Serialize;

/// An answer with a JSON body and, for resources, the version as ETag.
#[derive(Debug)]
pub struct Answer<T> {
    status: StatusCode,
    version: Option<i32>,
    body: T,
    /// What a repetition gets in the place of the body.
    repeated: Option<T>,
}

impl<T: Serialize> Answer<T> {
    /// 200 with a body that has no version: a list, a calculation.
    pub fn ok(body: T) -> Self {
        Self { status: StatusCode::OK, version: None, body, repeated: None }
    }

    /// 200 with a resource.
    pub fn resource(version: i32, body: T) -> Self {
        Self { status: StatusCode::OK, version: Some(version), body, repeated: None }
    }

    /// 201 with a new resource.
    pub fn created(version: i32, body: T) -> Self {
        Self { status: StatusCode::CREATED, version: Some(version), body, repeated: None }
    }

    /// 202 with a resource that is being worked on.
    pub fn accepted(version: i32, body: T) -> Self {
        Self { status: StatusCode::ACCEPTED, version: Some(version), body, repeated: None }
    }

    /// Stores `repeated` as the answer to a repeated request: the same body without the secret in it, which is shown once and
    /// stored nowhere.
    #[must_use]
    pub fn without_secret(self, repeated: T) -> Self {
        Self { repeated: Some(repeated), ..self }
    }

    fn etag(&self) -> Option<String> {
        self.version.map(|version| format!("\"{version}\""))
    }
}

impl<T: Serialize> Reply for Answer<T> {
    fn stored(&self) -> StoredReply {
        StoredReply {
            status: self.status.as_u16(),
            etag: self.etag(),
            body: serde_json::to_string(self.repeated.as_ref().unwrap_or(&self.body)).unwrap_or_default(),
        }
    }
}

impl<T: Serialize> Responder for Answer<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if let Some(etag) = self.etag() {
            response.insert_header((ETAG, etag));
        }
        response.insert_header((CACHE_CONTROL, "no-store")).json(self.body)
    }
}

/// The stored answer to a request that was sent before.
pub fn replayed(reply: StoredReply) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK));
    if let Some(etag) = reply.etag {
        response.insert_header((ETAG, etag));
    }
    response
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("Idempotent-Replayed", "true"))
        .content_type("application/json")
        .body(reply.body)
}
