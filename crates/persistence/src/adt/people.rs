//! Whom the feed means: numbers that are known, the inbox of unknown people, linked records.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::adt::addition::{Added, AdtAddition};
use domain::adt::link::PersonLink;
use domain::adt::matching::{AdtMatch, MatchStatus};
use domain::adt::{AdtIdentity, AdtState, Patient, key};
use domain::person::{Identifier, Person};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::adt_message;
use crate::error::Result;
use crate::person::{PersonRow, person};
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;
crate::record! {
    adt_addition: AdtAddition, AdtAdditionRow, person: |addition| Some(addition.person_id), {
        person_id: Uuid => Uuid,
        own_id: Uuid => Uuid,
        added: Jsonb => Json<Added>,
        added_at: Timestamptz => DateTime<Utc>,
        taken_back_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

crate::record! {
    adt_identity: AdtIdentity, AdtIdentityRow, person: |identity| Some(identity.person_id), {
        authority: Text => String,
        value: Text => String,
        person_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    adt_match: AdtMatch, AdtMatchRow, person: |found| found.person_id, {
        authority: Text => String,
        value: Text => String,
        patient: Jsonb => Json<Patient>,
        status: Text => Coded<MatchStatus>,
        person_id: Nullable<Uuid> => Option<Uuid>,
        reason: Nullable<Text> => Option<String>,
        decided_by: Nullable<Uuid> => Option<Uuid>,
        decided_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

crate::record! {
    person_link: PersonLink, PersonLinkRow, person: |link| Some(link.survivor_id), {
        survivor_id: Uuid => Uuid,
        retired_id: Uuid => Uuid,
        message_id: Uuid => Uuid,
        linked_at: Timestamptz => DateTime<Utc>,
        undone_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        undone_by: Nullable<Uuid> => Option<Uuid>,
        undo_reason: Nullable<Text> => Option<String>,
    }
}

/// Most people compared with an unknown one.
const MOST_COMPARED: i64 = 200;

impl Tx {
    /// Whom the hospital means by these numbers.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_identities(&mut self, numbers: &[Identifier]) -> Result<Vec<AdtIdentity>> {
        let (authorities, values): (Vec<String>, Vec<String>) =
            numbers.iter().map(|number| (number.system.clone(), number.value.clone())).unzip();
        let rows: Vec<AdtIdentityRow> = adt_identity::table
            .select(AdtIdentityRow::as_select())
            .filter(adt_identity::authority.eq_any(authorities))
            .filter(adt_identity::value.eq_any(values))
            .load(self.conn())
            .await?;
        let known = rows.into_iter().map(AdtIdentity::from);
        Ok(known.filter(|found| numbers.contains(&found.number())).collect())
    }

    /// Everybody by the numbers that the hospital has for them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_people_by_key(&mut self, keys: &[String]) -> Result<BTreeMap<String, Uuid>> {
        let numbers: Vec<Identifier> = keys.iter().filter_map(|key| domain::adt::number(key)).collect();
        let known = self.adt_identities(&numbers).await?;
        Ok(known.into_iter().map(|identity| (key(&identity.number()), identity.person_id)).collect())
    }

    /// The numbers that the hospital has for these people, as keys.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_keys_of(&mut self, people: &[Uuid]) -> Result<Vec<String>> {
        let query = adt_identity::table.select(AdtIdentityRow::as_select());
        let rows: Vec<AdtIdentityRow> = query.filter(adt_identity::person_id.eq_any(people)).load(self.conn()).await?;
        Ok(rows.into_iter().map(|row| key(&AdtIdentity::from(row).number())).collect())
    }

    /// What the feed added to a record under numbers of these others and was not taken back, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_additions(&mut self, person_id: Uuid, own: &[Uuid]) -> Result<Vec<AdtAddition>> {
        let rows: Vec<AdtAdditionRow> = adt_addition::table
            .select(AdtAdditionRow::as_select())
            .filter(adt_addition::person_id.eq(person_id))
            .filter(adt_addition::own_id.eq_any(own.to_vec()))
            .filter(adt_addition::taken_back_at.is_null())
            .order(adt_addition::id)
            .for_update()
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// People whose record has one of these values as a number; whether the authority is the same is for the domain to say.
    ///
    /// # Errors
    /// Database errors.
    pub async fn people_numbered(&mut self, numbers: &[Identifier]) -> Result<Vec<Person>> {
        let mut found = Vec::new();
        for number in numbers {
            let rows: Vec<PersonRow> = person::table
                .select(PersonRow::as_select())
                .filter(person::identifiers.contains(serde_json::json!([{ "value": number.value }])))
                .limit(MOST_COMPARED)
                .load(self.conn())
                .await?;
            found.extend(rows.into_iter().map(Person::from));
        }
        Ok(found)
    }

    /// People who may be the patient: of the same date of birth or family name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn people_like(&mut self, birth_date: Option<NaiveDate>, family_name: &str) -> Result<Vec<Person>> {
        let born: Vec<PersonRow> = match birth_date {
            Some(day) => {
                let query = person::table.select(PersonRow::as_select()).filter(person::birth_date.eq(day));
                query.limit(MOST_COMPARED).load(self.conn()).await?
            }
            None => Vec::new(),
        };
        let mut people: Vec<Person> = born.into_iter().map(Into::into).collect();
        if !family_name.is_empty() {
            let filter = crate::person::PersonFilter { name: Some(family_name.to_owned()), ..Default::default() };
            let named = self.person_search(&filter, None, MOST_COMPARED).await?;
            people.extend(named.into_iter().map(|(person, _)| person));
        }
        people.sort_by_key(|person| person.id);
        people.dedup_by_key(|person| person.id);
        Ok(people)
    }

    /// The entry of the inbox for a number, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_match_of(&mut self, number: &Identifier) -> Result<Option<AdtMatch>> {
        let row: Option<AdtMatchRow> = adt_match::table
            .select(AdtMatchRow::as_select())
            .filter(adt_match::authority.eq(number.system.clone()))
            .filter(adt_match::value.eq(number.value.clone()))
            .for_update()
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// An entry of the inbox, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn adt_match(&mut self, id: Uuid) -> Result<AdtMatch> {
        let row: AdtMatchRow = adt_match::table
            .select(AdtMatchRow::as_select())
            .filter(adt_match::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, row.person_id);
        Ok(row.into())
    }

    /// The inbox, the oldest first, each entry with how many messages wait for it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn adt_match_list(
        &mut self,
        status: MatchStatus,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<(AdtMatch, i64)>> {
        let mut query = adt_match::table
            .select(AdtMatchRow::as_select())
            .filter(adt_match::status.eq(Coded(status)))
            .order(adt_match::id)
            .limit(limit)
            .into_boxed();
        if let Some(id) = after {
            query = query.filter(adt_match::id.gt(id));
        }
        let rows: Vec<AdtMatchRow> = query.load(self.conn()).await?;
        let number = |row: &AdtMatchRow| Identifier { system: row.authority.clone(), value: row.value.clone() };
        let keys: Vec<String> = rows.iter().map(|row| key(&number(row))).collect();
        let waiting: Vec<(Option<String>, i64)> = adt_message::table
            .group_by(adt_message::patient_key)
            .select((adt_message::patient_key, diesel::dsl::count_star()))
            .filter(adt_message::patient_key.eq_any(&keys))
            .filter(adt_message::state.eq_any([Coded(AdtState::Waiting), Coded(AdtState::Ignored)]))
            .load(self.conn())
            .await?;
        let count =
            |key: &String| waiting.iter().find(|(found, _)| found.as_ref() == Some(key)).map_or(0, |(_, count)| *count);
        Ok(rows.into_iter().zip(&keys).map(|(row, key)| (row.into(), count(key))).collect())
    }

    /// The active link of a record to the one that stands for it.
    ///
    /// # Errors
    /// Database errors.
    pub async fn active_link_of(&mut self, person_id: Uuid) -> Result<Option<PersonLink>> {
        let row: Option<PersonLinkRow> = person_link::table
            .select(PersonLinkRow::as_select())
            .filter(person_link::retired_id.eq(person_id))
            .filter(person_link::undone_at.is_null())
            .first(self.conn())
            .await
            .optional()?;
        Ok(row.map(Into::into))
    }

    /// The other records of the same human, over every active link, whichever stands for which. The caller shows nothing of them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn linked_people(&mut self, person_id: Uuid) -> Result<Vec<Uuid>> {
        let sql = Sql::<st::Uuid>::new("WITH RECURSIVE same (id) AS (SELECT ")
            .bind::<st::Uuid, _>(person_id)
            .sql(
                "::uuid UNION SELECT other.id FROM same, LATERAL (
                   SELECT l.retired_id AS id FROM person_link l WHERE l.survivor_id = same.id AND l.undone_at IS NULL
                   UNION ALL SELECT l.survivor_id FROM person_link l WHERE l.retired_id = same.id AND l.undone_at IS NULL) other
                 ) SELECT id FROM same WHERE id <> ",
            )
            .bind::<st::Uuid, _>(person_id);
        Ok(sql.load(self.conn()).await?)
    }

    /// Every active link.
    ///
    /// # Errors
    /// Database errors.
    pub async fn active_links(&mut self) -> Result<Vec<PersonLink>> {
        let query = person_link::table.select(PersonLinkRow::as_select()).filter(person_link::undone_at.is_null());
        let rows: Vec<PersonLinkRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A link, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person_link(&mut self, id: Uuid) -> Result<PersonLink> {
        let row: PersonLinkRow = person_link::table
            .select(PersonLinkRow::as_select())
            .filter(person_link::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, Some(row.survivor_id));
        Ok(row.into())
    }

    /// The links of a person within reach, newest first, undone ones too.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn person_links_of(&mut self, person_id: Uuid) -> Result<Vec<PersonLink>> {
        self.require_person(person_id).await?;
        let rows: Vec<PersonLinkRow> = person_link::table
            .select(PersonLinkRow::as_select())
            .filter(person_link::survivor_id.eq(person_id).or(person_link::retired_id.eq(person_id)))
            .order(person_link::id.desc())
            .limit(100)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
