//! Wordings that organizations add to instruments.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::instrument::Instrument;
use domain::instrument_wording::{InstrumentWording, Texts};
use uuid::Uuid;

use crate::directory::Directory;
use crate::error::Result;
use crate::record::Json;
use crate::tx::Tx;

crate::record! {
    instrument_wording: InstrumentWording, InstrumentWordingRow, person: |_| None, {
        instrument: Text => String,
        instrument_version: Text => String,
        texts: Jsonb => Json<Texts>,
        licensor: Text => String,
        reference: Text => String,
        valid_until: Nullable<Date> => Option<NaiveDate>,
        uploaded_by: Uuid => Uuid,
        uploaded_at: Timestamptz => DateTime<Utc>,
        withdrawn_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        withdrawn_by: Nullable<Uuid> => Option<Uuid>,
        withdrawn_reason: Nullable<Text> => Option<String>,
    }
}

impl Directory {
    /// The newest wording that the organization uploaded for this version of an instrument, however it stands.
    pub fn wording_of(&self, instrument: &Instrument) -> Option<&InstrumentWording> {
        self.wordings
            .iter()
            .find(|own| own.instrument == instrument.code && own.instrument_version == instrument.version)
    }
}

impl Tx {
    /// Every wording of the organization, the newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn instrument_wordings(&mut self) -> Result<Vec<InstrumentWording>> {
        let rows: Vec<InstrumentWordingRow> = instrument_wording::table
            .select(InstrumentWordingRow::as_select())
            .order(instrument_wording::id.desc())
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One wording, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn instrument_wording(&mut self, id: Uuid) -> Result<InstrumentWording> {
        let row: InstrumentWordingRow = instrument_wording::table
            .select(InstrumentWordingRow::as_select())
            .filter(instrument_wording::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }
}
