//! The feed over MLLP: one message after the other on each connection, answered when it is durable.
//!
//! Over TLS where the configuration names a certificate, else over plain TCP.

use domain::access::{Access, Actor, Request, authorize, cap};
use persistence::Store;
use socket2::{SockRef, TcpKeepalive};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

use super::frame::{Frames, Spoilt, framed};
use super::receive;
use crate::http::envelope::MAX_BODY;

/// Connections at a time; another one waits until one ends.
const MOST_CONNECTIONS: usize = 64;
/// How long a connection may be silent between messages.
const IDLE: Duration = Duration::from_secs(3600);
/// How long a message may take to arrive, the first one to begin, and an answer to leave.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the handshake of TLS may take, and the end of a connection.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// After how much silence the other side is asked whether it is still there: one that went without a word, as a failing network
/// has it, must not keep its place for as long as one that is only silent.
const ALIVE: Duration = Duration::from_secs(60);
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

/// Listens until `stop` says true, then lets messages that have come be answered. Over TLS when there is a `tls`.
pub async fn listen(
    listener: TcpListener,
    store: Store,
    feed: Feed,
    tls: Option<TlsAcceptor>,
    mut stop: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((stream, peer)) if feed.peers.contains(&peer.ip().to_canonical()) => {
                let (store, client_id) = (store.clone(), feed.client_id);
                actix_web::rt::spawn(hear(stream, tls.clone(), (store, client_id), stop.clone(), place));
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

/// Hears one sender until one side ends it.
async fn hear(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    (store, client_id): (Store, Uuid),
    mut stop: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    // An answer is one small packet that somebody waits for.
    let _ = stream.set_nodelay(true);
    let _ = SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(ALIVE));
    let Some(tls) = tls else { return Connection { stream, store, client_id, known: None }.serve(stop).await };
    let met = tokio::select! {
        met = tokio::time::timeout(HANDSHAKE, tls.accept(stream)) => met,
        _ = stop.wait_for(|stop| *stop) => return,
    };
    match met {
        Ok(Ok(stream)) => Connection { stream, store, client_id, known: None }.serve(stop).await,
        // The cause names what the other side did wrong, and nothing that it sent.
        Ok(Err(cause)) => tracing::warn!(%cause, "a sender of the feed could not be heard over TLS"),
        Err(_) => tracing::warn!("a sender of the feed did not finish the handshake of TLS"),
    }
}

struct Connection<S> {
    stream: S,
    store: Store,
    client_id: Uuid,
    known: Option<(Instant, Actor)>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    async fn serve(mut self, stop: watch::Receiver<bool>) {
        self.exchange(stop).await;
        let _ = tokio::time::timeout(HANDSHAKE, self.stream.shutdown()).await;
    }

    async fn exchange(&mut self, mut stop: watch::Receiver<bool>) {
        let mut frames = Frames::new(MAX_BODY);
        let mut bytes = vec![0; 16 << 10];
        let mut began = Instant::now();
        // Who has said nothing yet may wait for an answer to another protocol.
        let mut idle = PATIENCE;
        loop {
            let wait = if frames.is_open() { PATIENCE.saturating_sub(began.elapsed()) } else { idle };
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
                        (began, idle) = (Instant::now(), IDLE);
                    }
                    Ok(None) => break,
                    Err(Spoilt::TooLong) => {
                        tracing::warn!("a message of the feed was longer than 1 MiB");
                        return;
                    }
                    Err(Spoilt::Noise) => {
                        tracing::warn!(
                            "a sender of the feed does not speak MLLP, or speaks TLS where plain TCP is heard"
                        );
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
        let framed = framed(ack.text.as_bytes());
        let sent = async {
            self.stream.write_all(&framed).await?;
            // TLS keeps what is written until it is told.
            self.stream.flush().await
        };
        tokio::time::timeout(PATIENCE, sent).await.ok()?.ok()
    }

    /// The client's rights now.
    async fn access(&mut self) -> Option<Access<cap::AdtReceive>> {
        let now = chrono::Utc::now();
        if self.known.as_ref().is_none_or(|(looked, _)| looked.elapsed() >= BELIEVED) {
            let actor = self.store.client_identity(self.client_id, now).await.ok()?;
            self.known = actor.map(|actor| (Instant::now(), actor));
        }
        let (_, actor) = self.known.as_ref()?;
        let request = Request { id: Uuid::now_v7(), operation: "adt_receive", now, record_id: None, idempotency: None };
        let access = authorize(actor.clone(), request);
        if access.is_err() {
            tracing::warn!("the client of the feed lacks the scope adt_receive");
        }
        access.ok()
    }
}
