//! Targets of a day: what leads ask colleagues of a team for, and one's own count of today beside it.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, Reach, cap};
use domain::clock::{local_date, start_of_day};
use domain::code::Code;
use domain::program::Team;
use domain::throughput::{ThroughputKind, ThroughputTarget, in_force};
use persistence::throughput::Done;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::ThroughputKindCode;
use crate::http::{Allowed, Answer, Problem, Query, Valid};
use crate::program::Ref;
use crate::staff::credential::today_of;

/// A target of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThroughputTargetView {
    id: Uuid,
    version: i32,
    program: Ref,
    /// The team it is for; null for every team of the program.
    team: Option<Ref>,
    kind: ThroughputKindCode,
    /// How many on a day; 0 takes back what held before.
    per_day: i32,
    /// First day on which it holds.
    valid_from: NaiveDate,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// What a team is asked for on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThroughputTargets {
    team: Ref,
    program: Ref,
    /// The program's zone, in which targets begin.
    time_zone: String,
    /// Targets that hold today.
    in_force: Vec<ThroughputTargetView>,
    /// Every target of the team and of its program, the one that begins last first.
    set: Vec<ThroughputTargetView>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// The reader's own count of today beside what their teams are asked for. It is shown to nobody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThroughputView {
    /// The day that is counted: today in the reader's zone. What is asked for is what holds today in the zone of the team's program.
    on: NaiveDate,
    counts: Vec<ThroughputCount>,
}

/// A count of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThroughputCount {
    team: Ref,
    kind: ThroughputKindCode,
    /// How many the reader did today in cases of the team.
    #[schema(minimum = 0)]
    done: i64,
    /// How many are asked for.
    #[schema(minimum = 1)]
    target: i32,
}

/// Of which team.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ThroughputTargetQuery {
    /// The team.
    team_id: Uuid,
}

/// A new target of a day. It holds from a day on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThroughputTargetCreate {
    /// For this program.
    program_id: Uuid,
    /// For this team of the program; for all of them when absent.
    team_id: Option<Uuid>,
    /// What is counted.
    kind: ThroughputKindCode,
    /// How many on a day; 0 takes back what held before.
    #[schema(minimum = 0, maximum = 200)]
    per_day: i32,
    /// First day on which it holds: today at the earliest.
    valid_from: NaiveDate,
    /// Why; colleagues read this.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(throughput_today).service(throughput_target_list).service(throughput_target_create);
}

/// True when the reader may say what a program or one of its teams is asked for: who leads the team, or any team of the program.
fn may_set(tx: &Tx, program_id: Uuid, team_id: Option<Uuid>) -> bool {
    let actor = tx.actor();
    let of_program = |id: &Uuid| tx.directory().teams.get(id).is_some_and(|team| team.program_id == program_id);
    actor.may(Capability::HuddleRun)
        && match actor.role.reach() {
            Reach::Organization => true,
            Reach::Teams => {
                actor.led_team_ids.iter().any(|id| of_program(id) && team_id.is_none_or(|wanted| wanted == *id))
            }
            Reach::Own | Reach::Nobody => false,
        }
}

fn team_ref(team: &Team) -> Ref {
    Ref { id: team.id, name: team.name.clone() }
}

/// A program by its name.
pub fn program_ref(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().programs.get(&id).map_or_else(String::new, |program| program.name.clone()) }
}

fn view(tx: &Tx, target: ThroughputTarget) -> ThroughputTargetView {
    ThroughputTargetView {
        id: target.id,
        version: target.version,
        program: program_ref(tx, target.program_id),
        team: target.team_id.and_then(|id| tx.directory().teams.get(&id)).map(team_ref),
        kind: target.kind.into(),
        per_day: target.per_day,
        valid_from: target.valid_from,
        reason: target.reason,
        set_by: Ref { id: target.set_by, name: tx.directory().name(target.set_by).to_owned() },
        set_at: target.set_at,
    }
}

fn unknown_team() -> Rule {
    Rule::at("unknown_team", "/team_id", "There is no such team.")
}

/// The reader's own count of today beside what their teams are asked for; nothing where nothing is asked for.
#[utoipa::path(tag = "today", operation_id = "throughput_today", responses((status = 200, body = ThroughputView)))]
#[get("/throughput")]
pub async fn throughput_today(
    access: Allowed<cap::TodayRead>,
    state: web::Data<State>,
) -> Result<Answer<ThroughputView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let directory = tx.directory().clone();
        let me = tx.actor().id;
        let on = today_of(tx, me);
        let zone = directory.staff.get(&me).map_or(chrono_tz::UTC, |card| card.zone);
        let actor = tx.actor();
        let own = actor.team_ids.iter().chain(&actor.led_team_ids).filter_map(|id| directory.teams.get(id));
        let mut teams: Vec<&Team> = own.collect();
        teams.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        teams.dedup_by_key(|team| team.id);
        let targets = tx.throughput_targets(teams.iter().map(|team| team.program_id).collect()).await?;
        // A target begins with a day of its program, wherever whoever is asked counts their own day.
        let today = |team: &Team| local_date(tx.now(), directory.zone(team.program_id));
        let teams: Vec<(&Team, NaiveDate)> = teams.into_iter().map(|team| (team, today(team))).collect();
        let asks = |(team, day): &(&Team, NaiveDate)| {
            let mut kinds = ThroughputKind::ALL.iter();
            kinds.any(|kind| in_force(&targets, *kind, team.program_id, team.id, *day).is_some())
        };
        if !teams.iter().any(asks) {
            return Ok(Answer::ok(ThroughputView { on, counts: Vec::new() }));
        }
        let next = on.succ_opt().unwrap_or(on);
        let done = tx.own_throughput(start_of_day(on, zone), start_of_day(next, zone)).await?;
        let counts = teams.into_iter().flat_map(|(team, day)| counts(team, &targets, &done, day)).collect();
        Ok(Answer::ok(ThroughputView { on, counts }))
    });
    Ok(answer.await?)
}

/// What of a team somebody is asked for on a day of its program, with what they did.
fn counts(team: &Team, targets: &[ThroughputTarget], done: &[Done], day: NaiveDate) -> Vec<ThroughputCount> {
    let count = |kind: &ThroughputKind| {
        let target = in_force(targets, *kind, team.program_id, team.id, day)?;
        let own = done.iter().find(|own| own.team_id == team.id && own.kind.0 == *kind);
        Some(ThroughputCount {
            team: team_ref(team),
            kind: (*kind).into(),
            done: own.map_or(0, |own| own.count),
            target: target.per_day,
        })
    };
    ThroughputKind::ALL.iter().filter_map(count).collect()
}

/// What a team is asked for on a day: what holds today, and everything that was set for it and for its program.
#[utoipa::path(tag = "today", operation_id = "throughput_target_list", params(ThroughputTargetQuery), responses((status = 200, body = ThroughputTargets)))]
#[get("/throughput-targets")]
pub async fn throughput_target_list(
    access: Allowed<cap::HuddleRead>,
    state: web::Data<State>,
    query: Query<ThroughputTargetQuery>,
) -> Result<Answer<ThroughputTargets>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let team = tx.directory().teams.get(&query.team_id).cloned().ok_or_else(unknown_team)?;
        let zone = tx.directory().zone(team.program_id);
        let today = local_date(tx.now(), zone);
        let mut targets = tx.throughput_targets(vec![team.program_id]).await?;
        targets.retain(|target| target.team_id.is_none_or(|id| id == team.id));
        let holds = |kind: &ThroughputKind| in_force(&targets, *kind, team.program_id, team.id, today).cloned();
        let holding: Vec<ThroughputTarget> = ThroughputKind::ALL.iter().filter_map(holds).collect();
        let may = may_set(tx, team.program_id, Some(team.id));
        Ok(Answer::ok(ThroughputTargets {
            team: team_ref(&team),
            program: program_ref(tx, team.program_id),
            time_zone: zone.to_string(),
            in_force: holding.into_iter().map(|target| view(tx, target)).collect(),
            set: targets.into_iter().map(|target| view(tx, target)).collect(),
            can: if may { vec!["throughput_target_create"] } else { Vec::new() },
        }))
    });
    Ok(answer.await?)
}

/// Says what a program or a team is asked for on a day, from a day on. Leads set those of their teams and programs, directors all of them.
#[utoipa::path(tag = "today", operation_id = "throughput_target_create", request_body = ThroughputTargetCreate, responses((status = 201, body = ThroughputTargetView)))]
#[post("/throughput-targets")]
pub async fn throughput_target_create(
    access: Allowed<cap::HuddleRun>,
    state: web::Data<State>,
    body: Valid<ThroughputTargetCreate>,
) -> Result<Answer<ThroughputTargetView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let directory = tx.directory();
        if !directory.programs.contains_key(&body.program_id) {
            return Err(Rule::at("unknown_program", "/program_id", "There is no such program.").into());
        }
        let of_program = |id: Uuid| directory.teams.get(&id).is_some_and(|team| team.program_id == body.program_id);
        if body.team_id.is_some_and(|id| !of_program(id)) {
            return Err(unknown_team().into());
        }
        if !may_set(tx, body.program_id, body.team_id) {
            return Err(Error::Forbidden("throughput_target_of_others"));
        }
        let target = ThroughputTarget {
            id: Uuid::now_v7(),
            version: 1,
            program_id: body.program_id,
            team_id: body.team_id,
            kind: body.kind.0,
            per_day: body.per_day,
            valid_from: body.valid_from,
            reason: body.reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let today = local_date(tx.now(), tx.directory().zone(body.program_id));
        let target = tx.apply(target.set(today)?)?;
        Ok(Answer::created(target.version, view(tx, target)))
    });
    Ok(answer.await?)
}
