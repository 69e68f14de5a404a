//! What devices send, one reading or many: all are taken or none, and what was sent before changes nothing.

use std::collections::BTreeMap;

use actix_web::{post, web};
use chrono::{DateTime, SubsecRound, Utc};
use domain::Rule;
use domain::access::cap;
use domain::reading::Reading;
use persistence::reading::ReadingRecord;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::take::{Measured, reading, take};
use crate::app::State;
use crate::http::code::{ReadingKindCode, ReadingUnitCode};
use crate::http::{Allowed, Answer, Problem, Valid};

/// A reading of a device.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceReading {
    /// Whose.
    person_id: Uuid,
    /// What was measured.
    kind: ReadingKindCode,
    /// The value; the upper one of a blood pressure.
    #[schema(minimum = -1000, maximum = 10000, example = 82.4)]
    value: f64,
    /// The lower value of a blood pressure.
    #[schema(minimum = -1000, maximum = 10000)]
    second: Option<f64>,
    /// Unit; that of the kind when absent.
    unit: Option<ReadingUnitCode>,
    /// The device: with the time it tells readings apart.
    #[schema(min_length = 1, max_length = 100, pattern = "\\S", example = "scale-00417")]
    device: String,
    /// When it was taken.
    taken_at: DateTime<Utc>,
}

/// Readings of devices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "readings": [{
    "person_id": "0198d3a1-0000-7000-8000-000000000001", "device": "scale-00417", "kind": "weight", "value": 82.4, "unit": "kg",
    "taken_at": "2026-03-06T07:55:00-05:00"
}] }))]
pub struct ReadingReceive {
    /// One or many.
    #[schema(min_items = 1, max_items = 100)]
    readings: Vec<DeviceReading>,
}

/// What became of a reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingReceived {
    /// The reading.
    id: Uuid,
    /// True when the device had sent it before.
    repeated: bool,
}

/// What became of readings, in the order in which they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingsReceived {
    /// How many are new.
    received: usize,
    /// How many were known.
    repeated: usize,
    items: Vec<ReadingReceived>,
}

/// Takes readings of devices: all or none. A person who is not known is refused; what a device sends again changes nothing, so a batch
/// that got no answer is sent again as it is.
#[utoipa::path(tag = "reading", operation_id = "reading_receive", request_body = ReadingReceive, responses((status = 201, body = ReadingsReceived)))]
#[post("/readings")]
pub async fn reading_receive(
    access: Allowed<cap::ReadingReceive>,
    state: web::Data<State>,
    body: Valid<ReadingReceive>,
) -> Result<Answer<ReadingsReceived>, Problem> {
    // What a device sends again must be found by what was kept of it: a time in microseconds and a name without blanks around it.
    let kept = |own: DeviceReading| DeviceReading {
        taken_at: own.taken_at.trunc_subsecs(6),
        device: own.device.trim().to_owned(),
        ..own
    };
    let sent: Vec<DeviceReading> = body.0.readings.into_iter().map(kept).collect();
    let answer = state.store.write(&access, async |tx| {
        let items = receive(tx, &sent).await?;
        let repeated = items.iter().filter(|item| item.repeated).count();
        Ok(Answer::created(1, ReadingsReceived { received: items.len() - repeated, repeated, items }))
    });
    Ok(answer.await?)
}

async fn receive(tx: &mut Tx, sent: &[DeviceReading]) -> persistence::Result<Vec<ReadingReceived>> {
    let mut records = records(tx, sent).await?;
    let devices = sent.iter().map(|own| own.device.clone()).collect();
    let mut known = tx.readings_sent(devices, sent.iter().map(|own| own.taken_at).collect()).await?;
    // The earliest first, so that a gain within the batch is seen.
    let mut order: Vec<usize> = (0..sent.len()).collect();
    order.sort_by_key(|index| (sent[*index].taken_at, *index));
    let mut items: BTreeMap<usize, ReadingReceived> = BTreeMap::new();
    for index in order {
        let item = one(tx, &sent[index], &mut records, &mut known).map_err(|error| at(index, error))?;
        items.insert(index, item);
    }
    Ok(items.into_values().collect())
}

/// What must be known of the people, who are locked in one order.
async fn records(tx: &mut Tx, sent: &[DeviceReading]) -> persistence::Result<BTreeMap<Uuid, ReadingRecord>> {
    let mut spans: BTreeMap<Uuid, (usize, DateTime<Utc>, DateTime<Utc>)> = BTreeMap::new();
    for (index, own) in sent.iter().enumerate() {
        let span = spans.entry(own.person_id).or_insert((index, own.taken_at, own.taken_at));
        (span.1, span.2) = (span.1.min(own.taken_at), span.2.max(own.taken_at));
    }
    let mut records = BTreeMap::new();
    for (person_id, (index, from, to)) in spans {
        let unknown = |error| match error {
            Error::NotFound => {
                let pointer = format!("/readings/{index}/person_id");
                Rule::at("unknown_person", pointer, "There is no such person.").into()
            }
            other => other,
        };
        records.insert(person_id, tx.reading_record(person_id, from, to).await.map_err(unknown)?);
    }
    tx.list_people(records.keys().copied());
    Ok(records)
}

fn one(
    tx: &mut Tx,
    sent: &DeviceReading,
    records: &mut BTreeMap<Uuid, ReadingRecord>,
    known: &mut Vec<Reading>,
) -> persistence::Result<ReadingReceived> {
    let measured = Measured { kind: sent.kind, value: sent.value, second: sent.second, unit: sent.unit };
    let own = reading(tx, sent.person_id, &measured, sent.taken_at, Some(sent.device.clone()))?;
    let same =
        |other: &&Reading| other.device == own.device && other.taken_at == own.taken_at && other.kind == own.kind;
    if let Some(before) = known.iter().find(same) {
        if before.repeats(own.person_id, own.value, own.second) {
            return Ok(ReadingReceived { id: before.id, repeated: true });
        }
        let detail = "This device sent another value for this time before. Correct that one instead.";
        return Err(Rule::at("reading_differs", "/value", detail).into());
    }
    let record = records.entry(own.person_id).or_default();
    let own = take(tx, record, own)?;
    let id = own.id;
    known.push(own);
    Ok(ReadingReceived { id, repeated: false })
}

/// The domain points at a member of a reading; in the request it is one of many.
fn at(index: usize, error: Error) -> Error {
    match error {
        Error::Rule(mut rule) => {
            rule.pointer = Some(format!("/readings/{index}{}", rule.pointer.unwrap_or_default()));
            Error::Rule(rule)
        }
        other => other,
    }
}
