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

crate::codes! {
    /// Whether it took place at all.
    pub enum ContactStatus {
        /// It did.
        Finished = "finished",
        /// It did not, or not with this person: it is kept, and counts for nothing.
        EnteredInError = "entered_in_error",
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
    /// Whether it took place.
    pub status: ContactStatus,
    /// Why it is an error.
    pub error_reason: Option<String>,
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
            if change.record.mode == ContactMode::InPerson && change.record.with == ContactWith::Person {
                change = change.with(Event::new(EventKind::SeenInPerson, id, at));
            }
        }
        if documented {
            change = change.with(Event::new(EventKind::NoteDue, id, at));
        }
        Ok(change)
    }

    /// Logs a contact that stands on a record which documents it, such as an entry of the night log: no note on it is due, least of all from
    /// somebody who was not in it.
    ///
    /// # Errors
    /// Those of [`Self::log`].
    pub fn log_documented(contact: Self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        let mut change = Self::log(contact, now)?;
        change.events.retain(|event| event.kind != EventKind::NoteDue);
        Ok(change)
    }

    /// Takes back a contact that was entered in error: what it met is open again, and what it opened is cancelled.
    ///
    /// # Errors
    /// Those of [`Self::may_withdraw`].
    pub fn withdraw(
        mut self,
        by: Uuid,
        assigns: bool,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        self.may_withdraw(by, assigns)?;
        self.status = ContactStatus::EnteredInError;
        self.error_reason = Some(reason);
        self.version += 1;
        let event = Event::new(EventKind::ContactWithdrawn, self.id, now);
        Ok(Change::updated(self).with(event))
    }

    /// Refuses to let `by` take it back: that is for whoever logged it and for those who `assigns` work to others.
    ///
    /// # Errors
    /// `contact_entered_in_error`, `contact_received`, `contact_of_colleague`.
    pub fn may_withdraw(&self, by: Uuid, assigns: bool) -> Result<(), Rule> {
        if self.status == ContactStatus::EnteredInError {
            return Err(Rule::new("contact_entered_in_error", "This contact is already marked as entered in error."));
        }
        if self.case_id.is_none() {
            return Err(Rule::new("contact_received", "This contact came from another system. Correct it there."));
        }
        if self.author_id != Some(by) && !assigns {
            return Err(Rule::new(
                "contact_of_colleague",
                "A colleague logged this contact. Ask them or your lead to take it back.",
            ));
        }
        Ok(())
    }

    /// What the clocks hear of it when a nurse made it: only a visit in person counts (T-13).
    pub fn by_nurse(&self) -> Option<Event> {
        let seen = self.is_two_way() && self.mode == ContactMode::InPerson;
        seen.then(|| Event::new(EventKind::NurseVisited, self.id, self.occurred_at))
    }

    /// True unless it was entered in error.
    pub fn counts(&self) -> bool {
        self.status == ContactStatus::Finished
    }

    /// True for a two-way contact with the person or a caregiver.
    pub fn is_two_way(&self) -> bool {
        self.counts()
            && self.outcome == ContactOutcome::Reached
            && matches!(self.with, ContactWith::Person | ContactWith::Caregiver)
    }
}
