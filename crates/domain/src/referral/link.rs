//! A link by which a partner answers one referral without an account.
//!
//! | from    | by                         | to      |
//! |---------|----------------------------|---------|
//! | -       | create                     | open    |
//! | open    | its end, or the referral's | expired |
//! | open    | revoke                     | revoked |

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Referral, ReferralStatus};
use crate::change::{Change, Rule};

/// How many days a link is good at most. Ours.
pub const MOST_DAYS: i64 = 30;

/// A link. Its secret is a signature over its id and end and is stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralLink {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The only referral that it opens.
    pub referral_id: Uuid,
    /// The person the referral is for.
    pub person_id: Uuid,
    /// To whom it was given, in words.
    pub given_to: String,
    /// True when the person agreed that the partner gets their name and phone once they accept.
    pub shares_contact: bool,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who gave it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What is said of a new link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// To whom it is given.
    pub given_to: String,
    /// Whether the person agreed that the partner gets their name and phone.
    pub shares_contact: bool,
    /// For how many days, [`MOST_DAYS`] at most.
    pub days: i64,
}

impl ReferralLink {
    /// A link to a referral that is with a partner.
    ///
    /// # Errors
    /// `referral_link_not_possible` for a draft, and for what has ended.
    pub fn create(
        (id, author_id): (Uuid, Uuid),
        referral: &Referral,
        new: NewLink,
        now: DateTime<Utc>,
    ) -> Result<Change<Self>, Rule> {
        if referral.status == ReferralStatus::Draft || !referral.status.is_open() {
            let detail = "A link is given for a referral that was sent and has not ended.";
            return Err(Rule::new("referral_link_not_possible", detail));
        }
        Ok(Change::created(Self {
            id,
            version: 1,
            referral_id: referral.id,
            person_id: referral.person_id,
            given_to: new.given_to,
            shares_contact: new.shares_contact,
            expires_at: now + TimeDelta::days(new.days.clamp(1, MOST_DAYS)),
            revoked_at: None,
            author_id,
            created_at: now,
        }))
    }

    /// True while it opens the referral.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// Takes the link back.
    ///
    /// # Errors
    /// `referral_link_closed`.
    pub fn revoke(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if !self.is_open(now) {
            return Err(Rule::new("referral_link_closed", "This link opens nothing any more."));
        }
        self.revoked_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// True when the partner may know how to reach the person: the person agreed, and the partner has taken the referral on.
    pub fn tells_contact(&self, referral: &Referral) -> bool {
        use ReferralStatus as S;
        self.shares_contact && matches!(referral.status, S::Accepted | S::Scheduled | S::Served)
    }
}
