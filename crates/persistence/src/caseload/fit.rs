//! What the record tells of cases that could change hands: their people, who knows them, and since when their owner has them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::person::Address;
use uuid::Uuid;

use crate::error::Result;
use crate::person::person;
use crate::record::Json;
use crate::sql::Sql;
use crate::tx::Tx;

/// Days over which a contact means that somebody knows the person. The number is ours: a quarter.
const KNOWN: TimeDelta = TimeDelta::days(90);

/// A person, as far as it matters who owns their case.
#[derive(Debug, Clone)]
pub struct CasePerson {
    /// Given and family name.
    pub name: String,
    /// Language (BCP 47).
    pub language: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Postal code.
    pub postal_code: Option<String>,
}

impl Tx {
    /// What people ask of whoever owns their case. They must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_people(&mut self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, CasePerson>> {
        let rows: Vec<(Uuid, String, String, String, NaiveDate, Json<Address>)> = person::table
            .select((
                person::id,
                person::given_name,
                person::family_name,
                person::language,
                person::birth_date,
                person::address,
            ))
            .filter(person::id.eq_any(ids))
            .load(self.conn())
            .await?;
        let known = rows.into_iter().map(|(id, given, family, language, birth_date, Json(address))| {
            let name = format!("{given} {family}");
            (id, CasePerson { name, language, birth_date, postal_code: address.postal_code })
        });
        Ok(known.collect())
    }

    /// Who works with which of these people already: owners and members of their active cases, their point of contact, and who
    /// reached them within the last quarter.
    ///
    /// # Errors
    /// Database errors.
    pub async fn acquainted(&mut self, people: Vec<Uuid>) -> Result<HashMap<Uuid, HashSet<Uuid>>> {
        let since = self.now() - KNOWN;
        let sql = Sql::<(st::Uuid, st::Uuid)>::new(
            "SELECT x.person_id, x.staff_id FROM (
               SELECT c.person_id, c.author_id AS staff_id FROM contact c
                WHERE c.author_id IS NOT NULL AND c.status = 'finished' AND c.outcome = 'reached' AND c.occurred_at >= ",
        )
        .bind::<st::Timestamptz, _>(since)
        .sql(
            " UNION SELECT m.person_id, m.staff_id FROM case_member m JOIN \"case\" o ON o.org_id = m.org_id AND o.id = m.case_id
                WHERE m.ends_at IS NULL AND o.status = 'active'
              UNION SELECT p.id, p.contact_point_id FROM person p WHERE p.contact_point_id IS NOT NULL
              UNION SELECT o.person_id, o.owner_id FROM \"case\" o WHERE o.status = 'active') x WHERE x.person_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(people)
        .sql(")");
        let rows: Vec<(Uuid, Uuid)> = sql.load(self.conn()).await?;
        let mut known: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
        for (person_id, staff_id) in rows {
            known.entry(person_id).or_default().insert(staff_id);
        }
        Ok(known)
    }

    /// Since when cases that changed hands are with their owner, from their history; the rest are since they were opened.
    ///
    /// # Errors
    /// Database errors.
    pub async fn owned_since(&mut self, cases: Vec<Uuid>) -> Result<HashMap<Uuid, DateTime<Utc>>> {
        let sql = Sql::<(st::Uuid, st::Timestamptz)>::new(
            "SELECT h.id, max(h.until) FROM case_history h JOIN \"case\" c ON c.org_id = h.org_id AND c.id = h.id
             WHERE h.owner_id <> c.owner_id AND h.id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(cases)
        .sql(") GROUP BY h.id");
        let rows: Vec<(Uuid, DateTime<Utc>)> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().collect())
    }
}
