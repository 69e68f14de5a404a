//! The strain radar: a worker's own figures for themself, a team's in aggregate.

use std::collections::{BTreeMap, HashMap, HashSet};

use actix_web::{get, web};
use domain::access::cap;
use domain::caseload::strain::{Exposure, FEWEST, TeamStrain, after_hours, of_team};
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::book::Book;
use super::{carrying, overdue, within_reach};
use crate::app::State;
use crate::http::{Allowed, Answer, Problem};
use crate::program::Ref;

/// What wears somebody out; shown to themself.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnStrain {
    /// Safety alerts of people in their caseload, in 30 days.
    #[schema(minimum = 0)]
    crises: u32,
    /// People of their caseload who died, in 90 days.
    #[schema(minimum = 0)]
    deaths: u32,
    /// Share of their contacts before 8:00, from 18:00 on or at weekends, in 30 days, 0 to 1; null without a contact.
    after_hours_share: Option<f64>,
    /// By how much their overdue work grew in a week; negative when it shrank.
    overdue_growth: i64,
}

/// What wears teams out, in aggregate. It feeds neither pay nor discipline.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrainRadar {
    /// Fewest workers of whom figures are shown: fewer would tell who.
    #[schema(minimum = 5)]
    fewest: usize,
    /// Teams whose workers the reader leads. Everybody counts in one team only, so that no difference of two teams tells who.
    teams: Vec<StrainOfTeam>,
}

/// A team and its figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrainOfTeam {
    /// Null of the teams of fewer than five workers, all together.
    team: Option<Ref>,
    /// Null of fewer workers.
    figures: Option<TeamStrainView>,
}

/// Figures of a team of five or more.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamStrainView {
    #[schema(minimum = 5)]
    workers: usize,
    /// Safety alerts for each worker, in 30 days.
    crises_each: f64,
    /// Deaths for each worker, in 90 days.
    deaths_each: f64,
    /// Share of all contacts after hours, 0 to 1; null without a contact.
    after_hours_share: Option<f64>,
    /// By how much overdue work of the whole team grew in a week.
    overdue_growth: i64,
    /// Jain's index of the weighted load; null when nobody carries a case.
    fairness: Option<f64>,
}

impl From<TeamStrain> for TeamStrainView {
    fn from(team: TeamStrain) -> Self {
        Self {
            workers: team.workers,
            crises_each: team.crises_each,
            deaths_each: team.deaths_each,
            after_hours_share: team.after_hours_share,
            overdue_growth: team.growth,
            fairness: team.fairness,
        }
    }
}

/// The reader's own figures.
pub async fn own(tx: &mut Tx, book: &Book) -> persistence::Result<OwnStrain> {
    let me = tx.actor().id;
    let own = exposures(tx, &HashSet::from([me]), book).await?.remove(&me).unwrap_or_default();
    Ok(OwnStrain {
        crises: own.crises,
        deaths: own.deaths,
        after_hours_share: own.after_hours_share(),
        overdue_growth: own.growth(),
    })
}

async fn exposures(tx: &mut Tx, ids: &HashSet<Uuid>, book: &Book) -> persistence::Result<HashMap<Uuid, Exposure>> {
    let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let all: Vec<Uuid> = ids.iter().copied().collect();
    let mut exposures: HashMap<Uuid, Exposure> = HashMap::new();
    for id in ids {
        exposures.insert(*id, Exposure { points: book.carry(*id).points, ..Exposure::default() });
    }
    for row in tx.caseload_exposure(all.clone()).await? {
        if let Some(own) = exposures.get_mut(&row.owner_id) {
            (own.crises, own.deaths) = (small(row.crises), small(row.deaths));
        }
    }
    for (id, row) in overdue(tx, ids).await? {
        if let Some(own) = exposures.get_mut(&id) {
            (own.overdue, own.overdue_before) = (small(row.now), small(row.before));
        }
    }
    let times = tx.caseload_contact_times(all).await?;
    for row in times {
        let Some(zone) = tx.directory().staff.get(&row.author_id).map(|card| card.zone) else { continue };
        if let Some(own) = exposures.get_mut(&row.author_id) {
            own.contacts += small(row.count);
            own.late_contacts += if after_hours(row.at, zone) { small(row.count) } else { 0 };
        }
    }
    Ok(exposures)
}

/// What wears teams out: exposure to crises and deaths, work after hours, growth of overdue work, fairness. In aggregate of five
/// workers or more, and for nobody alone.
#[utoipa::path(tag = "caseload", operation_id = "caseload_strain_get", responses((status = 200, body = StrainRadar)))]
#[get("/caseload-strain")]
pub async fn caseload_strain_get(
    access: Allowed<cap::CaseloadMove>,
    state: web::Data<State>,
) -> Result<Answer<StrainRadar>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let mut ids = within_reach(tx, None);
        // The reader's own figures are known to them, and could be taken off those of the team.
        ids.remove(&tx.actor().id);
        let book = Book::open(tx, &ids).await?;
        let ids = carrying(tx, &book, &ids);
        let exposures = exposures(tx, &ids, &book).await?;
        let mut teams: BTreeMap<(String, Uuid), Vec<Exposure>> = BTreeMap::new();
        for (staff_id, exposure) in exposures {
            let directory = tx.directory();
            let own =
                directory.members.iter().filter(|member| member.staff_id == staff_id).map(|member| member.team_id);
            if let Some(team) = own.min().and_then(|id| directory.teams.get(&id)) {
                teams.entry((team.name.clone(), team.id)).or_default().push(exposure);
            }
        }
        let (large, small): (Vec<_>, Vec<_>) = teams.into_iter().partition(|(_, workers)| workers.len() >= FEWEST);
        let together: Vec<Exposure> = small.into_iter().flat_map(|(_, workers)| workers).collect();
        let of =
            |team: Option<Ref>, workers: &[Exposure]| StrainOfTeam { team, figures: of_team(workers).map(Into::into) };
        let large = large.iter().map(|((name, id), workers)| of(Some(Ref { id: *id, name: name.clone() }), workers));
        let together = (!together.is_empty()).then(|| of(None, &together));
        let teams = large.chain(together).collect();
        Ok(Answer::ok(StrainRadar { fewest: FEWEST, teams }))
    });
    Ok(answer.await?)
}
