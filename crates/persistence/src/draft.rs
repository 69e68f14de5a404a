//! What somebody typed into a form and has not saved: theirs alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use crate::error::Result;
use crate::tx::Tx;

diesel::table! {
    draft (org_id, staff_id, key) {
        org_id -> Uuid,
        staff_id -> Uuid,
        key -> Text,
        content -> Text,
        saved_at -> Timestamptz,
    }
}

/// The contents of a form.
#[derive(Debug, Clone, Queryable)]
pub struct Draft {
    /// The form, and the record it is about.
    pub key: String,
    /// What was typed, as the form keeps it.
    pub content: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

impl Tx {
    /// The actor's drafts by key, after `after`: what is kept anew while somebody reads page by page changes no place.
    ///
    /// # Errors
    /// Database errors.
    pub async fn drafts(&mut self, after: Option<String>, limit: i64) -> Result<Vec<Draft>> {
        let own = draft::table.filter(draft::staff_id.eq(self.actor().id)).order(draft::key).limit(limit);
        let columns = (draft::key, draft::content, draft::saved_at);
        let drafts = match after {
            Some(after) => own.filter(draft::key.gt(after)).select(columns).load(self.conn()).await?,
            None => own.select(columns).load(self.conn()).await?,
        };
        Ok(drafts)
    }

    /// Keeps what the actor typed into a form, in place of what was kept of it before.
    pub fn draft_keep(&mut self, key: &str, content: &str) {
        let values = (
            draft::org_id.eq(self.org_id()),
            draft::staff_id.eq(self.actor().id),
            draft::key.eq(key.to_owned()),
            draft::content.eq(content.to_owned()),
            draft::saved_at.eq(self.now()),
        );
        self.also(Box::new(
            diesel::insert_into(draft::table)
                .values(values)
                .on_conflict((draft::org_id, draft::staff_id, draft::key))
                .do_update()
                .set((draft::content.eq(excluded(draft::content)), draft::saved_at.eq(excluded(draft::saved_at)))),
        ));
    }

    /// Gives up what the actor typed into a form; nothing, when nothing is kept of it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn draft_discard(&mut self, key: &str) -> Result<()> {
        let kept = draft::table.filter(draft::staff_id.eq(self.actor().id)).filter(draft::key.eq(key.to_owned()));
        let found: Option<String> = kept.clone().select(draft::key).for_update().first(self.conn()).await.optional()?;
        if found.is_some() {
            self.also(Box::new(diesel::delete(kept)));
        }
        Ok(())
    }
}
