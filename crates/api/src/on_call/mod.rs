//! Who is on call: shifts, rotations, and who is on duty now.

pub mod log;
pub mod plan;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Capability;
use domain::clock::{local_date, start_of_day};
use domain::on_call::{OnCallShift, Roster};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::ServiceConfig;
use crate::http::code::{OnCallHoursCode, OnCallShiftStatusCode};
use crate::program::Ref;

/// A shift on call.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCallShiftView {
    id: Uuid,
    version: i32,
    team: Ref,
    /// Who is on call.
    staff: Ref,
    /// Who is asked while the first one is off.
    backup: Option<Ref>,
    starts_at: DateTime<Utc>,
    /// This instant is the next one's.
    ends_at: DateTime<Utc>,
    hours: OnCallHoursCode,
    status: OnCallShiftStatusCode,
    /// True when it runs now and its hours of duty include now.
    on_duty: bool,
    /// Operations the reader may do on this shift now.
    can: Vec<&'static str>,
}

/// Hours for which nobody is on call.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCallGap {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// The shifts of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCallRosterView {
    /// Null for a reader without a team who named none.
    team: Option<Ref>,
    /// Zone of the team's program.
    time_zone: String,
    /// In order of time.
    items: Vec<OnCallShiftView>,
    /// What the shifts leave between them, from now on.
    gaps: Vec<OnCallGap>,
    /// Operations the reader may do for this team.
    can: Vec<&'static str>,
}

/// A team with who is on call for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnCallTeam {
    team: Ref,
    program: Ref,
    /// Zone of the program.
    time_zone: String,
    /// The shift that runs, or else the next one.
    shift: OnCallShiftView,
    /// Who of it is asked now: the first one, or the backup while they are off. Null while nobody is on duty, and while nobody who is, is
    /// there.
    answers: Option<Ref>,
    /// True when the reader is on call in it.
    mine: bool,
    /// A shift of the reader that is over and that they still write up.
    write_up: Option<OnCallShiftView>,
}

/// Which shifts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnCallQuery {
    /// The team; the reader's own first one when absent.
    team_id: Option<Uuid>,
    /// First day, in the zone of the team's program; today when absent.
    from: Option<NaiveDate>,
    /// How many days; 42 when absent.
    #[serde(default = "six_weeks")]
    #[param(minimum = 1, maximum = 400)]
    days: u64,
}

fn six_weeks() -> u64 {
    42
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(plan::on_call_list)
        .service(plan::on_call_shift_list)
        .service(plan::on_call_shift_create)
        .service(plan::on_call_rotation_create)
        .service(plan::on_call_shift_assign)
        .service(plan::on_call_shift_swap)
        .service(plan::on_call_shift_cancel)
        .service(log::on_call_event_list)
        .service(log::on_call_event_create)
        .service(log::hand_back_list)
        .service(log::hand_back_acknowledge);
}

/// True when the reader plans who is on call for a team: they lead it, or everybody.
fn plans(tx: &Tx, team_id: Uuid) -> bool {
    tx.actor().may(Capability::OnCallWrite) && tx.actor().leads(team_id)
}

/// True when somebody is here and closes alerts.
fn may_act(tx: &Tx, staff_id: Uuid) -> bool {
    let card = tx.directory().staff.get(&staff_id);
    card.is_some_and(|card| card.active && card.role.grants(Capability::AlertClose))
}

fn team_ref(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().teams.get(&id).map_or_else(String::new, |team| team.name.clone()) }
}

fn view(tx: &Tx, shift: OnCallShift, roster: &Roster) -> OnCallShiftView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let (me, now) = (tx.actor().id, tx.now());
    let mut can = Vec::new();
    if shift.is_open(now) && plans(tx, shift.team_id) {
        can.extend(["on_call_shift_assign", "on_call_shift_cancel"]);
        if !shift.has_begun(now) {
            can.push("on_call_shift_swap");
        }
    }
    if shift.opens_team_to(me, now) && tx.actor().may(Capability::OnCallLog) {
        can.push("on_call_event_create");
    }
    OnCallShiftView {
        on_duty: shift.is_on_duty(now, roster.zone, &roster.calendar),
        id: shift.id,
        version: shift.version,
        team: team_ref(tx, shift.team_id),
        staff: name(shift.staff_id),
        backup: shift.backup_id.map(name),
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        hours: shift.hours.into(),
        status: shift.status.into(),
        can,
    }
}

/// The roster as it is now, and the span that a query asks for.
fn span(tx: &Tx, team_id: Uuid, query: &OnCallQuery) -> (Roster, DateTime<Utc>, DateTime<Utc>) {
    let roster = Roster { shifts: Vec::new(), ..tx.directory().roster(team_id) };
    let first = query.from.unwrap_or_else(|| local_date(tx.now(), roster.zone));
    let last = first.checked_add_days(Days::new(query.days)).unwrap_or(NaiveDate::MAX);
    let (from, to) = (start_of_day(first, roster.zone), start_of_day(last, roster.zone));
    (roster, from, to)
}
