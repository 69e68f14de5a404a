//! What clients see of readings.

use chrono::{DateTime, Utc};
use domain::access::Capability;
use domain::reading::{Correction, Reading, ReadingStatus};
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::code::{ReadingFindingCode, ReadingKindCode, ReadingSourceCode, ReadingStatusCode, ReadingUnitCode};
use crate::program::Ref;

/// A reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomeReadingView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    kind: ReadingKindCode,
    /// LOINC code of the kind.
    loinc: &'static str,
    /// In `unit`; the systolic pressure of a blood pressure.
    value: f64,
    /// The diastolic pressure.
    second: Option<f64>,
    unit: ReadingUnitCode,
    taken_at: DateTime<Utc>,
    source: ReadingSourceCode,
    device: Option<String>,
    /// Who wrote it down; null for a device.
    author: Option<Ref>,
    received_at: DateTime<Utc>,
    /// `entered_in_error` when it was not taken, or not of this person: it counts for nothing.
    status: ReadingStatusCode,
    /// Why it calls for a look; null when it is in range.
    finding: Option<ReadingFindingCode>,
    /// The task of its episode.
    task_id: Option<Uuid>,
    /// What it said before, the first value first.
    corrections: Vec<ReadingCorrection>,
    /// Why it is an error.
    error_reason: Option<String>,
    /// Operations the reader may do on this reading now.
    can: Vec<&'static str>,
}

/// What a reading said before it was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingCorrection {
    value: f64,
    second: Option<f64>,
    /// Why it was wrong.
    reason: String,
    by: Ref,
    at: DateTime<Utc>,
}

fn correction(tx: &Tx, own: Correction) -> ReadingCorrection {
    ReadingCorrection {
        value: own.value,
        second: own.second,
        reason: own.reason,
        by: Ref { id: own.by, name: tx.directory().name(own.by).to_owned() },
        at: own.at,
    }
}

/// The view of a reading.
pub fn view(tx: &Tx, own: Reading) -> HomeReadingView {
    let may = tx.actor().may(Capability::ReadingWrite) && own.status == ReadingStatus::Valid;
    HomeReadingView {
        id: own.id,
        version: own.version,
        person_id: own.person_id,
        kind: own.kind.into(),
        loinc: own.kind.loinc(),
        value: own.value,
        second: own.second,
        unit: own.kind.unit().into(),
        taken_at: own.taken_at,
        source: own.source.into(),
        device: own.device,
        author: own.author_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        received_at: own.received_at,
        status: own.status.into(),
        finding: own.finding.map(Into::into),
        task_id: own.task_id,
        corrections: own.corrections.into_iter().map(|one| correction(tx, one)).collect(),
        error_reason: own.error_reason,
        can: if may { vec!["reading_correct", "reading_withdraw"] } else { Vec::new() },
    }
}
