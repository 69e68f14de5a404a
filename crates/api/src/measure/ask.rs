//! What a request asks a measure: whose, when, and as known when.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::Reach;
use domain::clock;
use domain::measure::{self, Definition, Facts, MeasureResult, Period};
use persistence::measure::{MeasureScope, Wanted};
use persistence::{Error, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::lacking;
use crate::today::{Scope, ScopeCode};

/// What to count.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MeasureQuery {
    /// First day; 90 days before `to` when absent.
    pub from: Option<NaiveDate>,
    /// Last day; today when absent.
    pub to: Option<NaiveDate>,
    /// `mine` for one's own panel, `team` for the teams within reach.
    pub scope: Option<ScopeCode>,
    /// Of this program.
    pub program_id: Option<Uuid>,
    /// Of this team.
    pub team_id: Option<Uuid>,
    /// Of this worker's cases.
    pub staff_id: Option<Uuid>,
    /// The instant that counts as now: what happened later is not known yet.
    pub as_of: Option<DateTime<Utc>>,
    /// The facts as they were recorded at this instant; as they are recorded now when absent.
    pub known_at: Option<DateTime<Utc>>,
}

/// A question, with the days and instants that it means.
pub(super) struct Ask {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) period: Period,
    pub(super) zone: Tz,
    /// The instant that counts as now.
    pub(super) now: DateTime<Utc>,
    wanted: Wanted,
}

/// Longest period.
const LONGEST_DAYS: i64 = 731;
/// Years in which there may be facts.
const YEARS: std::ops::Range<i32> = 1900..2200;

impl Ask {
    /// Days are those of the first program's zone, as on Today. Neither clock lies ahead of now.
    pub(super) fn new(tx: &Tx, query: &MeasureQuery) -> persistence::Result<Self> {
        let zone = crate::program::sorted(tx.directory()).next().map_or(chrono_tz::UTC, domain::program::Program::zone);
        let now = query.as_of.map_or(tx.now(), |at| at.min(tx.now()));
        let to = query.to.unwrap_or_else(|| clock::local_date(now, zone));
        let from = query.from.or_else(|| to.checked_sub_signed(TimeDelta::days(90))).unwrap_or(to);
        let known_years = YEARS.contains(&from.year()) && YEARS.contains(&to.year());
        if from > to || to - from > TimeDelta::days(LONGEST_DAYS) || !known_years {
            let detail = "A period begins before it ends, spans at most two years, and lies between 1900 and 2200.";
            return Err(domain::Rule::at("measure_period", "/from", detail).into());
        }
        let period = Period::of_days(from, to, zone);
        let known_at = query.known_at.filter(|at| *at < tx.now());
        let wanted = Wanted { scope: scope(tx, query)?, kinds: Default::default(), from: period.from, known_at };
        Ok(Self { from, to, period, zone, now, wanted })
    }

    /// The facts that these measures need.
    pub(super) async fn facts<'a>(
        &self,
        tx: &mut Tx,
        definitions: impl IntoIterator<Item = &'a Definition>,
    ) -> persistence::Result<Vec<Facts>> {
        let kinds = definitions.into_iter().flat_map(|definition| definition.needs).copied().collect();
        tx.measure_facts(&Wanted { kinds, ..self.wanted.clone() }).await
    }

    /// The measure without proofs. One that lacks facts counts nobody: a zero of somebody would look like a result.
    pub(super) fn count(&self, definition: &'static Definition, people: &[Facts]) -> MeasureResult {
        measure::count(definition, countable(definition, people), self.period, self.now)
    }

    /// The measure with proofs; see [`Self::count`].
    pub(super) fn prove(&self, definition: &'static Definition, people: &[Facts]) -> MeasureResult {
        measure::evaluate(definition, countable(definition, people), self.period, self.now)
    }

    /// When the facts were as they are counted.
    pub(super) fn known_at(&self) -> Option<DateTime<Utc>> {
        self.wanted.known_at
    }
}

/// The people a measure is counted over: nobody, while it lacks facts.
pub fn countable<'a>(definition: &Definition, people: &'a [Facts]) -> &'a [Facts] {
    if lacking(definition).is_empty() { people } else { &[] }
}

/// Who sees numbers only does not ask for those of one colleague.
fn scope(tx: &Tx, query: &MeasureQuery) -> persistence::Result<MeasureScope> {
    let actor = tx.actor();
    let mine = query.scope.is_some_and(|code| code.0 == Scope::Mine);
    let filters = MeasureScope {
        staff: query.staff_id,
        team: query.team_id,
        program: query.program_id,
        ..MeasureScope::default()
    };
    Ok(match actor.role.reach() {
        Reach::Nobody if query.staff_id.is_some() => return Err(Error::Forbidden("role_forbids")),
        Reach::Organization | Reach::Nobody => filters,
        Reach::Teams if !mine || query.team_id.is_some() || query.staff_id.is_some() => {
            MeasureScope { teams: Some(actor.led_team_ids.clone()), ..filters }
        }
        Reach::Teams | Reach::Own => MeasureScope { owner: Some(actor.id), ..filters },
    })
}
