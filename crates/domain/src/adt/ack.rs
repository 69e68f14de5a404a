//! The answer to a message.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::er7::Separators;
use super::message::Header;
use super::refusal::Flaw;

crate::codes! {
    /// How a message is answered. Source: HL7 table 0008.
    pub enum AckCode {
        /// Taken, and kept for good.
        Accept = "AA",
        /// Its content can't be taken; it is kept, sending it again as it is changes nothing.
        Error = "AE",
        /// Its header can't be taken; it is kept, sending it again as it is changes nothing.
        Reject = "AR",
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// How.
    pub code: AckCode,
    /// The answer as HL7 text, segments ended with CR.
    pub text: String,
}

/// The answer to the message with this header: taken, or refused with a flaw. `id` is its control id. Repeats of what was sent only
/// what the sender needs to tell its messages apart: the applications, the control id, the event.
pub fn answer(header: &Header, flaw: Option<Flaw>, now: DateTime<Utc>, id: Uuid) -> Ack {
    let code = flaw.map_or(AckCode::Accept, |flaw| flaw.refusal.ack());
    let text = |value: &str| Separators::USUAL.encode(value);
    let at = now.format("%Y%m%d%H%M%S+0000");
    let (application, facility) = (text(&header.application), text(&header.facility));
    let event = text(&header.event);
    let (id, processing) = (&id.simple().to_string()[12..], text(&header.processing));
    let version = text(&header.version);
    let mut ack = format!(
        "MSH|^~\\&|TEND||{application}|{facility}|{at}||ACK^{event}^ACK|{id}|{processing}|{version}|||||||UNICODE UTF-8\rMSA|{code}|{}\r",
        text(&header.control_id)
    );
    if let Some(Flaw { refusal, place }) = flaw {
        let (number, name) = refusal.condition();
        let location = place.replace('-', "^1^");
        ack.push_str(&format!("ERR||{location}|{number}^{name}^HL70357|E|{refusal}^{refusal}^TEND\r"));
    }
    Ack { code, text: ack }
}
