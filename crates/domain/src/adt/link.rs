//! Merges (A40): two records of one person are linked, never melted into one, and the link can be undone.
//!
//! | from   | by              | to     |
//! |--------|-----------------|--------|
//! | -      | A40             | linked |
//! | linked | undo (reason)   | undone |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::change::{Change, Rule};

/// A link of a record to the one that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLink {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The record that goes on.
    pub survivor_id: Uuid,
    /// The record that it stands for.
    pub retired_id: Uuid,
    /// The message that said so.
    pub message_id: Uuid,
    /// Since when.
    pub linked_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<Uuid>,
    /// Why.
    pub undo_reason: Option<String>,
}

impl PersonLink {
    /// Undoes the link: what the hospital says of either record belongs to that record again, and so does what it said meanwhile, see
    /// [`addition`](super::addition).
    ///
    /// # Errors
    /// `link_undone`.
    pub fn undo(mut self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.undone_at.is_some() {
            return Err(Rule::new("link_undone", "These records are not linked any more."));
        }
        (self.undone_at, self.undone_by, self.undo_reason) = (Some(now), Some(by), Some(reason));
        self.version += 1;
        Ok(Change::updated(self))
    }
}

/// The record that stands for a person, over links that were linked themselves.
pub fn survivor_of(person_id: Uuid, links: &[PersonLink]) -> Uuid {
    let mut at = person_id;
    // No chain is longer than all links; a circle ends here as well.
    for _ in links {
        let next = links.iter().find(|link| link.retired_id == at && link.undone_at.is_none());
        match next {
            Some(link) => at = link.survivor_id,
            None => break,
        }
    }
    at
}
