//! Targets of measures.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::measure_board::target::MeasureTarget;
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

crate::record! {
    measure_target: MeasureTarget, MeasureTargetRow, person: |_| None, {
        measure: Text => String,
        program_id: Nullable<Uuid> => Option<Uuid>,
        value: Double => f64,
        owner_id: Uuid => Uuid,
        valid_from: Date => NaiveDate,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

/// Targets read at once: those of every measure and program over many years.
const MOST_TARGETS: i64 = 5_000;

impl Tx {
    /// Targets of a measure, or of all of them, the one that begins last first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn measure_targets(&mut self, measure: Option<&str>) -> Result<Vec<MeasureTarget>> {
        let mut query = measure_target::table
            .select(MeasureTargetRow::as_select())
            .order((measure_target::valid_from.desc(), measure_target::set_at.desc(), measure_target::id.desc()))
            .limit(MOST_TARGETS)
            .into_boxed();
        if let Some(measure) = measure {
            query = query.filter(measure_target::measure.eq(measure.to_owned()));
        }
        let rows: Vec<MeasureTargetRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
