//! Which versions of instruments organizations use.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::instrument::Instrument;
use domain::instrument_policy::{self as policy, InstrumentPolicy};
use uuid::Uuid;

use crate::directory::Directory;
use crate::error::Result;
use crate::tx::Tx;

crate::record! {
    instrument_policy: InstrumentPolicy, InstrumentPolicyRow, person: |_| None, {
        instrument: Text => String,
        instrument_version: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

impl Directory {
    /// The version of an instrument that the organization uses.
    pub fn usual_version(&self, code: &str) -> Option<&'static Instrument> {
        policy::usual(code, &self.instrument_policies)
    }
}

impl Tx {
    /// What was set about the versions of instruments.
    ///
    /// # Errors
    /// Database errors.
    pub async fn instrument_policies(&mut self) -> Result<Vec<InstrumentPolicy>> {
        let rows: Vec<InstrumentPolicyRow> = instrument_policy::table
            .select(InstrumentPolicyRow::as_select())
            .order(instrument_policy::instrument)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
