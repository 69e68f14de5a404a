//! The population: tiers over time, and people at high risk whom nobody reached lately.

use actix_web::{get, web};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::access::{Capability, cap};
use domain::case::{Case, CaseStatus, Tier};
use domain::clock;
use domain::code::Code;
use domain::measure_board::months;
use domain::population::{self, QUIET_DAYS, TierCourse};
use persistence::measure::MeasureScope;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::TierCode;
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::measure_board::{programs, scopes, whose, zone};
use crate::program::Ref;
use crate::today::ScopeCode;

/// How far back the last two-way contact is looked for, in days.
const LOOK_BACK: u64 = 366;

/// The population. For those who may not see the people, counts below 11 are null, and so is
/// what would tell them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PopulationView {
    /// Whose people: `mine`, or `team` for all that the reader sees.
    scope: ScopeCode,
    /// Whose people can be asked for.
    scopes: Vec<ScopeCode>,
    /// Programs that can be asked for.
    programs: Vec<Ref>,
    /// Tiers at the end of each month and now, the earliest first; by those who own the cases now.
    months: Vec<PopulationMonth>,
    /// Active cases of high and complex tier.
    high_risk: Option<u32>,
    /// Those of them whom nobody reached for more than `days`.
    without_contact: Option<u32>,
    /// Days without a two-way contact.
    days: i64,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// The tiers of one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PopulationMonth {
    /// The day at whose end, or now.
    on: NaiveDate,
    tiers: Vec<PopulationTier>,
    /// All of them; null when one of the tiers is.
    cases: Option<u32>,
}

/// How many cases stand in a tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct PopulationTier {
    tier: TierCode,
    cases: Option<u32>,
}

/// Somebody at high risk whom nobody reached lately.
#[derive(Debug, Serialize, ToSchema)]
pub struct PopulationPerson {
    person: Ref,
    case_id: Uuid,
    program: Ref,
    tier: TierCode,
    owner: Ref,
    enrolled_at: DateTime<Utc>,
    /// The last two-way contact; null when there was none within a year.
    last_reached_at: Option<DateTime<Utc>>,
    /// Whole days since then, or since the enrolment.
    days: i64,
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PopulationQuery {
    /// `mine` for one's own panel, `team` for the teams that one leads; who sees everybody sees everybody.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
}

/// Of whom, page by page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PopulationListQuery {
    /// Whose people.
    #[param(inline)]
    scope: Option<ScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(population_get).service(population_without_contact);
}

/// A case of high risk, and when its person was last reached or enrolled.
struct Quiet {
    case: Case,
    last_reached_at: Option<DateTime<Utc>>,
    since: DateTime<Utc>,
}

/// How many active cases are high and complex, and those of them that are quiet.
async fn quiet(tx: &mut Tx, whose: &MeasureScope) -> persistence::Result<([u32; 2], Vec<Quiet>)> {
    let now = tx.now();
    let mut cases = tx.cases_in(whose, now).await?;
    cases.retain(|case| case.status == CaseStatus::Active && case.tier >= Tier::High && case.enrolled_at <= now);
    let reached = tx.last_reached(people(&cases), now - TimeDelta::days(QUIET_DAYS)).await?;
    let count = |tier| u32::try_from(cases.iter().filter(|case| case.tier == tier).count()).unwrap_or(u32::MAX);
    let high_risk = [count(Tier::High), count(Tier::Complex)];
    cases.retain(|case| {
        let last = reached.get(&case.person_id).copied();
        population::is_quiet(case.tier, case.enrolled_at, last, now)
    });
    let reached = tx.last_reached(people(&cases), now - Days::new(LOOK_BACK)).await?;
    let quiet = cases.into_iter().map(|case| {
        let last_reached_at = reached.get(&case.person_id).copied();
        Quiet { last_reached_at, since: last_reached_at.map_or(case.enrolled_at, |at| at.max(case.enrolled_at)), case }
    });
    Ok((high_risk, quiet.collect()))
}

fn people(cases: &[Case]) -> Vec<Uuid> {
    cases.iter().map(|case| case.person_id).collect()
}

/// How the tiers of a population change over time, and how many people at high risk nobody reached for a month.
#[utoipa::path(tag = "measure", operation_id = "population_get", params(PopulationQuery), responses((status = 200, body = PopulationView)))]
#[get("/population")]
pub async fn population_get(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    query: Query<PopulationQuery>,
) -> Result<Answer<PopulationView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let sees_people = tx.actor().role.sees_people();
        let (scope, whose) = whose(tx, query.scope.map(|code| code.0), query.program_id);
        let months = tiers_over_time(tx, &whose, sees_people).await?;
        let (high_risk, without_contact) = high_risk(tx, &whose).await?;
        Ok(Answer::ok(PopulationView {
            scope: scope.into(),
            scopes: scopes(tx),
            programs: programs(tx).into_iter().map(|program| Ref { id: program.id, name: program.name }).collect(),
            months,
            high_risk,
            without_contact,
            days: QUIET_DAYS,
            can: can(tx, sees_people),
        }))
    });
    Ok(answer.await?)
}

/// How many active cases are of high risk, and of how many of them nobody reached the person for a month, as the reader sees it.
///
/// # Errors
/// Database errors.
pub async fn high_risk(tx: &mut Tx, whose: &MeasureScope) -> persistence::Result<(Option<u32>, Option<u32>)> {
    let sees_people = tx.actor().role.sees_people();
    let ([high, complex], quiet) = quiet(tx, whose).await?;
    let without_contact = u32::try_from(quiet.len()).unwrap_or(u32::MAX);
    let reached = (high + complex).saturating_sub(without_contact);
    let cases = population::shown_together(&[high, complex], sees_people).1;
    Ok((cases, population::shown_part(without_contact, reached, sees_people)))
}

fn can(tx: &Tx, sees_people: bool) -> Vec<&'static str> {
    let keeps = tx.actor().may(Capability::SavedReportWrite);
    let all = [
        (sees_people, "population_without_contact"),
        (keeps, "saved_report_create"),
        (keeps, "digest_subscription_create"),
    ];
    all.into_iter().filter(|(may, _)| *may).map(|(_, operation)| operation).collect()
}

async fn tiers_over_time(
    tx: &mut Tx,
    whose: &MeasureScope,
    sees_people: bool,
) -> persistence::Result<Vec<PopulationMonth>> {
    let (now, zone) = (tx.now(), zone(tx));
    let today = clock::local_date(now, zone);
    let ends = months(today)
        .into_iter()
        .map(|month| if month.is_over(zone, now) { (month.last, month.period(zone).to) } else { (today, now) });
    let ends: Vec<(NaiveDate, DateTime<Utc>)> = ends.collect();
    let since = ends.first().map_or(now, |(_, at)| *at);
    let cases = tx.cases_in(whose, since).await?;
    let mut changes = tx.tier_changes(&cases).await?;
    let courses: Vec<TierCourse> = cases
        .into_iter()
        .map(|case| TierCourse {
            enrolled_at: case.enrolled_at,
            closed_at: case.closed_at,
            tier: case.tier,
            changes: changes.remove(&case.id).unwrap_or_default(),
        })
        .collect();
    let month = |(on, at)| {
        let (parts, cases) = population::shown_together(&population::tiers_at(&courses, at), sees_people);
        let tiers = Tier::ALL.iter().zip(parts).map(|(tier, cases)| PopulationTier { tier: (*tier).into(), cases });
        PopulationMonth { on, tiers: tiers.collect(), cases }
    };
    Ok(ends.into_iter().map(month).collect())
}

/// People at high risk whom nobody reached for more than 30 days, the longest wait first. An analyst sees the number only.
#[utoipa::path(tag = "measure", operation_id = "population_without_contact", params(PopulationListQuery), responses((status = 200, body = Page<PopulationPerson>)))]
#[get("/population/without-contact")]
pub async fn population_without_contact(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    query: Query<PopulationListQuery>,
) -> Result<Answer<Page<PopulationPerson>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        if !tx.actor().role.sees_people() {
            return Err(Error::Forbidden("role_forbids"));
        }
        let (_, whose) = whose(tx, query.scope.map(|code| code.0), query.program_id);
        let (_, mut rows) = quiet(tx, &whose).await?;
        rows.sort_by_key(|row| (row.since, row.case.id));
        rows.retain(|row| after.is_none_or(|key| (row.since, row.case.id) > key));
        rows.truncate(usize::try_from(query.limit.probe()).unwrap_or(0));
        let names = tx.person_names(rows.iter().map(|row| row.case.person_id).collect()).await?;
        tx.list_people(rows.iter().map(|row| row.case.person_id));
        let person = |row: Quiet| person_view(tx, row, &names);
        Ok(Answer::ok(Page::new(rows, query.limit, |row| (row.since, row.case.id), person)))
    });
    Ok(answer.await?)
}

fn person_view(tx: &Tx, row: Quiet, names: &std::collections::HashMap<Uuid, String>) -> PopulationPerson {
    let Quiet { case, last_reached_at, since } = row;
    let directory = tx.directory();
    let program = directory.programs.get(&case.program_id).map(|program| program.name.clone());
    PopulationPerson {
        person: Ref { id: case.person_id, name: names.get(&case.person_id).cloned().unwrap_or_default() },
        case_id: case.id,
        program: Ref { id: case.program_id, name: program.unwrap_or_default() },
        tier: case.tier.into(),
        owner: Ref { id: case.owner_id, name: directory.name(case.owner_id).to_owned() },
        enrolled_at: case.enrolled_at,
        last_reached_at,
        days: (tx.now() - since).num_days(),
    }
}
