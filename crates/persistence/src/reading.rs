//! Readings taken at home, and the ranges of persons.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::case::{Case, CaseStatus};
use domain::reading::kind::{Limits, ReadingKind};
use domain::reading::threshold::{ReadingFinding, ReadingThreshold};
use domain::reading::{Correction, Reading, ReadingSource, ReadingStatus, device_days};
use domain::task::TaskStatus;
use uuid::Uuid;

use crate::case::{CaseRow, case};
use crate::error::Result;
use crate::record::{Coded, Json};
use crate::task::task;
use crate::tx::{Tx, person_reach};

crate::record! {
    reading: Reading, ReadingRow, person: |reading| Some(reading.person_id), {
        person_id: Uuid => Uuid,
        kind: Text => Coded<ReadingKind>,
        value: Double => f64,
        second: Nullable<Double> => Option<f64>,
        taken_at: Timestamptz => DateTime<Utc>,
        source: Text => Coded<ReadingSource>,
        device: Nullable<Text> => Option<String>,
        author_id: Nullable<Uuid> => Option<Uuid>,
        received_at: Timestamptz => DateTime<Utc>,
        status: Text => Coded<ReadingStatus>,
        finding: Nullable<Text> => Option<Coded<ReadingFinding>>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        corrections: Jsonb => Json<Vec<Correction>>,
        error_reason: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    reading_threshold: ReadingThreshold, ReadingThresholdRow, person: |own| Some(own.person_id), {
        person_id: Uuid => Uuid,
        kind: Text => Coded<ReadingKind>,
        limits: Jsonb => Json<Limits>,
        watch_gain: Bool => bool,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

/// Most ranges and cases of a person that are read.
const MOST: i64 = 500;
/// How far before a reading others are read along: a week for the gain of weight, and a day for the turn of the wall clock.
const BEFORE: TimeDelta = TimeDelta::days(8);

/// What must be known of a person to judge readings.
#[derive(Debug, Clone, Default)]
pub struct ReadingRecord {
    /// Their ranges.
    pub thresholds: Vec<ReadingThreshold>,
    /// Their readings around those to be judged.
    pub readings: Vec<Reading>,
    /// Their active cases, locked where something is written.
    pub cases: Vec<Case>,
    /// The open task of an episode of each kind.
    pub open_tasks: HashMap<ReadingKind, Uuid>,
}

impl Tx {
    /// A reading of a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn reading(&mut self, id: Uuid) -> Result<Reading> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(reading::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: ReadingRow = reading::table
            .select(ReadingRow::as_select())
            .filter(reading::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// Readings of a person within reach, the newest first, before `after`.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn readings_of(
        &mut self,
        person_id: Uuid,
        kind: Option<ReadingKind>,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<Reading>> {
        self.require_person(person_id).await?;
        let mut query = reading::table
            .select(ReadingRow::as_select())
            .filter(reading::person_id.eq(person_id))
            .order((reading::taken_at.desc(), reading::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some(kind) = kind {
            query = query.filter(reading::kind.eq(Coded(kind)));
        }
        if let Some((at, id)) = after {
            query = query.filter(reading::taken_at.le(at)).filter(reading::taken_at.lt(at).or(reading::id.lt(id)));
        }
        let rows: Vec<ReadingRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Readings of a person between two instants that count, in order of time. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn readings_between(
        &mut self,
        person_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Reading>> {
        let rows: Vec<ReadingRow> = reading::table
            .select(ReadingRow::as_select())
            .filter(reading::person_id.eq(person_id))
            .filter(reading::taken_at.ge(from))
            .filter(reading::taken_at.lt(to))
            .filter(reading::status.eq(Coded(ReadingStatus::Valid)))
            .order((reading::taken_at, reading::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The newest reading of each kind of a person that counts. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn latest_readings_of(&mut self, person_id: Uuid) -> Result<Vec<Reading>> {
        let rows: Vec<ReadingRow> = reading::table
            .select(ReadingRow::as_select())
            .distinct_on(reading::kind)
            .filter(reading::person_id.eq(person_id))
            .filter(reading::status.eq(Coded(ReadingStatus::Valid)))
            .order((reading::kind, reading::taken_at.desc(), reading::id.desc()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Ranges that were set for a person, the newest first. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn reading_thresholds_of(&mut self, person_id: Uuid) -> Result<Vec<ReadingThreshold>> {
        let rows: Vec<ReadingThresholdRow> = reading_threshold::table
            .select(ReadingThresholdRow::as_select())
            .filter(reading_threshold::person_id.eq(person_id))
            .order((reading_threshold::set_at.desc(), reading_threshold::id.desc()))
            .limit(MOST)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What must be known of a person within reach to judge readings taken between two instants.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn reading_record(
        &mut self,
        person_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<ReadingRecord> {
        let watched = self.reading_watch(person_id).await?;
        let open: Vec<(Coded<ReadingKind>, Uuid)> = reading::table
            .inner_join(task::table.on(reading::task_id.eq(task::id.nullable())))
            .select((reading::kind, task::id))
            .distinct()
            .filter(reading::person_id.eq(person_id))
            .filter(task::status.eq(Coded(TaskStatus::Open)))
            .load(self.conn())
            .await?;
        Ok(ReadingRecord {
            readings: self.readings_between(person_id, from - BEFORE, to + TimeDelta::seconds(1)).await?,
            open_tasks: open.into_iter().map(|(kind, id)| (kind.0, id)).collect(),
            ..watched
        })
    }

    /// What is watched of a person within reach, and their active cases: locked where something is written, so that what comes or
    /// is taken back at once agrees about the episode.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn reading_watch(&mut self, person_id: Uuid) -> Result<ReadingRecord> {
        self.require_person(person_id).await?;
        let active = case::table
            .select(CaseRow::as_select())
            .filter(case::person_id.eq(person_id))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(case::id);
        let cases: Vec<CaseRow> = if self.only_reads {
            active.limit(MOST).load(self.conn()).await?
        } else {
            active.for_no_key_update().limit(MOST).load(self.conn()).await?
        };
        Ok(ReadingRecord {
            thresholds: self.reading_thresholds_of(person_id).await?,
            cases: cases.into_iter().map(Into::into).collect(),
            ..ReadingRecord::default()
        })
    }

    /// True when another reading out of range that counts belongs to the episode of a task.
    ///
    /// # Errors
    /// Database errors.
    pub async fn readings_call(&mut self, task_id: Uuid, but: Uuid) -> Result<bool> {
        let others = reading::table
            .filter(reading::task_id.eq(task_id))
            .filter(reading::id.ne(but))
            .filter(reading::status.eq(Coded(ReadingStatus::Valid)))
            .filter(reading::finding.is_not_null());
        Ok(diesel::select(diesel::dsl::exists(others)).get_result(self.conn()).await?)
    }

    /// How many days between two instants a device of each person sent a reading that counts. `zones` says whose days count.
    ///
    /// # Errors
    /// Database errors.
    pub async fn device_days_of(
        &mut self,
        zones: &HashMap<Uuid, Tz>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<HashMap<Uuid, usize>> {
        let rows: Vec<ReadingRow> = reading::table
            .select(ReadingRow::as_select())
            .filter(reading::person_id.eq_any(zones.keys().copied().collect::<Vec<_>>()))
            .filter(reading::source.eq(Coded(ReadingSource::Device)))
            .filter(reading::taken_at.ge(from))
            .filter(reading::taken_at.lt(to))
            .load(self.conn())
            .await?;
        let mut sent: HashMap<Uuid, Vec<Reading>> = HashMap::new();
        for row in rows {
            sent.entry(row.person_id).or_default().push(row.into());
        }
        let count = |(id, own): (Uuid, Vec<Reading>)| {
            let zone = zones.get(&id).copied().unwrap_or(chrono_tz::UTC);
            (id, device_days(&own, days.0, days.1, zone))
        };
        Ok(sent.into_iter().map(count).collect())
    }

    /// What these devices sent at these times before, whomever it is of.
    ///
    /// # Errors
    /// Database errors.
    pub async fn readings_sent(&mut self, devices: Vec<String>, times: Vec<DateTime<Utc>>) -> Result<Vec<Reading>> {
        let rows: Vec<ReadingRow> = reading::table
            .select(ReadingRow::as_select())
            .filter(reading::device.eq_any(devices))
            .filter(reading::taken_at.eq_any(times))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
