//! How the reaching of a person goes: engaged, tried, hard to reach, refused (R125).
//!
//! | state         | when                                                                                            |
//! |---------------|-------------------------------------------------------------------------------------------------|
//! | not_tried     | nobody was in touch since the enrolment                                                         |
//! | engaged       | the last thing that happened is a two-way contact                                               |
//! | attempts      | attempts since the last two-way contact, or since the enrolment                                 |
//! | hard_to_reach | such attempts on 3 different days with 2 ways of contact                                        |
//! | refused       | the person did not want to talk, and no two-way contact followed                                |
//!
//! The state follows from the contacts alone, in whatever order they were logged: the next two-way contact makes a person engaged.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::clock;
use crate::contact::{Contact, ContactMode, ContactOutcome, ContactWith, Direction};

/// Different days with attempts after which a person is hard to reach. Ours.
pub const HARD_DAYS: usize = 3;
/// Different ways of contact that were tried by then. Ours.
pub const HARD_MODES: usize = 2;
/// Days over which the numbers of reaching are counted. Ours.
pub const FIGURE_DAYS: i64 = 30;

crate::codes! {
    /// How the reaching of a person goes.
    pub enum EngagementState {
        /// Nobody was in touch since the enrolment.
        NotTried = "not_tried",
        /// The last thing that happened is a two-way contact.
        Engaged = "engaged",
        /// Attempts since then.
        Attempts = "attempts",
        /// Attempts on several days and in several ways.
        HardToReach = "hard_to_reach",
        /// They did not want to talk.
        Refused = "refused",
    }
}

/// What of a contact says how the reaching goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// The contact.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub mode: ContactMode,
    /// Who began it.
    pub direction: Direction,
    /// What came of it.
    pub outcome: ContactOutcome,
    /// With whom.
    pub with: ContactWith,
    /// Who logged it.
    pub author_id: Option<Uuid>,
}

impl From<&Contact> for Touch {
    fn from(contact: &Contact) -> Self {
        Self {
            id: contact.id,
            at: contact.occurred_at,
            mode: contact.mode,
            direction: contact.direction,
            outcome: contact.outcome,
            with: contact.with,
            author_id: contact.author_id,
        }
    }
}

impl Touch {
    /// True when it was with the person or somebody who cares for them; what is said with providers reaches nobody.
    pub fn concerns_person(&self) -> bool {
        matches!(self.with, ContactWith::Person | ContactWith::Caregiver)
    }

    /// True for a two-way contact.
    pub fn is_two_way(&self) -> bool {
        self.concerns_person() && self.outcome == ContactOutcome::Reached
    }

    fn is_refusal(&self) -> bool {
        self.concerns_person() && self.outcome == ContactOutcome::Refused
    }

    /// True when we tried and reached nobody.
    pub fn is_attempt(&self) -> bool {
        let reached_nobody = matches!(
            self.outcome,
            ContactOutcome::NoAnswer | ContactOutcome::LeftMessage | ContactOutcome::WrongNumber
        );
        self.concerns_person() && self.direction == Direction::Outbound && reached_nobody
    }
}

/// How the reaching of a person goes, and what made it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// State.
    pub state: EngagementState,
    /// The last two-way contact since the enrolment.
    pub last_reached_at: Option<DateTime<Utc>>,
    /// When they refused, and nothing followed.
    pub refused_at: Option<DateTime<Utc>>,
    /// Attempts and refusals since the last two-way contact, the newest first.
    pub tried: Vec<Touch>,
    /// On how many different days of the program there were attempts.
    pub days: usize,
    /// In which ways.
    pub modes: BTreeSet<ContactMode>,
}

impl Engagement {
    /// On how many further days it takes an attempt before the person counts as hard to reach.
    pub fn days_left(&self) -> usize {
        HARD_DAYS.saturating_sub(self.days)
    }

    /// How many further ways of contact that takes.
    pub fn modes_left(&self) -> usize {
        HARD_MODES.saturating_sub(self.modes.len())
    }
}

/// How the reaching goes since `enrolled_at`. `touches` are contacts with the person that took place, in any order.
pub fn engagement(enrolled_at: DateTime<Utc>, touches: &[Touch], zone: Tz) -> Engagement {
    let mut own: Vec<Touch> = touches.iter().copied().filter(|touch| touch.at >= enrolled_at).collect();
    own.sort_by_key(|touch| std::cmp::Reverse((touch.at, touch.id)));
    let last_reached_at = own.iter().find(|touch| touch.is_two_way()).map(|touch| touch.at);
    let after = own.into_iter().filter(|touch| last_reached_at.is_none_or(|at| touch.at > at));
    let tried: Vec<Touch> = after.filter(|touch| touch.is_attempt() || touch.is_refusal()).collect();
    let attempts = || tried.iter().filter(|touch| touch.is_attempt());
    let days = attempts().map(|touch| clock::local_date(touch.at, zone)).collect::<BTreeSet<_>>().len();
    let modes: BTreeSet<ContactMode> = attempts().map(|touch| touch.mode).collect();
    let refused_at = tried.iter().find(|touch| touch.is_refusal()).map(|touch| touch.at);
    let state = if refused_at.is_some() {
        EngagementState::Refused
    } else if days >= HARD_DAYS && modes.len() >= HARD_MODES {
        EngagementState::HardToReach
    } else if days > 0 {
        EngagementState::Attempts
    } else if last_reached_at.is_some() {
        EngagementState::Engaged
    } else {
        EngagementState::NotTried
    };
    Engagement { state, last_reached_at, refused_at, tried, days, modes }
}

/// Colleagues who were in touch with the person on the same day of the program as `own` (R129), each once, in order of time.
pub fn others_that_day(own: &Touch, touches: &[Touch], zone: Tz) -> Vec<Uuid> {
    if !own.concerns_person() {
        return Vec::new();
    }
    let day = clock::local_date(own.at, zone);
    let colleagues = touches.iter().filter(|other| other.concerns_person()).filter_map(|other| {
        let id = other.author_id.filter(|id| Some(*id) != own.author_id)?;
        Some((other.at, id))
    });
    let mut others: Vec<(DateTime<Utc>, Uuid)> =
        colleagues.filter(|(at, _)| clock::local_date(*at, zone) == day).collect();
    others.sort_unstable();
    let mut seen = BTreeSet::new();
    others.into_iter().map(|(_, id)| id).filter(|id| seen.insert(*id)).collect()
}

/// What became of outreach in a period (R125).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutreachFigures {
    /// Times we tried to reach somebody, reached or not.
    pub tries: u32,
    /// Of these: two-way contacts.
    pub reached: u32,
    /// Nobody answered.
    pub no_answer: u32,
    /// A message was left.
    pub left_message: u32,
    /// Wrong number or address.
    pub wrong_number: u32,
    /// The person did not want to talk.
    pub refused: u32,
    /// Times the person got in touch.
    pub inbound: u32,
    /// People whom we tried to reach.
    pub people_tried: u32,
    /// Of these: people who were reached, by whoever began it.
    pub people_reached: u32,
}

impl OutreachFigures {
    /// Adds what happened with one person.
    pub fn add(&mut self, touches: &[Touch]) {
        let mut tried = false;
        for touch in touches.iter().filter(|touch| touch.concerns_person()) {
            if touch.direction == Direction::Inbound {
                self.inbound += 1;
                continue;
            }
            tried = true;
            self.tries += 1;
            *match touch.outcome {
                ContactOutcome::Reached => &mut self.reached,
                ContactOutcome::NoAnswer => &mut self.no_answer,
                ContactOutcome::LeftMessage => &mut self.left_message,
                ContactOutcome::WrongNumber => &mut self.wrong_number,
                ContactOutcome::Refused => &mut self.refused,
            } += 1;
        }
        self.people_tried += u32::from(tried);
        self.people_reached += u32::from(tried && touches.iter().any(Touch::is_two_way));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
