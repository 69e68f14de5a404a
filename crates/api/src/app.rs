//! The application's shared state and the HTTP server around it.

use actix_web::middleware::Compress;
use actix_web::{HttpServer, web};
use chrono::TimeDelta;
use persistence::Store;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;

use crate::adt::tls::Tls;
use crate::config::Config;
use crate::device::Devices;
use crate::events::Hub;
use crate::gate::Gate;
use crate::jobs::Sealer;
use crate::measure_board::Together;
use crate::password::Passwords;
use crate::proxy::Proxies;
use crate::referral::Patience;
use crate::secrets::Secrets;
use crate::token::Tokens;

/// What every request may use: one for the whole process, apart from each worker's own database connections.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub store: Store,
    /// Admission.
    pub gate: Arc<Gate>,
    /// Password hashing.
    pub passwords: Arc<Passwords>,
    /// Browsers in which somebody signed in before.
    pub devices: Arc<Devices>,
    /// Live updates.
    pub hub: Arc<Hub>,
    /// Seals of the audit trail.
    pub sealer: Arc<Sealer>,
    /// Proxies that say from where a request came.
    pub proxies: Arc<Proxies>,
    /// How much each network may ask through partners' links.
    pub partners: Arc<Patience>,
    /// What colleagues reach, beside one worker's numbers.
    pub together: Arc<Together>,
    /// How long a sign-in lasts at most.
    pub session_lifetime: TimeDelta,
}

impl State {
    /// The state for an open store.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the configuration or the keys.
    pub fn new(store: Store, config: &Config, secrets: &Secrets) -> Result<Self, String> {
        Ok(Self {
            store,
            gate: Gate::new(Tokens::new(&secrets.signing_key)?, TimeDelta::minutes(i64::from(config.idle_minutes)))
                .into(),
            passwords: Passwords::new(&secrets.pepper, config.password_cost())?.into(),
            devices: Devices::new(&secrets.pepper)?.into(),
            hub: Arc::default(),
            sealer: Sealer::new(&secrets.signing_key, &config.data)?.into(),
            proxies: config.proxies()?.into(),
            partners: Arc::default(),
            together: Arc::default(),
            session_lifetime: TimeDelta::hours(12),
        })
    }
}

/// Registers everything on an actix application: the API with its envelope, the docs, the health checks, the web app; and the headers
/// of every answer.
#[macro_export]
macro_rules! tend_app {
    ($state:expr) => {
        actix_web::App::new()
            .app_data($state.clone())
            .app_data(actix_web::web::PayloadConfig::new($crate::http::envelope::MAX_BODY))
            .configure($crate::routes::served)
            .configure($crate::routes::plain)
            .wrap(actix_web::middleware::from_fn($crate::http::headers::protect))
    };
}

/// Serves until a signal arrives.
///
/// # Errors
/// When the address can't be bound.
pub async fn serve(state: State, config: &Config) -> std::io::Result<()> {
    // Before the first request asks for it.
    crate::document::operations();
    let state = web::Data::new(state);
    crate::events::listen(state.store.clone(), state.hub.clone());
    let background = crate::jobs::run(state.clone());
    let feed = hear_feed(&state, config)?;
    let workers = config.workers;
    let connections = config.connections.div_ceil(workers);
    let server = HttpServer::new(move || {
        // A connection is driven by the thread that opened it: through a shared pool most answers of the database would wake
        // two threads.
        let store = state.store.with_own_connections(connections);
        let state = web::Data::new(State { store, ..State::clone(&state) });
        tend_app!(state).wrap(Compress::default()).wrap(TracingLogger::<crate::logging::Spans>::new())
    })
    .workers(workers)
    .max_connections(4096)
    .client_request_timeout(std::time::Duration::from_secs(5))
    .keep_alive(std::time::Duration::from_secs(15))
    .shutdown_timeout(20)
    .bind((config.host.as_str(), config.port))?
    .run();
    let served = server.await;
    if let Some((stop, thread)) = feed {
        let _ = stop.send(true);
        let _ = tokio::task::spawn_blocking(move || thread.join()).await;
    }
    // The database may be stopped next.
    background.abort();
    let _ = background.await;
    served
}

/// Hears the hospital's feed over MLLP, if the configuration says so: on a thread of its own, with connections to the database of
/// its own, so that a flood of messages leaves room for people.
fn hear_feed(state: &State, config: &Config) -> std::io::Result<Option<(watch::Sender<bool>, JoinHandle<()>)>> {
    let Some((address, feed)) = config.feed().map_err(std::io::Error::other)? else { return Ok(None) };
    let tls =
        config.tls().and_then(|tls| tls.as_ref().map(Tls::acceptor).transpose()).map_err(std::io::Error::other)?;
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let store = state.store.with_own_connections(config.connections);
    let (stop, stopped) = watch::channel(false);
    let thread = std::thread::Builder::new().name("feed".into()).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            match tokio::net::TcpListener::from_std(listener) {
                Ok(listener) => crate::adt::mllp::listen(listener, store, feed, tls, stopped).await,
                Err(error) => tracing::error!(%error, "the feed can't be heard"),
            }
        });
    })?;
    Ok(Some((stop, thread)))
}
