//! Receives one message: reads it, takes it or keeps it as a dead letter, and answers. Over HTTP and MLLP alike.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::Rule;
use domain::access::{Access, cap};
use domain::adt::ack::{Ack, answer};
use domain::adt::er7::{Er7, text_of};
use domain::adt::message::Header;
use domain::adt::{AdtMessage, AdtState, Flaw, Message, Refusal, key};
use persistence::{Error, Reply, Result, Store, StoredReply, Tx};
use sha2::{Digest, Sha256};
use std::time::Duration;
use uuid::Uuid;

use super::take::{Letter, subject_key, take};

/// How often a message is tried that met another one on its way.
const TRIES: u32 = 5;

/// An answer that is stored with the Idempotency-Key.
pub struct Answered(pub Ack);

impl Reply for Answered {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: self.0.text.clone() }
    }
}

/// The header as far as it can be read, and the message or what is wrong with it.
pub fn read(raw: &[u8], zone: Tz, now: DateTime<Utc>) -> (Header, std::result::Result<Message, Flaw>) {
    let text = match text_of(raw) {
        Ok(text) => text,
        Err(flaw) => return (Header::default(), Err(flaw)),
    };
    match Er7::read(&text) {
        Ok(er7) => (Header::of(&er7), Message::read(&er7, zone, now)),
        Err(flaw) => (head(&text), Err(flaw)),
    }
}

/// The header of a message whose other segments can't be read.
fn head(text: &str) -> Header {
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    Er7::read(first).map(|er7| Header::of(&er7)).unwrap_or_default()
}

/// Takes a message and answers it when that is durable.
///
/// # Errors
/// Those of the database: then nothing is known of the message, and it must be sent again.
pub async fn receive(store: &Store, access: &Access<cap::AdtReceive>, raw: &[u8]) -> Result<Ack> {
    let zone = store.directory(access.actor().org_id).await?.main_zone();
    let (header, read) = read(raw, zone, access.now());
    let (message, flaw) = match read {
        Err(flaw) => (None, flaw),
        Ok(message) => match attempts(store, access, &message, raw).await? {
            Ok(ack) => return Ok(ack),
            Err(flaw) => (Some(message), flaw),
        },
    };
    let answered = store.write(access, async |tx| {
        let letter = letter(&header, message.as_ref(), raw, tx.now());
        bury(tx, letter, flaw).await?;
        Ok(Answered(answer(&header, Some(flaw), tx.now(), Uuid::now_v7())))
    });
    Ok(answered.await?.0)
}

/// Tries to take a message until it meets no other one on its way.
async fn attempts(
    store: &Store,
    access: &Access<cap::AdtReceive>,
    message: &Message,
    raw: &[u8],
) -> Result<std::result::Result<Ack, Flaw>> {
    let mut tries = 1;
    loop {
        let mut refused = None;
        let taken = store.write(access, async |tx| {
            let letter =
                Letter { message: message.clone(), kept: letter(&message.header, Some(message), raw, tx.now()) };
            match take(tx, letter).await? {
                Ok(_) => Ok(Answered(answer(&message.header, None, tx.now(), Uuid::now_v7()))),
                Err(flaw) => {
                    refused = Some(flaw);
                    Err(Rule::new("adt_refused", "The message contradicts what is known.").into())
                }
            }
        });
        match (taken.await, refused) {
            (Ok(Answered(ack)), _) => return Ok(Ok(ack)),
            (Err(Error::Rule(_)), Some(flaw)) => return Ok(Err(flaw)),
            (Err(Error::Rule(rule)), _) if met_another(rule.code) && tries < TRIES => {}
            (Err(Error::Rule(rule)), _) => {
                tracing::warn!(code = rule.code, "the record refused a message of the feed");
                return Ok(Err(Flaw::new(Refusal::RecordRefused, "MSH")));
            }
            (Err(Error::Stale | Error::Unavailable(_)), _) if tries < TRIES => {}
            (Err(error), _) => return Err(error),
        }
        tokio::time::sleep(Duration::from_millis(u64::from(tries) * 20)).await;
        tries += 1;
    }
}

/// Two messages that make the same new record at once: the second finds it when it is tried again.
fn met_another(code: &str) -> bool {
    matches!(code, "adt_number_known" | "adt_match_exists" | "adt_message_exists" | "source_exists" | "person_linked")
}

/// A letter that was not tried yet.
pub fn letter(header: &Header, message: Option<&Message>, raw: &[u8], now: DateTime<Utc>) -> AdtMessage {
    AdtMessage {
        id: Uuid::now_v7(),
        version: 1,
        state: AdtState::Dead,
        sender: header.sender(),
        control_id: header.control_id.clone(),
        event: header.event.clone(),
        recorded_at: message.map(|message| message.recorded_at),
        received_at: now,
        refusal: None,
        place: None,
        attempts: 1,
        patient_key: message.map(|message| key(message.number())),
        subject_key: message.and_then(subject_key),
        person_id: None,
        visit_event: message.and_then(|message| message.visit.clone()).map(|(_, event)| event),
        raw: raw.to_vec(),
        hash: Sha256::digest(raw).to_vec(),
    }
}

/// Keeps a dead letter; one that came before is counted.
async fn bury(tx: &mut Tx, mut letter: AdtMessage, flaw: Flaw) -> Result<()> {
    tx.adt_turn(&[format!("letter:{:02x?}", letter.hash)]).await?;
    let like = tx.adt_messages_like(&letter.hash, None).await?;
    if let Some(dead) = like.into_iter().find(|dead| dead.state == AdtState::Dead && dead.hash == letter.hash) {
        (letter.id, letter.version, letter.attempts) = (dead.id, dead.version + 1, dead.attempts + 1);
        letter.received_at = dead.received_at;
    }
    (letter.refusal, letter.place) = (Some(flaw.refusal), Some(flaw.place.to_owned()));
    tx.adt_keep(letter);
    Ok(())
}
