//! Why a message is not taken, where in it the reason stands, and what HL7 calls that. Never repeats what was sent.

use super::ack::AckCode;

crate::codes! {
    /// What is wrong with a message.
    pub enum Refusal {
        /// It does not begin with a readable MSH segment.
        NotHl7 = "not_hl7",
        /// Its character set is none of ours, or its bytes are not of the set it names.
        CharacterSet = "character_set",
        /// It is no ADT message.
        MessageType = "message_type",
        /// It is an ADT event that is not part of the feed.
        EventUnsupported = "event_unsupported",
        /// It is for training or debugging.
        NotProduction = "not_production",
        /// Its version is not 2.x.
        VersionUnsupported = "version_unsupported",
        /// A segment is missing.
        SegmentMissing = "segment_missing",
        /// A segment can't be told apart from the text around it.
        SegmentUnreadable = "segment_unreadable",
        /// A field is missing.
        FieldMissing = "field_missing",
        /// A field is longer than it may be.
        FieldTooLong = "field_too_long",
        /// A time or date is none.
        NotATime = "not_a_time",
        /// What happened lies more than a day ahead.
        InFuture = "in_future",
        /// Two numbers in it, or its patient and its visit, belong to two different people here.
        TwoPeople = "two_people",
        /// Its control id and time were used for another message.
        ControlIdReused = "control_id_reused",
        /// The record did not take it.
        RecordRefused = "record_refused",
    }
}

impl Refusal {
    /// How HL7 answers: rejected when it is about the header, an error when it is about the content. Source: HL7 table 0008.
    pub fn ack(self) -> AckCode {
        match self {
            Self::NotHl7
            | Self::CharacterSet
            | Self::MessageType
            | Self::EventUnsupported
            | Self::NotProduction
            | Self::VersionUnsupported => AckCode::Reject,
            _ => AckCode::Error,
        }
    }

    /// The number of the error and its name. Source: HL7 table 0357.
    pub fn condition(self) -> (&'static str, &'static str) {
        match self {
            Self::NotHl7 | Self::SegmentMissing | Self::SegmentUnreadable => ("100", "Segment sequence error"),
            Self::FieldMissing => ("101", "Required field missing"),
            Self::FieldTooLong | Self::NotATime | Self::InFuture => ("102", "Data type error"),
            Self::CharacterSet => ("103", "Table value not found"),
            Self::MessageType => ("200", "Unsupported message type"),
            Self::EventUnsupported => ("201", "Unsupported event code"),
            Self::NotProduction => ("202", "Unsupported processing id"),
            Self::VersionUnsupported => ("203", "Unsupported version id"),
            Self::TwoPeople => ("204", "Unknown key identifier"),
            Self::ControlIdReused => ("205", "Duplicate key identifier"),
            Self::RecordRefused => ("207", "Application internal error"),
        }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{refusal} at {place}")]
pub struct Flaw {
    /// What.
    pub refusal: Refusal,
    /// Segment, or segment and field: `PID-7`.
    pub place: &'static str,
}

impl Flaw {
    /// A flaw at a place.
    pub fn new(refusal: Refusal, place: &'static str) -> Self {
        Self { refusal, place }
    }
}
