//! What a request asks a measure: whose, when, and as known when.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::access::{Capability, Reach, Role};
use domain::clock;
use domain::code::Code;
use domain::measure::{self, Definition, FactKind, Facts, Member, Period};
use domain::measure_board::Month;
use persistence::measure::{Material, MeasureScope, Wanted, lacking};
use persistence::{Error, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::today::{Scope, ScopeCode};

/// What to count.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MeasureQuery {
    /// First day; 90 days before `to` when absent. Of a reader who may not see the people, its month's first.
    pub from: Option<NaiveDate>,
    /// Last day; today when absent. Of a reader who may not see the people, its month's last.
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

/// The days of a question, in the zone of the organization's days.
pub struct Days {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The zone.
    pub zone: Tz,
}

impl Days {
    /// The last 90 days at `now`, unless others are asked for. Who sees no people asks about whole months: what two periods that differ by
    /// a day tell apart is told of nobody.
    ///
    /// # Errors
    /// `measure_period` at `/from`.
    pub fn of(
        tx: &Tx,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> persistence::Result<Self> {
        let zone = crate::measure_board::zone(tx);
        let to = to.unwrap_or_else(|| clock::local_date(now, zone));
        let from = from.or_else(|| to.checked_sub_signed(TimeDelta::days(90))).unwrap_or(to);
        let known_years = YEARS.contains(&from.year()) && YEARS.contains(&to.year());
        if from > to || to - from > TimeDelta::days(LONGEST_DAYS) || !known_years {
            let detail = "A period begins before it ends, spans at most two years, and lies between 1900 and 2200.";
            return Err(domain::Rule::at("measure_period", "/from", detail).into());
        }
        Ok(match sees_people(tx) {
            true => Self { from, to, zone },
            false => Self { from: Month::of(from).first, to: Month::of(to).last, zone },
        })
    }
}

/// A question, with the days and instants that it means.
pub struct Ask {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// These days as a period.
    pub period: Period,
    /// The zone of the days.
    pub zone: Tz,
    /// The instant that counts as now.
    pub now: DateTime<Utc>,
    /// True when it is about how things stood, not about how they stand.
    past: bool,
    /// What the reader sees behind the numbers.
    pub(super) sight: Sight,
    wanted: Wanted,
}

/// Longest period.
const LONGEST_DAYS: i64 = 731;
/// Years in which there may be facts.
const YEARS: std::ops::Range<i32> = 1900..2200;

impl Ask {
    /// Neither clock lies ahead of now.
    ///
    /// # Errors
    /// Those of [`Days::of`]; `role_forbids` for a reader who may not ask about so few.
    pub fn new(tx: &Tx, query: &MeasureQuery) -> persistence::Result<Self> {
        let now = query.as_of.map_or(tx.now(), |at| at.min(tx.now()));
        let Days { from, to, zone } = Days::of(tx, query.from, query.to, now)?;
        let period = Period::of_days(from, to, zone);
        let known_at = query.known_at.filter(|at| *at < tx.now());
        let scope = scope(tx, query)?;
        let wanted =
            Wanted { scope, kinds: Default::default(), from: period.from, people: None, cases: None, known_at };
        Ok(Self { from, to, period, zone, now, past: query.as_of.is_some(), sight: Sight::of(tx), wanted })
    }

    /// What these measures are counted from.
    ///
    /// # Errors
    /// Database errors.
    pub async fn material(&self, tx: &mut Tx, definitions: &[&'static Definition]) -> persistence::Result<Material> {
        tx.measure_material(&self.wanted, definitions, self.past).await
    }

    /// Members of a measure with their proofs: of these people, or of everybody in scope.
    pub(super) async fn prove(
        &self,
        tx: &mut Tx,
        definition: &'static Definition,
        people: Option<Vec<Uuid>>,
    ) -> persistence::Result<Vec<Member>> {
        if !lacking(definition).is_empty() {
            return Ok(Vec::new());
        }
        let kinds = definition.needs.iter().copied().collect();
        let facts: Vec<Facts> = tx.measure_facts(&Wanted { kinds, people, ..self.wanted.clone() }).await?;
        Ok(measure::evaluate(definition, &facts, self.period, self.now).members)
    }

    /// When the facts were as they are counted.
    pub(super) fn known_at(&self) -> Option<DateTime<Utc>> {
        self.wanted.known_at
    }
}

/// Whose people a reader sees behind a number.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    people: bool,
    survey_answers: bool,
    costs: bool,
}

impl Sight {
    /// The reader's.
    pub fn of(tx: &Tx) -> Self {
        Self::that(sees_people(tx), |capability| tx.actor().may(capability))
    }

    fn that(people: bool, may: impl Fn(Capability) -> bool) -> Self {
        Self { people, survey_answers: may(Capability::SurveyAnswerWrite), costs: may(Capability::CostWrite) }
    }

    /// Roles of staff that see the people of a measure.
    pub fn seen_by(definition: &Definition) -> Vec<Role> {
        let sees = |role: &Role| {
            let grants = |capability| role.grants(capability);
            grants(Capability::MeasureRead) && Self::that(role.sees_people(), grants).members_of(definition)
        };
        Role::ALL.iter().copied().filter(|role| *role != Role::Integrator).filter(sees).collect()
    }

    /// False for a reader of numbers only, whom small ones are hidden from: analysts, and of confidential facts everybody who
    /// could not read them in the record. How somebody judged their care, and what it cost, is not told to who cares for them.
    pub fn members_of(self, definition: &Definition) -> bool {
        let open = |kind, may| may || !definition.needs.contains(&kind);
        self.people && open(FactKind::SurveyAnswer, self.survey_answers) && open(FactKind::Cost, self.costs)
    }
}

/// False for a reader who may see numbers and no people.
pub fn sees_people(tx: &Tx) -> bool {
    tx.actor().role.sees_people()
}

/// Who sees numbers only does not ask for those of one colleague or team, nor for those of another instant: what is told of two such
/// questions would tell of few.
fn scope(tx: &Tx, query: &MeasureQuery) -> persistence::Result<MeasureScope> {
    let actor = tx.actor();
    let past = query.as_of.is_some() || query.known_at.is_some();
    let narrow = past || query.staff_id.is_some() || query.team_id.is_some();
    let mine = query.scope.is_some_and(|code| code.0 == Scope::Mine);
    let filters = MeasureScope {
        staff: query.staff_id,
        team: query.team_id,
        program: query.program_id,
        ..MeasureScope::default()
    };
    Ok(match actor.role.reach() {
        Reach::Nobody if narrow => return Err(Error::Forbidden("role_forbids")),
        Reach::Organization | Reach::Nobody => filters,
        // Who leads asks about themself as everybody does: about the cases that they own, in whichever team.
        Reach::Teams if query.staff_id == Some(actor.id) => MeasureScope { owner: Some(actor.id), ..filters },
        Reach::Teams if !mine || query.team_id.is_some() || query.staff_id.is_some() => {
            MeasureScope { teams: Some(actor.led_team_ids.clone()), ..filters }
        }
        Reach::Teams | Reach::Own => MeasureScope { owner: Some(actor.id), ..filters },
    })
}
