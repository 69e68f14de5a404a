//! The feed over MLLP: frames over a real socket, one answer for each, none when nothing is durable.

use api::adt::mllp::{Feed, listen};
use testkit::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::adt::{ago, message, number};

struct Line {
    stream: TcpStream,
}

impl Line {
    async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// The next framed answer; empty when the other side hung up.
    async fn answer(&mut self) -> String {
        let mut found = Vec::new();
        while !found.ends_with(&[0x1C, 0x0D]) {
            let mut byte = [0];
            if self.stream.read(&mut byte).await.unwrap_or(0) == 0 {
                return String::new();
            }
            found.extend(byte);
        }
        String::from_utf8(found).unwrap()
    }
}

fn framed(text: &str) -> Vec<u8> {
    [b"\x0B", text.as_bytes(), b"\x1C\x0D"].concat()
}

/// A listener for the app that lets these addresses in, and the way to stop it.
async fn heard(app: &TestApp, peers: &[&str]) -> (Line, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let peers = peers.iter().map(|peer| peer.parse().unwrap()).collect();
    let feed = Feed { client_id: app.world.staff["integrator"], peers };
    let (stop, stopped) = watch::channel(false);
    let task = actix_web::rt::spawn(listen(listener, app.state.store.clone(), feed, None, stopped));
    (Line { stream: TcpStream::connect(address).await.unwrap() }, stop, task)
}

#[actix_web::test]
async fn messages_are_answered_one_after_the_other_also_when_they_drip_or_come_together() {
    let app = TestApp::new().await;
    number(&app, app.world.person_id, "4711").await;
    let (mut line, stop, task) = heard(&app, &["127.0.0.1"]).await;
    let admitted = framed(&message("A01", "m-1", ago(3, 0), "4711", ("V1", "I")));
    for piece in admitted.chunks(7) {
        line.send(piece).await;
    }
    assert!(line.answer().await.contains("\rMSA|AA|m-1\r"));
    let discharged = message("A03", "m-2", ago(1, 0), "4711", ("V1", "I"));
    line.send(&[framed(&discharged), framed("nonsense")].concat()).await;
    assert!(line.answer().await.contains("\rMSA|AA|m-2\r"));
    assert!(line.answer().await.contains("\rMSA|AR|"));
    let stays = app.get("director", &format!("/api/v1/people/{}/stays", app.world.person_id)).await;
    assert_eq!(stays.json["items"][0]["status"], "finished");
    stop.send(true).unwrap();
    assert_eq!(line.answer().await, "", "a stop ends the connection");
    task.await.unwrap();
}

#[actix_web::test]
async fn who_is_not_on_the_list_is_not_heard_and_noise_or_a_frame_without_end_is_cut_off() {
    let app = TestApp::new().await;
    let (mut stranger, _stop, _task) = heard(&app, &["10.9.8.7"]).await;
    assert_eq!(stranger.answer().await, "");
    let (mut line, _stop, _task) = heard(&app, &["127.0.0.1"]).await;
    // Another protocol is not listened to at all.
    line.send(b"\r\nGET / HTTP/1.1\r\n").await;
    assert_eq!(line.answer().await, "");
    let (mut line, _stop, _task) = heard(&app, &["127.0.0.1"]).await;
    let endless = vec![b'x'; (1 << 20) + 64];
    line.send(b"\x0B").await;
    let _ = line.stream.write_all(&endless).await;
    assert_eq!(line.answer().await, "");
}
