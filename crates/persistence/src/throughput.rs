//! Targets of a day, and what somebody did on one.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::throughput::{ThroughputKind, ThroughputTarget};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::sql::Sql;
use crate::tx::Tx;

crate::record! {
    throughput_target: ThroughputTarget, ThroughputTargetRow, person: |_| None, {
        program_id: Uuid => Uuid,
        team_id: Nullable<Uuid> => Option<Uuid>,
        kind: Text => Coded<ThroughputKind>,
        per_day: Int4 => i32,
        valid_from: Date => NaiveDate,
        reason: Text => String,
        set_by: Uuid => Uuid,
        set_at: Timestamptz => DateTime<Utc>,
    }
}

/// Targets read at once: those of some programs over many years.
const MOST_TARGETS: i64 = 2_000;

/// What somebody did in cases of a team.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Done {
    /// The team of the cases.
    pub team_id: Uuid,
    /// What.
    pub kind: Coded<ThroughputKind>,
    /// How many.
    pub count: i64,
}

impl Tx {
    /// Targets of these programs and their teams, the one that begins last first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn throughput_targets(&mut self, program_ids: Vec<Uuid>) -> Result<Vec<ThroughputTarget>> {
        let rows: Vec<ThroughputTargetRow> = throughput_target::table
            .select(ThroughputTargetRow::as_select())
            .filter(throughput_target::program_id.eq_any(program_ids))
            .order((throughput_target::valid_from.desc(), throughput_target::set_at.desc()))
            .limit(MOST_TARGETS)
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// What the actor did between two instants, by team of the case: their own counts only.
    ///
    /// # Errors
    /// Database errors.
    pub async fn own_throughput(&mut self, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Done>> {
        let me = self.actor().id;
        let own = |sql: Sql<(st::Uuid, st::Text, st::BigInt)>, at: &'static str| {
            let since = sql.bind::<st::Uuid, _>(me).sql(" AND ").sql(at).sql(" >= ").bind::<st::Timestamptz, _>(from);
            since.sql(" AND ").sql(at).sql(" < ").bind::<st::Timestamptz, _>(until)
        };
        let sql = Sql::new(
            "SELECT c.team_id, d.kind, count(*) FROM (
               SELECT o.case_id, k.kind FROM contact o JOIN (VALUES ('contacts'), ('reached')) AS k (kind) ON k.kind = 'contacts' OR o.outcome = 'reached'
               WHERE o.status = 'finished' AND o.author_id = ",
        );
        let sql = own(sql, "o.occurred_at").sql(
            " UNION ALL SELECT n.case_id, 'notes' FROM note n WHERE n.status IN ('signed', 'awaiting_countersignature') AND n.author_id = ",
        );
        let sql = own(sql, "n.signed_at").sql(" UNION ALL SELECT v.case_id, 'visits' FROM visit v WHERE v.staff_id = ");
        let sql = own(sql, "v.arrived_at").sql(") d JOIN \"case\" c ON c.id = d.case_id GROUP BY 1, 2");
        Ok(sql.load(self.conn()).await?)
    }
}
