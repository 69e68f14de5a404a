//! Keeping the results of measures: who is marked, whose results no longer hold, and, each day, everybody.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::access::{Actor, Request};
use domain::measure::kept::{EDITION, Kept, KeptMember, keep};
use domain::measure::{DEFINITIONS, Definition, Facts};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::time::Instant;
use uuid::Uuid;

use super::material::{Stored, lacking};
use super::{MeasureScope, Wanted};
use crate::error::Result;
use crate::record::Json;
use crate::sql::Sql;
use crate::store::Store;
use crate::tx::Tx;

/// How far back is kept: the longest default period, two years of it, and some days.
const KEPT: TimeDelta = TimeDelta::days(800);
/// Everybody is judged again after this time, whatever happened: what differs then is a defect and is reported.
const RECONCILED_EVERY: TimeDelta = TimeDelta::days(1);
/// People judged in one transaction.
const BATCH: i64 = 50;
/// Results are kept for every set of a person's cases, up to this many of them: seven sets. Who has more is judged when asked about.
const MOST_CASES: usize = 3;

/// What a round of keeping did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// How many people were judged.
    pub people: usize,
    /// Of how many what was kept differed, though nothing had changed and its time had not passed.
    pub differed: usize,
}

/// What is to be kept of a set of a person's cases.
#[derive(Debug, Serialize)]
struct Fresh {
    person_id: Uuid,
    case_ids: Vec<Uuid>,
    holds_until: DateTime<Utc>,
    members: Stored,
}

/// What was kept of a set of a person's cases.
struct Earlier {
    since: DateTime<Utc>,
    holds_until: DateTime<Utc>,
    members: Stored,
}

fn definitions() -> impl Iterator<Item = &'static Definition> {
    DEFINITIONS.iter().filter(|definition| definition.keeps() && lacking(definition).is_empty())
}

/// The sets of a person's cases that somebody may ask about, none for somebody with more than [`MOST_CASES`].
fn sets(cases: &[Uuid]) -> Vec<Vec<Uuid>> {
    if cases.len() > MOST_CASES {
        return Vec::new();
    }
    let of = |bits: usize| cases.iter().enumerate().filter(move |(place, _)| bits >> place & 1 == 1).map(|(_, id)| *id);
    (1..1usize << cases.len()).map(|bits| of(bits).collect()).collect()
}

fn stored(kept: &Kept) -> Stored {
    let lines = |members: &Vec<_>| members.iter().map(KeptMember::from).collect();
    kept.members.iter().map(|(code, members)| ((*code).to_owned(), lines(members))).collect()
}

/// What of a stored result counts at `since` or later, in an order of its own.
fn comparable(stored: &Stored, person_id: Uuid, since: DateTime<Utc>) -> BTreeSet<String> {
    let each = stored.iter().flat_map(|(code, members)| members.iter().map(move |one| (code, one)));
    let counts = |one: &KeptMember| one.clone().member(person_id).is_some_and(|one| one.counts_at >= since);
    let counted = each.filter(|(_, one)| counts(one));
    counted.map(|(code, one)| format!("{code} {one:?}")).collect()
}

impl Store {
    /// Judges who is marked, whose results no longer hold, and who was not judged for a day, some in each transaction, of which none
    /// begins after `until`; announces nothing. One server at a time does it for an organization.
    ///
    /// # Errors
    /// Database errors; what was not kept is judged whenever it is asked about.
    pub async fn measures_keep(&self, org_id: Uuid, now: DateTime<Utc>, until: Instant) -> Result<Keeping> {
        let mut all = Keeping::default();
        while Instant::now() < until {
            let some = self.measures_keep_some(org_id, now).await?;
            all.people += some.people;
            all.differed += some.differed;
            if some.people == 0 {
                break;
            }
        }
        Ok(all)
    }

    async fn measures_keep_some(&self, org_id: Uuid, now: DateTime<Utc>) -> Result<Keeping> {
        let request =
            Request { id: Uuid::now_v7(), operation: "measures_keep", now, record_id: None, idempotency: None };
        let mut tx = self.transaction(&Actor::system(org_id), &request).await?;
        let outcome = tx.keep_some(now).await;
        let mut conn = tx.into_conn();
        match &outcome {
            Ok(keeping) if keeping.people > 0 => conn.commit().await?,
            _ => conn.rollback().await?,
        }
        outcome
    }
}

impl Tx {
    async fn keep_some(&mut self, now: DateTime<Utc>) -> Result<Keeping> {
        if !self.keeper().await? {
            return Ok(Keeping::default());
        }
        let marked = self.take_marks().await?;
        let people = if marked.is_empty() { self.outdated(now).await? } else { marked.clone() };
        if people.is_empty() {
            return Ok(Keeping::default());
        }
        // Of who is marked, what was kept may differ.
        let earlier = if marked.is_empty() { self.kept_before(&people).await? } else { HashMap::new() };
        let since = now - KEPT;
        let wanted = Wanted {
            scope: MeasureScope::default(),
            kinds: definitions().flat_map(|definition| definition.needs).copied().collect(),
            from: since,
            people: Some(people.clone()),
            cases: None,
            known_at: None,
        };
        let whole = self.measure_facts(&wanted).await?;
        // What nothing but a change of facts moves holds for longer than anybody asks.
        let forever = now + TimeDelta::days(36_500);
        let mut differed = BTreeSet::new();
        let mut rows = Vec::new();
        for (case_ids, facts) in self.each_set(&wanted, whole).await? {
            let kept = keep(definitions(), &facts, since, now);
            let key = (facts.person_id, case_ids);
            let fresh = stored(&kept);
            if let Some(earlier) = earlier.get(&key).filter(|earlier| earlier.holds_until > now) {
                let since = since.max(earlier.since);
                let of = |stored| comparable(stored, facts.person_id, since);
                if of(&fresh) != of(&earlier.members) {
                    differed.insert(facts.person_id);
                }
            }
            let (person_id, case_ids) = key;
            let holds_until = kept.holds_until.unwrap_or(forever).min(forever);
            rows.push(Fresh { person_id, case_ids, holds_until, members: fresh });
        }
        self.keep_rows(rows, since, now).await?;
        self.forget_others(&people, now).await?;
        let differed = self.unmarked(differed).await?;
        Ok(Keeping { people: people.len(), differed })
    }

    /// True when no other server keeps for this organization.
    async fn keeper(&mut self) -> Result<bool> {
        let key = format!("measure_kept:{}", self.org_id());
        let sql = Sql::<st::Bool>::new("SELECT pg_try_advisory_xact_lock(hashtextextended(").bind::<st::Text, _>(key);
        Ok(sql.sql(", 0))").get_result(self.conn()).await?)
    }

    /// People who are marked, and all their marks with them. Facts are read afterwards, so whoever changes one from now on leaves a mark
    /// that stays.
    async fn take_marks(&mut self) -> Result<Vec<Uuid>> {
        let sql = Sql::<st::Uuid>::new(
            "WITH chosen AS (SELECT DISTINCT person_id FROM (SELECT person_id FROM measure_mark ORDER BY id LIMIT ",
        )
        .bind::<st::BigInt, _>(BATCH)
        .sql(
            ") m), taken AS (DELETE FROM measure_mark m USING chosen c WHERE m.person_id = c.person_id RETURNING m.person_id) \
             SELECT DISTINCT person_id FROM taken",
        );
        Ok(sql.load(self.conn()).await?)
    }

    /// How many of these people are not marked. Who is has changed since the marks were taken, so what was kept may differ.
    async fn unmarked(&mut self, people: BTreeSet<Uuid>) -> Result<usize> {
        if people.is_empty() {
            return Ok(0);
        }
        let sql = Sql::<st::BigInt>::new("SELECT count(*) FROM unnest(")
            .bind::<st::Array<st::Uuid>, _>(people.into_iter().collect::<Vec<_>>())
            .sql(") AS p (id) WHERE NOT EXISTS (SELECT FROM measure_mark m WHERE m.person_id = p.id)");
        let count: i64 = sql.get_result(self.conn()).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// People whose results no longer hold, or were not looked at for a day.
    async fn outdated(&mut self, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
        let sql = Sql::<st::Uuid>::new(
            "SELECT DISTINCT person_id FROM (SELECT person_id FROM measure_kept WHERE holds_until <= ",
        )
        .bind::<st::Timestamptz, _>(now)
        .sql(" OR edition < ")
        .bind::<st::Integer, _>(EDITION)
        .sql(" OR (edition = ")
        .bind::<st::Integer, _>(EDITION)
        .sql(" AND kept_at <= ")
        .bind::<st::Timestamptz, _>(now - RECONCILED_EVERY)
        .sql(") LIMIT ")
        .bind::<st::BigInt, _>(BATCH)
        .sql(") k");
        Ok(sql.load(self.conn()).await?)
    }

    async fn kept_before(&mut self, people: &[Uuid]) -> Result<HashMap<(Uuid, Vec<Uuid>), Earlier>> {
        type Row = (Uuid, Vec<Uuid>, DateTime<Utc>, DateTime<Utc>, Json<Stored>);
        type Columns = (st::Uuid, st::Array<st::Uuid>, st::Timestamptz, st::Timestamptz, st::Jsonb);
        let sql = Sql::<Columns>::new(
            "SELECT person_id, case_ids, since, holds_until, members FROM measure_kept WHERE edition = ",
        )
        .bind::<st::Integer, _>(EDITION)
        .sql(" AND person_id = ANY(")
        .bind::<st::Array<st::Uuid>, _>(people.to_vec())
        .sql(")");
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        let earlier = |(person_id, case_ids, since, holds_until, members): Row| {
            ((person_id, case_ids), Earlier { since, holds_until, members: members.0 })
        };
        Ok(rows.into_iter().map(earlier).collect())
    }

    /// The facts of each set of each person's cases: loaded for that set, as for whoever asks about it.
    async fn each_set(&mut self, wanted: &Wanted, whole: Vec<Facts>) -> Result<Vec<(Vec<Uuid>, Facts)>> {
        let mut all = Vec::new();
        let mut parts: Vec<Vec<Vec<Uuid>>> = Vec::new();
        for facts in whole {
            let mut cases: Vec<Uuid> = facts.cases.iter().map(|case| case.id).collect();
            cases.sort_unstable();
            let mut sets = sets(&cases);
            // The last set is all of them, which is loaded already.
            let Some(last) = sets.pop() else { continue };
            for (place, set) in sets.into_iter().enumerate() {
                parts.resize_with(parts.len().max(place + 1), Vec::new);
                parts[place].push(set);
            }
            all.push((last, facts));
        }
        for sets in parts {
            let cases = Some(sets.concat());
            for facts in self.measure_facts(&Wanted { cases, ..wanted.clone() }).await? {
                let mut set: Vec<Uuid> = facts.cases.iter().map(|case| case.id).collect();
                set.sort_unstable();
                all.push((set, facts));
            }
        }
        Ok(all)
    }

    async fn keep_rows(&mut self, rows: Vec<Fresh>, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
        let sql = Sql::<st::BigInt>::new(
            "INSERT INTO measure_kept (org_id, person_id, case_ids, edition, since, kept_at, holds_until, members) SELECT ",
        )
        .bind::<st::Uuid, _>(self.org_id())
        .sql(", r.person_id, r.case_ids, ")
        .bind::<st::Integer, _>(EDITION)
        .sql(", ")
        .bind::<st::Timestamptz, _>(since)
        .sql(", ")
        .bind::<st::Timestamptz, _>(now)
        .sql(", r.holds_until, r.members FROM jsonb_to_recordset(")
        .bind::<st::Jsonb, _>(Json(rows))
        .sql(
            ") AS r (person_id uuid, case_ids uuid[], holds_until timestamptz, members jsonb) \
             ON CONFLICT (org_id, person_id, case_ids) DO UPDATE SET edition = excluded.edition, since = excluded.since, \
             kept_at = excluded.kept_at, holds_until = excluded.holds_until, members = excluded.members",
        );
        sql.execute(self.conn()).await?;
        Ok(())
    }

    /// Removes what is kept of sets of cases that are no longer there.
    async fn forget_others(&mut self, people: &[Uuid], now: DateTime<Utc>) -> Result<()> {
        let sql = Sql::<st::BigInt>::new("DELETE FROM measure_kept WHERE person_id = ANY(")
            .bind::<st::Array<st::Uuid>, _>(people.to_vec())
            .sql(") AND kept_at <> ")
            .bind::<st::Timestamptz, _>(now);
        sql.execute(self.conn()).await?;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_up_to_three_cases_is_kept_and_all_of_them_come_last() {
        let ids: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
        assert_eq!(sets(&ids[..1]), [vec![ids[0]]]);
        let of_three = sets(&ids[..3]);
        assert_eq!((of_three.len(), of_three.last().unwrap().as_slice()), (7, &ids[..3]));
        assert!(sets(&ids).is_empty() && sets(&[]).is_empty());
    }
}
