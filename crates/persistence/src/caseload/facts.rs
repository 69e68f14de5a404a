//! What is counted of workers. Sums only: what they mean is the domain's.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::appointment::AppointmentKind;
use domain::case::Tier;
use domain::caseload::strain::{DAYS, DEATH_DAYS, GROWTH_DAYS};
use uuid::Uuid;

use crate::error::Result;
use crate::record::Coded;
use crate::sql::Sql;
use crate::tx::Tx;

/// Days ahead over which booked visits and reports count as load.
const AHEAD: TimeDelta = TimeDelta::days(30);

/// Active cases of a worker that are alike.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct CaseGroup {
    /// Who owns them.
    pub owner_id: Uuid,
    /// Program.
    pub program_id: Uuid,
    /// Tier.
    pub tier: Coded<Tier>,
    /// State as the person's address names it.
    pub state: Option<String>,
    /// The person's language.
    pub language: String,
    /// True while the person is an inpatient or under observation.
    pub in_house: bool,
    /// True before the first assessment is complete.
    pub unassessed: bool,
    /// How many.
    pub count: i64,
}

/// Appointments of a worker in the days ahead.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Booked {
    /// Whose.
    pub staff_id: Uuid,
    /// Program of their case.
    pub program_id: Uuid,
    /// Kind.
    pub kind: Coded<AppointmentKind>,
    /// How many.
    pub count: i64,
}

/// Overdue work of a worker.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Overdue {
    /// Whose.
    pub owner_id: Uuid,
    /// Items that are overdue now.
    pub now: i64,
    /// Items that were overdue a week ago.
    pub before: i64,
}

/// What a worker was exposed to.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Strain {
    /// Whose cases.
    pub owner_id: Uuid,
    /// Safety alerts.
    pub crises: i64,
    /// Deaths.
    pub deaths: i64,
}

/// Contacts that a worker logged within a quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct ContactTime {
    /// Who.
    pub author_id: Uuid,
    /// Begin of the quarter.
    pub at: DateTime<Utc>,
    /// How many.
    pub count: i64,
}

impl Tx {
    /// The active cases of workers, grouped by what their load and gaps depend on.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_groups(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<CaseGroup>> {
        let sql = Sql::<(st::Uuid, st::Uuid, st::Text, st::Nullable<st::Text>, st::Text, st::Bool, st::Bool, st::BigInt)>::new(
            "SELECT c.owner_id, c.program_id, c.tier, p.address ->> 'state', p.language,
               c.person_id IN (SELECT s.person_id FROM stay s WHERE s.status = 'in_progress' AND s.class IN ('inpatient', 'observation')),
               c.stage = 'assess', count(*)
             FROM \"case\" c JOIN person p ON p.org_id = c.org_id AND p.id = c.person_id
             WHERE c.status = 'active' AND c.owner_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids)
        .sql(") GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7");
        Ok(sql.load(self.conn()).await?)
    }

    /// What workers have booked in the 30 days ahead, by program and kind.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_booked(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<Booked>> {
        let now = self.now();
        let sql = Sql::<(st::Uuid, st::Uuid, st::Text, st::BigInt)>::new(
            "SELECT w.staff_id, c.program_id, a.kind, count(*)
             FROM appointment_attendee w
             JOIN appointment a ON a.org_id = w.org_id AND a.id = w.appointment_id
             JOIN \"case\" c ON c.org_id = a.org_id AND c.id = a.case_id
             WHERE w.holds_time AND a.status = 'booked' AND w.staff_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids)
        .sql(") AND w.starts_at >= ")
        .bind::<st::Timestamptz, _>(now)
        .sql(" AND w.starts_at < ")
        .bind::<st::Timestamptz, _>(now + AHEAD)
        .sql(" GROUP BY 1, 2, 3");
        Ok(sql.load(self.conn()).await?)
    }

    /// Overdue deadlines and tasks of workers, now and a week ago. What was cancelled says not when, and is left out; whoever owns
    /// an item now is taken to have owned it then.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_overdue(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<Overdue>> {
        let now = self.now();
        let then = now - TimeDelta::days(GROWTH_DAYS);
        let sql = Sql::<(st::Uuid, st::BigInt, st::BigInt)>::new(
            "SELECT owner_id, count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE due_at < ",
        )
        .bind::<st::Timestamptz, _>(then)
        .sql(
            ") FROM (
               SELECT d.owner_id, d.due_at, d.status = 'open' AS is_open, COALESCE(d.met_at, d.closed_at) AS ended_at FROM deadline d WHERE d.owner_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids.clone())
        .sql(
            ") UNION ALL
               SELECT t.owner_id, t.due_at, t.status = 'open', t.completed_at FROM task t WHERE t.status <> 'cancelled' AND t.owner_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids)
        .sql(")) items WHERE due_at < ")
        .bind::<st::Timestamptz, _>(now)
        .sql(" AND (is_open OR ended_at > ")
        .bind::<st::Timestamptz, _>(then)
        .sql(") GROUP BY owner_id");
        Ok(sql.load(self.conn()).await?)
    }

    /// Safety alerts and deaths of people whose case workers own, or owned to its end.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_exposure(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<Strain>> {
        let now = self.now();
        let sql = Sql::<(st::Uuid, st::BigInt, st::BigInt)>::new(
            "SELECT owner_id, sum(crises)::bigint, sum(deaths)::bigint FROM (
               SELECT c.owner_id, count(*) AS crises, 0 AS deaths FROM alert a JOIN \"case\" c ON c.org_id = a.org_id AND c.id = a.case_id WHERE c.owner_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids.clone())
        .sql(") AND a.opened_at >= ")
        .bind::<st::Timestamptz, _>(now - TimeDelta::days(DAYS))
        .sql(
            " GROUP BY 1 UNION ALL
               SELECT c.owner_id, 0, count(DISTINCT c.person_id) FROM \"case\" c JOIN person p ON p.org_id = c.org_id AND p.id = c.person_id WHERE c.owner_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids)
        .sql(") AND (c.status = 'active' OR c.outcome = 'deceased') AND p.deceased_on >= ")
        .bind::<st::Date, _>((now - TimeDelta::days(DEATH_DAYS)).date_naive())
        .sql(" GROUP BY 1) exposure GROUP BY 1");
        Ok(sql.load(self.conn()).await?)
    }

    /// When workers logged contacts in the last 30 days, by quarters of an hour: every zone of the earth lies whole quarters from
    /// another.
    ///
    /// # Errors
    /// Database errors.
    pub async fn caseload_contact_times(&mut self, staff_ids: Vec<Uuid>) -> Result<Vec<ContactTime>> {
        let now = self.now();
        let sql = Sql::<(st::Uuid, st::Timestamptz, st::BigInt)>::new(
            "SELECT c.author_id, date_bin('15 minutes', c.occurred_at, 'epoch'::timestamptz), count(*) FROM contact c
             WHERE c.status = 'finished' AND c.author_id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(staff_ids)
        .sql(") AND c.occurred_at >= ")
        .bind::<st::Timestamptz, _>(now - TimeDelta::days(DAYS))
        .sql(" AND c.occurred_at <= ")
        .bind::<st::Timestamptz, _>(now)
        .sql(" GROUP BY 1, 2");
        Ok(sql.load(self.conn()).await?)
    }
}
