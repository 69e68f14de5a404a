//! A measure by groups of people, and its course by months.

use actix_web::{get, web};
use chrono::{Datelike, Months, NaiveDate};
use domain::access::cap;
use domain::code::Code;
use domain::measure::strata::{SMALL_CELL, strata, told};
use domain::measure::{self, MeasureResult, Member, Period};
use persistence::measure::{Traits, lacking};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::ask::{Ask, MeasureQuery};
use crate::app::State;
use crate::http::code::StrataByCode;
use crate::http::{Allowed, Answer, Page, Problem, Query};

domain::codes! {
    /// What groups of people are made of.
    pub enum StrataBy {
        /// Preferred language.
        Language = "language",
        /// State of the address.
        State = "state",
        /// Kind of the first insurance.
        Payer = "payer",
        /// Race and ethnicity.
        RaceEthnicity = "race_ethnicity",
    }
}

/// A measure by groups of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrataView {
    by: StrataByCode,
    /// False when this is not recorded of people; there are no groups then.
    recorded: bool,
    /// Counts below this are hidden from readers who may not see the people.
    small_cell: u32,
    /// The groups by key; those of whom it is not known last.
    items: Vec<StratumView>,
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub struct StratumView {
    /// What they have in common; null when it is not recorded.
    key: Option<String>,
    /// True when the numbers are hidden because they are small.
    suppressed: bool,
    numerator: Option<f64>,
    denominator: Option<u32>,
    rate: Option<f64>,
}

/// Which groups of what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StrataQuery {
    /// What groups are made of.
    #[param(inline)]
    by: StrataByCode,
    /// First day.
    from: Option<NaiveDate>,
    /// Last day.
    to: Option<NaiveDate>,
    /// Whose.
    scope: Option<crate::today::ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// Of this team.
    team_id: Option<Uuid>,
    /// Of this worker's cases.
    staff_id: Option<Uuid>,
    /// The instant that counts as now.
    as_of: Option<chrono::DateTime<chrono::Utc>>,
    /// The facts as they were recorded at this instant.
    known_at: Option<chrono::DateTime<chrono::Utc>>,
}

fn key(by: StrataBy, traits: &Traits) -> Option<String> {
    match by {
        StrataBy::Language => Some(traits.language.clone()).filter(|language| !language.is_empty()),
        StrataBy::State => traits.address.state.clone(),
        StrataBy::Payer => traits.payer.map(|payer| payer.as_str().to_owned()),
        StrataBy::RaceEthnicity => None,
    }
}

/// One measure by groups of people. Small groups are hidden from readers who may not see the people.
#[utoipa::path(tag = "measure", operation_id = "measure_strata", params(("code" = String, Path, max_length = 60), StrataQuery), responses((status = 200, body = StrataView)))]
#[get("/measures/{code}/strata")]
pub async fn measure_strata(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<StrataQuery>,
) -> Result<Answer<StrataView>, Problem> {
    let StrataQuery { by, from, to, scope, program_id, team_id, staff_id, as_of, known_at } = query.0;
    let query = MeasureQuery { from, to, scope, program_id, team_id, staff_id, as_of, known_at };
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let ask = Ask::new(tx, &query)?;
        let recorded = by.0 != StrataBy::RaceEthnicity;
        let mut groups: BTreeMap<Option<String>, Vec<Member>> = BTreeMap::new();
        if recorded && lacking(definition).is_empty() {
            let members = ask.material(tx, &[definition]).await?.members(definition, ask.period, ask.now);
            let people: BTreeSet<Uuid> = members.iter().map(|member| member.person_id).collect();
            let traits = tx.measure_traits(people.into_iter().collect()).await?;
            for member in members {
                let key = traits.get(&member.person_id).and_then(|traits| key(by.0, traits));
                groups.entry(key).or_default().push(member);
            }
        }
        let count = |(key, members)| (key, MeasureResult::count(definition.code, definition.kind, members));
        let items = strata(groups.into_iter().map(count).collect(), ask.sight.members_of(definition));
        let view = |one: measure::strata::Stratum| StratumView {
            key: one.key,
            suppressed: one.numbers.is_none(),
            numerator: one.numbers.and_then(|numbers| numbers.numerator),
            denominator: one.numbers.map(|numbers| numbers.denominator),
            rate: one.numbers.and_then(|numbers| numbers.value),
        };
        let items = items.into_iter().map(view).collect();
        Ok(Answer::ok(StrataView { by, recorded, small_cell: SMALL_CELL, items }))
    });
    Ok(answer.await?)
}

/// A measure over a part of the period.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendPoint {
    /// First day: of a month, or of the period.
    from: NaiveDate,
    /// Last day.
    to: NaiveDate,
    /// True when the numbers are hidden because they tell of few and the reader may not see the people.
    suppressed: bool,
    numerator: Option<f64>,
    denominator: Option<u32>,
    rate: Option<f64>,
}

/// The months of a period; the first and the last may be cut.
fn months(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let first = from.with_day(1).unwrap_or(from);
    let begins = (0..).map_while(|months| first.checked_add_months(Months::new(months)));
    let ends = |begin: NaiveDate| begin.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    begins
        .take_while(|begin| *begin <= to)
        .map(|begin| (begin.max(from), ends(begin).map_or(to, |end| end.min(to))))
        .collect()
}

/// The course of a measure by months, as known at one time.
#[utoipa::path(tag = "measure", operation_id = "measure_trend", params(("code" = String, Path, max_length = 60), MeasureQuery), responses((status = 200, body = Page<TrendPoint>)))]
#[get("/measures/{code}/trend")]
pub async fn measure_trend(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MeasureQuery>,
) -> Result<Answer<Page<TrendPoint>>, Problem> {
    let definition = measure::find(&code);
    let answer = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let ask = Ask::new(tx, &query)?;
        let material = ask.material(tx, &[definition]).await?;
        let months = if lacking(definition).is_empty() { months(ask.from, ask.to) } else { Vec::new() };
        let point = |(from, to): (NaiveDate, NaiveDate)| {
            let result = material.count(definition, Period::of_days(from, to, ask.zone), ask.now);
            let told = told(&result, ask.sight.members_of(definition));
            TrendPoint {
                from,
                to,
                suppressed: told.is_none(),
                numerator: told.and_then(|told| told.numerator),
                denominator: told.map(|told| told.denominator),
                rate: told.and_then(|told| told.value),
            }
        };
        Ok(Answer::ok(Page::whole(months.into_iter().map(point).collect())))
    });
    Ok(answer.await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_cover_the_period_without_a_gap_and_are_cut_at_its_ends() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let all = months(day("2028-01-15"), day("2028-03-10"));
        let wanted = [("2028-01-15", "2028-01-31"), ("2028-02-01", "2028-02-29"), ("2028-03-01", "2028-03-10")];
        assert_eq!(all, wanted.map(|(from, to)| (day(from), day(to))));
        assert_eq!(months(day("2026-05-05"), day("2026-05-05")), [(day("2026-05-05"), day("2026-05-05"))]);
    }
}
