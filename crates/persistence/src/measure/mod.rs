//! The facts that measures count, of everybody in a scope: one statement for each kind of fact, none for each person.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::measure::facts::{CaseFact, CoverageFact};
use domain::measure::{Definition, FactKind, Facts};
use domain::person::{Address, CoverageKind};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

use crate::error::Result;
use crate::person::person;
use crate::record::{Coded, Json};
use crate::sql::Sql;
use crate::tx::Tx;

mod keeper;
mod load;
mod load_entry;
mod material;

pub use material::{Material, lacking};

/// Kinds of facts that are recorded; a measure that needs another says so instead of showing a zero.
pub const RECORDED: &[FactKind] = &[
    FactKind::Person,
    FactKind::Case,
    FactKind::Coverage,
    FactKind::Stay,
    FactKind::Transition,
    FactKind::EmergencyCause,
    FactKind::HospitalNotice,
    FactKind::Contact,
    FactKind::Appointment,
    FactKind::Assessment,
    FactKind::Alert,
    FactKind::CrisisPlan,
    FactKind::Deadline,
    FactKind::Occurrence,
    FactKind::Referral,
    FactKind::Authorization,
    FactKind::CareGap,
    FactKind::SurveyAnswer,
    FactKind::CourtMilestone,
    FactKind::Job,
    FactKind::Cost,
];

/// Facts before the period that a measure may look back at: the twelve months of K-14 and some days.
const LOOK_BACK: TimeDelta = TimeDelta::days(400);

/// Whose facts are counted: of cases that fulfil every condition that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureScope {
    /// Owned by this worker.
    pub owner: Option<Uuid>,
    /// Of these teams.
    pub teams: Option<Vec<Uuid>>,
    /// Owned by this worker, as a filter.
    pub staff: Option<Uuid>,
    /// Of this team, as a filter.
    pub team: Option<Uuid>,
    /// Of this program.
    pub program: Option<Uuid>,
}

/// What to load.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose.
    pub scope: MeasureScope,
    /// Which kinds.
    pub kinds: BTreeSet<FactKind>,
    /// First instant of the period.
    pub from: DateTime<Utc>,
    /// Of these people only.
    pub people: Option<Vec<Uuid>>,
    /// Of these cases only.
    pub cases: Option<Vec<Uuid>>,
    /// The facts as they were recorded at this instant; as they are recorded now without one.
    pub known_at: Option<DateTime<Utc>>,
}

/// A table, as it is and as it was.
pub(super) struct Table {
    now: &'static str,
    then: [&'static str; 4],
}

macro_rules! table {
    ($name:literal, $history:literal, $columns:literal) => {
        $crate::measure::Table {
            now: concat!("(SELECT ", $columns, " FROM ", $name, ")"),
            then: [
                concat!("(SELECT ", $columns, " FROM ", $name, " WHERE since <= "),
                concat!(" UNION ALL SELECT ", $columns, " FROM ", $history, " WHERE since <= "),
                " AND until > ",
                ")",
            ],
        }
    };
}
pub(super) use table;

impl Wanted {
    /// Adds the table as it is, or as it was at the wanted instant.
    pub(super) fn known<ST>(&self, sql: Sql<ST>, table: &Table) -> Sql<ST> {
        let Some(at) = self.known_at else { return sql.sql(table.now) };
        let [first, second, third, last] = table.then;
        let bind = |sql: Sql<ST>| sql.bind::<st::Timestamptz, _>(at);
        bind(bind(bind(sql.sql(first)).sql(second)).sql(third)).sql(last)
    }

    /// Adds the condition that a case, named `c`, is in scope.
    pub(super) fn scoped<ST>(&self, sql: Sql<ST>) -> Sql<ST> {
        let MeasureScope { owner, teams, staff, team, program } = &self.scope;
        let mut sql = sql.sql(" TRUE");
        for id in [owner, staff].into_iter().flatten() {
            sql = sql.sql(" AND c.owner_id = ").bind::<st::Uuid, _>(*id);
        }
        if let Some(teams) = teams {
            sql = sql.sql(" AND c.team_id = ANY(").bind::<st::Array<st::Uuid>, _>(teams.clone()).sql(")");
        }
        if let Some(team) = team {
            sql = sql.sql(" AND c.team_id = ").bind::<st::Uuid, _>(*team);
        }
        if let Some(program) = program {
            sql = sql.sql(" AND c.program_id = ").bind::<st::Uuid, _>(*program);
        }
        if let Some(people) = &self.people {
            sql = sql.sql(" AND c.person_id = ANY(").bind::<st::Array<st::Uuid>, _>(people.clone()).sql(")");
        }
        if let Some(cases) = &self.cases {
            sql = sql.sql(" AND c.id = ANY(").bind::<st::Array<st::Uuid>, _>(cases.clone()).sql(")");
        }
        sql
    }

    /// Adds the condition that a person has a case in scope.
    pub(super) fn of_people<ST>(&self, sql: Sql<ST>) -> Sql<ST> {
        self.scoped(sql.sql("person_id IN (SELECT c.person_id FROM \"case\" c WHERE")).sql(")")
    }

    /// Adds the condition that a record belongs to a case in scope.
    pub(super) fn of_cases<ST>(&self, sql: Sql<ST>) -> Sql<ST> {
        self.scoped(sql.sql("case_id IN (SELECT c.id FROM \"case\" c WHERE")).sql(")")
    }

    /// The same with the kinds of facts that these measures need.
    fn of_kinds(&self, definitions: &[&'static Definition]) -> Self {
        let kinds = definitions.iter().flat_map(|definition| definition.needs).copied().collect();
        Self { kinds, ..self.clone() }
    }

    fn any(&self, kinds: &[FactKind]) -> bool {
        kinds.iter().any(|kind| self.kinds.contains(kind))
    }

    pub(super) fn since(&self) -> DateTime<Utc> {
        self.from - LOOK_BACK
    }
}

/// What strata are made of. Race and ethnicity are not recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traits {
    /// Preferred language.
    pub language: String,
    /// Where the person lives.
    pub address: Address,
    /// Kind of the first insurance.
    pub payer: Option<CoverageKind>,
}

const CASES: Table =
    table!("\"case\"", "case_history", "id, person_id, program_id, enrolled_at, closed_at, outcome, owner_id, team_id");
const COVERAGES: Table = table!("coverage", "coverage_history", "person_id, kind, starts_on, ends_on");

impl Tx {
    /// The facts of everybody in scope, of the kinds that are wanted. Which cases are in scope is judged by who holds them now,
    /// whatever instant the facts are of, so that nobody sees more than they reach.
    ///
    /// # Errors
    /// Database errors.
    pub async fn measure_facts(&mut self, wanted: &Wanted) -> Result<Vec<Facts>> {
        let mut people = self.people_in_scope(wanted).await?;
        let mut all = load::People::new(&mut people);
        if wanted.any(&[FactKind::Coverage]) {
            self.load_coverages(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Stay]) {
            self.load_stays(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Contact]) {
            self.load_contacts(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Appointment]) {
            self.load_appointments(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Assessment]) {
            self.load_assessments(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Alert]) {
            self.load_alerts(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::CrisisPlan]) {
            self.load_crisis_plans(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Deadline]) {
            self.load_deadlines(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Occurrence]) {
            self.load_occurrences(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Referral]) {
            self.load_referrals(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Authorization]) {
            self.load_authorizations(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::CareGap]) {
            self.load_care_gaps(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::CourtMilestone, FactKind::Job]) {
            self.load_milestones(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::SurveyAnswer]) {
            self.load_survey_answers(wanted, &mut all).await?;
        }
        if wanted.any(&[FactKind::Cost]) {
            self.load_costs(wanted, &mut all).await?;
        }
        Ok(people)
    }

    /// Everybody with a case in scope, with these cases.
    async fn people_in_scope(&mut self, wanted: &Wanted) -> Result<Vec<Facts>> {
        type Row = (
            Uuid,
            Uuid,
            Uuid,
            DateTime<Utc>,
            Option<DateTime<Utc>>,
            Option<Coded<domain::case::CaseOutcome>>,
            NaiveDate,
            Option<NaiveDate>,
        );
        let sql = Sql::<(
            st::Uuid,
            st::Uuid,
            st::Uuid,
            st::Timestamptz,
            st::Nullable<st::Timestamptz>,
            st::Nullable<st::Text>,
            st::Date,
            st::Nullable<st::Date>,
        )>::new(
            "SELECT k.id, k.person_id, k.program_id, k.enrolled_at, k.closed_at, k.outcome, p.birth_date, p.deceased_on FROM ",
        );
        let sql = wanted
            .known(sql, &CASES)
            .sql(" k JOIN person p ON p.id = k.person_id JOIN \"case\" c ON c.id = k.id WHERE");
        let sql = wanted.scoped(sql).sql(" ORDER BY k.person_id, k.enrolled_at, k.id");
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        let directory = self.directory().clone();
        let mut people: Vec<Facts> = Vec::new();
        for (id, person_id, program_id, enrolled_at, closed_at, outcome, born_on, died_on) in rows {
            if people.last().is_none_or(|last| last.person_id != person_id) {
                let zone = directory.zone(program_id);
                people.push(Facts { born_on: Some(born_on), died_on, ..Facts::of(person_id, zone) });
            }
            let setting = directory.program(program_id)?.setting;
            let case = CaseFact { id, setting, enrolled_at, closed_at, outcome: outcome.map(|code| code.0) };
            if let Some(last) = people.last_mut() {
                last.cases.push(case);
            }
        }
        Ok(people)
    }

    async fn load_coverages(&mut self, wanted: &Wanted, all: &mut load::People<'_>) -> Result<()> {
        let sql = Sql::<(st::Uuid, st::Nullable<st::Date>, st::Nullable<st::Date>)>::new(
            "SELECT person_id, starts_on, ends_on FROM ",
        );
        let sql = wanted.of_people(wanted.known(sql, &COVERAGES).sql(" v WHERE kind <> 'none' AND "));
        let rows: Vec<(Uuid, Option<NaiveDate>, Option<NaiveDate>)> = sql.load(self.conn()).await?;
        for (person_id, starts_on, ends_on) in rows {
            all.of(person_id, |facts| facts.coverages.push(CoverageFact { starts_on, ends_on }));
        }
        Ok(())
    }

    /// What strata of these people are made of, as it is recorded now.
    ///
    /// # Errors
    /// Database errors.
    pub async fn measure_traits(&mut self, people: Vec<Uuid>) -> Result<HashMap<Uuid, Traits>> {
        type Row = (Uuid, String, Json<Address>, Option<Coded<CoverageKind>>);
        let rows: Vec<Row> = Sql::<(st::Uuid, st::Text, st::Jsonb, st::Nullable<st::Text>)>::new(
            "SELECT p.id, p.language, p.address, (SELECT v.kind FROM coverage v WHERE v.person_id = p.id \
             ORDER BY v.priority NULLS LAST, v.starts_on DESC NULLS LAST, v.id LIMIT 1) FROM person p WHERE p.id = ANY(",
        )
        .bind::<st::Array<st::Uuid>, _>(people)
        .sql(")")
        .load(self.conn())
        .await?;
        let traits = |(id, language, address, payer): Row| {
            (id, Traits { language, address: address.0, payer: payer.map(|code| code.0) })
        };
        Ok(rows.into_iter().map(traits).collect())
    }

    /// Names of people by id.
    ///
    /// # Errors
    /// Database errors.
    pub async fn person_names(&mut self, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
        let rows: Vec<(Uuid, String, String)> = person::table
            .select((person::id, person::given_name, person::family_name))
            .filter(person::id.eq_any(ids))
            .load(self.conn())
            .await?;
        Ok(rows.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect())
    }
}
