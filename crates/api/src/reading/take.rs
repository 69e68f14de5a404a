//! Taking a reading: judged against the range of the person, and the one task of its episode.

use chrono::{DateTime, SubsecRound, Utc};
use chrono_tz::Tz;
use domain::Rule;
use domain::access::Principal;
use domain::reading::kind::{ReadingKind, ReadingUnit};
use domain::reading::threshold::finding;
use domain::reading::{Reading, ReadingSource, ReadingStatus, case_to_ask};
use domain::task::{Task, TaskStatus};
use persistence::Tx;
use persistence::reading::ReadingRecord;
use uuid::Uuid;

use crate::http::code::{ReadingKindCode, ReadingUnitCode};

/// What was measured, as it was said.
pub struct Measured {
    pub kind: ReadingKindCode,
    pub value: f64,
    pub second: Option<f64>,
    pub unit: Option<ReadingUnitCode>,
}

impl Measured {
    /// The values in the unit in which they are kept.
    pub fn canonical(&self) -> Result<(ReadingKind, f64, Option<f64>), Rule> {
        let kind = self.kind.0;
        let unit: ReadingUnit = self.unit.map_or(kind.unit(), |unit| unit.0);
        let value = kind.canonical(self.value, unit)?;
        let second = self.second.map(|second| kind.canonical(second, unit)).transpose()?;
        Ok((kind, value, second))
    }
}

/// A reading before it is judged.
pub fn reading(
    tx: &Tx,
    person_id: Uuid,
    measured: &Measured,
    taken_at: DateTime<Utc>,
    device: Option<String>,
) -> Result<Reading, Rule> {
    let (kind, value, second) = measured.canonical()?;
    Ok(Reading {
        id: Uuid::now_v7(),
        version: 1,
        person_id,
        kind,
        value,
        second,
        taken_at: taken_at.trunc_subsecs(6),
        source: if device.is_some() { ReadingSource::Device } else { ReadingSource::Hand },
        author_id: device.is_none().then_some(tx.actor().id),
        device,
        received_at: tx.now(),
        status: ReadingStatus::Valid,
        finding: None,
        task_id: None,
        corrections: Vec::new(),
        error_reason: None,
    })
}

/// The zone whose days count for a person.
pub fn zone(tx: &Tx, record: &ReadingRecord) -> Tz {
    let directory = tx.directory();
    case_to_ask(&record.cases).map_or_else(|| directory.main_zone(), |case| directory.zone(case.program_id))
}

/// Takes a new reading. From now on it is part of `record`.
pub fn take(tx: &mut Tx, record: &mut ReadingRecord, own: Reading) -> persistence::Result<Reading> {
    let mut change = own.take(tx.now())?;
    judge(tx, record, &mut change.record)?;
    let own = tx.apply(change)?;
    record.readings.push(own.clone());
    Ok(own)
}

/// Says why a reading calls for a look, and asks the owner of the case to look when nobody is asked about its kind yet.
pub fn judge(tx: &mut Tx, record: &mut ReadingRecord, own: &mut Reading) -> persistence::Result<()> {
    let now = tx.now();
    own.finding = finding(own, &record.thresholds, &record.readings, zone(tx, record));
    if !own.calls(now) {
        return Ok(());
    }
    if let Some(known) = record.open_tasks.get(&own.kind) {
        own.task_id = Some(*known);
        return Ok(());
    }
    let Some(case) = case_to_ask(&record.cases) else { return Ok(()) };
    let author_id = if tx.actor().principal == Principal::Staff { tx.actor().id } else { case.owner_id };
    let task = tx.apply(Task::create(own.task(Uuid::now_v7(), case, author_id, now), case)?)?;
    record.open_tasks.insert(own.kind, task.id);
    own.task_id = Some(task.id);
    Ok(())
}

/// Calls the task of an episode off when the reading that changed was its last one out of range.
pub async fn settle(tx: &mut Tx, own: &Reading) -> persistence::Result<()> {
    let Some(task_id) = own.task_id else { return Ok(()) };
    let calls = own.status == ReadingStatus::Valid && own.finding.is_some();
    if calls || tx.readings_call(task_id, own.id).await? {
        return Ok(());
    }
    let task = tx.task_waited_for(task_id).await?;
    if task.status == TaskStatus::Open {
        tx.apply(task.cancel("The reading was corrected or taken back.".into())?)?;
    }
    Ok(())
}
