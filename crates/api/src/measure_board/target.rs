//! Targets of measures: what is to be reached from a day on, and who answers for it.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, Reach, cap};
use domain::clock;
use domain::measure;
use domain::measure_board::reading;
use domain::measure_board::target::MeasureTarget;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::count::zone;
use crate::app::State;
use crate::http::{Allowed, Answer, Page, Problem, Query, Valid};
use crate::program::Ref;

/// A target.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureTargetView {
    id: Uuid,
    version: i32,
    /// Code of the measure.
    measure: String,
    /// The program it is for; null for the whole organization.
    program: Option<Ref>,
    /// A share from 0 to 1, or a value in the unit of the measure.
    value: f64,
    /// Who answers for it.
    owner: Ref,
    /// First day on which it holds.
    valid_from: NaiveDate,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// A new target. It holds from a day on, and what held before still judges the months before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureTargetCreate {
    /// Code of the measure.
    #[schema(min_length = 1, max_length = 60, example = "note-48h")]
    measure: String,
    /// For this program; for the whole organization when absent.
    program_id: Option<Uuid>,
    /// A share from 0 to 1, or a value in the unit of the measure.
    #[schema(minimum = 0, maximum = 100000)]
    value: f64,
    /// Who answers for it: a senior, lead, supervisor or director.
    owner_id: Uuid,
    /// First day on which it holds: today at the earliest.
    valid_from: NaiveDate,
    /// Why this value.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
}

/// Which targets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MeasureTargetQuery {
    /// Of this measure.
    #[param(max_length = 60)]
    measure: Option<String>,
    /// Of this program, and of the whole organization.
    program_id: Option<Uuid>,
}

/// True when the reader may set targets of a program: leads of their programs, directors everywhere and for all programs.
pub fn may_set(tx: &Tx, program_id: Option<Uuid>) -> bool {
    let actor = tx.actor();
    let leads = |id: Uuid| {
        let mut led = actor.led_team_ids.iter().filter_map(|team_id| tx.directory().teams.get(team_id));
        led.any(|team| team.program_id == id)
    };
    actor.may(Capability::MeasureTargetWrite)
        && match actor.role.reach() {
            Reach::Organization => true,
            Reach::Teams => program_id.is_some_and(leads),
            Reach::Own | Reach::Nobody => false,
        }
}

fn view(tx: &Tx, target: MeasureTarget) -> MeasureTargetView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let program = target.program_id.and_then(|id| tx.directory().programs.get(&id));
    MeasureTargetView {
        id: target.id,
        version: target.version,
        measure: target.measure,
        program: program.map(|program| Ref { id: program.id, name: program.name.clone() }),
        value: target.value,
        owner: name(target.owner_id),
        valid_from: target.valid_from,
        reason: target.reason,
        set_by: name(target.set_by),
        set_at: target.set_at,
    }
}

/// Targets that were set, the one that begins last first. Where none is set, the target of the measure's definition holds.
#[utoipa::path(tag = "measure", operation_id = "measure_target_list", params(MeasureTargetQuery), responses((status = 200, body = Page<MeasureTargetView>)))]
#[get("/measure-targets")]
pub async fn measure_target_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    query: Query<MeasureTargetQuery>,
) -> Result<Answer<Page<MeasureTargetView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let mut targets = tx.measure_targets(query.measure.as_deref()).await?;
        let wanted = query.program_id;
        targets.retain(|target| wanted.is_none() || target.program_id.is_none() || target.program_id == wanted);
        Ok(Answer::ok(Page::whole(targets.into_iter().map(|target| view(tx, target)).collect())))
    });
    Ok(answer.await?)
}

/// Sets a target from a day on, with who answers for it and why. Leads set those of their programs, directors all of them.
#[utoipa::path(tag = "measure", operation_id = "measure_target_create", request_body = MeasureTargetCreate, responses((status = 201, body = MeasureTargetView)))]
#[post("/measure-targets")]
pub async fn measure_target_create(
    access: Allowed<cap::MeasureTargetWrite>,
    state: web::Data<State>,
    body: Valid<MeasureTargetCreate>,
) -> Result<Answer<MeasureTargetView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let definition = measure::find(&body.measure)
            .ok_or_else(|| Rule::at("unknown_measure", "/measure", "There is no such measure."))?;
        if body.program_id.is_some_and(|id| !tx.directory().programs.contains_key(&id)) {
            return Err(Rule::at("unknown_program", "/program_id", "There is no such program.").into());
        }
        if !may_set(tx, body.program_id) {
            return Err(Error::Forbidden("measure_target_of_others"));
        }
        let owner = tx.directory().staff.get(&body.owner_id).filter(|card| card.active).map(|card| card.role);
        let target = MeasureTarget {
            id: Uuid::now_v7(),
            version: 1,
            measure: body.measure,
            program_id: body.program_id,
            value: body.value,
            owner_id: body.owner_id,
            valid_from: body.valid_from,
            reason: body.reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let today = clock::local_date(tx.now(), zone(tx));
        let target = tx.apply(target.set(reading(definition), owner, today)?)?;
        Ok(Answer::created(target.version, view(tx, target)))
    });
    Ok(answer.await?)
}
