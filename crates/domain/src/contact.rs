//! A contact: any outreach or encounter with or about the person (FHIR Encounter, Communication).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Event, EventKind, Rule};
use crate::staff::CredentialKind;

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
            if change.record.sees_person() {
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

    /// What the clocks hear of it when somebody with these licences made it: a nurse, or a registered one, saw the person (T-12,
    /// T-13).
    pub fn seen_by(&self, licences: &[CredentialKind]) -> Vec<Event> {
        let nurse = licences.iter().any(|kind| kind.is_nursing());
        let registered = licences.contains(&CredentialKind::Rn);
        let visits = [(nurse, EventKind::NurseVisited), (registered, EventKind::RegisteredNurseVisited)];
        let told = visits.into_iter().filter(|(holds, _)| *holds && self.sees_person());
        told.map(|(_, kind)| Event::new(kind, self.id, self.occurred_at)).collect()
    }

    fn sees_person(&self) -> bool {
        self.is_two_way() && self.mode == ContactMode::InPerson && self.with == ContactWith::Person
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

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(mode: ContactMode, with: ContactWith) -> Contact {
        Contact {
            id: Uuid::from_u128(1),
            version: 1,
            case_id: Some(Uuid::from_u128(2)),
            person_id: Uuid::from_u128(3),
            mode,
            direction: Direction::Outbound,
            outcome: ContactOutcome::Reached,
            with,
            minutes: 30,
            purpose: ContactPurpose::FollowUp,
            occurred_at: DateTime::UNIX_EPOCH,
            summary: None,
            author_id: Some(Uuid::from_u128(4)),
            created_at: DateTime::UNIX_EPOCH,
            source: None,
            status: ContactStatus::Finished,
            error_reason: None,
        }
    }

    #[test]
    fn a_nurse_saw_the_person_who_was_there_in_person_herself() {
        use ContactMode::{InPerson, Video};
        use ContactWith::{Caregiver, Person};
        use CredentialKind::{Lcsw, Lpn, Rn};
        let told = |mode, with, licences: &[CredentialKind]| {
            let events = visit(mode, with).seen_by(licences);
            events.into_iter().map(|event| event.kind).collect::<Vec<_>>()
        };
        assert_eq!(told(InPerson, Person, &[Rn]), [EventKind::NurseVisited, EventKind::RegisteredNurseVisited]);
        assert_eq!(told(InPerson, Person, &[Lcsw, Lpn]), [EventKind::NurseVisited], "a practical nurse");
        assert_eq!(told(InPerson, Person, &[Lcsw]), []);
        assert_eq!(told(InPerson, Caregiver, &[Rn]), [], "the person was not seen");
        assert_eq!(told(Video, Person, &[Rn]), []);
        let wrong = Contact { status: ContactStatus::EnteredInError, ..visit(InPerson, Person) };
        assert_eq!(wrong.seen_by(&[Rn]), []);
    }
}
