//! Planning who is on call.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::cap;
use domain::on_call::{GivenAway, OnCallShift, OnCallShiftStatus, Rotation};
use persistence::{Error, Tx};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    OnCallGap, OnCallQuery, OnCallRosterView, OnCallShiftView, OnCallTeam, may_act, plans, span, team_ref, view,
};
use crate::app::State;
use crate::http::code::OnCallHoursCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Query, Valid};
use crate::program::Ref;

/// A shift to be planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallShiftCreate {
    /// The team.
    team_id: Uuid,
    /// Who is on call; their role closes alerts.
    staff_id: Uuid,
    /// Who is asked while the first one is off.
    backup_id: Option<Uuid>,
    /// From when.
    starts_at: DateTime<Utc>,
    /// Until when; two weeks later at most.
    ends_at: DateTime<Utc>,
    /// The hours of duty within it.
    hours: OnCallHoursCode,
}

/// Colleagues who take turns, a week each.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallRotationCreate {
    /// The team.
    team_id: Uuid,
    /// Who takes turns, in order.
    #[schema(min_items = 1, max_items = 30)]
    staff_ids: Vec<Uuid>,
    /// The day of the first handover; its weekday is that of every one.
    first_on: NaiveDate,
    /// The hour on the wall at which they hand over, in the zone of the team's program.
    #[schema(minimum = 0, maximum = 23)]
    hour: u32,
    /// How many weeks.
    #[schema(minimum = 1, maximum = 53)]
    weeks: u32,
    /// The hours of duty.
    hours: OnCallHoursCode,
    /// True when who comes next is the backup.
    next_is_backup: bool,
}

/// Who takes a shift.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallShiftAssign {
    /// Who is on call from now on.
    staff_id: Uuid,
    /// Who is asked while the first one is off; nobody when absent.
    backup_id: Option<Uuid>,
}

/// With which shift this one changes hands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallShiftSwap {
    /// Another shift of the same team.
    with_id: Uuid,
    /// Its version as it was shown: 412 when somebody changed it since. Not looked at when absent.
    with_version: Option<i32>,
}

/// Who is on call now for each team and who of them answers, or who is next; by name of the team.
#[utoipa::path(tag = "on_call", operation_id = "on_call_list", responses((status = 200, body = Page<OnCallTeam>)))]
#[get("/on-call")]
pub async fn on_call_list(
    access: Allowed<cap::OnCallRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<OnCallTeam>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let there = tx.on_call_now().await?;
        let directory = tx.directory().clone();
        let mut teams: Vec<_> = directory.teams.values().collect();
        teams.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let told = teams.into_iter().filter_map(|team| {
            let roster = directory.roster(team.id);
            let shift = roster.running_or_next(tx.now())?.clone();
            let program = directory.programs.get(&team.program_id)?;
            Some(OnCallTeam {
                team: team_ref(tx, team.id),
                program: Ref { id: program.id, name: program.name.clone() },
                time_zone: roster.zone.name().to_owned(),
                mine: shift.has(tx.actor().id),
                write_up: roster.write_up(tx.actor().id, tx.now()).map(|own| view(tx, own.clone(), &roster)),
                answers: there.get(&team.id).map(|id| Ref { id: *id, name: directory.name(*id).to_owned() }),
                shift: view(tx, shift, &roster),
            })
        });
        Ok(Answer::ok(Page::whole(told.collect())))
    });
    Ok(answer.await?)
}

/// The shifts of a team, and the hours that nobody has.
#[utoipa::path(tag = "on_call", operation_id = "on_call_shift_list", params(OnCallQuery), responses((status = 200, body = OnCallRosterView)))]
#[get("/on-call-shifts")]
pub async fn on_call_shift_list(
    access: Allowed<cap::OnCallRead>,
    state: web::Data<State>,
    query: Query<OnCallQuery>,
) -> Result<Answer<OnCallRosterView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let own = || tx.actor().team_ids.first().or(tx.actor().led_team_ids.first()).copied();
        let Some(team_id) = query.team_id.or_else(own) else {
            let nothing = (Vec::new(), Vec::new(), Vec::new());
            let (items, gaps, can) = nothing;
            return Ok(Answer::ok(OnCallRosterView { team: None, time_zone: "UTC".into(), items, gaps, can }));
        };
        if !tx.directory().teams.contains_key(&team_id) {
            return Err(Rule::at("unknown_team", "/team_id", "There is no such team.").into());
        }
        let (mut roster, from, to) = span(tx, team_id, &query);
        roster.shifts = tx.on_call_shifts(team_id, from, to).await?;
        let gaps = roster.gaps(from.max(tx.now()), to);
        let can = ["on_call_shift_create", "on_call_rotation_create"];
        Ok(Answer::ok(OnCallRosterView {
            team: Some(team_ref(tx, team_id)),
            time_zone: roster.zone.name().to_owned(),
            items: roster.shifts.iter().map(|shift| view(tx, shift.clone(), &roster)).collect(),
            gaps: gaps.into_iter().map(|(starts_at, ends_at)| OnCallGap { starts_at, ends_at }).collect(),
            can: if plans(tx, team_id) { can.to_vec() } else { Vec::new() },
        }))
    });
    Ok(answer.await?)
}

fn require_planner(tx: &Tx, team_id: Uuid) -> persistence::Result<()> {
    if !tx.directory().teams.contains_key(&team_id) {
        return Err(Rule::at("unknown_team", "/team_id", "There is no such team.").into());
    }
    if plans(tx, team_id) { Ok(()) } else { Err(Error::Forbidden("on_call_of_another_team")) }
}

/// Plans a shift. A team has one at a time.
#[utoipa::path(tag = "on_call", operation_id = "on_call_shift_create", request_body = OnCallShiftCreate, responses((status = 201, body = OnCallShiftView)))]
#[post("/on-call-shifts")]
pub async fn on_call_shift_create(
    access: Allowed<cap::OnCallWrite>,
    state: web::Data<State>,
    body: Valid<OnCallShiftCreate>,
) -> Result<Answer<OnCallShiftView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_planner(tx, body.team_id)?;
        let shift = OnCallShift {
            id: Uuid::now_v7(),
            version: 1,
            team_id: body.team_id,
            staff_id: body.staff_id,
            backup_id: body.backup_id,
            starts_at: body.starts_at,
            ends_at: body.ends_at,
            hours: body.hours.0,
            status: OnCallShiftStatus::Planned,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let known = tx.on_call_shifts(shift.team_id, shift.starts_at, shift.ends_at).await?;
        let change = shift.plan(&known, |id| may_act(tx, id), tx.now())?;
        let shift = tx.apply(change)?;
        let roster = tx.directory().roster(shift.team_id);
        Ok(Answer::created(shift.version, view(tx, shift, &roster)))
    });
    Ok(answer.await?)
}

/// Plans a shift for each of several weeks, in turn: all of them or none.
#[utoipa::path(tag = "on_call", operation_id = "on_call_rotation_create", request_body = OnCallRotationCreate, responses((status = 201, body = Page<OnCallShiftView>)))]
#[post("/on-call-rotations")]
pub async fn on_call_rotation_create(
    access: Allowed<cap::OnCallWrite>,
    state: web::Data<State>,
    body: Valid<OnCallRotationCreate>,
) -> Result<Answer<Page<OnCallShiftView>>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_planner(tx, body.team_id)?;
        let rotation = Rotation {
            team_id: body.team_id,
            staff_ids: body.staff_ids,
            first_on: body.first_on,
            hour: body.hour,
            weeks: body.weeks,
            hours: body.hours.0,
            next_is_backup: body.next_is_backup,
        };
        let roster = tx.directory().roster(rotation.team_id);
        let (me, now) = (tx.actor().id, tx.now());
        let known = tx.on_call_shifts(rotation.team_id, now, DateTime::<Utc>::MAX_UTC).await?;
        let planned = rotation.shifts(roster.zone, &known, |id| may_act(tx, id), me, &mut Uuid::now_v7, now)?;
        let mut views = Vec::with_capacity(planned.len());
        for change in planned {
            let shift = tx.apply(change)?;
            views.push(view(tx, shift, &roster));
        }
        Ok(Answer::created(1, Page::whole(views)))
    });
    Ok(answer.await?)
}

/// One step of a shift whose team the reader plans for.
async fn step(
    access: &Allowed<cap::OnCallWrite>,
    state: &State,
    id: Uuid,
    version: IfMatch,
    act: impl FnOnce(&Tx, OnCallShift) -> Result<GivenAway, Rule>,
) -> Result<Answer<OnCallShiftView>, Problem> {
    let answer = state.store.write(access, async |tx| {
        let shift = planned_shift(tx, id).await?;
        tx.require_version(shift.version, version.0)?;
        let GivenAway { ended, shift } = act(tx, shift)?;
        // A team has one shift at a time: what was ends before the rest begins.
        if let Some(ended) = ended {
            tx.apply(ended)?;
        }
        let shift = tx.apply(shift)?;
        let roster = tx.directory().roster(shift.team_id);
        Ok(Answer::resource(shift.version, view(tx, shift, &roster)))
    });
    Ok(answer.await?)
}

async fn planned_shift(tx: &mut Tx, id: Uuid) -> persistence::Result<OnCallShift> {
    let shift = tx.on_call_shift(id).await?;
    if plans(tx, shift.team_id) { Ok(shift) } else { Err(Error::NotFound) }
}

/// Gives a shift to somebody else. While it runs it ends now, and the answer is the shift that has the rest of it.
#[utoipa::path(tag = "on_call", operation_id = "on_call_shift_assign", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = OnCallShiftAssign, responses((status = 200, body = OnCallShiftView)))]
#[post("/on-call-shifts/{id}/assign")]
pub async fn on_call_shift_assign(
    access: Allowed<cap::OnCallWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<OnCallShiftAssign>,
) -> Result<Answer<OnCallShiftView>, Problem> {
    let OnCallShiftAssign { staff_id, backup_id } = body.0;
    let act = |tx: &Tx, shift: OnCallShift| {
        shift.assign(staff_id, backup_id, |id| may_act(tx, id), Uuid::now_v7(), tx.actor().id, tx.now())
    };
    step(&access, &state, *id, version, act).await
}

/// Two shifts of a team that have not begun change hands.
#[utoipa::path(tag = "on_call", operation_id = "on_call_shift_swap", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = OnCallShiftSwap, responses((status = 200, body = OnCallShiftView)))]
#[post("/on-call-shifts/{id}/swap")]
pub async fn on_call_shift_swap(
    access: Allowed<cap::OnCallWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<OnCallShiftSwap>,
) -> Result<Answer<OnCallShiftView>, Problem> {
    let OnCallShiftSwap { with_id, with_version } = body.0;
    let answer = state.store.write(&access, async |tx| {
        // Both are locked in the order of their ids, so that two swaps never wait for each other.
        let mut found: HashMap<Uuid, OnCallShift> = HashMap::new();
        for one in [(*id).min(with_id), (*id).max(with_id)] {
            match planned_shift(tx, one).await {
                Ok(shift) => _ = found.insert(one, shift),
                Err(Error::NotFound) if one == with_id && one != *id => {
                    return Err(Rule::at("unknown_shift", "/with_id", "There is no such shift.").into());
                }
                Err(error) => return Err(error),
            }
        }
        let shift = found.get(&*id).cloned().ok_or(Error::NotFound)?;
        let other = found.remove(&with_id).ok_or(Error::NotFound)?;
        tx.require_version(shift.version, version.0)?;
        tx.require_version(other.version, with_version.unwrap_or(other.version))?;
        let (mine, theirs) = shift.swap(other, tx.now())?;
        tx.apply(theirs)?;
        let shift = tx.apply(mine)?;
        let roster = tx.directory().roster(shift.team_id);
        Ok(Answer::resource(shift.version, view(tx, shift, &roster)))
    });
    Ok(answer.await?)
}

/// Cancels a shift: its hours are a gap until somebody else has them. While it runs it ends now, and what was of it stays.
#[utoipa::path(tag = "on_call", operation_id = "on_call_shift_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = OnCallShiftView)))]
#[post("/on-call-shifts/{id}/cancel")]
pub async fn on_call_shift_cancel(
    access: Allowed<cap::OnCallWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<OnCallShiftView>, Problem> {
    let act = |tx: &Tx, shift: OnCallShift| shift.cancel(tx.now()).map(|shift| GivenAway { ended: None, shift });
    step(&access, &state, *id, version, act).await
}
