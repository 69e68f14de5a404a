//! What a question about measures is answered from: what is kept of those whose results hold, and the facts of everybody else.

use chrono::{DateTime, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::measure::kept::{EDITION, KeptMember};
use domain::measure::{self, Definition, FactKind, Facts, MeasureResult, Member, Period};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

use super::{RECORDED, Wanted};
use crate::error::{Error, Result};
use crate::record::Json;
use crate::sql::Sql;
use crate::tx::Tx;

/// Facts that a measure needs and that nobody records.
pub fn lacking(definition: &Definition) -> Vec<FactKind> {
    definition.needs.iter().copied().filter(|kind| !RECORDED.contains(kind)).collect()
}

/// What some measures are counted from. Everybody is in it once: kept, or to be judged.
#[derive(Debug, Default)]
pub struct Material {
    /// Members of those whose results hold, by code of the measure.
    kept: HashMap<&'static str, Vec<Member>>,
    /// Facts of those whose results do not hold; of nobody when nothing is kept.
    open: Vec<Facts>,
    /// Facts of everybody, for the measures that do not keep.
    all: Vec<Facts>,
    /// False when the question is about the past: then nothing is kept.
    keeps: bool,
}

impl Material {
    /// The members of a measure in a period, without proofs. One that lacks facts counts nobody: a zero of somebody would look like
    /// a result.
    pub fn members(&self, definition: &'static Definition, period: Period, now: DateTime<Utc>) -> Vec<Member> {
        if !lacking(definition).is_empty() {
            return Vec::new();
        }
        let from_kept = self.keeps && definition.keeps();
        let judged = if from_kept { &self.open } else { &self.all };
        let mut members: Vec<Member> =
            judged.iter().flat_map(|facts| measure::members(definition, facts, period, now, false)).collect();
        if from_kept {
            let kept = self.kept.get(definition.code).into_iter().flatten();
            members.extend(kept.filter(|member| period.contains(member.counts_at)).cloned());
        }
        members
    }

    /// The number of a measure in a period: the count of its members.
    pub fn count(&self, definition: &'static Definition, period: Period, now: DateTime<Utc>) -> MeasureResult {
        MeasureResult::count(definition.code, definition.kind, self.members(definition, period, now))
    }
}

/// What is stored of one person: members by code of the measure.
pub(super) type Stored = BTreeMap<String, Vec<KeptMember>>;

type Found = (Uuid, Option<Json<Stored>>);
type Columns = (st::Uuid, st::Nullable<st::Jsonb>);

impl Tx {
    /// What these measures are counted from in a scope, as it stands now, or as it stood at another instant (`past`).
    ///
    /// # Errors
    /// Database errors.
    pub async fn measure_material(
        &mut self,
        wanted: &Wanted,
        definitions: &[&'static Definition],
        past: bool,
    ) -> Result<Material> {
        let keeps = !past && wanted.known_at.is_none();
        let counted = definitions.iter().filter(|definition| lacking(definition).is_empty());
        let (kept, judged): (Vec<_>, Vec<_>) = counted.partition(|definition| keeps && definition.keeps());
        let mut material = Material { keeps, ..Material::default() };
        if !judged.is_empty() {
            material.all = self.measure_facts(&wanted.of_kinds(&judged)).await?;
        }
        if !kept.is_empty() {
            let open = self.read_kept(wanted, &kept, &mut material).await?;
            if !open.is_empty() {
                let open = Wanted { people: Some(open), ..wanted.of_kinds(&kept) };
                material.open = self.measure_facts(&open).await?;
            }
        }
        Ok(material)
    }

    /// Fills in what is kept, and gives those of whom nothing is kept that holds. Marks and results are read by one statement: whoever is
    /// judged meanwhile is in one of the two, and never in both.
    async fn read_kept(
        &mut self,
        wanted: &Wanted,
        definitions: &[&'static Definition],
        material: &mut Material,
    ) -> Result<Vec<Uuid>> {
        let codes: Vec<String> = definitions.iter().map(|definition| definition.code.to_owned()).collect();
        let now = self.now();
        // `person_id` tells what is kept, with no member at all, from what is not.
        let sql = Sql::<Columns>::new(
            "SELECT s.person_id, CASE WHEN k.person_id IS NOT NULL THEN (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') \
             FROM jsonb_each(k.members) e WHERE e.key = ANY(",
        )
        .bind::<st::Array<st::Text>, _>(codes)
        .sql(")) END FROM (SELECT c.person_id, array_agg(c.id ORDER BY c.id) AS ids FROM \"case\" c WHERE");
        let sql = wanted
            .scoped(sql)
            .sql(" GROUP BY c.person_id) s LEFT JOIN measure_kept k ON k.person_id = s.person_id AND k.case_ids = s.ids AND k.edition = ")
            .bind::<st::Integer, _>(EDITION)
            .sql(" AND k.since <= ")
            .bind::<st::Timestamptz, _>(wanted.from)
            .sql(" AND k.kept_at <= ")
            .bind::<st::Timestamptz, _>(now)
            .sql(" AND k.holds_until > ")
            .bind::<st::Timestamptz, _>(now)
            .sql(" AND NOT EXISTS (SELECT FROM measure_mark m WHERE m.person_id = k.person_id)");
        let found: Vec<Found> = sql.load(self.conn()).await?;
        let mut open = Vec::new();
        for (person_id, stored) in found {
            let Some(Json(mut stored)) = stored else {
                open.push(person_id);
                continue;
            };
            for definition in definitions {
                let Some(members) = stored.remove(definition.code) else { continue };
                let members: Option<Vec<Member>> = members.into_iter().map(|one| one.member(person_id)).collect();
                let members = members.ok_or_else(|| Error::Internal("a kept member has no instant".into()))?;
                material.kept.entry(definition.code).or_default().extend(members);
            }
        }
        Ok(open)
    }
}
