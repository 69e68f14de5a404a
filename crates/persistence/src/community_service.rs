//! The directory of community services. It belongs to the whole organization: nobody's reach limits it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::community_service::capacity::Capacity;
use domain::community_service::distance::Point;
use domain::community_service::partner::Partner;
use domain::community_service::{
    CommunityOrganization, CommunityService, OrganizationContent, ServiceContent, ServiceStatus,
};
use domain::need::NeedKind;
use domain::person::CoverageKind;
use std::collections::HashMap;
use uuid::Uuid;

use crate::error::Result;
use crate::person::coverage;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

crate::record! {
    community_organization: CommunityOrganization, CommunityOrganizationRow, person: |_| None, {
        content: Jsonb => Json<OrganizationContent>,
        partner: Jsonb => Json<Partner>,
        status: Text => Coded<ServiceStatus>,
        source: Nullable<Text> => Option<String>,
        created_at: Timestamptz => DateTime<Utc>,
        changed_by: Nullable<Uuid> => Option<Uuid>,
    }
}

crate::record! {
    community_service: CommunityService, CommunityServiceRow, person: |_| None, {
        community_organization_id: Uuid => Uuid,
        content: Jsonb => Json<ServiceContent>,
        capacity: Jsonb => Json<Capacity>,
        status: Text => Coded<ServiceStatus>,
        source: Nullable<Text> => Option<String>,
        created_at: Timestamptz => DateTime<Utc>,
        updated_at: Timestamptz => DateTime<Utc>,
        changed_by: Nullable<Uuid> => Option<Uuid>,
    }
}

/// Most services that one search ranks. More than that ask for a narrower search.
pub const MOST_CANDIDATES: i64 = 2_000;

/// Which services are looked for. All given parts must match.
#[derive(Debug, Clone)]
pub struct CommunityServiceFilter {
    /// Beginnings of words in the name or description of the service or in the name of its organization.
    pub text: Option<String>,
    /// It answers this kind of need.
    pub need: Option<NeedKind>,
    /// This language is spoken, as a primary subtag.
    pub language: Option<String>,
    /// Whether it is offered.
    pub status: ServiceStatus,
}

/// The words of a search as a text search query: each the beginning of a word, all of them needed. Empty when there are none.
fn query_of(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins: Vec<String> = words.take(12).map(|word| format!("{}:*", word.to_lowercase())).collect();
    begins.join(" & ")
}

impl Tx {
    /// Services that match, in the order of names, [`MOST_CANDIDATES`] and one more at most.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_service_search(&mut self, filter: &CommunityServiceFilter) -> Result<Vec<CommunityService>> {
        let mut sql = Sql::<community_service::SqlType>::new(
            "SELECT s.org_id, s.id, s.version, s.community_organization_id, s.content, s.capacity, s.status, s.source, s.created_at, s.updated_at, s.changed_by
             FROM community_service s JOIN community_organization o ON o.id = s.community_organization_id WHERE s.status = ",
        )
        .bind::<st::Text, _>(filter.status.to_string());
        let query = query_of(filter.text.as_deref().unwrap_or_default());
        if !query.is_empty() {
            sql = sql.sql(" AND (s.search || o.search) @@ to_tsquery('simple', ").bind::<st::Text, _>(query).sql(")");
        }
        if let Some(need) = filter.need {
            sql = sql.sql(" AND s.content->'needs' @> to_jsonb(").bind::<st::Text, _>(need.to_string()).sql("::text)");
        }
        if let Some(language) = filter.language.clone() {
            sql = sql.sql(" AND s.content->'languages' @> to_jsonb(").bind::<st::Text, _>(language).sql("::text)");
        }
        let sql = sql.sql(" ORDER BY s.content->>'name', s.id LIMIT ").bind::<st::BigInt, _>(MOST_CANDIDATES + 1);
        let rows: Vec<CommunityServiceRow> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One service, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn community_service(&mut self, id: Uuid) -> Result<CommunityService> {
        let row: CommunityServiceRow = community_service::table
            .select(CommunityServiceRow::as_select())
            .filter(community_service::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Services by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_services_of(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, CommunityService>> {
        let rows: Vec<CommunityServiceRow> = community_service::table
            .select(CommunityServiceRow::as_select())
            .filter(community_service::id.eq_any(ids.to_vec()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
    }

    /// Services by their ids in another directory, locked.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_services_from(&mut self, sources: &[String]) -> Result<HashMap<String, CommunityService>> {
        let rows: Vec<CommunityServiceRow> = community_service::table
            .select(CommunityServiceRow::as_select())
            .filter(community_service::source.eq_any(sources.to_vec()))
            .order(community_service::id)
            .for_update()
            .load(self.conn())
            .await?;
        let known = rows.into_iter().map(CommunityService::from);
        Ok(known.filter_map(|service| Some((service.source.clone()?, service))).collect())
    }

    /// Organizations by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_organizations_of(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, CommunityOrganization>> {
        let rows: Vec<CommunityOrganizationRow> = community_organization::table
            .select(CommunityOrganizationRow::as_select())
            .filter(community_organization::id.eq_any(ids.to_vec()))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
    }

    /// Organizations in the order in which they were recorded, after the id `after`; those whose name has the words of `text`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_organization_list(
        &mut self,
        text: Option<&str>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<CommunityOrganization>> {
        let mut sql = Sql::<community_organization::SqlType>::new(
            "SELECT o.org_id, o.id, o.version, o.content, o.partner, o.status, o.source, o.created_at, o.changed_by FROM community_organization o WHERE o.id > ",
        )
        .bind::<st::Uuid, _>(after.unwrap_or_default());
        let query = query_of(text.unwrap_or_default());
        if !query.is_empty() {
            sql = sql.sql(" AND o.search @@ to_tsquery('simple', ").bind::<st::Text, _>(query).sql(")");
        }
        let sql = sql.sql(" ORDER BY o.id LIMIT ").bind::<st::BigInt, _>(limit);
        let rows: Vec<CommunityOrganizationRow> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One organization, locked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn community_organization(&mut self, id: Uuid) -> Result<CommunityOrganization> {
        let row: CommunityOrganizationRow = community_organization::table
            .select(CommunityOrganizationRow::as_select())
            .filter(community_organization::id.eq(id))
            .for_update()
            .first(self.conn())
            .await?;
        self.touch(id, None);
        Ok(row.into())
    }

    /// Organizations that an import names: by their ids in the other directory, or by their names in any case.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_organizations_named(
        &mut self,
        sources: Vec<String>,
        names: Vec<String>,
    ) -> Result<Vec<CommunityOrganization>> {
        let sql = Sql::<community_organization::SqlType>::new(
            "SELECT o.org_id, o.id, o.version, o.content, o.partner, o.status, o.source, o.created_at, o.changed_by FROM community_organization o WHERE o.source = ANY(",
        )
        .bind::<st::Array<st::Text>, _>(sources)
        .sql(") OR lower(o.content->>'name') = ANY(")
        .bind::<st::Array<st::Text>, _>(names)
        .sql(") ORDER BY o.id FOR UPDATE");
        let rows: Vec<CommunityOrganizationRow> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Every organization of the directory that is there, to see whether a new one is among them; 5,000 at most.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_organizations_there(&mut self) -> Result<Vec<CommunityOrganization>> {
        let rows: Vec<CommunityOrganizationRow> = community_organization::table
            .select(CommunityOrganizationRow::as_select())
            .filter(community_organization::status.eq(Coded(ServiceStatus::Active)))
            .order(community_organization::id.desc())
            .limit(5_000)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The services of an organization, in the order of names; where there are more than 500, those that are offered first of all.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_services_by(&mut self, organization_id: Uuid) -> Result<Vec<CommunityService>> {
        let rows: Vec<CommunityServiceRow> = community_service::table
            .select(CommunityServiceRow::as_select())
            .filter(community_service::community_organization_id.eq(organization_id))
            .order((community_service::status, community_service::id))
            .limit(500)
            .load(self.conn())
            .await?;
        let mut services: Vec<CommunityService> = rows.into_iter().map(Into::into).collect();
        services.sort_by(|one, other| one.content.name.cmp(&other.content.name).then(one.id.cmp(&other.id)));
        Ok(services)
    }

    /// Every version of a service with the instant since when it holds, newest first, a hundred at most.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_service_versions(&mut self, id: Uuid) -> Result<Vec<(CommunityService, DateTime<Utc>)>> {
        let sql = Sql::<(community_service::SqlType, st::Timestamptz)>::new(
            "SELECT org_id, id, version, community_organization_id, content, capacity, status, source, created_at, updated_at, changed_by, since FROM community_service WHERE id = ",
        )
        .bind::<st::Uuid, _>(id)
        .sql(" UNION ALL SELECT org_id, id, version, community_organization_id, content, capacity, status, source, created_at, updated_at, changed_by, since FROM community_service_history WHERE id = ")
        .bind::<st::Uuid, _>(id)
        .sql(" ORDER BY version DESC LIMIT 100");
        let rows: Vec<(CommunityServiceRow, DateTime<Utc>)> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(|(row, since)| (row.into(), since)).collect())
    }

    /// Every version of an organization with the instant since when it holds, newest first, a hundred at most.
    ///
    /// # Errors
    /// Database errors.
    pub async fn community_organization_versions(
        &mut self,
        id: Uuid,
    ) -> Result<Vec<(CommunityOrganization, DateTime<Utc>)>> {
        let sql = Sql::<(community_organization::SqlType, st::Timestamptz)>::new(
            "SELECT org_id, id, version, content, partner, status, source, created_at, changed_by, since FROM community_organization WHERE id = ",
        )
        .bind::<st::Uuid, _>(id)
        .sql(" UNION ALL SELECT org_id, id, version, content, coalesce(partner, '{}'), coalesce(status, 'active'), source, created_at, changed_by, since FROM community_organization_history WHERE id = ")
        .bind::<st::Uuid, _>(id)
        .sql(" ORDER BY version DESC LIMIT 100");
        let rows: Vec<(CommunityOrganizationRow, DateTime<Utc>)> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(|(row, since)| (row.into(), since)).collect())
    }

    /// Where a postal code lies: the middle of the places in the directory that have it; none when no place has.
    ///
    /// # Errors
    /// Database errors.
    pub async fn place_of_postal_code(&mut self, code: &str) -> Result<Option<Point>> {
        let sql = Sql::<(st::Nullable<st::Double>, st::Nullable<st::Double>)>::new(
            "SELECT avg((l->>'latitude')::float8), avg((l->>'longitude')::float8)
             FROM community_service s CROSS JOIN LATERAL jsonb_array_elements(s.content->'locations') AS l
             WHERE l->>'latitude' IS NOT NULL AND split_part(btrim(l->>'postal_code'), '-', 1) = ",
        )
        .bind::<st::Text, _>(code.to_owned());
        let (latitude, longitude): (Option<f64>, Option<f64>) = sql.get_result(self.conn()).await?;
        Ok(latitude.zip(longitude).map(|(latitude, longitude)| Point { latitude, longitude }))
    }

    /// The kinds of coverage of a person that are in force on a day. The person must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn coverage_kinds_on(&mut self, person_id: Uuid, day: NaiveDate) -> Result<Vec<CoverageKind>> {
        let kinds: Vec<Coded<CoverageKind>> = coverage::table
            .select(coverage::kind)
            .filter(coverage::person_id.eq(person_id))
            .filter(coverage::starts_on.is_null().or(coverage::starts_on.le(day)))
            .filter(coverage::ends_on.is_null().or(coverage::ends_on.ge(day)))
            .load(self.conn())
            .await?;
        Ok(kinds.into_iter().map(|kind| kind.0).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::query_of;

    #[test]
    fn a_search_asks_for_the_beginning_of_every_word_and_signs_mean_nothing() {
        assert_eq!(query_of("Food  pan!try & 'bread':*"), "food:* & pan:* & try:* & bread:*");
        assert_eq!(query_of(" -- !! "), "");
        assert_eq!(query_of("comida caliente ñandú"), "comida:* & caliente:* & ñandú:*");
    }
}
