//! A contact: any outreach or encounter with or about the person (FHIR Encounter, Communication).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};

crate::codes! {
    /// How the contact took place.
    pub enum ContactMode {
        /// Phone.
        Phone = "phone",
        /// Video.
        Video = "video",
        /// In person.
        InPerson = "in_person",
        /// Text message.
        Text = "text",
        /// Letter.
        Letter = "letter",
        /// Portal message.
        Portal = "portal",
    }
}

crate::codes! {
    /// Who began it.
    pub enum Direction {
        /// We did.
        Outbound = "outbound",
        /// They did.
        Inbound = "inbound",
    }
}

crate::codes! {
    /// What came of it. Only `reached` is a two-way contact; the rest are attempts (T-4).
    pub enum ContactOutcome {
        /// Two-way contact.
        Reached = "reached",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// A message was left.
        LeftMessage = "left_message",
        /// Wrong number or address.
        WrongNumber = "wrong_number",
        /// The person did not want to talk.
        Refused = "refused",
    }
}

crate::codes! {
    /// With whom.
    pub enum ContactWith {
        /// The person in care.
        Person = "person",
        /// A caregiver.
        Caregiver = "caregiver",
        /// A provider.
        Provider = "provider",
        /// Somebody else.
        Other = "other",
    }
}

crate::codes! {
    /// What for.
    pub enum ContactPurpose {
        /// Outreach, for example after discharge.
        Outreach = "outreach",
        /// Assessment.
        Assessment = "assessment",
        /// Follow-up.
        FollowUp = "follow_up",
        /// Coordination of services.
        Coordination = "coordination",
        /// Education.
        Education = "education",
        /// Crisis.
        Crisis = "crisis",
    }
}

/// A contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case; none for encounters received from other systems.
    pub case_id: Option<Uuid>,
    /// The person.
    pub person_id: Uuid,
    /// Mode.
    pub mode: ContactMode,
    /// Direction.
    pub direction: Direction,
    /// Outcome.
    pub outcome: ContactOutcome,
    /// With whom.
    pub with: ContactWith,
    /// Minutes spent.
    pub minutes: i32,
    /// Purpose.
    pub purpose: ContactPurpose,
    /// When it took place.
    pub occurred_at: DateTime<Utc>,
    /// Summary.
    pub summary: Option<String>,
    /// Who logged it; none for imported ones.
    pub author_id: Option<Uuid>,
    /// When it was logged.
    pub created_at: DateTime<Utc>,
    /// Source system and id.
    pub source: Option<String>,
}

impl Contact {
    /// Logs a contact on a case.
    ///
    /// A two-way contact with the person or a caregiver meets outreach deadlines and must be documented; an attempt is
    /// kept but meets nothing (T-4).
    ///
    /// # Errors
    /// `contact_in_future`.
    pub fn log(contact: Self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if contact.occurred_at > now {
            return Err(Rule::at(
                "contact_in_future",
                "/occurred_at",
                "A contact can't lie in the future. Create a task or an appointment instead.",
            ));
        }
        let (id, at, two_way, documented) =
            (contact.id, contact.occurred_at, contact.is_two_way(), contact.outcome == ContactOutcome::Reached);
        let mut change = Change::created(contact);
        if two_way {
            change = change.with(Event::new(EventKind::ContactReached, id, at));
        }
        if documented {
            change = change.with(Event::new(EventKind::NoteDue, id, at));
        }
        Ok(change)
    }

    /// True for a two-way contact with the person or a caregiver.
    pub fn is_two_way(&self) -> bool {
        self.outcome == ContactOutcome::Reached && matches!(self.with, ContactWith::Person | ContactWith::Caregiver)
    }
}
