//! What a board counts, and whose work it is: the one place where boards meet the engine of measures.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::access::Reach;
use domain::measure::{Definition, Period};
use domain::measure_board::{Month, months};
use domain::program::Program;
use persistence::Tx;
use persistence::measure::{Material, MeasureScope, Wanted};
use uuid::Uuid;

use crate::measure::Days;
use crate::today::{Scope, ScopeCode};

/// The days that a board is about.
pub struct Frame {
    /// First day of the numbers.
    pub from: NaiveDate,
    /// Last day of the numbers.
    pub to: NaiveDate,
    /// The zone of the days.
    pub zone: Tz,
    /// The months of the trends.
    pub months: Vec<Month>,
}

impl Frame {
    /// The days of a request, as for measures: a number and its list are about the same days.
    ///
    /// # Errors
    /// `measure_period` at `/from`.
    pub fn of(tx: &Tx, from: Option<NaiveDate>, to: Option<NaiveDate>) -> persistence::Result<Self> {
        let Days { from, to, zone } = Days::of(tx, from, to, tx.now())?;
        Ok(Self { from, to, zone, months: months(to) })
    }

    /// The days of the numbers as a period.
    pub fn period(&self) -> Period {
        Period::of_days(self.from, self.to, self.zone)
    }

    /// Everything from the first month or day to the last one.
    pub fn whole(&self) -> Period {
        let first = self.months.first().map_or(self.from, |month| month.first.min(self.from));
        let last = self.months.last().map_or(self.to, |month| month.last.max(self.to));
        Period::of_days(first, last, self.zone)
    }
}

/// The zone of the organization's days: that of the first program.
pub fn zone(tx: &Tx) -> Tz {
    crate::program::sorted(tx.directory()).next().map_or(chrono_tz::UTC, Program::zone)
}

/// Whose work is counted: one's own, that of the teams that one leads, or everybody's, as far as the reader sees.
pub fn whose(tx: &Tx, wanted: Option<Scope>, program: Option<Uuid>) -> (Scope, MeasureScope) {
    let actor = tx.actor();
    let all = MeasureScope { program, ..MeasureScope::default() };
    match actor.role.reach() {
        Reach::Organization | Reach::Nobody => (Scope::Team, all),
        Reach::Teams if wanted != Some(Scope::Mine) => {
            (Scope::Team, MeasureScope { teams: Some(actor.led_team_ids.clone()), ..all })
        }
        Reach::Teams | Reach::Own => (Scope::Mine, MeasureScope { owner: Some(actor.id), ..all }),
    }
}

/// What a reader can ask for with `scope`.
pub fn scopes(tx: &Tx) -> Vec<ScopeCode> {
    let all = [Scope::Mine, Scope::Team].into_iter();
    all.filter(|scope| whose(tx, Some(*scope), None).0 == *scope).map(Into::into).collect()
}

/// The programs that the reader works in or sees, by name.
pub fn programs(tx: &Tx) -> Vec<Program> {
    let (actor, directory) = (tx.actor(), tx.directory());
    let all = matches!(actor.role.reach(), Reach::Organization | Reach::Nobody);
    let mut own = actor.team_ids.iter().chain(&actor.led_team_ids).filter_map(|id| directory.teams.get(id));
    let own: Vec<Uuid> = own.by_ref().map(|team| team.program_id).collect();
    crate::program::sorted(directory).filter(|program| all || own.contains(&program.id)).cloned().collect()
}

/// What these measures are counted from, in periods that begin at `from` or later.
pub async fn material(
    tx: &mut Tx,
    scope: &MeasureScope,
    definitions: &[&'static Definition],
    from: DateTime<Utc>,
) -> persistence::Result<Material> {
    let wanted =
        Wanted { scope: scope.clone(), kinds: Default::default(), from, people: None, cases: None, known_at: None };
    tx.measure_material(&wanted, definitions, false).await
}
