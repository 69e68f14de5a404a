//! What is brought in for measures alone: answers in surveys of experience, and costs.

use chrono::NaiveDate;
use diesel::sql_types as st;
use diesel_async::RunQueryDsl;
use domain::clock::start_of_day;
use domain::measure::facts::{AnswerFact, CostFact};
use domain::survey_answer::{SurveyComposite, item_number};
use uuid::Uuid;

use super::load::People;
use super::{Table, Wanted, table};
use crate::error::Result;
use crate::record::Coded;
use crate::sql::Sql;
use crate::tx::Tx;

const SURVEY_ANSWERS: Table = table!(
    "survey_answer",
    "survey_answer_history",
    "id, person_id, case_id, composite, item, top_box, answered_on, status"
);
const COSTS: Table = table!(
    "cost",
    "cost_history",
    "id, person_id, case_id, ends_on, expected_low, expected, expected_high, observed, program_cost, status"
);

impl Tx {
    pub(super) async fn load_survey_answers(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = (Uuid, Uuid, Uuid, Coded<SurveyComposite>, i32, bool, NaiveDate);
        type Columns = (st::Uuid, st::Uuid, st::Uuid, st::Text, st::Integer, st::Bool, st::Date);
        let sql = Sql::<Columns>::new(
            "SELECT a.id, a.person_id, a.case_id, a.composite, a.item, a.top_box, a.answered_on FROM ",
        );
        let sql = wanted.known(sql, &SURVEY_ANSWERS).sql(" a WHERE a.status = 'recorded' AND a.answered_on >= ");
        let sql = wanted.of_cases(sql.bind::<st::Date, _>(wanted.since().date_naive()).sql(" AND a."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for (id, person_id, case_id, composite, item, top_box, answered_on) in rows {
            all.of(person_id, |facts| {
                let at = start_of_day(answered_on, facts.zone);
                facts.answers.push(AnswerFact { id, case_id, item: item_number(composite.0, item), top_box, at });
            });
        }
        Ok(())
    }

    /// A cost counts on the last day that it settles.
    pub(super) async fn load_costs(&mut self, wanted: &Wanted, all: &mut People<'_>) -> Result<()> {
        type Row = ((Uuid, Uuid, Uuid, NaiveDate), (i64, i64, i64, i64, i64));
        type Amount = st::BigInt;
        type Columns = ((st::Uuid, st::Uuid, st::Uuid, st::Date), (Amount, Amount, Amount, Amount, Amount));
        let sql = Sql::<Columns>::new(
            "SELECT o.id, o.person_id, o.case_id, o.ends_on, o.expected_low, o.expected, o.expected_high, o.observed, o.program_cost FROM ",
        );
        let sql = wanted.known(sql, &COSTS).sql(" o WHERE o.status = 'recorded' AND o.ends_on >= ");
        let sql = wanted.of_cases(sql.bind::<st::Date, _>(wanted.since().date_naive()).sql(" AND o."));
        let rows: Vec<Row> = sql.load(self.conn()).await?;
        for ((id, person_id, case_id, ends_on), (low, middle, high, observed, program)) in rows {
            all.of(person_id, |facts| {
                let at = start_of_day(ends_on, facts.zone);
                facts.costs.push(CostFact { id, case_id, at, expected: [low, middle, high], observed, program });
            });
        }
        Ok(())
    }
}
