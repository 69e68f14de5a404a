//! Gaps in care, and the records that can close them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::care_gap::{CareGap, CareGapKind, CareGapStatus, EvidenceKind};
use domain::case::CaseStatus;
use uuid::Uuid;

use crate::case::case;
use crate::error::Result;
use crate::measure::MeasureScope;
use crate::record::Coded;
use crate::sql::Sql;
use crate::tx::{Tx, person_reach};

crate::record! {
    care_gap: CareGap, CareGapRow, person: |gap| Some(gap.person_id), {
        case_id: Uuid => Uuid,
        person_id: Uuid => Uuid,
        kind: Text => Coded<CareGapKind>,
        note: Nullable<Text> => Option<String>,
        opened_on: Date => NaiveDate,
        due_on: Nullable<Date> => Option<NaiveDate>,
        status: Text => Coded<CareGapStatus>,
        evidence_kind: Nullable<Text> => Option<Coded<EvidenceKind>>,
        evidence_id: Nullable<Uuid> => Option<Uuid>,
        evidence_on: Nullable<Date> => Option<NaiveDate>,
        evidence_note: Nullable<Text> => Option<String>,
        reason: Nullable<Text> => Option<String>,
        closed_at: Nullable<Timestamptz> => Option<DateTime<Utc>>,
        closed_by: Nullable<Uuid> => Option<Uuid>,
        author_id: Uuid => Uuid,
        created_at: Timestamptz => DateTime<Utc>,
    }
}

/// Gaps of a person shown at once.
const SHOWN: i64 = 500;

/// Records that can close a gap, shown at once: the latest.
const OFFERED: i64 = 100;

/// A record that can show that something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// What it is.
    pub kind: EvidenceKind,
    /// The record.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Its kind, or the instrument.
    pub what: String,
}

impl Tx {
    /// A gap of a person within reach, locked; a read waits for nobody.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn care_gap(&mut self, id: Uuid) -> Result<CareGap> {
        let seen = person_reach::table
            .filter(person_reach::person_id.eq(care_gap::person_id))
            .filter(person_reach::scope_id.eq_any(self.scopes().to_vec()));
        let found = care_gap::table
            .select(CareGapRow::as_select())
            .filter(care_gap::id.eq(id))
            .filter(diesel::dsl::exists(seen));
        let row: CareGapRow = if self.only_reads {
            found.first(self.conn()).await?
        } else {
            found.for_update().first(self.conn()).await?
        };
        self.touch(id, Some(row.person_id));
        Ok(row.into())
    }

    /// The gaps of a person within reach, the latest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn care_gaps_of(&mut self, person_id: Uuid) -> Result<Vec<CareGap>> {
        self.require_person(person_id).await?;
        let rows: Vec<CareGapRow> = care_gap::table
            .select(CareGapRow::as_select())
            .filter(care_gap::person_id.eq(person_id))
            .order((care_gap::opened_on.desc(), care_gap::id.desc()))
            .limit(SHOWN)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Open gaps of the active cases of a scope, the longest open first, behind `after`.
    ///
    /// # Errors
    /// Database errors.
    pub async fn care_gaps_open(
        &mut self,
        scope: &MeasureScope,
        kind: Option<CareGapKind>,
        after: Option<(NaiveDate, Uuid)>,
        limit: i64,
    ) -> Result<Vec<CareGap>> {
        let MeasureScope { owner, teams, staff, team, program } = scope;
        let mut query = care_gap::table
            .inner_join(case::table.on(case::id.eq(care_gap::case_id)))
            .select(CareGapRow::as_select())
            .filter(care_gap::status.eq(Coded(CareGapStatus::Open)))
            .filter(case::status.eq(Coded(CaseStatus::Active)))
            .order((care_gap::opened_on, care_gap::id))
            .limit(limit)
            .into_boxed();
        for id in [owner, staff].into_iter().flatten() {
            query = query.filter(case::owner_id.eq(*id));
        }
        if let Some(ids) = teams {
            query = query.filter(case::team_id.eq_any(ids.clone()));
        }
        if let Some(id) = team {
            query = query.filter(case::team_id.eq(*id));
        }
        if let Some(id) = program {
            query = query.filter(case::program_id.eq(*id));
        }
        if let Some(kind) = kind {
            query = query.filter(care_gap::kind.eq(Coded(kind)));
        }
        if let Some((day, id)) = after {
            query = query.filter(care_gap::opened_on.gt(day).or(care_gap::opened_on.eq(day).and(care_gap::id.gt(id))));
        }
        let rows: Vec<CareGapRow> = query.load(self.conn()).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Records of a person that show that a gap of this kind was closed, the latest first; the one that is `named` alone, where one is.
    ///
    /// # Errors
    /// Database errors.
    pub async fn evidence_of(
        &mut self,
        person_id: Uuid,
        gap: CareGapKind,
        named: Option<Uuid>,
    ) -> Result<Vec<EvidenceRecord>> {
        let now = self.now();
        let kinds: Vec<String> = gap.entry().closes.iter().map(ToString::to_string).collect();
        let rows: Vec<(Coded<EvidenceKind>, Uuid, DateTime<Utc>, String)> =
            Sql::<(st::Text, st::Uuid, st::Timestamptz, st::Text)>::new(
                "SELECT e.kind, e.id, e.at, e.what FROM (\
                 SELECT person_id, 'appointment' AS kind, id, starts_at AS at, kind AS what FROM appointment \
                 WHERE status = 'fulfilled' AND kind IN ('home_visit', 'community_visit', 'office_visit', 'telehealth', 'specialist') \
                 UNION ALL SELECT person_id, 'assessment', id, performed_at, instrument FROM assessment WHERE status = 'completed' \
                 UNION ALL SELECT person_id, 'reading', id, taken_at, kind FROM reading \
                 WHERE status = 'valid' AND (kind <> 'blood_pressure' OR (value < 140 AND second < 90))) e WHERE e.person_id = ",
            )
            .bind::<st::Uuid, _>(person_id)
            .sql(" AND e.at <= ")
            .bind::<st::Timestamptz, _>(now)
            .sql(" AND e.kind = ANY(")
            .bind::<st::Array<st::Text>, _>(kinds)
            .sql(") AND e.id = coalesce(")
            .bind::<st::Nullable<st::Uuid>, _>(named)
            .sql(", e.id) ORDER BY e.at DESC, e.id LIMIT ")
            .bind::<st::BigInt, _>(OFFERED)
            .load(self.conn())
            .await?;
        let record = |(kind, id, at, what): (Coded<EvidenceKind>, Uuid, DateTime<Utc>, String)| EvidenceRecord {
            kind: kind.0,
            id,
            at,
            what,
        };
        Ok(rows.into_iter().map(record).filter(|one| gap.shown_by(one.kind, &one.what)).collect())
    }
}
