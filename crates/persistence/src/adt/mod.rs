//! The hospital's feed: its messages, whom it means by a number, the inbox of unknown people, linked records.
//!
//! The feed acts on the whole organization; its capabilities belong to roles that reach everybody.

mod people;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::adt::follow::VISIT_PLACE;
use domain::adt::visit::VisitEvent;
use domain::adt::{AdtMessage, AdtState, Refusal};
use domain::stay::Stay;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json, Record};
use crate::sql::Sql;
use crate::stay::{StayRow, stay};
use crate::tx::Tx;

crate::record! {
    adt_message: AdtMessage, AdtMessageRow, person: |message| message.person_id, {
        state: Text => Coded<AdtState>,
        sender: Text => String,
        control_id: Text => String,
        event: Text => String,
        recorded_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        received_at: Timestamptz => DateTime<Utc>,
        refusal: Nullable<Text> => Option<Coded<Refusal>>,
        place: Nullable<Text> => Option<String>,
        attempts: Int4 => i32,
        patient_key: Nullable<Text> => Option<String>,
        subject_key: Nullable<Text> => Option<String>,
        person_id: Nullable<Uuid> => Option<Uuid>,
        visit_event: Jsonb => Json<Option<VisitEvent>>,
        raw: Binary => Vec<u8>,
        hash: Binary => Vec<u8>,
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AdtCounts {
    /// Messages taken since the beginning of the period.
    pub applied: i64,
    /// Messages that wait for somebody to say whom they are about.
    pub waiting: i64,
    /// Dead letters.
    pub dead: i64,
    /// Unknown people.
    pub open_matches: i64,
    /// When the last message came.
    pub last_received_at: Option<DateTime<Utc>>,
}

/// What was told of a visit.
#[derive(Debug, Clone, Default)]
pub struct AdtVisit {
    /// The patient's number in the newest message about it.
    pub patient: String,
    /// What happened to it.
    pub events: Vec<VisitEvent>,
}

/// Most messages that one decision lets through at once; the others follow with the next message or replay.
const MOST_RELEASED: i64 = 500;

impl Tx {
    /// Waits until nobody else works on what these keys name, and keeps others waiting until this transaction ends.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_turn(&mut self, keys: &[String]) -> Result<()> {
        let org_id = self.org_id();
        let number = |key: &String| {
            let hash = Sha256::new().chain_update(org_id.as_bytes()).chain_update(key.as_bytes()).finalize();
            i64::from_be_bytes(hash[..8].try_into().unwrap_or_default())
        };
        let mut numbers: Vec<i64> = keys.iter().map(number).collect();
        // In one order for everybody, so that nobody waits for each other.
        numbers.sort_unstable();
        numbers.dedup();
        Sql::<st::BigInt>::new("SELECT count(*) FROM (SELECT pg_advisory_xact_lock(k) FROM unnest(")
            .bind::<st::Array<st::BigInt>, _>(numbers)
            .sql(") k) turn")
            .get_result::<i64>(self.conn())
            .await?;
        Ok(())
    }

    /// When the feed first told of the admission of a stay, which is itself the notice of it (K-8); none for a stay of another source.
    /// What the hospital recorded before the admission told of something else: an expected visit, the emergency before it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn feed_notice(&mut self, stay: &Stay) -> Result<Option<DateTime<Utc>>> {
        let Some(number) = stay.source.as_deref().and_then(|source| source.strip_prefix("adt:")) else {
            return Ok(None);
        };
        let first: Option<DateTime<Utc>> = adt_message::table
            .select(diesel::dsl::min(adt_message::received_at))
            .filter(adt_message::state.eq(Coded(AdtState::Applied)))
            .filter(adt_message::subject_key.eq(format!("visit:{number}")))
            .filter(adt_message::recorded_at.ge(stay.admitted_at))
            .first(self.conn())
            .await?;
        // By our clock it may have come a moment before the admission by theirs.
        Ok(first.map(|at| at.max(stay.admitted_at)))
    }

    /// Messages with these bytes, and those that were taken with this sender, control id and time.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_messages_like(
        &mut self,
        hash: &[u8],
        told: Option<(&str, &str, DateTime<Utc>)>,
    ) -> Result<Vec<AdtMessage>> {
        let (sender, control_id, recorded_at) = told
            .map_or((None, None, None), |(sender, id, at)| (Some(sender.to_owned()), Some(id.to_owned()), Some(at)));
        // The state is written out, or the partial index of what was taken could not serve the second half.
        let sql = Sql::<adt_message::SqlType>::new(
            "SELECT org_id, id, version, state, sender, control_id, event, recorded_at, received_at, refusal, place, attempts,
               patient_key, subject_key, person_id, visit_event, raw, hash FROM adt_message WHERE hash = ",
        )
        .bind::<st::Binary, _>(hash.to_vec())
        .sql(" OR (state <> 'dead' AND sender = ")
        .bind::<st::Nullable<st::Text>, _>(sender)
        .sql(" AND control_id = ")
        .bind::<st::Nullable<st::Text>, _>(control_id)
        .sql(" AND recorded_at = ")
        .bind::<st::Nullable<st::Timestamptz>, _>(recorded_at)
        .sql(") ORDER BY id LIMIT 20");
        let rows: Vec<AdtMessageRow> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What was told of visits before.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_visits(&mut self, keys: &[String]) -> Result<BTreeMap<String, AdtVisit>> {
        type Row = (Option<String>, Option<String>, Json<Option<VisitEvent>>);
        let rows: Vec<Row> = adt_message::table
            .select((adt_message::subject_key, adt_message::patient_key, adt_message::visit_event))
            .filter(adt_message::subject_key.eq_any(keys))
            .filter(adt_message::state.eq(Coded(AdtState::Applied)))
            .order((adt_message::recorded_at, adt_message::id))
            .load(self.conn())
            .await?;
        let mut visits: BTreeMap<String, AdtVisit> = BTreeMap::new();
        for (subject, patient, Json(event)) in rows {
            if let (Some(subject), Some(patient), Some(event)) = (subject, patient, event) {
                let visit = visits.entry(subject).or_default();
                visit.patient = patient;
                visit.events.push(event);
            }
        }
        Ok(visits)
    }

    /// The messages that were taken about visits, by the visit, in the order in which the hospital recorded them, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_taken_about(&mut self, keys: &[String]) -> Result<BTreeMap<String, Vec<AdtMessage>>> {
        let rows: Vec<AdtMessageRow> = adt_message::table
            .select(AdtMessageRow::as_select())
            .filter(adt_message::subject_key.eq_any(keys))
            .filter(adt_message::state.eq(Coded(AdtState::Applied)))
            .order((adt_message::recorded_at, adt_message::id))
            .for_update()
            .load(self.conn())
            .await?;
        let mut visits: BTreeMap<String, Vec<AdtMessage>> = BTreeMap::new();
        for message in rows.into_iter().map(AdtMessage::from) {
            visits.entry(message.subject_key.clone().unwrap_or_default()).or_default().push(message);
        }
        Ok(visits)
    }

    /// The messages that were taken about a person, in the order in which the hospital recorded them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_taken_of(&mut self, person_id: Uuid) -> Result<Vec<AdtMessage>> {
        let rows: Vec<AdtMessageRow> = adt_message::table
            .select(AdtMessageRow::as_select())
            .filter(adt_message::person_id.eq(person_id))
            .filter(adt_message::state.eq(Coded(AdtState::Applied)))
            .order((adt_message::recorded_at, adt_message::id))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The stays that the feed made for a person, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_stays_of(&mut self, person_id: Uuid) -> Result<Vec<Stay>> {
        let rows: Vec<StayRow> = stay::table
            .select(StayRow::as_select())
            .filter(stay::person_id.eq(person_id))
            .filter(stay::source.like("adt:%"))
            .order(stay::id)
            .for_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Messages that wait for these numbers to be known, the oldest first, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_waiting(&mut self, keys: &[String]) -> Result<Vec<AdtMessage>> {
        let merges: Vec<String> = keys.iter().map(|key| format!("merge:{key}")).collect();
        let rows: Vec<AdtMessageRow> = adt_message::table
            .select(AdtMessageRow::as_select())
            .filter(adt_message::state.eq_any([Coded(AdtState::Waiting), Coded(AdtState::Ignored)]))
            .filter(adt_message::patient_key.eq_any(keys).or(adt_message::subject_key.eq_any(merges)))
            .order((adt_message::recorded_at, adt_message::id))
            .limit(MOST_RELEASED)
            .for_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Dead letters that named a visit of one of these people for another patient, or the other way round: by the patients' numbers,
    /// and by those that `claimed` says of them. The oldest first, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_contradicting(&mut self, people: &[Uuid], claimed: Vec<String>) -> Result<Vec<AdtMessage>> {
        let mut keys = self.adt_keys_of(people).await?;
        keys.extend(claimed);
        let rows: Vec<AdtMessageRow> = adt_message::table
            .select(AdtMessageRow::as_select())
            .filter(adt_message::state.eq(Coded(AdtState::Dead)))
            .filter(adt_message::refusal.eq(Coded(Refusal::TwoPeople)))
            .filter(adt_message::place.eq(VISIT_PLACE))
            .filter(adt_message::patient_key.eq_any(keys))
            .order((adt_message::recorded_at, adt_message::id))
            .limit(MOST_RELEASED)
            .for_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A message.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn adt_message(&mut self, id: Uuid) -> Result<AdtMessage> {
        let row: AdtMessageRow = adt_message::table
            .select(AdtMessageRow::as_select())
            .filter(adt_message::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, row.person_id);
        Ok(row.into())
    }

    /// Messages, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_message_list(
        &mut self,
        state: Option<AdtState>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<AdtMessage>> {
        let mut query = adt_message::table
            .select(AdtMessageRow::as_select())
            .order(adt_message::id.desc())
            .limit(limit)
            .into_boxed();
        if let Some(state) = state {
            query = query.filter(adt_message::state.eq(Coded(state)));
        }
        if let Some(id) = after {
            query = query.filter(adt_message::id.lt(id));
        }
        let rows: Vec<AdtMessageRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Counts of the feed; of what was taken, since `since`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_counts(&mut self, since: DateTime<Utc>) -> Result<AdtCounts> {
        type Row = (i64, i64, i64, i64, Option<DateTime<Utc>>);
        let sql = Sql::<(st::BigInt, st::BigInt, st::BigInt, st::BigInt, st::Nullable<st::Timestamptz>)>::new(
            "SELECT (SELECT count(*) FROM adt_message WHERE state = 'applied' AND received_at >= ",
        )
        .bind::<st::Timestamptz, _>(since)
        .sql("), (SELECT count(*) FROM adt_message WHERE state = 'waiting'), (SELECT count(*) FROM adt_message WHERE state = 'dead'), ")
        .sql("(SELECT count(*) FROM adt_match WHERE status = 'open'), (SELECT received_at FROM adt_message ORDER BY org_id DESC, id DESC LIMIT 1)");
        let (applied, waiting, dead, open_matches, last_received_at): Row = sql.get_result(self.conn()).await?;
        Ok(AdtCounts { applied, waiting, dead, open_matches, last_received_at })
    }

    /// Notes a message, new or changed. Nobody watches single messages, so none is announced.
    pub fn adt_keep(&mut self, message: AdtMessage) {
        self.touch(message.id, message.person_id);
        let org_id = self.org_id();
        let before = message.version - 1;
        self.also(if before == 0 { message.insert(org_id) } else { message.update(org_id, before) });
    }
}
