//! People, the persons close to them, their coverage, observations and medications.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::authorization::LineOfBusiness;
use domain::person::{
    Address, Coverage, CoverageKind, Identifier, Medication, Observation, Person, RelatedPerson, Sex,
};
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::tx::{Tx, person_reach};

crate::record! {
    person: Person, PersonRow, person: |person| Some(person.id), {
        family_name: Text => String,
        given_name: Text => String,
        preferred_name: Nullable<Text> => Option<String>,
        pronouns: Nullable<Text> => Option<String>,
        birth_date: Date => NaiveDate,
        deceased_on: Nullable<Date> => Option<NaiveDate>,
        sex: Text => Coded<Sex>,
        language: Text => String,
        interpreter_needed: Bool => bool,
        phone: Nullable<Text> => Option<String>,
        email: Nullable<Text> => Option<String>,
        address: Jsonb => Json<Address>,
        identifiers: Jsonb => Json<Vec<Identifier>>,
        contact_point_id: Nullable<Uuid> => Option<Uuid>,
        source: Nullable<Text> => Option<String>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    related_person: RelatedPerson, RelatedPersonRow, person: |related| Some(related.person_id), {
        person_id: Uuid => Uuid,
        name: Text => String,
        relationship: Text => String,
        phone: Nullable<Text> => Option<String>,
        is_caregiver: Bool => bool,
        may_discuss: Bool => bool,
        ended_on: Nullable<Date> => Option<NaiveDate>,
    }
}

crate::record! {
    coverage: Coverage, CoverageRow, person: |coverage| Some(coverage.person_id), {
        person_id: Uuid => Uuid,
        payer: Text => String,
        kind: Text => Coded<CoverageKind>,
        member_id: Nullable<Text> => Option<String>,
        starts_on: Nullable<Date> => Option<NaiveDate>,
        ends_on: Nullable<Date> => Option<NaiveDate>,
        line: Nullable<Text> => Option<Coded<LineOfBusiness>>,
        priority: Nullable<Int4> => Option<i32>,
        plan_id: Nullable<Uuid> => Option<Uuid>,
        source: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    observation: Observation, ObservationRow, person: |observation| Some(observation.person_id), {
        person_id: Uuid => Uuid,
        code: Text => String,
        title: Text => String,
        value: Nullable<Double> => Option<f64>,
        value_text: Nullable<Text> => Option<String>,
        unit: Nullable<Text> => Option<String>,
        observed_at: Timestamptz => DateTime<Utc>,
        source: Nullable<Text> => Option<String>,
    }
}

crate::record! {
    medication: Medication, MedicationRow, person: |medication| Some(medication.person_id), {
        person_id: Uuid => Uuid,
        code: Nullable<Text> => Option<String>,
        title: Text => String,
        status: Text => String,
        ordered_at: Timestamptz => DateTime<Utc>,
        source: Nullable<Text> => Option<String>,
    }
}

/// What to look for. All given parts must match.
#[derive(Debug, Default, Clone)]
pub struct PersonFilter {
    /// Begin of "family given", any case.
    pub name: Option<String>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// An identifier's value.
    pub identifier: Option<String>,
    /// Enrolled in this program.
    pub program_id: Option<Uuid>,
}

/// The least upper bound of all texts that begin with `prefix`, for a range on a "C" collated index.
fn prefix_end(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

impl Tx {
    /// The day on which a person died, as far as it is known.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn deceased_on(&mut self, id: Uuid) -> Result<Option<NaiveDate>> {
        Ok(person::table.select(person::deceased_on).filter(person::id.eq(id)).first(self.conn()).await?)
    }

    /// Every medicine that a person within reach is to take, the latest order first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn active_medications(&mut self, person_id: Uuid) -> Result<Vec<Medication>> {
        self.require_person(person_id).await?;
        let rows: Vec<MedicationRow> = medication::table
            .select(MedicationRow::as_select())
            .filter(medication::person_id.eq(person_id))
            .filter(medication::status.eq("active"))
            .order((medication::ordered_at.desc(), medication::id.desc()))
            .limit(500)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A person within reach, locked when it is to be changed.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person(&mut self, id: Uuid) -> Result<Person> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(person::id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: PersonRow = person::table
            .select(PersonRow::as_select())
            .filter(person::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(id));
        Ok(row.into())
    }

    /// Somebody close to a person within reach, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn related_person(&mut self, id: Uuid) -> Result<RelatedPerson> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(related_person::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let row: RelatedPersonRow = related_person::table
            .select(RelatedPersonRow::as_select())
            .filter(related_person::id.eq(id))
            .filter(diesel::dsl::exists(seen))
            .for_no_key_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// People within reach in the order of their names, after the key and id `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn person_search(
        &mut self,
        filter: &PersonFilter,
        after: Option<(String, Uuid)>,
        limit: i64,
    ) -> Result<Vec<(Person, String)>> {
        let name = filter.name.clone().unwrap_or_default().to_lowercase();
        let from = after.as_ref().map_or_else(|| name.clone(), |(key, _)| key.clone().max(name.clone()));
        let mut query = person_reach::table
            .inner_join(person::table.on(person::id.eq(person_reach::person_id)))
            .select((PersonRow::as_select(), person_reach::name_key))
            .distinct_on((person_reach::name_key, person_reach::person_id))
            .order((person_reach::name_key, person_reach::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()))
            .filter(person_reach::name_key.ge(from))
            .limit(limit)
            .into_boxed();
        if !name.is_empty() {
            query = query.filter(person_reach::name_key.lt(prefix_end(&name)));
        }
        if let Some((key, id)) = after {
            query = query.filter(person_reach::name_key.gt(key).or(person_reach::person_id.gt(id)));
        }
        if let Some(day) = filter.birth_date {
            query = query.filter(person::birth_date.eq(day));
        }
        if let Some(value) = &filter.identifier {
            query = query.filter(person::identifiers.contains(serde_json::json!([{ "value": value }])));
        }
        if let Some(program_id) = filter.program_id {
            use crate::case::case;
            query = query.filter(diesel::dsl::exists(
                case::table.filter(case::person_id.eq(person::id)).filter(case::program_id.eq(program_id)),
            ));
        }
        let rows: Vec<(PersonRow, String)> = query.load(self.conn()).await?;
        let people: Vec<(Person, String)> = rows.into_iter().map(|(row, key)| (row.into(), key)).collect();
        self.list_people(people.iter().map(|(person, _)| person.id));
        Ok(people)
    }
}
