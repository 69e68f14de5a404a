//! Hostile bytes on the way of the hospital's feed: frames, character sets, segments, meaning, the answer, the record.
//!
//! A thousand cases by default; as many as fit into `TEND_FUZZ_SECONDS` when that is set, as the stage `http` does. A case that
//! fails names its seed: `TEND_FUZZ_SEED=17 cargo test -p api --test http hl7_fuzz` tries it alone.

mod mutate;

use api::adt::frame::{Frames, framed};
use api::adt::{mllp, read};
use chrono::{DateTime, Utc};
use domain::adt::ack::answer;
use domain::adt::er7::Er7;
use domain::adt::follow::{Subject, follow};
use domain::adt::matching::person_of;
use domain::adt::visit::course;
use domain::adt::{Message, key, number};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::HashSet;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use testkit::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use uuid::Uuid;

use mutate::{CANARY, Piece, piece};

/// Longest frame that is taken here.
const LONGEST: usize = 64 << 10;
/// Cases without `TEND_FUZZ_SECONDS`.
const CASES: u64 = 1_000;
/// Cases that go all the way into the database.
const STORED: u64 = 250;
/// After how long a case hangs: thousands of times what one takes.
const HANGS: Duration = Duration::from_secs(60);

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

/// The seeds to try, one after the other.
fn seeds(cases: u64) -> impl Iterator<Item = u64> {
    let only = setting("TEND_FUZZ_SEED");
    let time = setting("TEND_FUZZ_SECONDS").map(Duration::from_secs);
    let (first, began) = (only.unwrap_or_default(), Instant::now());
    (first..).take_while(move |seed| match (only, time) {
        (Some(only), _) => *seed == only,
        (None, Some(time)) => began.elapsed() < time,
        (None, None) => *seed < cases,
    })
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_000_000, 0).unwrap()
}

#[test]
fn whatever_bytes_come_each_frame_is_answered_with_its_control_id_and_nothing_grows_or_panics() {
    watched(seeds(CASES), one);
}

/// Tries cases on a thread of their own, and fails with the seed of one that panics or does not end.
fn watched(seeds: impl Iterator<Item = u64> + Send + 'static, case: fn(u64)) {
    let (begins, seen) = mpsc::channel();
    let cases = std::thread::spawn(move || {
        for seed in seeds {
            begins.send(seed).expect("somebody watches");
            case(seed);
        }
    });
    let mut now = None;
    loop {
        match seen.recv_timeout(HANGS) {
            Ok(seed) => now = Some(seed),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                panic!("the case TEND_FUZZ_SEED={} does not end", now.unwrap_or_default())
            }
        }
    }
    assert!(cases.join().is_ok(), "the case TEND_FUZZ_SEED={} fails", now.unwrap_or_default());
}

#[test]
#[should_panic(expected = "the case TEND_FUZZ_SEED=3 fails")]
fn a_case_that_fails_is_named_by_its_seed() {
    watched(0..9, |seed| assert!(seed < 3, "as it should"));
}

/// One stream of a few messages, cut somewhere, through frames, reader, fold and answer.
fn one(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let pieces: Vec<Piece> = (0..rng.random_range(1..4)).map(|_| piece(&mut rng)).collect();
    let mut messages: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.bytes.clone()).collect();
    messages.extend(through_frames(&mut rng, &pieces));
    let mut events = Vec::new();
    for raw in &messages {
        if let Some(message) = answered(raw, pieces.iter().find(|piece| piece.bytes == *raw)) {
            events.extend(message.visit.map(|(_, event)| event));
        }
    }
    let straight = course(&events);
    events.reverse();
    assert_eq!(course(&events), straight, "the order of arrival counts");
    let (id, person_id) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let subject = Subject { id, person_id, source: "adt:H|1", facility: "H" };
    if let Some(first) = follow(None, straight.clone(), &subject) {
        assert!(
            follow(Some(first.change.record), straight, &subject).is_none(),
            "the same course changes a stay twice"
        );
    }
}

/// What comes out of a stream that is cut anywhere and may be mutated itself.
fn through_frames(rng: &mut StdRng, pieces: &[Piece]) -> Vec<Vec<u8>> {
    let mut stream: Vec<u8> = pieces.iter().flat_map(|piece| mutate::in_frame(rng, &piece.bytes)).collect();
    if rng.random_ratio(1, 3) {
        mutate::bytes(rng, &mut stream);
    }
    let mut frames = Frames::new(LONGEST);
    let mut found = Vec::new();
    let mut rest = stream.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rng.random_range(1..=rest.len()));
        frames.push(now);
        loop {
            match frames.take() {
                Ok(Some(message)) => {
                    assert!(message.len() <= LONGEST);
                    found.push(message);
                }
                Ok(None) => break,
                Err(_) => return found,
            }
        }
        rest = later;
    }
    found
}

/// The answer to a message is a message itself, names the control id that was sent, is short and says nothing of the patient.
fn answered(raw: &[u8], piece: Option<&Piece>) -> Option<Message> {
    let (header, read) = read(raw, chrono_tz::America::New_York, now());
    let ack = answer(&header, read.as_ref().err().copied(), now(), Uuid::from_u128(7));
    let parts = Er7::read(&ack.text).expect("the answer is HL7");
    let code = parts.field("MSA", 1).component(1).unwrap_or_default();
    assert!(["AA", "AE", "AR"].contains(&code.as_str()), "{code}");
    assert_eq!(code == "AA", read.is_ok());
    assert_eq!(parts.field("MSA", 2).component(1).unwrap_or_default(), header.control_id);
    assert!(ack.text.len() <= 2_000, "an answer of {} bytes", ack.text.len());
    if let Some(Piece { head: Some(control_id), .. }) = piece {
        assert_eq!(header.control_id, *control_id, "a whole header and another control id");
        assert!(!ack.text.contains(CANARY), "the answer tells of the patient");
    }
    let message = read.ok()?;
    let numbers = message.patient.identifiers.iter().chain(&message.retired);
    for one in numbers.chain(message.visit.as_ref().map(|(number, _)| number)) {
        assert_eq!(number(&key(one)).as_ref(), Some(one), "a key that stands for another number");
    }
    let _ = person_of(&message.patient, Uuid::from_u128(3), now().date_naive(), now());
    Some(message)
}

#[actix_web::test]
async fn hostile_messages_over_a_real_line_are_each_answered_and_kept_and_the_line_goes_on() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut line = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let peers = vec!["127.0.0.1".parse().unwrap()];
    let feed = mllp::Feed { client_id: app.world.staff["integrator"], peers };
    let (_stop, stopped) = watch::channel(false);
    let _task = actix_web::rt::spawn(mllp::listen(listener, app.state.store.clone(), feed, None, stopped));
    let tried = setting("TEND_FUZZ_SEED").map_or(0..STORED, |seed| seed..seed + 1);
    let mut distinct = HashSet::new();
    for seed in tried {
        let mut piece = piece(&mut StdRng::seed_from_u64(seed));
        // An end of a frame within a message makes two of it.
        piece.bytes.retain(|byte| *byte != 0x1C);
        line.write_all(&framed(&piece.bytes)).await.unwrap();
        let answer = tokio::time::timeout(HANGS, answer_of(&mut line)).await;
        let answer = answer.unwrap_or_else(|_| panic!("the case TEND_FUZZ_SEED={seed} waits for its answer"));
        assert!(answer.contains("\rMSA|A"), "the case TEND_FUZZ_SEED={seed} is not answered");
        if let Some(control_id) = piece.head {
            assert!(
                answer.contains(&format!("|{control_id}\r")),
                "the case TEND_FUZZ_SEED={seed} names another message"
            );
        }
        distinct.insert(piece.bytes);
    }
    let summary = app.get("director", "/api/v1/adt-summary").await.json;
    let kept = ["applied_today", "waiting", "dead"].map(|state| summary[state].as_u64().expect("a count"));
    assert_eq!(kept.iter().sum::<u64>(), distinct.len() as u64, "each message is kept once: {summary}");
}

async fn answer_of(line: &mut TcpStream) -> String {
    let mut found = Vec::new();
    let mut buffer = [0; 4096];
    while !found.ends_with(&[0x1C, 0x0D]) {
        match line.read(&mut buffer).await {
            Ok(count @ 1..) => found.extend_from_slice(&buffer[..count]),
            _ => return String::new(),
        }
    }
    String::from_utf8(found).unwrap()
}
