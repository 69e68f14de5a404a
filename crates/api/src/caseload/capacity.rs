//! What workers can carry: their hours, what is taken off them, what else they do.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Role, cap};
use domain::caseload::{Capacity, Reduction, StaffCapacity};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::policy::LoadAdjustment;
use crate::absence::leads;
use crate::app::State;
use crate::http::code::ReductionKindCode;
use crate::http::{Allowed, Answer, Page, Problem, Valid};
use crate::program::Ref;

/// Hours a week that are not there for a while.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HourReduction {
    /// What for; what is private is `agreed`.
    kind: ReductionKindCode,
    /// Hours a week.
    #[schema(minimum = 0, maximum = 80)]
    hours: f64,
    /// First day.
    starts_on: NaiveDate,
    /// Last day; null while it goes on.
    ends_on: Option<NaiveDate>,
}

impl From<HourReduction> for Reduction {
    fn from(own: HourReduction) -> Self {
        Self { kind: own.kind.0, hours: own.hours, starts_on: own.starts_on, ends_on: own.ends_on }
    }
}

impl From<Reduction> for HourReduction {
    fn from(own: Reduction) -> Self {
        Self { kind: own.kind.into(), hours: own.hours, starts_on: own.starts_on, ends_on: own.ends_on }
    }
}

/// What somebody's work allows them to carry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityContent {
    /// Hours a week by contract.
    #[schema(minimum = 0, maximum = 80)]
    weekly_hours: f64,
    /// True for who has no claim to overtime pay, false for who has; null when nobody said.
    exempt: Option<bool>,
    /// Share of the hours that is for people, in percent.
    #[schema(minimum = 1, maximum = 100)]
    direct_percent: u32,
    /// Share of the hours that goes into travel, in percent.
    #[schema(minimum = 0, maximum = 60)]
    travel_percent: u32,
    /// Hours a month of other duties.
    #[schema(minimum = 0, maximum = 200)]
    duty_hours: f64,
    /// Grade, as the organization words it.
    #[schema(max_length = 60)]
    grade: Option<String>,
    /// Points of the grade in the model `workload`; the policy's when null.
    #[schema(minimum = 1, maximum = 100000)]
    grade_points: Option<f64>,
    /// Hours taken off.
    #[schema(max_items = 12)]
    #[serde(default)]
    reductions: Vec<HourReduction>,
    /// What makes this worker carry more or less.
    #[schema(max_items = 8)]
    #[serde(default)]
    adjustments: Vec<LoadAdjustment>,
}

impl From<CapacityContent> for Capacity {
    fn from(own: CapacityContent) -> Self {
        Self {
            weekly_hours: own.weekly_hours,
            exempt: own.exempt,
            direct_percent: own.direct_percent,
            travel_percent: own.travel_percent,
            duty_hours: own.duty_hours,
            grade: own.grade,
            grade_points: own.grade_points,
            reductions: own.reductions.into_iter().map(Into::into).collect(),
            adjustments: own.adjustments.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Capacity> for CapacityContent {
    fn from(own: Capacity) -> Self {
        Self {
            weekly_hours: own.weekly_hours,
            exempt: own.exempt,
            direct_percent: own.direct_percent,
            travel_percent: own.travel_percent,
            duty_hours: own.duty_hours,
            grade: own.grade,
            grade_points: own.grade_points,
            reductions: own.reductions.into_iter().map(Into::into).collect(),
            adjustments: own.adjustments.into_iter().map(Into::into).collect(),
        }
    }
}

/// What a worker can carry from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffCapacityView {
    id: Uuid,
    version: i32,
    staff: Ref,
    valid_from: NaiveDate,
    content: CapacityContent,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// What a worker can carry, to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacitySet {
    /// First day; the same day is set anew.
    valid_from: NaiveDate,
    /// What counts from then on.
    content: CapacityContent,
}

/// Refuses the hours of a worker whom the reader neither is nor leads nor administers.
fn require_business(tx: &Tx, staff_id: Uuid) -> persistence::Result<()> {
    let actor = tx.actor();
    let known = tx.directory().staff.get(&staff_id).is_some_and(|card| card.role != Role::Integrator);
    let own = staff_id == actor.id || leads(tx, staff_id) || actor.role == Role::OrganizationAdmin;
    if known && own { Ok(()) } else { Err(Error::NotFound) }
}

fn view(tx: &Tx, own: StaffCapacity) -> StaffCapacityView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    StaffCapacityView {
        id: own.id,
        version: own.version,
        staff: name(own.staff_id),
        valid_from: own.valid_from,
        content: own.content.into(),
        set_by: name(own.set_by),
        set_at: own.set_at,
    }
}

/// What was set about the working hours of a worker, the newest first.
#[utoipa::path(tag = "caseload", operation_id = "capacity_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<StaffCapacityView>)))]
#[get("/staff/{id}/capacities")]
pub async fn capacity_list(
    access: Allowed<cap::CapacityRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<StaffCapacityView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        require_business(tx, *id)?;
        let all = tx.staff_capacities(vec![*id]).await?;
        Ok(Answer::ok(Page::whole(all.into_iter().map(|own| view(tx, own)).collect())))
    });
    Ok(answer.await?)
}

/// Sets what a worker can carry from a day on. Nobody sets their own hours.
#[utoipa::path(tag = "caseload", operation_id = "capacity_set", params(("id" = Uuid, Path)), request_body = CapacitySet, responses((status = 201, body = StaffCapacityView)))]
#[post("/staff/{id}/capacities")]
pub async fn capacity_set(
    access: Allowed<cap::CapacityWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CapacitySet>,
) -> Result<Answer<StaffCapacityView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        require_business(tx, *id)?;
        if *id == tx.actor().id && !tx.actor().may(Capability::StaffWrite) {
            return Err(Error::Forbidden("capacity_of_oneself"));
        }
        let known = tx.staff_capacities(vec![*id]).await?;
        let capacity = StaffCapacity {
            id: Uuid::now_v7(),
            version: 1,
            staff_id: *id,
            valid_from: body.valid_from,
            content: body.content.into(),
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let capacity = tx.apply(capacity.set(&known).map_err(in_content)?)?;
        Ok(Answer::created(capacity.version, view(tx, capacity)))
    });
    Ok(answer.await?)
}

/// The domain points at a member of the capacity; in the request that is `content`.
fn in_content(rule: domain::Rule) -> domain::Rule {
    domain::Rule { pointer: rule.pointer.map(|own| format!("/content{own}")), ..rule }
}
