//! Live updates: one listener for the database's notifications, one stream per signed-in client.
//! Events carry kind, id and version only; the client fetches what it may see.

use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, web};
use chrono::Utc;
use domain::access::{Actor, Capability, cap};
use futures_util::{Stream, StreamExt};
use persistence::Store;
use persistence::outbox::{Channel, OutboxEvent, OutboxPosition};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Problem};

/// Events a slow client may fall behind before it is cut off (and reconnects).
const BACKLOG: usize = 256;

/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(15);

/// An event of the stream.
#[derive(Debug, Serialize, ToSchema)]
pub struct StreamEvent {
    /// JSON with the kind of what changed, its id and its version: `{"kind":"task","id":"…","version":2}`.
    #[schema(max_length = 200, pattern = r#"^\{"kind":"[a-z_]+","id":"[0-9a-f-]{36}","version":[0-9]+\}$"#)]
    pub data: String,
}

struct Subscriber {
    session_id: Uuid,
    scopes: Vec<Uuid>,
    sender: mpsc::Sender<Bytes>,
}

/// The clients of one organization, and the position up to which they were told.
struct Audience {
    position: OutboxPosition,
    subscribers: Vec<Subscriber>,
}

/// The clients that listen.
#[derive(Default)]
pub struct Hub {
    audiences: Mutex<HashMap<Uuid, Audience>>,
    /// Somebody came who may have missed the database's last signal.
    came: Notify,
}

impl Hub {
    /// A stream of what happens after `position`, or from where the others of the organization stand.
    fn subscribe(
        &self,
        (org_id, session_id): (Uuid, Uuid),
        position: OutboxPosition,
        scopes: Vec<Uuid>,
    ) -> impl Stream<Item = Bytes> + use<> {
        let (sender, receiver) = mpsc::channel(BACKLOG);
        if let Ok(mut audiences) = self.audiences.lock() {
            let audience = audiences.entry(org_id).or_insert_with(|| Audience { position, subscribers: Vec::new() });
            audience.subscribers.push(Subscriber { session_id, scopes, sender });
        }
        self.came.notify_one();
        ReceiverStream::new(receiver)
    }

    /// Ends the streams of a session.
    pub fn leave(&self, org_id: Uuid, session_id: Uuid) {
        if let Ok(mut audiences) = self.audiences.lock()
            && let Some(audience) = audiences.get_mut(&org_id)
        {
            audience.subscribers.retain(|subscriber| subscriber.session_id != session_id);
        }
    }

    /// What a session reaches from now on.
    fn reaches(&self, org_id: Uuid, session_id: Uuid, scopes: &[Uuid]) {
        if let Ok(mut audiences) = self.audiences.lock()
            && let Some(audience) = audiences.get_mut(&org_id)
        {
            let own = audience.subscribers.iter_mut().filter(|subscriber| subscriber.session_id == session_id);
            own.for_each(|subscriber| subscriber.scopes = scopes.to_vec());
        }
    }

    /// Organizations somebody listens to, with their positions.
    pub(crate) fn positions(&self) -> Vec<(Uuid, OutboxPosition)> {
        self.audiences
            .lock()
            .map(|audiences| audiences.iter().map(|(id, audience)| (*id, audience.position.clone())).collect())
            .unwrap_or_default()
    }

    /// Notes up to where an organization was told.
    fn told(&self, org_id: Uuid, position: &OutboxPosition) {
        if let Ok(mut audiences) = self.audiences.lock()
            && let Some(audience) = audiences.get_mut(&org_id)
        {
            audience.position = position.clone();
        }
    }

    /// Sends an event to those within whose reach it is.
    fn publish(&self, org_id: Uuid, event: &OutboxEvent) {
        let data =
            format!("{{\"kind\":\"{}\",\"id\":\"{}\",\"version\":{}}}", event.kind, event.record_id, event.version);
        let message = Bytes::from(format!("data: {data}\n\n"));
        if let Ok(mut audiences) = self.audiences.lock()
            && let Some(audience) = audiences.get_mut(&org_id)
        {
            audience.send(&message, |subscriber| subscriber.scopes.iter().any(|scope| event.scopes.contains(scope)));
        }
    }

    /// Keeps connections open through proxies and forgets those that are gone.
    fn beat(&self) {
        if let Ok(mut audiences) = self.audiences.lock() {
            audiences
                .values_mut()
                .for_each(|audience| audience.send(&Bytes::from_static(b": still here\n\n"), |_| true));
            audiences.retain(|_, audience| !audience.subscribers.is_empty());
        }
    }
}

impl Audience {
    fn send(&mut self, message: &Bytes, wanted: impl Fn(&Subscriber) -> bool) {
        self.subscribers
            .retain(|subscriber| !wanted(subscriber) || subscriber.sender.try_send(message.clone()).is_ok());
    }
}

/// Listens to the database and publishes what happened; reconnects when the database was away.
pub fn listen(store: Store, hub: Arc<Hub>) {
    tokio::spawn(async move {
        loop {
            match persistence::outbox::listen(store.url(), Channel::Outbox).await {
                Ok(wake) => publish_until_lost(&store, &hub, wake).await,
                Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    });
}

async fn publish_until_lost(store: &Store, hub: &Hub, mut wake: mpsc::Receiver<()>) {
    let mut beat = tokio::time::interval(BEAT);
    loop {
        for (org_id, position) in hub.positions() {
            publish_after(store, hub, org_id, position).await;
        }
        tokio::select! {
            signal = wake.recv() => match signal {
                Some(()) => while wake.try_recv().is_ok() {},
                None => return,
            },
            () = hub.came.notified() => {}
            _ = beat.tick() => hub.beat(),
        }
    }
}

async fn publish_after(store: &Store, hub: &Hub, org_id: Uuid, mut position: OutboxPosition) {
    loop {
        match store.outbox_since(org_id, &mut position).await {
            Ok(events) => {
                events.iter().for_each(|event| hub.publish(org_id, event));
                hub.told(org_id, &position);
                if events.is_empty() {
                    return;
                }
            }
            Err(error) => return tracing::warn!(%error, "live updates are late"),
        }
    }
}

/// Registers the operation.
pub fn routes(config: &mut ServiceConfig) {
    config.service(event_stream);
}

/// Waits until a session is over, its screen locked or its role without live updates. Until then it looks up at every beat what the
/// session reaches.
async fn until_over(state: web::Data<State>, actor: Actor) {
    let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + BEAT, BEAT);
    loop {
        beat.tick().await;
        let now = Utc::now();
        // What can't be looked up now is looked up at the next beat.
        let Ok(still) = state.gate.still(&state.store, &actor, now).await else { continue };
        let Some(still) = still.filter(|still| still.may(Capability::EventStream)) else { return };
        let Ok(directory) = state.store.directory(still.org_id).await else { continue };
        state.hub.reaches(still.org_id, still.session_id, &directory.scopes_of(&still, now));
    }
}

/// Live updates of everything within reach, as server-sent events. Each carries kind, id and version only. The stream ends with the
/// session, and when its screen is locked.
#[utoipa::path(tag = "event", operation_id = "event_stream", responses((status = 200, description = "A stream of events", content_type = "text/event-stream", body = StreamEvent)))]
#[get("/events")]
pub async fn event_stream(access: Allowed<cap::EventStream>, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    state.store.read(&access, async |_| Ok(())).await?;
    let actor = access.actor();
    let newest = state.store.outbox_newest(actor.org_id).await?;
    let first = futures_util::stream::iter([Bytes::from_static(b": connected\n\n")]);
    let scopes = state.store.directory(actor.org_id).await?.scopes_of(actor, access.request().now);
    let told = state.hub.subscribe((actor.org_id, actor.session_id), newest, scopes);
    let over = until_over(state.clone(), actor.clone());
    let stream = first.chain(told).take_until(over).map(Ok::<_, actix_web::Error>);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Encoding", "identity"))
        .streaming(stream))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(number: i64, scope: Uuid) -> OutboxEvent {
        OutboxEvent { number, kind: "task".into(), record_id: Uuid::nil(), version: 1, scopes: vec![scope] }
    }

    #[tokio::test]
    async fn a_stream_carries_what_its_session_reaches_now_and_ends_with_it() {
        let (hub, org) = (Hub::default(), Uuid::from_u128(1));
        let [session, another, here, there] = [2, 3, 4, 5].map(Uuid::from_u128);
        let mut own = hub.subscribe((org, session), OutboxPosition::default(), vec![here]);
        let mut others = hub.subscribe((org, another), OutboxPosition::default(), vec![here]);
        hub.publish(org, &event(1, here));
        assert!(own.next().await.is_some() && others.next().await.is_some());
        hub.reaches(org, session, &[there]);
        hub.publish(org, &event(2, here));
        hub.leave(org, session);
        assert_eq!(own.next().await, None, "nothing of what is out of reach, then the end");
        assert!(others.next().await.is_some());
    }
}
