//! Absences: when colleagues are off, and who covers for them.

use actix_web::{get, post, web};
use chrono::NaiveDate;
use domain::absence::{Absence, AbsenceStatus};
use domain::access::{Capability, Reach, cap};
use domain::clock::local_date;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::AbsenceStatusCode;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::staff::credential::today_of;

/// Days on which a colleague is off.
#[derive(Debug, Serialize, ToSchema)]
pub struct AbsenceView {
    id: Uuid,
    version: i32,
    staff: Ref,
    /// Who covers; null when nobody does, and the supervisor is asked at once.
    cover: Option<Ref>,
    first_on: NaiveDate,
    last_on: NaiveDate,
    status: AbsenceStatusCode,
    /// True when they are off today, by their own time zone.
    today: bool,
    author: Ref,
    /// Operations the reader may do on this absence now.
    can: Vec<&'static str>,
}

/// Days off to be planned. Why somebody is off is not asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceCreate {
    /// Who is off; the reader when absent.
    staff_id: Option<Uuid>,
    /// Who covers: asked in their place about safety alerts. Without anybody, the supervisor is asked at once.
    cover_id: Option<Uuid>,
    /// First day off.
    first_on: NaiveDate,
    /// Last day off.
    last_on: NaiveDate,
}

/// Whose absences.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AbsenceQuery {
    /// Of this colleague only.
    staff_id: Option<Uuid>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(absence_list).service(absence_create).service(absence_cancel);
}

/// True when the reader may plan the absences of a worker: their own, and those of whom they lead.
pub fn may_plan_for(tx: &Tx, staff_id: Uuid) -> bool {
    let actor = tx.actor();
    actor.may(Capability::AbsenceWrite) && (staff_id == actor.id || leads(tx, staff_id))
}

/// True when the reader leads a worker: in a team, as their supervisor, or as who leads everybody.
pub fn leads(tx: &Tx, staff_id: Uuid) -> bool {
    let actor = tx.actor();
    if !actor.may(Capability::CaseAssign) {
        return false;
    }
    let directory = tx.directory();
    match actor.role.reach() {
        Reach::Organization => true,
        Reach::Teams => {
            let reports = directory.staff.get(&staff_id).is_some_and(|card| card.supervisor_id == Some(actor.id));
            reports || actor.led_team_ids.iter().any(|team_id| directory.in_team(staff_id, *team_id))
        }
        Reach::Own | Reach::Nobody => false,
    }
}

fn view(tx: &Tx, absence: Absence) -> AbsenceView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let today = today_of(tx, absence.staff_id);
    let open = absence.status == AbsenceStatus::Planned && absence.last_on >= today;
    let can = if open && may_plan_for(tx, absence.staff_id) { vec!["absence_cancel"] } else { Vec::new() };
    AbsenceView {
        id: absence.id,
        version: absence.version,
        staff: name(absence.staff_id),
        cover: absence.cover_id.map(name),
        first_on: absence.first_on,
        last_on: absence.last_on,
        status: absence.status.into(),
        today: absence.holds_on(today),
        author: name(absence.author_id),
        can,
    }
}

/// Absences that are not over, the next first: the reader's own, those they cover, and those of whom they lead.
#[utoipa::path(tag = "absence", operation_id = "absence_list", params(AbsenceQuery), responses((status = 200, body = Page<AbsenceView>)))]
#[get("/absences")]
pub async fn absence_list(
    access: Allowed<cap::AbsenceRead>,
    state: web::Data<State>,
    query: Query<AbsenceQuery>,
) -> Result<Answer<Page<AbsenceView>>, Problem> {
    let after: Option<(NaiveDate, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let me = tx.actor().id;
            let wanted = |id: &Uuid| query.staff_id.is_none_or(|only| only == *id) && may_plan_for(tx, *id);
            let ids: Vec<Uuid> = tx.directory().staff.keys().copied().filter(wanted).collect();
            let covers = query.staff_id.is_none().then_some(me);
            // The earliest day on which it is still today for one of them.
            let zones = tx.directory().staff.values().map(|card| local_date(tx.now(), card.zone));
            let today = zones.min().unwrap_or_else(|| tx.now().date_naive());
            let rows = tx.absence_list(ids, covers, today, after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |row| (row.first_on, row.id), |row| view(tx, row)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Plans days off, one's own or those of a colleague whom one leads. It moves no work: it says who is asked about safety alerts
/// meanwhile.
#[utoipa::path(tag = "absence", operation_id = "absence_create", request_body = AbsenceCreate, responses((status = 201, body = AbsenceView)))]
#[post("/absences")]
pub async fn absence_create(
    access: Allowed<cap::AbsenceWrite>,
    state: web::Data<State>,
    body: Valid<AbsenceCreate>,
) -> Result<Answer<AbsenceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let unknown = |pointer: &'static str| domain::Rule::at("unknown_staff", pointer, "There is no such colleague.");
        let staff_id = body.staff_id.unwrap_or(tx.actor().id);
        let colleague = |id: Uuid| tx.directory().staff.get(&id).filter(|card| card.active);
        colleague(staff_id).ok_or_else(|| unknown("/staff_id"))?;
        if !may_plan_for(tx, staff_id) {
            return Err(Error::Forbidden("absence_of_colleague"));
        }
        let cover = body.cover_id.map(|id| colleague(id).ok_or_else(|| unknown("/cover_id"))).transpose()?;
        let cover_may_act = cover.is_some_and(|card| card.role.grants(Capability::AlertClose));
        let today = today_of(tx, staff_id);
        let absence = Absence {
            id: Uuid::now_v7(),
            version: 1,
            staff_id,
            cover_id: body.cover_id,
            first_on: body.first_on,
            last_on: body.last_on,
            status: AbsenceStatus::Planned,
            author_id: tx.actor().id,
            created_at: tx.now(),
        };
        let people: Vec<Uuid> = [Some(staff_id), body.cover_id].into_iter().flatten().collect();
        let known = tx.absences_beside(people, absence.first_on, absence.last_on).await?;
        let absence = tx.apply(Absence::plan(absence, &known, cover_may_act, today)?)?;
        Ok(Answer::created(absence.version, view(tx, absence)))
    });
    Ok(answer.await?)
}

/// Cancels an absence: the colleague is there after all. Who was asked in their place stays asked.
#[utoipa::path(tag = "absence", operation_id = "absence_cancel", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AbsenceView)))]
#[post("/absences/{id}/cancel")]
pub async fn absence_cancel(
    access: Allowed<cap::AbsenceWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AbsenceView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let absence = tx.absence(*id).await?;
        if !may_plan_for(tx, absence.staff_id) {
            return Err(Error::NotFound);
        }
        tx.require_version(absence.version, version.0)?;
        let today = today_of(tx, absence.staff_id);
        let absence = tx.apply(absence.cancel(today)?)?;
        Ok(Answer::resource(absence.version, view(tx, absence)))
    });
    Ok(answer.await?)
}
