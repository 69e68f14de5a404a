//! Live updates: one listener for the database's notifications, one stream per signed-in client.
//! Events carry kind, id and version only; the client fetches what it may see.

use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, web};
use domain::access::cap;
use futures_util::{Stream, StreamExt};
use persistence::Store;
use persistence::outbox::{Channel, OutboxEvent};
use serde::Serialize;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::{Allowed, Problem};

/// Events a slow client may fall behind before it is cut off (and reconnects).
const BACKLOG: usize = 256;

/// An event of the stream.
#[derive(Debug, Serialize, ToSchema)]
pub struct StreamEvent {
    /// JSON with the kind of what changed, its id and its version: `{"kind":"task","id":"…","version":2}`.
    #[schema(max_length = 200, pattern = r#"^\{"kind":"[a-z_]+","id":"[0-9a-f-]{36}","version":[0-9]+\}$"#)]
    pub data: String,
}

struct Subscriber {
    org_id: Uuid,
    scopes: Vec<Uuid>,
    sender: mpsc::Sender<Bytes>,
}

/// The clients that listen.
#[derive(Default)]
pub struct Hub(Mutex<Vec<Subscriber>>);

impl Hub {
    fn subscribe(&self, org_id: Uuid, scopes: Vec<Uuid>) -> impl Stream<Item = Bytes> + use<> {
        let (sender, receiver) = mpsc::channel(BACKLOG);
        if let Ok(mut subscribers) = self.0.lock() {
            subscribers.push(Subscriber { org_id, scopes, sender });
        }
        ReceiverStream::new(receiver)
    }

    /// Organizations somebody listens to.
    fn organizations(&self) -> Vec<Uuid> {
        let mut ids: Vec<Uuid> = self.0.lock().map(|subscribers| subscribers.iter().map(|subscriber| subscriber.org_id).collect()).unwrap_or_default();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Sends an event to those within whose reach it is.
    fn publish(&self, org_id: Uuid, event: &OutboxEvent) {
        let data = format!("{{\"kind\":\"{}\",\"id\":\"{}\",\"version\":{}}}", event.kind, event.record_id, event.version);
        self.send(Bytes::from(format!("data: {data}\n\n")), |subscriber| subscriber.org_id == org_id && subscriber.scopes.iter().any(|scope| event.scopes.contains(scope)));
    }

    /// Keeps connections open through proxies and finds those that are gone.
    fn beat(&self) {
        self.send(Bytes::from_static(b": still here\n\n"), |_| true);
    }

    fn send(&self, message: Bytes, wanted: impl Fn(&Subscriber) -> bool) {
        if let Ok(mut subscribers) = self.0.lock() {
            subscribers.retain(|subscriber| !wanted(subscriber) || subscriber.sender.try_send(message.clone()).is_ok());
        }
    }
}

/// Listens to the database and publishes what happened; reconnects when the database was away.
pub fn listen(store: Store, hub: Arc<Hub>) {
    tokio::spawn(async move {
        let mut position = persistence::outbox::Position::default();
        loop {
            let wake = persistence::outbox::listen(store.url(), Channel::Outbox).await;
            let Ok(mut wake) = wake else {
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            };
            loop {
                let signal = tokio::time::timeout(Duration::from_secs(15), wake.recv()).await;
                match signal {
                    Ok(None) => break,
                    Ok(Some(())) => while wake.try_recv().is_ok() {},
                    Err(_) => hub.beat(),
                }
                for org_id in hub.organizations() {
                    match store.outbox_since(org_id, &mut position).await {
                        Ok(events) => events.iter().for_each(|event| hub.publish(org_id, event)),
                        Err(error) => tracing::warn!(%error, "live updates are late"),
                    }
                }
            }
        }
    });
}

/// Live updates of everything within reach, as server-sent events. Each carries kind, id and version only.
#[utoipa::path(tag = "event", operation_id = "event_stream", responses((status = 200, description = "A stream of events", content_type = "text/event-stream", body = StreamEvent)))]
#[get("/events")]
pub async fn event_stream(access: Allowed<cap::EventStream>, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    let actor = access.actor();
    let first = futures_util::stream::iter([Bytes::from_static(b": connected\n\n")]);
    let stream = first.chain(state.hub.subscribe(actor.org_id, actor.scopes())).map(Ok::<_, actix_web::Error>);
    Ok(HttpResponse::Ok().content_type("text/event-stream").insert_header(("Cache-Control", "no-store")).insert_header(("Content-Encoding", "identity")).streaming(stream))
}
