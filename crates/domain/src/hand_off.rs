//! A hand-off: a case offered to a colleague with what they must know (R026). It must be accepted to take effect.
//!
//! | from    | action   | who                       | to        |
//! |---------|----------|---------------------------|-----------|
//! | -       | offer    | owner, who assigns cases  | offered   |
//! | offered | accept   | receiver                  | accepted  |
//! | offered | decline  | receiver                  | declined  |
//! | offered | withdraw | giver                     | withdrawn |
//!
//! The giver is the owner, also when somebody who assigns cases offers it in their name.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::care_plan::occurrence::EndReason;
use crate::change::{Change, Event, EventKind, Rule};

crate::codes! {
    /// State of a hand-off.
    pub enum HandOffStatus {
        /// Waits for the receiver.
        Offered = "offered",
        /// The receiver owns the case.
        Accepted = "accepted",
        /// The receiver declined.
        Declined = "declined",
        /// The giver took it back.
        Withdrawn = "withdrawn",
    }
}

/// A hand-off record.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOff {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Who gives the case.
    pub from_id: Uuid,
    /// Who shall receive it.
    pub to_id: Uuid,
    /// State.
    pub status: HandOffStatus,
    /// Where the case stands.
    pub summary: String,
    /// Risks to watch.
    pub risks: String,
    /// Promises made to the person and others.
    pub promises: String,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// When it was accepted, declined or withdrawn.
    pub settled_at: Option<DateTime<Utc>>,
    /// Why it was declined or withdrawn.
    pub reason: Option<String>,
}

impl HandOff {
    /// Offers a case, as its owner or as somebody who `assigns` cases.
    ///
    /// # Errors
    /// `hand_off_not_owner`, `hand_off_to_owner` when the receiver already owns the case.
    pub fn offer(hand_off: Self, by: Uuid, assigns: bool) -> Result<Change<Self>, Rule> {
        if by != hand_off.from_id && !assigns {
            return Err(Rule::new(
                "hand_off_not_owner",
                "Only the colleague who owns the case can offer it, or somebody who assigns cases.",
            ));
        }
        if hand_off.from_id == hand_off.to_id {
            return Err(Rule::at("hand_off_to_owner", "/to_id", "This colleague already owns the case."));
        }
        let event = Event::new(EventKind::HandOffOffered, hand_off.id, hand_off.offered_at);
        Ok(Change::created(hand_off).with(event))
    }

    /// The receiver takes the case.
    ///
    /// # Errors
    /// `hand_off_settled`, `hand_off_not_receiver`.
    pub fn accept(self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_receiver(by)?;
        self.settle(HandOffStatus::Accepted, None, now)
    }

    /// The receiver declines.
    ///
    /// # Errors
    /// `hand_off_settled`, `hand_off_not_receiver`.
    pub fn decline(self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_receiver(by)?;
        self.settle(HandOffStatus::Declined, Some(reason), now)
    }

    /// The giver takes the offer back.
    ///
    /// # Errors
    /// `hand_off_settled`, `hand_off_not_giver`.
    pub fn withdraw(self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if by != self.from_id {
            return Err(Rule::new(
                "hand_off_not_giver",
                "Only the colleague who offered the case can withdraw the offer.",
            ));
        }
        self.settle(HandOffStatus::Withdrawn, Some(reason), now)
    }

    /// The case was closed: there is nothing to take over any more.
    ///
    /// # Errors
    /// `hand_off_settled`.
    pub fn lapse(self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.settle(HandOffStatus::Withdrawn, Some(EndReason::CaseClosed.sentence().into()), now)
    }

    fn require_receiver(&self, by: Uuid) -> Result<(), Rule> {
        if by == self.to_id {
            Ok(())
        } else {
            Err(Rule::new("hand_off_not_receiver", "Only the colleague the case is offered to can answer."))
        }
    }

    fn settle(
        mut self,
        status: HandOffStatus,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if self.status != HandOffStatus::Offered {
            return Err(Rule::new("hand_off_settled", format!("This hand-off is already {}.", self.status)));
        }
        self.status = status;
        self.reason = reason;
        self.settled_at = Some(now);
        self.version += 1;
        let event = Event::new(EventKind::HandOffSettled, self.id, now);
        Ok(Change::updated(self).with(event))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const OWNER: Uuid = Uuid::from_u128(1);
    const COLLEAGUE: Uuid = Uuid::from_u128(2);
    const ANOTHER: Uuid = Uuid::from_u128(3);

    fn to(receiver: Uuid) -> HandOff {
        HandOff {
            id: Uuid::nil(),
            version: 1,
            case_id: Uuid::nil(),
            person_id: Uuid::nil(),
            from_id: OWNER,
            to_id: receiver,
            status: HandOffStatus::Offered,
            summary: "Stable".into(),
            risks: String::new(),
            promises: String::new(),
            offered_at: DateTime::UNIX_EPOCH,
            settled_at: None,
            reason: None,
        }
    }

    #[test]
    fn a_case_is_offered_by_its_owner_or_by_somebody_who_assigns_cases() {
        assert!(HandOff::offer(to(COLLEAGUE), OWNER, false).is_ok());
        assert!(HandOff::offer(to(COLLEAGUE), ANOTHER, true).is_ok());
        for by in [COLLEAGUE, ANOTHER] {
            assert_eq!(HandOff::offer(to(COLLEAGUE), by, false).unwrap_err().code, "hand_off_not_owner");
        }
        assert_eq!(HandOff::offer(to(OWNER), OWNER, true).unwrap_err().code, "hand_off_to_owner");
    }
}
