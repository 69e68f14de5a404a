//! The worklist: open deadlines, tasks and alerts of an owner or of teams, in the order of their rank.
//!
//! An owner's list also holds the alerts of others about which they are asked. `rank_at` is computed by the domain when an item is written and does not change with time, so the first page is
//! four short index scans, whatever the number of people in the organization.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::alert::escalation::Ask;
use domain::case::Tier;
use domain::task::TaskPriority;
use uuid::Uuid;

use crate::error::Result;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

domain::codes! {
    /// What kind of item stands on the worklist.
    pub enum ItemKind {
        /// A safety trigger.
        Alert = "alert",
        /// Work a rule gave.
        Deadline = "deadline",
        /// Work a person gave.
        Task = "task",
    }
}

/// Whose items a worklist shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Items of one owner, and alerts about which they are asked.
    Owner(Uuid),
    /// Items of teams.
    Teams(Vec<Uuid>),
}

/// Which items to show. All given parts must match.
#[derive(Debug, Clone)]
pub struct TodayFilter {
    /// Whose.
    pub whose: Whose,
    /// Of this kind.
    pub kind: Option<ItemKind>,
    /// Due at or after this instant.
    pub due_from: Option<DateTime<Utc>>,
    /// Due before this instant.
    pub due_before: Option<DateTime<Utc>>,
    /// Of cases in this program.
    pub program_id: Option<Uuid>,
    /// Title or name contains this text, any case.
    pub text: Option<String>,
}

type Columns = (
    st::Text,
    st::Uuid,
    st::Int4,
    st::Text,
    st::Uuid,
    st::Uuid,
    st::Uuid,
    st::Timestamptz,
    st::Timestamptz,
    st::Nullable<st::Text>,
    st::Nullable<st::Int4>,
    st::Nullable<st::Text>,
    st::Nullable<st::Text>,
    st::Nullable<st::Timestamptz>,
    st::Nullable<st::Text>,
    st::Text,
    st::Text,
    st::Date,
    st::Text,
    st::Uuid,
    st::Text,
    st::Uuid,
    st::Nullable<st::Jsonb>,
);

/// One item of the worklist.
#[derive(Debug, Clone, diesel::Queryable)]
pub struct TodayRow {
    pub kind: Coded<ItemKind>,
    pub id: Uuid,
    pub version: i32,
    pub title: String,
    pub person_id: Uuid,
    pub case_id: Uuid,
    pub owner_id: Uuid,
    pub due_at: DateTime<Utc>,
    pub rank_at: DateTime<Utc>,
    pub priority: Option<Coded<TaskPriority>>,
    pub weight: Option<i32>,
    pub rule_code: Option<String>,
    pub anchor_kind: Option<String>,
    pub anchor_at: Option<DateTime<Utc>>,
    pub next_action: Option<String>,
    pub family_name: String,
    pub given_name: String,
    pub birth_date: NaiveDate,
    pub language: String,
    pub program_id: Uuid,
    pub tier: Coded<Tier>,
    pub target_id: Uuid,
    pub asked: Option<Json<Vec<Ask>>>,
}

/// How many open items there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TodayCounts {
    /// Past due.
    pub overdue: i64,
    /// Due before the end of today.
    pub today: i64,
    /// Due within seven days after today.
    pub week: i64,
    /// Due later.
    pub later: i64,
    /// Safety alerts among all of them.
    pub alerts: i64,
}

/// Adds the conditions that all kinds of items share; `asked` for alerts about which an owner is asked.
fn conditions<ST>(
    mut sql: Sql<ST>,
    filter: &TodayFilter,
    asked: bool,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: Option<i64>,
) -> Sql<ST> {
    sql = match &filter.whose {
        Whose::Owner(id) if asked => {
            sql.sql(" AND k.staff_id = ").bind::<st::Uuid, _>(*id).sql(" AND i.owner_id <> ").bind::<st::Uuid, _>(*id)
        }
        Whose::Owner(id) => sql.sql(" AND i.owner_id = ").bind::<st::Uuid, _>(*id),
        Whose::Teams(_) if limit.is_some() => sql.sql(" AND i.team_id = team.id"),
        Whose::Teams(ids) => sql.sql(" AND i.team_id = ANY(").bind::<st::Array<st::Uuid>, _>(ids.clone()).sql(")"),
    };
    if let Some(from) = filter.due_from {
        sql = sql.sql(" AND i.due_at >= ").bind::<st::Timestamptz, _>(from);
    }
    if let Some(before) = filter.due_before {
        sql = sql.sql(" AND i.due_at < ").bind::<st::Timestamptz, _>(before);
    }
    if let Some((rank_at, id)) = after {
        sql = sql
            .sql(" AND i.rank_at >= ")
            .bind::<st::Timestamptz, _>(rank_at)
            .sql(" AND (i.rank_at > ")
            .bind::<st::Timestamptz, _>(rank_at)
            .sql(" OR i.id > ")
            .bind::<st::Uuid, _>(id)
            .sql(")");
    }
    match limit {
        Some(limit) => sql.sql(" ORDER BY i.rank_at, i.id LIMIT ").bind::<st::BigInt, _>(limit),
        None => sql,
    }
}

/// The columns of every kind of item, whichever of them come first.
const ITEM: &str = ") w (kind, id, version, title, person_id, case_id, owner_id, due_at, rank_at, priority, weight, rule_code, anchor_kind, anchor_at, next_action, target_id, asked)";

/// Columns of an alert as an item.
const ALERT: &str = "SELECT 'alert', i.id, i.version, i.trigger, i.person_id, i.case_id, i.owner_id, i.due_at, i.rank_at, NULL::text, NULL::int,
                 NULL::text, NULL::text, i.opened_at, NULL::text, i.id, i.asked FROM ";

/// Which rows an item comes from: those of a kind, or the alerts of others about which an owner is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    Of(ItemKind),
    Asked,
}

/// All kinds as one list; a limit that joins or text may reduce is applied by the caller, not here.
fn items<ST>(
    mut sql: Sql<ST>,
    filter: &TodayFilter,
    now: DateTime<Utc>,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: Option<i64>,
) -> Sql<ST> {
    let mut first = true;
    let kinds = [ItemKind::Alert, ItemKind::Deadline, ItemKind::Task].map(Rows::Of);
    for rows in kinds.into_iter().chain([Rows::Asked]) {
        let wanted = match rows {
            Rows::Of(kind) => filter.kind.is_none_or(|wanted| wanted == kind),
            Rows::Asked => {
                matches!(filter.whose, Whose::Owner(_)) && filter.kind.is_none_or(|wanted| wanted == ItemKind::Alert)
            }
        };
        if !wanted {
            continue;
        }
        sql = sql.sql(if first { "(" } else { ") UNION ALL (" });
        first = false;
        // The first items of each team by its index: all items of many teams would have to be sorted.
        let by_team = matches!((&filter.whose, limit), (Whose::Teams(_), Some(_)));
        if let Whose::Teams(ids) = &filter.whose
            && by_team
        {
            sql = sql
                .sql("SELECT x.* FROM unnest(")
                .bind::<st::Array<st::Uuid>, _>(ids.clone())
                .sql(") AS team (id) CROSS JOIN LATERAL (");
        }
        sql = match rows {
            Rows::Of(ItemKind::Alert) => sql.sql(ALERT).sql("alert i WHERE i.status IN ('open', 'acknowledged')"),
            Rows::Asked => sql
                .sql(ALERT)
                .sql("alert_ask k JOIN alert i ON i.id = k.alert_id WHERE i.status IN ('open', 'acknowledged')"),
            Rows::Of(ItemKind::Deadline) => sql
                .sql(
                    "SELECT 'deadline', i.id, i.version, i.rule_title, i.person_id, i.case_id, i.owner_id, i.due_at, i.rank_at, NULL::text, i.weight,
                     i.rule_code, i.anchor_kind, i.anchor_at, i.next_action, i.anchor_subject_id, NULL::jsonb FROM deadline i WHERE i.status = 'open' AND (i.snoozed_until IS NULL OR i.snoozed_until <= ",
                )
                .bind::<st::Timestamptz, _>(now)
                .sql(")"),
            Rows::Of(ItemKind::Task) => sql
                .sql(
                    "SELECT 'task', i.id, i.version, i.title, i.person_id, i.case_id, i.owner_id, i.due_at, i.rank_at, i.priority, NULL::int,
                     NULL::text, NULL::text, i.created_at, CASE WHEN i.care_plan_id IS NOT NULL AND i.intervention_id IS NULL THEN 'review_plan' ELSE i.kind END,
                     CASE WHEN i.care_plan_id IS NOT NULL AND i.intervention_id IS NULL THEN i.care_plan_id ELSE i.id END, NULL::jsonb FROM task i WHERE i.status = 'open' AND (i.snoozed_until IS NULL OR i.snoozed_until <= ",
                )
                .bind::<st::Timestamptz, _>(now)
                .sql(")"),
        };
        sql = conditions(sql, filter, rows == Rows::Asked, after, limit);
        if by_team {
            sql = sql.sql(") x");
        }
    }
    sql.sql(")")
}

/// Items of one program, when asked for.
fn program<ST>(sql: Sql<ST>, filter: &TodayFilter) -> Sql<ST> {
    match filter.program_id {
        Some(id) => sql.sql(" JOIN \"case\" c ON c.id = w.case_id AND c.program_id = ").bind::<st::Uuid, _>(id),
        None => sql,
    }
}

impl Tx {
    /// A page of the worklist.
    ///
    /// # Errors
    /// Database errors.
    pub async fn today(
        &mut self,
        filter: &TodayFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: i64,
    ) -> Result<Vec<TodayRow>> {
        let now = self.now();
        // Text and program are conditions on joined rows, so only without them may each kind stop early.
        let early = (filter.text.is_none() && filter.program_id.is_none()).then_some(limit);
        let mut sql = items(
            Sql::<Columns>::new(
                "SELECT w.kind, w.id, w.version, w.title, w.person_id, w.case_id, w.owner_id, w.due_at, w.rank_at, w.priority, w.weight, w.rule_code, w.anchor_kind, w.anchor_at, w.next_action, p.family_name, p.given_name, p.birth_date, p.language, c.program_id, c.tier, w.target_id, w.asked FROM (",
            ),
            filter,
            now,
            after,
            early,
        );
        sql = sql.sql(ITEM).sql(" JOIN person p ON p.id = w.person_id JOIN \"case\" c ON c.id = w.case_id WHERE true");
        if let Some(program_id) = filter.program_id {
            sql = sql.sql(" AND c.program_id = ").bind::<st::Uuid, _>(program_id);
        }
        if let Some(text) = &filter.text {
            sql = sql
                .sql(" AND strpos(lower(w.title || ' ' || p.given_name || ' ' || p.family_name), ")
                .bind::<st::Text, _>(text.to_lowercase())
                .sql(") > 0");
        }
        let rows: Vec<TodayRow> =
            sql.sql(" ORDER BY w.rank_at, w.id LIMIT ").bind::<st::BigInt, _>(limit).load(self.conn()).await?;
        self.list_people(rows.iter().map(|row| row.person_id));
        Ok(rows)
    }

    /// How many open items there are by due date. `end_of_today` and `end_of_week` are in the reader's zone.
    ///
    /// # Errors
    /// Database errors.
    pub async fn today_counts(
        &mut self,
        filter: &TodayFilter,
        end_of_today: DateTime<Utc>,
        end_of_week: DateTime<Utc>,
    ) -> Result<TodayCounts> {
        let now = self.now();
        type Counts = (st::BigInt, st::BigInt, st::BigInt, st::BigInt, st::BigInt);
        let sql = Sql::<Counts>::new("SELECT count(*) FILTER (WHERE w.due_at < ")
            .bind::<st::Timestamptz, _>(now)
            .sql("), count(*) FILTER (WHERE w.due_at >= ")
            .bind::<st::Timestamptz, _>(now)
            .sql(" AND w.due_at <= ")
            .bind::<st::Timestamptz, _>(end_of_today)
            .sql("), count(*) FILTER (WHERE w.due_at > ")
            .bind::<st::Timestamptz, _>(end_of_today)
            .sql(" AND w.due_at <= ")
            .bind::<st::Timestamptz, _>(end_of_week)
            .sql("), count(*) FILTER (WHERE w.due_at > ")
            .bind::<st::Timestamptz, _>(end_of_week)
            .sql("), count(*) FILTER (WHERE w.kind = 'alert') FROM (");
        let (overdue, today, week, later, alerts) =
            program(items(sql, filter, now, None, None).sql(ITEM), filter).get_result(self.conn()).await?;
        Ok(TodayCounts { overdue, today, week, later, alerts })
    }
}
