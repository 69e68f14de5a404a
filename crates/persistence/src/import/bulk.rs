//! Many records of one kind at once: read by their sources, and written in few statements.
//!
//! The transaction's audit entry stands for all of them, and the person is announced in their place.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use domain::contact::Contact;
use domain::need::Need;
use domain::person::{Coverage, Medication, Observation, Person};
use domain::stay::Stay;
use uuid::Uuid;

use crate::contact::{ContactRow, contact};
use crate::error::Result;
use crate::need::{NeedRow, need};
use crate::person::{CoverageRow, MedicationRow, ObservationRow, PersonRow, coverage, medication, observation, person};
use crate::stay::{StayRow, stay};
use crate::tx::Tx;

/// Rows written by one statement.
const ROWS: usize = 500;

/// A record that imports make.
#[allow(async_fn_in_trait)]
pub trait Imported: Sized {
    /// The records made of these sources, locked.
    ///
    /// # Errors
    /// Database errors.
    async fn of_sources(tx: &mut Tx, sources: &[String]) -> Result<Vec<Self>>;

    /// Writes new records, and changed ones that this transaction has locked by reading them.
    ///
    /// # Errors
    /// Database errors.
    async fn put_all(tx: &mut Tx, records: Vec<Self>) -> Result<()>;
}

macro_rules! imported {
    ($Domain:ty, $Row:ident, $table:ident, [$($field:ident),+ $(,)?]) => {
        impl Imported for $Domain {
            async fn of_sources(tx: &mut Tx, sources: &[String]) -> Result<Vec<Self>> {
                if sources.is_empty() {
                    return Ok(Vec::new());
                }
                let rows: Vec<$Row> = $table::table.select($Row::as_select()).filter($table::source.eq_any(sources)).for_update().load(tx.conn()).await?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn put_all(tx: &mut Tx, records: Vec<Self>) -> Result<()> {
                let org_id = tx.org_id();
                let mut records = records.into_iter();
                loop {
                    let rows: Vec<$Row> = records.by_ref().take(ROWS).map(|record| $Row::new(org_id, record)).collect();
                    if rows.is_empty() {
                        return Ok(());
                    }
                    diesel::insert_into($table::table)
                        .values(&rows)
                        .on_conflict(($table::org_id, $table::id))
                        .do_update()
                        .set(($table::version.eq(excluded($table::version)), $($table::$field.eq(excluded($table::$field))),+))
                        .execute(tx.conn())
                        .await?;
                }
            }
        }
    };
}

imported!(
    Person,
    PersonRow,
    person,
    [
        family_name,
        given_name,
        preferred_name,
        birth_date,
        deceased_on,
        sex,
        language,
        interpreter_needed,
        phone,
        email,
        address,
        identifiers,
    ]
);
imported!(
    Stay,
    StayRow,
    stay,
    [person_id, class, status, facility, reason, admitted_at, discharged_at, destination, cancel_reason, cause]
);
imported!(
    Contact,
    ContactRow,
    contact,
    [person_id, mode, direction, outcome, with, minutes, purpose, occurred_at, summary]
);
imported!(Need, NeedRow, need, [person_id, kind, title, code, code_system, status, reason, onset_on]);
imported!(Observation, ObservationRow, observation, [person_id, code, title, value, value_text, unit, observed_at]);
imported!(Medication, MedicationRow, medication, [person_id, code, title, status, ordered_at]);
imported!(Coverage, CoverageRow, coverage, [person_id, payer, kind, member_id, starts_on, ends_on]);

impl Tx {
    /// The observations of these people that were made of these resources, whole ones and their components, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn observations_of_resources(&mut self, people: &[Uuid], sources: &[String]) -> Result<Vec<Observation>> {
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let resource =
            diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::Text>>("split_part(source, '#', 1)");
        let rows: Vec<ObservationRow> = observation::table
            .select(ObservationRow::as_select())
            .filter(observation::person_id.eq_any(people))
            .filter(resource.eq_any(sources))
            .for_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
