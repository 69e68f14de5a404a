//! What may follow what. `partner` says what the partner may do as well, through a link; all of it is done by the team.
//!
//! | from                                           | action       | partner | to           | FHIR Task.status (business status)  |
//! |------------------------------------------------|--------------|---------|--------------|-------------------------------------|
//! | -                                              | create       |         | draft        | draft                               |
//! | draft                                          | send         |         | sent         | requested                           |
//! | sent                                           | receive      | yes     | received     | received                            |
//! | sent, received                                 | accept       | yes     | accepted     | accepted                            |
//! | sent, received, accepted, scheduled            | schedule     | yes     | scheduled    | in-progress (scheduled)             |
//! | accepted, scheduled                            | serve        | yes     | served       | in-progress (reported as done)      |
//! | sent, received, accepted, scheduled            | decline      | yes     | declined     | rejected                            |
//! | sent, received, accepted, scheduled, served    | confirm      |         | completed    | completed                           |
//! | sent, received, accepted, scheduled, served    | not_received |         | not_received | failed                              |
//! | draft, sent, received, accepted, scheduled, served | cancel   |         | cancelled    | cancelled                           |
//!
//! Source of the states: FHIR R4 Task and the SDOH Clinical Care task for referral management.

use chrono::{DateTime, Months, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    CancelReason, Confirmation, ConfirmedWith, Days, DeclineReason, Ending, NotReceivedReason, Referral,
    ReferralChannel, ReferralKind,
};
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock;
use crate::code::Code;
use crate::contact::ContactMode;

crate::codes! {
    /// State of a referral.
    pub enum ReferralStatus {
        /// Being written.
        Draft = "draft",
        /// With the partner, who has not answered.
        Sent = "sent",
        /// The partner has seen it.
        Received = "received",
        /// The partner takes it on.
        Accepted = "accepted",
        /// There is a day for it.
        Scheduled = "scheduled",
        /// Reported as done; the person has not been asked yet.
        Served = "served",
        /// The person confirmed that they received it: the loop is closed.
        Completed = "completed",
        /// The partner does not take it on.
        Declined = "declined",
        /// The person says that they did not receive it.
        NotReceived = "not_received",
        /// Taken back.
        Cancelled = "cancelled",
    }
}

crate::codes! {
    /// What happens to a referral.
    pub enum ReferralAction {
        /// Recorded.
        Create = "create",
        /// Sent to the partner.
        Send = "send",
        /// Seen by the partner.
        Receive = "receive",
        /// Taken on.
        Accept = "accept",
        /// Given a day.
        Schedule = "schedule",
        /// Reported as done.
        Serve = "serve",
        /// Not taken on.
        Decline = "decline",
        /// Confirmed by the person.
        Confirm = "confirm",
        /// Not received, says the person.
        NotReceived = "not_received",
        /// Taken back.
        Cancel = "cancel",
        /// Dates of its course were recorded.
        Dates = "dates",
        /// Nobody was heard for too long.
        Escalate = "escalate",
    }
}

crate::codes! {
    /// Who did something to a referral.
    pub enum ReferralParty {
        /// A colleague.
        Staff = "staff",
        /// The partner, through a link.
        Partner = "partner",
        /// The platform itself.
        System = "system",
    }
}

impl ReferralStatus {
    /// True until it has ended.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Declined | Self::NotReceived | Self::Cancelled)
    }
}

/// Who acts, as the history shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// What they are.
    pub kind: ReferralParty,
    /// The colleague, or the link; nobody for the platform.
    pub id: Option<Uuid>,
}

/// The state after `action`; `None` when the table above has no such line.
pub fn next(from: ReferralStatus, action: ReferralAction) -> Option<ReferralStatus> {
    use ReferralAction as A;
    use ReferralStatus as S;
    Some(match (action, from) {
        (A::Send, S::Draft) => S::Sent,
        (A::Receive, S::Sent) => S::Received,
        (A::Accept, S::Sent | S::Received) => S::Accepted,
        (A::Schedule, S::Sent | S::Received | S::Accepted | S::Scheduled) => S::Scheduled,
        (A::Serve, S::Accepted | S::Scheduled) => S::Served,
        (A::Decline, S::Sent | S::Received | S::Accepted | S::Scheduled) => S::Declined,
        (A::Confirm, S::Sent | S::Received | S::Accepted | S::Scheduled | S::Served) => S::Completed,
        (A::NotReceived, S::Sent | S::Received | S::Accepted | S::Scheduled | S::Served) => S::NotReceived,
        (A::Cancel, from) if from.is_open() => S::Cancelled,
        _ => return None,
    })
}

/// True when `party` may do `action` at all.
pub fn may(party: ReferralParty, action: ReferralAction) -> bool {
    use ReferralAction as A;
    match party {
        ReferralParty::Staff => !matches!(action, A::Create | A::Dates | A::Escalate),
        ReferralParty::Partner => matches!(action, A::Receive | A::Accept | A::Schedule | A::Serve | A::Decline),
        ReferralParty::System => false,
    }
}

/// What `party` may do now, in the order of the table: the one source of every button.
pub fn actions(status: ReferralStatus, party: ReferralParty) -> Vec<ReferralAction> {
    let all = ReferralAction::ALL.iter().copied();
    all.filter(|action| may(party, *action) && next(status, *action).is_some()).collect()
}

/// Something that is done to a referral, with what must be said about it: an end without its reason can't be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Send it; a warm hand-off names who took it over.
    Send {
        /// How.
        channel: ReferralChannel,
        /// Who took it over there.
        spoke_with: Option<String>,
    },
    /// The partner has seen it.
    Receive,
    /// The partner takes it on.
    Accept,
    /// There is a day for it.
    Schedule {
        /// The day.
        on: NaiveDate,
    },
    /// It is reported as done.
    Serve {
        /// The day.
        on: NaiveDate,
    },
    /// The partner does not take it on.
    Decline {
        /// Why.
        reason: DeclineReason,
    },
    /// The person received it.
    Confirm {
        /// The day of the service.
        on: NaiveDate,
        /// How they were asked.
        way: ContactMode,
        /// Who answered.
        with: ConfirmedWith,
    },
    /// The person did not receive it.
    NotReceived {
        /// Why.
        reason: NotReceivedReason,
        /// How they were asked.
        way: ContactMode,
        /// Who answered.
        with: ConfirmedWith,
    },
    /// It is taken back.
    Cancel {
        /// Why.
        reason: CancelReason,
    },
}

impl Act {
    /// What kind of act it is.
    pub fn action(&self) -> ReferralAction {
        match self {
            Self::Send { .. } => ReferralAction::Send,
            Self::Receive => ReferralAction::Receive,
            Self::Accept => ReferralAction::Accept,
            Self::Schedule { .. } => ReferralAction::Schedule,
            Self::Serve { .. } => ReferralAction::Serve,
            Self::Decline { .. } => ReferralAction::Decline,
            Self::Confirm { .. } => ReferralAction::Confirm,
            Self::NotReceived { .. } => ReferralAction::NotReceived,
            Self::Cancel { .. } => ReferralAction::Cancel,
        }
    }

    /// The day that is said with it.
    fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Schedule { on } | Self::Serve { on } | Self::Confirm { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// True when a note must say what the coded reason does not.
    fn needs_note(&self) -> bool {
        matches!(
            self,
            Self::Decline { reason: DeclineReason::Other }
                | Self::NotReceived { reason: NotReceivedReason::Other, .. }
                | Self::Cancel { reason: CancelReason::Other }
        )
    }
}

/// One entry of the history of a referral: who did what, when. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralEvent {
    /// Id.
    pub id: Uuid,
    /// Always 1.
    pub version: i32,
    /// The referral.
    pub referral_id: Uuid,
    /// The person it is for.
    pub person_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub party: ReferralParty,
    /// The colleague, or the link.
    pub actor_id: Option<Uuid>,
    /// What.
    pub action: ReferralAction,
    /// The state from then on.
    pub status: ReferralStatus,
    /// The day that was said with it.
    pub day: Option<NaiveDate>,
    /// What was said with it.
    pub note: Option<String>,
}

/// What goes into the history beside the act itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Id of the entry.
    pub id: Uuid,
    /// Who.
    pub party: Party,
    /// What they say.
    pub note: Option<String>,
    /// When.
    pub now: DateTime<Utc>,
}

/// How far ahead a service is planned at most, in months. Ours.
pub const PLANNED_AHEAD_MONTHS: u32 = 24;

impl Referral {
    /// What happened is kept in the history.
    pub fn event(&self, action: ReferralAction, day: Option<NaiveDate>, entry: Entry) -> ReferralEvent {
        ReferralEvent {
            id: entry.id,
            version: 1,
            referral_id: self.id,
            person_id: self.person_id,
            at: entry.now,
            party: entry.party.kind,
            actor_id: entry.party.id,
            action,
            status: self.status,
            day,
            note: entry.note.filter(|text| !text.trim().is_empty()),
        }
    }

    /// What the clocks of the case hear of an entry of the history: help for food, housing or transport was arranged (T-15), or it
    /// never was.
    pub fn heard(&self, entry: &ReferralEvent) -> Option<Event> {
        let helps = matches!(
            self.kind,
            ReferralKind::CommunityService | ReferralKind::Transport | ReferralKind::Housing | ReferralKind::Benefit
        );
        let mistaken = self.ending == Some(Ending::Cancelled(CancelReason::EnteredInError));
        let kind = match entry.action {
            ReferralAction::Send => EventKind::SocialHelpSent,
            ReferralAction::Cancel if mistaken => EventKind::SocialHelpWithdrawn,
            _ => return None,
        };
        helps.then(|| Event::new(kind, self.id, entry.at))
    }

    /// True when `act` says again what is so already: the second press of a button changes nothing.
    pub fn is_already(&self, act: &Act) -> bool {
        let reached = match act.action() {
            ReferralAction::Receive => ReferralStatus::Received,
            ReferralAction::Accept => ReferralStatus::Accepted,
            ReferralAction::Serve => ReferralStatus::Served,
            ReferralAction::Decline => ReferralStatus::Declined,
            ReferralAction::Schedule if self.scheduled_on == act.day() => ReferralStatus::Scheduled,
            _ => return false,
        };
        self.status == reached
    }

    /// Does `act`.
    ///
    /// # Errors
    /// `referral_transition` when the table has no such line, `referral_note_required`, `referral_spoke_with_required`,
    /// `referral_day_in_future`, `referral_day_before_sent`, `referral_day_in_past`, `referral_day_far`.
    pub fn act(self, act: Act, entry: Entry, days: Days<'_>) -> Result<(Change<Self>, ReferralEvent), Rule> {
        let action = act.action();
        let to = next(self.status, action).filter(|_| may(entry.party.kind, action)).ok_or_else(|| {
            Rule::new("referral_transition", format!("This referral is {}; that can't follow now.", self.status))
        })?;
        if act.needs_note() && entry.note.as_deref().is_none_or(|text| text.trim().is_empty()) {
            return Err(Rule::at("referral_note_required", "/note", "Say in a few words what the reason is."));
        }
        self.check_day(&act, days, entry.now)?;
        let day = act.day();
        let mut changed = self.after(act, &entry)?;
        changed.status = to;
        changed.closed_at = (!to.is_open()).then_some(entry.now);
        changed.version += 1;
        let changed = changed.timed(days);
        let event = changed.event(action, day, entry);
        Ok((Change::updated(changed), event))
    }

    fn after(mut self, act: Act, entry: &Entry) -> Result<Self, Rule> {
        let now = entry.now;
        match act {
            Act::Send { channel, spoke_with } => {
                let spoke_with = spoke_with.filter(|name| !name.trim().is_empty());
                if channel == ReferralChannel::WarmHandOff && spoke_with.is_none() {
                    let detail = "A warm hand-off names the person who took it over.";
                    return Err(Rule::at("referral_spoke_with_required", "/spoke_with", detail));
                }
                (self.channel, self.spoke_with, self.sent_at) = (Some(channel), spoke_with, Some(now));
            }
            Act::Receive => {}
            Act::Accept => self.accepted_at = Some(now),
            Act::Schedule { on } => {
                self.accepted_at.get_or_insert(now);
                self.scheduled_on = Some(on);
            }
            Act::Serve { on } => (self.served_on, self.served_at) = (Some(on), Some(now)),
            Act::Decline { reason } => self.ending = Some(Ending::Declined(reason)),
            Act::Confirm { on, way, with } => {
                self.served_on = Some(on);
                self.confirmation = confirmed(way, with, entry);
            }
            Act::NotReceived { reason, way, with } => {
                self.served_on = None;
                self.ending = Some(Ending::NotReceived(reason));
                self.confirmation = confirmed(way, with, entry);
            }
            Act::Cancel { reason } => self.ending = Some(Ending::Cancelled(reason)),
        }
        Ok(self)
    }

    /// A plan lies ahead, a service behind, and neither before the referral was sent.
    fn check_day(&self, act: &Act, days: Days<'_>, now: DateTime<Utc>) -> Result<(), Rule> {
        let today = clock::local_date(now, days.zone);
        let Some(day) = act.day() else { return Ok(()) };
        let refused = |code, detail: &str| Err(Rule::at(code, "/on", detail));
        if act.action() == ReferralAction::Schedule {
            let last = today.checked_add_months(Months::new(PLANNED_AHEAD_MONTHS)).unwrap_or(today);
            return match day {
                _ if day < today => refused("referral_day_in_past", "A plan is for today or later."),
                _ if day > last => refused("referral_day_far", "Choose a day within two years."),
                _ => Ok(()),
            };
        }
        let sent_on = clock::local_date(self.sent_at.unwrap_or(self.created_at), days.zone);
        match day {
            _ if day > today => refused("referral_day_in_future", "What was received lies behind, or is today."),
            _ if day < sent_on => refused("referral_day_before_sent", "That was before the referral was sent."),
            _ => Ok(()),
        }
    }

    /// Nobody was heard since it was due, and longer: it moves up. `None` when it is not time yet, or has moved up already.
    pub fn escalate(mut self, id: Uuid, now: DateTime<Utc>) -> Option<(Change<Self>, ReferralEvent)> {
        let is_time = self.escalates_at.is_some_and(|at| at <= now);
        if !is_time || self.escalated_at.is_some() {
            return None;
        }
        self.escalated_at = Some(now);
        self.version += 1;
        let party = Party { kind: ReferralParty::System, id: None };
        let event = self.event(ReferralAction::Escalate, None, Entry { id, party, note: None, now });
        Some((Change::updated(self), event))
    }
}

fn confirmed(way: ContactMode, with: ConfirmedWith, entry: &Entry) -> Option<Confirmation> {
    entry.party.id.map(|by| Confirmation { way, with, by, at: entry.now })
}
