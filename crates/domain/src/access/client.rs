//! API clients: programs of others that sign in with a secret, as themselves.
//!
//! | from | action | to                         |
//! |------|--------|----------------------------|
//! | -    | create | live                       |
//! | live | rotate | live, with another secret  |
//! | live | revoke | revoked                    |

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Capability;
use crate::change::Rule;

/// How long a secret is good. Source: ours.
const SECRET_LIFETIME: TimeDelta = TimeDelta::days(90);

/// An API client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiClient {
    /// Id, also the `client_id`.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Name.
    pub name: String,
    /// What it may do, as far as the role of a client includes it.
    pub scopes: Vec<Capability>,
    /// Until when the secret is good.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked: it does not sign in any more, and its tokens are dead.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl ApiClient {
    /// A new client.
    pub fn create(id: Uuid, name: String, scopes: Vec<Capability>, now: DateTime<Utc>) -> Self {
        Self { id, version: 1, name, scopes, expires_at: now + SECRET_LIFETIME, revoked_at: None }
    }

    /// Another secret from now on, also when the one so far has run out.
    ///
    /// # Errors
    /// `client_revoked`.
    pub fn rotate(self, now: DateTime<Utc>) -> Result<Self, Rule> {
        self.require_live()?;
        Ok(Self { version: self.version + 1, expires_at: now + SECRET_LIFETIME, ..self })
    }

    /// Ends it for good.
    ///
    /// # Errors
    /// `client_revoked`.
    pub fn revoke(self, now: DateTime<Utc>) -> Result<Self, Rule> {
        self.require_live()?;
        Ok(Self { version: self.version + 1, revoked_at: Some(now), ..self })
    }

    fn require_live(&self) -> Result<(), Rule> {
        if self.revoked_at.is_some() {
            return Err(Rule::new("client_revoked", "This client was revoked. Create another one."));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_client_is_revoked_for_good_and_one_that_ran_out_gets_another_secret() {
        let (made, later) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::days(400));
        let client = ApiClient::create(Uuid::nil(), "Nightly export".into(), Vec::new(), made);
        assert_eq!(client.expires_at, made + TimeDelta::days(90));
        let rotated = client.rotate(later).unwrap();
        assert_eq!((rotated.version, rotated.expires_at), (2, later + TimeDelta::days(90)));
        let revoked = rotated.revoke(later).unwrap();
        assert_eq!((revoked.version, revoked.revoked_at), (3, Some(later)));
        assert_eq!(revoked.clone().rotate(later).unwrap_err().code, "client_revoked");
        assert_eq!(revoked.revoke(later).unwrap_err().code, "client_revoked");
    }
}
