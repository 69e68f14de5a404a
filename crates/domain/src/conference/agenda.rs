//! The agenda of a conference: what of the record the team must look at, the most pressing first.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::alert::{Alert, AlertStatus};
use crate::care_plan::goal::{Goal, GoalAchievement, GoalStatus};
use crate::deadline::Deadline;
use crate::need::{Need, NeedStatus};
use crate::stay::{Stay, StayStatus};

crate::codes! {
    /// What an item of the agenda is about, in the order in which they are looked at.
    pub enum AgendaKind {
        /// A safety alert that is not closed.
        Alert = "alert",
        /// Work of a rule that is overdue.
        Deadline = "deadline",
        /// A stay that began or ended since the last conference.
        Stay = "stay",
        /// A goal that is not on its way.
        Goal = "goal",
        /// A need that the plan must address.
        Need = "need",
    }
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// What it is about.
    pub kind: AgendaKind,
    /// The record.
    pub record_id: Uuid,
    /// What it is, in words.
    pub title: String,
    /// Since when it is so, or when it was due.
    pub at: Option<DateTime<Utc>>,
}

/// A goal as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalLook {
    /// The goal.
    pub goal: Goal,
    /// What a person said of it last, else what its values suggest.
    pub achievement: Option<GoalAchievement>,
}

/// What the record says.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Alerts of the case.
    pub alerts: Vec<Alert>,
    /// Deadlines of the case.
    pub deadlines: Vec<Deadline>,
    /// Stays of the person.
    pub stays: Vec<Stay>,
    /// Goals of the plans in force.
    pub goals: Vec<GoalLook>,
    /// Needs of the person.
    pub needs: Vec<Need>,
}

/// True when somebody should look at the goal: it goes the wrong way, stands still, or was not reached.
fn is_off_track(look: &GoalLook) -> bool {
    use GoalAchievement as A;
    let open = matches!(look.goal.status, GoalStatus::Accepted | GoalStatus::Active);
    let off = [A::Worsening, A::NoChange, A::NoProgress, A::NotAchieved, A::NotAttainable];
    open && look.achievement.is_some_and(|achievement| off.contains(&achievement))
}

/// The agenda at `now` of a conference whose last one was at `since`.
pub fn agenda(facts: &Facts, since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<AgendaItem> {
    let item = |kind, record_id, title: &str, at| AgendaItem { kind, record_id, title: title.to_owned(), at };
    let alerts = facts.alerts.iter().filter(|alert| alert.status != AlertStatus::Closed);
    let alerts = alerts.map(|alert| item(AgendaKind::Alert, alert.id, &alert.trigger, Some(alert.opened_at)));
    let deadlines = facts.deadlines.iter().filter(|deadline| deadline.is_overdue(now));
    let deadlines =
        deadlines.map(|deadline| item(AgendaKind::Deadline, deadline.id, &deadline.rule_title, Some(deadline.due_at)));
    let moved = |stay: &&Stay| stay.admitted_at > since || stay.discharged_at.is_some_and(|at| at > since);
    let stays = facts.stays.iter().filter(|stay| stay.status != StayStatus::Cancelled).filter(moved);
    let stays = stays.map(|stay| item(AgendaKind::Stay, stay.id, &stay.facility, Some(stay.admitted_at)));
    let goals = facts.goals.iter().filter(|look| is_off_track(look));
    let goals = goals.map(|look| item(AgendaKind::Goal, look.goal.id, &look.goal.text, None));
    let needs = facts.needs.iter().filter(|need| need.status == NeedStatus::Active);
    let needs = needs.map(|need| item(AgendaKind::Need, need.id, &need.title, Some(need.created_at)));
    alerts.chain(deadlines).chain(stays).chain(goals).chain(needs).collect()
}
