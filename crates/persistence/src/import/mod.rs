//! Imports, what they received, and the records they make: found by their sources, written many rows at a time.
//!
//! An import acts on the whole organization, whoever runs it; its capability belongs to roles that reach everybody.

mod bulk;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::import::{Import, ImportStatus, Report};
use domain::person::{Identifier, Person};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::person::person;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::{Tx, outbox};

pub use bulk::Imported;

crate::record! {
    import: Import, ImportRow, person: |_| None, {
        status: Text => Coded<ImportStatus>,
        dry_run: Bool => bool,
        shift_to: Nullable<Date> => Option<NaiveDate>,
        bundles: Int4 => i32,
        report: Jsonb => Json<Report>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
        updated_at: Timestamptz => DateTime<Utc>,
        finished_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
    }
}

/// A resource as received, to be kept.
#[derive(Debug, Clone)]
pub struct ReceivedText {
    /// Resource type.
    pub resource_type: String,
    /// `fhir:<type>/<id>`.
    pub source: String,
    /// The person it is about.
    pub person_id: Option<Uuid>,
    /// Its JSON.
    pub content: String,
}

/// What is known of a resource that was received before.
#[derive(Debug, Clone)]
pub struct KnownText {
    /// The person it was about.
    pub person_id: Option<Uuid>,
    hash: Vec<u8>,
}

impl KnownText {
    /// True when the resource was received with these very bytes.
    pub fn is(&self, content: &str) -> bool {
        Sha256::digest(content.as_bytes()).as_slice() == self.hash
    }
}

/// How much of a resource a list shows, in characters.
pub const SHOWN: i32 = 20_000;

/// A resource that is kept as received because no record was made of it.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct KeptText {
    /// Resource type.
    pub resource_type: String,
    /// `fhir:<type>/<id>`.
    pub source: String,
    /// How long it is, in characters.
    pub length: i32,
    /// Its JSON; of a long one the first [`SHOWN`] characters.
    pub content: String,
}

impl Tx {
    /// What imports received about a person within reach and made no record of, after the type and source `after`.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn received_of(
        &mut self,
        person_id: Uuid,
        after: Option<(String, String)>,
        limit: i64,
    ) -> Result<Vec<KeptText>> {
        self.require_person(person_id).await?;
        let (after_type, after_source) = after.unwrap_or_default();
        let sql = Sql::<(st::Text, st::Text, st::Int4, st::Text)>::new(
            "SELECT r.resource_type, r.source, length(r.content), left(r.content, ",
        )
        .bind::<st::Int4, _>(SHOWN)
        .sql(") FROM import_resource r WHERE r.person_id = ")
        .bind::<st::Uuid, _>(person_id)
        .sql(" AND (r.resource_type, r.source) > (")
        .bind::<st::Text, _>(after_type)
        .sql(", ")
        .bind::<st::Text, _>(after_source)
        .sql(") AND NOT EXISTS (SELECT 1 FROM person x WHERE x.source = r.source)")
        .sql(" AND NOT EXISTS (SELECT 1 FROM stay x WHERE x.source = r.source)")
        .sql(" AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.source = r.source)")
        .sql(" AND NOT EXISTS (SELECT 1 FROM need x WHERE x.source = r.source)")
        .sql(" AND NOT EXISTS (SELECT 1 FROM medication x WHERE x.source = r.source)")
        .sql(" AND NOT EXISTS (SELECT 1 FROM coverage x WHERE x.source = r.source)")
        // A component of an observation is a record of its own.
        .sql(" AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.person_id = r.person_id AND split_part(x.source, '#', 1) = r.source)")
        .sql(" ORDER BY r.resource_type, r.source LIMIT ")
        .bind::<st::BigInt, _>(limit);
        Ok(sql.load(self.conn()).await?)
    }

    /// An import of the organization.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn import(&mut self, id: Uuid) -> Result<Import> {
        let row: ImportRow =
            import::table.select(ImportRow::as_select()).filter(import::id.eq(id)).first(self.conn()).await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Imports, newest first, from before `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn import_list(&mut self, after: Option<Uuid>, limit: i64) -> Result<Vec<Import>> {
        let mut query = import::table.select(ImportRow::as_select()).order(import::id.desc()).limit(limit).into_boxed();
        if let Some(id) = after {
            query = query.filter(import::id.lt(id));
        }
        let rows: Vec<ImportRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Waits until no other import of the organization is writing, and keeps others waiting until this transaction ends.
    ///
    /// # Errors
    /// Database errors.
    pub async fn import_turn(&mut self) -> Result<()> {
        let key = i64::from_be_bytes(self.org_id().into_bytes()[8..].try_into().unwrap_or_default());
        Sql::<st::Bool>::new("SELECT true FROM (SELECT pg_advisory_xact_lock(")
            .bind::<st::BigInt, _>(key)
            .sql(")) turn")
            .get_result::<bool>(self.conn())
            .await?;
        Ok(())
    }

    /// The people made of these sources, by source, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn people_of_sources(&mut self, sources: &[String]) -> Result<BTreeMap<String, Person>> {
        let people = Person::of_sources(self, sources).await?;
        Ok(people.into_iter().filter_map(|person| Some((person.source.clone()?, person))).collect())
    }

    /// Source, date of birth and identifiers of everybody born on one of these days.
    ///
    /// # Errors
    /// Database errors.
    pub async fn people_born_on(
        &mut self,
        days: &[NaiveDate],
    ) -> Result<Vec<(Option<String>, NaiveDate, Vec<Identifier>)>> {
        let rows: Vec<(Option<String>, NaiveDate, Json<Vec<Identifier>>)> = person::table
            .select((person::source, person::birth_date, person::identifiers))
            .filter(person::birth_date.eq_any(days))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|(source, born, Json(identifiers))| (source, born, identifiers)).collect())
    }

    /// What is known of these resources from earlier imports, by source.
    ///
    /// # Errors
    /// Database errors.
    pub async fn received_before(
        &mut self,
        types: Vec<String>,
        sources: Vec<String>,
    ) -> Result<HashMap<String, KnownText>> {
        let rows: Vec<(String, Option<Uuid>, Vec<u8>)> = Sql::<(st::Text, st::Nullable<st::Uuid>, st::Binary)>::new(
            "SELECT r.source, r.person_id, sha256(convert_to(r.content, 'UTF8')) FROM import_resource r JOIN unnest(",
        )
        .bind::<st::Array<st::Text>, _>(types)
        .sql(", ")
        .bind::<st::Array<st::Text>, _>(sources)
        .sql(") AS asked (resource_type, source) ON r.resource_type = asked.resource_type AND r.source = asked.source")
        .load(self.conn())
        .await?;
        Ok(rows.into_iter().map(|(source, person_id, hash)| (source, KnownText { person_id, hash })).collect())
    }

    /// Keeps resources as received, in place of what was received before.
    ///
    /// # Errors
    /// Database errors.
    pub async fn keep_received(&mut self, import_id: Uuid, texts: Vec<ReceivedText>) -> Result<()> {
        if texts.is_empty() {
            return Ok(());
        }
        let org_id = self.org_id();
        let (mut types, mut sources, mut people, mut contents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for text in texts {
            types.push(text.resource_type);
            sources.push(text.source);
            people.push(text.person_id);
            contents.push(text.content);
        }
        let statement = Sql::<st::BigInt>::new("WITH kept AS (INSERT INTO import_resource (org_id, resource_type, source, person_id, import_id, content) SELECT ")
            .bind::<st::Uuid, _>(org_id)
            .sql(", t.resource_type, t.source, t.person_id, ")
            .bind::<st::Uuid, _>(import_id)
            .sql(", t.content FROM unnest(")
            .bind::<st::Array<st::Text>, _>(types)
            .sql(", ")
            .bind::<st::Array<st::Text>, _>(sources)
            .sql(", ")
            .bind::<st::Array<st::Nullable<st::Uuid>>, _>(people)
            .sql(", ")
            .bind::<st::Array<st::Text>, _>(contents)
            .sql(") AS t (resource_type, source, person_id, content) ON CONFLICT (org_id, resource_type, source) DO UPDATE SET ")
            .sql("person_id = excluded.person_id, import_id = excluded.import_id, content = excluded.content RETURNING 1) SELECT count(*) FROM kept");
        statement.get_result::<i64>(self.conn()).await?;
        Ok(())
    }

    /// Notes what an import did, for the audit entry: the import, and the people it was about.
    pub fn touch_import(&mut self, import_id: Uuid, people: &[Uuid]) {
        self.touch(import_id, people.first().copied());
        if people.len() > 1 {
            self.list_people(people.iter().copied());
        }
    }

    /// Tells everybody who watches a person that something about them was imported.
    pub fn announce_person(&mut self, person_id: Uuid, version: i32) {
        let org_id = self.org_id();
        self.also(Box::new(diesel::insert_into(outbox::table).values((
            outbox::org_id.eq(org_id),
            outbox::kind.eq("person"),
            outbox::record_id.eq(person_id),
            outbox::version.eq(version),
            outbox::person_id.eq(Some(person_id)),
        ))));
    }

    /// Writes what was noted so far, to learn whether the database takes it, and gives back the error that undoes all of it.
    pub async fn rehearsed(&mut self) -> Error {
        match self.flush(None).await {
            Ok(_) => domain::Rule::new("dry_run", "Nothing was stored: this was a trial.").into(),
            Err(error) => error,
        }
    }
}
