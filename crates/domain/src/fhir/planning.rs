//! CarePlan and Goal: become care plans and goals to build a plan from.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::element::{Concept, Origin};
use super::index::Index;
use super::node::{At, Result};
use super::time::Shift;

crate::codes! {
    /// Status of a CarePlan.
    pub enum PlanStatus {
        Draft = "draft",
        Active = "active",
        OnHold = "on-hold",
        Revoked = "revoked",
        Completed = "completed",
        EnteredInError = "entered-in-error",
        Unknown = "unknown",
    }
}

crate::codes! {
    /// Life cycle of a Goal.
    pub enum GoalStatus {
        Proposed = "proposed",
        Planned = "planned",
        Accepted = "accepted",
        Active = "active",
        OnHold = "on-hold",
        Completed = "completed",
        Cancelled = "cancelled",
        EnteredInError = "entered-in-error",
        Rejected = "rejected",
    }
}

/// A care plan as a CarePlan describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePlanImport {
    /// Source.
    pub origin: Origin,
    /// Title, else the category, else the description.
    pub title: Option<String>,
    /// True for a plan in force, false for one that is drafted, held or over.
    pub active: bool,
    /// What is done, in the order of the source.
    pub activities: Vec<ActivityImport>,
    /// Ids of its goals in the source.
    pub goals: Vec<String>,
    /// Ids of the conditions it addresses in the source.
    pub needs: Vec<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// One activity of a care plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityImport {
    /// What is done.
    pub text: String,
    /// True when it is done, stopped or cancelled.
    pub over: bool,
}

/// A goal as a Goal describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalImport {
    /// Source.
    pub origin: Origin,
    /// The goal in words.
    pub text: String,
    /// True for a goal that is worked on.
    pub active: bool,
    /// Ids of the conditions it addresses in the source.
    pub needs: Vec<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// The target, when there is one.
    pub target: Option<GoalTarget>,
}

/// How and by when a goal is reached.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalTarget {
    /// What is measured.
    pub measure: Option<Concept>,
    /// The number to reach.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// What to reach, when it is no number.
    pub text: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

impl Shift for CarePlanImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.starts_on.shift(days, zone);
        self.ends_on.shift(days, zone);
    }
}

impl Shift for GoalImport {
    fn shift(&mut self, days: i16, zone: Tz) {
        self.starts_on.shift(days, zone);
        if let Some(target) = &mut self.target {
            target.due_on.shift(days, zone);
        }
    }
}

pub(super) fn care_plan(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<CarePlanImport>> {
    let status: PlanStatus = at.need("status")?.code()?;
    if status == PlanStatus::EnteredInError {
        return Ok(None);
    }
    let (starts_on, ends_on) = at.days_of("period", index.zone)?;
    let mut activities = Vec::new();
    for activity in at.list("activity")? {
        activities.extend(self::activity(&activity)?);
    }
    Ok(Some(CarePlanImport {
        title: title(at)?,
        active: status == PlanStatus::Active,
        activities,
        goals: ids(at, "goal", "Goal", index)?,
        needs: ids(at, "addresses", "Condition", index)?,
        starts_on,
        ends_on,
        origin,
    }))
}

/// The last category is the most specific one: sources put the general "assess and plan" first.
fn title(at: &At<'_>) -> Result<Option<String>> {
    if let Some(title) = at.name("title")? {
        return Ok(Some(title));
    }
    let mut title = None;
    for category in at.list("category")? {
        title = category.as_concept()?.map(|concept| concept.title).or(title);
    }
    Ok(title.or(at.prose("description")?))
}

fn activity(at: &At<'_>) -> Result<Option<ActivityImport>> {
    if let Some(reference) = at.get("reference")? {
        return Ok(reference.prose("display")?.map(|text| ActivityImport { text, over: false }));
    }
    let Some(detail) = at.get("detail")? else {
        return Ok(None);
    };
    let text = detail.prose("description")?.or(detail.title("code")?);
    let status = detail.name("status")?;
    let over = matches!(status.as_deref(), Some("completed" | "cancelled" | "stopped" | "entered-in-error"));
    Ok(text.map(|text| ActivityImport { text, over }))
}

pub(super) fn goal(at: &At<'_>, origin: Origin, index: &Index<'_>) -> Result<Option<GoalImport>> {
    use GoalStatus as S;
    let status: GoalStatus = at.need("lifecycleStatus")?.code()?;
    if matches!(status, S::EnteredInError | S::Rejected) {
        return Ok(None);
    }
    let text = at.needed_concept("description")?.title;
    let starts_on = at.day_of("startDate", index.zone)?;
    let target = at.first("target")?.map(|target| goal_target(&target, index.zone)).transpose()?;
    Ok(Some(GoalImport {
        text,
        active: matches!(status, S::Planned | S::Accepted | S::Active),
        needs: ids(at, "addresses", "Condition", index)?,
        starts_on,
        target,
        origin,
    }))
}

fn goal_target(at: &At<'_>, zone: Tz) -> Result<GoalTarget> {
    let quantity = at.get("detailQuantity")?.map_or(Ok(None), |detail| detail.quantity())?;
    let text = match at.prose("detailString")? {
        None => at.title("detailCodeableConcept")?,
        text => text,
    };
    let (value, unit) = quantity.map_or((None, None), |(value, unit)| (Some(value), unit));
    Ok(GoalTarget { measure: at.concept("measure")?, value, unit, text, due_on: at.day_of("dueDate", zone)? })
}

/// Ids of the resources of one type that a list of References names. What can't be found stays in the kept text only.
fn ids(at: &At<'_>, member: &str, resource_type: &str, index: &Index<'_>) -> Result<Vec<String>> {
    at.list(member)?.iter().filter_map(|reference| index.id_of(resource_type, reference).transpose()).collect()
}
