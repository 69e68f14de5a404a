//! Where slices register their operations.

use actix_web::dev::HttpServiceFactory;
use actix_web::web::ServiceConfig as Plain;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig as Documented;

/// Takes the operations of a slice. What each of them says about itself is asked for where the document is made, and nowhere else: it is
/// some 20 MB, which each worker that starts and each test would make and throw away.
pub enum ServiceConfig<'a, 'b> {
    /// An application that serves them.
    Served(&'a mut Plain),
    /// One that describes them.
    Documented(&'a mut Documented<'b>),
}

impl ServiceConfig<'_, '_> {
    /// Registers an operation.
    pub fn service(&mut self, operation: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        match self {
            Self::Served(config) => {
                config.service(operation);
            }
            Self::Documented(config) => {
                config.service(operation);
            }
        }
        self
    }

    /// Registers a part of a slice.
    pub fn configure(&mut self, part: impl FnOnce(&mut Self)) -> &mut Self {
        part(self);
        self
    }
}
