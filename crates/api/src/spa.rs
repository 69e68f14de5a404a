//! The web app, embedded in the binary. Every unknown path outside the API is a place in the app.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::Embed;

use crate::http::Problem;
use crate::secrets::random_token;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../frontend/dist"]
#[allow_missing = true]
struct Files;

const PLACEHOLDER: &str = "__CSP_NONCE__";

/// Registers the app as the answer to everything else.
pub fn routes(config: &mut web::ServiceConfig) {
    config.default_service(web::to(serve));
}

async fn serve(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return actix_web::ResponseError::error_response(&Problem::not_found());
    }
    match Files::get(path) {
        Some(file) if path != "index.html" => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, mime_guess::from_path(path).first_or_octet_stream().to_string()))
            .insert_header((
                CACHE_CONTROL,
                if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" },
            ))
            .body(file.data.into_owned()),
        _ => page(),
    }
}

/// The app's page, with a fresh nonce for its styles.
fn page() -> HttpResponse {
    let Some(file) = Files::get("index.html") else {
        return HttpResponse::ServiceUnavailable()
            .content_type("text/plain")
            .body("The web app is not built into this binary. Run `cargo xtask up`.");
    };
    let Ok(nonce) = random_token() else {
        return HttpResponse::InternalServerError().finish();
    };
    let html = String::from_utf8_lossy(&file.data).replace(PLACEHOLDER, &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("Content-Security-Policy", policy))
        .body(html)
}
