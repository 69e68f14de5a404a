//! What a person makes of the model's proposal. A decision is kept for good: it is never changed, only followed by another.
//!
//! | the tier is           | adopt | override, with reason and end |
//! |-----------------------|-------|-------------------------------|
//! | possible by the model | yes   | no: adopt it                  |
//! | not possible          | no    | yes                           |
//!
//! | latest decision       | tier possible | tier not possible |
//! |-----------------------|---------------|-------------------|
//! | none, or adopted      | agrees        | differs           |
//! | override in force     | overridden    | overridden        |
//! | override that ended   | override_ended | override_ended   |
//!
//! | a task asks to decide | agrees    | differs, override_ended | overridden           |
//! |-----------------------|-----------|-------------------------|----------------------|
//! | none                  | -         | opened                  | -                    |
//! | open                  | cancelled | stays                   | stays, for its end   |

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::Acuity;
use crate::case::{Case, Tier};
use crate::change::{Change, Rule};
use crate::clock::{end_of_day, local_date};
use crate::task::{Task, TaskKind, TaskPriority, TaskStatus};

/// Days for which an override holds at most. Ours: a quarter of a year, in which every tier is looked at anew anyway.
pub const LONGEST_OVERRIDE_DAYS: u64 = 90;

/// Days before an override ends in which its task stands on the worklist. Ours: enough for one working day over a weekend.
pub const NOTICE_DAYS: i64 = 3;

/// Days in which somebody decides about a tier that the model excludes. Ours: as long as an override gives notice.
pub const DECIDE_DAYS: u64 = 3;

crate::codes! {
    /// What was done with the model's proposal.
    pub enum DecisionKind {
        /// A tier that the model holds possible.
        Adopted = "adopted",
        /// Another tier, for a reason and for a time.
        Overridden = "overridden",
    }
}

crate::codes! {
    /// How the tier of a case stands to the model.
    pub enum TierStanding {
        /// The model holds it possible.
        Agrees = "agrees",
        /// The model says otherwise, and nobody has decided to differ.
        Differs = "differs",
        /// A person decided to differ, until a day.
        Overridden = "overridden",
        /// That day is over: somebody must decide anew.
        OverrideEnded = "override_ended",
    }
}

/// Which judgements somebody looks for; all of them where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JudgementFilter {
    /// How the tier stands to the model.
    pub standing: Option<TierStanding>,
    /// True for those that missing facts could change, false for the others.
    pub provisional: Option<bool>,
}

impl JudgementFilter {
    /// True when it lets every judgement through.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// True for a judgement that is looked for.
    pub fn has(&self, standing: TierStanding, acuity: &Acuity) -> bool {
        self.standing.is_none_or(|wanted| wanted == standing)
            && self.provisional.is_none_or(|wanted| wanted == acuity.is_provisional())
    }
}

/// A decision about the tier of a case, with what the model said then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierDecision {
    /// Id.
    pub id: Uuid,
    /// Version: always 1.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// Adopted or overridden.
    pub kind: DecisionKind,
    /// Tier before.
    pub from_tier: Tier,
    /// Tier after.
    pub to_tier: Tier,
    /// Lowest score possible then.
    pub score_min: i32,
    /// Highest score possible then.
    pub score_max: i32,
    /// Lowest tier possible then.
    pub model_low: Tier,
    /// Highest tier possible then.
    pub model_high: Tier,
    /// Model and version.
    pub model: String,
    /// Why.
    pub reason: Option<String>,
    /// The last instant of an override.
    pub ends_at: Option<DateTime<Utc>>,
    /// The task that stands on the worklist when the override ends.
    pub task_id: Option<Uuid>,
    /// Who decided.
    pub decided_by: Uuid,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Adopt or override.
    pub kind: DecisionKind,
    /// The tier.
    pub tier: Tier,
    /// Why; needed to override.
    pub reason: Option<String>,
    /// Last day of an override, in the zone of the case's program.
    pub ends_on: Option<NaiveDate>,
}

/// What a decision changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The case with its tier.
    pub case: Change<Case>,
    /// The decision.
    pub decision: Change<TierDecision>,
    /// The task that stands on the worklist when an override ends.
    pub task: Option<Change<Task>>,
}

/// Decides the tier of a case.
///
/// # Errors
/// `case_closed`; `tier_not_possible` to adopt what the model excludes, `tier_possible` to override with what it allows;
/// `tier_reason_required`, `tier_end_required`, `tier_end_out_of_range` for an override, `tier_end_not_needed` for an adoption.
pub fn decide(
    case: Case,
    asked: Asked,
    acuity: &Acuity,
    by: Uuid,
    zone: Tz,
    new_id: &mut dyn FnMut() -> Uuid,
    now: DateTime<Utc>,
) -> Result<Decided, Rule> {
    case.require_active()?;
    let reason = asked.reason.filter(|text| !text.trim().is_empty());
    let ends_at = match asked.kind {
        DecisionKind::Adopted => check_adoption(asked.tier, asked.ends_on, acuity).map(|()| None)?,
        DecisionKind::Overridden => {
            Some(check_override(asked.tier, reason.is_some(), asked.ends_on, acuity, zone, now)?)
        }
    };
    let from_tier = case.tier;
    let case = case.set_tier(asked.tier)?;
    let task = ends_at.map(|ends_at| review_task(&case.record, ends_at, by, new_id(), now)).transpose()?;
    let points = |points: i64| i32::try_from(points).unwrap_or(i32::MAX);
    let decision = TierDecision {
        id: new_id(),
        version: 1,
        case_id: case.record.id,
        person_id: case.record.person_id,
        kind: asked.kind,
        from_tier,
        to_tier: asked.tier,
        score_min: points(acuity.bounds.min),
        score_max: points(acuity.bounds.max),
        model_low: acuity.possible.first().copied().unwrap_or(Tier::Low),
        model_high: acuity.possible.last().copied().unwrap_or(Tier::Complex),
        model: format!("{} {}", acuity.model, acuity.version),
        reason,
        ends_at,
        task_id: task.as_ref().map(|task| task.record.id),
        decided_by: by,
        decided_at: now,
    };
    Ok(Decided { case, decision: Change::created(decision), task })
}

fn check_adoption(tier: Tier, ends_on: Option<NaiveDate>, acuity: &Acuity) -> Result<(), Rule> {
    if !acuity.possible.contains(&tier) {
        return Err(Rule::at(
            "tier_not_possible",
            "/tier",
            "The model does not give this tier. Adopt one that it holds possible, or override it with a reason.",
        ));
    }
    match ends_on {
        None => Ok(()),
        Some(_) => Err(Rule::at("tier_end_not_needed", "/ends_on", "Only an override ends. Leave the day out.")),
    }
}

fn check_override(
    tier: Tier,
    has_reason: bool,
    ends_on: Option<NaiveDate>,
    acuity: &Acuity,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Rule> {
    if acuity.possible.contains(&tier) {
        return Err(Rule::at("tier_possible", "/tier", "The model holds this tier possible: adopt it."));
    }
    if !has_reason {
        return Err(Rule::at("tier_reason_required", "/reason", "Say why, so that the team can follow the decision."));
    }
    let ends_on =
        ends_on.ok_or_else(|| Rule::at("tier_end_required", "/ends_on", "Say until which day the override holds."))?;
    let today = local_date(now, zone);
    if ends_on <= today || ends_on > today + Days::new(LONGEST_OVERRIDE_DAYS) {
        return Err(Rule::at(
            "tier_end_out_of_range",
            "/ends_on",
            format!("Choose a day after today and at most {LONGEST_OVERRIDE_DAYS} days ahead."),
        ));
    }
    Ok(end_of_day(ends_on, zone))
}

/// Stands on the worklist from [`NOTICE_DAYS`] before the end, and is overdue after it.
fn review_task(
    case: &Case,
    ends_at: DateTime<Utc>,
    by: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Change<Task>, Rule> {
    let shown_at = ends_at - TimeDelta::days(NOTICE_DAYS);
    let title = "Decide the risk tier anew: the override ends";
    let detail = "Adopt what the model proposes, or override it again with a reason.";
    let snoozed_until = (shown_at > now).then_some(shown_at);
    Task::create(Task { snoozed_until, ..asks_to_decide(case, [title, detail], ends_at, by, id, now) }, case)
}

fn asks_to_decide(
    case: &Case,
    [title, detail]: [&str; 2],
    due_at: DateTime<Utc>,
    by: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Task {
    Task {
        id,
        version: 1,
        case_id: case.id,
        person_id: case.person_id,
        owner_id: case.owner_id,
        team_id: case.team_id,
        title: title.to_owned(),
        detail: Some(detail.to_owned()),
        kind: TaskKind::TierReview,
        status: TaskStatus::Open,
        priority: TaskPriority::Routine,
        due_at,
        rank_at: due_at,
        snoozed_until: None,
        snooze_reason: None,
        completed_at: None,
        result: None,
        care_plan_id: None,
        intervention_id: None,
        author_id: by,
        created_at: now,
    }
}

/// Brings the task that asks to decide about a tier in line with how the tier stands to the model now; `open` is the one that asks
/// already. The table in the head says what follows.
///
/// # Errors
/// `case_closed`, `task_not_open`.
pub fn tier_work(
    case: &Case,
    standing: TierStanding,
    open: Option<Task>,
    zone: Tz,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Change<Task>>, Rule> {
    match (standing, open) {
        (TierStanding::Differs | TierStanding::OverrideEnded, None) => {
            let due_at = end_of_day(local_date(now, zone) + Days::new(DECIDE_DAYS), zone);
            let title = "Decide the risk tier: the model says otherwise";
            let detail = "Adopt what the model proposes, or override it with a reason.";
            Task::create(asks_to_decide(case, [title, detail], due_at, case.owner_id, id, now), case).map(Some)
        }
        (TierStanding::Agrees, Some(task)) => task.cancel("The model holds the tier possible again.".into()).map(Some),
        _ => Ok(None),
    }
}

/// How the tier of a case stands to what the model says now.
pub fn standing(tier: Tier, latest: Option<&TierDecision>, acuity: &Acuity, now: DateTime<Utc>) -> TierStanding {
    match latest.and_then(|decision| decision.ends_at) {
        Some(ends_at) if now <= ends_at => TierStanding::Overridden,
        Some(_) => TierStanding::OverrideEnded,
        None if acuity.possible.contains(&tier) => TierStanding::Agrees,
        None => TierStanding::Differs,
    }
}
