//! How a worker likes the app: theirs alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use crate::error::Result;
use crate::tx::Tx;

diesel::table! {
    preference (org_id, staff_id) {
        org_id -> Uuid,
        staff_id -> Uuid,
        content -> Text,
        saved_at -> Timestamptz,
    }
}

/// What somebody likes.
#[derive(Debug, Clone, Queryable)]
pub struct Preference {
    /// What was chosen, as the app keeps it.
    pub content: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

impl Tx {
    /// What the actor likes; nothing before they chose anything.
    ///
    /// # Errors
    /// Database errors.
    pub async fn preference(&mut self) -> Result<Option<Preference>> {
        let own = preference::table.filter(preference::staff_id.eq(self.actor().id));
        Ok(own.select((preference::content, preference::saved_at)).first(self.conn()).await.optional()?)
    }

    /// Keeps what the actor likes, in place of what they liked before.
    pub fn preference_keep(&mut self, content: &str) {
        let values = (
            preference::org_id.eq(self.org_id()),
            preference::staff_id.eq(self.actor().id),
            preference::content.eq(content.to_owned()),
            preference::saved_at.eq(self.now()),
        );
        self.also(Box::new(
            diesel::insert_into(preference::table)
                .values(values)
                .on_conflict((preference::org_id, preference::staff_id))
                .do_update()
                .set((
                    preference::content.eq(excluded(preference::content)),
                    preference::saved_at.eq(excluded(preference::saved_at)),
                )),
        ));
    }
}
