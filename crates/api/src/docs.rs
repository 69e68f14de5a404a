//! The API document and its reader, served from the binary without any outside request.

use actix_web::{HttpResponse, get, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Registers `/api/openapi.json` and `/api/docs`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(openapi).service(web::redirect("/api/docs", "/api/docs/"));
    config.service(
        SwaggerUi::new("/api/docs/{_:.*}")
            .config(Config::new(["/api/openapi.json"]).validator_url("none").try_it_out_enabled(true)),
    );
}

#[get("/api/openapi.json")]
async fn openapi() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(crate::document::compact())
}
