//! Contacts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::contact::{Contact, ContactMode, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::tx::{Tx, person_reach};

crate::record! {
    contact: Contact, ContactRow, person: |contact| Some(contact.person_id), {
        case_id: Nullable<Uuid> => Option<Uuid>,
        person_id: Uuid => Uuid,
        mode: Text => Coded<ContactMode>,
        direction: Text => Coded<Direction>,
        outcome: Text => Coded<ContactOutcome>,
        with: Text => Coded<ContactWith>,
        minutes: Int4 => i32,
        purpose: Text => Coded<ContactPurpose>,
        occurred_at: Timestamptz => DateTime<Utc>,
        summary: Nullable<Text> => Option<String>,
        author_id: Nullable<Uuid> => Option<Uuid>,
        created_at: Timestamptz => DateTime<Utc>,
        source: Nullable<Text> => Option<String>,
        status: Text => Coded<ContactStatus>,
        error_reason: Nullable<Text> => Option<String>,
    }
}

impl Tx {
    /// A contact with a person within reach.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn contact(&mut self, id: Uuid) -> Result<Contact> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(contact::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ContactRow = contact::table
            .select(ContactRow::as_select())
            .filter(contact::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Contacts of a case between two instants, both of which count.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_contacts_between(
        &mut self,
        case_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Contact>> {
        let rows: Vec<ContactRow> = contact::table
            .select(ContactRow::as_select())
            .filter(contact::case_id.eq(case_id))
            .filter(contact::occurred_at.between(from, to))
            .filter(contact::status.eq(Coded(ContactStatus::Finished)))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Contacts of a case, newest first, before `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn contacts_of(
        &mut self,
        case_id: Uuid,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Contact>> {
        let mut query = contact::table
            .select(ContactRow::as_select())
            .filter(contact::case_id.eq(case_id))
            .order((contact::occurred_at.desc(), contact::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, id)) = after {
            query =
                query.filter(contact::occurred_at.le(at)).filter(contact::occurred_at.lt(at).or(contact::id.lt(id)));
        }
        let rows: Vec<ContactRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
