//! The feed's rules on texts, on visits, and on ten thousand messages at once.

mod decisions;
mod reading;
mod simulation;
mod visits;

use chrono::{DateTime, Utc};

use super::er7::{Er7, text_of};
use super::visit::{PatientClass, VisitEvent};
use super::{Flaw, Message, Trigger};
use crate::Code;

/// An instant of the vectors' year.
fn at(text: &str) -> DateTime<Utc> {
    format!("2026-{text}:00Z").replace(' ', "T").parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("04-01 12:00")
}

/// A whole message of these segments after MSH and EVN.
fn text(event: &str, id: &str, recorded: &str, rest: &str) -> String {
    format!("MSH|^~\\&|EPIC|HARBOR|TEND|TEND|{recorded}||ADT^{event}|{id}|P|2.5.1\rEVN|{event}|{recorded}\r{rest}")
}

const PID: &str =
    "PID|1||4711^^^HARBOR^MR~900^^^SSA^SS||Okonkwo^Ama^B||19580412|F|||12 Pier Rd^^Albany^NY^12207||(518)555-0142\r";

fn read(bytes: &[u8]) -> Result<Message, Flaw> {
    let text = text_of(bytes)?;
    Message::read(&Er7::read(&text)?, chrono_tz::America::New_York, now())
}

/// An event of a visit, recorded when it happened.
fn event(code: &str, class: &str, when: &str) -> VisitEvent {
    let when = at(when);
    VisitEvent {
        trigger: Trigger::from_code(code).unwrap(),
        recorded_at: when,
        sent_at: when,
        control_id: format!("{code}-{}", when.timestamp()),
        occurred_at: when,
        class: Some(PatientClass::of(class)),
        place: None,
        reason: None,
        admitted_at: None,
        discharged_at: None,
        destination: None,
        cause: None,
        diagnosed: false,
    }
}
