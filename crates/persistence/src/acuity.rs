//! Decisions about tiers, and what acuity is judged by.

use std::collections::HashMap;

use chrono::{DateTime, Days, Months, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::acuity::{self, Acuity, DecisionKind, JudgementFilter, Record, TierDecision, standing, tier_work};
use domain::case::{Case, CaseStatus, Tier};
use domain::person::Observation;
use serde::Deserialize;
use uuid::Uuid;

use crate::case::{CaseRow, CaseScope, case};
use crate::error::Result;
use crate::person::ObservationRow;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

crate::record! {
    tier_decision: TierDecision, TierDecisionRow, person: |decision| Some(decision.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<DecisionKind>,
        from_tier: Text => Coded<Tier>,
        to_tier: Text => Coded<Tier>,
        score_min: Int4 => i32,
        score_max: Int4 => i32,
        model_low: Text => Coded<Tier>,
        model_high: Text => Coded<Tier>,
        model: Text => String,
        reason: Nullable<Text> => Option<String>,
        ends_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        task_id: Nullable<Uuid> => Option<Uuid>,
        decided_by: Uuid => Uuid,
        decided_at: Timestamptz => DateTime<Utc>,
    }
}

/// What is known of a case, and the latest decision about its tier.
#[derive(Debug, Clone, Default)]
pub struct CaseRecord {
    /// What acuity is judged by.
    pub record: Record,
    /// The latest decision.
    pub latest: Option<TierDecision>,
}

impl CaseRecord {
    /// The judgement as of `now`, with dates in `zone`.
    pub fn judged(&self, zone: Tz, now: DateTime<Utc>) -> Acuity {
        acuity::judge(&acuity::read(&self.record, zone, now))
    }
}

/// Cases whose tiers are looked at in one transaction. A number of ours: what they are judged by is read at once.
const CASES_AT_ONCE: i64 = 50;

/// Cases judged for one page at most, where a filter leaves few of them. A number of ours: the reader gets an answer, and asks on.
const CASES_FOR_A_PAGE: usize = 1_000;

/// A case with its judgement.
#[derive(Debug, Clone)]
pub struct JudgedCase {
    /// The case.
    pub case: Case,
    /// The name of its person.
    pub name: String,
    /// What the model says.
    pub acuity: Acuity,
    /// The latest decision about its tier.
    pub latest: Option<TierDecision>,
}

/// Judged cases, by id.
#[derive(Debug, Clone)]
pub struct JudgedCases {
    /// Those that were looked for.
    pub found: Vec<JudgedCase>,
    /// The last case that was judged, when there may be more behind it.
    pub stopped_at: Option<Uuid>,
}

#[derive(Debug, Deserialize)]
struct Rows {
    case_id: Uuid,
    assessments: Vec<crate::assessment::AssessmentRow>,
    alerts: Vec<crate::alert::AlertRow>,
    deadlines: Vec<crate::deadline::DeadlineRow>,
    contacts: Vec<crate::contact::ContactRow>,
    stays: Vec<crate::stay::StayRow>,
    needs: Vec<crate::need::NeedRow>,
    latest: Option<TierDecisionRow>,
}

fn all<R, D: From<R>>(rows: Vec<R>) -> Vec<D> {
    rows.into_iter().map(Into::into).collect()
}

impl Tx {
    /// What acuity is judged by, for each of these cases. They must be within reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn case_records(&mut self, case_ids: &[Uuid]) -> Result<HashMap<Uuid, CaseRecord>> {
        let now = self.now();
        let year = now - Days::new(366);
        // A stay counts for 12 months, and LACE looks 6 months back from its admission.
        let stays = now.checked_sub_months(Months::new(20)).unwrap_or(now);
        let sql = Sql::<st::Json>::new(
            "SELECT json_build_object('case_id', c.id,
              'assessments', (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT DISTINCT ON (a.instrument) a.* FROM assessment a WHERE a.person_id = c.person_id AND a.status = 'completed' AND a.performed_at BETWEEN ",
        )
        .bind::<st::Timestamptz, _>(year)
        .sql(" AND ")
        .bind::<st::Timestamptz, _>(now)
        .sql(" ORDER BY a.instrument, a.performed_at DESC, a.id DESC) x),
              'alerts', (SELECT coalesce(json_agg(row_to_json(a)), '[]') FROM alert a WHERE a.person_id = c.person_id AND a.status <> 'closed'),
              'deadlines', (SELECT coalesce(json_agg(row_to_json(d)), '[]') FROM deadline d WHERE d.case_id = c.id AND d.status = 'open' AND d.due_at < ")
        .bind::<st::Timestamptz, _>(now)
        .sql("),
              'contacts', (SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM contact t WHERE t.person_id = c.person_id AND t.case_id IS NOT NULL AND t.occurred_at >= ")
        .bind::<st::Timestamptz, _>(now - Days::new(61))
        .sql("),
              'stays', (SELECT coalesce(json_agg(row_to_json(s)), '[]') FROM stay s WHERE s.person_id = c.person_id AND (s.admitted_at >= ")
        .bind::<st::Timestamptz, _>(stays)
        .sql(" OR s.discharged_at IS NULL OR s.discharged_at >= ")
        .bind::<st::Timestamptz, _>(stays)
        .sql(")),
              'needs', (SELECT coalesce(json_agg(row_to_json(n)), '[]') FROM need n WHERE n.person_id = c.person_id),
              'latest', (SELECT row_to_json(t) FROM tier_decision t WHERE t.case_id = c.id ORDER BY t.decided_at DESC, t.id DESC LIMIT 1))
              FROM \"case\" c WHERE c.id = ANY(")
        .bind::<st::Array<st::Uuid>, _>(case_ids.to_vec())
        .sql(")");
        let rows: Vec<Json<Rows>> = sql.load(self.conn()).await?;
        Ok(rows.into_iter().map(|Json(rows)| (rows.case_id, rows.into())).collect())
    }

    /// Active cases behind `after` whose judgement `filter` lets through: `wanted` of them or a few more, as long as there are some
    /// and not too many had to be judged for them.
    ///
    /// # Errors
    /// Database errors.
    pub async fn judged_cases(
        &mut self,
        scope: CaseScope,
        filter: JudgementFilter,
        after: Option<Uuid>,
        wanted: i64,
    ) -> Result<JudgedCases> {
        let at_once = if filter.is_open() { wanted } else { wanted.max(CASES_AT_ONCE) };
        let is_whole = |count: usize, of: i64| i64::try_from(count).is_ok_and(|count| count >= of);
        let mut judged = JudgedCases { found: Vec::new(), stopped_at: after };
        let mut looked_at = 0;
        loop {
            let cases = self.listed_cases(scope, Some(CaseStatus::Active), judged.stopped_at, at_once).await?;
            let there_are_more = is_whole(cases.len(), at_once);
            looked_at += cases.len();
            judged.stopped_at = cases.last().map(|(case, _)| case.id).filter(|_| there_are_more);
            judged.found.extend(self.judged_of(cases).await?.into_iter().filter(|one| self.is_wanted(one, filter)));
            if !there_are_more || is_whole(judged.found.len(), wanted) || looked_at >= CASES_FOR_A_PAGE {
                self.list_people(judged.found.iter().map(|one| one.case.person_id));
                return Ok(judged);
            }
        }
    }

    fn is_wanted(&self, one: &JudgedCase, filter: JudgementFilter) -> bool {
        filter.has(standing(one.case.tier, one.latest.as_ref(), &one.acuity, self.now()), &one.acuity)
    }

    /// These cases with their judgements.
    async fn judged_of(&mut self, cases: Vec<(Case, String)>) -> Result<Vec<JudgedCase>> {
        let ids: Vec<Uuid> = cases.iter().map(|(case, _)| case.id).collect();
        let mut known = self.case_records(&ids).await?;
        let judged = |(case, name): (Case, String)| {
            let known = known.remove(&case.id).unwrap_or_default();
            let acuity = known.judged(self.directory().zone(case.program_id), self.now());
            JudgedCase { case, name, acuity, latest: known.latest }
        };
        Ok(cases.into_iter().map(judged).collect())
    }

    /// Decisions about the tier of a case within reach, newest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn tier_decisions_of(&mut self, case_id: Uuid) -> Result<Vec<TierDecision>> {
        let rows: Vec<TierDecisionRow> = tier_decision::table
            .select(TierDecisionRow::as_select())
            .filter(tier_decision::case_id.eq(case_id))
            .order((tier_decision::decided_at.desc(), tier_decision::id.desc()))
            .limit(200)
            .load(self.conn())
            .await?;
        Ok(all(rows))
    }

    /// When the tier of a case within reach was raised the last time.
    ///
    /// # Errors
    /// Database errors.
    pub async fn tier_raised_at(&mut self, case_id: Uuid) -> Result<Option<DateTime<Utc>>> {
        let decisions = self.tier_decisions_of(case_id).await?;
        Ok(decisions.iter().find(|decision| decision.to_tier > decision.from_tier).map(|decision| decision.decided_at))
    }

    /// Asks for decisions about tiers that the model excludes: in the next active cases behind `after`. The last one looked at; none
    /// when there are no more. Cases in which somebody works at this moment are left for the next day, so that nobody waits for each
    /// other.
    pub(crate) async fn tiers_review(&mut self, after: Uuid) -> Result<Option<Uuid>> {
        let rows: Vec<CaseRow> = case::table
            .select(CaseRow::as_select())
            .filter(case::id.gt(after))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order(case::id)
            .limit(CASES_AT_ONCE)
            .load(self.conn())
            .await?;
        let cases: Vec<Case> = all(rows);
        let ids: Vec<Uuid> = cases.iter().map(|one| one.id).collect();
        let known = self.case_records(&ids).await?;
        let mut open = self.open_tier_reviews(&ids).await?;
        let nothing = CaseRecord::default();
        for one in &cases {
            let known = known.get(&one.id).unwrap_or(&nothing);
            let (zone, now) = (self.directory().zone(one.program_id), self.now());
            let stands = standing(one.tier, known.latest.as_ref(), &known.judged(zone, now), now);
            let work = tier_work(one, stands, open.remove(&one.id), zone, Uuid::now_v7(), now)?;
            if let Some(change) = work
                && self.lock_unchanged(one).await?
            {
                self.apply(change)?;
                self.list_people([one.person_id]);
            }
        }
        Ok(ids.last().copied())
    }

    /// Locks a case that still is as it was read; false where somebody works on it or did.
    async fn lock_unchanged(&mut self, read: &Case) -> Result<bool> {
        let same: Option<Uuid> = case::table
            .select(case::id)
            .filter(case::id.eq(read.id))
            .filter(case::version.eq(read.version))
            .for_no_key_update()
            .skip_locked()
            .first(self.conn())
            .await
            .optional()?;
        Ok(same.is_some())
    }

    /// Laboratory values of a person within reach, within a time.
    ///
    /// # Errors
    /// Database errors.
    pub async fn observations_between(
        &mut self,
        person_id: Uuid,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Observation>> {
        use crate::person::observation;
        let rows: Vec<ObservationRow> = observation::table
            .select(ObservationRow::as_select())
            .filter(observation::person_id.eq(person_id))
            .filter(observation::observed_at.between(from, to))
            .order((observation::observed_at.desc(), observation::id))
            .limit(1_000)
            .load(self.conn())
            .await?;
        Ok(all(rows))
    }
}

impl From<Rows> for CaseRecord {
    fn from(rows: Rows) -> Self {
        let record = Record {
            assessments: all(rows.assessments),
            alerts: all(rows.alerts),
            deadlines: all(rows.deadlines),
            contacts: all(rows.contacts),
            stays: all(rows.stays),
            needs: all(rows.needs),
        };
        Self { record, latest: rows.latest.map(Into::into) }
    }
}
