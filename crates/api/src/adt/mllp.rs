//! The feed over MLLP: one message after the other on each connection, answered when it is durable.
//!
//! Plain TCP: where the way leads over a network that others share, a TLS tunnel ends in front of it.

use domain::access::{Access, Actor, Request, authorize, cap};
use persistence::Store;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use super::frame::{Frames, framed};
use super::receive;
use crate::http::envelope::MAX_BODY;

/// Connections at a time; another one waits until one ends.
const MOST_CONNECTIONS: usize = 64;
/// How long a connection may be silent between messages.
const IDLE: Duration = Duration::from_secs(3600);
/// How long a message may take to arrive, and an answer to leave.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the client's rights are believed. Source: security controls, 3.1 (1 s cap).
const BELIEVED: Duration = Duration::from_secs(1);

/// Who may connect, and as whom they act.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The API client whose scopes count.
    pub client_id: Uuid,
    /// Addresses that may connect.
    pub peers: Vec<IpAddr>,
}

/// Listens until `stop` says true, then lets messages that have come be answered.
pub async fn listen(listener: TcpListener, store: Store, feed: Feed, mut stop: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((stream, peer)) if feed.peers.contains(&peer.ip().to_canonical()) => {
                let (store, client_id, stop) = (store.clone(), feed.client_id, stop.clone());
                actix_web::rt::spawn(async move {
                    let _place = place;
                    Connection { stream, store, client_id, known: None }.serve(stop).await;
                });
            }
            Ok(_) => tracing::warn!("a connection to the feed came from an address that is not allowed"),
            Err(error) => {
                tracing::warn!(%error, "a connection to the feed could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    // Every connection gives its place back when it has answered.
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(PATIENCE, room.acquire_many(all)).await;
}

struct Connection {
    stream: TcpStream,
    store: Store,
    client_id: Uuid,
    known: Option<(Instant, Actor)>,
}

impl Connection {
    async fn serve(mut self, mut stop: watch::Receiver<bool>) {
        let mut frames = Frames::new(MAX_BODY);
        let mut bytes = vec![0; 16 << 10];
        let mut began = Instant::now();
        loop {
            let wait = if frames.is_open() { PATIENCE.saturating_sub(began.elapsed()) } else { IDLE };
            let read = tokio::select! {
                read = tokio::time::timeout(wait, self.stream.read(&mut bytes)) => read,
                _ = stop.wait_for(|stop| *stop) => return,
            };
            let Ok(Ok(count @ 1..)) = read else { return };
            if !frames.is_open() {
                began = Instant::now();
            }
            frames.push(&bytes[..count]);
            loop {
                match frames.take() {
                    Ok(Some(message)) => {
                        if self.answer(&message).await.is_none() {
                            return;
                        }
                        began = Instant::now();
                    }
                    Ok(None) => break,
                    Err(_) => {
                        tracing::warn!("a message of the feed was longer than 1 MiB");
                        return;
                    }
                }
            }
        }
    }

    /// Takes a message and answers. `None` when it could not be taken now: the connection ends without an answer, so that the
    /// sender sends it again.
    async fn answer(&mut self, message: &[u8]) -> Option<()> {
        let access = self.access().await?;
        let ack = match receive(&self.store, &access, message).await {
            Ok(ack) => ack,
            Err(error) => {
                tracing::warn!(%error, "a message of the feed could not be stored; its sender must send it again");
                return None;
            }
        };
        tokio::time::timeout(PATIENCE, self.stream.write_all(&framed(&ack.text))).await.ok()?.ok()
    }

    /// The client's rights now.
    async fn access(&mut self) -> Option<Access<cap::AdtReceive>> {
        let now = chrono::Utc::now();
        if self.known.as_ref().is_none_or(|(looked, _)| looked.elapsed() >= BELIEVED) {
            let actor = self.store.client_identity(self.client_id, now).await.ok()?;
            self.known = actor.map(|actor| (Instant::now(), actor));
        }
        let (_, actor) = self.known.as_ref()?;
        let request = Request { id: Uuid::now_v7(), operation: "adt_receive", now, idempotency: None };
        let access = authorize(actor.clone(), request);
        if access.is_err() {
            tracing::warn!("the client of the feed lacks the scope adt_receive");
        }
        access.ok()
    }
}
