//! How often the people of a program are to be reached.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::contact_cadence::{CadenceDays, ContactCadence};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Json;
use crate::tx::Tx;

crate::record! {
    contact_cadence: ContactCadence, ContactCadenceRow, person: |_| None, {
        program_id: Uuid => Uuid,
        valid_from: Date => NaiveDate,
        days: Jsonb => Json<CadenceDays>,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

impl Tx {
    /// Every cadence that was set, the newest first in each program.
    ///
    /// # Errors
    /// Database errors.
    pub async fn contact_cadences(&mut self) -> Result<Vec<ContactCadence>> {
        let rows: Vec<ContactCadenceRow> = contact_cadence::table
            .select(ContactCadenceRow::as_select())
            .order((contact_cadence::program_id, contact_cadence::valid_from.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
